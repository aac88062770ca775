//! What the elements of WXR may hold: where the text of each goes, and which cannot stand where it stands.

use super::names::{CommentField, Field, HeadField, Place, Space, TermField};
use crate::xml::Declarations;

/// Elements that hold others and cannot stand inside one of their like.
pub(super) const GROUPS: [&str; 9] =
    ["item", "author", "wp_author", "category", "tag", "term", "comment", "postmeta", "commentmeta"];
/// Where the reader is inside the channel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
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

/// What an element right inside one that matters is, as far as its name tells.
#[derive(Clone, Copy)]
pub(super) enum Child {
    /// A text that is kept.
    Text(Place),
    /// Something that nobody asks for.
    Unread,
    /// Something that holds others, or ends others.
    Other,
}

impl Child {
    fn of(names: &Declarations<Space>, inside: Inside, name: &str) -> Self {
        let (space, local) = names.resolve(name);
        let is_category = (inside, space, local) == (Inside::Item, Space::Rss, "category");
        if GROUPS.contains(&local) && !is_category {
            return Self::Other;
        }
        field_of(inside, space, local).map_or(Self::Unread, Self::Text)
    }
}

/// Names that are remembered with what they mean.
const CHILDREN_MAX: usize = 64;

/// What the names mean that were met last. One item has the elements of another in the same order, so the next one is mostly
/// found at once.
#[derive(Default)]
pub(super) struct Children {
    known: Vec<(Inside, String, Child)>,
    next: usize,
    /// The state of the declarations for which this holds.
    changes: u64,
}

impl Children {
    pub(super) fn find(&mut self, names: &Declarations<Space>, inside: Inside, name: &str) -> Child {
        if self.changes != names.changes() {
            *self = Self { changes: names.changes(), ..Self::default() };
        }
        let is_it = |(of, known, _): &(Inside, String, Child)| *of == inside && known == name;
        let at = match self.known.get(self.next) {
            Some(known) if is_it(known) => Some(self.next),
            _ => self.known.iter().position(is_it),
        };
        if let Some(at) = at {
            self.next = at + 1;
            return self.known[at].2;
        }
        let child = Child::of(names, inside, name);
        if self.known.len() < CHILDREN_MAX {
            self.known.push((inside, name.to_owned(), child));
            self.next = self.known.len();
        }
        child
    }
}

/// Where the text of an element goes that stands inside another.
pub(super) fn field_of(inside: Inside, space: Space, local: &str) -> Option<Place> {
    match inside {
        Inside::Channel => HeadField::of(space, local).map(Place::Head),
        Inside::Author | Inside::Term => TermField::of(space, local).map(Place::Term),
        Inside::Item if (space, local) == (Space::Rss, "category") => Some(Place::Category),
        Inside::Item => Field::of(space, local).map(Place::Item),
        Inside::Meta | Inside::Remark => match (space, local) {
            (Space::Wp, "meta_key") => Some(Place::MetaKey),
            (Space::Wp, "meta_value") => Some(Place::MetaValue),
            _ => None,
        },
        Inside::Comment => CommentField::of(space, local).map(Place::Comment),
        Inside::Nothing => None,
    }
}

/// Whether an element is one of WXR's own, which no text holds: the text before it was never ended.
pub(super) fn cannot_stand_in(open: Place, space: Space, local: &str) -> bool {
    match space {
        Space::Wp | Space::Content | Space::Excerpt | Space::Dc => true,
        // Texts may hold HTML that nobody escaped, and HTML has titles and links of its own.
        Space::Rss if matches!(open, Place::Item(Field::Content | Field::Excerpt)) => false,
        Space::Rss => matches!(local, "pubDate" | "guid" | "category" | "link" | "title" | "description"),
        Space::Other => false,
    }
}
