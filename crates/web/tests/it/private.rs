//! A site that is read with a password.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::{KeyKind, Role};
use serde_json::json;

use crate::newspaper::{Client, MINUTE, Page, TestApp, a_post};

const WORD: &str = "mackerel & chips";
const STORY: &str = "/harbour-bridge-reopens/";
const SETTINGS: &str = "/ghost/api/admin/settings/";
/// As a form writes it.
const TYPED: &str = "password=mackerel+%26+chips";

/// The newspaper with a story, and the password before it.
async fn closed() -> TestApp {
    let app = TestApp::new().await;
    app.publish(a_post().signed(&["Ana Reis"]).tagged(&["Harbour"])).await;
    // A page that was kept while everybody could read it.
    assert_eq!(app.reader().get(STORY).await.status, StatusCode::OK);
    set(&app, WORD).await;
    app
}

async fn set(app: &TestApp, word: &str) {
    let change = [("password".to_owned(), word.to_owned())];
    app.newsroom.change_settings(&app.paper, &change).await.unwrap();
    app.app.catch_up().await.unwrap();
}

async fn try_word(reader: &Client<'_>, path: &str, form: &'static str) -> Page {
    let reader = reader.clone().sending("content-type", "application/x-www-form-urlencoded");
    reader.ask("POST", path, Body::from(form)).await
}

/// The cookie of a reader who gave the password.
fn cookie(page: &Page) -> String {
    page.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_does_not_know_the_password_reads_nothing() {
    let app = closed().await;
    for path in [
        "/",
        STORY,
        "/tag/harbour/",
        "/author/ana-reis/",
        "/archive/",
        "/search/",
        "/nowhere/",
        "/favicon.ico",
    ] {
        let answer = app.reader().get(path).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{path}");
        assert!(answer.header("location").starts_with("/private/"), "{path}: {}", answer.header("location"));
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.bytes.is_empty());
    }
    assert_eq!(
        app.reader().get("/tag/harbour/?a=b").await.header("location"),
        "/private/?r=%2Ftag%2Fharbour%2F%3Fa%3Db"
    );
    for path in [
        "/rss/",
        "/tag/harbour/rss/",
        "/atom.xml",
        "/feed.json",
        "/sitemap.xml",
        "/feeds/posts/default",
        "/comments/rss/",
        "/search/suggest.json",
    ] {
        let answer = app.reader().get(path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!answer.text().contains("bridge"), "{path}");
    }
    let robots = app.reader().get("/robots.txt").await;
    assert_eq!((robots.status, robots.text().as_str()), (StatusCode::OK, "User-agent: *\nDisallow: /\n"));
    let comment = try_word(&app.reader(), "/comments/5f2b/", "body=x").await;
    assert_eq!(comment.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_gives_the_password_reads_on_where_they_wanted() {
    let app = closed().await;
    let form = app.reader().get("/private/?r=%2Fharbour-bridge-reopens%2F").await;
    assert_eq!((form.status, form.header("x-robots-tag")), (StatusCode::OK, "noindex"));
    assert!(form.text().contains("type=\"password\"") && !form.text().contains("bridge"), "{}", form.text());
    let wrong = try_word(&app.reader(), "/private/?r=%2Fharbour-bridge-reopens%2F", "password=herring").await;
    assert_eq!((wrong.status, wrong.header("set-cookie")), (StatusCode::FORBIDDEN, ""));
    assert!(wrong.text().contains("Incorrect password."), "{}", wrong.text());

    let right = try_word(&app.reader(), "/private/?r=%2Fharbour-bridge-reopens%2F", TYPED).await;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, STORY));
    assert!(
        right.header("set-cookie").contains("HttpOnly; SameSite=Lax; Secure"),
        "{}",
        right.header("set-cookie")
    );
    let reader = app.reader().sending("cookie", &cookie(&right));
    for path in [STORY, "/", "/rss/", "/sitemap.xml"] {
        let page = reader.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(
            (page.header("cache-control"), page.header("x-robots-tag")),
            ("no-store", "noindex"),
            "{path}"
        );
        assert_eq!((page.header("surrogate-key"), page.header("cache-tag")), ("", ""), "{path}");
    }
    assert_eq!(reader.get("/private/").await.header("location"), "/");
    let elsewhere = try_word(&app.reader(), "/private/?r=https%3A%2F%2Fevil.example%2F", TYPED).await;
    assert_eq!(elsewhere.header("location"), "/");
    assert_eq!(app.reader().get(STORY).await.status, StatusCode::FOUND, "nothing was kept for others");
}

#[tokio::test]
async fn a_cookie_opens_one_site_for_a_month_and_no_other_password() {
    let app = closed().await;
    let given = cookie(&try_word(&app.reader(), "/private/", TYPED).await);
    let status = async |cookie: &str| app.reader().sending("cookie", cookie).get(STORY).await.status;
    assert_eq!(status(&given).await, StatusCode::OK);
    assert_eq!(status(&given.replacen('=', "=9", 1)).await, StatusCode::FOUND, "a longer one");
    assert_eq!(status("dateline-private=").await, StatusCode::FOUND);
    app.clock.advance(30 * 24 * 60 * MINUTE);
    assert_eq!(status(&given).await, StatusCode::FOUND, "it has ended");
    let given = cookie(&try_word(&app.reader(), "/private/", TYPED).await);
    set(&app, "herring").await;
    assert_eq!(status(&given).await, StatusCode::FOUND, "the password has changed");
    set(&app, "").await;
    assert_eq!(app.reader().get(STORY).await.status, StatusCode::OK, "everybody reads again");
    assert_eq!(app.reader().get("/private/").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_guesses_must_wait() {
    let app = closed().await;
    for _ in 0..10 {
        assert_eq!(try_word(&app.reader(), "/private/", "password=x").await.status, StatusCode::FORBIDDEN);
    }
    let late = try_word(&app.reader(), "/private/", TYPED).await;
    assert_eq!((late.status, late.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "600"));
    assert!(late.text().contains("Too many tries."), "{}", late.text());
    let long = app.reader().sending("content-type", "application/x-www-form-urlencoded");
    let long = long.ask("POST", "/private/", Body::from("x".repeat(5_000))).await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    app.clock.advance(10 * MINUTE);
    assert_eq!(try_word(&app.reader(), "/private/", TYPED).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_desk_and_the_files_keep_their_own_doors() {
    let app = closed().await;
    assert_eq!(app.reader().get("/admin/").await.status, StatusCode::OK);
    let sheet = app.reader().get("/assets/css/screen.css").await;
    assert_eq!((sheet.status, sheet.header("x-robots-tag")), (StatusCode::OK, "noindex"));
    let desk = app.staff(Role::Owner).await;
    let posts = desk.get("/ghost/api/admin/posts/").await;
    assert!(posts.text().contains("Harbour bridge"), "{}", posts.text());
    let key = app.key(KeyKind::Content).await.key;
    let path = format!("/ghost/api/content/posts/?key={key}");
    assert_eq!(app.reader().get(&path).await.status, StatusCode::FORBIDDEN);
    let given = cookie(&try_word(&app.reader(), "/private/", TYPED).await);
    assert_eq!(app.reader().sending("cookie", &given).get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_desk_opens_and_closes_the_site_as_ghosts_does() {
    let app = TestApp::new().await;
    let (owner, writer) = (app.staff(Role::Owner).await, app.staff(Role::Author).await);
    let send = async |pairs: serde_json::Value| {
        owner.send_json("PUT", SETTINGS, &json!({ "settings": pairs })).await
    };
    let refused = send(json!([{ "key": "is_private", "value": true }])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let closed =
        send(json!([{ "key": "is_private", "value": true }, { "key": "password", "value": WORD }])).await;
    assert!(
        closed.text().contains(WORD) && closed.text().contains("{\"key\":\"is_private\",\"value\":true}"),
        "{}",
        closed.text()
    );
    assert_eq!(app.reader().get("/").await.status, StatusCode::FOUND);
    let seen = writer.get(SETTINGS).await.text();
    assert!(seen.contains("\"is_private\"") && !seen.contains("mackerel"), "{seen}");
    let again =
        send(json!([{ "key": "is_private", "value": true }, { "key": "title", "value": "The Bell" }])).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    let opened =
        send(json!([{ "key": "password", "value": WORD }, { "key": "is_private", "value": false }])).await;
    assert!(!opened.text().contains(WORD), "{}", opened.text());
    assert_eq!(app.reader().get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_themes_own_page_asks_for_the_password() {
    let app = TestApp::new().await;
    let files: &[(&str, &str)] = &[
        ("index.hbs", "front"),
        ("post.hbs", "story"),
        (
            "private.hbs",
            "<form method=\"post\">{{input_password class=\"word\"}}{{#if error}}<p>{{error.message}}</p>{{/if}}</form>",
        ),
    ];
    let app = app.themed(files).await;
    set(&app, WORD).await;
    let form = app.reader().get("/private/").await.text();
    assert_eq!(
        form,
        "<form method=\"post\"><input class=\"word\" type=\"password\" name=\"password\" autofocus=\"autofocus\" /></form>"
    );
    let wrong = try_word(&app.reader(), "/private/", "password=x").await.text();
    assert!(wrong.contains("<p>Incorrect password.</p>"), "{wrong}");
}
