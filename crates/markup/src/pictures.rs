//! The pictures of a story, and what a page adds to them: their size, their versions, how urgent they are.
//!
//! A page is printed often and a story is written once, so this reads no HTML: it looks for the tags that the writer of
//! this crate wrote, and leaves alone what does not look like one of them.

use std::borrow::Cow;

use crate::token::{decoded, push_value};

/// Names with their values as they stand in HTML, escaped.
type Attributes<'h> = Vec<(&'h str, Cow<'h, str>)>;

/// A picture's tag in a story.
#[derive(Debug)]
pub struct PictureTag<'h> {
    attributes: Attributes<'h>,
    /// Versions in other formats, from which a browser takes the first that it knows: the attributes of each.
    sources: Vec<String>,
    /// How many bytes of the story stand before it.
    pub at: usize,
    /// The classes of the figure that it stands in; empty without one.
    pub figure: &'h str,
    /// Whether its author gave it versions in other formats.
    pub has_sources: bool,
}

impl<'h> PictureTag<'h> {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.attributes.iter().find(|(known, _)| *known == name)?;
        Some(decoded(value).unwrap_or(Cow::Borrowed(value)))
    }

    /// Where the picture lies.
    pub fn address(&self) -> Option<Cow<'_, str>> {
        self.get("src")
    }

    /// Gives it an attribute, or another value of one.
    pub fn set(&mut self, name: &'h str, value: &str) {
        self.remove(name);
        self.attributes.push((name, Cow::Owned(escaped(value))));
    }

    /// Takes an attribute away.
    pub fn remove(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| *known != name);
    }

    /// Offers versions in another format.
    pub fn offer(&mut self, media_type: &str, srcset: &str, sizes: Option<&str>) {
        let sizes = sizes.map(|sizes| format!(" sizes=\"{}\"", escaped(sizes))).unwrap_or_default();
        self.sources.push(format!("type=\"{}\" srcset=\"{}\"{sizes}", escaped(media_type), escaped(srcset)));
    }

    fn write(&self, out: &mut String) {
        if !self.sources.is_empty() {
            out.push_str("<picture>");
        }
        for source in &self.sources {
            out.push_str("<source ");
            out.push_str(source);
            out.push('>');
        }
        out.push_str("<img");
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(value);
            out.push('"');
        }
        out.push('>');
        if !self.sources.is_empty() {
            out.push_str("</picture>");
        }
    }
}

/// Gives every picture of a story to `fit`, in order, which may change what its tag says. Expects sanitised HTML.
pub fn fit_pictures<'h>(html: &'h str, mut fit: impl FnMut(&mut PictureTag<'h>)) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut written = 0;
    for (mut tag, end) in Pictures::of(html) {
        out.push_str(&html[written..tag.at]);
        fit(&mut tag);
        tag.write(&mut out);
        written = end;
    }
    out.push_str(&html[written..]);
    out
}

/// The addresses of a story's pictures in order, as often as they are shown. Expects sanitised HTML.
pub fn picture_addresses(html: &str) -> impl Iterator<Item = String> + '_ {
    Pictures::of(html).filter_map(|(tag, _)| tag.address().map(Cow::into_owned))
}

/// The pictures of a story, each with where its tag ends.
struct Pictures<'h> {
    html: &'h str,
    at: usize,
    figure: &'h str,
    has_sources: bool,
}

impl<'h> Pictures<'h> {
    fn of(html: &'h str) -> Self {
        Self { html, at: 0, figure: "", has_sources: false }
    }

    /// What a stretch of HTML without pictures opens and closes.
    fn pass(&mut self, stretch: &'h str) {
        match (stretch.rfind("<figure"), stretch.rfind("</figure>")) {
            (Some(open), closed) if closed.is_none_or(|closed| closed < open) => {
                let tag = &stretch[open..];
                self.figure =
                    tag.find('>').and_then(|end| value_of(&tag[..end], "class")).unwrap_or_default();
            }
            (_, Some(_)) => self.figure = "",
            _ => {}
        }
        match (stretch.rfind("<picture"), stretch.rfind("</picture>")) {
            (Some(open), closed) if closed.is_none_or(|closed| closed < open) => self.has_sources = true,
            (_, Some(_)) => self.has_sources = false,
            _ => {}
        }
    }
}

impl<'h> Iterator for Pictures<'h> {
    type Item = (PictureTag<'h>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = self.at + self.html[self.at..].find("<img ")?;
            self.pass(&self.html[self.at..at]);
            self.at = at + "<img".len();
            if let Some((attributes, length)) = attributes(&self.html[self.at..]) {
                self.at += length;
                let (figure, has_sources) = (self.figure, self.has_sources);
                let tag = PictureTag { attributes, sources: Vec::new(), at, figure, has_sources };
                return Some((tag, self.at));
            }
        }
    }
}

/// The attributes that follow a tag's name, and how long they are with the tag's end; `None` when they are not as this
/// crate writes them.
fn attributes(text: &str) -> Option<(Attributes<'_>, usize)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(' ');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((found, text.len() - after.len()));
        }
        let (name, after) = rest.split_once("=\"")?;
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let (value, after) = after.split_once('"').filter(|_| is_name)?;
        found.push((name, Cow::Borrowed(value)));
        rest = after;
    }
}

/// The value of an attribute in a tag, escaped as it stands there.
fn value_of<'h>(tag: &'h str, name: &str) -> Option<&'h str> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    push_value(&mut out, value);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_without_changes_is_printed_as_it_was_written() {
        for html in [
            "",
            "<p>no picture</p>",
            "<p>a<img src=\"/a.jpg\" alt=\"x &quot;y&quot; &lt;z&gt;\">b</p><img src=\"/b.jpg\">",
            "<p><img alt></p><img src='x'><img /><img  x=\"1\" <img src=\"/a.jpg\">",
            "<img src=\"/a.jpg",
            "<img ",
        ] {
            let sanitised = crate::sanitise(html, crate::Profile::Author);
            for html in [html, &sanitised] {
                let same = |text: &str| text.replace("<img  x", "<img x");
                assert_eq!(same(&fit_pictures(html, |_| {})), same(html));
            }
        }
    }

    #[test]
    fn a_picture_gets_what_the_page_knows_of_it() {
        let html = "<figure class=\"kg-card kg-width-wide\"><img src=\"/a&amp;b.jpg\" alt=\"\"></figure>";
        let fitted = fit_pictures(html, |tag| {
            assert_eq!((tag.address().as_deref(), tag.figure), (Some("/a&b.jpg"), "kg-card kg-width-wide"));
            tag.set("width", "800");
            tag.set("alt", "\"<b>");
            tag.offer("image/webp", "/a&b.webp 600w", Some("100vw"));
        });
        assert_eq!(
            fitted,
            "<figure class=\"kg-card kg-width-wide\"><picture>\
             <source type=\"image/webp\" srcset=\"/a&amp;b.webp 600w\" sizes=\"100vw\">\
             <img src=\"/a&amp;b.jpg\" width=\"800\" alt=\"&quot;&lt;b&gt;\"></picture></figure>"
        );
    }

    #[test]
    fn a_picture_after_a_figure_is_in_none() {
        let html = "<img src=\"1\"><figure class=\"a\"><img src=\"2\"><img src=\"3\"></figure><img src=\"4\">\
                    <figure><img src=\"5\"></figure><picture><source srcset=\"x\"><img src=\"6\"></picture><img src=\"7\">";
        let mut seen = Vec::new();
        fit_pictures(html, |tag| seen.push((tag.figure.to_owned(), tag.has_sources)));
        let figures: Vec<&str> = seen.iter().map(|(figure, _)| figure.as_str()).collect();
        assert_eq!(figures, ["", "a", "a", "", "", "", ""]);
        let sourced: Vec<bool> = seen.iter().map(|(_, has_sources)| *has_sources).collect();
        assert_eq!(sourced, [false, false, false, false, false, true, false]);
    }
}
