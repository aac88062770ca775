//! Redirects that the host of a static site was told of: lines of a file `_redirects`, tables of `netlify.toml`.

use std::ops::ControlFlow;

use dateline_model::PathExpression;
use serde_json::Value;

use super::config;
use crate::address::path_of;
use crate::files::Files;
use crate::ghost::{hand_over, understood};
use crate::problem::OpenError;
use crate::source::Sink;
use crate::yaml::word;

/// The folders whose files a static site has at its root.
const FOLDERS: [&str; 7] = ["", "static/", "public/", "src/", "source/", "content/", "src/static/"];

/// A redirect as written: from, to, its status.
type Line = (String, String, u16);

/// Reads all of them below the site's folder `root`.
pub(super) fn read(files: &Files, root: &str, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, OpenError> {
    let mut lines: Vec<Line> = Vec::new();
    for folder in FOLDERS {
        let name = format!("{root}{folder}_redirects");
        if files.names().contains(&name)
            && let Some(text) = files.small_text(&name, files.limits().settings_bytes)?
        {
            lines.extend(text.lines().filter_map(line));
        }
    }
    let name = format!("{root}netlify.toml");
    if files.names().contains(&name)
        && let Some(text) = files.small_text(&name, files.limits().settings_bytes)?
        && let Some(Value::Array(tables)) = config::parsed(&name, &text).get("redirects")
    {
        lines.extend(tables.iter().filter_map(table));
    }
    // Other numbers show a page under another address, or say that there is none.
    lines.retain(|(_, _, status)| matches!(status, 301 | 302 | 303 | 307 | 308));
    let lines = lines.into_iter().map(|(from, to, status)| (from, to, matches!(status, 301 | 308))).collect();
    Ok(hand_over("_redirects", lines, kept, sink))
}

/// `/from /to 301!`; a word `name=value` between them is a condition, which makes a pattern of it.
fn line(line: &str) -> Option<Line> {
    let line = line.split(" #").next().unwrap_or_default().trim();
    if line.starts_with('#') {
        return None;
    }
    let mut words = line.split_whitespace();
    let (mut from, mut to) = (words.next()?.to_owned(), words.next()?);
    if !to.starts_with('/') && !to.contains("://") && to.contains('=') {
        from = format!("{from}?{to}");
        to = words.next()?;
    }
    let status = words.next().map_or(Some(301), |word| word.trim_end_matches('!').parse().ok())?;
    Some((from, to.to_owned(), status))
}

fn table(table: &Value) -> Option<Line> {
    let text = |name: &str| table.get(name).map(word);
    let status = text("status").map_or(Some(301), |word| word.parse().ok())?;
    // What depends on the reader is no redirect for all.
    let is_for_all = ["conditions", "query"].iter().all(|name| table.get(*name).is_none());
    Some((text("from")?, text("to")?, if is_for_all { status } else { 0 }))
}

/// A redirect as it is kept. Parts of the address that have names make an expression of it.
fn kept(from: &str, to: &str) -> Option<(String, String)> {
    if from.contains("://") || from.contains('?') {
        return None;
    }
    let names = |text: &str| text.split('/').any(|part| part.starts_with(':'));
    if names(from) {
        return with_names(from, to);
    }
    let to = to.replace("/:splat", "/*");
    if names(&to) {
        return None;
    }
    if from.ends_with("/*") {
        return understood(from, &to);
    }
    let path = path_of(from).ok()??;
    (!path.contains('*') && !to.contains('*')).then_some((path, to))
}

/// `/news/:year/:slug` to `/blog/:slug`.
fn with_names(from: &str, to: &str) -> Option<(String, String)> {
    let (mut expression, mut to, mut group) = ("^".to_owned(), to.to_owned(), 0);
    for part in from.trim_start_matches('/').trim_end_matches('/').split('/') {
        expression.push('/');
        let name = if part == "*" { Some(":splat") } else { part.starts_with(':').then_some(part) };
        if let Some(name) = name {
            group += 1;
            expression.push_str(if part == "*" { "(.*)" } else { "([^/]+)" });
            let named: Vec<String> = to
                .split('/')
                .map(|part| if part == name { format!("${group}") } else { part.to_owned() })
                .collect();
            to = named.join("/");
        } else {
            expression.push_str(&literal(part));
        }
    }
    let is_whole = !to.split('/').any(|part| part.starts_with(':'));
    expression.push_str("/?$");
    let expression = Some(expression).filter(|_| is_whole)?;
    PathExpression::parse(&expression).is_ok_and(|parsed| parsed.can_lead_to(&to)).then_some((expression, to))
}

/// A text in an expression that means itself.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for sign in text.chars() {
        if !(sign.is_alphanumeric() || sign == '/') {
            literal.push('\\');
        }
        literal.push(sign);
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_host_are_redirects() {
        let read = |text: &str| line(text).and_then(|(from, to, status)| Some((kept(&from, &to)?, status)));
        let to = |from: &str, to: &str, status| Some(((from.to_owned(), to.to_owned()), status));
        assert_eq!(read("/old/  /new/"), to("/old/", "/new/", 301));
        assert_eq!(read("/feed /rss/ 302! # readers"), to("/feed", "/rss/", 302));
        assert_eq!(read("/news/* /blog/:splat 301"), to("/news/*", "/blog/*", 301));
        assert_eq!(read("/news/:year/* /b/:year/:splat 301"), to(r"^/news/([^/]+)/(.*)/?$", "/b/$1/$2", 301));
        assert_eq!(read("/a-b/:slug /b/:slug/"), to(r"^/a\-b/([^/]+)/?$", "/b/$1/", 301));
        for none in [
            "# a word",
            "",
            "/alone",
            "/news/:year/* /b/:month 301",
            "/shop id=:id /s/:id",
            "https://a.example/* https://b.example/:splat 301!",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
