//! Markup that an owner adds to one story, page or tag.

use std::collections::HashMap;

use dateline_model::{ChangeKind, Injection, PostId, SiteId, TagId, Thing};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows_of_many, statements};
use crate::{Read, StoreError, Tx};

/// Things in one statement.
const THINGS: usize = 16;

statements! {
    INJECTIONS_OF = "SELECT thing_id, head, foot FROM injections WHERE site_id = $1 AND thing_id IN ($2, $3, $4, $5, $6,
        $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
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

records! {
    struct NamedInjectionRow {
        thing_id: Uuid,
        head: String,
        foot: String,
    }
}

/// What is added to several things.
#[derive(Debug, Default)]
pub struct KnownInjections(HashMap<Uuid, Injection>);

/// What is added to most.
static NOTHING: Injection = Injection { head: String::new(), foot: String::new() };

impl KnownInjections {
    /// What is added to a story or a page.
    pub fn of_post(&self, post: PostId) -> &Injection {
        self.0.get(&post.0).unwrap_or(&NOTHING)
    }

    /// What is added to the pages of a tag.
    pub fn of_tag(&self, tag: TagId) -> &Injection {
        self.0.get(&tag.0).unwrap_or(&NOTHING)
    }
}

impl Read {
    /// What the owner adds to stories and tags, for all of them together.
    pub async fn injections_of(
        &mut self,
        site: SiteId,
        posts: impl IntoIterator<Item = PostId>,
        tags: impl IntoIterator<Item = TagId>,
    ) -> Result<KnownInjections, StoreError> {
        let things: Vec<Uuid> =
            posts.into_iter().map(|id| id.0).chain(tags.into_iter().map(|id| id.0)).collect();
        let mut found = HashMap::new();
        for chunk in things.chunks(THINGS) {
            // A short chunk repeats its last id, which asks for nothing new.
            let id = |n: usize| chunk.get(n).or(chunk.last()).copied();
            let rows = rows_of_many!(
                self.conn,
                NamedInjectionRow,
                INJECTIONS_OF,
                [site.0],
                0..THINGS,
                |query, n| query.bind(id(n))
            )?;
            let named = |row: NamedInjectionRow| (row.thing_id, Injection { head: row.head, foot: row.foot });
            found.extend(rows.into_iter().map(named));
        }
        Ok(KnownInjections(found))
    }

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
