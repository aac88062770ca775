//! One comment under `/comments/{post}/{comment}`: found, liked, reported, and changed by its writer. Nothing of it
//! needs a script, an account, or a cookie.

use axum::body::Body;
use axum::response::Response;
use dateline_model::{Comment, CommentId, CommentState, Post, PostId, ReportReason};
use dateline_newsroom::{CommentError, OwnComment};
use dateline_press::{
    Addresses, Answer, COMMENTS_ON_PAGE, CachePolicy, Choice, CommentPageView, CommentTask, PressError,
    Query, StatementView, comment_as_shown,
};
use dateline_store::StoreError;
use http::{StatusCode, header};

use crate::client_address::AddressKey;
use crate::comments::{own_hosts, see_other};
use crate::form::{Form, FormLimits};
use crate::reception::Visit;
use crate::same_site::is_foreign;
use crate::{document, failure, own, plain, reader};

/// What such a form may hold: a comment's text, and little else.
const LIMITS: FormLimits =
    FormLimits { bytes: 256 * 1024, fields: 16, name_bytes: 64, value_bytes: 64 * 1024 };
/// Where the desk shows one comment, whose id follows.
const AT_DESK: &str = "/admin/#/comments?comment=";

/// A story, one of its comments, and what is asked of it.
struct Visitor<'v> {
    visit: &'v Visit,
    post: PostId,
    comment: CommentId,
}

/// What keeps a request from being answered as it was meant.
enum Refusal {
    /// There is no such comment, or nobody may see it.
    Nothing,
    /// An answer that is finished.
    Answered(Box<Response>),
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

/// Answers at the address of a comment, or below it.
pub(crate) async fn answer(
    visit: &Visit,
    post: PostId,
    comment: CommentId,
    below: &[&str],
    body: Body,
) -> Response {
    let of = Visitor { visit, post, comment };
    let reads = visit.only_reads();
    let key = Query::parse(visit.query()).get("key").map(str::to_owned);
    let done = match (below, key) {
        ([], None) | (["like"], _) if reads => of.find().await,
        ([], Some(key)) if reads => of.own_page(&key, None).await,
        ([], _) => of.change(body).await,
        (["like"], _) => of.like().await,
        (["report"], _) if reads => of.report_form().await,
        (["report"], _) => of.report(body).await,
        _ => Err(Refusal::Nothing),
    };
    match done {
        Ok(answer) => answer,
        Err(Refusal::Answered(answer)) => *answer,
        Err(Refusal::Nothing | Refusal::Newsroom(CommentError::NotYours)) => reader::missing(visit).await,
        Err(Refusal::Newsroom(CommentError::Store(error))) => {
            failure::page(visit, &PressError::Store(error)).await
        }
        // What else the newsroom says stands on a page of its own, made where it was said.
        Err(Refusal::Newsroom(error)) => {
            plain::sentence(StatusCode::UNPROCESSABLE_ENTITY, "This could not be done", &format!("{error}."))
        }
    }
}

/// `GET /comments/{post}/challenge`: what a browser is to solve before it sends a comment.
pub(crate) fn challenge(visit: &Visit) -> Option<Response> {
    let challenge = visit.app.newsroom().challenge(&visit.paper)?;
    let mut answer = Response::new(Body::from(serde_json::to_vec(&challenge).ok()?));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, document::CachePolicy::NoStore.to_header());
    Some(answer)
}

impl Visitor<'_> {
    /// Leads to the comment, whichever page of the thread it stands on now.
    async fn find(&self) -> Result<Response, Refusal> {
        let (post, comment) = self.shown().await?;
        let mut read = self.visit.app.store().read().await?;
        let before = read.place_in_thread(self.visit.paper.id(), &comment).await?;
        let permalink = post.permalink.as_deref().unwrap_or("/");
        Ok(found_at(&Addresses::comment(permalink, before / COMMENTS_ON_PAGE + 1, &comment)))
    }

    async fn like(&self) -> Result<Response, Refusal> {
        self.admit()?;
        let (_, comment) = self.shown().await?;
        self.visit.app.newsroom().like(&self.visit.paper, &comment, self.visit.client()).await?;
        self.find().await.map(|found| see_other(location(&found), None))
    }

    async fn report_form(&self) -> Result<Response, Refusal> {
        let (post, comment) = self.shown().await?;
        let task = report_task(&post, &comment, None, "");
        self.page(task, StatusCode::OK).await
    }

    async fn report(&self, body: Body) -> Result<Response, Refusal> {
        let form = self.read(body).await?;
        self.admit()?;
        let (post, comment) = self.shown().await?;
        let (reason, words) = (ReportReason::from_word(form.text("reason")), form.text("body"));
        let mut task = report_task(&post, &comment, reason, words);
        let Some(reason) = reason else {
            task.error = Some(self.sentence("reason", "empty", 0));
            return self.page(task, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        let newsroom = self.visit.app.newsroom();
        match newsroom.report(&self.visit.paper, &comment, (reason, words), self.visit.client()).await {
            Ok(_) => {
                let thanks = "Thank you. A moderator will look at it.";
                self.page(done(&post, Some(&comment), thanks), StatusCode::OK).await
            }
            Err(CommentError::Invalid(problems)) => {
                let max = problems.first().map_or(0, |problem| problem.max);
                task.error = Some(self.sentence("body", "too_long", max));
                self.page(task, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What its writer sees of a comment; `notice` is what was done just now.
    async fn own_page(&self, key: &str, notice: Option<&str>) -> Result<Response, Refusal> {
        let own = self.own(key).await?;
        let post = self.post().await?;
        let mut task = own_task(&post, &own, key);
        task.notice = notice.map(str::to_owned).or(task.notice);
        self.page(task, StatusCode::OK).await
    }

    /// Changes or deletes a comment for its writer, or takes the objection to a decision.
    async fn change(&self, body: Body) -> Result<Response, Refusal> {
        let form = self.read(body).await?;
        self.admit()?;
        let (newsroom, paper) = (self.visit.app.newsroom(), &self.visit.paper);
        let key = form.get("key").unwrap_or_default();
        let own = self.own(key).await?;
        let post = self.post().await?;
        if own.statement.is_some() {
            return match newsroom.appeal(paper, self.comment, key, form.text("body")).await {
                Ok(()) => self.own_page(key, None).await,
                Err(CommentError::Twice) => {
                    let twice = "Your objection was sent before. A moderator will read it.";
                    self.own_page(key, Some(twice)).await
                }
                Err(error) => self.own_refused(&post, &own, (key, form.text("body")), error).await,
            };
        }
        if form.get("delete").is_some() {
            return match newsroom.delete_own_comment(paper, self.comment, key).await {
                Ok(_) => self.page(done(&post, None, "Your comment was deleted."), StatusCode::OK).await,
                Err(error) => self.own_refused(&post, &own, (key, ""), error).await,
            };
        }
        let words = form.get("body").unwrap_or_default().replace("\r\n", "\n");
        match newsroom.change_own_comment(paper, self.comment, key, &words).await {
            Ok(changed) if changed.state == CommentState::Approved => self
                .find()
                .await
                .map(|found| see_other(location(&found), own::cookie(self.visit, &post, &changed))),
            Ok(changed) => {
                let address = own::address(self.post, self.comment, key);
                Ok(see_other(&address, own::cookie(self.visit, &post, &changed)))
            }
            Err(error) => self.own_refused(&post, &own, (key, &words), error).await,
        }
    }

    /// The writer's page again, with the words as they were sent and what is wrong with them.
    async fn own_refused(
        &self,
        post: &Post,
        own: &OwnComment,
        (key, words): (&str, &str),
        error: CommentError,
    ) -> Result<Response, Refusal> {
        let mut task = own_task(post, own, key);
        words.clone_into(&mut task.text);
        let (status, word, max) = match error {
            CommentError::Invalid(problems) => {
                let (word, max) = problems.first().map_or(("invalid", 0), |p| (p.reason, p.max));
                (StatusCode::UNPROCESSABLE_ENTITY, word, max)
            }
            CommentError::TooLate => (StatusCode::FORBIDDEN, "too_late", 0),
            CommentError::Closed => (StatusCode::FORBIDDEN, "closed", 0),
            CommentError::MembersOnly => (StatusCode::FORBIDDEN, "members", 0),
            error => return Err(error.into()),
        };
        task.notice = None;
        task.error = Some(self.sentence("body", word, max));
        self.page(task, status).await
    }

    async fn page(&self, task: CommentPageView, status: StatusCode) -> Result<Response, Refusal> {
        let hidden = |_| Vec::new();
        let ask = self.visit.ask(&hidden);
        match self.visit.app.press().one_comment(ask, self.post, task, status.as_u16()).await {
            Ok(Some(page)) => {
                let page = Answer { cache: CachePolicy::Never, index: false, ..page };
                Ok(reader::print(self.visit, page))
            }
            Ok(None) => Err(Refusal::Nothing),
            Err(error) => Err(Refusal::Answered(Box::new(failure::page(self.visit, &error).await))),
        }
    }

    fn sentence(&self, field: &str, word: &str, max: usize) -> String {
        let theme = self.visit.app.press().theme_of(&self.visit.paper);
        theme.comment_problem(&self.visit.paper.settings.locale, field, word, max)
    }

    async fn read(&self, body: Body) -> Result<Form, Refusal> {
        let refuse = |status, text: &str| {
            Refusal::Answered(Box::new(plain::sentence(status, "This could not be done", text)))
        };
        if self.visit.method() != http::Method::POST {
            return Err(Refusal::Answered(Box::new(failure::method_not_allowed("GET, HEAD, POST"))));
        }
        let form = Form::read(self.visit.headers(), body, &LIMITS).await;
        form.map_err(|error| refuse(error.status(), &format!("{error}. Go back for your text.")))
    }

    /// Lets a reader do something that costs one row: not from another site, and not without end.
    fn admit(&self) -> Result<(), Refusal> {
        let visit = self.visit;
        if is_foreign(visit.headers(), &own_hosts(visit)) {
            let why = "It was sent from another site. Open the story here and try again.";
            let answer = plain::sentence(StatusCode::FORBIDDEN, "This could not be done", why);
            return Err(Refusal::Answered(Box::new(answer)));
        }
        let admitted = visit.app.gestures().admit(AddressKey::of(visit.client()), visit.now);
        admitted.map_err(|wait| {
            let sentence = self.sentence("", "limited", 0);
            let status = StatusCode::TOO_MANY_REQUESTS;
            let mut answer = plain::sentence(status, "This could not be done", &sentence);
            failure::retry_after(&mut answer, wait.retry_after_seconds);
            Refusal::Answered(Box::new(answer))
        })
    }

    async fn own(&self, key: &str) -> Result<OwnComment, Refusal> {
        let own = self.visit.app.newsroom().own_comment(&self.visit.paper, self.comment, key).await?;
        if own.comment.post == self.post { Ok(own) } else { Err(Refusal::Nothing) }
    }

    async fn post(&self) -> Result<Post, Refusal> {
        let (site, now) = (self.visit.paper.id(), self.visit.now);
        let mut read = self.visit.app.store().glance().await?;
        read.public_post(site, now, self.post).await?.ok_or(Refusal::Nothing)
    }

    /// A comment that readers see, with its story.
    async fn shown(&self) -> Result<(Post, Comment), Refusal> {
        let post = self.post().await?;
        let newsroom = self.visit.app.newsroom();
        let comment = newsroom.shown_comment(&self.visit.paper, &post, self.comment).await?;
        comment.map(|comment| (post, comment)).ok_or(Refusal::Nothing)
    }
}

/// A sentence that says what was done.
fn done(post: &Post, comment: Option<&Comment>, notice: &str) -> CommentPageView {
    let notice = Some(notice.to_owned());
    CommentPageView { notice, ..CommentPageView::new(CommentTask::Done, back(post, comment)) }
}

/// What the writer of a comment is shown of it.
fn own_task(post: &Post, own: &OwnComment, key: &str) -> CommentPageView {
    let OwnComment { comment, editable_until, statement, appeal } = own;
    let answer = appeal.as_ref().and_then(|appeal| appeal.answer.as_ref());
    let statement = statement.as_ref().map(|statement| StatementView {
        at: statement.at,
        why: statement.why.clone(),
        ..StatementView::default()
    });
    // A granted objection has ended the decision, and is still worth telling.
    let told =
        statement.or_else(|| answer.map(|answer| StatementView { at: answer.at, ..Default::default() }));
    let told = told.map(|told| StatementView {
        appeal: appeal.as_ref().map(|appeal| appeal.words.clone()),
        granted: answer.map(|answer| answer.granted),
        answer: answer.map(|answer| answer.words.clone()).unwrap_or_default(),
        ..told
    });
    let may_edit = editable_until.is_some();
    let may_object = told.as_ref().is_some_and(|told| told.appeal.is_none());
    let deleted = comment.state == CommentState::Removed && told.is_none();
    let notice = match comment.state {
        _ if told.is_some() => None,
        CommentState::Approved if may_edit => None,
        CommentState::Approved => Some("The time in which you could change this comment is over."),
        CommentState::Removed => Some("Your comment was deleted."),
        _ => Some("Your comment is waiting for a moderator."),
    };
    let task = if told.is_some() { CommentTask::Statement } else { CommentTask::Edit };
    let permalink = post.permalink.as_deref().unwrap_or("/");
    // Its writer may read what was taken away from everybody else.
    let shown = Comment { state: CommentState::Approved, ..comment.clone() };
    CommentPageView {
        comment: (!deleted).then(|| comment_as_shown(&shown, permalink, false)),
        action: if may_edit || may_object {
            Addresses::one_comment(comment.post, comment.id)
        } else {
            String::new()
        },
        hidden: vec![("key".to_owned(), key.to_owned())],
        text: if may_edit { comment.text.clone() } else { String::new() },
        notice: notice.map(str::to_owned),
        statement: told,
        ..CommentPageView::new(task, back(post, Some(comment)))
    }
}

/// The form that reports a comment.
fn report_task(post: &Post, comment: &Comment, chosen: Option<ReportReason>, words: &str) -> CommentPageView {
    let choice = |reason: ReportReason| Choice {
        word: reason.as_str().to_owned(),
        label: label(reason).to_owned(),
        chosen: chosen == Some(reason),
    };
    CommentPageView {
        comment: Some(comment_as_shown(comment, post.permalink.as_deref().unwrap_or("/"), false)),
        action: format!("{}/report", Addresses::one_comment(comment.post, comment.id)),
        text: words.to_owned(),
        choices: ReportReason::ALL.into_iter().map(choice).collect(),
        desk_url: Some(format!("{AT_DESK}{}", comment.id.hex())),
        ..CommentPageView::new(CommentTask::Report, back(post, Some(comment)))
    }
}

/// What a reader is asked, in English: a key of the translations.
fn label(reason: ReportReason) -> &'static str {
    match reason {
        ReportReason::Spam => "Spam",
        ReportReason::Abuse => "Insult or threat",
        ReportReason::Private => "Private information",
        ReportReason::Illegal => "Against the law",
        ReportReason::Other => "Something else",
    }
}

/// The way back to a comment, or to its story.
fn back(post: &Post, comment: Option<&Comment>) -> String {
    match comment.filter(|comment| comment.state == CommentState::Approved) {
        Some(comment) => Addresses::one_comment(comment.post, comment.id),
        None => Addresses::post(post.permalink.as_deref().unwrap_or("/")),
    }
}

/// 302 that nobody keeps: tomorrow the comment may stand on another page.
fn found_at(to: &str) -> Response {
    let mut answer = see_other(to, None);
    *answer.status_mut() = StatusCode::FOUND;
    answer
}

fn location(found: &Response) -> &str {
    found.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("/")
}
