//! Blogger's exports: the classic backup, Takeout and the public feed, contract sections 3 to 6.

mod address;
mod blog;
mod entry;
mod feed;
mod importer;
mod names;
mod settings;

pub(crate) use blog::Blog;
use feed::{FeedReader, Part};
use importer::Importer;
use settings::read_settings_csv;

/// Which of Blogger's three ways of writing a feed it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Entries told apart by a `kind#` category.
    Classic,
    /// Entries told apart by `blogger:type`.
    Takeout,
    /// Entries are posts, or comments when they answer something.
    Public,
}
