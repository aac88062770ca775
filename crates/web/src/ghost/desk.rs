//! What somebody may do with a story: the table of rights, asked about this caller and this story.

use dateline_model::{AuthorId, Duty, Post, PostId, Role, Stage, StoryVerb, Whose};
use dateline_newsroom::{AuthorRef, Move, PostEdit};
use dateline_nql::{Condition, Filter, Operator, Test, Value};
use dateline_search::Audience;
use dateline_store::Read;

use super::Call;
use super::caller::Caller;
use super::error::{ErrorKind, GhostError};

/// Somebody at the desk.
pub(super) struct Desk<'c> {
    caller: &'c Caller,
    /// As whom the person signs; `None` for a program, and for who never signed anything.
    byline: Option<AuthorId>,
}

impl<'c> Desk<'c> {
    pub(super) async fn of(call: &Call<'_>, caller: &'c Caller) -> Result<Self, GhostError> {
        let byline = match caller {
            Caller::Program(_) => None,
            Caller::Person(present) => {
                let mut read = call.visit.app.store().read().await?;
                read.byline_of_user(call.visit.paper.id(), present.user.id).await?
            }
        };
        Ok(Self { caller, byline })
    }

    /// Whether the caller may do so with everybody's stories at every stage.
    pub(super) fn everywhere(&self, verb: StoryVerb) -> bool {
        Stage::ALL.into_iter().all(|stage| self.caller.role().may(verb, Whose::Foreign, stage))
    }

    /// Whose `post` is.
    pub(super) async fn whose(
        &self,
        call: &Call<'_>,
        read: &mut Read,
        post: PostId,
    ) -> Result<Whose, GhostError> {
        let Some(byline) = self.byline else { return Ok(Whose::Foreign) };
        let credits = read.credits(call.visit.paper.id(), post).await?;
        Ok(if credits.authors.contains(&byline) { Whose::Own } else { Whose::Foreign })
    }

    pub(super) fn may(&self, verb: StoryVerb, whose: Whose, post: &Post) -> bool {
        self.caller.role().may(verb, whose, Stage::of(post))
    }

    /// Refuses what the caller may not do with a story that the caller may see.
    pub(super) fn ask(&self, verb: StoryVerb, whose: Whose, post: &Post) -> Result<(), GhostError> {
        if self.may(verb, whose, post) { Ok(()) } else { Err(refusal()) }
    }

    /// Refuses a move that needs the right to publish.
    pub(super) fn ask_to_move(&self, to: Move, whose: Whose, post: &Post) -> Result<(), GhostError> {
        match to {
            Move::Stay => Ok(()),
            Move::Publish(_) | Move::Schedule(_) | Move::ToDraft | Move::ToTrash => {
                self.ask(StoryVerb::Publish, whose, post)
            }
        }
    }

    /// Signs a new story for who writes it, the owner where a program does; and keeps from an edit what the caller may not decide: whose a story is,
    /// for who may write only own ones, and new tags.
    pub(super) async fn settle(
        &self,
        call: &Call<'_>,
        edit: &mut PostEdit,
        is_new: bool,
    ) -> Result<(), GhostError> {
        let Caller::Person(present) = self.caller else {
            if is_new && edit.authors.is_none() {
                edit.authors = owners_byline(call).await?;
            }
            return Ok(());
        };
        let decides = self.everywhere(StoryVerb::Write);
        if !decides {
            edit.authors = None;
        }
        if is_new && edit.authors.is_none() {
            let author = call.visit.app.newsroom().byline(&call.visit.paper, &present.user).await?;
            edit.authors = Some(vec![AuthorRef { slug: Some(author.slug), name: None }]);
        }
        if let (false, Some(tags)) = (self.caller.has(Duty::MakeTags), &mut edit.tags) {
            let (mut read, site) = (call.visit.app.store().read().await?, call.visit.paper.id());
            let mut known = Vec::with_capacity(tags.len());
            for tag in tags.drain(..) {
                let by_id = match tag.id {
                    Some(id) => read.tag(site, id).await?,
                    None => None,
                };
                let found = match (by_id, &tag.slug) {
                    (None, Some(slug)) => read.tag_by_slug(site, slug).await?,
                    (found, _) => found,
                };
                known.extend(found.map(|found| dateline_newsroom::TagRef { id: Some(found.id), ..tag }));
            }
            *tags = known;
        }
        Ok(())
    }

    /// What the caller may find: everybody's stories, or the own ones; `None` for who never signed anything.
    pub(super) fn audience(&self) -> Option<Audience> {
        if self.everywhere(StoryVerb::Read) {
            return Some(Audience::Desk);
        }
        self.byline.map(Audience::Own)
    }

    /// `filter` among the caller's own stories, for who may not read everybody's. `None` asks for all of them.
    pub(super) async fn within_reach(
        &self,
        call: &Call<'_>,
        read: &mut Read,
        filter: Option<Filter>,
    ) -> Result<Option<Filter>, GhostError> {
        if self.everywhere(StoryVerb::Read) {
            return Ok(filter);
        }
        let byline = match self.byline {
            Some(byline) => read.author(call.visit.paper.id(), byline).await?,
            None => None,
        };
        // Nobody has an empty slug: whoever has signed nothing has no stories.
        let slug = byline.map(|author| author.slug).unwrap_or_default();
        let own = is("authors.slug", &slug);
        Ok(Some(match filter {
            Some(filter) => Filter::All(vec![own, filter]),
            None => own,
        }))
    }
}

/// As whom the owner signs; `None` before the site has one, whose stories then go unsigned.
async fn owners_byline(call: &Call<'_>) -> Result<Option<Vec<AuthorRef>>, GhostError> {
    let staff = call.visit.app.store().read().await?.users(call.visit.paper.id()).await?;
    let Some(owner) = staff.into_iter().find(|user| user.role == Role::Owner) else { return Ok(None) };
    let author = call.visit.app.newsroom().byline(&call.visit.paper, &owner).await?;
    Ok(Some(vec![AuthorRef { slug: Some(author.slug), name: None }]))
}

/// `key:value`
pub(super) fn is(key: &str, value: &str) -> Filter {
    let test = Test::Compare(Operator::Equal, Value::Text(value.to_owned()));
    Filter::Is(Condition { key: key.to_owned(), test })
}

fn refusal() -> GhostError {
    GhostError::new(ErrorKind::NoPermission, "You do not have permission to do this.")
}
