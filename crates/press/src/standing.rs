//! Standing matter: what page after page says and is seldom changed, kept set for the next page as printers kept it. Names of
//! authors and tags with all that is known of them, the static pages at the foot, the hour of the next story, answers to what
//! the templates of many pages ask for.
//!
//! Nothing is kept by the clock. A page reads the change log first, in its own snapshot; what the lines since the last page
//! touch is thrown away, whoever wrote them, and a page whose snapshot is not the one that the matter is of does without
//! it. So what is kept is always what the snapshot would say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dateline_model::{Author, AuthorId, Byline, Change, Details, Millis, PostId, SiteId, Tag, TagId, Thing};
use dateline_store::{Read, StoreError};
use dateline_theme::{Answered, GetRequest, NavigationView};

use crate::answers::{Answers, Kept};
use crate::depends::Depends;
use crate::press::View;
use crate::view::Credits;

/// Bytes that are kept, of all sites together; when there are more, everything is set anew.
const BYTES_MAX: usize = 4 << 20;
/// What a name weighs beside its letters.
const NAME_BYTES: usize = 400;
/// Lines of the log that are looked through one by one; after more of them everything is set anew.
const LINES: i64 = 256;

/// What the press keeps between pages. Cheap to clone; no lock is held while the store is asked.
#[derive(Clone, Default)]
pub(crate) struct Standing(Arc<Mutex<Rack>>);

#[derive(Default)]
struct Rack {
    sites: HashMap<SiteId, Matter>,
    bytes: usize,
}

/// What is kept of one site.
#[derive(Default)]
struct Matter {
    /// The last line of the change log that it accounts for.
    line: i64,
    authors: HashMap<AuthorId, Arc<KnownAuthor>>,
    tags: HashMap<TagId, Arc<KnownTag>>,
    foot: Option<Until<Arc<[NavigationView]>>>,
    next_public: Option<Until<()>>,
    answers: Answers,
}

/// What is so from one moment until another.
struct Until<T> {
    from: Millis,
    end: Millis,
    value: T,
}

impl<T> Until<T> {
    fn holds(&self, now: Millis) -> bool {
        self.from <= now && now < self.end
    }
}

/// A name in bylines, with what our lists do not show of its bearer.
pub(crate) struct KnownAuthor {
    pub(crate) byline: Byline,
    pub(crate) details: Details,
}

/// A tag, with what our lists do not show of it.
pub(crate) struct KnownTag {
    pub(crate) tag: Tag,
    pub(crate) details: Details,
}

/// Who signs a story and what it is filed under, in the order in which they are printed.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) authors: Vec<Arc<KnownAuthor>>,
    pub(crate) tags: Vec<Arc<KnownTag>>,
}

impl Names {
    pub(crate) fn bylines(&self) -> impl Iterator<Item = &Byline> {
        self.authors.iter().map(|known| &known.byline)
    }

    pub(crate) fn tags(&self) -> impl Iterator<Item = &Tag> + Clone {
        self.tags.iter().map(|known| &known.tag)
    }
}

/// The place of one page in the change log.
pub(crate) struct Place {
    standing: Standing,
    site: SiteId,
    /// The newest line of its snapshot, unless what is kept is of another moment.
    line: Option<i64>,
}

impl Standing {
    /// Bytes that are kept.
    pub(crate) fn bytes(&self) -> usize {
        self.rack().bytes
    }

    /// Brings what is kept of a site to the moment of `read`, whose newest line is `line`.
    pub(crate) async fn follow(&self, read: &mut Read, site: SiteId, line: i64) -> Result<Place, StoreError> {
        let known = self.rack().sites.get(&site).map(|matter| matter.line);
        let in_step = match known {
            Some(known) if known < line => {
                let lines = read.changes_of_site_since(site, known, LINES).await?;
                self.rack().advance(site, known, line, &lines)
            }
            Some(known) => known == line,
            None => {
                self.rack().sites.entry(site).or_insert_with(|| Matter { line, ..Matter::default() }).line
                    == line
            }
        };
        Ok(Place { standing: self.clone(), site, line: in_step.then_some(line) })
    }

    // A panic under this lock would be a bug of this file; what it guards stays usable.
    fn rack(&self) -> MutexGuard<'_, Rack> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rack {
    /// Throws away what `lines` touch, those after `known`; answers whether the matter is of the moment of `line` now.
    fn advance(&mut self, site: SiteId, known: i64, line: i64, lines: &[Change]) -> bool {
        let Some(matter) = self.sites.get_mut(&site) else { return false };
        // Another page was quicker.
        if matter.line != known {
            return matter.line == line;
        }
        matter.line = line;
        let mut freed = 0;
        if lines.len() as i64 == LINES {
            freed = matter.clear();
        } else {
            for change in lines {
                freed += matter.drop_touched(change);
            }
        }
        self.bytes = self.bytes.saturating_sub(freed);
        true
    }

    fn make_room(&mut self, bytes: usize) {
        if self.bytes + bytes > BYTES_MAX {
            self.sites.values_mut().for_each(|matter| {
                matter.clear();
            });
            self.bytes = 0;
        }
        self.bytes += bytes;
    }
}

impl Matter {
    /// Throws everything away; answers how many bytes those were.
    fn clear(&mut self) -> usize {
        let Self { authors, tags, foot, next_public, answers, .. } = self;
        let freed = authors.drain().map(|(_, known)| known.bytes()).sum::<usize>()
            + tags.drain().map(|(_, known)| known.bytes()).sum::<usize>()
            + foot.take().map_or(0, |foot| bytes_of(&foot.value))
            + answers.clear();
        *next_public = None;
        freed
    }

    /// The same with what a line of the log touches.
    fn drop_touched(&mut self, change: &Change) -> usize {
        let answers = self.answers.drop_touched(change);
        answers + self.drop_names_touched(change)
    }

    fn drop_names_touched(&mut self, change: &Change) -> usize {
        match change.thing {
            Thing::Site => return self.clear(),
            Thing::Post => self.next_public = None,
            // The list of a tag or of an author says how many stories there are.
            Thing::Tag | Thing::Author | Thing::List => {
                let tag = self.tags.remove(&TagId(change.id)).map_or(0, |known| known.bytes());
                return tag + self.authors.remove(&AuthorId(change.id)).map_or(0, |known| known.bytes());
            }
            Thing::Pages => return self.foot.take().map_or(0, |foot| bytes_of(&foot.value)),
            _ => {}
        }
        0
    }
}

impl KnownAuthor {
    fn of(author: Author, details: Details) -> Self {
        let Author { id, name, slug, bio, url, profile_image, .. } = author;
        Self { byline: Byline { author: id, name, slug, bio, url, profile_image }, details }
    }

    fn bytes(&self) -> usize {
        let Byline { name, slug, bio, url, profile_image, .. } = &self.byline;
        let optional = [bio, url, profile_image].into_iter().flatten().map(String::len).sum::<usize>();
        NAME_BYTES + name.len() + slug.len() + optional + bytes_in(&self.details)
    }
}

impl KnownTag {
    fn bytes(&self) -> usize {
        let Tag { name, slug, description, .. } = &self.tag;
        NAME_BYTES
            + name.len()
            + slug.len()
            + description.as_ref().map_or(0, String::len)
            + bytes_in(&self.details)
    }
}

fn bytes_in(details: &Details) -> usize {
    details.iter().map(|(_, value)| value.len() + 64).sum()
}

fn bytes_of(foot: &[NavigationView]) -> usize {
    foot.iter().map(|item| item.label.len() + item.url.len() + 64).sum()
}

impl Place {
    /// What is kept, if it is of this page's moment.
    fn with<T>(&self, look: impl FnOnce(&mut Rack, SiteId) -> Option<T>) -> Option<T> {
        let line = self.line?;
        let mut rack = self.standing.rack();
        let is_here = rack.sites.get(&self.site).is_some_and(|matter| matter.line == line);
        if is_here { look(&mut rack, self.site) } else { None }
    }

    fn keep(&self, bytes: usize, put: impl FnOnce(&mut Matter)) {
        self.with(|rack, site| {
            rack.make_room(bytes);
            rack.sites.get_mut(&site).map(put)
        });
    }
}

impl View<'_> {
    /// The names that stand with each of `posts`, as far as they are wanted.
    pub(crate) async fn names(
        &mut self,
        posts: &[PostId],
        credits: Credits,
    ) -> Result<Vec<Names>, StoreError> {
        if posts.is_empty() || !(credits.authors || credits.tags) {
            return Ok(posts.iter().map(|_| Names::default()).collect());
        }
        let mut named = self.read.named_on(self.paper.id(), posts).await?;
        for named in &mut named {
            if !credits.authors {
                named.authors.clear();
            }
            if !credits.tags {
                named.tags.clear();
            }
        }
        let mut authors: HashMap<AuthorId, Option<Arc<KnownAuthor>>> =
            named.iter().flat_map(|named| &named.authors).map(|id| (*id, None)).collect();
        let mut tags: HashMap<TagId, Option<Arc<KnownTag>>> =
            named.iter().flat_map(|named| &named.tags).map(|id| (*id, None)).collect();
        self.place.with(|rack, site| {
            let matter = rack.sites.get(&site)?;
            for (id, known) in &mut authors {
                *known = matter.authors.get(id).cloned();
            }
            for (id, known) in &mut tags {
                *known = matter.tags.get(id).cloned();
            }
            Some(())
        });
        self.ask_for_unknown(&mut authors, &mut tags).await?;
        let known = named.into_iter().map(|named| Names {
            authors: named.authors.iter().filter_map(|id| authors.get(id).cloned().flatten()).collect(),
            tags: named.tags.iter().filter_map(|id| tags.get(id).cloned().flatten()).collect(),
        });
        Ok(known.collect())
    }

    /// Asks the store for those that nobody has kept, and keeps them.
    async fn ask_for_unknown(
        &mut self,
        authors: &mut HashMap<AuthorId, Option<Arc<KnownAuthor>>>,
        tags: &mut HashMap<TagId, Option<Arc<KnownTag>>>,
    ) -> Result<(), StoreError> {
        let author_ids: Vec<AuthorId> =
            authors.iter().filter(|(_, known)| known.is_none()).map(|(id, _)| *id).collect();
        let tag_ids: Vec<TagId> =
            tags.iter().filter(|(_, known)| known.is_none()).map(|(id, _)| *id).collect();
        if author_ids.is_empty() && tag_ids.is_empty() {
            return Ok(());
        }
        let site = self.paper.id();
        let details =
            self.read.details_of(site, [], tag_ids.iter().copied(), author_ids.iter().copied()).await?;
        for author in self.read.authors_of(site, &author_ids).await? {
            let id = author.id;
            let known = Arc::new(KnownAuthor::of(author, details.of_author(id).clone()));
            self.place.keep(known.bytes(), |matter| {
                matter.authors.insert(id, Arc::clone(&known));
            });
            authors.insert(id, Some(known));
        }
        for tag in self.read.tags_named(site, &tag_ids).await? {
            let id = tag.id;
            let known = Arc::new(KnownTag { details: details.of_tag(id).clone(), tag });
            self.place.keep(known.bytes(), |matter| {
                matter.tags.insert(id, Arc::clone(&known));
            });
            tags.insert(id, Some(known));
        }
        Ok(())
    }

    /// The answer to a request that another page made, and what was read for it.
    pub(crate) fn kept_answer(&self, request: &GetRequest) -> Option<(Arc<Answered>, Depends)> {
        let key = (self.addresses.base().to_owned(), request.clone());
        let (paper, own_theme, now) = (self.paper, self.theme.is_standard(), self.now);
        self.place.with(|rack, site| rack.sites.get_mut(&site)?.answers.find(paper, own_theme, &key, now))
    }

    /// Whether a page before this one made the same request.
    pub(crate) fn was_asked_before(&self, request: &GetRequest) -> bool {
        let key = (self.addresses.base().to_owned(), request.clone());
        let asked = self.place.with(|rack, site| Some(rack.sites.get_mut(&site)?.answers.was_asked(&key)));
        asked.unwrap_or_default()
    }

    /// Keeps an answer for the pages that come.
    pub(crate) async fn keep_answer(
        &mut self,
        request: GetRequest,
        answered: Arc<Answered>,
        depends: Depends,
    ) -> Result<(), StoreError> {
        let end = self.next_public().await?;
        let key = (self.addresses.base().to_owned(), request);
        let kept = Kept { answered, depends, from: self.now, end };
        let (paper, own_theme) = (self.paper, self.theme.is_standard());
        self.place.with(|rack, site| {
            rack.make_room(kept.answered.bytes_max());
            let freed = rack.sites.get_mut(&site)?.answers.keep(paper, own_theme, key, kept);
            rack.bytes = rack.bytes.saturating_sub(freed);
            Some(())
        });
        Ok(())
    }

    /// When the next story comes out whose hour is set, at the end of the calendar when none is.
    pub(crate) async fn next_public(&mut self) -> Result<Millis, StoreError> {
        let (site, now) = (self.paper.id(), self.now);
        let kept = self.place.with(|rack, site| {
            let kept = rack.sites.get(&site)?.next_public.as_ref()?;
            kept.holds(now).then_some(kept.end)
        });
        if let Some(until) = kept {
            return Ok(until);
        }
        let until = self.read.next_public_at(site, now).await?.unwrap_or(Millis::MAX);
        self.place.keep(0, |matter| matter.next_public = Some(Until { from: now, end: until, value: () }));
        Ok(until)
    }

    /// The first `most` static pages, as the foot of a page names them.
    pub(crate) async fn pages_at_foot(&mut self, most: i64) -> Result<Arc<[NavigationView]>, StoreError> {
        let (site, now) = (self.paper.id(), self.now);
        let kept = self.place.with(|rack, site| {
            let foot = rack.sites.get(&site)?.foot.as_ref()?;
            foot.holds(now).then(|| Arc::clone(&foot.value))
        });
        if let Some(foot) = kept {
            return Ok(foot);
        }
        let pages = self.read.public_pages(site, now, most, 0).await?;
        let item = |card: dateline_model::PostCard| NavigationView {
            label: self.headline(&card.title, card.published_at),
            url: crate::address::Addresses::post(&card.permalink),
        };
        let foot: Arc<[NavigationView]> = pages.into_iter().map(item).collect();
        // A page may have an hour of its own.
        let until = self.next_public().await?;
        self.place.keep(bytes_of(&foot), |matter| {
            matter.foot = Some(Until { from: now, end: until, value: Arc::clone(&foot) });
        });
        Ok(foot)
    }
}
