//! Renders cases from standard input, one JSON object a line with `template`, `partials` and `data`, and prints each
//! answer as a line of JSON: the text, or null where the template is refused. The laboratory in `tests/themes` compares
//! these with what handlebars.js says.

use std::error::Error;
use std::io::{BufRead as _, Write as _};

use dateline_hbs::{Helpers, Map, Page, Templates, Value};
use serde_json::Value as Json;

fn main() -> Result<(), Box<dyn Error>> {
    let helpers: Helpers = Helpers::new();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let case: Json = serde_json::from_str(&line?)?;
        writeln!(out, "{}", answer(&case, &helpers).map_or(Json::Null, Json::String))?;
    }
    Ok(())
}

fn answer(case: &Json, helpers: &Helpers) -> Option<String> {
    let mut files = vec![("case".to_owned(), case["template"].as_str()?)];
    for (name, source) in case["partials"].as_object()? {
        files.push((format!("partials/{name}"), source.as_str()?));
    }
    let templates = Templates::compile(files).ok()?;
    let page = Page::new(value(&case["data"]), helpers, &()).data(value(&case["vars"]));
    templates.render("case", &page).ok()
}

fn value(json: &Json) -> Value<'_> {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or_default()),
        Json::String(text) => Value::from(text),
        Json::Array(values) => Value::list(values.iter().map(value)),
        Json::Object(fields) => {
            let mut map = Map::new();
            for (key, field) in fields {
                map.set(key, value(field));
            }
            map.into()
        }
    }
}
