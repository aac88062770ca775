//! Akismet's wire format: what to send and what an answer means. Sending is the business of whoever may speak to others.
//!
//! Optional and off unless a site enters a key, since it hands comments, with address and browser, to a third party.
//! Format: <https://akismet.com/developers/detailed-docs/comment-check/>.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Error, observe::head};

/// The host that all requests go to, over TLS.
pub const HOST: &str = "rest.akismet.com";

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Is the key good? Only key and home page are sent.
    VerifyKey,
    /// Is this spam?
    CommentCheck,
    /// It was spam and Akismet did not say so.
    SubmitSpam,
    /// It was not spam and Akismet said so.
    SubmitHam,
}

/// A comment in Akismet's words. Empty fields are not sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct AkismetComment<'a> {
    /// Home page of the site, with scheme: `blog`.
    pub home: &'a str,
    /// Address the comment came from: `user_ip`.
    pub address: &'a str,
    /// The browser's own name: `user_agent`.
    pub browser: &'a str,
    /// Page the browser came from: `referrer`.
    pub referrer: &'a str,
    /// Full address of the story: `permalink`.
    pub permalink: &'a str,
    /// True for an answer to a comment: `comment_type` is `reply`, else `comment`.
    pub is_reply: bool,
    /// `comment_author`.
    pub name: &'a str,
    /// `comment_author_email`.
    pub email: &'a str,
    /// `comment_author_url`.
    pub url: &'a str,
    /// `comment_content`.
    pub body: &'a str,
    /// When it was written, ISO 8601 in UTC: `comment_date_gmt`.
    pub written: &'a str,
    /// Language tags with commas between: `blog_lang`.
    pub languages: &'a str,
}

/// A request to be sent with `POST` to [`HOST`] as `application/x-www-form-urlencoded`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AkismetRequest {
    /// Path on the host.
    pub path: &'static str,
    /// The form.
    pub body: String,
}

/// Bytes of a field that are sent.
pub const FIELD_BYTES_MAX: usize = 60_000;

/// Everything but the letters that a form leaves as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*');

/// The request for `question`.
pub fn request(question: Question, key: &str, comment: &AkismetComment<'_>) -> AkismetRequest {
    let path = match question {
        Question::VerifyKey => "/1.1/verify-key",
        Question::CommentCheck => "/1.1/comment-check",
        Question::SubmitSpam => "/1.1/submit-spam",
        Question::SubmitHam => "/1.1/submit-ham",
    };
    let mut form = Form::default();
    form.field(if question == Question::VerifyKey { "key" } else { "api_key" }, key);
    form.field("blog", comment.home);
    if question != Question::VerifyKey {
        form.field("user_ip", comment.address);
        form.field("user_agent", comment.browser);
        form.field("referrer", comment.referrer);
        form.field("permalink", comment.permalink);
        form.field("comment_type", if comment.is_reply { "reply" } else { "comment" });
        form.field("comment_author", comment.name);
        form.field("comment_author_email", comment.email);
        form.field("comment_author_url", comment.url);
        form.field("comment_content", comment.body);
        form.field("comment_date_gmt", comment.written);
        form.field("blog_lang", comment.languages);
        form.field("blog_charset", "UTF-8");
    }
    AkismetRequest { path, body: form.0 }
}

#[derive(Default)]
struct Form(String);

impl Form {
    fn field(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(head(value, FIELD_BYTES_MAX), ENCODED));
    }
}

/// What Akismet answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Not spam; or the key is good; or thanks for a correction.
    Fine,
    /// Spam.
    Spam,
    /// Spam so plain that nobody needs to see it (`X-akismet-pro-tip: discard`).
    Blatant,
}

/// Reads the answer to `question`: the body, and the headers `X-akismet-pro-tip` and `X-akismet-debug-help` if there.
///
/// # Errors
/// [`Error::Akismet`] for a bad key or anything unexpected; a comment is then judged without Akismet.
pub fn answer(
    question: Question,
    body: &str,
    pro_tip: Option<&str>,
    help: Option<&str>,
) -> Result<Answer, Error> {
    match (question, body.trim()) {
        (Question::CommentCheck, "true") if pro_tip.is_some_and(|tip| tip.trim() == "discard") => {
            Ok(Answer::Blatant)
        }
        (Question::CommentCheck, "true") => Ok(Answer::Spam),
        (Question::CommentCheck, "false") | (Question::VerifyKey, "valid") => Ok(Answer::Fine),
        (Question::SubmitSpam | Question::SubmitHam, thanks) if thanks.starts_with("Thanks") => {
            Ok(Answer::Fine)
        }
        (_, other) => {
            let said = help.unwrap_or(other);
            Err(Error::Akismet(said.chars().filter(|c| !c.is_control()).take(200).collect()))
        }
    }
}
