//! An entry as written becomes a post or a comment in our words, or a problem.

use dateline_model::{CommentState, Millis, PostKind};

use super::Dialect;
use super::address::{answered_comment, answered_post, blog_number, entry_number};
use super::feed::Raw;
use super::names::Field;
use crate::address::{checked_host, path_of};
use crate::dates::moment;
use crate::record::{Byline, CommentRecord, Enclosure, Moment, PostRecord, PostState, Story};
use crate::xml::unescape;

/// What an entry is.
pub(super) enum Meaning {
    Post(Box<PostRecord>),
    Comment(Box<CommentRecord>),
    /// A setting of the classic backup: its key.
    Setting(String),
    Template,
    /// A comment on somebody else's blog, which Takeout's second feed may hold.
    Elsewhere,
}

/// Kinds of entries before their fields are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Post,
    Page,
    Comment,
}

/// The moment of what has none, until it gets one.
const NEVER: Moment = Moment { at: 0, offset_seconds: 0 };
/// What marks a video that was uploaded to Blogger, in its old and its newer form.
const FILMS: [&str; 2] = ["id=\"BLOG_video-", "id=\"BLOGGER-video-"];
/// The most enclosures of a post.
const ENCLOSURES_MAX: usize = 100;

/// Reads an entry. `notes` takes what had to be changed; the error is why it cannot be taken at all.
pub(super) fn meaning(
    raw: &Raw,
    dialect: Dialect,
    blog: Option<&str>,
    now: Millis,
    notes: &mut Vec<String>,
) -> Result<Meaning, String> {
    if let Some(reason) = &raw.unusable {
        return Err(reason.clone());
    }
    let id = raw.text(Field::Id);
    let kind = match (dialect, raw.kind.as_deref(), raw.text(Field::Type)) {
        (_, Some("template"), _) => return Ok(Meaning::Template),
        (_, Some("settings"), _) => {
            let key = id.split_once(".settings.").map(|(_, key)| key.to_owned());
            return key.map(Meaning::Setting).ok_or_else(|| "the setting has no key".to_owned());
        }
        (_, Some("post"), _) | (Dialect::Takeout, None, "POST") => Kind::Post,
        (_, Some("page"), _) | (Dialect::Takeout, None, "PAGE") => Kind::Page,
        (_, Some("comment"), _) | (Dialect::Takeout, None, "COMMENT") => Kind::Comment,
        (_, Some(other), _) => return Err(format!("\"{other}\" is no kind of entry that is known")),
        (Dialect::Takeout, None, "") => return Err("the entry does not say what it is".to_owned()),
        (Dialect::Takeout, None, other) => {
            return Err(format!("\"{other}\" is no type of entry that is known"));
        }
        (_, None, _) if raw.answers.is_some() => Kind::Comment,
        (Dialect::Public, None, _) => Kind::Post,
        (Dialect::Classic, None, _) => return Err("the entry does not say what it is".to_owned()),
    };
    if id.is_empty() {
        return Err("the entry has no id".to_owned());
    }
    let Some(number) = entry_number(id) else {
        return Err(format!("\"{}\" is no id of Blogger", crate::problem::for_report(id)));
    };
    if let Some(entity) = &raw.unknown_entity {
        notes.push(format!("&{entity}; is not expanded and stays as it is written"));
    }
    if raw.foreign_bytes {
        notes.push("some bytes are not UTF-8 and were read as windows-1252".to_owned());
    }
    match kind {
        Kind::Comment => comment(raw, number, blog, now, notes),
        Kind::Post => Ok(Meaning::Post(Box::new(post(raw, number, PostKind::Post, dialect, now, notes)))),
        Kind::Page => Ok(Meaning::Post(Box::new(post(raw, number, PostKind::Page, dialect, now, notes)))),
    }
}

/// The date of an entry: when it was published, else last changed, else begun. The error is what is wrong with the first.
fn date(raw: &Raw) -> Result<Moment, String> {
    let texts = [Field::Published, Field::Updated, Field::Created].map(|field| raw.text(field));
    let written = texts.into_iter().find(|text| !text.is_empty());
    texts.into_iter().find_map(moment).ok_or_else(|| match written {
        Some(text) => format!("\"{}\" is no date", crate::problem::for_report(text)),
        None => "the entry has no date".to_owned(),
    })
}

/// The first of the month that an address names: `/2012/03/fog.html`.
fn month_of(path: &str) -> Option<Moment> {
    let mut parts = path.trim_start_matches('/').split('/');
    let (year, month) = (parts.next()?, parts.next()?);
    let are_numbers = [year, month].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    (are_numbers && year.len() == 4 && month.len() == 2 && parts.next().is_some())
        .then(|| moment(&format!("{year}-{month}-01T00:00:00Z")))
        .flatten()
}

fn byline(raw: &Raw) -> Byline {
    let name = one_line(&unescape(raw.text(Field::AuthorName)));
    Byline { name, url: web_address(raw.text(Field::AuthorUri)), ..Byline::default() }
}

/// The page of somebody who signs. Readers without an account typed theirs, and often left out how it begins.
fn web_address(written: &str) -> Option<String> {
    let whole = match written.split_once("://") {
        Some(("http" | "https", _)) => written.to_owned(),
        Some(_) => return None,
        None => {
            checked_host(written.split(['/', '?', '#']).next()?)?;
            format!("http://{written}")
        }
    };
    (whole.len() <= 2_000).then_some(whole)
}

pub(super) fn one_line(text: &str) -> String {
    if text.contains(['\n', '\t']) || text.contains("  ") {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Blogger shows titles as HTML, whatever its feeds call them: what they still hold of references was never meant to be read.
fn title(raw: &Raw) -> String {
    one_line(&unescape(&one_line(raw.text(Field::Title))))
}

fn post(
    raw: &Raw,
    number: &str,
    kind: PostKind,
    dialect: Dialect,
    now: Millis,
    notes: &mut Vec<String>,
) -> PostRecord {
    let dated = date(raw);
    // Without a date the digest must not depend on the day of the import.
    let (state, word) = post_state(raw, dated.clone().unwrap_or(NEVER), now, notes);
    let mut path = None;
    for candidate in addresses(raw, dialect, state) {
        match path_of(candidate) {
            Ok(found) => path = found,
            Err(why) => notes.push(format!("{why}; the post gets a new one")),
        }
        if path.is_some() {
            break;
        }
    }
    let told = path.as_deref().and_then(month_of);
    let published = dated.clone().ok().or(told).unwrap_or(NEVER);
    let body = if raw.whole_text(Field::Content).is_empty() { Field::Summary } else { Field::Content };
    let mut labels: Vec<String> = Vec::with_capacity(raw.labels.len());
    for label in &raw.labels {
        if !labels.contains(label) {
            labels.push(label.clone());
        }
    }
    let enclosures = raw.enclosures.iter().map(|(url, media_type, length)| Enclosure {
        url: url.clone(),
        media_type: some(media_type),
        length: length.trim().parse().ok(),
    });
    let as_text = web_address(raw.text(Field::Enclosure)).filter(|_| raw.enclosures.is_empty());
    let as_text = as_text.map(|url| Enclosure { url, media_type: None, length: None });
    let author = byline(raw);
    let post = PostRecord {
        state,
        title: title(raw),
        body: raw.whole_text(body).to_owned(),
        path,
        labels,
        authors: if author.name.is_empty() { Vec::new() } else { vec![author] },
        updated: moment(raw.text(Field::Updated)),
        location: some(&one_line(raw.text(Field::PlaceName))),
        meta_description: some(&one_line(raw.text(Field::MetaDescription))),
        title_link: title_link(raw),
        enclosures: enclosures.chain(as_text).take(ENCLOSURES_MAX).collect(),
        line: raw.line,
        ..PostRecord::new(number.to_owned(), kind, published)
    };
    let films = FILMS.iter().map(|sign| post.body.matches(sign).count()).sum::<usize>();
    if films > 0 {
        notes.push(format!("videos that Blogger kept are not in the export ({films}); put them in again"));
    }
    let mut post = post.seal(word);
    if let Err(why) = dated {
        let by = if told.is_some() { "by its address" } else { "today" };
        notes.push(format!("{why}; it is dated {by}"));
        if told.is_none() {
            post.published = Moment { at: now, ..NEVER };
        }
    }
    post
}

/// Where the title leads, when that is not the post itself. The classic backup calls it related.
fn title_link(raw: &Raw) -> Option<String> {
    let related = raw.related.clone().filter(|href| !href.contains("/feeds/"));
    raw.title_link.clone().or(related).or_else(|| web_address(raw.text(Field::Link)))
}

/// Where the address of a post may stand, best first. A draft of the classic backup has none: what its
/// comment form names is not public.
fn addresses(raw: &Raw, dialect: Dialect, state: PostState) -> impl Iterator<Item = &str> {
    let classic = dialect != Dialect::Takeout && state != PostState::Draft;
    let places = [
        some_text(raw.text(Field::Filename)).filter(|_| dialect == Dialect::Takeout),
        raw.alternate.as_deref(),
        raw.replies.as_deref().filter(|_| classic),
    ];
    places.into_iter().flatten()
}

fn some_text(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The state of a post, and the word for it that does not depend on the clock.
fn post_state(
    raw: &Raw,
    published: Moment,
    now: Millis,
    notes: &mut Vec<String>,
) -> (PostState, &'static str) {
    let out = |word| {
        if published.at > now { (PostState::Scheduled, word) } else { (PostState::Published, word) }
    };
    if raw.text(Field::Draft) == "yes" {
        return (PostState::Draft, "draft");
    }
    if !raw.text(Field::Trashed).is_empty() {
        return (PostState::Trashed, "trashed");
    }
    match raw.text(Field::Status) {
        "" | "LIVE" | "SCHEDULED" => out("live"),
        "DRAFT" => (PostState::Draft, "draft"),
        "SOFT_TRASHED" | "TRASHED" | "DELETED" => (PostState::Trashed, "trashed"),
        other => {
            let other = crate::problem::for_report(other);
            notes.push(format!("\"{other}\" is no status that is known, so the post is kept as a draft"));
            (PostState::Draft, "draft")
        }
    }
}

fn comment(
    raw: &Raw,
    number: &str,
    blog: Option<&str>,
    now: Millis,
    notes: &mut Vec<String>,
) -> Result<Meaning, String> {
    let post = raw.answers.as_deref().unwrap_or_else(|| raw.text(Field::Parent));
    if post.is_empty() {
        return Err("the comment names no post".to_owned());
    }
    if let (Some(ours), Some(theirs)) = (blog, blog_number(post))
        && ours != theirs
    {
        return Ok(Meaning::Elsewhere);
    }
    let Some(post) = answered_post(post) else {
        return Err(format!("\"{}\" is no post of Blogger", crate::problem::for_report(post)));
    };
    let parent = match raw.text(Field::InReplyTo) {
        "" => raw.related.as_deref().and_then(answered_comment),
        id => entry_number(id),
    };
    let dated = date(raw);
    let body = if raw.whole_text(Field::Content).is_empty() { Field::Summary } else { Field::Content };
    let is_removed = raw.removed || is_notice(raw.text(body));
    let comment = CommentRecord {
        id: number.to_owned(),
        post: Story::Number(post.to_owned()),
        parent: parent.map(str::to_owned),
        author: byline(raw),
        // What stands in place of a removed comment is Blogger's own notice.
        html: if is_removed { String::new() } else { raw.whole_text(body).to_owned() },
        breaks: false,
        published: dated.clone().unwrap_or(NEVER),
        state: if is_removed { CommentState::Removed } else { comment_state(raw, notes) },
        line: raw.line,
        hash: String::new(),
    };
    let mut comment = comment.seal();
    if let Err(why) = dated {
        notes.push(format!("{why}; the comment is dated today"));
        comment.published.at = now;
    }
    Ok(Meaning::Comment(Box::new(comment)))
}

/// What Blogger writes where a comment was, in the languages of most of its blogs. Backups before 2011 say nothing else of it.
const NOTICES: [&str; 14] = [
    "This comment has been removed by the author.",
    "This comment has been removed by a blog administrator.",
    "This post has been removed by the author.",
    "This post has been removed by a blog administrator.",
    "Este comentario ha sido eliminado por el autor.",
    "Este comentario ha sido eliminado por un administrador del blog.",
    "Este comentário foi removido pelo autor.",
    "Este comentário foi removido por um administrador do blog.",
    "Ce commentaire a été supprimé par l'auteur.",
    "Ce commentaire a été supprimé par un administrateur du blog.",
    "Dieser Kommentar wurde vom Autor entfernt.",
    "Dieser Kommentar wurde von einem Blog-Administrator entfernt.",
    "Questo commento è stato eliminato dall'autore.",
    "Questo commento è stato eliminato da un amministratore del blog.",
];

/// Whether a comment is nothing but Blogger's notice that there was one.
fn is_notice(html: &str) -> bool {
    html.len() <= 200 && NOTICES.contains(&unescape(html).trim())
}

fn comment_state(raw: &Raw, notes: &mut Vec<String>) -> CommentState {
    if !raw.text(Field::Trashed).is_empty() {
        return CommentState::Removed;
    }
    if raw.text(Field::Draft) == "yes" {
        return CommentState::Pending;
    }
    match raw.text(Field::Status) {
        "" | "LIVE" => CommentState::Approved,
        "PENDING" | "PENDING_MODERATION" | "DRAFT" => CommentState::Pending,
        "SPAM" | "SPAM_COMMENT" => CommentState::Spam,
        "EMPTIED" | "SOFT_TRASHED" | "TRASHED" | "DELETED" => CommentState::Removed,
        other => {
            let other = crate::problem::for_report(other);
            notes.push(format!("\"{other}\" is no status that is known, so the comment waits for approval"));
            CommentState::Pending
        }
    }
}
