//! Dates as other systems write them.

use jiff::fmt::temporal::{Pieces, PiecesOffset};

use crate::record::Moment;
use dateline_model::Zone;

/// A date of RFC 3339 (`2012-11-05T00:15:05.941+11:00`). `None` for everything else, for dates that do not
/// exist, and for years before 1 or after 9999.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let pieces = Pieces::parse(text).ok()?;
    let date = pieces.date();
    if date.year() < 1 {
        return None;
    }
    let offset = match pieces.offset()? {
        PiecesOffset::Zulu => jiff::tz::Offset::UTC,
        PiecesOffset::Numeric(numeric) => numeric.offset(),
        _ => return None,
    };
    let time = pieces.time()?;
    let timestamp = offset.to_timestamp(date.to_datetime(time)).ok()?;
    Some(Moment { at: timestamp.as_millisecond(), offset_seconds: offset.seconds() })
}

/// A date as databases write it, in UTC: `2008-01-11 20:23:05`, also with `T` between, fractions and a `Z`, or
/// the day alone. `None` for dates that do not exist, such as the `0000-00-00 00:00:00` of drafts.
pub(crate) fn utc_moment(text: &str) -> Option<Moment> {
    moment(text).or_else(|| local_moment(text, &Zone::utc()))
}

/// The same for a clock on the wall in `zone`.
pub(crate) fn local_moment(text: &str, zone: &Zone) -> Option<Moment> {
    let text = text.trim();
    let pieces = Pieces::parse(text).ok()?;
    let (date, time) = (pieces.date(), pieces.time().unwrap_or(jiff::civil::Time::midnight()));
    if date.year() < 1 || pieces.offset().is_some() {
        return None;
    }
    let ambiguous = zone.time_zone().to_ambiguous_timestamp(date.to_datetime(time));
    let timestamp = ambiguous.compatible().ok()?;
    let offset_seconds = zone.time_zone().to_offset(timestamp).seconds();
    Some(Moment { at: timestamp.as_millisecond(), offset_seconds })
}

/// A date of RFC 2822, as RSS has it: `Fri, 11 Jan 2008 20:23:05 +0000`.
pub(crate) fn mail_moment(text: &str) -> Option<Moment> {
    let zoned = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
    (zoned.year() >= 1)
        .then(|| Moment { at: zoned.timestamp().as_millisecond(), offset_seconds: zoned.offset().seconds() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_the_offset_it_was_written_with() {
        let check = |text: &str, expected: Option<(i64, i32)>| {
            assert_eq!(moment(text).map(|m| (m.at, m.offset_seconds)), expected, "{text}");
        };
        check("1970-01-01T01:00:00.250+01:00", Some((250, 3600)));
        check("2024-03-05T09:30:00Z", Some((1_709_631_000_000, 0)));
        check("2024-03-05T09:30:00.000-00:00", Some((1_709_631_000_000, 0)));
        check("1969-12-31T23:59:59.999Z", Some((-1, 0)));
        check("9999-12-30T00:00:00Z", Some((253_402_128_000_000, 0)));
        check("0000-01-01T00:00:00Z", None);
        check("2024-02-30T10:00:00.000Z", None);
        check("2024-03-05", None);
        check("2024-03-05T09:30:00", None);
        check("a Tuesday in spring", None);
        check("", None);
    }

    #[test]
    fn databases_and_feeds_write_dates_in_their_own_ways() {
        let at = |moment: Option<Moment>| moment.map(|m| (m.at, m.offset_seconds));
        assert_eq!(at(utc_moment("2008-01-11 20:23:05")), Some((1_200_082_985_000, 0)));
        assert_eq!(at(utc_moment("2008-01-11T20:23:05.000Z")), Some((1_200_082_985_000, 0)));
        assert_eq!(at(utc_moment("2008-01-11")), Some((1_200_009_600_000, 0)));
        assert_eq!(at(utc_moment("0000-00-00 00:00:00")), None);
        assert_eq!(at(utc_moment("-0001-11-30 00:00:00")), None);
        assert_eq!(at(utc_moment("2008-02-30 20:23:05")), None);
        let lisbon = Zone::named("Europe/Lisbon").unwrap();
        assert_eq!(at(local_moment("2008-07-11 20:23:05", &lisbon)), Some((1_215_804_185_000, 3600)));
        assert_eq!(at(mail_moment("Fri, 11 Jan 2008 20:23:05 +0000")), Some((1_200_082_985_000, 0)));
        assert_eq!(at(mail_moment("yesterday")), None);
    }
}
