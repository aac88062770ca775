//! The query of a request: read once, leniently, with limits.

use std::fmt;

use dateline_model::Millis;
use percent_encoding::percent_decode_str;

use crate::address::segment;
use crate::find::Wish;
use crate::route::Route;
use crate::wordpress::month;

/// The most parameters that are read.
const PARAMETERS_MAX: usize = 64;

/// What a feed's address may ask for (contract on Blogger, section 2), in the order of the alphabet.
const FEED_PARAMETERS: &[&str] = &[
    "alt",
    "callback",
    "feed",
    "max-results",
    "orderby",
    "path",
    "published-max",
    "published-min",
    "q",
    "s",
    "start-index",
    "updated-max",
    "updated-min",
];
/// What an address may ask for that leads elsewhere: of WordPress's front page a feed, a day, a page or words, of Blogger's
/// archive its state.
const MOVING_PARAMETERS: &[&str] = &["day", "feed", "m", "monthnum", "paged", "s", "widgetType", "year"];

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

    /// Only those parameters that mean something to a route, in one order, each once. What is left out is noise of
    /// campaigns and shares (`utm_source`, `fbclid`, `m=1`): the page is the same without it, and is kept without it. So all
    /// that makes a route another one must be among them, or one address answers for another.
    #[must_use]
    pub fn known_to(&self, route: &Route) -> Self {
        let names: &[&str] = match route {
            Route::WordPress { name, .. } => &[*name],
            // A path may be that of the front page of a WordPress in a folder, which was asked for stories by their number.
            // Names of one plain word are left to whoever counts readers with them.
            Route::Permalink { .. } => &[
                "commentPage",
                "order",
                "p",
                "page_id",
                "attachment_id",
                "cat",
                "author",
                "pagename",
                "category_name",
                "tag",
                "author_name",
                "feed",
                "m",
                "paged",
            ],
            Route::Tag { .. } | Route::Sitemap { .. } => &["page"],
            Route::Cursor { .. } => &["max-results", "updated-max", "updated-min"],
            Route::Search { .. } => Wish::PARAMETERS,
            Route::Suggest { .. } => &["q"],
            Route::Feed(_) => FEED_PARAMETERS,
            Route::Moved { .. } => MOVING_PARAMETERS,
            Route::AccentCss => &["v"],
            _ => &[],
        };
        let means_something = |name: &str, value: &str| name != "m" || month(value).is_some();
        let known = |name: &&str| {
            let value = self.get(name).filter(|value| means_something(name, value))?;
            Some(((*name).to_owned(), value.to_owned()))
        };
        Self(names.iter().filter_map(known).collect())
    }

    /// Whether there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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

impl fmt::Display for Query {
    /// `a=1&b=2`, encoded.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (name, value)) in self.0.iter().enumerate() {
            let and = if position == 0 { "" } else { "&" };
            write!(out, "{and}{}={}", segment(name), segment(value))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(address: &str) -> String {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = Query::parse(query);
        query.known_to(&Route::of(path, &query)).to_string()
    }

    #[test]
    fn noise_makes_no_page_of_its_own() {
        assert_eq!(known("/2012/03/x.html?utm_source=a&fbclid=b&m=1&spref=tw"), "");
        assert_eq!(known("/?m=1&_=99"), "");
        assert_eq!(known("/?name=Ana+Reis&year=now&monthnum=3&day=1"), "");
        assert_eq!(known("/2012/03/x.html?m=201299&name=ana&year=2012"), "");
        assert_eq!(known("/blog/?m=201203&b=1"), "m=201203");
        assert_eq!(known("/x/?b=1&commentPage=2&commentPage=3"), "commentPage=2");
        assert_eq!(known("/search?q=a+b&m=1"), "q=a%20b");
    }

    #[test]
    fn the_order_of_parameters_makes_no_difference() {
        let one = known("/feeds/posts/default?start-index=2&alt=rss&max-results=5&x=1");
        assert_eq!(one, known("/feeds/posts/default?max-results=5&alt=rss&start-index=2"));
        assert_eq!(one, "alt=rss&max-results=5&start-index=2");
    }

    #[test]
    fn the_sixty_fifth_parameter_is_not_read() {
        let many = |count: usize| format!("{}&commentPage=2", vec!["a=1"; count].join("&"));
        assert_eq!(Query::parse(&many(PARAMETERS_MAX - 1)).get("commentPage"), Some("2"));
        assert_eq!(Query::parse(&many(PARAMETERS_MAX)).get("commentPage"), None);
    }
}
