//! The moderators' queue with its filters, and what a site knows of one reader.
//!
//! A list is driven by its most telling filter: the reader, else the story, else the state. The others pass over what
//! does not fit.

use dateline_model::{Comment, CommentId, CommentState, Millis, PostId, SiteId};
use uuid::Uuid;

use crate::comment::{CommentRow, CommentWithPostRow, comment_columns, with_post, with_posts};
use crate::conn::{execute, records, row, rows, statements};
use crate::{CommentWithPost, Read, StoreError, Tx};

/// `$2` is the state, `$3` and `$4` the mark, `$5` the limit, `$6` the words searched for, `%` around them.
macro_rules! page {
    () => {
        " AND (c.created_at, c.comment_id) < ($3, $4)
          AND ($6 = '' OR lower(c.body) LIKE $6 ESCAPE '!' OR lower(c.author_name) LIKE $6 ESCAPE '!')
          ORDER BY c.created_at DESC, c.comment_id DESC LIMIT CAST($5 AS BIGINT)"
    };
}

statements! {
    QUEUE = concat!("SELECT c.verdict, ", comment_columns!(), with_post!(),
        " WHERE c.site_id = $1 AND c.state = $2", page!());
    QUEUE_OF_POST = concat!("SELECT c.verdict, ", comment_columns!(), with_post!(),
        " WHERE c.site_id = $1 AND c.state = $2 AND c.post_id = $6 AND c.comment_id < $3
          AND ($5 = '' OR lower(c.body) LIKE $5 ESCAPE '!' OR lower(c.author_name) LIKE $5 ESCAPE '!')
          ORDER BY c.comment_id DESC LIMIT CAST($4 AS BIGINT)");
    QUEUE_OF_EMAIL = concat!("SELECT c.verdict, ", comment_columns!(), with_post!(),
        " WHERE c.site_id = $1 AND c.state = $2 AND c.email_hash = $7", page!());
    QUEUE_OF_ADDRESS = concat!("SELECT c.verdict, ", comment_columns!(), with_post!(),
        " WHERE c.site_id = $1 AND c.state = $2 AND c.address_hash = $7", page!());
    QUEUED = concat!("SELECT c.verdict, ", comment_columns!(), with_post!(), " WHERE c.site_id = $1 AND c.comment_id = $2");
    FINGERPRINTS = "SELECT email_hash, address_hash FROM comments WHERE site_id = $1 AND comment_id = $2";
    STATES_OF_EMAIL = "SELECT state AS word, count(*) AS n FROM comments WHERE site_id = $1 AND email_hash = $2 GROUP BY state";
    STATES_OF_ADDRESS = "SELECT state AS word, count(*) AS n FROM comments WHERE site_id = $1 AND address_hash = $2 GROUP BY state";
    PLAIN_EMAILS = "SELECT comment_id, author_email, import_key FROM comments
        WHERE site_id = $1 AND author_email IS NOT NULL AND email_hash IS NULL LIMIT CAST($2 AS BIGINT)";
    OF_EMAIL = concat!("SELECT ", comment_columns!(), " FROM comments c
        WHERE c.site_id = $1 AND c.email_hash = $2");
    WIPE = "UPDATE comments SET author_email = NULL, email_hash = NULL, address_hash = NULL, address_until = NULL,
        submission = NULL, verdict = NULL, likes = 0, edition = edition + 1
        WHERE site_id = $1 AND comment_id = $2";
    WIPE_DECISIONS = "DELETE FROM decisions WHERE site_id = $1 AND comment_id = $2";
    HASH_EMAIL = "UPDATE comments SET author_email = $3, email_hash = $4 WHERE site_id = $1 AND comment_id = $2";
}

/// What a reader is recognised by: a keyed hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fingerprint {
    /// Of the e-mail address.
    Email(Vec<u8>),
    /// Of the network address; erased after its time.
    Address(Vec<u8>),
}

/// What a comment's reader is recognised by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprints {
    /// By the e-mail address, if one was given.
    pub email: Option<Vec<u8>>,
    /// By the network address, while it is kept.
    pub address: Option<Vec<u8>>,
}

impl Fingerprints {
    /// By what the reader is looked up: the e-mail address says more, since many share a network address.
    pub fn reader(&self) -> Option<Fingerprint> {
        let email = self.email.clone().map(Fingerprint::Email);
        email.or_else(|| self.address.clone().map(Fingerprint::Address))
    }
}

/// Which comments a moderator wants to see, and from where on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// Only under this story.
    pub post: Option<PostId>,
    /// Only of this reader; the story is not looked at then.
    pub reader: Option<Fingerprint>,
    /// Only with these words in text or name. Case does not matter, for letters of ASCII everywhere.
    pub words: String,
    /// The moment and id of the last one seen.
    pub before: Option<(Millis, CommentId)>,
}

records! {
    struct FingerprintRow {
        email_hash: Option<Vec<u8>>,
        address_hash: Option<Vec<u8>>,
    }

    struct StateRow {
        word: String,
        n: i64,
    }

    struct EmailRow {
        comment_id: Uuid,
        author_email: String,
        import_key: Option<String>,
    }
}

/// A comment whose e-mail address is not hashed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainEmail {
    /// The comment.
    pub comment: CommentId,
    /// The address.
    pub email: String,
    /// Whether it came with an import.
    pub imported: bool,
}

/// Words as a pattern that finds them anywhere; empty for no words.
fn pattern(words: &str) -> String {
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        return words;
    }
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl Read {
    /// A comment with its story, in whatever state it is.
    pub async fn queued(
        &mut self,
        site: SiteId,
        comment: CommentId,
    ) -> Result<Option<CommentWithPost>, StoreError> {
        let found = row!(self.conn, CommentWithPostRow, QUEUED, site.0, comment.0)?;
        found.map(CommentWithPost::try_from).transpose()
    }

    /// Comments in a state, newest first.
    pub async fn queue(
        &mut self,
        site: SiteId,
        state: CommentState,
        queue: &Queue,
        limit: i64,
    ) -> Result<Vec<CommentWithPost>, StoreError> {
        let (at, id) = queue.before.map_or((Millis::MAX, Uuid::max()), |(at, id)| (at, id.0));
        let (state, words) = (state.as_str(), pattern(&queue.words));
        let rows = match (&queue.reader, queue.post) {
            (Some(Fingerprint::Email(hash)), _) => {
                rows!(
                    self.conn,
                    CommentWithPostRow,
                    QUEUE_OF_EMAIL,
                    site.0,
                    state,
                    at,
                    id,
                    limit,
                    words,
                    hash
                )
            }
            (Some(Fingerprint::Address(hash)), _) => {
                rows!(
                    self.conn,
                    CommentWithPostRow,
                    QUEUE_OF_ADDRESS,
                    site.0,
                    state,
                    at,
                    id,
                    limit,
                    words,
                    hash
                )
            }
            (None, Some(post)) => {
                rows!(self.conn, CommentWithPostRow, QUEUE_OF_POST, site.0, state, id, limit, words, post.0)
            }
            (None, None) => rows!(self.conn, CommentWithPostRow, QUEUE, site.0, state, at, id, limit, words),
        };
        with_posts(rows?)
    }

    /// Comments in a state, newest first, before a mark (the moment and id of the last one seen).
    pub async fn desk_comments(
        &mut self,
        site: SiteId,
        state: CommentState,
        before: Option<(Millis, CommentId)>,
        limit: i64,
    ) -> Result<Vec<CommentWithPost>, StoreError> {
        self.queue(site, state, &Queue { before, ..Queue::default() }, limit).await
    }

    /// What the reader of a comment is recognised by.
    pub async fn fingerprints(
        &mut self,
        site: SiteId,
        comment: CommentId,
    ) -> Result<Option<Fingerprints>, StoreError> {
        let row = row!(self.conn, FingerprintRow, FINGERPRINTS, site.0, comment.0)?;
        Ok(row.map(|row| Fingerprints { email: row.email_hash, address: row.address_hash }))
    }

    /// How many comments of a reader are in each state.
    pub async fn states_of(
        &mut self,
        site: SiteId,
        reader: &Fingerprint,
    ) -> Result<Vec<(CommentState, i64)>, StoreError> {
        let rows = match reader {
            Fingerprint::Email(hash) => rows!(self.conn, StateRow, STATES_OF_EMAIL, site.0, hash)?,
            Fingerprint::Address(hash) => rows!(self.conn, StateRow, STATES_OF_ADDRESS, site.0, hash)?,
        };
        Ok(rows.into_iter().filter_map(|row| Some((CommentState::from_word(&row.word)?, row.n))).collect())
    }

    /// All comments under an e-mail address (its hash), in any state: as many as one person writes.
    pub async fn comments_of_email(&mut self, site: SiteId, hash: &[u8]) -> Result<Vec<Comment>, StoreError> {
        rows!(self.conn, CommentRow, OF_EMAIL, site.0, hash)?.into_iter().map(Comment::try_from).collect()
    }

    /// Comments whose e-mail address is not hashed yet.
    pub async fn plain_emails(&mut self, site: SiteId, limit: i64) -> Result<Vec<PlainEmail>, StoreError> {
        let rows = rows!(self.conn, EmailRow, PLAIN_EMAILS, site.0, limit)?;
        let read = |row: EmailRow| PlainEmail {
            comment: CommentId(row.comment_id),
            email: row.author_email,
            imported: row.import_key.is_some(),
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Tx {
    /// Erases what is kept beside a comment: addresses and their hashes, the verdict, the lesson, the words it had
    /// before, reports, the objection, and the log of decisions about it.
    pub async fn wipe_comment(&mut self, site: SiteId, comment: CommentId) -> Result<(), StoreError> {
        execute!(self.conn, WIPE, site.0, comment.0)?;
        execute!(self.conn, WIPE_DECISIONS, site.0, comment.0)?;
        self.wipe_versions(site, comment).await?;
        self.wipe_appeal(site, comment).await?;
        self.drop_reports(site, comment).await?;
        self.wipe_echoes(site, comment).await?;
        self.unteach(site, comment).await
    }

    /// Gives a comment the hash of its e-mail address, and keeps the address itself or not. Without a hash the
    /// address must go, or it would be asked for again.
    pub async fn hash_email(
        &mut self,
        site: SiteId,
        comment: CommentId,
        kept: Option<&str>,
        hash: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        execute!(self.conn, HASH_EMAIL, site.0, comment.0, kept, hash)?;
        Ok(())
    }
}
