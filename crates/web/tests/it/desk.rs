//! The desk's files: the page with its policy, what it loads, and the ways that lead to it.

use axum::body::Body;
use axum::http::StatusCode;

use crate::newspaper::{TestApp, a_page};

/// Addresses that the page loads.
fn loaded(page: &str) -> Vec<&str> {
    page.split('"').filter(|part| part.starts_with("/admin/assets/")).collect()
}

#[tokio::test]
async fn the_desk_runs_its_own_files_and_nothing_inside_a_page() {
    let app = TestApp::new().await;
    let page = app.reader().get("/admin/").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self'; style-src 'self'"), "{policy}");
    assert!(!page.text().contains("<style") && !page.text().contains(" style="), "{}", page.text());
    let inline = page
        .text()
        .split("<script")
        .skip(1)
        .filter(|script| !script.contains("src=\"/admin/assets/"))
        .count();
    assert_eq!(inline, 0, "a script stands inside the page");
}

#[tokio::test]
async fn the_page_is_asked_for_anew_and_its_files_are_kept_for_a_year() {
    let app = TestApp::new().await;
    let page = app.reader().get("/admin/").await;
    assert_eq!(page.header("cache-control"), "public, max-age=0, must-revalidate");
    let again = app.reader().sending("if-none-match", page.header("etag")).get("/admin/").await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let text = page.text();
    let files = loaded(&text);
    let has = |kind: &str| files.iter().any(|file| file.rsplit('.').next() == Some(kind));
    assert!(has("js") && has("css"), "{files:?}");
    for address in files {
        let file = app.reader().sending("accept-encoding", "br").get(address).await;
        assert_eq!(file.status, StatusCode::OK, "{address}");
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable", "{address}");
    }
}

#[tokio::test]
async fn the_first_load_is_no_more_than_a_quarter_of_a_megabyte() {
    let app = TestApp::new().await;
    let text = app.reader().get("/admin/").await.text();
    let mut bytes = 0;
    for address in loaded(&text) {
        bytes += app.reader().sending("accept-encoding", "br").get(address).await.bytes.len();
    }
    assert!(bytes <= 250_000, "{bytes} bytes");
}

#[tokio::test]
async fn every_way_a_writer_tries_leads_to_the_desk() {
    let app = TestApp::new().await;
    for path in ["/admin", "/ghost", "/ghost/", "/ghost/signin/"] {
        let answer = app.reader().get(path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::MOVED_PERMANENTLY, "/admin/"),
            "{path}"
        );
    }
    for missing in ["/admin/assets/of-last-week.js", "/admin/..%2f..%2fCargo.toml"] {
        let answer = app.reader().get(missing).await;
        assert!(
            matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST),
            "{missing} {}",
            answer.status
        );
    }
    assert_eq!(
        app.reader().ask("POST", "/admin/", Body::empty()).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn a_page_of_the_sites_own_does_not_take_the_desks_place() {
    let app = TestApp::new().await;
    app.publish(a_page().titled("Admin").saying("<p>Our administration.</p>")).await;
    assert!(!app.reader().get("/admin/").await.text().contains("Our administration."));
}
