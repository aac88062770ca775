//! The marks of site generators in a text: shortcodes of Hugo and Zola, Liquid tags of Jekyll and Hexo. Those that
//! every generator brings along become Markdown or HTML; others stay as they are written and are told.

use std::collections::BTreeMap;

use super::attributes;
use crate::player::{escaped, player, player_or_link, youtube};

/// Makes HTML of a text; `notes` takes what readers will not find again.
pub(crate) fn html(text: &str, notes: &mut Vec<String>) -> String {
    let mut unknown = BTreeMap::new();
    let text = if attributes::are_in(text) { attributes::without(text) } else { text.to_owned() };
    let text = rendered(&text, &mut unknown);
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().map(|(name, n)| format!("{name} ({n})")).collect();
        notes
            .push(format!("marks of the site generator stand in the text as they are: {}", names.join(", ")));
    }
    dateline_markup::markdown_with_html(&text)
}

/// The pairs that begin and end a mark.
const MARKS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];

/// Replaces the marks outside of fenced code.
fn rendered(text: &str, unknown: &mut BTreeMap<String, usize>) -> String {
    if !text.contains("{{") && !text.contains("{%") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut outside = String::new();
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => {
                out.push_str(&replaced(&std::mem::take(&mut outside), unknown));
                out.push_str(line);
                fence = Some(mark);
            }
            (Some(open), Some(mark)) if open == mark => {
                out.push_str(line);
                fence = None;
            }
            (Some(_), _) => out.push_str(line),
            (None, None) => outside.push_str(line),
        }
    }
    out.push_str(&replaced(&outside, unknown));
    out
}

fn replaced(text: &str, unknown: &mut BTreeMap<String, usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = ["{{", "{%"].iter().filter_map(|mark| rest.find(mark)).min() {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = MARKS.iter().find(|(open, _)| rest.starts_with(open));
        let Some((inner, after)) = found.and_then(|(open, close)| {
            let end = rest.find(close)?;
            Some((&rest[open.len()..end], &rest[end + close.len()..]))
        }) else {
            out.push_str(&rest[..2]);
            rest = &rest[2..];
            continue;
        };
        // `{{</* name */>}}` is the author's way to show a shortcode.
        if let Some(shown) = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
            let (open, close) = (&rest[..3], &rest[rest.len() - after.len() - 3..rest.len() - after.len()]);
            for part in [open, shown, close] {
                out.push_str(part);
            }
            rest = after;
            continue;
        }
        let words = words(inner.trim().trim_matches('-').trim());
        // `{{ "fog" | upcase }}` is a word with a filter and the name of nothing.
        let is_word = rest.starts_with("{{") && inner.trim().starts_with(['"', '\'']);
        if !is_word && let Some((html, after)) = replacement(&words, after) {
            out.push_str(&html);
            rest = after;
            continue;
        }
        let name = words.first().map_or("", |(_, word)| word.as_str());
        let is_part = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        let name: String = name.chars().take_while(is_part).collect();
        if !name.is_empty() && !name.starts_with('/') && !name.starts_with("end") {
            *unknown.entry(name).or_default() += 1;
        }
        out.push_str(&rest[..rest.len() - after.len()]);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The words of a mark with their names, when they have any: `figure src="x" title="a b"`, `youtube(id="x")`.
fn words(inner: &str) -> Vec<(String, String)> {
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

/// What a known mark becomes, and what follows it (after its end mark, when it has one).
fn replacement<'a>(words: &[(String, String)], after: &'a str) -> Option<(String, &'a str)> {
    let name = words.first().filter(|(key, _)| key.is_empty())?.1.as_str();
    let named = |key: &str| words.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
    let bare = |at: usize| {
        words.iter().skip(1).filter(|(key, _)| key.is_empty()).nth(at).map(|(_, word)| word.as_str())
    };
    let address =
        || named("url").or_else(|| named("id")).or_else(|| bare(0)).filter(|word| word.contains("://"));
    let html = match name {
        "youtube" | "vimeo" | "tweet" | "x" | "twitter" | "instagram" if address().is_some() => {
            player_or_link(address()?)
        }
        "youtube" => player_or_link(&youtube(named("id").or_else(|| bare(0))?)?),
        "gist" => {
            let (first, second) = (named("url").or_else(|| bare(0))?, bare(1));
            let gist = match second.filter(|_| !first.contains('/')) {
                Some(id) => format!("{first}/{id}"),
                None => first.to_owned(),
            };
            let gist = if gist.contains("://") { gist } else { format!("https://gist.github.com/{gist}") };
            player_or_link(&gist)
        }
        "tweet" | "x" | "twitter" => {
            let id = named("id").or_else(|| bare(usize::from(bare(1).is_some())))?;
            let user = named("user").or_else(|| bare(1).and_then(|_| bare(0))).unwrap_or("i/web");
            player_or_link(&format!("https://twitter.com/{user}/status/{id}"))
        }
        "instagram" => {
            player_or_link(&format!("https://www.instagram.com/p/{}/", named("id").or_else(|| bare(0))?))
        }
        "iframe" => player_or_link(named("src").or_else(|| bare(0)).filter(|url| url.contains("://"))?),
        "asset_path" => bare(0)?.to_owned(),
        // Notes among authors.
        "comment" => {
            let ends = ["{{% /comment %}}", "{{< /comment >}}", "{%- endcomment -%}", "{% endcomment %}"];
            return Some((String::new(), inside(after, &ends)?.1));
        }
        "details" => {
            let ends = ["{{< /details >}}", "{{% /details %}}", "{{</ details >}}"];
            let (inner, after) = inside(after, &ends)?;
            let summary =
                named("summary").or_else(|| named("title")).or_else(|| bare(0)).unwrap_or("Details");
            let html = format!(
                "\n\n<details><summary>{}</summary>\n\n{}\n\n</details>\n\n",
                escaped(summary),
                inner.trim()
            );
            return Some((html, after));
        }
        "blockquote" | "quote" | "pullquote" if words.len() < 20 => {
            let ends = [
                format!("{{% end{name} %}}"),
                // Zola ends all of them alike.
                "{% end %}".to_owned(),
                format!("{{{{< /{name} >}}}}"),
                format!("{{{{</ {name} >}}}}"),
                format!("{{{{% /{name} %}}}}"),
            ];
            let (inner, after) = inside(after, &ends)?;
            let by: Vec<&str> = words.iter().skip(1).map(|(_, word)| word.as_str()).collect();
            let by = by.join(" ");
            let by = if by.is_empty() || name == "pullquote" {
                String::new()
            } else {
                format!("\n>\n> — {}", escaped(by.trim()))
            };
            return Some((format!("\n\n{}{by}\n\n", quoted(inner)), after));
        }
        // What themes call a box beside the text.
        "notice" | "note" | "hint" | "alert" | "admonition" | "callout" | "tip" | "warning" | "info" => {
            let ends = [
                format!("{{{{% /{name} %}}}}"),
                format!("{{{{%/{name}%}}}}"),
                format!("{{{{< /{name} >}}}}"),
                format!("{{{{</ {name} >}}}}"),
                format!("{{{{</{name}>}}}}"),
                format!("{{% end{name} %}}"),
            ];
            let (inner, after) = inside(after, &ends)?;
            let title =
                named("title").map_or_else(String::new, |title| format!("> **{}**\n>\n", escaped(title)));
            return Some((format!("\n\n{title}{}\n\n", quoted(inner)), after));
        }
        // HTML as it is.
        "rawhtml" | "html" => {
            let ends = [
                format!("{{{{< /{name} >}}}}"),
                format!("{{{{</ {name} >}}}}"),
                format!("{{{{% /{name} %}}}}"),
            ];
            let (inner, after) = inside(after, &ends)?;
            return Some((inner.to_owned(), after));
        }
        "video" => {
            let src = named("src").or_else(|| bare(0))?;
            if !crate::source::has_ending(src, &["mp4", "webm", "ogv", "m4v", "mov"]) {
                return None;
            }
            let src = escaped(src);
            format!(
                "\n\n<figure class=\"kg-card kg-video-card\"><video controls src=\"{src}\"></video></figure>\n\n"
            )
        }
        "audio" => {
            let src = named("src").or_else(|| bare(0))?;
            if !crate::source::has_ending(src, &["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"]) {
                return None;
            }
            let src = escaped(src);
            format!(
                "\n\n<figure class=\"kg-card kg-audio-card\"><audio controls src=\"{src}\"></audio></figure>\n\n"
            )
        }
        "bilibili" => player_or_link(&format!("https://www.bilibili.com/video/{}", bare(0)?)),
        // Hexo's: words, then the address.
        "link" => {
            let address = words.iter().position(|(_, word)| word.contains("://")).filter(|at| *at > 0)?;
            let said: Vec<&str> = words.get(1..address)?.iter().map(|(_, word)| word.as_str()).collect();
            let address = escaped(&words.get(address)?.1);
            let said = escaped(&said.join(" "));
            format!("<a href=\"{address}\">{}</a>", if said.is_empty() { &address } else { &said })
        }
        "include" | "include_cached" => included(bare(0)?, &named)?,
        "vimeo" => player(&format!("https://vimeo.com/{}", named("id").or_else(|| bare(0))?), "")?,
        "figure" | "img" | "asset_img" | "image" => {
            // Hexo puts the names of classes in front.
            let looks_it = |word: &&str| word.contains(['/', '.']);
            let hexos =
                words.iter().skip(1).map(|(_, word)| word.as_str()).filter(|_| name == "img").find(looks_it);
            let src = named("src").or(hexos).or_else(|| bare(0))?;
            // Eleventy's `{% image "quay.jpg", "The quay" %}`.
            let second = bare(1).filter(|_| name == "image");
            let alt = escaped(named("alt").or_else(|| named("title")).or(second).unwrap_or_default());
            let caption = named("caption").or_else(|| named("title")).filter(|_| name == "figure");
            picture(src, &alt, caption)
        }
        "highlight" | "codeblock" => {
            let ends =
                ["{% endhighlight %}", "{{< /highlight >}}", "{{</ highlight >}}", "{% endcodeblock %}"];
            let (code, after) = inside(after, &ends)?;
            // Hexo: a title, then `lang:js`.
            let hexos = words.iter().find_map(|(_, word)| word.strip_prefix("lang:"));
            let language: String = hexos
                .or_else(|| named("lang"))
                .or_else(|| bare(0))
                .unwrap_or_default()
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+'))
                .collect();
            let html = format!(
                "\n\n<pre><code class=\"language-{language}\">{}</code></pre>\n\n",
                escaped(code.trim_matches('\n'))
            );
            // An empty line in an HTML block of Markdown ends it; a numbered sign does not.
            return Some((
                html.replace("\n\n<pre>", "\u{1}")
                    .replace("</pre>\n\n", "\u{2}")
                    .replace("\n\n", "\n&#10;")
                    .replace('\u{1}', "\n\n<pre>")
                    .replace('\u{2}', "</pre>\n\n"),
                after,
            ));
        }
        "raw" => {
            let end = "{% endraw %}";
            let at = after.find(end)?;
            return Some((after[..at].to_owned(), &after[at + end.len()..]));
        }
        "more" => "\n\n<!--more-->\n\n".to_owned(),
        "site.baseurl" | "site.url" => String::new(),
        _ => return None,
    };
    Some((html, after))
}

/// What stands before the first of these end marks, and what follows it.
fn inside<'a>(after: &'a str, ends: &[impl AsRef<str>]) -> Option<(&'a str, &'a str)> {
    ends.iter().filter_map(|end| after.split_once(end.as_ref())).min_by_key(|(inner, _)| inner.len())
}

/// Lines as a quotation.
fn quoted(inner: &str) -> String {
    let lines: Vec<String> = inner.trim().lines().map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

/// A picture with the words under it; `alt` is escaped already.
fn picture(src: &str, alt: &str, caption: Option<&str>) -> String {
    let caption =
        caption.map_or_else(String::new, |words| format!("<figcaption>{}</figcaption>", inline(words)));
    let src = escaped(src);
    format!(
        "\n\n<figure class=\"kg-card kg-image-card\"><img src=\"{src}\" alt=\"{alt}\">{caption}</figure>\n\n"
    )
}

/// Words under a picture, which may be Markdown or HTML. Nothing in them ends the HTML that they stand in.
fn inline(words: &str) -> String {
    if !words.contains(['[', '*', '_', '`', '<', '&']) {
        return escaped(words);
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let html = dateline_markup::markdown_with_html(&words);
    let html = html.trim();
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html).to_owned()
}

/// What themes of Jekyll include: pictures and players, whose addresses stand in the tag.
fn included<'w>(file: &str, named: &impl Fn(&str) -> Option<&'w str>) -> Option<String> {
    let said = |names: &[&str]| {
        let mut words = names.iter().filter_map(|name| named(name));
        words.find(|word| !word.is_empty() && !word.contains(['{', '}']))
    };
    let provider = said(&["provider"]).unwrap_or(file).to_ascii_lowercase();
    if provider.contains("youtube") {
        return youtube(said(&["id", "video", "video_id"])?).map(|address| player_or_link(&address));
    }
    if provider.contains("vimeo") {
        return player(&format!("https://vimeo.com/{}", said(&["id", "video", "video_id"])?), "");
    }
    let src = said(&["image_path", "src", "url", "path", "image", "img", "file"])?;
    let is_picture = ["jpg", "jpeg", "png", "gif", "webp", "svg", "avif"];
    crate::source::has_ending(src, &is_picture).then(|| {
        let alt = escaped(said(&["alt", "title", "caption"]).unwrap_or_default());
        picture(src, &alt, said(&["caption", "description"]))
    })
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
        let text = "{{% panel tip %}}x{{% /panel %}} {% include a.html %} {{ page.title }} {{";
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
