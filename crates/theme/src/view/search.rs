//! The search page: what was asked, what was found and why, and what can be chosen to find less.

use dateline_hbs::Value;

use super::{LinkView, ListView, moment, text};

/// The search page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchView {
    /// What was asked, kept in the field.
    pub query: String,
    /// What was found; `None` before anything was asked. Its posts say in `found` why they were.
    pub found: Option<ListView>,
    /// Whether the index is being made, so that nothing can be found yet.
    pub building: bool,
    /// Whether there may be more than were counted, so that the numbers beside the choices are estimates.
    pub more: bool,
    /// Whether nothing has all the words, so that what is shown has most of them.
    pub relaxed: bool,
    /// The question as it may have been meant; its title are the words.
    pub meant: Option<LinkView>,
    /// Whether the newest come first, and not the best.
    pub by_date: bool,
    /// Whether comments were looked through, and not stories.
    pub in_comments: bool,
    /// The same question with the best first.
    pub best_url: String,
    /// The same question with the newest first.
    pub newest_url: String,
    /// The same question to the stories.
    pub stories_url: String,
    /// The same question to the comments.
    pub comments_url: String,
    /// A feed of what answers the question.
    pub feed_url: Option<String>,
    /// Tags that what was found is filed under.
    pub tags: Vec<ChoiceView>,
    /// Authors who signed what was found.
    pub authors: Vec<ChoiceView>,
    /// Years that what was found is dated in.
    pub years: Vec<ChoiceView>,
}

/// Something to choose: a tag, an author, a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChoiceView {
    /// What it is called.
    pub name: String,
    /// Leads to the same question with it, or without it when it is chosen.
    pub url: String,
    /// How many of what was found.
    pub count: u64,
    /// Whether `count` is an estimate.
    pub about: bool,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Why a story was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundView {
    /// The headline as safe HTML, with the words that were asked for in `<mark>`.
    pub title: String,
    /// The passage with the words, as safe HTML.
    pub snippet: String,
    /// Who wrote the comment that was found; `None` when the story was.
    pub commenter: Option<String>,
    /// When that comment was written, in milliseconds UTC.
    pub commented_at: Option<i64>,
}

impl SearchView {
    /// A search that found something, for tests and previews.
    pub fn sample() -> Self {
        let mut found = ListView::sample();
        for post in &mut found.posts {
            post.found = Some(FoundView {
                title: post.title.replace("bridge", "<mark>bridge</mark>"),
                snippet: "…over the <mark>bridge</mark> &amp; back, four minutes late and to applause…"
                    .into(),
                ..FoundView::default()
            });
        }
        let choice = |name: &str, count| ChoiceView {
            name: name.into(),
            url: format!("/search/?q=bridge&tag={}", name.to_lowercase()),
            count,
            about: false,
            chosen: false,
        };
        let chosen = ChoiceView { chosen: true, ..choice("2026", 12) };
        Self {
            query: "bridge".into(),
            found: Some(found),
            best_url: "/search/?q=bridge".into(),
            newest_url: "/search/?q=bridge&order=date".into(),
            stories_url: "/search/?q=bridge".into(),
            comments_url: "/search/?q=bridge&in=comments".into(),
            feed_url: Some("/feeds/posts/default?q=bridge".into()),
            tags: vec![choice("Harbour", 12), choice("Culture", 3)],
            authors: vec![choice("Ana Reis", 9)],
            years: vec![chosen],
            ..Self::default()
        }
    }
}

/// Whether one of these is chosen.
fn is_chosen(list: &[ChoiceView]) -> bool {
    list.iter().any(|choice| choice.chosen)
}

/// Whether there is still something to choose in a list.
fn divides(list: &[ChoiceView]) -> bool {
    !list.is_empty() && !is_chosen(list)
}

object!(SearchView, search, {
    "building" => search.building,
    "more" => search.more,
    "relaxed" => search.relaxed,
    "meant" => search.meant.as_ref().map_or(Value::Null, |link| Value::object(link)),
    "by_date" => search.by_date,
    "in_comments" => search.in_comments,
    "best_url" => &search.best_url,
    "newest_url" => &search.newest_url,
    "stories_url" => &search.stories_url,
    "comments_url" => &search.comments_url,
    "feed_url" => text(search.feed_url.as_ref()),
    "tags" => Value::sequence(&search.tags),
    "authors" => Value::sequence(&search.authors),
    "years" => Value::sequence(&search.years),
    "narrowed" => [&search.tags, &search.authors, &search.years].into_iter().any(|list| is_chosen(list)),
    "open_tags" => divides(&search.tags),
    "open_authors" => divides(&search.authors),
    "open_years" => divides(&search.years),
    "choices" => [&search.tags, &search.authors, &search.years].into_iter().any(|list| divides(list)),
});

object!(ChoiceView, choice, {
    "name" => &choice.name,
    "url" => &choice.url,
    "count" => choice.count,
    "about" => choice.about,
    "chosen" => choice.chosen,
});

object!(FoundView, found, {
    "title" => Value::safe(&found.title),
    "snippet" => Value::safe(&found.snippet),
    "commenter" => text(found.commenter.as_ref()),
    "commented_at" => moment(found.commented_at),
});
