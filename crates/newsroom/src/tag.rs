//! Tags by themselves: made, renamed, described, deleted. Most tags come with a story; see [`crate::TagRef`].

use dateline_model::{Detail, Details, Paper, SiteId, Tag, TagId, many_lines, one_line, slugify};
use dateline_store::{StoreError, Tx};

use crate::permalink::FreeNumber;
use crate::story::check_detail;
use crate::{Newsroom, NewsroomError};

/// The most characters of a tag's name or slug.
const NAME_CHARS_MAX: usize = 191;
/// The most characters of a tag's description.
const DESCRIPTION_CHARS_MAX: usize = 5_000;

/// What a save changes of a tag; what is `None` stays. An inner `None` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagEdit {
    /// The name as printed.
    pub name: Option<String>,
    /// The last part of the tag page's path; made from the name of a new tag that brings none.
    pub slug: Option<String>,
    /// A few sentences about the subject.
    pub description: Option<Option<String>>,
    /// What lists do not show of it.
    pub details: Vec<(Detail, Option<String>)>,
}

impl Newsroom {
    /// Makes a tag. A slug that is taken gets a number.
    pub async fn add_tag(&self, paper: &Paper, edit: TagEdit) -> Result<Tag, NewsroomError> {
        let edit = fit_to_print(edit)?;
        let name = edit.name.filter(|name| !name.is_empty()).ok_or(NewsroomError::Empty("name"))?;
        let (now, site, locale) = (self.clock.now(), paper.id(), paper.settings.locale.clone());
        let made = self.store.write(move |tx| {
            Box::pin(async move {
                let id = TagId::mint(now);
                let slug =
                    free_tag_slug(tx, site, id, tag_slug(edit.slug.as_deref(), &name, &locale)).await?;
                let description = edit.description.flatten();
                let tag = Tag { id, name, slug, description, post_count: 0, import_key: None };
                tx.save_tag(site, &tag).await?;
                set_details(tx, site, id, &edit.details).await?;
                Ok::<_, NewsroomError>(tag)
            })
        });
        made.await
    }

    /// Changes a tag.
    pub async fn change_tag(&self, paper: &Paper, id: TagId, edit: TagEdit) -> Result<Tag, NewsroomError> {
        let edit = fit_to_print(edit)?;
        let (site, locale) = (paper.id(), paper.settings.locale.clone());
        let changed = self.store.write(move |tx| {
            Box::pin(async move {
                let mut tag = tx.tag(site, id).await?.ok_or_else(|| unknown(id))?;
                tag.name = edit.name.unwrap_or(tag.name);
                if tag.name.is_empty() {
                    return Err(NewsroomError::Empty("name"));
                }
                let wished = edit.slug.map(|slug| slugify(&slug, &locale)).filter(|slug| !slug.is_empty());
                if let Some(wished) = wished.filter(|slug| *slug != tag.slug) {
                    tag.slug = free_tag_slug(tx, site, id, wished).await?;
                }
                tag.description = edit.description.unwrap_or(tag.description);
                tx.save_tag(site, &tag).await?;
                set_details(tx, site, id, &edit.details).await?;
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

/// Changes those details of a tag that an edit names.
async fn set_details(
    tx: &mut Tx,
    site: SiteId,
    tag: TagId,
    changes: &[(Detail, Option<String>)],
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut details: Details = tx.details_of_tag(site, tag).await?;
    for (detail, value) in changes {
        details.set(*detail, value.as_deref());
    }
    tx.set_details_of_tag(site, tag, &details).await
}

fn unknown(id: TagId) -> NewsroomError {
    NewsroomError::Unknown { what: "tag", name: id.to_string() }
}

/// The words of a tag without what cannot be printed, within their limits.
fn fit_to_print(mut edit: TagEdit) -> Result<TagEdit, NewsroomError> {
    let within = |field, text: String, max: usize| {
        if text.chars().count() > max { Err(NewsroomError::TooLong { field, max }) } else { Ok(text) }
    };
    let name = edit.name.map(|name| within("name", one_line(&name), NAME_CHARS_MAX)).transpose()?;
    let slug = edit.slug.map(|slug| within("slug", one_line(&slug), NAME_CHARS_MAX)).transpose()?;
    let description = match edit.description {
        Some(Some(text)) => Some(Some(within("description", many_lines(&text), DESCRIPTION_CHARS_MAX)?)),
        other => other,
    };
    for (detail, value) in &mut edit.details {
        check_detail(*detail, value)?;
    }
    Ok(TagEdit { name, slug, description, details: edit.details })
}

/// The slug that a new tag asks for, by the one that is given or by its name. Ghost's internal tags: `#photo` gets
/// `hash-photo`.
pub(crate) fn tag_slug(given: Option<&str>, name: &str, locale: &str) -> String {
    let given = given.map(|slug| slugify(slug, locale)).filter(|slug| !slug.is_empty());
    given.unwrap_or_else(|| match slugify(name, locale) {
        slug if slug.is_empty() => "tag".to_owned(),
        slug if name.starts_with('#') => format!("hash-{slug}"),
        slug => slug,
    })
}

/// `wished`, or the same with a number while another tag of the site has it.
pub(crate) async fn free_tag_slug(
    tx: &mut Tx,
    site: SiteId,
    id: TagId,
    wished: String,
) -> Result<String, StoreError> {
    let held = |holder: Option<Tag>| holder.is_some_and(|holder| holder.id != id);
    if !held(tx.tag_by_slug(site, &wished).await?) {
        return Ok(wished);
    }
    let mut search = FreeNumber::new();
    loop {
        let numbered = format!("{wished}-{}", search.candidate());
        search.note(held(tx.tag_by_slug(site, &numbered).await?));
        if let Some(number) = search.found() {
            return Ok(format!("{wished}-{number}"));
        }
    }
}
