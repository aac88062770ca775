//! Why a filter cannot be read, and where.

/// A filter that cannot be read. `at` counts bytes from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the filter cannot be read at character {at}: {reason}")]
pub struct FilterError {
    /// Where.
    pub at: usize,
    /// Why.
    pub reason: Reason,
}

/// Why a filter cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A name such as `tag` is missing.
    #[error("a field is expected here, such as tag or published_at")]
    KeyExpected,
    /// A field without its colon.
    #[error("a colon must follow the field, without a space")]
    ColonExpected,
    /// A field without a value.
    #[error("a value is expected here; put texts with spaces or signs in single quotes")]
    ValueExpected,
    /// A text without its end.
    #[error("this quoted text does not end; close it with a single quote")]
    OpenQuote,
    /// A list without its end.
    #[error("this list does not end; close it with ]")]
    OpenList,
    /// A group without its end.
    #[error("this group does not end; close it with )")]
    OpenGroup,
    /// Something after the end.
    #[error("+ or , is expected between conditions")]
    JoinExpected,
    /// `[a,b+c]`
    #[error("a list joins its values with , or with +, not with both")]
    MixedList,
    /// More than a filter may have.
    #[error("{0}")]
    TooMuch(&'static str),
}
