//! Comments of members. Exports of the desk do not hold them; those of the command line and of tools do.

use dateline_model::CommentState;

use super::survey::Survey;
use super::tables::{Row, id, some, text};
use crate::dates::utc_moment;
use crate::problem::for_report;
use crate::record::{Byline, CommentRecord, Story};

/// Reads a row of `comments`. The error is why it cannot be taken.
pub(super) fn comment(row: &Row, line: u64, survey: &Survey) -> Result<CommentRecord, String> {
    let (number, post) = (id(row, "id"), id(row, "post_id"));
    if number.is_empty() || post.is_empty() {
        return Err("the comment does not say which it is, or under which story".to_owned());
    }
    let written = text(row, "created_at");
    let published = utc_moment(written).ok_or_else(|| format!("\"{}\" is no date", for_report(written)))?;
    let state = match text(row, "status") {
        "published" => CommentState::Approved,
        // A moderator hid it, or its writer took it back.
        "hidden" | "deleted" => CommentState::Removed,
        _ => CommentState::Pending,
    };
    let member = survey.members.get(&id(row, "member_id"));
    let (name, email) = member.map_or((String::new(), None), |(name, email)| (name.clone(), email.clone()));
    let comment = CommentRecord {
        id: number,
        post: Story::Number(post),
        // Later versions have one level only and say beside it which reply is answered.
        parent: some(row, "in_reply_to_id").or_else(|| some(row, "parent_id")),
        author: Byline { name, email, ..Byline::default() },
        html: text(row, "html").to_owned(),
        breaks: false,
        published,
        state,
        line,
        hash: String::new(),
    };
    Ok(comment.seal())
}
