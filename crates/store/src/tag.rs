//! Tags.

use dateline_model::{ChangeKind, SiteId, Tag, TagId, Thing};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    TAGS = "SELECT tag_id, name, slug, description, post_count, import_key FROM tags
        WHERE site_id = $1 ORDER BY name, tag_id LIMIT CAST($2 AS BIGINT) OFFSET $3";
    TAG_BY_SLUG = "SELECT tag_id, name, slug, description, post_count, import_key FROM tags WHERE site_id = $1 AND slug = $2";
    TAG_BY_NAME = "SELECT tag_id, name, slug, description, post_count, import_key FROM tags
        WHERE site_id = $1 AND name = $2 ORDER BY tag_id LIMIT 1";
    TAG = "SELECT tag_id, name, slug, description, post_count, import_key FROM tags WHERE site_id = $1 AND tag_id = $2";
    COUNT_TAGS = "SELECT count(*) AS n FROM tags WHERE site_id = $1";
    SAVE_TAG = "INSERT INTO tags (site_id, tag_id, name, slug, description, import_key) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (site_id, tag_id) DO UPDATE SET name = excluded.name, slug = excluded.slug, description = excluded.description
        WHERE tags.name <> excluded.name OR tags.slug <> excluded.slug
        OR tags.description IS DISTINCT FROM excluded.description";
    DROP_TAG_COUNTS = "DELETE FROM post_counts WHERE site_id = $1 AND list_id = $2";
    DELETE_TAG = "DELETE FROM tags WHERE site_id = $1 AND tag_id = $2";
}

records! {
    pub(crate) struct TagRow {
        tag_id: Uuid,
        name: String,
        slug: String,
        description: Option<String>,
        post_count: i64,
        import_key: Option<String>,
    }
}

impl From<TagRow> for Tag {
    fn from(row: TagRow) -> Self {
        let TagRow { tag_id, name, slug, description, post_count, import_key } = row;
        Self { id: TagId(tag_id), name, slug, description, post_count, import_key }
    }
}

impl Read {
    /// The site's tags by name.
    pub async fn tags(&mut self, site: SiteId, limit: i64, offset: i64) -> Result<Vec<Tag>, StoreError> {
        Ok(rows!(self.conn, TagRow, TAGS, site.0, limit, offset)?.into_iter().map(Tag::from).collect())
    }

    /// How many tags the site has.
    pub async fn tag_count(&mut self, site: SiteId) -> Result<i64, StoreError> {
        Ok(row!(self.conn, crate::post::Count, COUNT_TAGS, site.0)?.map_or(0, |row| row.n))
    }

    /// The tag of a slug.
    pub async fn tag_by_slug(&mut self, site: SiteId, slug: &str) -> Result<Option<Tag>, StoreError> {
        Ok(row!(self.conn, TagRow, TAG_BY_SLUG, site.0, slug)?.map(Tag::from))
    }

    /// The tag of exactly this name.
    pub async fn tag_by_name(&mut self, site: SiteId, name: &str) -> Result<Option<Tag>, StoreError> {
        Ok(row!(self.conn, TagRow, TAG_BY_NAME, site.0, name)?.map(Tag::from))
    }

    /// A tag by its id.
    pub async fn tag(&mut self, site: SiteId, tag: TagId) -> Result<Option<Tag>, StoreError> {
        Ok(row!(self.conn, TagRow, TAG, site.0, tag.0)?.map(Tag::from))
    }
}

impl Tx {
    /// Adds a tag or changes its words. [`StoreError::Taken`] when another tag has its slug.
    pub async fn save_tag(&mut self, site: SiteId, tag: &Tag) -> Result<(), StoreError> {
        let rows = execute!(
            self.conn,
            SAVE_TAG,
            site.0,
            tag.id.0,
            &tag.name,
            &tag.slug,
            &tag.description,
            &tag.import_key
        )?;
        self.wrote(rows);
        if rows > 0 {
            self.note(site, Thing::Tag, tag.id.0, ChangeKind::Updated);
        }
        Ok(())
    }

    /// Removes a tag and takes it off its stories.
    pub async fn delete_tag(&mut self, site: SiteId, tag: TagId) -> Result<(), StoreError> {
        let rows = execute!(self.conn, DELETE_TAG, site.0, tag.0)?;
        if rows > 0 {
            self.note(site, Thing::Tag, tag.0, ChangeKind::Deleted);
        }
        execute!(self.conn, DROP_TAG_COUNTS, site.0, tag.0)?;
        self.drop_injection(site, tag.0).await?;
        self.drop_details(site, tag.0).await?;
        self.wrote(rows);
        Ok(())
    }
}
