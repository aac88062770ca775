//! Pictures come home, from a server of the test's own and from the export itself.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use dateline_egress::{Egress, Policy};
use dateline_media::Folder;
use dateline_transfer::{Manner, MediaWay, Report, Source, fetch_media};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::paper::Paper;

/// The smallest PNG there is: one pixel.
pub(crate) const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// The host that the pictures are on: paths with `gone` are not there, the first answer to `shaky` is a bad moment.
struct OldHost {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl OldHost {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::<String>::new()));
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut request = vec![0; 4096];
                let length = socket.read(&mut request).await.unwrap();
                let request = String::from_utf8_lossy(&request[..length]).into_owned();
                let path = request.split(' ').nth(1).unwrap().to_owned();
                let is_first = !log.lock().unwrap().contains(&path);
                let (status, body) = match path.as_str() {
                    gone if gone.contains("gone") => ("404 Not Found", &b""[..]),
                    shaky if shaky.contains("shaky") && is_first => ("503 Busy", &b""[..]),
                    page if page.contains("page") => ("200 OK", &b"<html>"[..]),
                    _ => ("200 OK", DOT),
                };
                log.lock().unwrap().push(path);
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                socket.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

/// A folder of one story with this body.
fn folder_of(root: &Path, body: &str) {
    std::fs::create_dir_all(root.join("posts")).unwrap();
    let story = format!("---\ntitle: The Fog Lifts\ndate: 2026-01-02\n---\n\n{body}\n");
    std::fs::write(root.join("posts/fog.md"), story).unwrap();
}

struct Move {
    paper: Paper,
    old: OldHost,
    export: tempfile::TempDir,
    home: tempfile::TempDir,
}

impl Move {
    async fn of(body: impl Fn(SocketAddr) -> String) -> Self {
        let (paper, old) = (Paper::new().await, OldHost::open().await);
        let (export, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        folder_of(export.path(), &body(old.address));
        Self { paper, old, export, home }
    }

    async fn run(&self) -> Report {
        let mut report = self.paper.import(self.export.path()).await;
        let source = Source::open(self.export.path(), None, dateline_transfer::Limits::default()).unwrap();
        let egress = Egress::new(Policy::public().and(self.old.address)).unwrap();
        let folder = Folder::new(self.home.path());
        let way = MediaWay {
            folder: &folder,
            egress: Some(&egress),
            manner: &Manner::default(),
            progress: &|_, _| {},
        };
        let Paper { store, site, clock, .. } = &self.paper;
        fetch_media(store, *site, &source, &way, clock, &mut report).await.unwrap();
        report
    }

    async fn story(&self) -> String {
        let mut read = self.paper.store.read().await.unwrap();
        let after = dateline_model::PostId(dateline_model::mint_uuid(0, [0; 6]));
        let posts = read.desk_posts_after(self.paper.site, after, 10).await.unwrap();
        posts[0].html.clone()
    }
}

#[tokio::test]
async fn pictures_come_home_and_stories_lead_to_them() {
    let moved = Move::of(|old| {
        format!("<a href=\"http://{old}/bridge.png\"><img src=\"http://{old}/bridge.png\" alt=\"\"></a>\n\n<img src=\"http://{old}/shaky.png\" alt=\"\">")
    })
    .await;
    let report = moved.run().await;
    assert_eq!((report.media.stored, report.media.remote), (2, 0), "{:?}", report.problems);
    let story = moved.story().await;
    assert!(!story.contains("127.0.0.1"), "{story}");
    assert!(story.contains("href=\"/content/images/") && story.contains("src=\"/content/images/"), "{story}");
    let path = story.split("src=\"/content/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(std::fs::read(moved.home.path().join(path)).unwrap(), DOT);
    assert_eq!(moved.old.asked(), ["/bridge.png", "/shaky.png", "/shaky.png"]);
    let again = moved.run().await;
    assert_eq!((again.media.stored, again.media.already_there, again.media.remote), (0, 2, 0));
    assert_eq!(moved.old.asked(), Vec::<String>::new(), "nothing is fetched twice");
    assert_eq!(moved.story().await, story);
}

#[tokio::test]
async fn what_cannot_be_fetched_stays_where_it_is_and_is_named() {
    let moved = Move::of(|old| {
        let picture = |address: &str| format!("<img src=\"{address}\" alt=\"\">");
        [
            picture(&format!("http://{old}/gone.png")),
            picture(&format!("http://{old}/page.png")),
            picture("http://169.254.169.254/latest/a.png"),
        ]
        .join("\n\n")
    })
    .await;
    let report = moved.run().await;
    assert_eq!((report.media.stored, report.media.remote), (0, 3));
    let named: Vec<&str> = report
        .problems
        .iter()
        .filter(|p| p.message.starts_with("it stays"))
        .map(|p| p.message.as_str())
        .collect();
    assert_eq!(named.len(), 3, "{:?}", report.problems);
    for words in ["answered 404", "no picture", "not on the public internet"] {
        assert!(named.iter().any(|message| message.contains(words)), "{words}: {named:?}");
    }
    assert!(moved.story().await.contains("gone.png"));
}

#[tokio::test]
async fn what_lies_in_the_export_is_not_asked_for() {
    let moved =
        Move::of(|old| format!("<img src=\"http://{old}/wp-content/uploads/2012/03/fog.png\" alt=\"\">"))
            .await;
    let uploads = moved.export.path().join("uploads/2012/03");
    std::fs::create_dir_all(&uploads).unwrap();
    std::fs::write(uploads.join("fog.png"), DOT).unwrap();
    let report = moved.run().await;
    assert_eq!((report.media.stored, report.media.remote), (1, 0), "{:?}", report.problems);
    assert_eq!(moved.old.asked(), Vec::<String>::new());
    assert!(moved.story().await.contains("/fog.png\""), "{}", moved.story().await);
}
