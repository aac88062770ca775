//! The cookie of a reader's own comment: set by posting alone, for as long as the comment can be changed, and sent back
//! to the story's page alone. It lets that page show the reader what waits for a moderator, and the way to change what
//! was written. Whoever has one gets a page made for them, which no cache keeps.

use dateline_model::{Comment, CommentId, Millis, Post, PostId, encode_path};
use http::{HeaderMap, HeaderValue, header};

use crate::reception::Visit;

/// What its name begins with; the id of the comment follows.
const NAME: &str = "dateline-own-";
/// How long it lives at least, in milliseconds: so long a reader may look whether the comment came out.
const LIFE_MIN: Millis = 10 * 60_000;
/// Own comments that a page looks for.
const COMMENTS_MAX: usize = 8;
/// The most bytes of a cookie header that are read.
const HEADER_BYTES_MAX: usize = 8 * 1024;

/// The cookie for a comment that its reader has just sent.
pub(crate) fn cookie(visit: &Visit, post: &Post, comment: &Comment) -> Option<HeaderValue> {
    let newsroom = visit.app.newsroom();
    let key = newsroom.own_key(&visit.paper, comment.id);
    let seconds = newsroom.rules().editable_for.max(LIFE_MIN) / 1_000;
    let path = encode_path(post.permalink.as_deref()?);
    let secure = if visit.is_https() { "; Secure" } else { "" };
    // A path may hold a semicolon, which would end it here.
    let path = path.replace(';', "%3B");
    let cookie = format!(
        "{NAME}{}={}.{key}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}",
        comment.id, comment.post
    );
    HeaderValue::from_str(&cookie).ok()
}

/// Whether a request may come with such a cookie, so that no kept page is an answer to it.
pub(crate) fn may_be_there(headers: &HeaderMap) -> bool {
    may_be_in(headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes))
}

/// The same for the lines of a request's `Cookie`.
pub(crate) fn may_be_in<'l>(mut lines: impl Iterator<Item = &'l [u8]>) -> bool {
    lines.any(|line| line.windows(NAME.len()).any(|part| part == NAME.as_bytes()))
}

/// The comments that this reader may call their own, each with the address where it can be changed.
pub(crate) fn comments(visit: &Visit) -> Vec<(CommentId, String)> {
    let lines = visit.headers().get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.filter(|line| line.len() <= HEADER_BYTES_MAX).flat_map(|line| line.split(';'));
    let ours = pairs.filter_map(|pair| pair.trim().strip_prefix(NAME)?.split_once('='));
    let read = |(id, value): (&str, &str)| {
        let (comment, (post, key)) = (id.parse::<CommentId>().ok()?, value.split_once('.')?);
        let post = post.parse::<PostId>().ok()?;
        let is_own = visit.app.newsroom().is_own(&visit.paper, comment, key);
        is_own.then(|| (comment, address(post, comment, key)))
    };
    ours.filter_map(read).take(COMMENTS_MAX).collect()
}

/// Where the writer of a comment reads what became of it, and changes it.
pub(crate) fn address(post: PostId, comment: CommentId, key: &str) -> String {
    format!("/comments/{post}/{comment}?key={key}")
}
