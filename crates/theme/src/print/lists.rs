//! `foreach`: lists, with Ghost's rules for what is shown of them.

use dateline_hbs::{Frame, HelperError, Helpers, Text, Value};

use super::{Printed, Tag, entries, has_keys, integer, is_post, option};
use crate::galleys::Galley;
use crate::making::Contract;

/// Rounds of a loop from which on they are kept for other pages: the thread of a story that is talked about, and no usual list.
const KEPT_FROM: usize = 16;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("foreach", foreach);
}

/// `{{#foreach posts from="2" to="5" limit="3" columns="2" visibility="all" as |post key|}}…{{else}}…{{/foreach}}`.
fn foreach<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    if tag.params().is_empty() {
        tag.log("{{#foreach}} needs a list to go through");
        return Ok(Value::Undefined);
    }
    let list = tag.param(0);
    let mut items = items(&list);
    let shown = option(tag, "visibility").unwrap_or_else(|| default_visibility(&items));
    items.retain(|(_, item)| is_shown(item, &shown));
    // What is hidden takes no place.
    if matches!(list, Value::List(_)) {
        items.iter_mut().enumerate().for_each(|(at, (key, _))| *key = Value::from(at));
    }
    if items.is_empty() {
        tag.inverse()?;
        return Ok(Value::Undefined);
    }
    let range = Range::of(tag, items.len() as i64);
    let columns = integer(&tag.option("columns")).filter(|columns| *columns > 0);
    let galley = galley(tag, items.len());
    let mut frame = tag.frame().child();
    for (at, (key, item)) in (0_i64..).zip(items) {
        if at + 1 < range.from || at + 1 > range.to {
            continue;
        }
        tag.spend(1)?;
        frame.set("key", key.clone());
        position(&mut frame, at, at + 1 == range.from, at + 1 == range.to);
        frame.set("rowStart", columns.is_some_and(|columns| at % columns == 0));
        frame.set("rowEnd", columns.is_some_and(|columns| at % columns == columns - 1));
        let params = [item, key];
        match galley.as_ref().and_then(|galley| Some((galley, galley.key(&params[0])?))) {
            Some((galley, kept)) => kept_round(tag, galley, kept, &params, &frame)?,
            None => tag.block_with(&params[0], &frame, &params)?,
        }
    }
    Ok(Value::Undefined)
}

/// Where the rounds of a long loop are kept, if they print what follows from their items.
fn galley<'a>(tag: &Tag<'_, 'a>, rounds: usize) -> Option<Galley<'a>> {
    // The second parameter is the place in the list.
    let follows = rounds >= KEPT_FROM && tag.block_params() < 2;
    tag.state().galley(tag.block_stands_alone().filter(|_| follows)?)
}

/// A round as another page has printed it, or as it is printed now.
fn kept_round<'a>(
    tag: &mut Tag<'_, 'a>,
    galley: &Galley<'_>,
    key: u128,
    params: &[Value<'a>; 2],
    frame: &Frame<'a>,
) -> Result<(), HelperError> {
    if let Some(text) = galley.find(key) {
        return tag.write(&text);
    }
    let making = tag.state();
    let was_own = making.take_own();
    let text = tag.watch(|tag| tag.block_with(&params[0], frame, params))?;
    let is_own = making.take_own();
    if !is_own {
        galley.keep(key, text);
    }
    if was_own || is_own {
        making.note_own();
    }
    Ok(())
}

/// Sets where in a list one is: `@index`, `@number`, `@first`, `@last`, `@even`, `@odd`.
pub(super) fn position(frame: &mut Frame<'_>, at: i64, first: bool, last: bool) {
    frame.set("index", at);
    frame.set("number", at + 1);
    frame.set("first", first);
    frame.set("last", last);
    frame.set("even", at % 2 == 1);
    frame.set("odd", at % 2 == 0);
}

/// Elements with their places, or fields with their names.
fn items<'a>(value: &Value<'a>) -> Vec<(Value<'a>, Value<'a>)> {
    match value {
        Value::List(list) => list.iter().enumerate().map(|(at, item)| (Value::from(at), item)).collect(),
        Value::Object(object) => object
            .keys()
            .into_iter()
            .map(|key: Text<'a>| (Value::Str(key.clone()), object.get(&key)))
            .collect(),
        Value::Str(text) => (0_usize..)
            .zip(text.chars())
            .map(|(at, letter)| (Value::from(at), Value::from(letter.to_string())))
            .collect(),
        _ => Vec::new(),
    }
}

/// Lists of stories show everything, other lists what is public.
fn default_visibility<'a>(items: &[(Value<'a>, Value<'a>)]) -> Text<'a> {
    let all = items.first().is_some_and(|(_, item)| is_post(item) || has_keys(item, &["sender_name"]));
    if all { "all".into() } else { "public".into() }
}

/// Whether an item may be shown: by its `visibility`, or public if it has none.
pub(super) fn is_shown(item: &Value<'_>, shown: &str) -> bool {
    let visibility = match item {
        Value::Object(object) => object.get("visibility"),
        _ => Value::Undefined,
    };
    let visibility = if visibility.is_absent() { "public".into() } else { visibility.to_text() };
    entries(shown).any(|name| name == "all" || name == visibility.as_str())
}

/// Which places of a list are printed, counted from 1, the last included.
pub(super) struct Range {
    pub(super) from: i64,
    pub(super) to: i64,
}

impl Range {
    /// `from`, `to` and `limit` of a tag, for a list of `length`.
    pub(super) fn of(tag: &Tag<'_, '_>, length: i64) -> Self {
        // To JavaScript 0 is no number of a place, so Ghost reads it as not given.
        let given = |key: &str| integer(&tag.option(key)).filter(|number| *number != 0);
        let from = given("from").unwrap_or(1);
        let mut to = given("to").unwrap_or(length);
        if let Some(limit) = given("limit")
            && limit < length
            && from.saturating_add(limit) <= length
        {
            to = from.saturating_add(limit) - 1;
        }
        Self { from, to }
    }
}
