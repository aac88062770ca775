//! Moving house: importers and exporters, each a stream of neutral records.
//!
//! A [`Source`] is what somebody hands us: a file, a folder or a zip. [`Source::open`] finds out what it is,
//! [`Source::read`] reads it from beginning to end in constant memory and hands over [`Record`]s in our own
//! words, with a [`Problem`] for every entry that could not be taken as it was. Reading twice gives the same
//! records in the same order, and nothing is ever unpacked to disk.
//!
//! [`export`] is the way out again, to an archive of our own or to the formats of others.
//!
//! [`import`] takes the records into the store and makes the [`Report`] of the command line.
//!
//! [`old_addresses`] tells what the old site was known by, and [`check_links`] asks for each of these addresses here.
//! [`stand_still`] writes the site as files. Both look at the site through a [`Front`].
//!
//! Blogger is understood in three dialects: the classic Atom backup, the Takeout folder or zip (and its
//! `feed.atom` alone), and the public feed of a blog. WordPress is understood in all versions of its export, Ghost from its
//! first to its sixth version, Markdown as Hugo, Jekyll, Hexo, Zola, Eleventy and people keep it. Comments alone
//! come from Disqus or from JSON, onto stories that are here.

mod address;
mod archive;
mod blogger;
mod body;
mod dates;
mod disqus;
mod export;
mod files;
mod front;
mod ghost;
mod lazy;
mod ledger;
mod links;
mod loader;
mod manner;
mod markdown;
mod media;
mod mover;
mod pictures;
mod player;
mod problem;
mod record;
mod repeats;
mod report;
mod source;
mod still;
mod text;
mod undo;
mod wordpress;
mod xml;
mod yaml;

pub use export::{ExportError, Exported, Target, export};
pub use front::{Answer, Front};
pub use ghost::RedirectFile;
pub use links::{CheckError, LinkReport, LostAddress, OldAddress, check_links, old_addresses};
pub use loader::{ImportError, import};
pub use manner::{Manner, Phase, Premises, Progress, Watch};
pub use media::{MediaWay, fetch_media, original_size};
pub use mover::{Asked, Errand, Move, MoveError, Mover, Offered, Rooms, Upload};
pub use problem::{Action, Damage, Limits, OpenError, Problem, Trouble};
pub use record::{
    Attachment, AuthorRecord, Byline, CommentRecord, Commenters, Destination, Enclosure, Markup,
    MentionRecord, Moment, Picture, PostRecord, PostState, Record, RedirectRecord, SiteRecord, Story,
    TagRecord,
};
pub use report::{CommentCounts, MediaCounts, PageCounts, PostCounts, Report};
pub use source::{Family, Format, Source};
pub use still::{Standing, stand_still};
