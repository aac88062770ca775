//! Fenced code of a text, put aside while the marks around it are read: a box or a tab begins before a fence and ends after it.

use std::borrow::Cow;

/// Stands before and behind the number of a fence that was put aside. No text of a file holds these signs.
const OPEN: char = '\u{3}';
const CLOSE: char = '\u{4}';

/// A text without its fenced code.
pub(super) struct Aside<'t> {
    /// The text, in which one line stands for each fence.
    pub(super) text: Cow<'t, str>,
    fences: Vec<String>,
}

/// Puts the fenced code of a text aside. A fence that never ends is left where it is.
pub(super) fn put_aside(text: &str) -> Aside<'_> {
    let mut fences = Vec::new();
    if !text.contains("```") && !text.contains("~~~") {
        return Aside { text: Cow::Borrowed(text), fences };
    }
    let mut out = String::with_capacity(text.len());
    let mut open: Option<(char, usize, String)> = None;
    for line in text.split_inclusive('\n') {
        match (&mut open, mark(line)) {
            (None, Some((sign, count, _))) => open = Some((sign, count, line.to_owned())),
            (None, None) => out.extend(line.chars().filter(|sign| !matches!(*sign, OPEN | CLOSE))),
            (Some((sign, least, fence)), found) => {
                fence.push_str(line);
                let is_end = found
                    .is_some_and(|(found, count, rest)| found == *sign && count >= *least && rest.is_empty());
                if is_end {
                    let (fence, _) = fence.split_at(fence.trim_end_matches('\n').len());
                    out.extend([
                        OPEN.to_string().as_str(),
                        &fences.len().to_string(),
                        CLOSE.to_string().as_str(),
                    ]);
                    fences.push(shown(fence));
                    if line.ends_with('\n') {
                        out.push('\n');
                    }
                    open = None;
                }
            }
        }
    }
    if let Some((.., rest)) = open {
        out.push_str(&rest);
    }
    Aside { text: Cow::Owned(out), fences }
}

/// Whether a fence that was put aside stood in a text.
pub(super) fn stood_in(text: &str) -> bool {
    text.contains(OPEN)
}

impl Aside<'_> {
    /// Changes each of the fences.
    pub(super) fn change(&mut self, change: impl Fn(&str) -> String) {
        for fence in &mut self.fences {
            *fence = change(fence);
        }
    }

    /// A text that was made of the one without fences, with all of them in it. What stands before a fence in its line, such as the
    /// sign of a quotation, stands before each of its lines.
    pub(super) fn put_back(&self, text: &str) -> String {
        if self.fences.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() * 2);
        for line in text.split_inclusive('\n') {
            let mut rest = line;
            while let Some((before, after)) = rest.split_once(OPEN) {
                let Some((number, behind)) = after.split_once(CLOSE) else { break };
                let fence = number.parse().ok().and_then(|number: usize| self.fences.get(number));
                out.push_str(before);
                let margin =
                    if before.chars().all(|sign| sign == '>' || sign == ' ') { before } else { "\n" };
                if margin == "\n" {
                    out.push('\n');
                }
                let lines = fence.map(String::as_str).unwrap_or_default().split('\n');
                for (at, line) in lines.enumerate() {
                    if at > 0 {
                        out.push('\n');
                        out.push_str(margin.trim_start_matches('\n'));
                    }
                    out.push_str(line);
                }
                if !behind.trim().is_empty() {
                    out.push('\n');
                }
                rest = behind;
            }
            out.push_str(rest);
        }
        out
    }
}

/// The sign of a line that begins or ends a fence, how often it stands there, and what follows it.
fn mark(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim();
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let rest = line.trim_start_matches(sign);
    let count = line.len() - rest.len();
    // A sign of code in the line itself is no fence.
    (count >= 3 && !(sign == '`' && rest.contains('`'))).then(|| (sign, count, rest.trim()))
}

/// Code in which an author showed a mark of Hugo's, which would have been carried out there too: `{{</* youtube x */>}}`.
fn shown(fence: &str) -> String {
    [("{{</*", "{{<"), ("{{%/*", "{{%"), ("*/>}}", ">}}"), ("*/%}}", "%}}")]
        .iter()
        .fold(fence.to_owned(), |text, (written, shown)| text.replace(written, shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_comes_back_as_it_was_and_with_the_margin_of_its_line() {
        let check = |text: &str, change: &dyn Fn(&str) -> String, expected: &str| {
            let aside = put_aside(text);
            assert_eq!(aside.put_back(&change(&aside.text)), expected, "{text}");
        };
        let same: &dyn Fn(&str) -> String = &str::to_owned;
        for text in [
            "a\n```\nb\n```\nc",
            "a\n````md\n```\nb\n```\n````\n",
            "```\nnever\n",
            "~~~\n```\n~~~\n",
            "- a\n  ```\n  b\n  ```\n",
            "a ``` b ``` c\n",
            "no code",
        ] {
            check(text, same, text);
        }
        check(
            "a\n```\nb\n\nc\n```",
            &|text| format!("> {}", text.replace('\n', "\n> ")),
            "> a\n> ```\n> b\n> \n> c\n> ```",
        );
        check("```\nb\n```\n", &|text| text.replace('\n', " end\n"), "```\nb\n```\n end\n");
        check("```\n{{</* x */>}}\n```\n", same, "```\n{{< x >}}\n```\n");
        assert_eq!(put_aside("\u{3}0\u{4} ```").text, "\u{3}0\u{4} ```".replace(['\u{3}', '\u{4}'], ""));
    }
}
