//! From what a story is written in to HTML, which is still foreign: sanitising comes after.

use crate::lazy;
use crate::record::{Markup, PostRecord};

pub(crate) use crate::wordpress::paragraphs;

/// A body as HTML.
pub(crate) struct Written {
    /// Foreign HTML.
    pub(crate) html: String,
    /// What the author typed, when it was Markdown.
    pub(crate) source: Option<String>,
    /// What had to be changed, as sentences for the report.
    pub(crate) notes: Vec<String>,
}

/// Takes the body out of a record as HTML.
pub(crate) fn written(record: &mut PostRecord) -> Written {
    let mut body = std::mem::take(&mut record.body);
    if matches!(record.markup, Markup::Html | Markup::WordPress)
        && let Some(shown) = lazy::shown(&body)
    {
        body = shown;
    }
    let mut notes = Vec::new();
    let html = match record.markup {
        Markup::Html => body,
        Markup::WordPress => crate::wordpress::html(&body, &record.attachments, &mut notes),
        Markup::Mobiledoc => crate::ghost::mobiledoc_html(&body, &mut notes),
        Markup::Lexical => crate::ghost::lexical_html(&body, &mut notes),
        Markup::Markdown => {
            let html = crate::markdown::html(&body, &mut notes);
            let html = beside(&lazy::shown(&html).unwrap_or(html), record.path.as_deref());
            return Written { html, source: Some(body), notes };
        }
    };
    Written { html, source: None, notes }
}

/// Addresses of files that lie beside a story as addresses of the site.
fn beside(html: &str, path: Option<&str>) -> String {
    let Some(folder) = path.and_then(|path| path.rsplit_once('/')).map(|(folder, _)| folder) else {
        return html.to_owned();
    };
    let is_file = |url: &str| {
        crate::source::has_ending(
            url,
            &["jpg", "jpeg", "png", "gif", "webp", "svg", "avif", "mp3", "mp4", "webm", "ogg", "m4a", "pdf"],
        )
    };
    dateline_markup::rewrite_urls(html, |url| {
        let is_beside = is_file(url) && !url.starts_with(['/', '#']) && !url.contains(':');
        is_beside.then(|| format!("{folder}/{}", url.trim_start_matches("./")))
    })
}
