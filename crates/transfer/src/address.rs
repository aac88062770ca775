//! Addresses of another system's site: the path of a permalink, its host.

use percent_encoding::percent_decode_str;

/// The most bytes of a path.
const PATH_BYTES_MAX: usize = 1_024;

/// The path of `address`, a whole URL or a path with or without its first slash, as it is stored: without
/// query and fragment, percent-decoded once when that gives UTF-8 (else as written), with one slash where there are several.
/// Letters keep their case, since Blogger's addresses differ by it.
///
/// `Ok(None)` when there is no path but the front page; `Err` says why a path cannot be kept.
pub(crate) fn path_of(address: &str) -> Result<Option<String>, String> {
    let address = address.trim();
    let after_host = match address.split_once("://") {
        Some((_, rest)) => rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]),
        None => address,
    };
    let path = after_host.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_start_matches('/');
    if path.is_empty() {
        return Ok(None);
    }
    if is_plain(path) {
        return Ok(Some(format!("/{path}")));
    }
    let decoded = percent_decode_str(path).decode_utf8().map_or_else(|_| path.to_owned(), Into::into);
    let shown: String = decoded.chars().take(60).collect();
    if decoded.len() >= PATH_BYTES_MAX {
        return Err(format!("its address is longer than {PATH_BYTES_MAX} bytes: /{shown}…"));
    }
    if decoded.chars().any(|c| c.is_control() || c == '\\') {
        return Err(format!("its address holds characters that no address may hold: /{shown:?}"));
    }
    if decoded.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(format!("its address climbs out of the site: /{shown}"));
    }
    // A story without a name had the address of its month, with one more slash.
    if decoded.ends_with("//") {
        return Err(format!("its address lacks its last part: /{shown}"));
    }
    let parts: Vec<&str> = decoded.split('/').collect();
    let last = parts.len() - 1;
    let kept = parts.iter().enumerate().filter(|(at, part)| *at == last || !part.is_empty());
    Ok(Some(format!("/{}", kept.map(|(_, part)| *part).collect::<Vec<_>>().join("/"))))
}

/// Whether nothing of a path is decoded, left out or refused. What is not plain may be so all the same.
fn is_plain(path: &str) -> bool {
    let mut before = b'/';
    path.len() < PATH_BYTES_MAX
        && path.bytes().all(|byte| {
            let is_odd = matches!(byte, b'%' | b'\\') || before == b'/' && matches!(byte, b'/' | b'.');
            before = byte;
            byte.is_ascii_graphic() && !is_odd
        })
}

/// The host of a whole URL, in lower case without a port.
pub(crate) fn host_of(address: &str) -> Option<String> {
    let rest = address.trim().split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    checked_host(host)
}

/// `host` in lower case when it looks like a host name.
pub(crate) fn checked_host(host: &str) -> Option<String> {
    let host = host.trim().trim_end_matches('.').to_lowercase();
    let plain = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'));
    (plain && host.contains('.') && host.len() <= 253).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_as_exported() {
        let check = |address: &str, path: &str| {
            assert_eq!(path_of(address), Ok(Some(path.to_owned())), "{address}");
        };
        check("http://a.example/2012/10/semiotics.html", "/2012/10/semiotics.html");
        check("/2012/10/semiotics.html", "/2012/10/semiotics.html");
        check("2012/10/semiotics.html", "/2012/10/semiotics.html");
        check("https://a.example:8080/p/Caf%C3%A9.html?m=1#top", "/p/Café.html");
        check("https://a.example/100%25.html", "/100%.html");
        check("https://a.example/100%.html", "/100%.html");
        check("https://a.example/%E9.html", "/%E9.html");
        check("//a.html", "/a.html");
        check("/blog//2020///a/", "/blog/2020/a/");
        check("/%2F/a", "/a");
    }

    #[test]
    fn a_path_that_leads_nowhere_good_is_refused() {
        assert_eq!(path_of("http://a.example"), Ok(None));
        assert_eq!(path_of("http://a.example/?m=1"), Ok(None));
        assert_eq!(path_of(""), Ok(None));
        for bad in ["/a/../b", "/a/%2e%2e/b", "/a%0Ab", "/a%00", "/./a", "/a\\b", "/2020/01//"] {
            assert!(path_of(bad).is_err(), "{bad}");
        }
        assert!(path_of(&"x".repeat(PATH_BYTES_MAX - 1)).is_ok());
        assert!(path_of(&"x".repeat(PATH_BYTES_MAX)).is_err());
    }

    #[test]
    fn a_host_is_told_without_its_port() {
        assert_eq!(host_of("HTTP://A.Example:80/x").as_deref(), Some("a.example"));
        assert_eq!(host_of("http://localhost/"), None);
    }
}
