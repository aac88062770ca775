//! Whose a story is: it belongs to the accounts whose bylines it carries.

use dateline_model::{
    Author, AuthorId, Detail, Paper, SiteId, StaffUser, Stage, StoryVerb, Whose, many_lines, one_line,
    slugify,
};
use dateline_store::{StoreError, Tx};

use crate::credits::{author_slug, free_author_slug, make_author};
use crate::story::check_detail;
use crate::{Newsroom, NewsroomError};

/// The most characters of an author's name or slug, as Ghost has them.
const NAME_CHARS_MAX: usize = 191;
/// The most characters of what is said of an author.
const BIO_CHARS_MAX: usize = 2_000;
/// The most characters of an address.
const ADDRESS_CHARS_MAX: usize = 2_000;

/// What a save changes of an author; what is `None` stays. An inner `None` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BylineEdit {
    /// The name as printed.
    pub name: Option<String>,
    /// The last part of the author page's path; made from the name of a new author who brings none.
    pub slug: Option<String>,
    /// A few sentences about the author.
    pub bio: Option<Option<String>>,
    /// The author's own web address, with scheme.
    pub url: Option<Option<String>>,
    /// A portrait: a path of this site, or a web address.
    pub profile_image: Option<Option<String>>,
    /// What lists do not show of the author.
    pub details: Vec<(Detail, Option<String>)>,
}

impl Newsroom {
    /// The author as whom an account signs, made when there is none yet.
    ///
    /// An author of the same name is taken over only for somebody who may change everybody's stories anyway. For all
    /// others a name proves nothing, or an invited contributor could call himself like the editor.
    pub async fn byline(&self, paper: &Paper, user: &StaffUser) -> Result<Author, NewsroomError> {
        let mut read = self.store.read().await?;
        if let Some(id) = read.byline_of_user(paper.id(), user.id).await?
            && let Some(author) = read.author(paper.id(), id).await?
        {
            return Ok(author);
        }
        drop(read);
        let (paper, user, now) = (paper.clone(), user.clone(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let site = paper.id();
                    let may_take_over = user.role.may(StoryVerb::Write, Whose::Foreign, Stage::Draft);
                    let namesake = match tx.author_by_name(site, &user.name).await? {
                        Some(author) if may_take_over && !tx.is_byline_of_user(site, author.id).await? => {
                            Some(author)
                        }
                        _ => None,
                    };
                    let author = match namesake {
                        Some(author) => author,
                        None => make_author(tx, &paper, now, &user.name).await?,
                    };
                    tx.save_byline(site, user.id, author.id).await?;
                    Ok::<_, StoreError>(author)
                })
            })
            .await
            .map_err(NewsroomError::from)
    }

    /// Has an account sign as an author who is there already, as whoever runs the site may say.
    pub async fn sign_as(
        &self,
        paper: &Paper,
        user: &StaffUser,
        author: AuthorId,
    ) -> Result<(), NewsroomError> {
        let (site, user) = (paper.id(), user.id);
        let unknown = || NewsroomError::Unknown { what: "author", name: author.to_string() };
        self.store.read().await?.author(site, author).await?.ok_or_else(unknown)?;
        let saved =
            self.store.write(move |tx| Box::pin(async move { tx.save_byline(site, user, author).await }));
        match saved.await {
            Ok(()) => Ok(()),
            Err(StoreError::Taken) => Err(NewsroomError::BylineTaken),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes an author who has no account: a guest. A slug that is taken gets a number.
    ///
    /// # Errors
    /// [`NewsroomError::Empty`] without a name, [`NewsroomError::TooLong`], [`NewsroomError::NotAWebAddress`].
    pub async fn add_byline(&self, paper: &Paper, edit: BylineEdit) -> Result<Author, NewsroomError> {
        let edit = edit.fit_to_print()?;
        let (now, site, locale) = (self.clock.now(), paper.id(), paper.settings.locale.clone());
        let made = self.store.write(move |tx| {
            Box::pin(async move {
                let nobody = Author {
                    id: AuthorId::mint(now),
                    name: String::new(),
                    slug: String::new(),
                    bio: None,
                    url: None,
                    profile_image: None,
                    post_count: 0,
                    import_key: None,
                };
                save_words(tx, site, nobody, edit, &locale).await
            })
        });
        made.await
    }

    /// Changes what is said of an author. Stories keep the name: they show the author's, wherever it is printed.
    ///
    /// # Errors
    /// As [`Self::add_byline`], and [`NewsroomError::Unknown`].
    pub async fn change_byline(
        &self,
        paper: &Paper,
        id: AuthorId,
        edit: BylineEdit,
    ) -> Result<Author, NewsroomError> {
        let edit = edit.fit_to_print()?;
        let (site, locale) = (paper.id(), paper.settings.locale.clone());
        let changed = self.store.write(move |tx| {
            Box::pin(async move {
                let unknown = || NewsroomError::Unknown { what: "author", name: id.to_string() };
                let before = tx.author(site, id).await?.ok_or_else(unknown)?;
                save_words(tx, site, before, edit, &locale).await
            })
        });
        changed.await
    }
}

/// Puts the words of an edit into an author's place.
async fn save_words(
    tx: &mut Tx,
    site: SiteId,
    mut author: Author,
    edit: BylineEdit,
    locale: &str,
) -> Result<Author, NewsroomError> {
    author.name = edit.name.unwrap_or(author.name);
    if author.name.is_empty() {
        return Err(NewsroomError::Empty("name"));
    }
    let given = edit.slug.map(|slug| slugify(&slug, locale)).filter(|slug| !slug.is_empty());
    let wished = match given {
        Some(slug) => slug,
        None if author.slug.is_empty() => author_slug(&author.name, locale),
        None => author.slug.clone(),
    };
    if wished != author.slug {
        author.slug = free_author_slug(tx, site, author.id, wished).await?;
    }
    author.bio = edit.bio.unwrap_or(author.bio);
    author.url = edit.url.unwrap_or(author.url);
    author.profile_image = edit.profile_image.unwrap_or(author.profile_image);
    tx.save_author(site, &author).await?;
    if !edit.details.is_empty() {
        let mut details = tx.details_of_author(site, author.id).await?;
        for (detail, value) in &edit.details {
            details.set(*detail, value.as_deref());
        }
        tx.set_details_of_author(site, author.id, &details).await?;
    }
    Ok(author)
}

impl BylineEdit {
    /// The words without what cannot be printed, within their limits.
    fn fit_to_print(mut self) -> Result<Self, NewsroomError> {
        for (detail, value) in &mut self.details {
            check_detail(*detail, value)?;
        }
        let line = |field, text: &str, max| within(field, one_line(text), max);
        let address = |field, text: Option<String>| match text {
            Some(text) => {
                let text = line(field, &text, ADDRESS_CHARS_MAX)?;
                let is_path = text.starts_with('/') && !text.starts_with("//");
                let is_web = text.starts_with("https://") || text.starts_with("http://");
                if is_web || (field == "portrait" && is_path) {
                    Ok(Some(text))
                } else {
                    Err(NewsroomError::NotAWebAddress(text))
                }
            }
            None => Ok(None),
        };
        Ok(Self {
            name: self.name.map(|name| line("name", &name, NAME_CHARS_MAX)).transpose()?,
            slug: self.slug.map(|slug| line("slug", &slug, NAME_CHARS_MAX)).transpose()?,
            bio: match self.bio {
                Some(Some(bio)) => Some(Some(within("bio", many_lines(&bio), BIO_CHARS_MAX)?)),
                other => other,
            },
            url: self.url.map(|url| address("web address", url)).transpose()?,
            profile_image: self.profile_image.map(|image| address("portrait", image)).transpose()?,
            details: self.details,
        })
    }
}

fn within(field: &'static str, text: String, max: usize) -> Result<String, NewsroomError> {
    if text.chars().count() > max { Err(NewsroomError::TooLong { field, max }) } else { Ok(text) }
}
