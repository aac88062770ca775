//! Dates and figures: Ghost's `date`, and `time` and `decimal` of our own.

use dateline_hbs::{Helpers, Value, escape};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::{Printed, Tag, option};
use crate::DateStyle;
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("date", date).add("time", time).add("decimal", decimal);
}

/// How a date is written when the theme does not say.
const DEFAULT_PATTERN: &str = "ll";

/// `{{date published_at format="D MMMM YYYY" timezone="…" locale="…" timeago="true"}}`. Without an argument the
/// date of the story; without a date, now.
fn date<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    let value = if tag.params().is_empty() { tag.this().property("published_at") } else { tag.param(0) };
    let at = moment(&value).unwrap_or_else(|| now(tag));
    let language = match option(tag, "locale") {
        Some(locale) => making.theme.language(&locale),
        None => making.language.clone(),
    };
    // To Ghost the word "false" is as good as any other.
    if tag.option("timeago").is_truthy() {
        making.note_own();
        let distance = making.view.now - at.as_millisecond();
        return Ok(Value::safe(escape(&language.distance(distance))));
    }
    let zone = option(tag, "timezone").and_then(|name| TimeZone::get(&name).ok());
    let at = at.to_zoned_datetime(zone.unwrap_or_else(|| making.zone.clone()));
    let pattern = option(tag, "format").unwrap_or_else(|| DEFAULT_PATTERN.into());
    // The names are CLDR's and the rest is the theme's own, so nothing here needs escaping.
    Ok(Value::safe(language.moment(&at, &pattern)))
}

/// `{{time published_at style="full"}}`: a date in the language's own order, inside a `time` element. With `day=true` the
/// element names the day alone, so that a page which shows today's date stays the same page until midnight.
fn time<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let Some(at) = moment(&tag.param(0)) else { return Ok(Value::Undefined) };
    let at = at.to_zoned_datetime(tag.state().zone.clone());
    let style = option(tag, "style").map_or(DateStyle::Full, |name| DateStyle::named(&name));
    let written = tag.state().language.date(&at, style);
    let machine = if tag.option("day").is_truthy() { at.date().to_string() } else { machine(&at) };
    Ok(Value::safe(format!("<time datetime=\"{machine}\">{}</time>", escape(&written))))
}

/// `{{decimal count}}`: a whole number in the language's figures.
fn decimal<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let number = tag.param(0).to_number();
    let shown = number.is_finite().then(|| tag.state().language.number(number as i64));
    Ok(shown.into())
}

fn machine(at: &ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn now(tag: &Tag<'_, '_>) -> Timestamp {
    tag.state().note_own();
    Timestamp::from_millisecond(tag.state().view.now).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A moment, in milliseconds UTC, as Ghost's answers and so its templates have it: `2026-11-24T11:00:00.000+01:00`.
pub(crate) fn moment_in(zone: &TimeZone, at: i64) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S.%3f%:z").to_string()
}

/// A moment as filters are given it.
pub(super) fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The moment a value names: a date, or a text as ISO 8601 writes one.
pub(super) fn moment(value: &Value<'_>) -> Option<Timestamp> {
    match value {
        Value::Date(at) => Timestamp::from_millisecond(*at).ok(),
        Value::Number(at) if at.is_finite() => Timestamp::from_millisecond(*at as i64).ok(),
        Value::Str(text) | Value::Safe(text) => {
            let text = text.trim();
            let day = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned_datetime(TimeZone::UTC).ok();
            text.parse().ok().or_else(|| day().map(|at| at.timestamp()))
        }
        _ => None,
    }
}
