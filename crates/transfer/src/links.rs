//! The addresses under which an old site was known, as its export tells them: what readers bookmarked, search
//! engines listed and feed readers ask for. Whoever moves wants each of them to answer.

mod check;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use dateline_model::{CommentState, Millis, PathExpression, PostKind, SiteSettings, encode_path};
use jiff::Timestamp;
use jiff::tz::Offset;

use crate::address::path_of;
use crate::loader::system_of;
use crate::problem::OpenError;
use crate::record::{Moment, PostRecord, PostState, Record, Story, TagRecord};
use crate::source::{Family, Source};

pub use check::{CheckError, LinkReport, LostAddress, check_links};

/// Something that people or programs outside may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OldAddress {
    /// A path with its query, encoded, beginning with a slash.
    Page(String),
    /// A comment that readers could see, by its import key (`blogger:1234`): its anchor.
    Comment(String),
}

/// Reads a source and hands over every address it tells of, each page once. Addresses of what readers could not
/// see, drafts say, are none. `now` (milliseconds UTC) tells what is scheduled, `settings` under what name the site's
/// comments came in.
///
/// Memory grows with the labels, months and days of the source, not with its stories.
///
/// # Errors
/// [`OpenError`] when a file cannot be opened. What cannot be read is the import's to report.
pub fn old_addresses(
    source: &Source,
    settings: &SiteSettings,
    now: Millis,
    sink: &mut dyn FnMut(OldAddress),
) -> Result<(), OpenError> {
    let family = source.format().family();
    let mut system = family.as_str().to_owned();
    let mut lists = BTreeSet::new();
    // The folder that a WordPress lay in.
    let mut base = String::new();
    let fixed: &[&str] = match family {
        Family::Blogger => &BLOGGER,
        Family::WordPress => &WORDPRESS,
        Family::Ghost => &GHOST,
        Family::Markdown => &["/"],
        Family::Disqus | Family::Dateline => &[],
    };
    source.read(now, &mut |item| {
        match item {
            Ok(Record::Site(site)) => {
                system = system_of(family, site.identity.as_deref(), &mut settings.clone());
                if family == Family::WordPress {
                    let path = site.url.as_deref().and_then(|url| path_of(url).ok().flatten());
                    path.unwrap_or_default().trim_end_matches('/').clone_into(&mut base);
                }
            }
            Ok(Record::Post(post)) => of_post(family, &base, &post, &mut lists, sink),
            Ok(Record::Tag(tag)) if family == Family::Ghost => of_tag(&tag, &mut lists),
            // One for a whole folder, or by an expression, is no address that anybody asked for.
            Ok(Record::Redirect(redirect))
                if redirect.from.ends_with("/*") || PathExpression::is_one(&redirect.from) => {}
            Ok(Record::Redirect(redirect)) => sink(OldAddress::Page(encode_with_query(&redirect.from))),
            // A comment under a path stands on a story that this source does not tell of.
            Ok(Record::Comment(comment))
                if comment.state == CommentState::Approved && matches!(comment.post, Story::Number(_)) =>
            {
                sink(OldAddress::Comment(format!("{system}:{}", comment.id)));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    })?;
    // Of a site in a folder only what lay in it is ours to keep.
    let is_kept =
        |address: &&&str| base.is_empty() || matches!(**address, "/" | "/feed/" | "/comments/feed/");
    for address in fixed.iter().filter(is_kept) {
        sink(OldAddress::Page(format!("{}{address}", encode_path(&base))));
    }
    for address in lists {
        sink(OldAddress::Page(address));
    }
    Ok(())
}

/// What every blog of Blogger answers (contract on Blogger, U1 to U25 and F1 to F7).
const BLOGGER: [&str; 16] = [
    "/",
    "/index.html",
    "/?m=1",
    "/search?q=the",
    "/feeds/posts/default",
    "/feeds/posts/default?alt=rss",
    "/feeds/posts/default?alt=json",
    "/feeds/posts/full",
    "/feeds/posts/summary?max-results=5",
    "/feeds/pages/default",
    "/feeds/comments/default",
    "/atom.xml",
    "/rss.xml",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/robots.txt",
];

/// What every site of WordPress answers.
const WORDPRESS: [&str; 9] = [
    "/",
    "/?s=the",
    "/feed/",
    "/feed/atom/",
    "/feed/rss2/",
    "/?feed=rss2",
    "/comments/feed/",
    "/sitemap.xml",
    "/robots.txt",
];

/// What every site of Ghost answers.
const GHOST: [&str; 4] = ["/", "/rss/", "/sitemap.xml", "/robots.txt"];

fn of_post(
    family: Family,
    base: &str,
    post: &PostRecord,
    lists: &mut BTreeSet<String>,
    sink: &mut dyn FnMut(OldAddress),
) {
    if post.state != PostState::Published {
        return;
    }
    let mut page = |address: String| sink(OldAddress::Page(address));
    let is_story = post.kind == PostKind::Post;
    if family == Family::WordPress {
        page(format!("{}/?{}={}", encode_path(base), if is_story { "p" } else { "page_id" }, post.id));
        if let (true, Some([year, month, day])) = (is_story, wall_date(post.published)) {
            let base = encode_path(base);
            lists.insert(format!("{base}/{year}/"));
            lists.insert(format!("{base}/{year}/{month}/"));
            lists.insert(format!("{base}/{year}/{month}/{day}/"));
        }
    }
    let Some(path) = post.path.as_deref().map(encode_path) else { return };
    match family {
        Family::Blogger => {
            page(format!("{path}?m=1"));
            page(format!("/feeds/posts/default/{}", post.id));
            page(format!("/feeds/{}/comments/default", post.id));
            if is_story {
                of_bloggers_story(post, &path, lists);
            }
        }
        Family::WordPress => {
            let bare = path.trim_end_matches('/');
            page(format!("{bare}/feed/"));
            page(format!("{bare}/trackback/"));
        }
        _ => {}
    }
    page(path);
}

fn of_bloggers_story(post: &PostRecord, path: &str, lists: &mut BTreeSet<String>) {
    if let Some([year, month]) = archive_month(post, path) {
        lists.insert(format!("/{year}/"));
        lists.insert(format!("/{year}/{month}/"));
        lists.insert(format!("/{year}_{month}_01_archive.html"));
    }
    for label in &post.labels {
        let label = encode_path(label).replace('/', "%2F");
        lists.insert(format!("/search/label/{label}"));
        lists.insert(format!("/feeds/posts/default/-/{label}"));
    }
}

/// The year and month in whose archive a story of Blogger stands: those of its address, which are the blog's own, unless it was
/// dated anew since.
fn archive_month(post: &PostRecord, path: &str) -> Option<[String; 2]> {
    const DAY: Millis = 24 * 60 * 60 * 1_000;
    let month = |shift: Millis| {
        let moment = Moment { at: post.published.at.saturating_add(shift), ..post.published };
        wall_date(moment).map(|[year, month, _]| [year, month])
    };
    let named = match path.split('/').collect::<Vec<_>>()[..] {
        ["", year, month, _] => Some([year.to_owned(), month.to_owned()]),
        _ => None,
    };
    // The offset of a date may be another than the blog's.
    let is_near = |named: &[String; 2]| [-DAY, 0, DAY].map(month).iter().flatten().any(|near| near == named);
    named.filter(is_near).or_else(|| month(0))
}

fn of_tag(tag: &TagRecord, lists: &mut BTreeSet<String>) {
    // An internal tag of Ghost has no page.
    if let Some(slug) = tag.slug.as_deref().filter(|_| !tag.name.starts_with('#')) {
        let slug = encode_path(slug);
        lists.insert(format!("/tag/{slug}/"));
        lists.insert(format!("/tag/{slug}/rss/"));
    }
}

/// The day on the wall where it was written: year, month and day in digits.
fn wall_date(moment: Moment) -> Option<[String; 3]> {
    let offset = Offset::from_seconds(moment.offset_seconds).ok()?;
    let date = offset.to_datetime(Timestamp::from_millisecond(moment.at).ok()?).date();
    Some([format!("{:04}", date.year()), format!("{:02}", date.month()), format!("{:02}", date.day())])
}

/// A stored path, which may have a query, as a request spells it.
fn encode_with_query(address: &str) -> String {
    match address.split_once('?') {
        Some((path, query)) => format!("{}?{}", encode_path(path), encode_path(query).replace('&', "%26")),
        None => encode_path(address),
    }
}
