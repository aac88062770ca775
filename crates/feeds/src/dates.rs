//! Milliseconds UTC as feeds write them.

use jiff::Timestamp;

/// 0001-01-01T00:00:00Z and 9999-12-30T00:00:00Z: what four digits of a year can say.
const FIRST: i64 = -62_135_596_800_000;
const LAST: i64 = 253_402_128_000_000;

/// RFC 3339, with a fraction only where there is one. Times beyond the years 1 to 9999 become the nearest one in it.
pub(crate) fn rfc3339(milliseconds: i64) -> String {
    timestamp(milliseconds).to_string()
}

/// RFC 822 with a year of four digits, as RSS asks for it.
pub(crate) fn rfc822(milliseconds: i64) -> String {
    timestamp(milliseconds).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

fn timestamp(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds.clamp(FIRST, LAST)).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::{rfc822, rfc3339};

    #[test]
    fn a_date_is_written_for_atom_and_for_rss() {
        assert_eq!(rfc3339(1_800_000_000_000), "2027-01-15T08:00:00Z");
        assert_eq!(rfc3339(1_800_000_000_120), "2027-01-15T08:00:00.12Z");
        assert_eq!(rfc822(1_800_000_000_000), "Fri, 15 Jan 2027 08:00:00 +0000");
    }

    #[test]
    fn a_date_beyond_the_calendar_becomes_its_edge() {
        assert_eq!(rfc3339(i64::MIN), "0001-01-01T00:00:00Z");
        assert_eq!(rfc3339(i64::MAX), "9999-12-30T00:00:00Z");
        assert_eq!(rfc822(i64::MAX), "Thu, 30 Dec 9999 00:00:00 +0000");
    }
}
