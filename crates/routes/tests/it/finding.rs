//! What stands at a path, and to whom a story belongs.

use dateline_nql::Given;
use dateline_routes::{Found, Resource, Routes};

const FILE: &str = "
routes:
  /about/: about
  /films/:
    controller: channel
    filter: tag:film
    rss: false
    data: tag.film
collections:
  /blog/:
    permalink: /blog/{year}/{month}/{slug}/
    filter: tag:news
  /:
    permalink: /{slug}/
taxonomies:
  tag: /topic/{slug}/
";

fn found(path: &str) -> Option<Found> {
    Routes::parse(FILE).unwrap().find(path)
}

fn moved(to: &str) -> Found {
    Found::Moved { to: to.to_owned() }
}

#[test]
fn a_path_leads_to_its_route() {
    let entry = |number, page| Some(Found::Entry { number, page });
    assert_eq!(found("/about/"), entry(0, 1));
    assert_eq!(found("/about"), Some(moved("/about/")));
    assert_eq!(found("/about/page/2/"), None);
    assert_eq!(found("/films/page/2/"), entry(1, 2));
    assert_eq!(found("/films/page/1/"), Some(moved("/films/")));
    assert_eq!(found("/films/page/02/"), None);
    assert_eq!(found("/films/rss/"), Some(Found::Nothing));
    assert_eq!(found("/blog/rss/"), Some(Found::Feed { number: 2 }));
    assert_eq!(found("/blog/rss"), Some(moved("/blog/rss/")));
    assert_eq!(found("/"), entry(3, 1));
    assert_eq!(found("/page/3/"), entry(3, 3));
    assert_eq!(found("/rss/"), Some(Found::Feed { number: 3 }));
    assert_eq!(found("/a-story/"), None);
}

#[test]
fn archives_stand_where_the_file_says_or_nowhere() {
    let tag = |page| Some(Found::Tag { slug: "sea".to_owned(), page });
    assert_eq!(found("/topic/sea/"), tag(1));
    assert_eq!(found("/topic/sea/page/2/"), tag(2));
    assert_eq!(found("/topic/sea/page/1/"), Some(moved("/topic/sea/")));
    assert_eq!(found("/topic/sea/rss/"), Some(Found::TagFeed { slug: "sea".to_owned() }));
    assert_eq!(found("/tag/sea/"), None, "the old address is looked up as on any site, and leads on");
    assert_eq!(found("/author/ana/"), Some(Found::Nothing));
}

#[test]
fn a_site_without_a_collection_at_its_front_has_no_front_page() {
    let routes = Routes::parse("collections:\n  /blog/:\n    permalink: /blog/{slug}/\n").unwrap();
    assert_eq!(routes.find("/"), Some(Found::Nothing));
    assert_eq!(routes.find("/page/2/"), Some(Found::Nothing));
    let routes = Routes::parse("routes:\n  /: home\n").unwrap();
    assert_eq!(routes.find("/"), Some(Found::Entry { number: 0, page: 1 }));
}

#[test]
fn a_story_belongs_to_the_first_collection_that_it_fits() {
    let routes = Routes::parse(FILE).unwrap();
    let tagged = |tag: &'static str| {
        move |key: &str| if key == "tag" { vec![Given::Text(tag.to_owned())] } else { Vec::new() }
    };
    let permalink = |tag| routes.owner(&tagged(tag), 0).map(dateline_routes::Pattern::with_colons);
    assert_eq!(permalink("news"), Some("/blog/:year/:month/:slug/".to_owned()));
    assert_eq!(permalink("sea"), Some("/:slug/".to_owned()));
    let front = routes.filter_of(3).unwrap();
    assert!(front.matches(&tagged("sea"), 0) && !front.matches(&tagged("news"), 0));
    assert!(
        routes.filter_of(1).unwrap().matches(&tagged("film"), 0),
        "a channel shows what belongs elsewhere"
    );
}

#[test]
fn what_a_route_shows_has_its_address_there() {
    let routes = Routes::parse(FILE).unwrap();
    assert_eq!(routes.shown_at(Resource::Tags, "film"), Some("/films/"));
    assert_eq!(routes.shown_at(Resource::Pages, "film"), None);
}
