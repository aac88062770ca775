//! The teaser rule and its scissors.

use dateline_markup::{TEASER_CHARS, TeaserKind, split_at_jump, teaser, truncate_html, truncate_text};

#[test]
fn the_authors_excerpt_comes_first() {
    let found = teaser(Some(" Tea & cake "), "<p>a</p><!--more--><p>b</p>", TEASER_CHARS);
    assert_eq!((found.text.as_str(), found.html.as_str()), ("Tea & cake", "Tea &amp; cake"));
    assert_eq!((found.complete, found.kind), (false, TeaserKind::Excerpt));
}

#[test]
fn the_part_before_the_jump_break_comes_second() {
    let found = teaser(Some("  "), "<p><b>a</b></p><!--more--><p>b</p>", TEASER_CHARS);
    assert_eq!((found.text.as_str(), found.html.as_str()), ("a", "<p><b>a</b></p>"));
    assert_eq!((found.complete, found.kind), (false, TeaserKind::BeforeJump));
    assert!(teaser(None, "<p>a</p><!--more-->", TEASER_CHARS).complete);
}

#[test]
fn the_beginning_of_the_story_comes_last() {
    let found = teaser(None, "<p>Bridge open,</p><p>at last</p>", 14);
    assert_eq!(
        (found.text.as_str(), found.complete, found.kind),
        ("Bridge open…", false, TeaserKind::Beginning)
    );
    assert!(teaser(None, "<p>Bridge</p>", 6).complete);
    assert_eq!(teaser(None, "<!--more--><p>Bridge</p>", 20).kind, TeaserKind::Beginning);
    assert_eq!(teaser(None, "", 20).text, "");
}

#[test]
fn a_teaser_ends_where_a_word_ends() {
    for (text, limit, expected) in [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 7, "one two…"),
        ("one two three", 6, "one…"),
        ("abcdefgh", 3, "abc…"),
        ("新聞記事です", 3, "新聞記…"),
        (
            "\u{1f469}\u{200d}\u{1f467}\u{1f469}\u{200d}\u{1f467}\u{1f469}\u{200d}\u{1f467}",
            2,
            "\u{1f469}\u{200d}\u{1f467}\u{1f469}\u{200d}\u{1f467}…",
        ),
        ("one", 0, "…"),
        ("", 0, ""),
    ] {
        assert_eq!(truncate_text(text, limit).0, expected, "{text} at {limit}");
    }
}

#[test]
fn cutting_html_closes_what_is_open() {
    for (html, limit, expected) in [
        ("<p>one <b>two three</b></p><p>x</p>", 9, "<p>one <b>two…</b></p>"),
        ("<p>one</p>", 3, "<p>one</p>"),
        ("<p>one</p><p>two</p>", 3, "<p>one</p><p>…</p>"),
        ("<p>a &amp; b</p>", 5, "<p>a &amp; b</p>"),
    ] {
        assert_eq!(truncate_html(html, limit).0, expected);
    }
}

#[test]
fn a_story_is_split_at_every_kind_of_jump_break() {
    for mark in ["<!--more-->", "<!--more Go on-->", "<a name=\"more\"></a>", "<a name='more'/>"] {
        assert_eq!(
            split_at_jump(&format!("<div id=\"a\" class=\"b\"><p>x</p>{mark}<p>y</p></div>")),
            Some((
                "<div id=\"a\" class=\"b\"><p>x</p></div>".to_owned(),
                "<div class=\"b\"><p>y</p></div>".to_owned()
            )),
            "{mark}"
        );
    }
    assert_eq!(
        split_at_jump("<p>x</p><h2 id=\"more\">y</h2>"),
        Some(("<p>x</p>".into(), "<h2>y</h2>".into()))
    );
    assert_eq!(split_at_jump("<p>x<!--moreover--></p>"), None);
}
