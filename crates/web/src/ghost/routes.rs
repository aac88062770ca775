//! Every route of the Admin API and who may call it. A route without a row here does not exist: nothing else is
//! asked before a call is let in, so nothing can be forgotten. Whoever adds a handler adds its row.

use dateline_model::{Duty, StoryVerb};

use super::caller::Caller;
use super::error::{ErrorKind, GhostError};

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing: it is what a stranger calls to come in.
    Nothing,
    /// A person who is signed in, about that person's own account.
    Self_,
    /// A right over the story that the route names, or over stories at all. Which story it is, the handler asks.
    Story(StoryVerb),
    /// A duty.
    Duty(Duty),
    /// A duty, and to be a person: no key opens it, as in Ghost.
    DutyInPerson(Duty),
}

/// One route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) method: &'static str,
    /// Parts of the path; one in braces stands for any.
    pub(super) path: &'static str,
    pub(super) need: Need,
}

const fn route(method: &'static str, path: &'static str, need: Need) -> Route {
    Route { method, path, need }
}

use Need::{DutyInPerson, Nothing, Self_, Story};
use StoryVerb::{Delete, Read, Write};

/// All of them.
pub(super) const ROUTES: &[Route] = &[
    route("GET", "site", Nothing),
    route("GET", "openapi.json", Nothing),
    route("POST", "session", Nothing),
    route("POST", "session/passkey/challenge", Nothing),
    route("POST", "session/passkey", Nothing),
    route("DELETE", "session", Self_),
    route("GET", "sessions", Self_),
    route("DELETE", "sessions", Self_),
    route("DELETE", "sessions/{id}", Self_),
    route("GET", "authentication/setup", Nothing),
    route("POST", "authentication/setup", Nothing),
    route("GET", "authentication/invitation", Nothing),
    route("POST", "authentication/invitation", Nothing),
    route("POST", "authentication/password_reset", Nothing),
    route("PUT", "authentication/password_reset", Nothing),
    route("GET", "users", Need::Duty(Duty::SeeStaff)),
    route("GET", "users/me", Self_),
    route("PUT", "users/password", Self_),
    route("GET", "users/slug/{slug}", Need::Duty(Duty::SeeStaff)),
    route("GET", "users/email/{email}", Need::Duty(Duty::SeeStaff)),
    route("GET", "users/{id}", Need::Duty(Duty::SeeStaff)),
    route("PUT", "users/{id}", DutyInPerson(Duty::Look)),
    route("DELETE", "users/{id}", DutyInPerson(Duty::KeepStaff)),
    route("GET", "roles", Need::Duty(Duty::SeeStaff)),
    route("GET", "invites", DutyInPerson(Duty::KeepStaff)),
    route("POST", "invites", Need::Duty(Duty::KeepStaff)),
    route("DELETE", "invites/{id}", DutyInPerson(Duty::KeepStaff)),
    route("GET", "passkeys", Self_),
    route("POST", "passkeys/challenge", Self_),
    route("POST", "passkeys", Self_),
    route("DELETE", "passkeys/{id}", Self_),
    route("GET", "second_factor", Self_),
    route("POST", "second_factor", Self_),
    route("PUT", "second_factor", Self_),
    route("DELETE", "second_factor", Self_),
    route("GET", "webhooks", DutyInPerson(Duty::Programs)),
    route("POST", "webhooks", Need::Duty(Duty::Programs)),
    route("PUT", "webhooks/{id}", Need::Duty(Duty::Programs)),
    route("DELETE", "webhooks/{id}", Need::Duty(Duty::Programs)),
    route("GET", "webhooks/{id}/deliveries", DutyInPerson(Duty::Programs)),
    route("PUT", "deliveries/{id}", DutyInPerson(Duty::Programs)),
    route("GET", "digest", Need::DutyInPerson(Duty::Moderate)),
    route("PUT", "digest", Need::DutyInPerson(Duty::Moderate)),
    route("GET", "mail", DutyInPerson(Duty::Settings)),
    route("POST", "mail/test", DutyInPerson(Duty::Settings)),
    route("GET", "settings", Need::Duty(Duty::Look)),
    route("PUT", "settings", DutyInPerson(Duty::Settings)),
    route("GET", "settings/routes/yaml", DutyInPerson(Duty::Addresses)),
    route("POST", "settings/routes/yaml", DutyInPerson(Duty::Addresses)),
    route("GET", "themes", DutyInPerson(Duty::Design)),
    route("GET", "themes/active", DutyInPerson(Duty::Design)),
    route("POST", "themes/upload", Need::Duty(Duty::Design)),
    route("PUT", "themes/{name}/activate", Need::Duty(Duty::Design)),
    route("GET", "themes/{name}/download", DutyInPerson(Duty::Design)),
    route("DELETE", "themes/{name}", DutyInPerson(Duty::Design)),
    route("GET", "custom_theme_settings", DutyInPerson(Duty::Design)),
    route("PUT", "custom_theme_settings", DutyInPerson(Duty::Design)),
    route("POST", "custom_theme_settings/preview", DutyInPerson(Duty::Design)),
    route("GET", "redirects", DutyInPerson(Duty::Addresses)),
    route("GET", "redirects/download", DutyInPerson(Duty::Addresses)),
    route("PUT", "redirects", DutyInPerson(Duty::Addresses)),
    route("POST", "redirects/upload", DutyInPerson(Duty::Addresses)),
    route("GET", "status", DutyInPerson(Duty::Audit)),
    route("GET", "audit", DutyInPerson(Duty::Audit)),
    route("GET", "posts", Story(Read)),
    route("POST", "posts", Story(Write)),
    route("DELETE", "posts", Story(Delete)),
    route("PUT", "posts/bulk", Story(Write)),
    route("GET", "posts/slug/{slug}", Story(Read)),
    route("GET", "posts/{id}", Story(Read)),
    route("PUT", "posts/{id}", Story(Write)),
    route("DELETE", "posts/{id}", Story(Delete)),
    route("POST", "posts/{id}/copy", Story(Write)),
    route("GET", "posts/{id}/revisions", Story(Read)),
    route("GET", "posts/{id}/revisions/{revision}", Story(Read)),
    route("POST", "posts/{id}/revisions/{revision}/restore", Story(Write)),
    route("GET", "posts/{id}/lock", Story(Read)),
    route("PUT", "posts/{id}/lock", Story(Write)),
    route("DELETE", "posts/{id}/lock", Story(Write)),
    route("GET", "posts/{id}/previews", Story(Write)),
    route("POST", "posts/{id}/previews", Story(Write)),
    route("DELETE", "posts/{id}/previews/{link}", Story(Write)),
    route("GET", "pages", Story(Read)),
    route("POST", "pages", Story(Write)),
    route("DELETE", "pages", Story(Delete)),
    route("PUT", "pages/bulk", Story(Write)),
    route("GET", "pages/slug/{slug}", Story(Read)),
    route("GET", "pages/{id}", Story(Read)),
    route("PUT", "pages/{id}", Story(Write)),
    route("DELETE", "pages/{id}", Story(Delete)),
    route("POST", "pages/{id}/copy", Story(Write)),
    route("GET", "pages/{id}/revisions", Story(Read)),
    route("GET", "pages/{id}/revisions/{revision}", Story(Read)),
    route("POST", "pages/{id}/revisions/{revision}/restore", Story(Write)),
    route("GET", "pages/{id}/lock", Story(Read)),
    route("PUT", "pages/{id}/lock", Story(Write)),
    route("DELETE", "pages/{id}/lock", Story(Write)),
    route("GET", "pages/{id}/previews", Story(Write)),
    route("POST", "pages/{id}/previews", Story(Write)),
    route("DELETE", "pages/{id}/previews/{link}", Story(Write)),
    route("GET", "search/posts", Story(Read)),
    route("GET", "search/pages", Story(Read)),
    route("GET", "snippets", DutyInPerson(Duty::Upload)),
    route("POST", "snippets", DutyInPerson(Duty::Upload)),
    route("GET", "snippets/{id}", DutyInPerson(Duty::Upload)),
    route("PUT", "snippets/{id}", DutyInPerson(Duty::KeepMedia)),
    route("DELETE", "snippets/{id}", DutyInPerson(Duty::KeepMedia)),
    route("GET", "tags", Need::Duty(Duty::Look)),
    route("POST", "tags", Need::Duty(Duty::MakeTags)),
    route("GET", "tags/slug/{slug}", Need::Duty(Duty::Look)),
    route("GET", "tags/{id}", Need::Duty(Duty::Look)),
    route("PUT", "tags/{id}", Need::Duty(Duty::KeepTags)),
    route("DELETE", "tags/{id}", Need::Duty(Duty::KeepTags)),
    route("GET", "authors", Need::Duty(Duty::Look)),
    route("POST", "authors", Need::Duty(Duty::KeepStaff)),
    route("GET", "authors/{id}", Need::Duty(Duty::Look)),
    route("PUT", "authors/{id}", Need::Duty(Duty::KeepStaff)),
    route("GET", "keys", DutyInPerson(Duty::Programs)),
    route("POST", "keys", DutyInPerson(Duty::Programs)),
    route("DELETE", "keys/{id}", DutyInPerson(Duty::Programs)),
    route("GET", "oembed", Need::Duty(Duty::Upload)),
    route("GET", "config", Need::Duty(Duty::Look)),
    route("GET", "members", Need::Duty(Duty::Look)),
    route("GET", "newsletters", Need::Duty(Duty::Look)),
    route("GET", "tiers", Need::Duty(Duty::Look)),
    route("GET", "labels", Need::Duty(Duty::Look)),
    route("GET", "offers", Need::Duty(Duty::Look)),
    route("POST", "images/upload", Need::Duty(Duty::Upload)),
    route("POST", "media/upload", Need::Duty(Duty::Upload)),
    route("POST", "media/thumbnail/upload", Need::Duty(Duty::Upload)),
    route("PUT", "media/thumbnail/upload", Need::Duty(Duty::Upload)),
    route("POST", "files/upload", Need::Duty(Duty::Upload)),
    route("GET", "media", Need::Duty(Duty::Upload)),
    route("GET", "media/{id}", Need::Duty(Duty::KeepMedia)),
    route("PUT", "media/{id}", Need::Duty(Duty::KeepMedia)),
    route("DELETE", "media/{id}", Need::Duty(Duty::KeepMedia)),
    route("GET", "imports", DutyInPerson(Duty::MoveHouse)),
    route("POST", "imports", DutyInPerson(Duty::MoveHouse)),
    route("GET", "imports/{id}", DutyInPerson(Duty::MoveHouse)),
    route("DELETE", "imports/{id}", DutyInPerson(Duty::MoveHouse)),
    route("PUT", "imports/{id}/upload", DutyInPerson(Duty::MoveHouse)),
    route("PUT", "imports/{id}/rehearse", DutyInPerson(Duty::MoveHouse)),
    route("PUT", "imports/{id}/start", DutyInPerson(Duty::MoveHouse)),
    route("PUT", "imports/{id}/stop", DutyInPerson(Duty::MoveHouse)),
    route("PUT", "imports/{id}/undo", DutyInPerson(Duty::MoveHouse)),
    route("PUT", "imports/{id}/check", DutyInPerson(Duty::MoveHouse)),
    route("GET", "imports/{id}/links", DutyInPerson(Duty::MoveHouse)),
    route("GET", "exports", DutyInPerson(Duty::MoveHouse)),
    route("POST", "exports", DutyInPerson(Duty::MoveHouse)),
    route("GET", "exports/{id}", DutyInPerson(Duty::MoveHouse)),
    route("DELETE", "exports/{id}", DutyInPerson(Duty::MoveHouse)),
    route("PUT", "exports/{id}/stop", DutyInPerson(Duty::MoveHouse)),
    route("GET", "exports/{id}/download", DutyInPerson(Duty::MoveHouse)),
    route("GET", "comments", Need::Duty(Duty::Moderate)),
    route("PUT", "comments/bulk", Need::Duty(Duty::Moderate)),
    route("GET", "comments/counts", Need::Duty(Duty::Moderate)),
    route("GET", "comments/log", Need::Duty(Duty::Moderate)),
    route("PUT", "comments/undo/{batch}", Need::Duty(Duty::Moderate)),
    route("GET", "comments/bans", Need::Duty(Duty::Moderate)),
    route("DELETE", "comments/bans/{fingerprint}", Need::Duty(Duty::Moderate)),
    route("GET", "comments/reported", Need::Duty(Duty::Moderate)),
    route("GET", "comments/appeals", Need::Duty(Duty::Moderate)),
    route("DELETE", "comments/{id}/reports", Need::Duty(Duty::Moderate)),
    route("PUT", "comments/{id}/appeal", Need::Duty(Duty::Moderate)),
    route("GET", "comments/{id}/versions", Need::Duty(Duty::Moderate)),
    route("GET", "comments/lessons", Need::Duty(Duty::Moderate)),
    route("DELETE", "comments/lessons", Need::Duty(Duty::Moderate)),
    route("GET", "comments/{id}/history", Need::Duty(Duty::Moderate)),
    route("POST", "comments/{id}/ban", Need::Duty(Duty::Moderate)),
    route("GET", "comments/{id}", Need::Duty(Duty::Moderate)),
    route("PUT", "comments/{id}", Need::Duty(Duty::Moderate)),
];

/// The route that a call takes; the first one that fits.
pub(super) fn find(method: &str, path: &[&str]) -> Option<&'static Route> {
    let fits = |route: &&Route| {
        let mut parts = route.path.split('/');
        let same = path.iter().all(|given| {
            parts.next().is_some_and(|part| part == *given || (part.starts_with('{') && !given.is_empty()))
        });
        route.method == method && same && parts.next().is_none()
    };
    ROUTES.iter().find(fits)
}

impl Need {
    /// Whether `caller` may come in, as far as can be said before a story is looked at.
    pub(super) fn ask(self, caller: &Caller) -> Result<(), GhostError> {
        let refuse = |message: &str| Err(GhostError::new(ErrorKind::NoPermission, message));
        match self {
            Self::Self_ => caller.person().map(|_| ()),
            Self::Duty(duty) | Self::DutyInPerson(duty) if !caller.has(duty) => {
                refuse("You do not have permission to do this.")
            }
            Self::DutyInPerson(_) if matches!(caller, Caller::Program(_)) => {
                refuse("API tokens do not have permission to access this endpoint")
            }
            Self::Story(verb) if !caller.role().may_some(verb) => {
                refuse("You do not have permission to do this.")
            }
            Self::Nothing | Self::Duty(_) | Self::DutyInPerson(_) | Self::Story(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_route_is_found_by_its_parts() {
        let path = |method, path: &str| {
            let parts: Vec<&str> = path.split('/').collect();
            find(method, &parts).map(|route| route.path)
        };
        assert_eq!(path("GET", "posts"), Some("posts"));
        assert_eq!(path("GET", "posts/slug/harbour"), Some("posts/slug/{slug}"));
        assert_eq!(path("GET", "posts/5f2b9c0d1e4a7b6c8d9e0f10"), Some("posts/{id}"));
        assert_eq!(path("GET", "users/me"), Some("users/me"));
        assert_eq!(path("PATCH", "posts"), None);
        assert_eq!(path("GET", "posts/a/b"), None);
        assert_eq!(path("GET", "posts/"), None);
        assert_eq!(path("GET", ""), None);
    }

    #[test]
    fn no_route_hides_behind_another() {
        for route in ROUTES {
            let parts: Vec<&str> = route.path.split('/').collect();
            assert_eq!(find(route.method, &parts), Some(route));
        }
    }
}
