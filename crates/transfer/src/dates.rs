//! Dates as feeds write them.

use jiff::fmt::temporal::{Pieces, PiecesOffset};

use crate::record::Moment;

/// A date of RFC 3339 (`2012-11-05T00:15:05.941+11:00`). `None` for everything else, for dates that do not
/// exist, and for years before 1 or after 9999.
pub(super) fn moment(text: &str) -> Option<Moment> {
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

#[cfg(test)]
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
}
