//! NQL, the filter language of Ghost's API, of `{{#get}}` and of `routes.yaml`: `tag:news+featured:true,slug:-draft`.
//!
//! [`Filter::parse`] reads an expression, [`Filter::matches`] asks it of one thing in memory. Turning it into SQL is
//! the store's business; this crate knows neither its fields nor a database.
//!
//! ```
//! use dateline_nql::{Filter, Given};
//!
//! let filter = Filter::parse("tag:[news,sport]+featured:true").expect("the filter is correct");
//! let story = |key: &str| match key {
//!     "tag" => vec![Given::Text("sport".into())],
//!     "featured" => vec![Given::Bool(true)],
//!     _ => Vec::new(),
//! };
//! assert!(filter.matches(&story, 0));
//! ```
//!
//! Limits: [`MAX_BYTES`], [`MAX_CONDITIONS`], [`MAX_VALUES`], [`MAX_DEPTH`]. Beyond each is an error with its place.

mod error;
mod evaluate;
mod filter;
mod parser;
mod word;

pub use error::{FilterError, Reason};
pub use evaluate::Given;
pub use filter::{Condition, Filter, Operator, Place, Test, Unit, Value};
pub use parser::{MAX_BYTES, MAX_CONDITIONS, MAX_DEPTH, MAX_VALUES};
