//! Word lists: what a site always holds and what it never takes.

use crate::{
    BODY_BYTES_MAX, Decision, Error, Reason,
    observe::{Observed, head},
    words::{Kind, Reading, Word},
};

/// Entries in one list.
pub const LIST_ENTRIES_MAX: usize = 1_000;
/// Bytes in one entry.
pub const LIST_ENTRY_BYTES_MAX: usize = 200;

/// A site's lists, in the one spelling that comments are compared in: an entry `casino` also finds `ＣＡＳＩＮＯ`,
/// `c a s i n o` and `саsino` with Cyrillic letters. An entry matches whole words; `*` at its end matches any ending.
#[derive(Debug, Clone, Default)]
pub struct WordLists {
    held: Vec<Entry>,
    refused: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    typed: String,
    /// Words between single blanks, with one blank before and, unless any ending will do, one behind.
    pattern: String,
}

/// What was found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Listed<'a> {
    Held(&'a str),
    Refused(&'a str),
}

impl WordLists {
    /// Lists from their entries as typed, one word or phrase each; empty ones are left out.
    ///
    /// # Errors
    /// [`Error::ListTooLong`] and [`Error::EntryTooLong`] beyond the limits.
    pub fn new(held: &[&str], refused: &[&str]) -> Result<Self, Error> {
        Ok(Self { held: entries(held)?, refused: entries(refused)? })
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.refused.is_empty()
    }

    /// Looks in the text, the name and the addresses. `raw` is the text as typed: lists are searched for in all of it.
    pub(crate) fn find(&self, observed: &Observed, raw: &str) -> Option<Listed<'_>> {
        if self.is_empty() {
            return None;
        }
        let whole = observed.body.is_partial().then(|| Reading::whole(head(raw, BODY_BYTES_MAX)));
        let body = whole.as_ref().unwrap_or(&observed.body);
        let mut places: Vec<&str> = vec![&body.line, &observed.name.line];
        let hosts: Vec<String> =
            observed.body.links.hosts.iter().chain(&observed.home).map(|host| spelled(host)).collect();
        places.extend(hosts.iter().map(String::as_str));
        let first = |list: &'_ [Entry]| {
            list.iter().position(|entry| places.iter().any(|place| place.contains(&entry.pattern)))
        };
        first(&self.refused)
            .map(|at| Listed::Refused(self.refused[at].typed.as_str()))
            .or_else(|| first(&self.held).map(|at| Listed::Held(self.held[at].typed.as_str())))
    }
}

impl Listed<'_> {
    /// What follows from it, whatever the score says.
    pub(crate) fn decision(self) -> Decision {
        match self {
            Self::Held(_) => Decision::Hold,
            Self::Refused(_) => Decision::Spam,
        }
    }

    pub(crate) fn reason(self) -> Reason {
        let (word, sentence) = match self {
            Self::Held(entry) => ("held-word", format!("\"{entry}\" is on the list of words to hold")),
            Self::Refused(entry) => {
                ("refused-word", format!("\"{entry}\" is on the list of words to refuse"))
            }
        };
        Reason { word, sentence, weight: 0.0 }
    }
}

fn entries(list: &[&str]) -> Result<Vec<Entry>, Error> {
    if list.len() > LIST_ENTRIES_MAX {
        return Err(Error::ListTooLong(list.len()));
    }
    let mut entries = Vec::with_capacity(list.len());
    for typed in list {
        if typed.len() > LIST_ENTRY_BYTES_MAX {
            return Err(Error::EntryTooLong(typed.chars().take(40).collect()));
        }
        let any_ending = typed.trim_end().ends_with('*');
        let mut pattern = spelled(typed.trim_end().trim_end_matches('*'));
        if any_ending {
            pattern.truncate(pattern.trim_end().len());
        }
        if !pattern.trim().is_empty() {
            entries.push(Entry { typed: typed.trim().to_owned(), pattern });
        }
    }
    Ok(entries)
}

/// A text as [`Reading::line`] would have it. Where it begins or ends in a script without blanks, none is asked for.
fn spelled(text: &str) -> String {
    let Reading { mut line, words, .. } = Reading::of(text);
    let unspaced = |word: Option<&Word>| word.is_some_and(|word| word.kind == Kind::Unspaced);
    if unspaced(words.last()) {
        line.pop();
    }
    if unspaced(words.first()) {
        line.remove(0);
    }
    line
}
