//! `/p/{uuid}/`: a story that is not out, for whoever was given the link.
//!
//! What stands in the address is a secret of 122 bits that ends and can be taken back. The page is made anew each time,
//! kept by nobody, and names no other place, so that the secret does not leave with a click.

use axum::response::Response;
use dateline_model::{Post, PostId, encode_path};
use dateline_newsroom::NewsroomError;
use dateline_press::{Answer, PressError};
use http::{HeaderValue, header};

use crate::reception::Visit;
use crate::{failure, reader};

/// Characters of a UUID as it is written.
const UUID_CHARS: usize = 36;

/// Answers a link; `None` when it opens nothing, as then there is nothing at this address.
pub(crate) async fn answer(visit: &Visit, token: &str) -> Option<Response> {
    if token.len() != UUID_CHARS {
        return None;
    }
    match opened(visit, token).await {
        Ok(Some(post)) if post.visibility.is_public(visit.now) => Some(to_its_page(visit, &post)),
        Ok(Some(post)) => Some(page(visit, post).await),
        Ok(None) => None,
        Err(error) => Some(failure::page(visit, &error).await),
    }
}

/// The story behind a link or, as in Ghost, one that is out behind its own number.
async fn opened(visit: &Visit, token: &str) -> Result<Option<Post>, PressError> {
    let previewed = visit.app.newsroom().previewed(&visit.paper, token).await;
    let found = previewed.map_err(|error| match error {
        NewsroomError::Store(error) => PressError::Store(error),
        error => PressError::Theme(error.to_string()),
    })?;
    match (found, token.parse::<PostId>()) {
        (Some(post), _) => Ok(Some(post)),
        (None, Ok(id)) => {
            Ok(visit.app.store().read().await?.public_post(visit.paper.id(), visit.now, id).await?)
        }
        (None, Err(_)) => Ok(None),
    }
}

/// A story that came out meanwhile is read where everybody reads it.
fn to_its_page(visit: &Visit, post: &Post) -> Response {
    let to = post.permalink.as_deref().map_or_else(|| "/".to_owned(), encode_path);
    reader::print(visit, Answer::redirect(to, false))
}

async fn page(visit: &Visit, post: Post) -> Response {
    let hidden = |post| visit.hidden(post);
    match visit.app.press().preview(visit.ask(&hidden), post).await {
        Ok(page) => {
            let mut answer = reader::print(visit, page);
            answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
            answer
        }
        Err(error) => failure::page(visit, &error).await,
    }
}
