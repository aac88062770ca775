//! Pages for machines: sitemaps, `robots.txt`, `ads.txt`, the icon, and the two small sheets.

use dateline_feeds::{BLOGGER_PAGE, SitemapFile, SitemapUrl};
use dateline_store::ListKey;

use crate::address::Addresses;
use crate::answer::{Answer, Body, CachePolicy, TEXT};
use crate::press::{PressError, View};

/// Static pages in their sitemap: the most that one file may hold.
const PAGES_MAX: i64 = 50_000;

impl View<'_> {
    /// The index of sitemaps, or one of 150 stories (contract U21).
    pub(crate) async fn sitemap(&mut self, page: Option<i64>) -> Result<Option<Answer>, PressError> {
        self.depends.list(ListKey::All);
        let site = self.paper.id();
        let size = BLOGGER_PAGE as i64;
        let total = self.read.list_total(site, ListKey::All).await?;
        let pages = (total + size - 1) / size;
        let Some(page) = page else {
            let file = |path: &str| SitemapFile { url: self.addresses.whole(path), updated: None };
            let mut files: Vec<SitemapFile> =
                (1..=pages).map(|n| file(&format!("/sitemap.xml?page={n}"))).collect();
            files.push(file("/sitemap-pages.xml"));
            return Ok(Some(Answer::of(
                Body::Bytes(dateline_feeds::sitemap_index(&files)),
                dateline_feeds::SITEMAP,
            )));
        };
        if page > pages.max(1) {
            return Ok(None);
        }
        let cards = self
            .read
            .public_list(site, &self.paper.zone, self.now, ListKey::All, size, (page - 1) * size)
            .await?;
        for card in &cards {
            self.depends.post(card.id);
        }
        let mut urls = Vec::with_capacity(cards.len() + 1);
        if page == 1 && self.has_front_page() {
            urls.push(SitemapUrl {
                url: self.addresses.whole("/"),
                updated: cards.iter().map(|c| c.updated_at).max(),
            });
        }
        urls.extend(cards.iter().map(|card| self.sitemap_url(&card.permalink, card.updated_at)));
        Ok(Some(Answer::of(Body::Bytes(dateline_feeds::sitemap(&urls)), dateline_feeds::SITEMAP)))
    }

    /// The sitemap of static pages (contract U22).
    pub(crate) async fn sitemap_of_pages(&mut self) -> Result<Answer, PressError> {
        self.depends.pages();
        let cards = self.read.public_pages(self.paper.id(), self.now, PAGES_MAX, 0).await?;
        for card in &cards {
            self.depends.post(card.id);
        }
        let routed = self.routed_pages();
        let mut urls: Vec<SitemapUrl> =
            routed.iter().map(|path| SitemapUrl { url: self.addresses.whole(path), updated: None }).collect();
        urls.extend(cards.iter().map(|card| self.sitemap_url(&card.permalink, card.updated_at)));
        Ok(Answer::of(Body::Bytes(dateline_feeds::sitemap(&urls)), dateline_feeds::SITEMAP))
    }

    fn sitemap_url(&self, permalink: &str, updated: i64) -> SitemapUrl {
        SitemapUrl { url: self.addresses.whole(&Addresses::post(permalink)), updated: Some(updated) }
    }

    /// What robots may fetch: what the owner says, else the theme, else all but searches, which are endless (contract U20).
    pub(crate) fn robots(&mut self) -> Answer {
        self.depends.settings();
        let ours = || {
            let map = self.addresses.whole("/sitemap.xml");
            format!(
                "User-agent: *\nDisallow: /search\nDisallow: /comment/\nAllow: /search/label/\nAllow: /\n\nSitemap: {map}\n"
            )
        };
        let written = self.paper.settings.robots_txt.clone();
        let text = written.or_else(|| self.theme.robots().map(str::to_owned)).unwrap_or_else(ours);
        Answer::of(Body::Bytes(text.into_bytes()), TEXT)
    }

    /// The owner's `ads.txt`, if there is one.
    pub(crate) fn ads_txt(&mut self) -> Option<Answer> {
        self.depends.settings();
        let text = self.paper.settings.ads_txt.clone()?;
        Some(Answer::of(Body::Bytes(text.into_bytes()), TEXT))
    }

    /// The way to the site's icon. Browsers ask for it unasked, so a site without one answers briefly.
    pub(crate) fn favicon(&mut self) -> Option<Answer> {
        self.depends.settings();
        let icon = self.paper.settings.icon.clone()?;
        (icon != "/favicon.ico").then(|| Answer::redirect(icon, false))
    }

    /// The accent colour of the site as a sheet of its own, since pages may carry no styles inside.
    pub(crate) fn accent_css(&mut self) -> Answer {
        self.depends.settings();
        let sheet = dateline_theme::accent_css(&self.paper.settings.accent_color);
        let cache =
            if self.query.get("v").is_some() { CachePolicy::Forever } else { CachePolicy::Revalidate };
        Answer { cache, ..Answer::of(Body::Bytes(sheet.into_bytes()), "text/css; charset=utf-8") }
    }

    /// The sheet that shows a feed as a page.
    pub(crate) fn feed_xsl() -> Answer {
        Answer::of(Body::Bytes(dateline_feeds::STYLESHEET.as_bytes().to_vec()), dateline_feeds::XSLT)
    }
}
