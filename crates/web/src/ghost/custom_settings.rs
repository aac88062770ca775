//! The active theme's custom settings, as Ghost's design screen reads and changes them.

use std::collections::BTreeMap;

use axum::body::Body;
use dateline_model::{Paper, SiteSettings};
use dateline_press::{Answer, Ask, Body as Printed, CachePolicy, Depends};
use dateline_theme::{Shown, Theme};
use serde_json::{Value, json};

use super::body::missing;
use super::error::{ErrorKind, GhostError};
use super::{Call, Reply};
use crate::form::{Form, FormLimits, read_json};
use crate::path::RequestPath;

const NAME: &str = "custom_theme_settings";
/// Bytes of a body: twenty settings of two thousand characters.
const BYTES_MAX: usize = 256 * 1024;
/// The same as a field of a form, and a path.
const FORM_LIMITS: FormLimits =
    FormLimits { bytes: 3 * BYTES_MAX, fields: 2, name_bytes: 16, value_bytes: BYTES_MAX };

/// `GET admin/custom_theme_settings/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let settings = call.visit.app.store().read().await?.settings(call.visit.paper.id()).await?;
    let theme = call.visit.app.press().theme_named(&settings.theme);
    Ok(Reply::Ok(shape(&theme, &settings)))
}

/// `PUT admin/custom_theme_settings/` with the list as it was read, or the pairs of it that change: all of them or none.
pub(super) async fn edit(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let json: Value = read_json(call.visit.headers(), body, BYTES_MAX).await?;
    let app = &call.visit.app;
    let settings = app.store().read().await?.settings(call.visit.paper.id()).await?;
    let theme = app.press().theme_named(&settings.theme);
    let choices = choices(&theme, &json[NAME])?;
    let name = settings.theme_name();
    let paper = app.newsroom().choose_theme_settings(&call.visit.paper, name, choices).await?;
    app.catch_up().await?;
    Ok(Reply::Changed(shape(&theme, &paper.settings)))
}

/// `POST admin/custom_theme_settings/preview/`, a form with `choices`, the pairs as JSON, and `path`: that page of the site
/// as it would be with these choices. It is printed for this one answer: nothing is stored, and no cache keeps it.
///
/// A form and no JSON, since the desk sends it into a frame of its own: a page that a browser loads is under the policy it
/// comes with, and one that a script writes would be under the desk's.
pub(super) async fn preview(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let visit = call.visit;
    let form = Form::read(visit.headers(), body, &FORM_LIMITS).await?;
    let pairs: Value = serde_json::from_str(form.text("choices")).map_err(|_| missing("choices"))?;
    let path = RequestPath::parse(form.text("path"))
        .map_err(|error| GhostError::validation("path", &error.to_string()))?
        .decoded();
    let mut settings = visit.app.store().read().await?.settings(visit.paper.id()).await?;
    let choices = choices(&visit.app.press().theme_named(&settings.theme), &pairs)?;
    let name = settings.theme_name().to_owned();
    settings.theme_settings.entry(name).or_default().extend(choices);
    let paper = Paper::new(visit.paper.site.clone(), settings);
    let hidden = |post| visit.hidden(post);
    let ask = Ask { paper: &paper, path: &path, query: "", ..visit.ask(&hidden) };
    let page = Box::pin(visit.app.press().answer(ask)).await.map_err(|error| {
        let kind = ErrorKind::Internal(http::StatusCode::INTERNAL_SERVER_ERROR);
        GhostError::new(kind, "The page could not be printed with these choices.").because(error)
    })?;
    if !matches!(page.body, Printed::Html(_)) {
        return Err(GhostError::validation("path", "No page stands at this address."));
    }
    let (cache, depends) = (CachePolicy::Never, Depends::default());
    Ok(Reply::Page(Box::new(Answer { cache, depends, changed_at: None, index: false, ..page })))
}

/// What was chosen, each fit for its setting.
fn choices(theme: &Theme, pairs: &Value) -> Result<BTreeMap<String, Value>, GhostError> {
    let mut choices = BTreeMap::new();
    for pair in pairs.as_array().ok_or_else(|| missing(NAME))? {
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
    Ok(choices)
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
