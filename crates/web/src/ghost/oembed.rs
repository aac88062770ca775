//! What another page says of itself, for a card or a player in a story: Ghost's shapes. The page is asked for by this
//! server, never by a reader's browser, and only where it is public.

use dateline_egress::{Egress, Fetched, Limits};
use dateline_markup::{PageCard, page_card, player_in};
use serde_json::{Value, json};
use url::Url;

use super::error::{ErrorKind, GhostError};
use super::{Call, Reply};

/// Bytes of what a site offers for embedding.
const OEMBED_BYTES: usize = 64 * 1024;

/// `GET admin/oembed/?url=…&type=bookmark`: without a type a player where the page offers one that a story may frame,
/// else a bookmark.
pub(super) async fn read(call: &Call<'_>) -> Result<Reply, GhostError> {
    let asked = call.parameters.get("url").unwrap_or_default();
    if asked.is_empty() {
        return Err(GhostError::bad_request("Say of which page, with ?url="));
    }
    let egress = call.visit.app.egress().ok_or_else(|| {
        GhostError::new(
            ErrorKind::NotFound,
            "This server asks no other servers; write title and description yourself.",
        )
    })?;
    let page = fetch(egress, asked, &Limits::default()).await?;
    let card = page_card(&String::from_utf8_lossy(&page.bytes));
    if call.parameters.get("type") != Some("bookmark")
        && let Some(player) = player(egress, &page.url, &card).await
    {
        return Ok(Reply::Ok(json!({
            "version": "1.0", "type": "video", "url": page.url.as_str(), "title": card.title,
            "author_name": card.author, "provider_name": card.publisher,
            "html": format!("<iframe src=\"{}\" allowfullscreen></iframe>", escaped(&player)),
        })));
    }
    Ok(Reply::Ok(bookmark(&page.url, card)))
}

async fn fetch(egress: &Egress, address: &str, limits: &Limits) -> Result<Fetched, GhostError> {
    egress.get(address, limits).await.map_err(|error| GhostError::validation("url", &error.to_string()))
}

/// The player that a page tells of; a page that tells of none, or of one that a story may not frame, has a bookmark.
async fn player(egress: &Egress, page: &Url, card: &PageCard) -> Option<String> {
    let offer = page.join(card.oembed.as_deref()?).ok()?;
    let limits = Limits { bytes: OEMBED_BYTES, ..Limits::default() };
    let told = egress.get(offer.as_str(), &limits).await.ok()?;
    let told: Value = serde_json::from_slice(&told.bytes).ok()?;
    player_in(told["html"].as_str()?)
}

fn bookmark(url: &Url, card: PageCard) -> Value {
    let PageCard { title, description, author, publisher, image, icon, .. } = card;
    let whole =
        |address: Option<String>| address.and_then(|address| url.join(&address).ok()).map(String::from);
    json!({ "version": "1.0", "type": "bookmark", "url": url.as_str(), "metadata": {
        "url": url.as_str(),
        "title": title.unwrap_or_else(|| url.host_str().unwrap_or_default().to_owned()),
        "description": description,
        "author": author,
        "publisher": publisher,
        "thumbnail": whole(image),
        "icon": whole(icon),
    } })
}

/// An address as the value of an attribute.
fn escaped(address: &str) -> String {
    address.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
