//! Passkeys: signing in with a key that a device keeps, in place of a password and its second factor.
//!
//! A device signs a challenge of the house, which works once and for a few minutes; whose key it was, the key itself
//! tells. So nobody has to say first who they are, and nothing that is asked tells whether an account is there. Keys are
//! bound to the site's host name: a page elsewhere that looks the same gets nothing.

mod cbor;
mod ceremony;
mod cose;

use data_encoding::BASE64URL_NOPAD;
use dateline_model::{Millis, Paper, Passkey, PasskeyId, StaffUser, UserId, one_line};
use dateline_store::StoreError;

use crate::secret::random_bytes;
use crate::sign_in::{Device, SignedIn};
use crate::{Newsroom, NewsroomError};
use ceremony::Party;

/// How long a challenge may lie unanswered, in milliseconds.
const CHALLENGE_LIFE: Millis = 5 * 60_000;
/// Bytes of chance in a challenge.
const CHANCE_BYTES: usize = 16;
/// Passkeys of one account.
pub(crate) const PASSKEYS_MAX: i64 = 20;
/// Characters of a passkey's name.
const NAME_CHARS: usize = 60;
/// What a challenge for a new key is for, and one for signing in; neither opens the other's door.
const TO_ADD: &str = "passkey to add";
const TO_SIGN_IN: &str = "passkey to sign in";

/// Under which name and from which pages a site's keys are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasskeySite<'a> {
    /// Scheme, host and port that the request came to, for a site that does not know its own address.
    pub origin: &'a str,
}

/// What a browser is asked to have a device do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyChallenge {
    /// What is to be signed, in URL-safe Base64.
    pub challenge: String,
    /// The host name that the key is bound to.
    pub host: String,
    /// How long the answer is waited for, in milliseconds.
    pub lasts: Millis,
    /// What the algorithms are called that can be checked, the best first.
    pub algorithms: [i64; 3],
    /// Keys that the account has already, by the devices' own names for them.
    pub known: Vec<Vec<u8>>,
}

/// A device's answer to a challenge for a new key, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasskeyMade {
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `attestationObject`.
    pub attestation: Vec<u8>,
}

/// A device's answer to a challenge for signing in, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasskeySigned {
    /// The device's own name for the key.
    pub credential: Vec<u8>,
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `authenticatorData`.
    pub authenticator_data: Vec<u8>,
    /// `signature`.
    pub signature: Vec<u8>,
    /// `userHandle`, if the device told it.
    pub user: Option<Vec<u8>>,
}

impl Newsroom {
    /// Begins a new passkey for whoever types the account's password: a stolen session must not outlive itself so.
    pub async fn begin_passkey(
        &self,
        paper: &Paper,
        user: &StaffUser,
        password: &str,
        device: Device<'_>,
        site: PasskeySite<'_>,
    ) -> Result<PasskeyChallenge, NewsroomError> {
        match self.prove(paper, &user.email, password, device).await {
            Ok(_) => {}
            Err(NewsroomError::SignInRefused) => return Err(NewsroomError::WrongPassword),
            Err(error) => return Err(error),
        }
        let known = self.passkeys(paper, user.id).await?;
        let known = known.into_iter().map(|key| key.credential).collect();
        Ok(PasskeyChallenge { known, ..self.challenge_for(paper, TO_ADD, Some(user.id), site) })
    }

    /// Keeps the passkey that a device has made.
    ///
    /// # Errors
    /// [`NewsroomError::PasskeyRefused`] when the answer is not one to a challenge of ours, for this account.
    pub async fn add_passkey(
        &self,
        paper: &Paper,
        user: &StaffUser,
        name: &str,
        made: &PasskeyMade,
        site: PasskeySite<'_>,
    ) -> Result<Passkey, NewsroomError> {
        let now = self.clock.now();
        let party = party(paper, site);
        let name: String = one_line(name).chars().take(NAME_CHARS).collect();
        let answered = ceremony::challenge_of(&made.client_data, "webauthn.create", &party);
        let new = ceremony::new_key(&made.attestation, &party).ok_or(NewsroomError::PasskeyRefused)?;
        let answered = answered.ok_or(NewsroomError::PasskeyRefused)?;
        self.spend_challenge(paper, TO_ADD, Some(user.id), &answered).await?;
        if self.passkeys(paper, user.id).await?.len() as i64 >= PASSKEYS_MAX {
            return Err(NewsroomError::TooMany { what: "passkeys", max: PASSKEYS_MAX as usize });
        }
        let key = Passkey {
            id: PasskeyId::mint(now),
            user: user.id,
            credential: new.credential,
            public_key: new.public_key,
            sign_count: i64::from(new.count),
            name: if name.is_empty() { "Passkey".to_owned() } else { name },
            created_at: now,
            used_at: None,
        };
        let (id, stored) = (paper.id(), key.clone());
        let added = self.store.write(move |tx| Box::pin(async move { tx.add_passkey(id, &stored).await }));
        match added.await {
            Ok(()) => Ok(key),
            Err(StoreError::Taken) => Err(NewsroomError::PasskeyRefused),
            Err(error) => Err(error.into()),
        }
    }

    /// The passkeys of an account, the oldest first.
    pub async fn passkeys(&self, paper: &Paper, user: UserId) -> Result<Vec<Passkey>, NewsroomError> {
        Ok(self.store.read().await?.passkeys(paper.id(), user, PASSKEYS_MAX).await?)
    }

    /// Takes a passkey from an account; `false` when it is none of that account.
    pub async fn drop_passkey(
        &self,
        paper: &Paper,
        user: UserId,
        key: PasskeyId,
    ) -> Result<bool, NewsroomError> {
        let site = paper.id();
        let gone =
            self.store.write(move |tx| Box::pin(async move { tx.drop_passkey(site, user, key).await }));
        gone.await.map_err(|error: StoreError| error.into())
    }

    /// Takes all passkeys from an account, as whoever runs the installation may; answers how many.
    pub async fn drop_passkeys(&self, paper: &Paper, user: UserId) -> Result<u64, NewsroomError> {
        let site = paper.id();
        let gone = self.store.write(move |tx| Box::pin(async move { tx.drop_passkeys(site, user).await }));
        gone.await.map_err(|error: StoreError| error.into())
    }

    /// What a browser is asked to sign by whoever wants to come in. It is the same for everybody.
    pub fn passkey_challenge(&self, paper: &Paper, site: PasskeySite<'_>) -> PasskeyChallenge {
        self.challenge_for(paper, TO_SIGN_IN, None, site)
    }

    /// Signs somebody in by a passkey. The device has asked who it is, so no second factor is.
    ///
    /// # Errors
    /// [`NewsroomError::SignInRefused`] says the same of an unknown key, a wrong answer and a shut account;
    /// [`NewsroomError::TooManyTries`] when to try again.
    pub async fn sign_in_by_passkey(
        &self,
        paper: &Paper,
        answer: &PasskeySigned,
        device: Device<'_>,
        site: PasskeySite<'_>,
    ) -> Result<SignedIn, NewsroomError> {
        let network = self.count_stranger(paper, device.address).await?;
        let party = party(paper, site);
        let challenge = ceremony::challenge_of(&answer.client_data, "webauthn.get", &party);
        let challenge = challenge.ok_or(NewsroomError::SignInRefused)?;
        let mut read = self.store.read().await?;
        let key = read.passkey(paper.id(), &answer.credential).await?.ok_or(NewsroomError::SignInRefused)?;
        let user = read.user(paper.id(), key.user).await?.filter(|user| !user.disabled);
        drop(read);
        let user = user.ok_or(NewsroomError::SignInRefused)?;
        let is_theirs = answer.user.as_ref().is_none_or(|handle| handle == user.id.0.as_bytes());
        let PasskeySigned { client_data, authenticator_data, signature, .. } = answer;
        let count = ceremony::signed(&key.public_key, client_data, authenticator_data, signature, &party);
        let count = count.filter(|_| is_theirs).ok_or(NewsroomError::SignInRefused)?;
        self.spend_challenge(paper, TO_SIGN_IN, None, &challenge).await.map_err(|error| match error {
            NewsroomError::PasskeyRefused => NewsroomError::SignInRefused,
            error => error,
        })?;
        self.use_passkey(paper, &key, i64::from(count)).await?;
        self.forgive_stranger(paper, network).await?;
        self.begin_session(paper, user, device).await
    }

    /// Notes the device's counter. One that stands still or goes back where it counted before is a copy's.
    async fn use_passkey(&self, paper: &Paper, key: &Passkey, count: i64) -> Result<(), NewsroomError> {
        let counts = key.sign_count > 0 || count > 0;
        if counts && count <= key.sign_count {
            tracing::warn!(passkey = %key.id, "the passkey {} was refused: its counter went back, so there may be a copy", key.id);
            return Err(NewsroomError::SignInRefused);
        }
        let (site, now, key) = (paper.id(), self.clock.now(), key.clone());
        let used =
            self.store.write(move |tx| Box::pin(async move { tx.use_passkey(site, &key, count, now).await }));
        let used: bool = used.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        if used { Ok(()) } else { Err(NewsroomError::SignInRefused) }
    }

    fn challenge_for(
        &self,
        paper: &Paper,
        purpose: &str,
        user: Option<UserId>,
        site: PasskeySite<'_>,
    ) -> PasskeyChallenge {
        let until = self.clock.now() + CHALLENGE_LIFE;
        let mut bytes = random_bytes(CHANCE_BYTES);
        bytes.extend(until.to_be_bytes());
        let signature = self.sign_challenge(paper, purpose, user, &bytes);
        bytes.extend(signature.into_bytes());
        PasskeyChallenge {
            challenge: BASE64URL_NOPAD.encode(&bytes),
            host: party(paper, site).host,
            lasts: CHALLENGE_LIFE,
            algorithms: cose::ALGORITHMS,
            known: Vec::new(),
        }
    }

    /// Takes a challenge that was answered: once, and in its time.
    async fn spend_challenge(
        &self,
        paper: &Paper,
        purpose: &str,
        user: Option<UserId>,
        challenge: &str,
    ) -> Result<(), NewsroomError> {
        let refused = || NewsroomError::PasskeyRefused;
        let bytes = BASE64URL_NOPAD.decode(challenge.as_bytes()).map_err(|_| refused())?;
        let (head, signature) = bytes.split_at_checked(CHANCE_BYTES + 8).ok_or_else(refused)?;
        let signature = std::str::from_utf8(signature).map_err(|_| refused())?;
        let until = head[CHANCE_BYTES..].try_into().map(Millis::from_be_bytes).map_err(|_| refused())?;
        let ours = self.sign_challenge(paper, purpose, user, head);
        let is_ours =
            aws_lc_rs::constant_time::verify_slices_are_equal(ours.as_bytes(), signature.as_bytes()).is_ok();
        if !is_ours || until <= self.clock.now() {
            return Err(refused());
        }
        let (site, token) = (paper.id(), ours);
        let spent = self.store.write(move |tx| Box::pin(async move { tx.spend(site, &token, until).await }));
        let is_first: bool = spent.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        if is_first { Ok(()) } else { Err(refused()) }
    }

    fn sign_challenge(&self, paper: &Paper, purpose: &str, user: Option<UserId>, head: &[u8]) -> String {
        let user = user.map(|user| user.0.into_bytes()).unwrap_or_default();
        self.secret.sign(purpose, &[paper.site.id.0.as_bytes(), &user, head])
    }
}

/// The site as devices know it: by the address that its owner set, else by the one that the request came to. Where that
/// is this machine, browsers take keys without encryption too.
fn party(paper: &Paper, site: PasskeySite<'_>) -> Party {
    let set = paper.settings.url.trim_end_matches('/');
    let base = if set.is_empty() { site.origin } else { set };
    let authority = base.split_once("://").map_or(base, |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let mut origins = vec![format!("https://{authority}")];
    if host == "localhost" {
        origins.push(format!("http://{authority}"));
    }
    Party { host: host.to_ascii_lowercase(), origins }
}
