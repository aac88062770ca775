//! Building a site's index from its stories.

use std::sync::Arc;

use dateline_model::{CommentId, Post, PostId, SiteId};
use dateline_store::{Read, Store};
use tantivy::TantivyDocument;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::SearchError;
use crate::document::{Clerk, Filed, has_card};
use crate::schema::VERSION;
use crate::search::{Search, blocking};
use crate::shelf::Shelf;
use crate::volume::{Bulk, Mark, Volume};

/// Stories read at once.
const STORIES: i64 = 500;
/// Comments read at once.
const COMMENTS: i64 = 2_000;
/// Threads that write cards, beside those that file them. What one writes two processors can just file; with more of them
/// thousands of cards would wait in memory.
const CLERKS: usize = 1;

impl Search {
    /// Builds the index of a site anew from everything that is stored, while the old one serves. Answers the number
    /// of stories and comments in it; `None` when it is being built already. What changes meanwhile is followed
    /// afterwards from the log. [`Search::state`] tells how far it is.
    pub async fn rebuild(&self, store: &Store, site: SiteId) -> Result<Option<u64>, SearchError> {
        let shelf = self.shelf(site);
        let Some(_right) = shelf.begin() else { return Ok(None) };
        let folder = shelf.fresh_folder();
        let built = build(store, &shelf, &folder, &self.0.closing).await;
        if built.is_err() {
            // Whatever is there is no index.
            let _ = std::fs::remove_dir_all(&folder);
        }
        built?;
        shelf.install(&folder)?;
        Ok(Some(shelf.done()))
    }
}

async fn build(
    store: &Store,
    shelf: &Arc<Shelf>,
    folder: &std::path::Path,
    closing: &CancellationToken,
) -> Result<(), SearchError> {
    let site = shelf.site;
    let mut read = store.read().await?;
    let locale = read.settings(site).await?.locale;
    // Where following takes over. Stories read from here on may be newer than this; that they are then read once
    // more changes nothing.
    let seq = read.last_seq().await?;
    let mark = mark_at(&mut read, seq, &locale).await?;
    drop(read);
    let path = folder.to_owned();
    let volume = blocking(move || Volume::create(&path)).await?;
    let mut crew = Crew::new(&volume, &locale, Arc::clone(shelf))?;
    file_stories(store, site, &mut crew, closing).await?;
    file_comments(store, site, &mut crew, closing).await?;
    let bulk = crew.rest().await?;
    let is_cancelled = closing.is_cancelled();
    blocking(move || {
        if is_cancelled {
            bulk.abandon()?;
            return Err(SearchError::Closing);
        }
        bulk.finish(&mark)
    })
    .await
}

/// The mark of an index that has followed the log up to `seq`.
pub(crate) async fn mark_at(read: &mut Read, seq: i64, locale: &str) -> Result<Mark, SearchError> {
    let last = read.changes_since(seq - 1, 1).await?;
    let about = last.first().filter(|change| change.seq == seq).map(|change| change.id);
    Ok(Mark { version: VERSION, seq, about, locale: locale.to_owned() })
}

/// The clerks that write the cards of an index that is built.
struct Crew {
    idle: Vec<Clerk>,
    at_work: JoinSet<Result<Clerk, SearchError>>,
    bulk: Arc<Bulk>,
    shelf: Arc<Shelf>,
}

impl Crew {
    fn new(volume: &Volume, locale: &str, shelf: Arc<Shelf>) -> Result<Self, SearchError> {
        let idle = (0..CLERKS).map(|_| Clerk::new(volume.fields, locale)).collect();
        Ok(Self { idle, at_work: JoinSet::new(), bulk: Arc::new(volume.bulk()?), shelf })
    }

    /// Gives a batch to the next clerk who is idle, and waits until there is one. The next batch can be read meanwhile.
    async fn take<T: Send + 'static>(
        &mut self,
        batch: Vec<T>,
        card: fn(&mut Clerk, &T) -> Option<TantivyDocument>,
    ) -> Result<(), SearchError> {
        let mut clerk = match self.idle.pop() {
            Some(clerk) => clerk,
            None => {
                self.next_idle().await?.ok_or_else(|| SearchError::Stopped("no clerk is left".to_owned()))?
            }
        };
        let (bulk, shelf) = (Arc::clone(&self.bulk), Arc::clone(&self.shelf));
        self.at_work.spawn(blocking(move || {
            for card in batch.iter().filter_map(|filed| card(&mut clerk, filed)) {
                bulk.add(card)?;
                shelf.count(1);
            }
            Ok(clerk)
        }));
        Ok(())
    }

    async fn next_idle(&mut self) -> Result<Option<Clerk>, SearchError> {
        let Some(clerk) = self.at_work.join_next().await else { return Ok(None) };
        clerk.map_err(|error| SearchError::Stopped(error.to_string()))?.map(Some)
    }

    /// Waits until all cards are written.
    async fn rest(mut self) -> Result<Bulk, SearchError> {
        while self.next_idle().await?.is_some() {}
        Arc::into_inner(self.bulk).ok_or_else(|| SearchError::Stopped("a clerk is still writing".to_owned()))
    }
}

async fn file_stories(
    store: &Store,
    site: SiteId,
    crew: &mut Crew,
    closing: &CancellationToken,
) -> Result<(), SearchError> {
    let mut after = PostId(Uuid::nil());
    while !closing.is_cancelled() {
        let stories = stories_after(store, site, after).await?;
        let Some(last) = stories.last() else { break };
        after = last.post.id;
        crew.take(stories, |clerk, filed| has_card(&filed.post).then(|| clerk.story(filed))).await?;
    }
    Ok(())
}

async fn file_comments(
    store: &Store,
    site: SiteId,
    crew: &mut Crew,
    closing: &CancellationToken,
) -> Result<(), SearchError> {
    let mut after = CommentId(Uuid::nil());
    while !closing.is_cancelled() {
        let comments = store.read().await?.approved_comments_after(site, after, COMMENTS).await?;
        let Some((last, _)) = comments.last() else { break };
        after = last.id;
        crew.take(comments, |clerk, (comment, visibility)| Some(clerk.comment(comment, *visibility))).await?;
    }
    Ok(())
}

async fn stories_after(store: &Store, site: SiteId, after: PostId) -> Result<Vec<Filed>, SearchError> {
    let mut read = store.read().await?;
    let posts = read.desk_posts_after(site, after, STORIES).await?;
    filed(&mut read, site, posts).await
}

/// Posts with their bylines and tags.
pub(crate) async fn filed(
    read: &mut Read,
    site: SiteId,
    posts: Vec<Post>,
) -> Result<Vec<Filed>, SearchError> {
    let ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
    let (mut bylines, mut tags) = (std::collections::HashMap::new(), std::collections::HashMap::new());
    for (post, byline) in read.bylines(site, &ids).await? {
        bylines.entry(post).or_insert_with(Vec::new).push(byline);
    }
    for (post, tag) in read.tags_of(site, &ids).await? {
        tags.entry(post).or_insert_with(Vec::new).push(tag);
    }
    let file = |post: Post| {
        let (bylines, tags) =
            (bylines.remove(&post.id).unwrap_or_default(), tags.remove(&post.id).unwrap_or_default());
        Filed { post, bylines, tags }
    };
    Ok(posts.into_iter().map(file).collect())
}
