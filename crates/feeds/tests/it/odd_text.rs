use dateline_feeds::{Author, Category, Entry, Feed, Link, atom, blogger_json, json_feed, rss};
use proptest::prelude::*;
use quick_xml::{Reader, XmlVersion, events::Event};

/// Reads a whole document, failing where it is not well-formed, and gives the text of each element called `name`.
pub(crate) fn texts_of(document: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().check_end_names = true;
    let (mut found, mut inside, mut depth) = (Vec::new(), false, 0_u32);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                check_attributes(&tag);
                depth += 1;
                inside = tag.name().as_ref() == name;
                if inside {
                    found.push(String::new());
                }
            }
            Event::Empty(tag) => check_attributes(&tag),
            Event::End(_) => {
                depth -= 1;
                inside = false;
            }
            Event::Text(text) if inside => {
                found.last_mut().unwrap().push_str(&text.xml10_content());
            }
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref().unwrap() {
                    Some(character) => character.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference.xml10_content())
                        .unwrap()
                        .to_owned(),
                };
                if inside {
                    found.last_mut().unwrap().push_str(&resolved);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

fn check_attributes(tag: &quick_xml::events::BytesStart<'_>) {
    for attribute in tag.attributes() {
        attribute.unwrap().normalized_value(XmlVersion::Implicit1_0).unwrap();
    }
}

/// What XML 1.0 can hold of a text.
fn xml_part(text: &str) -> String {
    let holds = |character: &char| !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(holds).collect()
}

fn odd() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        Just("]]>".to_owned()),
        Just("&#0;&amp;<![CDATA[".to_owned()),
        Just("\r\n\t\u{0}\u{b}\u{fffe}\u{ffff}\u{85}\u{2028}".to_owned()),
        Just("'\"/><script>".to_owned()),
        Just("--> ?> \u{202e}\u{feff}👩‍👩‍👧".to_owned()),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn oddly_filled(odd: &str) -> Feed {
    let author = Author { name: odd.into(), url: Some(odd.into()), image: None };
    let category = Category { term: odd.into(), scheme: odd.into() };
    let link = Link { rel: odd.into(), href: odd.into(), media_type: odd.into(), title: odd.into() };
    Feed {
        id: odd.into(),
        title: odd.into(),
        subtitle: odd.into(),
        home_url: odd.into(),
        self_url: odd.into(),
        links: vec![link.clone()],
        language: odd.into(),
        authors: vec![author.clone()],
        categories: vec![category.clone()],
        entries: vec![Entry {
            id: odd.into(),
            title: odd.into(),
            url: odd.into(),
            html: odd.into(),
            summary: Some(odd.into()),
            authors: vec![author],
            categories: vec![category],
            links: vec![link],
            ..Entry::default()
        }],
        ..Feed::default()
    }
}

proptest! {
    #[test]
    fn any_text_arrives_at_an_atom_reader(odd in odd(), published in any::<i64>()) {
        let mut feed = oddly_filled(&odd);
        feed.entries[0].published = published;
        let document = String::from_utf8(atom(&feed)).unwrap();
        let expected = xml_part(&odd);
        prop_assert_eq!(texts_of(&document, "content"), vec![expected.clone()]);
        prop_assert_eq!(texts_of(&document, "title"), vec![expected.clone(), expected]);
    }

    #[test]
    fn any_text_arrives_at_an_rss_reader(odd in odd(), published in any::<i64>()) {
        let mut feed = oddly_filled(&odd);
        feed.entries[0].published = published;
        let document = String::from_utf8(rss(&feed)).unwrap();
        prop_assert_eq!(texts_of(&document, "content:encoded"), vec![xml_part(&odd)]);
        prop_assert_eq!(texts_of(&document, "guid"), vec![xml_part(&odd)]);
    }

    #[test]
    fn any_text_arrives_at_a_json_reader_whole(odd in odd()) {
        let feed = oddly_filled(&odd);
        let document: serde_json::Value = serde_json::from_slice(&json_feed(&feed)).unwrap();
        prop_assert_eq!(&document["items"][0]["content_html"], &odd);
        let document: serde_json::Value = serde_json::from_slice(&blogger_json(&feed)).unwrap();
        prop_assert_eq!(&document["feed"]["entry"][0]["content"]["$t"], &odd);
    }
}

#[test]
fn an_attribute_keeps_its_line_ends_and_loses_what_xml_cannot_hold() {
    let feed = Feed {
        categories: vec![Category { term: "a\u{0}\n\t\"<b".into(), scheme: String::new() }],
        ..Feed::default()
    };
    let written = String::from_utf8(atom(&feed)).unwrap();
    assert!(written.contains("<category term=\"a&#10;&#9;&quot;&lt;b\"/>"), "{written}");
}
