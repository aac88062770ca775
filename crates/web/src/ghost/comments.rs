//! Moderation by program: our own resource beside Ghost's. Lists go by marks instead of page numbers, because a queue
//! moves while it is worked through.

use axum::body::Body;
use dateline_model::{BatchId, CommentId, CommentState};
use dateline_newsroom::{Assessment, Ruled, Ruling, Why};
use dateline_press::Addresses;
use dateline_store::{CommentCounts, CommentWithPost, Queue};
use serde_json::{Value, json};

use super::body::Sent;
use super::error::GhostError;
use super::page::single;
use super::query::{Listing, no_such_filter};
use super::shape::{addresses, utc};
use super::{Call, Reply};

const NAME: &str = "comments";
/// Characters of a reason.
pub(super) const WHY_CHARS: usize = 500;
/// Comments that one call decides about.
const BULK_MAX: usize = 500;

/// `GET admin/comments/?filter=status:pending&limit=50&before={id}`: newest first; `before` is the last id of the
/// page before. Without a filter, what waits. Also `post:{id}`; `q=` asks for words in text or name, and
/// `reader_of={id}` for comments of the same reader as that one.
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let listing = Listing::of(call)?;
    let (state, queue) = asked(call, &listing).await?;
    let mut read = call.visit.app.store().read().await?;
    // One more than is shown says whether there is a next page.
    let mut found = read.queue(call.visit.paper.id(), state, &queue, listing.limit + 1).await?;
    let more = found.len() as i64 > listing.limit;
    found.truncate(listing.limit as usize);
    let next = found.last().filter(|_| more).map(|last| last.comment.id.hex());
    let comments: Vec<Value> = found.iter().map(|comment| shape(call, comment)).collect();
    let pagination = json!({ "limit": listing.limit, "next": next });
    Ok(Reply::Ok(json!({ NAME: comments, "meta": { "pagination": pagination } })))
}

/// Which comments a list, or a decision about all of one, is about.
async fn asked(call: &Call<'_>, listing: &Listing) -> Result<(CommentState, Queue), GhostError> {
    let (mut state, mut queue) = (CommentState::Pending, Queue::default());
    for condition in &listing.filter {
        let word = condition.values.first().filter(|_| condition.values.len() == 1);
        let known = "status: one of pending, approved, spam, trash, removed; post: an id";
        let refuse = || no_such_filter(condition, known);
        match (condition.key.as_str(), word) {
            ("status", Some(word)) => state = CommentState::from_word(word).ok_or_else(refuse)?,
            ("post", Some(word)) => queue.post = Some(word.parse().map_err(|_| refuse())?),
            _ => return Err(refuse()),
        }
    }
    call.parameters.text("q").clone_into(&mut queue.words);
    let mut read = call.visit.app.store().read().await?;
    let site = call.visit.paper.id();
    if let Some(id) = call.parameters.get("before") {
        let comment = read.desk_comment(site, comment_id(id)?).await?.ok_or_else(no_such_comment)?;
        queue.before = Some((comment.created_at, comment.id));
    }
    if let Some(id) = call.parameters.get("reader_of") {
        let known = read.fingerprints(site, comment_id(id)?).await?.ok_or_else(no_such_comment)?;
        queue.reader = Some(known.reader().ok_or_else(no_such_comment)?);
    }
    Ok((state, queue))
}

/// `GET admin/comments/{id}/`
pub(super) async fn read(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let found = call.visit.app.store().read().await?.queued(call.visit.paper.id(), comment_id(id)?).await?;
    Ok(Reply::Ok(single(NAME, shape(call, &found.ok_or_else(no_such_comment)?))))
}

/// `GET admin/comments/counts/`: how many are in each state, and how many of them readers report.
pub(super) async fn counts(call: &Call<'_>) -> Result<Reply, GhostError> {
    let mut read = call.visit.app.store().read().await?;
    let counts = read.desk_comment_counts(call.visit.paper.id()).await?;
    let reported = read.count_reported(call.visit.paper.id()).await?;
    let CommentCounts { approved, pending, spam, trash, removed } = counts;
    let counts = json!({
        "pending": pending, "approved": approved, "spam": spam, "trash": trash, "removed": removed, "reported": reported,
    });
    Ok(Reply::Ok(json!({ "counts": counts })))
}

/// `PUT admin/comments/{id}/` with `{"comments":[{"status":"approved","reason":"…"}]}`
pub(super) async fn decide(call: &Call<'_>, who: &str, id: &str, body: Body) -> Result<Reply, GhostError> {
    let id = comment_id(id)?;
    let sent = Sent::read(call, body, NAME).await?;
    let state = sent.text("status", 20)?.flatten().and_then(|word| CommentState::from_word(&word));
    let state =
        state.ok_or_else(|| sent.wrong("status", "must be approved, pending, spam, trash or removed"))?;
    let ruled = rule(call, &[id], ruling(&sent, state, who)?).await?;
    let json = json!({ "id": id.hex(), "status": state.as_str(), "batch": ruled.batch.hex() });
    Ok(Reply::Changed(single(NAME, json)))
}

/// `PUT admin/comments/bulk/` with `{"bulk":{"action":"approve","ids":[…],"reason":"…"}}`; the actions are `approve`,
/// `hold`, `spam`, `trash` and `remove`. All or none: one unknown id and nothing is changed. The answer names the
/// batch, by which all of it is undone.
///
/// In place of ids the address may have the parameters of the list, with a `filter`: then it is about the first 500 that
/// the list finds, and `next` is the mark after which another call goes on, as `before` and with the same `batch`. What
/// arrives meanwhile stands above the marks and is not decided about unseen.
pub(super) async fn decide_many(call: &Call<'_>, who: &str, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read_bulk(call, body).await?;
    let state = match sent.text("action", 20)?.flatten().as_deref() {
        Some("approve") => CommentState::Approved,
        Some("hold") => CommentState::Pending,
        Some("spam") => CommentState::Spam,
        Some("trash") => CommentState::Trash,
        Some("remove") => CommentState::Removed,
        _ => {
            return Err(sent.wrong("action", "must be approve, hold, spam, trash or remove"));
        }
    };
    let (ids, next) = match sent.list("ids")? {
        Some(ids) if ids.len() > BULK_MAX => return Err(sent.wrong("ids", "has more than 500 ids")),
        Some(ids) => {
            let ids = ids.iter().map(|id| comment_id(id.as_str().unwrap_or_default()));
            (ids.collect::<Result<Vec<_>, _>>()?, None)
        }
        None if call.parameters.text("filter").is_empty() => {
            return Err(sent.wrong("ids", "must be there where the address has no filter"));
        }
        None => found(call, &sent, state).await?,
    };
    let ruling = ruling(&sent, state, who)?;
    let batch = sent.text("batch", 24)?.flatten().map(|batch| batch.parse::<BatchId>()).transpose();
    let ruled = match batch.map_err(|_| sent.wrong("batch", "must be one that an answer named"))? {
        Some(batch) => {
            call.visit.app.newsroom().moderate_more(&call.visit.paper, &ids, ruling, batch).await?
        }
        None => rule(call, &ids, ruling).await?,
    };
    let stats = json!({ "successful": ruled.changed, "unchanged": ids.len() - ruled.changed });
    let meta = json!({ "stats": stats, "batch": ruled.batch.hex(), "next": next });
    Ok(Reply::Changed(json!({ "bulk": { "meta": meta } })))
}

/// The next comments of the list that the address asks for, and the mark behind them where there are more.
async fn found(
    call: &Call<'_>,
    sent: &Sent,
    to: CommentState,
) -> Result<(Vec<CommentId>, Option<String>), GhostError> {
    let (state, queue) = asked(call, &Listing::of(call)?).await?;
    if state == to {
        return Err(sent.wrong("action", "would leave these comments as they are"));
    }
    let mut read = call.visit.app.store().read().await?;
    let found = read.queue(call.visit.paper.id(), state, &queue, BULK_MAX as i64 + 1).await?;
    let ids: Vec<CommentId> = found.iter().take(BULK_MAX).map(|one| one.comment.id).collect();
    let next = ids.last().filter(|_| found.len() > BULK_MAX).map(|last| last.hex());
    Ok((ids, next))
}

fn ruling(sent: &Sent, to: CommentState, who: &str) -> Result<Ruling, GhostError> {
    let why = sent.text("reason", WHY_CHARS)?.flatten().unwrap_or_default();
    Ok(Ruling { to, who: who.to_owned(), why })
}

async fn rule(call: &Call<'_>, ids: &[CommentId], ruling: Ruling) -> Result<Ruled, GhostError> {
    Ok(call.visit.app.newsroom().moderate(&call.visit.paper, ids, ruling).await?)
}

pub(super) fn shape(call: &Call<'_>, of: &CommentWithPost) -> Value {
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

pub(super) fn comment_id(text: &str) -> Result<CommentId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn no_such_comment() -> GhostError {
    GhostError::not_found("Comment not found.")
}
