//! What a program sends: one object in an array under the resource's name, its fields of known types and lengths.

use axum::body::Body;
use dateline_model::Millis;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Call;
use super::error::GhostError;
use crate::form::read_json;

/// Bytes of a body: the newsroom's longest story with every character escaped, and what stands around it.
const BYTES_MAX: usize = 16 * 1024 * 1024;
/// Bytes of a body that has no story in it.
const SHORT_BYTES_MAX: usize = 64 * 1024;

/// The object that was sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    /// The resource it belongs to, which messages name.
    resource: &'static str,
    fields: Map<String, Value>,
}

impl Sent {
    /// Reads `{"posts":[{…}]}`.
    pub(super) async fn read(
        call: &Call<'_>,
        body: Body,
        resource: &'static str,
    ) -> Result<Self, GhostError> {
        Self::read_within(call, body, resource, BYTES_MAX).await
    }

    async fn read_within(
        call: &Call<'_>,
        body: Body,
        resource: &'static str,
        bytes: usize,
    ) -> Result<Self, GhostError> {
        let mut json: Value = read_json(call.visit.headers(), body, bytes).await?;
        match json.get_mut(resource).map(Value::take) {
            Some(Value::Array(mut list)) if list.len() == 1 => match list.pop() {
                Some(Value::Object(fields)) => Ok(Self { resource, fields }),
                _ => Err(missing(resource)),
            },
            _ => Err(missing(resource)),
        }
    }

    /// Reads the same from a body that has no story in it: at most 64 KiB.
    pub(super) async fn read_short(
        call: &Call<'_>,
        body: Body,
        resource: &'static str,
    ) -> Result<Self, GhostError> {
        Self::read_within(call, body, resource, SHORT_BYTES_MAX).await
    }

    /// Reads `{"bulk":{…}}`.
    pub(super) async fn read_bulk(call: &Call<'_>, body: Body) -> Result<Self, GhostError> {
        let mut json: Value = read_json(call.visit.headers(), body, BYTES_MAX).await?;
        match json.get_mut("bulk").map(Value::take) {
            Some(Value::Object(fields)) => Ok(Self { resource: "bulk", fields }),
            _ => Err(missing("bulk")),
        }
    }

    /// A value that does not fit: `must be a string`.
    pub(super) fn wrong(&self, field: &str, words: &str) -> GhostError {
        GhostError::validation(field, &format!("Value in [{}.{field}] {words}.", self.resource))
    }

    /// A value against a rule that Ghost's schemas have too, with the details by which programs know which one: `keyword`
    /// and `params` are JSON Schema's.
    pub(super) fn breaks(&self, field: &str, words: &str, keyword: &str, params: &Value) -> GhostError {
        let details = json!([{
            "instancePath": format!("/{}/0/{field}", self.resource),
            "schemaPath": format!("#/properties/{field}/{keyword}"),
            "keyword": keyword,
            "params": params,
            "message": words,
        }]);
        self.wrong(field, words).with_details(details)
    }

    /// A field that has to be there and is not.
    pub(super) fn lacks(&self, field: &str) -> GhostError {
        lacking(self.resource, field)
    }

    /// A text of at most `max` characters: `None` when it was not sent, `Some(None)` when it is to be cleared.
    #[allow(
        clippy::option_option,
        reason = "not sent, cleared and set are three things, as in the newsroom's edits"
    )]
    pub(super) fn text(&self, name: &str, max: usize) -> Result<Option<Option<String>>, GhostError> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(Value::String(text)) if text.chars().count() > max => {
                let words = format!("exceeds maximum length of {max} characters");
                Err(self.breaks(name, &words, "maxLength", &json!({ "limit": max })))
            }
            Some(Value::String(text)) => Ok(Some(Some(text.clone()).filter(|text| !text.is_empty()))),
            Some(_) => Err(self.breaks(name, "must be a string", "type", &json!({ "type": "string" }))),
        }
    }

    /// Whether a field was sent as null, to clear it.
    pub(super) fn clears(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(Value::is_null)
    }

    /// A value of whatever type; `None` when it was not sent, or null.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// A yes or no.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, GhostError> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(self.breaks(name, "must be true or false", "type", &json!({ "type": "boolean" }))),
        }
    }

    /// A moment in ISO 8601; without a zone it is UTC. `None` when it was not sent, or null.
    pub(super) fn moment(&self, name: &str) -> Result<Option<Millis>, GhostError> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => moment(text).map(Some).ok_or_else(|| {
                let words = "must be a date like 2026-11-24T18:20:00.000Z";
                self.breaks(name, words, "format", &json!({ "format": "date-time" }))
            }),
            Some(_) => Err(self.breaks(name, "must be a date", "type", &json!({ "type": "string" }))),
        }
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, GhostError> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(|| {
                self.breaks(name, "must be a whole number", "type", &json!({ "type": "integer" }))
            }),
        }
    }

    /// A list.
    pub(super) fn list(&self, name: &str) -> Result<Option<&[Value]>, GhostError> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(self.breaks(name, "must be a list", "type", &json!({ "type": "array" }))),
        }
    }
}

/// What Ghost says when a property that must be there is not.
pub(super) fn missing(property: &str) -> GhostError {
    let details = json!([{ "keyword": "required", "params": { "missingProperty": property } }]);
    GhostError::validation("0", &format!("The body must have the property '{property}'."))
        .with_details(details)
}

/// The same for the one thing that is sent of a resource.
pub(super) fn lacking(resource: &str, field: &str) -> GhostError {
    missing(field).with_details(json!([{
        "instancePath": format!("/{resource}/0"),
        "schemaPath": format!("#/properties/{resource}/items/required"),
        "keyword": "required",
        "params": { "missingProperty": field },
        "message": format!("must have required property '{field}'"),
    }]))
}

fn moment(text: &str) -> Option<Millis> {
    let zoned = text.parse::<Timestamp>().or_else(|_| format!("{text}Z").parse::<Timestamp>());
    zoned.ok().map(Timestamp::as_millisecond)
}

/// `html` as a document of Ghost's editor with one HTML card, which Ghost keeps word for word.
pub(super) fn as_lexical(html: &str) -> String {
    let card = json!({ "type": "html", "version": 1, "html": html });
    let children = if html.is_empty() { json!([]) } else { json!([card]) };
    let root = json!({
        "children": children, "direction": null, "format": "", "indent": 0, "type": "root", "version": 1,
    });
    json!({ "root": root }).to_string()
}

/// The HTML of a document that holds nothing but HTML cards, as [`as_lexical`] makes them; `None` for any other.
pub(super) fn from_lexical(document: &str) -> Option<String> {
    let document: Value = serde_json::from_str(document).ok()?;
    let mut html = String::new();
    for node in document["root"]["children"].as_array()? {
        match node["type"].as_str()? {
            "html" => html.push_str(node["html"].as_str()?),
            // The empty paragraph of an empty document.
            "paragraph" if node["children"].as_array().is_some_and(Vec::is_empty) => {}
            _ => return None,
        }
    }
    Some(html)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_story_survives_being_an_editors_document() {
        for html in ["", "<p>The bridge &amp; the \"ferry\"</p>\n<!--more--><p>…</p>"] {
            assert_eq!(from_lexical(&as_lexical(html)).unwrap(), html);
        }
        let empty = r#"{"root":{"children":[{"children":[],"type":"paragraph"}],"type":"root"}}"#;
        assert_eq!(from_lexical(empty).unwrap(), "");
    }

    #[test]
    fn a_document_with_other_cards_is_not_half_read() {
        let rich = r#"{"root":{"children":[{"children":[{"text":"x"}],"type":"paragraph"}]}}"#;
        for document in [rich, "{}", "[", r#"{"root":{"children":[{"type":"bookmark"}]}}"#] {
            assert_eq!(from_lexical(document), None, "{document}");
        }
    }

    #[test]
    fn a_moment_without_a_zone_is_utc() {
        for text in ["2026-11-24T18:20:00.007Z", "2026-11-24T19:20:00.007+01:00", "2026-11-24 18:20:00.007"] {
            assert_eq!(moment(text), Some(1_795_544_400_007), "{text}");
        }
        assert_eq!(moment("tomorrow"), None);
    }
}
