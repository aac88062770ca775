//! Structured data: JSON-LD by <https://schema.org/>, as Ghost writes it.

use serde::Serialize as _;
use serde_json::{Map, Value as Json, json};

use super::meta::{Meta, Network, Subject, iso_of};
use crate::SiteView;
use crate::print::address::absolute;
use crate::print::social::profile;
use crate::view::{AuthorView, PostView, SOCIAL_KEYS};

/// What the caller wrote, or what follows from the page; nothing for lists of our own and for other pages.
pub(super) fn data(meta: &Meta<'_>) -> Option<String> {
    if let Some(given) = &meta.making.view.meta.json_ld {
        return Some(given.clone());
    }
    let json = match meta.subject {
        Subject::Post(post) | Subject::Page(post) => article(meta, post),
        Subject::Home => named(meta, "WebSite", &meta.making.site.title),
        Subject::Tag(tag) => named(meta, "Series", &tag.name),
        Subject::Author(author) => person_page(meta, author),
        Subject::Other => return None,
    };
    indented(&json)
}

/// JSON with four blanks for each level.
fn indented(json: &Json) -> Option<String> {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut writer = serde_json::Serializer::with_formatter(&mut out, formatter);
    json.serialize(&mut writer).ok()?;
    String::from_utf8(out).ok()
}

/// An object without the fields that are null.
fn object(fields: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    let filled = fields.into_iter().filter(|(_, value)| !value.is_null());
    Json::Object(filled.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn publisher(site: &SiteView) -> Json {
    let logo = site.logo.as_ref().or(site.icon.as_ref());
    let logo =
        logo.map_or_else(|| format!("{}/favicon.ico", site.url), |logo| absolute(site, logo).into_owned());
    json!({
        "@type": "Organization",
        "name": site.title,
        "url": format!("{}/", site.url),
        "logo": { "@type": "ImageObject", "url": logo },
    })
}

fn picture(url: Option<String>, size: Option<(u32, u32)>) -> Json {
    let Some(url) = url else { return Json::Null };
    let mut fields = vec![("@type", json!("ImageObject")), ("url", json!(url))];
    if let Some((width, height)) = size {
        fields.extend([("width", json!(width)), ("height", json!(height))]);
    }
    object(fields)
}

fn accounts(author: &AuthorView) -> Json {
    let accounts = SOCIAL_KEYS.iter().filter_map(|platform| {
        let user = author.social.field(platform).to_text();
        (!user.is_empty()).then(|| profile(platform, &user))
    });
    author.website.clone().into_iter().chain(accounts).map(Json::from).collect()
}

fn person(site: &SiteView, author: &AuthorView) -> Json {
    object([
        ("@type", json!("Person")),
        ("name", json!(author.name)),
        (
            "image",
            picture(author.profile_image.as_ref().map(|image| absolute(site, image).into_owned()), None),
        ),
        ("url", if author.url.is_empty() { Json::Null } else { json!(absolute(site, &author.url)) }),
        ("sameAs", accounts(author)),
    ])
}

fn article(meta: &Meta<'_>, post: &PostView) -> Json {
    let site = meta.making.site;
    let image = post.feature_image.as_ref().map(|image| absolute(site, image).into_owned());
    let tags = super::public_tags(post);
    let others: Vec<_> = post.authors.iter().skip(1).map(|author| person(site, author)).collect();
    let description = post.custom_excerpt.as_ref().unwrap_or(&post.excerpt);
    object([
        ("@context", json!("https://schema.org")),
        ("@type", json!("Article")),
        ("publisher", publisher(site)),
        ("author", post.authors.first().map_or(Json::Null, |author| person(site, author))),
        ("contributor", if others.is_empty() { Json::Null } else { Json::Array(others) }),
        ("headline", json!(post.meta.meta_title.as_ref().unwrap_or(&post.title))),
        ("url", json!(meta.address())),
        ("datePublished", json!(post.published_at.and_then(iso_of))),
        ("dateModified", json!(iso_of(post.updated_at))),
        ("image", picture(image, meta.image_size())),
        ("keywords", if tags.is_empty() { Json::Null } else { json!(tags.join(", ")) }),
        ("description", if description.is_empty() { Json::Null } else { json!(description) }),
        ("mainEntityOfPage", json!(meta.address())),
    ])
}

/// The front page or a tag's.
fn named(meta: &Meta<'_>, kind: &str, name: &str) -> Json {
    object([
        ("@context", json!("https://schema.org")),
        ("@type", json!(kind)),
        ("publisher", publisher(meta.making.site)),
        ("url", json!(meta.address())),
        ("name", json!(name)),
        ("image", picture(meta.image(Network::OpenGraph), None)),
        ("mainEntityOfPage", json!(meta.address())),
        ("description", json!(meta.social_description(Network::OpenGraph))),
    ])
}

fn person_page(meta: &Meta<'_>, author: &AuthorView) -> Json {
    object([
        ("@context", json!("https://schema.org")),
        ("@type", json!("Person")),
        ("sameAs", accounts(author)),
        ("name", json!(author.name)),
        ("url", json!(meta.address())),
        ("image", picture(meta.image(Network::OpenGraph), None)),
        ("mainEntityOfPage", json!(meta.address())),
        ("description", json!(meta.social_description(Network::OpenGraph))),
    ])
}
