//! What the desk wrote for search engines and previews, and the accounts elsewhere.

use dateline_hbs::{Map, Value};

use super::text;

/// What was written for search engines and previews of a site, story, tag or author, each in place of what would be
/// taken from the thing itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct OwnMeta {
    /// Title for search engines.
    pub meta_title: Option<String>,
    /// Description for search engines.
    pub meta_description: Option<String>,
    /// The page that this one is a copy of, absolute.
    pub canonical_url: Option<String>,
    /// Picture for `OpenGraph` previews.
    pub og_image: Option<String>,
    /// Title for `OpenGraph` previews.
    pub og_title: Option<String>,
    /// Description for `OpenGraph` previews.
    pub og_description: Option<String>,
    /// Picture for Twitter's previews.
    pub twitter_image: Option<String>,
    /// Title for Twitter's previews.
    pub twitter_title: Option<String>,
    /// Description for Twitter's previews.
    pub twitter_description: Option<String>,
    /// Markup for the end of the head, printed as it is: only the staff may write it.
    pub codeinjection_head: Option<String>,
    /// Markup for the end of the page, printed as it is: only the staff may write it.
    pub codeinjection_foot: Option<String>,
}

/// Names of the fields, as templates know them.
pub(crate) const META_KEYS: [&str; 11] = [
    "meta_title",
    "meta_description",
    "canonical_url",
    "og_image",
    "og_title",
    "og_description",
    "twitter_image",
    "twitter_title",
    "twitter_description",
    "codeinjection_head",
    "codeinjection_foot",
];

impl OwnMeta {
    /// The field `key`, or undefined where there is none of that name.
    pub(crate) fn field(&self, key: &str) -> Value<'_> {
        let field = match key {
            "meta_title" => &self.meta_title,
            "meta_description" => &self.meta_description,
            "canonical_url" => &self.canonical_url,
            "og_image" => &self.og_image,
            "og_title" => &self.og_title,
            "og_description" => &self.og_description,
            "twitter_image" => &self.twitter_image,
            "twitter_title" => &self.twitter_title,
            "twitter_description" => &self.twitter_description,
            "codeinjection_head" => &self.codeinjection_head,
            "codeinjection_foot" => &self.codeinjection_foot,
            _ => return Value::Undefined,
        };
        text(field.as_ref())
    }
}

/// Accounts on other platforms: a user's name, or the part of the address that stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct SocialView {
    /// Facebook page.
    pub facebook: Option<String>,
    /// Twitter's name, with or without `@`.
    pub twitter: Option<String>,
    /// Threads.
    pub threads: Option<String>,
    /// Bluesky.
    pub bluesky: Option<String>,
    /// Mastodon: `host/@name`.
    pub mastodon: Option<String>,
    /// `TikTok`.
    pub tiktok: Option<String>,
    /// `YouTube`.
    pub youtube: Option<String>,
    /// Instagram.
    pub instagram: Option<String>,
    /// `LinkedIn`.
    pub linkedin: Option<String>,
}

/// Names of the platforms, as templates know them.
pub(crate) const SOCIAL_KEYS: [&str; 9] =
    ["facebook", "twitter", "threads", "bluesky", "mastodon", "tiktok", "youtube", "instagram", "linkedin"];

impl SocialView {
    /// The account on `platform`, or undefined where there is no platform of that name.
    pub(crate) fn field(&self, platform: &str) -> Value<'_> {
        let account = match platform {
            "facebook" => &self.facebook,
            "twitter" => &self.twitter,
            "threads" => &self.threads,
            "bluesky" => &self.bluesky,
            "mastodon" => &self.mastodon,
            "tiktok" => &self.tiktok,
            "youtube" => &self.youtube,
            "instagram" => &self.instagram,
            "linkedin" => &self.linkedin,
            _ => return Value::Undefined,
        };
        text(account.as_ref())
    }
}

/// A membership that readers can buy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TierView {
    /// 24 hexadecimal digits.
    pub id: String,
    /// As printed.
    pub name: String,
    /// Last part of addresses.
    pub slug: String,
    /// What it is.
    pub description: Option<String>,
    /// Whether it costs something.
    pub paid: bool,
    /// What a member gets.
    pub benefits: Vec<String>,
    /// ISO 4217, such as `EUR`.
    pub currency: Option<String>,
    /// In the smallest unit of the currency.
    pub monthly_price: Option<u64>,
    /// In the smallest unit of the currency.
    pub yearly_price: Option<u64>,
    /// Days that cost nothing.
    pub trial_days: u32,
}

object!(TierView, tier, {
    "id" => &tier.id,
    "name" => &tier.name,
    "slug" => &tier.slug,
    "description" => text(tier.description.as_ref()),
    "active" => true,
    "type" => if tier.paid { "paid" } else { "free" },
    "visibility" => "public",
    "benefits" => Value::sequence(&tier.benefits),
    "currency" => text(tier.currency.as_ref()),
    "monthly_price" => tier.monthly_price,
    "yearly_price" => tier.yearly_price,
    "trial_days" => tier.trial_days,
    "welcome_page_url" => Value::Null,
});

/// `{"posts": 12}`, where the number is known.
pub(super) fn count_of_posts(count: Option<u64>) -> Value<'static> {
    count.map_or(Value::Null, |count| Map::new().with("posts", count).into())
}
