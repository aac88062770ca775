//! The Content API as site builders written for Ghost use it.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::KeyKind;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::newspaper::{Page, TestApp, a_page, a_post};

/// A program with a content key.
struct Builder<'a> {
    app: &'a TestApp,
    key: String,
}

impl<'a> Builder<'a> {
    async fn of(app: &'a TestApp) -> Self {
        Self { app, key: app.key(KeyKind::Content).await.key }
    }

    async fn get(&self, path: &str) -> Page {
        let mark = if path.contains('?') { '&' } else { '?' };
        self.app.reader().get(&format!("/ghost/api/content/{path}{mark}key={}", self.key)).await
    }

    async fn list(&self, path: &str) -> Vec<Value> {
        let page = self.get(path).await;
        let name = path.split(['/', '?']).next().unwrap();
        page.json()[name].as_array().unwrap_or_else(|| panic!("{path}: {}", page.text())).clone()
    }

    async fn titles(&self, path: &str) -> Vec<String> {
        self.list(path).await.iter().map(|post| post["title"].as_str().unwrap().to_owned()).collect()
    }
}

/// Three stories an hour apart, a draft, an embargoed story and a page.
async fn a_small_paper() -> TestApp {
    let app = TestApp::new().await;
    for (title, tags, author) in [
        ("Bridge reopens", &["Harbour"][..], "Ana Reis"),
        ("Ferry is late", &["Harbour", "Weather", "#photo"][..], "Ilídio Costa"),
        ("Mayor speaks", &[][..], "Ana Reis"),
    ] {
        app.publish(a_post().titled(title).tagged(tags).signed(&[author])).await;
        app.clock.advance(3_600_000);
    }
    app.draft(a_post().titled("Unfinished").tagged(&["Secret"])).await;
    let embargoed = app.draft(a_post().titled("Embargoed").tagged(&["Secret"]).signed(&["Nobody Yet"])).await;
    app.newsroom.schedule(&app.paper, embargoed.id, app.now() + 3_600_000).await.unwrap();
    app.publish(a_page().titled("About us")).await;
    app
}

#[tokio::test]
async fn a_story_has_every_key_that_site_builders_look_for() {
    let app = TestApp::new().await;
    let story = "<p>The <a href=\"/about/\">bridge</a> reopened.</p><img src=\"/content/images/b.png\" alt=\"Bridge\">";
    app.publish(a_post().saying(story).tagged(&["Harbour", "#photo"]).signed(&["Ana Reis"])).await;
    let builder = Builder::of(&app).await;
    let page = builder
        .get("posts/slug/harbour-bridge-reopens/?include=tags,authors,nonsense&formats=html,plaintext")
        .await;
    assert_snapshot!(page.pretty());
    assert_snapshot!("content_api_headers", page.head());
}

#[tokio::test]
async fn only_what_is_public_is_listed() {
    let app = a_small_paper().await;
    let builder = Builder::of(&app).await;
    assert_eq!(builder.titles("posts/").await, ["Mayor speaks", "Ferry is late", "Bridge reopens"]);
    assert_eq!(builder.titles("pages/").await, ["About us"]);
    for hidden in ["unfinished", "embargoed"] {
        assert_eq!(
            builder.get(&format!("posts/slug/{hidden}/")).await.status,
            StatusCode::NOT_FOUND,
            "{hidden}"
        );
        assert!(builder.titles(&format!("posts/?filter=slug:{hidden}")).await.is_empty(), "{hidden}");
    }
    let text = builder.get("posts/?limit=all&include=tags,authors").await.text()
        + &builder.get("tags/").await.text();
    assert!(!text.contains("Secret") && !text.contains("Unfinished") && !text.contains("Embargoed"));
    app.clock.advance(3_600_000);
    app.newsroom.run_due().await.unwrap();
    assert_eq!(builder.titles("posts/?limit=1").await, ["Embargoed"]);
}

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let app = a_small_paper().await;
    let builder = Builder::of(&app).await;
    let first = builder.get("posts/?limit=2&fields=title").await.json();
    assert_eq!(
        first,
        json!({
            "posts": [{ "title": "Mayor speaks" }, { "title": "Ferry is late" }],
            "meta": { "pagination": { "page": 1, "limit": 2, "pages": 2, "total": 3, "next": 2, "prev": null } },
        })
    );
    let second = builder.get("posts/?limit=2&page=2&fields=title").await.json();
    assert_eq!(
        second,
        json!({
            "posts": [{ "title": "Bridge reopens" }],
            "meta": { "pagination": { "page": 2, "limit": 2, "pages": 2, "total": 3, "next": null, "prev": 1 } },
        })
    );
    let beyond = builder.get("posts/?limit=2&page=9").await.json();
    assert_eq!(beyond["posts"], json!([]));
}

#[tokio::test]
async fn a_list_is_filtered_by_what_the_database_keeps() {
    let app = a_small_paper().await;
    let builder = Builder::of(&app).await;
    assert_eq!(builder.titles("posts/?filter=tag:harbour").await, ["Ferry is late", "Bridge reopens"]);
    assert_eq!(builder.titles("posts/?filter=authors:ana-reis").await, ["Mayor speaks", "Bridge reopens"]);
    assert_eq!(
        builder.titles("posts/?filter=tags.slug:weather%2Bvisibility:public").await,
        ["Ferry is late"]
    );
    let named = "posts/?filter=slug:[bridge-reopens,mayor-speaks]";
    assert_eq!(builder.titles(named).await, ["Bridge reopens", "Mayor speaks"], "in the order asked for");
    assert!(builder.titles("posts/?filter=tag:nothing").await.is_empty());
    for (filter, found) in [
        ("title:~'ferry'", &["Ferry is late"][..]),
        ("tag:-harbour", &["Mayor speaks"]),
        ("tag:weather,title:~^'may'", &["Mayor speaks", "Ferry is late"]),
        ("(tag:weather,tag:harbour)%2Bauthor:ana-reis", &["Bridge reopens"]),
        ("featured:true", &[]),
        // What is not public stays so, whatever is asked for.
        ("status:draft", &[]),
        ("status:[draft,scheduled,published]", &["Mayor speaks", "Ferry is late", "Bridge reopens"]),
        ("tag:secret", &[]),
        // Of an author's address nothing can be found out; the rest of the filter applies.
        ("authors.email:x%2Btag:weather", &["Ferry is late"]),
    ] {
        assert_eq!(builder.titles(&format!("posts/?filter={filter}")).await, found, "{filter}");
    }
    for refused in ["password:x", "title", "tag:[a", "tag:a%2Bnonsense:b"] {
        let page = builder.get(&format!("posts/?filter={refused}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{refused}");
    }
    let paged = builder.get("posts/?filter=tag:harbour&limit=1&page=2&order=title%20asc").await.json();
    assert_eq!(paged["posts"][0]["title"], "Ferry is late");
    assert_eq!(paged["meta"]["pagination"]["total"], 2);
    assert_eq!(
        builder.titles("posts/?order=title%20asc").await,
        ["Bridge reopens", "Ferry is late", "Mayor speaks"]
    );
    assert_eq!(builder.titles("posts/?order=nonsense").await.len(), 3, "an unknown order is passed over");
    assert_eq!(builder.titles("posts/?order=published_at%20desc").await.len(), 3);
}

#[tokio::test]
async fn a_single_thing_has_no_meta_and_keeps_its_id() {
    let app = a_small_paper().await;
    let builder = Builder::of(&app).await;
    let one = builder.get("posts/slug/bridge-reopens/?fields=title").await.json();
    assert_eq!(one["meta"], Value::Null);
    let keys: Vec<&String> = one["posts"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "title"]);
    let id = one["posts"][0]["id"].as_str().unwrap();
    let by_id = builder.get(&format!("posts/{id}/")).await.json();
    assert_eq!(by_id["posts"][0]["slug"], "bridge-reopens");
    assert_eq!(builder.get(&format!("pages/{id}/")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(builder.get("posts/nonsense/").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn tags_and_authors_of_public_stories_are_listed() {
    let app = a_small_paper().await;
    let builder = Builder::of(&app).await;
    let tags = builder
        .list("tags/?include=count.posts&fields=name,slug,visibility,count&order=count.posts%20desc,name")
        .await;
    assert_eq!(
        tags,
        [
            json!({ "name": "Harbour", "slug": "harbour", "visibility": "public", "count": { "posts": 2 } }),
            json!({ "name": "#photo", "slug": "hash-photo", "visibility": "internal", "count": { "posts": 1 } }),
            json!({ "name": "Weather", "slug": "weather", "visibility": "public", "count": { "posts": 1 } }),
        ]
    );
    let public = builder.list("tags/?filter=visibility:public").await;
    assert_eq!(public.len(), 2);
    assert_eq!(builder.list("tags/?filter=name:~'arb'%2Bcount.posts:%3E1").await.len(), 1);
    assert_eq!(builder.get("tags/?filter=password:x").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(builder.list("authors/?filter=name:~'reis'%2Bemail:x").await.len(), 1);
    assert_eq!(builder.get("tags/slug/secret/").await.status, StatusCode::NOT_FOUND);
    let authors = builder.list("authors/?include=count.posts").await;
    assert_snapshot!(crate::newspaper::masked(&serde_json::to_string_pretty(&authors).unwrap()));
    assert_eq!(builder.get("authors/slug/nobody-yet/").await.status, StatusCode::NOT_FOUND);
    assert_eq!(builder.get("authors/slug/ana-reis/").await.json()["authors"][0]["name"], "Ana Reis");
}

#[tokio::test]
async fn settings_have_every_key_that_site_builders_look_for() {
    let app = TestApp::new().await;
    let builder = Builder::of(&app).await;
    assert_snapshot!(builder.get("settings/").await.pretty());
}

#[tokio::test]
async fn a_page_of_any_site_may_read() {
    let app = TestApp::new().await;
    let builder = Builder::of(&app).await;
    assert_eq!(builder.get("posts/").await.header("access-control-allow-origin"), "*");
    let refused = app.reader().get("/ghost/api/content/posts/").await;
    assert_eq!(refused.header("access-control-allow-origin"), "*", "errors can be read too");
    let asked = app.reader().sending("access-control-request-headers", "accept-version");
    let asked = asked.ask("OPTIONS", "/ghost/api/content/posts/", Body::empty()).await;
    assert_eq!(asked.status, StatusCode::NO_CONTENT);
    assert_eq!(asked.header("access-control-allow-headers"), "accept-version");
}

#[tokio::test]
async fn the_content_api_writes_nothing() {
    let app = TestApp::new().await;
    let builder = Builder::of(&app).await;
    let path = format!("/ghost/api/content/posts/?key={}", builder.key);
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let page = app.reader().ask(method, &path, Body::from("{}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{method}");
    }
}

#[tokio::test]
async fn an_answer_that_did_not_change_costs_no_body() {
    let app = a_small_paper().await;
    let builder = Builder::of(&app).await;
    let first = builder.get("posts/").await;
    let path = format!("/ghost/api/content/posts/?key={}", builder.key);
    let again = app.reader().sending("if-none-match", first.header("etag")).get(&path).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_site_builder_that_asks_for_memberships_finds_none_and_goes_on() {
    let app = a_small_paper().await;
    let builder = Builder::of(&app).await;
    for path in ["tiers/?include=monthly_price,benefits", "newsletters/?limit=all"] {
        assert_eq!(builder.list(path).await, Vec::<Value>::new());
        assert_eq!(builder.get(path).await.json()["meta"]["pagination"]["total"], 0, "{path}");
    }
    let offer = builder.get("offers/0123456789abcdef01234567/").await;
    assert_eq!(
        (offer.status, offer.json()["errors"][0]["context"].clone()),
        (StatusCode::NOT_FOUND, json!("Offer not found."))
    );
    let story = builder.list("posts/?include=tiers&limit=1").await.remove(0);
    assert_eq!(story["tiers"], json!([]));
    assert!(builder.list("posts/?limit=1").await[0].get("tiers").is_none(), "nobody asked");
}

#[tokio::test]
async fn a_story_without_words_has_null_in_their_place() {
    let app = TestApp::new().await;
    app.publish(a_post().titled("A headline and nothing else").saying("")).await;
    let story = Builder::of(&app).await.list("posts/").await.remove(0);
    assert_eq!((&story["html"], &story["excerpt"]), (&Value::Null, &Value::Null));
    assert_eq!(story["reading_time"], 0);
}

#[tokio::test]
async fn an_internal_tag_in_front_leaves_a_story_without_a_section() {
    let app = TestApp::new().await;
    app.publish(a_post().tagged(&["#series", "Harbour"])).await;
    let builder = Builder::of(&app).await;
    let story = builder.list("posts/?include=tags").await.remove(0);
    assert_eq!((&story["primary_tag"], story["tags"].as_array().map(Vec::len)), (&Value::Null, Some(2)));
    assert_eq!(
        builder.list("posts/?filter=primary_tag:harbour").await,
        Vec::<Value>::new(),
        "as the filter has it"
    );
}
