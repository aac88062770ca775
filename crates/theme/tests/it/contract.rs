//! Helpers, as the contract says, each in a theme of a few lines.

use dateline_theme::{Page, PageView, SiteView, TagView, Theme};

/// What `source` prints as the template of the sample page `name`.
fn print_on(name: &str, source: &str) -> String {
    let page = PageView::samples().into_iter().find(|(kind, _)| *kind == name).unwrap().1;
    print_page(&page, source)
}

fn print_page(page: &PageView, source: &str) -> String {
    let package = r#"{"name": "t", "config": {"image_sizes": {"s": {"width": 300}, "square": {"width": 80, "height": 80}}}}"#;
    let files = [("index.hbs", source), ("post.hbs", source), ("package.json", package)];
    let theme = Theme::load(files.map(|(name, text)| (name, text.to_owned()))).unwrap();
    theme.render(&SiteView::sample(), page).unwrap()
}

/// What `source` prints inside the sample story.
fn in_story(source: &str) -> String {
    print_on("post", &format!("{{{{#post}}}}{source}{{{{/post}}}}"))
}

#[test]
fn foreach_counts_as_ghost_does() {
    let numbers = |hash: &str| {
        print_on(
            "home",
            &format!(
                "{{{{#foreach posts {hash}}}}}{{{{@number}}}}{{{{#if @first}}}}f{{{{/if}}}}{{{{#if @last}}}}l{{{{/if}}}} {{{{/foreach}}}}"
            ),
        )
    };
    assert_eq!(numbers(""), "1f 2 3 4 5 6 7 8 9 10l ");
    assert_eq!(numbers("limit=\"2\""), "1f 2l ");
    assert_eq!(numbers("from=\"9\""), "9f 10l ");
    assert_eq!(numbers("from=3 limit=2"), "3f 4l ");
    assert_eq!(numbers("from=2 to=3"), "2f 3l ");
    assert_eq!(numbers("from=9 limit=5"), "9f 10l ");
    assert_eq!(numbers("limit=10"), "1f 2 3 4 5 6 7 8 9 10l ");
}

#[test]
fn foreach_knows_rows_and_even_places() {
    let source = "{{#foreach posts limit=4 columns=2}}{{#if @rowStart}}[{{/if}}{{#if @odd}}o{{/if}}{{#if @even}}e{{/if}}{{#if @rowEnd}}]{{/if}}{{/foreach}}";
    assert_eq!(print_on("home", source), "[oe][oe]");
}

#[test]
fn foreach_hides_internal_tags_unless_it_is_told_otherwise() {
    let mut page = PageView::samples().into_iter().find(|(kind, _)| *kind == "post").unwrap().1;
    let Page::Post(story) = &mut page.page else { unreachable!("the sample is a story") };
    story.post.tags.push(TagView { name: "#series".into(), slug: "hash-series".into(), ..TagView::sample() });
    let tags = |hash: &str| {
        print_page(
            &page,
            &format!("{{{{#post}}}}{{{{#foreach tags {hash}}}}}{{{{slug}}}} {{{{/foreach}}}}{{{{/post}}}}"),
        )
    };
    assert_eq!(tags(""), "harbour ");
    assert_eq!(tags("visibility=\"all\""), "harbour hash-series ");
    assert_eq!(tags("visibility=\"internal\""), "hash-series ");
    assert_eq!(
        print_page(&page, "{{#post}}{{post_class}}|{{tags}}{{/post}}"),
        "post tag-harbour tag-hash-series no-image|<a href=\"/tag/harbour/\">Harbour</a>"
    );
}

#[test]
fn match_compares_without_changing_kinds() {
    for (condition, expected) in [
        ("1 1", "y"),
        ("1 \"1\"", "n"),
        ("\"a\" \"!=\" \"b\"", "y"),
        ("2 \">\" 1", "y"),
        ("\"10\" \"<\" \"9\"", "y"),
        ("\"abc\" \"startsWith\" \"ab\"", "y"),
        ("\"abc\" \"~\" \"b\"", "y"),
        ("\"abc\" \"~^\" \"bc\"", "n"),
        ("\"abc\" \"~$\" \"bc\"", "y"),
        ("\"a\" \"unknown\" \"a\"", "y"),
        ("0", "n"),
        ("0 includeZero=true", "y"),
        ("(match 1 2)", "n"),
        ("(match 1 1)", "y"),
        ("(match 1 1) true", "y"),
        ("(match 1 2) \"!=\" true", "y"),
    ] {
        assert_eq!(
            print_on("home", &format!("{{{{#match {condition}}}}}y{{{{else}}}}n{{{{/match}}}}")),
            expected,
            "{condition}"
        );
    }
    assert_eq!(print_on("home", "{{match 1 2}} {{#if (match 1 2)}}always{{/if}}"), "false always");
}

#[test]
fn has_asks_for_tags_authors_and_places() {
    for (condition, expected) in [
        ("tag=\"harbour, sport\"", "y"),
        ("tag=\"Harbou\"", "n"),
        ("tag=\"count:1\"", "y"),
        ("tag=\"count:>1\"", "n"),
        ("author=\"ana reis\"", "y"),
        ("author=\"count:<2\"", "y"),
        ("slug=\"harbour-bridge-reopens\"", "y"),
        ("visibility=\"public\"", "y"),
        ("visibility=\"paid\"", "n"),
        ("any=\"feature_image, title\"", "y"),
        ("all=\"feature_image, title\"", "n"),
        ("any=\"reading_time\"", "n"),
        ("any=\"@site.title\"", "y"),
        ("nothing=\"x\"", ""),
    ] {
        assert_eq!(
            in_story(&format!("{{{{#has {condition}}}}}y{{{{else}}}}n{{{{/has}}}}")),
            expected,
            "{condition}"
        );
    }
    assert_eq!(
        print_on(
            "home",
            "{{#foreach posts}}{{#has number=\"nth:3\"}}{{@number}} {{/has}}{{#has index=\"0,1\"}}i{{/has}}{{/foreach}}"
        ),
        "ii3 6 9 "
    );
}

#[test]
fn is_knows_the_kind_of_page() {
    let source = "{{#is \"home\"}}home {{/is}}{{#is \"index, post\"}}list-or-story {{/is}}{{^is \"paged\"}}first{{/is}}";
    assert_eq!(print_on("home", source), "home list-or-story first");
    assert_eq!(print_on("paged", source), "list-or-story ");
    assert_eq!(print_on("post", source), "list-or-story first");
}

#[test]
fn dates_are_written_as_the_theme_asks() {
    for (hash, expected) in [
        ("", "Nov 24, 2026"),
        ("published_at format=\"YYYY-MM-DD\"", "2026-11-24"),
        ("published_at format=\"HH:mm\" timezone=\"Asia/Tokyo\"", "19:00"),
        ("published_at format=\"D MMMM YYYY\" locale=\"de\"", "24 November 2026"),
        ("\"2026-01-05T00:00:00.000Z\" format=\"dddd\"", "Monday"),
        ("missing format=\"YYYY\"", "2026"),
        ("\"2026-11-21T10:00:00Z\" timeago=\"true\"", "3 days ago"),
    ] {
        assert_eq!(in_story(&format!("{{{{date {hash}}}}}")), expected, "{hash}");
    }
}

#[test]
fn addresses_of_pictures_carry_their_size() {
    for (arguments, expected) in [
        ("\"/content/images/2024/a.jpg\" size=\"s\"", "/content/images/size/w300/2024/a.jpg"),
        (
            "\"/content/images/a.jpg\" size=\"square\" format=\"webp\"",
            "/content/images/size/w80h80/format/webp/a.jpg",
        ),
        ("\"https://mercury.example/content/images/a.jpg\" size=\"s\"", "/content/images/size/w300/a.jpg"),
        (
            "\"/content/images/a.jpg\" size=\"s\" absolute=\"true\"",
            "https://mercury.example/content/images/size/w300/a.jpg",
        ),
        ("\"/content/images/a.jpg\" size=\"unknown\"", "/content/images/a.jpg"),
        ("\"/content/images/a.jpg\" format=\"webp\"", "/content/images/a.jpg"),
        (
            "\"https://other.example/content/images/a.jpg\" size=\"s\"",
            "https://other.example/content/images/a.jpg",
        ),
        (
            "\"https://images.unsplash.com/p?w=9&q=80\" size=\"s\"",
            "https://images.unsplash.com/p?q&#x3D;80&amp;w&#x3D;300",
        ),
        ("null", ""),
        ("nothing", ""),
    ] {
        assert_eq!(in_story(&format!("{{{{img_url {arguments}}}}}")), expected, "{arguments}");
    }
}

#[test]
fn addresses_are_relative_unless_asked() {
    assert_eq!(
        in_story("{{url}} {{url absolute=\"true\"}}"),
        "/2026/11/harbour-bridge-reopens.html https://mercury.example/2026/11/harbour-bridge-reopens.html"
    );
    assert_eq!(
        in_story("{{#primary_tag}}{{url}}{{/primary_tag}} {{#primary_author}}{{url}}{{/primary_author}}"),
        "/tag/harbour/ /author/ana-reis/"
    );
    assert_eq!(
        print_on("paged", "{{url}} {{page_url 1}} {{page_url 3}} {{page_url \"next\"}}"),
        "/page/2/ / /page/3/ /page/3/"
    );
}

#[test]
fn texts_of_a_story_are_cut_and_counted() {
    assert_eq!(in_story("{{content words=\"3\"}}"), "<p>On day 1</p>");
    assert_eq!(
        in_story("{{excerpt words=\"2\"}}"),
        "The first tram crossed at dawn, four minutes late and to applause."
    );
    assert_eq!(in_story("{{reading_time}} {{reading_time minutes=\"% Minuten\"}}"), "4 min read 4 Minuten");
    assert_eq!(in_story("{{title}}"), "Harbour bridge reopens after two winters");
}

#[test]
fn names_are_joined_as_asked() {
    assert_eq!(in_story("{{authors}}"), "<a href=\"/author/ana-reis/\">Ana Reis</a>");
    assert_eq!(in_story("{{authors autolink=\"false\" prefix=\"by \" suffix=\".\"}}"), "by Ana Reis.");
    assert_eq!(in_story("{{tags limit=1 autolink=\"false\"}}"), "Harbour");
    assert_eq!(
        in_story("{{tags autolink=false}}"),
        "<a href=\"/tag/harbour/\">Harbour</a>",
        "only the word counts"
    );
}

#[test]
fn a_page_hands_blocks_to_its_layout() {
    let theme = Theme::load([
        ("index.hbs", "{{!< default}}{{#contentFor \"css\"}}<a>{{/contentFor}}{{#contentFor \"css\"}}<b>{{/contentFor}}front"),
        ("post.hbs", "{{!< default}}story"),
        ("default.hbs", "[{{{block \"css\"}}}|{{#block \"css\"}}none{{/block}}]{{{body}}}"),
    ])
    .unwrap();
    let print = |at: usize| theme.render(&SiteView::sample(), &PageView::samples()[at].1).unwrap();
    assert_eq!(print(0), "[<a>\n<b>|<a>\n<b>]front");
    assert_eq!(print(2), "[|none]story");
}

#[test]
fn neighbours_are_printed_in_a_story_only() {
    let source = "{{#prev_post}}{{title}}{{else}}none{{/prev_post}}";
    assert_eq!(in_story(source), "A library in a former ice house");
    assert_eq!(print_on("home", source), "none");
}

#[test]
fn a_menu_marks_where_one_is() {
    let theme = Theme::load([
        ("index.hbs", "{{navigation kind=\"x\"}}"),
        ("post.hbs", ""),
        ("partials/navigation.hbs", "{{#foreach navigation}}{{slug}}{{#if current}}!{{/if}} {{url}} {{url absolute=\"true\"}} {{../kind}};{{/foreach}}"),
    ])
    .unwrap();
    let page = PageView::samples().into_iter().find(|(kind, _)| *kind == "tag").unwrap().1;
    let html = theme.render(&SiteView::sample(), &page).unwrap();
    assert!(
        html.starts_with("harbour! /tag/harbour/ https://mercury.example/tag/harbour/ x;town-hall /tag"),
        "{html}"
    );
}

#[test]
fn a_pager_without_a_list_names_the_mistake() {
    let theme = Theme::load([("index.hbs", ""), ("post.hbs", "\n {{pagination}}")]).unwrap();
    let error = theme.render(&SiteView::sample(), &PageView::samples()[2].1).unwrap_err().to_string();
    assert!(error.starts_with("post:2:2: {{pagination}}: there is no list"), "{error}");
}

#[test]
fn an_assets_address_changes_with_its_content() {
    let theme = Theme::load([
        ("index.hbs", "{{asset \"a.css\"}} {{asset \"a.js\" hasMinFile=\"true\"}} {{asset \"i.svg#x\"}}"),
        ("post.hbs", "{{asset}}"),
        ("assets/a.css", "a{}"),
        ("assets/a.min.js", "1"),
        ("assets/i.svg", "<svg/>"),
    ])
    .unwrap();
    let hash = |name: &str| &theme.asset(name).unwrap().hash;
    let html = theme.render(&SiteView::sample(), &PageView::samples()[0].1).unwrap();
    let (css, js, svg) = (hash("a.css"), hash("a.min.js"), hash("i.svg"));
    assert_eq!(html, format!("/assets/a.css?v={css} /assets/a.min.js?v={js} /assets/i.svg?v={svg}#x"));
    assert!(theme.render(&SiteView::sample(), &PageView::samples()[2].1).is_err());
}
