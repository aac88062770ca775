//! The archive: years, months and days with their stories (contract U5).

use dateline_model::Period;
use dateline_store::ListKey;
use dateline_theme::{ArchiveView, ArchiveYear, ListView, MonthView, Page};

use crate::address::Addresses;
use crate::answer::Answer;
use crate::list::Place;
use crate::press::{PressError, View};
use crate::story::Part;

impl View<'_> {
    /// Stories of a year, a month or a day. A site whose permalinks look like dates has stories there instead.
    pub(crate) async fn archive(&mut self, period: Period, page: i64) -> Result<Option<Answer>, PressError> {
        self.depends.period(period);
        let site = self.paper.id();
        let zone = &self.paper.zone;
        let (newer, total) = self.read.public_period(site, zone, self.now, period).await?;
        if total == 0 {
            return match self.permalink(self.path, Part::FIRST).await? {
                Some(story) => Ok(Some(story)),
                None => self.archive_elsewhere(period).await,
            };
        }
        let Some(place) = Place::of(page, total, self.posts_per_page()) else { return Ok(None) };
        let limit = place.limit.min(total - place.offset());
        let offset = newer + place.offset();
        let cards = self.read.public_list(site, zone, self.now, ListKey::All, limit, offset).await?;
        let home = Addresses::archive(period);
        let list = ListView {
            posts: self.list_views(&cards).await?,
            pagination: place.pagination(|n| Addresses::list_page(&home, n)),
            ..ListView::default()
        };
        let (year, month, day) = match period {
            Period::Year(y) => (y, None, None),
            Period::Month(y, m) => (y, Some(m.unsigned_abs()), None),
            Period::Day(y, m, d) => (y, Some(m.unsigned_abs()), Some(d.unsigned_abs())),
        };
        let heading = self.theme.language(&self.paper.settings.locale).period(year, month, day);
        let title = self.titled(&heading);
        let meta = self.list_meta(title, &Addresses::list_page(&home, page), &list.pagination);
        self.printed(Page::Period { year, month, day, list }, meta).await.map(Some)
    }

    /// A day without a story leads to its month. An old site whose clock was not known to the minute had a story
    /// of midnight on the day before or after.
    async fn month_instead(&mut self, period: Period) -> Result<Option<Answer>, PressError> {
        let Period::Day(year, month, _) = period else { return Ok(None) };
        let month = Period::Month(year, month);
        self.depends.period(month);
        let (_, held) = self.read.public_period(self.paper.id(), &self.paper.zone, self.now, month).await?;
        Ok((held > 0).then(|| Answer::redirect(Addresses::archive(month), true)))
    }

    /// A story keeps its address when its date is corrected. The archive that the address stands under then leads to
    /// the one that the story stands in.
    async fn archive_elsewhere(&mut self, period: Period) -> Result<Option<Answer>, PressError> {
        self.depends.paths();
        let (site, folder) = (self.paper.id(), Addresses::archive(period));
        let Some(post) = self.read.public_post_under(site, self.now, &folder).await? else {
            return self.month_instead(period).await;
        };
        self.depends.post(post.id);
        let Some(at) = post.listed_at() else { return Ok(None) };
        let date = self.paper.zone.date_of(at);
        let elsewhere = match period {
            Period::Year(_) => Period::Year(date.year),
            Period::Month(..) => Period::Month(date.year, date.month),
            Period::Day(..) => Period::Day(date.year, date.month, date.day),
        };
        Ok((elsewhere != period).then(|| Answer::redirect(Addresses::archive(elsewhere), true)))
    }

    /// All years and months with their counts.
    pub(crate) async fn archive_index(&mut self) -> Result<Answer, PressError> {
        self.depends.list(ListKey::All);
        let mut years: Vec<ArchiveYear> = Vec::new();
        for (period, count) in self.read.archive(self.paper.id(), ListKey::All).await? {
            let (Period::Month(year, month), 1..) = (period, count) else { continue };
            if years.last().is_none_or(|last| last.year != year) {
                let url = Addresses::archive(Period::Year(year));
                years.push(ArchiveYear { year, url, ..ArchiveYear::default() });
            }
            if let Some(last) = years.last_mut() {
                last.count += count as u64;
                let url = Addresses::archive(period);
                last.months.push(MonthView { month: month.unsigned_abs(), url, count: count as u64 });
            }
        }
        let title = self.titled("Archive");
        let meta = self.list_meta(title, "/archive/", &dateline_theme::PaginationView::default());
        self.printed(Page::ArchiveIndex(ArchiveView { years }), meta).await
    }
}
