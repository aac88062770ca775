//! The address that each generator gives a file.

use std::collections::HashMap;

use dateline_model::{LocalDate, Millis, Zone};
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::pattern::{expanded, plain};
use super::target::Target;
use crate::yaml::word;

/// What an address is made of.
pub(super) struct Parts<'a> {
    /// Folders above the file, below the content's root; a bundle's own folder is not among them.
    pub(super) folders: &'a [String],
    /// The file's name without date, language and ending; for a bundle its folder's.
    pub(super) name: &'a str,
    /// The file's name with its date.
    pub(super) file: &'a str,
    /// Those of the folders that are sections of Hugo's.
    pub(super) sections: &'a [String],
    /// The titles of sections, by their folders.
    pub(super) section_titles: &'a HashMap<String, String>,
    pub(super) slug: Option<&'a str>,
    pub(super) date: Option<LocalDate>,
    /// What the clock on the wall said then, when the file says more than the day.
    pub(super) clock: Clock,
    pub(super) categories: &'a [String],
    /// The collection of Jekyll that it belongs to.
    pub(super) collection: Option<&'a str>,
    /// Whether it is one of the dated files of a blog.
    pub(super) is_post: bool,
    /// It is the page of its folder.
    pub(super) is_index: bool,
    /// The language, when it is not the site's own.
    pub(super) lang: Option<&'a str>,
    pub(super) title: &'a str,
    /// What the file says of itself, which patterns of Hexo may name.
    pub(super) front: &'a Map<String, Value>,
}

/// The hour of a story.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: i8,
    /// Seconds since 1970 in UTC.
    pub(super) unix: i64,
}

impl Clock {
    pub(super) fn of(at: Millis, zone: &Zone) -> Self {
        let unix = at.div_euclid(1_000);
        let time = jiff::Timestamp::from_second(unix).map(|then| zone.time_zone().to_datetime(then).time());
        let time = time.unwrap_or_default();
        Self { hour: time.hour(), minute: time.minute(), second: time.second(), unix }
    }
}

/// The path of a file that names none itself; `None` when its pattern asks for a date that it does not have.
pub(super) fn of(config: &Config, parts: &Parts<'_>) -> Option<String> {
    let slug = parts.slug.unwrap_or(parts.name);
    let path = match config.generator {
        Generator::Jekyll if parts.is_post => {
            let style = config.word(&["collections.posts.permalink", "permalink"]);
            let style = style.unwrap_or_else(|| "date".to_owned());
            let pattern = match style.as_str() {
                "date" => "/:categories/:year/:month/:day/:title:output_ext",
                "pretty" => "/:categories/:year/:month/:day/:title/",
                "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
                "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
                "none" => "/:categories/:title:output_ext",
                own => own,
            };
            expanded(pattern, config, parts)?
        }
        Generator::Jekyll if parts.collection.is_some() => {
            let own = format!("collections.{}.permalink", parts.collection.unwrap_or_default());
            let pattern = match config.word(&[&own]) {
                Some(style) if style == "pretty" => "/:collection/:path/".to_owned(),
                Some(pattern) if pattern.contains(['/', ':']) => pattern,
                _ => format!("/:collection/:path{}", ending_of_pages(config)),
            };
            expanded(&pattern, config, parts)?
        }
        Generator::Jekyll => {
            let ending = if parts.is_index { "/" } else { ending_of_pages(config) };
            format!("/{}{}{}", joined(parts.folders), parts.file, ending.replace(":output_ext", ".html"))
        }
        Generator::Hexo if parts.is_post => {
            let pattern =
                config.word(&["permalink"]).unwrap_or_else(|| ":year/:month/:day/:title/".to_owned());
            let path = expanded(&pattern, config, parts)?;
            let bare = path.strip_suffix(".html").filter(|_| is_off(config, "pretty_urls.trailing_html"));
            bare.map_or_else(|| path.clone(), str::to_owned)
        }
        Generator::Hugo => of_hugo(config, slug, parts)?,
        Generator::Zola => {
            let keeps_day = parts.slug.is_none() && is_on(config, "slugify.paths_keep_dates");
            let name = if keeps_day { parts.file } else { slug };
            format!("/{}{}/", joined(parts.folders), zolas(config, "slugify.paths", name))
        }
        Generator::Hexo if !parts.is_index => format!("/{}{}.html", joined(parts.folders), parts.name),
        // Their words in the front matter say nothing about the address.
        Generator::Eleventy | Generator::Hexo => format!("/{}{}/", joined(parts.folders), parts.name),
        Generator::Plain => format!("/{}/", dateline_model::slugify(slug, "en")),
    };
    let lang = parts.lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
    Some(tidy(&format!("{lang}/{path}")))
}

/// What Jekyll puts behind the addresses of pages and collections, by the pattern of its posts.
fn ending_of_pages(config: &Config) -> &'static str {
    match config.word(&["permalink"]).as_deref() {
        None | Some("date" | "ordinal" | "weekdate" | "none") => ":output_ext",
        Some(style) if style == "pretty" || style.ends_with('/') => "/",
        Some(style) if style.ends_with(":output_ext") || style.rsplit('.').next() == Some("html") => {
            ":output_ext"
        }
        Some(_) => "",
    }
}

fn is_off(config: &Config, name: &str) -> bool {
    config.word(&[name]).as_deref() == Some("false")
}

fn is_on(config: &Config, name: &str) -> bool {
    config.word(&[name]).as_deref() == Some("true")
}

fn of_hugo(config: &Config, slug: &str, parts: &Parts<'_>) -> Option<String> {
    let is_file = |pattern: &str| [".html", ".htm"].iter().any(|ending| pattern.ends_with(ending));
    let path = match pattern_of_hugo(config, parts) {
        Some(pattern) if is_file(&pattern) => expanded(&pattern, config, parts)?,
        Some(pattern) => expanded(&pattern, config, parts)? + "/",
        None => format!("/{}{slug}/", joined(parts.folders)),
    };
    let path = in_letters_of_hugo(config, &path);
    let section = parts.folders.first().map_or("", String::as_str);
    Some(if config.is_ugly(Some(section)) && path.len() > 1 {
        format!("{}.html", path.trim_end_matches('/'))
    } else {
        path
    })
}

/// A path in the letters that a site of Hugo's is told to write.
pub(super) fn in_letters_of_hugo(config: &Config, path: &str) -> String {
    let bare: String =
        if is_on(config, "removePathAccents") { path.chars().map(plain).collect() } else { path.to_owned() };
    if is_on(config, "disablePathToLower") { sanitised(&bare) } else { urlized(&bare) }
}

/// The page of the section that lies in `folders`, where the site was told its place.
pub(super) fn section_of_hugo(config: &Config, folders: &[String], lang: Option<&str>) -> Option<String> {
    let mut above =
        (1..=folders.len()).rev().map(|depth| format!("permalinks.section.{}", folders[..depth].join("/")));
    let pattern = above.find_map(|name| config.word_of(lang, &[&name]))?;
    let name = folders.last()?;
    let parts = Parts {
        folders,
        name,
        file: name,
        sections: folders,
        section_titles: &HashMap::new(),
        slug: None,
        date: None,
        clock: Clock::default(),
        categories: &[],
        collection: None,
        is_post: false,
        is_index: true,
        lang,
        title: name,
        front: &Map::new(),
    };
    Some(in_letters_of_hugo(config, &format!("/{}/", expanded(&pattern, config, &parts)?.trim_matches('/'))))
}

/// The pattern for the pages of a section, the nearest first; the pages of none may have one, too.
fn pattern_of_hugo(config: &Config, parts: &Parts<'_>) -> Option<String> {
    if let Some(Value::Array(rules)) = config.value("permalinks") {
        let place = format!("{}{}.md", joined(parts.folders), parts.name);
        let is_meant = |rule: &&Value| {
            rule.get("target").is_none_or(|target| Target::of(target).means(&place, parts.lang))
        };
        return rules.iter().take(RULES_MAX).find(is_meant)?.get("pattern").map(word);
    }
    let folders = (1..=parts.folders.len()).rev().map(|depth| parts.folders[..depth].join("/"));
    let folders = if parts.folders.is_empty() { vec!["/".to_owned()] } else { folders.collect() };
    folders.iter().find_map(|folder| {
        let names = [format!("permalinks.page.{folder}"), format!("permalinks.{folder}")];
        config.word_of(parts.lang, &[&names[0], &names[1]])
    })
}

/// Rules for addresses that one site of Hugo's has.
const RULES_MAX: usize = 200;

/// The address of a file that names one itself, as its generator completes it.
pub(super) fn own(generator: Generator, address: &str, parts: &Parts<'_>) -> String {
    let (path, tail) = address.find(['?', '#']).map_or((address, ""), |at| address.split_at(at));
    let is_file = path.rsplit('/').next().is_some_and(|last| last.is_empty() || last.contains('.'));
    let slash = if matches!(generator, Generator::Hugo | Generator::Zola) && !is_file { "/" } else { "" };
    // Hugo begins at the site's root with a slash in front, else where the pages of the language begin; Jekyll's plug-ins always
    // begin there.
    let begins_there = match generator {
        Generator::Hugo => !path.starts_with('/'),
        Generator::Jekyll => true,
        _ => false,
    };
    let lang = parts.lang.filter(|_| begins_there);
    let lang = lang.map_or_else(String::new, |lang| format!("/{}/", lang.to_lowercase()));
    // A file of an index is the folder's page.
    let path =
        path.strip_suffix("/index.html").map_or_else(|| path.to_owned(), |folder| format!("{folder}/"));
    format!("{lang}{path}{slash}{tail}")
}

pub(super) fn joined(folders: &[String]) -> String {
    folders.iter().fold(String::new(), |path, folder| path + folder + "/")
}

/// One slash where there are several.
pub(super) fn tidy(path: &str) -> String {
    let mut tidy = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !tidy.ends_with('/') {
            tidy.push(letter);
        }
    }
    tidy
}

/// As Hugo writes addresses: lower case, hyphens for blanks, and no sign that an address has to encode.
pub(super) fn urlized(path: &str) -> String {
    sanitised(&path.to_lowercase())
}

/// The same with capitals as they are. Blanks become one hyphen, and none beside another.
fn sanitised(path: &str) -> String {
    let mut kept = String::with_capacity(path.len());
    let mut is_blank_before = false;
    for letter in path.chars() {
        if letter.is_alphanumeric()
            || matches!(letter, '/' | '.' | '_' | '-' | '+' | '~' | '#' | '@')
            || is_mark(letter)
        {
            if is_blank_before && letter != '-' {
                kept.push('-');
            }
            is_blank_before = false;
            kept.push(letter);
        } else if letter.is_whitespace() && !kept.is_empty() && !kept.ends_with('-') {
            is_blank_before = true;
        }
    }
    kept
}

/// Whether a sign stands on the letter before it: the vowels of Indian scripts, accents on their own.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}' | '\u{9bc}'..='\u{9cd}' | '\u{bbe}'..='\u{bcd}' | '\u{c3e}'..='\u{c4d}'
        | '\u{d3e}'..='\u{d4d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{3099}' | '\u{309a}')
}

/// A name as Zola writes it, unless the `setting` tells it to leave such names alone: lower case, hyphens for all that is no letter,
/// no accents. Letters of other scripts are spelt in Latin ones there, which nobody can tell from here.
pub(super) fn zolas(config: &Config, setting: &str, name: &str) -> String {
    match config.word(&[setting]).as_deref() {
        None | Some("on") => {}
        Some("safe") => {
            // What Windows forbids in names of files is left out.
            let kept = name.trim_end_matches([' ', '.']).chars();
            return kept.filter(|sign| !r#"<>:"/\|?*"#.contains(*sign)).collect();
        }
        Some(_) => return name.to_owned(),
    }
    let is_latin = |letter: char| matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    if !name.chars().all(|letter| is_latin(letter) || !letter.is_alphanumeric()) {
        return name.to_owned();
    }
    let mut spelt = String::with_capacity(name.len());
    for letter in name.chars().filter(|letter| !is_mark(*letter)) {
        match letter {
            ascii if ascii.is_ascii_alphanumeric() => spelt.push(ascii.to_ascii_lowercase()),
            other if other.is_alphanumeric() => {
                spelt.push_str(&dateline_model::slugify(other.encode_utf8(&mut [0; 4]), "en"));
            }
            _ => spelt.push('-'),
        }
    }
    spelt.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_hugo_writes_them() {
        assert_eq!(urlized("/tags/A - B & C/"), "/tags/a-b-c/");
        assert_eq!(urlized("/posts/UPPER File (1)?/"), "/posts/upper-file-1/");
        assert_eq!(tidy("//a///b/"), "/a/b/");
    }

    #[test]
    fn names_are_written_as_zola_writes_them() {
        let check = |way: Option<&str>, name: &str, expected: &str| {
            let way = way.map(|way| ("slugify".to_owned(), serde_json::json!({"paths": way})));
            let config = Config::of(Generator::Zola, way.into_iter().collect());
            assert_eq!(zolas(&config, "slugify.paths", name), expected);
        };
        check(None, "Où l\u{2019}été — Straße?", "ou-l-ete-strasse");
        check(Some("on"), "Fog_2.0", "fog-2-0");
        check(None, "туман", "туман");
        check(Some("safe"), "What Fog? No.", "What Fog No");
        check(Some("off"), "What Fog?", "What Fog?");
    }
}
