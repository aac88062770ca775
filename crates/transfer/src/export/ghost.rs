//! Ghost's JSON. Every story holds its HTML in one card, which Ghost shows unchanged.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use dateline_model::{Detail, Details, Injection, Millis, PostKind, PostStatus, TagId};
use serde_json::{Value, json};

use super::walk::{Told, Walk};
use super::{ExportError, Exported, at, rfc3339};

/// The version of Ghost that the file is made for.
const VERSION: &str = "6.0.0";

/// Rows that refer to stories, collected while the stories are written.
#[derive(Default)]
struct Relations {
    authors: Vec<Value>,
    tags: Vec<Value>,
    meta: Vec<Value>,
}

/// Writes the file.
pub(super) async fn write(walk: &mut Walk, out: &Path, now: Millis) -> Result<Exported, ExportError> {
    let mut file = BufWriter::new(File::create_new(out).map_err(at(out))?);
    let mut relations = Relations::default();
    write!(
        file,
        "{{\"db\":[{{\"meta\":{{\"exported_on\":{now},\"version\":\"{VERSION}\"}},\"data\":{{\n\"posts\":["
    )
    .map_err(at(out))?;
    let (mut is_first, mut without_author, mut mentions) = (true, 0, 0);
    while let Some(told) = walk.next().await? {
        without_author += usize::from(told.authors.is_empty());
        mentions += told.mentions.len();
        if !is_first {
            writeln!(file, ",").map_err(at(out))?;
        }
        is_first = false;
        post(&mut file, &told, &mut relations).map_err(at(out))?;
    }
    let mut injected = HashMap::new();
    for tag in walk.tags.iter().map(|tag| tag.id).collect::<Vec<_>>() {
        let injection = walk.injection_of_tag(tag).await?;
        if !injection.is_empty() {
            injected.insert(tag, injection);
        }
    }
    rest(&mut file, walk, &relations, &injected).map_err(at(out))?;
    let redirects = walk.redirects().await?.len();
    let mut exported = std::mem::take(&mut walk.exported);
    for (count, what) in [
        (exported.comments, "comments, which Ghost does not import"),
        (mentions, "mentions by other sites"),
        (redirects, "redirects, which Ghost reads from a file of their own"),
        (without_author, "stories have no author and will be signed by the owner"),
    ] {
        if count > 0 {
            exported.left_out.push(format!("{count} {what}"));
        }
    }
    Ok(exported)
}

fn post(out: &mut impl Write, told: &Told, relations: &mut Relations) -> io::Result<()> {
    let post = &told.post;
    let id = post.id.hex();
    // The bin of Ghost is no state; what lies in ours is a draft there.
    let status = match post.status {
        PostStatus::Published if post.visibility.public_from.is_some() => "published",
        PostStatus::Scheduled => "scheduled",
        PostStatus::Published | PostStatus::Draft | PostStatus::Trashed => "draft",
    };
    let card = json!({"root": {"children": [{"type": "html", "version": 1, "html": post.html}],
        "direction": null, "format": "", "indent": 0, "type": "root", "version": 1}});
    let mut row = json!({
        "id": id,
        "title": if post.title.is_empty() { "(Untitled)" } else { post.title.as_str() },
        "slug": post.slug,
        "mobiledoc": null,
        "lexical": card.to_string(),
        "html": post.html,
        "feature_image": post.image,
        "featured": post.featured,
        "type": if post.kind == PostKind::Page { "page" } else { "post" },
        "status": status,
        "locale": post.lang,
        "visibility": "public",
        "created_at": rfc3339(post.created_at),
        "updated_at": rfc3339(post.updated_at),
        "published_at": post.published_at.map(rfc3339),
        "custom_excerpt": post.excerpt,
        "codeinjection_head": filled(&told.injection.head),
        "codeinjection_foot": filled(&told.injection.foot),
        "show_title_and_feature_image": told.details.get(Detail::HideTitleAndImage).is_none(),
    });
    for detail in [Detail::CanonicalUrl, Detail::CustomTemplate] {
        row[detail.as_str()] = json!(told.details.get(detail));
    }
    for (order, author) in told.authors.iter().enumerate() {
        relations.authors.push(json!({"post_id": id, "author_id": author.hex(), "sort_order": order}));
    }
    for (order, tag) in told.tags.iter().enumerate() {
        relations.tags.push(json!({"post_id": id, "tag_id": tag.id.hex(), "sort_order": order}));
    }
    let meta = [&post.image_alt, &post.image_caption, &post.meta_title, &post.meta_description];
    if meta.iter().any(|text| text.is_some()) || !told.details.is_empty() {
        let mut meta = json!({
            "post_id": id,
            "feature_image_alt": post.image_alt,
            "feature_image_caption": post.image_caption.as_deref().map(crate::player::escaped),
            "meta_title": post.meta_title,
            "meta_description": post.meta_description,
        });
        for detail in Detail::SHARED.into_iter().chain([Detail::Frontmatter]) {
            meta[detail.as_str()] = json!(told.details.get(detail));
        }
        relations.meta.push(meta);
    }
    write!(out, "{row}")
}

/// A text, unless it is empty.
fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Writes what lists do not show of a thing into its row.
fn add_details(row: &mut Value, details: &Details, which: &[Detail]) {
    for detail in which {
        row[detail.as_str()] = json!(details.get(*detail));
    }
}

fn rest(
    out: &mut impl Write,
    walk: &Walk,
    relations: &Relations,
    injected: &HashMap<TagId, Injection>,
) -> io::Result<()> {
    let users: Vec<Value> = walk
        .authors
        .iter()
        .map(|author| {
            let mut row = json!({"id": author.id.hex(), "name": author.name, "slug": author.slug,
                // An address is asked for; this one can receive nothing.
                "email": format!("{}@example.invalid", author.slug),
                "bio": author.bio, "website": author.url, "profile_image": author.profile_image,
                "status": "locked", "visibility": "public"});
            add_details(&mut row, walk.known.of_author(author.id), &Detail::OF_AUTHORS);
            row
        })
        .collect();
    let tags: Vec<Value> = walk
        .tags
        .iter()
        .map(|tag| {
            let mut row = json!({"id": tag.id.hex(), "name": tag.name, "slug": tag.slug, "description": tag.description,
                "visibility": if tag.is_internal() { "internal" } else { "public" }});
            add_details(&mut row, walk.known.of_tag(tag.id), &Detail::OF_TAGS);
            if let Some(Injection { head, foot }) = injected.get(&tag.id) {
                row["codeinjection_head"] = json!(filled(head));
                row["codeinjection_foot"] = json!(filled(foot));
            }
            row
        })
        .collect();
    let settings = &walk.settings;
    let navigation = |items| serde_json::to_string(items).unwrap_or_default();
    let settings: Vec<Value> = [
        ("title", "string", Some(settings.title.clone())),
        ("description", "string", Some(settings.description.clone())),
        ("locale", "string", Some(settings.locale.clone())),
        ("timezone", "string", Some(settings.timezone.clone())),
        ("accent_color", "string", Some(settings.accent_color.clone())),
        ("logo", "string", settings.logo.clone()),
        ("icon", "string", settings.icon.clone()),
        ("cover_image", "string", settings.cover_image.clone()),
        ("navigation", "array", Some(navigation(&settings.navigation))),
        ("secondary_navigation", "array", Some(navigation(&settings.secondary_navigation))),
        ("codeinjection_head", "string", filled(&settings.codeinjection_head).map(str::to_owned)),
        ("codeinjection_foot", "string", filled(&settings.codeinjection_foot).map(str::to_owned)),
    ]
    .into_iter()
    .chain(settings.shown.iter().map(|(detail, value)| (detail.as_str(), "string", Some(value.to_owned()))))
    .map(|(key, kind, value)| json!({"key": key, "group": "site", "type": kind, "value": value}))
    .collect();
    let tables = [
        ("posts_authors", &relations.authors),
        ("posts_tags", &relations.tags),
        ("posts_meta", &relations.meta),
        ("users", &users),
        ("tags", &tags),
        ("settings", &settings),
    ];
    write!(out, "]")?;
    for (name, rows) in tables {
        write!(out, ",\n\"{name}\":{}", serde_json::to_string(rows).unwrap_or_default())?;
    }
    writeln!(out, "}}}}]}}")?;
    out.flush()
}
