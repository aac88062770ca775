//! The comment form of a story page: where it goes and what it sends unasked.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A comment form as found on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// Path to post to.
    pub(crate) action: String,
    /// Every field with the value it came with: hidden ones, and text fields as they are when left alone.
    fields: Vec<(String, String)>,
    /// Where the writer's name goes; WordPress calls it `author`.
    name: String,
    /// Where the words go.
    body: String,
    /// Whether it does not go without an e-mail address.
    needs_email: bool,
}

/// What is sent where a form does not go without an address.
const EMAIL: &str = "reader@example.org";

impl Form {
    /// The first form on `page` whose action names comments and that has room for words, unlike those that like or report
    /// one; `path` is the page's own.
    pub(crate) fn find(page: &str, path: &str) -> Option<Self> {
        page.split("<form").skip(1).find_map(|rest| {
            let (form, _) = rest.split_once("</form")?;
            let (tag, inside) = form.split_once('>')?;
            let action = attribute(tag, "action")?;
            let mut areas = inside.split("<textarea").skip(1);
            let body = areas.find_map(|tag| attribute(tag, "name"))?;
            let fields = fields(inside);
            let is_there = |name: &str| fields.iter().any(|(known, _)| known == name);
            let name = if is_there("author") { "author" } else { "name" }.to_owned();
            let needs_email = inputs(inside)
                .any(|tag| attribute(tag, "name").as_deref() == Some("email") && tag.contains("required"));
            action.contains("comments").then(|| Self {
                action: resolved(&action, path),
                fields,
                name,
                body,
                needs_email,
            })
        })
    }

    /// The form filled in by a reader, ready to send.
    pub(crate) fn filled(&self, name: &str, body: &str) -> String {
        let email = self.needs_email.then_some(("email", EMAIL));
        let own: Vec<_> = [(self.name.as_str(), name), (&self.body, body)].into_iter().chain(email).collect();
        let kept = self.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let kept = kept.filter(|(key, _)| own.iter().all(|(own, _)| own != key));
        let pairs: Vec<String> = kept
            .chain(own.iter().copied())
            .map(|(key, value)| {
                let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
                format!("{}={}", encoded(key), encoded(value))
            })
            .collect();
        pairs.join("&")
    }
}

fn inputs(form: &str) -> impl Iterator<Item = &str> {
    form.split("<input").skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

fn fields(form: &str) -> Vec<(String, String)> {
    inputs(form)
        .filter(|tag| {
            let kind = attribute(tag, "type").unwrap_or_default();
            !matches!(kind.as_str(), "submit" | "button" | "checkbox" | "radio" | "reset" | "file" | "image")
        })
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
        .collect()
}

/// Links on `page` that lead to other pages of the same site, each once, in order.
pub(crate) fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in page.split("<a ").skip(1) {
        let tag = rest.split('>').next().unwrap_or_default();
        let Some(href) = attribute(tag, "href") else { continue };
        let path = href.split('#').next().unwrap_or_default().to_owned();
        let path = path_of(&path);
        if path.starts_with('/') && path.len() > 1 && !found.contains(&path) {
            found.push(path);
        }
    }
    found
}

/// An attribute's value: quoted either way or bare.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        let value = after.strip_prefix('=').map(str::trim_start);
        if let Some(value) = value.filter(|_| before.is_none_or(char::is_whitespace)) {
            let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
            let text = match quote {
                Some(quote) => value[1..].split(quote).next(),
                None => value.split([' ', '\t', '\n', '>']).next(),
            };
            return text.map(unescaped);
        }
        rest = &rest[at + name.len()..];
    }
    None
}

fn unescaped(text: &str) -> String {
    let named =
        [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#x2F;", "/"), ("&#61;", "=")];
    let more = [("&#x3D;", "="), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    named.iter().chain(&more).fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn resolved(action: &str, page: &str) -> String {
    let action = path_of(action.split('#').next().unwrap_or_default());
    if action.starts_with('/') {
        return action;
    }
    let folder = page.split('?').next().unwrap_or_default().rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{action}")
}

/// The path of an absolute address; anything else as it is.
fn path_of(address: &str) -> String {
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    match rest {
        Some(rest) => rest.find('/').map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned()),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Form, links};

    #[test]
    fn a_form_is_sent_with_its_hidden_fields_and_an_untouched_trap() {
        let page = r#"<form action="/search"><input name="q"></form>
          <form class="c" method=post action="http://gazette.example/2027/bridge/comments#c">
          <input type="hidden" name="stamp" value="a&amp;b="><input type='text' name='website' value=''>
          <input name="name"><textarea name="body"></textarea><input type="submit" name="go" value="Go"></form>"#;
        let form = Form::find(page, "/2027/bridge/").unwrap();
        assert_eq!(form.action, "/2027/bridge/comments");
        assert_eq!(form.filled("Ana", "a b"), "stamp=a%26b%3D&website=&name=Ana&body=a%20b");
    }

    #[test]
    fn the_form_of_wordpress_is_filled_in_under_its_own_names() {
        let page = r#"<form action="http://h.example/wp-comments-post.php" method="post"><textarea id="comment" name="comment"></textarea>
          <input id="author" name="author" required /><input name="email" type="email" value="" required />
          <input name="wp-comment-cookies-consent" type="checkbox" value="yes" /><input type='hidden' name='comment_post_ID' value='7' /></form>"#;
        let form = Form::find(page, "/2027/01/bridge/").unwrap();
        assert_eq!(form.action, "/wp-comments-post.php");
        assert_eq!(
            form.filled("Ana", "a b"),
            "comment%5Fpost%5FID=7&author=Ana&comment=a%20b&email=reader%40example%2Eorg"
        );
    }

    #[test]
    fn an_action_may_be_relative_to_its_page() {
        let page = "<form action=comments/1/like><input name=x></form><form action=comments><textarea name=body></textarea></form>";
        let form = Form::find(page, "/a/b.html?c").unwrap();
        assert_eq!(form.action, "/a/comments", "and a like is no comment");
        assert_eq!(Form::find("<form action='/login'><textarea name=x></textarea></form>", "/"), None);
    }

    #[test]
    fn a_front_page_leads_to_its_stories() {
        let page = "<a href='/a/#top'>A</a><a class=x href=\"http://h.example/b\">B</a><a href='/a/'>A</a><a href='/'>";
        assert_eq!(links(page), ["/a/", "/b"]);
    }
}
