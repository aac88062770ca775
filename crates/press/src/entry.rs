//! Entries of a site's `routes.yaml`: collections, channels, and templates that stand by themselves.

use dateline_model::{PostCard, PostKind, encode_path};
use dateline_nql::Filter;
use dateline_routes::{Data, Entry, Kind, Listing, Name, Query, Resource, Routes};
use dateline_store::{ListKey, SelectError, Selection};
use dateline_theme::{DataView, ListView, Page, RouteKind, RouteView};

use crate::address::Addresses;
use crate::answer::{Answer, Body, HTML};
use crate::list::Place;
use crate::press::{PressError, View, card_of};
use crate::view::Credits;

impl View<'_> {
    /// What stands at an entry; `None` beyond its last page, or when one of the things it shows is not there.
    pub(crate) async fn entry(&mut self, number: usize, page: i64) -> Result<Option<Answer>, PressError> {
        self.depends.settings();
        let Some(routes) = self.paper.routes.as_deref() else { return Ok(None) };
        let Some(entry) = routes.entries().get(number) else { return Ok(None) };
        let Some(data) = self.data_of(entry).await? else { return Ok(None) };
        let list = match entry.listing() {
            None => None,
            Some(listing) => match self.entry_list(routes, number, listing, page).await? {
                None => return Ok(None),
                list => list,
            },
        };
        let path = Addresses::list_page(&encode_path(&entry.path), page);
        let title = data.iter().find_map(|(_, data)| data.title()).filter(|_| entry.path != "/");
        let title = title.map_or_else(|| self.paper.settings.title.clone(), |title| self.titled(title));
        let pagination = list.as_ref().map(|list| list.pagination.clone()).unwrap_or_default();
        let mut meta = self.list_meta(title, &path, &pagination);
        if entry.listing().is_some_and(|listing| listing.rss) {
            let feed = format!("{}rss/", encode_path(&entry.path));
            if feed != self.addresses.feed() {
                meta.feeds.insert(0, self.feed_link(&entry.name(), feed));
            }
        }
        let kind = match entry.kind {
            Kind::Page { .. } => RouteKind::Page,
            Kind::Channel(_) => RouteKind::Channel,
            Kind::Collection(..) => RouteKind::Collection,
        };
        let route = RouteView {
            name: entry.name(),
            path: entry.path.clone(),
            templates: entry.templates.clone(),
            kind,
            data,
        };
        let answer = self.printed(Page::Route { route, list }, meta).await?;
        Ok(Some(match entry.kind {
            Kind::Page { content_type: Some(content_type) } if content_type != HTML => {
                as_file(answer, content_type)
            }
            _ => answer,
        }))
    }

    async fn entry_list(
        &mut self,
        routes: &Routes,
        number: usize,
        listing: &Listing,
        page: i64,
    ) -> Result<Option<ListView>, PressError> {
        let limit = listing.limit.map_or_else(|| self.posts_per_page(), i64::from);
        let (cards, total) = match self.entry_cards(routes, number, limit, (page - 1) * limit).await {
            Ok(found) => found,
            Err(SelectError::Store(error)) => return Err(error.into()),
            Err(unknown) => return Err(PressError::Theme(format!("routes.yaml: {unknown}"))),
        };
        let Some(place) = Place::of(page, total, limit) else { return Ok(None) };
        let home = encode_path(&routes.entries()[number].path);
        let mut list = ListView {
            posts: self.list_views(&cards).await?,
            pagination: place.pagination(|n| Addresses::list_page(&home, n)),
            ..ListView::default()
        };
        if home == "/" && page == 1 {
            list.most_discussed = self.most_discussed().await?;
        }
        Ok(Some(list))
    }

    /// Stories of an entry, and how many there are in all.
    pub(crate) async fn entry_cards(
        &mut self,
        routes: &Routes,
        number: usize,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<PostCard>, i64), SelectError> {
        let (site, now) = (self.paper.id(), self.now);
        let filter = routes.filter_of(number);
        let order =
            routes.entries()[number].listing().map(|listing| listing.order.as_slice()).unwrap_or_default();
        if filter.is_none() && order.is_empty() {
            // The list of all stories is counted, so that its last page costs what its first one costs.
            self.depends.list(ListKey::All);
            let total = self.read.list_total(site, ListKey::All).await?;
            let zone = &self.paper.zone;
            let cards = self.read.public_list(site, zone, now, ListKey::All, limit, offset).await?;
            return Ok((cards, total));
        }
        self.depends.everything_listed();
        let selection = Selection { filter: filter.as_ref(), order, limit, offset };
        self.read.public_selection(site, now, PostKind::Post, &selection).await
    }

    /// What an entry shows beside its list; `None` when one of the things it names is not there.
    async fn data_of(&mut self, entry: &Entry) -> Result<Option<Vec<(String, DataView)>>, PressError> {
        let mut all = Vec::with_capacity(entry.data.len());
        for data in &entry.data {
            let view = match self.data(data).await {
                Ok(view) => view,
                Err(SelectError::Store(error)) => return Err(error.into()),
                Err(unknown) => return Err(PressError::Theme(format!("routes.yaml: {unknown}"))),
            };
            let Some(view) = view else {
                self.depends.paths();
                return Ok(None);
            };
            all.push((data.name.clone(), view));
        }
        Ok(Some(all))
    }

    async fn data(&mut self, data: &Data) -> Result<Option<DataView>, SelectError> {
        self.depends.everything_listed();
        let (site, now) = (self.paper.id(), self.now);
        let by_slug;
        let selection = match &data.query {
            Query::Read(slug) => {
                by_slug = Filter::equal("slug", slug);
                Selection { filter: Some(&by_slug), limit: 1, ..Selection::default() }
            }
            Query::Browse { filter, order, limit, page } => Selection {
                filter: filter.as_ref(),
                order,
                limit: i64::from(*limit),
                offset: i64::from(*limit) * i64::from(page - 1),
            },
        };
        let single = matches!(data.query, Query::Read(_));
        let kind = match data.resource {
            Resource::Posts => PostKind::Post,
            Resource::Pages => PostKind::Page,
            Resource::Tags => {
                let (tags, _) = self.read.tag_selection(site, now, !single, &selection).await?;
                let mut views = self.detailed_tags(&tags).await?;
                return Ok(if single {
                    views.pop().map(|tag| DataView::Tag(Box::new(tag)))
                } else {
                    Some(DataView::Tags(views))
                });
            }
            Resource::Authors => {
                let (authors, _) = self.read.author_selection(site, now, !single, &selection).await?;
                let mut views = self.detailed_authors(&authors).await?;
                return Ok(if single {
                    views.pop().map(|author| DataView::Author(Box::new(author)))
                } else {
                    Some(DataView::Authors(views))
                });
            }
        };
        let (cards, _) = self.read.public_selection(site, now, kind, &selection).await?;
        if !single {
            return Ok(Some(DataView::Posts(self.list_views(&cards).await?)));
        }
        let Some(card) = cards.first() else { return Ok(None) };
        let Some(post) = self.read.public_post(site, now, card.id).await? else { return Ok(None) };
        let mut views = self.post_views(&[card_of(&post)], Credits::ALL).await?;
        let details = self.read.details_of_post(site, post.id).await?;
        for view in &mut views {
            crate::view::detail_post(view, &details);
            view.html.clone_from(&post.html);
            view.is_page = kind == PostKind::Page;
        }
        self.fit_pictures(&mut views).await?;
        Ok(views.pop().map(|view| DataView::Post(Box::new(view))))
    }

    /// The address of the route that shows a thing in place of its own page, if one does.
    pub(crate) fn shown_elsewhere(&mut self, resource: Resource, slug: &str, page: i64) -> Option<String> {
        let to = self.paper.routes.as_deref()?.shown_at(resource, slug)?;
        self.depends.settings();
        (to != self.path).then(|| Addresses::list_page(&encode_path(to), page))
    }

    /// A story whose permalink had another date or section in it, or was made by the shape of a collection that the
    /// story does not belong to any more: the way to where it stands.
    pub(crate) async fn under_another_shape(&mut self) -> Result<Option<Answer>, PressError> {
        let Some(routes) = self.paper.routes.as_deref() else { return Ok(None) };
        let (site, now) = (self.paper.id(), self.now);
        self.depends.paths();
        let path = if self.path.ends_with('/') { self.path.to_owned() } else { format!("{}/", self.path) };
        for name in routes.named_in(&path) {
            let filter = match name {
                Name::Slug(slug) => Filter::equal("slug", slug),
                Name::Id(id) => Filter::equal("id", id),
            };
            let selection = Selection { filter: Some(&filter), limit: 1, ..Selection::default() };
            let found = match self.read.public_selection(site, now, PostKind::Post, &selection).await {
                Ok((cards, _)) => cards.into_iter().next(),
                Err(SelectError::Store(error)) => return Err(error.into()),
                Err(SelectError::UnknownField(_)) => None,
            };
            if let Some(card) = found.filter(|card| card.permalink != self.path) {
                self.depends.headline(card.id);
                return Ok(Some(Answer::redirect(Addresses::post(&card.permalink), true)));
            }
        }
        Ok(None)
    }

    /// Whether something stands at `/`.
    pub(crate) fn has_front_page(&self) -> bool {
        let routes = self.paper.routes.as_deref();
        routes.is_none_or(|routes| routes.entries().iter().any(|entry| entry.path == "/"))
    }

    /// The paths of entries that are pages of HTML, but for the front page.
    pub(crate) fn routed_pages(&self) -> Vec<String> {
        let is_page = |entry: &&Entry| match entry.kind {
            Kind::Page { content_type } => content_type.is_none_or(|own| own == HTML),
            _ => true,
        };
        let routes = self.paper.routes.as_deref().map(Routes::entries).unwrap_or_default();
        routes
            .iter()
            .filter(|entry| entry.path != "/")
            .filter(is_page)
            .map(|entry| encode_path(&entry.path))
            .collect()
    }
}

/// A printed template as what its route says it is.
fn as_file(answer: Answer, content_type: &'static str) -> Answer {
    let body = match answer.body {
        Body::Html(text) => Body::Bytes(text.into_bytes()),
        body => body,
    };
    Answer { body, content_type, ..answer }
}
