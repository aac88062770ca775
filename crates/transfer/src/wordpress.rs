//! WordPress's export (WXR 1.0 to 1.2), from WordPress itself, WordPress.com and the plugins that imitate it.
//!
//! A file is read twice: once light, for what stories refer to and may come later (authors, terms, files), and once for
//! the stories; a third time for comments, if it has some, and once more for the blocks that stories share.

mod block;
mod builder;
mod children;
mod elementor;
mod export;
mod forum;
mod item;
mod kinds;
mod known;
mod menu;
mod meta;
mod names;
mod nesting;
mod paragraphs;
mod pattern;
mod plain;
mod program;
mod quotes;
mod reader;
mod shared;
mod shortcode;
mod survey;
mod text;
mod tongues;
mod typed;
mod written;

pub(crate) use export::Export;
pub(crate) use paragraphs::paragraphs;
pub(crate) use text::html;
