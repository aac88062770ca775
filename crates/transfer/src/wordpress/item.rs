//! An item as written becomes a story with its comments, a file, or something that is told and left out.

use std::collections::HashSet;

use aws_lc_rs::digest::{SHA256, digest};
use dateline_model::{CommentState, MentionKind, Millis, PostKind};

use super::kinds::{self, Sorting};
use super::meta;
use super::names::{CommentField, Field};
use super::shared::Shared;
use super::survey::{Survey, author_key, decoded, plain, taxonomy};
use super::written::{Category, Item, RATING_MAX, RawComment};
use super::{block, elementor, forum, tongues};
use crate::address::path_of;
use crate::dates::{mail_moment, utc_moment};
use crate::problem::for_report;
use crate::record::{
    Byline, CommentRecord, Enclosure, Fingerprint, Markup, MentionRecord, Moment, Picture, PostRecord,
    PostState, Story,
};

/// Files that one story refers to by number.
const ATTACHMENTS_MAX: usize = 500;
/// Parts of a story that had pages of their own.
const PAGES_MAX: usize = 100;

/// A story with what leads to it.
pub(super) struct Found {
    pub(super) post: PostRecord,
    /// Old paths that led to it.
    pub(super) old_paths: Vec<String>,
}

/// Reads a story or page. `shared` are the blocks that it may name, with the most bytes that a body may have. `notes` takes what had to be changed.
pub(super) fn post(
    item: &Item,
    kind: PostKind,
    survey: &Survey,
    shared: Option<(&Shared, usize)>,
    now: Millis,
    notes: &mut Vec<String>,
) -> Found {
    let id = &number(item, notes);
    let dated = date(item, survey);
    // Without a date the digest must not depend on the day of the import.
    let mut post = PostRecord::new(id.to_owned(), kind, dated.unwrap_or(Moment { at: 0, offset_seconds: 0 }));
    let (state, word) = state(item, dated, own_date(item, survey).is_some(), now, notes);
    post.state = state;
    post.title = survey.plain(item.text(Field::Title)).split_whitespace().collect::<Vec<_>>().join(" ");
    match shared {
        Some((shared, most)) => post.body = shared.unfolded(item.text(Field::Content), most),
        None => item.text(Field::Content).clone_into(&mut post.body),
    }
    if let Some((body, languages)) = tongues::all(&post.body, &survey.language) {
        post.body = body;
        let languages = languages.join(", ");
        notes.push(format!("it is in several languages, which stand one below the other: {languages}"));
    }
    let plan = item.meta(meta::ELEMENTOR).filter(|plan| post.body.is_empty() && plan.len() > 2);
    match plan.map(elementor::html) {
        Some(Some(html)) => {
            notes.push("its text was taken out of the plan of a page builder (Elementor)".to_owned());
            post.body = html;
        }
        Some(None) => notes.push(
            "its text is made by a page builder (Elementor), of which the export holds only a plan that cannot be read"
                .to_owned(),
        ),
        None => {}
    }
    if post.body.is_empty() && !matches!(item.text(Field::Type), "post" | "page") {
        // What a shop says of its goods in a few words is all it says.
        item.text(Field::Excerpt).clone_into(&mut post.body);
    }
    if let Some(notes) = item.meta(meta::FOOTNOTES)
        && let Some(list) = block::footnotes(notes)
    {
        post.body = block::with_footnotes(&post.body, &list);
    }
    post.markup = Markup::WordPress;
    post.path = path(item, notes);
    post.slug = Some(decoded(item.text(Field::Name))).filter(|slug| !slug.is_empty() && !slug.contains('/'));
    post.labels = labels(item, kind, survey);
    post.authors = authors(item, survey);
    post.updated = utc_moment(item.text(Field::Modified));
    post.excerpt = Some(tongues::one(item.text(Field::Excerpt), &survey.language).into_owned())
        .filter(|text| !text.is_empty());
    let led_to = meta::LED_TO.iter().find_map(|key| item.meta(key)).map(str::trim);
    post.title_link = led_to.filter(|address| address.contains("://")).map(str::to_owned);
    post.image = image(item, survey, notes);
    post.featured = item.text(Field::Sticky) == "1";
    post.comments_open = match item.text(Field::CommentStatus) {
        "open" => Some(true),
        "closed" => Some(false),
        _ => None,
    };
    if item.text(Field::Type) == forum::TOPIC {
        // What is open there is not told where it is of stories.
        post.comments_open = Some(item.text(Field::Status) == "publish");
    }
    let words = meta::Words { title: &post.title, site: &survey.title, tagline: &survey.description };
    post.meta_title = meta::seo_title(item, &words);
    post.meta_description = meta::seo_description(item, &words);
    post.details = meta::told(item, &words);
    if meta::is_hidden(item) {
        notes.push("search engines were asked not to list it, which is not kept".to_owned());
    }
    post.lang = language(&item.categories, survey);
    post.enclosures = enclosures(item);
    post.attachments = attachments(&post, survey, notes);
    post.line = item.line;
    let old_paths = old_paths(item, &post);
    let mut post = post.seal(&word);
    if dated.is_none() {
        notes.push("it has no date that exists and is dated today".to_owned());
        post.published = Moment { at: now, offset_seconds: 0 };
    }
    Found { post, old_paths }
}

/// The date of an item, as WordPress keeps it or as the feed says it.
pub(super) fn date(item: &Item, survey: &Survey) -> Option<Moment> {
    own_date(item, survey).or_else(|| mail_moment(item.text(Field::PubDate)))
}

/// The date that WordPress keeps: in UTC, else by the clock on the wall.
fn own_date(item: &Item, survey: &Survey) -> Option<Moment> {
    utc_moment(item.text(Field::DateGmt)).or_else(|| survey.wall_moment(item.text(Field::Date)))
}

/// The state of a story, and the word for it that does not depend on the clock. `has_hour` says that the date is its own, and not
/// only that of the feed, which for a story that waits may be the day on which it was written.
fn state(
    item: &Item,
    date: Option<Moment>,
    has_hour: bool,
    now: Millis,
    notes: &mut Vec<String>,
) -> (PostState, String) {
    let status = item.text(Field::Status);
    let locked = !item.text(Field::Password).is_empty();
    let word = format!("{status}{}", if locked { " with password" } else { "" });
    let state = match status {
        "publish" | "future" if locked => {
            notes.push(
                "it was protected by a password and is kept as a draft under its address, for nobody to read"
                    .to_owned(),
            );
            PostState::Draft
        }
        "future" if !has_hour => {
            notes.push("it waited for an hour that cannot be read and is kept as a draft".to_owned());
            PostState::Draft
        }
        "publish" | "future" if date.is_some_and(|date| date.at > now) => PostState::Scheduled,
        "publish" | "future" => PostState::Published,
        // Read on, and answered no more.
        "closed" if item.text(Field::Type) == forum::TOPIC => PostState::Published,
        "private" => {
            notes.push(
                "it was private and is kept as a draft under its address, for nobody to read".to_owned(),
            );
            PostState::Draft
        }
        "pending" => {
            notes.push("it waited for review and is kept as a draft".to_owned());
            PostState::Draft
        }
        "trash" | "spam" => PostState::Trashed,
        "draft" | "auto-draft" => PostState::Draft,
        other => {
            let other = for_report(other);
            notes.push(format!("\"{other}\" is no status that is known, so it is kept as a draft"));
            PostState::Draft
        }
    };
    (state, word)
}

/// The language that Polylang files a story under, when it is not the site's.
fn language(categories: &[Category], survey: &Survey) -> Option<String> {
    let lang = &categories.iter().find(|category| category.domain == "language")?.slug;
    let is_word =
        (2..=12).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_sites = survey.language.split(['-', '_']).next() == Some(lang.as_str());
    (is_word && !is_sites).then(|| lang.clone())
}

/// The public path, unless the link only names a number or the story was never public.
fn path(item: &Item, notes: &mut Vec<String>) -> Option<String> {
    let link = item.text(Field::Link);
    let is_public = matches!(item.text(Field::Status), "publish" | "future" | "private" | "closed");
    if !is_public || link.split_once('?').is_some_and(|(_, query)| has_number(query)) {
        return None;
    }
    if !link.is_empty() && !link.starts_with('/') && !link.contains("://") {
        notes.push(format!("\"{}\" is no address; the post gets a new one", for_report(link)));
        return None;
    }
    match path_of(link) {
        Ok(path) => path,
        Err(why) => {
            notes.push(format!("{why}; the post gets a new one"));
            None
        }
    }
}

/// Whether a query is one of those that stand for a story where no permalinks were set up.
fn has_number(query: &str) -> bool {
    query.split('&').any(|pair| {
        matches!(pair.split_once('='), Some(("p" | "page_id" | "attachment_id" | "post_type" | "preview", _)))
    })
}

/// Categories before tags: the first category is the section of a story, and the one that a plug-in calls the main one comes
/// first. Terms of other taxonomies come last, and the kind of
/// a story that a plug-in added.
fn labels(item: &Item, kind: PostKind, survey: &Survey) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    let mut add = |name: String| {
        if !name.is_empty() && !labels.contains(&name) {
            labels.push(name);
        }
    };
    if let Some(name) = meta::SECTIONS.iter().find_map(|key| survey.category(item.meta(key)?)) {
        let is_filed = |category: &Category| {
            taxonomy(&category.domain) == Some(true)
                && survey.name_of(true, &category.slug, &category.name) == name
        };
        if item.categories.iter().any(is_filed) {
            add(name.to_owned());
        }
    }
    for wanted in [true, false] {
        for category in &item.categories {
            // WXR 1.0 repeats each category once more without its slug.
            if taxonomy(&category.domain) == Some(wanted)
                && !(category.slug.is_empty() && category.name.is_empty())
            {
                add(survey.name_of(wanted, &category.slug, &category.name));
            }
        }
    }
    for category in
        item.categories.iter().filter(|category| kinds::sorting(&category.domain) == Sorting::Tags)
    {
        let name = survey.plain(&category.name);
        let named = || survey.sorted.get(&(category.domain.clone(), decoded(&category.slug))).cloned();
        add(if name.is_empty() { named().unwrap_or_else(|| decoded(&category.slug)) } else { name });
    }
    for (_, value) in item.meta.iter().filter(|(key, _)| key.starts_with(meta::OLD_TAGS)) {
        for name in meta::old_tags(value) {
            add(survey.plain(name));
        }
    }
    let own = item.text(Field::Type);
    if kind == PostKind::Post && own != "post" {
        add(kinds::tag(own));
    }
    labels
}

/// The authors that a plug-in credits, else the one who made the item.
fn authors(item: &Item, survey: &Survey) -> Vec<Byline> {
    let credited: Vec<&Category> =
        item.categories.iter().filter(|category| category.domain == "author").collect();
    if credited.is_empty() {
        let login = item.text(Field::Creator);
        return if login.is_empty() { Vec::new() } else { vec![byline(login, None, survey)] };
    }
    credited
        .into_iter()
        .map(|category| byline(login_of(&category.slug), Some(&category.name), survey))
        .collect()
}

/// Co-Authors Plus puts `cap-` before the slugs of its terms.
fn login_of(slug: &str) -> &str {
    slug.strip_prefix("cap-").unwrap_or(slug)
}

fn byline(login: &str, name: Option<&str>, survey: &Survey) -> Byline {
    let declared = survey.authors.get(login);
    let name = match (declared, name.map(plain)) {
        (Some(author), _) => author.name.clone(),
        (None, Some(name)) if !name.is_empty() => name,
        (None, _) => survey.author_of(login).name,
    };
    Byline { name, key: Some(author_key(login)), ..Byline::default() }
}

fn image(item: &Item, survey: &Survey, notes: &mut Vec<String>) -> Option<Picture> {
    let id = item.meta(meta::THUMBNAIL).filter(|id| !matches!(*id, "" | "0" | "-1"))?;
    let Some(file) = survey.attachments.get(id) else {
        notes.push(format!("the picture above it, file {}, is not in the export", for_report(id)));
        return None;
    };
    Some(Picture {
        url: file.url.clone(),
        alt: Some(file.alt.clone()).filter(|alt| !alt.is_empty()),
        caption: Some(file.caption.clone()).filter(|caption| !caption.is_empty()),
    })
}

fn enclosures(item: &Item) -> Vec<Enclosure> {
    let is_one = |key: &str| meta::is_enclosure(key) || key == meta::AUDIO;
    let values = item.meta.iter().filter(|(key, _)| is_one(key));
    let enclosure = |value: &str| {
        let mut lines = value.trim().lines().map(str::trim);
        let url = lines.next().filter(|url| url.starts_with("http"))?;
        let (length, media_type) = (lines.next(), lines.next());
        Some(Enclosure {
            url: url.to_owned(),
            media_type: media_type.filter(|text| text.contains('/')).map(str::to_owned),
            length: length.and_then(|text| text.parse().ok()),
        })
    };
    let mut enclosures: Vec<Enclosure> = Vec::new();
    for found in values.filter_map(|(_, value)| enclosure(value)) {
        // One plug-in repeats what another noted, with less to say of it.
        match enclosures.iter_mut().find(|known| known.url == found.url) {
            Some(known) if known.length.is_none() => *known = found,
            Some(_) => {}
            None => enclosures.push(found),
        }
    }
    enclosures
}

/// The files that the body names by number, or those put into the story when a gallery names none.
fn attachments(
    post: &PostRecord,
    survey: &Survey,
    notes: &mut Vec<String>,
) -> Vec<crate::record::Attachment> {
    const NAMED_MAX: usize = 20;
    let mut ids = if survey.attachments.is_empty() { Vec::new() } else { block::numbers(&post.body) };
    let in_blocks = ids.len();
    let codes = if memchr::memchr(b'[', post.body.as_bytes()).is_some() { &post.body[..] } else { "" };
    for name in
        ["[gallery", "[playlist", "[vc_single_image", "[vc_gallery", "[et_pb_gallery", "[fusion_imageframe"]
    {
        for (at, _) in codes.match_indices(name) {
            let code = codes[at..].split(']').next().unwrap_or_default();
            let listed = ["ids=", "include=", "images=", "image=", "image_id="]
                .iter()
                .find_map(|key| code.split_once(key));
            match listed {
                Some((_, list)) => {
                    let list = list.trim_start_matches(['"', '\'', '“', '”', '″']);
                    let list = list.split(['"', '\'', '”', '″']).next().unwrap_or_default();
                    let numbers = list.split(',').filter_map(|id| id.split('|').next());
                    ids.extend(numbers.map(|id| id.trim().to_owned()));
                }
                None if name.contains('_') => {}
                None => ids.extend(survey.children.get(&post.id).into_iter().flatten().cloned()),
            }
        }
    }
    // Whoever exports stories alone has no files in the export.
    let is_lost = |id: &&String| !id.is_empty() && !survey.attachments.contains_key(*id);
    let lost: Vec<String> =
        ids[in_blocks..].iter().filter(is_lost).take(NAMED_MAX).map(|id| for_report(id)).collect();
    if !lost.is_empty() {
        notes.push(format!("files that it shows by number are not in the export: {}", lost.join(", ")));
    }
    let mut known = HashSet::new();
    ids.retain(|id| known.insert(id.clone()));
    ids.truncate(ATTACHMENTS_MAX);
    ids.iter().filter_map(|id| survey.attachments.get(id)).cloned().collect()
}

/// Paths that led to a story before: under slugs it had, and to the pages it was split into.
fn old_paths(item: &Item, post: &PostRecord) -> Vec<String> {
    let Some(path) = &post.path else { return Vec::new() };
    let mut paths = Vec::new();
    let slug = decoded(item.text(Field::Name));
    for (_, old) in item.meta.iter().filter(|(key, _)| key == meta::OLD_SLUG) {
        let old = decoded(old.trim());
        if !old.is_empty() && !old.contains('/') && !slug.is_empty() && path.contains(&slug) {
            let at = path.rfind(&slug).unwrap_or_default();
            paths.push(format!("{}{old}{}", &path[..at], &path[at + slug.len()..]));
        }
    }
    let is_split = dateline_markup::holds(&post.body, "<!--n");
    let pages = if is_split { post.body.matches("<!--nextpage-->").count() + 1 } else { 1 };
    for page in 2..=pages.min(PAGES_MAX) {
        paths.push(format!("{}/{page}/", path.trim_end_matches('/')));
    }
    paths.retain(|old| old != path);
    paths
}

/// What a comment of WordPress is.
pub(super) enum Remark {
    Comment(CommentRecord),
    Mention(MentionRecord),
}

impl Remark {
    /// The number in its source.
    pub(super) fn id(&mut self) -> &mut String {
        match self {
            Self::Comment(comment) => &mut comment.id,
            Self::Mention(mention) => &mut mention.id,
        }
    }

    /// The digest of its words.
    pub(super) fn hash(&self) -> String {
        match self {
            Self::Comment(comment) => comment.hash.clone(),
            Self::Mention(mention) => {
                let mut hash = Fingerprint::new(mention.kind.as_str());
                for text in [&mention.id, &mention.post, &mention.title, &mention.html] {
                    hash.part(text);
                }
                hash.finish()
            }
        }
    }
}

/// The rating that a reader gave, as a line of stars above the words.
fn stars(raw: &RawComment) -> String {
    let Some(rating) = raw.rating() else { return String::new() };
    let (given, most) = (usize::from(rating), usize::from(RATING_MAX));
    format!("{}{}\n\n", "★".repeat(given), "☆".repeat(most - given))
}

/// The number of an item, which its permanent address tells where nothing else does; tools leave it out.
fn number(item: &Item, notes: &mut Vec<String>) -> String {
    let told = item.text(Field::Id);
    if !told.is_empty() && told.len() <= 40 {
        return told.to_owned();
    }
    let guid = item.text(Field::Guid);
    let of_guid = ["?p=", "&p=", "?page_id=", "&page_id="].iter().find_map(|name| {
        let rest = guid.split_once(name)?.1;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=20).contains(&digits).then(|| rest[..digits].to_owned())
    });
    notes.push("it has no number of its own, so one was made of what it says".to_owned());
    of_guid.unwrap_or_else(|| {
        let said =
            [Field::Id, Field::Guid, Field::Link, Field::Name, Field::Title, Field::Date, Field::PubDate];
        made_number(&said.map(|field| item.text(field)))
    })
}

/// A number of what something says, the same in every run.
fn made_number(said: &[&str]) -> String {
    use std::fmt::Write as _;
    let sum = digest(&SHA256, said.join("\0").as_bytes());
    sum.as_ref().iter().take(8).fold(String::from("x"), |mut number, byte| {
        let _ = write!(number, "{byte:02x}");
        number
    })
}

/// Reads a comment under `story`. One without a date that exists has that of the story, which `item` says, else
/// that of today.
pub(super) fn remark(
    raw: &RawComment,
    story: &Story,
    item: &Item,
    survey: &Survey,
    now: Millis,
) -> Result<(Remark, Option<String>), String> {
    let made;
    let id = match raw.text(CommentField::Id) {
        "" => {
            let story = match story {
                Story::Number(story) | Story::Path(story) => story,
            };
            let said =
                [CommentField::Author, CommentField::DateGmt, CommentField::Date, CommentField::Content];
            made = made_number(&[&[story.as_str()][..], &said.map(|field| raw.text(field))].concat());
            made.as_str()
        }
        id if id.len() > 40 => return Err("the comment's id is longer than 40 bytes".to_owned()),
        id => id,
    };
    match raw.text(CommentField::Type) {
        "note" => return Err("a note among editors is not for readers".to_owned()),
        "order_note" | "action_log" | "webhook_delivery" => {
            return Err("a plug-in's own record is not for readers".to_owned());
        }
        _ => {}
    }
    let written = raw.text(CommentField::DateGmt);
    let mut note = None;
    let published = utc_moment(written).or_else(|| survey.wall_moment(raw.text(CommentField::Date)));
    let dated = published.or_else(|| {
        let known = date(item, survey);
        let by = if known.is_some() { "it has that of its story" } else { "it is dated today" };
        note = Some(format!("\"{}\" is no date; {by}", for_report(written)));
        known
    });
    let today = Moment { at: now, offset_seconds: 0 };
    let state = match raw.text(CommentField::Approved) {
        "1" | "approve" | "approved" => CommentState::Approved,
        "spam" => CommentState::Spam,
        "trash" => CommentState::Removed,
        // Those of a story in the bin wait with it.
        _ => CommentState::Pending,
    };
    let url = raw.text(CommentField::Url);
    let is_web = (url.starts_with("http://") || url.starts_with("https://")) && url.len() > 8;
    let url = (is_web && url.len() <= 2_000).then(|| url.to_owned());
    let kind = match raw.text(CommentField::Type) {
        // Webmentions are checked for their link as pingbacks are; what they say besides is a kind of mention.
        "pingback" | "webmention" | "mention" | "like" | "repost" | "bookmark" => Some(MentionKind::Pingback),
        "trackback" => Some(MentionKind::Trackback),
        _ => None,
    };
    let name = plain(raw.text(CommentField::Author)).split_whitespace().collect::<Vec<_>>().join(" ");
    if let (Some(kind), Story::Number(post)) = (kind, story) {
        let mention = MentionRecord {
            id: id.to_owned(),
            post: post.clone(),
            kind,
            state,
            title: name,
            url,
            html: raw.text(CommentField::Content).to_owned(),
            published: dated.unwrap_or(today),
            line: raw.line,
        };
        return Ok((Remark::Mention(mention), note));
    }
    let email = Some(raw.text(CommentField::Email)).filter(|email| email.contains('@') && email.len() <= 254);
    let comment = CommentRecord {
        id: id.to_owned(),
        post: story.clone(),
        parent: Some(raw.text(CommentField::Parent)).filter(|id| !matches!(*id, "" | "0")).map(str::to_owned),
        author: Byline { name, url, email: email.map(str::to_lowercase), key: None },
        html: stars(raw) + raw.text(CommentField::Content),
        breaks: true,
        // Without a date the digest must not depend on the day of the import.
        published: dated.unwrap_or(Moment { at: 0, ..today }),
        state,
        line: raw.line,
        hash: String::new(),
    };
    let mut comment = comment.seal();
    comment.published = dated.unwrap_or(today);
    Ok((Remark::Comment(comment), note))
}
