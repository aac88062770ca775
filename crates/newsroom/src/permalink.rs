//! Where a story stands: its slug and its permalink, and the way from the address it had before.

use dateline_model::{Paper, Post, PostId, PostKind, PostStatus, Redirect, RedirectTarget, slugify};
use dateline_store::{Credits, StoreError, Tx};

use crate::facts::Facts;

/// Finds a number that no other name ends in, with as many questions as the largest number has digits in base
/// two. Asking 2, 3, 4 … would make a paper with a thousand untitled stories ask half a million times.
pub(crate) struct FreeNumber {
    taken: u64,
    free: Option<u64>,
}

impl FreeNumber {
    /// Begins; the name without a number, which counts as 1, is taken.
    pub(crate) const fn new() -> Self {
        Self { taken: 1, free: None }
    }

    /// The number to ask about next.
    pub(crate) const fn candidate(&self) -> u64 {
        match self.free {
            None => self.taken.saturating_mul(2),
            Some(free) => self.taken.midpoint(free),
        }
    }

    /// Takes the answer.
    pub(crate) const fn note(&mut self, is_taken: bool) {
        let asked = self.candidate();
        if is_taken {
            self.taken = asked;
        } else {
            self.free = Some(asked);
        }
    }

    /// A free number whose predecessor is taken, once it is known.
    pub(crate) const fn found(&self) -> Option<u64> {
        match self.free {
            Some(free) if free == self.taken + 1 => Some(free),
            _ => None,
        }
    }
}

/// Gives the post the slug that an editor wrote or that its headline makes, with a number when it is taken.
pub(crate) async fn settle_slug(
    tx: &mut Tx,
    paper: &Paper,
    post: &mut Post,
    given: Option<&str>,
) -> Result<(), StoreError> {
    let Some(wished) = wished_slug(post, given, paper) else { return Ok(()) };
    post.slug = free_slug(tx, paper, post.id, &wished).await?;
    Ok(())
}

/// The slug a post should get now, `None` when it keeps the one it has.
fn wished_slug(post: &Post, given: Option<&str>, paper: &Paper) -> Option<String> {
    let lang = post.lang.as_deref().unwrap_or(&paper.settings.locale);
    let given = given.map(|slug| slugify(slug, lang)).filter(|slug| !slug.is_empty());
    if given.as_ref().is_some_and(|slug| *slug == post.slug) {
        return None;
    }
    if given.is_some() {
        return given;
    }
    // A draft that has no permalink yet follows its headline until the first slug with words in it.
    let unnamed = post.slug.is_empty() || (post.permalink.is_none() && post.slug.starts_with(UNTITLED));
    if !unnamed {
        return None;
    }
    let from_headline = Some(slugify(&post.title, lang)).filter(|slug| !slug.is_empty());
    from_headline.or_else(|| post.slug.is_empty().then(|| UNTITLED.to_owned()))
}

/// The slug of a story whose headline has nothing to pronounce.
const UNTITLED: &str = "untitled";

/// `wished`, or the same with a number while another post of the site holds it.
async fn free_slug(tx: &mut Tx, paper: &Paper, id: PostId, wished: &str) -> Result<String, StoreError> {
    if !tx.slug_is_taken(paper.id(), wished, id).await? {
        return Ok(wished.to_owned());
    }
    let mut search = FreeNumber::new();
    loop {
        let slug = format!("{wished}-{}", search.candidate());
        search.note(tx.slug_is_taken(paper.id(), &slug, id).await?);
        if let Some(number) = search.found() {
            return Ok(format!("{wished}-{number}"));
        }
    }
}

/// Gives a post that leaves the desk its permalink; one that has a permalink gets another only when its slug
/// changed, and leaves a redirect at the old one.
pub(crate) async fn settle_permalink(
    tx: &mut Tx,
    paper: &Paper,
    before: &Post,
    post: &mut Post,
    credits: &Credits,
) -> Result<(), StoreError> {
    let leaves_desk = matches!(post.status, PostStatus::Published | PostStatus::Scheduled);
    let renamed = !before.slug.is_empty() && before.slug != post.slug;
    let settled = if post.permalink.is_some() { !renamed } else { !leaves_desk };
    if settled {
        return Ok(());
    }
    let path = free_path(tx, paper, post, credits).await?;
    if let Some(old) = before.permalink.as_ref().filter(|old| **old != path) {
        let to = RedirectTarget::Post(post.id);
        tx.add_redirect(paper.id(), &Redirect { from: old.clone(), to, permanent: true }).await?;
    }
    tx.drop_redirect(paper.id(), &path).await?;
    post.permalink = Some(path);
    Ok(())
}

/// The path that the pattern of the story's collection makes, or the site's; the slug gets a number while the path leads to another story.
pub(crate) async fn free_path(
    tx: &mut Tx,
    paper: &Paper,
    post: &mut Post,
    credits: &Credits,
) -> Result<String, StoreError> {
    let at = post.published_at.unwrap_or(post.created_at);
    let facts = Facts::of(tx, paper, post, credits).await?;
    let routes = paper.routes.as_deref().filter(|_| post.kind == PostKind::Post);
    let collection = routes.and_then(|routes| routes.owner(&|key| facts.values(key), at));
    let section = match collection {
        Some(_) => facts.primary_tag(),
        None => facts.tags.first(),
    };
    let section = section.map(|tag| tag.slug.clone());
    let author = facts.authors.first().map(|author| author.slug.clone());
    let path_of =
        |post: &Post| paper.permalink_for(post, at, collection, section.as_deref(), author.as_deref());
    let path = path_of(post);
    if !leads_elsewhere(tx, paper, post.id, &path).await? {
        return Ok(path);
    }
    let wished = post.slug.clone();
    let mut search = FreeNumber::new();
    loop {
        post.slug = format!("{wished}-{}", search.candidate());
        let numbered = path_of(post);
        if numbered == path {
            // The pattern has no slug, and the number changes nothing.
            return Err(StoreError::Taken);
        }
        search.note(leads_elsewhere(tx, paper, post.id, &numbered).await?);
        if let Some(number) = search.found() {
            post.slug = format!("{wished}-{number}");
            return Ok(path_of(post));
        }
    }
}

/// Whether readers who follow `path` come to another story or another place. An address that a story has left
/// stays its own: nobody who follows an old link may end at a stranger's.
async fn leads_elsewhere(tx: &mut Tx, paper: &Paper, id: PostId, path: &str) -> Result<bool, StoreError> {
    if tx.permalink_holder(paper.id(), path).await?.is_some_and(|(holder, _)| holder != id) {
        return Ok(true);
    }
    let redirect = tx.own_redirect(paper.id(), path).await?;
    Ok(redirect.is_some_and(|redirect| redirect.to != RedirectTarget::Post(id)))
}

#[cfg(test)]
mod tests {
    use super::FreeNumber;

    /// The number found among names that end in 2 to `last`, and how many were asked about.
    fn search(last: u64) -> (u64, u32) {
        let (mut search, mut asked) = (FreeNumber::new(), 0);
        loop {
            search.note(search.candidate() <= last);
            asked += 1;
            if let Some(number) = search.found() {
                return (number, asked);
            }
        }
    }

    #[test]
    fn the_next_number_is_found_with_few_questions() {
        assert_eq!(search(1), (2, 1));
        for last in 2..2_000 {
            let (number, asked) = search(last);
            assert_eq!(number, last + 1);
            assert!(asked <= 22, "{asked} questions for {last}");
        }
        assert_eq!(search(1_000_000_000).0, 1_000_000_001);
    }
}
