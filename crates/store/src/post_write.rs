//! Writing posts, with the counts that lists and archives are read from.

use dateline_model::{AuthorId, ChangeKind, Millis, Post, PostId, PostKind, SiteId, TagId, Thing, Zone};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::list::ListKey;
use crate::tx::{PeriodCount, SETTLE_LISTS};
use crate::{Read, StoreError, Tx};

/// Moments of a list that are read together when it is counted again.
const MOMENTS: usize = 4_096;

/// The beginning of every statement that adds posts.
macro_rules! insert_post {
    () => {
        "INSERT INTO posts (site_id, post_id, kind, status, public_from, listed_at, title, slug, permalink,
         excerpt, teaser, teaser_is_all, opening, image, image_alt, image_caption, featured, dateline, lang, meta_title,
         meta_description, words, pictures, comments_open, published_at, created_at, updated_at, edited_at,
         import_key, import_hash)"
    };
}

pub(crate) use insert_post;

statements! {
    INSERT_POST = concat!(insert_post!(), " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30)");
    UPDATE_POST = "UPDATE posts SET kind = $3, status = $4, public_from = $5, listed_at = $6, title = $7, slug = $8,
        permalink = $9, excerpt = $10, teaser = $11, teaser_is_all = $12, opening = $13, image = $14,
        image_alt = $15, image_caption = $16, featured = $17, dateline = $18, lang = $19, meta_title = $20,
        meta_description = $21, words = $22, pictures = $23, comments_open = $24, published_at = $25, created_at = $26,
        updated_at = $27, edited_at = $28, import_key = $29, import_hash = $30 WHERE site_id = $1 AND post_id = $2";
    HOLD_POST = "UPDATE posts SET words = words WHERE site_id = $1 AND post_id = $2 RETURNING listed_at, title,
        permalink, public_from";
    INSERT_BODY = "INSERT INTO bodies (site_id, post_id, html, source, saved_by) VALUES ($1, $2, $3, $4, $5)";
    UPDATE_BODY = "UPDATE bodies SET html = $3, source = $4, saved_by = $5 WHERE site_id = $1 AND post_id = $2";
    DELETE_POST = "DELETE FROM posts WHERE site_id = $1 AND post_id = $2";
    DROP_REDIRECTS = "DELETE FROM redirects WHERE site_id = $1 AND to_post = $2";
    DROP_BYLINES = "DELETE FROM bylines WHERE site_id = $1 AND post_id = $2";
    ADD_BYLINE = "INSERT INTO bylines (site_id, post_id, author_id, position, listed_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (site_id, post_id, author_id) DO NOTHING";
    DROP_TAGS = "DELETE FROM post_tags WHERE site_id = $1 AND post_id = $2";
    ADD_TAG = "INSERT INTO post_tags (site_id, post_id, tag_id, position, listed_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (site_id, post_id, tag_id) DO NOTHING";
    ALL_LISTED = "SELECT site_id AS list_id, listed_at FROM posts WHERE site_id = $1 AND listed_at IS NOT NULL";
    ALL_TAGGED = "SELECT tag_id AS list_id, listed_at FROM post_tags WHERE site_id = $1 AND listed_at IS NOT NULL";
    ALL_SIGNED = "SELECT author_id AS list_id, listed_at FROM bylines WHERE site_id = $1 AND listed_at IS NOT NULL";
    TAG_LISTS = "SELECT tag_id AS list_id FROM tags WHERE site_id = $1";
    AUTHOR_LISTS = "SELECT author_id AS list_id FROM authors WHERE site_id = $1";
    MOMENTS_OF_ALL = "SELECT listed_at, count(*) AS n FROM posts WHERE site_id = $1 AND listed_at > $2
        GROUP BY listed_at ORDER BY listed_at LIMIT CAST($3 AS BIGINT)";
    MOMENTS_OF_TAG = "SELECT listed_at, count(*) AS n FROM post_tags WHERE site_id = $1 AND tag_id = $4 AND listed_at > $2
        GROUP BY listed_at ORDER BY listed_at LIMIT CAST($3 AS BIGINT)";
    MOMENTS_OF_AUTHOR = "SELECT listed_at, count(*) AS n FROM bylines WHERE site_id = $1 AND author_id = $4 AND listed_at > $2
        GROUP BY listed_at ORDER BY listed_at LIMIT CAST($3 AS BIGINT)";
    DROP_COUNTS = "DELETE FROM post_counts WHERE site_id = $1";
    ZERO_TAGS = "UPDATE tags SET post_count = 0 WHERE site_id = $1 AND post_count <> 0";
    ZERO_AUTHORS = "UPDATE authors SET post_count = 0 WHERE site_id = $1 AND post_count <> 0";
}

records! {
    struct ListedRow {
        list_id: Uuid,
        listed_at: Millis,
    }

    struct ListRow {
        list_id: Uuid,
    }

    /// How many stories of a list have one moment.
    struct MomentRow {
        listed_at: Millis,
        n: i64,
    }

    struct HeldRow {
        listed_at: Option<Millis>,
        title: String,
        permalink: Option<String>,
        public_from: Option<Millis>,
    }
}

/// Where a post stands in the lists.
#[derive(Debug, Default)]
struct Listing {
    listed: Option<Millis>,
    credits: Credits,
    /// What a link to it says: headline and path, while it is public.
    entry: Option<(String, Option<String>)>,
}

impl Listing {
    /// The ids of the lists that hold it.
    fn lists(&self, site: SiteId) -> Vec<Uuid> {
        if self.listed.is_none() {
            return Vec::new();
        }
        let authors = self.credits.authors.iter().map(|author| author.0);
        std::iter::once(site.0).chain(authors).chain(self.credits.tags.iter().map(|tag| tag.0)).collect()
    }
}

/// Who signed a post and where it is filed, both in their printed order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credits {
    /// The authors; the first is the primary one.
    pub authors: Vec<AuthorId>,
    /// The tags; the first is the section.
    pub tags: Vec<TagId>,
}

impl Read {
    /// Each place of a story in a list, as the list's id and the story's date.
    pub(crate) async fn all_listed(&mut self, site: SiteId) -> Result<Vec<(Uuid, Millis)>, StoreError> {
        let mut places = Vec::new();
        for statement in [ALL_LISTED, ALL_TAGGED, ALL_SIGNED] {
            let rows = rows!(self.conn, ListedRow, statement, site.0)?;
            places.extend(rows.into_iter().map(|row| (row.list_id, row.listed_at)));
        }
        Ok(places)
    }

    /// The credits of a post.
    pub async fn credits(&mut self, site: SiteId, post: PostId) -> Result<Credits, StoreError> {
        let authors =
            self.bylines(site, &[post]).await?.into_iter().map(|(_, byline)| byline.author).collect();
        let tags = self.tags_of(site, &[post]).await?.into_iter().map(|(_, tag)| tag.id).collect();
        Ok(Credits { authors, tags })
    }
}

impl Tx {
    /// Adds a post. [`StoreError::Taken`] when another one has its permalink or import key.
    pub async fn insert_post(
        &mut self,
        site: SiteId,
        zone: &Zone,
        post: &Post,
        credits: &Credits,
    ) -> Result<(), StoreError> {
        self.put(INSERT_POST, site, post).await?;
        execute!(self.conn, INSERT_BODY, site.0, post.id.0, &post.html, &post.source, &post.saved_by)?;
        let listing = self.put_credits(site, zone, post, credits).await?;
        self.note(site, Thing::Post, post.id.0, ChangeKind::Created);
        self.note_lists(site, zone, post.id, &Listing::default(), &listing).await?;
        self.note_headline(site, post, &Listing::default(), &listing);
        Ok(())
    }

    /// Replaces a post that is there, whatever of it changed. `kind` is what the change log says about it.
    /// [`StoreError::Taken`] when another one has its permalink or import key, [`StoreError::Gone`] when it
    /// was deleted.
    pub async fn update_post(
        &mut self,
        site: SiteId,
        zone: &Zone,
        post: &Post,
        credits: &Credits,
        kind: ChangeKind,
    ) -> Result<(), StoreError> {
        let before = self.uncount(site, zone, post.id).await?.ok_or(StoreError::Gone)?;
        self.put(UPDATE_POST, site, post).await?;
        execute!(self.conn, UPDATE_BODY, site.0, post.id.0, &post.html, &post.source, &post.saved_by)?;
        execute!(self.conn, DROP_BYLINES, site.0, post.id.0)?;
        execute!(self.conn, DROP_TAGS, site.0, post.id.0)?;
        let after = self.put_credits(site, zone, post, credits).await?;
        self.note(site, Thing::Post, post.id.0, kind);
        self.note_lists(site, zone, post.id, &before, &after).await?;
        self.note_headline(site, post, &before, &after);
        Ok(())
    }

    /// Holds a post until the end of the transaction, so that what is read of it now is still so when it is
    /// written. `false` when it is not there.
    pub async fn hold_post(&mut self, site: SiteId, post: PostId) -> Result<bool, StoreError> {
        Ok(row!(self.conn, HeldRow, HOLD_POST, site.0, post.0)?.is_some())
    }

    /// Deletes a post with its comments and the redirects that lead to it, for good. Nothing happens when it is not there.
    pub async fn delete_post(&mut self, site: SiteId, zone: &Zone, post: &Post) -> Result<(), StoreError> {
        let Some(before) = self.uncount(site, zone, post.id).await? else { return Ok(()) };
        execute!(self.conn, DROP_REDIRECTS, site.0, post.id.0)?;
        self.drop_injection(site, post.id.0).await?;
        self.drop_details(site, post.id.0).await?;
        self.uncount_comments(site, post.id).await?;
        let rows = execute!(self.conn, DELETE_POST, site.0, post.id.0)?;
        self.wrote(rows);
        self.note(site, Thing::Post, post.id.0, ChangeKind::Deleted);
        self.note_lists(site, zone, post.id, &before, &Listing::default()).await?;
        self.note_headline(site, post, &before, &Listing::default());
        Ok(())
    }

    /// Counts all lists of a site again, as after a change of its time zone, and all comments.
    pub async fn recount(&mut self, site: SiteId, zone: &Zone) -> Result<(), StoreError> {
        self.recount_threads(site).await?;
        self.recount_lists(site, zone).await
    }

    /// Counts the lists of a site if a job says that it is due; whether it was. Until then they hold what they held before.
    pub async fn settle_lists(&mut self, site: SiteId) -> Result<bool, StoreError> {
        if !self.cancel_job(site, SETTLE_LISTS, site.0).await? {
            return Ok(false);
        }
        let zone = self.settings(site).await?.zone();
        self.recount_lists(site, &zone).await?;
        self.note_place(site, Thing::Site, site.0);
        Ok(true)
    }

    /// Counts all lists of a site again, in the order in which their counts are kept, so that each is written behind those
    /// before it.
    async fn recount_lists(&mut self, site: SiteId, zone: &Zone) -> Result<(), StoreError> {
        self.forget_lists(site);
        execute!(self.conn, DROP_COUNTS, site.0)?;
        execute!(self.conn, ZERO_TAGS, site.0)?;
        execute!(self.conn, ZERO_AUTHORS, site.0)?;
        let mut lists = vec![ListKey::All];
        let tags = rows!(self.conn, ListRow, TAG_LISTS, site.0)?;
        lists.extend(tags.into_iter().map(|row| ListKey::Tag(TagId(row.list_id))));
        let authors = rows!(self.conn, ListRow, AUTHOR_LISTS, site.0)?;
        lists.extend(authors.into_iter().map(|row| ListKey::Author(AuthorId(row.list_id))));
        lists.sort_unstable_by_key(|list| list.id(site));
        let mut waiting = Vec::new();
        for list in lists {
            let total = self.count_list(site, zone, list, &mut waiting).await?;
            if total > 0 {
                self.add_to_list(site, list, total).await?;
            }
            if waiting.len() >= MOMENTS {
                self.add_to_periods(site, &waiting).await?;
                waiting.clear();
            }
        }
        self.add_to_periods(site, &waiting).await
    }

    /// Counts the stories of a list into `counts`, years before months before days; answers how many they are.
    async fn count_list(
        &mut self,
        site: SiteId,
        zone: &Zone,
        list: ListKey,
        counts: &mut Vec<PeriodCount>,
    ) -> Result<i64, StoreError> {
        let (mut grains, mut total, mut after) = ([Vec::new(), Vec::new(), Vec::new()], 0, Millis::MIN);
        loop {
            let limit = MOMENTS as i64;
            let moments = match list {
                ListKey::All => rows!(self.conn, MomentRow, MOMENTS_OF_ALL, site.0, after, limit)?,
                ListKey::Tag(tag) => {
                    rows!(self.conn, MomentRow, MOMENTS_OF_TAG, site.0, after, limit, tag.0)?
                }
                ListKey::Author(author) => {
                    rows!(self.conn, MomentRow, MOMENTS_OF_AUTHOR, site.0, after, limit, author.0)?
                }
            };
            for MomentRow { listed_at, n } in &moments {
                total += n;
                for (periods, period) in grains.iter_mut().zip(zone.date_of(*listed_at).periods()) {
                    let number = period.number();
                    match periods.last_mut() {
                        Some((last, held)) if *last == number => *held += n,
                        // Where clocks go back over midnight a day comes twice; its counts are added.
                        _ => periods.push((number, *n)),
                    }
                }
            }
            match moments.last() {
                Some(last) if moments.len() == MOMENTS => after = last.listed_at,
                _ => break,
            }
        }
        let list = list.id(site);
        for (grain, periods) in (0..).zip(grains) {
            let count = |(period, n)| PeriodCount { list, grain, period, n };
            counts.extend(periods.into_iter().map(count));
        }
        Ok(total)
    }

    pub(crate) async fn put(
        &mut self,
        statement: &'static str,
        site: SiteId,
        post: &Post,
    ) -> Result<(), StoreError> {
        let rows = execute!(
            self.conn,
            statement,
            site.0,
            post.id.0,
            post.kind.as_str(),
            post.status.as_str(),
            post.visibility.public_from,
            post.listed_at(),
            &post.title,
            &post.slug,
            &post.permalink,
            &post.excerpt,
            &post.teaser,
            post.teaser_is_all,
            &post.opening,
            &post.image,
            &post.image_alt,
            &post.image_caption,
            post.featured,
            &post.dateline,
            &post.lang,
            &post.meta_title,
            &post.meta_description,
            post.words,
            post.pictures,
            post.comments_open,
            post.published_at,
            post.created_at,
            post.updated_at,
            post.edited_at,
            &post.import_key,
            &post.import_hash,
        )?;
        self.wrote(rows);
        Ok(())
    }

    async fn put_credits(
        &mut self,
        site: SiteId,
        zone: &Zone,
        post: &Post,
        credits: &Credits,
    ) -> Result<Listing, StoreError> {
        let listed = post.listed_at();
        // A name or tag that is given twice stands and counts once.
        let mut stored = Credits::default();
        for (position, author) in credits.authors.iter().enumerate() {
            if execute!(self.conn, ADD_BYLINE, site.0, post.id.0, author.0, position as i64, listed)? == 1 {
                stored.authors.push(*author);
            }
        }
        for (position, tag) in credits.tags.iter().enumerate() {
            if execute!(self.conn, ADD_TAG, site.0, post.id.0, tag.0, position as i64, listed)? == 1 {
                stored.tags.push(*tag);
            }
        }
        self.count_lists(site, zone, listed, &stored, 1);
        let entry = post.visibility.public_from.map(|_| (post.title.clone(), post.permalink.clone()));
        Ok(Listing { listed, credits: stored, entry })
    }

    /// Takes a stored post out of the counts, and holds it until the end of the transaction, so that no other
    /// write takes it out as well. Answers where it stood; `None` when it is not there.
    async fn uncount(
        &mut self,
        site: SiteId,
        zone: &Zone,
        post: PostId,
    ) -> Result<Option<Listing>, StoreError> {
        let Some(held) = row!(self.conn, HeldRow, HOLD_POST, site.0, post.0)? else { return Ok(None) };
        let entry = held.public_from.map(|_| (held.title, held.permalink));
        let mut listing = Listing { listed: held.listed_at, entry, ..Listing::default() };
        if held.listed_at.is_some() {
            listing.credits = self.credits(site, post).await?;
            self.count_lists(site, zone, held.listed_at, &listing.credits, -1);
        }
        Ok(Some(listing))
    }

    /// Notes for the change log which lists gained, lost or moved a story, and whose neighbours became others.
    async fn note_lists(
        &mut self,
        site: SiteId,
        zone: &Zone,
        post: PostId,
        before: &Listing,
        after: &Listing,
    ) -> Result<(), StoreError> {
        let moved = before.listed != after.listed;
        let (old, new) = (before.lists(site), after.lists(site));
        let gained = new.iter().filter(|list| moved || !old.contains(list));
        for list in old.iter().filter(|list| moved || !new.contains(list)).chain(gained) {
            self.note_place(site, Thing::List, *list);
        }
        if !moved || self.is_bulk() {
            return Ok(());
        }
        let mut beside = Vec::new();
        for at in [before.listed, after.listed].into_iter().flatten() {
            let [.., day] = zone.date_of(at).periods();
            self.note_place(site, Thing::Day, Uuid::from_u128(day.number().unsigned_abs().into()));
            // Whatever the hour is, a story whose hour has not come has its place in the list already.
            let (older, newer) = self.neighbours_at(site, Millis::MAX, at, post).await?;
            beside.push([older.map(|link| link.id), newer.map(|link| link.id)]);
        }
        // A story that moved between the same two others changed nobody's neighbours.
        if beside.len() == 2 && beside[0] == beside[1] {
            return Ok(());
        }
        self.note_place(site, Thing::Neighbours, post.0);
        for neighbour in beside.into_iter().flatten().flatten() {
            self.note_place(site, Thing::Neighbours, neighbour.0);
        }
        Ok(())
    }

    /// Notes for the change log whether links to a post say something else now.
    fn note_headline(&mut self, site: SiteId, post: &Post, before: &Listing, after: &Listing) {
        if before.entry == after.entry {
            return;
        }
        self.note_place(site, Thing::Headline, post.id.0);
        if post.kind == PostKind::Page {
            self.note_place(site, Thing::Pages, site.0);
        }
    }

    pub(crate) fn count_lists(
        &mut self,
        site: SiteId,
        zone: &Zone,
        listed: Option<Millis>,
        credits: &Credits,
        n: i64,
    ) {
        let Some(listed) = listed else { return };
        let date = zone.date_of(listed);
        self.count(site, ListKey::All, date, n);
        for author in &credits.authors {
            self.count(site, ListKey::Author(*author), date, n);
        }
        for tag in &credits.tags {
            self.count(site, ListKey::Tag(*tag), date, n);
        }
    }
}
