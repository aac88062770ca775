//! Readers' comments.

use crate::{CommentId, Millis, PostId, UserId};

/// Gives an enum the words it is stored and exchanged as, and the way back.
macro_rules! stored_words {
    ($name:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// The word it is stored and exchanged as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that `word` names, if any.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use stored_words;

/// Who may see a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommentState {
    /// Everybody.
    Approved,
    /// The moderation queue and its author.
    Pending,
    /// The moderation queue's spam drawer.
    Spam,
    /// The moderators' bin.
    Trash,
    /// Nobody; its place in the thread says that a comment was removed.
    Removed,
}

impl CommentState {
    /// Every state, in the order in which moderators meet them.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Approved, Self::Spam, Self::Trash, Self::Removed];

    /// Whether it has a place in the thread that readers see: its words, or that it was removed.
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Approved | Self::Removed)
    }
}

stored_words! { CommentState: Approved = "approved", Pending = "pending", Spam = "spam", Trash = "trash", Removed = "removed" }

/// A comment on a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The post it stands under.
    pub post: PostId,
    /// The comment it answers.
    pub parent: Option<CommentId>,
    /// The first comment of its thread: itself when it answers none.
    pub root: CommentId,
    /// When its thread began; a thread stays together in the order of the page.
    pub thread_at: Millis,
    /// 0 for a comment on the story, 1 for a reply to it, and so on.
    pub depth: i64,
    /// Who may see it.
    pub state: CommentState,
    /// The name the reader gave.
    pub author_name: String,
    /// The e-mail address the reader gave; never shown.
    pub author_email: Option<String>,
    /// The web address the reader gave.
    pub author_url: Option<String>,
    /// The account of a member of the staff who wrote it.
    pub staff: Option<UserId>,
    /// As the reader typed it; never render, only `html` is sanitised.
    pub text: String,
    /// Sanitised HTML.
    pub html: String,
    /// When it was written.
    pub created_at: Millis,
    /// When it or its state last changed.
    pub updated_at: Millis,
    /// When its writer last changed the words.
    pub edited_at: Option<Millis>,
    /// How many readers like it.
    pub likes: i64,
    /// A keyed hash of the address it came from; forgotten after `address_until`.
    pub address_hash: Option<Vec<u8>>,
    /// When `address_hash` is to be erased.
    pub address_until: Option<Millis>,
    /// What makes a second arrival of the same form harmless.
    pub submission: Option<String>,
    /// Where it came from, such as `blogger:8812`.
    pub import_key: Option<String>,
    /// A digest of the imported record, to tell a changed source from an unchanged one.
    pub import_hash: Option<String>,
}

/// A comment as the thread under its story shows it, without what only moderators and exports are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownComment {
    /// Its id.
    pub id: CommentId,
    /// The post it stands under.
    pub post: PostId,
    /// The comment it answers.
    pub parent: Option<CommentId>,
    /// The first comment of its thread: itself when it answers none.
    pub root: CommentId,
    /// When its thread began.
    pub thread_at: Millis,
    /// Who may see it.
    pub state: CommentState,
    /// The name the reader gave.
    pub author_name: String,
    /// The web address the reader gave.
    pub author_url: Option<String>,
    /// Whether a member of the staff wrote it.
    pub by_staff: bool,
    /// Sanitised HTML.
    pub html: String,
    /// When it was written.
    pub created_at: Millis,
    /// Whether its writer changed the words.
    pub edited: bool,
    /// How many readers like it.
    pub likes: i64,
    /// Where it came from, such as `blogger:8812`.
    pub import_key: Option<String>,
}

impl From<Comment> for ShownComment {
    fn from(comment: Comment) -> Self {
        Self {
            id: comment.id,
            post: comment.post,
            parent: comment.parent,
            root: comment.root,
            thread_at: comment.thread_at,
            state: comment.state,
            author_name: comment.author_name,
            author_url: comment.author_url,
            by_staff: comment.staff.is_some(),
            html: comment.html,
            created_at: comment.created_at,
            edited: comment.edited_at.is_some(),
            likes: comment.likes,
            import_key: comment.import_key,
        }
    }
}

impl Comment {
    /// The id of its element on the page, so that old links keep their target: `c` and Blogger's own number for
    /// a comment that came from there (contract U14), `comment-` and WordPress's, else `c` and the 24 digits of
    /// its id.
    pub fn anchor(&self) -> String {
        anchor(self.id, self.import_key.as_deref())
    }
}

impl ShownComment {
    /// As [`Comment::anchor`].
    pub fn anchor(&self) -> String {
        anchor(self.id, self.import_key.as_deref())
    }
}

fn anchor(id: CommentId, import_key: Option<&str>) -> String {
    let key = import_key.and_then(|key| key.split_once(':'));
    // A second site of one system has its name behind the system's.
    match key.map(|(system, number)| (system.split('@').next().unwrap_or_default(), number)) {
        Some(("blogger", number)) => format!("c{number}"),
        Some(("wordpress", number)) => format!("comment-{number}"),
        _ => format!("c{id}"),
    }
}

/// What a reader says is wrong with a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportReason {
    /// It sells something or leads astray.
    Spam,
    /// It insults or threatens somebody.
    Abuse,
    /// It tells what is nobody's business: an address, an illness.
    Private,
    /// It breaks the law.
    Illegal,
    /// Something else, in the reader's own words.
    Other,
}

impl ReportReason {
    /// Every reason, in the order in which a reader is asked.
    pub const ALL: [Self; 5] = [Self::Spam, Self::Abuse, Self::Private, Self::Illegal, Self::Other];
}

stored_words! { ReportReason: Spam = "spam", Abuse = "abuse", Private = "private", Illegal = "illegal", Other = "other" }

/// A reader's report of a comment, which waits for a moderator's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The comment.
    pub comment: CommentId,
    /// What is wrong with it.
    pub reason: ReportReason,
    /// What the reader adds; may be empty.
    pub words: String,
    /// When it came.
    pub at: Millis,
}

/// The objection of a comment's writer to a decision about it. There is one for each comment at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// The comment.
    pub comment: CommentId,
    /// Why the decision should be another one.
    pub words: String,
    /// When it came.
    pub at: Millis,
    /// What a moderator answered.
    pub answer: Option<AppealAnswer>,
}

/// What came of an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealAnswer {
    /// Whether the comment was put back.
    pub granted: bool,
    /// The moderator's words to the writer; may be empty.
    pub words: String,
    /// Who answered, for the desk alone.
    pub who: String,
    /// When.
    pub at: Millis,
}

/// How much a reader may send in one comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentLimits {
    /// Characters of the text.
    pub body_chars: usize,
    /// Characters of the name.
    pub name_chars: usize,
    /// Characters of the e-mail address.
    pub email_chars: usize,
    /// Characters of the web address.
    pub url_chars: usize,
    /// Replies to replies that are stored as such; deeper ones answer the last allowed level.
    pub depth: i64,
}

impl Default for CommentLimits {
    fn default() -> Self {
        Self { body_chars: 10_000, name_chars: 80, email_chars: 254, url_chars: 500, depth: 100 }
    }
}
