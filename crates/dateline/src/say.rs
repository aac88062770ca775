//! Words for the person at the terminal: data on stdout, everything else on stderr.

use std::io::Write;
use std::process::ExitCode;

use dateline_model::Millis;
use serde::Serialize;

/// Done, but the report should be read.
pub(crate) const READ_THE_REPORT: u8 = 1;
/// Nothing was done.
const NOTHING_DONE: u8 = 2;

/// Prints data. A reader that went away (a closed pipe) is no error.
pub(crate) fn data(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
}

/// Prints data as JSON.
pub(crate) fn json(value: &impl Serialize) {
    data(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// Prints rows in columns as wide as their widest cell.
pub(crate) fn table<const N: usize>(heads: [&str; N], rows: &[[String; N]]) {
    let mut widths = heads.map(|head| head.chars().count());
    let rows: Vec<[String; N]> = rows.iter().map(|row| row.each_ref().map(|cell| plain(cell))).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: Vec<&str>| {
        let padded: Vec<String> =
            cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        data(padded.join("  ").trim_end());
    };
    line(heads.to_vec());
    for row in &rows {
        line(row.iter().map(String::as_str).collect());
    }
}

/// Foreign text on one line of a terminal: without controls, which could move its cursor or change its colours,
/// and without the marks that turn the direction of what follows.
pub(crate) fn plain(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let lines = text.split_whitespace().collect::<Vec<_>>().join(" ");
    lines.chars().filter(|c| !c.is_control() && !turns(*c)).collect()
}

/// The beginning of a text, at most `chars` long.
pub(crate) fn beginning(text: &str, chars: usize) -> String {
    let plain = plain(text);
    match plain.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", plain[..end].trim_end()),
        None => plain,
    }
}

/// A moment as RFC 3339 writes it, to the second.
pub(crate) fn moment(at: Millis) -> String {
    let whole_seconds = jiff::Timestamp::from_second(at.div_euclid(1_000));
    whole_seconds.map_or_else(|_| at.to_string(), |moment| moment.to_string())
}

/// Tells a person how far something is, on a line that is written over by the next.
pub(crate) fn again(text: &str) {
    let _ = write!(std::io::stderr(), "\r\x1b[K{text}");
}

/// Tells a person something.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Says why nothing was done.
pub(crate) fn failed(why: &str) -> ExitCode {
    note(&format!("dateline: {why}"));
    ExitCode::from(NOTHING_DONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readers_name_cannot_move_the_cursor() {
        assert_eq!(plain("Ana\u{1b}[2J\nReis\u{202e}"), "Ana[2J Reis");
        assert_eq!(beginning("The bridge reopens", 10), "The bridge…");
        assert_eq!(beginning("The bridge", 10), "The bridge");
    }

    #[test]
    fn moments_are_printed_to_the_second() {
        assert_eq!(moment(1_795_514_400_123), "2026-11-24T10:00:00Z");
        assert_eq!(moment(i64::MAX), i64::MAX.to_string());
    }
}
