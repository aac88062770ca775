//! What stands at a path.

use crate::pattern::Name;
use crate::{Kind, Pattern, Routes};

/// The deepest page of a list that is looked up; beyond it a list has ended.
const PAGE_MAX: i64 = 1_000_000;

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An entry of the table.
    Entry {
        /// Its place in [`Routes::entries`].
        number: usize,
        /// From 1.
        page: i64,
    },
    /// The feed of an entry.
    Feed {
        /// Its place in [`Routes::entries`].
        number: usize,
    },
    /// Stories of a tag.
    Tag {
        /// The tag's slug.
        slug: String,
        /// From 1.
        page: i64,
    },
    /// The feed of a tag.
    TagFeed {
        /// The tag's slug.
        slug: String,
    },
    /// Stories of an author.
    Author {
        /// The author's slug.
        slug: String,
        /// From 1.
        page: i64,
    },
    /// The feed of an author.
    AuthorFeed {
        /// The author's slug.
        slug: String,
    },
    /// The same under its lasting address.
    Moved {
        /// A decoded path.
        to: String,
    },
    /// Nothing, although a site without routes has something there: a front page that no collection has, an archive
    /// that is switched off.
    Nothing,
}

/// What follows an address of a list.
enum Tail {
    Page(i64),
    Feed,
}

impl Routes {
    /// What stands at a decoded path; `None` when the routes say nothing of it.
    pub fn find(&self, path: &str) -> Option<Found> {
        let with_slash = if path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let found =
            self.entry_at(&with_slash).or_else(|| self.archive_at(&with_slash)).or_else(|| self.gone(path));
        match found {
            Some(Found::Moved { .. } | Found::Nothing) | None => found,
            Some(_) if with_slash != path => Some(Found::Moved { to: with_slash }),
            found => found,
        }
    }

    fn entry_at(&self, path: &str) -> Option<Found> {
        // An address that is written out wins over the pages of a list.
        if let Some(number) = self.entries.iter().position(|entry| entry.path == path) {
            return Some(Found::Entry { number, page: 1 });
        }
        for (number, entry) in self.entries.iter().enumerate() {
            let Some(listing) = entry.listing() else { continue };
            match path.strip_prefix(&entry.path).and_then(tail) {
                Some(Tail::Page(1)) => return Some(Found::Moved { to: entry.path.clone() }),
                Some(Tail::Page(page)) => return Some(Found::Entry { number, page }),
                Some(Tail::Feed) if listing.rss => return Some(Found::Feed { number }),
                Some(Tail::Feed) => return Some(Found::Nothing),
                None => {}
            }
        }
        None
    }

    fn archive_at(&self, path: &str) -> Option<Found> {
        let of = |pattern: &Option<Pattern>| {
            let pattern = pattern.as_ref()?;
            if let Some(Name::Slug(slug)) = pattern.name_in(path) {
                return Some((slug.to_owned(), Tail::Page(1)));
            }
            let (list, rest) = split_tail(path)?;
            match pattern.name_in(list)? {
                Name::Slug(slug) => Some((slug.to_owned(), rest)),
                Name::Id(_) => None,
            }
        };
        if let Some((slug, tail)) = of(&self.tag) {
            return Some(match tail {
                Tail::Page(1) if split_tail(path).is_some() => {
                    Found::Moved { to: self.tag.as_ref()?.with_slug(&slug) }
                }
                Tail::Page(page) => Found::Tag { slug, page },
                Tail::Feed => Found::TagFeed { slug },
            });
        }
        let (slug, tail) = of(&self.author)?;
        Some(match tail {
            Tail::Page(1) if split_tail(path).is_some() => {
                Found::Moved { to: self.author.as_ref()?.with_slug(&slug) }
            }
            Tail::Page(page) => Found::Author { slug, page },
            Tail::Feed => Found::AuthorFeed { slug },
        })
    }

    /// What a site without routes would show, and this one does not.
    fn gone(&self, path: &str) -> Option<Found> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let has_front = self.entries.iter().any(|entry| entry.path == "/" && entry.listing().is_some());
        let is_gone = match parts.as_slice() {
            [] | ["page", _] => !has_front,
            ["tag", _, ..] => self.tag.is_none(),
            ["author", _, ..] => self.author.is_none(),
            _ => false,
        };
        is_gone.then_some(Found::Nothing)
    }

    /// The slug or id that a path names in the shape of one of the collections, with the shape.
    pub fn named_in<'p>(&self, path: &'p str) -> impl Iterator<Item = Name<'p>> {
        self.entries.iter().filter_map(move |entry| match &entry.kind {
            Kind::Collection(_, pattern) => pattern.name_in(path),
            _ => None,
        })
    }
}

/// `page/2/` or `rss/`.
fn tail(rest: &str) -> Option<Tail> {
    let mut parts = rest.strip_suffix('/')?.split('/');
    match (parts.next()?, parts.next(), parts.next()) {
        ("rss", None, None) => Some(Tail::Feed),
        ("page", Some(number), None) => {
            let plain = !number.starts_with(['0', '+']);
            let page = number.parse::<i64>().ok().filter(|n| plain && (1..=PAGE_MAX).contains(n))?;
            Some(Tail::Page(page))
        }
        _ => None,
    }
}

/// A list's address and what follows it.
fn split_tail(path: &str) -> Option<(&str, Tail)> {
    let at = path.rfind("/page/").or_else(|| path.strip_suffix("/rss/").map(str::len))?;
    Some((&path[..=at], tail(&path[at + 1..])?))
}
