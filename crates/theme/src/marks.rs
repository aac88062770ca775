//! What a theme itself loads and runs in its pages, told apart from what the data brings: each place in a template's own
//! text where a browser would fetch or run something is marked when the theme is read, and the marks are taken out of the
//! printed page. A script that comes out of a story or a name has none, whatever hole it came through.

use std::hash::{BuildHasher, Hasher, RandomState};

use memchr::memmem;

/// Pieces that are told of one page; one with more has another trouble.
const MAX_PIECES: usize = 1_000;
/// Scripts of other servers that the files of a theme may fetch; libraries name few, and texts about libraries many.
const MAX_FETCHED: usize = 16;
/// Elements that load something, run something, or send something elsewhere.
const ELEMENTS: [&str; 4] = ["script", "link", "iframe", "form"];
/// What scripts contain that make programs of text: the constructor, and the attribute of a framework that does.
const PROGRAMS: [&str; 2] = ["new Function(", " x-data"];
/// How an address begins that is a program.
const PROGRAM_ADDRESS: &str = "javascript:";
/// No letter of any language, so that it stands in few texts.
const RARE: char = '\u{fdd0}';

/// A printed page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printed {
    /// The page.
    pub html: String,
    /// What the theme wants to load and run in it.
    pub brings: Brings,
}

/// What a theme itself wants to load and run in a page, for the content policy of that page. Nothing for our own theme, whose
/// scripts are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brings {
    /// Elements as they stand in the page, each once: `script` with its text, the tags of `link`, `iframe` and `form`. A
    /// handler of events or a `javascript:` address stands in an element of its own.
    pub markup: Vec<String>,
    /// Whether the theme's scripts make programs of text, which browsers call `unsafe-eval`.
    pub makes_programs: bool,
}

/// The marks of one theme.
#[derive(Debug)]
pub(crate) struct Marks {
    /// Nobody who writes a story can guess it: it is drawn anew whenever a theme is read.
    mark: String,
    everywhere: Brings,
    /// Scripts that its files fetch from elsewhere.
    fetched: usize,
}

impl Marks {
    pub(crate) fn new() -> Self {
        Self { mark: format!("{RARE}{:016x}", drawn()), everywhere: Brings::default(), fetched: 0 }
    }

    /// Marks the places in a template's text.
    pub(crate) fn put_into(&mut self, text: &mut String) {
        self.look_for_programs(text);
        let places = places(text);
        if places.is_empty() {
            return;
        }
        let mut marked = String::with_capacity(text.len() + places.len() * self.mark.len());
        let mut from = 0;
        for at in places {
            marked.push_str(&text[from..at]);
            marked.push_str(&self.mark);
            from = at;
        }
        marked.push_str(&text[from..]);
        *text = marked;
    }

    /// Notes what a file under `assets/` needs of every page: style sheets that a style sheet imports from elsewhere, scripts
    /// that a script fetches from elsewhere, and whether it makes programs of text.
    pub(crate) fn look_at(&mut self, name: &str, bytes: &[u8]) {
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("css") => {
                let text = String::from_utf8_lossy(bytes);
                for import in text.split("@import").skip(1) {
                    let address =
                        import.trim_start().trim_start_matches("url(").trim_start_matches(['"', '\'']);
                    let end = address.find(['"', '\'', ')', ';', ' ']).unwrap_or(address.len());
                    if address.starts_with("https://") || address.starts_with("//") {
                        keep(
                            &mut self.everywhere,
                            format!("<link rel=\"stylesheet\" href=\"{}\">", &address[..end]),
                        );
                    }
                }
            }
            Some("js") => {
                let text = String::from_utf8_lossy(bytes);
                self.look_for_programs(&text);
                for address in dateline_markup::fetched_scripts(&text) {
                    if self.fetched < MAX_FETCHED && !address.contains(['<', '>']) {
                        self.fetched += 1;
                        keep(&mut self.everywhere, format!("<script src=\"{address}\"></script>"));
                    }
                }
            }
            _ => {}
        }
    }

    fn look_for_programs(&mut self, text: &str) {
        self.everywhere.makes_programs |= PROGRAMS.iter().any(|sign| text.contains(sign));
    }

    /// Takes the marks out of a page and says what stood at them.
    pub(crate) fn take_out(&self, printed: String) -> Printed {
        let mut brings = self.everywhere.clone();
        let mut html = String::with_capacity(printed.len());
        let mut places = Vec::new();
        let mut from = 0;
        for at in memmem::find_iter(printed.as_bytes(), self.mark.as_bytes()) {
            html.push_str(&printed[from..at]);
            places.push(html.len());
            from = at + self.mark.len();
        }
        if places.is_empty() {
            return Printed { html: printed, brings };
        }
        html.push_str(&printed[from..]);
        for at in places {
            keep(&mut brings, piece(&html, at));
        }
        Printed { html, brings }
    }
}

/// A number that nobody outside knows: the keys of the standard library's hashes are drawn by the system.
pub(crate) fn drawn() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn keep(brings: &mut Brings, piece: String) {
    if brings.markup.len() < MAX_PIECES && !brings.markup.contains(&piece) {
        brings.markup.push(piece);
    }
}

/// Where a text loads or runs something: behind the name of an element, before a handler, before a program's address.
fn places(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    // A handler may stand right behind a tag of the template.
    let mut found: Vec<usize> = if is_handler(bytes) { vec![0] } else { Vec::new() };
    for (at, byte) in bytes.iter().enumerate() {
        let (next, rest) = (at + 1, &bytes[at + 1..]);
        match byte {
            b'<' => found.extend(element(rest).map(|name| next + name.len())),
            b' ' | b'\t' | b'\r' | b'\n' if is_handler(rest) => found.push(next),
            b'"' | b'\'' if is_handler(rest) || begins(rest, PROGRAM_ADDRESS) => found.push(next),
            b'=' if begins(rest, PROGRAM_ADDRESS) => found.push(next),
            _ => {}
        }
    }
    found
}

fn begins(text: &[u8], word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
}

/// The element whose start tag this is.
fn element(rest: &[u8]) -> Option<&'static str> {
    let ended =
        |name: &str| rest.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
    ELEMENTS.into_iter().find(|name| begins(rest, name) && ended(name))
}

/// Whether this is `onclick="…` and the like.
fn is_handler(rest: &[u8]) -> bool {
    if !begins(rest, "on") {
        return false;
    }
    let letters = rest[2..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    letters >= 3 && matches!(rest.get(2 + letters..4 + letters), Some([b'=', b'"' | b'\'']))
}

/// What stands at a mark, as markup by itself.
fn piece(html: &str, at: usize) -> String {
    let (before, rest) = html.split_at(at);
    let opened = ELEMENTS.into_iter().find(|name| {
        let start = before.len().checked_sub(name.len() + 1);
        let tag = start.map(|start| &before.as_bytes()[start..]);
        tag.is_some_and(|tag| tag[0] == b'<' && begins(&tag[1..], name))
    });
    match opened {
        Some("script") => format!("<script{}</script>", &rest[..end_of_script(rest)]),
        Some(name) => format!("<{name}{}", &rest[..end_of_tag(rest)]),
        None if begins(rest.as_bytes(), PROGRAM_ADDRESS) => {
            let quote = before.chars().next_back().filter(|last| matches!(last, '"' | '\''));
            let end = match quote {
                Some(quote) => rest.find(quote),
                None => rest.find([' ', '>', '\n', '\t', '\r']),
            };
            let quote = quote.unwrap_or('"');
            format!("<i href={quote}{}{quote}>", &rest[..end.unwrap_or(rest.len())])
        }
        None => {
            let value = rest.find('=').map_or(rest.len(), |at| at + 2);
            let quote = rest[..value].chars().next_back().unwrap_or('"');
            let end = rest[value..].find(quote).map_or(rest.len(), |end| value + end + 1);
            format!("<i {}>", &rest[..end])
        }
    }
}

fn end_of_script(rest: &str) -> usize {
    let ends = rest.match_indices("</").map(|(at, _)| at);
    ends.into_iter().find(|at| begins(&rest.as_bytes()[*at..], "</script")).unwrap_or(rest.len())
}

/// The byte behind the `>` that ends a tag; one inside a quoted value ends nothing.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a theme of these texts brings, when a page is made of them and of `data` behind them.
    fn brings(texts: &[&str], data: &str) -> Vec<String> {
        let mut marks = Marks::new();
        let mut page = String::new();
        for text in texts {
            let mut text = (*text).to_owned();
            marks.put_into(&mut text);
            page.push_str(&text);
        }
        page.push_str(data);
        let printed = marks.take_out(page);
        assert_eq!(printed.html, texts.concat() + data);
        printed.brings.markup
    }

    #[test]
    fn a_theme_names_its_scripts_and_a_story_names_none() {
        let theme = "<SCRIPT async>\nlet a = \"<link>\";\n</script><p>";
        let story = "<script>steal()</script><img onerror=\"steal()\"><iframe src=\"https://x.example\">";
        assert_eq!(brings(&[theme], story), ["<script async>\nlet a = \"<link>\";\n</script>", "<link>"]);
    }

    #[test]
    fn what_data_puts_into_a_tag_or_script_belongs_to_it() {
        assert_eq!(
            brings(&["<link rel=stylesheet href=\"", "https://fonts.example/a>b", "\"><p>"], ""),
            ["<link rel=stylesheet href=\"https://fonts.example/a>b\">"]
        );
        assert_eq!(
            brings(&["<script>var u = '", "/a/", "';</script>"], ""),
            ["<script>var u = '/a/';</script>"]
        );
        assert_eq!(brings(&["<script", " src=\"/a.js\"></script>"], ""), ["<script src=\"/a.js\"></script>"]);
    }

    #[test]
    fn handlers_and_addresses_that_are_programs_stand_by_themselves() {
        assert_eq!(
            brings(
                &[
                    "<a onclick=\"go('x')\" href='javascript:void(0)'>",
                    "onload='b()'>",
                    " one=1 <b on=\"x\">"
                ],
                ""
            ),
            ["<i onclick=\"go('x')\">", "<i href='javascript:void(0)'>", "<i onload='b()'>"]
        );
        assert_eq!(brings(&["<a href=javascript:x() id=a>"], ""), ["<i href=\"javascript:x()\">"]);
    }

    #[test]
    fn a_mark_cannot_be_guessed() {
        assert_ne!(Marks::new().mark, Marks::new().mark);
        let guess = format!("<script{RARE}0000000000000000>steal()</script>");
        assert!(brings(&["<p>"], &guess).is_empty());
    }

    #[test]
    fn what_ends_too_early_ends_with_the_page() {
        assert_eq!(brings(&["<script>let a"], ""), ["<script>let a</script>"]);
        assert_eq!(brings(&["<link href=\"a"], ""), ["<link href=\"a"]);
        assert_eq!(brings(&["<a onclick=\"é"], ""), ["<i onclick=\"é>"]);
    }

    #[test]
    fn the_thousand_and_first_piece_is_not_told() {
        let many = |count: usize| (0..count).fold(String::new(), |all, n| format!("{all}<link href={n}>"));
        assert_eq!(brings(&[&many(MAX_PIECES)], "").len(), MAX_PIECES);
        assert_eq!(brings(&[&many(MAX_PIECES + 1)], "").len(), MAX_PIECES);
    }

    #[test]
    fn style_sheets_tell_what_they_import_and_scripts_whether_they_make_programs() {
        let mut marks = Marks::new();
        marks.look_at("css/a.css", b"@import url('https://fonts.example/css?a=b'); @import \"own.css\"; @import url(//c.example/x.css)");
        assert_eq!(
            marks.everywhere.markup,
            [
                "<link rel=\"stylesheet\" href=\"https://fonts.example/css?a=b\">",
                "<link rel=\"stylesheet\" href=\"//c.example/x.css\">"
            ]
        );
        assert!(!marks.everywhere.makes_programs);
        marks.look_at("js/a.js", b"let f = new Function('return 1')");
        assert!(marks.everywhere.makes_programs);
    }

    #[test]
    fn a_file_tells_which_scripts_of_others_it_fetches_up_to_sixteen() {
        let mut marks = Marks::new();
        marks.look_at(
            "js/a.js",
            b"load('https://cdn.example/prism.js'); see = \"https://cdn.example/docs\"; load('./own.js')",
        );
        assert_eq!(marks.everywhere.markup, ["<script src=\"https://cdn.example/prism.js\"></script>"]);
        let many = (1..=MAX_FETCHED).map(|n| format!("'//{n}.example/a.js'")).collect::<Vec<_>>().join(",");
        marks.look_at("js/b.js", many.as_bytes());
        assert_eq!(marks.everywhere.markup.len(), MAX_FETCHED);
    }
}
