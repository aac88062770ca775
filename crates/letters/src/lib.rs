//! What the paper writes by mail: an occasion and a language to a letter, as plain text and as HTML that says the same.
//!
//! Values in, words out: nothing here sends. Whatever a reader wrote is text in a letter and never markup; addresses
//! that can be followed are the paper's own, which the caller makes. A language without words of its own gets English.
//!
//! ```
//! use dateline_letters::{Letter, Occasion, Paper};
//!
//! let paper = Paper { title: "The Harbour Bell", address: "https://bell.example", language: "de" };
//! let letter = Letter::write(&paper, &Occasion::Test);
//! assert_eq!(letter.subject, "Ein Probebrief von The Harbour Bell");
//! assert!(letter.html.contains("<html lang=\"de\" dir=\"ltr\">"));
//! ```

mod block;
mod occasion;
mod print;
mod words;

pub use occasion::{Occasion, Waiting, WaitingComment};

use dateline_markup::language_direction;
use dateline_model::one_line;

use words::Words;

/// Characters of a subject; mail programs show fewer.
const SUBJECT_CHARS_MAX: usize = 160;

/// The paper in whose name a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper<'a> {
    /// Its nameplate.
    pub title: &'a str,
    /// The address of its front page.
    pub address: &'a str,
    /// The language of the letter (BCP 47).
    pub language: &'a str,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line, without anything that could end a header.
    pub subject: String,
    /// As plain text, lines of any length.
    pub text: String,
    /// The same as a page of HTML without script, style sheet, picture or form.
    pub html: String,
}

impl Letter {
    /// Writes a letter.
    pub fn write(paper: &Paper<'_>, occasion: &Occasion<'_>) -> Self {
        let words = Words::of(paper.language);
        let subject: String =
            one_line(&occasion.subject(&words, paper)).chars().take(SUBJECT_CHARS_MAX).collect();
        let blocks = occasion.blocks(&words, paper);
        let direction = language_direction(words.language());
        let text = block::as_text(&blocks, paper);
        let html = print::page(&subject, &blocks, paper, words.language(), direction);
        Self { subject, text, html }
    }
}

/// The languages that letters are written in.
pub fn languages() -> Vec<&'static str> {
    words::languages()
}
