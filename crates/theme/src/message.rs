//! Messages of `locales/*.json`: ICU's syntax with plain arguments and plurals.
//!
//! Source: <https://unicode-org.github.io/icu/userguide/format_parse/messages/>. `select` and `selectordinal` are not
//! read; a message that cannot be read is printed as it stands.

use crate::language::Language;

/// Messages within messages.
const MAX_DEPTH: usize = 8;

/// A value put into a message.
pub(crate) struct Argument<'m> {
    /// Name between the braces.
    pub name: &'m str,
    /// What is printed for it.
    pub text: String,
    /// Its number, for plurals.
    pub number: Option<i64>,
}

/// `message` with its arguments. An argument that is not given prints nothing.
pub(crate) fn format(message: &str, arguments: &[Argument<'_>], language: &Language) -> String {
    if !message.contains(['{', '\'']) {
        return message.to_owned();
    }
    let mut out = String::with_capacity(message.len() + 32);
    let mut reader = Reader { arguments, language };
    match reader.message(&mut out, message, None, 0) {
        Some(()) => out,
        None => message.to_owned(),
    }
}

struct Reader<'m> {
    arguments: &'m [Argument<'m>],
    language: &'m Language,
}

impl Reader<'_> {
    /// Prints `message`; `#` stands for `count`. `None` when it cannot be read.
    fn message(&mut self, out: &mut String, message: &str, count: Option<i64>, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut rest = message;
        while let Some(at) = rest.find(['{', '}', '#', '\'']) {
            out.push_str(&rest[..at]);
            let (mark, after) = rest[at..].split_at(1);
            rest = after;
            match mark {
                "{" => {
                    let end = closing(rest)?;
                    self.argument(out, &rest[..end], depth)?;
                    rest = &rest[end + 1..];
                }
                "}" => return None,
                "#" => match count {
                    Some(count) => out.push_str(&self.language.number(count)),
                    None => out.push('#'),
                },
                _ => rest = quoted(out, rest),
            }
        }
        out.push_str(rest);
        Some(())
    }

    fn argument(&mut self, out: &mut String, inside: &str, depth: usize) -> Option<()> {
        let mut parts = inside.splitn(3, ',');
        let name = parts.next()?.trim();
        let argument = self.arguments.iter().find(|argument| argument.name == name);
        match (parts.next().map(str::trim), parts.next()) {
            (None, _) => {
                out.push_str(argument.map_or("", |argument| &argument.text));
                Some(())
            }
            (Some("plural"), Some(forms)) => {
                let count = argument.and_then(|argument| argument.number).unwrap_or_default();
                let form = plural_form(forms, count, self.language)?;
                self.message(out, form, Some(count), depth + 1)
            }
            _ => None,
        }
    }
}

/// The text of the form for `count` among `=0 {…} one {…} other {…}`.
fn plural_form<'m>(forms: &'m str, count: i64, language: &Language) -> Option<&'m str> {
    let (exact, category) = (format!("={count}"), language.plural_form(count));
    let (mut by_category, mut other, mut rest) = (None, None, forms);
    while let Some(open) = rest.find('{') {
        let name = rest[..open].trim();
        let end = closing(&rest[open + 1..])? + open + 1;
        let text = &rest[open + 1..end];
        if name == exact {
            return Some(text);
        }
        if name == category {
            by_category = Some(text);
        }
        if name == "other" {
            other = Some(text);
        }
        rest = &rest[end + 1..];
    }
    by_category.or(other)
}

/// Where the brace that was open before `text` closes.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// After an apostrophe: `''` is one, `'{…'` is literal, anything else is the apostrophe itself.
fn quoted<'m>(out: &mut String, rest: &'m str) -> &'m str {
    if let Some(after) = rest.strip_prefix('\'') {
        out.push('\'');
        return after;
    }
    if rest.starts_with(['{', '}', '#'])
        && let Some(end) = rest.find('\'')
    {
        out.push_str(&rest[..end]);
        return &rest[end + 1..];
    }
    out.push('\'');
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(tag: &str, message: &str, count: i64) -> String {
        let arguments = [Argument { name: "count", text: count.to_string(), number: Some(count) }];
        format(message, &arguments, &Language::new(tag))
    }

    #[test]
    fn a_count_takes_its_plural_form() {
        let message = "{count, plural, =0 {No comments} one {# comment} other {# comments}}";
        assert_eq!(comments("en", message, 0), "No comments");
        assert_eq!(comments("en", message, 1), "1 comment");
        assert_eq!(comments("en", message, 1204), "1,204 comments");
    }

    #[test]
    fn arabic_has_a_form_for_two() {
        let message = "{count, plural, two {تعليقان} other {# تعليق}}";
        assert_eq!(comments("ar", message, 2), "تعليقان");
    }

    #[test]
    fn a_message_that_cannot_be_read_is_printed_as_it_stands() {
        for message in ["{count", "a } b", "{count, select, x {y}}", "{count, plural, one {x}}"] {
            assert_eq!(comments("en", message, 7), message);
        }
    }

    #[test]
    fn apostrophes_quote_braces() {
        assert_eq!(comments("en", "it''s '{literal}' and don't", 1), "it's {literal} and don't");
    }

    #[test]
    fn messages_nest_to_a_limit() {
        let nested = |depth: usize| {
            let open = "{count, plural, other {".repeat(depth);
            format!("{open}x{}", "}}".repeat(depth))
        };
        assert_eq!(comments("en", &nested(MAX_DEPTH), 1), "x");
        assert_eq!(comments("en", &nested(MAX_DEPTH + 1), 1), nested(MAX_DEPTH + 1));
    }
}
