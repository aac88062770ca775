//! What strangers may send in the place of a filter.

use dateline_nql::{Filter, MAX_BYTES, MAX_CONDITIONS, MAX_DEPTH, MAX_VALUES, Reason};
use proptest::prelude::*;

fn reason(filter: &str) -> Option<Reason> {
    Filter::parse(filter).err().map(|error| error.reason)
}

#[test]
fn a_filter_at_each_limit_is_read_and_one_beyond_is_not() {
    let long = |bytes: usize| format!("slug:{}", "x".repeat(bytes - 5));
    assert_eq!(reason(&long(MAX_BYTES)), None);
    assert!(matches!(reason(&long(MAX_BYTES + 1)), Some(Reason::TooMuch(_))));

    let many = |count: usize| vec!["a:1"; count].join("+");
    assert_eq!(reason(&many(MAX_CONDITIONS)), None);
    assert!(matches!(reason(&many(MAX_CONDITIONS + 1)), Some(Reason::TooMuch(_))));

    let listed = |count: usize| format!("a:[{}]", vec!["1"; count].join(","));
    assert_eq!(reason(&listed(MAX_VALUES)), None);
    assert!(matches!(reason(&listed(MAX_VALUES + 1)), Some(Reason::TooMuch(_))));

    let deep = |depth: usize| format!("{}a:1{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(reason(&deep(MAX_DEPTH)), None);
    assert!(matches!(reason(&deep(MAX_DEPTH + 1)), Some(Reason::TooMuch(_))));
}

#[test]
fn numbers_and_moments_beyond_every_calendar_are_read_and_match_nothing() {
    for filter in [
        "a:>now-999999999999999999y",
        "a:>now+9999999y",
        "a:99999999999999999999",
        "a:<now-9223372036854775807w",
    ] {
        let filter = Filter::parse(filter).unwrap();
        assert!(!filter.matches(&|_| vec![dateline_nql::Given::Moment(0)], 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,80}") {
        if let Err(error) = Filter::parse(&text) {
            prop_assert!(error.at <= text.len());
        }
    }

    #[test]
    fn no_mixture_of_signs_stops_the_reader(text in "[a-c1-3:+,()\\[\\]'~^$<>=\\\\ -]{0,40}|now[+-][0-9]{0,25}[smhdwMy]?") {
        if let Ok(filter) = Filter::parse(&format!("k:{text}")) {
            filter.matches(&|_| vec![dateline_nql::Given::Moment(5)], i64::MAX);
        }
    }
}
