//! Dates as people write them into front matter.

use dateline_model::Zone;

use crate::dates::{local_moment, mail_moment, moment};
use crate::record::Moment;

/// Months by the first three letters of their English names.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Zones that are named by letters, with their offsets: those of RFC 2822 and of Europe's clocks.
const ZONES: [(&str, &str); 18] = [
    ("UTC", "+00:00"),
    ("GMT", "+00:00"),
    ("UT", "+00:00"),
    ("Z", "+00:00"),
    ("EST", "-05:00"),
    ("EDT", "-04:00"),
    ("CST", "-06:00"),
    ("CDT", "-05:00"),
    ("MST", "-07:00"),
    ("MDT", "-06:00"),
    ("PST", "-08:00"),
    ("PDT", "-07:00"),
    ("WET", "+00:00"),
    ("WEST", "+01:00"),
    ("BST", "+01:00"),
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("EEST", "+03:00"),
];

/// A date with or without hour and offset: `2014-09-09 13:30:00 +0200`, `Sep 9, 2014`, `Tue, 09 Sep 2014 13:30:00 GMT`. One
/// without an offset is by the clock of `zone`.
pub(super) fn any_moment(text: &str, zone: &Zone) -> Option<Moment> {
    let text = text.trim();
    if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Seconds since 1970, or thousandths of them.
        let number: i64 = text.parse().ok()?;
        let at = if text.len() <= 10 { number * 1_000 } else { number };
        return (text.len() <= 13).then_some(Moment { at, offset_seconds: 0 });
    }
    let dashed = text.replace('/', "-");
    if let Some(found) = moment(&dashed).or_else(|| local_moment(&dashed, zone)) {
        return Some(found);
    }
    numbers(&dashed, zone).or_else(|| mail_moment(text)).or_else(|| words(text, zone))
}

/// `2014-7-9 8:5 +0200`: a day in numbers, an hour, an offset.
fn numbers(text: &str, zone: &Zone) -> Option<Moment> {
    // `2014-07-09T13:30` is a day and an hour too.
    let text = match text.split_once('T') {
        Some((day, hour)) if day.ends_with(|c: char| c.is_ascii_digit()) => format!("{day} {hour}"),
        _ => text.to_owned(),
    };
    let mut parts = text.split_whitespace();
    let day = padded(parts.next()?)?;
    let rest: Vec<&str> = parts.collect();
    timed(&day, &rest, zone)
}

/// `Tuesday, September 9th, 2014 1:30 PM`, `9 Sep 2014`, `Tue Sep 09 2014 13:30:00 GMT+0200 (CEST)`.
fn words(text: &str, zone: &Zone) -> Option<Moment> {
    let text = text.split('(').next().unwrap_or_default().replace(',', " ");
    let (mut day, mut month, mut year) = (None, None, None);
    let mut rest = Vec::new();
    for part in text.split_whitespace() {
        let number = part.trim_end_matches("st").trim_end_matches("nd");
        let number = number.trim_end_matches("rd").trim_end_matches("th").trim_end_matches('.');
        let number: Option<u16> = number.parse().ok();
        let named = part.get(..3).and_then(|name| {
            let name = name.to_ascii_lowercase();
            MONTHS.iter().position(|known| *known == name).filter(|_| part.chars().all(char::is_alphabetic))
        });
        match (number, named) {
            (Some(number), _) if day.is_none() && (1..=31).contains(&number) => day = Some(number),
            (Some(number), _) if year.is_none() && (1_000..=9_999).contains(&number) => year = Some(number),
            (None, Some(named)) if month.is_none() => month = Some(named + 1),
            // The name of a day says nothing more, and `at` neither.
            _ if part.chars().all(char::is_lowercase) || month.is_none() && rest.is_empty() => {}
            _ => rest.push(part),
        }
    }
    let day = format!("{:04}-{:02}-{:02}", year?, month?, day?);
    timed(&day, &rest, zone)
}

/// A day with what follows it: an hour, AM or PM, an offset.
fn timed(day: &str, rest: &[&str], zone: &Zone) -> Option<Moment> {
    let Some((hour, rest)) = rest.split_first() else { return local_moment(day, zone) };
    // The offset may stand right behind the hour.
    let end = hour.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(hour.len());
    let (clock, joined) = hour.split_at(end);
    let mut more: Vec<&str> = Some(joined).filter(|joined| !joined.is_empty()).into_iter().collect();
    more.extend(rest);
    let half = more.first().map(|word| word.to_ascii_uppercase());
    let is_half = matches!(half.as_deref(), Some("AM" | "PM"));
    let clock = of_clock(clock, half.filter(|_| is_half).as_deref())?;
    let offset: String = more[usize::from(is_half)..].concat();
    let whole = format!("{day}T{clock}");
    if offset.is_empty() {
        return local_moment(&whole, zone);
    }
    moment(&format!("{whole}{}", offset_of(&offset)?))
}

/// `8:5:3.25` with its zeros and `1:30` of the afternoon as `13:30:00`.
fn of_clock(clock: &str, half: Option<&str>) -> Option<String> {
    let (clock, fraction) = clock.split_once('.').map_or((clock, ""), |(clock, fraction)| (clock, fraction));
    let mut numbers = clock.split(':').map(|part| part.parse::<u8>().ok());
    let hour = numbers.next()??;
    let (minute, second) = (numbers.next().unwrap_or(Some(0))?, numbers.next().unwrap_or(Some(0))?);
    let hour = match half {
        Some("PM") if hour < 12 => hour + 12,
        Some("AM") if hour == 12 => 0,
        _ => hour,
    };
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    (numbers.next().is_none() && hour < 24 && minute < 60 && second <= 60)
        .then(|| format!("{hour:02}:{minute:02}:{second:02}{fraction}"))
}

/// `+0200`, `+2`, `GMT+0200` and `CEST` as `+02:00`.
fn offset_of(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    if let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == upper) {
        return Some((*offset).to_owned());
    }
    let signed = upper.trim_start_matches("GMT").trim_start_matches("UTC");
    let sign = signed.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    let digits: String = signed[1..].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "00"),
        3 | 4 => digits.split_at(digits.len() - 2),
        _ => return None,
    };
    Some(format!("{sign}{hours:0>2}:{minutes}"))
}

/// `2017-2-5` with its zeros.
fn padded(day: &str) -> Option<String> {
    let mut parts = day.split('-');
    let numbers = [parts.next()?, parts.next()?, parts.next()?].map(|part| part.parse::<u16>().ok());
    let [Some(first), Some(month), Some(last)] = numbers else { return None };
    let is_day = parts.next().is_none() && first > 31;
    is_day.then(|| format!("{first:04}-{month:02}-{last:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let zone = Zone::named("Europe/Lisbon").unwrap_or_else(Zone::utc);
        let check =
            |text: &str, at: Option<i64>| assert_eq!(any_moment(text, &zone).map(|m| m.at), at, "{text}");
        for half_past_twelve in [
            "2014-07-09 13:30:00 +0200",
            "2014-07-09T13:30:00+02:00",
            "2014-07-09 12:30:00",
            "2014-07-09 12:30",
            "2014-07-09T12:30",
            "2014/7/9 12:30",
            "2014-07-09 11:30:00 UTC",
            "2014-07-09 07:30:00 EDT",
            "2014-07-09 13:30 CEST",
            "2014-07-09 13:30:00 +02:00",
            "2014-07-09 13:30:00+0200",
            "2014-07-09T11:30Z",
            "Wed, 09 Jul 2014 13:30:00 +0200",
            "Wed, 09 Jul 2014 11:30:00 GMT",
            "Wed Jul 09 2014 13:30:00 GMT+0200 (CEST)",
            "July 9, 2014 12:30 PM",
            "9th July 2014 at 12:30",
            "1404905400",
            "1404905400000",
        ] {
            check(half_past_twelve, Some(1_404_905_400_000));
        }
        for midnight in
            ["2014-07-09", "2014/07/09", "2014-7-9", "July 9, 2014", "9 Jul 2014", "Wednesday, 9 July 2014"]
        {
            check(midnight, Some(1_404_860_400_000));
        }
        for none in [
            "someday",
            "2014-02-30",
            "2014-07-09 25:99:00",
            "Last Modified",
            "git Created",
            "",
            "July",
            "31-12-2014 x",
            "2014-07-09 12:30 NOWHERE",
        ] {
            check(none, None);
        }
    }
}
