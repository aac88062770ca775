//! Pictures and links of a story.

use dateline_markup::{Image, first_image, image_alts, images, links, rewrite_urls};

#[test]
fn the_first_picture_is_the_first_with_an_address() {
    let html = "<p><img alt=x><img src=\"data:image/png;base64,A\"><img src=\"/a.jpg\" alt=\"A\" width=\"10\" height=\"5px\"></p>";
    let expected = Image { src: "/a.jpg".into(), alt: "A".into(), width: Some(10), height: None };
    assert_eq!(first_image(html), Some(expected));
    assert_eq!(first_image("<p>x</p>"), None);
}

#[test]
fn pictures_and_links_are_listed_once() {
    let html = "<a href=/x><img src=a></a><a href=/x>x</a><a href='#y'>y</a><img src=a><img src=b>";
    assert_eq!(images(html), ["a", "b"]);
    assert_eq!(links(html), ["/x", "#y"]);
}

#[test]
fn what_pictures_show_is_listed_in_order() {
    let html = "<p><img src=a alt=' A &amp; B '><img src=b alt=''><img src=c><img src=d alt=C></p>";
    assert_eq!(image_alts(html), ["A & B", "C"]);
}

#[test]
fn every_address_can_be_moved_and_the_rest_stays() {
    let html = "<p>a &lt; b<a href=\"/old/1\">x</a><!--more--><img src=\"/old/2\" srcset=\"/old/3 2x, /keep,b 3x\"><video poster=\"/old/4\"></video></p>";
    let moved = rewrite_urls(html, |url| url.strip_prefix("/old").map(|rest| format!("/new{rest}")));
    assert_eq!(moved, html.replace("/old", "/new"));
    assert_eq!(rewrite_urls(html, |_| None), html);
}
