//! Posts and pages. Readers' programs get what is public, by the rule of visibility; the staff's get every state.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use axum::body::Body;
use dateline_model::{Author, AuthorId, Post, PostId, PostKind, PostStatus, SiteId};
use dateline_store::{ListKey, Read, StoreError};
use serde_json::Value;

use super::body::missing;
use super::error::GhostError;
use super::filter::Condition;
use super::page::{listed, single};
use super::post_edit;
use super::query::{Listing, Wish, no_such_filter, no_such_order};
use super::shape::{self, WholePost};
use super::{Call, Reply, Side};

/// The forms of a body that a call gets which names none.
const CONTENT_FORMATS: &[&str] = &["html"];
const ADMIN_FORMATS: &[&str] = &["mobiledoc", "lexical"];

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

/// Which public posts a list holds.
enum Selection {
    List(ListKey),
    Some(Vec<Post>),
}

/// `GET content/posts/`
pub(super) async fn browse_public(call: &Call<'_>, kind: PostKind) -> Result<Reply, GhostError> {
    let (listing, wish) = (Listing::of(call)?, Wish::of(call, CONTENT_FORMATS)?);
    let own_order = if kind == PostKind::Post { ("published_at", true) } else { ("title", false) };
    if listing.order.first().is_some_and(|(field, down)| (field.as_str(), *down) != own_order) {
        return Err(no_such_order(if kind == PostKind::Post { "published_at desc" } else { "title asc" }));
    }
    let mut read = call.visit.app.store().read().await?;
    let (site, now, zone) = (call.visit.paper.id(), call.visit.now, &call.visit.paper.zone);
    let (posts, total) = match select(call, &mut read, kind, &listing.filter).await? {
        Selection::Some(posts) => {
            let total = posts.len() as i64;
            (super::page::slice(posts, &listing), total)
        }
        Selection::List(key) => {
            let (limit, offset) = (listing.limit, listing.offset());
            let (cards, total) = match kind {
                PostKind::Post => {
                    let cards = read.public_list(site, zone, now, key, limit, offset).await?;
                    (cards, read.list_total(site, key).await?)
                }
                PostKind::Page => {
                    let cards = read.public_pages(site, now, limit, offset).await?;
                    (cards, read.desk_count(site, kind, Some(PostStatus::Published)).await?)
                }
            };
            let mut posts = Vec::with_capacity(cards.len());
            for card in cards {
                posts.extend(read.public_post(site, now, card.id).await?);
            }
            (posts, total)
        }
    };
    let json = whole(call, &mut read, Side::Content, &wish, &posts, false).await?;
    Ok(listed(name(kind), json, &listing, total))
}

/// Turns conditions into a list that the database keeps, or into the few posts that are named.
async fn select(
    call: &Call<'_>,
    read: &mut Read,
    kind: PostKind,
    filter: &[Condition],
) -> Result<Selection, GhostError> {
    let (site, now) = (call.visit.paper.id(), call.visit.now);
    let mut selection = None;
    for condition in filter {
        let found = match (condition.key.as_str(), kind) {
            // What is public has these anyway.
            ("status", _) if condition.values == ["published"] => continue,
            ("visibility", _) if condition.values == ["public"] => continue,
            ("slug", _) => {
                let mut posts = Vec::new();
                for slug in &condition.values {
                    posts.extend(public_by_slug(call, read, kind, slug).await?);
                }
                Selection::Some(posts)
            }
            ("id", _) => {
                let mut posts = Vec::new();
                for id in condition.values.iter().filter_map(|id| id.parse::<PostId>().ok()) {
                    posts.extend(read.public_post(site, now, id).await?.filter(|post| post.kind == kind));
                }
                Selection::Some(posts)
            }
            ("tag" | "tags" | "tags.slug", PostKind::Post) if condition.values.len() == 1 => {
                let tag = read.tag_by_slug(site, &condition.values[0]).await?;
                tag.map_or(Selection::Some(Vec::new()), |tag| Selection::List(ListKey::Tag(tag.id)))
            }
            ("author" | "authors" | "authors.slug", PostKind::Post) if condition.values.len() == 1 => {
                let author = read.author_by_slug(site, &condition.values[0]).await?;
                author.map_or(Selection::Some(Vec::new()), |a| Selection::List(ListKey::Author(a.id)))
            }
            _ => return Err(no_such_filter(condition, "id, slug, and for posts one tag or one author")),
        };
        if selection.replace(found).is_some() {
            return Err(GhostError::bad_request(
                "this server answers one of id, slug, tag and author at a time",
            ));
        }
    }
    Ok(selection.unwrap_or(Selection::List(ListKey::All)))
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

/// `GET admin/posts/`: scheduled ones, then drafts, then what is out; in each group what changed last first.
pub(super) async fn browse_all(call: &Call<'_>, kind: PostKind) -> Result<Reply, GhostError> {
    let (listing, wish) = (Listing::of(call)?, Wish::of(call, ADMIN_FORMATS)?);
    if listing.order.first().is_some_and(|(field, down)| (field.as_str(), *down) != ("updated_at", true)) {
        return Err(no_such_order("updated_at desc"));
    }
    let mut read = call.visit.app.store().read().await?;
    let (posts, total) = match desk_selection(call, &mut read, kind, &listing.filter).await? {
        DeskSelection::Some(posts) => {
            let total = posts.len() as i64;
            (super::page::slice(posts, &listing), total)
        }
        DeskSelection::In(states) => desk_page(call, &mut read, kind, &states, &listing).await?,
    };
    let json = whole(call, &mut read, Side::Admin, &wish, &posts, false).await?;
    Ok(listed(name(kind), json, &listing, total))
}

/// Which posts of the desk a list holds.
enum DeskSelection {
    In(Vec<PostStatus>),
    Some(Vec<Post>),
}

/// The states that Ghost knows, in the order of its lists. What is in the bin is not listed.
const STATES: [PostStatus; 3] = [PostStatus::Scheduled, PostStatus::Draft, PostStatus::Published];

async fn desk_selection(
    call: &Call<'_>,
    read: &mut Read,
    kind: PostKind,
    filter: &[Condition],
) -> Result<DeskSelection, GhostError> {
    let site = call.visit.paper.id();
    let mut states = STATES.to_vec();
    let mut named: Option<Vec<Post>> = None;
    for condition in filter {
        let mut found = Vec::new();
        match condition.key.as_str() {
            "status" => {
                states.retain(|state| condition.values.iter().any(|value| value == state.as_str()));
                continue;
            }
            "slug" => {
                for slug in &condition.values {
                    found.extend(read.desk_post_by_slug(site, kind, slug).await?);
                }
            }
            "id" => {
                for id in condition.values.iter().filter_map(|id| id.parse::<PostId>().ok()) {
                    found.extend(read.desk_post(site, id).await?.filter(|post| post.kind == kind));
                }
            }
            _ => return Err(no_such_filter(condition, "status, id and slug")),
        }
        if named.replace(found).is_some() {
            return Err(GhostError::bad_request("this server answers one of id and slug at a time"));
        }
    }
    Ok(match named {
        None => DeskSelection::In(states),
        Some(mut posts) => {
            posts.retain(|post| states.contains(&post.status));
            DeskSelection::Some(posts)
        }
    })
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
pub(super) async fn read_any(call: &Call<'_>, kind: PostKind, named: Named<'_>) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let mut read = call.visit.app.store().read().await?;
    let site = call.visit.paper.id();
    let post = match named {
        Named::Id(id) => read.desk_post(site, post_id(id)?).await?,
        Named::Slug(slug) => read.desk_post_by_slug(site, kind, slug).await?,
    };
    let on_desk = |post: &Post| post.kind == kind && STATES.contains(&post.status);
    let post = post.filter(on_desk).ok_or_else(|| no_such_post(kind))?;
    Ok(Reply::Ok(one(call, &mut read, &wish, post).await?))
}

/// `POST admin/posts/`
pub(super) async fn add(call: &Call<'_>, kind: PostKind, body: Body) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let change = post_edit::read(call, kind, body).await?;
    if change.edit.title.is_none() {
        return Err(missing("title"));
    }
    let to = post_edit::destination(None, &change)?;
    let post = call.visit.app.newsroom().create(&call.visit.paper, kind, change.edit, to).await?;
    let (path, public) = (format!("{}/{}", name(kind), post.id), post.visibility.is_public(call.visit.now));
    let json = one(call, &mut call.visit.app.store().read().await?, &wish, post).await?;
    Ok(Reply::Created { path, json, public })
}

/// `PUT admin/posts/{id}/`
pub(super) async fn edit(call: &Call<'_>, kind: PostKind, id: &str, body: Body) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, ADMIN_FORMATS)?;
    let id = post_id(id)?;
    let change = post_edit::read(call, kind, body).await?;
    let Some(seen) = change.updated_at else {
        return Err(missing("updated_at"));
    };
    let before = call.visit.app.store().read().await?.desk_post(call.visit.paper.id(), id).await?;
    let before = before.filter(|post| post.kind == kind).ok_or_else(|| no_such_post(kind))?;
    let to = post_edit::destination(Some(&before), &change)?;
    let newsroom = call.visit.app.newsroom();
    let post = newsroom.save(&call.visit.paper, id, change.edit, to, Some(seen)).await?;
    let public = before.visibility.is_public(call.visit.now) || post.visibility.is_public(call.visit.now);
    let json = one(call, &mut call.visit.app.store().read().await?, &wish, post).await?;
    Ok(if public { Reply::Changed(json) } else { Reply::Ok(json) })
}

/// `DELETE admin/posts/{id}/`
pub(super) async fn delete(call: &Call<'_>, kind: PostKind, id: &str) -> Result<Reply, GhostError> {
    let id = post_id(id)?;
    let post = call.visit.app.store().read().await?.desk_post(call.visit.paper.id(), id).await?;
    post.filter(|post| post.kind == kind).ok_or_else(|| no_such_post(kind))?;
    call.visit.app.newsroom().delete(&call.visit.paper, id).await?;
    Ok(Reply::Deleted)
}

fn post_id(text: &str) -> Result<PostId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn no_such_post(kind: PostKind) -> GhostError {
    GhostError::not_found(if kind == PostKind::Post { "Post not found." } else { "Page not found." })
}

async fn one(call: &Call<'_>, read: &mut Read, wish: &Wish, post: Post) -> Result<Value, GhostError> {
    let kind = post.kind;
    let json = whole(call, read, Side::Admin, wish, &[post], true).await?;
    Ok(single(name(kind), json.into_iter().next().unwrap_or_default()))
}

/// Posts as objects, with their tags and authors read for all of them together.
async fn whole(
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
    let objects = posts.iter().map(|post| {
        let tags: Vec<_> = tags.iter().filter(|(of, _)| *of == post.id).map(|(_, tag)| tag.clone()).collect();
        let authors: Vec<_> =
            authors.iter().filter(|(of, _)| *of == post.id).map(|(_, a)| a.clone()).collect();
        let mut json =
            shape::post(call.visit, side, wish, &WholePost { post, tags: &tags, authors: &authors });
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
