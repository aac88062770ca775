//! A PostgreSQL for tests: one throw-away server per run, one database per test.
//!
//! Development only: no crate that ships depends on it.
//!
//! ```no_run
//! let Some(database) = dateline_pgtest::fresh_database() else { return };
//! // connect to database.url; the database goes away with the value
//! ```
//!
//! `cargo xtask test` starts one server for the whole run and names it in [`SERVER_VARIABLE`].
//! Under plain `cargo test` each test binary starts its own on first use. Where PostgreSQL is not
//! installed, tests skip themselves with a message, unless [`REQUIRE_VARIABLE`] says that they must run.

mod server;

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
};

pub use server::{Server, programs};

/// Names the variable with the address of a server's maintenance database whose user may create databases.
pub const SERVER_VARIABLE: &str = "DATELINE_TEST_POSTGRES";

/// Names the variable that, set to `1`, turns "no PostgreSQL here" from a skipped test into a failed one.
pub const REQUIRE_VARIABLE: &str = "DATELINE_REQUIRE_POSTGRES";

/// Why there is no database to test with.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// No `initdb` in `/usr/lib/postgresql/*/bin` or on `PATH`.
    #[error("PostgreSQL is not installed; on Debian: apt-get install -y postgresql")]
    NotInstalled,
    /// We are root, the server refuses root, and there is nobody else.
    #[error(
        "PostgreSQL refuses to run as root and there is no account `postgres` or `nobody`; run as a user"
    )]
    NoAccount,
    /// The server did not come up; holds the end of its log.
    #[error("PostgreSQL did not start; it says: {0}")]
    Start(String),
    /// A statement on the maintenance database failed; holds what `psql` said.
    #[error("PostgreSQL refused a statement, check the server that DATELINE_TEST_POSTGRES names: {0}")]
    Statement(String),
    /// A program could not be run or a folder not be made.
    #[error("could not run PostgreSQL's programs: {0}")]
    Io(#[from] std::io::Error),
}

/// An empty database that belongs to one test and is dropped with this value.
#[derive(Debug)]
pub struct TestDatabase {
    /// Address for sqlx or `psql`, such as `postgres:///dateline_ab12?host=/tmp/…&user=postgres`.
    pub url: String,
    name: String,
    maintenance_url: String,
}

/// An empty database for one test, or `None` with a printed message where there is no PostgreSQL.
///
/// The first call in a process may start the server (about two seconds); each further one costs
/// some 50 ms. Blocks, which is what a test wants.
///
/// # Panics
/// Where `DATELINE_REQUIRE_POSTGRES=1` and there is no database to be had.
pub fn fresh_database() -> Option<TestDatabase> {
    match create_database() {
        Ok(database) => Some(database),
        Err(reason) => {
            let required = server::environment(REQUIRE_VARIABLE).is_some_and(|value| value == "1");
            assert!(!required, "{REQUIRE_VARIABLE}=1, but: {reason}");
            eprintln!("skipped on PostgreSQL: {reason}");
            None
        }
    }
}

fn create_database() -> Result<TestDatabase, PostgresError> {
    let maintenance_url = running_server()?;
    let name = format!("dateline_{}", random_hex());
    execute(&maintenance_url, &format!("CREATE DATABASE {name}"))?;
    Ok(TestDatabase { url: with_database(&maintenance_url, &name), name, maintenance_url })
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // FORCE closes the connections of a pool that the test did not wait for.
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if let Err(error) = execute(&self.maintenance_url, &statement) {
            eprintln!("test database {} stays behind: {error}", self.name);
        }
    }
}

/// The server of the run, or this process's own, started on the first call.
fn running_server() -> Result<String, PostgresError> {
    static OWN: OnceLock<Result<Server, String>> = OnceLock::new();
    if let Some(given) = server::environment(SERVER_VARIABLE) {
        return Ok(given.to_string_lossy().into_owned());
    }
    if programs().is_none() {
        return Err(PostgresError::NotInstalled);
    }
    match OWN.get_or_init(|| Server::start().map_err(|error| error.to_string())) {
        Ok(server) => Ok(server.maintenance_url().to_owned()),
        Err(reason) => Err(PostgresError::Start(reason.clone())),
    }
}

/// Runs one statement outside a transaction.
fn execute(url: &str, statement: &str) -> Result<(), PostgresError> {
    let psql = programs().map_or_else(|| PathBuf::from("psql"), |folder| folder.join("psql"));
    let answer = Command::new(psql)
        .args(["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--dbname", url])
        .args(["--command", statement])
        .stdin(Stdio::null())
        .output()?;
    if answer.status.success() {
        return Ok(());
    }
    Err(PostgresError::Statement(String::from_utf8_lossy(&answer.stderr).trim().to_owned()))
}

/// The same address with another database: the path between the host and the question mark.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, String::new()), |(a, q)| (a, format!("?{q}")));
    let host_starts = address.find("://").map_or(0, |at| at + 3);
    let host_ends = address[host_starts..].find('/').map_or(address.len(), |at| host_starts + at);
    format!("{}/{name}{query}", &address[..host_ends])
}

/// Sixteen hex digits that no other test has.
pub(crate) fn random_hex() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn a_test_gets_its_own_database_on_the_servers_address() {
        let check = |url: &str, expected: &str| assert_eq!(with_database(url, "t"), expected);
        check("postgres:///postgres?host=/tmp/a&user=postgres", "postgres:///t?host=/tmp/a&user=postgres");
        check("postgres://u:p@127.0.0.1:5433/postgres", "postgres://u:p@127.0.0.1:5433/t");
        check("postgres://127.0.0.1", "postgres://127.0.0.1/t");
        check("postgres://127.0.0.1?sslmode=disable", "postgres://127.0.0.1/t?sslmode=disable");
    }
}
