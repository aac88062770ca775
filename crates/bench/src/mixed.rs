//! A day at a newspaper: many stories of which a few are read by most, a comment in a hundred requests, and a new story
//! every second.
//!
//! First as fast as the server lets everybody, which is its peak, after a while of the same where the day is to be under way
//! already; then at half of that, as a newspaper would run it, where
//! what readers wait for is measured from the moment at which they wanted the page.

use std::{
    cell::Cell,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    path::PathBuf,
    rc::Rc,
    time::Duration,
};

use clap::Args;
use serde_json::{Value, json};
use tokio::{
    task::LocalSet,
    time::{Instant, sleep_until},
};

use crate::{
    BenchError,
    form::Form,
    http::Client,
    pace::Pace,
    pages::paths_in,
    publish::{Desk, Editor},
    random::Random,
    tally::{Shared, Tally},
    target::{Subject, Target},
};

/// Whom to load, and how.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// File with the path of one story to a line, the most read first
    #[arg(long)]
    paths: PathBuf,
    /// How unequal stories are: the story of rank n is read n to the power of this times less than the first
    #[arg(long, default_value_t = 1.0)]
    exponent: f64,
    /// Readers at the same time
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// How long the day has been going on before anything is measured
    #[arg(long, default_value_t = 0)]
    warm_seconds: u64,
    /// How long the server is asked as fast as it answers
    #[arg(long, default_value_t = 10)]
    peak_seconds: u64,
    /// Requests a second at which it is then asked in place of half of that: two builds are compared under one load
    #[arg(long)]
    per_second: Option<u32>,
    /// How long it is then asked at half of that
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Requests of which one is a comment; the site must let them through; 0 for none
    #[arg(long, default_value_t = 100)]
    comment_in: u64,
    /// `Accept-Encoding` to send
    #[arg(long, default_value = "gzip")]
    encoding: String,
    /// Who publishes a story every second; nobody does without one
    #[command(flatten)]
    editor: Editor,
}

/// Of the most read stories so many are commented on.
const COMMENTED: usize = 50;

/// Measures the peak, then half of it.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let paths = paths_in(&options.paths)?;
    let forms = forms_of(&subject, &paths[..paths.len().min(COMMENTED)]).await?;
    if forms.is_empty() && options.comment_in > 0 {
        return Err(BenchError::NoForm(subject.url));
    }
    let readership = Rc::new(Readership { shares: shares(paths.len(), options.exponent), paths, forms });
    if options.warm_seconds > 0 {
        phase(options, &subject, &readership, options.warm_seconds, None).await?;
    }
    let mut peak = phase(options, &subject, &readership, options.peak_seconds, None).await?;
    let all = peak.reads.answers() + peak.comments.answers();
    let per_second = (all as u64 / options.peak_seconds.max(1)) as u32;
    let rate = options.per_second.unwrap_or(per_second / 2);
    let mut half = phase(options, &subject, &readership, options.seconds, Some(rate)).await?;
    Ok(json!({
        "stories": readership.paths.len(),
        "peak_per_second": per_second,
        "peak": peak.told(options.peak_seconds),
        "half_of_it": half.told(options.seconds),
    }))
}

/// What is read, and what is commented on.
struct Readership {
    paths: Vec<String>,
    /// For each story the share of all reading that it and those before it have.
    shares: Vec<f64>,
    forms: Vec<Form>,
}

impl Readership {
    /// The story of the next reader.
    fn pick(&self, random: &mut Random) -> &str {
        let share = random.below(1 << 53) as f64 / (1_u64 << 53) as f64;
        let rank = self.shares.partition_point(|upto| *upto <= share);
        &self.paths[rank.min(self.paths.len() - 1)]
    }
}

/// Zipf's law for `count` stories, summed up from the first.
fn shares(count: usize, exponent: f64) -> Vec<f64> {
    let weights = (1..=count).map(|rank| (rank as f64).powf(-exponent));
    let total: f64 = weights.clone().sum();
    let upto = weights.scan(0.0, |upto, weight| {
        *upto += weight / total;
        Some(*upto)
    });
    upto.collect()
}

async fn forms_of(subject: &Subject, paths: &[String]) -> Result<Vec<Form>, BenchError> {
    let (mut client, mut forms) = (subject.client(), Vec::new());
    for path in paths {
        forms.extend(Form::find(&client.get(path, "identity").await?.text(), path));
    }
    Ok(forms)
}

/// What came of a stretch of time.
struct Outcome {
    reads: Tally,
    comments: Tally,
    published: u32,
}

impl Outcome {
    fn told(&mut self, seconds: u64) -> Value {
        let seconds = seconds as f64;
        json!({ "reads": self.reads.told(seconds), "comments": self.comments.told(seconds), "published": self.published })
    }
}

async fn phase(
    options: &Options,
    subject: &Subject,
    readership: &Rc<Readership>,
    seconds: u64,
    per_second: Option<u32>,
) -> Result<Outcome, BenchError> {
    // Signing in takes the server some time on purpose, for which no reader has to be late.
    let desk = if options.editor.is_somebody() {
        let mut client = subject.client();
        Some((Desk::enter(&mut client, &subject.host, &options.editor).await?, client))
    } else {
        None
    };
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let (reads, comments) = (Tally::shared(began), Tally::shared(began));
    // What somebody has said already is not shown again, and a day with such comments is an easy one.
    let topic = RandomState::new().build_hasher().finish();
    let people = LocalSet::new();
    for number in 0..options.connections {
        let person = Person {
            client: subject.client(),
            encoding: options.encoding.clone(),
            comment_in: options.comment_in,
            readership: Rc::clone(readership),
            random: Random::seeded(u64::from(number) << 32 | seconds),
            topic,
            reads: Rc::clone(&reads),
            comments: Rc::clone(&comments),
        };
        let pace = per_second.map(|all| Pace::of(number, options.connections, all, (began, until)));
        people.spawn_local(person.live(pace, until));
    }
    let published = Rc::new(Cell::new(0));
    if let Some((desk, client)) = desk {
        people.spawn_local(publish(desk, client, until, Rc::clone(&published)));
    }
    people.await;
    let (reads, comments) = (reads.replace(Tally::since(began)), comments.replace(Tally::since(began)));
    Ok(Outcome { reads, comments, published: published.get() })
}

/// A story every second.
async fn publish(desk: Desk, mut client: Client, until: Instant, published: Rc<Cell<u32>>) {
    let began = Instant::now();
    let mut next = began;
    while next < until {
        sleep_until(next).await;
        next += Duration::from_secs(1);
        let title = format!("News of the day {} at {:?}", published.get(), began.elapsed());
        if desk.publish(&mut client, &title).await.is_ok() {
            published.set(published.get() + 1);
        }
    }
}

/// Somebody who reads, and now and then comments.
struct Person {
    client: Client,
    encoding: String,
    comment_in: u64,
    readership: Rc<Readership>,
    random: Random,
    /// What this stretch of time is talked about in, drawn anew for each.
    topic: u64,
    reads: Shared,
    comments: Shared,
}

impl Person {
    /// At their hours, or, without any, as fast as the server answers.
    async fn live(mut self, mut pace: Option<Pace>, until: Instant) {
        loop {
            let asked = match &mut pace {
                Some(pace) => pace.due().await,
                None => Some(Instant::now()).filter(|now| *now < until),
            };
            let Some(asked) = asked else { return };
            if self.comment_in > 0 && self.random.below(self.comment_in) == 0 {
                self.comment(asked).await;
            } else {
                let path = self.readership.pick(&mut self.random);
                let answer = self.client.get(path, &self.encoding).await;
                self.reads.borrow_mut().note(asked, &answer);
            }
        }
    }

    async fn comment(&mut self, asked: Instant) {
        let form = &self.readership.forms[self.random.below(self.readership.forms.len() as u64) as usize];
        let number = self.random.next();
        let text = format!(
            "Number {number:x} on {:x}: the bridge was shut for longer than it was open, and nobody said why.",
            self.topic
        );
        let body = form.filled(&format!("Reader {}", number % 1_000), &text);
        let answer = self.client.post_form(&form.action, &body).await;
        self.comments.borrow_mut().note(asked, &answer);
    }
}

#[cfg(test)]
mod tests {
    use super::{Readership, shares};
    use crate::random::Random;

    #[test]
    fn the_first_story_is_read_twice_as_often_as_the_second() {
        let paths: Vec<String> = (1..=1_000).map(|rank| format!("/{rank}/")).collect();
        let readership = Readership { shares: shares(paths.len(), 1.0), paths, forms: Vec::new() };
        let mut random = Random::seeded(7);
        let mut read =
            |wanted: &str| (0..40_000).filter(|_| readership.pick(&mut random) == wanted).count() as f64;
        let ratio = read("/1/") / read("/2/");
        assert!((1.8..2.2).contains(&ratio), "{ratio}");
    }
}
