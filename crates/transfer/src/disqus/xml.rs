//! The export of Disqus: threads with the address of their story, then comments that name their thread.

use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;
use std::io::Read;
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Desk, Raw};
use crate::dates::utc_moment;
use crate::problem::{Damage, Limits, Trouble, for_report};
use crate::text::Text;
use crate::xml::{DEPTH_END, damage, is_text, push_text, referenced, unescape};

/// What is being read.
#[derive(Default)]
struct Entry {
    /// The name of its element: `thread` or `post`.
    kind: String,
    id: String,
    thread: String,
    raw: Raw,
    is_deleted: String,
    is_spam: String,
    is_approved: String,
    date: String,
    bytes: usize,
}

/// Reads the file.
pub(super) fn read<R: Read>(text: Text<R>, limits: Limits, desk: &mut Desk<'_, '_>) -> ControlFlow<()> {
    let mut xml = Reader::from_reader(text);
    xml.config_mut().allow_dangling_amp = true;
    xml.config_mut().expand_empty_elements = true;
    let mut threads: HashMap<String, String> = HashMap::new();
    let (mut buffer, mut path, mut entry, mut words) =
        (Vec::new(), Vec::new(), Entry::default(), String::new());
    loop {
        buffer.clear();
        xml.get_mut().next_piece();
        let place = xml.get_ref().place();
        let event = match xml.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => {
                let damage = damage(&error, place, xml.get_ref().place());
                return (desk.sink)(Err(Trouble::Damage(damage)));
            }
        };
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                if path.len() >= DEPTH_END {
                    let message = format!("elements are nested more than {DEPTH_END} deep");
                    let damage = Damage { line: place.line, column: place.column, message };
                    return (desk.sink)(Err(Trouble::Damage(damage)));
                }
                match path.len() {
                    1 => {
                        entry = Entry { kind: name.clone(), id: id_of(&tag), ..Entry::default() };
                        entry.raw.line = place.line;
                    }
                    2 if name == "thread" => entry.thread = id_of(&tag),
                    2 if name == "parent" => entry.raw.parent = id_of(&tag),
                    _ => {}
                }
                path.push(name);
                words.clear();
            }
            Event::End(_) => {
                put(&mut entry, &path, &mut words);
                let ended = path.pop();
                if path.len() == 1 {
                    finish(std::mem::take(&mut entry), &mut threads, limits, desk)?;
                } else if ended.is_none() || path.is_empty() {
                    return ControlFlow::Continue(());
                }
                words.clear();
            }
            Event::Text(text) => add(&mut entry, &mut words, &text.into_inner(), limits),
            Event::CData(text) => add(&mut entry, &mut words, &text.into_inner(), limits),
            Event::GeneralRef(name) => match referenced(&name.into_inner()) {
                Some(letter) if is_text(letter) => {
                    add(&mut entry, &mut words, letter.encode_utf8(&mut [0; 4]), limits);
                }
                _ => {}
            },
            Event::Eof => {
                let message = "the file ends before it is closed".to_owned();
                let damage = Damage { line: place.line, column: place.column, message };
                return (desk.sink)(Err(Trouble::Damage(damage)));
            }
            _ => {}
        }
    }
}

fn id_of(tag: &BytesStart<'_>) -> String {
    for attribute in tag.attributes().with_checks(false).flatten() {
        if attribute.key.local_name().as_ref() == "id" {
            return unescape(&attribute.value);
        }
    }
    String::new()
}

fn add(entry: &mut Entry, words: &mut String, text: &str, limits: Limits) {
    entry.bytes = entry.bytes.saturating_add(text.len());
    if entry.bytes <= limits.entry_bytes {
        push_text(words, text);
    }
}

/// Puts the text of the element that ends where it belongs.
fn put(entry: &mut Entry, path: &[String], words: &mut String) {
    let names: Vec<&str> = path.iter().skip(2).map(String::as_str).collect();
    let place = match names.as_slice() {
        ["link"] => &mut entry.raw.link,
        ["message"] => &mut entry.raw.html,
        ["createdAt"] => &mut entry.date,
        ["isDeleted"] => &mut entry.is_deleted,
        ["isSpam"] => &mut entry.is_spam,
        ["isApproved"] => &mut entry.is_approved,
        ["author", "name"] => &mut entry.raw.name,
        ["author", "email"] => &mut entry.raw.email,
        ["author", "link"] => &mut entry.raw.url,
        ["author", "username"] if entry.raw.name.trim().is_empty() => &mut entry.raw.name,
        _ => return,
    };
    std::mem::take(words).trim().clone_into(place);
}

fn finish(
    entry: Entry,
    threads: &mut HashMap<String, String>,
    limits: Limits,
    desk: &mut Desk<'_, '_>,
) -> ControlFlow<()> {
    let Entry { kind, id, thread, mut raw, is_deleted, is_spam, is_approved, date, bytes } = entry;
    match kind.as_str() {
        "thread" => match threads.entry(id) {
            MapEntry::Vacant(place) => {
                place.insert(raw.link);
                ControlFlow::Continue(())
            }
            MapEntry::Occupied(mut first) if first.get().is_empty() => {
                first.insert(raw.link);
                ControlFlow::Continue(())
            }
            MapEntry::Occupied(first) if raw.link.is_empty() || *first.get() == raw.link => {
                ControlFlow::Continue(())
            }
            MapEntry::Occupied(first) => {
                let message = format!(
                    "another thread of the id {} came before, whose address counts; this one leads to {}",
                    first.key(),
                    for_report(&raw.link)
                );
                desk.note(raw.line, &format!("thread {}", first.key()), message)
            }
        },
        "post" if bytes > limits.entry_bytes => {
            let message = format!("the comment is longer than {} bytes", limits.entry_bytes);
            desk.problem(raw.line, &format!("comment {id}"), message)
        }
        "post" => {
            raw.link = threads.get(&thread).cloned().unwrap_or_default();
            (raw.id, raw.published) = (id, utc_moment(&date));
            (raw.is_deleted, raw.is_spam) = (is_deleted == "true", is_spam == "true");
            raw.is_pending = is_approved == "false";
            desk.comment(raw)
        }
        _ => ControlFlow::Continue(()),
    }
}
