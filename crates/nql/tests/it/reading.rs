//! What each filter means, written out with every group in brackets.

use std::fmt::Write;

use dateline_nql::{Filter, Operator, Place, Reason, Test, Value};

/// The filter with brackets round every group and every value named by its kind.
fn spelled(filter: &Filter) -> String {
    let group = |parts: &[Filter], sign: &str| {
        let inside: Vec<_> = parts.iter().map(spelled).collect();
        format!("({})", inside.join(sign))
    };
    match filter {
        Filter::All(parts) => group(parts, " and "),
        Filter::Any(parts) => group(parts, " or "),
        Filter::Is(condition) => format!("{} {}", condition.key, test(&condition.test)),
    }
}

fn test(test: &Test) -> String {
    let list = |values: &[Value]| values.iter().map(value).collect::<Vec<_>>().join(" ");
    let mut text = String::new();
    let _ = match test {
        Test::Compare(operator, other) => {
            let sign = match operator {
                Operator::Equal => "=",
                Operator::NotEqual => "≠",
                Operator::Greater => ">",
                Operator::GreaterOrEqual => "≥",
                Operator::Less => "<",
                Operator::LessOrEqual => "≤",
            };
            write!(text, "{sign} {}", value(other))
        }
        Test::OneOf { values, not } => write!(text, "{}in {}", if *not { "not " } else { "" }, list(values)),
        Test::HasAll(values) => write!(text, "has all {}", list(values)),
        Test::Holds { place, text: part, not } => {
            let place = match place {
                Place::Anywhere => "holds",
                Place::Start => "starts",
                Place::End => "ends",
            };
            write!(text, "{}{place} “{part}”", if *not { "not " } else { "" })
        }
    };
    text
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("#{number}"),
        Value::Now(count, unit) => format!("now{count:+}{unit:?}"),
        Value::Text(text) => format!("“{text}”"),
    }
}

#[test]
fn filters_of_real_themes_are_read() {
    for (filter, meaning) in [
        ("featured:true", "featured = true"),
        ("tag:news", "tag = “news”"),
        ("tag:hash-gallery", "tag = “hash-gallery”"),
        ("id:-5f2b9c0d1e4a7b6c8d9e0f10", "id ≠ “5f2b9c0d1e4a7b6c8d9e0f10”"),
        ("tags:[news,sport]+id:-1", "(tags in “news” “sport” and id ≠ #1)"),
        ("tag:-[a1,b2]", "tag not in “a1” “b2”"),
        ("tags:[a1+b2]", "tags has all “a1” “b2”"),
        ("a:1,b:2+c:3", "(a = #1 or (b = #2 and c = #3))"),
        ("(a:1,b:2)+c:3", "((a = #1 or b = #2) and c = #3)"),
        ("primary_tag:null", "primary_tag = nothing"),
        ("published_at:>now-7d", "published_at > now-7Day"),
        ("published_at:<=now+1M", "published_at ≤ now+1Month"),
        ("published_at:>='2024-01-31 10:00:00'", "published_at ≥ “2024-01-31 10:00:00”"),
        ("count.posts:>5", "count.posts > #5"),
        ("title:~'Bridge'", "title holds “Bridge”"),
        ("title:-~^'The'", "title not starts “The”"),
        ("title:~$'?'", "title ends “?”"),
        (r"title:'it\'s'", "title = “it's”"),
        (r"slug:a\+b", "slug = “a+b”"),
        ("slug:2024-review", "slug = “2024-review”"),
        ("slug:007", "slug = “007”"),
        ("slug:now-7days", "slug = “now-7days”"),
        (" a:1 + ( b:2 , c:3 ) ", "(a = #1 and (b = #2 or c = #3))"),
        ("tag:[ a1 , b2 ]", "tag in “a1” “b2”"),
        ("author:ä-ö", "author = “ä-ö”"),
    ] {
        assert_eq!(spelled(&Filter::parse(filter).unwrap()), meaning, "{filter}");
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    for (filter, at, reason) in [
        ("", 0, Reason::KeyExpected),
        ("tag", 3, Reason::ColonExpected),
        ("tag :x", 3, Reason::ColonExpected),
        ("tag:", 4, Reason::ValueExpected),
        ("tag:[", 5, Reason::ValueExpected),
        ("tag:[]", 5, Reason::ValueExpected),
        ("tag:[aa", 7, Reason::OpenList),
        ("tag:[aa,bb+cc]", 11, Reason::MixedList),
        ("tag:-[aa+bb]", 9, Reason::MixedList),
        ("title:'abc", 6, Reason::OpenQuote),
        ("title:~abc", 7, Reason::ValueExpected),
        ("(a:1", 4, Reason::OpenGroup),
        ("a:1)", 3, Reason::JoinExpected),
        ("a:1 b:2", 4, Reason::JoinExpected),
        ("a:1+", 4, Reason::KeyExpected),
        ("1a:1", 0, Reason::KeyExpected),
    ] {
        let error = Filter::parse(filter).unwrap_err();
        assert_eq!((error.at, error.reason), (at, reason), "{filter}");
    }
}

#[test]
fn blanks_may_stand_everywhere_but_before_the_colon() {
    for (spaced, plain) in [
        ("tag: harbour", "tag:harbour"),
        ("tag:- harbour", "tag:-harbour"),
        (" tag:harbour + featured: true ", "tag:harbour+featured:true"),
        ("published_at:> '2026-11-20'", "published_at:>'2026-11-20'"),
        ("slug:~ 'har'", "slug:~'har'"),
        ("tag: [ harbour, culture ]", "tag:[harbour,culture]"),
    ] {
        assert_eq!(Filter::parse(spaced), Filter::parse(plain), "{spaced}");
    }
    assert!(Filter::parse("tag :harbour").is_err());
}
