//! Rules about templates: those that must be there, what they call, what they compare.

use std::collections::BTreeSet;

use dateline_hbs::Templates;

use super::tags::{Tag, tags};
use super::{Findings, Severity, Source};
use crate::Package;
use crate::print::HELPERS;
use crate::theme::REQUIRED;

pub(super) fn check(findings: &mut Findings, sources: &[Source], package: &Package) {
    let templates: Vec<&Source> = sources.iter().filter(|source| is_template(&source.name)).collect();
    structure(findings, &templates);
    compiled(findings, &templates);
    let mut used = Used::default();
    for source in &templates {
        for tag in tags(&source.text) {
            conditional(findings, source, tag);
            requests(findings, source, tag);
            globals(findings, source, tag);
            settings(findings, source, tag, package, &mut used);
            other(findings, source, tag);
        }
        assets(findings, source);
    }
    whole_theme(findings, &templates, package, &used);
}

pub(super) fn is_template(name: &str) -> bool {
    name.strip_suffix(".hbs").is_some()
}

fn structure(findings: &mut Findings, templates: &[&Source]) {
    let has = |name: &str| templates.iter().any(|source| source.name.strip_suffix(".hbs") == Some(name));
    for (name, code) in REQUIRED.iter().zip(["GS020-INDEX-REQ", "GS020-POST-REQ"]) {
        if !has(name) {
            let message = format!("the theme has no {name}.hbs; add it, every theme needs one");
            findings.add(Severity::Fatal, code, &format!("{name}.hbs"), 0, message);
        }
    }
    if !has("default") {
        let message = "the theme has no layout; put what all pages share into default.hbs";
        findings.add(Severity::Advice, "GS020-DEF-REC", "default.hbs", 0, message);
    }
}

/// What the compiler says, and names of helpers and partials that nobody has.
fn compiled(findings: &mut Findings, templates: &[&Source]) {
    let own = templates.iter().map(|source| (source.name.clone(), source.text.clone()));
    let names: BTreeSet<_> = templates.iter().map(|source| source.name.as_str()).collect();
    let lent = crate::standard::lent().filter(|(name, _)| !names.contains(name.as_str()));
    let mut add = |errors: Vec<dateline_hbs::TemplateError>| {
        for error in errors {
            let file = format!("{}.hbs", error.place.file);
            if names.contains(file.as_str()) {
                let recursive = error.message.contains("layouts within each other");
                let code = if recursive { "GS130-NO-RECURSIVE-LAYOUT" } else { "GS005-TPL-ERR" };
                findings.add(Severity::Fatal, code, &file, error.place.line, error.message);
            }
        }
    };
    match Templates::compile(own.chain(lent)) {
        Ok(templates) => {
            add(templates.check(&HELPERS));
            for place in templates.circles() {
                let message = format!(
                    "the partial calls itself; where the data does not end it, a page fails after {} within each other",
                    dateline_hbs::Limits::default().partial_depth
                );
                let file = format!("{}.hbs", place.file);
                findings.add(Severity::Advice, "RECURSIVE-PARTIAL", &file, place.line, message);
            }
        }
        Err(errors) => add(errors),
    }
}

/// `if` and `unless` take one argument.
fn conditional(findings: &mut Findings, source: &Source, tag: Tag<'_>) {
    let words = tag.words();
    let (head, arguments) = match words.as_slice() {
        ["else", head @ ("if" | "unless"), arguments @ ..] | [head, arguments @ ..] => (*head, arguments),
        [] => return,
    };
    let name = head.trim_start_matches(['#', '^']);
    if !matches!(name, "if" | "unless") || head.starts_with('/') || (name == head && words[0] != "else") {
        return;
    }
    let positional = arguments.iter().filter(|word| !is_named(word)).count();
    if positional != 1 {
        let message =
            format!("{{{{#{name}}}}} takes one argument, not {positional}; compare with {{{{#match}}}}");
        findings.add(
            Severity::Fatal,
            "GS090-NO-INVALID-CONDITIONAL-ARGUMENTS",
            &source.name,
            tag.line,
            message,
        );
    }
    if arguments.first() == Some(&"img_url") {
        let message = "img_url is no condition; ask for the picture itself, as in {{#if feature_image}}";
        findings.add(Severity::Warning, "GS090-NO-IMG-URL-IN-CONDITIONALS", &source.name, tag.line, message);
    }
}

/// Whether a word is `name=value`.
fn is_named(word: &str) -> bool {
    let name = word.split('=').next().unwrap_or_default();
    word.contains('=')
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn requests(findings: &mut Findings, source: &Source, tag: Tag<'_>) {
    if tag.words().first() != Some(&"#get") {
        return;
    }
    let limit = tag.argument("limit").unwrap_or_default();
    if limit == "all" {
        let message = "limit=\"all\" gives 100 rows; ask for pages, or for fewer";
        findings.add(Severity::Warning, "GS090-NO-LIMIT-ALL-IN-GET-HELPER", &source.name, tag.line, message);
    } else if limit.parse::<u32>().is_ok_and(|limit| limit > crate::fetch::MAX_LIMIT) {
        let message = format!("limit=\"{limit}\" gives 100 rows; ask for pages, or for fewer");
        findings.add(
            Severity::Warning,
            "GS090-NO-LIMIT-OVER-100-IN-GET-HELPER",
            &source.name,
            tag.line,
            message,
        );
    }
}

/// Globals that templates can read.
const GLOBALS: [&str; 19] = [
    "site",
    "custom",
    "config",
    "member",
    "page",
    "labs",
    "setting",
    "root",
    "index",
    "number",
    "key",
    "first",
    "last",
    "even",
    "odd",
    "rowStart",
    "rowEnd",
    "partial-block",
    "error",
];
/// Globals of our own theme.
const OWN_GLOBALS: [&str; 1] = ["now"];

/// The paths after `@` in a tag, outside of quotes.
fn data_paths(tag: Tag<'_>) -> Vec<String> {
    let mut paths = Vec::new();
    let mut quote = None;
    let mut letters = tag.inside.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '@') => {
                let mut path = String::new();
                while let Some(next) =
                    letters.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '.' | '/'))
                {
                    path.push(next);
                }
                paths.push(path.trim_start_matches("../").to_owned());
            }
            _ => {}
        }
    }
    paths
}

fn globals(findings: &mut Findings, source: &Source, tag: Tag<'_>) {
    for path in data_paths(tag) {
        let name = path.split('.').next().unwrap_or_default();
        if !GLOBALS.contains(&name) && !OWN_GLOBALS.contains(&name) {
            let message = format!("@{name} is no global; use @site, @custom, @config, @member or @page");
            findings.add(Severity::Error, "GS120-NO-UNKNOWN-GLOBALS", &source.name, tag.line, message);
        }
        if name == "page" && path.contains('.') && path != "page.show_title_and_feature_image" {
            let message =
                format!("@{path} is nothing a page says; it says @page.show_title_and_feature_image");
            findings.add(
                Severity::Warning,
                "GS110-NO-UNKNOWN-PAGE-BUILDER-USAGE",
                &source.name,
                tag.line,
                message,
            );
        }
    }
}

/// What the templates use of what the theme declares.
#[derive(Default)]
struct Used {
    settings: BTreeSet<String>,
    title_switch: bool,
}

fn settings(findings: &mut Findings, source: &Source, tag: Tag<'_>, package: &Package, used: &mut Used) {
    for path in data_paths(tag) {
        used.title_switch |= path == "page.show_title_and_feature_image";
        let Some(key) = path.strip_prefix("custom.") else { continue };
        used.settings.insert(key.to_owned());
        if !package.custom.iter().any(|(name, _)| name == key) {
            let message = format!(
                "@custom.{key} is no setting of this theme; declare it in package.json or correct it"
            );
            findings.add(
                Severity::Error,
                "GS090-NO-UNKNOWN-CUSTOM-THEME-SETTINGS",
                &source.name,
                tag.line,
                message,
            );
        }
    }
    compared(findings, source, tag, package);
}

/// A choice that is compared with something it cannot be.
fn compared(findings: &mut Findings, source: &Source, tag: Tag<'_>, package: &Package) {
    let words = tag.words();
    let Some(at) = words.iter().position(|word| matches!(word.trim_start_matches(['#', '^', '(']), "match"))
    else {
        return;
    };
    let (setting, value) = match &words[at + 1..] {
        [setting, operator, value, ..] if is_quoted(operator) && is_quoted(value) => (setting, value),
        [setting, value, ..] => (setting, value),
        _ => return,
    };
    let key = setting.strip_prefix("@custom.").filter(|_| is_quoted(value));
    let declared = key.and_then(|key| package.custom.iter().find(|(name, _)| name == key));
    let Some((key, declared)) = declared.filter(|(_, setting)| setting.kind == "select") else { return };
    let value = value.trim_matches(['"', '\'']);
    if !declared.options.iter().any(|option| option == value) {
        let message =
            format!("@custom.{key} is never {value:?}; its options are {}", declared.options.join(", "));
        let code = "GS090-NO-UNKNOWN-CUSTOM-THEME-SELECT-VALUE-IN-MATCH";
        findings.add(Severity::Error, code, &source.name, tag.line, message);
    }
}

fn is_quoted(word: &str) -> bool {
    word.starts_with(['"', '\''])
}

fn other(findings: &mut Findings, source: &Source, tag: Tag<'_>) {
    let inside = tag.inside;
    if inside.strip_prefix('>').is_some_and(|rest| rest.trim_start().starts_with('(')) {
        let message =
            "a partial with a computed name may be missing; call it as a block: {{#> (…)}}…{{/undefined}}";
        findings.add(Severity::Fatal, "GS005-NO-INLINE-DYNAMIC-PARTIAL", &source.name, tag.line, message);
    }
    if matches!(tag.words().as_slice(), ["t"] | ["t", "\"\"" | "''"]) {
        let message = "{{t}} needs the text to translate; write {{t \"Read more\"}}";
        findings.add(Severity::Error, "GS080-NO-EMPTY-TRANSLATIONS", &source.name, tag.line, message);
    }
    if inside.starts_with("#each ") || inside.starts_with("#each\n") {
        let message = "{{#each}} knows neither limits nor internal tags; use {{#foreach}}";
        findings.add(Severity::Warning, "GS001-DEPR-EACH", &source.name, tag.line, message);
    }
}

/// Files of the theme that are named without `{{asset}}`.
fn assets(findings: &mut Findings, source: &Source) {
    for (number, line) in (1..).zip(source.text.lines()) {
        let lower = line.to_ascii_lowercase();
        for (at, mark) in lower.match_indices("src=").chain(lower.match_indices("href=")) {
            let rest = &line[at + mark.len()..];
            let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
                continue;
            };
            let Some(url) = rest[1..].split(quote).next() else { continue };
            let foreign = ["http://", "https://", "//"].iter().any(|scheme| url.starts_with(scheme));
            if !foreign && url.contains("/assets/") {
                let message =
                    format!("{url} gets no version; write {{{{asset \"…\"}}}} for files under assets/");
                findings.add(Severity::Warning, "GS030-ASSET-REQ", &source.name, number, message);
            }
        }
    }
}

fn whole_theme(findings: &mut Findings, templates: &[&Source], package: &Package, used: &Used) {
    for (helper, code) in [("ghost_head", "GS040-GH-REQ"), ("ghost_foot", "GS040-GF-REQ")] {
        let called = templates
            .iter()
            .flat_map(|source| tags(&source.text))
            .any(|tag| tag.words().first() == Some(&helper));
        if !called {
            let message = format!(
                "no template calls {{{{{helper}}}}}; add it to the layout, or pages lack what the server adds"
            );
            findings.add(Severity::Warning, code, "default.hbs", 0, message);
        }
    }
    for (key, _) in package.custom.iter().filter(|(key, _)| !used.settings.contains(key)) {
        let message = format!("no template uses @custom.{key}; use it or remove it from config.custom");
        findings.add(Severity::Error, "GS100-NO-UNUSED-CUSTOM-THEME-SETTING", "package.json", 0, message);
    }
    if !used.title_switch {
        let message = "a page may ask not to show its title and picture; print them inside \
                       {{#if @page.show_title_and_feature_image}}";
        findings.add(Severity::Warning, "GS110-NO-MISSING-PAGE-BUILDER-USAGE", "page.hbs", 0, message);
    }
}
