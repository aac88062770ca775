//! Values as text, the way JavaScript writes them, but for moments.

use super::{Text, Value};

/// Lists within lists deeper than this print nothing more.
const LIST_DEPTH: u32 = 16;

impl<'a> Value<'a> {
    /// The value as a tag prints it: absent values are empty, lists are joined with commas, objects say so.
    pub fn to_text(&self) -> Text<'a> {
        match self {
            Self::Undefined | Self::Null => Text::Borrowed(""),
            Self::Bool(true) => Text::Borrowed("true"),
            Self::Bool(false) => Text::Borrowed("false"),
            Self::Number(number) => number_text(*number).into(),
            Self::Str(text) | Self::Safe(text) => text.clone(),
            Self::Object(_) => Text::Borrowed("[object Object]"),
            Self::Date(at) => date_text(*at).into(),
            Self::List(_) => {
                let mut out = String::new();
                join(self, &mut out, LIST_DEPTH);
                out.into()
            }
        }
    }
}

fn join(value: &Value<'_>, out: &mut String, depth: u32) {
    let Value::List(list) = value else {
        out.push_str(&value.to_text());
        return;
    };
    if depth == 0 {
        return;
    }
    for (at, element) in list.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        join(&element, out, depth - 1);
    }
}

/// JavaScript's `String(number)`.
fn number_text(number: f64) -> String {
    let size = number.abs();
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if size == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        format!("{number}")
    } else {
        let text = format!("{number:e}");
        if text.contains("e-") { text } else { text.replace('e', "e+") }
    }
}

/// The moment as interfaces that answer in JSON write it, which is how scripts and `datetime` attributes read one:
/// `2026-11-24T10:00:00.000+00:00`.
fn date_text(at: i64) -> String {
    let seconds = at.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days are counted in 400-year eras that begin on 1 March, so that a leap day ends its year.
    let from_era = days + 719_468;
    let (era, day_of_era) = (from_era.div_euclid(146_097), from_era.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}+00:00",
        second / 3600,
        second / 60 % 60,
        second % 60,
        at.rem_euclid(1000),
    )
}
