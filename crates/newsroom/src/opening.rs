//! What a story opens with: the beginning of its plain text, which lists of themes made for Ghost print where its author wrote
//! no excerpt.

use dateline_markup::opening;
use dateline_model::Paper;
use dateline_store::Unopened;

use crate::{Newsroom, NewsroomError};

/// Stories that one transaction looks at.
const AT_ONCE: i64 = 100;

impl Newsroom {
    /// Finds out the openings of all stories that were saved before anybody kept them: once in the life of a database, and
    /// nothing to do ever after.
    ///
    /// # Errors
    /// The database failed; the next call goes on where this one stopped.
    pub async fn find_openings(&self) -> Result<(), NewsroomError> {
        for paper in self.papers().await? {
            self.find_openings_of(&paper).await?;
        }
        Ok(())
    }

    async fn find_openings_of(&self, paper: &Paper) -> Result<(), NewsroomError> {
        let site = paper.id();
        let mut found = false;
        loop {
            let unopened = self.store.read().await?.without_opening(site, AT_ONCE).await?;
            let is_last = (unopened.len() as i64) < AT_ONCE;
            if unopened.is_empty() && !found {
                return Ok(());
            }
            found = true;
            let work = self.store.write(move |tx| {
                Box::pin(async move {
                    for Unopened { id, html, teaser_is_all } in &unopened {
                        tx.set_opening(site, *id, &opening(html, *teaser_is_all)).await?;
                    }
                    if is_last {
                        tx.openings_are_known(site);
                    }
                    Ok::<_, NewsroomError>(())
                })
            });
            work.await?;
            if is_last {
                return Ok(());
            }
        }
    }
}
