//! One file becomes a story or a page.

use dateline_model::{LocalDate, Millis, PostKind, Zone};
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::path::{self, Parts};
use crate::address::path_of;
use crate::dates::{local_moment, moment};
use crate::problem::for_report;
use crate::record::{Byline, Markup, Moment, Picture, PostRecord, PostState};
use crate::yaml::word;

/// Where a file stands in its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Standing {
    /// Folders above the file, below the content's root; a bundle's own folder is not among them.
    pub(super) folders: Vec<String>,
    /// Its name without date, language and ending; for a bundle its folder's.
    pub(super) name: String,
    /// The date in its name.
    pub(super) date: Option<LocalDate>,
    pub(super) lang: Option<String>,
    /// It lies where the generator keeps the posts of a blog.
    pub(super) is_post: bool,
    pub(super) is_draft: bool,
}

/// What holds for all files of a folder.
pub(super) struct Site<'a> {
    pub(super) config: &'a Config,
    /// What the folder is called, which tells a site without an address of its own from others.
    pub(super) name: String,
    pub(super) zone: Zone,
    /// The language of files that name none.
    pub(super) lang: Option<String>,
    pub(super) now: Millis,
}

/// A story with the addresses that led to it.
pub(super) struct Found {
    pub(super) post: PostRecord,
    pub(super) old_paths: Vec<String>,
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
    let kind = kind(standing, front, dated.is_some(), site.config.generator);
    let mut post = PostRecord::new(id.to_owned(), kind, dated.unwrap_or(Moment { at: 0, offset_seconds: 0 }));
    body.clone_into(&mut post.body);
    post.markup = Markup::Markdown;
    post.title = title(standing, front, body);
    let (tags, categories) =
        (list(front, &["tags", "tag", "taxonomies.tags"], site), categories(front, site));
    for label in categories.iter().chain(&tags) {
        if !post.labels.contains(label) {
            post.labels.push(label.clone());
        }
    }
    post.authors = authors(front, site);
    post.updated = first(front, &["lastmod", "last_modified_at", "updated", "modified"])
        .and_then(|text| any_moment(&text, &site.zone));
    post.excerpt = first(front, &["summary", "excerpt", "standfirst"]);
    post.meta_description = first(front, &["description", "seo.description"]);
    post.meta_title = first(front, &["seo_title", "linkTitle", "meta_title"]);
    post.image = image(front);
    post.featured = ["featured", "pinned", "sticky"].iter().any(|name| is_yes(front.get(*name)));
    post.comments_open = front.get("comments").and_then(Value::as_bool);
    post.lang = first(front, &["lang", "language", "locale"]).or_else(|| standing.lang.clone());
    post.slug = first(front, &["slug"]).filter(|slug| !slug.contains('/'));
    let is_draft = standing.is_draft
        || is_yes(front.get("draft"))
        || front.get("published") == Some(&Value::Bool(false));
    post.state = match dated {
        _ if is_draft => PostState::Draft,
        Some(date) if date.at > site.now => PostState::Scheduled,
        _ => PostState::Published,
    };
    post.path =
        if is_draft { None } else { address(standing, front, &categories, &post, dated, site, notes) };
    post.line = 1;
    let old_paths = aliases(front, post.path.as_deref());
    let mut post = post.seal(if is_draft { "draft" } else { "out" });
    if dated.is_none() {
        if kind == PostKind::Post && !is_draft {
            notes.push("it has no date and is dated today".to_owned());
        }
        post.published = Moment { at: site.now, offset_seconds: 0 };
    }
    Found { post, old_paths }
}

/// The value of a name; names inside tables are written with a dot.
fn value<'a>(front: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut parts = name.split('.');
    let mut value = front.get(parts.next()?)?;
    for part in parts {
        value = value.get(part)?;
    }
    Some(value)
}

/// The first of these names that has a word.
fn first(front: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let words = names.iter().filter_map(|name| value(front, name)).map(word);
    words.map(|word| word.trim().to_owned()).find(|word| !word.is_empty())
}

fn is_yes(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Bool(true)))
}

/// The words of the first of these names that has any. Jekyll parts a line of words at its blanks.
fn list(front: &Map<String, Value>, names: &[&str], site: &Site<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for name in names {
        match value(front, name) {
            Some(Value::Array(items)) => words.extend(items.iter().map(word)),
            Some(one) => {
                let line = word(one);
                match site.config.generator {
                    Generator::Jekyll if name.ends_with('s') => {
                        words.extend(line.split_whitespace().map(str::to_owned));
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

fn categories(front: &Map<String, Value>, site: &Site<'_>) -> Vec<String> {
    list(front, &["categories", "category", "taxonomies.categories"], site)
}

fn kind(standing: &Standing, front: &Map<String, Value>, is_dated: bool, generator: Generator) -> PostKind {
    let is_page =
        ["layout", "type"].iter().any(|name| front.get(*name).and_then(Value::as_str) == Some("page"));
    if is_page && !standing.is_post {
        return PostKind::Page;
    }
    // Hexo gives dates to its pages too.
    let is_dated = is_dated && generator != Generator::Hexo;
    if standing.is_post || is_dated || generator == Generator::Plain {
        PostKind::Post
    } else {
        PostKind::Page
    }
}

fn title(standing: &Standing, front: &Map<String, Value>, body: &str) -> String {
    if let Some(title) = first(front, &["title"]) {
        return title.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    // A text without a title of its own begins with one more often than not.
    let heading = body.lines().find(|line| !line.trim().is_empty()).and_then(|line| line.strip_prefix("# "));
    if let Some(heading) = heading {
        return heading.trim().trim_end_matches('#').trim().to_owned();
    }
    standing.name.replace(['-', '_'], " ")
}

fn authors(front: &Map<String, Value>, site: &Site<'_>) -> Vec<Byline> {
    let named = |value: &Value| match value {
        Value::Object(author) => first(author, &["name"]),
        other => Some(word(other)).filter(|name| !name.trim().is_empty()),
    };
    let listed = ["authors", "author", "taxonomies.authors"].iter().find_map(|name| value(front, name));
    let names: Vec<String> = match listed {
        Some(Value::Array(list)) => list.iter().filter_map(named).collect(),
        Some(one) => named(one).into_iter().collect(),
        None => site
            .config
            .word(&["author.name", "author", "params.author", "params.author.name"])
            .into_iter()
            .collect(),
    };
    names.into_iter().map(|name| Byline { name: name.trim().to_owned(), ..Byline::default() }).collect()
}

fn image(front: &Map<String, Value>) -> Option<Picture> {
    const NAMES: [&str; 12] = [
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
    ];
    let words = NAMES.iter().filter_map(|name| match value(front, name) {
        Some(Value::Array(list)) => list.first().map(word),
        Some(one) => Some(word(one)),
        None => None,
    });
    let url = words.map(|word| word.trim().to_owned()).find(|word| !word.is_empty())?;
    Some(Picture {
        url,
        alt: first(front, &["image.alt", "cover.alt", "image_alt", "thumbnail_alt"]),
        caption: first(front, &["cover.caption", "image.caption", "image_caption"]),
    })
}

/// The date of the front matter, else the one in the file's name.
fn date(
    standing: &Standing,
    front: &Map<String, Value>,
    site: &Site<'_>,
    notes: &mut Vec<String>,
) -> Option<Moment> {
    if let Some(text) =
        first(front, &["date", "publishDate", "pubDate", "pubdate", "created", "published_at"])
    {
        if let Some(moment) = any_moment(&text, &site.zone) {
            return Some(moment);
        }
        notes.push(format!("\"{}\" is no date", for_report(&text)));
    }
    let LocalDate { year, month, day } = standing.date?;
    local_moment(&format!("{year:04}-{month:02}-{day:02}"), &site.zone)
}

/// A date with or without hour and offset, as people write them: `2014-09-09 13:30:00 +0200`.
fn any_moment(text: &str, zone: &Zone) -> Option<Moment> {
    let text = text.trim().trim_end_matches(" UTC").replace('/', "-");
    if let Some(found) = moment(&text).or_else(|| local_moment(&text, zone)) {
        return Some(found);
    }
    let mut words = text.split_whitespace();
    let (day, hour, offset) = (words.next()?, words.next(), words.next());
    let day = padded(day)?;
    let Some(hour) = hour else { return local_moment(&day, zone) };
    let hour = match hour.matches(':').count() {
        1 if !hour.contains(['+', '-', 'Z']) => format!("{hour}:00"),
        _ => hour.to_owned(),
    };
    let hour = if hour.find(':') == Some(1) { format!("0{hour}") } else { hour };
    match offset.or_else(|| text.ends_with('Z').then_some("")) {
        None => {
            let whole = format!("{day}T{hour}");
            moment(&whole).or_else(|| local_moment(&whole, zone))
        }
        Some(offset) => {
            let offset = match offset.len() {
                5 if offset.starts_with(['+', '-']) => format!("{}:{}", &offset[..3], &offset[3..]),
                _ => offset.to_owned(),
            };
            moment(&format!("{day}T{hour}{offset}"))
        }
    }
}

/// `2017-2-5` with its zeros.
fn padded(day: &str) -> Option<String> {
    let mut parts = day.split('-');
    let numbers = [parts.next()?, parts.next()?, parts.next()?].map(|part| part.parse::<u16>().ok());
    let [Some(year), Some(month), Some(day)] = numbers else { return None };
    parts.next().is_none().then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The address that the file names itself, else the one that its generator gives it.
fn address(
    standing: &Standing,
    front: &Map<String, Value>,
    categories: &[String],
    post: &PostRecord,
    dated: Option<Moment>,
    site: &Site<'_>,
    notes: &mut Vec<String>,
) -> Option<String> {
    let parts = Parts {
        folders: &standing.folders,
        name: &standing.name,
        slug: post.slug.as_deref(),
        date: dated.map(|date| site.zone.date_of(date.at)).or(standing.date),
        categories,
        is_post: standing.is_post,
        lang: standing.lang.as_deref().filter(|lang| site.lang.as_deref() != Some(*lang)),
    };
    if let Some(own) = first(front, &["permalink", "url", "path"]) {
        if own.contains("{{") || own.contains("{%") {
            notes.push(format!("its address is a template ({}) and was made anew", for_report(&own)));
        } else if own != "false" {
            let own =
                if own.contains(':') && !own.contains("://") { path::expanded(&own, &parts) } else { own };
            match path_of(&own) {
                Ok(Some(path)) => return Some(path),
                Ok(None) => {}
                Err(why) => notes.push(format!("{why}; the post gets a new one")),
            }
        }
    }
    match path_of(&path::of(site.config, &parts).replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
    {
        Ok(path) => path,
        Err(why) => {
            notes.push(format!("{why}; the post gets a new one"));
            None
        }
    }
}

/// Addresses that the file says led to it; one without a slash in front is meant beside the story.
fn aliases(front: &Map<String, Value>, path: Option<&str>) -> Vec<String> {
    let mut words = Vec::new();
    for name in ["aliases", "redirect_from", "alias"] {
        match front.get(name) {
            Some(Value::Array(list)) => words.extend(list.iter().map(word)),
            Some(one) => words.push(word(one)),
            None => {}
        }
    }
    let beside = path.unwrap_or("/").trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    let whole = |word: &String| {
        if word.starts_with('/') || word.contains("://") { word.clone() } else { format!("{beside}/{word}") }
    };
    words
        .iter()
        .filter(|word| !word.trim().is_empty())
        .filter_map(|word| path_of(&whole(word)).ok().flatten())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let zone = Zone::named("Europe/Lisbon").unwrap_or_else(Zone::utc);
        let check =
            |text: &str, at: Option<i64>| assert_eq!(any_moment(text, &zone).map(|m| m.at), at, "{text}");
        check("2014-07-09 13:30:00 +0200", Some(1_404_905_400_000));
        check("2014-07-09T13:30:00+02:00", Some(1_404_905_400_000));
        check("2014-07-09 12:30:00", Some(1_404_905_400_000));
        check("2014-07-09 12:30", Some(1_404_905_400_000));
        check("2014-07-09", Some(1_404_860_400_000));
        check("2014/07/09", Some(1_404_860_400_000));
        check("2014-7-9", Some(1_404_860_400_000));
        check("someday", None);
        check("2014-02-30", None);
    }
}
