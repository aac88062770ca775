//! What Ghost keeps of readers who sign up: members, the letters they get, what they pay. This server has none of it, and says
//! so in lists, so that programs which read them beside the stories go on.

use super::error::GhostError;
use super::page::listed;
use super::query::Listing;
use super::{Call, Reply};

/// `GET admin/members/`, `admin/newsletters/`, `admin/tiers/`, `admin/labels/`, `admin/offers/`, `content/tiers/`,
/// `content/newsletters/`
pub(super) fn none(call: &Call<'_>, resource: &str) -> Result<Reply, GhostError> {
    Ok(listed(resource, Vec::new(), &Listing::of(call)?, 0))
}
