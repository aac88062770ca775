//! What a file says without saying it: values that its folder, its configuration or its section gives to all files below.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::front;
use super::language::Languages;
use super::target::Target;
use crate::files::Files;
use crate::problem::OpenError;
use crate::source::has_ending;
use crate::yaml::word;

/// Scopes of Jekyll's defaults, or targets of one cascade of Hugo's, that are looked at.
const SCOPES_MAX: usize = 200;

/// Values for the files whose names begin alike, by Jekyll's defaults.
#[derive(Debug, Clone)]
struct Scope {
    /// The beginning of their names, below the site's folder.
    prefix: String,
    /// `posts`, `drafts`, `pages` or a collection of Jekyll; all when there is none.
    kind: Option<String>,
    values: Map<String, Value>,
}

/// Values for those of a folder's files that `target` means.
#[derive(Debug, Clone, Default)]
struct Given {
    target: Target,
    values: Map<String, Value>,
}

/// All of a folder's.
#[derive(Debug, Clone, Default)]
pub(super) struct Cascade {
    /// The nearest first.
    scopes: Vec<Scope>,
    /// Values for a folder (`src/posts/`), for the file beside (`src/posts/fog.`) or for all (nothing), below the site's folder.
    given: HashMap<String, Vec<Given>>,
    /// Files whose values are made by a script, which nobody runs here.
    scripts: Vec<String>,
    /// The titles of sections, by their folders below the contents.
    sections: HashMap<String, String>,
    /// All folders that have a page of their own.
    section_folders: HashSet<String>,
    /// In which folder the further pages of a section lie, by the section's folder, where it says so.
    further: HashMap<String, String>,
    /// How many stories a page of a section of Zola's lists, by the section's folder.
    on_a_page: BTreeMap<String, String>,
}

impl Cascade {
    /// Looks through a folder.
    pub(super) fn find(files: &Files, config: &Config, languages: &Languages) -> Result<Self, OpenError> {
        let mut cascade = Self::default();
        match config.generator {
            Generator::Jekyll => cascade.of_jekyll(config),
            Generator::Hugo | Generator::Zola => cascade.of_sections(files, config, languages)?,
            Generator::Eleventy => cascade.of_eleventy(files, config)?,
            Generator::Hexo | Generator::Plain => {}
        }
        // Of two for one path the one with a type is nearer, of two such the later one.
        cascade.scopes.reverse();
        let rank = |scope: &Scope| (scope.prefix.len(), scope.kind.is_some());
        cascade.scopes.sort_by_key(|scope| std::cmp::Reverse(rank(scope)));
        Ok(cascade)
    }

    /// Gives a file what it does not say itself, the nearest first. `place` is its name below the contents of its language, `kind`
    /// Jekyll's word for what it is, `lang` its language.
    pub(super) fn fill(
        &self,
        name: &str,
        place: &str,
        kind: &str,
        lang: Option<&str>,
        front: &mut Map<String, Value>,
    ) {
        let mut add = |values: &Map<String, Value>| {
            for (key, value) in values {
                front.entry(key.clone()).or_insert_with(|| value.clone());
            }
        };
        for scope in &self.scopes {
            // The first versions called them `post` and `page`.
            let is_kind = scope.kind.as_deref().is_none_or(|wanted| {
                wanted.is_empty() || wanted == kind || kind.strip_suffix('s') == Some(wanted)
            });
            if is_kind && name.starts_with(&scope.prefix) {
                add(&scope.values);
            }
        }
        if self.given.is_empty() {
            return;
        }
        let ends = name.rfind('.').into_iter().chain(name.rmatch_indices('/').map(|(at, _)| at));
        let places = ends.map(|at| &name[..=at]).chain([""]);
        for given in places.filter_map(|place| self.given.get(place)).flatten() {
            if given.target.means(place, lang) {
                add(&given.values);
            }
        }
    }

    /// `defaults` of `_config.yml`, each for a path and a type.
    fn of_jekyll(&mut self, config: &Config) {
        let Some(Value::Array(defaults)) = config.value("defaults") else { return };
        for default in defaults.iter().take(SCOPES_MAX) {
            let (Some(scope), Some(Value::Object(values))) = (default.get("scope"), default.get("values"))
            else {
                continue;
            };
            let text = |name: &str| scope.get(name).map(word);
            let mut prefix = text("path").unwrap_or_default().trim_start_matches('/').to_owned();
            // `section/*/special-page.html` is a pattern; what stands before the star is what we know.
            prefix.truncate(prefix.find('*').unwrap_or(prefix.len()));
            self.scopes.push(Scope { prefix, kind: text("type"), values: values.clone() });
        }
    }

    /// The titles of sections, by their folders below the contents.
    pub(super) fn sections(&self) -> &HashMap<String, String> {
        &self.sections
    }

    /// In which folder the further pages of a section lie, by the section's folder below the contents.
    pub(super) fn further(&self) -> &HashMap<String, String> {
        &self.further
    }

    /// How many stories a page of the list of all has, as the front page of a site of Zola's says, or else its first section.
    pub(super) fn on_a_page(&self) -> Option<&str> {
        self.on_a_page.values().next().map(String::as_str)
    }

    /// Folders below the contents that have a page of their own.
    pub(super) fn section_folders(&self) -> &HashSet<String> {
        &self.section_folders
    }

    /// `cascade` in the configuration and in the front matter of a section's `_index.md`, and its title.
    fn of_sections(
        &mut self,
        files: &Files,
        config: &Config,
        languages: &Languages,
    ) -> Result<(), OpenError> {
        for name in files.names() {
            let below = config.below(name);
            let Some((folder, file)) = below.rsplit_once('/') else { continue };
            if !file.starts_with("_index.") || !has_ending(file, &["md", "markdown"]) {
                continue;
            }
            let place = languages.below(&below[..=folder.len()]).0.trim_start_matches("content/");
            self.section_folders.insert(place.trim_end_matches('/').to_owned());
            let Some(text) = files.small_text(name, files.limits().settings_bytes)? else { continue };
            let (parts, _) = front::parts(&text, config.generator);
            let title = parts.front.get("title").map(word).filter(|title| !title.trim().is_empty());
            if let Some(title) = title.filter(|_| !place.is_empty()) {
                let titles = self.sections.entry(place.trim_end_matches('/').to_owned());
                // The file without a language in its name is the site's own.
                if file.matches('.').count() == 1 {
                    titles.insert_entry(title);
                } else {
                    titles.or_insert(title);
                }
            }
            if let Some(further) = parts.front.get("paginate_path").map(word) {
                self.further.insert(place.trim_end_matches('/').to_owned(), further);
            }
            if let Some(count) = parts.front.get("paginate_by").map(word) {
                self.on_a_page.insert(place.trim_end_matches('/').to_owned(), count);
            }
            // Zola makes nothing of a section that is a draft.
            if config.generator == Generator::Zola && parts.front.get("draft") == Some(&Value::Bool(true)) {
                let values = Map::from_iter([("draft".to_owned(), Value::Bool(true))]);
                self.given
                    .entry(format!("{folder}/"))
                    .or_default()
                    .push(Given { values, ..Given::default() });
            }
            if let Some(cascade) = parts.front.get("cascade") {
                self.given.insert(format!("{folder}/"), all_given(cascade));
            }
        }
        if let Some(cascade) = config.value("cascade") {
            self.given.insert(String::new(), all_given(cascade));
        }
        Ok(())
    }

    /// `posts/posts.json`, `posts/posts.11tydata.json` for a folder, `fog.11tydata.json` for a file.
    fn of_eleventy(&mut self, files: &Files, config: &Config) -> Result<(), OpenError> {
        let below_root = |name: &'_ String| config.below(name).to_owned();
        let stories: HashSet<String> = files
            .names()
            .iter()
            .filter(|name| has_ending(name, &super::ENDINGS))
            .filter_map(|name| Some(below_root(name).rsplit_once('.')?.0.to_owned()))
            .collect();
        for name in files.names() {
            let below = config.below(name);
            let (folder, file) = below.rsplit_once('/').unwrap_or(("", below));
            if below.split('/').any(|part| matches!(part, "_data" | "node_modules" | "_site" | "_includes")) {
                continue;
            }
            let Some((stem, ending)) = file.split_once('.') else { continue };
            let is_script = matches!(ending, "11tydata.js" | "11tydata.cjs" | "11tydata.mjs");
            if !is_script && !matches!(ending, "json" | "11tydata.json" | "yaml" | "yml") {
                continue;
            }
            let is_folders = folder.rsplit('/').next() == Some(stem) && !folder.is_empty();
            let beside = if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") };
            if !is_folders && !stories.contains(&beside) {
                continue;
            }
            let Some(text) = files.small_text(name, files.limits().settings_bytes)? else { continue };
            let values = if is_script {
                let values = plain_values(&text);
                if values.is_none() {
                    self.scripts.push(name.clone());
                }
                values
            } else if has_ending(file, &["json"]) {
                serde_json::from_str(&text).ok()
            } else {
                crate::yaml::parse(&text).ok()
            };
            if let Some(Value::Object(values)) = values {
                let prefix = if is_folders { format!("{folder}/") } else { format!("{beside}.") };
                self.given.entry(prefix).or_default().push(Given { values, ..Given::default() });
            }
        }
        Ok(())
    }

    /// Tells each file whose values nobody computes.
    pub(super) fn tell(&self, mut tell: impl FnMut(&str) -> ControlFlow<()>) -> ControlFlow<()> {
        for script in &self.scripts {
            tell(script)?;
        }
        ControlFlow::Continue(())
    }
}

/// What a script exports, when that is nothing but values as they are written: `module.exports = { tags: "posts" };`. They are
/// read as YAML, which they are too.
pub(super) fn plain_values(text: &str) -> Option<Value> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n").replace('\t', " ");
    let (_, exported) = text.split_once("module.exports =").or_else(|| text.split_once("export default"))?;
    let exported = exported.trim().trim_end_matches(';').trim_end();
    let is_code = ["=>", "function", "${", "require(", "...", "`"].iter().any(|code| exported.contains(code));
    let is_table = exported.starts_with('{') && exported.ends_with('}');
    // Nothing in braces is nothing to read and nothing to tell.
    crate::yaml::parse(exported).ok().filter(|_| is_table && !is_code)
}

/// One table of values for all, or a list with a target for each.
fn all_given(cascade: &Value) -> Vec<Given> {
    let one = |values: &Value| {
        let Value::Object(values) = values else { return None };
        let mut values = values.clone();
        let target = values.remove("_target").or_else(|| values.remove("target"));
        Some(Given { target: target.map(|target| Target::of(&target)).unwrap_or_default(), values })
    };
    match cascade {
        Value::Array(list) => list.iter().take(SCOPES_MAX).filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}
