//! `ghost_head`, `ghost_foot` and what stands in the title bar.

use std::fmt::Write as _;

use dateline_hbs::{Helpers, Value, escape, escape_into};

use super::address::{absolute, encoded, icon_address};
use super::{Printed, Tag, entries, option};
use crate::making::{Contract, Making};
use crate::public::{SEARCH_SCRIPT, SHARE_SCRIPT};
use crate::view::{HeadAndFoot, Page, PostView};

mod meta;
mod structured;

use meta::{Meta, Network};

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("ghost_head", ghost_head).add("ghost_foot", ghost_foot);
    table.add("meta_title", meta_title).add("meta_description", meta_description);
}

/// `{{meta_title page=" – page %"}}`.
fn meta_title<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let pattern = option(tag, "page");
    Ok(Value::safe(escape(&Meta::of(tag.state()).title(pattern.as_deref()))))
}

fn meta_description<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(escape(&Meta::of(tag.state()).description().unwrap_or_default())))
}

/// `{{ghost_head exclude="schema, search"}}`: everything that belongs in the head whatever the theme.
fn ghost_head<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let making = tag.state();
    if matches!(&making.view.page, Page::Error(error) if error.code >= 500) {
        return Ok(Value::Undefined);
    }
    let excluded = option(tag, "exclude").unwrap_or_else(|| "".into());
    let wants = |part: &str| !entries(&excluded).any(|name| name == part);
    let mut out = Lines(String::with_capacity(HEAD_BYTES));
    let meta = Meta::of(making);
    if !making.contexts().is_empty() {
        if wants("metadata") {
            metadata(&mut out, &meta);
        }
        if !meta.is_continued() {
            if wants("social_data") {
                social_data(&mut out, &meta);
            }
            if wants("schema")
                && let Some(json) = structured::data(&meta)
            {
                let json = super::values::in_script(&json);
                out.parts(["<script type=\"application/ld+json\">\n", &json, "\n</script>"]);
            }
        }
    } else if let Some(robots) = &making.view.meta.robots {
        out.meta("name", "robots", robots);
    }
    out.meta("name", "generator", concat!("Dateline ", env!("CARGO_PKG_VERSION")));
    feeds(&mut out, making);
    assets(&mut out, making, &wants);
    for markup in injected(making, |head_and_foot| head_and_foot.0) {
        out.line(markup);
    }
    Ok(Value::safe(out.0))
}

/// `{{ghost_foot}}`: the markup of the owner and of the story for the end of the page.
fn ghost_foot<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    Ok(Value::safe(injected(tag.state(), |head_and_foot| head_and_foot.1).join(" ")))
}

/// Bytes that the head of a story usually has.
const HEAD_BYTES: usize = 6 << 10;

/// Lines of a head.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, line: &str) {
        self.parts([line]);
    }

    fn parts<'p>(&mut self, parts: impl IntoIterator<Item = &'p str>) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.extend(parts);
    }

    fn meta(&mut self, kind: &str, name: &str, content: &str) {
        self.parts(["<meta ", kind, "=\"", name, "\" content=\""]);
        escape_into(&mut self.0, content);
        self.0.push_str("\">");
    }

    fn link(&mut self, rel: &str, url: &str) {
        self.parts(["<link rel=\"", rel, "\" href=\""]);
        escape_into(&mut self.0, &encoded(url));
        self.0.push_str("\">");
    }
}

fn metadata(out: &mut Lines, meta: &Meta<'_>) {
    let (site, own) = (meta.making.site, &meta.making.view.meta);
    if let Some(description) = meta.description() {
        out.meta("name", "description", &description);
    }
    if let Some(icon) = &site.icon {
        let (icon, kind) = (icon_address(site, icon), icon_type(icon));
        out.line(&format!("<link rel=\"icon\" href=\"{}\"{kind}>", escape(&encoded(&icon))));
    }
    if let Some(canonical) = meta.canonical() {
        out.link("canonical", &canonical);
    }
    if own.preview {
        out.meta("name", "robots", "noindex,nofollow");
        out.meta("name", "referrer", "same-origin");
    } else if let Some(robots) = &own.robots {
        out.meta("name", "robots", robots);
    }
    let pages = meta.making.list().map(|list| &list.pagination);
    let listed = |of_list: Option<&String>| of_list.map(|url| absolute(site, url).into_owned());
    let prev = own.prev_url.clone().or_else(|| listed(pages.and_then(|pages| pages.prev_url.as_ref())));
    let next = own.next_url.clone().or_else(|| listed(pages.and_then(|pages| pages.next_url.as_ref())));
    for (rel, url) in [("prev", prev), ("next", next)] {
        if let Some(url) = url {
            out.link(rel, &url);
        }
    }
}

/// The attribute with the media type of an icon; nothing for what is no usual picture.
fn icon_type(icon: &str) -> &'static str {
    let (_, ending) = icon.rsplit_once('.').unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "png" => " type=\"image/png\"",
        "svg" => " type=\"image/svg+xml\"",
        "jpg" | "jpeg" => " type=\"image/jpeg\"",
        "webp" => " type=\"image/webp\"",
        "gif" => " type=\"image/gif\"",
        "ico" => " type=\"image/x-icon\"",
        _ => "",
    }
}

/// `OpenGraph` and Twitter, in Ghost's order.
fn social_data(out: &mut Lines, meta: &Meta<'_>) {
    let site = meta.making.site;
    let property = |out: &mut Lines, name: &str, content: Option<&str>| {
        if let Some(content) = content.filter(|content| !content.is_empty()) {
            out.meta("property", name, content);
        }
    };
    let named = |out: &mut Lines, name: &str, content: Option<&str>| {
        if let Some(content) = content.filter(|content| !content.is_empty()) {
            out.meta("name", name, content);
        }
    };
    let canonical = meta.canonical();
    let image = meta.image(Network::OpenGraph);
    property(out, "og:site_name", Some(&site.title));
    property(out, "og:type", Some(meta.kind()));
    property(out, "og:title", Some(&meta.social_title(Network::OpenGraph)));
    property(out, "og:description", meta.social_description(Network::OpenGraph).as_deref());
    property(out, "og:url", canonical.as_deref());
    property(out, "og:image", image.as_deref());
    // At a route of the site's own Ghost names when what it shows was changed, and its words only where that is the `post`.
    let (is_route, shown) = match &meta.making.view.page {
        Page::Route { route, .. } => {
            let changed = route.page().or_else(|| route.post()).map(|post| post.updated_at);
            property(out, "article:modified_time", changed.and_then(meta::iso_of).as_deref());
            (true, route.post())
        }
        _ => (false, meta.post()),
    };
    if let Some(post) = shown {
        if !is_route {
            property(out, "article:published_time", post.published_at.and_then(meta::iso_of).as_deref());
            property(out, "article:modified_time", meta::iso_of(post.updated_at).as_deref());
        }
        for tag in public_tags(post) {
            property(out, "article:tag", Some(tag));
        }
    }
    let page_of = |user: &Option<String>| user.as_ref().map(|user| super::social::profile("facebook", user));
    property(out, "article:publisher", page_of(&site.social.facebook).as_deref());
    let author = meta.author();
    property(out, "article:author", author.and_then(|author| page_of(&author.social.facebook)).as_deref());
    let picture = meta.image(Network::Twitter);
    named(out, "twitter:card", Some(if picture.is_some() { "summary_large_image" } else { "summary" }));
    named(out, "twitter:title", Some(&meta.social_title(Network::Twitter)));
    named(out, "twitter:description", meta.social_description(Network::Twitter).as_deref());
    named(out, "twitter:url", canonical.as_deref());
    named(out, "twitter:image", picture.as_deref());
    if let Some(post) = shown {
        if let Some(author) = post.authors.first() {
            named(out, "twitter:label1", Some("Written by"));
            named(out, "twitter:data1", Some(&author.name));
        }
        let tags = public_tags(post);
        if !tags.is_empty() {
            named(out, "twitter:label2", Some("Filed under"));
            named(out, "twitter:data2", Some(&tags.join(", ")));
        }
    }
    named(out, "twitter:site", site.social.twitter.as_deref());
    named(out, "twitter:creator", author.and_then(|author| author.social.twitter.as_deref()));
    if let Some((width, height)) = meta.image_size() {
        property(out, "og:image:width", Some(&width.to_string()));
        property(out, "og:image:height", Some(&height.to_string()));
    }
}

/// Names of the tags that readers see.
fn public_tags(post: &PostView) -> Vec<&str> {
    post.tags.iter().filter(|tag| !tag.is_internal()).map(|tag| tag.name.as_str()).collect()
}

fn feeds(out: &mut Lines, making: &Making<'_>) {
    let feeds = &making.view.meta.feeds;
    let alternate = |out: &mut Lines, kind: &str, title: &str, url: &str| {
        let (kind, title, url) = (escape(kind), escape(title), escape(&encoded(url)));
        out.line(&format!("<link rel=\"alternate\" type=\"{kind}\" title=\"{title}\" href=\"{url}\">"));
    };
    if let (true, Some(url)) = (feeds.is_empty(), &making.site.feed_url) {
        let kind = if url.contains("rss") { "application/rss+xml" } else { "application/atom+xml" };
        alternate(out, kind, &making.site.title, &absolute(making.site, url));
    }
    for feed in feeds {
        alternate(out, &feed.media_type, &feed.title, &feed.url);
    }
}

/// Style sheets and scripts of Dateline's own that this page needs, and the accent colour for a foreign theme.
fn assets(out: &mut Lines, making: &Making<'_>, wants: &dyn Fn(&str) -> bool) {
    let theme = making.theme;
    for name in making.thread_scripts() {
        if let Some(asset) = theme.public_asset(name) {
            let (hash, integrity) = (&asset.hash, &asset.integrity);
            out.line(&format!(
                "<script defer src=\"/public/{name}?v={hash}\" integrity=\"{integrity}\"></script>"
            ));
        }
    }
    let mut sheet = |name: &str| {
        if let Some(asset) = theme.public_asset(name) {
            out.line(&format!("<link rel=\"stylesheet\" href=\"/public/{name}?v={}\">", asset.hash));
        }
    };
    let cards = wants("card_assets") && making.shows_cards();
    if cards {
        sheet("cards.min.css");
    }
    if theme.is_standard() {
        if wants("search") {
            search_script(out, making);
        }
        return;
    }
    let lent = making.template().is_some_and(|name| theme.is_lent(&name));
    if lent || making.story().is_some_and(|story| story.form.is_some() || !story.comments.is_empty()) {
        sheet("dateline.css");
    }
    let mut script = |name: &str, data: &str| {
        if let Some(asset) = theme.public_asset(name) {
            out.line(&format!("<script defer src=\"/public/{name}?v={}\"{data}></script>", asset.hash));
        }
    };
    if cards {
        script("cards.min.js", "");
    }
    if wants("search") && theme.uses_search() {
        search_script(out, making);
    }
    if wants("portal") && theme.uses_share() {
        told_script(out, making, SHARE_SCRIPT, &SHARE_WORDS);
    }
    let color = making.site.accent_color.as_deref().and_then(crate::accent::Rgb::parse);
    if let Some(color) = color {
        let mut style = String::new();
        // Writing to a string cannot fail.
        let _ = write!(style, "<style>:root {{--ghost-accent-color: {color};}}</style>");
        out.line(&style);
    }
}

/// The script that opens the search. It is told its words, and named by its digest.
fn search_script(out: &mut Lines, making: &Making<'_>) {
    let Some(asset) = making.theme.public_asset(SEARCH_SCRIPT) else { return };
    let say = |key| escape(&crate::words::sentence(&making.theme.words, &making.language, key, &[]));
    out.line(&format!(
        "<script defer src=\"/public/{SEARCH_SCRIPT}?v={}\" integrity=\"{}\" data-search=\"{}\" data-label=\"{}\" \
         data-close=\"{}\"></script>",
        asset.hash,
        asset.integrity,
        escape(making.site.search_path()),
        say("Search"),
        say("Close"),
    ));
}

/// What the script behind "Share" says, by the names under which it is told.
const SHARE_WORDS: [(&str, &str); 5] = [
    ("share", "Share"),
    ("copy", "Copy link"),
    ("copied", "Link copied"),
    ("mail", "E-mail"),
    ("close", "Close"),
];

/// A script that is told its words.
fn told_script(out: &mut Lines, making: &Making<'_>, name: &str, words: &[(&str, &str)]) {
    let Some(asset) = making.theme.public_asset(name) else { return };
    let mut told = String::new();
    for (data, key) in words {
        let said = crate::words::sentence(&making.theme.words, &making.language, key, &[]);
        // Writing to a string cannot fail.
        let _ = write!(told, " data-{data}=\"{}\"", escape(&said));
    }
    out.line(&format!("<script defer src=\"/public/{name}?v={}\"{told}></script>", asset.hash));
}

/// The owner's markup for one end of the page: of the site, of the story, of the tag.
fn injected<'m>(making: &'m Making<'_>, end: fn(HeadAndFoot<'m>) -> Option<&'m str>) -> Vec<&'m str> {
    making
        .view
        .injections(making.site)
        .into_iter()
        .filter_map(end)
        .filter(|markup| !markup.is_empty())
        .collect()
}
