//! Lists of stories: the front page, tags, authors, Blogger's cursors, and the search page.

use dateline_model::{Author, Detail, Millis, PostCard, Tag};
use dateline_routes::Resource;
use dateline_store::{ListKey, Window};
use dateline_theme::{LinkView, ListView, Page, PaginationView, PostView};

use crate::address::{Addresses, segment};
use crate::answer::Answer;
use crate::head::moment;
use crate::press::{PressError, View};
use crate::route::{LABELS_MAX, TagName};
use crate::view::{detail_author, detail_tag, filled};

/// Stories in the front page's "Most discussed".
const DISCUSSED: i64 = 5;

/// Where a page of a list stands in the whole list.
pub(crate) struct Place {
    /// From 1.
    pub(crate) page: i64,
    /// At least 1.
    pub(crate) pages: i64,
    pub(crate) total: i64,
    pub(crate) limit: i64,
}

impl Place {
    /// `None` beyond the last page; an empty list has one page.
    pub(crate) fn of(page: i64, total: i64, limit: i64) -> Option<Self> {
        let pages = ((total + limit - 1) / limit).max(1);
        (page <= pages).then_some(Self { page, pages, total, limit })
    }

    pub(crate) fn offset(&self) -> i64 {
        (self.page - 1) * self.limit
    }

    /// The way on; `url` gives the address of a page of the list.
    pub(crate) fn pagination(&self, url: impl Fn(i64) -> String) -> PaginationView {
        let (next, prev) =
            ((self.page < self.pages).then(|| self.page + 1), (self.page > 1).then(|| self.page - 1));
        PaginationView {
            page: Some(self.page as u64),
            pages: Some(self.pages as u64),
            total: Some(self.total.max(0) as u64),
            limit: self.limit as u64,
            next: next.map(|n| n as u64),
            prev: prev.map(|n| n as u64),
            next_url: next.map(&url),
            prev_url: prev.map(url),
        }
    }
}

impl View<'_> {
    /// The front page and its continuations.
    pub(crate) async fn home(&mut self, page: i64) -> Result<Option<Answer>, PressError> {
        let Some((mut list, place)) =
            self.stories(ListKey::All, page, |n| Addresses::list_page("/", n)).await?
        else {
            return Ok(None);
        };
        // No theme made for Ghost knows of them.
        if page == 1 && self.theme.is_standard() {
            list.most_discussed = self.most_discussed().await?;
        }
        let path = Addresses::list_page("/", place.page);
        let title = self.paper.settings.title.clone();
        let mut meta = self.list_meta(title, &path, &list.pagination);
        let shown = &self.paper.settings.shown;
        if page == 1 {
            meta.title = shown.text(Detail::MetaTitle).unwrap_or(meta.title);
            meta.description = shown.text(Detail::MetaDescription).or(meta.description);
        }
        self.printed(Page::Home(list), meta).await.map(Some)
    }

    /// Stories under a tag, or under several (contract U8, U9). Each tag has one address on a site; the other
    /// one leads there.
    pub(crate) async fn tag(&mut self, name: &TagName, page: i64) -> Result<Option<Answer>, PressError> {
        let site = self.paper.id();
        let tag = match name {
            TagName::Slug(slug) => self.read.tag_by_slug(site, slug).await?,
            TagName::Label(label) => crate::feed::find_tag(&mut self.read, site, label).await?,
        };
        // As in Ghost, a subject on which nothing is out has no page: its name may be a word of a story that is not out yet.
        // One that moved in had a page before.
        let shown = |tag: &Tag| !tag.is_internal() && (tag.post_count > 0 || tag.import_key.is_some());
        let Some(tag) = tag.filter(shown) else {
            return match name {
                TagName::Label(labels) if labels.contains('+') => self.tags(labels, page).await,
                _ => Ok(None),
            };
        };
        let path = self.addresses.tag_page(&tag, page);
        if dateline_model::encode_path(self.path) != path.split('?').next().unwrap_or_default()
            && !self.is_at(&path)
        {
            self.depends.tag(tag.id);
            return Ok(Some(Answer::redirect(path, true)));
        }
        if let Some(to) = self.shown_elsewhere(Resource::Tags, &tag.slug, page) {
            return Ok(Some(Answer::redirect(to, true)));
        }
        let addresses = self.addresses.clone();
        let Some((list, _)) =
            self.stories(ListKey::Tag(tag.id), page, |n| addresses.tag_page(&tag, n)).await?
        else {
            return Ok(None);
        };
        let title = self.titled(&tag.name);
        let mut meta = self.list_meta(title, &path, &list.pagination);
        meta.description.clone_from(&tag.description);
        meta.feeds.insert(0, self.feed_link(&tag.name, self.addresses.tag_feed(&tag)));
        self.depends.tag(tag.id);
        let mut view = self.tag_view(&tag);
        let details = self.read.details_of_tag(site, tag.id).await?;
        detail_tag(&mut view, &details);
        self.own_words(&mut meta, &view.meta, page);
        let own = self.read.injection_of_tag(site, tag.id).await?;
        (view.meta.codeinjection_head, view.meta.codeinjection_foot) = (filled(&own.head), filled(&own.foot));
        self.printed(Page::Tag { tag: view, list }, meta).await.map(Some)
    }

    /// Whether the request came to `path`, however its characters are encoded.
    fn is_at(&self, path: &str) -> bool {
        let decoded = percent_encoding::percent_decode_str(path.split('?').next().unwrap_or_default());
        decoded.decode_utf8_lossy() == self.path
    }

    /// Stories that are filed under each of several labels, one stretch of them.
    async fn tags(&mut self, labels: &str, page: i64) -> Result<Option<Answer>, PressError> {
        let site = self.paper.id();
        let mut tags: Vec<Tag> = Vec::new();
        for label in labels.split('+').filter(|label| !label.is_empty()).take(LABELS_MAX) {
            let Some(tag) = crate::feed::find_tag(&mut self.read, site, label).await? else {
                return Ok(None);
            };
            self.depends.list(ListKey::Tag(tag.id));
            self.depends.tag(tag.id);
            tags.push(tag);
        }
        let limit = self.posts_per_page();
        let ids: Vec<_> = tags.iter().map(|tag| tag.id).collect();
        let window = Window { limit: limit + 1, offset: (page - 1) * limit, ..Window::newest(0) };
        let mut cards = self.read.public_with_tags(site, self.now, &ids, window).await?;
        if cards.is_empty() && page > 1 {
            return Ok(None);
        }
        let more = cards.len() as i64 > limit;
        cards.truncate(limit as usize);
        let names = tags.iter().map(|tag| segment(&tag.name)).collect::<Vec<_>>().join("+");
        let address = |n: i64| match n {
            1 => format!("/search/label/{names}"),
            n => format!("/search/label/{names}?page={n}"),
        };
        let pagination = PaginationView {
            limit: limit as u64,
            next_url: more.then(|| address(page + 1)),
            prev_url: (page > 1).then(|| address(page - 1)),
            ..PaginationView::default()
        };
        let title = self.titled(&tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>().join(" + "));
        let mut meta = self.list_meta(title, &address(page), &pagination);
        meta.robots = Some("noindex".to_owned());
        let list = ListView { posts: self.list_views(&cards).await?, pagination, ..ListView::default() };
        let tags = tags.iter().map(|tag| self.tag_view(tag)).collect();
        self.printed(Page::Tags { tags, list }, meta).await.map(Some)
    }

    /// Stories that an author signed.
    pub(crate) async fn author(&mut self, slug: &str, page: i64) -> Result<Option<Answer>, PressError> {
        let found = self.read.author_by_slug(self.paper.id(), slug).await?;
        let shown = |author: &Author| author.post_count > 0 || author.import_key.is_some();
        let Some(author) = found.filter(shown) else { return Ok(None) };
        self.depends.author(author.id);
        let home = self.addresses.author(&author.slug);
        if !self.is_at(&Addresses::list_page(&home, page)) {
            return Ok(Some(Answer::redirect(Addresses::list_page(&home, page), true)));
        }
        if let Some(to) = self.shown_elsewhere(Resource::Authors, &author.slug, page) {
            return Ok(Some(Answer::redirect(to, true)));
        }
        let key = ListKey::Author(author.id);
        let Some((list, _)) = self.stories(key, page, |n| Addresses::list_page(&home, n)).await? else {
            return Ok(None);
        };
        let title = self.titled(&author.name);
        let mut meta = self.list_meta(title, &Addresses::list_page(&home, page), &list.pagination);
        meta.description.clone_from(&author.bio);
        meta.feeds.insert(0, self.feed_link(&author.name, self.addresses.author_feed(&author.slug)));
        let mut view = self.author_view(&author);
        detail_author(&mut view, &self.read.details_of_author(self.paper.id(), author.id).await?);
        self.own_words(&mut meta, &view.meta, page);
        self.printed(Page::Author { author: view, list }, meta).await.map(Some)
    }

    /// Blogger's "Older posts" and "Newer posts" (contract U11, U12): a stretch of the river by date.
    pub(crate) async fn cursor(
        &mut self,
        label: Option<&str>,
        from: Millis,
        to: Millis,
        limit: i64,
    ) -> Result<Option<Answer>, PressError> {
        let site = self.paper.id();
        let (key, path) = match label {
            None => (ListKey::All, "/search".to_owned()),
            Some(label) => match crate::feed::find_tag(&mut self.read, site, label).await? {
                Some(tag) => (ListKey::Tag(tag.id), format!("/search/label/{}", segment(&tag.name))),
                None => return Ok(None),
            },
        };
        self.depends_on_list(key);
        let window = Window { from, to, limit: limit + 1, offset: 0 };
        let mut cards = self.read.public_window(site, self.now, key, window).await?;
        let more = cards.len() as i64 > limit;
        cards.truncate(limit as usize);
        let older = cards.last().filter(|_| more).and_then(|last| moment(last.published_at));
        let pagination = PaginationView {
            limit: limit as u64,
            next_url: older.map(|at| format!("{path}?updated-max={}&max-results={limit}", segment(&at))),
            ..PaginationView::default()
        };
        let mut meta = self.list_meta(self.paper.settings.title.clone(), &self.path_and_query(), &pagination);
        meta.robots = Some("noindex".to_owned());
        let list = ListView { posts: self.list_views(&cards).await?, pagination, ..ListView::default() };
        self.printed(Page::Home(list), meta).await.map(Some)
    }

    /// A page of a list with where it stands; `None` beyond its end.
    pub(crate) async fn stories(
        &mut self,
        key: ListKey,
        page: i64,
        url: impl Fn(i64) -> String,
    ) -> Result<Option<(ListView, Place)>, PressError> {
        self.depends_on_list(key);
        let (site, now) = (self.paper.id(), self.now);
        let total = self.read.list_total(site, key).await?;
        let Some(place) = Place::of(page, total, self.posts_per_page()) else { return Ok(None) };
        let cards: Vec<PostCard> =
            self.read.public_list(site, &self.paper.zone, now, key, place.limit, place.offset()).await?;
        let posts: Vec<PostView> = self.list_views(&cards).await?;
        Ok(Some((ListView { posts, pagination: place.pagination(url), ..ListView::default() }, place)))
    }

    pub(crate) async fn most_discussed(&mut self) -> Result<Vec<LinkView>, PressError> {
        self.depends.discussed();
        let found = self.read.public_most_discussed(self.paper.id(), self.now, DISCUSSED).await?;
        for link in &found {
            self.depends.headline(link.id);
        }
        Ok(found.iter().map(|link| self.link_view(link)).collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_has_one_page_and_no_second() {
        assert_eq!(Place::of(1, 0, 12).unwrap().pages, 1);
        assert!(Place::of(2, 0, 12).is_none());
        assert!(Place::of(2, 12, 12).is_none());
        assert_eq!(Place::of(2, 13, 12).unwrap().offset(), 12);
    }

    #[test]
    fn the_first_page_leads_on_and_the_last_leads_back() {
        let url = |n: i64| format!("/page/{n}/");
        let first = Place::of(1, 30, 12).unwrap().pagination(url);
        assert_eq!((first.next_url.as_deref(), first.prev_url), (Some("/page/2/"), None));
        let last = Place::of(3, 30, 12).unwrap().pagination(url);
        assert_eq!((last.next_url, last.prev_url.as_deref()), (None, Some("/page/2/")));
    }
}
