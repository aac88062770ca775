//! Dates by CLDR's patterns, where the ready formatters do not say it right.

use icu::calendar::{Date, Gregorian};
use icu::datetime::fieldsets::YM;
use icu::datetime::fieldsets::enums::DateFieldSet;
use icu::datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu::locale::Locale;
use writeable::TryWriteable as _;

use super::{Formatter, day_of};

/// A pattern with the names that it needs.
pub(super) struct Pattern {
    names: FixedCalendarDateTimeNames<Gregorian, DateFieldSet>,
    pattern: DateTimePattern,
}

impl Pattern {
    fn new(locale: &Locale, pattern: DateTimePattern) -> Option<Self> {
        let mut names = FixedCalendarDateTimeNames::try_new(locale.into()).ok()?;
        names.include_for_pattern(&pattern).ok()?;
        Some(Self { names, pattern })
    }

    /// A month with its year. The ready formatter forgets to load the figures of Portuguese years.
    pub(super) fn of_months(locale: &Locale) -> Option<Self> {
        let formatter = Formatter::<Gregorian, YM>::try_new(locale.into(), YM::long()).ok()?;
        let pattern = formatter.format(&day_of(2026, 1, 1)?).pattern();
        Self::new(locale, pattern)
    }

    /// The months as they are named inside a date. The ready formatter names them as they stand alone.
    pub(super) fn month_names(locale: &Locale) -> [String; 12] {
        let pattern = "MMMM".parse().ok().and_then(|pattern| Self::new(locale, pattern));
        std::array::from_fn(|month| {
            let day = day_of(2026, month as u8 + 1, 1);
            pattern.as_ref().zip(day).map(|(pattern, day)| pattern.write(day)).unwrap_or_default()
        })
    }

    /// The date in this pattern.
    pub(super) fn write(&self, date: Date<Gregorian>) -> String {
        match self.names.with_pattern_unchecked(&self.pattern).format(&date).try_write_to_string() {
            Ok(text) | Err((_, text)) => text.into_owned(),
        }
    }
}
