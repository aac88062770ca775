//! What can go wrong with search, in the cases that a caller acts on.

use std::path::PathBuf;

use dateline_store::StoreError;

/// Why search could not do it.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The site has no index yet; it is being built from its stories.
    #[error("the index is being built and has {done} stories so far; try again in a moment")]
    Building {
        /// Stories and comments that are in it.
        done: u64,
    },
    /// The index was not finished, because the search is being closed.
    #[error("search is being closed; the index will be built at the next start")]
    Closing,
    /// The index answered with nonsense or not at all. It is built anew from the stories by itself.
    #[error("the index is damaged ({0}) and will be built anew; try again in a moment")]
    Damaged(String),
    /// A file or folder of the index could not be read or written.
    #[error("the search folder {path} cannot be used: {source}; see that Dateline may write there")]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The stories could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The process is ending, or a piece of the work stopped at a bug.
    #[error("the search stopped before it had an answer: {0}")]
    Stopped(String),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Damaged(error.to_string())
    }
}
