//! The names of authors whom files call by a short word.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Generator;
use super::config::{self, Config};
use super::front;
use crate::files::Files;
use crate::problem::OpenError;
use crate::yaml::word;

/// Files among which pages of authors are looked for.
const FILES_MAX: usize = 1_000_000;

/// What files of data and the settings call the authors: `ana: {name: Ana Reis}`.
pub(super) fn people(files: &Files, config: &Config) -> Result<HashMap<String, String>, OpenError> {
    let mut people = HashMap::new();
    let mut note = |said: &Map<String, Value>| {
        for (word, about) in said {
            let name = ["name", "display_name"].iter().find_map(|key| about.get(*key)?.as_str());
            if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
                people.entry(word.clone()).or_insert_with(|| name.to_owned());
            }
        }
    };
    for folder in ["_data/", "data/", "source/_data/"] {
        for ending in ["yml", "yaml", "json", "toml"] {
            let name = format!("{}{folder}authors.{ending}", config.root);
            if files.names().contains(&name)
                && let Some(text) = files.small_text(&name, files.limits().settings_bytes)?
            {
                note(&config::parsed(&name, &text));
            }
        }
    }
    if let Some(Value::Object(said)) = config.value("authors") {
        note(said);
    }
    // Hugo's authors may have a page each, whose title is the name.
    for name in files.names().iter().take(FILES_MAX) {
        let below = config.below(name);
        let Some((_, below)) = below.split_once("authors/") else { continue };
        let Some((person, file)) = below.split_once('/') else { continue };
        if config.generator == Generator::Hugo
            && file.starts_with("_index.")
            && let Some(text) = files.small_text(name, files.limits().settings_bytes)?
            && let Some(title) = front::parts(&text, config.generator).0.front.get("title").map(word)
            && !title.trim().is_empty()
        {
            people.entry(person.to_owned()).or_insert_with(|| title.trim().to_owned());
        }
    }
    Ok(people)
}
