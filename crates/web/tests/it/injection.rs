//! Markup of the owner's own in pages, and what the browser is told to let run.

use axum::http::StatusCode;
use dateline_model::Role;
use serde_json::json;

use crate::newspaper::{Client, Page, TestApp, a_post, posts};

const SETTINGS: &str = "/ghost/api/admin/settings/";
const HEAD: &str =
    "<script>let stats = 1;</script><script async src=\"https://stats.example/a.js\"></script>";

async fn inject(desk: &Client<'_>) -> Page {
    let change = json!({ "settings": [
        { "key": "codeinjection_head", "value": HEAD },
        { "key": "codeinjection_foot", "value": "<p id=\"foot\">&copy;</p>" },
    ] });
    desk.send_json("PUT", SETTINGS, &change).await
}

#[tokio::test]
async fn an_owners_script_stands_in_every_page_and_runs_while_no_other_does() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let before = app.reader().get("/").await;
    assert_eq!(
        before.header("content-security-policy").matches("'sha256-").count(),
        dateline_theme::page_scripts().len(),
        "ours alone"
    );
    assert_eq!(inject(&app.staff(Role::Owner).await).await.status, StatusCode::OK);
    for path in ["/", post.permalink.as_deref().unwrap(), "/nowhere/"] {
        let page = app.reader().get(path).await;
        assert!(page.text().contains(HEAD) && page.text().contains("<p id=\"foot\">&copy;</p>"), "{path}");
        let policy = page.header("content-security-policy");
        assert!(
            policy.matches("'sha256-").count() == dateline_theme::page_scripts().len() + 1
                && policy.contains(" https://stats.example;"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{policy}");
    }
    let settings = app.reader().get("/ghost/api/admin/site/").await;
    assert!(
        !settings.header("content-security-policy").contains("stats.example"),
        "what is no page runs nothing"
    );
}

#[tokio::test]
async fn who_may_not_change_the_design_may_not_inject() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let path = format!("/ghost/api/admin/posts/{}/", post.id);
    let editor = app.staff(Role::Editor).await;
    assert_eq!(inject(&editor).await.status, StatusCode::FORBIDDEN);
    let read = editor.get(&path).await.json();
    let updated_at = read["posts"][0]["updated_at"].clone();
    let change = posts(json!({ "updated_at": updated_at, "codeinjection_head": HEAD }));
    assert_eq!(editor.send_json("PUT", &path, &change).await.status, StatusCode::FORBIDDEN);
    let back = editor.send_json("PUT", &path, &read).await;
    assert_eq!(back.status, StatusCode::OK, "who sends back what is there changes nothing: {}", back.text());
    let owner = app.staff(Role::Owner).await;
    let updated_at = back.json()["posts"][0]["updated_at"].clone();
    let change = posts(json!({ "updated_at": updated_at, "codeinjection_head": "<meta name=\"mine\">" }));
    let done = owner.send_json("PUT", &path, &change).await;
    assert_eq!(done.json()["posts"][0]["codeinjection_head"], "<meta name=\"mine\">", "{}", done.text());
    assert!(app.reader().get(post.permalink.as_ref().unwrap()).await.text().contains("<meta name=\"mine\">"));
    assert!(!app.reader().get("/").await.text().contains("mine"), "it is that story's alone");
}

#[tokio::test]
async fn the_pages_of_a_tag_can_have_markup_of_their_own() {
    let app = TestApp::new().await;
    app.publish(a_post().tagged(&["Harbour"])).await;
    let owner = app.staff(Role::Administrator).await;
    let tag = owner.get("/ghost/api/admin/tags/slug/harbour/").await.json()["tags"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let address = format!("/ghost/api/admin/tags/{tag}/");
    assert!(!app.reader().get("/tag/harbour/").await.text().contains("tide"));
    let change = json!({ "tags": [{ "codeinjection_foot": "<p>tide</p>" }] });
    assert_eq!(owner.send_json("PUT", &address, &change).await.status, StatusCode::OK);
    assert!(app.reader().get("/tag/harbour/").await.text().contains("<p>tide</p>"));
    assert_eq!(owner.get(&address).await.json()["tags"][0]["codeinjection_foot"], "<p>tide</p>");
    let too_long = json!({ "tags": [{ "codeinjection_foot": "x".repeat(65_536) }] });
    assert_eq!(owner.send_json("PUT", &address, &too_long).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
