//! `dateline mail`: whether letters can be sent, which of them wait, and who gets none.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Json, OnSite};
use crate::house::{House, Trouble};
use crate::say;

/// What can be done about mail.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Sends a test letter at once and tells what the mail server says
    Test(Test),
    /// Says how letters are sent, and which of them wait
    Status(Status),
    /// Writes to an address no more: its subscriptions end, its letters are dropped
    Stop(Address),
    /// Writes to an address again
    Resume(Address),
}

#[derive(Args)]
pub(crate) struct Test {
    /// To whom
    #[arg(value_name = "ADDRESS")]
    to: String,
    #[command(flatten)]
    site: OnSite,
}

#[derive(Args)]
pub(crate) struct Status {
    #[command(flatten)]
    site: OnSite,
    #[command(flatten)]
    json: Json,
}

#[derive(Args)]
pub(crate) struct Address {
    /// The address; only its keyed hash is kept
    #[arg(value_name = "ADDRESS")]
    address: String,
    #[command(flatten)]
    site: OnSite,
}

pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Test(test) => {
            let paper = house.paper(test.site.host.as_deref()).await?;
            house.newsroom.try_mail(&paper, &test.to).await?;
            say::note(&format!("the mail server took a letter to {}", say::plain(&test.to)));
        }
        Command::Status(status) => show(&house, &status).await?,
        Command::Stop(Address { address, site }) => {
            let paper = house.paper(site.host.as_deref()).await?;
            house.newsroom.stop_mail_to(&paper, &address).await?;
            say::note("nothing more is written to this address");
        }
        Command::Resume(Address { address, site }) => {
            let paper = house.paper(site.host.as_deref()).await?;
            if !house.newsroom.resume_mail_to(&paper, &address).await? {
                return Err("this address was never stopped".into());
            }
            say::note("this address is written to again");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(house: &House, status: &Status) -> Result<(), Trouble> {
    let paper = house.paper(status.site.host.as_deref()).await?;
    let state = house.newsroom.mail_state(&paper).await?;
    if status.json.json {
        let waiting = state.waiting.iter().map(|letter| {
            json!({
                "id": letter.id.hex(),
                "occasion": letter.occasion,
                "created_at": say::moment(letter.created_at),
                "tries": letter.tries,
                "last_error": letter.last_error,
            })
        });
        let waiting: Vec<_> = waiting.collect();
        say::json(&json!({ "sender": state.sender, "address": state.address, "waiting": waiting }));
        return Ok(());
    }
    match (&state.sender, &state.address) {
        (None, _) => say::note("no mail is sent: set mail.host and mail.from in dateline.toml"),
        (Some(_), None) => {
            say::note(
                "no mail is sent: the site does not know its own address; set it with `dateline site set url=…`",
            );
        }
        (Some(sender), Some(address)) => {
            say::note(&format!("letters come from {} and lead to {address}", say::plain(sender)));
        }
    }
    let rows: Vec<[String; 4]> = state
        .waiting
        .iter()
        .map(|letter| {
            let (written, tries) = (say::moment(letter.created_at), letter.tries.to_string());
            [written, letter.occasion.clone(), tries, say::beginning(&letter.last_error, 80)]
        })
        .collect();
    if !rows.is_empty() {
        say::table(["WRITTEN", "OCCASION", "TRIES", "LAST ERROR"], &rows);
    }
    Ok(())
}
