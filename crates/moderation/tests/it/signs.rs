//! What a comment's form and circumstances say.

use dateline_moderation::{Circumstances, Decision, Scorer, Sign, Submission, Traffic};

use crate::{assert_reason, saying, untaught};

#[track_caller]
fn seen(submission: &Submission<'_>, sign: Sign) -> bool {
    Scorer::default().score(submission).signs.contains(&sign)
}

#[track_caller]
fn check(body: &str, sign: Sign) {
    assert!(seen(&saying(body), sign), "{sign:?} in {body}: {:?}", untaught(body));
}

#[track_caller]
fn check_not(body: &str, sign: Sign) {
    assert!(!seen(&saying(body), sign), "{sign:?} in {body}");
}

#[test]
fn a_comment_with_twelve_links_is_spam_and_the_reason_counts_them() {
    let body = "http://shop.example/buy ".repeat(12);
    let verdict = untaught(&body);
    assert_eq!(verdict.decision, Decision::Spam);
    assert_reason(&verdict, "links-10", "12 links");
}

#[test]
fn links_are_counted_by_steps() {
    let links = |n: usize| "see http://a.example and so on, ".repeat(n);
    check(&links(1), Sign::Links1);
    check(&links(2), Sign::Links2);
    check(&links(3), Sign::Links2);
    check(&links(4), Sign::Links4);
    check(&links(9), Sign::Links4);
    check(&links(10), Sign::Links10);
}

#[test]
fn a_web_address_needs_no_scheme_to_be_one() {
    for body in
        ["go to shop.com now", "www.shop.example", "youtu.be/abc", "HTTP://Shop.Example", "shop[.]com is it"]
    {
        check(body, Sign::Links1);
    }
    for body in
        ["e.g. this one", "I saw it.It was good", "at 10.30 p.m.", "U.S.A.", "version 2.0.1", "…", "a.b"]
    {
        check_not(body, Sign::Links1);
    }
}

#[test]
fn a_disguised_web_address_is_found() {
    for body in ["go to cheapshop . com today", "cheapshop dot com", "cheapshop .com", "cheapshop. com"] {
        check(body, Sign::DisguisedLink);
    }
    check_not("He sold the .com. Company law says so.", Sign::DisguisedLink);
    check_not("a dot company", Sign::DisguisedLink);
}

#[test]
fn a_link_to_the_paper_itself_leads_nobody_away() {
    let own = Circumstances { own_hosts: &["harbour.example"], ..Circumstances::default() };
    let at_home = |body| Submission { circumstances: own, ..saying(body) };
    let link = at_home("As you wrote in 2024: https://www.harbour.example/2024/05/bridge.html");
    assert!(seen(&link, Sign::OwnLink));
    assert!(!seen(&link, Sign::Links1));
    let both = at_home("https://harbour.example/a against https://other.example/b");
    assert!(seen(&both, Sign::OwnLink) && seen(&both, Sign::Links1));
    assert!(!seen(&at_home("http://not-harbour.example/"), Sign::OwnLink));
}

#[test]
fn a_word_in_capitals_is_seen_and_an_abbreviation_or_a_whole_cry_is_not() {
    check("Only at PAWSHOP you win", Sign::LoudWord);
    check_not("NATO and UNO and the EU", Sign::LoudWord);
    check_not("THIS IS A DISGRACE", Sign::LoudWord);
    check_not("The Bridge in Lisbon", Sign::LoudWord);
}

#[test]
fn markup_of_forums_is_seen() {
    check("[url=http://a.example]x[/url]", Sign::ForumMarkup);
    check("[URL]a.example[/URL]", Sign::ForumMarkup);
    check("<A HREF='http://a.example'>x</A>", Sign::LinkMarkup);
    check_not("an [editor's note] <b>bold</b>", Sign::ForumMarkup);
    check_not("an [editor's note] <b>bold</b>", Sign::LinkMarkup);
}

#[test]
fn a_name_that_is_a_search_phrase_or_an_address_is_seen() {
    let named = |name| Submission { name, body: "Nice post.", ..Submission::default() };
    assert!(seen(&named("cheap flights to lisbon"), Sign::NamePhrase));
    assert!(seen(&named("www.cheap.example"), Sign::NameLink));
    for name in ["Ana Reis", "ana", "María José de la Cruz", "J. R. R. T.", "安娜", "Анна Петровна"]
    {
        assert!(!seen(&named(name), Sign::NamePhrase), "{name}");
    }
}

#[test]
fn a_web_address_should_have_something_of_the_name() {
    let own =
        Submission { name: "Ana Reis", url: "https://reis.example/", body: "Nice.", ..Submission::default() };
    let foreign = Submission { url: "http://cheap-pills.example", ..own };
    assert!(!seen(&own, Sign::ForeignAddress));
    assert!(seen(&foreign, Sign::ForeignAddress));
}

#[test]
fn letters_in_disguise_are_seen() {
    check("𝐁𝐔𝐘 𝐍𝐎𝐖", Sign::StyledLetters);
    check("ｃｈｅａｐ", Sign::StyledLetters);
    check("🅲🅷🅴🅰🅿", Sign::StyledLetters);
    check("c\u{0336}h\u{0336}e\u{0336}a\u{0336}p", Sign::Decorated);
    check("саsino", Sign::MixedScripts);
    check("ca\u{200b}sino", Sign::Hidden);
    check("ca\u{202e}onis", Sign::Override);
    check("c h e a p", Sign::SpelledOut);
    check("c.h.e.a.p", Sign::SpelledOut);
}

#[test]
fn honest_letters_are_no_disguise() {
    for body in [
        "Việt Nam đẹp",
        "e\u{301}te\u{301}",
        "Ελλάδα",
        "Привет, how are you",
        "ещё 10км",
        "a b c",
        "I a m",
        "20 ℃ and 5 № ™",
        "👩\u{200d}👧 family",
        "می\u{200c}خواهم",
    ] {
        for sign in [
            Sign::StyledLetters,
            Sign::Decorated,
            Sign::MixedScripts,
            Sign::Hidden,
            Sign::Override,
            Sign::SpelledOut,
        ] {
            check_not(body, sign);
        }
    }
}

#[test]
fn telephone_numbers_and_sums_are_seen() {
    check("call +44 793 545 4150", Sign::Phone);
    check("(503) 555-0123 ok", Sign::Phone);
    check("earn $3,000 a month", Sign::Money);
    check("100€", Sign::Money);
    check_not("In 1998 there were 250,000 visitors", Sign::Phone);
    check_not("2,124,821,694 views", Sign::Phone);
    check_not("US$", Sign::Money);
}

#[test]
fn the_same_words_over_and_over_are_seen() {
    check(&"buy this now ".repeat(6), Sign::Repeating);
    check_not(
        "The bridge reopens tomorrow after four years of repairs, said the mayor on Monday.",
        Sign::Repeating,
    );
}

#[test]
fn the_trap_field_alone_is_enough() {
    let circumstances = Circumstances { trap_filled: true, ..Circumstances::default() };
    let verdict = Scorer::default().score(&Submission { circumstances, ..saying("Nice.") });
    assert_eq!(verdict.decision, Decision::Spam);
    assert_reason(&verdict, "trap", "the field that people do not see was filled in");
}

#[test]
fn haste_is_seen_up_to_four_seconds() {
    let after = |millis| Submission {
        circumstances: Circumstances { open_for: Some(millis), ..Circumstances::default() },
        ..saying("Nice.")
    };
    assert!(seen(&after(999), Sign::Instant));
    assert!(seen(&after(1_000), Sign::Hasty));
    assert!(seen(&after(3_999), Sign::Hasty));
    assert!(!seen(&after(4_000), Sign::Hasty));
    assert!(!seen(&after(-5), Sign::Instant), "a clock that ran backwards proves nothing");
}

#[test]
fn a_regular_reader_may_post_links() {
    let body =
        "a http://a.example b http://b.example c http://c.example d http://d.example e http://e.example";
    let known = Circumstances { approved_before: 12, ..Circumstances::default() };
    assert_ne!(untaught(body).decision, Decision::Publish);
    let verdict = Scorer::default().score(&Submission { circumstances: known, ..saying(body) });
    assert_eq!(verdict.decision, Decision::Publish);
    assert_reason(&verdict, "regular-writer", "the writer has 12 approved comments");
}

#[test]
fn speaking_of_the_story_speaks_for_the_comment() {
    let story = "The harbour bridge reopens after four years of repairs";
    let about = Circumstances { story, ..Circumstances::default() };
    assert!(seen(
        &Submission { circumstances: about, ..saying("No more repairs on the bridge") },
        Sign::OnTopic
    ));
    assert!(!seen(&Submission { circumstances: about, ..saying("Buy watches here") }, Sign::OnTopic));
    assert!(seen(&Submission { circumstances: about, ..saying("Купите часы") }, Sign::OtherScript));
}

#[test]
fn a_text_seen_nine_times_in_an_hour_is_spam() {
    let traffic = Traffic { same_text_hour: 8, same_text_day: 8, ..Traffic::default() };
    let circumstances = Circumstances { traffic, ..Circumstances::default() };
    let verdict = Scorer::default()
        .score(&Submission { circumstances, ..saying("Nice post, I will tell my friends.") });
    assert_eq!(verdict.decision, Decision::Spam);
    assert_reason(&verdict, "same-text-8", "same text 9 times in an hour");
}

#[test]
fn every_sign_has_a_word_of_its_own_and_finds_back() {
    for sign in Sign::ALL {
        assert_eq!(Sign::from_word(sign.word()), Some(*sign));
    }
    assert_eq!(Sign::from_word("no such sign"), None);
}
