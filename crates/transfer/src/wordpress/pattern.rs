//! The pattern of a site's permalinks, told from the permalinks themselves.

use std::collections::HashMap;

use super::names::Field;
use super::reader::Item;
use super::survey::{decoded, taxonomy};
use crate::address::path_of;

/// Permalinks that are looked at.
const SAMPLES_MAX: usize = 500;

/// Patterns that permalinks would have been made by, with how often.
#[derive(Default)]
pub(super) struct Patterns(HashMap<String, usize>);

impl Patterns {
    /// Looks at the permalink of a public story of the site at `home`.
    pub(super) fn add(&mut self, item: &Item, home: &str) {
        if self.0.values().sum::<usize>() < SAMPLES_MAX
            && let Some(pattern) = pattern_of(item, home)
        {
            *self.0.entry(pattern).or_default() += 1;
        }
    }

    /// The pattern of most permalinks; of two equals the one that comes first in the alphabet.
    pub(super) fn most_frequent(self) -> Option<String> {
        let best = self.0.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        best.map(|(pattern, _)| pattern)
    }
}

fn pattern_of(item: &Item, home: &str) -> Option<String> {
    let link = item.text(Field::Link);
    if link.contains('?') {
        return None;
    }
    let path = path_of(link).ok()??;
    let base = path_of(home).ok().flatten().unwrap_or_default();
    let slug = decoded(item.text(Field::Name));
    // 2008-01-11 20:23:05, by the clock on the wall.
    let date = item.text(Field::Date);
    let part = |from: usize, to: usize| date.get(from..to).unwrap_or_default();
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    let mut pattern = base.trim_end_matches('/').to_owned();
    let rest = path.strip_prefix(pattern.as_str())?;
    for segment in rest.split('/').skip(1) {
        let (stem, ending) = segment.strip_suffix(".html").map_or((segment, ""), |stem| (stem, ".html"));
        let is_section = || {
            let slugs = item.categories.iter().filter(|category| taxonomy(&category.domain) == Some(true));
            slugs.into_iter().any(|category| decoded(&category.slug) == segment)
        };
        let is_signed = || dateline_model::slugify(item.text(Field::Creator), "en") == segment;
        pattern.push('/');
        pattern.push_str(match segment {
            "" => "",
            _ if stem == slug => ":slug",
            _ if stem == year => ":year",
            _ if stem == month && pattern.contains(":year") => ":month",
            _ if stem == day && pattern.contains(":month") => ":day",
            _ if is_section() => ":primary_tag",
            _ if is_signed() => ":primary_author",
            _ => stem,
        });
        pattern.push_str(ending);
    }
    pattern.contains(":slug").then_some(pattern)
}
