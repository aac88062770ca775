//! What readers say about comments, and what moderators answer: reports, objections, and the words of before.

use axum::body::Body;
use dateline_model::{Appeal, CommentId, Report};
use dateline_store::CommentVersion;
use serde_json::{Value, json};

use super::body::Sent;
use super::comments::{WHY_CHARS, comment_id, shape};
use super::error::GhostError;
use super::page::single;
use super::query::Listing;
use super::shape::utc;
use super::{Call, Reply};

/// Versions of a comment that are listed.
const VERSIONS_MAX: i64 = 100;

/// `GET admin/comments/reported/?limit=50`: comments that readers report, the most reported first, each with its reports.
pub(super) async fn reported(call: &Call<'_>) -> Result<Reply, GhostError> {
    let limit = Listing::of(call)?.limit;
    let mut read = call.visit.app.store().read().await?;
    let found = read.reported_comments(call.visit.paper.id(), limit).await?;
    let comment = |(comment, reports): &(_, Vec<Report>)| {
        let mut json = shape(call, comment);
        json["reports"] = reports.iter().map(report).collect();
        json
    };
    Ok(Reply::Ok(json!({ "comments": found.iter().map(comment).collect::<Vec<Value>>() })))
}

/// `DELETE admin/comments/{id}/reports/`: the comment may stay as it is.
pub(super) async fn dismiss(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    call.visit.app.newsroom().dismiss_reports(&call.visit.paper, comment_id(id)?).await?;
    Ok(Reply::Deleted)
}

/// `GET admin/comments/appeals/`: objections that wait for an answer, the oldest first.
pub(super) async fn appeals(call: &Call<'_>) -> Result<Reply, GhostError> {
    let open = call.visit.app.newsroom().open_appeals(&call.visit.paper).await?;
    let mut appeals = Vec::with_capacity(open.len());
    let mut read = call.visit.app.store().read().await?;
    for Appeal { comment, words, at, .. } in open {
        let about = read.desk_comment(call.visit.paper.id(), comment).await?;
        appeals.push(json!({
            "comment_id": comment.hex(),
            "words": words,
            "at": utc(at),
            "status": about.as_ref().map(|about| about.state.as_str()),
            "author_name": about.as_ref().map(|about| &about.author_name),
            "text": about.as_ref().map(|about| &about.text),
        }));
    }
    Ok(Reply::Ok(json!({ "appeals": appeals })))
}

/// `PUT admin/comments/{id}/appeal/` with `{"appeals":[{"granted":true,"answer":"…"}]}`; granting it puts the comment back.
pub(super) async fn answer(call: &Call<'_>, who: &str, id: &str, body: Body) -> Result<Reply, GhostError> {
    let id: CommentId = comment_id(id)?;
    let sent = Sent::read(call, body, "appeals").await?;
    let granted = sent.flag("granted")?.ok_or_else(|| sent.wrong("granted", "must be true or false"))?;
    let words = sent.text("answer", WHY_CHARS)?.flatten().unwrap_or_default();
    call.visit.app.newsroom().answer_appeal(&call.visit.paper, id, granted, (who, &words)).await?;
    Ok(Reply::Changed(single(
        "appeals",
        json!({ "comment_id": id.hex(), "granted": granted, "answer": words }),
    )))
}

/// `GET admin/comments/{id}/versions/`: the words a comment had before its writer changed them, the newest first.
pub(super) async fn versions(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let mut read = call.visit.app.store().read().await?;
    let found = read.comment_versions(call.visit.paper.id(), comment_id(id)?, VERSIONS_MAX).await?;
    let version = |of: &CommentVersion| json!({ "replaced_at": utc(of.replaced_at), "text": of.text });
    Ok(Reply::Ok(json!({ "versions": found.iter().map(version).collect::<Vec<_>>() })))
}

fn report(of: &Report) -> Value {
    json!({ "reason": of.reason.as_str(), "words": of.words, "at": utc(of.at) })
}
