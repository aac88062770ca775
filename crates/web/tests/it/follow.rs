//! What another process changes is seen here.

use dateline_model::SiteSettings;

use crate::newspaper::TestApp;

/// The command line in another process, on the same database.
async fn elsewhere_title(app: &TestApp, title: &str) {
    let changes = [("title".to_owned(), title.to_owned())];
    app.newsroom.change_settings(&app.paper, &changes).await.unwrap();
}

async fn the_nameplate_changes_with_the_settings(app: TestApp) {
    assert!(app.reader().get("/").await.text().contains("The Harbour Bell"));
    elsewhere_title(&app, "The Harbour Gazette").await;
    app.app.catch_up().await.unwrap();
    assert!(app.reader().get("/").await.text().contains("The Harbour Gazette"));
}

#[tokio::test]
async fn the_nameplate_changes_with_the_settings_on_sqlite() {
    the_nameplate_changes_with_the_settings(TestApp::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nameplate_changes_with_the_settings_on_postgres() {
    if let Some(app) = TestApp::on_postgres().await {
        the_nameplate_changes_with_the_settings(app).await;
    }
}

#[tokio::test]
async fn a_site_that_is_founded_renamed_and_removed_elsewhere_is_followed() {
    let app = TestApp::new().await;
    let status = |host: &'static str| {
        let reader = app.reader().at(host);
        async move { reader.get("/").await.status.as_u16() }
    };
    let ferry = app.newsroom.found_site("ferry.example", SiteSettings::default()).await.unwrap();
    assert_eq!(status("ferry.example").await, 421);
    app.app.catch_up().await.unwrap();
    assert_eq!(status("ferry.example").await, 200);
    app.newsroom.rename_site(&ferry, "boat.example").await.unwrap();
    app.app.catch_up().await.unwrap();
    assert_eq!((status("ferry.example").await, status("boat.example").await), (421, 200));
    app.newsroom.remove_site(&ferry).await.unwrap();
    app.app.catch_up().await.unwrap();
    assert_eq!((status("boat.example").await, status("bell.example").await), (421, 200));
}
