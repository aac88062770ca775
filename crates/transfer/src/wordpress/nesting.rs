//! Elements that are open, by their names: which of them an end tag ends.

/// Two tags that do not match.
#[cfg_attr(test, derive(Debug))]
pub(super) struct Slip {
    /// The line of the tag.
    pub(super) line: u64,
    /// What is wrong and what was done about it.
    pub(super) message: String,
}

/// The names of the elements that are open, outermost first.
#[derive(Default)]
pub(super) struct Nesting {
    /// All of them, one behind the other.
    names: String,
    /// Where each begins.
    starts: Vec<usize>,
    /// Bytes that the names of those took whose end tags never came.
    unended: usize,
}

impl Nesting {
    pub(super) fn begin(&mut self, name: &str) {
        self.starts.push(self.names.len());
        self.names.push_str(name);
    }

    pub(super) fn end(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.names.truncate(start);
        }
    }

    /// The name at an index; empty when nothing is open there.
    pub(super) fn at(&self, index: usize) -> &str {
        let Some(start) = self.starts.get(index) else { return "" };
        let end = self.starts.get(index + 1).copied().unwrap_or(self.names.len());
        &self.names[*start..end]
    }

    pub(super) fn innermost(&self) -> &str {
        self.starts.last().map_or("", |start| &self.names[*start..])
    }

    pub(super) fn is_innermost(&self, name: &str) -> bool {
        !self.starts.is_empty() && self.innermost() == name
    }

    /// The index of the innermost element of a name.
    pub(super) fn last_of(&self, name: &str) -> Option<usize> {
        (0..self.starts.len()).rev().find(|index| self.at(*index) == name)
    }

    /// Notes that the innermost `count` elements end without end tags.
    pub(super) fn note_unended(&mut self, count: usize) {
        let first = self.starts.len().saturating_sub(count);
        let bytes = self.starts.get(first).map_or(0, |start| self.names.len() - start);
        self.unended = self.unended.saturating_add(bytes + count * size_of::<usize>());
    }

    /// What [`Self::note_unended`] added up to, in bytes.
    pub(super) fn unended(&self) -> usize {
        self.unended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_tag_finds_the_innermost_element_of_its_name() {
        let mut nesting = Nesting::default();
        assert!(!nesting.is_innermost(""));
        for name in ["rss", "channel", "item", "b", "item", "é"] {
            nesting.begin(name);
        }
        assert!(nesting.is_innermost("é") && nesting.at(3) == "b" && nesting.at(6).is_empty());
        assert_eq!((nesting.last_of("item"), nesting.last_of("title")), (Some(4), None));
        nesting.end();
        nesting.end();
        assert_eq!((nesting.innermost(), nesting.last_of("item")), ("b", Some(2)));
    }
}
