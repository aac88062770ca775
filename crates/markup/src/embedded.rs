//! What markup of an owner brings along, for the content policy of the page it stands in: scripts and styles inside it by
//! their very text, others by the origin they come from.

use url::Url;

use crate::token::{Token, attr, tokens};

/// Things of one kind that an owner's markup may name; a page with more has another trouble.
pub const MAX_EMBEDDED: usize = 40;
/// Things of one kind that a page may name, a theme's own among them: a policy is a header, and those have an end.
pub const MAX_OF_THEME: usize = 100;

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
    /// Texts of handlers and of addresses that are programs, of a theme alone.
    pub handlers: Vec<String>,
    /// Whether a theme has more of one kind than a policy can name.
    pub too_many: bool,
}

impl Embedded {
    /// Adds what `markup` brings along. Handlers of events inside tags, and `javascript:`, bring nothing: they do not run.
    pub fn add(&mut self, markup: &str) {
        self.read(markup, MAX_EMBEDDED);
    }

    /// The same for an element that a theme itself wrote into a page. Its handlers and `javascript:` addresses count, and so
    /// does where a script inside says that other scripts come from.
    pub fn add_of_theme(&mut self, element: &str) {
        self.too_many |= !self.read(element, MAX_OF_THEME);
        for token in tokens(element) {
            match token {
                Token::Start { attrs, .. } => {
                    for (name, value) in &attrs {
                        // Of an address that is a program a browser takes the whole.
                        if name.starts_with("on") || is_program(value) {
                            let handler = Some(value.clone().into_owned());
                            self.too_many |= !keep(&mut self.handlers, handler, MAX_OF_THEME);
                        }
                    }
                }
                Token::Text(script) => {
                    for origin in loaded_by(&script) {
                        self.too_many |= !keep(&mut self.script_origins, Some(origin), MAX_OF_THEME);
                    }
                }
                _ => {}
            }
        }
    }

    /// The list that a link's origin belongs on, by what the link is for.
    fn of_link(&mut self, rel: &str, kind: &str) -> Option<&mut Vec<String>> {
        let has = |word: &str| rel.split_whitespace().any(|rel| rel.eq_ignore_ascii_case(word));
        let fetched = has("preload") || has("prefetch");
        if has("stylesheet") || (fetched && kind.eq_ignore_ascii_case("style")) {
            Some(&mut self.style_origins)
        } else if has("modulepreload") || (fetched && kind.eq_ignore_ascii_case("script")) {
            Some(&mut self.script_origins)
        } else if has("preconnect") || has("dns-prefetch") {
            Some(&mut self.other_origins)
        } else {
            None
        }
    }

    /// Adds what `markup` brings along; answers whether there was room for all of it.
    fn read(&mut self, markup: &str, limit: usize) -> bool {
        let mut room = true;
        let mut keep = |list: &mut Vec<String>, found| room &= keep(list, found, limit);
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
                "script" if is_run(value("type")) => {
                    keep(&mut self.scripts, Some(text()));
                }
                "style" => {
                    keep(&mut self.styles, Some(text()));
                }
                "iframe" => {
                    keep(&mut self.frame_origins, origin(value("src")));
                }
                "form" => {
                    keep(&mut self.form_origins, origin(value("action")));
                }
                "link" => {
                    if let Some(list) = self.of_link(value("rel"), value("as")) {
                        keep(list, origin(value("href")));
                    }
                }
                _ => {}
            }
        }
        room
    }
}

/// Where a script fetches other scripts from, as far as it spells their addresses out: whole, or with the name of a customer
/// put before the host, as in `'//' + shortname + '.talk.example/embed.js'`.
fn loaded_by(script: &str) -> impl Iterator<Item = String> {
    fetched_scripts(script).filter_map(|address| origin(&address))
}

/// The addresses of other sites' scripts in the texts of a script. A host without its first part has `*` there, as content
/// policies write it.
pub fn fetched_scripts(script: &str) -> impl Iterator<Item = String> {
    script.split(['"', '\'', '`']).filter_map(|text| {
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let (before, ending) = path.rsplit_once('.')?;
        let is_whole = ["https://", "//"].iter().any(|beginning| text.starts_with(beginning));
        match (ending, text.strip_prefix('.')) {
            ("js", _) if is_whole => Some(text.to_owned()),
            ("js", Some(rest)) if before.contains('/') && is_host(rest.split('/').next()?) => {
                Some(format!("//*{text}"))
            }
            _ => None,
        }
    })
}

/// Whether this is `talk.example`.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.contains('.') && text.split('.').all(is_label)
}

/// Whether an address is a program.
fn is_program(address: &str) -> bool {
    let head = address.trim_start().get(..11);
    head.is_some_and(|head| head.eq_ignore_ascii_case("javascript:"))
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

/// Puts what was found into the list, once; answers whether there was room for it.
fn keep(list: &mut Vec<String>, found: Option<String>, limit: usize) -> bool {
    let Some(found) = found.filter(|found| !list.contains(found)) else { return true };
    let room = list.len() < limit;
    if room {
        list.push(found);
    }
    room
}

/// The policy's word for a path of this site.
fn own(address: &str) -> Option<String> {
    let is_path = !address.is_empty() && !address.starts_with("//") && !address.contains(':');
    is_path.then(|| "'self'".to_owned())
}

/// The origin of another site; nothing for a path of this one. An address that leaves the scheme to the page leaves it to the
/// policy too.
fn origin(address: &str) -> Option<String> {
    if address.starts_with("//") {
        let origin = origin(&format!("https:{address}"))?;
        return origin.strip_prefix("https://").map(str::to_owned);
    }
    let url = Url::parse(address).ok()?;
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
        assert_eq!(found.script_origins, ["https://stats.example", "'self'", "cdn.example:8443"]);
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
    fn a_theme_s_handlers_count_and_what_its_scripts_load() {
        let mut all = Embedded::default();
        for element in [
            "<i onclick=\"go(&quot;a&quot;)\">",
            "<i href='javascript:void(0)'>",
            "<link rel=preload as=style href=https://fonts.example/a.css>",
            "<script>s.src = 'https://talk.example/embed.js?v=1'; t = \"//cdn.example/x.js\"; u = 'https://shop.example/a';</script>",
            "<script>s.src = '//' + name + '.chat.example/embed.js'; load('./own.js'); load('../lib/a.js'); load('.min.js');</script>",
        ] {
            all.add_of_theme(element);
        }
        assert_eq!(all.handlers, ["go(\"a\")", "javascript:void(0)"]);
        assert_eq!(all.style_origins, ["https://fonts.example"]);
        assert_eq!(all.script_origins, ["https://talk.example", "cdn.example", "*.chat.example"]);
        assert!(!all.too_many);
    }

    #[test]
    fn a_page_with_a_hundred_and_one_handlers_has_too_many() {
        let mut all = Embedded::default();
        (0..MAX_OF_THEME).for_each(|n| all.add_of_theme(&format!("<i onclick=\"go({n})\">")));
        assert!(!all.too_many && all.handlers.len() == MAX_OF_THEME);
        all.add_of_theme("<i onclick=\"go(0)\">");
        assert!(!all.too_many, "one that is known needs no room");
        all.add_of_theme("<i onclick=\"stop()\">");
        assert!(all.too_many && all.handlers.len() == MAX_OF_THEME);
    }

    #[test]
    fn the_forty_first_script_is_not_named() {
        let many =
            |count: usize| (0..count).fold(String::new(), |all, n| format!("{all}<script>{n}</script>"));
        assert_eq!(embedded(&many(MAX_EMBEDDED)).scripts.len(), MAX_EMBEDDED);
        assert_eq!(embedded(&many(MAX_EMBEDDED + 1)).scripts.len(), MAX_EMBEDDED);
    }
}
