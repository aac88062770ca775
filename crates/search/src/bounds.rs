//! What may be met at all, whatever the words: whose stories the asker may see, which ones were asked for, and what
//! was taken back so recently that the index still has it. The hour of each card is asked in `collect.rs`.

use dateline_model::{Change, CommentId, CommentState, Millis, PostId, PostKind, PostStatus, SiteId, Thing};
use dateline_store::Read;
use tantivy::Term;
use tantivy::query::{ConstScoreQuery, Occur, Query as Ask, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use uuid::Uuid;

use crate::SearchError;
use crate::ask::{Framing, term};
use crate::collect::Audience;
use crate::document::has_card;
use crate::schema::Fields;

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

    fn frame(&self, fields: Fields, comments: bool) -> Vec<Framing> {
        let by_posts = if comments { fields.under } else { fields.post };
        let lists = [(by_posts, &self.posts), (fields.comment, &self.comments)];
        let some = lists.into_iter().filter(|(_, ids)| !ids.is_empty());
        some.map(|(field, ids)| {
            let terms = ids.iter().map(|id| Term::from_field_bytes(field, id.as_bytes()));
            (Occur::MustNot, Box::new(TermSetQuery::new(terms)) as Box<dyn Ask>)
        })
        .collect()
    }
}

impl Bounds {
    /// The bounds as parts of a question.
    pub(crate) fn frame(&self, fields: Fields, comments: bool) -> Vec<Framing> {
        let mut frame = self.gone.frame(fields, comments);
        let mut only = |field, word: &str| {
            let ask = ConstScoreQuery::new(term(field, word, IndexRecordOption::Basic), 0.0);
            frame.push((Occur::Must, Box::new(ask)));
        };
        if let Audience::Own(author) = self.audience {
            only(fields.author, &author.hex());
        }
        if let Some(kind) = self.kind {
            only(fields.form, kind.as_str());
        }
        if let Some(status) = self.status {
            only(fields.status, status.as_str());
        }
        frame
    }

    /// `ask` within the bounds.
    pub(crate) fn around(&self, ask: Box<dyn Ask>, fields: Fields, comments: bool) -> Box<dyn Ask> {
        let mut clauses = self.frame(fields, comments);
        if clauses.is_empty() {
            return ask;
        }
        clauses.push((Occur::Must, ask));
        Box::new(tantivy::query::BooleanQuery::new(clauses))
    }
}

/// The card of one story.
pub(crate) fn card_of(fields: Fields, post: PostId) -> Box<dyn Ask> {
    let term = Term::from_field_bytes(fields.post, post.0.as_bytes());
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
