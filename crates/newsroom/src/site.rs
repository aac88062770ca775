//! Sites as a whole: their host names, and their end.

use dateline_model::Paper;
use dateline_store::StoreError;

use crate::address::is_host;
use crate::{Newsroom, NewsroomError};

impl Newsroom {
    /// Gives a site another host name. [`NewsroomError::HostTaken`] when another site answers to it.
    pub async fn rename_site(&self, paper: &Paper, host: &str) -> Result<Paper, NewsroomError> {
        let (site, host) = (paper.id(), host.trim().to_ascii_lowercase());
        if !is_host(&host) {
            return Err(NewsroomError::NotAHost(host));
        }
        let stored = host.clone();
        let renamed = self.store.write(move |tx| Box::pin(async move { tx.set_host(site, &stored).await }));
        match renamed.await {
            Ok(()) => {
                let site = dateline_model::Site { host, ..paper.site.clone() };
                Ok(Paper::new(site, paper.settings.clone()))
            }
            Err(StoreError::Taken) => Err(NewsroomError::HostTaken(host)),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a site with everything it holds, for good.
    pub async fn remove_site(&self, paper: &Paper) -> Result<(), NewsroomError> {
        let site = paper.id();
        let removed = self.store.write(move |tx| Box::pin(async move { tx.delete_site(site).await }));
        removed.await.map_err(|error: StoreError| error.into())
    }
}
