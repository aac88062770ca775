//! Which blanks around tags disappear.
//!
//! `~` takes all blanks on its side. A block, comment or partial tag that stands alone on its line takes the line with
//! it; so does an `{{else}}`. The rule looks at the text as written, not at what earlier steps have left of it.

use crate::ast::{Block, Content, Node, Partial, Program, Strip};

/// What a tag wants from its neighbours.
struct Wish {
    strip: Strip,
    open_alone: bool,
    close_alone: bool,
    inline_alone: bool,
}

/// Removes the blanks of a whole template.
pub(crate) fn tidy(program: &mut Program) {
    tidy_program(program, true);
    finish(program);
}

fn tidy_program(program: &mut Program, is_root: bool) {
    for at in 0..program.body.len() {
        let Some(wish) = tidy_node(&mut program.body[at]) else { continue };
        let body = &mut program.body;
        let blank_before = blank_before(body, at, is_root);
        let blank_after = blank_after(body, Some(at), is_root);
        if wish.strip.close {
            trim_after(body, Some(at), true);
        }
        if wish.strip.open {
            trim_before(body, at, true);
        }
        if wish.inline_alone && blank_before && blank_after {
            trim_after(body, Some(at), false);
            if trim_before(body, at, false) {
                keep_indent(body, at);
            }
        }
        if wish.open_alone && blank_before {
            if let Some(first) = first_program(&mut body[at]) {
                trim_after(&mut first.body, None, false);
            }
            trim_before(body, at, false);
        }
        if wish.close_alone && blank_after {
            trim_after(body, Some(at), false);
            if let Some(last) = last_program(&mut body[at]) {
                let end = last.body.len();
                trim_before(&mut last.body, end, false);
            }
        }
    }
}

/// A partial's text is not indented, but the blanks before its tag stay.
fn keep_indent(body: &mut [Node], at: usize) {
    let (before, rest) = body.split_at_mut(at);
    if let (Some(Node::Content(content)), Some(Node::Partial(partial))) = (before.last(), rest.first_mut()) {
        let kept = content.original.trim_end_matches([' ', '\t']).len();
        content.original[kept..].clone_into(&mut partial.indent);
    }
}

fn first_program(node: &mut Node) -> Option<&mut Program> {
    match node {
        Node::Block(block) | Node::Inline(block) => block.main.as_mut().or(block.inverse.as_mut()),
        Node::Partial(partial) => partial.block.as_mut(),
        _ => None,
    }
}

fn last_program(node: &mut Node) -> Option<&mut Program> {
    match node {
        Node::Block(block) | Node::Inline(block) => block.inverse.as_mut().or(block.main.as_mut()),
        Node::Partial(partial) => partial.block.as_mut(),
        _ => None,
    }
}

fn tidy_node(node: &mut Node) -> Option<Wish> {
    let alone = |strip| Wish { strip, open_alone: false, close_alone: false, inline_alone: true };
    match node {
        Node::Content(_) => None,
        Node::Comment(strip) => Some(alone(*strip)),
        Node::Mustache(tag) => {
            Some(Wish { strip: tag.strip, open_alone: false, close_alone: false, inline_alone: false })
        }
        Node::Partial(partial) => Some(match &mut partial.block {
            None => alone(partial.open_strip),
            Some(_) => tidy_partial_block(partial)?,
        }),
        Node::Block(block) | Node::Inline(block) => Some(tidy_block(block)),
    }
}

fn tidy_partial_block(partial: &mut Partial) -> Option<Wish> {
    let program = partial.block.as_mut()?;
    tidy_program(program, false);
    let wish = Wish {
        strip: Strip { open: partial.open_strip.open, close: partial.close_strip.close },
        open_alone: blank_after(&program.body, None, false),
        close_alone: blank_before(&program.body, program.body.len(), false),
        inline_alone: false,
    };
    if partial.open_strip.close {
        trim_after(&mut program.body, None, true);
    }
    if partial.close_strip.open {
        let end = program.body.len();
        trim_before(&mut program.body, end, true);
    }
    Some(wish)
}

fn tidy_block(block: &mut Block) -> Wish {
    for program in [&mut block.main, &mut block.inverse].into_iter().flatten() {
        tidy_program(program, false);
    }
    let strip = Strip { open: block.open_strip.open, close: block.close_strip.close };
    let (program, mut inverse) = match (&mut block.main, &mut block.inverse) {
        (Some(main), inverse) => (main, inverse.as_mut()),
        (None, Some(inverse)) => (inverse, None),
        (None, None) => return Wish { strip, open_alone: false, close_alone: false, inline_alone: false },
    };
    let open_alone = blank_after(&program.body, None, false);
    let last = inverse.as_deref_mut().map_or(&mut *program, first_of_chain);
    let close_alone = blank_before(&last.body, last.body.len(), false);
    if block.open_strip.close {
        trim_after(&mut program.body, None, true);
    }
    let end = program.body.len();
    match inverse {
        None => {
            if block.close_strip.open {
                trim_before(&mut program.body, end, true);
            }
        }
        Some(inverse) => {
            if block.inverse_strip.open {
                trim_before(&mut program.body, end, true);
            }
            if block.inverse_strip.close {
                trim_after(&mut first_of_chain(inverse).body, None, true);
            }
            if block.close_strip.open {
                let last = first_of_chain(inverse);
                let end = last.body.len();
                trim_before(&mut last.body, end, true);
            }
            let first = first_of_chain(inverse);
            if blank_before(&program.body, end, false) && blank_after(&first.body, None, false) {
                trim_before(&mut program.body, end, false);
                trim_after(&mut first.body, None, false);
            }
        }
    }
    Wish { strip, open_alone, close_alone, inline_alone: false }
}

/// Whether `inverse` only holds the block of an `{{else if …}}`.
fn holds_chain(inverse: &Program) -> bool {
    inverse.chained && matches!(inverse.body.as_slice(), [Node::Block(block)] if block.main.is_some())
}

/// The text after the first `{{else …}}`.
fn first_of_chain(inverse: &mut Program) -> &mut Program {
    if !holds_chain(inverse) {
        return inverse;
    }
    match &mut inverse.body[0] {
        Node::Block(block) => block.main.get_or_insert_default(),
        _ => unreachable!("holds_chain has just seen a block here"),
    }
}

/// Empties what only this module needed and drops texts of which nothing is left.
fn finish(program: &mut Program) {
    program.body.retain_mut(|node| match node {
        Node::Content(content) => {
            content.original = String::new();
            !content.value.is_empty()
        }
        Node::Comment(_) => false,
        _ => true,
    });
    for node in &mut program.body {
        let programs = match node {
            Node::Block(block) | Node::Inline(block) => [block.main.as_mut(), block.inverse.as_mut()],
            Node::Partial(partial) => [partial.block.as_mut(), None],
            _ => [None, None],
        };
        programs.into_iter().flatten().for_each(finish);
    }
}

/// Whether only blanks stand between the beginning of the line and position `at` of the body.
fn blank_before(body: &[Node], at: usize, is_root: bool) -> bool {
    match at.checked_sub(1).map(|before| &body[before]) {
        None => is_root,
        Some(Node::Content(content)) => {
            let blanks = &content.original[content.original.trim_end_matches(is_blank).len()..];
            let begins = is_root && at == 1 && blanks.len() == content.original.len();
            begins || blanks.contains('\n')
        }
        Some(_) => false,
    }
}

/// Whether only blanks stand between node `at` (or the beginning of the body) and the end of the line.
fn blank_after(body: &[Node], at: Option<usize>, is_root: bool) -> bool {
    let next = at.map_or(0, |at| at + 1);
    match body.get(next) {
        None => is_root,
        Some(Node::Content(content)) => {
            let rest = content.original.trim_start_matches(is_blank);
            let blanks = &content.original[..content.original.len() - rest.len()];
            let ends = is_root && next + 1 == body.len() && rest.is_empty();
            ends || blanks.contains('\n')
        }
        Some(_) => false,
    }
}

/// Takes blanks from the beginning of the text after node `at`: all of them, or up to the end of the line.
fn trim_after(body: &mut [Node], at: Option<usize>, all: bool) {
    let Some(Node::Content(Content { value, right_stripped, .. })) = body.get_mut(at.map_or(0, |at| at + 1))
    else {
        return;
    };
    if !all && *right_stripped {
        return;
    }
    let kept = if all {
        value.trim_start_matches(is_blank)
    } else {
        let rest = value.trim_start_matches([' ', '\t']);
        rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest)
    };
    let cut = value.len() - kept.len();
    value.drain(..cut);
    *right_stripped = cut > 0;
}

/// Takes blanks from the end of the text before position `at`: all of them, or back to the beginning of the line.
fn trim_before(body: &mut [Node], at: usize, all: bool) -> bool {
    let Some(Node::Content(Content { value, left_stripped, .. })) =
        at.checked_sub(1).and_then(|before| body.get_mut(before))
    else {
        return false;
    };
    if !all && *left_stripped {
        return false;
    }
    let kept = if all { value.trim_end_matches(is_blank) } else { value.trim_end_matches([' ', '\t']) }.len();
    *left_stripped = kept < value.len();
    value.truncate(kept);
    *left_stripped
}

/// What JavaScript's `\s` matches.
pub(crate) fn is_blank(letter: char) -> bool {
    letter == '\u{feff}' || (letter.is_whitespace() && letter != '\u{85}')
}
