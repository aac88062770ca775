//! What happened to a thing, by how it looked before and how it looks now, in Ghost's words.

use serde_json::{Map, Value, json};

/// What the log says of a change, where looking alone would not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Hint {
    /// Something of it changed.
    Changed,
    /// Readers cannot see it any more.
    Retracted,
    /// Readers can see it now.
    Published,
    /// It is new.
    New,
}

/// The events of a story, a page, a tag or a comment, each as `post.published`. `word` is what the thing is called.
pub(crate) fn events(word: &str, before: Option<&Value>, after: Option<&Value>, hint: Hint) -> Vec<String> {
    let mut kinds = match word {
        "comment" => of_comment(before, after),
        "tag" => Vec::new(),
        _ => of_post(before, after, hint),
    };
    match (before, after) {
        (_, None) => kinds.push("deleted"),
        (None, Some(_)) if hint == Hint::New => kinds.insert(0, "added"),
        (Some(before), Some(after)) if before == after => kinds.clear(),
        (_, Some(_)) => kinds.insert(0, "edited"),
    }
    kinds.into_iter().map(|kind| format!("{word}.{kind}")).collect()
}

fn of_post(before: Option<&Value>, after: Option<&Value>, hint: Hint) -> Vec<&'static str> {
    let status =
        |shape: Option<&Value>| shape.and_then(|shape| shape["status"].as_str()).unwrap_or("").to_owned();
    let (was, is) = (status(before), status(after));
    let mut kinds = Vec::new();
    match (was.as_str(), is.as_str()) {
        ("published", "published") => kinds.push("published.edited"),
        ("", "published") if hint == Hint::Changed => kinds.push("published.edited"),
        (_, "published") => kinds.push("published"),
        ("published", _) => kinds.push("unpublished"),
        ("", "draft") if hint == Hint::Retracted => kinds.push("unpublished"),
        _ => {}
    }
    match (was.as_str(), is.as_str()) {
        ("scheduled", "scheduled") => {
            let hour = |shape: Option<&Value>| shape.map(|shape| shape["published_at"].clone());
            if hour(before) != hour(after) {
                kinds.push("rescheduled");
            }
        }
        (_, "scheduled") => kinds.push("scheduled"),
        ("scheduled", _) if is != "published" => kinds.push("unscheduled"),
        _ => {}
    }
    if after.is_some() && (before.is_some() || hint == Hint::New) {
        let tags = |shape: Option<&Value>| -> Vec<String> {
            let tags = shape.and_then(|shape| shape["tags"].as_array()).cloned().unwrap_or_default();
            tags.iter().filter_map(|tag| tag["id"].as_str().map(str::to_owned)).collect()
        };
        let (had, has) = (tags(before), tags(after));
        if has.iter().any(|tag| !had.contains(tag)) {
            kinds.push("tag.attached");
        }
        if had.iter().any(|tag| !has.contains(tag)) {
            kinds.push("tag.detached");
        }
    }
    kinds
}

fn of_comment(before: Option<&Value>, after: Option<&Value>) -> Vec<&'static str> {
    let is_shown = |shape: Option<&Value>| shape.is_some_and(|shape| shape["status"] == "approved");
    match (is_shown(before), is_shown(after)) {
        (false, true) => vec!["published"],
        (true, false) => vec!["unpublished"],
        _ => Vec::new(),
    }
}

/// What a program is told: how the thing looks now, and what of it looked otherwise before. Of a thing that is gone it
/// is the other way round.
pub(crate) fn payload(word: &str, before: Option<&Value>, after: Option<&Value>) -> Value {
    let nothing = || Value::Object(Map::new());
    let (current, previous) = match (before, after) {
        (before, None) => (nothing(), before.cloned().unwrap_or_else(nothing)),
        (None, Some(after)) => (after.clone(), nothing()),
        (Some(before), Some(after)) => (after.clone(), changed_keys(before, after)),
    };
    json!({ word: { "current": current, "previous": previous } })
}

/// The former values of the keys whose values differ.
fn changed_keys(before: &Value, after: &Value) -> Value {
    let former = before.as_object().into_iter().flatten();
    let changed = former.filter(|(key, value)| after.get(key.as_str()) != Some(value));
    Value::Object(changed.map(|(key, value)| (key.clone(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(status: &str, title: &str) -> Value {
        json!({ "status": status, "title": title, "tags": [], "published_at": null })
    }

    #[test]
    fn what_happened_to_a_story_has_the_names_that_ghost_gives_it() {
        let (draft, out, again) = (post("draft", "A"), post("published", "A"), post("published", "B"));
        let later = json!({ "status": "scheduled", "title": "A", "tags": [], "published_at": "2027" });
        let latest = json!({ "status": "scheduled", "title": "A", "tags": [], "published_at": "2028" });
        let tagged =
            json!({ "status": "draft", "title": "A", "tags": [{ "id": "1" }], "published_at": null });
        for (before, after, hint, expected) in [
            (None, Some(&draft), Hint::New, "added"),
            (None, Some(&out), Hint::New, "added published"),
            (None, Some(&tagged), Hint::New, "added tag.attached"),
            (None, Some(&out), Hint::Published, "edited published"),
            (None, Some(&out), Hint::Changed, "edited published.edited"),
            (None, Some(&draft), Hint::Retracted, "edited unpublished"),
            (Some(&draft), Some(&out), Hint::Published, "edited published"),
            (Some(&out), Some(&again), Hint::Changed, "edited published.edited"),
            (Some(&out), Some(&draft), Hint::Retracted, "edited unpublished"),
            (Some(&draft), Some(&later), Hint::Changed, "edited scheduled"),
            (Some(&later), Some(&latest), Hint::Changed, "edited rescheduled"),
            (Some(&later), Some(&draft), Hint::Changed, "edited unscheduled"),
            (Some(&later), Some(&out), Hint::Published, "edited published"),
            (Some(&draft), Some(&tagged), Hint::Changed, "edited tag.attached"),
            (Some(&tagged), Some(&draft), Hint::Changed, "edited tag.detached"),
            (Some(&draft), Some(&draft), Hint::Changed, ""),
            (Some(&out), None, Hint::Changed, "unpublished deleted"),
            (Some(&draft), None, Hint::Changed, "deleted"),
            (None, None, Hint::Changed, "deleted"),
        ] {
            let told = events("post", before, after, hint).join(" ").replace("post.", "");
            assert_eq!(told, expected, "{before:?} to {after:?}, {hint:?}");
        }
    }

    #[test]
    fn a_program_is_told_what_changed() {
        let told = payload("post", Some(&post("draft", "A")), Some(&post("published", "A")));
        assert_eq!(told["post"]["previous"], json!({ "status": "draft" }));
        assert_eq!(told["post"]["current"]["status"], "published");
        let gone = payload("post", Some(&post("draft", "A")), None);
        assert_eq!((&gone["post"]["current"], &gone["post"]["previous"]["title"]), (&json!({}), &json!("A")));
    }
}
