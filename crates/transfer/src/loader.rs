//! From a source into the store: two passes over the file when it has comments, so that a comment may come before its
//! post and a reply before its parent, with constant memory but for 48 bytes a comment and 100 a post.
//!
//! Nothing is remembered between runs but what the rows themselves say (their import key and digest). An
//! import that was killed is resumed by running it again, and a second run of the same file writes nothing.

mod desk;
mod pipeline;
mod prepare;
mod threads;
mod writing;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use dateline_media::MediaError;
use dateline_model::{
    Address, Clock, Millis, Moderation, MoveId, PermalinkPattern, PostId, PostKind, Redirect, RedirectTarget,
    SiteId, SiteSettings,
};
use dateline_store::{Store, StoreError};

use crate::ledger::Ledger;
use crate::manner::{Manner, Phase};
use crate::problem::{Action, OpenError, Problem, for_report};
use crate::record::{AuthorRecord, CommentRecord, PostRecord, Record, SiteRecord, Story};
use crate::report::Report;
use crate::source::{Family, Source};
use desk::Desk;
use pipeline::{Chunk, InFlight, Known, Link, Reading};
use prepare::{PreparedComment, PreparedPost, Surroundings};
use threads::{Orphan, Seat, key_of};
use writing::{Piece, Writing};

/// Why an import ended without a report. What was stored until then stays; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The source cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error("{0}; what was imported so far is kept, and running the import again goes on from there")]
    Store(#[from] StoreError),
    /// There is no such site.
    #[error("there is no such site; make one with `dateline site add`")]
    NoSuchSite,
    /// A file could not be kept.
    #[error(transparent)]
    Media(MediaError),
    /// The same for what is kept beside the site.
    #[error("what the old site left could not be kept: {0}")]
    Keepsake(std::io::Error),
    /// Somebody asked for it.
    #[error(
        "the import was stopped; what was imported so far is kept, and running it again goes on from there"
    )]
    Stopped,
    /// A worker ended in a way that it never should.
    #[error("a worker of the import failed ({0}); this is a bug in Dateline, please report it with the file")]
    Worker(String),
}

/// Imports `source` into a site and reports.
///
/// Settings of the source are taken over while the site has no posts; later they belong to the site's editor.
///
/// # Errors
/// [`ImportError`]; what was stored until then stays.
pub async fn import(
    store: &Store,
    site: SiteId,
    source: &Source,
    clock: &dyn Clock,
    manner: &Manner,
) -> Result<Report, ImportError> {
    let started = clock.now();
    let mut read = store.read().await?;
    let host = read.sites().await?.into_iter().find(|known| known.id == site).map(|known| known.host);
    let host = host.ok_or(ImportError::NoSuchSite)?;
    if source.format().family() == Family::Dateline {
        drop(read);
        let mut report = crate::export::restore(store, site, source.files(), manner, started).await?;
        (report.format, report.site) = (source.format().as_str().to_owned(), host);
        report.took_ms = clock.now() - started;
        return Ok(report);
    }
    let settings = read.settings(site).await?;
    let mut posts = 0;
    for kind in [PostKind::Post, PostKind::Page] {
        posts += read.desk_count(site, kind, None).await?;
    }
    drop(read);
    let mut desk = Desk::new(site, source.format().family(), started, settings, posts == 0);
    desk.alone = manner.alone;
    desk.ledger = Ledger::open(store, site, manner.account).await?;
    manner.watch.enter(Phase::Stories);
    let mut import = Import {
        store,
        source,
        manner,
        site,
        hosts: Vec::new(),
        desk: Some(desk),
        writing: None,
        report: Report { format: source.format().as_str().to_owned(), site: host, ..Report::default() },
        seen: Seen::default(),
        now: started,
    };
    let mut known = import.posts().await?;
    for links in known.take_links() {
        import.links(links).await?;
    }
    if known.calls_for_a_second_pass() {
        manner.watch.enter(Phase::Comments);
        import.comments(known).await?;
    }
    if !manner.dry_run {
        manner.watch.enter(Phase::Counting);
        // Also what a run that was killed left uncounted.
        settle(store, site, manner.account).await?;
    }
    let Import { mut report, seen, desk, .. } = import;
    seen.tell(&mut report);
    if let Some(desk) = desk {
        report.changed_rows = desk.changed_rows;
        report.redirects += desk.redirects;
    }
    report.problems.sort_by_key(|problem| if problem.line == 0 { u64::MAX } else { problem.line });
    report.took_ms = clock.now() - started;
    Ok(report)
}

/// Counts the stories of all lists and the comments of all stories, where a job says that it is due.
pub(crate) async fn settle(store: &Store, site: SiteId, account: Option<MoveId>) -> Result<(), StoreError> {
    let settled = store.write(move |tx| {
        Box::pin(async move {
            if let Some(id) = account {
                tx.on_account_of(site, id);
            }
            tx.settle_lists(site).await?;
            tx.settle_threads(site).await
        })
    });
    settled.await.map(drop)
}

/// Things that are counted once, however often they come.
#[derive(Default)]
struct Seen {
    labels: HashSet<u64>,
    authors: HashSet<u64>,
    pictures: HashSet<u64>,
    removed: BTreeMap<String, usize>,
    with_place: usize,
    with_title_link: usize,
    trashed_pages: usize,
    /// The old site was not for everybody.
    is_private: bool,
    host: Option<String>,
}

impl Seen {
    fn post(&mut self, record: &PostRecord) {
        self.labels.extend(record.labels.iter().map(|label| key_of(label)));
        for author in &record.authors {
            self.author(&author.name, author.url.as_deref());
        }
    }

    fn author(&mut self, name: &str, url: Option<&str>) {
        self.authors.insert(key_of(&format!("{name}\n{}", url.unwrap_or_default())));
    }

    fn head(&mut self, record: &Record) {
        match record {
            Record::Author(record) => {
                let AuthorRecord { name, url, .. } = record.as_ref();
                self.author(name, url.as_deref());
            }
            Record::Tag(record) => {
                self.labels.insert(key_of(&record.name));
            }
            Record::Media(address) if prepare::is_elsewhere(address) => {
                self.pictures.insert(key_of(address));
            }
            _ => {}
        }
    }

    fn prepared(&mut self, post: &PreparedPost) {
        self.pictures.extend(post.pictures.iter().map(|address| key_of(address)));
        for (what, count) in &post.removed {
            *self.removed.entry(what.clone()).or_default() += count;
        }
        self.with_place += usize::from(post.has_place);
        self.with_title_link += usize::from(post.has_title_link);
        let trashed = post.post.status == dateline_model::PostStatus::Trashed;
        self.trashed_pages += usize::from(trashed && post.post.kind == PostKind::Page);
    }

    fn tell(self, report: &mut Report) {
        report.tags = self.labels.len();
        report.authors = self.authors.len();
        report.media.remote = self.pictures.len();
        if let Some(host) = self.host.filter(|_| report.site == "*") {
            report.site = host;
        }
        if !self.removed.is_empty() {
            let list: Vec<String> = self.removed.iter().map(|(what, n)| format!("{what} ({n})")).collect();
            report.add_general(format!(
                "removed from bodies because no reader may be sent it: {}",
                list.join(", ")
            ));
        }
        for (count, what) in [
            (self.with_place, "name a place, which is not kept"),
            (self.with_title_link, "had a title that led elsewhere, which is not kept"),
            (self.trashed_pages, "are pages from the bin, which came over as such"),
        ] {
            if count > 0 {
                report.add_general(format!("{count} entries {what}"));
            }
        }
    }
}

struct Import<'a> {
    store: &'a Store,
    source: &'a Source,
    manner: &'a Manner,
    site: SiteId,
    /// The names of the old site's host.
    hosts: Vec<String>,
    /// Out while a transaction has it, or the writing.
    desk: Option<Desk>,
    /// Stories that are being stored.
    writing: Option<Writing>,
    report: Report,
    seen: Seen,
    now: Millis,
}

impl Import<'_> {
    /// The first pass: the site and its posts. Answers who answers whom.
    async fn posts(&mut self) -> Result<Known, ImportError> {
        let known = self.read_posts().await;
        // Also when something failed: what was handed over is stored before anybody hears of it.
        self.settle().await?;
        known
    }

    async fn read_posts(&mut self) -> Result<Known, ImportError> {
        let mut reading = Reading::posts(self.source.clone(), self.now, self.manner.alone);
        let mut preparing: InFlight<Result<PreparedPost, MediaError>> = InFlight::default();
        let mut around = self.surroundings()?;
        while let Some(chunk) = reading.next().await {
            self.go_on()?;
            match chunk {
                Chunk::Site(site) => {
                    self.finish_posts(&mut preparing).await?;
                    self.settle().await?;
                    self.site(&site).await?;
                    around = self.surroundings()?;
                }
                Chunk::Posts(records) => {
                    for record in &records {
                        self.report.count_post(record.kind, record.state);
                        self.report.permalinks += usize::from(record.path.is_some());
                        self.seen.post(record);
                    }
                    let around = Arc::clone(&around);
                    preparing.start(move || {
                        records.into_iter().map(|record| prepare::post(record, &around)).collect()
                    });
                    if preparing.is_full() {
                        self.store_posts(preparing.next().await?).await?;
                    }
                }
                Chunk::Heads(heads) => self.heads(heads).await?,
                Chunk::Comments(_) | Chunk::Links(_) => {}
                Chunk::Keepsake(name, text) => self.keep(&name, &text)?,
                Chunk::Problem(problem) => self.report.add(problem),
                Chunk::Damage(damage) => self.report.add_damage(damage),
            }
        }
        self.finish_posts(&mut preparing).await?;
        reading.known().await
    }

    /// What the next stories come into.
    fn surroundings(&self) -> Result<Arc<Surroundings>, ImportError> {
        let desk = self.desk()?;
        let premises = self.manner.premises.as_ref().filter(|_| !self.manner.dry_run);
        Ok(Arc::new(Surroundings {
            system: desk.system.clone(),
            settings: desk.settings.clone(),
            hosts: self.hosts.clone(),
            content: premises.map(|premises| premises.content.clone()),
        }))
    }

    /// Puts away what has no use here, where there is a place for it.
    fn keep(&self, name: &str, text: &str) -> Result<(), ImportError> {
        match self.manner.premises.as_ref().filter(|_| !self.manner.dry_run) {
            Some(premises) => premises.keep(self.site, name, text.as_bytes()).map_err(ImportError::Keepsake),
            None => Ok(()),
        }
    }

    async fn heads(&mut self, heads: Vec<Record>) -> Result<(), ImportError> {
        for head in &heads {
            self.seen.head(head);
        }
        if self.manner.dry_run { Ok(()) } else { self.hand_over(Piece::Heads(heads)).await }
    }

    async fn finish_posts(
        &mut self,
        preparing: &mut InFlight<Result<PreparedPost, MediaError>>,
    ) -> Result<(), ImportError> {
        while !preparing.is_empty() {
            self.store_posts(preparing.next().await?).await?;
        }
        Ok(())
    }

    async fn store_posts(&mut self, batch: Vec<Result<PreparedPost, MediaError>>) -> Result<(), ImportError> {
        let mut batch = batch.into_iter().collect::<Result<Vec<_>, _>>().map_err(ImportError::Media)?;
        for post in &mut batch {
            self.seen.prepared(post);
            post.problems.drain(..).for_each(|problem| self.report.add(problem));
        }
        self.manner.watch.add_stories(batch.len());
        if !self.manner.dry_run {
            return self.hand_over(Piece::Posts(batch)).await;
        }
        let mut desk = self.take_desk()?;
        desk.posts.extend(batch.iter().map(|post| (post.key, post.post.id)));
        self.give_back(desk);
        Ok(())
    }

    /// Gives something to whoever writes. What went wrong with it is told by [`Import::settle`] at the latest.
    async fn hand_over(&mut self, piece: Piece) -> Result<(), ImportError> {
        let mut writing = match self.writing.take() {
            Some(writing) => writing,
            None => Writing::start(self.store.clone(), self.take_desk()?, self.manner.alone),
        };
        let is_taken = writing.take(piece).await;
        while let Some(problem) = writing.told() {
            self.report.add(problem);
        }
        self.writing = Some(writing);
        if is_taken { Ok(()) } else { self.settle().await.and_then(|()| Err(desk_is_out())) }
    }

    /// Waits until what was handed over is stored.
    async fn settle(&mut self) -> Result<(), ImportError> {
        let Some(writing) = self.writing.take() else { return Ok(()) };
        let (desk, told) = writing.end().await?;
        for problem in told {
            self.report.add(problem);
        }
        self.give_back(desk);
        Ok(())
    }

    /// Takes over what the source says of the site, the first time it is imported.
    async fn site(&mut self, record: &SiteRecord) -> Result<(), ImportError> {
        self.seen.host.clone_from(&record.host);
        let family = self.source.format().family();
        let mut desk = self.take_desk()?;
        self.hosts = hosts_of(record);
        let keeps = !desk.fresh
            && (desk.settings.blogger_blog.is_some() || desk.settings.blogger_blog == record.blog_id);
        let mut settings =
            if keeps { desk.settings.clone() } else { settings_of(record, &desk.settings, family) };
        desk.system = system_of(family, record.identity.as_deref(), &mut settings);
        if !keeps && record.is_private && !std::mem::replace(&mut self.seen.is_private, true) {
            let told = close(record.password.as_deref(), &mut settings, self.now);
            self.report.add_general(told);
        }
        if settings != desk.settings {
            let zone_changed = settings.timezone != desk.settings.timezone;
            desk.ledger.change_settings(&desk.settings);
            (desk.zone, desk.settings) = (settings.zone(), settings);
            if !self.manner.dry_run {
                desk = self
                    .store
                    .write(move |tx| {
                        Box::pin(async move {
                            tx.save_settings(desk.site, &desk.settings).await?;
                            if zone_changed {
                                tx.recount(desk.site, &desk.zone).await?;
                            }
                            desk.close(tx).await?;
                            Ok::<_, StoreError>(desk)
                        })
                    })
                    .await?;
            }
        }
        self.give_back(desk);
        Ok(())
    }

    /// The second pass: comments, whose posts and parents are known by now, and links if there were too many to keep.
    async fn comments(&mut self, mut known: Known) -> Result<(), ImportError> {
        let system = &self.desk()?.system;
        if system.contains(NAMED) {
            known.threads.salt(system);
        }
        let mut reading = Reading::comments(self.source.clone(), self.now, &known.links);
        let mut preparing: InFlight<PreparedComment> = InFlight::default();
        let mut homeless = BTreeMap::new();
        while let Some(chunk) = reading.next().await {
            self.go_on()?;
            match chunk {
                Chunk::Comments(records) => {
                    self.manner.watch.add_comments(records.len());
                    let mut kept = Vec::with_capacity(records.len());
                    for record in records {
                        let Some(seat) = known.threads.seat(&record.id) else { continue };
                        if self.settle_comment(&record, &seat, &mut homeless).await? {
                            kept.push((record, seat));
                        }
                    }
                    let system = self.desk()?.system.clone();
                    preparing.start(move || {
                        let prepare = |(record, seat)| prepare::comment(record, &system, seat);
                        kept.into_iter().map(prepare).collect()
                    });
                    if preparing.is_full() {
                        self.store_comments(preparing.next().await?).await?;
                    }
                }
                Chunk::Links(links) => self.links(links).await?,
                // Everything else was dealt with in the first pass.
                _ => {}
            }
        }
        while !preparing.is_empty() {
            self.store_comments(preparing.next().await?).await?;
        }
        for (path, (line, count)) in homeless {
            let message = format!("{count} comments belong to a story at {path}, which is not here");
            self.report.add(Problem { line, entry: for_report(&path), message, action: Action::Skipped });
        }
        reading.known().await.map(drop)
    }

    /// Counts a comment and tells what is wrong with it; whether its story is here. Stories that are named by
    /// their path and are not here are collected in `homeless`, with the line of their first comment.
    async fn settle_comment(
        &mut self,
        record: &CommentRecord,
        seat: &Seat,
        homeless: &mut BTreeMap<String, (u64, usize)>,
    ) -> Result<bool, ImportError> {
        let entry = || for_report(&format!("comment {} by {}", record.id, record.author.name));
        if !self.has_post(&record.post).await? {
            match &record.post {
                Story::Number(number) => {
                    let message = format!("its post {number} is not in the file");
                    let (line, action) = (record.line, Action::Skipped);
                    self.report.add(Problem { line, entry: entry(), message, action });
                }
                Story::Path(path) => homeless.entry(path.clone()).or_insert((record.line, 0)).1 += 1,
            }
            return Ok(false);
        }
        self.report.count_comment(record.state, seat.parent.is_some());
        if let Some(orphan) = seat.orphan {
            let parent = record.parent.as_deref().unwrap_or_default();
            let why = match orphan {
                Orphan::Absent => "is not in the file",
                Orphan::OtherPost => "stands under another post",
                Orphan::Circle => "answers it in turn",
            };
            let message =
                format!("the comment {parent} that it answers {why}; it begins a thread of its own");
            let (line, action) = (record.line, Action::Imported);
            self.report.add(Problem { line, entry: entry(), message, action });
        }
        Ok(true)
    }

    async fn links(&mut self, links: Vec<Link>) -> Result<(), ImportError> {
        for link in &links {
            match link {
                // What leads nowhere is known only when it is stored.
                Link::Redirect(_) => self.report.redirects += usize::from(self.manner.dry_run),
                Link::Mention(_) => self.report.comments.mentions += 1,
            }
        }
        if self.manner.dry_run {
            return Ok(());
        }
        let mut desk = self.take_desk()?;
        desk = self
            .store
            .write(move |tx| Box::pin(async move { desk.put_links(tx, links).await.map(|()| desk) }))
            .await?;
        self.give_back(desk);
        Ok(())
    }

    /// Whether a comment's post is there, in this file or from an earlier import; the desk knows it then.
    async fn has_post(&mut self, story: &Story) -> Result<bool, ImportError> {
        let desk = self.desk()?;
        let key = key_of(story.as_str());
        if desk.posts.contains_key(&key) {
            return Ok(true);
        }
        let site = desk.site;
        let found = match story {
            Story::Number(_) if desk.fresh => None,
            Story::Number(number) => {
                let key = prepare::import_key(&desk.system, number);
                self.store.read().await?.post_by_import_key(site, &key).await?.map(|post| post.id)
            }
            Story::Path(path) => self.post_at(site, path).await?,
        };
        if let Some(post) = found {
            let mut desk = self.take_desk()?;
            desk.posts.insert(key, post);
            self.give_back(desk);
        }
        Ok(found.is_some())
    }

    /// The post at a path, with or without its last slash, or where a redirect from it leads.
    async fn post_at(&self, site: SiteId, path: &str) -> Result<Option<PostId>, ImportError> {
        let mut read = self.store.read().await?;
        let other = match path.strip_suffix('/') {
            Some(bare) => bare.to_owned(),
            None => format!("{path}/"),
        };
        for path in [path, &other] {
            if let Some((post, _)) = read.permalink_holder(site, path).await? {
                return Ok(Some(post));
            }
            if let Some(Redirect { to: RedirectTarget::Post(post), .. }) =
                read.own_redirect(site, path).await?
            {
                return Ok(Some(post));
            }
        }
        Ok(None)
    }

    async fn store_comments(&mut self, batch: Vec<PreparedComment>) -> Result<(), ImportError> {
        if self.manner.dry_run {
            return Ok(());
        }
        let mut desk = self.take_desk()?;
        desk = self
            .store
            .write(move |tx| Box::pin(async move { desk.put_comments(tx, batch).await.map(|()| desk) }))
            .await?;
        self.give_back(desk);
        Ok(())
    }

    /// Whether whoever watches lets it go on.
    fn go_on(&self) -> Result<(), ImportError> {
        if self.manner.watch.is_stopped() { Err(ImportError::Stopped) } else { Ok(()) }
    }

    fn desk(&self) -> Result<&Desk, ImportError> {
        self.desk.as_ref().ok_or_else(desk_is_out)
    }

    fn take_desk(&mut self) -> Result<Desk, ImportError> {
        self.desk.take().ok_or_else(desk_is_out)
    }

    fn give_back(&mut self, mut desk: Desk) {
        desk.problems.drain(..).for_each(|problem| self.report.add(problem));
        self.desk = Some(desk);
    }
}

fn desk_is_out() -> ImportError {
    ImportError::Worker("two transactions at once".to_owned())
}

/// Stands between the system and the name of a second site of it.
const NAMED: char = '@';

/// What the import keys of a site begin with: its system, and for a second site of one system its name too, since both
/// may have the same numbers. The first one of each system is noted in the settings.
pub(crate) fn system_of(family: Family, identity: Option<&str>, settings: &mut SiteSettings) -> String {
    let system = family.as_str();
    let Some(identity) = identity else { return system.to_owned() };
    let first = settings.imported_from.entry(system.to_owned()).or_insert_with(|| identity.to_owned());
    if first == identity {
        return system.to_owned();
    }
    // The colon ends the system in a key.
    format!("{system}{NAMED}{}", identity.replace(':', "+"))
}

/// The names under which the old site's pages are linked to in its own stories.
fn hosts_of(record: &SiteRecord) -> Vec<String> {
    let of_url = record.url.as_deref().and_then(crate::address::host_of);
    let mut hosts: Vec<String> = of_url.into_iter().chain(record.host.clone()).collect();
    for host in hosts.clone() {
        hosts.push(match host.strip_prefix("www.") {
            Some(bare) => bare.to_owned(),
            None => format!("www.{host}"),
        });
    }
    hosts.extend(record.settings.get("BLOG_SUBDOMAIN").map(|name| format!("{name}.blogspot.com")));
    // Readers of many countries were sent to a name of their own.
    let stems: Vec<String> = hosts
        .iter()
        .filter(|host| host.ends_with(".blogspot.com"))
        .map(|host| host.trim_end_matches("com").to_owned())
        .collect();
    hosts.extend(stems);
    hosts.sort();
    hosts.dedup();
    hosts
}

/// Asks the readers of what was private for a password: the old one, the one that the site has already, or a new one. Answers
/// what the report says of it.
fn close(password: Option<&str>, settings: &mut SiteSettings, now: Millis) -> String {
    let is_old = password.is_some_and(|password| settings.set("password", password).is_ok());
    if is_old && settings.is_private() {
        return "the old site asked its readers for a password, and this one asks for the same".to_owned();
    }
    if !settings.is_private() {
        // An id of ours ends in six bytes that nobody can guess.
        settings.password = [(); 2].map(|()| PostId::mint(now).hex().split_off(12)).concat();
    }
    format!(
        "the old site was not for everybody, and its export does not say by which password, so this one asks for \"{}\" until you set another: dateline site set password=…",
        settings.password
    )
}

/// The site's settings with what the source says. Everything was checked when it was read.
fn settings_of(record: &SiteRecord, before: &SiteSettings, family: Family) -> SiteSettings {
    let mut settings = before.clone();
    if family == Family::Blogger {
        settings.address = Address::Blogger;
        PermalinkPattern::BLOGGER.clone_into(&mut settings.permalinks);
        PermalinkPattern::BLOGGER_PAGE.clone_into(&mut settings.page_permalinks);
        settings.blogger_blog.clone_from(&record.blog_id);
    }
    let checked = [
        ("permalinks", &record.permalinks),
        ("page_permalinks", &record.page_permalinks),
        ("accent_color", &record.accent_color),
        ("logo", &record.logo),
        ("icon", &record.icon),
        ("cover_image", &record.cover_image),
        ("routes", &record.routes),
    ];
    for (name, value) in checked {
        if let Some(value) = value {
            // What does not fit leaves the setting as it was.
            let _ = settings.set(name, value);
        }
    }
    for (detail, value) in record.shown.iter() {
        let _ = settings.set(detail.as_str(), value);
    }
    let menus = [
        (&mut settings.navigation, &record.navigation),
        (&mut settings.secondary_navigation, &record.secondary_navigation),
    ];
    for (place, items) in menus {
        if !items.is_empty() {
            place.clone_from(items);
        }
    }
    let texts = [
        (&mut settings.title, &record.title),
        (&mut settings.description, &record.description),
        (&mut settings.locale, &record.language),
        (&mut settings.timezone, &record.time_zone),
    ];
    for (place, value) in texts {
        if let Some(value) = value {
            place.clone_from(value);
        }
    }
    if let Some(n) = record.posts_per_page {
        settings.posts_per_page = n;
    }
    if record.comments_shown == Some(false) || record.comments_open == Some(false) {
        settings.comments_open = false;
    }
    if record.comments_moderated == Some(true) {
        settings.moderation = Some(Moderation::All);
    }
    let files = [
        (&mut settings.robots_txt, &record.robots_txt),
        (&mut settings.ads_txt, &record.ads_txt),
        (&mut settings.not_found_text, &record.not_found_text),
    ];
    for (place, value) in files {
        if value.is_some() {
            place.clone_from(value);
        }
    }
    settings
}
