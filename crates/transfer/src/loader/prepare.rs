//! From a record to what is stored, as far as it can be done without looking at the database. This is where
//! the time goes (sanitising), so it runs on every core.

use std::collections::BTreeMap;

use dateline_markup::{Gist, Profile};
use dateline_media::{Folder, MediaError, media_type};
use dateline_model::{Comment, Details, Media, Post, PostStatus, SiteSettings, Visibility};

use super::threads::{Seat, key_of};
use crate::body::{self, Written};
use crate::pictures;
use crate::problem::{Action, Problem, for_report};
use crate::record::{Byline, CommentRecord, Enclosure, PostRecord, PostState};

/// The most characters of a commenter's name.
const NAME_CHARS_MAX: usize = 200;

/// A post that needs only its place: id, slug, permalink, credits.
pub(super) struct PreparedPost {
    pub(super) post: Post,
    pub(super) place: Place,
    pub(super) key: u64,
    pub(super) problems: Vec<Problem>,
    /// What the sanitiser removed.
    pub(super) removed: BTreeMap<String, usize>,
    /// Pictures on other hosts, and those that lie in the export.
    pub(super) pictures: Vec<String>,
    /// Pictures that it had written out in itself, now files.
    pub(super) kept: Vec<Media>,
    /// Whether it names a place or a link that is not kept.
    pub(super) has_place: bool,
    pub(super) has_title_link: bool,
    /// Its place among the stories of its very moment, where the source tells.
    pub(super) order: Option<u32>,
    /// What lists do not show of it.
    pub(super) details: Details,
}

/// What gives a post its place.
pub(super) struct Place {
    pub(super) path: Option<String>,
    /// The last part of the path that the source would give it.
    pub(super) slug: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) authors: Vec<Byline>,
    pub(super) line: u64,
    pub(super) state: PostState,
}

/// A comment ready to be stored.
pub(super) struct PreparedComment {
    pub(super) comment: Comment,
    /// The key of its post.
    pub(super) post: u64,
    pub(super) line: u64,
}

/// What a story comes into.
#[derive(Clone, Default)]
pub(super) struct Surroundings {
    /// What import keys begin with.
    pub(super) system: String,
    pub(super) settings: SiteSettings,
    /// The names of the old site's host, in lower case; one that ends in a point is what several begin with.
    pub(super) hosts: Vec<String>,
    /// Where pictures are kept that stories have written out in themselves.
    pub(super) content: Option<Folder>,
}

/// Endings of pages; a link to anything else may lead to a file, which is fetched or stays where it is.
const PAGES: [&str; 3] = ["html", "htm", "php"];

impl Surroundings {
    /// A body whose links to the old site's own pages lead to the same pages here.
    fn at_home(&self, html: String) -> String {
        // Most stories name the host nowhere; looking for its letters costs less than looking at every tag.
        let holds = |what: &str| dateline_markup::holds(&html, what);
        if !holds("//") || !self.hosts.iter().any(|host| holds(host)) {
            return html;
        }
        dateline_markup::rewrite_urls(&html, |address| self.page_here(address).map(str::to_owned))
    }

    /// Path, query and fragment of an address that is a page of the old site.
    fn page_here<'u>(&self, address: &'u str) -> Option<&'u str> {
        let (scheme, rest) = address.split_once("//")?;
        if !matches!(scheme.to_ascii_lowercase().as_str(), "" | "http:" | "https:") {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let host = rest[..end].to_ascii_lowercase();
        let host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(&host);
        if !self.hosts.iter().any(|own| own == host || is_under_a_countrys_name(own, host)) {
            return None;
        }
        let here = &rest[end..];
        if here.is_empty() {
            return Some("/");
        }
        let path = here.split(['?', '#']).next().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_page = last.is_empty() || !last.contains('.') || crate::source::has_ending(last, &PAGES);
        // A title with a point in it is no file: endings are short and have no other signs.
        let is_no_file = ending.len() > 5 || !ending.bytes().all(|b| b.is_ascii_alphanumeric());
        (here.starts_with('/') && (is_page || is_no_file) && !path.starts_with("//")).then_some(here)
    }
}

/// Whether a host is one of Blogger's names for a blog in one country (`log.blogspot.co.uk`); `own` is what all of them begin
/// with, and its point at the end tells it from a host.
fn is_under_a_countrys_name(own: &str, host: &str) -> bool {
    let is_country = |end: &str| end.len() == 2 && end.bytes().all(|byte| byte.is_ascii_lowercase());
    own.ends_with('.')
        && host.strip_prefix(own).is_some_and(|end| {
            end == "com"
                || is_country(end)
                || end.strip_prefix("co.").or_else(|| end.strip_prefix("com.")).is_some_and(is_country)
        })
}

/// The import key of a number in a source of `system`, such as `blogger:8812`.
pub(super) fn import_key(system: &str, number: &str) -> String {
    format!("{system}:{number}")
}

pub(super) fn post(mut record: PostRecord, around: &Surroundings) -> Result<PreparedPost, MediaError> {
    let settings = &around.settings;
    let Written { mut html, source, mut notes } = body::written(&mut record);
    for enclosure in &record.enclosures {
        if !html.contains(&enclosure.url) {
            html.push_str(&enclosure_html(enclosure));
        }
    }
    let kept = take_out_pictures(&mut html, &mut record, around, &mut notes)?;
    let imported = dateline_markup::sanitise_imported(html);
    let mut html = around.at_home(imported.html);
    if let Some(base) = &record.base {
        html = dateline_markup::rewrite_urls(&html, |address| file_below(base, address));
        if let Some(image) = &mut record.image {
            image.url = file_below(base, &image.url).unwrap_or_else(|| image.url.clone());
        }
    }
    let problem = |message| {
        let entry = for_report(if record.title.is_empty() { &record.id } else { &record.title });
        Problem { line: record.line, entry, message, action: Action::Imported }
    };
    let mut problems: Vec<Problem> = notes.into_iter().map(problem).collect();
    if let Some(pasted) = dateline_markup::pasted_teaser(&html) {
        problems.push(problem(format!(
            "the old theme's teaser, which stood before the story, was removed: \"{}\"",
            for_report(&pasted.removed_text)
        )));
        html = pasted.html;
    }
    // Its id carries its date, as the id of a post that is written here does: what stands together in the lists lies
    // together in the database.
    let mut post = Post::draft(record.kind, record.published.at);
    post.title = record.title;
    let gist = Gist::of(&html);
    post.words = gist.words() as i64;
    post.pictures = gist.images.len() as i64;
    post.excerpt = record.excerpt.as_deref().map(plain_line).filter(|text| !text.is_empty());
    let teaser = gist.teaser(post.excerpt.as_deref(), &html, settings.teaser_chars as usize);
    post.teaser = teaser.text;
    post.teaser_is_all = teaser.complete;
    post.opening = Some(gist.opening(post.teaser_is_all));
    post.html = html;
    // The text that the author typed is the source only if it makes this story again; raw HTML, which only an
    // import may bring along, would be lost at the next correction.
    post.source = source.filter(|source| dateline_markup::markdown(source) == post.html);
    if let Some(image) = record.image {
        (post.image, post.image_alt) = (Some(image.url), image.alt);
        post.image_caption = image.caption.as_deref().map(caption).filter(|text| !text.is_empty());
    }
    post.featured = record.featured;
    post.dateline = record.dateline;
    post.lang = record.lang;
    post.meta_title = record.meta_title;
    post.meta_description = record.meta_description;
    let published = record.published.at;
    post.updated_at = record.updated.map_or(published, |moment| moment.at);
    post.created_at = published.min(post.updated_at);
    post.published_at = Some(published);
    (post.status, post.visibility) = match record.state {
        PostState::Published => (PostStatus::Published, Visibility::public_from(published)),
        PostState::Scheduled => (PostStatus::Scheduled, Visibility::HIDDEN),
        PostState::Trashed => (PostStatus::Trashed, Visibility::HIDDEN),
        PostState::Draft => (PostStatus::Draft, Visibility::HIDDEN),
    };
    if record.state == PostState::Draft && record.path.is_none() {
        // The date of a draft is only when it was begun; it gets its own when it is published. One that has an
        // address was out before, and keeps the date it had then.
        post.published_at = None;
    }
    post.comments_open = record.comments_open.unwrap_or(settings.comments_open);
    post.import_key = Some(import_key(&around.system, &record.id));
    post.import_hash = Some(record.hash);
    Ok(PreparedPost {
        key: key_of(&record.id),
        place: Place {
            path: record.path,
            slug: record.slug,
            labels: record.labels,
            authors: record.authors,
            line: record.line,
            state: record.state,
        },
        problems,
        removed: imported.removed.into_iter().collect(),
        pictures: files_of(&post, gist, &kept),
        has_place: record.location.is_some(),
        has_title_link: record.title_link.is_some(),
        order: record.order,
        kept,
        details: record.details,
        post,
    })
}

/// Makes files of the pictures that the story has written out in itself, where there is a folder for them.
fn take_out_pictures(
    html: &mut String,
    record: &mut PostRecord,
    around: &Surroundings,
    notes: &mut Vec<String>,
) -> Result<Vec<Media>, MediaError> {
    let Some(folder) = &around.content else { return Ok(Vec::new()) };
    let (published, zone) = (record.published.at, around.settings.zone());
    let mut kept = pictures::take_out(html, published, &zone, folder)?;
    if let Some(image) = record.image.as_mut().filter(|image| image.url.starts_with("data:")) {
        let mut quoted = format!("\"{}\"", image.url);
        let above = pictures::take_out(&mut quoted, published, &zone, folder)?;
        quoted.trim_matches('"').clone_into(&mut image.url);
        kept.media.extend(above.media);
        kept.notes.extend(above.notes);
    }
    notes.append(&mut kept.notes);
    Ok(kept.media)
}

/// Files that a story shows and that do not lie here yet: its pictures, and what lies in the export and is linked to.
fn files_of(post: &Post, gist: Gist, kept: &[Media]) -> Vec<String> {
    let in_export =
        gist.links.into_iter().filter(|link| link.starts_with('/') && media_type(path_alone(link)).is_some());
    let shown = gist.images.into_iter().chain(post.image.clone()).chain(in_export);
    let is_kept = |address: &String| kept.iter().any(|media| media.address().as_ref() == Some(address));
    let mut files: Vec<String> = shown.filter(|address| is_elsewhere(address) && !is_kept(address)).collect();
    files.sort();
    files.dedup();
    files
}

fn path_alone(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The place in the export of a file that a story names from where it stands itself, from the export's root.
fn file_below(base: &str, address: &str) -> Option<String> {
    let path = path_alone(address);
    let first = path.split('/').next().unwrap_or_default();
    if path.starts_with('/') || first.contains(':') || media_type(path).is_none() {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

/// Foreign HTML as one line of plain text.
pub(super) fn plain_line(html: &str) -> String {
    let safe = dateline_markup::sanitise(html, Profile::Importer);
    dateline_markup::plain_text(&safe).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Longest caption that keeps its links and emphasis, in characters, as at the desk.
const CAPTION_CHARS_MAX: usize = 2_000;

/// The words under a picture, with the links and emphasis they have: `Photo: <a href="…">Ana Reis</a>`.
fn caption(words: &str) -> String {
    if !dateline_markup::is_html(words) {
        return plain_line(words);
    }
    let safe = dateline_markup::sanitise(words, Profile::Importer);
    if dateline_markup::is_html(&safe) && safe.chars().count() <= CAPTION_CHARS_MAX {
        safe
    } else {
        plain_line(words)
    }
}

/// Whether a file does not lie here yet: it is on another host, or in the export under the path it had on the old site.
pub(super) fn is_elsewhere(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://") || address.starts_with('/')
}

/// A podcast episode as a reader without a podcast program meets it.
fn enclosure_html(enclosure: &Enclosure) -> String {
    let url = enclosure.url.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let name =
        enclosure.url.rsplit('/').next().unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;");
    match enclosure.media_type.as_deref().and_then(|kind| kind.split('/').next()) {
        Some("audio") => format!("<p><audio controls src=\"{url}\"></audio></p>"),
        Some("video") => format!("<p><video controls src=\"{url}\"></video></p>"),
        _ => format!("<p><a href=\"{url}\">{name}</a></p>"),
    }
}

pub(super) fn comment(record: CommentRecord, system: &str, seat: Seat) -> PreparedComment {
    let html = if record.breaks { body::paragraphs(&record.html) } else { record.html };
    let html = dateline_markup::sanitise(&html, Profile::Commenter);
    let name: String = record.author.name.chars().take(NAME_CHARS_MAX).collect();
    let comment = Comment {
        id: seat.id,
        // Filled in when the post is known.
        post: dateline_model::PostId(seat.id.0),
        parent: seat.parent,
        root: seat.root,
        thread_at: seat.thread_at,
        depth: seat.depth,
        state: record.state,
        author_name: if name.is_empty() { "Anonymous".to_owned() } else { name },
        author_email: record.author.email,
        author_url: record.author.url,
        staff: None,
        text: dateline_markup::plain_text(&html),
        html,
        created_at: record.published.at,
        updated_at: record.published.at,
        address_hash: None,
        address_until: None,
        edited_at: None,
        likes: 0,
        submission: None,
        import_key: Some(import_key(system, &record.id)),
        import_hash: Some(record.hash),
    };
    PreparedComment { comment, post: key_of(record.post.as_str()), line: record.line }
}
