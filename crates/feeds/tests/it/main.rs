//! Feeds as readers see them.
#![allow(clippy::unwrap_used)]

mod formats;
mod odd_text;
mod sitemaps;

use dateline_feeds::{
    Author, Category, CommentFlags, Enclosure, Entry, Feed, Generator, Image, InReplyTo, Link, OpenSearch,
    Replies,
};

/// 2027-05-04T09:00:00Z
const NINE: i64 = 1_809_421_200_000;

fn the_gazette() -> Feed {
    Feed {
        id: "tag:gazette.example,2027:blog-1".into(),
        title: "The Harbour Gazette".into(),
        subtitle: "News & views".into(),
        home_url: "https://gazette.example/".into(),
        self_url: "https://gazette.example/feeds/posts/default?max-results=1&start-index=2".into(),
        links: vec![
            Link { rel: "hub".into(), href: "https://hub.example/".into(), ..Link::default() },
            Link {
                rel: "next".into(),
                href: "https://gazette.example/feeds/posts/default?start-index=3".into(),
                media_type: "application/atom+xml".into(),
                title: String::new(),
            },
        ],
        language: "en".into(),
        updated: NINE + 60_000,
        logo: Some("https://gazette.example/logo.png".into()),
        icon: None,
        authors: vec![Author { name: "The desk".into(), ..Author::default() }],
        categories: vec![],
        entries: vec![story()],
        generator: Some(Generator {
            name: "Dateline".into(),
            url: "https://dateline.example/".into(),
            version: "0.1.0".into(),
        }),
        paging: Some(OpenSearch { total: 41, start_index: 2, items_per_page: 1 }),
        rights: None,
        projection: dateline_feeds::Projection::Full,
    }
}

fn story() -> Entry {
    Entry {
        id: "tag:gazette.example,2027:blog-1.post-7".into(),
        title: "Bridge <reopens> & \"holds\"".into(),
        url: "https://gazette.example/2027/05/bridge.html".into(),
        html: "<p>The bridge &amp; the ferry.</p>".into(),
        summary: Some("The bridge & the ferry.".into()),
        published: NINE,
        updated: NINE + 60_000,
        authors: vec![
            Author {
                name: "Ana Reis".into(),
                url: Some("https://gazette.example/author/ana/".into()),
                image: None,
            },
            Author { name: "Rui Sá".into(), ..Author::default() },
        ],
        categories: vec![Category {
            term: "Harbour".into(),
            scheme: "http://www.blogger.com/atom/ns#".into(),
        }],
        image: Some(Image {
            url: "https://gazette.example/bridge.jpg".into(),
            width: Some(72),
            height: Some(72),
        }),
        enclosures: vec![Enclosure {
            url: "https://gazette.example/bridge.mp3".into(),
            length: 1234,
            media_type: "audio/mpeg".into(),
        }],
        replies: Some(Replies {
            feed_url: "https://gazette.example/feeds/7/comments/default".into(),
            html_url: "https://gazette.example/2027/05/bridge.html#comments".into(),
            count: 3,
            title: "3 comments".into(),
        }),
        self_url: Some("https://gazette.example/feeds/posts/default/7".into()),
        ..Entry::default()
    }
}

fn comment() -> Entry {
    Entry {
        id: "tag:gazette.example,2027:blog-1.post-9".into(),
        title: "Well held.".into(),
        url: "https://gazette.example/2027/05/bridge.html?showComment=9#c9".into(),
        html: "Well held.".into(),
        published: NINE,
        updated: NINE,
        authors: vec![Author { name: "A reader".into(), ..Author::default() }],
        in_reply_to: Some(InReplyTo {
            id: "tag:gazette.example,2027:blog-1.post-7".into(),
            href: "https://gazette.example/2027/05/bridge.html".into(),
            source: "https://gazette.example/feeds/posts/default/7".into(),
        }),
        links: vec![Link {
            rel: "related".into(),
            href: "https://gazette.example/feeds/7/comments/default/8".into(),
            media_type: "application/atom+xml".into(),
            title: String::new(),
        }],
        language: "ar".into(),
        comment: Some(CommentFlags {
            removed: true,
            item_class: "pid-5".into(),
            display_time: "4 May 2027 at 10:00".into(),
        }),
        ..Entry::default()
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}
