//! What is shown beside a question: suggestions while it is typed, and stories related to another.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use dateline_markup::plain_text;
use dateline_model::{AuthorId, Millis, Paper, Post, PostId, PostLink, Tag, TagId};
use dateline_store::Read;
use tantivy::schema::Field;

use crate::SearchError;
use crate::about::{TEXT_BYTES_MAX, TellingWords};
use crate::ask::{Ask, Frame};
use crate::bounds::{Bounds, Gone, card_of};
use crate::collect::{Archive, Audience, Gather, Order};
use crate::dictionary::Dictionary;
use crate::document::whole_name;
use crate::effort::{ASIDE, Effort};
use crate::find::ids_of;
use crate::language::Language;
use crate::results::{SearchRequest, SearchResults, Suggestions};
use crate::search::{Search, blocking};
use crate::volume::Volume;

/// Tags and authors that are suggested, of each.
const LABELS: usize = 4;
/// Cards that the telling words of a story stand on together, the most telling word first: related stories are named
/// under every story that is printed, and must not become a look at a large archive.
const CARDS_MAX: u64 = 2_000;
/// Bytes of a story's HTML that are read for its text, when it has no card yet.
const HTML_BYTES_MAX: usize = 3 * TEXT_BYTES_MAX;
/// Related stories at most.
const RELATED_MAX: usize = 6;
/// What a shared tag counts, times how rare it is.
const TAG_WEIGHT: f32 = 1.5;

impl Search {
    /// What to show to a reader who has typed `text` so far: up to `limit` stories, and the tags and authors whose
    /// names it begins, as far as they have stories that everybody may read.
    pub async fn suggest(
        &self,
        read: &mut Read,
        paper: &Paper,
        now: Millis,
        text: &str,
        limit: usize,
    ) -> Result<Suggestions, SearchError> {
        let request = SearchRequest { typing: true, per_page: limit, ..SearchRequest::new(text) };
        let SearchResults { total, more, hits: stories, .. } =
            self.search(read, paper, now, &request).await?;
        let shelf = self.shelf(paper.id());
        let followed = shelf.followed.load(Ordering::Acquire);
        let volume = shelf.volume()?;
        let gone = Gone::since(read, paper.id(), now, Audience::Readers, followed).await?;
        let bounds = Bounds { gone, ..Bounds::default() };
        let name = whole_name(text);
        let labels = blocking(move || {
            let fields = volume.fields;
            let tags = labels(&volume, &bounds, (fields.tag_name, fields.tag), &name, now)?;
            Ok((tags, labels(&volume, &bounds, (fields.author_name, fields.author), &name, now)?))
        });
        let (tag_ids, author_ids) = labels.await?;
        let mut suggestions = Suggestions { total, more, stories, ..Suggestions::default() };
        for id in tag_ids.iter().filter_map(|id| id.parse::<TagId>().ok()) {
            suggestions.tags.extend(read.tag(paper.id(), id).await?);
        }
        for id in author_ids.iter().filter_map(|id| id.parse::<AuthorId>().ok()) {
            suggestions.authors.extend(read.author(paper.id(), id).await?);
        }
        Ok(suggestions)
    }

    /// Up to `limit` public stories, six at most, that are about the same as `post`, which stands under `tags`; the
    /// nearest first. The index is asked on the thread that asks, like the store: it is a small question.
    pub async fn related(
        &self,
        read: &mut Read,
        paper: &Paper,
        now: Millis,
        (post, tags): (&Post, &[Tag]),
        limit: usize,
    ) -> Result<Vec<PostLink>, SearchError> {
        let volume = self.shelf(paper.id()).volume()?;
        let searcher = volume.searcher();
        let words = match TellingWords::on_card(&searcher, volume.fields, post.id)? {
            Some(words) => words,
            None => telling_words(post, &paper.settings.locale),
        };
        let tags = tags.iter().filter(|tag| !tag.is_internal()).map(|tag| tag.id.hex()).collect();
        let about = About { post: post.id, words, tags };
        let dictionary = Dictionary::new(&searcher, volume.fields, ASIDE).keeping(&volume.looked_up);
        let archive = Archive { searcher: &searcher, spans: &volume.spans };
        let ids = about.find(&archive, &dictionary, now, limit.min(RELATED_MAX))?;
        Ok(read.public_links(paper.id(), now, &ids).await?)
    }
}

/// Those of a story that is not filed yet.
fn telling_words(post: &Post, locale: &str) -> TellingWords {
    let text = plain_text(&post.html[..post.html.floor_char_boundary(HTML_BYTES_MAX)]);
    let language = Language::of_text(post.lang.as_deref(), locale, &text);
    TellingWords::of(language, &post.title, &text)
}

/// The ids of the tags or authors whose name begins so, as far as a reader may see a story of theirs.
fn labels(
    volume: &Volume,
    bounds: &Bounds,
    (names, ids): (Field, Field),
    typed: &str,
    now: Millis,
) -> Result<Vec<String>, SearchError> {
    let searcher = volume.searcher();
    let archive = Archive { searcher: &searcher, spans: &volume.spans };
    let dictionary = Dictionary::new(&searcher, volume.fields, ASIDE);
    let effort = Effort::of(ASIDE);
    let mut found = Vec::new();
    for id in dictionary.labelled_with(names, typed, true)? {
        if found.len() == LABELS {
            break;
        }
        let frame = bounds.frame(&dictionary, false)?;
        let stories = frame.around(vec![dictionary.fixed(ids, &id, 0.0)?], Vec::new(), &Ask::Nothing);
        if archive.gather(&stories, &public(now, 0, 1), &effort)?.total > 0 {
            found.push(id);
        }
    }
    Ok(found)
}

fn public(now: Millis, keep: usize, enough: u64) -> Gather {
    let (audience, order) = (Audience::Readers, Order::Best);
    Gather { audience, now, order, before: None, after: None, keep, enough, years: Arc::from([]) }
}

/// What a story is about.
struct About {
    post: PostId,
    words: TellingWords,
    /// The ids of its tags.
    tags: Vec<String>,
}

impl About {
    fn find(
        self,
        archive: &Archive<'_>,
        dictionary: &Dictionary<'_>,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<PostId>, SearchError> {
        let (searcher, fields) = (archive.searcher, dictionary.fields);
        let stories = searcher.num_docs() as f32;
        let rarity = |cards: u64| (1.0 + stories / (cards as f32 + 1.0)).ln();
        let telling = self.telling(dictionary, stories, rarity)?;
        let mut under = Vec::new();
        let mut small = true;
        for tag in &self.tags {
            let cards = dictionary.cards(fields.tag, tag)?;
            small &= cards <= CARDS_MAX;
            under.push(dictionary.fixed(fields.tag, tag, TAG_WEIGHT * rarity(cards))?);
        }
        let own = Frame { musts: Vec::new(), nots: vec![card_of(dictionary, self.post)?] };
        let gather = public(now, limit, CARDS_MAX);
        let effort = Effort::of(ASIDE);
        let mut found = Vec::new();
        if !telling.is_empty() {
            // A tag alone may be a fifth of the archive: it only says which of the stories with these words come first.
            let ask = own.around(vec![Ask::any(telling)], under.clone(), &Ask::Nothing);
            let gathered = archive.gather(&ask, &gather, &effort)?;
            found = ids_of(searcher, gathered.first.iter(), "post")?;
        }
        if found.len() < limit && small && !under.is_empty() {
            let ask = own.around(vec![Ask::any(under)], Vec::new(), &Ask::Nothing);
            let gathered = archive.gather(&ask, &gather, &effort)?;
            for id in ids_of(searcher, gathered.first.iter(), "post")? {
                if found.len() < limit && !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        Ok(found.into_iter().map(PostId).collect())
    }

    /// The words that lead to other stories, the most telling ones, as far as they stand on few cards together.
    fn telling(
        &self,
        dictionary: &Dictionary<'_>,
        stories: f32,
        rarity: impl Fn(u64) -> f32,
    ) -> Result<Vec<Ask>, SearchError> {
        let field = dictionary.fields.text;
        let mut words: Vec<(f32, u64, &str)> = Vec::new();
        for (stem, times) in &self.words.0 {
            let cards = dictionary.cards(field, stem)?;
            // A word of this story alone leads nowhere, one of every fifth story everywhere.
            if (2..=CARDS_MAX).contains(&cards) && (cards as f32) < (stories / 5.0).max(50.0) {
                words.push(((1.0 + *times as f32).ln() * rarity(cards), cards, stem));
            }
        }
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(b.2)));
        let (mut telling, mut met) = (Vec::new(), 0);
        for (weight, cards, stem) in words {
            met += cards;
            if met > CARDS_MAX {
                break;
            }
            telling.push(dictionary.term(field, stem)?.boosted(weight.sqrt()));
        }
        Ok(telling)
    }
}
