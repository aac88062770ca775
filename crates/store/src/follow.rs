//! Followers of the change log in this process: told of every commit before its writer has the answer.

use std::sync::{Arc, PoisonError, RwLock};

use dateline_model::Change;

/// Somebody who follows. Called on the writer's own task, so it must neither wait nor take long.
pub type Follower = Arc<dyn Fn(&[Change]) + Send + Sync>;

/// Those who follow.
#[derive(Clone, Default)]
pub(crate) struct Followers(Arc<RwLock<Vec<Follower>>>);

impl Followers {
    pub(crate) fn add(&self, follower: Follower) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(follower);
    }

    pub(crate) fn tell(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        for follower in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            follower(changes);
        }
    }
}
