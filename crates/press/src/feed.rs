//! Feeds: the stories and comments of a scope, in the form that was asked for.

use dateline_feeds::{
    Author, Callback, Category, Entry, Feed, Generator, InReplyTo, Link, OpenSearch, Projection, Replies,
};
use dateline_model::{CommentState, Millis, PostCard, PostId, Tag};
use dateline_search::{Hit, Order, PER_PAGE_MAX, SearchError, SearchRequest, SearchResults};
use dateline_store::{CommentWithPost, ListKey, Read, SelectError, StoreError, Window};

use crate::address::{Addresses, segment};
use crate::answer::{Answer, Body, CachePolicy};
use crate::press::{PressError, View};
use crate::query::Query;
use crate::route::{FeedFormat, FeedRoute, FeedScope};
use crate::view::Credits;

/// Entries of a feed when nobody says how many: Blogger's 25.
const ENTRIES: i64 = 25;
/// The most entries of one answer: Blogger's 500.
const ENTRIES_MAX: i64 = 500;
/// The scheme of labels in Blogger's feeds.
const LABELS: &str = "http://www.blogger.com/atom/ns#";

/// Which part of a scope is wanted.
struct Slice {
    limit: i64,
    /// From 0.
    offset: i64,
    from: Millis,
    to: Millis,
}

impl Slice {
    fn of(query: &Query) -> Self {
        let by_update = query.get("orderby") == Some("updated");
        let moment =
            |name: &str, updated: &str| query.moment(name).or(query.moment(updated).filter(|_| by_update));
        Self {
            limit: query.number("max-results").unwrap_or(ENTRIES).clamp(0, ENTRIES_MAX),
            offset: query.number("start-index").unwrap_or(1).clamp(1, i64::from(u32::MAX)) - 1,
            from: moment("published-min", "updated-min").unwrap_or(Millis::MIN),
            to: moment("published-max", "updated-max").unwrap_or(Millis::MAX),
        }
    }

    fn is_whole(&self) -> bool {
        self.from == Millis::MIN && self.to == Millis::MAX
    }

    fn window(&self) -> Window {
        Window { from: self.from, to: self.to, limit: self.limit, offset: self.offset }
    }
}

/// The answer to a feed's address; `None` when there is no such scope.
pub(crate) async fn answer(view: &mut View<'_>, route: &FeedRoute) -> Result<Option<Answer>, StoreError> {
    view.depends.settings();
    let slice = Slice::of(view.query);
    let Some((mut feed, alone)) = collect(view, &route.scope, &slice).await? else { return Ok(None) };
    if route.summary {
        feed.projection = Projection::Summary;
    }
    feed.updated = feed.entries.iter().map(|entry| entry.updated).max().unwrap_or(view.paper.site.created_at);
    Ok(Some(write(view, route, &feed, alone)))
}

impl View<'_> {
    /// A feed of the stories, or with `in:comments` of the comments, that answer a question, the newest first: who follows a
    /// matter reads what is new of it. While the index is being made it has no entries, and readers' programs ask again.
    pub(crate) async fn search_feed(
        &mut self,
        words: &str,
        format: FeedFormat,
        summary: bool,
    ) -> Result<Answer, PressError> {
        let slice = Slice::of(self.query);
        let limit = slice.limit.clamp(1, PER_PAGE_MAX as i64);
        let slice = Slice { limit, offset: slice.offset / limit * limit, ..slice };
        let found = self.answering(words, &slice).await?;
        let total = found.as_ref().map_or(0, |found| i64::try_from(found.total).unwrap_or(i64::MAX));
        let mut feed = frame(self, Some(words), "/", total, &slice);
        feed.home_url = self.addresses.whole(&format!("/search/?q={}", segment(words)));
        // The parts before and after are other questions to an index that changes: a feed is its first part.
        feed.links.clear();
        feed.entries = match found {
            None => Vec::new(),
            Some(found) if found.comments => {
                let comments = found.hits.into_iter().filter_map(comment_of).collect();
                let comments = without_hidden(self, comments).await?;
                comments.iter().map(|comment| comment_entry(self, comment)).collect()
            }
            Some(found) => {
                let cards: Vec<PostCard> =
                    found.hits.iter().map(|hit| crate::press::card_of(&hit.post)).collect();
                entries(self, &cards).await?
            }
        };
        feed.projection = if summary { Projection::Summary } else { feed.projection };
        let newest = feed.entries.iter().map(|entry| entry.updated).max();
        feed.updated = newest.unwrap_or(self.paper.site.created_at);
        let route = FeedRoute { scope: FeedScope::Search { words: words.to_owned() }, format, summary };
        let answer = write(self, &route, &feed, false);
        Ok(Answer { cache: CachePolicy::Never, index: false, ..answer })
    }

    async fn answering(&mut self, words: &str, slice: &Slice) -> Result<Option<SearchResults>, PressError> {
        let Some(index) = self.index else { return Ok(None) };
        let request = SearchRequest {
            order: Order::Newest,
            page: (slice.offset / slice.limit + 1) as usize,
            per_page: slice.limit as usize,
            ..SearchRequest::new(words)
        };
        match index.search(&mut self.read, self.paper, self.now, &request).await {
            Ok(found) => Ok(Some(found)),
            Err(SearchError::Building { .. } | SearchError::Damaged(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// A comment that was found, with what an entry says of its story.
fn comment_of(hit: Hit) -> Option<CommentWithPost> {
    let Hit { post, comment, .. } = hit;
    Some(CommentWithPost {
        comment: comment?,
        post_title: post.title,
        post_permalink: post.permalink?,
        post_import_key: post.import_key,
        verdict: None,
    })
}

fn write(view: &View<'_>, route: &FeedRoute, feed: &Feed, alone: bool) -> Answer {
    let alt = view.query.get("alt");
    let format = match alt {
        Some("rss" | "rss-in-script") => FeedFormat::Rss,
        Some("json" | "json-in-script" | "jsonc") => FeedFormat::BloggerJson,
        Some("atom" | "atom-in-script") => FeedFormat::Atom,
        _ => route.format,
    };
    let single = feed.entries.first().filter(|_| alone);
    let (bytes, content_type) = match (format, single) {
        (FeedFormat::Atom, Some(entry)) => (dateline_feeds::atom_entry(feed, entry), dateline_feeds::ATOM),
        (FeedFormat::Atom, None) => (dateline_feeds::atom(feed), dateline_feeds::ATOM),
        (FeedFormat::Rss, _) => (dateline_feeds::rss(feed), dateline_feeds::RSS),
        (FeedFormat::JsonFeed, _) => (dateline_feeds::json_feed(feed), dateline_feeds::JSON_FEED),
        (FeedFormat::BloggerJson, Some(entry)) => {
            (dateline_feeds::blogger_json_entry(feed, entry), dateline_feeds::JSON)
        }
        (FeedFormat::BloggerJson, None) => (dateline_feeds::blogger_json(feed), dateline_feeds::JSON),
    };
    let in_script = alt.is_some_and(|alt| alt.ends_with("-in-script"));
    if in_script && let Some(name) = view.query.get("callback") {
        let Ok(callback) = Callback::parse(name) else {
            return Answer::refused("callback is no name of a function");
        };
        let script = if format == FeedFormat::BloggerJson {
            dateline_feeds::json_in_script(&callback, &bytes)
        } else {
            dateline_feeds::text_in_script(&callback, &bytes)
        };
        return Answer::of(Body::Bytes(script), dateline_feeds::JAVASCRIPT);
    }
    Answer::of(Body::Bytes(bytes), content_type)
}

/// The feed of a scope, and whether it is a single entry.
async fn collect(
    view: &mut View<'_>,
    scope: &FeedScope,
    slice: &Slice,
) -> Result<Option<(Feed, bool)>, StoreError> {
    let site = view.paper.id();
    let feed = match scope {
        FeedScope::Posts { labels } if labels.is_empty() => {
            Some(stories(view, ListKey::All, None, slice).await?)
        }
        FeedScope::Posts { labels } => labelled(view, labels, slice).await?,
        FeedScope::Tag(slug) => match view.read.tag_by_slug(site, slug).await? {
            Some(tag) => Some(stories(view, ListKey::Tag(tag.id), Some(&tag.name), slice).await?),
            None => None,
        },
        FeedScope::Entry(number) => entry(view, *number, slice).await?,
        FeedScope::Author(slug) => match view.read.author_by_slug(site, slug).await? {
            Some(author) => Some(stories(view, ListKey::Author(author.id), Some(&author.name), slice).await?),
            None => None,
        },
        // The index is asked before anybody comes here; see `View::search_feed`.
        FeedScope::Search { .. } => None,
        FeedScope::Pages => Some(pages(view, slice).await?),
        FeedScope::Post(id) => return Ok(one_story(view, id).await?.map(|feed| (feed, true))),
        FeedScope::Comments => Some(comments(view, None, slice).await?),
        FeedScope::CommentsOf(id, comment) => {
            let Some((post, title)) = find_post(view, id).await? else { return Ok(None) };
            let mut feed = comments(view, Some((post, &title)), slice).await?;
            if let Some(comment) = comment {
                feed.entries.retain(|entry| entry.url.ends_with(&format!("#c{comment}")));
                return Ok((!feed.entries.is_empty()).then_some((feed, true)));
            }
            Some(feed)
        }
    };
    Ok(feed.map(|feed| (feed, false)))
}

fn frame(view: &View<'_>, about: Option<&str>, home: &str, total: i64, slice: &Slice) -> Feed {
    let settings = &view.paper.settings;
    let blog = settings.blogger_blog.as_deref();
    let id = blog.map_or_else(
        || format!("urn:uuid:{}", view.paper.id().0),
        |n| format!("tag:blogger.com,1999:blog-{n}"),
    );
    let here = view.addresses.whole(&view.path_and_query());
    Feed {
        id: about.map_or_else(|| id.clone(), |about| format!("{id}:{}", segment(about))),
        title: about.map_or_else(|| settings.title.clone(), |about| format!("{} – {about}", settings.title)),
        subtitle: settings.description.clone(),
        home_url: view.addresses.whole(home),
        self_url: here,
        language: settings.locale.clone(),
        logo: settings.logo.as_deref().map(|path| view.whole_media(path)),
        icon: settings.icon.as_deref().map(|path| view.whole_media(path)),
        authors: vec![Author { name: settings.title.clone(), ..Author::default() }],
        generator: Some(Generator {
            name: "Dateline".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            url: String::new(),
        }),
        paging: Some(OpenSearch {
            total: total.max(0) as u64,
            start_index: slice.offset as u64 + 1,
            items_per_page: slice.limit as u64,
        }),
        links: neighbours(view, total, slice),
        ..Feed::default()
    }
}

/// Links to the hub, and to the parts of the feed before and after this one.
fn neighbours(view: &View<'_>, total: i64, slice: &Slice) -> Vec<Link> {
    let part = |rel: &str, start: i64| Link {
        rel: rel.to_owned(),
        href: view.addresses.whole(&format!(
            "{}?start-index={start}&max-results={}",
            dateline_model::encode_path(view.path),
            slice.limit
        )),
        ..Link::default()
    };
    let mut links = Vec::new();
    let hub = &view.paper.settings.websub_hub;
    if !hub.is_empty() {
        links.push(Link { rel: "hub".to_owned(), href: hub.clone(), ..Link::default() });
    }
    if slice.limit > 0 && slice.is_whole() {
        if slice.offset + slice.limit < total {
            links.push(part("next", slice.offset + slice.limit + 1));
        }
        if slice.offset > 0 {
            links.push(part("previous", (slice.offset - slice.limit).max(0) + 1));
        }
    }
    links
}

async fn stories(
    view: &mut View<'_>,
    key: ListKey,
    about: Option<&str>,
    slice: &Slice,
) -> Result<Feed, StoreError> {
    view.depends_on_list(key);
    let (site, now) = (view.paper.id(), view.now);
    let total = view.read.list_total(site, key).await?;
    let cards = if slice.is_whole() {
        view.read.public_list(site, &view.paper.zone, now, key, slice.limit, slice.offset).await?
    } else {
        view.read.public_window(site, now, key, slice.window()).await?
    };
    let mut feed = frame(view, about, "/", total, slice);
    feed.entries = entries(view, &cards).await?;
    Ok(feed)
}

/// The feed of a channel or a collection of the site's routes.
async fn entry(view: &mut View<'_>, number: usize, slice: &Slice) -> Result<Option<Feed>, StoreError> {
    let Some(routes) = view.paper.routes.as_deref() else { return Ok(None) };
    let Some(entry) = routes.entries().get(number) else { return Ok(None) };
    let home = dateline_model::encode_path(&entry.path);
    let (cards, total) = match view.entry_cards(routes, number, slice.limit, slice.offset).await {
        Ok(found) => found,
        Err(SelectError::Store(error)) => return Err(error),
        // The filter was checked when the routes were set.
        Err(SelectError::UnknownField(_)) => return Ok(None),
    };
    let about = Some(entry.name()).filter(|_| entry.path != "/");
    let mut feed = frame(view, about.as_deref(), &home, total, slice);
    feed.entries = entries(view, &cards).await?;
    Ok(Some(feed))
}

async fn labelled(view: &mut View<'_>, labels: &[String], slice: &Slice) -> Result<Option<Feed>, StoreError> {
    let mut tags = Vec::new();
    // Labels stand one below the other, and one may have a slash of its own.
    let whole = labels.join("/");
    let whole = match labels {
        [_, _, ..] => find_tag(&mut view.read, view.paper.id(), &whole).await?,
        _ => None,
    };
    if let Some(tag) = whole {
        return Ok(Some(stories(view, ListKey::Tag(tag.id), Some(&tag.name), slice).await?));
    }
    for label in labels {
        let Some(tag) = find_tag(&mut view.read, view.paper.id(), label).await? else { return Ok(None) };
        tags.push(tag);
    }
    if let [tag] = tags.as_slice() {
        return Ok(Some(stories(view, ListKey::Tag(tag.id), Some(&tag.name), slice).await?));
    }
    let ids: Vec<_> = tags.iter().map(|tag| tag.id).collect();
    for id in &ids {
        view.depends.list(ListKey::Tag(*id));
    }
    let cards = view.read.public_with_tags(view.paper.id(), view.now, &ids, slice.window()).await?;
    let mut feed = frame(view, Some(&labels.join(" + ")), "/", slice.offset + cards.len() as i64, slice);
    feed.entries = entries(view, &cards).await?;
    Ok(Some(feed))
}

/// The tag that a label names: by its exact name, else by its slug.
pub(crate) async fn find_tag(
    read: &mut Read,
    site: dateline_model::SiteId,
    label: &str,
) -> Result<Option<Tag>, StoreError> {
    let mut found = read.tag_by_name(site, label).await?;
    if found.is_none() {
        found = read.tag_by_slug(site, label).await?;
    }
    // A label that was a hashtag has lost its mark when it moved in.
    match label.strip_prefix('#').filter(|_| found.is_none()) {
        Some(bare) => read.tag_by_name(site, bare).await,
        None => Ok(found),
    }
}

async fn pages(view: &mut View<'_>, slice: &Slice) -> Result<Feed, StoreError> {
    view.depends.pages();
    let (site, now) = (view.paper.id(), view.now);
    let mut cards = view.read.public_pages(site, now, ENTRIES_MAX, 0).await?;
    if let Some(path) = view.query.get("path") {
        cards.retain(|card| card.permalink == path);
    }
    let total = cards.len() as i64;
    let shown: Vec<PostCard> =
        cards.into_iter().skip(slice.offset as usize).take(slice.limit as usize).collect();
    let mut feed = frame(view, None, "/", total, slice);
    feed.entries = entries(view, &shown).await?;
    Ok(feed)
}

async fn one_story(view: &mut View<'_>, id: &str) -> Result<Option<Feed>, StoreError> {
    let Some((post, _)) = find_post(view, id).await? else { return Ok(None) };
    let (site, now) = (view.paper.id(), view.now);
    let Some(post) = view.read.public_post(site, now, post).await? else { return Ok(None) };
    let card = crate::press::card_of(&post);
    let slice = Slice { limit: 1, offset: 0, from: Millis::MIN, to: Millis::MAX };
    let mut feed = frame(view, None, "/", 1, &slice);
    feed.entries = entries(view, &[card]).await?;
    Ok(Some(feed))
}

/// The public post that a feed address names: Blogger's number or our 24 digits.
async fn find_post(view: &mut View<'_>, id: &str) -> Result<Option<(PostId, String)>, StoreError> {
    let (site, now) = (view.paper.id(), view.now);
    let imported = view.read.post_by_import_key(site, &format!("blogger:{id}")).await?;
    let post = match (imported, id.parse::<PostId>()) {
        (Some(post), _) => Some(post).filter(|post| post.visibility.is_public(now)),
        (None, Ok(id)) => view.read.public_post(site, now, id).await?,
        (None, Err(_)) => None,
    };
    Ok(post.map(|post| (post.id, post.title)))
}

async fn entries(view: &mut View<'_>, cards: &[PostCard]) -> Result<Vec<Entry>, StoreError> {
    let site = view.paper.id();
    let ids: Vec<PostId> = cards.iter().map(|card| card.id).collect();
    let mut html = view.read.html_of(site, &ids).await?;
    let names = view.names(&ids, Credits::ALL).await?;
    let mut entries = Vec::with_capacity(cards.len());
    for (card, names) in cards.iter().zip(&names) {
        view.depends.post(card.id);
        view.depends.comments(card.id);
        view.depends_on_names(names);
        let body = html
            .iter_mut()
            .find(|(id, _)| *id == card.id)
            .map(|(_, html)| std::mem::take(html))
            .unwrap_or_default();
        let body = match card.dateline.as_deref().map(str::trim).filter(|place| !place.is_empty()) {
            Some(place) => dateline_markup::opened_by(&body, place),
            None => body,
        };
        let path = Addresses::post(&card.permalink);
        let feed_id = Addresses::feed_id(card.id, card.import_key.as_deref());
        let shown = names.tags().filter(|tag| !tag.is_internal());
        let categories = shown.map(|tag| Category { term: tag.name.clone(), scheme: LABELS.to_owned() });
        let authors = names.bylines().map(|byline| Author {
            name: byline.name.clone(),
            url: Some(view.addresses.whole(&view.addresses.author(&byline.slug))),
            image: None,
        });
        entries.push(Entry {
            id: entry_id(view, card.id, card.import_key.as_deref()),
            title: card.title.clone(),
            url: view.addresses.whole(&path),
            html: dateline_markup::rewrite_urls(&body, |url| view.addresses.absolute(url, &path)),
            summary: Some(card.teaser.clone()),
            published: card.published_at,
            updated: card.updated_at,
            authors: authors.collect(),
            categories: categories.collect(),
            image: card
                .image
                .as_deref()
                .map(|path| dateline_feeds::Image { url: view.whole_media(path), ..Default::default() }),
            replies: Some(Replies {
                feed_url: view.addresses.whole(&Addresses::comment_feed(card.id, card.import_key.as_deref())),
                html_url: view.addresses.whole(&format!("{path}#comment-form")),
                count: card.comment_count.max(0) as u64,
                title: String::new(),
            }),
            self_url: Some(view.addresses.whole(&format!("/feeds/posts/default/{feed_id}"))),
            language: card.lang.clone().unwrap_or_default(),
            ..Entry::default()
        });
    }
    Ok(entries)
}

/// The id that readers' programs know an entry by: Blogger's for what came from there, so that nothing is shown
/// to a subscriber as new on the day of the move.
fn entry_id(view: &View<'_>, id: PostId, import_key: Option<&str>) -> String {
    let number = import_key.and_then(|key| key.strip_prefix("blogger:"));
    match (number, view.paper.settings.blogger_blog.as_deref()) {
        (Some(number), Some(blog)) => format!("tag:blogger.com,1999:blog-{blog}.post-{number}"),
        _ => format!("urn:uuid:{}", id.0),
    }
}

async fn comments(
    view: &mut View<'_>,
    post: Option<(PostId, &str)>,
    slice: &Slice,
) -> Result<Feed, StoreError> {
    let (site, now) = (view.paper.id(), view.now);
    let (found, total, about) = match post {
        None => {
            view.depends.all_comments();
            let found = view.read.public_recent_comments(site, now, slice.limit, slice.offset).await?;
            (found, view.read.public_comment_total(site, now).await?, None)
        }
        Some((post, title)) => {
            view.depends.comments(post);
            let found = view.read.public_comments_of(site, now, post, slice.limit, slice.offset).await?;
            let total = view.read.public_post(site, now, post).await?.map_or(0, |post| post.comment_count);
            (found, total, Some(title))
        }
    };
    let found = without_hidden(view, found).await?;
    let mut feed = frame(view, about, "/", total, slice);
    for comment in &found {
        view.depends.headline(comment.comment.post);
    }
    feed.entries = found.iter().map(|comment| comment_entry(view, comment)).collect();
    Ok(feed)
}

/// Comments without those that the site keeps from readers.
async fn without_hidden(
    view: &mut View<'_>,
    mut found: Vec<CommentWithPost>,
) -> Result<Vec<CommentWithPost>, StoreError> {
    let settings = &view.paper.settings;
    if !settings.hides_any_comments() {
        return Ok(found);
    }
    let posts: Vec<PostId> = found.iter().map(|found| found.comment.post).collect();
    let tags = view.read.tags_of(view.paper.id(), &posts).await?;
    found.retain(|found| {
        let post = found.comment.post;
        let mine = tags.iter().filter(|(id, _)| *id == post).map(|(_, tag)| tag.slug.as_str());
        !settings.hides_comments(post, &mine.collect::<Vec<_>>())
    });
    Ok(found)
}

fn comment_entry(view: &View<'_>, found: &CommentWithPost) -> Entry {
    let comment = &found.comment;
    let post_path = Addresses::post(&found.post_permalink);
    let post_feed_id = Addresses::feed_id(comment.post, found.post_import_key.as_deref());
    let number = comment.anchor().trim_start_matches('c').to_owned();
    let flags = dateline_feeds::CommentFlags {
        removed: comment.state == CommentState::Removed,
        ..Default::default()
    };
    let feed_of = |id: &str| view.addresses.whole(&format!("/feeds/{post_feed_id}/comments/default/{id}"));
    Entry {
        id: entry_id(view, PostId(comment.id.0), comment.import_key.as_deref()),
        title: dateline_markup::truncate_text(&dateline_markup::plain_text(&comment.html), 60).0,
        url: view.addresses.whole(&Addresses::comment(&found.post_permalink, 1, comment)),
        html: comment.html.clone(),
        published: comment.created_at,
        updated: comment.updated_at,
        authors: vec![Author {
            name: comment.author_name.clone(),
            url: comment.author_url.clone(),
            image: None,
        }],
        in_reply_to: Some(InReplyTo {
            id: entry_id(view, comment.post, found.post_import_key.as_deref()),
            href: view.addresses.whole(&post_path),
            source: view.addresses.whole(&format!("/feeds/posts/default/{post_feed_id}")),
        }),
        self_url: Some(feed_of(&number)),
        comment: Some(flags),
        ..Entry::default()
    }
}
