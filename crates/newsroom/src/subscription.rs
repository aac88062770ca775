//! Readers who hear of answers by mail.
//!
//! Whoever comments may ask for it, and is then asked once, by a letter to the address, whether it was really them. What
//! is in the letter is what everybody can read on the page: nothing is sent of a comment that waits or was refused. With
//! the subscription its address goes.

use dateline_letters::Occasion;
use dateline_model::{
    Comment, CommentId, CommentPolicy, CommentState, Millis, Paper, Post, PostId, Subscription,
    SubscriptionId,
};
use dateline_store::{Job, StoreError, Tx};

use crate::post_office::{own_address, queue};
use crate::{CommentError, Newsroom};

/// The job that tells readers of a comment that everybody can read now.
pub(crate) const ANSWERS: &str = "answers";
/// The job that tells a reader why a comment of theirs was taken away.
pub(crate) const REMOVAL: &str = "removal";
/// How long a moderator may think better of it before its writer is told, in milliseconds.
pub(crate) const SECOND_THOUGHTS: Millis = 10 * 60_000;
/// What a signature of a subscription's link is for.
const PURPOSE: &str = "subscription";
/// Questions that an address is asked in a day, however many forms it is typed into.
const ASKED_A_DAY: i64 = 3;
const DAY: Millis = 24 * 3_600_000;
/// How long an address is kept that was not confirmed.
const UNCONFIRMED_LIFE: Millis = 7 * DAY;
/// Decisions that are looked through for the one that holds.
const DECISIONS: i64 = 20;

/// A subscription as whoever holds its link may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribed {
    /// The story.
    pub post: PostId,
    /// Whether it was confirmed.
    pub confirmed: bool,
}

impl Newsroom {
    /// Keeps the wish of a comment's writer to hear of answers. It waits until the comment can be read by everybody;
    /// then the address is asked.
    pub(crate) async fn subscribe(
        &self,
        paper: &Paper,
        comment: &Comment,
        email: &str,
    ) -> Result<(), CommentError> {
        if !self.sends_mail(paper) || comment.state == CommentState::Spam {
            return Ok(());
        }
        let (site, now) = (paper.id(), self.clock.now());
        let Some(email_hash) = self.secret.hash_email(site, email) else { return Ok(()) };
        let new = Subscription {
            id: SubscriptionId::mint(now),
            post: comment.post,
            email: email.trim().to_owned(),
            email_hash,
            created_at: now,
            confirmed_at: None,
        };
        // The comment may be known to the log already; its errand begins again with the wish.
        let (id, is_shown) = (comment.id, comment.state == CommentState::Approved);
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                let added = tx.add_subscription(site, &new).await?;
                if added && is_shown {
                    tx.enqueue(site, ANSWERS, id.0, now).await?;
                }
                Ok::<_, StoreError>(())
            })
        });
        Ok(work.await?)
    }

    /// The key in the links of a subscription.
    pub fn subscription_key(&self, paper: &Paper, subscription: SubscriptionId) -> String {
        self.secret.sign(PURPOSE, &[paper.site.id.0.as_bytes(), subscription.0.as_bytes()])
    }

    /// The subscription that a link names; `None` when the key is not its own, or when it ended.
    pub async fn subscribed(
        &self,
        paper: &Paper,
        subscription: SubscriptionId,
        key: &str,
    ) -> Result<Option<Subscribed>, StoreError> {
        if !self.is_key_of(paper, subscription, key) {
            return Ok(None);
        }
        let found = self.store.read().await?.subscription(paper.id(), subscription).await?;
        Ok(found.map(|s| Subscribed { post: s.post, confirmed: s.confirmed_at.is_some() }))
    }

    /// Confirms a subscription; `false` when the link names none, or one that ended.
    pub async fn confirm_subscription(
        &self,
        paper: &Paper,
        subscription: SubscriptionId,
        key: &str,
    ) -> Result<bool, StoreError> {
        let Some(found) = self.subscribed(paper, subscription, key).await? else { return Ok(false) };
        let (site, now) = (paper.id(), self.clock.now());
        let work = self
            .store
            .write(move |tx| Box::pin(async move { tx.confirm_subscription(site, subscription, now).await }));
        Ok(found.confirmed | work.await?)
    }

    /// Ends a subscription; the address is forgotten. `false` when the key is not its own; a second time is no error.
    pub async fn stop_subscription(
        &self,
        paper: &Paper,
        subscription: SubscriptionId,
        key: &str,
    ) -> Result<bool, StoreError> {
        if !self.is_key_of(paper, subscription, key) {
            return Ok(false);
        }
        let site = paper.id();
        let work = self
            .store
            .write(move |tx| Box::pin(async move { tx.drop_subscription(site, subscription).await }));
        work.await?;
        Ok(true)
    }

    /// Forgets addresses that nobody confirmed in a week; answers how many.
    pub async fn forget_unconfirmed(&self) -> Result<u64, StoreError> {
        let before = self.clock.now() - UNCONFIRMED_LIFE;
        self.store.write(move |tx| Box::pin(async move { tx.erase_unconfirmed(before).await })).await
    }

    fn is_key_of(&self, paper: &Paper, subscription: SubscriptionId, key: &str) -> bool {
        self.secret.verify(PURPOSE, &[paper.site.id.0.as_bytes(), subscription.0.as_bytes()], key)
    }

    /// Writes the letters that follow from a comment that everybody can read now: the question to its own writer, and
    /// the notice to whoever is answered. Each is written once. Answers how many letters.
    pub(crate) async fn tell_of_answer(&self, paper: &Paper, job: &Job) -> Result<usize, StoreError> {
        let (newsroom, paper, job) = (self.clone(), paper.clone(), job.clone());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(0);
                }
                let now = newsroom.clock.now();
                let Some((comment, post)) = shown(tx, &paper, CommentId(job.thing), now).await? else {
                    return Ok(0);
                };
                if newsroom.hides_comments(tx, &paper, &post, now).await? {
                    return Ok(0);
                }
                let asked = newsroom.ask_writer(tx, &paper, &post, &comment, now).await?;
                let told = newsroom.tell_answered(tx, &paper, &post, &comment, now).await?;
                Ok::<_, StoreError>(usize::from(asked) + usize::from(told))
            })
        });
        work.await
    }

    async fn hides_comments(
        &self,
        tx: &mut Tx,
        paper: &Paper,
        post: &Post,
        now: Millis,
    ) -> Result<bool, StoreError> {
        if !paper.settings.hides_any_comments() {
            return Ok(false);
        }
        let tags = tx.tags_of(paper.id(), &[post.id]).await?;
        let slugs: Vec<&str> = tags.iter().map(|(_, tag)| tag.slug.as_str()).collect();
        let policy = paper.settings.comment_policy(self.rules.moderation, post, &slugs, now);
        Ok(policy == CommentPolicy::Hidden)
    }

    /// Asks the writer of a comment whether the wish to hear of answers was really theirs.
    async fn ask_writer(
        &self,
        tx: &mut Tx,
        paper: &Paper,
        post: &Post,
        comment: &Comment,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let site = paper.id();
        let Some(hash) = tx.fingerprints(site, comment.id).await?.and_then(|known| known.email) else {
            return Ok(false);
        };
        let Some(wish) = tx.subscription_of(site, post.id, &hash).await? else { return Ok(false) };
        let asked = tx.waiting_subscriptions(site, &hash, now - DAY, ASKED_A_DAY).await?;
        if wish.confirmed_at.is_some() || asked >= ASKED_A_DAY || !tx.note_asked(site, wish.id, now).await? {
            return Ok(false);
        }
        let Some(address) = self.subscription_link(paper, wish.id) else { return Ok(false) };
        let occasion = Occasion::Confirm { story: &post.title, address: &address };
        match self.letter(paper, &wish.email, &occasion) {
            Some(letter) => queue(tx, site, &letter).await,
            None => Ok(false),
        }
    }

    /// Tells the writer of the comment that is answered, if they want to hear of it.
    async fn tell_answered(
        &self,
        tx: &mut Tx,
        paper: &Paper,
        post: &Post,
        answer: &Comment,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let site = paper.id();
        let Some(parent) = answer.parent else { return Ok(false) };
        let Some(hash) = tx.fingerprints(site, parent).await?.and_then(|known| known.email) else {
            return Ok(false);
        };
        let own = tx.fingerprints(site, answer.id).await?.and_then(|known| known.email);
        let wish = tx.subscription_of(site, post.id, &hash).await?;
        let Some(wish) = wish.filter(|wish| wish.confirmed_at.is_some()) else { return Ok(false) };
        if own.as_ref() == Some(&hash) || !tx.note_told(site, answer.id, ANSWERS, now).await? {
            return Ok(false);
        }
        let (Some(link), Some(base)) = (self.subscription_link(paper, wish.id), own_address(paper)) else {
            return Ok(false);
        };
        let occasion = Occasion::Answered {
            story: &post.title,
            name: &answer.author_name,
            words: &dateline_markup::plain_text(&answer.html),
            address: &format!("{base}/comments/{}/{}", post.id, answer.id),
            stop: &format!("{link}/stop"),
        };
        match self.letter(paper, &wish.email, &occasion) {
            Some(letter) => queue(tx, site, &letter).await,
            None => Ok(false),
        }
    }

    /// Tells the writer of a comment that a moderator took it away, and why, if the paper may write to them.
    pub(crate) async fn tell_of_removal(&self, paper: &Paper, job: &Job) -> Result<usize, StoreError> {
        let (newsroom, paper, job) = (self.clone(), paper.clone(), job.clone());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(0);
                }
                let told = newsroom.explain_removal(tx, &paper, CommentId(job.thing)).await?;
                Ok::<_, StoreError>(usize::from(told))
            })
        });
        work.await
    }

    async fn explain_removal(&self, tx: &mut Tx, paper: &Paper, id: CommentId) -> Result<bool, StoreError> {
        let (site, now) = (paper.id(), self.clock.now());
        let Some(comment) = tx.desk_comment(site, id).await? else { return Ok(false) };
        if !matches!(comment.state, CommentState::Removed | CommentState::Trash) {
            return Ok(false);
        }
        let decisions = tx.decisions_about(site, id, DECISIONS).await?;
        let decisions = decisions.into_iter().map(|stored| stored.decision);
        let holds = decisions.into_iter().find(|d| d.undone.is_none() && d.to == comment.state);
        let hash = tx.fingerprints(site, id).await?.and_then(|known| known.email);
        let (Some(decision), Some(hash)) = (holds, hash) else { return Ok(false) };
        let wish = tx.subscription_of(site, comment.post, &hash).await?;
        let Some(wish) = wish.filter(|wish| wish.confirmed_at.is_some()) else { return Ok(false) };
        let Some(post) = tx.public_post(site, now, comment.post).await? else { return Ok(false) };
        let (Some(link), Some(base)) = (self.subscription_link(paper, wish.id), own_address(paper)) else {
            return Ok(false);
        };
        if !tx.note_told(site, id, REMOVAL, now).await? {
            return Ok(false);
        }
        let key = self.own_key(paper, id);
        let occasion = Occasion::Removed {
            story: &post.title,
            words: &comment.text,
            why: &decision.why,
            address: &format!("{base}/comments/{}/{id}?key={key}", comment.post),
            stop: &format!("{link}/stop"),
        };
        match self.letter(paper, &wish.email, &occasion) {
            Some(letter) => queue(tx, site, &letter).await,
            None => Ok(false),
        }
    }

    /// Where a subscription is confirmed; below it is where it is stopped.
    fn subscription_link(&self, paper: &Paper, subscription: SubscriptionId) -> Option<String> {
        let key = self.subscription_key(paper, subscription);
        own_address(paper).map(|base| format!("{base}/comments/subscription/{subscription}/{key}"))
    }
}

/// A comment that readers see now, with its story. What an import brought is no news.
async fn shown(
    tx: &mut Tx,
    paper: &Paper,
    id: CommentId,
    now: Millis,
) -> Result<Option<(Comment, Post)>, StoreError> {
    let comment = tx.desk_comment(paper.id(), id).await?;
    let comment =
        comment.filter(|comment| comment.state == CommentState::Approved && comment.import_key.is_none());
    let Some(comment) = comment else { return Ok(None) };
    let post = tx.public_post(paper.id(), now, comment.post).await?;
    Ok(post.map(|post| (comment, post)))
}
