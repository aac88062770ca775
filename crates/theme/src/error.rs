//! What can be wrong with a theme, and what can go wrong while a page is made.

use dateline_hbs::{RenderError, TemplateError};

/// Why a theme is refused or a page could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// A template that cannot be read.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A template every theme must have.
    #[error("the theme has no {0}.hbs; add it, every theme needs one")]
    MissingTemplate(&'static str),
    /// A template that the site's `routes.yaml` names and the theme has not.
    #[error(
        "Missing template {templates}.hbs for route \"{path}\"; add it to the theme, or name another in routes.yaml"
    )]
    MissingRouteTemplate {
        /// The templates.
        templates: String,
        /// The route.
        path: String,
    },
    /// A template that names itself as its layout, over one or more steps.
    #[error("{0}.hbs is its own layout; remove the {{{{!< …}}}} line that leads back to it")]
    LayoutCircle(String),
    /// A file name that leaves the theme's folder.
    #[error("{0:?} is no name of a file inside the theme; use relative names with / and without ..")]
    FileName(String),
    /// A template or translation that is no UTF-8.
    #[error("{0} is not UTF-8; save it as UTF-8")]
    Encoding(String),
    /// A translation file that is no flat object of texts.
    #[error("{file}: {message}; a translation file is one JSON object of texts")]
    Locale {
        /// Name of the file.
        file: String,
        /// What the reader of JSON says.
        message: String,
    },
    /// More or larger files than a theme may have.
    #[error("{what} is over the limit of {limit}; make the theme smaller")]
    TooLarge {
        /// What is too large.
        what: String,
        /// The limit in files or bytes.
        limit: usize,
    },
    /// A file that is no zip archive, or one that cannot be read.
    #[error("the archive cannot be read ({0}); pack the theme's folder as a zip file without password")]
    Archive(String),
    /// A link in an archive: a theme is made of files.
    #[error("{0:?} is a link; put the file itself into the theme")]
    Link(String),
    /// Two files that some systems take for one.
    #[error("{0:?} and {1:?} are one file to some systems; rename one of them")]
    SameName(String, String),
    /// A theme's files on the disk.
    #[error("{0}")]
    File(String),
    /// A custom setting that is none, or a value that does not fit.
    #[error("{key}: {reason}")]
    Setting {
        /// The setting.
        key: String,
        /// What would fit.
        reason: String,
    },
    /// A page could not be made.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// Our own theme is broken: a mistake of the build.
    #[error("the built-in theme cannot be read: {0}")]
    Standard(String),
}
