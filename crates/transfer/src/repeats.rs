//! Ids that came before in the same source.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::problem::{Action, Problem, Trouble};

/// Ids that came, and the digest of their record. Both are 64 bits: about 17 bytes an entry, the only memory of
/// an importer that grows with the file.
#[derive(Default)]
pub(crate) struct Repeats {
    known: HashMap<u64, u64>,
    /// Records that came again, word for word.
    again: usize,
}

/// What a record is to those that came before.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// The first of its id.
    New,
    /// The same record again.
    Same,
    /// Another record under an id that was taken: it has one of its own now, and this is what the report says.
    Renamed(String),
}

impl Repeats {
    /// Takes note of a record, which gets another id where a different one of its kind had it.
    pub(crate) fn take(&mut self, kind: &str, id: &mut String, hash: &str) -> Repeat {
        let digest = short(hash);
        match self.known.entry(short((kind, id.as_str()))) {
            Entry::Vacant(place) => {
                place.insert(digest);
                Repeat::New
            }
            // The first record stays the one that counts.
            Entry::Occupied(first) if *first.get() == digest => {
                self.again += 1;
                Repeat::Same
            }
            Entry::Occupied(_) => {
                let told = format!("another {kind} of the id {id} came before; both were taken");
                *id = other_id(id, hash);
                Repeat::Renamed(told)
            }
        }
    }

    /// Whether one of this name came before, for sources in which that is no news.
    pub(crate) fn has(&self, kind: &str, id: &str) -> bool {
        self.known.contains_key(&short((kind, id)))
    }

    /// What the report says of records that came again, word for word: nothing is lost, and yet the counts differ from the file's.
    pub(crate) fn told(&self) -> Option<Trouble> {
        (self.again > 0).then(|| {
            Trouble::Problem(Problem {
                line: 0,
                entry: String::new(),
                message: format!(
                    "stories and comments that the source holds a second time were taken once ({})",
                    self.again
                ),
                action: Action::Imported,
            })
        })
    }
}

/// A name for a record whose id is taken by another one of the same source: the same at every reading.
fn other_id(id: &str, hash: &str) -> String {
    format!("{id}-{}", hash.get(..8).unwrap_or(hash))
}

fn short(text: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
