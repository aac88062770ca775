//! Patterns of addresses: names behind colons, each generator's own, that the parts of a file fill.

use std::cell::Cell;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use dateline_model::{LocalDate, slugify};
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::path::{Clock, Parts, joined, tidy, urlized};
use crate::yaml::word;

/// A pattern with its names replaced. `None` when it asks for a date and there is none, or for what nobody says.
pub(super) fn expanded(pattern: &str, config: &Config, parts: &Parts<'_>) -> Option<String> {
    let mut path = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
        let (name, mut tail) = after.split_at(end);
        // A colon that Hugo is to leave alone has a backslash in front.
        let escaped = before.strip_suffix('\\').filter(|_| config.generator == Generator::Hugo);
        path.push_str(escaped.unwrap_or(before));
        let mut cut = None;
        if config.generator == Generator::Hugo
            && let Some((inside, after)) = tail.strip_prefix('[').and_then(|tail| tail.split_once(']'))
        {
            (cut, tail) = (Some(inside), after);
        }
        rest = tail;
        if name.is_empty() || escaped.is_some() {
            path.extend([":", name]);
            continue;
        }
        match value(name, cut, config, parts)? {
            Some(value) => path.push_str(&value),
            None if config.generator == Generator::Hexo => return None,
            // A line below may stand between two names of Jekyll's.
            None => match name.strip_suffix('_').map(|name| value(name, None, config, parts)) {
                Some(found) => path.push_str(&(found?? + "_")),
                None => path.extend([":", name]),
            },
        }
    }
    path.push_str(rest);
    Some(tidy(&format!("/{path}")))
}

/// What a name stands for; within, `None` when the generator has no such name, and around it when the file has no date.
#[expect(clippy::option_option, reason = "a date that is missing and a name that is unknown are two things")]
fn value(name: &str, cut: Option<&str>, config: &Config, parts: &Parts<'_>) -> Option<Option<String>> {
    let own = match config.generator {
        Generator::Hugo => hugos(name, cut, parts),
        Generator::Hexo => hexos(name, config, parts),
        Generator::Jekyll => jekylls(name, parts),
        Generator::Zola | Generator::Eleventy | Generator::Plain => anybodys(name, parts),
    };
    if own.is_some() || !is_dated(name, config.generator) {
        return Some(own.or_else(|| said(name, config, parts)));
    }
    Some(of_date(name, config.generator, parts.date?, parts.clock))
}

/// Whether a name asks for a date.
fn is_dated(name: &str, generator: Generator) -> bool {
    of_date(name, generator, LocalDate { year: 1970, month: 1, day: 1 }, Clock::default()).is_some()
}

/// The parts of a date, under the names of all generators.
fn of_date(name: &str, generator: Generator, date: LocalDate, clock: Clock) -> Option<String> {
    let LocalDate { year, month, day } = date;
    let civil = jiff::civil::Date::new(year, month, day).unwrap_or(jiff::civil::date(1970, 1, 1));
    let by = |pattern: &str| civil.strftime(pattern).to_string();
    let two = |n: i8| format!("{n:02}");
    let jekylls = |pattern: &str| by(pattern).to_uppercase();
    Some(match name {
        "year" => format!("{year:04}"),
        "month" => two(month),
        "day" => two(day),
        "i_month" => month.to_string(),
        "i_day" => day.to_string(),
        "hour" => two(clock.hour),
        "minute" => two(clock.minute),
        "second" => two(clock.second),
        "timestamp" => clock.unix.to_string(),
        "short_year" => by("%y"),
        "short_month" => jekylls("%b"),
        "long_month" | "monthname" => by("%B"),
        "short_day" => jekylls("%a"),
        "long_day" | "weekdayname" => by("%A"),
        "weekday" => civil.weekday().to_sunday_zero_offset().to_string(),
        "yearday" => civil.day_of_year().to_string(),
        "y_day" => by("%j"),
        "week" => by("%V"),
        "w_year" | "W_year" => by("%G"),
        "w_day" => by("%u"),
        go if generator == Generator::Hugo => return of_go(go, &by),
        _ => return None,
    })
}

/// A part of a date as Go writes its pattern: by the second of January 2006.
fn of_go(name: &str, by: &dyn Fn(&str) -> String) -> Option<String> {
    let pattern = match name {
        "2006" => "%Y",
        "06" => "%y",
        "01" => "%m",
        "1" => "%-m",
        "Jan" => "%b",
        "January" => "%B",
        "02" => "%d",
        "2" => "%-d",
        "002" => "%j",
        "Mon" => "%a",
        "Monday" => "%A",
        _ => return None,
    };
    Some(by(pattern))
}

/// Hugo's titles are those of the headline, and its sections may be cut out of their list.
fn hugos(name: &str, cut: Option<&str>, parts: &Parts<'_>) -> Option<String> {
    let title = || match parts.title {
        "" => parts.name.to_owned(),
        title => title.replace('/', "-"),
    };
    let slug_of_section = |depth: usize| {
        let folder = parts.sections.get(..=depth).unwrap_or_default();
        let title = parts.section_titles.get(&folder.join("/"));
        title.map_or_else(|| folder.last().cloned().unwrap_or_default(), |title| title.replace('/', "-"))
    };
    Some(match name {
        "title" => title(),
        "slug" => parts.slug.map_or_else(title, str::to_owned),
        "slugorfilename" | "slugorcontentbasename" => parts.slug.unwrap_or(parts.file).to_owned(),
        "filename" | "contentbasename" => parts.file.to_owned(),
        "section" => parts.folders.first().cloned().unwrap_or_default(),
        "sections" => cut_of(parts.sections, cut).join("/"),
        "sectionslug" => slug_of_section(0),
        "sectionslugs" => {
            let slugs: Vec<String> = (0..parts.sections.len()).map(slug_of_section).collect();
            cut_of(&slugs, cut).join("/")
        }
        _ => return None,
    })
}

/// Some of a list as Hugo cuts it: `1:`, `:last`, `0`, `last`.
fn cut_of<'a>(list: &'a [String], cut: Option<&str>) -> &'a [String] {
    let Some(cut) = cut else { return list };
    let at = |word: &str| match word.trim() {
        "last" => list.len().saturating_sub(1),
        number => number.parse().unwrap_or(0),
    };
    match cut.split_once(':') {
        Some((from, to)) => {
            let to = if to.trim().is_empty() { list.len() } else { at(to).min(list.len()) };
            list.get(at(from)..to).unwrap_or_default()
        }
        None => list.get(at(cut)..).and_then(|rest| rest.get(..1)).unwrap_or_default(),
    }
}

/// Jekyll keeps the capitals of a title and some signs, and knows the folders of a collection.
fn jekylls(name: &str, parts: &Parts<'_>) -> Option<String> {
    let slug = parts.slug.unwrap_or(parts.name);
    let once = |names: Vec<String>| {
        let mut kept: Vec<String> = Vec::new();
        names.into_iter().filter(|name| !name.is_empty()).for_each(|name| {
            if !kept.contains(&name) {
                kept.push(name);
            }
        });
        kept.join("/")
    };
    Some(match name {
        "title" => hyphenated(slug, |c| c.is_alphanumeric() || "._~!$&'()+,;=@".contains(c)),
        "slug" => hyphenated(slug, char::is_alphanumeric).to_lowercase(),
        "name" => hyphenated(parts.file, char::is_alphanumeric).to_lowercase(),
        "basename" => parts.name.to_owned(),
        "output_ext" => ".html".to_owned(),
        "collection" => parts.collection.unwrap_or_default().to_owned(),
        "path" => format!("{}{}", joined(parts.folders), parts.file),
        "categories" => once(parts.categories.iter().map(|name| name.to_lowercase()).collect()),
        "slugified_categories" => {
            let slugs = parts.categories.iter().map(|name| hyphenated(name, char::is_alphanumeric));
            once(slugs.map(|slug| slug.to_lowercase()).collect())
        }
        _ => return None,
    })
}

/// A name with one hyphen for all that stands between what is kept.
fn hyphenated(name: &str, is_kept: impl Fn(char) -> bool) -> String {
    let words = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Hexo calls the folders of a file and its name together its title.
fn hexos(name: &str, config: &Config, parts: &Parts<'_>) -> Option<String> {
    let title = || told_by_name(config, parts, "title").unwrap_or_else(|| joined(parts.folders) + parts.file);
    Some(match name {
        "title" | "slug" => title(),
        "name" => title().rsplit('/').next().unwrap_or_default().to_owned(),
        "post_title" => in_hexos_letters(parts.title).to_lowercase(),
        "category" => category_of_hexo(config, parts),
        "hash" => {
            parts.date?;
            hash_of_hexo(&title(), parts.clock)
        }
        _ => return None,
    })
}

/// A tag or a category in addresses of Hexo; `map` is the name of the settings that give some of them another.
pub(super) fn slug_of_hexo(config: &Config, map: &str, name: &str) -> String {
    let told = config.word(&[&format!("{map}.{name}")]);
    let slug = in_hexos_letters(&told.unwrap_or_else(|| name.to_owned()));
    match config.word(&["filename_case"]).as_deref() {
        Some("1") => slug.to_lowercase(),
        Some("2") => slug.to_uppercase(),
        _ => slug,
    }
}

/// Hexo's categories of a file as ways down from the top, each with the categories on it: one list is one way, lists in a list are
/// several.
pub(super) fn ways_of_hexo(front: &Map<String, Value>) -> Vec<Vec<String>> {
    let said = front.get("categories").or_else(|| front.get("category"));
    let ways = match said {
        Some(Value::Array(list)) if list.iter().any(Value::is_array) => list
            .iter()
            .map(|way| match way {
                Value::Array(way) => way.iter().map(word).collect(),
                one => vec![word(one)],
            })
            .collect(),
        Some(Value::Array(list)) => vec![list.iter().map(word).collect()],
        Some(one) => vec![vec![word(one)]],
        None => Vec::new(),
    };
    let named = |way: Vec<String>| way.into_iter().filter(|name| !name.trim().is_empty()).collect::<Vec<_>>();
    ways.into_iter().map(named).filter(|way| !way.is_empty()).collect()
}

/// The last of a file's categories with those above it in front.
fn category_of_hexo(config: &Config, parts: &Parts<'_>) -> String {
    let slug = |name: &String| slug_of_hexo(config, "category_map", name);
    // Several ways down, each a list of its own.
    let ways = parts.front.get("categories").and_then(Value::as_array);
    let last: Vec<String> = match ways.and_then(|ways| ways.iter().rev().find_map(Value::as_array)) {
        Some(way) => way.iter().map(word).collect(),
        None => parts.categories.to_vec(),
    };
    if last.is_empty() {
        return config.word(&["default_category"]).unwrap_or_else(|| "uncategorized".to_owned());
    }
    last.iter().map(slug).collect::<Vec<_>>().join("/")
}

/// A name as Hexo writes it: hyphens for blanks and signs, letters without their accents, capitals as they are.
fn in_hexos_letters(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").chars().map(plain).collect()
}

/// A Latin letter without its accent; every other sign as it is.
pub(super) fn plain(letter: char) -> char {
    if !matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') {
        return letter;
    }
    let spelt = slugify(letter.encode_utf8(&mut [0; 4]), "en");
    let mut letters = spelt.chars();
    match (letters.next(), letters.next()) {
        (Some(one), None) if letter.is_uppercase() => one.to_ascii_uppercase(),
        (Some(one), None) => one,
        _ => letter,
    }
}

/// Twelve digits of a sum over the name of a file and its moment.
fn hash_of_hexo(slug: &str, clock: Clock) -> String {
    use std::fmt::Write as _;
    let sum = digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{slug}{}", clock.unix).as_bytes());
    sum.as_ref().iter().take(6).fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Generators that have no patterns of their own, whose files have those of another more often than not.
fn anybodys(name: &str, parts: &Parts<'_>) -> Option<String> {
    let slug = parts.slug.unwrap_or(parts.name);
    let categories = || parts.categories.iter().map(|name| urlized(name));
    Some(match name {
        "title" | "slug" | "name" | "slugorfilename" => slug.to_owned(),
        "filename" | "basename" => parts.name.to_owned(),
        "output_ext" => ".html".to_owned(),
        "categories" | "slugified_categories" => categories().collect::<Vec<_>>().join("/"),
        "category" => categories().next().unwrap_or_default(),
        "section" => parts.folders.first().cloned().unwrap_or_default(),
        "sections" => parts.folders.join("/"),
        "path" => joined(parts.folders) + slug,
        _ => return None,
    })
}

/// What the file or its name says of itself, or the settings say for all: `:abbrlink`, `:lang`.
fn said(name: &str, config: &Config, parts: &Parts<'_>) -> Option<String> {
    if config.generator != Generator::Hexo {
        return None;
    }
    let front = || parts.front.get(name).map(word).map(|value| value.trim().to_owned());
    told_by_name(config, parts, name)
        .or_else(front)
        .filter(|value| !value.is_empty())
        .or_else(|| config.word(&[&format!("permalink_defaults.{name}")]))
}

/// What the name of a file says by the pattern that Hexo gives to names of new files: `:lang/:title.md`.
fn told_by_name(config: &Config, parts: &Parts<'_>, wanted: &str) -> Option<String> {
    let pattern = config.word(&["new_post_name"])?;
    let pattern = pattern.rsplit_once('.').map_or(pattern.as_str(), |(stem, _)| stem);
    let name = joined(parts.folders) + parts.file;
    let found = read_by(pattern, &name, &Cell::new(STEPS_MAX))?;
    found.into_iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

/// Ways that are tried to take one name apart.
const STEPS_MAX: usize = 2_000;

/// A text taken apart by a pattern of names behind colons, each as short as the rest allows.
fn read_by<'a>(pattern: &'a str, text: &'a str, left: &Cell<usize>) -> Option<Vec<(&'a str, &'a str)>> {
    left.set(left.get().checked_sub(1)?);
    let Some((before, after)) = pattern.split_once(':') else {
        return (pattern == text).then(Vec::new);
    };
    let text = text.strip_prefix(before)?;
    let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
    let (name, rest) = after.split_at(end);
    let digits = match name {
        "year" => Some(4..=4),
        "month" | "day" => Some(2..=2),
        "i_month" | "i_day" => Some(1..=2),
        _ => None,
    };
    let fits = |value: &str| match &digits {
        Some(count) => count.contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit()),
        None => true,
    };
    // What follows the last name is known; a name in the middle may end at any letter.
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let ends = ends.filter(|end| fits(&text[..*end]) && (!rest.is_empty() || *end == text.len()));
    let (end, mut found) =
        ends.take(STEPS_MAX).find_map(|end| Some((end, read_by(rest, &text[end..], left)?)))?;
    found.push((name, &text[..end]));
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::{Map, json};

    use super::*;

    fn config(generator: Generator, values: Value) -> Config {
        let Value::Object(values) = values else { return Config::of(generator, Map::new()) };
        Config::of(generator, values)
    }

    /// What each generator makes of a pattern for one file.
    fn check(generator: Generator, values: Value, wanted: &[(&str, Option<&str>)]) {
        let (folders, categories) = (["post", "north"].map(str::to_owned), ["Sea Side".to_owned()]);
        let titles = HashMap::from_iter([("post".to_owned(), "All Posts".to_owned())]);
        let front = Map::from_iter([("abbrlink".to_owned(), Value::from("4a17b156"))]);
        let parts = Parts {
            folders: &folders,
            name: "fog's end",
            file: "2024-03-05-fog's end",
            sections: &folders[..1],
            section_titles: &titles,
            slug: None,
            date: Some(LocalDate { year: 2024, month: 3, day: 5 }),
            clock: Clock { hour: 6, minute: 7, second: 8, unix: 1_709_618_828 },
            categories: &categories,
            collection: Some("talks"),
            is_post: true,
            is_index: false,
            lang: None,
            title: "Fog: a ship - l\u{e2}te",
            front: &front,
        };
        let config = config(generator, values);
        for (pattern, path) in wanted {
            assert_eq!(expanded(pattern, &config, &parts).as_deref(), *path, "{generator:?} {pattern}");
            let undated = Parts { date: None, ..parts };
            let asks = ["year", "day", "hash"].iter().any(|name| pattern.contains(name));
            assert_eq!(expanded(pattern, &config, &undated).is_none(), asks || path.is_none(), "{pattern}");
        }
    }

    #[test]
    fn jekylls_names_are_filled_as_jekyll_fills_them() {
        check(
            Generator::Jekyll,
            Value::Null,
            &[
                (
                    "/:categories/:year/:month/:day/:title:output_ext",
                    Some("/sea side/2024/03/05/fog's-end.html"),
                ),
                (
                    "/:slugified_categories/:short_year/:short_month/:slug/",
                    Some("/sea-side/24/MAR/fog-s-end/"),
                ),
                (":year/:i_month/:i_day/:title/", Some("/2024/3/5/fog's-end/")),
                ("/:year/:y_day/:title/", Some("/2024/065/fog's-end/")),
                ("/:w_year/W:week/:w_day/:short_day/", Some("/2024/W10/2/TUE/")),
                ("/:year_:month/:long_day/:long_month", Some("/2024_03/Tuesday/March")),
                ("/:collection/:path/", Some("/talks/post/north/2024-03-05-fog's end/")),
                ("/:collection/:name", Some("/talks/2024-03-05-fog-s-end")),
                ("/:unheard/", Some("/:unheard/")),
            ],
        );
    }

    #[test]
    fn hugos_names_are_filled_as_hugo_fills_them() {
        check(
            Generator::Hugo,
            Value::Null,
            &[
                ("/:year/:yearday/:slug/", Some("/2024/65/Fog: a ship - l\u{e2}te/")),
                ("/:section/:sections/:contentbasename/", Some("/post/post/2024-03-05-fog's end/")),
                ("/:sections[last]/:slugorcontentbasename/", Some("/post/2024-03-05-fog's end/")),
                ("/:sections[1:]/:slugorfilename/", Some("/2024-03-05-fog's end/")),
                ("/:sections[:last]/:filename/", Some("/2024-03-05-fog's end/")),
                (
                    "/:sectionslug/:sectionslugs/:filename/",
                    Some("/All Posts/All Posts/2024-03-05-fog's end/"),
                ),
                (
                    "/:2006/:01/:02/:year/:weekday/:weekdayname/:monthname/",
                    Some("/2024/03/05/2024/2/Tuesday/March/"),
                ),
                ("/a\\:b/:filename/", Some("/a:b/2024-03-05-fog's end/")),
            ],
        );
    }

    #[test]
    fn hexos_names_are_filled_as_hexo_fills_them() {
        check(
            Generator::Hexo,
            json!({"permalink_defaults": {"lang": "en"}}),
            &[
                ("posts/:abbrlink/", Some("/posts/4a17b156/")),
                (":lang/:category/:post_title/", Some("/en/Sea-Side/fog-a-ship-late/")),
                (":year/:title/", Some("/2024/post/north/2024-03-05-fog's end/")),
                (":year/:name/", Some("/2024/2024-03-05-fog's end/")),
                ("posts/:hash/", Some("/posts/c45e03ca5e98/")),
                ("posts/:never/", None),
            ],
        );
        let dated = json!({"new_post_name": ":lang/:kind/:year-:month-:day-:title.md", "category_map": {"Sea Side": "sea"}});
        let wanted = [
            (":lang/:kind/:title/", Some("/post/north/fog's end/")),
            (":category/:name/", Some("/sea/fog's end/")),
        ];
        check(Generator::Hexo, dated, &wanted);
    }

    #[test]
    fn a_name_is_taken_apart_in_a_bounded_number_of_steps() {
        let (pattern, text) = (":a:b:c:d:e:f:g:h!", "x".repeat(5_000));
        assert!(read_by(pattern, &text, &Cell::new(STEPS_MAX)).is_none());
    }
}
