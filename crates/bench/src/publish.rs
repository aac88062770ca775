//! How long after it was published something is on the public page, and whether the very next request shows it.
//!
//! One writer publishes and one reader reads, in turn, each on a connection of their own, as on a quiet evening: what is
//! measured is the way through the server and not its queue.

use std::time::Instant;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::{
    BenchError,
    form::{Form, links},
    http::Client,
    latency::Latencies,
    target::Target,
};

const API: &str = "/ghost/api/admin/";
/// Pages of the front page tried for a comment form.
const PAGES_TRIED: usize = 60;

/// What to publish, and where.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// What is published
    #[arg(long, value_enum, default_value = "stories")]
    what: What,
    #[command(flatten)]
    editor: Editor,
    /// How often
    #[arg(long, default_value_t = 1_000)]
    trials: u32,
    /// Stands in everything that is published; must be new for each run on the same data
    #[arg(long, default_value = "tok-0")]
    token: String,
}

/// Somebody who may publish.
#[derive(Args, Debug, Clone)]
pub(crate) struct Editor {
    /// Of somebody who may publish stories
    #[arg(long, default_value = "")]
    email: String,
    /// Theirs
    #[arg(long, default_value = "")]
    password: String,
}

impl Editor {
    pub(crate) fn is_somebody(&self) -> bool {
        !self.email.is_empty()
    }
}

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Stories by the Admin API, looked for on their own page and on the front page
    Stories,
    /// Comments by a story's form, looked for where the answer leads; the site must let them through
    Comments,
}

/// What was seen.
#[derive(Default)]
struct Seen {
    acknowledged: Latencies,
    visible: Latencies,
    missing: u32,
}

/// Publishes and reads in turn.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let (mut writer, mut reader) = (subject.client(), subject.client());
    let mut seen = Seen::default();
    match options.what {
        What::Stories => {
            let desk = Desk::enter(&mut writer, &subject.host, &options.editor).await?;
            for number in 1..=options.trials {
                story(&desk, &mut writer, &mut reader, &format!("{} {number}", options.token), &mut seen)
                    .await?;
            }
        }
        What::Comments => {
            let form = find_form(&mut reader, &subject.path).await?;
            for number in 1..=options.trials {
                comment(&form, &mut writer, &mut reader, &format!("{} {number}", options.token), &mut seen)
                    .await?;
            }
        }
    }
    Ok(json!({
        "trials": options.trials,
        "missing": seen.missing,
        "acknowledged_p50_ms": seen.acknowledged.percentile(50),
        "acknowledged_p99_ms": seen.acknowledged.percentile(99),
        "visible_p50_ms": seen.visible.percentile(50),
        "visible_p99_ms": seen.visible.percentile(99),
        "visible_max_ms": seen.visible.percentile(100),
    }))
}

/// Somebody who is signed in.
pub(crate) struct Desk {
    cookie: String,
    origin: String,
}

impl Desk {
    pub(crate) async fn enter(client: &mut Client, host: &str, editor: &Editor) -> Result<Self, BenchError> {
        let origin = format!("http://{host}");
        let body = json!({ "username": editor.email, "password": editor.password }).to_string();
        let path = format!("{API}session/");
        let fields = [("Origin", origin.as_str()), ("Content-Type", "application/json")];
        let answer = client.send(("POST", &path), &fields, &body).await?;
        let cookie =
            answer.field("set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        let cookie = cookie.filter(|_| answer.status == 201);
        let cookie = cookie.ok_or_else(|| BenchError::NotTaken(path, answer.status, answer.text()))?;
        Ok(Self { cookie, origin })
    }

    /// Publishes a story and answers its path.
    pub(crate) async fn publish(&self, client: &mut Client, title: &str) -> Result<String, BenchError> {
        let html = format!("<p>{title}: the ferry left at seven, and nobody was late.</p>");
        let body = json!({ "posts": [{ "title": title, "html": html, "status": "published" }] }).to_string();
        let path = format!("{API}posts/?source=html");
        let fields = [
            ("Cookie", self.cookie.as_str()),
            ("Origin", &self.origin),
            ("Content-Type", "application/json"),
        ];
        let answer = client.send(("POST", &path), &fields, &body).await?;
        let made: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let url = made["posts"][0]["url"].as_str().filter(|_| answer.status == 201);
        let url = url.ok_or_else(|| BenchError::NotTaken(path, answer.status, answer.text()))?;
        Ok(path_of(url))
    }
}

async fn story(
    desk: &Desk,
    writer: &mut Client,
    reader: &mut Client,
    title: &str,
    seen: &mut Seen,
) -> Result<(), BenchError> {
    // Whoever is first makes the front page as it is without the story, and the cache keeps it.
    reader.get("/", "identity").await?;
    let sent = Instant::now();
    let path = desk.publish(writer, title).await?;
    seen.acknowledged.add(sent.elapsed());
    let page = reader.get(&path, "identity").await?;
    seen.visible.add(sent.elapsed());
    let front = reader.get("/", "identity").await?;
    let is_there = page.status == 200 && page.text().contains(title) && front.text().contains(title);
    seen.missing += u32::from(!is_there);
    Ok(())
}

async fn comment(
    form: &(Form, String),
    writer: &mut Client,
    reader: &mut Client,
    words: &str,
    seen: &mut Seen,
) -> Result<(), BenchError> {
    let (form, page) = form;
    reader.get(page, "identity").await?;
    let text = format!("{words}: it was shut for longer than it was open, and nobody said why.");
    let body = form.filled("Marta Vale", &text);
    let sent = Instant::now();
    let answer = writer.post_form(&form.action, &body).await?;
    seen.acknowledged.add(sent.elapsed());
    let to = answer.field("location").filter(|_| answer.status == 303);
    let to = to.ok_or_else(|| BenchError::NotTaken(form.action.clone(), answer.status, answer.text()))?;
    let page = reader.get(&path_of(to.split('#').next().unwrap_or_default()), "identity").await?;
    seen.visible.add(sent.elapsed());
    seen.missing += u32::from(!page.text().contains(&text));
    Ok(())
}

/// The form at a path, or at the first story that the page there leads to, with the path of its page.
async fn find_form(client: &mut Client, path: &str) -> Result<(Form, String), BenchError> {
    let page = client.get(path, "identity").await?.text();
    if let Some(form) = Form::find(&page, path) {
        return Ok((form, path.to_owned()));
    }
    for story in links(&page).into_iter().take(PAGES_TRIED) {
        let page = client.get(&story, "identity").await?.text();
        if let Some(form) = Form::find(&page, &story) {
            return Ok((form, story));
        }
    }
    Err(BenchError::NoForm(path.to_owned()))
}

/// The path of an address; what has no host is one.
fn path_of(address: &str) -> String {
    let Some((_, rest)) = address.split_once("://") else { return address.to_owned() };
    rest.find('/').map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned())
}
