//! The table of a site's routes.

use dateline_nql::{Filter, Given};

use crate::{Data, Pattern};

/// What a file of routes says, checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routes {
    pub(crate) entries: Vec<Entry>,
    pub(crate) tag: Option<Pattern>,
    pub(crate) author: Option<Pattern>,
}

/// An address with what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path, decoded, with a slash at both ends.
    pub path: String,
    /// The line of the file.
    pub line: usize,
    /// Templates, the first that the theme has counts.
    pub templates: Vec<String>,
    /// What else the template sees.
    pub data: Vec<Data>,
    /// What it is.
    pub kind: Kind,
}

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A template by itself.
    Page {
        /// Its media type; a page of HTML without one.
        content_type: Option<&'static str>,
    },
    /// Stories that a filter finds, wherever they belong.
    Channel(Listing),
    /// Stories that belong here, with the shape of their permalinks.
    Collection(Listing, Pattern),
}

/// Stories of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Which stories; all without one.
    pub filter: Option<Filter>,
    /// Fields, each with whether it falls; newest first without any.
    pub order: Vec<(String, bool)>,
    /// Stories on a page, where it is not what the theme or the site says.
    pub limit: Option<u32>,
    /// Whether the list has a feed.
    pub rss: bool,
}

impl Routes {
    /// Every entry in the order of the file, routes before collections.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The shape of a tag's address; `None` when the archive of tags is switched off.
    pub fn tag(&self) -> Option<&Pattern> {
        self.tag.as_ref()
    }

    /// The shape of an author's address; `None` when the archive of authors is switched off.
    pub fn author(&self) -> Option<&Pattern> {
        self.author.as_ref()
    }

    /// The collections with their lists and the shapes of their stories' permalinks.
    pub fn collections(&self) -> impl Iterator<Item = (&Entry, &Listing, &Pattern)> {
        self.entries.iter().filter_map(|entry| match &entry.kind {
            Kind::Collection(listing, pattern) => Some((entry, listing, pattern)),
            _ => None,
        })
    }

    /// The shape of a story's permalink: that of the first collection it fits. `values` gives the values of a field of
    /// the story, `now` is in milliseconds UTC. `None` when it belongs nowhere.
    pub fn owner(&self, values: &dyn Fn(&str) -> Vec<Given>, now: i64) -> Option<&Pattern> {
        let fits =
            |listing: &Listing| listing.filter.as_ref().is_none_or(|filter| filter.matches(values, now));
        self.collections().find(|(_, listing, _)| fits(listing)).map(|(_, _, pattern)| pattern)
    }

    /// What the list of an entry shows: its own filter and, in a collection, nothing that belongs to an earlier one.
    pub fn filter_of(&self, number: usize) -> Option<Filter> {
        let entry = self.entries.get(number)?;
        let (Kind::Channel(listing) | Kind::Collection(listing, _)) = &entry.kind else { return None };
        let mut parts: Vec<Filter> = listing.filter.iter().cloned().collect();
        if matches!(entry.kind, Kind::Collection(..)) {
            let earlier = self.collections().take_while(|(other, ..)| other.path != entry.path);
            parts.extend(earlier.map(|(_, listing, _)| match &listing.filter {
                Some(filter) => filter.negated(),
                None => Filter::nothing(),
            }));
        }
        match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Filter::All(parts)),
        }
    }

    /// The address that the own one of a thing leads to, where a route shows it in its place.
    pub fn shown_at(&self, resource: crate::Resource, slug: &str) -> Option<&str> {
        let is_it = |data: &Data| {
            data.redirect
                && data.resource == resource
                && matches!(&data.query, crate::Query::Read(own) if own == slug)
        };
        self.entries.iter().find(|entry| entry.data.iter().any(is_it)).map(|entry| entry.path.as_str())
    }

    /// The address of the site's own feed: that of the first collection with one. `None` when there is none.
    pub fn feed(&self) -> Option<String> {
        self.collections()
            .find(|(_, listing, _)| listing.rss)
            .map(|(entry, ..)| format!("{}rss/", entry.path))
    }
}

impl Entry {
    /// The name under which templates know it: its path without slashes, `index` for the front page.
    pub fn name(&self) -> String {
        let name = self.path.replace('/', "");
        if name.is_empty() { "index".to_owned() } else { name }
    }

    /// The list that stands here, if one does.
    pub fn listing(&self) -> Option<&Listing> {
        match &self.kind {
            Kind::Page { .. } => None,
            Kind::Channel(listing) | Kind::Collection(listing, _) => Some(listing),
        }
    }
}
