//! What can be wrong with a template, and what can go wrong while one is rendered.

use std::fmt;

/// Where in a template something stands. Line and column count from 1; the column counts characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the template, as given to [`crate::Templates::compile`].
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A template that cannot be read. The message says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct TemplateError {
    /// Where it is.
    pub place: Place,
    /// What is wrong and what to write instead, as a sentence.
    pub message: String,
}

/// A limit of [`crate::Limits`] that a template has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Tags and loop rounds carried out.
    Steps,
    /// Bytes of the finished page.
    OutputBytes,
    /// Bytes of text made by helpers.
    HelperBytes,
    /// Partials within partials.
    PartialDepth,
    /// Blocks, partials and sub-expressions within each other.
    Depth,
    /// The host's deadline.
    Time,
}

impl fmt::Display for Limit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Steps => "too many steps; shorten the loops",
            Self::OutputBytes => "the page grows too large; show fewer things on it",
            Self::HelperBytes => "helpers make too much text; use fewer or shorter values",
            Self::PartialDepth => "partials call each other too deeply; look for one that calls itself",
            Self::Depth => {
                "tags are nested too deeply; flatten the blocks or look for a partial that calls itself"
            }
            Self::Time => "rendering takes too long; use fewer queries and loops",
        })
    }
}

/// Why a page could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// No template has this name.
    #[error("there is no template named {0:?}; add the file or ask for another")]
    UnknownTemplate(String),
    /// A tag with arguments names a helper that does not exist.
    #[error("{place}: there is no helper named {name:?}; correct the name or remove the arguments")]
    MissingHelper {
        /// The tag.
        place: Place,
        /// The name it used.
        name: String,
    },
    /// A partial that does not exist, called without a fallback.
    #[error(
        "{place}: there is no partial named {name:?}; add the file or call it as a block with a fallback"
    )]
    MissingPartial {
        /// The tag.
        place: Place,
        /// The name it used.
        name: String,
    },
    /// A helper refused its arguments or failed.
    #[error("{place}: {{{{{name}}}}}: {message}")]
    Helper {
        /// The tag.
        place: Place,
        /// Name of the helper.
        name: String,
        /// What the helper says.
        message: String,
    },
    /// The template asked for more than it may have.
    #[error("{place}: {limit}")]
    Limit {
        /// The tag at which the limit was reached.
        place: Place,
        /// Which limit.
        limit: Limit,
    },
}

/// What a helper returns when it cannot do its work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HelperError {
    /// The helper's own complaint, a sentence that says what to do.
    #[error("{0}")]
    Message(String),
    /// Something inside the helper's block failed; passed on as it is.
    #[error(transparent)]
    Inside(#[from] Box<RenderError>),
}

impl HelperError {
    /// A complaint in the helper's own words.
    pub fn new(message: impl Into<String>) -> Self {
        Self::Message(message.into())
    }
}
