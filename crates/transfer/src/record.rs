//! Neutral records: what every blog system has, in our words.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{Context, SHA256};
use dateline_model::{
    CommentState, Detail, Details, EXPRESSIONS_MAX, MentionKind, Millis, NavigationItem, PathExpression,
    PostKind,
};

/// One thing of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// The site itself. Comes before the first post with what is known by then, and once more at the end
    /// when the file went on to say more; the last one is complete.
    Site(Box<SiteRecord>),
    /// Somebody who signs stories. Comes before the stories.
    Author(Box<AuthorRecord>),
    /// A subject, when there is more to say of it than its name. Comes before the stories.
    Tag(Box<TagRecord>),
    /// A story or a page.
    Post(Box<PostRecord>),
    /// A file of the old site: its address.
    Media(String),
    /// A comment; its post and its parent may come later.
    Comment(Box<CommentRecord>),
    /// Another site's page that links to a story.
    Mention(Box<MentionRecord>),
    /// An old address that led somewhere; what it led to may come later.
    Redirect(Box<RedirectRecord>),
    /// Something that has no use here and should not be lost, such as the theme of the old site: a name, and its text.
    Keepsake(String, String),
}

/// Who may comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commenters {
    /// Everybody.
    Anyone,
    /// People with an account.
    Registered,
    /// Members of the blog.
    Members,
}

/// The site, as far as its export says. What it leaves out, or says in a way nobody understands, is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteRecord {
    /// Blogger's number of the blog.
    pub blog_id: Option<String>,
    /// What tells this site from others of its system, whose numbers may be the same: its old host and folder, say. `None`
    /// when numbers are never given twice, or nothing tells.
    pub identity: Option<String>,
    /// The address of the front page without its last slash.
    pub url: Option<String>,
    /// The pattern of stories' permalinks, when it can be told.
    pub permalinks: Option<String>,
    /// The pattern of pages' permalinks, when it can be told.
    pub page_permalinks: Option<String>,
    /// Ghost's `routes.yaml`, as it is written and known to be understood.
    pub routes: Option<String>,
    /// The logo's address.
    pub logo: Option<String>,
    /// The icon's address.
    pub icon: Option<String>,
    /// The address of the picture on the front page.
    pub cover_image: Option<String>,
    /// A colour such as `#8b1a1a`.
    pub accent_color: Option<String>,
    /// The menu under the nameplate.
    pub navigation: Vec<NavigationItem>,
    /// The links at the foot of the page.
    pub secondary_navigation: Vec<NavigationItem>,
    /// The title.
    pub title: Option<String>,
    /// The line under the title.
    pub description: Option<String>,
    /// The host name that readers know, in lower case.
    pub host: Option<String>,
    /// The language (BCP 47).
    pub language: Option<String>,
    /// The time zone, an IANA name that is known here.
    pub time_zone: Option<String>,
    /// Posts on a page of a list, 1 to 100.
    pub posts_per_page: Option<i64>,
    /// Whether comments are shown at all.
    pub comments_shown: Option<bool>,
    /// Whether a new post takes comments.
    pub comments_open: Option<bool>,
    /// Whether comments wait for approval.
    pub comments_moderated: Option<bool>,
    /// Who may comment.
    pub commenters: Option<Commenters>,
    /// The blog's own `robots.txt`, when it is switched on.
    pub robots_txt: Option<String>,
    /// The blog's own `ads.txt`, when it is switched on.
    pub ads_txt: Option<String>,
    /// The words of the blog's own 404 page.
    pub not_found_text: Option<String>,
    /// Every setting as exported, under the upper-case names of the classic backup (`BLOG_LOCALE`).
    pub settings: BTreeMap<String, String>,
    /// Theme files that came along. They are not read.
    pub templates: u32,
    /// What search engines and social networks were told of the front page, and accounts elsewhere.
    pub shown: Details,
    /// Whether only those could read it who were let in.
    pub is_private: bool,
    /// The word that readers were asked for, where the file tells it.
    pub password: Option<String>,
}

/// A moment with the offset it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at: Millis,
    /// Seconds east of Greenwich, as written.
    pub offset_seconds: i32,
}

/// Who wrote something, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Byline {
    /// The name; may be empty.
    pub name: String,
    /// The profile or home page, when it is an `http` or `https` address.
    pub url: Option<String>,
    /// The e-mail address a commenter left; never shown.
    pub email: Option<String>,
    /// What names the author in the source, such as `author/ana`, when it is not the name itself.
    pub key: Option<String>,
}

/// Somebody who signs stories.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorRecord {
    /// The [`Byline::key`] of the stories.
    pub key: String,
    /// The name as printed.
    pub name: String,
    /// The last part of the author page's path.
    pub slug: Option<String>,
    /// A few sentences about the author, plain text.
    pub bio: Option<String>,
    /// The author's own web address.
    pub url: Option<String>,
    /// The address of a portrait.
    pub image: Option<String>,
    /// What lists do not show of the author.
    pub details: Details,
}

/// A subject that stories are filed under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagRecord {
    /// The name, which is how stories refer to it.
    pub name: String,
    /// The last part of the tag page's path.
    pub slug: Option<String>,
    /// A few sentences about the subject, plain text.
    pub description: Option<String>,
    /// What lists do not show of it.
    pub details: Details,
}

/// What the body of a story is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Markup {
    /// HTML.
    Html,
    /// WordPress's text: blocks or bare line breaks, shortcodes, addresses that become players.
    WordPress,
    /// Markdown with HTML in it, and the marks of site generators.
    Markdown,
    /// Ghost's editor of the years before 2023: JSON.
    Mobiledoc,
    /// Ghost's editor since then: JSON.
    Lexical,
}

/// A file that a body refers to by its number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attachment {
    /// The number.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// What it shows, for who cannot see it.
    pub alt: String,
    /// The words under it, HTML of the source.
    pub caption: String,
    /// Its title, plain text.
    pub title: String,
}

impl Attachment {
    /// What it shows, and where nobody said so its title.
    pub(crate) fn shows(&self) -> &str {
        if self.alt.is_empty() { &self.title } else { &self.alt }
    }
}

/// The picture above a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Where it is.
    pub url: String,
    /// What it shows.
    pub alt: Option<String>,
    /// The words under it, plain text.
    pub caption: Option<String>,
}

/// Where a post was on its way, in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostState {
    /// Readers could see it.
    Published,
    /// Being written, or in a state that nobody knows: never shown.
    Draft,
    /// Dated in the future and meant to come out then.
    Scheduled,
    /// Thrown away.
    Trashed,
}

/// A file that goes with a post, such as a podcast episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Its media type, when the source says.
    pub media_type: Option<String>,
    /// Its size in bytes, when the source says.
    pub length: Option<u64>,
}

/// A story or a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRecord {
    /// The number in its source (`8812`), as text because it may exceed every integer.
    pub id: String,
    /// Story or page.
    pub kind: PostKind,
    /// Where it was on its way.
    pub state: PostState,
    /// The headline, plain text; may be empty.
    pub title: String,
    /// The body as exported: foreign text, not sanitised.
    pub body: String,
    /// What the body is written in.
    pub markup: Markup,
    /// Files that the body refers to by number.
    pub attachments: Vec<Attachment>,
    /// Its public path as exported, decoded once, without query and fragment; `None` when it never had one.
    pub path: Option<String>,
    /// The last part of the path that it would get, when it has no path.
    pub slug: Option<String>,
    /// Labels in their order, spelt as exported.
    pub labels: Vec<String>,
    /// Who wrote it, in their order.
    pub authors: Vec<Byline>,
    /// The date that is printed.
    pub published: Moment,
    /// When it last changed.
    pub updated: Option<Moment>,
    /// The author's own excerpt, HTML or plain text.
    pub excerpt: Option<String>,
    /// The picture above the story.
    pub image: Option<Picture>,
    /// Whether it stays at the top.
    pub featured: bool,
    /// Whether readers may comment, when the source says.
    pub comments_open: Option<bool>,
    /// The language, when it differs from the site's (BCP 47).
    pub lang: Option<String>,
    /// The name of a place.
    pub location: Option<String>,
    /// The title for search engines.
    pub meta_title: Option<String>,
    /// The description for search engines.
    pub meta_description: Option<String>,
    /// The address that the title led to, when it was not the post itself.
    pub title_link: Option<String>,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// The folder of the export in which its relative addresses begin, with `/` between its parts; `None` when they begin at
    /// its public path.
    pub base: Option<String>,
    /// What lists do not show of it.
    pub details: Details,
    /// The place that opens it, as newspapers print it before the first words.
    pub dateline: Option<String>,
    /// Its place among the stories of its very moment; that in the source, when nothing says another.
    pub order: Option<u32>,
    /// The line of its entry in the file, from 1.
    pub line: u64,
    /// A digest of everything above but `order`, `line` and the effect of the clock: 32 hexadecimal digits.
    pub hash: String,
}

impl PostRecord {
    /// A post of which only this much is known.
    pub(crate) fn new(id: String, kind: PostKind, published: Moment) -> Self {
        Self {
            id,
            kind,
            state: PostState::Draft,
            title: String::new(),
            body: String::new(),
            markup: Markup::Html,
            attachments: Vec::new(),
            path: None,
            slug: None,
            labels: Vec::new(),
            authors: Vec::new(),
            published,
            updated: None,
            excerpt: None,
            image: None,
            featured: false,
            comments_open: None,
            lang: None,
            location: None,
            meta_title: None,
            meta_description: None,
            title_link: None,
            enclosures: Vec::new(),
            base: None,
            details: Details::default(),
            dateline: None,
            order: None,
            line: 0,
            hash: String::new(),
        }
    }

    /// Makes the digest. `state` is the word of the source, which does not depend on the clock.
    pub(crate) fn seal(mut self, state: &str) -> Self {
        let mut hash = Fingerprint::new(self.kind.as_str());
        for text in [&self.id, &self.title, &self.body] {
            hash.part(text);
        }
        hash.part(state);
        let image = self.image.as_ref();
        let optional = [
            self.path.as_deref(),
            self.slug.as_deref(),
            self.excerpt.as_deref(),
            self.lang.as_deref(),
            self.location.as_deref(),
            self.meta_title.as_deref(),
            self.meta_description.as_deref(),
            self.title_link.as_deref(),
            image.map(|image| image.url.as_str()),
            image.and_then(|image| image.alt.as_deref()),
            image.and_then(|image| image.caption.as_deref()),
        ];
        for text in optional {
            hash.optional(text);
        }
        hash.part(&format!("{:?} {:?} {}", self.markup, self.comments_open, self.featured));
        hash.part(&self.published.at.to_string());
        hash.part(&self.updated.map_or_else(String::new, |moment| moment.at.to_string()));
        hash.list(&self.labels);
        for author in &self.authors {
            hash.part(&author.name);
            hash.optional(author.url.as_deref());
        }
        for file in &self.attachments {
            for text in [&file.url, &file.alt, &file.caption] {
                hash.part(text);
            }
        }
        for enclosure in &self.enclosures {
            hash.part(&enclosure.url);
            hash.optional(enclosure.media_type.as_deref());
            hash.part(&enclosure.length.map_or_else(String::new, |length| length.to_string()));
        }
        for (detail, value) in self.details.iter() {
            hash.part(detail.as_str());
            hash.part(value);
        }
        if let Some(place) = &self.dateline {
            hash.part(place);
        }
        self.hash = hash.finish();
        self
    }
}

/// Sets a detail to what a foreign file says of it; one that does not fit here is left out. Whether it was kept.
pub(crate) fn keep_detail(details: &mut Details, detail: Detail, value: &str) -> bool {
    let value = value.trim();
    let fits = value.chars().count() <= detail.max_chars() && detail.refuses(value).is_none();
    if fits && !value.is_empty() {
        details.set(detail, Some(value));
    }
    fits || value.is_empty()
}

/// The story that a comment stands under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Story {
    /// The number of a post of the same source.
    Number(String),
    /// The path of a story that is here already.
    Path(String),
}

impl Story {
    /// The number or the path, which begins with a slash.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Number(name) | Self::Path(name) => name,
        }
    }
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentRecord {
    /// The number in its source.
    pub id: String,
    /// Its post.
    pub post: Story,
    /// The number of the comment it answers.
    pub parent: Option<String>,
    /// Who wrote it.
    pub author: Byline,
    /// The text as exported: foreign HTML, not sanitised.
    pub html: String,
    /// Whether its line breaks are to be seen, as in WordPress's comments.
    pub breaks: bool,
    /// When it was written.
    pub published: Moment,
    /// Who may see it.
    pub state: CommentState,
    /// The line of its entry in the file, from 1.
    pub line: u64,
    /// A digest of everything above but `line`: 32 hexadecimal digits.
    pub hash: String,
}

impl CommentRecord {
    /// Makes the digest.
    pub(crate) fn seal(mut self) -> Self {
        let mut hash = Fingerprint::new("comment");
        for text in [&self.id, self.post.as_str(), &self.html, &self.author.name] {
            hash.part(text);
        }
        hash.part(self.state.as_str());
        hash.optional(self.parent.as_deref());
        hash.optional(self.author.url.as_deref());
        hash.optional(self.author.email.as_deref());
        hash.part(&self.published.at.to_string());
        self.hash = hash.finish();
        self
    }
}

/// Another site's page that links to a story: a pingback or trackback of WordPress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionRecord {
    /// The number in its source.
    pub id: String,
    /// The number of the story.
    pub post: String,
    /// How it was announced.
    pub kind: MentionKind,
    /// Who may see it.
    pub state: CommentState,
    /// The title of the page.
    pub title: String,
    /// The address of the page.
    pub url: Option<String>,
    /// Some words around the link, foreign HTML.
    pub html: String,
    /// When it was announced.
    pub published: Moment,
    /// The line in the file, from 1.
    pub line: u64,
}

/// Where an old address led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The post of a number.
    Post(String),
    /// The page of the tag of a name.
    Tag(String),
    /// The feed of the tag of a name.
    TagFeed(String),
    /// The page of the author of a [`Byline::key`].
    Author(String),
    /// A path of the site or a whole address.
    Address(String),
}

/// An old address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectRecord {
    /// The old path, decoded; with a query for the addresses that have nothing else (`/?cat=3`).
    pub from: String,
    /// Where it led.
    pub to: Destination,
    /// Whether for ever.
    pub permanent: bool,
}

impl Record {
    /// An old address that leads elsewhere for ever.
    pub(crate) fn moved(from: String, to: Destination) -> Self {
        Self::Redirect(Box::new(RedirectRecord { from, to, permanent: true }))
    }
}

/// Counts the redirects of one source that are expressions.
#[derive(Default)]
pub(crate) struct Expressions(usize);

impl Expressions {
    /// Whether there is room for a redirect: a site keeps only so many expressions.
    pub(crate) fn have_room_for(&mut self, from: &str) -> bool {
        self.0 += usize::from(PathExpression::is_one(from));
        self.0 <= EXPRESSIONS_MAX || !PathExpression::is_one(from)
    }
}

/// Makes the digest of a record from its parts, so that `ab`+`c` and `a`+`bc` differ.
pub(crate) struct Fingerprint {
    digest: Context,
    /// Short parts that wait to be taken together: asking for each costs more than taking it.
    short: Vec<u8>,
}

/// Bytes up to which a part is short, and of short parts that are taken together.
const SHORT: usize = 256;

impl Fingerprint {
    /// Begins with the number of the rules by which records are made: a change of the rules brings every
    /// untouched row up to date at the next import.
    pub(crate) fn new(kind: &str) -> Self {
        let mut fingerprint =
            Self { digest: Context::new(&SHA256), short: Vec::with_capacity(2 * SHORT + size_of::<u64>()) };
        fingerprint.part("3");
        fingerprint.part(kind);
        fingerprint
    }

    pub(crate) fn part(&mut self, text: &str) {
        self.short.extend_from_slice(&(text.len() as u64).to_le_bytes());
        let is_short = text.len() <= SHORT;
        if is_short {
            self.short.extend_from_slice(text.as_bytes());
        }
        if !is_short || self.short.len() > SHORT {
            self.digest.update(&self.short);
            self.short.clear();
        }
        if !is_short {
            self.digest.update(text.as_bytes());
        }
    }

    pub(crate) fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => {
                self.part("+");
                self.part(text);
            }
            None => self.part("-"),
        }
    }

    pub(crate) fn list(&mut self, texts: &[String]) {
        self.part(&texts.len().to_string());
        for text in texts {
            self.part(text);
        }
    }

    pub(crate) fn finish(mut self) -> String {
        self.digest.update(&self.short);
        data_encoding::HEXLOWER.encode(&self.digest.finish().as_ref()[..16])
    }
}
