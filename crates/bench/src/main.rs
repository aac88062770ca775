//! Measures Dateline from outside: writes export files of any size, loads a running server, times its start.
//!
//! Everything is printed as one JSON object on stdout; the scripts in `benches/` make tables of it.
//! The load generator speaks HTTP/1.1 with keep-alive on one thread, so that it takes as little as
//! possible from the server it measures.

mod comments;
mod endure;
mod export;
mod flood;
mod floor;
mod form;
mod hold;
mod http;
mod latency;
mod mixed;
mod pace;
mod pages;
mod publish;
mod random;
mod readers;
mod spike;
mod start;
mod tally;
mod target;
mod words;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Why a measurement could not be made.
#[derive(Debug, thiserror::Error)]
enum BenchError {
    /// A file could not be read or written.
    #[error("{path}: {source}; check the path and the space left")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server could not be reached or broke off.
    #[error("{0}; is the server running at this address?")]
    Network(#[from] std::io::Error),
    /// The server's answer was no HTTP this program reads.
    #[error("the answer could not be read: {0}")]
    Answer(&'static str),
    /// The address was not `http://HOST:PORT/PATH`.
    #[error("{0} is no address of the form http://HOST:PORT/PATH")]
    Address(String),
    /// No page with a comment form was found.
    #[error("no comment form at {0}; give the address of a story with open comments")]
    NoForm(String),
    /// The list of paths was empty.
    #[error("{0} names no path; write one path to a line")]
    NoPaths(PathBuf),
    /// A trial wants a folder of its own.
    #[error("{0} is there already; name a folder that is not")]
    InUse(PathBuf),
    /// A command of the subject failed.
    #[error("`dateline {0}` refused: {1}")]
    Refused(String, String),
    /// The server took no more of what it was given.
    #[error("{0} was answered with {1}: {2}")]
    NotTaken(String, u16, String),
    /// The server under test did not answer 200 in time.
    #[error("no 200 from {0} within {1} s; try the command by hand")]
    NeverStarted(String, u64),
}

#[derive(Parser)]
#[command(name = "bench", about = "Measures Dateline from outside")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes an export file of Blogger or WordPress, the same bytes for the same numbers
    Generate(export::Plan),
    /// Posts comments and counts the acknowledged ones
    Comments(comments::Options),
    /// Floods a story with comments from many addresses, and tells what readers notice of it
    Flood(flood::Options),
    /// Serves answers of another server at the least cost there can be, to be measured beside it
    Floor(floor::Options),
    /// Holds thousands of connections open, at rest or slowly on purpose, and tells what readers notice of them
    Hold(hold::Options),
    /// Reads by Zipf's law, comments and publishes at once: at the server's peak, then at half of it
    Mixed(mixed::Options),
    /// Reads pages
    Pages(pages::Options),
    /// Publishes stories or comments one by one, and looks whether the next request shows each
    Publish(publish::Options),
    /// Opens one new story on many connections at once
    Spike(spike::Options),
    /// Times a server from its start to the first 200
    Start(start::Options),
    /// Kills a server, fills its disk, and counts what is left
    #[command(subcommand)]
    Endure(endure::Trial),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Generate(plan) => export::generate(&plan),
        Command::Comments(options) => comments::run(&options).await,
        Command::Flood(options) => flood::run(&options).await,
        Command::Floor(options) => floor::run(&options).await,
        Command::Hold(options) => hold::run(&options).await,
        Command::Mixed(options) => mixed::run(&options).await,
        Command::Pages(options) => pages::run(&options).await,
        Command::Publish(options) => publish::run(&options).await,
        Command::Spike(options) => spike::run(&options).await,
        Command::Start(options) => start::run(&options).await,
        Command::Endure(trial) => endure::run(&trial).await,
    };
    match outcome {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::from(2)
        }
    }
}
