//! The parameters of a request for a list or a single thing, with Ghost's rules.

use super::Call;
use super::error::{ErrorKind, GhostError};
use super::filter::{self, Condition};

/// How many are listed when nobody says.
const LIMIT: i64 = 15;
/// The most that are listed at once; Ghost 6 has the same.
const LIMIT_MAX: i64 = 100;
/// The highest page that is looked for.
const PAGE_MAX: i64 = 1_000_000;

/// What a list is asked for.
pub(super) struct Listing {
    pub(super) limit: i64,
    /// From 1.
    pub(super) page: i64,
    /// Field and whether downwards; empty for the resource's own order.
    pub(super) order: Vec<(String, bool)>,
    pub(super) filter: Vec<Condition>,
}

impl Listing {
    /// Reads `limit`, `page`, `order` and `filter`.
    pub(super) fn of(call: &Call<'_>) -> Result<Self, GhostError> {
        let text = |name| call.parameters.get(name);
        let filter = match text("filter").filter(|filter| !filter.is_empty()) {
            Some(filter) => {
                filter::parse(filter).map_err(|error| GhostError::bad_request(&error.to_string()))?
            }
            None => Vec::new(),
        };
        let page = match text("page") {
            None => 1,
            Some(page) => page
                .parse::<i64>()
                .ok()
                .filter(|n| *n >= 1 && page.bytes().all(|b| b.is_ascii_digit()))
                .ok_or_else(|| GhostError::validation("page", "Validation (matches) failed for page"))?
                .min(PAGE_MAX),
        };
        Ok(Self { limit: limit(text("limit"))?, page, order: order(text("order"))?, filter })
    }

    /// How many come before this page.
    pub(super) fn offset(&self) -> i64 {
        (self.page - 1) * self.limit
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
        if wanted
            .iter()
            .any(|format| !["html", "plaintext", "mobiledoc", "lexical"].contains(&format.as_str()))
        {
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

/// Refuses an order that nothing here can answer.
pub(super) fn no_such_order(known: &str) -> GhostError {
    GhostError::new(
        ErrorKind::BadRequest,
        &format!("this server does not list in this order; it knows {known}"),
    )
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
