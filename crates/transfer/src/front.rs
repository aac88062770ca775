//! What a reader would get, for who has to look at the site as readers see it. Rendering lies on a neighbouring line of the
//! house, so whoever has it hands it in.

use std::future::Future;

use dateline_model::Paper;

/// What a reader gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type, with its parameters.
    pub content_type: String,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// The bytes, not compressed.
    pub body: Vec<u8>,
}

/// The side of an installation that readers see.
pub trait Front: Sync {
    /// What a reader gets who asks the site of the name `host` for `address`, a path with its query. An address that is
    /// none is answered as such: 400.
    fn ask(&self, host: &str, address: &str) -> impl Future<Output = Answer> + Send;
}

/// A name under which a site answers.
pub(crate) fn host_of(paper: &Paper) -> &str {
    if paper.site.host == "*" { "localhost" } else { &paper.site.host }
}
