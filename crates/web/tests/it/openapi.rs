//! The Admin API as it is written down: fresh, and true of what the server answers.

use std::path::Path;

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::Role;
use serde_json::{Value, json};

use crate::newspaper::{Client, TestApp, a_page, a_post};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

async fn description(app: &TestApp) -> Value {
    let page = app.browser().ask("GET", "/ghost/api/admin/openapi.json/", Body::empty()).await;
    assert_eq!(page.status, StatusCode::OK);
    serde_json::from_str(&page.text()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test run is configured by its environment alone")]
#[tokio::test]
async fn the_committed_description_is_the_one_that_the_code_makes() {
    let text = serde_json::to_string_pretty(&description(&TestApp::new().await).await).unwrap() + "\n";
    if std::env::var_os("DATELINE_WRITE_OPENAPI").is_some() {
        std::fs::write(COMMITTED, &text).unwrap();
    }
    let committed = std::fs::read_to_string(Path::new(COMMITTED)).unwrap_or_default();
    let renew = "DATELINE_WRITE_OPENAPI=1 cargo test -p dateline-web --test it -- openapi, then npm run types in admin/";
    assert!(committed == text, "docs/openapi.json is of before: {renew}");
}

/// What of `value` does not fit `schema`, each with its place.
fn misfits(api: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return misfits(api, &api["components"]["schemas"][name], value, place, found);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return misfits(api, &merged(api, all), value, place, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = |one: &Value| {
            let mut wrong = Vec::new();
            misfits(api, one, value, place, &mut wrong);
            wrong.is_empty()
        };
        if !any.iter().any(fits) {
            found.push(format!("{place}: {value} is none of {schema}"));
        }
        return;
    }
    if let Some(texts) = schema["enum"].as_array()
        && !texts.contains(value)
    {
        found.push(format!("{place}: {value}"));
    }
    match schema["type"].as_str() {
        Some("string") if value.is_string() => {}
        Some("number") if value.is_number() => {}
        Some("boolean") if value.is_boolean() => {}
        Some("null") if value.is_null() => {}
        Some("array") if value.is_array() => {
            for item in value.as_array().into_iter().flatten() {
                misfits(api, &schema["items"], item, &format!("{place}[]"), found);
            }
        }
        Some("object") if value.is_object() => object_misfits(api, schema, value, place, found),
        None => {}
        _ => found.push(format!("{place}: {value} is no {}", schema["type"])),
    }
}

fn object_misfits(api: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let Some(fields) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            found.push(format!("{place}.{name} is missing"));
        }
    }
    for (name, field) in fields {
        let of = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
        match of {
            Some(of) => misfits(api, of, field, &format!("{place}.{name}"), found),
            None => found.push(format!("{place}.{name} is not described")),
        }
    }
}

/// Objects that a shape joins, as one.
fn merged(api: &Value, all: &[Value]) -> Value {
    let mut whole = json!({ "type": "object", "properties": {}, "required": [] });
    for one in all {
        let name = one["$ref"].as_str().and_then(|name| name.rsplit('/').next());
        let one = name.map_or(one, |name| &api["components"]["schemas"][name]);
        for (field, of) in one["properties"].as_object().into_iter().flatten() {
            whole["properties"][field] = of.clone();
        }
        let required = one["required"].as_array().cloned().unwrap_or_default();
        whole["required"].as_array_mut().unwrap().extend(required);
    }
    whole
}

/// Calls a route and holds the answer against its description.
async fn check(
    api: &Value,
    person: &Client<'_>,
    method: &str,
    route: &str,
    call: &str,
    body: Option<Value>,
) -> Value {
    let path = format!("/ghost/api/admin/{call}");
    let page = match &body {
        Some(body) => person.send_json(method, &path, body).await,
        None => person.ask(method, &path, Body::empty()).await,
    };
    let described = &api["paths"][format!("/{route}/")][method.to_lowercase()]["responses"];
    let answer = &described[page.status.as_str()];
    assert!(answer.is_object(), "{method} {call}: {} is not described; {}", page.status, page.text());
    let schema = &answer["content"]["application/json"]["schema"];
    if schema.is_null() {
        return Value::Null;
    }
    let json: Value = serde_json::from_str(&page.text()).unwrap();
    let mut found = Vec::new();
    misfits(api, schema, &json, route, &mut found);
    assert!(found.is_empty(), "{method} {call}: {found:#?}");
    json
}

#[tokio::test]
async fn answers_have_the_shapes_they_are_said_to_have() {
    let app = TestApp::new().await;
    let api = description(&app).await;
    let owner = app.staff(Role::Owner).await;
    let story = app.publish(a_post().titled("Harbour bridge reopens")).await;
    app.publish(a_page().titled("About the bell")).await;
    app.reader().comment(&story, "A step with ambition.").await;
    let post =
        json!({ "posts": [{ "title": "The lamp", "html": "<p>It is lit.</p>", "tags": ["Harbour"] }] });
    let made =
        check(&api, &owner, "POST", "posts", "posts/?source=html&formats=html,lexical,plaintext", Some(post))
            .await;
    let id = made["posts"][0]["id"].as_str().unwrap().to_owned();
    let seen = &made["posts"][0]["updated_at"];
    let edit = json!({ "posts": [{ "title": "The lamp is lit", "updated_at": seen }] });
    check(&api, &owner, "PUT", "posts/{id}", &format!("posts/{id}/"), Some(edit)).await;
    let hold = json!({ "lock": [{ "holder": "window-1" }] });
    check(&api, &owner, "PUT", "posts/{id}/lock", &format!("posts/{id}/lock/"), Some(hold)).await;
    let preview = json!({ "previews": [{ "hours": 1 }] });
    check(&api, &owner, "POST", "posts/{id}/previews", &format!("posts/{id}/previews/"), Some(preview)).await;
    let snippet = json!({ "snippets": [{ "name": "Rules", "html": "<p>Be kind.</p>" }] });
    check(&api, &owner, "POST", "snippets", "snippets/", Some(snippet)).await;
    let bulk = json!({ "bulk": { "action": "feature" } });
    check(&api, &owner, "PUT", "posts/bulk", "posts/bulk/?filter=featured:false", Some(bulk)).await;
    check(&api, &owner, "POST", "posts/{id}/copy", &format!("posts/{id}/copy/"), Some(json!({}))).await;
    let revisions =
        check(&api, &owner, "GET", "posts/{id}/revisions", &format!("posts/{id}/revisions/"), None).await;
    let revision = revisions["revisions"][0]["id"].as_str().unwrap();
    let one = format!("posts/{id}/revisions/{revision}/");
    check(&api, &owner, "GET", "posts/{id}/revisions/{revision}", &one, None).await;
    let tag = json!({ "tags": [{ "name": "Ferry" }] });
    check(&api, &owner, "POST", "tags", "tags/", Some(tag)).await;
    let guest = json!({ "authors": [{ "name": "A guest", "website": "https://gull.example/" }] });
    check(&api, &owner, "POST", "authors", "authors/", Some(guest)).await;
    let key = json!({ "keys": [{ "kind": "admin", "name": "the writing app" }] });
    check(&api, &owner, "POST", "keys", "keys/", Some(key)).await;
    let invite =
        json!({ "invites": [{ "email": "tom@bell.example", "role_id": "000000000000000000000003" }] });
    check(&api, &owner, "POST", "invites", "invites/", Some(invite)).await;
    let redirects = json!({ "redirects": [{ "from": "/old/", "to": "/new/", "permanent": true }] });
    check(&api, &owner, "PUT", "redirects", "redirects/", Some(redirects)).await;
    for (route, call) in [
        ("site", "site/"),
        ("sessions", "sessions/"),
        ("authentication/setup", "authentication/setup/"),
        ("authentication/invitation", "authentication/invitation/?token=none"),
        ("users", "users/?include=roles"),
        ("users/me", "users/me/?include=roles"),
        ("roles", "roles/"),
        ("invites", "invites/"),
        ("second_factor", "second_factor/"),
        ("settings", "settings/"),
        ("custom_theme_settings", "custom_theme_settings/"),
        ("redirects", "redirects/"),
        ("redirects/download", "redirects/download/"),
        ("audit", "audit/"),
        ("status", "status/"),
        ("snippets", "snippets/"),
        ("posts/{id}/revisions", &format!("posts/{id}/revisions/")),
        ("posts/{id}/lock", &format!("posts/{id}/lock/")),
        ("posts/{id}/previews", &format!("posts/{id}/previews/")),
        ("posts", "posts/?formats=html"),
        ("posts/{id}", &format!("posts/{id}/?formats=html")),
        ("pages", "pages/"),
        ("tags", "tags/?include=count.posts"),
        ("authors", "authors/?include=count.posts"),
        ("keys", "keys/"),
        ("media", "media/"),
        ("comments", "comments/?filter=status:approved"),
        ("comments/counts", "comments/counts/"),
        ("comments/log", "comments/log/"),
        ("comments/bans", "comments/bans/"),
        ("comments/reported", "comments/reported/"),
        ("comments/appeals", "comments/appeals/"),
    ] {
        check(&api, &owner, "GET", route, call, None).await;
    }
    let comments = check(&api, &owner, "GET", "comments", "comments/?filter=status:approved", None).await;
    let comment = comments["comments"][0]["id"].as_str().unwrap();
    for (route, call) in [
        ("comments/{id}", ""),
        ("comments/{id}/history", "history/"),
        ("comments/{id}/versions", "versions/"),
    ] {
        check(&api, &owner, "GET", route, &format!("comments/{comment}/{call}"), None).await;
    }
    let decision = json!({ "bulk": { "action": "spam", "ids": [comment] } });
    check(&api, &owner, "PUT", "comments/bulk", "comments/bulk/", Some(decision)).await;
}
