//! Accounts: passwords, links that work once, and failed attempts to sign in.

use dateline_model::{AuthorId, LinkId, LinkKind, Millis, Role, SiteId, StaffLink, StaffUser, UserId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::people::UserRow;
use crate::{Read, StoreError, Tx};

statements! {
    USER = "SELECT user_id, name, email, role, disabled, created_at FROM users WHERE site_id = $1 AND user_id = $2";
    USER_BY_EMAIL = "SELECT user_id, name, email, role, disabled, created_at FROM users
        WHERE site_id = $1 AND email = $2";
    BYLINE_OF_USER = "SELECT author_id FROM user_bylines WHERE site_id = $1 AND user_id = $2";
    USER_OF_BYLINE = "SELECT author_id FROM user_bylines WHERE site_id = $1 AND author_id = $2";
    SAVE_BYLINE = "INSERT INTO user_bylines (site_id, user_id, author_id) VALUES ($1, $2, $3)
        ON CONFLICT (site_id, user_id) DO UPDATE SET author_id = excluded.author_id";
    DELETE_USER = "DELETE FROM users WHERE site_id = $1 AND user_id = $2";
    PASSWORD = "SELECT password FROM passwords WHERE site_id = $1 AND user_id = $2";
    ANY_PASSWORD = "SELECT password FROM passwords WHERE site_id = $1 LIMIT 1";
    SAVE_PASSWORD = "INSERT INTO passwords (site_id, user_id, password, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (site_id, user_id) DO UPDATE SET password = excluded.password, changed_at = excluded.changed_at";
    INSERT_LINK = "INSERT INTO staff_links (site_id, link_id, kind, token, user_id, email, role, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LINK_BY_TOKEN = "SELECT link_id, kind, user_id, email, role, created_at, expires_at FROM staff_links
        WHERE site_id = $1 AND token = $2";
    LINKS_OF_KIND = "SELECT link_id, kind, user_id, email, role, created_at, expires_at FROM staff_links
        WHERE site_id = $1 AND kind = $2 ORDER BY created_at DESC LIMIT CAST($3 AS BIGINT)";
    DELETE_LINK = "DELETE FROM staff_links WHERE site_id = $1 AND link_id = $2";
    DELETE_LINKS_OF_KIND = "DELETE FROM staff_links WHERE site_id = $1 AND kind = $2";
    DELETE_LINKS_OF_USER = "DELETE FROM staff_links WHERE site_id = $1 AND user_id = $2";
    FAILURES = "SELECT failures, last_at FROM sign_in_failures WHERE site_id = $1 AND subject = $2";
    COUNT_FAILURE = "INSERT INTO sign_in_failures (site_id, subject, failures, last_at) VALUES ($1, $2, 1, $3)
        ON CONFLICT (site_id, subject) DO UPDATE SET last_at = excluded.last_at, failures =
        CASE WHEN sign_in_failures.last_at < $4 THEN 1 ELSE sign_in_failures.failures + 1 END";
    FORGIVE_FAILURE = "UPDATE sign_in_failures SET failures = failures - 1
        WHERE site_id = $1 AND subject = $2 AND failures > 0";
    FORGET_FAILURES = "DELETE FROM sign_in_failures WHERE site_id = $1 AND subject = $2";
    FORGET_OLD_FAILURES = "DELETE FROM sign_in_failures WHERE site_id = $1 AND last_at < $2";
    PLACE = "SELECT last_at FROM sign_in_places WHERE site_id = $1 AND user_id = $2 AND place = $3";
    SAVE_PLACE = "INSERT INTO sign_in_places (site_id, user_id, place, last_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (site_id, user_id, place) DO UPDATE SET last_at = excluded.last_at";
    FORGET_OLD_PLACES = "DELETE FROM sign_in_places WHERE site_id = $1 AND user_id = $2 AND last_at < $3";
}

records! {
    struct BylineRow {
        author_id: Uuid,
    }

    /// A password as it is stored.
    struct PasswordRow {
        password: String,
    }

    struct LinkRow {
        link_id: Uuid,
        kind: String,
        user_id: Option<Uuid>,
        email: Option<String>,
        role: Option<String>,
        created_at: Millis,
        expires_at: Millis,
    }

    /// How often signing in has failed for somebody or from somewhere.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Failures {
        /// How often in a row.
        pub failures: i64,
        /// When last.
        pub last_at: Millis,
    }

    struct PlaceRow {
        last_at: Millis,
    }
}

impl TryFrom<LinkRow> for StaffLink {
    type Error = StoreError;

    fn try_from(row: LinkRow) -> Result<Self, StoreError> {
        let LinkRow { link_id, kind, user_id, email, role, created_at, expires_at } = row;
        let unreadable = |column, value: &str| StoreError::Unreadable {
            table: "staff_links",
            column,
            value: value.to_owned(),
            id: link_id,
        };
        let kind = LinkKind::from_word(&kind).ok_or_else(|| unreadable("kind", &kind))?;
        let role =
            role.map(|word| Role::from_word(&word).ok_or_else(|| unreadable("role", &word))).transpose()?;
        let user = user_id.map(UserId);
        Ok(Self { id: LinkId(link_id), kind, user, email, role, created_at, expires_at })
    }
}

impl Read {
    /// An account by its id.
    pub async fn user(&mut self, site: SiteId, user: UserId) -> Result<Option<StaffUser>, StoreError> {
        row!(self.conn, UserRow, USER, site.0, user.0)?.map(StaffUser::try_from).transpose()
    }

    /// The account with this address, which is in lower case.
    pub async fn user_by_email(
        &mut self,
        site: SiteId,
        email: &str,
    ) -> Result<Option<StaffUser>, StoreError> {
        row!(self.conn, UserRow, USER_BY_EMAIL, site.0, email)?.map(StaffUser::try_from).transpose()
    }

    /// The author as whom an account signs; `None` until it has signed something.
    pub async fn byline_of_user(
        &mut self,
        site: SiteId,
        user: UserId,
    ) -> Result<Option<AuthorId>, StoreError> {
        let row = row!(self.conn, BylineRow, BYLINE_OF_USER, site.0, user.0)?;
        Ok(row.map(|row| AuthorId(row.author_id)))
    }

    /// Whether an account signs as this author.
    pub async fn is_byline_of_user(&mut self, site: SiteId, author: AuthorId) -> Result<bool, StoreError> {
        Ok(row!(self.conn, BylineRow, USER_OF_BYLINE, site.0, author.0)?.is_some())
    }

    /// The digest of an account's password; `None` while it has none.
    pub async fn password(&mut self, site: SiteId, user: UserId) -> Result<Option<String>, StoreError> {
        Ok(row!(self.conn, PasswordRow, PASSWORD, site.0, user.0)?.map(|row| row.password))
    }

    /// Whether anybody can sign in.
    pub async fn has_passwords(&mut self, site: SiteId) -> Result<bool, StoreError> {
        Ok(row!(self.conn, PasswordRow, ANY_PASSWORD, site.0)?.is_some())
    }

    /// The link with this digest of its token, of whatever kind, expired or not.
    pub async fn link_by_token(
        &mut self,
        site: SiteId,
        token: &str,
    ) -> Result<Option<StaffLink>, StoreError> {
        row!(self.conn, LinkRow, LINK_BY_TOKEN, site.0, token)?.map(StaffLink::try_from).transpose()
    }

    /// Links of a kind, newest first, expired ones too.
    pub async fn links(
        &mut self,
        site: SiteId,
        kind: LinkKind,
        limit: i64,
    ) -> Result<Vec<StaffLink>, StoreError> {
        let rows = rows!(self.conn, LinkRow, LINKS_OF_KIND, site.0, kind.as_str(), limit)?;
        rows.into_iter().map(StaffLink::try_from).collect()
    }

    /// Failures of a subject.
    pub async fn failures(&mut self, site: SiteId, subject: &str) -> Result<Failures, StoreError> {
        Ok(row!(self.conn, Failures, FAILURES, site.0, subject)?.unwrap_or_default())
    }

    /// Whether an account has signed in from a place.
    pub async fn knows_place(&mut self, site: SiteId, user: UserId, place: &str) -> Result<bool, StoreError> {
        let row = row!(self.conn, PlaceRow, PLACE, site.0, user.0, place)?;
        Ok(row.is_some_and(|row| row.last_at > 0))
    }
}

impl Tx {
    /// Deletes an account with its password and its devices; `false` when it is not there.
    pub async fn delete_user(&mut self, site: SiteId, user: UserId) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DELETE_USER, site.0, user.0)? == 1)
    }

    /// Has an account sign as this author. [`StoreError::Taken`] when another account does.
    pub async fn save_byline(
        &mut self,
        site: SiteId,
        user: UserId,
        author: AuthorId,
    ) -> Result<(), StoreError> {
        execute!(self.conn, SAVE_BYLINE, site.0, user.0, author.0)?;
        Ok(())
    }

    /// Gives an account a password; what is stored is its digest.
    pub async fn save_password(
        &mut self,
        site: SiteId,
        user: UserId,
        password: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        execute!(self.conn, SAVE_PASSWORD, site.0, user.0, password, now)?;
        Ok(())
    }

    /// Adds a link; `token` is the digest of what stands in its address.
    pub async fn insert_link(
        &mut self,
        site: SiteId,
        link: &StaffLink,
        token: &str,
    ) -> Result<(), StoreError> {
        let StaffLink { id, kind, user, email, role, created_at, expires_at } = link;
        let (user, role) = (user.map(|user| user.0), role.map(Role::as_str));
        execute!(
            self.conn,
            INSERT_LINK,
            site.0,
            id.0,
            kind.as_str(),
            token,
            user,
            email,
            role,
            *created_at,
            *expires_at
        )?;
        Ok(())
    }

    /// Deletes a link; `false` when it is not there, because it was used or withdrawn.
    pub async fn delete_link(&mut self, site: SiteId, link: LinkId) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DELETE_LINK, site.0, link.0)? == 1)
    }

    /// Deletes all links of a kind.
    pub async fn delete_links(&mut self, site: SiteId, kind: LinkKind) -> Result<(), StoreError> {
        execute!(self.conn, DELETE_LINKS_OF_KIND, site.0, kind.as_str())?;
        Ok(())
    }

    /// Deletes all links made for an account.
    pub async fn delete_links_of_user(&mut self, site: SiteId, user: UserId) -> Result<(), StoreError> {
        execute!(self.conn, DELETE_LINKS_OF_USER, site.0, user.0)?;
        Ok(())
    }

    /// Counts a failure. One whose last lies before `forgotten` begins anew.
    pub async fn count_failure(
        &mut self,
        site: SiteId,
        subject: &str,
        now: Millis,
        forgotten: Millis,
    ) -> Result<(), StoreError> {
        execute!(self.conn, COUNT_FAILURE, site.0, subject, now, forgotten)?;
        Ok(())
    }

    /// Takes one failure back.
    pub async fn forgive_failure(&mut self, site: SiteId, subject: &str) -> Result<(), StoreError> {
        execute!(self.conn, FORGIVE_FAILURE, site.0, subject)?;
        Ok(())
    }

    /// Forgets a subject's failures.
    pub async fn forget_failures(&mut self, site: SiteId, subject: &str) -> Result<(), StoreError> {
        execute!(self.conn, FORGET_FAILURES, site.0, subject)?;
        Ok(())
    }

    /// Forgets the failures of all whose last lies before `before`.
    pub async fn forget_old_failures(&mut self, site: SiteId, before: Millis) -> Result<(), StoreError> {
        execute!(self.conn, FORGET_OLD_FAILURES, site.0, before)?;
        Ok(())
    }

    /// Remembers that an account signed in from a place, and forgets places not seen since `before`.
    pub async fn save_place(
        &mut self,
        site: SiteId,
        user: UserId,
        place: &str,
        now: Millis,
        before: Millis,
    ) -> Result<(), StoreError> {
        execute!(self.conn, FORGET_OLD_PLACES, site.0, user.0, before)?;
        execute!(self.conn, SAVE_PLACE, site.0, user.0, place, now)?;
        Ok(())
    }
}
