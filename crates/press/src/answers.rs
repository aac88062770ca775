//! Answers to `{{#get}}` that many pages are given: the newest stories under every story, the tags at every foot.
//!
//! They are standing matter, and exact in the same way: an answer is kept with the keys of what was read for it, and a line
//! of the change log that touches one of them throws it away, by the rule that drops pages from the cache.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use dateline_model::{Change, Millis, Paper, Site, SiteSettings};
use dateline_theme::{Answered, GetAnswer, GetRequest, Resource};

use crate::depends::{Depends, LISTED, keys_of};
use crate::get::is_one_term;

/// Answers of one site that are kept; with one more, they are asked for anew.
const ANSWERS_MAX: usize = 64;
/// Requests that are remembered for having been made once.
const ASKED_MAX: usize = 1_024;
/// Letters of an id.
const ID: usize = 24;

/// The answers that are kept of one site.
#[derive(Default)]
pub(crate) struct Answers {
    /// What they say follows from this, too, and no line of a snapshot says which settings a page was made with.
    ground: Option<Ground>,
    kept: HashMap<Key, Kept>,
    /// Digests of requests that were made once: one that names its page is not made again.
    asked: HashSet<u64>,
    digests: RandomState,
    bytes: usize,
}

/// How a site was set up when a page was made.
#[derive(PartialEq, Eq)]
struct Ground {
    site: Site,
    settings: SiteSettings,
    own_theme: bool,
}

/// The site's address as the answer has it, and the request.
type Key = (String, GetRequest);

/// An answer and until when it is one.
pub(crate) struct Kept {
    pub(crate) answered: Arc<Answered>,
    /// What was read for it.
    pub(crate) depends: Depends,
    pub(crate) from: Millis,
    /// When the next story comes out.
    pub(crate) end: Millis,
}

/// A request as other pages make it, too.
pub(crate) struct Common {
    pub(crate) request: GetRequest,
    /// The story that must not be among the rows.
    without: Option<String>,
}

impl Common {
    /// `None` for a request whose answer changes with the clock.
    pub(crate) fn of(request: &GetRequest) -> Option<Self> {
        let filter = request.filter.as_deref().unwrap_or_default();
        if filter.contains("now") {
            return None;
        }
        let may_leave_out = request.resource == Resource::Posts && request.page == 1 && !request.counted;
        let left_out = left_out(filter).filter(|_| may_leave_out && !request.is_single());
        Some(match left_out {
            Some((id, rest)) => Self {
                request: GetRequest { filter: rest.map(str::to_owned), ..request.clone() },
                without: Some(id.to_owned()),
            },
            None => Self { request: request.clone(), without: None },
        })
    }

    /// Whether the common answer is the answer: it has the same rows unless the story that must be left out is one.
    pub(crate) fn is_answered_by(&self, answered: &Answered) -> bool {
        match (&self.without, answered.answer()) {
            (Some(id), GetAnswer::Posts(rows, _)) => rows.iter().all(|row| row.id != *id),
            _ => true,
        }
    }
}

/// The story that a filter leaves out, and what else it asks: `id:-5f2b…` or `id:-5f2b…+tag:harbour`.
fn left_out(filter: &str) -> Option<(&str, Option<&str>)> {
    let (id, rest) = filter.trim().strip_prefix("id:-")?.split_at_checked(ID)?;
    if !id.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase()) {
        return None;
    }
    match rest.strip_prefix('+') {
        None if rest.is_empty() => Some((id, None)),
        Some(rest) if is_one_term(rest) => Some((id, Some(rest))),
        _ => None,
    }
}

impl Answers {
    /// The answer to a request, if one is kept that holds `now`.
    pub(crate) fn find(
        &mut self,
        paper: &Paper,
        own_theme: bool,
        key: &Key,
        now: Millis,
    ) -> Option<(Arc<Answered>, Depends)> {
        if self.ground.as_ref().is_none_or(|ground| !ground.is_of(paper, own_theme)) {
            return None;
        }
        let kept = self.kept.get(key).filter(|kept| kept.from <= now && now < kept.end)?;
        Some((Arc::clone(&kept.answered), kept.depends.clone()))
    }

    /// Whether the request was made before; from now on it was.
    pub(crate) fn was_asked(&mut self, key: &Key) -> bool {
        if self.asked.len() >= ASKED_MAX {
            self.asked.clear();
        }
        !self.asked.insert(self.digests.hash_one(key))
    }

    /// Keeps an answer; says how many bytes were thrown away for it.
    pub(crate) fn keep(&mut self, paper: &Paper, own_theme: bool, key: Key, kept: Kept) -> usize {
        let is_same = self.ground.as_ref().is_some_and(|ground| ground.is_of(paper, own_theme));
        let freed = if is_same && self.kept.len() < ANSWERS_MAX { 0 } else { self.clear() };
        if !is_same {
            self.ground =
                Some(Ground { site: paper.site.clone(), settings: paper.settings.clone(), own_theme });
        }
        self.bytes += kept.answered.bytes_max();
        let before = self.kept.insert(key, kept).map_or(0, |before| before.answered.bytes_max());
        self.bytes -= before;
        freed + before
    }

    /// Throws away what a line of the log touches; says how many bytes those were.
    pub(crate) fn drop_touched(&mut self, change: &Change) -> usize {
        if self.kept.is_empty() {
            return 0;
        }
        let touched = keys_of(change);
        // Whatever may be listed may stand in any answer.
        if touched.iter().any(|key| key.starts_with(LISTED)) {
            return self.drop_all();
        }
        let before = self.bytes;
        let bytes = &mut self.bytes;
        self.kept.retain(|_, kept| {
            let stays = !kept.depends.keys().any(|key| touched.iter().any(|touched| touched == key));
            *bytes -= if stays { 0 } else { kept.answered.bytes_max() };
            stays
        });
        before - self.bytes
    }

    /// Throws everything away; says how many bytes those were.
    pub(crate) fn clear(&mut self) -> usize {
        self.asked.clear();
        self.ground = None;
        self.drop_all()
    }

    fn drop_all(&mut self) -> usize {
        self.kept.clear();
        std::mem::take(&mut self.bytes)
    }
}

impl Ground {
    fn is_of(&self, paper: &Paper, own_theme: bool) -> bool {
        self.own_theme == own_theme && self.site == paper.site && self.settings == paper.settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(filter: &str) -> Option<(Option<String>, Option<String>)> {
        let request = GetRequest { filter: Some(filter.to_owned()), ..GetRequest::new(Resource::Posts) };
        Common::of(&request).map(|common| (common.request.filter, common.without))
    }

    #[test]
    fn the_story_that_a_request_leaves_out_is_told_from_what_it_asks() {
        let id = "5f2b9c0d1e4a7b6c8d9e0f10";
        let with = |rest: &str| common(&format!("id:-{id}{rest}"));
        assert_eq!(with(""), Some((None, Some(id.to_owned()))));
        let harbour = "tags:[harbour,sea]+featured:true";
        assert_eq!(with(&format!("+{harbour}")), Some((Some(harbour.to_owned()), Some(id.to_owned()))));
        for whole in ["+tag:a,tag:b", "+(tag:a,tag:b)", "0", ",tag:a"] {
            let filter = format!("id:-{id}{whole}");
            assert_eq!(common(&filter), Some((Some(filter), None)), "{whole}");
        }
        assert_eq!(common("published_at:>now-1d"), None);
    }
}
