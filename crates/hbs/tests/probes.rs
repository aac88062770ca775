//! Templates of our own, rendered by handlebars.js 4.7.8 with `preventIndent`; its answers are in `probes.json`.
//! An expected `null` means that it refuses the template.

#![allow(clippy::unwrap_used)]
#![allow(clippy::unnecessary_wraps, reason = "helpers have one shape")]

use dateline_hbs::{Call, HelperError, Helpers, Map, Page, Templates, Value};
use serde_json::Value as Json;

type Outcome<'a> = Result<Value<'a>, HelperError>;

fn value(json: &Json) -> Value<'_> {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Number(number.as_f64().unwrap()),
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

fn upper<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    Ok(Value::from(call.param(0).to_text().to_uppercase()))
}

fn safe<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    Ok(Value::Safe(call.param(0).to_text()))
}

fn concat<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    let texts = call.params().iter().map(|param| match param {
        Value::Object(_) | Value::List(_) => "[object]".to_owned(),
        other => other.to_text().to_string(),
    });
    Ok(Value::from(texts.collect::<String>()))
}

fn list<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    Ok(Value::list(call.params().to_vec()))
}

fn opts<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    let params: Vec<_> = call.params().iter().map(|param| param.to_text().to_string()).collect();
    // handlebars.js passes named arguments backwards; here they keep the order in which they are written.
    let hash: Vec<_> =
        call.hash().iter().rev().map(|(key, value)| format!("{key}:{}", value.to_text())).collect();
    Ok(Value::from(params.join("+") + &hash.join(" ")))
}

fn wrap<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    call.write("[")?;
    call.block()?;
    call.write("|")?;
    call.inverse()?;
    call.write("]")?;
    Ok(Value::Undefined)
}

fn twice<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    let this = call.param(0);
    for count in 0..2 {
        let mut frame = call.frame().child();
        frame.set("count", count);
        call.block_with(&this, &frame, &[this.clone(), Value::from(count)])?;
    }
    Ok(Value::Undefined)
}

fn same<'a>(call: &mut Call<'_, 'a>) -> Outcome<'a> {
    let same = call.param(0).strict_equals(&call.param(1));
    if !call.is_block() {
        return Ok(Value::Bool(same));
    }
    if same {
        call.block()?;
    } else {
        call.inverse()?;
    }
    Ok(Value::Undefined)
}

fn helpers() -> Helpers {
    let mut table = Helpers::new();
    table.add("upper", upper).add("safe", safe).add("concat", concat).add("list", list).add("opts", opts);
    table.add("wrap", wrap).add("twice", twice).add("same", same);
    table.add("shout", |_| Ok(Value::from("HELPER"))).add("undef", |_| Ok(Value::Undefined));
    table
}

fn answer(probe: &Json, all: &Json) -> Option<String> {
    let mut files = vec![("probe".to_owned(), probe["template"].as_str().unwrap())];
    if probe["partials"] == true {
        for (name, source) in all["partials"].as_object().unwrap() {
            files.push((format!("partials/{name}"), source.as_str().unwrap()));
        }
    }
    let templates = Templates::compile(files).ok()?;
    let mut context = Map::over(value(&all["data"]));
    if let Some(own) = probe["data"].as_object() {
        for (key, field) in own {
            context.set(key, value(field));
        }
    }
    let helpers = helpers();
    let page = Page::new(context.into(), &helpers, &()).data(value(&probe["vars"]));
    templates.render("probe", &page).ok()
}

#[test]
fn every_probe_reads_as_in_handlebars_js() {
    let all: Json = serde_json::from_str(include_str!("probes.json")).unwrap();
    let probes = all["probes"].as_array().unwrap();
    assert!(probes.len() >= 120);
    let mut wrong = Vec::new();
    for probe in probes {
        let (expected, found) = (probe["expected"].as_str(), answer(probe, &all));
        if expected != found.as_deref() {
            wrong.push(format!(
                "{} {}\n  expected {expected:?}\n  found    {found:?}",
                probe["name"], probe["template"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), probes.len(), wrong.join("\n"));
}
