//! Many rows at once, for imports: what costs is the way to the database and back, so one statement carries
//! several rows, and what an earlier import made is asked for in lists.

use std::collections::HashMap;

use dateline_model::{
    ChangeKind, Comment, CommentId, MediaId, Millis, Post, PostId, PostKind, SiteId, Thing, Zone,
};
use uuid::Uuid;

use crate::clippings::first_edition;
use crate::comment::{CommentRow, comment_columns, insert_comment};
use crate::conn::{add_many, execute, many_of_site, records, rows_of_many, statements};
use crate::post_write::insert_post;
use crate::{Beside, Credits, Read, StoreError, Tx};

/// Posts of one statement. SQLite reads a statement in a time that grows with the square of its values.
const POSTS: usize = 16;
/// Places under a name or a tag of one statement.
const PLACES: usize = 32;
/// Rows of one statement of all other kinds.
const ROWS: usize = 16;
/// Comments of one statement, when there are too few for [`ROWS`].
const FEW: usize = 4;

/// `$2` to `$33`: the fixed size in which import keys are asked for.
macro_rules! keys {
    () => {
        "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
          $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)"
    };
}
/// Keys in one [`keys`].
const KEYS: usize = 32;

statements! {
    ADD_POSTS = many_of_site!(insert_post!(), POSTS, 30, "");
    ADD_BODIES = many_of_site!("INSERT INTO bodies (site_id, post_id, html, source, saved_by)", POSTS, 5, "");
    ADD_BYLINES = many_of_site!("INSERT INTO bylines (site_id, post_id, author_id, position, listed_at)", PLACES, 5, "");
    ADD_TAGS = many_of_site!("INSERT INTO post_tags (site_id, post_id, tag_id, position, listed_at)", PLACES, 5, "");
    ADD_COMMENTS = many_of_site!(insert_comment!(), ROWS, 26, "ON CONFLICT DO NOTHING RETURNING comment_id AS id");
    ADD_FEW_COMMENTS = many_of_site!(insert_comment!(), FEW, 26, "ON CONFLICT DO NOTHING RETURNING comment_id AS id");
    ADD_MEDIA_MANY = many_of_site!("INSERT INTO media (site_id, media_id, path, source_url, created_at)", ROWS, 5,
        "ON CONFLICT (site_id, source_url) DO NOTHING RETURNING media_id AS id");
    ADD_BODY = "INSERT INTO bodies (site_id, post_id, html, source, saved_by) VALUES ($1, $2, $3, $4, $5)";
    ADD_BYLINE_ALONE = "INSERT INTO bylines (site_id, post_id, author_id, position, listed_at) VALUES ($1, $2, $3, $4, $5)";
    ADD_TAG_ALONE = "INSERT INTO post_tags (site_id, post_id, tag_id, position, listed_at) VALUES ($1, $2, $3, $4, $5)";
    POST_MARKS = concat!("SELECT post_id AS id, import_key, import_hash, permalink FROM posts
        WHERE site_id = $1 AND import_key IN ", keys!());
    BY_SUBMISSIONS = concat!("SELECT ", comment_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.submission IN ", keys!());
    COMMENT_MARKS = concat!("SELECT comment_id AS id, import_key, import_hash FROM comments
        WHERE site_id = $1 AND import_key IN ", keys!());
}

/// What an earlier import left of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostMark {
    /// The post.
    pub id: PostId,
    /// Where it came from.
    pub import_key: String,
    /// The digest of its record.
    pub import_hash: Option<String>,
    /// Its public path.
    pub permalink: Option<String>,
}

/// What an earlier import left of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentMark {
    /// The comment.
    pub id: CommentId,
    /// Where it came from.
    pub import_key: String,
    /// The digest of its record.
    pub import_hash: Option<String>,
}

records! {
    struct PostMarkRow {
        id: Uuid,
        import_key: String,
        import_hash: Option<String>,
        permalink: Option<String>,
    }

    struct CommentMarkRow {
        id: Uuid,
        import_key: String,
        import_hash: Option<String>,
    }

    struct IdRow {
        id: Uuid,
    }
}

/// `keys` in lists of [`KEYS`]; a short one repeats its last key, which asks for nothing new.
fn lists(keys: &[String]) -> impl Iterator<Item = impl Iterator<Item = &String>> {
    keys.chunks(KEYS).map(|chunk| (0..KEYS).filter_map(move |n| chunk.get(n).or(chunk.last())))
}

impl Read {
    /// The posts that an import made under any of these keys.
    pub async fn post_marks(&mut self, site: SiteId, keys: &[String]) -> Result<Vec<PostMark>, StoreError> {
        let mut marks = Vec::new();
        for list in lists(keys) {
            let list: Vec<&String> = list.collect();
            let rows =
                rows_of_many!(self.conn, PostMarkRow, POST_MARKS, [site.0], &list, |query, key| query
                    .bind(key.as_str()))?;
            marks.extend(rows.into_iter().map(|row| PostMark {
                id: PostId(row.id),
                import_key: row.import_key,
                import_hash: row.import_hash,
                permalink: row.permalink,
            }));
        }
        Ok(marks)
    }

    /// The comments that an import made under any of these keys.
    pub async fn comment_marks(
        &mut self,
        site: SiteId,
        keys: &[String],
    ) -> Result<Vec<CommentMark>, StoreError> {
        let mut marks = Vec::new();
        for list in lists(keys) {
            let list: Vec<&String> = list.collect();
            let rows =
                rows_of_many!(self.conn, CommentMarkRow, COMMENT_MARKS, [site.0], &list, |query, key| query
                    .bind(key.as_str()))?;
            marks.extend(rows.into_iter().map(|row| CommentMark {
                id: CommentId(row.id),
                import_key: row.import_key,
                import_hash: row.import_hash,
            }));
        }
        Ok(marks)
    }
}

impl Read {
    /// The comments that forms with these submission keys made, by their key.
    pub(crate) async fn comments_by_submissions(
        &mut self,
        site: SiteId,
        keys: &[String],
    ) -> Result<HashMap<String, Comment>, StoreError> {
        let mut found = HashMap::new();
        for list in lists(keys) {
            let list: Vec<&String> = list.collect();
            let rows =
                rows_of_many!(self.conn, CommentRow, BY_SUBMISSIONS, [site.0], &list, |query, key| query
                    .bind(key.as_str()))?;
            for comment in rows.into_iter().map(Comment::try_from) {
                let comment = comment?;
                if let Some(key) = &comment.submission {
                    found.insert(key.clone(), comment);
                }
            }
        }
        Ok(found)
    }
}

/// A post's place under a name or a tag.
struct Place {
    post: PostId,
    under: Uuid,
    position: i64,
    listed: Option<Millis>,
}

impl Tx {
    /// Adds posts, in place of adding each. [`StoreError::Taken`] when a permalink or import key is there already;
    /// nothing of this transaction may be kept then.
    pub async fn insert_posts(
        &mut self,
        site: SiteId,
        zone: &Zone,
        posts: &[(Post, Credits)],
    ) -> Result<(), StoreError> {
        self.many_stories();
        for chunk in posts.chunks(POSTS) {
            self.add_posts(site, chunk).await?;
        }
        let (mut bylines, mut tags) = (Vec::new(), Vec::new());
        for (post, credits) in posts {
            let listed = post.listed_at();
            let stored = Credits { authors: once(&credits.authors), tags: once(&credits.tags) };
            let place = |(position, under)| Place { post: post.id, under, position: position as i64, listed };
            bylines.extend(stored.authors.iter().map(|id| id.0).enumerate().map(place));
            tags.extend(stored.tags.iter().map(|id| id.0).enumerate().map(place));
            self.count_lists(site, zone, listed, &stored, 1);
            self.note(site, Thing::Post, post.id.0, ChangeKind::Created);
            self.note_place(site, Thing::List, site.0);
            if post.kind == PostKind::Page {
                self.note_place(site, Thing::Pages, site.0);
            }
        }
        self.add_places(site, (ADD_BYLINES, ADD_BYLINE_ALONE), &bylines).await?;
        self.add_places(site, (ADD_TAGS, ADD_TAG_ALONE), &tags).await
    }

    async fn add_posts(&mut self, site: SiteId, posts: &[(Post, Credits)]) -> Result<(), StoreError> {
        if posts.len() < POSTS {
            for (post, _) in posts {
                self.put(crate::post_write::INSERT_POST, site, post).await?;
                execute!(self.conn, ADD_BODY, site.0, post.id.0, &post.html, &post.source, &post.saved_by)?;
            }
            return Ok(());
        }
        let rows = add_many!(self.conn, ADD_POSTS, [site.0], posts, |query, item| {
            let post = &item.0;
            query
                .bind(post.id.0)
                .bind(post.kind.as_str())
                .bind(post.status.as_str())
                .bind(post.visibility.public_from)
                .bind(post.listed_at())
                .bind(&post.title)
                .bind(&post.slug)
                .bind(&post.permalink)
                .bind(&post.excerpt)
                .bind(&post.teaser)
                .bind(post.teaser_is_all)
                .bind(&post.opening)
                .bind(&post.image)
                .bind(&post.image_alt)
                .bind(&post.image_caption)
                .bind(post.featured)
                .bind(&post.dateline)
                .bind(&post.lang)
                .bind(&post.meta_title)
                .bind(&post.meta_description)
                .bind(post.words)
                .bind(post.pictures)
                .bind(post.comments_open)
                .bind(post.published_at)
                .bind(post.created_at)
                .bind(post.updated_at)
                .bind(post.edited_at)
                .bind(&post.import_key)
                .bind(&post.import_hash)
        })?;
        self.wrote(rows);
        add_many!(self.conn, ADD_BODIES, [site.0], posts, |query, item| {
            query.bind(item.0.id.0).bind(&item.0.html).bind(&item.0.source).bind(&item.0.saved_by)
        })?;
        Ok(())
    }

    async fn add_places(
        &mut self,
        site: SiteId,
        (many, alone): (&'static str, &'static str),
        places: &[Place],
    ) -> Result<(), StoreError> {
        for chunk in places.chunks(PLACES) {
            if chunk.len() == PLACES {
                add_many!(self.conn, many, [site.0], chunk, |query, place| query
                    .bind(place.post.0)
                    .bind(place.under)
                    .bind(place.position)
                    .bind(place.listed))?;
                continue;
            }
            for Place { post, under, position, listed } in chunk {
                execute!(self.conn, alone, site.0, post.0, *under, *position, *listed)?;
            }
        }
        Ok(())
    }

    /// Adds comments, in place of adding each; answers those that were new. Nothing is changed by one whose
    /// submission or import key is there already.
    pub async fn insert_comments(
        &mut self,
        site: SiteId,
        comments: &[Comment],
    ) -> Result<Vec<CommentId>, StoreError> {
        let beside = Beside::default();
        let comments: Vec<_> = comments.iter().map(|comment| (comment, &beside)).collect();
        self.insert_readers_comments(site, &comments).await
    }

    /// The same for comments that arrive from readers.
    pub async fn insert_readers_comments(
        &mut self,
        site: SiteId,
        comments: &[(&Comment, &Beside)],
    ) -> Result<Vec<CommentId>, StoreError> {
        let (mut all_added, edition) = (Vec::with_capacity(comments.len()), first_edition());
        let mut left = comments;
        while !left.is_empty() {
            let (rows, sql) = match left.len() {
                ROWS.. => (ROWS, ADD_COMMENTS),
                FEW.. => (FEW, ADD_FEW_COMMENTS),
                _ => (1, crate::comment::INSERT),
            };
            let chunk;
            (chunk, left) = left.split_at(rows);
            let rows = rows_of_many!(self.conn, IdRow, sql, [site.0], chunk, |query, item| query
                .bind(item.0.id.0)
                .bind(item.0.post.0)
                .bind(item.0.parent.map(|id| id.0))
                .bind(item.0.root.0)
                .bind(item.0.thread_at)
                .bind(item.0.depth)
                .bind(item.0.state.as_str())
                .bind(&item.0.author_name)
                .bind(&item.0.author_email)
                .bind(&item.0.author_url)
                .bind(item.0.staff.map(|id| id.0))
                .bind(&item.0.text)
                .bind(&item.0.html)
                .bind(item.0.created_at)
                .bind(item.0.updated_at)
                .bind(&item.0.address_hash)
                .bind(item.0.address_until)
                .bind(&item.0.submission)
                .bind(&item.0.import_key)
                .bind(&item.0.import_hash)
                .bind(&item.1.verdict)
                .bind(&item.1.email_hash)
                .bind(item.0.edited_at)
                .bind(item.0.likes)
                .bind(edition))?;
            self.wrote(rows.len() as u64);
            for (comment, _) in chunk {
                if !rows.iter().any(|row| row.id == comment.id.0) {
                    continue;
                }
                self.count_comment(site, comment, 1);
                let seen = comment.state.is_shown();
                self.log_comment(site, (comment.id, comment.post), ChangeKind::Created, seen);
                all_added.push(comment.id);
            }
        }
        Ok(all_added)
    }

    /// Notes files that bodies show, which are only out there yet. Answers those that are new.
    pub async fn add_remote_media(
        &mut self,
        site: SiteId,
        sources: &[String],
        now: Millis,
    ) -> Result<Vec<MediaId>, StoreError> {
        let mut added = Vec::new();
        for chunk in sources.chunks(ROWS) {
            if chunk.len() < ROWS {
                for source in chunk {
                    added.extend(self.add_media(site, source, None, now).await?);
                }
                continue;
            }
            let rows =
                rows_of_many!(self.conn, IdRow, ADD_MEDIA_MANY, [site.0], chunk, |query, source| query
                    .bind(MediaId::mint(now).0)
                    .bind(None::<String>)
                    .bind(source)
                    .bind(now))?;
            self.wrote(rows.len() as u64);
            added.extend(rows.into_iter().map(|row| MediaId(row.id)));
        }
        Ok(added)
    }
}

/// Each of `ids` once, at its first place.
fn once<T: Copy + PartialEq>(ids: &[T]) -> Vec<T> {
    let mut kept = Vec::with_capacity(ids.len());
    for id in ids {
        if !kept.contains(id) {
            kept.push(*id);
        }
    }
    kept
}
