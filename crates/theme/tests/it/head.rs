//! What `ghost_head` and `ghost_foot` say of each kind of page.

use dateline_theme::{
    DataView, ListView, OwnMeta, Page, PageMeta, PageView, PaginationView, PostView, RouteKind, RouteView,
    SiteView, SocialView, Theme,
};

fn page(name: &str) -> PageView {
    let mut page = PageView::samples().into_iter().find(|(kind, _)| *kind == name).unwrap().1;
    if let Page::Tag { list, .. } | Page::Author { list, .. } = &mut page.page {
        list.pagination = PaginationView { next_url: Some("/page/2/".into()), ..PaginationView::default() };
    }
    PageView { meta: PageMeta::default(), ..page }
}

fn theme() -> Theme {
    let source = "{{meta_title}}|{{meta_description}}|\n{{ghost_head}}\n|{{ghost_foot}}";
    Theme::load([("index.hbs", source), ("post.hbs", source)]).unwrap()
}

fn print(site: &SiteView, page: &PageView) -> String {
    theme().render(site, page).unwrap()
}

fn site() -> SiteView {
    SiteView {
        cover_image: Some("/content/images/cover.jpg".into()),
        icon: Some("/content/images/icon.png".into()),
        social: SocialView {
            facebook: Some("mercury".into()),
            twitter: Some("@mercury".into()),
            ..SocialView::default()
        },
        ..SiteView::sample()
    }
}

#[test]
fn a_theme_whose_readers_can_send_a_story_on_gets_the_script_for_it() {
    let print = |post: &'static str, locale: &str| {
        let theme = Theme::load([("index.hbs", ""), ("post.hbs", post)]).unwrap();
        theme.render(&SiteView { locale: locale.into(), ..site() }, &page("post")).unwrap()
    };
    let html = print("{{ghost_head}}<a href=\"#/share\">Share</a>", "de");
    assert!(html.contains("<script defer src=\"/public/share.js?v="), "{html}");
    assert!(html.contains("data-copy=\"Link kopieren\" data-copied=\"Link kopiert\""), "{html}");
    assert!(!print("{{ghost_head}}", "en").contains("share.js"));
    assert!(!print("{{ghost_head exclude=\"portal\"}}#/share", "en").contains("share.js"));
}

#[test]
fn the_heads_of_all_kinds_of_pages() {
    for name in ["home", "paged", "post", "page", "tag", "author"] {
        insta::with_settings!({ snapshot_suffix => name, omit_expression => true }, {
            let version = concat!("Dateline ", env!("CARGO_PKG_VERSION"));
            insta::assert_snapshot!("head", print(&site(), &page(name)).replace(version, "Dateline"));
        });
    }
}

#[test]
fn a_page_at_a_route_is_a_post_where_it_stands_alone_and_not_above_a_list() {
    let at = |kind| {
        let about = DataView::Post(Box::new(PostView { is_page: true, ..PostView::sample() }));
        let route = RouteView {
            name: "podcast".into(),
            path: "/podcast/".into(),
            templates: vec!["show".into()],
            kind,
            data: vec![("page".into(), about)],
        };
        let list = (kind == RouteKind::Channel).then(ListView::default);
        let view = PageView { page: Page::Route { route, list }, path: "/podcast/".into(), ..page("home") };
        let source = "{{ghost_head}}{{#post}}[post {{slug}}]{{/post}}{{#page}}[page {{slug}}]{{/page}}";
        let theme = Theme::load([("index.hbs", ""), ("post.hbs", ""), ("show.hbs", source)]).unwrap();
        theme.render(&site(), &view).unwrap()
    };
    let (alone, above) = (at(RouteKind::Page), at(RouteKind::Channel));
    assert!(alone.contains("[post harbour-bridge-reopens][page harbour-bridge-reopens]"), "{alone}");
    assert!(above.contains("[page harbour-bridge-reopens]") && !above.contains("[post "), "{above}");
    assert!(alone.contains("article:tag") && alone.contains("Written by"), "{alone}");
    assert!(!above.contains("article:tag") && !above.contains("Written by"), "{above}");
    assert!(!alone.contains("published_time") && !above.contains("published_time"));
}

#[test]
fn what_the_desk_wrote_comes_first() {
    let mut view = page("post");
    let Page::Post(story) = &mut view.page else { unreachable!("the sample is a story") };
    story.post.meta = OwnMeta {
        meta_title: Some("For engines".into()),
        meta_description: Some("About engines".into()),
        canonical_url: Some("https://other.example/original/".into()),
        og_title: Some("For friends".into()),
        og_image: Some("/content/images/friends.png".into()),
        twitter_description: Some("For birds".into()),
        codeinjection_head: Some("<meta name=\"own\" content=\"1\">".into()),
        codeinjection_foot: Some("<p>own foot</p>".into()),
        ..OwnMeta::default()
    };
    let site = SiteView { codeinjection_foot: Some("<p>site foot</p>".into()), ..site() };
    let html = print(&site, &view);
    for part in [
        "For engines|About engines|",
        "<link rel=\"canonical\" href=\"https://other.example/original/\">",
        "<meta property=\"og:title\" content=\"For friends\">",
        "<meta property=\"og:image\" content=\"https://mercury.example/content/images/friends.png\">",
        "<meta name=\"twitter:title\" content=\"For engines\">",
        "<meta name=\"twitter:description\" content=\"For birds\">",
        "<meta property=\"og:url\" content=\"https://other.example/original/\">",
        "\"mainEntityOfPage\": \"https://mercury.example/2026/11/harbour-bridge-reopens.html\"",
        "<meta name=\"own\" content=\"1\">",
        "|<p>site foot</p> <p>own foot</p>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn parts_of_the_head_can_be_left_out() {
    let theme = Theme::load([
        ("index.hbs", "{{ghost_head exclude=\"social_data, schema,metadata\"}}"),
        ("post.hbs", ""),
    ]);
    let html = theme.unwrap().render(&site(), &page("home")).unwrap();
    assert!(!html.contains("og:") && !html.contains("ld+json") && !html.contains("canonical"));
    assert!(html.contains("generator"));
}

#[test]
fn a_preview_is_not_for_engines() {
    let mut view = page("post");
    view.meta.preview = true;
    let html = print(&site(), &view);
    assert!(html.contains("<meta name=\"robots\" content=\"noindex,nofollow\">"));
    assert!(html.contains("<meta property=\"og:type\" content=\"website\">"));
}

#[test]
fn cards_bring_their_styles_only_where_they_are() {
    let mut view = page("post");
    assert!(!print(&site(), &view).contains("cards.min.css"));
    let Page::Post(story) = &mut view.page else { unreachable!("the sample is a story") };
    story.post.html = "<div class=\"kg-card kg-toggle-card\"></div>".into();
    let html = print(&site(), &view);
    let theme = theme();
    let css = theme.public_asset("cards.min.css").unwrap();
    assert!(
        html.contains(&format!("<link rel=\"stylesheet\" href=\"/public/cards.min.css?v={}\">", css.hash))
    );
    assert!(html.contains("<script defer src=\"/public/cards.min.js?v="));
}

#[test]
fn our_own_theme_brings_no_style_and_no_script_but_its_own_into_a_page() {
    let theme = Theme::standard().unwrap();
    for (name, mut page) in PageView::samples() {
        if let Page::Post(story) = &mut page.page {
            story.post.html = "<div class=\"kg-card kg-toggle-card\"></div>".into();
        }
        let html = theme.render(&site(), &page).unwrap();
        assert!(!html.contains("<style"), "{name}");
        let known = html.matches("application/ld+json").count() + html.matches("integrity=\"sha256-").count();
        assert_eq!(html.matches("<script").count(), known, "{name}");
        assert!(!html.contains("style=\""), "{name}");
    }
}

#[test]
fn a_theme_with_a_search_button_gets_the_search() {
    let theme =
        Theme::load([("index.hbs", "{{ghost_head}}<button data-ghost-search>"), ("post.hbs", "")]).unwrap();
    let html = theme.render(&SiteView { locale: "de".into(), ..site() }, &page("home")).unwrap();
    assert!(
        html.contains("data-search=\"/search/\" data-label=\"Suche\" data-close=\"Schließen\"></script>"),
        "{html}"
    );
}

#[test]
fn a_page_that_is_not_there_has_no_address_and_no_preview() {
    let html = print(&site(), &page("not-found"));
    assert!(!html.contains("canonical") && !html.contains("og:") && html.contains("generator"));
}

#[test]
fn an_error_of_the_server_has_no_head() {
    let theme =
        Theme::load([("index.hbs", ""), ("post.hbs", ""), ("error.hbs", "[{{ghost_head}}]{{statusCode}}")])
            .unwrap();
    assert_eq!(theme.render(&site(), &page("error")).unwrap(), "[]500");
}
