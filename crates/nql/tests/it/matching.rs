//! Which stories a filter finds.

use dateline_nql::{Filter, Given};

/// 24 November 2026, 10:00 UTC.
const NOW: i64 = 1_795_514_400_000;
const DAY: i64 = 86_400_000;

fn story(key: &str) -> Vec<Given> {
    match key {
        "title" => vec![Given::Text("Harbour Bridge reopens".into())],
        "tag" => vec![Given::Text("news".into()), Given::Text("harbour".into())],
        "featured" => vec![Given::Bool(true)],
        "published_at" => vec![Given::Moment(NOW - 10 * DAY)],
        "words" => vec![Given::Number(640)],
        _ => Vec::new(),
    }
}

#[track_caller]
fn finds(filter: &str, expected: bool) {
    assert_eq!(Filter::parse(filter).unwrap().matches(&story, NOW), expected, "{filter}");
}

#[test]
fn a_story_is_found_by_its_tags() {
    finds("tag:news", true);
    finds("tag:sport", false);
    finds("tag:-sport", true);
    finds("tag:-news", false);
    finds("tag:[sport,news]", true);
    finds("tag:-[sport,news]", false);
    finds("tag:[news+harbour]", true);
    finds("tag:[news+sport]", false);
}

#[test]
fn a_story_is_found_by_its_date() {
    finds("published_at:>now-11d", true);
    finds("published_at:>now-1w", false);
    finds("published_at:<now-1w", true);
    finds("published_at:>=now-1M+published_at:<now+0s", true);
    finds("published_at:>'2026-11-14 09:59:59'", true);
    finds("published_at:>'2026-11-14T10:00:00Z'", false);
    finds("published_at:<'2026-11-15'", true);
    finds("published_at:<'no date'", false);
}

#[test]
fn a_missing_value_is_nothing_and_differs_from_everything() {
    finds("excerpt:null", true);
    finds("title:null", false);
    finds("title:-null", true);
    finds("excerpt:-x1", true);
    finds("excerpt:x1", false);
    finds("excerpt:>x1", false);
}

#[test]
fn texts_are_looked_for_whatever_their_case_and_signs_mean_themselves() {
    finds("title:~'bridge'", true);
    finds("title:~^'harbour'", true);
    finds("title:~$'bridge'", false);
    finds("title:-~'ferry'", true);
    finds("title:~'h%r'", false);
    finds("title:~'h_r'", false);
}

#[test]
fn conditions_that_are_left_out_leave_the_rest() {
    let filter = Filter::parse("(authors.email:'x',tag:sport)+featured:true").unwrap();
    let rest = filter.without(&|condition| condition.key.starts_with("authors.")).unwrap();
    assert!(!rest.matches(&story, NOW));
    assert_eq!(rest.conditions().len(), 2);
    assert_eq!(Filter::parse("authors.email:'x'").unwrap().without(&|_| true), None);
}

#[test]
fn what_a_filter_does_not_find_its_opposite_does() {
    let story = |key: &str| match key {
        "tag" => vec![Given::Text("news".to_owned()), Given::Text("sport".to_owned())],
        "featured" => vec![Given::Bool(true)],
        "title" => vec![Given::Text("Bridge".to_owned())],
        "count" => vec![Given::Number(3)],
        _ => Vec::new(),
    };
    for text in [
        "tag:news",
        "tag:-news",
        "tag:[news,culture]",
        "tag:-[news,culture]",
        "tag:[news+culture]",
        "tag:[news+sport]",
        "featured:true+tag:culture,title:~'bri'",
        "(tag:news,tag:culture)+count:>3",
        "count:<=3",
        "author:null",
        "author:x",
    ] {
        let filter = Filter::parse(text).unwrap();
        assert_ne!(filter.matches(&story, 0), filter.negated().matches(&story, 0), "{text}");
    }
    let with_id = |key: &str| if key == "id" { vec![Given::Text("1".to_owned())] } else { Vec::new() };
    assert!(!Filter::nothing().matches(&with_id, 0));
}
