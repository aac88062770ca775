//! A story as a file: front matter, then Markdown or HTML.
//!
//! Front matter is TOML between lines of `+++`, or plain `key: value` lines between lines of `---`.

use dateline_newsroom::{AuthorRef, Body, PostEdit, TagRef};
use serde::Deserialize;

/// What front matter can say.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FrontMatter {
    pub(crate) title: String,
    pub(crate) slug: Option<String>,
    /// RFC 3339.
    pub(crate) published: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) excerpt: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) image_alt: Option<String>,
    pub(crate) image_caption: Option<String>,
    pub(crate) featured: bool,
    pub(crate) dateline: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) page: bool,
    pub(crate) comments: Option<bool>,
}

/// Reads a story's file. Without front matter, a first line `# Title` is the title.
pub(crate) fn parse(text: &str, is_html: bool) -> Result<(FrontMatter, Body), String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (matter, body) = if let Some((head, body)) = fenced(&text, "+++") {
        (toml::from_str(head).map_err(|error| format!("the front matter is not right: {error}"))?, body)
    } else if let Some((head, body)) = fenced(&text, "---") {
        let quoted = plain_lines(head)?;
        (toml::from_str(&quoted).map_err(|error| format!("the front matter is not right: {error}"))?, body)
    } else {
        untitled(&text)
    };
    let body = body.trim_start_matches('\n').to_owned();
    Ok((matter, if is_html { Body::Html(body) } else { Body::Markdown(body) }))
}

fn fenced<'t>(text: &'t str, fence: &str) -> Option<(&'t str, &'t str)> {
    let rest = text.strip_prefix(fence)?.strip_prefix('\n')?;
    let (head, body) = rest
        .split_once(&format!("\n{fence}\n"))
        .or_else(|| rest.strip_suffix(&format!("\n{fence}")).map(|head| (head, "")))?;
    Some((head, body))
}

fn untitled(text: &str) -> (FrontMatter, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.strip_prefix("# ") {
        Some(title) => (FrontMatter { title: title.trim().to_owned(), ..FrontMatter::default() }, rest),
        None => (FrontMatter::default(), text),
    }
}

/// `key: value` lines as TOML: texts get their quotes, `[a, b]` becomes a list of texts.
fn plain_lines(head: &str) -> Result<String, String> {
    let quote =
        |text: &str| toml::Value::String(text.trim().trim_matches(['"', '\'']).to_owned()).to_string();
    let mut toml = Vec::new();
    for line in head.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let (key, value) = line
            .split_once(':')
            .ok_or_else(|| format!("\"{line}\" in the front matter is no `key: value`"))?;
        let (key, value) = (key.trim(), value.trim());
        let written = match value {
            "true" | "false" => value.to_owned(),
            list if list.starts_with('[') && list.ends_with(']') => {
                let entries = list[1..list.len() - 1].split(',').filter(|entry| !entry.trim().is_empty());
                format!("[{}]", entries.map(quote).collect::<Vec<_>>().join(", "))
            }
            one if matches!(key, "tags" | "authors") => format!("[{}]", quote(one)),
            text => quote(text),
        };
        toml.push(format!("{key} = {written}"));
    }
    Ok(toml.join("\n"))
}

impl FrontMatter {
    /// The story's date in milliseconds.
    pub(crate) fn published_at(&self) -> Result<Option<i64>, String> {
        self.published.as_deref().map(moment).transpose()
    }

    /// The same as an edit for the newsroom.
    pub(crate) fn into_edit(self, body: Body) -> Result<PostEdit, String> {
        let published_at = self.published_at()?;
        Ok(PostEdit {
            title: Some(self.title),
            slug: self.slug,
            body: Some(body),
            excerpt: Some(self.excerpt),
            image: Some(self.image),
            image_alt: Some(self.image_alt),
            image_caption: Some(self.image_caption),
            featured: Some(self.featured),
            dateline: Some(self.dateline),
            lang: Some(self.lang),
            comments_open: self.comments,
            published_at,
            tags: Some(self.tags.iter().map(|name| TagRef::named(name)).collect()),
            authors: Some(self.authors.iter().map(|name| AuthorRef::named(name)).collect()),
            ..PostEdit::default()
        })
    }
}

/// A moment as people write it: RFC 3339.
pub(crate) fn moment(text: &str) -> Result<i64, String> {
    let parsed = text.trim().parse::<jiff::Timestamp>();
    parsed
        .map(jiff::Timestamp::as_millisecond)
        .map_err(|_| format!("\"{text}\" is no moment; write it like 2026-11-24T18:30:00Z"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_say_who_when_and_where() {
        let text = "+++\ntitle = \"Harbour\"\ntags = [\"News\"]\npublished = \"2026-11-24T10:00:00Z\"\n+++\n\nThe *bridge*.\n";
        let (matter, body) = parse(text, false).unwrap();
        assert_eq!(
            (matter.title.as_str(), matter.published_at().unwrap()),
            ("Harbour", Some(1_795_514_400_000))
        );
        assert_eq!(body, Body::Markdown("The *bridge*.\n".to_owned()));
        let (yaml, _) =
            parse("---\ntitle: Harbour: a story\ntags: [News, Sea]\nfeatured: true\n---\nText", false)
                .unwrap();
        assert_eq!((yaml.title.as_str(), yaml.tags.len(), yaml.featured), ("Harbour: a story", 2, true));
    }

    #[test]
    fn a_file_without_front_matter_has_its_first_heading_for_a_title() {
        let (matter, body) = parse("# Harbour\n\nText", false).unwrap();
        assert_eq!((matter.title.as_str(), body), ("Harbour", Body::Markdown("Text".to_owned())));
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        assert!(parse("+++\ntitel = \"x\"\n+++\n", false).unwrap_err().contains("titel"));
        assert!(moment("yesterday").is_err());
    }
}
