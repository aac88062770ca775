//! Comments one by one, the newest of a site or a story, and the queues of moderators.

use std::sync::Arc;

use dateline_model::{
    ChangeKind, Comment, CommentId, CommentState, Millis, PostId, ShownComment, SiteId, Thing, UserId,
    Visibility,
};
use uuid::Uuid;

use crate::clippings::Clipping;
use crate::conn::{execute, records, row, rows, statements, visible};
use crate::thread::Place;
use crate::{Fingerprints, Read, StoreError, Tx};

macro_rules! comment_columns {
    () => {
        "c.comment_id, c.post_id, c.parent_id, c.root_id, c.thread_at, c.depth, c.state, c.author_name,
         c.author_email, c.author_url, c.user_id, c.body, c.html, c.created_at, c.updated_at, c.address_hash,
         c.address_until, c.submission, c.import_key, c.import_hash, c.edited_at, c.likes"
    };
}

/// The columns of a [`ShownRow`].
macro_rules! shown_columns {
    () => {
        "c.comment_id, c.parent_id, c.root_id, c.thread_at, c.state, c.author_name, c.author_url, c.user_id, c.html,
         c.created_at, c.import_key, c.edited_at, c.likes, c.edition"
    };
}

/// What stands on the page: approved comments, and the places of removed ones. `comments` must be called `c`.
macro_rules! shown {
    () => {
        "c.state IN ('approved', 'removed')"
    };
}

pub(crate) use {comment_columns, shown, shown_columns};

macro_rules! with_post {
    () => {
        ", p.title AS post_title, p.permalink AS post_permalink, p.import_key AS post_import_key FROM comments c
         JOIN posts p ON p.site_id = c.site_id AND p.post_id = c.post_id"
    };
}

pub(crate) use with_post;

/// The beginning of the statements that add many comments at once.
macro_rules! insert_comment {
    () => {
        "INSERT INTO comments (site_id, comment_id, post_id, parent_id, root_id, thread_at, depth, state,
         author_name, author_email, author_url, user_id, body, html, created_at, updated_at, address_hash,
         address_until, submission, import_key, import_hash, verdict, email_hash, edited_at, likes, edition)"
    };
}

pub(crate) use insert_comment;

statements! {
    DELETE = "DELETE FROM comments WHERE site_id = $1 AND comment_id = $2";
    PUBLIC_RECENT = concat!("SELECT ", comment_columns!(), with_post!(), " WHERE c.site_id = $1 AND c.state = 'approved'
        AND ", visible!(), " ORDER BY c.created_at DESC, c.comment_id DESC LIMIT CAST($3 AS BIGINT) OFFSET $4");
    PUBLIC_OF_POST = concat!("SELECT ", comment_columns!(), with_post!(), " WHERE c.site_id = $1 AND c.state = 'approved'
        AND ", visible!(), " AND c.post_id = $3 ORDER BY c.comment_id DESC LIMIT CAST($4 AS BIGINT) OFFSET $5");
    DESK_COMMENT = concat!("SELECT ", comment_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.comment_id = $2");
    APPROVED_AFTER = concat!("SELECT ", comment_columns!(), ", p.public_from FROM comments c
        JOIN posts p ON p.site_id = c.site_id AND p.post_id = c.post_id
        WHERE c.site_id = $1 AND c.state = 'approved' AND c.comment_id > $2 ORDER BY c.comment_id LIMIT CAST($3 AS BIGINT)");
    APPROVED_OF_POST_AFTER = concat!("SELECT ", comment_columns!(), " FROM comments c
        WHERE c.site_id = $1 AND c.state = 'approved' AND c.post_id = $2 AND c.comment_id > $3
        ORDER BY c.comment_id LIMIT CAST($4 AS BIGINT)");
    // COALESCE, or SQLite would walk through all comments of the site in the order of their ids for each story.
    DESK_OF_POST_AFTER = concat!("SELECT ", comment_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.post_id = $2
        AND COALESCE(c.comment_id, $3) > $3 ORDER BY COALESCE(c.comment_id, $3) LIMIT CAST($4 AS BIGINT)");
    BY_IMPORT_KEY = concat!("SELECT ", comment_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.import_key = $2");
    KNOWN_READER = "SELECT EXISTS (SELECT 1 FROM comments WHERE site_id = $1 AND email_hash = $2 AND state = 'approved')
        OR EXISTS (SELECT 1 FROM comments WHERE site_id = $1 AND address_hash = $3 AND state = 'approved') AS known,
        EXISTS (SELECT 1 FROM bans WHERE site_id = $1 AND fingerprint IN ($2, $3) AND until_at > $5) AS banned,
        (SELECT count(*) FROM (SELECT 1 FROM comments WHERE site_id = $1 AND email_hash = $2
            AND state = 'approved' AND created_at < $4 LIMIT 10) few) AS by_email,
        (SELECT count(*) FROM (SELECT 1 FROM comments WHERE site_id = $1 AND address_hash = $3
            AND state = 'approved' AND created_at < $4 LIMIT 10) few) AS by_address";
    VERDICT = "SELECT verdict FROM comments WHERE site_id = $1 AND comment_id = $2";
    INSERT = concat!(insert_comment!(), " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) ON CONFLICT DO NOTHING RETURNING comment_id AS id");
    UPDATE = "UPDATE comments SET parent_id = $3, root_id = $4, thread_at = $5, depth = $6, state = $7, author_name = $8,
        author_url = $9, body = $10, html = $11, created_at = $12, updated_at = $13, import_hash = $14,
        edited_at = $15, edition = edition + 1
        WHERE site_id = $1 AND comment_id = $2";
    HOLD = "UPDATE comments SET depth = depth WHERE site_id = $1 AND comment_id = $2
        RETURNING state, post_id, thread_at, root_id, created_at, comment_id";
    ERASE_ADDRESSES = "UPDATE comments SET address_hash = NULL, address_until = NULL WHERE address_until <= $1";
}

records! {
    pub(crate) struct CommentRow {
        comment_id: Uuid,
        post_id: Uuid,
        parent_id: Option<Uuid>,
        root_id: Uuid,
        thread_at: Millis,
        depth: i64,
        state: String,
        author_name: String,
        author_email: Option<String>,
        author_url: Option<String>,
        user_id: Option<Uuid>,
        body: String,
        html: String,
        created_at: Millis,
        updated_at: Millis,
        address_hash: Option<Vec<u8>>,
        address_until: Option<Millis>,
        submission: Option<String>,
        import_key: Option<String>,
        import_hash: Option<String>,
        edited_at: Option<Millis>,
        likes: i64,
    }

    /// What a page shows of a comment: a long thread has hundreds, and each text of a row is a piece of memory.
    pub(crate) struct ShownRow {
        comment_id: Uuid,
        parent_id: Option<Uuid>,
        root_id: Uuid,
        thread_at: Millis,
        state: String,
        author_name: String,
        author_url: Option<String>,
        user_id: Option<Uuid>,
        html: String,
        created_at: Millis,
        import_key: Option<String>,
        edited_at: Option<Millis>,
        likes: i64,
        edition: i64,
    }

    pub(crate) struct CommentWithPostRow {
        #[sqlx(flatten)]
        comment: CommentRow,
        post_title: String,
        post_permalink: Option<String>,
        post_import_key: Option<String>,
        /// Only read for the desk.
        #[sqlx(default)]
        verdict: Option<String>,
    }

    struct KnownReaderRow {
        known: bool,
        banned: bool,
        by_email: i64,
        by_address: i64,
    }

    struct VerdictRow {
        verdict: Option<String>,
    }

    struct CommentWithHourRow {
        #[sqlx(flatten)]
        comment: CommentRow,
        public_from: Option<Millis>,
    }

    struct HeldRow {
        state: String,
        post_id: Uuid,
        #[sqlx(flatten)]
        place: Place,
    }
}

/// A comment with what names its story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentWithPost {
    /// The comment.
    pub comment: Comment,
    /// The story's headline.
    pub post_title: String,
    /// The story's public path, empty when it never had one.
    pub post_permalink: String,
    /// Where the story came from.
    pub post_import_key: Option<String>,
    /// What the spam filter thought of it, as whoever stored it wrote it. Only the desk's lists say so.
    pub verdict: Option<String>,
}

/// What is kept beside a comment that arrives from a reader, and that no page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// What the spam filter thought of it, as whoever stores it writes it.
    pub verdict: Option<String>,
    /// The keyed hash of the e-mail address that was given.
    pub email_hash: Option<Vec<u8>>,
}

/// What is known of a reader who comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KnownReader {
    /// Whether a comment of the same reader (by either fingerprint) is approved.
    pub known: bool,
    /// Whether the reader is banned.
    pub banned: bool,
    /// How many of the same reader were written before a moment and are approved: under the same e-mail address or
    /// from the same address, whichever are more, counted up to ten.
    pub settled: i64,
}

fn read_state(word: &str, id: Uuid) -> Result<CommentState, StoreError> {
    let unreadable =
        || StoreError::Unreadable { table: "comments", column: "state", value: word.to_owned(), id };
    CommentState::from_word(word).ok_or_else(unreadable)
}

impl ShownRow {
    /// The comment, which stands under `post`.
    pub(crate) fn under(self, post: PostId) -> Result<Clipping, StoreError> {
        let state = read_state(&self.state, self.comment_id)?;
        let comment = ShownComment {
            id: CommentId(self.comment_id),
            post,
            parent: self.parent_id.map(CommentId),
            root: CommentId(self.root_id),
            thread_at: self.thread_at,
            state,
            author_name: self.author_name,
            author_url: self.author_url,
            by_staff: self.user_id.is_some(),
            html: self.html,
            created_at: self.created_at,
            edited: self.edited_at.is_some(),
            likes: self.likes,
            import_key: self.import_key,
        };
        Ok(Clipping { edition: self.edition, comment: Arc::new(comment) })
    }
}

impl TryFrom<CommentRow> for Comment {
    type Error = StoreError;

    fn try_from(row: CommentRow) -> Result<Self, StoreError> {
        let state = read_state(&row.state, row.comment_id)?;
        Ok(Self {
            id: CommentId(row.comment_id),
            post: PostId(row.post_id),
            parent: row.parent_id.map(CommentId),
            root: CommentId(row.root_id),
            thread_at: row.thread_at,
            depth: row.depth,
            state,
            author_name: row.author_name,
            author_email: row.author_email,
            author_url: row.author_url,
            staff: row.user_id.map(UserId),
            text: row.body,
            html: row.html,
            created_at: row.created_at,
            updated_at: row.updated_at,
            address_hash: row.address_hash,
            address_until: row.address_until,
            submission: row.submission,
            import_key: row.import_key,
            import_hash: row.import_hash,
            edited_at: row.edited_at,
            likes: row.likes,
        })
    }
}

impl TryFrom<CommentWithPostRow> for CommentWithPost {
    type Error = StoreError;

    fn try_from(row: CommentWithPostRow) -> Result<Self, StoreError> {
        Ok(Self {
            comment: row.comment.try_into()?,
            post_title: row.post_title,
            post_permalink: row.post_permalink.unwrap_or_default(),
            post_import_key: row.post_import_key,
            verdict: row.verdict,
        })
    }
}

pub(crate) fn with_posts(rows: Vec<CommentWithPostRow>) -> Result<Vec<CommentWithPost>, StoreError> {
    rows.into_iter().map(CommentWithPost::try_from).collect()
}

impl Read {
    /// Approved comments of the site, newest first.
    pub async fn public_recent_comments(
        &mut self,
        site: SiteId,
        now: Millis,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<CommentWithPost>, StoreError> {
        with_posts(rows!(self.conn, CommentWithPostRow, PUBLIC_RECENT, site.0, now, limit, offset)?)
    }

    /// Approved comments of a post, newest first.
    pub async fn public_comments_of(
        &mut self,
        site: SiteId,
        now: Millis,
        post: PostId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<CommentWithPost>, StoreError> {
        with_posts(rows!(self.conn, CommentWithPostRow, PUBLIC_OF_POST, site.0, now, post.0, limit, offset)?)
    }

    /// A comment in any state.
    pub async fn desk_comment(
        &mut self,
        site: SiteId,
        comment: CommentId,
    ) -> Result<Option<Comment>, StoreError> {
        row!(self.conn, CommentRow, DESK_COMMENT, site.0, comment.0)?.map(Comment::try_from).transpose()
    }

    /// Approved comments by id, after one, each with the moment from which its post is public: how an index
    /// walks through all of a site.
    pub async fn approved_comments_after(
        &mut self,
        site: SiteId,
        after: CommentId,
        limit: i64,
    ) -> Result<Vec<(Comment, Visibility)>, StoreError> {
        let rows = rows!(self.conn, CommentWithHourRow, APPROVED_AFTER, site.0, after.0, limit)?;
        let read = |row: CommentWithHourRow| {
            Ok((row.comment.try_into()?, Visibility { public_from: row.public_from }))
        };
        rows.into_iter().map(read).collect()
    }

    /// Approved comments of a post in any state by id, after one.
    pub async fn approved_comments_of(
        &mut self,
        site: SiteId,
        post: PostId,
        after: CommentId,
        limit: i64,
    ) -> Result<Vec<Comment>, StoreError> {
        let rows = rows!(self.conn, CommentRow, APPROVED_OF_POST_AFTER, site.0, post.0, after.0, limit)?;
        rows.into_iter().map(Comment::try_from).collect()
    }

    /// Comments of a post in any state by id, after one: how an export walks through them.
    pub async fn desk_comments_of(
        &mut self,
        site: SiteId,
        post: PostId,
        after: CommentId,
        limit: i64,
    ) -> Result<Vec<Comment>, StoreError> {
        let rows = rows!(self.conn, CommentRow, DESK_OF_POST_AFTER, site.0, post.0, after.0, limit)?;
        rows.into_iter().map(Comment::try_from).collect()
    }

    /// The comment that an import made from a record.
    pub async fn comment_by_import_key(
        &mut self,
        site: SiteId,
        key: &str,
    ) -> Result<Option<Comment>, StoreError> {
        row!(self.conn, CommentRow, BY_IMPORT_KEY, site.0, key)?.map(Comment::try_from).transpose()
    }

    /// What is known of a reader who comments `now`; `before` is the moment before which a comment counts as settled.
    pub async fn known_reader(
        &mut self,
        site: SiteId,
        reader: &Fingerprints,
        before: Millis,
        now: Millis,
    ) -> Result<KnownReader, StoreError> {
        let Fingerprints { email, address } = reader;
        let row = row!(self.conn, KnownReaderRow, KNOWN_READER, site.0, email, address, before, now)?;
        let read = |row: KnownReaderRow| KnownReader {
            known: row.known,
            banned: row.banned,
            settled: row.by_email.max(row.by_address),
        };
        Ok(row.map(read).unwrap_or_default())
    }

    /// What the spam filter thought of a comment, as it was stored.
    pub async fn verdict(&mut self, site: SiteId, comment: CommentId) -> Result<Option<String>, StoreError> {
        Ok(row!(self.conn, VerdictRow, VERDICT, site.0, comment.0)?.and_then(|row| row.verdict))
    }
}

impl Tx {
    /// Adds a comment. `false`, and nothing is changed, when its submission or import key is there already.
    pub async fn insert_comment(&mut self, site: SiteId, c: &Comment) -> Result<bool, StoreError> {
        Ok(!self.insert_comments(site, std::slice::from_ref(c)).await?.is_empty())
    }

    /// Reads a comment in any state and holds it until the end of the transaction, so that nobody else changes it
    /// in between.
    pub async fn hold_comment(
        &mut self,
        site: SiteId,
        comment: CommentId,
    ) -> Result<Option<Comment>, StoreError> {
        row!(self.conn, HeldRow, HOLD, site.0, comment.0)?;
        self.desk_comment(site, comment).await
    }

    /// Replaces the words, place and state of a comment; `old` is how it was read. The counter of its post goes
    /// by the state that is stored, whatever `old` says. [`StoreError::Gone`] when it was deleted.
    pub async fn update_comment(
        &mut self,
        site: SiteId,
        old: &Comment,
        c: &Comment,
    ) -> Result<(), StoreError> {
        let held = row!(self.conn, HeldRow, HOLD, site.0, old.id.0)?.ok_or(StoreError::Gone)?;
        let rows = execute!(
            self.conn,
            UPDATE,
            site.0,
            old.id.0,
            c.parent.map(|id| id.0),
            c.root.0,
            c.thread_at,
            c.depth,
            c.state.as_str(),
            &c.author_name,
            &c.author_url,
            &c.text,
            &c.html,
            c.created_at,
            c.updated_at,
            &c.import_hash,
            c.edited_at,
        )?;
        self.wrote(rows);
        let (post, was) = (PostId(held.post_id), read_state(&held.state, old.id.0)?);
        self.threads.count(site, post, held.place, was, -1);
        self.count_comment(site, &Comment { id: old.id, post, ..c.clone() }, 1);
        let seen = was.is_shown() || c.state.is_shown();
        self.log_comment(site, (old.id, post), ChangeKind::Updated, seen);
        Ok(())
    }

    /// Removes a comment for good, as if nobody had written it. Its answers stay where they are; nothing happens when
    /// it is not there.
    pub async fn delete_comment(&mut self, site: SiteId, comment: CommentId) -> Result<(), StoreError> {
        let Some(held) = row!(self.conn, HeldRow, HOLD, site.0, comment.0)? else { return Ok(()) };
        let (post, was) = (PostId(held.post_id), read_state(&held.state, comment.0)?);
        self.threads.count(site, post, held.place, was, -1);
        let rows = execute!(self.conn, DELETE, site.0, comment.0)?;
        self.wrote(rows);
        self.log_comment(site, (comment, post), ChangeKind::Deleted, was.is_shown());
        Ok(())
    }

    /// Erases the address hashes whose time is over, on all sites; answers how many.
    pub async fn erase_old_addresses(&mut self, now: Millis) -> Result<u64, StoreError> {
        execute!(self.conn, ERASE_ADDRESSES, now)
    }

    /// Notes what happened to a comment; `seen` by readers before it or after it. A thousand that wait to be looked at must
    /// not make the page of their story anew a thousand times.
    pub(crate) fn log_comment(
        &mut self,
        site: SiteId,
        (comment, post): (CommentId, PostId),
        kind: ChangeKind,
        seen: bool,
    ) {
        let thing = if seen { Thing::Comment } else { Thing::HeldComment };
        self.note_of_post(site, thing, comment.0, kind, Some(post.0));
    }
}
