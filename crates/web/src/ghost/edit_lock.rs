//! Who has a story open and writes.

use axum::body::Body;
use dateline_model::{EditLock, PostKind, StoryVerb};
use dateline_newsroom::Grip;
use serde_json::{Value, json};

use super::body::{Sent, missing};
use super::caller::Caller;
use super::error::GhostError;
use super::posts;
use super::shape::utc;
use super::{Call, Reply};

/// What a window may call itself, in characters.
const HOLDER_MAX: usize = 100;
const NAME: &str = "lock";

/// `GET admin/posts/{id}/lock/`: who writes now; `null` when nobody does.
pub(super) async fn read(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
) -> Result<Reply, GhostError> {
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Read).await?;
    let held = call.visit.app.newsroom().holder(&call.visit.paper, post).await?;
    Ok(Reply::Ok(json!({ NAME: held.as_ref().map(|held| shape(held, None)) })))
}

/// `PUT admin/posts/{id}/lock/` with `{"lock":[{"holder":"…","take_over":false}]}`: takes the story or renews the hold
/// on it. `mine` says whose it is in the end.
pub(super) async fn hold(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
    body: Body,
) -> Result<Reply, GhostError> {
    let (holder, sent) = holder(call, body).await?;
    let take_over = sent.flag("take_over")?.unwrap_or(false);
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Write).await?;
    let user = caller.person().ok().map(|present| present.user.id);
    let who = (holder.as_str(), user, caller.name());
    let newsroom = call.visit.app.newsroom();
    let grip = newsroom.hold(&call.visit.paper, post, (who.0, who.1, &who.2), take_over).await?;
    Ok(Reply::Ok(match grip {
        Grip::Mine(lock) => json!({ NAME: shape(&lock, Some(true)) }),
        Grip::Theirs(lock) => json!({ NAME: shape(&lock, Some(false)) }),
    }))
}

/// `DELETE admin/posts/{id}/lock/?holder=…`
pub(super) async fn let_go(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
) -> Result<Reply, GhostError> {
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Read).await?;
    let holder = call.parameters.get("holder").ok_or_else(|| missing("holder"))?;
    call.visit.app.newsroom().let_go(&call.visit.paper, post, holder).await?;
    Ok(Reply::Done)
}

async fn holder(call: &Call<'_>, body: Body) -> Result<(String, Sent), GhostError> {
    let sent = Sent::read_short(call, body, NAME).await?;
    let holder = sent.text("holder", HOLDER_MAX)?.flatten().ok_or_else(|| missing("holder"))?;
    Ok((holder, sent))
}

fn shape(lock: &EditLock, mine: Option<bool>) -> Value {
    let mut json = json!({
        "post_id": lock.post.hex(),
        "user_id": lock.user.map(dateline_model::UserId::hex),
        "name": lock.name,
        "taken_at": utc(lock.taken_at),
        "expires_at": utc(lock.expires_at),
    });
    if let Some(mine) = mine {
        json["mine"] = mine.into();
    }
    json
}
