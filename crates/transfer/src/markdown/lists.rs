//! The lists of an old site: pages of its tags, its sections, its feeds. Whoever bookmarked them is led to the same here.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use dateline_model::slugify;

use super::Generator;
use super::config::Config;
use super::path::urlized;
use crate::record::{Destination, Record, RedirectRecord};
use crate::source::Sink;

/// Lists whose addresses are kept.
const LISTS_MAX: usize = 50_000;

/// The tags that public stories have, by the way of sorting they come from.
#[derive(Default)]
pub(super) struct Lists(BTreeSet<(String, String)>);

impl Lists {
    /// Takes note of one story's.
    pub(super) fn note(&mut self, filed: Vec<(String, String)>) {
        for one in filed {
            if self.0.len() < LISTS_MAX {
                self.0.insert(one);
            }
        }
    }

    /// Hands over where the addresses of the lists lead, when all stories are read.
    pub(super) fn lead_on(self, config: &Config, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let generator = config.generator;
        let mut lead = |from: String, to: Destination| {
            sink(Ok(Record::Redirect(Box::new(RedirectRecord { from, to, permanent: true }))))
        };
        let base = match generator {
            Generator::Jekyll => config.word(&["baseurl"]).unwrap_or_default(),
            _ => String::new(),
        };
        let base = base.trim_end_matches('/');
        for feed in feeds(generator) {
            lead(format!("{base}{feed}"), Destination::Address("/rss/".to_owned()))?;
        }
        for (taxonomy, label) in self.0 {
            let Some(page) = page(generator, &taxonomy, &label) else { continue };
            if generator == Generator::Hugo {
                lead(format!("{page}index.xml"), Destination::TagFeed(label.clone()))?;
            }
            lead(format!("{base}{page}"), Destination::Tag(label))?;
        }
        ControlFlow::Continue(())
    }
}

/// Where a generator's sites have their feed, unless it is where ours is.
fn feeds(generator: Generator) -> &'static [&'static str] {
    match generator {
        Generator::Hugo => &["/index.xml"],
        Generator::Jekyll => &["/feed.xml"],
        Generator::Hexo => &["/rss2.xml"],
        Generator::Eleventy => &["/feed.xml", "/feed/feed.xml"],
        Generator::Zola | Generator::Plain => &[],
    }
}

/// The page of a tag, by the rule or, where the generator has none, by the custom of its sites.
fn page(generator: Generator, taxonomy: &str, label: &str) -> Option<String> {
    let slug = slugify(label, "en");
    let page = match generator {
        Generator::Hugo => urlized(&format!("/{taxonomy}/{}/", label.replace('/', "-"))),
        Generator::Hexo => format!("/{taxonomy}/{}/", label.split_whitespace().collect::<Vec<_>>().join("-")),
        // The plug-in that makes archives.
        Generator::Jekyll if taxonomy == "categories" => format!("/category/{slug}/"),
        Generator::Jekyll => format!("/tag/{slug}/"),
        Generator::Zola | Generator::Eleventy => format!("/{taxonomy}/{slug}/"),
        Generator::Plain => return None,
    };
    (!slug.is_empty()).then_some(page)
}
