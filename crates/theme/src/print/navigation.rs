//! Menus and the way through a list: `navigation`, `pagination`.

use dateline_hbs::{HelperError, Helpers, Map, Value};

use super::address::{absolute, encoded, numbered_page, relative};
use super::{Printed, Tag, integer, option};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("navigation", navigation).add("pagination", pagination);
}

/// `{{navigation type="secondary" …}}`: the partial `navigation` with the site's menu. An empty menu prints nothing.
fn navigation<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    let secondary = option(tag, "type").is_some_and(|kind| kind.as_str() == "secondary");
    let menu = if secondary { &making.site.secondary_navigation } else { &making.site.navigation };
    if menu.is_empty() {
        return Ok(Value::Undefined);
    }
    let here = making.view.path.trim_end_matches('/');
    let entries = menu.iter().map(|entry| {
        let current = relative(making.site, &entry.url).trim_end_matches('/') == here;
        Map::new()
            .with("label", &entry.label)
            .with("url", absolute(making.site, &entry.url).into_owned())
            .with("slug", dateline_model::slugify(&entry.label, &making.site.locale))
            .with("current", current)
            .into()
    });
    let mut context = tag.this_with_hash();
    context.set("navigation", Value::list(entries));
    context.set("isSecondary", secondary);
    tag.partial("navigation", context.into())?;
    Ok(Value::Undefined)
}

/// `{{pagination}}`: the partial `pagination` with where one is in the list.
fn pagination<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let Value::Object(pagination) = tag.this().property("pagination") else {
        return Err(HelperError::new(
            "there is no list to page through here; call it outside of {{#foreach}}, {{#author}} and the like",
        ));
    };
    let mut context = Map::over(tag.this().clone());
    for key in pagination.keys() {
        let value = pagination.get(&key);
        context.set(key, value);
    }
    // The answer of a `{{#get}}` has numbers and no addresses: they are pages of the list that is shown.
    for (number, address) in [("next", "next_url"), ("prev", "prev_url")] {
        if pagination.get(address).is_absent()
            && let Some(number) = integer(&pagination.get(number))
            && tag.state().list().is_some()
        {
            context.set(address, encoded(&numbered_page(&tag.state().view.path, number)));
        }
    }
    for (key, value) in tag.hash() {
        context.set(*key, value.clone());
    }
    tag.partial("pagination", context.into())?;
    Ok(Value::Undefined)
}
