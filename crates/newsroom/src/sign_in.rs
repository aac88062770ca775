//! Signing in and out.
//!
//! Whoever guesses passwords must wait longer and longer: on one account from one network soonest, then on any
//! account from that network, last on that account from anywhere. The last never applies where the account has signed
//! in before, so that a stranger's guesses do not shut its holder out. Counts lie in the store: other processes and a
//! restart know them.

use std::net::IpAddr;

use dateline_model::{Millis, Paper, Session, SessionId, SiteId, StaffUser, UserId};
use dateline_store::{Failures, Read, StoreError};

use crate::secret::random_token;
use crate::{Newsroom, NewsroomError};

const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// How long a device stays signed in, however much it is used; Ghost has six months too.
const SESSION_LASTS: Millis = 182 * DAY;
/// How long a device stays signed in that nobody uses.
const IDLE: Millis = 30 * DAY;
/// How often a device gets a new token.
const ROTATE_EVERY: Millis = DAY;
/// How long the token before still opens, for requests that were under way.
const FORMER_HOLDS: Millis = MINUTE;
/// How exactly the last use of a device is known.
const USE_IS_NOTED_EVERY: Millis = 5 * MINUTE;
/// How long a network is remembered from which an account signed in.
const PLACE_LASTS: Millis = 90 * DAY;
/// After this time without a failure the count begins anew.
const FAILURES_LAST: Millis = 12 * HOUR;
/// Characters of a browser's name that are kept.
const USER_AGENT_CHARS: usize = 200;
/// The most bytes of an address that is looked up.
const EMAIL_BYTES_MAX: usize = 320;

/// How many failures are free for a subject, and the longest wait after more.
struct Patience {
    free: i64,
    longest: Millis,
}

/// One account from one network.
const PAIR: Patience = Patience { free: 5, longest: 15 * MINUTE };
/// One network.
const NETWORK: Patience = Patience { free: 30, longest: 15 * MINUTE };
/// One account, from networks that it does not know. The wait is short: it slows many guessers without shutting out.
const ACCOUNT: Patience = Patience { free: 50, longest: 30 * SECOND };

/// The codes of one account, by whoever knows its password.
const CODE: Patience = Patience { free: 5, longest: 15 * MINUTE };

/// Where somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device<'a> {
    /// The client's address.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub user_agent: &'a str,
}

/// Somebody who has just signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: StaffUser,
    /// The token for the cookie; nobody can tell it again.
    pub token: String,
    /// When it ends.
    pub expires_at: Millis,
}

/// Somebody who is signed in and asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Who.
    pub user: StaffUser,
    /// On which device.
    pub session: Session,
    /// The token that takes the place of the one in the cookie, when its time has come.
    pub fresh_token: Option<String>,
}

/// Whose failures are counted.
struct Subjects {
    pair: String,
    network: String,
    account: String,
}

impl Newsroom {
    /// Signs somebody in with address and password.
    ///
    /// # Errors
    /// [`NewsroomError::SignInRefused`] says the same of an unknown address, a wrong password and a shut account.
    /// [`NewsroomError::TooManyTries`] says when to try again. [`NewsroomError::SecondFactorNeeded`] asks for the
    /// `code` of an account that has a second factor.
    pub async fn sign_in(
        &self,
        paper: &Paper,
        email: &str,
        password: &str,
        code: Option<&str>,
        device: Device<'_>,
    ) -> Result<SignedIn, NewsroomError> {
        let user = self.prove(paper, email, password, device).await?;
        self.ask_for_code(paper, &user, code).await?;
        self.begin_session(paper, user, device).await
    }

    /// Whose address and password these are. An attempt counts as failed until it has succeeded.
    pub(crate) async fn prove(
        &self,
        paper: &Paper,
        email: &str,
        password: &str,
        device: Device<'_>,
    ) -> Result<StaffUser, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let email = email.trim().to_lowercase();
        let email = if email.len() > EMAIL_BYTES_MAX { String::new() } else { email };
        let (user, stored) = {
            let mut read = self.store.read().await?;
            let user = read.user_by_email(site, &email).await?;
            let stored = match &user {
                Some(user) => read.password(site, user.id).await?,
                None => None,
            };
            (user, stored)
        };
        let subjects = self.subjects(paper, &email, device.address);
        // Counted before the work is done, so that a hundred guesses at once are a hundred guesses.
        self.count_try(paper, &subjects, user.as_ref().map(|user| user.id)).await?;
        let same = self.digests.verify(password.to_owned(), stored).await?;
        let user = user.filter(|user| same && !user.disabled).ok_or(NewsroomError::SignInRefused)?;
        let Subjects { pair, network, account } = subjects;
        let id = user.id;
        let forgiven = self.store.write(move |tx| {
            Box::pin(async move {
                for subject in in_order([&pair, &network, &account]) {
                    if *subject == pair {
                        tx.forget_failures(site, subject).await?;
                    } else {
                        tx.forgive_failure(site, subject).await?;
                    }
                }
                tx.forget_old_failures(site, now - FAILURES_LAST).await?;
                tx.save_place(site, id, &network, now, now - PLACE_LASTS).await
            })
        });
        forgiven.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        Ok(user)
    }

    /// Asks for the code of an account that has a second factor. Only who knows the password can guess at it; wrong
    /// guesses are counted apart from those at passwords, which every right one forgives.
    async fn ask_for_code(
        &self,
        paper: &Paper,
        user: &StaffUser,
        code: Option<&str>,
    ) -> Result<(), NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let factor = self.store.read().await?.second_factor(site, user.id).await?;
        let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else { return Ok(()) };
        let code = code.ok_or(NewsroomError::SecondFactorNeeded)?;
        let subject = self.secret.sign("sign-in code", &[site.0.as_bytes(), user.id.0.as_bytes()]);
        let counted = subject.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let wait = wait_for(tx, site, &counted, &CODE, now).await?;
                    if wait > 0 {
                        return Err(too_many(wait));
                    }
                    tx.count_failure(site, &counted, now, now - FAILURES_LAST).await?;
                    Ok(())
                })
            })
            .await?;
        if !self.takes_code(paper, user, &factor.secret, code).await? {
            return Err(NewsroomError::SecondFactorWrong);
        }
        let forgiven =
            self.store.write(move |tx| Box::pin(async move { tx.forget_failures(site, &subject).await }));
        forgiven.await.map_err(|error: StoreError| error.into())
    }

    /// Signs somebody in who has proved to be `user`.
    pub(crate) async fn begin_session(
        &self,
        paper: &Paper,
        user: StaffUser,
        device: Device<'_>,
    ) -> Result<SignedIn, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let (session, token) = fresh_session(&user, device, now);
        let (expires_at, digest) = (session.expires_at, self.token_digest("session", &token));
        let begun = self.store.write(move |tx| {
            Box::pin(async move {
                tx.delete_ended_sessions(site, session.user, now, now - IDLE).await?;
                tx.insert_session(site, &session, &digest).await
            })
        });
        begun.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        Ok(SignedIn { user, token, expires_at })
    }

    /// Who holds `token`, the value of a cookie. Asked of the store each time, so that who is signed out elsewhere
    /// is signed out here.
    pub async fn present(&self, paper: &Paper, token: &str) -> Result<Option<Present>, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let digest = self.token_digest("session", token);
        let mut read = self.store.read().await?;
        let (session, is_former) = match read.session(site, &digest).await? {
            Some(session) => (session, false),
            None => match read.session_by_former_token(site, &digest).await? {
                Some(session) => (session, true),
                None => return Ok(None),
            },
        };
        let user = read.user(site, session.user).await?;
        drop(read);
        if session.expires_at <= now || session.used_at + IDLE <= now {
            return Ok(None);
        }
        if is_former && session.rotated_at + FORMER_HOLDS <= now {
            // Two hold this device's token, and one of them took it from the other.
            self.sign_out(paper, session.user, session.id).await?;
            return Ok(None);
        }
        let Some(user) = user.filter(|user| !user.disabled) else { return Ok(None) };
        let mut fresh_token = None;
        if !is_former && session.rotated_at + ROTATE_EVERY <= now {
            let fresh = random_token();
            let fresh_digest = self.token_digest("session", &fresh);
            let id = session.id;
            let rotated = self.store.write(move |tx| {
                Box::pin(async move {
                    tx.use_session(site, id, now).await?;
                    tx.rotate_session(site, id, &digest, &fresh_digest, now).await
                })
            });
            let rotated: Result<bool, StoreError> = rotated.await;
            fresh_token = rotated?.then_some(fresh);
        } else if session.used_at + USE_IS_NOTED_EVERY <= now {
            let id = session.id;
            self.store.write(move |tx| Box::pin(async move { tx.use_session(site, id, now).await })).await?;
        }
        Ok(Some(Present { user, session, fresh_token }))
    }

    /// The devices on which an account is signed in, the one used last first.
    pub async fn devices(&self, paper: &Paper, user: UserId) -> Result<Vec<Session>, NewsroomError> {
        let now = self.clock.now();
        let mut sessions = self.store.read().await?.sessions(paper.id(), user).await?;
        sessions.retain(|session| session.expires_at > now && session.used_at + IDLE > now);
        Ok(sessions)
    }

    /// Signs one device of an account out; `false` when it is none of that account.
    pub async fn sign_out(
        &self,
        paper: &Paper,
        user: UserId,
        session: SessionId,
    ) -> Result<bool, NewsroomError> {
        let site = paper.id();
        let gone =
            self.store.write(move |tx| Box::pin(async move { tx.delete_session(site, user, session).await }));
        gone.await.map_err(|error: StoreError| error.into())
    }

    /// Signs an account out everywhere; answers on how many devices that was.
    pub async fn sign_out_everywhere(&self, paper: &Paper, user: UserId) -> Result<u64, NewsroomError> {
        let site = paper.id();
        let gone = self.store.write(move |tx| Box::pin(async move { tx.delete_sessions(site, user).await }));
        gone.await.map_err(|error: StoreError| error.into())
    }

    /// The digest under which a token is stored. Tokens of one purpose open nothing of another.
    pub(crate) fn token_digest(&self, purpose: &str, token: &str) -> String {
        self.secret.sign(purpose, &[token.as_bytes()])
    }

    /// Counts an attempt of a network whose account is not known yet as failed, or says how long to wait; answers what
    /// it was counted under.
    pub(crate) async fn count_stranger(
        &self,
        paper: &Paper,
        address: IpAddr,
    ) -> Result<String, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let network = self.subjects(paper, "", address).network;
        let counted = network.clone();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let wait = wait_for(tx, site, &counted, &NETWORK, now).await?;
                    if wait > 0 {
                        return Err(too_many(wait));
                    }
                    tx.count_failure(site, &counted, now, now - FAILURES_LAST).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(network)
    }

    /// Takes back that an attempt was counted as failed.
    pub(crate) async fn forgive_stranger(&self, paper: &Paper, network: String) -> Result<(), NewsroomError> {
        let site = paper.id();
        let forgiven =
            self.store.write(move |tx| Box::pin(async move { tx.forgive_failure(site, &network).await }));
        forgiven.await.map_err(|error: StoreError| error.into())
    }

    fn subjects(&self, paper: &Paper, email: &str, address: IpAddr) -> Subjects {
        let (site, network) = (paper.id(), self.secret.hash_address(paper.id(), address));
        let site = site.0.as_bytes().as_slice();
        Subjects {
            pair: self.secret.sign("sign-in pair", &[site, email.as_bytes(), &network]),
            network: self.secret.sign("sign-in network", &[site, &network]),
            account: self.secret.sign("sign-in account", &[site, email.as_bytes()]),
        }
    }

    /// Counts an attempt as failed until it has succeeded, or says how long to wait.
    async fn count_try(
        &self,
        paper: &Paper,
        subjects: &Subjects,
        user: Option<UserId>,
    ) -> Result<(), NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let Subjects { pair, network, account } = subjects;
        let (pair, network, account) = (pair.clone(), network.clone(), account.clone());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut wait = wait_for(tx, site, &pair, &PAIR, now).await?;
                    wait = wait.max(wait_for(tx, site, &network, &NETWORK, now).await?);
                    let at_home = match user {
                        Some(user) => tx.knows_place(site, user, &network).await?,
                        None => false,
                    };
                    if !at_home {
                        wait = wait.max(wait_for(tx, site, &account, &ACCOUNT, now).await?);
                    }
                    if wait > 0 {
                        return Err(too_many(wait));
                    }
                    for subject in in_order([&pair, &network, &account]) {
                        tx.count_failure(site, subject, now, now - FAILURES_LAST).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

fn too_many(wait: Millis) -> NewsroomError {
    let retry_after_seconds = u64::try_from(wait.div_euclid(SECOND) + 1).unwrap_or(1);
    NewsroomError::TooManyTries { retry_after_seconds }
}

/// Always the same order, so that two attempts on PostgreSQL never wait for each other.
fn in_order(mut subjects: [&String; 3]) -> [&String; 3] {
    subjects.sort_unstable();
    subjects
}

/// Milliseconds until a subject may try again; 0 when it may at once.
async fn wait_for(
    read: &mut Read,
    site: SiteId,
    subject: &str,
    patience: &Patience,
    now: Millis,
) -> Result<Millis, StoreError> {
    let Failures { failures, last_at } = read.failures(site, subject).await?;
    if last_at + FAILURES_LAST < now {
        return Ok(0);
    }
    Ok((last_at + pause(failures, patience) - now).max(0))
}

/// How long to wait after so many failures: nothing for the first ones, then twice as long with each.
fn pause(failures: i64, patience: &Patience) -> Millis {
    let beyond = failures - patience.free;
    if beyond < 0 {
        return 0;
    }
    (SECOND << beyond.min(20)).min(patience.longest)
}

fn fresh_session(user: &StaffUser, device: Device<'_>, now: Millis) -> (Session, String) {
    let session = Session {
        id: SessionId::mint(now),
        user: user.id,
        user_agent: device.user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARS).collect(),
        network: coarse(device.address),
        created_at: now,
        used_at: now,
        rotated_at: now,
        expires_at: now + SESSION_LASTS,
    };
    (session, random_token())
}

/// A network that is too large to name a household.
fn coarse(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let net = std::net::Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80);
            format!("{net}/48")
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_first_guesses_are_free_and_each_further_one_costs_twice_as_much() {
        let waits: Vec<Millis> = (0..9).map(|failures| pause(failures, &PAIR) / SECOND).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8]);
        assert_eq!(pause(1_000_000, &PAIR), 15 * MINUTE);
        assert_eq!(pause(1_000_000, &ACCOUNT), 30 * SECOND);
    }

    #[test]
    fn a_device_list_names_no_household() {
        assert_eq!(coarse("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(coarse("2001:db8:1:2::3".parse().unwrap()), "2001:db8:1::/48");
        assert_eq!(coarse("::ffff:192.0.2.77".parse().unwrap()), "192.0.2.0/24");
    }
}
