//! Themes from outside: what is read, what is refused, with its limits.

use dateline_theme::{MAX_FILES, MAX_TEMPLATE_BYTES, MAX_THEME_BYTES, PageView, SiteView, Theme, ThemeError};

/// A theme of two templates and these files.
fn with(files: &[(&str, &[u8])]) -> Result<Theme, ThemeError> {
    let mut all =
        vec![("index.hbs".to_owned(), b"index".to_vec()), ("post.hbs".to_owned(), b"post".to_vec())];
    all.extend(files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())));
    Theme::load(all)
}

#[test]
fn a_theme_needs_a_front_page_and_a_story() {
    let missing =
        |files: &[(&'static str, &'static str)]| Theme::load(files.to_vec()).unwrap_err().to_string();
    assert_eq!(missing(&[("post.hbs", "x")]), "the theme has no index.hbs; add it, every theme needs one");
    assert_eq!(missing(&[("index.hbs", "x")]), "the theme has no post.hbs; add it, every theme needs one");
}

#[test]
fn a_template_that_cannot_be_read_names_its_line() {
    let error = with(&[("page.hbs", b"one\n{{#if title}}\n")]).unwrap_err();
    assert!(error.to_string().starts_with("page:2:1: "), "{error}");
}

#[test]
fn names_stay_inside_the_themes_folder() {
    for name in ["../x.hbs", "/x.hbs", "a//b.hbs", "a/./b.hbs", "c:x.hbs", "a\\b.hbs", "a\0.hbs", ""] {
        assert!(matches!(with(&[(name, b"x")]), Err(ThemeError::FileName(_))), "{name:?}");
    }
    assert!(with(&[("members/sign-in.hbs", b"x"), ("assets/a..b.css", b"x")]).is_ok());
}

#[test]
fn a_template_that_is_no_utf8_is_refused_and_a_byte_order_mark_is_not() {
    assert_eq!(
        with(&[("page.hbs", b"\xff\xfe")]).unwrap_err().to_string(),
        "page.hbs is not UTF-8; save it as UTF-8"
    );
    let theme = Theme::load([("index.hbs", "\u{feff}front"), ("post.hbs", "x")]).unwrap();
    assert_eq!(theme.render(&SiteView::sample(), &PageView::samples()[0].1).unwrap(), "front");
}

#[test]
fn a_broken_translation_is_refused_with_its_name() {
    let error = with(&[("locales/de.json", b"{\"a\": 1}")]).unwrap_err().to_string();
    assert!(error.starts_with("locales/de.json: "), "{error}");
}

#[test]
fn a_layout_that_leads_back_to_itself_is_refused() {
    let error = with(&[("default.hbs", b"{{!< default}}{{{body}}}")]).unwrap_err().to_string();
    assert!(error.starts_with("default:1:1: "), "{error}");
}

#[test]
fn a_template_has_a_largest_size() {
    let filled = |size: usize| with(&[("page.hbs", "x".repeat(size).as_bytes())]);
    assert!(filled(MAX_TEMPLATE_BYTES).is_ok());
    assert!(matches!(filled(MAX_TEMPLATE_BYTES + 1), Err(ThemeError::TooLarge { .. })));
}

#[test]
fn a_theme_has_a_largest_size_and_number_of_files() {
    let files = |count: usize| {
        let assets = (2..count).map(|number| (format!("assets/{number}.css"), "x"));
        Theme::load([("index.hbs".to_owned(), "x"), ("post.hbs".to_owned(), "x")].into_iter().chain(assets))
    };
    assert!(files(MAX_FILES).is_ok());
    assert!(matches!(files(MAX_FILES + 1), Err(ThemeError::TooLarge { limit: MAX_FILES, .. })));
    let bytes = |size: usize| with(&[("assets/a.bin", vec![0; size].as_slice())]);
    assert!(bytes(MAX_THEME_BYTES - 9).is_ok());
    assert!(matches!(bytes(MAX_THEME_BYTES - 8), Err(ThemeError::TooLarge { limit: MAX_THEME_BYTES, .. })));
}

#[test]
fn what_is_no_part_of_a_theme_is_ignored() {
    let theme = with(&[
        ("node_modules/x/broken.hbs", b"{{#"),
        (".git/broken.hbs", b"{{#"),
        ("gulpfile.js", b"\xff"),
        ("assets/css/screen.css", b"a{}"),
    ])
    .unwrap();
    let asset = theme.asset("css/screen.css").unwrap();
    assert_eq!((asset.media_type, &*asset.bytes), ("text/css; charset=utf-8", &b"a{}"[..]));
    assert!(theme.asset("../index.hbs").is_none() && theme.asset("index.hbs").is_none());
}

#[test]
fn a_hostile_theme_ends_in_an_error_that_names_its_line() {
    let tower = |depth: usize, inside: &str| {
        format!("{}{inside}{}", "{{#foreach @root.posts}}".repeat(depth), "{{/foreach}}".repeat(depth))
    };
    for source in [
        tower(6, "x"),
        tower(5, "{{#each (split title separator=\"\")}}{{/each}}"),
        "{{> loop}}".to_owned(),
        "{{#foreach posts}}{{json @root}}{{/foreach}}".repeat(2_000),
    ] {
        let files = [("index.hbs", source.as_str()), ("post.hbs", ""), ("partials/loop.hbs", "{{> loop}}")];
        let theme = Theme::load(files.map(|(name, text)| (name, text.to_owned()))).unwrap();
        let outcome = theme.render(&SiteView::sample(), &PageView::samples()[0].1);
        let error = outcome.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(
            error.starts_with("index:1:")
                || error.starts_with("loop:1:")
                || error.starts_with("partials/loop:1:"),
            "{error}"
        );
    }
}

#[test]
fn a_theme_may_bring_a_file_for_robots_in_its_own_folder_alone() {
    let with = |name: &str| {
        let files = [("index.hbs", ""), ("post.hbs", ""), (name, "User-agent: x\nDisallow: /\n")];
        Theme::load(files).unwrap().robots().map(str::to_owned)
    };
    assert_eq!(with("robots.txt").as_deref(), Some("User-agent: x\nDisallow: /\n"));
    assert_eq!(with("partials/robots.txt"), None);
}
