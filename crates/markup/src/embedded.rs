//! What markup of an owner brings along, for the content policy of the page it stands in: scripts and styles inside it by
//! their very text, others by the origin they come from.

use url::Url;

use crate::token::{Token, attr, tokens};

/// Things of one kind that are named; a page with more has another trouble.
pub const MAX_EMBEDDED: usize = 40;

/// What markup brings along. Texts are as a browser hashes them, origins like `https://example.org`, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Embedded {
    /// Texts of scripts inside it.
    pub scripts: Vec<String>,
    /// Texts of style sheets inside it.
    pub styles: Vec<String>,
    /// Where its scripts come from; `'self'` for this site.
    pub script_origins: Vec<String>,
    /// Where its style sheets come from.
    pub style_origins: Vec<String>,
    /// Where its frames come from.
    pub frame_origins: Vec<String>,
    /// Where its forms are sent.
    pub form_origins: Vec<String>,
    /// Where it says that connections will go: `<link rel="preconnect">`.
    pub other_origins: Vec<String>,
}

impl Embedded {
    /// Adds what `markup` brings along. Handlers of events inside tags, and `javascript:`, bring nothing: they do not run.
    pub fn add(&mut self, markup: &str) {
        let tokens = tokens(markup);
        for (position, token) in tokens.iter().enumerate() {
            let Token::Start { name, attrs } = token else { continue };
            let value = |key: &str| attr(attrs, key).map(str::trim).unwrap_or_default();
            let text = || match tokens.get(position + 1) {
                Some(Token::Text(text)) => text.clone().into_owned(),
                _ => String::new(),
            };
            match &**name {
                "script" if attr(attrs, "src").is_some() => {
                    keep(&mut self.script_origins, origin(value("src")).or_else(|| own(value("src"))));
                }
                "script" if is_run(value("type")) => keep(&mut self.scripts, Some(text())),
                "style" => keep(&mut self.styles, Some(text())),
                "iframe" => keep(&mut self.frame_origins, origin(value("src"))),
                "form" => keep(&mut self.form_origins, origin(value("action"))),
                "link" => {
                    let has = |word: &str| {
                        value("rel").split_whitespace().any(|rel| rel.eq_ignore_ascii_case(word))
                    };
                    if has("stylesheet") {
                        keep(&mut self.style_origins, origin(value("href")));
                    } else if has("preconnect") || has("dns-prefetch") {
                        keep(&mut self.other_origins, origin(value("href")));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a browser runs a script of this type; all others are data.
fn is_run(media_type: &str) -> bool {
    let plain = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(
        plain.as_str(),
        "" | "text/javascript"
            | "application/javascript"
            | "text/ecmascript"
            | "module"
            | "importmap"
            | "speculationrules"
    )
}

fn keep(list: &mut Vec<String>, found: Option<String>) {
    if let Some(found) = found.filter(|found| !list.contains(found))
        && list.len() < MAX_EMBEDDED
    {
        list.push(found);
    }
}

/// The policy's word for a path of this site.
fn own(address: &str) -> Option<String> {
    let is_path = !address.is_empty() && !address.starts_with("//") && !address.contains(':');
    is_path.then(|| "'self'".to_owned())
}

/// The origin of another site; nothing for a path of this one.
fn origin(address: &str) -> Option<String> {
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let url = Url::parse(&whole).ok()?;
    matches!(url.scheme(), "https" | "http").then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded(markup: &str) -> Embedded {
        let mut all = Embedded::default();
        all.add(markup);
        all
    }

    #[test]
    fn scripts_inside_are_told_by_their_text_and_others_by_their_origin() {
        let found = embedded(
            "<script async src=\"https://stats.example/x.js\"></script><script>\r\nlet a = 1 < 2;</script>\
             <script type=\"application/ld+json\">{}</script><script type=module src='/own.js'></script>\
             <script src=//cdn.example:8443/a.js></script>",
        );
        assert_eq!(found.scripts, ["\nlet a = 1 < 2;"]);
        assert_eq!(found.script_origins, ["https://stats.example", "'self'", "https://cdn.example:8443"]);
    }

    #[test]
    fn what_would_run_without_being_a_script_brings_nothing() {
        let found = embedded(
            "<img src=x onerror=\"steal()\"><a href=\"javascript:steal()\">x</a><script src='data:,steal()'></script>",
        );
        assert_eq!(found, Embedded::default());
    }

    #[test]
    fn an_origin_cannot_smuggle_a_directive_in() {
        let found = embedded(
            "<iframe src=\"https://a.example;script-src *\"></iframe><script src=\"https://b.example/;x 'unsafe-inline'\"></script>",
        );
        assert!(found.frame_origins.iter().all(|origin| !origin.contains([';', ' '])), "{found:?}");
        assert_eq!(found.script_origins, ["https://b.example"]);
    }

    #[test]
    fn the_forty_first_script_is_not_named() {
        let many =
            |count: usize| (0..count).fold(String::new(), |all, n| format!("{all}<script>{n}</script>"));
        assert_eq!(embedded(&many(MAX_EMBEDDED)).scripts.len(), MAX_EMBEDDED);
        assert_eq!(embedded(&many(MAX_EMBEDDED + 1)).scripts.len(), MAX_EMBEDDED);
    }
}
