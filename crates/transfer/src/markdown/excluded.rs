//! Files that the settings of the old site passed over.

use serde_json::Value;

use super::Generator;
use super::config::Config;
use super::{eleventy, target};

/// Whether the old site passed a file over: Zola's `ignored_content` are patterns in which a star stands for
/// anything, Jekyll's `exclude` and Eleventy's list name files and folders too, Hugo's `ignoreFiles` are expressions.
pub(super) fn is_excluded(config: &Config, below: &str) -> bool {
    const PATTERNS_MAX: usize = 200;
    let setting = match config.generator {
        Generator::Zola => "ignored_content",
        Generator::Jekyll => "exclude",
        Generator::Hugo => "ignoreFiles",
        Generator::Eleventy => eleventy::IGNORES,
        Generator::Hexo | Generator::Plain => return false,
    };
    let Some(Value::Array(patterns)) = config.value(setting) else { return false };
    patterns.iter().take(PATTERNS_MAX).filter_map(Value::as_str).any(|pattern| {
        if setting == "ignoreFiles" {
            return is_ignored(pattern, below);
        }
        let pattern = pattern.trim_start_matches("./").trim_matches('/');
        let is_named =
            below.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let stars =
            if setting == "ignored_content" { pattern.replace('*', "**") } else { pattern.to_owned() };
        is_named && !pattern.is_empty() || pattern.len() <= 200 && target::fits(&stars, below)
    })
}

/// Whether an expression of Hugo's `ignoreFiles` means a file or a folder above it, as far as it is a plain ending or part of
/// a name: `\.Rmd$`, `_files$`.
fn is_ignored(expression: &str, below: &str) -> bool {
    let text = expression.replace("\\.", ".");
    let (text, is_ending) = text.strip_suffix('$').map_or((text.as_str(), false), |text| (text, true));
    if text.is_empty() || text.contains(['*', '+', '?', '[', '(', '|', '^', '{', '\\', '$']) {
        return false;
    }
    let mut places = below.match_indices('/').map(|(at, _)| &below[..at]).chain([below]);
    places.any(|place| if is_ending { place.ends_with(text) } else { place.contains(text) })
}
