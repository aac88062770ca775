//! Proof of work: a site may ask the browsers of those who comment to do half a second of it. Who sends by the
//! thousand pays for each; who reads without scripts pays with a moderator's look. It never says that a comment is good.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use dateline_model::{Millis, Paper};
use dateline_moderation::pow::{Challenge, Key, MAX_NUMBER};

use crate::secret::random_bytes;
use crate::{Newsroom, Secret};

/// How long a challenge may lie unsolved, in milliseconds: as long as somebody may take to write.
const LIFE: Millis = 2 * 3_600_000;
/// Solutions that are remembered, so that none counts twice; a few megabytes.
const SPENT_MAX: usize = 50_000;

/// What signs challenges, and which were spent.
pub(crate) struct Proofs {
    key: Key,
    spent: Mutex<HashMap<String, Millis>>,
}

/// What came with a comment.
pub(crate) enum Worked {
    /// The site does not ask for any.
    NotAsked,
    /// Nothing that counts.
    Nothing,
    /// Work on a challenge that was handed out so many milliseconds ago.
    Done(Millis),
}

impl Worked {
    /// How long the form was open, at most: the challenge is asked for when somebody begins to write.
    pub(crate) fn open_for(&self) -> Option<Millis> {
        match self {
            Self::Done(millis) => Some(*millis),
            Self::NotAsked | Self::Nothing => None,
        }
    }

    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

impl Proofs {
    pub(crate) fn new(secret: &Secret) -> Self {
        let key = Key::new(secret.sign("proof-of-work", &[b"1"]).as_bytes());
        Self { key, spent: Mutex::default() }
    }

    /// Takes a solution once; answers until when it would have been good.
    fn spend(&self, solution: &str, now: Millis) -> Option<Millis> {
        let solved = self.key.check(solution, now).ok()?;
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.len() >= SPENT_MAX {
            spent.retain(|_, expires| *expires > now);
        }
        // So many in two hours are a flood, which pays for its work and gets nothing for it.
        if spent.len() >= SPENT_MAX {
            return None;
        }
        spent.insert(solved.challenge, solved.expires).is_none().then_some(solved.expires)
    }
}

impl Newsroom {
    /// What a browser is to solve before it sends a comment; `None` on a site that does not ask for it.
    pub fn challenge(&self, paper: &Paper) -> Option<Challenge> {
        let mut chance = [0; 16];
        chance.copy_from_slice(&random_bytes(16));
        let expires = self.clock.now() + LIFE;
        paper.settings.proof_of_work.then(|| self.proofs.key.challenge(chance, MAX_NUMBER, expires))
    }

    pub(crate) fn worked_for(&self, paper: &Paper, solution: &str, now: Millis) -> Worked {
        if !paper.settings.proof_of_work {
            return Worked::NotAsked;
        }
        match self.proofs.spend(solution, now) {
            Some(expires) => Worked::Done((now - (expires - LIFE)).max(0)),
            None => Worked::Nothing,
        }
    }
}
