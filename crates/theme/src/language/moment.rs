//! Date patterns in Moment's letters, as Ghost themes write them.
//!
//! Source: the table of tokens in <https://momentjs.com/docs/#/displaying/format/>.

use std::fmt::Write as _;

use jiff::ZonedDateTime;

use super::{DateStyle, Language, is_english_alone};

/// Tokens, longer ones before their beginnings.
const TOKENS: [&str; 41] = [
    "YYYY", "YY", "MMMM", "MMM", "MM", "Mo", "M", "DDDD", "DDD", "DD", "Do", "D", "dddd", "ddd", "dd", "do",
    "d", "HH", "H", "hh", "h", "mm", "m", "ss", "s", "SSS", "A", "a", "ZZ", "Z", "X", "x", "LLLL", "LLL",
    "LTS", "LT", "LL", "L", "ll", "E", "Q",
];

impl Language {
    /// `at` written in `pattern`. Text in `[…]` and letters that mean nothing stay as they are.
    ///
    /// Beside a day the month is named as in a date, alone as it stands alone: in Russian these are two words.
    pub fn moment(&self, at: &ZonedDateTime, pattern: &str) -> String {
        let months = if pattern.contains('D') { &self.months_in_dates } else { &self.months };
        let mut out = String::with_capacity(pattern.len() + 16);
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            if first == '['
                && let Some(end) = rest.find(']')
            {
                out.push_str(&rest[1..end]);
                rest = &rest[end + 1..];
            } else if let Some(token) = TOKENS.iter().find(|token| rest.starts_with(**token)) {
                match *token {
                    "MMMM" => out.push_str(&months[month_of(at)]),
                    token => self.token(&mut out, at, token),
                }
                rest = &rest[token.len()..];
            } else {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        out
    }

    fn token(&self, out: &mut String, at: &ZonedDateTime, token: &str) {
        let month = month_of(at);
        let weekday = usize::from(at.weekday().to_sunday_zero_offset().unsigned_abs());
        let hour12 = match at.hour() % 12 {
            0 => 12,
            hour => hour,
        };
        // Writing to a string cannot fail.
        let _ = match token {
            "YYYY" => write!(out, "{:04}", at.year()),
            "YY" => write!(out, "{:02}", at.year().rem_euclid(100)),
            "MMM" => write!(out, "{}", self.short_months[month]),
            "MM" => write!(out, "{:02}", at.month()),
            "M" => write!(out, "{}", at.month()),
            "Mo" => write!(out, "{}", self.ordinal(at.month())),
            "DDDD" => write!(out, "{:03}", at.day_of_year()),
            "DDD" => write!(out, "{}", at.day_of_year()),
            "DD" => write!(out, "{:02}", at.day()),
            "Do" => write!(out, "{}", self.ordinal(at.day())),
            "D" => write!(out, "{}", at.day()),
            "dddd" => write!(out, "{}", self.weekdays[weekday]),
            "ddd" | "dd" => write!(out, "{}", self.short_weekdays[weekday]),
            "do" => write!(out, "{}", self.ordinal(weekday as i8)),
            "d" => write!(out, "{weekday}"),
            "E" => write!(out, "{}", at.weekday().to_monday_one_offset()),
            "Q" => write!(out, "{}", month / 3 + 1),
            "HH" => write!(out, "{:02}", at.hour()),
            "H" => write!(out, "{}", at.hour()),
            "hh" => write!(out, "{hour12:02}"),
            "h" => write!(out, "{hour12}"),
            "mm" => write!(out, "{:02}", at.minute()),
            "m" => write!(out, "{}", at.minute()),
            "ss" => write!(out, "{:02}", at.second()),
            "s" => write!(out, "{}", at.second()),
            "SSS" => write!(out, "{:03}", at.millisecond()),
            "A" => write!(out, "{}", if at.hour() < 12 { "AM" } else { "PM" }),
            "a" => write!(out, "{}", if at.hour() < 12 { "am" } else { "pm" }),
            "Z" => write!(out, "{}", offset(at, ":")),
            "ZZ" => write!(out, "{}", offset(at, "")),
            "X" => write!(out, "{}", at.timestamp().as_second()),
            "x" => write!(out, "{}", at.timestamp().as_millisecond()),
            "LT" => write!(out, "{}:{:02}", at.hour(), at.minute()),
            "LTS" => write!(out, "{}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
            "L" => write!(out, "{:02}/{:02}/{:04}", at.month(), at.day(), at.year()),
            "LL" => write!(out, "{}", self.as_moment(at, DateStyle::Long)),
            "LLL" => write!(out, "{} {}:{:02}", self.as_moment(at, DateStyle::Long), at.hour(), at.minute()),
            "LLLL" => write!(out, "{} {}:{:02}", self.as_moment(at, DateStyle::Full), at.hour(), at.minute()),
            _ => write!(out, "{}", self.as_moment(at, DateStyle::Medium)),
        };
    }

    /// A date in the language's own order, as Moment knows it: to it, English of no country is American.
    fn as_moment(&self, at: &ZonedDateTime, style: DateStyle) -> String {
        match style {
            _ if !is_english_alone(&self.locale) => self.date(at, style),
            DateStyle::Full => self.moment(at, "dddd, MMMM D, YYYY"),
            DateStyle::Long => self.moment(at, "MMMM D, YYYY"),
            DateStyle::Medium | DateStyle::Moment => self.moment(at, "MMM D, YYYY"),
        }
    }

    fn ordinal(&self, number: i8) -> String {
        match self.tag.split('-').next().unwrap_or_default() {
            "en" => {
                let ending = match (number % 10, number / 10) {
                    (_, 1) => "th",
                    (1, _) => "st",
                    (2, _) => "nd",
                    (3, _) => "rd",
                    _ => "th",
                };
                format!("{number}{ending}")
            }
            "fr" if number == 1 => "1er".into(),
            "fr" | "ja" => number.to_string(),
            "es" | "it" | "pt" => format!("{number}º"),
            _ => format!("{number}."),
        }
    }
}

/// Its month, counted from 0.
fn month_of(at: &ZonedDateTime) -> usize {
    usize::from(at.month().unsigned_abs()).saturating_sub(1)
}

fn offset(at: &ZonedDateTime, colon: &str) -> String {
    let seconds = at.offset().seconds();
    let minutes = seconds.abs() / 60;
    format!("{}{:02}{colon}{:02}", if seconds < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ghost_themes_date_patterns_are_understood() {
        let at =
            jiff::Timestamp::from_millisecond(1_795_514_400_000).unwrap().in_tz("Europe/Berlin").unwrap();
        let english = Language::new("en");
        for (pattern, expected) in [
            ("YYYY-MM-DD", "2026-11-24"),
            ("DD MMM YYYY", "24 Nov 2026"),
            ("dddd, MMMM Do YYYY", "Tuesday, November 24th 2026"),
            ("ddd, DD MMM YYYY HH:mm:ss ZZ", "Tue, 24 Nov 2026 11:00:00 +0100"),
            ("YYYY-MM-DDTHH:mm:ssZ", "2026-11-24T11:00:00+01:00"),
            ("h:mm a [o'clock]", "11:00 am o'clock"),
            ("ll", "Nov 24, 2026"),
            ("LL", "November 24, 2026"),
            ("LLLL", "Tuesday, November 24, 2026 11:00"),
            ("X", "1795514400"),
            ("[open", "[open"),
        ] {
            assert_eq!(english.moment(&at, pattern), expected, "{pattern}");
        }
        assert_eq!(Language::new("de").moment(&at, "D. MMMM YYYY"), "24. November 2026");
        assert_eq!(Language::new("ru").moment(&at, "D MMMM YYYY"), "24 ноября 2026");
        assert_eq!(Language::new("ru").moment(&at, "MMMM YYYY"), "ноябрь 2026");
    }
}
