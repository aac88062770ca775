use dateline_media::{Kind, Limits, MediaError, Picture};

fn drawn(svg: &str) -> Result<String, MediaError> {
    let picture = Picture::take(svg.as_bytes().to_vec(), &Limits::default())?;
    assert_eq!(picture.kind, Kind::Svg);
    Ok(String::from_utf8(picture.bytes).unwrap())
}

#[test]
fn a_drawing_keeps_what_draws() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><style>.a{fill:url(#g)}</style>
        <defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
        <a href="https://example.org/"><path class="a" d="M0 0L9 9"/></a><text>A &amp; B</text></svg>"#;
    let kept = drawn(svg).unwrap();
    for part in ["url(#g)", "stop-color=\"red\"", "<g><path class=\"a\" d=\"M0 0L9 9\"/></g>", "A &amp; B"] {
        assert!(kept.contains(part), "{part}: {kept}");
    }
    assert!(!kept.contains("example.org"));
}

#[test]
fn a_drawing_says_how_large_it_is() {
    for (svg, size) in [
        (r#"<svg width="300" height="150px"/>"#, (300, 150)),
        (r#"<svg viewBox="0,0 40 20"/>"#, (40, 20)),
        (r#"<svg width="100%" viewBox="0 0 40 20"/>"#, (40, 20)),
        ("<svg/>", (0, 0)),
    ] {
        let picture = Picture::take(svg.as_bytes().to_vec(), &Limits::default()).unwrap();
        assert_eq!((picture.width, picture.height), size, "{svg}");
    }
}

#[test]
fn nothing_in_a_drawing_runs_or_calls_out() {
    for inner in [
        "<script>alert(1)</script>",
        "<svg:script>alert(1)</svg:script>",
        "<g onload=\"alert(1)\"/>",
        "<g OnClick=\"alert(1)\"/>",
        "<a xlink:href=\"javascript:alert(1)\"><text>x</text></a>",
        "<use href=\"https://evil.example/x.svg#a\"/>",
        "<use href=\"data:image/svg+xml;base64,alert\"/>",
        "<image href=\"https://evil.example/x.png\"/>",
        "<image href=\"data:image/svg+xml,alert\"/>",
        "<foreignObject><iframe src=\"https://evil.example\"/></foreignObject>",
        "<animate attributeName=\"href\" values=\"javascript:alert(1)\"/>",
        "<set attributeName=\"onload\" to=\"alert(1)\"/>",
        "<style>@import url(https://evil.example)</style>",
        "<style>a{b:u\\72l(https://evil.example)}</style>",
        "<path style=\"fill:url( 'https://evil.example')\"/>",
        "<path fill=\"url(https://evil.example)\"/>",
        "<style><script>alert(1)</script></style>",
        "<handler xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</handler>",
        "<![CDATA[<script>]]>",
    ] {
        let kept = drawn(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>")).unwrap();
        for word in ["alert", "evil", "<script", "javascript", "iframe"] {
            assert!(!kept.contains(word), "{inner} left {kept}");
        }
    }
}

#[test]
fn a_drawing_with_entities_or_without_an_end_is_refused() {
    for svg in [
        "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>",
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg><text x=\"&a;\"/></svg>",
        "<svg><g></svg>",
        "<svg><script>",
    ] {
        assert!(matches!(drawn(svg), Err(MediaError::Damaged(_))), "{svg}");
    }
    let deep = format!("<svg>{}{}</svg>", "<g>".repeat(200), "</g>".repeat(200));
    assert!(drawn(&deep).is_err());
    let allowed = format!("<svg>{}{}</svg>", "<g>".repeat(90), "</g>".repeat(90));
    assert!(drawn(&allowed).is_ok());
}
