//! The work itself: one move after the other, the longest asked for first.

use std::path::PathBuf;

use dateline_egress::Egress;
use dateline_model::{MoveId, Paper, SiteId};
use dateline_store::StoreError;
use serde_json::Value;

use super::{
    About, LINKS, LISTED, MoveError, Mover, Running, STATIC, State, before, json, lock, package, parse,
    stopped,
};
use crate::export::{ExportError, Target};
use crate::front::Front;
use crate::links::{CheckError, check_links};
use crate::loader::{ImportError, import};
use crate::manner::{Manner, Phase, Watch};
use crate::media::{MediaWay, fetch_media};
use crate::problem::Limits;
use crate::source::{Family, Source};
use crate::undo::take_back;

/// Lost addresses that the desk shows; all of them are in the list to be kept.
const FAULTS_SHOWN: usize = 100;

impl Mover {
    /// Works for ever: what was left by a server that stopped first, then what is asked for. `front` shows the sites as
    /// readers see them.
    pub async fn run(&self, front: &impl Front) {
        loop {
            if let Err(error) = self.work_off(front).await {
                tracing::error!(%error, "imports and exports rest until one is asked for again");
            }
            self.0.bell.notified().await;
        }
    }

    /// Does everything that waits, and ends.
    ///
    /// # Errors
    /// [`MoveError::Store`]. What goes wrong with a move stands in it.
    pub async fn work_off(&self, front: &impl Front) -> Result<(), MoveError> {
        while let Some((site, id)) = self.next_in_turn().await? {
            self.work(front, site, id).await?;
        }
        Ok(())
    }

    async fn next_in_turn(&self) -> Result<Option<(SiteId, MoveId)>, MoveError> {
        let mut read = self.0.store.read().await?;
        let mut waiting = Vec::new();
        for site in read.sites().await? {
            for stored in read.moves(site.id, LISTED).await? {
                if State::of(&stored.state).is_at_work() {
                    waiting.push((stored.id, site.id));
                }
            }
        }
        Ok(waiting.into_iter().min().map(|(id, site)| (site, id)))
    }

    async fn work(&self, front: &impl Front, site: SiteId, id: MoveId) -> Result<(), MoveError> {
        let stored = self.stored(site, id).await?;
        let (state, about) = (State::of(&stored.state), parse(&stored.about));
        let watch = Watch::default();
        *lock(&self.0.running) = Some(Running { id, watch: watch.clone(), source: None });
        let done = match state {
            State::Undoing => self.undo(site, id, &watch).await.map(|()| State::Ready),
            State::Exporting => self.write(front, site, id, &about, &watch).await.map(|()| State::Done),
            State::Checking => self.check(front, site, id, &about, &watch).await.map(|()| before(&about)),
            State::Rehearsing => self.read(site, id, &about, &watch, true).await.map(|()| State::Ready),
            _ => self.read(site, id, &about, &watch, false).await.map(|()| State::Done),
        };
        let ended = match done {
            Ok(next) => {
                let undone = state == State::Undoing;
                self.end(site, id, |mut about| {
                    if undone {
                        (about.report, about.links) = (None, None);
                    }
                    (next, about)
                })
                .await
            }
            Err(
                MoveError::Import(ImportError::Stopped)
                | MoveError::Export(ExportError::Stopped)
                | MoveError::Check(CheckError::Stopped),
            ) => self.end(site, id, |about| (stopped(state, &about), about)).await,
            Err(error) => {
                tracing::error!(%error, "an import or export was given up");
                // A rehearsal wrote nothing, and what could not be read can be tried again with another choice.
                let next = match state {
                    State::Rehearsing => State::Ready,
                    State::Checking => before(&about),
                    _ => State::Failed,
                };
                self.end(site, id, |about| (next, About { trouble: Some(error.to_string()), ..about })).await
            }
        };
        *lock(&self.0.running) = None;
        ended
    }

    /// Notes how a move ended, and whether every line that the change log has since it began is its own.
    pub(super) async fn end(
        &self,
        site: SiteId,
        id: MoveId,
        change: impl FnOnce(About) -> (State, About),
    ) -> Result<(), MoveError> {
        let mut stored = self.stored(site, id).await?;
        let (state, about) = change(parse(&stored.about));
        state.as_str().clone_into(&mut stored.state);
        stored.about = json(&about);
        let saved: Result<(), StoreError> = self
            .0
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let own = tx.one_move(site, id).await?.map_or(0, |known| known.lines);
                    let all = tx.lines_after(site, stored.began_line).await?;
                    stored.ended_line = if own == all { Some(tx.last_line(site).await?) } else { None };
                    tx.save_move(site, &stored).await
                })
            })
            .await;
        Ok(saved?)
    }

    /// The export that an import reads.
    async fn source(&self, id: MoveId, about: &About) -> Result<Source, MoveError> {
        let path: PathBuf = match about.size {
            Some(_) => self.folder(id).join(&about.name),
            None => self.0.rooms.inbox.join(&about.name),
        };
        let (from, blog) = (about.asked.from.clone(), about.asked.blog.clone());
        let opened = tokio::task::spawn_blocking(move || match from.as_deref().and_then(Family::from_word) {
            Some(family) => Source::open_as(&path, family, blog.as_deref(), Limits::default()),
            None => Source::open(&path, blog.as_deref(), Limits::default()),
        });
        Ok(opened.await.map_err(|error| MoveError::Worker(error.to_string()))??)
    }

    async fn read(
        &self,
        site: SiteId,
        id: MoveId,
        about: &About,
        watch: &Watch,
        dry_run: bool,
    ) -> Result<(), MoveError> {
        let source = self.source(id, about).await?;
        // Texts are read once for the stories and once for what belongs to them.
        let bytes = 2 * source.bytes();
        if let Some(running) = lock(&self.0.running).as_mut() {
            running.source = Some((source.clone(), bytes));
        }
        let manner = Manner {
            dry_run,
            premises: Some(self.0.rooms.premises.clone()),
            account: (!dry_run).then_some(id),
            // Readers' comments stand in the same queue.
            alone: false,
            watch: watch.clone(),
        };
        let (store, clock) = (&self.0.store, &*self.0.clock);
        store.expect_many_rows().await?;
        let mut report = import(store, site, &source, clock, &manner).await?;
        if !dry_run && (about.asked.media || source.may_hold_files()) {
            let opens = about.asked.media.then(|| Egress::new(self.0.policy.clone()));
            let egress = opens.transpose().map_err(|error| MoveError::Worker(error.to_string()))?;
            let way = MediaWay {
                folder: &self.0.rooms.premises.content,
                egress: egress.as_ref(),
                manner: &manner,
                progress: &|_, _| {},
            };
            fetch_media(store, site, &source, &way, clock, &mut report).await?;
        }
        let format = source.format().as_str().to_owned();
        let told: Value = serde_json::to_value(&report).unwrap_or_default();
        self.keep(site, id, |about| {
            about.format = Some(format);
            if dry_run {
                about.rehearsal = Some(told);
            } else {
                about.report = Some(told);
            }
        })
        .await
    }

    async fn write(
        &self,
        front: &impl Front,
        site: SiteId,
        id: MoveId,
        about: &About,
        watch: &Watch,
    ) -> Result<(), MoveError> {
        watch.enter(Phase::Writing);
        let (folder, now, store) = (self.folder(id), self.0.clock.now(), &self.0.store);
        let premises = &self.0.rooms.premises;
        let (name, told) = if about.name == STATIC {
            let paper = self.paper(site).await?;
            let (name, standing) =
                package::write_still(front, store, &paper, &folder, now, (premises, watch)).await?;
            (name, serde_json::to_value(&standing))
        } else {
            let target =
                Target::from_word(&about.name).ok_or_else(|| MoveError::Format(about.name.clone()))?;
            let (name, exported) = package::write(store, site, target, &folder, now, premises).await?;
            (name, serde_json::to_value(&exported))
        };
        let told = told.unwrap_or_default();
        self.keep(site, id, |about| (about.report, about.file) = (Some(told), Some(name))).await
    }

    /// Asks for every old address. The whole list lies beside the file; the move tells its beginning.
    async fn check(
        &self,
        front: &impl Front,
        site: SiteId,
        id: MoveId,
        about: &About,
        watch: &Watch,
    ) -> Result<(), MoveError> {
        let (source, paper) = (self.source(id, about).await?, self.paper(site).await?);
        if let Some(running) = lock(&self.0.running).as_mut() {
            running.source = Some((source.clone(), source.bytes()));
        }
        let now = self.0.clock.now();
        let mut report = check_links(front, &self.0.store, &paper, &source, now, watch).await?;
        let (folder, path) = (self.folder(id), self.folder(id).join(LINKS));
        let whole = serde_json::to_vec(&report).unwrap_or_default();
        let written = async {
            tokio::fs::create_dir_all(&folder).await?;
            tokio::fs::write(&path, whole).await
        };
        written.await.map_err(|reason| MoveError::Disk { path: path.clone(), reason })?;
        report.faults.truncate(FAULTS_SHOWN);
        let told = serde_json::to_value(&report).unwrap_or_default();
        self.keep(site, id, |about| (about.links, about.before) = (Some(told), None)).await
    }

    async fn paper(&self, site: SiteId) -> Result<Paper, MoveError> {
        let mut read = self.0.store.read().await?;
        let known = read.sites().await?.into_iter().find(|known| known.id == site);
        let known = known.ok_or(MoveError::Export(ExportError::NoSuchSite))?;
        let settings = read.settings(site).await?;
        Ok(Paper::new(known, settings))
    }

    async fn undo(&self, site: SiteId, id: MoveId, watch: &Watch) -> Result<(), MoveError> {
        Ok(take_back(&self.0.store, site, id, &self.0.rooms.premises, watch).await?)
    }

    /// Notes something about a move that goes on.
    async fn keep(&self, site: SiteId, id: MoveId, change: impl FnOnce(&mut About)) -> Result<(), MoveError> {
        let mut stored = self.stored(site, id).await?;
        let mut about = parse(&stored.about);
        change(&mut about);
        stored.about = json(&about);
        let saved: Result<(), StoreError> =
            self.0.store.write(move |tx| Box::pin(async move { tx.save_move(site, &stored).await })).await;
        Ok(saved?)
    }
}
