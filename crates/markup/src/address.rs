//! Addresses inside a story: its pictures, its links, and rewriting them.

use crate::policy::srcset;
use crate::token::{Token, attr, push_token, tokens};

/// A picture of a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// Address as written.
    pub src: String,
    /// Alternative text; empty when the author gave none.
    pub alt: String,
    /// Width in CSS pixels, where the story says it.
    pub width: Option<u32>,
    /// Height in CSS pixels, where the story says it.
    pub height: Option<u32>,
}

/// The first picture with an address, for cards and link previews; `data:` pictures do not count.
pub fn first_image(html: &str) -> Option<Image> {
    // Most stories have none, and this is asked for every one that is printed.
    let may_begin =
        |at: usize| html.as_bytes()[at + 1..].get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"img"));
    if !memchr::memchr_iter(b'<', html.as_bytes()).any(may_begin) {
        return None;
    }
    tokens(html).into_iter().find_map(|token| match token {
        Token::Start { name, attrs } if name == "img" => {
            let src = attr(&attrs, "src")
                .map(str::trim)
                .filter(|src| !src.is_empty() && !src.starts_with("data:"))?;
            Some(Image {
                src: src.to_owned(),
                alt: attr(&attrs, "alt").unwrap_or_default().to_owned(),
                width: attr(&attrs, "width").and_then(|n| n.trim().parse().ok()),
                height: attr(&attrs, "height").and_then(|n| n.trim().parse().ok()),
            })
        }
        _ => None,
    })
}

/// Addresses (`src`) of all pictures in order, each once.
pub fn images(html: &str) -> Vec<String> {
    collect(html, "img", "src")
}

/// Addresses (`href`) of all links in order, each once.
pub fn links(html: &str) -> Vec<String> {
    collect(html, "a", "href")
}

/// What the pictures show, in order: their alternative texts, without empty ones.
pub fn image_alts(html: &str) -> Vec<String> {
    let alt = |token: Token<'_>| match token {
        Token::Start { name, attrs } if name == "img" => attr(&attrs, "alt").map(|alt| alt.trim().to_owned()),
        _ => None,
    };
    tokens(html).into_iter().filter_map(alt).filter(|alt| !alt.is_empty()).collect()
}

fn collect(html: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    tokens(html)
        .into_iter()
        .filter_map(|token| match token {
            Token::Start { name, attrs } if name == element => {
                attr(&attrs, attribute).map(|url| url.trim().to_owned())
            }
            _ => None,
        })
        .filter(|url| !url.is_empty() && seen.insert(url.clone()))
        .collect()
}

/// Gives every address (`href`, `src`, `poster`, `cite`, each candidate of `srcset`) to `change`; what it returns
/// takes the address's place, `None` leaves it. Expects sanitised HTML and keeps its jump break.
pub fn rewrite_urls(html: &str, mut change: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    for mut token in tokens(html) {
        if let Token::Start { attrs, .. } = &mut token {
            for (key, value) in attrs.iter_mut() {
                match &**key {
                    "href" | "src" | "poster" | "cite" => {
                        if let Some(new) = change(value) {
                            *value = new.into();
                        }
                    }
                    "srcset" => *value = rewrite_srcset(value, &mut change).into(),
                    _ => {}
                }
            }
        }
        push_token(&mut out, &token);
    }
    out
}

pub(crate) fn rewrite_srcset(value: &str, change: &mut impl FnMut(&str) -> Option<String>) -> String {
    let candidates: Vec<String> = srcset(value)
        .into_iter()
        .map(|(url, size)| {
            let url = change(&url).unwrap_or(url);
            if size.is_empty() { url } else { format!("{url} {size}") }
        })
        .collect();
    candidates.join(", ")
}
