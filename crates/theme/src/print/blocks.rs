//! `contentFor` and `block`: what a page hands to its layout.

use dateline_hbs::{Call, HelperError, Helpers, Value};

use super::{Printed, Tag};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("contentFor", content_for).add("block", block);
}

/// `{{#contentFor "scripts"}}…{{/contentFor}}`: keeps its block for `{{{block "scripts"}}}`.
fn content_for<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let name = name(tag)?;
    let text = tag.capture(Call::block)?;
    tag.state().kept.borrow_mut().push((name, text));
    Ok(Value::Undefined)
}

/// `{{{block "scripts"}}}`, or with a default as a block.
fn block<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let name = name(tag)?;
    let kept = tag.state().kept.borrow();
    let texts: Vec<_> = kept.iter().filter(|(key, _)| *key == name).map(|(_, text)| text.as_str()).collect();
    let joined = texts.join("\n");
    drop(kept);
    if joined.is_empty() && tag.is_block() {
        tag.block()?;
    }
    Ok(Value::from(joined))
}

fn name(tag: &Tag<'_, '_>) -> Result<String, HelperError> {
    match tag.param(0) {
        Value::Str(name) => Ok(name.to_string()),
        _ => Err(HelperError::new("needs the name of a block in quotes; write {{{block \"scripts\"}}}")),
    }
}
