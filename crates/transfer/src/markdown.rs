//! Folders of Markdown: Hugo, Jekyll, Hexo, Zola, Eleventy and plain ones. Each generator has its own names for the
//! same things and its own way to make addresses.

mod alone;
mod aside;
mod assets;
mod attributes;
mod captured;
mod cascade;
mod comments;
mod config;
mod date;
mod dated;
mod eleventy;
mod emoji;
mod excluded;
mod feeds;
mod fences;
mod file;
mod fill;
mod folder;
mod front;
mod includes;
mod language;
mod lenient;
mod liquid;
mod listing;
mod lists;
mod marks;
mod menu;
mod page;
mod pairs;
mod path;
mod pattern;
mod people;
mod permalink;
mod redirects;
mod references;
mod section;
mod standing;
mod target;
mod template;
mod unkept;
mod wiki;

pub(crate) use file::ENDINGS;
pub(crate) use folder::Folder;
pub(crate) use marks::html;

/// The generator that a folder was written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Generator {
    Hugo,
    Jekyll,
    Hexo,
    Zola,
    Eleventy,
    Plain,
}
