//! What markup of an owner brings along, for the content policy of the page it stands in: scripts and styles inside it by
//! their very text, others by the origin they come from.

use url::Url;

use crate::token::{Token, attr, tokens};

/// Things of one kind that an owner's markup may name; a page with more has another trouble.
pub const MAX_EMBEDDED: usize = 40;
/// Things of one kind that a page may name, a theme's own among them: a policy is a header, and those have an end.
pub const MAX_OF_THEME: usize = 100;

/// What a service's script does beyond its own server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goes {
    /// It fetches more scripts.
    Script,
    /// It frames pages.
    Frame,
    /// It sends what it has counted.
    Connect,
}

/// Services that newspapers use, whose script goes to servers of other names, which no page that loads it spells out: the
/// host of the script, and where it goes.
const SERVICES: [(&str, Goes, &str); 13] = [
    ("disqus.com", Goes::Script, "https://c.disquscdn.com"),
    ("disqus.com", Goes::Frame, "https://disqus.com"),
    ("disqus.com", Goes::Connect, "https://links.services.disqus.com"),
    ("connect.facebook.net", Goes::Frame, "https://www.facebook.com"),
    ("connect.facebook.net", Goes::Frame, "https://web.facebook.com"),
    ("www.googletagmanager.com", Goes::Script, "https://www.google-analytics.com"),
    ("www.googletagmanager.com", Goes::Connect, "https://www.google-analytics.com"),
    ("www.googletagmanager.com", Goes::Connect, "https://*.google-analytics.com"),
    ("www.googletagmanager.com", Goes::Connect, "https://*.analytics.google.com"),
    ("www.google-analytics.com", Goes::Connect, "https://*.google-analytics.com"),
    ("pagead2.googlesyndication.com", Goes::Frame, "https://googleads.g.doubleclick.net"),
    ("pagead2.googlesyndication.com", Goes::Frame, "https://tpc.googlesyndication.com"),
    ("www.google.com", Goes::Script, "https://www.gstatic.com"),
];

/// What markup brings along. Texts are as a browser hashes them, origins like `https://example.org`, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Embedded {
    /// Texts of scripts inside it.
    pub scripts: Vec<String>,
    /// Texts of style sheets inside it.
    pub styles: Vec<String>,
    /// Where its scripts come from; `'self'` for this site.
    pub script_origins: Vec<String>,
    /// Where these send what they have counted, beyond their own servers.
    pub told_origins: Vec<String>,
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
                        self.too_many |= !self.keep_script(Some(origin), MAX_OF_THEME);
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

    /// Adds where a script comes from, and with it where it goes: it may frame pages of its own server, as comments and
    /// players do, and what is known of its service. It could do anything in the page itself.
    fn keep_script(&mut self, from: Option<String>, limit: usize) -> bool {
        let Some(from) = from else { return true };
        if from == "'self'" {
            return keep(&mut self.script_origins, Some(from), limit);
        }
        let mut room = true;
        for (goes, origin) in services(&from) {
            let list = match goes {
                Goes::Script => &mut self.script_origins,
                Goes::Frame => &mut self.frame_origins,
                Goes::Connect => &mut self.told_origins,
            };
            room &= keep(list, Some(origin.to_owned()), limit);
        }
        room &= keep(&mut self.frame_origins, Some(from.clone()), limit);
        keep(&mut self.script_origins, Some(from), limit) && room
    }

    /// Adds what `markup` brings along; answers whether there was room for all of it.
    fn read(&mut self, markup: &str, limit: usize) -> bool {
        let mut room = true;
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
                    room &= self.keep_script(origin(value("src")).or_else(|| own(value("src"))), limit);
                }
                "script" if is_run(value("type")) => {
                    room &= keep(&mut self.scripts, Some(text()), limit);
                }
                "style" => {
                    room &= keep(&mut self.styles, Some(text()), limit);
                }
                "iframe" => {
                    room &= keep(&mut self.frame_origins, origin(value("src")), limit);
                }
                "form" => {
                    room &= keep(&mut self.form_origins, origin(value("action")), limit);
                }
                "link" => {
                    if let Some(list) = self.of_link(value("rel"), value("as")) {
                        room &= keep(list, origin(value("href")), limit);
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

/// What is known of the service whose script comes from `origin`.
fn services(origin: &str) -> impl Iterator<Item = (Goes, &'static str)> {
    let host = origin.rsplit_once("//").map_or(origin, |(_, host)| host);
    let is_of = move |service: &str| {
        host.strip_suffix(service).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    SERVICES.into_iter().filter(move |(service, ..)| is_of(service)).map(|(_, goes, origin)| (goes, origin))
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
    fn a_script_may_frame_pages_of_its_own_server_and_of_its_service() {
        let talk =
            embedded("<script src=https://talk.example/embed.js></script><script src=/own.js></script>");
        assert_eq!(talk.frame_origins, ["https://talk.example"]);
        let mut disqus = Embedded::default();
        disqus.add_of_theme("<script>s.src = '//' + name + '.disqus.com/embed.js'</script>");
        assert_eq!(disqus.script_origins, ["https://c.disquscdn.com", "*.disqus.com"]);
        assert_eq!(disqus.frame_origins, ["https://disqus.com", "*.disqus.com"]);
        let counted =
            embedded("<script async src=\"https://www.googletagmanager.com/gtag/js?id=G-1\"></script>");
        assert!(counted.told_origins.contains(&"https://*.google-analytics.com".to_owned()), "{counted:?}");
        let other = embedded("<script src=https://notdisqus.com/a.js></script>");
        assert_eq!((other.script_origins.len(), other.frame_origins.len()), (1, 1));
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
