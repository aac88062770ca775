//! The settings of a site.

use dateline_model::{Details, NavigationItem, PermalinkPattern, SiteSettings, Zone};
use serde_json::Value;

use super::survey::{Survey, local};
use crate::record::{SiteRecord, keep_detail};

/// The most entries of a menu.
const ENTRIES_MAX: usize = 50;

/// The site as its settings say. Names changed with the versions.
pub(super) fn site(survey: &Survey, permalinks: Option<String>) -> SiteRecord {
    let owned = |names: &[&str]| survey.setting(names).map(str::to_owned);
    let picture = |names: &[&str]| survey.setting(names).map(local);
    let language = survey.setting(&["locale", "lang", "default_locale", "defaultLang"]).and_then(|word| {
        let mut settings = SiteSettings::default();
        settings.set("locale", word).is_ok().then_some(settings.locale)
    });
    SiteRecord {
        // Numbers of the first versions begin at 1 in every database, and later ids are never given twice.
        identity: owned(&["db_hash", "dbHash", "site_uuid"]),
        title: owned(&["title"]),
        description: owned(&["description"]),
        language,
        time_zone: time_zone(survey).map(str::to_owned),
        posts_per_page: survey
            .setting(&["posts_per_page", "postsPerPage"])
            .and_then(|word| word.parse().ok())
            .filter(|n| (1..=100).contains(n)),
        permalinks,
        page_permalinks: Some(PermalinkPattern::GHOST.to_owned()),
        logo: picture(&["logo"]),
        icon: picture(&["icon"]),
        cover_image: picture(&["cover_image", "cover"]),
        accent_color: owned(&["accent_color"]),
        navigation: menu(survey.setting(&["navigation"])),
        secondary_navigation: menu(survey.setting(&["secondary_navigation"])),
        shown: shown(survey),
        is_private: matches!(survey.setting(&["is_private", "isPrivate"]), Some("true" | "1")),
        password: owned(&["password"]),
        ..SiteRecord::default()
    }
}

/// What search engines and social networks were told of the front page, and accounts elsewhere.
fn shown(survey: &Survey) -> Details {
    let mut shown = Details::default();
    for detail in SiteSettings::SHOWN {
        if let Some(value) = survey.setting(&[detail.as_str()]) {
            keep_detail(&mut shown, detail, &local(value));
        }
    }
    shown
}

fn time_zone(survey: &Survey) -> Option<&str> {
    let name = survey.setting(&["timezone", "active_timezone", "activeTimezone"])?;
    Zone::named(name).is_some().then_some(name)
}

/// The site's zone.
pub(super) fn zone(survey: &Survey) -> Zone {
    time_zone(survey).and_then(Zone::named).unwrap_or_else(Zone::utc)
}

/// The pattern of stories' permalinks that old versions kept as a setting.
pub(super) fn pattern(survey: &Survey) -> Option<PermalinkPattern> {
    let word = survey.setting(&["permalinks"])?;
    let word =
        word.trim_matches('"').replace(":author", ":primary_author").replace(":primary_primary", ":primary");
    PermalinkPattern::parse(&word).ok()
}

fn menu(json: Option<&str>) -> Vec<NavigationItem> {
    let parsed: Option<Value> = json.and_then(|json| serde_json::from_str(json).ok());
    let entries = parsed.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let entry = |entry: &Value| {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).map(str::trim);
        let (label, url) = (text("label")?, local(text("url")?));
        (!label.is_empty()).then(|| NavigationItem {
            label: label.to_owned(),
            url: if url.is_empty() { "/".to_owned() } else { url },
        })
    };
    entries.iter().take(ENTRIES_MAX).filter_map(entry).collect()
}
