//! `dateline comment`: moderation without the browser.

mod person;
mod readers;

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use data_encoding::HEXLOWER_PERMISSIVE;
use dateline_model::{Ban, BatchId, CommentId, CommentState, Decision, Millis, Paper, PostId};
use dateline_newsroom::{Assessment, BanBy, History, Person, Ruling, Why};
use dateline_store::{CommentWithPost, Queue};
use serde_json::{Value, json};

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// Comments that are read or decided about at once.
const AT_ONCE: i64 = 500;
/// Characters of a comment that the list shows.
const SHOWN: usize = 60;
/// Bans and decisions that are listed.
const LISTED: i64 = 500;
const DAY: Millis = 24 * 3_600_000;
/// Who is named in the log.
const WHO: &str = "the command line";

/// What to do with comments.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Lists comments, newest first; those that wait, unless told otherwise
    List {
        /// pending, approved, spam, trash or removed
        #[arg(long, value_parser = state, default_value = "pending", conflicts_with = "all")]
        state: CommentState,
        /// In every state
        #[arg(long)]
        all: bool,
        /// Only under this story, by its id
        #[arg(long, value_name = "ID")]
        post: Option<PostId>,
        /// Only with these words in text or name
        #[arg(long, value_name = "WORDS", default_value = "")]
        text: String,
        /// Only of the reader who wrote this comment
        #[arg(long, value_name = "ID")]
        reader_of: Option<CommentId>,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Shows comments to everybody
    Approve {
        /// The comments' ids
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        ids: Vec<CommentId>,
        /// Every comment that waits
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        site: OnSite,
    },
    /// Puts comments into the spam drawer, which teaches the spam filter
    Spam(Chosen),
    /// Puts comments into the bin; readers see nothing of them
    Trash(Chosen),
    /// Removes comments; replies keep their place under a note
    Remove(Chosen),
    /// Puts comments back into the queue; what was taught by deciding about them is taken back
    Restore(Chosen),
    /// Takes back what was decided in one go
    Undo {
        /// What `log` shows, or what the deciding command said
        batch: BatchId,
        #[command(flatten)]
        site: OnSite,
    },
    /// Shows who decided what, the newest first
    Log {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Shows how a reader's comments fared, and what was decided about this one
    History {
        /// The comment's id
        id: CommentId,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Sends what a reader writes to the spam drawer for a while
    Ban {
        /// The id of a comment of the reader
        id: CommentId,
        /// By what the reader is recognised
        #[arg(long, value_enum, default_value = "address")]
        by: By,
        /// How long, at most 366
        #[arg(long, default_value_t = 30)]
        days: i64,
        /// Why, for the list of bans
        #[arg(long, default_value = "")]
        why: String,
        #[command(flatten)]
        site: OnSite,
    },
    /// Ends a ban before its time
    Unban {
        /// The reader's fingerprint, which `bans` shows
        fingerprint: String,
        #[command(flatten)]
        site: OnSite,
    },
    /// Lists the bans that hold
    Bans {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Prints what the spam filter was taught, as JSON
    Lessons {
        /// Makes the filter forget all of it
        #[arg(long)]
        forget: bool,
        #[command(flatten)]
        site: OnSite,
    },
    #[command(flatten)]
    Readers(readers::Command),
    /// Prints everything that is kept of one person, as JSON
    ExportPerson(OfPerson),
    /// Erases one person: of each comment stays an empty place, so that the answers keep theirs
    ErasePerson(OfPerson),
}

/// Comments somebody chose.
#[derive(Args)]
pub(crate) struct Chosen {
    /// The comments' ids
    #[arg(required = true)]
    ids: Vec<CommentId>,
    /// Why, for the log
    #[arg(long, default_value = "")]
    why: String,
    #[command(flatten)]
    site: OnSite,
}

/// A person somebody asks about.
#[derive(Args)]
pub(crate) struct OfPerson {
    /// The e-mail address the person gave with their comments
    #[arg(long, required_unless_present = "comments")]
    email: Option<String>,
    /// The ids of the person's comments, where no address was given
    #[arg(conflicts_with = "email")]
    comments: Vec<CommentId>,
    #[command(flatten)]
    site: OnSite,
}

/// By what a reader is banned.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum By {
    /// The network address, which is known for thirty days after a comment
    Address,
    /// The e-mail address, if one was given
    Email,
}

fn state(word: &str) -> Result<CommentState, String> {
    CommentState::from_word(word).ok_or_else(|| "it is pending, approved, spam, trash or removed".to_owned())
}

/// Does what was asked.
pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::List { state, all, post, text, reader_of, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let states = if all { CommentState::ALL.to_vec() } else { vec![state] };
            let reader = match reader_of {
                Some(id) => house.newsroom.history(&paper, id).await?.fingerprints.reader(),
                None => None,
            };
            if reader_of.is_some() && reader.is_none() {
                return Err("nothing is known any more by which this reader could be recognised".into());
            }
            let queue = Queue { post, reader, words: text, before: None };
            list(&house, &paper, &states, queue, &report).await?;
        }
        Command::Approve { ids, all, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            if all {
                say::note(&format!("{} approved", approve_all(&house, &paper).await?));
            } else {
                let chosen = Chosen { ids, why: String::new(), site };
                decide(&house, chosen, CommentState::Approved, "approved").await?;
            }
        }
        Command::Spam(chosen) => decide(&house, chosen, CommentState::Spam, "to the spam drawer").await?,
        Command::Trash(chosen) => decide(&house, chosen, CommentState::Trash, "to the bin").await?,
        Command::Remove(chosen) => decide(&house, chosen, CommentState::Removed, "removed").await?,
        Command::Restore(chosen) => {
            decide(&house, chosen, CommentState::Pending, "back in the queue").await?;
        }
        Command::Undo { batch, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let undone = house.newsroom.undo(&paper, batch, WHO).await?;
            say::note(&format!("{} as before, {} decided about later", undone.restored, undone.overruled));
        }
        Command::Log { site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let found = house.store.read().await?.decisions_before(paper.id(), None, LISTED).await?;
            let decisions: Vec<Decision> = found.into_iter().map(|stored| stored.decision).collect();
            log(&decisions, &report);
        }
        Command::History { id, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            history(&house.newsroom.history(&paper, id).await?, &report);
        }
        Command::Ban { id, by, days, why, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let by = match by {
                By::Address => BanBy::Address,
                By::Email => BanBy::Email,
            };
            let until = house.newsroom.clock().now().saturating_add(days.saturating_mul(DAY));
            let ban = house.newsroom.ban(&paper, id, by, until, (WHO, &why)).await?;
            say::data(&HEXLOWER_PERMISSIVE.encode(&ban.fingerprint));
            say::note(&format!("banned until {}", say::moment(ban.until)));
        }
        Command::Unban { fingerprint, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let bytes = HEXLOWER_PERMISSIVE.decode(fingerprint.as_bytes()).map_err(|_| {
                format!("\"{fingerprint}\" is no fingerprint; `dateline comment bans` shows them")
            })?;
            house.newsroom.lift_ban(&paper, bytes).await?;
            say::note("the ban has ended");
        }
        Command::Bans { site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let now = house.newsroom.clock().now();
            bans(&house.store.read().await?.bans(paper.id(), now, LISTED).await?, &report);
        }
        Command::Lessons { forget, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            if forget {
                say::note(&format!("{} forgotten", house.newsroom.forget_lessons(paper.id()).await?));
            } else {
                say::json(&house.newsroom.lessons_as_json(paper.id()).await?);
            }
        }
        Command::Readers(command) => readers::run(&house, command).await?,
        Command::ExportPerson(of) => {
            let paper = house.paper(of.site.host.as_deref()).await?;
            house.newsroom.hash_emails().await?;
            say::json(&person::view(&house.newsroom.person_file(&paper, &whom(of)).await?));
        }
        Command::ErasePerson(of) => {
            let paper = house.paper(of.site.host.as_deref()).await?;
            house.newsroom.hash_emails().await?;
            let erased = house.newsroom.erase_person(&paper, &whom(of)).await?;
            say::note(&format!("{erased} erased; backups made before still hold them"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn whom(of: OfPerson) -> Person {
    match of.email {
        Some(email) => Person::Email(email),
        None => Person::Comments(of.comments),
    }
}

async fn decide(house: &House, chosen: Chosen, to: CommentState, done: &str) -> Result<(), Trouble> {
    let paper = house.paper(chosen.site.host.as_deref()).await?;
    let ruling = Ruling { to, who: WHO.to_owned(), why: chosen.why };
    let ruled = house.newsroom.moderate(&paper, &chosen.ids, ruling).await?;
    if ruled.changed > 0 {
        say::data(&ruled.batch.hex());
    }
    say::note(&format!("{} {done}", ruled.changed));
    Ok(())
}

/// Approves the queue in pieces, so that readers who comment meanwhile need not wait for the whole of it.
async fn approve_all(house: &House, paper: &Paper) -> Result<usize, Trouble> {
    let mut approved = 0;
    loop {
        let queue =
            house.store.read().await?.desk_comments(paper.id(), CommentState::Pending, None, AT_ONCE).await?;
        if queue.is_empty() {
            return Ok(approved);
        }
        let ids: Vec<CommentId> = queue.iter().map(|entry| entry.comment.id).collect();
        let ruling = Ruling { to: CommentState::Approved, who: WHO.to_owned(), why: String::new() };
        approved += house.newsroom.moderate(paper, &ids, ruling).await?.changed;
    }
}

async fn list(
    house: &House,
    paper: &Paper,
    states: &[CommentState],
    mut queue: Queue,
    report: &Json,
) -> Result<(), Trouble> {
    let mut found = Vec::new();
    for state in states {
        queue.before = None;
        loop {
            let page = house.store.read().await?.queue(paper.id(), *state, &queue, AT_ONCE).await?;
            let Some(last) = page.last() else { break };
            queue.before = Some((last.comment.created_at, last.comment.id));
            found.extend(page);
        }
    }
    if report.json {
        say::json(&found.iter().map(view).collect::<Vec<_>>());
    } else {
        let rows: Vec<_> = found.iter().map(row).collect();
        say::table(["ID", "STATE", "WRITTEN", "SPAM", "NAME", "STORY", "TEXT", "WHY"], &rows);
    }
    Ok(())
}

fn row(CommentWithPost { comment, post_title, verdict, .. }: &CommentWithPost) -> [String; 8] {
    let assessment = Assessment::of_stored(verdict.as_deref()).unwrap_or_default();
    let why: Vec<&str> = assessment.reasons.iter().map(|why| why.sentence.as_str()).collect();
    [
        comment.id.to_string(),
        comment.state.as_str().to_owned(),
        say::moment(comment.created_at),
        assessment.score.map_or_else(String::new, |score| format!("{:.0} %", score * 100.0)),
        say::beginning(&comment.author_name, SHOWN),
        say::beginning(post_title, SHOWN),
        say::beginning(&comment.text, SHOWN),
        say::beginning(&why.join("; "), SHOWN),
    ]
}

fn view(CommentWithPost { comment, post_title, post_permalink, verdict, .. }: &CommentWithPost) -> Value {
    let assessment = Assessment::of_stored(verdict.as_deref()).unwrap_or_default();
    let reason = |why: &Why| json!({ "word": why.word, "sentence": why.sentence, "weight": why.weight });
    json!({
        "id": comment.id.to_string(),
        "state": comment.state.as_str(),
        "name": comment.author_name,
        "email": comment.author_email,
        "url": comment.author_url,
        "body": comment.text,
        "spam_score": assessment.score,
        "reasons": assessment.reasons.iter().map(reason).collect::<Vec<_>>(),
        "parent": comment.parent.map(|id| id.to_string()),
        "post": { "id": comment.post.to_string(), "title": post_title, "permalink": post_permalink },
        "created_at": say::moment(comment.created_at),
        "updated_at": say::moment(comment.updated_at),
    })
}

fn log(decisions: &[Decision], report: &Json) {
    if report.json {
        return say::json(&decisions.iter().map(decision).collect::<Vec<_>>());
    }
    let row = |d: &Decision| {
        let undone = d.undone.as_ref().map_or(String::new(), |(who, _)| format!("by {who}"));
        let (from, to) = (d.from.as_str(), d.to.as_str());
        let change = format!("{from} to {to}");
        let why = say::beginning(&d.why, SHOWN);
        [d.batch.hex(), d.comment.hex(), say::moment(d.at), d.who.clone(), change, why, undone]
    };
    let rows: Vec<_> = decisions.iter().map(row).collect();
    say::table(["BATCH", "COMMENT", "WHEN", "WHO", "CHANGE", "WHY", "UNDONE"], &rows);
}

fn decision(d: &Decision) -> Value {
    let undone = d.undone.as_ref().map(|(who, at)| json!({ "who": who, "at": say::moment(*at) }));
    json!({
        "batch": d.batch.hex(),
        "comment": d.comment.hex(),
        "who": d.who,
        "at": say::moment(d.at),
        "from": d.from.as_str(),
        "to": d.to.as_str(),
        "why": d.why,
        "undone": undone,
    })
}

fn history(history: &History, report: &Json) {
    if report.json {
        let states: serde_json::Map<String, Value> =
            history.states.iter().map(|(state, n)| (state.as_str().to_owned(), json!(n))).collect();
        let decisions: Vec<Value> = history.decisions.iter().map(decision).collect();
        return say::json(&json!({ "comments": states, "decisions": decisions }));
    }
    let rows: Vec<_> =
        history.states.iter().map(|(state, n)| [state.as_str().to_owned(), n.to_string()]).collect();
    say::table(["STATE", "COMMENTS"], &rows);
    log(&history.decisions, report);
}

fn bans(bans: &[Ban], report: &Json) {
    let fingerprint = |ban: &Ban| HEXLOWER_PERMISSIVE.encode(&ban.fingerprint);
    if report.json {
        let view = |ban: &Ban| {
            json!({
                "fingerprint": fingerprint(ban),
                "by": ban.kind,
                "name": ban.name,
                "who": ban.who,
                "why": ban.why,
                "created_at": say::moment(ban.created_at),
                "until": say::moment(ban.until),
            })
        };
        return say::json(&bans.iter().map(view).collect::<Vec<_>>());
    }
    let row = |ban: &Ban| {
        let (name, why) = (say::beginning(&ban.name, SHOWN), say::beginning(&ban.why, SHOWN));
        [fingerprint(ban), ban.kind.clone(), name, say::moment(ban.until), why]
    };
    say::table(["FINGERPRINT", "BY", "NAME", "UNTIL", "WHY"], &bans.iter().map(row).collect::<Vec<_>>());
}
