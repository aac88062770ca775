//! Links by which somebody without an account reads a story that is not out.

use axum::body::Body;
use dateline_model::{Millis, PostKind, PreviewLink, StoryVerb};
use serde_json::{Value, json};

use super::body::Sent;
use super::caller::Caller;
use super::error::GhostError;
use super::shape::{addresses, utc};
use super::{Call, Reply, posts};

const NAME: &str = "previews";
const HOUR: Millis = 3_600_000;
/// The longest that a link lasts, in hours: 90 days.
const HOURS_MAX: i64 = 90 * 24;

/// `GET admin/posts/{id}/previews/`: the links that open the story now. Their addresses are not known here any more.
pub(super) async fn browse(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
) -> Result<Reply, GhostError> {
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Write).await?;
    let links = call.visit.app.newsroom().previews(&call.visit.paper, post).await?;
    Ok(Reply::Ok(json!({ NAME: links.iter().map(shape).collect::<Vec<_>>() })))
}

/// `POST admin/posts/{id}/previews/` with `{"previews":[{"hours":24}]}`: a new link, whose address is said here and
/// never again. Without hours it lasts a week.
pub(super) async fn add(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
    body: Body,
) -> Result<Reply, GhostError> {
    let sent = Sent::read_short(call, body, NAME).await?;
    let hours = sent.number("hours")?;
    if hours.is_some_and(|hours| !(1..=HOURS_MAX).contains(&hours)) {
        return Err(sent.wrong("hours", "must be from 1 to 2160"));
    }
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Write).await?;
    let newsroom = call.visit.app.newsroom();
    let lasts = hours.map(|hours| hours * HOUR);
    let made = newsroom.link_preview(&call.visit.paper, post, &caller.name(), lasts).await?;
    let mut json = shape(&made.link);
    json["url"] = addresses(call.visit).whole(&made.path()).into();
    Ok(Reply::Stored(json!({ NAME: [json] })))
}

/// `DELETE admin/posts/{id}/previews/{link}/`
pub(super) async fn delete(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    (id, link): (&str, &str),
) -> Result<Reply, GhostError> {
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Write).await?;
    let gone = || GhostError::not_found("Preview link not found.");
    let link = link.parse().map_err(|_| gone())?;
    if call.visit.app.newsroom().withdraw_preview(&call.visit.paper, post, link).await? {
        Ok(Reply::Done)
    } else {
        Err(gone())
    }
}

fn shape(link: &PreviewLink) -> Value {
    json!({
        "id": link.id.hex(),
        "post_id": link.post.hex(),
        "made_by": link.made_by,
        "created_at": utc(link.created_at),
        "expires_at": utc(link.expires_at),
    })
}
