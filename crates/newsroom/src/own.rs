//! A reader's own comment: changed or deleted for a while, and afterwards the place where its writer reads what was
//! decided about it.
//!
//! Whoever posted has a key to it: a signature over the comment's id, which only the answer to posting gives out. There
//! is no account behind it and nothing is stored for it.

use dateline_model::{Appeal, Comment, CommentId, CommentPolicy, CommentState, Millis, Paper, many_lines};
use dateline_store::{Fingerprints, KnownReader};

use crate::comment::{FieldProblem, SETTLED_AFTER, takes_comments};
use crate::judge::Arriving;
use crate::privacy::erase;
use crate::{CommentError, CommentForm, Newsroom};

/// What a signature of an own comment is for.
const PURPOSE: &str = "own-comment";
/// Decisions that are looked through for the one that holds.
const DECISIONS: i64 = 20;
/// Characters of an objection.
const APPEAL_CHARS: usize = 2_000;

/// What the writer of a comment may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnComment {
    /// The comment.
    pub comment: Comment,
    /// Until when it can be changed, if it still can.
    pub editable_until: Option<Millis>,
    /// The decision that took it away, if one did.
    pub statement: Option<Statement>,
    /// The objection to that decision.
    pub appeal: Option<Appeal>,
}

/// Why a moderator took a comment away, as its writer is told: by whom is nobody's business but the desk's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What became of the comment.
    pub state: CommentState,
    /// When that was decided.
    pub at: Millis,
    /// The moderator's reason; may be empty.
    pub why: String,
}

impl Newsroom {
    /// The key to a comment, for the reader who wrote it.
    pub fn own_key(&self, paper: &Paper, comment: CommentId) -> String {
        self.secret.sign(PURPOSE, &[paper.site.id.0.as_bytes(), comment.0.as_bytes()])
    }

    /// Whether a key opens a comment.
    pub fn is_own(&self, paper: &Paper, comment: CommentId, key: &str) -> bool {
        self.secret.verify(PURPOSE, &[paper.site.id.0.as_bytes(), comment.0.as_bytes()], key)
    }

    /// What the writer of a comment may know of it.
    pub async fn own_comment(
        &self,
        paper: &Paper,
        comment: CommentId,
        key: &str,
    ) -> Result<OwnComment, CommentError> {
        if !self.is_own(paper, comment, key) {
            return Err(CommentError::NotYours);
        }
        let mut read = self.store.read().await?;
        let comment = read.desk_comment(paper.id(), comment).await?.ok_or(CommentError::NotYours)?;
        let mut statement = None;
        if matches!(comment.state, CommentState::Trash | CommentState::Removed | CommentState::Spam) {
            let decisions = read.decisions_about(paper.id(), comment.id, DECISIONS).await?;
            let holds = decisions.into_iter().map(|stored| stored.decision);
            let holds = holds.into_iter().find(|d| d.undone.is_none() && d.to == comment.state);
            statement = holds.map(|d| Statement { state: d.to, at: d.at, why: d.why });
        }
        let appeal = read.appeal(paper.id(), comment.id).await?;
        let until = comment.created_at.saturating_add(self.rules.editable_for);
        let editable = is_alive(&comment) && statement.is_none() && self.clock.now() < until;
        Ok(OwnComment { editable_until: editable.then_some(until), comment, statement, appeal })
    }

    /// Replaces the words of an own comment. They are judged again: what was shown may have to wait, but nothing comes
    /// out of the queue by being changed. The words of before stay with the moderators.
    pub async fn change_own_comment(
        &self,
        paper: &Paper,
        comment: CommentId,
        key: &str,
        body: &str,
    ) -> Result<Comment, CommentError> {
        let old = self.changeable(paper, comment, key).await?;
        let form = CommentForm {
            name: old.author_name.clone(),
            url: old.author_url.clone().unwrap_or_default(),
            body: body.to_owned(),
            ..CommentForm::default()
        };
        let problems: Vec<FieldProblem> =
            self.problems_of(&form).into_iter().filter(|problem| problem.field == "body").collect();
        if !problems.is_empty() {
            return Err(CommentError::Invalid(problems));
        }
        let text = many_lines(body);
        if text == old.text {
            return Ok(old);
        }
        let (state, verdict) = self.judge_again(paper, &old, &form).await?;
        let (site, now) = (paper.id(), self.clock.now());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                // Somebody may have decided about it meanwhile.
                let held = tx.hold_comment(site, old.id).await?.filter(is_alive);
                let held = held.ok_or(CommentError::TooLate)?;
                let changed = Comment {
                    state: stricter(held.state, state),
                    html: dateline_markup::comment_html(&text),
                    text,
                    edited_at: Some(now),
                    updated_at: now.max(held.updated_at + 1),
                    ..held.clone()
                };
                tx.keep_version(site, &held, now).await?;
                tx.update_comment(site, &held, &changed).await?;
                tx.set_verdict(site, held.id, verdict.as_deref()).await?;
                Ok::<_, CommentError>(changed)
            })
        });
        work.await
    }

    /// Deletes an own comment: of it stays an empty place, so that the answers keep theirs.
    pub async fn delete_own_comment(
        &self,
        paper: &Paper,
        comment: CommentId,
        key: &str,
    ) -> Result<Comment, CommentError> {
        let old = self.changeable(paper, comment, key).await?;
        let (site, now, gone) = (paper.id(), self.clock.now(), old.clone());
        let work = self.store.write(move |tx| Box::pin(async move { erase(tx, site, &gone, now).await }));
        work.await?;
        Ok(old)
    }

    /// Takes the objection of a comment's writer to the decision about it; there is one.
    pub async fn appeal(
        &self,
        paper: &Paper,
        comment: CommentId,
        key: &str,
        words: &str,
    ) -> Result<(), CommentError> {
        let own = self.own_comment(paper, comment, key).await?;
        if own.statement.is_none() {
            return Err(CommentError::NotYours);
        }
        let problem = |reason| FieldProblem { field: "body", reason, max: APPEAL_CHARS };
        let words = many_lines(words);
        if dateline_model::is_blank(&words) {
            return Err(CommentError::Invalid(vec![problem("empty")]));
        }
        if words.chars().count() > APPEAL_CHARS {
            return Err(CommentError::Invalid(vec![problem("too_long")]));
        }
        let site = paper.id();
        let appeal = Appeal { comment, words, at: self.clock.now(), answer: None };
        let kept = self.store.write(move |tx| Box::pin(async move { tx.add_appeal(site, &appeal).await }));
        if kept.await? { Ok(()) } else { Err(CommentError::Twice) }
    }

    async fn changeable(
        &self,
        paper: &Paper,
        comment: CommentId,
        key: &str,
    ) -> Result<Comment, CommentError> {
        let own = self.own_comment(paper, comment, key).await?;
        if own.editable_until.is_none() {
            return Err(CommentError::TooLate);
        }
        Ok(own.comment)
    }

    /// What the rules and the filter say of an own comment with other words.
    async fn judge_again(
        &self,
        paper: &Paper,
        old: &Comment,
        form: &CommentForm,
    ) -> Result<(CommentState, Option<String>), CommentError> {
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let post = read.public_post(paper.id(), now, old.post).await?.ok_or(CommentError::Closed)?;
        let known = read.fingerprints(paper.id(), old.id).await?.unwrap_or_default();
        let reader = Fingerprints { address: known.address.clone(), email: known.email };
        let KnownReader { banned, settled, .. } =
            read.known_reader(paper.id(), &reader, now - SETTLED_AFTER, now).await?;
        drop(read);
        let policy: CommentPolicy = self.comment_policy(paper, &post, now).await?;
        takes_comments(policy)?;
        let coming = Arriving {
            paper,
            post: &post,
            policy,
            typed: form,
            // Its network was counted when it came.
            from: std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED),
            // What was approved lately may be this very comment, which is about to say something else.
            known: settled > 0,
            banned,
            settled,
            open_for: None,
            amended: true,
            unproven: false,
            now,
        };
        let (state, assessment) = self.judge.judge(&self.rules, &coming);
        Ok((state, assessment.to_stored()))
    }
}

/// Whether a comment is where its writer left it, or waits; what was taken away is not changed any more.
fn is_alive(comment: &Comment) -> bool {
    let alive = matches!(comment.state, CommentState::Approved | CommentState::Pending | CommentState::Spam);
    alive && comment.staff.is_none()
}

/// The state of the two in which fewer people see a comment.
fn stricter(one: CommentState, other: CommentState) -> CommentState {
    let rank = |state: CommentState| match state {
        CommentState::Approved => 0,
        CommentState::Pending => 1,
        CommentState::Spam => 2,
        CommentState::Trash => 3,
        CommentState::Removed => 4,
    };
    if rank(other) > rank(one) { other } else { one }
}
