//! Scripts, soup and size: nothing a stranger sends may run, hang or fall over.

use dateline_markup::{
    MAX_DEPTH, MAX_HTML_BYTES, Profile, comment_html, markdown, pasted_teaser, plain_text, sanitise,
    split_at_jump, teaser, truncate_html,
};
use proptest::prelude::*;
use scraper::{Html, Node};
use std::path::PathBuf;

const PROFILES: [Profile; 3] = [Profile::Commenter, Profile::Author, Profile::Importer];

/// One grapheme of five characters.
const FAMILY: &str = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";

/// Elements that run, load or submit something by themselves.
const FORBIDDEN: &[&str] = &[
    "script", "style", "object", "embed", "applet", "form", "input", "button", "textarea", "select", "svg",
    "math", "base", "meta", "link", "template", "frame", "frameset", "noscript", "title",
];

/// Reads `html` again with another parser and names the first thing that must not be there.
fn danger(html: &str, profile: Profile) -> Option<String> {
    for node in Html::parse_fragment(html).tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        if FORBIDDEN.contains(&element.name()) {
            return Some(format!("element {}", element.name()));
        }
        for (name, value) in element.attrs() {
            if name.starts_with("on") || name == "style" || name == "srcdoc" {
                return Some(format!("attribute {name}"));
            }
            if !matches!(name, "href" | "src" | "srcset" | "poster" | "cite") {
                continue;
            }
            let bare: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
            let bare = bare.to_ascii_lowercase();
            let picture = profile == Profile::Importer
                && element.name() == "img"
                && name == "src"
                && ["png", "jpeg", "gif", "webp"]
                    .iter()
                    .any(|kind| bare.starts_with(&format!("data:image/{kind};base64,")));
            if ["javascript:", "vbscript:", "data:"].iter().any(|scheme| bare.starts_with(scheme)) && !picture
            {
                return Some(format!("address {value}"));
            }
        }
    }
    None
}

fn check(html: &str) {
    for profile in PROFILES {
        let once = sanitise(html, profile);
        assert_eq!(danger(&once, profile), None, "{profile:?}\nin:  {html}\nout: {once}");
        assert_eq!(sanitise(&once, profile), once, "not stable, {profile:?}\nin: {html}");
    }
}

fn check_everywhere(html: &str) {
    check(html);
    for other in [comment_html(html), markdown(html)] {
        assert_eq!(danger(&other, Profile::Author), None, "in: {html}\nout: {other}");
    }
}

#[test]
fn no_known_attack_leaves_a_script_in_any_profile() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/xss");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no attack lists in ../shared/corpus/xss");
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        text.lines().filter(|line| !line.is_empty()).for_each(check_everywhere);
        check_everywhere(&text);
    }
}

#[test]
fn well_known_attacks_are_harmless() {
    for html in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"&#1;javascript:alert(1)\">x</a>",
        "<a href='javascript&colon;alert(1)'>x</a>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<iframe src='https://www.youtube.com@evil.example/'></iframe>",
        "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
        "<img srcset='javascript:alert(1) 2x, data:text/html,x 3x'>",
        "<video poster='javascript:alert(1)' src='data:text/html,x'></video>",
        "<!--more--><!--[if IE]><script>alert(1)</script><![endif]-->",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<a id=x name=comments style='position:fixed'>x</a>",
    ] {
        check_everywhere(html);
    }
}

#[test]
fn soup_is_cleaned_to_bounded_depth_and_size() {
    let bytes = 1 << 16;
    for unit in [
        "<div>",
        "<b>",
        "<a href=/x>",
        "<p><b id=x>",
        "<table><tr><td>",
        "</p>",
        "<b><i></b>",
        "<div><table></div></table>",
        "<li><p>",
        "<ul><li>",
        "<svg>",
        "<",
        "<!--",
        "&amp",
        "<a><b></a>",
        "<iframe>",
        "<option>",
        "<rt>",
    ] {
        let soup = unit.repeat(bytes / unit.len());
        let clean = sanitise(&soup, Profile::Importer);
        assert!(clean.len() <= soup.len() * 12, "{unit} grew to {}", clean.len());
        let deepest = depth(&clean);
        assert!(deepest <= MAX_DEPTH, "{unit} nests {deepest} deep");
    }
}

#[test]
fn soup_does_not_stop_the_readers_of_stories() {
    let soup = "<div>".repeat(100_000) + &"word ".repeat(20_000) + "<!--more-->tail";
    assert!(plain_text(&soup).ends_with("tail"));
    assert!(split_at_jump(&soup).is_some());
    assert!(truncate_html(&soup, 50).0.contains('…'));
    assert!(!teaser(None, &soup, 50).text.is_empty());
    assert_eq!(pasted_teaser(&soup), None);
}

/// Deepest nesting of elements below the fragment's own root.
fn depth(html: &str) -> usize {
    let page = Html::parse_fragment(html);
    let mut deepest = 0;
    let mut level: Vec<_> = page.root_element().children().filter(|node| node.value().is_element()).collect();
    while !level.is_empty() {
        deepest += 1;
        level = level
            .iter()
            .flat_map(|node| node.children().collect::<Vec<_>>())
            .filter(|node| node.value().is_element())
            .collect();
    }
    deepest
}

#[test]
fn elements_at_the_depth_limit_stay_and_deeper_ones_leave_their_text() {
    let nested = |n: usize| format!("{}x{}", "<div>".repeat(n), "</div>".repeat(n));
    assert_eq!(sanitise(&nested(MAX_DEPTH), Profile::Author), nested(MAX_DEPTH));
    assert_eq!(sanitise(&nested(MAX_DEPTH + 1), Profile::Author), nested(MAX_DEPTH));
}

#[test]
fn a_body_at_the_size_limit_is_html_and_a_larger_one_is_text() {
    let fill = "word ".repeat(MAX_HTML_BYTES / 5);
    let body = format!("<b>x</b>{}", &fill[..MAX_HTML_BYTES - 8]);
    assert!(sanitise(&body, Profile::Commenter).starts_with("<b>x</b>"));
    assert!(sanitise(&(body + "y"), Profile::Commenter).starts_with("<p>&lt;b&gt;x"));
}

#[test]
fn letters_that_say_much_are_no_deeper_than_others() {
    let letters = "<span style='font-weight:bold;font-style:italic;text-decoration:underline line-through'>";
    for count in [MAX_DEPTH / 4 - 1, MAX_DEPTH / 4, MAX_DEPTH / 4 + 1, MAX_DEPTH, 2 * MAX_DEPTH] {
        let html = sanitise(&(letters.repeat(count) + "fog"), Profile::Importer);
        assert_eq!(html.matches("<b>").count(), count.min(MAX_DEPTH / 4), "{count}");
        assert!(html.matches("</").count() <= MAX_DEPTH, "{count}");
        assert_eq!(sanitise(&html, Profile::Importer), html, "{count}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn cleaning_twice_is_cleaning_once(parts in proptest::collection::vec(prop_oneof![
        Just("<p>"), Just("</p>"), Just("<b>"), Just("</b>"), Just("<i>"), Just("</i>"), Just("<a href=/x>"), Just("</a>"),
        Just("<table>"), Just("<tr>"), Just("<td>"), Just("</td>"), Just("</table>"), Just("<div id=main>"), Just("</div>"),
        Just("<ul>"), Just("<li>"), Just("</ul>"), Just("<pre>\n\n"), Just("</pre>"), Just("<!--more-->"), Just("<!--x-->"),
        Just("<svg>"), Just("</svg>"), Just("<script>"), Just("</script>"), Just("<iframe src=//www.youtube.com/embed/x>"),
        Just("</iframe>"), Just("<img src=x onerror=y>"), Just("<h2>"), Just("</h2>"), Just("<select>"), Just("<option>"),
        Just("text "), Just("&lt;b>"), Just("\u{0}"), Just("<blockquote>"), Just("</blockquote>"), Just("<caption>"),
        Just("<center>"), Just("</center>"), Just("<col>"), Just("<ruby>"), Just("<rt>"), Just("<style>"), Just("</style>"),
        Just("<a name=more>"), Just("<noscript>"), Just("<template>"), Just("</br>"), Just("<math>"), Just("<dl><dt>"),
        Just("<span style='font-weight:bold;font-style:italic'>"), Just("</span>"), Just("<b style=font-weight:normal>"),
        Just("<span class=fullpost>"), Just("<i style=font-style:normal>"), Just("<span style=text-decoration:underline lang=de>"),
    ], 0..24)) {
        check(&parts.concat());
    }

    #[test]
    fn any_text_is_cleaned_without_panic(text in "\\PC{0,200}|[<>a-z/='\" !&#;-]{0,120}") {
        check(&text);
        let _ = (plain_text(&text), pasted_teaser(&text), teaser(None, &text, 20), markdown(&text));
    }

    #[test]
    fn truncation_keeps_tags_balanced_and_within_the_limit(
        parts in proptest::collection::vec(prop_oneof![
            Just("<p>"), Just("<b>"), Just("</b>"), Just("</p>"), Just("word "), Just(FAMILY), Just("e\u{301}e\u{301} "), Just("新聞記事"),
        ], 0..30),
        limit in 0_usize..40,
    ) {
        use unicode_segmentation::UnicodeSegmentation;
        let html = sanitise(&parts.concat(), Profile::Author);
        let (cut, complete) = truncate_html(&html, limit);
        prop_assert_eq!(sanitise(&cut, Profile::Author), cut.clone());
        let text = plain_text(&cut);
        let kept = text.strip_suffix('…').unwrap_or(&text);
        // The ends of blocks are no characters of the story.
        prop_assert!(kept.split('\n').map(|line| line.graphemes(true).count()).sum::<usize>() <= limit);
        let whole = plain_text(&html).replace('\n', " ");
        prop_assert!(complete || whole.replace(' ', "").starts_with(&kept.replace(['\n', ' '], "")));
        let split = kept.graphemes(true).any(|g| g.contains('\u{1f469}') && g != FAMILY);
        prop_assert!(!split);
    }
}
