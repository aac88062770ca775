//! Class lists: `body_class`, `post_class`.

use std::fmt::Write as _;

use dateline_hbs::{Helpers, Value};

use super::{Printed, Tag};
use crate::making::Contract;
use crate::view::{DataView, Page, RouteView, TagView};

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("body_class", body_class).add("post_class", post_class);
}

/// `{{body_class}}`: what kind of page this is, and its tags.
fn body_class<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    let contexts = making.contexts();
    let mut classes = Vec::new();
    match &making.view.page {
        Page::Home(_) if contexts.contains(&"home") => classes.push("home-template".to_owned()),
        Page::Home(_) | Page::Error(_) => {}
        Page::Route { route, .. } => classes.extend(route_class(route, contexts.contains(&"home"))),
        Page::Post(story) => {
            classes.push("post-template".to_owned());
            classes.extend(story.post.tags.iter().map(tag_class));
        }
        Page::Page(story) => {
            classes.push(format!("page-template page-{}", story.post.slug));
            classes.extend(story.post.tags.iter().map(tag_class));
        }
        Page::Tag { tag, .. } => classes.push(format!("tag-template tag-{}", tag.slug)),
        Page::Author { author, .. } => classes.push(format!("author-template author-{}", author.slug)),
        Page::Period { .. } | Page::Tags { .. } | Page::ArchiveIndex(_) => {
            classes.push("archive-template".to_owned());
        }
        Page::Private { .. } => classes.push("private-template".to_owned()),
        Page::Search(_) => classes.push("search-template".to_owned()),
        Page::ReplyForm { .. } => classes.push("reply-template".to_owned()),
        Page::OneComment { .. } => classes.push("comment-template".to_owned()),
    }
    if contexts.contains(&"paged") {
        classes.push("paged".to_owned());
    }
    Ok(Value::from(classes.join(" ")))
}

/// The class of a route: that of the front page, else that of what it shows.
fn route_class(route: &RouteView, home: bool) -> Option<String> {
    if home {
        return Some("home-template".to_owned());
    }
    let name = route.context()?;
    match route.datum(name)? {
        DataView::Post(post) if name == "page" => Some(format!("page-template page-{}", post.slug)),
        DataView::Post(_) => Some("post-template".to_owned()),
        DataView::Tag(tag) => Some(format!("tag-template tag-{}", tag.slug)),
        _ => None,
    }
}

fn tag_class(tag: &TagView) -> String {
    format!("tag-{}", tag.slug)
}

/// `{{post_class}}`: `post`, its tags, whether it is featured or has no picture.
fn post_class<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let this = tag.this();
    let post = match this.property("post") {
        Value::Undefined | Value::Null => this.clone(),
        post => post,
    };
    let mut classes = "post".to_owned();
    if let Value::List(tags) = post.property("tags") {
        for tag in tags.iter() {
            // Writing to a string cannot fail.
            let _ = write!(classes, " tag-{}", tag.property("slug").to_text());
        }
    }
    if post.property("featured").is_truthy() {
        classes.push_str(" featured");
    }
    if !post.property("feature_image").is_truthy() {
        classes.push_str(" no-image");
    }
    if this.property("page").is_truthy() || post.property("page").is_truthy() {
        classes.push_str(" page");
    }
    Ok(Value::from(classes))
}
