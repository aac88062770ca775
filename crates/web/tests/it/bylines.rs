//! Under whose names stories are printed: kept at the desk, seen by readers.

use axum::http::StatusCode;
use dateline_model::Role;
use serde_json::{Value, json};

use crate::newspaper::{TestApp, a_post};

const PATH: &str = "/ghost/api/admin/authors/";

#[tokio::test]
async fn a_guest_is_described_before_the_first_story_and_signs_it() {
    let app = TestApp::new().await;
    let editor = app.staff(Role::Editor).await;
    let guest =
        json!({ "authors": [{ "name": "Zeynep Ada", "bio": "Sails.", "website": "https://gull.example/" }] });
    let page = editor.send_json("POST", PATH, &guest).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.text());
    let made = &page.json()["authors"][0];
    assert_eq!((made["slug"].as_str(), &made["is_guest"]), (Some("zeynep-ada"), &json!(true)));
    let story = app.publish(a_post().titled("Harbour").signed(&["Zeynep Ada"])).await;
    let printed = app.reader().get("/author/zeynep-ada/").await;
    assert!(printed.text().contains("Sails.") && printed.text().contains(&story.title), "{}", printed.text());
}

#[tokio::test]
async fn a_new_name_is_on_the_stories_at_once() {
    let app = TestApp::new().await;
    let editor = app.staff(Role::Editor).await;
    let story = app.publish(a_post().titled("Harbour").signed(&["Zeynep Ada"])).await;
    let path = story.permalink.unwrap();
    assert!(app.reader().get(&path).await.text().contains("Zeynep Ada"));
    let id = editor.get(PATH).await.json()["authors"][0]["id"].as_str().unwrap().to_owned();
    let edit = json!({ "authors": [{ "name": "Zeynep Deniz", "bio": null }] });
    let page = editor.send_json("PUT", &format!("{PATH}{id}/"), &edit).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(page.json()["authors"][0]["bio"], Value::Null);
    let printed = app.reader().get(&path).await.text().clone();
    assert!(printed.contains("Zeynep Deniz") && !printed.contains("Zeynep Ada"), "{printed}");
}

#[tokio::test]
async fn what_is_no_address_and_what_is_too_long_is_refused() {
    let app = TestApp::new().await;
    let editor = app.staff(Role::Editor).await;
    let longest = "b".repeat(2_000);
    for (field, value, status) in [
        ("website", "javascript:alert(1)", StatusCode::UNPROCESSABLE_ENTITY),
        ("website", "//gull.example/", StatusCode::UNPROCESSABLE_ENTITY),
        ("profile_image", "/content/images/ada.jpg", StatusCode::CREATED),
        ("profile_image", "data:image/png;base64,AA", StatusCode::UNPROCESSABLE_ENTITY),
        ("bio", longest.as_str(), StatusCode::CREATED),
        ("bio", &format!("{longest}b"), StatusCode::UNPROCESSABLE_ENTITY),
        ("name", " ", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let mut author = json!({ "name": "Ada" });
        author[field] = value.into();
        let page = editor.send_json("POST", PATH, &json!({ "authors": [author] })).await;
        assert_eq!(page.status, status, "{field} {}: {}", value.len(), page.text());
    }
}
