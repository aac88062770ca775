//! The notice that a comment waits for a moderator: shown to its writer, who has neither cookie nor account.
//!
//! The way back from the form leads to the story with `?held=…`, which is signed, good for ten minutes and for this
//! story alone. The page it shows is kept by no cache, so nobody else can come to see it by chance.

use dateline_model::{Millis, Paper, encode_path};
use dateline_newsroom::Secret;
use dateline_press::Notice;

use crate::reception::Visit;

/// The name of the parameter.
const PARAMETER: &str = "held=";
/// What the signature is for.
const PURPOSE: &str = "held";
/// How long the notice can be called up again, in milliseconds.
const LIFE: Millis = 10 * 60_000;

/// Where the writer of a held comment is sent: the story at `permalink`, at its form.
pub(crate) fn address(secret: &Secret, paper: &Paper, permalink: &str, now: Millis) -> String {
    let until = now + LIFE;
    let path = encode_path(permalink);
    let signed = secret.sign(PURPOSE, &parts(paper, &path, &until.to_be_bytes()));
    format!("{path}?{PARAMETER}{until}.{signed}#comment-form")
}

/// What this visitor is to be told.
pub(crate) fn notice(visit: &Visit) -> Option<Notice> {
    let ticket = visit.query().split('&').find_map(|pair| pair.strip_prefix(PARAMETER))?;
    is_good(ticket, visit.app.newsroom().secret(), &visit.paper, &visit.decoded, visit.now)
        .then_some(Notice::Held)
}

fn is_good(ticket: &str, secret: &Secret, paper: &Paper, permalink: &str, now: Millis) -> bool {
    let Some((until, signed)) = ticket.split_once('.') else { return false };
    let Ok(until) = until.parse::<Millis>() else { return false };
    let path = encode_path(permalink);
    now < until && secret.verify(PURPOSE, &parts(paper, &path, &until.to_be_bytes()), signed)
}

fn parts<'p>(paper: &'p Paper, path: &'p str, until: &'p [u8; 8]) -> [&'p [u8]; 3] {
    [paper.site.id.0.as_bytes(), path.as_bytes(), until]
}
