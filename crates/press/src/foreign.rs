//! What themes made for Ghost expect of a page beyond what ours needs: whole addresses in the fields of things, and a
//! head that follows Ghost's rules.

use dateline_model::PostCard;
use dateline_theme::{
    AuthorView, DataView, ListView, Page, PageMeta, PageView, PostView, SiteView, StoryView, TagView,
};

/// What Ghost gives an internal tag as its address.
const NOWHERE: &str = "/404/";

/// What Ghost tells a reader of a page that is not there.
const NOT_FOUND: &str = "Page not found";

/// Makes the views of a page as Ghost's themes want them. `base` is the site's address without a slash at its end.
pub(crate) fn adapt(base: &str, site: &mut SiteView, view: &mut PageView) {
    let whole = Whole { base };
    for picture in [&mut site.logo, &mut site.icon, &mut site.cover_image] {
        whole.optional(picture);
    }
    for feed in &mut view.meta.feeds {
        whole.address(&mut feed.url);
    }
    match &mut view.page {
        Page::Home(list) | Page::Period { list, .. } | Page::Tags { list, .. } => whole.list(list),
        Page::Post(story) | Page::Page(story) => whole.story(story),
        Page::Tag { tag, list } => {
            whole.tag(tag);
            whole.list(list);
        }
        Page::Author { author, list } => {
            whole.author(author);
            whole.list(list);
        }
        Page::Route { route, list } => {
            if let Some(list) = list {
                whole.list(list);
            }
            route.data.iter_mut().for_each(|(_, data)| whole.data(data));
        }
        // Ghost's themes print the sentence where ours says more.
        Page::Error(error) if error.message.is_empty() && error.code == 404 => {
            NOT_FOUND.clone_into(&mut error.message);
        }
        Page::Search(search) => search.found.iter_mut().for_each(|list| whole.list(list)),
        _ => {}
    }
    if is_known_to_ghost(&view.page) {
        let meta = std::mem::take(&mut view.meta);
        view.meta = PageMeta { title: String::new(), description: None, image: None, json_ld: None, ..meta };
    }
}

/// Whether Ghost has such pages, so that its rules say what their heads hold.
fn is_known_to_ghost(page: &Page) -> bool {
    let own = matches!(
        page,
        Page::Period { .. }
            | Page::Tags { .. }
            | Page::ArchiveIndex(_)
            | Page::Search(_)
            | Page::ReplyForm { .. }
    );
    !own
}

/// Puts the site's address before paths.
pub(crate) struct Whole<'b> {
    pub(crate) base: &'b str,
}

impl Whole<'_> {
    fn list(&self, list: &mut ListView) {
        self.posts(&mut list.posts);
    }

    fn data(&self, data: &mut DataView) {
        match data {
            DataView::Post(post) => self.post(post),
            DataView::Tag(tag) => self.tag(tag),
            DataView::Author(author) => self.author(author),
            DataView::Posts(posts) => self.posts(posts),
            DataView::Tags(tags) => tags.iter_mut().for_each(|tag| self.tag(tag)),
            DataView::Authors(authors) => authors.iter_mut().for_each(|author| self.author(author)),
        }
    }

    fn story(&self, story: &mut StoryView) {
        self.post(&mut story.post);
    }

    pub(crate) fn posts(&self, posts: &mut [PostView]) {
        for post in posts {
            self.post(post);
        }
    }

    fn post(&self, post: &mut PostView) {
        self.address(&mut post.url);
        self.optional(&mut post.feature_image);
        post.tags.iter_mut().for_each(|tag| self.tag(tag));
        post.authors.iter_mut().for_each(|author| self.author(author));
    }

    pub(crate) fn tag(&self, tag: &mut TagView) {
        if tag.is_internal() {
            NOWHERE.clone_into(&mut tag.url);
        }
        self.address(&mut tag.url);
        self.optional(&mut tag.feature_image);
    }

    pub(crate) fn author(&self, author: &mut AuthorView) {
        self.address(&mut author.url);
        self.optional(&mut author.profile_image);
        self.optional(&mut author.cover_image);
    }

    fn optional(&self, address: &mut Option<String>) {
        if let Some(address) = address {
            self.address(address);
        }
    }

    fn address(&self, address: &mut String) {
        if address.starts_with('/') && !address.starts_with("//") {
            address.insert_str(0, self.base);
        }
    }
}

/// The beginning of the plain text, as Ghost's `excerpt` gives it to lists.
pub(crate) fn excerpt_of(card: &PostCard) -> &str {
    match card.opening.as_deref() {
        Some(opening) if !opening.is_empty() => opening,
        _ if card.teaser_is_all => &card.teaser,
        // Nobody has looked yet, and the teaser is what there is.
        _ => card.teaser.trim_end_matches('…'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_site_become_whole_and_others_stay() {
        let whole = Whole { base: "https://a.example" };
        for (given, expected) in [
            ("/b/", "https://a.example/b/"),
            ("//cdn.example/x.png", "//cdn.example/x.png"),
            ("https://other.example/", "https://other.example/"),
            ("", ""),
        ] {
            let mut address = given.to_owned();
            whole.address(&mut address);
            assert_eq!(address, expected);
        }
    }

    #[test]
    fn an_internal_tag_has_no_page() {
        let mut tag = TagView { name: "#series".into(), slug: "hash-series".into(), ..TagView::default() };
        Whole { base: "https://a.example" }.tag(&mut tag);
        assert_eq!(tag.url, "https://a.example/404/");
    }
}
