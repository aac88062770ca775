//! The site's settings as the desk changes them: pairs of key and value, under Ghost's names where Ghost has them.

use axum::body::Body;
use dateline_model::{Duty, SiteSettings};
use serde_json::{Value, json};

use super::body::missing;
use super::caller::Caller;
use super::error::GhostError;
use super::{Call, Reply};
use crate::form::read_json;

/// Bytes of a body: every setting at its longest would be more than anybody writes.
const BYTES_MAX: usize = 512 * 1024;
/// Pairs that one call may set.
const PAIRS_MAX: usize = 100;
/// Ghost's word for whether readers may comment at all; its values are `all` and `off`.
const COMMENTS: &str = "comments_enabled";
/// Ghost's word for whether readers are asked for a password; with true, the password comes along or is there already.
const PRIVATE: &str = "is_private";
/// The password itself.
const PASSWORD: &str = "password";
/// What calls of their own change, not this one.
const NOT_HERE: &[&str] = &["theme", "theme_settings", "routes", "blogger_blog", "imported_from"];

/// What only those may see who may set it: keys that other services know the site by, and its password.
const SECRET: &[&str] = &["akismet_key", PASSWORD];

/// `GET admin/settings/`
pub(super) async fn read(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    // The list of sites is a second behind the store; who has just saved must see it.
    let settings = call.visit.app.store().read().await?.settings(call.visit.paper.id()).await?;
    let mut json = shape(&settings);
    if let (false, Some(pairs)) = (caller.has(Duty::Settings), json["settings"].as_array_mut()) {
        pairs.retain(|pair| !SECRET.iter().any(|secret| pair["key"] == *secret));
    }
    Ok(Reply::Ok(json))
}

/// `PUT admin/settings/` with `{"settings":[{"key":"title","value":"The Harbour Bell"}]}`: all of them or none.
pub(super) async fn edit(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let json: Value = read_json(call.visit.headers(), body, BYTES_MAX).await?;
    let pairs = json["settings"].as_array().ok_or_else(|| missing("settings"))?;
    if pairs.len() > PAIRS_MAX {
        return Err(GhostError::validation("settings", "A call changes at most 100 settings."));
    }
    let changes: Result<Vec<(String, String)>, GhostError> = pairs.iter().map(change).collect();
    let changes = opened_or_closed(changes?, &call.visit.paper.settings)?;
    let app = &call.visit.app;
    let paper = app.newsroom().change_settings(&call.visit.paper, &changes).await?;
    // The reader's next page shows them, not only the one after the log was read again.
    app.catch_up().await?;
    Ok(Reply::Changed(shape(&paper.settings)))
}

/// The changes without Ghost's switch, of which we have none: a site with a password is private, one without is not.
fn opened_or_closed(
    mut changes: Vec<(String, String)>,
    now: &SiteSettings,
) -> Result<Vec<(String, String)>, GhostError> {
    let Some(at) = changes.iter().position(|(key, _)| key == PRIVATE) else { return Ok(changes) };
    let (_, wish) = changes.remove(at);
    match wish.as_str() {
        "false" => {
            changes.retain(|(key, _)| key != PASSWORD);
            changes.push((PASSWORD.to_owned(), String::new()));
        }
        "true" => {
            let given = changes.iter().rfind(|(key, _)| key == PASSWORD).map(|(_, value)| value.as_str());
            if given.unwrap_or(&now.password).trim().is_empty() {
                return Err(GhostError::validation(PASSWORD, "A private site needs a password to ask for."));
            }
        }
        _ => return Err(GhostError::validation(PRIVATE, "It is true or false.")),
    }
    Ok(changes)
}

/// A pair as the newsroom's name and value.
fn change(pair: &Value) -> Result<(String, String), GhostError> {
    let key = pair["key"].as_str().ok_or_else(|| missing("key"))?;
    let value = match &pair["value"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        // Menus may come as lists, too.
        list @ Value::Array(_) => list.to_string(),
        Value::Object(_) => {
            return Err(GhostError::validation(key, "A setting is a text, a number or a list."));
        }
    };
    if NOT_HERE.contains(&key) {
        return Err(GhostError::validation(key, "This is not set here."));
    }
    match (key, value.as_str()) {
        (COMMENTS, "all") => Ok(("comments_open".to_owned(), "true".to_owned())),
        (COMMENTS, "off") => Ok(("comments_open".to_owned(), "false".to_owned())),
        (COMMENTS, _) => {
            Err(GhostError::validation(COMMENTS, "It is all or off: this server has no members."))
        }
        _ => Ok((key.to_owned(), value)),
    }
}

fn shape(settings: &SiteSettings) -> Value {
    let comments = if settings.comments_open { "all" } else { "off" };
    let shown = settings.to_rows().into_iter().filter(|(name, _)| !NOT_HERE.contains(name));
    let mut pairs: Vec<Value> = shown.map(|(name, value)| json!({ "key": name, "value": value })).collect();
    pairs.push(json!({ "key": COMMENTS, "value": comments }));
    pairs.push(json!({ "key": PRIVATE, "value": settings.is_private() }));
    json!({ "settings": pairs, "meta": {} })
}
