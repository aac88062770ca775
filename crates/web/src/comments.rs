//! The reader's comment form: `POST /comments/{post}`.
//!
//! It needs no cookie and no script. What is refused comes back as the form with the reader's words in it, whatever
//! the reason: a correction, a limit, a database that does not answer.

use axum::body::Body;
use axum::response::Response;
use dateline_model::{Comment, CommentId, Post, PostId, PostStatus};
use dateline_newsroom::{CommentError, CommentForm, CommentOutcome};
use dateline_press::{Addresses, Answer, Ask, COMMENTS_ON_PAGE, CachePolicy, FormState};
use dateline_store::StoreError;
use http::{HeaderValue, StatusCode, header};

use crate::client_address::AddressKey;
use crate::document;
use crate::form::{Form, FormLimits};
use crate::host::HostName;
use crate::kept::Again;
use crate::rate::TooMany;
use crate::reception::{STAMP, Visit, moved};
use crate::same_site::is_foreign;
use crate::tally::Fate;
use crate::{failure, held, kept, own, plain, reader};

/// What a comment's form may hold. A text longer than the newsroom takes must still arrive whole, to be given back.
const LIMITS: FormLimits =
    FormLimits { bytes: 512 * 1024, fields: 32, name_bytes: 64, value_bytes: 128 * 1024 };

/// Answers at a story's address for comments.
pub(crate) async fn answer(visit: &Visit, post: PostId, body: Body) -> Response {
    if visit.only_reads() {
        // Who comes back to where a form was sent gets the form.
        return moved(&format!("/comment/{post}"));
    }
    if visit.method() != http::Method::POST {
        return failure::method_not_allowed("GET, HEAD, POST");
    }
    let form = match Form::read(visit.headers(), body, &LIMITS).await {
        Ok(form) => form,
        Err(error) => {
            let title = "Your comment was not published";
            return plain::sentence(error.status(), title, &format!("{error}. Go back for your text."));
        }
    };
    let sent = Sent::read(&form);
    match Box::pin(receive(visit, post, &sent)).await {
        Ok(Taken::Sent(to, cookie)) => see_other(&to, cookie),
        Ok(Taken::Shown(comment)) => Box::pin(preview(visit, post, sent, *comment)).await,
        Err(refusal) => {
            let is_flood = matches!(refusal, Refusal::Limited(_));
            visit.app.tally().comment(if is_flood { Fate::TooMany } else { Fate::SentBack });
            Box::pin(refuse(visit, post, sent, refusal)).await
        }
    }
}

/// What arrived, as it goes to the newsroom and as it comes back when refused.
struct Sent {
    form: FormState,
    stamp: String,
    trap: String,
    proof: String,
    /// Whether the reader wants to see the comment before it is published.
    preview: bool,
}

impl Sent {
    fn read(form: &Form) -> Self {
        let own = |name: &str| form.get(name).unwrap_or_default().to_owned();
        let state = FormState {
            name: own("name"),
            email: own("email"),
            url: own("url"),
            // Browsers send line ends as a carriage return and a line feed.
            body: own("body").replace("\r\n", "\n"),
            parent: form.text("parent").parse::<CommentId>().ok(),
            subscribe: form.get("subscribe").is_some(),
            ..FormState::default()
        };
        let preview = form.get("preview").is_some();
        Self { form: state, stamp: own(STAMP), trap: own("website"), proof: own("altcha"), preview }
    }

    fn for_the_newsroom(&self) -> CommentForm {
        let FormState { name, email, url, body, parent, subscribe, .. } = self.form.clone();
        let (stamp, trap, proof) = (self.stamp.clone(), self.trap.clone(), self.proof.clone());
        CommentForm { name, email, url, body, parent, stamp, trap, proof, subscribe }
    }
}

/// What came of a form.
enum Taken {
    /// The comment is there: where its writer is sent, and the cookie that says whose it is.
    Sent(String, Option<HeaderValue>),
    /// The writer wanted to see it first.
    Shown(Box<Comment>),
}

/// Why a comment goes back.
enum Refusal {
    /// The form was sent from another site.
    Foreign,
    /// Too many from this address.
    Limited(TooMany),
    /// No post has this id.
    NoSuchPost,
    /// Readers could see the post once.
    Gone,
    /// The newsroom says no.
    Newsroom(CommentError),
}

impl From<CommentError> for Refusal {
    fn from(error: CommentError) -> Self {
        Self::Newsroom(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Newsroom(CommentError::Store(error))
    }
}

/// Hands the comment to the newsroom.
async fn receive(visit: &Visit, post: PostId, sent: &Sent) -> Result<Taken, Refusal> {
    if is_foreign(visit.headers(), &own_hosts(visit)) {
        return Err(Refusal::Foreign);
    }
    let from = visit.client();
    let limiter = if sent.preview { visit.app.gestures() } else { visit.app.commenters() };
    limiter.admit(AddressKey::of(from), visit.now).map_err(Refusal::Limited)?;
    let post = commented_post(visit, post).await?;
    let newsroom = visit.app.newsroom();
    if sent.preview {
        let comment = newsroom.preview(&visit.paper, &post, sent.for_the_newsroom()).await?;
        return Ok(Taken::Shown(Box::new(comment)));
    }
    let permalink = post.permalink.as_deref().unwrap_or("/");
    let (comment, to) = match newsroom.comment(&visit.paper, &post, sent.for_the_newsroom(), from).await? {
        CommentOutcome::Published(comment, before) => {
            visit.app.tally().comment(Fate::Published);
            let to = Addresses::comment(permalink, before / COMMENTS_ON_PAGE + 1, &comment);
            (comment, to)
        }
        CommentOutcome::Held(comment) => {
            visit.app.tally().comment(Fate::Held);
            (comment, held::address(newsroom.secret(), &visit.paper, permalink, visit.now))
        }
    };
    Ok(Taken::Sent(to, own::cookie(visit, &post, &comment)))
}

/// The names under which this site's own pages are read: the one asked for, and the one its addresses are made with.
pub(crate) fn own_hosts(visit: &Visit) -> Vec<HostName> {
    let of =
        |address: &str| HostName::parse(address.split_once("://").map_or(address, |(_, host)| host)).ok();
    [of(&visit.origin), of(&visit.paper.settings.url)].into_iter().flatten().collect()
}

async fn commented_post(visit: &Visit, id: PostId) -> Result<Post, Refusal> {
    let mut read = visit.app.store().glance().await?;
    if let Some(post) = read.public_post(visit.paper.id(), visit.now, id).await? {
        return Ok(post);
    }
    let hidden = read.desk_post(visit.paper.id(), id).await?;
    // A scheduled story has an address already, but nobody has seen it.
    let was_public =
        hidden.is_some_and(|post| post.permalink.is_some() && post.status != PostStatus::Scheduled);
    Err(if was_public { Refusal::Gone } else { Refusal::NoSuchPost })
}

/// 303: a reload of the next page sends nothing again.
pub(crate) fn see_other(to: &str, cookie: Option<HeaderValue>) -> Response {
    let mut answer = moved(to);
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let no_store = document::CachePolicy::NoStore.to_header();
    answer.headers_mut().insert(header::CACHE_CONTROL, no_store);
    if let Some(cookie) = cookie {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// The form again, with what the comment would look like above it.
async fn preview(visit: &Visit, post: PostId, sent: Sent, comment: Comment) -> Response {
    let form = FormState { preview: Some(comment), ..sent.form };
    let make_hidden = |post| visit.hidden(post);
    let ask = Ask { form: Some(&form), ..visit.ask(&make_hidden) };
    let page = visit.app.press().refused_comment(ask, post, StatusCode::OK.as_u16()).await;
    if let Ok(Some(page)) = page {
        return reader::print(visit, Answer { cache: CachePolicy::Never, index: false, ..page });
    }
    let why = "It could not be shown at the moment. Nothing is lost: wait a little and send it again.";
    kept::page(StatusCode::SERVICE_UNAVAILABLE, why, &form, &visit.hidden(post), Again::Later)
}

async fn refuse(visit: &Visit, post: PostId, sent: Sent, refusal: Refusal) -> Response {
    let mut form = sent.form;
    let hidden = visit.hidden(post);
    let (status, wait) = match refusal {
        Refusal::Foreign => {
            let why =
                "It was sent from another site. Open the story here and send it again from its own form.";
            return kept::page(StatusCode::FORBIDDEN, why, &form, &hidden, Again::Never);
        }
        Refusal::NoSuchPost => {
            let why = "There is no story at this address.";
            return kept::page(StatusCode::NOT_FOUND, why, &form, &hidden, Again::Never);
        }
        Refusal::Gone => {
            let why = "This story is not published any more.";
            return kept::page(StatusCode::GONE, why, &form, &hidden, Again::Never);
        }
        Refusal::Newsroom(CommentError::MembersOnly) => {
            let why = "Only members may comment on this story.";
            return kept::page(StatusCode::FORBIDDEN, why, &form, &hidden, Again::Never);
        }
        Refusal::Newsroom(CommentError::Closed) => {
            let why = "This story takes no more comments.";
            return kept::page(StatusCode::FORBIDDEN, why, &form, &hidden, Again::Never);
        }
        Refusal::Limited(wait) if visit.app.refusals().admit((), visit.now).is_err() => {
            let why = "Too many comments came from your address. Wait a minute and send it again.";
            let status = StatusCode::TOO_MANY_REQUESTS;
            let mut answer = kept::page(status, why, &form, &hidden, Again::Later);
            failure::retry_after(&mut answer, wait.retry_after_seconds);
            return answer;
        }
        Refusal::Limited(wait) => {
            form.problems = vec![("", "limited", 0)];
            (StatusCode::TOO_MANY_REQUESTS, Some(wait.retry_after_seconds))
        }
        Refusal::Newsroom(CommentError::Invalid(problems)) => {
            form.problems = problems.into_iter().map(|p| (p.field, p.reason, p.max)).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        // What is said of comments that are there already is never said of a new one.
        Refusal::Newsroom(
            CommentError::Stale | CommentError::TooLate | CommentError::NotYours | CommentError::Twice,
        ) => {
            form.problems = vec![("", "stale", 0)];
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        Refusal::Newsroom(CommentError::NoSuchParent) => {
            form.parent = None;
            form.problems = vec![("", "no_parent", 0)];
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        Refusal::Newsroom(CommentError::Store(error)) => {
            failure::report(visit, &error);
            form.problems = vec![("", "unavailable", 0)];
            (StatusCode::SERVICE_UNAVAILABLE, Some(failure::RETRY_SECONDS))
        }
    };
    let make_hidden = |post| visit.hidden(post);
    let ask = Ask { form: Some(&form), ..visit.ask(&make_hidden) };
    let page = visit.app.press().refused_comment(ask, post, status.as_u16()).await;
    let mut answer = if let Ok(Some(page)) = page {
        reader::print(visit, Answer { cache: CachePolicy::Never, index: false, ..page })
    } else {
        let why =
            "It could not be published at the moment. Nothing is lost: wait a little and send it again.";
        kept::page(status, why, &form, &hidden, Again::Later)
    };
    if let Some(seconds) = wait {
        failure::retry_after(&mut answer, seconds);
    }
    answer
}
