//! What readers get: pages and feeds with their headers.

use std::io::Read as _;

use axum::body::Body;
use axum::http::StatusCode;
use dateline_newsroom::{Move, PostEdit};
use dateline_press::short_key;
use insta::assert_snapshot;

use crate::newspaper::{TestApp, a_page, a_post};

#[tokio::test]
async fn a_story_is_read_at_its_permalink() {
    let app = TestApp::new().await;
    app.publish(a_post().signed(&["Ana Reis"]).tagged(&["Harbour"])).await;
    // HTTP counts in seconds: only then is it certain that nothing else changed in the same one.
    app.clock.advance(1_000);
    let page = app.reader().get("/harbour-bridge-reopens/").await;
    assert!(page.text().contains("The bridge reopened on Tuesday."));
    assert_snapshot!(page.head());
}

#[tokio::test]
async fn the_front_page_lists_what_is_out_and_nothing_else() {
    let app = TestApp::new().await;
    app.publish(a_post().titled("Harbour bridge reopens")).await;
    app.draft(a_post().titled("Mayor to resign")).await;
    let page = app.reader().get("/").await;
    assert!(page.text().contains("Harbour bridge reopens"));
    assert!(!page.text().contains("Mayor"));
    assert_snapshot!(page.head());
}

#[tokio::test]
async fn what_is_not_there_gets_a_page_with_a_way_on() {
    let app = TestApp::new().await;
    let page = app.reader().get("/nowhere/").await;
    assert!(page.text().contains("<a href=\"/\">"));
    assert_snapshot!(page.head());
}

#[tokio::test]
async fn a_static_page_stands_by_itself() {
    let app = TestApp::new().await;
    app.publish(a_page().titled("About us")).await;
    let page = app.reader().get("/about-us/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("About us"));
}

#[tokio::test]
async fn feeds_and_lists_for_machines_have_their_media_types() {
    let app = TestApp::new().await;
    app.publish(a_post().signed(&["Ana Reis"]).tagged(&["Harbour"])).await;
    let mut seen = Vec::new();
    for path in [
        "/rss/",
        "/atom.xml",
        "/feed.json",
        "/tag/harbour/rss/",
        "/author/ana-reis/rss/",
        "/comments/rss/",
        "/feeds/posts/default",
        "/feeds/posts/default?alt=rss",
        "/feeds/posts/default?alt=json",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/robots.txt",
        "/assets/feed.xsl",
        "/assets/accent.css",
    ] {
        let answer = app.reader().get(path).await;
        let policy =
            answer.header("content-security-policy").split(';').take(2).collect::<Vec<_>>().join(";");
        seen.push(format!("{path} {} {} | {policy}", answer.status.as_u16(), answer.header("content-type")));
    }
    assert_snapshot!(seen.join("\n"));
}

#[tokio::test]
async fn a_second_visit_costs_no_body() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    app.clock.advance(1_000);
    let first = app.reader().get("/harbour-bridge-reopens/").await;
    let again = app.reader().sending("if-none-match", first.header("etag"));
    let second = again.get("/harbour-bridge-reopens/").await;
    assert_eq!(second.status, StatusCode::NOT_MODIFIED);
    assert!(second.bytes.is_empty());
    for name in ["etag", "cache-control", "vary", "surrogate-key"] {
        assert_eq!(second.header(name), first.header(name), "{name}");
    }
    let by_date = app.reader().sending("if-modified-since", first.header("last-modified"));
    assert_eq!(by_date.get("/harbour-bridge-reopens/").await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_page_comes_packed_as_the_browser_takes_it() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    let plain = app.reader().get("/harbour-bridge-reopens/").await;
    let packed = app.reader().sending("accept-encoding", "gzip").get("/harbour-bridge-reopens/").await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&packed.bytes[..]).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain.bytes);
    let best = app.reader().sending("accept-encoding", "gzip, br").get("/harbour-bridge-reopens/").await;
    assert_eq!(best.header("content-encoding"), "br");
    let mut text = Vec::new();
    brotli::Decompressor::new(&best.bytes[..], 4096).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain.bytes);
    assert_eq!((plain.header("vary"), packed.header("vary")), ("accept-encoding", "accept-encoding"));
}

#[tokio::test]
async fn a_head_says_what_a_get_would_bring() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    for path in ["/", "/harbour-bridge-reopens/", "/rss/", "/nowhere/", "/robots.txt"] {
        let get = app.reader().get(path).await;
        let head = app.reader().ask("HEAD", path, Body::empty()).await;
        assert_eq!((head.status, &head.headers), (get.status, &get.headers), "{path}");
        assert!(head.bytes.is_empty());
    }
}

#[tokio::test]
async fn a_page_can_only_be_read() {
    let app = TestApp::new().await;
    app.publish(a_post()).await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        for path in ["/", "/harbour-bridge-reopens/", "/rss/", "/assets/css/screen.css"] {
            let page = app.reader().ask(method, path, Body::empty()).await;
            assert_eq!(
                (page.status, page.header("allow")),
                (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"),
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_story_without_a_headline_goes_by_its_day() {
    let app = TestApp::new().await;
    let story = app.publish(a_post().titled("")).await;
    let path = story.permalink.clone().unwrap();
    let named = format!(r#"<a href="{path}">24 November 2026</a>"#);
    let front = app.reader().get("/").await.text();
    assert!(front.contains(&named), "{front}");
    let page = app.reader().get(&path).await.text();
    assert!(page.contains(r#"<h1 class="headline">24 November 2026</h1>"#), "{page}");
    assert!(page.contains("<title>24 November 2026 – "), "{page}");
    assert!(page.contains(r#""headline":"24 November 2026""#), "{page}");
    app.publish(a_post().titled("Ferry sails again")).await;
    let next = app.reader().get(&path).await.text();
    assert!(next.contains("Ferry sails again"), "{next}");
}

#[tokio::test]
async fn a_story_that_moved_is_found_at_its_new_address() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let edit = PostEdit { slug: Some("bridge-open-again".to_owned()), ..PostEdit::default() };
    app.newsroom.save(&app.paper, post.id, edit, Move::Stay, None).await.unwrap();
    let page = app.reader().get("/harbour-bridge-reopens/").await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::MOVED_PERMANENTLY, "/bridge-open-again/")
    );
    assert!(page.bytes.is_empty());
}

#[tokio::test]
async fn search_results_and_reply_forms_are_not_for_search_engines() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let story = app.reader().get("/harbour-bridge-reopens/").await;
    assert_eq!(story.header("x-robots-tag"), "");
    for path in ["/search?q=bridge".to_owned(), format!("/comment/{}", post.id), "/nowhere/".to_owned()] {
        assert_eq!(app.reader().get(&path).await.header("x-robots-tag"), "noindex", "{path}");
    }
}

#[tokio::test]
async fn no_page_runs_a_script_but_those_we_know_or_asks_another_host() {
    let app = TestApp::new().await;
    app.publish(a_post().signed(&["Ana Reis"]).tagged(&["Harbour"])).await;
    for path in
        ["/", "/harbour-bridge-reopens/", "/tag/harbour/", "/author/ana-reis/", "/archive/", "/nowhere/"]
    {
        let page = app.reader().get(path).await;
        let policy = page.header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        let html = page.text();
        for script in html.split("<script").skip(1) {
            let known = script.starts_with(" defer src=\"/public/")
                && policy.contains(script.split("integrity=\"").nth(1).unwrap().split('"').next().unwrap());
            let is_data = script.starts_with(" type=\"application/ld+json\"");
            assert!(known || is_data, "{path}: another script would run");
        }
        assert!(
            !html.contains(" style=\"") && !html.contains("<style"),
            "{path}: a style that would be refused"
        );
        assert_eq!(page.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn a_page_says_by_which_keys_a_cache_drops_it() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let page = app.reader().get("/harbour-bridge-reopens/").await;
    let keys = page.header("surrogate-key");
    let (post, site) = (post.id, app.paper.id());
    for key in [format!("post:{post}"), format!("comments:{post}"), format!("settings:{site}")] {
        assert!(keys.split(' ').any(|known| known == short_key(&key)), "{key} in {keys}");
    }
    assert_eq!(keys.replace(' ', ","), page.header("cache-tag"));
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_database_is_away_a_reader_is_told_to_come_back() {
    let Some(mut app) = TestApp::on_postgres().await else { return };
    app.lose_database().await;
    let page = app.reader().get("/harbour-bridge-reopens/").await;
    assert_eq!((page.status, page.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains("tell the editors this number"));
}
