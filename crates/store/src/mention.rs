//! Mentions by other sites.

use dateline_model::{CommentState, Mention, MentionId, MentionKind, Millis, PostId, SiteId};
use uuid::Uuid;

use crate::conn::{execute, records, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    APPROVED_MENTIONS = "SELECT mention_id, post_id, kind, state, title, url, excerpt, created_at, import_key
        FROM mentions WHERE site_id = $1 AND post_id = $2 AND state = 'approved'
        ORDER BY created_at, mention_id LIMIT CAST($3 AS BIGINT) OFFSET $4";
    DESK_MENTIONS = "SELECT mention_id, post_id, kind, state, title, url, excerpt, created_at, import_key
        FROM mentions WHERE site_id = $1 AND post_id = $2 ORDER BY created_at, mention_id LIMIT CAST($3 AS BIGINT) OFFSET $4";
    ADD_MENTION = "INSERT INTO mentions (site_id, mention_id, post_id, kind, state, title, url, excerpt, created_at,
        import_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    DELETE_MENTION = "DELETE FROM mentions WHERE site_id = $1 AND mention_id = $2";
}

records! {
    struct MentionRow {
        mention_id: Uuid,
        post_id: Uuid,
        kind: String,
        state: String,
        title: String,
        url: Option<String>,
        excerpt: String,
        created_at: Millis,
        import_key: Option<String>,
    }
}

impl TryFrom<MentionRow> for Mention {
    type Error = StoreError;

    fn try_from(row: MentionRow) -> Result<Self, StoreError> {
        let unreadable = |column, value: &str| StoreError::Unreadable {
            table: "mentions",
            column,
            value: value.to_owned(),
            id: row.mention_id,
        };
        Ok(Self {
            id: MentionId(row.mention_id),
            post: PostId(row.post_id),
            kind: MentionKind::from_word(&row.kind).ok_or_else(|| unreadable("kind", &row.kind))?,
            state: CommentState::from_word(&row.state).ok_or_else(|| unreadable("state", &row.state))?,
            title: row.title,
            url: row.url,
            excerpt: row.excerpt,
            created_at: row.created_at,
            import_key: row.import_key,
        })
    }
}

impl Read {
    /// Approved mentions of a post that its caller has found to be public, oldest first.
    pub async fn approved_mentions(
        &mut self,
        site: SiteId,
        post: PostId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Mention>, StoreError> {
        let rows = rows!(self.conn, MentionRow, APPROVED_MENTIONS, site.0, post.0, limit, offset)?;
        rows.into_iter().map(Mention::try_from).collect()
    }

    /// Mentions of a post in any state, oldest first.
    pub async fn desk_mentions(
        &mut self,
        site: SiteId,
        post: PostId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Mention>, StoreError> {
        let rows = rows!(self.conn, MentionRow, DESK_MENTIONS, site.0, post.0, limit, offset)?;
        rows.into_iter().map(Mention::try_from).collect()
    }
}

impl Tx {
    /// Adds a mention; nothing happens when its import key is there already. Whether it is new.
    pub async fn add_mention(&mut self, site: SiteId, mention: &Mention) -> Result<bool, StoreError> {
        let Mention { id, post, kind, state, title, url, excerpt, created_at, import_key } = mention;
        let (kind, state) = (kind.as_str(), state.as_str());
        let added = execute!(
            self.conn,
            ADD_MENTION,
            site.0,
            id.0,
            post.0,
            kind,
            state,
            title,
            url,
            excerpt,
            *created_at,
            import_key
        )?;
        self.wrote(added);
        Ok(added == 1)
    }

    /// Takes a mention away.
    pub async fn delete_mention(&mut self, site: SiteId, mention: MentionId) -> Result<(), StoreError> {
        let rows = execute!(self.conn, DELETE_MENTION, site.0, mention.0)?;
        self.wrote(rows);
        Ok(())
    }
}
