//! Program text that plug-ins coloured: `<pre lang="php">` of WP-Syntax, whose content its authors typed as it is.

use std::borrow::Cow;

use super::known::unescaped;
use crate::player::escaped;

/// The spoken languages that a `lang` of two letters may mean are no program's, but for these.
const SHORT: [&str; 7] = ["js", "sh", "vb", "cs", "py", "rb", "c"];

/// Makes HTML of the program texts of WP-Syntax. Shortcodes and notes in them stay what they are: signs of a program.
pub(super) fn written(text: &str) -> Cow<'_, str> {
    // Hardly a story has any, and each is asked.
    if !dateline_markup::holds(text, "<pre ") {
        return text.into();
    }
    let mut out = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find("<pre ") {
        let start = at + found;
        let Some((tag, inner)) = text[start..].split_once('>') else { break };
        at = text.len() - inner.len();
        let Some(language) = language(tag) else { continue };
        let Some(end) = inner.find("</pre>") else { break };
        let (content, end) = (&inner[..end], at + end + "</pre>".len());
        // Texts of the visual editor hold no `<` of their own.
        let is_encoded = tag.contains("escaped=") || !content.contains('<');
        let content: Cow<'_, str> = if is_encoded { unescaped(content).into() } else { content.into() };
        out.push_str(&text[from..start]);
        out.push_str("<pre><code class=\"language-");
        out.push_str(language);
        out.push_str("\">");
        out.push_str(&escaped(content.trim_matches('\n')).replace('[', "&#91;"));
        out.push_str("</code></pre>");
        (from, at) = (end, end);
    }
    if from == 0 {
        return text.into();
    }
    out.push_str(&text[from..]);
    out.into()
}

/// The programming language that a tag names.
fn language(tag: &str) -> Option<&str> {
    let value = tag.split_once(" lang=")?.1.trim_start_matches(['"', '\'']);
    let end =
        value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(value.len());
    let name = &value[..end];
    let is_programs =
        name.len() > 2 && !name.contains('-') || SHORT.contains(&name) || tag.contains(" line=");
    (is_programs && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn program_text_that_was_typed_as_it_is_stays_so() {
        for (text, html) in [
            (
                "<pre lang=\"php\" line=\"1\"><?php if ((1 < 2)) echo \"<b>[gallery]\"; ?></pre> so",
                "<pre><code class=\"language-php\">&lt;?php if ((1 &lt; 2)) echo &quot;&lt;b&gt;&#91;gallery]&quot;; ?&gt;</code></pre> so",
            ),
            (
                "<pre lang='xml' escaped='true'>\n&lt;a&gt;\n</pre>",
                "<pre><code class=\"language-xml\">&lt;a&gt;</code></pre>",
            ),
            (
                "<pre lang=\"sh\">ls &amp;&amp; x</pre>",
                "<pre><code class=\"language-sh\">ls &amp;&amp; x</code></pre>",
            ),
            ("<pre lang=\"de\"><b>Nebel</b></pre>", "<pre lang=\"de\"><b>Nebel</b></pre>"),
            ("<pre lang=\"en-US\">x</pre><pre class=\"y\">", "<pre lang=\"en-US\">x</pre><pre class=\"y\">"),
            ("<pre lang=\"php\">never", "<pre lang=\"php\">never"),
        ] {
            assert_eq!(written(text), html);
        }
    }
}
