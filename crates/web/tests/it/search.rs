//! The search page without scripts: what a reader types, what the archive answers.

use http::StatusCode;

use crate::newspaper::{TestApp, a_post};

#[tokio::test]
async fn a_reader_finds_a_story_by_a_word_of_its_last_paragraph() {
    let bell = TestApp::new().await;
    bell.publish(a_post().saying("<p>It rained.</p><p>The mayor lost a periscope.</p>")).await;
    bell.publish(a_post().titled("Another day").saying("<p>Nothing happened.</p>")).await;
    let bell = bell.searched().await;
    let page = bell.reader().get("/search/?q=periscope").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Harbour bridge reopens") && !page.text().contains("Another day"));
    assert!(page.text().contains("value=\"periscope\""), "the question stays in its field");
    assert_eq!(page.header("x-robots-tag"), "noindex");
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_name_is_found_in_both_of_its_spellings_and_at_the_addresses_of_old() {
    let bell = TestApp::new().await;
    bell.publish(a_post().titled("General Kiyani speaks").saying("<p>Kayani spoke.</p>")).await;
    let bell = bell.searched().await;
    for path in ["/search?q=kiyani", "/search?q=kayani", "/?s=kayani"] {
        let page = bell.reader().get(path).await;
        assert!(page.text().contains("General Kiyani speaks"), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_out_is_not_found_and_strange_questions_are_answered() {
    let bell = TestApp::new().await;
    bell.draft(a_post().titled("Secret zeppelin")).await;
    let bell = bell.searched().await;
    assert!(!bell.reader().get("/search/?q=zeppelin").await.text().contains("Secret zeppelin"));
    let long = "x".repeat(4_000);
    for words in ["", "%00", "((((", "%22", "-", "tag:", "before:x", "*****", "%F0%9F%9A%8B", long.as_str()] {
        let page = bell.reader().get(&format!("/search/?q={words}")).await;
        assert_eq!(page.status, StatusCode::OK, "{words}");
    }
}
