//! Whose names stand with stories, and what is known of those who bear them.

use dateline_model::{Author, AuthorId, PostId, SiteId, Tag, TagId};
use uuid::Uuid;

use crate::conn::{records, statements};
use crate::people::AuthorRow;
use crate::post::{ByLength, ID_LIST, id_list, rows_of};
use crate::tag::TagRow;
use crate::{Read, StoreError};

macro_rules! named_on {
    ($length:tt) => {
        concat!(
            "SELECT post_id, author_id AS id, position, CAST(0 AS BIGINT) AS part FROM bylines
             WHERE site_id = $1 AND post_id IN ",
            id_list!($length),
            " UNION ALL SELECT post_id, tag_id AS id, position, CAST(1 AS BIGINT) AS part FROM post_tags
             WHERE site_id = $1 AND post_id IN ",
            id_list!($length)
        )
    };
}

macro_rules! authors_of {
    ($length:tt) => {
        concat!(
            "SELECT author_id, name, slug, bio, url, profile_image, post_count, import_key FROM authors
             WHERE site_id = $1 AND author_id IN ",
            id_list!($length)
        )
    };
}

macro_rules! tags_of {
    ($length:tt) => {
        concat!(
            "SELECT tag_id, name, slug, description, post_count, import_key FROM tags
             WHERE site_id = $1 AND tag_id IN ",
            id_list!($length)
        )
    };
}

statements! {
    NAMED_ON_1 = named_on!(1);
    NAMED_ON_4 = named_on!(4);
    NAMED_ON_8 = named_on!(8);
    NAMED_ON_32 = named_on!(32);
    AUTHORS_OF_1 = authors_of!(1);
    AUTHORS_OF_4 = authors_of!(4);
    AUTHORS_OF_8 = authors_of!(8);
    AUTHORS_OF_32 = authors_of!(32);
    TAGS_OF_1 = tags_of!(1);
    TAGS_OF_4 = tags_of!(4);
    TAGS_OF_8 = tags_of!(8);
    TAGS_OF_32 = tags_of!(32);
}

records! {
    struct NamedRow {
        post_id: Uuid,
        id: Uuid,
        position: i64,
        part: i64,
    }
}

/// Who signs a story and what it is filed under, both in the order in which they are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedOn {
    /// Whose names stand in the byline.
    pub authors: Vec<AuthorId>,
    /// Its tags; the first is its section.
    pub tags: Vec<TagId>,
}

impl Read {
    /// Who signs each of `posts` and what it is filed under, in the order of `posts`.
    pub async fn named_on(&mut self, site: SiteId, posts: &[PostId]) -> Result<Vec<NamedOn>, StoreError> {
        const BY_LENGTH: ByLength = [NAMED_ON_1, NAMED_ON_4, NAMED_ON_8, NAMED_ON_32];
        let mut rows = rows_of!(self.conn, NamedRow, BY_LENGTH, site, posts);
        rows.sort_unstable_by_key(|row| (row.part, row.position));
        let mut named = vec![NamedOn::default(); posts.len()];
        for row in rows {
            let Some(at) = posts.iter().position(|post| post.0 == row.post_id) else { continue };
            match row.part {
                0 => named[at].authors.push(AuthorId(row.id)),
                _ => named[at].tags.push(TagId(row.id)),
            }
        }
        Ok(named)
    }

    /// The authors of these ids, in no order.
    pub async fn authors_of(
        &mut self,
        site: SiteId,
        authors: &[AuthorId],
    ) -> Result<Vec<Author>, StoreError> {
        const BY_LENGTH: ByLength = [AUTHORS_OF_1, AUTHORS_OF_4, AUTHORS_OF_8, AUTHORS_OF_32];
        Ok(rows_of!(self.conn, AuthorRow, BY_LENGTH, site, authors).into_iter().map(Author::from).collect())
    }

    /// The tags of these ids, in no order.
    pub async fn tags_named(&mut self, site: SiteId, tags: &[TagId]) -> Result<Vec<Tag>, StoreError> {
        const BY_LENGTH: ByLength = [TAGS_OF_1, TAGS_OF_4, TAGS_OF_8, TAGS_OF_32];
        Ok(rows_of!(self.conn, TagRow, BY_LENGTH, site, tags).into_iter().map(Tag::from).collect())
    }
}
