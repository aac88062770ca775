//! The moderators' desk by program: the log and its undoing, histories, bans, and what the filter was taught.

use axum::body::Body;
use data_encoding::HEXLOWER_PERMISSIVE;
use dateline_model::{Ban, BatchId, CommentState, Decision, Millis};
use dateline_newsroom::BanBy;
use serde_json::{Value, json};

use super::body::Sent;
use super::comments::{WHY_CHARS, comment_id};
use super::error::GhostError;
use super::page::single;
use super::query::Listing;
use super::shape::utc;
use super::{Call, Reply};

/// Bans that are listed.
const BANS_MAX: i64 = 500;
const DAY: Millis = 24 * 3_600_000;
/// How long a ban lasts when nobody says.
const DAYS: i64 = 30;

/// `GET admin/comments/log/?limit=50&before={number}`: who decided what, the newest first.
pub(super) async fn log(call: &Call<'_>) -> Result<Reply, GhostError> {
    let listing = Listing::of(call)?;
    let before = match call.parameters.get("before") {
        None => None,
        Some(number) => Some(number.parse::<i64>().map_err(|_| bad("before"))?),
    };
    let mut read = call.visit.app.store().read().await?;
    let mut found = read.decisions_before(call.visit.paper.id(), before, listing.limit + 1).await?;
    let more = found.len() as i64 > listing.limit;
    found.truncate(listing.limit as usize);
    let next = found.last().filter(|_| more).map(|last| last.decision.seq.to_string());
    let decisions: Vec<Value> = found.iter().map(|stored| decision(&stored.decision)).collect();
    let pagination = json!({ "limit": listing.limit, "next": next });
    Ok(Reply::Ok(json!({ "decisions": decisions, "meta": { "pagination": pagination } })))
}

/// `PUT admin/comments/undo/{batch}/`: takes back what was decided in one go.
pub(super) async fn undo(call: &Call<'_>, who: &str, batch: &str) -> Result<Reply, GhostError> {
    let batch: BatchId = batch.parse().map_err(|_| bad("batch"))?;
    let undone = call.visit.app.newsroom().undo(&call.visit.paper, batch, who).await?;
    let json = json!({ "batch": batch.hex(), "restored": undone.restored, "overruled": undone.overruled });
    Ok(Reply::Changed(single("undo", json)))
}

/// `GET admin/comments/{id}/history/`: how the reader's comments fared, and what was decided about this one.
pub(super) async fn history(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let history = call.visit.app.newsroom().history(&call.visit.paper, comment_id(id)?).await?;
    let count = |state: CommentState| {
        let found = history.states.iter().find(|(of, _)| *of == state);
        (state.as_str().to_owned(), json!(found.map_or(0, |(_, n)| *n)))
    };
    let states: serde_json::Map<String, Value> = CommentState::ALL.into_iter().map(count).collect();
    let known = |hash: &Option<Vec<u8>>| hash.as_deref().map(|hash| HEXLOWER_PERMISSIVE.encode(hash));
    let json = json!({
        "email_fingerprint": known(&history.fingerprints.email),
        "address_fingerprint": known(&history.fingerprints.address),
        "comments": states,
        "decisions": history.decisions.iter().map(decision).collect::<Vec<_>>(),
    });
    Ok(Reply::Ok(single("history", json)))
}

/// `POST admin/comments/{id}/ban/` with `{"bans":[{"by":"address","days":30,"reason":"…"}]}`
pub(super) async fn ban(call: &Call<'_>, who: &str, id: &str, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read(call, body, "bans").await?;
    let by = match sent.text("by", 20)?.flatten().as_deref() {
        Some("address") => BanBy::Address,
        Some("email") => BanBy::Email,
        _ => return Err(sent.wrong("by", "must be address or email")),
    };
    let days = sent.number("days")?.unwrap_or(DAYS);
    let until = call.visit.now.saturating_add(days.saturating_mul(DAY));
    let why = sent.text("reason", WHY_CHARS)?.flatten().unwrap_or_default();
    let newsroom = call.visit.app.newsroom();
    let ban = newsroom.ban(&call.visit.paper, comment_id(id)?, by, until, (who, &why)).await?;
    Ok(Reply::Ok(single("bans", shape(&ban))))
}

/// `GET admin/comments/bans/`: those that hold now.
pub(super) async fn bans(call: &Call<'_>) -> Result<Reply, GhostError> {
    let mut read = call.visit.app.store().read().await?;
    let bans = read.bans(call.visit.paper.id(), call.visit.now, BANS_MAX).await?;
    Ok(Reply::Ok(json!({ "bans": bans.iter().map(shape).collect::<Vec<_>>() })))
}

/// `DELETE admin/comments/bans/{fingerprint}/`
pub(super) async fn lift(call: &Call<'_>, fingerprint: &str) -> Result<Reply, GhostError> {
    let fingerprint = HEXLOWER_PERMISSIVE.decode(fingerprint.as_bytes()).map_err(|_| bad("fingerprint"))?;
    call.visit.app.newsroom().lift_ban(&call.visit.paper, fingerprint).await?;
    Ok(Reply::Deleted)
}

/// `GET admin/comments/lessons/`: what the filter was taught, readable, and to be taken along.
pub(super) async fn lessons(call: &Call<'_>) -> Result<Reply, GhostError> {
    Ok(Reply::Ok(call.visit.app.newsroom().lessons_as_json(call.visit.paper.id()).await?))
}

/// `DELETE admin/comments/lessons/`: the filter knows nothing again.
pub(super) async fn forget_lessons(call: &Call<'_>) -> Result<Reply, GhostError> {
    call.visit.app.newsroom().forget_lessons(call.visit.paper.id()).await?;
    Ok(Reply::Deleted)
}

fn decision(of: &Decision) -> Value {
    let undone = of.undone.as_ref().map(|(who, at)| json!({ "who": who, "at": utc(*at) }));
    json!({
        "number": of.seq.to_string(),
        "batch": of.batch.hex(),
        "comment_id": of.comment.hex(),
        "who": of.who,
        "at": utc(of.at),
        "from": of.from.as_str(),
        "to": of.to.as_str(),
        "reason": of.why,
        "undone": undone,
    })
}

fn shape(ban: &Ban) -> Value {
    json!({
        "fingerprint": HEXLOWER_PERMISSIVE.encode(&ban.fingerprint),
        "by": ban.kind,
        "name": ban.name,
        "who": ban.who,
        "reason": ban.why,
        "created_at": utc(ban.created_at),
        "until": utc(ban.until),
    })
}

fn bad(parameter: &str) -> GhostError {
    GhostError::validation(parameter, &format!("Validation (matches) failed for {parameter}"))
}
