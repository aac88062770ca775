//! A flood of comments from many addresses, and what readers notice of it.

use std::{
    net::{IpAddr, Ipv4Addr},
    rc::Rc,
};

use clap::Args;
use serde_json::{Value, json};
use tokio::{
    runtime::Builder,
    task::{LocalSet, spawn_blocking},
    time::Instant,
};

use crate::{
    BenchError,
    form::Form,
    http::Client,
    pace::Pace,
    readers::{Over, Reading},
    tally::{Shared, Tally},
    target::{Subject, Target},
};

/// Whom to flood, and how.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// Addresses the flood comes from: 127.1.0.1 and its neighbours, which Linux lets anybody send from
    #[arg(long, default_value_t = 1_000)]
    addresses: u16,
    /// Comments in a second, from all addresses together
    #[arg(long, default_value_t = 5_000)]
    posts: u32,
    #[command(flatten)]
    reading: Reading,
}

/// Reads in peace, then during a flood, and tells both.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let page = subject.client().get(&subject.path, "identity").await?;
    let form = Form::find(&page.text(), &subject.path);
    let form = form.ok_or_else(|| BenchError::NoForm(subject.url.clone()))?;
    let (mut quiet, _) = phase(options, &subject, None).await?;
    let (mut flooded, mut flood) = phase(options, &subject, Some(&form)).await?;
    let ratio = flooded.percentile(99) / quiet.percentile(99).max(f64::EPSILON);
    let seconds = options.reading.seconds as f64;
    Ok(json!({
        "quiet": quiet.told(seconds),
        "flooded": flooded.told(seconds),
        "flood": flood.told(seconds),
        "readers_p99_ratio": (ratio * 100.0).round() / 100.0,
        "addresses": options.addresses,
    }))
}

/// What readers and senders see in one stretch of time. Senders have a thread of their own: what they keep their thread
/// busy with is no time that a reader waits for the server.
async fn phase(
    options: &Options,
    subject: &Subject,
    flood: Option<&Form>,
) -> Result<(Tally, Tally), BenchError> {
    let began = Instant::now();
    let times = options.reading.times(began);
    let senders = flood.into_iter().flat_map(|form| (0..options.addresses).map(move |number| (number, form)));
    let senders = senders.map(|(number, form)| {
        let client = subject.client_from(source(number));
        let pace = Pace::of(u32::from(number), u32::from(options.addresses), options.posts, times);
        (client, number, form.clone(), pace)
    });
    let senders: Vec<_> = senders.collect();
    let sending = spawn_blocking(move || {
        if !senders.is_empty() {
            stand_back()?;
        }
        let all = LocalSet::new();
        let sent = Tally::shared(began);
        for (client, number, form, pace) in senders {
            all.spawn_local(sender(client, number, form, pace, Rc::clone(&sent)));
        }
        Builder::new_current_thread().enable_all().build()?.block_on(all);
        Ok::<_, std::io::Error>(sent.replace(Tally::since(began)))
    });
    let read = options.reading.read(subject, began, "identity", Over::TheSame).await;
    let sent = sending.await.map_err(std::io::Error::from)??;
    Ok((read, sent))
}

/// Steps of `nice`.
const BACK: i32 = 10;

/// Senders are a thousand machines elsewhere, which take no processor from readers or from the server. They should get what is
/// left; whether that was enough for the flood is told beside.
pub(crate) fn stand_back() -> std::io::Result<()> {
    rustix::process::nice(BACK)?;
    Ok(())
}

/// The address of a sender: 127.1.0.1 and so on.
fn source(number: u16) -> IpAddr {
    let [high, low] = number.to_be_bytes();
    IpAddr::V4(Ipv4Addr::new(127, 1 + high, low, 1))
}

async fn sender(mut client: Client, number: u16, form: Form, mut pace: Pace, tally: Shared) {
    let mut count = 0_u32;
    while let Some(sent) = pace.tick().await {
        count += 1;
        let text = format!("Sender {number} says for the {count}th time that the bridge was shut too long.");
        let body = form.filled(&format!("Sender {number}"), &text);
        let answer = client.post_form(&form.action, &body).await;
        tally.borrow_mut().note(sent, &answer);
    }
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
