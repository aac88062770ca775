//! `dateline key`: keys for programs. A key is printed once, when it is made.

use std::process::ExitCode;

use clap::Subcommand;
use dateline_model::{ApiKey, KeyId, KeyKind};
use serde_json::json;

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// What to do with keys.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Makes a key and prints it, once
    Add {
        /// content (reads what every reader may) or admin (reads and writes everything)
        #[arg(long, value_parser = kind)]
        kind: KeyKind,
        /// What it is for
        #[arg(long, default_value = "")]
        name: String,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Lists the keys, without their secrets
    List {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Makes a key useless, at once
    Revoke {
        /// The key's id: what stands before the colon of an admin key, or what `list` shows
        id: KeyId,
        #[command(flatten)]
        site: OnSite,
    },
}

fn kind(word: &str) -> Result<KeyKind, String> {
    KeyKind::from_word(word).ok_or_else(|| "it is content or admin".to_owned())
}

/// Does what was asked.
pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Add { kind, name, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let new = house.newsroom.add_key(&paper, kind, &name).await?;
            if report.json {
                say::json(&json!({ "id": new.id.to_string(), "key": new.key }));
            } else {
                say::data(&new.key);
                say::note("keep it: it is not shown again");
            }
        }
        Command::List { site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            list(&house.store.read().await?.keys(paper.id()).await?, &report);
        }
        Command::Revoke { id, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            house.newsroom.revoke_key(&paper, id).await?;
            say::note(&format!("the key {id} opens nothing any more"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(keys: &[ApiKey], report: &Json) {
    if report.json {
        let view = |key: &ApiKey| {
            json!({
                "id": key.id.to_string(),
                "kind": key.kind.as_str(),
                "name": key.name,
                "created_at": say::moment(key.created_at),
                "revoked_at": key.revoked_at.map(say::moment),
            })
        };
        return say::json(&keys.iter().map(view).collect::<Vec<_>>());
    }
    let row = |key: &ApiKey| {
        let state = if key.revoked_at.is_some() { "revoked" } else { "in use" };
        let kind = key.kind.as_str().to_owned();
        [key.id.to_string(), kind, key.name.clone(), say::moment(key.created_at), state.to_owned()]
    };
    say::table(["ID", "KIND", "NAME", "MADE", "STATE"], &keys.iter().map(row).collect::<Vec<_>>());
}
