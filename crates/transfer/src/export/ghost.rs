//! Ghost's JSON. Every story holds its HTML in one card, which Ghost shows unchanged.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use dateline_model::{Detail, Details, Injection, Millis, PostKind, PostStatus, SiteSettings, TagId};
use serde_json::{Value, json};

use super::beside::{Beside, Lack};
use super::walk::{Told, Walk};
use super::{ExportError, Exported, at, rfc3339};

/// The version of Ghost that the file is made for.
const VERSION: &str = "6.0.0";
/// How Ghost calls a story without a headline.
const UNTITLED: &str = "(Untitled)";
// Characters that Ghost's tables take.
const TITLE_CHARS: usize = 255;
const EXCERPT_CHARS: usize = 300;
const ALT_CHARS: usize = 191;
const META_TITLE_CHARS: usize = 300;
const DESCRIPTION_CHARS: usize = 500;
const BIO_CHARS: usize = 250;
const LOCATION_CHARS: usize = 150;

/// Rows that refer to stories, collected while the stories are written.
#[derive(Default)]
struct Relations {
    authors: Vec<Value>,
    tags: Vec<Value>,
    meta: Vec<Value>,
}

/// What Ghost's tables take. One text that does not fit makes it refuse the whole file, so it is made to fit here.
#[derive(Default)]
struct Fitting {
    /// Texts that were cut.
    cut: usize,
    /// Time zones that have no name.
    zones: usize,
    /// Slugs that will be others there.
    slugs: usize,
}

impl Fitting {
    /// A text of at most `max` characters.
    fn text(&mut self, text: Option<&str>, max: usize) -> Option<String> {
        let text = text?;
        let fits: String = text.chars().take(max).collect();
        self.cut += usize::from(fits.len() < text.len());
        Some(fits)
    }

    /// A slug as it is. Ghost writes those anew that have letters beyond ASCII.
    fn slug<'s>(&mut self, slug: &'s str) -> &'s str {
        self.slugs += usize::from(!slug.is_ascii());
        slug
    }

    /// The name of a time zone: an offset of whole hours has one, whose sign counts westwards.
    fn zone(&mut self, settings: &SiteSettings) -> Option<String> {
        let zone = settings.zone();
        if let Some(name) = zone.time_zone().iana_name() {
            return Some(name.to_owned());
        }
        let seconds = zone.time_zone().to_fixed_offset().map_or(0, jiff::tz::Offset::seconds);
        let known = seconds % 3_600 == 0 && (-14..=12).contains(&(-seconds / 3_600));
        self.zones += usize::from(!known);
        known.then(|| format!("Etc/GMT{:+}", -seconds / 3_600))
    }
}

/// Writes the file.
pub(super) async fn write(walk: &mut Walk, out: &Path, now: Millis) -> Result<Exported, ExportError> {
    let mut file = BufWriter::new(File::create_new(out).map_err(at(out))?);
    let (mut relations, mut fitting) = (Relations::default(), Fitting::default());
    write!(
        file,
        "{{\"db\":[{{\"meta\":{{\"exported_on\":{now},\"version\":\"{VERSION}\"}},\"data\":{{\n\"posts\":["
    )
    .map_err(at(out))?;
    let (mut is_first, mut without_author, mut mentions) = (true, 0, 0);
    let mut beside = Beside::default();
    while let Some(told) = walk.next().await? {
        beside.note(&told);
        without_author += usize::from(told.authors.is_empty());
        mentions += told.mentions.len();
        if !is_first {
            writeln!(file, ",").map_err(at(out))?;
        }
        is_first = false;
        post(&mut file, &told, &mut relations, &mut fitting).map_err(at(out))?;
    }
    let mut injected = HashMap::new();
    for tag in walk.tags.iter().map(|tag| tag.id).collect::<Vec<_>>() {
        let injection = walk.injection_of_tag(tag).await?;
        if !injection.is_empty() {
            injected.insert(tag, injection);
        }
    }
    rest(&mut file, walk, &relations, &injected, &mut fitting).map_err(at(out))?;
    let redirects = walk.redirects().await?.len();
    let lacking = beside.lacking(walk, &[Lack::Addresses, Lack::Files]).await?;
    let mut exported = std::mem::take(&mut walk.exported);
    for (count, what) in [
        (exported.comments, "comments, which Ghost does not import"),
        (mentions, "mentions by other sites"),
        (redirects, "redirects, which Ghost reads from a file of their own"),
        (without_author, "stories have no author and will be signed by the owner"),
        (fitting.cut, "texts longer than Ghost takes, cut to its length"),
        (fitting.slugs, "slugs with letters beyond ASCII, which Ghost writes anew: these addresses change"),
        (fitting.zones, "time zone without a name; choose one in Ghost"),
    ] {
        if count > 0 {
            exported.left_out.push(format!("{count} {what}"));
        }
    }
    exported.left_out.extend(lacking);
    Ok(exported)
}

fn post(
    out: &mut impl Write,
    told: &Told,
    relations: &mut Relations,
    fitting: &mut Fitting,
) -> io::Result<()> {
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
        "title": fitting.text(Some(&post.title), TITLE_CHARS).filter(|t| !t.is_empty()).unwrap_or(UNTITLED.to_owned()),
        "slug": fitting.slug(&post.slug),
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
        "custom_excerpt": fitting.text(post.excerpt.as_deref(), EXCERPT_CHARS),
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
            "feature_image_alt": fitting.text(post.image_alt.as_deref(), ALT_CHARS),
            "feature_image_caption": post.image_caption.as_deref().map(caption),
            "meta_title": fitting.text(post.meta_title.as_deref(), META_TITLE_CHARS),
            "meta_description": fitting.text(post.meta_description.as_deref(), DESCRIPTION_CHARS),
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
    fitting: &mut Fitting,
) -> io::Result<()> {
    let users: Vec<Value> = walk
        .authors
        .iter()
        .map(|author| {
            let mut row = json!({"id": author.id.hex(), "name": author.name, "slug": fitting.slug(&author.slug),
                // An address is asked for; this one can receive nothing.
                "email": format!("{}@example.invalid", author.slug),
                "bio": fitting.text(author.bio.as_deref(), BIO_CHARS), "website": author.url, "profile_image": author.profile_image,
                "status": "locked", "visibility": "public"});
            let details = walk.known.of_author(author.id);
            add_details(&mut row, details, &Detail::OF_AUTHORS);
            row["location"] = json!(fitting.text(details.get(Detail::Location), LOCATION_CHARS));
            row
        })
        .collect();
    let tags: Vec<Value> = walk
        .tags
        .iter()
        .map(|tag| {
            let mut row = json!({"id": tag.id.hex(), "name": tag.name, "slug": fitting.slug(&tag.slug), "description": fitting.text(tag.description.as_deref(), DESCRIPTION_CHARS),
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
        ("timezone", "string", fitting.zone(settings)),
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
    // One that is no name would make Ghost refuse the file.
    .filter(|(key, _, value)| *key != "timezone" || value.is_some())
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

/// The words under a picture as Ghost keeps them, which is HTML.
fn caption(words: &str) -> String {
    if dateline_markup::is_html(words) { words.to_owned() } else { crate::player::escaped(words) }
}
