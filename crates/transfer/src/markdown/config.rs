//! What a folder says of its site, and which generator it was written for.

use serde_json::{Map, Value};

use super::folder::has_below;
use super::front::from_toml;
use super::{Generator, eleventy, lenient, standing};
use crate::address::path_of;
use crate::files::Files;
use crate::problem::OpenError;
use crate::source::has_ending;
use crate::yaml::{self, word};

/// The configuration of a site, as far as there is one.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub(super) generator: Generator,
    values: Map<String, Value>,
    /// The folder that the site lies in, with a slash at its end; empty for the folder itself.
    pub(super) root: String,
    /// Files of settings that break the rules of their language, with what is wrong.
    pub(super) broken: Vec<(String, String)>,
}

/// Ways of sorting that one site has.
const TAXONOMIES_MAX: usize = 50;

/// Files of a folder of settings that are read.
const SETTINGS_FILES_MAX: usize = 200;

/// The folder in which a site of Hugo may have its settings in several files.
const SETTINGS_FOLDER: &str = "config/_default/";

/// Folders whose settings are those of others: themes, what other programs brought along.
const FOREIGN: [&str; 7] = ["config", "themes", "node_modules", "vendor", "_vendor", "exampleSite", "test"];

/// Configuration files by name, likeliest first.
const NAMES: [&str; 20] = [
    "_config.yml",
    "_config.yaml",
    "_config.toml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "zola.toml",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/hugo.yml",
    "config/_default/hugo.json",
    "config/_default/config.toml",
    "config/_default/config.yaml",
    "config/_default/config.yml",
    "config/_default/config.json",
];

impl Config {
    /// Looks for the configuration in the folder and right below it, else at the names of the files.
    pub(super) fn find(files: &Files) -> Result<Self, OpenError> {
        let depth = |name: &str| name.matches('/').count();
        let root_of = |name: &String| {
            let roots =
                NAMES.iter().enumerate().filter_map(|(at, known)| Some((at, name.strip_suffix(known)?)));
            // Two folders down only what no other program has, or what lies beside contents.
            let is_known = |at: usize, root: &str| {
                NAMES[at].starts_with(['_', 'h', 'z']) || has_below(files.names(), &format!("{root}content/"))
            };
            let is_foreign = |root: &str| root.split('/').any(|part| FOREIGN.contains(&part));
            let is_root = |at: usize, root: &str| {
                let depth = depth(root);
                let is_deep = || depth == 2 && !is_foreign(root) && is_known(at, root);
                root.is_empty() || root.ends_with('/') && (depth == 1 || is_deep())
            };
            roots.map(|(at, root)| (at, root.to_owned())).find(|(at, root)| is_root(*at, root))
        };
        let known = files.names().iter().filter_map(|name| root_of(name).map(|(at, root)| (name, at, root)));
        let found = known.min_by_key(|(name, at, _)| (depth(name), *at));
        let mut values = Map::new();
        let (mut root, mut broken) = (String::new(), Vec::new());
        if let Some((name, _, found)) = &found
            && let Some(text) = files.small_text(name, files.limits().settings_bytes)?
        {
            root.clone_from(found);
            values = read(name, &text, &mut broken);
        }
        if found.is_none() {
            let alone = || only_folder(files.names());
            root = folder_of_settings(files.names()).or_else(alone).unwrap_or_default();
        }
        add_settings(files, &root, &mut values, &mut broken)?;
        add_of_themes(files, &root, &mut values)?;
        let config = found.map(|(name, ..)| name.as_str());
        let generator = match generator(files.names(), &values, &root, config) {
            // Without settings, the files themselves tell.
            Generator::Plain => by_front_matter(files)?,
            known => known,
        };
        if generator == Generator::Eleventy {
            if values.is_empty() {
                values = data_of(files)?;
            }
            values.extend(eleventy::said(files, &root)?);
        }
        Ok(Self { generator, values, root, broken })
    }

    /// A configuration that says `values`.
    #[cfg(test)]
    pub(super) fn of(generator: Generator, values: Map<String, Value>) -> Self {
        Self { generator, values, root: String::new(), broken: Vec::new() }
    }

    /// The folder of the old site's addresses, decoded, without a slash at its end: `/blog` of a site that lay in one, else
    /// nothing.
    pub(super) fn base(&self) -> String {
        let address = match self.generator {
            Generator::Hugo | Generator::Zola => self.word(&["baseURL", "base_url"]),
            // Octopress calls it as Hexo does.
            Generator::Jekyll => self.word(&["baseurl", "root"]),
            // The address may name the folder too; what counts is `root`.
            Generator::Hexo => self.word(&["root"]).or_else(|| self.word(&["url"])),
            Generator::Eleventy => self.word(&["pathPrefix"]),
            Generator::Plain => None,
        };
        let path = address.and_then(|address| path_of(&address).ok().flatten());
        path.unwrap_or_default().trim_end_matches('/').to_owned()
    }

    /// The site as the language `code` has it: Hugo lets each say for itself what the site says for all.
    pub(super) fn word_of(&self, code: Option<&str>, names: &[&str]) -> Option<String> {
        let own = code.and_then(|code| {
            let names: Vec<String> = names.iter().map(|name| format!("languages.{code}.{name}")).collect();
            self.word(&names.iter().map(String::as_str).collect::<Vec<_>>())
        });
        own.or_else(|| self.word(names))
    }

    /// The languages of Hugo or Zola that the site names, in the order of its settings.
    pub(super) fn languages(&self) -> Vec<&str> {
        match self.value("languages") {
            Some(Value::Object(languages)) => languages.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The name of a file below the folder of the site, which need not be that of the export.
    pub(super) fn below<'n>(&self, name: &'n str) -> &'n str {
        name.strip_prefix(&self.root).unwrap_or(name)
    }

    /// Whether a site of Hugo's shows nothing of a language that it names.
    pub(super) fn is_disabled(&self, lang: &str) -> bool {
        let listed = self.value("disableLanguages").and_then(Value::as_array);
        listed.is_some_and(|listed| listed.iter().any(|known| word(known).eq_ignore_ascii_case(lang)))
            || self.word(&[&format!("languages.{lang}.disabled")]).as_deref() == Some("true")
    }

    /// The way of sorting by which a site of Hugo or Zola lists the stories of each author.
    pub(super) fn taxonomy_of_authors(&self) -> Option<String> {
        let is_one = |name: &String| matches!(name.as_str(), "authors" | "author");
        match self.value("taxonomies")? {
            Value::Object(pairs) => plurals(pairs).find(is_one),
            Value::Array(list) => list.iter().filter_map(|one| Some(word(one.get("name")?))).find(is_one),
            _ => None,
        }
    }

    /// The first language of a site of Jekyll or Hexo that speaks several.
    pub(super) fn first_language(&self) -> Option<String> {
        let hexos = self.value("language").filter(|_| self.generator == Generator::Hexo);
        let first = hexos.and_then(|list| list.as_array()?.first().map(word));
        first.or_else(|| self.listed_languages().first().map(word))
    }

    /// Whether Jekyll's plug-ins give the pages of a language a folder of their own.
    pub(super) fn has_own_addresses_for(&self, lang: &str) -> bool {
        self.listed_languages().iter().any(|known| word(known) == lang)
    }

    fn listed_languages(&self) -> &[Value] {
        let list = self.value("languages").filter(|_| self.generator == Generator::Jekyll);
        list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A word under the first of these names that has one; names inside tables are written with a dot.
    pub(super) fn word(&self, names: &[&str]) -> Option<String> {
        let words = names.iter().filter_map(|name| self.value(name)).map(word);
        words.map(|word| word.trim().to_owned()).find(|word| !word.is_empty())
    }

    /// Ways of sorting beyond tags, categories and authors, by the names that files fill in: those that the site declares, and
    /// `series`, which themes everywhere understand.
    pub(super) fn taxonomies(&self) -> Vec<String> {
        const KNOWN: [&str; 6] = ["tags", "tag", "categories", "category", "authors", "author"];
        let of_languages = self.languages().into_iter().map(|lang| format!("languages.{lang}.taxonomies"));
        let places = of_languages.chain(["taxonomies".to_owned()]);
        let mut names: Vec<String> = vec!["series".to_owned()];
        for place in places {
            match self.value(&place) {
                // Hugo: `series = "series"`, one of them and many of them.
                Some(Value::Object(pairs)) => names.extend(plurals(pairs)),
                // Zola: `[{ name = "series" }]`.
                Some(Value::Array(list)) => {
                    names.extend(list.iter().filter_map(|one| Some(word(one.get("name")?))));
                }
                _ => {}
            }
        }
        names.retain(|name| !name.is_empty() && !KNOWN.contains(&name.as_str()));
        names.sort();
        names.dedup();
        names.truncate(TAXONOMIES_MAX);
        names
    }

    /// The ways of sorting of which a site of Hugo's has lists, with stories in them or without.
    pub(super) fn listed_taxonomies(&self) -> Vec<String> {
        match self.value("taxonomies") {
            Some(Value::Object(pairs)) => plurals(pairs).take(TAXONOMIES_MAX).collect(),
            _ => vec!["categories".to_owned(), "tags".to_owned()],
        }
    }

    /// Whether a site of Hugo's has its pages in files of their own names instead of folders: all of them, or those of a section.
    pub(super) fn is_ugly(&self, section: Option<&str>) -> bool {
        let is_on = |name: &str| self.word(&[name]).as_deref() == Some("true");
        self.generator == Generator::Hugo
            && (is_on("uglyURLs") || section.is_some_and(|section| is_on(&format!("uglyURLs.{section}"))))
    }

    /// The value of a name.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        let mut parts = name.split('.');
        let mut value = named(&self.values, parts.next()?)?;
        for part in parts {
            value = named(value.as_object()?, part)?;
        }
        Some(value)
    }
}

/// A value by its name, whose capitals do not count where nothing is spelt just so: Hugo's settings have none.
pub(super) fn named<'v>(values: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    values
        .get(name)
        .or_else(|| values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// The folder that all else lies in, as in a zip of a whole repository, where its own names tell that a site begins there.
fn only_folder(names: &[String]) -> Option<String> {
    const BEGINNINGS: [&str; 5] = ["content/", "source/_posts/", "_posts/", "_drafts/", "archetypes/"];
    let (folder, _) = names.first()?.split_once('/')?;
    let root = format!("{folder}/");
    let is_in_it = |name: &String| name.starts_with(&root);
    let begins = |name: &String| {
        let below = &name[root.len()..];
        BEGINNINGS.iter().any(|known| below.starts_with(known)) || ELEVENTYS.contains(&below)
    };
    let is_known = BEGINNINGS.iter().any(|known| known.split('/').next() == Some(folder));
    (!is_known && names.iter().all(is_in_it) && names.iter().any(begins)).then_some(root)
}

/// Hugo's ways of sorting as files fill them in; `_merge` among them is none.
fn plurals(pairs: &Map<String, Value>) -> impl Iterator<Item = String> {
    pairs.iter().filter(|(name, _)| !name.starts_with('_')).map(|(_, many)| word(many))
}

/// Where a folder of settings lies that has no main file.
fn folder_of_settings(names: &[String]) -> Option<String> {
    let name = names.iter().find(|name| {
        name.split_once(SETTINGS_FOLDER).is_some_and(|(root, file)| {
            (root.is_empty() || root.ends_with('/') && root.matches('/').count() == 1) && !file.contains('/')
        })
    })?;
    name.split_once(SETTINGS_FOLDER).map(|(root, _)| root.to_owned())
}

/// Adds what Hugo's folder of settings says in files of their own: `menus.toml`, `languages.yaml`, `menus.de.toml`.
fn add_settings(
    files: &Files,
    root: &str,
    values: &mut Map<String, Value>,
    broken: &mut Vec<(String, String)>,
) -> Result<(), OpenError> {
    let folder = format!("{root}{SETTINGS_FOLDER}");
    let inside = files.names().iter().filter_map(|name| Some((name, name.strip_prefix(&folder)?)));
    let inside = inside.filter(|(_, file)| has_ending(file, &["toml", "yaml", "yml", "json"]));
    for (name, file) in inside.take(SETTINGS_FILES_MAX) {
        let Some((stem, _)) = file.rsplit_once('.').filter(|(stem, _)| !stem.contains('/')) else { continue };
        let Some(text) = files.small_text(name, files.limits().settings_bytes)? else { continue };
        let said = read(name, &text, broken);
        let (topic, lang) = stem.split_once('.').map_or((stem, None), |(topic, lang)| (topic, Some(lang)));
        let is_whole = matches!(topic, "hugo" | "config");
        // A file of the settings for a topic may name the topic once more.
        let is_named = said.len() == 1 && said.get(topic).is_some_and(Value::is_object);
        let said = if is_whole || is_named { said } else { under(topic, said) };
        let said = match lang {
            Some(lang) => under("languages", under(lang, said)),
            None => said,
        };
        merge(values, said);
    }
    Ok(())
}

/// Adds what Hugo lets themes say of feeds and, where the site asks for it, of ways of sorting and their addresses.
fn add_of_themes(files: &Files, root: &str, values: &mut Map<String, Value>) -> Result<(), OpenError> {
    const THEMES_MAX: usize = 20;
    const FILES: [&str; 8] = [
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
    ];
    let themes = match named(values, "theme") {
        Some(Value::Array(themes)) => themes.iter().map(word).collect(),
        Some(one) => vec![word(one)],
        None => return Ok(()),
    };
    let merges = |values: &Map<String, Value>| {
        named(values, "_merge").is_some_and(|how| matches!(word(how).as_str(), "deep" | "shallow"))
    };
    let whole = merges(values);
    let folder = named(values, "themesDir").map_or_else(|| "themes".to_owned(), word);
    for theme in themes.iter().take(THEMES_MAX) {
        let names = FILES.iter().map(|file| format!("{root}{}/{theme}/{file}", folder.trim_matches('/')));
        let Some(name) = names.into_iter().find(|name| files.has(name)) else { continue };
        let Some(text) = files.small_text(&name, files.limits().settings_bytes)? else { continue };
        for (topic, said) in parsed(&name, &text) {
            let is_merged = || named(values, &topic).and_then(Value::as_object).is_some_and(merges);
            let counts = match topic.to_ascii_lowercase().as_str() {
                "outputformats" | "mediatypes" => true,
                "taxonomies" | "permalinks" => whole || is_merged(),
                _ => false,
            };
            if counts {
                merge(values, Map::from_iter([(topic, said)]));
            }
        }
    }
    Ok(())
}

/// A table with nothing in it but another.
fn under(name: &str, values: Map<String, Value>) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), Value::Object(values))])
}

/// Adds what is not said yet.
fn merge(values: &mut Map<String, Value>, more: Map<String, Value>) {
    for (name, value) in more {
        match (values.get_mut(&name), value) {
            (Some(Value::Object(known)), Value::Object(more)) => merge(known, more),
            (Some(_), _) => {}
            (None, value) => {
                values.insert(name, value);
            }
        }
    }
}

/// What Eleventy's sites say of themselves, by convention and not by rule: `_data/metadata.json`, `_data/site.json`.
fn data_of(files: &Files) -> Result<Map<String, Value>, OpenError> {
    const NAMES: [&str; 9] = [
        "metadata.json",
        "site.json",
        "meta.json",
        "metadata.yaml",
        "site.yaml",
        "site.yml",
        "metadata.js",
        "site.js",
        "meta.js",
    ];
    for known in NAMES {
        let ending = format!("_data/{known}");
        let is_it = |name: &&String| **name == ending || name.ends_with(&format!("/{ending}"));
        if let Some(name) = files.names().iter().find(is_it)
            && let Some(text) = files.small_text(name, files.limits().settings_bytes)?
        {
            return Ok(parsed(name, &text));
        }
    }
    Ok(Map::new())
}

pub(super) fn parsed(name: &str, text: &str) -> Map<String, Value> {
    read(name, text, &mut Vec::new())
}

/// Settings as far as they keep the rules of their language; `broken` takes what does not.
fn read(name: &str, text: &str, broken: &mut Vec<(String, String)>) -> Map<String, Value> {
    let table = |text: &str| {
        let table = text.parse::<toml::Table>()?;
        Ok::<_, toml::de::Error>(from_toml(toml::Value::Table(table)))
    };
    let value = match name.rsplit('.').next() {
        Some("toml") => table(text).or_else(|error| {
            broken.push((name.to_owned(), error.message().to_owned()));
            // What stands above the slip is sound.
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let above = text.as_bytes()[..at].iter().rposition(|byte| *byte == b'\n').unwrap_or_default();
            table(text.get(..above).unwrap_or_default()).map_err(|_| ())
        }),
        Some("json") => serde_json::from_str(text).map_err(|error| {
            broken.push((name.to_owned(), error.to_string()));
        }),
        // A script, of which the plain values are read.
        Some("js") => Ok(Value::Object(lenient::parse(text))),
        _ => yaml::parse(text).or_else(|error| {
            broken.push((name.to_owned(), error));
            Ok(Value::Object(lenient::parse(text)))
        }),
    };
    match value {
        Ok(Value::Object(values)) => values,
        _ => Map::new(),
    }
}

/// Whether posts have names as Jekyll asks for them, which begin with a day.
fn are_dated(names: &[&str]) -> bool {
    let posts = names.iter().filter(|name| has_ending(name, &super::ENDINGS));
    let posts = posts.filter_map(|name| name.rsplit_once("_posts/").map(|(_, below)| below));
    let (dated, others): (Vec<&str>, Vec<&str>) = posts.partition(|below| {
        let file = below.rsplit('/').next().unwrap_or_default();
        standing::dated_by_jekyll(file.rsplit_once('.').map_or(file, |(stem, _)| stem)).0.is_some()
    });
    dated.len() >= others.len()
}

/// Files that are looked at for the manner of a generator.
const LOOKED_AT_MAX: usize = 100;

/// The generator of a folder of contents without settings, by what only one of them has in its front matter.
fn by_front_matter(files: &Files) -> Result<Generator, OpenError> {
    const ZOLAS: [&str; 8] = [
        "[taxonomies]",
        "[extra]",
        "sort_by",
        "paginate_by",
        "insert_anchor_links",
        "page_template",
        "in_search_index",
        "transparent",
    ];
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let is_section = |name: &str| last(name).starts_with("_index.");
    // Whoever takes notes has an `index.md` too; that of a bundle lies in a folder and says what it is.
    let is_bundle = |name: &str, text: &str| {
        name.contains('/') && last(name).starts_with("index.") && text.starts_with("---")
    };
    let is_archetype = |name: &&String| name.starts_with("archetypes/") || name.contains("/archetypes/");
    let mut found = if files.names().iter().any(|name| is_section(name) || is_archetype(&name)) {
        Generator::Hugo
    } else {
        Generator::Plain
    };
    let stories = files.names().iter().filter(|name| has_ending(name, &super::ENDINGS));
    for name in stories.take(LOOKED_AT_MAX) {
        let Some(text) = files.small_text(name, files.limits().settings_bytes)? else { continue };
        let text = text.trim_start_matches('\u{feff}');
        if is_bundle(name, text) {
            found = Generator::Hugo;
        }
        let Some(front) = text.strip_prefix("+++").and_then(|rest| rest.split("\n+++").next()) else {
            continue;
        };
        if front.lines().any(|line| ZOLAS.iter().any(|known| line.trim().starts_with(known))) {
            return Ok(Generator::Zola);
        }
        found = Generator::Hugo;
    }
    Ok(found)
}

/// Files of Eleventy's settings, which are scripts.
pub(super) const ELEVENTYS: [&str; 5] =
    [".eleventy.js", ".eleventy.cjs", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"];

/// Settings that only Hexo has.
const HEXOS: [&str; 4] = ["new_post_name", "post_asset_folder", "skip_render", "source_dir"];

fn generator(names: &[String], values: &Map<String, Value>, root: &str, config: Option<&str>) -> Generator {
    let below: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix(root)).collect();
    let has =
        |part: &str| below.iter().any(|name| name.starts_with(part) || name.contains(&format!("/{part}")));
    let config = config.map(|name| &name[root.len()..]).unwrap_or_default();
    if below.iter().any(|name| {
        ELEVENTYS.contains(name)
            || [".11tydata.js", ".11tydata.json", ".11tydata.cjs", ".11tydata.mjs"]
                .iter()
                .any(|end| name.ends_with(end))
    }) {
        return Generator::Eleventy;
    }
    let is_told = |known: &[&str]| known.iter().any(|name| values.contains_key(*name));
    // Octopress is Jekyll with its files where Hexo has them.
    let is_octopress = config.starts_with("_config") && is_told(&["source", "code_dir", "rdiscount"]);
    if is_told(&HEXOS) || has("source/_posts/") && !is_octopress {
        return Generator::Hexo;
    }
    if config.is_empty() && has("_posts/") && !are_dated(&below) {
        return Generator::Hexo;
    }
    if config.starts_with("_config") || has("_posts/") || has("_drafts/") {
        return Generator::Jekyll;
    }
    if values.contains_key("base_url") {
        return Generator::Zola;
    }
    if !config.is_empty() || !values.is_empty() {
        return Generator::Hugo;
    }
    Generator::Plain
}
