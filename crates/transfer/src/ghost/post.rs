//! A row of `posts` becomes a story.

use dateline_model::{Detail, Millis, PermalinkPattern, PostId, PostKind, Zone};
use serde_json::Value;

use super::routes::{Facts, Table};
use super::survey::{Survey, author_key, local};
use super::tables::{Row, id, is_true, some, text};
use crate::address::path_of;
use crate::dates::utc_moment;
use crate::problem::for_report;
use crate::record::{Byline, Markup, Moment, Picture, PostRecord, PostState, keep_detail};

/// What holds for all stories of a site.
pub(super) struct Site<'a> {
    pub(super) survey: &'a Survey,
    pub(super) pattern: PermalinkPattern,
    /// What `routes.yaml` says.
    pub(super) table: Option<Table>,
    pub(super) zone: Zone,
    pub(super) now: Millis,
}

/// Reads a row. `notes` takes what had to be changed; the error is why it cannot be taken at all.
pub(super) fn post(
    row: &Row,
    line: u64,
    site: &Site<'_>,
    notes: &mut Vec<String>,
) -> Result<PostRecord, String> {
    let number = id(row, "id");
    if number.is_empty() || number.len() > 40 {
        return Err("the post has no id".to_owned());
    }
    let is_page = text(row, "type") == "page" || is_true(row, "page");
    let kind = if is_page { PostKind::Page } else { PostKind::Post };
    let dates = ["published_at", "created_at", "updated_at"].map(|column| date(row, column));
    let dated = dates.into_iter().flatten().next();
    // Without a date the digest must not depend on the day of the import.
    let mut post =
        PostRecord::new(number.clone(), kind, dated.unwrap_or(Moment { at: 0, offset_seconds: 0 }));
    let (state, word) = state(row, dated, site.now, notes);
    post.state = state;
    text(row, "title").trim().clone_into(&mut post.title);
    (post.body, post.markup) = body(row, notes);
    let meta = site.survey.meta.get(&number);
    // Old versions had these columns in the row itself.
    let meta_text = |column: &str| meta.and_then(|meta| some(meta, column)).or_else(|| some(row, column));
    post.labels = site
        .survey
        .filed
        .get(&number)
        .into_iter()
        .flatten()
        .filter_map(|(_, tag)| site.survey.tags.get(tag).map(|tag| tag.name.clone()))
        .chain(nested(row, "tags").filter_map(|tag| some(tag, "name")))
        .collect();
    post.authors = authors(row, &number, site.survey);
    post.updated = date(row, "updated_at");
    post.excerpt = some(row, "custom_excerpt").map(|text| local(&text));
    post.image = some(row, "feature_image").or_else(|| some(row, "image")).map(|url| Picture {
        url: local(&url),
        alt: meta_text("feature_image_alt"),
        caption: meta_text("feature_image_caption"),
    });
    post.featured = is_true(row, "featured");
    post.lang = some(row, "locale");
    post.meta_title = meta_text("meta_title");
    post.meta_description = meta_text("meta_description");
    post.slug = some(row, "slug").filter(|slug| !slug.contains('/'));
    let was_out = matches!(text(row, "status"), "published" | "scheduled" | "sent");
    post.path = post.slug.as_ref().filter(|_| was_out).map(|slug| path(slug, &post, site));
    // Ghost's API says itself where a story is.
    if let Some(path) = some(row, "url").and_then(|url| path_of(&url).ok().flatten()) {
        post.path = Some(path);
    }
    post.line = line;
    for column in ["codeinjection_head", "codeinjection_foot"] {
        if some(row, column).is_some() {
            notes.push(format!("its {column} was left out: code of the old theme does not come along"));
        }
    }
    for detail in Detail::OF_POSTS {
        let value = meta_text(detail.as_str()).filter(|_| is_of_ghost(detail));
        let value = value.map(|value| local(&value));
        if value.is_some_and(|value| !keep_detail(&mut post.details, detail, &value)) {
            notes.push(format!("its {} does not fit here and was left out", detail.as_str()));
        }
    }
    let shows_title = row.get("show_title_and_feature_image");
    if is_page && shows_title.is_some() && !is_true(row, "show_title_and_feature_image") {
        post.details.set(Detail::HideTitleAndImage, Some("true"));
    }
    let mut post = post.seal(&word);
    if dated.is_none() {
        notes.push("it has no date that exists and is dated today".to_owned());
        post.published = Moment { at: site.now, offset_seconds: 0 };
    }
    Ok(post)
}

/// Whether Ghost has a column for it, so that whoever makes a file cannot set what only our desk sets.
fn is_of_ghost(detail: Detail) -> bool {
    let shared = Detail::SHARED.contains(&detail);
    shared || matches!(detail, Detail::CanonicalUrl | Detail::CustomTemplate | Detail::Frontmatter)
}

fn path(slug: &str, post: &PostRecord, site: &Site<'_>) -> String {
    if post.kind == PostKind::Page {
        return format!("/{slug}/");
    }
    let number: PostId = post.id.parse().unwrap_or_else(|_| PostId::mint(0));
    let tag = post.labels.first().and_then(|name| {
        let tag = site.survey.tags.values().find(|tag| tag.name == *name)?;
        tag.slug.as_deref()
    });
    let author = post.authors.first().and_then(|byline| {
        let key = byline.key.as_deref()?.strip_prefix("author/")?;
        site.survey.authors.get(key)?.slug.as_deref()
    });
    let own = site.table.as_ref().and_then(|table| {
        let slug_of =
            |name: &String| site.survey.tags.values().find(|tag| tag.name == *name)?.slug.as_deref();
        let signed = |byline: &Byline| {
            let key = byline.key.as_deref()?.strip_prefix("author/")?;
            site.survey.authors.get(key)?.slug.as_deref()
        };
        let facts = Facts {
            tags: post.labels.iter().filter_map(slug_of).collect(),
            authors: post.authors.iter().filter_map(signed).collect(),
        };
        table.pattern_of(post, &facts)
    });
    let pattern = own.as_ref().unwrap_or(&site.pattern);
    pattern.expand(number, slug, site.zone.date_of(post.published.at), tag, author)
}

/// Milliseconds in the first versions, text later.
fn date(row: &Row, column: &str) -> Option<Moment> {
    match row.get(column)? {
        Value::String(text) => utc_moment(text),
        Value::Number(at) => at
            .as_i64()
            .filter(|at| (-62_135_596_800_000..253_402_300_800_000).contains(at))
            .map(|at| Moment { at, offset_seconds: 0 }),
        _ => None,
    }
}

/// The state of a story, and the word for it that does not depend on the clock.
fn state(row: &Row, date: Option<Moment>, now: Millis, notes: &mut Vec<String>) -> (PostState, String) {
    let (status, visibility) = (text(row, "status"), text(row, "visibility"));
    let word = format!("{status} {visibility}");
    // Ghost's API for readers answers with what is out, and says nothing of that.
    let is_answer = !row.contains_key("status") && row.contains_key("url");
    let status = if is_answer { "published" } else { status };
    let is_open = matches!(visibility, "public" | "");
    let state = match status {
        "published" | "scheduled" if !is_open => {
            let visibility = for_report(visibility);
            notes.push(format!(
                "it was only for some members ({visibility}) and is kept as a draft under its address, for nobody to read"
            ));
            PostState::Draft
        }
        "published" | "scheduled" if date.is_some_and(|date| date.at > now) => PostState::Scheduled,
        "published" | "scheduled" => PostState::Published,
        "sent" => {
            notes.push("it was only sent by mail and is kept as a draft".to_owned());
            PostState::Draft
        }
        "draft" => PostState::Draft,
        other => {
            let other = for_report(other);
            notes.push(format!("\"{other}\" is no status that is known, so it is kept as a draft"));
            PostState::Draft
        }
    };
    (state, word)
}

/// The body as readers saw it, else as the author wrote it.
fn body(row: &Row, notes: &mut Vec<String>) -> (String, Markup) {
    let columns = [
        ("html", Markup::Html),
        ("lexical", Markup::Lexical),
        ("mobiledoc", Markup::Mobiledoc),
        ("markdown", Markup::Markdown),
    ];
    for (column, markup) in columns {
        // Some tools write the document itself where Ghost writes it as text.
        let body = match row.get(column) {
            Some(document @ Value::Object(_)) => document.to_string(),
            _ => text(row, column).to_owned(),
        };
        if !matches!(body.trim(), "" | "null") {
            let body = local(&body);
            return (if markup == Markup::Html { for_everybody(body, notes) } else { body }, markup);
        }
    }
    (String::new(), Markup::Html)
}

/// HTML without the parts that Ghost cut out for readers who had not signed in, whom it marks in comments:
/// `<!--kg-gated-block:begin nonMember:false memberSegment:"status:free" -->…<!--kg-gated-block:end-->`.
fn for_everybody(html: String, notes: &mut Vec<String>) -> String {
    const BEGIN: &str = "kg-gated-block:begin";
    const END: &str = "kg-gated-block:end";
    if !html.contains(BEGIN) {
        return html;
    }
    let comment = |text: &str, mark: &str| {
        text.match_indices("<!--").find_map(|(at, _)| {
            let inner = text.get(at + 4..)?;
            let end = inner.find("-->")?;
            let said = inner.get(..end)?.trim().strip_prefix(mark)?.to_owned();
            Some((at, said, at + 4 + end + 3))
        })
    };
    let (mut out, mut rest, mut is_cut) = (String::with_capacity(html.len()), html.as_str(), false);
    while let Some((at, said, after)) = comment(rest, BEGIN) {
        out.push_str(&rest[..at]);
        let inside = &rest[after..];
        let (length, end) =
            comment(inside, END).map_or((inside.len(), inside.len()), |(at, _, end)| (at, end));
        if said.replace(' ', "").contains("nonMember:false") {
            is_cut = true;
        } else {
            out.push_str(&inside[..length]);
        }
        rest = &inside[end..];
    }
    out.push_str(rest);
    if is_cut {
        notes.push(super::card::FOR_MEMBERS.to_owned());
    }
    out
}

fn authors(row: &Row, number: &str, survey: &Survey) -> Vec<Byline> {
    let signed: Vec<String> = match survey.signed.get(number) {
        Some(signed) => signed.iter().map(|(_, author)| author.clone()).collect(),
        None => vec![id(row, "author_id")],
    };
    let answered = nested(row, "authors").filter_map(|author| {
        let name = some(author, "name")?;
        Some(Byline { name, url: some(author, "website"), ..Byline::default() })
    });
    let byline = |author: &String| {
        let record = survey.authors.get(author)?;
        let (name, url) = (record.name.clone(), record.url.clone());
        Some(Byline { name, url, key: Some(author_key(author)), email: None })
    };
    signed.iter().filter_map(byline).chain(answered).collect()
}

/// The rows that Ghost's API puts into the row they belong to.
fn nested<'a>(row: &'a Row, column: &str) -> impl Iterator<Item = &'a Row> {
    row.get(column).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}
