//! Folders of Markdown: the real ones of the corpus by their counts, our own by their generator.

use std::path::{Path, PathBuf};

use dateline_model::PostKind;
use dateline_transfer::{Markup, PostState};

use crate::fixtures::fixture;
use crate::paper::Paper;
use crate::tally::Tally;

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/markdown");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no {}", folder.display());
    None
}

#[test]
fn every_file_of_the_real_folders_is_a_story_or_told() {
    let Some(folder) = corpus() else { return };
    for (name, story_files) in
        [("jekyll-edge", 61), ("hugo-stack", 49), ("jekyll-arabic", 11), ("hugo-book-multilingual", 12)]
    {
        let tally = Tally::of(&folder.join(name));
        println!("{name}: {} of {story_files} files", tally.counts());
        for problem in &tally.problems {
            println!("    {:?} {}", problem.entry, problem.message);
        }
        for post in &tally.posts {
            println!("    {:?} {:?} {:?}", post.path, post.title, post.labels);
        }
        let left_out: usize = tally
            .problems
            .iter()
            .filter(|problem| problem.line == 0)
            .filter_map(|problem| problem.message.split(' ').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(tally.posts.len() + tally.tags.len() + left_out, story_files, "{name}");
    }
}

#[test]
fn a_folder_of_hugo_is_read_by_its_rules() {
    let tally = Tally::of(&fixture("markdown/hugo"));
    assert_eq!((tally.format, tally.counts().as_str()), ("markdown", "posts 3/1/1/0 pages 1/0"));
    assert_eq!(tally.site.title.as_deref(), Some("The Pilot's Log"));
    assert_eq!(tally.site.time_zone.as_deref(), Some("Europe/Lisbon"));
    let fog = tally.post("content/posts/fog/index.md");
    assert_eq!(fog.path.as_deref(), Some("/2024/03/the-fog-lifts/"));
    assert_eq!(fog.labels, ["News", "Harbour"]);
    assert_eq!(fog.image.as_ref().unwrap().alt.as_deref(), Some("Top"));
    let from: Vec<&str> = tally.redirects.iter().map(|redirect| redirect.from.as_str()).collect();
    assert_eq!(from[..2], ["/old/fog/", "/2024/03/mist"]);
    assert!(["/index.xml", "/tags/harbour/"].iter().all(|list| from.contains(list)), "{from:?}");
    let english = tally.post("content/posts/fog/index.en.md");
    assert_eq!(
        (english.lang.as_deref(), english.path.as_deref()),
        (Some("en"), Some("/en/2024/03/the-fog-en/"))
    );
    assert_eq!(tally.post("content/about.md").kind, PostKind::Page);
    assert_eq!(tally.post("content/about.md").path.as_deref(), Some("/about/"));
    assert_eq!(tally.post("content/posts/broken.md").body, "Still here\n");
    assert_eq!(tally.tags[0].description.as_deref(), Some("Ships"));
}

#[test]
fn a_site_of_several_parts_is_one_site() {
    let tally = Tally::of(&fixture("markdown/parts"));
    assert_eq!(
        (tally.counts().as_str(), tally.site.title.as_deref()),
        ("posts 2/0/0/0", Some("O Diário do Piloto"))
    );
    let post = |name: &str| tally.post(&format!("content/{name}/posts/fog.md"));
    assert_eq!(post("portugues").path.as_deref(), Some("/log/2024/03/nevoeiro-na-barra/"));
    assert_eq!(post("english").path.as_deref(), Some("/log/en/2024/03/fog-at-the-bar/"));
    assert!(post("english").body.contains("(/log/en/2024/03/fog-at-the-bar/)"), "{}", post("english").body);
    assert!(post("portugues").body.contains("(/log/2024/03/nevoeiro-na-barra/)"));
    let menu: Vec<_> = tally.site.navigation.iter().map(|item| (&*item.label, &*item.url)).collect();
    assert_eq!(
        menu,
        [("Início", "/"), ("Nevoeiro", "/log/2024/03/nevoeiro-na-barra/"), ("Mais", "https://tern.example/")]
    );
    assert_eq!(tally.site.secondary_navigation[0].label, "O nevoeiro");
    let from: Vec<&str> = tally.redirects.iter().map(|redirect| redirect.from.as_str()).collect();
    for old in [
        "/mist/",
        "/old/*",
        "/log/",
        "/log/en/",
        "/log/en/posts/",
        "/log/posts/",
        "/log/tags/barra/",
        "/log/en/tags/bar/",
    ] {
        assert!(from.contains(&old), "{old}: {from:?}");
    }
    assert!(tally.problems.iter().any(|problem| problem.message.contains("with a pattern")));
}

#[test]
fn comments_beside_the_stories_stand_under_them() {
    let tally = Tally::of(&fixture("markdown/own"));
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 1/1/1/0");
    assert_eq!(tally.comments[1].parent.as_deref(), Some("01"));
}

#[test]
fn stories_written_in_html_and_half_fenced_ones_of_hexo_are_read() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("_config.yml", "title: H\npermalink: :year/:title/\n");
    write("source/_posts/fog.md", "title: Fog\ndate: 2013-07-13 20:46:25\ntags: [sea]\n---\nIt came.\n");
    write("source/_posts/gale.html", "---\ntitle: Gale\ndate: 2013-07-14\n---\n<p>It went.</p>\n");
    write("source/about/index.md", "---\ntitle: About\ndate: 2013-07-13\n---\nWe.\n");
    write("source/index.html", "---\ntitle: A template\n---\n{{ posts }}\n");
    let tally = Tally::of(home.path());
    assert_eq!(tally.counts(), "posts 2/0/0/0 pages 1/1", "the front page is a draft");
    assert_eq!(tally.post("source/_posts/fog.md").labels, ["sea"]);
    assert_eq!(tally.post("source/_posts/gale.html").markup, Markup::Html);
    assert_eq!(tally.post("source/about/index.md").kind, PostKind::Page);
}

#[test]
fn a_folder_of_jekyll_is_read_by_its_rules() {
    let tally = Tally::of(&fixture("markdown/jekyll"));
    assert_eq!(tally.counts(), "posts 3/1/0/0 pages 1/0");
    let fog = tally.post("_posts/2024-03-05-the-fog.md");
    assert_eq!(fog.path.as_deref(), Some("/log/sea/news/2024/03/05/the-fog/"));
    assert_eq!((fog.labels.join(" "), fog.authors[0].name.as_str()), ("Sea News a b".to_owned(), "Ana Reis"));
    // Midnight in New York.
    assert_eq!(fog.published.at, 1_709_614_800_000);
    assert_eq!(tally.post("_posts/2024-03-06-no-front-matter.markdown").title, "No Front Matter");
    assert_eq!(tally.post("_drafts/idea.md").state, PostState::Draft);
    assert_eq!(tally.post("about.md").path.as_deref(), Some("/log/about-us/"));
    assert_eq!(tally.post("_posts/2024-03-07-climbs.md").path.as_deref(), Some("/log/2024/03/07/climbs/"));
    let told: Vec<&str> = tally.problems.iter().map(|problem| problem.entry.as_str()).collect();
    assert_eq!(told, ["_posts/2024-03-07-climbs.md", ""]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stories_of_a_folder_are_printed_with_their_pictures_and_players() {
    let paper = Paper::new().await;
    let report = paper.import(&fixture("markdown/hugo")).await;
    let fog = paper.post_of("markdown:content/posts/fog/index.md").await;
    for part in
        ["<!--more-->", "src=\"/2024/03/the-fog-lifts/ship.jpg\"", "youtube-nocookie.com", "{{&lt; tide"]
    {
        assert!(fog.html.contains(part), "{part} in {}", fog.html);
    }
    assert!(report.problems.iter().any(|problem| problem.message.contains("tide (1)")), "{report}");
    let plain = Paper::new().await;
    plain.import(&fixture("markdown/plain")).await;
    let first = plain.post_of("markdown:one.md").await;
    assert_eq!((first.title.as_str(), first.permalink.as_deref()), ("The first", Some("/one/")));
    assert_eq!(first.source.as_deref(), Some("# The first\n\nText\n"));
    let two = plain.post_of("markdown:notes/two.markdown").await;
    assert!(two.html.contains("<b>raw</b>") && two.source.is_none(), "{}", two.html);
    assert_eq!(plain.post_of("markdown:three.md").await.title, "Três");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn comments_of_other_services_find_their_stories() {
    let paper = Paper::new().await;
    paper.import(&fixture("ghost/whole")).await;
    let report = paper.import(&fixture("disqus/disqus.xml")).await;
    let c = report.comments;
    assert_eq!((c.approved, c.spam, c.removed, c.replies), (2, 1, 1, 1), "{report}");
    assert_eq!(report.problems.len(), 2, "{report}");
    let report = paper.import(&fixture("disqus/comments.json")).await;
    assert_eq!(
        (report.comments.approved, report.comments.pending, report.comments.replies),
        (2, 1, 1),
        "{report}"
    );
    let fog = paper.post_of("ghost:65f000000000000000000001").await;
    assert_eq!(fog.comment_count, 4);
    let mut read = paper.store.read().await.unwrap();
    let one = read.comment_by_import_key(paper.site, "disqus:1").await.unwrap().unwrap();
    assert_eq!(
        (one.html.as_str(), one.author_email.as_deref()),
        ("<p>One</p>\n<p>two</p>\n", Some("a@x.org"))
    );
    for file in ["disqus/disqus.xml", "disqus/comments.json"] {
        assert_eq!(paper.import(&fixture(file)).await.changed_rows, 0, "{file}");
    }
}
