//! `comments` and `comment_count`: the thread under a story, printed by the server.

use dateline_hbs::{Helpers, Map, Value, escape};

use super::{Printed, Tag, option};
use crate::making::Contract;
use crate::message::Argument;
use crate::words;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("comments", comments).add("comment_count", comment_count);
}

/// The partial that prints a thread with its form.
const THREAD: &str = "dateline/thread";

/// `{{comments title="…"}}`: the thread and the form; nothing where comments were never open.
fn comments<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    let Some(story) = making.story() else { return Ok(Value::Undefined) };
    let this = tag.this();
    let other = this.property("comment_id").to_text().as_str() != story.post.id;
    if other || story.post.locked || (story.form.is_none() && story.comments.is_empty()) {
        return Ok(Value::Undefined);
    }
    let mut context = Map::over(making.root());
    let heading = option(tag, "title").filter(|title| !title.is_empty());
    context.set("heading", heading.map_or(Value::Null, Value::from));
    tag.partial(THREAD, context.into())?;
    Ok(Value::Undefined)
}

/// `{{comment_count empty="" singular="comment" plural="comments" class="x" autowrap="span"}}`.
fn comment_count<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let count = super::integer(&tag.this().property("comment_count")).unwrap_or_default();
    let making = tag.state();
    let written = making.language.number(count);
    let text = match (option(tag, "singular"), option(tag, "plural")) {
        _ if count == 0 => option(tag, "empty").map(|text| text.to_string()).unwrap_or_default(),
        (Some(one), _) if count == 1 => format!("{written} {one}"),
        (_, Some(many)) if count != 1 => format!("{written} {many}"),
        _ => {
            let count = Argument { name: "count", text: written, number: Some(count) };
            words::sentence(&making.theme.words, &making.language, "{count} comments", &[count])
        }
    };
    if text.is_empty() {
        return Ok(Value::Undefined);
    }
    let text = escape(&text);
    let element = option(tag, "autowrap").unwrap_or_else(|| "span".into());
    let plain =
        !element.is_empty() && element.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if element.as_str() == "false" || !plain {
        return Ok(Value::safe(text));
    }
    let class =
        option(tag, "class").map(|class| format!(" class=\"{}\"", escape(&class))).unwrap_or_default();
    Ok(Value::safe(format!("<{element}{class}>{text}</{element}>")))
}
