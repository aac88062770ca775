//! Addresses that are written as a template of Eleventy: `/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/`. What is a
//! value of the file with filters that everybody has is filled in; everything else is not guessed at.

use dateline_model::{LocalDate, slugify};
use serde_json::{Map, Value};

use super::path::Parts;
use super::standing::dated;
use crate::yaml::word;

/// A template filled with the values of a file; `None` when it asks for more than these.
pub(super) fn filled(template: &str, front: &Map<String, Value>, parts: &Parts<'_>) -> Option<String> {
    if template.contains("{%") {
        return None;
    }
    let mut path = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inner, tail) = after.split_once("}}")?;
        path.push_str(before);
        path.push_str(&value(inner.trim_matches('-').trim(), front, parts)?);
        rest = tail;
    }
    path.push_str(rest);
    Some(
        path.split("/index.html")
            .next()
            .map(|path| format!("{path}/"))
            .filter(|_| path.ends_with("/index.html"))
            .unwrap_or(path),
    )
}

/// What one pair of braces says.
fn value(inner: &str, front: &Map<String, Value>, parts: &Parts<'_>) -> Option<String> {
    let mut steps = inner.split('|').map(str::trim);
    let name = steps.next()?;
    let mut date = None;
    let mut text = match name {
        // A folder that is a story may begin with a day, as a file may.
        "page.fileSlug" | "page.basename" => dated(parts.name).1.to_owned(),
        "page.filePathStem" => format!(
            "/{}{}",
            parts.folders.iter().fold(String::new(), |path, folder| path + folder + "/"),
            parts.name
        ),
        "page.date" | "date" => {
            date = Some(parts.date?);
            String::new()
        }
        "page.lang" | "lang" => parts.lang.map(str::to_owned).or_else(|| front.get("lang").map(word))?,
        name if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) => {
            Some(front.get(name).map(word)?).filter(|text| !text.is_empty())?
        }
        _ => return None,
    };
    for step in steps {
        let end = step.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(step.len());
        let (filter, argument) = step.split_at(end);
        let argument =
            argument.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | ')' | '"' | '\''));
        text = match (filter, date.take()) {
            ("date" | "dateFormat" | "strftime", Some(date)) => formatted(argument, date)?,
            ("slug" | "slugify" | "slugifyString", None) => slugify(&text, "en"),
            ("downcase" | "lower", None) => text.to_lowercase(),
            ("url" | "safe" | "trim" | "strip", None) => text,
            _ => return None,
        };
    }
    // A date that nothing formats would be a sentence.
    if date.is_some() { None } else { Some(text) }
}

/// `%Y/%m/%d`, or `yyyy/MM/dd`, with numbers only.
fn formatted(pattern: &str, date: LocalDate) -> Option<String> {
    let LocalDate { year, month, day } = date;
    let filled = pattern
        .replace("%Y", &format!("{year:04}"))
        .replace("%y", &format!("{:02}", year % 100))
        .replace("%m", &format!("{month:02}"))
        .replace("%d", &format!("{day:02}"))
        .replace("%-m", &month.to_string())
        .replace("%-d", &day.to_string())
        .replace("yyyy", &format!("{year:04}"))
        .replace("YYYY", &format!("{year:04}"))
        .replace("MM", &format!("{month:02}"))
        .replace("dd", &format!("{day:02}"))
        .replace("DD", &format!("{day:02}"));
    filled.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | '_')).then_some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::path::Clock;

    #[test]
    fn a_simple_address_is_filled_and_another_is_not_guessed() {
        let folders = ["posts".to_owned()];
        let front = Map::from_iter([("title".to_owned(), Value::from("The Fog"))]);
        let parts = Parts {
            folders: &folders,
            name: "fog",
            file: "fog",
            sections: &[],
            section_titles: &std::collections::HashMap::new(),
            slug: None,
            date: Some(LocalDate { year: 2020, month: 5, day: 1 }),
            clock: Clock::default(),
            categories: &[],
            collection: None,
            is_post: true,
            is_index: false,
            lang: None,
            title: "The Fog",
            front: &front,
        };
        let check = |template: &str, path: Option<&str>| {
            assert_eq!(filled(template, &front, &parts).as_deref(), path, "{template}");
        };
        check("/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/", Some("/2020/fog/"));
        check(
            "/{{ page.date | date('yyyy/MM') }}/{{ title | slugify }}/index.html",
            Some("/2020/05/the-fog/"),
        );
        check("{{ page.filePathStem }}.html", Some("/posts/fog.html"));
        check("/{{ page.date }}/", None);
        check("/{{ data.x.y }}/", None);
        check("/{{ title | unheard }}/", None);
        check("/{% if x %}a{% endif %}/", None);
        check("/{{ never", None);
    }
}
