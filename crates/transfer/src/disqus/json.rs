//! A list of comments in JSON, under the names that services and people give their parts.

use std::ops::ControlFlow;

use serde_json::Value;

use super::{Desk, Raw};
use crate::dates::utc_moment;
use crate::problem::{Damage, Trouble};
use crate::record::Moment;
use crate::yaml::word;

/// Replies in replies that are followed.
const DEPTH_MAX: usize = 100;

/// Reads a list, or an object that holds one under `comments`, `posts` or `response`.
pub(super) fn read(text: &str, desk: &mut Desk<'_, '_>) -> ControlFlow<()> {
    let document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("the JSON is damaged: {error}");
            let damage = Damage { line: error.line() as u64, column: error.column() as u64, message };
            return (desk.sink)(Err(Trouble::Damage(damage)));
        }
    };
    let names = ["comments", "posts", "response"];
    let list = names.iter().find_map(|name| document.get(*name)).unwrap_or(&document);
    let mut open: Vec<(&Value, String, String, usize)> = list
        .as_array()
        .into_iter()
        .flatten()
        .rev()
        .map(|value| (value, String::new(), String::new(), 0))
        .collect();
    // Replies may stand in their parents; the list keeps what is still to be read, nearest last.
    while let Some((value, parent, link, depth)) = open.pop() {
        let raw = raw(value, &parent, &link);
        let replies =
            ["replies", "children"].iter().find_map(|name| value.get(*name)).and_then(Value::as_array);
        if depth < DEPTH_MAX {
            let below = replies.into_iter().flatten().rev();
            open.extend(below.map(|reply| (reply, raw.id.clone(), raw.link.clone(), depth + 1)));
        }
        desk.comment(raw)?;
    }
    ControlFlow::Continue(())
}

pub(super) fn raw(value: &Value, parent: &str, link: &str) -> Raw {
    let first = |names: &[&str]| {
        let found = names.iter().filter_map(|name| value.get(*name)).map(word);
        found.map(|word| word.trim().to_owned()).find(|word| !word.is_empty()).unwrap_or_default()
    };
    let author = value.get("author").filter(|author| author.is_object()).unwrap_or(&Value::Null);
    let of_author = |name: &str| author.get(name).map(word).unwrap_or_default();
    let or = |word: String, other: String| if word.is_empty() { other } else { word };
    let is =
        |names: &[&str]| names.iter().any(|name| value.get(*name).and_then(Value::as_bool) == Some(true));
    let html = first(&["html", "message"]);
    let text = first(&["text", "body", "content", "comment", "raw_message"]);
    let date = value.get("date").or_else(|| {
        ["createdAt", "created_at", "published", "time", "timestamp"].iter().find_map(|name| value.get(*name))
    });
    let state = first(&["state", "status"]);
    Raw {
        id: first(&["id", "comment_id"]),
        link: or(first(&["link", "path", "post_url", "page", "story", "locator"]), link.to_owned()),
        file: first(&["file"]),
        parent: or(first(&["parent", "parent_id", "pid", "reply_to"]), parent.to_owned()),
        name: or(of_author("name"), first(&["name", "author", "author_name", "user"])),
        email: or(of_author("email"), first(&["email", "author_email"])),
        url: or(of_author("url"), first(&["website", "author_url", "url"])),
        is_text: html.is_empty(),
        html: if html.is_empty() { text } else { html },
        published: date.and_then(moment),
        is_spam: is(&["isSpam", "spam"]) || state == "spam",
        is_deleted: is(&["isDeleted", "deleted"])
            || matches!(state.as_str(), "deleted" | "removed" | "trash"),
        is_pending: value.get("isApproved").and_then(Value::as_bool) == Some(false)
            || matches!(state.as_str(), "pending" | "unapproved" | "held"),
        line: 1,
    }
}

/// Seconds, milliseconds or text.
fn moment(value: &Value) -> Option<Moment> {
    match value {
        Value::String(text) => utc_moment(text),
        Value::Number(number) => {
            let n = number.as_f64()?;
            // Seconds until the year 5138, milliseconds since 1973.
            let millis = if n.abs() < 1e11 { n * 1_000.0 } else { n };
            (millis.abs() < 2e14).then_some(Moment { at: millis as i64, offset_seconds: 0 })
        }
        _ => None,
    }
}
