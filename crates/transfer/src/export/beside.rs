//! What a paper holds that formats of others have no place for, counted so that the report can name it.

use std::collections::HashSet;

use dateline_model::{Author, PostStatus, Tag, TagId};

use super::ExportError;
use super::walk::{Told, Walk};

/// One kind of what a format may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// Addresses of drafts.
    DraftAddresses,
    /// The language of a single story.
    Languages,
    /// What lists do not show of a story: cards for other networks, a template of its own.
    Details,
    /// Markup of the owner's in stories, on pages of tags and on all pages.
    Code,
    /// Tags for the newsroom's own use.
    InternalTags,
    /// Tags that no story has.
    IdleTags,
    /// What tags say of themselves.
    TagsWords,
    /// What authors say of themselves.
    AuthorsWords,
    /// The entries of both menus.
    Menus,
    /// Accounts of the staff.
    Staff,
    /// Files of the library.
    Files,
    /// Addresses of stories that do not follow from the slug alone.
    Addresses,
}

/// What was met on the way through a site.
#[derive(Debug, Default)]
pub(super) struct Beside {
    draft_addresses: usize,
    languages: usize,
    details: usize,
    code: usize,
    addresses: usize,
    met: HashSet<TagId>,
}

impl Beside {
    /// Takes note of one story.
    pub(super) fn note(&mut self, told: &Told) {
        let is_draft = matches!(told.post.status, PostStatus::Draft | PostStatus::Trashed);
        self.draft_addresses += usize::from(is_draft && told.post.permalink.is_some());
        self.languages += usize::from(told.post.lang.is_some());
        self.details += usize::from(!told.details.is_empty());
        self.code += usize::from(!told.injection.is_empty());
        let short = format!("/{}/", told.post.slug);
        self.addresses += usize::from(told.post.permalink.as_ref().is_some_and(|path| *path != short));
        self.met.extend(told.tags.iter().map(|tag| tag.id));
    }

    /// What of it the format lacks, as sentences, when all stories are noted.
    pub(super) async fn lacking(self, walk: &mut Walk, lacks: &[Lack]) -> Result<Vec<String>, ExportError> {
        let mut sentences = Vec::new();
        for lack in lacks {
            let (count, what) = match lack {
                Lack::DraftAddresses => {
                    (self.draft_addresses, "drafts that have an address get another when they come out")
                }
                Lack::Languages => {
                    (self.languages, "stories in another language than the site's do not say so")
                }
                Lack::Details => {
                    (self.details, "stories with details of their own, such as a card for other networks")
                }
                Lack::Code => (self.code + code_of_site(walk).await?, "places with markup of the owner's"),
                Lack::InternalTags => {
                    let count = walk.tags.iter().filter(|tag| tag.is_internal()).count();
                    (
                        count,
                        "tags of the newsroom's own, which stand in the files as `internal` and make no pages",
                    )
                }
                Lack::IdleTags => {
                    let idle = walk.tags.iter().filter(|tag| !self.met.contains(&tag.id)).count();
                    (idle, "tags that no story has")
                }
                Lack::TagsWords => {
                    let says =
                        |tag: &&Tag| tag.description.is_some() || !walk.known.of_tag(tag.id).is_empty();
                    (
                        walk.tags.iter().filter(says).count(),
                        "tags with words of their own keep their names alone",
                    )
                }
                Lack::AuthorsWords => {
                    let says = |author: &&Author| {
                        author.bio.is_some() || author.url.is_some() || author.profile_image.is_some()
                    };
                    let count = walk.authors.iter().filter(says).count();
                    (count, "authors with words of their own keep their names alone")
                }
                Lack::Menus => {
                    let settings = &walk.settings;
                    let count = settings.navigation.len() + settings.secondary_navigation.len();
                    (count, "entries of the menus")
                }
                Lack::Staff => (walk.staff().await?.len(), "accounts of the staff"),
                Lack::Files => {
                    (walk.count_files().await?, "files of the library, which are not in the file itself")
                }
                Lack::Addresses => (
                    self.addresses,
                    "stories get new addresses there, made of their slugs, unless its routes say otherwise",
                ),
            };
            if count > 0 {
                sentences.push(format!("{count} {what}"));
            }
        }
        Ok(sentences)
    }
}

/// Tags whose pages have markup of the owner's, and the two places that all pages have.
async fn code_of_site(walk: &mut Walk) -> Result<usize, ExportError> {
    let settings = &walk.settings;
    let mut count = [&settings.codeinjection_head, &settings.codeinjection_foot]
        .iter()
        .filter(|code| !code.is_empty())
        .count();
    for tag in walk.tags.iter().map(|tag| tag.id).collect::<Vec<_>>() {
        count += usize::from(!walk.injection_of_tag(tag).await?.is_empty());
    }
    Ok(count)
}
