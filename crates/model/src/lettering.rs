//! Lettering: foreign text made fit to print, so that a line stays a line and a name is what it looks like.

use unicode_segmentation::UnicodeSegmentation;

/// The most code points that one printed sign may be made of. Piles of marks beyond that reach into the lines
/// above; no language needs them.
const SIGN_CHARS_MAX: usize = 8;
/// The same for signs joined of several, such as the emoji of a family or a Persian letter with its joiners.
const JOINED_CHARS_MAX: usize = 16;
/// Joins emoji into one sign, and letters of Arabic and Indian scripts.
const JOINER: char = '\u{200d}';

/// A name or another single line: no control or direction characters, nothing invisible, single spaces.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || is_filler(c)) {
        let seen = |c: &char| !c.is_control() && !is_direction(*c) && !is_invisible(*c);
        let clean: String = word.chars().filter(seen).collect();
        if clean.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        push_signs(&mut line, clean.trim_matches(JOINER));
    }
    line
}

/// A text of several lines: no control characters but the ends of lines, no overrides of direction, and no piles
/// of marks.
pub fn many_lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let kept = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String =
        kept.chars().filter(|c| matches!(c, '\n' | '\t') || (!c.is_control() && !is_override(*c))).collect();
    push_signs(&mut lines, &kept);
    lines
}

/// Whether nothing of the text can be seen.
pub fn is_blank(text: &str) -> bool {
    let unseen =
        |c: char| c.is_whitespace() || c.is_control() || is_direction(c) || is_invisible(c) || is_filler(c);
    text.chars().all(|c| unseen(c) || c == JOINER)
}

fn push_signs(out: &mut String, text: &str) {
    // Each is a sign of its own, and most of what comes in is nothing else.
    if text.is_ascii() {
        out.push_str(text);
        return;
    }
    for sign in text.graphemes(true) {
        let max = if sign.contains(JOINER) { JOINED_CHARS_MAX } else { SIGN_CHARS_MAX };
        out.extend(sign.chars().take(max));
    }
}

/// Embeddings and overrides, which turn whole stretches of text around.
const fn is_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}')
}

/// Everything that changes the direction of text and is not itself a letter.
const fn is_direction(c: char) -> bool {
    is_override(c)
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2066}'..='\u{2069}' | '\u{206a}'..='\u{206f}')
}

/// What takes no room: soft hyphens, zero-width spaces, tags, and variation selectors beyond those of emoji.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{034f}' | '\u{180b}'..='\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// What takes room and shows nothing, and is no white space to Unicode.
const fn is_filler(c: char) -> bool {
    matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_what_can_be_seen() {
        let check = |text: &str, line: &str| assert_eq!(one_line(text), line, "{text:?}");
        check("  Ana \t\n Reis ", "Ana Reis");
        check("A\u{200b}n\u{ad}a\0 \u{202e}sieR", "Ana sieR");
        check("\u{2066}Ana\u{2069}", "Ana");
        check("Ana\u{3164}\u{2800}Reis", "Ana Reis");
        check("می\u{200c}خواهم", "می\u{200c}خواهم");
        check("👩\u{200d}👩\u{200d}👧", "👩\u{200d}👩\u{200d}👧");
        check("\u{200d}\u{200d}", "");
        check("José Ça", "José Ça");
    }

    #[test]
    fn a_pile_of_marks_is_cut_and_a_real_word_is_not() {
        let pile = format!("Z{}algo", "\u{0301}".repeat(64_000));
        assert_eq!(one_line(&pile), format!("Z{}algo", "\u{0301}".repeat(7)));
        assert_eq!(many_lines(&pile), format!("Z{}algo", "\u{0301}".repeat(7)));
        for word in ["בְּרֵאשִׁ֖ית", "ที่", "नमस्ते", "รู้", "ཧཱུྃ"]
        {
            assert_eq!(one_line(word), word);
        }
    }

    #[test]
    fn a_text_keeps_its_lines_and_loses_what_turns_it_around() {
        assert_eq!(many_lines("a\r\nb\rc\n\td\0\u{7}"), "a\nb\nc\n\td");
        assert_eq!(many_lines("pay \u{202e}me\u{202c} now"), "pay me now");
        assert_eq!(many_lines("שלום \u{200f}!"), "שלום \u{200f}!");
    }

    #[test]
    fn a_text_of_nothing_visible_is_blank() {
        for blank in ["", " \n\t", "\u{200b}\u{2060}", "\u{3164}\u{2800}", "\u{202e}", "\u{200d}", "\0"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for text in ["a", ".", "👍", "ا"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        for text in ["a \u{200b} b", "\u{202e}\u{200d}x", "Z\u{0301}\u{0301}", "a\u{3164}\u{200b}\u{3164}b"] {
            assert_eq!(one_line(&one_line(text)), one_line(text));
            assert_eq!(many_lines(&many_lines(text)), many_lines(text));
        }
    }
}
