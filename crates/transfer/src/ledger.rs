//! What an import wrote, noted in the transaction that wrote it, so that it can be taken back.
//!
//! A step names what was added by its id, and holds what was changed as it was before. What lies under a story that the
//! same move added goes with the story and is not named.

use std::collections::HashSet;

use dateline_model::{
    Comment, CommentId, Details, Injection, MediaId, MoveId, Post, PostId, SiteId, SiteSettings,
};
use dateline_store::{Credits, Store, StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::export::{CommentRow, PostRow};

/// What one transaction wrote. Ids are 24 hexadecimal digits.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Step {
    pub(crate) posts: Vec<String>,
    pub(crate) comments: Vec<String>,
    pub(crate) mentions: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) staff: Vec<String>,
    /// Old paths that lead somewhere now.
    pub(crate) redirects: Vec<String>,
    /// Files whose rows are new.
    pub(crate) media: Vec<String>,
    /// Files that came home.
    pub(crate) came_home: Vec<String>,
    pub(crate) posts_before: Vec<PostRow>,
    pub(crate) comments_before: Vec<CommentRow>,
    pub(crate) settings_before: Option<Vec<(String, String)>>,
    is_filled: bool,
}

/// The book in which a move writes its steps. An import on nobody's account has one that stays empty.
#[derive(Default)]
pub(crate) struct Ledger {
    account: Option<(SiteId, MoveId)>,
    /// Stories that this move added.
    added: HashSet<PostId>,
    step: Step,
}

impl Ledger {
    /// Opens the book where an earlier run left it.
    pub(crate) async fn open(
        store: &Store,
        site: SiteId,
        account: Option<MoveId>,
    ) -> Result<Self, StoreError> {
        let Some(id) = account else { return Ok(Self::default()) };
        let mut added = HashSet::new();
        let (mut read, mut last) = (store.read().await?, 0);
        while let Some((number, wrote)) = read.step_after(site, id, last).await? {
            last = number;
            let step = Step::parse(&wrote);
            added.extend(step.posts.iter().filter_map(|hex| hex.parse::<PostId>().ok()));
        }
        Ok(Self { account: Some((site, id)), added, step: Step::default() })
    }

    /// Has the lines of the change log counted that the transaction writes, and notes the step in it.
    pub(crate) async fn close(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let Some((site, id)) = self.account else { return Ok(()) };
        tx.on_account_of(site, id);
        if self.step.is_filled {
            let wrote = serde_json::to_string(&std::mem::take(&mut self.step)).unwrap_or_default();
            tx.add_step(site, id, &wrote).await?;
        }
        Ok(())
    }

    /// Notes something, where somebody wants it.
    fn note(&mut self, what: impl FnOnce(&mut Step)) {
        if self.account.is_some() {
            self.step.is_filled = true;
            what(&mut self.step);
        }
    }

    /// Whether somebody wants what was there before a change.
    pub(crate) fn is_kept(&self) -> bool {
        self.account.is_some()
    }

    pub(crate) fn add_post(&mut self, post: PostId) {
        if self.is_kept() {
            self.added.insert(post);
        }
        self.note(|step| step.posts.push(post.hex()));
    }

    pub(crate) fn change_post(&mut self, before: &Post, credits: &Credits, details: &Details) {
        if !self.added.contains(&before.id) {
            self.note(|step| {
                step.posts_before.push(PostRow::new(before, credits, details, &Injection::default()));
            });
        }
    }

    pub(crate) fn add_comment(&mut self, comment: CommentId, post: PostId) {
        if !self.added.contains(&post) {
            self.note(|step| step.comments.push(comment.hex()));
        }
    }

    pub(crate) fn change_comment(&mut self, before: &Comment) {
        if !self.added.contains(&before.post) {
            self.note(|step| step.comments_before.push(CommentRow::from(before)));
        }
    }

    pub(crate) fn add_mention(&mut self, mention: dateline_model::MentionId, post: PostId) {
        if !self.added.contains(&post) {
            self.note(|step| step.mentions.push(mention.hex()));
        }
    }

    pub(crate) fn add_tag(&mut self, tag: dateline_model::TagId) {
        self.note(|step| step.tags.push(tag.hex()));
    }

    pub(crate) fn add_author(&mut self, author: dateline_model::AuthorId) {
        self.note(|step| step.authors.push(author.hex()));
    }

    pub(crate) fn add_user(&mut self, user: dateline_model::UserId) {
        self.note(|step| step.staff.push(user.hex()));
    }

    pub(crate) fn add_redirect(&mut self, from: &str) {
        self.note(|step| step.redirects.push(from.to_owned()));
    }

    pub(crate) fn add_media(&mut self, media: &[MediaId]) {
        if !media.is_empty() {
            self.note(|step| step.media.extend(media.iter().map(|id| id.hex())));
        }
    }

    /// A file came home whose row was here before.
    pub(crate) fn bring_home(&mut self, media: MediaId) {
        self.note(|step| step.came_home.push(media.hex()));
    }

    pub(crate) fn change_settings(&mut self, before: &SiteSettings) {
        let rows = before.to_rows().into_iter().map(|(name, value)| (name.to_owned(), value));
        self.note(|step| step.settings_before = Some(rows.collect()));
    }
}

impl Step {
    /// A step as it was noted. What cannot be read, which nobody writes, is an empty one.
    pub(crate) fn parse(wrote: &str) -> Self {
        serde_json::from_str(wrote).unwrap_or_default()
    }
}
