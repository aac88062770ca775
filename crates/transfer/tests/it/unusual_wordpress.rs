//! Exports of WordPress as plug-ins, hosts and the years have made them: each is written here with one oddity, and read as an
//! editor would want it.

use std::fmt::Write as _;

use dateline_model::{Detail, PostKind};
use dateline_transfer::{Limits, PostState, Story};

use crate::paper::Paper;
use crate::tally::Tally;

/// The namespaces of an export.
const SPACES: &str = "xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"";

/// An export in the making.
struct Wxr {
    spaces: String,
    version: &'static str,
    base: &'static str,
    head: String,
    items: String,
}

/// An item in the making, with what every item has.
struct Item {
    fields: Vec<(&'static str, String)>,
    more: String,
}

impl Item {
    fn new(id: &'static str, title: &str) -> Self {
        let fields = vec![
            ("title", title.to_owned()),
            ("link", format!("https://gull.example/2020/03/s{id}/")),
            ("dc:creator", "ana".to_owned()),
            ("content:encoded", "<p>Fog.</p>".to_owned()),
            ("wp:post_id", id.to_owned()),
            ("wp:post_date", "2020-03-01 11:00:00".to_owned()),
            ("wp:post_date_gmt", "2020-03-01 10:00:00".to_owned()),
            ("wp:post_name", format!("s{id}")),
            ("wp:status", "publish".to_owned()),
            ("wp:post_parent", "0".to_owned()),
            ("wp:menu_order", "0".to_owned()),
            ("wp:post_type", "post".to_owned()),
        ];
        Self { fields, more: String::new() }
    }

    /// The same with another text in a field; without the field for no text.
    fn with(mut self, name: &'static str, text: &str) -> Self {
        self.fields.retain(|(known, _)| *known != name);
        if !text.is_empty() {
            self.fields.push((name, text.to_owned()));
        }
        self
    }

    fn meta(mut self, key: &str, value: &str) -> Self {
        write!(self.more, "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>").unwrap();
        self
    }

    fn filed(mut self, domain: &str, slug: &str, name: &str) -> Self {
        write!(self.more, "<category domain=\"{domain}\" nicename=\"{slug}\"><![CDATA[{name}]]></category>")
            .unwrap();
        self
    }

    fn comment(mut self, id: &str, fields: &[(&str, &str)]) -> Self {
        let usual = [
            ("comment_author", "Eva"),
            ("comment_date_gmt", "2020-03-02 10:00:00"),
            ("comment_content", "Thick."),
            ("comment_approved", "1"),
            ("comment_type", "comment"),
            ("comment_parent", "0"),
        ];
        write!(self.more, "<wp:comment><wp:comment_id>{id}</wp:comment_id>").unwrap();
        for (name, text) in usual {
            let text = fields.iter().find(|(known, _)| *known == name).map_or(text, |(_, text)| text);
            write!(self.more, "<wp:{name}><![CDATA[{text}]]></wp:{name}>").unwrap();
        }
        self.more.push_str("</wp:comment>");
        self
    }
}

impl Wxr {
    fn new() -> Self {
        Self {
            spaces: SPACES.to_owned(),
            version: "<wp:wxr_version>1.2</wp:wxr_version>",
            base: "https://gull.example",
            head: String::new(),
            items: String::new(),
        }
    }

    fn item(mut self, item: Item) -> Self {
        self.items.push_str("<item>");
        for (name, text) in &item.fields {
            write!(self.items, "<{name}><![CDATA[{}]]></{name}>", text.replace("]]>", "]]]]><![CDATA[>"))
                .unwrap();
        }
        self.items.push_str(&item.more);
        self.items.push_str("</item>\n");
        self
    }

    fn text(&self) -> String {
        let Self { spaces, version, base, head, items } = self;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" {spaces}><channel><title>Gull</title><link>{base}</link><description>The bay</description><language>en-US</language>{version}<wp:base_blog_url>{base}</wp:base_blog_url>{head}\n{items}</channel></rss>"
        )
    }

    fn tally(&self) -> Tally {
        tally(&self.text())
    }
}

fn tally(text: &str) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.xml");
    std::fs::write(&path, text).unwrap();
    Tally::of(&path)
}

/// What is said of an entry.
fn said<'t>(tally: &'t Tally, part: &str) -> &'t str {
    let found = tally.problems.iter().find(|problem| problem.message.contains(part));
    &found.unwrap_or_else(|| panic!("{part}: {:#?}", tally.problems)).message
}

#[test]
fn namespaces_versions_and_prefixes_may_be_missing_or_others() {
    let plain = || Wxr::new().item(Item::new("1", "One")).item(Item::new("2", "Two"));
    let renamed =
        plain().text().replace("xmlns:wp=", "xmlns:x=").replace("<wp:", "<x:").replace("</wp:", "</x:");
    for text in [
        Wxr { spaces: String::new(), ..plain() }.text(),
        Wxr { version: "", ..plain() }.text(),
        plain().text().replace("export/1.2", "export/1.9"),
        plain().text().replace("http://wordpress.org", "https://wordpress.org"),
        renamed,
        format!("\u{feff}\n\n{}", plain().text()),
        format!("\n\n \u{feff}{}", plain().text()),
        plain().text().replace('\n', "\r\n"),
    ] {
        let tally = tally(&text);
        assert_eq!((tally.counts().as_str(), tally.damage.as_ref()), ("posts 2/0/0/0", None), "{text}");
        assert_eq!(tally.posts[0].path.as_deref(), Some("/2020/03/s1/"));
    }
}

#[test]
fn exports_of_two_sites_in_one_folder_are_told_apart_and_parts_of_one_are_not() {
    let part = |base, id| Wxr { base, ..Wxr::new() }.item(Item::new(id, "One")).text();
    let folder = |second| {
        let files = [("a.xml", part("https://gull.example", "1")), ("b.xml", part(second, "2"))];
        crate::unusual_markdown::folder(&files.each_ref().map(|(name, text)| (*name, text.as_str())))
    };
    let one = folder("http://www.Gull.example/");
    assert_eq!(one.counts(), "posts 2/0/0/0");
    assert!(!one.problems.iter().any(|problem| problem.message.contains("another site")));
    let two = folder("https://heron.example");
    assert_eq!(two.counts(), "posts 2/0/0/0");
    said(&two, "b.xml is the export of another site (https://heron.example)");
}

#[test]
fn a_text_may_hold_the_end_of_its_own_marks() {
    let body = "<p>a ]]> b ]]]]> c</p>";
    let tally = Wxr::new().item(Item::new("1", "One").with("content:encoded", body)).tally();
    assert_eq!(tally.post("1").body, body);
}

#[test]
fn dates_that_never_were_are_made_up_for_from_what_else_is_said() {
    const ZERO: &str = "0000-00-00 00:00:00";
    let tally = Wxr::new()
        .item(Item::new("1", "Clock").with("wp:post_date_gmt", ""))
        .item(Item::new("2", "Other").with("wp:post_date_gmt", ZERO))
        .item(
            Item::new("3", "Feed")
                .with("wp:post_date_gmt", ZERO)
                .with("wp:post_date", ZERO)
                .with("pubDate", "Sun, 01 Mar 2020 10:00:00 +0000"),
        )
        .item(
            Item::new("4", "Never")
                .with("wp:post_date_gmt", ZERO)
                .with("wp:post_date", ZERO)
                .with("wp:status", "draft"),
        )
        .item(Item::new("5", "Fine").comment("9", &[("comment_date_gmt", ZERO)]))
        .tally();
    assert_eq!(tally.counts(), "posts 4/1/0/0 comments 1/0/0/0");
    for id in ["1", "2", "3"] {
        // Noon of the site's clock, which is an hour ahead of Greenwich.
        assert_eq!(tally.post(id).published.at, 1_583_056_800_000, "{id}");
    }
    assert!(said(&tally, "no date that exists").contains("dated today"));
    assert!(said(&tally, "that of its story").contains(ZERO));
    assert_eq!(tally.comments[0].published.at, 1_583_056_800_000);
}

#[test]
fn odd_numbers_and_names_lose_no_story() {
    let tally = Wxr::new()
        .item(Item::new("-5", "Negative").comment("-7", &[]))
        .item(Item::new("99999999999999999999", "Huge"))
        .item(
            Item::new("10", "Above")
                .with("wp:post_type", "page")
                .with("wp:post_name", "team")
                .with("link", "https://gull.example/a/team/"),
        )
        .item(
            Item::new("11", "Beside")
                .with("wp:post_type", "page")
                .with("wp:post_name", "team")
                .with("link", "https://gull.example/b/team/"),
        )
        .item(Item::new("12", "Nowhere").with("link", "no address at all"))
        .item(Item::new("13", "Numbered").with("link", "https://gull.example/?p=13"))
        .item(Item::new("14", "Nobody's").with("dc:creator", ""))
        .tally();
    assert_eq!(tally.counts(), "posts 5/0/0/0 pages 2/0 comments 1/0/0/0");
    let path = |id: &str| tally.post(id).path.as_deref();
    assert_eq!((path("10"), path("11")), (Some("/a/team/"), Some("/b/team/")));
    assert_eq!((path("12"), path("13")), (None, None));
    assert!(said(&tally, "is no address").contains("no address at all"));
    assert_eq!(tally.post("14").authors, []);
    assert_eq!(tally.post("10").authors[0].name, "ana", "who signs need not be declared");
}

#[test]
fn remarks_that_are_no_readers_words_are_told_apart() {
    let mut item = Item::new("1", "One").comment("5", &[("comment_parent", "9")]).comment("9", &[]);
    for kind in ["pingback", "trackback", "webmention", "review", "note", "order_note"] {
        let id = format!("1{}", kind.len());
        item = item.comment(&id, &[("comment_type", kind), ("comment_content", kind)]);
    }
    let held = [("comment_approved", "hold")];
    let tally = Wxr::new()
        .item(item.comment("30", &held).comment("31", &[("comment_approved", "post-trashed")]))
        .tally();
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 3/2/0/0");
    assert_eq!(tally.mentions.len(), 3, "pingback, trackback, webmention");
    assert_eq!(
        tally.comments[0].parent.as_deref(),
        Some("9"),
        "a comment may come before the one it answers"
    );
    said(&tally, "a note among editors");
    said(&tally, "a plug-in's own record");
}

#[test]
fn terms_keep_their_letters_and_other_ways_of_sorting_are_told() {
    let term = |id: &str, slug: &str, above: &str, name: &str| {
        format!(
            "<wp:category><wp:term_id>{id}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{above}</wp:category_parent><wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>"
        )
    };
    let head = [
        term("1", "loop-a", "loop-b", "A"),
        term("2", "loop-b", "loop-a", "B"),
        term("3", "news", "", "News &amp; Views"),
        term("4", "news-sport", "sport", "News"),
    ]
    .concat();
    let item = Item::new("1", "One")
        .filed("category", "news", "News &amp; Views")
        .filed("post_tag", "%d0%bc%d0%be%d1%81%d1%82", "Мост")
        .filed("post_tag", "%d9%85%d9%8a%d9%86%d8%a7%d8%a1", "ميناء")
        .filed("post_tag", "%e6%b8%af%e5%8f%a3", "港口")
        .filed("genre", "essay", "Essay")
        .filed("product_type", "simple", "simple")
        .filed("post_format", "post-format-aside", "Aside")
        .filed("language", "de", "Deutsch");
    let tally = Wxr { head, ..Wxr::new() }.item(item).tally();
    let post = tally.post("1");
    assert_eq!(post.labels, ["News & Views", "Мост", "ميناء", "港口", "Essay"]);
    assert_eq!(post.lang.as_deref(), Some("de"), "Polylang's");
    assert_eq!(
        said(&tally, "stand among their tags"),
        "stories were sorted in ways that a plug-in added, whose terms stand among their tags: genre (1)"
    );
    assert_eq!(
        said(&tally, "which are not kept"),
        "stories were sorted in ways that a plug-in added, which are not kept: product_type (1)"
    );
    let to = dateline_transfer::Destination::Tag("Essay".to_owned());
    assert!(tally.redirects.iter().any(|redirect| redirect.from == "/genre/essay/" && redirect.to == to));
    let slug = tally.tags.iter().find(|tag| tag.name == "Мост").unwrap().slug.clone();
    assert_eq!(slug.as_deref(), Some("мост"));
}

#[test]
fn what_plug_ins_tell_search_engines_comes_along() {
    let tally = Wxr::new()
        .item(
            Item::new("1", "Fog")
                .meta("_yoast_wpseo_title", "%%title%% %%sep%% %%sitename%%")
                .meta("_yoast_wpseo_metadesc", "All of it")
                .meta("_yoast_wpseo_canonical", "https://other.example/fog/")
                .meta("_yoast_wpseo_opengraph-title", "Fog!")
                .meta("_yoast_wpseo_meta-robots-noindex", "1"),
        )
        .item(
            Item::new("2", "Gale")
                .meta("rank_math_title", "Gale now")
                .meta("rank_math_description", "%excerpt%"),
        )
        .item(Item::new("3", "Field").meta("subtitle", "A line").meta("_subtitle", "field_1"))
        .item(Item::new("4", "Built").with("content:encoded", "").meta("_elementor_data", "[{\"id\":\"1\"}]"))
        .item(
            Item::new("5", "Episode")
                .meta("enclosure", "https://gull.example/e.mp3\n12345\naudio/mpeg\na:1:{}"),
        )
        .tally();
    let fog = tally.post("1");
    assert_eq!(
        (fog.meta_title.as_deref(), fog.meta_description.as_deref()),
        (Some("Fog - Gull"), Some("All of it"))
    );
    assert_eq!(fog.details.get(Detail::CanonicalUrl), Some("https://other.example/fog/"));
    assert_eq!(fog.details.get(Detail::OgTitle), Some("Fog!"));
    assert_eq!(
        (tally.post("2").meta_title.as_deref(), tally.post("2").meta_description.as_deref()),
        (Some("Gale now"), None)
    );
    said(&tally, "search engines were asked not to list it");
    assert!(said(&tally, "custom fields").ends_with("subtitle (1)"));
    said(&tally, "a plan that cannot be read");
    assert_eq!(tally.post("5").enclosures[0].length, Some(12_345));
}

#[test]
fn items_of_plug_ins_that_nobody_could_read_are_named_one_by_one() {
    let hidden = |id: &'static str, kind: &str| {
        Item::new(id, "The form")
            .with("wp:post_type", kind)
            .with("link", &format!("https://gull.example/?post_type={kind}&p={id}"))
    };
    let tally = Wxr::new()
        .item(Item::new("1", "One"))
        .item(hidden("2", "wpcf7_contact_form"))
        .item(Item::new("3", "Rev").with("wp:post_type", "revision"))
        .item(Item::new("4", "Bare").with("wp:post_type", "portfolio").with("content:encoded", ""))
        .tally();
    for (entry, kind) in [("The form", "wpcf7_contact_form"), ("Bare", "portfolio")] {
        let told = tally.problems.iter().find(|problem| problem.entry == entry).unwrap();
        assert!(told.line > 0 && told.message.contains(kind), "{told:?}");
    }
    said(&tally, "old site's editor");
    assert_eq!(tally.counts(), "posts 1/0/0/0");
}

#[test]
fn tags_from_before_wordpress_had_tags_are_tags() {
    let old = "a:1:{i:0;O:8:\"stdClass\":1:{s:3:\"tag\";s:6:\"Brücke\";}}";
    let whole = old.replace("s:6:", "s:7:");
    let item =
        |id, value: &str| Item::new(id, "Fog").filed("category", "bay", "Bay").meta("_utw_tags_0", value);
    let tally = Wxr::new().item(item("1", &whole)).item(item("2", old)).tally();
    assert_eq!(tally.post("1").labels, ["Bay", "Brücke"]);
    // A length that ends inside a letter says nothing that can be trusted.
    assert_eq!(tally.post("2").labels, ["Bay"]);
}

#[test]
fn authors_as_wordpress_com_once_wrote_them_sign_with_their_names() {
    let mut wxr = Wxr::new().item(Item::new("1", "One"));
    wxr.head = "<wp:wp_author><wp:author_login>ana</wp:author_login><wp:author_email>ana@example.org</wp:author_email><wp:author_display_name><![CDATA[Ana Reis]]></wp:author_display_name></wp:wp_author>".to_owned();
    let tally = wxr.tally();
    assert_eq!(tally.post("1").authors[0].name, "Ana Reis");
    assert_eq!(tally.declared.len(), 1);
}

#[test]
fn what_a_plug_in_added_for_readers_comes_along_under_its_own_address() {
    let tally = Wxr::new()
        .item(
            Item::new("2", "The bridge")
                .with("wp:post_type", "portfolio")
                .with("link", "https://gull.example/work/bridge/")
                .filed("portfolio_category", "steel", "Steel"),
        )
        .item(
            Item::new("3", "Half done")
                .with("wp:post_type", "portfolio")
                .with("wp:status", "draft")
                .with("link", "https://gull.example/?post_type=portfolio&p=3"),
        )
        .item(
            Item::new("4", "At sea")
                .with("wp:post_type", "podcast_episode")
                .with("link", "https://gull.example/podcast/at-sea/")
                .comment("9", &[]),
        )
        .item(
            Item::new("5", "Mug")
                .with("wp:post_type", "product")
                .with("content:encoded", "")
                .with("excerpt:encoded", "Holds tea."),
        )
        .tally();
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 2/1 comments 1/0/0/0");
    let bridge = tally.post("2");
    assert_eq!(
        (bridge.path.as_deref(), &bridge.labels[..]),
        (Some("/work/bridge/"), &["Steel".to_owned()][..])
    );
    let sea = tally.post("4");
    assert_eq!((sea.kind, &sea.labels[..]), (PostKind::Post, &["Podcast episode".to_owned()][..]));
    assert_eq!(tally.post("5").body, "Holds tea.");
    said(&tally, "2 items are of this kind, which a plug-in added; they came as pages");
    said(&tally, "with the tag \"Podcast episode\"");
}

#[test]
fn the_stars_of_a_review_stand_above_its_words() {
    let meta = |key: &str, value: &str| {
        format!(
            "<wp:commentmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:commentmeta>"
        )
    };
    let mut item = Item::new("1", "One");
    for (id, rating) in [("5", "4"), ("6", "0"), ("7", "six"), ("8", "4.6")] {
        item = item.comment(id, &[("comment_type", "review")]);
        let more =
            [meta("rating", rating), meta("verified", "1"), meta("_x", "y"), meta("title", "Nice")].concat();
        item.more = format!("{}{more}</wp:comment>", item.more.strip_suffix("</wp:comment>").unwrap());
    }
    let tally = Wxr::new().item(item).tally();
    let words: Vec<&str> = tally.comments.iter().map(|comment| comment.html.as_str()).collect();
    assert_eq!(words, ["★★★★☆\n\nThick.", "Thick.", "Thick.", "★★★★★\n\nThick."]);
    said(&tally, "2 comments gave a rating");
    assert!(said(&tally, "fields of comments").ends_with("title (4)"));
}

#[test]
fn a_text_that_elementor_keeps_is_read_from_its_plan() {
    let plan = "[{\"elements\":[{\"widgetType\":\"heading\",\"settings\":{\"title\":\"Tides\"}},{\"widgetType\":\"text-editor\",\"settings\":{\"editor\":\"<p>High at noon.</p>\"}}]}]";
    let built =
        |id, body: &str| Item::new(id, "Built").with("content:encoded", body).meta("_elementor_data", plan);
    let tally = Wxr::new().item(built("1", "")).item(built("2", "<p>Own words.</p>")).tally();
    let body = &tally.post("1").body;
    assert!(body.contains("<h2>Tides</h2>") && body.contains("<p>High at noon.</p>"), "{body}");
    assert_eq!(tally.post("2").body, "<p>Own words.</p>");
    said(&tally, "taken out of the plan");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gallery_of_numbers_shows_the_files_of_the_export() {
    let file = |id: &'static str| {
        Item::new(id, "File")
            .with("wp:post_type", "attachment")
            .with("wp:attachment_url", &format!("https://gull.example/{id}.jpg"))
    };
    let text = "<!-- wp:gallery {\"ids\":[8,7]} /--><!-- wp:paragraph --><p>Fog.</p><!-- /wp:paragraph -->";
    let wxr =
        Wxr::new().item(Item::new("1", "One").with("content:encoded", text)).item(file("7")).item(file("8"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.xml");
    std::fs::write(&path, wxr.text()).unwrap();
    let paper = Paper::new().await;
    paper.import(&path).await;
    let html = paper.post_of("wordpress:1").await.html;
    let at = |name: &str| html.find(name).unwrap_or_else(|| panic!("{name} in {html}"));
    assert!(at("/8.jpg") < at("/7.jpg") && at("/7.jpg") < at("Fog."));
}

fn menu_entry(id: &'static str, order: &str, kind: &str, object: &str, above: &str) -> Item {
    Item::new(id, "")
        .with("wp:post_type", "nav_menu_item")
        .with("wp:menu_order", order)
        .filed("nav_menu", "main-menu", "Main")
        .meta("_menu_item_type", kind)
        .meta("_menu_item_object_id", object)
        .meta("_menu_item_menu_item_parent", above)
}

#[test]
fn the_menu_becomes_the_navigation() {
    let head = "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>sea</wp:category_nicename><wp:cat_name>Sea</wp:cat_name></wp:category>".to_owned();
    let tally = Wxr { head, ..Wxr::new() }
        .item(menu_entry("33", "4", "taxonomy", "3", "0").meta("_menu_item_object", "category"))
        .item(menu_entry("31", "2", "post_type", "1", "0"))
        .item(
            menu_entry("32", "3", "custom", "32", "31")
                .with("title", "Elsewhere")
                .meta("_menu_item_url", "https://elsewhere.example/"),
        )
        .item(
            menu_entry("30", "1", "custom", "30", "0")
                .with("title", "Home")
                .meta("_menu_item_url", "https://gull.example/"),
        )
        .item(menu_entry("34", "5", "post_type", "404", "0").with("title", "Gone"))
        .item(
            Item::new("40", "Footer entry")
                .with("wp:post_type", "nav_menu_item")
                .filed("nav_menu", "footer", "F")
                .meta("_menu_item_type", "custom")
                .meta("_menu_item_url", "/x/"),
        )
        .item(
            Item::new("1", "About").with("wp:post_type", "page").with("link", "https://gull.example/about/"),
        )
        .tally();
    let menu: Vec<_> =
        tally.site.navigation.iter().map(|item| (item.label.as_str(), item.url.as_str())).collect();
    assert_eq!(
        menu,
        [
            ("Home", "/"),
            ("About", "/about/"),
            ("Elsewhere", "https://elsewhere.example/"),
            ("Sea", "/category/sea/")
        ]
    );
    assert!(said(&tally, "lead to nothing").ends_with("Gone"));
    assert!(said(&tally, "one menu here").ends_with("footer"));
    said(&tally, "1 entries of the menu stood below others");
    let blocks = "<!-- wp:navigation-link {\"label\":\"About\",\"url\":\"https://gull.example/about/\"} /-->";
    let tally = Wxr::new()
        .item(Item::new("9", "Nav").with("wp:post_type", "wp_navigation").with("content:encoded", blocks))
        .tally();
    assert_eq!(tally.site.navigation[0].url, "/about/");
    assert_eq!(tally.site.title.as_deref(), Some("Gull"), "the last word on the site is a whole one");
}

/// Blocks in blocks, of every kind that readers see.
const BLOCKS: &str = "<!-- wp:cover {\"url\":\"https://gull.example/c.jpg\"} --><div class=\"wp-block-cover\"><img src=\"https://gull.example/c.jpg\" alt=\"\"><div><!-- wp:group --><div><!-- wp:columns --><div><!-- wp:column --><div><!-- wp:paragraph --><p>Left</p><!-- /wp:paragraph --></div><!-- /wp:column --><!-- wp:column --><div><!-- wp:embed {\"url\":\"https://youtu.be/dQw4w9WgXcQ\"} --><figure><div>\nhttps://youtu.be/dQw4w9WgXcQ\n</div></figure><!-- /wp:embed --></div><!-- /wp:column --></div><!-- /wp:columns --></div><!-- /wp:group --></div></div><!-- /wp:cover -->
<!-- wp:block {\"ref\":50} /--><!-- wp:block {\"ref\":404} /--><!-- wp:latest-posts {\"postsToShow\":3} /--><!-- wp:acf/quote {\"data\":{\"text\":\"x\"}} /-->
<!-- wp:gallery {\"ids\":[40]} --><figure class=\"wp-block-gallery\"><ul><li><figure><img src=\"https://gull.example/a.jpg\" alt=\"old shape\"></figure></li></ul></figure><!-- /wp:gallery -->
<!-- wp:gallery --><figure class=\"wp-block-gallery has-nested-images\"><!-- wp:image --><figure><img src=\"https://gull.example/b.jpg\" alt=\"new shape\"></figure><!-- /wp:image --></figure><!-- /wp:gallery -->";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocks_in_blocks_are_printed_and_shared_ones_stand_where_they_are_named() {
    let shared =
        |id, body| Item::new(id, "Shared").with("wp:post_type", "wp_block").with("content:encoded", body);
    let text = Wxr::new()
        .item(Item::new("1", "Nest").with("content:encoded", BLOCKS))
        .item(shared(
            "50",
            "<!-- wp:paragraph --><p>Said often</p><!-- /wp:paragraph --><!-- wp:block {\"ref\":51} /-->",
        ))
        .item(shared("51", "<!-- wp:block {\"ref\":50} /--><p>And in it</p>"))
        .text();
    let paper = Paper::new().await;
    let path = paper.data().join("export.xml");
    std::fs::write(&path, text).unwrap();
    let report = paper.import(&path).await;
    let nest = paper.post_of("wordpress:1").await;
    for part in [
        "Left",
        "youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "Said often",
        "And in it",
        "old shape",
        "new shape",
        "c.jpg",
    ] {
        assert!(nest.html.contains(part), "{part} in {}", nest.html);
    }
    assert!(!nest.html.contains("<!-- wp:"), "{}", nest.html);
    let told = report.problems.iter().find(|problem| problem.entry == "Nest").unwrap();
    assert!(told.message.ends_with("acf/quote (1), block (2), latest-posts (1)"), "{told:?}");
    assert_eq!(paper.import(&path).await.changed_rows, 0);
}

#[test]
fn a_site_in_a_folder_keeps_its_folders_addresses() {
    let tally = Wxr { base: "https://gull.example/blog2", ..Wxr::new() }
        .item(
            Item::new("5", "One")
                .with("link", "https://gull.example/blog2/2020/03/one/")
                .with("wp:post_name", "one"),
        )
        .tally();
    let from: Vec<&str> = tally.redirects.iter().map(|redirect| redirect.from.as_str()).collect();
    assert!(from.contains(&"/blog2/") && from.contains(&"/blog2/feed/"), "{from:?}");
    assert_eq!(tally.post("5").path.as_deref(), Some("/blog2/2020/03/one/"));
    assert_eq!(tally.site.permalinks.as_deref(), Some("/blog2/:year/:month/:slug/"));
}

/// A story with its links filed under the section `ferries`, for the addresses of lists.
fn filed_at(link: &'static str, id: &'static str, slug: &str) -> Item {
    Item::new(id, "One")
        .with("link", &format!("https://gull.example{link}"))
        .with("wp:post_name", slug)
        .filed("category", "ferries", "Ferries")
        .filed("post_tag", "fog", "Fog")
}

#[test]
fn lists_stood_below_what_all_permalinks_begin_with() {
    for (link, slug, front, pattern) in [
        ("/archives/5", "one", "/archives", None),
        ("/index.php/2020/03/01/one/", "one", "/index.php", Some("/index.php/:year/:month/:day/:slug/")),
        ("/paper/one/", "one", "/paper", Some("/paper/:slug/")),
        ("/2020/03/one.html", "one", "", Some("/:year/:month/:slug.html")),
        ("/ferries/one/", "one", "", Some("/:primary_tag/:slug/")),
        ("/5/one/", "one", "", None),
        ("/2020/03/01/11/00/00/one/", "one", "", None),
    ] {
        let tally = Wxr::new().item(filed_at(link, "5", slug)).tally();
        let from: Vec<&str> = tally.redirects.iter().map(|redirect| redirect.from.as_str()).collect();
        for list in ["/category/ferries/", "/category/ferries/feed/", "/tag/fog/", "/author/ana/"] {
            assert!(from.contains(&list), "{link} {list}: {from:?}");
            assert!(from.contains(&format!("{front}{list}").as_str()), "{link} {front}{list}: {from:?}");
        }
        assert_eq!(from.contains(&"/paper/"), front == "/paper", "{link}");
        assert_eq!(tally.site.permalinks.as_deref(), pattern, "{link}");
    }
    let mixed =
        Wxr::new().item(filed_at("/paper/one/", "5", "one")).item(filed_at("/two/", "6", "two")).tally();
    assert!(!mixed.redirects.iter().any(|redirect| redirect.from == "/paper/tag/fog/"), "half is no rule");
}

#[test]
fn a_section_below_a_section_stands_once_in_the_pattern() {
    let story = filed_at("/ferries/north/one/", "5", "one").filed("category", "north", "North");
    let tally = Wxr::new().item(story).tally();
    assert_eq!(tally.site.permalinks.as_deref(), Some("/:primary_tag/:slug/"));
}

#[test]
fn terms_of_one_name_are_one_tag_and_told_and_of_one_slug_the_tag_keeps_it() {
    let story = Item::new("5", "One")
        .filed("category", "ferries", "Ferries")
        .filed("post_tag", "boats", "Ferries")
        .filed("category", "tide", "TIDE")
        .filed("post_tag", "tide", "Tide");
    let tally = Wxr::new().item(story).tally();
    let slugs: Vec<(&str, &str)> =
        tally.tags.iter().map(|tag| (tag.name.as_str(), tag.slug.as_deref().unwrap_or_default())).collect();
    assert_eq!(slugs, [("TIDE", "tide-2"), ("Ferries", "ferries"), ("Tide", "tide")]);
    let told = |words: &str| tally.problems.iter().filter(|problem| problem.message.contains(words)).count();
    assert_eq!(told("1 categories and tags have the name of another"), 1, "{:?}", tally.problems);
}

#[test]
fn files_that_a_gallery_names_and_the_export_lacks_are_told_with_the_story() {
    let text = "[gallery ids=\"7,8\"] [vc_single_image image=\"9\"]";
    let tally = Wxr::new().item(Item::new("5", "One").with("content:encoded", text)).tally();
    let told: Vec<&str> = tally.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["files that it shows by number are not in the export: 7, 8, 9"]);
}

/// Any order of an export's items gives the same stories: what a story refers to may come before or after it.
#[test]
fn the_order_of_items_does_not_matter() {
    let file = |id| {
        Item::new(id, "Quay")
            .with("wp:post_type", "attachment")
            .with("wp:status", "inherit")
            .with("wp:post_parent", "1")
            .with("wp:attachment_url", "https://gull.example/quay.jpg")
            .meta("_wp_attachment_image_alt", "The quay")
    };
    let story = || Item::new("1", "One").with("content:encoded", "[gallery]").meta("_thumbnail_id", "2");
    let page =
        || Item::new("3", "About").with("wp:post_type", "page").with("link", "https://gull.example/about/");
    let entry = || menu_entry("4", "1", "post_type", "3", "0");
    let told = |order: [usize; 4]| {
        let mut items = [Some(file("2")), Some(story()), Some(page()), Some(entry())];
        let wxr = order.into_iter().fold(Wxr::new(), |wxr, at| wxr.item(items[at].take().unwrap()));
        let mut tally = wxr.tally();
        let mut posts = std::mem::take(&mut tally.posts);
        posts.sort_by(|a, b| a.id.cmp(&b.id));
        for post in &mut posts {
            post.line = 0;
        }
        (posts, tally.site)
    };
    let first = told([0, 1, 2, 3]);
    assert_eq!(first.0[0].image.as_ref().unwrap().alt.as_deref(), Some("The quay"));
    assert_eq!((first.0[0].attachments.len(), first.1.navigation.len()), (1, 1));
    for order in [[3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1], [3, 0, 2, 1]] {
        assert_eq!(told(order), first, "{order:?}");
    }
}

/// No single oddity in a field loses an item: it is a story, or it is told by line and title.
#[test]
fn whatever_stands_in_a_field_the_item_is_taken_or_told() {
    const TEXTS: [&str; 14] = [
        "",
        "0",
        "-1",
        "null",
        "\u{feff}",
        "é",
        "<b>&amp;amp;</b>",
        "a\tb\nc",
        "../../etc",
        "9999-99-99 99:99:99",
        "%zz%00",
        "{{x}}",
        "[gallery ids=\"",
        "🚢",
    ];
    const FIELDS: [&str; 12] = [
        "title",
        "link",
        "dc:creator",
        "content:encoded",
        "excerpt:encoded",
        "wp:post_id",
        "wp:post_date",
        "wp:post_date_gmt",
        "wp:post_name",
        "wp:status",
        "wp:post_parent",
        "wp:post_type",
    ];
    for field in FIELDS {
        for text in TEXTS {
            let tally =
                Wxr::new().item(Item::new("1", "One").with(field, text)).item(Item::new("2", "Two")).tally();
            assert_eq!(tally.damage, None, "{field} {text:?}");
            assert!(tally.posts.iter().any(|post| post.id == "2"), "{field} {text:?}: the next item is read");
            let taken = tally.posts.len() + tally.media.len();
            assert!(
                taken == 2 || tally.problems.iter().any(|problem| problem.line > 0),
                "{field} {text:?}: {:?}",
                tally.problems
            );
        }
    }
}

#[test]
fn a_story_is_scheduled_kept_back_or_thrown_away_as_it_was() {
    let of = |status: &str, date: &str| {
        let item = Item::new("1", "One").with("wp:status", status).with("wp:post_date_gmt", date);
        item.with("wp:post_date", date).with("pubDate", "Sun, 01 Mar 2020 10:00:00 +0000")
    };
    for (status, date, state) in [
        ("publish", "2020-03-01 10:00:00", PostState::Published),
        ("future", "2099-03-01 10:00:00", PostState::Scheduled),
        ("future", "2020-03-01 10:00:00", PostState::Published),
        ("future", "9999-12-31 23:59:59", PostState::Draft),
        ("private", "2020-03-01 10:00:00", PostState::Draft),
        ("pending", "2020-03-01 10:00:00", PostState::Draft),
        ("trash", "2020-03-01 10:00:00", PostState::Trashed),
        ("acf-disabled", "2020-03-01 10:00:00", PostState::Draft),
    ] {
        let tally = Wxr::new().item(of(status, date)).tally();
        assert_eq!((tally.post("1").state, tally.post("1").kind), (state, PostKind::Post), "{status}");
    }
    let locked = Wxr::new()
        .item(
            of("publish", "2020-03-01 10:00:00").with("wp:post_password", "sesame").with("wp:is_sticky", "1"),
        )
        .tally();
    assert_eq!((locked.post("1").state, locked.post("1").featured), (PostState::Draft, true));
}

#[test]
fn redirects_guests_and_sections_of_plug_ins_count() {
    let head = "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>sea</wp:category_nicename><wp:cat_name>Sea</wp:cat_name></wp:category><wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>port</wp:category_nicename><wp:cat_name>Port</wp:cat_name></wp:category>".to_owned();
    let rule = |id, from: &str, to: &str| {
        Item::new(id, from)
            .with("wp:post_type", "redirect_rule")
            .meta("_redirect_rule_from", from)
            .meta("_redirect_rule_to", to)
            .meta("_redirect_rule_status_code", "302")
    };
    let tally = Wxr { head, ..Wxr::new() }
        .item(
            Item::new("1", "One")
                .filed("category", "sea", "Sea")
                .filed("category", "port", "Port")
                .filed("author", "cap-eva-sol", "eva-sol")
                .meta("_yoast_wpseo_primary_category", "4")
                .meta("_aioseo_title", "#post_title #separator_sa #site_title")
                .meta("_links_to", "https://elsewhere.example/one"),
        )
        .item(
            Item::new("2", "Eva Sol")
                .with("wp:post_type", "guest-author")
                .meta("cap-display_name", "Eva Sol")
                .meta("cap-user_login", "eva-sol")
                .meta("cap-description", "Writes of fog."),
        )
        .item(rule("5", "/mist/", "/fog/"))
        .item(rule("6", "/old/*", "/new/*"))
        .item(rule("7", "/a*b", "/new/"))
        .item(rule("8", "^/([0-9]+)/(.*)$", "/$2").meta("_redirect_rule_from_regex", "1"))
        .tally();
    let one = tally.post("1");
    assert_eq!(one.labels, ["Port", "Sea"]);
    assert_eq!((one.authors[0].name.as_str(), one.meta_title.as_deref()), ("Eva Sol", Some("One - Gull")));
    assert_eq!(one.title_link.as_deref(), Some("https://elsewhere.example/one"));
    let eva = tally.declared.iter().find(|author| author.name == "Eva Sol").unwrap();
    assert_eq!(eva.bio.as_deref(), Some("Writes of fog."));
    for (from, to) in [("/mist/", "/fog/"), ("/old/*", "/new/*"), ("^/([0-9]+)/(.*)$", "/$2")] {
        let found = tally.redirects.iter().find(|redirect| redirect.from == from).unwrap();
        assert_eq!(found.to, dateline_transfer::Destination::Address(to.to_owned()));
        assert!(!found.permanent);
    }
    said(&tally, "from /a*b is not kept");
    said(&tally, "1 items are guests");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_of_a_story_and_episodes_of_several_podcasts_are_printed() {
    let text = "<!-- wp:paragraph --><p>Fog<sup data-fn=\"a1\" class=\"fn\"><a href=\"#a1\" id=\"a1-link\">1</a></sup>.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->\n<!-- wp:embed {\"url\":\"https://youtu.be/dQw4w9WgXcQ\"} /-->[tweet https://twitter.com/ana/status/12]";
    let wxr = Wxr::new().item(
        Item::new("1", "One")
            .with("content:encoded", text)
            .meta("footnotes", "[{\"content\":\"Not <em>mist</em>.\",\"id\":\"a1\"}]")
            .meta("talk:enclosure", "https://gull.example/talk.mp3\n12345\naudio/mpeg")
            .meta("audio_file", "https://gull.example/talk.mp3"),
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.xml");
    std::fs::write(&path, wxr.text()).unwrap();
    let paper = Paper::new().await;
    let report = paper.import(&path).await;
    let html = paper.post_of("wordpress:1").await.html;
    for part in [
        "Not <em>mist</em>.",
        "id=\"a1\"",
        "href=\"#a1-link\"",
        "youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "twitter.com/ana/status/12",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert_eq!(html.matches("talk.mp3").count(), 1, "{html}");
    assert_eq!(report.problems, []);
}

#[test]
fn what_has_no_number_is_given_one_that_stays() {
    let shop = || Item::new("4", "Order").with("wp:post_type", "shop_order").with("link", "");
    let wxr = Wxr::new()
        .item(Item::new("1", "One").with("wp:post_id", "").with("guid", "https://gull.example/?p=77"))
        .item(
            Item::new("2", "Two")
                .with("wp:post_id", "")
                .comment("", &[])
                .comment("", &[("comment_content", "Thin.")]),
        )
        .item(Item::new("3", "Three").with("wp:post_id", "").with("link", ""))
        .item(shop().comment("9", &[]).comment("10", &[]));
    let tally = wxr.tally();
    assert_eq!(tally.counts(), "posts 3/0/0/0 comments 2/0/0/0");
    let ids: Vec<&str> = tally.posts.iter().map(|post| post.id.as_str()).collect();
    assert_eq!(ids[0], "77");
    assert!(ids[1].starts_with('x') && ids[2].starts_with('x') && ids[1] != ids[2], "{ids:?}");
    assert_eq!(tally.comments[0].post, dateline_transfer::Story::Number(ids[1].to_owned()));
    assert_ne!(tally.comments[0].id, tally.comments[1].id);
    let again: Vec<String> = wxr.tally().posts.into_iter().map(|post| post.id).collect();
    assert_eq!(again, ids);
    said(&tally, "it has no number of its own");
    said(&tally, "and so were their 2 comments");
}

#[test]
fn tags_that_do_not_match_cost_nothing_but_themselves() {
    let whole = Wxr::new()
        .item(Item::new("1", "One").meta("a", "b").comment("5", &[]).comment("6", &[]))
        .item(Item::new("2", "Two").filed("category", "sea", "Sea"))
        .text();
    for (from, to, told) in [
        ("[One]]></title>", "[One]]></tilte>", "</tilte> ends nothing"),
        ("[One]]></title>", "[One]]>", "<title> is not ended before <link>"),
        ("[One]]></title>", "[One]]><b></title>", "<b> is not ended before </title>"),
        ("<![CDATA[<p>Fog.</p>]]></content:encoded>", "<p>Fog.<br></content:encoded>", "<br> is not ended"),
        ("</wp:comment><wp:comment>", "<wp:comment>", "<wp:comment> is not ended before <wp:comment>"),
        ("</wp:postmeta>", "", "<wp:postmeta> is not ended before <wp:comment>"),
        (
            "</wp:meta_value></wp:postmeta>",
            "</wp:postmeta>",
            "<wp:meta_value> is not ended before </wp:postmeta>",
        ),
        (
            "<wp:post_id><![CDATA[1",
            "<wfw:commentRss>x<wp:post_id><![CDATA[1",
            "<wfw:commentRss> is not ended",
        ),
        ("</item>\n<item>", "\n<item>", "<item> is not ended before <item>"),
        ("</item>\n<item>", "</item>\n</channel><item>", "<item> stands outside the channel"),
        ("</channel></rss>", "</wp:tag></channel></rss>", "</wp:tag> ends nothing"),
        ("</item>\n</channel>", "\n</channel>", "<item> is not ended before </channel>"),
    ] {
        let text = whole.replacen(from, to, 1);
        assert_ne!(text, whole, "{from}");
        let tally = tally(&text);
        assert_eq!(tally.damage, None, "{told}");
        assert_eq!(tally.counts(), "posts 2/0/0/0 comments 2/0/0/0", "{told}: {:#?}", tally.problems);
        assert_eq!((tally.post("1").title.as_str(), tally.post("2").labels.len()), ("One", 1), "{told}");
        assert_eq!(tally.post("1").path.as_deref(), Some("/2020/03/s1/"), "{told}");
        said(&tally, told);
    }
}

#[test]
fn a_tag_with_an_odd_quotation_mark_loses_nothing() {
    let filed = |id| Item::new(id, "Two").filed("category", "sea", "Sea").filed("post_tag", "port", "Port");
    let whole = Wxr::new().item(Item::new("1", "One")).item(filed("2")).item(filed("3")).text();
    let good = "domain=\"category\" nicename=\"sea\"";
    for (bad, times) in [
        ("domain=\"category nicename=\"sea\"", 1),
        ("domain=\"category nicename=\"sea\"", 2),
        ("domain=category\" nicename=\"sea\"", 1),
        ("domain=\"category\" nicename=\"sea", 1),
        ("domain=\"category\" nicename=\"sea\"\"", 2),
        ("domain=\"category\" nicename='sea", 1),
        ("domain=\"category\"\nnicename=\"sea", 1),
    ] {
        let told = tally(&whole.replacen(good, bad, times));
        assert_eq!((&told.damage, told.posts.len()), (&None, 3), "{bad}: {:?}", told.problems);
        assert_eq!(told.post("2").labels, ["Sea", "Port"], "{bad}");
        assert_eq!(told.post("3").labels, ["Sea", "Port"], "{bad}");
        said(&told, "<category> lacks a quotation mark");
    }
    let told = tally(&whole.replacen(good, "domain=\"category\" nicename=\"sea", 1));
    assert_eq!(told.problems.len(), 1, "{:?}", told.problems);
}

#[test]
fn what_a_server_complains_of_in_front_of_an_export_is_passed_over() {
    let whole = Wxr::new().item(Item::new("1", "One")).item(Item::new("2", "Two")).text();
    for complaint in [
        "<br />\n<b>Deprecated</b>:  f() is deprecated in <b>/var/x.php</b> on line <b>12</b><br />\n",
        "<br>\nWarning: & so on\n",
        "PHP Notice: Undefined index: a in /var/x.php on line 3\n",
    ] {
        for text in [format!("{complaint}{whole}"), format!("{whole}\n{complaint}")] {
            let told = tally(&text);
            assert_eq!((told.format, &told.damage), ("wordpress", &None), "{complaint}");
            assert_eq!(told.counts(), "posts 2/0/0/0", "{complaint}: {:?}", told.problems);
        }
    }
    let told = tally(&format!("<p>Oops</p>{whole}"));
    said(&told, "<p> stands outside the export; it was passed over");
}

#[test]
fn a_story_without_a_name_gets_an_address_of_its_own() {
    let text = Wxr::new().item(Item::new("1", "One")).item(Item::new("2", "")).text();
    let told = tally(&text.replacen("/2020/03/s2/", "/2020/03//", 1));
    assert_eq!((told.counts().as_str(), told.post("2").path.as_deref()), ("posts 2/0/0/0", None));
    assert_eq!(told.post("1").path.as_deref(), Some("/2020/03/s1/"));
    said(&told, "its address lacks its last part: /2020/03//; the post gets a new one");
}

#[test]
fn a_tag_in_the_last_line_of_a_file_that_lacks_a_quotation_mark_is_read() {
    let text = Wxr::new().item(Item::new("1", "One")).text();
    let whole = text.replacen("</item>", "<category domain=\"post_tag\" nicename=\"a\"b\"/>\n</item>", 1);
    let told = tally(&whole);
    assert_eq!((&told.damage, told.posts.len()), (&None, 1), "{:?}", told.problems);
    said(&told, "<category> lacks a quotation mark");
    // Where the file itself breaks off, it is damaged.
    let cut = whole.find("nicename=\"a\"b").unwrap();
    assert!(tally(&whole[..cut + 12]).damage.is_some());
}

#[test]
fn quotation_marks_that_never_match_are_followed_up_to_a_limit() {
    // Each of these tags swallows all that follow, to the limit of one piece.
    for (count, stops) in [(2, false), (20_000, true)] {
        let tags = "<a\">\"".repeat(count);
        let text = Wxr::new().item(Item::new("1", "One")).text();
        let text = text.replacen("</item>", &format!("{tags}</item>"), 1);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.xml");
        std::fs::write(&path, text).unwrap();
        let tally = Tally::within(&path, Limits { entry_bytes: 1 << 16, ..Limits::default() });
        assert_eq!(tally.damage.is_some(), stops, "{count}: {:?}", tally.damage);
    }
}

#[test]
fn of_many_tags_that_do_not_match_the_first_are_told_one_by_one() {
    let of = |count: usize| {
        let body = "</b>".repeat(count);
        Wxr::new().item(Item::new("1", "One")).text().replacen("</item>", &format!("{body}</item>"), 1)
    };
    for (count, told) in [(10, 10), (11, 11), (5_000, 11)] {
        let tally = tally(&of(count));
        assert_eq!((tally.counts().as_str(), tally.problems.len()), ("posts 1/0/0/0", told), "{count}");
    }
}

#[test]
fn elements_that_never_end_are_followed_up_to_a_limit() {
    let name = "n".repeat(50_000);
    for (count, stops) in [(300, false), (400, true)] {
        let mut items = String::new();
        for n in 0..count {
            write!(items, "<item><title>T{n}<{name}></title><wp:post_type>post</wp:post_type></item>")
                .unwrap();
        }
        let tally = tally(&Wxr { items, ..Wxr::new() }.text());
        assert_eq!(tally.damage.is_some(), stops, "{count}: {:?}", tally.damage);
    }
}

#[test]
fn a_comment_of_which_nobody_knows_when_is_dated_as_its_story_or_today() {
    let undated = |id: &'static str| {
        Item::new(id, "Fog").with("pubDate", "").with("wp:post_date", "").with("wp:post_date_gmt", "")
    };
    let never = [("comment_date_gmt", "")];
    let tally = Wxr::new()
        .item(Item::new("1", "Fog").comment("5", &never))
        .item(undated("2").comment("6", &never).comment("7", &[]))
        .tally();
    assert_eq!(tally.counts(), "posts 2/0/0/0 comments 3/0/0/0");
    let at = |id: &str| tally.comments.iter().find(|comment| comment.id == id).unwrap().published.at;
    assert_eq!((at("5"), at("6")), (tally.post("1").published.at, crate::tally::NOW));
    assert!(at("7") < crate::tally::NOW);
    let told = |part: &str| tally.problems.iter().any(|problem| problem.message.contains(part));
    assert!(told("it has that of its story") && told("it is dated today"), "{:?}", tally.problems);
}

#[test]
fn a_newspaper_in_two_languages_is_read_in_its_own_and_loses_none() {
    let tally = Wxr::new()
        .item(
            Item::new("1", "Fog")
                .with("title", "<!--:de-->Nebel<!--:--><!--:en-->Fog<!--:-->")
                .with("content:encoded", "[:de]Nebel im Hafen[:en]Fog at the quay[:]")
                .with("excerpt:encoded", "[:de]Kurz[:en]Short[:]")
                .filed("category", "news", "[:de]Nachrichten[:en]News[:]")
                .filed("post_tag", "fog", "[:de]Nebel[:en]Fog[:]"),
        )
        .tally();
    let post = tally.post("1");
    assert_eq!((post.title.as_str(), post.excerpt.as_deref()), ("Fog", Some("Short")));
    assert_eq!(post.labels, ["News", "Fog"]);
    assert_eq!(tally.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["News", "Fog"]);
    assert_eq!(post.body, "Fog at the quay\n\n<hr>\n\nNebel im Hafen");
    said(&tally, "several languages, which stand one below the other: en, de");
}

#[test]
fn what_was_answered_in_a_forum_stands_under_its_topic() {
    let reply = |id: &'static str, status: &str| {
        Item::new(id, "")
            .with("wp:post_type", "reply")
            .with("wp:post_parent", "7")
            .with("wp:status", status)
            .with("link", &format!("https://gull.example/forums/reply/{id}/"))
    };
    let topic = |id: &'static str, status: &str| {
        Item::new(id, "Fog")
            .with("wp:post_type", "topic")
            .with("wp:status", status)
            .with("wp:comment_status", "closed")
            .with("link", &format!("https://gull.example/forums/topic/fog-{id}/"))
    };
    let tally = Wxr::new()
        .item(Item::new("1", "Owls").comment("11", &[]))
        .item(topic("7", "publish"))
        .item(topic("8", "closed"))
        .item(reply("11", "publish").with("dc:creator", "rui"))
        .item(
            reply("12", "publish")
                .with("dc:creator", "")
                .meta("_bbp_reply_to", "11")
                .meta("_bbp_anonymous_name", "Eva")
                .meta("_bbp_anonymous_email", "Eva@gull.example")
                .meta("_bbp_anonymous_website", "https://eva.example"),
        )
        .item(reply("13", "spam"))
        .item(reply("14", "trash"))
        .item(reply("15", "pending"))
        .tally();
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 2/0 comments 3/1/1/1");
    let comment = |id: &str| tally.comments.iter().find(|comment| comment.id == id).unwrap();
    let under = |number: &str| Story::Number(number.to_owned());
    assert_eq!((&comment("reply-11").post, &comment("11").post), (&under("7"), &under("1")));
    let eva = comment("reply-12");
    assert_eq!((eva.parent.as_deref(), eva.author.name.as_str()), (Some("reply-11"), "Eva"));
    assert_eq!(eva.author.email.as_deref(), Some("eva@gull.example"));
    assert_eq!(eva.author.url.as_deref(), Some("https://eva.example"));
    assert_eq!((tally.post("7").comments_open, tally.post("8").comments_open), (Some(true), Some(false)));
    assert_eq!(tally.post("8").path.as_deref(), Some("/forums/topic/fog-8/"));
    assert!(tally.redirects.iter().any(|redirect| redirect.from == "/forums/reply/11/"));
    assert!(!tally.redirects.iter().any(|redirect| redirect.from == "/forums/reply/13/"));
    assert!(!tally.declared.iter().any(|author| author.name == "rui"), "who only answers signs no stories");
}

#[test]
fn a_table_of_a_plug_in_stands_in_the_story_that_names_it() {
    let tally = Wxr::new()
        .item(
            Item::new("1", "Tides")
                .with("content:encoded", "Today:\n\n[table id=4 /]\n\nTomorrow: [table id=9 /]"),
        )
        .item(
            Item::new("2", "Hours")
                .with("wp:post_type", "tablepress_table")
                .with("link", "https://gull.example/?post_type=tablepress_table&p=2")
                .with("content:encoded", "[[\"Tide\",\"Hour\"],[\"low\",\"6\"]]")
                .meta("_tablepress_export_table_id", "3,4")
                .meta("_tablepress_table_options", "{\"table_head\":true}"),
        )
        .tally();
    let body = &tally.post("1").body;
    assert!(body.contains("<th>Tide</th><th>Hour</th>") && body.contains("<td>low</td>"), "{body}");
    assert!(body.contains("[table id=9 /]"), "{body}");
    let told: Vec<&str> = tally.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "1 items are tables of a plug-in, which stand in the stories that name them if they have no more than 1 MiB"
        ]
    );
}

#[test]
fn a_table_has_a_hundred_numbers_and_a_mebibyte_and_no_more() {
    let numbers: Vec<String> = (1..=101).map(|number| number.to_string()).collect();
    let table = |id, rows: &str, numbers: &str| {
        let item = Item::new(id, "Hours").with("wp:post_type", "tablepress_table");
        item.with("content:encoded", rows).meta("_tablepress_export_table_id", numbers)
    };
    // Brackets and quotation marks are six bytes, in the first table of one cell.
    let words = |bytes: usize| format!("[[\"{}\"]]", "x".repeat(bytes - 6));
    let shown =
        |number: u32| Item::new("1", "Tides").with("content:encoded", &format!("[table id={number} /]"));
    let body = |item: Item, number: u32| {
        let tally = Wxr::new().item(shown(number)).item(item).tally();
        tally.post("1").body.clone()
    };
    assert!(body(table("2", &words(20), &numbers.join(",")), 100).contains("<td>x"));
    assert!(body(table("2", &words(20), &numbers.join(",")), 101).contains("[table id=101 /]"));
    assert!(body(table("2", &words(1 << 20), "7"), 7).contains("<td>x"));
    assert!(body(table("2", &words((1 << 20) + 1), "7"), 7).contains("[table id=7 /]"));
}
