//! Reads the files of a folder into one stream of records.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use dateline_model::{LocalDate, Millis, SiteSettings, Zone};
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::front;
use super::page::{self, Found, Site, Standing};
use crate::address::host_of;
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Destination, Markup, Record, RedirectRecord, SiteRecord, TagRecord};
use crate::source::{Sink, has_ending};
use crate::yaml::word;

/// Endings of Markdown files.
pub(crate) const ENDINGS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mdx"];

/// Endings of stories that are written in HTML below their front matter.
const HTML: [&str; 2] = ["html", "htm"];

/// Folders that hold no stories.
const WITHOUT_STORIES: [&str; 15] = [
    "_includes",
    "_layouts",
    "_site",
    "_sass",
    "_data",
    "_plugins",
    "node_modules",
    "vendor",
    "themes",
    "archetypes",
    "layouts",
    "public",
    "static",
    ".git",
    ".github",
];

/// A folder of Markdown files.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    config: Config,
}

impl Folder {
    /// Finds out which generator the folder was written for.
    pub(crate) fn find(files: &Files) -> Result<Self, OpenError> {
        Ok(Self { config: Config::find(files)? })
    }

    /// Reads all of it; see [`crate::Source::read`].
    pub(crate) fn read(&self, files: &Files, now: Millis, sink: &mut Sink<'_>) -> ControlFlow<()> {
        const NAMES: [&str; 6] =
            ["lang", "language", "locale", "defaultContentLanguage", "default_language", "languageCode"];
        let config = &self.config;
        let zone = config.word(&["timezone", "timeZone"]).and_then(|name| Zone::named(&name));
        let lang = config.word(&NAMES).or_else(|| content_languages(files).then(|| "en".to_owned()));
        let name = files.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let site = Site { config, name, zone: zone.unwrap_or_else(Zone::utc), lang, now };
        sink(Ok(Record::Site(Box::new(self.site(&site)))))?;
        let mut left_out = BTreeMap::new();
        for name in files.names() {
            if has_ending(name, &ENDINGS) || self.is_story_in_html(name) {
                self.file(files, name, &site, &mut left_out, sink)?;
            }
        }
        for (why, count) in left_out {
            let message = format!("{count} {why}");
            let problem = Problem { line: 0, entry: String::new(), message, action: Action::Skipped };
            sink(Err(Trouble::Problem(problem)))?;
        }
        ControlFlow::Continue(())
    }

    /// Whether a file is HTML where its generator keeps stories; elsewhere HTML is a template.
    fn is_story_in_html(&self, name: &str) -> bool {
        let below = name.strip_prefix(&self.config.root).unwrap_or(name);
        has_ending(name, &HTML)
            && match self.config.generator {
                Generator::Jekyll | Generator::Hexo => {
                    below.split('/').any(|part| matches!(part, "_posts" | "_drafts"))
                }
                Generator::Hugo => below.starts_with("content"),
                Generator::Zola | Generator::Eleventy | Generator::Plain => false,
            }
    }

    fn site(&self, site: &Site<'_>) -> SiteRecord {
        let config = &self.config;
        let url = config.word(&["url", "baseURL", "baseurl", "base_url"]).filter(|url| url.contains("://"));
        let language = site.lang.as_deref().and_then(|word| {
            let mut settings = SiteSettings::default();
            settings.set("locale", word).is_ok().then_some(settings.locale)
        });
        SiteRecord {
            identity: Some(url.clone().unwrap_or_else(|| site.name.clone())),
            title: config.word(&["title"]),
            description: config.word(&["description", "subtitle", "tagline", "params.description"]),
            host: url.as_deref().and_then(host_of),
            url: url.map(|url| url.trim_end_matches('/').to_owned()),
            language,
            time_zone: config.word(&["timezone", "timeZone"]).filter(|name| Zone::named(name).is_some()),
            posts_per_page: config
                .word(&["paginate", "pagination.pagerSize", "per_page"])
                .and_then(|word| word.parse().ok())
                .filter(|n| (1..=100).contains(n)),
            ..SiteRecord::default()
        }
    }

    fn file(
        &self,
        files: &Files,
        name: &str,
        site: &Site<'_>,
        left_out: &mut BTreeMap<&'static str, usize>,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let generator = self.config.generator;
        let below = name.strip_prefix(&self.config.root).unwrap_or(name);
        let trouble = |message: String, action| {
            Err(Trouble::Problem(Problem { line: 1, entry: for_report(name), message, action }))
        };
        if generator != Generator::Plain && below.split('/').any(|part| WITHOUT_STORIES.contains(&part)) {
            *left_out.entry("files belong to themes and tools").or_default() += 1;
            return ControlFlow::Continue(());
        }
        let text = match files.small_text(name, files.limits().settings_bytes) {
            Ok(Some(text)) => text,
            Ok(None) => {
                let message = format!("the file is longer than {} bytes", files.limits().settings_bytes);
                return sink(trouble(message, Action::Skipped));
            }
            Err(error) => return sink(trouble(error.to_string(), Action::Skipped)),
        };
        let (parts, broken) = front::parts(&text, generator == Generator::Hexo);
        let standing = standing(below, generator);
        if standing.name == "_index" {
            return section(&standing, &parts.front, &parts.body, left_out, sink);
        }
        let is_html = has_ending(name, &HTML);
        let may_go_without =
            standing.is_post && !is_html || matches!(generator, Generator::Plain | Generator::Eleventy);
        if !parts.has_front && !may_go_without {
            *left_out.entry("files without front matter are no stories").or_default() += 1;
            return ControlFlow::Continue(());
        }
        if let Some(message) = broken {
            sink(trouble(format!("{message}; its text was taken"), Action::Imported))?;
        }
        let mut notes = Vec::new();
        let Found { mut post, old_paths } =
            page::post(below, &standing, &parts.front, &parts.body, site, &mut notes);
        if is_html {
            post.markup = Markup::Html;
        }
        post.base = Some(name.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned()));
        for note in notes {
            sink(trouble(note, Action::Imported))?;
        }
        let id = post.id.clone();
        sink(Ok(Record::Post(Box::new(post))))?;
        for from in old_paths {
            let to = Destination::Post(id.clone());
            sink(Ok(Record::Redirect(Box::new(RedirectRecord { from, to, permanent: true }))))?;
        }
        ControlFlow::Continue(())
    }
}

/// The page of a section or a taxonomy: of a taxonomy's, what it says of the tag is kept.
fn section(
    standing: &Standing,
    front: &Map<String, Value>,
    body: &str,
    left_out: &mut BTreeMap<&'static str, usize>,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let text = |name: &str| front.get(name).map(word).filter(|text| !text.trim().is_empty());
    if let [taxonomy, term] = standing.folders.as_slice()
        && matches!(taxonomy.as_str(), "tags" | "categories")
        && standing.lang.is_none()
    {
        let tag = TagRecord {
            name: text("title").unwrap_or_else(|| term.clone()),
            slug: None,
            description: text("description"),
            ..TagRecord::default()
        };
        return sink(Ok(Record::Tag(Box::new(tag))));
    }
    let what = if body.trim().is_empty() {
        "pages of sections without a text of their own are made by the site itself"
    } else {
        "pages of sections had a text of their own, which is not kept"
    };
    *left_out.entry(what).or_default() += 1;
    ControlFlow::Continue(())
}

/// Whether the contents lie in folders of their languages (`content.en`, `content/en`).
fn content_languages(files: &Files) -> bool {
    files.names().iter().any(|name| name.split('/').any(|part| part.starts_with("content.")))
}

/// Where a file stands, told from its name below the site's folder.
fn standing(name: &str, generator: Generator) -> Standing {
    let mut folders: Vec<String> = name.split('/').map(str::to_owned).collect();
    let file = folders.pop().unwrap_or_default();
    let mut standing = Standing::default();
    let (stem, _) = file.rsplit_once('.').unwrap_or((&file, ""));
    let (stem, lang) = match stem.rsplit_once('.') {
        Some((stem, lang)) if matches!(generator, Generator::Hugo | Generator::Zola) && is_language(lang) => {
            (stem.to_owned(), Some(lang.to_owned()))
        }
        _ => (stem.to_owned(), None),
    };
    standing.lang = lang;
    // The folder that the contents lie in is no part of any address.
    match folders.first().map(String::as_str) {
        Some("content" | "source" | "src") => {
            folders.remove(0);
        }
        Some(first) if first.starts_with("content.") => {
            standing.lang = first.strip_prefix("content.").map(str::to_owned);
            folders.remove(0);
        }
        _ => {}
    }
    standing.is_post = folders.iter().any(|folder| folder == "_posts");
    standing.is_draft = folders.iter().any(|folder| folder == "_drafts");
    if matches!(generator, Generator::Jekyll | Generator::Hexo) {
        // Folders inside `_posts` sort the files and are no part of addresses.
        if let Some(at) = folders.iter().position(|folder| folder == "_posts" || folder == "_drafts") {
            folders.truncate(at);
        }
        standing.is_post |= standing.is_draft;
    }
    let (date, rest) = dated(&stem);
    let strips = generator != Generator::Hugo && generator != Generator::Plain;
    standing.date = date;
    standing.name = if strips && date.is_some() { rest.to_owned() } else { stem };
    if standing.name == "index" {
        // A bundle: the folder is the story.
        if let Some(folder) = folders.pop() {
            standing.name = folder;
        }
    }
    standing.folders = folders;
    standing
}

fn is_language(word: &str) -> bool {
    let mut parts = word.split('-');
    let is_first = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()));
    is_first
        && word.len() <= 12
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The date that a name begins with, and what follows it.
fn dated(stem: &str) -> (Option<LocalDate>, &str) {
    let mut parts = stem.splitn(4, '-');
    let mut number = |digits: std::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let fits = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<i16>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(4..=4), number(1..=2), number(1..=2)) else {
        return (None, stem);
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return (None, stem);
    }
    let rest = parts.next().unwrap_or_default();
    (Some(LocalDate { year, month: month as i8, day: day as i8 }), if rest.is_empty() { stem } else { rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stands_where_its_generator_puts_it() {
        let check = |name: &str, generator, folders: &[&str], stem: &str, lang: Option<&str>, dated: bool| {
            let standing = standing(name, generator);
            let found =
                (standing.folders.iter().map(String::as_str).collect::<Vec<_>>(), standing.name.as_str());
            assert_eq!(found, (folders.to_vec(), stem), "{name}");
            assert_eq!((standing.lang.as_deref(), standing.date.is_some()), (lang, dated), "{name}");
        };
        check("_posts/2008-10-18-foo-bar.markdown", Generator::Jekyll, &[], "foo-bar", None, true);
        check("_posts/es/2008-11-21-nested.md", Generator::Jekyll, &[], "nested", None, true);
        check("_posts/2017-2-5-no-zeroes.md", Generator::Jekyll, &[], "no-zeroes", None, true);
        check(
            "content/post/shortcodes/index.zh-hant-tw.md",
            Generator::Hugo,
            &["post"],
            "shortcodes",
            Some("zh-hant-tw"),
            false,
        );
        check("content.he/docs/_index.md", Generator::Hugo, &["docs"], "_index", Some("he"), false);
        check("source/_posts/hello.md", Generator::Hexo, &[], "hello", None, false);
        check("content/blog/2020-01-02-x.md", Generator::Zola, &["blog"], "x", None, true);
        check("notes/1.2.3.md", Generator::Plain, &["notes"], "1.2.3", None, false);
    }
}
