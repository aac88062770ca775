//! Settings, told by their key and never by their title, which is translated. Contract section 6.

use std::collections::BTreeMap;

use dateline_model::{Detail, SiteSettings};

use crate::address::checked_host;
use crate::problem::{Action, Problem, for_report};
use crate::record::{Commenters, SiteRecord};

/// The most settings of a blog; Blogger has about 70.
const SETTINGS_MAX: usize = 500;

/// Takes one setting into `site`. `key` is `BLOG_…`, in any case.
///
/// A value that nobody understands leaves the default and comes back as a problem; a key that nobody knows
/// is kept among [`SiteRecord::settings`] and means nothing. `BLOG_CONVERT_LINE_BREAKS` needs no work: bodies
/// are exported with the breaks already made.
pub(super) fn apply(site: &mut SiteRecord, key: &str, value: &str, line: u64) -> Option<Problem> {
    let key = key.to_ascii_uppercase();
    if site.settings.len() >= SETTINGS_MAX && !site.settings.contains_key(&key) {
        return None;
    }
    site.settings.insert(key.clone(), value.to_owned());
    let word = value.trim();
    let refused = match key.as_str() {
        "BLOG_NAME" => {
            site.title = some(word);
            None
        }
        "BLOG_DESCRIPTION" => {
            site.description = some(&shown(word));
            None
        }
        "BLOG_LOCALE" => put(&mut site.language, language(word), "is no language"),
        "BLOG_TIME_ZONE" => {
            put(&mut site.time_zone, accepted("timezone", word).map(|s| s.timezone), "is no known time zone")
        }
        "BLOG_MAX_NUM" => put(&mut site.posts_per_page, posts_per_page(word), "is no number of posts"),
        "BLOG_COMMENT_ACCESS" => put(&mut site.commenters, commenters(word), "does not say who may comment"),
        "BLOG_COMMENT_MODERATION" => put(&mut site.comments_moderated, moderated(word), NEITHER),
        "BLOG_COMMENTS_ALLOWED" => put(&mut site.comments_shown, yes_or_no(word), NEITHER),
        "BLOG_DEFAULT_COMMENTS_MODE" => {
            let open = match word {
                "DEFAULT_HAVE_COMMENTS" => Some(true),
                "DEFAULT_NOT_HAVE_COMMENTS" => Some(false),
                _ => None,
            };
            put(&mut site.comments_open, open, NEITHER)
        }
        "BLOG_READ_ACCESS_MODE" => {
            site.is_private = !matches!(word, "" | "PUBLIC");
            None
        }
        "BLOG_SUBDOMAIN" if site.host.is_none() => {
            let host = if word.contains('.') { word.to_owned() } else { format!("{word}.blogspot.com") };
            site.host = if word.is_empty() { None } else { checked_host(&host) };
            None
        }
        _ => None,
    };
    if site.settings.get("BLOG_MAX_UNIT").is_some_and(|unit| unit.trim() == "DAYS") {
        // So many days on the front page are no number of posts.
        site.posts_per_page = None;
    }
    own_files(site);
    refused.map(|why| Problem {
        line,
        entry: for_report(&key),
        message: format!("the setting's value \"{}\" {why}; the default is used", for_report(word)),
        action: Action::Skipped,
    })
}

const NEITHER: &str = "says neither yes nor no";

/// Puts `value` where it belongs; `why` comes back when there is none.
fn put<T>(place: &mut Option<T>, value: Option<T>, why: &'static str) -> Option<&'static str> {
    let missing = value.is_none();
    *place = value;
    missing.then_some(why)
}

fn some(word: &str) -> Option<String> {
    (!word.is_empty()).then(|| word.to_owned())
}

/// The line under the title as readers saw it; Blogger lets it be HTML.
fn shown(word: &str) -> String {
    let is_html = dateline_markup::is_html(word) || word.contains("<br");
    if is_html { dateline_markup::plain_text(word) } else { word.to_owned() }
}

fn accepted(name: &str, value: &str) -> Option<SiteSettings> {
    let mut settings = SiteSettings::default();
    (!value.is_empty() && settings.set(name, value).is_ok()).then_some(settings)
}

/// Blogger still writes three languages by the codes of Java's first years.
fn language(word: &str) -> Option<String> {
    let tag = accepted("locale", word)?.locale;
    let (first, rest) = tag.split_once('-').map_or((tag.as_str(), ""), |(first, rest)| (first, rest));
    let first = match first {
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        other => other,
    };
    Some(if rest.is_empty() { first.to_owned() } else { format!("{first}-{rest}") })
}

/// Blogger allows up to 500; a page of ours ends at 100.
fn posts_per_page(word: &str) -> Option<i64> {
    word.parse::<i64>().ok().filter(|n| (1..=10_000).contains(n)).map(|n| n.min(100))
}

fn commenters(word: &str) -> Option<Commenters> {
    match word {
        "ANYONE" => Some(Commenters::Anyone),
        "BLOGGERS" | "REGISTERED" | "GOOGLE" | "OPENID" => Some(Commenters::Registered),
        "MEMBERS" => Some(Commenters::Members),
        _ => None,
    }
}

/// There are several ways to moderate; all of them hold comments back.
fn moderated(word: &str) -> Option<bool> {
    match word {
        // What the settings offer in words: never, sometimes, always.
        "DISABLED" | "NEVER" | "false" => Some(false),
        "SOMETIMES" | "ALWAYS" | "true" => Some(true),
        _ => word.starts_with("ENABLED").then_some(true),
    }
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// The blog's own `robots.txt` and `ads.txt` count when they are switched on.
fn own_files(site: &mut SiteRecord) {
    let own = |key: &str| -> Option<String> {
        let on = site.settings.get(&format!("{key}_ENABLED")).is_some_and(|word| word.trim() == "true");
        site.settings.get(key).filter(|text| on && !text.trim().is_empty()).cloned()
    };
    let (robots, ads) = (own("BLOG_CUSTOM_ROBOTS_TXT"), own("BLOG_CUSTOM_ADS_TXT"));
    let not_found = site.settings.get("BLOG_CUSTOM_PAGE_NOT_FOUND");
    let not_found = not_found.filter(|text| !text.trim().is_empty()).cloned();
    if let Some(description) = own("BLOG_META_DESCRIPTION") {
        crate::record::keep_detail(&mut site.shown, Detail::MetaDescription, &description);
    }
    (site.robots_txt, site.ads_txt, site.not_found_text) = (robots, ads, not_found);
}

/// Reads Takeout's `settings.csv`: a row of names, then a row of values. `None` when it is not that.
pub(crate) fn read_settings_csv(text: &str) -> Option<BTreeMap<String, String>> {
    let mut rows = csv_rows(text.trim_start_matches('\u{feff}'), 2).into_iter();
    let (names, values) = (rows.next()?, rows.next()?);
    if !names.iter().any(|name| name.starts_with("blog_")) {
        return None;
    }
    Some(names.into_iter().zip(values).take(SETTINGS_MAX).collect())
}

/// The first `most` rows of a CSV as RFC 4180 describes it.
fn csv_rows(text: &str, most: usize) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
                if rows.len() == most {
                    return rows;
                }
            }
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_told_by_their_key() {
        let mut site = SiteRecord::default();
        for (key, value) in [
            ("BLOG_NAME", "Correio"),
            ("blog_locale", "pt_BR"),
            ("BLOG_TIME_ZONE", "Atlantic/Azores"),
            ("BLOG_MAX_NUM", "250"),
            ("BLOG_COMMENT_ACCESS", "BLOGGERS"),
            ("BLOG_COMMENT_MODERATION", "ENABLED"),
            ("BLOG_SUBDOMAIN", "correio"),
            ("BLOG_CUSTOM_ROBOTS_TXT", "User-agent: *"),
            ("BLOG_CUSTOM_ADS_TXT", "a"),
            ("BLOG_CUSTOM_ADS_TXT_ENABLED", "true"),
            ("BLOG_SOMETHING_NEW", "?"),
        ] {
            assert_eq!(apply(&mut site, key, value, 1), None, "{key}");
        }
        assert_eq!(site.language.as_deref(), Some("pt-BR"));
        assert_eq!(site.posts_per_page, Some(100));
        assert_eq!(site.host.as_deref(), Some("correio.blogspot.com"));
        assert_eq!((site.commenters, site.comments_moderated), (Some(Commenters::Registered), Some(true)));
        assert_eq!((site.robots_txt, site.ads_txt.as_deref()), (None, Some("a")), "one is switched on");
    }

    #[test]
    fn moderation_is_said_in_several_words() {
        let moderated = |word: &str| {
            let mut site = SiteRecord::default();
            let told = apply(&mut site, "BLOG_COMMENT_MODERATION", word, 1);
            (site.comments_moderated, told.is_some())
        };
        for (word, held) in [("NEVER", false), ("DISABLED", false), ("SOMETIMES", true), ("ALWAYS", true)] {
            assert_eq!(moderated(word), (Some(held), false), "{word}");
        }
        assert_eq!(moderated("PERHAPS"), (None, true));
    }

    #[test]
    fn the_languages_of_javas_first_years_are_todays() {
        let mut site = SiteRecord::default();
        for (old, new) in [("in", "id"), ("iw", "he"), ("iw_IL", "he-IL"), ("nl", "nl")] {
            assert_eq!(apply(&mut site, "BLOG_LOCALE", old, 1), None);
            assert_eq!(site.language.as_deref(), Some(new));
        }
    }

    #[test]
    fn nonsense_leaves_the_default_and_is_reported() {
        let mut site = SiteRecord::default();
        for (key, value) in [
            ("BLOG_TIME_ZONE", "Europe/Atlantis"),
            ("BLOG_MAX_NUM", "many"),
            ("BLOG_MAX_NUM", "0"),
            ("BLOG_LOCALE", "xx-Klingon-!!"),
            ("BLOG_COMMENT_ACCESS", ""),
        ] {
            let problem = apply(&mut site, key, value, 7).unwrap();
            assert_eq!((problem.line, problem.entry.as_str()), (7, key));
        }
        assert_eq!((site.time_zone, site.language, site.commenters), (None, None, None));
    }

    #[test]
    fn a_settings_file_may_hold_quotes_and_line_breaks() {
        let text = "blog_name,blog_description,blog_locale\r\n\"The \"\"Bell\"\"\",\"one,\r\ntwo\",en\r\n";
        let settings = read_settings_csv(text).unwrap();
        assert_eq!(settings["blog_name"], "The \"Bell\"");
        assert_eq!(settings["blog_description"], "one,\r\ntwo");
        assert_eq!(settings["blog_locale"], "en");
        assert_eq!(read_settings_csv("a,b\n1,2\n"), None);
        assert_eq!(read_settings_csv("blog_name"), None);
    }
}
