//! Comments: a reader's form becomes a comment, a moderator decides about it.

use std::net::IpAddr;

use dateline_model::{
    Comment, CommentId, CommentPolicy, CommentState, Millis, Paper, Post, PostId, StaffUser, is_blank,
    many_lines, one_line,
};
use dateline_store::{Arrived, Beside, Fingerprints, KnownReader, NewComment, Read, StoreError};

use crate::address::{is_email, web_address};
use crate::judge::Arriving;
use crate::{Newsroom, Secret};

/// How long after its day's beginning a form has to be loaded again, in milliseconds: a week and that day.
const STAMP_LIFE: Millis = 8 * 24 * 3_600_000;
/// How long the same words from the same reader are taken for the same form sent twice: 10 to 20 minutes.
const TWICE_STEP: Millis = 600_000;
/// How long an address hash is kept, in milliseconds: 30 days.
const ADDRESS_LIFE: Millis = 30 * 24 * 3_600_000;
/// How old an approved comment must be to speak for its reader, in milliseconds: a day. On an open site every comment
/// is approved as it comes, and who sends many is not trusted more for it.
pub(crate) const SETTLED_AFTER: Millis = 24 * 3_600_000;

/// What a reader sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentForm {
    /// The name; required.
    pub name: String,
    /// The e-mail address, or empty.
    pub email: String,
    /// The web address, or empty.
    pub url: String,
    /// The text; required.
    pub body: String,
    /// The id of the comment it answers.
    pub parent: Option<CommentId>,
    /// The stamp that the form carried.
    pub stamp: String,
    /// What was typed into the field that people do not see.
    pub trap: String,
    /// The proof of work that the browser did, or empty.
    pub proof: String,
    /// Whether the reader wants to hear of answers by mail.
    pub subscribe: bool,
}

/// What became of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentOutcome {
    /// Everybody can read it; with how many comments of the thread stand before it.
    Published(Comment, i64),
    /// It waits for a moderator.
    Held(Comment),
}

/// What is wrong with one field: its name in the form and a stable word for the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// `name`, `email`, `url` or `body`.
    pub field: &'static str,
    /// `empty`, `too_long` or `invalid`.
    pub reason: &'static str,
    /// The most characters, when it is too long.
    pub max: usize,
}

/// Why a comment was not taken. The reader's text goes back into the form.
#[derive(Debug, thiserror::Error)]
pub enum CommentError {
    /// Fields to correct.
    #[error("the comment needs a correction: {}", .0.iter().map(|p| format!("{} {}", p.field, p.reason)).collect::<Vec<_>>().join(", "))]
    Invalid(Vec<FieldProblem>),
    /// The story takes no comments.
    #[error("this story takes no more comments")]
    Closed,
    /// The story takes comments of members alone.
    #[error("only members may comment on this story")]
    MembersOnly,
    /// The time is over in which a reader may change an own comment.
    #[error("the time in which you could change this comment is over")]
    TooLate,
    /// The comment is not there, or it is somebody else's.
    #[error("there is no such comment of yours")]
    NotYours,
    /// What was said once is not said again.
    #[error("this was sent before, and it is enough once")]
    Twice,
    /// The comment it answers is not there.
    #[error("the comment you answer is gone; your text is kept, send it as a comment of its own")]
    NoSuchParent,
    /// The form is too old or not ours.
    #[error("this form has been open for too long; send it again")]
    Stale,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The signed day on which a form was given out, for one post.
pub struct Stamp;

impl Stamp {
    /// The stamp for a form under `post` at `now`; the same for the rest of the paper's day, so that a page stays the same page.
    pub fn issue(secret: &Secret, paper: &Paper, post: PostId, now: Millis) -> String {
        let (began, _) = paper.zone.day_of(now);
        format!("{began}.{}", secret.sign("comment", &Self::parts(paper, &post, &began.to_be_bytes())))
    }

    fn parts<'p>(paper: &'p Paper, post: &'p PostId, began: &'p [u8; 8]) -> [&'p [u8]; 3] {
        [paper.site.id.0.as_bytes(), post.0.as_bytes(), began]
    }

    fn is_good(stamp: &str, secret: &Secret, paper: &Paper, post: PostId, now: Millis) -> bool {
        let Some((began, signature)) = stamp.split_once('.') else { return false };
        let Ok(began) = began.parse::<i64>() else { return false };
        (0..=STAMP_LIFE).contains(&now.saturating_sub(began))
            && secret.verify("comment", &Self::parts(paper, &post, &began.to_be_bytes()), signature)
    }
}

impl Newsroom {
    /// Takes a reader's comment on `post`. Sent twice, the second arrival finds the first one's comment.
    pub async fn comment(
        &self,
        paper: &Paper,
        post: &Post,
        form: CommentForm,
        from: IpAddr,
    ) -> Result<CommentOutcome, CommentError> {
        let now = self.clock.now();
        let policy = self.comment_policy(paper, post, now).await?;
        takes_comments(policy)?;
        let problems = self.problems_of(&form);
        let typed = form;
        let form = fit_to_print(typed.clone());
        if !problems.is_empty() {
            return Err(CommentError::Invalid(problems));
        }
        if !Stamp::is_good(&form.stamp, &self.secret, paper, post.id, now) {
            return Err(CommentError::Stale);
        }
        let worked = self.worked_for(paper, &form.proof, now).await?;
        let address = self.secret.hash_address(paper.id(), from);
        let (submission, earlier) = self.submission_keys(paper, post.id, &form, &address, now);
        let email = self.secret.hash_email(paper.id(), &form.email);
        let reader = Fingerprints { email, address: Some(address.clone()) };
        let mut read = self.store.glance().await?;
        let known_reader = read.known_reader(paper.id(), &reader, now - SETTLED_AFTER, now).await?;
        let parent = answered(&mut read, paper, post.id, form.parent).await?;
        drop(read);
        let KnownReader { known, banned, settled } = known_reader;
        let coming = Arriving {
            paper,
            post,
            policy,
            typed: &typed,
            from,
            known,
            banned,
            settled,
            // A page is the same for everybody for a day, so its form does not say when it was opened.
            open_for: worked.open_for(),
            amended: false,
            unproven: worked.is_missing(),
            now,
        };
        let (state, mut assessment) = self.judge.judge(&self.rules, &coming);
        let (state, handed) =
            self.ask_akismet((paper, post), &typed, (from, now), (state, &mut assessment)).await;
        let wish = form.subscribe.then(|| form.email.clone());
        let mut comment = compose(form, post.id, parent.as_ref(), now, self.rules.limits.depth);
        comment.state = state;
        comment.address_hash = Some(address);
        comment.address_until = Some(now + ADDRESS_LIFE);
        comment.submission = Some(submission);
        let arriving = NewComment {
            site: paper.id(),
            comment: comment.clone(),
            beside: Beside { verdict: assessment.to_stored(), email_hash: reader.email },
            earlier: vec![earlier],
        };
        let Arrived { before, place } = self.store.add_comment(arriving).await?;
        if before.is_none() {
            self.remember_handed(comment.id, handed);
        }
        let comment = before.unwrap_or(comment);
        if let Some(email) = wish {
            self.subscribe(paper, &comment, &email).await?;
        }
        Ok(outcome(comment, place))
    }

    /// What a comment would look like, without taking it.
    pub async fn preview(
        &self,
        paper: &Paper,
        post: &Post,
        form: CommentForm,
    ) -> Result<Comment, CommentError> {
        let now = self.clock.now();
        takes_comments(self.comment_policy(paper, post, now).await?)?;
        let problems = self.problems_of(&form);
        if !problems.is_empty() {
            return Err(CommentError::Invalid(problems));
        }
        Ok(compose(fit_to_print(form), post.id, None, now, self.rules.limits.depth))
    }

    /// Takes a comment of the staff: it is never held, and its mark is one that no reader can give. Open or not,
    /// the staff may have the last word under a story.
    pub async fn comment_as_staff(
        &self,
        paper: &Paper,
        post: PostId,
        user: &StaffUser,
        parent: Option<CommentId>,
        body: &str,
    ) -> Result<Comment, CommentError> {
        let form =
            CommentForm { name: user.name.clone(), body: body.to_owned(), parent, ..CommentForm::default() };
        let problems = self.problems_of(&form);
        if !problems.is_empty() {
            return Err(CommentError::Invalid(problems));
        }
        let form = fit_to_print(form);
        let parent = answered(&mut self.store.read().await?, paper, post, parent).await?;
        let mut comment = compose(form, post, parent.as_ref(), self.clock.now(), self.rules.limits.depth);
        comment.state = CommentState::Approved;
        comment.staff = Some(user.id);
        let (site, stored) = (paper.id(), comment.clone());
        self.store
            .write(move |tx| Box::pin(async move { tx.insert_comment(site, &stored).await }))
            .await
            .map_err(CommentError::Store)?;
        Ok(comment)
    }

    /// How readers may comment under a post now. The database is asked only where a rule goes by tag.
    pub(crate) async fn comment_policy(
        &self,
        paper: &Paper,
        post: &Post,
        now: Millis,
    ) -> Result<CommentPolicy, StoreError> {
        let settings = &paper.settings;
        let mut tags = Vec::new();
        if settings.has_comment_rules_by_tag() {
            tags = self.store.glance().await?.tags_of(paper.id(), &[post.id]).await?;
        }
        let slugs: Vec<&str> = tags.iter().map(|(_, tag)| tag.slug.as_str()).collect();
        Ok(settings.comment_policy(self.rules.moderation, post, &slugs, now))
    }

    pub(crate) fn problems_of(&self, form: &CommentForm) -> Vec<FieldProblem> {
        let limits = &self.rules.limits;
        let mut problems = Vec::new();
        let mut check = |field, text: &str, max: usize, required: bool| {
            if required && is_blank(text) {
                problems.push(FieldProblem { field, reason: "empty", max });
            } else if text.chars().count() > max {
                problems.push(FieldProblem { field, reason: "too_long", max });
            }
        };
        check("name", &form.name, limits.name_chars, true);
        check("email", &form.email, limits.email_chars, form.subscribe);
        check("url", &form.url, limits.url_chars, false);
        check("body", &form.body, limits.body_chars, true);
        let email = form.email.trim();
        if !email.is_empty() && !is_email(email) {
            problems.push(FieldProblem { field: "email", reason: "invalid", max: limits.email_chars });
        }
        let url = form.url.trim();
        if !url.is_empty() && web_address(url).is_none() {
            problems.push(FieldProblem { field: "url", reason: "invalid", max: limits.url_chars });
        }
        problems
    }

    /// What makes a second arrival of a form recognisable: the key for now, and the one it would have had in
    /// the time before this one.
    fn submission_keys(
        &self,
        paper: &Paper,
        post: PostId,
        form: &CommentForm,
        address: &[u8],
        now: Millis,
    ) -> (String, String) {
        let parent = form.parent.map(CommentId::hex).unwrap_or_default();
        let parts: [&[u8]; 6] = [
            paper.site.id.0.as_bytes(),
            post.0.as_bytes(),
            parent.as_bytes(),
            form.name.as_bytes(),
            form.body.trim().as_bytes(),
            address,
        ];
        let words = self.secret.sign("submission", &parts);
        let key = |step: i64| self.secret.sign("submitted", &[words.as_bytes(), &step.to_be_bytes()]);
        let step = now.div_euclid(TWICE_STEP);
        (key(step), key(step - 1))
    }
}

/// The comment that is answered, which must stand under the same post where its answer can be read.
async fn answered(
    read: &mut Read,
    paper: &Paper,
    post: PostId,
    parent: Option<CommentId>,
) -> Result<Option<Comment>, CommentError> {
    let Some(id) = parent else { return Ok(None) };
    let stands =
        |c: &Comment| c.post == post && matches!(c.state, CommentState::Approved | CommentState::Removed);
    let parent = read.desk_comment(paper.id(), id).await?.filter(stands);
    parent.map(Some).ok_or(CommentError::NoSuchParent)
}

/// Why nobody without an account may comment, if that is so.
pub(crate) fn takes_comments(policy: CommentPolicy) -> Result<(), CommentError> {
    match policy {
        CommentPolicy::Closed | CommentPolicy::Hidden => Err(CommentError::Closed),
        CommentPolicy::Members => Err(CommentError::MembersOnly),
        _ => Ok(()),
    }
}

/// What a reader sent, without what cannot be printed. It is checked before, so that a name of nothing but
/// invisible letters is empty and a long one is too long.
fn fit_to_print(form: CommentForm) -> CommentForm {
    CommentForm {
        name: one_line(&form.name),
        email: one_line(&form.email),
        url: one_line(&form.url),
        body: many_lines(&form.body),
        ..form
    }
}

fn outcome(comment: Comment, place: i64) -> CommentOutcome {
    if comment.state == CommentState::Approved {
        CommentOutcome::Published(comment, place)
    } else {
        CommentOutcome::Held(comment)
    }
}

fn compose(
    form: CommentForm,
    post: PostId,
    parent: Option<&Comment>,
    now: Millis,
    depth_max: i64,
) -> Comment {
    let id = CommentId::mint(now);
    // At the deepest level a reply answers its parent's parent, so that it stands beside what it answers.
    let placed =
        parent.map(|p| if p.depth >= depth_max { (p.parent, p.depth) } else { (Some(p.id), p.depth + 1) });
    Comment {
        id,
        post,
        parent: placed.and_then(|(parent, _)| parent),
        root: parent.map_or(id, |p| p.root),
        thread_at: parent.map_or(now, |p| p.thread_at),
        depth: placed.map_or(0, |(_, depth)| depth),
        state: CommentState::Pending,
        author_name: form.name,
        author_email: None,
        author_url: web_address(&form.url),
        staff: None,
        html: dateline_markup::comment_html(&form.body),
        text: form.body,
        created_at: now,
        updated_at: now,
        address_hash: None,
        address_until: None,
        edited_at: None,
        likes: 0,
        submission: None,
        import_key: None,
        import_hash: None,
    }
}
