//! Posts and pages. Readers' programs get what is public, by the rule of visibility; the staff's get every state.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use axum::body::Body;
use dateline_model::{
    Author, AuthorId, Injection, Post, PostId, PostKind, PostStatus, SiteId, StoryVerb, Whose,
};
use dateline_newsroom::NewsroomError;
use dateline_nql::{Condition, Filter, Test};
use dateline_store::{ListKey, Read, Selection, StoreError};
use serde_json::Value;

use super::body::lacking;
use super::caller::Caller;
use super::desk::Desk;
use super::error::GhostError;
use super::injection;
use super::page::{listed, single};
use super::post_edit;
use super::query::{Listing, Wish};
use super::shape::{self, WholePost};
use super::{Call, Reply, Side, revisions};

/// The forms of a body that a call gets which names none.
const CONTENT_FORMATS: &[&str] = &["html"];
pub(super) const ADMIN_FORMATS: &[&str] = &["mobiledoc", "lexical"];

/// The resource's name.
pub(super) fn name(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Post => "posts",
        PostKind::Page => "pages",
    }
}

/// How a single post is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Id(&'a str),
    Slug(&'a str),
}

/// `GET content/posts/`
pub(super) async fn browse_public(call: &Call<'_>, kind: PostKind) -> Result<Reply, GhostError> {
    let (listing, filter) = Listing::with_filter(call)?;
    let wish = Wish::of(call, CONTENT_FORMATS)?;
    // What Ghost keeps private of an author is no part of a filter, and the rest of it applies.
    let filter = filter.and_then(|filter| filter.without(&|condition| is_private(&condition.key)));
    let mut read = call.visit.app.store().read().await?;
    let (site, now, zone) = (call.visit.paper.id(), call.visit.now, &call.visit.paper.zone);
    let (limit, offset) = (listing.limit, listing.offset());
    let (cards, total) = if filter.is_some() || !is_usual(&listing, kind) {
        let named = filter.as_ref().filter(|_| listing.order.is_empty()).and_then(named_slugs);
        let whole = Selection { filter: filter.as_ref(), order: &listing.order, limit, offset };
        match named {
            Some(slugs) => {
                let all = Selection { limit: slugs.len() as i64, offset: 0, ..whole };
                let (mut cards, total) = read.public_selection(site, now, kind, &all).await?;
                cards.sort_by_key(|card| slugs.iter().position(|slug| *slug == card.slug));
                (super::page::slice(cards, &listing), total)
            }
            None => read.public_selection(site, now, kind, &whole).await?,
        }
    } else if kind == PostKind::Post {
        let cards = read.public_list(site, zone, now, ListKey::All, limit, offset).await?;
        (cards, read.list_total(site, ListKey::All).await?)
    } else {
        let cards = read.public_pages(site, now, limit, offset).await?;
        (cards, read.desk_count(site, kind, Some(PostStatus::Published)).await?)
    };
    let mut posts = Vec::with_capacity(cards.len());
    for card in cards {
        posts.extend(read.public_post(site, now, card.id).await?);
    }
    let json = whole(call, &mut read, Side::Content, &wish, &posts, false).await?;
    Ok(listed(name(kind), json, &listing, total))
}

fn is_private(key: &str) -> bool {
    ["author.email", "authors.email", "author.password", "authors.password"].contains(&key)
}

/// Whether a list is asked for in its own order, which the store keeps at hand.
fn is_usual(listing: &Listing, kind: PostKind) -> bool {
    let own = if kind == PostKind::Post { ("published_at", true) } else { ("title", false) };
    listing.order.is_empty() || listing.order.iter().map(|(f, down)| (f.as_str(), *down)).eq([own])
}

/// The slugs of a filter that is nothing but `slug:[a,b]`: such a list comes in the order in which it is asked for.
fn named_slugs(filter: &Filter) -> Option<Vec<String>> {
    let Filter::Is(condition) = filter else { return None };
    match &condition.test {
        Test::OneOf { values, not: false } if condition.key == "slug" => {
            Some(values.iter().map(dateline_nql::Value::to_text).collect())
        }
        _ => None,
    }
}

async fn public_by_slug(
    call: &Call<'_>,
    read: &mut Read,
    kind: PostKind,
    slug: &str,
) -> Result<Option<Post>, StoreError> {
    let post = read.desk_post_by_slug(call.visit.paper.id(), kind, slug).await?;
    Ok(post.filter(|post| post.visibility.is_public(call.visit.now)))
}

/// `GET content/posts/{id}/`, `GET content/posts/slug/{slug}/`
pub(super) async fn read_public(
    call: &Call<'_>,
    kind: PostKind,
    named: Named<'_>,
) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, CONTENT_FORMATS)?;
    let mut read = call.visit.app.store().read().await?;
    let post = match named {
        Named::Id(id) => read.public_post(call.visit.paper.id(), call.visit.now, post_id(id)?).await?,
        Named::Slug(slug) => public_by_slug(call, &mut read, kind, slug).await?,
    };
    let post = post.filter(|post| post.kind == kind).ok_or_else(|| no_such_post(kind))?;
    let json = whole(call, &mut read, Side::Content, &wish, &[post], true).await?;
    Ok(Reply::Ok(single(name(kind), json.into_iter().next().unwrap_or_default())))
}

/// `GET admin/posts/`: scheduled ones, then drafts, then what is out, unless another order is asked for. Who may not
/// read everybody's stories gets the own ones.
pub(super) async fn browse_all(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
) -> Result<Reply, GhostError> {
    let (listing, filter) = Listing::with_filter(call)?;
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let desk = Desk::of(call, caller).await?;
    let mut read = call.visit.app.store().read().await?;
    let filter = desk.within_reach(call, &mut read, filter).await?;
    let (posts, total) = if filter.is_none() && listing.order.is_empty() {
        desk_page(call, &mut read, kind, &STATES, &listing).await?
    } else {
        let filter = without_bin(filter);
        let (limit, offset) = (listing.limit, listing.offset());
        let selection = Selection { filter: Some(&filter), order: &listing.order, limit, offset };
        read.desk_selection(call.visit.paper.id(), call.visit.now, kind, &selection).await?
    };
    let json = whole(call, &mut read, Side::Admin, &wish, &posts, false).await?;
    Ok(listed(name(kind), json, &listing, total))
}

/// The states that Ghost knows, in the order of its lists. What is in the bin is not listed.
const STATES: [PostStatus; 3] = [PostStatus::Scheduled, PostStatus::Draft, PostStatus::Published];

/// `filter` among what is not in the bin.
pub(super) fn without_bin(filter: Option<Filter>) -> Filter {
    let values = STATES.map(|state| dateline_nql::Value::Text(state.as_str().to_owned())).to_vec();
    let test = Test::OneOf { values, not: false };
    let states = Filter::Is(Condition { key: "status".to_owned(), test });
    Filter::All(std::iter::once(states).chain(filter).collect())
}

/// A page of several lists that follow one another.
async fn desk_page(
    call: &Call<'_>,
    read: &mut Read,
    kind: PostKind,
    states: &[PostStatus],
    listing: &Listing,
) -> Result<(Vec<Post>, i64), GhostError> {
    let site = call.visit.paper.id();
    let (mut skip, mut total, mut posts) = (listing.offset(), 0, Vec::new());
    for state in states {
        let count = read.desk_count(site, kind, Some(*state)).await?;
        let room = listing.limit - posts.len() as i64;
        if room > 0 && skip < count {
            posts.extend(read.desk_posts(site, kind, Some(*state), room, skip).await?);
        }
        skip = (skip - count).max(0);
        total += count;
    }
    Ok((posts, total))
}

/// `GET admin/posts/{id}/`, `GET admin/posts/slug/{slug}/`
pub(super) async fn read_any(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    named: Named<'_>,
) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let desk = Desk::of(call, caller).await?;
    let mut read = call.visit.app.store().read().await?;
    let (post, _) = seen(call, &mut read, &desk, kind, named).await?;
    Ok(Reply::Ok(one(call, &mut read, &wish, post).await?))
}

/// A story that the caller may read, and whose it is. Of any other nothing is said, not even that it is there.
pub(super) async fn seen(
    call: &Call<'_>,
    read: &mut Read,
    desk: &Desk<'_>,
    kind: PostKind,
    named: Named<'_>,
) -> Result<(Post, Whose), GhostError> {
    let site = call.visit.paper.id();
    let post = match named {
        Named::Id(id) => read.desk_post(site, post_id(id)?).await?,
        Named::Slug(slug) => read.desk_post_by_slug(site, kind, slug).await?,
    };
    let on_desk = |post: &Post| post.kind == kind && STATES.contains(&post.status);
    let post = post.filter(on_desk).ok_or_else(|| no_such_post(kind))?;
    let whose = desk.whose(call, read, post.id).await?;
    if desk.may(StoryVerb::Read, whose, &post) { Ok((post, whose)) } else { Err(no_such_post(kind)) }
}

/// The story of an address, when the caller may do so with it.
pub(super) async fn allowed(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
    verb: StoryVerb,
) -> Result<PostId, GhostError> {
    let desk = Desk::of(call, caller).await?;
    let mut read = call.visit.app.store().read().await?;
    let (post, whose) = seen(call, &mut read, &desk, kind, Named::Id(id)).await?;
    desk.ask(verb, whose, &post)?;
    Ok(post.id)
}

/// `POST admin/posts/`
pub(super) async fn add(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    body: Body,
) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let mut change = post_edit::read(call, kind, body).await?;
    if change.edit.title.is_none() {
        return Err(lacking(name(kind), "title"));
    }
    change.edit.by = Some(caller.name());
    let to = post_edit::destination(None, &change)?;
    let desk = Desk::of(call, caller).await?;
    desk.ask_to_move(to, Whose::Own, &Post::draft(kind, call.visit.now))?;
    desk.settle(call, &mut change.edit, true).await?;
    let injection = change.injection.settle(caller, Injection::default())?;
    let post = call.visit.app.newsroom().create(&call.visit.paper, kind, change.edit, to).await?;
    inject(call, &post, injection).await?;
    let (path, public) = (format!("{}/{}", name(kind), post.id), is_out(&post));
    let json = one(call, &mut call.visit.app.store().read().await?, &wish, post).await?;
    Ok(Reply::Created { path, json, public })
}

/// `PUT admin/posts/{id}/`
pub(super) async fn edit(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
    body: Body,
) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let mut change = post_edit::read(call, kind, body).await?;
    change.edit.by = Some(caller.name());
    let Some(version) = change.updated_at else {
        return Err(lacking(name(kind), "updated_at"));
    };
    let desk = Desk::of(call, caller).await?;
    let (before, whose) =
        seen(call, &mut call.visit.app.store().read().await?, &desk, kind, Named::Id(id)).await?;
    let to = post_edit::destination(Some(&before), &change)?;
    desk.ask(StoryVerb::Write, whose, &before)?;
    desk.ask_to_move(to, whose, &before)?;
    desk.settle(call, &mut change.edit, false).await?;
    let site = call.visit.paper.id();
    let own = call.visit.app.store().read().await?.injection_of_post(site, before.id).await?;
    let injection = change.injection.settle(caller, own)?;
    let newsroom = call.visit.app.newsroom();
    let mine = revisions::Mine::of(&change.edit);
    let post = match newsroom.save(&call.visit.paper, before.id, change.edit, to, Some(version)).await {
        Err(NewsroomError::Conflict) => {
            return Err(revisions::collision(call, before.id, version, mine).await?);
        }
        saved => saved?,
    };
    inject(call, &post, injection).await?;
    let public = is_out(&before) || is_out(&post);
    let json = one(call, &mut call.visit.app.store().read().await?, &wish, post).await?;
    Ok(if public { Reply::Changed(json) } else { Reply::Ok(json) })
}

/// `DELETE admin/posts/{id}/`
pub(super) async fn delete(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
) -> Result<Reply, GhostError> {
    let desk = Desk::of(call, caller).await?;
    let (post, whose) =
        seen(call, &mut call.visit.app.store().read().await?, &desk, kind, Named::Id(id)).await?;
    desk.ask(StoryVerb::Delete, whose, &post)?;
    call.visit.app.newsroom().delete(&call.visit.paper, post.id).await?;
    Ok(if is_out(&post) { Reply::Deleted } else { Reply::Done })
}

/// Whether readers find it. One that came out by this very call is public from a moment that the call began before.
pub(super) fn is_out(post: &Post) -> bool {
    post.status == PostStatus::Published && post.visibility.public_from.is_some()
}

/// `POST admin/posts/{id}/copy/`
pub(super) async fn copy(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let post = allowed(call, caller, kind, id, StoryVerb::Write).await?;
    let by = Some(caller.name());
    let post = call.visit.app.newsroom().copy(&call.visit.paper, post, by).await?;
    let path = format!("{}/{}", name(kind), post.id);
    let json = one(call, &mut call.visit.app.store().read().await?, &wish, post).await?;
    Ok(Reply::Created { path, json, public: false })
}

async fn inject(call: &Call<'_>, post: &Post, change: Option<Injection>) -> Result<(), GhostError> {
    if let Some(injection) = change {
        call.visit.app.newsroom().inject_into_post(&call.visit.paper, post.id, injection).await?;
    }
    Ok(())
}

pub(super) fn post_id(text: &str) -> Result<PostId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

pub(super) fn no_such_post(kind: PostKind) -> GhostError {
    GhostError::not_found(if kind == PostKind::Post { "Post not found." } else { "Page not found." })
}

pub(super) async fn one(
    call: &Call<'_>,
    read: &mut Read,
    wish: &Wish,
    post: Post,
) -> Result<Value, GhostError> {
    let kind = post.kind;
    let json = whole(call, read, Side::Admin, wish, &[post], true).await?;
    Ok(single(name(kind), json.into_iter().next().unwrap_or_default()))
}

/// Posts as objects, with their tags and authors read for all of them together.
pub(super) async fn whole(
    call: &Call<'_>,
    read: &mut Read,
    side: Side,
    wish: &Wish,
    posts: &[Post],
    alone: bool,
) -> Result<Vec<Value>, GhostError> {
    let site = call.visit.paper.id();
    let ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
    let tags = if side == Side::Admin || wish.includes("tags") {
        read.tags_of(site, &ids).await?
    } else {
        Vec::new()
    };
    let authors = if side == Side::Admin || wish.includes("authors") {
        authors_of(read, site, &ids).await?
    } else {
        Vec::new()
    };
    let (tag_ids, author_ids) = (tags.iter().map(|(_, tag)| tag.id), authors.iter().map(|(_, a)| a.id));
    let details = read.details_of(site, ids.iter().copied(), tag_ids, author_ids).await?;
    let injections = read.injections_of(site, ids.iter().copied(), []).await?;
    let objects = posts.iter().map(|post| {
        let tags: Vec<_> = tags.iter().filter(|(of, _)| *of == post.id).map(|(_, tag)| tag.clone()).collect();
        let authors: Vec<_> =
            authors.iter().filter(|(of, _)| *of == post.id).map(|(_, a)| a.clone()).collect();
        let whole = WholePost { post, tags: &tags, authors: &authors, details: &details };
        let mut json = shape::post(call.visit, side, wish, &whole);
        injection::show(&mut json, injections.of_post(post.id));
        wish.restrict(&mut json, alone);
        json
    });
    Ok(objects.collect())
}

async fn authors_of(
    read: &mut Read,
    site: SiteId,
    posts: &[PostId],
) -> Result<Vec<(PostId, Author)>, StoreError> {
    let mut known: HashMap<AuthorId, Option<Author>> = HashMap::new();
    let mut all = Vec::new();
    for (post, byline) in read.bylines(site, posts).await? {
        let author = match known.entry(byline.author) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => new.insert(read.author_by_slug(site, &byline.slug).await?).clone(),
        };
        all.extend(author.map(|author| (post, author)));
    }
    Ok(all)
}
