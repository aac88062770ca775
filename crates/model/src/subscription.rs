//! Who hears of what by mail.

use crate::{Millis, PostId, SubscriptionId};

/// A reader who wants to hear when somebody answers what they wrote under a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The story.
    pub post: PostId,
    /// The address; kept only as long as the subscription.
    pub email: String,
    /// The keyed hash by which the reader's comments are known.
    pub email_hash: Vec<u8>,
    /// When it was asked for.
    pub created_at: Millis,
    /// When whoever holds the address said yes; until then nothing is sent but the question.
    pub confirmed_at: Option<Millis>,
}

/// How often somebody of the staff hears by mail what waits at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DigestEvery {
    /// Never.
    Never,
    /// At most once an hour.
    Hour,
    /// At most once a day.
    #[default]
    Day,
    /// At most once a week.
    Week,
}

crate::comment::stored_words! { DigestEvery: Never = "never", Hour = "hour", Day = "day", Week = "week" }

impl DigestEvery {
    /// Milliseconds between two of them; `None` for never.
    pub fn interval(self) -> Option<Millis> {
        const HOUR: Millis = 3_600_000;
        match self {
            Self::Never => None,
            Self::Hour => Some(HOUR),
            Self::Day => Some(24 * HOUR),
            Self::Week => Some(7 * 24 * HOUR),
        }
    }
}

/// What somebody chose, and when they heard last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Digest {
    /// How often.
    pub every: DigestEvery,
    /// When they were last told; 0 for never.
    pub last_at: Millis,
}
