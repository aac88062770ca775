//! Why the newsroom refused.

use dateline_model::{PostId, SettingError};
use dateline_store::StoreError;

/// Why a verb could not be done.
#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    /// The post is not there.
    #[error("the post {0} is gone; it may have been deleted in another window, so reload the list")]
    NoSuchPost(PostId),
    /// Somebody else saved first.
    #[error("somebody saved this post after you opened it; reload it and make your change again")]
    Conflict,
    /// A scheduled story needs an hour to come.
    #[error("a story can only be scheduled for an hour to come; choose a later date, or publish it now")]
    NotInFuture,
    /// A value is longer than the newsroom takes.
    #[error("the {field} is too long: at most {max} characters")]
    TooLong {
        /// The field.
        field: &'static str,
        /// The most characters.
        max: usize,
    },
    /// A headline is needed.
    #[error("the {0} is empty; write one and save again")]
    Empty(&'static str),
    /// Another tag or author has the slug.
    #[error("\"{0}\" already belongs to another tag or author; choose another slug")]
    SlugTaken(String),
    /// Another site has the host name.
    #[error("the host name {0} already belongs to another site of this installation")]
    HostTaken(String),
    /// Another account has the address.
    #[error("an account with the address {0} exists already")]
    EmailTaken(String),
    /// What was named is not there.
    #[error("there is no {what} \"{name}\"")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A setting was refused.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
