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
fn a_moment_as_it_stands_is_told_in_the_sites_time_zone() {
    let at = |zone: &str, source: &'static str| {
        let site = SiteView { timezone: zone.into(), ..SiteView::sample() };
        let theme = Theme::load([("index.hbs", ""), ("post.hbs", source)]).unwrap();
        let story =
            PageView::samples().into_iter().find(|(_, page)| matches!(page.page, Page::Post(_))).unwrap().1;
        theme.render(&site, &story).unwrap()
    };
    let source = "{{#post}}{{published_at}} {{json published_at}} {{concat published_at}}{{/post}}";
    let told = "2026-11-24T15:30:00.000+05:30";
    assert_eq!(at("Asia/Kolkata", source), format!("{told} \"{told}\" {told}"));
    assert_eq!(at("UTC", "{{post.published_at}}"), "2026-11-24T10:00:00.000+00:00");
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
    let places = "{{#post}}{{#foreach tags visibility=\"internal\"}}{{@key}}{{@index}}{{/foreach}}{{/post}}";
    assert_eq!(print_page(&page, places), "00");
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
    assert_eq!(in_story("{{content words=0}}{{content characters=\"0\"}}"), "");
    assert_eq!(in_story("{{content words=\"x\"}}"), in_story("{{content}}"));
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

#[test]
fn what_is_not_there_prints_nothing_and_breaks_no_page() {
    let on_front = |source: &str| print_on("home", source);
    assert_eq!(on_front("{{price}}|{{price nothing}}|{{price \"dear\"}}"), "||");
    assert_eq!(
        on_front("{{social_url}}|{{social_url type=nothing}}|{{social_url type=\"telegraph\"}}"),
        "||"
    );
    assert_eq!(on_front("{{#social_accounts nothing}}one{{else}}none{{/social_accounts}}"), "none");
    assert_eq!(
        on_front("{{#link href=nothing class=\"a\"}}x{{/link}}"),
        "<a class=\"a nav-current\" href=\"\">x</a>"
    );
    assert_eq!(on_front("{{link_class for=nothing class=\"a\"}}"), "a nav-current");
    assert_eq!(on_front("{{#is nothing}}y{{else}}n{{/is}}"), "");
    assert_eq!(on_front("{{plural true empty=\"a\" singular=\"b\" plural=\"c\"}}"), "");
}

#[test]
fn parts_of_a_text_are_text_and_parts_of_markup_are_markup() {
    assert_eq!(print_on("home", "{{#each (split \"<b>,c\")}}{{this}};{{/each}}"), "&lt;b&gt;;c;");
    let caption = "{{#each (split feature_image_caption \" \")}}{{this}};{{/each}}";
    assert!(!in_story(caption).contains("&lt;"));
}

#[test]
fn json_is_of_a_value_or_of_what_is_named() {
    assert_eq!(print_on("home", "{{json a=1 b=(concat \"x\" \"<\")}}"), r#"{"a":1,"b":"x\u003C"}"#);
    assert_eq!(print_on("home", "{{json @config.image_sizes.s}}"), r#"{"width":300}"#);
}

#[test]
fn an_address_to_be_read_is_its_host_and_path() {
    for (address, expected) in [
        ("https://www.Arvel.example/b/?q=1#x", "arvel.example/b"),
        ("https://ana:word@arvel.example:8080/", "arvel.example"),
        ("arvel.example", "arvel.example"),
        ("", ""),
    ] {
        assert_eq!(print_on("home", &format!("{{{{readable_url \"{address}\"}}}}")), expected);
    }
    assert_eq!(print_on("home", "{{readable_url nothing}}{{readable_url 5}}"), "");
}

#[test]
fn whatever_is_no_false_asks_for_a_whole_address() {
    let site = SiteView::sample().url;
    assert_eq!(in_story("{{url absolute=\"yes\"}}"), in_story("{{url absolute=true}}"));
    assert!(in_story("{{url absolute=\"yes\"}}").starts_with(&site));
    assert!(in_story("{{url absolute=\"false\"}}").starts_with('/'));
    assert!(in_story("{{url absolute=false}}").starts_with('/'));
    assert_eq!(in_story("{{date timeago=\"false\"}}"), in_story("{{date timeago=true}}"));
}

#[test]
fn colours_are_read_as_style_sheets_write_them() {
    let rgba = |color: &str| print_on("home", &format!("{{{{color_to_rgba \"{color}\" 0.5}}}}"));
    for color in
        ["#0a7ea4", "#0a7ea480", "rgb(10, 126, 164)", "rgb(10 126 164 / 50%)", "RGBA(10,126,164,0.2)"]
    {
        assert_eq!(rgba(color), "rgba(10, 126, 164, 0.5)", "{color}");
    }
    assert_eq!(rgba("hsl(10, 50%, 50%)"), "rgba(191, 85, 64, 0.5)");
    assert_eq!(rgba("hsl(130deg 50% 50%)"), "rgba(64, 191, 85, 0.5)");
    assert_eq!(rgba("rgb(100%, 0%, 0%)"), "rgba(255, 0, 0, 0.5)");
    for color in ["rgb(1,2)", "hsl()", "lab(1 2 3)", "rgb(a,b,c)"] {
        assert_eq!(rgba(color), "rgba(21, 23, 26, 0.5)", "{color}");
    }
    assert_eq!(print_on("home", "{{contrast_text_color \"rgb(250,250,250)\"}}"), "#000000");
}
