//! From what a story is written in to HTML, which is still foreign: sanitising comes after.

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
    let body = std::mem::take(&mut record.body);
    let mut notes = Vec::new();
    match record.markup {
        Markup::WordPress => {
            let html = crate::wordpress::html(&body, &record.attachments, &mut notes);
            Written { html, source: None, notes }
        }
        Markup::Html | Markup::Markdown | Markup::Mobiledoc | Markup::Lexical => {
            Written { html: body, source: None, notes }
        }
    }
}
