//! How the server is, for whoever keeps it running: `/healthz` for what balances load or restarts services, `/metrics` for
//! what draws curves (`OpenMetrics` 1.0). They have a listener of their own, because no reader has any business here.

use std::fmt::Write as _;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderName, StatusCode, header};
use tokio::time::timeout;

use crate::app::App;
use crate::server::Open;

/// A database that takes longer to say anything is not there for readers either.
const PATIENCE: Duration = Duration::from_secs(2);
/// The content type of the `OpenMetrics` text format.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone)]
struct Watched {
    app: App,
    open: Open,
}

/// Answers at `/healthz` and `/metrics`; `open` counts the connections of the readers' listener.
pub(crate) fn router(app: App, open: Open) -> Router {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .with_state(Watched { app, open })
}

const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

async fn health(State(watched): State<Watched>) -> Response {
    let headers = [NO_STORE, (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    match trouble(&watched.app).await {
        None => (headers, "well\n").into_response(),
        Some(trouble) => (StatusCode::SERVICE_UNAVAILABLE, headers, format!("{trouble}\n")).into_response(),
    }
}

/// Why readers do not get what they should, if they do not.
async fn trouble(app: &App) -> Option<&'static str> {
    if !app.sees_log() {
        return Some("the change log cannot be read: every page is made anew, see the server's log");
    }
    match timeout(PATIENCE, app.last_change()).await {
        Ok(Ok(_)) => None,
        Ok(Err(_)) => Some("the database does not answer: see the server's log"),
        Err(_) => Some("the database takes longer than two seconds to answer"),
    }
}

async fn metrics(State(Watched { app, open }): State<Watched>) -> Response {
    let mut sheet = Sheet::default();
    let (tally, cache) = (app.tally(), app.cache_state());
    sheet.counter(
        "dateline_pages_at_hand",
        "Pages that were at hand when somebody asked.",
        [("", tally.at_hand.so_far())],
    );
    sheet.counter(
        "dateline_pages_made",
        "Pages that were made because they were not at hand.",
        [("", tally.made.so_far())],
    );
    sheet.counter(
        "dateline_pages_made_again",
        "Pages that were made before anybody asked, because they had been read and had changed.",
        [("", tally.made_again.so_far())],
    );
    let answers = "Answers that did not leave by the express lane, by status.";
    sheet.counter("dateline_answers", answers, tally.answers().map(labelled("status")));
    let comments = "Comments that readers sent, by what became of them.";
    sheet.counter("dateline_comments", comments, tally.comments().map(labelled("fate")));
    sheet.counter("dateline_panics", "Requests that ended in a panic; each is a bug.", [("", app.panics())]);
    sheet.gauge("dateline_connections", "Connections of readers that are open.", open.count() as i64);
    sheet.gauge("dateline_cached_pages", "Finished pages that are kept.", cache.pages as i64);
    sheet.gauge(
        "dateline_cached_missing",
        "Answers that are kept for addresses where nothing is.",
        cache.missing as i64,
    );
    sheet.gauge("dateline_cache_bytes", "Bytes of both.", cache.bytes as i64);
    sheet.gauge(
        "dateline_standing_bytes",
        "Bytes kept from one page that is made to the next.",
        app.standing_bytes() as i64,
    );
    // A database that is away is told by `/healthz`, and must not take these numbers with it.
    if let Ok(Ok(last)) = timeout(PATIENCE, app.last_change()).await {
        sheet.gauge("dateline_last_change", "Number of the last line of the change log.", last);
    }
    if let Ok(Ok(late)) = timeout(PATIENCE, app.lateness()).await {
        let what = "Seconds by which the job that should have been done first is late.";
        sheet.gauge("dateline_job_late_seconds", what, late / 1_000);
    }
    ([NO_STORE, (header::CONTENT_TYPE, OPEN_METRICS)], sheet.end()).into_response()
}

fn labelled(name: &'static str) -> impl Fn((&'static str, u64)) -> (String, u64) {
    move |(value, count)| (format!("{{{name}=\"{value}\"}}"), count)
}

/// A sheet of figures in `OpenMetrics`' text format.
#[derive(Default)]
struct Sheet(String);

impl Sheet {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# TYPE {name} {kind}\n# HELP {name} {help}");
    }

    /// A number that only goes up, once for each set of labels.
    fn counter(&mut self, name: &str, help: &str, counts: impl IntoIterator<Item = (impl AsRef<str>, u64)>) {
        self.head(name, "counter", help);
        for (labels, count) in counts {
            let _ = writeln!(self.0, "{name}_total{} {count}", labels.as_ref());
        }
    }

    fn gauge(&mut self, name: &str, help: &str, value: i64) {
        self.head(name, "gauge", help);
        let _ = writeln!(self.0, "{name} {value}");
    }

    fn end(mut self) -> String {
        self.0.push_str("# EOF\n");
        self.0
    }
}
