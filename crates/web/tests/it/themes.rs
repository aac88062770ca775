//! Themes and their settings from the desk, and from a program that deploys them.

use std::io::{Cursor, Write as _};

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::Role;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::newspaper::{Client, MINUTE, Page, TestApp, a_post};

const THEMES: &str = "/ghost/api/admin/themes/";
const CUSTOM: &str = "/ghost/api/admin/custom_theme_settings/";

const PACKAGE: &str = r##"{"name":"gull","version":"1.2.0","config":{"posts_per_page":3,"custom":{
    "layout":{"type":"select","options":["Grid","List"],"default":"Grid","group":"homepage"},
    "tone":{"type":"color","default":"#112233"},
    "wide":{"type":"boolean","default":true},
    "motto":{"type":"text","visibility":"layout:List","description":"Under the title"}}}}"##;

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gull(index: &str) -> Vec<u8> {
    zipped(&[
        ("gull-main/package.json", PACKAGE),
        ("gull-main/index.hbs", index),
        ("gull-main/post.hbs", "post {{@custom.layout}}"),
        ("gull-main/custom-wide.hbs", "wide"),
    ])
}

async fn send(client: &Client<'_>, name: &str, archive: &[u8]) -> Page {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/zip\r\n\r\n"
    );
    let body = [head.as_bytes(), archive, b"\r\n--x--\r\n"].concat();
    let client = client.clone().sending("content-type", "multipart/form-data; boundary=x");
    client.ask("POST", &format!("{THEMES}upload/"), Body::from(body)).await
}

async fn put(client: &Client<'_>, path: &str) -> Page {
    client.ask("PUT", path, Body::empty()).await
}

#[tokio::test]
async fn a_theme_is_sent_in_activated_fetched_and_deleted() {
    let app = TestApp::new().await.with_shelf().await;
    let desk = app.staff(Role::Administrator).await;
    let sent = send(&desk, "gull.zip", &gull("gull {{@custom.layout}} {{@custom.motto}}")).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    let theme = &sent.json()["themes"][0];
    assert_eq!((&theme["name"], &theme["active"]), (&json!("gull"), &json!(false)));
    assert_eq!(theme["package"]["version"], "1.2.0");
    let active = put(&desk, &format!("{THEMES}gull/activate/")).await;
    assert_eq!(active.header("x-cache-invalidate"), "/*");
    let templates = &active.json()["themes"][0]["templates"];
    assert_eq!(templates[0]["filename"], "custom-wide");
    assert_eq!(app.reader().get("/").await.text(), "gull Grid ");

    let listed = desk.get(THEMES).await.json();
    assert_eq!(listed["themes"].as_array().unwrap().len(), 2, "with the one that Dateline brings: {listed}");
    let archive = desk.get(&format!("{THEMES}gull/download/")).await;
    assert_eq!(archive.header("content-disposition"), "attachment; filename=\"gull.zip\"");
    assert_eq!(dateline_theme::unpack(&archive.bytes).unwrap().len(), 4);

    let kept = desk.ask("DELETE", &format!("{THEMES}gull/"), Body::empty()).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "it is the active one");
    put(&desk, &format!("{THEMES}standard/activate/")).await;
    let gone = desk.ask("DELETE", &format!("{THEMES}gull/"), Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text());
    assert_eq!(desk.get(&format!("{THEMES}gull/download/")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(put(&desk, &format!("{THEMES}gull/activate/")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ours = desk.ask("DELETE", &format!("{THEMES}standard/"), Body::empty()).await;
    assert_eq!(ours.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_program_deploys_a_new_version_of_the_active_theme_and_readers_see_it_at_once() {
    let app = TestApp::new().await.with_shelf().await;
    let program = app.program().await;
    send(&program, "gull.zip", &gull("one")).await;
    put(&program, &format!("{THEMES}gull/activate/")).await;
    assert_eq!(app.reader().get("/").await.text(), "one");
    app.clock.advance(MINUTE);
    let second = send(&program, "gull.zip", &gull("two")).await;
    assert_eq!(second.json()["themes"][0]["active"], true);
    assert_eq!(app.reader().get("/").await.text(), "two");
    app.clock.advance(MINUTE);
    let again = send(&program, "gull.zip", &gull("one")).await;
    assert_eq!(again.json()["themes"][0]["name"], "gull", "what was added last is meant by the name");
    assert_eq!(app.reader().get("/").await.text(), "one");
}

#[tokio::test]
async fn a_broken_theme_is_refused_with_every_error_and_the_last_good_one_goes_on_serving() {
    let app = TestApp::new().await.with_shelf().await;
    let desk = app.staff(Role::Owner).await;
    send(&desk, "gull.zip", &gull("good")).await;
    put(&desk, &format!("{THEMES}gull/activate/")).await;
    let broken =
        zipped(&[("package.json", PACKAGE), ("index.hbs", "{{> nowhere}}\n{{zebra 1}}"), ("post.hbs", "x")]);
    let sent = send(&desk, "gull.zip", &broken).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let error = &sent.json()["errors"][0];
    assert_eq!(error["type"], "ThemeValidationError");
    let errors = error["details"]["errors"].as_array().unwrap();
    let places: Vec<&str> = errors
        .iter()
        .flat_map(|rule| rule["failures"].as_array().unwrap())
        .map(|failure| failure["ref"].as_str().unwrap())
        .collect();
    assert!(places.contains(&"index.hbs:1") && places.contains(&"index.hbs:2"), "{error}");
    assert!(errors.iter().any(|rule| rule["fatal"] == true), "{error}");
    assert_eq!(app.reader().get("/").await.text(), "good");
    for (name, archive) in [("gull.zip", &b"no zip"[..]), ("gull.zip", &zipped(&[("../post.hbs", "x")]))] {
        assert_eq!(send(&desk, name, archive).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(send(&desk, "gull.tar", b"x").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn an_owner_chooses_among_the_settings_of_the_theme_and_they_outlive_a_new_version() {
    let app = TestApp::new().await.with_shelf().await;
    app.publish(a_post()).await;
    let desk = app.staff(Role::Owner).await;
    let page = "{{@custom.layout}} {{@custom.motto}} {{@custom.wide}} {{@custom.tone}}";
    send(&desk, "gull.zip", &gull(page)).await;
    put(&desk, &format!("{THEMES}gull/activate/")).await;
    let read = desk.get(CUSTOM).await.json();
    let motto = &read["custom_theme_settings"][3];
    assert_eq!(
        (&motto["key"], &motto["visible"], &motto["value"]),
        (&json!("motto"), &json!(false), &json!(null))
    );
    assert_eq!(read["custom_theme_settings"][0]["options"], json!(["Grid", "List"]));
    let change = json!({ "custom_theme_settings": [
        { "key": "layout", "value": "List" }, { "key": "motto", "value": "Salt <&> sand" }, { "key": "wide", "value": false },
    ] });
    let changed = desk.send_json("PUT", CUSTOM, &change).await;
    assert_eq!(changed.json()["custom_theme_settings"][3]["visible"], true, "{}", changed.text());
    assert_eq!(app.reader().get("/").await.text(), "List Salt &lt;&amp;&gt; sand false #112233");
    for (key, value) in
        [("layout", json!("Rows")), ("tone", json!("red")), ("wide", json!("maybe")), ("zebra", json!(1))]
    {
        let change = json!({ "custom_theme_settings": [{ "key": "motto", "value": "x" }, { "key": key, "value": value }] });
        assert_eq!(
            desk.send_json("PUT", CUSTOM, &change).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{key}"
        );
    }
    assert_eq!(
        desk.send_json("PUT", CUSTOM, &read).await.status,
        StatusCode::OK,
        "what was read can be sent back"
    );
    desk.send_json("PUT", CUSTOM, &change).await;
    send(&desk, "gull.zip", &gull(&format!("two {page}"))).await;
    assert_eq!(app.reader().get("/").await.text(), "two List Salt &lt;&amp;&gt; sand false #112233");
}

#[tokio::test]
async fn a_choice_is_looked_at_before_it_is_made_and_readers_see_nothing_of_it() {
    let app = TestApp::new().await.with_shelf().await;
    app.publish(a_post()).await;
    let desk = app.staff(Role::Administrator).await;
    let page = "{{@custom.layout}} {{@custom.motto}}<script>steal()</script>{{ghost_foot}}";
    send(&desk, "gull.zip", &gull(page)).await;
    put(&desk, &format!("{THEMES}gull/activate/")).await;
    let form = desk.clone().sending("content-type", "application/x-www-form-urlencoded");
    let look = async |choices: serde_json::Value, path: &str| {
        let encoded =
            percent_encoding::utf8_percent_encode(&choices.to_string(), percent_encoding::NON_ALPHANUMERIC)
                .to_string();
        let body = format!("choices={encoded}&path={path}");
        form.ask("POST", &format!("{CUSTOM}preview/"), Body::from(body)).await
    };
    let list = json!([{ "key": "layout", "value": "List" }, { "key": "motto", "value": "Salt <&> sand" }]);
    let front = look(list.clone(), "/").await;
    assert_eq!(front.status, StatusCode::OK, "{}", front.text());
    assert!(front.text().starts_with("List Salt &lt;&amp;&gt; sand"), "{}", front.text());
    assert_eq!((front.header("cache-control"), front.header("x-robots-tag")), ("no-store", "noindex"));
    let policies: Vec<&str> = front
        .headers
        .get_all("content-security-policy")
        .iter()
        .map(|policy| policy.to_str().unwrap())
        .collect();
    assert_eq!(policies.len(), 2, "the page's own, and one that lets nothing run: {policies:?}");
    assert!(policies[1].contains("script-src 'none'") && policies[1].contains("sandbox allow-same-origin"));
    assert_eq!(look(list.clone(), "/harbour-bridge-reopens/").await.text(), "post List");
    assert_eq!(look(list.clone(), "/nowhere/").await.status, StatusCode::NOT_FOUND);
    assert!(app.reader().get("/").await.text().starts_with("Grid "), "readers see what is saved");
    assert_eq!(desk.get(CUSTOM).await.json()["custom_theme_settings"][0]["value"], "Grid");

    for (choices, path) in [
        (json!([{ "key": "layout", "value": "Rows" }]), "/"),
        (json!([{ "key": "zebra", "value": 1 }]), "/"),
        (list.clone(), "/rss/"),
        (list.clone(), "elsewhere"),
        (list.clone(), "/../etc/passwd"),
        (list.clone(), "https://gull.example/"),
    ] {
        let refused = look(choices, path).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", refused.text());
        assert!(refused.header("content-security-policy").starts_with("default-src 'none'"));
    }
    let log = desk.get("/ghost/api/admin/audit/").await.text();
    assert!(!log.contains("preview"), "looking is no deed: {log}");
    let foreign = form.clone().sending("sec-fetch-site", "cross-site");
    let forged = foreign.ask("POST", &format!("{CUSTOM}preview/"), Body::from("choices=[]&path=/")).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let editor = app.staff(Role::Editor).await.sending("content-type", "application/x-www-form-urlencoded");
    let refused = editor.ask("POST", &format!("{CUSTOM}preview/"), Body::from("choices=[]&path=/")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_designer_sees_every_edit_with_the_next_page_and_every_mistake_with_its_place() {
    let app = TestApp::new().await;
    let folder = app.content().join("gull");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("post.hbs", "post");
    write("assets/a.css", "a{}");
    write("index.hbs", "one {{asset \"a.css\"}}");
    let app = app.with_theme_in_work(&folder).await;
    let first = app.reader().get("/").await;
    assert!(first.text().starts_with("one /assets/a.css?v="), "{}", first.text());
    assert_eq!(first.header("cache-control"), "no-store");
    write("index.hbs", "two");
    assert_eq!(app.reader().get("/").await.text(), "two");
    write("assets/a.css", "b{}");
    let sheet = app.reader().get("/assets/a.css").await;
    assert_eq!((sheet.text().as_str(), sheet.header("cache-control")), ("b{}", "no-store"));
    write("index.hbs", "fine\n  {{#if x}}");
    let broken = app.reader().get("/").await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(broken.text().contains("index.hbs:2:3:"), "{}", broken.text());
    write("index.hbs", "fine\n {{> (lookup this \"x\")}}");
    assert!(
        app.reader().get("/").await.text().contains("index.hbs:2:"),
        "what fails while printing is told, too"
    );
    write("index.hbs", "three");
    assert_eq!(app.reader().get("/").await.text(), "three");
}

#[tokio::test]
async fn a_theme_runs_what_it_wrote_and_a_story_runs_nothing() {
    let app = TestApp::new().await;
    let app = app
        .themed(&[
            ("index.hbs", "{{{block \"scripts\"}}}{{#foreach posts}}{{#contentFor \"scripts\"}}<script>let url = '{{url}}';</script>{{/contentFor}}{{/foreach}}{{{block \"scripts\"}}}"),
            ("post.hbs", "{{#post}}<link rel=\"stylesheet\" href=\"//type.example/a.css\"><a onclick=\"go('{{slug}}')\" href=\"#\">{{title}}</a>{{{title}}}{{/post}}"),
            ("assets/js/alpine.js", "run(new Function(text))"),
        ])
        .await;
    app.publish(a_post()).await;
    let front = app.reader().get("/").await;
    assert!(
        front.text().contains("<script>let url = '/harbour-bridge-reopens/';</script>"),
        "{}",
        front.text()
    );
    let policy = front.header("content-security-policy");
    let digest = "'sha256-0Au6VwWLpQYEv98AGO86wVA99GqX7jdNWXnPaRSNWhY='";
    assert!(policy.contains(&format!("script-src 'self' {digest} 'unsafe-eval';")), "{policy}");
    let story = app.reader().get("/harbour-bridge-reopens/").await;
    let policy = story.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self' 'unsafe-hashes' 'sha256-") && policy.contains(" type.example"),
        "{policy}"
    );
    assert!(
        !policy.contains("script-src 'self' 'unsafe-inline'")
            && story.text().contains("go('harbour-bridge-reopens')")
    );
}

#[tokio::test]
async fn a_script_that_gets_into_a_headline_does_not_run_in_any_theme() {
    let app = TestApp::new()
        .await
        .themed(&[("index.hbs", "{{#foreach posts}}{{{this.title}}}{{/foreach}}"), ("post.hbs", "")])
        .await;
    app.publish(a_post().titled("<script>steal()</script>")).await;
    let front = app.reader().get("/").await;
    assert!(front.text().contains("<script>steal()"), "the theme prints it raw: {}", front.text());
    let policy = front.header("content-security-policy");
    assert!(policy.contains("script-src 'self';"), "{policy}");
}

#[tokio::test]
async fn a_list_of_a_theme_prints_five_hundred_characters_of_a_story() {
    let app = TestApp::new().await;
    let app = app
        .themed(&[
            ("index.hbs", "{{#foreach posts}}[{{excerpt characters=\"9999\"}}]{{/foreach}}"),
            ("post.hbs", ""),
        ])
        .await;
    let long = "ship ".repeat(200);
    let text: &'static str = Box::leak(format!("<p>{long}</p>").into_boxed_str());
    app.publish(a_post().saying(text)).await;
    app.clock.advance(1_000);
    app.publish(a_post().titled("Short").saying("<p>Rain.</p>")).await;
    let front = app.reader().get("/").await.text();
    let (short, long) = front.split_once("][").unwrap();
    assert_eq!(short, "[Rain.");
    assert_eq!(long.trim_end_matches(']').chars().count(), 499, "the last blank is trimmed: {long}");
}
