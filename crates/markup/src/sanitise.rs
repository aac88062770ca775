//! Foreign HTML made safe to print: balanced and filtered by our policy, then filtered once more by ammonia, unless it is
//! so plain that a closed list of what it may be is wall enough.

mod balance;
mod cards;
mod settled;

use crate::policy;
use crate::text::plain_text;
use crate::token::{push_token, tokens};
use balance::Balancer;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Largest story or comment that is read as HTML, in bytes; what is longer is printed as plain text.
pub const MAX_HTML_BYTES: usize = 8 * 1024 * 1024;
/// Deepest nesting of elements kept; deeper elements lose their tags and keep their text.
pub const MAX_DEPTH: usize = 128;
/// HTML is cleaned until cleaning changes nothing; what is still changing then is printed as plain text.
const MAX_PASSES: usize = 6;

/// Who wrote the HTML, which decides what may stay in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// A reader: paragraphs, emphasis, lists, quotations, code and links that search engines do not follow.
    Commenter,
    /// Staff: everything an article needs, no scripts, no styles.
    Author,
    /// Another engine's export: like the author's, with alignment styles turned into classes and small `data:` pictures.
    Importer,
}

/// An imported body made safe, and what had to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Safe HTML.
    pub html: String,
    /// What was removed and how often, in alphabetical order: `("script", 2)`.
    pub removed: Vec<(String, usize)>,
}

/// Makes `html` safe for `profile`. The jump break survives as [`crate::JUMP_BREAK`]; other comments do not.
///
/// Cleaning twice gives the same as cleaning once.
pub fn sanitise(html: &str, profile: Profile) -> String {
    clean(html, profile).html
}

/// Makes an imported body safe and counts what was removed.
pub fn sanitise_import(html: &str) -> Imported {
    clean(html, Profile::Importer)
}

/// The same of a body that nobody needs any more: one that is clean as it comes is not copied.
pub fn sanitise_imported(html: String) -> Imported {
    let is_clean = html.len() <= MAX_HTML_BYTES && settled::is_settled(&html, Profile::Importer);
    if is_clean { Imported { html, removed: Vec::new() } } else { sanitise_import(&html) }
}

/// Whether a short text that may be either, such as a caption, is HTML: it closes an element.
pub fn is_html(text: &str) -> bool {
    text.contains("</")
}

fn clean(html: &str, profile: Profile) -> Imported {
    clean_unless(html, profile, settled::is_settled)
}

/// Cleans what is not settled yet. Given a judge that settles nothing it goes the whole way, to the same end.
fn clean_unless(html: &str, profile: Profile, is_settled: fn(&str, Profile) -> bool) -> Imported {
    if html.len() > MAX_HTML_BYTES {
        let kept = &html[..html.floor_char_boundary(MAX_HTML_BYTES)];
        return Imported {
            html: crate::comment::paragraphs(kept),
            removed: vec![("oversized html".to_owned(), 1)],
        };
    }
    if is_settled(html, profile) {
        return Imported { html: html.to_owned(), removed: Vec::new() };
    }
    let (balanced, removed) = balanced(html, profile);
    if is_settled(&balanced, profile) {
        return Imported { html: balanced, removed };
    }
    let mut current = walled(&balanced, profile);
    // Many stories are clean as they come, and what one pass leaves alone the next one does too.
    if current == html {
        return Imported { html: current, removed };
    }
    for _ in 1..MAX_PASSES {
        if is_settled(&current, profile) {
            return Imported { html: current, removed };
        }
        let next = walled(&self::balanced(&current, profile).0, profile);
        if next == current {
            return Imported { html: current, removed };
        }
        current = next;
    }
    Imported { html: crate::comment::paragraphs(&plain_text(&current)), removed }
}

/// Well-nested HTML of what the policy allows, and what had to go.
fn balanced(html: &str, profile: Profile) -> (String, Vec<(String, usize)>) {
    let mut balancer = Balancer::new(profile, html.len());
    if profile == Profile::Commenter || !html.contains(cards::PREFIX) {
        balancer.run(tokens(html));
        return balancer.finish();
    }
    let (list, forms) = cards::stilled(tokens(html));
    balancer.run(list);
    let (html, mut removed) = balancer.finish();
    if forms > 0 {
        removed.push(("form to sign up".to_owned(), forms));
        removed.sort();
    }
    (html, removed)
}

/// The same from behind the second wall, in our spelling.
fn walled(balanced: &str, profile: Profile) -> String {
    let filtered = second_wall(balanced, profile);
    let mut out = String::with_capacity(filtered.len());
    for token in tokens(&filtered) {
        push_token(&mut out, &token);
    }
    out
}

/// The independent filter: even a mistake in our own balancing lets nothing through that is not on the list.
fn second_wall(html: &str, profile: Profile) -> String {
    // Making a filter costs more than filtering a comment, so each is made once.
    static COMMENTER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| wall(Profile::Commenter));
    static AUTHOR: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| wall(Profile::Author));
    static IMPORTER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| wall(Profile::Importer));
    let wall = match profile {
        Profile::Commenter => &COMMENTER,
        Profile::Author => &AUTHOR,
        Profile::Importer => &IMPORTER,
    };
    wall.clean(html).to_string()
}

fn wall(profile: Profile) -> ammonia::Builder<'static> {
    let tags: HashSet<&str> = policy::tags(profile).iter().copied().collect();
    let attributes: HashMap<&str, HashSet<&str>> = tags
        .iter()
        .map(|tag| (*tag, policy::tag_attributes(profile, tag).iter().copied().collect()))
        .collect();
    let mut builder = ammonia::Builder::new();
    builder
        .tags(tags)
        .tag_attributes(attributes)
        .generic_attributes(policy::generic_attributes(profile).iter().copied().collect())
        .url_schemes(["http", "https", "mailto", "tel", "data"].into_iter().collect())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(false)
        .attribute_filter(move |tag, attribute, value| {
            policy::safe_value(profile, tag, attribute, value).map(Cow::Owned)
        });
    builder
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROFILES: [Profile; 3] = [Profile::Commenter, Profile::Author, Profile::Importer];

    /// Pieces of plain HTML, and of what looks like it.
    const PIECES: [&str; 96] = [
        "<p>",
        "</p>",
        "<em>",
        "</em>",
        "<b>",
        "</b>",
        "<strong>",
        "</strong>",
        "<code>",
        "</code>",
        "<a href=\"/a\">",
        "<a href=\"https://example.org/a?b=1&amp;c=2\">",
        "<a href=\"/a\" rel=\"nofollow ugc noopener\">",
        "<a rel=\"nofollow ugc noopener\">",
        "<a href=\"/a\" rel=\"me\">",
        "<a href=\"#x\" title=\"&quot;y&quot;\">",
        "<a href=\"javascript:x\">",
        "<a href=\"java&amp;script:x\">",
        "<a href=\" /a\">",
        "<a href=\"http://1.2.3\">",
        "<a href=\"http://a..b/\">",
        "<a href=\"http://xn--a/\">",
        "<a href=\"http://A.b/\">",
        "<a href=\"http://a_b/\">",
        "<a href=\"http://a:99999/\">",
        "<a href=\"http://a@b/\">",
        "<a href=\"http://\">",
        "<a href=\"//\">",
        "<a href=\"//[\">",
        "<a href=\"mailto:a@b.c\">",
        "<a href=\"mailto:\">",
        "<a href=\"page.html\">",
        "<a href=\"x:y\">",
        "<a href=\"/&nbsp;\">",
        "<a href=\"/é\">",
        "<a href=\"\">",
        "<a>",
        "<a id=\"a\">",
        "<a name=\"more\">",
        "<a href=\"/a\" href=\"/b\">",
        "</a>",
        "<ul>",
        "</ul>",
        "<ol start=\"3\">",
        "</ol>",
        "<li>",
        "<li value=\"2\">",
        "</li>",
        "<blockquote cite=\"https://a.b/\">",
        "<blockquote>",
        "</blockquote>",
        "<pre>",
        "<pre>\n",
        "</pre>",
        "<h2 id=\"a\">",
        "<h2 id=\"more\">",
        "<h2 id=\"top\">",
        "<h2 id=\"c1\">",
        "</h2>",
        "<h3>",
        "</h3>",
        "<div class=\"a b\">",
        "<div style=\"float:left\">",
        "<div align=\"left\">",
        "</div>",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "</figcaption>",
        "<span lang=\"de\" dir=\"ltr\">",
        "<span class=\"&lt;&amp;&nbsp;\">",
        "<span class=\"<\">",
        "<span onclick=\"x\">",
        "</span>",
        "<sup>",
        "</sup>",
        "<img src=\"/a.png\" alt=\"\">",
        "<img src=\"data:image/png;base64,AA\">",
        "<img alt=\"x\">",
        "<img>",
        "<img src=\"/a.png\" srcset=\"/a.png 2x\">",
        "<br>",
        "<br/>",
        "<hr>",
        "<hr class=\"a\">",
        "<!--more-->",
        "<!-- more -->",
        "<table>",
        "<td>",
        "<iframe src=\"https://www.youtube.com/embed/x\"></iframe>",
        "<script>x</script>",
        "&amp;",
        "&lt;",
        "&gt;",
        "&nbsp;",
        "&quot;",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-z .\"'\n\t-]{0,6}",
            1 => "\\PC{0,3}",
            1 => prop::sample::select(
                &["&", "&amp", "&#65;", "&copy;", "<", ">", "\r", "\0", "\u{a0}", "\u{a9}", "\u{feff}", "\u{c}", "\u{85}"][..]
            ).prop_map(str::to_owned),
        ]
    }

    /// Elements that are closed in the order in which they were opened.
    fn nested() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            3 => text(),
            1 => prop::sample::select(&["<br>", "<img src=\"/a.png\" alt=\"b\">", "<!--more-->", "<hr>"][..])
                .prop_map(str::to_owned),
        ];
        leaf.prop_recursive(6, 40, 5, |inner| {
            let tags: &'static [&str] = &[
                "p",
                "div",
                "ul",
                "ol",
                "li",
                "blockquote",
                "em",
                "b",
                "code",
                "span",
                "h2",
                "h3",
                "pre",
                "figure",
                "a href=\"/a\"",
                "a href=\"/a\" rel=\"nofollow ugc noopener\"",
                "ins",
                "small",
                "u",
            ];
            (prop::sample::select(tags), prop::collection::vec(inner, 0..5)).prop_map(|(tag, within)| {
                let name = tag.split(' ').next().unwrap_or(tag);
                format!("<{tag}>{}</{name}>", within.concat())
            })
        })
    }

    fn check(html: &str) -> Result<(), TestCaseError> {
        for profile in PROFILES {
            let whole_way = clean_unless(html, profile, |_, _| false);
            prop_assert_eq!(&clean(html, profile), &whole_way, "{:?} {:?}", profile, html);
            let settled = settled::is_settled(html, profile);
            prop_assert!(!settled || whole_way.html == html && whole_way.removed.is_empty());
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_settled_is_what_the_second_wall_would_leave(
            parts in prop::collection::vec(
                prop_oneof![3 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned), 2 => text()],
                0..8,
            ),
        ) {
            check(&parts.concat())?;
        }

        #[test]
        fn what_is_well_nested_is_cleaned_alike_on_both_ways(parts in prop::collection::vec(nested(), 0..4)) {
            check(&parts.concat())?;
        }
    }

    #[test]
    fn a_plain_story_is_settled_at_once() {
        let html = "<p>The <em>quay</em> &amp; the <a href=\"https://example.org/x?a=1&amp;b=2\">ferry</a>.</p>\n\
                    <!--more--><figure class=\"wp-block-image\"><img src=\"/a.png\" alt=\"&quot;b&quot;\" width=\"3\"><figcaption>c</figcaption></figure>\
                    <ul><li>d</li></ul><blockquote><p>« e »</p></blockquote><hr>";
        assert!(settled::is_settled(html, Profile::Importer));
        assert!(settled::is_settled("<p>a</p><p>b<br>c</p>", Profile::Commenter));
    }
}
