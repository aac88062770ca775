//! The words that stories had: shown, compared, brought back, and laid side by side when two wrote at once.

use dateline_model::{Millis, Paper, Post, PostId, Revision, RevisionId, RevisionSummary, Words};

use crate::story::{Prose, Saving};
use crate::{Move, Newsroom, NewsroomError, PostEdit};

/// Revisions that are listed at once.
const LISTED: i64 = 100;

/// What a save met that was begun with an older version: nothing was stored, and this is what to merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The story as somebody else saved it.
    pub theirs: Post,
    /// The words with which both began.
    pub ancestor: Words,
}

impl Newsroom {
    /// Versions of a story that others replaced, newest first: up to 100 of those before `version`, or the newest.
    pub async fn revisions(
        &self,
        paper: &Paper,
        post: PostId,
        version: Option<Millis>,
    ) -> Result<Vec<RevisionSummary>, NewsroomError> {
        let before = version.unwrap_or(Millis::MAX);
        Ok(self.store.read().await?.desk_revisions(paper.id(), post, before, LISTED).await?)
    }

    /// A version with its words.
    pub async fn revision(
        &self,
        paper: &Paper,
        post: PostId,
        id: RevisionId,
    ) -> Result<Revision, NewsroomError> {
        let found = self.store.read().await?.desk_revision(paper.id(), post, id).await?;
        found.ok_or_else(|| NewsroomError::Unknown { what: "revision", name: id.to_string() })
    }

    /// Brings the words of a version back, as they were stored; those that they replace become a version themselves.
    /// `expected` is the `updated_at` that the editor saw.
    pub async fn restore(
        &self,
        paper: &Paper,
        post: PostId,
        id: RevisionId,
        by: Option<String>,
        expected: Option<Millis>,
    ) -> Result<Post, NewsroomError> {
        let Revision { words, .. } = self.revision(paper, post, id).await?;
        let edit = PostEdit {
            title: Some(words.title.clone()),
            excerpt: Some(words.excerpt.clone()),
            by,
            ..PostEdit::default()
        };
        let mut saving = Saving::new(paper, edit, Move::Stay, self.clock.now())?;
        saving.prose = Some(Prose::kept(&words));
        self.store_save(saving, post, expected).await
    }

    /// What a save met that was refused with [`NewsroomError::Conflict`]; `seen` is the `updated_at` that its editor
    /// had begun with.
    pub async fn collision(
        &self,
        paper: &Paper,
        post: PostId,
        seen: Millis,
    ) -> Result<Collision, NewsroomError> {
        let mut read = self.store.read().await?;
        let theirs = read.desk_post(paper.id(), post).await?.ok_or(NewsroomError::NoSuchPost(post))?;
        let ancestor = read.words_at(paper.id(), post, seen).await?;
        let ancestor = ancestor.map_or_else(|| Words::of(&theirs), |revision| revision.words);
        Ok(Collision { theirs, ancestor })
    }
}
