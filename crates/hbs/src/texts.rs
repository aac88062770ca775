//! The text between the tags of compiled templates.

use crate::Templates;
use crate::ast::{Node, Program};

impl Templates {
    /// Lets `change` alter each text that stands between tags, of every template and partial. What tags print never
    /// passes here, so a host can tell by its own marks what a template's author wrote from what came out of the data.
    pub fn change_texts(&mut self, mut change: impl FnMut(&mut String)) {
        self.each_program(|program| texts(program, &mut change));
    }
}

fn texts(program: &mut Program, change: &mut impl FnMut(&mut String)) {
    for node in &mut program.body {
        match node {
            Node::Content(content) => change(&mut content.value),
            Node::Block(block) | Node::Inline(block) => {
                [&mut block.main, &mut block.inverse]
                    .into_iter()
                    .flatten()
                    .for_each(|inner| texts(inner, change));
            }
            Node::Partial(partial) => partial.block.iter_mut().for_each(|inner| texts(inner, change)),
            Node::Comment(_) | Node::Mustache(_) => {}
        }
    }
}
