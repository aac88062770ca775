//! Ghost's exports: the real ones of the corpus by their counts, our own by their oddity.

use std::path::{Path, PathBuf};

use dateline_model::{PostKind, PostStatus, RedirectTarget};
use dateline_transfer::Markup;

use crate::fixtures::fixture;
use crate::paper::Paper;
use crate::tally::Tally;

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/ghost");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no {}", folder.display());
    None
}

/// A file of the corpus and what its README counts: stories, drafts among them, pages, tags, authors.
const COUNTED: [(&str, [usize; 5]); 8] = [
    ("ghost-6.10-jolyonbrown.json", [4, 1, 1, 1, 1]),
    ("ghost-5.113-transcription.json", [62, 1, 8, 1, 1]),
    ("ghost-1.25-confusedlaowai.json", [163, 23, 4, 441, 2]),
    ("ghost-0.x-009-manyharrier.json", [86, 1, 51, 1, 2]),
    ("ghost-0.x-005-bluewayne-zh.json", [5, 0, 0, 1, 1]),
    ("fixture-ghost-2.9.json", [7, 0, 0, 1, 2]),
    // One story is for paying members and comes over as a draft.
    ("fixture-ghost-4.1.json", [7, 1, 4, 1, 2]),
    ("migrate-ghost.json", [3, 0, 0, 2, 2]),
];

#[test]
fn every_real_export_holds_what_its_readme_says() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    for (name, counted) in COUNTED {
        let tally = Tally::of(&folder.join(name));
        let is = |kind| tally.posts.iter().filter(move |post| post.kind == kind);
        let drafts =
            is(PostKind::Post).filter(|post| post.state == dateline_transfer::PostState::Draft).count();
        let (posts, pages) = (is(PostKind::Post).count(), is(PostKind::Page).count());
        let found = [posts, drafts, pages, tally.tags.len(), tally.declared.len()];
        println!("{name}: {} {found:?} pattern {:?}", tally.counts(), tally.site.permalinks);
        for problem in &tally.problems {
            println!("    {} {:?} {}", problem.line, problem.entry, problem.message);
        }
        if (found, &tally.damage) != (counted, &None) {
            wrong.push(format!("{name}: counted {counted:?}, found {found:?} {:?}", tally.damage));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn whole() -> PathBuf {
    fixture("ghost/whole")
}

#[test]
fn a_site_in_good_order_is_read_whole() {
    let tally = Tally::of(&whole());
    assert_eq!((tally.format, tally.counts().as_str()), ("ghost", "posts 6/3/1/0 pages 1/0"));
    let site = &tally.site;
    assert_eq!((site.title.as_deref(), site.language.as_deref()), (Some("The Pilot's Log"), Some("pt")));
    assert_eq!((site.time_zone.as_deref(), site.posts_per_page), (Some("Europe/Lisbon"), Some(7)));
    assert_eq!(site.navigation[1].url, "/about/");
    let fog = tally.post("65f000000000000000000001");
    assert_eq!(fog.path.as_deref(), Some("/the-fog-lifts/"));
    assert_eq!(fog.labels, ["Harbour", "Fog", "#lead"]);
    let authors: Vec<&str> = fog.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(authors, ["Ana Reis", "Bruno Sá"]);
    assert_eq!(fog.image.as_ref().unwrap().url, "/content/images/top.jpg");
    assert_eq!((fog.meta_title.as_deref(), fog.markup), (Some("Fog"), Markup::Lexical));
    let entries: Vec<&str> = tally.problems.iter().map(|problem| problem.entry.as_str()).collect();
    assert_eq!(
        entries,
        ["", "The Fog Lifts", "For Members", "By Mail", "Without id", "No Date", ""],
        "{:#?}",
        tally.problems
    );
    let from: Vec<&str> = tally.redirects.iter().map(|redirect| redirect.from.as_str()).collect();
    assert_eq!(from, ["/old-fog/", "/news/*", "/now/"]);
}

#[test]
fn old_and_damaged_files_are_read_as_far_as_sense_allows() {
    let old = Tally::of(&fixture("ghost/bare-and-old.json"));
    assert_eq!((old.counts().as_str(), old.problems.len()), ("posts 1/1/0/0 pages 1/0", 2));
    assert_eq!(old.post("7").path.as_deref(), Some("/2016/06/number/"));
    let cut = Tally::of(&fixture("ghost/cut-short.json"));
    assert_eq!(cut.posts.len(), 1);
    assert!(cut.damage.unwrap().line > 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_card_is_seen_by_readers_without_scripts() {
    let paper = Paper::new().await;
    let report = paper.import(&whole()).await;
    let fog = paper.post_of("ghost:65f000000000000000000001").await;
    for part in [
        "<em>all night</em>",
        "kg-image-card kg-width-wide kg-card-hascaption",
        "<figcaption>At <em>anchor</em></figcaption>",
        "src=\"/content/images/ship.jpg\"",
        "kg-gallery-card",
        "<strong>bold</strong>",
        "<div class=\"box\">raw</div>",
        "kg-bookmark-title",
        "youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "kg-btn",
        "kg-callout-card-blue",
        "<summary class=\"kg-toggle-heading\">More</summary>",
        "kg-file-card",
        "<audio src=\"/content/media/bell.mp3\"",
        "<video src=\"/content/media/fog.mp4\"",
        "★★★★☆",
        "kg-header-card",
        "kg-cta-card",
        "<code class=\"language-rust\">if a &lt; b {}</code>",
    ] {
        assert!(fog.html.contains(part), "{part} in {}", fog.html);
    }
    for part in ["<script", "For mail", "evil.example"] {
        assert!(!fog.html.contains(part), "{part} in {}", fog.html);
    }
    assert_eq!(fog.image_caption.as_deref(), Some("<b>Above</b>"));
    let told = |words: &str| report.problems.iter().any(|problem| problem.message.contains(words));
    assert!(told("only sent by mail") && told("form to sign up"), "{report}");
    let old = paper.post_of("ghost:65f000000000000000000002").await.html;
    for part in
        ["<h2>Head</h2>", "<em>soft</em><br>", "href=\"/about/\"", "<span>kept</span>", "<li>two</li>"]
    {
        assert!(old.contains(part), "{part} in {old}");
    }
    let first = paper.post_of("ghost:65f000000000000000000003").await;
    assert!(first.html.contains("<b>HTML</b>") && first.source.is_none(), "{}", first.html);
    let members = paper.post_of("ghost:65f000000000000000000008").await;
    assert_eq!((members.status, members.visibility.public_from), (PostStatus::Draft, None));
    assert_eq!(members.permalink.as_deref(), Some("/for-members/"));
    let mut read = paper.store.read().await.unwrap();
    let author = read.author_by_slug(paper.site, "ana").await.unwrap().unwrap();
    assert_eq!(
        (author.bio.as_deref(), author.profile_image.as_deref()),
        (Some("Pilot"), Some("/content/images/ana.jpg"))
    );
    let now = read.redirect(paper.site, "/now/").await.unwrap().unwrap();
    assert_eq!((now.to, now.permanent), (RedirectTarget::Address("https://now.example/".to_owned()), false));
    assert_eq!(paper.settings().await.accent_color, "#112233");
}

/// Both ways to a body of a real export say the same words: Ghost's own HTML, and ours of what the author wrote.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_rendering_says_what_ghosts_own_says() {
    let Some(folder) = corpus() else { return };
    for name in ["ghost-5.113-transcription.json", "fixture-ghost-4.1.json", "ghost-6.10-jolyonbrown.json"] {
        let mut export: serde_json::Value =
            serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        let ghosts = Paper::new().await;
        ghosts.import(&folder.join(name)).await;
        for row in export["db"][0]["data"]["posts"].as_array_mut().unwrap() {
            row["html"] = serde_json::Value::Null;
        }
        let own = tempfile::tempdir().unwrap();
        let file = own.path().join(name);
        std::fs::write(&file, export.to_string()).unwrap();
        let ours = Paper::new().await;
        ours.import(&file).await;
        let (mut read, mut other) = (ghosts.store.read().await.unwrap(), ours.store.read().await.unwrap());
        let (mut same, mut all) = (0, 0);
        for kind in [PostKind::Post, PostKind::Page] {
            for post in read.desk_posts(ghosts.site, kind, None, 500, 0).await.unwrap() {
                let key = post.import_key.unwrap();
                let mine = other.post_by_import_key(ours.site, &key).await.unwrap().unwrap();
                let words = |html: &str| {
                    dateline_markup::plain_text(html).split_whitespace().collect::<Vec<_>>().join(" ")
                };
                all += 1;
                if words(&post.html) == words(&mine.html) {
                    same += 1;
                } else {
                    println!("{name} {key}: {} and {} words", post.words, mine.words);
                }
            }
        }
        println!("{name}: {same} of {all} have the same words");
        assert!(same * 100 >= all * 85, "{name}: only {same} of {all}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ghost_tells_social_networks_comes_along_and_goes_back() {
    use dateline_model::{Detail, Details};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("told.json");
    let export = serde_json::json!({ "db": [{ "meta": { "exported_on": 1_700_000_000_000_i64, "version": "6.0.0" }, "data": {
        "posts": [{ "id": "65f000000000000000000001", "title": "Fog", "slug": "fog", "html": "<p>Fog.</p>", "type": "page",
            "status": "published", "visibility": "public", "published_at": "2024-01-31T10:00:00.000Z",
            "canonical_url": "__GHOST_URL__/elsewhere/", "custom_template": "custom-wide",
            "show_title_and_feature_image": 0 }],
        "posts_meta": [{ "post_id": "65f000000000000000000001", "og_title": "Fog!",
            "og_image": "__GHOST_URL__/content/images/og.png", "twitter_image": "javascript:alert(1)" }],
        "tags": [{ "id": "65f000000000000000000011", "name": "Sea", "slug": "sea", "accent_color": "#0a1b2c" }],
        "users": [{ "id": "65f000000000000000000021", "name": "Ana", "slug": "ana", "location": "Porto", "twitter": "@ana" }],
        "settings": [{ "key": "og_title", "value": "The Log" }, { "key": "facebook", "value": "log" }],
    } }] });
    std::fs::write(&file, export.to_string()).unwrap();
    let paper = Paper::new().await;
    let report = paper.import(&file).await;
    assert!(report.problems.iter().any(|problem| problem.message.contains("twitter_image")), "{report}");
    let post = paper.post_of("ghost:65f000000000000000000001").await;
    let site = paper.site;
    let mut read = paper.store.read().await.unwrap();
    let told: Details = read.details_of_post(site, post.id).await.unwrap();
    let expected = [
        (Detail::CanonicalUrl, "/elsewhere/"),
        (Detail::OgImage, "/content/images/og.png"),
        (Detail::OgTitle, "Fog!"),
        (Detail::CustomTemplate, "custom-wide"),
        (Detail::HideTitleAndImage, "true"),
    ];
    assert_eq!(told.iter().collect::<Vec<_>>(), expected);
    let tag = read.tag_by_slug(site, "sea").await.unwrap().unwrap();
    assert_eq!(read.details_of_tag(site, tag.id).await.unwrap().get(Detail::AccentColor), Some("#0a1b2c"));
    let author = read.author_by_slug(site, "ana").await.unwrap().unwrap();
    assert_eq!(read.details_of_author(site, author.id).await.unwrap().get(Detail::Twitter), Some("@ana"));
    assert_eq!(read.settings(site).await.unwrap().shown.get(Detail::Facebook), Some("log"));
}
