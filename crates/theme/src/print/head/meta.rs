//! What a page's head says of it: what the caller wrote, else what follows from the page by Ghost's rules.

use std::borrow::Cow;
use std::cell::OnceCell;

use jiff::Timestamp;

use crate::making::Making;
use crate::print::address::absolute;
use crate::print::shorten::{Measure, shorten};
use crate::view::{AuthorView, DataView, OwnMeta, Page, PostView, RouteView, TagView};

/// Words of a description taken from the text.
const DESCRIPTION_WORDS: usize = 50;
/// Characters of a text that usually hold as many words, and that nearly always do.
const DESCRIPTION_CHARS: [usize; 2] = [400, 1_000];
/// Pixels; a wider picture is told as this wide.
const WIDEST_PREVIEW: u32 = 1_200;

/// For whom a preview is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    OpenGraph,
    Twitter,
}

/// What the page is about, as its head sees it.
pub(super) enum Subject<'a> {
    Home,
    Post(&'a PostView),
    Page(&'a PostView),
    Tag(&'a TagView),
    Author(&'a AuthorView),
    Other,
}

/// The head of one page.
pub(super) struct Meta<'a> {
    pub(super) making: &'a Making<'a>,
    pub(super) subject: Subject<'a>,
    /// The first words of the story, once somebody asked for them: several lines of the head do.
    beginning: OnceCell<Option<String>>,
}

/// A moment as the head tells it.
pub(super) fn iso_of(at: i64) -> Option<String> {
    Timestamp::from_millisecond(at).ok().map(crate::print::date::iso)
}

impl<'a> Meta<'a> {
    pub(super) fn of(making: &'a Making<'a>) -> Self {
        let subject = match &making.view.page {
            Page::Home(_) => Subject::Home,
            Page::Post(story) => Subject::Post(&story.post),
            Page::Page(story) => Subject::Page(&story.post),
            Page::Tag { tag, .. } => Subject::Tag(tag),
            Page::Author { author, .. } => Subject::Author(author),
            Page::Route { route, .. } => Self::subject_of(route, making.view.path == "/"),
            _ => Subject::Other,
        };
        Self { making, subject, beginning: OnceCell::new() }
    }

    fn subject_of(route: &'a RouteView, front: bool) -> Subject<'a> {
        match route.context().and_then(|name| Some((name, route.datum(name)?))) {
            _ if front => Subject::Home,
            Some(("page", DataView::Post(page))) => Subject::Page(page),
            Some((_, DataView::Post(post))) => Subject::Post(post),
            Some((_, DataView::Tag(tag))) => Subject::Tag(tag),
            _ => Subject::Other,
        }
    }

    /// Whether this is page 2 or more of a list.
    pub(super) fn is_continued(&self) -> bool {
        self.making.list().is_some_and(|list| list.pagination.is_continued())
    }

    /// The story or static page.
    pub(super) fn post(&self) -> Option<&'a PostView> {
        match self.subject {
            Subject::Post(post) | Subject::Page(post) => Some(post),
            _ => None,
        }
    }

    /// Who wrote the story, or whose page it is.
    pub(super) fn author(&self) -> Option<&'a AuthorView> {
        match self.subject {
            Subject::Author(author) => Some(author),
            _ => self.post()?.authors.first(),
        }
    }

    /// What was written for search engines and previews of the subject.
    fn own(&self) -> Option<&'a OwnMeta> {
        match self.subject {
            Subject::Home => Some(&self.making.site.meta),
            Subject::Post(post) | Subject::Page(post) => Some(&post.meta),
            Subject::Tag(tag) => Some(&tag.meta),
            Subject::Author(author) => Some(&author.meta),
            Subject::Other => None,
        }
    }

    fn own_field(&self, field: impl Fn(&'a OwnMeta) -> &'a Option<String>) -> Option<&'a str> {
        self.own().and_then(|own| filled(field(own).as_ref()))
    }

    /// The title; `pattern` is how a further page of a list is numbered.
    pub(super) fn title(&self, pattern: Option<&str>) -> String {
        let given = &self.making.view.meta.title;
        if !given.is_empty() {
            return given.clone();
        }
        let site = &self.making.site.title;
        let number = self.making.list().and_then(|list| list.pagination.page).filter(|page| *page > 1);
        let number = number.map(|page| match pattern {
            Some(pattern) => pattern.replace('%', &page.to_string()),
            None => format!(" (Page {page})"),
        });
        let own = self.own_field(|own| &own.meta_title).map(str::to_owned);
        match self.subject {
            Subject::Post(post) | Subject::Page(post) => own.unwrap_or_else(|| post.title.clone()),
            Subject::Tag(tag) => {
                own.unwrap_or_else(|| format!("{} - {site}{}", tag.name, number.unwrap_or_default()))
            }
            Subject::Author(author) => {
                own.unwrap_or_else(|| format!("{} - {site}{}", author.name, number.unwrap_or_default()))
            }
            Subject::Home if number.is_none() => own.unwrap_or_else(|| site.clone()),
            Subject::Home | Subject::Other => format!("{site}{}", number.unwrap_or_default()),
        }
    }

    /// The description for search engines.
    pub(super) fn description(&self) -> Option<String> {
        let given = self.making.view.meta.description.as_deref().filter(|text| !text.is_empty());
        if let Some(given) = given {
            return Some(given.to_owned());
        }
        if self.is_continued() {
            return None;
        }
        let own = self.own_field(|own| &own.meta_description);
        let text = match self.subject {
            Subject::Post(post) | Subject::Page(post) => own.or(post.custom_excerpt.as_deref()),
            Subject::Tag(tag) => own.or(tag.description.as_deref()),
            Subject::Author(author) => own.or(author.bio.as_deref()),
            Subject::Home => own.or(Some(&self.making.site.description)),
            Subject::Other => None,
        };
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The page's own address, absolute; `None` on an error page.
    pub(super) fn canonical(&self) -> Option<String> {
        if let Some(given) = &self.making.view.meta.canonical {
            return Some(given.clone());
        }
        match self.own_field(|own| &own.canonical_url) {
            Some(own) if !matches!(self.subject, Subject::Home) => Some(own.to_owned()),
            _ => self.address(),
        }
    }

    /// The subject's address on this site, absolute, whatever it is a copy of.
    pub(super) fn address(&self) -> Option<String> {
        let path = match self.subject {
            Subject::Post(post) | Subject::Page(post) => post.url.as_str(),
            _ if matches!(self.making.view.page, Page::Error(_)) => return None,
            _ => self.making.view.path.as_str(),
        };
        Some(absolute(self.making.site, path).into_owned())
    }

    /// `article`, `profile` or `website`.
    pub(super) fn kind(&self) -> &'static str {
        match self.subject {
            _ if self.making.view.meta.preview => "website",
            Subject::Post(_) => "article",
            Subject::Author(_) => "profile",
            _ => "website",
        }
    }

    /// The title of a preview.
    pub(super) fn social_title(&self, network: Network) -> String {
        let own = self.own_field(|own| match network {
            Network::OpenGraph => &own.og_title,
            Network::Twitter => &own.twitter_title,
        });
        match (own, &self.subject) {
            (Some(own), _) => own.to_owned(),
            // The title of the front page for search engines is not its name.
            (None, Subject::Home) => self.making.site.title.clone(),
            (None, Subject::Post(post) | Subject::Page(post)) => {
                self.own_field(|own| &own.meta_title).unwrap_or(&post.title).to_owned()
            }
            _ => self.title(None),
        }
    }

    /// The description of a preview.
    pub(super) fn social_description(&self, network: Network) -> Option<String> {
        let own = self.own_field(|own| match network {
            Network::OpenGraph => &own.og_description,
            Network::Twitter => &own.twitter_description,
        });
        let meta = self.own_field(|own| &own.meta_description);
        let site = self.making.site;
        let of_site = filled(site.meta.meta_description.as_ref());
        let text: Option<Cow<'_, str>> = match self.subject {
            Subject::Post(post) | Subject::Page(post) => own
                .or(post.custom_excerpt.as_deref())
                .or(meta)
                .map(Cow::Borrowed)
                .or_else(|| self.beginning.get_or_init(|| beginning(post)).as_deref().map(Cow::Borrowed))
                .or(Some(Cow::Borrowed(&site.description))),
            Subject::Tag(tag) => own.or(meta).or(tag.description.as_deref()).or(of_site).map(Cow::Borrowed),
            Subject::Author(author) => own.or(meta).or(author.bio.as_deref()).or(of_site).map(Cow::Borrowed),
            Subject::Home => own.or(meta).or(Some(&site.description)).map(Cow::Borrowed),
            Subject::Other => self.making.view.meta.description.as_deref().map(Cow::Borrowed),
        };
        text.filter(|text| !text.is_empty()).map(Cow::into_owned)
    }

    /// The picture of a preview, absolute.
    pub(super) fn image(&self, network: Network) -> Option<String> {
        let of = |own: &'a OwnMeta| match network {
            Network::OpenGraph => own.og_image.as_deref(),
            Network::Twitter => own.twitter_image.as_deref(),
        };
        let site = self.making.site;
        let cover = site.cover_image.as_deref();
        let own = self.own().and_then(of);
        let image = match self.subject {
            Subject::Post(post) | Subject::Page(post) => own
                .or(post.feature_image.as_deref())
                .or(self.making.view.meta.image.as_deref())
                .or_else(|| of(&site.meta))
                .or(cover),
            Subject::Tag(tag) => own.or(tag.feature_image.as_deref()).or(cover),
            Subject::Author(author) => author.cover_image.as_deref(),
            Subject::Home => own.or(cover),
            Subject::Other => self.making.view.meta.image.as_deref(),
        };
        image.filter(|image| !image.is_empty()).map(|image| absolute(site, image).into_owned())
    }

    /// Width and height of the picture, where it is the story's own and its size is known.
    pub(super) fn image_size(&self) -> Option<(u32, u32)> {
        let post = self.post().filter(|post| post.meta.og_image.is_none() && post.feature_image.is_some())?;
        let (width, height) = post.feature_image_size?;
        if width <= WIDEST_PREVIEW {
            return Some((width, height));
        }
        let height = (u64::from(height) * u64::from(WIDEST_PREVIEW)) / u64::from(width);
        Some((WIDEST_PREVIEW, height as u32))
    }
}

/// The text, unless it is empty.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

/// The first words of a story.
fn beginning(post: &PostView) -> Option<String> {
    let words_of = |text: &str| shorten(&text.replace('\n', " "), Measure::Words(DESCRIPTION_WORDS));
    let found = DESCRIPTION_CHARS.into_iter().find_map(|chars| {
        let start = dateline_markup::plain_text_start(&post.html, chars);
        let words = words_of(&start);
        // Words of a language without blanks may be longer than all that was read.
        let is_cut = words.len() < start.trim_end().len() || start.chars().count() < chars;
        is_cut.then_some(words)
    });
    let words = found.unwrap_or_else(|| words_of(&dateline_markup::plain_text(&post.html)));
    if words.is_empty() { None } else { Some(words) }
}
