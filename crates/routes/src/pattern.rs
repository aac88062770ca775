//! The shape of an address: `/blog/{year}/{slug}/`.

use crate::RoutesError;

/// What can stand in braces. Ghost writes the word `undefined` for any other name.
const PARTS: [&str; 7] = ["id", "slug", "year", "month", "day", "primary_tag", "primary_author"];

/// The shape of an address, checked. Two stories never get the same one from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Part(&'static str),
}

impl Pattern {
    /// Reads a shape; `line` is where it stands.
    pub(crate) fn parse(text: &str, line: usize) -> Result<Self, RoutesError> {
        let wrong = |message: &str| Err(RoutesError::at(line, format!("{text}: {message}")));
        check_path(text, line)?;
        if text.contains("/:") {
            return wrong("write {slug} in place of :slug");
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return wrong("a { has no }");
            };
            pieces.push(Piece::Text(before.to_owned()));
            let name = if name == "author" { "primary_author" } else { name };
            pieces.push(match PARTS.iter().find(|part| **part == name) {
                Some(part) => Piece::Part(part),
                None => Piece::Text("undefined".to_owned()),
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let pattern = Self { pieces };
        if !pattern.has("slug") && !pattern.has("id") {
            return wrong("it needs {slug} or {id}, or several would share one address");
        }
        Ok(pattern)
    }

    /// Whether the shape has this part.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Part(own) if *own == part))
    }

    /// The shape with colons for braces, `/blog/:year/:slug/`, as permalinks are written elsewhere.
    pub fn with_colons(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(words) => text.push_str(words),
                Piece::Part(part) => {
                    text.push(':');
                    text.push_str(part);
                }
            }
        }
        text
    }

    /// The address of what has this slug and no other part.
    pub fn with_slug(&self, slug: &str) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(words) => words.clone(),
            Piece::Part(_) => slug.to_owned(),
        };
        self.pieces.iter().map(piece).collect()
    }

    /// The slug, or else the id, that a path of this shape names.
    pub fn name_in<'p>(&self, path: &'p str) -> Option<Name<'p>> {
        let mut found = (None, None);
        let mut rest = path;
        for (position, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Text(words) => rest = rest.strip_prefix(words.as_str())?,
                Piece::Part(part) => {
                    let value = self.value_of(position, rest)?;
                    rest = &rest[value.len()..];
                    match *part {
                        "slug" => found.0 = Some(value),
                        "id" => found.1 = Some(value),
                        _ => {}
                    }
                }
            }
        }
        if !rest.is_empty() {
            return None;
        }
        found.0.map(Name::Slug).or(found.1.map(Name::Id))
    }

    /// What stands at the beginning of `rest` for the part at `position`: as far as the text that follows the part.
    fn value_of<'p>(&self, position: usize, rest: &'p str) -> Option<&'p str> {
        let segment = &rest[..rest.find('/').unwrap_or(rest.len())];
        let value = match self.pieces.get(position + 1) {
            Some(Piece::Text(words)) if !words.is_empty() => {
                let until = words.split('/').next().unwrap_or_default();
                // A slug may hold the text itself, so the last one counts.
                if until.is_empty() { segment } else { &segment[..segment.rfind(until)?] }
            }
            _ => segment,
        };
        (!value.is_empty()).then_some(value)
    }
}

/// How a path names a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'p> {
    /// By its slug.
    Slug(&'p str),
    /// By its id.
    Id(&'p str),
}

/// Paths that the server answers before it looks at routes.
const TAKEN: [&str; 6] = ["admin", "assets", "comments", "content", "ghost", "public"];
/// Bytes of a path.
const MAX_PATH: usize = 500;

/// A path as routes are written: with a slash at both ends.
pub(crate) fn check_path(path: &str, line: usize) -> Result<(), RoutesError> {
    let wrong = |message: &str| {
        let shown: String = path.chars().take(80).collect();
        Err(RoutesError::at(line, format!("{shown}: {message}")))
    };
    if !path.starts_with('/') {
        return wrong("an address begins with a slash, such as /about/");
    }
    if !path.ends_with('/') {
        return wrong("an address ends with a slash, such as /about/");
    }
    if path.len() > MAX_PATH {
        return wrong("an address has at most 500 bytes");
    }
    let odd = |c: char| {
        c.is_control() || c.is_whitespace() || matches!(c, '?' | '#' | '\\' | '%' | '*' | '(' | ')')
    };
    if path.contains("//") || path.contains(odd) || path.split('/').any(|part| matches!(part, "." | "..")) {
        return wrong("an address is written plainly, without blanks, %, ?, #, * and empty parts");
    }
    let first = path.split('/').nth(1).unwrap_or_default();
    if TAKEN.contains(&first) {
        return wrong("what begins so is answered by the server itself; choose another name");
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text, 1).unwrap()
    }

    #[test]
    fn a_path_of_the_shape_names_its_story() {
        let dated = pattern("/blog/{year}/{month}/{slug}/");
        assert_eq!(dated.name_in("/blog/2026/11/a-bridge/"), Some(Name::Slug("a-bridge")));
        assert_eq!(dated.name_in("/blog/2026/a-bridge/"), None);
        assert_eq!(dated.name_in("/blog/2026/11/a-bridge/more/"), None);
        assert_eq!(pattern("/{slug}-{id}/").name_in("/a-b-12ab/"), Some(Name::Slug("a-b")));
        assert_eq!(pattern("/x/{id}/").name_in("/x/12ab/"), Some(Name::Id("12ab")));
        assert_eq!(pattern("/x/{id}/").name_in("/x//"), None);
    }

    #[test]
    fn an_unknown_part_becomes_the_word_undefined_as_in_ghost() {
        assert_eq!(pattern("/{uuid}/{slug}/").with_colons(), "/undefined/:slug/");
        assert_eq!(pattern("/{author}/{slug}/").with_colons(), "/:primary_author/:slug/");
    }

    #[test]
    fn a_shape_that_would_not_work_says_why() {
        for (text, why) in [
            ("/:slug/", "{slug}"),
            ("/{year}/", "share one address"),
            ("/{slug", "ends with a slash"),
            ("/{slug/", "has no }"),
            ("{slug}/", "begins with a slash"),
            ("/ghost/{slug}/", "server itself"),
        ] {
            let error = Pattern::parse(text, 7).unwrap_err();
            assert!(error.line == 7 && error.message.contains(why), "{text}: {error}");
        }
    }
}
