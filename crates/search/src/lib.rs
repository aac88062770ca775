//! Finding a story: the full-text index of each site, fed by the change log.
//!
//! [`Search::follow`] keeps the indexes up to date, [`Search::search`] answers, [`Search::suggest`] helps who types,
//! [`Search::related`] finds what is about the same. Everything in the folder of the indexes comes from the store:
//! what is missing, damaged, or of another version is built anew by itself, and may be deleted at any time.
//!
//! Readers' questions are answered under the one rule of visibility at the moment of asking; see `collect.rs`. How
//! texts are cut into terms stands in `terms.rs`, how names are found in every spelling in `names.rs`, what a query
//! may say in `query.rs`.

mod about;
mod ask;
mod bounds;
mod cards;
mod collect;
mod cursor;
mod cutting;
mod dictionary;
mod document;
mod effort;
mod error;
mod find;
mod fold;
mod follow;
mod language;
mod languages;
mod names;
mod plan;
mod query;
mod rebuild;
mod results;
mod schema;
mod script;
mod search;
mod shelf;
mod snippet;
mod spans;
mod suggest;
mod tally;
mod terms;
mod tray;
mod volume;
mod words;

pub use collect::{Audience, Order};
pub use error::SearchError;
pub use follow::CaughtUp;
pub use query::{QUERY_CHARS_MAX, QUERY_PARTS_MAX, QUERY_PREFIXES_MAX};
pub use results::{
    FACETS_MAX, Facets, Hit, PAGES_MAX, PER_PAGE_MAX, SearchRequest, SearchResults, Suggestions, Within,
};
pub use search::{IndexState, Search};
