//! Reading a mail's parts, as far as a test needs it: RFC 2045's two encodings and the parts of a multipart.

use data_encoding::BASE64;

/// The text of the first part whose type begins so, decoded; empty when there is none.
pub(crate) fn part(mail: &str, media_type: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap_or((mail, ""));
    let kind = field(head, "content-type");
    if kind.starts_with("multipart/") {
        let boundary = kind.split_once("boundary=").map_or("", |(_, rest)| rest.trim());
        let boundary = boundary.split(';').next().unwrap_or_default().trim_matches('"');
        let line = format!("--{boundary}");
        let parts = body.split(&line).skip(1);
        let mut parts = parts.map(|inner| part(inner.trim_start_matches("\r\n"), media_type));
        return parts.find(|inner| !inner.is_empty()).unwrap_or_default();
    }
    if !kind.starts_with(media_type) {
        return String::new();
    }
    match field(head, "content-transfer-encoding").to_ascii_lowercase().as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body),
        _ => body.trim_end().to_owned(),
    }
}

/// The value of a header, its folded lines joined; empty when it is not there.
pub(crate) fn field(head: &str, name: &str) -> String {
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let mut lines = unfolded.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// A header's encoded words (RFC 2047) as text.
pub(crate) fn words(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?") {
        // Blanks between two encoded words are none.
        if !before.trim().is_empty() {
            text.push_str(before);
        }
        let mut parts = after.splitn(3, '?');
        let (_, encoding, tail) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
        let (word, after) = tail.split_once("?=").unwrap_or((tail, ""));
        let is_base64 = encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("b"));
        text.push_str(&if is_base64 { base64(word) } else { quoted_printable(&word.replace('_', " ")) });
        rest = after;
    }
    text.push_str(rest);
    text
}

fn base64(text: &str) -> String {
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    String::from_utf8_lossy(&BASE64.decode(&letters).unwrap_or_default()).into_owned()
}

fn quoted_printable(text: &str) -> String {
    let joined = text.trim_end().replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::with_capacity(joined.len()), joined.as_bytes());
    while let [first, tail @ ..] = rest {
        let hex = if *first == b'=' { tail.get(..2) } else { None };
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
