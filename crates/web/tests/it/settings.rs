//! Settings and redirects from the desk, and the log of who did what.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::Role;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::newspaper::{MINUTE, PASSWORD, TestApp, a_post, posts};

const SETTINGS: &str = "/ghost/api/admin/settings/";
const AUDIT: &str = "/ghost/api/admin/audit/";

#[tokio::test]
async fn a_new_title_stands_on_the_next_page_that_a_reader_opens() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    let desk = app.staff(Role::Administrator).await;
    assert!(app.reader().get("/").await.text().contains("The Harbour Bell"));
    let change = json!({ "settings": [
        { "key": "title", "value": "The Evening Bell" },
        { "key": "navigation", "value": [{ "label": "Harbour", "url": "/tag/harbour/" }] },
        { "key": "comments_enabled", "value": "off" },
        { "key": "posts_per_page", "value": 7 },
    ] });
    let changed = desk.send_json("PUT", SETTINGS, &change).await;
    assert_eq!(changed.header("x-cache-invalidate"), "/*");
    let page = app.reader().get("/").await.text();
    assert!(page.contains("The Evening Bell") && page.contains("/tag/harbour/"));
    assert_snapshot!(desk.get(SETTINGS).await.pretty());
}

#[tokio::test]
async fn two_who_change_settings_at_once_lose_nothing() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Owner).await;
    let other = app.another_process().await;
    let title = [("title".to_owned(), "The Evening Bell".to_owned())];
    other.newsroom.change_settings(&other.paper, &title).await.unwrap();
    let change = json!({ "settings": [{ "key": "description", "value": "All the news" }] });
    assert_eq!(desk.send_json("PUT", SETTINGS, &change).await.status, StatusCode::OK);
    let settings = app.newsroom.papers().await.unwrap().remove(0).settings;
    assert_eq!(
        (settings.title.as_str(), settings.description.as_str()),
        ("The Evening Bell", "All the news")
    );
}

#[tokio::test]
async fn one_wrong_setting_changes_none() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Owner).await;
    let mut seen = Vec::new();
    for (key, value) in [
        ("timezone", json!("Mars")),
        ("posts_per_page", json!(0)),
        ("theme", json!("casper")),
        ("comments_enabled", json!("paid")),
        ("title", json!({})),
        ("accent_color", json!("red;}")),
    ] {
        let change =
            json!({ "settings": [{ "key": "title", "value": "Changed" }, { "key": key, "value": value }] });
        let page = desk.send_json("PUT", SETTINGS, &change).await;
        let error = page.json()["errors"][0].clone();
        let words =
            error["context"].as_str().unwrap_or_else(|| error["message"].as_str().unwrap()).to_owned();
        seen.push(format!("{key}: {} {words}", page.status.as_u16()));
    }
    assert_snapshot!(seen.join("\n"));
    assert_eq!(app.newsroom.papers().await.unwrap()[0].settings.title, "The Harbour Bell");
    let many = vec![json!({ "key": "title", "value": "x" }); 101];
    let page = desk.send_json("PUT", SETTINGS, &json!({ "settings": many[..100] })).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = desk.send_json("PUT", SETTINGS, &json!({ "settings": many })).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whatever_the_staff_does_is_written_down() {
    let app = TestApp::new().await;
    let (owner, program) = (app.staff(Role::Owner).await, app.program().await);
    let made =
        owner.send_json("POST", "/ghost/api/admin/posts/", &posts(json!({ "title": "A story" }))).await;
    let id = made.json()["posts"][0]["id"].as_str().unwrap().to_owned();
    program.send_json("POST", "/ghost/api/admin/tags/", &json!({ "tags": [{ "name": "Harbour" }] })).await;
    // What was refused, and what was only read, is no deed.
    owner.send_json("POST", "/ghost/api/admin/posts/", &json!({})).await;
    owner.get("/ghost/api/admin/posts/").await;
    app.clock.advance(MINUTE);
    owner.ask("DELETE", &format!("/ghost/api/admin/posts/{id}/"), Body::empty()).await;
    owner.sign_in("owner@bell.example", PASSWORD).await;
    let page = owner.get(AUDIT).await.json();
    let said: Vec<String> = page["audit"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            let (event, thing) = (text(&line["event"]), text(&line["resource_type"]));
            format!("{} {event} {thing}", text(&line["actor"]["name"]))
        })
        .collect();
    // Lines of one minute are in no order among themselves here: the clock stands still.
    let sorted = |lines: &[String]| {
        let mut lines = lines.to_vec();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&said[..2]), ["owner@bell.example deleted post", "owner@bell.example signed_in user"]);
    assert_eq!(
        sorted(&said[2..]),
        ["key a program added tag", "owner@bell.example added post", "owner@bell.example signed_in user"]
    );
    assert!(page["audit"].as_array().unwrap().iter().any(|line| line["resource_id"] == id.as_str()));
    let first = owner.get(&format!("{AUDIT}?limit=2")).await.json();
    let next = first["meta"]["pagination"]["next"].as_str().unwrap();
    let second = owner.get(&format!("{AUDIT}?limit=100&before={next}")).await.json();
    assert_eq!(second["audit"].as_array().unwrap().len(), 3);
    assert_eq!(second["meta"]["pagination"]["next"], Value::Null);
    assert_eq!(owner.get(&format!("{AUDIT}?before=x")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_old_address_leads_where_the_editor_says() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    let desk = app.staff(Role::Owner).await;
    let path = "/ghost/api/admin/redirects/";
    let list = |lines: Value| json!({ "redirects": lines });
    let lines = json!([
        { "from": "/2019/bridge.html", "to": "/harbour-bridge-reopens/", "permanent": true },
        { "from": "/shop/", "to": "https://shop.example/", "permanent": false },
    ]);
    let done = desk.send_json("PUT", path, &list(lines.clone())).await;
    assert_eq!((done.status, done.json()["redirects"].clone()), (StatusCode::OK, lines.clone()));
    assert_eq!(desk.get(&format!("{path}download/")).await.json(), lines);
    let moved = app.reader().get("/2019/bridge.html").await;
    assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY);
    assert!(moved.header("location").ends_with("/harbour-bridge-reopens/"));
    for wrong in [
        json!({ "from": "/harbour-bridge-reopens/", "to": "/" }),
        json!({ "from": "^/(?=old)", "to": "/new/" }),
        json!({ "from": "^/old/(.*)$", "to": "https://$1/" }),
        json!({ "from": "/old/", "to": "javascript:alert(1)" }),
        json!({ "from": "/old/", "to": "//evil.example/" }),
        json!({ "from": "/old/", "to": "/old/" }),
        json!({ "from": "/", "to": "/new/" }),
        json!({ "from": "/old/", "to": "/new\r\nset-cookie: x" }),
        json!({ "from": format!("/{}", "x".repeat(2_000)), "to": "/" }),
    ] {
        let page = desk.send_json("PUT", path, &list(json!([wrong]))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(desk.get(&format!("{path}download/")).await.json(), lines, "a wrong list changes nothing");
    let one = json!({ "from": "/x/", "to": "/y/" });
    let most = vec![one; dateline_newsroom::REDIRECTS_MAX + 1];
    let page = desk.send_json("PUT", path, &list(json!(most))).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    desk.send_json("PUT", path, &list(json!([]))).await;
    assert_eq!(app.reader().get("/shop/").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_key_of_another_service_is_seen_by_those_who_may_set_it() {
    let app = TestApp::new().await;
    let (keeper, writer) = (app.staff(Role::Administrator).await, app.staff(Role::Author).await);
    let set = json!({ "settings": [{ "key": "akismet_key", "value": "0123456789ab" }] });
    let answer = keeper.send_json("PUT", "/ghost/api/admin/settings/", &set).await;
    assert!(answer.text().contains("0123456789ab"), "{}", answer.text());
    let seen = writer.get("/ghost/api/admin/settings/").await.text();
    assert!(seen.contains("\"title\"") && !seen.contains("akismet_key"), "{seen}");
}
