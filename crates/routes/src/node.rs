//! YAML as values that know their lines. A file of routes is small and foreign: references to anchors are refused,
//! since a few lines of them can unfold to gigabytes.

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::RoutesError;

/// Values within values; a long form of `data` is five deep.
pub const MAX_DEPTH: usize = 12;
/// Values in all.
const MAX_VALUES: usize = 20_000;

/// A value with the line it stands in.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) value: Value,
}

/// What stands there.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Nothing,
    Word(String),
    List(Vec<Node>),
    /// Names in their order, each once, with the line of the name.
    Map(Vec<(String, usize, Node)>),
}

/// A collection that is being read.
enum Open {
    List(usize, Vec<Node>),
    /// The pairs so far, and the name that waits for its value.
    Map(usize, Vec<(String, usize, Node)>, Option<(String, usize)>),
}

/// The first document of a text.
pub(crate) fn parse(text: &str) -> Result<Node, RoutesError> {
    let mut open: Vec<Open> = Vec::new();
    let mut count = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let message = format!("this is not YAML ({}); mind the indentation and the quotes", error.info());
            RoutesError::at(error.marker().line(), message)
        })?;
        let line = span.start.line();
        count += 1;
        if count > MAX_VALUES {
            return Err(RoutesError::at(line, format!("the file has more than {MAX_VALUES} values")));
        }
        let node = match event {
            Event::SequenceStart(..) => {
                open.push(Open::List(line, Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(line, Vec::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(closed),
            Event::Scalar(word, style, ..) => {
                let nothing =
                    style == ScalarStyle::Plain && matches!(&*word, "" | "~" | "null" | "Null" | "NULL");
                let value = if nothing { Value::Nothing } else { Value::Word(word.into_owned()) };
                Some(Node { line, value })
            }
            Event::Alias(_) => {
                return Err(RoutesError::at(line, "references (*name) are not followed here; write it out"));
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => None,
        };
        if open.len() > MAX_DEPTH {
            return Err(RoutesError::at(line, format!("values are nested more than {MAX_DEPTH} deep")));
        }
        let Some(node) = node else { continue };
        match open.last_mut() {
            None => return Ok(node),
            Some(Open::List(_, list)) => list.push(node),
            Some(Open::Map(_, pairs, name)) => match name.take() {
                Some((name, line)) => pairs.push((name, line, node)),
                None => *name = Some(new_name(pairs, node)?),
            },
        }
    }
    Ok(Node { line: 1, value: Value::Nothing })
}

fn closed(ended: Open) -> Node {
    match ended {
        Open::List(line, list) => Node { line, value: Value::List(list) },
        Open::Map(line, pairs, _) => Node { line, value: Value::Map(pairs) },
    }
}

fn new_name(pairs: &[(String, usize, Node)], node: Node) -> Result<(String, usize), RoutesError> {
    let Value::Word(name) = node.value else {
        return Err(RoutesError::at(node.line, "a name is a word, such as template or /about/"));
    };
    if let Some((_, first, _)) = pairs.iter().find(|(known, ..)| *known == name) {
        let message = format!("\"{name}\" stands in line {first} already; keep one of the two");
        return Err(RoutesError::at(node.line, message));
    }
    Ok((name, node.line))
}

impl Node {
    /// The word that stands here.
    pub(crate) fn word(&self, what: &str) -> Result<&str, RoutesError> {
        match &self.value {
            Value::Word(word) => Ok(word),
            _ => Err(RoutesError::at(self.line, format!("{what} is one word"))),
        }
    }

    /// The pairs that stand here; none where nothing stands.
    pub(crate) fn pairs(&self, what: &str) -> Result<&[(String, usize, Node)], RoutesError> {
        match &self.value {
            Value::Map(pairs) => Ok(pairs),
            Value::Nothing => Ok(&[]),
            _ => {
                Err(RoutesError::at(self.line, format!("{what} is a list of names with values, name: value")))
            }
        }
    }

    /// The words that stand here, one or several.
    pub(crate) fn words(&self, what: &str) -> Result<Vec<&str>, RoutesError> {
        match &self.value {
            Value::List(list) => list.iter().map(|node| node.word(what)).collect(),
            _ => Ok(vec![self.word(what)?]),
        }
    }

    /// Yes or no.
    pub(crate) fn flag(&self, what: &str) -> Result<bool, RoutesError> {
        match self.word(what)? {
            "true" | "True" | "TRUE" => Ok(true),
            "false" | "False" | "FALSE" => Ok(false),
            _ => Err(RoutesError::at(self.line, format!("{what} is true or false"))),
        }
    }
}
