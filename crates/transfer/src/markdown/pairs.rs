//! Marks that stand round a part of a text: boxes, quotations, tabs, what unfolds, code. The names are those of the generators
//! and of the themes that many sites have.

use super::fences;
use super::marks::Reading;
use crate::player::escaped;

/// The words of a mark behind its name, each with its own name if it has one.
type Words = [(String, String)];

/// Colours and switches that stand among the words of a mark and are no words of its title.
const SWITCHES: [&str; 20] = [
    "true", "false", "open", "closed", "no-icon", "child", "simple", "modern", "flat", "disabled", "red",
    "blue", "green", "cyan", "yellow", "orange", "purple", "pink", "grey", "gray",
];

/// What a mark with something between it and its end becomes.
pub(super) fn replacement(
    name: &str,
    words: &Words,
    between: &str,
    reading: &mut Reading<'_>,
    depth: usize,
) -> Option<String> {
    let mut inner = || reading.replaced(between, depth + 1);
    Some(match name {
        // Notes among authors.
        "comment" => String::new(),
        // HTML as it is, and what is no mark.
        "rawhtml" | "html" => inner(),
        "raw" => between.to_owned(),
        "details" | "expand" | "collapse" | "collapsible" | "accordion" | "spoiler" | "hideToggle"
        | "hideBlock" | "folding" | "fold" | "toggle" | "dropdown" => {
            let summary = title(words).or_else(|| joined(words)).unwrap_or_else(|| "Details".to_owned());
            let (summary, inner) = (escaped(&summary), inner());
            format!("\n\n<details><summary>{summary}</summary>\n\n{}\n\n</details>\n\n", inner.trim())
        }
        "blockquote" | "quote" | "pullquote" | "centerquote" | "cq" | "epigraph" => {
            let by: Vec<&str> = words.iter().map(|(_, word)| word.as_str()).collect();
            let by = by.join(" ");
            let has_no_author =
                by.is_empty() || by.len() > 500 || matches!(name, "pullquote" | "centerquote" | "cq");
            let by = if has_no_author { String::new() } else { format!("\n>\n> — {}", escaped(by.trim())) };
            format!("\n\n{}{by}\n\n", quoted(&inner()))
        }
        name if is_box(name) => boxed(name, words, &inner()),
        "tabs" | "tabset" | "tabpane" | "tabgroup" | "tabbed" | "codetabs" | "code-tabs" | "subtabs"
        | "accordions" => {
            format!("\n\n{}\n\n", hexos_tabs(&inner()))
        }
        "tab" | "tabitem" | "tab-item" | "codetab" | "code-tab" | "accordionItem" | "accordion-item" => {
            // A language without a fence makes code of what is inside.
            let language =
                named(words, &["lang", "language"]).filter(|_| named(words, &["header"]).is_some());
            let is_code = language.is_some() && !fences::stood_in(between);
            let inner = if is_code { code(language.unwrap_or_default(), between) } else { inner() };
            let title = title(words).or_else(|| joined(words)).map_or_else(String::new, |title| bold(&title));
            format!("\n\n{title}{}\n\n", without_margin(&inner))
        }
        "button" | "btn" | "linkbutton" => {
            let address = named(words, &["href", "url", "link", "relref", "to"])?;
            format!("[{}]({})", inner().trim(), address.replace([' ', '(', ')'], ""))
        }
        "mermaid" | "plantuml" | "echarts" | "chart" | "graphviz" | "dot" | "flowchart" | "sequence" => {
            let between = reading.aside.put_back(between);
            let inside = between.trim_matches('\n');
            let fence = if inside.contains("```") { "~~~~" } else { "```" };
            format!("\n\n{fence}{name}\n{inside}\n{fence}\n\n")
        }
        "highlight" | "codeblock" | "prettify" => {
            // Hexo: a title, then `lang:js`.
            let hexos = words.iter().find_map(|(_, word)| word.strip_prefix("lang:"));
            let first = words.iter().find(|(key, _)| key.is_empty()).map(|(_, word)| word.as_str());
            let language =
                hexos.or_else(|| named(words, &["lang", "language"])).or(first).unwrap_or_default();
            code(language, &reading.aside.put_back(between))
        }
        _ => return None,
    })
}

/// What becomes of a mark of this kind that has all of it in its own words: Zola's `{{ note(text="Fog") }}`, a button.
pub(super) fn alone(name: &str, words: &Words) -> Option<String> {
    match name {
        name if is_box(name) => {
            named(words, &["text", "content", "body", "message"]).map(|text| boxed(name, words, text))
        }
        "button" | "btn" | "linkbutton" => {
            let bare: Vec<&str> =
                words.iter().filter(|(key, _)| key.is_empty()).map(|(_, word)| word.as_str()).collect();
            let address = named(words, &["href", "url", "link", "to"]).or_else(|| bare.first().copied());
            let address = address.filter(|address| address.contains(['/', '#']))?;
            let says =
                named(words, &["label", "text", "title"]).or_else(|| bare.get(1).copied()).unwrap_or(address);
            Some(format!("<a href=\"{}\">{}</a>", escaped(address), escaped(says)))
        }
        "badge" | "label" => {
            let said =
                named(words, &["content", "text", "value"]).map(str::to_owned).or_else(|| joined(words))?;
            // Before the sign stands a colour.
            Some(escaped(said.rsplit('@').next().unwrap_or(&said).trim()))
        }
        _ => None,
    }
}

/// What themes call a box beside the text.
fn is_box(name: &str) -> bool {
    matches!(
        name,
        "notice"
            | "note"
            | "hint"
            | "alert"
            | "admonition"
            | "callout"
            | "tip"
            | "warning"
            | "info"
            | "attention"
            | "danger"
            | "caution"
            | "important"
            | "infobox"
            | "pageinfo"
            | "aside"
            | "message"
    )
}

fn boxed(name: &str, words: &Words, inner: &str) -> String {
    // The second word of these is a title where the first is a kind.
    let bare = || words.iter().filter(|(key, _)| key.is_empty()).nth(1).map(|(_, word)| word.clone());
    let second = bare().filter(|word| {
        matches!(name, "admonition" | "notice" | "callout")
            && !SWITCHES.contains(&word.as_str())
            && !word.is_empty()
    });
    let title =
        title(words).or(second).map_or_else(String::new, |title| format!("> **{}**\n>\n", escaped(&title)));
    format!("\n\n{title}{}\n\n", quoted(inner))
}

fn named<'w>(words: &'w Words, names: &[&str]) -> Option<&'w str> {
    let value = |name: &&str| words.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    names.iter().filter_map(value).find(|value| !value.trim().is_empty())
}

fn title(words: &Words) -> Option<String> {
    named(words, &["title", "summary", "header", "heading", "name", "label", "tabName", "tabTotal"])
        .map(str::to_owned)
}

/// The words without names, as one title.
fn joined(words: &Words) -> Option<String> {
    let words = words.iter().filter(|(key, word)| key.is_empty() && !SWITCHES.contains(&word.as_str()));
    let words: Vec<&str> = words.map(|(_, word)| word.as_str()).collect();
    Some(words.join(" ")).filter(|title| !title.trim().is_empty())
}

fn bold(title: &str) -> String {
    format!("**{}**\n\n", escaped(title.trim()))
}

/// Lines as a quotation.
fn quoted(inner: &str) -> String {
    let lines: Vec<String> = without_margin(inner).trim().lines().map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

/// Lines without the blanks that all of them begin with, which would make code of them.
fn without_margin(text: &str) -> String {
    let margins = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len());
    let margin = margins.min().unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(|line| line.get(margin..).unwrap_or_default()).collect();
    lines.join("\n")
}

/// Tabs between the comments of Hexo's themes: `<!-- tab Quay@anchor -->` up to `<!-- endtab -->`.
fn hexos_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let comment =
            line.trim().strip_prefix("<!--").and_then(|line| line.strip_suffix("-->")).map(str::trim);
        match comment {
            Some(comment) if comment.starts_with("endtab") || comment.starts_with("endsubtab") => {
                out.push('\n');
            }
            Some(comment) if comment == "tab" || comment.starts_with("tab ") => {
                let title = comment.trim_start_matches("tab").split('@').next().unwrap_or_default();
                if !title.trim().is_empty() {
                    out.extend(["\n", &bold(title)]);
                }
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// Code as HTML, in which no empty line ends the block for Markdown.
fn code(language: &str, code: &str) -> String {
    let language: String =
        language.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '_')).collect();
    let code = escaped(code.trim_matches('\n')).replace("\n\n", "\n&#10;");
    format!("\n\n<pre><code class=\"language-{language}\">{code}</code></pre>\n\n")
}

#[cfg(test)]
mod tests {
    use crate::markdown::html;

    fn check(text: &str, expected: &str, notes: &[&str]) {
        let mut told = Vec::new();
        let html = html(text, &mut told);
        assert!(html.contains(expected), "{text}: {html}");
        assert_eq!(told, notes, "{text}");
    }

    #[test]
    fn tabs_stand_one_below_the_other_under_their_names() {
        check(
            "{{< tabs \"ports\" >}}\n{{% tab \"North quay\" %}}\nFog.\n{{% /tab %}}\n{{< tab name=\"South\" >}}\n```sh\nls\n```\n{{< /tab >}}\n{{< /tabs >}}",
            "<p><strong>North quay</strong></p>\n<p>Fog.</p>\n<p><strong>South</strong></p>\n<pre><code class=\"language-sh\">ls\n</code></pre>",
            &[],
        );
        check(
            "{% tabs harbour, 2 %}\n<!-- tab Ebb@anchor -->\nLow.\n<!-- endtab -->\n<!-- tab -->\nHigh.\n<!-- endtab -->\n{% endtabs %}",
            "<p><strong>Ebb</strong></p>\n<p>Low.</p>\n<p>High.</p>",
            &[],
        );
        check(
            "{{< tabpane >}}\n{{< tab header=\"C\" lang=\"c\" >}}\nint a;\n\nint b;\n{{< /tab >}}\n{{< /tabpane >}}",
            "<pre><code class=\"language-c\">int a;\n&#10;int b;</code></pre>",
            &[],
        );
    }

    #[test]
    fn boxes_hold_other_marks_and_code() {
        check(
            "{{% notice tip \"High water\" %}}\nSee\n\n```sh\nls\n\nps\n```\n\n{{< figure src=\"a.png\" >}}\n{{% /notice %}}",
            "<blockquote>\n<p><strong>High water</strong></p>\n<p>See</p>\n<pre><code class=\"language-sh\">ls\n\nps\n</code></pre>\n<figure",
            &[],
        );
        check(
            "{{< admonition type=tip title=\"Fog\" open=false >}}Slow.{{< /admonition >}}",
            "<strong>Fog</strong>",
            &[],
        );
        check("{{ note(text=\"Slow.\", title=\"Fog\") }}", "<p><strong>Fog</strong></p>\n<p>Slow.</p>", &[]);
        check("{% note info %}\n  Slow.\n  Slower.\n{% endnote %}", "<p>Slow.\nSlower.</p>", &[]);
        check(
            "{{< note >}}a{{< note >}}b{{< /note >}}c{{< /note >}}d",
            "<p>c</p>\n</blockquote>\n<p>d</p>",
            &[],
        );
    }

    #[test]
    fn what_unfolds_says_by_which_words() {
        for mark in [
            "{% folding blue open, Tide table %}x{% endfolding %}",
            "{{% expand \"Tide table\" \"true\" %}}x{{% /expand %}}",
            "{% details Tide table %}x{% enddetails %}",
        ] {
            check(mark, "<summary>Tide table</summary>", &[]);
        }
    }

    #[test]
    fn buttons_badges_and_drawings_are_read() {
        check(
            "{{< button href=\"/quay/\" target=\"_self\" >}}The quay{{< /button >}}",
            "<a href=\"/quay/\">The quay</a>",
            &[],
        );
        check("{% btn /quay/, The-quay, anchor %}", "<a href=\"/quay/\">The-quay</a>", &[]);
        check("a {{< badge \"New\" >}} b {% label primary@late %}", "a New b late", &[]);
        check(
            "{{< mermaid >}}\ngraph TD;\nA-->B\n{{< /mermaid >}}",
            "<code class=\"language-mermaid\">graph TD;\nA--&gt;B",
            &[],
        );
        check("{% mermaid() %}\nA-->B\n{% end %}", "language-mermaid", &[]);
    }

    #[test]
    fn what_stands_between_unknown_marks_stays_and_they_are_told() {
        let told = "marks of the site generator were taken off, and what stood between them stays: lead (1), panel (1)";
        check(
            "{{< lead >}}\nFog{{% panel %}} at sea{{% /panel %}}.\n{{< /lead >}}",
            "<p>Fog at sea.</p>",
            &[told],
        );
    }

    #[test]
    fn a_condition_leaves_its_first_words_and_a_list_of_pages_nothing() {
        check(
            "a {% if x %}{% if y %}Fog{% else %}Owl{% endif %}{% else %}Quay{% endif %} b",
            "<p>a Fog b</p>",
            &["marks of the site generator were taken off, and what stood between them stays: if (2)"],
        );
        check(
            "a{% assign x = 1 %}{% for post in site.posts %}{{ post.title }}{% endfor %} b",
            "<p>a b</p>",
            &["what the site generator filled in or computed was left out: assign (1), for (1)"],
        );
    }

    #[test]
    fn marks_in_marks_come_to_an_end() {
        let deep = "{{< lead >}}".repeat(200) + "fog" + &"{{< /lead >}}".repeat(200);
        assert!(html(&deep, &mut Vec::new()).contains("fog"));
        html(&"{{< lead >}}".repeat(3_000), &mut Vec::new());
    }
}
