//! What readers say about comments without writing one: that they like it, or that something is wrong with it.
//!
//! Nobody needs an account or a cookie. Each network address counts once for a comment; what is kept is a keyed hash
//! that differs from comment to comment, so that it tells nobody what else the same reader liked.

use std::net::IpAddr;

use dateline_model::{
    Comment, CommentId, CommentPolicy, CommentState, Millis, Paper, Post, Report, ReportReason, many_lines,
};
use dateline_store::StoreError;

use crate::comment::FieldProblem;
use crate::{CommentError, Newsroom};

/// Characters of what a reader adds to a report.
pub(crate) const REPORT_CHARS: usize = 1_000;
/// How long it is known who liked what, in milliseconds: 30 days, as long as any address.
const LIKER_LIFE: Millis = 30 * 24 * 3_600_000;

impl Newsroom {
    /// Counts that a reader likes a comment; `false` when that was counted before.
    pub async fn like(&self, paper: &Paper, comment: &Comment, from: IpAddr) -> Result<bool, StoreError> {
        let (site, voter, liked) = (paper.id(), self.voter(paper, comment.id, from), comment.clone());
        self.store.write(move |tx| Box::pin(async move { tx.like(site, &liked, &voter).await })).await
    }

    /// Puts a reader's report before the moderators. The same reader's second report says nothing new.
    pub async fn report(
        &self,
        paper: &Paper,
        comment: &Comment,
        (reason, words): (ReportReason, &str),
        from: IpAddr,
    ) -> Result<bool, CommentError> {
        if words.chars().count() > REPORT_CHARS {
            let problem = FieldProblem { field: "body", reason: "too_long", max: REPORT_CHARS };
            return Err(CommentError::Invalid(vec![problem]));
        }
        let (site, voter) = (paper.id(), self.voter(paper, comment.id, from));
        let report = Report { comment: comment.id, reason, words: many_lines(words), at: self.clock.now() };
        let kept =
            self.store.write(move |tx| Box::pin(async move { tx.report(site, &report, &voter).await }));
        Ok(kept.await?)
    }

    /// Says that a reported comment may stay as it is; answers how many reports that settles.
    pub async fn dismiss_reports(&self, paper: &Paper, comment: CommentId) -> Result<u64, StoreError> {
        let site = paper.id();
        self.store.write(move |tx| Box::pin(async move { tx.drop_reports(site, comment).await })).await
    }

    /// A comment that readers see now under a post: what can be liked and reported.
    pub async fn shown_comment(
        &self,
        paper: &Paper,
        post: &Post,
        comment: CommentId,
    ) -> Result<Option<Comment>, StoreError> {
        let found = self.store.glance().await?.desk_comment(paper.id(), comment).await?;
        let found =
            found.filter(|comment| comment.post == post.id && comment.state == CommentState::Approved);
        let hides = paper.settings.hides_any_comments()
            && self.comment_policy(paper, post, self.clock.now()).await? == CommentPolicy::Hidden;
        Ok(found.filter(|_| !hides))
    }

    /// Forgets who liked what long ago; the numbers stay. Answers how many were forgotten.
    pub async fn forget_old_likers(&self) -> Result<u64, StoreError> {
        let until = self.clock.now() - LIKER_LIFE;
        self.store.write(move |tx| Box::pin(async move { tx.erase_old_likers(until).await })).await
    }

    /// Forgets reports that a decision settled long ago; answers how many.
    pub async fn forget_old_reports(&self) -> Result<u64, StoreError> {
        let until = self.clock.now() - LIKER_LIFE;
        self.store.write(move |tx| Box::pin(async move { tx.erase_old_reports(until).await })).await
    }

    fn voter(&self, paper: &Paper, comment: CommentId, from: IpAddr) -> Vec<u8> {
        let address = self.secret.hash_address(paper.id(), from);
        self.secret.sign("voter", &[comment.0.as_bytes(), &address]).into_bytes()
    }
}
