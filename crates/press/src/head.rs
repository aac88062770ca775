//! What the head of a page says of it: titles, canonical addresses, feeds, structured data.

use dateline_model::{Millis, Post, PostKind};
use dateline_theme::{FeedLink, OwnMeta, PageMeta, PaginationView, PostView};
use serde_json::{Value as Json, json};

use crate::address::Addresses;
use crate::press::View;

/// Characters of a description: what search engines show.
const DESCRIPTION_CHARS: usize = 200;

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
            feeds.push(self.feed_link(&post.title, feed));
        }
        if !self.theme.is_standard() {
            return PageMeta { canonical: Some(canonical), feeds, ..PageMeta::default() };
        }
        let title = post.meta_title.clone().unwrap_or_else(|| self.titled(&post.title));
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
            json_ld: Some(json_ld.to_string()),
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

    /// `NewsArticle` of <https://schema.org/NewsArticle>, or `WebPage` for a static page.
    fn structured_data(
        &self,
        post: &Post,
        view: &PostView,
        url: &str,
        description: &str,
        image: Option<&str>,
    ) -> Json {
        let base = self.addresses.base();
        let authors: Vec<Json> = view
            .authors
            .iter()
            .map(|author| json!({"@type": "Person", "name": author.name, "url": self.addresses.whole(&author.url)}))
            .collect();
        let mut data = json!({
            "@context": "https://schema.org",
            "@type": if post.kind == PostKind::Page { "WebPage" } else { "NewsArticle" },
            "headline": post.title,
            "description": description,
            "url": url,
            "mainEntityOfPage": url,
            "inLanguage": post.lang.as_deref().unwrap_or(&self.paper.settings.locale),
            "datePublished": post.published_at.and_then(moment),
            "dateModified": moment(post.updated_at),
            "author": authors,
            "publisher": {"@type": "Organization", "name": self.paper.settings.title, "url": format!("{base}/")},
        });
        let mut put = |key: &str, value: Option<Json>| {
            if let (Some(value), Some(object)) = (value, data.as_object_mut()) {
                object.insert(key.to_owned(), value);
            }
        };
        put("image", image.map(|image| json!([image])));
        put("dateline", post.dateline.as_ref().map(|place| json!(place)));
        let corrections: Vec<&str> = view.corrections.iter().map(|one| one.text.as_str()).collect();
        put("correction", (!corrections.is_empty()).then(|| json!(corrections)));
        put("creditText", view.feature_image_credit.as_ref().map(|credit| json!(credit)));
        if post.kind == PostKind::Post {
            put("commentCount", Some(json!(post.comment_count)));
            let section = view.tags.iter().find(|tag| !tag.name.starts_with('#'));
            put("articleSection", section.map(|tag| json!(tag.name)));
            let words: Vec<&str> =
                view.tags.iter().map(|tag| tag.name.as_str()).filter(|n| !n.starts_with('#')).collect();
            put("keywords", (!words.is_empty()).then(|| json!(words)));
        }
        data
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
