//! What a page shows, as the caller fills it in and templates read it.

/// Makes a view readable for templates: field names in order, each with the value made from `self`; and the fields of
/// views inside it that have a method `field` and a list of their names.
macro_rules! object {
    ($view:ty, $this:ident, { $($key:literal => $value:expr),+ $(,)? } $(with $part:ident: $names:expr),* $(; $digest:ident)?) => {
        impl dateline_hbs::Object for $view {
            fn get(&self, key: &str) -> dateline_hbs::Value<'_> {
                let $this = self;
                match key {
                    $($key => dateline_hbs::Value::from($value),)+
                    $(key if $names.contains(&key) => $this.$part.field(key),)*
                    _ => dateline_hbs::Value::Undefined,
                }
            }

            fn keys(&self) -> Vec<dateline_hbs::Text<'_>> {
                #[allow(unused_mut, reason = "most views have no others inside")]
                let mut keys: Vec<dateline_hbs::Text<'_>> = vec![$($key.into()),+];
                $(keys.extend($names.iter().map(|name| dateline_hbs::Text::from(*name)));)*
                keys
            }

            $(fn $digest(&self, mut digest: &mut dyn std::hash::Hasher) -> bool {
                std::hash::Hash::hash(self, &mut digest);
                true
            })?
        }
    };
}

mod archive;
mod comment;
mod list;
mod meta;
mod one_comment;
mod page;
mod post;
mod route;
mod search;
mod site;

pub use archive::{ArchiveView, ArchiveYear, MonthView};
pub use comment::{AvatarView, CommentFormView, CommentView, FormError, ReplyTarget};
pub use list::{LinkView, ListView, OrderView, PaginationView};
pub(crate) use meta::SOCIAL_KEYS;
pub use meta::{OwnMeta, SocialView, TierView};
pub use one_comment::{Choice, CommentPageView, CommentTask, StatementView};
pub(crate) use page::HeadAndFoot;
pub use page::{ErrorView, FeedLink, Page, PageMeta, PageView, StoryView};
pub use post::{AuthorView, CorrectionView, PostView, TagView};
pub use route::{DataView, RouteKind, RouteView};
pub use search::{ChoiceView, FoundView, SearchView};
pub use site::{NavigationView, SiteView};

use dateline_hbs::Value;

/// A moment that may be missing.
fn moment(at: Option<i64>) -> Value<'static> {
    at.map_or(Value::Null, Value::Date)
}

/// A text that may be missing; an empty one is missing too.
fn text(text: Option<&String>) -> Value<'_> {
    text.filter(|text| !text.is_empty()).map_or(Value::Null, Value::from)
}
