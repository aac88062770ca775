//! Proof of work: a site may ask the browsers of those who comment to do half a second of it. Who sends by the
//! thousand pays for each; who reads without scripts pays with a moderator's look. It never says that a comment is good.

use dateline_model::{Millis, Paper};
use dateline_moderation::pow::{Challenge, Key, MAX_NUMBER};
use dateline_store::StoreError;

use crate::secret::random_bytes;
use crate::{Newsroom, Secret};

/// How long a challenge may lie unsolved, in milliseconds: as long as somebody may take to write.
const LIFE: Millis = 2 * 3_600_000;

/// What signs challenges.
pub(crate) struct Proofs {
    key: Key,
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
        Self { key }
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

    /// What came with a comment. A solution counts once, in whichever process: the store knows those that were taken.
    pub(crate) async fn worked_for(
        &self,
        paper: &Paper,
        solution: &str,
        now: Millis,
    ) -> Result<Worked, StoreError> {
        if !paper.settings.proof_of_work {
            return Ok(Worked::NotAsked);
        }
        let Ok(solved) = self.proofs.key.check(solution, now) else { return Ok(Worked::Nothing) };
        let (site, expires) = (paper.id(), solved.expires);
        let work = self
            .store
            .write(move |tx| Box::pin(async move { tx.spend(site, &solved.challenge, expires).await }));
        let is_first: bool = work.await?;
        Ok(if is_first { Worked::Done((now - (expires - LIFE)).max(0)) } else { Worked::Nothing })
    }

    /// Forgets what counted once and is worth nothing any more; answers how many.
    pub async fn forget_spent(&self) -> Result<u64, StoreError> {
        let now = self.clock.now();
        self.store.write(move |tx| Box::pin(async move { tx.erase_spent(now).await })).await
    }
}
