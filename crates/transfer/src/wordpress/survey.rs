//! What stories refer to and may stand anywhere in the files: authors, terms, attached files; and what can only
//! be told from all items together: the pattern of permalinks, the offset of the clock.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dateline_model::Zone;

use super::forum;
use super::kinds;
use super::menu::{Made, Menus};
use super::meta;
use super::names::{Field, HeadField, TermField};
use super::pattern::Patterns;
use super::reader::{Part, WxrReader};
use super::shared;
use super::tongues;
use super::written::{Item, Term};
use crate::address::path_of;
use crate::dates::{local_moment, utc_moment};
use crate::files::Files;
use crate::problem::OpenError;
use crate::record::{Attachment, AuthorRecord, TagRecord};

/// Files that are remembered for galleries and the pictures above stories; more are only noted.
const ATTACHMENTS_MAX: usize = 300_000;
/// Terms and authors that are remembered.
const TERMS_MAX: usize = 200_000;
/// Characters of a caption that are remembered.
const CAPTION_CHARS_MAX: usize = 1_000;
/// Kinds of a plug-in's that are remembered.
const KINDS_MAX: usize = 200;
/// Files of other sites that are named.
const OTHERS_MAX: usize = 20;
/// Items from which the offset of the clock is told.
const CLOCKS_MAX: usize = 2_000;

/// A term: a category, a tag or one of the rarer kinds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) slug: String,
    /// The slug of the category above.
    pub(super) parent: String,
    pub(super) description: String,
    pub(super) is_category: bool,
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Survey {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) language: String,
    pub(super) url: String,
    /// Files that say of another site that they are its export, with its address.
    pub(super) others: Vec<(String, String)>,
    /// Authors by their login.
    pub(super) authors: BTreeMap<String, AuthorRecord>,
    /// The author's number of each login.
    pub(super) author_numbers: BTreeMap<String, String>,
    /// Categories and tags by taxonomy and slug.
    pub(super) terms: BTreeMap<(bool, String), Named>,
    /// Names of the terms of other taxonomies whose terms become tags, by taxonomy and slug.
    pub(super) sorted: BTreeMap<(String, String), String>,
    /// Kinds of a plug-in's whose items readers could see.
    pub(super) public_kinds: BTreeSet<String>,
    pub(super) attachments: HashMap<String, Attachment>,
    /// Files by the post they were put into, in the order of the file.
    pub(super) children: HashMap<String, Vec<String>>,
    pub(super) permalinks: Option<String>,
    /// What stands before all that differs in permalinks, below the site's own folder: `/archives`.
    pub(super) front: String,
    /// Offsets of the clock on the wall in seconds, with how often they were met.
    pub(super) offsets: BTreeMap<i64, usize>,
    pub(super) posts: usize,
    pub(super) menus: Menus,
    /// Whether there are tables that stories name by their numbers.
    pub(super) has_tables: bool,
}

impl Survey {
    /// Reads all files light. What stands behind a damage is not known; reading them again will tell.
    pub(super) fn of(files: &Files, parts: &[String]) -> Result<Self, OpenError> {
        let mut survey = Self::default();
        let mut patterns = Patterns::default();
        for part in parts {
            files.with_text(part, |text| {
                let mut reader = WxrReader::light(text, files.limits());
                loop {
                    let part = reader.next();
                    if survey.language.is_empty() {
                        // Names in several languages are read in this one.
                        reader.head(HeadField::Language).clone_into(&mut survey.language);
                    }
                    match part {
                        Part::Author(author) => survey.author(&author),
                        Part::Term(term) => survey.term(&term),
                        Part::Item => survey.item(reader.item(), &mut patterns),
                        Part::End | Part::Damage(_) => break,
                    }
                }
                survey.head(part, |field| reader.head(field));
            })?;
        }
        survey.permalinks = patterns.most_frequent();
        survey.front = patterns.front();
        Ok(survey)
    }

    fn head<'a>(&mut self, part: &str, text: impl Fn(HeadField) -> &'a str) {
        let urls = [HeadField::BlogUrl, HeadField::Link, HeadField::SiteUrl].map(&text);
        let url = urls.into_iter().find(|url| !url.is_empty()).unwrap_or_default();
        let is_another = !url.is_empty() && !self.url.is_empty() && place(url) != place(&self.url);
        if is_another && self.others.len() < OTHERS_MAX {
            self.others.push((part.to_owned(), url.to_owned()));
        }
        let found = [
            (&mut self.title, text(HeadField::Title)),
            (&mut self.description, text(HeadField::Description)),
            (&mut self.language, text(HeadField::Language)),
            (&mut self.url, url.trim_end_matches('/')),
        ];
        for (place, value) in found {
            if place.is_empty() {
                value.clone_into(place);
            }
        }
    }

    fn author(&mut self, author: &Term) {
        let (login, name) = (author.text(TermField::Slug), author.text(TermField::Name));
        if login.is_empty() || self.authors.len() >= TERMS_MAX {
            return;
        }
        let number = author.text(TermField::Id);
        if !number.is_empty() {
            self.author_numbers.insert(login.to_owned(), number.to_owned());
        }
        self.authors.entry(login.to_owned()).or_insert_with(|| author_record(login, name));
    }

    /// The name of the category of a number.
    pub(super) fn category(&self, number: &str) -> Option<&str> {
        let named = self.terms.values().find(|named| named.is_category && named.id == number)?;
        (!number.is_empty()).then_some(named.name.as_str())
    }

    /// Takes what Co-Authors Plus knows of a guest, who need not have an account.
    fn guest(&mut self, item: &Item) {
        let name = item.meta(meta::GUEST_NAME).unwrap_or_else(|| item.text(Field::Title));
        let login = item.meta(meta::GUEST_LOGIN).unwrap_or_else(|| item.text(Field::Name));
        let login = login.strip_prefix("cap-").unwrap_or(login);
        if login.is_empty() || plain(name).is_empty() || self.authors.len() >= TERMS_MAX {
            return;
        }
        let author = self.authors.entry(login.to_owned()).or_insert_with(|| author_record(login, login));
        author.name = plain(name);
        let said = |key: &str| item.meta(key).map(plain).filter(|text| !text.is_empty());
        author.bio = author.bio.take().or_else(|| said(meta::GUEST_BIO));
        author.url =
            author.url.take().or_else(|| said(meta::GUEST_URL).filter(|url| url.starts_with("http")));
    }

    /// The author of a login, also of one that the file never declared.
    pub(super) fn author_of(&self, login: &str) -> AuthorRecord {
        self.authors.get(login).cloned().unwrap_or_else(|| author_record(login, login))
    }

    fn term(&mut self, term: &Term) {
        let taxonomy = term.text(TermField::Taxonomy);
        if !matches!(taxonomy, "" | "category" | "post_tag") {
            return self.sort(taxonomy, term.text(TermField::Slug), term.text(TermField::Name));
        }
        let named = Named {
            id: term.text(TermField::Id).to_owned(),
            name: self.plain(term.text(TermField::Name)),
            slug: decoded(term.text(TermField::Slug)),
            parent: decoded(term.text(TermField::Parent)),
            description: self.plain(term.text(TermField::Description)),
            is_category: term.is_category(),
        };
        self.add_term(named);
    }

    fn add_term(&mut self, mut named: Named) {
        if named.name.is_empty() {
            named.name.clone_from(&named.slug);
        }
        if !named.name.is_empty() && self.terms.len() < TERMS_MAX {
            self.terms.entry((named.is_category, named.slug.clone())).or_insert(named);
        }
    }

    /// Takes note of a term of another taxonomy, if it becomes a tag.
    fn sort(&mut self, taxonomy: &str, slug: &str, name: &str) {
        if slug.is_empty()
            || self.sorted.len() >= TERMS_MAX
            || kinds::sorting(taxonomy) != kinds::Sorting::Tags
        {
            return;
        }
        let slug = decoded(slug);
        let name = Some(self.plain(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| slug.clone());
        self.sorted.entry((taxonomy.to_owned(), slug)).or_insert(name);
    }

    fn item(&mut self, item: &Item, patterns: &mut Patterns) {
        if item.unusable.is_some() {
            return;
        }
        for category in &item.categories {
            match taxonomy(&category.domain) {
                Some(is_category) if !category.slug.is_empty() => {
                    let slug = decoded(&category.slug);
                    self.add_term(Named {
                        name: self.plain(&category.name),
                        slug,
                        is_category,
                        ..Named::default()
                    });
                }
                Some(_) => {}
                None => self.sort(&category.domain, &category.slug, &category.name),
            }
        }
        let clocks: usize = self.offsets.values().sum();
        if clocks < CLOCKS_MAX
            && let (Some(wall), Some(utc)) =
                (utc_moment(item.text(Field::Date)), utc_moment(item.text(Field::DateGmt)))
        {
            *self.offsets.entry((wall.at - utc.at) / 1_000).or_default() += 1;
        }
        match item.text(Field::Type) {
            "attachment" => self.attachment(item),
            "post" => {
                self.posts += 1;
                if item.text(Field::Status) == "publish" {
                    patterns.add(item, &self.url);
                }
            }
            "page" => {
                self.posts += 1;
                self.menus.page(item);
            }
            "nav_menu_item" => self.menus.entry(item),
            "guest-author" => self.guest(item),
            shared::TABLE => self.has_tables = true,
            _ if forum::is_reply(item) => {}
            kind if kinds::is_public(item) && self.public_kinds.len() < KINDS_MAX => {
                self.public_kinds.insert(kind.to_owned());
            }
            _ => {}
        }
        let creator = item.text(Field::Creator);
        let kind = item.text(Field::Type);
        if (matches!(kind, "post" | "page") || self.public_kinds.contains(kind))
            && !creator.is_empty()
            && self.authors.len() < TERMS_MAX
        {
            self.authors.entry(creator.to_owned()).or_insert_with(|| author_record(creator, creator));
        }
    }

    fn attachment(&mut self, item: &Item) {
        if self.attachments.len() >= ATTACHMENTS_MAX {
            return;
        }
        let url = attachment_url(item);
        let (id, parent) = (item.text(Field::Id), item.text(Field::Parent));
        if url.is_empty() || id.is_empty() {
            return;
        }
        if !matches!(parent, "" | "0") {
            self.children.entry(parent.to_owned()).or_default().push(id.to_owned());
        }
        let file = Attachment {
            id: id.to_owned(),
            url: url.to_owned(),
            alt: item.meta(meta::ALT).unwrap_or_default().to_owned(),
            caption: item.text(Field::Excerpt).chars().take(CAPTION_CHARS_MAX).collect(),
            title: self.plain(item.text(Field::Title)),
        };
        self.attachments.insert(id.to_owned(), file);
    }

    /// The menu of the site.
    pub(super) fn menu(&self) -> Made {
        let base = path_of(&self.url).ok().flatten().unwrap_or_default();
        self.menus.made(&self.url, |is_category, number| {
            let named =
                self.terms.values().find(|named| named.is_category == is_category && named.id == number)?;
            let kind = if is_category { "category" } else { "tag" };
            Some((named.name.clone(), format!("{}/{kind}/{}/", base.trim_end_matches('/'), named.slug)))
        })
    }

    /// All that become tags as one list of names, each with the slug of the first that has it. Where a category and a tag of
    /// different names have one slug it stays the tag's, whose page keeps its address; that of a category moves anyway.
    pub(super) fn tags(&self) -> Vec<TagRecord> {
        let mut tags: Vec<TagRecord> = Vec::new();
        let mut known = HashMap::new();
        // Categories first: they are the sections of the paper.
        for named in self.terms.values().rev() {
            let at = *known.entry(named.name.as_str()).or_insert(tags.len());
            if at == tags.len() {
                tags.push(TagRecord { name: named.name.clone(), ..TagRecord::default() });
            }
            let of_tag = self.terms.get(&(false, named.slug.clone())).filter(|_| named.is_category);
            let is_taken = of_tag.is_some_and(|tag| tag.name != named.name);
            let slug = if is_taken { format!("{}-2", named.slug) } else { named.slug.clone() };
            let tag = &mut tags[at];
            let description = Some(&named.description).filter(|text| !text.is_empty()).cloned();
            tag.slug = tag.slug.take().or_else(|| Some(slug).filter(|slug| !slug.is_empty()));
            tag.description = tag.description.take().or(description);
        }
        for ((_, slug), name) in &self.sorted {
            if !known.contains_key(name.as_str()) {
                known.insert(name.as_str(), tags.len());
                tags.push(TagRecord { name: name.clone(), slug: Some(slug.clone()), ..TagRecord::default() });
            }
        }
        tags
    }

    /// A title or name without tags, in the site's language.
    pub(super) fn plain(&self, text: &str) -> String {
        plain(&tongues::one(text, &self.language))
    }

    /// The name of a term, as stories are filed under it.
    pub(super) fn name_of(&self, is_category: bool, slug: &str, written: &str) -> String {
        let name = self.plain(written);
        if !name.is_empty() {
            return name;
        }
        self.terms
            .get(&(is_category, decoded(slug)))
            .map_or_else(|| decoded(slug), |named| named.name.clone())
    }

    /// The offset that most clocks of the file showed.
    pub(super) fn offset(&self) -> i64 {
        self.offsets.iter().max_by_key(|(_, n)| **n).map_or(0, |(offset, _)| *offset)
    }

    /// The zone of a clock on the wall, as far as it can be told.
    pub(super) fn zone(&self) -> Zone {
        zone_name(self.offset()).and_then(|name| Zone::named(&name)).unwrap_or_else(Zone::utc)
    }

    /// When an item's wall clock showed `text`.
    pub(super) fn wall_moment(&self, text: &str) -> Option<crate::record::Moment> {
        local_moment(text, &self.zone())
    }
}

/// What tells sites apart: their host and folder, in small letters.
fn place(url: &str) -> String {
    let url = url.to_ascii_lowercase();
    let bare = url.split_once("://").map_or(url.as_str(), |(_, bare)| bare);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/').to_owned()
}

/// The name of a fixed offset in seconds: `+02:00`. `None` for what no clock shows.
pub(super) fn zone_name(offset: i64) -> Option<String> {
    let (sign, size) = (if offset < 0 { '-' } else { '+' }, offset.abs());
    (size <= 14 * 3_600 && size % 900 == 0)
        .then(|| format!("{sign}{:02}:{:02}", size / 3_600, size / 60 % 60))
}

fn author_record(login: &str, name: &str) -> AuthorRecord {
    let name = plain(name);
    let slug = dateline_model::slugify(login, "en");
    AuthorRecord {
        key: author_key(login),
        name: if name.is_empty() { login.to_owned() } else { name },
        slug: Some(slug).filter(|slug| !slug.is_empty()),
        ..AuthorRecord::default()
    }
}

/// What names the author of a login.
pub(super) fn author_key(login: &str) -> String {
    format!("author/{login}")
}

/// Whether a taxonomy of an item is categories or tags; `None` for all others.
pub(super) fn taxonomy(domain: &str) -> Option<bool> {
    match domain {
        "category" => Some(true),
        "post_tag" | "tag" => Some(false),
        _ => None,
    }
}

/// Where the file of an attachment is.
pub(super) fn attachment_url(item: &Item) -> &str {
    match item.text(Field::AttachmentUrl) {
        "" => item.text(Field::Guid),
        url => url,
    }
}

/// A name as WordPress keeps it: escaped once.
pub(super) fn plain(text: &str) -> String {
    if text.contains(['&', '<']) { dateline_markup::plain_text(text) } else { text.trim().to_owned() }
}

/// A slug as it stands in an address, decoded.
pub(super) fn decoded(slug: &str) -> String {
    percent_encoding::percent_decode_str(slug).decode_utf8().map_or_else(|_| slug.to_owned(), Into::into)
}
