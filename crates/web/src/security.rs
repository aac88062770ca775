//! Headers that tell the browser what a page may do. A page of ours loads nothing but its own style sheets, pictures
//! and media, runs a few scripts that are known by their digests, makes no text HTML, and sends forms only home.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use dateline_markup::Embedded;
use http::{HeaderMap, HeaderName, HeaderValue, header};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Everything a newspaper does not need.
const NO_DEVICES: &str = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), \
microphone=(), payment=(), usb=(), browsing-topics=()";

/// Hosts whose players an author may embed when the site has no list of its own.
pub const DEFAULT_FRAME_HOSTS: &[&str] = &[
    "www.youtube.com",
    "www.youtube-nocookie.com",
    "player.vimeo.com",
    "w.soundcloud.com",
    "www.blogger.com",
];

/// The desk's policy. Browsers that know Trusted Types let text become HTML only through the named hands: the framework
/// for its own templates, the editor for what is pasted, and the desk for reading a story apart.
const DESK: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https: http:; \
media-src 'self' https: http:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; \
frame-ancestors 'none'; require-trusted-types-for 'script'; \
trusted-types svelte-trusted-html ProseMirrorClipboard dateline";

/// The second policy of a page that is only looked at; browsers keep both.
const SHOWN_ONLY: &str =
    "script-src 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

/// What kind of answer is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page a reader sees.
    Page,
    /// The same, printed with a theme that somebody added: it brings scripts of its own and small ones inside the page.
    /// Those that the theme itself wrote run, by their digests and from where it names; see [`SecurityHeaders::allow`].
    ThemedPage,
    /// An uploaded file: should a browser open it as a page, it is a page that may do nothing. This is what makes an
    /// SVG with a script harmless.
    Upload,
    /// A feed: XML that a browser shows with our style sheet, which counts as a script and carries its own styles.
    Feed,
    /// JSON and the like: no page at all.
    Data,
    /// The staff's desk: runs its own scripts from its own files, and nothing that stands inside a page.
    Desk,
}

/// The headers of one site.
#[derive(Debug, Clone)]
pub struct SecurityHeaders {
    page: HeaderValue,
    themed: HeaderValue,
    /// Where players may come from.
    frames: String,
    /// Policies that were written last, the newest first. Page after page of a theme brings the same.
    written: Arc<Mutex<VecDeque<Written>>>,
}

/// What a page brings along: markup of its owner, and what a theme itself loads and runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Brought<'p> {
    pub(crate) injected: &'p [String],
    pub(crate) of_theme: &'p [String],
    /// Whether a script may make programs of text, as some of themes do.
    pub(crate) programs: bool,
}

/// A policy, and for what it was written.
#[derive(Debug)]
struct Written {
    themed: bool,
    injected: Vec<String>,
    of_theme: Vec<String>,
    programs: bool,
    policy: HeaderValue,
}

/// Policies that are remembered.
const WRITTEN_MAX: usize = 16;
/// Bytes of markup for which a policy is remembered.
const BROUGHT_MAX: usize = 64 << 10;

impl Written {
    fn is_for(&self, themed: bool, brought: &Brought<'_>, of_theme: &[&str]) -> bool {
        self.themed == themed
            && self.programs == brought.programs
            && self.injected == brought.injected
            && self.of_theme == of_theme
    }
}

/// Whether an element of a theme plainly adds nothing to a policy: a form that is sent to a path of this site, of which each
/// comment has one with an address of its own. What is not plain is looked at: an address with a scheme or a host or
/// with signs that browsers read as others, and what may be a handler.
fn is_plain_form(element: &str) -> bool {
    let bytes = element.as_bytes();
    let is_word = |at: usize| at > 0 && bytes[at - 1].is_ascii_alphanumeric();
    let begins = |at: usize| bytes[at..].get(..2).is_some_and(|two| two.eq_ignore_ascii_case(b"on"));
    element.starts_with("<form ")
        && !element.contains("//")
        && !bytes.iter().any(|byte| matches!(byte, b':' | b'\\' | b'&') || byte.is_ascii_control())
        && !(0..bytes.len()).any(|at| begins(at) && !is_word(at))
}

impl Brought<'_> {
    fn is_nothing(&self) -> bool {
        self.injected.is_empty() && self.of_theme.is_empty() && !self.programs
    }

    /// The elements of the theme that may add something.
    fn telling(&self) -> Vec<&str> {
        self.of_theme.iter().map(String::as_str).filter(|element| !is_plain_form(element)).collect()
    }

    fn embedded(&self, of_theme: &[&str]) -> Embedded {
        let mut embedded = Embedded::default();
        self.injected.iter().for_each(|markup| embedded.add(markup));
        for element in of_theme {
            embedded.add_of_theme(element);
        }
        embedded
    }
}

impl Default for SecurityHeaders {
    fn default() -> Self {
        Self::with_frame_hosts(DEFAULT_FRAME_HOSTS)
    }
}

impl SecurityHeaders {
    /// Pages may embed players of these hosts, over HTTPS. What is no plain host name is left out.
    pub fn with_frame_hosts(hosts: &[&str]) -> Self {
        let is_host = |host: &&&str| {
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        };
        let mut frames: Vec<String> =
            hosts.iter().filter(is_host).map(|host| format!("https://{host}")).collect();
        if frames.is_empty() {
            frames.push("'none'".to_owned());
        }
        let frames = frames.join(" ");
        let value = |themed| header_value(&policy(&frames, themed, &Embedded::default(), false));
        Self { page: value(false), themed: value(true), frames, written: Arc::default() }
    }

    /// Lets the scripts, styles and frames run that an owner's own markup, or the theme itself, brings into a page: each
    /// script inside by its digest, others by where they come from. Nothing else runs. `programs`: a script may make programs
    /// of text, as some of themes do.
    pub(crate) fn allow(&self, kind: Kind, brought: Brought<'_>, headers: &mut HeaderMap) {
        if !matches!(kind, Kind::Page | Kind::ThemedPage) || brought.is_nothing() {
            return;
        }
        let (themed, of_theme) = (kind == Kind::ThemedPage, brought.telling());
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = written.iter().position(|written| written.is_for(themed, &brought, &of_theme)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, written[at].policy.clone());
            written.swap(0, at);
            return;
        }
        drop(written);
        let embedded = brought.embedded(&of_theme);
        let policy = header_value(&policy(&self.frames, themed, &embedded, brought.programs));
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        let injected = brought.injected.iter().map(String::as_str);
        if injected.chain(of_theme.iter().copied()).map(str::len).sum::<usize>() > BROUGHT_MAX {
            return;
        }
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.truncate(WRITTEN_MAX - 1);
        let Brought { injected, programs, .. } = brought;
        let injected = injected.to_vec();
        let of_theme = of_theme.into_iter().map(str::to_owned).collect();
        written.push_front(Written { themed, injected, of_theme, programs, policy });
    }

    /// Adds to a page's own policy what makes it a picture of a page: no script of a theme's runs in it, whoever frames
    /// it, and it sends nothing. It keeps its origin, so that the desk can see where a reader's link has led.
    pub fn show_only(headers: &mut HeaderMap) {
        headers.append(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SHOWN_ONLY));
    }

    /// Writes the headers of an answer of this kind, over anything that was there.
    pub fn apply(&self, kind: Kind, headers: &mut HeaderMap) {
        let policy = match kind {
            Kind::Page => self.page.clone(),
            Kind::ThemedPage => self.themed.clone(),
            Kind::Upload => {
                HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox")
            }
            Kind::Feed => HeaderValue::from_static(
                "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; form-action 'none'; \
                 base-uri 'none'; frame-ancestors 'none'",
            ),
            Kind::Data => HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
            Kind::Desk => HeaderValue::from_static(DESK),
        };
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
        if matches!(kind, Kind::Page | Kind::ThemedPage | Kind::Desk) {
            headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(NO_DEVICES));
            headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
        }
    }
}

/// The scripts that pages of our own theme may run. They are part of the binary, so their digests are made once.
static DIGESTS: LazyLock<String> = LazyLock::new(|| {
    dateline_theme::page_scripts().map(|script| format!("'{}'", script.integrity)).join(" ")
});

/// The policy of a page. Themes of somebody else style their elements one by one, and fetch type and style sheets as pictures
/// are fetched, from anywhere; their scripts are counted.
fn policy(frames: &str, themed: bool, brought: &Embedded, programs: bool) -> String {
    let with = |base: &str, texts: &[String], origins: &[&[String]]| {
        let mut words = vec![base.to_owned()];
        words.extend(texts.iter().map(|text| digest_of(text)));
        for origin in origins.iter().copied().flatten().filter(|origin| *origin != base) {
            if !words.contains(origin) {
                words.push(origin.clone());
            }
        }
        words.join(" ")
    };
    let other = &brought.other_origins;
    let scripts = scripts(themed, brought, programs, &with);
    let connect = with("'self'", &[], &[&brought.script_origins, &brought.told_origins, other]);
    // Beside a digest browsers would ignore `'unsafe-inline'`.
    let (styles, fonts) = if themed {
        let origins: &[&[String]] = &[&brought.style_origins];
        (with("'self' 'unsafe-inline' https:", &[], origins), with("'self' data: https:", &[], origins))
    } else {
        let styles = with("'self'", &brought.styles, &[&brought.style_origins]);
        (styles, with("'self'", &[], &[&brought.style_origins, other]))
    };
    let frames = with(frames, &[], &[&brought.frame_origins]);
    let forms = with("'self'", &[], &[&brought.form_origins]);
    let manifest = if themed { " manifest-src 'self';" } else { "" };
    // Programs of other hands make HTML of text, as themes do.
    let foreign = themed || !brought.scripts.is_empty() || !brought.script_origins.is_empty();
    let no_html = if foreign { "" } else { "; require-trusted-types-for 'script'; trusted-types 'none'" };
    format!(
        "default-src 'none'; img-src 'self' data: https: http:; media-src 'self' https: http:;{manifest} \
         script-src {scripts}; connect-src {connect}; style-src {styles}; font-src {fonts}; \
         frame-src {frames}; form-action {forms}; base-uri 'none'; frame-ancestors 'self'{no_html}"
    )
}

/// The scripts that may run. A page of a theme that has more of them than a header can name runs all that stands inside it.
fn scripts(
    themed: bool,
    brought: &Embedded,
    programs: bool,
    with: &impl Fn(&str, &[String], &[&[String]]) -> String,
) -> String {
    let origins = &brought.script_origins;
    if !themed {
        return with(&DIGESTS, &brought.scripts, &[origins]);
    }
    let programs = if programs { " 'unsafe-eval'" } else { "" };
    if brought.too_many {
        return format!("{}{programs}", with("'self' 'unsafe-inline'", &[], &[origins]));
    }
    let own = with("'self'", &brought.scripts, &[origins]);
    let handlers = match brought.handlers.as_slice() {
        [] => String::new(),
        handlers => with(" 'unsafe-hashes'", handlers, &[]),
    };
    format!("{own}{handlers}{programs}")
}

/// The digest of a script or style as a policy writes it.
fn digest_of(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    format!("'sha256-{}'", data_encoding::BASE64.encode(digest.as_ref()))
}

/// Host names and digests are all that is written into a policy, so nothing is left out here.
fn header_value(policy: &str) -> HeaderValue {
    HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn policy(headers: &SecurityHeaders, kind: Kind) -> String {
        let mut map = HeaderMap::new();
        headers.apply(kind, &mut map);
        assert_eq!(map[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        map[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_page_runs_the_scripts_that_are_known_and_frames_only_players() {
        let policy = policy(&SecurityHeaders::with_frame_hosts(&["player.vimeo.com"]), Kind::Page);
        let scripts = &*DIGESTS;
        assert!(scripts.starts_with("'sha256-") && scripts.matches("sha256-").count() == 3, "{scripts}");
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; img-src 'self' data: https: http:; media-src 'self' https: http:; \
                 script-src {scripts}; connect-src 'self'; style-src 'self'; font-src 'self'; \
                 frame-src https://player.vimeo.com; form-action 'self'; base-uri 'none'; \
                 frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
            )
        );
    }

    #[test]
    fn a_theme_of_somebody_else_runs_its_own_scripts_and_nobody_elses() {
        let policy = policy(&SecurityHeaders::default(), Kind::ThemedPage);
        assert!(
            policy.starts_with("default-src 'none';") && policy.contains("script-src 'self';"),
            "{policy}"
        );
    }

    #[test]
    fn an_owners_script_runs_by_its_digest_and_nothing_else_does() {
        let injected = ["<script>let a = 1;</script><script src=\"https://stats.example/x.js\"></script><link rel=preconnect href=https://in.example>".to_owned()];
        let headers = SecurityHeaders::default();
        let policy = |kind| {
            let mut map = HeaderMap::new();
            headers.allow(kind, Brought { injected: &injected, of_theme: &[], programs: false }, &mut map);
            map[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
        };
        let ours = policy(Kind::Page);
        let digest = "'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='";
        let scripts = &*DIGESTS;
        assert!(ours.contains(&format!("script-src {scripts} {digest} https://stats.example; connect-src 'self' https://stats.example https://in.example;")), "{ours}");
        assert!(!ours.contains("unsafe-inline") && !ours.contains("trusted-types"), "{ours}");
        let themed = policy(Kind::ThemedPage);
        assert!(themed.contains(&format!("script-src 'self' {digest} https://stats.example;")), "{themed}");
    }

    #[test]
    fn a_theme_runs_what_it_wrote_itself_by_digest() {
        let headers = SecurityHeaders::default();
        let policy = |of_theme: &[String], programs| {
            let mut map = HeaderMap::new();
            headers.allow(Kind::ThemedPage, Brought { injected: &[], of_theme, programs }, &mut map);
            map[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
        };
        let mut brought = [
            "<script>let a = 1;</script>",
            "<i onclick=\"let a = 1;\">",
            "<link rel=stylesheet href=https://fonts.example/css>",
            "<form action=https://letters.example/join>",
        ]
        .map(str::to_owned)
        .to_vec();
        let digest = "'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='";
        let whole = policy(&brought, true);
        for part in [
            format!("script-src 'self' {digest} 'unsafe-hashes' {digest} 'unsafe-eval';"),
            "style-src 'self' 'unsafe-inline' https: https://fonts.example; font-src 'self' data: https: https://fonts.example;"
                .to_owned(),
            "form-action 'self' https://letters.example;".to_owned(),
        ] {
            assert!(whole.contains(&part), "{part} in {whole}");
        }
        assert_eq!(policy(&brought, true), whole);
        brought.extend((0..=dateline_markup::MAX_OF_THEME).map(|n| format!("<i onclick=\"go({n})\">")));
        for _ in 0..2 {
            let many = policy(&brought, false);
            assert!(many.contains("script-src 'self' 'unsafe-inline'; connect-src"), "{many}");
        }
    }

    #[test]
    fn a_form_that_goes_to_a_path_of_this_site_adds_nothing_to_a_policy() {
        let like = "<form class=\"like\" method=\"post\" action=\"/comments/0128/0129/like\">";
        assert!(is_plain_form(like));
        let mut embedded = Embedded::default();
        embedded.add_of_theme(like);
        let said = |brought: &Embedded| super::policy("'none'", true, brought, false);
        assert_eq!(said(&embedded), said(&Embedded::default()));
        for looked_at in [
            "<form action=\"https://letters.example/\">",
            "<form action=\"//letters.example/\">",
            "<form action=\"/\\letters.example/\">",
            "<form action=\"/\t/letters.example/\">",
            "<form action=\"&#47;&#47;letters.example/\">",
            "<form action=\"/a\" onsubmit=\"go()\">",
            "<form action=\"/a\"ONSUBMIT=\"go()\">",
            "<form/onsubmit=go() action=/a>",
            "<script>let form = 1;</script>",
            "<iframe src=/a>",
        ] {
            assert!(!is_plain_form(looked_at), "{looked_at}");
        }
    }

    #[test]
    fn a_policy_is_remembered_for_just_what_it_was_written_for() {
        let headers = SecurityHeaders::default();
        let policy = |kind, injected: &[String], of_theme: &[String], programs| {
            let mut map = HeaderMap::new();
            headers.allow(kind, Brought { injected, of_theme, programs }, &mut map);
            map.get(header::CONTENT_SECURITY_POLICY).map(|policy| policy.to_str().unwrap().to_owned())
        };
        let scripts: Vec<String> = (0..40).map(|n| format!("<script>let a = {n};</script>")).collect();
        let ask = || {
            let mut all = vec![policy(Kind::Page, &[], &[], false)];
            for script in scripts.chunks(1) {
                for (kind, programs) in
                    [(Kind::Page, false), (Kind::ThemedPage, false), (Kind::ThemedPage, true)]
                {
                    all.push(policy(kind, script, &[], programs));
                    all.push(policy(kind, &[], script, programs));
                }
            }
            all
        };
        let first = ask();
        assert_eq!(first[0], None);
        assert_eq!(first, ask());
        assert_ne!(first[3], first[5], "programs are told apart");
        assert!(headers.written.lock().unwrap().len() <= WRITTEN_MAX);
    }

    #[test]
    fn a_host_cannot_smuggle_a_directive_in() {
        let headers = SecurityHeaders::with_frame_hosts(&["a.example; script-src *", "*", ""]);
        let policy = policy(&headers, Kind::Page);
        assert!(policy.contains("frame-src 'none';"));
        assert!(!policy.contains("script-src *") && !policy.contains("a.example"));
    }

    #[test]
    fn the_desk_runs_nothing_that_stands_inside_a_page() {
        let policy = policy(&SecurityHeaders::default(), Kind::Desk);
        assert!(policy.contains("script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "nobody lays a page over the desk: {policy}");
    }

    #[test]
    fn an_uploaded_drawing_is_boxed_in() {
        assert!(policy(&SecurityHeaders::default(), Kind::Upload).ends_with("sandbox"));
    }
}
