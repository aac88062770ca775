//! A WXR file as a stream of items: XML without trust, like Blogger's feeds. What is wrong with one item leaves
//! the next ones readable.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::names::{CommentField, Field, HeadField, Place, Space, TermField};
use crate::problem::{Damage, Limits};
use crate::text::{Place as TextPlace, Text};
use crate::xml::{DEPTH_END, Declarations, damage, is_text, push_text, referenced, unescape};

/// Fields of one item that are told.
const FIELDS_MAX: usize = 50;

/// A part of the file.
pub(super) enum Part {
    /// Somebody who signs.
    Author(Term),
    /// A category, a tag or a term of another taxonomy.
    Term(Term),
    /// An item has been read; see [`WxrReader::item`].
    Item,
    /// The file is over.
    End,
    /// What follows cannot be read.
    Damage(Damage),
}

/// An author or a term as written.
#[derive(Default)]
pub(super) struct Term {
    texts: [String; TermField::COUNT],
    is_category: bool,
}

impl Term {
    pub(super) fn text(&self, field: TermField) -> &str {
        self.texts[field as usize].trim()
    }

    /// Whether it is a category and not a tag.
    pub(super) fn is_category(&self) -> bool {
        self.is_category || self.text(TermField::Taxonomy) == "category"
    }
}

/// A comment as written.
#[derive(Default)]
pub(super) struct RawComment {
    texts: [String; CommentField::COUNT],
    /// The line of its start tag.
    pub(super) line: u64,
    /// The rating as written.
    rating: String,
    /// Keys of what else people filled in.
    pub(super) fields: Vec<String>,
}

/// The best rating that a reader can give.
pub(super) const RATING_MAX: u8 = 5;

impl RawComment {
    /// The rating that comes with a review, 1 to [`RATING_MAX`].
    pub(super) fn rating(&self) -> Option<u8> {
        let rating: f32 = self.rating.trim().parse().ok()?;
        (1.0..=f32::from(RATING_MAX)).contains(&rating).then(|| rating.round() as u8)
    }

    pub(super) fn text(&self, field: CommentField) -> &str {
        self.texts[field as usize].trim()
    }
}

/// A category of an item: its taxonomy, its slug, its name.
#[derive(Default, Clone)]
pub(super) struct Category {
    pub(super) domain: String,
    pub(super) slug: String,
    pub(super) name: String,
}

/// An item as written.
#[derive(Default)]
pub(super) struct Item {
    texts: [String; Field::COUNT],
    /// The line of its start tag.
    pub(super) line: u64,
    pub(super) categories: Vec<Category>,
    /// Keys and values that somebody here understands.
    pub(super) meta: Vec<(String, String)>,
    /// Keys of fields that people filled in and that have no place here.
    pub(super) fields: Vec<String>,
    pub(super) comments: Vec<RawComment>,
    /// The first reference to an entity that XML does not know.
    pub(super) unknown_entity: Option<String>,
    /// Whether bytes had to be guessed.
    pub(super) foreign_bytes: bool,
    /// Why the item cannot be used.
    pub(super) unusable: Option<String>,
    bytes: usize,
}

impl Item {
    /// The text of `field`, without the blanks around it.
    pub(super) fn text(&self, field: Field) -> &str {
        self.texts[field as usize].trim()
    }

    /// The first value of a key.
    pub(super) fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(known, _)| known == key).map(|(_, value)| value.trim())
    }

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
}

/// Where the reader is inside the channel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Channel,
    Author,
    Term,
    Item,
    Meta,
    Comment,
    /// A field of a comment.
    Remark,
    /// Something that nobody asks for, until its end.
    Nothing,
}

/// Reads a WXR file.
pub(super) struct WxrReader<R: Read> {
    xml: Reader<Text<R>>,
    buffer: Vec<u8>,
    limits: Limits,
    names: Declarations<Space>,
    depth: usize,
    /// The elements that are open and matter, with their depths.
    inside: Vec<(Inside, usize)>,
    /// The text element that is open.
    open: Option<(Place, usize)>,
    text: String,
    /// Leave out the long texts.
    light: bool,
    head: [String; HeadField::COUNT],
    term: Term,
    item: Item,
    comment: RawComment,
    category: Category,
    meta: (String, String),
}

impl<R: Read> WxrReader<R> {
    /// Reads everything.
    pub(super) fn new(text: Text<R>, limits: Limits) -> Self {
        Self::make(text, limits, false)
    }

    /// Reads everything but bodies, excerpts and comments.
    pub(super) fn light(text: Text<R>, limits: Limits) -> Self {
        Self::make(text, limits, true)
    }

    fn make(text: Text<R>, limits: Limits, light: bool) -> Self {
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
            inside: Vec::new(),
            open: None,
            text: String::new(),
            light,
            head: Default::default(),
            term: Term::default(),
            item: Item::default(),
            comment: RawComment::default(),
            category: Category::default(),
            meta: Default::default(),
        }
    }

    /// What the channel says of itself, as far as it has been read.
    pub(super) fn head(&self, field: HeadField) -> &str {
        self.head[field as usize].trim()
    }

    /// The item that was just read.
    pub(super) fn item(&self) -> &Item {
        &self.item
    }

    /// Reads on until a part is complete.
    pub(super) fn next(&mut self) -> Part {
        self.item.clear();
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
                    if let Err(message) = self.start(&tag, place) {
                        break Part::Damage(Damage { line: place.line, column: place.column, message });
                    }
                }
                Event::End(_) => {
                    if let Some(part) = self.end() {
                        break part;
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

    fn at_end(&self, place: TextPlace) -> Part {
        if self.depth == 0 {
            return Part::End;
        }
        let message = if self.inside.iter().any(|(inside, _)| *inside == Inside::Item) {
            format!("the file ends inside the item that begins at line {}", self.item.line)
        } else {
            "the file ends before the channel is closed".to_owned()
        };
        Part::Damage(Damage { line: place.line, column: place.column, message })
    }

    fn start(&mut self, tag: &BytesStart<'_>, place: TextPlace) -> Result<(), String> {
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
        if self.depth == 1 && local != "rss" {
            let name: String = local.chars().take(40).collect();
            return Err(format!("the file begins with <{name}> where <rss> was expected"));
        }
        if self.depth > self.limits.depth {
            let deepest = self.limits.depth;
            self.item.refuse(|| format!("its elements are nested more than {deepest} deep"));
        }
        // Markup inside a text is left out; its own text stays.
        if self.depth == 1 || self.open.is_some() {
            return Ok(());
        }
        let Some((inside, at)) = self.inside.last().copied() else {
            if (space, local) == (Space::Rss, "channel") {
                self.inside.push((Inside::Channel, self.depth));
            }
            return Ok(());
        };
        if self.depth == at + 1 {
            self.child(tag, inside, space, local, place.line);
        }
        Ok(())
    }

    /// An element right inside one that matters.
    fn child(&mut self, tag: &BytesStart<'_>, inside: Inside, space: Space, local: &str, line: u64) {
        let group = match (inside, space, local) {
            (Inside::Channel, Space::Rss, "item") => {
                self.item.line = line;
                Some(Inside::Item)
            }
            (Inside::Channel, Space::Wp, "author") => Some(Inside::Author),
            (Inside::Channel, Space::Wp, "category" | "tag" | "term") => Some(Inside::Term),
            (Inside::Item, Space::Wp, "postmeta") => Some(Inside::Meta),
            (Inside::Comment, Space::Wp, "commentmeta") => Some(Inside::Remark),
            (Inside::Item, Space::Wp, "comment") => {
                self.comment.line = line;
                Some(Inside::Comment)
            }
            _ => None,
        };
        if let Some(group) = group {
            if matches!(group, Inside::Author | Inside::Term) {
                self.term = Term { is_category: local == "category", ..Term::default() };
            }
            self.inside.push((group, self.depth));
            return;
        }
        let place = match inside {
            Inside::Channel => HeadField::of(space, local).map(Place::Head),
            Inside::Author | Inside::Term => TermField::of(space, local).map(Place::Term),
            Inside::Item if (space, local) == (Space::Rss, "category") => {
                self.category(tag);
                Some(Place::Category)
            }
            Inside::Item => Field::of(space, local).map(Place::Item),
            Inside::Meta | Inside::Remark => match (space, local) {
                (Space::Wp, "meta_key") => Some(Place::MetaKey),
                (Space::Wp, "meta_value") => Some(Place::MetaValue),
                _ => None,
            },
            Inside::Comment => CommentField::of(space, local).map(Place::Comment),
            Inside::Nothing => None,
        };
        match place.filter(|place| !self.is_unwanted(*place)) {
            Some(place) => {
                self.text.clear();
                self.open = Some((place, self.depth));
            }
            None => self.inside.push((Inside::Nothing, self.depth)),
        }
    }

    /// Of two titles, two ids, the first counts; long texts are not for the light reader.
    fn is_unwanted(&self, place: Place) -> bool {
        match place {
            Place::Head(field) => !self.head[field as usize].is_empty(),
            Place::Item(field) => {
                self.light && field == Field::Content || !self.item.texts[field as usize].is_empty()
            }
            Place::Comment(field) => self.light || !self.comment.texts[field as usize].is_empty(),
            Place::Term(field) => !self.term.texts[field as usize].is_empty(),
            Place::Category | Place::MetaKey | Place::MetaValue => false,
        }
    }

    fn category(&mut self, tag: &BytesStart<'_>) {
        self.category = Category::default();
        for attribute in tag.attributes().with_checks(false).flatten().take(self.limits.attributes) {
            match attribute.key.0 {
                "domain" => self.category.domain = unescape(&attribute.value),
                "nicename" => self.category.slug = unescape(&attribute.value),
                _ => {}
            }
        }
    }

    /// Whether `more` bytes still fit into the item; refuses it when not.
    fn has_room(&mut self, more: usize) -> bool {
        self.item.bytes = self.item.bytes.saturating_add(more);
        let most = self.limits.entry_bytes;
        if self.item.bytes > most {
            self.item.refuse(|| format!("the item is longer than {most} bytes"));
            return false;
        }
        true
    }

    fn add(&mut self, text: &str) {
        if self.open.is_some() && self.has_room(text.len()) {
            push_text(&mut self.text, text);
        }
    }

    /// A reference such as `&lt;`: five names and the numbers are letters, everything else stays as written.
    fn reference(&mut self, name: &str) {
        if self.open.is_none() || !self.has_room(name.len() + 2) {
            return;
        }
        match referenced(name) {
            Some(letter) if is_text(letter) => self.text.push(letter),
            Some(_) => {}
            None => {
                self.text.push('&');
                self.text.push_str(name);
                self.text.push(';');
                self.item.unknown_entity.get_or_insert_with(|| name.chars().take(40).collect());
            }
        }
    }

    /// Leaves an element; answers what is complete with it.
    fn end(&mut self) -> Option<Part> {
        if let Some((place, _)) = self.open.filter(|(_, depth)| *depth == self.depth) {
            self.open = None;
            self.put(place);
        }
        self.names.leave(self.depth);
        let left = self.inside.pop_if(|(_, depth)| *depth == self.depth).map(|(inside, _)| inside);
        self.depth = self.depth.saturating_sub(1);
        match left? {
            Inside::Author => Some(Part::Author(std::mem::take(&mut self.term))),
            Inside::Term => Some(Part::Term(std::mem::take(&mut self.term))),
            Inside::Item => {
                self.item.foreign_bytes |= self.xml.get_mut().took_foreign_bytes();
                Some(Part::Item)
            }
            Inside::Meta => {
                let (key, value) = std::mem::take(&mut self.meta);
                if super::meta::is_understood(key.trim()) {
                    self.item.meta.push((key.trim().to_owned(), value));
                } else if !self.light
                    && self.item.fields.len() < FIELDS_MAX
                    && super::meta::is_peoples(key.trim())
                    && !value.trim().is_empty()
                {
                    self.item.fields.push(key.trim().to_owned());
                }
                None
            }
            Inside::Remark => {
                let (key, value) = std::mem::take(&mut self.meta);
                let comment = &mut self.comment;
                if key.trim() == "rating" {
                    comment.rating = value;
                } else if comment.fields.len() < FIELDS_MAX
                    && super::meta::is_commenters(key.trim())
                    && !value.trim().is_empty()
                {
                    comment.fields.push(key.trim().to_owned());
                }
                None
            }
            Inside::Comment => {
                let comment = std::mem::take(&mut self.comment);
                self.item.comments.push(comment);
                None
            }
            Inside::Channel | Inside::Nothing => None,
        }
    }

    /// Keeps the text that was read. What stood in its place gives its room to the next one.
    fn put(&mut self, place: Place) {
        let into = match place {
            Place::Head(field) => &mut self.head[field as usize],
            Place::Term(field) => &mut self.term.texts[field as usize],
            Place::Item(field) => &mut self.item.texts[field as usize],
            Place::Comment(field) => &mut self.comment.texts[field as usize],
            Place::MetaKey => &mut self.meta.0,
            Place::MetaValue => &mut self.meta.1,
            Place::Category => {
                let mut category = std::mem::take(&mut self.category);
                self.text.trim().clone_into(&mut category.name);
                return self.item.categories.push(category);
            }
        };
        std::mem::swap(into, &mut self.text);
    }
}
