//! The search page: what the archive answers to a reader's words.

use dateline_search::{Hit, Order, PAGES_MAX, Search, SearchError, SearchRequest, SearchResults, Within};
use dateline_theme::{
    ChoiceView, FoundView, LinkView, ListView, Page, PageMeta, PaginationView, PostView, SearchView,
};

use crate::address::{Addresses, segment};
use crate::answer::{Answer, CachePolicy};
use crate::list::Place;
use crate::press::{PressError, View, card_of};
use crate::query::Query;

/// The most characters of a question, and of each thing chosen beside it; what is longer is cut.
const QUESTION_CHARS_MAX: usize = 400;
/// Tags and authors that are offered to choose from, of each.
const CHOICES_MAX: usize = 12;

/// What a reader asks of the archive: words, and what was chosen beside them. Everything of it stands in the address
/// of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) words: String,
    /// A tag's slug.
    tag: Option<String>,
    /// An author's slug.
    author: Option<String>,
    year: Option<i16>,
    in_comments: bool,
    by_date: bool,
    /// From 1.
    page: i64,
}

impl Wish {
    /// The parameters of the page's address beside the words.
    pub(crate) const PARAMETERS: &[&str] = &["author", "in", "order", "page", "q", "s", "tag", "year"];

    pub(crate) fn of(words: &str, query: &Query) -> Self {
        let cut = |text: &str| -> String { text.chars().take(QUESTION_CHARS_MAX).collect() };
        let slug = |name: &str| query.get(name).map(&cut).filter(|slug| !slug.is_empty());
        Self {
            words: cut(words),
            tag: slug("tag"),
            author: slug("author"),
            year: query.number("year").and_then(|year| i16::try_from(year).ok()),
            in_comments: query.get("in") == Some("comments"),
            by_date: query.get("order") == Some("date"),
            page: query.number("page").unwrap_or(1).clamp(1, PAGES_MAX as i64),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        let chosen = self.tag.is_some() || self.author.is_some() || self.year.is_some();
        self.words.trim().is_empty() && !chosen
    }

    /// The same from the first page on.
    fn again(&self) -> Self {
        Self { page: 1, ..self.clone() }
    }

    /// The address of the page that answers it.
    pub(crate) fn address(&self) -> String {
        let mut address = format!("/search/?q={}", segment(&self.words));
        for (name, slug) in [("tag", &self.tag), ("author", &self.author)] {
            if let Some(slug) = slug {
                address.extend(["&", name, "=", &segment(slug)]);
            }
        }
        if let Some(year) = self.year {
            address.extend(["&year=", &year.to_string()]);
        }
        address += if self.in_comments { "&in=comments" } else { "" };
        address += if self.by_date { "&order=date" } else { "" };
        if self.page > 1 {
            address.extend(["&page=", &self.page.to_string()]);
        }
        address
    }

    /// The whole of it in the words of the query language, as its feed is asked.
    fn in_words(&self) -> String {
        let mut words = self.words.trim().to_owned();
        let mut add = |operator: String| {
            words += if words.is_empty() { "" } else { " " };
            words += &operator;
        };
        self.tag.iter().for_each(|slug| add(format!("tag:{slug}")));
        self.author.iter().for_each(|slug| add(format!("author:{slug}")));
        if let Some(year) = self.year {
            add(format!("after:{year} before:{}", year.saturating_add(1)));
        }
        if self.in_comments && !self.words.contains("in:comments") {
            add("in:comments".to_owned());
        }
        words
    }

    fn request(&self, per_page: usize) -> SearchRequest {
        SearchRequest {
            within: Within {
                tag: self.tag.clone(),
                author: self.author.clone(),
                year: self.year,
                comments: self.in_comments,
                ..Within::default()
            },
            order: if self.by_date { Order::Newest } else { Order::Best },
            page: self.page as usize,
            per_page,
            facets: true,
            ..SearchRequest::new(self.words.as_str())
        }
    }
}

impl View<'_> {
    /// The search page, with what was found when something was asked. It is kept by no cache: the index follows the
    /// change log a moment behind, and nobody would tell the cache when it has arrived.
    pub(crate) async fn search(&mut self, words: &str) -> Result<Option<Answer>, PressError> {
        let wish = Wish::of(words, self.query);
        let mut view = SearchView { query: wish.words.clone(), ..SearchView::default() };
        let mut meta = PageMeta {
            title: self.titled(if wish.words.is_empty() { "Search" } else { &wish.words }),
            canonical: Some(self.addresses.whole("/search/")),
            robots: Some("noindex".to_owned()),
            feeds: self.feeds(),
            ..PageMeta::default()
        };
        if let Some(index) = self.index.filter(|_| !wish.is_empty()) {
            match self.asked(index, &wish).await? {
                Some(results) if wish.page > results.pages.max(1) as i64 => {
                    // Who turns a page too far, or comes back after stories went, stands on the last one.
                    let last = Wish { page: results.pages.max(1) as i64, ..wish };
                    return Ok(Some(Answer {
                        cache: CachePolicy::Never,
                        ..Answer::redirect(last.address(), false)
                    }));
                }
                Some(results) => {
                    self.fill(&mut view, &wish, &results).await?;
                    if let Some(feed) = &view.feed_url {
                        meta.feeds.insert(0, self.feed_link(&wish.words, feed.clone()));
                    }
                }
                None => view.building = true,
            }
        }
        let answer = self.printed(Page::Search(view), meta).await?;
        Ok(Some(Answer { cache: CachePolicy::Never, ..answer }))
    }

    /// What the index answers; `None` while it is being made, for the first time or because it was damaged.
    async fn asked(&mut self, index: &Search, wish: &Wish) -> Result<Option<SearchResults>, PressError> {
        let limit = self.posts_per_page().clamp(1, 50);
        let request = wish.request(limit as usize);
        match index.search(&mut self.read, self.paper, self.now, &request).await {
            Ok(results) => Ok(Some(results)),
            Err(SearchError::Building { .. } | SearchError::Damaged(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn fill(
        &mut self,
        view: &mut SearchView,
        wish: &Wish,
        results: &SearchResults,
    ) -> Result<(), PressError> {
        // `in:comments` may have been typed, and is then in the words.
        let wish = &Wish { in_comments: results.comments, ..wish.clone() };
        let again = wish.again();
        view.found = Some(self.found(wish, results).await?);
        view.more = results.more;
        view.relaxed = results.relaxed;
        view.by_date = wish.by_date;
        view.in_comments = results.comments;
        view.meant = results.did_you_mean.as_ref().map(|words| LinkView {
            title: words.clone(),
            url: Wish { words: words.clone(), ..again.clone() }.address(),
            ..LinkView::default()
        });
        view.best_url = Wish { by_date: false, ..again.clone() }.address();
        view.newest_url = Wish { by_date: true, ..again.clone() }.address();
        let stories = |words: &str| words.replace("in:comments", "").trim().to_owned();
        view.stories_url =
            Wish { in_comments: false, words: stories(&wish.words), ..again.clone() }.address();
        view.comments_url = Wish { in_comments: true, ..again.clone() }.address();
        view.feed_url = Some(format!("/feeds/posts/default?q={}", segment(&wish.in_words())));
        if !results.comments {
            self.offer(view, &again, results).await?;
        }
        Ok(())
    }

    /// Offers the tags, authors and years by which what was found divides; what is chosen already can be taken back.
    async fn offer(
        &mut self,
        view: &mut SearchView,
        wish: &Wish,
        results: &SearchResults,
    ) -> Result<(), PressError> {
        let site = self.paper.id();
        let choice = |name: &str, wish: Wish, count: u64, chosen: bool| ChoiceView {
            name: name.to_owned(),
            url: wish.address(),
            count,
            about: results.more,
            chosen,
        };
        if let Some(slug) = &wish.tag {
            let name = self.read.tag_by_slug(site, slug).await?.map_or(slug.clone(), |tag| tag.name);
            view.tags.push(choice(&name, Wish { tag: None, ..wish.clone() }, results.total, true));
        } else {
            let offered = results.facets.tags.iter().take(CHOICES_MAX);
            view.tags.extend(offered.map(|(tag, n)| {
                choice(&tag.name, Wish { tag: Some(tag.slug.clone()), ..wish.clone() }, *n, false)
            }));
        }
        if let Some(slug) = &wish.author {
            let author = self.read.author_by_slug(site, slug).await?;
            let name = author.map_or(slug.clone(), |author| author.name);
            view.authors.push(choice(&name, Wish { author: None, ..wish.clone() }, results.total, true));
        } else {
            let offered = results.facets.authors.iter().take(CHOICES_MAX);
            view.authors.extend(offered.map(|(author, n)| {
                choice(&author.name, Wish { author: Some(author.slug.clone()), ..wish.clone() }, *n, false)
            }));
        }
        if let Some(year) = wish.year {
            let without = Wish { year: None, ..wish.clone() };
            view.years.push(choice(&year.to_string(), without, results.total, true));
        } else {
            view.years.extend(results.facets.years.iter().map(|(year, n)| {
                choice(&year.to_string(), Wish { year: Some(*year), ..wish.clone() }, *n, false)
            }));
        }
        Ok(())
    }

    async fn found(&mut self, wish: &Wish, results: &SearchResults) -> Result<ListView, PressError> {
        let cards: Vec<_> = results.hits.iter().map(|hit| card_of(&hit.post)).collect();
        let mut posts = self.list_views(&cards).await?;
        for (post, hit) in posts.iter_mut().zip(&results.hits) {
            tell_why(post, hit);
        }
        let total = i64::try_from(results.total).unwrap_or(i64::MAX);
        let limit = self.posts_per_page().clamp(1, 50);
        let pagination = match Place::of(wish.page, total, limit) {
            Some(mut place) => {
                place.pages = place.pages.min(PAGES_MAX as i64);
                place.pagination(|page| Wish { page, ..wish.clone() }.address())
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
    // The day that a story goes by which has no headline holds no markup.
    let title = if hit.title.is_empty() { post.title.clone() } else { hit.title.clone() };
    let mut found = FoundView { title, snippet: hit.snippet.clone(), ..FoundView::default() };
    if let (Some(comment), Some(permalink)) = (&hit.comment, &hit.post.permalink) {
        post.url = Addresses::comment(permalink, 1, comment);
        found.commenter = Some(comment.author_name.clone());
        found.commented_at = Some(comment.created_at);
    }
    post.found = Some(found);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_asked_stands_in_the_address() {
        let check = |address: &str, expected: &str| {
            let query = Query::parse(address);
            let wish = Wish::of(query.get("q").unwrap_or_default(), &query);
            assert_eq!(wish.address(), expected);
            assert_eq!(Wish::of(&wish.words, &Query::parse(&expected[9..])), wish);
        };
        check("q=harbour+bridge", "/search/?q=harbour%20bridge");
        check(
            "year=2024&q=x&tag=ports&author=ana&in=comments&order=date&page=2&utm_source=y",
            "/search/?q=x&tag=ports&author=ana&year=2024&in=comments&order=date&page=2",
        );
        check("q=&tag=&year=then&page=0", "/search/?q=");
        check("q=%26%3C%22&page=9999", "/search/?q=%26%3C%22&page=100");
    }

    #[test]
    fn what_was_chosen_can_be_said_in_words() {
        let wish = Wish::of("bridge", &Query::parse("tag=ports&author=ana-reis&year=2024"));
        assert_eq!(wish.in_words(), "bridge tag:ports author:ana-reis after:2024 before:2025");
        assert_eq!(Wish::of("", &Query::parse("tag=ports")).in_words(), "tag:ports");
    }

    #[test]
    fn a_question_of_400_characters_is_whole_and_a_longer_one_is_cut() {
        let words = "x".repeat(QUESTION_CHARS_MAX);
        assert_eq!(Wish::of(&words, &Query::default()).words, words);
        assert_eq!(Wish::of(&format!("{words}y"), &Query::default()).words, words);
    }
}
