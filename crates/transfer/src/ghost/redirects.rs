//! The redirects that an editor of Ghost uploaded: `redirects.json` or `redirects.yaml`.

use std::ops::ControlFlow;

use serde_json::Value;

use crate::address::path_of;
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Destination, Record, RedirectRecord};
use crate::source::{Sink, has_ending};

/// Redirects of one file.
const REDIRECTS_MAX: usize = 100_000;

/// Reads the file `name`.
pub(super) fn read(files: &Files, name: &str, sink: &mut Sink<'_>) -> Result<ControlFlow<()>, OpenError> {
    let skip = |entry: &str, message: String| {
        Err(Trouble::Problem(Problem { line: 0, entry: for_report(entry), message, action: Action::Skipped }))
    };
    let Some(text) = files.small_text(name, files.limits().settings_bytes)? else {
        return Ok(sink(skip(name, "the file of redirects is too long".to_owned())));
    };
    let parsed = if has_ending(name, &["json"]) {
        serde_json::from_str::<Value>(&text).map_err(|error| error.to_string())
    } else {
        crate::yaml::parse(&text)
    };
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return Ok(sink(skip(name, format!("the redirects cannot be read: {error}")))),
    };
    for (from, to, permanent) in all(&parsed).into_iter().take(REDIRECTS_MAX) {
        let goes_on = match plain(&from) {
            Some(path) if !to.contains('$') && !to.is_empty() => {
                let to = Destination::Address(to);
                sink(Ok(Record::Redirect(Box::new(RedirectRecord { from: path, to, permanent }))))
            }
            _ => sink(skip(&from, format!("a redirect with a pattern (to {}) is not kept", for_report(&to)))),
        };
        if goes_on.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
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
    use super::*;

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
}
