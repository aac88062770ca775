//! Stories lead to the files that have come home, and so do the links around them.

use std::collections::{HashMap, HashSet};

use dateline_model::{ChangeKind, Post, PostId, SiteId, Zone, mint_uuid};
use dateline_store::{Store, StoreError};

use super::original_size;
use crate::ledger::Ledger;

/// Stories looked at together.
const STORIES: i64 = 50;

/// Walks through all stories of a site. One that leads nowhere new is not written; one that an editor is at is read
/// again inside its transaction, so no word is lost.
pub(super) async fn stories(
    store: &Store,
    site: SiteId,
    zone: &Zone,
    ledger: &mut Ledger,
) -> Result<(), StoreError> {
    let mut after = PostId(mint_uuid(0, [0; 6]));
    loop {
        let posts = store.read().await?.desk_posts_after(site, after, STORIES).await?;
        let Some(last) = posts.last() else { return Ok(()) };
        after = last.id;
        for post in posts {
            let homes = homes(store, site, &post).await?;
            if !homes.is_empty() {
                rewrite(store, site, zone, post.id, homes, ledger).await?;
            }
        }
    }
}

/// Where the files lie that a story shows: by the address of each at its own size.
async fn homes(store: &Store, site: SiteId, post: &Post) -> Result<HashMap<String, String>, StoreError> {
    let mut shown: HashSet<String> = dateline_markup::images(&post.html).into_iter().collect();
    // Sound, film and documents are linked to, and so are the pictures that a smaller one leads to.
    shown.extend(dateline_markup::links(&post.html));
    shown.extend(post.image.clone());
    let mut read = store.read().await?;
    let mut homes = HashMap::new();
    for address in shown.into_iter().filter(|address| address.contains("//") || address.starts_with('/')) {
        let home = read.media_by_source(site, &address).await?.and_then(|media| media.address());
        if let Some(home) = home.filter(|home| *home != address) {
            homes.insert(original_size(&address), home);
        }
    }
    Ok(homes)
}

async fn rewrite(
    store: &Store,
    site: SiteId,
    zone: &Zone,
    id: PostId,
    homes: HashMap<String, String>,
    ledger: &mut Ledger,
) -> Result<(), StoreError> {
    let (zone, mut book) = (zone.clone(), std::mem::take(ledger));
    *ledger = store
        .write(move |tx| {
            Box::pin(async move {
                if !tx.hold_post(site, id).await? {
                    return Ok::<_, StoreError>(book);
                }
                let Some(mut post) = tx.desk_post(site, id).await? else { return Ok(book) };
                let home = |address: &str| homes.get(&original_size(address)).cloned();
                let html = dateline_markup::rewrite_urls(&post.html, home);
                let image = post.image.as_deref().and_then(home);
                if html == post.html && image.is_none() {
                    return Ok(book);
                }
                let credits = tx.credits(site, id).await?;
                let details = tx.details_of_post(site, post.id).await?;
                book.change_post(&post, &credits, &details);
                post.image = image.or(post.image);
                // What the author typed would bring the old addresses back with the next correction.
                post.source = post.source.filter(|_| html == post.html);
                post.html = html;
                tx.update_post(site, &zone, &post, &credits, ChangeKind::Updated).await?;
                book.close(tx).await?;
                Ok(book)
            })
        })
        .await?;
    Ok(())
}
