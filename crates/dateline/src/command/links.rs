//! `dateline links`: proof, before the name of the site is pointed here, that no address of the old one is lost.
//!
//! Every address that the export tells of is put to the application, in this process and through no network. It must
//! answer, or lead in one step to one that does; what does neither is listed with the reason.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dateline_model::{Clock, CommentState, Paper, SystemClock};
use dateline_transfer::{Limits, OldAddress, Source, old_addresses};
use dateline_web::App;
use serde::Serialize;
use tokio::sync::mpsc;

use crate::house::{House, Trouble, host_of};
use crate::say;

use super::{Json, OnSite};

/// Faults that are listed; the rest are counted.
const FAULTS_MAX: usize = 10_000;
/// Addresses that wait to be asked for.
const WAITING_MAX: usize = 1_000;

/// Whose addresses, and where they should answer.
#[derive(Args)]
pub(crate) struct Options {
    /// The export that was imported: a file, a folder or a zip
    source: PathBuf,
    /// Which blog of an export that holds several: the name of its folder
    #[arg(long, value_name = "NAME")]
    blog: Option<String>,
    #[command(flatten)]
    site: OnSite,
    #[command(flatten)]
    report: Json,
}

/// What became of the old addresses.
#[derive(Default, Serialize)]
struct LinkReport {
    site: String,
    /// Pages, feeds and comments asked for.
    checked: usize,
    /// Those that answer where they were.
    answer: usize,
    /// Those that lead in one step to what answers.
    lead_on: usize,
    /// Those that do neither.
    lost: usize,
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct Fault {
    address: String,
    reason: String,
}

/// What an address does.
enum Outcome {
    Answers,
    LeadsOn,
    Lost(String),
}

/// Asks for every address. Exit 1 when one is lost.
pub(super) async fn run(house: House, options: Options) -> Result<ExitCode, Trouble> {
    let source = Source::open(&options.source, options.blog.as_deref(), Limits::default())?;
    let paper = house.paper(options.site.host.as_deref()).await?;
    let app = house.app().await?;
    let asker = Asker { house: &house, paper: &paper, app, now: SystemClock.now() };
    let mut report = LinkReport { site: paper.site.host.clone(), ..LinkReport::default() };
    let (found, mut waiting) = mpsc::channel(WAITING_MAX);
    let (now, settings) = (asker.now, paper.settings.clone());
    let reader = tokio::task::spawn_blocking(move || {
        old_addresses(&source, &settings, now, &mut |address| {
            // Nobody takes more when the asking has failed, which is told below.
            let _ = found.blocking_send(address);
        })
    });
    while let Some(address) = waiting.recv().await {
        let (name, outcome) = asker.ask(address).await?;
        report.note(name, outcome);
    }
    reader.await??;
    print(&report, options.report.json);
    Ok(ExitCode::from(if report.lost > 0 { say::READ_THE_REPORT } else { 0 }))
}

impl LinkReport {
    fn note(&mut self, address: String, outcome: Outcome) {
        self.checked += 1;
        match outcome {
            Outcome::Answers => self.answer += 1,
            Outcome::LeadsOn => self.lead_on += 1,
            Outcome::Lost(reason) => {
                self.lost += 1;
                if self.faults.len() < FAULTS_MAX {
                    self.faults.push(Fault { address, reason });
                }
            }
        }
    }
}

fn print(report: &LinkReport, as_json: bool) {
    if as_json {
        return say::json(report);
    }
    let LinkReport { site, checked, answer, lead_on, lost, faults } = report;
    say::data(&format!("{checked} old addresses put to {site}"));
    say::data(&format!("  {answer} answer, {lead_on} lead on in one step, {lost} are lost"));
    for Fault { address, reason } in faults {
        say::data(&format!("{}: {}", say::plain(address), say::plain(reason)));
    }
    if *lost > faults.len() {
        say::data(&format!("and {} more", lost - faults.len()));
    }
}

/// Puts addresses to one site.
struct Asker<'h> {
    house: &'h House,
    paper: &'h Paper,
    app: App,
    now: i64,
}

impl Asker<'_> {
    async fn ask(&self, address: OldAddress) -> Result<(String, Outcome), Trouble> {
        match address {
            OldAddress::Page(address) => {
                let outcome = self.page(&address).await?;
                Ok((address, outcome))
            }
            OldAddress::Comment(key) => {
                let outcome = self.comment(&key).await?;
                Ok((format!("comment {key}"), outcome))
            }
        }
    }

    async fn page(&self, address: &str) -> Result<Outcome, Trouble> {
        let (status, location) = self.answer(address).await;
        let Some(to) = location else {
            return Ok(if status == 200 {
                Outcome::Answers
            } else {
                Outcome::Lost(format!("it answers {status}"))
            });
        };
        let own = &self.paper.settings.url;
        let path = if own.is_empty() { to.as_str() } else { to.strip_prefix(own.as_str()).unwrap_or(&to) };
        if !path.starts_with('/') {
            // Another site's page.
            return Ok(Outcome::LeadsOn);
        }
        let (status, further) = self.answer(path).await;
        Ok(match (status, further) {
            (200, _) => Outcome::LeadsOn,
            (_, Some(further)) => Outcome::Lost(format!("it leads to {to}, and that to {further}")),
            (status, None) => Outcome::Lost(format!("it leads to {to}, which answers {status}")),
        })
    }

    /// What a reader gets: the status, and where it leads.
    async fn answer(&self, address: &str) -> (u16, Option<String>) {
        let address = address.split('#').next().unwrap_or_default();
        let reply = self.app.ask(host_of(self.paper), address).await;
        (reply.status, reply.location)
    }

    async fn comment(&self, key: &str) -> Result<Outcome, Trouble> {
        let mut read = self.house.store.read().await?;
        let Some(comment) = read.comment_by_import_key(self.paper.id(), key).await? else {
            return Ok(Outcome::Lost("it is not here".to_owned()));
        };
        if comment.state != CommentState::Approved {
            return Ok(Outcome::Lost(format!("it is {} here", comment.state.as_str())));
        }
        let story = read.public_post(self.paper.id(), self.now, comment.post).await?;
        Ok(if story.is_some() {
            Outcome::Answers
        } else {
            Outcome::Lost("its story is not public".to_owned())
        })
    }
}
