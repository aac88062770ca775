//! From the store's rows to the theme's views: what every page shows of the site, of stories and of tags.

use dateline_markup::Direction;
use dateline_model::{
    Author, Byline, CommentPolicy, Detail, Details, Millis, Moderation, NavigationItem, Post, PostCard,
    PostId, PostLink, Tag,
};
use dateline_store::StoreError;
use dateline_theme::{
    AuthorView, CorrectionView, LinkView, NavigationView, OwnMeta, Page, PageMeta, PageView, PostView,
    SiteView, SocialView, TagView,
};

use crate::address::Addresses;
use crate::answer::{Answer, Body, HTML};
use crate::press::{PressError, View};
use crate::standing::Names;

/// Static pages that the foot of the page names while the editor has chosen none.
const PAGES_AT_FOOT: i64 = 8;

/// Whose names a story is shown with.
#[derive(Clone, Copy)]
pub(crate) struct Credits {
    pub(crate) authors: bool,
    pub(crate) tags: bool,
}

impl Credits {
    /// All of them.
    pub(crate) const ALL: Self = Self { authors: true, tags: true };
}

impl View<'_> {
    /// A page of the theme, with the site around it.
    pub(crate) async fn printed(&mut self, page: Page, meta: PageMeta) -> Result<Answer, PressError> {
        self.depends.settings();
        let (index, kind) = (meta.robots.is_none(), Some(std::mem::discriminant(&page)));
        let mut site = self.site_view().await?;
        let mut view = PageView { page, meta, path: self.path.to_owned(), now: self.now };
        if !self.theme.is_standard() {
            crate::foreign::adapt(self.addresses.base(), &mut site, &mut view);
        }
        let printed = self.rendered(&site, &view).await?;
        let injected = view.injected(&site).map(str::to_owned).collect();
        Ok(Answer {
            index,
            injected,
            brings: printed.brings,
            kind,
            ..Answer::of(Body::Html(printed.html), HTML)
        })
    }

    async fn site_view(&mut self) -> Result<SiteView, StoreError> {
        let settings = &self.paper.settings;
        let mut foot = menu(&settings.secondary_navigation);
        if foot.is_empty() && settings.navigation.is_empty() {
            // A blog that moved in shows the pages it had, although nobody has arranged a menu yet.
            self.depends.pages();
            foot = self.pages_at_foot(PAGES_AT_FOOT).await?.to_vec();
        }
        Ok(SiteView {
            title: settings.title.clone(),
            description: settings.description.clone(),
            url: self.addresses.base().to_owned(),
            uuid: self.paper.id().0.to_string(),
            locale: settings.locale.clone(),
            timezone: settings.timezone.clone(),
            accent_color: Some(settings.accent_color.clone()),
            logo: settings.logo.clone(),
            icon: settings.icon.clone(),
            cover_image: settings.cover_image.clone(),
            navigation: menu(&settings.navigation),
            secondary_navigation: foot,
            comments_enabled: settings.comments_open,
            custom: self.custom_choices(),
            codeinjection_head: filled(&settings.codeinjection_head),
            codeinjection_foot: filled(&settings.codeinjection_foot),
            archive_url: "/archive/".to_owned(),
            feed_url: Some(self.addresses.feed()),
            social: social_of(&settings.shown),
            meta: OwnMeta {
                meta_title: settings.shown.text(Detail::MetaTitle),
                meta_description: settings.shown.text(Detail::MetaDescription),
                ..meta_of(&settings.shown)
            },
            ..SiteView::default()
        })
    }

    /// What the owner chose among the settings of the theme, whatever version of it.
    fn custom_choices(&self) -> Vec<(String, serde_json::Value)> {
        let chosen = self.paper.settings.theme_settings.get(self.paper.settings.theme_name());
        chosen.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Stories of a list with their bylines and tags, and with their bodies where the theme's lists print them.
    pub(crate) async fn list_views(&mut self, cards: &[PostCard]) -> Result<Vec<PostView>, StoreError> {
        let mut views = self.post_views(cards, Credits::ALL).await?;
        if self.theme.lists_print_bodies() {
            self.add_bodies(cards, &mut views).await?;
        }
        self.fit_pictures(&mut views).await?;
        if self.theme.is_standard() {
            self.add_focus(cards, &mut views).await?;
        }
        Ok(views)
    }

    /// Which point of each picture must stay in sight, since our own lists cut pictures to one shape.
    async fn add_focus(&mut self, cards: &[PostCard], views: &mut [PostView]) -> Result<(), StoreError> {
        let shown: Vec<PostId> =
            cards.iter().filter(|card| card.image.is_some()).map(|card| card.id).collect();
        if shown.is_empty() {
            return Ok(());
        }
        let known = self.read.details_of(self.paper.id(), shown, [], []).await?;
        for (card, view) in cards.iter().zip(views) {
            view.feature_image_focus = known.of_post(card.id).text(Detail::ImageFocus);
        }
        Ok(())
    }

    /// Puts the bodies of stories into their views.
    pub(crate) async fn add_bodies(
        &mut self,
        cards: &[PostCard],
        views: &mut [PostView],
    ) -> Result<(), StoreError> {
        let ids: Vec<PostId> = cards.iter().map(|card| card.id).collect();
        for (id, html) in self.read.html_of(self.paper.id(), &ids).await? {
            if let Some(at) = cards.iter().position(|card| card.id == id) {
                views[at].html = html;
            }
        }
        Ok(())
    }

    /// Stories with those of their credits that are wanted.
    pub(crate) async fn post_views(
        &mut self,
        cards: &[PostCard],
        credits: Credits,
    ) -> Result<Vec<PostView>, StoreError> {
        let ids: Vec<PostId> = cards.iter().map(|card| card.id).collect();
        let names = self.names(&ids, credits).await?;
        let mut views = Vec::with_capacity(cards.len());
        for (card, names) in cards.iter().zip(&names) {
            self.depends.post(card.id);
            self.depends.comments(card.id);
            self.depends_on_names(names);
            let mut view = self.post_view(card, names);
            // Our own lists print none of it.
            if !self.theme.is_standard() {
                detail_names(&mut view, names);
            }
            views.push(view);
        }
        Ok(views)
    }

    pub(crate) fn depends_on_names(&mut self, names: &Names) {
        names.bylines().for_each(|byline| self.depends.author(byline.author));
        names.tags().for_each(|tag| self.depends.tag(tag.id));
    }

    /// A story's headline. One that has none goes by the day on which it came out, so that every link to it has words and its
    /// page a name.
    pub(crate) fn headline(&self, title: &str, published_at: Millis) -> String {
        if !title.trim().is_empty() {
            return title.to_owned();
        }
        let date = self.paper.date_of(published_at);
        let (month, day) = (date.month.unsigned_abs(), date.day.unsigned_abs());
        self.theme.language(&self.paper.settings.locale).period(date.year, Some(month), Some(day))
    }

    /// A story as a bare link.
    pub(crate) fn link_view(&self, link: &PostLink) -> LinkView {
        LinkView {
            title: self.headline(&link.title, link.published_at),
            url: Addresses::post(&link.permalink),
            comment_count: link.comment_count.max(0) as u64,
        }
    }

    /// A neighbouring story, of which a page shows the headline.
    pub(crate) fn neighbour_view(&self, link: &PostLink) -> PostView {
        PostView {
            id: link.id.hex(),
            title: self.headline(&link.title, link.published_at),
            url: Addresses::post(&link.permalink),
            published_at: Some(link.published_at),
            ..PostView::default()
        }
    }

    /// A story as a list shows it.
    pub(crate) fn post_view(&self, card: &PostCard, names: &Names) -> PostView {
        let hidden = self.paper.settings.hides_any_comments() && {
            let slugs: Vec<&str> = names.tags().map(|tag| tag.slug.as_str()).collect();
            self.paper.settings.hides_comments(card.id, &slugs)
        };
        PostView {
            id: card.id.hex(),
            uuid: card.id.0.to_string(),
            title: self.headline(&card.title, card.published_at),
            slug: card.slug.clone(),
            url: Addresses::post(&card.permalink),
            excerpt: crate::foreign::excerpt_of(card).to_owned(),
            teaser: card.teaser.clone(),
            teaser_complete: card.teaser_is_all,
            custom_excerpt: card.excerpt.clone(),
            feature_image: card.image.clone(),
            feature_image_alt: card.image_alt.clone(),
            featured: card.featured,
            published_at: Some(card.published_at),
            updated_at: card.updated_at,
            comment_count: if hidden { 0 } else { card.comment_count.max(0) as u64 },
            tags: names.tags().map(|tag| self.tag_view(tag)).collect(),
            authors: names.bylines().map(|byline| self.author_of(byline)).collect(),
            dateline: card.dateline.clone(),
            dir: self.direction_of(card.lang.as_deref(), &card.title),
            lang: card.lang.clone(),
            reading_time: reading_time(card),
            comments_open: self.paper.settings.comments_open,
            ..PostView::default()
        }
    }

    /// A story on its own page with everything that is known of it, its tags and its authors.
    pub(crate) async fn detailed_post_view(
        &mut self,
        post: &Post,
        names: &Names,
    ) -> Result<PostView, StoreError> {
        let details = self.read.details_of_post(self.paper.id(), post.id).await?;
        let mut view = self.whole_post_view(post, names);
        detail_post(&mut view, &details);
        detail_names(&mut view, names);
        Ok(view)
    }

    /// A story on its own page.
    pub(crate) fn whole_post_view(&self, post: &Post, names: &Names) -> PostView {
        PostView {
            html: post.html.clone(),
            meta: OwnMeta {
                meta_title: post.meta_title.clone(),
                meta_description: post.meta_description.clone(),
                ..OwnMeta::default()
            },
            feature_image_caption: post.image_caption.as_deref().map(caption),
            published_at: post.published_at,
            created_at: Some(post.created_at),
            is_page: post.kind == dateline_model::PostKind::Page,
            comments_open: self.policy_of(post, names).takes_guests(),
            ..self.post_view(&crate::press::card_of(post), names)
        }
    }

    /// How readers may comment on a post now.
    pub(crate) fn policy_of(&self, post: &Post, names: &Names) -> CommentPolicy {
        let slugs: Vec<&str> = names.tags().map(|tag| tag.slug.as_str()).collect();
        self.paper.settings.comment_policy(Moderation::Open, post, &slugs, self.now)
    }

    /// A tag as a page shows it.
    pub(crate) fn tag_view(&self, tag: &Tag) -> TagView {
        TagView {
            id: tag.id.hex(),
            name: tag.name.clone(),
            slug: tag.slug.clone(),
            url: self.addresses.tag(tag),
            count: Some(tag.post_count.max(0) as u64),
            description: tag.description.clone(),
            ..TagView::default()
        }
    }

    /// Tags with what lists do not show of them.
    pub(crate) async fn detailed_tags(&mut self, tags: &[Tag]) -> Result<Vec<TagView>, StoreError> {
        let known = self.read.details_of(self.paper.id(), [], tags.iter().map(|tag| tag.id), []).await?;
        let view = |tag: &Tag| {
            let mut view = self.tag_view(tag);
            detail_tag(&mut view, known.of_tag(tag.id));
            view
        };
        Ok(tags.iter().map(view).collect())
    }

    /// Authors with what lists do not show of them.
    pub(crate) async fn detailed_authors(
        &mut self,
        authors: &[Author],
    ) -> Result<Vec<AuthorView>, StoreError> {
        let ids = authors.iter().map(|author| author.id);
        let known = self.read.details_of(self.paper.id(), [], [], ids).await?;
        let view = |author: &Author| {
            let mut view = self.author_view(author);
            detail_author(&mut view, known.of_author(author.id));
            view
        };
        Ok(authors.iter().map(view).collect())
    }

    fn author_of(&self, byline: &Byline) -> AuthorView {
        AuthorView {
            id: byline.author.hex(),
            name: byline.name.clone(),
            slug: byline.slug.clone(),
            url: self.addresses.author(&byline.slug),
            bio: byline.bio.clone(),
            website: byline.url.clone(),
            profile_image: byline.profile_image.clone(),
            ..AuthorView::default()
        }
    }

    /// An author on the page of the author's stories.
    pub(crate) fn author_view(&self, author: &Author) -> AuthorView {
        AuthorView {
            id: author.id.hex(),
            website: author.url.clone(),
            count: Some(author.post_count.max(0) as u64),
            name: author.name.clone(),
            slug: author.slug.clone(),
            url: self.addresses.author(&author.slug),
            bio: author.bio.clone(),
            profile_image: author.profile_image.clone(),
            ..AuthorView::default()
        }
    }

    /// `dir` of a text that runs against the page: by its language when it names one, else by its first letter.
    fn direction_of(&self, lang: Option<&str>, text: &str) -> Option<String> {
        let site = dateline_markup::language_direction(&self.paper.settings.locale);
        let own = match lang {
            Some(lang) => dateline_markup::language_direction(lang),
            None => dateline_markup::first_strong_direction(text),
        };
        let differs = own != Direction::Neutral && own != site;
        differs.then(|| own.as_attribute().to_owned())
    }
}

/// What social networks are told, and of which page this is a copy. Titles for search engines stand elsewhere in some
/// things.
fn meta_of(details: &Details) -> OwnMeta {
    OwnMeta {
        canonical_url: details.text(Detail::CanonicalUrl),
        og_image: details.text(Detail::OgImage),
        og_title: details.text(Detail::OgTitle),
        og_description: details.text(Detail::OgDescription),
        twitter_image: details.text(Detail::TwitterImage),
        twitter_title: details.text(Detail::TwitterTitle),
        twitter_description: details.text(Detail::TwitterDescription),
        ..OwnMeta::default()
    }
}

fn social_of(details: &Details) -> SocialView {
    SocialView {
        facebook: details.text(Detail::Facebook),
        twitter: details.text(Detail::Twitter),
        threads: details.text(Detail::Threads),
        bluesky: details.text(Detail::Bluesky),
        mastodon: details.text(Detail::Mastodon),
        tiktok: details.text(Detail::Tiktok),
        youtube: details.text(Detail::Youtube),
        instagram: details.text(Detail::Instagram),
        linkedin: details.text(Detail::Linkedin),
    }
}

pub(crate) fn detail_post(view: &mut PostView, details: &Details) {
    if details.is_empty() {
        return;
    }
    let OwnMeta { meta_title, meta_description, codeinjection_head, codeinjection_foot, .. } =
        std::mem::take(&mut view.meta);
    view.meta =
        OwnMeta { meta_title, meta_description, codeinjection_head, codeinjection_foot, ..meta_of(details) };
    view.custom_template = details.text(Detail::CustomTemplate);
    view.frontmatter = details.text(Detail::Frontmatter);
    view.hide_title_and_image = details.get(Detail::HideTitleAndImage).is_some();
    view.feature_image_credit = details.text(Detail::ImageCredit);
    view.feature_image_licence = details.text(Detail::ImageLicence);
    view.feature_image_focus = details.text(Detail::ImageFocus);
    let corrections = details.corrections().into_iter();
    view.corrections = corrections.map(|one| CorrectionView { at: one.at, text: one.text }).collect();
}

/// What our lists do not show of tags and authors, as a theme may ask for it where it names one. Of the stories themselves
/// only their own pages tell it.
fn detail_names(view: &mut PostView, names: &Names) {
    view.tags.iter_mut().zip(&names.tags).for_each(|(view, known)| detail_tag(view, &known.details));
    view.authors.iter_mut().zip(&names.authors).for_each(|(view, known)| detail_author(view, &known.details));
}

/// What lists do not show of a tag.
pub(crate) fn detail_tag(view: &mut TagView, details: &Details) {
    if details.is_empty() {
        return;
    }
    view.accent_color = details.text(Detail::AccentColor);
    view.feature_image = details.text(Detail::FeatureImage);
    let OwnMeta { codeinjection_head, codeinjection_foot, .. } = std::mem::take(&mut view.meta);
    view.meta = OwnMeta {
        meta_title: details.text(Detail::MetaTitle),
        meta_description: details.text(Detail::MetaDescription),
        codeinjection_head,
        codeinjection_foot,
        ..meta_of(details)
    };
}

/// What lists do not show of an author.
pub(crate) fn detail_author(view: &mut AuthorView, details: &Details) {
    if details.is_empty() {
        return;
    }
    view.cover_image = details.text(Detail::CoverImage);
    view.location = details.text(Detail::Location);
    view.social = social_of(details);
    view.meta = OwnMeta {
        meta_title: details.text(Detail::MetaTitle),
        meta_description: details.text(Detail::MetaDescription),
        ..OwnMeta::default()
    };
}

/// Minutes to read a story; the picture above it is looked at, too.
fn reading_time(card: &PostCard) -> u32 {
    let pictures = card.pictures.max(0) as usize + usize::from(card.image.is_some());
    dateline_markup::reading_minutes(card.words.max(0) as usize, pictures) as u32
}

/// A text, unless it is empty.
pub(crate) fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn menu(items: &[NavigationItem]) -> Vec<NavigationView> {
    items.iter().map(|item| NavigationView { label: item.label.clone(), url: item.url.clone() }).collect()
}

/// The words under a picture as markup: themes print them as they are.
fn caption(text: &str) -> String {
    if text.contains(['<', '&']) {
        dateline_markup::sanitise(text, dateline_markup::Profile::Author)
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_holds_no_script() {
        assert_eq!(caption("Quay & <b>bridge</b><script>x()</script>"), "Quay &amp; <b>bridge</b>");
        assert_eq!(caption("The quay"), "The quay");
    }
}
