//! Letters as their readers get them, in every language, with whatever somebody may have written.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use dateline_letters::{Letter, Occasion, Paper, Waiting, WaitingComment, languages};
use insta::assert_snapshot;
use scraper::{Html, Node};

const BELL: Paper<'_> = Paper { title: "The Harbour Bell", address: "https://bell.example", language: "en" };
const LINK: &str = "https://bell.example/comments/5f2b/61c3";
const STOP: &str = "https://bell.example/comments/subscription/5f2b/key/stop";

/// One letter of each kind, with `hostile` wherever somebody else's words can stand.
fn letters(paper: &Paper<'_>, hostile: &str) -> Vec<Letter> {
    let comment =
        WaitingComment { name: hostile.to_owned(), story: hostile.to_owned(), words: hostile.to_owned() };
    let waiting = Waiting { pending: 12, reported: 1, appeals: 2, newest: vec![comment] };
    let (story, name, words, why) = (hostile, hostile, hostile, hostile);
    let (address, stop, until) = (LINK, STOP, "2026-11-30");
    let occasions = [
        Occasion::Test,
        Occasion::Confirm { story, address },
        Occasion::Answered { story, name, words, address, stop },
        Occasion::Removed { story, words, why, address, stop },
        Occasion::Digest { waiting: &waiting, address, stop },
        Occasion::Invitation { address, until },
        Occasion::Password { address, until },
    ];
    occasions.iter().map(|occasion| Letter::write(paper, occasion)).collect()
}

#[test]
fn an_answer_is_read_in_the_letter_that_tells_of_it() {
    let occasion = Occasion::Answered {
        story: "Harbour bridge reopens",
        name: "Ana Reis",
        words: "It reopened at six.\n\nI was there.",
        address: LINK,
        stop: STOP,
    };
    let letter = Letter::write(&BELL, &occasion);
    assert_snapshot!(letter.text);
    assert_snapshot!(letter.html);
}

#[test]
fn a_letter_in_arabic_runs_from_the_right() {
    let paper = Paper { language: "ar-MA", ..BELL };
    let occasion = Occasion::Confirm { story: "Harbour bridge reopens", address: LINK };
    let letter = Letter::write(&paper, &occasion);
    assert!(letter.html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", letter.html);
    assert!(
        letter.subject.contains("\u{2068}Harbour bridge reopens\u{2069}")
            || !letter.subject.contains('\u{2068}')
    );
    assert_snapshot!(letter.text);
}

#[test]
fn what_waits_is_told_in_numbers_and_beginnings() {
    let comment = |name: &str, words: &str| WaitingComment {
        name: name.to_owned(),
        story: "Harbour bridge reopens".to_owned(),
        words: words.to_owned(),
    };
    let newest = vec![comment("Marta", "First!"), comment("Rui", &"tide ".repeat(100))];
    let waiting = Waiting { pending: 2, reported: 0, appeals: 1, newest };
    let occasion = Occasion::Digest { waiting: &waiting, address: LINK, stop: STOP };
    assert_snapshot!(Letter::write(&BELL, &occasion).text);
}

#[test]
fn every_language_writes_every_letter_in_its_own_words() {
    let english = letters(&BELL, "Bridge");
    for language in languages() {
        let own = letters(&Paper { language, ..BELL }, "Bridge");
        for (own, english) in own.iter().zip(&english) {
            assert_eq!(own == english, language == "en", "{language}: {}", own.subject);
            assert!(!own.text.contains('{') && !own.subject.is_empty(), "{language}: {}", own.text);
            assert!(own.html.contains(&format!("lang=\"{language}\"")), "{language}");
        }
    }
}

#[test]
fn a_subject_is_one_line_and_no_longer_than_people_read() {
    let story = &format!("Bridge\r\nBcc: everybody@reader.example\n{}", "x".repeat(500));
    let letter = Letter::write(&BELL, &Occasion::Confirm { story, address: LINK });
    assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
    assert_eq!(letter.subject.chars().count(), 160);
}

#[test]
fn a_long_comment_is_quoted_up_to_its_limit() {
    let quoted = |chars: usize| {
        let words = "x".repeat(chars);
        let occasion =
            Occasion::Answered { story: "Bridge", name: "Ana", words: &words, address: LINK, stop: STOP };
        Letter::write(&BELL, &occasion).text
    };
    assert!(!quoted(2_000).contains('…'));
    assert!(quoted(2_001).contains(&format!("> {}…", "x".repeat(2_000))));
}

/// Whatever stands in a letter's HTML that a mail program could run, fetch or send.
fn forbidden(html: &str) -> Vec<String> {
    let allowed = ["html", "head", "meta", "title", "body", "div", "p", "a", "b", "blockquote"];
    let document = Html::parse_document(html);
    let mut found = Vec::new();
    for node in document.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        if !allowed.contains(&element.name()) {
            found.push(element.name().to_owned());
        }
        for (name, value) in element.attrs() {
            let known = matches!(name, "lang" | "dir" | "charset" | "name" | "content" | "style" | "href");
            let leads_home = name != "href" || value.starts_with("https://bell.example");
            if !known || !leads_home {
                found.push(format!("{name}={value}"));
            }
        }
    }
    found
}

#[test]
fn nothing_that_somebody_wrote_is_markup_in_a_letter() {
    let own = [
        "<script>alert(1)</script>",
        "</title></blockquote><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "{{{constructor}}} {{> letter}}",
        "<style>*{background:url(//evil.example)}</style>",
    ];
    let mut lines: Vec<String> = own.iter().map(|&line| line.to_owned()).collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/xss");
    match std::fs::read_dir(&folder) {
        Ok(files) => {
            for file in files {
                let bytes = std::fs::read(file.unwrap().path()).unwrap();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                lines.extend(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
                lines.push(text);
            }
        }
        Err(_) => println!("skipped: no attack lists in ../shared/corpus/xss"),
    }
    let mut read = 0;
    for line in &lines {
        // Between them they show whatever somebody may have written: a headline, a name, words, a reason.
        for letter in &letters(&BELL, line)[3..5] {
            assert_eq!(forbidden(&letter.html), Vec::<String>::new(), "{line}");
            read += 1;
        }
    }
    println!("{read} letters of {} hostile texts", lines.len());
}
