//! Two versions side by side, and three merged.

use dateline_markup::{Change, Merged, compare, compare_text, compared_html, merge, merged_html};
use proptest::prelude::*;

#[test]
fn a_changed_word_is_shown_within_its_paragraph() {
    let old = "<p>The bridge reopens on Monday.</p><p>Trams run again.</p>";
    let new = "<p>The bridge reopens on Tuesday.</p><p>Trams run again.</p><p>The ferry stays.</p>";
    assert_eq!(
        compared_html(&compare(old, new)),
        "<p class=\"rewritten\">The bridge reopens on <del>Monday</del><ins>Tuesday</ins>.</p>\n\
         <p class=\"same\">Trams run again.</p>\n\
         <p class=\"added\"><ins>The ferry stays.</ins></p>\n"
    );
}

#[test]
fn what_has_nothing_in_common_went_and_came() {
    let changes = compare("<p>The mayor resigned.</p>", "<p>Rain until Friday, then sun.</p>");
    assert!(matches!(changes.as_slice(), [Change::Removed(_), Change::Added(_)]), "{changes:?}");
}

#[test]
fn a_paragraph_that_became_a_heading_changed_without_its_words() {
    assert_eq!(compare("<p>Trams</p>", "<h2>Trams</h2>"), [Change::Restyled("Trams".to_owned())]);
}

#[test]
fn markup_in_a_story_is_text_in_a_comparison() {
    let html = compared_html(&compare("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;x()&lt;/script&gt;</p>"));
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn a_picture_is_named_by_what_it_shows() {
    let changes = compare("", "<figure><img src=\"/a.png\" alt=\"The quay\"></figure>");
    assert_eq!(changes, [Change::Added("[The quay]".to_owned())]);
}

#[test]
fn headlines_are_compared_word_by_word() {
    let stretches = compare_text("Bridge reopens", "Bridge closes");
    let told: Vec<_> = stretches.iter().map(|s| (s.fate.as_str(), s.text.as_str())).collect();
    assert_eq!(told, [("kept", "Bridge "), ("removed", "reopens"), ("added", "closes")]);
}

#[test]
fn two_who_wrote_in_different_places_need_not_choose() {
    let base = "<p>One.</p><p>Two.</p><p>Three.</p>";
    let parts =
        merge(base, "<p>One!</p><p>Two.</p><p>Three.</p>", "<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p>");
    assert_eq!(merged_html(&parts).unwrap(), "<p>One!</p><p>Two.</p><p>Three.</p><p>Four.</p>");
}

#[test]
fn two_who_wrote_in_one_place_are_both_shown() {
    let parts = merge("<p>One.</p><p>Two.</p>", "<p>Uno.</p><p>Two.</p>", "<p>Eins.</p><p>Two.</p>");
    assert_eq!(merged_html(&parts), None);
    let [Merged::Conflict { base, mine, theirs }, Merged::Same(_)] = parts.as_slice() else {
        panic!("{parts:?}")
    };
    assert_eq!(
        (base.as_str(), mine.as_str(), theirs.as_str()),
        ("<p>One.</p>", "<p>Uno.</p>", "<p>Eins.</p>")
    );
}

#[test]
fn a_story_of_ten_thousand_paragraphs_that_all_changed_is_compared_too() {
    let story = |word: &str| (0..10_000).map(|n| format!("<p>{word} {n}</p>")).collect::<Vec<_>>().concat();
    assert_eq!(compare(&story("old"), &story("new")).len(), 10_000);
}

fn paragraphs() -> impl Strategy<Value = String> {
    prop::collection::vec("[abc]", 0..8)
        .prop_map(|words| words.iter().map(|word| format!("<p>{word}</p>")).collect::<Vec<_>>().concat())
}

proptest! {
    #[test]
    fn who_changed_nothing_gets_the_other_version(base in paragraphs(), theirs in paragraphs()) {
        prop_assert_eq!(merged_html(&merge(&base, &base, &theirs)), Some(theirs.clone()));
        prop_assert_eq!(merged_html(&merge(&base, &theirs, &base)), Some(theirs));
    }

    #[test]
    fn no_paragraph_of_either_is_lost(base in paragraphs(), mine in paragraphs(), theirs in paragraphs()) {
        let shown = format!("{:?}", merge(&base, &mine, &theirs));
        for added in ["<p>a</p>", "<p>b</p>", "<p>c</p>"] {
            let is_new = |text: &str| text.contains(added) && !base.contains(added);
            prop_assert!(!(is_new(&mine) || is_new(&theirs)) || shown.contains(added));
        }
    }
}
