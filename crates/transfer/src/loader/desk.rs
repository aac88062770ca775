//! The writing side of an import: what is new is added, what changed in the source is brought up to date,
//! what was edited here is left alone.

use std::collections::HashMap;

use dateline_model::{
    Author, AuthorId, ChangeKind, Millis, PermalinkPattern, PostId, PostKind, Redirect, RedirectTarget,
    SiteId, SiteSettings, Tag, TagId, Zone, slugify,
};
use dateline_store::{Credits, StoreError, Tx};

use super::prepare::{PreparedComment, PreparedPost, import_key};
use super::threads::key_of;
use crate::problem::{Action, Problem, for_report};
use crate::record::{Byline, PostState};

/// The job by which a scheduled post comes out.
const PUBLISH: &str = "publish";

/// Names that are tried with a number behind them before one gets digits that nobody else has.
const NUMBERED_MAX: usize = 20;

/// What is known while an import writes. Goes into each transaction and comes back from it.
pub(super) struct Desk {
    pub(super) site: SiteId,
    pub(super) zone: Zone,
    pub(super) settings: SiteSettings,
    pub(super) now: Millis,
    /// The site had no posts when the import began, so that nothing need be looked for.
    pub(super) fresh: bool,
    /// Posts of the source by their number.
    pub(super) posts: HashMap<u64, PostId>,
    tags: HashMap<String, TagId>,
    authors: HashMap<String, AuthorId>,
    /// Who has which path, as far as this run knows.
    paths: HashMap<String, PostId>,
    pub(super) problems: Vec<Problem>,
    pub(super) changed_rows: u64,
}

impl Desk {
    pub(super) fn new(site: SiteId, now: Millis, settings: SiteSettings, fresh: bool) -> Self {
        Self {
            site,
            zone: settings.zone(),
            settings,
            now,
            fresh,
            posts: HashMap::new(),
            tags: HashMap::new(),
            authors: HashMap::new(),
            paths: HashMap::new(),
            problems: Vec::new(),
            changed_rows: 0,
        }
    }

    /// Stores posts in one transaction.
    pub(super) async fn put_posts(
        &mut self,
        tx: &mut Tx,
        batch: Vec<PreparedPost>,
    ) -> Result<(), StoreError> {
        for prepared in batch {
            self.put_post(tx, prepared).await?;
        }
        self.changed_rows += tx.changed_rows();
        Ok(())
    }

    async fn put_post(&mut self, tx: &mut Tx, prepared: PreparedPost) -> Result<(), StoreError> {
        let key = prepared.post.import_key.clone().unwrap_or_default();
        let stored = if self.fresh { None } else { tx.post_by_import_key(self.site, &key).await? };
        let Some(stored) = stored else { return self.add_post(tx, prepared).await };
        self.posts.insert(prepared.key, stored.id);
        if let Some(path) = &stored.permalink {
            self.paths.insert(path.clone(), stored.id);
        }
        if stored.import_hash == prepared.post.import_hash {
            return Ok(());
        }
        if stored.edited_at.is_some() {
            self.keep(prepared.line, &stored.title, "post");
            return Ok(());
        }
        let mut post = prepared.post.clone();
        (post.id, post.created_at) = (stored.id, stored.created_at);
        (post.slug, post.permalink) = (stored.slug, stored.permalink.clone());
        post.comment_count = stored.comment_count;
        let wants = prepared.path.as_ref().filter(|path| post.permalink.as_ref() != Some(*path));
        if wants.is_some() || post.permalink.is_none() && prepared.state != PostState::Draft {
            self.settle_address(tx, &mut post, &prepared).await?;
        }
        if let Some(old) = stored.permalink.filter(|old| post.permalink.as_ref() != Some(old)) {
            let to = RedirectTarget::Post(post.id);
            tx.add_redirect(self.site, &Redirect { from: old, to, permanent: true }).await?;
        }
        let credits = self.credits(tx, &prepared).await?;
        tx.update_post(self.site, &self.zone, &post, &credits, ChangeKind::Updated).await?;
        self.follow_up(tx, &post, &prepared).await
    }

    async fn add_post(&mut self, tx: &mut Tx, prepared: PreparedPost) -> Result<(), StoreError> {
        let mut post = prepared.post.clone();
        self.settle_address(tx, &mut post, &prepared).await?;
        let credits = self.credits(tx, &prepared).await?;
        tx.insert_post(self.site, &self.zone, &post, &credits).await?;
        self.posts.insert(prepared.key, post.id);
        self.follow_up(tx, &post, &prepared).await
    }

    /// What goes with a post that was written: its hour, its pictures.
    async fn follow_up(
        &mut self,
        tx: &mut Tx,
        post: &dateline_model::Post,
        prepared: &PreparedPost,
    ) -> Result<(), StoreError> {
        match (prepared.state, post.published_at) {
            (PostState::Scheduled, Some(at)) => tx.enqueue(self.site, PUBLISH, post.id.0, at).await?,
            _ if !self.fresh => tx.cancel_job(self.site, PUBLISH, post.id.0).await?,
            _ => {}
        }
        for picture in &prepared.pictures {
            tx.add_media(self.site, picture, None, self.now).await?;
        }
        Ok(())
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
        post: &mut dateline_model::Post,
        prepared: &PreparedPost,
    ) -> Result<(), StoreError> {
        let from_path = prepared.path.as_deref().and_then(slug_of);
        let slug = match from_path {
            Some(slug) => slug,
            None => slugify(&post.title, &self.settings.locale),
        };
        post.slug = if slug.is_empty() {
            format!("post-{}", post.import_key.as_deref().unwrap_or_default().trim_start_matches("blogger:"))
        } else {
            slug
        };
        if let Some(path) = &prepared.path {
            if self.path_is_free(tx, path, post.id).await? {
                self.paths.insert(path.clone(), post.id);
                post.permalink = Some(path.clone());
                return Ok(());
            }
            self.problems.push(Problem {
                line: prepared.line,
                entry: for_report(&post.title),
                message: format!("another post has the address {path}; this one gets a new one"),
                action: Action::Imported,
            });
        }
        if prepared.state == PostState::Draft && prepared.path.is_none() {
            post.permalink = None;
            return Ok(());
        }
        let pattern = match post.kind {
            PostKind::Post => PermalinkPattern::BLOGGER,
            PostKind::Page => PermalinkPattern::BLOGGER_PAGE,
        };
        let Ok(pattern) = PermalinkPattern::parse(pattern) else { return Ok(()) };
        let date = self.zone.date_of(post.published_at.unwrap_or(post.created_at));
        for attempt in 1..=NUMBERED_MAX + 1 {
            let slug = numbered(&post.slug, attempt, post.import_key.as_deref().unwrap_or_default());
            let path = pattern.expand(post.id, &slug, date, None, None);
            if self.path_is_free(tx, &path, post.id).await? {
                self.paths.insert(path.clone(), post.id);
                (post.slug, post.permalink) = (slug, Some(path));
                return Ok(());
            }
        }
        post.permalink = None;
        Ok(())
    }

    async fn path_is_free(&self, tx: &mut Tx, path: &str, post: PostId) -> Result<bool, StoreError> {
        if let Some(holder) = self.paths.get(path) {
            return Ok(*holder == post);
        }
        if self.fresh {
            return Ok(true);
        }
        let holder = tx.permalink_holder(self.site, path).await?;
        Ok(holder.is_none_or(|(holder, _)| holder == post))
    }

    async fn credits(&mut self, tx: &mut Tx, prepared: &PreparedPost) -> Result<Credits, StoreError> {
        let mut credits = Credits::default();
        if !prepared.author.name.is_empty() {
            credits.authors.push(self.author(tx, &prepared.author).await?);
        }
        for label in &prepared.labels {
            credits.tags.push(self.tag(tx, label).await?);
        }
        Ok(credits)
    }

    async fn author(&mut self, tx: &mut Tx, byline: &Byline) -> Result<AuthorId, StoreError> {
        let key = match &byline.url {
            Some(url) => import_key(url),
            None => import_key(&format!("name/{}", byline.name)),
        };
        if let Some(author) = self.authors.get(&key) {
            return Ok(*author);
        }
        let stored = tx.author_by_import_key(self.site, &key).await?.map(|author| author.id);
        let author = match stored {
            Some(author) => author,
            None => self.add_author(tx, byline, &key).await?,
        };
        self.authors.insert(key, author);
        Ok(author)
    }

    async fn add_author(&self, tx: &mut Tx, byline: &Byline, key: &str) -> Result<AuthorId, StoreError> {
        let slug = self.slug_or(&byline.name, "author");
        let mut free = slug.clone();
        for attempt in 2..=NUMBERED_MAX + 1 {
            if tx.author_by_slug(self.site, &free).await?.is_none() {
                break;
            }
            free = numbered(&slug, attempt, key);
        }
        let author = Author {
            id: AuthorId::mint(self.now),
            name: byline.name.clone(),
            slug: free,
            bio: None,
            url: byline.url.clone(),
            profile_image: None,
            post_count: 0,
            import_key: Some(key.to_owned()),
        };
        tx.save_author(self.site, &author).await?;
        Ok(author.id)
    }

    fn slug_or(&self, name: &str, otherwise: &str) -> String {
        let slug = slugify(name, &self.settings.locale);
        if slug.is_empty() { otherwise.to_owned() } else { slug }
    }

    async fn tag(&mut self, tx: &mut Tx, label: &str) -> Result<TagId, StoreError> {
        if let Some(tag) = self.tags.get(label) {
            return Ok(*tag);
        }
        let stored = tx.tag_by_name(self.site, label).await?.map(|tag| tag.id);
        let tag = match stored {
            Some(tag) => tag,
            None => self.add_tag(tx, label).await?,
        };
        self.tags.insert(label.to_owned(), tag);
        Ok(tag)
    }

    async fn add_tag(&self, tx: &mut Tx, label: &str) -> Result<TagId, StoreError> {
        let slug = self.slug_or(label, "tag");
        let mut free = slug.clone();
        for attempt in 2..=NUMBERED_MAX + 1 {
            if tx.tag_by_slug(self.site, &free).await?.is_none() {
                break;
            }
            free = numbered(&slug, attempt, label);
        }
        let tag = Tag {
            id: TagId::mint(self.now),
            name: label.to_owned(),
            slug: free,
            description: None,
            post_count: 0,
            import_key: Some(import_key(label)),
        };
        tx.save_tag(self.site, &tag).await?;
        Ok(tag.id)
    }

    /// The id of the post of a number, from this source or an earlier import.
    pub(super) async fn post_of(&mut self, tx: &mut Tx, number: &str) -> Result<Option<PostId>, StoreError> {
        if let Some(post) = self.posts.get(&key_of(number)) {
            return Ok(Some(*post));
        }
        if self.fresh {
            return Ok(None);
        }
        let post = tx.post_by_import_key(self.site, &import_key(number)).await?.map(|post| post.id);
        if let Some(post) = post {
            self.posts.insert(key_of(number), post);
        }
        Ok(post)
    }

    /// Stores comments in one transaction. All of them have a post.
    pub(super) async fn put_comments(
        &mut self,
        tx: &mut Tx,
        batch: Vec<PreparedComment>,
    ) -> Result<(), StoreError> {
        for PreparedComment { mut comment, post, line } in batch {
            let Some(post) = self.post_of(tx, &post).await? else { continue };
            comment.post = post;
            if self.fresh && tx.insert_comment(self.site, &comment).await? {
                continue;
            }
            let key = comment.import_key.clone().unwrap_or_default();
            match tx.comment_by_import_key(self.site, &key).await? {
                None => {
                    tx.insert_comment(self.site, &comment).await?;
                }
                Some(stored) if stored.import_hash == comment.import_hash => {}
                Some(stored) if stored.updated_at != stored.created_at => {
                    self.keep(line, &key, "comment");
                }
                Some(stored) => {
                    comment.id = stored.id;
                    if comment.depth == 0 {
                        comment.root = stored.id;
                    }
                    tx.update_comment(self.site, &stored, &comment).await?;
                }
            }
        }
        self.changed_rows += tx.changed_rows();
        Ok(())
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
