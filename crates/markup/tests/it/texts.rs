//! Plain text, counts and directions.

use dateline_markup::{
    Direction, first_strong_direction, language_direction, plain_text, plain_text_start, reading_minutes,
    word_count,
};

#[test]
fn plain_text_reads_like_the_page() {
    for (html, expected) in [
        ("<h1>A</h1><p>b  c<br>d</p>", "A\nb c\nd"),
        ("a<script>x</script><style>y</style>b", "ab"),
        ("<b>a</b>b &eacute;&#39;&nbsp;x", "ab é' x"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a<!--x-->b", "ab"),
        ("<svg><svg>x</svg>y</svg>z", "z"),
        ("", ""),
    ] {
        assert_eq!(plain_text(html), expected, "{html}");
    }
}

#[test]
fn the_beginning_of_a_long_story_is_read_as_in_the_whole() {
    let pieces = [
        "<p class='a>b'>The ferry",
        " &amp; tea</p>",
        "&",
        "am",
        "<script>if (a < b) { x }</script>",
        "<!-- a < b -->",
        "<b>é 新聞",
        "</b>\n\n",
        "<",
        "&eacute",
        "<title>a</title>",
        " 12 ",
        "<br>",
        "<td>1",
        "&CounterClockwiseContourIntegral;",
    ];
    let mut seed = 7_u64;
    for _ in 0..40 {
        let mut html = String::new();
        for _ in 0..200 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            html.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        let whole = plain_text(&html);
        for chars in [0, 7, 100, 5_000] {
            let start: String = whole.chars().take(chars).collect();
            assert_eq!(plain_text_start(&html, chars), start, "{chars} of {html}");
        }
    }
}

#[test]
fn words_are_counted_in_any_script() {
    for (text, expected) in [
        ("", 0),
        ("It's half-past 3.", 4),
        ("新聞記事", 4),
        ("ニュース", 4),
        ("한국 뉴스", 2),
        ("مرحبا بالعالم", 2),
        ("…, –", 0),
    ] {
        assert_eq!(word_count(text), expected, "{text}");
    }
}

#[test]
fn reading_takes_longer_with_pictures() {
    for (words, images, expected) in [
        (0, 0, 0),
        (137, 0, 0),
        (138, 0, 1),
        (275, 0, 1),
        (412, 0, 1),
        (413, 0, 2),
        (2750, 0, 10),
        (275, 3, 2),
        (0, 100, 6),
    ] {
        assert_eq!(reading_minutes(words, images), expected, "{words} words, {images} pictures");
    }
}

#[test]
fn a_text_runs_as_its_first_letter_does() {
    assert_eq!(first_strong_direction("12: שלום world"), Direction::Rtl);
    assert_eq!(first_strong_direction("«مرحبا»"), Direction::Rtl);
    assert_eq!(first_strong_direction("Hello שלום"), Direction::Ltr);
    assert_eq!(first_strong_direction("12 — 13"), Direction::Neutral);
    assert_eq!(Direction::Neutral.as_attribute(), "auto");
}

#[test]
fn a_language_has_a_direction() {
    for (lang, expected) in [
        ("ar", Direction::Rtl),
        ("he_IL", Direction::Rtl),
        ("FA-ir", Direction::Rtl),
        ("az-Arab", Direction::Rtl),
        ("ur-Latn-PK", Direction::Ltr),
        ("pt-BR", Direction::Ltr),
        ("", Direction::Neutral),
    ] {
        assert_eq!(language_direction(lang), expected, "{lang}");
    }
}
