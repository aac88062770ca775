//! A story at the desk beyond its words: what is told of it elsewhere, who wrote what when, who may see it before it is out.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::{KeyKind, Role};
use serde_json::{Value, json};

use crate::newspaper::{Client, HOUR, MINUTE, Page, TestApp, a_page, a_post, posts};

const API: &str = "/ghost/api/admin";

async fn read(client: &Client<'_>, id: &str) -> Value {
    client.get(&format!("{API}/posts/{id}/?formats=html")).await.json()["posts"][0].clone()
}

async fn edit(client: &Client<'_>, id: &str, mut change: Value) -> Page {
    if change["updated_at"].is_null() {
        change["updated_at"] = read(client, id).await["updated_at"].clone();
    }
    client.send_json("PUT", &format!("{API}/posts/{id}/?source=html"), &posts(change)).await
}

#[tokio::test]
async fn what_social_networks_are_told_is_kept_shown_and_sent_back_unchanged() {
    let app = TestApp::new().await;
    let story = app.publish(a_post().tagged(&["Harbour"]).signed(&["Ana Reis"])).await;
    let program = app.program().await;
    let id = story.id.hex();
    let told = json!({
        "og_title": "A bridge for all", "og_description": "Trams run again", "og_image": "https://bell.example/content/images/og.png",
        "twitter_title": "Bridge!", "twitter_description": "Run", "twitter_image": "/content/images/x.png",
        "canonical_url": "https://elsewhere.example/bridge", "frontmatter": "a: 1",
        "dateline": "PORTO ARVEL", "feature_image": "/content/images/b.png", "feature_image_credit": "Ilídio Costa",
        "feature_image_licence": "CC BY 4.0", "feature_image_focus": "0.5 0.25",
        "corrections": [{ "text": "The bridge is in Porto Arvel." }],
    });
    let saved = edit(&program, &id, told).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let stored = read(&program, &id).await;
    for (key, value) in [
        ("og_title", "A bridge for all"),
        ("og_image", "https://bell.example/content/images/og.png"),
        ("twitter_image", "https://bell.example/content/images/x.png"),
        ("canonical_url", "https://elsewhere.example/bridge"),
        ("frontmatter", "a: 1"),
        ("feature_image_focus", "0.5 0.25"),
    ] {
        assert_eq!(stored[key], value, "{key}");
    }
    assert_eq!(stored["corrections"][0]["at"], "2026-11-24T12:00:00.000Z");
    // What was read can be sent back.
    let again = edit(&program, &id, stored.clone()).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    let mut now = read(&program, &id).await;
    now["updated_at"] = stored["updated_at"].clone();
    assert_eq!(now, stored);
    let page = app.reader().get(story.permalink.as_ref().unwrap()).await.text();
    for words in [
        "<meta property=\"og:title\" content=\"A bridge for all\">",
        "<meta name=\"twitter:title\" content=\"Bridge!\">",
        "https://bell.example/content/images/og.png",
        "<link rel=\"canonical\" href=\"https://elsewhere.example/bridge\">",
        "PORTO ARVEL",
        "Ilídio Costa, CC BY 4.0",
        "The bridge is in Porto Arvel.",
        "\"url\":\"https://bell.example/harbour-bridge-reopens/\"",
    ] {
        assert!(page.replace(": ", ":").contains(&words.replace(": ", ":")), "{words} in {page}");
    }
    let key = app.key(KeyKind::Content).await.key;
    let public = app.reader().get(&format!("/ghost/api/content/posts/{id}/?key={key}")).await.json();
    assert_eq!(public["posts"][0]["og_title"], "A bridge for all");
    let cleared = edit(&program, &id, json!({ "og_title": null, "corrections": [] })).await;
    assert_eq!(cleared.json()["posts"][0]["og_title"], Value::Null);
    let bad = edit(&program, &id, json!({ "canonical_url": "javascript:alert(1)" })).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bad.json()["errors"][0]["property"], "canonical_url");
}

#[tokio::test]
async fn a_story_is_printed_with_the_template_that_was_chosen_for_it() {
    let app = TestApp::new().await;
    let story = app.publish(a_post()).await;
    let page = app.publish(a_page().titled("About")).await;
    let files: &[(&str, &str)] = &[
        ("package.json", "{\"name\":\"own\",\"version\":\"1.0.0\"}"),
        ("index.hbs", "list"),
        ("post.hbs", "an ordinary story"),
        ("custom-wide.hbs", "a wide story {{#post}}{{og_title}}{{/post}}"),
        ("page.hbs", "{{#if @page.show_title_and_feature_image}}titled{{else}}bare{{/if}}"),
    ];
    let app = app.themed(files).await;
    let program = app.program().await;
    let path = story.permalink.clone().unwrap();
    assert_eq!(app.reader().get(&path).await.text(), "an ordinary story");
    let chosen = json!({ "custom_template": "custom-wide", "og_title": "told" });
    assert_eq!(edit(&program, &story.id.hex(), chosen).await.status, StatusCode::OK);
    assert_eq!(app.reader().get(&path).await.text(), "a wide story told");
    // A template that the theme does not have is no reason to show nothing.
    edit(&program, &story.id.hex(), json!({ "custom_template": "custom-gone" })).await;
    assert_eq!(app.reader().get(&path).await.text(), "an ordinary story");
    assert_eq!(app.reader().get("/about/").await.text(), "titled");
    let bare = json!({ "show_title_and_feature_image": false, "updated_at": "2026-11-24T12:00:00.000Z" });
    let address = format!("{API}/pages/{}/", page.id);
    let saved = program.send_json("PUT", &address, &json!({ "pages": [bare] })).await;
    assert_eq!(saved.json()["pages"][0]["show_title_and_feature_image"], false, "{}", saved.text());
    assert_eq!(app.reader().get("/about/").await.text(), "bare");
}

#[tokio::test]
async fn tags_and_authors_have_what_ghost_keeps_of_them() {
    let app = TestApp::new().await;
    app.publish(a_post().tagged(&["Harbour"]).signed(&["Ana Reis"])).await;
    let program = app.program().await;
    let tag = program.get(&format!("{API}/tags/slug/harbour/")).await.json()["tags"][0].clone();
    let change = json!({ "tags": [{
        "accent_color": "#8b1a1a", "feature_image": "/content/images/quay.png", "og_title": "Ships",
        "meta_title": "Harbour news", "meta_description": "All of it", "canonical_url": "https://bell.example/h/",
    }] });
    let address = format!("{API}/tags/{}/", tag["id"].as_str().unwrap());
    let saved = program.send_json("PUT", &address, &change).await.json()["tags"][0].clone();
    assert_eq!((&saved["accent_color"], &saved["og_title"]), (&json!("#8b1a1a"), &json!("Ships")));
    assert_eq!(saved["feature_image"], "https://bell.example/content/images/quay.png");
    let page = app.reader().get("/tag/harbour/").await.text();
    assert!(page.contains("<title>Harbour news</title>") && page.contains("content=\"All of it\""), "{page}");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://bell.example/h/\">"), "{page}");
    let author = program.get(&format!("{API}/authors/")).await.json()["authors"][0].clone();
    let change = json!({ "authors": [{
        "bio": "Reports from the quay.", "location": "Porto Arvel", "website": "https://ana.example",
        "cover_image": "/content/images/c.png", "mastodon": "mastodon.example/@ana", "meta_title": "Ana of the Bell",
    }] });
    let address = format!("{API}/authors/{}/", author["id"].as_str().unwrap());
    let saved = program.send_json("PUT", &address, &change).await.json()["authors"][0].clone();
    assert_eq!(
        (&saved["location"], &saved["mastodon"]),
        (&json!("Porto Arvel"), &json!("mastodon.example/@ana"))
    );
    let key = app.key(KeyKind::Content).await.key;
    let public =
        app.reader().get(&format!("/ghost/api/content/authors/slug/ana-reis/?key={key}")).await.json();
    assert_eq!(public["authors"][0]["cover_image"], "https://bell.example/content/images/c.png");
    let inside =
        app.reader().get(&format!("/ghost/api/content/posts/?include=tags,authors&key={key}")).await.json();
    assert_eq!(inside["posts"][0]["primary_tag"]["accent_color"], "#8b1a1a");
    assert_eq!(inside["posts"][0]["primary_author"]["location"], "Porto Arvel");
}

#[tokio::test]
async fn somebody_of_the_staff_says_what_readers_are_told_of_them() {
    let app = TestApp::new().await;
    let ana = app.staff(Role::Author).await;
    let me = ana.get(&format!("{API}/users/me/")).await.json()["users"][0].clone();
    assert_eq!(me["author_id"], Value::Null, "nobody signs before they write");
    let sent_back = ana.send_json("PUT", &format!("{API}/users/me/"), &json!({ "users": [me] })).await;
    assert_eq!(sent_back.json()["users"][0]["author_id"], Value::Null, "{}", sent_back.text());
    let change = json!({ "users": [{ "bio": "Reports.", "twitter": "@ana", "location": "Porto Arvel" }] });
    let told = ana.send_json("PUT", &format!("{API}/users/me/"), &change).await.json()["users"][0].clone();
    assert_eq!((&told["bio"], &told["twitter"]), (&json!("Reports."), &json!("@ana")));
    assert!(told["author_id"].is_string());
}

#[tokio::test]
async fn who_saves_too_late_gets_both_versions_and_the_one_both_began_with() {
    let app = TestApp::new().await;
    let story = app.draft(a_post().saying("<p>One.</p><p>Two.</p>")).await;
    let (ana, program) = (app.staff(Role::Editor).await, app.program().await);
    let id = story.id.hex();
    let seen = read(&ana, &id).await;
    app.clock.advance(MINUTE);
    let theirs = edit(&program, &id, json!({ "html": "<p>One.</p><p>Two!</p>" })).await;
    assert_eq!(theirs.status, StatusCode::OK);
    let mine = json!({ "html": "<p>One, mine.</p><p>Two.</p>", "updated_at": seen["updated_at"] });
    let late = edit(&ana, &id, mine).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let error = late.json()["errors"][0].clone();
    assert_eq!(
        (&error["code"], &error["type"]),
        (&json!("UPDATE_COLLISION"), &json!("UpdateCollisionError"))
    );
    let details = &error["details"][0];
    assert_eq!(details["changedFields"], json!(["html"]));
    assert_eq!(details["current"]["html"], "<p>One.</p><p>Two!</p>");
    assert_eq!(details["current"]["saved_by"], "key a program");
    assert_eq!(details["ancestor"]["html"], "<p>One.</p><p>Two.</p>");
    assert_eq!(details["merged_html"], "<p>One, mine.</p><p>Two!</p>");
    let merged = json!({ "html": details["merged_html"], "updated_at": details["current"]["updated_at"] });
    assert_eq!(edit(&ana, &id, merged).await.status, StatusCode::OK);
    assert_eq!(read(&ana, &id).await["html"], "<p>One, mine.</p><p>Two!</p>");
}

#[tokio::test]
async fn revisions_are_listed_compared_and_brought_back() {
    let app = TestApp::new().await;
    let story = app.publish(a_post().saying("<p>The bridge reopens on June.</p>")).await;
    let program = app.program().await;
    let id = story.id.hex();
    app.clock.advance(MINUTE);
    edit(&program, &id, json!({ "html": "<p>The bridge reopens on <b>July</b>.</p>" })).await;
    let address = format!("{API}/posts/{id}/revisions/");
    let list = program.get(&address).await.json()["revisions"].clone();
    assert_eq!(list.as_array().unwrap().len(), 1);
    let one = list[0]["id"].as_str().unwrap();
    let shown = program.get(&format!("{address}{one}/")).await.json()["revisions"][0].clone();
    assert_eq!(shown["html"], "<p>The bridge reopens on June.</p>");
    assert_eq!(
        shown["changes"]["html"],
        "<p class=\"rewritten\">The bridge reopens on <del>June</del><ins>July</ins>.</p>\n"
    );
    let stale = posts(json!({ "updated_at": "2026-11-24T12:00:00.000Z" }));
    let restore = format!("{address}{one}/restore/");
    assert_eq!(program.send_json("POST", &restore, &stale).await.status, StatusCode::CONFLICT);
    let seen = posts(json!({ "updated_at": read(&program, &id).await["updated_at"] }));
    let back = program.send_json("POST", &restore, &seen).await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.text());
    let page = app.reader().get(story.permalink.as_ref().unwrap()).await.text();
    assert!(page.contains("on June") && !page.contains("July"), "{page}");
    let foreign = app.staff(Role::Contributor).await;
    assert_eq!(foreign.send_json("POST", &restore, &seen).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_story_that_somebody_has_open_says_so() {
    let app = TestApp::new().await;
    let story = app.draft(a_post()).await;
    let (ana, program) = (app.staff(Role::Editor).await, app.program().await);
    let address = format!("{API}/posts/{}/lock/", story.id);
    let wish =
        |holder: &str, take_over: bool| json!({ "lock": [{ "holder": holder, "take_over": take_over }] });
    assert_eq!(ana.get(&address).await.json(), json!({ "lock": null }));
    let held = ana.send_json("PUT", &address, &wish("window-1", false)).await.json()["lock"].clone();
    assert_eq!((&held["mine"], &held["name"]), (&json!(true), &json!("Ana Reis")));
    let other = program.send_json("PUT", &address, &wish("window-2", false)).await.json()["lock"].clone();
    assert_eq!((&other["mine"], &other["name"]), (&json!(false), &json!("Ana Reis")));
    let taken = program.send_json("PUT", &address, &wish("window-2", true)).await.json()["lock"].clone();
    assert_eq!(taken["mine"], true);
    let lost = ana.send_json("PUT", &address, &wish("window-1", false)).await.json()["lock"].clone();
    assert_eq!((&lost["mine"], &lost["name"]), (&json!(false), &json!("key a program")));
    let gone = program.ask("DELETE", &format!("{address}?holder=window-2"), Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(ana.get(&address).await.json()["lock"], Value::Null);
}

#[tokio::test]
async fn a_preview_is_read_by_whoever_has_the_link_and_by_nobody_else() {
    let app = TestApp::new().await;
    let story = app.draft(a_post().saying("<p>Not yet.</p>").tagged(&["Harbour"])).await;
    let ana = app.staff(Role::Editor).await;
    let address = format!("{API}/posts/{}/previews/", story.id);
    let made = ana.send_json("POST", &address, &json!({ "previews": [{ "hours": 1 }] })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let link = made.json()["previews"][0].clone();
    let path = link["url"].as_str().unwrap().strip_prefix("https://bell.example").unwrap().to_owned();
    let page = app.reader().get(&path).await;
    assert!(page.text().contains("Not yet.") && page.text().contains("noindex,nofollow"), "{}", page.text());
    assert_eq!(page.header("x-robots-tag"), "noindex");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(page.header("cache-control").contains("no-store"), "{}", page.header("cache-control"));
    assert!(!page.text().contains("class=\"comment-form\""));
    let listed = ana.get(&address).await;
    assert!(
        !listed.text().contains(path.trim_matches('/').trim_start_matches("p/")),
        "said once, and not again"
    );
    let number = app.reader().get(&format!("/p/{}/", story.id.0)).await;
    assert_eq!(number.status, StatusCode::NOT_FOUND, "its number opens nothing");
    app.clock.advance(HOUR);
    assert_eq!(app.reader().get(&path).await.status, StatusCode::NOT_FOUND);
    let again =
        ana.send_json("POST", &address, &json!({ "previews": [{}] })).await.json()["previews"][0].clone();
    let path = again["url"].as_str().unwrap().strip_prefix("https://bell.example").unwrap().to_owned();
    assert_eq!(app.reader().get(&path).await.status, StatusCode::OK);
    app.newsroom.publish(&app.paper, story.id).await.unwrap();
    let out = app.reader().get(&path).await;
    assert_eq!((out.status, out.header("location")), (StatusCode::FOUND, "/harbour-bridge-reopens/"));
    let number = app.reader().get(&format!("/p/{}/", story.id.0)).await;
    assert_eq!(number.header("location"), "/harbour-bridge-reopens/");
    app.newsroom.unpublish(&app.paper, story.id).await.unwrap();
    let one = format!("{address}{}/", again["id"].as_str().unwrap());
    assert_eq!(ana.ask("DELETE", &one, Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(app.reader().get(&path).await.status, StatusCode::NOT_FOUND, "taken back");
    let contributor = app.staff(Role::Contributor).await;
    let refused = contributor.send_json("POST", &address, &json!({ "previews": [{}] })).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "of another's draft nothing is said");
    for hours in [0, 2_161] {
        let bad = ana.send_json("POST", &address, &json!({ "previews": [{ "hours": hours }] })).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{hours}");
    }
}

#[tokio::test]
async fn many_stories_are_changed_at_once_each_by_its_own_right() {
    let app = TestApp::new().await;
    for title in ["One", "Two", "Three"] {
        app.publish(a_post().titled(title).tagged(&["Harbour"])).await;
    }
    let program = app.program().await;
    let bulk = |action: Value| json!({ "bulk": action });
    let address = format!("{API}/posts/bulk/?filter=title:[One,Two]");
    let feature = bulk(json!({ "action": "feature" }));
    let done = program.send_json("PUT", &address, &feature).await.json();
    assert_eq!(done["bulk"]["meta"]["stats"], json!({ "successful": 2, "unsuccessful": 0 }));
    let tag = bulk(json!({ "action": "addTag", "meta": { "tags": [{ "name": "Bridge" }] } }));
    program.send_json("PUT", &address, &tag).await;
    let found =
        program.get(&format!("{API}/posts/?filter=featured:true%2Btag:bridge%2Btag:harbour")).await.json();
    assert_eq!(found["posts"].as_array().unwrap().len(), 2);
    let unpublish = bulk(json!({ "action": "unpublish" }));
    program.send_json("PUT", &address, &unpublish).await;
    assert_eq!(app.reader().get("/one/").await.status, StatusCode::NOT_FOUND);
    let author = app.staff(Role::Author).await;
    let refused =
        author.send_json("PUT", &format!("{API}/posts/bulk/?filter=title:Three"), &feature).await.json();
    assert_eq!(refused["bulk"]["meta"]["stats"]["successful"], 0, "of another's stories nothing changes");
    let everything = program.ask("DELETE", &format!("{API}/posts/"), Body::empty()).await;
    assert_eq!(everything.status, StatusCode::BAD_REQUEST, "nobody means all by saying nothing");
    program.ask("DELETE", &format!("{API}/posts/?filter=status:draft"), Body::empty()).await;
    let left = program.get(&format!("{API}/posts/")).await.json();
    assert_eq!(left["meta"]["pagination"]["total"], 1);
    let id = left["posts"][0]["id"].as_str().unwrap();
    let copy = program.send_json("POST", &format!("{API}/posts/{id}/copy/"), &json!({})).await;
    assert_eq!(copy.status, StatusCode::CREATED);
    assert_eq!(copy.json()["posts"][0]["title"], "Three (Copy)");
}

#[tokio::test]
async fn snippets_are_kept_cleaned_and_found_by_name() {
    let app = TestApp::new().await;
    let ana = app.staff(Role::Editor).await;
    let address = format!("{API}/snippets/");
    let rules =
        json!({ "snippets": [{ "name": "House rules", "html": "<p>Be kind.</p><script>x()</script>" }] });
    let made = ana.send_json("POST", &address, &rules).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert_eq!(made.json()["snippets"][0]["html"], "<p>Be kind.</p>");
    assert_eq!(ana.send_json("POST", &address, &rules).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let one = format!("{address}{}/", made.json()["snippets"][0]["id"].as_str().unwrap());
    let renamed = ana.send_json("PUT", &one, &json!({ "snippets": [{ "name": "Rules" }] })).await;
    assert_eq!(renamed.json()["snippets"][0]["name"], "Rules");
    assert_eq!(ana.get(&address).await.json()["meta"]["pagination"]["total"], 1);
    assert_eq!(ana.ask("DELETE", &one, Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ana.get(&one).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_a_story_under_an_embargo_nobody_learns_a_word_before_its_time() {
    let app = TestApp::new().await;
    app.publish(a_post().titled("Bridge reopens").tagged(&["Harbour"])).await;
    let program = app.program().await;
    let until = "2026-11-24T14:00:00.000Z";
    let secret = json!({
        "title": "Zanzibar budget", "html": "<p>Quokka numbers: the harbour.</p>", "custom_excerpt": "Xylophone",
        "slug": "zanzibar", "tags": ["Harbour", "Yttrium"], "authors": [{ "name": "Wolfram Vogt" }],
        "status": "published", "embargo_until": until, "feature_image": "/content/images/quagga.png",
        "og_title": "Narwhal",
    });
    let made = program.send_json("POST", &format!("{API}/posts/?source=html"), &posts(secret)).await;
    let made = made.json()["posts"][0].clone();
    assert_eq!((&made["status"], &made["published_at"]), (&json!("scheduled"), &json!(until)));
    let app = app.searched().await;
    let key = app.key(KeyKind::Content).await.key;
    let id = made["id"].as_str().unwrap();
    let content = |path: &str| format!("/ghost/api/content/{path}key={key}");
    let places = [
        "/".to_owned(),
        "/zanzibar/".to_owned(),
        "/bridge-reopens/".to_owned(),
        "/tag/harbour/".to_owned(),
        "/tag/yttrium/".to_owned(),
        "/author/wolfram-vogt/".to_owned(),
        "/archive/".to_owned(),
        "/2026/11/".to_owned(),
        "/rss/".to_owned(),
        "/feeds/posts/default".to_owned(),
        "/feeds/posts/default?alt=json".to_owned(),
        "/sitemap.xml".to_owned(),
        "/sitemap-pages.xml".to_owned(),
        "/search/?q=quokka".to_owned(),
        "/search/?q=zanzibar".to_owned(),
        "/search/suggest?q=zanz".to_owned(),
        format!("/p/{}/", made["uuid"].as_str().unwrap()),
        content("posts/?include=tags,authors&"),
        content(&format!("posts/{id}/?")),
        content("posts/slug/zanzibar/?"),
        content("posts/?filter=title:~'zanz'&"),
        content("tags/?include=count.posts&"),
        content("authors/?include=count.posts&"),
        content("search-index/posts/?"),
    ];
    let words = ["Zanzibar", "Quokka", "Xylophone", "Yttrium", "Wolfram", "quagga", "Narwhal"];
    for place in &places {
        let page = app.reader().get(place).await;
        // A search page repeats what was asked, and an address that is none may be repeated too.
        let text = page.text().replace("zanzibar", "").replace("value=\"quokka\"", "");
        for word in words {
            assert!(!text.contains(word), "{word} at {place}: {text}");
        }
    }
    let tags = app.reader().get(&content("tags/?include=count.posts&")).await.json();
    assert_eq!(tags["tags"][0]["count"]["posts"], 1, "it does not even count");
    for role in [Role::Moderator, Role::Contributor, Role::Author] {
        let somebody = app.staff(role).await;
        for path in ["posts/", &format!("posts/{id}/"), "search/posts/?q=quokka"] {
            let page = somebody.get(&format!("{API}/{path}")).await.text();
            assert!(!page.contains("Zanzibar") && !page.contains("Quokka"), "{role:?} at {path}: {page}");
        }
    }
    app.clock.advance(2 * HOUR);
    app.newsroom.run_due().await.unwrap();
    let page = app.reader().get("/zanzibar/").await;
    assert!(page.text().contains("Quokka"), "{}", page.text());
}

#[tokio::test]
async fn redirects_go_out_and_come_back_as_a_spreadsheet() {
    let app = TestApp::new().await;
    let owner = app.staff(Role::Owner).await;
    let list = json!({ "redirects": [
        { "from": "/old, one/", "to": "/new/", "permanent": true },
        { "from": "/two/", "to": "https://elsewhere.example/", "permanent": false },
    ] });
    let put = owner.send_json("PUT", &format!("{API}/redirects/"), &list).await;
    assert_eq!(put.json(), list, "{}", put.text());
    for (format, content_type) in [("csv", "text/csv; charset=utf-8"), ("yaml", "application/yaml")] {
        let file = owner.get(&format!("{API}/redirects/download/?format={format}")).await;
        assert_eq!(file.header("content-type"), content_type);
        assert_eq!(
            file.header("content-disposition"),
            format!("attachment; filename=\"redirects.{format}\"")
        );
        owner.send_json("PUT", &format!("{API}/redirects/"), &json!({ "redirects": [] })).await;
        let back = upload(&owner, &format!("redirects.{format}"), &file.text()).await;
        assert_eq!(back.json(), list, "{format}: {}", back.text());
    }
    assert_eq!(app.reader().get("/two/").await.header("location"), "https://elsewhere.example/");
    let patterns = upload(&owner, "redirects.csv", "/a/,/b/\n^/c/(?!x)(.*)$,/d/$1\n").await;
    assert_eq!(patterns.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(patterns.text().contains("^/c/(?!x)(.*)$"), "{}", patterns.text());
    assert_eq!(owner.get(&format!("{API}/redirects/")).await.json(), list, "nothing was half taken");
}

async fn upload(client: &Client<'_>, name: &str, text: &str) -> Page {
    let body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"redirects\"; filename=\"{name}\"\r\n\r\n{text}\r\n--edge--\r\n"
    );
    let client = client.clone().sending("content-type", "multipart/form-data; boundary=edge");
    client.ask("POST", &format!("{API}/redirects/upload/"), Body::from(body)).await
}

#[tokio::test]
async fn whoever_runs_the_site_sees_what_waits_and_how_much_room_there_is() {
    let app = TestApp::new().await;
    let story = app.draft(a_post()).await;
    app.newsroom.schedule(&app.paper, story.id, app.now() + HOUR).await.unwrap();
    let owner = app.staff(Role::Owner).await;
    let status = owner.get(&format!("{API}/status/")).await.json()["status"].clone();
    let waiting =
        json!([{ "kind": "publish", "waiting": 1, "next_at": "2026-11-24T13:00:00.000Z", "late": 0 }]);
    assert_eq!(status["jobs"], waiting);
    assert_eq!((&status["database"], &status["panics"]), (&json!("sqlite"), &json!(0)));
    assert!(
        status["disk"]["free_bytes"].as_u64().unwrap() <= status["disk"]["total_bytes"].as_u64().unwrap()
    );
    app.clock.advance(2 * HOUR);
    let late = owner.get(&format!("{API}/status/")).await.json();
    assert_eq!(late["status"]["jobs"][0]["late"], 1, "nobody runs the scheduler in a test");
}
