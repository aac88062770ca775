//! Comments that arrive at the same time are written together: what a small write costs is mostly the statements around
//! it, and under a story that everybody reads those who comment would wait for each other.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{Comment, CommentId, PostId, SiteId};

use crate::{Beside, Store, StoreError, Tx};

/// A reader's comment on its way into the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComment {
    /// The site.
    pub site: SiteId,
    /// The comment; its `submission` tells whether the same form was sent before.
    pub comment: Comment,
    /// What is kept beside it.
    pub beside: Beside,
    /// Other keys under which the same form may have been sent.
    pub earlier: Vec<String>,
}

/// What became of an arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The comment that the same form made before; nothing was written then.
    pub before: Option<Comment>,
    /// How many comments of the thread stand before the one that is there now. 0 for one that is not shown.
    pub place: i64,
}

impl NewComment {
    fn keys(&self) -> impl Iterator<Item = &String> {
        self.comment.submission.iter().chain(&self.earlier)
    }
}

impl Store {
    /// Adds a comment unless its form was sent before. Others that arrive meanwhile share its commit.
    pub async fn add_comment(&self, arriving: NewComment) -> Result<Arrived, StoreError> {
        if let Some(writer) = self.sqlite_writer() {
            return writer.arrive(arriving).await;
        }
        self.write(move |tx| Box::pin(async move { tx.take_in_one(&arriving).await })).await
    }
}

impl Tx {
    /// Adds one comment unless its form was sent before.
    pub(crate) async fn take_in_one(&mut self, arriving: &NewComment) -> Result<Arrived, StoreError> {
        let mut taken = self.take_in(std::slice::from_ref(arriving)).await?;
        taken.pop().ok_or(StoreError::Gone)
    }

    /// Adds comments, each unless its form was sent before, and answers in their order what became of them.
    pub(crate) async fn take_in(&mut self, arrivals: &[NewComment]) -> Result<Vec<Arrived>, StoreError> {
        let mut by_site: BTreeMap<SiteId, Vec<usize>> = BTreeMap::new();
        for (at, arrival) in arrivals.iter().enumerate() {
            by_site.entry(arrival.site).or_default().push(at);
        }
        let mut all: Vec<Arrived> = vec![Arrived { before: None, place: 0 }; arrivals.len()];
        for (site, mine) in by_site {
            self.take_in_of(site, arrivals, &mine, &mut all).await?;
        }
        Ok(all)
    }

    async fn take_in_of(
        &mut self,
        site: SiteId,
        arrivals: &[NewComment],
        mine: &[usize],
        all: &mut [Arrived],
    ) -> Result<(), StoreError> {
        let keys: Vec<String> = mine.iter().flat_map(|at| arrivals[*at].keys().cloned()).collect();
        let sent_before = self.comments_by_submissions(site, &keys).await?;
        let mut fresh = Vec::with_capacity(mine.len());
        for at in mine {
            let known = arrivals[*at].keys().find_map(|key| sent_before.get(key));
            all[*at].before = known.cloned();
            if known.is_none() {
                let NewComment { comment, beside, .. } = &arrivals[*at];
                fresh.push((comment, beside));
            }
        }
        let added = self.insert_readers_comments(site, &fresh).await?;
        if added.len() < fresh.len() {
            // The same form twice among those that arrived together: one of the two was taken.
            let now_there = self.comments_by_submissions(site, &keys).await?;
            for at in mine {
                let NewComment { comment, .. } = &arrivals[*at];
                if all[*at].before.is_none() && !added.contains(&comment.id) {
                    all[*at].before = arrivals[*at].keys().find_map(|key| now_there.get(key)).cloned();
                }
            }
        }
        // The threads must know of them before anybody can be told where they stand.
        self.flush_threads().await?;
        let standing: Vec<&Comment> =
            mine.iter().map(|at| all[*at].before.as_ref().unwrap_or(&arrivals[*at].comment)).collect();
        let places = self.places(site, &standing).await?;
        let places: Vec<Option<i64>> = standing.iter().map(|there| places.get(&there.id).copied()).collect();
        for (at, place) in mine.iter().zip(places) {
            all[*at].place = place.unwrap_or_default();
        }
        Ok(())
    }

    /// How many comments of its thread stand before each of these, as far as they are shown.
    async fn places(
        &mut self,
        site: SiteId,
        comments: &[&Comment],
    ) -> Result<HashMap<CommentId, i64>, StoreError> {
        let mut by_post: BTreeMap<PostId, Vec<&Comment>> = BTreeMap::new();
        for comment in comments.iter().filter(|comment| comment.state.is_shown()) {
            by_post.entry(comment.post).or_default().push(comment);
        }
        let mut places = HashMap::new();
        for (post, comments) in by_post {
            places.extend(self.places_in_thread(site, post, &comments).await?);
        }
        Ok(places)
    }
}
