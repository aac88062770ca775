//! The filter's school: a moderator's decision becomes a lesson, and lessons become what the judge knows.
//!
//! Lessons are written in the transaction of the decision, by whichever process makes it. The process that takes
//! comments fits them beside its requests: it is told of its own decisions and looks for those of others.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use dateline_model::{Comment, CommentId, CommentState, Paper, SiteId};
use dateline_moderation::{
    Circumstances, LESSONS_MAX, LESSONS_SPARE, Lesson, Lessons, Scorer, Submission, skeleton,
};
use dateline_store::{StoreError, StoredLesson, Tx};
use serde_json::Value;

use crate::Newsroom;
use crate::assessment::Assessment;
use crate::judge::Learnt;

/// How often is looked for lessons that another process taught.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Rest after learning, so that a moderator who decides every second does not keep a core busy with it.
const REST: Duration = Duration::from_secs(2);
/// Lessons of each kind that are kept.
const KEPT: i64 = (LESSONS_MAX + LESSONS_SPARE) as i64;

/// Teaches what a decision says, and answers whether that changes what was taught. Approved says "not spam", the spam
/// drawer "spam"; back into the queue takes back what was said. The bin and a removal are about other faults than spam:
/// they leave a lesson about spam as it is, and take back that the comment was fine.
pub(crate) async fn teach(
    tx: &mut Tx,
    site: SiteId,
    comment: &Comment,
    to: CommentState,
    former: Option<&StoredLesson>,
) -> Result<bool, StoreError> {
    let spam = match to {
        CommentState::Approved => false,
        CommentState::Spam => true,
        CommentState::Pending | CommentState::Trash | CommentState::Removed => {
            let stays = former.is_none_or(|lesson| lesson.spam && to != CommentState::Pending);
            if !stays {
                tx.unteach(site, comment.id).await?;
            }
            return Ok(!stays);
        }
    };
    // The staff's own comments are no example of what readers write, and what was said need not be said again.
    if comment.staff.is_some() || former.is_some_and(|lesson| lesson.spam == spam) {
        return Ok(false);
    }
    let stored = tx.verdict(site, comment.id).await?;
    let lesson = lesson_of(comment, spam, Assessment::of_stored(stored.as_deref()).as_ref());
    match serde_json::to_string(&lesson) {
        Ok(lesson) => tx.teach(site, comment.id, spam, &lesson).await.map(|()| true),
        Err(error) => {
            tracing::warn!(comment.id = %comment.id, error = %error, "a decision could not be made a lesson");
            Ok(false)
        }
    }
}

/// Makes the lesson about a comment what it was before a decision.
pub(crate) async fn unteach_as_before(
    tx: &mut Tx,
    site: SiteId,
    comment: CommentId,
    former: Option<&StoredLesson>,
) -> Result<(), StoreError> {
    match former {
        Some(former) if tx.lesson(site, comment).await?.as_ref() == Some(former) => Ok(()),
        Some(former) => tx.put_lesson_back(site, former).await,
        None => tx.unteach(site, comment).await,
    }
}

fn lesson_of(comment: &Comment, spam: bool, assessment: Option<&Assessment>) -> Lesson {
    let host = assessment.and_then(|seen| seen.mail_host.as_deref());
    let email = comment.author_email.clone().or_else(|| host.map(|host| format!("@{host}")));
    let submission = Submission {
        name: &comment.author_name,
        email: email.as_deref().unwrap_or_default(),
        url: comment.author_url.as_deref().unwrap_or_default(),
        body: &comment.text,
        circumstances: Circumstances::default(),
    };
    let id = comment.id.hex();
    match assessment {
        Some(seen) if !seen.signs.is_empty() => {
            Lesson::seen(&id, &submission, spam, seen.signs.iter().map(String::as_str))
        }
        _ => Lesson::new(&id, &submission, spam),
    }
}

impl Newsroom {
    /// Learns what moderators of any process taught since the last time; answers on how many sites that was
    /// something new. The work is done beside the requests.
    pub async fn learn(&self) -> Result<usize, StoreError> {
        let mut read = self.store.read().await?;
        let mut staff: HashMap<SiteId, HashSet<String>> = HashMap::new();
        for (site, name) in read.staff_names().await? {
            staff.entry(site).or_default().insert(skeleton(&name));
        }
        let revisions: HashMap<SiteId, i64> = read.lesson_revisions().await?.into_iter().collect();
        drop(read);
        let mut learnt_on = 0;
        let sites: HashSet<SiteId> = staff.keys().chain(revisions.keys()).copied().collect();
        for site in sites {
            let revision = revisions.get(&site).copied().unwrap_or(0);
            let staff = staff.remove(&site).unwrap_or_default();
            let known = self.judge.learnt(site);
            let scorer = match &known {
                Some(known) if known.revision == revision && known.staff == staff => continue,
                Some(known) if known.revision == revision => known.scorer.clone(),
                // The word lists are the site's own, and stay.
                Some(known) => Scorer { lists: known.scorer.lists.clone(), ..self.fit(site).await? },
                None => self.fit(site).await?,
            };
            learnt_on += usize::from(known.as_ref().is_none_or(|known| known.revision != revision));
            let words = known.as_ref().map(|known| known.words.clone()).unwrap_or_default();
            self.judge.put(site, Learnt { revision, scorer, words, staff });
        }
        Ok(learnt_on)
    }

    /// Learns as long as the process lives; drop the future to stop it.
    pub async fn run_learner(&self) {
        loop {
            if let Err(error) = self.learn().await {
                tracing::error!(error = %error, "the lessons of the spam filter could not be read; it tries again");
            }
            tokio::time::sleep(REST).await;
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = self.school_bell.notified() => {}
            }
        }
    }

    /// What a site's filter was taught.
    pub async fn lessons(&self, site: SiteId) -> Result<Lessons, StoreError> {
        Ok(readable(&self.store.read().await?.lessons(site, KEPT).await?))
    }

    /// The same as JSON that people and [`Lessons::from_json`] can read.
    pub async fn lessons_as_json(&self, site: SiteId) -> Result<Value, StoreError> {
        let json = self.lessons(site).await?.to_json().unwrap_or_default();
        Ok(serde_json::from_str(&json).unwrap_or_default())
    }

    /// Makes a site's filter forget all it was taught; answers how many lessons that were.
    pub async fn forget_lessons(&self, site: SiteId) -> Result<u64, StoreError> {
        let forgotten =
            self.store.write(move |tx| Box::pin(async move { tx.unteach_all(site).await })).await?;
        self.school_bell.notify_one();
        Ok(forgotten)
    }

    async fn fit(&self, site: SiteId) -> Result<Scorer, StoreError> {
        let mut read = self.store.read().await?;
        let stored = read.lessons(site, KEPT).await?;
        let own_hosts = match read.sites().await?.into_iter().find(|known| known.id == site) {
            Some(known) => Paper::new(known, read.settings(site).await?).own_hosts(),
            None => Vec::new(),
        };
        drop(read);
        if stored.len() as i64 >= KEPT {
            self.store
                .write(move |tx| Box::pin(async move { tx.drop_old_lessons(site, KEPT).await }))
                .await?;
        }
        let fitted = tokio::task::spawn_blocking(move || {
            let own_hosts: Vec<&str> = own_hosts.iter().map(String::as_str).collect();
            Scorer { model: readable(&stored).fit_on(&own_hosts), ..Scorer::default() }
        });
        fitted.await.map_err(|error| StoreError::Panicked(error.to_string()))
    }
}

/// Lessons as the filter takes them. One that a later release wrote is passed over: the rest still teaches.
fn readable(stored: &[StoredLesson]) -> Lessons {
    let mut lessons = Lessons::default();
    for lesson in stored {
        match serde_json::from_str::<Lesson>(&lesson.lesson) {
            Ok(lesson) => lessons.learn(lesson),
            Err(error) => {
                tracing::warn!(comment.id = %lesson.comment, error = %error, "a lesson cannot be read and is passed over");
            }
        }
    }
    lessons
}
