//! Markup that an owner adds to one story, page or tag.

use dateline_model::{ChangeKind, Injection, PostId, SiteId, TagId, Thing};
use uuid::Uuid;

use crate::conn::{execute, records, row, statements};
use crate::{Read, StoreError, Tx};

statements! {
    INJECTION = "SELECT head, foot FROM injections WHERE site_id = $1 AND thing_id = $2";
    SET_INJECTION = "INSERT INTO injections (site_id, thing_id, head, foot) VALUES ($1, $2, $3, $4)
        ON CONFLICT (site_id, thing_id) DO UPDATE SET head = excluded.head, foot = excluded.foot";
    DROP_INJECTION = "DELETE FROM injections WHERE site_id = $1 AND thing_id = $2";
}

records! {
    struct InjectionRow {
        head: String,
        foot: String,
    }
}

impl Read {
    /// What the owner adds to a story or a page; empty for most.
    pub async fn injection_of_post(&mut self, site: SiteId, post: PostId) -> Result<Injection, StoreError> {
        self.injection(site, post.0).await
    }

    /// What the owner adds to the pages of a tag; empty for most.
    pub async fn injection_of_tag(&mut self, site: SiteId, tag: TagId) -> Result<Injection, StoreError> {
        self.injection(site, tag.0).await
    }

    async fn injection(&mut self, site: SiteId, thing: Uuid) -> Result<Injection, StoreError> {
        let row = row!(self.conn, InjectionRow, INJECTION, site.0, thing)?;
        Ok(row.map(|row| Injection { head: row.head, foot: row.foot }).unwrap_or_default())
    }
}

impl Tx {
    /// Sets what the owner adds to a story or a page.
    pub async fn inject_into_post(
        &mut self,
        site: SiteId,
        post: PostId,
        injection: &Injection,
    ) -> Result<(), StoreError> {
        self.set_injection(site, post.0, injection).await?;
        self.note(site, Thing::Post, post.0, ChangeKind::Updated);
        Ok(())
    }

    /// Sets what the owner adds to the pages of a tag.
    pub async fn inject_into_tag(
        &mut self,
        site: SiteId,
        tag: TagId,
        injection: &Injection,
    ) -> Result<(), StoreError> {
        self.set_injection(site, tag.0, injection).await?;
        self.note(site, Thing::Tag, tag.0, ChangeKind::Updated);
        Ok(())
    }

    /// Takes away what was added to something that is gone.
    pub(crate) async fn drop_injection(&mut self, site: SiteId, thing: Uuid) -> Result<(), StoreError> {
        execute!(self.conn, DROP_INJECTION, site.0, thing)?;
        Ok(())
    }

    async fn set_injection(
        &mut self,
        site: SiteId,
        thing: Uuid,
        injection: &Injection,
    ) -> Result<(), StoreError> {
        if injection.is_empty() {
            return self.drop_injection(site, thing).await;
        }
        let rows = execute!(self.conn, SET_INJECTION, site.0, thing, &injection.head, &injection.foot)?;
        self.wrote(rows);
        Ok(())
    }
}
