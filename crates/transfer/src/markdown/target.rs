//! Which files a cascade of Hugo means: `path` is a pattern of where they stand, `kind` what they are, `lang` their language.

use serde_json::Value;

use crate::yaml::word;

/// The most bytes of a pattern; a longer one means nothing.
const PATTERN_BYTES_MAX: usize = 1_000;
/// Patterns that the braces of one may stand for.
const CHOICES_MAX: usize = 100;

/// Which files are meant; all, where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Target {
    /// Patterns without braces, one of which fits.
    paths: Option<Vec<String>>,
    kinds: Option<Vec<String>>,
    langs: Option<Vec<String>>,
    /// It names a condition that only the old site could check.
    is_unknown: bool,
}

impl Target {
    /// The target that `_target` describes.
    pub(super) fn of(value: &Value) -> Self {
        let Value::Object(conditions) = value else { return Self { is_unknown: true, ..Self::default() } };
        let mut target = Self::default();
        for (name, value) in conditions {
            let pattern = word(value);
            let choices = choices(&pattern);
            match name.as_str() {
                "path" => target.paths = Some(choices),
                "kind" => target.kinds = Some(choices),
                "lang" => target.langs = Some(choices),
                // The site that readers saw was the one of production.
                "environment" if choices.iter().any(|choice| fits(choice, "production")) => {}
                _ => target.is_unknown = true,
            }
        }
        target
    }

    /// Whether the file `name`, below the site's folder, is meant.
    pub(super) fn means(&self, name: &str, lang: Option<&str>) -> bool {
        if self.is_unknown {
            return false;
        }
        let name = name.strip_prefix("content").and_then(|rest| rest.strip_prefix('/')).unwrap_or(name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (folder, file) = stem.rsplit_once('/').unwrap_or(("", stem));
        let kind = match (file.split('.').next(), folder) {
            (Some("_index"), "") => "home",
            (Some("_index"), _) => "section",
            _ => "page",
        };
        // A bundle and a section stand where their folder does.
        let place = match file.split('.').next() {
            Some("index" | "_index") => format!("/{folder}"),
            Some(bare) => {
                format!("{}/{bare}", if folder.is_empty() { String::new() } else { format!("/{folder}") })
            }
            None => format!("/{stem}"),
        };
        let one = |patterns: &Option<Vec<String>>, texts: &[&str]| {
            patterns.as_ref().is_none_or(|patterns| {
                patterns.iter().any(|pattern| texts.iter().any(|text| fits(pattern, text)))
            })
        };
        // Hugo once took the file's own name, with its ending.
        let whole = format!("/{name}");
        one(&self.paths, &[&place.to_lowercase(), &whole.to_lowercase()])
            && one(&self.kinds, &[kind])
            && one(&self.langs, &[lang.unwrap_or_default()])
    }
}

/// The patterns that one with braces stands for: `{/posts/**,/news/**}`.
fn choices(pattern: &str) -> Vec<String> {
    let mut open = vec![pattern.to_lowercase()];
    let mut done = Vec::new();
    while let Some(pattern) = open.pop() {
        if pattern.len() > PATTERN_BYTES_MAX || open.len() + done.len() >= CHOICES_MAX {
            continue;
        }
        let braces = pattern.split_once('{').and_then(|(before, rest)| {
            let (inner, after) = rest.split_once('}')?;
            Some((before, inner, after))
        });
        match braces {
            Some((before, inner, after)) => {
                open.extend(inner.split(',').map(|one| format!("{before}{}{after}", one.trim())));
            }
            None => done.push(pattern),
        }
    }
    done
}

/// Whether a pattern means a text: `*` is anything in one folder, `**` anything at all, `?` one sign.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    // Which beginnings of the pattern stand for the text so far.
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    over_stars(&pattern, &mut reached);
    for sign in text.chars() {
        let mut next = vec![false; pattern.len() + 1];
        for (at, wanted) in pattern.iter().enumerate().filter(|(at, _)| reached[*at]) {
            match wanted {
                '*' => {
                    let is_double = pattern.get(at + 1) == Some(&'*') || at > 0 && pattern[at - 1] == '*';
                    next[at] |= is_double || sign != '/';
                }
                '?' => next[at + 1] |= sign != '/',
                letter => next[at + 1] |= *letter == sign,
            }
        }
        over_stars(&pattern, &mut next);
        reached = next;
    }
    reached[pattern.len()]
}

/// A star may stand for nothing.
fn over_stars(pattern: &[char], reached: &mut [bool]) {
    for at in 0..pattern.len() {
        reached[at + 1] |= reached[at] && pattern[at] == '*';
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pattern_means_what_stands_below_it() {
        let check = |pattern: &str, text: &str, expected: bool| {
            assert_eq!(choices(pattern).iter().any(|one| fits(one, text)), expected, "{pattern} {text}");
        };
        check("/posts/**", "/posts/a/b", true);
        check("/posts/*", "/posts/a/b", false);
        check("/posts/*", "/posts/a", true);
        check("{/posts/**,/news/**}", "/news/a", true);
        check("**", "", true);
        check("/p?sts/a", "/posts/a", true);
        check("/posts/a*c", "/posts/abc", true);
        check("/posts", "/posts/a", false);
        check(&"*".repeat(PATTERN_BYTES_MAX + 1), "/a", false);
        assert!(choices(&"{a,b}".repeat(9)).len() <= CHOICES_MAX, "braces in braces come to an end");
    }

    #[test]
    fn a_target_means_files_by_place_kind_and_language() {
        let check = |target: Value, name: &str, lang: Option<&str>, expected: bool| {
            assert_eq!(Target::of(&target).means(name, lang), expected, "{target} {name}");
        };
        check(json!({"path": "/posts/**"}), "content/posts/fog.md", None, true);
        check(json!({"path": "/posts/fog"}), "content/posts/fog/index.de.md", None, true);
        check(json!({"path": "/posts/**", "kind": "section"}), "content/posts/fog.md", None, false);
        check(json!({"kind": "{home,section}"}), "content/_index.md", None, true);
        check(json!({"lang": "de"}), "content/a.de.md", Some("de"), true);
        check(json!({"lang": "de"}), "content/a.md", Some("en"), false);
        check(json!({"environment": "production"}), "content/a.md", None, true);
        check(json!({"environment": "staging"}), "content/a.md", None, false);
        check(json!("/posts"), "content/posts/a.md", None, false);
    }
}
