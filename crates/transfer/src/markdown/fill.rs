//! What a generator puts into a text before it makes a page of it: addresses of other stories, values, texts put aside.

use super::Generator;
use super::aside::NAMES_TOLD;
use super::captured;
use super::emoji;
use super::folder::Folder;
use super::front::{self, Parts};
use super::includes::{self, Around, BYTES_MAX, FOLDER};
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
        if self.config.generator == Generator::Jekyll && includes::are_in(&parts.body) {
            parts.body = self.with_includes(files, site, parts);
        }
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
        if parts.body.contains(':') && emoji::are_shown(&self.config) {
            parts.body = emoji::shown(&parts.body);
        }
        told
    }

    /// A text of Jekyll's with the files of the site that it includes.
    fn with_includes(&self, files: &Files, site: &Site<'_>, parts: &Parts) -> String {
        let root = &self.config.root;
        let source = self.config.word(&["source"]).unwrap_or_default();
        let source = source.trim_start_matches("./").trim_matches('/');
        let folders = if source.is_empty() {
            vec![root.clone()]
        } else {
            vec![format!("{root}{source}/"), root.clone()]
        };
        let file = |name: &str| {
            let names = folders.iter().map(|folder| format!("{folder}{FOLDER}{name}"));
            let known = names.into_iter().find(|name| files.names().binary_search(name).is_ok())?;
            files.small_text(&known, BYTES_MAX).ok().flatten()
        };
        let setting = |name: &str| self.config.word(&[name]);
        let around = Around { file: &file, front: &parts.front, site: &setting, base: &site.base };
        includes::included(&parts.body, &around)
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
