//! Feeds as a script that calls a function of the page (`alt=json-in-script&callback=…`).

/// Why a feed could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// The callback is no plain function name.
    #[error(
        "callback must be a function name: a letter, _ or $, then at most 127 letters, digits, _, $ or dots; change the callback= parameter"
    )]
    Callback,
}

/// The name of the function a page wants its feed handed to: `[A-Za-z_$][A-Za-z0-9_$.]{0,127}`.
///
/// The name is written into a script as it is, so nothing else may pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback(String);

impl Callback {
    /// Checks the name.
    ///
    /// # Errors
    /// [`FeedError::Callback`] for anything but a name of 1 to 128 allowed characters.
    pub fn parse(name: &str) -> Result<Self, FeedError> {
        let starts = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$';
        let goes_on = |byte: u8| starts(byte) || byte.is_ascii_digit() || byte == b'.';
        let well_formed = name.bytes().next().is_some_and(starts) && name.bytes().all(goes_on);
        if well_formed && name.len() <= 128 { Ok(Self(name.to_owned())) } else { Err(FeedError::Callback) }
    }
}

/// `json`, written by this crate, as the argument of a call.
pub fn json_in_script(callback: &Callback, json: &[u8]) -> Vec<u8> {
    call(callback, &String::from_utf8_lossy(json))
}

/// A document in XML, written by this crate, as a string that is the argument of a call (`alt=rss-in-script`).
pub fn text_in_script(callback: &Callback, document: &[u8]) -> Vec<u8> {
    call(callback, &serde_json::Value::from(String::from_utf8_lossy(document)).to_string())
}

/// The comment in front keeps the answer from beginning with bytes the caller chose.
fn call(callback: &Callback, argument: &str) -> Vec<u8> {
    // Old scripts end a line at these two, even inside a string.
    let argument = argument.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("// API callback\n{}({argument});", callback.0).into_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Callback, FeedError, json_in_script, text_in_script};

    #[test]
    fn a_function_of_the_page_is_called_with_the_feed() {
        let callback = Callback::parse("widgets.$recent_1").unwrap();
        assert_eq!(
            json_in_script(&callback, b"{\"a\":1}"),
            b"// API callback\nwidgets.$recent_1({\"a\":1});"
        );
        assert_eq!(
            text_in_script(&callback, b"<a b=\"c\"/>"),
            br#"// API callback
widgets.$recent_1("<a b=\"c\"/>");"#
        );
    }

    #[test]
    fn a_line_separator_does_not_end_a_line_of_the_script() {
        let callback = Callback::parse("f").unwrap();
        let script = json_in_script(&callback, "\"a\u{2028}b\u{2029}\"".as_bytes());
        assert_eq!(String::from_utf8(script).unwrap(), "// API callback\nf(\"a\\u2028b\\u2029\");");
    }

    #[test]
    fn a_callback_is_a_name_of_at_most_128_characters() {
        assert!(Callback::parse(&"a".repeat(128)).is_ok());
        assert_eq!(Callback::parse(&"a".repeat(129)), Err(FeedError::Callback));
        for name in
            ["", "1a", ".a", "alert(1)", "a b", "a;b", "a[0]", "é", "a\n", "a\u{2028}", "a-b", "</script>"]
        {
            assert_eq!(Callback::parse(name), Err(FeedError::Callback), "{name:?}");
        }
    }
}
