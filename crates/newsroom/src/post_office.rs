//! The post office: letters are written into the database with what caused them, and handed to the mail server
//! afterwards.
//!
//! A letter whose server does not answer is tried again, each time later; one that no server will take is given up. An
//! address where nobody is, is remembered as a keyed hash and written to no more. Without a mail server no letter is
//! written at all, and everything that would have caused one works as before.

use std::sync::{Mutex, PoisonError};

use dateline_egress::{EgressError, Mailer, Parcel, check_sender};
use dateline_letters::{Letter, Occasion, Paper as Head};
use dateline_model::{LetterId, Millis, Paper, SiteId, one_line};
use dateline_store::{Job, StoreError, StoredLetter, Suppression, Tx};

use crate::{Newsroom, NewsroomError};

/// The job that sends a letter.
pub(crate) const SEND: &str = "letter";
const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
/// How long a letter waits after each time that it could not be sent; after the last it is given up.
const PAUSES: [Millis; 7] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 24 * HOUR];
/// How long a process may take to send a letter before another one tries: longer than the mail server is given.
const CLAIM: Millis = 5 * MINUTE;
/// Letters to one address that may wait; what comes beyond is not written.
const WAITING_MAX: i64 = 20;
/// Letters that a report shows.
const SHOWN: i64 = 100;
/// Why an address is written to no more that a mail server does not know.
const DEAD: &str = "no such mailbox";
/// The same for one that somebody stopped.
const STOPPED: &str = "stopped by hand";

/// How the house sends letters.
pub struct PostOffice {
    mailer: Mailer,
    sender: String,
    per_minute: u32,
    /// The minute that is counted, and the letters that were sent in it.
    sent: Mutex<(Millis, u32)>,
}

/// What one round of sending did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Posted {
    /// Letters that the mail server took.
    pub sent: usize,
    /// Letters that are tried again.
    pub later: usize,
    /// Letters that are not tried again.
    pub given_up: usize,
}

/// What the desk is told of a site's mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailState {
    /// Who letters come from; `None` without a mail server.
    pub sender: Option<String>,
    /// The address of the site that letters name; `None` while the site does not know its own.
    pub address: Option<String>,
    /// The letters that wait, the oldest first.
    pub waiting: Vec<StoredLetter>,
}

impl PostOffice {
    /// A post office that sends in the name of `sender`, at most `per_minute` letters a minute; 0 lifts the limit.
    ///
    /// # Errors
    /// [`EgressError::MailAddress`] when the sender is no address.
    pub fn new(mailer: Mailer, sender: &str, per_minute: u32) -> Result<Self, EgressError> {
        check_sender(sender)?;
        Ok(Self { mailer, sender: sender.to_owned(), per_minute, sent: Mutex::default() })
    }

    /// Who a site's letters come from: what the site says, else the house's address under the site's name.
    fn sender(&self, paper: &Paper) -> String {
        let own = &paper.settings.mail_sender;
        if !own.is_empty() {
            return own.clone();
        }
        if self.sender.contains('<') {
            return self.sender.clone();
        }
        let name = one_line(&paper.settings.title).replace(['"', '\\'], "");
        format!("\"{name}\" <{}>", self.sender)
    }

    /// Takes one of this minute's letters, if there is one left.
    fn may_send(&self, now: Millis) -> bool {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.div_euclid(MINUTE);
        if sent.0 != minute {
            *sent = (minute, 0);
        }
        let may = self.per_minute == 0 || sent.1 < self.per_minute;
        sent.1 += u32::from(may);
        may
    }

    async fn hand_over(&self, paper: &Paper, letter: &StoredLetter) -> Result<(), EgressError> {
        let (id, from) = (letter.id.hex(), self.sender(paper));
        let parcel = Parcel {
            id: &id,
            from: &from,
            to: &letter.recipient,
            subject: &letter.subject,
            text: &letter.text,
            html: &letter.html,
            stop: Some(letter.stop_address.as_str()).filter(|stop| !stop.is_empty()),
        };
        self.mailer.send(&parcel).await
    }
}

/// The address of a site as letters name it: the one its owner set, or its own host name. Never one that a request
/// brought, which anybody can make up.
pub(crate) fn own_address(paper: &Paper) -> Option<String> {
    let url = paper.settings.url.trim_end_matches('/');
    if !url.is_empty() {
        return Some(url.to_owned());
    }
    (paper.site.host != "*").then(|| format!("https://{}", paper.site.host))
}

impl Newsroom {
    /// Whether a letter of this site can be sent: there is a mail server, and the site knows its own address.
    pub fn sends_mail(&self, paper: &Paper) -> bool {
        self.office.is_some() && own_address(paper).is_some()
    }

    /// What the desk is told of a site's mail.
    pub async fn mail_state(&self, paper: &Paper) -> Result<MailState, StoreError> {
        let sender = self.office.as_ref().map(|office| office.sender(paper));
        let waiting = self.store.read().await?.letters(paper.id(), SHOWN).await?;
        Ok(MailState { sender, address: own_address(paper), waiting })
    }

    /// Sends a test letter at once, past the queue, so that whoever asks learns what the mail server says.
    ///
    /// # Errors
    /// [`NewsroomError::NoMail`] without a mail server or without an address of the site's own, and
    /// [`NewsroomError::Mail`] with what the server said.
    pub async fn try_mail(&self, paper: &Paper, to: &str) -> Result<(), NewsroomError> {
        let office = self.office.as_ref().ok_or(NewsroomError::NoMail)?;
        let letter = self.letter(paper, to, &Occasion::Test).ok_or(NewsroomError::NoMail)?;
        Ok(office.hand_over(paper, &letter).await?)
    }

    /// Writes to an address no more, as its holder or whoever runs the house wants it; letters that wait are dropped.
    pub async fn stop_mail_to(&self, paper: &Paper, address: &str) -> Result<(), NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let hash = self.secret.hash_email(site, address);
        let hash = hash.ok_or_else(|| NewsroomError::NotAnAddress(address.to_owned()))?;
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                tx.drop_letters_to(site, &hash).await?;
                tx.drop_subscriptions_of(site, &hash).await?;
                tx.suppress(site, &suppression(hash, STOPPED, now)).await
            })
        });
        work.await.map_err(|error: StoreError| error.into())
    }

    /// Writes to an address again; `false` when it was never stopped.
    pub async fn resume_mail_to(&self, paper: &Paper, address: &str) -> Result<bool, NewsroomError> {
        let site = paper.id();
        let Some(hash) = self.secret.hash_email(site, address) else { return Ok(false) };
        let work =
            self.store.write(move |tx| Box::pin(async move { tx.lift_suppression(site, &hash).await }));
        work.await.map_err(|error: StoreError| error.into())
    }

    /// A letter that can be queued; `None` when no letter of this site can be sent.
    pub(crate) fn letter(&self, paper: &Paper, to: &str, occasion: &Occasion<'_>) -> Option<StoredLetter> {
        let address = own_address(paper).filter(|_| self.office.is_some())?;
        let recipient_hash = self.secret.hash_email(paper.id(), to)?;
        let settings = &paper.settings;
        let head = Head { title: &settings.title, address: &address, language: &settings.locale };
        let Letter { subject, text, html } = Letter::write(&head, occasion);
        let now = self.clock.now();
        Some(StoredLetter {
            id: LetterId::mint(now),
            occasion: occasion.word().to_owned(),
            recipient: to.trim().to_owned(),
            recipient_hash,
            subject,
            text,
            html,
            stop_address: occasion.stop().unwrap_or_default().to_owned(),
            tries: 0,
            last_error: String::new(),
            created_at: now,
        })
    }

    /// Hands every letter whose time has come to the mail server, as many as a minute allows.
    pub async fn post_letters(&self) -> Result<Posted, StoreError> {
        let mut posted = Posted::default();
        let Some(office) = self.office.clone() else { return Ok(posted) };
        let due = self.store.read().await?.due_jobs(SEND, self.clock.now()).await?;
        if due.is_empty() {
            return Ok(posted);
        }
        let papers = self.papers().await?;
        for job in due {
            let now = self.clock.now();
            let Some(paper) = papers.iter().find(|paper| paper.id() == job.site) else { continue };
            if !office.may_send(now) {
                break;
            }
            let Some(letter) = self.claim(&job, now).await? else { continue };
            let outcome = office.hand_over(paper, &letter).await;
            self.settle(job.site, letter, outcome, &mut posted).await?;
        }
        Ok(posted)
    }

    /// Takes a letter for this process, for as long as sending may take: a crash gives it back.
    async fn claim(&self, job: &Job, now: Millis) -> Result<Option<StoredLetter>, StoreError> {
        let job = job.clone();
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(None);
                }
                let letter = tx.letter(job.site, LetterId(job.thing)).await?;
                if let Some(letter) = &letter {
                    tx.enqueue(job.site, SEND, letter.id.0, now + CLAIM).await?;
                }
                Ok::<_, StoreError>(letter)
            })
        });
        work.await
    }

    /// Writes down what became of a letter.
    async fn settle(
        &self,
        site: SiteId,
        letter: StoredLetter,
        outcome: Result<(), EgressError>,
        posted: &mut Posted,
    ) -> Result<(), StoreError> {
        let (now, id, occasion) = (self.clock.now(), letter.id, letter.occasion.clone());
        let pause = usize::try_from(letter.tries).ok().and_then(|tries| PAUSES.get(tries)).copied();
        let again = match &outcome {
            Err(error) if error.is_passing() => pause,
            _ => None,
        };
        // Whoever runs the house should hear of it; who was written to is nobody's business.
        match (&outcome, again) {
            (Ok(()), _) => posted.sent += 1,
            (Err(_), Some(_)) => posted.later += 1,
            (Err(error), None) => {
                posted.given_up += 1;
                tracing::warn!(letter = %id, %error, "the letter {id} ({occasion}) is given up: {error}");
            }
        }
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if let (Err(error), Some(pause)) = (&outcome, again) {
                    tx.letter_failed(site, id, &error.to_string()).await?;
                    return tx.enqueue(site, SEND, id.0, now + pause).await;
                }
                if let Err(EgressError::MailRefused(_)) = &outcome {
                    tx.suppress(site, &suppression(letter.recipient_hash.clone(), DEAD, now)).await?;
                    tx.drop_subscriptions_of(site, &letter.recipient_hash).await?;
                }
                tx.drop_letter(site, id).await?;
                tx.cancel_job(site, SEND, id.0).await?;
                Ok::<_, StoreError>(())
            })
        });
        work.await
    }
}

fn suppression(address_hash: Vec<u8>, reason: &str, at: Millis) -> Suppression {
    Suppression { address_hash, reason: reason.to_owned(), at }
}

/// Queues a letter with the transaction that caused it; `false` when the address is written to no more, or when too
/// many letters wait for it.
pub(crate) async fn queue(tx: &mut Tx, site: SiteId, letter: &StoredLetter) -> Result<bool, StoreError> {
    let to = &letter.recipient_hash;
    if tx.suppression(site, to).await?.is_some() || tx.letters_to(site, to, WAITING_MAX).await? >= WAITING_MAX
    {
        return Ok(false);
    }
    tx.add_letter(site, letter).await?;
    tx.enqueue(site, SEND, letter.id.0, letter.created_at).await?;
    Ok(true)
}
