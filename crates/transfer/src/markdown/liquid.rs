//! Addresses that a text makes of the site's own folder: `{{ site.baseurl }}/a/`, `{{ "/a/" | relative_url }}`, `{{ '/a/' | url }}`.

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

#[cfg(test)]
mod tests {
    use super::*;

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
