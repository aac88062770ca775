//! Neutral records: what every blog system has, in our words.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{Context, SHA256};
use dateline_model::{CommentState, Millis, PostKind};

/// One thing of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// The site itself. Comes before the first post with what is known by then, and once more at the end
    /// when the file went on to say more; the last one is complete.
    Site(Box<SiteRecord>),
    /// A story or a page.
    Post(Box<PostRecord>),
    /// A comment; its post and its parent may come later.
    Comment(Box<CommentRecord>),
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
    /// The body as exported: foreign HTML, not sanitised.
    pub html: String,
    /// Its public path as exported, decoded once, without query and fragment; `None` when it never had one.
    pub path: Option<String>,
    /// Labels in their order, spelt as exported.
    pub labels: Vec<String>,
    /// Who wrote it.
    pub author: Byline,
    /// The date that is printed.
    pub published: Moment,
    /// When it last changed.
    pub updated: Option<Moment>,
    /// The name of a place.
    pub location: Option<String>,
    /// The description for search engines.
    pub meta_description: Option<String>,
    /// The address that the title led to, when it was not the post itself.
    pub title_link: Option<String>,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// The line of its entry in the file, from 1.
    pub line: u64,
    /// A digest of everything above but `line` and the effect of the clock: 32 hexadecimal digits.
    pub hash: String,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentRecord {
    /// The number in its source.
    pub id: String,
    /// The number of its post.
    pub post: String,
    /// The number of the comment it answers.
    pub parent: Option<String>,
    /// Who wrote it.
    pub author: Byline,
    /// The text as exported: foreign HTML, not sanitised.
    pub html: String,
    /// When it was written.
    pub published: Moment,
    /// Who may see it.
    pub state: CommentState,
    /// The line of its entry in the file, from 1.
    pub line: u64,
    /// A digest of everything above but `line`: 32 hexadecimal digits.
    pub hash: String,
}

/// Makes the digest of a record from its parts, so that `ab`+`c` and `a`+`bc` differ.
pub(crate) struct Fingerprint(Context);

impl Fingerprint {
    /// Begins with the number of the rules by which records are made: a change of the rules brings every
    /// untouched row up to date at the next import.
    pub(crate) fn new(kind: &str) -> Self {
        let mut fingerprint = Self(Context::new(&SHA256));
        fingerprint.part("1");
        fingerprint.part(kind);
        fingerprint
    }

    pub(crate) fn part(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
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

    pub(crate) fn finish(self) -> String {
        data_encoding::HEXLOWER.encode(&self.0.finish().as_ref()[..16])
    }
}
