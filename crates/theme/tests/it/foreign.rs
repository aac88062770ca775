//! Themes that know nothing of Dateline: template choice, what is lent to them, and helpers for values.

use dateline_theme::{AuthorView, Page, PageView, SiteView, SocialView, TagView, Theme, TierView};

fn page(name: &str) -> PageView {
    PageView::samples().into_iter().find(|(kind, _)| *kind == name).unwrap().1
}

fn theme(files: &[(&str, &str)]) -> Theme {
    let mut all =
        vec![("index.hbs".to_owned(), "index".to_owned()), ("post.hbs".to_owned(), "post".to_owned())];
    all.extend(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    Theme::load(all).unwrap()
}

fn print(name: &str, files: &[(&str, &str)]) -> String {
    theme(files).render(&SiteView::sample(), &page(name)).unwrap()
}

/// What `source` prints at the root of the front page.
fn value(source: &str) -> String {
    Theme::load([("index.hbs", source.to_owned()), ("post.hbs", String::new())])
        .unwrap()
        .render(&SiteView::sample(), &page("home"))
        .unwrap()
}

#[test]
fn the_most_specific_template_prints_a_page() {
    for (name, template) in [
        ("home", "home"),
        ("post", "post-harbour-bridge-reopens"),
        ("page", "page-harbour-bridge-reopens"),
        ("page", "page"),
        ("tag", "tag-harbour"),
        ("tag", "tag"),
        ("author", "author-ana-reis"),
        ("author", "author"),
        ("month", "archive"),
        ("private", "private"),
        ("not-found", "error-404"),
        ("not-found", "error-4xx"),
        ("not-found", "error"),
        ("error", "error-5xx"),
    ] {
        assert_eq!(print(name, &[(&format!("{template}.hbs"), "chosen")]), "chosen", "{name}");
    }
    for (name, fallback) in [("home", "index"), ("paged", "index"), ("tag", "index"), ("page", "post")] {
        assert_eq!(print(name, &[]), fallback, "{name}");
    }
    assert_eq!(print("paged", &[("home.hbs", "chosen")]), "index", "the front page has one first page");
}

#[test]
fn a_story_can_choose_a_template_but_no_layout() {
    let choose = |template: &str| {
        let mut view = page("post");
        let Page::Post(story) = &mut view.page else { unreachable!("the sample is a story") };
        story.post.custom_template = Some(template.into());
        let files = [("custom-wide.hbs", "wide"), ("default.hbs", "layout")];
        theme(&files).render(&SiteView::sample(), &view).unwrap()
    };
    assert_eq!(choose("custom-wide"), "wide");
    assert_eq!(choose("custom-gone"), "post");
    assert_eq!(choose("default"), "post");
}

#[test]
fn pages_that_a_theme_lacks_are_printed_inside_its_layout() {
    for name in ["archive", "search", "reply", "not-found"] {
        let html = print(name, &[("default.hbs", "[{{{body}}}]")]);
        assert!(
            html.starts_with('[') && html.ends_with(']') && html.contains("dateline-page"),
            "{name}: {html}"
        );
        let html = print(name, &[]);
        assert!(html.starts_with("<!doctype html>") && html.contains("/public/dateline.css?v="), "{name}");
    }
}

#[test]
fn comments_are_printed_with_their_form() {
    let html = print(
        "post",
        &[("post.hbs", "{{#post}}{{#if comments}}{{comments}}{{/if}} {{comment_count}}{{/post}}")],
    );
    for part in
        ["id=\"comments\"", "id=\"c1\"", "id=\"comment-form\"", "name=\"body\"", " <span>3 comments</span>"]
    {
        assert!(html.contains(part), "{part}");
    }
    let html = print("post", &[("post.hbs", "{{#post}}{{comments title=\"Letters & more\"}}{{/post}}")]);
    assert!(html.contains("<h2 id=\"comments-title\">Letters &amp; more</h2>"));
    assert_eq!(print("home", &[("index.hbs", "{{#foreach posts limit=1}}{{comments}}{{/foreach}}")]), "");
}

#[test]
fn comment_counts_are_worded_as_the_theme_asks() {
    let count = |hash: &str| {
        print("post", &[("post.hbs", &format!("{{{{#post}}}}{{{{comment_count {hash}}}}}{{{{/post}}}}"))])
    };
    assert_eq!(
        count("singular=\"reply\" plural=\"replies\" class=\"n\""),
        "<span class=\"n\">3 replies</span>"
    );
    assert_eq!(count("autowrap=\"false\" plural=\"\""), "3 ");
    assert_eq!(count("autowrap=\"b onclick=x\""), "3 comments");
}

#[test]
fn a_locked_story_shows_what_is_open_and_says_why() {
    let mut view = page("post");
    let Page::Post(story) = &mut view.page else { unreachable!("the sample is a story") };
    (story.post.locked, story.post.visibility, story.post.html) = (true, "paid".into(), "<p>open</p>".into());
    story.post.tiers = vec![TierView { name: "Gold".into(), ..TierView::default() }];
    let theme = theme(&[(
        "post.hbs",
        "{{#post}}{{content}}{{#unless access}}!{{/unless}}{{tiers}}{{comments}}{{/post}}",
    )]);
    let html = theme.render(&SiteView::sample(), &view).unwrap();
    assert!(
        html.starts_with("<p>open</p>") && html.contains("This post is for paying subscribers only"),
        "{html}"
    );
    assert!(html.ends_with("!Gold tier"));
}

#[test]
fn menus_and_pagers_of_the_house() {
    let html = print("tag", &[("index.hbs", "{{navigation}}{{pagination}}")]);
    assert!(html.contains("<li class=\"nav-harbour nav-current\"><a href=\"https://mercury.example/tag/harbour/\">Harbour</a></li>"));
    assert!(html.contains("<span class=\"page-number\">Page 2 of 3</span>"));
    assert!(html.contains(
        "<a class=\"older-posts\" href=\"/page/3/\">Older Posts <span aria-hidden=\"true\">&rarr;</span></a>"
    ));
}

#[test]
fn links_know_where_one_is() {
    let at = |source: &str| print("tag", &[("index.hbs", source)]);
    assert_eq!(
        at("{{#link href=\"/tag/harbour\" class=\"x\" target=\"_blank\"}}H{{/link}}"),
        "<a class=\"x nav-current\" href=\"/tag/harbour\" target=\"_blank\">H</a>"
    );
    assert_eq!(
        at("{{#link href=\"/tag/\" activeClass=\"on\"}}H{{/link}}"),
        "<a class=\"on-parent\" href=\"/tag/\">H</a>"
    );
    assert_eq!(
        at("{{#link href=\"/tag/harbour/\" activeClass=false}}H{{/link}}"),
        "<a href=\"/tag/harbour/\">H</a>"
    );
    assert_eq!(at("{{link_class for=\"/tag/harbour/#top\" class=\"a\"}}"), "a nav-current");
    assert_eq!(at("{{link_class for=\"/tagged/\" class=\"a\"}}"), "a");
}

#[test]
fn values_are_joined_split_and_written() {
    for (source, expected) in [
        ("{{concat \"a\" \"<b>\" 3 separator=\"-\"}}", "a-<b>-3"),
        ("{{concat \"<b>\" @site.navigation.[5].label (t \"<i>\")}}", "<b>&lt;i&gt;"),
        ("{{#link href=(concat \"/?a=1\" \"&b=2\")}}x{{/link}}", "<a href=\"/?a&#x3D;1&amp;b&#x3D;2\">x</a>"),
        ("{{#each (split \"a,,b\")}}[{{this}}]{{/each}}", "[a][b]"),
        ("{{#split \"a|b\" separator=\"|\" as |parts|}}{{parts.length}}{{this.[0]}}{{/split}}", "2a"),
        ("{{encode \"a b&c/é\"}}", "a%20b%26c%2F%C3%A9"),
        ("{{plural 0 empty=\"none\" singular=\"% one\" plural=\"% many\"}}", "none"),
        ("{{plural 1 empty=\"none\" singular=\"% one\" plural=\"% many\"}}", "1 one"),
        ("{{plural pagination.total empty=\"none\" singular=\"% one\" plural=\"% many\"}}", "41 many"),
        ("{{plural \"x\" empty=\"none\" singular=\"1\" plural=\"2\"}}", ""),
        ("{{plural 1.5 empty=\"none\" singular=\"1\" plural=\"2\"}}", ""),
        ("{{color_to_rgba \"red\" 1}} {{contrast_text_color \"#bababa\"}}", "rgb(255, 0, 0) #000000"),
        ("{{contrast_text_color \"#b9b9b9\"}}", "#FFFFFF"),
        (
            "{{color_to_rgba \"#ff8000\" 0.5}} {{color_to_rgba}}",
            "rgba(255, 128, 0, 0.5) rgba(21, 23, 26, 0.25)",
        ),
        ("{{contrast_text_color \"#ffffff\"}} {{contrast_text_color \"#000\"}}", "#000000 #FFFFFF"),
        ("{{readable_url \"https://www.a.example:8080/b/?q=1\"}}", "a.example/b"),
        ("{{{{raw}}}}{{title}} <b>{{{{/raw}}}}", "{{title}} <b>"),
        ("{{price 500 currency=\"EUR\"}} {{price 500}} {{price currency=\"USD\"}}", "€5 5 $"),
        ("{{json @site.navigation.[0]}}", "{\"label\":\"Harbour\",\"url\":\"/tag/harbour/\"}"),
        ("{{json \"</script>&\"}}", "\"\\u003C/script\\u003E\\u0026\""),
        ("{{total_members}}{{cancel_link}}{{subscribe_form}}{{amp_content}}{{lang}}", "0"),
        ("{{content_api_url}}", "https://mercury.example/ghost/api/content/"),
        ("{{#if @site.members_enabled}}portal{{/if}}{{#if @member}}in{{/if}}{{@labs.x}}", ""),
    ] {
        assert_eq!(value(source), expected, "{source}");
    }
}

#[test]
fn accounts_elsewhere_have_addresses() {
    let social = SocialView {
        twitter: Some("@ana".into()),
        mastodon: Some("social.example/@ana".into()),
        linkedin: Some("company/mercury".into()),
        ..SocialView::default()
    };
    let author = AuthorView { social: social.clone(), ..AuthorView::sample() };
    let view = PageView {
        page: Page::Author { author, list: dateline_theme::ListView::sample() },
        ..page("author")
    };
    let source = "{{#author}}{{social_url type=\"twitter\"}} {{twitter_url}} {{social_url type=\"linkedin\"}} {{#social_accounts this}}{{type}}={{username}}{{#if @last}}.{{/if}} {{else}}none{{/social_accounts}}{{/author}}";
    let html = theme(&[("author.hbs", source)]).render(&SiteView::sample(), &view).unwrap();
    assert_eq!(
        html,
        "https://x.com/ana https://x.com/ana https://www.linkedin.com/company/mercury x=@ana linkedin=company/mercury mastodon=social.example/@ana. "
    );
    assert_eq!(value("{{#social_accounts @site}}x{{else}}none{{/social_accounts}}{{facebook_url}}"), "none");
}

#[test]
fn tags_and_authors_have_every_field() {
    let tag = TagView {
        accent_color: Some("#123456".into()),
        feature_image: Some("/t.png".into()),
        ..TagView::sample()
    };
    let view = PageView { page: Page::Tag { tag, list: dateline_theme::ListView::sample() }, ..page("tag") };
    let source =
        "{{#tag}}{{accent_color}} {{feature_image}} {{count.posts}} {{meta_title}} {{visibility}}{{/tag}}";
    let html = theme(&[("tag.hbs", source)]).render(&SiteView::sample(), &view).unwrap();
    assert_eq!(html, "#123456 /t.png 12 Harbour - The Arvel Mercury (Page 2) public");
}

#[test]
fn a_theme_without_words_speaks_them_as_they_are_written() {
    assert_eq!(
        value("{{t \"Unknown {name}\" name=\"<x>\"}} {{{t \"<b>{n}</b>\" n=5}}}"),
        "Unknown &lt;x&gt; <b>5</b>"
    );
    let files = [
        ("index.hbs", "{{t \"Hello {name}\" name=\"Ana\"}}"),
        ("locales/en.json", "{\"Hello {name}\": \"Hi {name}\"}"),
    ];
    assert_eq!(print("home", &files), "Hi Ana");
}
