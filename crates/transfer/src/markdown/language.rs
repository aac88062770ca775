//! The languages of a site, and how its files lie: the folders in which the contents of each language are, what their names say.

use serde_json::Value;

use super::Generator;
use super::config::Config;
use super::eleventy;
use crate::yaml::word;

/// Languages of two letters (ISO 639-1), by which a file's name is told from one that merely has a point in it: `fog.de.md`
/// and not `node.js.md`.
const LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik is it iu ja \
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng \
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Folders of contents that one site has.
const FOLDERS_MAX: usize = 100;

/// Which languages a site speaks.
#[derive(Debug, Clone, Default)]
pub(super) struct Languages {
    /// Those that the configuration names; empty where it names none.
    named: Vec<String>,
    /// Folders of contents below the site's folder, with a slash at their ends, and the language of each; the longest first.
    folders: Vec<(String, Option<String>)>,
    /// The site's own language has a folder in its addresses, as all others have.
    pub(super) is_own_in_addresses: bool,
    /// Names of files begin with a day that is no part of the name, as Hexo's `new_post_name` says or Hugo's `frontmatter`.
    pub(super) are_names_dated: bool,
    /// Folders whose files are published as they are, with the place of each in addresses.
    pub(super) statics: Vec<(String, String)>,
    /// The folder of contents, where a script of Eleventy's names it.
    pub(super) input: Option<String>,
    /// Folders with a line below in front whose files are pages of Jekyll's all the same.
    pub(super) included: Vec<String>,
}

impl Languages {
    /// What the configuration says.
    pub(super) fn of(config: &Config) -> Self {
        let mut languages = Self {
            named: config.languages().into_iter().map(str::to_owned).collect(),
            folders: Vec::new(),
            is_own_in_addresses: config.word(&["defaultContentLanguageInSubdir"]).as_deref() == Some("true"),
            are_names_dated: are_names_dated(config),
            statics: statics(config),
            input: config.word(&[eleventy::INPUT]),
            included: included(config),
        };
        let mut add = |folder: &str, lang: Option<&str>| {
            let folder = folder.trim().trim_start_matches("./").trim_matches('/');
            if !folder.is_empty() && folder != "." && languages.folders.len() < FOLDERS_MAX {
                languages.folders.push((format!("{folder}/"), lang.map(str::to_owned)));
            }
        };
        match config.generator {
            Generator::Hugo => {
                for lang in config.languages() {
                    if let Some(folder) = config.word(&[&format!("languages.{lang}.contentDir")]) {
                        add(&folder, Some(lang));
                    }
                }
                if let Some(Value::Array(mounts)) = config.value("module.mounts") {
                    let text = |mount: &Value, name: &str| mount.get(name).map(word);
                    for mount in mounts.iter().take(FOLDERS_MAX) {
                        if text(mount, "target").as_deref() == Some("content") {
                            add(&text(mount, "source").unwrap_or_default(), text(mount, "lang").as_deref());
                        }
                    }
                }
                add(&config.word(&["contentDir"]).unwrap_or_default(), None);
            }
            Generator::Jekyll => {
                for name in ["source", "collections_dir"] {
                    add(&config.word(&[name]).unwrap_or_default(), None);
                }
            }
            Generator::Hexo => {
                add(&config.word(&["source_dir"]).unwrap_or_else(|| "source".to_owned()), None);
            }
            Generator::Eleventy => add(&config.word(&[eleventy::INPUT]).unwrap_or_default(), None),
            Generator::Zola | Generator::Plain => {}
        }
        languages.folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        languages
    }

    /// Whether the files of a folder that begins with a line below are pages all the same.
    pub(super) fn includes(&self, folder: &str) -> bool {
        self.included.iter().any(|known| known == folder)
    }

    /// A file's name below the folder of contents that it lies in, as far as the configuration names one, with the language of
    /// that folder.
    pub(super) fn below<'n>(&self, name: &'n str) -> (&'n str, Option<&str>) {
        let found =
            self.folders.iter().find_map(|(folder, lang)| Some((name.strip_prefix(folder.as_str())?, lang)));
        found.map_or((name, None), |(rest, lang)| (rest, lang.as_deref()))
    }

    /// Where a file is published that is copied as it is.
    pub(super) fn copied(&self, name: &str) -> Option<String> {
        self.statics.iter().find_map(|(from, to)| {
            let rest = name.strip_prefix(from.as_str())?;
            let is_in_it = rest.is_empty() || rest.starts_with('/');
            is_in_it.then(|| format!("{to}{rest}").trim_start_matches('/').to_owned())
        })
    }

    /// Whether a file lies among the contents of a site that has a folder for them.
    pub(super) fn is_content(&self, name: &str) -> bool {
        name.starts_with("content/") || name.starts_with("content.") || self.below(name).0.len() < name.len()
    }

    /// Whether the last part of a name, such as `de` in `fog.de.md`, is a language of the site.
    pub(super) fn knows(&self, part: &str) -> bool {
        if !self.named.is_empty() {
            return self.named.iter().any(|known| known.eq_ignore_ascii_case(part));
        }
        let mut parts = part.split('-');
        let is_first = parts.next().is_some_and(|part| LETTERS.split_whitespace().any(|known| known == part));
        is_first
            && part.len() <= 12
            && parts
                .all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    }
}

/// Folders beside the contents, or among them, whose files are published as they are.
fn statics(config: &Config) -> Vec<(String, String)> {
    let mut statics = Vec::new();
    let bare = |path: &str| path.trim().trim_start_matches("./").trim_matches('/').to_owned();
    match config.generator {
        Generator::Hugo => {
            let of_languages =
                config.languages().into_iter().map(|lang| format!("languages.{lang}.staticDir"));
            for name in of_languages.chain(["staticDir".to_owned()]) {
                match config.value(&name) {
                    Some(Value::Array(folders)) => {
                        statics.extend(folders.iter().map(|folder| (bare(&word(folder)), String::new())));
                    }
                    Some(folder) => statics.push((bare(&word(folder)), String::new())),
                    None => {}
                }
            }
            if let Some(Value::Array(mounts)) = config.value("module.mounts") {
                statics.extend(mounts.iter().filter_map(|mount| {
                    let (from, to) = (mount.get("source").map(word)?, mount.get("target").map(word)?);
                    let to = to.strip_prefix("static").filter(|to| to.is_empty() || to.starts_with('/'))?;
                    Some((bare(&from), bare(to)))
                }));
            }
        }
        Generator::Eleventy => {
            if let Some(Value::Array(copies)) = config.value(eleventy::COPIES) {
                let part = |copy: &Value, at: usize| copy.get(at).map(word).unwrap_or_default();
                statics.extend(copies.iter().map(|copy| (part(copy, 0), part(copy, 1))));
            }
        }
        Generator::Jekyll => statics.extend(of_collections(config)),
        Generator::Hexo | Generator::Zola | Generator::Plain => {}
    }
    statics.truncate(FOLDERS_MAX);
    statics.retain(|(from, _)| !from.is_empty());
    statics
}

/// The collections of Jekyll's that were printed, whose files went where its pages stand: `_walks` to `walks`, or as far as the
/// pattern of their addresses is the same for all.
fn of_collections(config: &Config) -> Vec<(String, String)> {
    let Some(Value::Object(collections)) = config.value("collections") else { return Vec::new() };
    let is_printed = |settings: &Value| settings.get("output").map(word).as_deref() == Some("true");
    let printed = collections.iter().filter(|(name, settings)| *name != "posts" && is_printed(settings));
    let place = |(name, settings): (&String, &Value)| {
        let pattern = settings.get("permalink").map_or_else(|| "/:collection/:path".to_owned(), word);
        let pattern = pattern.replace(":collection", name);
        let (fixed, rest) = pattern.split_once(':').unwrap_or((&pattern, ""));
        let fixed = fixed.trim_matches('/');
        // A file has no title, so the part in front of it is the name of the file, and is dropped.
        let is_titled = rest.trim_end_matches('/') == "title";
        let fixed = if is_titled { fixed.rsplit_once('/').map_or("", |(above, _)| above) } else { fixed };
        (format!("_{name}"), fixed.to_owned())
    };
    printed.map(place).collect()
}

fn are_names_dated(config: &Config) -> bool {
    let pattern = config.word(&["new_post_name"]);
    let first = config.value("frontmatter.date").and_then(|sources| sources.as_array()?.first().map(word));
    pattern.is_some_and(|name| name.contains(":year")) || first.is_some_and(|name| name == ":filename")
}

/// What Jekyll's `include` names: one name or several.
fn included(config: &Config) -> Vec<String> {
    let names = match config.value("include").filter(|_| config.generator == Generator::Jekyll) {
        Some(Value::Array(names)) => names.iter().map(word).collect(),
        Some(one) => vec![word(one)],
        None => Vec::new(),
    };
    names.iter().take(FOLDERS_MAX).map(|name| name.trim_matches('/').to_owned()).collect()
}
