//! Blogger's JSON: Atom with `$t` for text, `$` for the colon of a prefix, and numbers as strings.
//!
//! Widgets of Blogger sites ("recent posts", "related posts", threaded comments) read this form, so its key names
//! and the places of its lists are a contract.

use serde_json::{Map, Value, json};

use crate::{
    Author, Category, Entry, Feed, Link, OpenSearch, Projection,
    atom::{authors_or_title, entry_links, extended_properties, head_links, sizes},
    dates::rfc3339,
};

/// The feed in Blogger's JSON.
pub fn blogger_json(feed: &Feed) -> Vec<u8> {
    let mut object = namespaces();
    object.insert("id".into(), text(&feed.id));
    object.insert("updated".into(), text(&rfc3339(feed.updated)));
    object.insert("category".into(), categories(&feed.categories));
    object.insert("title".into(), typed("text", &feed.title));
    object.insert("subtitle".into(), typed("text", &feed.subtitle));
    object.insert("link".into(), links(&head_links(feed)));
    object.insert("author".into(), authors(&authors_or_title(&feed.authors, feed)));
    if let Some(generator) = &feed.generator {
        let value = json!({ "version": generator.version, "uri": generator.url, "$t": generator.name });
        object.insert("generator".into(), value);
    }
    let count = feed.entries.len() as u64;
    let paging = feed.paging.unwrap_or(OpenSearch { total: count, start_index: 1, items_per_page: count });
    for (key, number) in [
        ("openSearch$totalResults", paging.total),
        ("openSearch$startIndex", paging.start_index),
        ("openSearch$itemsPerPage", paging.items_per_page),
    ] {
        object.insert(key.into(), text(&number.to_string()));
    }
    // Scripts ask `"entry" in feed` to learn whether there is anything, so an empty list must not be written.
    if !feed.entries.is_empty() {
        let entries: Vec<Value> =
            feed.entries.iter().map(|entry| Value::Object(write_entry(feed, entry, Map::new()))).collect();
        object.insert("entry".into(), entries.into());
    }
    document("feed", object)
}

/// One entry of the feed in Blogger's JSON (`/feeds/posts/default/POSTID?alt=json`).
pub fn blogger_json_entry(feed: &Feed, entry: &Entry) -> Vec<u8> {
    document("entry", write_entry(feed, entry, namespaces()))
}

fn document(root: &str, object: Map<String, Value>) -> Vec<u8> {
    let mut document = Map::new();
    document.insert("version".into(), "1.0".into());
    document.insert("encoding".into(), "UTF-8".into());
    document.insert(root.into(), Value::Object(object));
    Value::Object(document).to_string().into_bytes()
}

fn namespaces() -> Map<String, Value> {
    let names = [
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xmlns$openSearch", "http://a9.com/-/spec/opensearchrss/1.0/"),
        ("xmlns$blogger", "http://schemas.google.com/blogger/2008"),
        ("xmlns$gd", "http://schemas.google.com/g/2005"),
        ("xmlns$thr", "http://purl.org/syndication/thread/1.0"),
    ];
    names.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect()
}

fn write_entry(feed: &Feed, entry: &Entry, mut object: Map<String, Value>) -> Map<String, Value> {
    object.insert("id".into(), text(&entry.id));
    object.insert("published".into(), text(&rfc3339(entry.published)));
    object.insert("updated".into(), text(&rfc3339(entry.updated)));
    if !entry.categories.is_empty() {
        object.insert("category".into(), categories(&entry.categories));
    }
    object.insert("title".into(), typed("text", &entry.title));
    match feed.projection {
        Projection::Full => object.insert("content".into(), typed("html", &entry.html)),
        Projection::Summary => {
            object.insert("summary".into(), typed("text", entry.summary.as_deref().unwrap_or_default()))
        }
    };
    let mut all = links(&entry_links(entry));
    if let Value::Array(list) = &mut all {
        list.extend(entry.enclosures.iter().map(|enclosure| {
            json!({
                "rel": "enclosure", "type": enclosure.media_type, "href": enclosure.url,
                "length": enclosure.length.to_string(),
            })
        }));
    }
    object.insert("link".into(), all);
    let byline = if entry.authors.is_empty() { &feed.authors } else { &entry.authors };
    object.insert("author".into(), authors(&authors_or_title(byline, feed)));
    if let Some(image) = &entry.image {
        let (width, height) = sizes(image);
        let mut thumbnail = Map::new();
        thumbnail.insert("xmlns$media".into(), "http://search.yahoo.com/mrss/".into());
        put(&mut thumbnail, &[("url", &image.url), ("height", &height), ("width", &width)]);
        object.insert("media$thumbnail".into(), thumbnail.into());
    }
    if let Some(replies) = &entry.replies {
        object.insert("thr$total".into(), text(&replies.count.to_string()));
    }
    if let Some(story) = &entry.in_reply_to {
        let mut reply = Map::new();
        let source = story.source.as_str();
        put(
            &mut reply,
            &[("href", &story.href), ("ref", &story.id), ("source", source), ("type", "text/html")],
        );
        object.insert("thr$in-reply-to".into(), reply.into());
    }
    let properties: Vec<Value> = extended_properties(entry)
        .into_iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    if !properties.is_empty() {
        object.insert("gd$extendedProperty".into(), properties.into());
    }
    object
}

fn text(text: &str) -> Value {
    json!({ "$t": text })
}

fn typed(kind: &str, text: &str) -> Value {
    json!({ "type": kind, "$t": text })
}

fn categories(categories: &[Category]) -> Value {
    let list = categories.iter().map(|category| {
        let mut object = Map::new();
        put(&mut object, &[("scheme", &category.scheme), ("term", &category.term)]);
        Value::Object(object)
    });
    list.collect()
}

fn links(links: &[Link]) -> Value {
    let list = links.iter().map(|link| {
        let mut object = Map::new();
        let Link { rel, href, media_type, title } = link;
        put(&mut object, &[("rel", rel), ("type", media_type), ("href", href), ("title", title)]);
        Value::Object(object)
    });
    list.collect()
}

fn authors(authors: &[Author]) -> Value {
    let list = authors.iter().map(|author| {
        let mut object = Map::new();
        object.insert("name".into(), text(&author.name));
        if let Some(url) = &author.url {
            object.insert("uri".into(), text(url));
        }
        if let Some(image) = &author.image {
            let (width, height) = sizes(image);
            let mut portrait = Map::new();
            let rel = "http://schemas.google.com/g/2005#thumbnail";
            put(&mut portrait, &[("rel", rel), ("width", &width), ("height", &height), ("src", &image.url)]);
            object.insert("gd$image".into(), portrait.into());
        }
        Value::Object(object)
    });
    list.collect()
}

/// Sets each key whose text is not empty.
fn put(object: &mut Map<String, Value>, pairs: &[(&str, &str)]) {
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        object.insert((*key).to_owned(), (*value).into());
    }
}
