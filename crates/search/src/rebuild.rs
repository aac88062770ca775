//! Building a site's index from its stories.

use std::sync::Arc;

use dateline_model::{CommentId, Post, PostId, SiteId};
use dateline_store::{Read, Store};
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
    let mut filing = Filing {
        clerk: Clerk::new(volume.fields, &locale),
        bulk: volume.bulk()?,
        shelf: Arc::clone(shelf),
        closing: closing.clone(),
    };
    filing = file_stories(store, site, filing).await?;
    filing = file_comments(store, site, filing).await?;
    blocking(move || {
        if filing.closing.is_cancelled() {
            filing.bulk.abandon()?;
            return Err(SearchError::Closing);
        }
        filing.bulk.finish(&mark)
    })
    .await
}

/// The mark of an index that has followed the log up to `seq`.
pub(crate) async fn mark_at(read: &mut Read, seq: i64, locale: &str) -> Result<Mark, SearchError> {
    let last = read.changes_since(seq - 1, 1).await?;
    let about = last.first().filter(|change| change.seq == seq).map(|change| change.id);
    Ok(Mark { version: VERSION, seq, about, locale: locale.to_owned() })
}

/// What files cards; it moves between this task and the threads that cut the texts.
struct Filing {
    clerk: Clerk,
    bulk: Bulk,
    shelf: Arc<Shelf>,
    /// Cancelled when what is not filed yet need not be.
    closing: CancellationToken,
}

/// The next stories are read while the last ones are filed.
async fn file_stories(store: &Store, site: SiteId, mut filing: Filing) -> Result<Filing, SearchError> {
    let mut after = PostId(Uuid::nil());
    let mut stories = stories_after(store, site, after).await?;
    while let Some(last) = stories.last().filter(|_| !filing.closing.is_cancelled()) {
        after = last.post.id;
        let at_work = tokio::spawn(blocking(move || {
            for filed in stories.iter().filter(|filed| has_card(&filed.post)) {
                let card = filing.clerk.story(filed);
                filing.bulk.add(card)?;
                filing.shelf.count(1);
            }
            Ok(filing)
        }));
        let next = stories_after(store, site, after).await;
        filing = at_work.await.map_err(|error| SearchError::Stopped(error.to_string()))??;
        stories = next?;
    }
    Ok(filing)
}

async fn file_comments(store: &Store, site: SiteId, mut filing: Filing) -> Result<Filing, SearchError> {
    let mut after = CommentId(Uuid::nil());
    while !filing.closing.is_cancelled() {
        let comments = store.read().await?.approved_comments_after(site, after, COMMENTS).await?;
        let Some((last, _)) = comments.last() else { break };
        after = last.id;
        filing = blocking(move || {
            for (comment, visibility) in &comments {
                let card = filing.clerk.comment(comment, *visibility);
                filing.bulk.add(card)?;
                filing.shelf.count(1);
            }
            Ok(filing)
        })
        .await?;
    }
    Ok(filing)
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
