//! The site, as `@site`.

use dateline_hbs::{Map, ToValue, Value};
use serde_json::Value as Json;

use super::meta::{META_KEYS, SOCIAL_KEYS};
use super::{OwnMeta, SocialView, text};

/// One entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct NavigationView {
    /// What it says.
    pub label: String,
    /// Path on the site, or an absolute address.
    pub url: String,
}

/// The site whose page is made.
#[derive(Debug, Clone, PartialEq, Default, Hash)]
pub struct SiteView {
    /// Name of the paper.
    pub title: String,
    /// Its motto; may be empty.
    pub description: String,
    /// Address without a slash at the end: `https://example.org`.
    pub url: String,
    /// BCP 47 language tag, such as `en` or `pt-BR`.
    pub locale: String,
    /// IANA time zone, such as `Europe/Lisbon`.
    pub timezone: String,
    /// `#rrggbb`; see [`crate::accent_css`].
    pub accent_color: Option<String>,
    /// Address of a picture that replaces the title in the nameplate.
    pub logo: Option<String>,
    /// Address of the icon.
    pub icon: Option<String>,
    /// Address of a cover picture.
    pub cover_image: Option<String>,
    /// The sections.
    pub navigation: Vec<NavigationView>,
    /// The menu at the foot of the page.
    pub secondary_navigation: Vec<NavigationView>,
    /// Whether readers may comment on this site.
    pub comments_enabled: bool,
    /// Path of the list of years and months.
    pub archive_url: String,
    /// Path of the site's feed.
    pub feed_url: Option<String>,
    /// The owner's choices among the theme's custom settings, by key.
    pub custom: Vec<(String, Json)>,
    /// Markup the owner adds to every page's head, printed as it is.
    pub codeinjection_head: Option<String>,
    /// Markup the owner adds to every page's foot, printed as it is.
    pub codeinjection_foot: Option<String>,
    /// Accounts elsewhere.
    pub social: SocialView,
    /// What the owner wrote for search engines and previews of the front page. Its markup is not read; that of the
    /// site stands above.
    pub meta: OwnMeta,
    /// The site's number in the form of RFC 9562.
    pub uuid: String,
    /// Key that a theme's scripts may read the Content API with; nothing where there is none.
    pub content_api_key: Option<String>,
    /// Path of the search page.
    pub search_url: Option<String>,
}

impl SiteView {
    /// `ltr` or `rtl`, by the language.
    pub fn dir(&self) -> &'static str {
        match dateline_markup::language_direction(&self.locale) {
            dateline_markup::Direction::Rtl => "rtl",
            _ => "ltr",
        }
    }

    /// Path of the style sheet with the accent colour, with the colour as its version; `None` without a valid one.
    pub fn accent_url(&self) -> Option<String> {
        let color = crate::accent::Rgb::parse(self.accent_color.as_deref()?)?;
        Some(format!("/assets/accent.css?v={}", &color.to_string()[1..]))
    }

    /// Path of the search page.
    pub(crate) fn search_path(&self) -> &str {
        self.search_url.as_deref().unwrap_or("/search/")
    }

    /// A small paper for tests and previews.
    pub fn sample() -> Self {
        let item = |label: &str, url: &str| NavigationView { label: label.into(), url: url.into() };
        Self {
            title: "The Arvel Mercury".into(),
            description: "News from Porto Arvel and its harbour".into(),
            url: "https://mercury.example".into(),
            locale: "en".into(),
            timezone: "Europe/Lisbon".into(),
            accent_color: Some("#b5543c".into()),
            navigation: vec![
                item("Harbour", "/tag/harbour/"),
                item("Town Hall", "/tag/town-hall/"),
                item("Culture", "/tag/culture/"),
                item("Sport", "/tag/sport/"),
                item("Opinion", "/tag/opinion/"),
            ],
            secondary_navigation: vec![item("About", "/about/"), item("House rules", "/house-rules/")],
            comments_enabled: true,
            archive_url: "/archive/".into(),
            feed_url: Some("/feeds/posts/default".into()),
            ..Self::default()
        }
    }
}

object!(NavigationView, item, { "label" => &item.label, "url" => &item.url });

object!(SiteView, site, {
    "title" => &site.title,
    "description" => text(Some(&site.description)),
    "url" => &site.url,
    "locale" => &site.locale,
    "lang" => &site.locale,
    "dir" => site.dir(),
    "timezone" => &site.timezone,
    "accent_color" => text(site.accent_color.as_ref()),
    "accent_url" => site.accent_url(),
    "logo" => text(site.logo.as_ref()),
    "icon" => text(site.icon.as_ref()),
    "cover_image" => text(site.cover_image.as_ref()),
    "navigation" => Value::sequence(&site.navigation),
    "secondary_navigation" => Value::sequence(&site.secondary_navigation),
    "comments_enabled" => site.comments_enabled,
    "comments_access" => if site.comments_enabled { "all" } else { "off" },
    "members_enabled" => false,
    "archive_url" => &site.archive_url,
    "feed_url" => text(site.feed_url.as_ref()),
    "search_url" => site.search_path(),
    "codeinjection_head" => text(site.codeinjection_head.as_ref()),
    "codeinjection_foot" => text(site.codeinjection_foot.as_ref()),
    "site_uuid" => text(Some(&site.uuid)),
    "admin_url" => Value::Null,
    "members_support_address" => Value::Null,
    "members_invite_only" => false,
    "members_signup_access" => "none",
    "allow_self_signup" => false,
    "paid_members_enabled" => false,
    "donations_enabled" => false,
    "firstpromoter_account" => Value::Null,
    "portal_button" => false,
    "portal_name" => false,
    "portal_plans" => Value::list([]),
    "portal_default_plan" => Value::Null,
    "portal_button_style" => Value::Null,
    "portal_button_icon" => Value::Null,
    "portal_button_signup_text" => Value::Null,
    "portal_signup_terms_html" => Value::Null,
    "portal_signup_checkbox_required" => false,
    "recommendations_enabled" => false,
    "outbound_link_tagging" => false,
    "default_email_address" => Value::Null,
    "support_email_address" => Value::Null,
    "editor_default_email_recipients" => Value::Null,
    "labs" => Map::new(),
    "signup_url" => text(site.feed_url.as_ref()),
    "heading_font" => Value::Null,
    "body_font" => Value::Null,
} with social: SOCIAL_KEYS, with meta: META_KEYS);

impl SiteView {
    /// The site as `@site`.
    pub(crate) fn as_value(&self) -> Value<'_> {
        self.to_value()
    }
}
