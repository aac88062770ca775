//! Headers that tell the browser what a page may do. A page of ours loads nothing but its own style sheets, pictures
//! and media, runs a few scripts that are known by their digests, makes no text HTML, and sends forms only home.

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
media-src 'self' https: http:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
frame-ancestors 'none'; require-trusted-types-for 'script'; \
trusted-types svelte-trusted-html ProseMirrorClipboard dateline";

/// What kind of answer is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page a reader sees.
    Page,
    /// The same, printed with a theme that somebody added: it brings scripts of its own and small ones inside the page.
    /// They come from this site alone.
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
        let (frames, scripts) = (frames.join(" "), digests());
        let no_html = "; require-trusted-types-for 'script'; trusted-types 'none'";
        let policy = format!(
            "default-src 'none'; img-src 'self' data: https: http:; media-src 'self' https: http:; \
             script-src {scripts}; connect-src 'self'; style-src 'self'; font-src 'self'; frame-src {frames}; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'self'{no_html}"
        );
        // A digest beside 'unsafe-inline' would switch that off.
        let themed = policy
            .replace(&format!("script-src {scripts}"), "script-src 'self' 'unsafe-inline'")
            .replace(
                "style-src 'self'; font-src 'self'",
                "style-src 'self' 'unsafe-inline'; font-src 'self' data:",
            )
            .replace(no_html, "");
        // Only the characters checked above were added.
        let value = |policy: &str| {
            HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
        };
        Self { page: value(&policy), themed: value(&themed) }
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

/// The scripts that pages of our own theme may run.
fn digests() -> String {
    let scripts = dateline_theme::page_scripts();
    scripts.map(|script| format!("'{}'", script.integrity)).join(" ")
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
        let scripts = digests();
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
        assert!(policy.contains("script-src 'self' 'unsafe-inline';"), "{policy}");
        assert!(
            policy.starts_with("default-src 'none';") && !policy.contains("script-src https:"),
            "{policy}"
        );
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
