//! What the press hands over: status, bytes, and what may be kept of it for how long.

use dateline_model::Millis;
use dateline_theme::{Brings, Page};

use crate::depends::Depends;

/// The bytes of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// None.
    Empty,
    /// A page.
    Html(String),
    /// Anything else.
    Bytes(Vec<u8>),
}

/// Who may keep an answer, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// Everybody, asking each time whether it still holds.
    Revalidate,
    /// Everybody, for a year: its address changes with its content.
    Forever,
    /// The reader's own browser, for a minute: what it shows has been shown to this reader.
    Briefly,
    /// Nobody.
    Never,
}

impl CachePolicy {
    /// The value of `Cache-Control`.
    pub fn header(self) -> &'static str {
        match self {
            Self::Revalidate => "public, max-age=0, must-revalidate",
            Self::Forever => "public, max-age=31536000, immutable",
            Self::Briefly => "private, max-age=60",
            Self::Never => "no-store",
        }
    }
}

/// An answer to a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The bytes.
    pub body: Body,
    /// Their media type.
    pub content_type: &'static str,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// When what is shown last changed.
    pub changed_at: Option<Millis>,
    /// From when on it may be another one although nothing changed.
    pub expires_at: Millis,
    /// Who may keep it.
    pub cache: CachePolicy,
    /// What it was made from.
    pub depends: Depends,
    /// Whether search engines may list it.
    pub index: bool,
    /// Markup of the owner's that stands in the page as it was written; its scripts are to be let run.
    pub injected: Vec<String>,
    /// What the theme itself loads and runs in the page; that too is to be let run.
    pub brings: Brings,
    /// Which pages of the site it is like; nothing for what is no page.
    pub kind: Option<PageKind>,
}

/// What pages of one theme have in common: those of stories one thing, those of tags another.
pub type PageKind = std::mem::Discriminant<Page>;

/// The media type of pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// The media type of plain text.
pub const TEXT: &str = "text/plain; charset=utf-8";

impl Answer {
    /// 200 with a body.
    pub fn of(body: Body, content_type: &'static str) -> Self {
        Self {
            status: 200,
            body,
            content_type,
            location: None,
            changed_at: None,
            expires_at: Millis::MAX,
            cache: CachePolicy::Revalidate,
            depends: Depends::default(),
            index: true,
            injected: Vec::new(),
            brings: Brings::default(),
            kind: None,
        }
    }

    /// A redirect; 301 when it is for ever.
    pub fn redirect(to: String, permanent: bool) -> Self {
        let status = if permanent { 301 } else { 302 };
        Self { status, location: Some(to), ..Self::of(Body::Empty, TEXT) }
    }

    /// 400 with a sentence.
    pub fn refused(why: &str) -> Self {
        let body = Body::Bytes(format!("{why}\n").into_bytes());
        Self { status: 400, cache: CachePolicy::Never, ..Self::of(body, TEXT) }
    }
}
