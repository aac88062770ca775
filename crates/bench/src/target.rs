//! The server under test, as every command is told of it.

use std::net::IpAddr;

use clap::Args;

use crate::{
    BenchError,
    http::{Address, Client},
};

/// Where it answers.
#[derive(Args, Debug, Clone)]
pub(crate) struct Target {
    /// `http://127.0.0.1:PORT`, with the path of a page where one is meant
    #[arg(long)]
    url: String,
    /// `Host` to send, where it is not the address
    #[arg(long)]
    host: Option<String>,
}

impl Target {
    /// What answers at `url` to its own name.
    pub(crate) fn at(url: &str) -> Self {
        Self { url: url.to_owned(), host: None }
    }

    pub(crate) fn subject(&self) -> Result<Subject, BenchError> {
        let Address { authority, path } = Address::parse(&self.url)?;
        let host = self.host.clone().unwrap_or_else(|| authority.clone());
        Ok(Subject { authority, host, path, url: self.url.clone() })
    }
}

/// A server and one of its pages.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    authority: String,
    /// The name that picks the site.
    pub(crate) host: String,
    /// The page's; at least `/`.
    pub(crate) path: String,
    /// As it was given, for messages.
    pub(crate) url: String,
}

impl Subject {
    /// Another page of it.
    pub(crate) fn at(&self, path: String) -> Self {
        Self { path, ..self.clone() }
    }

    /// A new connection to it.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.authority, &self.host)
    }

    /// The same from one of this machine's addresses.
    pub(crate) fn client_from(&self, source: IpAddr) -> Client {
        Client::from(source, &self.authority, &self.host)
    }
}
