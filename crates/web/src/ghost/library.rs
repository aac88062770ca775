//! The library: our own resource beside Ghost's uploads. What there is, what is said about it, where it is used.

use axum::body::Body;
use dateline_model::{Media, MediaId};
use dateline_newsroom::MediaEdit;
use serde_json::{Value, json};

use super::body::Sent;
use super::error::GhostError;
use super::page::{listed, single};
use super::query::Listing;
use super::{Call, Reply, shape, upload};

const NAME: &str = "media";
/// Characters that a search may have.
const WORDS_MAX: usize = 200;
/// Characters of each of a file's words.
const TEXT_MAX: usize = 2_000;

/// `GET admin/media/?search=bridge&page=2&limit=50`: newest first; with `unused=true` only what nothing shows.
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let listing = Listing::of(call)?;
    let words: String = call.parameters.text("search").chars().take(WORDS_MAX).collect();
    if call.parameters.text("unused") == "true" {
        let (limit, offset) = (index(listing.limit), index(listing.offset()));
        let found = call.visit.app.newsroom().unused_media(&call.visit.paper, &words, limit, offset).await?;
        let (page, total) = (found.0, i64::try_from(found.1).unwrap_or(i64::MAX));
        return Ok(listed(NAME, page.iter().map(|media| shown(call, media)).collect(), &listing, total));
    }
    let (site, mut read) = (call.visit.paper.id(), call.visit.app.store().read().await?);
    let total = read.media_count(site, &words).await?;
    let page = read.media_page(site, &words, listing.limit, listing.offset()).await?;
    Ok(listed(NAME, page.iter().map(|media| shown(call, media)).collect(), &listing, total))
}

/// `GET admin/media/{id}/`: with the stories that show it.
pub(super) async fn read(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let (paper, newsroom) = (&call.visit.paper, call.visit.app.newsroom());
    let media = call.visit.app.store().read().await?.media(paper.id(), media_id(id)?).await?;
    let media = media.ok_or_else(no_such_file)?;
    let (stories, elsewhere) = newsroom.media_uses(paper, &media).await?;
    let used_in = stories.iter().map(|story| json!({ "id": story.post.hex(), "title": story.title }));
    let mut json = shown(call, &media);
    json["used_in"] = used_in.collect();
    json["used_elsewhere"] = elsewhere.into();
    Ok(Reply::Ok(single(NAME, json)))
}

/// `PUT admin/media/{id}/`: alt, caption, credit, licence.
pub(super) async fn edit(call: &Call<'_>, id: &str, body: Body) -> Result<Reply, GhostError> {
    let id = media_id(id)?;
    let sent = Sent::read(call, body, NAME).await?;
    let text = |name| Ok::<_, GhostError>(sent.text(name, TEXT_MAX)?.map(Option::unwrap_or_default));
    let edit = MediaEdit {
        alt: text("alt")?,
        caption: text("caption")?,
        credit: text("credit")?,
        licence: text("licence")?,
    };
    let media = call.visit.app.newsroom().describe_media(&call.visit.paper, id, edit).await?;
    Ok(Reply::Ok(single(NAME, shown(call, &media))))
}

/// `DELETE admin/media/{id}/`: only what nothing shows.
pub(super) async fn delete(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let (paper, folder) = (&call.visit.paper, upload::folder(call)?);
    call.visit.app.newsroom().delete_media(paper, &folder, media_id(id)?).await?;
    Ok(Reply::Deleted)
}

fn shown(call: &Call<'_>, media: &Media) -> Value {
    let name = media.path.as_deref().and_then(|path| path.rsplit('/').next());
    json!({
        "id": media.id.hex(),
        "url": upload::address(call, media),
        "name": name,
        "type": media.media_type,
        "bytes": media.bytes,
        "width": media.width,
        "height": media.height,
        "colour": media.colour,
        "alt": media.alt,
        "caption": media.caption,
        "credit": media.credit,
        "licence": media.licence,
        "created_at": shape::utc(media.created_at),
    })
}

/// A place in a list, which never begins before its beginning.
fn index(place: i64) -> usize {
    usize::try_from(place).unwrap_or_default()
}

fn media_id(text: &str) -> Result<MediaId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn no_such_file() -> GhostError {
    GhostError::not_found("File not found.")
}
