//! The marks of site generators in a text: shortcodes of Hugo and Zola, Liquid tags of Jekyll and Hexo. Those that
//! every generator brings along become Markdown or HTML; of others that stand round a part of the text that part stays, and those
//! that stand alone stay as they are written. Both are told.

use std::collections::{BTreeMap, HashSet};

use percent_encoding::percent_decode_str;

use super::alone::replacement;
use super::attributes;
use super::fences::{self, Aside};
use super::pairs;
use crate::player::escaped;

/// Makes HTML of a text; `notes` takes what readers will not find again.
pub(crate) fn html(text: &str, notes: &mut Vec<String>) -> String {
    let text = attributes::with_markdown_inside(text);
    let text = if attributes::are_in(&text) { attributes::without(&text) } else { text };
    let text = rendered(&text, notes);
    with_places(&dateline_markup::markdown_of_a_site(&text))
}

/// Bytes of a headline; a longer one is none.
const HEADLINE_BYTES_MAX: usize = 4_096;

/// HTML whose headlines have the names that generators give them, as far as the text itself leads to them: Markdown of our own gives
/// them none, and what needs none can go on being written in Markdown.
fn with_places(html: &str) -> String {
    let links =
        html.match_indices("href=\"#").filter_map(|(at, open)| html[at + open.len()..].split('"').next());
    let wanted: HashSet<String> =
        links.map(|name| percent_decode_str(name).decode_utf8_lossy().to_lowercase()).collect();
    if wanted.iter().all(|name| name.is_empty() || name.starts_with("fn")) {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + html.len() / 50);
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut rest = html;
    while let Some(at) = rest.find("<h") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let level = tag.as_bytes().get(2).copied().filter(u8::is_ascii_digit);
        let near = &tag[..tag.floor_char_boundary(HEADLINE_BYTES_MAX)];
        let end = level.and_then(|level| near.find(&format!("</h{}>", char::from(level))));
        // One with a name of its own keeps it.
        let inner = end
            .and_then(|end| tag[..end].get(3..)?.strip_prefix('>'))
            .filter(|inner| !inner.contains(" id="));
        let name =
            inner.map(|inner| place(&dateline_markup::plain_text(inner))).filter(|name| !name.is_empty());
        let Some((level, name)) = level.zip(name) else {
            out.push_str("<h");
            rest = &tag[2..];
            continue;
        };
        let count = known.entry(name.clone()).or_default();
        let name = if *count == 0 { name } else { format!("{name}-{count}") };
        *count += 1;
        let id = if wanted.contains(&name) { format!(" id=\"{}\"", escaped(&name)) } else { String::new() };
        out.extend(["<h", &char::from(level).to_string(), &id, ">"]);
        rest = &tag[4..];
    }
    out.push_str(rest);
    out
}

/// The name of a headline as generators write it: small letters, hyphens for blanks, no other signs.
pub(super) fn place(headline: &str) -> String {
    let kept = headline.trim().chars().filter_map(|sign| match sign {
        sign if sign.is_alphanumeric() || matches!(sign, '-' | '_') => Some(sign),
        sign if sign.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect::<String>().to_lowercase()
}

/// HTML whose marks are read; of a box or a tab only the words inside are left, since its signs are Markdown.
pub(super) fn within_html(text: &str, notes: &mut Vec<String>) -> String {
    rendered(text, notes)
}

/// Whether a text says next to nothing beyond its marks, among which are some that list or include: the old theme filled it.
pub(super) fn leave_nothing(text: &str) -> bool {
    const WORDS_MAX: usize = 12;
    const FILLING: [&str; 5] = ["for", "tablerow", "include", "render", "paginator"];
    let mut names =
        text.match_indices('{').filter_map(|(at, _)| mark(&text[at..])?.inner.split(['.', ' ']).next());
    if !names.any(|name| FILLING.contains(&name)) {
        return false;
    }
    let mut text = rendered(text, &mut Vec::new());
    for (open, close) in [("<!--", "-->"), ("{{", "}}"), ("{%", "%}"), ("<", ">")] {
        let mut kept = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(open) {
            kept.push_str(before);
            kept.push(' ');
            rest = after.split_once(close).map_or("", |(_, rest)| rest);
        }
        kept.push_str(rest);
        text = kept;
    }
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() <= WORDS_MAX
}

/// The pairs that begin and end a mark.
const MARKS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];

/// Bytes of one mark; a longer one is none.
const MARK_BYTES_MAX: usize = 16 * 1024;

/// Marks in marks that are read; deeper ones stay as they are.
const DEPTH_MAX: usize = 12;

/// Bytes that are looked through for the ends of marks in one text.
const BYTES_LOOKED_AT_MAX: usize = 64 * 1024 * 1024;

/// Replaces the marks outside of fenced code.
fn rendered(text: &str, notes: &mut Vec<String>) -> String {
    if !text.contains("{{") && !text.contains("{%") {
        return text.to_owned();
    }
    let aside = fences::put_aside(text);
    let ends = ends(&aside.text);
    let (left, opened, dropped) = Default::default();
    let mut reading = Reading { aside: &aside, ends, left, opened, dropped, looked_at: 0 };
    let text = reading.replaced(&aside.text, 0);
    let Reading { left, opened, dropped, .. } = reading;
    for (told, names) in [
        ("marks of the site generator stand in the text as they are", left),
        ("marks of the site generator were taken off, and what stood between them stays", opened),
        ("what the site generator filled in or computed was left out", dropped),
    ] {
        let names: Vec<String> = names.iter().map(|(name, n)| format!("{name} ({n})")).collect();
        if !names.is_empty() {
            notes.push(format!("{told}: {}", names.join(", ")));
        }
    }
    aside.put_back(&text)
}

/// One text whose marks are being read.
pub(super) struct Reading<'t> {
    pub(super) aside: &'t Aside<'t>,
    /// The names of marks that end somewhere.
    ends: HashSet<&'t str>,
    /// Marks that nobody here understands and that stand alone.
    left: BTreeMap<String, usize>,
    /// Those with a part of the text between them, which stays.
    opened: BTreeMap<String, usize>,
    /// Those that made lists of other pages, or told the generator what to remember.
    dropped: BTreeMap<String, usize>,
    /// Bytes looked through for the ends of marks.
    looked_at: usize,
}

/// A mark in a text.
struct Mark<'t> {
    open: &'static str,
    /// What it says, without the signs for blanks.
    inner: &'t str,
    /// As it is written.
    whole: &'t str,
    after: &'t str,
}

/// The names of all marks of a text that have an end; an empty one is Zola's end of any.
fn ends(text: &str) -> HashSet<&str> {
    let marks = text.match_indices('{').filter_map(|(at, _)| mark(&text[at..]));
    marks
        .filter_map(|mark| {
            mark.inner.strip_prefix('/').map(str::trim).or_else(|| mark.inner.strip_prefix("end"))
        })
        .collect()
}

/// Where the next mark may begin.
fn next_mark(text: &str) -> Option<usize> {
    text.as_bytes().windows(2).position(|signs| matches!(signs, b"{{" | b"{%"))
}

/// The mark that a text begins with.
fn mark(text: &str) -> Option<Mark<'_>> {
    let (open, close) = MARKS.iter().find(|(open, _)| text.starts_with(open))?;
    let end = text.len().min(MARK_BYTES_MAX);
    let inner = text.as_bytes().get(open.len()..end)?;
    let end = inner.windows(close.len()).position(|signs| signs == close.as_bytes())? + open.len();
    let (whole, after) = text.split_at(end + close.len());
    let inner = text[open.len()..end].trim().trim_matches('-').trim();
    Some(Mark { open, inner, whole, after })
}

impl Reading<'_> {
    pub(super) fn replaced(&mut self, text: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = next_mark(rest) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(found) = mark(rest).filter(|_| depth <= DEPTH_MAX) else {
                out.push_str(&rest[..2]);
                rest = &rest[2..];
                continue;
            };
            rest = self.one(&found, &mut out, depth);
        }
        out.push_str(rest);
        out
    }

    /// Reads one mark; what comes back is what follows it, or its end when it has one.
    fn one<'t>(&mut self, mark: &Mark<'t>, out: &mut String, depth: usize) -> &'t str {
        let &Mark { open, inner, whole, after } = mark;
        // `{{</* name */>}}` is the author's way to show a shortcode.
        if let Some(shown) = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
            for part in [&whole[..3], shown, &whole[whole.len() - 3..]] {
                out.push_str(part);
            }
            return after;
        }
        let words = words(inner);
        // `{{ "fog" | upcase }}` is a word with a filter and the name of nothing.
        let is_word = open == "{{" && inner.starts_with(['"', '\'']);
        let name = words.first().filter(|(key, _)| key.is_empty() && !is_word).map(|(_, name)| name.as_str());
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            out.push_str(whole);
            return after;
        };
        let is_alone = whole.trim_end_matches(['}', '>', '%']).ends_with('/');
        let between = if is_alone || open == "{{" { None } else { self.inside(name, after) };
        if let Some((between, behind)) = between {
            if let Some(html) = pairs::replacement(name, &words[1..], between, self, depth) {
                out.push_str(&html);
                return behind;
            }
            if let Some(html) = replacement(&words) {
                out.push_str(&html);
                return after;
            }
            if open == "{%" && matches!(name, "for" | "tablerow" | "capture" | "css" | "js" | "javascript") {
                *self.dropped.entry(named(name)).or_default() += 1;
                return behind;
            }
            *self.opened.entry(named(name)).or_default() += 1;
            let is_condition = open == "{%" && matches!(name, "if" | "unless" | "case");
            let between = if is_condition { first_branch(between) } else { between };
            out.push_str(&self.replaced(between, depth + 1));
            return behind;
        } else if open == "{%" && matches!(name, "assign" | "set" | "increment" | "decrement") {
            *self.dropped.entry(named(name)).or_default() += 1;
            return after;
        } else if let Some(html) = pairs::alone(name, &words[1..]).or_else(|| replacement(&words)) {
            out.push_str(&html);
            return after;
        }
        let name = named(name);
        if !name.is_empty() && !name.starts_with('/') && !name.starts_with("end") {
            *self.left.entry(name).or_default() += 1;
        }
        out.push_str(whole);
        after
    }

    /// What stands between a mark and its end, and what follows that end. Marks of the same name may stand in each other.
    fn inside<'t>(&mut self, name: &str, after: &'t str) -> Option<(&'t str, &'t str)> {
        if !self.ends.contains(name) && !self.ends.contains("") {
            return None;
        }
        let end_of_liquid = format!("end{name}");
        let mut rest = after;
        let (mut depth, mut first) = (0, None);
        while let Some(at) = next_mark(rest) {
            self.looked_at += at + 2;
            if self.looked_at > BYTES_LOOKED_AT_MAX {
                return None;
            }
            let here = after.len() - rest.len() + at;
            rest = &rest[at + 2..];
            let Some(mark) = mark(&after[here..]).filter(|mark| mark.open != "{{") else { continue };
            let word = mark.inner.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
            let ended = mark.inner.strip_prefix('/').map(str::trim);
            let is_end = ended == Some(name) || word == end_of_liquid && mark.inner == end_of_liquid;
            // Zola ends all of them alike.
            let is_zolas = mark.open == "{%" && mark.inner == "end" && first.is_none();
            if is_end || is_zolas && depth == 0 {
                let found = (&after[..here], mark.after);
                if depth == 0 {
                    return Some(found);
                }
                first.get_or_insert(found);
                depth -= 1;
            } else if word == name && name != "raw" {
                depth += 1;
            }
        }
        // Some of that name stood alone.
        first
    }
}

/// What stands before the first `else` of a condition of Liquid's, conditions inside it aside.
fn first_branch(between: &str) -> &str {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(next) = next_mark(&between[at..]) {
        at += next;
        let word =
            mark(&between[at..]).and_then(|mark| mark.inner.split_whitespace().next()).unwrap_or_default();
        match word {
            "if" | "unless" | "case" => depth += 1,
            "endif" | "endunless" | "endcase" => depth = depth.saturating_sub(1),
            "else" | "elsif" if depth == 0 => return &between[..at],
            _ => {}
        }
        at += 2;
    }
    between
}

/// A name as it is told.
fn named(name: &str) -> String {
    let is_part = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    name.chars().take_while(is_part).collect()
}

/// The words of a mark with their names, when they have any: `figure src="x" title="a b"`, `youtube(id="x")`.
pub(super) fn words(inner: &str) -> Vec<(String, String)> {
    const MOST: usize = 40;
    let mut words = Vec::new();
    // The stroke at the end of an address is its own; any other ends a mark that has nothing inside.
    let is_address = inner.rsplit(char::is_whitespace).next().is_some_and(|last| last.starts_with("http"));
    let mut rest = if is_address { inner } else { inner.trim_end_matches(['/', ')']) }.trim();
    while !rest.is_empty() && words.len() < MOST {
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '(' | ',' | '"' | '\''))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (key, value) = match after.strip_prefix('=') {
            Some(value) if !name.is_empty() => (name, Some(value)),
            _ => ("", None),
        };
        let quoted = value.unwrap_or(if name.is_empty() { after } else { "" });
        if let Some(quote) = quoted.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inner = &quoted[1..];
            let end = inner.find(quote).unwrap_or(inner.len());
            words.push((key.to_owned(), inner[..end].to_owned()));
            rest = inner.get(end + 1..).unwrap_or_default();
        } else if let Some(value) = value {
            let end = value.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(value.len());
            words.push((key.to_owned(), value[..end].to_owned()));
            rest = &value[end..];
        } else if name.is_empty() {
            // A sign that means nothing here is passed over.
            rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        } else {
            words.push((String::new(), name.to_owned()));
            rest = after;
        }
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '('));
    }
    words
}

/// Words under a picture, which may be Markdown or HTML. Nothing in them ends the HTML that they stand in.
pub(super) fn inline(words: &str) -> String {
    if !words.contains(['[', '*', '_', '`', '<', '&']) {
        return escaped(words);
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let html = dateline_markup::markdown_with_html(&words);
    let html = html.trim();
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_that_generators_bring_along_are_rendered() {
        let check = |text: &str, part: &str| {
            let mut notes = Vec::new();
            let html = html(text, &mut notes);
            assert!(html.contains(part) && notes.is_empty(), "{text}: {html} {notes:?}");
        };
        check("{{< youtube dQw4w9WgXcQ >}}", "youtube-nocookie.com/embed/dQw4w9WgXcQ");
        check("{{ youtube(id=\"dQw4w9WgXcQ\") }}", "youtube-nocookie.com/embed/dQw4w9WgXcQ");
        check("{{< figure src=\"a.png\" title=\"The quay\" >}}", "<figcaption>The quay</figcaption>");
        check("{% highlight ruby %}\nputs 1 < 2\n\nend\n{% endhighlight %}", "puts 1 &lt; 2");
        check("[x]({{ site.baseurl }}/a)", "<a href=\"/a\">");
        check("{{</* youtube x */>}}", "{{&lt; youtube x &gt;}}");
        check("{% img left /a/b.png 300 \"The quay\" %}", "<img src=\"/a/b.png\"");
        check("{% gist 1234 %}", "https://gist.github.com/1234");
        check("{{< gist ana 1234 >}}", "https://gist.github.com/ana/1234");
        check("{{< x user=\"ana\" id=\"12\" >}}", "https://twitter.com/ana/status/12");
        check("{{< tweet 12 >}}", "https://twitter.com/i/web/status/12");
        check("{{< details summary=\"More\" >}}\n**Fog**\n{{< /details >}}", "<summary>More</summary>");
        check("a {{% comment %}} not for readers {{% /comment %}} b", "<p>a  b</p>");
        check("{% blockquote Ana Reis, The Log %}\nFog\nagain\n{% endblockquote %}", "<blockquote>\n<p>Fog");
        check("{% blockquote Ana Reis, The Log %}\nFog\n{% endblockquote %}", "— Ana Reis The Log</p>");
        check("{% codeblock Log lang:js %}\nx\n{% endcodeblock %}", "<code class=\"language-js\">x");
        check("![x]({% asset_path a.png %})", "<img src=\"a.png\"");
        check("{% asset_link log.pdf The log %}", "<a href=\"log.pdf\">The log</a>");
        check(
            "{% include image.html src=\"/a.jpg\" caption=\"The quay\" %}",
            "<img src=\"/a.jpg\" alt=\"The quay\"><figcaption>",
        );
        check(
            "{% include video id=\"dQw4w9WgXcQ\" provider=\"youtube\" %}",
            "youtube-nocookie.com/embed/dQw4w9WgXcQ",
        );
        check("{% link The log https://log.example/ %}", "<a href=\"https://log.example/\">The log</a>");
        check("{{% notice tip %}}\n**Fog**\n{{% /notice %}}", "<blockquote>\n<p><strong>Fog</strong>");
        check("{{< quote author=\"Eva\" >}}Fog{{< /quote >}}", "<blockquote>\n<p>Fog</p>\n<p>— Eva</p>");
        check("{{< rawhtml >}}<b>Fog</b>{{< /rawhtml >}}", "<p><b>Fog</b></p>");
        check("{{< video src=\"/a.mp4\" >}}", "<video controls src=\"/a.mp4\">");
        check("{% note info %}Fog{% endnote %}", "<blockquote>\n<p>Fog</p>");
        check("{% quote(author=\"Eva\") %}Fog{% end %}", "— Eva</p>");
        check("```\n{{< youtube dQw4w9WgXcQ >}}\n```", "{{&lt; youtube");
        check("a { b {c} {", "a { b {c} {");
    }

    #[test]
    fn marks_that_name_whole_addresses_and_words_with_filters_mean_what_they_say() {
        let check = |text: &str, expected: &str| {
            let html = html(text, &mut Vec::new());
            assert!(html.contains(expected), "{text}: {html}");
        };
        check("{% twitter https://twitter.com/a/status/1 %}", "href=\"https://twitter.com/a/status/1\"");
        check("{% youtube \"https://youtu.be/dQw4w9WgXcQ\" %}", "nocookie.com/embed/dQw4w9WgXcQ");
        check("{{ \"x\" | upcase }}", "| upcase }}");
        check("{% image \"./q.jpg\", \"The quay\" %}", "alt=\"The quay\"");
        check("{{< audio src=\"/owl.mp3\" >}}", "<audio controls src=\"/owl.mp3\">");
        let figure = |caption: &str| format!("{{{{< figure src=\"q.jpg\" caption=\"{caption}\" >}}}}");
        check(
            &figure("By [Ana](https://a.example) & co"),
            "<figcaption>By <a href=\"https://a.example\">Ana</a> &amp; co</figcaption>",
        );
        check(&figure("By <a href='/ana'>Ana</a>"), "<figcaption>By <a href='/ana'>Ana</a></figcaption>");
        check(&figure("The quay"), "<figcaption>The quay</figcaption>");
    }

    #[test]
    fn formulas_terms_and_headlines_are_as_their_generators_have_them() {
        let check = |text: &str, expected: &str| {
            let html = html(text, &mut Vec::new());
            assert!(html.contains(expected), "{text}: {html}");
        };
        check("So $a_1 + b_1 \\\\ c$.", "<p>So $a_1 + b_1 \\\\ c$.</p>");
        check("$$\na_1 \\\\\nb_1\n$$", "$$\na_1 \\\\\nb_1\n$$");
        check("It costs $5 and *not* $6.", "<p>It costs $5 and <em>not</em> $6.</p>");
        check("Fog\n\n: Low cloud\n", "<dt>Fog</dt>");
        check(
            "[q](#the-quay-at-night)\n\n## The quay, at *night*\n\n## The quay",
            "<h2 id=\"the-quay-at-night\">The quay, at <em>night</em></h2>",
        );
        check("[q](#the-quay-1)\n\n## The quay\n\n## The quay", "<h2>The quay</h2>\n<h2 id=\"the-quay-1\">");
        check("## <a id=\"q\"></a>The quay", "<h2><a id=\"q\">");
        check("<h2 class=\"x\">a</h2><h2>b</h", "<h2 class=\"x\">a</h2><h2>b</h");
    }

    #[test]
    fn odd_marks_come_to_an_end() {
        for inner in
            ["a == b", "= =", "x=", "\"", "a\"b'c", "assign y = x | append: \"=\"", "é=ü", "((", "a=\"never"]
        {
            words(inner);
        }
        assert_eq!(
            words("f a=1 \"b c\" d"),
            [("", "f"), ("a", "1"), ("", "b c"), ("", "d")].map(|(k, v)| (k.to_owned(), v.to_owned()))
        );
    }

    #[test]
    fn others_stay_and_are_told() {
        let mut notes = Vec::new();
        let text = "{{% panel tip %}} {% include a.html %} {{ page.title }} {{";
        let html = html(text, &mut notes);
        assert!(html.contains("panel tip") && html.contains("include a.html"), "{html}");
        assert_eq!(
            notes,
            [
                "marks of the site generator stand in the text as they are: include (1), page.title (1), panel (1)"
            ]
        );
    }
}
