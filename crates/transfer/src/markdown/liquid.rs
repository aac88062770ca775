//! Addresses that a text makes of the site's own folder: `{{ site.baseurl }}/a/`, `{{ "/a/" | relative_url }}`, `{{ '/a/' | url }}`.

use serde_json::{Map, Value};

use crate::yaml::word;

/// Whether a text may hold such addresses.
pub(super) fn is_in(text: &str) -> bool {
    text.contains("{{")
        && ["_url", "| url", "|url", "site.baseurl", "site.url", "prepend"]
            .iter()
            .any(|word| text.contains(word))
}

/// A text whose addresses are written out; `base` is the folder of the site's addresses. What is no such address stays.
pub(super) fn resolved(text: &str, base: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((inner, tail)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        match address(inner.trim_matches('-').trim(), base) {
            Some(address) => {
                // The addresses of stories begin with the folder already.
                let is_twice = !base.is_empty()
                    && address == base
                    && tail.strip_prefix(base).is_some_and(|tail| tail.starts_with('/'));
                if !is_twice {
                    out.push_str(&address);
                }
            }
            None => out.extend(["{{", inner, "}}"]),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The address between two braces.
fn address(inner: &str, base: &str) -> Option<String> {
    let mut steps = inner.split('|').map(str::trim);
    let first = steps.next()?;
    let mut text = match first {
        "site.baseurl" => base.to_owned(),
        "site.url" => String::new(),
        quoted => {
            let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let inner = quoted.strip_prefix(quote)?.strip_suffix(quote)?;
            inner.to_owned()
        }
    };
    let mut is_filtered = matches!(first, "site.baseurl" | "site.url");
    for step in steps {
        match step {
            "relative_url" | "absolute_url" | "url" => {
                let is_whole = text.contains("://") || text.starts_with(&format!("{base}/"));
                if !is_whole {
                    text = format!("{base}/{}", text.trim_start_matches('/'));
                }
            }
            "prepend: site.baseurl" | "prepend:site.baseurl" => text = format!("{base}{text}"),
            "prepend: site.url" | "prepend:site.url" => {}
            _ => return None,
        }
        is_filtered = true;
    }
    is_filtered.then_some(text)
}

/// A text with the plain values that its file and its site say: `{{ page.title }}`, `{{ site.author }}`, Eleventy's `{{ title }}`.
/// What stands between `raw` and `endraw` stays.
pub(super) fn filled(
    text: &str,
    front: &Map<String, Value>,
    site: impl Fn(&str) -> Option<String>,
) -> String {
    let plain = |value: &Value| matches!(value, Value::String(_) | Value::Number(_)).then(|| word(value));
    let value = |name: &str| {
        let is_name = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        let name = Some(name).filter(|_| is_name)?;
        match name.split_once('.') {
            Some(("page", name)) => front.get(name).and_then(plain),
            // Sites of Eleventy call it otherwise.
            Some(("site" | "metadata" | "meta", name)) => site(name),
            Some(_) => None,
            None => front.get(name).and_then(plain),
        }
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let raw =
            ["{% raw %}", "{%- raw -%}", "{%raw%}"].iter().filter_map(|mark| rest[..at].rfind(mark)).max();
        if let Some(raw) = raw {
            let end = rest[raw..].find("endraw").map_or(rest.len(), |end| raw + end + "endraw".len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        out.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        let found = after
            .split_once("}}")
            .and_then(|(inner, tail)| Some((value(inner.trim_matches('-').trim())?, tail)));
        if let Some((value, tail)) = found {
            out.push_str(&value);
            rest = tail;
        } else {
            out.push_str("{{");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// A text of Hugo's with the values that it names: `{{< param "captain" >}}`. The file's own come first, then the site's.
pub(super) fn with_params(
    text: &str,
    front: &Map<String, Value>,
    site: impl Fn(&str) -> Option<String>,
) -> String {
    let plain = |value: &Value| (!value.is_array() && !value.is_object()).then(|| word(value));
    let own = |name: &str| {
        let mut parts = name.split('.');
        let first = front.get(parts.next()?)?;
        plain(parts.try_fold(first, |value, part| value.get(part))?)
    };
    let mut text = text.to_owned();
    for (open, close) in [("{{< param ", ">}}"), ("{{% param ", "%}}")] {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
        while let Some((before, after)) = rest.split_once(open) {
            out.push_str(before);
            let found = after.split_once(close).and_then(|(inner, tail)| {
                let name = inner.trim().trim_matches('"');
                Some((own(name).or_else(|| site(&format!("params.{name}")))?, tail))
            });
            if let Some((value, tail)) = found {
                out.push_str(&value);
                rest = tail;
            } else {
                out.push_str(open);
                rest = after;
            }
        }
        out.push_str(rest);
        text = out;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_values_of_a_file_and_its_site_are_filled_in() {
        let front = Map::from_iter([
            ("title".to_owned(), Value::from("Fog")),
            ("tags".to_owned(), Value::Array(Vec::new())),
        ]);
        let check = |text: &str, expected: &str| {
            let site = |name: &str| (name == "author").then(|| "Ana".to_owned());
            assert_eq!(filled(text, &front, site), expected, "{text}");
        };
        check("{{ page.title }} by {{site.author}}, {{ title }}", "Fog by Ana, Fog");
        check(
            "{{ page.tags }} {{ page.never }} {{ page.title | upcase }} {{",
            "{{ page.tags }} {{ page.never }} {{ page.title | upcase }} {{",
        );
        check("{{ metadata.author }}", "Ana");
        check("{% raw %}{{ title }}{% endraw %} {{ title }}", "{% raw %}{{ title }}{% endraw %} Fog");
    }

    #[test]
    fn values_that_a_text_of_hugo_names_are_filled_in() {
        let Value::Object(front) =
            serde_json::json!({"title": "Fog", "ship": {"name": "Gull"}, "tags": ["a"]})
        else {
            return;
        };
        let check = |text: &str, expected: &str| {
            let site = |name: &str| (name == "params.captain").then(|| "Ana".to_owned());
            assert_eq!(with_params(text, &front, site), expected, "{text}");
        };
        check("{{< param \"title\" >}} {{% param ship.name %}} {{< param captain >}}", "Fog Gull Ana");
        check("{{< param tags >}} {{< param never", "{{< param tags >}} {{< param never");
    }

    #[test]
    fn addresses_of_the_sites_folder_are_written_out() {
        let check = |text: &str, expected: &str| assert_eq!(resolved(text, "/log"), expected, "{text}");
        check("[x]({{ site.baseurl }}/a/)", "[x](/log/a/)");
        check("[x]({{ site.url }}{{ site.baseurl }}/a/)", "[x](/log/a/)");
        check("[x]({{site.baseurl}}/log/2020/a/)", "[x](/log/2020/a/)");
        check("![x]({{ \"/img/a.png\" | relative_url }})", "![x](/log/img/a.png)");
        check("![x]({{ 'img/a.png' | absolute_url }})", "![x](/log/img/a.png)");
        check("{{ \"/a.png\" | prepend: site.baseurl | prepend: site.url }}", "/log/a.png");
        check("{{ 'https://x.example/' | url }}", "https://x.example/");
        check(
            "{{ page.title }} {{ \"a\" }} {{ x | relative_url }} {{ never",
            "{{ page.title }} {{ \"a\" }} {{ x | relative_url }} {{ never",
        );
        assert_eq!(resolved("{{ '/a' | url }} {{ 'b' | relative_url }}", ""), "/a /b");
    }
}
