//! The custom fields that say something to us; plugins leave thousands of others.

use dateline_model::{Detail, Details};

use super::written::Item;
use crate::record::keep_detail;

/// The file above a story.
pub(super) const THUMBNAIL: &str = "_thumbnail_id";
/// What a picture shows.
pub(super) const ALT: &str = "_wp_attachment_image_alt";
/// A slug that the post had before.
pub(super) const OLD_SLUG: &str = "_wp_old_slug";
/// A podcast episode: address, length and type on lines of their own.
pub(super) const ENCLOSURE: &str = "enclosure";
/// The same of a plug-in for podcasts that keeps the address alone.
pub(super) const AUDIO: &str = "audio_file";
/// The notes of a story, whose block has none in itself: JSON.
pub(super) const FOOTNOTES: &str = "footnotes";
/// The number of the category that counts as a story's section, by plugin.
pub(super) const SECTIONS: [&str; 3] =
    ["_yoast_wpseo_primary_category", "rank_math_primary_category", "_seopress_robots_primary_cat"];
/// Where the title of a story led instead of to the story, by plugin.
pub(super) const LED_TO: [&str; 4] =
    ["_links_to", "_pprredirect_url", "_yoast_wpseo_redirect", "redirect_url"];
/// Of a redirect that a plug-in keeps as an item: from, to, its status, whether it is an expression.
pub(super) const RULE_FROM: &str = "_redirect_rule_from";
pub(super) const RULE_TO: &str = "_redirect_rule_to";
pub(super) const RULE_STATUS: &str = "_redirect_rule_status_code";
pub(super) const RULE_REGEX: &str = "_redirect_rule_from_regex";
/// Of a guest of Co-Authors Plus: how the guest signs, the login, a few sentences, a web address.
pub(super) const GUEST_NAME: &str = "cap-display_name";
pub(super) const GUEST_LOGIN: &str = "cap-user_login";
pub(super) const GUEST_BIO: &str = "cap-description";
pub(super) const GUEST_URL: &str = "cap-website";
/// Tags of the plug-in that had them before WordPress did (Ultimate Tag Warrior, until 2007), in the notation of PHP.
pub(super) const OLD_TAGS: &str = "_utw_tags_";
/// Of a table of `TablePress`: its numbers, what is set for it, which rows and columns are shown; all but the first are JSON.
pub(super) const TABLE_NUMBERS: &str = "_tablepress_export_table_id";
pub(super) const TABLE_OPTIONS: &str = "_tablepress_table_options";
pub(super) const TABLE_VISIBILITY: &str = "_tablepress_table_visibility";
/// Of an answer in a forum of bbPress: its topic, the answer that it answers, and what a visitor without an account left.
pub(super) const TOPIC: &str = "_bbp_topic_id";
pub(super) const REPLY_TO: &str = "_bbp_reply_to";
pub(super) const VISITOR_NAME: &str = "_bbp_anonymous_name";
pub(super) const VISITOR_EMAIL: &str = "_bbp_anonymous_email";
pub(super) const VISITOR_URL: &str = "_bbp_anonymous_website";
/// That the text of a story is made by a page builder.
pub(super) const ELEMENTOR: &str = "_elementor_data";
/// Of an entry of a menu: `custom`, `post_type`, `taxonomy`; its address, the number of what it leads to, what that is, the
/// entry above.
pub(super) const MENU_TYPE: &str = "_menu_item_type";
pub(super) const MENU_URL: &str = "_menu_item_url";
pub(super) const MENU_OBJECT_ID: &str = "_menu_item_object_id";
pub(super) const MENU_OBJECT: &str = "_menu_item_object";
pub(super) const MENU_PARENT: &str = "_menu_item_menu_item_parent";

/// Titles for search engines, by plugin.
const TITLES: [&str; 11] = [
    "_yoast_wpseo_title",
    "_aioseop_title",
    "_aioseo_title",
    "rank_math_title",
    "jetpack_seo_html_title",
    "_seopress_titles_title",
    "_genesis_title",
    "_sq_title",
    "_wds_title",
    "slim_seo_title",
    "_su_title",
];
/// Descriptions for search engines, by plugin.
const DESCRIPTIONS: [&str; 12] = [
    "_yoast_wpseo_metadesc",
    "_aioseop_description",
    "_aioseo_description",
    "rank_math_description",
    "advanced_seo_description",
    "_headspace_description",
    "_seopress_titles_desc",
    "_genesis_description",
    "_sq_description",
    "_wds_metadesc",
    "slim_seo_description",
    "_su_description",
];
/// That search engines should not list a story, by plugin.
const HIDDEN: [&str; 4] =
    ["_yoast_wpseo_meta-robots-noindex", "rank_math_robots", "_seopress_robots_index", "_genesis_noindex"];
/// What networks and search engines are told besides.
const TOLD: [(&str, Detail); 26] = [
    ("_yoast_wpseo_canonical", Detail::CanonicalUrl),
    ("rank_math_canonical_url", Detail::CanonicalUrl),
    ("_seopress_robots_canonical", Detail::CanonicalUrl),
    ("_genesis_canonical_uri", Detail::CanonicalUrl),
    ("_yoast_wpseo_opengraph-title", Detail::OgTitle),
    ("rank_math_facebook_title", Detail::OgTitle),
    ("_seopress_social_fb_title", Detail::OgTitle),
    ("_yoast_wpseo_opengraph-description", Detail::OgDescription),
    ("rank_math_facebook_description", Detail::OgDescription),
    ("_seopress_social_fb_desc", Detail::OgDescription),
    ("_yoast_wpseo_opengraph-image", Detail::OgImage),
    ("rank_math_facebook_image", Detail::OgImage),
    ("_seopress_social_fb_img", Detail::OgImage),
    ("_yoast_wpseo_twitter-title", Detail::TwitterTitle),
    ("rank_math_twitter_title", Detail::TwitterTitle),
    ("_yoast_wpseo_twitter-description", Detail::TwitterDescription),
    ("rank_math_twitter_description", Detail::TwitterDescription),
    ("_yoast_wpseo_twitter-image", Detail::TwitterImage),
    ("rank_math_twitter_image", Detail::TwitterImage),
    ("_aioseo_og_title", Detail::OgTitle),
    ("_aioseo_og_description", Detail::OgDescription),
    ("_aioseo_twitter_title", Detail::TwitterTitle),
    ("_aioseo_twitter_description", Detail::TwitterDescription),
    ("_open_graph_title", Detail::OgTitle),
    ("_open_graph_description", Detail::OgDescription),
    ("_social_image_url", Detail::OgImage),
];

/// The names in `a:1:{i:0;O:8:"stdClass":1:{s:3:"tag";s:3:"Fog";}}`.
pub(super) fn old_tags(value: &str) -> impl Iterator<Item = &str> {
    value.split("s:3:\"tag\";s:").skip(1).filter_map(|rest| {
        let (length, rest) = rest.split_once(":\"")?;
        let name = rest.get(..length.parse().ok()?)?;
        rest[name.len()..].starts_with("\";").then_some(name)
    })
}

/// Whether a key is one of these.
pub(super) fn is_understood(key: &str) -> bool {
    matches!(
        key,
        THUMBNAIL
            | ALT
            | OLD_SLUG
            | ENCLOSURE
            | ELEMENTOR
            | MENU_TYPE
            | MENU_URL
            | MENU_OBJECT_ID
            | MENU_OBJECT
            | MENU_PARENT
            | AUDIO
            | FOOTNOTES
            | RULE_FROM
            | RULE_TO
            | RULE_STATUS
            | RULE_REGEX
            | GUEST_NAME
            | GUEST_LOGIN
            | GUEST_BIO
            | GUEST_URL
            | TOPIC
            | REPLY_TO
            | VISITOR_NAME
            | VISITOR_EMAIL
            | VISITOR_URL
            | TABLE_NUMBERS
            | TABLE_OPTIONS
            | TABLE_VISIBILITY
    ) || SECTIONS.contains(&key)
        || LED_TO.contains(&key)
        || is_enclosure(key)
        || key.starts_with(OLD_TAGS)
        || TITLES.contains(&key)
        || DESCRIPTIONS.contains(&key)
        || HIDDEN.contains(&key)
        || TOLD.iter().any(|(known, _)| *known == key)
}

/// Whether a key names a podcast episode: that of the site, or of one of several podcasts (`talk:enclosure`).
pub(super) fn is_enclosure(key: &str) -> bool {
    key == ENCLOSURE || key.strip_suffix(ENCLOSURE).is_some_and(|podcast| podcast.ends_with(':'))
}

/// Whether a key that says nothing to us is one that people wrote: those of WordPress and its plugins begin with a line below,
/// or count something.
pub(super) fn is_peoples(key: &str) -> bool {
    const COUNTS: [&str; 6] =
        ["post_views_count", "views", "dsq_thread_id", "syndication_", "jabber_", "sharing_disabled"];
    !key.is_empty() && !key.starts_with('_') && !COUNTS.iter().any(|known| key.starts_with(known))
}

/// The same for a key of a comment: what spam filters and shops note of it says nothing to readers.
pub(super) fn is_commenters(key: &str) -> bool {
    const MACHINES: [&str; 10] = [
        "akismet_",
        "verified",
        "hc_",
        "jetpack_",
        "dsq_",
        "antispam",
        "wpdiscuz_",
        "consent",
        "protocol",
        "webmention_",
    ];
    !key.is_empty() && !key.starts_with('_') && !MACHINES.iter().any(|known| key.starts_with(known))
}

/// What the templates of plugins put in: `%%title%%` of Yoast, `%title%` of Rank Math, `%%post_title%%` of `SEOPress`.
pub(super) struct Words<'a> {
    pub(super) title: &'a str,
    pub(super) site: &'a str,
    pub(super) tagline: &'a str,
}

/// The title for search engines.
pub(super) fn seo_title(item: &Item, words: &Words<'_>) -> Option<String> {
    first_of(item, &TITLES, words)
}

/// The description for search engines.
pub(super) fn seo_description(item: &Item, words: &Words<'_>) -> Option<String> {
    first_of(item, &DESCRIPTIONS, words)
}

/// What networks and search engines are told besides, as far as it fits.
pub(super) fn told(item: &Item, words: &Words<'_>) -> Details {
    let mut details = Details::default();
    for (key, detail) in TOLD {
        let value = item.meta(key).filter(|value| !value.is_empty() && details.get(detail).is_none());
        if let Some(value) = value.and_then(|value| filled(value, words)) {
            keep_detail(&mut details, detail, &value);
        }
    }
    details
}

/// Whether search engines were asked not to list it.
pub(super) fn is_hidden(item: &Item) -> bool {
    let says = |key: &str| match (key, item.meta(key)) {
        (_, None) => false,
        ("rank_math_robots", Some(value)) => value.contains("noindex"),
        (_, Some(value)) => matches!(value, "1" | "yes"),
    };
    HIDDEN.iter().any(|key| says(key))
}

/// The first value that is words, or a template that can be filled.
fn first_of(item: &Item, keys: &[&str], words: &Words<'_>) -> Option<String> {
    let mut values = keys.iter().filter_map(|key| item.meta(key)).filter(|value| !value.is_empty());
    values.find_map(|value| filled(value, words))
}

/// A template with its variables filled; `None` when it has one that nobody here knows, or is nothing but the title.
fn filled(template: &str, words: &Words<'_>) -> Option<String> {
    // All in One SEO has names of its own: `#post_title #separator_sa #site_title`.
    let translated = ["#post_title", "#page_title", "#site_title", "#tagline", "#separator_sa"]
        .into_iter()
        .zip(["%title%", "%title%", "%sitename%", "%tagline%", "%sep%"])
        .fold(template.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours));
    let template = translated.as_str();
    if ["#post_", "#author_", "#current_", "#categor", "#taxonomy_"]
        .iter()
        .any(|name| template.contains(name))
    {
        return None;
    }
    if !template.contains('%') {
        return Some(template.to_owned());
    }
    let known = [
        ("title", words.title),
        ("post_title", words.title),
        ("sitename", words.site),
        ("sitetitle", words.site),
        ("sitedesc", words.tagline),
        ("tagline", words.tagline),
        ("sep", "-"),
        ("page", ""),
    ];
    let mut text = template.to_owned();
    for (name, value) in known {
        text = text.replace(&format!("%%{name}%%"), value).replace(&format!("%{name}%"), value);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '-');
    // `100%` is no variable; `%excerpt%` is one.
    let parts: Vec<&str> = text.split('%').collect();
    let is_name = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '(' | ')'))
    };
    let has_variable = parts.len() > 2 && parts[1..parts.len() - 1].iter().any(is_name);
    (!has_variable && !text.is_empty() && text != words.title).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_a_plugin_of_old_are_read_by_their_length() {
        let value = "a:2:{i:0;O:8:\"stdClass\":1:{s:3:\"tag\";s:15:\"Géo\";s:1:\"info\";}i:1;O:8:\"stdClass\":1:{s:3:\"tag\";s:3:\"Fog\";}i:2;O:8:\"stdClass\":1:{s:3:\"tag\";s:99:\"x\";}}";
        assert_eq!(old_tags(value).collect::<Vec<_>>(), ["Géo\";s:1:\"info", "Fog"]);
        assert_eq!(old_tags("a:0:{}").count(), 0);
    }

    #[test]
    fn templates_of_plugins_are_filled_with_what_they_name() {
        let words = Words { title: "Fog", site: "Gull", tagline: "News of the bay" };
        let check = |template: &str, text: Option<&str>| {
            assert_eq!(filled(template, &words).as_deref(), text, "{template}");
        };
        check("Own words", Some("Own words"));
        check("100% fog", Some("100% fog"));
        check("%%title%% %%page%% %%sep%% %%sitename%%", Some("Fog - Gull"));
        check("RM %title% %sep% %sitename%", Some("RM Fog - Gull"));
        check("#post_title #separator_sa #site_title", Some("Fog - Gull"));
        check("#post_excerpt", None);
        check("We are #1", Some("We are #1"));
        check("%%title%%", None);
        check("%%excerpt%%", None);
        check("%excerpt% and more", None);
    }
}
