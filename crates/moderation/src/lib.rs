//! Spam and abuse: a score with reasons for every comment, learnt from the moderators' decisions.
//!
//! Values in, a [`Verdict`] out: no store, no clock, no network. A [`Scorer`] reads a [`Submission`], sees its
//! [`Sign`]s (links, disguises, haste, repetition), weighs its words by a [`Model`] and says publish, hold or spam, with
//! sentences that a moderator understands. A model is fitted to a site's [`Lessons`], the decisions of its moderators; without
//! any it goes by signs alone and calls no ordinary comment spam. [`Recent`] counts what else arrived lately.
//! Beside them: [`WordLists`], proof of work ([`pow`]), Akismet's wire format ([`akismet`]), and [`skeleton`], which
//! tells names apart that look alike.
//!
//! ```
//! use dateline_moderation::{Decision, Lesson, Lessons, Scorer, Submission};
//!
//! let mut lessons = Lessons::default();
//! let spam = Submission { name: "Pills", body: "cheap pills http://pills.example", ..Submission::default() };
//! lessons.learn(Lesson::new("c1", &spam, true));
//! let scorer = Scorer { model: lessons.fit(), ..Scorer::default() };
//! let fine = Submission { name: "Ana", body: "The bridge is open again, at last.", ..Submission::default() };
//! assert_eq!(scorer.score(&fine).decision, Decision::Publish);
//! ```

pub mod akismet;
mod bayes;
mod error;
mod feature;
mod fit;
mod fold;
mod learning;
mod lesson;
mod links;
mod lookalike;
mod model;
mod name;
mod network;
mod observe;
pub mod pow;
mod recent;
mod sign;
mod submission;
mod verdict;
mod word_list;
mod words;

pub use error::Error;
pub use lesson::{LESSON_BYTES_MAX, LESSONS_MAX, LESSONS_SPARE, Lesson, Lessons};
pub use model::Model;
pub use name::{is_disguised, skeleton};
pub use network::Network;
pub use recent::Recent;
pub use sign::Sign;
pub use submission::{BODY_BYTES_MAX, Circumstances, Submission, Traffic};
pub use verdict::{Decision, REASONS_MAX, Reason, Scorer, Verdict};
pub use word_list::{LIST_ENTRIES_MAX, LIST_ENTRY_BYTES_MAX, WordLists};
