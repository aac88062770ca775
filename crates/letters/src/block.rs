//! The parts of a letter, and how they look as plain text.

use crate::Paper;

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// A sentence of ours.
    Line(String),
    /// Somebody's words, with the name above them; the name may be empty.
    Quote(String, String),
    /// Where the reader can go: what it is called, and the address.
    Way(String, String),
    /// What stands below everything else.
    Small(String),
    /// The same with an address behind it.
    SmallWay(String, String),
}

/// A letter as plain text.
pub(crate) fn as_text(blocks: &[Block], paper: &Paper<'_>) -> String {
    let mut parts = Vec::with_capacity(blocks.len() + 1);
    let mut below = Vec::new();
    for block in blocks {
        match block {
            Block::Line(line) => parts.push(line.clone()),
            Block::Quote(name, words) => {
                let quoted: Vec<String> = words.lines().map(|line| format!("> {line}")).collect();
                let head = if name.is_empty() { String::new() } else { format!("{name}:\n") };
                parts.push(format!("{head}{}", quoted.join("\n")));
            }
            Block::Way(label, address) => parts.push(format!("{label}:\n{address}")),
            Block::Small(line) => below.push(line.clone()),
            Block::SmallWay(label, address) => below.push(format!("{label}:\n{address}")),
        }
    }
    // The line of two dashes and a blank ends what was written for the reader alone (RFC 3676, section 4.3).
    parts.push(format!("-- \n{}\n{}", paper.title, paper.address));
    parts.append(&mut below);
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}
