//! What the head of a page says of it: titles, canonical addresses, feeds, structured data.

use dateline_model::{Millis, Post, PostKind};
use dateline_theme::{AuthorView, FeedLink, OwnMeta, PageMeta, PaginationView, PostView};
use serde::Serialize;

use crate::address::Addresses;
use crate::press::View;

/// Characters of a description: what search engines show.
const DESCRIPTION_CHARS: usize = 200;

/// `NewsArticle` of <https://schema.org/NewsArticle>, or `WebPage` for a static page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StructuredData<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'a str,
    description: &'a str,
    url: &'a str,
    main_entity_of_page: &'a str,
    in_language: &'a str,
    date_published: Option<String>,
    date_modified: Option<String>,
    author: Vec<Named<'a>>,
    publisher: Named<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dateline: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
}

/// Somebody of whom structured data tells.
#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: String,
}

impl View<'_> {
    /// A page's title with the paper's name behind it.
    pub(crate) fn titled(&self, what: &str) -> String {
        format!("{what} – {}", self.paper.settings.title)
    }

    /// The head of a list at `path`.
    pub(crate) fn list_meta(&self, title: String, path: &str, pagination: &PaginationView) -> PageMeta {
        let description = Some(self.paper.settings.description.clone()).filter(|text| !text.is_empty());
        PageMeta {
            title,
            description,
            canonical: Some(self.addresses.whole(path)),
            image: self.paper.settings.cover_image.as_deref().map(|image| self.whole_media(image)),
            prev_url: pagination.prev_url.as_deref().map(|url| self.addresses.whole(url)),
            next_url: pagination.next_url.as_deref().map(|url| self.addresses.whole(url)),
            feeds: self.feeds(),
            ..PageMeta::default()
        }
    }

    /// The head of a story or a static page; `path` is its own with the page of its thread.
    pub(crate) fn story_meta(&self, post: &Post, view: &PostView, path: &str) -> PageMeta {
        let own = self.addresses.whole(path);
        let canonical = view.meta.canonical_url.as_deref().map_or(own.clone(), |url| self.whole_media(url));
        let mut feeds = self.feeds();
        if post.kind == PostKind::Post {
            let feed = Addresses::comment_feed(post.id, post.import_key.as_deref());
            feeds.push(self.feed_link(&view.title, feed));
        }
        if !self.theme.is_standard() {
            return PageMeta { canonical: Some(canonical), feeds, ..PageMeta::default() };
        }
        let title = post.meta_title.clone().unwrap_or_else(|| self.titled(&view.title));
        let words = post.meta_description.as_ref().or(post.excerpt.as_ref()).unwrap_or(&post.teaser);
        let description = dateline_markup::truncate_text(words, DESCRIPTION_CHARS).0;
        let picture =
            post.image.clone().or_else(|| dateline_markup::first_image(&post.html).map(|image| image.src));
        let image =
            picture.or_else(|| self.paper.settings.cover_image.clone()).map(|image| self.whole_media(&image));
        let json_ld = self.structured_data(post, view, &own, &description, image.as_deref());
        PageMeta {
            title,
            description: Some(description).filter(|text| !text.is_empty()),
            canonical: Some(canonical),
            image,
            feeds,
            json_ld,
            ..PageMeta::default()
        }
    }

    /// Puts what was written for search engines of a tag or an author into the head of the list, on its first page.
    pub(crate) fn own_words(&self, meta: &mut PageMeta, own: &OwnMeta, page: i64) {
        if page != 1 {
            return;
        }
        if let Some(title) = &own.meta_title {
            meta.title.clone_from(title);
        }
        meta.description = own.meta_description.clone().or(meta.description.take());
        if let Some(url) = &own.canonical_url {
            meta.canonical = Some(self.whole_media(url));
        }
    }

    /// What search engines read of a story or a static page, as JSON.
    fn structured_data(
        &self,
        post: &Post,
        view: &PostView,
        url: &str,
        description: &str,
        image: Option<&str>,
    ) -> Option<String> {
        let is_story = post.kind == PostKind::Post;
        let names = view.tags.iter().filter(|_| is_story).map(|tag| tag.name.as_str());
        let tags: Vec<&str> = names.filter(|name| !name.starts_with('#')).collect();
        let settings = &self.paper.settings;
        let data = StructuredData {
            context: "https://schema.org",
            kind: if post.kind == PostKind::Page { "WebPage" } else { "NewsArticle" },
            headline: &view.title,
            description,
            url,
            main_entity_of_page: url,
            in_language: post.lang.as_deref().unwrap_or(&settings.locale),
            date_published: post.published_at.and_then(moment),
            date_modified: moment(post.updated_at),
            author: view.authors.iter().map(|author| self.person(author)).collect(),
            publisher: Named {
                kind: "Organization",
                name: &settings.title,
                url: format!("{}/", self.addresses.base()),
            },
            image: image.map(|image| [image]),
            dateline: post.dateline.as_deref(),
            correction: view.corrections.iter().map(|one| one.text.as_str()).collect(),
            credit_text: view.feature_image_credit.as_deref(),
            comment_count: is_story.then_some(post.comment_count),
            article_section: tags.first().copied(),
            keywords: tags,
        };
        serde_json::to_string(&data).ok()
    }

    fn person<'v>(&self, author: &'v AuthorView) -> Named<'v> {
        Named { kind: "Person", name: &author.name, url: self.addresses.whole(&author.url) }
    }

    /// The feeds that every page names.
    pub(crate) fn feeds(&self) -> Vec<FeedLink> {
        vec![self.feed_link("", self.addresses.feed())]
    }

    pub(crate) fn feed_link(&self, about: &str, url: String) -> FeedLink {
        let title = if about.is_empty() { self.paper.settings.title.clone() } else { self.titled(about) };
        let media_type = if url.ends_with("/rss/") { "application/rss+xml" } else { "application/atom+xml" };
        FeedLink { title, url, media_type: media_type.to_owned() }
    }

    /// A picture's whole address: those of the site itself stand as paths.
    pub(crate) fn whole_media(&self, path: &str) -> String {
        if path.starts_with('/') && !path.starts_with("//") {
            self.addresses.whole(path)
        } else {
            path.to_owned()
        }
    }
}

/// A moment in RFC 3339, which Blogger's addresses write too.
pub(crate) fn moment(at: Millis) -> Option<String> {
    jiff::Timestamp::from_millisecond(at).ok().map(|at| at.to_string())
}
