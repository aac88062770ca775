//! The part of Ghost's filter language that the database answers by itself: conditions of equality that must all hold.
//!
//! `key:value`, `key:'value'`, `key:[a,b]`, joined by `+`. The rest of the language (or, not, more than, contains) is
//! recognised and refused by name.

/// One condition: the field is one of these values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) key: String,
    pub(super) values: Vec<String>,
}

/// Why a filter cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum FilterError {
    #[error("Error parsing filter")]
    Syntax,
    #[error(
        "this server does not answer filters with {0}; it answers key:value, key:[a,b] and + between them"
    )]
    Unsupported(&'static str),
}

/// Values that one condition may list.
const VALUES_MAX: usize = 100;

/// Reads a filter.
pub(super) fn parse(text: &str) -> Result<Vec<Condition>, FilterError> {
    let mut rest = Reader(text);
    let mut conditions = Vec::new();
    loop {
        conditions.push(rest.condition()?);
        match rest.next() {
            None => return Ok(conditions),
            Some('+') => {}
            Some(',') => return Err(FilterError::Unsupported("a comma (or)")),
            Some(_) => return Err(FilterError::Syntax),
        }
    }
}

struct Reader<'t>(&'t str);

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let first = self.0.chars().next()?;
        self.0 = &self.0[first.len_utf8()..];
        Some(first)
    }

    fn skip(&mut self, wanted: char) -> bool {
        let found = self.0.strip_prefix(wanted);
        self.0 = found.unwrap_or(self.0);
        found.is_some()
    }

    fn condition(&mut self) -> Result<Condition, FilterError> {
        if self.0.starts_with('(') {
            return Err(FilterError::Unsupported("parentheses"));
        }
        let end = self
            .0
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(self.0.len());
        let (key, rest) = self.0.split_at(end);
        if key.is_empty() || key.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return Err(FilterError::Syntax);
        }
        let key = key.to_owned();
        self.0 = rest;
        if !self.skip(':') {
            return Err(FilterError::Syntax);
        }
        match self.0.chars().next() {
            Some('-') => return Err(FilterError::Unsupported("- (not)")),
            Some('<' | '>') => return Err(FilterError::Unsupported("< and >")),
            Some('~') => return Err(FilterError::Unsupported("~ (contains)")),
            _ => {}
        }
        let values = if self.skip('[') { self.list()? } else { vec![self.scalar()?] };
        Ok(Condition { key, values })
    }

    fn list(&mut self) -> Result<Vec<String>, FilterError> {
        let mut values = Vec::new();
        loop {
            if values.len() == VALUES_MAX {
                return Err(FilterError::Unsupported("more than 100 values in a list"));
            }
            values.push(self.scalar()?);
            match self.next() {
                Some(',') => {}
                Some(']') => return Ok(values),
                Some('+') => return Err(FilterError::Unsupported("+ inside a list")),
                _ => return Err(FilterError::Syntax),
            }
        }
    }

    fn scalar(&mut self) -> Result<String, FilterError> {
        if self.skip('\'') {
            return self.quoted();
        }
        let ends = |c: char| c.is_whitespace() || "'\"+,()<>=[]~".contains(c);
        let end = self.0.find(ends).unwrap_or(self.0.len());
        let (value, rest) = self.0.split_at(end);
        self.0 = rest;
        if value.is_empty() { Err(FilterError::Syntax) } else { Ok(value.replace('\\', "")) }
    }

    fn quoted(&mut self) -> Result<String, FilterError> {
        let mut value = String::new();
        loop {
            match self.next() {
                Some('\'') if value.is_empty() => return Err(FilterError::Syntax),
                Some('\'') => return Ok(value),
                Some('\\') => value.push(self.next().ok_or(FilterError::Syntax)?),
                Some(c) => value.push(c),
                None => return Err(FilterError::Syntax),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        match parse(text) {
            Ok(conditions) => {
                let words = conditions.iter().map(|c| format!("{}={}", c.key, c.values.join("|")));
                words.collect::<Vec<_>>().join(" and ")
            }
            Err(FilterError::Syntax) => "syntax".to_owned(),
            Err(FilterError::Unsupported(what)) => format!("no {what}"),
        }
    }

    #[test]
    fn equality_is_understood() {
        assert_eq!(read("status:draft"), "status=draft");
        assert_eq!(
            read("slug:[harbour-bridge,'ice house']+tags.slug:sea"),
            "slug=harbour-bridge|ice house and tags.slug=sea"
        );
        assert_eq!(read(r"title:'it\'s here'"), "title=it's here");
        assert_eq!(read("published_at:2026-11-24"), "published_at=2026-11-24");
    }

    #[test]
    fn the_rest_of_the_language_is_refused_by_name() {
        assert_eq!(read("a:1,b:2"), "no a comma (or)");
        assert_eq!(read("(a:1)"), "no parentheses");
        assert_eq!(read("tag:-news"), "no - (not)");
        assert_eq!(read("count.posts:>3"), "no < and >");
        assert_eq!(read("title:~'bridge'"), "no ~ (contains)");
        assert_eq!(read("tag:[a+b]"), "no + inside a list");
    }

    #[test]
    fn what_is_no_filter_is_a_syntax_error() {
        for text in
            ["", "a", "a:", ":b", "a:b c:d", "a :b", "a:'b", "a:''", "a:[b", "a:[]", "a:[b,]", "1a:b", "a:b+"]
        {
            assert_eq!(read(text), "syntax", "{text}");
        }
    }

    #[test]
    fn a_list_at_the_limit_is_read_and_a_longer_one_is_not() {
        let list = |n: usize| format!("slug:[{}]", vec!["x"; n].join(","));
        assert_eq!(parse(&list(VALUES_MAX)).unwrap()[0].values.len(), VALUES_MAX);
        assert!(parse(&list(VALUES_MAX + 1)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,40}") {
            let _ = parse(&text);
        }
    }
}
