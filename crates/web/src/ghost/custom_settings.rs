//! The active theme's custom settings, as Ghost's design screen reads and changes them.

use std::collections::BTreeMap;

use axum::body::Body;
use dateline_model::SiteSettings;
use dateline_theme::{Shown, Theme};
use serde_json::{Value, json};

use super::body::missing;
use super::error::GhostError;
use super::{Call, Reply};
use crate::form::read_json;

const NAME: &str = "custom_theme_settings";
/// Bytes of a body: twenty settings of two thousand characters.
const BYTES_MAX: usize = 256 * 1024;

/// `GET admin/custom_theme_settings/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let settings = call.visit.app.store().read().await?.settings(call.visit.paper.id()).await?;
    let theme = call.visit.app.press().theme_named(&settings.theme);
    Ok(Reply::Ok(shape(&theme, &settings)))
}

/// `PUT admin/custom_theme_settings/` with the list as it was read, or the pairs of it that change: all of them or none.
pub(super) async fn edit(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let json: Value = read_json(call.visit.headers(), body, BYTES_MAX).await?;
    let pairs = json[NAME].as_array().ok_or_else(|| missing(NAME))?;
    let app = &call.visit.app;
    let settings = app.store().read().await?.settings(call.visit.paper.id()).await?;
    let theme = app.press().theme_named(&settings.theme);
    let mut choices = BTreeMap::new();
    for pair in pairs {
        let key = pair["key"].as_str().ok_or_else(|| missing("key"))?;
        let value = match &pair["value"] {
            // Programs and forms may write a switch as a word.
            Value::String(text) => theme.package().choice_of(key, text)?,
            value => {
                theme.package().check_choice(key, value)?;
                value.clone()
            }
        };
        choices.insert(key.to_owned(), value);
    }
    let name = settings.theme_name();
    let paper = app.newsroom().choose_theme_settings(&call.visit.paper, name, choices).await?;
    app.catch_up().await?;
    Ok(Reply::Changed(shape(&theme, &paper.settings)))
}

fn shape(theme: &Theme, settings: &SiteSettings) -> Value {
    let chosen: Vec<(String, Value)> = settings
        .theme_settings
        .get(settings.theme_name())
        .map(|chosen| chosen.iter().map(|(key, value)| (key.clone(), value.clone())).collect())
        .unwrap_or_default();
    let shown = theme.package().shown(&chosen);
    let list: Vec<Value> = shown.iter().enumerate().map(|(number, shown)| one(number, shown)).collect();
    json!({ NAME: list })
}

fn one(number: usize, shown: &Shown<'_>) -> Value {
    let setting = shown.setting;
    let mut json = json!({
        // Ghost's settings have ids; a key is as good as one, and no program keeps them.
        "id": format!("{:024x}", number + 1),
        "key": shown.key,
        "type": setting.kind,
        "options": if setting.kind == "select" { json!(setting.options) } else { Value::Null },
        "default": setting.default,
        "value": shown.value,
        "visible": shown.visible,
    });
    for (name, text) in [
        ("group", &setting.group),
        ("description", &setting.description),
        ("visibility", &setting.visibility),
    ] {
        if let Some(text) = text {
            json[name] = json!(text);
        }
    }
    json
}
