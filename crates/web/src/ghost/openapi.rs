//! The Admin API written down in the format of <https://spec.openapis.org/oas/v3.1.0>, from the table of routes and from what
//! stands in `operations` and `schemas`.
//!
//! A route without an operation, or an operation without a route, fails a test here; that answers have the shapes they
//! are said to have, one in `tests/it/openapi.rs`. The result is committed as `docs/openapi.json`, from which the desk's
//! types are made.

mod notation;
mod operations;
mod schemas;

use serde_json::{Map, Value, json};

use super::routes::{self, Need};
use super::{Call, Reply, VERSION};
use notation::schema;
use operations::{OPERATIONS, Operation, PARAMETERS};
use schemas::SCHEMAS;

/// What stands before the shape of a body that is a form.
const FORM: &str = "form ";

/// `GET admin/openapi.json/`
pub(super) fn read(_: &Call<'_>) -> Reply {
    Reply::Ok(document())
}

/// The whole description.
fn document() -> Value {
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let path = format!("/{}/", operation.path);
        let method = operation.method.to_ascii_lowercase();
        let of_path = paths.entry(path).or_insert_with(|| json!({}));
        of_path[method.as_str()] = describe(operation);
    }
    let schemas: Map<String, Value> = SCHEMAS
        .iter()
        .map(|(name, says, shape)| ((*name).to_owned(), described(says, schema(shape))))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline Admin API",
            "description": "Everything the desk does, for programs too. Shapes of Ghost's Admin API where Ghost has the \
                resource, our own beside them.",
            "version": VERSION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/ghost/api/admin" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {
                    "type": "apiKey", "in": "header", "name": "Authorization",
                    "description": "`Ghost ` and a token signed with an admin key: a JWT (HS256) that lives five minutes, \
                        with the key's id as `kid` and `/admin/` as audience.",
                },
                "session": {
                    "type": "apiKey", "in": "cookie", "name": "ghost-admin-api-session",
                    "description": "Somebody of the staff who is signed in, at a page of this site.",
                },
            },
        },
    })
}

fn described(says: &str, mut schema: Value) -> Value {
    schema["description"] = says.into();
    schema
}

fn describe(operation: &Operation) -> Value {
    let Operation { method, path, query, says, takes, gives, .. } = operation;
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let in_query = query.split_whitespace().map(|name| {
        let says = PARAMETERS.iter().find(|(known, _)| known == &name).map_or("", |(_, says)| says);
        json!({ "name": name, "in": "query", "description": says, "schema": { "type": "string" } })
    });
    let parameters: Vec<Value> = in_path.chain(in_query).collect();
    let status = operation.status();
    let mut answer = json!({ "description": says });
    match *gives {
        "" => {}
        "file" => answer["content"] = json!({ "*/*": {} }),
        "page" => answer["content"] = json!({ "text/html": {} }),
        shape => answer["content"] = json!({ "application/json": { "schema": schema(shape) } }),
    }
    let mut described = json!({
        "operationId": operation_id(method, path),
        "summary": says,
        "tags": [path.split('/').next().unwrap_or_default()],
        "parameters": parameters,
        "responses": { status: answer, "default": failure() },
        "security": security(method, path),
    });
    if let Some(right) = right(method, path) {
        described["x-right"] = right.into();
    }
    match *takes {
        "" => {}
        "file" => {
            let form = schema("{file: binary; purpose?: text; ref?: text}");
            described["requestBody"] =
                json!({ "required": true, "content": { "multipart/form-data": { "schema": form } } });
        }
        "bytes" => {
            described["requestBody"] =
                json!({ "required": true, "content": { "application/octet-stream": {} } });
        }
        shape => {
            let (media_type, shape) = match shape.strip_prefix(FORM) {
                Some(shape) => ("application/x-www-form-urlencoded", shape),
                None => ("application/json", shape),
            };
            described["requestBody"] =
                json!({ "required": true, "content": { media_type: { "schema": schema(shape) } } });
        }
    }
    described
}

fn failure() -> Value {
    json!({
        "description": "What was wrong, in a sentence, with a stable code where a program can act on it.",
        "content": { "application/json": { "schema": schema("Errors") } },
    })
}

/// `readPostsId`, which generators make names of.
fn operation_id(method: &str, path: &str) -> String {
    let verb = match method {
        "GET" => "read",
        "POST" => "add",
        "PUT" => "change",
        _ => "delete",
    };
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(verb.to_owned(), |id, word| {
        let (first, rest) = word.split_at(1);
        id + &first.to_ascii_uppercase() + rest
    })
}

fn need(method: &str, path: &str) -> Option<Need> {
    routes::ROUTES.iter().find(|route| route.method == method && route.path == path).map(|route| route.need)
}

/// With what one comes in.
fn security(method: &str, path: &str) -> Value {
    match need(method, path) {
        None | Some(Need::Nothing) => json!([]),
        Some(Need::Self_ | Need::DutyInPerson(_)) => json!([{ "session": [] }]),
        Some(Need::Story(_) | Need::Duty(_)) => json!([{ "session": [] }, { "key": [] }]),
    }
}

/// The right that a role must have.
fn right(method: &str, path: &str) -> Option<String> {
    match need(method, path)? {
        Need::Nothing | Need::Self_ => None,
        Need::Duty(duty) | Need::DutyInPerson(duty) => Some(format!("{duty:?}")),
        Need::Story(verb) => Some(format!("Story{verb:?}")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_is_described_and_nothing_else_is() {
        let routes: BTreeSet<_> = routes::ROUTES.iter().map(|route| (route.method, route.path)).collect();
        let described: BTreeSet<_> = OPERATIONS.iter().map(|one| (one.method, one.path)).collect();
        assert_eq!(routes, described);
        assert_eq!(OPERATIONS.len(), described.len(), "something is described twice");
    }

    #[test]
    fn every_parameter_is_explained() {
        for name in OPERATIONS.iter().flat_map(|one| one.query.split_whitespace()) {
            assert!(PARAMETERS.iter().any(|(known, _)| *known == name), "{name}");
        }
    }

    #[test]
    fn every_shape_can_be_read_and_names_only_shapes_that_are_there() {
        let names: BTreeSet<&str> = SCHEMAS.iter().map(|(name, ..)| *name).collect();
        let shapes = SCHEMAS.iter().map(|(.., shape)| *shape);
        let of_operations = OPERATIONS.iter().flat_map(|one| [one.takes, one.gives]);
        let is_shape = |shape: &&str| !matches!(*shape, "" | "file" | "bytes" | "page");
        for shape in shapes.chain(of_operations).filter(is_shape) {
            let shape = shape.strip_prefix(FORM).unwrap_or(shape);
            let text = schema(shape).to_string();
            assert!(!text.contains("unreadable"), "{shape}: {text}");
            for named in text.split("#/components/schemas/").skip(1) {
                let name = named.split('"').next().unwrap_or_default();
                assert!(names.contains(name), "{name} in {shape}");
            }
        }
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let names: BTreeSet<String> =
            OPERATIONS.iter().map(|one| operation_id(one.method, one.path)).collect();
        assert_eq!(names.len(), OPERATIONS.len());
    }
}
