//! `dateline serve` and `dateline demo`: the presses run until somebody stops them.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use dateline_egress::{Egress, Policy};
use dateline_media::Folder;
use dateline_model::SiteSettings;
use dateline_newsroom::{Akismet, Newsroom, Outlets};
use dateline_press::{CacheLimits, Press};
use dateline_search::Search;
use dateline_store::Store;
use dateline_theme::{Shelf, Theme, read_theme};
use dateline_web::server::{Certificate, Limits, Server};
use dateline_web::{App, AppOptions};
use tokio::net::{TcpListener, TcpSocket, lookup_host};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, Flags};
use crate::demo;
use crate::house::{Claim, House, Trouble, address_of};
use crate::memory;
use crate::say;

/// Where to listen.
#[derive(Args)]
pub(crate) struct Options {
    /// The address to listen on; port 0 picks a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Prints every site with the theme in this folder, read anew for each page, and shows what is wrong with it: for
    /// working on a theme, not for readers
    #[arg(long, value_name = "PATH")]
    theme_dev: Option<PathBuf>,
}

/// Sends what is logged to stderr.
pub(super) fn log_to_stderr(filter: &str) -> Result<(), Trouble> {
    let chosen = EnvFilter::try_new(filter).map_err(|error| format!("log.filter: {error}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(chosen).with_writer(std::io::stderr);
    // A line that cannot be written, as on a full disk, is lost. By default the subscriber would complain about it
    // on stderr, fail there too, and panic: whoever logs, a request or the database's writer, would end with it.
    log.with_ansi(std::io::stderr().is_terminal()).log_internal_errors(false).init();
    Ok(())
}

/// Runs the sites of the data folder.
pub(super) async fn serve(mut config: Config, options: Options) -> Result<ExitCode, Trouble> {
    if let Some(listen) = options.listen {
        config.server.listen = listen;
    }
    log_to_stderr(&config.log.filter)?;
    let claim = Claim::take(&config.server.data)?;
    let house = House::open_or_make(config).await?;
    if house.newsroom.papers().await?.is_empty() {
        house.newsroom.found_site("*", SiteSettings::default()).await?;
        say::note(
            "a new newspaper: it answers to every host name, until `dateline site set host=example.org` gives it one",
        );
    }
    run(house, claim, None, options.theme_dev).await
}

/// Runs the sample newspaper. Its folder goes when the process ends.
pub(super) async fn demo(mut config: Config, flags: &Flags, options: Options) -> Result<ExitCode, Trouble> {
    if flags.data.is_some() || flags.database.is_some() {
        return Err("the demo has a folder of its own; `dateline serve` takes --data and --database".into());
    }
    if let Some(listen) = options.listen {
        config.server.listen = listen;
    }
    log_to_stderr(&config.log.filter)?;
    let folder = tempfile::Builder::new().prefix("dateline-demo-").tempdir()?;
    config.server.data = folder.path().to_owned();
    // Whatever database the configuration names is somebody's newspaper.
    config.server.database = String::new();
    let claim = Claim::take(&config.server.data)?;
    let house = House::open_or_make(config).await?;
    let owner = demo::fill(&house).await?;
    run(house, claim, Some(owner), options.theme_dev).await
}

/// How often the files of the certificate are looked at.
const RENEWAL: Duration = Duration::from_mins(1);

/// Reads the certificate again every minute, so that one that was renewed is shown without a restart.
async fn renew_when_written(certificate: Arc<Certificate>, stop: CancellationToken) {
    while tokio::time::timeout(RENEWAL, stop.cancelled()).await.is_err() {
        if let Err(error) = certificate.renew() {
            tracing::error!(%error, "the renewed certificate cannot be used; the one of before is shown on");
        }
    }
}

/// Bytes.
const MEBIBYTE: usize = 1 << 20;
/// For so many bytes of finished pages, one of printed comments is kept beside them.
const GALLEYS_SHARE: usize = 32;
/// Printed comments that are kept at most: the long threads of a busy day, fifty of two hundred comments each, take half of it.
const GALLEYS_MAX: usize = 32 * MEBIBYTE;

/// Comments of long threads that are kept as they were read, at most: those of the same busy day take half of it.
const THREADS_MAX: usize = 16 * MEBIBYTE;

/// Serves until the process is told to stop, then lets running answers finish.
async fn run(
    house: House,
    mut claim: Claim,
    owner: Option<demo::Owner>,
    theme_dev: Option<PathBuf>,
) -> Result<ExitCode, Trouble> {
    let House { config, store, newsroom, files } = house;
    let search = Search::open(&config.server.data.join("search"))?;
    let shelf = Shelf::new(config.themes());
    let press = Press::new(store.clone(), Theme::standard()?)
        .with_source(Arc::new(move |name: &str| shelf.load(name)))
        .with_search(search.clone());
    let theme_in_work = theme_dev.is_some();
    let press = match theme_dev {
        Some(path) => in_work(press, path)?,
        None => press,
    };
    let page_cache_mib = config.server.page_cache_mib.mebibytes(memory::allowed());
    tracing::info!(mebibytes = page_cache_mib, "finished pages are kept in memory");
    let beside_pages = (page_cache_mib as usize * MEBIBYTE / GALLEYS_SHARE).clamp(MEBIBYTE, GALLEYS_MAX);
    let press = press.with_galleys(beside_pages);
    store.keep_long_threads(beside_pages.min(THREADS_MAX));
    let options = options_of(&config, files, theme_in_work, page_cache_mib)?;
    let egress = config.network.egress()?;
    let newsroom = newsroom.with_akismet(Akismet::new(egress.clone()));
    let app = App::open(newsroom.clone(), press, options).await?;
    let listener = listen_on(&config.server.listen, "give another address with --listen").await?;
    let certificate = certificate_of(&config)?;
    let scheme = if certificate.is_some() { "https" } else { "http" };
    let address = format!("{scheme}://{}", listener.local_addr()?);
    let mut stops = Stops::listen()?;
    let stop = CancellationToken::new();
    claim.sign(&format!(", which listens on {address}"));
    say::data(&format!("listening on {address}"));
    match owner {
        Some(demo::Owner { email, password }) => {
            say::data(&format!("the desk is at {address}/admin/ for {email} with the password {password}"));
        }
        None => invite_owners(&newsroom, &listener.local_addr()?.to_string()).await?,
    }
    let crew = Crew::begin(&config, &app, newsroom, store, search, egress, &stop);
    let server = Server::new(listener, app.router(), limits());
    // Where no page is kept none is at hand, and threads that look for one would only pass readers on.
    let server = match page_cache_mib {
        0 => server,
        _ => server.with_at_hand(Arc::new(app.clone())),
    };
    let server = match certificate {
        Some(certificate) => {
            tokio::spawn(renew_when_written(Arc::clone(&certificate), stop.clone()));
            server.with_certificate(certificate)
        }
        None => server,
    };
    if !config.server.status_listen.is_empty() {
        let listener = listen_on(&config.server.status_listen, "change server.status_listen").await?;
        say::note(&format!("how the server is: http://{}/healthz and /metrics", listener.local_addr()?));
        let limits = Limits { connections: STATUS_CONNECTIONS, ..Limits::default() };
        let status = Server::new(listener, app.status_router(server.open()), limits);
        tokio::spawn(status.run(stop.clone()));
    }
    let mut server = tokio::spawn(server.run(stop.clone()));
    stops.next().await;
    tracing::info!("stopping: running answers may finish");
    stop.cancel();
    crew.search.close();
    tokio::select! {
        stopped = &mut server => {
            let cut = stopped?.cut;
            if cut > 0 {
                tracing::warn!(connections = cut, "{cut} answers took too long and were cut");
            }
        }
        () = stops.next() => tracing::warn!("stopping at once"),
    }
    crew.go_home(&mut stops).await?;
    Ok(ExitCode::SUCCESS)
}

/// Who works beside the server as long as it runs.
struct Crew {
    search: Search,
    /// Whatever these are doing is done again, or on, at the next start.
    at_any_moment: Vec<JoinHandle<()>>,
    indexer: JoinHandle<()>,
    follower: JoinHandle<()>,
}

impl Crew {
    fn begin(
        config: &Config,
        app: &App,
        newsroom: Newsroom,
        store: Store,
        search: Search,
        egress: Egress,
        stop: &CancellationToken,
    ) -> Self {
        let network = config.network.purge().map(Arc::new);
        let outlets = Outlets { egress, shapes: app.shapes(), network };
        let (learner, corrector, opener) = (newsroom.clone(), newsroom.clone(), newsroom.clone());
        let courier = newsroom.clone().with_outlets(outlets);
        let mut at_any_moment = vec![
            tokio::spawn(async move { learner.run_learner().await }),
            tokio::spawn(async move { corrector.run_akismet().await }),
            tokio::spawn(async move {
                if let Err(error) = opener.find_openings().await {
                    tracing::error!(%error, "lists show shorter excerpts until the next start");
                }
            }),
            tokio::spawn(async move { courier.run_courier().await }),
            tokio::spawn(async move { newsroom.run_scheduler().await }),
        ];
        if let Some(mover) = app.mover().cloned() {
            let front = app.clone();
            at_any_moment.push(tokio::spawn(async move { mover.run(&front).await }));
        }
        let index = search.clone();
        let indexer = tokio::spawn(async move { index.follow(store).await });
        let printer = app.clone();
        at_any_moment.push(tokio::spawn(async move { printer.reprint().await }));
        let (app, stop) = (app.clone(), stop.clone());
        let follower = tokio::spawn(async move { app.follow(stop).await });
        Self { search, at_any_moment, indexer, follower }
    }

    /// Ends everybody's work. The search must have been closed and the follower told to stop.
    async fn go_home(mut self, stops: &mut Stops) -> Result<(), Trouble> {
        self.at_any_moment.iter().for_each(JoinHandle::abort);
        let _ = self.follower.await;
        // Whoever deletes the folder next, as the demo does, must find that nobody writes there any more.
        tokio::select! {
            ended = &mut self.indexer => ended?,
            () = stops.next() => tracing::warn!("stopping before the search index is put away"),
        }
        Ok(())
    }
}

/// Open files beside those of readers: database, index, pictures, letters, and connections that are being turned away.
const FILES_OF_THE_HOUSE: u64 = 512;

/// What readers may take. Most systems give a program 1,024 open files and let it take more when it asks, so it asks; where
/// there are still too few for every connection, fewer readers come in at once and the others are told that the house is full.
fn limits() -> Limits {
    let limits = Limits::default();
    let wanted = limits.connections as u64 + FILES_OF_THE_HOUSE;
    let files = files_allowed(wanted);
    if files >= wanted {
        return limits;
    }
    let connections = connections_with(files, limits.connections);
    tracing::warn!(
        files,
        connections,
        "the system allows {files} open files, so {connections} readers may connect at once; raise the limit of open files to {wanted}"
    );
    Limits { connections, ..limits }
}

/// How many connections so many open files leave room for.
fn connections_with(files: u64, most: usize) -> usize {
    let free = files.saturating_sub(FILES_OF_THE_HOUSE).max(files / 2);
    usize::try_from(free).map_or(most, |free| free.min(most))
}

/// The open files that this program may have, after asking for `wanted`.
fn files_allowed(wanted: u64) -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let (now, most) = (limit.current.unwrap_or(u64::MAX), limit.maximum.unwrap_or(u64::MAX));
    let asked = wanted.min(most);
    if now >= asked || setrlimit(Resource::Nofile, Rlimit { current: Some(asked), ..limit }).is_err() {
        return now;
    }
    asked
}

/// Whoever watches the server are a few, and always the same.
const STATUS_CONNECTIONS: usize = 64;

/// A listener at `address`; where there can be none, `instead` says what to do.
async fn listen_on(address: &str, instead: &str) -> Result<TcpListener, Trouble> {
    let refused = |error| format!("{address} cannot be listened on: {error}; {instead}");
    let mut last = std::io::Error::from(std::io::ErrorKind::AddrNotAvailable);
    for place in lookup_host(address).await.map_err(refused)? {
        match listen_at(place) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(refused(last).into())
}

/// Connections that wait to be accepted. Whoever comes when there is no room tries again after a second, which is what a
/// thousand who come at once would cost the readers among them. The system may allow less.
const WAITING_ROOM: u32 = 4_096;

fn listen_at(place: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if place.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A server that is started again need not wait for connections of the last one to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(place)?;
    socket.listen(WAITING_ROOM)
}

/// What the configuration says about serving.
fn options_of(
    config: &Config,
    files: Folder,
    theme_in_work: bool,
    page_cache_mib: u32,
) -> Result<AppOptions, Trouble> {
    Ok(AppOptions {
        theme_in_work,
        per_minute: config.comments.per_minute,
        searches_per_minute: config.search.per_minute,
        trusted_proxies: config.server.trusted_proxies.clone(),
        content: Some(files),
        themes: Some(config.themes()),
        data: Some(config.server.data.clone()),
        egress: Some(Egress::new(Policy::public())?),
        cache: CacheLimits { pages: page_cache_mib as usize * MEBIBYTE, ..CacheLimits::default() },
    })
}

/// The certificate to show; none where the configuration names no file.
fn certificate_of(config: &Config) -> Result<Option<Arc<Certificate>>, Trouble> {
    let (chain, key) = (&config.server.tls_certificate, &config.server.tls_key);
    if chain.as_os_str().is_empty() {
        return Ok(None);
    }
    Ok(Some(Arc::new(Certificate::open(chain, key)?)))
}

/// The press with the theme that somebody is working on.
fn in_work(press: Press, path: PathBuf) -> Result<Press, Trouble> {
    if !path.is_dir() {
        return Err(
            format!("{} is no folder; --theme-dev takes the folder of a theme", path.display()).into()
        );
    }
    say::note(&format!("every page is printed with {}, read anew each time", path.display()));
    Ok(press.with_theme_in_work(Arc::new(move || Theme::load(read_theme(&path)?))))
}

/// Prints for every site that nobody can sign in to a link by which its owner does so the first time.
async fn invite_owners(newsroom: &Newsroom, listen: &str) -> Result<(), Trouble> {
    for paper in newsroom.papers().await? {
        if let Some(link) = newsroom.set_up_link(&paper).await? {
            let address = link.address(&address_of(&paper, listen));
            say::data(&format!("set up the newsroom, once, at {address}"));
        }
    }
    Ok(())
}

/// What tells the process to stop: SIGTERM from a service manager, SIGINT from a keyboard.
struct Stops {
    terminate: Signal,
    interrupt: Signal,
}

impl Stops {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::connections_with;

    #[test]
    fn with_few_open_files_the_house_keeps_some_for_itself() {
        assert_eq!(connections_with(1_024, 12_000), 512);
        assert_eq!(connections_with(256, 12_000), 128);
        assert_eq!(connections_with(4_096, 12_000), 3_584);
        assert_eq!(connections_with(1 << 20, 12_000), 12_000);
    }
}
