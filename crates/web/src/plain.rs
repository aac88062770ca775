//! Pages that need neither a site nor a theme nor the database: what is said when one of them is missing.

use std::sync::LazyLock;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use crate::document::CachePolicy;
use crate::security::{Kind, SecurityHeaders};

/// No site's own: these pages have nothing inside that a site could have allowed.
static HEADERS: LazyLock<SecurityHeaders> = LazyLock::new(SecurityHeaders::default);

/// A page of a headline and some markup of ours; foreign words in `inside` must be escaped.
pub(crate) fn page(status: StatusCode, title: &str, inside: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title></head>\n\
         <body><h1>{title}</h1>\n{inside}\n</body></html>\n"
    );
    let mut answer = Response::new(Body::from(html));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, CachePolicy::NoStore.to_header());
    HEADERS.apply(Kind::Page, headers);
    answer
}

/// A page of one sentence.
pub(crate) fn sentence(status: StatusCode, title: &str, text: &str) -> Response {
    page(status, title, &format!("<p>{}</p>", escaped(text)))
}

/// `text` as it may stand in an element or a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_words_stay_words() {
        assert_eq!(escaped("<a href='x' id=\"y\">&"), "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;");
    }

    #[test]
    fn an_error_is_kept_by_nobody() {
        let page =
            sentence(StatusCode::MISDIRECTED_REQUEST, "No site here", "Nothing is published at <this> name.");
        assert_eq!(page.status(), 421);
        assert_eq!(page.headers()[header::CACHE_CONTROL], "no-store");
        assert!(page.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    }
}
