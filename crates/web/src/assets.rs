//! The theme's files under `/assets/`, and those that Dateline adds to any theme under `/public/`. Each is compressed once,
//! with more effort than a page.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::response::Response;
use http::{HeaderValue, StatusCode};

use crate::document::{CachePolicy, Document, Finished, Packing};
use crate::reception::Visit;
use crate::security::Kind;

/// Seconds for which a file is kept whose address does not say which version it is.
const UNVERSIONED_SECONDS: u32 = 3600;

/// A file by its content and its media type, and whether its address names the version.
type Version = (String, &'static str, bool);

/// The theme's files ready to be sent, by their addresses: no more than twice as many as the theme has.
#[derive(Debug, Default)]
pub(crate) struct Assets(RwLock<HashMap<Version, Arc<Finished>>>);

impl Assets {
    fn finished(&self, key: Version, finish: impl FnOnce() -> Finished) -> Arc<Finished> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        kept.unwrap_or_else(|| {
            let finished = Arc::new(finish());
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&finished));
            finished
        })
    }
}

/// The file that is asked for; `None` when the theme has none of this name, or something else is wanted of it.
pub(crate) fn answer(visit: &Visit) -> Option<Response> {
    let theme = visit.app.press().theme_of(&visit.paper);
    let found = match visit.decoded.strip_prefix("/public/") {
        Some(name) => theme.public_asset(name),
        None => theme.asset(visit.decoded.strip_prefix("/assets/")?),
    };
    let asset = found.filter(|_| visit.only_reads())?;
    let is_versioned = visit.query().split('&').any(|pair| pair.strip_prefix("v=") == Some(&asset.hash));
    let finished = visit.app.assets().finished((asset.hash.clone(), asset.media_type, is_versioned), || {
        let document = Document {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static(asset.media_type),
            body: asset.bytes.clone(),
            last_modified: None,
            cache: if visit.app.theme_in_work() {
                CachePolicy::NoStore
            } else if is_versioned {
                CachePolicy::Immutable
            } else {
                CachePolicy::Seconds(UNVERSIONED_SECONDS)
            },
        };
        // Opened by itself, a drawing or a page of a theme is a page that may do nothing.
        document.finish(Packing::Small, |headers| visit.app.security().apply(Kind::Upload, headers))
    });
    Some(finished.answer(visit.method(), visit.headers()))
}
