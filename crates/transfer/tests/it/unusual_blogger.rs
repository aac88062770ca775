//! Takeouts of Blogger with what real ones leave out or spell otherwise.

use std::fmt::Write as _;

use dateline_model::SiteSettings;
use dateline_transfer::{Format, Limits, OldAddress, PostState, Source, Story, old_addresses};

use crate::media::DOT;
use crate::paper::Paper;
use crate::tally::{NOW, Tally};

/// An entry of a Takeout with these elements in place of the usual ones.
fn entry(id: &str, changed: &[(&str, &str)]) -> String {
    let usual = [
        ("blogger:type", "POST"),
        ("blogger:status", "LIVE"),
        ("title", "Fog"),
        ("content", "It came."),
        ("blogger:created", "2020-01-01T00:00:00Z"),
        ("published", "2020-01-02T00:00:00Z"),
        ("updated", "2020-01-03T00:00:00Z"),
        ("blogger:filename", ""),
        ("blogger:parent", ""),
        ("blogger:inReplyTo", ""),
    ];
    let mut text =
        format!("<entry>\n<id>tag:blogger.com,1999:blog-77.post-{id}</id><author><name>Ana</name></author>");
    for (name, value) in usual {
        let value = changed.iter().find(|(known, _)| *known == name).map_or(value, |(_, value)| value);
        write!(text, "<{name}>{value}</{name}>").unwrap();
    }
    text + "</entry>\n"
}

fn takeout(entries: &[String]) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.atom");
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-77</id><title>Lantern</title>\n{}</feed>",
        entries.concat()
    );
    std::fs::write(&path, text).unwrap();
    Tally::of(&path)
}

#[test]
fn a_story_without_a_date_is_dated_by_what_else_is_known() {
    let never = [("published", "garbage"), ("updated", ""), ("blogger:created", "")];
    let with = |name: &'static str, value: &'static str| [&never[..], &[(name, value)]].concat();
    let tally = takeout(&[
        entry("1", &[("published", "garbage")]),
        entry("2", &with("blogger:filename", "/2020/03/fog.html")),
        entry("3", &with("blogger:filename", "/p/fog.html")),
    ]);
    let at = |id: &str| tally.post(id).published.at;
    // The last change; the first of March; today.
    assert_eq!((at("1"), at("2"), at("3")), (1_578_009_600_000, 1_583_020_800_000, NOW));
    let told: Vec<_> = tally.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        ["\"garbage\" is no date; it is dated by its address", "\"garbage\" is no date; it is dated today"]
    );
    assert_eq!(tally.counts(), "posts 3/0/0/0");
}

#[test]
fn every_state_has_its_place_and_a_parent_may_be_a_bare_number() {
    let comment = |id, more: &[(&'static str, &'static str)]| {
        entry(id, &[&[("blogger:type", "COMMENT")], more].concat())
    };
    let tally = takeout(&[
        comment("10", &[("blogger:parent", "1")]),
        comment(
            "11",
            &[("blogger:parent", "tag:blogger.com,1999:blog-77.page-6"), ("blogger:status", "SPAM")],
        ),
        comment(
            "12",
            &[
                ("blogger:parent", "tag:blogger.com,1999:blog-77.post-1"),
                ("blogger:inReplyTo", "tag:blogger.com,1999:blog-77.post-10"),
            ],
        ),
        entry("1", &[]),
        entry("2", &[("blogger:status", "DRAFT")]),
        entry("3", &[("blogger:status", "SCHEDULED"), ("published", "2099-01-01T00:00:00Z")]),
        entry("4", &[("blogger:status", "SOFT_TRASHED")]),
        entry("5", &[("blogger:status", "UNHEARD_OF")]),
        entry("6", &[("blogger:type", "PAGE")]),
        entry("7", &[("blogger:type", "POLL")]),
    ]);
    assert_eq!(tally.counts(), "posts 1/2/1/1 pages 1/0 comments 2/0/1/0");
    assert_eq!(tally.post("5").state, PostState::Draft);
    assert_eq!(tally.comments[2].parent.as_deref(), Some("10"));
    assert_eq!(tally.problems.len(), 2, "{:?}", tally.problems);
}

#[test]
fn states_of_comments_have_more_names_than_one() {
    let comment = |id, status| {
        entry(id, &[("blogger:type", "COMMENT"), ("blogger:parent", "1"), ("blogger:status", status)])
    };
    let tally = takeout(&[
        entry("1", &[]),
        comment("2", "SPAM_COMMENT"),
        comment("3", "PENDING_MODERATION"),
        comment("4", "DELETED"),
        comment("5", "EMPTIED"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 0/1/1/2");
    assert_eq!(tally.problems, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_to_a_blogs_name_in_another_country_are_links_to_the_blog() {
    let text = "&lt;a href=\"http://log.blogspot.co.uk/2020/01/owl.html\"&gt;a&lt;/a&gt;&lt;a href=\"https://log.blogspot.de/p/x.html\"&gt;b&lt;/a&gt;&lt;a href=\"http://log.blogspot.evil.example/\"&gt;c&lt;/a&gt;";
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-77.archive</id><title>Log</title><link rel='alternate' type='text/html' href='http://log.blogspot.com/'/>\
        <entry><id>tag:blogger.com,1999:blog-77.post-1</id><published>2020-01-02T00:00:00Z</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><title>Fog</title><content type='html'>{text}</content><link rel='alternate' type='text/html' href='http://log.blogspot.com/2020/01/fog.html'/></entry></feed>"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blog.xml");
    std::fs::write(&path, feed).unwrap();
    let paper = Paper::new().await;
    paper.import(&path).await;
    assert_eq!(
        paper.post("1").await.html,
        "<a href=\"/2020/01/owl.html\">a</a><a href=\"/p/x.html\">b</a><a href=\"http://log.blogspot.evil.example/\">c</a>"
    );
}

#[test]
fn two_entries_of_one_id_are_two_and_a_comment_without_a_date_is_kept() {
    let never = [("published", ""), ("updated", ""), ("blogger:created", "")];
    let comment = |id: &str, content: &'static str, more: &[(&'static str, &'static str)]| {
        let usual = [("blogger:type", "COMMENT"), ("blogger:parent", "1"), ("content", content)];
        entry(id, &[&usual[..], more].concat())
    };
    let tally = takeout(&[
        entry("1", &[("title", "Fog")]),
        entry("1", &[("title", "Owls"), ("blogger:status", "DRAFT")]),
        entry("1", &[("title", "Fog")]),
        comment("7", "Thick", &[]),
        comment("7", "Thin", &[]),
        comment("8", "When?", &never),
    ]);
    assert_eq!(tally.counts(), "posts 1/1/0/0 comments 3/0/0/0");
    assert_eq!(tally.posts.iter().map(|post| post.title.as_str()).collect::<Vec<_>>(), ["Fog", "Owls"]);
    assert!(tally.posts[1].id.starts_with("1-") && tally.comments[1].id.starts_with("7-"));
    assert_eq!(tally.comments[2].published.at, NOW);
    let told: Vec<_> = tally.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "another post of the id 1 came before; both were taken",
            "the entry has no date; the comment is dated today",
            "stories and comments that the source holds a second time were taken once (1)"
        ]
    );
}

#[test]
fn a_video_that_blogger_kept_is_told_with_its_story() {
    let film = "&lt;object class=\"BLOG_video_class\" id=\"BLOG_video-a1\" width=\"320\"&gt;&lt;/object&gt;&lt;iframe id=\"BLOGGER-video-b2\" src=\"https://www.blogger.com/video.g?token=x\"&gt;&lt;/iframe&gt;";
    let tally = takeout(&[entry("1", &[("content", film)]), entry("2", &[])]);
    let told: Vec<_> = tally.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["videos that Blogger kept are not in the export (2); put them in again"]);
}

/// A classic backup of these entries and settings.
fn classic(head: &str, entries: &str) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blog.xml");
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.com,1999:blog-77.archive</id>{head}\n{entries}</feed>"
    );
    std::fs::write(&path, text).unwrap();
    Tally::of(&path)
}

/// An entry of the classic backup of this kind, with what else it says.
fn old_entry(kind: &str, id: &str, more: &str) -> String {
    format!(
        "<entry><id>tag:blogger.com,1999:blog-77.{id}</id><published>2009-05-06T10:00:00.000-07:00</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>{more}</entry>\n"
    )
}

#[test]
fn what_another_program_wrote_for_blogger_is_read_with_its_short_ids() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("converted.xml");
    let kind = |kind: &str| {
        format!(
            "<n:category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
        )
    };
    let comment = |id: &str, post: &str| {
        format!(
            "<n:entry><n:id>{id}</n:id>{}<n:content type='html'>{id}</n:content><n:published>2013-12-27T10:00:00Z</n:published><t:in-reply-to ref='{post}'/></n:entry>",
            kind("comment")
        )
    };
    let post = |id: &str| {
        format!(
            "<n:entry><n:id>{id}</n:id>{}<n:title>Fog</n:title><n:content type='html'>{id}</n:content><n:published>2013-12-26T10:00:00Z</n:published></n:entry>",
            kind("post")
        )
    };
    let text = [
        "<n:feed xmlns:n='http://www.w3.org/2005/Atom' xmlns:t='http://purl.org/syndication/thread/1.0'><n:title>Log</n:title><n:generator>Blogger</n:generator>".to_owned(),
        post("post-3"),
        post("post-4"),
        comment("post-3.comment-0", "post-3"),
        comment("post-4.comment-0", "post-4"),
        "</n:feed>".to_owned(),
    ];
    std::fs::write(&path, text.concat()).unwrap();
    let tally = Tally::of(&path);
    assert_eq!((tally.counts().as_str(), tally.problems.len()), ("posts 2/0/0/0 comments 2/0/0/0", 0));
    let posts: Vec<&Story> = tally.comments.iter().map(|comment| &comment.post).collect();
    assert_eq!(posts, [&Story::Number("3".to_owned()), &Story::Number("4".to_owned())]);
    assert_ne!(tally.comments[0].id, tally.comments[1].id);
}

#[test]
fn a_label_of_several_lines_is_one_label() {
    let feed = "<category scheme='http://www.blogger.com/atom/ns#' term='Harbour&#xa;&#xa;Fog signals'/><category scheme='http://www.blogger.com/atom/ns#' term='Harbour Fog signals'/>";
    let tally = classic("", &old_entry("post", "post-1", feed));
    assert_eq!(tally.posts[0].labels, ["Harbour Fog signals"]);
}

#[test]
fn names_and_titles_hold_no_references_and_home_pages_begin_as_they_must() {
    let by = |name: &str, uri: &str| {
        format!(
            "<title type='text'>Tea &amp;amp; fog</title><author><name>{name}</name><uri>{uri}</uri></author>"
        )
    };
    let tally = classic(
        "<title type='text'>Tide &amp;amp; Time</title><subtitle type='html'>Notes from &lt;b&gt;the mole&lt;/b&gt; &amp;amp; beyond</subtitle>",
        &[
            old_entry("post", "post-1", &by("Ana O&amp;#39;Hara", "gull.example/ana")),
            old_entry("post", "post-2", &by("Eva", "https://gull.example/eva")),
            old_entry("post", "post-3", &by("Rui", "javascript:alert(1)")),
            old_entry("post", "post-4", &by("Ida", "nowhere")),
        ]
        .concat(),
    );
    let signed: Vec<_> = tally
        .posts
        .iter()
        .map(|post| (post.authors[0].name.as_str(), post.authors[0].url.as_deref()))
        .collect();
    assert_eq!(
        signed,
        [
            ("Ana O'Hara", Some("http://gull.example/ana")),
            ("Eva", Some("https://gull.example/eva")),
            ("Rui", None),
            ("Ida", None),
        ]
    );
    assert_eq!(tally.posts[0].title, "Tea & fog");
    assert_eq!(tally.site.title.as_deref(), Some("Tide & Time"));
    assert_eq!(tally.site.description.as_deref(), Some("Notes from the mole & beyond"));
}

#[test]
fn where_a_title_leads_is_told_by_every_way_of_writing_it() {
    let related = "<link rel='related' href='https://gull.example/fog' title=''/>";
    let feeds = "<link rel='related' href='http://www.blogger.com/feeds/77/9/comments/default/8'/>";
    let tally =
        classic("", &[old_entry("post", "post-1", related), old_entry("post", "post-2", feeds)].concat());
    assert_eq!(tally.posts[0].title_link.as_deref(), Some("https://gull.example/fog"));
    assert_eq!(tally.posts[1].title_link, None);
    let as_text = entry(
        "1",
        &[(
            "blogger:parent",
            "</blogger:parent><link>https://gull.example/fog</link><enclosure>https://gull.example/horn.mp3</enclosure><blogger:parent>",
        )],
    );
    let tally = takeout(&[as_text]);
    assert_eq!(tally.posts[0].title_link.as_deref(), Some("https://gull.example/fog"));
    assert_eq!(tally.posts[0].enclosures[0].url, "https://gull.example/horn.mp3");
}

#[test]
fn a_notice_in_place_of_a_comment_is_a_removed_comment() {
    let comment = |id: &str, words: &str| {
        old_entry(
            "comment",
            id,
            &format!(
                "<content type='html'>{words}</content><thr:in-reply-to ref='tag:blogger.com,1999:blog-77.post-1'/>"
            ),
        )
    };
    let tally = classic(
        "",
        &[
            old_entry("post", "post-1", ""),
            comment("post-2", "This comment has been removed by a blog administrator."),
            comment("post-3", "Ce commentaire a été supprimé par l&amp;#39;auteur."),
            comment("post-4", "This comment has been removed by the author. Why?"),
        ]
        .concat(),
    );
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 1/0/0/2");
    assert_eq!((tally.comments[0].html.as_str(), tally.problems.len()), ("", 0));
}

#[test]
fn so_many_days_on_the_front_page_are_no_number_of_posts_and_both_themes_are_kept() {
    let setting = |key: &str, value: &str| {
        old_entry("settings", &format!("settings.{key}"), &format!("<content type='text'>{value}</content>"))
    };
    let theme =
        |words: &str| old_entry("template", "layout", &format!("<content type='text'>{words}</content>"));
    for keys in [["BLOG_MAX_NUM", "BLOG_MAX_UNIT"], ["BLOG_MAX_UNIT", "BLOG_MAX_NUM"]] {
        let value = |key: &str| if key == "BLOG_MAX_NUM" { "3" } else { "DAYS" };
        let settings: String = keys.iter().map(|key| setting(key, value(key))).collect();
        let tally =
            classic("", &[settings, theme("one"), theme("two"), old_entry("post", "post-1", "")].concat());
        assert_eq!(tally.site.posts_per_page, None);
        let kept: Vec<&str> = tally.keepsakes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(kept, ["blogger-theme.xml", "blogger-theme-2.xml"]);
    }
    let html = setting("BLOG_DESCRIPTION", "Notes&lt;br&gt;from &lt;i&gt;the mole&lt;/i&gt;");
    let tally = classic("", &[html, old_entry("post", "post-1", "")].concat());
    assert_eq!(tally.site.description.as_deref(), Some("Notes\nfrom the mole"));
}

#[test]
fn a_story_that_was_dated_anew_stands_in_the_archive_of_its_new_date() {
    let out = |id: &str, day: &str, path: &str| {
        old_entry(
            "post",
            id,
            &format!("<link rel='alternate' type='text/html' href='http://log.example{path}'/>"),
        )
        .replace("2009-05-06", day)
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blog.xml");
    let entries = [
        out("post-1", "2009-05-06", "/2015/03/owls.html"),
        // Half an hour before midnight in California, a day later where the blog is.
        out("post-2", "2009-07-31", "/2009/08/fog.html"),
    ];
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-77.archive</id>{}</feed>",
        entries.concat()
    );
    std::fs::write(&path, text).unwrap();
    let source = Source::open(&path, None, Limits::default()).unwrap();
    let mut found = Vec::new();
    old_addresses(&source, &SiteSettings::default(), NOW, &mut |address| {
        if let OldAddress::Page(address) = address {
            found.push(address);
        }
    })
    .unwrap();
    for kept in ["/2009/", "/2009/05/", "/2009_05_01_archive.html", "/2009/08/", "/2015/03/owls.html"] {
        assert!(found.iter().any(|address| address == kept), "{kept}: {found:?}");
    }
    for gone in ["/2015/", "/2015/03/", "/2009/07/"] {
        assert!(!found.iter().any(|address| address == gone), "{gone}: {found:?}");
    }
}

#[tokio::test]
async fn pictures_of_an_album_come_along_and_none_stands_for_another_of_its_name() {
    let (paper, home) = (Paper::new().await, tempfile::tempdir().unwrap());
    let blog = home.path().join("Takeout/Blogger/Blogs/Gull");
    let album = home.path().join("Takeout/Blogger/Albums/Gull");
    let elsewhere = home.path().join("Takeout/Blogger/Albums/Tern");
    for folder in [&blog, &album, &elsewhere] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let shown = |name: &str| format!("&lt;img src=\"https://1.bp.blogspot.com/-a/s320/{name}\"&gt;");
    let body = [shown("keeper%2527s+l%25C3%25A2mp.png"), shown("fog.png")].concat();
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-77</id>{}</feed>",
        entry("1", &[("content", &body)])
    );
    std::fs::write(blog.join("feed.atom"), feed).unwrap();
    for name in ["keeper_s lâmp.png", "fog.png", "fog(1).png", "nameless.png"] {
        std::fs::write(album.join(name), DOT).unwrap();
    }
    std::fs::write(elsewhere.join("other.png"), DOT).unwrap();
    let mut report = paper.import(home.path()).await;
    paper.bring_files(home.path(), &mut report).await;
    // Which fog.png is meant nobody knows, so the story shows it from where it was; all of the album is here, and nothing
    // of the other blog's.
    assert_eq!((report.media.stored, report.media.remote), (4, 1), "{report}");
    let html = paper.post("1").await.html;
    assert!(html.contains("/content/images/") && html.contains("bp.blogspot.com/-a/s320/fog.png"), "{html}");
}

#[test]
fn what_the_account_wrote_under_other_blogs_is_told_and_a_packed_takeout_is_named() {
    let home = tempfile::tempdir().unwrap();
    let feed = |name: &str, entries: &str| {
        let path = home.path().join("Takeout/Blogger").join(name).join("Gull/feed.atom");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-77</id>{entries}</feed>"
        );
        std::fs::write(path, text).unwrap();
    };
    let comment = |id: &str, post: &str| entry(id, &[("blogger:type", "COMMENT"), ("blogger:parent", post)]);
    let own = comment("2", "tag:blogger.com,1999:blog-77.post-1");
    feed("Blogs", &[entry("1", &[]), own.clone()].concat());
    let elsewhere = [comment("3", "tag:blogger.com,1999:blog-9.post-5"), comment("4", "")];
    feed("Comments", &[own, elsewhere.concat()].concat());
    let tally = Tally::of(home.path());
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 1/0/0/0");
    let told: Vec<_> = tally.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["comments that the account wrote under stories of other blogs were left out (2)"]);
    let packed = home.path().join("takeout.tgz");
    std::fs::write(&packed, b"\x1f\x8b\x08\0\0\0\0\0").unwrap();
    let error = Source::open(&packed, None, Limits::default()).unwrap_err();
    assert!(error.to_string().contains("unpack it"), "{error}");
}

#[test]
fn feeds_that_are_not_read_are_refused_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, words) in [
        (
            "feed.json",
            "{\"version\":\"1.0\",\"feed\":{\"id\":{\"$t\":\"tag:blogger.com,1999:blog-77\"},\"title\":{\"type\":\"text\",\"$t\":\"Log\"},\"entry\":[]}}",
            "feed as JSON",
        ),
        (
            "feed.xml",
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Log</title></channel></rss>",
            "(RSS)",
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let error = Source::open(&path, None, Limits::default()).unwrap_err();
        assert!(error.to_string().contains(words), "{name}: {error}");
    }
}

#[test]
fn a_takeout_in_another_language_has_its_folders_under_other_names() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = home.path().join("Takeout/Blogger").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let feed = |entries: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-77</id>{entries}</feed>"
        )
    };
    let comment = |id: &str, blog: &str| {
        let post = format!("tag:blogger.com,1999:blog-{blog}.post-1");
        entry(id, &[("blogger:type", "COMMENT"), ("blogger:parent", &post)])
    };
    write("Blogs/Gull/feed.atom", &feed(&entry("1", &[])));
    write("Blogs/Gull/settings.csv", "blog_name\nGull\n");
    write("Kommentare/Gull/feed.atom", &feed(&comment("2", "77")));
    write("Kommentare/Tern/feed.atom", &feed(&comment("3", "9")));
    write("Alben/Gull/fog.png", "x");
    write("Alben/Tern/far.png", "x");
    let tally = Tally::of(home.path());
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 1/0/0/0");
    assert_eq!(tally.media, ["/Takeout/Blogger/Alben/Gull/fog.png"]);
    assert_eq!(tally.site.title.as_deref(), Some("Gull"));
}

#[test]
fn a_backup_in_a_folder_is_found_and_of_two_one_must_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let feed =
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>\
                <id>tag:blogger.com,1999:blog-77</id>ENTRY</feed>"
            .replace("ENTRY", &entry("1", &[]));
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("blog-01-02-2012.xml", &feed);
    write("template-77.xml", "<html xmlns='http://www.w3.org/1999/xhtml'/>");
    write("README.md", "My old blog.");
    assert_eq!(Tally::of(folder.path()).counts(), "posts 1/0/0/0");

    write("blog-03-04-2013.xml", &feed);
    let open = |blog| Source::open(folder.path(), blog, Limits::default());
    let error = open(None).unwrap_err().to_string();
    assert!(error.ends_with("blog-01-02-2012.xml, blog-03-04-2013.xml"), "{error}");
    assert!(open(Some("blog-03-04-2013.xml")).is_ok());
    assert!(open(Some("blog.xml")).is_err());

    // A site of Markdown may keep the backup it was made from.
    write("fog.md", "# Fog");
    assert_eq!(open(None).unwrap().format(), Format::Markdown);
}
