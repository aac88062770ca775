//! Blocks that print the same on every page: their hosts may print them once.

#![allow(clippy::unwrap_used)]

use dateline_hbs::{Helpers, Map, Page, Templates, Value};

/// Whether the block of `{{#ask}}` in `source` stands alone.
fn stands_alone(source: &str) -> bool {
    let mut helpers = Helpers::<()>::new();
    helpers.add("ask", |call| {
        let alone = call.block_stands_alone().is_some();
        let mut frame = call.frame().child();
        frame.set("set", true);
        let rows = call.param(0);
        call.block_with(&rows, &frame, std::slice::from_ref(&rows))?;
        call.write(if alone { "!alone" } else { "!bound" })?;
        Ok(Value::Undefined)
    });
    helpers.add("shout", |call| Ok(call.param(0)));
    helpers.add("path", |_| Ok(Value::from("/a/")));
    helpers.steady(["shout"]).ground(["site"]);
    let files = [
        ("index", source),
        ("partials/card", "{{title}}{{#if @first}}{{shout name}}{{/if}}{{> lines}}"),
        ("partials/lines", "{{#each lines}}{{> lines}}{{/each}}"),
        ("partials/bound", "{{path}}"),
    ];
    let templates = Templates::compile(files).unwrap();
    let context = Map::new().with("rows", Value::list([Value::from("one")]));
    let page = Page::new(context.into(), &helpers, &());
    let printed = templates.render("index", &page).unwrap();
    assert!(printed.contains("!alone") != printed.contains("!bound"), "{printed}");
    printed.contains("!alone")
}

#[test]
fn a_block_of_its_own_context_and_parameters_stands_alone() {
    for inside in [
        "text {{title}} {{this}} {{rows.[0]}}",
        "{{shout title loud=(shout name)}}{{#if a}}{{b}}{{else}}{{@site.title}}{{/if}}",
        "{{#each lines as |line at|}}{{line}}{{at}}{{@index}}{{@last}}{{/each}}",
        "{{#section}}{{name}}{{/section}}{{^nothing}}x{{/nothing}}",
    ] {
        assert!(stands_alone(&format!("{{{{#ask rows}}}}{inside}{{{{/ask}}}}")), "{inside}");
    }
    assert!(stands_alone("{{#ask rows as |found|}}{{found}}{{#each found}}{{> card}}{{/each}}{{/ask}}"));
}

#[test]
fn a_block_that_looks_around_does_not() {
    for inside in [
        "{{../title}}",
        "{{#each lines}}{{../title}}{{/each}}",
        "{{@root.title}}",
        "{{@index}}",
        "{{#each lines}}{{else}}{{@index}}{{/each}}",
        "{{@set}}",
        "{{#each lines}}{{@../index}}{{/each}}",
        "{{path}}",
        "{{shout (path)}}",
        "{{#if (path)}}x{{/if}}",
        "{{> bound}}",
        "{{> card}}",
        "{{> (shout \"card\")}}",
        "{{#*inline \"x\"}}y{{/inline}}{{> x}}",
        "{{#> lines}}x{{/lines}}",
        "{{log \"x\"}}",
    ] {
        assert!(!stands_alone(&format!("{{{{#ask rows}}}}{inside}{{{{/ask}}}}")), "{inside}");
    }
    assert!(!stands_alone("{{#each rows as |row|}}{{#ask row as |found|}}{{row}}{{/ask}}{{/each}}"));
    assert!(stands_alone("{{#each rows as |row|}}{{#ask row as |found|}}{{found}}{{/ask}}{{/each}}"));
}

#[test]
fn a_partial_that_the_page_may_replace_does_not() {
    assert!(!stands_alone("{{#*inline \"lines\"}}y{{/inline}}{{#ask rows}}{{> lines}}{{/ask}}"));
}
