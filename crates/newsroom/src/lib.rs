//! Writing: the verbs of the trade. Who calls them (a form, the API, the command line) makes no difference.
//!
//! Stories: [`Newsroom::save`] with its [`Move`], [`Newsroom::delete`], and the scheduler's
//! [`Newsroom::run_due`]. Comments: [`Newsroom::comment`] and [`Newsroom::moderate`], from whose decisions the spam
//! filter learns ([`Newsroom::learn`]). Keys and staff:
//! [`Newsroom::add_key`], [`Newsroom::add_user`], [`Newsroom::sign_in`], [`Newsroom::invite`]. Every verb is one
//! transaction and appends to the change log.

mod address;
mod akismet;
mod appeal;
mod assessment;
mod audit;
mod byline;
mod comment;
mod courier;
mod credits;
mod design;
mod digest;
mod edit_lock;
mod error;
mod event;
mod facts;
mod invitation;
mod judge;
mod media;
mod moderation;
mod news;
mod opening;
mod outlet;
mod own;
mod passkey;
mod password;
mod permalink;
mod pictures;
mod post_office;
mod preview;
mod privacy;
mod proof;
mod reaction;
mod redirect;
mod revision;
mod routes;
mod scheduler;
mod school;
mod second_factor;
mod secret;
mod sign_in;
mod site;
mod snippet;
mod staff;
mod staff_letters;
mod story;
mod subscription;
mod tag;
mod webhook;

use std::sync::{Arc, Mutex as SyncMutex};

use dateline_media::Darkroom;
use dateline_model::{Clock, CommentLimits, Millis, Moderation, Paper, Site, SiteId, SiteSettings};
use dateline_store::{Store, StoreError};
use tokio::sync::{Mutex, Notify, Semaphore};

use address::is_host;
use judge::Judge;
use password::Digests;
use proof::Proofs;
use staff_letters::PasswordAsked;

pub use akismet::Akismet;
pub use assessment::{Assessment, Why};
pub use byline::BylineEdit;
pub use comment::{CommentError, CommentForm, CommentOutcome, FieldProblem, Stamp};
pub use courier::Round;
pub use credits::{AuthorRef, TagRef};
pub use edit_lock::Grip;
pub use error::NewsroomError;
pub use invitation::{FirstAccount, NewLink};
pub use media::{ATTACHMENT_BYTES_MAX, MediaEdit, Purpose, Upload};
pub use moderation::{BanBy, History, Ruled, Ruling, Undone};
pub use outlet::{Outlets, PurgeRequest, Shapes, Shaping, Unshaped};
pub use own::{OwnComment, Statement};
pub use passkey::{PasskeyChallenge, PasskeyMade, PasskeySigned, PasskeySite};
pub use password::fresh_password;
pub use post_office::{MailState, PostOffice, Posted};
pub use preview::NewPreview;
pub use privacy::{CommentFile, Person, PersonFile};
pub use redirect::REDIRECTS_MAX;
pub use revision::Collision;
pub use routes::Rerouted;
pub use second_factor::{Enrolment, SecondFactorState};
pub use secret::Secret;
pub use sign_in::{Device, Present, SignedIn};
pub use staff::{NewKey, StaffEdit};
pub use story::{Body, Move, PostEdit};
pub use subscription::Subscribed;
pub use tag::TagEdit;
pub use webhook::WebhookEdit;

/// How long readers may change what they wrote when nobody says: a quarter of an hour, in milliseconds.
const EDITABLE_FOR: Millis = 15 * 60_000;

/// What the installation's configuration says about comments.
#[derive(Debug, Clone)]
pub struct CommentRules {
    /// Which comments wait, on sites whose settings do not say.
    pub moderation: Moderation,
    /// Whether suspicious comments are held.
    pub spam_filter: bool,
    /// How much a reader may send.
    pub limits: CommentLimits,
    /// How long readers may change or delete what they wrote, in milliseconds; 0 for never.
    pub editable_for: Millis,
}

impl Default for CommentRules {
    fn default() -> Self {
        Self {
            moderation: Moderation::Open,
            spam_filter: true,
            limits: CommentLimits::default(),
            editable_for: EDITABLE_FOR,
        }
    }
}

/// The desk from which everything is written.
#[derive(Clone)]
pub struct Newsroom {
    store: Store,
    clock: Arc<dyn Clock>,
    secret: Secret,
    rules: CommentRules,
    digests: Arc<Digests>,
    /// Rung when something was scheduled, so that the scheduler looks again.
    bell: Arc<Notify>,
    /// Who holds a place may decode a picture.
    darkroom: Arc<Semaphore>,
    /// Where smaller versions of pictures are made, if they are.
    versions: Option<Arc<Darkroom>>,
    /// Rung when a picture came whose versions are to be made.
    picture_bell: Arc<Notify>,
    /// Judges comments, by what it was taught.
    judge: Arc<Judge>,
    /// Rung when a moderator taught something, so that the judge learns it.
    school_bell: Arc<Notify>,
    /// Proofs of work that were handed in.
    proofs: Arc<Proofs>,
    /// How letters leave, if they do.
    office: Option<Arc<PostOffice>>,
    /// The way to Akismet, for sites that have a key.
    akismet: Option<Akismet>,
    /// The ways to programs and networks, where there are any.
    outlets: Option<Outlets>,
    /// The line of the change log that the courier has noted, and the one up to which it has read.
    courier_place: Arc<Mutex<Option<(i64, i64)>>>,
    /// Addresses for which somebody asked for a new password.
    passwords_asked: Arc<SyncMutex<Vec<PasswordAsked>>>,
}

impl Newsroom {
    /// Opens the desk; the installation's secret is made on the first day.
    pub async fn open(store: Store, clock: Arc<dyn Clock>, rules: CommentRules) -> Result<Self, StoreError> {
        let stored = store.read().await?.install_value(Secret::NAME).await?;
        let stored = if let Some(stored) = stored {
            stored
        } else {
            let fresh = Secret::fresh();
            store
                .write(move |tx| Box::pin(async move { tx.keep_install_value(Secret::NAME, &fresh).await }))
                .await?
        };
        let secret = Secret::from_stored(&stored);
        let (bell, school_bell) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (digests, judge) = (Arc::new(Digests::new()), Arc::default());
        let proofs = Arc::new(Proofs::new(&secret));
        let darkroom = Arc::new(Semaphore::new(media::DARKROOM_PLACES));
        Ok(Self {
            store,
            clock,
            secret,
            rules,
            digests,
            bell,
            darkroom,
            versions: None,
            picture_bell: Arc::default(),
            judge,
            school_bell,
            proofs,
            office: None,
            akismet: None,
            outlets: None,
            courier_place: Arc::default(),
            passwords_asked: Arc::default(),
        })
    }

    /// The same desk with ways to programs and networks.
    #[must_use]
    pub fn with_outlets(self, outlets: Outlets) -> Self {
        Self { outlets: Some(outlets), ..self }
    }

    /// The same desk with a place where smaller versions of pictures are made.
    #[must_use]
    pub fn with_darkroom(self, darkroom: Darkroom) -> Self {
        Self { versions: Some(Arc::new(darkroom)), ..self }
    }

    /// Where smaller versions of pictures are made, if they are.
    pub fn darkroom(&self) -> Option<&Darkroom> {
        self.versions.as_deref()
    }

    /// The same desk with a way for its letters.
    #[must_use]
    pub fn with_mail(self, office: PostOffice) -> Self {
        Self { office: Some(Arc::new(office)), ..self }
    }

    /// The store behind the desk, for reading.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock on the wall.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The same for who works beside the requests.
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// The secret that signs forms and hashes addresses.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// What the installation's configuration says about comments.
    pub fn rules(&self) -> &CommentRules {
        &self.rules
    }

    /// All sites with their settings.
    pub async fn papers(&self) -> Result<Vec<Paper>, StoreError> {
        let mut read = self.store.read().await?;
        let mut papers = Vec::new();
        for site in read.sites().await? {
            let settings = read.settings(site.id).await?;
            papers.push(Paper::new(site, settings));
        }
        Ok(papers)
    }

    /// Founds a site.
    pub async fn found_site(&self, host: &str, settings: SiteSettings) -> Result<Paper, NewsroomError> {
        let now = self.clock.now();
        let host = host.trim().to_ascii_lowercase();
        if !is_host(&host) {
            return Err(NewsroomError::NotAHost(host));
        }
        let site = Site { id: SiteId::mint(now), host, created_at: now };
        let paper = Paper::new(site.clone(), settings.clone());
        let found = self.store.write(move |tx| {
            Box::pin(async move {
                tx.insert_site(&site).await?;
                tx.save_settings(site.id, &settings).await
            })
        });
        match found.await {
            Ok(_) => Ok(paper),
            Err(StoreError::Taken) => Err(NewsroomError::HostTaken(paper.site.host)),
            Err(error) => Err(error.into()),
        }
    }

    /// Changes settings of a site, counts its lists again when its calendar changed, and moves its stories when its
    /// routes did.
    pub async fn change_settings(
        &self,
        paper: &Paper,
        changes: &[(String, String)],
    ) -> Result<Paper, NewsroomError> {
        let (site, changes, now) = (paper.site.clone(), changes.to_vec(), self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    // As they are now: what the caller knows may be older than somebody else's change.
                    let mut settings = tx.settings(site.id).await?;
                    let (old_zone, old_routes) = (settings.timezone.clone(), settings.routes.clone());
                    for (name, value) in &changes {
                        settings.set(name, value)?;
                    }
                    judge::word_lists(&settings.held_words, &settings.refused_words)?;
                    let changed = Paper::new(site, settings);
                    tx.save_settings(changed.id(), &changed.settings).await?;
                    if changed.settings.timezone != old_zone {
                        tx.recount(changed.id(), &changed.zone).await?;
                    }
                    if changed.settings.routes != old_routes {
                        routes::reroute(tx, &changed, now).await?;
                    }
                    Ok(changed)
                })
            })
            .await
    }
}
