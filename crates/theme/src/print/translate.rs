//! `t`: a theme's texts in the site's language.

use dateline_hbs::{Helpers, Value};

use super::{Printed, Tag};
use crate::making::Contract;
use crate::message::{self, Argument};

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("t", t);
}

/// `{{t "Page {page} of {pages}" page=2 pages=7}}`. What it returns is plain text, so three braces print markup.
fn t<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let key = tag.param(0).to_text();
    let making = tag.state();
    let text = making.phrases.find(&key);
    let arguments: Vec<_> = tag.hash().iter().map(|(name, value)| argument(name, value, tag)).collect();
    Ok(Value::from(message::format(text, &arguments, &making.language)))
}

fn argument<'n>(name: &'n str, value: &Value<'_>, tag: &Tag<'_, '_>) -> Argument<'n> {
    let text = value.to_text();
    match value {
        Value::Number(number) => {
            Argument { name, text: tag.state().language.figures(&text), number: Some(*number as i64) }
        }
        _ => Argument { name, number: text.trim().parse().ok(), text: text.to_string() },
    }
}
