//! `{{#get}}`: a page is printed with what has been fetched so far, and what its templates want more is fetched here,
//! by the rules of Ghost's Content API: public posts, tags and authors that have some.

use std::sync::Arc;

use dateline_model::PostKind;
use dateline_nql::{Filter, FilterError};
use dateline_store::{SelectError, Selection};
use dateline_theme::{
    Answered, Fetched, GetAnswer, GetRequest, MAX_ROUNDS, PageView, PaginationView, Printed, Rendered,
    Resource, SiteView,
};

use crate::answers::Common;
use crate::depends::Depends;
use crate::foreign::Whole;
use crate::list::Place;
use crate::press::{PressError, View};
use crate::view::Credits;

/// Slugs of a list in a filter by which rows are put in order: as many as a request can have rows.
const NAMED_MAX: usize = 100;

impl View<'_> {
    /// Prints a page, fetching what its templates ask for.
    pub(crate) async fn rendered(&mut self, site: &SiteView, page: &PageView) -> Result<Printed, PressError> {
        let failed = |error: dateline_theme::ThemeError| PressError::Theme(error.to_string());
        let mut fetched = Fetched::with_galleys(Arc::clone(self.galleys));
        let mut wanted = self.theme.foreseen(site, page);
        for _ in 0..=MAX_ROUNDS {
            for request in wanted {
                let answer = self.fetch(&request).await?;
                fetched.insert(request, answer);
            }
            wanted = match self.theme.render_with(site, page, &fetched).map_err(failed)? {
                Rendered::Page(printed) => {
                    self.depend_on(&fetched);
                    return Ok(printed);
                }
                Rendered::Needs(wanted) => wanted,
            };
        }
        self.depend_on(&fetched);
        self.theme.render_settled(site, page, &fetched).map_err(failed)
    }

    fn depend_on(&mut self, fetched: &Fetched) {
        if fetched.is_used() {
            self.depends.everything_listed();
        }
    }

    /// The answer to a request, the one of another page where it would be the same.
    async fn fetch(&mut self, request: &GetRequest) -> Result<Arc<Answered>, PressError> {
        let Some(common) = Common::of(request) else { return Ok(self.look_up(request).await?.into()) };
        let answered = match self.kept_answer(&common.request) {
            Some((answered, depends)) => {
                if common.is_answered_by(&answered) {
                    self.depends.add_all(&depends);
                }
                answered
            }
            None if !self.was_asked_before(&common.request) => {
                return Ok(self.look_up(request).await?.into());
            }
            None => {
                let own = std::mem::replace(&mut self.depends, Depends::on(self.paper.id()));
                let answer = self.look_up(&common.request).await;
                let depends = std::mem::replace(&mut self.depends, own);
                let answered = Answered::to_many(answer?);
                if common.is_answered_by(&answered) {
                    self.depends.add_all(&depends);
                }
                self.keep_answer(common.request.clone(), Arc::clone(&answered), depends).await?;
                answered
            }
        };
        if common.is_answered_by(&answered) {
            return Ok(answered);
        }
        Ok(self.look_up(request).await?.into())
    }

    async fn look_up(&mut self, request: &GetRequest) -> Result<GetAnswer, PressError> {
        let Ok(filter) = filter_of(request) else {
            return Ok(GetAnswer::Refused("Error parsing filter".to_owned()));
        };
        let order = order_of(request.order.as_deref().unwrap_or_default());
        let named = named_slugs(request);
        let offset = i64::from(request.page.max(1) - 1) * i64::from(request.limit);
        let (limit, offset) = match named.len() {
            0 => (i64::from(request.limit), offset),
            // All that are named are fetched, so that the first of them are the first in the list.
            named => (named.min(NAMED_MAX) as i64, 0),
        };
        let selection = Selection { filter: filter.as_ref(), order: &order, limit, offset };
        match self.select(request, &selection).await {
            Ok(answer) => Ok(as_named(answer, &named, request)),
            Err(SelectError::Store(error)) => Err(error.into()),
            Err(unknown) => Ok(GetAnswer::Refused(unknown.to_string())),
        }
    }

    async fn select(
        &mut self,
        request: &GetRequest,
        selection: &Selection<'_>,
    ) -> Result<GetAnswer, SelectError> {
        let (site, now) = (self.paper.id(), self.now);
        let kind = match request.resource {
            Resource::Posts => PostKind::Post,
            Resource::Pages => PostKind::Page,
            Resource::Tags => {
                let (tags, total) = self.read.tag_selection(site, now, true, selection).await?;
                let mut views = self.detailed_tags(&tags).await?;
                let whole = Whole { base: self.addresses.base() };
                for view in &mut views {
                    whole.tag(view);
                }
                return Ok(GetAnswer::Tags(views, pagination(request, total)));
            }
            Resource::Authors => {
                let (authors, total) = self.read.author_selection(site, now, true, selection).await?;
                let mut views = self.detailed_authors(&authors).await?;
                let whole = Whole { base: self.addresses.base() };
                for view in &mut views {
                    whole.author(view);
                }
                return Ok(GetAnswer::Authors(views, pagination(request, total)));
            }
            Resource::Tiers | Resource::Newsletters => return Ok(GetAnswer::Nothing),
        };
        let (cards, total) = if request.counted {
            self.read.public_selection(site, now, kind, selection).await?
        } else {
            (self.read.public_picks(site, now, kind, selection).await?, 0)
        };
        let includes = |name: &str| {
            request.include.as_deref().is_some_and(|list| list.split(',').any(|part| part.trim() == name))
        };
        let credits = Credits { authors: includes("authors"), tags: includes("tags") };
        let mut posts = self.post_views(&cards, credits).await?;
        if wants_bodies(request) {
            self.add_bodies(&cards, &mut posts).await?;
        }
        self.fit_pictures(&mut posts).await?;
        Whole { base: self.addresses.base() }.posts(&mut posts);
        Ok(GetAnswer::Posts(posts, pagination(request, total)))
    }
}

/// Bodies are read where the template may print them, and where it names them: a list of a hundred needs none.
fn wants_bodies(request: &GetRequest) -> bool {
    let names_body = |list: &Option<String>| {
        list.as_deref()
            .is_some_and(|list| list.split(',').any(|name| matches!(name.trim(), "html" | "plaintext")))
    };
    request.bodies || names_body(&request.fields) || names_body(&request.formats)
}

/// The filter of a request. An id or a slug is a filter too.
fn filter_of(request: &GetRequest) -> Result<Option<Filter>, FilterError> {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let own = request.filter.as_deref().map(str::trim).filter(|filter| !filter.is_empty());
    let text = match (&request.id, &request.slug, own) {
        (Some(id), _, _) => format!("id:'{}'", quoted(id)),
        (_, Some(slug), _) => format!("slug:'{}'", quoted(slug)),
        (_, _, Some(filter)) => filter.to_owned(),
        _ => return Ok(None),
    };
    Filter::parse(&text).map(Some)
}

/// Whether a filter is one term, or several that must all hold.
pub(crate) fn is_one_term(filter: &str) -> bool {
    let outside = filter.split('[').enumerate().map(|(at, part)| match part.split_once(']') {
        Some((_, behind)) if at > 0 => behind,
        _ => part,
    });
    !filter.is_empty()
        && !filter.contains(['(', '\'', '"', '\\'])
        && !outside.into_iter().any(|part| part.contains(','))
}

/// The slugs of a filter like `slug:[news,culture]`: where the template names no other order, the rows come in theirs, as in
/// Ghost, so that a theme's setting says what stands first.
fn named_slugs(request: &GetRequest) -> Vec<&str> {
    let listed = |filter: &'_ str| -> Option<(usize, usize)> {
        let from = filter.find("slug:[")?;
        let is_own =
            !filter[..from].ends_with(['.', '_']) && !filter[..from].ends_with(char::is_alphanumeric);
        let from = from + "slug:[".len();
        is_own.then_some((from, from + filter[from..].find(']')?))
    };
    match (&request.order, request.filter.as_deref()) {
        (None, Some(filter)) => listed(filter).map_or_else(Vec::new, |(from, end)| {
            filter[from..end].split(',').map(|slug| slug.trim().trim_matches(['\'', '"'])).collect()
        }),
        _ => Vec::new(),
    }
}

/// The rows of an answer in the order in which a filter names them, and of these the page that was asked for.
fn as_named(answer: GetAnswer, named: &[&str], request: &GetRequest) -> GetAnswer {
    fn sorted<T>(
        mut rows: Vec<T>,
        slug: impl Fn(&T) -> &str,
        named: &[&str],
        request: &GetRequest,
    ) -> Vec<T> {
        rows.sort_by_key(|row| named.iter().position(|name| *name == slug(row)).unwrap_or(named.len()));
        let limit = request.limit as usize;
        rows.into_iter().skip((request.page.max(1) as usize - 1).saturating_mul(limit)).take(limit).collect()
    }
    if named.is_empty() {
        return answer;
    }
    match answer {
        GetAnswer::Posts(rows, pages) => {
            GetAnswer::Posts(sorted(rows, |row| &row.slug, named, request), pages)
        }
        GetAnswer::Tags(rows, pages) => GetAnswer::Tags(sorted(rows, |row| &row.slug, named, request), pages),
        GetAnswer::Authors(rows, pages) => {
            GetAnswer::Authors(sorted(rows, |row| &row.slug, named, request), pages)
        }
        other => other,
    }
}

/// `published_at desc, title`: fields with whether they fall.
fn order_of(order: &str) -> Vec<(String, bool)> {
    let field = |part: &str| {
        let mut words = part.split_whitespace();
        let name = words.next()?.to_ascii_lowercase();
        Some((name, words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"))))
    };
    order.split(',').filter_map(field).collect()
}

fn pagination(request: &GetRequest, total: i64) -> PaginationView {
    let (page, limit) = (i64::from(request.page.max(1)), i64::from(request.limit.max(1)));
    let Some(place) = Place::of(page, total, limit) else {
        return PaginationView {
            limit: limit as u64,
            total: Some(total.max(0) as u64),
            ..PaginationView::default()
        };
    };
    PaginationView { next_url: None, prev_url: None, ..place.pagination(|_| String::new()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_order_names_fields_and_which_way_they_go() {
        let order = order_of("published_at DESC, title,  featured desc ,");
        let expected = [("published_at", true), ("title", false), ("featured", true)];
        assert_eq!(order, expected.map(|(name, falls)| (name.to_owned(), falls)));
    }

    #[test]
    fn rows_come_in_the_order_in_which_a_filter_names_them() {
        let request = |filter: &str, order: Option<&str>| GetRequest {
            filter: Some(filter.to_owned()),
            order: order.map(str::to_owned),
            limit: 2,
            ..GetRequest::new(Resource::Tags)
        };
        assert_eq!(named_slugs(&request("slug:[c, 'a',b]+visibility:public", None)), ["c", "a", "b"]);
        for other in ["slug:-[a,b]", "tags.slug:[a,b]", "tag:[a,b]", "slug:[a", "slug:a"] {
            assert_eq!(named_slugs(&request(other, None)), [""; 0], "{other}");
        }
        assert_eq!(named_slugs(&request("slug:[a,b]", Some("name asc"))), [""; 0]);
        let tags = ["a", "b", "c", "d"].map(|slug| dateline_theme::TagView {
            slug: slug.to_owned(),
            ..dateline_theme::TagView::default()
        });
        let asked = GetRequest { page: 2, ..request("slug:[c,a,b]", None) };
        let answer = GetAnswer::Tags(tags.to_vec(), PaginationView::default());
        let GetAnswer::Tags(rows, _) = as_named(answer, &["c", "a", "b"], &asked) else { panic!() };
        assert_eq!(rows.iter().map(|tag| tag.slug.as_str()).collect::<Vec<_>>(), ["b", "d"]);
    }

    #[test]
    fn a_slug_with_a_quote_is_a_slug_and_no_filter() {
        let request = GetRequest { slug: Some("x',id:-'y".to_owned()), ..GetRequest::new(Resource::Posts) };
        let filter = filter_of(&request).unwrap();
        assert_eq!(filter.map(|filter| filter.conditions().len()), Some(1));
        let broken = GetRequest { filter: Some("tag:[".to_owned()), ..GetRequest::new(Resource::Posts) };
        assert!(filter_of(&broken).is_err());
    }
}
