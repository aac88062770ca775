//! Taking an import back: step by step, the last one first, each in one transaction.

use std::str::FromStr;

use dateline_model::{ChangeKind, IdError, Media, MediaId, MoveId, Post, SiteId, SiteSettings};
use dateline_store::{Store, StoreError, Tx};

use crate::ledger::Step;
use crate::loader::{ImportError, settle};
use crate::manner::{Phase, Premises, Watch};

/// The job by which a scheduled post comes out.
const PUBLISH: &str = "publish";

/// Takes back what a move wrote. Whoever calls has made sure that nobody wrote to the site since. An undoing that was
/// killed goes on when it is called again.
///
/// # Errors
/// [`ImportError`]; what was taken back until then is gone.
pub(crate) async fn take_back(
    store: &Store,
    site: SiteId,
    id: MoveId,
    premises: &Premises,
    watch: &Watch,
) -> Result<(), ImportError> {
    watch.enter(Phase::Undoing);
    loop {
        let Some((number, wrote)) = store.read().await?.last_step(site, id).await? else { break };
        let step = Step::parse(&wrote);
        watch.add_stories(step.posts.len());
        let undone: Result<Vec<String>, StoreError> = store
            .write(move |tx| {
                tx.many_stories();
                Box::pin(async move {
                    let files = undo(tx, site, step).await?;
                    tx.drop_step(site, id, number).await?;
                    Ok(files)
                })
            })
            .await;
        for path in undone? {
            // A picture may be shown under several addresses.
            if store.read().await?.media_by_path(site, &path).await?.is_none() {
                let folder = premises.content.clone();
                let gone = tokio::task::spawn_blocking(move || folder.remove(&path)).await;
                gone.map_err(|error| ImportError::Worker(error.to_string()))?.map_err(ImportError::Media)?;
            }
        }
    }
    settle(store, site, None).await?;
    Ok(())
}

/// Undoes one step; answers the files that nobody may need any more.
async fn undo(tx: &mut Tx, site: SiteId, step: Step) -> Result<Vec<String>, StoreError> {
    let now = tx.settings(site).await?;
    let zone = now.zone();
    for from in &step.redirects {
        tx.drop_redirect(site, from).await?;
    }
    for id in ids(&step.mentions) {
        tx.delete_mention(site, id).await?;
    }
    if !step.comments.is_empty() {
        tx.many_comments();
    }
    for id in ids(&step.comments) {
        tx.delete_comment(site, id).await?;
    }
    for row in step.comments_before {
        let Ok(before) = row.comment() else { continue };
        if let Some(now) = tx.hold_comment(site, before.id).await? {
            tx.update_comment(site, &now, &before).await?;
        }
    }
    for row in step.posts_before {
        let Ok(story) = row.story() else { continue };
        if let Some(now) = tx.desk_post(site, story.post.id).await? {
            let opening = Some(dateline_markup::opening(&story.post.html, story.post.teaser_is_all));
            let before = Post { comment_count: now.comment_count, opening, ..story.post };
            tx.update_post(site, &zone, &before, &story.credits, ChangeKind::Updated).await?;
            tx.set_details_of_post(site, before.id, &story.details).await?;
        }
    }
    for id in ids(&step.posts) {
        if let Some(post) = tx.desk_post(site, id).await? {
            tx.cancel_job(site, PUBLISH, post.id.0).await?;
            tx.delete_post(site, &zone, &post).await?;
        }
    }
    for id in ids(&step.tags) {
        tx.delete_tag(site, id).await?;
    }
    for id in ids(&step.authors) {
        tx.delete_author(site, id).await?;
    }
    for id in ids(&step.staff) {
        tx.delete_user(site, id).await?;
    }
    let files = undo_files(tx, site, &step.media, &step.came_home).await?;
    if let Some(rows) = step.settings_before {
        restore_settings(tx, site, &now, &rows).await?;
    }
    Ok(files)
}

async fn undo_files(
    tx: &mut Tx,
    site: SiteId,
    new: &[String],
    came_home: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut files = Vec::new();
    for id in ids::<MediaId>(came_home) {
        if let Some(Media { path: Some(path), .. }) = tx.media(site, id).await? {
            files.push(path);
            tx.leave_media(site, id).await?;
        }
    }
    for id in ids::<MediaId>(new) {
        if let Some(media) = tx.media(site, id).await? {
            files.extend(media.path);
            tx.delete_media(site, id).await?;
        }
    }
    Ok(files)
}

async fn restore_settings(
    tx: &mut Tx,
    site: SiteId,
    now: &SiteSettings,
    rows: &[(String, String)],
) -> Result<(), StoreError> {
    let before = SiteSettings::from_rows(rows.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    tx.save_settings(site, &before).await?;
    if before.timezone != now.timezone {
        tx.recount(site, &before.zone()).await?;
    }
    Ok(())
}

/// Ids as they were noted.
fn ids<T: FromStr<Err = IdError>>(hex: &[String]) -> impl Iterator<Item = T> {
    hex.iter().filter_map(|hex| hex.parse().ok())
}
