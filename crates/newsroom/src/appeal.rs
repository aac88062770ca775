//! Objections to decisions about comments, and what moderators answer.

use dateline_model::{Appeal, AppealAnswer, BatchId, CommentId, CommentState, Paper};
use dateline_store::StoreError;

use crate::moderation::{checked_reason, no_such, rule};
use crate::{Newsroom, NewsroomError, Ruling};

/// Objections that a list shows.
const LISTED: i64 = 200;

impl Newsroom {
    /// Objections that wait for an answer, the oldest first.
    pub async fn open_appeals(&self, paper: &Paper) -> Result<Vec<Appeal>, StoreError> {
        self.store.read().await?.open_appeals(paper.id(), LISTED).await
    }

    /// Answers an objection; granting it puts the comment back before the readers, in the same transaction.
    pub async fn answer_appeal(
        &self,
        paper: &Paper,
        comment: CommentId,
        granted: bool,
        (who, words): (&str, &str),
    ) -> Result<(), NewsroomError> {
        let (site, now, who) = (paper.id(), self.clock.now(), who.to_owned());
        let words = checked_reason(words)?;
        let batch = BatchId::mint(now);
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                let old = tx.hold_comment(site, comment).await?.ok_or_else(|| no_such(comment))?;
                let answer = AppealAnswer { granted, words: words.clone(), who: who.clone(), at: now };
                if !tx.answer_appeal(site, comment, &answer).await? {
                    let name = comment.to_string();
                    return Err(NewsroomError::Unknown {
                        what: "objection that waits, to the comment",
                        name,
                    });
                }
                if granted {
                    let ruling = Ruling { to: CommentState::Approved, who, why: words };
                    rule(tx, site, &old, &ruling, batch, now).await?;
                }
                Ok::<_, NewsroomError>(())
            })
        });
        work.await?;
        self.school_bell.notify_one();
        Ok(())
    }
}
