//! What the crate promises its neighbours, through its public functions.
#![allow(clippy::unwrap_used, missing_docs)]

mod addresses;
mod comments;
mod comparing;
mod hostile;
mod pasted;
mod sanitising;
mod teasers;
mod texts;
