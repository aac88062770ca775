//! Answering a question: the index says which stories, the store what they are and whether they may be shown.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use dateline_markup::plain_text;
use dateline_model::{
    AuthorId, CommentId, CommentState, Millis, Paper, Post, PostId, SiteId, SiteSettings, TagId,
};
use dateline_store::Read;
use tantivy::Searcher;
use uuid::Uuid;

use crate::SearchError;
use crate::ask::Ask;
use crate::bounds::{Bounds, Gone};
use crate::cards::Ids;
use crate::collect::{Archive, Audience, COUNTED_MAX, Card, Gather, Gathered, Order, years_in};
use crate::dictionary::Dictionary;
use crate::document::{caption_text, has_card};
use crate::effort::{ASIDE, Effort, GUESS, LOOK_UPS, QUESTION};
use crate::language::Language;
use crate::plan::{Doubt, Marks, Meant, Plan, Planner};
use crate::query::Query;
use crate::results::{FACETS_MAX, Facets, Hit, PAGES_MAX, SearchRequest, SearchResults, Within};
use crate::search::{Search, blocking};
use crate::snippet::Marker;
use crate::volume::Volume;

/// With fewer hits than this a question is looked at for misspelt words.
const FEW: u64 = 3;
/// Hits that are counted to tell which of two readings of a question has more.
const COMPARED_MAX: u64 = 1_000;

impl Search {
    /// Answers a question to the archive of one site at the moment `now`.
    ///
    /// Whatever was typed is answered, if with nothing. What is shown is read from the store under the one rule of
    /// visibility, so that a story retracted a moment ago is not among the hits even if the index still has it.
    ///
    /// # Errors
    /// [`SearchError::Building`] while the site has no index yet.
    pub async fn search(
        &self,
        read: &mut Read,
        paper: &Paper,
        now: Millis,
        request: &SearchRequest,
    ) -> Result<SearchResults, SearchError> {
        let query = request.query(&request.text, &paper.zone);
        if query.is_empty() {
            return Ok(SearchResults {
                is_empty_query: true,
                comments: query.comments,
                ..SearchResults::default()
            });
        }
        let shelf = self.shelf(paper.id());
        // Before the index is opened: what it follows meanwhile is only looked at once more.
        let followed = shelf.followed.load(Ordering::Acquire);
        let volume = shelf.volume()?;
        let gone = Gone::since(read, paper.id(), now, request.audience, followed).await?;
        let asking = Asking::new(request, query, gone, paper, now);
        let found = self.ask(paper.id(), &volume, asking.clone()).await?;
        let desk = Desk { site: paper.id(), now, audience: request.audience, settings: &paper.settings };
        let mut results = SearchResults {
            total: found.gathered.total,
            more: found.gathered.more,
            relaxed: found.relaxed,
            comments: asking.query.comments,
            ..SearchResults::default()
        };
        results.hits = desk.hits(read, &found).await?;
        // What the store does not show any more is not counted either.
        results.total = results.total.saturating_sub((found.ids.len() - results.hits.len()) as u64);
        results.pages = (results.total as usize).div_ceil(request.window().1).min(PAGES_MAX);
        results.facets = desk.facets(read, &found.gathered).await?;
        if request.window().0 == 0 {
            results.did_you_mean = self.meant(read, &volume, &asking, &found, &desk).await?;
        }
        Ok(results)
    }

    /// Asks the index; damage that shows has it built anew.
    async fn ask(&self, site: SiteId, volume: &Arc<Volume>, asking: Asking) -> Result<Found, SearchError> {
        let volume = Arc::clone(volume);
        let found = blocking(move || asking.find(&volume)).await;
        if let Err(SearchError::Damaged(why)) = &found {
            tracing::error!(site = %site, error = why, "an index could not answer and will be built anew");
            self.shelf(site).spoil();
        }
        found
    }

    /// The question as it may have been meant: each doubtful word exchanged for the likeliest better known one, if
    /// that has more hits among what the asker may see.
    async fn meant(
        &self,
        read: &mut Read,
        volume: &Arc<Volume>,
        asking: &Asking,
        found: &Found,
        desk: &Desk<'_>,
    ) -> Result<Option<String>, SearchError> {
        if found.doubts.is_empty()
            || (found.gathered.total >= FEW && found.doubts.iter().all(|d| d.cards > 0))
        {
            return Ok(None);
        }
        let mut text = asking.text.clone();
        for doubt in &found.doubts {
            let Some(better) = self.better_word(read, volume, asking, doubt, desk).await? else { continue };
            text = text.replacen(&doubt.typed, &better, 1);
        }
        if text == asking.text {
            return Ok(None);
        }
        let other = asking.instead(&text).only_counting();
        let total = self.ask(desk.site, volume, other).await?.exact;
        Ok((total > found.exact).then_some(text))
    }

    /// The first of what may have been meant that stands in a story which the asker may see, as it is written there.
    async fn better_word(
        &self,
        read: &mut Read,
        volume: &Arc<Volume>,
        asking: &Asking,
        doubt: &Doubt,
        desk: &Desk<'_>,
    ) -> Result<Option<String>, SearchError> {
        for meant in &doubt.meant {
            match meant {
                Meant::Name(spelling) => {
                    let other = asking.instead(spelling).only_counting();
                    if self.ask(desk.site, volume, other).await?.exact > 0 {
                        return Ok(Some(like_typed(spelling, &doubt.typed)));
                    }
                }
                Meant::Stem(stem) => {
                    let other = asking.with_stem(stem);
                    let found = self.ask(desk.site, volume, other).await?;
                    for hit in desk.hits(read, &found).await? {
                        if let Some(word) = desk.written(&hit, stem) {
                            return Ok(Some(like_typed(&word.to_lowercase(), &doubt.typed)));
                        }
                    }
                }
            }
        }
        Ok(None)
    }
}

/// With a capital if the reader typed one.
fn like_typed(word: &str, typed: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if typed.chars().next().is_some_and(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => word.to_owned(),
    }
}

/// A question with everything that belongs to it.
#[derive(Clone)]
struct Asking {
    text: String,
    query: Query,
    request: SearchRequest,
    bounds: Bounds,
    zone: dateline_model::Zone,
    now: Millis,
    /// Whether only the hits that are spelt as asked are counted, and nothing is shown.
    strict: bool,
    /// Looks for this stem in place of the query.
    stem: Option<String>,
}

impl Asking {
    fn new(request: &SearchRequest, query: Query, gone: Gone, paper: &Paper, now: Millis) -> Self {
        let (text, request, zone) = (request.text.clone(), request.clone(), paper.zone.clone());
        let Within { kind, status, .. } = request.within;
        let bounds = Bounds { audience: request.audience, kind, status, gone };
        Self { text, query, request, bounds, zone, now, strict: false, stem: None }
    }

    /// The same with other words.
    fn instead(&self, text: &str) -> Self {
        let request = SearchRequest { typing: false, ..self.request.clone() };
        let query = request.query(text, &self.zone);
        let comments = self.query.comments;
        Self { text: text.to_owned(), query: Query { comments, ..query }, ..self.clone() }
    }

    fn only_counting(mut self) -> Self {
        self.strict = true;
        self.request.facets = false;
        self
    }

    /// The first stories with a stem.
    fn with_stem(&self, stem: &str) -> Self {
        let request = SearchRequest { page: 1, per_page: 3, facets: false, ..self.request.clone() };
        Self { request, stem: Some(stem.to_owned()), ..self.clone() }
    }

    /// Asks the index of this moment.
    fn find(&self, volume: &Volume) -> Result<Found, SearchError> {
        let searcher = volume.searcher();
        let archive = Archive { searcher: &searcher, spans: &volume.spans };
        let comments = self.query.comments;
        let (skip, show) = self.request.window();
        if let Some(stem) = &self.stem {
            let ask = self.with_stem_alone(stem, &searcher, volume)?;
            let gathered = archive.gather(&ask, &self.gather(show, show as u64), &Effort::of(GUESS))?;
            let ids = ids_of(&searcher, gathered.first.iter(), kind(comments))?;
            return Ok(Found { gathered, ids, comments, ..Found::default() });
        }
        let look_ups = if self.strict { GUESS } else { LOOK_UPS };
        let dictionary = Dictionary::new(&searcher, volume.fields, look_ups);
        let plan = Planner::new(dictionary, comments)?.plan(&self.query, &self.bounds)?;
        let exactly = || -> Result<u64, SearchError> {
            Ok(archive.gather(&plan.exact, &self.gather(0, COMPARED_MAX), &Effort::of(GUESS))?.total)
        };
        if self.strict {
            return Ok(Found { exact: exactly()?, comments, ..Found::default() });
        }
        let gather = self.gather(skip + show, COUNTED_MAX);
        let mut gathered = self.best(&archive, &plan, &gather)?;
        let exact = if plan.doubts.is_empty() { gathered.total } else { exactly()? };
        let mut is_relaxed = false;
        if let Some(relaxed) = plan.relaxed.as_ref().filter(|_| gathered.total == 0) {
            gathered = archive.gather(relaxed, &gather, &Effort::of(ASIDE))?;
            is_relaxed = gathered.total > 0;
        }
        let shown = gathered.first.iter().skip(skip).take(show);
        let ids = ids_of(&searcher, shown, kind(comments))?;
        let Plan { marks, doubts, .. } = plan;
        Ok(Found { gathered, ids, marks, doubts, exact, relaxed: is_relaxed, comments })
    }

    /// What answers the question best. Where only the newest cards could be weighed, those with all the words in the
    /// headline are added, and how all of them divide is estimated.
    fn best(&self, archive: &Archive<'_>, plan: &Plan, gather: &Gather) -> Result<Gathered, SearchError> {
        let mut gathered = archive.gather(&plan.ask, gather, &Effort::of(QUESTION))?;
        if !gathered.more {
            return Ok(gathered);
        }
        if let Some(in_titles) = plan.in_titles.as_ref().filter(|_| gather.order == Order::Best) {
            let few = Gather { enough: COMPARED_MAX, years: Arc::from([]), ..gather.clone() };
            archive.add_best(in_titles, &few, &Effort::of(ASIDE), &mut gathered)?;
        }
        if self.request.facets {
            gathered.tally = archive.estimate(&plan.ask, gather, &Effort::of(ASIDE))?;
        }
        Ok(gathered)
    }

    /// Cards that have a stem, whatever was typed.
    fn with_stem_alone(&self, stem: &str, searcher: &Searcher, volume: &Volume) -> Result<Ask, SearchError> {
        let dictionary = Dictionary::new(searcher, volume.fields, GUESS);
        let comments = self.query.comments;
        let field = if comments { volume.fields.remark } else { volume.fields.text };
        let with_stem = dictionary.fixed(field, stem, 0.0)?;
        Ok(self.bounds.frame(&dictionary, comments)?.around(vec![with_stem], Vec::new(), &Ask::Nothing))
    }

    fn gather(&self, keep: usize, enough: u64) -> Gather {
        Gather {
            audience: self.request.audience,
            now: self.now,
            order: self.request.order,
            before: self.query.before,
            after: self.query.after,
            keep,
            enough,
            years: if self.request.facets { years_in(&self.zone) } else { Arc::from([]) },
        }
    }
}

/// The field that says whose a card is.
fn kind(comments: bool) -> &'static str {
    if comments { "comment" } else { "post" }
}

/// What the index answered.
#[derive(Default)]
struct Found {
    gathered: Gathered,
    /// The ids of the stories or comments of the page.
    ids: Vec<Uuid>,
    marks: Marks,
    doubts: Vec<Doubt>,
    /// Hits that have the words as they were typed.
    exact: u64,
    relaxed: bool,
    comments: bool,
}

pub(crate) fn ids_of<'c>(
    searcher: &Searcher,
    cards: impl Iterator<Item = &'c Card>,
    field: &str,
) -> Result<Vec<Uuid>, SearchError> {
    let mut ids = Vec::new();
    for card in cards {
        let segment = searcher.segment_reader(card.at.segment_ord);
        ids.extend(Ids::of(segment, field)?.of_card(card.at.doc_id)?);
    }
    Ok(ids)
}

/// Reads what is shown, for one asker at one moment.
pub(crate) struct Desk<'p> {
    pub(crate) site: SiteId,
    pub(crate) now: Millis,
    pub(crate) audience: Audience,
    /// What the site's editor set: its language, and whose comments are kept from readers.
    pub(crate) settings: &'p SiteSettings,
}

impl Desk<'_> {
    async fn hits(&self, read: &mut Read, found: &Found) -> Result<Vec<Hit>, SearchError> {
        let mut marker = Marker::new(&found.marks);
        let mut hits = Vec::new();
        for id in &found.ids {
            let comment = if found.comments {
                let stored = read.desk_comment(self.site, CommentId(*id)).await?;
                let approved = stored.filter(|comment| comment.state == CommentState::Approved);
                let Some(comment) = approved else { continue };
                Some(comment)
            } else {
                None
            };
            let post = comment.as_ref().map_or(PostId(*id), |comment| comment.post);
            let Some(post) = self.post(read, post).await? else { continue };
            if comment.is_some() && self.hides_comments(read, post.id).await? {
                continue;
            }
            let text = plain_text(comment.as_ref().map_or(&post.html, |comment| &comment.html));
            let own = if comment.is_some() { None } else { post.lang.as_deref() };
            let language = Language::of_text(own, &self.settings.locale, &text);
            let title = marker.whole(&post.title, language);
            let caption = post.image_caption.as_deref().map(caption_text);
            let around = [caption.as_deref(), post.image_alt.as_deref(), post.excerpt.as_deref()];
            let around = around.into_iter().flatten().filter(|_| comment.is_none());
            let snippet = marker
                .passage(&text, language)
                .or_else(|| around.into_iter().find_map(|text| marker.passage(text, language)))
                .unwrap_or_else(|| marker.whole(&post.teaser, language));
            hits.push(Hit { post, comment, title, snippet });
        }
        Ok(hits)
    }

    /// Whether the asker does not see the comments of a story.
    async fn hides_comments(&self, read: &mut Read, post: PostId) -> Result<bool, SearchError> {
        if self.audience != Audience::Readers || !self.settings.hides_any_comments() {
            return Ok(false);
        }
        let tags = read.tags_of(self.site, &[post]).await?;
        let slugs: Vec<&str> = tags.iter().map(|(_, tag)| tag.slug.as_str()).collect();
        Ok(self.settings.hides_comments(post, &slugs))
    }

    /// A story, if the asker may see it.
    pub(crate) async fn post(&self, read: &mut Read, post: PostId) -> Result<Option<Post>, SearchError> {
        Ok(match self.audience {
            Audience::Readers => read.public_post(self.site, self.now, post).await?,
            Audience::Desk => read.desk_post(self.site, post).await?.filter(has_card),
            Audience::Own(author) => {
                let own = read.credits(self.site, post).await?.authors.contains(&author);
                read.desk_post(self.site, post).await?.filter(|post| own && has_card(post))
            }
        })
    }

    async fn facets(&self, read: &mut Read, gathered: &Gathered) -> Result<Facets, SearchError> {
        let mut facets = Facets::default();
        let named = gathered.tally.named()?;
        for (id, n) in most(&named.tags) {
            let Ok(id) = id.parse::<TagId>() else { continue };
            facets.tags.extend(read.tag(self.site, id).await?.map(|tag| (tag, n)));
        }
        for (id, n) in most(&named.authors) {
            let Ok(id) = id.parse::<AuthorId>() else { continue };
            facets.authors.extend(read.author(self.site, id).await?.map(|author| (author, n)));
        }
        facets.years = named.years.iter().map(|(year, n)| (*year, *n)).collect();
        facets.years.sort_unstable_by_key(|(year, _)| std::cmp::Reverse(*year));
        Ok(facets)
    }

    /// The word of a hit that has this stem, as it is written.
    fn written(&self, hit: &Hit, stem: &str) -> Option<String> {
        let text = plain_text(hit.comment.as_ref().map_or(&hit.post.html, |comment| &comment.html));
        let language = Language::of_text(hit.post.lang.as_deref(), &self.settings.locale, &text);
        let marks = Marks::default();
        let mut marker = Marker::new(&marks);
        [hit.post.title.as_str(), text.as_str()].iter().find_map(|text| marker.written(text, language, stem))
    }
}

/// The most frequent, those equally frequent by id, so that the order is always the same.
fn most(counts: &std::collections::HashMap<String, u64>) -> Vec<(&str, u64)> {
    let mut counts: Vec<(&str, u64)> = counts.iter().map(|(id, n)| (id.as_str(), *n)).collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.truncate(FACETS_MAX);
    counts
}
