//! Messages of `locales/*.json`: ICU's syntax with plain arguments, numbers, plurals and choices.
//!
//! Source: <https://unicode-org.github.io/icu/userguide/format_parse/messages/>, with the older rules of quoting that Ghost's
//! themes are written for: an apostrophe is an apostrophe, also before a brace (`Plus d'{name}`), two are one, and a brace
//! is written `\{`. A message that cannot be read is printed as it stands.

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
    if !message.contains(['{', '\'', '\\']) {
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
        while let Some(at) = rest.find(['{', '}', '#', '\'', '\\']) {
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
                "\\" => rest = escaped(out, rest),
                _ => {
                    out.push('\'');
                    rest = rest.strip_prefix('\'').unwrap_or(rest);
                }
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
            (Some("number"), _) => {
                let number = argument.and_then(|argument| argument.number);
                let text = argument.map_or("", |argument| &argument.text);
                out.push_str(&number.map_or_else(|| text.to_owned(), |number| self.language.number(number)));
                Some(())
            }
            (Some("select"), Some(forms)) => {
                let chosen = argument.map_or("", |argument| &argument.text);
                self.message(out, form(forms, &[chosen, "other"])?, None, depth + 1)
            }
            (Some(kind @ ("plural" | "selectordinal")), Some(forms)) => {
                let count = argument.and_then(|argument| argument.number).unwrap_or_default();
                let (offset, forms) = offset(forms)?;
                let rest = count.saturating_sub(offset);
                let named = match kind {
                    "plural" => self.language.plural_form(rest),
                    _ => self.language.ordinal_form(rest),
                };
                let form = form(forms, &[&format!("={count}"), named, "other"])?;
                self.message(out, form, Some(rest), depth + 1)
            }
            _ => None,
        }
    }
}

/// What is taken off a count before its form is chosen, and the forms: `offset:1 =0 {…} one {…} other {…}`.
fn offset(forms: &str) -> Option<(i64, &str)> {
    let Some(rest) = forms.trim_start().strip_prefix("offset:") else { return Some((0, forms)) };
    let rest = rest.trim_start();
    let end = rest.find(|sign: char| !sign.is_ascii_digit())?;
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

/// The text of the first of `names` that there is among `one {…} other {…}`. `None` when none is, or one is not closed.
fn form<'m>(forms: &'m str, names: &[&str]) -> Option<&'m str> {
    let (mut found, mut rest) = (vec![None; names.len()], forms);
    while let Some(open) = rest.find('{') {
        let end = closing(&rest[open + 1..])? + open + 1;
        if let Some(at) = names.iter().position(|name| *name == rest[..open].trim()) {
            found[at] = Some(&rest[open + 1..end]);
        }
        rest = &rest[end + 1..];
    }
    found.into_iter().flatten().next()
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

/// After a backslash: a brace, a `#` and a backslash stand for themselves, anything else keeps the backslash.
fn escaped<'m>(out: &mut String, rest: &'m str) -> &'m str {
    if let Some(sign @ ('{' | '}' | '#' | '\\')) = rest.chars().next() {
        out.push(sign);
        return &rest[1..];
    }
    out.push('\\');
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
        for message in
            ["{count", "a } b", "{count, select, x {y}}", "{count, plural, one {x}}", "{count, date, short}"]
        {
            assert_eq!(comments("en", message, 7), message);
        }
    }

    #[test]
    fn an_apostrophe_before_a_brace_is_one() {
        assert_eq!(comments("fr", "Plus d'{count} et l'{count}", 2), "Plus d'2 et l'2");
        assert_eq!(comments("en", "it''s '{count}' and don't, \\{not\\}", 1), "it's '1' and don't, {not}");
        assert_eq!(comments("en", "a\\b \\{c\\}", 1), "a\\b {c}");
    }

    #[test]
    fn a_number_is_written_as_the_language_has_it_and_a_choice_goes_by_the_word() {
        assert_eq!(comments("en", "{count, number} readers", 1204), "1,204 readers");
        assert_eq!(comments("en", "{count, select, 2 {two} other {many}}", 2), "two");
        assert_eq!(comments("en", "{count, select, 2 {two} other {many}}", 3), "many");
    }

    #[test]
    fn a_place_in_an_order_takes_the_languages_form() {
        let message = "{count, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} edition";
        for (count, text) in [(1, "1st"), (22, "22nd"), (103, "103rd"), (11, "11th")] {
            assert_eq!(comments("en", message, count), format!("{text} edition"));
        }
        assert_eq!(comments("fr", "{count, selectordinal, one {#er} other {#e}}", 1), "1er");
        assert_eq!(comments("de", message, 3), "3th edition");
    }

    #[test]
    fn a_plural_may_leave_some_out_of_the_count() {
        let message =
            "{count, plural, offset:1 =0 {Nobody} =1 {Ana} one {Ana and # more} other {Ana and # more}}";
        assert_eq!(comments("en", message, 0), "Nobody");
        assert_eq!(comments("en", message, 1), "Ana");
        assert_eq!(comments("en", message, 3), "Ana and 2 more");
        let endless = format!("{{count, plural, offset:{} other {{#}}}}", "9".repeat(30));
        assert_eq!(comments("en", &endless, 3), endless);
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
