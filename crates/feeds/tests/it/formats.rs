use dateline_feeds::{
    Author, Feed, Projection, STYLESHEET, atom, atom_entry, blogger_json, blogger_json_entry, json_feed, rss,
};
use insta::assert_snapshot;
use serde_json::Value;

use crate::{NINE, comment, story, text, the_gazette};

fn read(bytes: &[u8]) -> feed_rs::model::Feed {
    feed_rs::parser::parse(bytes).unwrap()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn every_format_tells_a_reader_the_same_story() {
    let feed = the_gazette();
    for bytes in [atom(&feed), rss(&feed), json_feed(&feed)] {
        let read = read(&bytes);
        assert_eq!(read.title.unwrap().content, feed.title);
        assert_eq!(read.description.unwrap().content, feed.subtitle);
        assert_eq!(read.entries.len(), 1);
        let entry = &read.entries[0];
        assert_eq!(entry.id, story().id);
        assert_eq!(entry.title.as_ref().unwrap().content, story().title);
        assert_eq!(entry.content.as_ref().unwrap().body.as_deref(), Some(story().html.as_str()));
        assert_eq!(entry.published.unwrap().timestamp_millis(), NINE);
        assert!(entry.links.iter().any(|link| link.href == story().url));
        let bylines: Vec<&str> = entry.authors.iter().map(|author| author.name.as_deref().unwrap()).collect();
        assert_eq!(bylines, ["Ana Reis", "Rui Sá"]);
        assert_eq!(entry.categories[0].term, "Harbour");
    }
}

#[test]
fn a_summary_feed_does_not_carry_the_whole_story() {
    let feed = Feed { projection: Projection::Summary, ..the_gazette() };
    for bytes in [atom(&feed), rss(&feed), json_feed(&feed), blogger_json(&feed)] {
        let written = text(bytes);
        assert!(written.contains("The bridge &"), "{written}");
        assert!(!written.contains("p>The bridge") && !written.contains("&lt;p"), "{written}");
    }
}

#[test]
fn a_story_without_a_byline_is_the_desks_and_a_desk_without_a_name_is_the_papers() {
    let mut feed = the_gazette();
    feed.entries[0].authors = vec![Author::default()];
    assert_eq!(read(&atom(&feed)).entries[0].authors[0].name.as_deref(), Some("The desk"));
    feed.authors.clear();
    assert_eq!(read(&atom(&feed)).entries[0].authors[0].name.as_deref(), Some("The Harbour Gazette"));
}

#[test]
fn a_teaser_is_text_in_atom_and_html_in_rss() {
    let mut feed = Feed { projection: Projection::Summary, ..the_gazette() };
    feed.entries[0].summary = Some("2 < 3".into());
    assert!(text(atom(&feed)).contains("<summary type=\"text\">2 &lt; 3</summary>"));
    assert!(text(rss(&feed)).contains("<description>2 &amp;lt; 3</description>"));
}

#[test]
fn an_empty_feed_is_still_a_feed() {
    let feed = Feed { title: "Quiet".into(), ..Feed::default() };
    for bytes in [atom(&feed), rss(&feed), json_feed(&feed)] {
        assert_eq!(read(&bytes).entries.len(), 0);
    }
    assert!(json(&blogger_json(&feed))["feed"].get("entry").is_none());
    assert_eq!(json(&blogger_json(&feed))["feed"]["openSearch$totalResults"]["$t"], "0");
}

#[test]
fn a_widget_finds_what_it_reads_in_the_json_of_a_story() {
    let document = json(&blogger_json(&the_gazette()));
    assert_eq!((&document["version"], &document["encoding"]), (&"1.0".into(), &"UTF-8".into()));
    let feed = &document["feed"];
    assert_eq!(feed["openSearch$totalResults"]["$t"], "41");
    let entry = &feed["entry"][0];
    assert_eq!(entry["title"]["$t"], story().title);
    assert_eq!(entry["content"]["$t"], story().html);
    assert_eq!(entry["published"]["$t"], "2027-05-04T09:00:00Z");
    assert_eq!(entry["category"][0]["term"], "Harbour");
    assert_eq!(entry["media$thumbnail"]["url"], "https://gazette.example/bridge.jpg");
    assert_eq!(entry["thr$total"]["$t"], "3");
    let link = |rel: &str, kind: &str| {
        let links = entry["link"].as_array().unwrap();
        links.iter().find(|link| link["rel"] == rel && link["type"] == kind).unwrap()["href"].clone()
    };
    assert_eq!(link("alternate", "text/html"), story().url);
    assert_eq!(link("replies", "text/html"), "https://gazette.example/2027/05/bridge.html#comments");
    assert_eq!(link("enclosure", "audio/mpeg"), "https://gazette.example/bridge.mp3");
}

#[test]
fn a_comment_names_its_story_and_the_comment_it_answers() {
    let mut feed = the_gazette();
    feed.entries = vec![comment()];
    let entry = &json(&blogger_json(&feed))["feed"]["entry"][0];
    assert_eq!(entry["thr$in-reply-to"]["ref"], story().id);
    assert_eq!(entry["gd$extendedProperty"][2]["name"], "blogger.contentRemoved");
    let links = entry["link"].as_array().unwrap();
    assert!(links.iter().any(|link| {
        link["rel"] == "related" && link["href"].as_str().unwrap().ends_with("/7/comments/default/8")
    }));
}

#[test]
fn one_entry_is_a_document_of_its_own() {
    let feed = the_gazette();
    let document = json(&blogger_json_entry(&feed, &story()));
    assert_eq!(document["entry"]["id"]["$t"], story().id);
    assert_eq!(document["entry"]["xmlns"], "http://www.w3.org/2005/Atom");
    assert_snapshot!(text(atom_entry(&feed, &comment())));
}

#[test]
fn the_gazette_in_atom() {
    assert_snapshot!(text(atom(&the_gazette())));
}

#[test]
fn the_gazette_in_rss() {
    assert_snapshot!(text(rss(&the_gazette())));
}

#[test]
fn the_gazette_in_json_feed() {
    assert_snapshot!(serde_json::to_string_pretty(&json(&json_feed(&the_gazette()))).unwrap());
}

#[test]
fn the_gazette_in_bloggers_json() {
    assert_snapshot!(serde_json::to_string_pretty(&json(&blogger_json(&the_gazette()))).unwrap());
}

#[test]
fn the_style_sheet_is_well_formed_and_calls_nobody() {
    crate::odd_text::texts_of(STYLESHEET, "title");
    let addresses: Vec<&str> = STYLESHEET.split('"').filter(|word| word.starts_with("http")).collect();
    assert_eq!(addresses, ["http://www.w3.org/1999/XSL/Transform", "http://www.w3.org/2005/Atom"]);
    assert!(!STYLESHEET.contains("<script"));
}
