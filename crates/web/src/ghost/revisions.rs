//! The words that stories had: listed, compared, brought back; and what a save gets that came too late.

use axum::body::Body;
use dateline_markup::{Change, Merged, Stretch};
use dateline_model::{Millis, PostId, PostKind, RevisionId, RevisionSummary, StoryVerb, Words};
use dateline_newsroom::PostEdit;
use serde_json::{Value, json};

use super::body::Sent;
use super::caller::Caller;
use super::error::{ErrorKind, GhostError};
use super::posts;
use super::query::Wish;
use super::shape::utc;
use super::{Call, Reply};

/// `GET admin/posts/{id}/revisions/`, newest first, up to 100; `?before=` takes the `version` of the last one on.
pub(super) async fn browse(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
) -> Result<Reply, GhostError> {
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Read).await?;
    let before = call.parameters.get("before").map(|text| {
        text.parse::<jiff::Timestamp>()
            .map(jiff::Timestamp::as_millisecond)
            .map_err(|_| GhostError::validation("before", "Validation (matches) failed for before"))
    });
    let list = call.visit.app.newsroom().revisions(&call.visit.paper, post, before.transpose()?).await?;
    Ok(Reply::Ok(json!({ "revisions": list.iter().map(summary).collect::<Vec<_>>() })))
}

/// `GET admin/posts/{id}/revisions/{revision}/`: its words, and what changed from it to the story as it is or, with
/// `?to=`, to another revision.
pub(super) async fn read(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    id: &str,
    revision: &str,
) -> Result<Reply, GhostError> {
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Read).await?;
    let (newsroom, paper) = (call.visit.app.newsroom(), &call.visit.paper);
    let found = newsroom.revision(paper, post, revision_id(revision)?).await?;
    let to = if let Some(other) = call.parameters.get("to") {
        newsroom.revision(paper, post, revision_id(other)?).await?.words
    } else {
        let now = call.visit.app.store().read().await?.desk_post(paper.id(), post).await?;
        Words::of(&now.ok_or_else(|| posts::no_such_post(kind))?)
    };
    let mut json = summary(&found.summary);
    write_words(&mut json, &found.words);
    json["changes"] = compared(&found.words, &to);
    Ok(Reply::Ok(json!({ "revisions": [json] })))
}

/// `POST admin/posts/{id}/revisions/{revision}/restore/` with the `updated_at` that the editor saw.
pub(super) async fn restore(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    (id, revision): (&str, &str),
    body: Body,
) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, posts::ADMIN_FORMATS)?;
    let sent = Sent::read_short(call, body, posts::name(kind)).await?;
    let version = sent.moment("updated_at")?.ok_or_else(|| sent.lacks("updated_at"))?;
    let post = posts::allowed(call, caller, kind, id, StoryVerb::Write).await?;
    let (newsroom, paper) = (call.visit.app.newsroom(), &call.visit.paper);
    let by = Some(caller.name());
    let restored = newsroom.restore(paper, post, revision_id(revision)?, by, Some(version)).await?;
    let public = posts::is_out(&restored);
    let json = posts::one(call, &mut call.visit.app.store().read().await?, &wish, restored).await?;
    Ok(if public { Reply::Changed(json) } else { Reply::Ok(json) })
}

fn revision_id(text: &str) -> Result<RevisionId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn summary(revision: &RevisionSummary) -> Value {
    json!({
        "id": revision.id.hex(),
        "post_id": revision.post.hex(),
        "title": revision.title,
        "saved_by": Some(&revision.saved_by).filter(|name| !name.is_empty()),
        "reason": revision.reason,
        "version": utc(revision.version),
        "replaced_at": utc(revision.replaced_at),
    })
}

fn write_words(json: &mut Value, words: &Words) {
    json["title"] = words.title.clone().into();
    json["custom_excerpt"] = json!(words.excerpt);
    json["html"] = words.html.clone().into();
    json["markdown"] = json!(words.source);
}

/// What changed: of the headline and the standfirst in stretches, of the body paragraph by paragraph, and all of the
/// body once more as HTML with `<ins>` and `<del>`, in which every word is escaped.
fn compared(old: &Words, new: &Words) -> Value {
    let body = dateline_markup::compare(&old.html, &new.html);
    let excerpts = [old, new].map(|words| words.excerpt.clone().unwrap_or_default());
    json!({
        "title": stretches(&dateline_markup::compare_text(&old.title, &new.title)),
        "custom_excerpt": stretches(&dateline_markup::compare_text(&excerpts[0], &excerpts[1])),
        "body": body.iter().map(change).collect::<Vec<_>>(),
        "html": dateline_markup::compared_html(&body),
    })
}

fn stretches(list: &[Stretch]) -> Value {
    list.iter().map(|one| json!({ "kind": one.fate.as_str(), "text": one.text })).collect()
}

fn change(change: &Change) -> Value {
    let whole = |kind: &str, text: &str| json!({ "kind": kind, "text": text });
    match change {
        Change::Same(text) => whole("same", text),
        Change::Added(text) => whole("added", text),
        Change::Removed(text) => whole("removed", text),
        Change::Restyled(text) => whole("restyled", text),
        Change::Rewritten(list) => json!({ "kind": "rewritten", "parts": stretches(list) }),
    }
}

/// What a save wanted, kept for the case that it comes too late.
#[allow(
    clippy::option_option,
    reason = "not sent, cleared and set are three things, as in the newsroom's edits"
)]
pub(super) struct Mine {
    title: Option<String>,
    excerpt: Option<Option<String>>,
    html: Option<String>,
}

impl Mine {
    pub(super) fn of(edit: &PostEdit) -> Self {
        let html = edit.body.as_ref().map(|body| match body {
            dateline_newsroom::Body::Html(html) => {
                dateline_markup::sanitise(html, dateline_markup::Profile::Author)
            }
            dateline_newsroom::Body::Markdown(text) => dateline_markup::markdown(text),
        });
        Self { title: edit.title.clone(), excerpt: edit.excerpt.clone(), html }
    }
}

/// What a save is answered that began with an older version: what others saved since, the words with which both began,
/// and the two put together, as far as nobody has to choose. Nothing was stored.
pub(super) async fn collision(
    call: &Call<'_>,
    post: PostId,
    seen: Millis,
    mine: Mine,
) -> Result<GhostError, GhostError> {
    let collision = call.visit.app.newsroom().collision(&call.visit.paper, post, seen).await?;
    let (theirs, ancestor) = (Words::of(&collision.theirs), collision.ancestor);
    let html = mine.html.as_deref().unwrap_or(&ancestor.html);
    let merge = dateline_markup::merge(&ancestor.html, html, &theirs.html);
    let mut changed = Vec::new();
    if mine.title.as_ref().is_some_and(|title| *title != theirs.title) {
        changed.push("title");
    }
    if mine.excerpt.as_ref().is_some_and(|excerpt| *excerpt != theirs.excerpt) {
        changed.push("custom_excerpt");
    }
    if html != theirs.html {
        changed.push("html");
    }
    let (mut current, mut base) = (json!({ "updated_at": utc(collision.theirs.updated_at) }), json!({}));
    current["saved_by"] = json!(collision.theirs.saved_by);
    write_words(&mut current, &theirs);
    write_words(&mut base, &ancestor);
    let details = json!([{
        "changedFields": changed,
        "clientUpdatedAt": utc(seen),
        "serverUpdatedAt": utc(collision.theirs.updated_at),
        "current": current,
        "ancestor": base,
        "merge": merge.iter().map(part).collect::<Vec<_>>(),
        "merged_html": dateline_markup::merged_html(&merge),
    }]);
    let error =
        GhostError::new(ErrorKind::UpdateCollision, "Saving failed! Someone else is editing this post.");
    let context = "Somebody saved this post after you opened it; put both versions together and save again.";
    Ok(error.with_code("UPDATE_COLLISION").with_context(context).with_details(details))
}

fn part(part: &Merged) -> Value {
    let one = |kind: &str, html: &str| json!({ "kind": kind, "html": html });
    match part {
        Merged::Same(html) => one("same", html),
        Merged::Mine(html) => one("mine", html),
        Merged::Theirs(html) => one("theirs", html),
        Merged::Conflict { base, mine, theirs } => {
            json!({ "kind": "conflict", "ancestor": base, "mine": mine, "theirs": theirs })
        }
    }
}
