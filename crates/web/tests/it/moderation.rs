//! Moderation by program.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::{CommentState, Moderation, Post, Role};
use insta::assert_snapshot;
use serde_json::json;

use crate::newspaper::{Rules, TestApp, a_post};

async fn queue_of(count: usize) -> TestApp {
    story_with_queue(count).await.0
}

async fn story_with_queue(count: usize) -> (TestApp, Post) {
    let app = TestApp::ruled(Rules { moderation: Moderation::All, ..Rules::default() }).await;
    let post = app.publish(a_post()).await;
    for number in 1..=count {
        let fields =
            [("name", "Marta"), ("email", "marta@mail.example"), ("body", &format!("Comment {number}"))];
        app.reader().comment_with(&post, &fields).await;
        app.clock.advance(1_000);
    }
    (app, post)
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
async fn all_comments_that_were_found_are_decided_about_and_undone_in_one_go() {
    let (app, post) = story_with_queue(505).await;
    let program = app.program().await;
    let decide = async |query: &str, bulk: serde_json::Value| {
        let path = format!("/ghost/api/admin/comments/bulk/?{query}");
        program.send_json("PUT", &path, &json!({ "bulk": bulk })).await
    };
    let first = decide("filter=status:pending&q=comment", json!({ "action": "spam" })).await.json();
    let meta = &first["bulk"]["meta"];
    assert_eq!(meta["stats"], json!({ "successful": 500, "unchanged": 0 }), "{first}");
    let (batch, next) = (meta["batch"].as_str().unwrap(), meta["next"].as_str().unwrap());
    // Somebody writes meanwhile: whoever decided has not seen it.
    app.clock.advance(60_000);
    app.reader().comment(&post, "A late comment").await;
    let query = format!("filter=status:pending&q=comment&before={next}");
    let second = decide(&query, json!({ "action": "spam", "batch": batch })).await.json();
    let stats = json!({ "stats": { "successful": 5, "unchanged": 0 }, "batch": batch, "next": null });
    assert_eq!(second["bulk"]["meta"], stats);
    let left = app.comments(CommentState::Pending).await;
    assert_eq!(left.iter().map(|comment| comment.text.as_str()).collect::<Vec<_>>(), ["A late comment"]);

    let undo = format!("/ghost/api/admin/comments/undo/{batch}/");
    let undone = program.send_json("PUT", &undo, &json!({})).await.json();
    assert_eq!(undone["undo"][0]["restored"], 505);
    assert_eq!(app.comments(CommentState::Spam).await.len(), 0);

    for (query, bulk) in [
        ("", json!({ "action": "spam" })),
        ("filter=status:famous", json!({ "action": "spam" })),
        ("filter=status:spam", json!({ "action": "spam" })),
        ("filter=status:pending", json!({ "action": "spam", "batch": "x" })),
        ("filter=status:pending", json!({ "action": "spam", "batch": "5f2b9c0d1e4a7b6c8d9e0f10" })),
    ] {
        let answer = decide(query, bulk).await;
        assert!(answer.status.is_client_error(), "{query}: {}", answer.text());
    }
    let another = app.staff(Role::Moderator).await;
    let path = "/ghost/api/admin/comments/bulk/?filter=status:pending";
    let bulk = json!({ "bulk": { "action": "spam", "batch": batch } });
    assert_eq!(another.send_json("PUT", path, &bulk).await.status, StatusCode::NOT_FOUND, "it is another's");
    assert_eq!(app.comments(CommentState::Spam).await.len(), 0);
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

#[tokio::test]
async fn a_bulk_decision_is_logged_with_its_reason_and_undone() {
    let app = queue_of(3).await;
    let program = app.program().await;
    let ids: Vec<String> = app.comments(CommentState::Pending).await.iter().map(|c| c.id.hex()).collect();
    let bulk = json!({ "bulk": { "action": "trash", "ids": ids, "reason": "off topic" } });
    let answer = program.send_json("PUT", "/ghost/api/admin/comments/bulk/", &bulk).await.json();
    let batch = answer["bulk"]["meta"]["batch"].as_str().unwrap().to_owned();
    let counts = program.get("/ghost/api/admin/comments/counts/").await.json();
    assert_eq!(
        counts["counts"],
        json!({ "pending": 0, "approved": 0, "spam": 0, "trash": 3, "removed": 0, "reported": 0 })
    );
    let log = program.get("/ghost/api/admin/comments/log/?limit=2").await.json();
    let newest = &log["decisions"][0];
    assert_eq!((&newest["from"], &newest["to"]), (&json!("pending"), &json!("trash")));
    assert_eq!((&newest["reason"], &newest["batch"]), (&json!("off topic"), &json!(batch)));
    assert!(newest["who"].as_str().unwrap().starts_with("key "));
    let next = log["meta"]["pagination"]["next"].as_str().unwrap();
    let rest = program.get(&format!("/ghost/api/admin/comments/log/?before={next}")).await.json();
    assert_eq!(rest["decisions"].as_array().unwrap().len(), 1);

    let path = format!("/ghost/api/admin/comments/undo/{batch}/");
    let undone = program.send_json("PUT", &path, &json!({})).await;
    assert_eq!(undone.header("x-cache-invalidate"), "/*");
    assert_eq!(undone.json()["undo"][0], json!({ "batch": batch, "restored": 3, "overruled": 0 }));
    assert_eq!(app.comments(CommentState::Pending).await.len(), 3);
    let nothing = format!("/ghost/api/admin/comments/undo/{}/", ids[0]);
    assert_eq!(program.send_json("PUT", &nothing, &json!({})).await.status, StatusCode::NOT_FOUND);
    let long = json!({ "bulk": { "action": "spam", "ids": ids, "reason": "x".repeat(501) } });
    let refused = program.send_json("PUT", "/ghost/api/admin/comments/bulk/", &long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_queue_is_asked_for_a_story_a_reader_and_words() {
    let app = queue_of(3).await;
    let program = app.program().await;
    let newest = app.comments(CommentState::Pending).await[0].clone();
    let found = async |query: &str| {
        let page = program.get(&format!("/ghost/api/admin/comments/?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        page.json()["comments"].as_array().unwrap().len()
    };
    assert_eq!(found("q=comment%202").await, 1);
    assert_eq!(found(&format!("filter=post:{}", newest.post)).await, 3);
    assert_eq!(found("filter=post:5f2b9c0d1e4a7b6c8d9e0f10").await, 0);
    assert_eq!(found(&format!("reader_of={}", newest.id)).await, 3);
    assert_eq!(found(&format!("filter=status:trash&reader_of={}", newest.id)).await, 0);
    for bad in ["filter=post:x", "reader_of=5f2b9c0d1e4a7b6c8d9e0f10", "before=x"] {
        let page = program.get(&format!("/ghost/api/admin/comments/?{bad}")).await;
        assert_ne!(page.status, StatusCode::OK, "{bad}");
    }
}

#[tokio::test]
async fn a_reader_is_known_banned_and_let_in_again() {
    let app = queue_of(2).await;
    let program = app.program().await;
    let id = app.comments(CommentState::Pending).await[0].id;
    let path = |rest: &str| format!("/ghost/api/admin/comments/{rest}");
    let history = program.get(&path(&format!("{id}/history/"))).await.json();
    let history = &history["history"][0];
    assert_eq!(history["comments"]["pending"], 2);
    assert_eq!(history["email_fingerprint"].as_str().unwrap().len(), 32);
    let ban = json!({ "bans": [{ "by": "email", "days": 7, "reason": "again" }] });
    let answer = program.send_json("POST", &path(&format!("{id}/ban/")), &ban).await;
    let fingerprint = answer.json()["bans"][0]["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!(fingerprint, history["email_fingerprint"].as_str().unwrap());
    let bans = program.get(&path("bans/")).await.json();
    assert_eq!((&bans["bans"][0]["name"], &bans["bans"][0]["reason"]), (&json!("Marta"), &json!("again")));
    for wrong in
        [json!({ "by": "name" }), json!({ "by": "email", "days": 367 }), json!({ "by": "email", "days": 0 })]
    {
        let answer =
            program.send_json("POST", &path(&format!("{id}/ban/")), &json!({ "bans": [wrong] })).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let lift = path(&format!("bans/{fingerprint}/"));
    assert_eq!(program.send_json("DELETE", &lift, &json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.send_json("DELETE", &lift, &json!({})).await.status, StatusCode::NOT_FOUND);
    for secret in ["counts/", "log/", "bans/", "lessons/"] {
        assert_eq!(app.reader().get(&path(secret)).await.status, StatusCode::FORBIDDEN, "{secret}");
    }
}

#[tokio::test]
async fn what_the_filter_was_taught_is_read_and_forgotten() {
    let app = queue_of(1).await;
    let program = app.program().await;
    let id = app.comments(CommentState::Pending).await[0].id;
    let path = format!("/ghost/api/admin/comments/{id}/");
    program.send_json("PUT", &path, &json!({ "comments": [{ "status": "spam" }] })).await;
    let lessons = program.get("/ghost/api/admin/comments/lessons/").await.json();
    assert_eq!(lessons["lessons"][0]["body"], "Comment 1");
    assert_eq!(lessons["lessons"][0]["mail_host"], "mail.example");
    let forgotten = program.send_json("DELETE", "/ghost/api/admin/comments/lessons/", &json!({})).await;
    assert_eq!(forgotten.status, StatusCode::NO_CONTENT);
    let lessons = program.get("/ghost/api/admin/comments/lessons/").await.json();
    assert_eq!(lessons["lessons"], json!([]));
}

#[tokio::test]
async fn a_program_settles_reports_and_answers_objections() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    app.say(&post, "The mayor is a fool.").await;
    let (program, id) = (app.program().await, app.comments(CommentState::Approved).await[0].id);
    let reason = [("reason".to_owned(), "abuse".to_owned()), ("body".to_owned(), "He is not.".to_owned())];
    app.reader().post_form(&format!("/comments/{}/{id}/report", post.id), &reason).await;
    let reported = program.get("/ghost/api/admin/comments/reported/").await.json();
    assert_eq!(reported["comments"][0]["id"], json!(id.hex()));
    assert_eq!(reported["comments"][0]["reports"][0]["words"], json!("He is not."));
    let counts =
        async || program.get("/ghost/api/admin/comments/counts/").await.json()["counts"]["reported"].clone();
    assert_eq!(counts().await, json!(1));
    let dismissed =
        program.ask("DELETE", &format!("/ghost/api/admin/comments/{id}/reports/"), Body::empty()).await;
    assert_eq!((dismissed.status, counts().await), (StatusCode::NO_CONTENT, json!(0)));

    let remove = json!({ "comments": [{ "status": "removed", "reason": "No insults." }] });
    program.send_json("PUT", &format!("/ghost/api/admin/comments/{id}/"), &remove).await;
    let key = app.newsroom.own_key(&app.paper, id);
    app.newsroom.appeal(&app.paper, id, &key, "He says so himself.").await.unwrap();
    let appeals = program.get("/ghost/api/admin/comments/appeals/").await.json();
    assert_eq!(appeals["appeals"][0]["words"], json!("He says so himself."));
    let address = format!("/ghost/api/admin/comments/{id}/appeal/");
    let unsaid = program.send_json("PUT", &address, &json!({ "appeals": [{ "answer": "Hm." }] })).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let granted = json!({ "appeals": [{ "granted": true, "answer": "So he does." }] });
    assert_eq!(program.send_json("PUT", &address, &granted).await.status, StatusCode::OK);
    assert_eq!(app.comments(CommentState::Approved).await.len(), 1);
    assert_eq!(program.send_json("PUT", &address, &granted).await.status, StatusCode::NOT_FOUND);
    let key = app.newsroom.own_key(&app.paper, id);
    app.newsroom.change_own_comment(&app.paper, id, &key, "The mayor errs.").await.unwrap();
    let versions = program.get(&format!("/ghost/api/admin/comments/{id}/versions/")).await.json();
    assert_eq!(versions["versions"][0]["text"], json!("The mayor is a fool."));
}
