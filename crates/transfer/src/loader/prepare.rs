//! From a record to what is stored, as far as it can be done without looking at the database. This is where
//! the time goes (sanitising), so it runs on every core.

use std::collections::BTreeMap;

use dateline_markup::Profile;
use dateline_model::{Comment, CommentState, Millis, Post, PostStatus, SiteSettings, Visibility};

use super::threads::Seat;
use crate::problem::{Action, Problem, for_report};
use crate::record::{Byline, CommentRecord, Enclosure, PostRecord, PostState};

/// The most characters of a commenter's name.
const NAME_CHARS_MAX: usize = 200;

/// A post that needs only its place: id, slug, permalink, credits.
pub(super) struct PreparedPost {
    pub(super) post: Post,
    pub(super) path: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) author: Byline,
    pub(super) key: u64,
    pub(super) line: u64,
    pub(super) problem: Option<Problem>,
    /// What the sanitiser removed.
    pub(super) removed: BTreeMap<String, usize>,
    /// Pictures on other hosts.
    pub(super) pictures: Vec<String>,
    /// Whether it names a place or a link that is not kept.
    pub(super) has_place: bool,
    pub(super) has_title_link: bool,
    pub(super) state: PostState,
}

/// A comment ready to be stored.
pub(super) struct PreparedComment {
    pub(super) comment: Comment,
    /// The post's number in the source.
    pub(super) post: String,
    pub(super) line: u64,
}

/// The import key of a number.
pub(super) fn import_key(number: &str) -> String {
    format!("blogger:{number}")
}

pub(super) fn post(record: PostRecord, settings: &SiteSettings, now: Millis) -> PreparedPost {
    let mut html = record.html;
    for enclosure in &record.enclosures {
        if !html.contains(&enclosure.url) {
            html.push_str(&enclosure_html(enclosure));
        }
    }
    let imported = dateline_markup::sanitise_import(&html);
    let mut html = imported.html;
    let mut problem = None;
    if let Some(pasted) = dateline_markup::pasted_teaser(&html) {
        problem = Some(Problem {
            line: record.line,
            entry: for_report(if record.title.is_empty() { &record.id } else { &record.title }),
            message: format!(
                "the old theme's teaser, which stood before the story, was removed: \"{}\"",
                for_report(&pasted.removed_text)
            ),
            action: Action::Imported,
        });
        html = pasted.html;
    }
    let images = dateline_markup::images(&html);
    let mut post = Post::draft(record.kind, now);
    post.title = record.title;
    post.words = dateline_markup::word_count(&dateline_markup::plain_text(&html)) as i64;
    post.pictures = images.len() as i64;
    let teaser = dateline_markup::teaser(None, &html, settings.teaser_chars as usize);
    post.teaser = teaser.text;
    post.teaser_is_all = teaser.complete;
    post.html = html;
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
    if record.state == PostState::Draft {
        // The date of a draft is only when it was begun; it gets its own when it is published.
        post.published_at = None;
    }
    post.comments_open = settings.comments_open;
    post.import_key = Some(import_key(&record.id));
    post.import_hash = Some(record.hash);
    PreparedPost {
        key: super::threads::key_of(&record.id),
        path: record.path,
        labels: record.labels,
        author: record.author,
        line: record.line,
        problem,
        removed: imported.removed.into_iter().collect(),
        pictures: images.into_iter().filter(|address| is_remote(address)).collect(),
        has_place: record.location.is_some(),
        has_title_link: record.title_link.is_some(),
        state: record.state,
        post,
    }
}

fn is_remote(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://") || address.starts_with("//")
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

pub(super) fn comment(record: CommentRecord, seat: Seat) -> PreparedComment {
    let removed = record.state == CommentState::Removed;
    let html =
        if removed { String::new() } else { dateline_markup::sanitise(&record.html, Profile::Commenter) };
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
        author_email: None,
        author_url: record.author.url,
        staff: None,
        text: dateline_markup::plain_text(&html),
        html,
        created_at: record.published.at,
        updated_at: record.published.at,
        address_hash: None,
        address_until: None,
        submission: None,
        import_key: Some(import_key(&record.id)),
        import_hash: Some(record.hash),
    };
    PreparedComment { comment, post: record.post, line: record.line }
}
