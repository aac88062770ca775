//! The pattern of a site's permalinks, told from the permalinks themselves.

use std::collections::HashMap;

use super::names::Field;
use super::survey::{decoded, taxonomy};
use super::written::Item;
use crate::address::path_of;

/// Permalinks that are looked at.
const SAMPLES_MAX: usize = 500;

/// Patterns that permalinks would have been made by, and what stands before all that differs in them, each with how often.
#[derive(Default)]
pub(super) struct Patterns {
    stories: HashMap<String, usize>,
    fronts: HashMap<String, usize>,
    samples: usize,
}

impl Patterns {
    /// Looks at the permalink of a public story of the site at `home`.
    pub(super) fn add(&mut self, item: &Item, home: &str) {
        if self.samples >= SAMPLES_MAX {
            return;
        }
        let Some(found) = found(item, home) else { return };
        self.samples += 1;
        *self.fronts.entry(found.front).or_default() += 1;
        if let Some(pattern) = found.pattern {
            *self.stories.entry(pattern).or_default() += 1;
        }
    }

    /// The pattern of most permalinks; of two equals the one that comes first in the alphabet.
    pub(super) fn most_frequent(&self) -> Option<String> {
        let best = self.stories.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        best.map(|(pattern, _)| pattern.clone())
    }

    /// What stands before all that differs, such as `/archives` or `/index.php`: WordPress puts it before the lists of
    /// sections, tags, authors and days, too. Empty where three of four permalinks do not have the same.
    pub(super) fn front(&self) -> String {
        let usual = self.fronts.iter().find(|(_, n)| **n * 4 > self.samples * 3);
        usual.map(|(front, _)| front.clone()).unwrap_or_default()
    }
}

/// What one permalink tells.
struct Sample {
    front: String,
    /// `None` unless the story's name is in it, and all else is known.
    pattern: Option<String>,
}

fn found(item: &Item, home: &str) -> Option<Sample> {
    let link = item.text(Field::Link);
    if link.contains('?') {
        return None;
    }
    let path = path_of(link).ok()??;
    let base = path_of(home).ok().flatten().unwrap_or_default();
    let base = base.trim_end_matches('/');
    let slug = decoded(item.text(Field::Name));
    // 2008-01-11 20:23:05, by the clock on the wall.
    let date = item.text(Field::Date);
    let part = |from: usize, to: usize| date.get(from..to).unwrap_or_default();
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    let rest = path.strip_prefix(base)?;
    let (mut pattern, mut front, mut is_known) = (String::new(), None, true);
    for segment in rest.split('/').skip(1) {
        let (stem, ending) = segment.strip_suffix(".html").map_or((segment, ""), |stem| (stem, ".html"));
        let is_section = || {
            let slugs = item.categories.iter().filter(|category| taxonomy(&category.domain) == Some(true));
            slugs.into_iter().any(|category| decoded(&category.slug) == segment)
        };
        let is_signed = || dateline_model::slugify(item.text(Field::Creator), "en") == segment;
        let variable = match segment {
            "" => Some(""),
            _ if stem == slug => Some(":slug"),
            _ if stem == year => Some(":year"),
            _ if stem == month && pattern.contains(":year") => Some(":month"),
            _ if stem == day && pattern.contains(":month") => Some(":day"),
            _ if is_section() => Some(":primary_tag"),
            _ if is_signed() => Some(":primary_author"),
            _ => None,
        };
        // The hour, and the number of a story, which no new story has.
        let is_number = stem.bytes().all(|byte| byte.is_ascii_digit());
        let differs = variable.is_some() || is_number || !slug.is_empty() && stem.contains(&slug);
        if differs && front.is_none() {
            front = Some(pattern.clone());
        }
        is_known &= variable.is_some() || !is_number;
        // Of a section below a section one is enough: the first of the story.
        if variable == Some(":primary_tag") && pattern.ends_with(":primary_tag") {
            continue;
        }
        pattern.push('/');
        pattern.push_str(variable.unwrap_or(stem));
        pattern.push_str(ending);
    }
    let front = front?;
    let is_whole = is_known && pattern.contains(":slug");
    Some(Sample { front, pattern: is_whole.then(|| format!("{base}{pattern}")) })
}
