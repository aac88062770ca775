//! Values made of values: `concat`, `split`, `json`, `encode`, `plural`, colours, `raw`.

use dateline_hbs::{HelperError, Helpers, List, Map, Value, escape};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Printed, Tag, option};
use crate::accent::Rgb;
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table
        .add("concat", concat)
        .add("split", split)
        .add("json", json)
        .add("encode", encode)
        .add("plural", plural);
    table.add("color_to_rgba", color_to_rgba).add("contrast_text_color", contrast_text_color);
    table.add("raw", raw).add("readable_url", readable_url);
}

/// `(concat "icons/" type separator="-")`. As an argument of another helper it is the plain text; printed, what the theme
/// wrote itself stays as it is, and values that are no markup are escaped.
fn concat<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let separator = option(tag, "separator").unwrap_or_else(|| "".into());
    let mut parts = Vec::new();
    for (at, value) in tag.params().iter().enumerate() {
        let escaped = !tag.is_argument() && !tag.is_literal(at);
        flatten(tag, value, &mut parts, LIST_DEPTH, escaped);
    }
    tag.spend(parts.len() as u64)?;
    let joined = parts.join(separator.as_str());
    Ok(if tag.is_argument() { Value::from(joined) } else { Value::safe(joined) })
}

/// Lists within lists that are joined.
const LIST_DEPTH: u32 = 8;

fn flatten<'a>(tag: &Tag<'_, 'a>, value: &Value<'a>, parts: &mut Vec<String>, depth: u32, escaped: bool) {
    match value {
        Value::List(list) if depth > 0 => {
            list.iter().for_each(|item| flatten(tag, &item, parts, depth - 1, escaped));
        }
        Value::Safe(text) => parts.push(text.to_string()),
        other if escaped => parts.push(escape(&tag.text(other))),
        other => parts.push(tag.text(other).to_string()),
    }
}

/// `(split "a,b" separator=",")`, or a block with the parts as its context and first parameter.
fn split<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let whole = tag.param(0);
    let text = whole.to_text();
    let separator = option(tag, "separator").unwrap_or_else(|| ",".into());
    // Parts of markup are markup; parts of a headline are text.
    let part = |part: String| match whole {
        Value::Safe(_) => Value::safe(part),
        _ => Value::from(part),
    };
    let parts: Vec<Value<'a>> = if separator.is_empty() {
        text.chars().map(|letter| part(letter.to_string())).collect()
    } else {
        text.split(separator.as_str()).filter(|one| !one.is_empty()).map(|one| part(one.to_owned())).collect()
    };
    tag.spend(parts.len() as u64)?;
    let parts = Value::list(parts);
    if !tag.is_block() {
        return Ok(parts);
    }
    let frame = tag.frame().child();
    tag.block_with(&parts, &frame, std::slice::from_ref(&parts))?;
    Ok(Value::Undefined)
}

/// `{{json post}}`, or `{{json title=post.title url=@site.url}}`: JSON that can stand in a script block.
fn json<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let mut out = String::new();
    let named = tag.hash().iter().fold(Map::new(), |map, (name, value)| map.with(*name, value.clone()));
    let payload = if tag.hash().is_empty() { tag.param(0) } else { named.into() };
    write_json(&payload, &mut out, JSON_DEPTH, tag)?;
    Ok(Value::safe(out))
}

/// Lists and objects within each other that `json` writes.
const JSON_DEPTH: u32 = 12;

fn write_json(
    value: &Value<'_>,
    out: &mut String,
    depth: u32,
    tag: &mut Tag<'_, '_>,
) -> Result<(), HelperError> {
    tag.spend(1)?;
    if depth == 0 {
        return Err(HelperError::new("the value is nested too deeply for JSON; choose a part of it"));
    }
    match value {
        Value::Bool(_) => out.push_str(&value.to_text()),
        Value::Number(number) if number.is_finite() => out.push_str(&value.to_text()),
        Value::Undefined | Value::Null | Value::Number(_) => out.push_str("null"),
        Value::Str(text) | Value::Safe(text) => json_text(text, out),
        Value::Date(at) => json_text(&super::moment_in(&tag.state().zone, *at), out),
        Value::List(list) => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_json(&item, out, depth - 1, tag)?;
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (at, key) in object.keys().iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                json_text(key, out);
                out.push(':');
                write_json(&object.get(key), out, depth - 1, tag)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// A JSON string in which nothing can end a script block.
fn json_text(text: &str, out: &mut String) {
    out.push_str(&in_script(&serde_json::Value::from(text).to_string()).replace('&', "\\u0026"));
}

/// JSON that cannot end the script block it stands in.
pub(super) fn in_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    let mut from = 0;
    let bytes = json.as_bytes();
    for at in memchr::memchr3_iter(b'<', b'>', 0xe2, bytes) {
        let (sign, length) = match bytes[at] {
            b'<' => ("\\u003C", 1),
            b'>' => ("\\u003E", 1),
            _ if bytes[at..].starts_with("\u{2028}".as_bytes()) => ("\\u2028", 3),
            _ if bytes[at..].starts_with("\u{2029}".as_bytes()) => ("\\u2029", 3),
            _ => continue,
        };
        out.push_str(&json[from..at]);
        out.push_str(sign);
        from = at + length;
    }
    out.push_str(&json[from..]);
    out
}

/// What JavaScript's `encodeURIComponent` leaves as it is, besides letters and figures.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// `{{encode title}}`: as a part of an address.
fn encode<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let text = tag.text(&tag.param(0));
    Ok(Value::safe(utf8_percent_encode(&text, COMPONENT).to_string()))
}

/// `{{plural count empty="none" singular="% story" plural="% stories"}}`: nothing for what is no number.
fn plural<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let (Some(empty), Some(singular), Some(plural)) =
        (option(tag, "empty"), option(tag, "singular"), option(tag, "plural"))
    else {
        return Err(HelperError::new("needs all of empty=\"…\", singular=\"…\" and plural=\"…\""));
    };
    let value = tag.param(0);
    let number = value.to_number();
    if value.is_absent() || matches!(value, Value::Bool(true)) || number < 0.0 || number.fract() != 0.0 {
        return Ok(Value::Undefined);
    }
    let form = match number {
        0.0 => empty,
        1.0 => singular,
        _ => plural,
    };
    Ok(Value::safe(form.replacen('%', &value.to_text(), 1)))
}

/// The colour of a tag without one, as Ghost has it.
const DEFAULT_COLOR: &str = "#15171A";

/// `{{color_to_rgba @site.accent_color 0.5}}`.
fn color_to_rgba<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let color = tag.param(0).to_text();
    let [red, green, blue] = color_or_default(&color).channels();
    let share = match tag.param(1) {
        Value::Undefined | Value::Null => 0.25,
        share => share.to_number(),
    };
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.25 };
    let opaque = share >= 1.0;
    Ok(Value::safe(if opaque {
        format!("rgb({red}, {green}, {blue})")
    } else {
        format!("rgba({red}, {green}, {blue}, {share})")
    }))
}

/// `{{contrast_text_color @site.accent_color}}`: black on bright colours, white on all others.
fn contrast_text_color<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let color = tag.param(0).to_text();
    Ok(Value::safe(if color_or_default(&color).is_bright() { "#000000" } else { "#FFFFFF" }))
}

fn color_or_default(color: &str) -> Rgb {
    Rgb::named(color).or_else(|| Rgb::parse(DEFAULT_COLOR)).unwrap_or(Rgb::BLACK)
}

/// `{{{{raw}}}}…{{{{/raw}}}}`: the block as it was written.
fn raw<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    tag.block()?;
    Ok(Value::Undefined)
}

/// `{{readable_url "https://www.a.example/b/?q"}}`: `a.example/b`; what is no whole address stays as it is.
fn readable_url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let url = tag.param(0);
    if !matches!(url, Value::Str(_) | Value::Safe(_)) {
        tag.log("{{readable_url}} needs an address");
        return Ok(Value::Undefined);
    }
    let url = url.to_text();
    let Some((_, rest)) = url.split_once("://") else { return Ok(Value::from(url.to_string())) };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = host.rsplit_once('@').map_or(host, |(_who, host)| host);
    let host = host.split_once(':').map_or(host, |(name, _port)| name).to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Ok(Value::from(format!("{host}{path}").trim_end_matches('/').to_owned()))
}

/// The elements of a list, or nothing.
pub(super) fn elements<'v>(value: &Value<'v>) -> Vec<Value<'v>> {
    match value {
        Value::List(list @ (List::Shared(_) | List::Borrowed(_))) => list.iter().collect(),
        _ => Vec::new(),
    }
}
