//! Date patterns in Moment's letters, as Ghost themes write them.
//!
//! Source: the table of tokens in <https://momentjs.com/docs/#/displaying/format/>.

use std::fmt::Write as _;

use jiff::ZonedDateTime;

use super::orders::{Orders, shortened};
use super::{DateStyle, Language};

/// Tokens, longer ones before their beginnings.
const TOKENS: [&str; 65] = [
    "YYYYY", "YYYY", "YY", "Y", "MMMM", "MMM", "MM", "Mo", "M", "DDDo", "DDDD", "DDD", "DD", "Do", "D",
    "dddd", "ddd", "dd", "do", "d", "HH", "H", "hh", "h", "kk", "k", "mm", "m", "ss", "s", "SSS", "SS", "S",
    "A", "a", "ZZ", "Z", "X", "x", "LLLL", "LLL", "LTS", "LT", "LL", "L", "llll", "lll", "ll", "l", "E", "e",
    "Qo", "Q", "GGGG", "GG", "gggg", "gg", "WW", "Wo", "W", "ww", "wo", "w", "zz", "z",
];

/// How `{{date}}` writes a moment when the theme asks for no form at all.
const ISO: &str = "YYYY-MM-DDTHH:mm:ssZ";

/// The longest token that `pattern` begins with.
fn token_at(pattern: &str) -> Option<&'static str> {
    let first = pattern.bytes().next()?;
    TOKENS.into_iter().find(|token| token.as_bytes()[0] == first && pattern.starts_with(token))
}

impl Language {
    /// `at` written in `pattern`. Text in `[…]` and letters that mean nothing stay as they are.
    ///
    /// After a day the month is named as in a date, else as it stands alone: in Russian these are two words. Figures
    /// are the language's where the pattern has a name in it; dates of figures alone are for machines, too.
    pub fn moment(&self, at: &ZonedDateTime, pattern: &str) -> String {
        if pattern.is_empty() {
            let written = self.moment(at, ISO);
            return written.strip_suffix("+00:00").map_or(written.clone(), |bare| format!("{bare}Z"));
        }
        let mut out = String::with_capacity(pattern.len() + 16);
        self.write_moment(&mut out, at, pattern);
        let named = ["MMM", "ddd", "L", "ll"].iter().any(|token| pattern.contains(token));
        if named && self.has_own_figures() { self.figures(&out) } else { out }
    }

    fn write_moment(&self, out: &mut String, at: &ZonedDateTime, pattern: &str) {
        // A month is named as in a date where a day stands before it; in Lithuanian also where one follows.
        let mut after_day = self.tag.starts_with("lt") && pattern.contains('D');
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            if first == '['
                && let Some(end) = rest.find(']')
            {
                out.push_str(&rest[1..end]);
                rest = &rest[end + 1..];
            } else if first == '\\' {
                // Moment drops the bar and reads on.
                rest = &rest[1..];
            } else if let Some(token) = token_at(rest) {
                let (long, short) = if after_day {
                    (&self.months_in_dates, &self.short_months_in_dates)
                } else {
                    (&self.months, &self.short_months)
                };
                match token {
                    "MMMM" => out.push_str(&long[month_of(at)]),
                    "MMM" => out.push_str(&short[month_of(at)]),
                    token => self.token(out, at, token),
                }
                after_day |= matches!(token, "D" | "DD" | "Do");
                rest = &rest[token.len()..];
            } else {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
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
            "YYYYY" => write!(out, "{:05}", at.year()),
            "YYYY" => write!(out, "{:04}", at.year()),
            "YY" => write!(out, "{:02}", at.year().rem_euclid(100)),
            "Y" => write!(out, "{}", at.year()),
            "MM" => write!(out, "{:02}", at.month()),
            "M" => write!(out, "{}", at.month()),
            "Mo" => write!(out, "{}", self.ordinal(at.month().into())),
            "DDDo" => write!(out, "{}", self.ordinal(at.day_of_year())),
            "DDDD" => write!(out, "{:03}", at.day_of_year()),
            "DDD" => write!(out, "{}", at.day_of_year()),
            "DD" => write!(out, "{:02}", at.day()),
            "Do" => write!(out, "{}", self.ordinal(at.day().into())),
            "D" => write!(out, "{}", at.day()),
            "dddd" => write!(out, "{}", self.weekdays[weekday]),
            "ddd" => write!(out, "{}", self.short_weekdays[weekday]),
            "dd" => write!(out, "{}", self.shortest_weekday(weekday)),
            "do" => write!(out, "{}", self.ordinal(weekday as i16)),
            "d" => write!(out, "{weekday}"),
            "E" => write!(out, "{}", at.weekday().to_monday_one_offset()),
            "Q" => write!(out, "{}", month / 3 + 1),
            "Qo" => write!(out, "{}", self.ordinal(month as i16 / 3 + 1)),
            "HH" => write!(out, "{:02}", at.hour()),
            "H" => write!(out, "{}", at.hour()),
            "hh" => write!(out, "{hour12:02}"),
            "h" => write!(out, "{hour12}"),
            "kk" => write!(out, "{:02}", if at.hour() == 0 { 24 } else { at.hour() }),
            "k" => write!(out, "{}", if at.hour() == 0 { 24 } else { at.hour() }),
            "mm" => write!(out, "{:02}", at.minute()),
            "m" => write!(out, "{}", at.minute()),
            "ss" => write!(out, "{:02}", at.second()),
            "s" => write!(out, "{}", at.second()),
            "SSS" => write!(out, "{:03}", at.millisecond()),
            "SS" => write!(out, "{:02}", at.millisecond() / 10),
            "S" => write!(out, "{}", at.millisecond() / 100),
            "A" => write!(out, "{}", self.half_day(at, true)),
            "a" => write!(out, "{}", self.half_day(at, false)),
            "Z" => write!(out, "{}", offset(at, ":")),
            "ZZ" => write!(out, "{}", offset(at, "")),
            "z" | "zz" => write!(out, "{}", at.strftime("%Z")),
            "X" => write!(out, "{}", at.timestamp().as_second()),
            "x" => write!(out, "{}", at.timestamp().as_millisecond()),
            token if token.starts_with(['L', 'l']) => {
                self.in_order(out, at, token);
                Ok(())
            }
            token => {
                self.week(out, at, token);
                Ok(())
            }
        };
    }

    /// `L` to `LLLL`, `l` to `llll`, `LT` and `LTS`: the language's own order.
    fn in_order(&self, out: &mut String, at: &ZonedDateTime, token: &str) {
        let Some(orders) = Orders::of(&self.tag) else {
            let style = match token {
                "LLLL" | "llll" => DateStyle::Full,
                "LL" | "LLL" => DateStyle::Long,
                _ => DateStyle::Medium,
            };
            if !token.starts_with("LT") {
                out.push_str(&self.date(at, style));
            }
            if matches!(token, "LLL" | "LLLL" | "lll" | "llll" | "LT" | "LTS") {
                self.write_moment(out, at, if token == "LT" { "HH:mm" } else { " HH:mm" });
            }
            return;
        };
        let pattern = match token {
            "L" | "l" => orders.short.to_owned(),
            "LL" | "ll" => orders.long.to_owned(),
            "LLL" | "lll" => orders.with_time(),
            "LT" => orders.time.to_owned(),
            "LTS" => orders.time.replace("mm", if orders.time.contains('.') { "mm.ss" } else { "mm:ss" }),
            _ => orders.full(),
        };
        let small = token.starts_with('l');
        self.write_moment(out, at, &if small { shortened(&pattern) } else { pattern });
    }

    /// Tokens of weeks: by ISO 8601, or as the United States count them.
    fn week(&self, out: &mut String, at: &ZonedDateTime, token: &str) {
        let iso = at.date().iso_week_date();
        let american = Orders::of(&self.tag).is_some_and(|orders| orders.short == "MM/DD/YYYY");
        let sunday = at.weekday().to_sunday_zero_offset();
        let week = if american {
            // The week that holds 1 January is the first; it begins on a Sunday.
            let first = at.date().first_of_year().weekday().to_sunday_zero_offset();
            let week = (i16::from(first) + at.day_of_year() - 1) / 7 + 1;
            let rest = at.date().days_in_year() - at.day_of_year();
            if rest < i16::from(6 - sunday) + 1 && i16::from(sunday) + rest < 6 { 1 } else { week }
        } else {
            i16::from(iso.week())
        };
        // Writing to a string cannot fail.
        let _ = match token {
            "GGGG" | "gggg" => write!(out, "{:04}", iso.year()),
            "GG" | "gg" => write!(out, "{:02}", iso.year().rem_euclid(100)),
            "W" => write!(out, "{}", iso.week()),
            "WW" => write!(out, "{:02}", iso.week()),
            "Wo" => write!(out, "{}", self.ordinal(iso.week().into())),
            "w" => write!(out, "{week}"),
            "ww" => write!(out, "{week:02}"),
            "wo" => write!(out, "{}", self.ordinal(week)),
            _ if american => write!(out, "{sunday}"),
            _ => write!(out, "{}", at.weekday().to_monday_zero_offset()),
        };
    }

    /// The two letters of a calendar's head, or the one sign that makes the difference.
    fn shortest_weekday(&self, weekday: usize) -> String {
        let short = &self.short_weekdays[weekday];
        let latin = short.chars().next().is_some_and(|first| first < '\u{530}');
        if latin { short.chars().take(2).collect() } else { short.chars().last().into_iter().collect() }
    }

    fn half_day(&self, at: &ZonedDateTime, large: bool) -> &'static str {
        let names = match self.tag.split('-').next().unwrap_or_default() {
            "ja" => ["午前", "午後"],
            "ko" => ["오전", "오후"],
            "zh" => ["上午", "下午"],
            "ar" => ["ص", "م"],
            "hu" if large => ["DE", "DU"],
            "hu" => ["de", "du"],
            "tr" if large => ["ÖÖ", "ÖS"],
            "tr" => ["öö", "ös"],
            "el" if large => ["ΠΜ", "ΜΜ"],
            "el" => ["πμ", "μμ"],
            _ if large => ["AM", "PM"],
            _ => ["am", "pm"],
        };
        names[usize::from(at.hour() >= 12)]
    }

    fn ordinal(&self, number: i16) -> String {
        let english = |number: i16| match (number % 10, number % 100 / 10) {
            (_, 1) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        let dutch = |number: i16| if matches!(number, 1 | 8 | 20..) { "ste" } else { "de" };
        let ending = match self.tag.split('-').next().unwrap_or_default() {
            "en" => english(number),
            "fr" if number == 1 => "er",
            "fr" | "tr" | "id" | "ms" | "vi" | "th" | "ro" | "he" | "ar" | "hi" | "ur" => "",
            "es" | "it" | "pt" | "gl" => "º",
            "nl" | "af" => dutch(number),
            "sv" if matches!(number % 10, 1 | 2) && number / 10 != 1 => ":a",
            "sv" => ":e",
            "ru" | "uk" => "-го",
            "el" => "η",
            "ja" | "zh" => "日",
            "ko" => "일",
            _ => ".",
        };
        format!("{number}{ending}")
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
            ("LLLL", "Tuesday, November 24, 2026 11:00 AM"),
            ("L l lll LT LTS", "11/24/2026 11/24/2026 Nov 24, 2026 11:00 AM 11:00 AM 11:00:00 AM"),
            ("dd e E Qo W w gggg k z", "Tu 2 2 4th 48 48 2026 11 CET"),
            ("SSS SS S YYYYY DDDo", "000 00 0 02026 328th"),
            ("", "2026-11-24T11:00:00+01:00"),
            ("X", "1795514400"),
            ("[on", "[on"),
        ] {
            assert_eq!(english.moment(&at, pattern), expected, "{pattern}");
        }
        assert_eq!(Language::new("de").moment(&at, "D. MMMM YYYY"), "24. November 2026");
        assert_eq!(Language::new("ru").moment(&at, "D MMMM YYYY"), "24 ноября 2026");
        assert_eq!(Language::new("ru").moment(&at, "MMMM YYYY"), "ноябрь 2026");
        for (tag, expected) in [
            ("de", "24.11.2026|24. November 2026 11:00|Dienstag, 24. November 2026 11:00|24."),
            ("fr", "24/11/2026|24 novembre 2026 11:00|mardi 24 novembre 2026 11:00|24"),
            (
                "pt-BR",
                "24/11/2026|24 de novembro de 2026 às 11:00|terça-feira, 24 de novembro de 2026 às 11:00|24º",
            ),
            ("nl", "24-11-2026|24 november 2026 11:00|dinsdag 24 november 2026 11:00|24ste"),
            ("ja", "2026/11/24|2026年11月24日 11:00|2026年11月24日 火曜日 11:00|24日"),
            ("hu", "2026.11.24.|2026. november 24. 11:00|2026. november 24., kedd 11:00|24."),
            ("xx", "11/24/2026|November 24, 2026 11:00 AM|Tuesday, November 24, 2026 11:00 AM|24th"),
        ] {
            assert_eq!(Language::new(tag).moment(&at, "L|LLL|LLLL|Do"), expected, "{tag}");
        }
        assert_eq!(Language::new("fa").moment(&at, "LL"), "۲۴ نوامبر ۲۰۲۶");
        assert_eq!(Language::new("ru").moment(&at, "MMMM D"), "ноябрь 24");
        assert_eq!(Language::new("lt").moment(&at, "LL"), "2026 m. lapkričio 24 d.");
        for (tag, expected) in [
            ("en-GB", "24 Nov 2026|Tue|Nov|AM"),
            ("de", "24 Nov. 2026|Di.|Nov.|AM"),
            ("pt-BR", "24 nov 2026|ter|nov|AM"),
            ("bg", "24 ное 2026|вто|ное|AM"),
            ("fr", "24 nov. 2026|mar.|nov.|AM"),
            ("tr", "24 Kas 2026|Sal|Kas|ÖÖ"),
        ] {
            assert_eq!(Language::new(tag).moment(&at, "D MMM YYYY|ddd|MMM|A"), expected, "{tag}");
        }
        let may = "2026-05-09T12:00:00Z".parse::<jiff::Timestamp>().unwrap().in_tz("UTC").unwrap();
        assert_eq!(Language::new("ru").moment(&may, "D MMM"), "9 мая");
        assert_eq!(Language::new("ru").moment(&may, "MMM YYYY"), "май 2026");
        assert_eq!(Language::new("en-GB").moment(&may, "[Sep] MMM"), "Sep May");
        assert_eq!(Language::new("fa").moment(&at, "YYYY-MM-DD"), "2026-11-24");
    }
}
