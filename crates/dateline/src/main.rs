//! The binary: command line, configuration, wiring. It knows every room and decides nothing.

mod command;
mod config;
mod demo;
mod front_matter;
mod house;
mod memory;
mod say;

use std::process::ExitCode;

use clap::Parser;
use dateline_web::priority::give_way;

use command::Command;

/// In place of the system's, in which threads of all ranks wait for the same few locks (decision 0041).
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Dateline runs a news site: stories, open comments, every old address kept.
#[derive(Parser)]
#[command(name = "dateline", version, disable_help_subcommand = true)]
struct CommandLine {
    #[command(flatten)]
    flags: config::Flags,
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let line = CommandLine::parse();
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return say::failed(&format!("the system gives no threads to work with: {error}")),
    };
    match runtime.block_on(command::run(line.flags, line.command)) {
        Ok(code) => code,
        Err(error) => say::failed(&error.to_string()),
    }
}

/// A thread for each core, and one for each reader of the database: a read stands still on its thread when the disk is
/// slow, and pages that are at hand are served all the same.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores + dateline_store::SQLITE_READERS;
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .on_thread_start(|| give_way(BEHIND))
        .enable_all()
        .build()
}

/// Steps of `nice` by which a thread that judges comments and makes pages stands back behind those that only send what is at
/// hand, and which have a few microseconds to do. Beyond a difference of a few steps the system lets those run at once.
const BEHIND: i32 = 5;
