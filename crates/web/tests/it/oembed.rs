//! What other pages say of themselves, asked for by the server.

use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use dateline_egress::{Egress, Policy};
use dateline_model::Role;
use dateline_web::AppOptions;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::newspaper::{Client, Page, TestApp};

const PLAYER: &str =
    r#"{"html":"<iframe src=\"https://player.vimeo.com/video/7\"></iframe><script>steal()</script>"}"#;
const FOREIGN: &str = r#"{"html":"<iframe src=\"https://gull.example/player\"></iframe>"}"#;

fn film(oembed: &str) -> String {
    format!(
        "<title>The ferry</title><meta name=description content='Twenty minutes'>
         <link rel=icon href=/icon.png><link rel=alternate type=application/json+oembed href='{oembed}'>"
    )
}

/// Another site: a page with a player that a story may frame, and one whose player it may not.
async fn another_site() -> SocketAddr {
    let page = |oembed: &'static str| get(move || async move { axum::response::Html(film(oembed)) });
    let site = Router::new()
        .route("/film", page("/oembed"))
        .route("/odd", page("/foreign"))
        .route("/oembed", get(|| async { PLAYER }))
        .route("/foreign", get(|| async { FOREIGN }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, site).await });
    address
}

async fn look(writer: &Client<'_>, address: &str, kind: &str) -> Page {
    writer.get(&format!("/ghost/api/admin/oembed/?url={}{kind}", address.replace(':', "%3A"))).await
}

#[tokio::test]
async fn a_page_becomes_a_bookmark_or_the_player_it_offers() {
    let site = another_site().await;
    let app = TestApp::new().await;
    let egress = Egress::new(Policy::public().and(site)).unwrap();
    let app =
        app.served(app.newsroom.clone(), AppOptions { egress: Some(egress), ..AppOptions::default() }).await;
    let writer = app.staff(Role::Contributor).await;

    let card = look(&writer, &format!("http://{site}/film"), "&type=bookmark").await.json();
    let said = &card["metadata"];
    assert_eq!(
        (said["title"].as_str(), said["description"].as_str()),
        (Some("The ferry"), Some("Twenty minutes"))
    );
    assert_eq!(said["icon"], format!("http://{site}/icon.png"));

    let played = look(&writer, &format!("http://{site}/film"), "").await.json();
    assert_eq!(played["html"], "<iframe src=\"https://player.vimeo.com/video/7\" allowfullscreen></iframe>");
    let odd = look(&writer, &format!("http://{site}/odd"), "").await.json();
    assert_eq!(
        (odd["type"].as_str(), &odd["html"]),
        (Some("bookmark"), &Value::Null),
        "a foreign player is framed"
    );
}

#[tokio::test]
async fn nobody_looks_into_the_house_by_a_bookmark() {
    let site = another_site().await;
    let app = TestApp::new().await;
    let egress = Egress::new(Policy::public()).unwrap();
    let app =
        app.served(app.newsroom.clone(), AppOptions { egress: Some(egress), ..AppOptions::default() }).await;
    let writer = app.staff(Role::Contributor).await;
    let here = format!("http://{site}/film");
    for address in
        [&here, "http://localhost/", "http://169.254.169.254/latest/", "file:///etc/passwd", "", "gull"]
    {
        let page = look(&writer, address, "").await;
        assert!(
            page.status.is_client_error() && !page.text().contains("ferry"),
            "{address}: {}",
            page.text()
        );
    }
}

#[tokio::test]
async fn a_house_without_a_way_out_says_so() {
    let app = TestApp::new().await;
    let page = look(&app.staff(Role::Author).await, "https://gull.example/", "").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text().contains("asks no other servers"), "{}", page.text());
}
