//! A theme, compiled once and printed often.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use dateline_hbs::{Limits, Page as Printing, Templates};

use crate::fetch::{Fetched, GetRequest, Rendered};
use crate::habits::Habits;
use crate::language::Language;
use crate::making::Making;
use crate::marks::{Brings, Marks, Printed};
use crate::print::{BODIES, HELPERS};
use crate::words::{Words, locale_of};
use crate::{Asset, ChosenTemplate, Package, PageView, SiteView, ThemeError, public, standard};

/// Files a theme may have.
pub const MAX_FILES: usize = 4_000;
/// Bytes a template, a translation or `package.json` may have.
pub const MAX_TEMPLATE_BYTES: usize = 1 << 20;
/// Bytes a theme may have in all.
pub const MAX_THEME_BYTES: usize = 64 << 20;
/// Tags and rounds of loops that one page may take. A long front page takes some ten thousand.
const MAX_STEPS: u64 = 400_000;
/// How long a page may be printed, a thousand times longer than one takes: what the other limits do not foresee ends too.
const MAX_TIME: Duration = Duration::from_secs(5);
/// Bytes that helpers may make for one page; stories' bodies are not among them.
const MAX_HELPER_BYTES: usize = 16 << 20;
/// Languages kept ready. A site has one; a theme may serve many sites.
const MAX_LANGUAGES: usize = 64;
/// Templates a theme must have.
pub(crate) const REQUIRED: [&str; 2] = ["index", "post"];

/// What a template contains that opens the search.
const SEARCH_MARKS: [&str; 3] = ["data-ghost-search", "#/search", "{{search"];

/// The file for robots.
const ROBOTS: &str = "robots.txt";

/// What a template contains whose readers can send a story on.
const SHARE_MARKS: [&str; 2] = ["#/share", "data-portal=\"share\""];

/// How many themes this process has read.
static READINGS: AtomicU64 = AtomicU64::new(0);

/// A theme in Ghost's format.
#[derive(Debug)]
pub struct Theme {
    pub(crate) templates: Templates,
    pub(crate) package: Package,
    pub(crate) words: Words,
    assets: HashMap<String, Asset>,
    public: HashMap<&'static str, Asset>,
    /// What the theme tells robots.
    robots: Option<String>,
    version: String,
    /// Pages that the theme does not have itself.
    lent: HashSet<String>,
    standard: bool,
    uses_search: bool,
    uses_share: bool,
    lists_print_bodies: bool,
    chosen_templates: Vec<ChosenTemplate>,
    languages: RwLock<HashMap<String, Arc<Language>>>,
    habits: Habits,
    reading: u64,
    /// Where templates of somebody else load or run something.
    marks: Option<Marks>,
}

impl Theme {
    /// Reads a theme from its files, given as name (with `/`, relative to the theme's folder) and content.
    ///
    /// Templates, translations, `package.json`, `robots.txt` and what lies under `assets/` are kept, anything else is ignored.
    ///
    /// # Errors
    /// The first thing that is wrong: a name that leaves the folder, too many or too large files, a file that cannot
    /// be read, a template that must be there and is not.
    pub fn load<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Result<Self, ThemeError>
    where
        N: Into<String>,
        B: Into<Bytes>,
    {
        let mut theme = Self::read(files)?;
        let mut marks = Marks::new();
        theme.templates.change_texts(|text| marks.put_into(text));
        theme.assets.iter().for_each(|(name, asset)| marks.look_at(name, &asset.bytes));
        theme.marks = Some(marks);
        Ok(theme)
    }

    fn read<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Result<Self, ThemeError>
    where
        N: Into<String>,
        B: Into<Bytes>,
    {
        let (mut total, mut count) = (0_usize, 0_usize);
        let mut sources = Vec::new();
        let (mut package, mut words, mut assets) = (Package::default(), Words::default(), HashMap::new());
        let mut robots = None;
        for (name, bytes) in files {
            let (name, bytes) = (name.into(), bytes.into());
            Self::check_name(&name)?;
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
            if is_template || locale_of(&name).is_some() || ["package.json", ROBOTS].contains(&name.as_str())
            {
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
            } else if name == ROBOTS {
                robots = String::from_utf8(bytes.into()).ok();
            }
        }
        let mut chosen_templates: Vec<_> =
            sources.iter().filter_map(|(name, _)| ChosenTemplate::of(name)).collect();
        chosen_templates.sort_by(|one, other| one.filename.cmp(&other.filename));
        let mut lent = HashSet::new();
        for (name, source) in standard::lent() {
            if !sources.iter().any(|(own, _)| *own == name) {
                lent.extend(name.strip_suffix(".hbs").filter(|name| !name.contains('/')).map(str::to_owned));
                sources.push((name, source));
            }
        }
        let uses =
            |marks: &[&str]| sources.iter().any(|(_, source)| marks.iter().any(|mark| source.contains(mark)));
        let (uses_search, uses_share) = (uses(&SEARCH_MARKS), uses(&SHARE_MARKS));
        let templates = Templates::compile(sources).map_err(|mut errors| {
            // What is wrong with the theme's own layout is wrong with the pages inside it, lent ones included.
            errors.sort_by_key(|error| lent.contains(&error.place.file));
            match errors.into_iter().next() {
                Some(error) => ThemeError::Template(error),
                None => ThemeError::MissingTemplate(REQUIRED[0]),
            }
        })?;
        let public = public::files(&package.card_assets);
        if let Some(missing) = REQUIRED.iter().find(|name| !templates.contains(name)) {
            return Err(ThemeError::MissingTemplate(missing));
        }
        let lists_print_bodies = templates.page_names().any(|name| {
            !is_of_stories(name)
                && !lent.contains(name)
                && BODIES.iter().any(|body| templates.page_uses(name, body))
        });
        let version = Asset::new("", Bytes::from(format!("{} {}", package.name, package.version))).hash;
        Ok(Self {
            templates,
            package,
            words,
            assets,
            public,
            robots,
            version,
            lent,
            uses_search,
            uses_share,
            lists_print_bodies,
            chosen_templates,
            standard: false,
            languages: RwLock::default(),
            habits: Habits::default(),
            reading: READINGS.fetch_add(1, Ordering::Relaxed),
            marks: None,
        })
    }

    /// Our own theme, which needs no files.
    ///
    /// # Errors
    /// [`ThemeError::Standard`] if it was built with a mistake in it.
    pub fn standard() -> Result<Self, ThemeError> {
        let theme = Self::read(standard::files()).map_err(|error| ThemeError::Standard(error.to_string()))?;
        Ok(Self { standard: true, ..theme })
    }

    /// Names stay inside the theme's folder and mean the same on every system.
    pub(crate) fn check_name(name: &str) -> Result<(), ThemeError> {
        let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
        let fine = name.split('/').all(plain) && !name.contains(['\\', ':', '\0']);
        if fine { Ok(()) } else { Err(ThemeError::FileName(name.to_owned())) }
    }

    /// What `package.json` says.
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// Templates that a story or a page can choose for itself, by name.
    pub fn chosen_templates(&self) -> &[ChosenTemplate] {
        &self.chosen_templates
    }

    /// The file `name` under `assets/`, such as `css/screen.css`.
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        self.assets.get(name)
    }

    /// The file `name` under `/public/`: a style sheet or script that Dateline adds to the theme, such as
    /// `cards.min.css`.
    pub fn public_asset(&self, name: &str) -> Option<&Asset> {
        self.public.get(name)
    }

    /// The `robots.txt` in the theme's folder, which stands for the site's where the owner has written none.
    pub fn robots(&self) -> Option<&str> {
        self.robots.as_deref()
    }

    /// Whether this is our own theme, which needs neither scripts nor styles inside its pages. Others do, and the
    /// content policy of their pages must allow them.
    pub fn is_standard(&self) -> bool {
        self.standard
    }

    /// Whether a page of a list prints the bodies of its stories, and not only what they are about.
    pub fn lists_print_bodies(&self) -> bool {
        self.lists_print_bodies
    }

    /// Which reading of a theme this is: no two in this process are the same, not even of one theme.
    pub(crate) fn reading(&self) -> u64 {
        self.reading
    }

    pub(crate) fn uses_search(&self) -> bool {
        self.uses_search
    }

    pub(crate) fn uses_share(&self) -> bool {
        self.uses_share
    }

    /// Whether the page template `name` is one that the theme has not itself.
    pub(crate) fn is_lent(&self, name: &str) -> bool {
        self.lent.contains(name)
    }

    /// What stands after `?v=` where a template names a file that is not there.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Prints a page; whatever its `{{#get}}` blocks ask for counts as empty. For themes that fetch, see
    /// [`Self::render_with`].
    ///
    /// # Errors
    /// [`ThemeError::Render`] when a template fails or asks for more than it may have.
    pub fn render(&self, site: &SiteView, page: &PageView) -> Result<String, ThemeError> {
        self.render_settled(site, page, &Fetched::default()).map(|printed| printed.html)
    }

    /// What the page will ask for, as far as it can be told from pages that the same template printed before: whoever
    /// fetches it first spares a round. It need not be complete, and may name what the page does not ask for.
    pub fn foreseen(&self, site: &SiteView, page: &PageView) -> Vec<GetRequest> {
        let nothing = Fetched::default();
        let template = Making::new(self, site, page, &nothing).template();
        template.map_or_else(Vec::new, |template| self.habits.foreseen(&template, page))
    }

    /// Prints a page with what was fetched for it so far, or says what it needs.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_with(
        &self,
        site: &SiteView,
        page: &PageView,
        fetched: &Fetched,
    ) -> Result<Rendered, ThemeError> {
        let making = Making::new(self, site, page, fetched);
        let template = making.template().ok_or_else(|| making.no_template())?;
        let printed = self.print(&making, &template);
        let (wanted, asked) = making.into_requests();
        // A page that needs more may well fail for the want of it.
        if !wanted.is_empty() {
            return Ok(Rendered::Needs(wanted));
        }
        if printed.is_ok() {
            self.habits.learn(&template, page, &asked);
        }
        printed.map(Rendered::Page)
    }

    /// Prints a page with what was fetched for it; what is missing counts as empty. The last step of a caller that
    /// does not want to fetch more.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_settled(
        &self,
        site: &SiteView,
        page: &PageView,
        fetched: &Fetched,
    ) -> Result<Printed, ThemeError> {
        let making = Making::new(self, site, page, fetched).settled();
        let template = making.template().ok_or_else(|| making.no_template())?;
        self.print(&making, &template)
    }

    fn print(&self, making: &Making<'_>, template: &str) -> Result<Printed, ThemeError> {
        let mut printing = Printing::new(making.root(), &HELPERS, making).data(making.data());
        printing.limits = Limits { steps: MAX_STEPS, helper_bytes: MAX_HELPER_BYTES, ..Limits::default() };
        let began = Instant::now();
        let is_late = || began.elapsed() > MAX_TIME;
        printing.out_of_time = Some(&is_late);
        let in_the_zone = |at| crate::print::moment_in(&making.zone, at);
        printing.moments = Some(&in_the_zone);
        let html = self.templates.render(template, &printing)?;
        Ok(match &self.marks {
            Some(marks) => marks.take_out(html),
            None => Printed { html, brings: Brings::default() },
        })
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

/// Whether a page template prints one story or static page.
fn is_of_stories(name: &str) -> bool {
    let kinds = ["post", "page", "custom"];
    kinds
        .iter()
        .any(|kind| name.strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}

fn check_size(what: &str, size: usize, limit: usize) -> Result<(), ThemeError> {
    if size <= limit { Ok(()) } else { Err(ThemeError::TooLarge { what: what.to_owned(), limit }) }
}
