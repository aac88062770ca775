//! A page that the site's `routes.yaml` says something of.

use dateline_hbs::Value;

use super::{AuthorView, PostView, TagView};

/// What stands at a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteKind {
    /// A template by itself; there is none in its place.
    Page,
    /// Stories that a filter finds.
    Channel,
    /// Stories that belong there.
    Collection,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteView {
    /// Its context: the path without slashes, `index` for the front page.
    pub name: String,
    /// Its path.
    pub path: String,
    /// Templates that the file names; the first that the theme has counts.
    pub templates: Vec<String>,
    /// What it is.
    pub kind: RouteKind,
    /// What the template finds beside the list, by name.
    pub data: Vec<(String, DataView)>,
}

/// Something that a route shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataView {
    /// A story or a static page.
    Post(Box<PostView>),
    /// A tag.
    Tag(Box<TagView>),
    /// An author.
    Author(Box<AuthorView>),
    /// Stories or static pages.
    Posts(Vec<PostView>),
    /// Tags.
    Tags(Vec<TagView>),
    /// Authors.
    Authors(Vec<AuthorView>),
}

impl DataView {
    /// What one thing is called; nothing for several.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Post(post) => Some(&post.title),
            Self::Tag(tag) => Some(&tag.name),
            Self::Author(author) => Some(&author.name),
            Self::Posts(_) | Self::Tags(_) | Self::Authors(_) => None,
        }
    }

    pub(crate) fn as_value(&self) -> Value<'_> {
        match self {
            Self::Post(post) => Value::object(&**post),
            Self::Tag(tag) => Value::object(&**tag),
            Self::Author(author) => Value::object(&**author),
            Self::Posts(posts) => Value::sequence(posts),
            Self::Tags(tags) => Value::sequence(tags),
            Self::Authors(authors) => Value::sequence(authors),
        }
    }
}

impl RouteView {
    /// The one thing that the file calls so.
    pub(crate) fn datum(&self, name: &str) -> Option<&DataView> {
        self.data.iter().find(|(own, _)| own == name).map(|(_, data)| data)
    }

    /// The static page that the file calls `page`.
    pub(crate) fn page(&self) -> Option<&PostView> {
        match self.datum("page") {
            Some(DataView::Post(page)) => Some(page),
            _ => None,
        }
    }

    /// What templates see as `post`: what the file calls so, and at a template by itself also its `page`.
    pub(crate) fn post(&self) -> Option<&PostView> {
        match self.datum("post") {
            Some(DataView::Post(post)) => Some(post),
            _ => self.page().filter(|_| self.kind == RouteKind::Page),
        }
    }

    /// The context that the first of these data adds: `page`, `post` or `tag`.
    pub(crate) fn context(&self) -> Option<&'static str> {
        ["page", "post", "tag"].into_iter().find(|name| self.datum(name).is_some())
    }

    /// Templates that may print it, the most specific first; `front` where the request is for `/`.
    pub(crate) fn candidates(&self, front: bool) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(self.templates.len() + 3);
        if front && self.kind == RouteKind::Collection {
            names.push("home".to_owned());
        }
        names.extend(self.templates.iter().cloned());
        if self.kind != RouteKind::Page {
            names.extend([self.name.clone(), "index".to_owned()]);
        }
        names
    }
}
