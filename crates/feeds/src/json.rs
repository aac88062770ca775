//! JSON Feed 1.1, <https://www.jsonfeed.org/version/1.1/>.

use serde_json::{Map, Value, json};

use crate::{Author, Entry, Feed, Projection, dates::rfc3339};

/// The feed as JSON Feed 1.1.
pub fn json_feed(feed: &Feed) -> Vec<u8> {
    let mut object = Map::new();
    object.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    object.insert("title".into(), feed.title.as_str().into());
    let next = feed.links.iter().find(|link| link.rel == "next").map(|link| link.href.as_str());
    put(&mut object, "home_page_url", &feed.home_url);
    put(&mut object, "feed_url", &feed.self_url);
    put(&mut object, "description", &feed.subtitle);
    put(&mut object, "next_url", next.unwrap_or_default());
    put(&mut object, "icon", feed.logo.as_deref().unwrap_or_default());
    put(&mut object, "favicon", feed.icon.as_deref().unwrap_or_default());
    put_authors(&mut object, &feed.authors);
    put(&mut object, "language", &feed.language);
    let hubs: Vec<Value> = feed
        .links
        .iter()
        .filter(|link| link.rel == "hub")
        .map(|link| json!({ "type": "WebSub", "url": link.href }))
        .collect();
    put_list(&mut object, "hubs", hubs);
    let items: Vec<Value> = feed.entries.iter().map(|entry| item(entry, feed.projection)).collect();
    object.insert("items".into(), items.into());
    Value::Object(object).to_string().into_bytes()
}

fn item(entry: &Entry, projection: Projection) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), entry.id.as_str().into());
    put(&mut object, "url", &entry.url);
    put(&mut object, "title", &entry.title);
    let summary = entry.summary.as_deref().unwrap_or_default();
    // One of content_html and content_text is required.
    match projection {
        Projection::Full => object.insert("content_html".into(), entry.html.as_str().into()),
        Projection::Summary => object.insert("content_text".into(), summary.into()),
    };
    put(&mut object, "summary", summary);
    put(&mut object, "image", entry.image.as_ref().map(|image| image.url.as_str()).unwrap_or_default());
    object.insert("date_published".into(), rfc3339(entry.published).into());
    object.insert("date_modified".into(), rfc3339(entry.updated).into());
    put_authors(&mut object, &entry.authors);
    let tags = entry.categories.iter().map(|category| category.term.as_str().into()).collect();
    put_list(&mut object, "tags", tags);
    put(&mut object, "language", &entry.language);
    let attachments = entry.enclosures.iter().map(|enclosure| {
        json!({ "url": enclosure.url, "mime_type": enclosure.media_type, "size_in_bytes": enclosure.length })
    });
    put_list(&mut object, "attachments", attachments.collect());
    Value::Object(object)
}

fn put_authors(object: &mut Map<String, Value>, authors: &[Author]) {
    let authors = authors.iter().filter(|author| !author.name.is_empty()).map(|author| {
        let mut person = Map::new();
        put(&mut person, "name", &author.name);
        put(&mut person, "url", author.url.as_deref().unwrap_or_default());
        put(&mut person, "avatar", author.image.as_ref().map(|image| image.url.as_str()).unwrap_or_default());
        Value::Object(person)
    });
    put_list(object, "authors", authors.collect());
}

/// Sets `key`, unless the text is empty: JSON Feed leaves out what is not known.
fn put(object: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        object.insert(key.into(), text.into());
    }
}

fn put_list(object: &mut Map<String, Value>, key: &str, list: Vec<Value>) {
    if !list.is_empty() {
        object.insert(key.into(), list.into());
    }
}
