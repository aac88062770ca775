//! One file becomes a story or a page.

use std::collections::{HashMap, HashSet};

use dateline_model::{Millis, PostKind, Zone};
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::date::any_moment;
use super::dated::date;
use super::path;
use super::permalink::{address, aliases, before_jekyll_4, by_its_own_clock};
use super::standing::Standing;
use crate::record::{Byline, Markup, Moment, Picture, PostRecord, PostState};
use crate::yaml::word;

/// What holds for all files of a folder.
pub(super) struct Site<'a> {
    pub(super) config: &'a Config,
    /// What the folder is called, which tells a site without an address of its own from others.
    pub(super) name: String,
    pub(super) zone: Zone,
    /// The language of files that name none.
    pub(super) lang: Option<String>,
    /// The folder of the old site's addresses, without a slash at its end.
    pub(super) base: String,
    /// The site's own language has a folder in its addresses too.
    pub(super) is_own_in_addresses: bool,
    /// Ways of sorting beyond tags and categories.
    pub(super) taxonomies: Vec<String>,
    /// The names of authors whom files name by a short word.
    pub(super) people: HashMap<String, String>,
    /// The titles of sections, by their folders.
    pub(super) sections: &'a HashMap<String, String>,
    /// Folders that are sections because they have a page.
    pub(super) section_folders: &'a HashSet<String>,
    pub(super) now: Millis,
}

/// The way of sorting that a story's section is.
pub(super) const SECTION: &str = "sections";

/// Folders that hold the posts of a blog by their name.
const SECTIONS_OF_POSTS: [&str; 9] =
    ["posts", "post", "blog", "blogs", "articles", "article", "news", "writing", "journal"];

/// Collections of Eleventy that sort files and are no subjects.
const COLLECTIONS: [&str; 8] = ["post", "posts", "page", "pages", "all", "nav", "blog", "articles"];

/// A story with the addresses that led to it.
pub(super) struct Found {
    pub(super) post: PostRecord,
    pub(super) old_paths: Vec<String>,
    /// Its tags by the way of sorting that they come from: `tags`, `categories`, `series`.
    pub(super) filed: Vec<(String, String)>,
}

/// Makes a story of a file. `notes` takes what had to be changed.
pub(super) fn post(
    id: &str,
    standing: &Standing,
    front: &Map<String, Value>,
    body: &str,
    site: &Site<'_>,
    notes: &mut Vec<String>,
) -> Found {
    let dated = date(standing, front, site, notes);
    let kind = self::kind(standing, front, dated.is_some(), site.config.generator);
    let mut post = PostRecord::new(id.to_owned(), kind, dated.unwrap_or(Moment { at: 0, offset_seconds: 0 }));
    body.clone_into(&mut post.body);
    post.markup = Markup::Markdown;
    post.title = title(standing, front, body, site.config.generator);
    let categories = categories(standing, front, site);
    let filed = filed(kind, standing, front, &categories, site);
    for (taxonomy, label) in &filed {
        let name = called(taxonomy, label, site);
        if !post.labels.iter().any(|known| known == name) {
            post.labels.push(name.to_owned());
        }
    }
    say(&mut post, standing, front, site);
    let out_at = first(front, &["publishDate"]).and_then(|text| any_moment(&text, &site.zone));
    let held = held_back(standing, front, site);
    if let Some(why) = held {
        notes.push(why.to_owned());
    }
    let is_draft = is_draft(standing, front) || held.is_some();
    let shows_what_is_to_come =
        site.config.word(&["future", "buildFuture"]).is_some_and(|word| word == "true");
    post.state = match out_at.or(dated) {
        _ if is_draft => PostState::Draft,
        Some(date) if date.at > site.now && !shows_what_is_to_come => PostState::Scheduled,
        _ => PostState::Published,
    };
    post.path =
        if is_draft { None } else { address(standing, front, &categories, &post, dated, site, notes) };
    if post.state == PostState::Published && post.published.at > site.now {
        // The date is that of an event, or the old site did not wait for it.
        let out_at = out_at.filter(|out_at| out_at.at <= site.now);
        post.published = out_at.unwrap_or(Moment { at: site.now, offset_seconds: 0 });
        let dated = if out_at.is_some() { "the day it came out" } else { "today" };
        notes.push(format!("its date is to come, but the old site showed it already; it is dated {dated}"));
    }
    post.line = 1;
    let mut old_paths = aliases(front, post.path.as_deref(), site);
    if let Some(there) = dated.filter(|_| !is_draft).and_then(|dated| by_its_own_clock(dated, standing, site))
    {
        let other = address(standing, front, &categories, &post, Some(there), site, &mut Vec::new());
        old_paths.extend(other.filter(|other| post.path.as_ref() != Some(other)));
    }
    old_paths.extend(post.path.as_deref().and_then(|path| before_jekyll_4(path, post.published, site)));
    if let Some(out_at) = out_at.filter(|_| post.state == PostState::Scheduled) {
        post.published = out_at;
    }
    let mut post = post.seal(if is_draft { "draft" } else { "out" });
    if dated.is_none() && post.state != PostState::Scheduled {
        if kind == PostKind::Post && !is_draft {
            notes.push("it has no date and is dated today".to_owned());
        }
        post.published = Moment { at: site.now, offset_seconds: 0 };
    }
    Found { post, old_paths, filed }
}

/// The tags of a story by the way of sorting that each comes from.
fn filed(
    kind: PostKind,
    standing: &Standing,
    front: &Map<String, Value>,
    categories: &[String],
    site: &Site<'_>,
) -> Vec<(String, String)> {
    let is_eleventy = site.config.generator == Generator::Eleventy;
    let is_kept =
        |label: &String| !(label.is_empty() || is_eleventy && COLLECTIONS.contains(&label.as_str()));
    let under = |taxonomy: &str, labels: Vec<String>| {
        labels.into_iter().filter(is_kept).map(|label| (taxonomy.to_owned(), label)).collect::<Vec<_>>()
    };
    let mut filed = under("categories", categories.to_vec());
    if kind == PostKind::Post {
        filed.extend(under(SECTION, section_tag(standing, site).into_iter().collect()));
    }
    let tags = list(front, &["tags", "tag", "taxonomies.tags"], site);
    filed.extend(under("tags", tags.iter().map(|tag| tag.trim_start_matches('#').to_owned()).collect()));
    for taxonomy in &site.taxonomies {
        filed.extend(under(taxonomy, whole_words(front, &[taxonomy, &format!("taxonomies.{taxonomy}")])));
    }
    filed
}

/// Puts into a story what its file says beside the text.
fn say(post: &mut PostRecord, standing: &Standing, front: &Map<String, Value>, site: &Site<'_>) {
    post.authors = authors(front, site);
    post.updated = first(front, &["lastmod", "last_modified_at", "updated", "modified"])
        .and_then(|text| any_moment(&text, &site.zone));
    post.excerpt = first(front, &["summary", "excerpt", "standfirst", "subtitle"]);
    post.meta_description = first(front, &["description", "seo.description"]);
    post.meta_title = first(front, &["seo_title", "linkTitle", "meta_title"]);
    post.image = image(front);
    post.featured = ["featured", "pinned", "sticky"].iter().any(|name| is_yes(front.get(*name)));
    post.comments_open = if is_no(front.get("comments")) {
        Some(false)
    } else {
        front.get("comments").and_then(Value::as_bool)
    };
    let lang = first(front, &["lang", "language", "locale"]).or_else(|| standing.lang.clone());
    post.lang = lang.filter(|lang| site.lang.as_deref() != Some(lang.as_str()));
    post.dateline = first(front, &["dateline"]);
    post.order = value(front, "order").and_then(Value::as_u64).and_then(|order| u32::try_from(order).ok());
    post.slug = first(front, &["slug"]).filter(|slug| !slug.contains('/'));
}

/// The tag that stands for the section of a story, whose pages list its stories, unless that is the list of all.
pub(super) fn section_tag(standing: &Standing, site: &Site<'_>) -> Option<String> {
    let first = standing.folders.first()?;
    let is_one = matches!(site.config.generator, Generator::Hugo | Generator::Zola)
        && !SECTIONS_OF_POSTS.contains(&first.to_lowercase().as_str());
    let named = || {
        let words = first.replace(['-', '_'], " ");
        let mut letters = words.trim().chars();
        letters.next().map(|letter| letter.to_uppercase().collect::<String>() + letters.as_str())
    };
    if is_one { site.sections.get(first).cloned().or_else(named) } else { None }
}

/// What a tag is called: as its page says, where it has one.
pub(super) fn called<'l>(taxonomy: &str, label: &'l str, site: &'l Site<'_>) -> &'l str {
    if site.sections.is_empty() {
        return label;
    }
    let title = |term: &str| site.sections.get(&format!("{taxonomy}/{term}"));
    title(label).or_else(|| title(&path::urlized(label))).map_or(label, String::as_str)
}

/// The value of a name; names inside tables are written with a dot.
pub(super) fn value<'a>(front: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut parts = name.split('.');
    let mut value = front.get(parts.next()?)?;
    for part in parts {
        value = value.get(part)?;
    }
    Some(value)
}

/// The first of these names that has a word.
pub(super) fn first(front: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let words = names.iter().filter_map(|name| value(front, name)).map(word);
    words.map(|word| word.trim().to_owned()).find(|word| !word.is_empty())
}

/// Whether a file says that it is a draft, or lies among them.
pub(super) fn is_draft(standing: &Standing, front: &Map<String, Value>) -> bool {
    standing.is_draft
        || is_yes(front.get("draft"))
        || is_no(front.get("published"))
        || first(front, &["status"]).is_some_and(|status| status.eq_ignore_ascii_case("draft"))
}

/// Why the old site did not show a file that is no draft.
fn held_back(standing: &Standing, front: &Map<String, Value>, site: &Site<'_>) -> Option<&'static str> {
    if first(front, &["password"]).is_some() {
        return Some("it was protected by a password, so it is kept as a draft");
    }
    if standing.lang.as_deref().is_some_and(|lang| site.config.is_disabled(lang)) {
        return Some("the old site did not show its language, so it is kept as a draft");
    }
    // Jekyll's own rule for what is a post (its `DATE_FILENAME_MATCHER`), whatever the file says of its date.
    let is_jekylls_post =
        site.config.generator == Generator::Jekyll && standing.is_post && !standing.is_draft;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // A day that does not exist is told as such.
    let is_dated = standing.date.is_some() || standing.file.split('-').take(3).all(digits);
    if is_jekylls_post && !is_dated {
        return Some("Jekyll shows no story whose file does not begin with a day, so it is kept as a draft");
    }
    let expires =
        first(front, &["expiryDate", "unpublishdate"]).and_then(|text| any_moment(&text, &site.zone));
    if expires.is_some_and(|at| at.at <= site.now) {
        return Some("its time was over on the old site, so it is kept as a draft");
    }
    let is_never = |name: &str| matches!(first(front, &[name]).as_deref(), Some("never" | "false"));
    let is_hidden = is_yes(front.get("headless"))
        || ["build.render", "_build.render", "render"].iter().any(|name| is_never(name))
        || site.config.generator == Generator::Eleventy && is_never("permalink");
    is_hidden.then_some("the old site made no page of it, so it is kept as a draft")
}

fn is_yes(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(word)) => {
            matches!(word.trim().to_ascii_lowercase().as_str(), "true" | "yes" | "on" | "1")
        }
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        _ => false,
    }
}

/// Whether a value says that it is not so, which is more than to say nothing.
fn is_no(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(yes)) => !yes,
        Some(Value::String(word)) => {
            matches!(word.trim().to_ascii_lowercase().as_str(), "false" | "no" | "off")
        }
        _ => false,
    }
}

/// The words of the first of these names that has any. Jekyll parts a line of words at its blanks.
fn list(front: &Map<String, Value>, names: &[&str], site: &Site<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for name in names {
        match value(front, name) {
            // Hexo's categories may be lists in lists: each a way from the section down.
            Some(Value::Array(items)) => {
                for item in items {
                    match item {
                        Value::Array(inner) => words.extend(inner.iter().map(word)),
                        one => words.push(word(one)),
                    }
                }
            }
            Some(one) => {
                let line = word(one);
                match site.config.generator {
                    Generator::Jekyll if name.ends_with('s') => {
                        let words_of_line = line.split_whitespace().map(|word| word.trim_end_matches(','));
                        words.extend(words_of_line.map(str::to_owned));
                    }
                    _ => words.extend(line.split(',').map(|word| word.trim().to_owned())),
                }
            }
            None => {}
        }
    }
    words.retain(|word| !word.trim().is_empty());
    words
}

/// The words of these names, each as it is written: a series is called "Fog, and after".
fn whole_words(front: &Map<String, Value>, names: &[&str]) -> Vec<String> {
    let values = names.iter().filter_map(|name| value(front, name));
    let words = values.flat_map(|value| match value {
        Value::Array(list) => list.iter().map(word).collect(),
        one => vec![word(one)],
    });
    words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

fn categories(standing: &Standing, front: &Map<String, Value>, site: &Site<'_>) -> Vec<String> {
    let mut categories = standing.sections.clone();
    categories.extend(list(front, &["categories", "category", "taxonomies.categories"], site));
    categories
}

fn kind(standing: &Standing, front: &Map<String, Value>, is_dated: bool, generator: Generator) -> PostKind {
    let is_page =
        ["layout", "type"].iter().any(|name| front.get(*name).and_then(Value::as_str) == Some("page"));
    if is_page && !standing.is_post {
        return PostKind::Page;
    }
    // Hexo gives dates to its pages too.
    let is_dated = is_dated && generator != Generator::Hexo;
    let is_section = !matches!(generator, Generator::Jekyll | Generator::Hexo)
        && standing.folders.first().is_some_and(|first| SECTIONS_OF_POSTS.contains(&first.as_str()));
    let is_collected = generator == Generator::Eleventy
        && match front.get("tags") {
            Some(Value::Array(tags)) => tags.iter().any(|tag| is_collection_of_posts(&word(tag))),
            Some(one) => is_collection_of_posts(&word(one)),
            None => false,
        };
    if standing.is_post || is_dated || is_section || is_collected || generator == Generator::Plain {
        PostKind::Post
    } else {
        PostKind::Page
    }
}

fn is_collection_of_posts(tag: &str) -> bool {
    matches!(tag, "post" | "posts" | "blog" | "articles")
}

fn title(standing: &Standing, front: &Map<String, Value>, body: &str, generator: Generator) -> String {
    if let Some(title) = first(front, &["title"]) {
        return title.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    // Whoever says that there is none to Jekyll has none.
    if generator == Generator::Jekyll && front.get("title").is_some_and(|title| title.as_str() == Some("")) {
        return String::new();
    }
    // A text without a title of its own begins with one more often than not.
    let mut lines = body.lines().skip_while(|line| line.trim().is_empty());
    let (heading, below) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default().trim());
    if let Some(heading) = heading.strip_prefix("# ") {
        return heading.trim().trim_end_matches('#').trim().to_owned();
    }
    if below.len() >= 3 && below.bytes().all(|byte| byte == b'=') {
        return heading.trim().to_owned();
    }
    let is_titleized = generator == Generator::Jekyll && (standing.is_post || standing.collection.is_some());
    if is_titleized { titleized(&standing.name) } else { standing.name.replace(['-', '_'], " ") }
}

/// The name of a file as Jekyll makes a title of it: every word between hyphens begins with a capital.
fn titleized(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
        first.unwrap_or_default() + &letters.as_str().to_lowercase()
    };
    name.split('-').filter(|word| !word.is_empty()).map(capital).collect::<Vec<_>>().join(" ")
}

/// Who signed a file, as it says it.
pub(super) fn said_authors(front: &Map<String, Value>, site: &Site<'_>) -> Vec<String> {
    let named = |value: &Value| match value {
        Value::Object(author) => first(author, &["name"]),
        other => Some(word(other)).filter(|name| !name.trim().is_empty()),
    };
    let listed = ["authors", "author", "taxonomies.authors", "extra.authors", "extra.author"]
        .iter()
        .find_map(|name| value(front, name));
    match listed {
        Some(Value::Array(list)) => list.iter().filter_map(named).collect(),
        Some(one) => named(one).into_iter().collect(),
        None => site
            .config
            .word(&["author.name", "author", "params.author", "params.author.name"])
            .into_iter()
            .collect(),
    }
}

fn authors(front: &Map<String, Value>, site: &Site<'_>) -> Vec<Byline> {
    let whole = |name: String| {
        let name = name.trim();
        site.people.get(name).map_or(name, String::as_str).to_owned()
    };
    let names = said_authors(front, site).into_iter();
    names.map(|name| Byline { name: whole(name), ..Byline::default() }).collect()
}

fn image(front: &Map<String, Value>) -> Option<Picture> {
    const NAMES: [&str; 29] = [
        "image",
        "cover",
        "cover.image",
        "featured_image",
        "feature_image",
        "thumbnail",
        "banner",
        "header.image",
        "image.path",
        "image.src",
        "images",
        "extra.image",
        "heroImage",
        "coverImage",
        "cover_image",
        "featuredImage",
        "ogImage",
        "socialImage",
        "hero_image",
        "hero.image",
        "img",
        "preview",
        "teaser",
        "header.overlay_image",
        "header.teaser",
        "extra.cover",
        "extra.thumbnail",
        "extra.hero",
        "extra.local_image",
    ];
    let words = NAMES.iter().filter_map(|name| match value(front, name) {
        Some(Value::Array(list)) => list.first().map(word),
        Some(one) => Some(word(one)),
        None => None,
    });
    // `cover: false` is no picture.
    let url = words.map(|word| word.trim().to_owned()).find(|word| word.contains(['/', '.']));
    let url = url.or_else(|| picture_among_resources(front))?;
    Some(Picture {
        url,
        alt: first(front, &["image.alt", "cover.alt", "image_alt", "thumbnail_alt"]),
        caption: first(front, &["cover.caption", "image.caption", "image_caption"]),
    })
}

/// The picture that a bundle of Hugo's names as the one of the whole.
fn picture_among_resources(front: &Map<String, Value>) -> Option<String> {
    let resources = front.get("resources")?.as_array()?;
    let is_one = |resource: &&Value| {
        let name = resource.get("name").and_then(Value::as_str).unwrap_or_default();
        ["feature", "cover", "header", "hero", "thumb"].iter().any(|known| name.starts_with(known))
    };
    resources.iter().find(is_one)?.get("src").map(word).filter(|src| !src.contains('*'))
}
