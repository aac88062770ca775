//! Values print and compare as in JavaScript.

#![allow(clippy::unwrap_used)]

use std::cmp::Ordering;

use dateline_hbs::{Helpers, Map, Page, Templates, Value};

#[test]
fn numbers_print_as_in_javascript() {
    for (number, text) in [
        (1.0, "1"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.5e-7, "1.5e-7"),
        (1e-6, "0.000001"),
        (f64::NAN, "NaN"),
        (f64::NEG_INFINITY, "-Infinity"),
    ] {
        assert_eq!(Value::Number(number).to_text().as_str(), text);
    }
}

#[test]
fn moments_print_in_universal_time() {
    for (at, text) in [
        (0, "1970-01-01T00:00:00.000+00:00"),
        (951_782_400_000, "2000-02-29T00:00:00.000+00:00"),
        (-1, "1969-12-31T23:59:59.999+00:00"),
    ] {
        assert_eq!(Value::Date(at).to_text().as_str(), text);
    }
}

#[test]
fn equality_and_order_follow_javascript() {
    let text = |text: &'static str| Value::from(text);
    assert!(Value::from(1).loose_equals(&text("1")) && !Value::from(1).strict_equals(&text("1")));
    assert!(Value::Null.loose_equals(&Value::Undefined) && !Value::Null.strict_equals(&Value::Undefined));
    assert!(!Value::Null.loose_equals(&Value::from(0)));
    assert!(Value::list([Value::from(1)]).loose_equals(&text("1")));
    let list = Value::list([]);
    assert!(list.strict_equals(&list.clone()) && !list.loose_equals(&Value::list([])));
    assert_eq!(text("10").compare(&text("9")), Some(Ordering::Less));
    assert_eq!(text("10").compare(&Value::from(9)), Some(Ordering::Greater));
    assert_eq!(text("x").compare(&Value::from(9)), None);
    assert_eq!(Value::Date(5).compare(&Value::from(4)), Some(Ordering::Greater));
}

#[test]
fn a_page_may_live_on_the_stack_of_one_call() {
    let templates =
        Templates::compile([("index", "{{#each names}}{{this}} {{/each}}{{@site.title}}")]).unwrap();
    let helpers = Helpers::new();
    let names = vec!["Ana".to_owned(), "Rui".to_owned()];
    let context = Map::new().with("names", Value::sequence(&names));
    let site = Map::new().with("site", Map::new().with("title", "Tide"));
    let page: Page<'_, '_> = Page::new(context.into(), &helpers, &()).data(site.into());
    assert_eq!(templates.render("index", &page).unwrap(), "Ana Rui Tide");
}
