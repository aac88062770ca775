//! Ghost's export: JSON of database tables, from the first versions with Markdown to those with Lexical.
//!
//! The tables stand in no useful order, so a file is read once for what stories refer to (authors, tags, who
//! wrote what) and then for the stories.

mod card;
mod comment;
mod export;
mod lexical;
mod mobiledoc;
mod post;
mod redirects;
mod routes;
mod site;
mod survey;
mod tables;

pub(crate) use export::Export;
pub(crate) use lexical::html as lexical_html;
pub(crate) use mobiledoc::html as mobiledoc_html;
pub use redirects::RedirectFile;
pub(crate) use redirects::{hand_over, understood};

/// Writes a start tag; `tag` may hold attributes, already escaped.
fn push_open(html: &mut String, tag: &str) {
    html.push('<');
    html.push_str(tag);
    html.push('>');
}

/// Writes an end tag.
fn push_close(html: &mut String, tag: &str) {
    html.push_str("</");
    html.push_str(tag);
    html.push('>');
}
