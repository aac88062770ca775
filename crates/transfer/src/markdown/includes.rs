//! What a site of Jekyll includes from files of its own: `{% include note.html text="Fog" %}`. A file that holds nothing beyond the
//! words it is given is written out; one that asks for more stays a mark.

use serde_json::{Map, Value};

use super::captured::tag;
use super::{alone, fences, liquid, marks};
use crate::player::escaped;
use crate::yaml::word;

/// The folder of such files.
pub(super) const FOLDER: &str = "_includes/";

/// Bytes of a file that is included; a longer one is the theme's.
pub(super) const BYTES_MAX: u64 = 64 * 1024;

/// Files that include each other, one in the other.
const DEPTH_MAX: usize = 4;

/// Bytes that a text may grow by.
const GROWTH_MAX: usize = 4 * 1024 * 1024;

/// Conditions in conditions.
const CONDITIONS_MAX: usize = 16;

/// Whether a text may include something.
pub(super) fn are_in(text: &str) -> bool {
    text.contains("{%") && text.contains("include")
}

/// What is known where a file is included.
pub(super) struct Around<'a> {
    /// The text of a file, by its name below [`FOLDER`].
    pub(super) file: &'a dyn Fn(&str) -> Option<String>,
    /// What the page says of itself.
    pub(super) front: &'a Map<String, Value>,
    /// What the site says of itself.
    pub(super) site: &'a dyn Fn(&str) -> Option<String>,
    /// The folder of the site's addresses.
    pub(super) base: &'a str,
}

/// A text in which files stand where they are included. Marks that are read without their files, such as those for pictures, stay
/// for that, and so does what stands between `raw` and `endraw`.
pub(super) fn included(text: &str, around: &Around<'_>) -> String {
    let aside = fences::put_aside(text);
    aside.put_back(&replaced(&aside.text, around, &Map::new(), 0))
}

fn replaced(text: &str, around: &Around<'_>, given: &Map<String, Value>, depth: usize) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(found) = tag(rest, &["include", "include_cached", "raw"]) {
        out.push_str(found.before);
        let mark = &rest[found.before.len()..rest.len() - found.after.len()];
        rest = found.after;
        let has_room = depth < DEPTH_MAX && out.len() < text.len() + GROWTH_MAX;
        let written =
            if found.words == "raw" || !has_room { None } else { file(found.words, around, given, depth) };
        match written {
            Some(written) if written.trim_start().starts_with('<') => {
                // An empty line would end the HTML for Markdown.
                let lines = written.trim().lines().filter(|line| !line.trim().is_empty());
                out.push_str(&lines.collect::<Vec<_>>().join("\n"));
            }
            Some(written) => out.push_str(written.trim()),
            None => out.push_str(mark),
        }
        if found.words == "raw" {
            let end = tag(rest, &["endraw"]).map_or(0, |end| end.before.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out + rest
}

/// The file that a mark names with what it is given, when nothing in it is left to be computed.
fn file(words: &str, around: &Around<'_>, outer: &Map<String, Value>, depth: usize) -> Option<String> {
    let words = marks::words(words);
    if alone::replacement(&words).is_some() {
        return None;
    }
    let (_, name) = words.get(1).filter(|(key, _)| key.is_empty())?;
    let text = (around.file)(name)?;
    let mut given = Map::new();
    for (key, value) in words.iter().skip(2).filter(|(key, _)| !key.is_empty()) {
        // A value without quotation marks may be the name of one.
        let known = Scope { around, given: outer }.value(value);
        given.insert(key.clone(), Value::from(known.unwrap_or_else(|| value.clone())));
    }
    let text = replaced(&text, around, &given, depth + 1);
    let scope = Scope { around, given: &given };
    let text = scope.filled(&scope.chosen(&text, 0)?.0)?;
    let text = liquid::resolved(&text, around.base);
    (!text.contains("{{") && !text.contains("{%")).then_some(text)
}

/// The names that mean something in a file.
struct Scope<'s> {
    around: &'s Around<'s>,
    given: &'s Map<String, Value>,
}

impl Scope<'_> {
    /// The value of a name, as far as it is a plain one.
    fn value(&self, name: &str) -> Option<String> {
        let plain = |value: &Value| (!value.is_array() && !value.is_object()).then(|| word(value));
        match name.trim().split_once('.')? {
            ("include", name) => self.given.get(name).and_then(plain),
            ("page", name) => self.around.front.get(name).and_then(plain),
            ("site", "baseurl" | "url") => None,
            ("site", name) => (self.around.site)(name),
            _ => None,
        }
    }

    /// A text with what its conditions choose, up to the mark that ends it, and what follows. `None` where a condition cannot be told.
    fn chosen<'t>(&self, text: &'t str, depth: usize) -> Option<(String, &'t str)> {
        const CONDITIONS: [&str; 7] = ["if", "unless", "else", "elsif", "endif", "endunless", "comment"];
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some(found) = tag(rest, &CONDITIONS) {
            out.push_str(found.before);
            let (name, condition) = found.words.split_once(char::is_whitespace).unwrap_or((found.words, ""));
            match name {
                "comment" => rest = tag(found.after, &["endcomment"])?.after,
                "if" | "unless" if depth < CONDITIONS_MAX => {
                    let mut holds = self.holds(condition)? != (name == "unless");
                    let mut is_done = false;
                    let mut after = found.after;
                    loop {
                        let (branch, end) = self.chosen(after, depth + 1)?;
                        if holds && !is_done {
                            out.push_str(&branch);
                        }
                        is_done |= holds;
                        let end = tag(end, &CONDITIONS)?;
                        after = end.after;
                        match end.words.split_once(char::is_whitespace) {
                            Some(("elsif", condition)) => holds = self.holds(condition)?,
                            None if end.words == "else" => holds = true,
                            _ => break,
                        }
                    }
                    rest = after;
                }
                // The end of a branch is for whoever asked for it.
                "else" | "elsif" | "endif" | "endunless" if depth > 0 => {
                    return Some((out, &rest[found.before.len()..]));
                }
                _ => return None,
            }
        }
        (depth == 0).then(|| (out + rest, ""))
    }

    /// Whether a condition holds: a name alone, or one compared with a word. More than that is not told here.
    fn holds(&self, condition: &str) -> Option<bool> {
        let parts: Vec<&str> = condition.split_whitespace().collect();
        match parts.as_slice() {
            [name] if name.contains('.') => Some(self.value(name).is_some_and(|value| value != "false")),
            [name, how @ ("==" | "!="), word] if name.contains('.') => {
                let is_same = self.value(name).as_deref() == Some(word.trim_matches(['"', '\'']));
                Some(is_same == (*how == "=="))
            }
            _ => None,
        }
    }

    /// A text with the values that it names. `None` where a value is to be changed in a way that is not known here.
    fn filled(&self, text: &str) -> Option<String> {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let (inner, tail) = after.split_once("}}")?;
            rest = tail;
            let mut steps = inner.trim_matches('-').split('|').map(str::trim);
            let name = steps.next().unwrap_or_default();
            if !name.starts_with("include.") && !name.starts_with("page.") && !name.starts_with("site.")
                || matches!(name, "site.baseurl" | "site.url")
            {
                out.extend(["{{", inner, "}}"]);
                continue;
            }
            let mut value = self.value(name).unwrap_or_default();
            for step in steps {
                value = match step
                    .split_once(':')
                    .map_or((step, ""), |(step, given)| (step.trim(), given.trim()))
                {
                    ("default", given) if value.is_empty() => given.trim_matches(['"', '\'']).to_owned(),
                    ("escape" | "escape_once", _) => escaped(&value),
                    ("markdownify", _) => marks::inline(&value),
                    ("relative_url" | "absolute_url", _) if !value.contains("://") => {
                        format!("{}/{}", self.around.base, value.trim_start_matches('/'))
                    }
                    ("default" | "strip" | "relative_url" | "absolute_url", _) => value,
                    _ => return None,
                };
            }
            out.push_str(&value);
        }
        Some(out + rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], text: &str, expected: &str) {
        let file =
            |name: &str| files.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
        let front = Map::from_iter([("title".to_owned(), Value::from("Fog"))]);
        let site = |name: &str| (name == "port").then(|| "Faro".to_owned());
        let around = Around { file: &file, front: &front, site: &site, base: "/log" };
        assert_eq!(included(text, &around), expected, "{text}");
    }

    #[test]
    fn a_file_that_is_included_says_what_it_is_given() {
        let note = [(
            "note.html",
            "<p class=\"{{ include.kind | default: 'tip' }}\">{{ include.text | markdownify }}</p>\n",
        )];
        check(
            &note,
            "a {% include note.html text=\"*Fog* at sea\" %} b",
            "a <p class=\"tip\"><em>Fog</em> at sea</p> b",
        );
        check(&note, "{% include note.html kind='x' text=page.title %}", "<p class=\"x\">Fog</p>");
        let fog = "{% comment %}no{% endcomment %}{{ site.port }}: {{ page.title }} <a href=\"{{ '/a/' | relative_url }}\">a</a>";
        check(&[("fog.md", fog)], "{% include fog.md %}", "Faro: Fog <a href=\"/log/a/\">a</a>");
    }

    #[test]
    fn conditions_choose_by_what_is_given() {
        let files = [(
            "box.html",
            "{% if include.a == 'x' %}X{% elsif include.b %}B{% if include.c %}C{% endif %}{% else %}none{% endif %}{% unless include.c %}!{% endunless %}",
        )];
        for (given, expected) in [
            ("a='x'", "X!"),
            ("a='y' b='1'", "B!"),
            ("b='1' c='1'", "BC"),
            ("", "none!"),
            ("b='false'", "none!"),
        ] {
            check(&files, &format!("{{% include box.html {given} %}}"), expected);
        }
    }

    #[test]
    fn what_asks_for_more_stays_a_mark_and_circles_come_to_an_end() {
        for body in [
            "{% for p in site.posts %}x{% endfor %}",
            "{{ include.a | upcase }}",
            "{% if include.a and include.b %}x{% endif %}",
            "{% if include.a %}never",
            "{% else %}",
            "{{ content }}",
            "{% include self.html %}",
        ] {
            check(
                &[("self.html", body)],
                "a {% include self.html a='b' %}",
                "a {% include self.html a='b' %}",
            );
        }
        let files = [("x.html", "X")];
        let code = "{% raw %}{% include x.html %}{% endraw %}\n```\n{% include x.html %}\n```\n{% include gone.html %}";
        check(&files, code, code);
        check(&files, "{% include x.html %}{% include", "X{% include");
        // Pictures are read without their files.
        let picture = "{% include image.html src=\"/a.jpg\" %}";
        check(&[("image.html", "X")], picture, picture);
    }
}
