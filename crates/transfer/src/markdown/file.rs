//! What each file of a folder is: a story, a list that the old site made of others, a file for programs, or nothing for readers.

use serde_json::Value;

use super::Generator;
use super::excluded::is_excluded;
use super::folder::Folder;
use super::front::{self, Parts};
use super::liquid;
use super::listing;
use super::marks;
use super::standing::{Standing, standing};
use super::unkept;
use crate::files::Files;
use crate::source::has_ending;
use crate::yaml::word;

/// What a file is.
pub(super) enum Loaded {
    Story(Box<Story>),
    /// A page that the old theme filled with lists of others: it has an address and nothing of its own.
    List(Box<Story>, &'static str),
    /// Nothing for readers, for a reason that others share.
    LeftOut(&'static str),
    /// A file for programs, with its address.
    ForPrograms(String),
    Unread(String),
}

/// A story before it is made.
pub(super) struct Story {
    pub(super) standing: Standing,
    pub(super) parts: Parts,
    /// What is wrong with it, as sentences for the report.
    pub(super) broken: Vec<String>,
    pub(super) is_html: bool,
}

/// Endings of Markdown files.
pub(crate) const ENDINGS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mdx"];

/// Endings of stories that are written in HTML below their front matter.
const HTML: [&str; 2] = ["html", "htm"];

/// Endings of Eleventy's pages that are HTML with or without marks.
pub(super) const TEMPLATES: [&str; 2] = ["njk", "liquid"];

/// Endings of addresses under which no reader reads.
const FOR_PROGRAMS: [&str; 9] = ["xml", "json", "txt", "css", "js", "xsl", "webmanifest", "rss", "atom"];

/// Endings of stories in languages that nobody here reads.
pub(super) const UNREAD: [&str; 26] = [
    "org",
    "rst",
    "adoc",
    "asciidoc",
    "asc",
    "textile",
    "rmd",
    "pandoc",
    "ad",
    "mmark",
    "wiki",
    "mediawiki",
    "creole",
    "qmd",
    "ipynb",
    "haml",
    "slim",
    "pug",
    "jade",
    "ejs",
    "webc",
    "vto",
    "hbs",
    "mustache",
    "tex",
    "dj",
];

/// Those of them in which pages are written wherever they lie.
const WRITTEN: [&str; 5] = ["org", "rst", "adoc", "asciidoc", "textile"];

/// Files about a repository, which lie beside its contents.
const ABOUT_THE_FOLDER: [&str; 7] =
    ["readme", "changelog", "contributing", "license", "code_of_conduct", "security", "authors"];

/// What is told of files that the old site passed over.
pub(super) const EXCLUDED: &str = "files were left out by the settings of the old site";

/// What is told of pages that a template filled.
const LISTS_OF_OTHERS: &str = "pages were lists that the old site made of others";

/// Folders that hold no stories.
pub(super) const WITHOUT_STORIES: [&str; 15] = [
    "_includes",
    "_layouts",
    "_site",
    "_sass",
    "_data",
    "_plugins",
    "node_modules",
    "vendor",
    "themes",
    "archetypes",
    "layouts",
    "public",
    "static",
    ".git",
    ".github",
];

impl Folder {
    /// Whether a file is looked into for a story.
    pub(super) fn may_be_story(&self, name: &str) -> bool {
        has_ending(name, &ENDINGS) || self.is_story_in_html(name)
    }

    /// Whether a file is a story in a language that is not read, by where it lies.
    pub(super) fn is_unread(&self, name: &str) -> bool {
        let below = self.config.below(name);
        has_ending(name, &UNREAD)
            && match self.config.generator {
                Generator::Jekyll | Generator::Hexo => {
                    let is_page = has_ending(name, &WRITTEN)
                        && !below
                            .split('/')
                            .any(|part| part.starts_with('.') || WITHOUT_STORIES.contains(&part));
                    is_page || below.split('/').any(|part| matches!(part, "_posts" | "_drafts"))
                }
                Generator::Hugo | Generator::Zola => self.languages.is_content(below),
                Generator::Eleventy | Generator::Plain => true,
            }
    }

    /// Whether a file is a feed of Jekyll's that somebody wrote by hand.
    pub(super) fn is_feed(&self, name: &str) -> bool {
        let below = self.config.below(name);
        self.config.generator == Generator::Jekyll
            && has_ending(below, &["xml"])
            && is_called_feed(below)
            && !below.split('/').any(|part| part.starts_with(['_', '.']) || WITHOUT_STORIES.contains(&part))
    }

    /// Whether a file is HTML where its generator keeps stories; elsewhere HTML is a template.
    fn is_story_in_html(&self, name: &str) -> bool {
        let below = self.config.below(name);
        let is_template = self.config.generator == Generator::Eleventy && has_ending(name, &TEMPLATES);
        (has_ending(name, &HTML) || is_template)
            && match self.config.generator {
                // Jekyll's pages may be HTML; folders with a line below in front are its own.
                Generator::Jekyll => below.rsplit_once('/').is_none_or(|(folder, _)| {
                    let below = self.languages.below(folder).0;
                    below.split('/').all(|part| match part.strip_prefix('_') {
                        None | Some("posts" | "drafts") => true,
                        Some(name) => self.languages.includes(part) || self.is_told_to_print(name),
                    })
                }),
                Generator::Hexo => {
                    let (below, _) = self.languages.below(below);
                    let is_private =
                        |part: &str| part.starts_with(['_', '.']) || WITHOUT_STORIES.contains(&part);
                    below.split('/').all(|part| matches!(part, "_posts" | "_drafts") || !is_private(part))
                }
                Generator::Hugo => self.languages.is_content(below),
                Generator::Eleventy => !below.split('/').any(|part| part.starts_with(['_', '.'])),
                Generator::Zola | Generator::Plain => false,
            }
    }

    /// Whether Jekyll makes pages of a collection; where nothing says so, its files are taken for pages.
    fn is_printed(&self, collection: &str) -> bool {
        self.config.value("collections").is_none()
            || self.config.word(&[&format!("collections.{collection}.output")]).as_deref() == Some("true")
    }

    /// The same, where the settings say so.
    fn is_told_to_print(&self, collection: &str) -> bool {
        self.config.value(&format!("collections.{collection}")).is_some() && self.is_printed(collection)
    }

    /// Reads a file and finds out what it is.
    pub(super) fn load(&self, files: &Files, name: &str) -> Loaded {
        let generator = self.config.generator;
        let below = self.config.below(name);
        if let Some(why) = self.is_out_of_place(below) {
            return Loaded::LeftOut(why);
        }
        let (mut parts, broken) = match self.parts(files, name) {
            Ok(read) => read,
            Err(message) => return Loaded::Unread(message),
        };
        let standing = self.standing(below, &parts);
        let is_html = has_ending(name, &HTML) || has_ending(name, &TEMPLATES);
        let mut list = self.list(&standing, &parts);
        if let Some(path) = self.path_for_programs(name, &parts) {
            return Loaded::ForPrograms(path);
        }
        if !parts.has_front && (is_html || !self.may_go_without_front(below, &standing)) {
            return Loaded::LeftOut("files without front matter are no stories");
        }
        if self.has_bundles
            && !standing.is_index
            && !standing.name.starts_with('_')
            && self.is_in_a_bundle(files, name, &standing)
        {
            parts.front.insert("headless".to_owned(), true.into());
        }
        if has_ending(name, &["mdx"]) {
            parts.body = without_imports(&parts.body);
        }
        if parts.front.is_empty() && parts.body.trim().is_empty() && generator == Generator::Plain {
            return Loaded::LeftOut("files are empty");
        }
        if standing.collection.as_deref().is_some_and(|name| !self.is_printed(name)) {
            return Loaded::LeftOut("files belong to collections that the old site did not print");
        }
        self.inherit(below, &standing, &mut parts);
        if generator == Generator::Eleventy && parts.front.contains_key("pagination") {
            list = Some(LISTS_OF_OTHERS);
        }
        let story = Box::new(Story { standing, parts, broken, is_html });
        match list {
            Some(why) => Loaded::List(story, why),
            None => Loaded::Story(story),
        }
    }

    /// Why a file is no story, by where it lies.
    fn is_out_of_place(&self, below: &str) -> Option<&'static str> {
        let generator = self.config.generator;
        if generator != Generator::Plain && below.split('/').any(|part| WITHOUT_STORIES.contains(&part)) {
            return Some("files belong to themes and tools");
        }
        if below.split('/').any(|part| part.starts_with('.') || part.ends_with('~')) {
            return Some("files are hidden");
        }
        let is_private = |part: &str| part.starts_with('_') && !matches!(part, "_posts" | "_drafts");
        if is_excluded(&self.config, below)
            || generator == Generator::Hexo && below.split('/').any(is_private)
        {
            return Some(EXCLUDED);
        }
        let is_outside = self.has_contents && !self.languages.is_content(below);
        is_outside.then_some("files lie outside of the folder of contents")
    }

    /// The front matter and the text of a file, and what is wrong with them; or why it cannot be read.
    fn parts(&self, files: &Files, name: &str) -> Result<(Parts, Vec<String>), String> {
        let generator = self.config.generator;
        let most = files.limits().settings_bytes;
        let read = files.whole_text(name, most).map_err(|error| error.to_string())?;
        let (text, has_foreign_bytes) =
            read.ok_or_else(|| format!("the file is longer than {most} bytes"))?;
        let (text, broken) = front::cleaned(&text);
        let (mut parts, wrong) = front::parts(&text, generator);
        let foreign = "some bytes are not UTF-8 and were read as windows-1252".to_owned();
        let foreign = has_foreign_bytes.then_some(foreign);
        if matches!(generator, Generator::Hugo | Generator::Plain) {
            parts.front = unkept::in_our_spelling(parts.front);
        }
        if generator == Generator::Hugo {
            unfold_params(&mut parts.front);
        }
        Ok((parts, foreign.into_iter().chain(broken).chain(wrong).collect()))
    }

    /// Where a file stands on the site, by its name and by what it says.
    fn standing(&self, below: &str, parts: &Parts) -> Standing {
        let mut standing = standing(below, self.config.generator, &self.languages);
        if self.config.generator == Generator::Jekyll && standing.lang.is_none() {
            // Its plug-in for several languages goes by what the file says.
            let said = parts.front.get("lang").map(word);
            standing.lang = said.filter(|lang| self.config.has_own_addresses_for(lang));
        }
        standing
    }

    /// Why a page is a list of others, if it is one.
    fn list(&self, standing: &Standing, parts: &Parts) -> Option<&'static str> {
        let generator = self.config.generator;
        if standing.is_post || standing.is_draft {
            return None;
        }
        let is_themes = generator != Generator::Plain && listing::of_theme(parts).is_some();
        let is_of_tag = generator == Generator::Jekyll && listing::subject(parts).is_some();
        if standing.name != "_index" && (is_themes || is_of_tag) {
            return Some(LISTS_OF_OTHERS);
        }
        let is_filled = parts.has_front
            && has_marks(&parts.body)
            && match generator {
                Generator::Jekyll => marks::leave_nothing(&parts.body),
                Generator::Eleventy => parts.body.contains("{%") && marks::leave_nothing(&parts.body),
                _ => false,
            };
        is_filled.then_some("pages are templates of the old theme, which filled them with its lists")
    }

    /// The address of a file that no reader reads.
    fn path_for_programs(&self, name: &str, parts: &Parts) -> Option<String> {
        let path = parts.front.get("permalink").map(word);
        if has_ending(name, &["xml"]) {
            let below = self.config.below(name);
            return Some(path.unwrap_or_else(|| self.languages.below(below).0.to_owned()));
        }
        let is_page = has_ending(name, &HTML) || has_ending(name, &TEMPLATES);
        let may_be = is_page && self.config.generator == Generator::Eleventy && parts.has_front;
        path.filter(|path| may_be && has_ending(path, &FOR_PROGRAMS))
    }

    /// Whether a file of Markdown is a story without front matter, too.
    fn may_go_without_front(&self, below: &str, standing: &Standing) -> bool {
        let is_about =
            || !below.contains('/') && ABOUT_THE_FOLDER.contains(&standing.name.to_lowercase().as_str());
        match self.config.generator {
            Generator::Plain => true,
            Generator::Eleventy => standing.is_post || !is_about(),
            // Contents that came without the rest of their site lie in no folder of contents.
            Generator::Hugo => {
                standing.is_post || self.languages.is_content(below) || !self.has_contents && !is_about()
            }
            _ => standing.is_post,
        }
    }

    /// Gives a file what its folder and the settings say for it.
    fn inherit(&self, below: &str, standing: &Standing, parts: &mut Parts) {
        let kind = match (&standing.collection, standing.is_draft, standing.is_post) {
            (Some(collection), ..) => collection.as_str(),
            (None, true, _) => "drafts",
            (None, false, true) => "posts",
            (None, false, false) => "pages",
        };
        let lang = standing.lang.as_deref().or(self.lang.as_deref());
        self.cascade.fill(below, self.languages.below(below).0, kind, lang, &mut parts.front);
        if self.config.generator == Generator::Hugo {
            unfold_params(&mut parts.front);
        }
    }

    /// Whether a file of Hugo's lies beside or below the `index.md` of another story, which shows it as it likes: no page of
    /// its own is made of it.
    fn is_in_a_bundle(&self, files: &Files, name: &str, standing: &Standing) -> bool {
        let mut folder = name;
        let is_index = |folder: &str| {
            let front = format!("{folder}/index.");
            let from = files.names().partition_point(|known| known.as_str() < front.as_str());
            files
                .names()
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|known| known.starts_with(&front))
                .any(|known| known != name && !known[front.len()..].contains('/') && self.may_be_story(known))
        };
        standing.folders.iter().any(|_| {
            folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            is_index(folder)
        })
    }
}

/// Whether a file is called as feeds are.
pub(super) fn is_called_feed(name: &str) -> bool {
    let name = name.to_lowercase();
    ["feed", "rss", "atom"].iter().any(|word| name.contains(word))
}

/// Puts the values that Hugo keeps apart from its own beside them.
fn unfold_params(front: &mut serde_json::Map<String, Value>) {
    if let Some(Value::Object(params)) = front.remove("params") {
        for (name, value) in unkept::in_our_spelling(params) {
            front.entry(name).or_insert(value);
        }
    }
}

/// Whether a page holds marks beyond the site's own address.
fn has_marks(text: &str) -> bool {
    let text = liquid::resolved(text, "");
    text.contains("{%") || text.contains("{{")
}

/// A text of MDX without the lines that bring scripts in.
fn without_imports(text: &str) -> String {
    let mut is_code = false;
    let is_kept = |line: &&str| {
        is_code ^= line.trim_start().starts_with("```");
        let is_import = line.starts_with("import ") && line.contains(['"', '\'']);
        is_code || !(is_import || line.starts_with("export const ") || line.starts_with("export default "))
    };
    text.split_inclusive('\n').filter(is_kept).collect()
}
