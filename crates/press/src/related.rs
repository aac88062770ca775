//! Stories on the same matter, named under a story.

use dateline_model::{Post, PostKind};
use dateline_search::SearchError;
use dateline_theme::LinkView;

use crate::address::Addresses;
use crate::press::{PressError, View};

/// Stories that are named.
const RELATED: usize = 4;

impl View<'_> {
    /// The stories nearest to `post` that everybody may read. A page has none, and neither has a story while the index
    /// is being made.
    ///
    /// What is named here is dropped from the page with the headline that it shows; that a nearer story was written
    /// since is seen within the hour for which a page is kept at most.
    pub(crate) async fn related(&mut self, post: &Post) -> Result<Vec<LinkView>, PressError> {
        let Some(index) = self.index.filter(|_| post.kind == PostKind::Post) else { return Ok(Vec::new()) };
        let found = match index.related(&mut self.read, self.paper, self.now, post, RELATED).await {
            Err(SearchError::Building { .. } | SearchError::Damaged(_)) => Vec::new(),
            found => found?,
        };
        let mut links = Vec::with_capacity(found.len());
        for near in found {
            let Some(permalink) = near.permalink else { continue };
            self.depends.headline(near.id);
            links.push(LinkView {
                title: near.title,
                url: Addresses::post(&permalink),
                comment_count: near.comment_count.max(0) as u64,
            });
        }
        Ok(links)
    }
}
