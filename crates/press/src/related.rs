//! Stories on the same matter, named under a story.

use dateline_model::{Post, PostKind, Tag};
use dateline_search::SearchError;
use dateline_theme::LinkView;

use crate::press::{PressError, View};
use crate::standing::Names;

/// Stories that are named.
const RELATED: usize = 4;

impl View<'_> {
    /// The stories nearest to `post` that everybody may read. A page has none, and neither has a story while the index
    /// is being made.
    ///
    /// What is named here is dropped from the page with the headline that it shows; that a nearer story was written
    /// since is seen within an hour.
    pub(crate) async fn related(&mut self, post: &Post, names: &Names) -> Result<Vec<LinkView>, PressError> {
        let Some(index) = self.index.filter(|_| post.kind == PostKind::Post) else { return Ok(Vec::new()) };
        self.hourly = true;
        let tags: Vec<Tag> = names.tags().cloned().collect();
        let found = match index.related(&mut self.read, self.paper, self.now, (post, &tags), RELATED).await {
            Err(SearchError::Building { .. } | SearchError::Damaged(_)) => Vec::new(),
            found => found?,
        };
        let mut links = Vec::with_capacity(found.len());
        for near in found {
            self.depends.headline(near.id);
            links.push(self.link_view(&near));
        }
        Ok(links)
    }
}
