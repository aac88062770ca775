//! A letter as HTML, by a template of ours that escapes everything.

use std::sync::LazyLock;

use dateline_hbs::{Helpers, Map, Page, Templates, Value};
use dateline_markup::Direction;

use crate::Paper;
use crate::block::Block;

/// The template; its test prints every occasion.
static TEMPLATE: LazyLock<Option<Templates>> =
    LazyLock::new(|| Templates::compile([("letter", include_str!("letter.hbs"))]).ok());

/// The page. A template that failed would leave the letter to its plain text.
pub(crate) fn page(
    subject: &str,
    blocks: &[Block],
    paper: &Paper<'_>,
    language: &str,
    direction: Direction,
) -> String {
    let part = |block: &Block| {
        let map = Map::new();
        Value::from(match block {
            Block::Line(line) => map.with("line", line.clone()),
            Block::Quote(name, words) => map.with("quote", words.clone()).with("name", name.clone()),
            Block::Way(label, address) => map.with("way", address.clone()).with("label", label.clone()),
            Block::Small(line) => map.with("small", line.clone()),
            Block::SmallWay(label, address) => {
                map.with("small_way", address.clone()).with("label", label.clone())
            }
        })
    };
    let context = Map::new()
        .with("subject", subject.to_owned())
        .with("language", language.to_owned())
        .with("direction", direction.as_attribute())
        .with("paper", paper.title.to_owned())
        .with("home", paper.address.to_owned())
        .with("blocks", Value::list(blocks.iter().map(part)));
    let helpers: Helpers = Helpers::new();
    let page = Page::new(Value::from(context), &helpers, &());
    TEMPLATE.as_ref().and_then(|template| template.render("letter", &page).ok()).unwrap_or_default()
}
