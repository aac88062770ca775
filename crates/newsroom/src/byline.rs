//! Whose a story is: it belongs to the accounts whose bylines it carries.

use dateline_model::{Author, AuthorId, Paper, StaffUser, Stage, StoryVerb, Whose};
use dateline_store::StoreError;

use crate::credits::make_author;
use crate::{Newsroom, NewsroomError};

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
}
