//! Files: the theme's, and those of the newsroom under `/content/`.

use std::io::Read as _;

use axum::body::Body;
use axum::http::StatusCode;
use insta::assert_snapshot;

use crate::newspaper::TestApp;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n0123456789abcdef";

#[tokio::test]
async fn the_themes_sheet_is_kept_for_a_year_under_the_address_that_names_its_version() {
    let app = TestApp::new().await;
    let page = app.reader().get("/").await.text();
    let (_, rest) = page.split_once("/assets/css/screen.css?v=").unwrap();
    let version = rest.split('"').next().unwrap();
    let address = format!("/assets/css/screen.css?v={version}");
    let sheet = app.reader().sending("accept-encoding", "br").get(&address).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert_eq!(sheet.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(sheet.header("content-encoding"), "br");
    let again = app.reader().sending("accept-encoding", "br").get(&address).await;
    assert_eq!(again, sheet);
    let plain = app.reader().get(&address).await;
    let mut unpacked = Vec::new();
    brotli::Decompressor::new(&sheet.bytes[..], 4096).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.bytes);
    for unversioned in ["/assets/css/screen.css", "/assets/css/screen.css?v=old"] {
        let sheet = app.reader().get(unversioned).await;
        assert_eq!(sheet.header("cache-control"), "public, max-age=3600");
        let again = app.reader().sending("if-none-match", sheet.header("etag")).get(unversioned).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    }
    assert_eq!(app.reader().get("/assets/css/nothing.css").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.reader().get("/assets/..%2findex.hbs").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_picture_is_sent_with_what_a_browser_needs_to_keep_it() {
    let app = TestApp::new().await;
    app.file("images/2026/11/bridge.png", PICTURE);
    let picture = app.reader().get("/content/images/2026/11/bridge.png").await;
    assert_eq!(picture.bytes, PICTURE);
    let head = picture.head();
    let head: Vec<&str> = head.lines().filter(|line| !line.starts_with("last-modified")).collect();
    assert_snapshot!(head.join("\n"));
    let again = app.reader().sending("if-none-match", picture.header("etag"));
    assert_eq!(again.get("/content/images/2026/11/bridge.png").await.status, StatusCode::NOT_MODIFIED);
    let by_date = app.reader().sending("if-modified-since", picture.header("last-modified"));
    assert_eq!(by_date.get("/content/images/2026/11/bridge.png").await.status, StatusCode::NOT_MODIFIED);
    let head = app.reader().ask("HEAD", "/content/images/2026/11/bridge.png", Body::empty()).await;
    assert_eq!((head.bytes.len(), head.header("content-length")), (0, "24"));
    let post = app.reader().ask("POST", "/content/images/2026/11/bridge.png", Body::empty()).await;
    assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_picture_that_cannot_be_made_smaller_is_the_picture() {
    let app = TestApp::new().await;
    app.file("images/2026/11/bridge.png", PICTURE);
    for _ in 0..2 {
        let picture = app.reader().get("/content/images/size/w600/2026/11/bridge.png").await;
        assert_eq!(picture.bytes, PICTURE);
    }
    assert_eq!(app.reader().get("/content/images/size/w600").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        app.reader().get("/content/images/size/w600/..%2f..%2fx.png").await.status,
        StatusCode::BAD_REQUEST
    );
}

/// A PNG of one colour, 1000 by 500 pixels.
fn wide_picture() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(1000, 500, image::Rgb([10, 120, 200]))
        .write_to(&mut file, image::ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

#[tokio::test]
async fn a_picture_is_made_smaller_once_for_everybody_who_asks() {
    let app = TestApp::new().await;
    app.file("images/2026/11/bridge.png", &wide_picture());
    let address = "/content/images/size/w600/2026/11/bridge.png";
    let reader = app.reader();
    let (one, two, three) = tokio::join!(reader.get(address), reader.get(address), reader.get(address));
    assert_eq!((one.status, one.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(one.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(image::load_from_memory(&one.bytes).unwrap().width(), 600);
    assert!(one.bytes == two.bytes && two.bytes == three.bytes);
    assert!(app.folder.path().join("renditions/w600/same/2026/11/bridge.png").is_file());
    let webp = app.reader().get("/content/images/size/w600/format/webp/2026/11/bridge.png").await;
    assert_eq!(webp.header("content-type"), "image/webp");
    assert_eq!(image::load_from_memory(&webp.bytes).unwrap().width(), 600);
    let again = app.reader().sending("if-none-match", webp.header("etag"));
    let address = "/content/images/size/w600/format/webp/2026/11/bridge.png";
    assert_eq!(again.get(address).await.status, StatusCode::NOT_MODIFIED);
    std::fs::remove_dir_all(app.folder.path().join("renditions")).unwrap();
    assert_eq!(app.reader().get(address).await.bytes, webp.bytes, "what is deleted comes back");
    let larger = app.reader().get("/content/images/size/w1600/2026/11/bridge.png").await;
    assert_eq!(larger.bytes, wide_picture(), "a picture is never made larger");
}

#[tokio::test]
async fn a_size_that_nobody_offers_leads_to_the_picture() {
    let app = TestApp::new().await;
    app.file("images/2026/11/bridge.png", &wide_picture());
    for size in ["w801", "w0", "w99999", "x", "w600/format/tiff", "w801/format/webp"] {
        let answer = app.reader().get(&format!("/content/images/size/{size}/2026/11/bridge.png")).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{size}");
        assert_eq!(answer.header("location"), "/content/images/2026/11/bridge.png", "{size}");
    }
    let absent = app.reader().get("/content/images/size/w600/2026/11/nothing.png").await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_recording_can_be_wound_forward() {
    let app = TestApp::new().await;
    let sound: Vec<u8> = (0..200_000_u32).map(|n| n as u8).collect();
    app.file("audio/interview.mp3", &sound);
    let part = app.reader().sending("range", "bytes=100000-100009").get("/content/audio/interview.mp3").await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.header("content-range"), "bytes 100000-100009/200000");
    assert_eq!(part.bytes, &sound[100_000..100_010]);
    let tail = app.reader().sending("range", "bytes=-5").get("/content/audio/interview.mp3").await;
    assert_eq!((tail.header("content-length"), &tail.bytes[..]), ("5", &sound[199_995..]));
    let whole = app.reader().get("/content/audio/interview.mp3").await;
    assert_eq!(whole.bytes, sound);
    let beyond = app.reader().sending("range", "bytes=200000-").get("/content/audio/interview.mp3").await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!((beyond.header("content-range"), beyond.bytes.len()), ("bytes */200000", 0));
    let other = app.reader().sending("range", "bytes=0-9").sending("if-range", "\"old\"");
    assert_eq!(other.get("/content/audio/interview.mp3").await.status, StatusCode::OK);
    let many = format!("bytes={}", (0..1000).map(|n| format!("{n}-")).collect::<Vec<_>>().join(","));
    let abuse = app.reader().sending("range", &many).get("/content/audio/interview.mp3").await;
    assert_eq!((abuse.status, abuse.bytes.len()), (StatusCode::OK, 200_000));
}

#[tokio::test]
async fn a_drawing_may_do_nothing() {
    let app = TestApp::new().await;
    app.file("images/map.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
    let drawing = app.reader().get("/content/images/map.svg").await;
    assert_eq!(drawing.header("content-type"), "image/svg+xml");
    assert_eq!(drawing.header("x-content-type-options"), "nosniff");
    assert!(drawing.header("content-security-policy").ends_with("sandbox"));
}

#[tokio::test]
async fn only_what_is_media_is_served() {
    let app = TestApp::new().await;
    for name in [
        "page.html",
        "run.js",
        "data.json",
        "x.xhtml",
        "style.css",
        "noending",
        "x.php",
        "x.png.html",
        ".hidden.png",
    ] {
        app.file(name, b"<script>alert(1)</script>");
        let answer = app.reader().get(&format!("/content/{name}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
    }
    app.file("UPPER.PNG", PICTURE);
    assert_eq!(app.reader().get("/content/UPPER.PNG").await.status, StatusCode::OK);
    app.file("looks-like.png", b"<html><script>alert(1)</script>");
    let disguised = app.reader().get("/content/looks-like.png").await;
    assert_eq!(
        (disguised.header("content-type"), disguised.header("x-content-type-options")),
        ("image/png", "nosniff")
    );
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let app = TestApp::new().await;
    app.file("a.png", PICTURE);
    std::fs::write(app.content().join("secret.png"), b"secret").unwrap();
    std::os::unix::fs::symlink(app.content().join("secret.png"), app.content().join("content/link.png"))
        .unwrap();
    std::os::unix::fs::symlink(app.content(), app.content().join("content/up")).unwrap();
    std::os::unix::fs::symlink(app.content().join("content/a.png"), app.content().join("content/b.png"))
        .unwrap();
    for path in [
        "/content/link.png",
        "/content/up/secret.png",
        "/content/..%2fsecret.png",
        "/content/%2e%2e/secret.png",
        "/content/%2e%2e%2fsecret.png",
        "/content/..%5csecret.png",
        "/content/x%2f..%2f..%2fsecret.png",
        "/content/%252e%252e/secret.png",
        "/content//../secret.png",
        "/content/",
        "/content",
        "/content/a.png/",
        "/content/a.png/x.png",
        "/content/%ef%bc%8e%ef%bc%8e/secret.png",
    ] {
        let answer = app.reader().get(path).await;
        assert!(!answer.bytes.starts_with(b"secret"), "{path}");
        assert!(
            answer.status.is_client_error() || answer.status.is_redirection() || path == "/content/a.png/",
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(app.reader().get("/content/b.png").await.bytes, PICTURE, "a link inside the folder is fine");
    let long = format!("/content/{}.png", "a".repeat(1_000));
    assert_eq!(app.reader().get(&long).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_site_without_files_has_none() {
    let app = TestApp::new().await;
    assert_eq!(app.reader().get("/content/images/x.png").await.status, StatusCode::NOT_FOUND);
}
