//! The comment form's text.

use dateline_markup::{Profile, comment_html, sanitise};

#[track_caller]
fn check(text: &str, expected: &str) {
    let html = comment_html(text);
    assert_eq!(html, expected);
    assert_eq!(sanitise(&html, Profile::Commenter), html, "a comment is already clean");
}

const REL: &str = "rel=\"nofollow ugc noopener\"";

#[test]
fn lines_and_paragraphs_stay_as_typed() {
    check("", "");
    check("one\ntwo\r\n\r\n\n three ", "<p>one<br>two</p><p>three</p>");
    check("<b>not bold</b> & so", "<p>&lt;b&gt;not bold&lt;/b&gt; &amp; so</p>");
}

#[test]
fn web_addresses_become_links_without_the_sentences_marks() {
    check(
        "see https://a.example/x?a=1&b=2.",
        &format!(
            "<p>see <a href=\"https://a.example/x?a=1&amp;b=2\" {REL}>https://a.example/x?a=1&amp;b=2</a>.</p>"
        ),
    );
    check(
        "(http://a.example/a_(b))",
        &format!("<p>(<a href=\"http://a.example/a_(b)\" {REL}>http://a.example/a_(b)</a>)</p>"),
    );
    check(
        "javascript:alert(1) http:// xhttp://a.example",
        "<p>javascript:alert(1) http:// xhttp://a.example</p>",
    );
}
