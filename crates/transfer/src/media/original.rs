//! Blogger's and Google's addresses of pictures name a size: the picture itself is asked for instead.

/// The address of a picture at the size it was sent in. On Blogger's hosts the size is a part of the path
/// (`/s320/bridge.jpg`, `/w640-h480-p/bridge.jpg`) or stands at its end (`=s1600`, `=w640-h480`), and `s0` is the whole
/// picture; WordPress.com's hosts have it in the query. Any other address stays as it is.
pub fn original_size(address: &str) -> String {
    let Some((before, rest)) = address.split_once("//") else { return address.to_owned() };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    let ends =
        |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|sub| sub.ends_with('.'));
    // The pictures of Blogger's first years lie on bp0.blogger.com to bp3.blogger.com.
    let is_old = host.starts_with("bp") && ends("blogger.com");
    if is_old || ["blogspot.com", "googleusercontent.com", "ggpht.com"].into_iter().any(ends) {
        return format!("{before}//{host}/{}", whole_on_blogger(path));
    }
    let is_wordpress = ends("files.wordpress.com") || (host.starts_with('i') && ends("wp.com"));
    match path.split_once('?') {
        Some((path, _)) if is_wordpress => format!("{before}//{host}/{path}"),
        _ => address.to_owned(),
    }
}

fn whole_on_blogger(path: &str) -> String {
    if let Some((before, size)) = path.rsplit_once('=')
        && is_size(size)
    {
        return format!("{before}=s0");
    }
    if is_token(path) {
        // Without a size a smaller one is sent; the link round a picture has none.
        return format!("{path}=s0");
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    // The size stands before the file's name.
    if let [.., size, _] = parts.as_mut_slice()
        && is_size(size)
    {
        *size = "s0";
    }
    parts.join("/")
}

/// Whether a path is nothing but the long name that Google gave a picture: `img/a/AVvXsEhFuv5R7…`.
fn is_token(path: &str) -> bool {
    let token = path.strip_prefix("img/a/").unwrap_or(path);
    token.len() >= 40 && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// `s320`, `s320-c`, `w640-h480`, `w400-h300-p-k-no-nu`, `s640-rw-e365`: a number with its letter, then switches.
fn is_size(text: &str) -> bool {
    let mut parts = text.split('-');
    let numbered = |part: &str| {
        let digits = part.strip_prefix(['s', 'w', 'h']);
        digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    parts.next().is_some_and(numbered)
        && parts.all(|part| {
            let is_switch = part.len() <= 3 || part.starts_with('e') && part.len() <= 5;
            numbered(part) || (is_switch && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_asked_for_in_its_own_size() {
        for (address, original) in [
            (
                "http://2.bp.blogspot.com/-a/b/c/s320/bridge.jpg",
                "http://2.bp.blogspot.com/-a/b/c/s0/bridge.jpg",
            ),
            ("https://1.bp.blogspot.com/a/s1600-h/x.jpg", "https://1.bp.blogspot.com/a/s0/x.jpg"),
            (
                "https://blogger.googleusercontent.com/img/a/w640-h480/x.jpg",
                "https://blogger.googleusercontent.com/img/a/s0/x.jpg",
            ),
            (
                "https://blogger.googleusercontent.com/img/a/AV=w400-h300-p-k-no-nu",
                "https://blogger.googleusercontent.com/img/a/AV=s0",
            ),
            ("//lh3.googleusercontent.com/abc=s1600", "//lh3.googleusercontent.com/abc=s0"),
            (
                "https://blogger.googleusercontent.com/img/a/AVvXsE0123456789-0123456789_0123456789abcdef",
                "https://blogger.googleusercontent.com/img/a/AVvXsE0123456789-0123456789_0123456789abcdef=s0",
            ),
            ("https://lh3.googleusercontent.com/a/short", "https://lh3.googleusercontent.com/a/short"),
            ("//lh3.googleusercontent.com/abc=s640-rw-e365", "//lh3.googleusercontent.com/abc=s0"),
            ("http://bp2.blogger.com/_a/b/c/s320/x.jpg", "http://bp2.blogger.com/_a/b/c/s0/x.jpg"),
            ("http://www.blogger.com/a/s320/x.jpg", "http://www.blogger.com/a/s320/x.jpg"),
            (
                "https://x.files.wordpress.com/2012/03/a.jpg?w=300&h=200",
                "https://x.files.wordpress.com/2012/03/a.jpg",
            ),
            ("https://i0.wp.com/x.example/a.jpg?resize=300", "https://i0.wp.com/x.example/a.jpg"),
            ("https://example.org/s320/bridge.jpg", "https://example.org/s320/bridge.jpg"),
            ("https://notblogspot.com/s320/bridge.jpg", "https://notblogspot.com/s320/bridge.jpg"),
            ("https://1.bp.blogspot.com/story/x.jpg", "https://1.bp.blogspot.com/story/x.jpg"),
            ("/images/a.jpg", "/images/a.jpg"),
        ] {
            assert_eq!(original_size(address), original);
            assert_eq!(original_size(original), original);
        }
    }
}
