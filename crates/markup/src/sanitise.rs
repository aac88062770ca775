//! Foreign HTML made safe to print: balanced and filtered by our policy, then filtered once more by ammonia.

mod balance;

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

fn clean(html: &str, profile: Profile) -> Imported {
    if html.len() > MAX_HTML_BYTES {
        let kept = &html[..html.floor_char_boundary(MAX_HTML_BYTES)];
        return Imported {
            html: crate::comment::paragraphs(kept),
            removed: vec![("oversized html".to_owned(), 1)],
        };
    }
    let (mut current, removed) = pass(html, profile);
    // Most stories are clean as they come, and what one pass leaves alone the next one does too.
    if current == html {
        return Imported { html: current, removed };
    }
    for _ in 1..MAX_PASSES {
        let (next, _) = pass(&current, profile);
        if next == current {
            return Imported { html: current, removed };
        }
        current = next;
    }
    Imported { html: crate::comment::paragraphs(&plain_text(&current)), removed }
}

fn pass(html: &str, profile: Profile) -> (String, Vec<(String, usize)>) {
    let mut balancer = Balancer::new(profile, html.len());
    let list = tokens(html);
    balancer.run(list);
    let (balanced, removed) = balancer.finish();
    let filtered = second_wall(&balanced, profile);
    let mut out = String::with_capacity(filtered.len());
    for token in tokens(&filtered) {
        push_token(&mut out, &token);
    }
    (out, removed)
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
