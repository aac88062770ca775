//! Links from one file to another, which each generator writes in its own way: `{% post_url 2020-01-02-fog %}`,
//! `{{< ref "fog.md" >}}`, `@/blog/fog.md`. They become the addresses of the stories.

use std::collections::HashMap;

use super::fences;

/// Public paths of files, by every name that another file may call them.
#[derive(Debug, Clone, Default)]
pub(super) struct References(HashMap<String, Option<String>>);

/// The marks that name another file, with what closes them.
const MARKS: [(&str, &str); 9] = [
    ("{% post_url ", "%}"),
    ("{%- post_url ", "%}"),
    ("{% link ", "%}"),
    ("{% post_link ", "%}"),
    ("{% post_path ", "%}"),
    ("{{< ref ", ">}}"),
    ("{{< relref ", ">}}"),
    ("{{% ref ", "%}}"),
    ("{{% relref ", "%}}"),
];

impl References {
    /// Notes the address of a file by its name below the contents of its language, which is `lang` where it is not the site's.
    pub(super) fn note(&mut self, name: &str, lang: Option<&str>, path: &str) {
        let bare =
            name.trim_start_matches("content/").trim_start_matches("source/").trim_start_matches("src/");
        for called in names_of(bare) {
            self.add(called.to_owned(), path);
        }
        if let Some(lang) = lang {
            // `fog.de.md` is called `fog` by those of its language.
            let (stem, ending) = bare.rsplit_once('.').unwrap_or((bare, ""));
            let stem = stem.strip_suffix(&format!(".{lang}")).unwrap_or(stem);
            for called in names_of(&format!("{stem}.{ending}")) {
                self.add(in_language(lang, called), path);
            }
        }
    }

    /// Notes the address of a file that is no story, which is called by its whole name.
    pub(super) fn note_file(&mut self, name: &str, path: &str) {
        self.add(name.to_owned(), path);
    }

    /// Two files of one name are called by more of it. Capitals do not count.
    fn add(&mut self, called: String, path: &str) {
        let known = self.0.entry(called.to_lowercase()).or_insert_with(|| Some(path.to_owned()));
        if known.as_deref() != Some(path) {
            *known = None;
        }
    }

    /// Whether a text may hold such links.
    pub(super) fn are_in(text: &str) -> bool {
        text.contains("](@/") || MARKS.iter().any(|(open, _)| text.contains(open))
    }

    /// The address of the file that a page of the language `lang` calls so.
    pub(super) fn get(&self, called: &str, lang: Option<&str>) -> Option<String> {
        let (called, fragment) = called.find('#').map_or((called, ""), |at| called.split_at(at));
        let called = called.trim_start_matches('/').trim_start_matches("./").trim_end_matches('/');
        let called = called.to_lowercase();
        let own = lang.and_then(|lang| self.0.get(&in_language(lang, &called).to_lowercase())?.as_ref());
        let path = own.or_else(|| self.0.get(&called)?.as_ref())?;
        Some(format!("{}{fragment}", dateline_model::encode_path(path)))
    }

    /// A body whose links to other files are addresses. Links to files that are not here, or are drafts, lead nowhere; `lost` takes
    /// their names. What is no link stays as it is written.
    pub(super) fn resolved(&self, body: &str, lang: Option<&str>, lost: &mut Vec<String>) -> String {
        let mut text = body.to_owned();
        for (open, close) in MARKS {
            if text.contains(open) {
                text = self.replaced(&text, lang, open, close, lost);
            }
        }
        if text.contains("](@/") {
            // In code it is no link.
            let aside = fences::put_aside(&text);
            text = aside.put_back(&self.replaced_links(&aside.text, lang));
        }
        text
    }

    fn replaced(
        &self,
        text: &str,
        lang: Option<&str>,
        open: &str,
        close: &str,
        lost: &mut Vec<String>,
    ) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(open) {
            out.push_str(before);
            let Some((inner, tail)) = after.split_once(close) else {
                out.push_str(open);
                rest = after;
                continue;
            };
            let words = inner.trim().trim_end_matches(['-', '/']).trim();
            // Hexo puts the words of the link behind the name; others have quotation marks or `path=`.
            let called = words.trim_start_matches("path=").trim_matches(['"', '\'']);
            let (called, says) = match called.split_once(char::is_whitespace) {
                Some((called, says)) if !words.starts_with(['"', '\'']) => (called, says.trim()),
                _ => (called, ""),
            };
            match self.get(called, lang) {
                Some(path) if open.contains("post_link") => {
                    let says = if says.is_empty() { called } else { says.trim_matches(['"', '\'']) };
                    out.extend(["[", says, "](", &path, ")"]);
                }
                Some(path) => out.push_str(&path),
                None if open.contains("post_link") && !says.is_empty() => {
                    lost.push(called.to_owned());
                    out.push_str(says.trim_matches(['"', '\'']));
                }
                None if out.ends_with("](") || out.ends_with("=\"") || out.ends_with("='") => {
                    lost.push(called.to_owned());
                    out.push('#');
                }
                None => out.extend([open, inner, close]),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// `[words](@/blog/fog.md#part)` of Zola.
    fn replaced_links(&self, text: &str, lang: Option<&str>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("](@/") {
            out.push_str(before);
            out.push_str("](");
            let end = after.find([')', ' ', '\n']).unwrap_or(after.len());
            let (called, tail) = after.split_at(end);
            match self.get(called, lang) {
                Some(path) => out.push_str(&path),
                None => out.extend(["@/", called]),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

/// What other files may call one.
fn names_of(bare: &str) -> Vec<&str> {
    let stem = bare.rsplit_once('.').map_or(bare, |(stem, _)| stem);
    let file = bare.rsplit('/').next().unwrap_or_default();
    let file_stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut names = vec![bare, stem, file, file_stem];
    for folder in ["_posts/", "_drafts/"] {
        names.extend(stem.split_once(folder).map(|(_, below)| below));
    }
    // A bundle is called by its folder.
    let folder = stem.strip_suffix("/index").or_else(|| stem.strip_suffix("/_index"));
    if let Some(folder) = folder {
        names = vec![bare, stem, folder, folder.rsplit('/').next().unwrap_or_default()];
    }
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

/// A name as files of one language call it.
fn in_language(lang: &str, name: &str) -> String {
    format!("{lang}\n{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generators_links_become_addresses() {
        let mut references = References::default();
        references.note("_posts/2020-01-02-fog.md", None, "/2020/01/02/fog/");
        references.note("content/blog/quay/index.md", None, "/blog/quay/");
        references.note("content/a/same.md", None, "/a/same/");
        references.note("content/b/same.md", None, "/b/same/");
        let check = |text: &str, expected: &str| {
            assert_eq!(references.resolved(text, None, &mut Vec::new()), expected, "{text}");
        };
        check("[x]({% post_url 2020-01-02-fog %})", "[x](/2020/01/02/fog/)");
        check("[x]({% link _posts/2020-01-02-fog.md %}#y)", "[x](/2020/01/02/fog/#y)");
        check("{% post_link 2020-01-02-fog The fog %}", "[The fog](/2020/01/02/fog/)");
        check("[x]({{< relref \"/blog/quay\" >}})", "[x](/blog/quay/)");
        check("[x]({{< ref \"quay#top\" >}})", "[x](/blog/quay/#top)");
        check("[x](@/blog/quay/index.md#a) y", "[x](/blog/quay/#a) y");
        check("```\n[x](@/blog/quay/index.md)\n```\n", "```\n[x](@/blog/quay/index.md)\n```\n");
        check("[x](@/a/same.md) {{< ref \"same.md\" >}}", "[x](/a/same/) {{< ref \"same.md\" >}}");
        check("[x]({{< ref \"A/Same.md\" >}})", "[x](/a/same/)");
        check("{% post_url gone %} {% post_url never", "{% post_url gone %} {% post_url never");
    }

    #[test]
    fn a_link_to_a_file_that_is_not_here_leads_nowhere_and_is_told() {
        let mut lost = Vec::new();
        let text = "[x]({% post_url 2020-01-02-gone %}) {% post_link gone The fog %} <a href=\"{{< ref \"y\" >}}\">y</a>";
        let text = References::default().resolved(text, None, &mut lost);
        assert_eq!(text, "[x](#) The fog <a href=\"#\">y</a>");
        assert_eq!(lost, ["2020-01-02-gone", "gone", "y"]);
    }
}
