//! What the search offers to a reader who is still typing: a few stories, tags and authors, as JSON for the script of
//! the pop-up. Without that script nobody misses it: the search page answers everything.

use dateline_search::{SearchError, Suggestions};
use serde_json::{Value as Json, json};

use crate::address::{Addresses, segment};
use crate::answer::{Answer, Body, CachePolicy};
use crate::press::{PressError, View};

/// Stories that are offered.
const STORIES: usize = 6;
/// The most characters that are looked at: whoever has typed more is not offered a word any more.
const TYPED_CHARS_MAX: usize = 100;
/// The least characters that are looked at, of letters that are many to a word.
const TYPED_CHARS_MIN: usize = 2;
/// Characters of the passage under a headline.
const PASSAGE_CHARS: usize = 120;

impl View<'_> {
    /// What to offer for what was typed so far. Of what is too short or too long nothing is offered.
    pub(crate) async fn suggest(&mut self, words: &str) -> Result<Answer, PressError> {
        let typed = words.trim_start();
        let letters = typed.chars().filter(|c| c.is_alphanumeric()).count();
        let least = if typed.is_ascii() { TYPED_CHARS_MIN } else { 1 };
        let mut found = Suggestions::default();
        if letters >= least
            && typed.chars().count() <= TYPED_CHARS_MAX
            && let Some(index) = self.index
        {
            found = match index.suggest(&mut self.read, self.paper, self.now, typed, STORIES).await {
                Err(SearchError::Building { .. } | SearchError::Damaged(_)) => Suggestions::default(),
                suggestions => suggestions?,
            };
        }
        let json = self.offered(typed, &found);
        let answer = Answer::of(Body::Bytes(json.to_string().into_bytes()), dateline_feeds::JSON);
        Ok(Answer { cache: CachePolicy::Briefly, index: false, ..answer })
    }

    fn offered(&self, typed: &str, found: &Suggestions) -> Json {
        let asked = typed.trim();
        let locale = &self.paper.settings.locale;
        let words = self.theme.finder_words(locale, (found.total, found.more), asked);
        let stories = found.stories.iter().filter_map(|hit| {
            let permalink = hit.post.permalink.as_deref()?;
            let passage = dateline_markup::plain_text(&hit.snippet);
            let text = dateline_markup::truncate_text(&passage, PASSAGE_CHARS).0;
            let published_at = hit.post.published_at.unwrap_or(hit.post.created_at);
            let title = self.headline(&hit.post.title, published_at);
            Some(json!({ "title": title, "text": text, "url": Addresses::post(permalink) }))
        });
        let tags = found.tags.iter().map(|tag| json!({ "title": tag.name, "url": self.addresses.tag(tag) }));
        let authors = found
            .authors
            .iter()
            .map(|author| json!({ "title": author.name, "url": self.addresses.author(&author.slug) }));
        let groups: Vec<Json> = [
            (words.stories, stories.collect::<Vec<_>>()),
            (words.tags, tags.collect()),
            (words.authors, authors.collect()),
        ]
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(name, items)| json!({ "name": name, "items": items }))
        .collect();
        let all = format!("/search/?q={}", segment(asked));
        json!({ "said": words.found, "groups": groups, "all": { "title": words.all, "url": all } })
    }
}
