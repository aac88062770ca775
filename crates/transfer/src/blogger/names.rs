//! Namespaces and elements. Prefixes are the writer's choice; an undeclared one means what it usually means.

use crate::xml::Namespace;

/// The namespaces that say something to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Atom,
    App,
    Blogger,
    Gd,
    Thread,
    GeoRss,
    Other,
}

impl Namespace for Space {
    fn of_address(address: &str) -> Self {
        match address {
            "http://www.w3.org/2005/Atom" => Self::Atom,
            "http://purl.org/atom/app#" | "http://www.w3.org/2007/app" => Self::App,
            "http://schemas.google.com/blogger/2018" | "https://schemas.google.com/blogger/2018" => {
                Self::Blogger
            }
            "http://schemas.google.com/g/2005" => Self::Gd,
            "http://purl.org/syndication/thread/1.0" => Self::Thread,
            "http://www.georss.org/georss" => Self::GeoRss,
            _ => Self::Other,
        }
    }

    /// Files cut by hand lose declarations; their prefixes are the ones that Blogger writes.
    fn of_usual_prefix(prefix: &str) -> Self {
        match prefix {
            "" => Self::Atom,
            "app" => Self::App,
            "blogger" => Self::Blogger,
            "gd" => Self::Gd,
            "thr" => Self::Thread,
            "georss" => Self::GeoRss,
            _ => Self::Other,
        }
    }
}

/// Where text of an entry or of the feed goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Title,
    /// The body of an entry.
    Content,
    Summary,
    Subtitle,
    Generator,
    Published,
    Updated,
    Created,
    AuthorName,
    AuthorUri,
    Draft,
    Type,
    Status,
    Filename,
    MetaDescription,
    Trashed,
    Parent,
    InReplyTo,
    PlaceName,
    /// What stands in a `link`, which is empty but where a Takeout tells where the title leads.
    Link,
    /// The same of an `enclosure`.
    Enclosure,
}

impl Field {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Enclosure as usize + 1;
}

/// An element right inside the feed or an entry, as far as it matters for what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Author,
    Control,
    Location,
    Other,
}

/// Whether an element right inside an entry (or the feed) holds a text, or elements that do.
pub(super) fn child(space: Space, local: &str) -> (Option<Field>, Element) {
    let field = match (space, local) {
        (Space::Atom, "author") => return (None, Element::Author),
        (Space::App, "control") => return (None, Element::Control),
        (Space::Blogger, "location") => return (None, Element::Location),
        (Space::Atom, "id") => Field::Id,
        (Space::Atom, "title") => Field::Title,
        (Space::Atom, "content") => Field::Content,
        (Space::Atom, "summary") => Field::Summary,
        (Space::Atom, "subtitle") => Field::Subtitle,
        (Space::Atom, "generator") => Field::Generator,
        (Space::Atom, "published") => Field::Published,
        (Space::Atom, "updated") => Field::Updated,
        (Space::Blogger, "created") => Field::Created,
        (Space::Blogger, "type") => Field::Type,
        (Space::Blogger, "status") => Field::Status,
        (Space::Blogger, "filename") => Field::Filename,
        (Space::Blogger, "metaDescription") => Field::MetaDescription,
        (Space::Blogger, "trashed") => Field::Trashed,
        (Space::Blogger, "parent") => Field::Parent,
        (Space::Blogger, "inReplyTo") => Field::InReplyTo,
        (Space::GeoRss, "featurename") => Field::PlaceName,
        (Space::Atom | Space::Blogger, "link") => Field::Link,
        (Space::Atom | Space::Blogger, "enclosure") => Field::Enclosure,
        _ => return (None, Element::Other),
    };
    (Some(field), Element::Other)
}

/// The text that an element inside `parent` holds.
pub(super) fn grandchild(parent: Element, space: Space, local: &str) -> Option<Field> {
    match (parent, space, local) {
        (Element::Author, Space::Atom, "name") => Some(Field::AuthorName),
        (Element::Author, Space::Atom, "uri") => Some(Field::AuthorUri),
        (Element::Control, Space::App, "draft") => Some(Field::Draft),
        (Element::Location, Space::Blogger, "name") => Some(Field::PlaceName),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Declarations;

    #[test]
    fn the_namespace_counts_and_not_the_prefix() {
        let mut names = Declarations::default();
        names.declare(1, "xmlns", "http://www.w3.org/2005/Atom");
        names.declare(1, "xmlns:b", "http://schemas.google.com/blogger/2018");
        names.declare(3, "xmlns:app", "http://www.w3.org/2007/app");
        assert_eq!(names.resolve("b:type"), (Space::Blogger, "type"));
        assert_eq!(names.resolve("entry"), (Space::Atom, "entry"));
        assert_eq!(names.resolve("app:draft"), (Space::App, "draft"));
        names.declare(4, "xmlns:b", "http://example.org/other");
        assert_eq!(names.resolve("b:type"), (Space::Other, "type"));
        names.leave(4);
        assert_eq!(names.resolve("b:type"), (Space::Blogger, "type"));
    }

    #[test]
    fn an_undeclared_prefix_means_what_it_usually_means() {
        assert_eq!(
            Declarations::<Space>::default().resolve("thr:in-reply-to"),
            (Space::Thread, "in-reply-to")
        );
    }
}
