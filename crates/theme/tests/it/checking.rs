//! What the check tells a designer.

use dateline_theme::{Severity, Theme, check};

const GOOD_PACKAGE: &str = r#"{"name": "good", "version": "1.0.0", "keywords": ["ghost-theme"],
    "author": {"email": "a@b.example"}, "config": {"posts_per_page": 5, "card_assets": true}}"#;
const GOOD_CSS: &str =
    ".kg-width-wide{} .kg-width-full{} :root{font:var(--gh-font-heading);font:var(--gh-font-body)}";
const GOOD_LAYOUT: &str =
    "{{ghost_head}}{{#if @page.show_title_and_feature_image}}{{/if}}{{{body}}}{{ghost_foot}}";

/// The findings about a sound theme with these files in it.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let sound = [
        ("index.hbs", "{{!< default}}"),
        ("post.hbs", "{{!< default}}"),
        ("default.hbs", GOOD_LAYOUT),
        ("package.json", GOOD_PACKAGE),
        ("assets/screen.css", GOOD_CSS),
    ];
    let own = |name: &str| files.iter().any(|(other, _)| *other == name);
    let all = sound.iter().filter(|(name, _)| !own(name)).chain(files);
    check(all.map(|(name, text)| (*name, (*text).to_owned()))).iter().map(ToString::to_string).collect()
}

#[test]
fn a_sound_theme_has_no_findings() {
    assert_eq!(findings(&[]), Vec::<String>::new());
}

#[test]
fn our_own_theme_has_nothing_worse_than_a_warning() {
    let files = ["index", "post", "page", "tag", "author", "default", "search", "error", "archive", "reply"];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../themes/dateline");
    let read = |name: &str| (name.to_owned(), std::fs::read(root.join(name)).unwrap());
    let mut all: Vec<_> = files.iter().map(|name| read(&format!("{name}.hbs"))).collect();
    all.extend(["package.json", "assets/css/screen.css"].map(read));
    for folder in ["partials", "partials/dateline"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.contains(".hbs") {
                all.push(read(&format!("{folder}/{name}")));
            }
        }
    }
    let worst: Vec<_> =
        check(all).into_iter().filter(|finding| finding.severity <= Severity::Error).collect();
    assert_eq!(worst, []);
}

#[test]
fn a_partial_that_calls_itself_is_told() {
    let endless = [("post.hbs", "{{> tree}}"), ("partials/tree.hbs", "\n<li>{{> tree}}</li>")];
    assert_eq!(
        findings(&endless),
        [
            "fatal: partials/tree.hbs:2: the partial leads back to itself and never ends; remove the call, or put it \
             inside {{#if}} [GS005-TPL-ERR]"
        ]
    );
    let ending = [("post.hbs", "{{> tree}}"), ("partials/tree.hbs", "{{#if below}}{{> tree below}}{{/if}}")];
    assert_eq!(
        findings(&ending),
        [
            "advice: partials/tree.hbs:1: the partial calls itself; where the data does not end it, a page fails after 40 \
             within each other [RECURSIVE-PARTIAL]"
        ]
    );
}

#[test]
fn a_finding_names_file_line_and_remedy() {
    for (source, expected) in [
        (
            "one\n{{wordcount html}}",
            "fatal: post.hbs:2: there is no helper named \"wordcount\"; correct the name or remove the arguments [GS005-TPL-ERR]",
        ),
        (
            "\n\n{{> nowhere}}",
            "fatal: post.hbs:3: there is no partial named \"nowhere\"; add the file or call it as a block with a fallback [GS005-TPL-ERR]",
        ),
        (
            "{{#if a b}}{{/if}}",
            "fatal: post.hbs:1: {{#if}} takes one argument, not 2; compare with {{#match}} [GS090-NO-INVALID-CONDITIONAL-ARGUMENTS]",
        ),
        (
            "{{> (concat \"a\" b)}}",
            "fatal: post.hbs:1: a partial with a computed name may be missing; call it as a block: {{#> (…)}}…{{/undefined}} [GS005-NO-INLINE-DYNAMIC-PARTIAL]",
        ),
        (
            "{{@weather.now}}",
            "error: post.hbs:1: @weather is no global; use @site, @custom, @config, @member or @page [GS120-NO-UNKNOWN-GLOBALS]",
        ),
        (
            "{{image}}",
            "fatal: post.hbs:1: {{image}} is gone; use feature_image or profile_image [GS001-DEPR-IMG]",
        ),
        (
            "{{#if post.author}}{{/if}}",
            "error: post.hbs:1: post.author is gone; use post.primary_author [GS001-DEPR-CON-PAUTH]",
        ),
        (
            "{{#if author.shoe_size}}{{/if}}",
            "error: post.hbs:1: author is gone; use primary_author or authors.[#] [GS001-DEPR-CON-AUTH]",
        ),
        (
            "{{#each tags}}{{/each}}",
            "warning: post.hbs:1: {{#each}} knows neither limits nor internal tags; use {{#foreach}} [GS001-DEPR-EACH]",
        ),
        (
            "<img src=\"/assets/a.png\">",
            "warning: post.hbs:1: /assets/a.png gets no version; write {{asset \"…\"}} for files under assets/ [GS030-ASSET-REQ]",
        ),
    ] {
        assert_eq!(findings(&[("post.hbs", source)]), [expected], "{source}");
    }
}

#[test]
fn an_authors_page_may_speak_of_its_author() {
    assert_eq!(
        findings(&[("author.hbs", "{{#author}}{{name}}{{/author}}{{author.name}}")]),
        Vec::<String>::new()
    );
    assert_eq!(findings(&[("tag.hbs", "{{author.name}}")]).len(), 1);
}

#[test]
fn lists_of_a_theme_for_the_third_api_have_to_be_looked_through() {
    let source = "{{#foreach tags visibility=\"all\"}}{{/foreach}}{{#foreach posts}}{{/foreach}}";
    let codes = |package: &str| -> Vec<String> {
        findings(&[("package.json", package), ("post.hbs", source)])
            .iter()
            .filter_map(|line| Some(line.rsplit_once('[')?.1.trim_end_matches(']').to_owned()))
            .filter(|code| code.starts_with("GS080"))
            .collect()
    };
    assert_eq!(codes(GOOD_PACKAGE), Vec::<String>::new());
    let old = GOOD_PACKAGE.replacen('{', r#"{"engines": {"ghost-api": "v3"}, "#, 1);
    assert_eq!(codes(&old), ["GS080-FEACH-POSTS", "GS080-FEACH-PV"]);
}

#[test]
fn settings_are_declared_used_and_compared_with_what_they_can_be() {
    let package = r#"{"name": "good", "version": "1.0.0", "keywords": ["ghost-theme"], "author": {"email": "a@b.example"},
        "config": {"posts_per_page": 5, "card_assets": true, "custom": {
            "layout": {"type": "select", "options": ["Grid", "List"], "default": "Grid"},
            "Big": {"type": "text", "visibility": "nothing:1"}}}}"#;
    let files = [
        ("package.json", package),
        ("post.hbs", "{{#match @custom.layout \"Rows\"}}{{@custom.none}}{{/match}}"),
    ];
    let codes: Vec<String> =
        findings(&files).iter().map(|line| line.rsplit_once('[').unwrap().1.to_owned()).collect();
    assert_eq!(
        codes,
        [
            "GS010-PJ-CUST-THEME-SETTINGS-CASE]",
            "GS010-PJ-CUST-THEME-SETTINGS-VISIBILITY-VALUE]",
            "GS090-NO-UNKNOWN-CUSTOM-THEME-SELECT-VALUE-IN-MATCH]",
            "GS090-NO-UNKNOWN-CUSTOM-THEME-SETTINGS]",
            "GS100-NO-UNUSED-CUSTOM-THEME-SETTING]",
        ]
    );
}

#[test]
fn cards_must_be_styled_by_somebody() {
    let package = GOOD_PACKAGE.replace("true", r#"{"exclude": ["bookmark", "toggle"]}"#);
    let found = findings(&[("package.json", &package)]);
    assert_eq!(found.iter().filter(|line| line.contains("kg-bookmark")).count(), 10);
    assert_eq!(found.iter().filter(|line| line.contains("kg-toggle")).count(), 1);
    assert!(!found.iter().any(|line| line.contains("kg-gallery")));
}

#[test]
fn a_theme_without_fatal_findings_can_be_loaded_and_one_with_them_cannot() {
    for source in
        ["{{#if}}", "{{#if x}}", "{{!< post}}", "{{> nowhere}}", "fine", "{{/x}}", "{{", "{{!-- open"]
    {
        let files = [("index.hbs", "x"), ("post.hbs", source), ("package.json", GOOD_PACKAGE)];
        let fatal = check(files.map(|(name, text)| (name, text.to_owned())))
            .iter()
            .any(|finding| finding.severity == Severity::Fatal);
        let loads = Theme::load(files.map(|(name, text)| (name, text.to_owned()))).is_ok();
        assert!(fatal || loads, "{source:?} has no fatal finding and does not load");
    }
}

#[test]
fn bytes_that_are_no_theme_end_in_findings() {
    let files: [(&str, &[u8]); 4] = [
        ("index.hbs", b"\xff\xfe"),
        ("post.hbs", b"{{{{{{"),
        ("package.json", b"\xff"),
        ("locales/de.json", b"["),
    ];
    let found = check(files.map(|(name, bytes)| (name, bytes.to_vec())));
    assert!(found.iter().any(|finding| finding.severity == Severity::Fatal));
    assert!(check(Vec::<(String, Vec<u8>)>::new()).iter().any(|finding| finding.code == "GS020-INDEX-REQ"));
}
