//! A whole page, made to stand without the server that printed it.

use crate::address::rewrite_srcset;
use crate::token::{Attrs, Token, attr, push_token, raw_text, tokens};

/// What becomes of an address in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkFate {
    /// It stays.
    Stays,
    /// It becomes another one.
    Becomes(String),
    /// Nothing will answer it: a link goes with its words, a picture, sheet or script without a trace.
    Goes,
}

/// A printed page without what needs a server, its addresses changed as `fate` says: each `href`, `src`, `poster` and
/// candidate of a `srcset`, but not the page's own name (`rel="canonical"`) and what meta elements say of it. Forms
/// are left out, since nobody will read them. Comments of the source and its white space between attributes are not kept.
pub fn still_page(html: &str, mut fate: impl FnMut(&str) -> LinkFate) -> String {
    let mut out = String::with_capacity(html.len());
    out.push_str("<!doctype html>");
    let (mut until, mut raw) = (None::<&'static str>, false);
    for mut token in tokens(html) {
        if let Some(end) = until {
            if matches!(&token, Token::End(name) if name == end) {
                until = None;
            }
            continue;
        }
        match &mut token {
            Token::Start { name, attrs } => {
                if name == "form" {
                    until = Some("form");
                    continue;
                }
                if !settle(name, attrs, &mut fate) {
                    until = match &**name {
                        "a" => Some("a"),
                        "script" => Some("script"),
                        _ => None,
                    };
                    continue;
                }
                raw = raw_text(name);
            }
            Token::End(_) => raw = false,
            Token::Text(text) if raw => {
                out.push_str(text);
                continue;
            }
            Token::Text(_) | Token::Comment(_) => {}
        }
        push_token(&mut out, &token);
    }
    out
}

/// Changes the addresses of a tag; `false` when it has to go.
fn settle(name: &str, attrs: &mut Attrs<'_>, fate: &mut impl FnMut(&str) -> LinkFate) -> bool {
    if name == "meta" || (name == "link" && attr(attrs, "rel") == Some("canonical")) {
        return true;
    }
    let mut moved = false;
    for (key, value) in attrs.iter_mut() {
        match &**key {
            "href" | "src" | "poster" => match fate(value) {
                LinkFate::Stays => {}
                LinkFate::Becomes(address) => {
                    *value = address.into();
                    moved = true;
                }
                LinkFate::Goes => return false,
            },
            "srcset" | "imagesrcset" => {
                let rewritten = rewrite_srcset(value, &mut |address| match fate(address) {
                    LinkFate::Becomes(address) => Some(address),
                    LinkFate::Stays | LinkFate::Goes => None,
                });
                *value = rewritten.into();
            }
            _ => {}
        }
    }
    if moved {
        // A page in a folder is of no origin: a browser runs nothing there that it has to prove or to ask for first.
        attrs.retain(|(key, _)| !matches!(&**key, "integrity" | "crossorigin"));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn still(html: &str) -> String {
        still_page(html, |address| match address {
            "/story/" => LinkFate::Becomes("../story/index.html".to_owned()),
            "/search/" => LinkFate::Goes,
            _ => LinkFate::Stays,
        })
    }

    #[test]
    fn links_of_the_site_become_files_and_others_stay() {
        assert_eq!(
            still(
                "<!doctype html>\n<a href=\"/story/\">A &amp; B</a> <a href=\"https://example.org/\">C</a>"
            ),
            "<!doctype html>\n<a href=\"../story/index.html\">A &amp; B</a> <a href=\"https://example.org/\">C</a>"
        );
    }

    #[test]
    fn what_needs_a_server_goes_with_its_words() {
        assert_eq!(still("<p>a<a href=\"/search/\"><b>find</b></a>b</p>"), "<!doctype html><p>ab</p>");
        assert_eq!(still("a<form action=\"/x\"><input name=\"q\"></form>b"), "<!doctype html>ab");
        assert_eq!(still("a<img src=\"/search/\">b"), "<!doctype html>ab");
    }

    #[test]
    fn scripts_and_the_pages_own_name_stay_as_they_were() {
        let page = "<!doctype html><link rel=\"canonical\" href=\"/story/\"><script>if (a < b && c) d(\"&amp;\")</script>";
        assert_eq!(still(page), page);
    }

    #[test]
    fn a_script_that_became_a_file_runs_without_proof() {
        assert_eq!(
            still("<script defer src=\"/story/\" integrity=\"sha256-x\" crossorigin></script>"),
            "<!doctype html><script defer=\"\" src=\"../story/index.html\"></script>"
        );
        let foreign = "<script src=\"https://example.org/a.js\" integrity=\"sha256-x\"></script>";
        assert_eq!(still(foreign), format!("<!doctype html>{foreign}"));
    }

    #[test]
    fn every_candidate_of_a_picture_is_looked_at() {
        assert_eq!(
            still("<img srcset=\"/story/ 300w, /b 600w\">"),
            "<!doctype html><img srcset=\"../story/index.html 300w, /b 600w\">"
        );
    }
}
