//! The redirects that an editor of Ghost uploaded: `redirects.json` or `redirects.yaml`; and the same as CSV, which
//! spreadsheets write.

use std::ops::ControlFlow;

use dateline_model::{PathExpression, Redirect, RedirectTarget};
use serde_json::Value;

use super::tables::{Row, id, text};
use crate::address::path_of;
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Destination, Expressions, Record, RedirectRecord};
use crate::source::{Sink, has_ending};

/// Redirects of one file, or of one static site.
const REDIRECTS_MAX: usize = 100_000;

/// Reads the file `name`.
pub(super) fn read(files: &Files, name: &str, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, OpenError> {
    let skip = |message| Err(skipped(name, message));
    let Some(text) = files.small_text(name, files.limits().settings_bytes)? else {
        return Ok(sink(skip("the file of redirects is too long".to_owned())));
    };
    let lines = match lines(name, &text) {
        Ok(lines) => lines,
        Err(error) => return Ok(sink(skip(format!("the redirects cannot be read: {error}")))),
    };
    Ok(hand_over(name, lines, understood, sink))
}

/// A redirect as it is written: from, to, whether for ever.
type Line = (String, String, bool);

/// Hands over the redirects of a file or a site, which is told of as `name`: those that `understood` makes an address or an
/// expression of, and of the others that they are not kept.
pub(crate) fn hand_over(
    name: &str,
    lines: Vec<Line>,
    understood: impl Fn(&str, &str) -> Option<(String, String)>,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let (mut expressions, beyond) = (Expressions::default(), beyond(name, lines.len()));
    for (from, to, permanent) in lines.into_iter().take(REDIRECTS_MAX) {
        let found = understood(&from, &to).filter(|(from, _)| expressions.have_room_for(from));
        sink(match found {
            Some((from, to)) => {
                let to = Destination::Address(to);
                Ok(Record::Redirect(Box::new(RedirectRecord { from, to, permanent })))
            }
            None => {
                Err(skipped(&from, format!("a redirect with a pattern (to {}) is not kept", for_report(&to))))
            }
        })?;
    }
    beyond.map_or(ControlFlow::Continue(()), |problem| sink(Err(Trouble::Problem(problem))))
}

fn skipped(entry: &str, message: String) -> Trouble {
    Trouble::Problem(Problem { line: 0, entry: for_report(entry), message, action: Action::Skipped })
}

/// What is told of a source that holds so many redirects, where they are more than are kept.
fn beyond(name: &str, redirects: usize) -> Option<Problem> {
    let left = redirects.checked_sub(REDIRECTS_MAX).filter(|left| *left > 0)?;
    let message = format!("{left} redirects behind the first {REDIRECTS_MAX} are not kept");
    Some(Problem { line: 0, entry: for_report(name), message, action: Action::Skipped })
}

/// A row of the table `redirects`: `from` leads to the story of `post_id`, or to the address `to`.
pub(super) fn row(row: &Row, line: u64, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (from, to, post) = (text(row, "from"), text(row, "to"), id(row, "post_id"));
    // To a story leads what is one address.
    let found = match post.as_str() {
        "" => understood(from, to).map(|(from, to)| (from, Destination::Address(to))),
        _ => plain(from).map(|from| (from, Destination::Post(post))),
    };
    if let Some((from, to)) = found {
        return sink(Ok(Record::moved(from, to)));
    }
    let message = "a redirect that says no address, or not where it leads, is not kept".to_owned();
    let problem = Problem { line, entry: for_report(from), message, action: Action::Skipped };
    sink(Err(Trouble::Problem(problem)))
}

/// A file of redirects: those that can be kept, and the old addresses of those that cannot, being patterns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RedirectFile {
    /// In the order of the file.
    pub redirects: Vec<Redirect>,
    /// As they are written.
    pub patterns: Vec<String>,
}

impl RedirectFile {
    /// Reads JSON, YAML or CSV, by the ending of the file's name.
    ///
    /// # Errors
    /// What is wrong with the file, with the line where the format has lines.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let mut file = Self::default();
        let lines = lines(name, text)?;
        if lines.len() > REDIRECTS_MAX {
            return Err(format!(
                "it holds {} redirects; at most {REDIRECTS_MAX} go into one file",
                lines.len()
            ));
        }
        for (from, to, permanent) in lines {
            match understood(&from, &to) {
                Some((path, to)) => {
                    file.redirects.push(Redirect { from: path, to: RedirectTarget::Address(to), permanent });
                }
                None => file.patterns.push(from),
            }
        }
        Ok(file)
    }
}

/// The redirects of a file of any form: from, to, whether for ever.
fn lines(name: &str, text: &str) -> Result<Vec<Line>, String> {
    if has_ending(name, &["csv"]) {
        return csv(text);
    }
    let parsed = if has_ending(name, &["json"]) {
        serde_json::from_str::<Value>(text).map_err(|error| error.to_string())
    } else {
        crate::yaml::parse(text)
    };
    parsed.map(|parsed| all(&parsed))
}

/// `from,to,permanent` to a line, by RFC 4180; a first line that names the columns is no redirect. Without the third
/// column a redirect is for ever.
fn csv(text: &str) -> Result<Vec<Line>, String> {
    let mut redirects = Vec::new();
    let mut columns = Columns::default();
    for (number, record) in records(text)?.into_iter().enumerate() {
        let cell = |n: usize| record.get(n).map_or("", |cell| cell.trim());
        let head = (number == 0).then(|| Columns::named(&record)).flatten();
        let is_head = head.is_some() || number == 0 && !cell(0).starts_with(['/', '^']);
        if let Some(head) = head {
            columns = head;
        }
        if is_head || record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let (from, to) = (cell(columns.from), cell(columns.to));
        let kind = columns.kind.map_or("", cell).to_ascii_lowercase();
        // Plug-ins that hold expressions too say which line is one; some leave out the slash in front.
        let is_expression = columns.expression.is_some_and(|at| matches!(cell(at), "1" | "regex" | "true"));
        let from = match from.starts_with(['/', '^']) || from.contains("://") {
            false if is_expression => format!("^/{from}"),
            false if columns.expression.is_some() => format!("/{from}"),
            _ => from.to_owned(),
        };
        let from = if is_expression { open_ended(from) } else { from };
        let is_whole = to.starts_with('/') || to.is_empty() || to.contains("://");
        let to = if columns.expression.is_some() && !is_whole { format!("/{to}") } else { to.to_owned() };
        let permanent = match kind.as_str() {
            "" | "true" | "yes" | "1" | "301" | "308" => true,
            "false" | "no" | "0" | "302" | "307" => false,
            // Gone is no redirect.
            "410" | "404" | "451" if columns.expression.is_some() => continue,
            other => {
                return Err(format!(
                    "line {}: \"{}\" is neither true nor false",
                    number + 1,
                    for_report(other)
                ));
            }
        };
        redirects.push((from, to, permanent));
    }
    Ok(redirects)
}

/// Which cell of a line says what.
struct Columns {
    from: usize,
    to: usize,
    kind: Option<usize>,
    /// Whether the line is an expression, in files of WordPress's plug-ins.
    expression: Option<usize>,
}

impl Default for Columns {
    fn default() -> Self {
        Self { from: 0, to: 1, kind: Some(2), expression: None }
    }
}

impl Columns {
    /// The columns of a first line that is one of a plug-in of WordPress: `source,target,regex,code` of Redirection,
    /// `Origin,Target,Type,Format` of Yoast.
    fn named(record: &[String]) -> Option<Self> {
        let at = |names: &[&str]| {
            record.iter().position(|cell| names.contains(&cell.trim().to_ascii_lowercase().as_str()))
        };
        Some(Self {
            from: at(&["source", "origin"])?,
            to: at(&["target"])?,
            kind: at(&["code", "type"]),
            expression: Some(at(&["regex", "format"])?),
        })
    }
}

/// Cells by their lines.
fn records(text: &str) -> Result<Vec<Vec<String>>, String> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, text.trim_start_matches('\u{feff}').chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' | ';' | '\t' if !quoted => record.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    if quoted {
        return Err("a cell that begins with a quotation mark does not end".to_owned());
    }
    record.push(cell);
    records.push(record);
    Ok(records)
}

/// The redirects of either form: from, to, whether for ever.
fn all(parsed: &Value) -> Vec<(String, String, bool)> {
    let word = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    match parsed {
        // [{"from": "/a/", "to": "/b/", "permanent": true}]
        Value::Array(list) => list
            .iter()
            .map(|entry| {
                let permanent = entry.get("permanent").and_then(Value::as_bool) == Some(true);
                (word(entry.get("from")), word(entry.get("to")), permanent)
            })
            .collect(),
        // The plug-in Redirection of WordPress: {"redirects": [{"url": "/a/", "action_data": {"url": "/b/"}, "action_code": 301}]}
        Value::Object(file) if file.get("redirects").is_some_and(Value::is_array) => {
            let redirects = file.get("redirects").and_then(Value::as_array).into_iter().flatten();
            let is_used = |entry: &&Value| {
                entry.get("enabled").and_then(Value::as_bool) != Some(false)
                    && entry.get("action_type").is_none_or(|kind| kind == "url")
            };
            redirects
                .filter(is_used)
                .map(|entry| {
                    let target = entry.get("action_data");
                    let to = target.and_then(|target| target.get("url")).or(target);
                    let code = entry.get("action_code").and_then(Value::as_u64);
                    let is_expression =
                        entry.get("regex").is_some_and(|regex| regex == &Value::Bool(true) || regex == 1);
                    let from = word(entry.get("url"));
                    let from = if is_expression { open_ended(from) } else { from };
                    (from, word(to), !matches!(code, Some(302 | 303 | 307)))
                })
                .collect()
        }
        // 301: {"/a/": "/b/"}
        Value::Object(kinds) => kinds
            .iter()
            .flat_map(|(kind, entries)| {
                let entries = entries.as_object().into_iter().flatten();
                entries.map(move |(from, to)| (from.clone(), word(Some(to)), kind == "301"))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// An expression of PHP's, which may end in the middle of an address, as one that fits all of it.
fn open_ended(from: String) -> String {
    let is_closed = [".*", ".*)", ".+", ".+)", ".*?)", ".+?)", "$"].iter().any(|end| from.ends_with(end));
    if is_closed { from } else { format!("{from}.*") }
}

/// A redirect as it is kept: from one path, from a whole folder (`/old/*`), or by an expression. `None` for one that is not
/// understood.
pub(crate) fn understood(from: &str, to: &str) -> Option<(String, String)> {
    if to.is_empty() {
        return None;
    }
    if let Some(folder) = from.strip_suffix("/*").filter(|_| !to.contains('$')) {
        return Some((format!("{}/*", plain_or_top(folder)?), to.to_owned()));
    }
    match plain(from) {
        Some(path) if !to.contains(['$', '*']) => Some((path, to.to_owned())),
        Some(_) => None,
        None => folder(from, to).or_else(|| expression(from, to)),
    }
}

/// An expression that is kept as one. Ghost asks nobody for the slash at the end, and lets capitals be small letters in
/// `/^…/i`; its own and PHP's begin anywhere, which nobody means who begins with a slash.
fn expression(from: &str, to: &str) -> Option<(String, String)> {
    let insensitive = from.strip_prefix('/').and_then(|from| from.strip_suffix("/i"));
    let insensitive = insensitive.filter(|from| from.starts_with(['^', '\\', '(']));
    let is_whole = from.ends_with('$') && !from.ends_with("\\$");
    let rest = insensitive.unwrap_or(from);
    let rest = rest.strip_prefix('^').unwrap_or(rest);
    // What follows a question mark is no part of a path.
    if !rest.starts_with(['/', '\\', '(', '.', '[']) || rest.contains("\\?") {
        return None;
    }
    let (any_case, rest) = match rest.strip_prefix("(?i)") {
        Some(rest) => (true, rest),
        None => (insensitive.is_some(), rest),
    };
    let end = if is_whole || rest.ends_with('$') { "" } else { "/?$" };
    let rest = if end.is_empty() { rest } else { rest.strip_suffix('/').unwrap_or(rest) };
    let from = format!("^{}{rest}{end}", if any_case { "(?i)" } else { "" });
    let mut to = to.to_owned();
    for group in 1..=9 {
        to = to.replace(&format!("\\{group}"), &format!("${group}"));
    }
    let is_kept = PathExpression::parse(&from).is_ok_and(|expression| expression.can_lead_to(&to));
    is_kept.then_some((from, to))
}

/// `^/old/(.*)$` to `/new/$1`: a folder with all that stands below it.
fn folder(from: &str, to: &str) -> Option<(String, String)> {
    let from = from.strip_suffix('$').unwrap_or(from);
    let from = ["(\\/)?", "\\/?", "(/)?", "/?", "\\/", "/"]
        .iter()
        .find_map(|end| from.strip_suffix(end))
        .unwrap_or(from);
    let rest = ["(.*)", "(.+)", "(.*?)", "(.+?)", "([^/]*)", "([^/]+)", ".*"];
    let (folder, is_caught) =
        rest.iter().find_map(|all| Some((from.strip_suffix(all)?, all.starts_with('('))))?;
    let folder = folder.strip_suffix('/').map(|folder| folder.strip_suffix('\\').unwrap_or(folder))?;
    let to = match to.split_once("$1") {
        Some((before, after)) if is_caught && !after.contains('$') && !before.contains('$') => {
            format!("{before}*{after}")
        }
        Some(_) => return None,
        None if to.contains(['$', '*']) => return None,
        None => to.to_owned(),
    };
    Some((format!("{}/*", plain_or_top(folder)?), to))
}

/// The path of a folder, without its last slash: nothing for the top.
fn plain_or_top(folder: &str) -> Option<String> {
    if matches!(folder, "" | "^") {
        Some(String::new())
    } else {
        plain(folder).map(|path| path.trim_end_matches('/').to_owned())
    }
}

/// The one path that an expression stands for, when it is no more than anchors round a path.
fn plain(from: &str) -> Option<String> {
    let from = from.strip_prefix('^').unwrap_or(from);
    let from = from.strip_suffix('$').unwrap_or(from);
    let (from, ending) = match from.strip_suffix("/?") {
        Some(from) => (from, "/"),
        None => (from, ""),
    };
    let from = from.replace("\\/", "/").replace("\\.", ".").replace("\\-", "-");
    if !from.starts_with('/') || from.contains(['*', '+', '?', '(', ')', '[', ']', '|', '\\', '^', '$', '{'])
    {
        return None;
    }
    path_of(&format!("{from}{ending}")).ok().flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_list_is_the_same_in_three_formats() {
        let json = r#"[{"from":"/old/","to":"/new/","permanent":true},{"from":"^/a/(?=b)","to":"/b/$1"}]"#;
        let yaml = "301:\n  /old/: /new/\n302:\n  ^/a/(?=b): /b/$1\n";
        let csv = "from,to,permanent\r\n/old/,\"/new/\",true\r\n^/a/(?=b),/b/$1,false\r\n";
        let expected = RedirectFile::parse("r.json", json).unwrap();
        assert_eq!(
            (expected.redirects.len(), expected.patterns.as_slice()),
            (1, &["^/a/(?=b)".to_owned()][..])
        );
        for (name, text) in [("r.yaml", yaml), ("r.csv", csv)] {
            assert_eq!(RedirectFile::parse(name, text).unwrap(), expected, "{name}");
        }
        for (name, text) in
            [("r.json", "{"), ("r.yaml", "a: [b"), ("r.csv", "/a/,\"/b/"), ("r.csv", "/a/,/b/,maybe")]
        {
            assert!(RedirectFile::parse(name, text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_plug_ins_of_wordpress_write_is_read() {
        let redirection = r#"{"plugin":{},"redirects":[{"url":"/old/","action_data":{"url":"/new/"},"action_code":301,"enabled":true},
            {"url":"/off/","action_data":{"url":"/x/"},"enabled":false},{"url":"^/a/(.*)","regex":true,"action_data":{"url":"/b/$1"},"action_code":302}]}"#;
        let csv = "source,target,regex,code,type,hits,title,status\n/old/,/new/,0,301,url,7,,active\n^/a/(.*),/b/$1,1,302,url,0,,active\n";
        let yoast = "\"Origin\",\"Target\",\"Type\",\"Format\"\nold/,new/,301,plain\n^/a/(.*),b/$1,302,regex\ngone,,410,plain\n";
        for (name, text) in [("r.json", redirection), ("r.csv", csv), ("y.csv", yoast)] {
            let file = RedirectFile::parse(name, text).unwrap();
            let found: Vec<_> = file.redirects.iter().map(|one| (one.from.as_str(), one.permanent)).collect();
            assert_eq!(found, [("/old/", true), ("/a/*", false)], "{name}");
            assert_eq!(file.redirects[0].to, RedirectTarget::Address("/new/".to_owned()), "{name}");
        }
    }

    fn check(from: &str, to: &str, expected: Option<(&str, &str)>) {
        let found = understood(from, to);
        let found = found.as_ref().map(|(from, to)| (from.as_str(), to.as_str()));
        assert_eq!(found, expected, "{from} {to}");
    }

    #[test]
    fn an_expression_for_all_of_a_folder_is_kept() {
        check("^/old/(.*)$", "/new/$1", Some(("/old/*", "/new/*")));
        check("^\\/old\\/(.*)\\/?$", "https://a.example/$1/", Some(("/old/*", "https://a.example/*/")));
        check("/old/.*", "/new/", Some(("/old/*", "/new/")));
        check("^/(.*)$", "/blog/$1", Some(("/*", "/blog/*")));
        check("/old/*", "/new/*", Some(("/old/*", "/new/*")));
        check("/old/.*", "/new/$1", None);
        check("/old/(.*)", "/$1/$2", None);
        check("/old/", "/new/$1", None);
    }

    #[test]
    fn an_expression_of_several_groups_is_kept_as_one() {
        check("^/old-(.*)$", "/new/$1", Some(("^/old-(.*)$", "/new/$1")));
        check("^/([0-9]+)/(.*)$", "/$2", Some(("^/([0-9]+)/(.*)$", "/$2")));
        check("/([0-9]+)/([^/]+)/", "/$2/", Some(("^/([0-9]+)/([^/]+)/?$", "/$2/")));
        check(r"^\/(\d{4})\/([a-z-]+)\/", "/$2/", Some((r"^\/(\d{4})\/([a-z-]+)\/?$", "/$2/")));
        check(r"/^\/Old-(.*)$/i", "/new/$1", Some((r"^(?i)\/Old-(.*)$", "/new/$1")));
        check("^/old-(.*)$", r"/new/\1", Some(("^/old-(.*)$", "/new/$1")));
        for (from, to) in [
            ("^/(?!blog)(.*)$", "/blog/$1"),
            (r"^/index\.php\?p=([0-9]+)", "/$1/"),
            ("^/a-(.*)$", "https://$1/"),
            ("^/a-(.*)$", "/$2"),
            ("old-(.*)", "/$1"),
        ] {
            check(from, to, None);
        }
    }

    #[test]
    fn an_expression_that_is_a_path_is_kept_and_another_is_not() {
        let check = |from: &str, path: Option<&str>| assert_eq!(plain(from).as_deref(), path, "{from}");
        check("/old/", Some("/old/"));
        check("^/old\\/$", Some("/old/"));
        check("^/old/?$", Some("/old/"));
        check("/caf%C3%A9", Some("/café"));
        check("^/blog/(.*)$", None);
        check("/a|/b", None);
        check("old", None);
    }

    #[test]
    fn redirects_beyond_the_limit_are_told_and_a_file_of_them_is_sent_back() {
        let file = |count: usize| (0..count).map(|n| format!("/a{n},/b")).collect::<Vec<_>>().join("\n");
        let most = RedirectFile::parse("r.csv", &file(REDIRECTS_MAX)).unwrap();
        assert_eq!(most.redirects.len(), REDIRECTS_MAX);
        assert!(RedirectFile::parse("r.csv", &file(REDIRECTS_MAX + 1)).unwrap_err().contains("100001"));
        assert_eq!(beyond("r.csv", REDIRECTS_MAX), None);
        assert!(beyond("r.csv", REDIRECTS_MAX + 1).unwrap().message.starts_with("1 redirects behind"));
    }
}
