//! The library of a site: pictures and other files, what is known of them and where they are used.

use dateline_model::{ChangeKind, Media, MediaId, Millis, PostId, SiteId, Thing};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::post::{ByLength, Count, ID_LIST, id_list, rows_of};
use crate::{Read, StoreError, Tx};

macro_rules! shown_of {
    ($length:tt) => {
        concat!(
            "SELECT media_id, path, media_type, width, height, colour FROM media WHERE site_id = $1 AND path IN ",
            id_list!($length)
        )
    };
}

statements! {
    MEDIA = "SELECT media_id, path, source_url, media_type, bytes, width, height, hash, colour, alt, caption, credit,
        licence, created_at FROM media WHERE site_id = $1 AND media_id = $2";
    MEDIA_BY_HASH = "SELECT media_id, path, source_url, media_type, bytes, width, height, hash, colour, alt, caption, credit,
        licence, created_at FROM media WHERE site_id = $1 AND hash = $2 AND path IS NOT NULL ORDER BY media_id LIMIT 1";
    MEDIA_BY_SOURCE = "SELECT media_id, path, source_url, media_type, bytes, width, height, hash, colour, alt, caption,
        credit, licence, created_at FROM media WHERE site_id = $1 AND source_url = $2";
    MEDIA_BY_PATH = "SELECT media_id, path, source_url, media_type, bytes, width, height, hash, colour, alt, caption,
        credit, licence, created_at FROM media WHERE site_id = $1 AND path = $2 ORDER BY media_id LIMIT 1";
    MEDIA_SHOWN_1 = shown_of!(1);
    MEDIA_SHOWN_4 = shown_of!(4);
    MEDIA_SHOWN_8 = shown_of!(8);
    MEDIA_SHOWN_32 = shown_of!(32);
    MEDIA_PAGE = "SELECT media_id, path, source_url, media_type, bytes, width, height, hash, colour, alt, caption, credit,
        licence, created_at FROM media WHERE site_id = $1 AND path IS NOT NULL
        AND lower(path || ' ' || alt || ' ' || caption || ' ' || credit) LIKE $2 ESCAPE '!'
        ORDER BY created_at DESC, media_id DESC LIMIT CAST($3 AS BIGINT) OFFSET $4";
    MEDIA_COUNT = "SELECT count(*) AS n FROM media WHERE site_id = $1 AND path IS NOT NULL
        AND lower(path || ' ' || alt || ' ' || caption || ' ' || credit) LIKE $2 ESCAPE '!'";
    MEDIA_REMOTE = "SELECT media_id, path, source_url, media_type, bytes, width, height, hash, colour, alt, caption, credit,
        licence, created_at FROM media WHERE site_id = $1 AND path IS NULL AND media_id > $2 ORDER BY media_id LIMIT CAST($3 AS BIGINT)";
    MEDIA_AFTER = "SELECT media_id, path, source_url, media_type, bytes, width, height, hash, colour, alt, caption, credit,
        licence, created_at FROM media WHERE site_id = $1 AND media_id > $2 ORDER BY media_id LIMIT CAST($3 AS BIGINT)";
    MEDIA_USES = "SELECT p.post_id, p.title FROM posts p JOIN bodies b ON b.site_id = p.site_id AND b.post_id = p.post_id
        WHERE p.site_id = $1 AND (p.image LIKE $2 ESCAPE '!' OR b.html LIKE $2 ESCAPE '!')
        ORDER BY p.post_id DESC LIMIT CAST($3 AS BIGINT)";
    MEDIA_IN_STORIES = "SELECT p.post_id, p.image, b.html FROM posts p
        JOIN bodies b ON b.site_id = p.site_id AND b.post_id = p.post_id
        WHERE p.site_id = $1 AND p.post_id > $2 ORDER BY p.post_id LIMIT CAST($3 AS BIGINT)";
    MEDIA_OF_AUTHORS = "SELECT profile_image AS text FROM authors WHERE site_id = $1 AND profile_image LIKE '%/content/%'";
    MEDIA_IN_DETAILS = "SELECT value AS text FROM details WHERE site_id = $1 AND value LIKE '%/content/%'";
    MEDIA_IN_SNIPPETS = "SELECT html AS text FROM snippets WHERE site_id = $1 AND html LIKE '%/content/%'";
    MEDIA_IN_INJECTIONS = "SELECT head || foot AS text FROM injections WHERE site_id = $1 AND head || foot LIKE '%/content/%'";
    MEDIA_IN_SETTINGS = "SELECT value AS text FROM settings WHERE site_id = $1 AND value LIKE '%/content/%'";
    KEEP_MEDIA = "INSERT INTO media (site_id, media_id, path, source_url, media_type, bytes, width, height, hash, colour,
        alt, caption, credit, licence, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (site_id, source_url) DO UPDATE SET path = excluded.path, media_type = excluded.media_type,
        bytes = excluded.bytes, width = excluded.width, height = excluded.height, hash = excluded.hash,
        colour = excluded.colour RETURNING media_id AS id";
    DESCRIBE_MEDIA = "UPDATE media SET alt = $3, caption = $4, credit = $5, licence = $6
        WHERE site_id = $1 AND media_id = $2 AND (alt <> $3 OR caption <> $4 OR credit <> $5 OR licence <> $6)";
    LEAVE_MEDIA = "UPDATE media SET path = NULL, media_type = '', bytes = 0, width = 0, height = 0, hash = NULL, colour = NULL
        WHERE site_id = $1 AND media_id = $2";
    DELETE_MEDIA = "DELETE FROM media WHERE site_id = $1 AND media_id = $2";
}

/// A story that shows a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The story.
    pub post: PostId,
    /// Its headline.
    pub title: String,
}

/// What a page must know of a picture to show it well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPicture {
    /// Its id.
    pub id: MediaId,
    /// Where it lies below the content folder.
    pub path: String,
    /// What it is served as.
    pub media_type: String,
    /// Pixels across, as shown.
    pub width: u32,
    /// Pixels down, as shown.
    pub height: u32,
    /// The colour on the whole, `#rrggbb`.
    pub colour: Option<String>,
}

records! {
    struct ShownRow {
        media_id: Uuid,
        path: String,
        media_type: String,
        width: i64,
        height: i64,
        colour: Option<String>,
    }
}

/// A path as a list of them is asked for.
struct Path<'p>(&'p str);

records! {
    struct MediaRow {
        media_id: Uuid,
        path: Option<String>,
        source_url: String,
        media_type: String,
        bytes: i64,
        width: i64,
        height: i64,
        hash: Option<String>,
        colour: Option<String>,
        alt: String,
        caption: String,
        credit: String,
        licence: String,
        created_at: Millis,
    }
}

impl From<MediaRow> for Media {
    fn from(row: MediaRow) -> Self {
        let MediaRow { media_id, path, source_url, media_type, bytes, width, height, hash, colour, .. } = row;
        let MediaRow { alt, caption, credit, licence, created_at, .. } = row;
        let (id, source) = (MediaId(media_id), source_url);
        Self {
            id,
            path,
            source,
            media_type,
            bytes,
            width,
            height,
            hash,
            colour,
            alt,
            caption,
            credit,
            licence,
            created_at,
        }
    }
}

records! {
    struct UseRow {
        post_id: Uuid,
        title: String,
    }

    struct StoryRow {
        post_id: Uuid,
        image: Option<String>,
        html: String,
    }

    struct TextRow {
        text: String,
    }

    struct IdRow {
        id: Uuid,
    }
}

impl Read {
    /// A file by its id.
    pub async fn media(&mut self, site: SiteId, id: MediaId) -> Result<Option<Media>, StoreError> {
        Ok(row!(self.conn, MediaRow, MEDIA, site.0, id.0)?.map(Media::from))
    }

    /// The file that lies here with this content.
    pub async fn media_by_hash(&mut self, site: SiteId, hash: &str) -> Result<Option<Media>, StoreError> {
        Ok(row!(self.conn, MediaRow, MEDIA_BY_HASH, site.0, hash)?.map(Media::from))
    }

    /// The file that came from an address.
    pub async fn media_by_source(&mut self, site: SiteId, source: &str) -> Result<Option<Media>, StoreError> {
        Ok(row!(self.conn, MediaRow, MEDIA_BY_SOURCE, site.0, source)?.map(Media::from))
    }

    /// The file that lies at a path below the content folder.
    pub async fn media_by_path(&mut self, site: SiteId, path: &str) -> Result<Option<Media>, StoreError> {
        Ok(row!(self.conn, MediaRow, MEDIA_BY_PATH, site.0, path)?.map(Media::from))
    }

    /// The pictures that lie at these paths below the content folder and whose sizes are known, in no order.
    pub async fn shown_pictures(
        &mut self,
        site: SiteId,
        paths: &[String],
    ) -> Result<Vec<ShownPicture>, StoreError> {
        const BY_LENGTH: ByLength = [MEDIA_SHOWN_1, MEDIA_SHOWN_4, MEDIA_SHOWN_8, MEDIA_SHOWN_32];
        let paths: Vec<Path<'_>> = paths.iter().map(|path| Path(path)).collect();
        let rows = rows_of!(self.conn, ShownRow, BY_LENGTH, site, paths);
        let shown = |row: ShownRow| {
            let (width, height) = (u32::try_from(row.width).ok()?, u32::try_from(row.height).ok()?);
            let ShownRow { media_id, path, media_type, colour, .. } = row;
            (width > 0 && height > 0).then_some(ShownPicture {
                id: MediaId(media_id),
                path,
                media_type,
                width,
                height,
                colour,
            })
        };
        Ok(rows.into_iter().filter_map(shown).collect())
    }

    /// Files that lie here whose name, description, caption or credit has these words, newest first.
    pub async fn media_page(
        &mut self,
        site: SiteId,
        words: &str,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Media>, StoreError> {
        let rows = rows!(self.conn, MediaRow, MEDIA_PAGE, site.0, containing(words), limit, offset)?;
        Ok(rows.into_iter().map(Media::from).collect())
    }

    /// How many files [`Self::media_page`] lists in all.
    pub async fn media_count(&mut self, site: SiteId, words: &str) -> Result<i64, StoreError> {
        Ok(row!(self.conn, Count, MEDIA_COUNT, site.0, containing(words))?.map_or(0, |row| row.n))
    }

    /// Files that are only out there, in the order of their ids, after `last`.
    pub async fn remote_media(
        &mut self,
        site: SiteId,
        last: MediaId,
        limit: i64,
    ) -> Result<Vec<Media>, StoreError> {
        let rows = rows!(self.conn, MediaRow, MEDIA_REMOTE, site.0, last.0, limit)?;
        Ok(rows.into_iter().map(Media::from).collect())
    }

    /// All files, those that are only out there too, in the order of their ids, after `last`.
    pub async fn media_after(
        &mut self,
        site: SiteId,
        last: MediaId,
        limit: i64,
    ) -> Result<Vec<Media>, StoreError> {
        let rows = rows!(self.conn, MediaRow, MEDIA_AFTER, site.0, last.0, limit)?;
        Ok(rows.into_iter().map(Media::from).collect())
    }

    /// Stories in any state that show or link to a file at a path below the content folder, in whatever size; the newest
    /// first. Every body is read: this is for somebody at the desk, not for a page.
    pub async fn media_uses(&mut self, site: SiteId, path: &str, limit: i64) -> Result<Vec<Use>, StoreError> {
        let rows = rows!(self.conn, UseRow, MEDIA_USES, site.0, containing(in_any_size(path)), limit)?;
        Ok(rows.into_iter().map(|row| Use { post: PostId(row.post_id), title: row.title }).collect())
    }

    /// What up to `limit` stories after one show: each story's id, its picture and its body, in the order of the ids.
    /// The walk reads every body of a site: this is for somebody at the desk, not for a page.
    pub async fn shown_in_stories(
        &mut self,
        site: SiteId,
        after: PostId,
        limit: i64,
    ) -> Result<Vec<(PostId, Option<String>, String)>, StoreError> {
        let rows = rows!(self.conn, StoryRow, MEDIA_IN_STORIES, site.0, after.0, limit)?;
        Ok(rows.into_iter().map(|row| (PostId(row.post_id), row.image, row.html)).collect())
    }

    /// Everything beside the stories that names a file of the library: portraits, details, snippets, the owner's own
    /// markup, settings.
    pub async fn shown_elsewhere(&mut self, site: SiteId) -> Result<Vec<String>, StoreError> {
        let mut texts = Vec::new();
        for statement in
            [MEDIA_OF_AUTHORS, MEDIA_IN_DETAILS, MEDIA_IN_SNIPPETS, MEDIA_IN_INJECTIONS, MEDIA_IN_SETTINGS]
        {
            let rows = rows!(self.conn, TextRow, statement, site.0)?;
            texts.extend(rows.into_iter().map(|row| row.text));
        }
        Ok(texts)
    }
}

impl Tx {
    /// Keeps what is known of a file. One that came from the same address before keeps its id and its words. Answers
    /// the id it has.
    pub async fn keep_media(&mut self, site: SiteId, media: &Media) -> Result<MediaId, StoreError> {
        let kept = row!(
            self.conn,
            IdRow,
            KEEP_MEDIA,
            site.0,
            media.id.0,
            &media.path,
            &media.source,
            &media.media_type,
            media.bytes,
            media.width,
            media.height,
            &media.hash,
            &media.colour,
            &media.alt,
            &media.caption,
            &media.credit,
            &media.licence,
            media.created_at
        )?;
        let id = kept.map_or(media.id, |row| MediaId(row.id));
        self.wrote(1);
        self.note(site, Thing::Media, id.0, ChangeKind::Created);
        Ok(id)
    }

    /// Changes the words of a file.
    pub async fn describe_media(&mut self, site: SiteId, media: &Media) -> Result<(), StoreError> {
        let Media { id, alt, caption, credit, licence, .. } = media;
        let rows = execute!(self.conn, DESCRIBE_MEDIA, site.0, id.0, alt, caption, credit, licence)?;
        self.wrote(rows);
        if rows > 0 {
            self.note(site, Thing::Media, id.0, ChangeKind::Updated);
        }
        Ok(())
    }

    /// Notes that a file is only out there again, where it came from: readers do not see it here any more.
    pub async fn leave_media(&mut self, site: SiteId, id: MediaId) -> Result<(), StoreError> {
        let rows = execute!(self.conn, LEAVE_MEDIA, site.0, id.0)?;
        self.wrote(rows);
        if rows > 0 {
            self.note(site, Thing::Media, id.0, ChangeKind::Retracted);
        }
        Ok(())
    }

    /// Forgets a file.
    pub async fn delete_media(&mut self, site: SiteId, id: MediaId) -> Result<(), StoreError> {
        let rows = execute!(self.conn, DELETE_MEDIA, site.0, id.0)?;
        self.wrote(rows);
        if rows > 0 {
            self.note(site, Thing::Media, id.0, ChangeKind::Deleted);
        }
        Ok(())
    }
}

/// The pattern of a text that has these words one after the other.
fn containing(words: &str) -> String {
    let mut pattern = "%".to_owned();
    for letter in words.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// The part of a picture's path that every size of it has: `images/size/w600/2026/11/a.jpg` is `/2026/11/a.jpg` too.
fn in_any_size(path: &str) -> &str {
    path.strip_prefix("images").unwrap_or(path)
}
