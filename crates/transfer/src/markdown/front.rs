//! Front matter: YAML between `---`, TOML between `+++`, JSON in braces.

use serde_json::{Map, Value};

/// A file in its two parts.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub(super) front: Map<String, Value>,
    /// Whether it has front matter, even with nothing in it.
    pub(super) has_front: bool,
    pub(super) body: String,
}

/// Takes a file apart; the error is what is wrong with its front matter, whose text then stays in the body. Hexo's may go
/// without its first line, which `is_hexo` says.
pub(super) fn parts(text: &str, is_hexo: bool) -> (Parts, Option<String>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (front, body) = match fenced(&text, "---").or_else(|| fenced(&text, "---;")) {
        Some((front, body)) => (crate::yaml::parse(front), body),
        None => match fenced(&text, "+++") {
            Some((front, body)) => (toml(front), body),
            None if text.starts_with('{') => match json(&text) {
                Some((front, body)) => (Ok(front), body),
                None => return (Parts { body: text, ..Parts::default() }, None),
            },
            None if is_hexo && half_fenced(&text).is_some() => {
                let (front, body) = half_fenced(&text).unwrap_or_default();
                (crate::yaml::parse(front), body)
            }
            None => return (Parts { body: text, ..Parts::default() }, None),
        },
    };
    let body = body.to_owned();
    match front {
        Ok(Value::Object(front)) => (Parts { front, has_front: true, body }, None),
        Ok(Value::Null) => (Parts { has_front: true, body, ..Parts::default() }, None),
        Ok(_) => {
            let error = "its front matter is no list of names and values".to_owned();
            (Parts { has_front: true, body, ..Parts::default() }, Some(error))
        }
        Err(error) => {
            let error = format!("its front matter cannot be read: {error}");
            (Parts { has_front: true, body, ..Parts::default() }, Some(error))
        }
    }
}

/// The text between a first line of `fence` and the next such line, and what follows. YAML may end with dots.
fn fenced<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let rest = text.strip_prefix(fence)?;
    let first = rest.find('\n')?;
    if !rest[..first].trim().is_empty() {
        return None;
    }
    let inner = &rest[first + 1..];
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        let word = line.trim_end();
        if word == fence || fence == "---" && word == "..." {
            return Some((&inner[..at], &inner[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// The lines before the first `---` of a text that begins with a name and a value, and what follows it.
fn half_fenced(text: &str) -> Option<(&str, &str)> {
    let (first, _) = text.split_once('\n')?;
    let (name, _) = first.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let (front, rest) = text.split_once("\n---").filter(|_| is_name)?;
    let (line, body) = rest.split_once('\n').unwrap_or((rest, ""));
    line.trim().is_empty().then_some((front, body))
}

fn toml(text: &str) -> Result<Value, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    Ok(Value::Object(table.into_iter().map(|(name, value)| (name, from_toml(value))).collect()))
}

/// A value of TOML, whose dates are words here.
pub(super) fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(n) => Value::from(n),
        toml::Value::Float(n) => Value::String(n.to_string()),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(at) => Value::String(at.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(name, value)| (name, from_toml(value))).collect())
        }
    }
}

/// An object at the beginning, and what follows it.
fn json(text: &str) -> Option<(Value, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let rest = &text[values.byte_offset()..];
    (value.is_object() && rest.starts_with('\n')).then_some((value, rest.trim_start_matches('\n')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_kinds_of_front_matter_say_the_same() {
        for text in [
            "---\ntitle: A\ndraft: true\n---\nBody\n",
            "\u{feff}---  \r\ntitle: A\r\ndraft: true\r\n...\r\nBody\r\n",
            "+++\ntitle = 'A'\ndraft = true\n+++\nBody\n",
            "{\"title\": \"A\", \"draft\": true}\n\nBody\n",
        ] {
            let (parts, error) = parts(text, false);
            assert_eq!((error, parts.has_front, parts.body.as_str()), (None, true, "Body\n"), "{text}");
            assert_eq!(parts.front.get("title"), Some(&Value::from("A")), "{text}");
            assert_eq!(parts.front.get("draft"), Some(&Value::from(true)), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_front_matter_is_body() {
        for text in
            ["---- \ntitle: A\n", "--- x\n---\n", "---\nnever closed", "{% include x %}\n", "", "text"]
        {
            let (parts, error) = parts(text, false);
            assert_eq!((error, parts.has_front, parts.body.as_str()), (None, false, text));
        }
        assert_eq!(
            parts("---\n---\nBody", false).0,
            Parts { has_front: true, body: "Body".to_owned(), ..Parts::default() }
        );
    }

    #[test]
    fn hexo_may_leave_out_the_first_line() {
        let text = "title: A\ntags: [x]\n---\nBody\n";
        let (found, error) = parts(text, true);
        assert_eq!((error, found.has_front, found.body.as_str()), (None, true, "Body\n"));
        assert!(!parts(text, false).0.has_front);
        assert!(!parts("Note: a rule\n\n----\nBody", true).0.has_front);
    }

    #[test]
    fn broken_front_matter_loses_no_body() {
        for text in ["---\na: [\n---\nBody", "+++\na = \n+++\nBody", "---\n- a\n---\nBody"] {
            let (parts, error) = parts(text, false);
            assert!(error.is_some() && parts.body == "Body", "{text}");
        }
    }
}
