//! Long threads, whose comments are printed once and stand in galleys for the next page that shows them.

use std::sync::Arc;

use dateline_theme::{CommentView, Fetched, Galleys, Page, PageView, Rendered, SiteView, Theme};

/// A story with so many comments.
fn a_story_with(comments: usize) -> PageView {
    let (_, mut page) = PageView::samples().into_iter().find(|(name, _)| *name == "post").unwrap();
    let Page::Post(story) = &mut page.page else { panic!("a sample of a story is a story") };
    let samples = CommentView::sample_thread();
    story.comments = samples.iter().cycle().take(comments).cloned().collect();
    for (number, comment) in story.comments.iter_mut().enumerate() {
        comment.id_anchor = format!("c{number}");
    }
    page
}

fn comment(page: &mut PageView, number: usize) -> &mut CommentView {
    let Page::Post(story) = &mut page.page else { panic!("not a story") };
    &mut story.comments[number]
}

fn printed(theme: &Theme, site: &SiteView, page: &PageView, fetched: &Fetched) -> String {
    match theme.render_with(site, page, fetched).unwrap() {
        Rendered::Page(page) => page.html,
        Rendered::Needs(requests) => panic!("nothing was to be fetched: {requests:?}"),
    }
}

#[test]
fn a_page_that_takes_its_comments_from_the_galley_is_the_page_that_prints_them() {
    let (theme, site) = (Theme::standard().unwrap(), SiteView::sample());
    let galleys = Arc::new(Galleys::new(1 << 20));
    let with = Fetched::with_galleys(Arc::clone(&galleys));
    let mut page = a_story_with(20);
    let anew = |site: &SiteView, page: &PageView| printed(&theme, site, page, &Fetched::default());
    assert_eq!(printed(&theme, &site, &page, &with), anew(&site, &page), "printed and kept");
    let kept = galleys.bytes();
    assert!(kept > 20 * 500, "{kept} bytes of 20 comments");
    assert_eq!(printed(&theme, &site, &page, &with), anew(&site, &page), "taken from there");
    assert_eq!(galleys.bytes(), kept);
    // What a comment says, and what the site says around it, makes another printing.
    let changes: [fn(&mut CommentView); 6] = [
        |comment| comment.likes += 1,
        |comment| comment.html = "<p>Withdrawn.</p>".into(),
        |comment| comment.edited = true,
        |comment| comment.reply_url = None,
        |comment| comment.depth += 1,
        |comment| comment.removed = true,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        change(comment(&mut page, number));
        assert_eq!(printed(&theme, &site, &page, &with), anew(&site, &page), "change {number}");
    }
    for site in [
        SiteView { locale: "ar".into(), ..site.clone() },
        SiteView { timezone: "Asia/Tokyo".into(), ..site.clone() },
    ] {
        assert_eq!(printed(&theme, &site, &page, &with), anew(&site, &page));
    }
}

#[test]
fn a_loop_that_looks_at_the_page_around_it_is_printed_for_each_page() {
    let site = SiteView::sample();
    for inside in [
        "{{@number}} {{author_name}}",
        "{{../title}}",
        "{{date timeago=\"true\"}}",
        "{{#is \"post\"}}x{{/is}}",
    ] {
        let source = format!("{{{{#post}}}}{{{{#foreach comments}}}}{inside};{{{{/foreach}}}}{{{{/post}}}}");
        let theme = Theme::load([("index.hbs", String::new()), ("post.hbs", source)]).unwrap();
        let galleys = Arc::new(Galleys::new(1 << 20));
        let with = Fetched::with_galleys(Arc::clone(&galleys));
        for minutes in 0..3 {
            let mut page = a_story_with(20);
            page.now += minutes * 60_000 * 60;
            comment(&mut page, 3).author_name = format!("Reader {minutes}");
            let anew = printed(&theme, &site, &page, &Fetched::default());
            assert_eq!(printed(&theme, &site, &page, &with), anew, "{inside}");
        }
        assert_eq!(galleys.bytes(), 0, "{inside}");
    }
}

#[test]
fn a_short_thread_is_not_kept() {
    let (theme, site) = (Theme::standard().unwrap(), SiteView::sample());
    let galleys = Arc::new(Galleys::new(1 << 20));
    printed(&theme, &site, &a_story_with(15), &Fetched::with_galleys(Arc::clone(&galleys)));
    assert_eq!(galleys.bytes(), 0);
    printed(&theme, &site, &a_story_with(16), &Fetched::with_galleys(Arc::clone(&galleys)));
    assert!(galleys.bytes() > 0);
}
