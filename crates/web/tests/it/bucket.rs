//! Files in an object store: what the desk and readers notice of it is nothing.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_sink::Warehouse;
use serde_json::json;

use crate::media::{QUAY, quay, send};
use crate::newspaper::{TestApp, a_post};

#[tokio::test]
async fn a_picture_in_a_bucket_is_shown_like_any_other() {
    let warehouse = Warehouse::open().await.unwrap();
    let app = TestApp::new().await.in_bucket(&warehouse).await;
    let program = app.program().await;
    let picture = quay();
    for name in ["quay.jpg", "the same.jpg"] {
        let sent = send(&program, "images/upload", &[("file", name, &picture)], &[]).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        assert_eq!(sent.json()["images"][0]["url"], json!(format!("https://bell.example{QUAY}")));
    }
    assert_eq!(warehouse.objects(), ["/bell/content/images/2026/11/quay.jpg"]);
    let shown = app.reader().get(QUAY).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "image/jpeg"));
    let again = app.reader().sending("if-none-match", shown.header("etag")).get(QUAY).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let part = app.reader().sending("range", "bytes=2-5").get(QUAY).await;
    assert_eq!((part.status, &part.bytes[..]), (StatusCode::PARTIAL_CONTENT, &shown.bytes[2..6]));
    let head = app.reader().ask("HEAD", QUAY, Body::empty()).await;
    assert_eq!((head.bytes.len(), head.header("content-length")), (0, &*shown.bytes.len().to_string()));
    assert_eq!(app.newsroom.make_versions().await.unwrap(), 3);
    let small = app.reader().get("/content/images/size/w600/2026/11/quay.jpg").await;
    assert_eq!(image::load_from_memory(&small.bytes).unwrap().width(), 600);
    let story = app.publish(a_post().saying(&format!("<p><img src=\"{QUAY}\"></p>"))).await;
    assert!(app.reader().get(&story.permalink.unwrap()).await.text().contains("w600/2026/11/quay.jpg 600w"));
    assert_eq!(warehouse.refused(), [""; 0]);
}

#[tokio::test]
async fn what_is_not_in_the_bucket_is_not_there_and_what_is_thrown_away_goes_from_it() {
    let warehouse = Warehouse::open().await.unwrap();
    let app = TestApp::new().await.in_bucket(&warehouse).await;
    let program = app.program().await;
    send(&program, "images/upload", &[("file", "quay.jpg", &quay())], &[]).await;
    let other = "/content/images/2026/11/other.jpg";
    assert_eq!(app.reader().get(other).await.status, StatusCode::NOT_FOUND);
    for path in ["/content/images/2026/11", "/content/images/.quay.jpg", "/content/images/2026/11/quay.exe"] {
        assert_eq!(app.reader().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let id = program.get("/ghost/api/admin/media/").await.json()["media"][0]["id"].clone();
    let path = format!("/ghost/api/admin/media/{}/", id.as_str().unwrap());
    assert_eq!(program.ask("DELETE", &path, Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(warehouse.objects(), [""; 0]);
    assert_eq!(app.reader().get(QUAY).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_bucket_that_does_not_answer_loses_nothing() {
    let warehouse = Warehouse::open().await.unwrap();
    let app = TestApp::new().await.in_bucket(&warehouse).await;
    let program = app.program().await;
    warehouse.fail_next(usize::MAX);
    let refused = send(&program, "images/upload", &[("file", "quay.jpg", &quay())], &[]).await;
    assert!(refused.status.is_server_error() || refused.status.is_client_error(), "{}", refused.text());
    assert_eq!(program.get("/ghost/api/admin/media/").await.json()["media"], json!([]));
    warehouse.fail_next(0);
    let taken = send(&program, "images/upload", &[("file", "quay.jpg", &quay())], &[]).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text());
}
