//! How things look to the programs that webhooks tell of them: as the Admin API shows them.

use std::sync::Mutex;

use dateline_model::{Change, CommentId, Paper, PostId, TagId};
use dateline_newsroom::{Shapes, Shaping, Unshaped};
use dateline_press::{Addresses, keys_of, short_key};
use http::Method;
use serde_json::{Value, json};

use super::error::GhostError;
use super::posts::whole;
use super::query::Wish;
use super::shape::{self, addresses, utc};
use super::{Call, Side};
use crate::app::App;
use crate::form::{Form, FormLimits};
use crate::reception::Visit;

/// What a program is told of a story, as Ghost tells it: the whole of it.
const WHOLE: &[u8] = b"formats=html,plaintext";

/// The shapes of an application's things.
pub(crate) struct Told(pub(crate) App);

impl Shapes for Told {
    fn post<'a>(&'a self, paper: &'a Paper, post: PostId) -> Shaping<'a> {
        Box::pin(async move { self.whole_post(paper, post).await.map_err(unshaped) })
    }

    fn tag<'a>(&'a self, paper: &'a Paper, tag: TagId) -> Shaping<'a> {
        Box::pin(async move {
            let mut read = self.0.store().read().await?;
            let visit = self.visit(paper);
            let Some(tag) = read.tag(paper.id(), tag).await? else { return Ok(None) };
            let own = read.details_of_tag(paper.id(), tag.id).await?;
            Ok(Some(shape::tag(&visit, Side::Admin, false, &tag, &own)))
        })
    }

    fn comment<'a>(&'a self, paper: &'a Paper, comment: CommentId) -> Shaping<'a> {
        Box::pin(async move {
            let mut read = self.0.store().read().await?;
            let Some(comment) = read.desk_comment(paper.id(), comment).await? else { return Ok(None) };
            let visit = self.visit(paper);
            let address = addresses(&visit).whole(&Addresses::one_comment(comment.post, comment.id));
            Ok(Some(json!({
                "id": comment.id.hex(),
                "post_id": comment.post.hex(),
                "parent_id": comment.parent.map(CommentId::hex),
                "status": comment.state.as_str(),
                "author_name": comment.author_name,
                "author_url": comment.author_url,
                "is_staff": comment.staff.is_some(),
                "html": comment.html,
                "text": comment.text,
                "url": address,
                "created_at": utc(comment.created_at),
                "updated_at": utc(comment.updated_at),
            })))
        })
    }

    fn keys(&self, change: &Change) -> Vec<String> {
        keys_of(change).iter().map(|key| short_key(key)).collect()
    }
}

impl Told {
    fn visit(&self, paper: &Paper) -> Visit {
        Visit::of_ours(&self.0, paper)
    }

    async fn whole_post(&self, paper: &Paper, id: PostId) -> Result<Option<Value>, GhostError> {
        let visit = self.visit(paper);
        let parameters = Form::parse(WHOLE, &FormLimits::default())?;
        let call =
            Call { visit: &visit, version: None, method: Method::GET, parameters, cookie: Mutex::new(None) };
        let mut read = self.0.store().read().await?;
        let Some(post) = read.desk_post(paper.id(), id).await? else { return Ok(None) };
        let wish = Wish::of(&call, &[])?;
        Ok(whole(&call, &mut read, Side::Admin, &wish, &[post], true).await?.into_iter().next())
    }
}

fn unshaped(error: GhostError) -> Unshaped {
    Unshaped(format!("{error:?}"))
}
