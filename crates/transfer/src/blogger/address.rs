//! The numbers in Blogger's ids and links.

/// The number of the post, page or comment that `id` names: `tag:blogger.com,1999:blog-1.post-8812`. Programs that write files
/// for Blogger leave out what stands before it, and count comments for each post anew: `post-3.comment-0`.
pub(super) fn entry_number(id: &str) -> Option<&str> {
    let name = match id.strip_prefix("tag:blogger.com,") {
        Some(rest) => rest.split_once('.')?.1,
        None => id,
    };
    let number = ["post-", "page-", "comment-"].iter().find_map(|kind| name.strip_prefix(kind))?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (!number.is_empty() && number.len() <= NUMBER_BYTES_MAX && number.bytes().all(is_plain)).then_some(number)
}

/// The number of the blog in `tag:blogger.com,1999:blog-1.post-8812`.
pub(super) fn blog_number(id: &str) -> Option<&str> {
    let rest = id.strip_prefix("tag:blogger.com,")?.split_once(":blog-")?.1;
    digits(rest.split('.').next()?)
}

/// The post that a comment answers, from a tag (`…post-N`) or the address of its feed entry (`…/default/N`).
pub(super) fn answered_post(reference: &str) -> Option<&str> {
    entry_number(reference)
        .or_else(|| digits(reference))
        .or_else(|| reference.split_once("/posts/default/").and_then(|(_, number)| digits(number)))
}

/// The parent that a link such as `…/feeds/B/P/comments/default/N` names.
pub(super) fn answered_comment(link: &str) -> Option<&str> {
    digits(link.split_once("/comments/default/")?.1)
}

/// The longest number; Blogger's have 19 digits.
const NUMBER_BYTES_MAX: usize = 40;

fn digits(text: &str) -> Option<&str> {
    let number =
        !text.is_empty() && text.len() <= NUMBER_BYTES_MAX && text.bytes().all(|b| b.is_ascii_digit());
    number.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_from_tags_and_links() {
        assert_eq!(
            entry_number("tag:blogger.com,1999:blog-1.post-9007199254740993001"),
            Some("9007199254740993001")
        );
        assert_eq!(entry_number("tag:blogger.com,1999:blog-1.page-7"), Some("7"));
        assert_eq!(entry_number("urn:uuid:x.post-7"), None);
        assert_eq!(entry_number("post-3"), Some("3"));
        assert_eq!(entry_number("post-3.comment-0"), Some("3.comment-0"));
        assert_eq!(entry_number("tag:blogger.com,1999:blog-1.comment-5"), Some("5"));
        assert_eq!(entry_number("tag:blogger.com,1999:blog.post-p1"), Some("p1"));
        for bad in ["tag:blogger.com,1999:blog-1.post-", "tag:blogger.com,1999:blog-1.post-7/x", "post-", "7"]
        {
            assert_eq!(entry_number(bad), None, "{bad}");
        }
        assert!(entry_number(&format!("post-{}", "7".repeat(NUMBER_BYTES_MAX))).is_some());
        assert_eq!(entry_number(&format!("post-{}", "7".repeat(NUMBER_BYTES_MAX + 1))), None);
        assert_eq!(blog_number("tag:blogger.com,1999:blog-1.archive"), Some("1"));
        assert_eq!(blog_number("tag:blogger.com,1999:blog-1"), Some("1"));
        assert_eq!(answered_post("http://www.blogger.com/feeds/1/posts/default/42"), Some("42"));
        assert_eq!(answered_comment("https://www.blogger.com/feeds/1/42/comments/default/43"), Some("43"));
    }
}
