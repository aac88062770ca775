//! The words of a filter: names, literals, quoted texts.

/// Signs that end a literal; a backslash before one makes it a part.
const SIGNS: &[char] = &['\'', '"', '+', ',', '(', ')', '>', '<', '=', '[', ']', '~'];

/// The name at the beginning of `text`, empty when there is none: `[a-zA-Z_][a-zA-Z0-9_.]*`.
pub(crate) fn name(text: &str) -> &str {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(text.len());
    if begins { &text[..end] } else { "" }
}

/// The literal at the beginning of `text` without its backslashes, and how many bytes it takes; 0 when there is none.
pub(crate) fn literal(text: &str) -> (String, usize) {
    let (mut word, mut taken, mut escaped) = (String::new(), 0, false);
    for c in text.chars() {
        let ends = SIGNS.contains(&c) || c.is_whitespace() || (c == '-' && taken == 0);
        if ends && !escaped {
            break;
        }
        taken += c.len_utf8();
        if c == '\\' && !escaped {
            escaped = true;
            continue;
        }
        escaped = false;
        word.push(c);
    }
    (word, taken)
}

/// The quoted text that begins after the quote at the beginning of `text`, and how many bytes both quotes and it
/// take; `None` when it does not end.
pub(crate) fn quoted(text: &str) -> Option<(String, usize)> {
    let (mut inside, mut escaped) = (String::new(), false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\'' if !escaped => return Some((inside, at + 1)),
            '\\' if !escaped => escaped = true,
            _ => {
                // Only quotes are escaped; a backslash before anything else is itself.
                if escaped && c != '\'' && c != '"' && c != '\\' {
                    inside.push('\\');
                }
                escaped = false;
                inside.push(c);
            }
        }
    }
    None
}
