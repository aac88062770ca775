//! The feed as a stream of entries: XML without trust. Entities are never expanded, depth, length and
//! attributes are limited, and what is wrong with one entry leaves the next ones readable.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Dialect;
use super::entry::one_line;
use super::names::{Element, Field, Space, child, grandchild};
use crate::problem::{Damage, Limits};
use crate::text::{Place, Text};
use crate::xml::{DEPTH_END, Declarations, damage, is_text, push_text, referenced, unescape};

/// A part of the feed.
pub(crate) enum Part {
    /// An entry has been read; see [`FeedReader::entry`].
    Entry,
    /// The feed is over.
    End,
    /// What follows cannot be read.
    Damage(Damage),
}

/// An entry, or the head of the feed, as written.
#[derive(Default)]
pub(crate) struct Raw {
    texts: [String; Field::COUNT],
    /// The line of its start tag.
    pub(super) line: u64,
    /// The last part of the category of scheme `kind`.
    pub(super) kind: Option<String>,
    /// Categories of the schemes of labels.
    pub(super) labels: Vec<String>,
    /// `link rel=alternate`.
    pub(super) alternate: Option<String>,
    /// `link rel=replies` of type `text/html`.
    pub(super) replies: Option<String>,
    /// `link rel=related`: of a comment its parent, of a post where its title leads.
    pub(super) related: Option<String>,
    /// A Takeout `link`, which is where the title leads.
    pub(super) title_link: Option<String>,
    /// `thr:in-reply-to ref`, else its `source`.
    pub(super) answers: Option<String>,
    /// `enclosure` elements and links: address, type, length.
    pub(super) enclosures: Vec<(String, String, String)>,
    /// `blogger.contentRemoved`.
    pub(super) removed: bool,
    /// Whether the title is HTML and not plain text.
    pub(super) title_is_html: bool,
    /// The same of the line under the blog's title.
    pub(super) subtitle_is_html: bool,
    /// The first reference to an entity that XML does not know.
    pub(super) unknown_entity: Option<String>,
    /// Whether bytes had to be guessed.
    pub(super) foreign_bytes: bool,
    /// Why the entry cannot be used.
    pub(super) unusable: Option<String>,
    bytes: usize,
}

impl Raw {
    /// The text of `field`, without the blanks around it.
    pub(super) fn text(&self, field: Field) -> &str {
        self.texts[field as usize].trim()
    }

    /// The text of `field` as written.
    pub(super) fn whole_text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// Whether a field has been met, even with nothing in it.
    fn is_empty(&self, field: Field) -> bool {
        self.texts[field as usize].is_empty()
    }

    /// Empties everything but keeps the memory for the next entry.
    fn clear(&mut self) {
        let mut texts = std::mem::take(&mut self.texts);
        texts.iter_mut().for_each(String::clear);
        *self = Self { texts, ..Self::default() };
    }

    fn refuse(&mut self, reason: impl FnOnce() -> String) {
        if self.unusable.is_none() {
            self.unusable = Some(reason());
        }
    }

    /// Whether `more` bytes still fit; refuses the entry when not.
    fn has_room(&mut self, more: usize, limits: &Limits) -> bool {
        self.bytes = self.bytes.saturating_add(more);
        let fits = self.bytes <= limits.entry_bytes;
        if !fits {
            self.refuse(|| format!("the entry is longer than {} bytes", limits.entry_bytes));
        }
        fits && self.unusable.is_none()
    }
}

/// Reads a feed of Blogger.
pub(crate) struct FeedReader<R: Read> {
    xml: Reader<Text<R>>,
    buffer: Vec<u8>,
    limits: Limits,
    names: Declarations<Space>,
    depth: usize,
    entry_depth: Option<usize>,
    parent: Element,
    field: Option<(Field, usize)>,
    markup: bool,
    head: Raw,
    entry: Raw,
    dialect: Option<Dialect>,
}

impl<R: Read> FeedReader<R> {
    pub(crate) fn new(text: Text<R>, limits: Limits) -> Self {
        let mut xml = Reader::from_reader(text);
        let config = xml.config_mut();
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self {
            xml,
            buffer: Vec::new(),
            limits,
            names: Declarations::default(),
            depth: 0,
            entry_depth: None,
            parent: Element::Other,
            field: None,
            markup: false,
            head: Raw::default(),
            entry: Raw::default(),
            dialect: None,
        }
    }

    /// What the feed says of itself, as far as it has been read.
    pub(crate) fn head(&self) -> &Raw {
        &self.head
    }

    /// The entry that was just read.
    pub(crate) fn entry(&self) -> &Raw {
        &self.entry
    }

    /// Which dialect it is, as far as can be told by now.
    pub(crate) fn dialect(&self) -> Option<Dialect> {
        if self.dialect.is_some() {
            return self.dialect;
        }
        let id = self.head.text(Field::Id);
        let of_blogger = id.starts_with("tag:blogger.com,") || self.head.text(Field::Generator) == "Blogger";
        (of_blogger).then_some(if id.ends_with(".archive") { Dialect::Classic } else { Dialect::Public })
    }

    /// Reads on until an entry is complete.
    pub(crate) fn next(&mut self) -> Part {
        self.entry.clear();
        let mut buffer = std::mem::take(&mut self.buffer);
        let part = loop {
            buffer.clear();
            self.xml.get_mut().next_piece();
            let place = self.xml.get_ref().place();
            let event = match self.xml.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => break Part::Damage(damage(&error, place, self.xml.get_ref().place())),
            };
            match event {
                Event::Start(tag) => {
                    let foreign = self.xml.get_mut().took_foreign_bytes();
                    if let Err(message) = self.start(&tag, place) {
                        break Part::Damage(Damage { line: place.line, column: place.column, message });
                    }
                    self.target().foreign_bytes |= foreign;
                }
                Event::End(tag) => {
                    self.close_markup(tag.name().0);
                    if self.end() {
                        break Part::Entry;
                    }
                }
                Event::Text(text) => self.add(&text.into_inner()),
                Event::CData(text) => self.add(&text.into_inner()),
                Event::GeneralRef(name) => self.reference(&name.into_inner()),
                Event::Eof => break self.at_end(place),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        };
        self.buffer = buffer;
        part
    }

    fn at_end(&self, place: Place) -> Part {
        if self.depth == 0 {
            return Part::End;
        }
        let message = match self.entry_depth {
            Some(_) => format!("the file ends inside the entry that begins at line {}", self.entry.line),
            None => "the file ends before the feed is closed".to_owned(),
        };
        Part::Damage(Damage { line: place.line, column: place.column, message })
    }

    /// Where texts go now: the entry, or the head of the feed.
    fn target(&mut self) -> &mut Raw {
        if self.entry_depth.is_some() { &mut self.entry } else { &mut self.head }
    }

    fn start(&mut self, tag: &BytesStart<'_>, place: Place) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEPTH_END {
            return Err(format!("elements are nested more than {DEPTH_END} deep"));
        }
        for attribute in tag.attributes().with_checks(false).flatten().take(self.limits.attributes) {
            if attribute.key.0.starts_with("xmlns") {
                self.names.declare(self.depth, attribute.key.0, &attribute.value);
            }
        }
        let (space, local) = self.names.resolve(tag.name().0);
        if self.depth == 1 && (space, local) != (Space::Atom, "feed") {
            let name: String = tag.name().0.chars().take(40).collect();
            return Err(format!("the file begins with <{name}> where an Atom feed was expected"));
        }
        if self.depth == 2 && (space, local) == (Space::Atom, "entry") {
            self.entry_depth = Some(2);
            self.entry.line = place.line;
            return Ok(());
        }
        let deepest = self.limits.depth;
        if self.depth > deepest {
            self.target().refuse(|| format!("its elements are nested more than {deepest} deep"));
        }
        if self.depth >= 2 {
            self.inside(tag, space, local);
        }
        Ok(())
    }

    /// An element inside the entry or the head.
    fn inside(&mut self, tag: &BytesStart<'_>, space: Space, local: &str) {
        if self.field.is_some_and(|(field, _)| field == Field::Content) {
            self.open_markup(tag);
            return;
        }
        let level = self.depth - self.entry_depth.unwrap_or(1);
        let mut field = None;
        if level == 1 {
            (field, self.parent) = child(space, local);
            if space == Space::Blogger && field == Some(Field::Type) && self.entry_depth.is_some() {
                self.dialect = Some(Dialect::Takeout);
            }
        } else if level == 2 {
            field = grandchild(self.parent, space, local);
        }
        let depth = self.depth;
        let target = self.target();
        // Of two authors, two titles, two dates, the first counts.
        if let Some(field) = field.filter(|field| target.is_empty(*field)) {
            self.field = Some((field, depth));
            self.markup = false;
        }
        if level == 1 {
            self.attributes(tag, space, local, field);
        }
    }

    /// Takes what an element says in its attributes.
    fn attributes(&mut self, tag: &BytesStart<'_>, space: Space, local: &str, field: Option<Field>) {
        let wanted = matches!(
            (space, local),
            (Space::Atom, "category" | "link" | "enclosure")
                | (Space::Blogger, "link" | "enclosure")
                | (Space::Thread, "in-reply-to")
                | (Space::Gd, "extendedProperty")
        ) || matches!(field, Some(Field::Content | Field::Title | Field::Subtitle));
        if !wanted {
            return;
        }
        let mut found: [String; Attribute::NAMES.len()] = Default::default();
        let mut bytes = 0;
        let limits = self.limits;
        for (n, attribute) in tag.attributes().with_checks(false).flatten().enumerate() {
            if n >= limits.attributes {
                self.target().refuse(|| format!("an element has more than {} attributes", limits.attributes));
                return;
            }
            if let Some(at) = Attribute::NAMES.iter().position(|name| *name == attribute.key.0) {
                bytes += attribute.value.len();
                found[at] = unescape(&attribute.value);
            }
        }
        if !self.target().has_room(bytes, &limits) {
            return;
        }
        let mut take = |which: Attribute| std::mem::take(&mut found[which as usize]);
        match local {
            "category" => self.category(&take(Attribute::Scheme), &take(Attribute::Term)),
            "link" => {
                let (rel, media_type) = (take(Attribute::Rel), take(Attribute::Type));
                self.link(&rel, media_type, take(Attribute::Href), take(Attribute::Length));
            }
            "enclosure" => {
                let url = take(Attribute::Href);
                let url = if url.is_empty() { take(Attribute::Url) } else { url };
                if !url.is_empty() {
                    let enclosure = (url, take(Attribute::Type), take(Attribute::Length));
                    self.target().enclosures.push(enclosure);
                }
            }
            "in-reply-to" => {
                let post = take(Attribute::Ref);
                let post = if post.is_empty() { take(Attribute::Source) } else { post };
                self.target().answers = Some(post);
            }
            "extendedProperty" => {
                let removed = take(Attribute::Name) == "blogger.contentRemoved";
                self.target().removed |= removed && take(Attribute::Value) == "true";
            }
            "title" => self.target().title_is_html = take(Attribute::Type) == "html",
            "subtitle" => self.target().subtitle_is_html = take(Attribute::Type) == "html",
            _ => self.markup = take(Attribute::Type) == "xhtml",
        }
    }

    fn category(&mut self, scheme: &str, term: &str) {
        if scheme == "http://schemas.google.com/g/2005#kind" {
            let kind = term.rsplit('#').next().unwrap_or_default().to_owned();
            self.target().kind = Some(kind);
            self.dialect.get_or_insert(Dialect::Classic);
        } else if !term.trim().is_empty() {
            // Somebody who pastes several lines into Blogger's field of labels makes one label of them.
            self.target().labels.push(one_line(term.trim()));
        }
    }

    fn link(&mut self, rel: &str, media_type: String, href: String, length: String) {
        let target = self.target();
        if href.is_empty() {
            return;
        }
        match rel {
            "alternate" => target.alternate = Some(href),
            "replies" if media_type == "text/html" => target.replies = Some(href),
            "related" => target.related = Some(href),
            "enclosure" => target.enclosures.push((href, media_type, length)),
            "" => target.title_link = Some(href),
            _ => {}
        }
    }

    /// Adds text to the open field, without what no text may hold.
    fn add(&mut self, text: &str) {
        let Some((field, _)) = self.field else { return };
        let (limits, markup) = (self.limits, self.markup);
        let target = self.target();
        if !target.has_room(text.len(), &limits) {
            return;
        }
        let into = &mut target.texts[field as usize];
        if markup {
            into.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
        } else {
            push_text(into, text);
        }
    }

    /// A reference such as `&lt;`: five names and the numbers are letters, everything else stays as written.
    fn reference(&mut self, name: &str) {
        let Some((field, _)) = self.field else { return };
        let (limits, markup) = (self.limits, self.markup);
        let target = self.target();
        if !target.has_room(1, &limits) {
            return;
        }
        let into = &mut target.texts[field as usize];
        match referenced(name) {
            Some(letter) if markup && matches!(letter, '&' | '<' | '>') => {
                into.push('&');
                into.push_str(name);
                into.push(';');
            }
            Some(letter) if is_text(letter) => into.push(letter),
            Some(_) => {}
            None => {
                into.push('&');
                into.push_str(name);
                into.push(';');
                target.unknown_entity.get_or_insert_with(|| name.chars().take(40).collect());
            }
        }
    }

    /// An element inside the body (`type="xhtml"`) stays part of it.
    fn open_markup(&mut self, tag: &BytesStart<'_>) {
        let limits = self.limits;
        let target = self.target();
        if target.has_room(tag.len() + 2, &limits) {
            let body = &mut target.texts[Field::Content as usize];
            body.push('<');
            body.push_str(tag.trim_end_matches(['/', ' ']));
            body.push('>');
        }
    }

    fn close_markup(&mut self, name: &str) {
        let inside = self.field.is_some_and(|(field, depth)| field == Field::Content && self.depth > depth)
            && !matches!(name, "br" | "hr" | "img" | "input" | "embed" | "source" | "wbr" | "col" | "area");
        let limits = self.limits;
        let target = self.target();
        if inside && target.has_room(name.len() + 3, &limits) {
            let body = &mut target.texts[Field::Content as usize];
            body.push_str("</");
            body.push_str(name);
            body.push('>');
        }
    }

    /// Leaves an element; true when it was an entry.
    fn end(&mut self) -> bool {
        if self.field.is_some_and(|(_, depth)| depth == self.depth) {
            self.field = None;
        }
        self.names.leave(self.depth);
        let entry_ends = self.entry_depth == Some(self.depth);
        if entry_ends {
            self.entry.foreign_bytes |= self.xml.get_mut().took_foreign_bytes();
            self.entry_depth = None;
        }
        self.depth = self.depth.saturating_sub(1);
        entry_ends
    }
}

/// The attributes that are read.
#[derive(Clone, Copy)]
enum Attribute {
    Scheme,
    Term,
    Rel,
    Type,
    Href,
    Length,
    Url,
    Ref,
    Source,
    Name,
    Value,
}

impl Attribute {
    const NAMES: [&'static str; 11] =
        ["scheme", "term", "rel", "type", "href", "length", "url", "ref", "source", "name", "value"];
}
