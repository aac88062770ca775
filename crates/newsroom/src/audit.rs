//! Who of the staff did what, for who must find out later.

use dateline_model::{Actor, AuditId, AuditLine, Paper};
use dateline_store::StoreError;

use crate::{Newsroom, NewsroomError};

impl Newsroom {
    /// Notes that `actor` has done something. The line is written after the deed and does not undo it when it fails.
    pub async fn note_deed(
        &self,
        paper: &Paper,
        actor: Actor,
        event: &str,
        thing: &str,
        thing_id: Option<String>,
    ) -> Result<(), NewsroomError> {
        let (site, at) = (paper.id(), self.clock.now());
        let (event, thing) = (event.to_owned(), thing.to_owned());
        let line = AuditLine { id: AuditId::mint(at), at, actor, event, thing, thing_id };
        let noted = self.store.write(move |tx| Box::pin(async move { tx.add_audit(site, &line).await }));
        noted.await.map_err(|error: StoreError| error.into())
    }

    /// Lines of the audit log, newest first; with `before`, those that are older than that line.
    pub async fn audit(
        &self,
        paper: &Paper,
        before: Option<AuditId>,
        limit: i64,
    ) -> Result<Vec<AuditLine>, NewsroomError> {
        Ok(self.store.read().await?.audit(paper.id(), before, limit).await?)
    }
}
