//! The site itself: what writing programs ask first, and the settings that readers' programs show.

use dateline_model::{Injection, SiteSettings};
use serde_json::{Value, json};

use super::{Call, Reply, VERSION, details, injection, shape};

/// `GET admin/site/`, which needs no key: by it a program finds out what it talks to.
pub(super) fn read(call: &Call<'_>) -> Reply {
    let (visit, settings) = (call.visit, &call.visit.paper.settings);
    let addresses = shape::addresses(visit);
    Reply::Ok(json!({ "site": {
        "title": settings.title,
        "description": settings.description,
        "logo": shape::whole_address(&addresses, settings.logo.as_deref()),
        "icon": shape::whole_address(&addresses, settings.icon.as_deref()),
        "cover_image": shape::whole_address(&addresses, settings.cover_image.as_deref()),
        "accent_color": settings.accent_color,
        "locale": settings.locale,
        "timezone": settings.timezone,
        "url": addresses.whole("/"),
        "version": VERSION,
        "allow_external_signup": false,
        "site_uuid": visit.paper.id().0.to_string(),
    } }))
}

/// `GET admin/config/`
pub(super) fn config() -> Reply {
    Reply::Ok(json!({ "config": {
        "version": format!("{VERSION}.0"),
        "environment": "production",
        "database": "dateline",
        "mail": "SMTP",
        "useGravatar": false,
        "labs": {},
        "clientExtensions": {},
        "enableDeveloperExperiments": false,
        "stripeDirect": false,
        "mailgunIsConfigured": false,
        "emailAnalytics": false,
        "klipy": { "apiKey": null, "contentFilter": "off" },
        "security": { "allowWebhookInternalIPs": false, "staffDeviceVerification": false },
    } }))
}

/// `GET content/settings/`
pub(super) fn settings(call: &Call<'_>) -> Reply {
    let settings = &call.visit.paper.settings;
    let addresses = shape::addresses(call.visit);
    let mut json = json!({
        "title": settings.title,
        "description": settings.description,
        "logo": shape::whole_address(&addresses, settings.logo.as_deref()),
        "icon": shape::whole_address(&addresses, settings.icon.as_deref()),
        "accent_color": settings.accent_color,
        "cover_image": shape::whole_address(&addresses, settings.cover_image.as_deref()),
        "lang": settings.locale,
        "locale": settings.locale,
        "timezone": settings.timezone,
        "navigation": menu(call, &settings.navigation),
        "secondary_navigation": menu(call, &settings.secondary_navigation),
        "comments_enabled": if settings.comments_open { "all" } else { "off" },
        "members_enabled": false,
        "members_invite_only": false,
        "members_signup_access": "none",
        "donations_enabled": false,
        "editor_default_email_recipients": "disabled",
        "outbound_link_tagging": false,
        "labs": {},
        "paid_members_enabled": false,
        "allow_self_signup": false,
        "recommendations_enabled": false,
        "portal_button": false,
        "portal_name": false,
        "portal_plans": [],
        "portal_signup_checkbox_required": false,
        "site_uuid": call.visit.paper.id().0.to_string(),
        "url": addresses.whole("/"),
        "version": VERSION,
    });
    // What Ghost has and we do not; programs that check types look for every one.
    for key in [
        "default_email_address",
        "firstpromoter_account",
        "members_support_address",
        "portal_button_icon",
        "portal_button_signup_text",
        "portal_button_style",
        "portal_default_plan",
        "portal_signup_terms_html",
        "support_email_address",
    ] {
        json[key] = Value::Null;
    }
    details::show(&mut json, &addresses, &settings.shown, &SiteSettings::SHOWN);
    let own =
        Injection { head: settings.codeinjection_head.clone(), foot: settings.codeinjection_foot.clone() };
    injection::show(&mut json, &own);
    Reply::Ok(json!({ "settings": json, "meta": {} }))
}

/// A menu as it is kept: addresses of the site itself are paths, as in Ghost.
fn menu(call: &Call<'_>, items: &[dateline_model::NavigationItem]) -> Value {
    let item = |item: &dateline_model::NavigationItem| json!({ "label": item.label, "url": shape::own(call.visit, &item.url) });
    items.iter().map(item).collect()
}
