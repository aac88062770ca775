//! `dateline user`: accounts of the staff.

use std::process::ExitCode;

use clap::Subcommand;
use dateline_model::{Role, StaffUser};
use serde_json::{Value, json};

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// What to do with accounts.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Adds an account
    Add {
        /// The person's address
        #[arg(long)]
        email: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// contributor, author, editor, administrator or owner
        #[arg(long, value_parser = role)]
        role: Role,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Lists the accounts
    List {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Gives an account another role
    Role {
        /// The account's address
        email: String,
        /// contributor, author, editor, administrator or owner
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        site: OnSite,
    },
    /// Shuts an account
    Disable {
        /// The account's address
        email: String,
        #[command(flatten)]
        site: OnSite,
    },
    /// Opens an account again
    Enable {
        /// The account's address
        email: String,
        #[command(flatten)]
        site: OnSite,
    },
}

fn role(word: &str) -> Result<Role, String> {
    let known = || "it is contributor, author, editor, administrator or owner".to_owned();
    Role::from_word(word).ok_or_else(known)
}

/// Does what was asked.
pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Add { email, name, role, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let user = house.newsroom.add_user(&paper, &email, &name, role).await?;
            if report.json {
                say::json(&view(&user));
            } else {
                say::data(&user.id.to_string());
            }
        }
        Command::List { site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            list(&house.store.read().await?.users(paper.id()).await?, &report);
        }
        Command::Role { email, role, site } => change(&house, &site, &email, |user| user.role = role).await?,
        Command::Disable { email, site } => {
            change(&house, &site, &email, |user| user.disabled = true).await?;
        }
        Command::Enable { email, site } => {
            change(&house, &site, &email, |user| user.disabled = false).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn change(
    house: &House,
    site: &OnSite,
    email: &str,
    change: impl FnOnce(&mut StaffUser),
) -> Result<(), Trouble> {
    let paper = house.paper(site.host.as_deref()).await?;
    let user = house.newsroom.change_user(&paper, email, change).await?;
    let shut = if user.disabled { ", disabled" } else { "" };
    say::note(&format!("{} is {}{shut}", user.email, user.role.as_str()));
    Ok(())
}

fn view(user: &StaffUser) -> Value {
    json!({
        "id": user.id.to_string(),
        "email": user.email,
        "name": user.name,
        "role": user.role.as_str(),
        "disabled": user.disabled,
        "created_at": say::moment(user.created_at),
    })
}

fn list(users: &[StaffUser], report: &Json) {
    if report.json {
        return say::json(&users.iter().map(view).collect::<Vec<_>>());
    }
    let row = |user: &StaffUser| {
        let state = if user.disabled { "disabled" } else { "active" };
        [user.email.clone(), user.name.clone(), user.role.as_str().to_owned(), state.to_owned()]
    };
    say::table(["EMAIL", "NAME", "ROLE", "STATE"], &users.iter().map(row).collect::<Vec<_>>());
}
