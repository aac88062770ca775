//! The installation that a command works on: its data folder, its database, its sites.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;

use dateline_media::{Darkroom, Folder};
use dateline_model::{Millis, Paper, SystemClock};
use dateline_newsroom::{CommentRules, Newsroom};
use dateline_press::Press;
use dateline_store::Store;
use dateline_theme::{Shelf, Theme};
use dateline_transfer::Premises;
use dateline_web::{App, AppOptions};

use crate::config::{Config, Switch, without_password};

/// Milliseconds of a minute.
const MINUTE: Millis = 60_000;

/// A message for the person at the terminal: what happened and what to do.
pub(crate) type Trouble = Box<dyn std::error::Error>;

/// The open installation.
pub(crate) struct House {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) newsroom: Newsroom,
    /// Where pictures and other files are kept.
    pub(crate) files: Folder,
}

impl House {
    /// Opens the installation that is there.
    pub(crate) async fn open(config: Config) -> Result<Self, Trouble> {
        if !config.has_database() {
            let data = config.server.data.display();
            return Err(format!(
                "there is no newspaper in {data}; give its folder with --data, or begin one with `dateline serve`"
            )
            .into());
        }
        Self::open_or_make(config).await
    }

    /// Opens the installation; data folder and database are made when they are not there.
    pub(crate) async fn open_or_make(config: Config) -> Result<Self, Trouble> {
        let data = &config.server.data;
        std::fs::create_dir_all(data)
            .map_err(|error| format!("the data folder {} cannot be made: {error}", data.display()))?;
        let database = config.database();
        let store = Store::open(&database)
            .await
            .map_err(|error| format!("{}: {error}", without_password(&database)))?;
        let rules = CommentRules {
            moderation: config.comments.moderation,
            spam_filter: config.comments.spam_filter == Switch::On,
            editable_for: i64::from(config.comments.edit_minutes) * MINUTE,
            ..CommentRules::default()
        };
        let newsroom = Newsroom::open(store.clone(), Arc::new(SystemClock), rules).await?;
        let newsroom = match config.mail.office().map_err(|error| format!("[mail]: {error}"))? {
            Some(office) => newsroom.with_mail(office),
            None => newsroom,
        };
        let files = config.media.files(config.content())?;
        let newsroom = newsroom.with_darkroom(Darkroom::new(files.clone(), config.renditions()));
        Ok(Self { config, store, newsroom, files })
    }

    /// The application that answers readers, to be asked without a server: it has no index and follows no log.
    pub(crate) async fn app(&self) -> Result<App, Trouble> {
        let shelf = Shelf::new(self.config.themes());
        let press = Press::new(self.store.clone(), Theme::standard()?)
            .with_source(Arc::new(move |name: &str| shelf.load(name)));
        let options = AppOptions { content: Some(self.files.clone()), ..AppOptions::default() };
        Ok(App::open(self.newsroom.clone(), press, options).await?)
    }

    /// Where everything is kept that is not in the database.
    pub(crate) fn premises(&self) -> Premises {
        Premises::of(&self.config.server.data).with_content(self.files.clone())
    }

    /// The site that `host` names, or the only one there is.
    pub(crate) async fn paper(&self, host: Option<&str>) -> Result<Paper, Trouble> {
        let mut papers = self.newsroom.papers().await?;
        let names = papers.iter().map(|paper| paper.site.host.clone()).collect::<Vec<_>>().join(", ");
        match host {
            Some(host) => {
                let found = papers.into_iter().find(|paper| paper.site.host.eq_ignore_ascii_case(host));
                found.ok_or_else(|| format!("there is no site {host}; the sites are: {names}").into())
            }
            None if papers.len() == 1 => Ok(papers.remove(0)),
            None if papers.is_empty() => {
                Err("there is no site yet; make one with `dateline site add HOST`, or start `dateline serve` once".into())
            }
            None => Err(format!("there are several sites; say which with --site: {names}").into()),
        }
    }
}

/// The address of a site whose server listens on `listen`, without its last slash.
pub(crate) fn address_of(paper: &Paper, listen: &str) -> String {
    let (url, host) = (&paper.settings.url, &paper.site.host);
    if !url.is_empty() {
        return url.trim_end_matches('/').to_owned();
    }
    if host == "*" {
        return format!("http://{listen}");
    }
    match listen.rsplit_once(':') {
        Some((_, port)) if port != "80" => format!("http://{host}:{port}"),
        _ => format!("http://{host}"),
    }
}

/// The claim of one server on a data folder. Held as long as it lives; the system frees it after a crash.
pub(crate) struct Claim(File);

impl Claim {
    /// Claims a data folder, which is made when it is not there, or says who holds it.
    pub(crate) fn take(data: &Path) -> Result<Self, Trouble> {
        let path = data.join("dateline.lock");
        let unusable = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
        std::fs::create_dir_all(data).map_err(unusable)?;
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).open(&path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let known = file.read_to_string(&mut holder).is_ok() && !holder.is_empty();
                let holder = if known { holder.trim() } else { "another process" };
                let data = data.display();
                return Err(format!(
                    "the data folder {data} is in use by {holder}; stop it, or give another folder with --data"
                )
                .into());
            }
            Err(TryLockError::Error(error)) => return Err(unusable(error).into()),
        }
        let mut claim = Self(file);
        claim.sign("");
        Ok(claim)
    }

    /// Says in the file who holds the folder, and `more` about it. Only a convenience for who comes second: the
    /// lock holds without it, as on a disk that is full.
    pub(crate) fn sign(&mut self, more: &str) {
        let who = format!("process {}{more}\n", std::process::id());
        let _ =
            self.0.set_len(0).and_then(|()| self.0.rewind()).and_then(|()| self.0.write_all(who.as_bytes()));
    }
}
