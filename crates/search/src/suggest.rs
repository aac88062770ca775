//! What is shown beside a question: suggestions while it is typed, and stories related to another.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use dateline_markup::plain_text;
use dateline_model::{AuthorId, Millis, Paper, Post, PostId, TagId};
use dateline_store::Read;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as Ask, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::SearchError;
use crate::bounds::{Bounds, Gone, card_of};
use crate::collect::{Audience, Gather, Order};
use crate::dictionary::Dictionary;
use crate::document::whole_name;
use crate::find::{Desk, ids_of};
use crate::language::Language;
use crate::results::{SearchRequest, SearchResults, Suggestions};
use crate::search::{Search, blocking};
use crate::terms::{Analysis, Cut};
use crate::volume::Volume;

/// Tags and authors that are suggested, of each.
const LABELS: usize = 4;
/// The most telling words of a story, by which related ones are found.
const TELLING_WORDS: usize = 20;
/// The most cards that a telling word stands on: twenty words of a large archive must not become a look at all of it.
const TELLING_CARDS_MAX: f32 = 20_000.0;
/// Bytes of a story that are read for them.
const TEXT_BYTES_MAX: usize = 100_000;
/// What a shared tag counts, times how rare it is.
const TAG_WEIGHT: f32 = 1.5;

impl Search {
    /// What to show to a reader who has typed `text` so far: up to `limit` stories, and the tags and authors whose
    /// names it begins, as far as they have stories that everybody may read.
    pub async fn suggest(
        &self,
        read: &mut Read,
        paper: &Paper,
        now: Millis,
        text: &str,
        limit: usize,
    ) -> Result<Suggestions, SearchError> {
        let request = SearchRequest { typing: true, per_page: limit, ..SearchRequest::new(text) };
        let SearchResults { total, hits: stories, .. } = self.search(read, paper, now, &request).await?;
        let shelf = self.shelf(paper.id());
        let followed = shelf.followed.load(Ordering::Acquire);
        let volume = shelf.volume()?;
        let gone = Gone::since(read, paper.id(), now, Audience::Readers, followed).await?;
        let bounds = Bounds { gone, ..Bounds::default() };
        let name = whole_name(text);
        let labels = blocking(move || {
            let fields = volume.fields;
            let tags = labels(&volume, &bounds, (fields.tag_name, fields.tag), &name, now)?;
            Ok((tags, labels(&volume, &bounds, (fields.author_name, fields.author), &name, now)?))
        });
        let (tag_ids, author_ids) = labels.await?;
        let mut suggestions = Suggestions { total, stories, ..Suggestions::default() };
        for id in tag_ids.iter().filter_map(|id| id.parse::<TagId>().ok()) {
            suggestions.tags.extend(read.tag(paper.id(), id).await?);
        }
        for id in author_ids.iter().filter_map(|id| id.parse::<AuthorId>().ok()) {
            suggestions.authors.extend(read.author(paper.id(), id).await?);
        }
        Ok(suggestions)
    }

    /// Up to `limit` public stories that are about the same as `post`, the nearest first.
    pub async fn related(
        &self,
        read: &mut Read,
        paper: &Paper,
        now: Millis,
        post: &Post,
        limit: usize,
    ) -> Result<Vec<Post>, SearchError> {
        let volume = self.shelf(paper.id()).volume()?;
        let text = plain_text(&post.html);
        let language = Language::of_text(post.lang.as_deref(), &paper.settings.locale, &text);
        let tags = read.tags_of(paper.id(), &[post.id]).await?;
        let tags =
            tags.into_iter().filter(|(_, tag)| !tag.is_internal()).map(|(_, tag)| tag.id.hex()).collect();
        let about = About { post: post.id, title: post.title.clone(), text, language, tags };
        let ids = blocking(move || about.find(&volume, now, limit)).await?;
        let locale = &paper.settings.locale;
        let desk = Desk { site: paper.id(), now, audience: Audience::Readers, locale };
        let mut related = Vec::new();
        for id in ids {
            related.extend(desk.post(read, id).await?);
        }
        Ok(related)
    }
}

/// The ids of the tags or authors whose name begins so, as far as a reader may see a story of theirs.
fn labels(
    volume: &Volume,
    bounds: &Bounds,
    (names, ids): (Field, Field),
    typed: &str,
    now: Millis,
) -> Result<Vec<String>, SearchError> {
    let searcher = volume.searcher();
    let dictionary = Dictionary { searcher: &searcher, fields: volume.fields };
    let mut found = Vec::new();
    for id in dictionary.labelled_with(names, typed, true)? {
        if found.len() == LABELS {
            break;
        }
        let stories = bounds.around(term(ids, &id, IndexRecordOption::Basic), volume.fields, false);
        if searcher.search(&stories, &public(now, 0))?.total > 0 {
            found.push(id);
        }
    }
    Ok(found)
}

fn public(now: Millis, keep: usize) -> Gather {
    let (audience, order) = (Audience::Readers, Order::Best);
    Gather { audience, now, order, before: None, after: None, keep, years: Arc::from([]) }
}

fn term(field: Field, text: &str, record: IndexRecordOption) -> Box<dyn Ask> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), record))
}

/// What a story is about.
struct About {
    post: PostId,
    title: String,
    text: String,
    language: Language,
    /// The ids of its tags.
    tags: Vec<String>,
}

impl About {
    fn find(&self, volume: &Volume, now: Millis, limit: usize) -> Result<Vec<PostId>, SearchError> {
        let searcher = volume.searcher();
        let fields = volume.fields;
        let dictionary = Dictionary { searcher: &searcher, fields };
        let stories = searcher.num_docs() as f32;
        let rarity = |cards: u64| (1.0 + stories / (cards as f32 + 1.0)).ln();
        let mut words: Vec<(f32, String)> = Vec::new();
        for (stem, times) in self.stems() {
            let cards = dictionary.cards(fields.text, &stem)?;
            // A word of this story alone leads nowhere, one of every fifth story everywhere.
            if cards >= 2 && (cards as f32) < (stories / 5.0).clamp(50.0, TELLING_CARDS_MAX) {
                words.push(((1.0 + times as f32).ln() * rarity(cards), stem));
            }
        }
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut some: Vec<(Occur, Box<dyn Ask>)> = Vec::new();
        for (weight, stem) in words.into_iter().take(TELLING_WORDS) {
            let ask = term(fields.text, &stem, IndexRecordOption::WithFreqs);
            some.push((Occur::Should, Box::new(BoostQuery::new(ask, weight.sqrt()))));
        }
        for tag in &self.tags {
            let weight = TAG_WEIGHT * rarity(dictionary.cards(fields.tag, tag)?);
            let ask = term(fields.tag, tag, IndexRecordOption::Basic);
            some.push((Occur::Should, Box::new(ConstScoreQuery::new(ask, weight))));
        }
        if some.is_empty() {
            return Ok(Vec::new());
        }
        some.push((Occur::MustNot, card_of(fields, self.post)));
        let ask = BooleanQuery::with_minimum_required_clauses(some, 1);
        let gathered = searcher.search(&ask, &public(now, limit))?;
        Ok(ids_of(&searcher, gathered.first.iter(), "post")?.into_iter().map(PostId).collect())
    }

    /// How often each stem stands in it; those of the headline count three times.
    fn stems(&self) -> HashMap<String, u32> {
        let mut analysis = Analysis::new(Cut::Stem);
        let mut stems = HashMap::new();
        let text = &self.text[..self.text.floor_char_boundary(TEXT_BYTES_MAX)];
        for (part, times) in [(self.title.as_str(), 3), (text, 1)] {
            for (stem, at) in analysis.list(self.language, part) {
                let small = self.language.is_stop_word(&part[at].to_lowercase());
                if !small && stem.chars().count() > 1 && !stem.bytes().all(|b| b.is_ascii_digit()) {
                    *stems.entry(stem).or_default() += times;
                }
            }
        }
        stems
    }
}
