//! `dateline comment`: moderation without the browser.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use dateline_model::{CommentId, CommentState, Paper};
use dateline_newsroom::{Assessment, Why};
use dateline_store::CommentWithPost;
use serde_json::{Value, json};

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// Comments that are read or decided about at once.
const AT_ONCE: i64 = 500;
/// Characters of a comment that the list shows.
const SHOWN: usize = 60;

/// What to do with comments.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Lists comments, newest first; those that wait, unless told otherwise
    List {
        /// pending, approved, spam or removed
        #[arg(long, value_parser = state, default_value = "pending", conflicts_with = "all")]
        state: CommentState,
        /// In every state
        #[arg(long)]
        all: bool,
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
    /// Puts comments into the spam drawer
    Spam(Chosen),
    /// Removes comments; replies keep their place under a note
    Trash(Chosen),
}

/// Comments somebody chose.
#[derive(Args)]
pub(crate) struct Chosen {
    /// The comments' ids
    #[arg(required = true)]
    ids: Vec<CommentId>,
    #[command(flatten)]
    site: OnSite,
}

fn state(word: &str) -> Result<CommentState, String> {
    CommentState::from_word(word).ok_or_else(|| "it is pending, approved, spam or removed".to_owned())
}

/// Does what was asked.
pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::List { state, all, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let every =
                [CommentState::Pending, CommentState::Approved, CommentState::Spam, CommentState::Removed];
            let states = if all { every.to_vec() } else { vec![state] };
            list(&house, &paper, &states, &report).await?;
        }
        Command::Approve { ids, all, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let changed = if all {
                approve_all(&house, &paper).await?
            } else {
                house.newsroom.moderate(&paper, &ids, CommentState::Approved).await?
            };
            say::note(&format!("{changed} approved"));
        }
        Command::Spam(chosen) => decide(&house, chosen, CommentState::Spam, "to the spam drawer").await?,
        Command::Trash(chosen) => decide(&house, chosen, CommentState::Removed, "removed").await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn decide(house: &House, chosen: Chosen, to: CommentState, done: &str) -> Result<(), Trouble> {
    let paper = house.paper(chosen.site.host.as_deref()).await?;
    let changed = house.newsroom.moderate(&paper, &chosen.ids, to).await?;
    say::note(&format!("{changed} {done}"));
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
        approved += house.newsroom.moderate(paper, &ids, CommentState::Approved).await?;
    }
}

async fn list(house: &House, paper: &Paper, states: &[CommentState], report: &Json) -> Result<(), Trouble> {
    let mut found = Vec::new();
    for state in states {
        let mut before = None;
        loop {
            let mut read = house.store.read().await?;
            let page = read.desk_comments(paper.id(), *state, before, AT_ONCE).await?;
            let Some(last) = page.last() else { break };
            before = Some((last.comment.created_at, last.comment.id));
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
