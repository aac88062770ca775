//! `search`: the button that opens the search.

use dateline_hbs::{Helpers, Value, escape};

use super::{Printed, Tag};
use crate::making::Contract;
use crate::words;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("search", search);
}

/// `{{search}}`: a button with a magnifying glass. The script of [`crate::public`] opens the search with it.
fn search<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    let name = words::sentence(&making.theme.words, &making.language, "Search", &[]);
    Ok(Value::safe(format!(
        "<button class=\"gh-search-icon\" aria-label=\"{}\" data-ghost-search style=\"display:inline-flex;width:32px;\
         height:32px;padding:0;border:0;background:none;color:inherit;cursor:pointer;align-items:center;\
         justify-content:center\"><svg width=\"20\" height=\"20\" viewBox=\"0 0 20 20\" fill=\"none\" \
         stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" aria-hidden=\"true\"><circle cx=\"8.5\" \
         cy=\"8.5\" r=\"6\"/><path d=\"m13 13 5 5\"/></svg></button>",
        escape(&name)
    )))
}
