//! Pieces that editors put into stories: kept once, used often.

use dateline_markup::Profile;
use dateline_model::{Paper, Snippet, SnippetId, one_line};
use dateline_store::StoreError;

use crate::{Newsroom, NewsroomError};

/// The most characters of a name.
const NAME_CHARS_MAX: usize = 191;
/// The most bytes of a piece.
const HTML_BYTES_MAX: usize = 256 * 1024;
/// The most pieces of a site.
const SNIPPETS_MAX: i64 = 1_000;

impl Newsroom {
    /// The pieces of a site by name.
    pub async fn snippets(&self, paper: &Paper) -> Result<Vec<Snippet>, NewsroomError> {
        Ok(self.store.read().await?.snippets(paper.id(), SNIPPETS_MAX).await?)
    }

    /// Makes a piece; its HTML is cleaned as an author's is.
    pub async fn add_snippet(&self, paper: &Paper, name: &str, html: &str) -> Result<Snippet, NewsroomError> {
        let now = self.clock.now();
        if self.snippets(paper).await?.len() as i64 >= SNIPPETS_MAX {
            return Err(NewsroomError::TooMany { what: "snippets", max: SNIPPETS_MAX as usize });
        }
        let snippet = Snippet {
            id: SnippetId::mint(now),
            name: checked_name(name)?,
            html: cleaned(html)?,
            created_at: now,
            updated_at: now,
        };
        self.keep_snippet(paper, snippet).await
    }

    /// Changes a piece; what is `None` stays. Stories that have it already stay as they are.
    pub async fn change_snippet(
        &self,
        paper: &Paper,
        id: SnippetId,
        name: Option<&str>,
        html: Option<&str>,
    ) -> Result<Snippet, NewsroomError> {
        let found = self.store.read().await?.snippet(paper.id(), id).await?;
        let mut snippet = found.ok_or_else(|| unknown(id))?;
        if let Some(name) = name {
            snippet.name = checked_name(name)?;
        }
        if let Some(html) = html {
            snippet.html = cleaned(html)?;
        }
        snippet.updated_at = self.clock.now();
        self.keep_snippet(paper, snippet).await
    }

    /// Deletes a piece.
    pub async fn delete_snippet(&self, paper: &Paper, id: SnippetId) -> Result<(), NewsroomError> {
        let site = paper.id();
        let gone = self.store.write(move |tx| Box::pin(async move { tx.delete_snippet(site, id).await }));
        if gone.await.map_err(|error: StoreError| NewsroomError::from(error))? {
            Ok(())
        } else {
            Err(unknown(id))
        }
    }

    async fn keep_snippet(&self, paper: &Paper, snippet: Snippet) -> Result<Snippet, NewsroomError> {
        let (site, stored) = (paper.id(), snippet.clone());
        let kept = self.store.write(move |tx| Box::pin(async move { tx.save_snippet(site, &stored).await }));
        match kept.await {
            Ok(()) => Ok(snippet),
            Err(StoreError::Taken) => Err(NewsroomError::NameTaken(snippet.name)),
            Err(error) => Err(error.into()),
        }
    }
}

fn unknown(id: SnippetId) -> NewsroomError {
    NewsroomError::Unknown { what: "snippet", name: id.to_string() }
}

fn checked_name(name: &str) -> Result<String, NewsroomError> {
    let name = one_line(name);
    if name.is_empty() {
        return Err(NewsroomError::Empty("name"));
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(NewsroomError::TooLong { field: "name", max: NAME_CHARS_MAX });
    }
    Ok(name)
}

fn cleaned(html: &str) -> Result<String, NewsroomError> {
    if html.len() > HTML_BYTES_MAX {
        return Err(NewsroomError::BodyTooLong { bytes: html.len(), max: HTML_BYTES_MAX });
    }
    Ok(dateline_markup::sanitise(&html.replace('\0', ""), Profile::Author))
}
