//! Our things in Ghost's shapes. Every key that a client may look for is there, null where we have nothing.

use dateline_model::{Author, Detail, Details, Millis, Post, PostKind, PostStatus, Tag, Zone};
use dateline_press::Addresses;
use dateline_store::KnownDetails;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::query::Wish;
use super::{Side, details};
use crate::reception::Visit;

/// What Ghost gives a story that is not out as its address.
const PREVIEW: &str = "/p/";
/// What Ghost gives an internal tag as its address, and an author of nothing.
pub(super) const NOWHERE: &str = "/404/";

/// The addresses of the site that is asked.
pub(super) fn addresses(visit: &Visit) -> Addresses<'_> {
    Addresses::new(&visit.paper, &visit.origin)
}

/// A moment as the Admin API writes it: `2026-11-24T18:20:00.000Z`.
pub(super) fn utc(at: Millis) -> String {
    written(at, &TimeZone::UTC, "%Y-%m-%dT%H:%M:%S%.3fZ")
}

/// A moment as the Content API writes it, in the newsroom's time: `2026-11-24T18:20:00.000+00:00`.
pub(super) fn local(at: Millis, zone: &Zone) -> String {
    written(at, zone.time_zone(), "%Y-%m-%dT%H:%M:%S%.3f%:z")
}

fn written(at: Millis, zone: &TimeZone, form: &str) -> String {
    let edge = if at < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let moment = Timestamp::from_millisecond(at).unwrap_or(edge).to_zoned_datetime(zone.clone());
    moment.strftime(form).to_string()
}

/// A post with what belongs to it.
pub(super) struct WholePost<'a> {
    pub(super) post: &'a Post,
    /// In their printed order.
    pub(super) tags: &'a [Tag],
    /// In their printed order.
    pub(super) authors: &'a [Author],
    /// Of the post, its tags and its authors.
    pub(super) details: &'a KnownDetails,
}

/// A post or page as an object of the API.
pub(super) fn post(visit: &Visit, side: Side, wish: &Wish, whole: &WholePost<'_>) -> Value {
    let WholePost { post, tags, authors, details: known } = whole;
    let own = known.of_post(post.id);
    let addresses = addresses(visit);
    let moment = |at: Millis| match side {
        Side::Content => local(at, &visit.paper.zone),
        Side::Admin => utc(at),
    };
    let path = match &post.permalink {
        Some(permalink) if post.status == PostStatus::Published => Addresses::post(permalink),
        _ => format!("{PREVIEW}{}/", post.id.0),
    };
    let needs_text = wish.has_format("plaintext") || (post.excerpt.is_none() && wish.has_field("excerpt"));
    let text = if needs_text { dateline_markup::plain_text(&post.html) } else { String::new() };
    let excerpt = post
        .excerpt
        .clone()
        .unwrap_or_else(|| dateline_markup::truncate_text(&text, dateline_markup::OPENING_CHARS).0);
    // A story without words has none, and Ghost says so with null; the desk reads texts.
    let excerpt = Some(excerpt).filter(|excerpt| side == Side::Admin || !excerpt.is_empty());
    let open = visit.paper.settings.comments_open && post.comments_open;
    let mut json = json!({
        "id": post.id.hex(),
        "uuid": post.id.0.to_string(),
        "title": post.title,
        "slug": post.slug,
        "comment_id": post.id.hex(),
        "feature_image": whole_address(&addresses, post.image.as_deref()),
        "feature_image_alt": post.image_alt,
        "feature_image_caption": post.image_caption,
        "featured": post.featured,
        "visibility": "public",
        "created_at": moment(post.created_at),
        "updated_at": moment(post.updated_at),
        "published_at": post.published_at.map(moment),
        "custom_excerpt": post.excerpt,
        "codeinjection_head": null,
        "codeinjection_foot": null,
        "url": addresses.whole(&path),
        "excerpt": excerpt,
        "reading_time": dateline_markup::reading_minutes(post.words as usize, post.pictures as usize),
        "meta_title": post.meta_title,
        "meta_description": post.meta_description,
    });
    // Pages are never sent by mail.
    if post.kind == PostKind::Post {
        json["email_subject"] = Value::Null;
    }
    details::show(&mut json, &addresses, own, &Detail::SHARED);
    details::show(&mut json, &addresses, own, &[Detail::CanonicalUrl, Detail::CustomTemplate]);
    match side {
        Side::Content => {
            json["access"] = true.into();
            json["comments"] = open.into();
            if wish.includes("tiers") {
                json["tiers"] = json!([]);
            }
            details::show(&mut json, &addresses, own, &[Detail::Frontmatter]);
        }
        Side::Admin => {
            json["status"] = post.status.as_str().into();
            json["locale"] = json!(post.lang);
            json["dateline"] = json!(post.dateline);
            json["comments_open"] = post.comments_open.into();
            json["saved_by"] = json!(post.saved_by);
            details::show(&mut json, &addresses, own, &[Detail::Frontmatter]);
            details::show_to_desk(&mut json, own);
            json["tiers"] = json!([]);
            show_no_letters(&mut json, post.kind);
        }
    }
    if post.kind == PostKind::Page {
        details::show_title(&mut json, own);
    }
    write_body(&mut json, &addresses, side, wish, post, &path, text);
    if side == Side::Admin || wish.includes("tags") {
        json["tags"] = tags.iter().map(|t| tag(visit, side, false, t, known.of_tag(t.id))).collect();
        // The first, when readers may know it; an internal one in front hides those behind it, as in Ghost.
        json["primary_tag"] = tags
            .first()
            .filter(|t| !t.is_internal())
            .map(|t| tag(visit, side, false, t, known.of_tag(t.id)))
            .into();
    }
    if side == Side::Admin || wish.includes("authors") {
        json["authors"] = authors.iter().map(|a| author(visit, false, a, known.of_author(a.id))).collect();
        json["primary_author"] =
            authors.first().map(|a| author(visit, false, a, known.of_author(a.id))).into();
    }
    json
}

/// What Ghost says of a story's letters to members and of what these did: there are none here.
fn show_no_letters(json: &mut Value, kind: PostKind) {
    if kind == PostKind::Page {
        json["count"] =
            json!({ "signups": 0, "paid_conversions": 0, "positive_feedback": 0, "negative_feedback": 0 });
        return;
    }
    for key in ["email", "newsletter"] {
        json[key] = Value::Null;
    }
    json["email_segment"] = "all".into();
    json["email_only"] = false.into();
    json["count"] = json!({ "clicks": 0, "positive_feedback": 0, "negative_feedback": 0 });
}

/// The body in the forms that are wanted. What the staff reads is what is stored, so that sending it back changes
/// nothing; what readers get has whole addresses.
fn write_body(
    json: &mut Value,
    addresses: &Addresses<'_>,
    side: Side,
    wish: &Wish,
    post: &Post,
    path: &str,
    text: String,
) {
    if wish.has_format("html") {
        let html = match side {
            Side::Content if post.html.is_empty() => None,
            Side::Content => {
                Some(dateline_markup::rewrite_urls(&post.html, |url| addresses.absolute(url, path)))
            }
            Side::Admin => Some(post.html.clone()),
        };
        json["html"] = json!(html);
    }
    if wish.has_format("plaintext") {
        json["plaintext"] = text.into();
    }
    if side == Side::Admin {
        if wish.has_format("mobiledoc") {
            json["mobiledoc"] = Value::Null;
        }
        if wish.has_format("markdown") {
            json["markdown"] = json!(post.source);
        }
        if wish.has_format("lexical") {
            json["lexical"] = super::body::as_lexical(&post.html).into();
        }
    }
}

/// A tag as an object of the API.
pub(super) fn tag(visit: &Visit, side: Side, with_count: bool, tag: &Tag, own: &Details) -> Value {
    let addresses = addresses(visit);
    let (visibility, path) =
        if tag.is_internal() { ("internal", NOWHERE.to_owned()) } else { ("public", addresses.tag(tag)) };
    let mut json = json!({
        "id": tag.id.hex(),
        "name": tag.name,
        "slug": tag.slug,
        "description": tag.description,
        "visibility": visibility,
        "codeinjection_head": null,
        "codeinjection_foot": null,
        "url": addresses.whole(&path),
    });
    details::show(&mut json, &addresses, own, &Detail::OF_TAGS);
    if side == Side::Admin {
        // When a tag was made stands in its id.
        let (seconds, nanos) = tag.id.0.get_timestamp().map_or((0, 0), |moment| moment.to_unix());
        let made = utc(seconds as Millis * 1_000 + Millis::from(nanos / 1_000_000));
        json["created_at"] = made.clone().into();
        json["updated_at"] = made.into();
    }
    if with_count {
        json["count"] = json!({ "posts": tag.post_count });
    }
    json
}

/// An author as an object of the API.
pub(super) fn author(visit: &Visit, with_count: bool, author: &Author, own: &Details) -> Value {
    let addresses = addresses(visit);
    let mut json = json!({
        "id": author.id.hex(),
        "name": author.name,
        "slug": author.slug,
        "profile_image": whole_address(&addresses, author.profile_image.as_deref()),
        "bio": author.bio,
        "website": author.url,
        "url": addresses.whole(&addresses.author(&author.slug)),
    });
    details::show(&mut json, &addresses, own, &Detail::OF_AUTHORS);
    if with_count {
        json["count"] = json!({ "posts": author.post_count });
    }
    json
}

/// An address of this site without its host, as it is stored; any other as it is.
pub(super) fn own(visit: &Visit, address: &str) -> String {
    let addresses = addresses(visit);
    let path = address.strip_prefix(addresses.base()).filter(|path| path.starts_with('/'));
    path.unwrap_or(address).to_owned()
}

/// A picture's address with scheme and host.
pub(super) fn whole_address(addresses: &Addresses<'_>, address: Option<&str>) -> Option<String> {
    address.map(|address| addresses.absolute(address, "/").unwrap_or_else(|| address.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_side_writes_moments_in_its_own_way() {
        let lisbon = Zone::named("Europe/Lisbon").unwrap();
        assert_eq!(utc(1_795_544_400_007), "2026-11-24T18:20:00.007Z");
        assert_eq!(local(1_340_000_000_000, &lisbon), "2012-06-18T07:13:20.000+01:00");
        assert_eq!(utc(Millis::MAX).len(), "9999-12-30T22:00:00.999Z".len());
    }
}
