//! Reads the feeds of one blog, one after the other, into one stream of records.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::ops::ControlFlow;

use dateline_markup::plain_text;
use dateline_media::media_type;
use dateline_model::Millis;
use percent_encoding::percent_decode_str;

use super::Dialect;
use super::address::blog_number;
use super::entry::{Meaning, meaning};
use super::feed::{FeedReader, Part, Raw};
use super::names::Field;
use super::settings;
use crate::address::host_of;
use crate::media::{plain, spellings};
use crate::problem::{Action, Limits, Problem, Trouble, for_report};
use crate::record::{Record, SiteRecord};
use crate::repeats::{Repeat, Repeats};
use crate::source::Sink;
use crate::text::Text;
use crate::xml::unescape;

/// What the theme of the old blog is kept as, without its ending.
const THEME: &str = "blogger-theme";

/// The most names of files that stories show; beyond, an album's pictures come along although stories show them.
const SHOWN_MAX: usize = 200_000;

/// What is known of a blog while its feeds are read.
pub(crate) struct Importer {
    site: SiteRecord,
    /// What has been handed over of the site.
    told: Option<SiteRecord>,
    seen: Repeats,
    /// Comments that the account wrote under stories of other blogs.
    elsewhere: usize,
    /// Names of files that stories show, as [`plain`] spells them, where the album is to be compared with them.
    shown: Option<HashSet<String>>,
    now: Millis,
    limits: Limits,
}

impl Importer {
    /// `now` (milliseconds UTC) tells what is scheduled; `settings` are those of Takeout's `settings.csv`, and `album` is whether
    /// an album lies beside.
    pub(crate) fn new(
        now: Millis,
        limits: Limits,
        settings: &BTreeMap<String, String>,
        album: bool,
        sink: &mut Sink<'_>,
    ) -> Self {
        let mut site = SiteRecord::default();
        for (key, value) in settings {
            if let Some(problem) = settings::apply(&mut site, key, value, 0) {
                // A reader that wants no more will say so again at the first record.
                let _ = sink(Err(Trouble::Problem(problem)));
            }
        }
        let shown = album.then(HashSet::new);
        Self { site, told: None, seen: Repeats::default(), elsewhere: 0, shown, now, limits }
    }

    /// Whether a story shows a file of the last part of this name.
    pub(crate) fn has_shown(&self, name: &str) -> bool {
        let last = plain(name.rsplit('/').next().unwrap_or_default());
        self.shown.as_ref().is_some_and(|shown| shown.contains(&last))
    }

    fn note_shown(&mut self, body: &str) {
        let Some(shown) = &mut self.shown else { return };
        for word in body.split(['"', '\'', '/', '<', '>', '\n']) {
            if media_type(word).is_some() && shown.len() < SHOWN_MAX {
                shown.extend(spellings(&percent_decode_str(word).decode_utf8_lossy()));
            }
        }
    }

    /// Hands over what is in one feed. In `others` (Takeout's second feed, comments that the account wrote
    /// anywhere) entries that came before are no news.
    pub(crate) fn read<R: Read>(
        &mut self,
        text: Text<R>,
        others: bool,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let mut feed = FeedReader::new(text, self.limits);
        loop {
            match feed.next() {
                Part::Entry => {
                    self.head(feed.head());
                    let dialect = feed.dialect().unwrap_or(Dialect::Public);
                    self.entry(feed.entry(), dialect, others, sink)?;
                }
                Part::End => {
                    self.head(feed.head());
                    return ControlFlow::Continue(());
                }
                Part::Damage(damage) => {
                    self.head(feed.head());
                    self.tell_site(sink)?;
                    sink(Err(Trouble::Damage(damage)))?;
                    return ControlFlow::Break(());
                }
            }
        }
    }

    /// Ends the stream: the site, when there is more to say of it than before.
    pub(crate) fn finish(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if let Some(told) = self.seen.told() {
            sink(Err(told))?;
        }
        if self.elsewhere > 0 {
            let message = format!(
                "comments that the account wrote under stories of other blogs were left out ({})",
                self.elsewhere
            );
            let (entry, action) = (String::new(), Action::Skipped);
            sink(Err(Trouble::Problem(Problem { line: 0, entry, message, action })))?;
        }
        self.tell_site(sink)
    }

    /// Takes what the feed says of the blog and its settings do not.
    fn head(&mut self, head: &Raw) {
        let site = &mut self.site;
        if site.blog_id.is_none() {
            site.blog_id = blog_number(head.text(Field::Id)).map(str::to_owned);
        }
        if site.title.is_none() {
            site.title = Some(head.text(Field::Title)).filter(|text| !text.is_empty()).map(unescape);
        }
        if site.description.is_none() {
            let subtitle = head.text(Field::Subtitle);
            let plain = if head.subtitle_is_html { plain_text(subtitle) } else { subtitle.to_owned() };
            site.description = Some(plain).filter(|text| !text.is_empty());
        }
        if let Some(host) = head.alternate.as_deref().and_then(host_of) {
            // Readers know the address of the front page, which may be the blog's own domain.
            site.host = Some(host);
        }
    }

    fn tell_site(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if self.told.as_ref() == Some(&self.site) {
            return ControlFlow::Continue(());
        }
        self.told = Some(self.site.clone());
        sink(Ok(Record::Site(Box::new(self.site.clone()))))
    }

    fn entry(&mut self, raw: &Raw, dialect: Dialect, others: bool, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let mut notes = Vec::new();
        let blog = self.site.blog_id.as_deref().filter(|_| others);
        let found = match meaning(raw, dialect, blog, self.now, &mut notes) {
            Ok(found) => found,
            Err(_) if others => {
                self.elsewhere += 1;
                return ControlFlow::Continue(());
            }
            Err(message) => return sink(Err(trouble(raw, message, Action::Skipped))),
        };
        match found {
            Meaning::Elsewhere => {
                self.elsewhere += 1;
                ControlFlow::Continue(())
            }
            Meaning::Template => {
                self.site.templates = self.site.templates.saturating_add(1);
                let theme = raw.whole_text(Field::Content).to_owned();
                let name = match self.site.templates {
                    1 => format!("{THEME}.xml"),
                    n => format!("{THEME}-{n}.xml"),
                };
                sink(Ok(Record::Keepsake(name, theme)))
            }
            Meaning::Setting(key) => {
                let value = raw.whole_text(Field::Content);
                match settings::apply(&mut self.site, &key, value, raw.line) {
                    Some(problem) => sink(Err(Trouble::Problem(problem))),
                    None => ControlFlow::Continue(()),
                }
            }
            Meaning::Post(mut post) => {
                self.first_post(sink)?;
                if others && self.seen.has("post", &post.id) {
                    return ControlFlow::Continue(());
                }
                match self.seen.take("post", &mut post.id, &post.hash) {
                    Repeat::New => {}
                    Repeat::Same => return ControlFlow::Continue(()),
                    Repeat::Renamed(told) => notes.push(told),
                }
                self.note_shown(&post.body);
                pass(raw, notes, Record::Post(post), sink)
            }
            Meaning::Comment(mut comment) => {
                self.first_post(sink)?;
                if others && self.seen.has("comment", &comment.id) {
                    return ControlFlow::Continue(());
                }
                if self.seen.take("comment", &mut comment.id, &comment.hash) == Repeat::Same {
                    return ControlFlow::Continue(());
                }
                pass(raw, notes, Record::Comment(comment), sink)
            }
        }
    }

    /// Before the first post, what is known of the site.
    fn first_post(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if self.told.is_none() { self.tell_site(sink) } else { ControlFlow::Continue(()) }
    }
}

/// Hands over a record after what was noted of it.
fn pass(raw: &Raw, notes: Vec<String>, record: Record, sink: &mut Sink<'_>) -> ControlFlow<()> {
    for note in notes {
        sink(Err(trouble(raw, note, Action::Imported)))?;
    }
    sink(Ok(record))
}

fn trouble(raw: &Raw, message: String, action: Action) -> Trouble {
    let names = [raw.text(Field::Title), raw.text(Field::Id)];
    let entry = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    Trouble::Problem(Problem { line: raw.line, entry: for_report(entry), message, action })
}
