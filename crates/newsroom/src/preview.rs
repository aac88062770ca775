//! Links by which somebody without an account reads a story that is not out: a source who checks a quotation, a lawyer.
//!
//! What stands in the address has 122 bits of chance; the store knows its digest. A link ends by itself and can be taken
//! back.

use data_encoding::HEXLOWER;
use dateline_model::{LinkId, Millis, Paper, Post, PostId, PostStatus, PreviewLink};

use crate::secret::random_bytes;
use crate::{Newsroom, NewsroomError};

const DAY: Millis = 24 * 3_600_000;
/// How long a link opens a story when nobody says.
const LASTS: Millis = 7 * DAY;
/// The longest that a link opens a story.
const LASTS_AT_MOST: Millis = 90 * DAY;
/// The most links of one story.
const LINKS_MAX: i64 = 50;
/// What the digests of these tokens are for.
const PURPOSE: &str = "preview";

/// A link as it is handed over, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPreview {
    /// What it is.
    pub link: PreviewLink,
    /// What stands in its address, in the form of a UUID as in Ghost; nobody can tell it again.
    pub token: String,
}

impl NewPreview {
    /// Its path on the site.
    pub fn path(&self) -> String {
        format!("/p/{}/", self.token)
    }
}

impl Newsroom {
    /// Makes a link to a story, for `lasts` milliseconds: a week when nobody says, 90 days at most.
    pub async fn link_preview(
        &self,
        paper: &Paper,
        post: PostId,
        made_by: &str,
        lasts: Option<Millis>,
    ) -> Result<NewPreview, NewsroomError> {
        let (site, now, token) = (paper.id(), self.clock.now(), fresh_token());
        let lasts = lasts.unwrap_or(LASTS).clamp(1, LASTS_AT_MOST);
        let link = PreviewLink {
            id: LinkId::mint(now),
            post,
            made_by: made_by.to_owned(),
            created_at: now,
            expires_at: now + lasts,
        };
        let (stored, digest) = (link.clone(), self.token_digest(PURPOSE, &token));
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    if !tx.hold_post(site, post).await? {
                        return Err(NewsroomError::NoSuchPost(post));
                    }
                    tx.add_preview_link(site, &stored, &digest).await?;
                    let links = tx.preview_links(site, post, LINKS_MAX + 1).await?;
                    if links.len() as i64 > LINKS_MAX {
                        return Err(NewsroomError::TooManyPreviews { max: LINKS_MAX });
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(NewPreview { link, token })
    }

    /// The links that open a story now, newest first.
    pub async fn previews(&self, paper: &Paper, post: PostId) -> Result<Vec<PreviewLink>, NewsroomError> {
        let now = self.clock.now();
        let mut links = self.store.read().await?.preview_links(paper.id(), post, LINKS_MAX).await?;
        links.retain(|link| link.expires_at > now);
        Ok(links)
    }

    /// Takes a link back; `false` when it is not there.
    pub async fn withdraw_preview(
        &self,
        paper: &Paper,
        post: PostId,
        link: LinkId,
    ) -> Result<bool, NewsroomError> {
        let site = paper.id();
        self.store
            .write(move |tx| Box::pin(async move { Ok(tx.drop_preview_link(site, post, link).await?) }))
            .await
    }

    /// The story that a link's token opens; `None` when it is none, was taken back, or is too old.
    pub async fn previewed(&self, paper: &Paper, token: &str) -> Result<Option<Post>, NewsroomError> {
        let digest = self.token_digest(PURPOSE, token);
        let mut read = self.store.read().await?;
        let link = read.preview_link(paper.id(), &digest).await?;
        match link.filter(|link| link.expires_at > self.clock.now()) {
            Some(link) => {
                let post = read.desk_post(paper.id(), link.post).await?;
                Ok(post.filter(|post| post.status != PostStatus::Trashed))
            }
            None => Ok(None),
        }
    }
}

/// A random UUID of version 4 (RFC 9562).
fn fresh_token() -> String {
    let mut bytes = random_bytes(16);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = HEXLOWER.encode(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
