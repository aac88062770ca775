//! Stories: save, publish, schedule, retract, delete. One road for all of them, so that permalinks, redirects,
//! revisions and counts are right whichever way a story is moved.

mod words;

use dateline_model::{ChangeKind, Millis, Paper, Post, PostId, PostKind, PostStatus, Visibility};
use dateline_store::{Credits, StoreError, Tx};

use crate::credits::set_credits;
use crate::permalink::{settle_permalink, settle_slug};
use crate::{AuthorRef, Newsroom, NewsroomError, TagRef};
use words::Prose;

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
        let post = Post::draft(kind, now);
        let saving = Saving::new(paper, edit, to, now)?;
        self.persist(move || {
            let (saving, post) = (saving.clone(), post.clone());
            self.store.write(move |tx| {
                Box::pin(async move { saving.write(tx, post, Credits::default(), true).await })
            })
        })
        .await
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
        let saving = Saving::new(paper, edit, to, self.clock.now())?;
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
struct Saving {
    paper: Paper,
    edit: PostEdit,
    prose: Option<Prose>,
    to: Move,
    now: Millis,
}

impl Saving {
    fn new(paper: &Paper, edit: PostEdit, to: Move, now: Millis) -> Result<Self, NewsroomError> {
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
        let Self { paper, edit, prose, to, now } = self;
        let mut post = before.clone();
        set_credits(tx, &paper, now, &mut credits, edit.authors.as_deref(), edit.tags.as_deref()).await?;
        let (slug, new_date) = (edit.slug.clone(), edit.published_at);
        words::write(&mut post, edit, prose, paper.settings.teaser_chars);
        move_to(&mut post, to, now)?;
        if post.status == PostStatus::Scheduled && new_date.is_some() && post.published_at <= Some(now) {
            return Err(NewsroomError::NotInFuture);
        }
        settle_slug(tx, &paper, &mut post, slug.as_deref()).await?;
        settle_permalink(tx, &paper, &before, &mut post, &credits).await?;
        post.edited_at = Some(now);
        post.updated_at = if is_new { now } else { now.max(before.updated_at + 1) };
        if is_new {
            tx.insert_post(paper.id(), &paper.zone, &post, &credits).await?;
        } else {
            let words_changed =
                (&before.title, &before.html, &before.source) != (&post.title, &post.html, &post.source);
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
