//! Why something could not be read.

use crate::{LIST_ENTRIES_MAX, LIST_ENTRY_BYTES_MAX};

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The JSON is not what [`Lessons::to_json`](crate::Lessons::to_json) writes.
    #[error("these lessons cannot be read, export them again from the site they come from: {0}")]
    Written(#[source] serde_json::Error),
    /// A later release wrote the lessons.
    #[error("these lessons are of version {0}, which a later release wrote; read them with that release")]
    Version(u32),
    /// A word list has more than [`LIST_ENTRIES_MAX`] entries.
    #[error(
        "the word list has {0} entries; keep the {LIST_ENTRIES_MAX} that matter, the filter learns the rest"
    )]
    ListTooLong(usize),
    /// An entry has more than [`LIST_ENTRY_BYTES_MAX`] bytes.
    #[error(
        "the entry \"{0}…\" is longer than {LIST_ENTRY_BYTES_MAX} bytes; shorten it to the words that matter"
    )]
    EntryTooLong(String),
    /// A proof of work is no base64 of JSON with the five fields.
    #[error("the proof of work cannot be read; load the form again")]
    ProofUnreadable,
    /// A proof of work for a challenge that this site did not hand out.
    #[error("the proof of work answers no challenge of this site; load the form again")]
    ProofForged,
    /// A proof of work that came too late.
    #[error("the proof of work has expired; load the form again")]
    ProofExpired,
    /// A proof of work with the wrong number.
    #[error("the proof of work is wrong; load the form again")]
    ProofWrong,
    /// Akismet refused the key or said something unexpected.
    #[error("Akismet answered \"{0}\"; check the site's key and home page")]
    Akismet(String),
}
