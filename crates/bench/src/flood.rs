//! A flood of comments from many addresses, and what readers notice of it.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
    rc::Rc,
    time::Duration,
};

use clap::Args;
use serde_json::{Value, json};
use tokio::{
    runtime::Builder,
    task::{LocalSet, spawn_blocking},
    time::{Instant, sleep_until},
};

use crate::{
    BenchError,
    form::Form,
    http::{Address, Client},
    latency::Latencies,
};

/// Whom to flood, and how.
#[derive(Args)]
pub(crate) struct Options {
    /// `http://127.0.0.1:PORT/PATH` of a story with open comments; it is the story that readers read too
    #[arg(long)]
    url: String,
    /// `Host` to send, where it is not the address
    #[arg(long)]
    host: Option<String>,
    /// Addresses the flood comes from: 127.1.0.1 and its neighbours, which Linux lets anybody send from
    #[arg(long, default_value_t = 1_000)]
    addresses: u16,
    /// Comments in a second, from all addresses together
    #[arg(long, default_value_t = 5_000)]
    posts: u32,
    /// Readers, each from the address of this machine
    #[arg(long, default_value_t = 16)]
    readers: u32,
    /// Pages in a second, by all readers together
    #[arg(long, default_value_t = 200)]
    reads: u32,
    /// How long readers read in peace, and then again during the flood
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// What readers, or senders, have seen.
#[derive(Default)]
struct Tally {
    times: Latencies,
    statuses: BTreeMap<u16, u64>,
    broken: u64,
}

type Shared = Rc<RefCell<Tally>>;

/// Reads in peace, then during a flood, and tells both.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let address = Address::parse(&options.url)?;
    let host = options.host.clone().unwrap_or_else(|| address.authority.clone());
    let page = Client::new(&address.authority, &host).get(&address.path, "identity").await?;
    let form = Form::find(&String::from_utf8_lossy(&page.body), &address.path)
        .ok_or_else(|| BenchError::NoForm(options.url.clone()))?;
    let subject = Subject { address, host, form };
    let (mut quiet, _) = phase(options, &subject, false).await?;
    let (mut flooded, mut flood) = phase(options, &subject, true).await?;
    let ratio = flooded.times.percentile(99) / quiet.times.percentile(99).max(f64::EPSILON);
    Ok(json!({
        "quiet": told(&mut quiet, options.seconds),
        "flooded": told(&mut flooded, options.seconds),
        "flood": told(&mut flood, options.seconds),
        "readers_p99_ratio": (ratio * 100.0).round() / 100.0,
        "addresses": options.addresses,
    }))
}

struct Subject {
    address: Address,
    host: String,
    form: Form,
}

/// What readers and senders see in one stretch of time. Senders have a thread of their own: what they keep their thread
/// busy with is no time that a reader waits for the server.
async fn phase(options: &Options, subject: &Subject, flooded: bool) -> Result<(Tally, Tally), BenchError> {
    let began = Instant::now();
    let until = began + Duration::from_secs(options.seconds);
    let pace = |number: u32, workers: u32, per_second: u32| Pace {
        next: began + Duration::from_secs(1) * number / per_second.max(1),
        step: Duration::from_secs(1) * workers / per_second.max(1),
        until,
    };
    let senders = (0..if flooded { options.addresses } else { 0 }).map(|number| {
        let client = Client::from(source(number), &subject.address.authority, &subject.host);
        let pace = pace(u32::from(number), u32::from(options.addresses), options.posts);
        (client, number, subject.form.clone(), pace)
    });
    let senders: Vec<_> = senders.collect();
    let sending = spawn_blocking(move || {
        let all = LocalSet::new();
        let sent = Shared::default();
        for (client, number, form, pace) in senders {
            all.spawn_local(sender(client, number, form, pace, Rc::clone(&sent)));
        }
        let ended = Builder::new_current_thread().enable_all().build().map(|runtime| runtime.block_on(all));
        ended.map(|()| sent.take())
    });
    let all = LocalSet::new();
    let read = Shared::default();
    for number in 0..options.readers {
        let client = Client::new(&subject.address.authority, &subject.host);
        let pace = pace(number, options.readers, options.reads);
        all.spawn_local(reader(client, subject.address.path.clone(), pace, Rc::clone(&read)));
    }
    all.await;
    let sent = sending.await.map_err(std::io::Error::from)??;
    Ok((read.take(), sent))
}

/// The address of a sender: 127.1.0.1 and so on.
fn source(number: u16) -> IpAddr {
    let [high, low] = number.to_be_bytes();
    IpAddr::V4(Ipv4Addr::new(127, 1 + high, low, 1))
}

/// When one of many is to ask next.
struct Pace {
    next: Instant,
    step: Duration,
    until: Instant,
}

impl Pace {
    /// Waits for the hour of the next request; `None` when the time is over. Who was kept waiting leaves hours out.
    async fn tick(&mut self) -> Option<Instant> {
        let now = Instant::now();
        while self.next + self.step < now {
            self.next += self.step;
        }
        let due = self.next;
        if due >= self.until {
            return None;
        }
        sleep_until(due).await;
        self.next += self.step;
        Some(Instant::now())
    }
}

async fn reader(mut client: Client, path: String, mut pace: Pace, tally: Shared) {
    while let Some(sent) = pace.tick().await {
        let answer = client.get(&path, "identity").await.map(|answer| answer.status);
        note(&tally, sent, answer);
    }
}

async fn sender(mut client: Client, number: u16, form: Form, mut pace: Pace, tally: Shared) {
    let mut count = 0_u32;
    while let Some(sent) = pace.tick().await {
        count += 1;
        let text = format!("Sender {number} says for the {count}th time that the bridge was shut too long.");
        let body = form.filled(&format!("Sender {number}"), &text);
        let answer = client.post_form(&form.action, &body).await.map(|answer| answer.status);
        note(&tally, sent, answer);
    }
}

fn note(tally: &Shared, sent: Instant, answer: Result<u16, BenchError>) {
    let mut tally = tally.borrow_mut();
    match answer {
        Ok(status) => {
            tally.times.add(sent.elapsed());
            *tally.statuses.entry(status).or_default() += 1;
        }
        Err(_) => tally.broken += 1,
    }
}

fn told(tally: &mut Tally, seconds: u64) -> Value {
    let statuses = tally.statuses.iter().map(|(status, count)| (status.to_string(), json!(count)));
    json!({
        "answers": tally.times.count(),
        "per_second": tally.times.count() as u64 / seconds.max(1),
        "p50_ms": tally.times.percentile(50),
        "p99_ms": tally.times.percentile(99),
        "max_ms": tally.times.percentile(100),
        "statuses": statuses.collect::<serde_json::Map<_, _>>(),
        "broken": tally.broken,
    })
}

#[cfg(test)]
mod tests {
    use super::source;
    use std::collections::HashSet;

    #[test]
    fn every_sender_has_an_address_of_its_own_on_this_machine() {
        let all: HashSet<_> = (0..1_000).map(source).collect();
        assert_eq!(all.len(), 1_000);
        assert!(all.iter().all(std::net::IpAddr::is_loopback));
    }
}
