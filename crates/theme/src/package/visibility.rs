//! When a custom setting has a meaning: `"visibility": "layout:[Grid, List]+show_images:true"`.
//!
//! A small part of NQL, the filter language of Ghost's API: `key:value`, `key:-value`, `key:[a, b]`, `key:-[a, b]`, joined by
//! `+` (and) and `,` (or), with parentheses. `+` binds closer.

/// A rule of visibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// One of these.
    Any(Vec<Visibility>),
    /// All of these.
    All(Vec<Visibility>),
    /// The setting has one of these values, or none of them.
    Is {
        /// The setting.
        key: String,
        /// Its values, as text.
        values: Vec<String>,
        /// Whether it must have none of them.
        not: bool,
    },
}

/// Parentheses within each other.
const MAX_DEPTH: u32 = 8;

impl Visibility {
    /// Reads a rule; nothing if it cannot be read.
    pub(crate) fn parse(source: &str) -> Option<Self> {
        let mut reader = Reader { rest: source };
        let rule = reader.any(0)?;
        reader.rest.trim().is_empty().then_some(rule)
    }

    /// Whether the rule holds for the settings that `value` gives.
    pub(crate) fn holds(&self, value: &dyn Fn(&str) -> String) -> bool {
        match self {
            Self::Any(rules) => rules.iter().any(|rule| rule.holds(value)),
            Self::All(rules) => rules.iter().all(|rule| rule.holds(value)),
            Self::Is { key, values, not } => values.contains(&value(key)) != *not,
        }
    }

    /// The settings that the rule asks for.
    pub(crate) fn keys(&self) -> Vec<&str> {
        match self {
            Self::Any(rules) | Self::All(rules) => rules.iter().flat_map(Self::keys).collect(),
            Self::Is { key, .. } => vec![key],
        }
    }
}

struct Reader<'s> {
    rest: &'s str,
}

impl Reader<'_> {
    fn takes(&mut self, mark: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn any(&mut self, depth: u32) -> Option<Visibility> {
        let mut rules = vec![self.all(depth)?];
        while self.takes(',') {
            rules.push(self.all(depth)?);
        }
        Some(if rules.len() == 1 { rules.remove(0) } else { Visibility::Any(rules) })
    }

    fn all(&mut self, depth: u32) -> Option<Visibility> {
        let mut rules = vec![self.one(depth)?];
        while self.takes('+') {
            rules.push(self.one(depth)?);
        }
        Some(if rules.len() == 1 { rules.remove(0) } else { Visibility::All(rules) })
    }

    fn one(&mut self, depth: u32) -> Option<Visibility> {
        if self.takes('(') {
            if depth >= MAX_DEPTH {
                return None;
            }
            let inside = self.any(depth + 1)?;
            return self.takes(')').then_some(inside);
        }
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let (key, rest) = self.rest.split_at(end);
        self.rest = rest;
        if key.is_empty() || !self.takes(':') {
            return None;
        }
        let not = self.takes('-');
        let mut values = Vec::new();
        if self.takes('[') {
            loop {
                values.push(self.value()?);
                if !self.takes(',') {
                    break;
                }
            }
            self.takes(']').then_some(())?;
        } else {
            values.push(self.value()?);
        }
        Some(Visibility::Is { key: key.to_owned(), values, not })
    }

    /// A word, or a text in quotes. Words in lists may have blanks in them.
    fn value(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        if let Some(quote) = self.rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
            let (value, rest) = self.rest[1..].split_once(quote)?;
            self.rest = rest;
            return Some(value.to_owned());
        }
        let end = self.rest.find([',', '+', '(', ')', '[', ']']).unwrap_or(self.rest.len());
        let (value, rest) = self.rest.split_at(end);
        self.rest = rest;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn holds(rule: &str) -> bool {
        let value = |key: &str| match key {
            "layout" => "Grid".to_owned(),
            "wide" => "true".to_owned(),
            "style" => "Two columns".to_owned(),
            _ => String::new(),
        };
        Visibility::parse(rule).unwrap().holds(&value)
    }

    #[test]
    fn a_setting_is_shown_when_its_rule_holds() {
        for rule in [
            "layout:Grid",
            "layout:[List, Grid]",
            "layout:-List",
            "layout:-[List, Classic]",
            "wide:true+layout:Grid",
            "layout:List,wide:true",
            "(layout:List,layout:Grid)+wide:true",
            "style:'Two columns'",
            "style:[Two columns, Three]",
        ] {
            assert!(holds(rule), "{rule}");
        }
        for rule in ["layout:List", "layout:-Grid", "wide:false", "layout:Grid+wide:false"] {
            assert!(!holds(rule), "{rule}");
        }
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_none() {
        let deep = |depth: usize| format!("{}a:b{}", "(".repeat(depth), ")".repeat(depth));
        for rule in ["", "layout", "layout:", "layout:[a", "a:b+", "a:b)", ":x", "a:'b"] {
            assert_eq!(Visibility::parse(rule), None, "{rule}");
        }
        assert!(Visibility::parse(&deep(MAX_DEPTH as usize)).is_some());
        assert!(Visibility::parse(&deep(MAX_DEPTH as usize + 1)).is_none());
    }
}
