//! What few stories, tags and authors have and no list shows: what search engines and social networks are told,
//! accounts elsewhere, an embargo. Kept apart from the things themselves, so that lists never read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Millis;

/// One such thing. Its word is the name under which it is stored and exchanged; where Ghost has a field for it, Ghost's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// The page of which this one is a copy.
    CanonicalUrl,
    /// The title for search engines. Posts keep theirs themselves.
    MetaTitle,
    /// The description for search engines. Posts keep theirs themselves.
    MetaDescription,
    /// The picture that social networks show.
    OgImage,
    /// The title that social networks show.
    OgTitle,
    /// The description that social networks show.
    OgDescription,
    /// The picture that X shows.
    TwitterImage,
    /// The title that X shows.
    TwitterTitle,
    /// The description that X shows.
    TwitterDescription,
    /// The template of the theme that prints a story, such as `custom-wide`.
    CustomTemplate,
    /// What the author noted for programs, as it was written.
    Frontmatter,
    /// Who made the picture above a story.
    ImageCredit,
    /// On what terms the picture may be shown.
    ImageLicence,
    /// The point of the picture that must stay in sight: two numbers from 0 to 1, from the left and from the top.
    ImageFocus,
    /// `true` where a page leaves its title and picture to its text.
    HideTitleAndImage,
    /// Until when nobody may read a story, in milliseconds.
    EmbargoUntil,
    /// When a story goes back to the desk by itself, in milliseconds.
    UnpublishAt,
    /// What was wrong with a story, as [`Correction`]s.
    Corrections,
    /// A colour such as `#8b1a1a`.
    AccentColor,
    /// The picture of a tag.
    FeatureImage,
    /// The wide picture of an author.
    CoverImage,
    /// Where an author lives or works.
    Location,
    /// An account.
    Facebook,
    /// An account on X.
    Twitter,
    /// An account.
    Threads,
    /// An account.
    Bluesky,
    /// An account.
    Mastodon,
    /// An account.
    Tiktok,
    /// An account.
    Youtube,
    /// An account.
    Instagram,
    /// An account.
    Linkedin,
}

crate::comment::stored_words! { Detail:
    CanonicalUrl = "canonical_url",
    MetaTitle = "meta_title",
    MetaDescription = "meta_description",
    OgImage = "og_image",
    OgTitle = "og_title",
    OgDescription = "og_description",
    TwitterImage = "twitter_image",
    TwitterTitle = "twitter_title",
    TwitterDescription = "twitter_description",
    CustomTemplate = "custom_template",
    Frontmatter = "frontmatter",
    ImageCredit = "feature_image_credit",
    ImageLicence = "feature_image_licence",
    ImageFocus = "feature_image_focus",
    HideTitleAndImage = "hide_title_and_feature_image",
    EmbargoUntil = "embargo_until",
    UnpublishAt = "unpublish_at",
    Corrections = "corrections",
    AccentColor = "accent_color",
    FeatureImage = "feature_image",
    CoverImage = "cover_image",
    Location = "location",
    Facebook = "facebook",
    Twitter = "twitter",
    Threads = "threads",
    Bluesky = "bluesky",
    Mastodon = "mastodon",
    Tiktok = "tiktok",
    Youtube = "youtube",
    Instagram = "instagram",
    Linkedin = "linkedin",
}

impl Detail {
    /// What social networks show of anything, in Ghost's order.
    pub const SHARED: [Self; 6] = [
        Self::OgImage,
        Self::OgTitle,
        Self::OgDescription,
        Self::TwitterImage,
        Self::TwitterTitle,
        Self::TwitterDescription,
    ];
    /// Accounts elsewhere, in Ghost's order.
    pub const ACCOUNTS: [Self; 9] = [
        Self::Facebook,
        Self::Twitter,
        Self::Threads,
        Self::Bluesky,
        Self::Mastodon,
        Self::Tiktok,
        Self::Youtube,
        Self::Instagram,
        Self::Linkedin,
    ];
    /// Those of stories and pages.
    pub const OF_POSTS: [Self; 16] = [
        Self::CanonicalUrl,
        Self::OgImage,
        Self::OgTitle,
        Self::OgDescription,
        Self::TwitterImage,
        Self::TwitterTitle,
        Self::TwitterDescription,
        Self::CustomTemplate,
        Self::Frontmatter,
        Self::ImageCredit,
        Self::ImageLicence,
        Self::ImageFocus,
        Self::HideTitleAndImage,
        Self::EmbargoUntil,
        Self::UnpublishAt,
        Self::Corrections,
    ];
    /// Those of tags.
    pub const OF_TAGS: [Self; 11] = [
        Self::CanonicalUrl,
        Self::MetaTitle,
        Self::MetaDescription,
        Self::OgImage,
        Self::OgTitle,
        Self::OgDescription,
        Self::TwitterImage,
        Self::TwitterTitle,
        Self::TwitterDescription,
        Self::AccentColor,
        Self::FeatureImage,
    ];
    /// Those of authors.
    pub const OF_AUTHORS: [Self; 13] = [
        Self::MetaTitle,
        Self::MetaDescription,
        Self::CoverImage,
        Self::Location,
        Self::Facebook,
        Self::Twitter,
        Self::Threads,
        Self::Bluesky,
        Self::Mastodon,
        Self::Tiktok,
        Self::Youtube,
        Self::Instagram,
        Self::Linkedin,
    ];

    /// The most characters of it: Ghost's limits where Ghost has one.
    pub const fn max_chars(self) -> usize {
        match self {
            Self::MetaTitle | Self::OgTitle | Self::TwitterTitle => 300,
            Self::MetaDescription | Self::OgDescription | Self::TwitterDescription => 500,
            Self::CustomTemplate => 100,
            Self::Frontmatter | Self::Corrections => 65_535,
            Self::ImageCredit | Self::ImageLicence | Self::Location => 191,
            Self::ImageFocus | Self::HideTitleAndImage | Self::EmbargoUntil | Self::UnpublishAt => 40,
            Self::AccentColor => 7,
            _ => 2_000,
        }
    }

    /// Whether it is the address of a picture.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::OgImage | Self::TwitterImage | Self::FeatureImage | Self::CoverImage)
    }

    /// What would fit, when `value` does not.
    pub fn refuses(self, value: &str) -> Option<&'static str> {
        let is_web = |value: &str| value.starts_with("https://") || value.starts_with("http://");
        let is_path = |value: &str| value.starts_with('/') && !value.starts_with("//");
        let is_odd = |value: &str| value.chars().any(|c| c.is_control() || c == '"' || c == '<' || c == '>');
        let fits = match self {
            Self::CanonicalUrl => (is_web(value) || is_path(value)) && !is_odd(value),
            _ if self.is_picture() => (is_web(value) || is_path(value)) && !is_odd(value),
            Self::CustomTemplate => value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)),
            Self::AccentColor => {
                let digits = value.strip_prefix('#').unwrap_or_default();
                matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit())
            }
            Self::ImageFocus => focus(value).is_some(),
            Self::HideTitleAndImage => value == "true",
            Self::EmbargoUntil | Self::UnpublishAt => value.parse::<Millis>().is_ok(),
            Self::Corrections => serde_json::from_str::<Vec<Correction>>(value).is_ok(),
            _ => true,
        };
        let wanted = match self {
            Self::CustomTemplate => "it is the name of a template without .hbs, such as custom-wide",
            Self::AccentColor => "it is a colour like #8b1a1a",
            Self::ImageFocus => "it is two numbers from 0 to 1, such as 0.5 0.25",
            Self::HideTitleAndImage => "it is true or nothing",
            Self::EmbargoUntil | Self::UnpublishAt => "it is a moment",
            Self::Corrections => "it is a list of {\"at\", \"text\"}",
            _ => "it is an address of the web or a path of the site",
        };
        (!fits).then_some(wanted)
    }
}

/// The two numbers of a [`Detail::ImageFocus`].
fn focus(value: &str) -> Option<(f32, f32)> {
    let number = |text: &str| text.parse::<f32>().ok().filter(|n| (0.0..=1.0).contains(n));
    let (x, y) = value.split_once(' ')?;
    Some((number(x)?, number(y)?))
}

/// A note under a story on what it had wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When it was corrected.
    pub at: Millis,
    /// What was wrong, plain text.
    pub text: String,
}

/// The details of one thing. Nothing in it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details(BTreeMap<Detail, String>);

impl Details {
    /// The details that `rows` of (name, value) say; names that no release knows are passed over.
    pub fn from_rows<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut details = Self::default();
        for (name, value) in rows {
            if let Some(detail) = Detail::from_word(name) {
                details.set(detail, Some(value));
            }
        }
        details
    }

    /// One of them.
    pub fn get(&self, detail: Detail) -> Option<&str> {
        self.0.get(&detail).map(String::as_str)
    }

    /// The same as a text of its own.
    pub fn text(&self, detail: Detail) -> Option<String> {
        self.0.get(&detail).cloned()
    }

    /// One of them as a moment.
    pub fn moment(&self, detail: Detail) -> Option<Millis> {
        self.get(detail)?.parse().ok()
    }

    /// Sets one; nothing, or an empty text, clears it.
    pub fn set(&mut self, detail: Detail, value: Option<&str>) {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => {
                self.0.insert(detail, value.to_owned());
            }
            None => {
                self.0.remove(&detail);
            }
        }
    }

    /// All that there are, by their order.
    pub fn iter(&self) -> impl Iterator<Item = (Detail, &str)> {
        self.0.iter().map(|(detail, value)| (*detail, value.as_str()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The corrections of a story, in the order in which they were noted.
    pub fn corrections(&self) -> Vec<Correction> {
        self.get(Detail::Corrections).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_that_does_not_fit_says_what_would() {
        for (detail, good, bad) in [
            (Detail::CanonicalUrl, "https://elsewhere.example/x", "javascript:alert(1)"),
            (Detail::OgImage, "/content/images/a.png", "//elsewhere.example/a.png"),
            (Detail::CustomTemplate, "custom-wide", "../post"),
            (Detail::AccentColor, "#8b1a1a", "red"),
            (Detail::ImageFocus, "0.5 0.25", "0.5 1.5"),
            (Detail::HideTitleAndImage, "true", "maybe"),
            (Detail::EmbargoUntil, "1795608000000", "tomorrow"),
            (Detail::Corrections, r#"[{"at":1,"text":"The bridge is in Porto Arvel."}]"#, "none"),
        ] {
            assert_eq!(detail.refuses(good), None, "{good}");
            assert!(detail.refuses(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn details_keep_nothing_that_is_empty() {
        let mut details = Details::from_rows([("og_title", "A bridge"), ("og_image", ""), ("no_such", "x")]);
        assert_eq!(details.iter().collect::<Vec<_>>(), [(Detail::OgTitle, "A bridge")]);
        details.set(Detail::OgTitle, Some(""));
        assert!(details.is_empty());
    }
}
