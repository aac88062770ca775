//! Files of the old site that are no stories: pictures, sound and documents, which readers and other sites know by their addresses.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use dateline_media::media_type;
use dateline_model::encode_path;
use percent_encoding::percent_decode_str;

use super::Generator;
use super::aside::LeftOut;
use super::file::{TEMPLATES, UNREAD};
use super::language::Languages;
use crate::files::Files;
use crate::record::Record;
use crate::source::{Sink, has_ending};

/// Files of one site that are handed over.
const FILES_MAX: usize = 200_000;

/// Folders whose files lie at the site's root, by their generator; the others are machinery or are never published.
const HUGOS: [&str; 1] = ["static/"];
const ELEVENTYS: [&str; 4] = ["public/", "src/", "content/", "static/"];

/// Why pages of HTML are not kept that no generator made.
const PAGES: &str = "pages are written in HTML, and no generator reads them as stories";

/// Endings of what a theme or a program needs and no reader asks for.
const MACHINERY: [&str; 36] = [
    "css",
    "scss",
    "sass",
    "less",
    "js",
    "mjs",
    "cjs",
    "ts",
    "tsx",
    "jsx",
    "vue",
    "svelte",
    "map",
    "html",
    "htm",
    "xml",
    "xsl",
    "json",
    "toml",
    "yaml",
    "yml",
    "webmanifest",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "txt",
    "njk",
    "liquid",
    "lock",
    "rb",
    "sh",
    "swp",
    "gitkeep",
    "bak",
];

/// Where the files beside stories were published.
#[derive(Default)]
pub(super) struct Assets {
    /// The addresses of stories by the folder whose files belong to each; none of one that is not out.
    places: HashMap<String, Option<String>>,
    /// Names of files that stories of a plain folder show. They lie where the story says, since no rule tells.
    shown: HashSet<String>,
}

impl Assets {
    /// Takes note of a story whose files lie in `folder`. Of several languages the site's own has them, whose address is the shortest.
    pub(super) fn note(&mut self, folder: &str, path: Option<&str>) {
        if self.places.len() < FILES_MAX {
            let place = self.places.entry(folder.to_owned()).or_default();
            let is_nearer = |path: &&str| place.as_ref().is_none_or(|known| path.len() < known.len());
            if let Some(path) = path.filter(is_nearer) {
                *place = Some(path.to_owned());
            }
        }
    }

    /// Takes note of the files that a story of a plain folder shows.
    pub(super) fn note_shown(&mut self, text: &str) {
        for word in text.split(['(', ')', '"', '\'', '[', ']', '|', '<', '>', '\n', '/']) {
            if media_type(word.trim()).is_some() && self.shown.len() < FILES_MAX {
                self.shown.insert(percent_decode_str(word.trim()).decode_utf8_lossy().into_owned());
            }
        }
    }

    /// Hands over the addresses of all files that the site can keep; `left_out` takes the others that readers knew.
    pub(super) fn hand_over(
        &self,
        files: &Files,
        (generator, root, languages): (Generator, &str, &Languages),
        base: &str,
        left_out: &mut LeftOut,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        for name in files.names().iter().take(FILES_MAX) {
            let below = name.strip_prefix(root).unwrap_or(name);
            let is_hidden = below.split('/').any(|part| part.starts_with('.') || part == "node_modules");
            if is_hidden
                || has_ending(name, &super::ENDINGS)
                || has_ending(name, &UNREAD)
                || !below.contains('.')
            {
                continue;
            }
            let published = match self.beside(name) {
                Some(beside) => beside,
                None => at_root(generator, below, languages).map(|path| format!("{base}/{path}")),
            };
            if has_ending(name, &MACHINERY) {
                // What may be a page of its generator's was looked at already.
                let (is_page, is_template) =
                    (has_ending(name, &["html", "htm"]), has_ending(name, &TEMPLATES));
                let is_read = match generator {
                    Generator::Jekyll => is_page || has_ending(name, &["xml"]),
                    Generator::Hexo => is_page,
                    Generator::Eleventy => is_page || is_template || languages.copied(below).is_none(),
                    Generator::Hugo | Generator::Zola | Generator::Plain => false,
                };
                if published.is_some() && !is_read && (is_page || below.contains('/')) {
                    left_out.add(if is_page { PAGES } else { "files are for themes and programs" }, name);
                }
                continue;
            }
            let is_shown = name.rsplit('/').next().is_some_and(|file| self.shown.contains(file));
            let Some(path) = published.filter(|_| !is_shown) else { continue };
            if media_type(name).is_some() {
                sink(Ok(Record::Media(encode_path(&path))))?;
            } else if below.contains('/') {
                left_out.add("files are of kinds that are not kept here", name);
            }
        }
        ControlFlow::Continue(())
    }

    /// The address of a file that lies beside or below a story; within, none where the story is not out.
    #[expect(clippy::option_option, reason = "no story and a story that is not out are two things")]
    fn beside(&self, name: &str) -> Option<Option<String>> {
        let mut folder = name;
        while let Some((above, _)) = folder.rsplit_once('/') {
            folder = above;
            if let Some(place) = self.places.get(folder) {
                let rest = &name[folder.len() + 1..];
                let address = |path: &String| {
                    format!("{}/{rest}", path.trim_end_matches('/').trim_end_matches(".html"))
                };
                return Some(place.as_ref().map(address));
            }
        }
        None
    }
}

/// Where a file that belongs to no story was published, below the folder of the site's addresses.
fn at_root(generator: Generator, below: &str, languages: &Languages) -> Option<String> {
    let is_private = |path: &str| path.split('/').any(|part| part.starts_with('_'));
    let stripped =
        |folders: &[&str]| folders.iter().find_map(|folder| below.strip_prefix(folder)).map(str::to_owned);
    match generator {
        Generator::Hugo | Generator::Zola => {
            let content = || {
                languages.is_content(below).then(|| languages.below(below).0.trim_start_matches("content/"))
            };
            languages.copied(below).or_else(|| stripped(&HUGOS)).or_else(|| content().map(str::to_owned))
        }
        Generator::Hexo => {
            let (path, _) = languages.below(below);
            (path.len() < below.len() && !is_private(path)).then(|| path.to_owned())
        }
        Generator::Jekyll => {
            let machinery = ["vendor/", "bin/", "script/", "docs/"];
            let in_collection = languages.copied(languages.below(below).0).filter(|path| !is_private(path));
            let is_site = !is_private(below) && !machinery.iter().any(|folder| below.starts_with(folder));
            in_collection.or_else(|| is_site.then(|| languages.below(below).0.to_owned()))
        }
        Generator::Eleventy => {
            let custom = || stripped(&ELEVENTYS).unwrap_or_else(|| languages.below(below).0.to_owned());
            Some(languages.copied(below).unwrap_or_else(custom)).filter(|path| !is_private(path))
        }
        Generator::Plain => Some(below.to_owned()),
    }
}
