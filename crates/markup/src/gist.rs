//! What lists, counts and the files of a site want to know of a story, found in one reading of it.

use std::collections::HashSet;

use crate::teaser::{Teaser, opening_of, teaser_of};
use crate::text::{TextReader, word_count};
use crate::token::{Token, attr, read_with};

/// What a story says, and what it shows and links to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gist {
    /// Its words, as [`crate::plain_text`] has them.
    pub text: String,
    /// Addresses of its pictures in order, each once, as [`crate::images`] has them.
    pub images: Vec<String>,
    /// Addresses of its links in order, each once, as [`crate::links`] has them.
    pub links: Vec<String>,
}

impl Gist {
    /// Reads a story. Expects sanitised HTML.
    ///
    /// ```
    /// let gist = dateline_markup::Gist::of("<p>The <a href=\"/quay\">quay</a></p><img src=\"/q.jpg\">");
    /// assert_eq!((gist.text.as_str(), gist.words()), ("The quay", 2));
    /// assert_eq!((gist.images, gist.links), (vec!["/q.jpg".to_owned()], vec!["/quay".to_owned()]));
    /// ```
    pub fn of(html: &str) -> Self {
        let make = || Reader { text: TextReader::with_room(html.len()), ..Reader::default() };
        let reader = read_with(html, make, |reader, token| reader.take(&token));
        Self { text: reader.text.finish(), images: reader.images.list, links: reader.links.list }
    }

    /// How many words it has, by [`word_count`].
    pub fn words(&self) -> usize {
        word_count(&self.text)
    }

    /// What the story opens with; see [`crate::opening()`].
    pub fn opening(&self, teaser_is_all: bool) -> String {
        opening_of(&self.text, teaser_is_all)
    }

    /// The teaser of the story, whose body `html` is; see [`crate::teaser()`].
    pub fn teaser(&self, excerpt: Option<&str>, html: &str, max_chars: usize) -> Teaser {
        teaser_of(excerpt, html, &self.text, max_chars)
    }
}

#[derive(Default)]
struct Reader<'h> {
    text: TextReader<'h>,
    images: Once,
    links: Once,
}

impl<'h> Reader<'h> {
    fn take(&mut self, token: &Token<'h>) {
        self.text.take(token);
        let Token::Start { name, attrs } = token else { return };
        match &**name {
            "img" => self.images.add(attr(attrs, "src")),
            "a" => self.links.add(attr(attrs, "href")),
            _ => {}
        }
    }
}

/// Addresses in the order in which they first came.
#[derive(Default)]
struct Once {
    list: Vec<String>,
    seen: HashSet<String>,
}

impl Once {
    fn add(&mut self, address: Option<&str>) {
        let Some(address) = address.map(str::trim).filter(|address| !address.is_empty()) else { return };
        if self.seen.insert(address.to_owned()) {
            self.list.push(address.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{images, links, plain_text};

    #[test]
    fn one_reading_tells_what_three_would() {
        for html in [
            "",
            "<p>a <b>b</b></p><p>c<img src=\" /d.png \"><img src=\"/d.png\"><img alt=\"\"></p>",
            "<a href=/e>f</a><a href=\"/e\">g</a>&copy;<script>h</script><table><tr><td>i<td>j</table>",
            "<p>k\r\nl</p><a href='/m'>n",
            &format!("<p>{}</p>", "é and o ".repeat(200)),
        ] {
            let gist = Gist::of(html);
            assert_eq!(gist.opening(false), crate::opening(html, false));
            assert_eq!((gist.text, gist.images, gist.links), (plain_text(html), images(html), links(html)));
        }
    }
}
