//! What a generator puts into a text before it makes a page of it: addresses of other stories, values, texts put aside.

use super::Generator;
use super::aside::NAMES_TOLD;
use super::captured;
use super::folder::Folder;
use super::front::{self, Parts};
use super::liquid;
use super::page::Site;
use super::references::References;
use super::standing::Standing;
use super::wiki;
use crate::files::Files;
use crate::problem::for_report;

impl Folder {
    /// Puts into a text what the generator would have put there. Answers what is to be told.
    pub(super) fn fill_in(
        &self,
        files: &Files,
        site: &Site<'_>,
        standing: &Standing,
        parts: &mut Parts,
    ) -> Option<String> {
        let told = self.lead_to_files(files, site, standing, parts);
        if liquid::is_in(&parts.body) {
            parts.body = liquid::resolved(&parts.body, &site.base);
        }
        let setting = |name: &str| self.config.word(&[name]);
        if let Some(mark) = front::excerpt_separator(&parts.front, setting)
            && self.config.generator == Generator::Jekyll
        {
            parts.body = parts.body.replacen(&mark, "<!--more-->", 1);
        }
        match self.config.generator {
            Generator::Jekyll | Generator::Eleventy => {
                if captured::are_in(&parts.body) {
                    parts.body = captured::printed(&parts.body, &parts.front);
                }
                if parts.body.contains("{{") {
                    parts.body = liquid::filled(&parts.body, &parts.front, setting);
                }
            }
            Generator::Hugo if parts.body.contains(" param ") => {
                parts.body = liquid::with_params(&parts.body, &parts.front, setting);
            }
            Generator::Plain if parts.body.contains("[[") => {
                let address =
                    |called: &str| self.references(files, site).get(called, standing.lang.as_deref());
                parts.body = wiki::resolved(&parts.body, address);
            }
            _ => {}
        }
        told
    }

    /// Makes addresses of what a text calls other files by. Answers which of them are not here.
    fn lead_to_files(
        &self,
        files: &Files,
        site: &Site<'_>,
        standing: &Standing,
        parts: &mut Parts,
    ) -> Option<String> {
        if !References::are_in(&parts.body) {
            return None;
        }
        let mut lost = Vec::new();
        parts.body = self.references(files, site).resolved(&parts.body, standing.lang.as_deref(), &mut lost);
        let names: Vec<String> = lost.iter().take(NAMES_TOLD).map(|name| for_report(name)).collect();
        (!lost.is_empty()).then(|| {
            format!("links to stories that are not here or not out yet lead nowhere: {}", names.join(", "))
        })
    }
}
