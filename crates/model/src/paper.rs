//! A site with its settings, read once and handed to every verb and every page.

use crate::{LocalDate, Millis, PermalinkPattern, Post, PostKind, Site, SiteId, SiteSettings, Zone};

/// One paper, ready for work.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The site.
    pub site: Site,
    /// What its editor set.
    pub settings: SiteSettings,
    /// Its time zone, looked up.
    pub zone: Zone,
}

impl Paper {
    /// A site with its settings.
    pub fn new(site: Site, settings: SiteSettings) -> Self {
        let zone = settings.zone();
        Self { site, settings, zone }
    }

    /// The site's id.
    pub fn id(&self) -> SiteId {
        self.site.id
    }

    /// The day that `at` falls on in the newsroom.
    pub fn date_of(&self, at: Millis) -> LocalDate {
        self.zone.date_of(at)
    }

    /// The path that the site's pattern gives a post, with its section's and first author's slugs.
    pub fn permalink_for(&self, post: &Post, at: Millis, tag: Option<&str>, author: Option<&str>) -> String {
        let (pattern, fallback) = match post.kind {
            PostKind::Post => (&self.settings.permalinks, PermalinkPattern::GHOST),
            PostKind::Page => (&self.settings.page_permalinks, PermalinkPattern::GHOST),
        };
        let pattern = PermalinkPattern::parse(pattern).or_else(|_| PermalinkPattern::parse(fallback));
        let expand = |p: PermalinkPattern| p.expand(post.id, &post.slug, self.date_of(at), tag, author);
        pattern.map_or_else(|_| format!("/{}/", post.slug), expand)
    }
}
