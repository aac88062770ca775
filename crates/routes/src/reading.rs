//! From the file to the table.

use dateline_nql::Filter;

use crate::node::{Node, Value, parse};
use crate::pattern::check_path;
use crate::{Data, Entry, Kind, Listing, Pattern, Query, Resource, Routes, RoutesError};

/// Bytes of a file.
pub const MAX_BYTES: usize = 60 * 1024;
/// Routes and collections in all.
pub const MAX_ENTRIES: usize = 200;
/// Things that one entry shows beside its list.
pub const MAX_DATA: usize = 20;
/// Templates that one entry names.
pub const MAX_TEMPLATES: usize = 10;
/// Rows that a list or a query has at most, also with `limit: all`: Ghost 6's own limit.
const MAX_LIMIT: u32 = 100;
/// Rows of a query that names no limit, as in Ghost's Content API.
const DEFAULT_LIMIT: u32 = 15;
/// Names that belong into a named part of `data`.
const OPTIONS: [&str; 10] =
    ["resource", "type", "limit", "order", "include", "filter", "status", "visibility", "slug", "redirect"];

/// What `content_type` may say, with the short names that Ghost's server understands.
const MEDIA_TYPES: [(&str, &str, &str); 13] = [
    ("html", "text/html", "text/html; charset=utf-8"),
    ("xml", "text/xml", "text/xml; charset=utf-8"),
    ("application/xml", "application/xml", "application/xml; charset=utf-8"),
    ("rss", "application/rss+xml", "application/rss+xml; charset=utf-8"),
    ("atom", "application/atom+xml", "application/atom+xml; charset=utf-8"),
    ("json", "application/json", "application/json; charset=utf-8"),
    ("feed", "application/feed+json", "application/feed+json; charset=utf-8"),
    ("jsonld", "application/ld+json", "application/ld+json; charset=utf-8"),
    ("txt", "text/plain", "text/plain; charset=utf-8"),
    ("text", "text/plain", "text/plain; charset=utf-8"),
    ("csv", "text/csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar", "text/calendar; charset=utf-8"),
    ("webmanifest", "application/manifest+json", "application/manifest+json; charset=utf-8"),
];

impl Routes {
    /// Reads a file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line: no YAML, a name that means nothing, an address that cannot be, a
    /// filter that cannot be read, more than the limits allow.
    pub fn parse(text: &str) -> Result<Self, RoutesError> {
        if text.len() > MAX_BYTES {
            return Err(RoutesError::at(1, format!("the file is longer than {} KiB", MAX_BYTES / 1024)));
        }
        let root = parse(text.strip_prefix('\u{feff}').unwrap_or(text))?;
        let mut routes = Self::default();
        for (name, line, node) in root.pairs("the file")? {
            match name.as_str() {
                "routes" => routes.read_entries(node, route)?,
                "collections" => routes.read_entries(node, collection)?,
                "taxonomies" => routes.read_taxonomies(node)?,
                _ => {
                    let message =
                        format!("there is no \"{name}\"; a file has routes, collections and taxonomies");
                    return Err(RoutesError::at(*line, message));
                }
            }
        }
        // Whatever the order of the file, a route wins over a collection of the same address.
        routes.entries.sort_by_key(|entry| matches!(entry.kind, Kind::Collection(..)));
        Ok(routes)
    }

    fn read_entries(
        &mut self,
        node: &Node,
        read: fn(&str, usize, &Node) -> Result<Entry, RoutesError>,
    ) -> Result<(), RoutesError> {
        for (path, line, node) in node.pairs("this part")? {
            check_path(path, *line)?;
            if path.contains([':', '{']) {
                return Err(RoutesError::at(
                    *line,
                    format!("{path}: an address of a route has no variable parts"),
                ));
            }
            if self.entries.len() == MAX_ENTRIES {
                return Err(RoutesError::at(
                    *line,
                    format!("there are more than {MAX_ENTRIES} routes and collections"),
                ));
            }
            self.entries.push(read(path, *line, node)?);
        }
        Ok(())
    }

    fn read_taxonomies(&mut self, node: &Node) -> Result<(), RoutesError> {
        for (name, line, node) in node.pairs("taxonomies")? {
            if matches!(node.value, Value::Nothing) {
                let message =
                    format!("give the address of {name}, such as /{name}/{{slug}}/, or remove the line");
                return Err(RoutesError::at(*line, message));
            }
            let pattern = Pattern::parse(node.word("an address")?, node.line)?;
            let only_slug = ["id", "year", "month", "day", "primary_tag", "primary_author"];
            if only_slug.iter().any(|part| pattern.has(part)) {
                return Err(RoutesError::at(
                    node.line,
                    "the address of an archive has {slug} and no other part",
                ));
            }
            match name.as_str() {
                "tag" => self.tag = Some(pattern),
                "author" => self.author = Some(pattern),
                _ => {
                    return Err(RoutesError::at(
                        *line,
                        format!("there is no archive of \"{name}\"; there are tag and author"),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// A route: a template, or a channel.
fn route(path: &str, line: usize, node: &Node) -> Result<Entry, RoutesError> {
    let mut entry = Entry {
        path: path.to_owned(),
        line,
        templates: Vec::new(),
        data: Vec::new(),
        kind: Kind::Page { content_type: None },
    };
    let template = match &node.value {
        Value::Word(template) => Some(template),
        Value::Nothing => {
            return Err(RoutesError::at(line, format!("{path}: name a template, such as {path}: about")));
        }
        _ => None,
    };
    if let Some(template) = template {
        entry.templates = vec![template_name(template, node.line)?];
        return Ok(entry);
    }
    let (mut listing, mut is_channel, mut content_type) =
        (Listing { rss: true, ..Listing::default() }, false, None);
    for (name, line, node) in node.pairs("a route")? {
        match name.as_str() {
            "controller" if node.word("controller")? == "channel" => is_channel = true,
            "controller" => return Err(RoutesError::at(node.line, "the one controller is channel")),
            "content_type" => content_type = Some(media_type(node)?),
            "permalink" => {
                return Err(RoutesError::at(
                    *line,
                    "a route has no stories of its own; a permalink belongs to a collection",
                ));
            }
            _ => read_option(name, *line, node, &mut entry, &mut listing)?,
        }
    }
    if is_channel {
        entry.kind = Kind::Channel(listing);
    } else {
        if entry.templates.is_empty() {
            return Err(RoutesError::at(line, format!("{path}: name a template, or make it a channel")));
        }
        entry.kind = Kind::Page { content_type };
    }
    Ok(entry)
}

/// A collection.
fn collection(path: &str, line: usize, node: &Node) -> Result<Entry, RoutesError> {
    let mut entry = Entry {
        path: path.to_owned(),
        line,
        templates: Vec::new(),
        data: Vec::new(),
        kind: Kind::Page { content_type: None },
    };
    let (mut listing, mut permalink) = (Listing { rss: true, ..Listing::default() }, None);
    for (name, line, node) in node.pairs("a collection")? {
        match name.as_str() {
            "permalink" if !matches!(node.value, Value::Nothing) => {
                permalink = Some(Pattern::parse(node.word("a permalink")?, node.line)?);
            }
            "permalink" => {}
            _ => read_option(name, *line, node, &mut entry, &mut listing)?,
        }
    }
    let Some(permalink) = permalink else {
        let message = format!("{path}: say where its stories stand, such as permalink: {path}{{slug}}/");
        return Err(RoutesError::at(line, message));
    };
    entry.kind = Kind::Collection(listing, permalink);
    Ok(entry)
}

/// What channels and collections have in common.
fn read_option(
    name: &str,
    line: usize,
    node: &Node,
    entry: &mut Entry,
    listing: &mut Listing,
) -> Result<(), RoutesError> {
    match name {
        "template" => {
            let words = node.words("a template")?;
            if words.len() > MAX_TEMPLATES {
                return Err(RoutesError::at(
                    node.line,
                    format!("an entry names at most {MAX_TEMPLATES} templates"),
                ));
            }
            let names: Result<Vec<String>, RoutesError> =
                words.into_iter().map(|word| template_name(word, node.line)).collect();
            entry.templates = names?;
        }
        "data" => entry.data = data(node)?,
        "filter" => listing.filter = filter(node)?,
        "order" => listing.order = order(node.word("an order")?),
        "limit" => listing.limit = Some(limit(node)?),
        "rss" => listing.rss = node.flag("rss")?,
        _ => {
            let message = format!(
                "there is no \"{name}\" here; an entry has template, data, filter, order, limit, rss, and a route controller and content_type"
            );
            return Err(RoutesError::at(line, message));
        }
    }
    Ok(())
}

/// The name of a template: inside the theme, without its ending.
fn template_name(word: &str, line: usize) -> Result<String, RoutesError> {
    let name = word.strip_suffix(".hbs").unwrap_or(word);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let inside = name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    if name.len() > 200 || !name.chars().all(plain) || !inside {
        return Err(RoutesError::at(
            line,
            format!("\"{word}\" is no name of a template, such as about or members/signup"),
        ));
    }
    Ok(name.to_owned())
}

fn media_type(node: &Node) -> Result<&'static str, RoutesError> {
    let word = node.word("content_type")?;
    let plain = word.split(';').next().unwrap_or_default().trim();
    let found = MEDIA_TYPES.iter().find(|(short, long, _)| [*short, *long].contains(&plain));
    found.map(|(_, _, whole)| *whole).ok_or_else(|| {
        let known: Vec<&str> = MEDIA_TYPES.iter().map(|(_, long, _)| *long).collect();
        RoutesError::at(
            node.line,
            format!("\"{word}\" is no content type of a page; there are {}", known.join(", ")),
        )
    })
}

fn filter(node: &Node) -> Result<Option<Filter>, RoutesError> {
    if matches!(node.value, Value::Nothing) {
        return Ok(None);
    }
    let text = node.word("a filter")?;
    let read = Filter::parse(text).map(Some);
    read.map_err(|error| RoutesError::at(node.line, format!("the filter {text} cannot be read: {error}")))
}

/// `published_at desc, title`: fields with whether they fall.
fn order(text: &str) -> Vec<(String, bool)> {
    let field = |part: &str| {
        let mut words = part.split_whitespace();
        let name = words.next()?.to_ascii_lowercase();
        Some((name, words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"))))
    };
    text.split(',').filter_map(field).collect()
}

fn limit(node: &Node) -> Result<u32, RoutesError> {
    match node.word("a limit")? {
        "all" => Ok(MAX_LIMIT),
        word => match word.parse::<u32>() {
            Ok(number @ 1..) => Ok(number.min(MAX_LIMIT)),
            _ => Err(RoutesError::at(node.line, "a limit is a number from 1, or all")),
        },
    }
}

/// What an entry shows beside its list.
fn data(node: &Node) -> Result<Vec<Data>, RoutesError> {
    if let Value::Word(word) = &node.value {
        let name = word.split('.').next().unwrap_or_default();
        return Ok(vec![short_form(name, word, node.line)?]);
    }
    let pairs = node.pairs("data")?;
    if pairs.len() > MAX_DATA {
        return Err(RoutesError::at(node.line, format!("an entry shows at most {MAX_DATA} other things")));
    }
    let mut all = Vec::with_capacity(pairs.len());
    for (name, line, node) in pairs {
        if OPTIONS.contains(&name.as_str()) {
            let message =
                "give the data a name of its own first, such as data:, then featured:, then resource: posts";
            return Err(RoutesError::at(*line, message));
        }
        if name == "author" {
            return Err(RoutesError::at(
                *line,
                "data cannot be called author, which means another thing in templates",
            ));
        }
        all.push(match &node.value {
            Value::Word(word) => short_form(name, word, node.line)?,
            _ => long_form(name, *line, node)?,
        });
    }
    Ok(all)
}

/// `tag.recipes`
fn short_form(name: &str, word: &str, line: usize) -> Result<Data, RoutesError> {
    let (kind, slug) = word.split_once('.').filter(|(_, slug)| !slug.is_empty()).ok_or_else(|| {
        RoutesError::at(line, format!("\"{word}\" names nothing; write it like tag.recipes or page.about"))
    })?;
    let resource = Resource::of_short_form(kind).ok_or_else(|| {
        RoutesError::at(line, format!("there is no \"{kind}\"; there are post, page, tag and author"))
    })?;
    Ok(Data { name: name.to_owned(), resource, query: Query::Read(slug.to_owned()), redirect: true })
}

fn long_form(name: &str, line: usize, node: &Node) -> Result<Data, RoutesError> {
    let (mut resource, mut kind, mut slug, mut redirect) = (None, None, None, true);
    let (mut filtered, mut sorted, mut rows, mut page) = (None, Vec::new(), DEFAULT_LIMIT, 1);
    for (option, line, node) in node.pairs("data")? {
        match option.as_str() {
            "resource" => {
                let word = node.word("resource")?;
                resource = Some(Resource::of_long_form(word).ok_or_else(|| {
                    RoutesError::at(
                        node.line,
                        format!("there is no resource \"{word}\"; there are posts, pages, tags and authors"),
                    )
                })?);
            }
            "type" => match node.word("type")? {
                word @ ("read" | "browse") => kind = Some(word == "read"),
                _ => return Err(RoutesError::at(node.line, "a type is read or browse")),
            },
            "slug" => slug = Some(node.word("slug")?.to_owned()),
            "filter" => filtered = filter(node)?,
            "order" => sorted = order(node.word("an order")?),
            "limit" => rows = limit(node)?,
            "page" => {
                page = node
                    .word("page")?
                    .parse()
                    .ok()
                    .filter(|page| *page >= 1)
                    .ok_or_else(|| RoutesError::at(node.line, "a page is a number from 1"))?;
            }
            "redirect" => redirect = node.flag("redirect")?,
            // Whoever reads a page may see all that these could choose from, and always gets all of it.
            "include" | "visibility" | "status" => {}
            _ => {
                let message = format!("there is no \"{option}\" in data; there are {}", OPTIONS.join(", "));
                return Err(RoutesError::at(*line, message));
            }
        }
    }
    let missing = |what: &str| RoutesError::at(line, format!("{name}: {what} is required"));
    let resource = resource.ok_or_else(|| missing("resource"))?;
    let query = if kind.ok_or_else(|| missing("type"))? {
        Query::Read(slug.ok_or_else(|| missing("slug"))?)
    } else {
        Query::Browse { filter: filtered, order: sorted, limit: rows, page }
    };
    let redirect = redirect && matches!(query, Query::Read(_));
    Ok(Data { name: name.to_owned(), resource, query, redirect })
}
