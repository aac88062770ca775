//! Stories: save, publish, schedule, retract, delete. One road for all of them, so that permalinks, redirects,
//! revisions and counts are right whichever way a story is moved.

use dateline_model::{
    ChangeKind, Millis, Paper, Post, PostId, PostKind, PostStatus, Redirect, RedirectTarget, Visibility,
    slugify,
};
use dateline_store::{Credits, StoreError, Tx};

use crate::credits::set_credits;
use crate::{AuthorRef, Newsroom, NewsroomError, TagRef};

/// The most characters of a headline.
const TITLE_CHARS_MAX: usize = 2_000;
/// The most bytes of a body.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most characters of a slug that an editor writes.
const SLUG_CHARS_MAX: usize = 191;

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
        check(&edit)?;
        let (now, paper) = (self.clock.now(), paper.clone());
        let saved = self.store.write(move |tx| {
            Box::pin(async move {
                let post = Post::draft(kind, now);
                save(tx, &paper, now, Saving { post, credits: Credits::default(), is_new: true }, edit, to)
                    .await
            })
        });
        self.ring_after(saved.await)
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
        check(&edit)?;
        let (now, paper) = (self.clock.now(), paper.clone());
        let saved = self.store.write(move |tx| {
            Box::pin(async move {
                let post = tx.desk_post(paper.id(), id).await?.ok_or(NewsroomError::NoSuchPost(id))?;
                if expected.is_some_and(|seen| seen != post.updated_at) {
                    return Err(NewsroomError::Conflict);
                }
                let credits = tx.credits(paper.id(), id).await?;
                save(tx, &paper, now, Saving { post, credits, is_new: false }, edit, to).await
            })
        });
        self.ring_after(saved.await)
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
                    let post = tx.desk_post(paper.id(), id).await?.ok_or(NewsroomError::NoSuchPost(id))?;
                    tx.cancel_job(paper.id(), crate::scheduler::PUBLISH, id.0).await?;
                    tx.delete_post(paper.id(), &paper.zone, &post).await?;
                    Ok(())
                })
            })
            .await
    }

    fn ring_after(&self, saved: Result<Post, NewsroomError>) -> Result<Post, NewsroomError> {
        if saved.as_ref().is_ok_and(|post| post.status == PostStatus::Scheduled) {
            self.bell.notify_one();
        }
        saved
    }
}

/// A post on its way into the store.
struct Saving {
    post: Post,
    credits: Credits,
    is_new: bool,
}

fn check(edit: &PostEdit) -> Result<(), NewsroomError> {
    let longer = |text: Option<&String>, max: usize| text.is_some_and(|text| text.chars().count() > max);
    if longer(edit.title.as_ref(), TITLE_CHARS_MAX) {
        return Err(NewsroomError::TooLong { field: "title", max: TITLE_CHARS_MAX });
    }
    if longer(edit.slug.as_ref(), SLUG_CHARS_MAX) {
        return Err(NewsroomError::TooLong { field: "slug", max: SLUG_CHARS_MAX });
    }
    match &edit.body {
        Some(Body::Html(text) | Body::Markdown(text)) if text.len() > BODY_BYTES_MAX => {
            Err(NewsroomError::TooLong { field: "body", max: BODY_BYTES_MAX })
        }
        _ => Ok(()),
    }
}

async fn save(
    tx: &mut Tx,
    paper: &Paper,
    now: Millis,
    saving: Saving,
    edit: PostEdit,
    to: Move,
) -> Result<Post, NewsroomError> {
    let Saving { mut post, mut credits, is_new } = saving;
    let before = post.clone();
    set_credits(tx, paper, now, &mut credits, edit.authors.as_deref(), edit.tags.as_deref()).await?;
    let new_slug = edit.slug.clone();
    write_words(&mut post, edit, paper);
    move_to(&mut post, to, now)?;
    if let Some(wished) = wished_slug(&post, new_slug, paper) {
        post.slug = free_slug(tx, paper, post.id, &wished).await?;
    }
    settle_permalink(tx, paper, &before, &mut post, &credits).await?;
    post.edited_at = Some(now);
    post.updated_at = if is_new { now } else { now.max(before.updated_at + 1) };
    let change = match (before.visibility.public_from.is_some(), post.visibility.public_from.is_some()) {
        (false, true) => ChangeKind::Published,
        (true, false) => ChangeKind::Retracted,
        _ => ChangeKind::Updated,
    };
    if is_new {
        tx.insert_post(paper.id(), &paper.zone, &post, &credits).await?;
    } else {
        let words_changed =
            (&before.title, &before.html, &before.source) != (&post.title, &post.html, &post.source);
        if words_changed {
            tx.add_revision(paper.id(), &before, "saved over", now).await?;
        }
        tx.update_post(paper.id(), &paper.zone, &post, &credits, change).await?;
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

fn write_words(post: &mut Post, edit: PostEdit, paper: &Paper) {
    fn set<T>(field: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *field = value;
        }
    }
    set(&mut post.title, edit.title.map(|title| title.trim().to_owned()));
    match edit.body {
        Some(Body::Html(html)) => {
            post.html = dateline_markup::sanitise(&html, dateline_markup::Profile::Author);
            post.source = None;
        }
        Some(Body::Markdown(source)) => {
            post.html = dateline_markup::markdown(&source);
            post.source = Some(source);
        }
        None => {}
    }
    set(&mut post.excerpt, edit.excerpt);
    set(&mut post.image, edit.image);
    set(&mut post.image_alt, edit.image_alt);
    set(&mut post.image_caption, edit.image_caption);
    set(&mut post.featured, edit.featured);
    set(&mut post.dateline, edit.dateline);
    set(&mut post.lang, edit.lang);
    set(&mut post.meta_title, edit.meta_title);
    set(&mut post.meta_description, edit.meta_description);
    set(&mut post.comments_open, edit.comments_open);
    if let Some(at) = edit.published_at {
        post.published_at = Some(at);
    }
    let text = dateline_markup::plain_text(&post.html);
    post.words = dateline_markup::word_count(&text) as i64;
    post.pictures = dateline_markup::images(&post.html).len() as i64;
    let chars = paper.settings.teaser_chars as usize;
    let teaser = dateline_markup::teaser(post.excerpt.as_deref(), &post.html, chars);
    post.teaser = teaser.text;
    post.teaser_is_all = teaser.complete;
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

/// The slug a post should get now, `None` when it keeps the one it has.
fn wished_slug(post: &Post, given: Option<String>, paper: &Paper) -> Option<String> {
    let lang = post.lang.as_deref().unwrap_or(&paper.settings.locale);
    let given = given.map(|slug| slugify(&slug, lang)).filter(|slug| !slug.is_empty());
    if given.as_ref().is_some_and(|slug| *slug == post.slug) {
        return None;
    }
    if given.is_some() {
        return given;
    }
    // A draft that has no permalink yet follows its headline until the first slug with words in it.
    let unnamed = post.slug.is_empty() || (post.permalink.is_none() && post.slug.starts_with("untitled"));
    if !unnamed {
        return None;
    }
    Some(slugify(&post.title, lang)).filter(|slug| !slug.is_empty()).or_else(|| {
        let none_yet = post.slug.is_empty();
        none_yet.then(|| "untitled".to_owned())
    })
}

/// `wished`, or the same with `-2`, `-3`, … while another post of the site holds it.
async fn free_slug(tx: &mut Tx, paper: &Paper, id: PostId, wished: &str) -> Result<String, StoreError> {
    let mut slug = wished.to_owned();
    let mut number = 2;
    while tx.slug_holder(paper.id(), &slug).await?.is_some_and(|holder| holder != id) {
        slug = format!("{wished}-{number}");
        number += 1;
    }
    Ok(slug)
}

/// Gives a post that leaves the desk its permalink. One that had another before leaves a redirect there.
async fn settle_permalink(
    tx: &mut Tx,
    paper: &Paper,
    before: &Post,
    post: &mut Post,
    credits: &Credits,
) -> Result<(), StoreError> {
    let leaves_desk = matches!(post.status, PostStatus::Published | PostStatus::Scheduled);
    let renamed = !before.slug.is_empty() && before.slug != post.slug;
    if !leaves_desk || (post.permalink.is_some() && !renamed) {
        return Ok(());
    }
    let site = paper.id();
    let section = match credits.tags.first() {
        Some(tag) => tx.tag(site, *tag).await?.map(|tag| tag.slug),
        None => None,
    };
    let mut author = None;
    if let Some(first) = credits.authors.first() {
        let all = tx.authors(site, i64::MAX).await?;
        author = all.into_iter().find(|a| a.id == *first).map(|a| a.slug);
    }
    let at = post.published_at.unwrap_or(post.created_at);
    let wished = post.slug.clone();
    let mut number = 2;
    let path = loop {
        let path = paper.permalink_for(post, at, section.as_deref(), author.as_deref());
        match tx.permalink_holder(site, &path).await? {
            Some((holder, _)) if holder != post.id => {
                post.slug = format!("{wished}-{number}");
                number += 1;
            }
            _ => break path,
        }
    };
    if let Some(old) = before.permalink.as_ref().filter(|old| **old != path) {
        let to = RedirectTarget::Post(post.id);
        tx.add_redirect(site, &Redirect { from: old.clone(), to, permanent: true }).await?;
    }
    tx.drop_redirect(site, &path).await?;
    post.permalink = Some(path);
    Ok(())
}
