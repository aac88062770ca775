//! Names in a row: `tags`, `authors`.

use dateline_hbs::{Helpers, Value, escape};

use super::address::relative;
use super::lists::{Range, is_shown};
use super::{Printed, Tag, option};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("tags", tags).add("authors", authors);
}

/// `{{tags separator=", " prefix="" suffix="" autolink="false" limit="3" visibility="all"}}`.
fn tags<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    linked(tag, "tags")
}

/// `{{authors separator=", " …}}`.
fn authors<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    linked(tag, "authors")
}

fn linked<'a>(tag: &mut Tag<'_, 'a>, field: &str) -> Printed<'a> {
    let Value::List(list) = tag.this().property(field) else { return Ok(Value::Undefined) };
    let shown = option(tag, "visibility").unwrap_or_else(|| "public".into());
    let items: Vec<_> = list.iter().filter(|item| is_shown(item, &shown)).collect();
    let range = Range::of(tag, items.len() as i64);
    // Only the word switches links off; the truth value `false` does not.
    let links = tag.option("autolink").as_str() != Some("false");
    let names: Vec<_> = (1_i64..)
        .zip(&items)
        .filter(|(number, _)| (range.from..=range.to).contains(number))
        .map(|(_, item)| {
            let name = item.property("name").to_text();
            let url = item.property("url").to_text();
            if links && !url.is_empty() {
                let url = relative(tag.state().site, &url);
                format!("<a href=\"{}\">{}</a>", escape(url), escape(&name))
            } else {
                escape(&name)
            }
        })
        .collect();
    if names.is_empty() {
        return Ok(Value::Undefined);
    }
    let around = |key: &str| option(tag, key).map(|text| text.to_string()).unwrap_or_default();
    let separator = option(tag, "separator").map_or_else(|| ", ".to_owned(), |text| text.to_string());
    Ok(Value::safe(format!("{}{}{}", around("prefix"), names.join(&separator), around("suffix"))))
}
