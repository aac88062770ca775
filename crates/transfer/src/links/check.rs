//! Proof that no address of an old site is lost: every one that its export tells of is put to the site as it is now, and
//! must answer, or lead in one step to what does.

use std::collections::HashSet;
use std::fmt::Write as _;

use dateline_model::{CommentState, Millis, Paper};
use dateline_store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::{OldAddress, old_addresses};
use crate::front::{Front, host_of};
use crate::manner::{Phase, Watch};
use crate::problem::OpenError;
use crate::source::Source;

/// Faults that are listed; the rest are counted.
const FAULTS_MAX: usize = 10_000;
/// Addresses that wait to be asked for.
const WAITING_MAX: usize = 1_000;

/// What became of the old addresses. Serialises to the JSON of `dateline links --json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkReport {
    /// The host of the site that was asked.
    pub site: String,
    /// Pages, feeds and comments asked for.
    pub checked: usize,
    /// Those that answer where they were.
    pub answer: usize,
    /// Those that lead in one step to what answers.
    pub lead_on: usize,
    /// Those that do neither.
    pub lost: usize,
    /// The lost ones, the first ten thousand.
    pub faults: Vec<LostAddress>,
}

/// An old address that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostAddress {
    /// The path with its query, or `comment` and the key of one.
    pub address: String,
    /// What it does instead, as part of a sentence.
    pub reason: String,
}

/// Why old addresses could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The export cannot be read any more.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody had it stopped.
    #[error("it was stopped before every address was asked for")]
    Stopped,
    /// The reading ended of itself.
    #[error("the export could not be read to its end: {0}")]
    Worker(String),
}

/// Asks a site for every address that `source` tells of, as a reader would. `now` (milliseconds UTC) tells what is public.
///
/// # Errors
/// Every [`CheckError`].
pub async fn check_links(
    front: &impl Front,
    store: &Store,
    paper: &Paper,
    source: &Source,
    now: Millis,
    watch: &Watch,
) -> Result<LinkReport, CheckError> {
    watch.enter(Phase::Checking);
    let asker = Asker { front, store, paper, now };
    let mut report = LinkReport { site: paper.site.host.clone(), ..LinkReport::default() };
    let (found, mut waiting) = mpsc::channel(WAITING_MAX);
    let (source, settings) = (source.clone(), paper.settings.clone());
    let reader = tokio::task::spawn_blocking(move || {
        old_addresses(&source, &settings, now, &mut |address| {
            // Nobody takes more when the asking has ended, which is told below.
            let _ = found.blocking_send(address);
        })
    });
    // An address that several parts of the export tell of is lost once.
    let mut lost = HashSet::new();
    while let Some(address) = waiting.recv().await {
        if watch.is_stopped() {
            return Err(CheckError::Stopped);
        }
        let is_comment = matches!(address, OldAddress::Comment(_));
        let (name, outcome) = asker.ask(address).await?;
        let is_told =
            matches!(outcome, Outcome::Lost(_)) && lost.len() < FAULTS_MAX && !lost.insert(name.clone());
        if !is_told {
            report.note(name, outcome);
        }
        if is_comment {
            watch.add_comments(1);
        } else {
            watch.add_stories(1);
        }
    }
    reader.await.map_err(|error| CheckError::Worker(error.to_string()))??;
    Ok(report)
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
                    self.faults.push(LostAddress { address, reason });
                }
            }
        }
    }

    /// The lost addresses as a table of two columns, for spreadsheets (RFC 4180).
    pub fn to_csv(&self) -> String {
        let mut csv = String::from("address,reason\r\n");
        for LostAddress { address, reason } in &self.faults {
            // Writing to a string cannot fail.
            let _ = write!(csv, "{},{}\r\n", cell(address), cell(reason));
        }
        csv
    }
}

/// A cell of a table. What a spreadsheet would take for a formula is words: addresses come from somebody else's file.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// What an address does.
enum Outcome {
    Answers,
    LeadsOn,
    Lost(String),
}

/// Puts addresses to one site.
struct Asker<'a, F> {
    front: &'a F,
    store: &'a Store,
    paper: &'a Paper,
    now: Millis,
}

impl<F: Front> Asker<'_, F> {
    async fn ask(&self, address: OldAddress) -> Result<(String, Outcome), StoreError> {
        match address {
            OldAddress::Page(address) => {
                let outcome = self.page(&address).await;
                Ok((address, outcome))
            }
            OldAddress::Comment(key) => {
                let outcome = self.comment(&key).await?;
                Ok((format!("comment {key}"), outcome))
            }
        }
    }

    async fn page(&self, address: &str) -> Outcome {
        let (status, location) = self.answer(address).await;
        let Some(to) = location else {
            return if status == 200 {
                Outcome::Answers
            } else {
                Outcome::Lost(format!("it answers {status}"))
            };
        };
        let own = &self.paper.settings.url;
        let path = if own.is_empty() { to.as_str() } else { to.strip_prefix(own.as_str()).unwrap_or(&to) };
        if !path.starts_with('/') {
            // Another site's page.
            return Outcome::LeadsOn;
        }
        let (status, further) = self.answer(path).await;
        match (status, further) {
            (200, _) => Outcome::LeadsOn,
            (_, Some(further)) => Outcome::Lost(format!("it leads to {to}, and that to {further}")),
            (status, None) => Outcome::Lost(format!("it leads to {to}, which answers {status}")),
        }
    }

    /// What a reader gets: the status, and where it leads.
    async fn answer(&self, address: &str) -> (u16, Option<String>) {
        let address = address.split('#').next().unwrap_or_default();
        let answer = self.front.ask(host_of(self.paper), address).await;
        (answer.status, answer.location)
    }

    async fn comment(&self, key: &str) -> Result<Outcome, StoreError> {
        let mut read = self.store.read().await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_addresses_are_a_table_that_no_spreadsheet_takes_for_formulas() {
        let mut report = LinkReport::default();
        report.note("/fog/".to_owned(), Outcome::Answers);
        report.note("/a,\"b\"".to_owned(), Outcome::Lost("it answers 404".to_owned()));
        report.note("=cmd()".to_owned(), Outcome::Lost("it answers 400".to_owned()));
        assert_eq!((report.checked, report.lost), (3, 2));
        assert_eq!(
            report.to_csv(),
            "address,reason\r\n\"/a,\"\"b\"\"\",\"it answers 404\"\r\n\"'=cmd()\",\"it answers 400\"\r\n"
        );
    }

    #[test]
    fn faults_beyond_the_list_are_counted() {
        let mut report = LinkReport::default();
        for n in 0..=FAULTS_MAX {
            report.note(format!("/{n}"), Outcome::Lost("it answers 404".to_owned()));
        }
        assert_eq!((report.faults.len(), report.lost), (FAULTS_MAX, FAULTS_MAX + 1));
    }
}
