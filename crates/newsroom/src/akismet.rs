//! Akismet's opinion, for sites whose owner has entered a key: one reason among others, and never waited for long.
//!
//! It is off by default, since it hands what a reader wrote, with name, addresses and network, to a third party. A comment
//! that the site itself takes for spam is not handed over. When Akismet does not answer, the comment is judged without.
//! When a moderator decides otherwise than Akismet, it is told so, as long as this process knows what it was asked.

mod handed;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use dateline_egress::{Egress, Limits, Message};
use dateline_model::{CommentId, CommentState, Millis, Paper, Post, encode_path};
use dateline_moderation::akismet::{self, AkismetComment, Answer, Question};
use jiff::Timestamp;

use self::handed::{Memory, Particulars};
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
    memory: Arc<Memory>,
}

pub(crate) use self::handed::Handed;

impl Akismet {
    /// Akismet's own servers.
    pub fn new(egress: Egress) -> Self {
        Self::at(egress, &format!("https://{}", akismet::HOST))
    }

    /// Another server that speaks as Akismet does, at an address without a last slash.
    pub fn at(egress: Egress, address: &str) -> Self {
        Self { egress, address: address.to_owned(), memory: Arc::default() }
    }

    async fn ask(
        &self,
        question: Question,
        key: &str,
        comment: &AkismetComment<'_>,
    ) -> Result<Answer, String> {
        let request = akismet::request(question, key, comment);
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
        akismet::answer(question, &body, some(tip), some(help)).map_err(|error| error.to_string())
    }
}

impl Newsroom {
    /// The same desk with a way to Akismet, which sites use that have a key.
    #[must_use]
    pub fn with_akismet(self, akismet: Akismet) -> Self {
        Self { akismet: Some(akismet), ..self }
    }

    /// Adds what Akismet thinks to what the site thinks. It can hold a comment, and send the plainest spam to its
    /// drawer; it lets nothing out of either. What it was handed is answered too, for [`Newsroom::remember_handed`].
    pub(crate) async fn ask_akismet(
        &self,
        (paper, post): (&Paper, &Post),
        typed: &CommentForm,
        (from, now): (IpAddr, Millis),
        (state, assessment): (CommentState, &mut Assessment),
    ) -> (CommentState, Option<Handed>) {
        let key = &paper.settings.akismet_key;
        let (Some(way), Some(home)) = (&self.akismet, own_address(paper)) else { return (state, None) };
        if key.is_empty() || state == CommentState::Spam {
            return (state, None);
        }
        let particulars = Particulars {
            key: key.clone(),
            permalink: format!("{home}{}", encode_path(post.permalink.as_deref().unwrap_or("/"))),
            home,
            address: from.to_string(),
            is_reply: typed.parent.is_some(),
            name: typed.name.clone(),
            email: typed.email.clone(),
            url: typed.url.clone(),
            body: typed.body.clone(),
            written: Timestamp::from_millisecond(now).map(|moment| moment.to_string()).unwrap_or_default(),
            languages: paper.settings.locale.clone(),
        };
        let answer = match way.ask(Question::CommentCheck, key, &particulars.comment()).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::warn!(%error, "Akismet could not be asked, and the comment was judged without: {error}");
                return (state, None);
            }
        };
        let state = match answer {
            Answer::Fine => state,
            Answer::Spam => {
                assessment.note(WORD, "Akismet takes it for spam");
                CommentState::Pending
            }
            Answer::Blatant => {
                assessment.note(WORD, "Akismet is sure that it is spam");
                CommentState::Spam
            }
        };
        (state, Some(Handed { particulars, taken_for_spam: answer != Answer::Fine }))
    }

    /// Remembers what Akismet was asked with, until a moderator decides about the comment.
    pub(crate) fn remember_handed(&self, comment: CommentId, handed: Option<Handed>) {
        if let (Some(way), Some(handed)) = (&self.akismet, handed) {
            way.memory.remember(comment, handed);
        }
    }

    /// Notes for Akismet what a moderator decided; other states than shown and spam say nothing about spam.
    pub(crate) fn note_for_akismet(&self, comments: &[CommentId], to: CommentState) {
        let Some(way) = &self.akismet else { return };
        let spam = match to {
            CommentState::Approved => false,
            CommentState::Spam => true,
            CommentState::Pending | CommentState::Trash | CommentState::Removed => return,
        };
        for comment in comments {
            way.memory.decided(*comment, spam);
        }
    }

    /// Forgets what Akismet was asked with, for readers who are erased.
    pub(crate) fn forget_handed(&self, comments: &[CommentId]) {
        if let Some(way) = &self.akismet {
            for comment in comments {
                way.memory.forget(*comment);
            }
        }
    }

    /// Tells Akismet of its wrong answers (`submit-spam`, `submit-ham`); answers how many it took. One that cannot be sent
    /// is dropped: the site's own filter has learnt from the decision in any case.
    pub async fn correct_akismet(&self) -> usize {
        let Some(way) = &self.akismet else { return 0 };
        let mut corrected = 0;
        while let Some((question, particulars)) = way.memory.next() {
            match way.ask(question, &particulars.key, &particulars.comment()).await {
                Ok(_) => corrected += 1,
                Err(error) => tracing::warn!(%error, "Akismet could not be told of a wrong answer: {error}"),
            }
        }
        corrected
    }

    /// Tells Akismet of wrong answers as long as the process lives; drop the future to stop it.
    pub async fn run_akismet(&self) {
        let Some(way) = &self.akismet else { return };
        loop {
            way.memory.bell.notified().await;
            self.correct_akismet().await;
        }
    }
}
