//! Errors in Ghost's shape: `{"errors":[{…}]}`, one error with all of its nine keys.

use axum::response::Response;
use dateline_media::MediaError;
use dateline_newsroom::NewsroomError;
use dateline_press::PressError;
use dateline_store::{SelectError, StoreError};
use http::StatusCode;
use serde_json::{Value, json};

use super::json_document;
use crate::document::CachePolicy;
use crate::failure;
use crate::form::FormError;
use crate::jwt::JwtError;
use crate::reception::Visit;

/// The kinds of Ghost's errors that we have a use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorKind {
    BadRequest,
    Unauthorized,
    NoPermission,
    NotFound,
    NotAcceptable,
    UpdateCollision,
    TooLarge,
    TooManyRequests,
    UnsupportedMediaType,
    Validation,
    ThemeValidation,
    /// Also what Ghost calls a body that is no JSON, with 400.
    Internal(StatusCode),
}

impl ErrorKind {
    fn name(self) -> &'static str {
        match self {
            Self::BadRequest => "BadRequestError",
            Self::Unauthorized => "UnauthorizedError",
            Self::NoPermission => "NoPermissionError",
            Self::NotFound => "NotFoundError",
            Self::NotAcceptable => "RequestNotAcceptableError",
            Self::UpdateCollision => "UpdateCollisionError",
            Self::TooLarge => "RequestEntityTooLargeError",
            Self::TooManyRequests => "TooManyRequestsError",
            Self::UnsupportedMediaType => "UnsupportedMediaTypeError",
            Self::Validation => "ValidationError",
            Self::ThemeValidation => "ThemeValidationError",
            Self::Internal(StatusCode::SERVICE_UNAVAILABLE) => "MaintenanceError",
            Self::Internal(_) => "InternalServerError",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NoPermission => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::UpdateCollision => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Validation | Self::ThemeValidation => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal(status) => status,
        }
    }

    /// How a message begins when it is known what could not be done; `None` where Ghost's message stands alone.
    fn in_words(self) -> Option<&'static str> {
        match self {
            Self::BadRequest => Some("Request not understood error"),
            Self::NotFound => Some("Resource not found error"),
            Self::Validation => Some("Validation error"),
            Self::Internal(StatusCode::INTERNAL_SERVER_ERROR) => Some("Internal server error"),
            _ => None,
        }
    }
}

/// An answer that says why not.
#[derive(Debug)]
pub(super) struct GhostError(Box<Said>);

#[derive(Debug)]
struct Said {
    kind: ErrorKind,
    message: String,
    context: Option<String>,
    code: Option<&'static str>,
    property: Option<String>,
    details: Option<Value>,
    /// Seconds after which it may be tried again.
    retry_after: Option<u64>,
    /// What failed here, for the log; the client is told none of it.
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl GhostError {
    pub(super) fn new(kind: ErrorKind, message: &str) -> Self {
        let message = message.to_owned();
        Self(Box::new(Said {
            kind,
            message,
            context: None,
            code: None,
            property: None,
            details: None,
            retry_after: None,
            cause: None,
        }))
    }

    pub(super) fn bad_request(message: &str) -> Self {
        Self::new(ErrorKind::BadRequest, message)
    }

    pub(super) fn not_found(message: &str) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    /// A value that does not fit, in the field that has it.
    pub(super) fn validation(property: &str, message: &str) -> Self {
        let mut error = Self::new(ErrorKind::Validation, message);
        error.0.property = Some(property.to_owned());
        error
    }

    /// A program made for a newer (`ahead`) or an older server.
    pub(super) fn other_version(ahead: bool) -> Self {
        let (code, message) = if ahead {
            ("UPDATE_GHOST", "The endpoint was not found: this server is older than the version asked for")
        } else {
            ("UPDATE_CLIENT", "The endpoint was not found: this server is newer than the version asked for")
        };
        Self::new(ErrorKind::NotAcceptable, message).with_code(code)
    }

    pub(super) fn with_code(mut self, code: &'static str) -> Self {
        self.0.code = Some(code);
        self
    }

    pub(super) fn with_details(mut self, details: Value) -> Self {
        self.0.details = Some(details);
        self
    }

    pub(super) fn with_context(mut self, context: &str) -> Self {
        self.0.context = Some(context.to_owned());
        self
    }

    /// Says after how many seconds to try again.
    pub(super) fn after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    pub(super) fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Box::new(cause));
        self
    }

    /// The same error once it is known what could not be done: `cannot("list", "posts")`. The words it had become
    /// its context, as Ghost has it.
    pub(super) fn cannot(mut self, verb: &str, resource: &str) -> Self {
        if let (Some(kind), None) = (self.0.kind.in_words(), &self.0.context) {
            let message = format!("{kind}, cannot {verb} {resource}.");
            self.0.context = Some(std::mem::replace(&mut self.0.message, message));
        }
        self
    }

    /// The answer that carries it.
    pub(super) fn answer(self, visit: &Visit) -> Response {
        let mut chance = [0; 6];
        // Without randomness the id is only less unique.
        let _ = getrandom::fill(&mut chance);
        let id = dateline_model::mint_uuid(visit.now, chance).to_string();
        let said = *self.0;
        if let Some(cause) = &said.cause {
            failure::report_as(visit, cause.as_ref(), &id);
        }
        let error = json!({
            "message": said.message,
            "context": said.context,
            "type": said.kind.name(),
            "details": said.details,
            "property": said.property,
            "help": null,
            "code": said.code,
            "id": id,
            "ghostErrorCode": null,
        });
        let status = said.kind.status();
        let document = json_document(status, &json!({ "errors": [error] }), CachePolicy::NoStore);
        let mut answer = document.answer(visit.method(), visit.headers());
        if let Some(seconds) = said.retry_after {
            failure::retry_after(&mut answer, seconds);
        } else if status == StatusCode::SERVICE_UNAVAILABLE {
            failure::retry_after(&mut answer, failure::RETRY_SECONDS);
        }
        answer
    }
}

impl From<StoreError> for GhostError {
    fn from(error: StoreError) -> Self {
        let status = failure::status_of(&error);
        let message = if status == StatusCode::SERVICE_UNAVAILABLE {
            "The database does not answer at the moment, please try again."
        } else {
            "An unexpected error occurred, please try again."
        };
        Self::new(ErrorKind::Internal(status), message).with_code("UNEXPECTED_ERROR").because(error)
    }
}

impl From<SelectError> for GhostError {
    fn from(error: SelectError) -> Self {
        match error {
            SelectError::UnknownField(_) => Self::bad_request(&error.to_string()),
            SelectError::Store(error) => error.into(),
        }
    }
}

impl From<PressError> for GhostError {
    fn from(error: PressError) -> Self {
        match error {
            PressError::Store(error) => error.into(),
            error @ (PressError::Theme(_) | PressError::Search(_)) => {
                let kind = ErrorKind::Internal(StatusCode::INTERNAL_SERVER_ERROR);
                let message = "An unexpected error occurred, please try again.";
                Self::new(kind, message).because(error)
            }
        }
    }
}

impl From<NewsroomError> for GhostError {
    fn from(error: NewsroomError) -> Self {
        let words = error.to_string();
        match error {
            NewsroomError::Store(error) => error.into(),
            NewsroomError::NoSuchPost(_) => Self::not_found("Post not found."),
            NewsroomError::Unknown { .. } => Self::not_found(&words),
            NewsroomError::Conflict => {
                let message = "Saving failed! Someone else is editing this post.";
                Self::new(ErrorKind::UpdateCollision, message)
                    .with_code("UPDATE_COLLISION")
                    .with_context(&words)
            }
            NewsroomError::SignInRefused => {
                Self::new(ErrorKind::Validation, &words).with_code("PASSWORD_INCORRECT")
            }
            NewsroomError::TooManyTries { retry_after_seconds } => {
                Self::new(ErrorKind::TooManyRequests, &words).after(retry_after_seconds)
            }
            NewsroomError::SecondFactorNeeded => {
                Self::new(ErrorKind::NoPermission, &words).with_code("2FA_TOKEN_REQUIRED")
            }
            NewsroomError::SecondFactorWrong => {
                Self::validation("token", &words).with_code("2FA_TOKEN_INVALID")
            }
            NewsroomError::Busy => Self::new(ErrorKind::Internal(StatusCode::SERVICE_UNAVAILABLE), &words),
            NewsroomError::WeakPassword(_) => Self::validation("password", &words),
            NewsroomError::WrongPassword => Self::validation("oldPassword", &words),
            NewsroomError::LinkSpent => Self::new(ErrorKind::NoPermission, &words).with_code("LINK_SPENT"),
            NewsroomError::IsOwner | NewsroomError::NotYours => Self::new(ErrorKind::NoPermission, &words),
            NewsroomError::Media(error) => error.into(),
            NewsroomError::Routes(error) => {
                let context = format!("Line {}: {}", error.line, error.message);
                Self::validation("routes", &context)
            }
            NewsroomError::NotSquare => Self::new(ErrorKind::Validation, "The image must be square."),
            NewsroomError::InUse(_) => Self::new(ErrorKind::Validation, &words).with_code("IN_USE"),
            NewsroomError::NotInFuture => Self::validation("published_at", "Date must be in the future."),
            NewsroomError::Embargoed | NewsroomError::OutAlready => Self::validation("embargo_until", &words),
            NewsroomError::EndsTooEarly => Self::validation("unpublish_at", &words),
            NewsroomError::TooLong { field, .. }
            | NewsroomError::Empty(field)
            | NewsroomError::Unfit { field, .. } => Self::validation(field, &words),
            NewsroomError::BodyTooLong { .. } => Self::validation("html", &words),
            NewsroomError::TooMany { what, .. } => Self::validation(what, &words),
            _ => Self::new(ErrorKind::Validation, &words),
        }
    }
}

/// With Ghost's statuses: 415 for a kind that is not taken, 400 for a content that is not what it should be, 413 for
/// what is too large.
impl From<MediaError> for GhostError {
    fn from(error: MediaError) -> Self {
        let words = error.to_string();
        match error {
            MediaError::Unwanted(_) | MediaError::NotServed(_) | MediaError::NotPlayable => {
                Self::new(ErrorKind::UnsupportedMediaType, "Please select a valid file.").with_context(&words)
            }
            MediaError::TooManyBytes { .. }
            | MediaError::TooManyPixels { .. }
            | MediaError::TooManyFrames(_) => Self::new(ErrorKind::TooLarge, &words),
            MediaError::Disk(cause) => {
                let kind = ErrorKind::Internal(StatusCode::INTERNAL_SERVER_ERROR);
                Self::new(kind, "The file could not be kept, please try again.").because(cause)
            }
            MediaError::NoPicture | MediaError::Mismatch(_) | MediaError::Empty | MediaError::Damaged(_) => {
                Self::bad_request(&words)
            }
        }
    }
}

impl From<FormError> for GhostError {
    fn from(error: FormError) -> Self {
        let words = error.to_string();
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(ErrorKind::TooLarge, &words),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::new(ErrorKind::UnsupportedMediaType, &words),
            status => Self::new(ErrorKind::Internal(status), &words).with_code("UNEXPECTED_ERROR"),
        }
    }
}

impl From<JwtError> for GhostError {
    fn from(error: JwtError) -> Self {
        let kind = match error.status() {
            StatusCode::FORBIDDEN => ErrorKind::NoPermission,
            StatusCode::BAD_REQUEST => ErrorKind::BadRequest,
            _ => ErrorKind::Unauthorized,
        };
        let said = Self::new(kind, &error.to_string());
        match error.code() {
            Some(code) => said.with_code(code),
            None => said,
        }
    }
}
