//! From pieces to a tree.

use crate::ast::{Block, Content, Expr, Invoke, Mustache, Node, Partial, Path, Pos, Program, Strip};
use crate::lexer::{Kind, Lexer, Piece, Tag, Word, Wrong};
use crate::whitespace;

/// Blocks within blocks, `else if` steps included.
pub(crate) const MAX_BLOCK_DEPTH: usize = 64;
/// Sub-expressions within sub-expressions.
pub(crate) const MAX_SUB_DEPTH: usize = 24;

/// A parsed template and the layout its `{{!< name}}` comment asks for.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) program: Program,
    pub(crate) layout: Option<(String, Pos)>,
}

/// Reads a template.
pub(crate) fn parse(source: &str) -> Result<Parsed, Wrong> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let pieces = Lexer::new(source).pieces()?.into_iter();
    let mut parser = Parser { pieces, params: Vec::new(), depth: 0, layout: None };
    let (mut program, end) = parser.program()?;
    if let Some((tag, pos)) = end {
        return Err((pos, stray(&tag)));
    }
    whitespace::tidy(&mut program);
    Ok(Parsed { program, layout: parser.layout })
}

fn stray(tag: &Tag<'_>) -> String {
    match tag.kind {
        Kind::Close => "this closes a block that is not open; remove it or open the block before".to_owned(),
        _ => "else stands outside a block; remove it or open a block before".to_owned(),
    }
}

struct Parser<'s> {
    pieces: std::vec::IntoIter<(Piece<'s>, Pos)>,
    /// Block parameters of the blocks around, outermost first.
    params: Vec<Vec<Box<str>>>,
    depth: usize,
    layout: Option<(String, Pos)>,
}

/// The tag that ended a program.
type End<'s> = Option<(Tag<'s>, Pos)>;

impl<'s> Parser<'s> {
    /// Nodes up to a closing or `else` tag, or the end of the template.
    fn program(&mut self) -> Result<(Program, End<'s>), Wrong> {
        let mut program = Program::default();
        while let Some((piece, pos)) = self.pieces.next() {
            let node = match piece {
                Piece::Content(text) => content(text),
                Piece::Comment(text, strip) => {
                    self.note_layout(text, pos);
                    Node::Comment(strip)
                }
                Piece::RawOpen(tag) => self.raw(tag, pos)?,
                Piece::RawClose(_) => return Err((pos, "this raw block is not open; remove it".to_owned())),
                Piece::Tag(tag) => match tag.kind {
                    Kind::Close | Kind::Inverse | Kind::Chain => return Ok((program, Some((tag, pos)))),
                    // A bare `^` was told apart by the lexer: here it has a name.
                    Kind::Open | Kind::OpenInverse => self.block(tag, pos)?,
                    Kind::OpenDecorator => {
                        program.has_inlines = true;
                        self.inline(tag, pos)?
                    }
                    Kind::Partial | Kind::PartialBlock => self.partial(tag, pos)?,
                    Kind::Escaped | Kind::Unescaped => {
                        let (strip, escaped) = (tag.strip, tag.kind == Kind::Escaped);
                        let mut words = self.words(tag, pos);
                        let invoke = words.invoke()?;
                        words.end()?;
                        Node::Mustache(Box::new(Mustache { invoke, escaped, strip }))
                    }
                    Kind::Decorator | Kind::Raw => {
                        return Err((pos, "decorators are not supported; remove this tag".to_owned()));
                    }
                },
            };
            program.body.push(node);
        }
        Ok((program, None))
    }

    fn note_layout(&mut self, text: &str, pos: Pos) {
        let Some(name) = text.strip_prefix('<') else { return };
        let name = name.trim_end_matches('}').trim_end_matches('~').trim();
        if self.layout.is_none() && !name.is_empty() {
            self.layout = Some((name.to_owned(), pos));
        }
    }

    fn words<'p>(&'p self, tag: Tag<'s>, pos: Pos) -> Words<'s, 'p> {
        Words { list: tag.words, at: 0, pos, params: &self.params, depth: 0 }
    }

    fn enter(&mut self, pos: Pos) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > MAX_BLOCK_DEPTH {
            return Err((pos, format!("more than {MAX_BLOCK_DEPTH} blocks within each other; use partials")));
        }
        Ok(())
    }

    /// The body of a block whose opening tag declared `params`.
    fn body(&mut self, params: Vec<Box<str>>, pos: Pos) -> Result<(Program, (Tag<'s>, Pos)), Wrong> {
        let declares = !params.is_empty();
        if declares {
            self.params.push(params.clone());
        }
        let (mut program, end) = self.program()?;
        if declares {
            self.params.pop();
        }
        program.params = params;
        let end = end.ok_or_else(|| (pos, "this block never ends; close it with {{/name}}".to_owned()))?;
        Ok((program, end))
    }

    fn block(&mut self, tag: Tag<'s>, pos: Pos) -> Result<Node, Wrong> {
        self.enter(pos)?;
        let (open_strip, inverted) = (tag.strip, tag.kind == Kind::OpenInverse);
        let mut words = self.words(tag, pos);
        let invoke = words.invoke()?;
        let params = words.block_params()?;
        let (body, end) = self.body(params, pos)?;
        let (inverse, inverse_strip, close) = self.otherwise(end, !inverted, true)?;
        let close_strip = close.0.strip;
        self.check_close(close, &invoke.path.original, pos)?;
        self.depth -= 1;
        let (main, inverse) = if inverted { (inverse, Some(body)) } else { (Some(body), inverse) };
        Ok(Node::Block(Box::new(Block { invoke, main, inverse, open_strip, inverse_strip, close_strip })))
    }

    /// What follows the first part of a block: nothing, `{{else}}…`, or `{{else helper …}}…`; then the closing tag.
    #[allow(clippy::type_complexity, reason = "three parts of one block, used twice")]
    fn otherwise(
        &mut self,
        end: (Tag<'s>, Pos),
        may_chain: bool,
        first: bool,
    ) -> Result<(Option<Program>, Strip, (Tag<'s>, Pos)), Wrong> {
        let (tag, pos) = end;
        let strip = tag.strip;
        match tag.kind {
            Kind::Inverse => {
                let (program, close) = self.body(Vec::new(), pos)?;
                if close.0.kind != Kind::Close {
                    return Err((close.1, "a block has one else; close the block first".to_owned()));
                }
                Ok((Some(program), strip, close))
            }
            Kind::Chain if may_chain => {
                self.enter(pos)?;
                let mut words = self.words(tag, pos);
                let invoke = words.invoke()?;
                let params = words.block_params()?;
                let (main, end) = self.body(params, pos)?;
                let (inverse, inverse_strip, close) = self.otherwise(end, true, false)?;
                self.depth -= 1;
                // The closing tag trims the first step of a chain; a later step is trimmed by its own `else`.
                let close_strip = if first { close.0.strip } else { strip };
                let main = Some(main);
                let block = Block { invoke, main, inverse, open_strip: strip, inverse_strip, close_strip };
                let body = vec![Node::Block(Box::new(block))];
                Ok((Some(Program { body, chained: true, ..Program::default() }), strip, close))
            }
            Kind::Close => Ok((None, Strip::default(), (tag, pos))),
            _ => Err((pos, "else with a condition cannot follow an inverse block; use {{else}}".to_owned())),
        }
    }

    fn inline(&mut self, tag: Tag<'s>, pos: Pos) -> Result<Node, Wrong> {
        self.enter(pos)?;
        let open_strip = tag.strip;
        let mut words = self.words(tag, pos);
        let invoke = words.invoke()?;
        let params = words.block_params()?;
        if &*invoke.path.original != "inline" || invoke.params.len() != 1 {
            return Err((pos, "only {{#*inline \"name\"}} is supported after #*".to_owned()));
        }
        let (body, close) = self.body(params, pos)?;
        let close_strip = close.0.strip;
        self.check_close(close, "inline", pos)?;
        self.depth -= 1;
        let (main, inverse, inverse_strip) = (Some(body), None, Strip::default());
        Ok(Node::Inline(Box::new(Block { invoke, main, inverse, open_strip, inverse_strip, close_strip })))
    }

    fn partial(&mut self, tag: Tag<'s>, pos: Pos) -> Result<Node, Wrong> {
        let (open_strip, is_block) = (tag.strip, tag.kind == Kind::PartialBlock);
        let mut words = self.words(tag, pos);
        let name = words.partial_name()?;
        let (mut params, hash) = words.arguments()?;
        words.end()?;
        let context = params.pop();
        if !params.is_empty() {
            return Err((pos, "a partial takes one context at most; pass the rest as key=value".to_owned()));
        }
        let (mut block, mut close_strip) = (None, Strip::default());
        if is_block {
            self.enter(pos)?;
            let (body, close) = self.body(Vec::new(), pos)?;
            close_strip = close.0.strip;
            match &name {
                Expr::Path(path) => self.check_close(close, &path.original, pos)?,
                _ if close.0.kind == Kind::Close => {}
                _ => return Err((close.1, stray(&close.0))),
            }
            self.depth -= 1;
            block = Some(body);
        }
        let indent = String::new();
        Ok(Node::Partial(Box::new(Partial {
            name,
            context,
            hash,
            block,
            indent,
            open_strip,
            close_strip,
            pos,
        })))
    }

    fn raw(&mut self, tag: Tag<'s>, pos: Pos) -> Result<Node, Wrong> {
        let mut words = self.words(tag, pos);
        let invoke = words.invoke()?;
        words.end()?;
        let mut program = Program::default();
        loop {
            match self.pieces.next() {
                Some((Piece::Content(text), _)) => program.body.push(content(text)),
                Some((Piece::RawClose(name), _)) if *name == *invoke.path.original => break,
                Some((_, pos)) => return Err((pos, format!("close this with {}", invoke.path.original))),
                None => return Err((pos, "this raw block never ends".to_owned())),
            }
        }
        let strip = Strip::default();
        Ok(Node::Block(Box::new(Block {
            invoke,
            main: Some(program),
            inverse: None,
            open_strip: strip,
            inverse_strip: strip,
            close_strip: strip,
        })))
    }

    fn check_close(&self, close: (Tag<'s>, Pos), name: &str, open: Pos) -> Result<(), Wrong> {
        let (tag, pos) = close;
        if tag.kind != Kind::Close {
            return Err((pos, stray(&tag)));
        }
        let mut words = self.words(tag, pos);
        let found = words.head()?;
        words.end()?;
        if *found.original == *name {
            return Ok(());
        }
        let line = open.line;
        Err((
            pos,
            format!("{{{{/{}}}}} closes {name:?} of line {line}; write {{{{/{name}}}}}", found.original),
        ))
    }
}

fn content(text: &str) -> Node {
    let (value, original) = (text.to_owned(), text.to_owned());
    Node::Content(Content { value, original, left_stripped: false, right_stripped: false })
}

/// The words of one tag, read from left to right.
struct Words<'s, 'p> {
    list: Vec<(Word<'s>, Pos)>,
    at: usize,
    pos: Pos,
    params: &'p [Vec<Box<str>>],
    depth: usize,
}

impl<'s> Words<'s, '_> {
    fn peek(&self) -> Option<&Word<'s>> {
        self.list.get(self.at).map(|(word, _)| word)
    }

    fn peek_second(&self) -> Option<&Word<'s>> {
        self.list.get(self.at + 1).map(|(word, _)| word)
    }

    fn pos(&self) -> Pos {
        self.list.get(self.at).map_or(self.pos, |(_, pos)| *pos)
    }

    fn next(&mut self) -> Option<Word<'s>> {
        let word = self.list.get(self.at).map(|(word, _)| word.clone());
        self.at += 1;
        word
    }

    fn end(&self) -> Result<(), Wrong> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err((self.pos(), "this cannot stand here; remove it or quote it".to_owned())),
        }
    }

    fn invoke(&mut self) -> Result<Invoke, Wrong> {
        let pos = self.pos;
        let path = self.head()?;
        let (params, hash) = self.arguments()?;
        Ok(Invoke { path, params, hash, pos })
    }

    /// The first word of a tag. A literal is taken as a name; an empty one names the context itself.
    fn head(&mut self) -> Result<Path, Wrong> {
        let name = match self.peek() {
            Some(Word::Str(text)) => text.clone(),
            Some(Word::Number(text)) => text
                .parse::<f64>()
                .map_or_else(|_| (*text).to_owned(), |n| crate::Value::Number(n).to_text().to_string()),
            Some(Word::Bool(value)) => value.to_string(),
            Some(Word::Undefined) => "undefined".to_owned(),
            Some(Word::Null) => "null".to_owned(),
            _ => return self.path(),
        };
        self.at += 1;
        let param = self.find_param(&name);
        let original: Box<str> = name.into();
        let segments = if original.is_empty() { Vec::new() } else { vec![original.clone()] };
        Ok(Path { original, segments, param, ..Path::default() })
    }

    fn partial_name(&mut self) -> Result<Expr, Wrong> {
        if self.peek() == Some(&Word::OpenParen) {
            return self.expression();
        }
        Ok(Expr::Path(self.head()?))
    }

    #[allow(clippy::type_complexity, reason = "positional and named arguments")]
    fn arguments(&mut self) -> Result<(Vec<Expr>, Vec<(Box<str>, Expr)>), Wrong> {
        let (mut params, mut hash): (_, Vec<(Box<str>, Expr)>) = (Vec::new(), Vec::new());
        while let Some(word) = self.peek() {
            if matches!(word, Word::CloseParen | Word::OpenParams) {
                break;
            }
            let key: Option<Box<str>> = match (word, self.peek_second()) {
                (Word::Id(key), Some(Word::Equals)) => Some((*key).into()),
                (Word::Literal(key), Some(Word::Equals)) => Some(key.as_str().into()),
                _ => None,
            };
            if let Some(key) = key {
                self.at += 2;
                let value = self.expression()?;
                // Of a name given twice the first counts.
                if hash.iter().all(|(before, _)| *before != key) {
                    hash.push((key, value));
                }
            } else if hash.is_empty() {
                params.push(self.expression()?);
            } else {
                return Err((self.pos(), "positional arguments stand before key=value ones".to_owned()));
            }
        }
        Ok((params, hash))
    }

    fn block_params(&mut self) -> Result<Vec<Box<str>>, Wrong> {
        let mut params: Vec<Box<str>> = Vec::new();
        if self.peek() == Some(&Word::OpenParams) {
            self.at += 1;
            loop {
                let pos = self.pos();
                match self.next() {
                    Some(Word::Id(name)) => params.push(name.into()),
                    Some(Word::Literal(name)) => params.push(name.into()),
                    Some(Word::Pipe) if !params.is_empty() => break,
                    _ => return Err((pos, "write block parameters as |name other|".to_owned())),
                }
            }
        }
        self.end()?;
        Ok(params)
    }

    fn expression(&mut self) -> Result<Expr, Wrong> {
        let expr = match self.peek() {
            Some(Word::OpenParen) => return self.sub(),
            Some(Word::Str(text)) => Expr::Str(text.as_str().into()),
            Some(Word::Number(text)) => Expr::Number(text.parse().unwrap_or(f64::NAN)),
            Some(Word::Bool(value)) => Expr::Bool(*value),
            Some(Word::Undefined) => Expr::Undefined,
            Some(Word::Null) => Expr::Null,
            _ => return self.path().map(Expr::Path),
        };
        self.at += 1;
        Ok(expr)
    }

    fn sub(&mut self) -> Result<Expr, Wrong> {
        let pos = self.pos();
        self.depth += 1;
        if self.depth > MAX_SUB_DEPTH {
            return Err((pos, format!("more than {MAX_SUB_DEPTH} parentheses within each other; use fewer")));
        }
        self.at += 1;
        let path = self.head()?;
        let (params, hash) = self.arguments()?;
        if self.next() != Some(Word::CloseParen) {
            return Err((pos, "this parenthesis never ends; close it with )".to_owned()));
        }
        self.depth -= 1;
        Ok(Expr::Sub(Box::new(Invoke { path, params, hash, pos })))
    }

    fn path(&mut self) -> Result<Path, Wrong> {
        let start = self.pos();
        let mut path = Path::default();
        let mut original = String::new();
        if self.peek() == Some(&Word::At) {
            self.at += 1;
            path.data = true;
            original.push('@');
        }
        loop {
            let (segment, literal) = match self.next() {
                Some(Word::Id(name)) => (name.to_owned(), false),
                Some(Word::Literal(name)) => (name, true),
                _ => return Err((start, "a name is missing here; write what to print or call".to_owned())),
            };
            original.push_str(&segment);
            let is_step = !literal && matches!(segment.as_str(), ".." | "." | "this");
            if is_step && !path.segments.is_empty() {
                return Err((
                    start,
                    format!("{original:?} is no path; put {segment} first or write [{segment}]"),
                ));
            }
            match segment.as_str() {
                ".." if is_step => path.depth += 1,
                _ if is_step => path.scoped = true,
                _ => path.segments.push(segment.into()),
            }
            match self.peek() {
                Some(Word::Separator(separator)) => {
                    original.push(*separator);
                    self.at += 1;
                }
                _ => break,
            }
        }
        path.original = original.into();
        if path.depth == 0 && !path.scoped && !path.data {
            path.param = path.segments.first().and_then(|name| self.find_param(name));
        }
        Ok(path)
    }

    fn find_param(&self, name: &str) -> Option<(usize, usize)> {
        let mut outward = self.params.iter().rev().enumerate();
        outward.find_map(|(list, names)| Some((list, names.iter().position(|param| **param == *name)?)))
    }
}
