//! The site's `routes.yaml`: set as a whole, and the stories go where it says.

use dateline_model::{
    ChangeKind, Millis, Paper, Post, PostId, PostKind, Redirect, RedirectTarget, SiteSettings, mint_uuid,
};
use dateline_routes::{Entry, Query, Resource, Routes, RoutesError};
use dateline_store::{SelectError, Selection, Tx};

use crate::permalink::free_path;
use crate::{Newsroom, NewsroomError};

/// Stories that are looked at at once.
const PAGE: i64 = 100;
/// Ghost has no addresses of its own for its stories: they follow from the routes there as here.
const FROM_GHOST: [&str; 2] = ["ghost:", "ghost@"];

/// What came of new routes.
#[derive(Debug, Clone)]
pub struct Rerouted {
    /// The site as it is now.
    pub paper: Paper,
    /// Stories that stand at another address now; the old one leads there.
    pub moved: usize,
    /// Stories that keep the address they came with from another system.
    pub kept: usize,
}

impl Newsroom {
    /// Gives a site another `routes.yaml`; an empty text takes it away. Stories move to the addresses that it gives them,
    /// all in one transaction, and leave redirects. Those that brought an address of their own from another system keep it.
    ///
    /// # Errors
    /// [`NewsroomError::Routes`] with the line that is wrong; nothing has changed then.
    pub async fn set_routes(&self, paper: &Paper, text: &str) -> Result<Rerouted, NewsroomError> {
        Routes::parse(text)?;
        let (site, text, now) = (paper.site.clone(), text.to_owned(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut settings: SiteSettings = tx.settings(site.id).await?;
                    settings.set("routes", &text)?;
                    let paper = Paper::new(site, settings);
                    tx.save_settings(paper.id(), &paper.settings).await?;
                    let (moved, kept) = reroute(tx, &paper, now).await?;
                    Ok(Rerouted { paper, moved, kept })
                })
            })
            .await
    }
}

/// Checks what only the store knows of a site's routes, and moves its stories; answers how many moved, and how many keep
/// the address that they brought.
pub(crate) async fn reroute(
    tx: &mut Tx,
    paper: &Paper,
    now: Millis,
) -> Result<(usize, usize), NewsroomError> {
    for entry in paper.routes.as_deref().map(Routes::entries).unwrap_or_default() {
        check_fields(tx, paper, entry, now).await?;
    }
    move_stories(tx, paper).await
}

/// Asks every filter of an entry for nothing, so that a field that does not exist is told now and not to a reader.
async fn check_fields(tx: &mut Tx, paper: &Paper, entry: &Entry, now: Millis) -> Result<(), NewsroomError> {
    let mut asked = Vec::new();
    if let Some(filter) = entry.listing().and_then(|listing| listing.filter.as_ref()) {
        asked.push((Resource::Posts, filter));
    }
    asked.extend(entry.data.iter().filter_map(|data| match &data.query {
        Query::Browse { filter: Some(filter), .. } => Some((data.resource, filter)),
        _ => None,
    }));
    for (resource, filter) in asked {
        let selection = Selection { filter: Some(filter), ..Selection::default() };
        let site = paper.id();
        let answer = match resource {
            Resource::Posts => tx.public_selection(site, now, PostKind::Post, &selection).await.map(|_| ()),
            Resource::Pages => tx.public_selection(site, now, PostKind::Page, &selection).await.map(|_| ()),
            Resource::Tags => tx.tag_selection(site, now, false, &selection).await.map(|_| ()),
            Resource::Authors => tx.author_selection(site, now, false, &selection).await.map(|_| ()),
        };
        match answer {
            Ok(()) => {}
            Err(SelectError::Store(error)) => return Err(error.into()),
            Err(unknown) => {
                let message = format!("{}: {unknown}", entry.path);
                return Err(RoutesError { line: entry.line, message }.into());
            }
        }
    }
    Ok(())
}

/// Moves every story to the address that the site gives it now.
async fn move_stories(tx: &mut Tx, paper: &Paper) -> Result<(usize, usize), NewsroomError> {
    let (mut moved, mut kept) = (0, 0);
    let mut after = PostId(mint_uuid(0, [0; 6]));
    loop {
        let posts = tx.desk_posts_after(paper.id(), after, PAGE).await?;
        let Some(last) = posts.last() else { return Ok((moved, kept)) };
        after = last.id;
        for post in posts {
            if post.kind != PostKind::Post || post.permalink.is_none() {
                continue;
            }
            if post
                .import_key
                .as_ref()
                .is_some_and(|key| !FROM_GHOST.iter().any(|from| key.starts_with(from)))
            {
                kept += 1;
            } else if move_story(tx, paper, post).await? {
                moved += 1;
            }
        }
    }
}

async fn move_story(tx: &mut Tx, paper: &Paper, mut post: Post) -> Result<bool, NewsroomError> {
    let credits = tx.credits(paper.id(), post.id).await?;
    let path = free_path(tx, paper, &mut post, &credits).await?;
    let Some(old) = post.permalink.replace(path.clone()).filter(|old| *old != path) else { return Ok(false) };
    tx.drop_redirect(paper.id(), &path).await?;
    tx.update_post(paper.id(), &paper.zone, &post, &credits, ChangeKind::Updated).await?;
    let redirect = Redirect { from: old, to: RedirectTarget::Post(post.id), permanent: true };
    tx.add_redirect(paper.id(), &redirect).await?;
    Ok(true)
}
