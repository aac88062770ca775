//! What few stories, tags and authors have and no list shows.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use dateline_model::{AuthorId, ChangeKind, Details, PostId, SiteId, TagId, Thing};
use uuid::Uuid;

use crate::conn::{execute, records, rows, statements};
use crate::post::{ByLength, ID_LIST, id_list, rows_of};
use crate::{Read, StoreError, Tx};

macro_rules! details_of {
    ($length:tt) => {
        concat!(
            "SELECT thing_id, name, value FROM details WHERE site_id = $1 AND thing_id IN ",
            id_list!($length)
        )
    };
}

statements! {
    DETAILS = "SELECT thing_id, name, value FROM details WHERE site_id = $1 AND thing_id = $2";
    DETAILS_OF_1 = details_of!(1);
    DETAILS_OF_4 = details_of!(4);
    DETAILS_OF_8 = details_of!(8);
    DETAILS_OF_32 = details_of!(32);
    SET_DETAIL = "INSERT INTO details (site_id, thing_id, name, value) VALUES ($1, $2, $3, $4)
        ON CONFLICT (site_id, thing_id, name) DO UPDATE SET value = excluded.value";
    DROP_DETAIL = "DELETE FROM details WHERE site_id = $1 AND thing_id = $2 AND name = $3";
    DROP_DETAILS = "DELETE FROM details WHERE site_id = $1 AND thing_id = $2";
}

records! {
    struct DetailRow {
        thing_id: Uuid,
        name: String,
        value: String,
    }
}

/// The details of several things.
#[derive(Debug, Default)]
pub struct KnownDetails(HashMap<Uuid, Details>);

/// Those of a thing that has none.
static NONE: LazyLock<Details> = LazyLock::new(Details::default);

impl KnownDetails {
    /// Those of a story or a page.
    pub fn of_post(&self, post: PostId) -> &Details {
        self.0.get(&post.0).unwrap_or(&NONE)
    }

    /// Those of a tag.
    pub fn of_tag(&self, tag: TagId) -> &Details {
        self.0.get(&tag.0).unwrap_or(&NONE)
    }

    /// Those of an author.
    pub fn of_author(&self, author: AuthorId) -> &Details {
        self.0.get(&author.0).unwrap_or(&NONE)
    }
}

/// A thing in a list of them.
struct Named(Uuid);

impl Read {
    /// The details of a story or a page; empty for most.
    pub async fn details_of_post(&mut self, site: SiteId, post: PostId) -> Result<Details, StoreError> {
        self.details(site, post.0).await
    }

    /// The details of a tag.
    pub async fn details_of_tag(&mut self, site: SiteId, tag: TagId) -> Result<Details, StoreError> {
        self.details(site, tag.0).await
    }

    /// The details of an author.
    pub async fn details_of_author(&mut self, site: SiteId, author: AuthorId) -> Result<Details, StoreError> {
        self.details(site, author.0).await
    }

    async fn details(&mut self, site: SiteId, thing: Uuid) -> Result<Details, StoreError> {
        let rows = rows!(self.conn, DetailRow, DETAILS, site.0, thing)?;
        Ok(Details::from_rows(rows.iter().map(|row| (row.name.as_str(), row.value.as_str()))))
    }

    /// The details of stories, tags and authors together.
    pub async fn details_of(
        &mut self,
        site: SiteId,
        posts: impl IntoIterator<Item = PostId>,
        tags: impl IntoIterator<Item = TagId>,
        authors: impl IntoIterator<Item = AuthorId>,
    ) -> Result<KnownDetails, StoreError> {
        const BY_LENGTH: ByLength = [DETAILS_OF_1, DETAILS_OF_4, DETAILS_OF_8, DETAILS_OF_32];
        let posts = posts.into_iter().map(|id| id.0);
        let things: BTreeSet<Uuid> =
            posts.chain(tags.into_iter().map(|id| id.0)).chain(authors.into_iter().map(|id| id.0)).collect();
        let things: Vec<Named> = things.into_iter().map(Named).collect();
        let mut found: HashMap<Uuid, Vec<DetailRow>> = HashMap::new();
        for row in rows_of!(self.conn, DetailRow, BY_LENGTH, site, things) {
            found.entry(row.thing_id).or_default().push(row);
        }
        let details = |rows: &[DetailRow]| {
            Details::from_rows(rows.iter().map(|row| (row.name.as_str(), row.value.as_str())))
        };
        Ok(KnownDetails(found.into_iter().map(|(thing, rows)| (thing, details(&rows))).collect()))
    }
}

impl Tx {
    /// Puts the details of a story or a page in the place of those that are there. The change log hears of it from
    /// whoever writes the story.
    pub async fn set_details_of_post(
        &mut self,
        site: SiteId,
        post: PostId,
        details: &Details,
    ) -> Result<bool, StoreError> {
        self.set_details(site, post.0, details).await
    }

    /// The same for a tag, with a line in the change log.
    pub async fn set_details_of_tag(
        &mut self,
        site: SiteId,
        tag: TagId,
        details: &Details,
    ) -> Result<(), StoreError> {
        if self.set_details(site, tag.0, details).await? {
            self.note(site, Thing::Tag, tag.0, ChangeKind::Updated);
        }
        Ok(())
    }

    /// The same for an author, with a line in the change log.
    pub async fn set_details_of_author(
        &mut self,
        site: SiteId,
        author: AuthorId,
        details: &Details,
    ) -> Result<(), StoreError> {
        if self.set_details(site, author.0, details).await? {
            self.note(site, Thing::Author, author.0, ChangeKind::Updated);
        }
        Ok(())
    }

    /// Whether anything became another.
    async fn set_details(
        &mut self,
        site: SiteId,
        thing: Uuid,
        details: &Details,
    ) -> Result<bool, StoreError> {
        let before = self.details(site, thing).await?;
        let gone: Vec<_> = before.iter().filter(|(detail, _)| details.get(*detail).is_none()).collect();
        let fresh: Vec<_> =
            details.iter().filter(|(detail, value)| before.get(*detail) != Some(value)).collect();
        for (detail, _) in &gone {
            let rows = execute!(self.conn, DROP_DETAIL, site.0, thing, detail.as_str())?;
            self.wrote(rows);
        }
        for (detail, value) in &fresh {
            let rows = execute!(self.conn, SET_DETAIL, site.0, thing, detail.as_str(), value)?;
            self.wrote(rows);
        }
        Ok(!gone.is_empty() || !fresh.is_empty())
    }

    /// Takes away the details of something that is gone.
    pub(crate) async fn drop_details(&mut self, site: SiteId, thing: Uuid) -> Result<(), StoreError> {
        execute!(self.conn, DROP_DETAILS, site.0, thing)?;
        Ok(())
    }
}
