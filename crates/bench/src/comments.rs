//! Readers who comment as fast as the server lets them.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use clap::Args;
use serde_json::{Value, json};
use tokio::task::LocalSet;

use crate::{
    BenchError,
    form::{Form, links},
    http::Client,
    latency::Latencies,
    target::{Subject, Target},
};

/// Whom to load, and how.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Readers commenting at the same time
    #[arg(long, default_value_t = 64)]
    pub(crate) connections: usize,
    /// How long
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
    /// Stories to comment on, when they are found on the front page
    #[arg(long, default_value_t = 10)]
    pub(crate) stories: usize,
    /// Wait after reading the form, for servers that refuse forms filled in too fast
    #[arg(long, default_value_t = 0)]
    pub(crate) form_age_ms: u64,
    /// Every comment's text begins with this and a number; must be new for each run on the same data
    #[arg(long, default_value = "tok-0")]
    pub(crate) token: String,
    /// Gets the token of each acknowledged comment, one to a line, at the moment it is acknowledged
    #[arg(long)]
    pub(crate) acknowledged: Option<PathBuf>,
}

/// Pages of the front page tried for a form.
const PAGES_TRIED: usize = 60;
/// Failures in a row after which a reader takes the server for dead.
const PATIENCE: u32 = 3;

/// What all readers together have seen. One thread, so nobody waits for it.
struct Tally {
    times: Latencies,
    refused: BTreeMap<u16, u64>,
    broken: u64,
    next: u64,
    file: Option<File>,
}

/// Comments until the time is over or the server is gone.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let forms = Rc::new(find_forms(&subject, options.stories).await?);
    tokio::time::sleep(Duration::from_millis(options.form_age_ms)).await;
    let file = match &options.acknowledged {
        Some(path) => {
            Some(File::create(path).map_err(|source| BenchError::File { path: path.clone(), source })?)
        }
        None => None,
    };
    let tally = Tally { times: Latencies::default(), refused: BTreeMap::new(), broken: 0, next: 0, file };
    let tally = Rc::new(RefCell::new(tally));
    let started = Instant::now();
    let until = started + Duration::from_secs(options.seconds);
    let readers = LocalSet::new();
    for number in 0..options.connections {
        let reader = Reader {
            client: subject.client(),
            form: forms[number % forms.len()].clone(),
            token: options.token.clone(),
            tally: Rc::clone(&tally),
        };
        readers.spawn_local(reader.comment_until(until));
    }
    readers.await;
    let seconds = started.elapsed().as_secs_f64();
    let tally = &mut *tally.borrow_mut();
    let acknowledged = tally.times.count();
    Ok(json!({
        "acknowledged": acknowledged,
        "per_second": (acknowledged as f64 / seconds).round(),
        "p50_ms": tally.times.percentile(50),
        "p99_ms": tally.times.percentile(99),
        "refused": tally.refused.values().sum::<u64>(),
        "refused_by_status": tally.refused.iter().map(|(status, count)| (status.to_string(), json!(count))).collect::<serde_json::Map<_, _>>(),
        "broken": tally.broken,
        "seconds": seconds,
        "stories": forms.len(),
    }))
}

/// Forms of at most `stories` stories: of the page itself, or of what it leads to.
pub(crate) async fn find_forms(subject: &Subject, stories: usize) -> Result<Vec<Form>, BenchError> {
    let mut client = subject.client();
    let page = client.get(&subject.path, "identity").await?.text();
    let mut forms: Vec<Form> = Form::find(&page, &subject.path).into_iter().collect();
    if forms.is_empty() {
        for path in links(&page).into_iter().take(PAGES_TRIED) {
            let story = client.get(&path, "identity").await?;
            forms.extend(Form::find(&story.text(), &path));
            if forms.len() >= stories {
                break;
            }
        }
    }
    if forms.is_empty() { Err(BenchError::NoForm(subject.url.clone())) } else { Ok(forms) }
}

struct Reader {
    client: Client,
    form: Form,
    token: String,
    tally: Rc<RefCell<Tally>>,
}

impl Reader {
    async fn comment_until(mut self, until: Instant) {
        let mut failures = 0;
        while Instant::now() < until && failures < PATIENCE {
            let number = {
                let mut tally = self.tally.borrow_mut();
                tally.next += 1;
                tally.next
            };
            let token = format!("{}-{number}", self.token);
            let text =
                format!("{token} The bridge was shut for longer than it was open, and nobody said why.");
            let body = self.form.filled(&format!("Reader {number}"), &text);
            let sent = Instant::now();
            let answer = self.client.post_form(&self.form.action, &body).await;
            let mut tally = self.tally.borrow_mut();
            match answer {
                // WordPress says 302.
                Ok(answer) if matches!(answer.status, 302 | 303) => {
                    failures = 0;
                    tally.times.add(sent.elapsed());
                    if let Some(file) = &mut tally.file {
                        // A token that cannot be noted only makes the later comparison weaker.
                        let _ = writeln!(file, "{token}");
                    }
                }
                Ok(answer) => *tally.refused.entry(answer.status).or_default() += 1,
                Err(_) => {
                    failures += 1;
                    tally.broken += 1;
                }
            }
        }
    }
}
