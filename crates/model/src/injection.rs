//! Markup of the owner's own, printed as it is: what Ghost calls code injection.

/// What is added to the head and the foot of pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Injection {
    /// At the end of the head.
    pub head: String,
    /// At the end of the page.
    pub foot: String,
}

impl Injection {
    /// Bytes of each of the two: Ghost's limit.
    pub const MAX_BYTES: usize = 65_535;

    /// Whether nothing is added.
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.foot.is_empty()
    }
}
