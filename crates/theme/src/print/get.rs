//! `get`: what a template asks of the store.

use dateline_hbs::{Helpers, Map, ToValue, Value};

use super::{Printed, Tag, integer, option};
use crate::fetch::{Answered, DEFAULT_LIMIT, GetAnswer, GetRequest, MAX_LIMIT, Resource};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("get", get);
}

/// `{{#get "posts" filter="tag:news" limit="5" include="authors" as |posts pages|}}…{{else}}…{{/get}}`.
///
/// An empty answer is still the main part; the else part is for requests that fail.
fn get<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    if !tag.is_block() {
        tag.log("{{get}} prints nothing unless it is a block");
        return Ok(Value::Undefined);
    }
    let name = tag.param(0).to_text();
    let Some(resource) = Resource::named(&name) else {
        return failed(tag, &format!("Invalid \"{name}\" resource given to get helper"));
    };
    let request = request(tag, resource);
    match tag.state().ask(request) {
        Asked::Answer(request, answered) => print_kept(tag, &request, answered),
        Asked::Unanswered(request) => print(tag, &request, &GetAnswer::Nothing),
        Asked::Pending => Ok(Value::Undefined),
        Asked::TooMany => failed(tag, "This page asks for too much; use fewer {{#get}} blocks"),
    }
}

/// Names under which templates print the body of a story.
pub(crate) const BODIES: [&str; 3] = ["content", "html", "plaintext"];

/// What came of asking.
pub(crate) enum Asked<'a> {
    /// Fetched before the page was printed.
    Answer(GetRequest, &'a Answered),
    /// The page is printed with what there is.
    Unanswered(GetRequest),
    /// The page will be printed again when it is there.
    Pending,
    /// More than a page may ask.
    TooMany,
}

fn request(tag: &Tag<'_, '_>, resource: Resource) -> GetRequest {
    let text = |key: &str| option(tag, key).filter(|text| !text.is_empty()).map(|text| text.to_string());
    let limit = match option(tag, "limit").as_deref() {
        Some("all") => MAX_LIMIT,
        _ => integer(&tag.option("limit"))
            .filter(|limit| *limit != 0)
            .map_or(DEFAULT_LIMIT, |limit| limit.clamp(1, i64::from(MAX_LIMIT)) as u32),
    };
    GetRequest {
        filter: text("filter").map(|filter| filled(tag, &filter)),
        limit,
        page: integer(&tag.option("page")).map_or(1, |page| page.clamp(1, i64::from(u32::MAX)) as u32),
        order: text("order"),
        include: text("include"),
        fields: text("fields"),
        formats: text("formats"),
        id: text("id"),
        slug: text("slug"),
        counted: tag.block_params() > 1 || tag.block_uses("pagination") || tag.block_uses("meta"),
        bodies: prints_bodies(tag),
        ..GetRequest::new(resource)
    }
}

/// Whether the block of a tag may print the bodies of the stories it is given.
pub(super) fn prints_bodies(tag: &Tag<'_, '_>) -> bool {
    BODIES.iter().any(|name| tag.block_uses(name))
}

/// The else part, with `@error`.
fn failed<'a>(tag: &mut Tag<'_, 'a>, message: &str) -> Printed<'a> {
    let this = tag.this().clone();
    let mut frame = tag.frame().child();
    frame.set("error", message.to_owned());
    tag.inverse_with(&this, &frame)?;
    Ok(Value::Undefined)
}

/// The block as it was printed for another page, where it would come out the same.
fn print_kept<'a>(tag: &mut Tag<'_, 'a>, request: &GetRequest, answered: &'a Answered) -> Printed<'a> {
    let block = if answered.is_for_many() { tag.block_stands_alone() } else { None };
    let Some(block) = block else { return print(tag, request, answered.answer()) };
    let making = tag.state();
    let block = (making.theme.reading(), block);
    if let Some(text) = answered.sheet(block, making.site) {
        tag.write(&text)?;
        return Ok(Value::Undefined);
    }
    making.take_own();
    let text = tag.capture(|tag| print(tag, request, answered.answer()).map(|_| ()))?;
    if !making.take_own() {
        answered.keep(block, making.site, &text);
    }
    tag.write(&text)?;
    Ok(Value::Undefined)
}

/// The block, with the rows under the name of the resource and as its first parameter.
fn print<'a>(tag: &mut Tag<'_, 'a>, request: &GetRequest, answer: &'a GetAnswer) -> Printed<'a> {
    let none = || Value::list([]);
    let (rows, pagination) = match answer {
        GetAnswer::Refused(message) => return failed(tag, message),
        _ if request.is_single() && answer.is_empty() => return failed(tag, "Resource not found"),
        GetAnswer::Posts(rows, pages) => (Value::sequence(rows), Some(pages)),
        GetAnswer::Tags(rows, pages) => (Value::sequence(rows), Some(pages)),
        GetAnswer::Authors(rows, pages) => (Value::sequence(rows), Some(pages)),
        GetAnswer::Tiers(rows, pages) => (Value::sequence(rows), Some(pages)),
        GetAnswer::Nothing => (none(), None),
    };
    let pagination = pagination.filter(|_| !request.is_single()).map_or(Value::Undefined, ToValue::to_value);
    let meta = Map::new().with("pagination", pagination.clone());
    let context = Map::new()
        .with(request.resource.name(), rows.clone())
        .with("meta", meta)
        .with("pagination", pagination.clone());
    let frame = tag.frame().child();
    tag.block_with(&context.into(), &frame, &[rows, pagination])?;
    Ok(Value::Undefined)
}

/// A filter with its `{{paths}}` replaced by what they find in the current context, or in the globals after `@`.
fn filled(tag: &Tag<'_, '_>, filter: &str) -> String {
    let mut out = String::with_capacity(filter.len());
    let mut rest = filter;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((path, after)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(&found(tag, path.trim()));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn found(tag: &Tag<'_, '_>, path: &str) -> String {
    let path = match path {
        "post.tags" => "post.tags[*].slug",
        "post.author" => "post.primary_author.slug",
        path => path,
    };
    let (start, rest) = match path.strip_prefix('@') {
        Some(global) => {
            let end = global.find(['.', '[']).unwrap_or(global.len());
            (tag.data(&global[..end]), &global[end..])
        }
        None => (tag.this().clone(), path),
    };
    let texts: Vec<_> = follow(start, rest).iter().map(written).collect();
    texts.join(",")
}

/// All values at the end of a path: names after points, places in brackets, `[*]` for each.
fn follow<'v>(start: Value<'v>, path: &str) -> Vec<Value<'v>> {
    let steps = path.split(['.', '[']).map(|step| step.trim_end_matches(']').trim_matches(['\'', '"']));
    let mut values = vec![start];
    for step in steps.filter(|step| !step.is_empty()) {
        values = values
            .iter()
            .flat_map(|value| match (step, value) {
                ("*", Value::List(list)) => list.iter().collect(),
                _ => vec![value.property(step)],
            })
            .filter(|value| !value.is_absent())
            .collect();
    }
    values
}

/// As NQL reads it: a moment in ISO 8601, the rest as text.
fn written(value: &Value<'_>) -> String {
    match value {
        Value::Date(_) => super::date::moment(value).map(super::date::iso).unwrap_or_default(),
        other => other.to_text().to_string(),
    }
}

/// The answer for a helper that asks by itself, if it is there.
pub(super) fn ask_for<'a>(tag: &Tag<'_, 'a>, request: GetRequest) -> Option<&'a GetAnswer> {
    match tag.state().ask(request) {
        Asked::Answer(_, answered) => Some(answered.answer()),
        Asked::Unanswered(_) | Asked::Pending | Asked::TooMany => None,
    }
}
