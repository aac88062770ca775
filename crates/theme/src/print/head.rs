//! `ghost_head`, `ghost_foot` and what stands in the title bar.

use std::fmt::Write as _;

use dateline_hbs::{Helpers, Value, escape};

use super::{Printed, Tag};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("ghost_head", ghost_head).add("ghost_foot", ghost_foot);
    table.add("meta_title", meta_title).add("meta_description", meta_description);
}

fn meta_title<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(escape(&tag.state().view.meta.title)))
}

fn meta_description<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(escape(tag.state().view.meta.description.as_deref().unwrap_or_default())))
}

/// Description, canonical address, neighbours in the list, previews, structured data, feeds, the owner's markup.
fn ghost_head<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    let (meta, site) = (&making.view.meta, making.site);
    let mut out = String::with_capacity(1_024);
    let mut meta_tag = |kind: &str, name: &str, content: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "<meta {kind}=\"{name}\" content=\"{}\">", escape(content));
    };
    if let Some(description) = &meta.description {
        meta_tag("name", "description", description);
    }
    if let Some(robots) = &meta.robots {
        meta_tag("name", "robots", robots);
    }
    let is_story = making.contexts().first() == Some(&"post");
    meta_tag("property", "og:site_name", &site.title);
    meta_tag("property", "og:type", if is_story { "article" } else { "website" });
    meta_tag("property", "og:title", &meta.title);
    if let Some(description) = &meta.description {
        meta_tag("property", "og:description", description);
    }
    if let Some(canonical) = &meta.canonical {
        meta_tag("property", "og:url", canonical);
    }
    if let Some(image) = &meta.image {
        meta_tag("property", "og:image", image);
        meta_tag("name", "twitter:card", "summary_large_image");
    }
    let mut link = |rel: &str, url: &str| {
        let _ = writeln!(out, "<link rel=\"{rel}\" href=\"{}\">", escape(url));
    };
    for (rel, url) in [("canonical", &meta.canonical), ("prev", &meta.prev_url), ("next", &meta.next_url)] {
        if let Some(url) = url {
            link(rel, url);
        }
    }
    for feed in &meta.feeds {
        let (kind, title, url) = (escape(&feed.media_type), escape(&feed.title), escape(&feed.url));
        let _ = writeln!(out, "<link rel=\"alternate\" type=\"{kind}\" title=\"{title}\" href=\"{url}\">");
    }
    if let Some(json) = &meta.json_ld {
        let _ = writeln!(out, "<script type=\"application/ld+json\">{}</script>", inside_script(json));
    }
    out.push_str(site.codeinjection_head.as_deref().unwrap_or_default());
    Ok(Value::safe(out))
}

/// JSON that cannot end the script block it stands in.
fn inside_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        match letter {
            '<' | '>' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out
}

fn ghost_foot<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(tag.state().site.codeinjection_foot.as_ref().map_or(Value::Undefined, Value::safe))
}
