//! The date of a story, as its file says it.

use dateline_model::LocalDate;
use serde_json::{Map, Value};

use super::Generator;
use super::date::any_moment;
use super::page::{Site, first, value};
use super::permalink::own_address;
use super::standing::Standing;
use crate::dates::local_moment;
use crate::problem::for_report;
use crate::record::Moment;
use crate::yaml::word;

/// The date of the front matter, else the one in the file's name.
pub(super) fn date(
    standing: &Standing,
    front: &Map<String, Value>,
    site: &Site<'_>,
    notes: &mut Vec<String>,
) -> Option<Moment> {
    const NAMES: [&str; 9] = [
        "date",
        "publishDate",
        "pubDate",
        "pubdate",
        "created",
        "published_at",
        "published",
        "lastmod",
        "modified",
    ];
    let names = if site.config.generator == Generator::Hugo { &NAMES[..] } else { &NAMES[..6] };
    // Elsewhere `published` says whether it is.
    let is_said = |name: &&&str| !value(front, name).is_some_and(Value::is_boolean);
    let names = names.iter().filter(is_said).copied();
    // Hugo may be told where to look first.
    let own: Vec<String> = match site.config.value("frontmatter.date") {
        Some(Value::Array(own)) => own.iter().map(word).filter(|name| !name.starts_with(':')).collect(),
        _ => Vec::new(),
    };
    let names: Vec<&str> = own.iter().map(String::as_str).chain(names).collect();
    if let Some(text) = first(front, &names) {
        if let Some(moment) = any_moment(&text, &site.zone) {
            return Some(moment);
        }
        let known = if standing.date.is_some() { "; the one in its name counts" } else { "" };
        notes.push(format!("\"{}\" is no date{known}", for_report(&text)));
    }
    let LocalDate { year, month, day } = standing.date.or_else(|| day_in_address(front, site))?;
    local_moment(&format!("{year:04}-{month:02}-{day:02}"), &site.zone)
}

/// The day in the address that a file names itself: `2019/09/30/fog`.
fn day_in_address(front: &Map<String, Value>, site: &Site<'_>) -> Option<LocalDate> {
    let own = first(front, own_address(site.config.generator))?;
    let parts: Vec<&str> = own.split('/').collect();
    parts.windows(3).find_map(|parts| {
        let is_number =
            |part: &str, digits: usize| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        let (year, month, day) = match parts {
            [year, month, day] if is_number(year, 4) && is_number(month, 2) && is_number(day, 2) => {
                (year, month, day)
            }
            _ => return None,
        };
        let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
        Some(LocalDate { year: date.year(), month: date.month(), day: date.day() })
    })
}
