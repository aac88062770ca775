//! Front matter that is no YAML, read line by line: a colon in a title without quotation marks, a tab in front of a list, a
//! script of Eleventy. What people meant is plain enough, and half of old blogs have one such file.

use serde_json::{Map, Value};

/// Lines that are read.
const LINES_MAX: usize = 10_000;

/// Names with their words and lists. Deeper values are left out. Empty when no line is a name with a value.
pub(super) fn parse(text: &str) -> Map<String, Value> {
    // A table of plain values is YAML as it stands.
    if let Some(Value::Object(table)) =
        super::cascade::plain_values(&format!("export default {}", text.trim()))
    {
        return table;
    }
    let mut front = Map::new();
    let mut last: Option<String> = None;
    for line in text.lines().take(LINES_MAX) {
        let bare = line.trim();
        let is_inside = line.starts_with([' ', '\t']) || bare.starts_with('-');
        if let Some(item) = bare.strip_prefix("- ").or_else(|| bare.strip_prefix('-')).filter(|_| is_inside) {
            if let Some(name) = &last {
                let entry = front.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
                if entry.as_str().is_some_and(str::is_empty) {
                    *entry = Value::Array(Vec::new());
                }
                if let Value::Array(list) = entry {
                    list.push(Value::String(unquoted(item)));
                }
            }
            continue;
        }
        // A script names a value in its own way.
        let named =
            ["export const ", "const ", "let ", "var "].iter().find_map(|word| bare.strip_prefix(word));
        let parted = match named {
            Some(named) => named.split_once('='),
            None => bare.split_once(':'),
        };
        let Some((name, value)) = parted else { continue };
        let name = name.trim().trim_matches(['"', '\'']);
        let is_name = !name.is_empty()
            && name.len() <= 60
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if !is_name {
            continue;
        }
        last = Some(name.to_owned());
        front
            .entry(name.to_owned())
            .or_insert_with(|| value_of(value.trim().trim_end_matches([',', ';']).trim_end()));
    }
    front
}

/// The same of TOML, whose tables are one here.
pub(super) fn parse_toml(text: &str) -> Map<String, Value> {
    let lines = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| format!("{}: {value}\n", name.trim()));
    parse(&lines.collect::<String>())
}

/// A word, yes or no, or a list in brackets.
fn value_of(text: &str) -> Value {
    if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let items = inner.split(',').map(unquoted).filter(|item| !item.is_empty());
        return Value::Array(items.map(Value::String).collect());
    }
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "[" | "{" | "|" | ">" => Value::String(String::new()),
        _ => Value::String(unquoted(text)),
    }
}

/// A word without the quotation marks round it, or without the one that was never closed.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return text.to_owned() };
    let inner = &text[1..];
    inner.strip_suffix(quote).unwrap_or(inner).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_meant_is_read() {
        let text = "title: Fog: a ship\ntags:\n\t- sea\n\t- \"fog\"\nlist: [a, 'b']\ndraft: true\nnote: \"never closed\nno name\n";
        assert_eq!(
            Value::Object(parse(text)),
            json!({"title": "Fog: a ship", "tags": ["sea", "fog"], "list": ["a", "b"], "draft": true, "note": "never closed"})
        );
        let script = "{\n  title: \"Fog\",\n  \"date\": '2020-05-06',\n  permalink: data => `/${x}/`\n}";
        let front = parse(script);
        assert_eq!((&front["title"], &front["date"]), (&json!("Fog"), &json!("2020-05-06")));
        let script = "{ title: \"Fog, and more\", date: \"2020-05-06\", draft: true }";
        assert_eq!(
            Value::Object(parse(script)),
            json!({"title": "Fog, and more", "date": "2020-05-06", "draft": true})
        );
        let script = "const permalink = \"404.html\";\nexport const draft = true;\n";
        assert_eq!(Value::Object(parse(script)), json!({"permalink": "404.html", "draft": true}));
        assert!(parse("- a\n- b\nplain words").is_empty());
    }
}
