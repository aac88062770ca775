//! Front matter: YAML between `---`, TOML between `+++`, JSON in braces or between `;;;`.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Generator, lenient};
use crate::problem::for_report;
use crate::xml::is_text;
use crate::yaml::word;

/// A file in its two parts.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub(super) front: Map<String, Value>,
    /// Whether it has front matter, even with nothing in it.
    pub(super) has_front: bool,
    pub(super) body: String,
}

/// What the lines between two fences are written in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
    /// JSON, with or without its braces.
    Json,
    /// A script of Eleventy, of which the plain values are read.
    Script,
}

/// Fences with the language between them; each ends with a line of its first three signs.
const FENCES: [(&str, Language); 9] = [
    ("---", Language::Yaml),
    ("---;", Language::Yaml),
    ("--- yaml", Language::Yaml),
    ("---yaml", Language::Yaml),
    ("---toml", Language::Toml),
    ("---json", Language::Json),
    ("---js", Language::Script),
    ("+++", Language::Toml),
    (";;;", Language::Json),
];

/// A text without the signs that print nothing and that no page may hold; and the sentence that tells of them.
pub(super) fn cleaned(text: &str) -> (Cow<'_, str>, Option<String>) {
    let is_kept = |sign: char| sign == '\r' || is_text(sign);
    let count = text.chars().filter(|sign| !is_kept(*sign)).count();
    if count == 0 {
        return (Cow::Borrowed(text), None);
    }
    let told = format!("{count} control characters, which no page may hold, were taken out");
    (Cow::Owned(text.chars().filter(|sign| is_kept(*sign)).collect()), Some(told))
}

/// Takes a file apart; what comes beside it is what is wrong with its front matter. Front matter that breaks the rules of its
/// language is read line by line, as far as that goes. Hexo's may go without its first line.
pub(super) fn parts(text: &str, generator: Generator) -> (Parts, Option<String>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let found = FENCES.iter().find_map(|(fence, language)| Some((*language, fenced(&text, fence)?)));
    let (language, (front, body)) = match found {
        Some(found) => found,
        None if text.starts_with('{') => {
            return match json(&text) {
                Some((Value::Object(front), body)) => {
                    (Parts { front, has_front: true, body: body.to_owned() }, None)
                }
                _ => broken_json(&text).unwrap_or_else(|| (Parts { body: text, ..Parts::default() }, None)),
            };
        }
        None if generator == Generator::Hexo && half_fenced(&text).is_some() => {
            (Language::Yaml, half_fenced(&text).unwrap_or_default())
        }
        None => {
            let told =
                never_ends(&text).then(|| "its front matter never ends, so it stands in the text".to_owned());
            return (Parts { body: text, ..Parts::default() }, told);
        }
    };
    let read = match language {
        Language::Yaml => crate::yaml::parse(front),
        Language::Toml => toml(front),
        Language::Json => whole_json(front),
        Language::Script => Ok(Value::Object(lenient::parse(front))),
    };
    let body = body.to_owned();
    match read {
        Ok(Value::Object(values)) => {
            let told = (language == Language::Yaml).then(|| said_twice(front)).flatten();
            (Parts { front: values, has_front: true, body }, told)
        }
        Ok(Value::Null) => (Parts { has_front: true, body, ..Parts::default() }, None),
        Ok(_) => {
            let error = "its front matter is no list of names and values".to_owned();
            (Parts { has_front: true, body, ..Parts::default() }, Some(error))
        }
        Err(error) => {
            let read = match language {
                Language::Toml => lenient::parse_toml(front),
                _ => lenient::parse(front),
            };
            let so = if read.is_empty() { "" } else { ", so it was read line by line" };
            let error = format!("its front matter breaks the rules: {error}{so}");
            (Parts { front: read, has_front: true, body }, Some(error))
        }
    }
}

/// JSON at the beginning that breaks the rules, up to a brace on a line of its own.
fn broken_json(text: &str) -> Option<(Parts, Option<String>)> {
    let inner = text.strip_prefix('{').filter(|inner| inner.trim_start().starts_with('"'))?;
    let (front, rest) = inner.split_once("\n}")?;
    let (line, body) = rest.split_once('\n').unwrap_or((rest, ""));
    let front = Some(lenient::parse(front)).filter(|front| line.trim().is_empty() && !front.is_empty())?;
    let told = "its front matter is no JSON, so it was read line by line".to_owned();
    Some((Parts { front, has_front: true, body: body.trim_start().to_owned() }, Some(told)))
}

/// Whether a text begins as front matter does, whose end nobody wrote.
fn never_ends(text: &str) -> bool {
    let Some(first) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("+++\n")) else { return false };
    let name = first.split([':', '=']).next().unwrap_or_default().trim_end();
    !name.is_empty()
        && name.len() < first.trim_end().len()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The sentence that tells of a name with two values, if there is one.
fn said_twice(front: &str) -> Option<String> {
    let mut known = HashSet::new();
    let names = front.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name);
    let is_name = |name: &&str| !name.is_empty() && !name.contains([' ', '\t', '"', '\'', '#', '-', '{']);
    let name = names.filter(is_name).find(|name| !known.insert(*name))?;
    Some(format!("its front matter says {} twice, and the last counts", for_report(name)))
}

/// The mark behind which Jekyll's teaser ends, where it is another than everybody's.
pub(super) fn excerpt_separator(
    front: &Map<String, Value>,
    setting: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    const NAME: &str = "excerpt_separator";
    let mark = front.get(NAME).map(word).or_else(|| setting(NAME))?;
    Some(mark.trim().to_owned()).filter(|mark| !mark.is_empty() && mark != "<!--more-->")
}

/// JSON whose braces may be left out, as Hexo does it.
fn whole_json(text: &str) -> Result<Value, String> {
    let text = text.trim();
    let whole = if text.starts_with('{') { text.to_owned() } else { format!("{{{text}}}") };
    serde_json::from_str(&whole).map_err(|error| error.to_string())
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
        if Some(word) == fence.get(..3) || word == fence || fence == "---" && word == "..." {
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
    let is_over = rest.is_empty() || rest.trim_start_matches([' ', '\t']).starts_with('\n');
    (value.is_object() && is_over).then_some((value, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_of_front_matter_say_the_same() {
        for text in [
            "---\ntitle: A\ndraft: true\n---\nBody\n",
            "\u{feff}---  \r\ntitle: A\r\ndraft: true\r\n...\r\nBody\r\n",
            "+++\ntitle = 'A'\ndraft = true\n+++\nBody\n",
            "{\"title\": \"A\", \"draft\": true}\n\nBody\n",
            "---json\n{\"title\": \"A\", \"draft\": true}\n---\nBody\n",
            "---toml\ntitle = 'A'\ndraft = true\n---\nBody\n",
            "---js\n{\n  title: \"A\",\n  draft: true,\n}\n---\nBody\n",
            ";;;\n\"title\": \"A\",\n\"draft\": true\n;;;\nBody\n",
            "---\rtitle: A\rdraft: true\r---\rBody\r",
        ] {
            let (parts, error) = parts(text, Generator::Plain);
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
            let (parts, error) = parts(text, Generator::Plain);
            assert_eq!((error, parts.has_front, parts.body.as_str()), (None, false, text));
        }
        assert_eq!(
            parts("---\n---\nBody", Generator::Plain).0,
            Parts { has_front: true, body: "Body".to_owned(), ..Parts::default() }
        );
    }

    #[test]
    fn hexo_may_leave_out_the_first_line() {
        let text = "title: A\ntags: [x]\n---\nBody\n";
        let (found, error) = parts(text, Generator::Hexo);
        assert_eq!((error, found.has_front, found.body.as_str()), (None, true, "Body\n"));
        assert!(!parts(text, Generator::Plain).0.has_front);
        assert!(!parts("Note: a rule\n\n----\nBody", Generator::Hexo).0.has_front);
    }

    #[test]
    fn front_matter_with_a_slip_is_read_line_by_line_and_told() {
        let (found, error) = parts("---\ntitle: Fog: a ship\ntags:\n\t- sea\n---\nBody", Generator::Jekyll);
        assert_eq!((&found.front["title"], found.body.as_str()), (&Value::from("Fog: a ship"), "Body"));
        assert!(error.is_some_and(|error| error.ends_with("read line by line")));
    }

    #[test]
    fn toml_and_json_with_a_slip_are_read_line_by_line_too() {
        for text in [
            "+++\ntitle = 'Fog\ndate = 2020-01-02\n[taxonomies]\ntags = [\"sea\", \"owl\"]\n+++\nBody",
            "{\n  \"title\": \"Fog\",\n  \"date\": \"2020-01-02\",\n  \"tags\": [\"sea\", \"owl\"],\n}\n\nBody",
        ] {
            let (found, told) = parts(text, Generator::Hugo);
            assert!(told.is_some_and(|told| told.ends_with("read line by line")), "{text}");
            assert_eq!((&found.front["title"], found.body.as_str()), (&Value::from("Fog"), "Body"), "{text}");
            assert_eq!(found.front["date"], Value::from("2020-01-02"), "{text}");
            assert_eq!(found.front["tags"], Value::from(vec!["sea", "owl"]), "{text}");
        }
        assert!(!parts("{ plain }\nBody", Generator::Hugo).0.has_front);
    }

    #[test]
    fn of_two_values_the_last_counts_and_what_never_ends_is_told() {
        let (found, told) = parts("---\ntitle: Fog\nurl: a:b\ntitle: Owl\n---\nBody", Generator::Jekyll);
        assert_eq!(found.front["title"], Value::from("Owl"));
        assert_eq!(told.as_deref(), Some("its front matter says title twice, and the last counts"));
        let (found, told) = parts("---\ntitle: Fog\n\nBody", Generator::Jekyll);
        assert!(!found.has_front && told.is_some_and(|told| told.contains("never ends")));
    }

    #[test]
    fn broken_front_matter_loses_no_body() {
        for text in ["---\na: [\n---\nBody", "+++\na = \n+++\nBody", "---\n- a\n---\nBody"] {
            let (parts, error) = parts(text, Generator::Plain);
            assert!(error.is_some() && parts.body == "Body", "{text}");
        }
    }
}
