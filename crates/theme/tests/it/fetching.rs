//! `{{#get}}` and the helpers that ask by themselves, with answers made up.

use dateline_theme::{
    Answered, Fetched, GetAnswer, GetRequest, LinkView, ListView, MAX_REQUESTS, Page, PageView,
    PaginationView, PostView, Rendered, Resource, SiteView, TagView, Theme,
};

fn theme(source: &str) -> Theme {
    Theme::load([("index.hbs", source.to_owned()), ("post.hbs", source.to_owned())]).unwrap()
}

fn page(name: &str) -> PageView {
    PageView::samples().into_iter().find(|(kind, _)| *kind == name).unwrap().1
}

/// What `source` asks for first, as the template of the sample page `name`.
fn requests(name: &str, source: &str) -> Vec<GetRequest> {
    match theme(source).render_with(&SiteView::sample(), &page(name), &Fetched::default()).unwrap() {
        Rendered::Needs(requests) => requests,
        Rendered::Page(page) => panic!("the page asks for nothing: {}", page.html),
    }
}

/// What `source` prints when every request gets what `answer` says, and in how many rounds.
fn fetch_all(name: &str, source: &str, answer: impl Fn(&GetRequest) -> GetAnswer) -> (String, usize) {
    let (theme, site, page) = (theme(source), SiteView::sample(), page(name));
    let mut fetched = Fetched::default();
    for round in 1.. {
        match theme.render_with(&site, &page, &fetched).unwrap() {
            Rendered::Page(page) => return (page.html, round),
            Rendered::Needs(requests) => {
                assert!(round < 10, "the page never ends asking");
                for request in requests {
                    let given = answer(&request);
                    fetched.insert(request, given);
                }
            }
        }
    }
    unreachable!("a page is printed or asks for more")
}

fn two_posts(_: &GetRequest) -> GetAnswer {
    let posts = ListView::sample().posts.into_iter().take(2).collect();
    GetAnswer::Posts(posts, PaginationView { page: Some(1), pages: Some(9), ..PaginationView::default() })
}

#[test]
fn a_request_carries_everything_the_template_says() {
    let source = r#"{{#get "posts" filter="featured:true" limit=limit include="authors,tags" order="published_at asc" page="2" fields="title" formats="html"}}{{/get}}"#;
    let expected = GetRequest {
        filter: Some("featured:true".into()),
        include: Some("authors,tags".into()),
        order: Some("published_at asc".into()),
        page: 2,
        fields: Some("title".into()),
        formats: Some("html".into()),
        ..GetRequest::new(Resource::Posts)
    };
    assert_eq!(requests("home", source), [expected]);
}

#[test]
fn limits_are_bounded() {
    for (limit, expected) in
        [("5", 5), ("all", 100), ("100", 100), ("101", 100), ("0", 15), ("-3", 1), ("x", 15)]
    {
        let source = format!("{{{{#get \"tags\" limit=\"{limit}\"}}}}{{{{/get}}}}");
        assert_eq!(requests("home", &source)[0].limit, expected, "{limit}");
    }
}

#[test]
fn what_a_block_never_prints_is_not_asked_for() {
    let asked = |body: &str| {
        let request = requests("home", &format!("{{{{#get \"posts\"}}}}{body}{{{{/get}}}}")).remove(0);
        (request.counted, request.bodies)
    };
    assert_eq!(asked("{{#foreach posts}}{{title}}{{excerpt}}{{/foreach}}"), (false, false));
    assert_eq!(asked("{{#foreach posts}}{{content words=\"5\"}}{{/foreach}}"), (false, true));
    assert_eq!(asked("{{pagination.total}}"), (true, false));
    let named = requests("home", "{{#get \"posts\" as |list pages|}}{{pages.total}}{{/get}}").remove(0);
    assert!(named.counted);
}

#[test]
fn a_theme_says_whether_its_lists_print_bodies() {
    for (inside, prints) in [("{{excerpt}}", false), ("{{content}}", true)] {
        let index = format!("{{{{#foreach posts}}}}{inside}{{{{/foreach}}}}");
        let story = "{{#post}}{{content}}{{/post}}".to_owned();
        let theme = Theme::load([("index.hbs", index), ("post.hbs", story)]).unwrap();
        assert_eq!(theme.lists_print_bodies(), prints, "{inside}");
    }
}

#[test]
fn a_filter_is_filled_from_the_page() {
    let filter = |filter: &str| {
        let source =
            format!("{{{{#post}}}}{{{{#get \"posts\" filter=\"{filter}\"}}}}{{{{/get}}}}{{{{/post}}}}");
        requests("post", &source)[0].filter.clone().unwrap()
    };
    assert_eq!(filter("id:-{{id}}"), "id:-5f2b9c0d1e4a7b6c8d9e0f10");
    assert_eq!(filter("tag:{{primary_tag.slug}}+id:-{{ id }}"), "tag:harbour+id:-5f2b9c0d1e4a7b6c8d9e0f10");
    assert_eq!(filter("tag:[{{tags[*].slug}}]"), "tag:[harbour]");
    assert_eq!(filter("tag:{{tags.[0].slug}}"), "tag:harbour");
    assert_eq!(filter("x:'{{@site.title}}'"), "x:'The Arvel Mercury'");
    assert_eq!(filter("published_at:<'{{published_at}}'"), "published_at:<'2026-11-24T10:00:00.000Z'");
    assert_eq!(filter("x:{{nothing.at.all}}"), "x:");
    assert_eq!(filter("x:{{open"), "x:{{open");
    let related =
        r#"{{#get "posts" filter="tags:[{{post.tags}}]+id:-{{post.id}}+author:{{post.author}}"}}{{/get}}"#;
    assert_eq!(
        requests("post", related)[0].filter.as_deref(),
        Some("tags:[harbour]+id:-5f2b9c0d1e4a7b6c8d9e0f10+author:ana-reis")
    );
}

#[test]
fn rows_and_pages_are_given_to_the_block() {
    let source = r#"{{#get "posts" limit="2" as |found pages|}}{{found.length}} of {{pages.pages}}: {{#foreach found}}{{title}}, {{/foreach}}{{#foreach posts}}{{slug}} {{/foreach}}{{meta.pagination.pages}} {{../relativeUrl}}{{/get}}"#;
    let (html, rounds) = fetch_all("home", source, two_posts);
    assert_eq!(
        html,
        "2 of 9: Harbour bridge reopens after two winters, Council votes to keep the Sunday ferry, story-0 story-1 9 /"
    );
    assert_eq!(rounds, 2);
}

#[test]
fn an_empty_answer_is_no_error() {
    let source = r#"{{#get "tags"}}main{{#foreach tags}}x{{/foreach}}{{else}}else{{/get}}"#;
    assert_eq!(fetch_all("home", source, |_| GetAnswer::Tags(vec![], PaginationView::default())).0, "main");
    assert_eq!(fetch_all("home", source, |_| GetAnswer::Nothing).0, "main");
}

#[test]
fn a_refused_request_prints_its_else_part_with_the_reason() {
    let source = r#"{{#get "posts" filter="tags:[]"}}main{{else}}{{@error}}{{/get}}"#;
    assert_eq!(
        fetch_all("home", source, |_| GetAnswer::Refused("Error parsing filter".into())).0,
        "Error parsing filter"
    );
    let source = r#"{{#get "zebras"}}main{{else}}{{{@error}}}{{/get}}"#;
    assert_eq!(fetch_all("home", source, two_posts).0, "Invalid \"zebras\" resource given to get helper");
    let source = r#"{{#get "tags" slug="none"}}main{{else}}{{@error}}{{/get}}"#;
    assert_eq!(
        fetch_all("home", source, |_| GetAnswer::Tags(vec![], PaginationView::default())).0,
        "Resource not found"
    );
}

#[test]
fn requests_inside_requests_take_another_round() {
    let source = r#"{{#get "tags"}}{{#foreach tags}}{{#get "posts" filter="tag:{{slug}}"}}{{#foreach posts}}{{title}};{{/foreach}}{{/get}}{{/foreach}}{{/get}}"#;
    let (html, rounds) = fetch_all("home", source, |request| match request.resource {
        Resource::Tags => GetAnswer::Tags(vec![TagView::sample()], PaginationView::default()),
        _ => two_posts(request),
    });
    assert_eq!(html, "Harbour bridge reopens after two winters;Council votes to keep the Sunday ferry;");
    assert_eq!(rounds, 3);
}

#[test]
fn the_same_request_is_made_once() {
    let one = r#"{{#get "posts" limit="3"}}x{{/get}}"#;
    assert_eq!(requests("home", &one.repeat(5)).len(), 1);
}

#[test]
fn a_page_may_ask_for_so_much_and_no_more() {
    let many = |count: usize| -> String {
        let blocks: Vec<_> = (1..=count)
            .map(|page| format!("{{{{#get \"posts\" page=\"{page}\"}}}}.{{{{else}}}}!{{{{/get}}}}"))
            .collect();
        blocks.concat()
    };
    assert_eq!(fetch_all("home", &many(MAX_REQUESTS), two_posts).0, ".".repeat(MAX_REQUESTS));
    assert_eq!(
        fetch_all("home", &many(MAX_REQUESTS + 1), two_posts).0,
        format!("{}!", ".".repeat(MAX_REQUESTS))
    );
}

#[test]
fn a_page_can_be_printed_without_fetching() {
    let source = r#"{{#get "posts"}}main{{#foreach posts}}x{{/foreach}}{{/get}}"#;
    assert_eq!(theme(source).render(&SiteView::sample(), &page("home")).unwrap(), "main");
}

#[test]
fn neighbours_under_one_tag_are_asked_for() {
    let source = "{{#post}}{{#prev_post in=\"primary_tag\"}}{{title}}{{else}}none{{/prev_post}}{{/post}}";
    let request = &requests("post", source)[0];
    assert_eq!(
        request.filter.as_deref(),
        Some("slug:-harbour-bridge-reopens+published_at:<='2026-11-24T10:00:00.000Z'+primary_tag:harbour")
    );
    assert_eq!((request.limit, request.order.as_deref()), (1, Some("published_at desc")));
    assert_eq!(fetch_all("post", source, two_posts).0, "Harbour bridge reopens after two winters");
    assert_eq!(fetch_all("post", source, |_| GetAnswer::Nothing).0, "none");
}

#[test]
fn a_page_that_fails_for_want_of_an_answer_asks_for_it() {
    // Without the posts there is no pagination, and the pager would fail.
    let source = r#"{{#get "posts"}}{{pagination}}{{/get}}"#;
    let theme = Theme::load([
        ("index.hbs", source.to_owned()),
        ("post.hbs", String::new()),
        ("partials/pagination.hbs", "{{page}}/{{pages}}".to_owned()),
    ])
    .unwrap();
    let site = SiteView::sample();
    let Rendered::Needs(requests) = theme.render_with(&site, &page("home"), &Fetched::default()).unwrap()
    else {
        panic!("the page needs posts")
    };
    let mut fetched = Fetched::default();
    fetched.insert(requests[0].clone(), two_posts(&requests[0]));
    let Rendered::Page(printed) = theme.render_with(&site, &page("home"), &fetched).unwrap() else {
        panic!("it has what it needs")
    };
    assert_eq!(printed.html, "1/9");
}

#[test]
fn a_story_without_neighbours_prints_none() {
    let mut view = page("post");
    let Page::Post(story) = &mut view.page else { unreachable!("the sample is a story") };
    (story.previous, story.next) = (None, None);
    story.related = vec![LinkView::sample()];
    let html = theme(
        "{{#post}}{{#next_post}}x{{else}}none{{/next_post}}{{/post}}{{#foreach related}} {{url}}{{/foreach}}",
    )
    .render(&SiteView::sample(), &view)
    .unwrap();
    assert_eq!(html, "none /2026/11/bridge.html");
    assert_eq!(PostView::default().primary_tag(), None);
}

/// Prints the sample story under other names, as readers of one site open one story after the other.
fn read_in_turn(theme: &Theme, stories: &[(&str, &str)]) -> Vec<Vec<GetRequest>> {
    let site = SiteView::sample();
    let mut foreseen = Vec::new();
    for (id, tag) in stories {
        let mut view = page("post");
        let Page::Post(story) = &mut view.page else { panic!("the sample story is a story") };
        (*id).clone_into(&mut story.post.id);
        (*tag).clone_into(&mut story.post.tags[0].slug);
        let mut fetched = Fetched::default();
        foreseen.push(theme.foreseen(&site, &view));
        while let Rendered::Needs(requests) = theme.render_with(&site, &view, &fetched).unwrap() {
            for request in requests {
                fetched.insert(request, GetAnswer::Nothing);
            }
        }
    }
    foreseen
}

#[test]
fn what_stories_ask_for_is_foreseen_once_two_have_asked_alike() {
    let theme = theme(
        r#"{{#get "posts" filter="tags:{{post.primary_tag.slug}}+id:-{{post.id}}" limit="3"}}{{/get}}{{#get "tags"}}{{/get}}"#,
    );
    let stories = [("5f01", "sport"), ("5f02", "town"), ("5f03", "sport"), ("5f04", "harbour")];
    let foreseen = read_in_turn(&theme, &stories);
    let related = GetRequest {
        filter: Some("tags:harbour+id:-5f04".into()),
        limit: 3,
        ..GetRequest::new(Resource::Posts)
    };
    assert_eq!(foreseen, [vec![], vec![], vec![], vec![related, GetRequest::new(Resource::Tags)]]);
}

#[test]
fn what_changes_from_story_to_story_is_not_foreseen() {
    let theme = theme(
        r#"{{#match post.primary_tag.slug "sport"}}{{#get "tags"}}{{/get}}{{/match}}{{#get "authors"}}{{/get}}"#,
    );
    let stories = ["town", "sport", "town", "sport", "town"].map(|tag| ("5f01", tag));
    assert!(read_in_turn(&theme, &stories).iter().all(Vec::is_empty));
}

#[test]
fn a_page_that_reads_no_answer_uses_none() {
    let mut fetched = Fetched::default();
    fetched.insert(GetRequest::new(Resource::Tags), GetAnswer::Nothing);
    theme("quiet").render_with(&SiteView::sample(), &page("post"), &fetched).unwrap();
    assert!(!fetched.is_used());
    theme(r#"{{#get "tags"}}{{/get}}"#).render_with(&SiteView::sample(), &page("post"), &fetched).unwrap();
    assert!(fetched.is_used());
}

/// What each sample page of `source` prints when all of them are given one answer, or each one of its own.
fn printed_of_one_answer(source: &str, is_shared: bool) -> Vec<String> {
    let (theme, site) = (theme(source), SiteView::sample());
    let to_many = Answered::to_many(two_posts(&GetRequest::new(Resource::Posts)));
    let print = |(_, page): (_, PageView)| {
        let mut fetched = Fetched::default();
        let Rendered::Needs(requests) = theme.render_with(&site, &page, &fetched).unwrap() else {
            panic!("the page asks for nothing")
        };
        for request in requests {
            if is_shared {
                fetched.insert(request, std::sync::Arc::clone(&to_many));
            } else {
                let own = two_posts(&request);
                fetched.insert(request, own);
            }
        }
        theme.render_settled(&site, &page, &fetched).unwrap().html
    };
    PageView::samples()
        .into_iter()
        .filter(|(name, _)| ["home", "post", "page"].contains(name))
        .map(print)
        .collect()
}

#[test]
fn an_answer_that_serves_many_pages_makes_none_of_them_another() {
    for inside in [
        "{{#foreach posts}}{{title}} {{url}} {{date published_at}} {{@first}} {{@site.title}}{{/foreach}}",
        // These look at the page.
        "{{url}}",
        "{{date missing}}",
        "{{#foreach posts}}{{date timeago=\"true\"}}{{/foreach}}",
        "{{#is \"post\"}}a story{{/is}}",
        "{{#has number=\"2\"}}second{{/has}}",
        "{{#has any=\"@page.show_title_and_feature_image\"}}shown{{/has}}",
        "{{../title}}",
        "{{@root.context}}",
        "{{body_class}} {{meta_title}}",
    ] {
        let source = format!("{{{{#get \"posts\"}}}}{inside}{{{{/get}}}}");
        assert_eq!(printed_of_one_answer(&source, true), printed_of_one_answer(&source, false), "{inside}");
    }
}

#[test]
fn what_was_printed_of_an_answer_is_not_shown_on_another_site_or_by_another_theme() {
    let source = "{{#get \"posts\"}}{{@site.title}}{{/get}}";
    let (one, other) = (theme(source), theme("{{#get \"posts\"}}Other {{@site.title}}{{/get}}"));
    let (site, page) = (SiteView::sample(), page("home"));
    let renamed = SiteView { title: "The Gong".into(), ..site.clone() };
    let mut fetched = Fetched::default();
    let answered = Answered::to_many(two_posts(&GetRequest::new(Resource::Posts)));
    let mut print = |theme: &Theme, site: &SiteView| {
        if let Rendered::Needs(requests) = theme.render_with(site, &page, &fetched).unwrap() {
            for request in requests {
                fetched.insert(request, std::sync::Arc::clone(&answered));
            }
        }
        theme.render_settled(site, &page, &fetched).unwrap().html
    };
    for _ in 0..2 {
        assert_eq!(print(&one, &site), "The Arvel Mercury");
        assert_eq!(print(&one, &renamed), "The Gong");
        assert_eq!(print(&other, &site), "Other The Arvel Mercury");
    }
}
