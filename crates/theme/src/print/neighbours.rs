//! `prev_post` and `next_post`.

use dateline_hbs::{Helpers, Value};

use super::date::iso;
use super::get::ask_for;
use super::{Printed, Tag, is_post, option};
use crate::PostView;
use crate::fetch::{GetAnswer, GetRequest, Resource};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("prev_post", prev_post).add("next_post", next_post);
}

/// On which side of a story.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// `{{#prev_post in="primary_tag"}}…{{else}}…{{/prev_post}}`.
fn prev_post<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    print(tag, Side::Before)
}

/// `{{#next_post}}…{{/next_post}}`.
fn next_post<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    print(tag, Side::After)
}

/// Prints the block with the neighbour as its context, or the else part.
fn print<'a>(tag: &mut Tag<'_, 'a>, side: Side) -> Printed<'a> {
    let shown = is_post(tag.this()) && !tag.state().view.meta.preview;
    let found = if shown { neighbour(tag, side) } else { None };
    match found {
        Some(post) => {
            let frame = tag.frame().child();
            tag.block_with(&Value::object(post), &frame, &[])?;
        }
        None => tag.inverse()?,
    }
    Ok(Value::Undefined)
}

/// The neighbour the caller has given for the story of this page; for any other story or a narrower choice, one that
/// is asked for.
fn neighbour<'a>(tag: &Tag<'_, 'a>, side: Side) -> Option<&'a PostView> {
    let within = option(tag, "in").and_then(|name| narrowed(tag, &name));
    let of_this_page = tag.state().story().filter(|story| {
        !story.ask_neighbours
            && story.post.slug.as_str() == tag.this().property("slug").to_text().as_str()
            && within.is_none()
    });
    if let Some(story) = of_this_page {
        return match side {
            Side::Before => story.previous.as_ref(),
            Side::After => story.next.as_ref(),
        };
    }
    match ask_for(tag, request(tag, side, within.as_deref())?) {
        Some(GetAnswer::Posts(posts, _)) => posts.first(),
        _ => None,
    }
}

/// The part of a filter for `in="primary_tag"` and `in="primary_author"`; nothing for a story without one, and for any
/// other word: stories have had no single `author` since Ghost 1.22.
fn narrowed(tag: &Tag<'_, '_>, within: &str) -> Option<String> {
    let slug = |field: &str| {
        let slug = tag.this().property(field).property("slug").to_text();
        if slug.is_empty() { None } else { Some(slug.to_string()) }
    };
    match within {
        "primary_tag" => slug("primary_tag").map(|slug| format!("primary_tag:{slug}")),
        "primary_author" => slug("primary_author").map(|slug| format!("primary_author:{slug}")),
        _ => None,
    }
}

fn request(tag: &Tag<'_, '_>, side: Side, within: Option<&str>) -> Option<GetRequest> {
    let slug = tag.this().property("slug").to_text();
    let at = iso(super::date::moment(&tag.this().property("published_at"))?);
    let (sign, order) = match side {
        Side::Before => ("<=", "published_at desc"),
        Side::After => (">", "published_at asc"),
    };
    let mut filter = format!("slug:-{slug}+published_at:{sign}'{at}'");
    if let Some(within) = within {
        filter.push('+');
        filter.push_str(within);
    }
    Some(GetRequest {
        filter: Some(filter),
        limit: 1,
        order: Some(order.to_owned()),
        include: Some("tags,authors".to_owned()),
        bodies: super::get::prints_bodies(tag),
        ..GetRequest::new(Resource::Posts)
    })
}
