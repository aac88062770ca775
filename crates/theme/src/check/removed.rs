//! Names that Ghost took away, and what stands in their place.

use super::tags::{Tag, tags};
use super::templates::is_template;
use super::{Findings, Severity, Source};

/// A name that is gone: where it stands, the rule, how bad it is, and its successor. `[#]` is any place of a list.
struct Removed {
    /// The path as the whole of a tag, or as the condition of an `if`.
    path: &'static str,
    inline: Option<(&'static str, Severity)>,
    condition: Option<(&'static str, Severity)>,
    successor: &'static str,
    /// Whether the name is right on the page of an author.
    of_authors: bool,
}

const F: Severity = Severity::Fatal;
const E: Severity = Severity::Error;

const fn gone(
    path: &'static str,
    inline: Option<(&'static str, Severity)>,
    condition: Option<(&'static str, Severity)>,
    successor: &'static str,
) -> Removed {
    Removed { path, inline, condition, successor, of_authors: false }
}

const fn of_author(path: &'static str, code: &'static str, successor: &'static str) -> Removed {
    Removed { path, inline: Some((code, E)), condition: None, successor, of_authors: true }
}

const fn of_story(path: &'static str, code: &'static str, successor: &'static str) -> Removed {
    gone(path, Some((code, F)), None, successor)
}

const REMOVED: [Removed; 59] = [
    gone("pageUrl", Some(("GS001-DEPR-PURL", F)), None, "page_url"),
    gone(
        "image",
        Some(("GS001-DEPR-IMG", F)),
        Some(("GS001-DEPR-CON-IMG", F)),
        "feature_image or profile_image",
    ),
    gone("cover", Some(("GS001-DEPR-COV", F)), Some(("GS001-DEPR-CON-COV", F)), "cover_image"),
    gone("post.image", Some(("GS001-DEPR-PIMG", F)), None, "post.feature_image"),
    gone("tag.image", Some(("GS001-DEPR-TIMG", F)), Some(("GS001-DEPR-CON-TIMG", F)), "tag.feature_image"),
    gone(
        "tags.[#].image",
        Some(("GS001-DEPR-TSIMG", F)),
        Some(("GS001-DEPR-CON-TSIMG", F)),
        "tags.[#].feature_image",
    ),
    gone(
        "post.tags.[#].image",
        Some(("GS001-DEPR-PTIMG", F)),
        Some(("GS001-DEPR-CON-PTIMG", F)),
        "post.tags.[#].feature_image",
    ),
    gone("@blog.cover", Some(("GS001-DEPR-BC", F)), Some(("GS001-DEPR-CON-BC", F)), "@site.cover_image"),
    gone("@blog.permalinks", Some(("GS001-DEPR-BPL", F)), None, "nothing; remove it"),
    gone("@site.permalinks", Some(("GS001-DEPR-SPL", F)), None, "nothing; remove it"),
    gone("@site.ghost_head", Some(("GS001-DEPR-SGH", F)), None, "ghost_head"),
    gone("@site.ghost_foot", Some(("GS001-DEPR-SGF", F)), None, "ghost_foot"),
    gone("@blog.posts_per_page", Some(("GS001-DEPR-PPP", E)), None, "@config.posts_per_page"),
    gone("lang", Some(("GS001-DEPR-LANG", E)), None, "@site.locale"),
    gone("error.code", Some(("GS001-DEPR-ESC", E)), None, "error.statusCode"),
    gone("code", Some(("GS001-DEPR-ESC", E)), None, "statusCode"),
    gone(
        "primary_author.image",
        Some(("GS001-DEPR-AIMG-2", E)),
        Some(("GS001-DEPR-CON-AIMG-2", E)),
        "primary_author.profile_image",
    ),
    gone(
        "primary_author.cover",
        Some(("GS001-DEPR-AC-2", E)),
        Some(("GS001-DEPR-CON-AC-2", E)),
        "primary_author.cover_image",
    ),
    gone(
        "authors.[#].cover",
        Some(("GS001-DEPR-AC-3", E)),
        Some(("GS001-DEPR-CON-AC-3", E)),
        "authors.[#].cover_image",
    ),
    gone(
        "post.primary_author.image",
        Some(("GS001-DEPR-PAIMG-2", E)),
        Some(("GS001-DEPR-CON-PAIMG-2", E)),
        "post.primary_author.profile_image",
    ),
    gone(
        "post.primary_author.cover",
        Some(("GS001-DEPR-PAC-2", E)),
        Some(("GS001-DEPR-CON-PAC-2", E)),
        "post.primary_author.cover_image",
    ),
    gone(
        "author.image",
        Some(("GS001-DEPR-AIMG", E)),
        Some(("GS001-DEPR-CON-AIMG", E)),
        "primary_author.profile_image",
    ),
    gone(
        "author.cover",
        Some(("GS001-DEPR-AC", E)),
        Some(("GS001-DEPR-CON-AC", E)),
        "primary_author.cover_image",
    ),
    gone(
        "post.author.image",
        Some(("GS001-DEPR-PAIMG", E)),
        Some(("GS001-DEPR-CON-PAIMG", E)),
        "post.primary_author.profile_image",
    ),
    gone(
        "post.author.cover",
        Some(("GS001-DEPR-PAC", E)),
        Some(("GS001-DEPR-CON-PAC", E)),
        "post.primary_author.cover_image",
    ),
    gone("authors.[#].cover", Some(("GS001-DEPR-AIMG-3", E)), None, "authors.[#].cover_image"),
    gone("authors.[#].image", None, Some(("GS001-DEPR-CON-AIMG-3", E)), "authors.[#].profile_image"),
    gone(
        "post.authors.[#].cover",
        Some(("GS001-DEPR-PAC-3", E)),
        Some(("GS001-DEPR-CON-PAC-3", E)),
        "post.authors.[#].cover_image",
    ),
    gone(
        "post.authors.[#].image",
        Some(("GS001-DEPR-PAIMG-3", E)),
        Some(("GS001-DEPR-CON-PAIMG-3", E)),
        "post.authors.[#].profile_image",
    ),
    of_author("author.email", "GS001-DEPR-AUTH-MAIL", "primary_author.email"),
    of_author("author.meta_title", "GS001-DEPR-AUTH-MT", "primary_author.meta_title"),
    of_author("author.meta_description", "GS001-DEPR-AUTH-MD", "primary_author.meta_description"),
    of_author("author.id", "GS001-DEPR-AUTH-ID", "primary_author.id"),
    of_author("author.slug", "GS001-DEPR-AUTH-SLUG", "primary_author.slug"),
    of_author("author.name", "GS001-DEPR-AUTH-NAME", "primary_author.name"),
    of_author("author.bio", "GS001-DEPR-AUTH-BIO", "primary_author.bio"),
    of_author("author.location", "GS001-DEPR-AUTH-LOC", "primary_author.location"),
    of_author("author.website", "GS001-DEPR-AUTH-WEB", "primary_author.website"),
    of_author("author.twitter", "GS001-DEPR-AUTH-TW", "primary_author.twitter"),
    of_author("author.facebook", "GS001-DEPR-AUTH-FB", "primary_author.facebook"),
    of_author("author.profile_image", "GS001-DEPR-AUTH-PIMG", "primary_author.profile_image"),
    of_author("author.cover_image", "GS001-DEPR-AUTH-CIMG", "primary_author.cover_image"),
    of_author("author.url", "GS001-DEPR-AUTH-URL", "primary_author.url"),
    of_story("post.author", "GS001-DEPR-PAUTH", "post.primary_author"),
    of_story("post.author.id", "GS001-DEPR-PAUTH-ID", "post.primary_author.id"),
    of_story("post.author.slug", "GS001-DEPR-PAUTH-SLUG", "post.primary_author.slug"),
    of_story("post.author.name", "GS001-DEPR-PAUTH-NAME", "post.primary_author.name"),
    of_story("post.author.bio", "GS001-DEPR-PAUTH-BIO", "post.primary_author.bio"),
    of_story("post.author.url", "GS001-DEPR-PAUTH-URL", "post.primary_author.url"),
    of_story("post.author.profile_image", "GS001-DEPR-PAUTH-PIMG", "post.primary_author.profile_image"),
    of_story("post.author.website", "GS001-DEPR-PAUTH-WEB", "post.primary_author.website"),
    of_story("post.author.location", "GS001-DEPR-PAUTH-LOC", "post.primary_author.location"),
    of_story("post.author.email", "GS001-DEPR-PAUTH-MAIL", "post.primary_author.email"),
    of_story("post.author.meta_title", "GS001-DEPR-PAUTH-MT", "post.primary_author.meta_title"),
    of_story("post.author.meta_description", "GS001-DEPR-PAUTH-MD", "post.primary_author.meta_description"),
    of_story("post.author.twitter", "GS001-DEPR-PAUTH-TW", "post.primary_author.twitter"),
    of_story("post.author.facebook", "GS001-DEPR-PAUTH-FB", "post.primary_author.facebook"),
    of_story("post.author.cover_image", "GS001-DEPR-PAUTH-CIMG", "post.primary_author.cover_image"),
    of_story("post.author_id", "GS001-DEPR-PAID", "post.primary_author.id"),
];

/// Texts that are wrong wherever they stand in a file of this ending.
const ANYWHERE: [(&str, &str, &str, Severity, &str); 7] = [
    ("hbs", "@labs.members", "GS001-DEPR-LABS-MEMBERS", E, "@site.members_enabled"),
    ("hbs", "@site.lang", "GS001-DEPR-SITE-LANG", E, "@site.locale"),
    ("hbs", "currency_symbol", "GS001-DEPR-CURR-SYM", E, "{{price currency=currency}}"),
    ("hbs", "ghost.url.api", "GS060-JS-GUA", E, "the Content API"),
    (
        "hbs",
        "<meta name=\"description\" content=\"{{meta_description}}\"",
        "GS001-DEPR-MD",
        E,
        "{{ghost_head}}",
    ),
    ("js", "ghost.url.api", "GS060-JS-GUA", E, "the Content API"),
    ("css", ".kg-card-markdown", "GS001-DEPR-CSS-KGMD", Severity::Warning, "the elements themselves"),
];

/// `is_for_v3` is whether the theme says that it was made for the third version of Ghost's API.
pub(super) fn check(findings: &mut Findings, sources: &[Source], is_for_v3: bool) {
    for source in sources {
        let ending = source.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        for (of, text, code, severity, successor) in ANYWHERE.iter().filter(|rule| rule.0 == ending) {
            if let Some(at) = source.text.find(text) {
                let line = source.text[..at].matches('\n').count() as u32 + 1;
                let message = format!("{text} is gone from .{of} files; use {successor}");
                findings.add(*severity, code, &source.name, line, message);
            }
        }
        if is_template(&source.name) {
            template(findings, source);
            if is_for_v3 {
                changed_since_v3(findings, source);
            }
        }
        if ending == "css" {
            sheet(findings, source);
        }
    }
}

/// What a theme for the third version of the API has to look through again.
fn changed_since_v3(findings: &mut Findings, source: &Source) {
    let mut add =
        |code, severity, line, message: &str| findings.add(severity, code, &source.name, line, message);
    for tag in tags(&source.text) {
        match tag.words().as_slice() {
            ["#foreach", ..] if tag.argument("visibility") == Some("all") => {
                let message = "lists of posts show all of them without visibility=\"all\"";
                add("GS080-FEACH-PV", Severity::Advice, tag.line, message);
            }
            ["#foreach"] | ["#foreach", _] => {
                let message = "lists of posts show all of them, not only the public ones";
                add("GS080-FEACH-POSTS", Severity::Warning, tag.line, message);
            }
            _ => {}
        }
    }
    if let Some(at) = source.text.find("default_payment_card_last4") {
        let line = source.text[..at].matches('\n').count() as u32 + 1;
        add("GS080-CARD-LAST4", Severity::Warning, line, "default_payment_card_last4 is never empty");
    }
}

/// Classes that pages had once.
fn sheet(findings: &mut Findings, source: &Source) {
    let mut add = |code, class: &str| {
        findings.add(E, code, &source.name, 0, format!("no page has the class {class} any more"));
    };
    let is_end = |rest: &str| rest.starts_with(['{', ' ', '\t', '\r', '\n']);
    let named = |class: &'static str| source.text.split(class).skip(1);
    if named(".archive-template").any(is_end) {
        add("GS001-DEPR-CSS-AT", "archive-template");
    }
    let is_of_template = |rest: &str| {
        let name = rest.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '_');
        name.len() < rest.len() && is_end(name)
    };
    if named(".page-template-").any(is_of_template) {
        add("GS001-DEPR-CSS-PATS", "page-template-…");
    }
}

fn template(findings: &mut Findings, source: &Source) {
    let of_author = source.name.starts_with("author");
    let named = |path: &str| {
        let path = any_place(path);
        REMOVED.iter().filter(move |gone| gone.path == path && !(gone.of_authors && of_author))
    };
    for tag in tags(&source.text) {
        let words = tag.words();
        match words.as_slice() {
            ["#if", path] => {
                for (gone, (code, severity)) in named(path).filter_map(|gone| Some((gone, gone.condition?))) {
                    report(findings, source, tag.line, gone, code, severity);
                }
            }
            [path] => {
                for (gone, (code, severity)) in named(path).filter_map(|gone| Some((gone, gone.inline?))) {
                    report(findings, source, tag.line, gone, code, severity);
                }
            }
            _ => {}
        }
        rest(findings, source, tag.line, &words, of_author);
        arguments(findings, source, tag, &words, of_author);
    }
}

fn report(
    findings: &mut Findings,
    source: &Source,
    line: u32,
    gone: &Removed,
    code: &'static str,
    severity: Severity,
) {
    let message = format!("{{{{{}}}}} is gone; use {}", gone.path, gone.successor);
    findings.add(severity, code, &source.name, line, message);
}

/// Whole tags that are gone.
fn rest(findings: &mut Findings, source: &Source, line: u32, words: &[&str], of_author: bool) {
    let mut add = |code, severity, message: &str| findings.add(severity, code, &source.name, line, message);
    match words {
        ["#get", resource, ..] if resource.trim_matches(['"', '\'']) == "users" => {
            add("GS001-DEPR-USER-GET", E, "{{#get \"users\"}} is gone; use {{#get \"authors\"}}");
        }
        ["#author"] if !of_author => {
            add(
                "GS001-DEPR-AUTHBL",
                E,
                "{{#author}} is gone; use {{#primary_author}} or {{#foreach authors}}",
            );
        }
        ["#if", path] if !of_author && is_of(path, "author") => {
            add("GS001-DEPR-CON-AUTH", E, "author is gone; use primary_author or authors.[#]");
        }
        ["#if", path] if is_of(path, "post.author") => {
            add("GS001-DEPR-CON-PAUTH", E, "post.author is gone; use post.primary_author");
        }
        ["author"] if !of_author => add("GS001-DEPR-AUTH", E, "{{author}} is gone; use {{authors}}"),
        ["twitter_url", ..] => {
            add("GS001-DEPR-TWITTER-URL", Severity::Warning, "use {{social_url type=\"twitter\"}}");
        }
        ["facebook_url", ..] => {
            add("GS001-DEPR-FACEBOOK-URL", Severity::Warning, "use {{social_url type=\"facebook\"}}");
        }
        [head, ..] if head.trim_start_matches(['#', '^']).starts_with("@blog.") => {
            add("GS001-DEPR-BLOG", E, "@blog is gone; use @site");
        }
        ["products", ..] => add("GS090-NO-PRODUCTS-HELPER", E, "{{products}} is gone; use {{tiers}}"),
        _ => {}
    }
    let parent = words.iter().find_map(|word| word.trim_start_matches('#').strip_prefix("../author"));
    if parent.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
        add("GS001-DEPR-NAUTH", F, "../author is gone; use ../primary_author");
    }
}

/// Arguments that are gone.
fn arguments(findings: &mut Findings, source: &Source, tag: Tag<'_>, words: &[&str], of_author: bool) {
    let mut add =
        |code, severity, message: &str| findings.add(severity, code, &source.name, tag.line, message);
    let lists_author = |key| {
        let entries = tag.argument(key).into_iter().flat_map(|list| list.split(','));
        entries.map(str::trim).any(|entry| entry == "author")
    };
    match words {
        ["#get", ..] => {
            if lists_author("include") {
                add("GS001-DEPR-AUTH-INCL", E, "include=\"author\" is gone; use include=\"authors\"");
            }
            if lists_author("fields") {
                add("GS001-DEPR-AUTH-FIELD", E, "the field author is gone; use include=\"authors\"");
            }
            if tag.argument("filter").is_some_and(|filter| filter.trim_start().starts_with("author:")) {
                add("GS001-DEPR-AUTH-FILT", E, "the filter author: is gone; use authors:");
            }
        }
        ["img_url", image, ..]
            if !of_author && image.strip_prefix("author").is_some_and(|rest| !rest.is_empty()) =>
        {
            add("GS001-DEPR-IUA", E, "author is gone; use primary_author");
        }
        ["content", ..] if tag.argument("words") == Some("0") => {
            add("GS001-DEPR-C0H", E, "{{content words=\"0\"}} is gone; use {{img_url feature_image}}");
        }
        _ => {}
    }
}

/// Whether a path is this thing or a field of it.
fn is_of(path: &str, thing: &str) -> bool {
    let is_field = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    path.strip_prefix(thing).is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('.').is_some_and(|fields| fields.split('.').all(is_field))
    })
}

/// The path with `[#]` for every place.
fn any_place(path: &str) -> String {
    path.split('.').map(|part| if is_place(part) { "[#]" } else { part }).collect::<Vec<_>>().join(".")
}

fn is_place(part: &str) -> bool {
    part.strip_prefix('[')
        .and_then(|part| part.strip_suffix(']'))
        .is_some_and(|inside| !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit()))
}
