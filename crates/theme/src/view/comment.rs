//! Readers' comments and the form that takes them.

use dateline_hbs::{Map, ToValue, Value};

use super::text;

/// Levels of a thread that are indented; deeper ones stand flat with "in reply to".
const DEPTH_SHOWN: u32 = 3;

/// Whom a comment answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplyTarget {
    /// Name of the writer of the answered comment.
    pub name: String,
    /// The answered comment's `id` attribute.
    pub anchor: String,
}

/// One comment, in the order of the thread.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommentView {
    /// Its `id` attribute, such as `c123`.
    pub id_anchor: String,
    /// Name as given by the writer.
    pub author_name: String,
    /// The writer's own address, if it is to be linked.
    pub author_url: Option<String>,
    /// Whether the writer belongs to the paper: only the server may say so.
    pub is_staff: bool,
    /// Sanitised HTML, printed as it is.
    pub html: String,
    /// Milliseconds UTC.
    pub created_at: i64,
    /// Address of this comment.
    pub permalink: String,
    /// 0 for a comment on the story, 1 for an answer to one, and so on.
    pub depth: u32,
    /// Whom it answers.
    pub in_reply_to: Option<ReplyTarget>,
    /// Address of the form that answers it, if answers are open.
    pub reply_url: Option<String>,
    /// Waiting for a moderator, and shown to its writer only.
    pub pending: bool,
    /// Taken away, and shown as a gap because it was answered.
    pub removed: bool,
}

/// One thing that is wrong with a comment as sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormError {
    /// `name`, `email`, `url` or `body`; nothing where no field is at fault.
    pub field: Option<String>,
    /// A sentence that says what to do.
    pub message: String,
}

/// The comment form. Its fields are `name`, `email`, `url`, `body`, the trap `website`, and the hidden ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommentFormView {
    /// Path the form is sent to.
    pub action: String,
    /// What was wrong with the last try.
    pub errors: Vec<FormError>,
    /// What the reader had typed, by field.
    pub values: Vec<(String, String)>,
    /// The comment that is answered.
    pub parent: Option<Box<CommentView>>,
    /// Hidden fields: name and value.
    pub hidden: Vec<(String, String)>,
    /// Whether comments are closed; then a sentence stands instead of the form.
    pub closed: bool,
    /// A sentence above the form, such as that a comment is waiting.
    pub notice: Option<String>,
}

impl CommentView {
    /// A thread of three for tests and previews.
    pub fn sample_thread() -> Vec<Self> {
        let comment = |number: u32, name: &str, depth: u32, html: &str| Self {
            id_anchor: format!("c{number}"),
            author_name: name.into(),
            html: html.into(),
            created_at: 1_795_521_600_000 + i64::from(number) * 600_000,
            permalink: format!("/2026/11/harbour-bridge-reopens.html#c{number}"),
            depth,
            reply_url: Some(format!("/comments/reply/{number}")),
            ..Self::default()
        };
        let mut thread = vec![
            comment(1, "Marta", 0, "<p>I was on that tram. Somebody had brought a cake.</p>"),
            comment(2, "Ana Reis", 1, "<p>The cake is in the second picture, on the left.</p>"),
            comment(3, "Ilídio <b>", 2, "<p>It was not on the left when I got there.</p>"),
        ];
        thread[1].is_staff = true;
        thread[1].in_reply_to = Some(ReplyTarget { name: "Marta".into(), anchor: "c1".into() });
        thread[2].in_reply_to = Some(ReplyTarget { name: "Ana Reis".into(), anchor: "c2".into() });
        thread
    }
}

impl CommentFormView {
    /// An empty form for tests and previews.
    pub fn sample() -> Self {
        Self {
            action: "/comments/post".into(),
            hidden: vec![("post".into(), "5f2b9c0d1e4a7b6c8d9e0f10".into()), ("stamp".into(), "1a2b".into())],
            ..Self::default()
        }
    }

    /// A form that came back with an error.
    pub fn sample_with_errors() -> Self {
        Self {
            errors: vec![FormError { field: Some("name".into()), message: "Enter a name.".into() }],
            values: vec![("body".into(), "It was not on the left.".into())],
            ..Self::sample()
        }
    }

    fn messages_by_field(&self) -> Value<'_> {
        let mut map = Map::new();
        for error in &self.errors {
            if let Some(field) = &error.field {
                map.set(field, &error.message);
            }
        }
        map.into()
    }
}

fn pairs(pairs: &[(String, String)]) -> Value<'_> {
    Value::list(pairs.iter().map(|(name, value)| Map::new().with("name", name).with("value", value).into()))
}

object!(ReplyTarget, target, { "name" => &target.name, "anchor" => &target.anchor });

object!(CommentView, comment, {
    "id_anchor" => &comment.id_anchor,
    "author_name" => &comment.author_name,
    "author_url" => text(comment.author_url.as_ref()),
    "is_staff" => comment.is_staff,
    "html" => &comment.html,
    "created_at" => Value::Date(comment.created_at),
    "permalink" => &comment.permalink,
    "url" => &comment.permalink,
    "depth" => comment.depth,
    "depth_shown" => comment.depth.min(DEPTH_SHOWN),
    "in_reply_to" => comment.in_reply_to.as_ref().map_or(Value::Null, ToValue::to_value),
    "reply_url" => text(comment.reply_url.as_ref()),
    "pending" => comment.pending,
    "removed" => comment.removed,
});

object!(FormError, error, { "field" => text(error.field.as_ref()), "message" => &error.message });

object!(CommentFormView, form, {
    "action" => &form.action,
    "errors" => Value::sequence(&form.errors),
    "errors_by" => form.messages_by_field(),
    "values" => {
        let mut map = Map::new();
        for (name, value) in &form.values {
            map.set(name, value);
        }
        Value::from(map)
    },
    "parent" => form.parent.as_ref().map_or(Value::Null, |parent| Value::object(&**parent)),
    "hidden" => pairs(&form.hidden),
    "closed" => form.closed,
    "notice" => text(form.notice.as_ref()),
});
