//! Stories: save, publish, schedule, retract, delete. One road for all of them, so that permalinks, redirects,
//! revisions and counts are right whichever way a story is moved.

mod plan;
mod words;

use dateline_model::{
    ChangeKind, Detail, Millis, Paper, Post, PostId, PostKind, PostStatus, Visibility, Words,
};
use dateline_store::{Credits, StoreError, Tx};

use crate::credits::set_credits;
use crate::permalink::{settle_permalink, settle_slug};
use crate::{AuthorRef, Newsroom, NewsroomError, TagRef};
use plan::Plan;
pub(crate) use words::{Prose, check_detail};

/// How often a save is tried when another one takes its permalink, or a tag's slug, in the same moment.
const ATTEMPTS: usize = 4;

/// Where a story goes with a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Move {
    /// It stays where it is.
    #[default]
    Stay,
    /// Back to the desk: readers cannot see it any more.
    ToDraft,
    /// Out now, printed with this date, or with its own, or with now's.
    Publish(Option<Millis>),
    /// Out at this hour.
    Schedule(Millis),
    /// Into the bin.
    ToTrash,
}

/// What the author wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// HTML; it will be sanitised.
    Html(String),
    /// Markdown; kept as it is beside the HTML made from it.
    Markdown(String),
}

/// What a save changes; what is `None` stays. An inner `None` clears.
#[derive(Debug, Clone, Default)]
pub struct PostEdit {
    /// The headline.
    pub title: Option<String>,
    /// The last part of the permalink; moving a public story leaves a redirect.
    pub slug: Option<String>,
    /// The body.
    pub body: Option<Body>,
    /// The standfirst.
    pub excerpt: Option<Option<String>>,
    /// The picture above the story.
    pub image: Option<Option<String>>,
    /// What it shows.
    pub image_alt: Option<Option<String>>,
    /// The words under it.
    pub image_caption: Option<Option<String>>,
    /// Whether the front page may lead with it.
    pub featured: Option<bool>,
    /// The place that opens it.
    pub dateline: Option<Option<String>>,
    /// Its language, when not the site's.
    pub lang: Option<Option<String>>,
    /// The title for search engines.
    pub meta_title: Option<Option<String>>,
    /// The description for search engines.
    pub meta_description: Option<Option<String>>,
    /// Whether readers may comment.
    pub comments_open: Option<bool>,
    /// The date that is printed.
    pub published_at: Option<Millis>,
    /// Where it is filed, section first.
    pub tags: Option<Vec<TagRef>>,
    /// Who signed it, in order.
    pub authors: Option<Vec<AuthorRef>>,
    /// What lists do not show of it; nothing in place of a value clears it.
    pub details: Vec<(Detail, Option<String>)>,
    /// Who saves, by name: revisions tell it. `None` where nobody is asked, as at the command line.
    pub by: Option<String>,
}

impl Newsroom {
    /// Writes a new post.
    pub async fn create(
        &self,
        paper: &Paper,
        kind: PostKind,
        edit: PostEdit,
        to: Move,
    ) -> Result<Post, NewsroomError> {
        let now = self.clock.now();
        let saving = Saving::new(paper, edit, to, now)?;
        self.begin(saving, Post::draft(kind, now), Credits::default()).await
    }

    /// Stores a post that is not there yet.
    async fn begin(&self, saving: Saving, post: Post, credits: Credits) -> Result<Post, NewsroomError> {
        self.persist(move || {
            let (saving, post, credits) = (saving.clone(), post.clone(), credits.clone());
            self.store.write(move |tx| Box::pin(async move { saving.write(tx, post, credits, true).await }))
        })
        .await
    }

    /// Copies a post as a new draft, with its tags and bylines. What belongs to one story only does not come along: its
    /// date, its embargo, its corrections, and the address of which it is a copy.
    pub async fn copy(&self, paper: &Paper, id: PostId, by: Option<String>) -> Result<Post, NewsroomError> {
        let mut read = self.store.read().await?;
        let post = read.desk_post(paper.id(), id).await?.ok_or(NewsroomError::NoSuchPost(id))?;
        let credits = read.credits(paper.id(), id).await?;
        let details = read.details_of_post(paper.id(), id).await?;
        drop(read);
        let own = [Detail::EmbargoUntil, Detail::UnpublishAt, Detail::Corrections, Detail::CanonicalUrl];
        let edit = PostEdit {
            title: Some(format!("{} (Copy)", post.title)),
            excerpt: Some(post.excerpt.clone()),
            image: Some(post.image.clone()),
            image_alt: Some(post.image_alt.clone()),
            image_caption: Some(post.image_caption.clone()),
            dateline: Some(post.dateline.clone()),
            lang: Some(post.lang.clone()),
            meta_title: Some(post.meta_title.clone()),
            meta_description: Some(post.meta_description.clone()),
            comments_open: Some(post.comments_open),
            details: details
                .iter()
                .filter(|(detail, _)| !own.contains(detail))
                .map(|(detail, value)| (detail, Some(value.to_owned())))
                .collect(),
            by,
            ..PostEdit::default()
        };
        let now = self.clock.now();
        let mut saving = Saving::new(paper, edit, Move::Stay, now)?;
        saving.prose = Some(Prose::kept(&Words::of(&post)));
        self.begin(saving, Post::draft(post.kind, now), credits).await
    }

    /// Changes a post and moves it. `expected` is the `updated_at` that the editor saw: when somebody else saved
    /// since, nothing is changed.
    pub async fn save(
        &self,
        paper: &Paper,
        id: PostId,
        edit: PostEdit,
        to: Move,
        expected: Option<Millis>,
    ) -> Result<Post, NewsroomError> {
        self.store_save(Saving::new(paper, edit, to, self.clock.now())?, id, expected).await
    }

    /// Stores a save of a post that is there.
    pub(crate) async fn store_save(
        &self,
        saving: Saving,
        id: PostId,
        expected: Option<Millis>,
    ) -> Result<Post, NewsroomError> {
        self.persist(move || {
            let saving = saving.clone();
            self.store.write(move |tx| {
                Box::pin(async move {
                    let post = held(tx, &saving.paper, id).await?;
                    if expected.is_some_and(|seen| seen != post.updated_at) {
                        return Err(NewsroomError::Conflict);
                    }
                    let credits = tx.credits(saving.paper.id(), id).await?;
                    saving.write(tx, post, credits, false).await
                })
            })
        })
        .await
    }

    /// Makes a post public now.
    pub async fn publish(&self, paper: &Paper, id: PostId) -> Result<Post, NewsroomError> {
        self.save(paper, id, PostEdit::default(), Move::Publish(None), None).await
    }

    /// Makes a post public at `at`, traffic or not.
    pub async fn schedule(&self, paper: &Paper, id: PostId, at: Millis) -> Result<Post, NewsroomError> {
        self.save(paper, id, PostEdit::default(), Move::Schedule(at), None).await
    }

    /// Takes a post back to the desk.
    pub async fn unpublish(&self, paper: &Paper, id: PostId) -> Result<Post, NewsroomError> {
        self.save(paper, id, PostEdit::default(), Move::ToDraft, None).await
    }

    /// Deletes a post with its comments, for good.
    pub async fn delete(&self, paper: &Paper, id: PostId) -> Result<(), NewsroomError> {
        let paper = paper.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let post = held(tx, &paper, id).await?;
                    tx.cancel_job(paper.id(), crate::scheduler::PUBLISH, id.0).await?;
                    tx.cancel_job(paper.id(), crate::scheduler::UNPUBLISH, id.0).await?;
                    tx.delete_post(paper.id(), &paper.zone, &post).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Saves; once more from the beginning when a permalink or slug that was free is taken at the end, as can
    /// happen between two writers on PostgreSQL. Rings for the scheduler.
    async fn persist<F>(&self, save: impl Fn() -> F) -> Result<Post, NewsroomError>
    where
        F: Future<Output = Result<Post, NewsroomError>>,
    {
        let mut left = ATTEMPTS;
        let saved = loop {
            left -= 1;
            match save().await {
                Err(NewsroomError::Store(StoreError::Taken)) if left > 0 => {}
                saved => break saved?,
            }
        };
        if saved.status == PostStatus::Scheduled {
            self.bell.notify_one();
        }
        Ok(saved)
    }
}

/// A post that stays as it is read until the end of the transaction.
async fn held(tx: &mut Tx, paper: &Paper, id: PostId) -> Result<Post, NewsroomError> {
    if !tx.hold_post(paper.id(), id).await? {
        return Err(NewsroomError::NoSuchPost(id));
    }
    tx.desk_post(paper.id(), id).await?.ok_or(NewsroomError::NoSuchPost(id))
}

/// A save on its way into the store.
#[derive(Clone)]
pub(crate) struct Saving {
    pub(crate) paper: Paper,
    edit: PostEdit,
    pub(crate) prose: Option<Prose>,
    to: Move,
    now: Millis,
}

impl Saving {
    pub(crate) fn new(paper: &Paper, edit: PostEdit, to: Move, now: Millis) -> Result<Self, NewsroomError> {
        let (edit, prose) = words::prepare(edit)?;
        Ok(Self { paper: paper.clone(), edit, prose, to, now })
    }

    async fn write(
        self,
        tx: &mut Tx,
        before: Post,
        mut credits: Credits,
        is_new: bool,
    ) -> Result<Post, NewsroomError> {
        let Self { paper, mut edit, prose, to, now } = self;
        let mut post = before.clone();
        let plan = Plan::of(tx, &paper, &before, &mut edit, to, now).await?;
        set_credits(tx, &paper, now, &mut credits, edit.authors.as_deref(), edit.tags.as_deref()).await?;
        let (slug, new_date, by) = (edit.slug.clone(), edit.published_at, edit.by.take());
        words::write(&mut post, edit, prose, paper.settings.teaser_chars);
        move_to(&mut post, plan.to, now)?;
        plan.check(&post, now)?;
        if post.status == PostStatus::Scheduled && new_date.is_some() && post.published_at <= Some(now) {
            return Err(NewsroomError::NotInFuture);
        }
        settle_slug(tx, &paper, &mut post, slug.as_deref()).await?;
        settle_permalink(tx, &paper, &before, &mut post, &credits).await?;
        post.edited_at = Some(now);
        post.updated_at = if is_new { now } else { now.max(before.updated_at + 1) };
        let words_changed = Words::of(&before) != Words::of(&post);
        if words_changed {
            post.saved_by = by;
        }
        if is_new {
            tx.insert_post(paper.id(), &paper.zone, &post, &credits).await?;
        } else {
            if words_changed {
                tx.add_revision(paper.id(), &before, "saved over", now).await?;
            }
            tx.update_post(paper.id(), &paper.zone, &post, &credits, kind_of(&before, &post)).await?;
        }
        match post.status {
            PostStatus::Scheduled => {
                let at = post.published_at.unwrap_or(now);
                tx.enqueue(paper.id(), crate::scheduler::PUBLISH, post.id.0, at).await?;
            }
            _ if before.status == PostStatus::Scheduled => {
                tx.cancel_job(paper.id(), crate::scheduler::PUBLISH, post.id.0).await?;
            }
            _ => {}
        }
        plan.store(tx, &paper, &post).await?;
        Ok(post)
    }
}

/// What the change log says about a save.
fn kind_of(before: &Post, after: &Post) -> ChangeKind {
    match (before.visibility.public_from.is_some(), after.visibility.public_from.is_some()) {
        (false, true) => ChangeKind::Published,
        (true, false) => ChangeKind::Retracted,
        _ => ChangeKind::Updated,
    }
}

fn move_to(post: &mut Post, to: Move, now: Millis) -> Result<(), NewsroomError> {
    match to {
        Move::Stay => {}
        Move::ToDraft | Move::ToTrash => {
            post.status = if to == Move::ToTrash { PostStatus::Trashed } else { PostStatus::Draft };
            post.visibility = Visibility::HIDDEN;
        }
        Move::Publish(date) => {
            let scheduled = post.status == PostStatus::Scheduled;
            // A story pulled forward carries the hour at which it came out, not the one it was meant for.
            let printed = date.or(post.published_at.filter(|_| !scheduled)).unwrap_or(now);
            if post.visibility.public_from.is_none() {
                post.visibility = Visibility::public_from(now);
            }
            post.status = PostStatus::Published;
            post.published_at = Some(printed);
        }
        Move::Schedule(at) => {
            if at <= now {
                return Err(NewsroomError::NotInFuture);
            }
            post.status = PostStatus::Scheduled;
            post.visibility = Visibility::HIDDEN;
            post.published_at = Some(at);
        }
    }
    Ok(())
}
