//! Who made a picture and whose it is, as the file says.

/// A line of a credit has at most so many characters; longer ones are cut.
const CHARS_MAX: usize = 300;

/// Who made a picture and whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Credit {
    /// The photographer or the agency.
    pub(crate) by: Option<String>,
    /// The owner of the rights.
    pub(crate) copyright: Option<String>,
}

impl Credit {
    /// Notes who made it, unless that is known.
    pub(crate) fn note_by(&mut self, text: &[u8]) {
        note(&mut self.by, text);
    }

    /// Notes whose it is, unless that is known.
    pub(crate) fn note_copyright(&mut self, text: &[u8]) {
        note(&mut self.copyright, text);
    }
}

fn note(slot: &mut Option<String>, text: &[u8]) {
    if slot.is_none() {
        *slot = line(text);
    }
}

/// Bytes as a line: UTF-8, else Latin-1, without what cannot be printed.
fn line(bytes: &[u8]) -> Option<String> {
    let decoded = String::from_utf8(bytes.to_vec())
        .unwrap_or_else(|error| error.into_bytes().iter().map(|byte| char::from(*byte)).collect());
    // The standard separates photographer and editor by a NUL.
    let spaced: String = decoded.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = words.chars().take(CHARS_MAX).collect();
    Some(cut).filter(|line| !line.is_empty())
}
