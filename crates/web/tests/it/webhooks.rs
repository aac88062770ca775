//! Webhooks, purging and WebSub: what programs elsewhere hear of, from the change to the request that arrives.

use std::sync::Arc;

use aws_lc_rs::hmac;
use axum::http::StatusCode;
use data_encoding::HEXLOWER;
use dateline_egress::{Egress, Policy};
use dateline_model::{KeyKind, Role};
use dateline_newsroom::{Body as Story, Move, Outlets, PostEdit, PurgeRequest};
use dateline_press::short_key;
use dateline_sink::{Asked, Counter};
use dateline_web::AppOptions;
use serde_json::{Value, json};

use crate::newspaper::{HOUR, TestApp, a_post};

const HOOKS: &str = "/ghost/api/admin/webhooks/";

/// The same newspaper with ways to a program and to a network on this machine.
async fn telling(app: TestApp, counter: &Counter, network: Option<PurgeRequest>) -> TestApp {
    let outlets = Outlets {
        egress: Egress::new(Policy::public().and(counter.address())).unwrap(),
        shapes: app.app.shapes(),
        network: network.map(Arc::new),
    };
    let newsroom = app.newsroom.clone().with_outlets(outlets);
    newsroom.run_errands().await.unwrap();
    app.replaced(newsroom, AppOptions::default()).await
}

async fn round(app: &TestApp) {
    app.newsroom.run_errands().await.unwrap();
}

fn hook(event: &str, target: &str) -> Value {
    json!({ "webhooks": [{ "event": event, "target_url": target, "secret": "tide" }] })
}

fn events(asked: &[Asked]) -> Vec<String> {
    asked.iter().map(|asked| asked.path.trim_start_matches('/').to_owned()).collect()
}

fn titled(title: &str) -> PostEdit {
    let body = Story::Html("<p>All about it.</p>".to_owned());
    PostEdit { title: Some(title.to_owned()), body: Some(body), ..PostEdit::default() }
}

#[tokio::test]
async fn a_program_is_told_of_a_story_from_its_first_line_to_its_end() {
    let counter = Counter::open().await.unwrap();
    let app = telling(TestApp::new().await, &counter, None).await;
    let program = app.program().await;
    for event in [
        "post.added",
        "post.edited",
        "post.published",
        "post.published.edited",
        "post.unpublished",
        "post.deleted",
        "site.changed",
    ] {
        let made = program.send_json("POST", HOOKS, &hook(event, &counter.url(&format!("/{event}")))).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    }
    let draft = app.draft(a_post().titled("Bridge")).await;
    round(&app).await;
    let mut first = counter.asked();
    first.sort_by(|one, other| one.path.cmp(&other.path));
    assert_eq!(events(&first), ["post.added", "site.changed"]);
    let added: Value = serde_json::from_str(&first[0].body).unwrap();
    assert_eq!(added["post"]["current"]["title"], "Bridge");
    assert_eq!((&added["post"]["previous"], &first[1].body[..]), (&json!({}), "{}"));
    assert!(added["post"]["current"]["plaintext"].is_string() && added["post"]["current"]["tags"].is_array());
    let save = async |edit: PostEdit, to: Move| {
        app.newsroom.save(&app.paper, draft.id, edit, to, None).await.unwrap();
        let before = counter.asked().len();
        round(&app).await;
        counter.asked().split_off(before)
    };
    let told = save(PostEdit::default(), Move::Publish(None)).await;
    let mut names = events(&told);
    names.sort();
    assert_eq!(names, ["post.edited", "post.published", "site.changed"]);
    let published = told.iter().find(|asked| asked.path == "/post.published").unwrap();
    let body: Value = serde_json::from_str(&published.body).unwrap();
    assert_eq!(body["post"]["previous"]["status"], "draft");
    assert_eq!(published.header("content-version"), "v6.0");
    let (signature, at) = published.header("x-ghost-signature").split_once(", t=").unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"tide");
    let ours = hmac::sign(&key, format!("{}{at}", published.body).as_bytes());
    assert_eq!(signature, format!("sha256={}", HEXLOWER.encode(ours.as_ref())));
    let told = save(titled("Bridge reopens"), Move::Stay).await;
    assert!(events(&told).contains(&"post.published.edited".to_owned()), "{:?}", events(&told));
    let told = save(PostEdit::default(), Move::ToDraft).await;
    assert!(events(&told).contains(&"post.unpublished".to_owned()), "{:?}", events(&told));
    app.newsroom.delete(&app.paper, draft.id).await.unwrap();
    let before = counter.asked().len();
    round(&app).await;
    let gone = counter.asked().split_off(before);
    let gone = gone.iter().find(|asked| asked.path == "/post.deleted").unwrap();
    let body: Value = serde_json::from_str(&gone.body).unwrap();
    assert_eq!(
        (&body["post"]["current"], &body["post"]["previous"]["title"]),
        (&json!({}), &json!("Bridge reopens"))
    );
}

#[tokio::test]
async fn a_program_is_told_of_comments_and_tags() {
    let counter = Counter::open().await.unwrap();
    let app = telling(TestApp::new().await, &counter, None).await;
    let program = app.program().await;
    for event in ["comment.added", "comment.published", "comment.unpublished", "tag.added"] {
        program.send_json("POST", HOOKS, &hook(event, &counter.url(&format!("/{event}")))).await;
    }
    let story = app.publish(a_post().titled("Bridge")).await;
    app.say(&story, "I was there").await;
    round(&app).await;
    let mut names = events(&counter.asked());
    names.sort();
    assert_eq!(names, ["comment.added", "comment.published"]);
    let comment = app.comments(dateline_model::CommentState::Approved).await.pop().unwrap();
    let told: Value = serde_json::from_str(&counter.asked()[0].body).unwrap();
    assert_eq!(told["comment"]["current"]["text"], "I was there");
    assert_eq!(
        told["comment"]["current"]["url"],
        format!("https://bell.example/comments/{}/{}", story.id, comment.id)
    );
    let spam = json!({ "comments": [{ "status": "spam" }] });
    program.send_json("PUT", &format!("/ghost/api/admin/comments/{}/", comment.id), &spam).await;
    let tag = json!({ "tags": [{ "name": "Harbour" }] });
    program.send_json("POST", "/ghost/api/admin/tags/", &tag).await;
    round(&app).await;
    let mut names = events(&counter.asked());
    names.sort();
    assert_eq!(names, ["comment.added", "comment.published", "comment.unpublished", "tag.added"]);
}

#[tokio::test]
async fn what_does_not_arrive_is_told_again_and_seen_in_the_log() {
    let counter = Counter::open().await.unwrap();
    let app = telling(TestApp::new().await, &counter, None).await;
    let desk = app.staff(Role::Administrator).await;
    let made = desk.send_json("POST", HOOKS, &hook("post.added", &counter.url("/a"))).await.json();
    let id = made["webhooks"][0]["id"].as_str().unwrap().to_owned();
    let log = format!("{HOOKS}{id}/deliveries/");
    counter.answer_next(503, "later");
    app.draft(a_post().titled("Bridge")).await;
    round(&app).await;
    let waiting = desk.get(&log).await.json()["deliveries"][0].clone();
    assert_eq!(
        (&waiting["state"], &waiting["status"], &waiting["tries"]),
        (&json!("waiting"), &json!(503), &json!(1))
    );
    round(&app).await;
    assert_eq!(counter.asked().len(), 1, "not before its time");
    app.clock.advance(10_000);
    round(&app).await;
    let arrived = desk.get(&log).await.json()["deliveries"][0].clone();
    assert_eq!((&arrived["state"], &arrived["status"]), (&json!("arrived"), &json!(200)));
    assert_eq!(counter.asked()[0].body, counter.asked()[1].body);
    counter.answer_next(404, "nobody");
    app.draft(a_post().titled("Tide")).await;
    round(&app).await;
    let given_up = desk.get(&log).await.json()["deliveries"][0].clone();
    assert_eq!(given_up["state"], "given_up");
    let again = format!("/ghost/api/admin/deliveries/{}/", given_up["id"].as_str().unwrap());
    assert_eq!(desk.send_json("PUT", &again, &json!({})).await.status, StatusCode::OK);
    round(&app).await;
    assert_eq!(desk.get(&log).await.json()["deliveries"][0]["state"], "arrived");
    let said = desk.get(HOOKS).await.json()["webhooks"][0].clone();
    assert_eq!(
        (&said["last_triggered_status"], &said["last_triggered_error"]),
        (&json!("200"), &json!(null))
    );
    counter.answer_next(410, "");
    app.draft(a_post().titled("Fog")).await;
    round(&app).await;
    assert_eq!(desk.get(HOOKS).await.json()["webhooks"], json!([]), "it wants to hear no more");
    assert_eq!(desk.get(&log).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_webhook_is_made_changed_and_taken_away_as_in_ghost() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let target = "https://builder.example/hook";
    let made = program.send_json("POST", HOOKS, &hook("post.published", target)).await;
    let shape = made.json()["webhooks"][0].clone();
    let id = shape["id"].as_str().unwrap();
    assert_eq!(made.header("location"), format!("https://bell.example/ghost/api/admin/webhooks/{id}/"));
    assert_eq!((&shape["api_version"], &shape["target_url"]), (&json!("v6.0"), &json!(target)));
    assert!(shape["integration_id"].is_string());
    let twice = program.send_json("POST", HOOKS, &hook("post.published", target)).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("already been used for this event"), "{}", twice.text());
    let missing = json!({ "webhooks": [{ "event": "post.published" }] });
    assert_eq!(program.send_json("POST", HOOKS, &missing).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let odd = hook("never.happens", "ftp://[nonsense");
    assert_eq!(
        program.send_json("POST", HOOKS, &odd).await.status,
        StatusCode::CREATED,
        "Ghost takes it too"
    );
    let edit = json!({ "webhooks": [{ "event": "post.edited", "name": "Builder" }] });
    let edited = program.send_json("PUT", &format!("{HOOKS}{id}/"), &edit).await.json();
    assert_eq!(
        (&edited["webhooks"][0]["event"], &edited["webhooks"][0]["target_url"]),
        (&json!("post.edited"), &json!(target))
    );
    assert_eq!(
        program.ask("DELETE", &format!("{HOOKS}{id}/"), axum::body::Body::empty()).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        program.ask("DELETE", &format!("{HOOKS}{id}/"), axum::body::Body::empty()).await.status,
        StatusCode::NOT_FOUND
    );
    let long = hook("post.edited", &format!("https://x.example/{}", "x".repeat(2_000)));
    assert_eq!(program.send_json("POST", HOOKS, &long).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.key(KeyKind::Content).await;
}

#[tokio::test]
async fn nothing_at_home_is_told_whatever_its_address_looks_like() {
    let counter = Counter::open().await.unwrap();
    let app = TestApp::new().await;
    let outlets =
        Outlets { egress: Egress::new(Policy::public()).unwrap(), shapes: app.app.shapes(), network: None };
    let newsroom = app.newsroom.clone().with_outlets(outlets);
    newsroom.run_errands().await.unwrap();
    let app = app.replaced(newsroom, AppOptions::default()).await;
    let desk = app.staff(Role::Administrator).await;
    let port = counter.address().port();
    for target in [
        counter.url("/"),
        format!("http://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://2130706433:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        desk.send_json("POST", HOOKS, &hook("post.added", &target)).await;
    }
    app.draft(a_post().titled("Bridge")).await;
    round(&app).await;
    for hook in desk.get(HOOKS).await.json()["webhooks"].as_array().unwrap() {
        assert!(hook["last_triggered_error"].is_string(), "{hook}");
        let log = desk.get(&format!("{HOOKS}{}/deliveries/", hook["id"].as_str().unwrap())).await.json();
        assert_eq!(log["deliveries"][0]["state"], "given_up", "{log}");
    }
    assert_eq!(counter.asked(), []);
}

#[tokio::test]
async fn the_network_in_front_forgets_exactly_what_changed() {
    let counter = Counter::open().await.unwrap();
    let network = PurgeRequest {
        method: "PURGE".to_owned(),
        address: counter.url("/{host}"),
        headers: vec!["X-Key: {keys}".to_owned(), "Content-Type: application/json".to_owned()],
        body: "{\"tags\": {keys_json}, \"files\": {addresses_json}}".to_owned(),
    };
    let app = telling(TestApp::new().await, &counter, Some(network)).await;
    let story = app.publish(a_post().titled("Bridge")).await;
    counter.answer_next(500, "");
    round(&app).await;
    app.clock.advance(10_000);
    round(&app).await;
    let asked = counter.asked();
    assert_eq!((asked.len(), &asked[1]), (2, &asked[0]), "tried again with the same words");
    assert_eq!((asked[0].method.as_str(), asked[0].path.as_str()), ("PURGE", "/bell.example"));
    assert!(
        asked[0].header("x-key").split(' ').any(|key| key == short_key(&format!("post:{}", story.id))),
        "{asked:?}"
    );
    let body: Value = serde_json::from_str(&asked[0].body).unwrap();
    let page = app.reader().get(story.permalink.as_ref().unwrap()).await;
    let shown: Vec<&str> = page.header("surrogate-key").split(' ').collect();
    let tags: Vec<&str> = body["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
    assert!(shown.iter().any(|key| tags.contains(key)), "{shown:?} {tags:?}");
    let files: Vec<&str> =
        body["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    assert!(
        files.contains(&format!("https://bell.example{}", story.permalink.unwrap()).as_str()),
        "{files:?}"
    );
    round(&app).await;
    app.clock.advance(HOUR);
    round(&app).await;
    assert_eq!(counter.asked().len(), 2, "nothing changed since");
}

#[tokio::test]
async fn a_hub_is_named_in_the_feed_and_hears_of_a_new_story() {
    let counter = Counter::open().await.unwrap();
    let app = TestApp::new().await;
    let hub = [("websub_hub".to_owned(), counter.url("/hub"))];
    app.newsroom.change_settings(&app.paper, &hub).await.unwrap();
    app.app.catch_up().await.unwrap();
    let app = telling(app, &counter, None).await;
    app.publish(a_post().titled("Bridge")).await;
    round(&app).await;
    let asked = counter.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0].body, "hub.mode=publish&hub.url=https%3A%2F%2Fbell.example%2Frss%2F");
    let feed = app.reader().get("/rss/").await.text();
    assert!(
        feed.contains(&format!("rel=\"hub\" href=\"{}\"", counter.url("/hub")))
            || feed.contains(&format!("href=\"{}\" rel=\"hub\"", counter.url("/hub"))),
        "{feed}"
    );
}

#[tokio::test]
async fn a_hub_hears_nothing_of_a_private_site() {
    let counter = Counter::open().await.unwrap();
    let app = TestApp::new().await;
    let hub = ("websub_hub".to_owned(), counter.url("/hub"));
    app.newsroom
        .change_settings(&app.paper, &[hub, ("password".to_owned(), "sesame".to_owned())])
        .await
        .unwrap();
    app.app.catch_up().await.unwrap();
    let app = telling(app, &counter, None).await;
    app.publish(a_post().titled("Bridge")).await;
    round(&app).await;
    assert_eq!(counter.asked().len(), 0);
    app.newsroom.change_settings(&app.paper, &[("password".to_owned(), String::new())]).await.unwrap();
    app.app.catch_up().await.unwrap();
    app.publish(a_post().titled("Ferry")).await;
    round(&app).await;
    assert_eq!(counter.asked().len(), 1, "open again, it is told of the next story");
}
