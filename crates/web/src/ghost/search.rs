//! Search for programs and for the desk: our own resource beside Ghost's, and the slim lists that Ghost's themes look
//! through in the browser.
//!
//! `q` speaks the language of the search page. Readers' programs find what everybody may read; at the desk drafts are
//! found too, by those who may read them.

use dateline_model::{Post, PostKind, PostStatus};
use dateline_press::Addresses;
use dateline_search::{
    Audience, Hit, Order, PER_PAGE_MAX, SearchError, SearchRequest, SearchResults, Within,
};
use dateline_store::{ListKey, Selection};
use http::StatusCode;
use serde_json::{Value, json};

use super::caller::Caller;
use super::desk::Desk;
use super::error::{ErrorKind, GhostError};
use super::page::listed;
use super::query::{Listing, Wish};
use super::shape::{addresses, utc};
use super::{Call, Reply, Side, posts};

/// The most entries of a slim list, as in Ghost.
const INDEX_MAX: i64 = 10_000;

/// `GET content/search/?q=…&page=2&limit=15&order=date`: what a reader finds, with `tag`, `author`, `year` and
/// `in=comments` as the search page takes them.
pub(super) async fn find_public(call: &Call<'_>) -> Result<Reply, GhostError> {
    let listing = listing_of(call)?;
    let results = ask(call, &listing, Audience::Readers, within(call, None)).await?;
    let addresses = addresses(call.visit);
    let hits = results.hits.iter().map(|hit| found(&addresses, hit)).collect();
    Ok(told(listed("search", hits, &listing, total(&results)), &results))
}

/// `GET admin/search/posts/?q=…&status=draft&tag=…&author=…`, and the same of pages: stories as `admin/posts/` lists them,
/// each with the passage that was found. Who may not read everybody's stories finds the own ones.
pub(super) async fn find_at_desk(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
) -> Result<Reply, GhostError> {
    let listing = listing_of(call)?;
    let wish = Wish::of(call, posts::ADMIN_FORMATS)?;
    let Some(audience) = Desk::of(call, caller).await?.audience() else {
        return Ok(listed(posts::name(kind), Vec::new(), &listing, 0));
    };
    let results = ask(call, &listing, audience, within(call, Some(kind))).await?;
    let stories: Vec<Post> = results.hits.iter().map(|hit| hit.post.clone()).collect();
    let mut read = call.visit.app.store().read().await?;
    let mut json = posts::whole(call, &mut read, Side::Admin, &wish, &stories, false).await?;
    for (story, hit) in json.iter_mut().zip(&results.hits) {
        story["found"] = why(hit);
    }
    Ok(told(listed(posts::name(kind), json, &listing, total(&results)), &results))
}

/// A page has no more hits than the index shows at once.
fn listing_of(call: &Call<'_>) -> Result<Listing, GhostError> {
    let listing = Listing::of(call)?;
    let most = i64::try_from(PER_PAGE_MAX).unwrap_or(i64::MAX);
    Ok(Listing { limit: listing.limit.min(most), ..listing })
}

fn within(call: &Call<'_>, kind: Option<PostKind>) -> Within {
    let text = |name| call.parameters.get(name).filter(|text| !text.is_empty());
    Within {
        tag: text("tag").map(str::to_owned),
        author: text("author").map(str::to_owned),
        year: text("year").and_then(|year| year.parse().ok()),
        comments: text("in") == Some("comments"),
        kind,
        // Readers see one stage alone.
        status: text("status").and_then(PostStatus::from_word).filter(|_| kind.is_some()),
    }
}

async fn ask(
    call: &Call<'_>,
    listing: &Listing,
    audience: Audience,
    within: Within,
) -> Result<SearchResults, GhostError> {
    let Some(index) = call.visit.app.press().index() else { return Ok(SearchResults::default()) };
    let by_date = listing.order.first().is_some_and(|(field, _)| field == "date" || field == "published_at");
    let request = SearchRequest {
        within,
        audience,
        order: if by_date { Order::Newest } else { Order::Best },
        page: usize::try_from(listing.page).unwrap_or(usize::MAX),
        per_page: usize::try_from(listing.limit).unwrap_or(1),
        ..SearchRequest::new(call.parameters.text("q"))
    };
    let mut read = call.visit.app.store().read().await?;
    let (paper, now) = (&call.visit.paper, call.visit.now);
    index.search(&mut read, paper, now, &request).await.map_err(|error| match error {
        SearchError::Store(error) => error.into(),
        error @ (SearchError::Building { .. } | SearchError::Damaged(_)) => {
            let kind = ErrorKind::Internal(StatusCode::SERVICE_UNAVAILABLE);
            GhostError::new(kind, &error.to_string()).with_code("INDEX_IS_BEING_BUILT")
        }
        error => {
            tracing::error!(%error, "the archive could not be searched");
            let kind = ErrorKind::Internal(StatusCode::INTERNAL_SERVER_ERROR);
            GhostError::new(kind, "The archive could not be searched; the log says why.")
        }
    })
}

fn total(results: &SearchResults) -> i64 {
    i64::try_from(results.total).unwrap_or(i64::MAX)
}

/// The list with what else is to be said of the question.
fn told(reply: Reply, results: &SearchResults) -> Reply {
    let Reply::Ok(mut json) = reply else { return reply };
    json["meta"]["did_you_mean"] = json!(results.did_you_mean);
    json["meta"]["relaxed"] = json!(results.relaxed);
    json["meta"]["more"] = json!(results.more);
    Reply::Ok(json)
}

fn found(addresses: &Addresses<'_>, hit: &Hit) -> Value {
    let permalink = hit.post.permalink.as_deref().unwrap_or_default();
    let path = match &hit.comment {
        Some(comment) => Addresses::comment(permalink, 1, comment),
        None => Addresses::post(permalink),
    };
    json!({
        "id": hit.post.id.hex(),
        "comment_id": hit.comment.as_ref().map(|comment| comment.id.hex()),
        "title": hit.post.title,
        "url": addresses.whole(&path),
        "published_at": hit.post.published_at.map(utc),
        "excerpt": hit.post.teaser,
        "found": why(hit),
    })
}

/// Why a story was found: `html` is safe, with the words in `<mark>`; `text` is the same without marks.
fn why(hit: &Hit) -> Value {
    let text = dateline_markup::plain_text(&hit.snippet);
    json!({ "title_html": hit.title, "html": hit.snippet, "text": text })
}

/// `GET content/search-index/posts/`, `…/authors/`, `…/tags/`: everything public in a few fields each, for a theme that
/// searches in the browser. Beyond 10,000 entries there are no more, as in Ghost; `content/search/` has no such end.
pub(super) async fn slim_list(call: &Call<'_>, of: &str) -> Result<Reply, GhostError> {
    let mut read = call.visit.app.store().read().await?;
    let (visit, addresses) = (call.visit, addresses(call.visit));
    let (site, now, zone) = (visit.paper.id(), visit.now, &visit.paper.zone);
    let all = Selection { filter: None, order: &[], limit: INDEX_MAX, offset: 0 };
    let list: Vec<Value> = match of {
        "posts" => {
            let cards = read.public_list(site, zone, now, ListKey::All, INDEX_MAX, 0).await?;
            let slim = cards.iter().map(|card| {
                json!({
                    "id": card.id.hex(), "slug": card.slug, "title": card.title, "excerpt": card.teaser,
                    "url": addresses.whole(&Addresses::post(&card.permalink)),
                    "updated_at": utc(card.updated_at), "visibility": "public",
                })
            });
            slim.collect()
        }
        "authors" => {
            let (authors, _) = read.author_selection(site, now, true, &all).await?;
            let slim = authors.iter().map(|author| {
                json!({
                    "id": author.id.hex(), "slug": author.slug, "name": author.name,
                    "url": addresses.whole(&addresses.author(&author.slug)), "profile_image": author.profile_image,
                })
            });
            slim.collect()
        }
        _ => {
            let (tags, _) = read.tag_selection(site, now, true, &all).await?;
            let shown = tags.iter().filter(|tag| !tag.is_internal());
            let slim = shown.map(|tag| {
                let url = addresses.whole(&addresses.tag(tag));
                json!({ "id": tag.id.hex(), "slug": tag.slug, "name": tag.name, "url": url })
            });
            slim.collect()
        }
    };
    Ok(Reply::Ok(json!({ of: list })))
}
