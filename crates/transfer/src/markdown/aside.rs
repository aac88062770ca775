//! What did not become stories while a folder was read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::assets::Assets;
use super::file::WITHOUT_STORIES;
use super::lists::Lists;
use super::menu::Menus;
use super::unkept::Unkept;
use crate::disqus::Stories;
use crate::files::PassedOver;
use crate::problem::{Action, Problem, Trouble, for_report};
use crate::source::Sink;

/// Names that the report lists of what was left out for one reason.
pub(super) const NAMES_TOLD: usize = 5;

/// Reasons for which files were left out: how many, and the first of them.
#[derive(Default)]
pub(super) struct LeftOut(BTreeMap<&'static str, (usize, Vec<String>)>);

impl LeftOut {
    pub(super) fn add(&mut self, why: &'static str, name: &str) {
        let (count, names) = self.0.entry(why).or_default();
        *count += 1;
        if names.len() < NAMES_TOLD {
            names.push(for_report(name));
        }
    }

    pub(super) fn tell(self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        for (why, (count, names)) in self.0 {
            let more = if count > names.len() { ", …" } else { "" };
            let message = format!("{count} {why}: {}{more}", names.join(", "));
            let problem = Problem { line: 0, entry: String::new(), message, action: Action::Skipped };
            sink(Err(Trouble::Problem(problem)))?;
        }
        ControlFlow::Continue(())
    }
}

/// What did not become stories.
#[derive(Default)]
pub(super) struct Aside {
    pub(super) left_out: LeftOut,
    pub(super) unkept: Unkept,
    pub(super) lists: Lists,
    pub(super) menus: Menus,
    pub(super) assets: Assets,
    /// Stories that comments beside them may name.
    pub(super) stories: Option<Stories>,
}

impl Aside {
    /// Notes what the folder held that was not looked into.
    pub(super) fn note_passed_over(&mut self, passed_over: &PassedOver) {
        let is_site = |name: &&String| !name.split('/').any(|part| WITHOUT_STORIES.contains(&part));
        for link in passed_over.links.iter().filter(is_site) {
            self.left_out.add("links to other files were not followed", link);
        }
        for file in &passed_over.beyond {
            self.left_out.add("files and folders are beyond the limits of what is read", file);
        }
    }

    pub(super) fn stories(&self) -> Option<&Stories> {
        self.stories.as_ref()
    }
}
