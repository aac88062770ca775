//! A comment that could not be taken, with its text, on a page that needs neither the theme nor the database.

use axum::response::Response;
use dateline_press::FormState;
use http::StatusCode;

use crate::plain::{self, escaped};

/// Whether sending the same form again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// Yes: the page is a form with everything in it.
    Later,
    /// No: the text can only be copied.
    Never,
}

/// Gives the reader's words back. `why` is a sentence of ours; `hidden` are the form's unseen fields.
pub(crate) fn page(
    status: StatusCode,
    why: &str,
    form: &FormState,
    hidden: &[(String, String)],
    again: Again,
) -> Response {
    let text = escaped(&form.body);
    let inside = match again {
        Again::Never => format!(
            "<p>{why}</p>\n<p><label for=\"kept\">Your text, to copy:</label></p>\n\
             <p><textarea id=\"kept\" rows=\"12\" cols=\"60\" readonly>\n{text}</textarea></p>\n\
             <p><a href=\"/\">Front page</a></p>"
        ),
        Again::Later => {
            let parent = form.parent.map(|parent| ("parent".to_owned(), parent.hex()));
            let unseen = |(name, value): &(String, String)| {
                format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value))
            };
            let unseen = hidden.iter().chain(&parent).map(unseen).collect::<Vec<_>>().join("\n");
            let line = |name: &str, label: &str, value: &str| {
                let value = escaped(value);
                format!(
                    "<p><label>{label}<br><input name=\"{name}\" value=\"{value}\" size=\"40\"></label></p>\n"
                )
            };
            // Without an action the form goes back to where it was sent.
            format!(
                "<p>{why}</p>\n<form method=\"post\">\n{unseen}\n{}{}{}\
                 <p><label>Comment<br><textarea name=\"body\" rows=\"12\" cols=\"60\">\n{text}</textarea></label></p>\n\
                 <p><button type=\"submit\">Send again</button></p></form>",
                line("name", "Name", &form.name),
                line("email", "E-mail (optional)", &form.email),
                line("url", "Web address (optional)", &form.url),
            )
        }
    };
    plain::page(status, "Your comment was not published", &inside)
}
