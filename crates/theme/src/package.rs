//! `package.json`: what a theme says of itself. A missing or unreadable file means the defaults, as in Ghost.

mod choice;
mod visibility;

use std::collections::BTreeMap;

use dateline_hbs::{Map, Value};
use serde_json::Value as Json;

pub use choice::{ChosenTemplate, Shown};
pub(crate) use visibility::Visibility;

/// A named picture size; either side may be free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImageSize {
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
}

impl ImageSize {
    /// Its name in the address of a picture: `w600`, `h400` or `w600h400`; nothing where both sides are free.
    pub fn directory(&self) -> Option<String> {
        let side =
            |letter: char, side: Option<u32>| side.map(|side| format!("{letter}{side}")).unwrap_or_default();
        let name = format!("{}{}", side('w', self.width), side('h', self.height));
        if name.is_empty() { None } else { Some(name) }
    }
}

/// A setting that the theme offers to the site's owner.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomSetting {
    /// `select`, `boolean`, `color`, `image` or `text`.
    pub kind: String,
    /// Its value where the owner has chosen none.
    pub default: Json,
    /// What a `select` offers.
    pub options: Vec<String>,
    /// `homepage`, `post`, or nothing for the whole site.
    pub group: Option<String>,
    /// What it does, for the owner.
    pub description: Option<String>,
    /// When it has a meaning, as a filter over the other settings; always where there is none.
    pub visibility: Option<String>,
}

impl CustomSetting {
    /// Whether the setting can have this value. A choice that is offered no more, or of another kind, cannot stay.
    pub fn fits(&self, value: &Json) -> bool {
        match self.kind.as_str() {
            "select" => value.as_str().is_some_and(|value| self.options.iter().any(|option| option == value)),
            "boolean" => value.is_boolean(),
            _ => value.is_string() || value.is_null(),
        }
    }
}

/// The parts of `package.json` that change how pages are made.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// The theme's name.
    pub name: String,
    /// The theme's version.
    pub version: String,
    /// Stories on a page of a list, at least 1. Ghost's default is 5.
    pub posts_per_page: u32,
    /// Picture sizes by name, for `{{img_url size="…"}}`.
    pub image_sizes: BTreeMap<String, ImageSize>,
    /// Which editor cards the site's own CSS serves: `true`, `false`, or `{include|exclude: […]}`.
    pub card_assets: Json,
    /// Settings by key, in the theme's order, at most [`MAX_CUSTOM`].
    pub custom: Vec<(String, CustomSetting)>,
}

/// Ghost's own limit of custom settings.
pub(crate) const MAX_CUSTOM: usize = 20;

impl Default for Package {
    fn default() -> Self {
        Self {
            name: String::new(),
            version: String::new(),
            posts_per_page: 5,
            image_sizes: BTreeMap::new(),
            card_assets: Json::Bool(true),
            custom: Vec::new(),
        }
    }
}

impl Package {
    /// Whether the theme names a size, written as in the address of a picture.
    pub fn offers_size(&self, directory: &str) -> bool {
        self.image_sizes.values().any(|size| size.directory().as_deref() == Some(directory))
    }

    /// Reads the file; what is missing or of the wrong kind keeps its default.
    pub fn parse(source: &[u8]) -> Self {
        let mut package = Self::default();
        let Ok(json) = serde_json::from_slice::<Json>(source) else { return package };
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        package.name = text(&json["name"]);
        package.version = text(&json["version"]);
        let config = &json["config"];
        if let Some(count) = config["posts_per_page"].as_u64().filter(|count| *count >= 1) {
            package.posts_per_page = count.min(u64::from(u32::MAX)) as u32;
        }
        for (name, size) in config["image_sizes"].as_object().into_iter().flatten() {
            let side = |key: &str| size[key].as_u64().and_then(|side| u32::try_from(side).ok());
            let size = ImageSize { width: side("width"), height: side("height") };
            package.image_sizes.insert(name.clone(), size);
        }
        if !config["card_assets"].is_null() {
            package.card_assets = config["card_assets"].clone();
        }
        for (key, setting) in config["custom"].as_object().into_iter().flatten().take(MAX_CUSTOM) {
            let options = setting["options"].as_array().into_iter().flatten().map(text).collect();
            let optional = |key: &str| setting[key].as_str().map(str::to_owned);
            package.custom.push((
                key.clone(),
                CustomSetting {
                    kind: text(&setting["type"]),
                    default: setting["default"].clone(),
                    options,
                    group: optional("group"),
                    description: optional("description"),
                    visibility: optional("visibility"),
                },
            ));
        }
        package
    }

    /// `@custom`: the owner's choices `chosen` over the defaults. A setting that its rule hides is nothing, whatever
    /// its value.
    pub(crate) fn custom_values<'a>(&'a self, chosen: &'a [(String, Json)]) -> Value<'a> {
        let mut map = Map::new();
        for shown in self.shown(chosen) {
            map.set(shown.key, if shown.visible { json_value(shown.value) } else { Value::Null });
        }
        map.into()
    }

    /// `@config`; `per_page` is what a route says in the theme's place.
    pub(crate) fn config_values(&self, per_page: Option<u64>) -> Value<'_> {
        let mut sizes = Map::new();
        for (name, size) in &self.image_sizes {
            let sides = [("width", size.width), ("height", size.height)];
            let given = sides.into_iter().filter_map(|(side, pixels)| Some((side, pixels?)));
            sizes.set(name, given.fold(Map::new(), |map, (side, pixels)| map.with(side, pixels)));
        }
        Map::new()
            .with("posts_per_page", per_page.unwrap_or(u64::from(self.posts_per_page)))
            .with("image_sizes", sizes)
            .into()
    }
}

fn json_value(json: &Json) -> Value<'_> {
    match json {
        Json::Null | Json::Array(_) | Json::Object(_) => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or_default()),
        Json::String(text) if text.is_empty() => Value::Null,
        Json::String(text) => Value::from(text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_unreadable_package_means_ghosts_defaults() {
        assert_eq!(Package::parse(b"{"), Package::default());
        assert_eq!(Package::parse(b"{}").posts_per_page, 5);
    }

    #[test]
    fn a_page_holds_at_least_one_story() {
        assert_eq!(Package::parse(br#"{"config":{"posts_per_page":0}}"#).posts_per_page, 5);
        assert_eq!(Package::parse(br#"{"config":{"posts_per_page":1}}"#).posts_per_page, 1);
    }

    #[test]
    fn the_twenty_first_custom_setting_is_left_out() {
        let settings = |count: usize| {
            let rows: Vec<_> =
                (0..count).map(|n| format!(r#""s{n}":{{"type":"text","default":"x"}}"#)).collect();
            Package::parse(format!(r#"{{"config":{{"custom":{{{}}}}}}}"#, rows.join(",")).as_bytes())
        };
        assert_eq!(settings(MAX_CUSTOM).custom.len(), MAX_CUSTOM);
        assert_eq!(settings(MAX_CUSTOM + 1).custom.len(), MAX_CUSTOM);
    }

    #[test]
    fn a_setting_that_its_rule_hides_is_nothing() {
        let source = br#"{"config":{"custom":{
            "layout":{"type":"select","options":["Grid","List"],"default":"Grid"},
            "columns":{"type":"text","default":"3","visibility":"layout:Grid"}}}}"#;
        let package = Package::parse(source);
        assert_eq!(package.custom_values(&[]).property("columns").to_text().as_str(), "3");
        let chosen = [("layout".to_owned(), Json::from("List"))];
        assert!(package.custom_values(&chosen).property("columns").is_absent());
    }

    #[test]
    fn the_owners_choice_wins_over_the_default() {
        let package = Package::parse(br#"{"config":{"custom":{"wide":{"type":"boolean","default":true}}}}"#);
        let chosen = [("wide".to_owned(), Json::Bool(false))];
        assert!(package.custom_values(&[]).property("wide").is_truthy());
        assert!(!package.custom_values(&chosen).property("wide").is_truthy());
        let of_another_kind = [("wide".to_owned(), Json::from("no"))];
        assert!(package.custom_values(&of_another_kind).property("wide").is_truthy());
    }
}
