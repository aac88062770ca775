//! Ghost's `routes.yaml`: which addresses a site has beside its stories, and what stands there.
//!
//! [`Routes::parse`] reads the file, or says what is wrong with it and in which line. [`Routes::find`] says what stands
//! at a path, [`Routes::owner`] to which collection a story belongs and so what its permalink looks like. Values in,
//! values out: this crate knows neither stories nor themes nor a database.
//!
//! ```
//! use dateline_routes::{Found, Routes};
//!
//! let routes = Routes::parse("routes:\n  /about/: about\ncollections:\n  /blog/:\n    permalink: /blog/{slug}/\n").unwrap();
//! assert_eq!(routes.find("/about/"), Some(Found::Entry { number: 0, page: 1 }));
//! assert_eq!(routes.find("/blog/page/2/"), Some(Found::Entry { number: 1, page: 2 }));
//! let error = Routes::parse("routes:\n  about: about\n").unwrap_err();
//! assert_eq!(error.line, 2);
//! ```
//!
//! Limits: [`MAX_BYTES`], [`MAX_ENTRIES`], [`MAX_DATA`], [`MAX_TEMPLATES`], [`MAX_DEPTH`].

mod data;
mod error;
mod find;
mod node;
mod pattern;
mod reading;
mod table;

pub use data::{Data, Query, Resource};
pub use error::RoutesError;
pub use find::Found;
pub use node::MAX_DEPTH;
pub use pattern::{Name, Pattern};
pub use reading::{MAX_BYTES, MAX_DATA, MAX_ENTRIES, MAX_TEMPLATES};
pub use table::{Entry, Kind, Listing, Routes};
