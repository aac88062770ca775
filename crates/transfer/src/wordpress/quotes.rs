//! Tags that lack a quotation mark or have one too many: what XML takes for one tag holds others then, up to a
//! quotation mark somewhere in a text. No tag holds a `<`, which tells where the real one ends.

/// Where a tag ends in `read`, which begins behind its `<` and was taken for one tag: the index of its `>`.
/// `None` when nothing tells that the tag is any other than it looks.
pub(super) fn real_end(read: &str) -> Option<usize> {
    let before = &read[..read.find('<')?];
    first_end(before)
}

/// The same of a tag that was read until nothing followed.
pub(super) fn real_end_of_rest(read: &str) -> Option<usize> {
    first_end(&read[..read.find('<').unwrap_or(read.len())])
}

/// The first `>` behind a quotation mark, else the first.
fn first_end(before: &str) -> Option<usize> {
    let behind_a_mark = [before.find("\">"), before.find("'>")].into_iter().flatten().min();
    behind_a_mark.map(|at| at + 1).or_else(|| before.find('>'))
}

/// What stands between `<` and `>` with quotation marks that match: those inside of values are written as references. It
/// has as many lines as before.
pub(super) fn mended(tag: &str) -> String {
    let marks = ['"', '\''];
    let (whole, slash) = tag.strip_suffix('/').map_or((tag, ""), |tag| (tag, "/"));
    let (name, mut rest) = whole.split_at(whole.find(char::is_whitespace).unwrap_or(whole.len()));
    let mut mended = name.replace(marks, "");
    while let Some((attribute, after)) = rest.split_once('=') {
        let attribute = attribute.split_whitespace().last().unwrap_or_default().replace(marks, "");
        let after = after.trim_start();
        let end =
            after.match_indices([' ', '\t', '\n']).map(|(at, _)| at).find(|at| begins_one(&after[at + 1..]));
        let (value, next) = after.split_at(end.unwrap_or(after.len()));
        let value = value.trim();
        let mark = value.chars().next().filter(|mark| marks.contains(mark)).unwrap_or('"');
        let value = value.strip_prefix(mark).unwrap_or(value);
        let value = value.strip_suffix(mark).unwrap_or(value).replace('"', "&quot;");
        if !attribute.is_empty() {
            mended.extend([" ", &attribute, "=\"", &value, "\""]);
        }
        rest = next;
    }
    let lines = tag.matches('\n').count() - mended.matches('\n').count();
    mended.extend(std::iter::repeat_n('\n', lines));
    mended + slash
}

/// Whether an attribute begins here: a name and `=`. It reads no further than the name, for a tag may be long.
fn begins_one(rest: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-');
    let name = rest.bytes().take_while(|byte| is_of_name(*byte)).count();
    name > 0 && rest[name..].starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_before_the_next_one_begins() {
        let check = |read: &str, tag: Option<&str>| {
            assert_eq!(real_end(read).map(|end| &read[..end]), tag, "{read}");
        };
        check(r#"category nicename="a"b"><![CDATA[x]]></category><p a="#, Some(r#"category nicename="a"b""#));
        check(r#"category nicename="a><b>c</b><p a="d""#, Some(r#"category nicename="a"#));
        check(r#"category nicename="a>b"c"><b"#, Some(r#"category nicename="a>b"c""#));
        check(r#"category nicename="a<b" domain="c>d""#, None);
        check("title", None);
        assert_eq!(real_end_of_rest("a b=\"c>text"), Some(6));
        assert_eq!(real_end_of_rest("a b=\"c"), None);
    }

    #[test]
    fn marks_inside_of_values_are_references() {
        let check = |tag: &str, mended: &str| assert_eq!(super::mended(tag), mended, "{tag}");
        check(r#"category domain="tag" nicename="a"b""#, r#"category domain="tag" nicename="a&quot;b""#);
        check(r#"category domain="tag nicename="a""#, r#"category domain="tag" nicename="a""#);
        check(r#"category domain=tag" nicename='it's' /"#, r#"category domain="tag" nicename="it's"/"#);
        check(
            r#"category domain="post_tag" nicename="5" by 3"""#,
            r#"category domain="post_tag" nicename="5&quot; by 3&quot;""#,
        );
        check("category\n domain=\"a\n nicename=\"b\"", "category domain=\"a\" nicename=\"b\"\n\n");
        check("cat\"egory do'main=b", "category domain=\"b\"");
        check("title", "title");
        check("title a", "title");
        check("é =", "é");
    }

    #[test]
    fn a_long_tag_is_read_once() {
        for filling in [" ", "a ", "\"a ", "a\t'"] {
            let tag = format!("title a={}", filling.repeat(500_000));
            assert!(mended(&tag).starts_with("title a="), "{filling:?}");
        }
    }
}
