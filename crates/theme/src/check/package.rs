//! Rules about `package.json`.

use bytes::Bytes;
use serde_json::{Map, Value as Json};

use super::{Findings, Severity};
use crate::package::{MAX_CUSTOM, Visibility};

const FILE: &str = "package.json";
const E: Severity = Severity::Error;

/// What other rules have to know of the file.
pub(super) struct Manifest {
    /// The cards whose style the theme leaves to the server; all of them when the file says nothing.
    pub card_assets: Json,
    /// Whether the theme is made for the third version of Ghost's API, before lists of stories showed all of them.
    pub is_for_v3: bool,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { card_assets: Json::Bool(true), is_for_v3: false }
    }
}

/// Checks the file and returns what it says.
pub(super) fn check(findings: &mut Findings, manifest: Option<&Bytes>) -> Manifest {
    let mut add = |severity, code, message: String| findings.add(severity, code, FILE, 0, message);
    let Some(bytes) = manifest else {
        add(
            E,
            "GS010-PJ-REQ",
            "the theme has no package.json; add one with name, version and author".to_owned(),
        );
        return Manifest::default();
    };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let json: Json = match serde_json::from_slice(bytes) {
        Ok(json) => json,
        Err(error) => {
            findings.add(
                E,
                "GS010-PJ-PARSE",
                FILE,
                error.line() as u32,
                format!("{error}; correct the JSON"),
            );
            return Manifest::default();
        }
    };
    name_and_version(&mut add, &json);
    author(&mut add, &json);
    config(&mut add, &json["config"]);
    if let Some(settings) = json["config"]["custom"].as_object() {
        custom(&mut add, settings);
    }
    let card_assets = match &json["config"]["card_assets"] {
        Json::Null => Json::Bool(true),
        chosen => chosen.clone(),
    };
    Manifest { card_assets, is_for_v3: json["engines"]["ghost-api"] == "v3" }
}

type Add<'f> = dyn FnMut(Severity, &'static str, String) + 'f;

fn name_and_version(add: &mut Add<'_>, json: &Json) {
    match json["name"].as_str().filter(|name| !name.is_empty()) {
        None => add(E, "GS010-PJ-NAME-REQ", "the theme has no name; set \"name\"".to_owned()),
        Some(name) => {
            if name.to_lowercase() != name {
                add(
                    E,
                    "GS010-PJ-NAME-LC",
                    format!("the name {name:?} has capitals; write it in small letters"),
                );
            }
            let hyphenated = name
                .split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            if !hyphenated {
                add(
                    E,
                    "GS010-PJ-NAME-HY",
                    format!("the name {name:?} may have letters, figures and single hyphens"),
                );
            }
        }
    }
    match json["version"].as_str().filter(|version| !version.is_empty()) {
        None => add(E, "GS010-PJ-VERSION-REQ", "the theme has no version; set \"version\"".to_owned()),
        Some(version) if !is_semver(version) => {
            add(E, "GS010-PJ-VERSION-SEM", format!("the version {version:?} is not of the form 1.2.3"));
        }
        Some(_) => {}
    }
    let marked =
        json["keywords"].as_array().is_some_and(|words| words.iter().any(|word| word == "ghost-theme"));
    if !marked {
        let message = "\"keywords\" should contain \"ghost-theme\"".to_owned();
        add(Severity::Warning, "GS010-PJ-KEYWORDS", message);
    }
    if !json["engines"]["ghost-api"].is_null() {
        let message = "remove \"engines.ghost-api\"; it has no meaning any more".to_owned();
        add(Severity::Warning, "GS010-PJ-GHOST-API-PRESENT", message);
    }
}

fn is_semver(version: &str) -> bool {
    let core = version.trim_start_matches('v').split(['-', '+']).next().unwrap_or_default();
    let parts: Vec<_> = core.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn author(add: &mut Add<'_>, json: &Json) {
    match json["author"]["email"].as_str().filter(|email| !email.is_empty()) {
        None => add(
            E,
            "GS010-PJ-AUT-EM-REQ",
            "the theme has no author's address; set \"author.email\"".to_owned(),
        ),
        Some(email) => {
            let valid = email.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty()
                    && host.contains('.')
                    && !host.starts_with('.')
                    && !email.contains(char::is_whitespace)
            });
            if !valid {
                add(
                    E,
                    "GS010-PJ-AUT-EM-VAL",
                    format!("{email:?} is no e-mail address; correct \"author.email\""),
                );
            }
        }
    }
}

fn config(add: &mut Add<'_>, config: &Json) {
    match &config["posts_per_page"] {
        Json::Null => {
            let message = "set \"config.posts_per_page\", or lists show 5 stories".to_owned();
            add(Severity::Advice, "GS010-PJ-CONF-PPP", message);
        }
        count if count.as_f64().is_some_and(|count| count >= 1.0) => {}
        count => {
            add(
                E,
                "GS010-PJ-CONF-PPP-INT",
                format!("\"config.posts_per_page\" is {count}; it must be a number above 0"),
            );
        }
    }
    let chosen = &config["card_assets"];
    let empty = chosen.as_object().is_some_and(Map::is_empty) || chosen.as_array().is_some_and(Vec::is_empty);
    if chosen.is_null() || empty {
        let message =
            "set \"config.card_assets\" to say which editor cards the server styles; now it styles all"
                .to_owned();
        add(Severity::Warning, "GS010-PJ-GHOST-CARD-ASSETS-NOT-PRESENT", message);
    }
}

fn custom(add: &mut Add<'_>, settings: &Map<String, Json>) {
    if settings.len() > MAX_CUSTOM {
        let message = format!("\"config.custom\" has {} settings; {MAX_CUSTOM} are the most", settings.len());
        add(E, "GS010-PJ-CUST-THEME-TOTAL-SETTINGS", message);
    }
    for (key, setting) in settings {
        let snake =
            key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !snake || key.starts_with('_') || key.is_empty() {
            let message = format!("the setting {key:?} must be written in small letters with underscores");
            add(E, "GS010-PJ-CUST-THEME-SETTINGS-CASE", message);
        }
        value(add, key, setting);
        let group = &setting["group"];
        if !group.is_null() && !matches!(group.as_str(), Some("post" | "homepage")) {
            let message = format!("the group of {key:?} is {group}; it may be \"post\" or \"homepage\"");
            add(Severity::Advice, "GS010-PJ-CUST-THEME-SETTINGS-GROUP", message);
        }
        if setting["description"].as_str().is_some_and(|text| text.encode_utf16().count() > 100) {
            let message = format!("the description of {key:?} is longer than 100 letters");
            add(Severity::Warning, "GS010-PJ-CUST-THEME-SETTINGS-DESCRIPTION-LENGTH", message);
        }
        if let Some(rule) = setting["visibility"].as_str() {
            visibility(add, key, rule, settings);
        }
    }
}

/// The kind of a setting, and a default that fits it.
fn value(add: &mut Add<'_>, key: &str, setting: &Json) {
    let default = &setting["default"];
    match setting["type"].as_str() {
        Some("select") => {
            let options = setting["options"].as_array().filter(|options| options.len() >= 2);
            match options {
                None => {
                    let message = format!("{key:?} needs at least two \"options\"");
                    add(E, "GS010-PJ-CUST-THEME-SETTINGS-SELECT-OPTIONS", message);
                }
                Some(options) if !options.contains(default) => {
                    let message =
                        format!("the default of {key:?} is {default}; it must be one of its options");
                    add(E, "GS010-PJ-CUST-THEME-SETTINGS-SELECT-DEFAULT", message);
                }
                Some(_) => {}
            }
        }
        Some("boolean") if !default.is_boolean() => {
            let message = format!("the default of {key:?} must be true or false");
            add(E, "GS010-PJ-CUST-THEME-SETTINGS-BOOLEAN-DEFAULT", message);
        }
        Some("color") if !default.as_str().is_some_and(is_color) => {
            let message = format!("the default of {key:?} must be a colour like #15171A");
            add(E, "GS010-PJ-CUST-THEME-SETTINGS-COLOR-DEFAULT", message);
        }
        Some("image") if !matches!(default, Json::Null | Json::Bool(false)) && default != "" => {
            let message = format!("{key:?} is a picture and can have no default");
            add(E, "GS010-PJ-CUST-THEME-SETTINGS-IMAGE-DEFAULT", message);
        }
        Some("boolean" | "color" | "image" | "text") => {}
        _ => {
            let message = format!("the type of {key:?} must be select, boolean, color, image or text");
            add(E, "GS010-PJ-CUST-THEME-SETTINGS-TYPE", message);
        }
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn visibility(add: &mut Add<'_>, key: &str, rule: &str, settings: &Map<String, Json>) {
    match Visibility::parse(rule) {
        None => {
            let message =
                format!("the visibility of {key:?} cannot be read; write it like layout:[Grid, List]");
            add(E, "GS010-PJ-CUST-THEME-SETTINGS-VISIBILITY-SYNTAX", message);
        }
        Some(rule) => {
            if let Some(unknown) = rule.keys().into_iter().find(|name| !settings.contains_key(*name)) {
                let message = format!("the visibility of {key:?} asks for {unknown:?}, which is no setting");
                add(E, "GS010-PJ-CUST-THEME-SETTINGS-VISIBILITY-VALUE", message);
            }
        }
    }
}
