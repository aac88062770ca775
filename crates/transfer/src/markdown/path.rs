//! The address that each generator gives a file.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use dateline_model::{LocalDate, Millis, Zone};
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use crate::yaml::word;

/// What an address is made of.
pub(super) struct Parts<'a> {
    /// Folders above the file, below the content's root; a bundle's own folder is not among them.
    pub(super) folders: &'a [String],
    /// The file's name without date, language and ending; for a bundle its folder's.
    pub(super) name: &'a str,
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
            let style = config.word(&["permalink"]).unwrap_or_else(|| "date".to_owned());
            let pattern = match style.as_str() {
                "date" => "/:categories/:year/:month/:day/:title:output_ext",
                "pretty" => "/:categories/:year/:month/:day/:title/",
                "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
                "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
                "none" => "/:categories/:title:output_ext",
                own => own,
            };
            expanded(pattern, Generator::Jekyll, parts)?
        }
        Generator::Jekyll if parts.collection.is_some() => {
            let collection = parts.collection.unwrap_or_default();
            let name = format!("collections.{collection}.permalink");
            let pattern = config.word(&[&name, "permalink"]).filter(|pattern| pattern.contains(':'));
            let pattern = pattern.unwrap_or_else(|| "/:collection/:path:output_ext".to_owned());
            expanded(&pattern.replace(":collection", collection), Generator::Jekyll, parts)?
        }
        Generator::Jekyll => {
            let pretty =
                config.word(&["permalink"]).is_some_and(|style| style == "pretty" || style.ends_with('/'));
            let ending = if pretty || parts.is_index { "/" } else { ".html" };
            format!("/{}{slug}{ending}", joined(parts.folders))
        }
        Generator::Hexo if parts.is_post => {
            let pattern =
                config.word(&["permalink"]).unwrap_or_else(|| ":year/:month/:day/:title/".to_owned());
            expanded(&pattern, Generator::Hexo, parts)?
        }
        Generator::Hugo => {
            let section = parts.folders.first().map_or("", String::as_str);
            let names = [format!("permalinks.page.{section}"), format!("permalinks.{section}")];
            let path = match config.word(&[&names[0], &names[1]]) {
                Some(pattern) => expanded(&pattern, Generator::Hugo, parts)?,
                None => format!("/{}{slug}/", joined(parts.folders)),
            };
            let keeps_capitals = config.word(&["disablePathToLower"]).as_deref() == Some("true");
            let path = if keeps_capitals { sanitised(&path) } else { urlized(&path) };
            match config.word(&["uglyURLs"]).as_deref() {
                Some("true") if path.len() > 1 => format!("{}.html", path.trim_end_matches('/')),
                _ => path,
            }
        }
        Generator::Zola => format!("/{}{}/", joined(parts.folders), zolas(config, slug)),
        Generator::Hexo if !parts.is_index => format!("/{}{}.html", joined(parts.folders), parts.name),
        Generator::Eleventy | Generator::Hexo => {
            format!("/{}{slug}/", joined(parts.folders))
        }
        Generator::Plain => format!("/{}/", dateline_model::slugify(slug, "en")),
    };
    let lang = parts.lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
    Some(tidy(&format!("{lang}/{path}")))
}

/// The address of a file that names one itself, as its generator completes it.
pub(super) fn own(generator: Generator, address: &str, parts: &Parts<'_>) -> String {
    let (path, tail) = address.find(['?', '#']).map_or((address, ""), |at| address.split_at(at));
    let is_file = path.rsplit('/').next().is_some_and(|last| last.is_empty() || last.contains('.'));
    let slash = if matches!(generator, Generator::Hugo | Generator::Zola) && !is_file { "/" } else { "" };
    // Hugo begins at the site's root with a slash in front, else where the pages of the language begin.
    let lang = parts.lang.filter(|_| generator == Generator::Hugo && !path.starts_with('/'));
    let lang = lang.map_or_else(String::new, |lang| format!("/{}/", lang.to_lowercase()));
    // A file of an index is the folder's page.
    let path =
        path.strip_suffix("/index.html").map_or_else(|| path.to_owned(), |folder| format!("{folder}/"));
    format!("{lang}{path}{slash}{tail}")
}

fn joined(folders: &[String]) -> String {
    folders.iter().fold(String::new(), |path, folder| path + folder + "/")
}

/// One slash where there are several.
fn tidy(path: &str) -> String {
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

/// A name as Zola writes it, unless the site told it to leave names alone: lower case, hyphens for all that is no letter. Letters
/// of other scripts are spelt in Latin ones there, which nobody can tell from here.
fn zolas(config: &Config, name: &str) -> String {
    let keeps = config.word(&["slugify.paths"]).is_some_and(|way| way != "on");
    if keeps || !name.is_ascii() {
        return name.to_owned();
    }
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// Names in patterns that ask for a date.
const DATED: [&str; 12] = [
    ":year",
    ":month",
    ":day",
    ":short_year",
    ":i_month",
    ":i_day",
    ":y_day",
    ":week",
    ":short_day",
    ":w_",
    ":hash",
    ":timestamp",
];

/// A pattern with its names replaced, longest names first so that none is taken for the beginning of another. `None` when it
/// asks for a date and there is none, or for what nobody says.
pub(super) fn expanded(pattern: &str, generator: Generator, parts: &Parts<'_>) -> Option<String> {
    if parts.date.is_none() && DATED.iter().any(|name| pattern.contains(name)) {
        return None;
    }
    let slug = parts.slug.unwrap_or(parts.name);
    // Hugo's are those of the headline, all others' those of the file.
    let title = match (generator, parts.slug) {
        (Generator::Hugo, _) if parts.title.is_empty() => parts.name.to_owned(),
        (Generator::Hugo, _) => parts.title.replace('/', "-"),
        (Generator::Hexo, None) => format!("{}{}", joined(parts.folders), parts.name),
        (_, slug) => slug.unwrap_or(parts.name).to_owned(),
    };
    let titles_slug = match generator {
        Generator::Hugo => parts.slug.unwrap_or(&title).to_owned(),
        Generator::Jekyll => dateline_model::slugify(slug, "en"),
        _ => slug.to_owned(),
    };
    let post_title =
        if generator == Generator::Hexo { hexos(parts.title).to_lowercase() } else { title.clone() };
    let categories: Vec<String> = match generator {
        Generator::Jekyll => parts.categories.iter().map(|name| name.to_lowercase()).collect(),
        Generator::Hexo => parts.categories.iter().map(|name| hexos(name)).collect(),
        _ => parts.categories.iter().map(|name| urlized(name)).collect(),
    };
    let category = match generator {
        // A category of Hexo has those above it in front of it.
        Generator::Hexo if categories.is_empty() => "uncategorized".to_owned(),
        Generator::Hexo => categories.join("/"),
        _ => categories.first().cloned().unwrap_or_default(),
    };
    let date = parts.date.unwrap_or(LocalDate { year: 1970, month: 1, day: 1 });
    let two = |n: i8| format!("{n:02}");
    let clock = parts.clock;
    let values: [(&str, String); 40] = [
        (
            ":slugified_categories",
            parts.categories.iter().map(|name| urlized(name)).collect::<Vec<_>>().join("/"),
        ),
        (":slugorcontentbasename", slug.to_owned()),
        (":contentbasename", parts.name.to_owned()),
        (":sections[last]", parts.folders.last().cloned().unwrap_or_default()),
        (":sections[1:]", parts.folders.get(1..).unwrap_or_default().join("/")),
        (":categories", categories.join("/")),
        (":output_ext", ".html".to_owned()),
        (":slugorfilename", slug.to_owned()),
        (":short_month", formatted(date, "%b")),
        (":long_month", formatted(date, "%B")),
        (":short_year", format!("{:02}", date.year % 100)),
        (":monthname", formatted(date, "%B")),
        (":category", category),
        (":filename", parts.name.to_owned()),
        (":sections", parts.folders.join("/")),
        (":section", parts.folders.first().cloned().unwrap_or_default()),
        (":yearday", day_of_year(date).to_string()),
        (":i_month", date.month.to_string()),
        (":month", two(date.month)),
        (":i_day", date.day.to_string()),
        (":y_day", format!("{:03}", day_of_year(date))),
        (":short_day", formatted(date, "%a")),
        (":long_day", formatted(date, "%A")),
        (":weekdayname", formatted(date, "%A")),
        (":weekday", (civil(date).weekday().to_sunday_zero_offset()).to_string()),
        (":w_year", format!("{:04}", civil(date).iso_week_date().year())),
        (":w_day", civil(date).weekday().to_monday_one_offset().to_string()),
        (":hour", two(clock.hour)),
        (":minute", two(clock.minute)),
        (":second", two(clock.second)),
        (":timestamp", clock.unix.to_string()),
        (":hash", if generator == Generator::Hexo { hexos_hash(&title, clock) } else { ":hash".to_owned() }),
        (":basename", parts.name.to_owned()),
        (":week", week(date)),
        (":year", format!("{:04}", date.year)),
        (":post_title", post_title),
        (":title", title.clone()),
        (":slug", titles_slug),
        (":day", two(date.day)),
        (":path", format!("{}{slug}", joined(parts.folders))),
    ];
    let mut path = pattern.to_owned();
    for (name, value) in values {
        path = path.replace(name, &value);
    }
    // Hexo calls the folders of a file and its name together its name.
    path = path.replace(":name", if generator == Generator::Hexo { parts.name } else { &title });
    if generator == Generator::Hexo {
        path = said(&path, parts.front)?;
    }
    Some(tidy(&format!("/{path}")))
}

/// A name as Hexo writes it: hyphens for blanks and signs, capitals as they are.
fn hexos(name: &str) -> String {
    let parts =
        name.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Twelve digits of a sum over the name of a file and its moment.
fn hexos_hash(slug: &str, clock: Clock) -> String {
    use std::fmt::Write as _;
    let sum = digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{slug}{}", clock.unix).as_bytes());
    sum.as_ref().iter().take(6).fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// What is left of a pattern of Hexo names values of the file: `:abbrlink`.
fn said(path: &str, front: &Map<String, Value>) -> Option<String> {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once(':') {
        out.push_str(before);
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        let value = front.get(name).map(word).filter(|value| !value.trim().is_empty())?;
        out.push_str(value.trim());
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

/// The day in the calendar; one that does not exist is the first of 1970, which no address is made of.
fn civil(date: LocalDate) -> jiff::civil::Date {
    jiff::civil::Date::new(date.year, date.month, date.day).unwrap_or(jiff::civil::date(1970, 1, 1))
}

fn day_of_year(date: LocalDate) -> i16 {
    civil(date).day_of_year()
}

fn week(date: LocalDate) -> String {
    format!("{:02}", civil(date).iso_week_date().week())
}

fn formatted(date: LocalDate, pattern: &str) -> String {
    civil(date).strftime(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_filled_with_the_parts_of_a_file() {
        let (folders, categories) = (["post".to_owned()], ["Sea Side".to_owned()]);
        let front = Map::from_iter([("abbrlink".to_owned(), Value::from("4a17b156"))]);
        let parts = Parts {
            folders: &folders,
            name: "fog",
            slug: None,
            date: Some(LocalDate { year: 2024, month: 3, day: 5 }),
            clock: Clock { hour: 6, minute: 7, second: 8, unix: 1_709_618_828 },
            categories: &categories,
            collection: None,
            is_post: true,
            is_index: false,
            lang: None,
            title: "Fog: a ship - late",
            front: &front,
        };
        let check = |pattern: &str, path: &str| {
            assert_eq!(expanded(pattern, Generator::Jekyll, &parts).as_deref(), Some(path), "{pattern}");
        };
        check("/:categories/:year/:month/:day/:title:output_ext", "/sea side/2024/03/05/fog.html");
        check("/:slugified_categories/:short_month/:title/", "/sea-side/Mar/fog/");
        check(":year/:i_month/:title/", "/2024/3/fog/");
        check("/:sections/:slug/", "/post/fog/");
        check("/:year/:y_day/:title/", "/2024/065/fog/");
        check("/:year/W:week/:short_day/:title/", "/2024/W10/Tue/fog/");
        let hugos = |pattern: &str| expanded(pattern, Generator::Hugo, &parts).map(|path| urlized(&path));
        assert_eq!(hugos("/:year/:slug/").as_deref(), Some("/2024/fog-a-ship-late/"));
        assert_eq!(hugos("/:sections[last]/:filename/").as_deref(), Some("/post/fog/"));
        let by_hexo = |pattern: &str| expanded(pattern, Generator::Hexo, &parts);
        assert_eq!(by_hexo("posts/:abbrlink/").as_deref(), Some("/posts/4a17b156/"));
        assert_eq!(by_hexo(":category/:post_title/").as_deref(), Some("/Sea-Side/fog-a-ship-late/"));
        assert_eq!(by_hexo("posts/:hash/").as_deref(), Some("/posts/c01cc53cdb2a/"));
        assert_eq!(by_hexo(":timestamp/:hour-:minute/").as_deref(), Some("/1709618828/06-07/"));
        assert_eq!(by_hexo("posts/:never/"), None, "nobody says it");
        let undated = Parts { date: None, ..parts };
        assert_eq!(expanded("/:year/:title/", Generator::Jekyll, &undated), None);
        assert_eq!(expanded("/:title/", Generator::Jekyll, &undated).as_deref(), Some("/fog/"));
        assert_eq!(urlized("/tags/A - B & C/"), "/tags/a-b-c/");
        assert_eq!(urlized("/posts/UPPER File (1)?/"), "/posts/upper-file-1/");
        assert_eq!(tidy("//a///b/"), "/a/b/");
    }
}
