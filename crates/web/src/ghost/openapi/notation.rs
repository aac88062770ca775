//! The notation in which shapes are written down here, close to TypeScript's, and how it becomes a JSON Schema.
//!
//! `{id: id; name: text; bio: text | null; authors?: Author[]}`: a field with `?` may be absent, every other is there.
//! `A & {b: text}` has what both have. Words in small letters are values, others name a shape; `'draft'` is that very text; `{[key]: number}` has any keys.

use serde_json::{Map, Value, json};

/// `shape` as a JSON Schema. A mistake in the notation becomes a schema that says so, which a test finds.
pub(super) fn schema(shape: &str) -> Value {
    let mut reader = Reader { rest: shape.trim() };
    let read = reader.alternatives();
    match read {
        Some(schema) if reader.rest.is_empty() => schema,
        _ => json!({ "unreadable": reader.rest }),
    }
}

struct Reader<'s> {
    rest: &'s str,
}

impl Reader<'_> {
    /// Whether the next sign is this one, which is then passed over.
    fn eat(&mut self, sign: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else { return false };
        self.rest = rest.trim_start();
        true
    }

    fn word(&mut self) -> Option<String> {
        let end =
            self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let word = self.rest[..end].to_owned();
        self.rest = self.rest[end..].trim_start();
        (!word.is_empty()).then_some(word)
    }

    /// `text | null`
    fn alternatives(&mut self) -> Option<Value> {
        let mut all = vec![self.together()?];
        while self.eat("|") {
            all.push(self.together()?);
        }
        if all.len() == 1 {
            return all.pop();
        }
        let texts: Option<Vec<Value>> = all.iter().map(|one| one.get("const").cloned()).collect();
        if let Some(texts) = texts {
            return Some(json!({ "type": "string", "enum": texts }));
        }
        Some(json!({ "anyOf": all }))
    }

    /// `Post & {more: text}`
    fn together(&mut self) -> Option<Value> {
        let mut all = vec![self.list()?];
        while self.eat("&") {
            all.push(self.list()?);
        }
        if all.len() == 1 { all.pop() } else { Some(json!({ "allOf": all })) }
    }

    /// `Post[]`
    fn list(&mut self) -> Option<Value> {
        let mut one = self.one()?;
        while self.eat("[]") {
            one = json!({ "type": "array", "items": one });
        }
        Some(one)
    }

    fn one(&mut self) -> Option<Value> {
        if self.eat("(") {
            let inside = self.alternatives()?;
            return self.eat(")").then_some(inside);
        }
        // A list of exactly one, as Ghost's API wraps a single thing.
        if self.eat("[") {
            let inside = self.alternatives()?;
            return self
                .eat("]")
                .then(|| json!({ "type": "array", "items": inside, "minItems": 1, "maxItems": 1 }));
        }
        if self.eat("{") {
            return self.object();
        }
        if self.eat("'") {
            let text = self.word()?;
            return self.eat("'").then(|| json!({ "const": text }));
        }
        Some(named(&self.word()?))
    }

    fn object(&mut self) -> Option<Value> {
        if self.eat("[key]") {
            let of = self.eat(":").then(|| self.alternatives()).flatten()?;
            return self.eat("}").then(|| json!({ "type": "object", "additionalProperties": of }));
        }
        let (mut properties, mut required) = (Map::new(), Vec::new());
        while !self.eat("}") {
            let name = self.word()?;
            if !self.eat("?") {
                required.push(name.clone());
            }
            let of = self.eat(":").then(|| self.alternatives()).flatten()?;
            properties.insert(name, of);
            if !self.eat(";") && !self.rest.starts_with('}') {
                return None;
            }
        }
        Some(json!({ "type": "object", "properties": properties, "required": required }))
    }
}

/// A value by its word, or another shape by its name.
fn named(word: &str) -> Value {
    match word {
        "text" => json!({ "type": "string" }),
        "id" => json!({ "type": "string", "pattern": "^[0-9a-f]{24}$" }),
        "moment" => json!({ "type": "string", "format": "date-time" }),
        "number" => json!({ "type": "number" }),
        "flag" => json!({ "type": "boolean" }),
        "binary" => json!({ "type": "string", "format": "binary" }),
        "null" => json!({ "type": "null" }),
        "anything" => json!({}),
        name => json!({ "$ref": format!("#/components/schemas/{name}") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_become_schemas() {
        assert_eq!(schema("text"), json!({ "type": "string" }));
        assert_eq!(schema("'draft' | 'sent'"), json!({ "type": "string", "enum": ["draft", "sent"] }));
        assert_eq!(
            schema("{posts: Post[]; meta?: {total: number | null}}"),
            json!({
                "type": "object",
                "properties": {
                    "posts": { "type": "array", "items": { "$ref": "#/components/schemas/Post" } },
                    "meta": {
                        "type": "object",
                        "properties": { "total": { "anyOf": [{ "type": "number" }, { "type": "null" }] } },
                        "required": ["total"],
                    },
                },
                "required": ["posts"],
            })
        );
        assert_eq!(
            schema("{[key]: flag}"),
            json!({ "type": "object", "additionalProperties": { "type": "boolean" } })
        );
    }

    #[test]
    fn a_mistake_in_a_shape_is_seen() {
        for shape in ["{a text}", "{a: text", "[text", "text text", "", "{a: text b: text}"] {
            assert!(schema(shape).get("unreadable").is_some(), "{shape}");
        }
    }
}
