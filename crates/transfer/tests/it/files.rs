//! Files that come along: beside texts, inside stories, in archives; and sites that move in beside others.

use std::path::Path;

use dateline_model::{PostKind, RedirectTarget};
use dateline_transfer::{Limits, Source, Target, export};

use crate::fixtures::fixture;
use crate::media::DOT;
use crate::paper::Paper;
use crate::tally::NOW;

/// The bytes of [`DOT`] as an address.
const WRITTEN_OUT: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// A WXR file of a site at `host` with these items.
fn wxr(host: &str, items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\
         <title>{host}</title><link>https://{host}</link><wp:wxr_version>1.2</wp:wxr_version>\
         <wp:base_blog_url>https://{host}</wp:base_blog_url>{items}</channel></rss>"
    )
}

/// A story of a site at `host`, with one comment.
fn item(host: &str, number: u32, title: &str, body: &str) -> String {
    format!(
        "<item><title>{title}</title><link>https://{host}/{number}/</link><content:encoded><![CDATA[{body}]]></content:encoded>\
         <wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2020-03-01 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status>\
         <wp:post_name>s{number}</wp:post_name><wp:post_type>post</wp:post_type><wp:comment><wp:comment_id>7</wp:comment_id>\
         <wp:comment_author>{title}</wp:comment_author><wp:comment_date_gmt>2020-03-01 11:00:00</wp:comment_date_gmt>\
         <wp:comment_content>Under {title}.</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment></item>"
    )
}

async fn titles(paper: &Paper) -> Vec<String> {
    let mut read = paper.store.read().await.unwrap();
    let posts = read.desk_posts(paper.site, PostKind::Post, None, 100, 0).await.unwrap();
    let mut titles: Vec<String> = posts.into_iter().map(|post| post.title).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn two_sites_of_one_system_move_into_one_and_share_no_number() {
    let (paper, home) = (Paper::new().await, tempfile::tempdir().unwrap());
    let path = |name: &str| home.path().join(name);
    let sites = [("gull.example", "Fog"), ("tern.example", "Tide"), ("gull.example/islands", "Reef")];
    for (host, title) in sites {
        write(&path(title), wxr(host, &item(host, 1, title, "x")).as_bytes());
        let report = paper.import(&path(title)).await;
        assert_eq!((report.posts.published, report.comments.approved), (1, 1), "{report}");
    }
    assert_eq!(titles(&paper).await, ["Fog", "Reef", "Tide"]);
    for (_, title) in sites {
        assert_eq!(paper.import(&path(title)).await.changed_rows, 0, "{title} again");
    }
    // The first keeps its numbers, by which its old addresses are found.
    assert_eq!(paper.post_of("wordpress:1").await.title, "Fog");
    let tide = paper.post_of("wordpress@tern.example:1").await;
    assert_eq!((tide.title.as_str(), tide.comment_count), ("Tide", 1));
    // Where the first one has no story of a number, the old short link leads to that of another.
    write(&path("owl"), wxr("owl.example", &item("owl.example", 7, "Owls", "x")).as_bytes());
    paper.import(&path("owl")).await;
    let owls = paper.post_of("wordpress@owl.example:7").await.id;
    let led = paper.store.read().await.unwrap().redirect(paper.site, "/?p=7").await.unwrap();
    assert_eq!(led.map(|redirect| redirect.to), Some(RedirectTarget::Post(owls)));
    assert_eq!(paper.import(&path("owl")).await.changed_rows, 0);
    // The site as it moved to a safe address is the same site.
    write(&path("moved"), wxr("www.gull.example", &item("www.gull.example", 1, "Fog", "x")).as_bytes());
    paper.import(&path("moved")).await;
    assert_eq!(titles(&paper).await, ["Fog", "Owls", "Reef", "Tide"]);

    let folders = Paper::new().await;
    for (name, url) in [
        ("one", "baseURL = 'https://one.example/'\n"),
        ("two", "baseURL = 'https://two.example/'\n"),
        ("three", ""),
    ] {
        write(&path(name).join("hugo.toml"), url.as_bytes());
        write(
            &path(name).join("content/posts/a.md"),
            format!("---\ntitle: {name}\ndate: 2020-01-02\n---\nx").as_bytes(),
        );
        folders.import(&path(name)).await;
    }
    assert_eq!(titles(&folders).await, ["one", "three", "two"]);

    let ghosts = Paper::new().await;
    for hash in ["aaaa", "bbbb"] {
        let json = format!(
            "{{\"db\":[{{\"meta\":{{\"exported_on\":1,\"version\":\"003\"}},\"data\":{{\"posts\":[{{\"id\":1,\"title\":\"{hash}\",\
             \"slug\":\"{hash}\",\"markdown\":\"x\",\"status\":\"published\",\"published_at\":1400000000000}}],\
             \"settings\":[{{\"key\":\"dbHash\",\"value\":\"{hash}\"}}]}}}}]}}"
        );
        write(&path(hash), json.as_bytes());
        ghosts.import(&path(hash)).await;
    }
    assert_eq!(titles(&ghosts).await, ["aaaa", "bbbb"]);
}

#[tokio::test]
async fn links_between_the_old_sites_pages_lead_to_the_pages_here() {
    let (paper, home) = (Paper::new().await, tempfile::tempdir().unwrap());
    let body = "<a href=\"https://gull.example/2/#c\">own</a> <a href=\"http://www.gull.example/?p=2\">by number</a> \
         <a href=\"//gull.example\">front</a> <a href=\"https://gull.example/wp-content/uploads/a.pdf\">file</a> \
         <a href=\"https://gull.example.org/2/\">other</a> <a href=\"https://tern.example/2/\">foreign</a>";
    write(&home.path().join("a.xml"), wxr("gull.example", &item("gull.example", 1, "Fog", body)).as_bytes());
    paper.import(&home.path().join("a.xml")).await;
    let html = paper.post_of("wordpress:1").await.html;
    for kept in [
        "href=\"/2/#c\"",
        "href=\"/?p=2\"",
        "href=\"/\"",
        "https://gull.example/wp-content/uploads/a.pdf",
        "https://gull.example.org/2/",
        "https://tern.example/2/",
    ] {
        assert!(html.contains(kept), "{kept}: {html}");
    }
}

#[tokio::test]
async fn a_takeout_brings_its_albums_and_leaves_its_theme() {
    let paper = Paper::new().await;
    paper.import(&fixture("takeout")).await;
    let folder = paper.premises().keepsakes_of(paper.site);
    let mut kept: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, ["blogger-theme-classic.html", "blogger-theme-layouts.xml"]);

    // An album has the pictures under the names they were sent in.
    let (paper, home) = (Paper::new().await, tempfile::tempdir().unwrap());
    let blogs = home.path().join("Takeout/Blogger/Blogs/Gull");
    let entry = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-1</id>\
        <entry><id>tag:blogger.com,1999:blog-1.post-2</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><title>Fog</title>\
        <content type='html'>&lt;a href=\"https://1.bp.blogspot.com/-a/s1600/Grey+Fog.JPG\"&gt;&lt;img src=\"https://1.bp.blogspot.com/-a/s320/Grey+Fog.JPG\"&gt;&lt;/a&gt;</content>\
        <published>2020-01-02T10:00:00Z</published><blogger:filename>/2020/01/fog.html</blogger:filename></entry></feed>";
    write(&blogs.join("feed.atom"), entry.as_bytes());
    write(&home.path().join("Takeout/Blogger/Albums/Gull/Grey Fog.jpg"), DOT);
    let mut report = paper.import(home.path()).await;
    paper.bring_files(home.path(), &mut report).await;
    assert_eq!((report.media.stored, report.media.remote), (1, 0), "{report}");
    let html = paper.post("2").await.html;
    assert_eq!(html.matches("=\"/content/images/").count(), 2, "the picture and the link around it: {html}");
}

#[tokio::test]
async fn the_uploads_of_wordpress_come_from_a_folder_beside_the_export() {
    let (paper, home) = (Paper::new().await, tempfile::tempdir().unwrap());
    let body = "<img src=\"https://gull.example/wp-content/uploads/2012/03/fog.png\" alt=\"\">";
    let export = home.path().join("site.xml");
    write(&export, wxr("gull.example", &item("gull.example", 1, "Fog", body)).as_bytes());
    write(&home.path().join("uploads/2012/03/fog.png"), DOT);
    write(&home.path().join("uploads/2013/03/fog.png"), b"another");
    let mut report = paper.import(&export).await;
    let source = Source::open(&export, None, Limits::default()).unwrap();
    let source = source.with_files(&home.path().join("uploads")).unwrap();
    paper.bring_files_of(&source, &mut report).await;
    assert_eq!((report.media.stored, report.media.remote), (1, 0), "{report}");
    let html = paper.post_of("wordpress:1").await.html;
    assert!(html.contains("src=\"/content/images/"), "{html}");
}

#[tokio::test]
async fn pictures_beside_the_texts_of_a_folder_come_along() {
    let (paper, home) = (Paper::new().await, tempfile::tempdir().unwrap());
    let at = |name: &str| home.path().join("site").join(name);
    write(&at("hugo.toml"), b"title = 'Gull'\n");
    let body = "---\ntitle: Fog\ndate: 2020-01-02\nimage: above.png\n---\n![in the bundle](ship.png) ![up](../shared.png) ![root](/img/root.png) \
         [the map](map.pdf) ![gone](gone.png) ![remote](https://tern.example/far.png)\n";
    write(&at("content/posts/fog/index.md"), body.as_bytes());
    for name in [
        "content/posts/fog/ship.png",
        "content/posts/fog/above.png",
        "content/posts/shared.png",
        "static/img/root.png",
    ] {
        // Each with a colour of its own, or they would be one file.
        let mut bytes = DOT.to_vec();
        bytes.extend(name.bytes());
        write(&at(name), &bytes);
    }
    write(&at("content/posts/fog/map.pdf"), b"%PDF-1.4 a map");
    // Somewhere else lies a picture of the same name.
    write(&at("content/posts/other/ship.png"), DOT);
    let mut report = paper.import(&at("")).await;
    paper.bring_files(&at(""), &mut report).await;
    let post = paper.post_of("markdown:content/posts/fog/index.md").await;
    assert_eq!(post.html.matches("src=\"/content/images/").count(), 3, "{}", post.html);
    assert!(
        post.html.contains("href=\"/content/files/") && post.html.contains("https://tern.example/far.png"),
        "{}",
        post.html
    );
    assert!(post.image.as_ref().unwrap().starts_with("/content/images/"), "{:?}", post.image);
    assert_eq!((report.media.remote, report.media.already_there), (2, 0), "{report}");
    let told: Vec<&str> = report.problems.iter().map(|problem| problem.entry.as_str()).collect();
    assert!(told.contains(&"/posts/fog/gone.png"), "{told:?}");
    // Whoever shows or links to a file where it lay finds it where it lies.
    let mut read = paper.store.read().await.unwrap();
    for (from, folder) in [
        ("/posts/fog/ship.png", "/content/images/"),
        ("/img/root.png", "/content/images/"),
        ("/posts/fog/map.pdf", "/content/files/"),
        ("/posts/other/ship.png", "/content/images/"),
    ] {
        let led = read.own_redirect(paper.site, from).await.unwrap().map(|redirect| redirect.to);
        let is_led = matches!(&led, Some(RedirectTarget::Address(to)) if to.starts_with(folder));
        assert!(is_led, "{from}: {led:?}");
    }
    drop(read);
    let again = paper.import(&at("")).await;
    assert_eq!(again.changed_rows, 0, "{again}");
}

#[tokio::test]
async fn pictures_written_out_in_stories_of_every_system_become_files() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let img = format!("<img src=\"{WRITTEN_OUT}\" alt=\"\">");
    write(&at("wordpress.xml"), wxr("gull.example", &item("gull.example", 1, "Fog", &img)).as_bytes());
    let ghost = format!(
        "{{\"db\":[{{\"meta\":{{\"exported_on\":1,\"version\":\"5.0.0\"}},\"data\":{{\"posts\":[{{\"id\":\"65f000000000000000000001\",\"title\":\"Fog\",\
         \"slug\":\"fog\",\"html\":{},\"status\":\"published\",\"published_at\":\"2020-01-02T10:00:00.000Z\"}}]}}}}]}}",
        serde_json::Value::from(img.as_str())
    );
    write(&at("ghost.json"), ghost.as_bytes());
    write(
        &at("fog.md"),
        format!("---\ntitle: Fog\ndate: 2020-01-02\n---\n![fog]({WRITTEN_OUT})\n").as_bytes(),
    );
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1.archive</id><entry><id>tag:blogger.com,1999:blog-1.post-2</id>\
         <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><title>Fog</title>\
         <content type='html'>{}</content><published>2020-01-02T10:00:00Z</published></entry></feed>",
        img.replace('<', "&lt;")
    );
    write(&at("blogger.xml"), feed.as_bytes());
    for name in ["wordpress.xml", "ghost.json", "fog.md", "blogger.xml"] {
        let paper = Paper::new().await;
        let report = paper.import(&at(name)).await;
        let mut read = paper.store.read().await.unwrap();
        let post = read.desk_posts(paper.site, PostKind::Post, None, 9, 0).await.unwrap().remove(0);
        let post = read.desk_post(paper.site, post.id).await.unwrap().unwrap();
        assert!(post.html.contains("src=\"/content/images/2020/"), "{name}: {} {report}", post.html);
        assert_eq!(read.media_count(paper.site, "").await.unwrap(), 1, "{name}");
        assert_eq!(paper.import(&at(name)).await.changed_rows, 0, "{name}");
    }
}

/// A paper with a theme, files, keepsakes, comments.
async fn furnished(home: &Path) -> Paper {
    let paper = Paper::new().await;
    let site = home.join("site");
    paper.import(&fixture("classic/whole-blog.xml")).await;
    write(
        &site.join("one.md"),
        format!("---\ntitle: Fog\ndate: 2020-01-02\n---\n![a](a.png) ![b]({WRITTEN_OUT})\n").as_bytes(),
    );
    let mut bytes = DOT.to_vec();
    bytes.extend(b"more");
    write(&site.join("a.png"), &bytes);
    let mut report = paper.import(&site).await;
    paper.bring_files(&site, &mut report).await;
    assert_eq!(report.media.stored, 1, "{report}");
    let index = "<!DOCTYPE html><html><head>{{ghost_head}}</head><body>{{#foreach posts}}{{title}}{{/foreach}}{{ghost_foot}}</body></html>";
    let files: Vec<(String, bytes::Bytes)> = [
        ("package.json", "{\"name\":\"gull\",\"version\":\"1.0.0\",\"engines\":{\"ghost\":\">=5.0.0\"},\"author\":{\"email\":\"a@gull.example\"},\"config\":{\"posts_per_page\":5}}"),
        ("index.hbs", index),
        ("post.hbs", "{{#post}}{{title}}{{/post}}"),
    ]
    .map(|(name, text)| (name.to_owned(), bytes::Bytes::from(text)))
    .into();
    let kept = paper.premises().themes.add("gull", &files, NOW).unwrap();
    let dateline_theme::Brought::Kept { name, .. } = kept else { panic!("{kept:?}") };
    let (site, mut settings) = (paper.site, paper.settings().await);
    settings.theme = name;
    let saved: Result<u64, dateline_store::StoreError> =
        paper.store.write(move |tx| Box::pin(async move { tx.save_settings(site, &settings).await })).await;
    saved.unwrap();
    paper
}

/// Everything in an archive but the manifest, which names the hour.
fn contents(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut files = Vec::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        files.push((file.name().unwrap().into_owned(), bytes));
    }
    files.retain(|(name, _)| name != "dateline.json");
    files
}

async fn out(paper: &Paper, path: &Path) {
    export(&paper.store, paper.site, Target::Dateline, path, NOW, &paper.premises()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_goes_to_postgresql_and_back_with_every_row_and_file() {
    let home = tempfile::tempdir().unwrap();
    let paper = furnished(home.path()).await;
    let path = |name: &str| home.path().join(name);
    out(&paper, &path("1.zip")).await;
    let first = contents(&path("1.zip"));
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    for what in ["content/images/", "themes/gull@", "keepsakes/blogger-theme.xml", "media.jsonl"] {
        assert!(names.iter().any(|name| name.starts_with(what)), "{what}: {names:?}");
    }
    let mut last = path("1.zip");
    let between = Paper::on_postgres().await;
    if between.is_none() {
        println!("skipped: there is no PostgreSQL; the archive goes from SQLite to SQLite");
    }
    let back = Paper::new().await;
    for (n, stop) in [between.as_ref(), Some(&back)].into_iter().flatten().enumerate() {
        let report = stop.import(&last).await;
        assert_eq!((report.media.stored, &report.problems), (2, &vec![]), "{report}");
        assert_eq!(stop.import(&last).await.changed_rows, 0);
        assert_eq!(stop.settings().await.theme, paper.settings().await.theme);
        last = path(&format!("{}.zip", n + 2));
        out(stop, &last).await;
        assert!(contents(&last) == first, "each row and each file of stop {n}");
    }
    // A picture that somebody has changed in the archive is not taken.
    let mut cut = contents(&last);
    let picture = cut.iter().position(|(name, _)| name.starts_with("content/images/")).unwrap();
    cut[picture].1.push(0);
    let unpacked = path("unpacked");
    for (name, bytes) in &cut {
        write(&unpacked.join(name), bytes);
    }
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&last).unwrap()).unwrap();
    let mut manifest = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name("dateline.json").unwrap(), &mut manifest).unwrap();
    write(&unpacked.join("dateline.json"), &manifest);
    let other = Paper::new().await;
    let report = other.import(&unpacked).await;
    assert_eq!((report.media.stored, report.media.remote), (0, 2), "two rows of one picture: {report}");
    assert!(report.problems[0].message.contains("checksum"), "{report}");
}

#[tokio::test]
async fn a_file_whose_place_is_taken_gets_another_and_the_stories_lead_to_it() {
    let home = tempfile::tempdir().unwrap();
    let paper = furnished(home.path()).await;
    let archive = home.path().join("a.zip");
    out(&paper, &archive).await;
    let taken =
        contents(&archive).into_iter().find(|(name, _)| name.starts_with("content/images/2020/")).unwrap().0;
    let other = Paper::new().await;
    let place = taken.trim_start_matches("content/");
    assert!(other.premises().content.put(place, b"somebody else's").unwrap());
    let report = other.import(&archive).await;
    assert_eq!((report.media.stored, &report.problems), (2, &vec![]), "{report}");
    let mut read = other.store.read().await.unwrap();
    let fog = read.desk_posts(other.site, PostKind::Post, None, 99, 0).await.unwrap();
    let fog = fog.into_iter().find(|post| post.title == "Fog").unwrap();
    let html = read.desk_post(other.site, fog.id).await.unwrap().unwrap().html;
    assert!(!html.contains(&format!("/{taken}\"")), "{html}");
    for address in dateline_markup::images(&html) {
        let bytes = other.premises().content.read(address.trim_start_matches("/content/")).unwrap().unwrap();
        assert!(bytes.starts_with(&DOT[..8]), "{address}");
    }
}
