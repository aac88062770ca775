//! RSS 2.0, <https://www.rssboard.org/rss-specification>, with the modules every reader knows.

use crate::{
    Entry, Feed, Projection, STYLESHEET_PATH,
    atom::{authors_or_title, sizes},
    dates::rfc822,
    xml::Xml,
};

const HEAD: [(&str, &str); 7] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
    ("xmlns:openSearch", "http://a9.com/-/spec/opensearchrss/1.0/"),
    ("xmlns:slash", "http://purl.org/rss/1.0/modules/slash/"),
];

/// The feed as RSS 2.0. Of an entry's enclosures the first is written, because the specification knows one.
pub fn rss(feed: &Feed) -> Vec<u8> {
    let mut xml = Xml::document(Some(STYLESHEET_PATH));
    xml.open("rss", &HEAD);
    xml.open("channel", &[]);
    xml.text("title", &[], &feed.title);
    xml.text("link", &[], &feed.home_url);
    // Required, so the title stands in for a site without a subtitle.
    xml.text("description", &[], if feed.subtitle.is_empty() { &feed.title } else { &feed.subtitle });
    let itself = ("type", "application/rss+xml");
    xml.empty("atom:link", &[("rel", "self"), itself, ("href", &feed.self_url)]);
    for link in feed.links.iter().filter(|link| !link.href.is_empty()) {
        xml.empty("atom:link", &[("rel", &link.rel), ("type", &link.media_type), ("href", &link.href)]);
    }
    if !feed.language.is_empty() {
        xml.text("language", &[], &feed.language);
    }
    if let Some(rights) = &feed.rights {
        xml.text("copyright", &[], rights);
    }
    xml.text("lastBuildDate", &[], &rfc822(feed.updated));
    for category in &feed.categories {
        xml.text("category", &[("domain", &category.scheme)], &category.term);
    }
    if let Some(generator) = &feed.generator {
        let words = [&generator.name, &generator.version, &generator.url];
        let words: Vec<&str> =
            words.into_iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        xml.text("generator", &[], &words.join(" "));
    }
    if let Some(logo) = feed.logo.as_ref().or(feed.icon.as_ref()) {
        xml.open("image", &[]);
        xml.text("url", &[], logo);
        xml.text("title", &[], &feed.title);
        xml.text("link", &[], &feed.home_url);
        xml.close("image");
    }
    if let Some(paging) = feed.paging {
        xml.text("openSearch:totalResults", &[], &paging.total.to_string());
        xml.text("openSearch:startIndex", &[], &paging.start_index.to_string());
        xml.text("openSearch:itemsPerPage", &[], &paging.items_per_page.to_string());
    }
    for entry in &feed.entries {
        write_item(&mut xml, feed, entry);
    }
    xml.close("channel");
    xml.close("rss");
    xml.into_bytes()
}

fn write_item(xml: &mut Xml, feed: &Feed, entry: &Entry) {
    xml.open("item", &[]);
    xml.text("title", &[], &entry.title);
    xml.text("link", &[], &entry.url);
    let is_permalink = if entry.id == entry.url { "true" } else { "false" };
    xml.text("guid", &[("isPermaLink", is_permalink)], &entry.id);
    xml.text("pubDate", &[], &rfc822(entry.published));
    let authors =
        if entry.authors.is_empty() { authors_or_title(&feed.authors, feed) } else { entry.authors.clone() };
    for author in authors.iter().filter(|author| !author.name.is_empty()) {
        // <author> demands a mail address, which is nobody's business.
        xml.text("dc:creator", &[], &author.name);
    }
    for category in &entry.categories {
        xml.text("category", &[("domain", &category.scheme)], &category.term);
    }
    if let Some(summary) = &entry.summary {
        // Readers take a description for HTML, so plain text must be made HTML first.
        xml.text("description", &[], &html_of(summary));
    }
    if feed.projection == Projection::Full {
        xml.text("content:encoded", &[], &entry.html);
    }
    if let Some(enclosure) = entry.enclosures.first() {
        let length = enclosure.length.to_string();
        xml.empty(
            "enclosure",
            &[("url", &enclosure.url), ("length", &length), ("type", &enclosure.media_type)],
        );
    }
    if let Some(image) = &entry.image {
        let (width, height) = sizes(image);
        xml.empty("media:thumbnail", &[("url", &image.url), ("width", &width), ("height", &height)]);
    }
    if let Some(replies) = &entry.replies {
        xml.text("comments", &[], &replies.html_url);
        xml.text("slash:comments", &[], &replies.count.to_string());
    }
    xml.close("item");
}

fn html_of(plain: &str) -> String {
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
