//! The words of the trade: Site, Post, Byline, Comment, Tag, Permalink, Visibility, Role, Clock.
//!
//! Nothing here reads a file, a socket or a database, and nothing here reads the time: whoever needs
//! "now" is handed a [`Clock`] or the milliseconds themselves. Times are milliseconds since 1970 in UTC
//! ([`Millis`]) everywhere; a site's zone is applied only where a person or a permalink sees a date.

mod audit;
mod calendar;
mod change;
mod clock;
mod comment;
mod comment_policy;
mod detail;
mod edit_lock;
mod expression;
mod id;
mod injection;
mod key;
mod lettering;
mod media;
mod mention;
mod moderation;
mod paper;
mod people;
mod permalink;
mod post;
mod preview;
mod revision;
mod rights;
mod session;
mod site;
mod slug;
mod snippet;
mod subscription;
mod tag;
mod webhook;

pub use audit::{Actor, AuditLine};
pub use calendar::{LocalDate, Period, Zone};
pub use change::{Change, ChangeKind, Thing};
pub use clock::{Clock, ManualClock, Millis, SystemClock};
pub use comment::{
    Appeal, AppealAnswer, Comment, CommentLimits, CommentState, Report, ReportReason, ShownComment,
};
pub use comment_policy::{CommentPolicy, CommentRule, RuleScope};
pub use detail::{Correction, Detail, Details};
pub use edit_lock::EditLock;
pub use expression::{EXPRESSION_STEPS, EXPRESSIONS_MAX, PathExpression};
pub use id::{
    AuditId, AuthorId, BatchId, CommentId, DeliveryId, IdError, JobId, KeyId, LetterId, LinkId, MediaId,
    MentionId, MoveId, PasskeyId, PostId, PurgeId, RevisionId, SessionId, SiteId, SnippetId, SubscriptionId,
    TagId, UserId, WebhookId, mint_uuid,
};
pub use injection::Injection;
pub use key::{ApiKey, KeyKind};
pub use lettering::{is_blank, many_lines, one_line};
pub use media::Media;
pub use mention::{Mention, MentionKind};
pub use moderation::{Ban, Decision};
pub use paper::Paper;
pub use people::{Author, Byline, Role, StaffUser};
pub use permalink::{PatternError, PermalinkPattern, Redirect, RedirectTarget, encode_path};
pub use post::{Post, PostCard, PostKind, PostLink, PostStatus, Visibility};
pub use preview::PreviewLink;
pub use revision::{Revision, RevisionSummary, Words};
pub use rights::{Duty, Stage, StoryVerb, Whose};
pub use session::{LinkKind, Passkey, Session, StaffLink};
pub use site::{Address, Moderation, NavigationItem, SettingError, Site, SiteSettings, ThemeSettings};
pub use slug::{SLUG_CHARS_MAX, slugify};
pub use snippet::Snippet;
pub use subscription::{Digest, DigestEvery, Subscription};
pub use tag::Tag;
pub use webhook::{Delivery, Purge, Webhook};
