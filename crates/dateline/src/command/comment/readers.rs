//! What readers say about comments, answered at the terminal: reports, objections, and the words of before.

use clap::Subcommand;
use dateline_model::{Appeal, CommentId, Report};
use dateline_store::CommentWithPost;
use serde_json::{Value, json};

use super::{AT_ONCE, Json, OnSite, SHOWN, WHO};
use crate::house::{House, Trouble};
use crate::say;

/// What to do with what readers say.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Lists the comments that readers report, the most reported first
    Reported {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Lets a reported comment stand; any decision about it does so too
    Dismiss {
        /// The comment's id
        id: CommentId,
        #[command(flatten)]
        site: OnSite,
    },
    /// Lists objections to decisions that wait for an answer
    Appeals {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Answers an objection
    Answer {
        /// The comment's id
        id: CommentId,
        /// Puts the comment back before the readers
        #[arg(long, required_unless_present = "refuse", conflicts_with = "refuse")]
        grant: bool,
        /// Leaves the decision as it is
        #[arg(long)]
        refuse: bool,
        /// What the writer of the comment is told
        #[arg(long, default_value = "")]
        why: String,
        #[command(flatten)]
        site: OnSite,
    },
    /// Shows the words a comment had before its writer changed them
    Versions {
        /// The comment's id
        id: CommentId,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
}

/// Does what was asked.
pub(super) async fn run(house: &House, command: Command) -> Result<(), Trouble> {
    match command {
        Command::Reported { site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            reported(&house.store.read().await?.reported_comments(paper.id(), AT_ONCE).await?, &report);
        }
        Command::Dismiss { id, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            say::note(&format!("{} settled", house.newsroom.dismiss_reports(&paper, id).await?));
        }
        Command::Appeals { site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            appeals(&house.newsroom.open_appeals(&paper).await?, &report);
        }
        Command::Answer { id, grant, why, site, .. } => {
            let paper = house.paper(site.host.as_deref()).await?;
            house.newsroom.answer_appeal(&paper, id, grant, (WHO, &why)).await?;
            say::note(if grant { "the comment is back" } else { "the decision stands" });
        }
        Command::Versions { id, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let found = house.store.read().await?.comment_versions(paper.id(), id, AT_ONCE).await?;
            if report.json {
                let view = |v: &dateline_store::CommentVersion| json!({ "replaced_at": say::moment(v.replaced_at), "text": v.text });
                say::json(&found.iter().map(view).collect::<Vec<_>>());
            } else {
                let row = |v: &dateline_store::CommentVersion| {
                    [say::moment(v.replaced_at), say::beginning(&v.text, SHOWN)]
                };
                say::table(["REPLACED", "TEXT"], &found.iter().map(row).collect::<Vec<_>>());
            }
        }
    }
    Ok(())
}

fn reported(found: &[(CommentWithPost, Vec<Report>)], report: &Json) {
    if report.json {
        let said =
            |r: &Report| json!({ "reason": r.reason.as_str(), "words": r.words, "at": say::moment(r.at) });
        let view = |(comment, reports): &(CommentWithPost, Vec<Report>)| {
            let mut view: Value = super::view(comment);
            view["reports"] = reports.iter().map(said).collect();
            view
        };
        return say::json(&found.iter().map(view).collect::<Vec<_>>());
    }
    let row = |(found, reports): &(CommentWithPost, Vec<Report>)| {
        let reasons: Vec<&str> = reports.iter().map(|report| report.reason.as_str()).collect();
        [
            found.comment.id.to_string(),
            found.comment.state.as_str().to_owned(),
            reports.len().to_string(),
            say::beginning(&reasons.join(", "), SHOWN),
            say::beginning(&found.comment.text, SHOWN),
        ]
    };
    say::table(["ID", "STATE", "REPORTS", "REASONS", "TEXT"], &found.iter().map(row).collect::<Vec<_>>());
}

fn appeals(open: &[Appeal], report: &Json) {
    if report.json {
        let view = |a: &Appeal| json!({ "comment": a.comment.to_string(), "words": a.words, "at": say::moment(a.at) });
        return say::json(&open.iter().map(view).collect::<Vec<_>>());
    }
    let row = |a: &Appeal| [a.comment.to_string(), say::moment(a.at), say::beginning(&a.words, SHOWN)];
    say::table(["COMMENT", "WHEN", "WORDS"], &open.iter().map(row).collect::<Vec<_>>());
}
