//! The query language: words, `"phrases"`, `-not`, `OR`, `word*`, `author:`, `tag:`, `before:`, `after:`,
//! `in:comments`.
//!
//! Nothing that a reader can type is an error. What is no operator is read as words; what is beyond a limit is not
//! looked at. `before:2024` is before that year begins, `after:2024` from when it begins; a day or a month may be
//! named in the same way.

use dateline_model::{Millis, Period, Zone};

/// The most characters of a query that are looked at.
pub const QUERY_CHARS_MAX: usize = 400;
/// The most words and phrases of a query that are looked at.
pub const QUERY_PARTS_MAX: usize = 24;
/// The most beginnings of words (`harb*`) of a query; further ones are read as whole words.
pub const QUERY_PREFIXES_MAX: usize = 2;
/// The most tags and authors of a query that are looked at.
const FILTERS_MAX: usize = 8;

/// A query as it is understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Each must be met.
    pub(crate) groups: Vec<Group>,
    pub(crate) tags: Vec<Filter>,
    pub(crate) authors: Vec<Filter>,
    /// Only what is dated before this moment,
    pub(crate) before: Option<Millis>,
    /// and from this moment on.
    pub(crate) after: Option<Millis>,
    /// Whether comments are looked through, and not stories.
    pub(crate) comments: bool,
}

/// Parts of which one must be met, or none when `not` is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) any: Vec<Part>,
    pub(crate) not: bool,
}

/// Something to look for, as the reader typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Word(String),
    Phrase(String),
    /// The beginning of a word.
    Prefix(String),
}

/// A tag or author by name or slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) name: String,
    pub(crate) not: bool,
}

impl Part {
    /// What was typed.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Word(text) | Self::Phrase(text) | Self::Prefix(text) => text,
        }
    }
}

impl Query {
    /// Reads what a reader typed. `typing` says that the last word is still being typed; days begin at midnight
    /// in `zone`.
    pub(crate) fn parse(text: &str, typing: bool, zone: &Zone) -> Self {
        let mut query = Self::default();
        let (mut parts, mut prefixes, mut or) = (0, 0, false);
        let mut pieces = pieces(text).peekable();
        while let Some(piece) = pieces.next() {
            if query.takes_filter(&piece, zone) {
                or = false;
                continue;
            }
            if piece.is_or() && !query.groups.is_empty() && pieces.peek().is_some() {
                or = true;
                continue;
            }
            if parts == QUERY_PARTS_MAX {
                break;
            }
            let last = pieces.peek().is_none() && typing && !text.ends_with(char::is_whitespace);
            let Some(part) = piece.part(last, prefixes < QUERY_PREFIXES_MAX) else { continue };
            prefixes += usize::from(matches!(part, Part::Prefix(_)));
            parts += 1;
            match query.groups.last_mut() {
                Some(group) if or && !group.not && !piece.not => group.any.push(part),
                _ => query.groups.push(Group { any: vec![part], not: piece.not }),
            }
            or = false;
        }
        query
    }

    /// Whether it asks for nothing.
    pub(crate) fn is_empty(&self) -> bool {
        let dates = self.before.is_none() && self.after.is_none();
        self.groups.is_empty() && self.tags.is_empty() && self.authors.is_empty() && dates
    }

    /// Takes a piece that is an operator; `false` leaves it to be read as words.
    fn takes_filter(&mut self, piece: &Piece<'_>, zone: &Zone) -> bool {
        let Some((operator, value)) = piece.operator() else { return false };
        let filter = || Filter { name: value.to_owned(), not: piece.not };
        match operator.to_ascii_lowercase().as_str() {
            "tag" if self.tags.len() < FILTERS_MAX => self.tags.push(filter()),
            "author" if self.authors.len() < FILTERS_MAX => self.authors.push(filter()),
            "before" | "after" if piece.not => return false,
            "before" => match begin_of(value, zone) {
                Some(moment) => self.before = Some(self.before.map_or(moment, |known| known.min(moment))),
                None => return false,
            },
            "after" => match begin_of(value, zone) {
                Some(moment) => self.after = Some(self.after.map_or(moment, |known| known.max(moment))),
                None => return false,
            },
            "in" if value.eq_ignore_ascii_case("comments") && !piece.not => self.comments = true,
            _ => return false,
        }
        true
    }
}

/// A stretch of a query between blanks or quotation marks.
#[derive(Debug, Clone, Copy)]
struct Piece<'q> {
    /// What stands before a quotation mark ("tag:" in `tag:"x y"`), else everything.
    bare: &'q str,
    quoted: Option<&'q str>,
    not: bool,
}

/// The quotation marks that open and close a phrase; a phrase that is not closed ends with the query.
const QUOTES: [char; 4] = ['"', '“', '”', '„'];

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let end = text.char_indices().nth(QUERY_CHARS_MAX).map_or(text.len(), |(at, _)| at);
    let mut rest = &text[..end];
    let parts = |c: char| c.is_whitespace() || c.is_control();
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(parts);
        if rest.is_empty() {
            return None;
        }
        let not = rest.len() > 1 && rest.starts_with('-') && !rest[1..].starts_with(parts);
        let from = usize::from(not);
        let stop =
            rest[from..].find(|c: char| parts(c) || QUOTES.contains(&c)).map_or(rest.len(), |at| from + at);
        let bare = &rest[from..stop];
        rest = &rest[stop..];
        let opens = bare.is_empty() || bare.ends_with(':');
        let mut quoted = None;
        if opens && rest.starts_with(QUOTES) {
            let inside = rest.trim_start_matches(QUOTES);
            let close = inside.find(QUOTES).unwrap_or(inside.len());
            quoted = Some(&inside[..close]);
            rest = inside[close..].trim_start_matches(QUOTES);
        } else if rest.starts_with(QUOTES) {
            // A mark inside a word closes nothing: 5" is five inches.
            rest = rest.trim_start_matches(QUOTES);
        }
        Some(Piece { bare, quoted, not })
    })
}

impl<'q> Piece<'q> {
    /// The name and the value of `name:value`, when there is a value.
    fn operator(&self) -> Option<(&'q str, &'q str)> {
        let (name, value) = self.bare.split_once(':')?;
        let value = self.quoted.unwrap_or(value).trim();
        (!value.is_empty()).then_some((name, value))
    }

    fn is_or(&self) -> bool {
        self.bare == "OR" && self.quoted.is_none() && !self.not
    }

    /// The part that it asks for; `None` when there is nothing to look for in it.
    fn part(&self, being_typed: bool, may_begin: bool) -> Option<Part> {
        let says_something = |text: &str| text.chars().any(char::is_alphanumeric);
        if let Some(phrase) = self.quoted {
            let whole = format!("{} {phrase}", self.bare);
            return says_something(&whole).then(|| Part::Phrase(whole.trim().to_owned()));
        }
        if !says_something(self.bare) {
            return None;
        }
        let word = self.bare.trim_end_matches('*');
        let is_prefix = may_begin && (being_typed || word.len() < self.bare.len());
        let part = if is_prefix { Part::Prefix } else { Part::Word };
        Some(part(word.to_owned()))
    }
}

/// When a year, a month (`2024-05`) or a day (`2024-05-04`) begins.
fn begin_of(value: &str, zone: &Zone) -> Option<Millis> {
    let numbers: Option<Vec<i16>> = value.split('-').take(4).map(number).collect();
    let period = match numbers?.as_slice() {
        [year] => Period::Year(*year),
        [year, month] => Period::Month(*year, i8::try_from(*month).ok()?),
        [year, month, day] => Period::Day(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?),
        _ => return None,
    };
    zone.span_of(period).map(|(begin, _)| begin)
}

fn number(digits: &str) -> Option<i16> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use dateline_model::{Period, Zone};

    use super::{Group, Part, QUERY_CHARS_MAX, QUERY_PARTS_MAX, Query};

    fn read(text: &str) -> Query {
        Query::parse(text, false, &Zone::utc())
    }

    /// The groups as one line: `a|b -c "d e" f*`.
    fn shown(query: &Query) -> String {
        let part = |part: &Part| match part {
            Part::Word(text) => text.clone(),
            Part::Phrase(text) => format!("\"{text}\""),
            Part::Prefix(text) => format!("{text}*"),
        };
        let group = |group: &Group| {
            let any: Vec<String> = group.any.iter().map(part).collect();
            format!("{}{}", if group.not { "-" } else { "" }, any.join("|"))
        };
        query.groups.iter().map(group).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_query_is_read_as_readers_mean_it() {
        let check = |text: &str, expected: &str| assert_eq!(shown(&read(text)), expected, "{text}");
        check("harbour bridge", "harbour bridge");
        check("\"harbour bridge\" reopens", "\"harbour bridge\" reopens");
        check("“harbour bridge”", "\"harbour bridge\"");
        check("bridge -tunnel", "bridge -tunnel");
        check("bridge -\"long tunnel\"", "bridge -\"long tunnel\"");
        check("bridge OR tunnel toll", "bridge|tunnel toll");
        check("a OR b OR c", "a|b|c");
        check("harb*", "harb*");
        check("al-Kayani", "al-Kayani");
        check("", "");
    }

    #[test]
    fn what_is_no_operator_is_read_as_words() {
        let check = |text: &str, expected: &str| assert_eq!(shown(&read(text)), expected, "{text}");
        check("OR bridge", "OR bridge");
        check("bridge OR", "bridge OR");
        check("\"never closed", "\"never closed\"");
        check("bridge \"", "bridge");
        check("- -- -", "");
        check("before:noon", "before:noon");
        check("after:2024-13", "after:2024-13");
        check("before:2024-02-30", "before:2024-02-30");
        check("in:space", "in:space");
        check("tag: x", "tag: x");
        check("((a AND b))", "((a AND b))");
        check("https://example.org/x", "https://example.org/x");
        check("*** ?", "");
        check("a\0b", "a b");
    }

    #[test]
    fn operators_narrow_by_name_date_and_place() {
        let query = read(
            "in:comments tag:\"Foreign Policy\" author:ana-reis -tag:x before:2024 after:2023-05-04 toll",
        );
        assert_eq!(shown(&query), "toll");
        assert!(query.comments);
        let named: Vec<(&str, bool)> = query.tags.iter().map(|f| (f.name.as_str(), f.not)).collect();
        assert_eq!(named, [("Foreign Policy", false), ("x", true)]);
        assert_eq!(query.authors[0].name, "ana-reis");
        let begin = |period| Zone::utc().span_of(period).map(|(begin, _)| begin);
        assert_eq!(query.before, begin(Period::Year(2024)));
        assert_eq!(query.after, begin(Period::Day(2023, 5, 4)));
    }

    #[test]
    fn the_word_being_typed_is_a_beginning_until_a_blank_ends_it() {
        let typing = |text: &str| shown(&Query::parse(text, true, &Zone::utc()));
        assert_eq!(typing("harbour bri"), "harbour bri*");
        assert_eq!(typing("harbour bri "), "harbour bri");
        assert_eq!(typing("\"harbour bri"), "\"harbour bri\"");
    }

    #[test]
    fn what_is_beyond_a_limit_is_not_looked_at() {
        let many = |n: usize| shown(&read(&"a ".repeat(n))).split(' ').count();
        assert_eq!(many(QUERY_PARTS_MAX), QUERY_PARTS_MAX);
        assert_eq!(many(QUERY_PARTS_MAX + 1), QUERY_PARTS_MAX);
        let long = |n: usize| shown(&read(&"é".repeat(n))).chars().count();
        assert_eq!(long(QUERY_CHARS_MAX), QUERY_CHARS_MAX);
        assert_eq!(long(QUERY_CHARS_MAX + 1), QUERY_CHARS_MAX);
        assert_eq!(shown(&read("a* b* c*")), "a* b* c");
    }
}
