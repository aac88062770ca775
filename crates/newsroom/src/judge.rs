//! Judging: in which state a comment begins, and why.
//!
//! A judge holds in memory what each site has learnt and what arrived lately; it asks the database nothing. What it
//! knows comes from [`Newsroom::learn`](crate::Newsroom::learn), beside the requests.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use dateline_model::{CommentPolicy, CommentState, Millis, Paper, Post, SiteId};
use dateline_moderation::{
    Circumstances, Decision, Network, Recent, Scorer, Submission, Traffic, Verdict, WordLists, is_disguised,
    skeleton,
};

use crate::assessment::{Assessment, Why};
use crate::secret::random_seed;
use crate::{CommentForm, CommentRules};

/// Links from which on a comment is held when the spam filter is on.
const LINKS_HELD: usize = 3;

/// What one site's filter knows. Never changed: a new one is put in its place.
#[derive(Default)]
pub(crate) struct Learnt {
    /// The revision of the lessons it was fitted to.
    pub(crate) revision: i64,
    pub(crate) scorer: Scorer,
    /// The lists that the scorer's were made from: held and refused words.
    pub(crate) words: (String, String),
    /// What the names of the staff look like.
    pub(crate) staff: HashSet<String>,
}

/// The judge of all sites of this process.
#[derive(Default)]
pub(crate) struct Judge {
    sites: RwLock<HashMap<SiteId, Arc<Learnt>>>,
    /// What arrived lately; made with the first comment, since most commands never see one.
    recent: Mutex<Option<Recent>>,
}

/// A comment that arrives, with what is known of it.
pub(crate) struct Arriving<'a> {
    pub(crate) paper: &'a Paper,
    pub(crate) post: &'a Post,
    /// What site, section and story say.
    pub(crate) policy: CommentPolicy,
    /// As the reader typed it.
    pub(crate) typed: &'a CommentForm,
    pub(crate) from: IpAddr,
    /// Whether a comment of the same reader is approved.
    pub(crate) known: bool,
    /// Whether the reader is banned.
    pub(crate) banned: bool,
    /// Comments of the same reader that have been approved for a while.
    pub(crate) settled: i64,
    /// How long the form was open, where that is known.
    pub(crate) open_for: Option<Millis>,
    /// Whether its writer has sent it before, and only changes its words.
    pub(crate) amended: bool,
    /// Whether the proof of work that the site asks for is missing.
    pub(crate) unproven: bool,
    pub(crate) now: Millis,
}

impl Judge {
    pub(crate) fn learnt(&self, site: SiteId) -> Option<Arc<Learnt>> {
        self.sites.read().unwrap_or_else(PoisonError::into_inner).get(&site).cloned()
    }

    pub(crate) fn put(&self, site: SiteId, learnt: Learnt) {
        self.sites.write().unwrap_or_else(PoisonError::into_inner).insert(site, Arc::new(learnt));
    }

    /// What a site has learnt, with its word lists as the settings have them now.
    fn learnt_with_lists(&self, paper: &Paper) -> Arc<Learnt> {
        let known = self.learnt(paper.id()).unwrap_or_default();
        let (held, refused) = (&paper.settings.held_words, &paper.settings.refused_words);
        if known.words.0 == *held && known.words.1 == *refused {
            return known;
        }
        // Lists that cannot be used were refused when they were set; a site with such ones is judged without.
        let lists = word_lists(held, refused).unwrap_or_default();
        let scorer = Scorer { lists, ..known.scorer.clone() };
        let words = (held.clone(), refused.clone());
        self.put(paper.id(), Learnt { revision: known.revision, scorer, words, staff: known.staff.clone() });
        self.learnt(paper.id()).unwrap_or_default()
    }

    /// The state in which a comment begins, with the reasons for it. The strictest of the filter and the rules wins.
    pub(crate) fn judge(&self, rules: &CommentRules, coming: &Arriving<'_>) -> (CommentState, Assessment) {
        let mut assessment = Assessment::default();
        let learnt = self.learnt_with_lists(coming.paper);
        let trapped = !coming.typed.trap.is_empty();
        if trapped && !rules.spam_filter {
            assessment.note("trap", "the field that people do not see was filled in");
        }
        if coming.banned {
            assessment.note("banned", "the reader is banned");
        }
        note_rules(rules, &learnt, coming, &mut assessment);
        let held = !assessment.reasons.is_empty();
        let decision = if rules.spam_filter {
            let verdict = self.score(&learnt, coming);
            assessment.take_up(&verdict);
            assessment.mail_host = mail_host(&coming.typed.email);
            verdict.decision
        } else if let Some((decision, reason)) = learnt.scorer.look_up(&submission(coming.typed)) {
            assessment.reasons.push(Why::from(&reason));
            decision
        } else {
            Decision::Publish
        };
        let state = match decision {
            _ if trapped || coming.banned => CommentState::Spam,
            Decision::Spam => CommentState::Spam,
            Decision::Publish if !held => CommentState::Approved,
            Decision::Publish | Decision::Hold => CommentState::Pending,
        };
        (state, assessment)
    }

    fn score(&self, learnt: &Learnt, coming: &Arriving<'_>) -> Verdict {
        let Post { title, excerpt, teaser, .. } = coming.post;
        let story = format!("{title}\n{}\n{teaser}", excerpt.as_deref().unwrap_or_default());
        let own_hosts = coming.paper.own_hosts();
        let own_hosts: Vec<&str> = own_hosts.iter().map(String::as_str).collect();
        let mut submission = submission(coming.typed);
        submission.circumstances.own_hosts = &own_hosts;
        // Words that are changed are no second arrival.
        let traffic = if coming.amended { Traffic::default() } else { self.traffic(&submission, coming) };
        submission.circumstances = Circumstances {
            story: &story,
            own_hosts: &own_hosts,
            open_for: coming.open_for,
            trap_filled: !coming.typed.trap.is_empty(),
            approved_before: u32::try_from(coming.settled).unwrap_or(0),
            traffic,
        };
        learnt.scorer.score(&submission)
    }

    fn traffic(&self, submission: &Submission<'_>, coming: &Arriving<'_>) -> Traffic {
        let site = (coming.paper.id().0.as_u128() % u128::from(u64::MAX)) as u64;
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = recent.get_or_insert_with(|| Recent::new(random_seed()));
        recent.arrive(site, Some(Network::of(coming.from)), submission, coming.now)
    }
}

/// The host of an e-mail address: all of it that a lesson remembers.
fn mail_host(email: &str) -> Option<String> {
    email.trim().rsplit_once('@').map(|(_, host)| host.to_lowercase()).filter(|host| !host.is_empty())
}

/// A site's lists out of their lines.
pub(crate) fn word_lists(held: &str, refused: &str) -> Result<WordLists, dateline_moderation::Error> {
    let (held, refused): (Vec<&str>, Vec<&str>) = (held.lines().collect(), refused.lines().collect());
    WordLists::new(&held, &refused)
}

/// What a reader sent, as the filter reads it.
pub(crate) fn submission(typed: &CommentForm) -> Submission<'_> {
    let CommentForm { name, email, url, body, .. } = typed;
    Submission { name, email, url, body, circumstances: Circumstances::default() }
}

/// Notes the rules that hold a comment whatever its score.
fn note_rules(rules: &CommentRules, learnt: &Learnt, coming: &Arriving<'_>, assessment: &mut Assessment) {
    let body = coming.typed.body.to_lowercase();
    let links = body.matches("http://").count() + body.matches("https://").count();
    if coming.policy.first_state(links > 0, coming.known) == CommentState::Pending {
        match coming.policy {
            CommentPolicy::Links => assessment.note("links-held", "here a comment with a link waits"),
            CommentPolicy::First => assessment.note("newcomer", "the reader has no approved comment yet"),
            _ => assessment.note("all-held", "every comment waits here"),
        }
    }
    if coming.unproven {
        assessment.note("no-proof", "the sender's browser did no work for it");
    }
    if !rules.spam_filter {
        return;
    }
    if links >= LINKS_HELD {
        assessment.note("links-held", &format!("{links} links, and from {LINKS_HELD} on a comment waits"));
    }
    if learnt.staff.contains(&skeleton(&coming.typed.name)) {
        assessment.note("staff-name", "the name looks like that of a member of the staff");
    }
    if is_disguised(&coming.typed.name) {
        assessment.note("disguised-name", "the name is written to look like something it is not");
    }
}
