//! The Ghost theme contract: template choice, contexts, helpers, on top of the template language.
//!
//! [`Theme::load`] reads a theme in Ghost's format from memory, [`Theme::standard`] is our own. [`Theme::render`]
//! makes one page of it: a [`PageView`] says what is shown, a [`SiteView`] on whose site. The views are filled by the
//! caller and borrowed while the page is made; a story's body is copied once, into the page.
//!
//! Two things go beyond Ghost's contract, for our own theme: the helpers `time` and `decimal`, and messages of
//! `locales/*.json` in ICU's plural syntax.

mod accent;
mod archive;
mod asset;
mod check;
mod error;
pub mod fetch;
mod finder;
mod form;
mod galleys;
mod habits;
mod language;
mod making;
mod marks;
mod message;
mod package;
mod print;
mod public;
mod shelf;
mod standard;
mod theme;
mod view;
mod words;

pub use accent::accent_css;
pub use archive::unpack;
pub use asset::Asset;
pub use check::{Finding, Severity, check};
pub use error::ThemeError;
pub use fetch::{Answered, Fetched, GetAnswer, GetRequest, MAX_REQUESTS, MAX_ROUNDS, Rendered, Resource};
pub use finder::FinderWords;
pub use galleys::Galleys;
pub use language::{DateStyle, Language};
pub use marks::{Brings, Printed};
pub use package::{ChosenTemplate, CustomSetting, ImageSize, Package, Shown};
pub use public::page_scripts;
pub use shelf::{Brought, Files, Shelf, read_theme};
pub use theme::{MAX_FILES, MAX_TEMPLATE_BYTES, MAX_THEME_BYTES, Theme};
pub use view::{
    ArchiveView, ArchiveYear, AuthorView, AvatarView, Choice, ChoiceView, CommentFormView, CommentPageView,
    CommentTask, CommentView, CorrectionView, DataView, ErrorView, FeedLink, FormError, FoundView, LinkView,
    ListView, MonthView, NavigationView, OrderView, OwnMeta, Page, PageMeta, PageView, PaginationView,
    PostView, ReplyTarget, RouteKind, RouteView, SearchView, SiteView, SocialView, StatementView, StoryView,
    TagView, TierView,
};
