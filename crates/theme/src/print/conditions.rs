//! Blocks that ask something: `is`, `has`, `match`.

use std::cmp::Ordering;

use dateline_hbs::{HelperError, Helpers, Value};

use super::{Printed, Tag, entries, integer};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("is", is).add("has", has).add("match", match_);
}

/// Prints the block or its else part.
fn choose(tag: &mut Tag<'_, '_>, yes: bool) -> Result<(), HelperError> {
    if yes { tag.block() } else { tag.inverse() }
}

/// `{{#is "home, tag"}}`: whether the page is of one of these kinds.
fn is<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let names = tag.param(0);
    let Some(names) = names.as_str() else {
        tag.log("{{#is}} needs the name of a context");
        return Ok(Value::Undefined);
    };
    let contexts = tag.state().contexts();
    choose(tag, entries(names).any(|name| contexts.contains(&name)))?;
    Ok(Value::Undefined)
}

/// `{{#has tag="news" number="nth:3"}}`: whether one of the named things is so. Without one that is known, nothing.
fn has<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let mut known = false;
    let mut found = false;
    for (name, value) in tag.hash() {
        let wanted = value.to_text();
        // Places in a list and globals may be those of the page.
        if matches!(*name, "number" | "index") || wanted.contains('@') {
            tag.state().note_own();
        }
        let answer = match *name {
            "tag" => listed(&wanted, &names(&tag.this().property("tags"))),
            "author" => listed(&wanted, &names(&tag.this().property("authors"))),
            "slug" => exactly(&wanted, &tag.this().property("slug")),
            "id" => exactly(&wanted, &tag.this().property("id")),
            "visibility" => exactly(&wanted, &tag.this().property("visibility")),
            "number" => counted(&wanted, &tag.data("number")),
            "index" => counted(&wanted, &tag.data("index")),
            "any" => entries(&wanted).any(|path| is_filled(tag, path)),
            "all" => entries(&wanted).all(|path| is_filled(tag, path)),
            _ => continue,
        };
        known = true;
        found = found || answer;
    }
    if known {
        choose(tag, found)?;
    } else {
        tag.log("{{#has}} needs one of: tag, author, slug, id, visibility, number, index, any, all");
    }
    Ok(Value::Undefined)
}

fn names(list: &Value<'_>) -> Vec<String> {
    let Value::List(list) = list else { return Vec::new() };
    list.iter().map(|item| item.property("name").to_text().to_lowercase()).collect()
}

/// Whether one of the wanted names is there, or as many as `count:N`, `count:>N`, `count:<N` asks for.
fn listed(wanted: &str, names: &[String]) -> bool {
    entries(wanted).any(|entry| match entry.strip_prefix("count:") {
        Some(count) => {
            let (order, number) = match count.as_bytes().first() {
                Some(b'>') => (Ordering::Greater, &count[1..]),
                Some(b'<') => (Ordering::Less, &count[1..]),
                _ => (Ordering::Equal, count),
            };
            number.trim().parse::<usize>().is_ok_and(|number| names.len().cmp(&number) == order)
        }
        None => names.contains(&entry.to_lowercase()),
    })
}

/// One value, whatever the case of its letters: `a, b` is no list here.
fn exactly(wanted: &str, value: &Value<'_>) -> bool {
    let value = value.to_text().to_lowercase();
    !value.is_empty() && wanted.to_lowercase() == value
}

/// `3`, `1, 4` or `nth:3`.
fn counted(wanted: &str, value: &Value<'_>) -> bool {
    let Some(number) = integer(value) else { return false };
    match wanted.trim().strip_prefix("nth:") {
        Some(step) => step.trim().parse::<i64>().is_ok_and(|step| step > 0 && number % step == 0),
        None => entries(wanted).any(|entry| entry.parse() == Ok(number)),
    }
}

/// Whether the property or global at `path` holds something. Numbers and truth values never do: the contract
/// follows a library of JavaScript that calls them empty.
fn is_filled(tag: &Tag<'_, '_>, path: &str) -> bool {
    if path.is_empty() {
        return false;
    }
    let path = path.to_lowercase();
    let mut value = match path.strip_prefix('@') {
        Some(global) => {
            let (name, rest) = global.split_once('.').unwrap_or((global, ""));
            return holds(&walk(tag.data(name), rest));
        }
        None => tag.this().clone(),
    };
    value = walk(value, &path);
    holds(&value)
}

fn walk<'v>(value: Value<'v>, path: &str) -> Value<'v> {
    path.split('.').filter(|part| !part.is_empty()).fold(value, |value, part| value.property(part))
}

fn holds(value: &Value<'_>) -> bool {
    match value {
        Value::Str(text) | Value::Safe(text) => !text.is_empty(),
        Value::List(list) => !list.is_empty(),
        Value::Object(object) => !object.keys().is_empty(),
        _ => false,
    }
}

/// `{{#match a ">" b}}`, or inline. Inline it gives a word that is true in every condition but another `match`.
fn match_<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let answer = match tag.params() {
        [value] => {
            let zero_counts = tag.option("includeZero").is_truthy();
            let value = answered(value).unwrap_or_else(|| plain(value));
            (zero_counts || value.is_truthy()) && !value.is_empty()
        }
        [a, b] => compare(a, "=", b),
        [a, operator, b] => compare(a, &operator.to_text(), b),
        _ => {
            tag.log("{{match}} takes one, two or three arguments");
            return Ok(Value::Undefined);
        }
    };
    if tag.is_block() {
        choose(tag, answer)?;
        return Ok(Value::Undefined);
    }
    Ok(Value::safe(if answer { "true" } else { "false" }))
}

/// The truth value inside the result of another `match`.
fn answered(value: &Value<'_>) -> Option<Value<'static>> {
    match value {
        Value::Safe(text) if text.as_str() == "true" => Some(Value::Bool(true)),
        Value::Safe(text) if text.as_str() == "false" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// Safe markup as the text it is.
fn plain<'v>(value: &Value<'v>) -> Value<'v> {
    match value {
        Value::Safe(text) => Value::Str(text.clone()),
        other => other.clone(),
    }
}

fn compare(a: &Value<'_>, operator: &str, b: &Value<'_>) -> bool {
    let beside = |value: &Value<'_>, other: &Value<'_>| match other {
        Value::Bool(_) => answered(value).is_some_and(|value| value.strict_equals(other)),
        _ => plain(value).strict_equals(&plain(other)),
    };
    let equal = || match (a, b) {
        (Value::Safe(_), Value::Bool(_)) => beside(a, b),
        (Value::Bool(_), Value::Safe(_)) => beside(b, a),
        _ => plain(a).strict_equals(&plain(b)),
    };
    let order = || plain(a).compare(&plain(b));
    match operator {
        "!=" => !equal(),
        "<" => order() == Some(Ordering::Less),
        ">" => order() == Some(Ordering::Greater),
        "<=" => order().is_some_and(Ordering::is_le),
        ">=" => order().is_some_and(Ordering::is_ge),
        "~" => a.as_str().zip(b.as_str()).is_some_and(|(a, b)| a.contains(b)),
        "~^" | "startsWith" => a.as_str().zip(b.as_str()).is_some_and(|(a, b)| a.starts_with(b)),
        "~$" => a.as_str().zip(b.as_str()).is_some_and(|(a, b)| a.ends_with(b)),
        _ => equal(),
    }
}
