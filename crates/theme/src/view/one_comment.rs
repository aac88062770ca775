//! One comment on a page of its own, with what somebody may do about it.

use dateline_hbs::Value;

use super::{CommentView, moment, text};

/// What the page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentTask {
    /// Its writer changes or deletes it.
    Edit,
    /// A reader says what is wrong with it.
    Report,
    /// Its writer reads what was decided about it.
    Statement,
    /// Something is done, and a sentence says so.
    Done,
    /// A reader says whether to hear of answers by mail.
    Letters,
}

/// An answer among several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is sent.
    pub word: String,
    /// What is asked, in English: a key of the translations.
    pub label: String,
    /// Whether it is the one that was chosen.
    pub chosen: bool,
}

/// Why a comment was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatementView {
    /// Milliseconds UTC.
    pub at: i64,
    /// The moderator's words; may be empty.
    pub why: String,
    /// The writer's objection, once it was sent.
    pub appeal: Option<String>,
    /// Whether the objection was granted; `None` while it waits.
    pub granted: Option<bool>,
    /// What a moderator answered; may be empty.
    pub answer: String,
}

/// One comment, and the form for what is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentPageView {
    /// What the page is for.
    pub task: CommentTask,
    /// The comment, as far as it may be shown.
    pub comment: Option<CommentView>,
    /// Path the form is sent to.
    pub action: String,
    /// Hidden fields: name and value.
    pub hidden: Vec<(String, String)>,
    /// What stands in the field.
    pub text: String,
    /// What a reader can choose from.
    pub choices: Vec<Choice>,
    /// What was wrong with the last try.
    pub error: Option<String>,
    /// A sentence in English: a key of the translations.
    pub notice: Option<String>,
    /// The decision about the comment.
    pub statement: Option<StatementView>,
    /// The only button, where there is nothing to write, in English: a key of the translations.
    pub button: Option<String>,
    /// Where a member of the staff finds the comment at the desk.
    pub desk_url: Option<String>,
    /// Where the comment stands, or its story.
    pub back_url: String,
}

impl CommentPageView {
    /// A page of this kind with nothing on it.
    pub fn new(task: CommentTask, back_url: String) -> Self {
        Self {
            task,
            comment: None,
            action: String::new(),
            hidden: Vec::new(),
            text: String::new(),
            choices: Vec::new(),
            error: None,
            notice: None,
            statement: None,
            button: None,
            desk_url: None,
            back_url,
        }
    }

    /// A report that came back, for tests and previews.
    pub fn sample() -> Self {
        let choice =
            |word: &str, label: &str, chosen| Choice { word: word.into(), label: label.into(), chosen };
        Self {
            comment: CommentView::sample_thread().pop(),
            action: "/comments/5f2b/3/report".into(),
            choices: vec![choice("spam", "Spam", true), choice("other", "Something else", false)],
            error: Some("Shorten the comment to 1,000 characters or fewer.".into()),
            desk_url: Some("/admin/#/comments".into()),
            ..Self::new(CommentTask::Report, "/2026/11/harbour-bridge-reopens.html#c3".into())
        }
    }
}

object!(Choice, choice, { "word" => &choice.word, "label" => &choice.label, "chosen" => choice.chosen });

object!(StatementView, statement, {
    "at" => moment(Some(statement.at)),
    "why" => text(Some(&statement.why)),
    "appeal" => text(statement.appeal.as_ref()),
    "granted" => statement.granted == Some(true),
    "refused" => statement.granted == Some(false),
    "answer" => text(Some(&statement.answer)),
});

object!(CommentPageView, page, {
    "edits" => page.task == CommentTask::Edit,
    "reports" => page.task == CommentTask::Report,
    "explains" => page.task == CommentTask::Statement,
    "comment" => page.comment.as_ref().map_or(Value::Null, |part| Value::object(part)),
    "action" => &page.action,
    "hidden" => super::comment::pairs(&page.hidden),
    "text" => &page.text,
    "choices" => Value::sequence(&page.choices),
    "error" => text(page.error.as_ref()),
    "notice" => text(page.notice.as_ref()),
    "statement" => page.statement.as_ref().map_or(Value::Null, |part| Value::object(part)),
    "button" => text(page.button.as_ref()),
    "desk_url" => text(page.desk_url.as_ref()),
    "back_url" => &page.back_url,
});
