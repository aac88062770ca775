//! What may be met at all, whatever the words: whose stories the asker may see, which ones were asked for, and what
//! was taken back so recently that the index still has it. The hour of each card is asked in `collect.rs`.

use dateline_model::{Change, CommentId, CommentState, Millis, PostId, PostKind, PostStatus, SiteId, Thing};
use dateline_store::Read;
use tantivy::Term;
use tantivy::schema::Field;
use uuid::Uuid;

use crate::SearchError;
use crate::ask::{Ask, Frame, Worth};
use crate::collect::Audience;
use crate::dictionary::Dictionary;
use crate::document::has_card;

/// Changes that the index may be behind and that are still looked at one by one. Behind more of them (an import is
/// running) a story that is taken back may be counted, but never shown, until the index has followed.
const LAG_MAX: i64 = 200;

/// What keeps cards out of an answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bounds {
    pub(crate) audience: Audience,
    /// Only stories, or only pages.
    pub(crate) kind: Option<PostKind>,
    /// Only what is at this stage.
    pub(crate) status: Option<PostStatus>,
    pub(crate) gone: Gone,
}

/// What the index has and the store does not show any more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gone {
    posts: Vec<Uuid>,
    comments: Vec<Uuid>,
}

impl Gone {
    /// What was taken back since the index followed the log up to change `followed`.
    pub(crate) async fn since(
        read: &mut Read,
        site: SiteId,
        now: Millis,
        audience: Audience,
        followed: i64,
    ) -> Result<Self, SearchError> {
        let changes: Vec<Change> = read.changes_since(followed, LAG_MAX).await?;
        let mut gone = Self::default();
        for change in changes.iter().filter(|change| change.site == site) {
            match change.thing {
                Thing::Post if !gone.posts.contains(&change.id) => {
                    let post = read.desk_post(site, PostId(change.id)).await?.filter(has_card);
                    let shown = post
                        .is_some_and(|post| audience != Audience::Readers || post.visibility.is_public(now));
                    gone.posts.extend((!shown).then_some(change.id));
                }
                Thing::Comment if !gone.comments.contains(&change.id) => {
                    let comment = read.desk_comment(site, CommentId(change.id)).await?;
                    let shown = comment.is_some_and(|comment| comment.state == CommentState::Approved);
                    gone.comments.extend((!shown).then_some(change.id));
                }
                _ => {}
            }
        }
        Ok(gone)
    }

    fn asks(&self, dictionary: &Dictionary<'_>, comments: bool) -> Result<Vec<Ask>, SearchError> {
        let fields = dictionary.fields;
        let by_posts = if comments { fields.under } else { fields.post };
        let posts = self.posts.iter().map(|id| (by_posts, id));
        let comments = self.comments.iter().map(|id| (fields.comment, id));
        posts.chain(comments).map(|(field, id)| card_with(dictionary, field, *id)).collect()
    }
}

impl Bounds {
    /// The bounds as parts of a question.
    pub(crate) fn frame(&self, dictionary: &Dictionary<'_>, comments: bool) -> Result<Frame, SearchError> {
        let fields = dictionary.fields;
        let mut musts = Vec::new();
        if let Audience::Own(author) = self.audience {
            musts.push(dictionary.fixed(fields.author, &author.hex(), 0.0)?);
        }
        if let Some(kind) = self.kind {
            musts.push(dictionary.fixed(fields.form, kind.as_str(), 0.0)?);
        }
        if let Some(status) = self.status {
            musts.push(dictionary.fixed(fields.status, status.as_str(), 0.0)?);
        }
        Ok(Frame { musts, nots: self.gone.asks(dictionary, comments)? })
    }
}

/// The card of one story.
pub(crate) fn card_of(dictionary: &Dictionary<'_>, post: PostId) -> Result<Ask, SearchError> {
    card_with(dictionary, dictionary.fields.post, post.0)
}

fn card_with(dictionary: &Dictionary<'_>, field: Field, id: Uuid) -> Result<Ask, SearchError> {
    let entry = dictionary.entry_of(Term::from_field_bytes(field, id.as_bytes()))?;
    Ok(Ask::Term { field, entry, worth: Worth::Fixed(0.0) })
}
