//! Moderation by program: our own resource beside Ghost's. Lists go by marks instead of page numbers, because a queue
//! moves while it is worked through.

use axum::body::Body;
use dateline_model::{CommentId, CommentState};
use dateline_newsroom::{Assessment, Why};
use dateline_press::Addresses;
use dateline_store::CommentWithPost;
use serde_json::{Value, json};

use super::body::Sent;
use super::error::GhostError;
use super::page::single;
use super::query::{Listing, no_such_filter};
use super::shape::{addresses, utc};
use super::{Call, Reply};

const NAME: &str = "comments";
/// Comments that one call decides about.
const BULK_MAX: usize = 500;

/// `GET admin/comments/?filter=status:pending&limit=50&before={id}`: newest first; `before` is the last id of the
/// page before. Without a filter, what waits.
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let listing = Listing::of(call)?;
    let mut state = CommentState::Pending;
    for condition in &listing.filter {
        let word =
            condition.values.first().filter(|_| condition.key == "status" && condition.values.len() == 1);
        let known = "status: one of pending, approved, spam, removed";
        state = word
            .and_then(|word| CommentState::from_word(word))
            .ok_or_else(|| no_such_filter(condition, known))?;
    }
    let mut read = call.visit.app.store().read().await?;
    let site = call.visit.paper.id();
    let mark = match call.parameters.get("before") {
        None => None,
        Some(id) => {
            let comment = read.desk_comment(site, comment_id(id)?).await?.ok_or_else(no_such_comment)?;
            Some((comment.created_at, comment.id))
        }
    };
    // One more than is shown says whether there is a next page.
    let mut found = read.desk_comments(site, state, mark, listing.limit + 1).await?;
    let more = found.len() as i64 > listing.limit;
    found.truncate(listing.limit as usize);
    let next = found.last().filter(|_| more).map(|last| last.comment.id.hex());
    let comments: Vec<Value> = found.iter().map(|comment| shape(call, comment)).collect();
    let pagination = json!({ "limit": listing.limit, "next": next });
    Ok(Reply::Ok(json!({ NAME: comments, "meta": { "pagination": pagination } })))
}

/// `PUT admin/comments/{id}/` with `{"comments":[{"status":"approved"}]}`
pub(super) async fn decide(call: &Call<'_>, id: &str, body: Body) -> Result<Reply, GhostError> {
    let id = comment_id(id)?;
    let sent = Sent::read(call, body, NAME).await?;
    let state = sent.text("status", 20)?.flatten().and_then(|word| CommentState::from_word(&word));
    let state = state.ok_or_else(|| sent.wrong("status", "must be approved, pending, spam or removed"))?;
    call.visit.app.newsroom().moderate(&call.visit.paper, &[id], state).await?;
    let json = single(NAME, json!({ "id": id.hex(), "status": state.as_str() }));
    Ok(Reply::Changed(json))
}

/// `PUT admin/comments/bulk/` with `{"bulk":{"action":"approve","ids":[…]}}`; the actions are `approve`, `hold`,
/// `spam` and `remove`. All or none: one unknown id and nothing is changed.
pub(super) async fn decide_many(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read_bulk(call, body).await?;
    let state = match sent.text("action", 20)?.flatten().as_deref() {
        Some("approve") => CommentState::Approved,
        Some("hold") => CommentState::Pending,
        Some("spam") => CommentState::Spam,
        Some("remove" | "trash") => CommentState::Removed,
        _ => {
            return Err(sent.wrong("action", "must be approve, hold, spam or remove"));
        }
    };
    let ids = sent.list("ids")?.unwrap_or_default();
    if ids.len() > BULK_MAX {
        return Err(sent.wrong("ids", "has more than 500 ids"));
    }
    let ids =
        ids.iter().map(|id| comment_id(id.as_str().unwrap_or_default())).collect::<Result<Vec<_>, _>>()?;
    let changed = call.visit.app.newsroom().moderate(&call.visit.paper, &ids, state).await?;
    let stats = json!({ "successful": changed, "unchanged": ids.len() - changed });
    Ok(Reply::Changed(json!({ "bulk": { "meta": { "stats": stats } } })))
}

fn shape(call: &Call<'_>, of: &CommentWithPost) -> Value {
    let (comment, addresses) = (&of.comment, addresses(call.visit));
    let assessment = Assessment::of_stored(of.verdict.as_deref()).unwrap_or_default();
    let reason = |why: &Why| json!({ "word": why.word, "sentence": why.sentence, "weight": why.weight });
    json!({
        "id": comment.id.hex(),
        "parent_id": comment.parent.map(CommentId::hex),
        "status": comment.state.as_str(),
        "author_name": comment.author_name,
        "author_email": comment.author_email,
        "author_url": comment.author_url,
        "is_staff": comment.staff.is_some(),
        "spam_score": assessment.score,
        "reasons": assessment.reasons.iter().map(reason).collect::<Vec<_>>(),
        "html": comment.html,
        "text": comment.text,
        "created_at": utc(comment.created_at),
        "updated_at": utc(comment.updated_at),
        "post": {
            "id": comment.post.hex(),
            "title": of.post_title,
            "url": addresses.whole(&Addresses::post(&of.post_permalink)),
        },
    })
}

fn comment_id(text: &str) -> Result<CommentId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn no_such_comment() -> GhostError {
    GhostError::not_found("Comment not found.")
}
