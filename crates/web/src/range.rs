//! Parts of a file: how players seek and interrupted downloads go on (RFC 9110, section 14).

use http::{HeaderMap, header};

use crate::conditional::{Validators, parse_date};

/// Which bytes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of them: 200.
    Whole,
    /// From `first` to `last`, both included: 206.
    Part {
        /// The first byte, from 0.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// None that the file has: 416.
    Nothing,
}

/// What the `Range` of a request for a file of `length` bytes wants.
///
/// One range is served; several at once, which only serve to make a server work, get the whole file, as the RFC
/// allows. `If-Range` with another version gets the whole file too.
pub fn wanted(headers: &HeaderMap, length: u64, validators: &Validators) -> Wanted {
    let mut lines = headers.get_all(header::RANGE).iter();
    let (Some(line), None) = (lines.next(), lines.next()) else { return Wanted::Whole };
    let spec = line.to_str().ok().and_then(|line| line.strip_prefix("bytes="));
    let Some((first, last)) = spec.and_then(|spec| spec.trim().split_once('-')) else { return Wanted::Whole };
    if headers.get(header::IF_RANGE).is_some_and(|known| !is_this_version(known.as_bytes(), validators)) {
        return Wanted::Whole;
    }
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than a number has room for are a position beyond any file.
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => Wanted::Whole,
        (Some(first), _) if first >= length && (last.is_empty() || number(last).is_some()) => Wanted::Nothing,
        (Some(first), Some(last)) => Wanted::Part { first, last: last.min(length - 1) },
        (Some(first), None) if last.is_empty() => Wanted::Part { first, last: length - 1 },
        (None, Some(0)) if first.is_empty() => Wanted::Nothing,
        (None, Some(_)) if first.is_empty() && length == 0 => Wanted::Nothing,
        (None, Some(tail)) if first.is_empty() => {
            Wanted::Part { first: length.saturating_sub(tail), last: length - 1 }
        }
        _ => Wanted::Whole,
    }
}

/// The strong comparison that `If-Range` asks for; a date counts when it is exactly ours.
fn is_this_version(known: &[u8], validators: &Validators) -> bool {
    let Ok(known) = std::str::from_utf8(known) else { return false };
    if known.starts_with('"') || known.starts_with("W/") {
        return known == validators.etag.as_str();
    }
    let ours = validators.last_modified.map(|millis| millis.div_euclid(1000));
    parse_date(known).map(|millis| millis.div_euclid(1000)).is_some_and(|date| Some(date) == ours)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::conditional::EntityTag;

    /// 2026-11-24T18:20:00Z
    const EVENING: i64 = 1_795_544_400_000;

    fn ask(range: &str, if_range: Option<&str>, length: u64) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(known) = if_range {
            headers.insert(header::IF_RANGE, known.parse().unwrap());
        }
        let validators = Validators { etag: EntityTag::of_file(17, length), last_modified: Some(EVENING) };
        wanted(&headers, length, &validators)
    }

    fn check(range: &str, expected: Wanted) {
        assert_eq!(ask(range, None, 100), expected, "{range}");
    }

    #[test]
    fn a_player_gets_the_part_it_asks_for() {
        check("bytes=0-9", Wanted::Part { first: 0, last: 9 });
        check("bytes=90-", Wanted::Part { first: 90, last: 99 });
        check("bytes=-10", Wanted::Part { first: 90, last: 99 });
        check("bytes=-1000", Wanted::Part { first: 0, last: 99 });
        check("bytes=99-99", Wanted::Part { first: 99, last: 99 });
        check("bytes=50-99999999999999999999999", Wanted::Part { first: 50, last: 99 });
    }

    #[test]
    fn a_part_beyond_the_end_is_none() {
        check("bytes=100-", Wanted::Nothing);
        check("bytes=100-200", Wanted::Nothing);
        check("bytes=99999999999999999999999-", Wanted::Nothing);
        check("bytes=-0", Wanted::Nothing);
        assert_eq!(ask("bytes=-5", None, 0), Wanted::Nothing);
        assert_eq!(ask("bytes=0-", None, 0), Wanted::Nothing);
    }

    #[test]
    fn what_is_no_single_part_gets_the_whole_file() {
        for range in
            ["bytes=0-1,5-9", "bytes=", "bytes=-", "bytes=9-1", "bytes=a-b", "lines=0-9", "bytes=1-+9", ""]
        {
            check(range, Wanted::Whole);
        }
    }

    #[test]
    fn a_download_goes_on_only_with_the_version_it_began_with() {
        let part = Wanted::Part { first: 0, last: 9 };
        let tag = EntityTag::of_file(17, 100);
        assert_eq!(ask("bytes=0-9", Some(tag.as_str()), 100), part);
        assert_eq!(ask("bytes=0-9", Some(&format!("W/{}", tag.as_str())), 100), Wanted::Whole);
        assert_eq!(ask("bytes=0-9", Some("\"old\""), 100), Wanted::Whole);
        assert_eq!(ask("bytes=0-9", Some("Tue, 24 Nov 2026 18:20:00 GMT"), 100), part);
        assert_eq!(ask("bytes=0-9", Some("Tue, 24 Nov 2026 18:20:01 GMT"), 100), Wanted::Whole);
    }

    proptest! {
        #[test]
        fn a_part_always_lies_inside_the_file(range in "(bytes=)?[0-9,\\- ]{0,24}", length in 0_u64..300) {
            if let Ok(value) = range.parse::<http::HeaderValue>() {
                let headers = HeaderMap::from_iter([(header::RANGE, value)]);
                let validators = Validators { etag: EntityTag::of_file(1, length), last_modified: None };
                if let Wanted::Part { first, last } = wanted(&headers, length, &validators) {
                    prop_assert!(first <= last && last < length);
                }
            }
        }
    }
}
