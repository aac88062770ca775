//! What a theme's templates ask for, remembered from page to page: a page whose requests can be foreseen is printed
//! once, and not a first time only to find out what it needs.
//!
//! Requests name the page they stand on (`id:-{{post.id}}`), so they are remembered with the page's own words left open.
//! Being wrong costs a query that nobody reads, or the second printing that was to be spared, and never a wrong page.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::fetch::GetRequest;
use crate::view::{Page, PageView, PostView};

/// Templates of one theme that are remembered; no theme has as many that ask for something.
const MAX_TEMPLATES: usize = 64;
/// Pages in a row that must have asked for the same before the next one is trusted to.
const TRUSTED_AFTER: u8 = 2;

/// What each template asked for the last time.
#[derive(Debug, Default)]
pub(crate) struct Habits(Mutex<HashMap<String, Habit>>);

#[derive(Debug)]
struct Habit {
    /// In the order of asking, with the page's own words left open.
    requests: Vec<GetRequest>,
    /// Pages in a row that asked for the same as the page before them.
    agreed: u8,
}

impl Habits {
    /// What a page printed by this template will ask for, if that can be told.
    pub(crate) fn foreseen(&self, template: &str, view: &PageView) -> Vec<GetRequest> {
        let habits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(habit) = habits.get(template).filter(|habit| habit.agreed >= TRUSTED_AFTER) else {
            return Vec::new();
        };
        let words = OwnWords::of(view);
        habit.requests.iter().map(|request| with_texts(request, |text| words.filled(text))).collect()
    }

    /// Remembers what a page asked for.
    pub(crate) fn learn(&self, template: &str, view: &PageView, asked: &[GetRequest]) {
        let mut habits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !habits.contains_key(template) && (asked.is_empty() || habits.len() >= MAX_TEMPLATES) {
            return;
        }
        let words = OwnWords::of(view);
        let requests: Vec<GetRequest> =
            asked.iter().map(|request| with_texts(request, |text| words.left_open(text))).collect();
        match habits.get_mut(template) {
            Some(habit) if habit.requests == requests => habit.agreed = habit.agreed.saturating_add(1),
            _ => {
                habits.insert(template.to_owned(), Habit { requests, agreed: 0 });
            }
        }
    }
}

/// The request with its texts, which may name the page, written otherwise.
fn with_texts(request: &GetRequest, write: impl Fn(&str) -> String) -> GetRequest {
    let written = |text: &Option<String>| text.as_deref().map(&write);
    GetRequest {
        filter: written(&request.filter),
        id: written(&request.id),
        slug: written(&request.slug),
        ..request.clone()
    }
}

/// Words by which requests name the page they stand on, each with the sign that stands for it when it is left open.
struct OwnWords<'p>(Vec<(char, &'p str)>);

impl<'p> OwnWords<'p> {
    /// Signs that no filter has.
    const SIGNS: [char; 4] = ['\u{1}', '\u{2}', '\u{3}', '\u{4}'];

    fn of(view: &'p PageView) -> Self {
        let of_story = |post: &'p PostView| {
            let tag = post.tags.first().map_or("", |tag| tag.slug.as_str());
            let author = post.authors.first().map_or("", |author| author.slug.as_str());
            [post.id.as_str(), post.slug.as_str(), tag, author]
        };
        let words = match &view.page {
            Page::Post(story) | Page::Page(story) => of_story(&story.post),
            Page::Tag { tag, .. } => [tag.id.as_str(), tag.slug.as_str(), "", ""],
            Page::Author { author, .. } => [author.id.as_str(), author.slug.as_str(), "", ""],
            _ => [""; 4],
        };
        Self(Self::SIGNS.into_iter().zip(words).filter(|(_, word)| !word.is_empty()).collect())
    }

    fn left_open(&self, text: &str) -> String {
        let mut open = text.to_owned();
        for (sign, word) in &self.0 {
            if open.contains(word) {
                open = open.replace(word, sign.encode_utf8(&mut [0; 4]));
            }
        }
        open
    }

    fn filled(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + 24);
        for c in text.chars() {
            match self.0.iter().find(|(sign, _)| *sign == c) {
                Some((_, word)) => filled.push_str(word),
                None => filled.push(c),
            }
        }
        filled
    }
}
