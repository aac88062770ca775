//! Word lists.

use dateline_moderation::{
    Decision, Error, LIST_ENTRIES_MAX, LIST_ENTRY_BYTES_MAX, Scorer, Submission, WordLists,
};

use crate::{assert_reason, saying};

#[track_caller]
fn check(entry: &str, body: &str, found: bool) {
    let scorer = Scorer { lists: WordLists::new(&[entry], &[]).unwrap(), ..Scorer::default() };
    let expected = if found { Decision::Hold } else { Decision::Publish };
    assert_eq!(scorer.score(&saying(body)).decision, expected, "{entry} in {body}");
}

#[test]
fn a_listed_word_is_found_however_it_is_written() {
    for body in
        ["the casino", "CASINO!", "c a s i n o", "саsinо", "ｃａｓｉｎｏ", "(cásino)", "cas\u{200b}ino"]
    {
        check("casino", body, true);
    }
    check("casino", "casinos", false);
    check("casino*", "casinos", true);
    check("casino", "occasino", false);
    check("best  Price", "our BEST price", true);
    check("賭博", "線上賭博網站", true);
    check("  ", "anything", false);
    check("*", "anything", false);
}

#[test]
fn names_and_addresses_are_searched_too() {
    let scorer = Scorer { lists: WordLists::new(&[], &["casino"]).unwrap(), ..Scorer::default() };
    let named = Submission { name: "Casino Royal", body: "Hello", ..Submission::default() };
    let linked = Submission { url: "https://casino.example", body: "Hello", ..Submission::default() };
    for submission in [named, linked] {
        let verdict = scorer.score(&submission);
        assert_eq!(verdict.decision, Decision::Spam);
        assert_reason(&verdict, "refused-word", "\"casino\" is on the list of words to refuse");
    }
}

#[test]
fn refusing_goes_before_holding() {
    let scorer = Scorer { lists: WordLists::new(&["pills"], &["casino"]).unwrap(), ..Scorer::default() };
    assert_eq!(scorer.score(&saying("pills and casino")).decision, Decision::Spam);
    let held = scorer.score(&saying("pills"));
    assert_eq!(held.decision, Decision::Hold);
    assert_reason(&held, "held-word", "\"pills\" is on the list of words to hold");
}

#[test]
fn lists_at_their_limits_are_taken_and_longer_ones_refused() {
    let many = vec!["word"; LIST_ENTRIES_MAX];
    assert!(WordLists::new(&many, &[]).is_ok());
    let too_many = vec!["word"; LIST_ENTRIES_MAX + 1];
    assert!(matches!(WordLists::new(&[], &too_many), Err(Error::ListTooLong(1_001))));
    let long = "x".repeat(LIST_ENTRY_BYTES_MAX);
    assert!(WordLists::new(&[&long], &[]).is_ok());
    assert!(matches!(WordLists::new(&[&(long + "x")], &[]), Err(Error::EntryTooLong(_))));
}

#[test]
fn a_listed_word_is_found_in_the_middle_of_a_long_comment() {
    let filler = "The bridge reopens after four years of repairs. ".repeat(100);
    check("casino", &format!("{filler} a casino {filler}"), true);
    check("casino", &format!("{filler}{filler}"), false);
}
