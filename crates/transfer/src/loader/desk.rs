//! The writing side of an import: what is new is added, what changed in the source is brought up to date,
//! what was edited here is left alone.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use dateline_model::{
    Author, AuthorId, ChangeKind, Comment, CommentId, Media, Mention, MentionId, Millis, PermalinkPattern,
    Post, PostId, PostKind, Redirect, RedirectTarget, SiteId, SiteSettings, Tag, TagId, Zone, encode_path,
    mint_uuid, slugify,
};
use dateline_store::{Credits, PostMark, StoreError, Tx};

use super::pipeline::Link;
use super::prepare::{Place, PreparedComment, PreparedPost, import_key, is_elsewhere, plain_line};
use super::threads::key_of;
use super::writing::Piece;
use crate::ledger::Ledger;
use crate::problem::{Action, Problem, for_report};
use crate::record::{
    AuthorRecord, Byline, Destination, MentionRecord, PostState, Record, RedirectRecord, TagRecord,
};
use crate::source::Family;

/// The job by which a scheduled post comes out.
const PUBLISH: &str = "publish";

/// Names that are tried with a number behind them before one gets digits that nobody else has.
const NUMBERED_MAX: usize = 20;

/// What is known while an import writes. Goes into each transaction and comes back from it.
pub(super) struct Desk {
    pub(super) site: SiteId,
    /// What import keys begin with: `blogger`, `wordpress`, …, for a second site of one system with its name behind it.
    pub(super) system: String,
    /// The system itself.
    family: Family,
    pub(super) zone: Zone,
    pub(super) settings: SiteSettings,
    pub(super) now: Millis,
    /// The site had no posts when the import began, so that nothing need be looked for.
    pub(super) fresh: bool,
    /// Nobody else writes through the store.
    pub(super) alone: bool,
    /// Posts of the source by their number.
    pub(super) posts: HashMap<u64, PostId>,
    /// Tags by their name, with their slugs.
    tags: HashMap<String, (TagId, String)>,
    /// Authors by their import key, with their slugs.
    authors: HashMap<String, (AuthorId, String)>,
    /// Who has which path, as far as this run knows.
    paths: Paths,
    /// Tags and authors that are known to be there as long as this transaction goes on: SQLite lets nobody else write
    /// meanwhile, and PostgreSQL looks itself.
    met: HashSet<u128>,
    /// Stories that came so far.
    came: u32,
    pub(super) problems: Vec<Problem>,
    /// Old addresses that lead somewhere.
    pub(super) redirects: usize,
    pub(super) changed_rows: u64,
    /// Where the steps are noted.
    pub(super) ledger: Ledger,
}

/// Who has which path, in 24 bytes each. Of a million paths two have the same number once in many millions of imports; the
/// second of them then gets an address with a number behind it.
#[derive(Default)]
struct Paths {
    holders: HashMap<u64, PostId>,
    numbers: RandomState,
}

impl Paths {
    fn give(&mut self, path: &str, post: PostId) {
        self.holders.insert(self.numbers.hash_one(path), post);
    }

    fn holder(&self, path: &str) -> Option<PostId> {
        self.holders.get(&self.numbers.hash_one(path)).copied()
    }
}

impl Desk {
    pub(super) fn new(
        site: SiteId,
        family: Family,
        now: Millis,
        settings: SiteSettings,
        fresh: bool,
    ) -> Self {
        Self {
            site,
            system: family.as_str().to_owned(),
            family,
            zone: settings.zone(),
            settings,
            now,
            fresh,
            alone: false,
            posts: HashMap::new(),
            tags: HashMap::new(),
            authors: HashMap::new(),
            paths: Paths::default(),
            met: HashSet::new(),
            came: 0,
            problems: Vec::new(),
            redirects: 0,
            changed_rows: 0,
            ledger: Ledger::default(),
        }
    }

    /// Begins a transaction: the site is still there, and what else rows refer to is looked for when it is met.
    pub(super) async fn open(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        self.met.clear();
        if self.fresh && self.posts.is_empty() {
            // Somebody may have begun since this was asked first: an import that was given up, whose last step came late.
            for kind in [PostKind::Post, PostKind::Page] {
                self.fresh &= tx.desk_count(self.site, kind, None).await? == 0;
            }
        }
        let sites = tx.sites().await?;
        if sites.iter().any(|site| site.id == self.site) { Ok(()) } else { Err(StoreError::Gone) }
    }

    /// Ends a transaction: its rows are counted and its step is noted.
    pub(super) async fn close(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        self.changed_rows += tx.changed_rows();
        self.ledger.close(tx).await
    }

    /// Stores a piece in a transaction that the caller closes.
    pub(super) async fn put(&mut self, tx: &mut Tx, piece: Piece) -> Result<(), StoreError> {
        match piece {
            Piece::Heads(heads) => self.put_heads(tx, heads).await,
            Piece::Posts(posts) => self.put_posts(tx, posts).await,
        }
    }

    async fn put_posts(&mut self, tx: &mut Tx, batch: Vec<PreparedPost>) -> Result<(), StoreError> {
        tx.many_stories();
        if self.fresh && self.alone {
            // The archive of a new paper is made once, at the end.
            tx.lists_later();
        }
        let marks = self.marks_of(tx, &batch).await?;
        let (mut new, mut pictures, mut detailed) = (Vec::new(), Vec::new(), Vec::new());
        for mut prepared in batch {
            let order = prepared.order.unwrap_or(self.came);
            self.came = self.came.wrapping_add(1);
            prepared.post.id = in_order(prepared.post.id, order);
            pictures.append(&mut prepared.pictures);
            self.keep_pictures(tx, &prepared.kept).await?;
            match prepared.post.import_key.as_ref().and_then(|key| marks.get(key)) {
                None => {
                    let PreparedPost { post, place, key, details, .. } = prepared;
                    let (post, credits) = self.new_post(tx, post, &place).await?;
                    self.posts.insert(key, post.id);
                    if !details.is_empty() {
                        detailed.push((post.id, details));
                    }
                    new.push((post, credits));
                }
                Some(mark) => {
                    self.posts.insert(prepared.key, mark.id);
                    if let Some(path) = &mark.permalink {
                        self.paths.give(path, mark.id);
                    }
                    if mark.import_hash != prepared.post.import_hash {
                        self.change_post(tx, prepared).await?;
                    }
                }
            }
        }
        tx.insert_posts(self.site, &self.zone, &new).await?;
        for (post, details) in &detailed {
            tx.set_details_of_post(self.site, *post, details).await?;
        }
        let media = tx.add_remote_media(self.site, &pictures, self.now).await?;
        for (post, _) in &new {
            self.ledger.add_post(post.id);
            self.keep_number(tx, post).await?;
        }
        self.ledger.add_media(&media);
        Ok(())
    }

    /// A story of a second WordPress answers under its number there, such as `/?p=12`, unless another story has it: those
    /// of the first one are found by their import keys.
    async fn keep_number(&mut self, tx: &mut Tx, post: &Post) -> Result<(), StoreError> {
        let is_second = self.family == Family::WordPress && self.system != self.family.as_str();
        let number =
            post.import_key.as_deref().and_then(|key| key.rsplit_once(':')).map(|(_, number)| number);
        let Some(number) = number.filter(|_| is_second && post.permalink.is_some()) else { return Ok(()) };
        let name = if post.kind == PostKind::Page { "page_id" } else { "p" };
        let (from, to) = (format!("/?{name}={number}"), RedirectTarget::Post(post.id));
        if tx.keep_redirect(self.site, &Redirect { from: from.clone(), to, permanent: true }).await? {
            self.ledger.add_redirect(&from);
        }
        Ok(())
    }

    /// Notes the pictures that a story had written out in itself, unless that was done before.
    async fn keep_pictures(&mut self, tx: &mut Tx, kept: &[Media]) -> Result<(), StoreError> {
        for media in kept {
            if tx.media_by_source(self.site, &media.source).await?.is_none() {
                let id = tx.keep_media(self.site, media).await?;
                self.ledger.add_media(&[id]);
            }
        }
        Ok(())
    }

    /// What earlier imports left of these posts, by import key.
    async fn marks_of(
        &self,
        tx: &mut Tx,
        batch: &[PreparedPost],
    ) -> Result<HashMap<String, PostMark>, StoreError> {
        if self.fresh {
            return Ok(HashMap::new());
        }
        let keys: Vec<String> =
            batch.iter().filter_map(|prepared| prepared.post.import_key.clone()).collect();
        let marks = tx.post_marks(self.site, &keys).await?;
        Ok(marks.into_iter().map(|mark| (mark.import_key.clone(), mark)).collect())
    }

    /// Gives a new post its place.
    async fn new_post(
        &mut self,
        tx: &mut Tx,
        mut post: Post,
        place: &Place,
    ) -> Result<(Post, Credits), StoreError> {
        let credits = self.credits(tx, place).await?;
        self.settle_address(tx, &mut post, place).await?;
        self.keep_hour(tx, &post, place.state).await?;
        Ok((post, credits))
    }

    /// Brings a post up to date whose record changed in the source.
    async fn change_post(&mut self, tx: &mut Tx, prepared: PreparedPost) -> Result<(), StoreError> {
        let key = prepared.post.import_key.clone().unwrap_or_default();
        let Some(stored) = tx.post_by_import_key(self.site, &key).await? else { return Ok(()) };
        if stored.edited_at.is_some() {
            self.keep(prepared.place.line, &stored.title, "post");
            return Ok(());
        }
        let PreparedPost { mut post, place, details, .. } = prepared;
        (post.id, post.created_at) = (stored.id, stored.created_at);
        (post.slug, post.permalink) = (stored.slug.clone(), stored.permalink.clone());
        post.comment_count = stored.comment_count;
        let wants = place.path.as_ref().filter(|path| post.permalink.as_ref() != Some(*path));
        let credits = self.credits(tx, &place).await?;
        if wants.is_some() || post.permalink.is_none() && place.state != PostState::Draft {
            self.settle_address(tx, &mut post, &place).await?;
        }
        if self.ledger.is_kept() {
            let credits = tx.credits(self.site, stored.id).await?;
            let before = tx.details_of_post(self.site, stored.id).await?;
            self.ledger.change_post(&stored, &credits, &before);
        }
        if let Some(old) = stored.permalink.filter(|old| post.permalink.as_ref() != Some(old)) {
            let to = RedirectTarget::Post(post.id);
            self.ledger.add_redirect(&old);
            tx.add_redirect(self.site, &Redirect { from: old, to, permanent: true }).await?;
        }
        tx.update_post(self.site, &self.zone, &post, &credits, ChangeKind::Updated).await?;
        tx.set_details_of_post(self.site, post.id, &details).await?;
        self.keep_hour(tx, &post, place.state).await
    }

    /// A scheduled post has its hour in the list of jobs; any other has none there.
    async fn keep_hour(&mut self, tx: &mut Tx, post: &Post, state: PostState) -> Result<(), StoreError> {
        match (state, post.published_at) {
            (PostState::Scheduled, Some(at)) => tx.enqueue(self.site, PUBLISH, post.id.0, at).await,
            _ if !self.fresh => tx.cancel_job(self.site, PUBLISH, post.id.0).await.map(drop),
            _ => Ok(()),
        }
    }

    fn keep(&mut self, line: u64, name: &str, what: &str) {
        self.problems.push(Problem {
            line,
            entry: for_report(name),
            message: format!(
                "the {what} changed in the source, but it has been edited here and stays as it is"
            ),
            action: Action::Kept,
        });
    }

    /// Gives a post its slug and its permalink: the exported one, unless another post has it.
    async fn settle_address(
        &mut self,
        tx: &mut Tx,
        post: &mut Post,
        place: &Place,
    ) -> Result<(), StoreError> {
        let given = place.path.as_deref().and_then(slug_of).or_else(|| place.slug.clone());
        let slug = given.unwrap_or_else(|| slugify(&post.title, &self.settings.locale));
        let number = post.import_key.as_deref().and_then(|key| key.split_once(':')).map_or("", |(_, n)| n);
        post.slug =
            if slug.is_empty() { format!("{}-{}", post.kind.as_str(), slugify(number, "en")) } else { slug };
        if let Some(path) = &place.path {
            if self.path_is_free(tx, path, post.id).await? {
                self.paths.give(path, post.id);
                post.permalink = Some(path.clone());
                return Ok(());
            }
            self.problems.push(Problem {
                line: place.line,
                entry: for_report(&post.title),
                message: format!("another post has the address {path}; this one gets a new one"),
                action: Action::Imported,
            });
        }
        if place.state == PostState::Draft && place.path.is_none() {
            post.permalink = None;
            return Ok(());
        }
        let pattern = match post.kind {
            PostKind::Post => &self.settings.permalinks,
            PostKind::Page => &self.settings.page_permalinks,
        };
        let pattern =
            PermalinkPattern::parse(pattern).or_else(|_| PermalinkPattern::parse(PermalinkPattern::GHOST));
        let Ok(pattern) = pattern else { return Ok(()) };
        let date = self.zone.date_of(post.published_at.unwrap_or(post.created_at));
        let section =
            place.labels.first().and_then(|label| self.tags.get(label)).map(|(_, slug)| slug.clone());
        let author = place.authors.first().map(|byline| author_key(&self.system, byline));
        let author = author.and_then(|key| self.authors.get(&key)).map(|(_, slug)| slug.clone());
        for attempt in 1..=NUMBERED_MAX + 1 {
            let slug = numbered(&post.slug, attempt, post.import_key.as_deref().unwrap_or_default());
            let path = pattern.expand(post.id, &slug, date, section.as_deref(), author.as_deref());
            if self.path_is_free(tx, &path, post.id).await? {
                self.paths.give(&path, post.id);
                (post.slug, post.permalink) = (slug, Some(path));
                return Ok(());
            }
        }
        post.permalink = None;
        Ok(())
    }

    async fn path_is_free(&self, tx: &mut Tx, path: &str, post: PostId) -> Result<bool, StoreError> {
        if let Some(holder) = self.paths.holder(path) {
            return Ok(holder == post);
        }
        if self.fresh {
            return Ok(true);
        }
        let holder = tx.permalink_holder(self.site, path).await?;
        Ok(holder.is_none_or(|(holder, _)| holder == post))
    }

    async fn credits(&mut self, tx: &mut Tx, place: &Place) -> Result<Credits, StoreError> {
        let mut credits = Credits::default();
        for byline in place.authors.iter().filter(|byline| !byline.name.is_empty()) {
            let key = author_key(&self.system, byline);
            // Most stories are of few names and tags, for which nothing need be made again.
            let met = self.authors.get(&key).filter(|(author, _)| self.met.contains(&author.0.as_u128()));
            if let Some((author, _)) = met {
                credits.authors.push(*author);
                continue;
            }
            let record = AuthorRecord {
                name: byline.name.clone(),
                url: byline.url.clone(),
                ..AuthorRecord::default()
            };
            credits.authors.push(self.author(tx, &key, &record).await?);
        }
        for label in &place.labels {
            let met = self.tags.get(label).filter(|(tag, _)| self.met.contains(&tag.0.as_u128()));
            let tag = if let Some((tag, _)) = met {
                *tag
            } else {
                let record = TagRecord { name: label.clone(), ..TagRecord::default() };
                self.tag(tx, &record).await?
            };
            if !credits.tags.contains(&tag) {
                credits.tags.push(tag);
            }
        }
        Ok(credits)
    }

    /// Stores authors, tags and files, which stories refer to.
    async fn put_heads(&mut self, tx: &mut Tx, heads: Vec<Record>) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for head in heads {
            match head {
                Record::Author(record) => {
                    self.author(tx, &import_key(&self.system, &record.key), &record).await?;
                }
                Record::Tag(record) => {
                    self.tag(tx, &record).await?;
                }
                Record::Media(address) if is_elsewhere(&address) => files.push(address),
                _ => {}
            }
        }
        let media = tx.add_remote_media(self.site, &files, self.now).await?;
        self.ledger.add_media(&media);
        Ok(())
    }

    /// The author of a key, made from `record` when there is none.
    async fn author(
        &mut self,
        tx: &mut Tx,
        key: &str,
        record: &AuthorRecord,
    ) -> Result<AuthorId, StoreError> {
        if let Some((author, _)) = self.authors.get(key) {
            let author = *author;
            if !self.met.insert(author.0.as_u128()) || tx.author(self.site, author).await?.is_some() {
                return Ok(author);
            }
        }
        let author = match tx.author_by_import_key(self.site, key).await? {
            Some(author) => author,
            None => self.add_author(tx, record, key).await?,
        };
        self.met.insert(author.id.0.as_u128());
        self.authors.insert(key.to_owned(), (author.id, author.slug));
        Ok(author.id)
    }

    async fn add_author(
        &mut self,
        tx: &mut Tx,
        record: &AuthorRecord,
        key: &str,
    ) -> Result<Author, StoreError> {
        let slug = record.slug.clone().unwrap_or_else(|| self.slug_or(&record.name, "author"));
        let mut free = slug.clone();
        for attempt in 2..=NUMBERED_MAX + 1 {
            if tx.author_by_slug(self.site, &free).await?.is_none() {
                break;
            }
            free = numbered(&slug, attempt, key);
        }
        let author = Author {
            id: AuthorId::mint(self.now),
            name: record.name.clone(),
            slug: free,
            bio: record.bio.clone(),
            url: record.url.clone(),
            profile_image: record.image.clone(),
            post_count: 0,
            import_key: Some(key.to_owned()),
        };
        tx.save_author(self.site, &author).await?;
        if !record.details.is_empty() {
            tx.set_details_of_author(self.site, author.id, &record.details).await?;
        }
        self.ledger.add_author(author.id);
        Ok(author)
    }

    fn slug_or(&self, name: &str, otherwise: &str) -> String {
        let slug = slugify(name, &self.settings.locale);
        if slug.is_empty() { otherwise.to_owned() } else { slug }
    }

    /// The tag of a name, made from `record` when there is none.
    async fn tag(&mut self, tx: &mut Tx, record: &TagRecord) -> Result<TagId, StoreError> {
        if let Some((tag, _)) = self.tags.get(&record.name) {
            let tag = *tag;
            if !self.met.insert(tag.0.as_u128()) || tx.tag(self.site, tag).await?.is_some() {
                return Ok(tag);
            }
        }
        let name = self.public_name(&record.name);
        let tag = match tx.tag_by_name(self.site, name).await? {
            Some(tag) => tag,
            None => self.add_tag(tx, record, name).await?,
        };
        self.met.insert(tag.id.0.as_u128());
        self.tags.insert(record.name.clone(), (tag.id, tag.slug));
        Ok(tag.id)
    }

    /// What a tag is called here. Ghost keeps tags whose names begin with `#` from readers; on every other system
    /// such a name is a hashtag like any other, and its page must go on answering.
    fn public_name<'n>(&self, name: &'n str) -> &'n str {
        let bare = name.trim_start_matches('#').trim_start();
        if bare.is_empty() || self.family == Family::Ghost { name } else { bare }
    }

    async fn add_tag(&mut self, tx: &mut Tx, record: &TagRecord, name: &str) -> Result<Tag, StoreError> {
        let slug = record.slug.clone().unwrap_or_else(|| self.slug_or(name, "tag"));
        let mut free = slug.clone();
        for attempt in 2..=NUMBERED_MAX + 1 {
            if tx.tag_by_slug(self.site, &free).await?.is_none() {
                break;
            }
            free = numbered(&slug, attempt, &record.name);
        }
        let tag = Tag {
            id: TagId::mint(self.now),
            name: name.to_owned(),
            slug: free,
            description: record.description.clone(),
            post_count: 0,
            import_key: Some(import_key(&self.system, &record.name)),
        };
        tx.save_tag(self.site, &tag).await?;
        if !record.details.is_empty() {
            tx.set_details_of_tag(self.site, tag.id, &record.details).await?;
        }
        self.ledger.add_tag(tag.id);
        Ok(tag)
    }

    /// Stores old addresses and mentions in one transaction, when all posts are known.
    pub(super) async fn put_links(&mut self, tx: &mut Tx, links: Vec<Link>) -> Result<(), StoreError> {
        for link in links {
            match link {
                Link::Redirect(record) => self.put_redirect(tx, *record).await?,
                Link::Mention(record) => self.put_mention(tx, *record).await?,
            }
        }
        self.close(tx).await
    }

    async fn put_redirect(&mut self, tx: &mut Tx, record: RedirectRecord) -> Result<(), StoreError> {
        if tx.permalink_holder(self.site, &record.from).await?.is_some() {
            return Ok(());
        }
        let to = match record.to {
            Destination::Post(number) => self.posts.get(&key_of(&number)).copied().map(RedirectTarget::Post),
            Destination::Tag(name) => self.tag_page(&name, "").map(RedirectTarget::Address),
            Destination::TagFeed(name) => self.tag_page(&name, "rss/").map(RedirectTarget::Address),
            Destination::Author(key) => self
                .authors
                .get(&import_key(&self.system, &key))
                .map(|(_, slug)| RedirectTarget::Address(format!("/author/{}/", encode_path(slug)))),
            Destination::Address(address) => Some(RedirectTarget::Address(address)),
        };
        let leads_to_itself =
            matches!(&to, Some(RedirectTarget::Address(address)) if *address == encode_path(&record.from));
        let Some(to) = to.filter(|_| !leads_to_itself) else { return Ok(()) };
        let redirect = Redirect { from: record.from, to, permanent: record.permanent };
        self.redirects += 1;
        let is_new = tx.keep_redirect(self.site, &redirect).await?;
        if is_new {
            self.ledger.add_redirect(&redirect.from);
        }
        Ok(())
    }

    /// The address of a tag's page, or of what lies below it.
    fn tag_page(&self, name: &str, below: &str) -> Option<String> {
        self.tags.get(name).map(|(_, slug)| format!("/tag/{}/{below}", encode_path(slug)))
    }

    async fn put_mention(&mut self, tx: &mut Tx, record: MentionRecord) -> Result<(), StoreError> {
        let Some(post) = self.posts.get(&key_of(&record.post)).copied() else { return Ok(()) };
        let mention = Mention {
            id: MentionId::mint(record.published.at),
            post,
            kind: record.kind,
            state: record.state,
            title: record.title,
            url: record.url,
            excerpt: plain_line(&record.html),
            created_at: record.published.at,
            import_key: Some(import_key(&self.system, &record.id)),
        };
        let is_new = tx.add_mention(self.site, &mention).await?;
        if is_new {
            self.ledger.add_mention(mention.id, post);
        }
        Ok(())
    }

    /// Stores comments in one transaction. All of them have a post.
    pub(super) async fn put_comments(
        &mut self,
        tx: &mut Tx,
        batch: Vec<PreparedComment>,
    ) -> Result<(), StoreError> {
        let keys: Vec<String> =
            batch.iter().filter_map(|prepared| prepared.comment.import_key.clone()).collect();
        let marks = if self.fresh { Vec::new() } else { tx.comment_marks(self.site, &keys).await? };
        let marks: HashMap<String, Option<String>> =
            marks.into_iter().map(|mark| (mark.import_key, mark.import_hash)).collect();
        let mut new = Vec::with_capacity(batch.len());
        for PreparedComment { mut comment, post, line } in batch {
            let Some(post) = self.posts.get(&post) else { continue };
            comment.post = *post;
            match comment.import_key.as_ref().and_then(|key| marks.get(key)) {
                None => new.push(comment),
                Some(hash) if *hash == comment.import_hash => {}
                Some(_) => self.change_comment(tx, comment, line).await?,
            }
        }
        if !new.is_empty() {
            tx.many_comments();
        }
        let added = tx.insert_comments(self.site, &new).await?;
        if self.ledger.is_kept() {
            let added: HashSet<CommentId> = added.iter().copied().collect();
            for comment in new.iter().filter(|comment| added.contains(&comment.id)) {
                self.ledger.add_comment(comment.id, comment.post);
            }
        }
        if added.len() < new.len() {
            // The same comment under another name of ours: one that was here before the import began.
            for comment in new.into_iter().filter(|comment| !added.contains(&comment.id)) {
                self.change_comment(tx, comment, 0).await?;
            }
        }
        self.close(tx).await
    }

    /// Brings a comment up to date whose record changed in the source.
    async fn change_comment(
        &mut self,
        tx: &mut Tx,
        mut comment: Comment,
        line: u64,
    ) -> Result<(), StoreError> {
        let key = comment.import_key.clone().unwrap_or_default();
        let Some(stored) = tx.comment_by_import_key(self.site, &key).await? else { return Ok(()) };
        if stored.import_hash == comment.import_hash {
            return Ok(());
        }
        if stored.updated_at != stored.created_at {
            self.keep(line, &key, "comment");
            return Ok(());
        }
        self.ledger.change_comment(&stored);
        comment.id = stored.id;
        if comment.depth == 0 {
            comment.root = stored.id;
        }
        tx.update_comment(self.site, &stored, &comment).await
    }
}

/// An id of the same moment, smaller than those of all that come after it: lists show stories of one moment by their ids.
fn in_order(id: PostId, order: u32) -> PostId {
    let id = id.0.as_bytes();
    let mut moment = [0; 8];
    moment[2..].copy_from_slice(&id[..6]);
    // The last six bytes are thrown dice; three of them are enough.
    let [_, high, middle, low] = order.to_be_bytes();
    PostId(mint_uuid(Millis::from_be_bytes(moment), [high, middle, low, id[13], id[14], id[15]]))
}

/// The import key of who signed a post.
fn author_key(system: &str, byline: &Byline) -> String {
    match (&byline.key, &byline.url) {
        (Some(key), _) => import_key(system, key),
        (None, Some(url)) => import_key(system, url),
        (None, None) => import_key(system, &format!("name/{}", byline.name)),
    }
}

/// The slug in `/2012/03/slug.html` or `/p/slug.html`.
fn slug_of(path: &str) -> Option<String> {
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    let slug = last.strip_suffix(".html").unwrap_or(last);
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// `slug`, `slug-2`, `slug-3` …, and at last one with digits made from `unique`.
fn numbered(slug: &str, attempt: usize, unique: &str) -> String {
    match attempt {
        1 => slug.to_owned(),
        n if n <= NUMBERED_MAX => format!("{slug}-{n}"),
        _ => {
            let mut hash = crate::record::Fingerprint::new("slug");
            hash.part(unique);
            format!("{slug}-{}", &hash.finish()[..12])
        }
    }
}
