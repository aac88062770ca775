//! Elements that hold one text and nothing else, as nearly all of WXR's are, found without an XML reader: two passes over a
//! file took a quarter of an import's time, most of it for three events an element. What looks in any way different is left
//! to the XML reader.

use memchr::{memchr, memchr2};

/// Bytes of a start tag that are looked at.
const TAG_BYTES_MAX: usize = 200;
const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// An element that is written `<name attributes>text</name>` or `<name attributes><![CDATA[text]]></name>`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'t> {
    /// What stands between `<` and `>`.
    pub(super) tag: &'t str,
    pub(super) name: &'t str,
    /// Its text, which holds no references and no markup.
    pub(super) text: &'t str,
    /// Bytes from `<` to the end of the end tag.
    pub(super) length: usize,
}

impl<'t> Plain<'t> {
    /// The element that `from` begins with.
    pub(super) fn at(from: &'t str) -> Option<Self> {
        let after = from.strip_prefix('<')?;
        let bytes = after.as_bytes();
        let end = memchr(b'>', &bytes[..bytes.len().min(TAG_BYTES_MAX)])?;
        let (tag, inner) = (&after[..end], &after[end + 1..]);
        if !tag.starts_with(|first: char| first.is_ascii_alphabetic()) || tag.ends_with('/') {
            return None;
        }
        let is_blank = |byte: u8| matches!(byte, b' ' | b'\r' | b'\n' | b'\t');
        let (mut name_length, mut quotes) = (tag.len(), 0);
        for (at, byte) in tag.bytes().enumerate() {
            match byte {
                b'"' => quotes += 1,
                b'\'' | b'<' => return None,
                _ if is_blank(byte) => name_length = name_length.min(at),
                _ => {}
            }
        }
        // A quotation mark that is not ended before `>` is ended behind it.
        if quotes % 2 > 0 {
            return None;
        }
        let name = &tag[..name_length];
        let (text, rest) = match inner.strip_prefix(CDATA) {
            Some(inner) => {
                let end = cdata_end(inner.as_bytes())?;
                (&inner[..end], &inner[end + CDATA_END.len()..])
            }
            None => inner.split_at(memchr2(b'<', b'&', inner.as_bytes())?),
        };
        let rest = rest.strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?;
        Some(Self { tag, name, text, length: from.len() - rest.len() })
    }
}

/// Where the first `]]>` is. Texts have few brackets, and looking for one byte needs nothing made before.
fn cdata_end(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b']', text).find(|at| text[*at..].starts_with(CDATA_END.as_bytes()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{self, Read};

    use super::*;
    use crate::problem::Limits;
    use crate::text::Text;
    use crate::wordpress::reader::{Part, WxrReader};

    /// Hands out seven bytes at a time, so that no element is at hand whole: the shortest has eight.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(into.len()).min(7);
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    /// All that a reader says of a file.
    fn said(source: impl Read, light: bool, limits: Limits) -> Vec<String> {
        let text = Text::new(source, limits.entry_bytes, limits.file_bytes).unwrap().unwrap();
        let mut reader = if light { WxrReader::light(text, limits) } else { WxrReader::new(text, limits) };
        let mut said = Vec::new();
        loop {
            let part = reader.next();
            let slips = reader.take_slips();
            said.push(format!("{part:?} {slips:?} {:?}", reader.item()));
            if matches!(part, Part::End | Part::Damage(_)) {
                return said;
            }
        }
    }

    #[test]
    fn what_goes_past_the_xml_reader_says_what_it_would_have_said() {
        let items = [
            "<title>One</title>\n\t<link>http://a.example/one</link><title>Two</title><pubDate/><wp:post_id>1</wp:post_id>",
            "<category domain=\"category\" nicename=\"a&amp;b\"><![CDATA[A & B]]></category><category>C</category>",
            "<content:encoded><![CDATA[<p>é]]]]><![CDATA[></p>]]></content:encoded><excerpt:encoded><![CDATA[x\r\ny\u{1}]]></excerpt:encoded>",
            "<content:encoded><b>bold</b> and &lt;i&gt; <!-- no --> text</content:encoded><wp:status>publish</wp:status>",
            "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[7]]></wp:meta_value></wp:postmeta>",
            "<wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_content>Well</wp:comment_content><wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>4</wp:meta_value></wp:commentmeta></wp:comment>",
            "<media:group><title>Not this</title><wp:post_id>9</wp:post_id></media:group><wp:post_type>page</wp:post_type>",
            "<title>Lost<wp:post_id>4</wp:post_id><wp:status>draft</wp:status>",
            "<x>y</x><wp:status>publish</wp:status></x><dc:creator>ana</dc:creator>",
            "<a:b xmlns:a=\"http://wordpress.org/export/1.2/\">c</a:b><a:post_name>d</a:post_name>",
            "<title>e</title >",
            "<title >f</title>",
            "<wp:post_name>&#233;t&eacute;</wp:post_name>stray &amp; text<wp:post_parent>0</wp:post_parent>",
            "<item><title>Inside</title></item>",
        ];
        let head =
            "<wp:author><wp:author_login>ana</wp:author_login></wp:author><title>Log</title>\n".repeat(20);
        for end in ["</channel></rss>", "<item><title>Cut", "<item><title>Cut</title>", ""] {
            let items = items.map(|item| format!("<item>{item}</item>\n")).concat();
            let file = format!("<?xml version=\"1.0\"?><rss><channel>{head}{items}{end}");
            let long = "z".repeat(3_000);
            for file in [file.clone(), file.replace("publish", &long), file.replace("Well", &long)] {
                for (entry_bytes, depth) in [(1 << 20, 64), (1_000, 64), (1 << 20, 3)] {
                    let limits = Limits { entry_bytes, depth, ..Limits::default() };
                    for light in [true, false] {
                        let whole = said(file.as_bytes(), light, limits);
                        assert_eq!(whole, said(Drops(file.as_bytes()), light, limits));
                    }
                }
            }
        }
    }

    fn text(bytes: &str) -> Option<&str> {
        Plain::at(bytes).map(|plain| plain.text)
    }

    #[test]
    fn an_element_with_one_text_is_found_with_its_length() {
        let category = "<category domain=\"post_tag\" nicename=\"sport\"><![CDATA[Sp<o]r]]t]]></category>";
        let more = format!("{category}<title>");
        let Plain { tag, name, length, .. } = Plain::at(&more).unwrap();
        assert_eq!((tag, name), ("category domain=\"post_tag\" nicename=\"sport\"", "category"));
        assert_eq!((text(&more), length), (Some("Sp<o]r]]t"), category.len()));
        assert_eq!(text("<é></é>"), None);
        assert_eq!(text("<wp:status>publish</wp:status>"), Some("publish"));
        assert_eq!(text("<a b=\"\n\"\n></a>"), Some(""));
    }

    #[test]
    fn everything_else_is_left_to_the_xml_reader() {
        for other in [
            "",
            "text",
            "<",
            "</a>",
            "<!-- a --></a>",
            "<a/>",
            "<a b=\"c\"/>",
            "<a>b",
            "<a>b</a",
            "<a>b</b>",
            "<a>b</a >",
            "<a>b &amp; c</a>",
            "<a>b<b>c</b></a>",
            "<a>b<![CDATA[c]]></a>",
            "<a><![CDATA[b]]> </a>",
            "<a><![CDATA[b]]]]><![CDATA[>c]]></a>",
            "<a><![CDATA[b</a>",
            "<a b=\">\">c</a>",
            "<a b='>'>c</a>",
            "<a b=\"c>d</a>",
            "<a <b>c</a>",
            "< a>b</ a>",
            "<1>b</1>",
        ] {
            assert_eq!(text(other), None, "{other}");
        }
        let longest = "b".repeat(TAG_BYTES_MAX - 3);
        assert_eq!(text(&format!("<a {longest}>c</a>")), Some("c"));
        assert_eq!(text(&format!("<a b{longest}>c</a>")), None);
    }
}
