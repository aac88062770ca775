//! A theme, compiled once and printed often.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use dateline_hbs::{Page as Printing, Templates};

use crate::language::Language;
use crate::making::Making;
use crate::print::HELPERS;
use crate::words::{Words, locale_of};
use crate::{Asset, Package, PageView, SiteView, ThemeError, standard};

/// Files a theme may have.
pub const MAX_FILES: usize = 4_000;
/// Bytes a template, a translation or `package.json` may have.
pub const MAX_TEMPLATE_BYTES: usize = 1 << 20;
/// Bytes a theme may have in all.
pub const MAX_THEME_BYTES: usize = 64 << 20;
/// Languages kept ready. A site has one; a theme may serve many sites.
const MAX_LANGUAGES: usize = 64;
/// Templates a theme must have.
const REQUIRED: [&str; 2] = ["index", "post"];

/// A theme in Ghost's format.
#[derive(Debug)]
pub struct Theme {
    pub(crate) templates: Templates,
    pub(crate) package: Package,
    pub(crate) words: Words,
    assets: HashMap<String, Asset>,
    version: String,
    languages: RwLock<HashMap<String, Arc<Language>>>,
}

impl Theme {
    /// Reads a theme from its files, given as name (with `/`, relative to the theme's folder) and content.
    ///
    /// Templates, translations, `package.json` and what lies under `assets/` are kept, anything else is ignored.
    ///
    /// # Errors
    /// The first thing that is wrong: a name that leaves the folder, too many or too large files, a file that cannot
    /// be read, a template that must be there and is not.
    pub fn load<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Result<Self, ThemeError>
    where
        N: Into<String>,
        B: Into<Bytes>,
    {
        let (mut total, mut count) = (0_usize, 0_usize);
        let mut sources = Vec::new();
        let (mut package, mut words, mut assets) = (Package::default(), Words::default(), HashMap::new());
        for (name, bytes) in files {
            let (name, bytes) = (name.into(), bytes.into());
            check_name(&name)?;
            (total, count) = (total.saturating_add(bytes.len()), count + 1);
            check_size("the number of files", count, MAX_FILES)?;
            check_size("the theme's size in bytes", total, MAX_THEME_BYTES)?;
            if let Some(name) = name.strip_prefix("assets/") {
                assets.insert(name.to_owned(), Asset::new(name, bytes));
                continue;
            }
            if name.split('/').any(|part| part == "node_modules" || part.starts_with('.')) {
                continue;
            }
            let is_template = name.strip_suffix(".hbs").is_some();
            if is_template || locale_of(&name).is_some() || name == "package.json" {
                check_size(&format!("{name} in bytes"), bytes.len(), MAX_TEMPLATE_BYTES)?;
            }
            if is_template {
                let source =
                    String::from_utf8(bytes.into()).map_err(|_| ThemeError::Encoding(name.clone()))?;
                sources.push((name, source));
            } else if let Some(language) = locale_of(&name) {
                words.add(language, &name, &bytes)?;
            } else if name == "package.json" {
                package = Package::parse(&bytes);
            }
        }
        let templates = Templates::compile(sources).map_err(|errors| match errors.into_iter().next() {
            Some(error) => ThemeError::Template(error),
            None => ThemeError::MissingTemplate(REQUIRED[0]),
        })?;
        if let Some(missing) = REQUIRED.iter().find(|name| !templates.contains(name)) {
            return Err(ThemeError::MissingTemplate(missing));
        }
        let version = Asset::new("", Bytes::from(format!("{} {}", package.name, package.version))).hash;
        Ok(Self { templates, package, words, assets, version, languages: RwLock::default() })
    }

    /// Our own theme, which needs no files.
    ///
    /// # Errors
    /// [`ThemeError::Standard`] if it was built with a mistake in it.
    pub fn standard() -> Result<Self, ThemeError> {
        Self::load(standard::files()).map_err(|error| ThemeError::Standard(error.to_string()))
    }

    /// What `package.json` says.
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// The file `name` under `assets/`, such as `css/screen.css`.
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        self.assets.get(name)
    }

    /// What stands after `?v=` where a template names a file that is not there.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Prints a page.
    ///
    /// # Errors
    /// [`ThemeError::Render`] when a template fails or asks for more than it may have.
    pub fn render(&self, site: &SiteView, page: &PageView) -> Result<String, ThemeError> {
        let making = Making::new(self, site, page);
        let name = making
            .templates()
            .into_iter()
            .find(|name| self.templates.contains(name))
            .ok_or(ThemeError::MissingTemplate("error"))?;
        let printing = Printing::new(making.root(), &HELPERS, &making).data(making.data());
        Ok(self.templates.render(&name, &printing)?)
    }

    /// The language of this tag, made when it is first asked for.
    pub fn language(&self, tag: &str) -> Arc<Language> {
        let kept = self.languages.read().unwrap_or_else(PoisonError::into_inner).get(tag).cloned();
        kept.unwrap_or_else(|| {
            let made = Arc::new(Language::new(tag));
            let mut languages = self.languages.write().unwrap_or_else(PoisonError::into_inner);
            if languages.len() >= MAX_LANGUAGES {
                languages.clear();
            }
            languages.insert(tag.to_owned(), Arc::clone(&made));
            made
        })
    }
}

/// Names stay inside the theme's folder and mean the same on every system.
fn check_name(name: &str) -> Result<(), ThemeError> {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let fine = name.split('/').all(plain) && !name.contains(['\\', ':', '\0']);
    if fine { Ok(()) } else { Err(ThemeError::FileName(name.to_owned())) }
}

fn check_size(what: &str, size: usize, limit: usize) -> Result<(), ThemeError> {
    if size <= limit { Ok(()) } else { Err(ThemeError::TooLarge { what: what.to_owned(), limit }) }
}
