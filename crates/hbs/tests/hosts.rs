//! A host gives its helpers a state that borrows the page's data.

#![allow(clippy::unwrap_used)]

use std::cell::RefCell;

use dateline_hbs::{Call, HelperError, Helpers, Host, Page, Templates, Value};

struct Newspaper;

struct State<'a> {
    motto: &'a str,
    asides: RefCell<Vec<String>>,
}

impl Host for Newspaper {
    type State<'a> = State<'a>;
}

fn motto<'a>(call: &mut Call<'_, 'a, Newspaper>) -> Result<Value<'a>, HelperError> {
    call.spend(1)?;
    Ok(Value::from(call.state().motto))
}

/// Keeps its block for later instead of printing it.
fn aside<'a>(call: &mut Call<'_, 'a, Newspaper>) -> Result<Value<'a>, HelperError> {
    let text = call.capture(Call::block)?;
    call.state().asides.borrow_mut().push(text);
    Ok(Value::Undefined)
}

fn menu<'a>(call: &mut Call<'_, 'a, Newspaper>) -> Result<Value<'a>, HelperError> {
    let this = call.this_with_hash().with("items", Value::list([Value::from("News"), Value::from("Sport")]));
    call.partial("menu", this.into())?;
    Ok(Value::Undefined)
}

#[test]
fn helpers_read_the_page_keep_blocks_and_call_partials() {
    let templates = Templates::compile([
        ("index", "{{motto}}|{{#aside}}<b>{{motto}}</b>{{/aside}}|{{menu label=\"Sections\"}}"),
        ("partials/menu", "{{label}}:{{#each items}}{{this}},{{/each}}"),
    ])
    .unwrap();
    let mut helpers: Helpers<Newspaper> = Helpers::new();
    helpers.add("motto", motto).add("aside", aside).add("menu", menu);
    let motto = "Tide & time".to_owned();
    let state = State { motto: &motto, asides: RefCell::default() };
    let page = Page::new(Value::Null, &helpers, &state);
    assert_eq!(templates.render("index", &page).unwrap(), "Tide &amp; time||Sections:News,Sport,");
    assert_eq!(*state.asides.borrow(), ["<b>Tide &amp; time</b>"]);
}

#[test]
fn a_template_is_checked_before_it_is_used() {
    let templates = Templates::compile([
        ("index", "{{> nowhere}}\n{{#if (reading 1)}}{{title}}{{/if}}\n{{#> maybe}}{{words 2}}{{/maybe}}"),
        ("partials/card", "{{#*inline \"own\"}}x{{/inline}}{{> own}}{{> @partial-block}}{{> (lookup a b)}}"),
    ])
    .unwrap();
    let problems: Vec<_> = templates.check(&Helpers::<()>::new()).iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "index:1:1: there is no partial named \"nowhere\"; add the file or call it as a block with a fallback",
            "index:2:7: there is no helper named \"reading\"; correct the name or remove the arguments",
            "index:3:13: there is no helper named \"words\"; correct the name or remove the arguments",
        ]
    );
}
