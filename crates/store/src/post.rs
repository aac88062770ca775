//! Reading posts one at a time.

use dateline_model::{
    Byline, Millis, Post, PostCard, PostId, PostKind, PostLink, PostStatus, SiteId, Tag, Visibility,
};
use uuid::Uuid;

use crate::conn::{records, row, rows, statements, visible};
use crate::{Read, StoreError};

/// The columns of [`PostRow`].
macro_rules! post_columns {
    () => {
        "p.post_id, p.kind, p.status, p.public_from, p.title, p.slug, p.permalink, b.html, b.source, b.saved_by, p.excerpt,
         p.teaser, p.teaser_is_all, p.opening, p.image, p.image_alt, p.image_caption, p.featured, p.dateline, p.lang,
         p.meta_title, p.meta_description, p.words, p.pictures, p.comments_open, p.comment_count, p.published_at,
         p.created_at, p.updated_at, p.edited_at, p.import_key, p.import_hash
         FROM posts p JOIN bodies b ON b.site_id = p.site_id AND b.post_id = p.post_id"
    };
}

/// The columns of [`CardRow`]; the caller adds FROM.
macro_rules! card_columns {
    () => {
        "p.post_id, p.title, p.slug, p.permalink, p.excerpt, p.teaser, p.teaser_is_all, p.opening, p.image, p.image_alt,
         p.featured, p.dateline, p.lang, p.words, p.pictures, p.comment_count, p.published_at, p.updated_at, p.import_key"
    };
}

/// The columns of [`LinkRow`] and where they come from.
macro_rules! link_columns {
    () => {
        "p.post_id, p.title, p.permalink, p.published_at, p.comment_count FROM posts p"
    };
}

/// `$2` and what follows: the fixed sizes in which lists of ids are asked for, those of [`LISTS`].
macro_rules! id_list {
    (1) => {
        "($2)"
    };
    (4) => {
        "($2, $3, $4, $5)"
    };
    (8) => {
        "($2, $3, $4, $5, $6, $7, $8, $9)"
    };
    (32) => {
        "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
          $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)"
    };
}
/// Ids in one [`id_list`]. A short list is filled up with its last id, and each one of a list costs half a microsecond
/// to look for, so a page of one story does not ask for 32.
pub(crate) const LISTS: [usize; 4] = [1, 4, 8, 32];
/// Ids in the longest one.
pub(crate) const ID_LIST: usize = 32;

/// One question for each of [`LISTS`].
pub(crate) type ByLength = [&'static str; LISTS.len()];

/// The shortest list that `ids` have room in, with its statement.
pub(crate) fn fitting(statements: ByLength, ids: usize) -> (usize, &'static str) {
    let last = (ID_LIST, statements[LISTS.len() - 1]);
    LISTS.into_iter().zip(statements).find(|(length, _)| *length >= ids).unwrap_or(last)
}

macro_rules! bylines_of {
    ($length:tt) => {
        concat!(
            "SELECT y.post_id, a.author_id, a.name, a.slug, a.bio, a.url, a.profile_image FROM bylines y
             JOIN authors a ON a.site_id = y.site_id AND a.author_id = y.author_id
             WHERE y.site_id = $1 AND y.post_id IN ",
            id_list!($length),
            " ORDER BY y.post_id, y.position"
        )
    };
}

macro_rules! tags_of {
    ($length:tt) => {
        concat!(
            "SELECT x.post_id, t.tag_id, t.name, t.slug, t.description, t.post_count, t.import_key
             FROM post_tags x JOIN tags t ON t.site_id = x.site_id AND t.tag_id = x.tag_id
             WHERE x.site_id = $1 AND x.post_id IN ",
            id_list!($length),
            " ORDER BY x.post_id, x.position"
        )
    };
}

macro_rules! html_of {
    ($length:tt) => {
        concat!("SELECT post_id, html FROM bodies WHERE site_id = $1 AND post_id IN ", id_list!($length))
    };
}

pub(crate) use {card_columns, id_list, post_columns};

// The plus sign in PUBLIC_PAGES and PUBLIC_LINKS keeps SQLite from reading all that is public to find a few posts.
statements! {
    PUBLIC_POST_BY_PERMALINK = concat!("SELECT ", post_columns!(),
        " WHERE p.site_id = $1 AND ", visible!(), " AND p.permalink = $3");
    PUBLIC_POST_UNDER = concat!("SELECT ", post_columns!(), " WHERE p.site_id = $1 AND ", visible!(),
        " AND p.permalink > $3 AND p.permalink < $4 ORDER BY p.permalink LIMIT 1");
    PUBLIC_POST = concat!("SELECT ", post_columns!(), " WHERE p.site_id = $1 AND ", visible!(), " AND p.post_id = $3");
    DESK_POST = concat!("SELECT ", post_columns!(), " WHERE p.site_id = $1 AND p.post_id = $2");
    DESK_POSTS_AFTER = concat!("SELECT ", post_columns!(),
        " WHERE p.site_id = $1 AND p.post_id > $2 ORDER BY p.post_id LIMIT CAST($3 AS BIGINT)");
    DESK_POST_BY_SLUG = concat!("SELECT ", post_columns!(), " WHERE p.site_id = $1 AND p.slug = $2 AND p.kind = $3
        ORDER BY p.updated_at DESC LIMIT 1");
    DESK_POSTS = concat!("SELECT ", post_columns!(), " WHERE p.site_id = $1 AND p.kind = $2
        AND ($3 = '' OR p.status = $3) ORDER BY p.updated_at DESC, p.post_id DESC LIMIT CAST($4 AS BIGINT) OFFSET $5");
    DESK_COUNT = "SELECT count(*) AS n FROM posts WHERE site_id = $1 AND kind = $2 AND ($3 = '' OR status = $3)";
    PERMALINK_HOLDER = "SELECT post_id AS id, kind AS word FROM posts WHERE site_id = $1 AND permalink = $2";
    SLUG_HOLDER = "SELECT post_id AS id, kind AS word FROM posts WHERE site_id = $1 AND slug = $2 AND post_id <> $3 LIMIT 1";
    POST_BY_IMPORT_KEY = concat!("SELECT ", post_columns!(), " WHERE p.site_id = $1 AND p.import_key = $2");
    OLDER = concat!("SELECT ", link_columns!(), " WHERE p.site_id = $1 AND ", visible!(),
        " AND p.listed_at IS NOT NULL AND (p.listed_at, p.post_id) < ($3, $4)
        ORDER BY p.listed_at DESC, p.post_id DESC LIMIT 1");
    NEWER = concat!("SELECT ", link_columns!(), " WHERE p.site_id = $1 AND ", visible!(),
        " AND p.listed_at IS NOT NULL AND (p.listed_at, p.post_id) > ($3, $4)
        ORDER BY p.listed_at, p.post_id LIMIT 1");
    PUBLIC_LINKS = concat!("SELECT ", link_columns!(), " WHERE p.site_id = $1 AND +", visible!(),
        " AND p.post_id IN ($3, $4, $5, $6, $7, $8)");
    MOST_DISCUSSED = concat!("SELECT ", link_columns!(), " WHERE p.site_id = $1 AND ", visible!(),
        " AND p.listed_at IS NOT NULL AND p.comment_count > 0
        ORDER BY p.comment_count DESC, p.listed_at DESC LIMIT CAST($3 AS BIGINT)");
    PUBLIC_PAGES = concat!("SELECT ", card_columns!(), " FROM posts p WHERE p.site_id = $1 AND +", visible!(),
        " AND p.kind = 'page' AND p.published_at IS NOT NULL ORDER BY p.title, p.post_id LIMIT CAST($3 AS BIGINT) OFFSET $4");
    BYLINES_OF_1 = bylines_of!(1);
    BYLINES_OF_4 = bylines_of!(4);
    BYLINES_OF_8 = bylines_of!(8);
    BYLINES_OF_32 = bylines_of!(32);
    TAGS_OF_1 = tags_of!(1);
    TAGS_OF_4 = tags_of!(4);
    TAGS_OF_8 = tags_of!(8);
    TAGS_OF_32 = tags_of!(32);
    HTML_OF_1 = html_of!(1);
    HTML_OF_4 = html_of!(4);
    HTML_OF_8 = html_of!(8);
    HTML_OF_32 = html_of!(32);
}

records! {
    pub(crate) struct PostRow {
        post_id: Uuid,
        kind: String,
        status: String,
        public_from: Option<Millis>,
        title: String,
        slug: String,
        permalink: Option<String>,
        html: String,
        source: Option<String>,
        saved_by: Option<String>,
        excerpt: Option<String>,
        teaser: String,
        teaser_is_all: bool,
        opening: Option<String>,
        image: Option<String>,
        image_alt: Option<String>,
        image_caption: Option<String>,
        featured: bool,
        dateline: Option<String>,
        lang: Option<String>,
        meta_title: Option<String>,
        meta_description: Option<String>,
        words: i64,
        pictures: i64,
        comments_open: bool,
        comment_count: i64,
        published_at: Option<Millis>,
        created_at: Millis,
        updated_at: Millis,
        edited_at: Option<Millis>,
        import_key: Option<String>,
        import_hash: Option<String>,
    }

    pub(crate) struct CardRow {
        post_id: Uuid,
        title: String,
        slug: String,
        permalink: Option<String>,
        excerpt: Option<String>,
        teaser: String,
        teaser_is_all: bool,
        opening: Option<String>,
        image: Option<String>,
        image_alt: Option<String>,
        featured: bool,
        dateline: Option<String>,
        lang: Option<String>,
        words: i64,
        pictures: i64,
        comment_count: i64,
        published_at: Option<Millis>,
        updated_at: Millis,
        import_key: Option<String>,
    }

    struct LinkRow {
        post_id: Uuid,
        title: String,
        permalink: Option<String>,
        published_at: Option<Millis>,
        comment_count: i64,
    }

    struct IdAndWord {
        id: Uuid,
        word: String,
    }

    pub(crate) struct Count {
        pub(crate) n: i64,
    }

    struct BylineRow {
        post_id: Uuid,
        author_id: Uuid,
        name: String,
        slug: String,
        bio: Option<String>,
        url: Option<String>,
        profile_image: Option<String>,
    }

    struct PostTagRow {
        post_id: Uuid,
        #[sqlx(flatten)]
        tag: crate::tag::TagRow,
    }

    struct HtmlRow {
        post_id: Uuid,
        html: String,
    }
}

impl TryFrom<PostRow> for Post {
    type Error = StoreError;

    fn try_from(row: PostRow) -> Result<Self, StoreError> {
        let unreadable = |column, value: &str| StoreError::Unreadable {
            table: "posts",
            column,
            value: value.to_owned(),
            id: row.post_id,
        };
        Ok(Self {
            id: PostId(row.post_id),
            kind: PostKind::from_word(&row.kind).ok_or_else(|| unreadable("kind", &row.kind))?,
            status: PostStatus::from_word(&row.status).ok_or_else(|| unreadable("status", &row.status))?,
            visibility: Visibility { public_from: row.public_from },
            title: row.title,
            slug: row.slug,
            permalink: row.permalink,
            html: row.html,
            source: row.source,
            saved_by: row.saved_by,
            excerpt: row.excerpt,
            teaser: row.teaser,
            teaser_is_all: row.teaser_is_all,
            opening: row.opening,
            image: row.image,
            image_alt: row.image_alt,
            image_caption: row.image_caption,
            featured: row.featured,
            dateline: row.dateline,
            lang: row.lang,
            meta_title: row.meta_title,
            meta_description: row.meta_description,
            words: row.words,
            pictures: row.pictures,
            comments_open: row.comments_open,
            comment_count: row.comment_count,
            published_at: row.published_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            edited_at: row.edited_at,
            import_key: row.import_key,
            import_hash: row.import_hash,
        })
    }
}

impl From<CardRow> for PostCard {
    fn from(row: CardRow) -> Self {
        Self {
            id: PostId(row.post_id),
            title: row.title,
            slug: row.slug,
            permalink: row.permalink.unwrap_or_default(),
            excerpt: row.excerpt,
            teaser: row.teaser,
            teaser_is_all: row.teaser_is_all,
            opening: row.opening,
            image: row.image,
            image_alt: row.image_alt,
            featured: row.featured,
            dateline: row.dateline,
            lang: row.lang,
            words: row.words,
            pictures: row.pictures,
            comment_count: row.comment_count,
            published_at: row.published_at.unwrap_or_default(),
            updated_at: row.updated_at,
            import_key: row.import_key,
        }
    }
}

impl From<LinkRow> for PostLink {
    fn from(row: LinkRow) -> Self {
        Self {
            id: PostId(row.post_id),
            title: row.title,
            permalink: row.permalink.unwrap_or_default(),
            published_at: row.published_at.unwrap_or_default(),
            comment_count: row.comment_count,
        }
    }
}

/// Runs the statements of a [`ByLength`] as often as `ids` need.
macro_rules! rows_of {
    ($conn:expr, $row:ty, $statements:expr, $site:expr, $ids:expr) => {{
        let mut all: Vec<$row> = Vec::new();
        for chunk in $ids.chunks(ID_LIST) {
            let (length, sql) = $crate::post::fitting($statements, chunk.len());
            // A short chunk repeats its last id, which asks for nothing new.
            let id = |n: usize| chunk.get(n).or(chunk.last()).map(|id| id.0);
            all.extend($crate::conn::rows_of_many!($conn, $row, sql, [$site.0], 0..length, |query, n| {
                query.bind(id(n))
            })?);
        }
        all
    }};
}

pub(crate) use rows_of;

impl Read {
    /// The public post or page at a path.
    pub async fn public_post_by_permalink(
        &mut self,
        site: SiteId,
        now: Millis,
        path: &str,
    ) -> Result<Option<Post>, StoreError> {
        row!(self.conn, PostRow, PUBLIC_POST_BY_PERMALINK, site.0, now, path)?.map(Post::try_from).transpose()
    }

    /// The first public post or page by path below a folder such as `/2008/01/`.
    pub async fn public_post_under(
        &mut self,
        site: SiteId,
        now: Millis,
        folder: &str,
    ) -> Result<Option<Post>, StoreError> {
        // `0` is the letter after `/`.
        let ends = format!("{}0", folder.trim_end_matches('/'));
        row!(self.conn, PostRow, PUBLIC_POST_UNDER, site.0, now, folder, ends)?
            .map(Post::try_from)
            .transpose()
    }

    /// A public post or page by its id.
    pub async fn public_post(
        &mut self,
        site: SiteId,
        now: Millis,
        post: PostId,
    ) -> Result<Option<Post>, StoreError> {
        row!(self.conn, PostRow, PUBLIC_POST, site.0, now, post.0)?.map(Post::try_from).transpose()
    }

    /// A post in any state.
    pub async fn desk_post(&mut self, site: SiteId, post: PostId) -> Result<Option<Post>, StoreError> {
        row!(self.conn, PostRow, DESK_POST, site.0, post.0)?.map(Post::try_from).transpose()
    }

    /// Posts and pages in any state by id, after one: how an index walks through all of a site.
    pub async fn desk_posts_after(
        &mut self,
        site: SiteId,
        after: PostId,
        limit: i64,
    ) -> Result<Vec<Post>, StoreError> {
        let rows = rows!(self.conn, PostRow, DESK_POSTS_AFTER, site.0, after.0, limit)?;
        rows.into_iter().map(Post::try_from).collect()
    }

    /// The post of a slug in any state; the one changed last when a site with dated permalinks has several.
    pub async fn desk_post_by_slug(
        &mut self,
        site: SiteId,
        kind: PostKind,
        slug: &str,
    ) -> Result<Option<Post>, StoreError> {
        row!(self.conn, PostRow, DESK_POST_BY_SLUG, site.0, slug, kind.as_str())?
            .map(Post::try_from)
            .transpose()
    }

    /// Posts in any state or only in `status`, changed last first.
    pub async fn desk_posts(
        &mut self,
        site: SiteId,
        kind: PostKind,
        status: Option<PostStatus>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Post>, StoreError> {
        let status = status.map_or("", PostStatus::as_str);
        let rows = rows!(self.conn, PostRow, DESK_POSTS, site.0, kind.as_str(), status, limit, offset)?;
        rows.into_iter().map(Post::try_from).collect()
    }

    /// How many posts [`Self::desk_posts`] has in all.
    pub async fn desk_count(
        &mut self,
        site: SiteId,
        kind: PostKind,
        status: Option<PostStatus>,
    ) -> Result<i64, StoreError> {
        let status = status.map_or("", PostStatus::as_str);
        Ok(row!(self.conn, Count, DESK_COUNT, site.0, kind.as_str(), status)?.map_or(0, |row| row.n))
    }

    /// Which post, in any state, has this permalink.
    pub async fn permalink_holder(
        &mut self,
        site: SiteId,
        path: &str,
    ) -> Result<Option<(PostId, PostKind)>, StoreError> {
        let row = row!(self.conn, IdAndWord, PERMALINK_HOLDER, site.0, path)?;
        Ok(row.map(|row| (PostId(row.id), PostKind::from_word(&row.word).unwrap_or(PostKind::Post))))
    }

    /// Whether a post other than `own`, in any state, has this slug.
    pub async fn slug_is_taken(&mut self, site: SiteId, slug: &str, own: PostId) -> Result<bool, StoreError> {
        Ok(row!(self.conn, IdAndWord, SLUG_HOLDER, site.0, slug, own.0)?.is_some())
    }

    /// The post that an import made from a record, in any state.
    pub async fn post_by_import_key(&mut self, site: SiteId, key: &str) -> Result<Option<Post>, StoreError> {
        row!(self.conn, PostRow, POST_BY_IMPORT_KEY, site.0, key)?.map(Post::try_from).transpose()
    }

    /// The stories before and after one in the order of the lists: (older, newer).
    pub async fn public_neighbours(
        &mut self,
        site: SiteId,
        now: Millis,
        post: &Post,
    ) -> Result<(Option<PostLink>, Option<PostLink>), StoreError> {
        match post.listed_at() {
            Some(at) => self.neighbours_at(site, now, at, post.id).await,
            None => Ok((None, None)),
        }
    }

    /// The stories before and after a place in the list of all stories.
    pub(crate) async fn neighbours_at(
        &mut self,
        site: SiteId,
        now: Millis,
        at: Millis,
        post: PostId,
    ) -> Result<(Option<PostLink>, Option<PostLink>), StoreError> {
        let older = row!(self.conn, LinkRow, OLDER, site.0, now, at, post.0)?;
        let newer = row!(self.conn, LinkRow, NEWER, site.0, now, at, post.0)?;
        Ok((older.map(PostLink::from), newer.map(PostLink::from)))
    }

    /// The headlines of up to six posts, in the order of `posts`; those that readers cannot see are left out.
    pub async fn public_links(
        &mut self,
        site: SiteId,
        now: Millis,
        posts: &[PostId],
    ) -> Result<Vec<PostLink>, StoreError> {
        let Some(last) = posts.last() else { return Ok(Vec::new()) };
        let id = |n: usize| posts.get(n).unwrap_or(last).0;
        let found =
            rows!(self.conn, LinkRow, PUBLIC_LINKS, site.0, now, id(0), id(1), id(2), id(3), id(4), id(5))?;
        let mut links: Vec<PostLink> = found.into_iter().map(PostLink::from).collect();
        links.sort_by_key(|link| posts.iter().position(|post| *post == link.id));
        Ok(links)
    }

    /// The stories with the most approved comments.
    pub async fn public_most_discussed(
        &mut self,
        site: SiteId,
        now: Millis,
        limit: i64,
    ) -> Result<Vec<PostLink>, StoreError> {
        Ok(rows!(self.conn, LinkRow, MOST_DISCUSSED, site.0, now, limit)?
            .into_iter()
            .map(PostLink::from)
            .collect())
    }

    /// The public static pages by title.
    pub async fn public_pages(
        &mut self,
        site: SiteId,
        now: Millis,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<PostCard>, StoreError> {
        Ok(rows!(self.conn, CardRow, PUBLIC_PAGES, site.0, now, limit, offset)?
            .into_iter()
            .map(PostCard::from)
            .collect())
    }

    /// The bylines of posts, each post's in their printed order.
    pub async fn bylines(
        &mut self,
        site: SiteId,
        posts: &[PostId],
    ) -> Result<Vec<(PostId, Byline)>, StoreError> {
        const BY_LENGTH: ByLength = [BYLINES_OF_1, BYLINES_OF_4, BYLINES_OF_8, BYLINES_OF_32];
        let rows = rows_of!(self.conn, BylineRow, BY_LENGTH, site, posts);
        let byline = |r: BylineRow| {
            (
                PostId(r.post_id),
                Byline {
                    author: dateline_model::AuthorId(r.author_id),
                    name: r.name,
                    slug: r.slug,
                    bio: r.bio,
                    url: r.url,
                    profile_image: r.profile_image,
                },
            )
        };
        Ok(rows.into_iter().map(byline).collect())
    }

    /// The tags of posts, each post's in their order; the first is its section.
    pub async fn tags_of(
        &mut self,
        site: SiteId,
        posts: &[PostId],
    ) -> Result<Vec<(PostId, Tag)>, StoreError> {
        const BY_LENGTH: ByLength = [TAGS_OF_1, TAGS_OF_4, TAGS_OF_8, TAGS_OF_32];
        let rows = rows_of!(self.conn, PostTagRow, BY_LENGTH, site, posts);
        Ok(rows.into_iter().map(|row| (PostId(row.post_id), row.tag.into())).collect())
    }

    /// The bodies of posts, in no order.
    pub async fn html_of(
        &mut self,
        site: SiteId,
        posts: &[PostId],
    ) -> Result<Vec<(PostId, String)>, StoreError> {
        const BY_LENGTH: ByLength = [HTML_OF_1, HTML_OF_4, HTML_OF_8, HTML_OF_32];
        let rows = rows_of!(self.conn, HtmlRow, BY_LENGTH, site, posts);
        Ok(rows.into_iter().map(|row| (PostId(row.post_id), row.html)).collect())
    }
}
