//! Moving house at the desk: a file arrives in parts, is rehearsed, imported, looked at, taken back; a site leaves as a zip.

use std::io::Read as _;
use std::sync::Arc;

use axum::body::Body;
use axum::http::StatusCode;
use dateline_media::Folder;
use dateline_model::Role;
use dateline_newsroom::CommentRules;
use dateline_store::Store;
use dateline_web::AppOptions;
use serde_json::{Value, json};

use crate::newspaper::{Client, Page, TestApp, a_post};

/// A site of WordPress: two stories, one comment, a picture written out in the first one.
const WXR: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Old Gull</title><link>https://gull.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://gull.example</wp:base_blog_url>
<item><title>Fog</title><link>https://gull.example/2020/03/fog/</link><dc:creator>ana</dc:creator>
<content:encoded><![CDATA[<p>Fog.</p><img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==" alt="">]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date_gmt>2020-03-01 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status>
<wp:post_name>fog</wp:post_name><wp:post_type>post</wp:post_type><category domain="category" nicename="sea"><![CDATA[Sea]]></category>
<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Marta</wp:comment_author>
<wp:comment_date_gmt>2020-03-01 11:00:00</wp:comment_date_gmt><wp:comment_content>Thick.</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved></wp:comment></item>
<item><title>Tide</title><link>https://gull.example/2020/03/tide/</link><dc:creator>ana</dc:creator>
<content:encoded><![CDATA[<p>See <a href="https://gull.example/2020/03/fog/">fog</a>.</p>]]></content:encoded>
<wp:post_id>2</wp:post_id><wp:post_date_gmt>2020-03-02 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status>
<wp:post_name>tide</wp:post_name><wp:post_type>post</wp:post_type></item></channel></rss>"#;

const IMPORTS: &str = "/ghost/api/admin/imports/";
const EXPORTS: &str = "/ghost/api/admin/exports/";

/// A newspaper whose desk has a data folder.
async fn with_rooms(app: &TestApp) -> TestApp {
    app.served(app.newsroom.clone(), options(app)).await
}

fn options(app: &TestApp) -> AppOptions {
    let data = app.folder.path().join("data");
    AppOptions { content: Some(Folder::new(data.join("content"))), data: Some(data), ..AppOptions::default() }
}

fn first(page: &Page, list: &str) -> Value {
    assert!(page.status.is_success(), "{}: {}", page.status, page.text());
    page.json()[list][0].clone()
}

async fn put(client: &Client<'_>, path: &str, json: Value) -> Page {
    client.send_json("PUT", path, &json).await
}

/// Sends a whole file; answers the path of the import.
async fn sent(client: &Client<'_>, name: &str, bytes: &[u8]) -> String {
    let new = json!({ "imports": [{ "name": name, "size": bytes.len() }] });
    let id = first(&client.send_json("POST", IMPORTS, &new).await, "imports")["id"].clone();
    let path = format!("{IMPORTS}{}/", id.as_str().unwrap());
    let page = client.ask("PUT", &format!("{path}upload/?offset=0"), Body::from(bytes.to_vec())).await;
    assert_eq!(first(&page, "imports")["state"], "ready");
    path
}

async fn titles(app: &TestApp) -> Vec<String> {
    let mut read = app.newsroom.store().read().await.unwrap();
    let posts = read.desk_posts(app.paper.id(), dateline_model::PostKind::Post, None, 100, 0).await.unwrap();
    let mut titles: Vec<String> = posts.into_iter().map(|post| post.title).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn a_file_arrives_in_parts_and_goes_on_where_it_broke_off() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let new = json!({ "imports": [{ "name": "../gull.xml", "size": WXR.len() }] });
    let begun = first(&owner.send_json("POST", IMPORTS, &new).await, "imports");
    assert_eq!((&begun["state"], &begun["name"]), (&json!("uploading"), &json!("gull.xml")));
    let path = format!("{IMPORTS}{}/", begun["id"].as_str().unwrap());
    let part = async |offset: usize, bytes: &str| {
        owner.ask("PUT", &format!("{path}upload/?offset={offset}"), Body::from(bytes.to_owned())).await
    };
    let half = first(&part(0, &WXR[..100]).await, "imports");
    assert_eq!(half["upload"], json!({ "bytes": 100, "size": WXR.len() }));
    let wrong = part(50, &WXR[50..]).await;
    assert_eq!(
        (wrong.status, &wrong.json()["errors"][0]["code"]),
        (StatusCode::BAD_REQUEST, &json!("WRONG_OFFSET"))
    );
    assert_eq!(wrong.json()["errors"][0]["details"]["bytes"], 100);
    let not_yet = put(&owner, &format!("{path}start/"), json!({})).await;
    assert_eq!(not_yet.json()["errors"][0]["code"], "NOT_NOW");
    let too_much = part(100, &format!("{}more", &WXR[100..])).await;
    assert_eq!(too_much.status, StatusCode::PAYLOAD_TOO_LARGE);
    // What fitted in before the part was refused may be here; the answer says where to go on.
    let here = first(&owner.get(&path).await, "imports")["upload"]["bytes"].as_u64().unwrap() as usize;
    assert_eq!(first(&part(here, &WXR[here..]).await, "imports")["state"], "ready");
    assert_eq!(part(0, "x").await.json()["errors"][0]["code"], "NOT_NOW");
    for size in [0_u64, (64 << 30) + 1] {
        let new = json!({ "imports": [{ "name": "a.xml", "size": size }] });
        assert_eq!(owner.send_json("POST", IMPORTS, &new).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
}

#[tokio::test]
async fn a_site_is_rehearsed_imported_and_taken_back() {
    let bell = TestApp::new().await;
    let data = bell.folder.path().join("data");
    let app = with_rooms(&bell).await;
    app.publish(a_post().titled("Our own")).await;
    let owner = app.staff(Role::Owner).await;
    let path = sent(&owner, "gull.xml", WXR.as_bytes()).await;
    let mover = app.app.mover().unwrap();

    let rehearsing = first(&put(&owner, &format!("{path}rehearse/"), json!({})).await, "imports");
    assert_eq!(rehearsing["state"], "rehearsing");
    mover.work_off(&app.app).await.unwrap();
    let rehearsed = first(&owner.get(&path).await, "imports");
    assert_eq!((&rehearsed["state"], &rehearsed["format"]), (&json!("ready"), &json!("wordpress")));
    assert_eq!(rehearsed["rehearsal"]["posts"]["published"], 2, "{rehearsed}");
    assert_eq!((titles(&app).await, &rehearsed["can_undo"]), (vec!["Our own".to_owned()], &json!(false)));

    put(&owner, &format!("{path}start/"), json!({ "from": "wordpress" })).await;
    mover.work_off(&app.app).await.unwrap();
    let done = first(&owner.get(&path).await, "imports");
    assert_eq!((&done["state"], &done["can_undo"]), (&json!("done"), &json!(true)), "{done}");
    assert_eq!(done["report"]["comments"]["approved"], 1);
    assert_eq!(titles(&app).await, ["Fog", "Our own", "Tide"]);
    let fog = app.reader().get("/2020/03/fog/").await.text();
    assert!(fog.contains("/content/images/2020/03/") && !fog.contains("base64"), "{fog}");
    let picture = fog.split("src=\"").find(|part| part.starts_with("/content/images/2020")).unwrap();
    let picture = picture.split('"').next().unwrap().to_owned();
    let kept = data.join(picture.trim_start_matches('/'));
    assert!(kept.is_file(), "{}", kept.display());

    put(&owner, &format!("{path}undo/"), json!({})).await;
    mover.work_off(&app.app).await.unwrap();
    let undone = first(&owner.get(&path).await, "imports");
    assert_eq!((&undone["state"], &undone["can_undo"]), (&json!("ready"), &json!(false)), "{undone}");
    assert_eq!(titles(&app).await, ["Our own"]);
    assert!(!kept.exists(), "its pictures go with it");
    let mut read = app.newsroom.store().read().await.unwrap();
    assert_eq!(read.tags(app.paper.id(), 10, 0).await.unwrap(), []);
    drop(read);

    // And again, from the same file.
    put(&owner, &format!("{path}start/"), json!({})).await;
    mover.work_off(&app.app).await.unwrap();
    assert_eq!(titles(&app).await, ["Fog", "Our own", "Tide"]);
}

#[tokio::test]
async fn an_import_is_not_taken_back_when_something_else_was_written() {
    for before in [true, false] {
        let bell = TestApp::new().await;
        let app = with_rooms(&bell).await;
        let owner = app.staff(Role::Owner).await;
        let path = sent(&owner, "gull.xml", WXR.as_bytes()).await;
        put(&owner, &format!("{path}start/"), json!({})).await;
        if before {
            // Written after the import was asked for and before it ended.
            app.publish(a_post().titled("Our own")).await;
        }
        app.app.mover().unwrap().work_off(&app.app).await.unwrap();
        if !before {
            assert_eq!(first(&owner.get(&path).await, "imports")["can_undo"], true);
            app.publish(a_post().titled("Our own")).await;
        }
        let done = first(&owner.get(&path).await, "imports");
        assert_eq!((&done["state"], &done["can_undo"]), (&json!("done"), &json!(false)));
        let refused = put(&owner, &format!("{path}undo/"), json!({})).await;
        assert_eq!(refused.json()["errors"][0]["code"], "SOMETHING_ELSE_WRITTEN");
        assert_eq!(titles(&app).await, ["Fog", "Our own", "Tide"]);
    }
}

#[tokio::test]
async fn a_second_import_that_changes_stories_gives_them_back_as_they_were() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let path = sent(&owner, "gull.xml", WXR.as_bytes()).await;
    put(&owner, &format!("{path}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let changed = WXR.replace("<p>Fog.</p>", "<p>Thicker fog.</p>").replace("Thick.", "Thicker.");
    let second = sent(&owner, "gull.xml", changed.as_bytes()).await;
    put(&owner, &format!("{second}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    assert!(app.reader().get("/2020/03/fog/").await.text().contains("Thicker fog."));
    assert_eq!(
        first(&owner.get(&path).await, "imports")["can_undo"],
        false,
        "the second one is something else"
    );
    assert_eq!(first(&owner.get(&second).await, "imports")["can_undo"], true);
    put(&owner, &format!("{second}undo/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let page = app.reader().get("/2020/03/fog/").await.text();
    assert!(page.contains("<p>Fog.</p>") && page.contains("Thick.") && !page.contains("Thicker"), "{page}");
}

#[tokio::test]
async fn a_server_that_was_stopped_goes_on_with_what_it_was_at() {
    let app = TestApp::new().await;
    let before = with_rooms(&app).await;
    let owner = before.staff(Role::Owner).await;
    let path = sent(&owner, "gull.xml", WXR.as_bytes()).await;
    put(&owner, &format!("{path}start/"), json!({})).await;
    drop(before);
    // Another process on the same folder and the same database.
    let address = format!("sqlite:{}", app.folder.path().join("bell.db").display());
    let store = Store::open_with(&address, Arc::clone(&app.clock) as _).await.unwrap();
    let newsroom =
        dateline_newsroom::Newsroom::open(store, Arc::clone(&app.clock) as _, CommentRules::default())
            .await
            .unwrap();
    let after = app.served(newsroom, options(&app)).await;
    after.app.mover().unwrap().work_off(&after.app).await.unwrap();
    assert_eq!(titles(&after).await, ["Fog", "Tide"]);
}

#[tokio::test]
async fn what_cannot_be_imported_says_why_and_can_be_tried_otherwise() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let path = sent(&owner, "gull.xml", WXR.as_bytes()).await;
    put(&owner, &format!("{path}start/"), json!({ "from": "ghost" })).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let failed = first(&owner.get(&path).await, "imports");
    assert_eq!(failed["state"], "failed");
    assert!(failed["error"].as_str().unwrap().contains("is from wordpress, not from ghost"), "{failed}");
    put(&owner, &format!("{path}start/"), json!({})).await;
    let stopped = first(&put(&owner, &format!("{path}stop/"), json!({})).await, "imports");
    assert_eq!(stopped["state"], "stopped", "before it had its turn");
    put(&owner, &format!("{path}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    assert_eq!(first(&owner.get(&path).await, "imports")["state"], "done");
    let wrong = put(&owner, &format!("{path}start/"), json!({ "from": "myspace" })).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "it is done: {}", wrong.text());
    let gone = owner.ask("DELETE", &path, Body::empty()).await;
    assert_eq!((gone.status, owner.get(&path).await.status), (StatusCode::NO_CONTENT, StatusCode::NOT_FOUND));
    assert_eq!(titles(&app).await, ["Fog", "Tide"], "what it wrote stays");
}

#[tokio::test]
async fn what_lies_in_the_inbox_is_offered_and_nothing_beyond_it() {
    let bell = TestApp::new().await;
    let inbox = bell.folder.path().join("data/import");
    let app = with_rooms(&bell).await;
    std::fs::create_dir_all(inbox.join("site")).unwrap();
    std::fs::write(inbox.join("gull.xml"), WXR).unwrap();
    std::fs::write(inbox.join("site/one.md"), "---\ntitle: One\ndate: 2020-01-02\n---\n\nText.\n").unwrap();
    let owner = app.staff(Role::Owner).await;
    let list = owner.get(IMPORTS).await.json();
    assert_eq!(
        list["inbox"],
        json!([{ "name": "gull.xml", "bytes": WXR.len(), "folder": false }, { "name": "site", "bytes": 0, "folder": true }])
    );
    for name in ["../bell.db", "/etc/passwd", "site/one.md", "", "."] {
        let page = owner.send_json("POST", IMPORTS, &json!({ "imports": [{ "inbox": name }] })).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", page.text());
    }
    let taken = owner.send_json("POST", IMPORTS, &json!({ "imports": [{ "inbox": "site" }] })).await;
    let path = format!("{IMPORTS}{}/", first(&taken, "imports")["id"].as_str().unwrap());
    put(&owner, &format!("{path}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    assert_eq!(titles(&app).await, ["One"]);
}

#[tokio::test]
async fn a_site_leaves_as_a_zip_that_can_be_downloaded_in_parts() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let import = sent(&owner, "gull.xml", WXR.as_bytes()).await;
    put(&owner, &format!("{import}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    for (format, inside) in [
        ("dateline", "posts.jsonl"),
        ("wordpress", "wordpress.xml"),
        ("ghost", "ghost.json"),
        ("markdown", "posts/fog.md"),
    ] {
        let new = json!({ "exports": [{ "format": format }] });
        let begun = first(&owner.send_json("POST", EXPORTS, &new).await, "exports");
        assert_eq!((&begun["state"], &begun["file"]), (&json!("exporting"), &Value::Null));
        let path = format!("{EXPORTS}{}/", begun["id"].as_str().unwrap());
        assert_eq!(owner.get(&format!("{path}download/")).await.status, StatusCode::BAD_REQUEST, "not yet");
        app.app.mover().unwrap().work_off(&app.app).await.unwrap();
        let done = first(&owner.get(&path).await, "exports");
        assert_eq!((&done["state"], &done["report"]["posts"]), (&json!("done"), &json!(2)), "{done}");
        let file = owner.get(&format!("{path}download/")).await;
        assert_eq!(
            file.header("content-disposition"),
            format!("attachment; filename=\"{format}-2026-11-24.zip\"")
        );
        assert_eq!(
            (file.header("content-type"), file.header("cache-control")),
            ("application/zip", "no-store")
        );
        assert_eq!(done["file"]["bytes"], file.bytes.len());
        let part = owner.clone().sending("range", "bytes=0-3").get(&format!("{path}download/")).await;
        assert_eq!((part.status, &part.bytes[..]), (StatusCode::PARTIAL_CONTENT, &b"PK\x03\x04"[..]));
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file.bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert!(names.iter().any(|name| name == inside), "{format}: {names:?}");
        let picture = names.iter().find(|name| name.starts_with("content/images/2020/03/")).unwrap().clone();
        let mut bytes = Vec::new();
        zip.by_name(&picture).unwrap().read_to_end(&mut bytes).unwrap();
        assert!(bytes.starts_with(b"\x89PNG"), "{format}");
    }
    let unknown = owner.send_json("POST", EXPORTS, &json!({ "exports": [{ "format": "geocities" }] })).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(owner.get(EXPORTS).await.json()["exports"].as_array().unwrap().len(), 4);
}

/// A file among a zip's names.
fn names_of(zip: &[u8]) -> Vec<String> {
    let zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    zip.file_names().map(|name| name.unwrap().into_owned()).collect()
}

#[tokio::test]
async fn a_site_leaves_as_pages_that_stand_still() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let import = sent(&owner, "gull.xml", WXR.as_bytes()).await;
    put(&owner, &format!("{import}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let begun = owner.send_json("POST", EXPORTS, &json!({ "exports": [{ "format": "static" }] })).await;
    let path = format!("{EXPORTS}{}/", first(&begun, "exports")["id"].as_str().unwrap());
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let done = first(&owner.get(&path).await, "exports");
    assert_eq!((&done["state"], &done["format"]), (&json!("done"), &json!("static")), "{done}");
    assert!(done["report"]["pages"].as_u64().unwrap() >= 4, "{done}");
    let file = owner.get(&format!("{path}download/")).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"static-2026-11-24.zip\"");
    let names = names_of(&file.bytes);
    for name in ["index.html", "404.html", "2020/03/fog/index.html", "2020/03/tide/index.html", "sitemap.xml"]
    {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    assert!(names.iter().any(|name| name.starts_with("content/images/2020/03/")), "{names:?}");
    let folder = bell.folder.path().join("data/moves");
    let kept = std::fs::read_dir(folder.join(done["id"].as_str().unwrap())).unwrap().count();
    assert_eq!(kept, 1, "only the zip is left");
}

#[tokio::test]
async fn old_addresses_are_asked_for_and_the_lost_ones_are_listed() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let path = sent(&owner, "gull.xml", WXR.as_bytes()).await;
    let not_yet = put(&owner, &format!("{path}check/"), json!({})).await;
    assert_eq!(not_yet.json()["errors"][0]["code"], "NOT_NOW", "nothing was brought yet");
    assert_eq!(owner.get(&format!("{path}links/")).await.status, StatusCode::BAD_REQUEST);
    put(&owner, &format!("{path}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();

    let checking = first(&put(&owner, &format!("{path}check/"), json!({})).await, "imports");
    assert_eq!(checking["state"], "checking");
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let done = first(&owner.get(&path).await, "imports");
    assert_eq!((&done["state"], &done["can_undo"]), (&json!("done"), &json!(true)), "nothing was written");
    assert_eq!((&done["links"]["lost"], &done["links"]["faults"]), (&json!(0), &json!([])), "{done}");
    assert!(done["links"]["checked"].as_u64().unwrap() > 20, "{done}");

    // A story that is taken off is missed at its address.
    let mut read = app.newsroom.store().read().await.unwrap();
    let posts = read.desk_posts(app.paper.id(), dateline_model::PostKind::Post, None, 10, 0).await.unwrap();
    drop(read);
    let fog = posts.into_iter().find(|post| post.title == "Fog").unwrap();
    let gone = owner.ask("DELETE", &format!("/ghost/api/admin/posts/{}/", fog.id), Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    put(&owner, &format!("{path}check/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let again = first(&owner.get(&path).await, "imports");
    assert!(again["links"]["lost"].as_u64().unwrap() >= 3, "the page, its feed, its comment: {again}");
    let all = owner.get(&format!("{path}links/")).await.json();
    assert_eq!(all["links"], again["links"]);
    let table = owner.get(&format!("{path}links/?as=csv")).await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"old-addresses.csv\"");
    assert!(table.text().contains("\"/2020/03/fog/\",\"it answers 4"), "{}", table.text());
    assert_eq!(owner.get(&format!("{path}links/?as=xls")).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let checking = first(&put(&owner, &format!("{path}check/"), json!({})).await, "imports");
    assert_eq!(checking["state"], "checking");
    let stopped = first(&put(&owner, &format!("{path}stop/"), json!({})).await, "imports");
    assert_eq!((&stopped["state"], &stopped["links"]), (&json!("done"), &again["links"]), "as it was");
}

#[tokio::test]
async fn the_short_link_of_a_file_leads_where_its_page_leads() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let pier = "<item><title>Pier</title><link>https://gull.example/?attachment_id=70</link><wp:post_id>70</wp:post_id>\
        <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://gull.example/wp-content/uploads/pier.pdf\
        </wp:attachment_url></item></channel>";
    let path = sent(&owner, "gull.xml", WXR.replace("</channel>", pier).as_bytes()).await;
    put(&owner, &format!("{path}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let page = app.reader().get("/?attachment_id=70").await;
    assert_eq!(page.status, StatusCode::MOVED_PERMANENTLY);
    let short = app.reader().get("/?p=70").await;
    assert_eq!((short.status, short.header("location")), (page.status, page.header("location")));
    assert_eq!(app.reader().get("/?p=71").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wordpress_that_lay_in_a_folder_answers_there_under_its_numbers_too() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let wxr = WXR.replace("https://gull.example", "https://gull.example/blog2");
    let path = sent(&owner, "gull.xml", wxr.as_bytes()).await;
    for errand in ["start", "check"] {
        put(&owner, &format!("{path}{errand}/"), json!({})).await;
        app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    }
    let done = first(&owner.get(&path).await, "imports");
    assert_eq!((&done["links"]["faults"], &done["links"]["lost"]), (&json!([]), &json!(0)), "{done}");
    for (from, to) in [
        ("/blog2/?p=1", "/blog2/2020/03/fog/"),
        ("/blog2/", "/"),
        ("/blog2/?utm_source=x", "/"),
        ("/blog2/?p=99", "/"),
        ("/blog2/?feed=rss2", "/feed/"),
        ("/blog2/2020/03/", "/2020/03/"),
        ("/blog2/feed/atom/", "/feed/atom/"),
        ("/blog2/2020/03", "/2020/03/"),
        ("/blog2", "/"),
        ("/blog2/category/sea", "/tag/sea/"),
        ("/blog2/category/sea/feed/", "/tag/sea/rss/"),
        ("/blog2/category/sea/feed/atom/", "/tag/sea/rss/"),
        ("/blog2/author/ana", "/author/ana/"),
        ("/blog2/author/ana/", "/author/ana/"),
        ("/blog2/?m=202003", "/2020/03/"),
        ("/blog2/?category_name=sea", "/tag/sea/"),
        ("/index.php/2020/03/", "/2020/03/"),
        ("/index.php/blog2/2020/03/fog/", "/blog2/2020/03/fog/"),
    ] {
        let page = app.reader().get(from).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::MOVED_PERMANENTLY, to), "{from}");
    }
}

#[tokio::test]
async fn names_in_the_query_of_wordpress_lead_in_one_step_to_what_has_them() {
    let bell = TestApp::new().await;
    let app = with_rooms(&bell).await;
    let owner = app.staff(Role::Owner).await;
    let about = "<item><title>About</title><link>https://gull.example/paper/about/</link><dc:creator>ana</dc:creator>\
        <content:encoded>Who we are.</content:encoded><wp:post_id>9</wp:post_id><wp:status>publish</wp:status>\
        <wp:post_date_gmt>2020-03-03 10:00:00</wp:post_date_gmt><wp:post_name>about</wp:post_name>\
        <wp:post_type>page</wp:post_type></item><item><title>Gale</title><link>https://gull.example/?p=10</link>\
        <wp:post_id>10</wp:post_id><wp:status>draft</wp:status><wp:post_name>gale</wp:post_name>\
        <wp:post_type>post</wp:post_type></item></channel>";
    let terms = "<wp:wxr_version>1.2</wp:wxr_version><wp:category><wp:term_id>3</wp:term_id>\
        <wp:category_nicename>sea</wp:category_nicename><wp:cat_name>Sea</wp:cat_name></wp:category>";
    let wxr = WXR.replace("</channel>", about).replace("<wp:wxr_version>1.2</wp:wxr_version>", terms);
    let path = sent(&owner, "gull.xml", wxr.as_bytes()).await;
    put(&owner, &format!("{path}start/"), json!({})).await;
    app.app.mover().unwrap().work_off(&app.app).await.unwrap();
    let leads = [
        ("/?name=fog", "/2020/03/fog/"),
        ("/index.php?name=fog", "/2020/03/fog/"),
        ("/?year=2020&monthnum=03&name=tide", "/2020/03/tide/"),
        ("/?pagename=paper/about", "/paper/about/"),
        ("/?pagename=about", "/paper/about/"),
        ("/?category_name=sea", "/tag/sea/"),
        ("/?category_name=coast/sea", "/tag/sea/"),
        ("/?tag=sea", "/tag/sea/"),
        ("/?cat=3", "/tag/sea/"),
        ("/?author_name=ana", "/author/ana/"),
        ("/?year=2020&monthnum=3", "/2020/03/"),
        ("/index.php/category/sea/", "/tag/sea/"),
        ("/index.php/category/sea", "/tag/sea/"),
        ("/index.php/index.php/category/sea/feed/", "/tag/sea/rss/"),
        ("/index.php/2020/03/fog/comment-page-1/", "/2020/03/fog/#comments"),
        ("/index.php/2020/03/fog/", "/2020/03/fog/"),
    ];
    for (from, to) in leads.iter().chain(leads.iter().rev()) {
        let page = app.reader().get(from).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::MOVED_PERMANENTLY, *to), "{from}");
        assert_eq!(app.reader().get("/").await.status, StatusCode::OK, "the front page after {from}");
    }
    for from in [
        "/?name=fog%2500",
        "/?name=gale",
        "/?name=about",
        "/?pagename=fog",
        "/?category_name=land",
        "/?author_name=marta",
        "/index.php/land/",
    ] {
        assert_eq!(app.reader().get(from).await.status, StatusCode::NOT_FOUND, "{from}");
    }
    let found = app.reader().get("/?s=fog&name=fog").await;
    assert_eq!((found.status, found.header("location")), (StatusCode::OK, ""), "a search stays one");
}
