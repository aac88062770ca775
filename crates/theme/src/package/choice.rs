//! The owner's choices: custom settings with their values, and templates that a story can choose.

use serde_json::Value as Json;

use super::{CustomSetting, Package, Visibility, json_value};
use crate::ThemeError;

/// Characters of a text that an owner writes.
const MAX_CHARS: usize = 2_000;

/// A custom setting as the site has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown<'a> {
    /// Its name in templates.
    pub key: &'a str,
    /// What the theme says of it.
    pub setting: &'a CustomSetting,
    /// The owner's choice, or the default where there is none or it does not fit any more.
    pub value: &'a Json,
    /// Whether it means something beside the other choices; templates find nothing else.
    pub visible: bool,
}

/// A template that a story or a page can choose for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenTemplate {
    /// Its file without its ending.
    pub filename: String,
    /// As an editor reads it.
    pub name: String,
    /// `post`, `page` or both.
    pub kinds: Vec<&'static str>,
    /// The one story or page it is for.
    pub slug: Option<String>,
}

impl Package {
    /// Every custom setting with its value beside the owner's choices.
    pub fn shown<'a>(&'a self, chosen: &'a [(String, Json)]) -> Vec<Shown<'a>> {
        let value = |key: &str, setting: &'a CustomSetting| {
            let own = chosen.iter().find(|(name, _)| name == key).map(|(_, value)| value);
            own.filter(|own| setting.fits(own)).unwrap_or(&setting.default)
        };
        let written = |key: &str| {
            let found = self.custom.iter().find(|(name, _)| name == key);
            found
                .map(|(key, setting)| json_value(value(key, setting)).to_text().to_string())
                .unwrap_or_default()
        };
        let shown = |(key, setting): &'a (String, CustomSetting)| {
            let rule = setting.visibility.as_deref().and_then(Visibility::parse);
            let visible = rule.is_none_or(|rule| rule.holds(&written));
            Shown { key, setting, value: value(key, setting), visible }
        };
        self.custom.iter().map(shown).collect()
    }

    /// Whether an owner may choose `value` for the setting `key`.
    ///
    /// # Errors
    /// [`ThemeError::Setting`]: there is no such setting, or another value would fit.
    pub fn check_choice(&self, key: &str, value: &Json) -> Result<(), ThemeError> {
        let refuse = |reason: String| Err(ThemeError::Setting { key: key.to_owned(), reason });
        let Some((_, setting)) = self.custom.iter().find(|(name, _)| name == key) else {
            let known: Vec<&str> = self.custom.iter().map(|(name, _)| name.as_str()).collect();
            return refuse(format!("the theme has no such setting; it has {}", known.join(", ")));
        };
        let text = value.as_str().unwrap_or_default();
        match setting.kind.as_str() {
            _ if !setting.fits(value) => refuse(match setting.kind.as_str() {
                "select" => format!("choose one of {}", setting.options.join(", ")),
                "boolean" => "it is true or false".to_owned(),
                _ => "it is a text".to_owned(),
            }),
            "color" if !text.is_empty() && crate::accent::Rgb::parse(text).is_none() => {
                refuse("it is a colour like #8b1a1a".to_owned())
            }
            "image" if !text.is_empty() && !is_address(text) => {
                refuse("it is the address of a picture, such as /content/images/cover.png".to_owned())
            }
            _ if text.chars().count() > MAX_CHARS => refuse(format!("it has at most {MAX_CHARS} characters")),
            _ => Ok(()),
        }
    }

    /// A choice as it is written at a command line.
    ///
    /// # Errors
    /// As [`Self::check_choice`].
    pub fn choice_of(&self, key: &str, text: &str) -> Result<Json, ThemeError> {
        let is_switch = self.custom.iter().any(|(name, setting)| name == key && setting.kind == "boolean");
        let value = match text {
            "true" if is_switch => Json::Bool(true),
            "false" if is_switch => Json::Bool(false),
            text => Json::from(text),
        };
        self.check_choice(key, &value).map(|()| value)
    }
}

/// A path of this site or a whole address of the web.
fn is_address(text: &str) -> bool {
    let begins = text.starts_with("https://") || text.starts_with("http://");
    (begins || (text.starts_with('/') && !text.starts_with("//"))) && !text.contains(char::is_whitespace)
}

impl ChosenTemplate {
    /// The template of a file, if a story or a page can choose it: Ghost's rule of names.
    pub(crate) fn of(file: &str) -> Option<Self> {
        let filename = file.strip_suffix(".hbs").filter(|name| !name.contains('/'))?;
        let (kinds, slug) = match filename.split_once('-')? {
            ("custom", _) => (vec!["page", "post"], None),
            ("post", slug) => (vec!["post"], Some(slug.to_owned())),
            ("page", slug) => (vec!["page"], Some(slug.to_owned())),
            _ => return None,
        };
        let words = filename.strip_prefix("custom-").unwrap_or(filename).split('-');
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
                .unwrap_or_default()
        };
        let name = words.map(capital).collect::<Vec<_>>().join(" ");
        Some(Self { filename: filename.to_owned(), name, kinds, slug })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn package() -> Package {
        Package::parse(
            br##"{"config":{"custom":{
                "layout":{"type":"select","options":["Grid","List"],"default":"Grid"},
                "wide":{"type":"boolean","default":true},
                "tone":{"type":"color","default":"#112233"},
                "cover":{"type":"image"},
                "motto":{"type":"text","visibility":"layout:List"}}}}"##,
        )
    }

    #[test]
    fn a_choice_fits_its_kind_or_is_refused_with_what_would() {
        let package = package();
        for (key, text) in [
            ("layout", "List"),
            ("wide", "false"),
            ("tone", "#abc"),
            ("cover", "/content/images/a.png"),
            ("cover", ""),
            ("motto", "Sea"),
        ] {
            assert!(package.choice_of(key, text).is_ok(), "{key}={text}");
        }
        for (key, text, why) in [
            ("layout", "Rows", "one of Grid, List"),
            ("wide", "yes", "true or false"),
            ("tone", "red", "a colour like"),
            ("cover", "javascript:alert(1)", "address of a picture"),
            ("colour", "red", "it has layout, wide"),
        ] {
            let error = package.choice_of(key, text).unwrap_err().to_string();
            assert!(error.contains(why), "{key}={text}: {error}");
        }
        let long = |count: usize| package.choice_of("motto", &"x".repeat(count)).is_ok();
        assert!(long(MAX_CHARS) && !long(MAX_CHARS + 1));
    }

    #[test]
    fn a_setting_is_visible_when_its_rule_holds() {
        let package = package();
        let motto = |chosen: &[(String, Json)]| package.shown(chosen)[4].visible;
        assert!(!motto(&[]));
        assert!(motto(&[("layout".to_owned(), Json::from("List"))]));
    }

    #[test]
    fn templates_are_offered_under_the_names_that_ghost_gives_them() {
        let template = ChosenTemplate::of("custom-full-feature-image.hbs").unwrap();
        assert_eq!((template.name.as_str(), template.kinds.len()), ("Full Feature Image", 2));
        assert_eq!(ChosenTemplate::of("page-about.hbs").unwrap().slug.as_deref(), Some("about"));
        assert_eq!(ChosenTemplate::of("post.hbs"), None);
        assert_eq!(ChosenTemplate::of("partials/custom-x.hbs"), None);
    }
}
