//! Comments in files of their own beside the stories, as Staticman and its like leave them: `_data/comments/fog/entry1.yml`,
//! or all those of a story as a list in `_data/comments/fog.yml`.

use std::ops::ControlFlow;

use serde_json::Value;

use super::aside::Aside;
use super::date::any_moment;
use super::page::Site;
use crate::disqus::{Told, tell};
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::source::{Sink, has_ending};
use crate::yaml::word;

/// Folders of Jekyll, Hexo and Hugo for data.
const FOLDERS: [&str; 3] = ["_data/comments/", "data/comments/", "source/_data/comments/"];

/// Files of comments of one site.
const FILES_MAX: usize = 1_000_000;

/// Whether comments lie there; `root` is the site's folder.
pub(super) fn are_in(files: &Files, root: &str) -> bool {
    files.names().iter().any(|name| story_of(name, root).is_some())
}

/// The story that a file of comments belongs to, as its place tells it; whether it is one comment's own file.
fn story_of<'a>(name: &'a str, root: &str) -> Option<(&'a str, bool)> {
    if !has_ending(name, &["yml", "yaml", "json"]) {
        return None;
    }
    let below = name.strip_prefix(root)?;
    let below = FOLDERS.iter().find_map(|folder| below.strip_prefix(folder))?;
    match below.rsplit_once('/') {
        Some((story, _)) => Some((story, true)),
        None => below.rsplit_once('.').map(|(story, _)| (story, false)),
    }
}

/// Reads all of them; `aside` knows the stories.
pub(super) fn read(
    files: &Files,
    root: &str,
    site: &Site<'_>,
    aside: &Aside,
    sink: &mut Sink<'_>,
) -> Result<ControlFlow<()>, OpenError> {
    let Some(stories) = aside.stories() else { return Ok(ControlFlow::Continue(())) };
    // Replies may name the comment above them by its place among those of their story.
    let mut all: Vec<Told> = Vec::new();
    let (mut last, mut first) = (String::new(), 0);
    for name in files.names().iter().take(FILES_MAX) {
        let Some((story, is_alone)) = story_of(name, root) else { continue };
        let Some(text) = files.small_text(name, files.limits().settings_bytes)? else { continue };
        let read = if has_ending(name, &["json"]) {
            serde_json::from_str(&text).map_err(|error| error.to_string())
        } else {
            crate::yaml::parse(&text)
        };
        let value: Value = match read {
            Ok(value) => value,
            Err(error) => {
                let message = format!("the comment cannot be read: {error}");
                let entry = for_report(name);
                let problem = Problem { line: 1, entry, message, action: Action::Skipped };
                if sink(Err(Trouble::Problem(problem))).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                continue;
            }
        };
        if last != story {
            story.clone_into(&mut last);
            first = all.len();
        }
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let list = match value {
            Value::Array(list) if !is_alone => list,
            Value::Object(map) if !is_alone && !map.contains_key("message") => {
                map.into_iter().map(|(_, one)| one).collect()
            }
            one => vec![one],
        };
        let is_one = list.len() == 1 && is_alone;
        for (n, value) in list.iter().enumerate() {
            let said = |names: &[&str]| {
                let words = names.iter().filter_map(|name| value.get(*name)).map(word);
                words.map(|word| word.trim().to_owned()).find(|word| !word.is_empty())
            };
            let above = said(&["replying_to_uid", "reply_to", "replying_to_id", "parent", "_parent"]);
            let nth =
                said(&["replying_to"]).and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
            let of_nth = nth.and_then(|nth| all.get(first + nth)).map(|told: &Told| told.id.clone());
            all.push(Told {
                id: said(&["_id", "id"])
                    .unwrap_or_else(|| if is_one { stem.to_owned() } else { format!("{stem}#{n}") }),
                story: stories.called(story).unwrap_or_else(|| format!("/{story}")),
                parent: of_nth.or(above).unwrap_or_default(),
                published: said(&["date", "timestamp", "created", "created_at"])
                    .and_then(|text| any_moment(&text, &site.zone)),
                html: dateline_markup::markdown(
                    &said(&["message", "comment", "body", "content", "text"]).unwrap_or_default(),
                ),
                value: value.clone(),
            });
        }
    }
    // What names no comment of the site says which story it belongs to, or nothing.
    let known: std::collections::HashSet<String> = all.iter().map(|told| told.id.clone()).collect();
    for told in &mut all {
        if !known.contains(&told.parent) || told.parent == told.id {
            told.parent.clear();
        }
    }
    Ok(tell(all, stories, sink))
}
