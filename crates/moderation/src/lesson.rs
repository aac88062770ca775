//! Lessons: the moderators' decisions that a site's filter learns from.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    Circumstances, Error, Model, Sign, Submission,
    observe::{Observed, head},
};

/// Lessons of one kind (spam, or not spam) that a model is fitted to: the newest.
pub const LESSONS_MAX: usize = 1_000;
/// Older lessons of one kind that are kept so that an undo brings them back.
pub const LESSONS_SPARE: usize = 100;
/// Bytes of a comment's text that a lesson keeps.
pub const LESSON_BYTES_MAX: usize = 2_000;

/// The version of the written form.
const VERSION: u32 = 1;

/// One decision of a moderator: what the comment was and whether it was spam.
///
/// It keeps the comment's words, since weights are made from them anew when the filter learns to read better, and so
/// that people can read what their filter was taught. Addresses are not kept, but for the host of the mail.
/// Whoever erases a commenter must therefore [`forget`](Lessons::forget) the lessons too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The comment's id, or whatever names the decision so that it can be taken back.
    pub id: String,
    /// True for spam.
    pub spam: bool,
    name: String,
    mail_host: String,
    url: String,
    body: String,
    /// Words of the signs that were seen, see [`Sign::word`].
    signs: Vec<String>,
}

impl Lesson {
    /// What is to be learnt from a decision about `submission`.
    pub fn new(id: &str, submission: &Submission<'_>, spam: bool) -> Self {
        const ID_BYTES_MAX: usize = 100;
        const FIELD_BYTES_MAX: usize = 500;
        let observed = Observed::of(submission);
        let mail_host = observed.mail_host.as_deref().unwrap_or_default();
        Self {
            id: head(id, ID_BYTES_MAX).to_owned(),
            spam,
            name: head(submission.name, FIELD_BYTES_MAX).to_owned(),
            mail_host: head(mail_host, FIELD_BYTES_MAX).to_owned(),
            url: head(submission.url, FIELD_BYTES_MAX).to_owned(),
            body: head(submission.body, LESSON_BYTES_MAX).to_owned(),
            signs: observed.signs.iter().map(|(sign, _)| sign.word().to_owned()).collect(),
        }
    }

    /// The same about a comment that came earlier: `submission` is what was kept of it, and `signs` are the words of
    /// the signs that were seen then ([`Verdict::signs`](crate::Verdict::signs)). Words that no sign has are left out.
    pub fn seen<'s>(
        id: &str,
        submission: &Submission<'_>,
        spam: bool,
        signs: impl IntoIterator<Item = &'s str>,
    ) -> Self {
        let known = |word: &&str| Sign::from_word(word).is_some();
        let signs = signs.into_iter().filter(known).map(str::to_owned).collect();
        Self { signs, ..Self::new(id, submission, spam) }
    }

    /// The lesson as the filter reads it today, with the signs it had when it came.
    pub(crate) fn observed(&self, own_hosts: &[&str]) -> Observed {
        let mail = if self.mail_host.is_empty() { String::new() } else { format!("@{}", self.mail_host) };
        let submission = Submission {
            name: &self.name,
            email: &mail,
            url: &self.url,
            body: &self.body,
            circumstances: Circumstances { own_hosts, ..Circumstances::default() },
        };
        let mut observed = Observed::of(&submission);
        observed.signs = self.signs.iter().filter_map(|word| Some((Sign::from_word(word)?, 1))).collect();
        observed
    }
}

/// A site's lessons, oldest first; what is stored and exported. A new one knows nothing: that is also the reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lessons {
    lessons: VecDeque<Lesson>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<L> {
    version: u32,
    lessons: L,
}

impl Lessons {
    /// Learns a decision. One about the same comment replaces the former.
    ///
    /// Beyond [`LESSONS_MAX`] and [`LESSONS_SPARE`] of its kind the oldest lesson is dropped.
    pub fn learn(&mut self, lesson: Lesson) {
        self.unlearn(&lesson.id);
        let spam = lesson.spam;
        self.lessons.push_back(lesson);
        if self.count(spam) > LESSONS_MAX + LESSONS_SPARE
            && let Some(oldest) = self.lessons.iter().position(|lesson| lesson.spam == spam)
        {
            self.lessons.remove(oldest);
        }
    }

    /// Takes a decision back, as if it had never been made. False if there is none about `id`.
    pub fn unlearn(&mut self, id: &str) -> bool {
        let Some(at) = self.lessons.iter().rposition(|lesson| lesson.id == id) else { return false };
        self.lessons.remove(at).is_some()
    }

    /// Drops all lessons whose ids `gone` names, for readers who are erased. Returns how many there were.
    pub fn forget(&mut self, mut gone: impl FnMut(&str) -> bool) -> usize {
        let before = self.lessons.len();
        self.lessons.retain(|lesson| !gone(&lesson.id));
        before - self.lessons.len()
    }

    /// All lessons, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Lesson> {
        self.lessons.iter()
    }

    /// How many lessons are spam (`true`) or are not.
    pub fn count(&self, spam: bool) -> usize {
        self.lessons.iter().filter(|lesson| lesson.spam == spam).count()
    }

    /// The model these lessons make. The same lessons make the same model.
    ///
    /// Takes a few milliseconds for each hundred lessons; not for the path of a request.
    pub fn fit(&self) -> Model {
        self.fit_on(&[])
    }

    /// The same for a site with these host names ([`Circumstances::own_hosts`](crate::Circumstances::own_hosts)).
    pub fn fit_on(&self, own_hosts: &[&str]) -> Model {
        let newest = |spam: bool| {
            self.lessons.iter().rev().filter(move |lesson| lesson.spam == spam).take(LESSONS_MAX)
        };
        let mut used: Vec<&Lesson> = newest(true).collect();
        let spam = used.len();
        used.extend(newest(false));
        Model::fit(&interleaved(&used, spam), own_hosts)
    }

    /// All lessons as JSON that people can read: `{"version": 1, "lessons": [{"id", "spam", "body", …}]}`.
    ///
    /// # Errors
    /// Never in practice: every field is text.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(&Written { version: VERSION, lessons: &self.lessons }).map_err(Error::Written)
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`Error::Written`] if it is no such JSON, [`Error::Version`] if a later release wrote it.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let written: Written<Vec<Lesson>> = serde_json::from_str(json).map_err(Error::Written)?;
        if written.version != VERSION {
            return Err(Error::Version(written.version));
        }
        let mut lessons = Self::default();
        written.lessons.into_iter().for_each(|lesson| lessons.learn(lesson));
        Ok(lessons)
    }
}

/// Spam and not spam by turns, so that every fifth lesson is a fair sample of both.
fn interleaved<'a>(used: &[&'a Lesson], spam: usize) -> Vec<&'a Lesson> {
    let (spam, fine) = used.split_at(spam);
    let mut mixed = Vec::with_capacity(used.len());
    let most = spam.len().max(fine.len());
    for at in 0..most {
        mixed.extend(spam.get(at));
        mixed.extend(fine.get(at));
    }
    mixed
}
