//! Tags by themselves: made, renamed, described, deleted. Most tags come with a story; see [`crate::TagRef`].

use dateline_model::{Paper, SiteId, Tag, TagId, slugify};
use dateline_store::{StoreError, Tx};

use crate::{Newsroom, NewsroomError};

/// What a save changes of a tag; what is `None` stays. An inner `None` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagEdit {
    /// The name as printed.
    pub name: Option<String>,
    /// The last part of the tag page's path; made from the name of a new tag that brings none.
    pub slug: Option<String>,
    /// A few sentences about the subject.
    pub description: Option<Option<String>>,
}

impl Newsroom {
    /// Makes a tag. A slug that is taken gets a number.
    pub async fn add_tag(&self, paper: &Paper, edit: TagEdit) -> Result<Tag, NewsroomError> {
        let name = edit.name.as_deref().unwrap_or_default().trim().to_owned();
        if name.is_empty() {
            return Err(NewsroomError::Empty("name"));
        }
        let (now, site, locale) = (self.clock.now(), paper.id(), paper.settings.locale.clone());
        let made = self.store.write(move |tx| {
            Box::pin(async move {
                let wished = edit.slug.unwrap_or_else(|| tag_slug(&name, &locale));
                let id = TagId::mint(now);
                let slug = free_tag_slug(tx, site, id, &slugify(&wished, &locale)).await?;
                let description = edit.description.flatten();
                let tag = Tag { id, name, slug, description, post_count: 0, import_key: None };
                tx.save_tag(site, &tag).await?;
                Ok::<_, NewsroomError>(tag)
            })
        });
        made.await
    }

    /// Changes a tag.
    pub async fn change_tag(&self, paper: &Paper, id: TagId, edit: TagEdit) -> Result<Tag, NewsroomError> {
        let (site, locale) = (paper.id(), paper.settings.locale.clone());
        let changed = self.store.write(move |tx| {
            Box::pin(async move {
                let mut tag = tx.tag(site, id).await?.ok_or_else(|| unknown(id))?;
                if let Some(name) = edit.name {
                    name.trim().clone_into(&mut tag.name);
                }
                if tag.name.is_empty() {
                    return Err(NewsroomError::Empty("name"));
                }
                if let Some(wished) = edit.slug.filter(|slug| *slug != tag.slug) {
                    tag.slug = free_tag_slug(tx, site, id, &slugify(&wished, &locale)).await?;
                }
                if let Some(description) = edit.description {
                    tag.description = description;
                }
                tx.save_tag(site, &tag).await?;
                Ok(tag)
            })
        });
        changed.await
    }

    /// Deletes a tag; its stories stay.
    pub async fn delete_tag(&self, paper: &Paper, id: TagId) -> Result<(), NewsroomError> {
        let site = paper.id();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    tx.tag(site, id).await?.ok_or_else(|| unknown(id))?;
                    Ok(tx.delete_tag(site, id).await?)
                })
            })
            .await
    }
}

fn unknown(id: TagId) -> NewsroomError {
    NewsroomError::Unknown { what: "tag", name: id.to_string() }
}

/// The slug that a name asks for. Ghost's internal tags: `#photo` gets `hash-photo`.
pub(crate) fn tag_slug(name: &str, locale: &str) -> String {
    let slug = slugify(name, locale);
    if name.starts_with('#') { format!("hash-{slug}") } else { slug }
}

/// `wished`, or the same with `-2`, `-3`, … while another tag of the site has it; `tag` when nothing is wished.
pub(crate) async fn free_tag_slug(
    tx: &mut Tx,
    site: SiteId,
    id: TagId,
    wished: &str,
) -> Result<String, StoreError> {
    let wished = if wished.is_empty() { "tag" } else { wished };
    let (mut slug, mut number) = (wished.to_owned(), 2);
    while tx.tag_by_slug(site, &slug).await?.is_some_and(|holder| holder.id != id) {
        slug = format!("{wished}-{number}");
        number += 1;
    }
    Ok(slug)
}
