//! Many stories at once, named by a filter: Ghost's bulk edits.
//!
//! Each story is asked about by itself: what the caller may not do with one is counted as not done, and the others are
//! done all the same.

use axum::body::Body;
use dateline_model::{Post, PostKind, PostStatus, StoryVerb};
use dateline_newsroom::{Move, PostEdit, TagRef};
use dateline_nql::Filter;
use dateline_store::Selection;
use serde_json::{Value, json};

use super::body::{Sent, missing};
use super::caller::Caller;
use super::desk::Desk;
use super::error::GhostError;
use super::{Call, Reply, post_edit, posts};

/// The most stories of one call.
const STORIES_MAX: i64 = 1_000;

/// What is done to each story.
enum Action {
    Feature(bool),
    /// Back to the desk, if it is in this state.
    ToDraft(PostStatus),
    AddTags(Vec<TagRef>),
    /// Who may read it: everybody, as on this server everybody may.
    Nothing,
}

impl Action {
    fn read(call: &Call<'_>, sent: &Sent) -> Result<Self, GhostError> {
        let action = sent.text("action", 50)?.flatten().ok_or_else(|| missing("action"))?;
        let meta = sent.value("meta").cloned().unwrap_or_default();
        Ok(match action.as_str() {
            "feature" => Self::Feature(true),
            "unfeature" => Self::Feature(false),
            "unpublish" => Self::ToDraft(PostStatus::Published),
            "unschedule" => Self::ToDraft(PostStatus::Scheduled),
            "addTag" => {
                let tags = meta["tags"].as_array().filter(|tags| !tags.is_empty());
                Self::AddTags(post_edit::tags(call, tags.ok_or_else(|| missing("tags"))?)?)
            }
            "access" if meta["visibility"].as_str() == Some("public") => Self::Nothing,
            "access" => {
                let words = "This server has no members: every published post is public.";
                return Err(GhostError::validation("visibility", words));
            }
            _ => {
                let words = "It is feature, unfeature, unpublish, unschedule, addTag or access.";
                return Err(GhostError::validation("action", words));
            }
        })
    }

    /// What of the table of rights it needs.
    fn verb(&self) -> StoryVerb {
        match self {
            Self::ToDraft(_) => StoryVerb::Publish,
            _ => StoryVerb::Write,
        }
    }
}

/// `PUT admin/posts/bulk/?filter=…` with `{"bulk":{"action":"…","meta":{…}}}`
pub(super) async fn edit(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    body: Body,
) -> Result<Reply, GhostError> {
    let action = Action::read(call, &Sent::read_bulk(call, body).await?)?;
    let (desk, mut done) = (Desk::of(call, caller).await?, Done::default());
    for post in chosen(call, &desk, kind).await? {
        let whose = desk.whose(call, &mut call.visit.app.store().read().await?, post.id).await?;
        if !desk.may(action.verb(), whose, &post) {
            done.refuse(&post, "You do not have permission to do this.");
            continue;
        }
        match act(call, caller, &action, &post).await {
            Ok(()) => done.successful += 1,
            Err(error) => done.refuse(&post, &error.to_string()),
        }
    }
    Ok(Reply::Changed(json!({ "bulk": { "action": done_name(&action), "meta": done.into_json() } })))
}

/// `DELETE admin/posts/?filter=…`
pub(super) async fn delete(call: &Call<'_>, caller: &Caller, kind: PostKind) -> Result<Reply, GhostError> {
    let (desk, mut done) = (Desk::of(call, caller).await?, Done::default());
    let newsroom = call.visit.app.newsroom();
    for post in chosen(call, &desk, kind).await? {
        let whose = desk.whose(call, &mut call.visit.app.store().read().await?, post.id).await?;
        if !desk.may(StoryVerb::Delete, whose, &post) {
            done.refuse(&post, "You do not have permission to do this.");
            continue;
        }
        match newsroom.delete(&call.visit.paper, post.id).await {
            Ok(()) => done.successful += 1,
            Err(error) => done.refuse(&post, &error.to_string()),
        }
    }
    Ok(Reply::Changed(json!({ "bulk": { "action": "delete", "meta": done.into_json() } })))
}

/// The stories that the call names and that the caller may see. Without a filter there are none: nobody means all of
/// them by forgetting to say which.
async fn chosen(call: &Call<'_>, desk: &Desk<'_>, kind: PostKind) -> Result<Vec<Post>, GhostError> {
    let named = call.parameters.get("filter").filter(|filter| !filter.is_empty());
    let all = call.parameters.get("all") == Some("true");
    let filter = match named {
        Some(filter) => {
            Some(Filter::parse(filter).map_err(|error| GhostError::bad_request(&error.to_string()))?)
        }
        None if all => None,
        None => return Err(GhostError::bad_request("Say which stories, with ?filter= or with ?all=true")),
    };
    let mut read = call.visit.app.store().read().await?;
    let filter = desk.within_reach(call, &mut read, filter).await?;
    let filter = posts::without_bin(filter);
    let selection = Selection { filter: Some(&filter), order: &[], limit: STORIES_MAX + 1, offset: 0 };
    let (chosen, _) = read.desk_selection(call.visit.paper.id(), call.visit.now, kind, &selection).await?;
    if chosen.len() as i64 > STORIES_MAX {
        return Err(GhostError::bad_request(
            "The filter finds more than 1,000 stories; choose fewer at once.",
        ));
    }
    Ok(chosen)
}

async fn act(
    call: &Call<'_>,
    caller: &Caller,
    action: &Action,
    post: &Post,
) -> Result<(), dateline_newsroom::NewsroomError> {
    let (newsroom, paper) = (call.visit.app.newsroom(), &call.visit.paper);
    let edit = PostEdit { by: Some(caller.name()), ..PostEdit::default() };
    let (edit, to) = match action {
        Action::Feature(featured) => (PostEdit { featured: Some(*featured), ..edit }, Move::Stay),
        Action::ToDraft(state) if post.status == *state => (edit, Move::ToDraft),
        Action::ToDraft(_) | Action::Nothing => return Ok(()),
        Action::AddTags(more) => {
            let mut read = call.visit.app.store().read().await?;
            let own = read.tags_of(paper.id(), &[post.id]).await?;
            let own = own.into_iter().map(|(_, tag)| TagRef { id: Some(tag.id), ..TagRef::default() });
            (PostEdit { tags: Some(own.chain(more.iter().cloned()).collect()), ..edit }, Move::Stay)
        }
    };
    newsroom.save(paper, post.id, edit, to, None).await.map(drop)
}

fn done_name(action: &Action) -> &'static str {
    match action {
        Action::Feature(true) => "feature",
        Action::Feature(false) => "unfeature",
        Action::ToDraft(PostStatus::Scheduled) => "unschedule",
        Action::ToDraft(_) => "unpublish",
        Action::AddTags(_) => "addTag",
        Action::Nothing => "access",
    }
}

/// What came of it, in Ghost's words.
#[derive(Default)]
struct Done {
    successful: usize,
    unsuccessful: Vec<Value>,
}

impl Done {
    fn refuse(&mut self, post: &Post, why: &str) {
        self.unsuccessful.push(json!({ "id": post.id.hex(), "title": post.title, "message": why }));
    }

    fn into_json(self) -> Value {
        json!({
            "stats": { "successful": self.successful, "unsuccessful": self.unsuccessful.len() },
            "errors": [],
            "unsuccessfulData": self.unsuccessful,
        })
    }
}
