//! The command line as a person at a terminal meets it: through the binary, on a data folder of its own.
#![allow(clippy::unwrap_used)]

mod addresses;
mod backup;
mod check;
mod comments;
mod desk;
mod export;
mod help;
mod import;
mod keys;
mod postgres;
mod posts;
mod reindex;
mod serve;
mod settings;
mod sites;
mod themes;
