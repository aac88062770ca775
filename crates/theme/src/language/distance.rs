//! How long ago: "3 days ago", as Moment rounds it and as CLDR says it; "a day ago" where Moment says one in words.

use std::fmt;

use icu::decimal::input::Decimal;
use icu::experimental::relativetime::{RelativeTimeFormatter, RelativeTimeFormatterOptions};
use icu::locale::Locale;

use super::Language;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// A twelfth of the mean Gregorian year, as Moment counts.
const MONTH: u64 = 2_629_746 * SECOND;
const YEAR: u64 = 12 * MONTH;

/// How a language says one of each unit, and a few seconds, where Moment has words for it: around what is past, around what is to
/// come, and seconds, a minute, an hour, a day, a month, a year.
/// Source: the locales of <https://momentjs.com/>.
const ONES: [(&str, [&str; 2], [&str; 6]); 8] = [
    ("en", ["{} ago", "in {}"], ["a few seconds", "a minute", "an hour", "a day", "a month", "a year"]),
    (
        "de",
        ["vor {}", "in {}"],
        ["ein paar Sekunden", "einer Minute", "einer Stunde", "einem Tag", "einem Monat", "einem Jahr"],
    ),
    ("es", ["hace {}", "en {}"], ["unos segundos", "un minuto", "una hora", "un día", "un mes", "un año"]),
    (
        "fr",
        ["il y a {}", "dans {}"],
        ["quelques secondes", "une minute", "une heure", "un jour", "un mois", "un an"],
    ),
    ("it", ["{} fa", "tra {}"], ["alcuni secondi", "un minuto", "un'ora", "un giorno", "un mese", "un anno"]),
    (
        "nl",
        ["{} geleden", "over {}"],
        ["een paar seconden", "één minuut", "één uur", "één dag", "één maand", "één jaar"],
    ),
    ("pt", ["há {}", "em {}"], ["segundos", "um minuto", "uma hora", "um dia", "um mês", "um ano"]),
    (
        "sv",
        ["för {} sedan", "om {}"],
        ["några sekunder", "en minut", "en timme", "en dag", "en månad", "ett år"],
    ),
];

/// A language's sentences for a distance in time, one for each unit.
#[derive(Default)]
pub(super) struct Distances([Option<RelativeTimeFormatter>; 6]);

impl Distances {
    pub(super) fn new(locale: &Locale) -> Self {
        let options = RelativeTimeFormatterOptions::default();
        Self([
            RelativeTimeFormatter::try_new_long_second(locale.into(), options).ok(),
            RelativeTimeFormatter::try_new_long_minute(locale.into(), options).ok(),
            RelativeTimeFormatter::try_new_long_hour(locale.into(), options).ok(),
            RelativeTimeFormatter::try_new_long_day(locale.into(), options).ok(),
            RelativeTimeFormatter::try_new_long_month(locale.into(), options).ok(),
            RelativeTimeFormatter::try_new_long_year(locale.into(), options).ok(),
        ])
    }
}

impl fmt::Debug for Distances {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Distances")
    }
}

impl Language {
    /// The time that has passed, in milliseconds; a negative one is still to come.
    pub fn distance(&self, passed: i64) -> String {
        let (unit, count) = rounded(passed.unsigned_abs());
        let ones = ONES.iter().find(|(language, ..)| *language == self.locale.id.language.as_str());
        if let Some((_, around, ones)) = ones.filter(|_| unit == 0 || count == 1) {
            return around[usize::from(passed < 0)].replace("{}", ones[unit]);
        }
        let count = count as i64 * if passed >= 0 { -1 } else { 1 };
        let distances = self.distances.get_or_init(|| Distances::new(&self.locale));
        match &distances.0[unit] {
            Some(formatter) => formatter.format(Decimal::from(count)).to_string(),
            None => count.unsigned_abs().to_string(),
        }
    }
}

/// The unit that a distance is told in, by its place, and how many of them. Source: the thresholds of
/// <https://momentjs.com/docs/#/displaying/fromnow/>.
fn rounded(distance: u64) -> (usize, u64) {
    let in_units = |unit: u64| ((distance + unit / 2) / unit).max(1);
    if in_units(SECOND) < 45 {
        (0, in_units(SECOND))
    } else if in_units(MINUTE) < 45 {
        (1, in_units(MINUTE))
    } else if in_units(HOUR) < 22 {
        (2, in_units(HOUR))
    } else if in_units(DAY) < 26 {
        (3, in_units(DAY))
    } else if in_units(MONTH) < 11 {
        (4, in_units(MONTH))
    } else {
        (5, in_units(YEAR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_told_in_the_nearest_unit() {
        let english = Language::new("en");
        for (passed, expected) in [
            (3 * DAY, "3 days ago"),
            (44 * SECOND, "a few seconds ago"),
            (45 * SECOND, "a minute ago"),
            (50 * MINUTE, "an hour ago"),
            (23 * HOUR, "a day ago"),
            (40 * DAY, "a month ago"),
            (80 * DAY, "3 months ago"),
            (340 * DAY, "a year ago"),
        ] {
            assert_eq!(english.distance(passed as i64), expected);
        }
        assert_eq!(english.distance(-(2 * HOUR as i64)), "in 2 hours");
        assert_eq!(english.distance(-(HOUR as i64)), "in an hour");
    }

    #[test]
    fn every_language_says_it_its_own_way() {
        assert_eq!(Language::new("de").distance(3 * DAY as i64), "vor 3 Tagen");
        assert_eq!(Language::new("de-AT").distance(DAY as i64), "vor einem Tag");
        assert_eq!(Language::new("sv").distance(340 * DAY as i64), "för ett år sedan");
        assert_eq!(Language::new("fi").distance(DAY as i64), "1 päivä sitten");
        assert_eq!(Language::new("ar").distance(2 * DAY as i64), "قبل يومين");
    }
}
