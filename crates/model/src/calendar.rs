//! Dates as a site's readers see them: the day a story came out depends on the site's time zone.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::clock::Millis;

/// A site's time zone.
#[derive(Debug, Clone)]
pub struct Zone(TimeZone);

/// A day in a site's own calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDate {
    /// Year, such as 2012.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month, 1 to 31.
    pub day: i8,
}

/// A year, a month or a day in a site's own calendar: what an archive lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// A whole year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
    /// One day.
    Day(i16, i8, i8),
}

impl Zone {
    /// The zone called `name` in the IANA database (`Europe/Lisbon`), or a fixed offset such as `+02:00`
    /// or `GMT+2`. `None` for a name that nobody knows.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        if let Ok(zone) = TimeZone::get(name) {
            return Some(Self(zone));
        }
        let digits = name.strip_prefix("GMT").or_else(|| name.strip_prefix("UTC")).unwrap_or(name);
        let (sign, rest) = match digits.as_bytes().first()? {
            b'+' => (1, &digits[1..]),
            b'-' => (-1, &digits[1..]),
            _ => return None,
        };
        let (hours, minutes) = match rest.split_once(':') {
            Some((h, m)) => (h.parse::<i32>().ok()?, m.parse::<i32>().ok()?),
            None if rest.len() == 4 => (rest.get(..2)?.parse().ok()?, rest.get(2..)?.parse().ok()?),
            None => (rest.parse().ok()?, 0),
        };
        if !(0..=18).contains(&hours) || !(0..60).contains(&minutes) {
            return None;
        }
        let offset = jiff::tz::Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok()?;
        Some(Self(TimeZone::fixed(offset)))
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone for date formatting.
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// The day that `at` falls on here. Moments beyond the calendar (years −9999 to 9999) count as its ends.
    pub fn date_of(&self, at: Millis) -> LocalDate {
        let edge = if at < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let date = self.0.to_datetime(Timestamp::from_millisecond(at).unwrap_or(edge)).date();
        LocalDate { year: date.year(), month: date.month(), day: date.day() }
    }

    /// The day here that `at` belongs to: its first moment, and that of the next. The calendar's last day does not end.
    pub fn day_of(&self, at: Millis) -> (Millis, Millis) {
        let LocalDate { year, month, day } = self.date_of(at);
        self.span_of(Period::Day(year, month, day)).unwrap_or((0, Millis::MAX))
    }

    /// The first moment of `date` here.
    fn start_of(&self, date: Date) -> Millis {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        // `compatible` moves a midnight that a clock change skips to the first moment that exists.
        let zoned = self.0.to_ambiguous_timestamp(midnight).compatible();
        zoned.map_or(Millis::MAX, Timestamp::as_millisecond)
    }

    /// The moments of `period` here: from the first, up to but without the second. `None` for dates that
    /// do not exist, such as 2012-02-30.
    pub fn span_of(&self, period: Period) -> Option<(Millis, Millis)> {
        let (first, next) = match period {
            Period::Year(y) => (Date::new(y, 1, 1).ok()?, Date::new(y.checked_add(1)?, 1, 1).ok()?),
            Period::Month(y, 12) => (Date::new(y, 12, 1).ok()?, Date::new(y.checked_add(1)?, 1, 1).ok()?),
            Period::Month(y, m) => (Date::new(y, m, 1).ok()?, Date::new(y, m + 1, 1).ok()?),
            Period::Day(y, m, d) => {
                let day = Date::new(y, m, d).ok()?;
                (day, day.tomorrow().ok()?)
            }
        };
        Some((self.start_of(first), self.start_of(next)))
    }
}

impl LocalDate {
    /// The year, the month and the day that hold this date.
    pub fn periods(self) -> [Period; 3] {
        let Self { year, month, day } = self;
        [Period::Year(year), Period::Month(year, month), Period::Day(year, month, day)]
    }
}

impl Period {
    /// The period as a number that sorts by time among its own kind: 2012, 201203 or 20120329.
    pub fn number(self) -> i64 {
        match self {
            Self::Year(y) => i64::from(y),
            Self::Month(y, m) => i64::from(y) * 100 + i64::from(m),
            Self::Day(y, m, d) => (i64::from(y) * 100 + i64::from(m)) * 100 + i64::from(d),
        }
    }

    /// 0 for years, 1 for months, 2 for days.
    pub fn grain(self) -> i64 {
        match self {
            Self::Year(_) => 0,
            Self::Month(..) => 1,
            Self::Day(..) => 2,
        }
    }

    /// The period that [`Self::number`] and [`Self::grain`] came from.
    pub fn from_number(grain: i64, number: i64) -> Self {
        match grain {
            0 => Self::Year(number as i16),
            1 => Self::Month((number / 100) as i16, (number % 100) as i8),
            _ => Self::Day((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_story_is_the_day_in_the_newsroom() {
        let late_evening_utc = 1_333_058_400_000; // 2012-03-29T22:00:00Z
        let at = |zone: &str| Zone::named(zone).unwrap().date_of(late_evening_utc);
        assert_eq!(at("UTC"), LocalDate { year: 2012, month: 3, day: 29 });
        assert_eq!(at("Asia/Tokyo"), LocalDate { year: 2012, month: 3, day: 30 });
        assert_eq!(at("GMT+2"), LocalDate { year: 2012, month: 3, day: 30 });
        assert!(Zone::named("Mars/Olympus").is_none());
    }

    #[test]
    fn a_month_runs_from_midnight_to_midnight_in_the_newsroom() {
        let zone = Zone::named("Europe/Lisbon").unwrap();
        let (from, to) = zone.span_of(Period::Month(2012, 3)).unwrap();
        // Portugal moved to summer time on 25 March 2012, so this month is an hour short.
        assert_eq!((from, to), (1_330_560_000_000, 1_333_234_800_000));
        assert_eq!(zone.span_of(Period::Day(2012, 2, 30)), None);
        assert_eq!(zone.span_of(Period::Month(2012, 13)), None);
        // The day on which the clocks went forward had 23 hours.
        let (midnight, next) = zone.day_of(1_332_680_400_000);
        assert_eq!((midnight, next - midnight), (1_332_633_600_000, 23 * 3_600_000));
    }

    #[test]
    fn a_period_survives_being_a_number() {
        for period in (LocalDate { year: 2012, month: 3, day: 29 }).periods() {
            assert_eq!(Period::from_number(period.grain(), period.number()), period);
        }
    }
}
