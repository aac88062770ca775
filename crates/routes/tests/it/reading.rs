//! What a file says, and what is said to whoever wrote it wrongly.

use dateline_routes::{Kind, Query, Resource, Routes};

const WHOLE: &str = "
routes:
  /about-us/: about
  /features/:
    controller: channel
    filter: tag:features
    order: published_at asc
    limit: 12
    template: [features, index]
    data: page.features
    rss: false
  /podcast/rss/:
    template: rss
    content_type: text/xml
collections:
  /blog/:
    permalink: /blog/{year}/{slug}/
    template: index
    filter: primary_tag:news
    data:
      lead: post.welcome
      best:
        resource: posts
        type: browse
        filter: featured:true
        limit: 3
  /:
    permalink: /{slug}/
taxonomies:
  tag: /topic/{slug}/
  author: /by/{slug}/
";

#[test]
fn the_whole_of_a_file_is_read() {
    let routes = Routes::parse(WHOLE).unwrap();
    let paths: Vec<&str> = routes.entries().iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["/about-us/", "/features/", "/podcast/rss/", "/blog/", "/"]);
    let features = &routes.entries()[1];
    assert_eq!(features.templates, ["features", "index"]);
    let listing = features.listing().unwrap();
    assert_eq!((listing.limit, listing.rss), (Some(12), false));
    assert_eq!(listing.order, [("published_at".to_owned(), false)]);
    assert!(features.data[0].redirect && features.data[0].name == "page");
    assert_eq!(features.data[0].query, Query::Read("features".to_owned()));
    let xml = Kind::Page { content_type: Some("text/xml; charset=utf-8") };
    assert_eq!(routes.entries()[2].kind, xml);
    let best = &routes.entries()[3].data[1];
    assert!(!best.redirect && best.resource == Resource::Posts);
    assert!(matches!(best.query, Query::Browse { limit: 3, page: 1, .. }));
    assert_eq!(routes.tag().map(|tag| tag.with_slug("harbour")), Some("/topic/harbour/".to_owned()));
    assert_eq!(routes.feed(), Some("/blog/rss/".to_owned()));
}

#[test]
fn an_empty_file_has_no_routes_and_no_archives() {
    for text in ["", "routes:\n", "routes:\ncollections:\ntaxonomies:\n"] {
        assert_eq!(Routes::parse(text).unwrap(), Routes::default(), "{text:?}");
    }
}

#[test]
fn a_mistake_is_told_with_its_line_and_what_would_be_right() {
    for (text, line, why) in [
        ("routes:\n  /a/: about\nfrontpage: x\n", 3, "there is no \"frontpage\""),
        ("routes:\n  about/: about\n", 2, "begins with a slash"),
        ("routes:\n  /about: about\n", 2, "ends with a slash"),
        ("routes:\n  /about/:\n", 2, "name a template"),
        ("routes:\n  /about/:\n    data: page.about\n", 2, "name a template"),
        ("routes:\n  /a/: x\n  /a/: y\n", 3, "stands in line 2 already"),
        ("routes:\n  /a/: ../../etc/passwd\n", 2, "is no name of a template"),
        ("routes:\n  /a/:\n    controller: list\n", 3, "the one controller is channel"),
        ("routes:\n  /a/:\n    controller: channel\n    filter: 'tag:['\n", 4, "cannot be read"),
        ("routes:\n  /a/:\n    template: a\n    content_type: text/evil\n", 4, "is no content type"),
        ("routes:\n  /admin/x/: about\n", 2, "the server itself"),
        ("routes:\n  /a/{slug}/: about\n", 2, "no variable parts"),
        ("collections:\n  /a/:\n    template: a\n", 2, "say where its stories stand"),
        ("collections:\n  /a/:\n    permalink: /:slug/\n", 3, "in place of :slug"),
        ("collections:\n  /a/:\n    permalink: /{year}/\n", 3, "share one address"),
        ("collections:\n  /a/:\n    permalink: /{slug}/\n    limit: 0\n", 4, "a number from 1"),
        ("collections:\n  /a/:\n    permalink: /{slug}/\n    pages: 3\n", 4, "there is no \"pages\""),
        ("taxonomies:\n  tag:\n", 2, "or remove the line"),
        ("taxonomies:\n  series: /s/{slug}/\n", 2, "no archive of \"series\""),
        ("taxonomies:\n  tag: /t/{year}/{slug}/\n", 2, "no other part"),
        ("routes:\n  /a/:\n    template: a\n    data: recipes\n", 4, "write it like tag.recipes"),
        ("routes:\n  /a/:\n    template: a\n    data: film.dune\n", 4, "there is no \"film\""),
        (
            "routes:\n  /a/:\n    template: a\n    data:\n      author: author.ana\n",
            5,
            "cannot be called author",
        ),
        ("routes:\n  /a/:\n    template: a\n    data:\n      resource: posts\n", 5, "a name of its own"),
        (
            "routes:\n  /a/:\n    template: a\n    data:\n      x:\n        resource: posts\n",
            5,
            "type is required",
        ),
        ("routes:\n  /a/: [\n", 3, "this is not YAML"),
        ("routes: about\n", 1, "a list of names"),
        ("- a\n", 1, "a list of names"),
        ("x: &a 1\ny: *a\n", 2, "not followed"),
    ] {
        let error = Routes::parse(text).unwrap_err();
        assert!(error.message.contains(why), "{text:?} says {error}");
        assert_eq!(error.line, line, "{text:?} says {error}");
    }
}
