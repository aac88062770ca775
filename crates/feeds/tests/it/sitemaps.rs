use dateline_feeds::{BLOGGER_PAGE, Limits, SitemapFile, SitemapUrl, sitemap, sitemap_index, split_sitemap};
use insta::assert_snapshot;

use crate::{NINE, odd_text::texts_of, text};

fn pages(count: usize) -> Vec<SitemapUrl> {
    let page =
        |number| SitemapUrl { url: format!("https://gazette.example/{number}?a&b"), updated: Some(NINE) };
    (0..count).map(page).collect()
}

fn lengths(urls: &[SitemapUrl], limits: Limits) -> Vec<usize> {
    split_sitemap(urls, limits).into_iter().map(<[_]>::len).collect()
}

#[test]
fn a_sitemap_names_each_page_and_when_it_changed() {
    assert_snapshot!(text(sitemap(&pages(1))), @r#"
    <?xml version="1.0" encoding="utf-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url>
    <loc>https://gazette.example/0?a&amp;b</loc>
    <lastmod>2027-05-04T09:00:00Z</lastmod>
    </url>
    </urlset>
    "#);
}

#[test]
fn an_index_names_each_sitemap() {
    let file = SitemapFile { url: "https://gazette.example/sitemap.xml?page=1".into(), updated: None };
    let written = text(sitemap_index(&[file]));
    assert_eq!(texts_of(&written, "loc"), ["https://gazette.example/sitemap.xml?page=1"]);
    assert!(!written.contains("lastmod"));
}

#[test]
fn fifty_thousand_pages_are_one_sitemap_and_one_more_are_two() {
    assert_eq!(lengths(&pages(50_000), Limits::PROTOCOL), [50_000]);
    assert_eq!(lengths(&pages(50_001), Limits::PROTOCOL), [50_000, 1]);
    assert_eq!(lengths(&[], Limits::PROTOCOL), [0_usize; 0]);
}

#[test]
fn blogger_names_a_hundred_and_fifty_pages_at_a_time() {
    let limits = Limits { urls: BLOGGER_PAGE, ..Limits::PROTOCOL };
    assert_eq!(lengths(&pages(301), limits), [150, 150, 1]);
}

#[test]
fn no_sitemap_is_longer_than_its_limit_of_bytes() {
    let long =
        SitemapUrl { url: format!("https://gazette.example/{}", "&".repeat(300)), updated: Some(i64::MAX) };
    let urls = vec![long; 100];
    let limits = Limits { urls: 50_000, bytes: 20_000 };
    let runs = split_sitemap(&urls, limits);
    assert!(runs.len() > 1);
    assert_eq!(runs.iter().map(|run| run.len()).sum::<usize>(), 100);
    assert!(runs.iter().all(|run| sitemap(run).len() <= limits.bytes));
}

#[test]
fn an_address_too_long_for_the_protocol_is_left_out() {
    let page = |length: usize| SitemapUrl { url: "h".repeat(length), updated: None };
    assert_eq!(texts_of(&text(sitemap(&[page(2_047), page(2_048)])), "loc").len(), 1);
}
