//! All of a site, read in one snapshot.

use std::collections::{HashMap, HashSet};

use dateline_media::Folder;
use dateline_model::{
    Author, AuthorId, Comment, CommentId, Details, Injection, Media, MediaId, Mention, Post, PostId,
    Redirect, Site, SiteId, SiteSettings, Tag, TagId, mint_uuid,
};
use dateline_store::{Credits, KnownDetails, Read, Store, StoreError};

use super::{ExportError, Exported};

/// Stories read at once.
const STORIES: i64 = 100;
/// Rows of other kinds read at once.
const ROWS: i64 = 1_000;
/// The most authors of a site.
const AUTHORS_MAX: i64 = 1_000_000;

/// Where the files of the library lie, each once, in the order in which they came: one picture may have several addresses.
pub(crate) async fn library(read: &mut Read, site: SiteId) -> Result<Vec<String>, StoreError> {
    let (mut paths, mut known) = (Vec::new(), HashSet::new());
    let mut last = MediaId(mint_uuid(0, [0; 6]));
    loop {
        let some = read.media_after(site, last, ROWS).await?;
        let Some(media) = some.last() else { return Ok(paths) };
        last = media.id;
        let lie_here = some.into_iter().filter_map(|media| media.path);
        paths.extend(lie_here.filter(|path| known.insert(path.clone())));
    }
}

/// The moment that an id was made for.
fn moment_of(id: PostId) -> [u8; 6] {
    id.0.as_bytes()[..6].try_into().unwrap_or_default()
}

/// A story with what belongs to it.
pub(super) struct Told {
    pub(super) post: Post,
    /// In their printed order.
    pub(super) authors: Vec<AuthorId>,
    /// In their order; the first is the section.
    pub(super) tags: Vec<Tag>,
    /// Its place among the stories of its very moment, from 0, when there are others.
    pub(super) order: Option<usize>,
    /// Oldest first by id.
    pub(super) comments: Vec<Comment>,
    pub(super) mentions: Vec<Mention>,
    /// What lists do not show of it.
    pub(super) details: Details,
    /// Markup of the owner's.
    pub(super) injection: Injection,
}

impl Told {
    /// Who signed it and where it is filed.
    pub(super) fn credits(&self) -> Credits {
        Credits { authors: self.authors.clone(), tags: self.tags.iter().map(|tag| tag.id).collect() }
    }
}

/// Stories with their places among those of the same moment.
fn with_order(posts: Vec<Post>) -> Vec<(Post, Option<usize>)> {
    let moments: Vec<_> = posts.iter().map(|post| moment_of(post.id)).collect();
    let mut first = 0;
    let place = |(at, post)| {
        if moments[at] != moments[first] {
            first = at;
        }
        let has_next = moments.get(at + 1) == Some(&moments[at]);
        (post, (at > first || has_next).then_some(at - first))
    };
    posts.into_iter().enumerate().map(place).collect()
}

/// Reads a site from its first story to its last.
pub(super) struct Walk {
    read: Read,
    pub(super) site: Site,
    pub(super) settings: SiteSettings,
    pub(super) authors: Vec<Author>,
    pub(super) tags: Vec<Tag>,
    after: PostId,
    /// With their places among those of their moment.
    waiting: std::vec::IntoIter<(Post, Option<usize>)>,
    bylines: HashMap<PostId, Vec<AuthorId>>,
    filed: HashMap<PostId, Vec<Tag>>,
    details: KnownDetails,
    /// What lists do not show of the authors and the tags.
    pub(super) known: KnownDetails,
    pub(super) exported: Exported,
}

impl Walk {
    pub(super) async fn start(store: &Store, site: SiteId) -> Result<Self, ExportError> {
        let mut read = store.read().await?;
        let known = read.sites().await?.into_iter().find(|known| known.id == site);
        let known = known.ok_or(ExportError::NoSuchSite)?;
        let settings = read.settings(site).await?;
        let authors = read.authors(site, AUTHORS_MAX).await?;
        let mut tags = Vec::new();
        loop {
            let more = read.tags(site, ROWS, tags.len() as i64).await?;
            let is_last = more.len() < ROWS as usize;
            tags.extend(more);
            if is_last {
                break;
            }
        }
        let (tag_ids, author_ids) = (tags.iter().map(|tag| tag.id), authors.iter().map(|author| author.id));
        let shown = read.details_of(site, [], tag_ids, author_ids).await?;
        let exported = Exported { tags: tags.len(), authors: authors.len(), ..Exported::default() };
        Ok(Self {
            read,
            site: known,
            settings,
            authors,
            tags,
            after: PostId(mint_uuid(0, [0; 6])),
            waiting: Vec::new().into_iter(),
            bylines: HashMap::new(),
            filed: HashMap::new(),
            details: KnownDetails::default(),
            known: shown,
            exported,
        })
    }

    /// The next story; all of them come once, by their ids.
    pub(super) async fn next(&mut self) -> Result<Option<Told>, StoreError> {
        let site = self.site.id;
        if self.waiting.len() == 0 {
            self.read_on().await?;
        }
        let Some((post, order)) = self.waiting.next() else { return Ok(None) };
        let mut comments: Vec<Comment> = Vec::new();
        loop {
            let after = comments.last().map_or(CommentId(mint_uuid(0, [0; 6])), |comment| comment.id);
            let more = self.read.desk_comments_of(site, post.id, after, ROWS).await?;
            let is_last = more.len() < ROWS as usize;
            comments.extend(more);
            if is_last {
                break;
            }
        }
        let mentions = self.read.desk_mentions(site, post.id, ROWS, 0).await?;
        match post.kind {
            dateline_model::PostKind::Post => self.exported.posts += 1,
            dateline_model::PostKind::Page => self.exported.pages += 1,
        }
        self.exported.comments += comments.len();
        let (authors, tags) = (self.bylines.remove(&post.id), self.filed.remove(&post.id));
        let (authors, tags) = (authors.unwrap_or_default(), tags.unwrap_or_default());
        let details = self.details.of_post(post.id).clone();
        let injection = self.read.injection_of_post(site, post.id).await?;
        Ok(Some(Told { post, authors, tags, order, comments, mentions, details, injection }))
    }

    /// The next stories by their ids, which is the order in which lists show those of one moment: an import gives ids in the
    /// order of its source. A moment is never parted: its beginning is read again with the next stories, unless it fills all
    /// of these.
    async fn next_posts(&mut self) -> Result<Vec<Post>, StoreError> {
        let site = self.site.id;
        let mut posts = self.read.desk_posts_after(site, self.after, STORIES).await?;
        let mut is_last = posts.len() < STORIES as usize;
        let begins = |posts: &[Post]| {
            let last = posts.last().map(|post| moment_of(post.id));
            posts.iter().position(|post| Some(moment_of(post.id)) == last).unwrap_or_default()
        };
        while !is_last && begins(&posts) == 0 {
            let last = posts.last().map_or(self.after, |post| post.id);
            let more = self.read.desk_posts_after(site, last, STORIES).await?;
            is_last = more.len() < STORIES as usize;
            posts.extend(more);
        }
        if !is_last {
            posts.truncate(begins(&posts));
        }
        self.after = posts.last().map_or(self.after, |post| post.id);
        Ok(posts)
    }

    /// Reads the next stories with who signed them and where they are filed.
    async fn read_on(&mut self) -> Result<(), StoreError> {
        let site = self.site.id;
        let posts = self.next_posts().await?;
        let ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
        (self.bylines, self.filed) = (HashMap::new(), HashMap::new());
        for (post, byline) in self.read.bylines(site, &ids).await? {
            self.bylines.entry(post).or_default().push(byline.author);
        }
        for (post, tag) in self.read.tags_of(site, &ids).await? {
            self.filed.entry(post).or_default().push(tag);
        }
        self.details = self.read.details_of(site, ids.iter().copied(), [], []).await?;
        self.waiting = with_order(posts).into_iter();
        Ok(())
    }

    /// Goes back to the first story.
    pub(super) fn again(&mut self) {
        self.after = PostId(mint_uuid(0, [0; 6]));
        self.waiting = Vec::new().into_iter();
        let Exported { tags, authors, files, .. } = self.exported;
        let left_out = std::mem::take(&mut self.exported.left_out);
        self.exported = Exported { tags, authors, files, left_out, ..Exported::default() };
    }

    /// The next files of the library after one, by their ids; those too that are only out there.
    pub(super) async fn media_after(&mut self, last: Option<MediaId>) -> Result<Vec<Media>, StoreError> {
        let last = last.unwrap_or(MediaId(mint_uuid(0, [0; 6])));
        self.read.media_after(self.site.id, last, ROWS).await
    }

    /// Hands over every file of the library once. What cannot be read is told and does not count.
    pub(super) async fn files(
        &mut self,
        content: &Folder,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        for path in library(&mut self.read, self.site.id).await? {
            match content.read(&path) {
                Ok(Some(bytes)) => {
                    take(&path, &bytes)?;
                    self.exported.files += 1;
                }
                Ok(None) => self.exported.left_out.push(format!("{path}, which is not on the disk")),
                Err(error) => self.exported.left_out.push(format!("{path}: {error}")),
            }
        }
        Ok(())
    }

    /// How many files lie in the library.
    pub(super) async fn count_files(&mut self) -> Result<usize, StoreError> {
        Ok(library(&mut self.read, self.site.id).await?.len())
    }

    /// All redirects.
    pub(super) async fn redirects(&mut self) -> Result<Vec<Redirect>, StoreError> {
        let mut all: Vec<Redirect> = Vec::new();
        loop {
            let after = all.last().map_or("", |redirect| redirect.from.as_str()).to_owned();
            let more = self.read.redirects_after(self.site.id, &after, ROWS).await?;
            let is_last = more.len() < ROWS as usize;
            all.extend(more);
            if is_last {
                self.exported.redirects = all.len();
                return Ok(all);
            }
        }
    }

    /// The staff, as accounts without secrets.
    pub(super) async fn staff(&mut self) -> Result<Vec<dateline_model::StaffUser>, StoreError> {
        self.read.users(self.site.id).await
    }

    /// Markup of the owner's on the pages of a tag.
    pub(super) async fn injection_of_tag(&mut self, tag: TagId) -> Result<Injection, StoreError> {
        self.read.injection_of_tag(self.site.id, tag).await
    }

    /// The author of an id.
    pub(super) fn author(&self, id: AuthorId) -> Option<&Author> {
        self.authors.iter().find(|author| author.id == id)
    }

    /// The address of the front page, without its last slash.
    pub(super) fn url(&self) -> String {
        match self.settings.url.as_str() {
            "" if self.site.host == "*" => "http://localhost".to_owned(),
            "" => format!("https://{}", self.site.host),
            url => url.to_owned(),
        }
    }
}
