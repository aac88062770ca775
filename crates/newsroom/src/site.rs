//! Sites as a whole: their host names, and their end.

use dateline_model::{Change, ChangeKind, Paper, Thing};
use dateline_store::StoreError;

use crate::{Newsroom, NewsroomError};

impl Newsroom {
    /// Gives a site another host name. [`NewsroomError::HostTaken`] when another site answers to it.
    pub async fn rename_site(&self, paper: &Paper, host: &str) -> Result<Paper, NewsroomError> {
        let (site, host) = (paper.id(), host.trim().to_ascii_lowercase());
        let (stored, line) = (host.clone(), self.site_change(paper, ChangeKind::Updated));
        let renamed = self.store.write(move |tx| {
            Box::pin(async move {
                tx.set_host(site, &stored).await?;
                tx.log(&line).await
            })
        });
        match renamed.await {
            Ok(()) => {
                let site = dateline_model::Site { host, ..paper.site.clone() };
                Ok(Paper::new(site, paper.settings.clone()))
            }
            Err(StoreError::Taken) => Err(NewsroomError::HostTaken(host)),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a site with everything it holds, for good. One line stays in the change log, so that whoever
    /// serves the site learns of it.
    pub async fn remove_site(&self, paper: &Paper) -> Result<(), NewsroomError> {
        let (site, line) = (paper.id(), self.site_change(paper, ChangeKind::Deleted));
        let removed = self.store.write(move |tx| {
            Box::pin(async move {
                tx.delete_site(site).await?;
                tx.log(&line).await
            })
        });
        removed.await.map_err(|error: StoreError| error.into())
    }

    fn site_change(&self, paper: &Paper, kind: ChangeKind) -> Change {
        let (site, at) = (paper.id(), self.clock.now());
        Change { seq: 0, site, thing: Thing::Site, id: site.0, post: None, kind, at }
    }
}
