//! What a feed says, whatever format it is written in.

/// Whether entries carry the whole story or its teaser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Projection {
    /// [`Entry::html`] whole.
    #[default]
    Full,
    /// [`Entry::summary`] alone.
    Summary,
}

/// A feed of stories or of comments.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// Permanent id, an IRI that never changes (`tag:blogger.com,1999:blog-123`).
    pub id: String,
    /// Plain text.
    pub title: String,
    /// Plain text; may be empty.
    pub subtitle: String,
    /// The page this feed follows.
    pub home_url: String,
    /// The feed's own address, with its query.
    pub self_url: String,
    /// Further links: `first`, `next`, `previous`, `last`, `hub`.
    pub links: Vec<Link>,
    /// BCP 47 tag of the feed's language (`pt-PT`); empty when unknown.
    pub language: String,
    /// When anything in the feed last changed, milliseconds UTC.
    pub updated: i64,
    /// Wide picture of the site.
    pub logo: Option<String>,
    /// Small square picture of the site.
    pub icon: Option<String>,
    /// Who stands behind the feed. Atom demands an author: without one here and in an entry, the title stands in.
    pub authors: Vec<Author>,
    /// All tags the site uses, for feeds that list them.
    pub categories: Vec<Category>,
    /// The stories or comments, in the order they are to be read.
    pub entries: Vec<Entry>,
    /// The program that wrote the feed.
    pub generator: Option<Generator>,
    /// Where this page of the feed stands in the whole.
    pub paging: Option<OpenSearch>,
    /// Copyright line, plain text.
    pub rights: Option<String>,
    /// Whole stories or teasers.
    pub projection: Projection,
}

/// A story, a page or a comment in a feed.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Permanent id, an IRI that never changes (`tag:blogger.com,1999:blog-123.post-456`).
    pub id: String,
    /// Plain text; may be empty.
    pub title: String,
    /// The page to read.
    pub url: String,
    /// The body, sanitised, with every address in it already absolute.
    pub html: String,
    /// The teaser, plain text.
    pub summary: Option<String>,
    /// Milliseconds UTC.
    pub published: i64,
    /// Milliseconds UTC.
    pub updated: i64,
    /// In the order of the byline. Entries of an author without a name get the feed's author.
    pub authors: Vec<Author>,
    /// The story's tags.
    pub categories: Vec<Category>,
    /// The story's leading picture.
    pub image: Option<Image>,
    /// Media files. RSS readers know one for each entry, so RSS gets the first.
    pub enclosures: Vec<Enclosure>,
    /// Where the entry's comments are, if it can have any.
    pub replies: Option<Replies>,
    /// The story a comment belongs to.
    pub in_reply_to: Option<InReplyTo>,
    /// Address of the feed that holds this entry alone.
    pub self_url: Option<String>,
    /// Further links, such as `related` to the comment that is answered.
    pub links: Vec<Link>,
    /// BCP 47 tag, where it differs from the feed's; empty otherwise.
    pub language: String,
    /// What scripts of Blogger pages ask about a comment.
    pub comment: Option<CommentFlags>,
}

/// A link of a feed or an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// `next`, `hub`, `related`, …
    pub rel: String,
    /// Absolute address.
    pub href: String,
    /// Media type of what is there; empty when unknown.
    pub media_type: String,
    /// Title; empty for none.
    pub title: String,
}

/// A person or desk that wrote something. Mail addresses are never published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// As printed.
    pub name: String,
    /// The author's page.
    pub url: Option<String>,
    /// The author's portrait.
    pub image: Option<Image>,
}

/// A tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Category {
    /// The tag as printed.
    pub term: String,
    /// IRI of the vocabulary (`http://www.blogger.com/atom/ns#`); empty for none.
    pub scheme: String,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// Absolute address.
    pub url: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

/// A media file attached to an entry, such as a podcast episode.
///
/// `length` is in bytes; RSS requires it, so a file of unknown size gets no enclosure.
/// Spec: `<enclosure>` in <https://www.rssboard.org/rss-specification>.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enclosure {
    /// Absolute address.
    pub url: String,
    /// Bytes.
    pub length: u64,
    /// `audio/mpeg`, …
    pub media_type: String,
}

/// Where the comments of a story are. Spec: RFC 4685.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replies {
    /// The feed of the comments.
    pub feed_url: String,
    /// The comments on the story's page.
    pub html_url: String,
    /// Visible comments.
    pub count: u64,
    /// Link text in the site's language ("3 comments"); empty for none.
    pub title: String,
}

/// The story a comment belongs to; never the comment it answers, which is a `related` link. Spec: RFC 4685.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InReplyTo {
    /// Id of the story's entry.
    pub id: String,
    /// The story's page.
    pub href: String,
    /// The feed that holds the story; empty when there is none.
    pub source: String,
}

/// What scripts of Blogger pages ask about a comment (`gd:extendedProperty`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentFlags {
    /// The comment was taken away and only its place remains.
    pub removed: bool,
    /// Style class of the commenter (`pid-123`); empty for none.
    pub item_class: String,
    /// The date as a reader of the site would write it; empty for none.
    pub display_time: String,
}

/// The program that wrote a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Generator {
    /// `Dateline`
    pub name: String,
    /// Its home; empty for none.
    pub url: String,
    /// Its version; empty for none.
    pub version: String,
}

/// Where a page of a feed stands in the whole. Spec: `OpenSearch` RSS response elements 1.0, as Blogger uses them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenSearch {
    /// Entries there are on all pages.
    pub total: u64,
    /// Number of this page's first entry, counted from 1.
    pub start_index: u64,
    /// Entries a page may hold.
    pub items_per_page: u64,
}
