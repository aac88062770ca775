//! Authors, staff and keys.

use dateline_model::{
    ApiKey, Author, AuthorId, ChangeKind, KeyId, KeyKind, Millis, Role, SiteId, StaffUser, Thing, UserId,
};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    AUTHORS = "SELECT author_id, name, slug, bio, url, profile_image, post_count, import_key FROM authors
        WHERE site_id = $1 ORDER BY name, author_id LIMIT CAST($2 AS BIGINT)";
    AUTHOR = "SELECT author_id, name, slug, bio, url, profile_image, post_count, import_key FROM authors
        WHERE site_id = $1 AND author_id = $2";
    AUTHOR_BY_SLUG = "SELECT author_id, name, slug, bio, url, profile_image, post_count, import_key FROM authors
        WHERE site_id = $1 AND slug = $2";
    AUTHOR_BY_NAME = "SELECT author_id, name, slug, bio, url, profile_image, post_count, import_key FROM authors
        WHERE site_id = $1 AND name = $2 ORDER BY author_id LIMIT 1";
    AUTHOR_BY_IMPORT_KEY = "SELECT author_id, name, slug, bio, url, profile_image, post_count, import_key FROM authors
        WHERE site_id = $1 AND import_key = $2";
    SAVE_AUTHOR = "INSERT INTO authors (site_id, author_id, name, slug, bio, url, profile_image, import_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (site_id, author_id) DO UPDATE
        SET name = excluded.name, slug = excluded.slug, bio = excluded.bio, url = excluded.url,
        profile_image = excluded.profile_image
        WHERE authors.name <> excluded.name OR authors.slug <> excluded.slug
        OR authors.bio IS DISTINCT FROM excluded.bio OR authors.url IS DISTINCT FROM excluded.url
        OR authors.profile_image IS DISTINCT FROM excluded.profile_image";
    DELETE_AUTHOR = "DELETE FROM authors WHERE site_id = $1 AND author_id = $2";
    DROP_AUTHOR_COUNTS = "DELETE FROM post_counts WHERE site_id = $1 AND list_id = $2";
    USERS = "SELECT user_id, name, email, role, disabled, created_at FROM users WHERE site_id = $1 ORDER BY created_at, user_id";
    SAVE_USER = "INSERT INTO users (site_id, user_id, name, email, role, disabled, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (site_id, user_id) DO UPDATE
        SET name = excluded.name, email = excluded.email, role = excluded.role, disabled = excluded.disabled";
    KEYS = "SELECT key_id, kind, name, secret, created_at, revoked_at FROM api_keys WHERE site_id = $1 ORDER BY created_at, key_id";
    KEY = "SELECT key_id, kind, name, secret, created_at, revoked_at FROM api_keys WHERE site_id = $1 AND key_id = $2";
    INSERT_KEY = "INSERT INTO api_keys (site_id, key_id, kind, name, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    REVOKE_KEY = "UPDATE api_keys SET revoked_at = $3 WHERE site_id = $1 AND key_id = $2 AND revoked_at IS NULL";
}

records! {
    pub(crate) struct AuthorRow {
        author_id: Uuid,
        name: String,
        slug: String,
        bio: Option<String>,
        url: Option<String>,
        profile_image: Option<String>,
        post_count: i64,
        import_key: Option<String>,
    }

    pub(crate) struct UserRow {
        user_id: Uuid,
        name: String,
        email: String,
        role: String,
        disabled: bool,
        created_at: Millis,
    }

    struct KeyRow {
        key_id: Uuid,
        kind: String,
        name: String,
        secret: String,
        created_at: Millis,
        revoked_at: Option<Millis>,
    }
}

impl From<AuthorRow> for Author {
    fn from(row: AuthorRow) -> Self {
        let AuthorRow { author_id, name, slug, bio, url, profile_image, post_count, import_key } = row;
        Self { id: AuthorId(author_id), name, slug, bio, url, profile_image, post_count, import_key }
    }
}

impl TryFrom<UserRow> for StaffUser {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        let UserRow { user_id, name, email, role, disabled, created_at } = row;
        let unreadable =
            || StoreError::Unreadable { table: "users", column: "role", value: role.clone(), id: user_id };
        let role = Role::from_word(&role).ok_or_else(unreadable)?;
        Ok(Self { id: UserId(user_id), name, email, role, disabled, created_at })
    }
}

impl TryFrom<KeyRow> for ApiKey {
    type Error = StoreError;

    fn try_from(row: KeyRow) -> Result<Self, StoreError> {
        let KeyRow { key_id, kind, name, secret, created_at, revoked_at } = row;
        let unreadable =
            || StoreError::Unreadable { table: "api_keys", column: "kind", value: kind.clone(), id: key_id };
        let kind = KeyKind::from_word(&kind).ok_or_else(unreadable)?;
        Ok(Self { id: KeyId(key_id), kind, name, secret, created_at, revoked_at })
    }
}

impl Read {
    /// The site's authors by name.
    pub async fn authors(&mut self, site: SiteId, limit: i64) -> Result<Vec<Author>, StoreError> {
        Ok(rows!(self.conn, AuthorRow, AUTHORS, site.0, limit)?.into_iter().map(Author::from).collect())
    }

    /// An author by id.
    pub async fn author(&mut self, site: SiteId, author: AuthorId) -> Result<Option<Author>, StoreError> {
        Ok(row!(self.conn, AuthorRow, AUTHOR, site.0, author.0)?.map(Author::from))
    }

    /// The author of a slug.
    pub async fn author_by_slug(&mut self, site: SiteId, slug: &str) -> Result<Option<Author>, StoreError> {
        Ok(row!(self.conn, AuthorRow, AUTHOR_BY_SLUG, site.0, slug)?.map(Author::from))
    }

    /// The author of exactly this name.
    pub async fn author_by_name(&mut self, site: SiteId, name: &str) -> Result<Option<Author>, StoreError> {
        Ok(row!(self.conn, AuthorRow, AUTHOR_BY_NAME, site.0, name)?.map(Author::from))
    }

    /// The author that an import made.
    pub async fn author_by_import_key(
        &mut self,
        site: SiteId,
        key: &str,
    ) -> Result<Option<Author>, StoreError> {
        Ok(row!(self.conn, AuthorRow, AUTHOR_BY_IMPORT_KEY, site.0, key)?.map(Author::from))
    }

    /// The staff, oldest account first.
    pub async fn users(&mut self, site: SiteId) -> Result<Vec<StaffUser>, StoreError> {
        rows!(self.conn, UserRow, USERS, site.0)?.into_iter().map(StaffUser::try_from).collect()
    }

    /// The site's keys, oldest first, revoked ones too.
    pub async fn keys(&mut self, site: SiteId) -> Result<Vec<ApiKey>, StoreError> {
        rows!(self.conn, KeyRow, KEYS, site.0)?.into_iter().map(ApiKey::try_from).collect()
    }

    /// A key by its id, revoked or not.
    pub async fn key(&mut self, site: SiteId, key: KeyId) -> Result<Option<ApiKey>, StoreError> {
        row!(self.conn, KeyRow, KEY, site.0, key.0)?.map(ApiKey::try_from).transpose()
    }
}

impl Tx {
    /// Adds an author or changes the author's words. [`StoreError::Taken`] when another one has the slug.
    pub async fn save_author(&mut self, site: SiteId, author: &Author) -> Result<(), StoreError> {
        let Author { id, name, slug, bio, url, profile_image, import_key, .. } = author;
        let rows =
            execute!(self.conn, SAVE_AUTHOR, site.0, id.0, name, slug, bio, url, profile_image, import_key)?;
        self.wrote(rows);
        if rows > 0 {
            self.note(site, Thing::Author, id.0, ChangeKind::Updated);
        }
        Ok(())
    }

    /// Removes an author and takes the name off the stories.
    pub async fn delete_author(&mut self, site: SiteId, author: AuthorId) -> Result<(), StoreError> {
        let rows = execute!(self.conn, DELETE_AUTHOR, site.0, author.0)?;
        if rows > 0 {
            self.note(site, Thing::Author, author.0, ChangeKind::Deleted);
        }
        execute!(self.conn, DROP_AUTHOR_COUNTS, site.0, author.0)?;
        self.drop_details(site, author.0).await?;
        self.wrote(rows);
        Ok(())
    }

    /// Adds an account or changes it. [`StoreError::Taken`] when another one has the address.
    pub async fn save_user(&mut self, site: SiteId, user: &StaffUser) -> Result<(), StoreError> {
        let StaffUser { id, name, email, role, disabled, created_at } = user;
        execute!(self.conn, SAVE_USER, site.0, id.0, name, email, role.as_str(), *disabled, *created_at)?;
        Ok(())
    }

    /// Adds a key.
    pub async fn insert_key(&mut self, site: SiteId, key: &ApiKey) -> Result<(), StoreError> {
        let ApiKey { id, kind, name, secret, created_at, .. } = key;
        execute!(self.conn, INSERT_KEY, site.0, id.0, kind.as_str(), name, secret, *created_at)?;
        Ok(())
    }

    /// Revokes a key; `false` when it is not there or was revoked before.
    pub async fn revoke_key(&mut self, site: SiteId, key: KeyId, now: Millis) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, REVOKE_KEY, site.0, key.0, now)? == 1)
    }
}
