//! The Admin API as programs written for Ghost use it.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::{PostStatus, Role};
use dateline_newsroom::{Move, PostEdit};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::newspaper::{Client, HOUR, Page, TestApp, a_page, a_post, posts};

async fn add(program: &Client<'_>, post: Value) -> Page {
    program.send_json("POST", "/ghost/api/admin/posts/?source=html", &posts(post)).await
}

async fn edit(program: &Client<'_>, id: &str, post: Value) -> Page {
    program.send_json("PUT", &format!("/ghost/api/admin/posts/{id}/?source=html"), &posts(post)).await
}

/// The post of an answer with one.
fn post(page: &Page) -> Value {
    assert!(page.status.is_success(), "{}: {}", page.status, page.text());
    page.json()["posts"][0].clone()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

#[tokio::test]
async fn a_draft_is_made_and_waits() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let made =
        add(&program, json!({ "title": "Harbour bridge reopens", "html": "<p>On <b>Tuesday</b>.</p>" }))
            .await;
    assert_eq!(made.status, StatusCode::CREATED);
    let id = text(&post(&made), "id").to_owned();
    assert_eq!(made.header("location"), format!("https://bell.example/ghost/api/admin/posts/{id}/"));
    assert_eq!(made.header("x-cache-invalidate"), "", "nobody can see a draft");
    assert_snapshot!(made.pretty());
    assert_eq!(app.reader().get("/harbour-bridge-reopens/").await.status, StatusCode::NOT_FOUND);
}

async fn a_story_is_published_with_its_credits(app: TestApp) {
    let program = app.program().await;
    app.newsroom.add_user(&app.paper, "ana@bell.example", "Ana Reis", Role::Editor).await.unwrap();
    let made = add(
        &program,
        json!({
            "title": "Harbour bridge reopens",
            "html": "<p>On Tuesday.</p><script>alert(1)</script><p><a href=\"/about/\">More</a></p>",
            "status": "published",
            "custom_excerpt": "The first tram crossed at dawn.",
            "feature_image": "https://bell.example/content/images/bridge.png",
            "tags": ["Harbour", { "name": "Town Hall" }, { "slug": "trams" }],
            "authors": ["ana@bell.example", { "name": "Ilídio Costa" }],
            "codeinjection_head": "<script>alert(2)</script>",
        }),
    )
    .await;
    assert_eq!(made.header("x-cache-invalidate"), "/*");
    let story = app.reader().get("/harbour-bridge-reopens/").await.text();
    for words in [
        "On Tuesday.",
        "Ana Reis",
        "Ilídio Costa",
        "Harbour",
        "Town Hall",
        "trams",
        "/content/images/bridge.png",
    ] {
        assert!(story.contains(words), "{words}");
    }
    assert!(!story.contains("alert(1)"), "what stands in a story runs nothing");
    assert!(story.contains("<script>alert(2)</script>"), "a key may do what an administrator may");
    let id = text(&post(&made), "id").to_owned();
    let read = program.get(&format!("/ghost/api/admin/posts/{id}/?formats=html")).await;
    assert_snapshot!("a_published_story", read.pretty());
}

#[tokio::test]
async fn a_story_is_published_with_its_credits_on_sqlite() {
    a_story_is_published_with_its_credits(TestApp::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_published_with_its_credits_on_postgres() {
    if let Some(app) = TestApp::on_postgres().await {
        a_story_is_published_with_its_credits(app).await;
    }
}

#[tokio::test]
async fn a_program_reads_changes_and_sends_back_the_whole_object() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let html = "<p>On Tuesday.</p><!--more--><p>The <em>rest</em>.</p>";
    app.publish(a_post().saying(html).tagged(&["Harbour", "#photo"]).signed(&["Ana Reis"])).await;
    let mut object = post(&program.get("/ghost/api/admin/posts/slug/harbour-bridge-reopens/").await);
    app.clock.advance(1_000);
    object["title"] = "Harbour bridge reopens at last".into();
    let id = text(&object, "id").to_owned();
    let path = format!("/ghost/api/admin/posts/{id}/?formats=html");
    let changed = post(&program.send_json("PUT", &path, &posts(object.clone())).await);
    assert_eq!(text(&changed, "title"), "Harbour bridge reopens at last");
    assert_eq!(text(&changed, "html"), text(&post(&program.get(&path).await), "html"));
    for same in ["slug", "published_at", "created_at", "url", "tags", "authors", "feature_image", "status"] {
        assert_eq!(changed[same], object[same], "{same}");
    }
    assert!(app.reader().get("/harbour-bridge-reopens/").await.text().contains("The <em>rest</em>."));
}

#[tokio::test]
async fn who_saves_over_somebody_elses_change_is_told() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let made = post(&add(&program, json!({ "title": "Harbour bridge reopens" })).await);
    let (id, seen) = (text(&made, "id"), text(&made, "updated_at"));
    app.clock.advance(1);
    let first = edit(&program, id, json!({ "title": "First", "updated_at": seen })).await;
    assert_eq!(first.status, StatusCode::OK);
    let second = edit(&program, id, json!({ "title": "Second", "updated_at": seen })).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert_snapshot!(error_of(&second));
    let blind = edit(&program, id, json!({ "title": "Third" })).await;
    assert_eq!(blind.status, StatusCode::UNPROCESSABLE_ENTITY);
    let now = post(&program.get(&format!("/ghost/api/admin/posts/{id}/")).await);
    assert_eq!(text(&now, "title"), "First");
}

fn error_of(page: &Page) -> String {
    let mut json = page.json();
    json["errors"][0]["id"] = "…".into();
    format!("{}\n{}", page.status.as_u16(), serde_json::to_string_pretty(&json).unwrap())
}

#[tokio::test]
async fn a_story_goes_through_its_states() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let hour = "2026-11-24T14:00:00.000Z";
    let made = post(
        &add(&program, json!({ "title": "Embargoed", "status": "scheduled", "published_at": hour })).await,
    );
    let id = text(&made, "id").to_owned();
    assert_eq!((text(&made, "status"), text(&made, "published_at")), ("scheduled", hour));
    let step = async |change: Value| {
        let now = post(&program.get(&format!("/ghost/api/admin/posts/{id}/")).await);
        let mut change = change;
        change["updated_at"] = now["updated_at"].clone();
        edit(&program, &id, change).await
    };
    let later = step(json!({ "published_at": "2026-11-24T15:00:00.000Z" })).await;
    assert_eq!(text(&post(&later), "published_at"), "2026-11-24T15:00:00.000Z");
    assert_eq!(later.header("x-cache-invalidate"), "");
    assert_eq!(app.reader().get("/embargoed/").await.status, StatusCode::NOT_FOUND);
    app.clock.advance(3 * HOUR);
    assert_eq!(app.newsroom.run_due().await.unwrap(), 1);
    assert_eq!(app.reader().get("/embargoed/").await.status, StatusCode::OK);
    let program = app.program().await;
    let step = async |change: Value| {
        let now = post(&program.get(&format!("/ghost/api/admin/posts/{id}/")).await);
        let mut change = change;
        change["updated_at"] = now["updated_at"].clone();
        edit(&program, &id, change).await
    };
    let again = step(json!({ "status": "scheduled", "published_at": "2027-01-01T00:00:00.000Z" })).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = step(json!({ "status": "draft" })).await;
    assert_eq!((text(&post(&back), "status"), back.header("x-cache-invalidate")), ("draft", "/*"));
    assert_eq!(app.reader().get("/embargoed/").await.status, StatusCode::NOT_FOUND);
    let out = step(json!({ "status": "published" })).await;
    assert_eq!(text(&post(&out), "status"), "published");
    assert_eq!(app.reader().get("/embargoed/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_post_is_deleted_with_nothing_left() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let story = app.publish(a_post()).await;
    let path = format!("/ghost/api/admin/posts/{}/", story.id);
    let gone = program.ask("DELETE", &path, Body::empty()).await;
    assert_eq!((gone.status, gone.bytes.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(gone.header("x-cache-invalidate"), "/*");
    assert_eq!(program.ask("DELETE", &path, Body::empty()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(program.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.reader().get("/harbour-bridge-reopens/").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_stand_apart_from_posts() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let page = app.publish(a_page().titled("About us")).await;
    app.publish(a_post()).await;
    let titles = async |resource: &str| {
        let list = program.get(&format!("/ghost/api/admin/{resource}/")).await.json();
        let titles = list[resource].as_array().unwrap().iter().map(|p| text(p, "title").to_owned());
        titles.collect::<Vec<_>>()
    };
    assert_eq!(titles("posts").await, ["Harbour bridge reopens"]);
    assert_eq!(titles("pages").await, ["About us"]);
    let crossed = program.get(&format!("/ghost/api/admin/posts/{}/", page.id)).await;
    assert_eq!(crossed.status, StatusCode::NOT_FOUND);
    let body =
        json!({ "pages": [{ "title": "House rules", "status": "published", "html": "<p>Be civil.</p>" }] });
    let made = program.send_json("POST", "/ghost/api/admin/pages/?source=html", &body).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert!(made.header("location").contains("/ghost/api/admin/pages/"));
    assert!(app.reader().get("/house-rules/").await.text().contains("Be civil."));
}

#[tokio::test]
async fn a_list_of_the_desk_is_in_the_order_of_work() {
    let app = TestApp::new().await;
    let program = app.program().await;
    for (title, status) in [
        ("Out first", "published"),
        ("Draft first", "draft"),
        ("To come", "scheduled"),
        ("Out second", "published"),
        ("Draft second", "draft"),
    ] {
        app.clock.advance(1_000);
        let date = if status == "scheduled" { json!("2026-12-24T00:00:00Z") } else { Value::Null };
        add(&program, json!({ "title": title, "status": status, "published_at": date })).await;
    }
    app.newsroom
        .save(
            &app.paper,
            app.draft(a_post().titled("Binned")).await.id,
            PostEdit::default(),
            Move::ToTrash,
            None,
        )
        .await
        .unwrap();
    let list = async |query: &str| {
        let page = program.get(&format!("/ghost/api/admin/posts/{query}")).await;
        let json = page.json();
        let titles = json["posts"]
            .as_array()
            .unwrap_or_else(|| panic!("{json}"))
            .iter()
            .map(|p| text(p, "title").to_owned());
        (titles.collect::<Vec<_>>().join(", "), json["meta"]["pagination"]["total"].clone())
    };
    assert_eq!(
        list("").await,
        ("To come, Draft second, Draft first, Out second, Out first".to_owned(), json!(5))
    );
    assert_eq!(list("?limit=2&page=2").await, ("Draft first, Out second".to_owned(), json!(5)));
    assert_eq!(list("?limit=2&page=3").await, ("Out first".to_owned(), json!(5)));
    assert_eq!(list("?filter=status:draft").await, ("Draft second, Draft first".to_owned(), json!(2)));
    assert_eq!(
        list("?filter=status:[published,scheduled]&limit=all").await,
        ("To come, Out second, Out first".to_owned(), json!(3))
    );
    assert_eq!(list("?filter=slug:to-come").await, ("To come".to_owned(), json!(1)));
    assert_eq!(list("?filter=slug:to-come%2Bstatus:draft").await, (String::new(), json!(0)));
    assert_eq!(list("?filter=status:draft,title:~^'out'").await.1, json!(4));
    assert_eq!(list("?filter=status:draft&order=title%20asc").await.0, "Draft first, Draft second");
    assert_eq!(list(&format!("?filter=status:{}", PostStatus::Trashed.as_str())).await.1, json!(0));
}

#[tokio::test]
async fn what_the_database_cannot_list_is_refused_with_a_sentence() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let mut seen = Vec::new();
    for query in [
        "filter=password:x",
        "filter=status:",
        "filter=status:draft,(tag:x",
        "filter=title:~bridge",
        "order=x;y",
        "limit=-1",
        "page=x",
        "page=0",
        "formats=docx",
    ] {
        let page = program.get(&format!("/ghost/api/admin/posts/?{}", query.replace(' ', "%20"))).await;
        let error = page.json()["errors"][0].clone();
        let words = error["context"].as_str().or(error["message"].as_str()).unwrap().to_owned();
        seen.push(format!("{query}: {} {}: {words}", page.status.as_u16(), error["type"].as_str().unwrap()));
    }
    assert_snapshot!(seen.join("\n"));
}

#[tokio::test]
async fn a_body_that_is_not_right_is_told_what_is_wrong() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let mut seen = Vec::new();
    let lexical = r#"{"root":{"children":[{"type":"paragraph","children":[{"text":"x"}]}]}}"#;
    for (name, body) in [
        ("empty", json!({})),
        ("no list", json!({ "posts": {} })),
        ("two", json!({ "posts": [{ "title": "a" }, { "title": "b" }] })),
        ("no title", posts(json!({ "html": "x" }))),
        ("blank title", posts(json!({ "title": "  " }))),
        ("a number for a title", posts(json!({ "title": 7 }))),
        ("long title", posts(json!({ "title": "x".repeat(2_001) }))),
        ("long slug", posts(json!({ "title": "a", "slug": "x".repeat(192) }))),
        ("long excerpt", posts(json!({ "title": "a", "custom_excerpt": "x".repeat(301) }))),
        ("no slug", posts(json!({ "title": "a", "slug": null }))),
        ("featured in words", posts(json!({ "title": "a", "featured": "yes" }))),
        ("no date", posts(json!({ "title": "a", "published_at": "soon" }))),
        ("unknown state", posts(json!({ "title": "a", "status": "sent" }))),
        ("scheduled without a date", posts(json!({ "title": "a", "status": "scheduled" }))),
        (
            "scheduled for yesterday",
            posts(json!({ "title": "a", "status": "scheduled", "published_at": "2026-11-23T12:00:00Z" })),
        ),
        ("for members", posts(json!({ "title": "a", "visibility": "members" }))),
        ("by mail only", posts(json!({ "title": "a", "email_only": true }))),
        ("an empty tag", posts(json!({ "title": "a", "tags": [{ "name": "" }] }))),
        ("an unknown author", posts(json!({ "title": "a", "authors": ["nobody@bell.example"] }))),
        ("tags as a text", posts(json!({ "title": "a", "tags": "Harbour" }))),
    ] {
        let page = program.send_json("POST", "/ghost/api/admin/posts/?source=html", &body).await;
        let error = page.json()["errors"][0].clone();
        let words = error["context"].as_str().or(error["message"].as_str()).unwrap().to_owned();
        seen.push(format!("{name}: {} {} {words}", page.status.as_u16(), error["property"]));
    }
    for (name, body) in [
        ("mobiledoc", json!({ "title": "a", "mobiledoc": "{}" })),
        ("another editor's", json!({ "title": "a", "lexical": lexical })),
    ] {
        let page = program.send_json("POST", "/ghost/api/admin/posts/", &posts(body)).await;
        seen.push(format!("{name}: {} {}", page.status.as_u16(), page.json()["errors"][0]["context"]));
    }
    let broken = program.clone().sending("content-type", "application/json");
    seen.push(error_of(&broken.ask("POST", "/ghost/api/admin/posts/", Body::from("{\"posts\":")).await));
    assert_snapshot!(seen.join("\n"));
    let total = program.get("/ghost/api/admin/posts/").await.json()["meta"]["pagination"]["total"].clone();
    assert_eq!(total, json!(0), "nothing was written");
}

#[tokio::test]
async fn a_title_and_an_excerpt_at_their_limits_are_taken() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let made = add(
        &program,
        json!({ "title": "ä".repeat(2_000), "slug": "x".repeat(191), "custom_excerpt": "ä".repeat(300) }),
    )
    .await;
    assert_eq!(made.status, StatusCode::CREATED);
}

#[tokio::test]
async fn html_without_its_source_parameter_is_ignored_as_ghost_does() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let body = posts(json!({ "title": "Harbour", "html": "<p>Lost</p>" }));
    let made = program.send_json("POST", "/ghost/api/admin/posts/?formats=html", &body).await;
    assert_eq!(text(&post(&made), "html"), "");
}

#[tokio::test]
async fn tags_are_made_renamed_described_and_deleted() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let tag = |json: &Value| json!({ "tags": [json] });
    let send = async |method: &str, path: &str, json: Value| {
        program.send_json(method, &format!("/ghost/api/admin/tags/{path}"), &tag(&json)).await
    };
    let made = send("POST", "", json!({ "name": "Town Hall", "description": "Who decides" })).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert_snapshot!(made.pretty());
    let id = text(&made.json()["tags"][0], "id").to_owned();
    let second = send("POST", "", json!({ "name": "Town hall" })).await;
    assert_eq!(text(&second.json()["tags"][0], "slug"), "town-hall-2");
    let internal = send("POST", "", json!({ "name": "#photo" })).await.json();
    assert_eq!(
        (text(&internal["tags"][0], "slug"), text(&internal["tags"][0], "visibility")),
        ("hash-photo", "internal")
    );
    app.publish(a_post().tagged(&["Town Hall"])).await;
    let renamed = send(
        "PUT",
        &format!("{id}/"),
        json!({ "name": "City Hall", "slug": "city-hall", "description": null }),
    )
    .await;
    assert_eq!(renamed.status, StatusCode::OK);
    assert!(app.reader().get("/tag/city-hall/").await.text().contains("City Hall"));
    let blank = send("PUT", &format!("{id}/"), json!({ "name": "" })).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = format!("/ghost/api/admin/tags/{id}/");
    assert_eq!(program.ask("DELETE", &path, Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.ask("DELETE", &path, Body::empty()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.reader().get("/harbour-bridge-reopens/").await.status, StatusCode::OK);
    let list = program.get("/ghost/api/admin/tags/?include=count.posts").await.json();
    assert_eq!(list["tags"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_tag_of_another_spelling_is_the_same_tag() {
    let app = TestApp::new().await;
    let program = app.program().await;
    add(&program, json!({ "title": "One", "tags": ["Town Hall"] })).await;
    add(&program, json!({ "title": "Two", "tags": ["town hall", { "name": "TOWN HALL" }] })).await;
    let list = program.get("/ghost/api/admin/tags/").await.json();
    assert_eq!(list["tags"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_writing_program_finds_out_what_it_talks_to() {
    let app = TestApp::new().await;
    let site = app.reader().get("/ghost/api/admin/site/").await;
    assert_eq!(site.header("content-version"), "v6.0");
    assert_snapshot!(site.pretty());
    let program = app.program().await;
    assert_eq!(program.get("/ghost/api/admin/config/").await.json()["config"]["version"], "6.0.0");
    app.newsroom.add_user(&app.paper, "ana@bell.example", "Ana Reis", Role::Editor).await.unwrap();
    assert_snapshot!("users", program.get("/ghost/api/admin/users/?include=roles").await.pretty());
    let by_mail = program.get("/ghost/api/admin/users/email/ana@bell.example/").await;
    assert_eq!(by_mail.json()["users"][0]["name"], "Ana Reis");
    assert_eq!(program.get("/ghost/api/admin/users/me/").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_not_there_says_so_by_version() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let mut seen = Vec::new();
    for (path, version) in [
        ("/ghost/api/admin/webmentions/", ""),
        ("/ghost/api/admin/webmentions/", "v6.0"),
        ("/ghost/api/admin/webmentions/", "v7.0"),
        ("/ghost/api/admin/webmentions/", "v5.118"),
        ("/ghost/api/admin/webmentions/", "latest"),
        ("/ghost/api/admin/snippets/", ""),
        ("/ghost/api/nothing/", ""),
    ] {
        let client = if version.is_empty() {
            program.clone()
        } else {
            program.clone().sending("accept-version", version)
        };
        let page = client.get(path).await;
        let error = page.json()["errors"][0].clone();
        seen.push(format!("{path} {version}: {} {} {}", page.status.as_u16(), error["type"], error["code"]));
    }
    assert_snapshot!(seen.join("\n"));
}

#[tokio::test]
async fn a_slash_that_is_missing_is_added_without_losing_the_query() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let moved = program.get("/ghost/api/admin/posts?limit=5").await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (StatusCode::MOVED_PERMANENTLY, "/ghost/api/admin/posts/?limit=5")
    );
    let body = posts(json!({ "title": "Without a slash" }));
    assert_eq!(program.send_json("POST", "/ghost/api/admin/posts", &body).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn no_other_sites_page_may_call_the_admin_api() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let foreign = program.sending("origin", "https://evil.example");
    let page = foreign.get("/ghost/api/admin/posts/").await;
    assert_eq!(page.header("access-control-allow-origin"), "");
    assert_eq!(page.header("cache-control"), "no-store");
    let asked = foreign.ask("OPTIONS", "/ghost/api/admin/posts/", Body::empty()).await;
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (StatusCode::OK, ""));
    assert!(asked.header("allow").contains("POST"));
}

#[tokio::test]
async fn every_limit_of_a_body_holds_at_its_edge() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let tags = |count: usize| (0..count).map(|n| json!(format!("Tag {n}"))).collect::<Vec<_>>();
    let most = add(&program, json!({ "title": "Many tags", "tags": tags(100) })).await;
    assert_eq!(post(&most)["tags"].as_array().unwrap().len(), 100);
    let more = add(&program, json!({ "title": "Too many tags", "tags": tags(101) })).await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    let authors =
        |count: usize| (0..count).map(|n| json!({ "name": format!("Author {n}") })).collect::<Vec<_>>();
    let more = add(&program, json!({ "title": "Too many authors", "authors": authors(101) })).await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);

    // White space is part of a body and of nothing else.
    let body = posts(json!({ "title": "A long way" })).to_string();
    let padded = |bytes: usize| Body::from(body.clone() + &" ".repeat(bytes - body.len()));
    let client = program.clone().sending("content-type", "application/json");
    let at = client.ask("POST", "/ghost/api/admin/posts/", padded(16 * 1024 * 1024)).await;
    assert_eq!(at.status, StatusCode::CREATED);
    let beyond = client.ask("POST", "/ghost/api/admin/posts/", padded(16 * 1024 * 1024 + 1)).await;
    assert_eq!(beyond.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(beyond.json()["errors"][0]["type"], "RequestEntityTooLargeError");

    let story = json!({ "title": "A long story", "html": "x".repeat(4 * 1024 * 1024 + 1) });
    assert_eq!(add(&program, story).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let query = |count: usize| vec!["a=b"; count].join("&");
    let list = async |query: String| program.get(&format!("/ghost/api/admin/posts/?{query}")).await.status;
    assert_eq!(list(query(64)).await, StatusCode::OK);
    assert_eq!(list(query(65)).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_hundred_things_are_the_most_of_one_page() {
    let app = TestApp::new().await;
    let program = app.program().await;
    for number in 0..101 {
        let tag = json!({ "tags": [{ "name": format!("Tag {number:03}") }] });
        program.send_json("POST", "/ghost/api/admin/tags/", &tag).await;
    }
    for limit in ["all", "1000", "101", "100"] {
        let page = program.get(&format!("/ghost/api/admin/tags/?limit={limit}")).await.json();
        assert_eq!(page["tags"].as_array().unwrap().len(), 100, "{limit}");
        assert_eq!(page["meta"]["pagination"]["next"], 2);
    }
}

#[tokio::test]
async fn what_a_program_writes_without_a_name_is_signed_by_the_owner() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let unsigned = post(&add(&program, json!({ "title": "Before there is an owner" })).await);
    assert_eq!(unsigned["primary_author"], Value::Null);
    app.newsroom.add_user(&app.paper, "owner@bell.example", "Marta Vaz", Role::Owner).await.unwrap();
    let signed = post(&add(&program, json!({ "title": "Harbour bridge reopens" })).await);
    assert_eq!(signed["primary_author"]["name"], "Marta Vaz");
    let named = json!({ "title": "Ferry is late", "authors": [{ "name": "Ana Reis" }] });
    assert_eq!(post(&add(&program, named).await)["authors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_list_of_stories_has_what_the_owner_adds_to_each() {
    let app = TestApp::new().await;
    let program = app.program().await;
    for at in 0..18 {
        let head = format!("<!-- {at} -->");
        add(&program, json!({ "title": format!("Story {at}"), "codeinjection_head": head })).await;
    }
    add(&program, json!({ "title": "Plain" })).await;
    let list = program.get("/ghost/api/admin/posts/?limit=all&fields=title,codeinjection_head").await.json();
    let rows = list["posts"].as_array().unwrap();
    assert_eq!(rows.len(), 19);
    for row in rows {
        let title = text(row, "title");
        let expected = title.strip_prefix("Story ").map(|at| format!("<!-- {at} -->"));
        assert_eq!(row["codeinjection_head"].as_str(), expected.as_deref(), "{title}");
    }
}

#[tokio::test]
async fn a_value_that_breaks_a_rule_names_the_rule_as_ghosts_schemas_do() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let long = "x".repeat(2_001);
    for (sent, property, keyword) in [
        (json!({ "title": long }), "title", "maxLength"),
        (json!({ "title": "x", "tags": "harbour" }), "tags", "type"),
        (json!({ "title": "x", "featured": "yes" }), "featured", "type"),
        (json!({ "title": "x", "status": "lost" }), "status", "enum"),
        (json!({ "title": "x", "published_at": "soon" }), "published_at", "format"),
        (json!({ "html": "<p>x</p>" }), "0", "required"),
    ] {
        let refused = add(&program, sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let error = refused.json()["errors"][0].clone();
        assert_eq!(
            (&error["property"], &error["details"][0]["keyword"]),
            (&json!(property), &json!(keyword))
        );
        let place = text(&error["details"][0], "instancePath").to_owned();
        assert!(place == "/posts/0" || place == format!("/posts/0/{property}"), "{place}");
    }
}

#[tokio::test]
async fn a_program_that_asks_for_members_finds_none() {
    let app = TestApp::new().await;
    let program = app.program().await;
    for name in ["members", "newsletters", "tiers", "labels", "offers"] {
        let list = program.get(&format!("/ghost/api/admin/{name}/")).await.json();
        assert_eq!((&list[name], &list["meta"]["pagination"]["total"]), (&json!([]), &json!(0)), "{name}");
    }
    let reader = json!({ "members": [{ "email": "reader@bell.example" }] });
    let refused = program.send_json("POST", "/ghost/api/admin/members/", &reader).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}
