//! Moderation by program.

use axum::http::StatusCode;
use dateline_model::{CommentState, Moderation};
use insta::assert_snapshot;
use serde_json::json;

use crate::newspaper::{Rules, TestApp, a_post};

async fn queue_of(count: usize) -> TestApp {
    let app = TestApp::ruled(Rules { moderation: Moderation::All, ..Rules::default() }).await;
    let post = app.publish(a_post()).await;
    for number in 1..=count {
        let fields =
            [("name", "Marta"), ("email", "marta@mail.example"), ("body", &format!("Comment {number}"))];
        app.reader().comment_with(&post, &fields).await;
        app.clock.advance(1_000);
    }
    app
}

#[tokio::test]
async fn a_program_sees_what_waits() {
    let app = queue_of(1).await;
    let queue = app.program().await.get("/ghost/api/admin/comments/").await;
    assert_snapshot!(queue.pretty());
}

#[tokio::test]
async fn a_queue_is_read_page_by_page_while_it_moves() {
    let app = queue_of(5).await;
    let program = app.program().await;
    let mut seen = Vec::new();
    let mut before = String::new();
    loop {
        let page = program.get(&format!("/ghost/api/admin/comments/?limit=2{before}")).await.json();
        for comment in page["comments"].as_array().unwrap() {
            seen.push(comment["text"].as_str().unwrap().to_owned());
        }
        match page["meta"]["pagination"]["next"].as_str() {
            Some(mark) => before = format!("&before={mark}"),
            None => break,
        }
    }
    assert_eq!(seen, ["Comment 5", "Comment 4", "Comment 3", "Comment 2", "Comment 1"]);
}

#[tokio::test]
async fn many_comments_are_decided_about_at_once() {
    let app = queue_of(4).await;
    let program = app.program().await;
    let ids: Vec<String> = app.comments(CommentState::Pending).await.iter().map(|c| c.id.hex()).collect();
    let decide = async |action: &str, ids: &[String]| {
        let bulk = json!({ "bulk": { "action": action, "ids": ids } });
        program.send_json("PUT", "/ghost/api/admin/comments/bulk/", &bulk).await
    };
    let answer = decide("approve", &ids[..2]).await;
    assert_eq!(answer.json()["bulk"]["meta"]["stats"], json!({ "successful": 2, "unchanged": 0 }));
    assert_eq!(answer.header("x-cache-invalidate"), "/*");
    decide("spam", &ids[2..3]).await;
    decide("remove", &ids[3..]).await;
    let count = async |state| app.comments(state).await.len();
    assert_eq!(count(CommentState::Pending).await, 0);
    assert_eq!(count(CommentState::Approved).await, 2);
    assert_eq!((count(CommentState::Spam).await, count(CommentState::Removed).await), (1, 1));
    assert!(app.reader().get("/harbour-bridge-reopens/").await.text().contains("Comment 4"));

    let unknown = vec![ids[0].clone(), "5f2b9c0d1e4a7b6c8d9e0f10".to_owned()];
    assert_eq!(decide("spam", &unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(count(CommentState::Approved).await, 2, "all or none");
    assert_eq!(decide("praise", &ids).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let too_many = vec![ids[0].clone(); 501];
    assert_eq!(decide("approve", &too_many[..500]).await.status, StatusCode::OK);
    assert_eq!(decide("approve", &too_many).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn one_comment_is_decided_about_by_its_state() {
    let app = queue_of(1).await;
    let program = app.program().await;
    let id = app.comments(CommentState::Pending).await[0].id;
    let path = format!("/ghost/api/admin/comments/{id}/");
    let answer = program.send_json("PUT", &path, &json!({ "comments": [{ "status": "approved" }] })).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(app.comments(CommentState::Approved).await.len(), 1);
    let answer = program.send_json("PUT", &path, &json!({ "comments": [{ "status": "famous" }] })).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let approved = program.get("/ghost/api/admin/comments/?filter=status:approved").await.json();
    assert_eq!(approved["comments"].as_array().unwrap().len(), 1);
    for filter in ["status:famous", "status:[pending,spam]", "name:Marta", "status:-spam"] {
        let page = program.get(&format!("/ghost/api/admin/comments/?filter={filter}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{filter}");
    }
}

#[tokio::test]
async fn a_reader_decides_about_nothing() {
    let app = queue_of(1).await;
    let id = app.comments(CommentState::Pending).await[0].id;
    let path = format!("/ghost/api/admin/comments/{id}/");
    let answer =
        app.reader().send_json("PUT", &path, &json!({ "comments": [{ "status": "approved" }] })).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(app.reader().get("/ghost/api/admin/comments/").await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.comments(CommentState::Pending).await.len(), 1);
}
