//! Answers when something went wrong here: a page with an id under which the log says more.

use axum::response::Response;
use dateline_press::{Answer, CachePolicy, PressError};
use dateline_store::StoreError;
use http::{HeaderValue, StatusCode, header};

use crate::panic::{incident_id, internal_error_page};
use crate::rate::TooMany;
use crate::reception::Visit;
use crate::{plain, reader};

/// Seconds after which a client may try again when the database did not answer.
pub(crate) const RETRY_SECONDS: u64 = 5;

/// What is wrong with a theme, for the one who is working on it: file, line, column, and what to do.
pub(crate) fn theme_in_work(trouble: &str) -> Response {
    let title = "The theme cannot be printed";
    plain::sentence(StatusCode::INTERNAL_SERVER_ERROR, title, &with_file(trouble))
}

/// The language of templates knows names, a designer files: `index:2:3: …` becomes `index.hbs:2:3: …`.
fn with_file(trouble: &str) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match trouble.splitn(4, ':').collect::<Vec<_>>().as_slice() {
        [name, line, column, rest] if is_number(line) && is_number(column) => {
            format!("{name}.hbs:{line}:{column}:{rest}")
        }
        _ => trouble.to_owned(),
    }
}

/// The page that says that a page could not be made.
pub(crate) async fn page(visit: &Visit, error: &PressError) -> Response {
    if let (true, PressError::Theme(trouble)) = (visit.app.theme_in_work(), error) {
        return theme_in_work(trouble);
    }
    let status = match error {
        PressError::Store(error) => status_of(error),
        PressError::Theme(_) | PressError::Search(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let id = report(visit, error);
    let hidden = |post| visit.hidden(post);
    let page = visit.app.press().error_page(visit.ask(&hidden), status.as_u16(), Some(&id)).await;
    let mut answer = match page {
        Ok(page) => reader::print(visit, Answer { cache: CachePolicy::Never, index: false, ..page }),
        // What failed before failed again.
        Err(_) => internal_error_page(&id),
    };
    *answer.status_mut() = status;
    if status == StatusCode::SERVICE_UNAVAILABLE {
        retry_after(&mut answer, RETRY_SECONDS);
    }
    answer
}

/// What a failure of the database means for the client: later, or never.
pub(crate) fn status_of(error: &StoreError) -> StatusCode {
    match error {
        StoreError::Database(_) | StoreError::File(_) | StoreError::NotKept | StoreError::Closed => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Writes an error to the log, once, and answers the id that the client gets.
pub(crate) fn report(visit: &Visit, error: &dyn std::error::Error) -> String {
    let id = incident_id();
    report_as(visit, error, &id);
    id
}

/// Writes an error to the log under an id that the client gets.
pub(crate) fn report_as(visit: &Visit, error: &dyn std::error::Error, id: &str) {
    let (method, path, site) = (visit.method(), &visit.decoded, visit.paper.id());
    tracing::error!(incident = %id, %site, %method, path, error = error_chain(error), "a request could not be answered");
}

/// An error with its causes, as one line.
fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}

/// 405 with what is allowed.
pub(crate) fn method_not_allowed(allowed: &'static str) -> Response {
    let text =
        "This address cannot be used in this way. Go back and follow a link, or send a form of this site.";
    let mut answer = plain::sentence(StatusCode::METHOD_NOT_ALLOWED, "Not possible here", text);
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    answer
}

/// 429 for an address that asks the search more often than readers do.
pub(crate) fn too_many_searches(wait: TooMany) -> Response {
    let text = format!(
        "Too many questions came from your address. Ask again in {} seconds.",
        wait.retry_after_seconds
    );
    let mut answer = plain::sentence(StatusCode::TOO_MANY_REQUESTS, "Please wait a moment", &text);
    retry_after(&mut answer, wait.retry_after_seconds);
    answer
}

/// Tells the client to wait.
pub(crate) fn retry_after(answer: &mut Response, seconds: u64) {
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
}
