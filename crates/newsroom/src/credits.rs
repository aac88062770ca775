//! Finding the tags and authors that a story names, and making those that are new.

use dateline_model::{Author, AuthorId, Millis, Paper, SiteId, Tag, TagId, slugify};
use dateline_store::{Credits, StoreError, Tx};

use crate::permalink::FreeNumber;
use crate::tag::{free_tag_slug, tag_slug};

/// A tag as an editor or a program names it; the first of id, slug and name that is given decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagRef {
    /// Its id.
    pub id: Option<TagId>,
    /// Its slug.
    pub slug: Option<String>,
    /// Its name; a new tag gets it.
    pub name: Option<String>,
}

/// An author as an editor or a program names one; the first of slug and name that is given decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthorRef {
    /// The slug.
    pub slug: Option<String>,
    /// The name as printed; a new author gets it.
    pub name: Option<String>,
}

impl TagRef {
    /// The tag of this name.
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::default() }
    }
}

impl AuthorRef {
    /// The author of this name.
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::default() }
    }
}

/// Replaces what `credits` holds by what is named; `None` keeps it.
pub(crate) async fn set_credits(
    tx: &mut Tx,
    paper: &Paper,
    now: Millis,
    credits: &mut Credits,
    authors: Option<&[AuthorRef]>,
    tags: Option<&[TagRef]>,
) -> Result<(), StoreError> {
    if let Some(tags) = tags {
        credits.tags.clear();
        for tag in tags {
            if let Some(id) =
                find_or_make_tag(tx, paper, now, tag).await?.filter(|id| !credits.tags.contains(id))
            {
                credits.tags.push(id);
            }
        }
    }
    if let Some(authors) = authors {
        credits.authors.clear();
        for author in authors {
            let found = find_or_make_author(tx, paper, now, author).await?;
            if let Some(id) = found.filter(|id| !credits.authors.contains(id)) {
                credits.authors.push(id);
            }
        }
    }
    Ok(())
}

/// The tag that is named; a name that no tag has makes one. `None` when nothing usable is named.
async fn find_or_make_tag(
    tx: &mut Tx,
    paper: &Paper,
    now: Millis,
    named: &TagRef,
) -> Result<Option<TagId>, StoreError> {
    let site = paper.id();
    if let Some(id) = named.id
        && let Some(tag) = tx.tag(site, id).await?
    {
        return Ok(Some(tag.id));
    }
    if let Some(slug) = named.slug.as_deref().filter(|slug| !slug.is_empty())
        && let Some(tag) = tx.tag_by_slug(site, slug).await?
    {
        return Ok(Some(tag.id));
    }
    let name = named.name.as_deref().or(named.slug.as_deref()).unwrap_or_default().trim();
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(tag) = tx.tag_by_name(site, name).await? {
        return Ok(Some(tag.id));
    }
    let wished = tag_slug(named.slug.as_deref(), name, &paper.settings.locale);
    if let Some(holder) = tx.tag_by_slug(site, &wished).await?.filter(|holder| holder.name == name) {
        // Made by another writer since we asked for the name.
        return Ok(Some(holder.id));
    }
    let id = TagId::mint(now);
    let slug = free_tag_slug(tx, site, id, wished).await?;
    let tag = Tag { id, name: name.to_owned(), slug, description: None, post_count: 0, import_key: None };
    tx.save_tag(site, &tag).await?;
    Ok(Some(id))
}

/// The author that is named; a name that nobody has makes one. `None` when nothing usable is named.
async fn find_or_make_author(
    tx: &mut Tx,
    paper: &Paper,
    now: Millis,
    named: &AuthorRef,
) -> Result<Option<AuthorId>, StoreError> {
    let site = paper.id();
    if let Some(slug) = named.slug.as_deref().filter(|slug| !slug.is_empty())
        && let Some(author) = tx.author_by_slug(site, slug).await?
    {
        return Ok(Some(author.id));
    }
    let name = named.name.as_deref().or(named.slug.as_deref()).unwrap_or_default().trim();
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(author) = tx.author_by_name(site, name).await? {
        return Ok(Some(author.id));
    }
    let slug = author_slug(name, &paper.settings.locale);
    if let Some(holder) = tx.author_by_slug(site, &slug).await?.filter(|holder| holder.name == name) {
        return Ok(Some(holder.id));
    }
    Ok(Some(make_author(tx, paper, now, name).await?.id))
}

/// The slug that a name asks for.
pub(crate) fn author_slug(name: &str, locale: &str) -> String {
    let wished = Some(slugify(name, locale)).filter(|slug| !slug.is_empty());
    wished.unwrap_or_else(|| "author".to_owned())
}

/// A new author of this name, whoever else has it; the slug is made free.
pub(crate) async fn make_author(
    tx: &mut Tx,
    paper: &Paper,
    now: Millis,
    name: &str,
) -> Result<Author, StoreError> {
    let site = paper.id();
    let (id, name) = (AuthorId::mint(now), name.to_owned());
    let slug = free_author_slug(tx, site, id, author_slug(&name, &paper.settings.locale)).await?;
    let author =
        Author { id, name, slug, bio: None, url: None, profile_image: None, post_count: 0, import_key: None };
    tx.save_author(site, &author).await?;
    Ok(author)
}

/// `wished`, or the same with a number while another author of the site has it.
pub(crate) async fn free_author_slug(
    tx: &mut Tx,
    site: SiteId,
    id: AuthorId,
    wished: String,
) -> Result<String, StoreError> {
    let held = |holder: Option<Author>| holder.is_some_and(|holder| holder.id != id);
    if !held(tx.author_by_slug(site, &wished).await?) {
        return Ok(wished);
    }
    let mut search = FreeNumber::new();
    loop {
        let numbered = format!("{wished}-{}", search.candidate());
        search.note(held(tx.author_by_slug(site, &numbered).await?));
        if let Some(number) = search.found() {
            return Ok(format!("{wished}-{number}"));
        }
    }
}
