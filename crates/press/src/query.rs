//! The query of a request: read once, leniently, with limits.

use dateline_model::Millis;
use percent_encoding::percent_decode_str;

/// The most parameters that are read.
const PARAMETERS_MAX: usize = 64;

/// Decoded parameters in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `a=1&b=2`. What is no UTF-8 is replaced, what is beyond 64 parameters is not read.
    pub fn parse(text: &str) -> Self {
        let decode =
            |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).take(PARAMETERS_MAX);
        Self(
            pairs
                .map(|pair| {
                    pair.split_once('=')
                        .map_or_else(|| (decode(pair), String::new()), |(k, v)| (decode(k), decode(v)))
                })
                .collect(),
        )
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A value that is a whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.trim().parse().ok()
    }

    /// A value that is a moment in RFC 3339. A plus that was not encoded has become a blank, and is put back.
    pub fn moment(&self, name: &str) -> Option<Millis> {
        let text = self.get(name)?.trim().replace(' ', "+");
        text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
    }
}
