//! Accounts elsewhere: `social_url`, `twitter_url`, `facebook_url`, `social_accounts`.

use dateline_hbs::{HelperError, Helpers, Map, Value};

use super::address::encoded;
use super::{Printed, Tag, option};
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("social_url", social_url).add("social_accounts", social_accounts);
    table.add("twitter_url", twitter_url).add("facebook_url", facebook_url);
}

/// Platforms in the order they are listed: what templates call them, their names, and the field of the account.
const PLATFORMS: [(&str, &str, &str); 9] = [
    ("x", "X", "twitter"),
    ("facebook", "Facebook", "facebook"),
    ("linkedin", "LinkedIn", "linkedin"),
    ("bluesky", "Bluesky", "bluesky"),
    ("threads", "Threads", "threads"),
    ("mastodon", "Mastodon", "mastodon"),
    ("tiktok", "TikTok", "tiktok"),
    ("youtube", "YouTube", "youtube"),
    ("instagram", "Instagram", "instagram"),
];

/// The address of an account.
pub(crate) fn profile(platform: &str, user: &str) -> String {
    if user.starts_with("https://") || user.starts_with("http://") {
        return user.to_owned();
    }
    let bare = user.trim_start_matches(['@', '/']);
    match platform {
        "twitter" | "x" => format!("https://x.com/{bare}"),
        "facebook" => format!("https://www.facebook.com/{bare}"),
        "threads" => format!("https://www.threads.net/@{bare}"),
        "bluesky" => format!("https://bsky.app/profile/{bare}"),
        "mastodon" => format!("https://{bare}"),
        "tiktok" => format!("https://www.tiktok.com/@{bare}"),
        "youtube" => format!("https://www.youtube.com/{}", user.trim_start_matches('/')),
        "instagram" => format!("https://www.instagram.com/{bare}"),
        _ => {
            let whole = ["in/", "company/", "school/", "pub/"].iter().any(|kind| bare.starts_with(kind));
            format!("https://www.linkedin.com/{}{bare}", if whole { "" } else { "in/" })
        }
    }
}

/// `{{social_url type="twitter"}}`: of the author the tag stands in, else of the site.
fn social_url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let Some(platform) = option(tag, "type") else {
        tag.log("{{social_url}} needs a platform, as in type=\"mastodon\"");
        return Ok(Value::Null);
    };
    let platform = if platform.as_str() == "x" { "twitter".into() } else { platform };
    Ok(account(tag, &platform, &Value::Undefined))
}

fn twitter_url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let given = tag.param(0);
    Ok(account(tag, "twitter", &given))
}

fn facebook_url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let given = tag.param(0);
    Ok(account(tag, "facebook", &given))
}

fn account<'a>(tag: &Tag<'_, 'a>, platform: &str, given: &Value<'a>) -> Value<'a> {
    let known = PLATFORMS.iter().any(|(_, _, field)| *field == platform);
    let own = tag.this().property(platform);
    let user = [given.clone(), own, tag.data("site").property(platform)]
        .into_iter()
        .find(|user| user.as_str().is_some_and(|user| !user.is_empty()));
    match user {
        Some(user) if known => Value::safe(encoded(&profile(platform, &user.to_text()))),
        _ => Value::Null,
    }
}

/// `{{#social_accounts @site}}…{{else}}…{{/social_accounts}}`: once for each account the site or author has.
fn social_accounts<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    // An author who is not there has no accounts; a tag that names nobody is a mistake.
    let owner = tag.param(0);
    if tag.params().is_empty() {
        return Err(HelperError::new("needs a site or an author; write {{#social_accounts @site}}"));
    }
    let accounts: Vec<Value<'a>> = PLATFORMS
        .iter()
        .filter_map(|(kind, name, field)| {
            let user = owner.property(field).to_text();
            (!user.is_empty()).then(|| {
                let href = encoded(&profile(field, &user));
                Map::new()
                    .with("type", *kind)
                    .with("name", *name)
                    .with("username", user)
                    .with("href", href)
                    .into()
            })
        })
        .collect();
    if accounts.is_empty() {
        tag.inverse()?;
        return Ok(Value::Undefined);
    }
    let mut frame = tag.frame().child();
    for (at, account) in (0_i64..).zip(&accounts) {
        super::lists::position(&mut frame, at, at == 0, at + 1 == accounts.len() as i64);
        tag.block_with(account, &frame, std::slice::from_ref(account))?;
    }
    Ok(Value::Undefined)
}
