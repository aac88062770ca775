//! Where the links in letters lead: a reader confirms or ends a subscription, a moderator ends summaries.
//!
//! Whoever has the link may; nothing else is asked. Opening it changes nothing, since mail programs open links before
//! people do: what is to be done is behind a button, or comes as the one click of a mail program (RFC 8058), which is a
//! POST to the same address and says nothing of where it comes from.

use axum::body::Body;
use axum::response::Response;
use dateline_model::{Post, SubscriptionId, UserId};
use dateline_press::{Addresses, Answer, CachePolicy, CommentPageView, CommentTask, PressError};
use dateline_store::StoreError;
use http::{Method, StatusCode};

use crate::reception::Visit;
use crate::{failure, plain, reader};

/// Bytes of a body that is read and not looked at.
const BODY_BYTES_MAX: usize = 4 * 1024;

/// What a link of a subscription is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Confirm,
    Stop,
}

/// Answers at the address of a subscription, or at the one below it where it is stopped.
pub(crate) async fn subscription(visit: &Visit, id: &str, key: &str, below: &[&str], body: Body) -> Response {
    let wish = match below {
        [] => Wish::Confirm,
        ["stop"] => Wish::Stop,
        _ => return reader::missing(visit).await,
    };
    let Ok(id) = id.parse::<SubscriptionId>() else { return reader::missing(visit).await };
    match answer(visit, id, key, wish, body).await {
        Ok(Some(answer)) => answer,
        Ok(None) => reader::missing(visit).await,
        Err(error) => failure::page(visit, &PressError::Store(error)).await,
    }
}

async fn answer(
    visit: &Visit,
    id: SubscriptionId,
    key: &str,
    wish: Wish,
    body: Body,
) -> Result<Option<Response>, StoreError> {
    let (newsroom, paper) = (visit.app.newsroom(), &visit.paper);
    let found = newsroom.subscribed(paper, id, key).await?;
    let post = match &found {
        Some(found) => {
            visit.app.store().glance().await?.public_post(paper.id(), visit.now, found.post).await?
        }
        None => None,
    };
    if visit.only_reads() {
        let Some(found) = found else { return Ok(None) };
        let question = match wish {
            Wish::Confirm if found.confirmed => {
                return say(visit, post.as_ref(), "You will hear of answers by mail.").await;
            }
            Wish::Confirm => "Do you want to hear by mail when somebody answers what you wrote here?",
            Wish::Stop => "Do you want no more letters about this story?",
        };
        return ask(visit, post.as_ref(), wish, question).await;
    }
    if visit.method() != Method::POST {
        return Ok(Some(failure::method_not_allowed("GET, HEAD, POST")));
    }
    // It says what the address says already; a body without end is not waited for.
    let _ = crate::form::read_body(body, BODY_BYTES_MAX).await;
    match wish {
        Wish::Confirm if newsroom.confirm_subscription(paper, id, key).await? => {
            say(visit, post.as_ref(), "You will hear of answers by mail.").await
        }
        Wish::Stop if newsroom.stop_subscription(paper, id, key).await? => {
            let done = "You get no more letters about this story, and your address is forgotten.";
            say(visit, post.as_ref(), done).await
        }
        Wish::Confirm | Wish::Stop => Ok(None),
    }
}

/// A question with its button.
async fn ask(
    visit: &Visit,
    post: Option<&Post>,
    wish: Wish,
    question: &str,
) -> Result<Option<Response>, StoreError> {
    let button = match wish {
        Wish::Confirm => "Yes, tell me of answers",
        Wish::Stop => "Stop letters about this story",
    };
    let Some(post) = post else {
        let inside = format!(
            "<p>{question}</p>\n<form method=\"post\"><p><button type=\"submit\">{button}</button></p></form>"
        );
        return Ok(Some(plain::page(StatusCode::OK, "Answers by mail", &inside)));
    };
    let action = visit.decoded.clone();
    let task = CommentPageView { action, button: Some(button.to_owned()), ..page(post, question) };
    print(visit, post, task).await
}

/// A sentence that says how things are now.
async fn say(visit: &Visit, post: Option<&Post>, sentence: &str) -> Result<Option<Response>, StoreError> {
    let Some(post) = post else {
        return Ok(Some(plain::sentence(StatusCode::OK, "Answers by mail", sentence)));
    };
    print(visit, post, page(post, sentence)).await
}

fn page(post: &Post, sentence: &str) -> CommentPageView {
    let back = Addresses::post(post.permalink.as_deref().unwrap_or("/"));
    CommentPageView { notice: Some(sentence.to_owned()), ..CommentPageView::new(CommentTask::Letters, back) }
}

async fn print(visit: &Visit, post: &Post, task: CommentPageView) -> Result<Option<Response>, StoreError> {
    let hidden = |_| Vec::new();
    let printed = visit.app.press().one_comment(visit.ask(&hidden), post.id, task, 200).await;
    match printed {
        Ok(Some(page)) => {
            let page = Answer { cache: CachePolicy::Never, index: false, ..page };
            Ok(Some(reader::print(visit, page)))
        }
        Ok(None) => Ok(None),
        Err(error) => Ok(Some(failure::page(visit, &error).await)),
    }
}

/// Answers at the address where a moderator ends summaries.
pub(crate) async fn digest(visit: &Visit, user: &str, key: &str, body: Body) -> Response {
    let Ok(user) = user.parse::<UserId>() else { return reader::missing(visit).await };
    let newsroom = visit.app.newsroom();
    if visit.only_reads() {
        if !newsroom.is_digest_key(&visit.paper, user, key) {
            return reader::missing(visit).await;
        }
        let inside =
            "<form method=\"post\"><p><button type=\"submit\">Stop these summaries</button></p></form>";
        return plain::page(StatusCode::OK, "Summaries of what waits", inside);
    }
    if visit.method() != Method::POST {
        return failure::method_not_allowed("GET, HEAD, POST");
    }
    let _ = crate::form::read_body(body, BODY_BYTES_MAX).await;
    match newsroom.stop_digest(&visit.paper, user, key).await {
        Ok(true) => {
            let done = "You get no more of them. In your profile at the desk they can be had again.";
            plain::sentence(StatusCode::OK, "Summaries of what waits", done)
        }
        Ok(false) => reader::missing(visit).await,
        Err(error) => failure::page(visit, &PressError::Store(error)).await,
    }
}
