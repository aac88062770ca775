//! A story that everybody opens at the same moment, and that nobody has opened before.

use std::rc::Rc;

use clap::Args;
use serde_json::{Value, json};
use tokio::{sync::Barrier, task::LocalSet, time::Instant};

use crate::{
    BenchError,
    tally::Tally,
    target::{Subject, Target},
};

/// Which story, and how many open it.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// Readers; each has an open connection before all of them ask
    #[arg(long, default_value_t = 512)]
    connections: usize,
    /// What they have read before: a page that is at hand
    #[arg(long, default_value = "/")]
    before: String,
    /// `Accept-Encoding` to send
    #[arg(long, default_value = "gzip")]
    encoding: String,
    /// Where the server tells how it is (`server.status_listen`), to count the pages that it made
    #[arg(long)]
    status: Option<String>,
}

/// The figure that counts pages made.
const MADE: &str = "dateline_pages_made_total";

/// Opens the connections, then the story on all of them.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let status = options.status.as_deref().map(|url| Target::at(url).subject()).transpose()?;
    // One reader first, so that what the others have read is at hand.
    subject.client().get(&options.before, &options.encoding).await?;
    let before = made(status.as_ref()).await?;
    let together = Rc::new(Barrier::new(options.connections));
    let tally = Tally::shared(Instant::now());
    let readers = LocalSet::new();
    for _ in 0..options.connections {
        let (mut client, subject, encoding) = (subject.client(), subject.clone(), options.encoding.clone());
        let (together, tally, before) = (Rc::clone(&together), Rc::clone(&tally), options.before.clone());
        readers.spawn_local(async move {
            // Whoever gets no connection counts as broken when the story is asked for.
            let _ = client.get(&before, &encoding).await;
            together.wait().await;
            let asked = Instant::now();
            let answer = client.get(&subject.path, &encoding).await;
            tally.borrow_mut().note(asked, &answer);
        });
    }
    let began = Instant::now();
    readers.await;
    let after = made(status.as_ref()).await?;
    let pages_made = after.zip(before).map(|(after, before)| after - before);
    let readers = tally.borrow_mut().told(began.elapsed().as_secs_f64());
    Ok(json!({ "connections": options.connections, "pages_made": pages_made, "readers": readers }))
}

/// The pages that the server has made so far.
async fn made(status: Option<&Subject>) -> Result<Option<u64>, BenchError> {
    let Some(status) = status else { return Ok(None) };
    let sheet = status.client().get("/metrics", "identity").await?.text();
    let figure = sheet.lines().find_map(|line| line.strip_prefix(MADE)?.trim().parse().ok());
    figure.map(Some).ok_or(BenchError::Answer("its figures do not count the pages made"))
}
