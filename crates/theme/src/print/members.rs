//! Memberships, which Dateline does not sell: `tiers`, `price`, counts, and form controls of old themes.

use std::fmt::Write as _;

use dateline_hbs::{Helpers, Map, Value, escape};

use super::address::absolute;
use super::values::elements;
use super::{Printed, Tag, option};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("tiers", tiers).add("price", price).add("recommendations", recommendations);
    table.add("total_members", total_members).add("total_paid_members", total_members);
    table.add("content_api_key", content_api_key).add("content_api_url", content_api_url);
    table.add("input_email", input_email).add("input_password", input_password);
    for name in NOTHING {
        table.add(name, nothing);
    }
}

/// Helpers that print nothing: of removed features, and of memberships.
const NOTHING: [&str; 6] =
    ["cancel_link", "subscribe_form", "lang", "amp_components", "amp_content", "amp_ghost_head"];

fn nothing<'a>(_: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::Undefined)
}

/// `{{tiers separator=", " lastSeparator=" and " prefix="" suffix=" tiers"}}`.
fn tiers<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let names: Vec<_> = elements(&tag.this().property("tiers"))
        .iter()
        .map(|tier| escape(&tier.property("name").to_text()))
        .filter(|name| !name.is_empty())
        .collect();
    let Some((last, rest)) = names.split_last() else { return Ok(Value::Undefined) };
    let text = |key: &str, default: &'static str| option(tag, key).unwrap_or_else(|| default.into());
    let mut out = text("prefix", "").to_string();
    out.push_str(&rest.join(text("separator", ", ").as_str()));
    if !rest.is_empty() {
        out.push_str(&text("lastSeparator", " and "));
    }
    out.push_str(last);
    out.push_str(&text("suffix", if rest.is_empty() { " tier" } else { " tiers" }));
    Ok(Value::safe(out))
}

/// `{{price plan}}`, `{{price 500 currency="EUR"}}`, `{{price currency="EUR"}}`; amounts are in the smallest unit.
fn price<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    let given = tag.param(0);
    let plan = matches!(given, Value::Object(_));
    let amount = if plan { given.property("amount") } else { given };
    let of_plan = if plan { tag.param(0).property("currency").to_text() } else { "".into() };
    let currency = option(tag, "currency").unwrap_or(of_plan);
    let language = match option(tag, "locale") {
        Some(locale) => making.theme.language(&locale),
        None => making.language.clone(),
    };
    if amount.is_absent() {
        if currency.is_empty() {
            tag.log("{{price}} needs an amount or a currency");
            return Ok(Value::Undefined);
        }
        return Ok(Value::safe(escape(&language.currency_sign(&currency))));
    }
    let number = amount.to_number();
    if !number.is_finite() {
        tag.log("{{price}} needs a number or a plan");
        return Ok(Value::Undefined);
    }
    if currency.is_empty() {
        return Ok(Value::Number(number / 100.0));
    }
    let style = option(tag, "currencyFormat").unwrap_or_else(|| "symbol".into());
    let long = option(tag, "numberFormat").is_some_and(|format| format.as_str() == "long");
    let mut written = language.money(number as i64, &currency, &style, long);
    if plan && option(tag, "interval").is_some_and(|text| text.as_str() == "true") {
        let interval = tag.param(0).property("interval").to_text();
        written.push('/');
        written.push_str(&interval);
    }
    Ok(Value::safe(escape(&written)))
}

/// `{{recommendations}}`: sites the paper recommends; there are none.
fn recommendations<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    if tag.has_partial("recommendations") {
        let context = Map::over(tag.this().clone()).with("recommendations", Value::list([]));
        tag.partial("recommendations", context.into())?;
    }
    Ok(Value::Undefined)
}

fn total_members<'a>(_: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::from(0_u32))
}

fn content_api_key<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(escape(tag.state().site.content_api_key.as_deref().unwrap_or_default())))
}

fn content_api_url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(absolute(tag.state().site, "/ghost/api/content/").into_owned()))
}

/// `{{input_email class="x" placeholder="…" autofocus="true"}}`, of old themes.
fn input_email<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(input(tag, "email", "email", "subscribe-email")))
}

/// `{{input_password class="x" placeholder="…"}}`, on the page that asks for the site's password.
fn input_password<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(input(tag, "password", "password", "private-login-password")))
}

fn input(tag: &Tag<'_, '_>, kind: &str, name: &str, default_class: &'static str) -> String {
    let class = option(tag, "class").unwrap_or_else(|| default_class.into());
    let mut out = format!("<input class=\"{}\" type=\"{kind}\" name=\"{name}\"", escape(&class));
    let focused = kind == "password" || option(tag, "autofocus").is_some_and(|text| text.as_str() != "false");
    if focused {
        out.push_str(" autofocus=\"autofocus\"");
    }
    for key in ["placeholder", "value", "id"] {
        if let Some(text) = option(tag, key) {
            // Writing to a string cannot fail.
            let _ = write!(out, " {key}=\"{}\"", escape(&text));
        }
    }
    out.push_str(" />");
    out
}
