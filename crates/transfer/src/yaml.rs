//! YAML as values, of files that are small and foreign: front matter, configurations, redirects. References to
//! anchors are followed as far as the limit on values goes, since a few lines of them can unfold to gigabytes.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// Values in values.
const DEPTH_MAX: usize = 64;
/// Values in all.
const VALUES_MAX: usize = 100_000;

/// A value with how many there are in it.
fn weight(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(weight).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(weight).sum::<usize>(),
        _ => 1,
    }
}

/// A map with what `<<: *defaults` gives it beside what it says itself.
fn merged(mut map: Map<String, Value>) -> Map<String, Value> {
    let maps = match map.remove("<<") {
        Some(Value::Array(maps)) => maps,
        Some(one) => vec![one],
        None => return map,
    };
    for one in maps {
        if let Value::Object(one) = one {
            for (key, value) in one {
                map.entry(key).or_insert(value);
            }
        }
    }
    map
}

/// A collection that is being read.
enum Open {
    List(Vec<Value>),
    /// The values so far, and the key that waits for its value.
    Map(Map<String, Value>, Option<String>),
}

/// The first document of `text`; the error is what is wrong with it, with its line counted from 1.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let mut open: Vec<Open> = Vec::new();
    // Anchors of collections that are open, and what anchors stand for.
    let (mut anchors, mut named): (Vec<usize>, HashMap<usize, Value>) = Default::default();
    let mut count = 0;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        count += 1;
        if count > VALUES_MAX {
            return Err(format!("it has more than {VALUES_MAX} values"));
        }
        let value = match event {
            Event::SequenceStart(anchor, _) => {
                anchors.push(anchor);
                open.push(Open::List(Vec::new()));
                None
            }
            Event::MappingStart(anchor, _) => {
                anchors.push(anchor);
                open.push(Open::Map(Map::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let ended = open.pop().map(|ended| match ended {
                    Open::List(list) => Value::Array(list),
                    Open::Map(map, _) => Value::Object(merged(map)),
                });
                // Anchors are numbered from 1.
                if let (Some(anchor @ 1..), Some(value)) = (anchors.pop(), &ended) {
                    count += weight(value);
                    named.insert(anchor, value.clone());
                }
                ended
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str");
                let value = if is_text { Value::String(text.into_owned()) } else { plain(&text) };
                if anchor > 0 {
                    named.insert(anchor, value.clone());
                }
                Some(value)
            }
            Event::Alias(anchor) => {
                let value = named.get(&anchor);
                count += value.map_or(0, weight);
                if count > VALUES_MAX {
                    return Err(format!("it has more than {VALUES_MAX} values"));
                }
                Some(value.cloned().unwrap_or(Value::Null))
            }
            Event::DocumentEnd => return Ok(Value::Null),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => None,
        };
        if open.len() > DEPTH_MAX {
            return Err(format!("its values are nested more than {DEPTH_MAX} deep"));
        }
        let Some(value) = value else { continue };
        match open.last_mut() {
            None => return Ok(value),
            Some(Open::List(list)) => list.push(value),
            Some(Open::Map(map, key)) => match key.take() {
                Some(key) => {
                    // Of two values under one name the last counts, as it does in Ruby.
                    map.insert(key, value);
                }
                None => *key = Some(word(&value)),
            },
        }
    }
    Ok(Value::Null)
}

/// A word without quotes: yes, no, nothing, a whole number or itself.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    // `007` and `1.10` are names more often than numbers.
    let is_number = !digits.is_empty() && digits.len() < 19 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_number && (digits == "0" || !digits.starts_with('0')) {
        return text.parse::<i64>().map_or_else(|_| Value::String(text.to_owned()), Value::from);
    }
    Value::String(text.to_owned())
}

/// A value as the word it was written as; empty for collections and nothing.
pub(crate) fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn front_matter_is_read_as_it_is_written() {
        let text = "title: 'It''s: here'\ntags: [a, \"b c\", 2020]\ndraft: true\nversion: 1.10\nno: 007\nnested:\n  - x: |\n      one\n      two\n";
        let value = parse(text).unwrap();
        assert_eq!(
            value,
            json!({"title": "It's: here", "tags": ["a", "b c", 2020], "draft": true, "version": "1.10", "no": "007", "nested": [{"x": "one\ntwo\n"}]})
        );
        assert_eq!(parse("").unwrap(), Value::Null);
    }

    #[test]
    fn references_stand_for_what_they_name() {
        let text =
            "base: &b {author: Ana, n: 1}\nname: &n Bo\ncopy: *n\nown:\n  <<: *b\n  n: 2\nnone: *gone\n";
        let value = parse(text.trim_end_matches("none: *gone\n")).unwrap();
        assert_eq!(value["copy"], "Bo");
        assert_eq!(value["own"], json!({"author": "Ana", "n": 2}));
        assert!(parse(text).is_err(), "a reference to nothing");
    }

    #[test]
    fn a_bomb_of_references_stays_small() {
        let level = |n: u32| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n - 1);
        let levels: Vec<String> = (1..30).map(level).collect();
        let bomb = format!("a0: &a0 [x, x]\n{}", levels.concat());
        assert!(parse(&bomb).unwrap_err().contains("more than"));
    }

    #[test]
    fn limits_hold_and_damage_names_its_line() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(&deep(DEPTH_MAX)).is_ok());
        assert!(parse(&deep(DEPTH_MAX + 1)).is_err());
        assert!(parse(&"- x\n".repeat(VALUES_MAX - 10)).is_ok());
        assert!(parse(&"- x\n".repeat(VALUES_MAX + 1)).is_err());
        let error = parse("a: 1\nb: [1, 2\nc: \"").unwrap_err();
        assert!(error.contains("line"), "{error}");
    }
}
