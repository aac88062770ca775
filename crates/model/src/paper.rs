//! A site with its settings, read once and handed to every verb and every page.

use std::sync::Arc;

use dateline_routes::{Pattern, Routes};

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
    /// What its `routes.yaml` says; `None` for the addresses that every site has.
    pub routes: Option<Arc<Routes>>,
}

impl Paper {
    /// A site with its settings.
    pub fn new(site: Site, settings: SiteSettings) -> Self {
        let zone = settings.zone();
        // The text was read before it was stored; one that a later release refuses is no reason not to open the paper.
        let routes = Some(&settings.routes).filter(|text| !text.is_empty());
        let routes = routes.and_then(|text| Routes::parse(text).ok()).map(Arc::new);
        Self { site, settings, zone, routes }
    }

    /// The site's id.
    pub fn id(&self) -> SiteId {
        self.site.id
    }

    /// The host names that lead to this site, in small letters, without `www.` and port: the one it answers to and the
    /// one of its public address. A site that answers to any name and has no address has none.
    pub fn own_hosts(&self) -> Vec<String> {
        let url = &self.settings.url;
        let of_url = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let of_url = of_url.split('/').next().unwrap_or_default();
        let plain = |host: &str| {
            let host = host.split(':').next().unwrap_or_default().to_lowercase();
            host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
        };
        let mut hosts: Vec<String> = [self.site.host.as_str(), of_url].into_iter().map(plain).collect();
        hosts.retain(|host| !host.is_empty() && host != "*");
        hosts.dedup();
        hosts
    }

    /// The day that `at` falls on in the newsroom.
    pub fn date_of(&self, at: Millis) -> LocalDate {
        self.zone.date_of(at)
    }

    /// The path that a pattern gives a post, with its section's and first author's slugs: that of the collection it
    /// belongs to, else the site's.
    pub fn permalink_for(
        &self,
        post: &Post,
        at: Millis,
        collection: Option<&Pattern>,
        tag: Option<&str>,
        author: Option<&str>,
    ) -> String {
        let pattern = match (collection, post.kind) {
            (Some(own), _) => own.with_colons(),
            (None, PostKind::Post) => self.settings.permalinks.clone(),
            (None, PostKind::Page) => self.settings.page_permalinks.clone(),
        };
        let pattern =
            PermalinkPattern::parse(&pattern).or_else(|_| PermalinkPattern::parse(PermalinkPattern::GHOST));
        let expand = |p: PermalinkPattern| p.expand(post.id, &post.slug, self.date_of(at), tag, author);
        pattern.map_or_else(|_| format!("/{}/", post.slug), expand)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_knows_the_names_that_lead_to_it() {
        let check = |host: &str, url: &str, expected: &[&str]| {
            let site = Site { id: SiteId(uuid::Uuid::nil()), host: host.to_owned(), created_at: 0 };
            let mut settings = SiteSettings::default();
            settings.set("url", url).unwrap();
            assert_eq!(Paper::new(site, settings).own_hosts(), expected, "{host} {url}");
        };
        check("*", "", &[]);
        check("*", "https://www.Bell.example/", &["bell.example"]);
        check("bell.example", "https://bell.example:8443", &["bell.example"]);
        check("www.bell.example", "https://news.example", &["bell.example", "news.example"]);
    }
}
