//! Everything that a site keeps of one person, for whoever has to show it to them.

use dateline_model::{Comment, Subscription};
use dateline_newsroom::{CommentFile, PersonFile};
use serde_json::{Value, json};

use super::decision;
use crate::say;

/// A person's file as JSON.
pub(super) fn view(file: &PersonFile) -> Value {
    json!({
        "comments": file.comments.iter().map(comment_file).collect::<Vec<_>>(),
        "subscriptions": file.subscriptions.iter().map(subscription).collect::<Vec<_>>(),
        "mail_stopped": file.suppression.as_ref().map(|s| json!({ "reason": s.reason, "at": say::moment(s.at) })),
    })
}

fn comment_file(file: &CommentFile) -> Value {
    let mut view = comment(&file.comment);
    let versions = file.versions.iter();
    view["versions"] =
        versions.map(|v| json!({ "replaced_at": say::moment(v.replaced_at), "body": v.text })).collect();
    let reports = file.reports.iter();
    view["reports"] = reports
        .map(|r| json!({ "reason": r.reason.as_str(), "words": r.words, "at": say::moment(r.at) }))
        .collect();
    view["decisions"] = file.decisions.iter().map(decision).collect();
    view["objection"] =
        file.appeal.as_ref().map(|a| json!({ "words": a.words, "at": say::moment(a.at) })).into();
    view
}

fn comment(comment: &Comment) -> Value {
    json!({
        "id": comment.id.to_string(),
        "post": comment.post.to_string(),
        "state": comment.state.as_str(),
        "name": comment.author_name,
        "email": comment.author_email,
        "url": comment.author_url,
        "body": comment.text,
        "likes": comment.likes,
        "address_kept_until": comment.address_until.map(say::moment),
        "created_at": say::moment(comment.created_at),
        "edited_at": comment.edited_at.map(say::moment),
        "updated_at": say::moment(comment.updated_at),
    })
}

fn subscription(subscription: &Subscription) -> Value {
    json!({
        "post": subscription.post.to_string(),
        "email": subscription.email,
        "asked_at": say::moment(subscription.created_at),
        "confirmed_at": subscription.confirmed_at.map(say::moment),
    })
}
