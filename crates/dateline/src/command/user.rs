//! `dateline user`: accounts of the staff.

use std::io::{BufRead, IsTerminal, Read};
use std::process::ExitCode;

use clap::Subcommand;
use dateline_model::{Paper, Role, StaffUser};
use serde_json::{Value, json};

use crate::house::{self, House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// What to do with accounts.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Adds an account; its password is the first line of standard input, and without one a link is printed
    Add {
        /// The person's address
        #[arg(long)]
        email: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// moderator, contributor, author, editor, administrator or owner
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
        /// moderator, contributor, author, editor, administrator or owner
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        site: OnSite,
    },
    /// Prints a link by which somebody joins the staff
    Invite {
        /// The person's address
        email: String,
        /// moderator, contributor, author, editor or administrator
        #[arg(long, value_parser = role)]
        role: Role,
        #[command(flatten)]
        site: OnSite,
    },
    /// Has an account sign as an author who is there already; that author's stories are then its own
    Byline {
        /// The account's address
        email: String,
        /// The author's slug, as in the address of the author's page
        author: String,
        #[command(flatten)]
        site: OnSite,
    },
    /// Gives an account the password on standard input, or without one prints a link to choose it; every device is
    /// signed out
    ResetPassword {
        /// The account's address
        email: String,
        /// Turn the second factor off as well, for who has lost the telephone
        #[arg(long)]
        second_factor_off: bool,
        /// Take its passkeys away as well, for who has lost a device or does not know who added one
        #[arg(long)]
        passkeys_off: bool,
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
    let known = || "it is moderator, contributor, author, editor, administrator or owner".to_owned();
    Role::from_word(word).ok_or_else(known)
}

/// Does what was asked.
pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Add { email, name, role, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let password = typed_password()?;
            let user = house.newsroom.add_user_with(&paper, &email, &name, role, password.as_deref()).await?;
            if report.json {
                say::json(&view(&user));
            } else {
                say::data(&user.id.to_string());
            }
            if password.is_none() {
                let link = house.newsroom.password_link(&paper, user.id).await?;
                let address = link.address(&base(&house, &paper));
                say::note(&format!("{} chooses a password within a day at {address}", user.email));
            }
        }
        Command::List { site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            list(&house.store.read().await?.users(paper.id()).await?, &report);
        }
        Command::Role { email, role, site } => change(&house, &site, &email, |user| user.role = role).await?,
        Command::Invite { email, role, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            if role == Role::Owner {
                return Err("a site has one owner; invite an administrator".into());
            }
            let link = house.newsroom.invite(&paper, &email, role).await?;
            say::data(&link.address(&base(&house, &paper)));
            say::note("the link works once, for seven days");
        }
        Command::Byline { email, author, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let user = house.newsroom.user_by_email(&paper, &email).await?;
            let found = house.store.read().await?.author_by_slug(paper.id(), &author).await?;
            let found = found.ok_or_else(|| format!("there is no author {author}"))?;
            house.newsroom.sign_as(&paper, &user, found.id).await?;
            say::note(&format!("{} signs as {}", user.email, found.name));
        }
        Command::ResetPassword { email, second_factor_off, passkeys_off, site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let user = house.newsroom.user_by_email(&paper, &email).await?;
            if passkeys_off {
                let gone = house.newsroom.drop_passkeys(&paper, user.id).await?;
                say::note(&format!("passkeys taken away: {gone}"));
            }
            if second_factor_off {
                house.newsroom.drop_second_factor(&paper, &user).await?;
            }
            if let Some(password) = typed_password()? {
                house.newsroom.set_password(&paper, &user, &password).await?;
                say::note(&format!("{} has a new password and is signed out everywhere", user.email));
            } else {
                house.newsroom.sign_out_everywhere(&paper, user.id).await?;
                let link = house.newsroom.password_link(&paper, user.id).await?;
                say::data(&link.address(&base(&house, &paper)));
                say::note("the link works once, for a day; every device is signed out");
            }
        }
        Command::Disable { email, site } => {
            change(&house, &site, &email, |user| user.disabled = true).await?;
        }
        Command::Enable { email, site } => {
            change(&house, &site, &email, |user| user.disabled = false).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Bytes of a line that is read as a password: more than any may have.
const PASSWORD_BYTES_MAX: u64 = 4_096;

/// The first line of standard input. Nothing is read from a terminal, which would show what is typed.
fn typed_password() -> Result<Option<String>, Trouble> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Ok(None);
    }
    let mut line = String::new();
    input.lock().take(PASSWORD_BYTES_MAX).read_line(&mut line)?;
    let line = line.trim_end_matches(['\r', '\n']);
    Ok(Some(line.to_owned()).filter(|line| !line.is_empty()))
}

/// Where the site's admin app is reached.
fn base(house: &House, paper: &Paper) -> String {
    house::address_of(paper, &house.config.server.listen)
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
