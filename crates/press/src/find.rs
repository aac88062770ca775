//! The search page: what the archive answers to a reader's words.

use dateline_search::{Hit, PAGES_MAX, SearchError, SearchRequest, SearchResults};
use dateline_theme::{ListView, Page, PageMeta, PaginationView, PostView, SearchView};

use crate::address::{Addresses, segment};
use crate::answer::{Answer, CachePolicy};
use crate::list::Place;
use crate::press::{PressError, View, card_of};

/// The most characters of a question; what is longer is cut.
const QUESTION_CHARS_MAX: usize = 400;

impl View<'_> {
    /// The search page, with what was found when something was asked. It is kept by no cache: the index follows the
    /// change log a moment behind, and nobody would tell the cache when it has arrived.
    pub(crate) async fn search(&mut self, words: &str) -> Result<Option<Answer>, PressError> {
        let words: String = words.chars().take(QUESTION_CHARS_MAX).collect();
        let page = self.query.number("page").unwrap_or(1).clamp(1, PAGES_MAX as i64);
        let mut view = SearchView { query: words.clone(), ..SearchView::default() };
        if let Some(index) = self.index.filter(|_| !words.trim().is_empty()) {
            let limit = self.posts_per_page().clamp(1, 50);
            let request = SearchRequest {
                page: page as usize,
                per_page: limit as usize,
                ..SearchRequest::new(words.as_str())
            };
            match index.search(&mut self.read, self.paper, self.now, &request).await {
                Ok(results) => {
                    view.notice = self.meant(&results);
                    view.found = Some(self.found(&words, page, limit, &results).await?);
                }
                Err(SearchError::Building { .. }) => {
                    view.notice = Some("The index is being made. Please try again in a minute.".to_owned());
                }
                Err(error) => return Err(error.into()),
            }
        }
        let meta = PageMeta {
            title: self.titled("Search"),
            canonical: Some(self.addresses.whole("/search/")),
            robots: Some("noindex".to_owned()),
            feeds: self.feeds(),
            ..PageMeta::default()
        };
        let answer = self.printed(Page::Search(view), meta).await?;
        Ok(Some(Answer { cache: CachePolicy::Never, ..answer }))
    }

    /// What the words may have been meant to be, where a reader of English can be told.
    fn meant(&self, results: &SearchResults) -> Option<String> {
        let english = self.paper.settings.locale.starts_with("en");
        results.did_you_mean.as_ref().filter(|_| english).map(|words| format!("Did you mean “{words}”?"))
    }

    async fn found(
        &mut self,
        words: &str,
        page: i64,
        limit: i64,
        results: &SearchResults,
    ) -> Result<ListView, PressError> {
        let cards: Vec<_> = results.hits.iter().map(|hit| card_of(&hit.post)).collect();
        let mut posts = self.post_views(&cards).await?;
        for (post, hit) in posts.iter_mut().zip(&results.hits) {
            tell_why(post, hit);
        }
        let total = i64::try_from(results.total).unwrap_or(i64::MAX);
        let address = |n: i64| {
            let page = if n > 1 { format!("&page={n}") } else { String::new() };
            format!("/search/?q={}{page}", segment(words))
        };
        let pagination = match Place::of(page, total, limit) {
            Some(mut place) => {
                place.pages = place.pages.min(PAGES_MAX as i64);
                place.pagination(address)
            }
            None => PaginationView {
                total: Some(results.total),
                limit: limit as u64,
                ..PaginationView::default()
            },
        };
        Ok(ListView { posts, pagination, ..ListView::default() })
    }
}

/// Shows the passage that was found in place of the teaser, and leads to the comment when that is what was found.
fn tell_why(post: &mut PostView, hit: &Hit) {
    post.teaser = dateline_markup::plain_text(&hit.snippet);
    post.teaser_complete = false;
    if let (Some(comment), Some(permalink)) = (&hit.comment, &hit.post.permalink) {
        post.url = Addresses::comment(permalink, 1, comment);
    }
}
