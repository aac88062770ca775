//! Compiles a template and renders it.
#![no_main]

use dateline_hbs::{Helpers, Map, Page, Templates, Value};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(templates) = Templates::compile([("index", text)]) {
        let helpers = Helpers::new();
        let context = Map::new().with("a", "é").with("b", Value::list([1.into(), Value::Null]));
        let page: Page<'_, '_> = Page::new(context.into(), &helpers, &());
        let _ = templates.render("index", &page);
    }
});
