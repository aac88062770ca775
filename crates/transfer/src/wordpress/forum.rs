//! Forums of bbPress: a topic is an item of its own and becomes a page; what was answered there are items, too, and stand under
//! it as comments.

use dateline_model::{CommentState, Millis};

use super::item::date;
use super::meta;
use super::names::Field;
use super::survey::{Survey, plain};
use super::written::Item;
use crate::record::{Byline, CommentRecord, Moment, Story};

/// The kind of an item that answers a topic.
pub(super) const REPLY: &str = "reply";
/// The kind of an item that is a topic.
pub(super) const TOPIC: &str = "topic";

/// Whether an item answers a topic.
pub(super) fn is_reply(item: &Item) -> bool {
    item.text(Field::Type) == REPLY && !topic(item).is_empty() && !item.text(Field::Id).is_empty()
}

/// The number of the topic that an item answers.
pub(super) fn topic(item: &Item) -> &str {
    let above = item.text(Field::Parent);
    if matches!(above, "" | "0") { item.meta(meta::TOPIC).unwrap_or_default() } else { above }
}

/// Reads a reply. The second is what had to be changed.
pub(super) fn comment(item: &Item, survey: &Survey, now: Millis) -> (CommentRecord, Option<String>) {
    let dated = date(item, survey);
    let today = Moment { at: now, offset_seconds: 0 };
    // WordPress counts its comments anew, so the number of an item may be that of a comment as well.
    let name = |number: &str| format!("{REPLY}-{number}");
    let parent = item.meta(meta::REPLY_TO).filter(|number| !matches!(*number, "" | "0"));
    let comment = CommentRecord {
        id: name(item.text(Field::Id)),
        post: Story::Number(topic(item).to_owned()),
        parent: parent.map(name),
        author: author(item, survey),
        html: item.text(Field::Content).to_owned(),
        breaks: true,
        // Without a date the digest must not depend on the day of the import.
        published: dated.unwrap_or(Moment { at: 0, ..today }),
        state: match item.text(Field::Status) {
            "publish" | "closed" => CommentState::Approved,
            "spam" => CommentState::Spam,
            "trash" => CommentState::Removed,
            _ => CommentState::Pending,
        },
        line: item.line,
        hash: String::new(),
    };
    let mut comment = comment.seal();
    comment.published = dated.unwrap_or(today);
    (comment, dated.is_none().then(|| "it has no date that exists and is dated today".to_owned()))
}

/// A visitor without an account leaves a name, and perhaps more.
fn author(item: &Item, survey: &Survey) -> Byline {
    let said = |key: &str| item.meta(key).map(plain).filter(|text| !text.is_empty());
    let login = item.text(Field::Creator);
    let of_account = || if login.is_empty() { String::new() } else { survey.author_of(login).name };
    Byline {
        name: said(meta::VISITOR_NAME).unwrap_or_else(of_account),
        url: said(meta::VISITOR_URL).filter(|url| url.starts_with("http") && url.len() <= 2_000),
        email: said(meta::VISITOR_EMAIL)
            .filter(|email| email.contains('@') && email.len() <= 254)
            .map(|email| email.to_lowercase()),
        key: None,
    }
}
