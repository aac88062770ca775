//! Foreign bytes as clean UTF-8, one buffer at a time, with the line they stand on and a limit on how much
//! may be read in one go.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::string::FromUtf8Error;

/// How the bytes of a file become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 { big_endian: bool },
    Latin1,
    Windows1252,
}

/// The letters of windows-1252 between 0x80 and 0x9F; the five bytes it leaves out read as in Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Bytes read from the source at once.
const CHUNK: usize = 64 * 1024;

/// How many bytes at the beginning may hold the XML declaration.
const HEAD: usize = 1024;

/// Why a reader stops before the end of its source; travels inside an [`io::Error`].
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooMuch {
    /// One piece of markup or text is longer than the limit.
    #[error("a single piece of markup or text is longer than {0} bytes")]
    Piece(usize),
    /// The file is longer than the limit.
    #[error("the file is longer than {0} bytes")]
    File(u64),
    /// A packed file grows too much.
    #[error("the file unpacks to more than {0} times its packed size")]
    Ratio(u64),
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u64,
    /// The byte in the line, from 1.
    pub(crate) column: u64,
    /// Bytes since the beginning.
    pub(crate) offset: u64,
}

/// A source as clean UTF-8 without a byte order mark.
pub(crate) struct Text<R> {
    /// Nothing once the text was handed on.
    source: Option<R>,
    encoding: Encoding,
    /// Bytes of the source that are not yet text: the beginning, later the rest of a cut letter.
    raw: Vec<u8>,
    clean: String,
    used: usize,
    place: Place,
    /// Where bytes stood that were not UTF-8 though the file says so, as offsets ahead of `place`.
    foreign: VecDeque<u64>,
    ended: bool,
    piece_limit: usize,
    piece_left: usize,
    file_left: u64,
    file_limit: u64,
}

impl<R: Read> Text<R> {
    /// Looks at the beginning of `source` for its encoding: a byte order mark, else the XML declaration, else
    /// UTF-8. The inner error is the name of an encoding that we do not read.
    pub(crate) fn new(
        mut source: R,
        piece_limit: usize,
        file_limit: u64,
    ) -> io::Result<Result<Self, String>> {
        let mut head = Vec::with_capacity(CHUNK);
        (&mut source).take(HEAD as u64).read_to_end(&mut head)?;
        let (encoding, mark) = match encoding_of(&head) {
            Ok(found) => found,
            Err(name) => return Ok(Err(name)),
        };
        head.drain(..mark);
        Ok(Ok(Self {
            source: Some(source),
            encoding,
            raw: head,
            clean: String::with_capacity(CHUNK),
            used: 0,
            place: Place { line: 1, column: 1, offset: 0 },
            foreign: VecDeque::new(),
            ended: false,
            piece_limit,
            piece_left: piece_limit,
            file_left: file_limit,
            file_limit,
        }))
    }

    /// The place of the next byte.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Allows the next piece its full length.
    pub(crate) fn next_piece(&mut self) {
        self.piece_left = self.piece_limit;
    }

    /// What can be had without reading on, as far as the piece may still go; nothing where that is no whole letters.
    pub(crate) fn at_hand(&self) -> &str {
        let end = self.clean.len().min(self.used.saturating_add(self.piece_left));
        self.clean.get(self.used..end).unwrap_or_default()
    }

    /// The `count` bytes that were passed last, if they are still there.
    pub(crate) fn passed(&self, count: usize) -> Option<&[u8]> {
        self.clean.as_bytes().get(self.used.checked_sub(count)?..self.used)
    }

    /// Whether bytes that were no UTF-8 have been passed since the last time this was asked.
    pub(crate) fn took_foreign_bytes(&mut self) -> bool {
        let before = self.foreign.len();
        while self.foreign.front().is_some_and(|at| *at < self.place.offset) {
            self.foreign.pop_front();
        }
        self.foreign.len() < before
    }

    /// Puts `text` in front of what is still to be read, as if it stood at `place`.
    pub(crate) fn put_back(&mut self, text: Vec<u8>, place: Place) {
        match String::from_utf8(text) {
            Ok(text) if self.clean.is_char_boundary(self.used) => {
                self.clean.replace_range(..self.used, &text);
            }
            text => {
                // It ends in the middle of a letter whose rest is still to be read.
                let text = text.map_or_else(FromUtf8Error::into_bytes, String::into_bytes);
                let mut clean = std::mem::take(&mut self.clean).into_bytes();
                clean.splice(..self.used, text);
                self.clean = String::from_utf8(clean)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            }
        }
        self.used = 0;
        self.place = place;
    }

    /// Hands the text on to another reader and leaves an empty one.
    pub(crate) fn handed_on(&mut self) -> Self {
        Self {
            source: self.source.take(),
            raw: std::mem::take(&mut self.raw),
            clean: std::mem::take(&mut self.clean),
            used: std::mem::take(&mut self.used),
            foreign: std::mem::take(&mut self.foreign),
            ..*self
        }
    }

    /// Fills `text` with the next letters of the source.
    fn refill(&mut self) -> io::Result<()> {
        self.clean.clear();
        self.used = 0;
        while self.clean.is_empty() && !self.ended {
            let Some(source) = &mut self.source else { return Ok(()) };
            let kept = self.raw.len();
            self.raw.resize(CHUNK, 0);
            let read = loop {
                match source.read(&mut self.raw[kept..]) {
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                    other => break other,
                }
            };
            let read = read.inspect_err(|_| self.raw.truncate(kept))?;
            self.raw.truncate(kept + read);
            self.file_left = self
                .file_left
                .checked_sub(read as u64)
                .ok_or_else(|| io::Error::other(TooMuch::File(self.file_limit)))?;
            self.ended = read == 0;
            self.decode();
        }
        Ok(())
    }

    fn decode(&mut self) {
        let rest = match self.encoding {
            Encoding::Utf8 => self.decode_utf8(),
            Encoding::Utf16 { big_endian } => {
                decode_utf16(&self.raw, big_endian, self.ended, &mut self.clean)
            }
            Encoding::Latin1 => {
                self.clean.extend(self.raw.iter().map(|b| *b as char));
                0
            }
            Encoding::Windows1252 => {
                self.clean.extend(self.raw.iter().map(|b| windows_1252(*b)));
                0
            }
        };
        self.raw.drain(..self.raw.len() - rest);
    }

    /// Returns how many bytes at the end belong to a letter that is not complete yet.
    fn decode_utf8(&mut self) -> usize {
        let error = match String::from_utf8(std::mem::take(&mut self.raw)) {
            Ok(text) => {
                self.raw = std::mem::replace(&mut self.clean, text).into_bytes();
                self.raw.clear();
                return 0;
            }
            Err(error) => error,
        };
        let (whole, is_cut) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len().is_none());
        self.raw = error.into_bytes();
        if is_cut && !self.ended {
            // Only the last letter is not complete: the buffer becomes the text as it is.
            let rest = self.raw.split_off(whole);
            if let Ok(text) = String::from_utf8(std::mem::replace(&mut self.raw, rest)) {
                self.clean = text;
            }
            return self.raw.len();
        }
        let raw = std::mem::take(&mut self.raw);
        let rest = self.decode_damaged_utf8(&raw);
        self.raw = raw;
        rest
    }

    /// The same of bytes some of which are none.
    fn decode_damaged_utf8(&mut self, mut rest: &[u8]) -> usize {
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.clean.push_str(text);
                    return 0;
                }
                Err(error) => error,
            };
            let (whole, after) = rest.split_at(error.valid_up_to());
            self.clean.push_str(str::from_utf8(whole).unwrap_or_default());
            rest = after;
            let wrong = match error.error_len() {
                Some(wrong) => wrong,
                None if self.ended => rest.len(),
                None => return rest.len(),
            };
            for byte in &rest[..wrong] {
                self.foreign.push_back(self.place.offset + self.clean.len() as u64);
                self.clean.push(windows_1252(*byte));
            }
            rest = &rest[wrong..];
        }
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(into.len());
        into[..n].copy_from_slice(&available[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Text<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used == self.clean.len() {
            self.refill()?;
        }
        if self.piece_left == 0 && self.used < self.clean.len() {
            return Err(io::Error::other(TooMuch::Piece(self.piece_limit)));
        }
        let end = self.clean.len().min(self.used.saturating_add(self.piece_left));
        Ok(&self.clean.as_bytes()[self.used..end])
    }

    fn consume(&mut self, amount: usize) {
        let passed = &self.clean.as_bytes()[self.used..self.used + amount];
        if let Some(last) = memchr::memrchr(b'\n', passed) {
            self.place.line += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.place.column = (amount - last) as u64;
        } else {
            self.place.column += amount as u64;
        }
        self.place.offset += amount as u64;
        self.used += amount;
        self.piece_left = self.piece_left.saturating_sub(amount);
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte) - 0x80],
        _ => byte as char,
    }
}

/// Decodes `raw` to its last whole letter and returns how many bytes are left over.
fn decode_utf16(raw: &[u8], big_endian: bool, ended: bool, text: &mut String) -> usize {
    let unit = |pair: &[u8]| {
        if big_endian {
            u16::from_be_bytes([pair[0], pair[1]])
        } else {
            u16::from_le_bytes([pair[0], pair[1]])
        }
    };
    let mut whole = raw.len() - raw.len() % 2;
    // The first half of a surrogate pair waits for the second.
    if !ended && whole >= 2 && (0xD800..0xDC00).contains(&unit(&raw[whole - 2..whole])) {
        whole -= 2;
    }
    for letter in char::decode_utf16(raw[..whole].chunks_exact(2).map(unit)) {
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if ended {
        if raw.len() > whole {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        return 0;
    }
    raw.len() - whole
}

/// The encoding of a file that begins with `head`, and the length of its byte order mark.
fn encoding_of(head: &[u8]) -> Result<(Encoding, usize), String> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Ok((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => return Ok((Encoding::Utf16 { big_endian: false }, 2)),
        [0xFE, 0xFF, ..] => return Ok((Encoding::Utf16 { big_endian: true }, 2)),
        [b'<', 0, ..] => return Ok((Encoding::Utf16 { big_endian: false }, 0)),
        [0, b'<', ..] => return Ok((Encoding::Utf16 { big_endian: true }, 0)),
        _ => {}
    }
    let Some(name) = declared_encoding(head) else { return Ok((Encoding::Utf8, 0)) };
    match name.to_ascii_lowercase().as_str() {
        // A file whose declaration can be read byte by byte is not UTF-16, whatever it says.
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "utf16" => Ok((Encoding::Utf8, 0)),
        "iso-8859-1" | "latin1" | "latin-1" => Ok((Encoding::Latin1, 0)),
        "windows-1252" | "cp1252" => Ok((Encoding::Windows1252, 0)),
        _ => Err(name),
    }
}

fn declared_encoding(head: &[u8]) -> Option<String> {
    let ascii: String = head.iter().map(|b| *b as char).collect();
    let declaration = ascii.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value[1..].split(quote).next()?;
    Some(name.chars().take(40).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Hands out one byte at a time, as the worst network would.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(1);
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn read(bytes: &[u8]) -> String {
        let mut text = Text::new(Drops(bytes), usize::MAX, u64::MAX).unwrap().unwrap();
        let mut all = String::new();
        text.read_to_string(&mut all).unwrap();
        all
    }

    #[test]
    fn a_letter_is_the_same_in_every_encoding() {
        let utf16 = |big: bool| -> Vec<u8> {
            let units = "\u{feff}<a>é🚢</a>".encode_utf16();
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        assert_eq!(read("\u{feff}<a>é🚢</a>".as_bytes()), "<a>é🚢</a>");
        assert_eq!(read(&utf16(false)), "<a>é🚢</a>");
        assert_eq!(read(&utf16(true)), "<a>é🚢</a>");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?>\xe9\x80";
        assert!(read(latin).ends_with("é\u{80}"));
        let windows = b"<?xml version='1.0' encoding=\"Windows-1252\" ?>\xe9\x80";
        assert!(read(windows).ends_with("é€"));
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_read_as_windows_1252_and_reported() {
        let mut text = Text::new(&b"ab\xe9cd"[..], usize::MAX, u64::MAX).unwrap().unwrap();
        assert_eq!(text.fill_buf().unwrap(), "abécd".as_bytes());
        text.consume(2);
        assert!(!text.took_foreign_bytes());
        text.consume(4);
        assert!(text.took_foreign_bytes());
        assert!(!text.took_foreign_bytes());
        assert_eq!(read(b"end\xc3"), "endÃ", "a letter that the end of the file cuts");
    }

    #[test]
    fn an_encoding_that_nobody_reads_is_named() {
        let refused = Text::new(&b"<?xml version='1.0' encoding='Shift_JIS'?>"[..], 9, 9).unwrap();
        assert_eq!(refused.err().unwrap(), "Shift_JIS");
    }

    #[test]
    fn a_piece_may_be_as_long_as_the_limit_and_no_longer() {
        let mut text = Text::new(&b"123456789"[..], 4, u64::MAX).unwrap().unwrap();
        assert_eq!(text.fill_buf().unwrap(), b"1234");
        text.consume(4);
        assert!(text.fill_buf().is_err());
        text.next_piece();
        assert_eq!(text.fill_buf().unwrap(), b"5678");
    }

    #[test]
    fn a_file_may_be_as_long_as_the_limit_and_no_longer() {
        let long = vec![b'x'; HEAD + 10];
        let mut all = String::new();
        assert!(Text::new(&long[..], 9999, 10).unwrap().unwrap().read_to_string(&mut all).is_ok());
        assert!(Text::new(&long[..], 9999, 9).unwrap().unwrap().read_to_string(&mut all).is_err());
    }

    #[test]
    fn what_is_put_back_is_read_again_at_its_place() {
        let mut text = Text::new(&b"ab\ncdef"[..], 99, 99).unwrap().unwrap();
        let began = text.place();
        text.fill_buf().unwrap();
        text.consume(5);
        text.put_back(b"AB\nCD".to_vec(), began);
        let mut text = text.handed_on();
        let mut all = String::new();
        text.read_to_string(&mut all).unwrap();
        assert_eq!((all.as_str(), text.place().line), ("AB\nCDef", 2));
    }

    #[test]
    fn the_place_is_counted_in_lines_and_bytes() {
        let mut text = Text::new(&b"ab\ncd\nef"[..], 99, 99).unwrap().unwrap();
        text.fill_buf().unwrap();
        text.consume(7);
        assert_eq!(text.place(), Place { line: 3, column: 2, offset: 7 });
    }
}
