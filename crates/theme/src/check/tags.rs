//! The tags of a template, found without parsing it: rules about what is written hold for broken templates too.

/// A tag as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Line of its first brace, from 1.
    pub(super) line: u32,
    /// What stands between the braces, without them, `~`, `{` and blanks around it. Comments are left out.
    pub(super) inside: &'t str,
}

impl<'t> Tag<'t> {
    /// The words of the tag: its head, then arguments. Texts in quotes and what is in parentheses are one word each.
    pub(super) fn words(self) -> Vec<&'t str> {
        let mut words = Vec::new();
        let mut start = None;
        let (mut quote, mut depth) = (None, 0_u32);
        for (at, letter) in self.inside.char_indices() {
            match (quote, letter) {
                (Some(open), letter) if letter == open => quote = None,
                (None, '"' | '\'') => quote = Some(letter),
                (None, '(') => depth += 1,
                (None, ')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            let outside = quote.is_none() && depth == 0;
            if letter.is_whitespace() && outside {
                words.extend(start.take().map(|start| &self.inside[start..at]));
            } else {
                start.get_or_insert(at);
            }
        }
        words.extend(start.map(|start| &self.inside[start..]));
        words
    }

    /// The value of the named argument `key`, without its quotes.
    pub(super) fn argument(self, key: &str) -> Option<&'t str> {
        self.words().into_iter().find_map(|word| {
            let value = word.strip_prefix(key)?.strip_prefix('=')?;
            Some(value.trim_matches(['"', '\'']))
        })
    }
}

/// The tags of a template in order.
pub(super) fn tags(source: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut line = 1;
    while let Some(start) = source[at..].find("{{").map(|start| at + start) {
        line += newlines(&source[at..start]);
        let rest = &source[start..];
        let comment =
            rest.strip_prefix("{{~").or_else(|| rest.strip_prefix("{{")).filter(|rest| rest.starts_with('!'));
        let closer = if comment.is_some_and(|comment| comment.starts_with("!--")) { "--}}" } else { "}}" };
        let escaped = source[..start].ends_with('\\');
        let end =
            if comment.is_some() { rest.find(closer).map(|end| end + closer.len()) } else { end_of(rest) };
        let Some(end) = end else { break };
        if comment.is_none() && !escaped {
            let inside = rest[..end].trim_matches(|letter: char| matches!(letter, '{' | '}' | '~')).trim();
            found.push(Tag { line, inside });
        }
        line += newlines(&rest[..end]);
        at = start + end;
    }
    found
}

/// Where a tag ends; braces in quotes do not count.
fn end_of(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in rest.char_indices().skip(2) {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '}') if rest[at..].starts_with("}}") => return Some(at + 2),
            _ => {}
        }
    }
    None
}

fn newlines(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_with_their_lines() {
        let source = "a {{one}}\n{{!-- {{no}} --}}\n{{{two x=\"}}\"}}}\n\\{{no}}{{~#if a~}}";
        let found: Vec<_> = tags(source).iter().map(|tag| (tag.line, tag.inside)).collect();
        assert_eq!(found, [(1, "one"), (3, "two x=\"}}\""), (4, "#if a")]);
        assert!(tags("{{ open").is_empty());
    }

    #[test]
    fn words_keep_quotes_and_parentheses_together() {
        let tag = Tag { line: 1, inside: "#get \"posts\" filter=\"a b\" x=(t \"c d\")" };
        assert_eq!(tag.words(), ["#get", "\"posts\"", "filter=\"a b\"", "x=(t \"c d\")"]);
        assert_eq!(tag.argument("filter"), Some("a b"));
        assert_eq!(tag.argument("limit"), None);
    }
}
