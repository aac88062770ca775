//! Files that people send, and the library they end up in.

use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::newspaper::{Client, Page, TestApp, a_post};

/// The smallest PNG there is: one pixel.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// Sends a form with files: field, file name, content.
pub(crate) async fn send(
    program: &Client<'_>,
    path: &str,
    files: &[(&str, &str, &[u8])],
    fields: &[(&str, &str)],
) -> Page {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for (field, name, content) in files {
        let head = format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--frontier--\r\n");
    let client = program.clone().sending("content-type", "multipart/form-data; boundary=frontier");
    client.ask("POST", &format!("/ghost/api/admin/{path}/"), Body::from(body)).await
}

fn error(page: &Page) -> String {
    let json = page.json();
    format!("{} {} {}", page.status.as_u16(), json["errors"][0]["type"], json["errors"][0]["message"])
}

async fn a_picture_is_taken_in_and_shown(app: TestApp) {
    let program = app.program().await;
    let sent =
        send(&program, "images/upload", &[("file", "Bridge at dawn.png", DOT)], &[("ref", "x.png")]).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let url = "https://bell.example/content/images/2026/11/Bridge-at-dawn.png";
    assert_eq!(sent.json(), json!({ "images": [{ "url": url, "ref": "x.png" }] }));
    let picture = app.reader().get("/content/images/2026/11/Bridge-at-dawn.png").await;
    assert_eq!((picture.status, &picture.bytes[..]), (StatusCode::OK, DOT));
    let listed = program.get("/ghost/api/admin/media/?search=BRIDGE").await.json();
    assert_eq!(listed["meta"]["pagination"]["total"], 1);
    let media = &listed["media"][0];
    assert_eq!(
        (&media["width"], &media["height"], &media["type"]),
        (&json!(1), &json!(1), &json!("image/png"))
    );
    let none = program.get("/ghost/api/admin/media/?search=100%25").await.json();
    assert_eq!(none["media"], json!([]));
}

#[tokio::test]
async fn a_picture_is_taken_in_and_shown_on_sqlite() {
    a_picture_is_taken_in_and_shown(TestApp::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_taken_in_and_shown_on_postgres() {
    if let Some(app) = TestApp::on_postgres().await {
        a_picture_is_taken_in_and_shown(app).await;
    }
}

#[tokio::test]
async fn the_same_picture_is_kept_once_and_another_of_its_name_beside_it() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let url = async |name: &str, content: &[u8]| {
        let sent = send(&program, "images/upload", &[("file", name, content)], &[]).await;
        sent.json()["images"][0]["url"].as_str().unwrap().to_owned()
    };
    let first = url("a.png", DOT).await;
    assert_eq!(url("b.png", DOT).await, first);
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    assert!(url("a.png", drawing).await.ends_with("/a.svg"), "content says what it is, not the name");
    let other = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>";
    assert!(url("a.svg", other).await.ends_with("/a-1.svg"));
}

#[tokio::test]
async fn what_is_no_picture_is_refused_in_ghosts_words() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let refused = async |name: &str, content: &[u8], fields: &[(&str, &str)]| {
        error(&send(&program, "images/upload", &[("file", name, content)], fields).await)
    };
    let invalid = "415 \"UnsupportedMediaTypeError\" \"Please select a valid image.\"";
    for name in ["page.html", "noending", "a.php", "a.png.exe"] {
        assert_eq!(refused(name, DOT, &[]).await, invalid, "{name}");
    }
    assert!(refused("a.png", b"<html>", &[]).await.starts_with("400 \"BadRequestError\""));
    assert!(refused("a.avif", b"\0\0\0\x1cftypavif", &[]).await.starts_with("415"));
    assert!(refused("a.png", DOT, &[("purpose", "poster")]).await.starts_with("422"));
    let wide = b"<svg width=\"2\" height=\"1\"/>";
    assert!(refused("a.svg", wide, &[("purpose", "icon")]).await.starts_with("422"));
    assert!(error(&send(&program, "images/upload", &[], &[("ref", "x")]).await).starts_with("422"));
    let no_form = program.send_json("POST", "/ghost/api/admin/images/upload/", &json!({})).await;
    assert_eq!(no_form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let huge = vec![0; 33 * 1024 * 1024];
    assert_eq!(
        send(&program, "images/upload", &[("file", "a.png", &huge)], &[]).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let stranger = send(&app.reader(), "images/upload", &[("file", "a.png", DOT)], &[]).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn sound_and_documents_have_folders_of_their_own() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let files: &[(&str, &str, &[u8])] = &[("file", "interview.mp3", b"ID3\x04"), ("thumbnail", "t.png", DOT)];
    let sent = send(&program, "media/upload", files, &[]).await.json();
    let base = "https://bell.example/content";
    assert_eq!(sent["media"][0]["url"], format!("{base}/media/2026/11/interview.mp3"));
    assert_eq!(sent["media"][0]["thumbnail_url"], format!("{base}/images/2026/11/t.png"));
    assert_eq!(sent["media"][0]["ref"], Value::Null);
    let alone = send(&program, "media/upload", &[("file", "a.webm", b"\x1a\x45\xdf\xa3")], &[]).await.json();
    assert_eq!(alone["media"][0]["thumbnail_url"], Value::Null);
    let report = send(&program, "files/upload", &[("file", "report.pdf", b"%PDF-1.7")], &[]).await.json();
    assert_eq!(report["files"][0]["url"], format!("{base}/files/2026/11/report.pdf"));
    for (path, name, content) in [
        ("media/upload", "a.mp4", &b"<html>"[..]),
        ("files/upload", "page.html", b"<html>"),
        ("files/upload", "photo.jpg", b"\xff\xd8\xff"),
    ] {
        let refused = send(&program, path, &[("file", name, content)], &[]).await;
        assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{name}");
    }
}

#[tokio::test]
async fn a_file_that_a_story_shows_is_not_thrown_away() {
    let app = TestApp::new().await;
    let program = app.program().await;
    send(&program, "images/upload", &[("file", "bridge.png", DOT)], &[]).await;
    let id =
        program.get("/ghost/api/admin/media/").await.json()["media"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/ghost/api/admin/media/{id}/");
    let shown = "<p><img src=\"/content/images/size/w600/2026/11/bridge.png\"></p>";
    let post = app.publish(a_post().saying(shown)).await;
    let read = program.get(&path).await.json();
    assert_eq!(read["media"][0]["used_in"], json!([{ "id": post.id.hex(), "title": post.title }]));
    let refused = program.ask("DELETE", &path, Body::empty()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.newsroom.delete(&app.paper, post.id).await.unwrap();
    assert_eq!(program.ask("DELETE", &path, Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.reader().get("/content/images/2026/11/bridge.png").await.status, StatusCode::NOT_FOUND);
}

/// A JPEG of one colour, 900 by 600 pixels.
pub(crate) fn quay() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(900, 600, image::Rgb([10, 120, 200]));
    picture.write_to(&mut file, image::ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

/// Where it lies.
pub(crate) const QUAY: &str = "/content/images/2026/11/quay.jpg";
/// What a page makes of it.
const SHOWN_QUAY: &str = r##"<source type="image/webp" srcset="/content/images/size/w600/format/webp/2026/11/quay.jpg 600w, /content/images/size/w1000/format/webp/2026/11/quay.jpg 900w" sizes="(min-width: 720px) 720px"><img src="/content/images/2026/11/quay.jpg" alt="The quay" width="900" height="600" data-colour="#0978c9" fetchpriority="high" srcset="/content/images/size/w600/2026/11/quay.jpg 600w, /content/images/2026/11/quay.jpg 900w" sizes="(min-width: 720px) 720px">"##;

async fn a_story_shows_a_picture_in_the_sizes_that_there_are(app: TestApp) {
    let program = app.program().await;
    let shown = format!("<p>Dawn.</p><p><img src=\"{QUAY}\" alt=\"The quay\"></p>");
    let story = app.publish(a_post().saying(&shown)).await;
    let path = story.permalink.clone().unwrap();
    let plain = app.reader().get(&path).await.text();
    assert!(plain.contains(&format!("<img src=\"{QUAY}\" alt=\"The quay\">")), "{plain}");
    // The picture comes after the story, as in an import; the page that did without it is printed anew.
    send(&program, "images/upload", &[("file", "quay.jpg", &quay())], &[]).await;
    let page = app.reader().get(&path).await.text();
    let tag = page.split("<picture>").nth(1).and_then(|after| after.split("</picture>").next()).unwrap();
    assert_eq!(tag, SHOWN_QUAY);
    for address in tag.split([' ', '"']).filter(|word| word.starts_with("/content/")) {
        let picture = app.reader().get(address).await;
        assert_eq!(picture.status, StatusCode::OK, "{address}");
    }
    // A photographer's name changes no page.
    let pages = app.app.cache_state().pages;
    let media = program.get("/ghost/api/admin/media/").await.json()["media"][0].clone();
    let edit = json!({ "media": [{ "credit": "Ana Reis" }] });
    let address = format!("/ghost/api/admin/media/{}/", media["id"].as_str().unwrap());
    assert_eq!(program.send_json("PUT", &address, &edit).await.status, StatusCode::OK);
    assert_eq!(app.reader().get(&path).await.text(), page);
    assert_eq!(app.app.cache_state().pages, pages);
}

#[tokio::test]
async fn a_story_shows_a_picture_in_the_sizes_that_there_are_on_sqlite() {
    Box::pin(a_story_shows_a_picture_in_the_sizes_that_there_are(TestApp::new().await)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_shows_a_picture_in_the_sizes_that_there_are_on_postgres() {
    if let Some(app) = TestApp::on_postgres().await {
        Box::pin(a_story_shows_a_picture_in_the_sizes_that_there_are(app)).await;
    }
}

#[tokio::test]
async fn the_picture_above_a_story_comes_first_and_those_of_the_river_late() {
    let app = TestApp::new().await;
    let program = app.program().await;
    send(&program, "images/upload", &[("file", "quay.jpg", &quay())], &[]).await;
    let mut path = String::new();
    for number in 0..6 {
        app.clock.advance(1_000);
        let story = json!({ "posts": [{ "title": format!("Story {number}"), "status": "published",
            "feature_image": QUAY, "feature_image_focus": "0.25 1", "html": format!("<p><img src=\"{QUAY}\"></p>") }] });
        let answer = program.send_json("POST", "/ghost/api/admin/posts/?source=html", &story).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let url = answer.json()["posts"][0]["url"].as_str().unwrap().to_owned();
        path = url.trim_start_matches("https://bell.example").to_owned();
    }
    let urgent_and_lazy = |page: &str| {
        (page.matches("fetchpriority=\"high\"").count(), page.matches("loading=\"lazy\"").count())
    };
    let story = app.reader().get(&path).await.text();
    assert_eq!(urgent_and_lazy(&story), (1, 1), "{story}");
    assert!(story.contains(" 900w\" sizes=\"(min-width: 45rem) 40rem, 100vw\""), "{story}");
    assert!(story.contains("width=\"900\" height=\"600\" data-colour=\"#0"), "{story}");
    let front = app.reader().get("/").await.text();
    assert_eq!(urgent_and_lazy(&front), (1, 2), "{front}");
    assert_eq!(front.matches("data-x=\"25%\" data-y=\"100%\"").count(), 4, "{front}");
}

#[tokio::test]
async fn the_versions_of_a_picture_are_made_before_anybody_asks_for_them() {
    let app = TestApp::new().await;
    let program = app.program().await;
    send(&program, "images/upload", &[("file", "quay.jpg", &quay())], &[]).await;
    // Those that pages name: at 600 pixels in both kinds, and WebP as wide as the picture.
    assert_eq!(app.newsroom.make_versions().await.unwrap(), 3);
    for version in ["w600/same", "w600/webp", "w1000/webp"] {
        let file = app.folder.path().join("renditions").join(version).join("2026/11/quay.jpg");
        assert!(file.is_file(), "{version}");
    }
    assert_eq!(app.newsroom.make_versions().await.unwrap(), 0, "what is made is made once");
    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='9'/>";
    send(&program, "images/upload", &[("file", "plan.svg", drawing)], &[]).await;
    assert_eq!(app.newsroom.make_versions().await.unwrap(), 0, "a drawing has no versions");
}

#[tokio::test]
async fn the_library_tells_which_files_nothing_shows() {
    let app = TestApp::new().await;
    let program = app.program().await;
    let mut pictures = Vec::new();
    for (number, name) in ["story", "card", "portrait", "logo", "spare", "older"].into_iter().enumerate() {
        app.clock.advance(1_000);
        let mut file = std::io::Cursor::new(Vec::new());
        let picture = image::GrayImage::new(u32::try_from(number).unwrap() + 1, 1);
        picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
        let (name, file) = (format!("{name}.png"), file.into_inner());
        let sent = send(&program, "images/upload", &[("file", &name, &file)], &[]).await;
        pictures.push(sent.json()["images"][0]["url"].as_str().unwrap().to_owned());
    }
    let unused = async |words: &str| {
        let path = format!("/ghost/api/admin/media/?unused=true&limit=1&search={words}");
        let listed = program.get(&path).await.json();
        let names = listed["media"].as_array().unwrap().iter().map(|file| file["name"].clone());
        (listed["meta"]["pagination"]["total"].clone(), names.collect::<Vec<_>>())
    };
    assert_eq!(unused("").await, (json!(6), vec![json!("older.png")]));
    let sized = pictures[0].replace("/images/", "/images/size/w600/");
    let story = json!({ "posts": [{ "title": "Quay", "status": "draft", "feature_image": pictures[5],
        "html": format!("<p><img src=\"{sized}\"></p>"), "og_image": pictures[1] }] });
    let sent = program.send_json("POST", "/ghost/api/admin/posts/?source=html", &story).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let byline = json!({ "authors": [{ "name": "Ana Reis", "profile_image": pictures[2] }] });
    let sent = program.send_json("POST", "/ghost/api/admin/authors/", &byline).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let logo = [("logo".to_owned(), pictures[3].clone())];
    app.newsroom.change_settings(&app.paper, &logo).await.unwrap();
    assert_eq!(unused("").await, (json!(1), vec![json!("spare.png")]));
    assert_eq!(unused("quay").await, (json!(0), vec![]));
    // What a picture of a card shows is not thrown away either.
    let listed = program.get("/ghost/api/admin/media/?search=card").await.json();
    let path = format!("/ghost/api/admin/media/{}/", listed["media"][0]["id"].as_str().unwrap());
    assert_eq!(program.ask("DELETE", &path, Body::empty()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_file_is_described_and_credited() {
    let app = TestApp::new().await;
    let program = app.program().await;
    send(&program, "images/upload", &[("file", "bridge.png", DOT)], &[]).await;
    let id =
        program.get("/ghost/api/admin/media/").await.json()["media"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/ghost/api/admin/media/{id}/");
    let words = json!({ "alt": "The bridge\nat dawn", "credit": "Ana Reis", "licence": "CC BY 4.0" });
    let edited = program.send_json("PUT", &path, &json!({ "media": [words] })).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.text());
    program.send_json("PUT", &path, &json!({ "media": [{ "caption": "Reopened." }] })).await;
    let media = program.get(&path).await.json()["media"][0].clone();
    let said = ["alt", "caption", "credit", "licence"].map(|field| media[field].as_str().unwrap().to_owned());
    assert_eq!(said, ["The bridge at dawn", "Reopened.", "Ana Reis", "CC BY 4.0"]);
    assert_eq!(program.get("/ghost/api/admin/media/?search=reis").await.json()["media"][0]["id"], json!(id));
}
