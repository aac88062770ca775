//! A WXR file as a stream of items: XML without trust, like Blogger's feeds. What is wrong with one item leaves
//! the next ones readable: tags that do not match are put right as far as the elements of WXR tell how, and told.

use std::io::{BufRead as _, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::children::{Child, Children, GROUPS, Inside, cannot_stand_in, field_of};
use super::names::{Field, HeadField, Place, Space};
use super::nesting::{Nesting, Slip};
use super::plain::Plain;
use super::quotes;
use super::written::{Category, Item, RawComment, Term};
use crate::problem::{Damage, Limits};
use crate::text::{Place as TextPlace, Text, TooMuch};
use crate::xml::{DEPTH_END, Declarations, damage, is_text, push_text, referenced};

/// Fields of one item that are told.
const FIELDS_MAX: usize = 50;
/// Tags of one item that do not match and are told one by one.
pub(super) const SLIPS_MAX: usize = 10;
/// Bytes of names whose end tags never came; the XML reader below keeps them to its end.
const UNENDED_BYTES_MAX: usize = 16 << 20;

/// A part of the file.
#[cfg_attr(test, derive(Debug))]
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

/// Bytes that are read once more because of quotation marks, in a whole file.
const PUT_BACK_BYTES_MAX: usize = 64 << 20;

/// Reads a WXR file.
pub(super) struct WxrReader<R: Read> {
    xml: Reader<Text<R>>,
    buffer: Vec<u8>,
    limits: Limits,
    names: Declarations<Space>,
    nesting: Nesting,
    depth: usize,
    /// The depth down to which elements are ended before anything else is read.
    ending: Option<usize>,
    /// A start tag that waits for that.
    waiting: Option<(BytesStart<'static>, TextPlace)>,
    /// Whether the XML reader has just passed a tag, and remembers nothing of what may follow.
    between_tags: bool,
    children: Children,
    /// Tags that did not match since they were asked for.
    slips: Vec<Slip>,
    put_back_bytes: usize,
    had_channel: bool,
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
        Self {
            xml: xml_reader(text),
            buffer: Vec::new(),
            limits,
            names: Declarations::default(),
            nesting: Nesting::default(),
            depth: 0,
            ending: None,
            waiting: None,
            between_tags: false,
            children: Children::default(),
            slips: Vec::new(),
            put_back_bytes: 0,
            had_channel: false,
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

    /// The tags that did not match since this was asked last, [`SLIPS_MAX`] and one more at most.
    pub(super) fn take_slips(&mut self) -> Vec<Slip> {
        std::mem::take(&mut self.slips)
    }

    /// Reads on until a part is complete.
    pub(super) fn next(&mut self) -> Part {
        self.item.clear();
        let mut buffer = std::mem::take(&mut self.buffer);
        let part = loop {
            if let Some(part) = self.catch_up() {
                break part;
            }
            self.take_plain();
            buffer.clear();
            self.xml.get_mut().next_piece();
            let place = self.xml.get_ref().place();
            let event = match self.xml.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => {
                    let damage = damage(&error, place, self.xml.get_ref().place());
                    if self.reads_tag_again(&error, &buffer, place) {
                        continue;
                    }
                    break Part::Damage(damage);
                }
            };
            // An element that is written as one empty tag has its end still before it.
            self.between_tags = match event {
                Event::End(_) => true,
                Event::Start(_) => self.xml.get_ref().passed(2).is_some_and(|end| end != b"/>"),
                _ => false,
            };
            match event {
                Event::Start(tag) if tag.len() > tag.name().0.len() && quotes::real_end(&tag).is_some() => {
                    let read = (*tag).to_owned();
                    if !self.ends_tag_early(&read, place) {
                        let message = "too many tags lack a quotation mark".to_owned();
                        break Part::Damage(Damage { line: place.line, column: place.column, message });
                    }
                }
                Event::Start(tag) if self.ends_others(&tag, place) => {
                    self.waiting = Some((tag.into_owned(), place));
                }
                Event::Start(tag) => {
                    if let Err(message) = self.start(&tag, place) {
                        break Part::Damage(Damage { line: place.line, column: place.column, message });
                    }
                }
                Event::End(tag) if self.nesting.is_innermost(tag.name().0) => {
                    if let Some(part) = self.end() {
                        break part;
                    }
                }
                Event::End(tag) => self.misplaced_end(tag.name().0, place.line),
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

    /// Takes elements with nothing but a text in them past the XML reader, as many as there are: each does what the events
    /// of its start, its text and its end would do.
    fn take_plain(&mut self) {
        let Some((inside, at)) = self.inside.last().copied() else { return };
        let is_right_inside = self.between_tags
            && self.open.is_none()
            && inside != Inside::Nothing
            && self.depth == at
            && at > 0;
        // What stands too deep is told where it begins.
        if !is_right_inside
            || self.depth >= self.limits.depth.min(DEPTH_END)
            || self.nesting.unended() > UNENDED_BYTES_MAX
        {
            return;
        }
        loop {
            let source = self.xml.get_mut();
            source.next_piece();
            let blanks = source.at_hand().bytes().take_while(u8::is_ascii_whitespace).count();
            source.consume(blanks);
            source.next_piece();
            let Some(plain) = Plain::at(self.xml.get_ref().at_hand()) else { return };
            let has_attributes = plain.tag.len() > plain.name.len();
            if has_attributes && plain.tag.contains("xmlns") {
                return;
            }
            match self.children.find(&self.names, inside, plain.name) {
                Child::Other => return,
                Child::Text(place) if !self.is_unwanted(place) => {
                    self.text.clear();
                    if self.item.has_room(plain.text.len(), self.limits.entry_bytes) {
                        push_text(&mut self.text, plain.text);
                    }
                    if place == Place::Category {
                        let tag = BytesStart::from_content(plain.tag, plain.name.len());
                        self.category = Category::of(&tag, self.limits.attributes);
                    }
                    let length = plain.length;
                    self.put(place);
                    self.xml.get_mut().consume(length);
                }
                Child::Text(_) | Child::Unread => {
                    let length = plain.length;
                    self.xml.get_mut().consume(length);
                }
            }
        }
    }

    /// Of a tag that swallowed others: puts it back as it was meant, and what follows it.
    fn ends_tag_early(&mut self, read: &str, place: TextPlace) -> bool {
        let Some(end) = quotes::real_end(read) else { return false };
        let took = self.xml.get_ref().place().offset - place.offset;
        // The reader has an end tag in mind that nobody wrote.
        let is_empty = took == read.len() as u64 + 3;
        if is_empty {
            let _ = self.xml.read_event_into(&mut Vec::new());
        }
        self.put_back(read, end, if is_empty { b"/>" } else { b">" }, place)
    }

    /// Of a tag that swallowed all that follows: puts it back as it was meant. Whether that was possible.
    fn reads_tag_again(&mut self, error: &quick_xml::Error, buffer: &[u8], place: TextPlace) -> bool {
        let is_too_long = |io: &std::io::Error| {
            io.get_ref()
                .and_then(|inner| inner.downcast_ref())
                .is_some_and(|why| matches!(why, TooMuch::Piece(_)))
        };
        let never_ends = match error {
            quick_xml::Error::Syntax(_) => true,
            quick_xml::Error::Io(io) => is_too_long(io),
            _ => false,
        };
        // The limit may cut a letter.
        let whole = str::from_utf8(buffer).map_or_else(|error| error.valid_up_to(), str::len);
        let (read, cut) = buffer.split_at(whole);
        let read = str::from_utf8(read).unwrap_or_default().strip_prefix('<').unwrap_or_default();
        if !never_ends || read.starts_with(['!', '?', '/']) {
            return false;
        }
        let Some(end) = quotes::real_end_of_rest(read) else { return false };
        self.xml = xml_reader(self.xml.get_mut().handed_on());
        self.put_back(read, end, cut, place)
    }

    /// Puts back a tag that ends at `end`, with what was taken for a part of it and `tail` behind.
    fn put_back(&mut self, read: &str, end: usize, tail: &[u8], place: TextPlace) -> bool {
        self.put_back_bytes = self.put_back_bytes.saturating_add(read.len());
        if self.put_back_bytes > PUT_BACK_BYTES_MAX {
            return false;
        }
        let tag = quotes::mended(&read[..end]);
        let name = tag.split(char::is_whitespace).next().unwrap_or_default();
        self.slip(place.line, || {
            format!(
                "<{name}> lacks a quotation mark or has one too many; it was taken to end before the next tag"
            )
        });
        let text = [b"<", tag.as_bytes(), &read.as_bytes()[end..], tail].concat();
        self.xml.get_mut().put_back(text, place);
        self.between_tags = false;
        true
    }

    /// Ends elements whose end tags are missing, one after the other, and begins the one that waited for it.
    fn catch_up(&mut self) -> Option<Part> {
        while self.ending.is_some_and(|depth| self.depth > depth) {
            if let Some(part) = self.end() {
                return Some(part);
            }
        }
        self.ending = None;
        let (tag, place) = self.waiting.take()?;
        let message = self.start(&tag, place).err()?;
        Some(Part::Damage(Damage { line: place.line, column: place.column, message }))
    }

    /// An end tag that does not end the innermost element: it ends those inside its own too, or nothing.
    fn misplaced_end(&mut self, name: &str, line: u64) {
        match self.nesting.last_of(name) {
            Some(index) => {
                let unended = self.nesting.innermost().to_owned();
                self.slip(line, || {
                    format!("<{unended}> is not ended before </{name}>; it was taken to end there")
                });
                self.end_down_to(index);
            }
            None => self.slip(line, || format!("</{name}> ends nothing that was begun; it was passed over")),
        }
    }

    fn slip(&mut self, line: u64, message: impl FnOnce() -> String) {
        match self.slips.len() {
            0..SLIPS_MAX => self.slips.push(Slip { line, message: message().chars().take(200).collect() }),
            SLIPS_MAX => {
                self.slips.push(Slip { line, message: "more tags that do not match follow here".to_owned() });
            }
            _ => {}
        }
    }

    fn end_down_to(&mut self, depth: usize) {
        self.nesting.note_unended(self.depth.saturating_sub(depth));
        self.ending = Some(depth);
    }

    /// Whether an element cannot stand where it begins, because those before it were never ended.
    fn ends_others(&mut self, tag: &BytesStart<'_>, place: TextPlace) -> bool {
        let name = tag.name().0;
        let is_unnamed = matches!(self.inside.last(), Some((Inside::Nothing, _)));
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        if self.open.is_none() && !is_unnamed && !GROUPS.contains(&local) {
            return false;
        }
        let (space, local) = self.names.resolve(name);
        let depth = match (&self.open, self.inside.as_slice()) {
            (Some((open, at)), _) if cannot_stand_in(*open, space, local) => Some(at - 1),
            (None, [.., (parent, _), (Inside::Nothing, at)])
                if space != Space::Rss && field_of(*parent, space, local).is_some() =>
            {
                Some(at - 1)
            }
            _ => None,
        };
        let Some(depth) = self.home_of(space, local).or(depth).filter(|depth| *depth < self.depth) else {
            return false;
        };
        let unended = self.nesting.at(depth).to_owned();
        self.slip(place.line, || {
            format!("<{unended}> is not ended before <{name}>; it was taken to end there")
        });
        self.end_down_to(depth);
        true
    }

    /// The depth at which a group belongs, when it begins deeper inside one of its like.
    fn home_of(&self, space: Space, local: &str) -> Option<usize> {
        let depth_of = |is_home: fn(Inside) -> bool| {
            self.inside.iter().rev().find(|(inside, _)| is_home(*inside)).map(|(_, depth)| *depth)
        };
        let is_on_top = |inside| matches!(inside, Inside::Item | Inside::Author | Inside::Term);
        match (space, local) {
            (Space::Rss, "item") => depth_of(is_on_top).map(|depth| depth - 1),
            (Space::Wp, "author" | "wp_author" | "category" | "tag" | "term") => {
                depth_of(|inside| matches!(inside, Inside::Author | Inside::Term)).map(|depth| depth - 1)
            }
            (Space::Wp, "comment" | "postmeta") => depth_of(|inside| inside == Inside::Item),
            (Space::Wp, "commentmeta") => depth_of(|inside| inside == Inside::Comment),
            _ => None,
        }
    }

    fn at_end(&self, place: TextPlace) -> Part {
        // Elements that stand in front of the channel may be open.
        if self.depth == 0 || self.had_channel && self.inside.is_empty() {
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
        self.nesting.begin(tag.name().0);
        if self.depth > DEPTH_END {
            return Err(format!("elements are nested more than {DEPTH_END} deep"));
        }
        if self.nesting.unended() > UNENDED_BYTES_MAX {
            return Err("too many elements are never ended".to_owned());
        }
        for attribute in tag.attributes().with_checks(false).flatten().take(self.limits.attributes) {
            if attribute.key.0.starts_with("xmlns") {
                self.names.declare(self.depth, attribute.key.0, &attribute.value);
            }
        }
        let (space, local) = self.names.resolve(tag.name().0);
        if self.depth == 1 && local != "rss" {
            let name: String = local.chars().take(40).collect();
            self.slip(place.line, || format!("<{name}> stands outside the export; it was passed over"));
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
            match (space, local) {
                (Space::Rss, "channel") => {
                    self.had_channel = true;
                    self.inside.push((Inside::Channel, self.depth));
                }
                (Space::Rss, "item") => {
                    self.slip(place.line, || {
                        "<item> stands outside the channel; it was taken all the same".to_owned()
                    });
                    self.inside.push((Inside::Channel, self.depth - 1));
                    self.child(tag, Inside::Channel, space, local, place.line);
                }
                _ => {}
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
            // WordPress.com wrote `wp_author` for some years.
            (Inside::Channel, Space::Wp, "author" | "wp_author") => Some(Inside::Author),
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
        let place = field_of(inside, space, local);
        if place == Some(Place::Category) {
            self.category = Category::of(tag, self.limits.attributes);
        }
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

    fn add(&mut self, text: &str) {
        if self.open.is_some() && self.item.has_room(text.len(), self.limits.entry_bytes) {
            push_text(&mut self.text, text);
        }
    }

    /// A reference such as `&lt;`: five names and the numbers are letters, everything else stays as written.
    fn reference(&mut self, name: &str) {
        if self.open.is_none() || !self.item.has_room(name.len() + 2, self.limits.entry_bytes) {
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
        self.nesting.end();
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

/// An XML reader that leaves it to us what is wrong.
fn xml_reader<R: Read>(text: Text<R>) -> Reader<Text<R>> {
    let mut xml = Reader::from_reader(text);
    let config = xml.config_mut();
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    xml
}
