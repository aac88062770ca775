//! Readers' comments and the form that takes them.

use dateline_hbs::{Map, ToValue, Value};

use super::text;

/// Levels of a thread that are indented; deeper ones stand flat with "in reply to".
const DEPTH_SHOWN: u32 = 3;

/// Whom a comment answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct ReplyTarget {
    /// Name of the writer of the answered comment.
    pub name: String,
    /// The answered comment's `id` attribute.
    pub anchor: String,
}

/// A drawing made from a name, in place of a picture of its writer: a disc in one of 360 colours with a letter on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AvatarView {
    /// 1 to 360, an angle on the wheel of colours.
    pub hue: u32,
    /// The letter; may be empty.
    pub letter: String,
}

impl AvatarView {
    /// The drawing for a name; the same name has the same one everywhere.
    pub fn of(name: &str) -> Self {
        let letter = name.chars().find(|c| c.is_alphanumeric());
        let letter = letter.map(|c| c.to_uppercase().collect()).unwrap_or_default();
        let sum = name.trim().chars().flat_map(char::to_lowercase);
        // The multiplier spreads names that differ in one letter over the whole wheel.
        let sum = sum.fold(7_u32, |sum, c| sum.wrapping_mul(31).wrapping_add(u32::from(c)));
        Self { hue: sum.wrapping_mul(2_654_435_761) % 360 + 1, letter }
    }
}

/// One comment, in the order of the thread.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
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
    /// Address to which a liking is sent.
    pub like_url: Option<String>,
    /// Address of the form that reports it.
    pub report_url: Option<String>,
    /// Address where its writer, who looks at this page, changes or deletes it.
    pub edit_url: Option<String>,
    /// How many readers like it.
    pub likes: u64,
    /// Whether its writer changed the words.
    pub edited: bool,
    /// The drawing beside it, if the paper wants one.
    pub avatar: Option<AvatarView>,
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
    /// Whether only members may comment; then a sentence stands instead of the form.
    pub members_only: bool,
    /// What the comment would look like, which its writer asked to see.
    pub preview: Option<Box<CommentView>>,
    /// Where a browser asks for the work it is to do before it sends the form, if the paper wants that.
    pub challenge_url: Option<String>,
    /// Whether readers can ask to hear of answers by mail.
    pub letters: bool,
    /// Whether this one did.
    pub subscribed: bool,
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
            like_url: Some(format!("/comments/5f2b/{number}/like")),
            report_url: Some(format!("/comments/5f2b/{number}/report")),
            avatar: Some(AvatarView::of(name)),
            ..Self::default()
        };
        let mut thread = vec![
            comment(1, "Marta", 0, "<p>I was on that tram. Somebody had brought a cake.</p>"),
            comment(2, "Ana Reis", 1, "<p>The cake is in the second picture, on the left.</p>"),
            comment(3, "Ilídio <b>", 2, "<p>It was not on the left when I got there.</p>"),
        ];
        thread[0].likes = 3;
        thread[0].edit_url = Some("/comments/5f2b/1?key=x".into());
        thread[0].edited = true;
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

pub(super) fn pairs(pairs: &[(String, String)]) -> Value<'_> {
    Value::list(pairs.iter().map(|(name, value)| Map::new().with("name", name).with("value", value).into()))
}

object!(ReplyTarget, target, { "name" => &target.name, "anchor" => &target.anchor });

object!(AvatarView, avatar, { "hue" => avatar.hue, "letter" => &avatar.letter });

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
    "like_url" => text(comment.like_url.as_ref()),
    "report_url" => text(comment.report_url.as_ref()),
    "edit_url" => text(comment.edit_url.as_ref()),
    "likes" => comment.likes as i64,
    "edited" => comment.edited,
    "avatar" => comment.avatar.as_ref().map_or(Value::Null, |part| Value::object(part)),
    "pending" => comment.pending,
    "removed" => comment.removed,
}; digest);

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
    "members_only" => form.members_only,
    "preview" => form.preview.as_ref().map_or(Value::Null, |comment| Value::object(&**comment)),
    "challenge_url" => text(form.challenge_url.as_ref()),
    "letters" => form.letters,
    "subscribed" => form.subscribed,
});
