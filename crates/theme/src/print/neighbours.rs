//! `prev_post` and `next_post`.

use dateline_hbs::{Helpers, Value};

use super::{Printed, Tag, is_post};
use crate::PostView;
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("prev_post", prev_post).add("next_post", next_post);
}

fn prev_post<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let found = tag.state().story().and_then(|story| story.previous.as_ref());
    neighbour(tag, found)
}

fn next_post<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let found = tag.state().story().and_then(|story| story.next.as_ref());
    neighbour(tag, found)
}

/// Prints the block with the neighbour as its context, or the else part.
fn neighbour<'a>(tag: &mut Tag<'_, 'a>, found: Option<&'a PostView>) -> Printed<'a> {
    match found.filter(|_| is_post(tag.this())) {
        Some(post) => {
            let frame = tag.frame().child();
            tag.block_with(&Value::object(post), &frame, &[])?;
        }
        None => tag.inverse()?,
    }
    Ok(Value::Undefined)
}
