//! Atom, RSS, JSON Feed, Blogger's JSON, sitemaps: values in, bytes out.
