//! Readers who ask for one page at their hours, whatever else happens to the server meanwhile.

use std::{rc::Rc, time::Duration};

use clap::Args;
use tokio::{task::LocalSet, time::Instant};

use crate::{
    pace::Pace,
    tally::{Shared, Tally},
    target::Subject,
};

/// How many, how often, and how long.
#[derive(Args, Debug, Clone)]
pub(crate) struct Reading {
    /// Readers, each from the address of this machine
    #[arg(long, default_value_t = 16)]
    readers: u32,
    /// Pages in a second, by all readers together
    #[arg(long, default_value_t = 200)]
    reads: u32,
    /// How long they read in peace, and then again beside what they should not notice
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
}

/// What a reader asks over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// One connection that stays open.
    TheSame,
    /// A connection of its own for each page.
    ANewOne,
}

impl Reading {
    /// From when until when they read, if they begin then.
    pub(crate) fn times(&self, began: Instant) -> (Instant, Instant) {
        (began, began + Duration::from_secs(self.seconds))
    }

    /// What they see of a page.
    pub(crate) async fn read(&self, subject: &Subject, began: Instant, encoding: &str, over: Over) -> Tally {
        let (all, tally) = (LocalSet::new(), Tally::shared(began));
        for number in 0..self.readers {
            let pace = Pace::of(number, self.readers, self.reads, self.times(began));
            let (subject, encoding) = (subject.clone(), encoding.to_owned());
            all.spawn_local(reader(subject, encoding, over, pace, Rc::clone(&tally)));
        }
        all.await;
        tally.replace(Tally::since(began))
    }
}

async fn reader(subject: Subject, encoding: String, over: Over, mut pace: Pace, tally: Shared) {
    let mut client = subject.client();
    while let Some(asked) = pace.tick().await {
        if over == Over::ANewOne {
            client = subject.client();
        }
        let answer = client.get(&subject.path, &encoding).await;
        tally.borrow_mut().note(asked, &answer);
    }
}
