//! What a hostile or broken template can do: nothing but fail, and say where.

#![allow(clippy::unwrap_used)]
#![allow(clippy::unnecessary_wraps, reason = "helpers have one shape")]

use std::cell::Cell;

use dateline_hbs::{Call, HelperError, Helpers, Limit, Map, Object, Page, RenderError, Templates, Value};
use proptest::prelude::*;

fn render(files: &[(&str, &str)], change: impl Fn(&mut Page<'_, '_>)) -> Result<String, RenderError> {
    let templates = Templates::compile(files.iter().copied()).unwrap();
    let helpers = Helpers::new();
    let numbers: Vec<i32> = (0..1000).collect();
    let context = Map::new().with("numbers", Value::sequence(&numbers)).with("title", "Tide");
    let mut page = Page::new(context.into(), &helpers, &());
    change(&mut page);
    templates.render("index", &page)
}

fn limit_of(result: Result<String, RenderError>) -> Limit {
    match result {
        Err(RenderError::Limit { limit, .. }) => limit,
        other => panic!("a limit was expected, not {other:?}"),
    }
}

fn problem(source: &str) -> String {
    Templates::compile([("post", source)]).unwrap_err()[0].to_string()
}

#[test]
fn a_partial_that_calls_itself_is_stopped() {
    let files = [("index", "{{> loop}}"), ("partials/loop", "x{{> loop}}")];
    assert_eq!(limit_of(render(&files, |_| {})), Limit::PartialDepth);
    let files =
        [("index", "{{> loop}}"), ("partials/loop", "{{#with this}}{{#if title}}{{> loop}}{{/if}}{{/with}}")];
    assert_eq!(limit_of(render(&files, |page| page.limits.partial_depth = 1000)), Limit::Depth);
}

#[test]
fn the_check_tells_partials_that_never_end_from_those_that_the_data_ends() {
    let told = |files: &[(&str, &str)]| {
        let templates = Templates::compile(files.iter().copied()).unwrap();
        let endless: Vec<String> =
            templates.check::<()>(&Helpers::new()).iter().map(|error| error.place.to_string()).collect();
        let ending: Vec<String> = templates.circles().iter().map(ToString::to_string).collect();
        (endless.join(" "), ending.join(" "))
    };
    let told = |files: &[(&str, &str)]| {
        let (endless, ending) = told(files);
        format!("{endless}|{ending}")
    };
    assert_eq!(told(&[("partials/a", "x\n {{> a}}")]), "partials/a:2:2|");
    assert_eq!(
        told(&[("partials/a", "{{> b}}"), ("partials/b", "\n{{> \"a\"}}")]),
        "partials/a:1:1 partials/b:2:1|"
    );
    assert_eq!(told(&[("partials/tree", "{{#each below}}{{> tree}}{{/each}}")]), "|partials/tree:1:16");
    // Who only leads to a circle is none, and who stands beside one neither.
    let files = [("partials/way", "{{> a}}"), ("partials/a", "{{> a}}{{> end}}"), ("partials/end", "")];
    assert_eq!(told(&files), "partials/a:1:1|");
    assert_eq!(told(&[("partials/a", "{{> b}}{{> b}}"), ("partials/b", ""), ("index", "{{> a}}")]), "|");
}

#[test]
fn partials_may_nest_up_to_the_limit_and_no_deeper() {
    let files = [("index", "{{> a}}"), ("partials/a", "{{> b}}"), ("partials/b", "b")];
    assert_eq!(render(&files, |page| page.limits.partial_depth = 2).unwrap(), "b");
    assert_eq!(limit_of(render(&files, |page| page.limits.partial_depth = 1)), Limit::PartialDepth);
    assert_eq!(render(&files, |page| page.limits.depth = 2).unwrap(), "b");
    assert_eq!(limit_of(render(&files, |page| page.limits.depth = 1)), Limit::Depth);
}

#[test]
fn loops_within_loops_run_out_of_steps() {
    let nested = "{{#each numbers}}{{#each ../numbers}}{{#each ../../numbers}}{{/each}}{{/each}}{{/each}}";
    assert_eq!(limit_of(render(&[("index", nested)], |_| {})), Limit::Steps);
    let tags = [("index", "{{title}}{{title}}")];
    assert_eq!(render(&tags, |page| page.limits.steps = 2).unwrap(), "TideTide");
    assert_eq!(limit_of(render(&tags, |page| page.limits.steps = 1)), Limit::Steps);
}

#[test]
fn a_page_may_fill_its_bytes_and_no_more() {
    let files = [("index", "ab{{title}}")];
    assert_eq!(render(&files, |page| page.limits.output_bytes = 6).unwrap(), "abTide");
    assert_eq!(limit_of(render(&files, |page| page.limits.output_bytes = 5)), Limit::OutputBytes);
    let escaped = [("index", "{{\"<\"}}{{#with \"<\"}}{{this}}{{/with}}")];
    assert_eq!(render(&escaped, |page| page.limits.output_bytes = 4).unwrap(), "&lt;");
    assert_eq!(limit_of(render(&escaped, |page| page.limits.output_bytes = 3)), Limit::OutputBytes);
}

fn double<'a>(call: &mut Call<'_, 'a>) -> Result<Value<'a>, HelperError> {
    Ok(Value::from(call.param(0).to_text().repeat(2)))
}

#[test]
fn text_that_doubles_in_every_partial_is_stopped() {
    let files = [("index", "{{> grow x=\"abcd\"}}"), ("partials/grow", "{{> grow x=(double x)}}")];
    let templates = Templates::compile(files).unwrap();
    let mut helpers = Helpers::new();
    helpers.add("double", double);
    let page = Page::new(Value::Null, &helpers, &());
    assert_eq!(limit_of(templates.render("index", &page)), Limit::HelperBytes);
}

#[test]
fn the_deadline_ends_a_loop() {
    let asked = Cell::new(0);
    let out_of_time = || asked.replace(asked.get() + 1) >= 3;
    let templates = Templates::compile([("index", "{{#each numbers}}{{this}}{{/each}}")]).unwrap();
    let helpers = Helpers::new();
    let numbers: Vec<i32> = (0..10_000).collect();
    let context = Map::new().with("numbers", Value::sequence(&numbers));
    let mut page: Page<'_, '_> = Page::new(context.into(), &helpers, &());
    page.out_of_time = Some(&out_of_time);
    assert_eq!(limit_of(templates.render("index", &page)), Limit::Time);
    assert_eq!(asked.get(), 4);
}

#[test]
fn blocks_and_parentheses_nest_only_so_deep() {
    let blocks = |n: usize| "{{#if a}}".repeat(n) + &"{{/if}}".repeat(n);
    assert!(Templates::compile([("a", blocks(64))]).is_ok());
    assert!(problem(&blocks(65)).contains("more than 64 blocks"));
    let chain = |n: usize| "{{#if a}}".to_owned() + &"{{else if b}}".repeat(n) + "{{/if}}";
    assert!(Templates::compile([("a", chain(63))]).is_ok());
    assert!(problem(&chain(64)).contains("more than 64 blocks"));
    let parens = |n: usize| "{{a ".to_owned() + &"(a ".repeat(n) + "1" + &")".repeat(n) + "}}";
    assert!(Templates::compile([("a", parens(24))]).is_ok());
    assert!(problem(&parens(25)).contains("more than 24 parentheses"));
}

#[test]
fn a_file_may_have_a_mebibyte() {
    assert!(Templates::compile([("a", "x".repeat(1 << 20))]).is_ok());
    assert!(problem(&"x".repeat((1 << 20) + 1)).contains("more than 1048576 bytes"));
}

#[test]
fn a_line_of_a_mebibyte_is_read_once_however_many_tags_it_has() {
    assert!(
        problem(&("{{#if a}}".repeat(60_000) + &"{{/if}}".repeat(60_000))).contains("more than 64 blocks")
    );
    let line = format!("é\né{}{{{{#if", "{{a}}é".repeat(140_000));
    assert_eq!(problem(&line), "post:2:840002: this tag never ends; close it with }}");
}

#[test]
fn a_mistake_is_named_with_line_and_column() {
    let two = "é {{#if a}}\n  {{/each}}";
    assert_eq!(problem(two), "post:2:3: {{/each}} closes \"if\" of line 1; write {{/if}}");
    assert_eq!(problem("é {{#if a}}"), "post:1:3: this block never ends; close it with {{/name}}");
    assert_eq!(
        problem("a\n{{b %}}"),
        "post:2:5: \"%\" cannot stand here; quote it, or close the tag with }}"
    );
    assert_eq!(problem("a\n {{b"), "post:2:2: this tag never ends; close it with }}");
    let errors = Templates::compile([("b", "{{"), ("a", "{{/x}}")]).unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| error.place.to_string()).collect();
    assert_eq!(places, ["a:1:1", "b:1:1"]);
}

#[test]
fn a_failed_tag_is_named_in_the_partial_it_stands_in() {
    let files = [("index", "\n{{> card}}"), ("partials/card", "\n\n {{reading 1}}")];
    let message = render(&files, |_| {}).unwrap_err().to_string();
    assert_eq!(
        message,
        "partials/card:3:2: there is no helper named \"reading\"; correct the name or remove the arguments"
    );
    let message = render(&[("index", "{{#if}}{{/if}}")], |_| {}).unwrap_err().to_string();
    assert_eq!(message, "index:1:1: {{if}}: takes exactly one argument, not 0");
}

#[test]
fn a_page_stands_in_its_layouts() {
    let files = [
        ("outer", "<{{{body}}}>{{title}}"),
        ("default", "{{!< outer}}\n[{{{body}}}]"),
        ("index", "{{!< default}}\n{{title}} & {{body}}"),
    ];
    assert_eq!(render(&files, |_| {}).unwrap(), "<[Tide & ]>Tide");
    assert!(problem("{{!< nowhere}}").contains("no layout \"nowhere\""));
    assert!(problem("{{!< post}}").contains("circle"));
}

#[test]
fn a_page_after_a_long_one_says_its_own_words_alone_and_takes_its_own_room() {
    let long = "{{#each numbers}}{{this}} tides, {{/each}}";
    let framed = [("default", "[{{{body}}}]"), ("index", "{{!< default}}{{title}}")];
    let expected = (0..1000).map(|number| format!("{number} tides, ")).collect::<Vec<_>>().concat();
    for _ in 0..2 {
        assert_eq!(render(&[("index", long)], |_| {}).unwrap(), expected);
        assert_eq!(render(&framed, |_| {}).unwrap(), "[Tide]");
        let page = render(&[("index", "{{title}}")], |_| {}).unwrap();
        assert_eq!((page.as_str(), page.capacity()), ("Tide", 4));
        assert!(render(&[("index", "{{#each numbers}}{{nobody 1}}{{/each}}")], |_| {}).is_err());
    }
}

#[test]
fn a_layout_is_looked_for_in_the_folder_of_the_page_and_then_in_the_outermost() {
    let files = |layout: &str| {
        let page = format!("{{{{!< {layout}}}}}page");
        Templates::compile([
            ("default", "outer {{{body}}}"),
            ("members/frame.hbs", "inner {{{body}}}"),
            ("members/account", page.as_str()),
        ])
    };
    let printed = |layout: &str| {
        let helpers = Helpers::<()>::new();
        let page = Page::new(Value::Undefined, &helpers, &());
        files(layout).unwrap().render("members/account", &page).unwrap()
    };
    for layout in ["../default", "../default.hbs", "default", "./../members/../default"] {
        assert_eq!(printed(layout), "outer page", "{layout}");
    }
    for layout in ["frame", "./frame.hbs", "../members/frame", "members/frame"] {
        assert_eq!(printed(layout), "inner page", "{layout}");
    }
    for layout in ["../../default", "../../../etc/passwd", "../nowhere", ".."] {
        assert!(files(layout).is_err(), "{layout}");
    }
}

#[test]
fn of_a_name_given_twice_the_first_counts() {
    let files = [("index", "{{> p a=1 a=2}}"), ("partials/p", "{{a}}")];
    assert_eq!(render(&files, |_| {}).unwrap(), "1");
}

#[test]
fn named_arguments_make_a_call_of_what_is_no_helper() {
    let helpers = Helpers::<()>::new();
    let said = |source: &str| Templates::compile([("index", source)]).unwrap().check(&helpers).len();
    assert_eq!(said("{{tag.url}} {{#tag}}x{{/tag}}"), 0);
    assert_eq!(said("{{tag.url absolute=true}}"), 1);
    assert_eq!(said("{{#tag kind=\"x\"}}x{{/tag}}"), 1);
}

struct Bottomless;

impl Object for Bottomless {
    fn get(&self, _: &str) -> Value<'_> {
        Value::object(self)
    }
}

#[test]
fn data_without_end_can_be_walked() {
    let templates =
        Templates::compile([("index", "{{a.b.c}}{{#with a}}{{#with b}}{{c}}{{/with}}{{/with}}")]).unwrap();
    let helpers = Helpers::new();
    let page: Page<'_, '_> = Page::new(Value::object(&Bottomless), &helpers, &());
    assert_eq!(templates.render("index", &page).unwrap(), "[object Object][object Object]");
}

proptest! {
    #[test]
    fn no_text_panics_the_parser(source in ".{0,200}") {
        let _ = Templates::compile([("a", source)]);
    }

    #[test]
    fn no_heap_of_tags_panics_parser_or_renderer(
        parts in prop::collection::vec(prop::sample::select(vec![
            "{{", "}}", "{{{", "}}}", "{{{{", "}}}}", "#", "/", "^", "~", "else", "if", "each", " ", "\n", "a", "é",
            "this", "..", ".", "@", "(", ")", "=", "\"", "'", "[", "]", "|", "as |", "!", "--", "\\", ">", "#>", "*inline",
            "{{#if a}}", "{{/if}}", "{{else}}", "{{#a}}", "{{/a}}", "{{> a}}", "{{#> a}}", "12", "-", "null", "&",
        ]), 0..40)
    ) {
        if let Ok(templates) = Templates::compile([("index", parts.concat())]) {
            let helpers = Helpers::new();
            let context = Map::new().with("a", "é").with("b", Value::list([1.into(), Value::Null]));
            let page: Page<'_, '_> = Page::new(context.into(), &helpers, &());
            let _ = templates.render("index", &page);
        }
    }
}
