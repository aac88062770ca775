//! Akismet's opinion, for sites whose owner has entered a key: one reason among others, and never waited for long.
//!
//! It is off by default, since it hands what a reader wrote, with name, addresses and network, to a third party. A comment
//! that the site itself takes for spam is not handed over. When Akismet does not answer, the comment is judged without.

use std::net::IpAddr;
use std::time::Duration;

use dateline_egress::{Egress, Limits, Message};
use dateline_model::{CommentState, Millis, Paper, Post, encode_path};
use dateline_moderation::akismet::{self, AkismetComment, Answer, Question};
use jiff::Timestamp;

use crate::assessment::Assessment;
use crate::post_office::own_address;
use crate::{CommentForm, Newsroom};

/// How long a reader is made to wait for it, and how much of the answer is read.
const LIMITS: Limits = Limits { bytes: 4 * 1024, time: Duration::from_secs(2), redirects: 0 };
/// The word of its reason.
const WORD: &str = "akismet";

/// The way to Akismet. Cheap to clone.
#[derive(Clone)]
pub struct Akismet {
    egress: Egress,
    address: String,
}

impl Akismet {
    /// Akismet's own servers.
    pub fn new(egress: Egress) -> Self {
        Self::at(egress, &format!("https://{}", akismet::HOST))
    }

    /// Another server that speaks as Akismet does, at an address without a last slash.
    pub fn at(egress: Egress, address: &str) -> Self {
        Self { egress, address: address.to_owned() }
    }

    async fn ask(&self, key: &str, comment: &AkismetComment<'_>) -> Result<Answer, String> {
        let request = akismet::request(Question::CommentCheck, key, comment);
        let message = Message {
            method: "POST".to_owned(),
            address: format!("{}{}", self.address, request.path),
            headers: vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
            body: request.body,
        };
        let reply = self.egress.send(&message, &LIMITS).await.map_err(|error| error.to_string())?;
        if !reply.is_success() {
            return Err(format!("it answered {}", reply.status));
        }
        let (tip, help) = (reply.header("x-akismet-pro-tip"), reply.header("x-akismet-debug-help"));
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let body = String::from_utf8_lossy(&reply.bytes);
        akismet::answer(Question::CommentCheck, &body, some(tip), some(help))
            .map_err(|error| error.to_string())
    }
}

impl Newsroom {
    /// The same desk with a way to Akismet, which sites use that have a key.
    #[must_use]
    pub fn with_akismet(self, akismet: Akismet) -> Self {
        Self { akismet: Some(akismet), ..self }
    }

    /// Adds what Akismet thinks to what the site thinks. It can hold a comment, and send the plainest spam to its
    /// drawer; it lets nothing out of either.
    pub(crate) async fn ask_akismet(
        &self,
        (paper, post): (&Paper, &Post),
        typed: &CommentForm,
        (from, now): (IpAddr, Millis),
        (state, assessment): (CommentState, &mut Assessment),
    ) -> CommentState {
        let key = &paper.settings.akismet_key;
        let (Some(way), Some(home)) = (&self.akismet, own_address(paper)) else { return state };
        if key.is_empty() || state == CommentState::Spam {
            return state;
        }
        let permalink = format!("{home}{}", encode_path(post.permalink.as_deref().unwrap_or("/")));
        let written = Timestamp::from_millisecond(now).map(|moment| moment.to_string()).unwrap_or_default();
        let comment = AkismetComment {
            home: &home,
            address: &from.to_string(),
            permalink: &permalink,
            is_reply: typed.parent.is_some(),
            name: &typed.name,
            email: &typed.email,
            url: &typed.url,
            body: &typed.body,
            written: &written,
            languages: &paper.settings.locale,
            ..AkismetComment::default()
        };
        match way.ask(key, &comment).await {
            Ok(Answer::Fine) => state,
            Ok(Answer::Spam) => {
                assessment.note(WORD, "Akismet takes it for spam");
                CommentState::Pending
            }
            Ok(Answer::Blatant) => {
                assessment.note(WORD, "Akismet is sure that it is spam");
                CommentState::Spam
            }
            Err(error) => {
                tracing::warn!(%error, "Akismet could not be asked, and the comment was judged without: {error}");
                state
            }
        }
    }
}
