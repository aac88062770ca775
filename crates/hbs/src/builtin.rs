//! The helpers that belong to the language.

use crate::{Call, Frame, HelperError, Helpers, Host, Value};

type Outcome<'a> = Result<Value<'a>, HelperError>;

/// One row per helper.
pub(crate) fn add_to<H: Host>(table: &mut Helpers<H>) {
    table.add("if", if_);
    table.add("unless", unless);
    table.add("each", each);
    table.add("with", with);
    table.add("lookup", lookup);
    table.add("log", log);
}

fn if_<'a, H: Host>(call: &mut Call<'_, 'a, H>) -> Outcome<'a> {
    if condition(call)? {
        call.block()?;
    } else {
        call.inverse()?;
    }
    Ok(Value::Undefined)
}

fn unless<'a, H: Host>(call: &mut Call<'_, 'a, H>) -> Outcome<'a> {
    if condition(call)? {
        call.inverse()?;
    } else {
        call.block()?;
    }
    Ok(Value::Undefined)
}

fn condition<H: Host>(call: &Call<'_, '_, H>) -> Result<bool, HelperError> {
    let [value] = call.params() else {
        return Err(HelperError::new(format!("takes exactly one argument, not {}", call.params().len())));
    };
    let zero_counts = call.option("includeZero").is_truthy();
    Ok((zero_counts || value.is_truthy()) && !value.is_empty())
}

fn with<'a, H: Host>(call: &mut Call<'_, 'a, H>) -> Outcome<'a> {
    let [value] = call.params() else {
        return Err(HelperError::new(format!("takes exactly one argument, not {}", call.params().len())));
    };
    let value = value.clone();
    if value.is_empty() {
        call.inverse()?;
    } else {
        let frame = call.frame().clone();
        call.block_with(&value, &frame, std::slice::from_ref(&value))?;
    }
    Ok(Value::Undefined)
}

fn each<'a, H: Host>(call: &mut Call<'_, 'a, H>) -> Outcome<'a> {
    let Some(value) = call.params().first().cloned() else {
        return Err(HelperError::new("needs something to go through; write {{#each list}}"));
    };
    iterate(call, &value)?;
    Ok(Value::Undefined)
}

/// Renders the block once per element of a list or field of an object, the inverse when there are none.
pub(crate) fn iterate<'a, H: Host>(call: &mut Call<'_, 'a, H>, value: &Value<'a>) -> Result<(), HelperError> {
    let mut frame = call.frame().child();
    match value {
        Value::List(list) if !list.is_empty() => {
            let size = list.len();
            for at in 0..size {
                round(call, &mut frame, Value::from(at), at, size, list.at(at))?;
            }
            Ok(())
        }
        Value::Object(object) => {
            let keys = object.keys();
            for (at, key) in keys.iter().enumerate() {
                round(call, &mut frame, Value::Str(key.clone()), at, keys.len(), object.get(key))?;
            }
            if keys.is_empty() { call.inverse() } else { Ok(()) }
        }
        _ => call.inverse(),
    }
}

fn round<'a, H: Host>(
    call: &mut Call<'_, 'a, H>,
    frame: &mut Frame<'a>,
    key: Value<'a>,
    at: usize,
    size: usize,
    element: Value<'a>,
) -> Result<(), HelperError> {
    call.spend(1)?;
    frame.set("key", key.clone());
    frame.set("index", at);
    frame.set("first", at == 0);
    frame.set("last", at + 1 == size);
    let params = [element, key];
    call.block_with(&params[0], frame, &params)
}

#[allow(clippy::unnecessary_wraps, reason = "every row of the table has this shape")]
fn lookup<'a, H: Host>(call: &mut Call<'_, 'a, H>) -> Outcome<'a> {
    let object = call.param(0);
    if !object.is_truthy() {
        return Ok(object);
    }
    Ok(object.property(&call.param(1).to_text()))
}

#[allow(clippy::unnecessary_wraps, reason = "every row of the table has this shape")]
fn log<'a, H: Host>(call: &mut Call<'_, 'a, H>) -> Outcome<'a> {
    let words: Vec<_> = call.params().iter().map(Value::to_text).collect();
    let line = words.iter().map(crate::Text::as_str).collect::<Vec<_>>().join(" ");
    call.log(&line);
    Ok(Value::Undefined)
}
