//! Atom, RFC 4287, with the words feeds of Blogger sites add to it.

use crate::{Author, Entry, Feed, Image, Link, Projection, STYLESHEET_PATH, dates::rfc3339, xml::Xml};

const NAMESPACES: [(&str, &str); 5] = [
    ("xmlns", "http://www.w3.org/2005/Atom"),
    ("xmlns:openSearch", "http://a9.com/-/spec/opensearchrss/1.0/"),
    ("xmlns:gd", "http://schemas.google.com/g/2005"),
    ("xmlns:thr", "http://purl.org/syndication/thread/1.0"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

/// The feed as Atom.
pub fn atom(feed: &Feed) -> Vec<u8> {
    let mut xml = Xml::document(Some(STYLESHEET_PATH));
    xml.open("feed", &with_language(&feed.language));
    xml.text("id", &[], &feed.id);
    xml.text("updated", &[], &rfc3339(feed.updated));
    xml.text("title", &[("type", "text")], &feed.title);
    if !feed.subtitle.is_empty() {
        xml.text("subtitle", &[("type", "text")], &feed.subtitle);
    }
    for category in &feed.categories {
        xml.empty("category", &[("scheme", &category.scheme), ("term", &category.term)]);
    }
    for link in head_links(feed) {
        write_link(&mut xml, &link);
    }
    let authors = authors_or_title(&feed.authors, feed);
    for author in &authors {
        write_author(&mut xml, author);
    }
    for (name, value) in [("rights", &feed.rights), ("icon", &feed.icon), ("logo", &feed.logo)] {
        if let Some(value) = value {
            xml.text(name, &[], value);
        }
    }
    if let Some(generator) = &feed.generator {
        xml.text("generator", &[("uri", &generator.url), ("version", &generator.version)], &generator.name);
    }
    if let Some(paging) = feed.paging {
        xml.text("openSearch:totalResults", &[], &paging.total.to_string());
        xml.text("openSearch:startIndex", &[], &paging.start_index.to_string());
        xml.text("openSearch:itemsPerPage", &[], &paging.items_per_page.to_string());
    }
    for entry in &feed.entries {
        let mut attributes = Vec::new();
        if entry.language != feed.language {
            attributes.push(("xml:lang", entry.language.as_str()));
        }
        write_entry(&mut xml, feed, entry, &attributes);
    }
    xml.close("feed");
    xml.into_bytes()
}

/// One entry of the feed as a document of its own (`/feeds/posts/default/POSTID`).
pub fn atom_entry(feed: &Feed, entry: &Entry) -> Vec<u8> {
    let mut xml = Xml::document(Some(STYLESHEET_PATH));
    let language = if entry.language.is_empty() { &feed.language } else { &entry.language };
    write_entry(&mut xml, feed, entry, &with_language(language));
    xml.into_bytes()
}

fn with_language(language: &str) -> Vec<(&str, &str)> {
    NAMESPACES.into_iter().chain([("xml:lang", language)]).collect()
}

/// The feed's links in writing order: its own address, its page, then the rest.
pub(crate) fn head_links(feed: &Feed) -> Vec<Link> {
    let mut links = vec![
        link("self", &feed.self_url, "application/atom+xml"),
        link("alternate", &feed.home_url, "text/html"),
    ];
    links.extend(feed.links.iter().cloned());
    links.retain(|link| !link.href.is_empty());
    links
}

/// An entry's links in writing order; Blogger's scripts take the `replies` link of type `text/html` for the form.
pub(crate) fn entry_links(entry: &Entry) -> Vec<Link> {
    let mut links = Vec::new();
    if let Some(replies) = &entry.replies {
        for (href, media_type) in
            [(&replies.feed_url, "application/atom+xml"), (&replies.html_url, "text/html")]
        {
            links.push(Link { title: replies.title.clone(), ..link("replies", href, media_type) });
        }
    }
    if let Some(address) = &entry.self_url {
        links.push(link("self", address, "application/atom+xml"));
    }
    links.push(Link { title: entry.title.clone(), ..link("alternate", &entry.url, "text/html") });
    links.extend(entry.links.iter().cloned());
    links.retain(|link| !link.href.is_empty());
    links
}

fn link(rel: &str, href: &str, media_type: &str) -> Link {
    Link { rel: rel.into(), href: href.into(), media_type: media_type.into(), title: String::new() }
}

fn write_link(xml: &mut Xml, link: &Link) {
    xml.empty(
        "link",
        &[("rel", &link.rel), ("type", &link.media_type), ("href", &link.href), ("title", &link.title)],
    );
}

/// Atom demands an author for every entry (RFC 4287, 4.1.1); the title of the feed stands in for nobody.
pub(crate) fn authors_or_title(authors: &[Author], feed: &Feed) -> Vec<Author> {
    let mut named: Vec<Author> = authors.iter().filter(|author| !author.name.is_empty()).cloned().collect();
    if named.is_empty() {
        named.push(Author { name: feed.title.clone(), ..Author::default() });
    }
    named
}

fn write_author(xml: &mut Xml, author: &Author) {
    xml.open("author", &[]);
    xml.text("name", &[], &author.name);
    if let Some(url) = &author.url {
        xml.text("uri", &[], url);
    }
    if let Some(image) = &author.image {
        let (width, height) = sizes(image);
        let rel = "http://schemas.google.com/g/2005#thumbnail";
        xml.empty("gd:image", &[("rel", rel), ("width", &width), ("height", &height), ("src", &image.url)]);
    }
    xml.close("author");
}

/// Width and height as attributes; empty where unknown.
pub(crate) fn sizes(image: &Image) -> (String, String) {
    let text = |pixels: Option<u32>| pixels.map(|pixels| pixels.to_string()).unwrap_or_default();
    (text(image.width), text(image.height))
}

fn write_entry(xml: &mut Xml, feed: &Feed, entry: &Entry, attributes: &[(&str, &str)]) {
    xml.open("entry", attributes);
    xml.text("id", &[], &entry.id);
    xml.text("published", &[], &rfc3339(entry.published));
    xml.text("updated", &[], &rfc3339(entry.updated));
    for category in &entry.categories {
        xml.empty("category", &[("scheme", &category.scheme), ("term", &category.term)]);
    }
    xml.text("title", &[("type", "text")], &entry.title);
    match feed.projection {
        Projection::Full => xml.text("content", &[("type", "html")], &entry.html),
        Projection::Summary => {
            xml.text("summary", &[("type", "text")], entry.summary.as_deref().unwrap_or_default());
        }
    }
    for link in entry_links(entry) {
        write_link(xml, &link);
    }
    for enclosure in &entry.enclosures {
        let length = enclosure.length.to_string();
        let media_type = enclosure.media_type.as_str();
        xml.empty(
            "link",
            &[("rel", "enclosure"), ("type", media_type), ("length", &length), ("href", &enclosure.url)],
        );
    }
    let authors = if entry.authors.iter().any(|author| !author.name.is_empty()) {
        authors_or_title(&entry.authors, feed)
    } else {
        authors_or_title(&feed.authors, feed)
    };
    for author in &authors {
        write_author(xml, author);
    }
    if let Some(image) = &entry.image {
        let (width, height) = sizes(image);
        xml.empty("media:thumbnail", &[("url", &image.url), ("width", &width), ("height", &height)]);
    }
    write_thread(xml, entry);
    xml.close("entry");
}

/// The words of RFC 4685 and of Blogger's comments.
fn write_thread(xml: &mut Xml, entry: &Entry) {
    if let Some(replies) = &entry.replies {
        xml.text("thr:total", &[], &replies.count.to_string());
    }
    if let Some(story) = &entry.in_reply_to {
        xml.empty(
            "thr:in-reply-to",
            &[("ref", &story.id), ("href", &story.href), ("source", &story.source), ("type", "text/html")],
        );
    }
    for (name, value) in extended_properties(entry) {
        xml.empty("gd:extendedProperty", &[("name", name), ("value", value)]);
    }
}

/// The `gd:extendedProperty` names and values of a comment.
pub(crate) fn extended_properties(entry: &Entry) -> Vec<(&'static str, &str)> {
    let Some(flags) = &entry.comment else { return Vec::new() };
    let mut properties = vec![
        ("blogger.itemClass", flags.item_class.as_str()),
        ("blogger.displayTime", flags.display_time.as_str()),
    ];
    properties.retain(|(_, value)| !value.is_empty());
    if flags.removed {
        properties.push(("blogger.contentRemoved", "true"));
    }
    properties
}
