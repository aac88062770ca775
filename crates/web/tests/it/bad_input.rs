//! What nobody sends who means well: passwords, lists and bodies beyond every measure. It is refused with a sentence, and
//! nothing that was there is lost.

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use dateline_model::Role;
use serde_json::{Value, json};

use crate::newspaper::{PASSWORD, Page, TestApp, a_post};

const API: &str = "/ghost/api/admin/";
/// Bytes of a megabyte.
const MEGABYTE: usize = 1024 * 1024;

fn is_told(page: &Page, status: StatusCode) {
    assert_eq!(page.status, status, "{}", page.text().chars().take(300).collect::<String>());
    assert!(!page.json()["errors"][0]["message"].as_str().unwrap_or_default().is_empty(), "{}", page.text());
}

#[tokio::test]
async fn a_password_of_a_megabyte_opens_nothing_and_sets_nothing() {
    let app = TestApp::new().await;
    let owner = app.staff(Role::Owner).await;
    let long = "x".repeat(MEGABYTE);
    let entering = json!({ "username": "owner@bell.example", "password": long });
    let refused = app.browser().send_json("POST", &format!("{API}session/"), &entering).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    let me = owner.get(&format!("{API}users/me/")).await.json()["users"][0]["id"].clone();
    let change = json!({ "password": [
        { "user_id": me, "oldPassword": PASSWORD, "newPassword": long, "ne2Password": long },
    ] });
    let refused = owner.send_json("PUT", &format!("{API}users/password/"), &change).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    let entering = json!({ "username": "owner@bell.example", "password": PASSWORD });
    let entered = app.browser().send_json("POST", &format!("{API}session/"), &entering).await;
    assert_eq!(entered.status, StatusCode::CREATED, "the password is the one of before");
}

#[tokio::test]
async fn a_story_with_ten_thousand_tags_is_refused_and_stays_as_it_was() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    let story = app.publish(a_post().titled("Harbour bridge reopens")).await;
    let path = format!("{API}posts/{}/", story.id);
    let seen = desk.get(&path).await.json()["posts"][0]["updated_at"].clone();
    let tags: Vec<Value> = (0..10_000).map(|number| json!({ "name": format!("tag {number}") })).collect();
    let edit = json!({ "posts": [{ "updated_at": seen, "title": "Gone", "tags": tags }] });
    is_told(&desk.send_json("PUT", &path, &edit).await, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = desk.get(&path).await.json();
    assert_eq!(kept["posts"][0]["title"], "Harbour bridge reopens");
    assert_eq!(kept["posts"][0]["updated_at"], seen);
    let made = desk.get(&format!("{API}tags/?filter=slug:tag-9999")).await.json();
    assert_eq!(made["tags"], json!([]), "none of the tags was made either");
}

#[tokio::test]
async fn a_body_of_fifty_megabytes_is_refused_wherever_it_is_sent() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Owner).await;
    // Shared bytes: what is sent is never read to its end, and copying it would be all the work there is.
    let body = Bytes::from(format!("{{\"posts\":[{{\"title\":\"{}\"}}]}}", "x".repeat(50 * MEGABYTE)));
    let json = desk.clone().sending("content-type", "application/json");
    for (method, path) in [
        ("POST", "posts/?source=html"),
        ("POST", "tags/"),
        ("PUT", "settings/"),
        ("POST", "webhooks/"),
        ("PUT", "redirects/"),
        ("PUT", "comments/bulk/"),
        ("PUT", "custom_theme_settings/"),
        ("POST", "session/"),
    ] {
        is_told(
            &json.ask(method, &format!("{API}{path}"), Body::from(body.clone())).await,
            StatusCode::PAYLOAD_TOO_LARGE,
        );
    }
    let form = desk.clone().sending("content-type", "application/x-www-form-urlencoded");
    let preview = format!("{API}custom_theme_settings/preview/");
    is_told(&form.ask("POST", &preview, Body::from(body)).await, StatusCode::PAYLOAD_TOO_LARGE);
}
