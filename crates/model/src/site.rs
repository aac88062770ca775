//! A site: one paper with its host name, and the settings its editor can change.

use std::collections::BTreeMap;

use dateline_routes::Routes;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{CommentRule, Detail, Details, Millis, PatternError, PermalinkPattern, SiteId, Zone};

/// One paper of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// The host name it answers to, in lower case, without a port; `*` answers to every name that no other site has.
    pub host: String,
    /// When it was made.
    pub created_at: Millis,
}

/// How the addresses of lists look: tags, archives, pages of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Address {
    /// `/tag/x/`, `/author/x/`, `/page/2/`.
    Ghost,
    /// `/search/label/X`, `/2012/03/`, and Blogger's feeds; see the contract on Blogger.
    Blogger,
}

/// Which comments wait for a moderator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Moderation {
    /// None.
    Open,
    /// Those of readers who never had a comment approved.
    First,
    /// All.
    All,
}

crate::comment::stored_words! { Address: Ghost = "ghost", Blogger = "blogger" }
crate::comment::stored_words! { Moderation: Open = "open", First = "first", All = "all" }

/// An entry of the site's navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavigationItem {
    /// The words.
    pub label: String,
    /// Where they lead.
    pub url: String,
}

/// What an editor can set for a site. Stored as words under the names of [`SiteSettings::NAMES`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSettings {
    /// The nameplate.
    pub title: String,
    /// The line under the nameplate.
    pub description: String,
    /// The public address of the front page without its last slash (`https://example.org`); empty until it is
    /// known, and then taken from each request's host.
    pub url: String,
    /// The language of the paper (BCP 47).
    pub locale: String,
    /// The newsroom's time zone (IANA name).
    pub timezone: String,
    /// Stories on a page of a list, 1 to 100.
    pub posts_per_page: i64,
    /// How addresses of lists look.
    pub address: Address,
    /// The pattern of stories' permalinks.
    pub permalinks: String,
    /// The pattern of pages' permalinks.
    pub page_permalinks: String,
    /// Whether readers may comment at all.
    pub comments_open: bool,
    /// Which comments wait; `None` leaves it to the installation's configuration.
    pub moderation: Option<Moderation>,
    /// What sections and stories say beside the site.
    pub comment_rules: Vec<CommentRule>,
    /// Days after its date for which a story takes comments; 0 for ever.
    pub comment_days: i64,
    /// Words and phrases, one a line, with which the spam filter always holds a comment; `*` stands for any ending.
    pub held_words: String,
    /// The same, with which a comment always goes to the spam drawer.
    pub refused_words: String,
    /// Whether a drawing made from the name stands beside each comment.
    pub avatars: bool,
    /// Whether the browsers of those who comment are asked for half a second of work.
    pub proof_of_work: bool,
    /// Visible characters of an automatic teaser.
    pub teaser_chars: i64,
    /// A colour like `#8b1a1a`.
    pub accent_color: String,
    /// A picture in place of the nameplate.
    pub logo: Option<String>,
    /// The small picture of browser tabs.
    pub icon: Option<String>,
    /// The picture that social networks show.
    pub cover_image: Option<String>,
    /// The sections under the nameplate.
    pub navigation: Vec<NavigationItem>,
    /// The links at the foot of the page.
    pub secondary_navigation: Vec<NavigationItem>,
    /// The whole of `robots.txt`, in place of ours.
    pub robots_txt: Option<String>,
    /// The whole of `ads.txt`.
    pub ads_txt: Option<String>,
    /// What Blogger's own 404 page said.
    pub not_found_text: Option<String>,
    /// Blogger's number of the blog that moved in.
    pub blogger_blog: Option<String>,
    /// Sites of other systems that moved in first, by system: what tells each from its neighbours, such as its old
    /// host. Their numbers are kept as they were; those of a second site of the system get its name before them.
    pub imported_from: BTreeMap<String, String>,
    /// The theme as it was added; empty for the one that Dateline brings.
    pub theme: String,
    /// What the owner chose among the custom settings of each theme, by the theme's name without its version.
    pub theme_settings: ThemeSettings,
    /// Ghost's `routes.yaml` as it was written; empty for the addresses that every site has.
    pub routes: String,
    /// Markup that stands at the end of every page's head, as the owner wrote it.
    pub codeinjection_head: String,
    /// Markup that stands at the end of every page, as the owner wrote it.
    pub codeinjection_foot: String,
    /// Who letters come from, such as `The Bell <news@example.org>`; empty for the installation's own sender.
    pub mail_sender: String,
    /// The WebSub hub that the feeds name and that hears of new stories; empty for none.
    pub websub_hub: String,
    /// The key for Akismet, to which comments are then handed; empty for none.
    pub akismet_key: String,
    /// The word that readers are asked for before they see anything; empty for a site that everybody reads. All readers
    /// share it and the owner hands it out, so it is kept as it is.
    pub password: String,
    /// What search engines and social networks are told of the front page, and the paper's accounts elsewhere: those of
    /// [`SiteSettings::SHOWN`].
    pub shown: Details,
}

/// Values of custom settings, by theme and key.
pub type ThemeSettings = BTreeMap<String, BTreeMap<String, Json>>;

/// Why a setting was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SettingError {
    /// No setting has this name.
    #[error("there is no setting \"{0}\"; the settings are {list}", list = SiteSettings::NAMES.join(", "))]
    Unknown(String),
    /// The value does not fit.
    #[error("\"{value}\" cannot be the {name}: {reason}")]
    Value {
        /// The setting.
        name: &'static str,
        /// What was given.
        value: String,
        /// What would fit.
        reason: String,
    },
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            title: "Dateline".to_owned(),
            description: String::new(),
            url: String::new(),
            locale: "en".to_owned(),
            timezone: "UTC".to_owned(),
            posts_per_page: 12,
            address: Address::Ghost,
            permalinks: PermalinkPattern::GHOST.to_owned(),
            page_permalinks: PermalinkPattern::GHOST.to_owned(),
            comments_open: true,
            moderation: None,
            comment_rules: Vec::new(),
            comment_days: 0,
            held_words: String::new(),
            refused_words: String::new(),
            avatars: true,
            proof_of_work: false,
            teaser_chars: 300,
            accent_color: "#8b1a1a".to_owned(),
            logo: None,
            icon: None,
            cover_image: None,
            navigation: Vec::new(),
            secondary_navigation: Vec::new(),
            robots_txt: None,
            ads_txt: None,
            not_found_text: None,
            blogger_blog: None,
            imported_from: BTreeMap::new(),
            theme: String::new(),
            theme_settings: ThemeSettings::new(),
            routes: String::new(),
            codeinjection_head: String::new(),
            codeinjection_foot: String::new(),
            mail_sender: String::new(),
            websub_hub: String::new(),
            akismet_key: String::new(),
            password: String::new(),
            shown: Details::default(),
        }
    }
}

/// The most bytes of one setting's value.
const VALUE_BYTES_MAX: usize = 64 * 1024;
/// Characters of the word that a private site asks for.
const PASSWORD_CHARS: usize = 100;

impl SiteSettings {
    /// The names under which settings are stored and set.
    pub const NAMES: [&'static str; 55] = [
        "title",
        "description",
        "url",
        "locale",
        "timezone",
        "posts_per_page",
        "address",
        "permalinks",
        "page_permalinks",
        "comments_open",
        "moderation",
        "comment_rules",
        "comment_days",
        "held_words",
        "refused_words",
        "avatars",
        "proof_of_work",
        "teaser_chars",
        "accent_color",
        "logo",
        "icon",
        "cover_image",
        "navigation",
        "secondary_navigation",
        "robots_txt",
        "ads_txt",
        "not_found_text",
        "blogger_blog",
        "imported_from",
        "theme",
        "theme_settings",
        "routes",
        "codeinjection_head",
        "codeinjection_foot",
        "mail_sender",
        "websub_hub",
        "akismet_key",
        "password",
        "meta_title",
        "meta_description",
        "og_image",
        "og_title",
        "og_description",
        "twitter_image",
        "twitter_title",
        "twitter_description",
        "facebook",
        "twitter",
        "threads",
        "bluesky",
        "mastodon",
        "tiktok",
        "youtube",
        "instagram",
        "linkedin",
    ];

    /// The last of [`Self::NAMES`]: what is told of the front page, and accounts elsewhere.
    pub const SHOWN: [Detail; 17] = [
        Detail::MetaTitle,
        Detail::MetaDescription,
        Detail::OgImage,
        Detail::OgTitle,
        Detail::OgDescription,
        Detail::TwitterImage,
        Detail::TwitterTitle,
        Detail::TwitterDescription,
        Detail::Facebook,
        Detail::Twitter,
        Detail::Threads,
        Detail::Bluesky,
        Detail::Mastodon,
        Detail::Tiktok,
        Detail::Youtube,
        Detail::Instagram,
        Detail::Linkedin,
    ];

    /// The settings that `rows` of (name, value) say, over the defaults. A row that cannot be read keeps the
    /// default, so that a site with one bad row still runs.
    pub fn from_rows<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut settings = Self::default();
        for (name, value) in rows {
            // Rows were checked when they were stored; an old name is no reason not to open the paper.
            let _ = settings.set(name, value);
        }
        settings
    }

    /// The theme's name without its version; empty for the one that Dateline brings.
    pub fn theme_name(&self) -> &str {
        self.theme.split('@').next().unwrap_or_default()
    }

    /// Whether readers are asked for a password.
    pub fn is_private(&self) -> bool {
        !self.password.is_empty()
    }

    /// The time zone, UTC when its name is not known.
    pub fn zone(&self) -> Zone {
        Zone::named(&self.timezone).unwrap_or_else(Zone::utc)
    }

    /// Sets `name` to what `value` says; an empty value clears an optional setting.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), SettingError> {
        let Some(name) = Self::NAMES.into_iter().find(|known| *known == name) else {
            return Err(SettingError::Unknown(name.to_owned()));
        };
        let refuse = |reason: &str| SettingError::Value {
            name,
            value: value.chars().take(60).collect(),
            reason: reason.to_owned(),
        };
        if value.len() > VALUE_BYTES_MAX {
            return Err(refuse("it is longer than 64 KiB"));
        }
        let optional = || Some(value.to_owned()).filter(|text| !text.is_empty());
        match name {
            "title" => value.clone_into(&mut self.title),
            "description" => value.clone_into(&mut self.description),
            "url" => {
                self.url = checked_url(value)
                    .ok_or_else(|| refuse("it is a whole address like https://example.org"))?;
            }
            "locale" => {
                self.locale =
                    checked_locale(value).ok_or_else(|| refuse("it is a language tag like en or pt-BR"))?;
            }
            "timezone" => {
                Zone::named(value).ok_or_else(|| refuse("it is a zone like Europe/Lisbon"))?;
                value.clone_into(&mut self.timezone);
            }
            "posts_per_page" => {
                self.posts_per_page =
                    number(value, 1, 100).ok_or_else(|| refuse("it is a number from 1 to 100"))?;
            }
            "address" => {
                self.address = Address::from_word(value).ok_or_else(|| refuse("it is ghost or blogger"))?;
            }
            "permalinks" => self.permalinks = pattern(value).map_err(|e| refuse(&e.to_string()))?,
            "page_permalinks" => self.page_permalinks = pattern(value).map_err(|e| refuse(&e.to_string()))?,
            "comments_open" => {
                self.comments_open = yes_or_no(value).ok_or_else(|| refuse("it is true or false"))?;
            }
            "moderation" if value.is_empty() => self.moderation = None,
            "moderation" => {
                let word = Moderation::from_word(value).ok_or_else(|| refuse("it is open, first or all"))?;
                self.moderation = Some(word);
            }
            "comment_rules" => {
                self.comment_rules = CommentRule::parse_all(value).ok_or_else(|| refuse(RULES))?;
            }
            "comment_days" => {
                self.comment_days =
                    number(value, 0, 36_500).ok_or_else(|| refuse("it is a number of days, 0 for ever"))?;
            }
            "held_words" => value.clone_into(&mut self.held_words),
            "refused_words" => value.clone_into(&mut self.refused_words),
            "avatars" => self.avatars = yes_or_no(value).ok_or_else(|| refuse("it is true or false"))?,
            "proof_of_work" => {
                self.proof_of_work = yes_or_no(value).ok_or_else(|| refuse("it is true or false"))?;
            }
            "teaser_chars" => {
                self.teaser_chars =
                    number(value, 20, 5_000).ok_or_else(|| refuse("it is a number from 20 to 5000"))?;
            }
            "accent_color" => {
                self.accent_color =
                    checked_color(value).ok_or_else(|| refuse("it is a colour like #8b1a1a"))?;
            }
            "logo" => self.logo = optional(),
            "icon" => self.icon = optional(),
            "cover_image" => self.cover_image = optional(),
            "navigation" => self.navigation = items(value).ok_or_else(|| refuse(ITEMS))?,
            "secondary_navigation" => {
                self.secondary_navigation = items(value).ok_or_else(|| refuse(ITEMS))?;
            }
            "robots_txt" => self.robots_txt = optional(),
            "ads_txt" => self.ads_txt = optional(),
            "not_found_text" => self.not_found_text = optional(),
            "blogger_blog" => self.blogger_blog = optional(),
            "imported_from" if value.is_empty() => self.imported_from.clear(),
            "imported_from" => {
                self.imported_from =
                    serde_json::from_str(value).map_err(|_| refuse("it is a JSON object of words"))?;
            }
            "theme_settings" => {
                self.theme_settings = theme_settings(value)
                    .ok_or_else(|| refuse("it is a JSON object of objects, one for each theme"))?;
            }
            "routes" => {
                Routes::parse(value).map_err(|error| refuse(&error.to_string()))?;
                value.clone_into(&mut self.routes);
            }
            "codeinjection_head" => value.clone_into(&mut self.codeinjection_head),
            "websub_hub" => {
                self.websub_hub = checked_hub(value)
                    .ok_or_else(|| refuse("it is a whole address like https://hub.example.org/"))?;
            }
            "akismet_key" => {
                let is_plain = value.len() <= 64 && value.bytes().all(|b| b.is_ascii_alphanumeric());
                self.akismet_key = Some(value.to_owned())
                    .filter(|_| is_plain)
                    .ok_or_else(|| refuse("it is a key of letters and figures, or empty"))?;
            }
            "codeinjection_foot" => value.clone_into(&mut self.codeinjection_foot),
            "password" => {
                let word = value.trim();
                if word.chars().count() > PASSWORD_CHARS || word.contains(char::is_control) {
                    return Err(refuse("it is a line of at most 100 characters, or empty"));
                }
                word.clone_into(&mut self.password);
            }
            "mail_sender" => {
                self.mail_sender = checked_sender(value)
                    .ok_or_else(|| refuse("it is an address like The Bell <news@example.org>"))?;
            }
            "theme" => {
                self.theme = checked_theme(value)
                    .ok_or_else(|| refuse("it is a name that `dateline theme list` shows"))?;
            }
            shown => {
                let detail = Self::SHOWN.into_iter().find(|detail| detail.as_str() == shown);
                let detail = detail.ok_or_else(|| SettingError::Unknown(shown.to_owned()))?;
                if value.chars().count() > detail.max_chars() {
                    return Err(refuse(&format!("it has at most {} characters", detail.max_chars())));
                }
                if let Some(reason) = detail.refuses(value).filter(|_| !value.is_empty()) {
                    return Err(refuse(reason));
                }
                self.shown.set(detail, Some(value));
            }
        }
        Ok(())
    }

    /// All settings as they are stored, in the order of [`Self::NAMES`].
    pub fn to_rows(&self) -> Vec<(&'static str, String)> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let items = |list: &[NavigationItem]| serde_json::to_string(list).unwrap_or_default();
        let values = [
            self.title.clone(),
            self.description.clone(),
            self.url.clone(),
            self.locale.clone(),
            self.timezone.clone(),
            self.posts_per_page.to_string(),
            self.address.as_str().to_owned(),
            self.permalinks.clone(),
            self.page_permalinks.clone(),
            self.comments_open.to_string(),
            self.moderation.map_or_else(String::new, |word| word.as_str().to_owned()),
            self.comment_rules.iter().map(CommentRule::to_line).collect::<Vec<_>>().join("\n"),
            self.comment_days.to_string(),
            self.held_words.clone(),
            self.refused_words.clone(),
            self.avatars.to_string(),
            self.proof_of_work.to_string(),
            self.teaser_chars.to_string(),
            self.accent_color.clone(),
            text(&self.logo),
            text(&self.icon),
            text(&self.cover_image),
            items(&self.navigation),
            items(&self.secondary_navigation),
            text(&self.robots_txt),
            text(&self.ads_txt),
            text(&self.not_found_text),
            text(&self.blogger_blog),
            if self.imported_from.is_empty() {
                String::new()
            } else {
                serde_json::to_string(&self.imported_from).unwrap_or_default()
            },
            self.theme.clone(),
            if self.theme_settings.is_empty() {
                String::new()
            } else {
                serde_json::to_string(&self.theme_settings).unwrap_or_default()
            },
            self.routes.clone(),
            self.codeinjection_head.clone(),
            self.codeinjection_foot.clone(),
            self.mail_sender.clone(),
            self.websub_hub.clone(),
            self.akismet_key.clone(),
            self.password.clone(),
        ];
        let shown = Self::SHOWN.into_iter().map(|detail| self.shown.text(detail).unwrap_or_default());
        Self::NAMES.into_iter().zip(values.into_iter().chain(shown)).collect()
    }
}

const RULES: &str = "it has lines like `site links`, `tag:politics held` or `story:ID closed`, at most 1,000; the \
    words are open, links, first, held, members, closed and hidden";
const ITEMS: &str = "it is a JSON list like [{\"label\":\"Home\",\"url\":\"/\"}]";

fn number(value: &str, least: i64, most: i64) -> Option<i64> {
    value.trim().parse().ok().filter(|n| (least..=most).contains(n))
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

fn pattern(value: &str) -> Result<String, PatternError> {
    PermalinkPattern::parse(value).map(|pattern| pattern.as_str().to_owned())
}

fn items(value: &str) -> Option<Vec<NavigationItem>> {
    if value.is_empty() { Some(Vec::new()) } else { serde_json::from_str(value).ok() }
}

fn theme_settings(value: &str) -> Option<ThemeSettings> {
    if value.is_empty() { Some(ThemeSettings::new()) } else { serde_json::from_str(value).ok() }
}

fn checked_url(value: &str) -> Option<String> {
    let url = value.trim().trim_end_matches('/');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['/', '?', '#', '"', '<', ' ']));
    (url.is_empty() || plain).then(|| url.to_owned())
}

/// A language tag as BCP 47 writes it, accepting the underscore of older systems.
fn checked_locale(value: &str) -> Option<String> {
    let tag = value.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts
        .next()
        .is_some_and(|l| (2..=3).contains(&l.len()) && l.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    (language && rest && tag.len() <= 35).then_some(tag)
}

/// Nothing, or a whole address with a path.
fn checked_hub(value: &str) -> Option<String> {
    let hub = value.trim();
    let (scheme, rest) = hub.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>');
    let is_whole = matches!(scheme, "http" | "https") && !host.is_empty() && !host.contains('@');
    let fits = hub.len() <= 2_000 && hub.chars().all(plain);
    (hub.is_empty() || (is_whole && fits)).then(|| hub.to_owned())
}

/// Nothing, an address of mail, or a name with one in angle brackets, as headers of letters have it.
fn checked_sender(value: &str) -> Option<String> {
    let sender = value.trim();
    let address = sender.rsplit_once('<').map_or(sender, |(_, rest)| rest.strip_suffix('>').unwrap_or(""));
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '@' | ',' | ';');
    let is_address = address.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && local.chars().all(plain) && host.chars().all(plain)
    });
    let fits = sender.chars().count() <= 200 && !sender.contains(char::is_control);
    (sender.is_empty() || (is_address && fits)).then(|| sender.to_owned())
}

/// The name of a theme becomes the name of a folder.
fn checked_theme(value: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'@');
    let fits = value.len() <= 100 && value.bytes().all(plain) && !value.starts_with('.');
    fits.then(|| value.to_owned())
}

fn checked_color(value: &str) -> Option<String> {
    let digits = value.strip_prefix('#')?;
    let fits = matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then(|| value.to_ascii_lowercase())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_being_stored() {
        let mut settings = SiteSettings::default();
        settings.set("title", "The Harbour Bell").unwrap();
        settings.set("locale", "pt_BR").unwrap();
        settings.set("navigation", r#"[{"label":"Home","url":"/"}]"#).unwrap();
        settings.set("moderation", "first").unwrap();
        let rows = settings.to_rows();
        let back = SiteSettings::from_rows(rows.iter().map(|(name, value)| (*name, value.as_str())));
        assert_eq!(back, settings);
        assert_eq!(back.locale, "pt-BR");
    }

    #[test]
    fn the_password_of_a_site_is_one_line_of_a_hundred_characters() {
        let mut settings = SiteSettings::default();
        assert!(!settings.is_private());
        settings.set("password", &format!(" {} ", "é".repeat(PASSWORD_CHARS))).unwrap();
        assert!(settings.is_private() && settings.password.starts_with('é'));
        assert!(settings.set("password", &"é".repeat(PASSWORD_CHARS + 1)).is_err());
        assert!(settings.set("password", "two\nlines").is_err());
        settings.set("password", " ").unwrap();
        assert!(!settings.is_private(), "blanks are nothing to ask for");
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_with_what_would() {
        let mut settings = SiteSettings::default();
        for (name, value) in [
            ("posts_per_page", "0"),
            ("posts_per_page", "101"),
            ("timezone", "Mars"),
            ("url", "example.org"),
            ("permalinks", "/:year/"),
            ("accent_color", "red;}"),
            ("navigation", "{"),
            ("locale", "english please"),
            ("theme", "../casper"),
            ("theme", ".."),
        ] {
            let error = settings.set(name, value).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
        assert!(settings.set("title", &"x".repeat(VALUE_BYTES_MAX)).is_ok());
        assert!(settings.set("title", &"x".repeat(VALUE_BYTES_MAX + 1)).is_err());
        assert!(matches!(settings.set("colour", "x"), Err(SettingError::Unknown(_))));
    }
}
