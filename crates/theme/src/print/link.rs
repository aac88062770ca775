//! `link` and `link_class`: links that know whether they lead to where one is.

use std::fmt::Write as _;

use dateline_hbs::{Call, HelperError, Helpers, Text, Value, escape};

use super::address::{encoded, relative};
use super::{Printed, Tag, option, switched_off};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("link", link).add("link_class", link_class);
}

/// The class of a link to the page one is on.
const ACTIVE: &str = "nav-current";

/// `{{#link href="/about/" class="x" activeClass="here" parentActiveClass="near" target="_blank"}}About{{/link}}`.
fn link<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let Some(href) = address(tag, "href") else {
        return Err(HelperError::new("needs an address; write {{#link href=\"/about/\"}}"));
    };
    let classes = classes(tag, &href);
    let mut out = "<a".to_owned();
    if !classes.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(out, " class=\"{}\"", escape(&classes));
    }
    let _ = write!(out, " href=\"{}\"", escape(&encoded(&href)));
    for (name, value) in tag.hash() {
        let known = ["href", "class", "activeClass", "parentActiveClass"].contains(name);
        let plain =
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
        if !known && plain {
            let _ = write!(out, " {name}=\"{}\"", escape(&value.to_text()));
        }
    }
    out.push('>');
    tag.write(&out)?;
    let text = tag.capture(Call::block)?;
    tag.write(&text)?;
    tag.write("</a>")?;
    Ok(Value::Undefined)
}

/// `{{link_class for=(url) class="nav-x"}}`: the classes alone.
fn link_class<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let Some(href) = address(tag, "for") else {
        return Err(HelperError::new("needs an address; write {{link_class for=(url)}}"));
    };
    Ok(Value::safe(escape(&classes(tag, &href))))
}

/// The address that a tag names: a value that is not there leads nowhere, and only a tag without the argument is a mistake.
fn address<'a>(tag: &Tag<'_, 'a>, key: &str) -> Option<Text<'a>> {
    let named = tag.hash().iter().any(|(name, _)| *name == key);
    named.then(|| option(tag, key).unwrap_or_else(|| "".into()))
}

fn classes(tag: &Tag<'_, '_>, href: &str) -> String {
    let making = tag.state();
    let target = path_of(relative(making.site, href));
    let here = path_of(&making.view.path);
    let active = if switched_off(tag, "activeClass") {
        None
    } else {
        Some(option(tag, "activeClass").unwrap_or_else(|| ACTIVE.into()))
    };
    let parent = match (switched_off(tag, "parentActiveClass"), option(tag, "parentActiveClass")) {
        (true, _) => None,
        (false, Some(class)) => Some(class.to_string()),
        (false, None) => active.as_ref().map(|class| format!("{class}-parent")),
    };
    let mut classes: Vec<String> = option(tag, "class").map(|class| class.to_string()).into_iter().collect();
    if target == here {
        classes.extend(active.map(|class| class.to_string()));
    } else if !target.is_empty() && here.strip_prefix(target).is_some_and(|rest| rest.starts_with('/')) {
        classes.extend(parent);
    }
    classes.join(" ")
}

/// A path without its anchor and the slashes around it.
fn path_of(url: &str) -> &str {
    let path = url.split('#').next().unwrap_or_default();
    path.strip_prefix('/').unwrap_or(path).trim_end_matches('/')
}
