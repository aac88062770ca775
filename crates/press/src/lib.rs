//! Reading: a path becomes a route, a route a page that remembers what it read.
//!
//! [`Press::answer`] is the whole of it: what a paper answers to a path. It reads from one snapshot of the store,
//! fills the theme's views, and collects in [`Depends`] what the page was made from. It knows no HTTP beyond
//! status and media type.

#![allow(
    clippy::needless_update,
    reason = "the theme's views grow with its contract; what is new keeps its default here"
)]

mod address;
mod answer;
mod answers;
mod archive;
mod cache;
mod depends;
mod entry;
mod feed;
mod find;
mod foreign;
mod get;
mod head;
mod list;
mod machine;
mod pictures;
mod press;
mod query;
mod related;
mod route;
mod standing;
mod story;
mod suggest;
mod themes;
mod thread;
mod view;
mod wordpress;

/// What [`Press::one_comment`] is asked to print.
pub use dateline_theme::{Choice, CommentPageView, CommentTask, StatementView};

pub use address::Addresses;
pub use answer::{Answer, Body, CachePolicy, HTML, PageKind, TEXT};
pub use cache::{CacheLimits, CacheState, Dropped, Made, PageCache};
pub use depends::{Depends, keys_of, short_hash, short_key};
pub use press::{Ask, Asked, FormState, Notice, Press, PressError};
pub use query::Query;
pub use route::{FeedFormat, FeedRoute, FeedScope, LABELS_MAX, Order, PAGE_MAX, Route, TagName};
pub use story::comment_as_shown;
pub use themes::{ThemeInWork, ThemeSource};
pub use thread::COMMENTS_ON_PAGE;
