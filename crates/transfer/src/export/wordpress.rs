//! WXR 1.2, as WordPress's importer reads it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use dateline_model::{CommentId, CommentState, Millis, PostKind, PostStatus, encode_path};

use super::beside::{Beside, Lack};
use super::walk::{Told, Walk};
use super::{ExportError, Exported, at};

/// What WordPress's file has no place for.
const LACKS: [Lack; 6] =
    [Lack::Languages, Lack::Details, Lack::Code, Lack::AuthorsWords, Lack::Menus, Lack::Files];

/// Writes the file.
pub(super) async fn write(walk: &mut Walk, out: &Path, now: Millis) -> Result<Exported, ExportError> {
    let mut file = BufWriter::new(File::create_new(out).map_err(at(out))?);
    head(&mut file, walk, now).map_err(at(out))?;
    let (mut ids, mut featured) = (Ids::default(), 0);
    let mut beside = Beside::default();
    while let Some(told) = walk.next().await? {
        beside.note(&told);
        featured += usize::from(told.post.image.is_some());
        item(&mut file, walk, &told, &mut ids).map_err(at(out))?;
    }
    writeln!(file, "</channel>\n</rss>").and_then(|()| file.flush()).map_err(at(out))?;
    let redirects = walk.redirects().await?.len();
    let lacking = beside.lacking(walk, &LACKS).await?;
    let mut exported = std::mem::take(&mut walk.exported);
    if redirects > 0 {
        exported.left_out.push(format!("{redirects} redirects, for which WordPress has no place of its own"));
    }
    if featured > 0 {
        exported.left_out.push(format!(
            "{featured} pictures above stories are named; WordPress fetches them while it imports"
        ));
    }
    exported.left_out.extend(lacking);
    Ok(exported)
}

/// Numbers for what has ids of another kind here.
#[derive(Default)]
struct Ids {
    items: u64,
    comments: u64,
}

fn head(out: &mut impl Write, walk: &Walk, now: Millis) -> io::Result<()> {
    let url = walk.url();
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\"\n\txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n\txmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"\n\txmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\txmlns:wp=\"http://wordpress.org/export/1.2/\"\n>\n<channel>\n"
    )?;
    element(out, "title", &walk.settings.title)?;
    element(out, "link", &url)?;
    element(out, "description", &walk.settings.description)?;
    element(out, "pubDate", &mail_date(now))?;
    element(out, "language", &walk.settings.locale)?;
    element(out, "wp:wxr_version", "1.2")?;
    element(out, "wp:base_site_url", &url)?;
    element(out, "wp:base_blog_url", &url)?;
    for (n, author) in walk.authors.iter().enumerate() {
        writeln!(
            out,
            "<wp:author><wp:author_id>{}</wp:author_id><wp:author_login>{}</wp:author_login><wp:author_email></wp:author_email><wp:author_display_name>{}</wp:author_display_name></wp:author>",
            n + 1,
            cdata(&author.slug),
            cdata(&author.name)
        )?;
    }
    for (n, tag) in walk.tags.iter().enumerate() {
        writeln!(
            out,
            "<wp:tag><wp:term_id>{}</wp:term_id><wp:tag_slug>{}</wp:tag_slug><wp:tag_name>{}</wp:tag_name><wp:tag_description>{}</wp:tag_description></wp:tag>",
            n + 1,
            cdata(&tag.slug),
            cdata(&escaped(&tag.name)),
            cdata(&escaped(tag.description.as_deref().unwrap_or_default()))
        )?;
    }
    Ok(())
}

fn item(out: &mut impl Write, walk: &Walk, told: &Told, ids: &mut Ids) -> io::Result<()> {
    let post = &told.post;
    ids.items += 1;
    let number = ids.items;
    let url = walk.url();
    let status = match post.status {
        PostStatus::Draft => "draft",
        PostStatus::Scheduled => "future",
        PostStatus::Published if post.visibility.public_from.is_none() => "private",
        PostStatus::Published => "publish",
        PostStatus::Trashed => "trash",
    };
    let link = match &post.permalink {
        Some(path) => format!("{url}{}", encode_path(path)),
        None => format!("{url}/?p={number}"),
    };
    let date = post.published_at.unwrap_or(post.created_at);
    let creator =
        told.authors.first().and_then(|id| walk.author(*id)).map_or("", |author| author.slug.as_str());
    writeln!(out, "<item>")?;
    element(out, "title", &escaped(&post.title))?;
    element(out, "link", &link)?;
    element(out, "pubDate", &mail_date(date))?;
    writeln!(out, "<dc:creator>{}</dc:creator>", cdata(creator))?;
    writeln!(out, "<guid isPermaLink=\"false\">{url}/?p={number}</guid>")?;
    writeln!(out, "<content:encoded>{}</content:encoded>", cdata(&block(&post.html)))?;
    writeln!(
        out,
        "<excerpt:encoded>{}</excerpt:encoded>",
        cdata(post.excerpt.as_deref().unwrap_or_default())
    )?;
    let kind = if post.kind == PostKind::Page { "page" } else { "post" };
    let comments = if post.comments_open { "open" } else { "closed" };
    for (name, value) in [
        ("post_id", number.to_string()),
        ("post_date", wall_date(walk, date)),
        ("post_date_gmt", sql_date(date)),
        ("post_modified_gmt", sql_date(post.updated_at)),
        ("comment_status", comments.to_owned()),
        ("ping_status", "closed".to_owned()),
        ("post_name", post.slug.clone()),
        ("status", status.to_owned()),
        ("post_parent", "0".to_owned()),
        ("menu_order", "0".to_owned()),
        ("post_type", kind.to_owned()),
        ("post_password", String::new()),
        ("is_sticky", u8::from(post.featured).to_string()),
    ] {
        element(out, &format!("wp:{name}"), &value)?;
    }
    for (n, tag) in told.tags.iter().enumerate() {
        // The section of a story is its category there.
        let domain = if n == 0 { "category" } else { "post_tag" };
        writeln!(
            out,
            "<category domain=\"{domain}\" nicename=\"{}\">{}</category>",
            escaped(&tag.slug),
            cdata(&escaped(&tag.name))
        )?;
    }
    for id in told.authors.iter().filter(|_| told.authors.len() > 1) {
        if let Some(author) = walk.author(*id) {
            let (slug, name) = (escaped(&author.slug), cdata(&author.name));
            writeln!(out, "<category domain=\"author\" nicename=\"{slug}\">{name}</category>")?;
        }
    }
    if let Some(text) = &post.meta_description {
        meta(out, "_yoast_wpseo_metadesc", text)?;
    }
    if let Some(text) = &post.meta_title {
        meta(out, "_yoast_wpseo_title", text)?;
    }
    if post.image.is_some() {
        meta(out, "_thumbnail_id", &(number + 1).to_string())?;
    }
    remarks(out, walk, told, ids)?;
    writeln!(out, "</item>")?;
    if let Some(image) = &post.image {
        ids.items += 1;
        attachment(out, walk, told, image, number + 1, creator)?;
    }
    Ok(())
}

/// The picture above a story, whose number is the one before: an item as complete as WordPress writes it.
fn attachment(
    out: &mut impl Write,
    walk: &Walk,
    told: &Told,
    image: &str,
    number: u64,
    creator: &str,
) -> io::Result<()> {
    let (post, url) = (&told.post, walk.url());
    let image = if image.starts_with('/') { format!("{url}{image}") } else { image.to_owned() };
    let name = image.rsplit('/').next().unwrap_or_default();
    let date = post.published_at.unwrap_or(post.created_at);
    writeln!(out, "<item>")?;
    element(out, "title", &escaped(name))?;
    element(out, "link", &format!("{url}/?attachment_id={number}"))?;
    element(out, "pubDate", &mail_date(date))?;
    writeln!(out, "<dc:creator>{}</dc:creator>", cdata(creator))?;
    writeln!(out, "<guid isPermaLink=\"false\">{}</guid>", escaped(&image))?;
    let caption = post.image_caption.as_deref().unwrap_or_default();
    let caption = if dateline_markup::is_html(caption) { caption.to_owned() } else { escaped(caption) };
    writeln!(
        out,
        "<content:encoded></content:encoded><excerpt:encoded>{}</excerpt:encoded>",
        cdata(&caption)
    )?;
    let slug = dateline_model::slugify(name.split('.').next().unwrap_or_default(), &walk.settings.locale);
    for (name, value) in [
        ("post_id", number.to_string()),
        ("post_date", wall_date(walk, date)),
        ("post_date_gmt", sql_date(date)),
        ("post_modified_gmt", sql_date(post.updated_at)),
        ("comment_status", "closed".to_owned()),
        ("ping_status", "closed".to_owned()),
        ("post_name", slug),
        ("status", "inherit".to_owned()),
        ("post_parent", (number - 1).to_string()),
        ("menu_order", "0".to_owned()),
        ("post_type", "attachment".to_owned()),
        ("post_password", String::new()),
        ("is_sticky", "0".to_owned()),
        ("attachment_url", image.clone()),
    ] {
        element(out, &format!("wp:{name}"), &value)?;
    }
    if let Some(alt) = &post.image_alt {
        meta(out, "_wp_attachment_image_alt", alt)?;
    }
    writeln!(out, "</item>")
}

fn remarks(out: &mut impl Write, walk: &Walk, told: &Told, ids: &mut Ids) -> io::Result<()> {
    let mut numbers: HashMap<CommentId, u64> = HashMap::new();
    for comment in &told.comments {
        ids.comments += 1;
        numbers.insert(comment.id, ids.comments);
    }
    for comment in &told.comments {
        let parent = comment.parent.and_then(|id| numbers.get(&id)).copied().unwrap_or_default();
        let approved = state(comment.state);
        remark(
            out,
            &[
                ("id", numbers[&comment.id].to_string()),
                ("author", cdata(&escaped(&comment.author_name))),
                ("author_email", escaped(comment.author_email.as_deref().unwrap_or_default())),
                ("author_url", escaped(comment.author_url.as_deref().unwrap_or_default())),
                ("date", wall_date(walk, comment.created_at)),
                ("date_gmt", sql_date(comment.created_at)),
                ("content", cdata(&comment.html)),
                ("approved", approved.to_owned()),
                ("type", String::new()),
                ("parent", parent.to_string()),
            ],
        )?;
    }
    for mention in &told.mentions {
        ids.comments += 1;
        remark(
            out,
            &[
                ("id", ids.comments.to_string()),
                ("author", cdata(&escaped(&mention.title))),
                ("author_url", escaped(mention.url.as_deref().unwrap_or_default())),
                ("date", wall_date(walk, mention.created_at)),
                ("date_gmt", sql_date(mention.created_at)),
                ("content", cdata(&escaped(&mention.excerpt))),
                ("approved", state(mention.state).to_owned()),
                ("type", mention.kind.as_str().to_owned()),
                ("parent", "0".to_owned()),
            ],
        )?;
    }
    Ok(())
}

const fn state(state: CommentState) -> &'static str {
    match state {
        CommentState::Approved => "1",
        CommentState::Pending => "0",
        CommentState::Spam => "spam",
        CommentState::Trash | CommentState::Removed => "trash",
    }
}

fn remark(out: &mut impl Write, parts: &[(&str, String)]) -> io::Result<()> {
    writeln!(out, "<wp:comment>")?;
    for (name, value) in parts {
        writeln!(out, "<wp:comment_{name}>{value}</wp:comment_{name}>")?;
    }
    writeln!(out, "</wp:comment>")
}

fn meta(out: &mut impl Write, key: &str, value: &str) -> io::Result<()> {
    writeln!(
        out,
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>",
        cdata(value)
    )
}

/// A body as one block, so that WordPress makes no paragraphs of its own in it; the jump break stays a block too.
fn block(html: &str) -> String {
    let part = |html: &str| match html.trim() {
        "" => String::new(),
        html => format!("<!-- wp:html -->\n{html}\n<!-- /wp:html -->"),
    };
    match html.split_once(dateline_markup::JUMP_BREAK) {
        Some((before, after)) => {
            format!("{}\n\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->\n\n{}", part(before), part(after))
        }
        None => part(html),
    }
}

fn element(out: &mut impl Write, name: &str, text: &str) -> io::Result<()> {
    writeln!(out, "<{name}>{}</{name}>", escaped(text))
}

/// Text between tags or in an attribute.
fn escaped(text: &str) -> String {
    crate::player::escaped(text)
}

/// Text that needs no escapes; its own end mark is split.
fn cdata(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

fn written(at: Millis, format: &str) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH).strftime(format).to_string()
}

fn sql_date(at: Millis) -> String {
    written(at, "%Y-%m-%d %H:%M:%S")
}

fn mail_date(at: Millis) -> String {
    written(at, "%a, %d %b %Y %H:%M:%S +0000")
}

/// The clock on the newsroom's wall.
fn wall_date(walk: &Walk, at: Millis) -> String {
    let zone = walk.settings.zone();
    let stamp = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    zone.time_zone().to_datetime(stamp).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
