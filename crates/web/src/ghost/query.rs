//! The parameters of a request for a list or a single thing, with Ghost's rules.

use dateline_nql::{Filter, Operator, Test};

use super::Call;
use super::error::GhostError;

/// How many are listed when nobody says.
const LIMIT: i64 = 15;
/// The most that are listed at once; Ghost 6 has the same.
const LIMIT_MAX: i64 = 100;
/// The highest page that is looked for.
const PAGE_MAX: i64 = 1_000_000;

/// One condition of a filter that only names values: the field is one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) key: String,
    pub(super) values: Vec<String>,
}

/// What a list is asked for.
pub(super) struct Listing {
    pub(super) limit: i64,
    /// From 1.
    pub(super) page: i64,
    /// Field and whether downwards; empty for the resource's own order.
    pub(super) order: Vec<(String, bool)>,
    /// Conditions that must all hold. Empty where the whole filter is given beside it.
    pub(super) filter: Vec<Condition>,
}

impl Listing {
    /// Reads `limit`, `page`, `order` and a `filter` that names values and nothing else: `status:pending+post:x`.
    pub(super) fn of(call: &Call<'_>) -> Result<Self, GhostError> {
        let (mut listing, filter) = Self::with_filter(call)?;
        if let Some(filter) = filter {
            listing.filter = conditions(filter)?;
        }
        Ok(listing)
    }

    /// Reads `limit`, `page`, `order`, and any `filter`.
    pub(super) fn with_filter(call: &Call<'_>) -> Result<(Self, Option<Filter>), GhostError> {
        let text = |name| call.parameters.get(name);
        let filter = text("filter").filter(|filter| !filter.is_empty()).map(Filter::parse).transpose();
        let filter = filter.map_err(|error| GhostError::bad_request(&error.to_string()))?;
        let page = match text("page") {
            None => 1,
            Some(page) => page
                .parse::<i64>()
                .ok()
                .filter(|n| *n >= 1 && page.bytes().all(|b| b.is_ascii_digit()))
                .ok_or_else(|| GhostError::validation("page", "Validation (matches) failed for page"))?
                .min(PAGE_MAX),
        };
        let listing =
            Self { limit: limit(text("limit"))?, page, order: order(text("order"))?, filter: Vec::new() };
        Ok((listing, filter))
    }

    /// How many come before this page.
    pub(super) fn offset(&self) -> i64 {
        (self.page - 1) * self.limit
    }
}

/// A filter as conditions that must all hold.
fn conditions(filter: Filter) -> Result<Vec<Condition>, GhostError> {
    let refuse =
        || GhostError::bad_request("this list is filtered by key:value, key:[a,b] and + between them");
    match filter {
        Filter::All(parts) => {
            let each: Result<Vec<_>, _> = parts.into_iter().map(conditions).collect();
            Ok(each?.into_iter().flatten().collect())
        }
        Filter::Any(_) => Err(refuse()),
        Filter::Is(condition) => {
            let values = match condition.test {
                Test::Compare(Operator::Equal, value) => vec![value.to_text()],
                Test::OneOf { values, not: false } => {
                    values.iter().map(dateline_nql::Value::to_text).collect()
                }
                _ => return Err(refuse()),
            };
            Ok(vec![Condition { key: condition.key, values }])
        }
    }
}

/// Negative is refused; `all`, words and more than 100 become 100, and 0 becomes 15, as in Ghost 6.
fn limit(text: Option<&str>) -> Result<i64, GhostError> {
    match text.map(str::parse::<i64>) {
        None | Some(Ok(0)) => Ok(LIMIT),
        Some(Ok(..0)) => Err(GhostError::validation("limit", "Validation (matches) failed for limit")),
        Some(Ok(number)) => Ok(number.min(LIMIT_MAX)),
        Some(Err(_)) => Ok(LIMIT_MAX),
    }
}

fn order(text: Option<&str>) -> Result<Vec<(String, bool)>, GhostError> {
    let text = text.unwrap_or_default().to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || "_,. ".contains(c);
    if !text.chars().all(plain) {
        return Err(GhostError::validation("order", "Validation (matches) failed for order"));
    }
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    Ok(parts
        .map(|part| match part.split_once(' ') {
            Some((field, way)) => (field.to_owned(), way.trim() == "desc"),
            None => (part.to_owned(), false),
        })
        .collect())
}

/// Which parts of a thing are wanted.
pub(super) struct Wish {
    include: Vec<String>,
    fields: Vec<String>,
    formats: Vec<String>,
}

impl Wish {
    /// Reads `include`, `fields` and `formats`; unknown parts of `include` are dropped silently, unknown formats
    /// are an error, both as in Ghost. `formats` are what a call gets that names none.
    pub(super) fn of(call: &Call<'_>, formats: &[&str]) -> Result<Self, GhostError> {
        let list = |name| -> Vec<String> {
            let text = call.parameters.get(name).unwrap_or_default().to_ascii_lowercase();
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let mut wanted = list("formats");
        if wanted.iter().any(|format| {
            !["html", "plaintext", "mobiledoc", "lexical", "markdown"].contains(&format.as_str())
        }) {
            return Err(GhostError::validation("formats", "Validation (AllowedValues) failed for formats"));
        }
        let mut fields = list("fields");
        if !fields.is_empty() {
            fields.extend(wanted.iter().cloned());
        }
        if wanted.is_empty() {
            wanted = formats.iter().map(|format| (*format).to_owned()).collect();
        }
        Ok(Self { include: list("include"), fields, formats: wanted })
    }

    pub(super) fn includes(&self, part: &str) -> bool {
        self.include.iter().any(|wanted| wanted == part)
    }

    pub(super) fn has_format(&self, format: &str) -> bool {
        self.formats.iter().any(|wanted| wanted == format)
    }

    /// Whether a field is among those asked for.
    pub(super) fn has_field(&self, field: &str) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|wanted| wanted == field)
    }

    /// A thing with only the fields asked for; a single one keeps its id.
    pub(super) fn restrict(&self, json: &mut serde_json::Value, alone: bool) {
        if let (false, Some(object)) = (self.fields.is_empty(), json.as_object_mut()) {
            object.retain(|name, _| self.fields.iter().any(|field| field == name) || (alone && name == "id"));
        }
    }
}

/// Refuses a condition that nothing here can answer.
pub(super) fn no_such_filter(condition: &Condition, known: &str) -> GhostError {
    let key = &condition.key;
    GhostError::bad_request(&format!("this server does not filter by {key} here; it filters by {known}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_limit_is_read_as_ghost_6_does() {
        for (text, expected) in [("5", 5), ("0", 15), ("100", 100), ("101", 100), ("all", 100), ("abc", 100)]
        {
            assert_eq!(limit(Some(text)).unwrap(), expected, "{text}");
        }
        assert_eq!(limit(None).unwrap(), 15);
        assert!(limit(Some("-1")).is_err());
    }

    #[test]
    fn an_order_is_a_list_of_fields() {
        let read = order(Some("published_at DESC, title")).unwrap();
        assert_eq!(read, [("published_at".to_owned(), true), ("title".to_owned(), false)]);
        assert!(order(Some("slug;drop")).is_err());
    }
}
