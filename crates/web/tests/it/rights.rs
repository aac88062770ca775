//! Who may call what: every route of the Admin API, by every role, with own and foreign stories, here and elsewhere.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::{KeyKind, Post, PostKind, Role, SiteSettings};
use dateline_newsroom::{AuthorRef, Move};
use serde_json::{Value, json};

use crate::newspaper::{Client, HOUR, PASSWORD, Page, TestApp, a_page, a_post, posts};

use Role::{Administrator, Author, Contributor, Editor, Moderator, Owner};

/// Who may call a route.
#[derive(Clone, Copy)]
enum Who {
    /// Everybody, signed in or not.
    Strangers,
    /// The staff, each for itself; a key is no person.
    Persons,
    /// These roles; with `true` also a key.
    Roles(&'static [Role], bool),
    /// It depends on the story.
    Stories,
}

const ALL: &[Role] = &[Moderator, Contributor, Author, Editor, Administrator, Owner];
const WRITERS: &[Role] = &[Contributor, Author, Editor, Administrator, Owner];
const AUTHORS: &[Role] = &[Author, Editor, Administrator, Owner];
const EDITORS: &[Role] = &[Editor, Administrator, Owner];
const KEEPERS: &[Role] = &[Administrator, Owner];
const MODERATORS: &[Role] = &[Moderator, Editor, Administrator, Owner];

/// Every route. A new one fails the test until it has its row.
const ROWS: &[(&str, &str, Who)] = &[
    ("GET", "site", Who::Strangers),
    ("GET", "openapi.json", Who::Strangers),
    ("POST", "session", Who::Strangers),
    ("POST", "session/passkey/challenge", Who::Strangers),
    ("POST", "session/passkey", Who::Strangers),
    ("DELETE", "session", Who::Persons),
    ("GET", "sessions", Who::Persons),
    ("DELETE", "sessions", Who::Persons),
    ("DELETE", "sessions/{id}", Who::Persons),
    ("GET", "authentication/setup", Who::Strangers),
    ("POST", "authentication/setup", Who::Strangers),
    ("GET", "authentication/invitation", Who::Strangers),
    ("POST", "authentication/invitation", Who::Strangers),
    ("POST", "authentication/password_reset", Who::Strangers),
    ("PUT", "authentication/password_reset", Who::Strangers),
    ("GET", "users", Who::Roles(WRITERS, true)),
    ("GET", "users/me", Who::Persons),
    ("PUT", "users/password", Who::Persons),
    ("GET", "users/slug/{slug}", Who::Roles(WRITERS, true)),
    ("GET", "users/email/{email}", Who::Roles(WRITERS, true)),
    ("GET", "users/{id}", Who::Roles(WRITERS, true)),
    ("PUT", "users/{id}", Who::Roles(ALL, false)),
    ("DELETE", "users/{id}", Who::Roles(EDITORS, false)),
    ("GET", "roles", Who::Roles(WRITERS, true)),
    ("GET", "invites", Who::Roles(EDITORS, false)),
    ("POST", "invites", Who::Roles(EDITORS, true)),
    ("DELETE", "invites/{id}", Who::Roles(EDITORS, false)),
    ("GET", "passkeys", Who::Persons),
    ("POST", "passkeys/challenge", Who::Persons),
    ("POST", "passkeys", Who::Persons),
    ("DELETE", "passkeys/{id}", Who::Persons),
    ("GET", "second_factor", Who::Persons),
    ("POST", "second_factor", Who::Persons),
    ("PUT", "second_factor", Who::Persons),
    ("DELETE", "second_factor", Who::Persons),
    ("GET", "webhooks", Who::Roles(KEEPERS, false)),
    ("POST", "webhooks", Who::Roles(KEEPERS, true)),
    ("PUT", "webhooks/{id}", Who::Roles(KEEPERS, true)),
    ("DELETE", "webhooks/{id}", Who::Roles(KEEPERS, true)),
    ("GET", "webhooks/{id}/deliveries", Who::Roles(KEEPERS, false)),
    ("PUT", "deliveries/{id}", Who::Roles(KEEPERS, false)),
    ("GET", "digest", Who::Roles(MODERATORS, false)),
    ("PUT", "digest", Who::Roles(MODERATORS, false)),
    ("GET", "mail", Who::Roles(KEEPERS, false)),
    ("POST", "mail/test", Who::Roles(KEEPERS, false)),
    ("GET", "settings", Who::Roles(ALL, true)),
    ("PUT", "settings", Who::Roles(KEEPERS, false)),
    ("GET", "settings/routes/yaml", Who::Roles(KEEPERS, false)),
    ("POST", "settings/routes/yaml", Who::Roles(KEEPERS, false)),
    ("GET", "themes", Who::Roles(KEEPERS, false)),
    ("GET", "themes/active", Who::Roles(KEEPERS, false)),
    ("POST", "themes/upload", Who::Roles(KEEPERS, true)),
    ("PUT", "themes/{name}/activate", Who::Roles(KEEPERS, true)),
    ("GET", "themes/{name}/download", Who::Roles(KEEPERS, false)),
    ("DELETE", "themes/{name}", Who::Roles(KEEPERS, false)),
    ("GET", "custom_theme_settings", Who::Roles(KEEPERS, false)),
    ("PUT", "custom_theme_settings", Who::Roles(KEEPERS, false)),
    ("POST", "custom_theme_settings/preview", Who::Roles(KEEPERS, false)),
    ("GET", "redirects", Who::Roles(KEEPERS, false)),
    ("GET", "redirects/download", Who::Roles(KEEPERS, false)),
    ("PUT", "redirects", Who::Roles(KEEPERS, false)),
    ("POST", "redirects/upload", Who::Roles(KEEPERS, false)),
    ("GET", "status", Who::Roles(KEEPERS, false)),
    ("GET", "audit", Who::Roles(KEEPERS, false)),
    ("GET", "posts", Who::Stories),
    ("POST", "posts", Who::Stories),
    ("DELETE", "posts", Who::Stories),
    ("PUT", "posts/bulk", Who::Stories),
    ("GET", "posts/slug/{slug}", Who::Stories),
    ("GET", "posts/{id}", Who::Stories),
    ("PUT", "posts/{id}", Who::Stories),
    ("DELETE", "posts/{id}", Who::Stories),
    ("POST", "posts/{id}/copy", Who::Stories),
    ("GET", "posts/{id}/revisions", Who::Stories),
    ("GET", "posts/{id}/revisions/{revision}", Who::Stories),
    ("POST", "posts/{id}/revisions/{revision}/restore", Who::Stories),
    ("GET", "posts/{id}/lock", Who::Stories),
    ("PUT", "posts/{id}/lock", Who::Stories),
    ("DELETE", "posts/{id}/lock", Who::Stories),
    ("GET", "posts/{id}/previews", Who::Stories),
    ("POST", "posts/{id}/previews", Who::Stories),
    ("DELETE", "posts/{id}/previews/{link}", Who::Stories),
    ("GET", "pages", Who::Stories),
    ("POST", "pages", Who::Stories),
    ("DELETE", "pages", Who::Stories),
    ("PUT", "pages/bulk", Who::Stories),
    ("GET", "pages/slug/{slug}", Who::Stories),
    ("GET", "pages/{id}", Who::Stories),
    ("PUT", "pages/{id}", Who::Stories),
    ("DELETE", "pages/{id}", Who::Stories),
    ("POST", "pages/{id}/copy", Who::Stories),
    ("GET", "pages/{id}/revisions", Who::Stories),
    ("GET", "pages/{id}/revisions/{revision}", Who::Stories),
    ("POST", "pages/{id}/revisions/{revision}/restore", Who::Stories),
    ("GET", "pages/{id}/lock", Who::Stories),
    ("PUT", "pages/{id}/lock", Who::Stories),
    ("DELETE", "pages/{id}/lock", Who::Stories),
    ("GET", "pages/{id}/previews", Who::Stories),
    ("POST", "pages/{id}/previews", Who::Stories),
    ("DELETE", "pages/{id}/previews/{link}", Who::Stories),
    ("GET", "search/posts", Who::Stories),
    ("GET", "search/pages", Who::Stories),
    ("GET", "snippets", Who::Roles(WRITERS, false)),
    ("POST", "snippets", Who::Roles(WRITERS, false)),
    ("GET", "snippets/{id}", Who::Roles(WRITERS, false)),
    ("PUT", "snippets/{id}", Who::Roles(EDITORS, false)),
    ("DELETE", "snippets/{id}", Who::Roles(EDITORS, false)),
    ("GET", "tags", Who::Roles(ALL, true)),
    ("POST", "tags", Who::Roles(AUTHORS, true)),
    ("GET", "tags/slug/{slug}", Who::Roles(ALL, true)),
    ("GET", "tags/{id}", Who::Roles(ALL, true)),
    ("PUT", "tags/{id}", Who::Roles(EDITORS, true)),
    ("DELETE", "tags/{id}", Who::Roles(EDITORS, true)),
    ("GET", "authors", Who::Roles(ALL, true)),
    ("POST", "authors", Who::Roles(EDITORS, true)),
    ("GET", "authors/{id}", Who::Roles(ALL, true)),
    ("PUT", "authors/{id}", Who::Roles(EDITORS, true)),
    ("GET", "keys", Who::Roles(KEEPERS, false)),
    ("POST", "keys", Who::Roles(KEEPERS, false)),
    ("DELETE", "keys/{id}", Who::Roles(KEEPERS, false)),
    ("GET", "oembed", Who::Roles(WRITERS, true)),
    ("GET", "config", Who::Roles(ALL, true)),
    ("GET", "members", Who::Roles(ALL, true)),
    ("GET", "newsletters", Who::Roles(ALL, true)),
    ("GET", "tiers", Who::Roles(ALL, true)),
    ("GET", "labels", Who::Roles(ALL, true)),
    ("GET", "offers", Who::Roles(ALL, true)),
    ("POST", "images/upload", Who::Roles(WRITERS, true)),
    ("POST", "media/upload", Who::Roles(WRITERS, true)),
    ("POST", "media/thumbnail/upload", Who::Roles(WRITERS, true)),
    ("PUT", "media/thumbnail/upload", Who::Roles(WRITERS, true)),
    ("POST", "files/upload", Who::Roles(WRITERS, true)),
    ("GET", "media", Who::Roles(WRITERS, true)),
    ("GET", "media/{id}", Who::Roles(EDITORS, true)),
    ("PUT", "media/{id}", Who::Roles(EDITORS, true)),
    ("DELETE", "media/{id}", Who::Roles(EDITORS, true)),
    ("GET", "imports", Who::Roles(KEEPERS, false)),
    ("POST", "imports", Who::Roles(KEEPERS, false)),
    ("GET", "imports/{id}", Who::Roles(KEEPERS, false)),
    ("DELETE", "imports/{id}", Who::Roles(KEEPERS, false)),
    ("PUT", "imports/{id}/upload", Who::Roles(KEEPERS, false)),
    ("PUT", "imports/{id}/rehearse", Who::Roles(KEEPERS, false)),
    ("PUT", "imports/{id}/start", Who::Roles(KEEPERS, false)),
    ("PUT", "imports/{id}/stop", Who::Roles(KEEPERS, false)),
    ("PUT", "imports/{id}/undo", Who::Roles(KEEPERS, false)),
    ("PUT", "imports/{id}/check", Who::Roles(KEEPERS, false)),
    ("GET", "imports/{id}/links", Who::Roles(KEEPERS, false)),
    ("GET", "exports", Who::Roles(KEEPERS, false)),
    ("POST", "exports", Who::Roles(KEEPERS, false)),
    ("GET", "exports/{id}", Who::Roles(KEEPERS, false)),
    ("DELETE", "exports/{id}", Who::Roles(KEEPERS, false)),
    ("PUT", "exports/{id}/stop", Who::Roles(KEEPERS, false)),
    ("GET", "exports/{id}/download", Who::Roles(KEEPERS, false)),
    ("GET", "comments", Who::Roles(MODERATORS, true)),
    ("PUT", "comments/bulk", Who::Roles(MODERATORS, true)),
    ("GET", "comments/counts", Who::Roles(MODERATORS, true)),
    ("GET", "comments/log", Who::Roles(MODERATORS, true)),
    ("PUT", "comments/undo/{batch}", Who::Roles(MODERATORS, true)),
    ("GET", "comments/bans", Who::Roles(MODERATORS, true)),
    ("DELETE", "comments/bans/{fingerprint}", Who::Roles(MODERATORS, true)),
    ("GET", "comments/reported", Who::Roles(MODERATORS, true)),
    ("GET", "comments/appeals", Who::Roles(MODERATORS, true)),
    ("DELETE", "comments/{id}/reports", Who::Roles(MODERATORS, true)),
    ("PUT", "comments/{id}/appeal", Who::Roles(MODERATORS, true)),
    ("GET", "comments/{id}/versions", Who::Roles(MODERATORS, true)),
    ("GET", "comments/lessons", Who::Roles(MODERATORS, true)),
    ("DELETE", "comments/lessons", Who::Roles(MODERATORS, true)),
    ("GET", "comments/{id}/history", Who::Roles(MODERATORS, true)),
    ("POST", "comments/{id}/ban", Who::Roles(MODERATORS, true)),
    ("GET", "comments/{id}", Who::Roles(MODERATORS, true)),
    ("PUT", "comments/{id}", Who::Roles(MODERATORS, true)),
];

/// Calls a route with an id that nothing has and a body that says nothing.
async fn call(client: &Client<'_>, method: &str, path: &str) -> Page {
    let parts =
        path.split('/').map(|part| if part.starts_with('{') { "0000000000aa0000000000bb" } else { part });
    let path = format!("/ghost/api/admin/{}/", parts.collect::<Vec<_>>().join("/"));
    match method {
        "GET" | "DELETE" => client.ask(method, &path, Body::empty()).await,
        _ => client.send_json(method, &path, &json!({})).await,
    }
}

/// Whether a call was turned away at the door; that the thing was not found, or the body not right, comes after it.
fn is_refused(page: &Page) -> bool {
    matches!(page.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

#[test]
fn every_route_says_who_may_call_it() {
    let here: BTreeSet<_> = ROWS.iter().map(|(method, path, _)| (*method, *path)).collect();
    let there: BTreeSet<_> = dateline_web::admin_routes().into_iter().collect();
    assert_eq!(here, there);
}

#[tokio::test]
async fn a_route_opens_for_the_roles_of_its_row_and_for_nobody_else() {
    let app = TestApp::new().await;
    app.newsroom.found_site("gull.example", SiteSettings::default()).await.unwrap();
    app.app.catch_up().await.unwrap();
    let program = app.program().await;
    for role in Role::ALL {
        let mut person = app.staff(role).await;
        let email = format!("{}@bell.example", role.as_str());
        for (method, path, who) in ROWS {
            let may = match who {
                Who::Strangers | Who::Persons => true,
                Who::Roles(roles, _) => roles.contains(&role),
                Who::Stories => continue,
            };
            let page = call(&person, method, path).await;
            assert_eq!(is_refused(&page), !may, "{role:?} {method} {path}: {}", page.text());
            if path.starts_with("session") && *method == "DELETE" {
                person = app.browser().keeping(&person.sign_in(&email, PASSWORD).await);
            }
        }
        for (method, path, _) in ROWS.iter().filter(|(_, _, who)| !matches!(who, Who::Strangers)) {
            let elsewhere = person.clone().at("gull.example").sending("sec-fetch-site", "same-origin");
            let page = call(&elsewhere, method, path).await;
            assert!(is_refused(&page), "{role:?} elsewhere: {method} {path}: {}", page.status);
        }
    }
    for (method, path, who) in ROWS {
        let (stranger, key) = (call(&app.browser(), method, path).await, call(&program, method, path).await);
        let elsewhere = call(&program.clone().at("gull.example"), method, path).await;
        match who {
            Who::Strangers => continue,
            // A key that asks who it is, is told that it is nobody.
            Who::Persons => assert_eq!(key.status, StatusCode::NOT_FOUND, "{method} {path}"),
            Who::Roles(_, by_key) => assert_eq!(is_refused(&key), !by_key, "{method} {path}: {}", key.text()),
            Who::Stories => assert!(!is_refused(&key), "{method} {path}"),
        }
        assert!(is_refused(&stranger), "a stranger: {method} {path}: {}", stranger.status);
        assert!(is_refused(&elsewhere), "a key elsewhere: {method} {path}: {}", elsewhere.status);
    }
}

/// Whose a story is, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    OwnDraft,
    OwnPublished,
    ForeignDraft,
    ForeignScheduled,
    ForeignPublished,
}

const CASES: [Case; 5] =
    [Case::OwnDraft, Case::OwnPublished, Case::ForeignDraft, Case::ForeignScheduled, Case::ForeignPublished];

/// What the table of rights says, written down a second time.
fn may(role: Role, verb: &str, case: Case) -> bool {
    let own = matches!(case, Case::OwnDraft | Case::OwnPublished);
    match role {
        Editor | Administrator | Owner => true,
        Author => own || (verb, case) == ("read", Case::ForeignPublished),
        Contributor => match verb {
            "read" => own || case == Case::ForeignPublished,
            "write" | "delete" => case == Case::OwnDraft,
            _ => false,
        },
        Moderator => (verb, case) == ("read", Case::ForeignPublished),
    }
}

async fn a_story(app: &TestApp, role: Role, kind: PostKind, case: Case) -> Post {
    let mut story = if kind == PostKind::Post { a_post() } else { a_page() }.titled(&format!("{case:?}"));
    if matches!(case, Case::OwnDraft | Case::OwnPublished) {
        let user =
            app.newsroom.user_by_email(&app.paper, &format!("{}@bell.example", role.as_str())).await.unwrap();
        let author = app.newsroom.byline(&app.paper, &user).await.unwrap();
        story.edit.authors = Some(vec![AuthorRef { slug: Some(author.slug), name: None }]);
    } else {
        story.edit.authors = Some(vec![AuthorRef::named("Ilídio Costa")]);
    }
    let to = match case {
        Case::OwnDraft | Case::ForeignDraft => Move::Stay,
        Case::ForeignScheduled => Move::Schedule(app.now() + HOUR),
        Case::OwnPublished | Case::ForeignPublished => Move::Publish(None),
    };
    app.newsroom.create(&app.paper, kind, story.edit, to).await.unwrap()
}

#[tokio::test]
async fn a_story_opens_for_whose_it_is_and_for_who_answers_for_all() {
    let app = TestApp::new().await;
    for role in Role::ALL {
        let person = app.staff(role).await;
        for (kind, name) in [(PostKind::Post, "posts"), (PostKind::Page, "pages")] {
            for case in CASES {
                let said = format!("{role:?} {name} {case:?}");
                let story = a_story(&app, role, kind, case).await;
                let path = format!("/ghost/api/admin/{name}/{}/", story.id);
                let can = |page: &Page| page.status.is_success();
                assert_eq!(can(&person.get(&path).await), may(role, "read", case), "{said}");
                let by_slug = format!("/ghost/api/admin/{name}/slug/{}/", story.slug);
                assert_eq!(can(&person.get(&by_slug).await), may(role, "read", case), "{said}");
                let seen = |post: &Post| iso(post.updated_at);
                let written = json!({ name: [{ "title": "Changed", "updated_at": seen(&story) }] });
                let page = person.send_json("PUT", &path, &written).await;
                assert_eq!(can(&page), may(role, "write", case), "{said}: {}", page.text());
                let story = newest(&app, &story).await;
                let out = json!({ name: [{
                    "status": if story.published_at.is_some() { "draft" } else { "published" },
                    "updated_at": seen(&story),
                }] });
                let page = person.send_json("PUT", &path, &out).await;
                let publishes = may(role, "publish", case);
                assert_eq!(can(&page), publishes, "{said}: {}", page.text());
                if publishes {
                    assert!(can(&person.ask("DELETE", &path, Body::empty()).await), "{said}");
                } else {
                    assert_eq!(newest(&app, &story).await, story, "{said}");
                    let gone = person.ask("DELETE", &path, Body::empty()).await;
                    assert_eq!(can(&gone), may(role, "delete", case), "{said}: {}", gone.text());
                }
            }
        }
    }
}

async fn newest(app: &TestApp, post: &Post) -> Post {
    let mut read = app.newsroom.store().read().await.unwrap();
    read.desk_post(app.paper.id(), post.id).await.unwrap().unwrap()
}

fn iso(millis: i64) -> String {
    let days = millis.div_euclid(86_400_000);
    assert_eq!(days, 20_781, "the clock of these tests stands still on one day");
    let rest = millis.rem_euclid(86_400_000);
    let (h, m, s, ms) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60, rest % 1_000);
    format!("2026-11-24T{h:02}:{m:02}:{s:02}.{ms:03}Z")
}

#[tokio::test]
async fn a_contributor_lists_own_stories_and_those_alone() {
    let app = TestApp::new().await;
    let person = app.staff(Contributor).await;
    for case in CASES {
        a_story(&app, Contributor, PostKind::Post, case).await;
    }
    let titles = async |query: &str| {
        let json = person.get(&format!("/ghost/api/admin/posts/{query}")).await.json();
        let list = json["posts"].as_array().unwrap_or_else(|| panic!("{json}")).clone();
        assert_eq!(json["meta"]["pagination"]["total"], list.len());
        list.iter().map(|post| post["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles("").await, ["OwnDraft", "OwnPublished"]);
    assert_eq!(titles("?filter=status:draft").await, ["OwnDraft"]);
    assert_eq!(titles("?filter=status:scheduled,status:draft").await, ["OwnDraft"]);
    assert_eq!(titles("?filter=authors.slug:ilidio-costa").await, [""; 0]);
}

#[tokio::test]
async fn a_contributor_signs_with_the_own_name_and_makes_no_section() {
    let app = TestApp::new().await;
    let person = app.staff(Contributor).await;
    app.publish(a_post().tagged(&["Harbour"]).signed(&["Ana Reis"])).await;
    let draft = posts(json!({
        "title": "A draft", "authors": [{ "name": "Ilídio Costa" }], "tags": ["Harbour", "A new section"],
        "html": "<p onclick=\"x()\">On <script>alert(1)</script>Tuesday.</p><iframe src=\"https://evil.example/\"></iframe>",
    }));
    let made = person.send_json("POST", "/ghost/api/admin/posts/?source=html&formats=html", &draft).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let post = &made.json()["posts"][0];
    let names = |key: &str| -> Vec<Value> {
        post[key].as_array().unwrap().iter().map(|one| one["name"].clone()).collect()
    };
    assert_eq!(names("tags"), ["Harbour"]);
    assert_eq!(names("authors"), ["Ana Reis"]);
    assert_eq!(post["authors"][0]["slug"], "ana-reis-2", "the name of somebody who writes here already");
    let html = post["html"].as_str().unwrap();
    assert!(!html.contains("script") && !html.contains("onclick") && !html.contains("<iframe"), "{html}");
    let lexical = json!({ "root": { "children": [
        { "type": "html", "html": "<img src=x onerror=\"alert(1)\"><script>alert(2)</script><p>Words.</p>" }
    ] } });
    let card =
        posts(json!({ "title": "A card", "lexical": lexical.to_string(), "codeinjection_head": "<script>" }));
    let made = person.send_json("POST", "/ghost/api/admin/posts/?formats=html,lexical", &card).await;
    let text = made.text();
    assert!(!text.contains("onerror") && !text.contains("alert("), "{text}");
    let publish = posts(json!({ "title": "Out", "status": "published" }));
    let refused = person.send_json("POST", "/ghost/api/admin/posts/", &publish).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_editor_goes_on_under_the_name_that_was_printed_before() {
    let app = TestApp::new().await;
    app.publish(a_post().signed(&["Ana Reis"])).await;
    let person = app.staff(Editor).await;
    let made = person.send_json("POST", "/ghost/api/admin/posts/", &posts(json!({ "title": "Next" }))).await;
    assert_eq!(made.json()["posts"][0]["authors"][0]["slug"], "ana-reis");
}

#[tokio::test]
async fn a_content_key_signs_nobody_in() {
    let app = TestApp::new().await;
    let key = app.key(KeyKind::Content).await;
    let page = app.browser().get(&format!("/ghost/api/admin/posts/?key={}", key.key)).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}
