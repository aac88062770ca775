//! The permalink of a story, which its file names or its generator makes, and the addresses that led to it.

use dateline_model::{LocalDate, Zone};
use serde_json::{Map, Value};

use super::Generator;
use super::page::{Site, first};
use super::path::{self, Clock, Parts};
use super::pattern::expanded;
use super::standing::Standing;
use super::template;
use crate::address::path_of;
use crate::problem::for_report;
use crate::record::{Moment, PostRecord};
use crate::yaml::word;

/// The address that the file names itself, else the one that its generator gives it.
pub(super) fn address(
    standing: &Standing,
    front: &Map<String, Value>,
    categories: &[String],
    post: &PostRecord,
    dated: Option<Moment>,
    site: &Site<'_>,
    notes: &mut Vec<String>,
) -> Option<String> {
    let slug = first(front, &["slug"]).map(|slug| slug.trim_matches('/').to_owned());
    // Where Hugo takes the day from a file's name, the rest of it is the slug.
    let is_dated = site.config.generator == Generator::Hugo && standing.name != standing.file;
    let slug = slug.or_else(|| (is_dated && !standing.is_section).then(|| standing.name.clone()));
    let parts = Parts {
        folders: &standing.folders,
        name: &standing.name,
        file: &standing.file,
        sections: sections_of(&standing.folders, site),
        section_titles: site.sections,
        slug: slug.as_deref(),
        date: dated.map(|date| day_in_addresses(date, site)).or(standing.date),
        clock: dated.map_or_else(Clock::default, |date| Clock::of(date.at, &site.zone)),
        categories,
        collection: standing.collection.as_deref(),
        is_post: standing.is_post,
        is_index: standing.is_index,
        lang: lang_in_address(standing, site),
        title: &post.title,
        front,
    };
    if let Some(own) = first(front, own_address(site.config.generator)) {
        let is_template = own.contains("{{") || own.contains("{%");
        let filled = match is_template {
            true => template::filled(&own, front, &parts),
            false if own.contains(':') && !own.contains("://") => expanded(&own, site.config, &parts),
            false => Some(own.clone()).filter(|own| own != "false"),
        };
        if filled.is_none() && is_template {
            notes.push(format!("its address is a template ({}) and was made anew", for_report(&own)));
        }
        if let Some(own) = filled {
            match path_of(&path::own(site.config.generator, &own, &parts)) {
                // Whoever writes a whole address has the folder in it.
                Ok(Some(path)) if own.contains("://") => return Some(path),
                Ok(Some(path)) => return Some(format!("{}{path}", site.base)),
                Ok(None) => {}
                Err(why) => notes.push(format!("{why}; the post gets a new one")),
            }
        }
    }
    let made = if standing.is_section && site.config.generator == Generator::Hugo {
        let folders: Vec<String> = standing.folders.iter().chain([&standing.name]).cloned().collect();
        let told = path::section_of_hugo(site.config, &folders, parts.lang);
        let lang = parts.lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
        format!("{lang}{}", told.unwrap_or_else(|| path::urlized(&format!("/{}", path::joined(&folders)))))
    } else {
        path::of(site.config, &parts)?
    };
    match path_of(&made.replace('%', "%25").replace('?', "%3F").replace('#', "%23")) {
        Ok(path) => path.map(|path| format!("{}{path}", site.base)),
        Err(why) => {
            notes.push(format!("{why}; the post gets a new one"));
            None
        }
    }
}

/// The address that a file names itself, where that takes no more than reading it.
pub(super) fn said_address(front: &Map<String, Value>, site: &Site<'_>) -> Option<String> {
    let own = first(front, own_address(site.config.generator)).filter(|own| !own.contains([':', '{']))?;
    let slash = if own.ends_with('/') || own.contains('.') { "" } else { "/" };
    path_of(&own).ok().flatten().map(|path| format!("{}{path}{slash}", site.base))
}

/// The day that stands in addresses: by the clock of the site, for Hugo by the one that the date was written under.
fn day_in_addresses(date: Moment, site: &Site<'_>) -> LocalDate {
    match site.config.generator {
        Generator::Hugo => Zone::utc().date_of(date.at + i64::from(date.offset_seconds) * 1_000),
        _ => site.zone.date_of(date.at),
    }
}

/// The moment of a story of Jekyll's by the clock that it was written under, where that had another day. A site that names no zone
/// was built in that of its builder: mostly UTC, on the author's own machine that of the story.
pub(super) fn by_its_own_clock(dated: Moment, standing: &Standing, site: &Site<'_>) -> Option<Moment> {
    let is_meant = site.config.generator == Generator::Jekyll
        && standing.is_post
        && site.config.word(&["timezone"]).is_none();
    let there = Moment { at: dated.at + i64::from(dated.offset_seconds) * 1_000, offset_seconds: 0 };
    (is_meant && site.zone.date_of(there.at) != site.zone.date_of(dated.at)).then_some(there)
}

/// The address of a story with the short name of its month in small letters, as Jekyll wrote it before its fourth version.
pub(super) fn before_jekyll_4(path: &str, published: Moment, site: &Site<'_>) -> Option<String> {
    let is_named = site.config.word(&["permalink"]).is_some_and(|pattern| pattern.contains(":short_month"));
    let LocalDate { year, month, day } = site.zone.date_of(published.at);
    let month = jiff::civil::Date::new(year, month, day).ok()?.strftime("%b").to_string();
    let capitals = format!("/{}/", month.to_uppercase());
    is_named.then(|| path.replace(&capitals, &format!("/{month}/"))).filter(|before| before != path)
}

/// The names under which a file says its own address. Elsewhere `url` may be what it writes about.
pub(super) fn own_address(generator: Generator) -> &'static [&'static str] {
    match generator {
        Generator::Hugo => &["url"],
        Generator::Jekyll | Generator::Hexo => &["permalink"],
        Generator::Eleventy => &["eleventyComputed.permalink", "permalink"],
        Generator::Zola => &["path"],
        Generator::Plain => &["permalink", "url", "path"],
    }
}

/// The folders of a file down to the last that is a section: those at the top are, and those with an `_index.md`.
fn sections_of<'s>(folders: &'s [String], site: &Site<'_>) -> &'s [String] {
    let is_one = |depth: &usize| *depth == 1 || site.section_folders.contains(&folders[..*depth].join("/"));
    let depth = (1..=folders.len()).rev().find(is_one).unwrap_or_default();
    &folders[..depth]
}

/// The language that stands in a file's address.
pub(super) fn lang_in_address<'s>(standing: &'s Standing, site: &'s Site<'_>) -> Option<&'s str> {
    match standing.lang.as_deref() {
        lang if site.is_own_in_addresses => lang.or(site.lang.as_deref()),
        Some(lang) if site.lang.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(lang)) => None,
        lang => lang,
    }
}

/// Whether a page stood at the site's front.
pub(super) fn is_front(standing: &Standing, front: &Map<String, Value>, site: &Site<'_>) -> bool {
    match first(front, own_address(site.config.generator)) {
        Some(own) => matches!(own.as_str(), "/" | "/index.html" | "index.html"),
        None => {
            standing.name == "index"
                && standing.folders.is_empty()
                && site.config.generator != Generator::Plain
        }
    }
}

/// A path whose steps up to the folder above are taken: `/log/2020/../fog` is `/log/fog`.
fn without_steps(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            ".." if parts.len() > 1 => {
                parts.pop();
            }
            "." | ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Addresses that the file says led to it, and those that the files made for them answered under, too; one without a slash in front is meant beside the story where Hugo reads it, else at
/// the site's root.
pub(super) fn aliases(front: &Map<String, Value>, path: Option<&str>, site: &Site<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for name in ["aliases", "redirect_from", "alias"] {
        match front.get(name) {
            Some(Value::Array(list)) => words.extend(list.iter().map(word)),
            Some(one) => words.push(word(one)),
            None => {}
        }
    }
    let base = site.base.as_str();
    let above = path.unwrap_or("/").trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    let is_beside = matches!(site.config.generator, Generator::Hugo | Generator::Plain);
    let beside = if is_beside { above } else { base };
    let whole = |word: &String| match word {
        whole if whole.contains("://") => whole.clone(),
        rooted if rooted.starts_with('/') => format!("{base}{rooted}"),
        word => without_steps(&format!("{beside}/{word}")),
    };
    let mut paths: Vec<String> = words
        .iter()
        .filter(|word| !word.trim().is_empty())
        .filter_map(|word| path_of(&whole(word)).ok().flatten())
        .collect();
    // `old/index.html` is the file that a host shows for `old/`.
    let folders = paths.iter().filter_map(|path| path.strip_suffix("index.html"));
    let folders: Vec<String> =
        folders.filter(|folder| folder.len() > 1 && folder.ends_with('/')).map(str::to_owned).collect();
    paths.extend(folders);
    paths
}
