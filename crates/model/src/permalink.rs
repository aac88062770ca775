//! Permalinks: the public path of a post, made from the site's pattern and fixed once published.

use crate::{LocalDate, PostId};

/// Why a pattern cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PatternError {
    /// It does not begin with a slash.
    #[error("a permalink pattern begins with \"/\", such as /:year/:month/:slug/")]
    NoLeadingSlash,
    /// It names a part that does not exist.
    #[error(
        "\":{0}\" is not a part of a permalink; use :slug, :id, :year, :month, :day, :primary_tag or :primary_author"
    )]
    UnknownPart(String),
    /// Two posts would get the same path.
    #[error("a permalink pattern needs :slug or :id, or all stories of a day would share one path")]
    NotUnique,
}

/// How a site makes permalinks, in Ghost's notation: `/:slug/`, `/:year/:month/:slug.html`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermalinkPattern(String);

/// The parts of a pattern, longest first so that no name is taken for the beginning of another.
const PARTS: [&str; 7] = ["primary_author", "primary_tag", "month", "slug", "year", "day", "id"];

impl PermalinkPattern {
    /// Ghost's default.
    pub const GHOST: &'static str = "/:slug/";
    /// Blogger's shape of posts (contract U2).
    pub const BLOGGER: &'static str = "/:year/:month/:slug.html";
    /// Blogger's shape of pages (contract U4).
    pub const BLOGGER_PAGE: &'static str = "/p/:slug.html";

    /// Reads a pattern.
    pub fn parse(pattern: &str) -> Result<Self, PatternError> {
        let pattern = pattern.trim().replace("{slug}", ":slug");
        if !pattern.starts_with('/') {
            return Err(PatternError::NoLeadingSlash);
        }
        for after_colon in pattern.split(':').skip(1) {
            if !PARTS.iter().any(|part| after_colon.starts_with(part)) {
                let name = after_colon.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
                return Err(PatternError::UnknownPart(name.to_owned()));
            }
        }
        if !pattern.contains(":slug") && !pattern.contains(":id") {
            return Err(PatternError::NotUnique);
        }
        Ok(Self(pattern))
    }

    /// The pattern as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of a post. `date` is its day in the site's zone.
    pub fn expand(
        &self,
        id: PostId,
        slug: &str,
        date: LocalDate,
        tag: Option<&str>,
        author: Option<&str>,
    ) -> String {
        let mut path = String::with_capacity(self.0.len() + slug.len());
        let mut pieces = self.0.split(':');
        path.push_str(pieces.next().unwrap_or("/"));
        for piece in pieces {
            let Some(part) = PARTS.iter().find(|part| piece.starts_with(**part)) else { continue };
            match *part {
                "slug" => path.push_str(slug),
                "id" => path.push_str(&id.hex()),
                "year" => numbered(&mut path, i64::from(date.year), 4),
                "month" => numbered(&mut path, i64::from(date.month), 2),
                "day" => numbered(&mut path, i64::from(date.day), 2),
                // Ghost prints "all" for a post without a tag.
                "primary_tag" => path.push_str(tag.unwrap_or("all")),
                _ => path.push_str(author.unwrap_or("all")),
            }
            path.push_str(&piece[part.len()..]);
        }
        path
    }
}

/// Appends `number` with leading zeros to `digits`.
fn numbered(path: &mut String, number: i64, digits: usize) {
    let text = number.to_string();
    path.extend(std::iter::repeat_n('0', digits.saturating_sub(text.len())));
    path.push_str(&text);
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectTarget {
    /// Wherever this post is now, so that moves never form chains.
    Post(PostId),
    /// A path of this site or a whole address.
    Address(String),
}

/// An old path and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old path, decoded.
    pub from: String,
    /// Where it leads.
    pub to: RedirectTarget,
    /// 301 when true, 302 otherwise.
    pub permanent: bool,
}

/// The bytes that stand in a path as they are.
static IN_PATHS: [bool; 256] = {
    let signs = *b"-._~!$&'()*+,;=:@/";
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// A decoded path as it stands in a link: everything but unreserved characters, sub-delimiters, `:`, `@` and
/// `/` is percent-encoded (RFC 3986, section 3.3).
pub fn encode_path(path: &str) -> String {
    // Nearly every path is one already.
    if path.bytes().all(|byte| IN_PATHS[usize::from(byte)]) {
        return path.to_owned();
    }
    let mut encoded = String::with_capacity(path.len() * 2);
    for byte in path.bytes() {
        if IN_PATHS[usize::from(byte)] {
            encoded.push(byte as char);
        } else {
            encoded.push('%');
            encoded.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    encoded
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_makes_the_path_a_site_always_had() {
        let id = PostId::mint(0);
        let date = LocalDate { year: 2012, month: 3, day: 9 };
        let path = |pattern: &str| {
            PermalinkPattern::parse(pattern).unwrap().expand(id, "a-story", date, Some("harbour"), None)
        };
        assert_eq!(path(PermalinkPattern::GHOST), "/a-story/");
        assert_eq!(path(PermalinkPattern::BLOGGER), "/2012/03/a-story.html");
        assert_eq!(path("/:primary_tag/:slug-:day"), "/harbour/a-story-09");
        assert_eq!(path("/:primary_author/:id/"), format!("/all/{id}/"));
    }

    #[test]
    fn a_pattern_that_would_not_work_says_why() {
        assert_eq!(PermalinkPattern::parse("x/:slug"), Err(PatternError::NoLeadingSlash));
        assert_eq!(PermalinkPattern::parse("/:year/"), Err(PatternError::NotUnique));
        assert_eq!(
            PermalinkPattern::parse("/:slug/:hour/"),
            Err(PatternError::UnknownPart("hour".to_owned()))
        );
    }

    #[test]
    fn a_path_in_a_link_is_percent_encoded() {
        assert_eq!(encode_path("/2012/03/olá mundo?.html"), "/2012/03/ol%C3%A1%20mundo%3F.html");
    }
}
