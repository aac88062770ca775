//! Our own theme, every page of it.

use std::io::Write as _;
use std::sync::LazyLock;

use dateline_theme::{CommentView, Page, PageView, PostView, SiteView, StoryView, Theme};

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::standard().unwrap());

fn print(site: &SiteView, page: &PageView) -> String {
    THEME.render(site, page).unwrap()
}

fn sample(name: &str) -> PageView {
    PageView::samples().into_iter().find(|(kind, _)| *kind == name).unwrap().1
}

/// The sample story's page after `change`.
fn story(change: impl FnOnce(&mut StoryView)) -> PageView {
    let mut view = sample("post");
    let Page::Post(story) = &mut view.page else { unreachable!("the sample is a story") };
    change(story);
    view
}

#[test]
fn every_page_of_the_paper_is_printed() {
    for (name, page) in PageView::samples() {
        let html = print(&SiteView::sample(), &page);
        assert!(!html.contains("{{"), "{name} prints a tag of the template language");
        assert!(html.ends_with("</html>\n"), "{name} ends early");
        assert_eq!(html.matches("<h1").count(), 1, "{name} has one main heading");
        insta::with_settings!({ snapshot_suffix => name, omit_expression => true }, {
            // The version of a file changes with every edit of the style sheet.
            let shown = html.split("?v=").enumerate().map(|(at, part)| match (at, part.find('"')) {
                (1.., Some(end)) => format!("?v=…{}", &part[end..]),
                _ => part.to_owned(),
            });
            // So does the digest of the script with every edit of that.
            let known = dateline_theme::page_scripts();
            let shown = shown.collect::<String>();
            let shown = known.iter().fold(shown, |page, script| page.replace(&script.integrity, "sha256-…"));
            insta::assert_snapshot!("page", shown);
        });
    }
}

#[test]
fn every_page_is_printed_in_every_language() {
    for locale in ["en", "ar", "de", "es", "fa", "fr", "he", "it", "ja", "pt-BR", "sv", "ur", "hi", "x-none"]
    {
        let site = SiteView { locale: locale.into(), ..SiteView::sample() };
        for (name, page) in PageView::samples() {
            let html = print(&site, &page);
            assert!(!html.contains("{count"), "{name} in {locale} prints a message as it stands");
            assert!(html.contains(&format!("<html lang=\"{locale}\"")), "{name}");
        }
    }
}

#[test]
fn a_paper_in_arabic_runs_from_right_to_left() {
    let site = SiteView { locale: "ar".into(), ..SiteView::sample() };
    let html = print(&site, &sample("home"));
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(html.contains("الثلاثاء"), "today's weekday is in Arabic");
}

#[test]
fn a_story_in_another_language_says_so() {
    let html = print(
        &SiteView::sample(),
        &story(|story| {
            story.post.lang = Some("he".into());
            story.post.dir = Some("rtl".into());
        }),
    );
    assert!(html.contains("<article class=\"story post tag-harbour no-image\" lang=\"he\" dir=\"rtl\">"));
}

#[test]
fn what_strangers_write_is_never_markup() {
    let hostile = "\"><script>alert(1)</script>{{title}}<img src=x onerror=alert(1)>";
    let post = PostView {
        title: hostile.into(),
        teaser: hostile.into(),
        custom_excerpt: Some(hostile.into()),
        dateline: Some(hostile.into()),
        ..PostView::sample()
    };
    let mut page = story(|story| {
        story.post = post.clone();
        story.post.tags[0].name = hostile.into();
        story.post.authors[0].name = hostile.into();
        story.comments = CommentView::sample_thread();
        story.comments[0].author_name = hostile.into();
        story.comments[0].author_url = Some("https://a.example/\"><script>".into());
        story.previous = Some(post.clone());
        story.form.as_mut().unwrap().values = vec![("body".into(), format!("</textarea>{hostile}"))];
    });
    page.meta.title = hostile.into();
    page.meta.description = Some(hostile.into());
    let site = SiteView { title: hostile.into(), description: hostile.into(), ..SiteView::sample() };
    let html = print(&site, &page);
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("<img src=x"));
    assert!(!html.contains("</textarea>\"&gt;"));
    assert!(!html.contains("example/\"><script>"));
}

#[test]
fn structured_data_cannot_end_its_script_block() {
    let mut page = sample("post");
    page.meta.json_ld = Some(r#"{"headline":"</script><script>alert(1)//<!--"}"#.into());
    let html = print(&SiteView::sample(), &page);
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(value["headline"], "</script><script>alert(1)//<!--");
    assert!(!json.contains('<'));
}

#[test]
fn a_story_of_800_words_weighs_at_most_15_kilobytes() {
    let theme = Theme::standard().unwrap();
    let html = theme.render(&SiteView::sample(), &sample("post")).unwrap();
    let css = theme.asset("css/screen.css").unwrap();
    let packed = |bytes: &[u8]| {
        let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22);
        writer.write_all(bytes).unwrap();
        writer.into_inner().len()
    };
    let total = packed(html.as_bytes()) + packed(&css.bytes);
    assert!(total <= 15_000, "{total} bytes");
}

#[test]
fn the_comment_form_has_the_fields_that_the_server_reads() {
    let html = print(&SiteView::sample(), &sample("post"));
    for part in [
        "<section id=\"comments\"",
        "id=\"comment-form\" method=\"post\"",
        "name=\"name\"",
        "name=\"email\"",
        "name=\"url\"",
        "<textarea id=\"comment-body\" name=\"body\"",
        "name=\"website\"",
        "<input type=\"hidden\" name=\"stamp\" value=\"1a2b\">",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn a_refused_comment_comes_back_with_its_text_and_the_reason() {
    let html = print(&SiteView::sample(), &sample("reply"));
    assert!(html.contains("role=\"alert\""));
    assert!(html.contains("<a href=\"#comment-name\">Enter a name.</a>"));
    assert!(html.contains("It was not on the left.</textarea>"));
    assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"error-name\""));
}

#[test]
fn closed_comments_say_so_and_keep_the_anchor() {
    let html = print(&SiteView::sample(), &story(|story| story.form.as_mut().unwrap().closed = true));
    assert!(html.contains("id=\"comment-form\">Comments are closed.</p>"));
    assert!(!html.contains("<textarea"));
}

#[test]
fn a_front_page_without_stories_says_so() {
    let mut page = sample("home");
    let Page::Home(list) = &mut page.page else { unreachable!("the sample is the front page") };
    list.posts.clear();
    assert!(print(&SiteView::sample(), &page).contains("No stories here yet."));
}

#[test]
fn the_owners_markup_is_printed_as_it_is() {
    let site = SiteView {
        codeinjection_head: Some("<meta name=\"a\" content=\"b\">".into()),
        codeinjection_foot: Some("<p>foot</p>".into()),
        ..SiteView::sample()
    };
    let html = print(&site, &sample("home"));
    assert!(html.contains("<meta name=\"a\" content=\"b\">") && html.contains("<p>foot</p>"));
}

#[test]
fn the_standard_theme_names_no_helper_or_partial_that_is_missing() {
    assert!(Theme::standard().is_ok());
    assert_eq!(Theme::standard().unwrap().package().name, "dateline");
    assert_eq!(Theme::standard().unwrap().package().posts_per_page, 20);
}
