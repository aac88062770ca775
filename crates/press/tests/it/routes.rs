//! Every shape of address in the contract on Blogger, and Ghost's, leads where a reader expects.

use dateline_model::Period;
use dateline_press::{FeedFormat, FeedRoute, FeedScope, Order, PAGE_MAX, Query, Route, TagName};

/// The route of an address, which is that of the address without noise: under that one its answer is kept for everybody.
fn route(address: &str) -> Route {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let query = Query::parse(query);
    let route = Route::of(path, &query);
    assert_eq!(Route::of(path, &query.known_to(&route)), route, "{address}");
    route
}

fn moved(to: &str) -> Route {
    Route::Moved { to: to.to_owned() }
}

fn story(path: &str) -> Route {
    Route::Permalink { path: path.to_owned(), comment_page: 1, order: Order::Oldest }
}

fn labelled(name: &str, page: i64) -> Route {
    Route::Tag { tag: TagName::Label(name.to_owned()), page }
}

fn feed(scope: FeedScope, format: FeedFormat, summary: bool) -> Route {
    Route::Feed(FeedRoute { scope, format, summary })
}

fn all_posts() -> FeedScope {
    FeedScope::Posts { labels: Vec::new() }
}

#[test]
fn the_front_page_has_one_address_and_its_continuations_another_each() {
    assert_eq!(route("/"), Route::Home { page: 1 });
    assert_eq!(route("/index.html"), moved("/"));
    assert_eq!(route("/page/2/"), Route::Home { page: 2 });
    assert_eq!(route("/page/2"), moved("/page/2/"));
    assert_eq!(route("/page/1/"), moved("/"));
    for strange in ["/page/0/", "/page/-1/", "/page/02/", "/page/+2/", "/page/x/"] {
        assert_eq!(route(strange), story(strange), "{strange}");
    }
}

#[test]
fn a_page_number_at_the_limit_is_looked_up_and_one_beyond_is_not() {
    assert_eq!(route(&format!("/page/{PAGE_MAX}/")), Route::Home { page: PAGE_MAX });
    let beyond = format!("/page/{}/", PAGE_MAX + 1);
    assert_eq!(route(&beyond), story(&beyond));
}

#[test]
fn bloggers_posts_and_pages_keep_their_addresses_whatever_noise_follows() {
    for path in ["/2012/03/harbour.html", "/p/about.html"] {
        for noise in
            ["", "?m=1", "?m=0", "?spref=fb", "?utm_source=x", "?view=magazine", "?showComment=1333000000000"]
        {
            assert_eq!(route(&format!("{path}{noise}")), story(path), "{path}{noise}");
        }
    }
    let second =
        Route::Permalink { path: "/2012/03/harbour.html".to_owned(), comment_page: 2, order: Order::Oldest };
    assert_eq!(route("/2012/03/harbour.html?commentPage=2"), second);
    assert_eq!(route("/2012/03/harbour.html?commentPage=-4"), story("/2012/03/harbour.html"));
}

#[test]
fn archives_answer_for_years_months_and_days_and_their_older_names_lead_there() {
    let archive = |period| Route::Archive { period, page: 1 };
    assert_eq!(route("/2012/"), archive(Period::Year(2012)));
    assert_eq!(route("/2012/03/"), archive(Period::Month(2012, 3)));
    assert_eq!(route("/2012/03/29/"), archive(Period::Day(2012, 3, 29)));
    assert_eq!(route("/2012/03"), moved("/2012/03/"));
    assert_eq!(route("/2012/03/page/2/"), Route::Archive { period: Period::Month(2012, 3), page: 2 });
    assert_eq!(route("/2012_03_01_archive.html"), moved("/2012/03/"));
    assert_eq!(route("/2012_03_18_archive.html"), moved("/2012/03/"));
    assert_eq!(route("/2012_13_01_archive.html"), story("/2012_13_01_archive.html"));
    assert_eq!(route("/archive/"), Route::ArchiveIndex);
}

#[test]
fn labels_are_found_by_name_with_blanks_letters_and_several_at_once() {
    assert_eq!(route("/search/label/Harbour"), labelled("Harbour", 1));
    assert_eq!(route("/search/label/Town Hall"), labelled("Town Hall", 1));
    assert_eq!(route("/search/label/A+B"), labelled("A+B", 1));
    assert_eq!(route("/search/label/a/b"), labelled("a/b", 1));
    assert_eq!(route("/search/label/Harbour?page=3"), labelled("Harbour", 3));
    assert_eq!(route("/tag/harbour/"), Route::Tag { tag: TagName::Slug("harbour".to_owned()), page: 1 });
    assert_eq!(route("/tag/harbour"), moved("/tag/harbour/"));
}

#[test]
fn older_posts_are_found_by_the_moment_in_the_link() {
    let cursor = |label: Option<&str>, to| Route::Cursor {
        label: label.map(str::to_owned),
        from: i64::MIN,
        to,
        limit: 7,
    };
    let moment = 1_333_015_200_000;
    for zone in ["2012-03-29T12:00:00%2B02:00", "2012-03-29T12:00:00+02:00", "2012-03-29T10:00:00Z"] {
        let query = format!("updated-max={zone}&max-results=7&start=7&by-date=false");
        assert_eq!(route(&format!("/search?{query}")), cursor(None, moment), "{zone}");
        assert_eq!(route(&format!("/search/label/Sea?{query}")), cursor(Some("Sea"), moment), "{zone}");
    }
    let unreadable = route("/search?updated-max=yesterday&max-results=100000");
    assert_eq!(unreadable, Route::Cursor { label: None, from: i64::MIN, to: i64::MAX, limit: 100 });
}

#[test]
fn wordpress_numbers_and_months_in_the_front_pages_query_are_understood() {
    let numbered = |name, value: &str| Route::WordPress { name, value: value.to_owned() };
    assert_eq!(route("/?p=12"), numbered("p", "12"));
    assert_eq!(route("/index.php?p=12"), numbered("p", "12"));
    assert_eq!(route("/?page_id=7&preview=true"), numbered("page_id", "7"));
    assert_eq!(route("/?cat=3"), numbered("cat", "3"));
    assert_eq!(route("/?author=1"), numbered("author", "1"));
    assert_eq!(route("/?tag=harbour"), numbered("tag", "harbour"));
    assert_eq!(route("/?name=fog&year=2012&monthnum=3"), numbered("name", "fog"));
    assert_eq!(route("/?pagename=about/contact"), numbered("pagename", "about/contact"));
    assert_eq!(route("/?category_name=sea&utm_source=x"), numbered("category_name", "sea"));
    assert_eq!(route("/?author_name=%D0%B0%D0%BD%D0%B0"), numbered("author_name", "ана"));
    assert_eq!(route("/?year=2012"), moved("/2012/"));
    assert_eq!(route("/?year=2012&monthnum=3"), moved("/2012/03/"));
    assert_eq!(route("/?year=2012&monthnum=03&day=9"), moved("/2012/03/09/"));
    assert_eq!(route("/?m=201203"), moved("/2012/03/"));
    assert_eq!(route("/?m=20120329"), moved("/2012/03/29/"));
    assert_eq!(route("/?paged=2"), moved("/page/2/"));
    assert_eq!(route("/?feed=rss2"), moved("/feed/"));
    assert_eq!(route("/?feed=comments-rss2"), moved("/comments/feed/"));
    assert_eq!(route("/index.php"), moved("/"));
}

#[test]
fn files_that_wordpress_has_beside_its_front_page_lead_to_ours() {
    for (file, to) in [
        ("wp-rss2.php", "/feed/"),
        ("wp-rdf.php", "/feed/"),
        ("wp-atom.php", "/atom.xml"),
        ("wp-commentsrss2.php", "/comments/feed/"),
        ("wp-sitemap.xml", "/sitemap.xml"),
        ("sitemap_index.xml", "/sitemap.xml"),
    ] {
        assert_eq!(route(&format!("/{file}")), moved(to), "{file}");
    }
}

#[test]
fn noise_in_the_front_pages_query_is_the_front_page() {
    for noise in
        ["?m=1", "?m=201299", "?m=2012ab", "?p=", "?p=x", "?p=-1", "?cat=1+2", "?tag=", "?paged=1", "?utm=1"]
    {
        assert_eq!(route(&format!("/{noise}")), Route::Home { page: 1 }, "{noise}");
    }
    for noise in [
        "name=Ana+Reis",
        "name=ana%40gull.example",
        "name=Ana",
        "tag=../x",
        "name=fog%00",
        "pagename=%2F",
        "author_name=-",
    ] {
        assert_eq!(route(&format!("/?{noise}")), Route::Home { page: 1 }, "{noise}");
    }
    for noise in
        ["monthnum=3", "year=12", "year=2012&monthnum=13", "year=2012&monthnum=3&day=32", "year=20ab"]
    {
        assert_eq!(route(&format!("/?{noise}")), Route::Home { page: 1 }, "{noise}");
    }
    let (longest, longer) = ("s".repeat(800), "s".repeat(801));
    assert_eq!(route(&format!("/?name={longest}")), Route::WordPress { name: "name", value: longest });
    assert_eq!(route(&format!("/?name={longer}")), Route::Home { page: 1 });
    let (longest, longer) = ("9".repeat(18), "9".repeat(19));
    assert_eq!(route(&format!("/?p={longest}")), Route::WordPress { name: "p", value: longest });
    assert_eq!(route(&format!("/?p={longer}")), Route::Home { page: 1 });
}

#[test]
fn searches_robots_and_the_small_files_have_their_usual_names() {
    assert_eq!(route("/search?q=harbour+bridge"), Route::Search { words: "harbour bridge".to_owned() });
    assert_eq!(route("/search/"), Route::Search { words: String::new() });
    assert_eq!(route("/?s=harbour+bridge"), Route::Search { words: "harbour bridge".to_owned() });
    assert_eq!(route("/robots.txt"), Route::Robots);
    assert_eq!(route("/ads.txt"), Route::AdsTxt);
    assert_eq!(route("/favicon.ico"), Route::Favicon);
    assert_eq!(route("/sitemap.xml"), Route::Sitemap { page: None });
    assert_eq!(route("/sitemap.xml?page=2"), Route::Sitemap { page: Some(2) });
    assert_eq!(route("/sitemap-pages.xml"), Route::SitemapPages);
}

#[test]
fn what_search_engines_kept_of_gadgets_and_countries_leads_to_the_page_itself() {
    let gadget =
        "widgetType=BlogArchive&widgetId=BlogArchive1&action=toggle&dir=open&toggle=YEARLY-1325397600000";
    assert_eq!(route(&format!("/2012/03/harbour.html?{gadget}")), moved("/2012/03/harbour.html"));
    assert_eq!(route("/ncr/2012/03/harbour.html"), moved("/2012/03/harbour.html"));
    assert_eq!(route("/ncr/"), moved("/"));
}

#[test]
fn bloggers_feeds_have_all_their_addresses() {
    let atom = FeedFormat::Atom;
    for path in ["/feeds/posts/default", "/feeds/posts/full"] {
        assert_eq!(route(path), feed(all_posts(), atom, false), "{path}");
    }
    assert_eq!(route("/feeds/posts/summary"), feed(all_posts(), atom, true));
    let labels = FeedScope::Posts { labels: vec!["Sea".to_owned(), "Town Hall".to_owned()] };
    assert_eq!(route("/feeds/posts/default/-/Sea/Town Hall"), feed(labels, atom, false));
    assert_eq!(route("/feeds/posts/default/8812"), feed(FeedScope::Post("8812".to_owned()), atom, false));
    assert_eq!(route("/feeds/pages/default"), feed(FeedScope::Pages, atom, false));
    assert_eq!(route("/feeds/comments/full"), feed(FeedScope::Comments, atom, false));
    let of = |comment: Option<&str>| FeedScope::CommentsOf("8812".to_owned(), comment.map(str::to_owned));
    assert_eq!(route("/feeds/8812/comments/default"), feed(of(None), atom, false));
    assert_eq!(route("/feeds/8812/comments/default/99"), feed(of(Some("99")), atom, false));
    assert_eq!(route("/feeds/posts/secret"), story("/feeds/posts/secret"));
}

#[test]
fn feeds_have_short_names_for_the_site_a_tag_an_author_and_the_comments() {
    assert_eq!(route("/atom.xml"), feed(all_posts(), FeedFormat::Atom, false));
    assert_eq!(route("/rss.xml?redirect=false"), feed(all_posts(), FeedFormat::Rss, false));
    assert_eq!(route("/rss/"), feed(all_posts(), FeedFormat::Rss, false));
    assert_eq!(route("/feed.json"), feed(all_posts(), FeedFormat::JsonFeed, false));
    assert_eq!(route("/tag/sea/rss/"), feed(FeedScope::Tag("sea".to_owned()), FeedFormat::Rss, false));
    assert_eq!(route("/author/ana/rss/"), feed(FeedScope::Author("ana".to_owned()), FeedFormat::Rss, false));
    assert_eq!(route("/comments/atom.xml"), feed(FeedScope::Comments, FeedFormat::Atom, false));
}

#[test]
fn a_path_that_nobody_has_is_looked_up_as_a_permalink() {
    for path in ["/no-such-story/", "/a/b/c/d", "/feeds", "/tag", "/author/x/y/z", "/2012/03/29/12/"] {
        assert_eq!(route(path), story(path), "{path}");
    }
}
