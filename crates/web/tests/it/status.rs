//! How the server is, as whoever keeps it running reads it.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use dateline_web::server::Open;
use http::Request;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::newspaper::{TestApp, a_post};

async fn asked(router: &Router, path: &str) -> (u16, String, String) {
    let answer = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let kind = parts.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
    let bytes = body.collect().await.unwrap().to_bytes();
    (parts.status.as_u16(), kind, String::from_utf8(bytes.to_vec()).unwrap())
}

/// The figures of a sheet by name and labels; the sheet must be one that `OpenMetrics` allows.
async fn figures(router: &Router) -> BTreeMap<String, u64> {
    let (status, kind, sheet) = asked(router, "/metrics").await;
    assert!(status == 200 && kind.starts_with("application/openmetrics-text"), "{status} {kind}");
    assert!(sheet.ends_with("# EOF\n"), "{sheet}");
    let figures = sheet.lines().filter(|line| !line.starts_with('#'));
    figures
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(name, n)| (name.to_owned(), n.parse().unwrap()))
        .collect()
}

#[tokio::test]
async fn what_is_read_and_written_is_counted() {
    let bell = TestApp::new().await;
    let status = bell.app.status_router(Open::default());
    let story = bell.publish(a_post()).await;
    let path = story.permalink.clone().unwrap();
    let before = figures(&status).await;
    for _ in 0..3 {
        assert_eq!(bell.reader().get(&path).await.status, 200);
    }
    assert_eq!(bell.reader().get("/never-was/").await.status, 404);
    assert_eq!(bell.reader().comment(&story, "The tide was early.").await.status, 303);
    assert_eq!(bell.reader().comment(&story, "").await.status, 422);
    let after = figures(&status).await;
    let more = |name: &str| after[name] - before[name];
    assert_eq!(more("dateline_pages_made_total"), 3, "the story, again with its comment, and what never was");
    assert_eq!(more("dateline_pages_at_hand_total"), 3, "twice to read, and once for the second form");
    assert_eq!(more("dateline_comments_total{fate=\"published\"}"), 1);
    assert_eq!(more("dateline_comments_total{fate=\"sent_back\"}"), 1);
    assert_eq!(more("dateline_answers_total{status=\"4xx\"}"), 2);
    assert!(after["dateline_last_change"] > before["dateline_last_change"]);
    assert!(after["dateline_cache_bytes"] > 0 && after["dateline_cached_missing"] == 1, "{after:?}");
    assert_eq!((after["dateline_panics_total"], after["dateline_job_late_seconds"]), (0, 0));
}

#[tokio::test]
async fn a_paper_whose_database_answers_is_well() {
    let bell = TestApp::new().await;
    let status = bell.app.status_router(Open::default());
    assert_eq!(asked(&status, "/healthz").await, (200, "text/plain; charset=utf-8".into(), "well\n".into()));
    assert_eq!(asked(&status, "/").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_without_its_database_is_not_well_and_still_has_figures() {
    let Some(mut bell) = TestApp::on_postgres().await else { return };
    let status = bell.app.status_router(Open::default());
    bell.lose_database().await;
    let (code, _, said) = asked(&status, "/healthz").await;
    assert!(code == 503 && said.contains("database"), "{code} {said}");
    assert!(bell.app.catch_up().await.is_err());
    let (code, _, said) = asked(&status, "/healthz").await;
    assert!(code == 503 && said.contains("change log"), "{code} {said}");
    let figures = figures(&status).await;
    assert!(
        !figures.contains_key("dateline_last_change") && figures.contains_key("dateline_pages_made_total")
    );
}
