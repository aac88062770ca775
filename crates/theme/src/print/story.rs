//! A story's parts: `title`, `content`, `excerpt`, `reading_time`.

use dateline_hbs::{Helpers, Value, escape};

use super::shorten::{Measure, shorten};
use super::{Printed, Tag, has_keys, integer, option};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table
        .add("title", title)
        .add("content", content)
        .add("excerpt", excerpt)
        .add("reading_time", reading_time);
}

/// The partial that prints a story which this reader may not read, with the part that is open to all.
const LOCKED: &str = "content-cta";
/// Words of `{{excerpt}}` when the theme does not say.
const EXCERPT_WORDS: usize = 50;

fn title<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(escape(&tag.this().property("title").to_text())))
}

/// `{{content words="20"}}`: the body, whole or cut; behind a wall, what the wall leaves.
fn content<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let locked = matches!(tag.this().property("access"), Value::Bool(false));
    if locked && tag.has_partial(LOCKED) {
        // Nobody knows what it looks at.
        tag.state().note_own();
        let this = tag.this().clone();
        tag.partial(LOCKED, this)?;
        return Ok(Value::Undefined);
    }
    let html = tag.this().property("html");
    if html.is_absent() {
        return Ok(Value::Undefined);
    }
    let html = html.to_text();
    let none = |key: &str| integer(&tag.option(key)).is_some_and(|size| size <= 0);
    Ok(match measure(tag) {
        None if none("words") || none("characters") => Value::safe(""),
        Some(measure) => Value::safe(shorten(&html, measure)),
        None => Value::Safe(html),
    })
}

/// `{{excerpt words="20"}}`: the author's summary whole, or else the beginning of the text, cut.
fn excerpt<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let custom = tag.this().property("custom_excerpt").to_text();
    if !custom.is_empty() {
        return Ok(Value::safe(escape(&custom)));
    }
    let text = escape(&tag.this().property("excerpt").to_text());
    let measure = measure(tag).unwrap_or(Measure::Words(EXCERPT_WORDS));
    Ok(Value::safe(shorten(&text, measure)))
}

/// `words` or `characters` of a tag.
fn measure(tag: &Tag<'_, '_>) -> Option<Measure> {
    let size = |key: &str| integer(&tag.option(key)).filter(|size| *size > 0).map(|size| size as usize);
    size("words").map(Measure::Words).or_else(|| size("characters").map(Measure::Characters))
}

/// `{{reading_time minute="…" minutes="…"}}`: how long a story takes to read; nothing for one without a body.
fn reading_time<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let this = tag.this();
    if !has_keys(this, &["html", "title", "slug"]) || this.property("reading_time").is_absent() {
        return Ok(Value::Undefined);
    }
    let minutes = integer(&this.property("reading_time")).unwrap_or_default();
    let text = |key: &str, default: &'static str| option(tag, key).unwrap_or_else(|| default.into());
    let shown = if minutes <= 1 {
        text("minute", "1 min read").to_string()
    } else {
        text("minutes", "% min read").replace('%', &minutes.to_string())
    };
    Ok(Value::from(shown))
}
