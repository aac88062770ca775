//! A folder of Markdown files: one for each story, with YAML front matter, all comments in one JSON file, and the files of the
//! library where the stories show them. It imports again here, and every generator reads it.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use dateline_model::{
    NavigationItem, PathExpression, Post, PostId, PostKind, PostStatus, RedirectTarget, Tag, encode_path,
};
use serde_json::{Value, json};

use super::beside::{Beside, Lack};
use super::walk::{Told, Walk};
use super::{ExportError, Exported, at, rfc3339};
use crate::manner::Premises;

/// What has no place in front matter that others would read.
const LACKS: [Lack; 8] = [
    Lack::InternalTags,
    Lack::DraftAddresses,
    Lack::Details,
    Lack::Code,
    Lack::IdleTags,
    Lack::TagsWords,
    Lack::AuthorsWords,
    Lack::Staff,
];

/// Writes the folder.
pub(super) async fn write(walk: &mut Walk, out: &Path, premises: &Premises) -> Result<Exported, ExportError> {
    let mut aliases: HashMap<PostId, Vec<String>> = HashMap::new();
    let (mut lines, mut other_redirects) = (String::new(), 0);
    for redirect in walk.redirects().await? {
        match &redirect.to {
            RedirectTarget::Post(post) => aliases.entry(*post).or_default().push(redirect.from),
            RedirectTarget::Address(to) => match line_for_a_host(&redirect.from, to, redirect.permanent) {
                Some(line) => lines.push_str(&line),
                None => other_redirects += 1,
            },
        }
    }
    for folder in ["posts", "pages"] {
        let folder = out.join(folder);
        fs::create_dir_all(&folder).map_err(at(&folder))?;
    }
    if !lines.is_empty() {
        let file = out.join("_redirects");
        fs::write(&file, lines).map_err(at(&file))?;
    }
    let comments = out.join("comments.json");
    let mut comment_file =
        fs::File::create_new(&comments).map(std::io::BufWriter::new).map_err(at(&comments))?;
    writeln!(comment_file, "{{\"comments\":[").map_err(at(&comments))?;
    let (mut names, mut is_first, mut trashed, mut mentions) = (HashMap::new(), true, 0, 0);
    let mut beside = Beside::default();
    while let Some(told) = walk.next().await? {
        beside.note(&told);
        mentions += told.mentions.len();
        trashed += usize::from(told.post.status == PostStatus::Trashed);
        let name = name(&told.post, &mut names);
        let file = out.join(&name);
        let text = page(walk, &told, aliases.remove(&told.post.id).unwrap_or_default());
        fs::write(&file, text).map_err(at(&file))?;
        for comment in comments_of(&told, &name) {
            let mark = if is_first { "" } else { ",\n" };
            is_first = false;
            write!(comment_file, "{mark}{comment}").map_err(at(&comments))?;
        }
    }
    writeln!(comment_file, "\n]}}").and_then(|()| comment_file.flush()).map_err(at(&comments))?;
    settings(walk, out)?;
    walk.files(&premises.content, |path, bytes| copy(out, path, bytes)).await?;
    let lacking = beside.lacking(walk, &LACKS).await?;
    let mut exported = std::mem::take(&mut walk.exported);
    for (count, what) in [
        (other_redirects, "redirects by expressions or from addresses with a query"),
        (mentions, "mentions by other sites"),
        (trashed, "stories from the bin are drafts"),
    ] {
        if count > 0 {
            exported.left_out.push(format!("{count} {what}"));
        }
    }
    exported.left_out.extend(lacking);
    Ok(exported)
}

/// Writes what the site is called, and its menus as themes of Jekyll read them.
fn settings(walk: &Walk, out: &Path) -> Result<(), ExportError> {
    let settings = &walk.settings;
    let config = out.join("_config.yml");
    let words = [
        ("title", &settings.title),
        ("description", &settings.description),
        ("url", &walk.url()),
        ("lang", &settings.locale),
        ("timezone", &settings.timezone),
    ];
    let lines: Vec<String> =
        words.iter().map(|(name, value)| format!("{name}: {}\n", quoted(value))).collect();
    fs::write(&config, lines.concat()).map_err(at(&config))?;
    let menus = [("main", &settings.navigation), ("footer", &settings.secondary_navigation)];
    let menus: String = menus.map(|(name, entries)| menu(name, entries)).concat();
    if menus.is_empty() {
        return Ok(());
    }
    let folder = out.join("_data");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let file = folder.join("navigation.yml");
    fs::write(&file, menus).map_err(at(&file))
}

/// One menu as a list; nothing where it has no entries.
fn menu(name: &str, entries: &[NavigationItem]) -> String {
    let lines = entries
        .iter()
        .map(|entry| format!("  - title: {}\n    url: {}\n", quoted(&entry.label), quoted(&entry.url)));
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("{name}:\n{lines}") }
}

/// Copies a file of the library to where the stories show it.
fn copy(out: &Path, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
    let file = out.join("content").join(path);
    let folder = file.parent().unwrap_or(out);
    fs::create_dir_all(folder).map_err(at(folder))?;
    fs::write(&file, bytes).map_err(at(&file))
}

/// A redirect as hosts of static sites read it in `_redirects`, and as it comes back.
fn line_for_a_host(from: &str, to: &str, permanent: bool) -> Option<String> {
    let is_plain = !from.contains('?') && !PathExpression::is_one(from) && !to.contains(char::is_whitespace);
    let to = if from.ends_with("/*") { to.replacen("/*", "/:splat", 1) } else { to.to_owned() };
    let status = if permanent { 301 } else { 302 };
    (is_plain && !to.contains('*')).then(|| format!("{} {to} {status}\n", encode_path(from)))
}

/// The name of a story's file, below the folder; no two are alike, not even where case does not count.
/// Those of one slug are numbered in the order of their days: an id would be another one after the next move.
fn name(post: &Post, names: &mut HashMap<String, u32>) -> String {
    let folder = if post.kind == PostKind::Page { "pages" } else { "posts" };
    let slug = dateline_model::slugify(&post.slug, "en");
    let slug = if slug.is_empty() { "untitled" } else { &*slug };
    let plain = format!("{folder}/{slug}");
    let mut name = plain.clone();
    // A numbered name may be taken too: another story's own slug ends in that number.
    while names.contains_key(&name) {
        let number = names.entry(plain.clone()).or_insert(1);
        *number += 1;
        name = format!("{plain}-{number}");
    }
    names.insert(name.clone(), 1);
    format!("{name}.md")
}

/// A word in quotes: JSON's strings are YAML's too.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn page(walk: &Walk, told: &Told, aliases: Vec<String>) -> String {
    let post = &told.post;
    let mut front = String::from("---\n");
    let mut line = |name: &str, value: Value| {
        if !value.is_null() {
            for part in [name, ": ", &value.to_string(), "\n"] {
                front.push_str(part);
            }
        }
    };
    let authors: Vec<&str> =
        told.authors.iter().filter_map(|id| walk.author(*id)).map(|author| author.name.as_str()).collect();
    // No generator makes pages of those that are for the newsroom alone.
    let (internal, tags): (Vec<&Tag>, Vec<&Tag>) = told.tags.iter().partition(|tag| tag.is_internal());
    let names = |tags: Vec<&Tag>| tags.into_iter().map(|tag| tag.name.clone()).collect::<Vec<_>>();
    let (internal, tags) = (names(internal), names(tags));
    line("title", json!(post.title));
    line("date", json!(rfc3339(post.published_at.unwrap_or(post.created_at))));
    line("order", json!(told.order));
    line("lastmod", json!(rfc3339(post.updated_at)));
    line("layout", json!(if post.kind == PostKind::Page { "page" } else { "post" }));
    line("permalink", json!(post.permalink));
    line("slug", json!(post.slug));
    let is_out = matches!(post.status, PostStatus::Scheduled)
        || post.status == PostStatus::Published && post.visibility.public_from.is_some();
    line("draft", if is_out { Value::Null } else { json!(true) });
    line("tags", if tags.is_empty() { Value::Null } else { json!(tags) });
    line("internal", if internal.is_empty() { Value::Null } else { json!(internal) });
    line("authors", if authors.is_empty() { Value::Null } else { json!(authors) });
    line("summary", json!(post.excerpt));
    line("description", json!(post.meta_description));
    line("seo_title", json!(post.meta_title));
    line("image", json!(post.image));
    line("image_alt", json!(post.image_alt));
    line("image_caption", json!(post.image_caption));
    line("featured", if post.featured { json!(true) } else { Value::Null });
    line("comments", if post.comments_open { Value::Null } else { json!(false) });
    line("lang", json!(post.lang));
    line("dateline", json!(post.dateline));
    line("aliases", if aliases.is_empty() { Value::Null } else { json!(aliases) });
    let body = post.source.clone().unwrap_or_else(|| kept_by_markdown(&post.html));
    format!("{front}---\n{}\n", body.trim_end())
}

/// HTML that Markdown leaves alone. An empty line would end it, and what follows be read as Markdown; the signs of a mark would be
/// carried out.
fn kept_by_markdown(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 20);
    let mut rest = html;
    while !rest.is_empty() {
        let (flowing, behind) = rest.split_at(rest.find("<pre").unwrap_or(rest.len()));
        for line in flowing.split_inclusive('\n') {
            let ends_another = !out.is_empty() && !out.ends_with('\n');
            if ends_another || !line.trim().is_empty() {
                out.push_str(line);
            }
        }
        let end = behind.find("</pre>").map_or(behind.len(), |at| at + "</pre>".len());
        let (fixed, after) = behind.split_at(end);
        for (at, line) in fixed.split('\n').enumerate() {
            if at > 0 {
                out.push_str(if line.trim().is_empty() { "&#10;" } else { "\n" });
            }
            out.push_str(line);
        }
        rest = after;
    }
    out.replace("{{", "{&#123;").replace("{%", "{&#37;")
}

/// The comments of a story in the file `name`, as the import of folders and that of comments alone read them.
fn comments_of(told: &Told, name: &str) -> Vec<Value> {
    let path = told.post.permalink.as_deref().map(dateline_model::encode_path);
    let comment = |comment: &dateline_model::Comment| {
        json!({
            "id": comment.id.hex(),
            "file": name,
            "path": path,
            "parent": comment.parent.map(dateline_model::CommentId::hex),
            "author": {"name": comment.author_name, "email": comment.author_email, "url": comment.author_url},
            "html": comment.html,
            "date": rfc3339(comment.created_at),
            "state": comment.state.as_str(),
        })
    };
    told.comments.iter().map(comment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_stays_what_it_is_when_it_is_read_as_markdown() {
        let check = |html: &str| {
            let read = crate::markdown::html(&kept_by_markdown(html), &mut Vec::new());
            let lines =
                |text: &str| text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
            let safe =
                |html: &str| lines(&dateline_markup::sanitise(html, dateline_markup::Profile::Importer));
            assert_eq!(safe(&read), safe(html), "{html}");
        };
        check("<p>Fog.</p>\n\n<pre><code>a_1 *b*\n\n    c \\ d\n \n</code></pre>\n\n<p>Owl.</p>");
        check(
            "<div>\n\n    <p>Fog *at* sea</p>\n\n</div>\n<blockquote><cite>Ana</cite><pre>x\n\ny</pre></blockquote>",
        );
        check("<p>{{ page.title }} {% include a.html %} {{&lt; youtube x &gt;}}</p>");
        assert_eq!(kept_by_markdown("<pre>never"), "<pre>never");
    }

    #[test]
    fn stories_of_one_slug_are_numbered_and_never_share_a_file() {
        let mut names = HashMap::new();
        let mut named = |slug: &str| {
            let mut post = Post::draft(PostKind::Post, 0);
            slug.clone_into(&mut post.slug);
            name(&post, &mut names)
        };
        let given = ["fog", "fog-2", "fog", "fog", "fog-2", "", "…"].map(&mut named);
        let expected = ["fog", "fog-2", "fog-3", "fog-4", "fog-2-2", "untitled", "untitled-2"];
        assert_eq!(given, expected.map(|name| format!("posts/{name}.md")));
    }
}
