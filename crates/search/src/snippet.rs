//! Why a story was found: the passage with the words that were asked for, and these marked.

use std::collections::HashSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::fold::{fold_into, folded};
use crate::language::Language;
use crate::plan::Marks;
use crate::script::Script;
use crate::terms::{Analysis, Cut, pairs};
use crate::words::{Word, words};

/// About how many characters a passage has.
const PASSAGE_CHARS: usize = 240;
/// How many of them stand before the first marked word.
const BEFORE_CHARS: usize = 60;
/// Bytes of a text that are looked through; the rest of a longer one is not searched for a passage.
const TEXT_BYTES_MAX: usize = 400_000;

/// A word of a text that was asked for.
#[derive(Debug, Clone)]
struct Met {
    at: Range<usize>,
    /// What it was asked as, to tell different words from one word met often.
    term: String,
    weight: f32,
}

/// Marks what was asked for in the texts of hits.
pub(crate) struct Marker<'m> {
    marks: &'m Marks,
    /// The first letters of all that is asked for.
    firsts: HashSet<char>,
    stems: Analysis,
    words: Analysis,
}

impl<'m> Marker<'m> {
    pub(crate) fn new(marks: &'m Marks) -> Self {
        let asked = marks.stems.keys().chain(marks.whole.keys()).chain(&marks.beginnings);
        let firsts = asked.filter_map(|text| text.chars().next()).collect();
        Self { marks, firsts, stems: Analysis::new(Cut::Stem), words: Analysis::new(Cut::Whole) }
    }

    /// The whole text as HTML with everything marked.
    pub(crate) fn whole(&mut self, text: &str, language: Language) -> String {
        let met = self.met(text, language);
        html(text, 0..text.len(), &met)
    }

    /// The best passage of the text as HTML; `None` when nothing in it was asked for.
    pub(crate) fn passage(&mut self, text: &str, language: Language) -> Option<String> {
        let text = &text[..text.floor_char_boundary(TEXT_BYTES_MAX)];
        let met = self.met(text, language);
        let best = best_stretch(text, &met)?;
        Some(html(text, best, &met))
    }

    /// The first word of the text that has this stem, as it is written.
    pub(crate) fn written(&mut self, text: &str, language: Language, stem: &str) -> Option<String> {
        let terms = self.stems.list(language, text);
        terms.into_iter().find(|(term, _)| term == stem).map(|(_, at)| text[at].to_owned())
    }

    fn met(&mut self, text: &str, language: Language) -> Vec<Met> {
        let mut met = Vec::new();
        for word in words(text) {
            if word.script == Some(Script::Unspaced) {
                met.extend(
                    pairs(word).into_iter().rev().filter_map(|(start, pair)| self.met_pair(start, pair)),
                );
            } else if self.may_be_met(word) {
                met.extend(self.met_word(word, language));
            }
        }
        met
    }

    /// Whether a word begins like anything that is asked for, which spares most words of a text their analysis.
    /// Arabic writes its article and prepositions before the word.
    fn may_be_met(&self, word: Word<'_>) -> bool {
        if word.script == Some(Script::Arabic) {
            return true;
        }
        let mut first = String::new();
        word.text.chars().take(3).for_each(|c| fold_into(c.encode_utf8(&mut [0; 4]), &mut first));
        // A clitic may stand first.
        first.chars().next().is_some_and(|c| self.firsts.contains(&c))
            || word.text.contains(['\'', '\u{2019}'])
    }

    fn met_word(&mut self, word: Word<'_>, language: Language) -> Option<Met> {
        let at = word.start..word.start + word.text.len();
        let term = self.stems.term(language, word);
        if let Some(weight) = self.marks.stems.get(&term) {
            return Some(Met { at, term, weight: *weight });
        }
        let whole = self.words.term(language, word);
        let begins = || self.marks.beginnings.iter().any(|letters| whole.starts_with(letters.as_str()));
        let weight = self.marks.whole.get(&whole).copied().or_else(|| begins().then_some(1.0))?;
        Some(Met { at, term: whole, weight })
    }

    fn met_pair(&self, start: usize, pair: &str) -> Option<Met> {
        let term = folded(pair);
        let begins = || self.marks.beginnings.iter().any(|letters| term.starts_with(letters.as_str()));
        let weight = self.marks.stems.get(&term).copied().or_else(|| begins().then_some(1.0))?;
        Some(Met { at: start..start + pair.len(), term, weight })
    }
}

/// The stretch of text whose marked words weigh most; of equals the first.
fn best_stretch(text: &str, met: &[Met]) -> Option<Range<usize>> {
    let mut best: Option<(f32, usize)> = None;
    // A word that stands on every line need not be tried on each.
    for (n, first) in met.iter().enumerate().take(400) {
        let end = first.at.start + (PASSAGE_CHARS - BEFORE_CHARS);
        let mut seen = HashSet::new();
        let inside = met[n..].iter().take_while(|met| met.at.end <= end);
        let weight = inside.filter(|met| seen.insert(met.term.as_str())).map(|met| met.weight).sum();
        if best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, first.at.start));
        }
    }
    let (_, from) = best?;
    let start = start_before(text, from);
    let end = end_after(text, start);
    Some(start..end)
}

/// Where a passage begins that shows some words before `at`: after a blank, or where a line begins.
fn start_before(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let begin = before.grapheme_indices(true).rev().nth(BEFORE_CHARS - 1).map_or(0, |(begin, _)| begin);
    let line = before[begin..].rfind('\n').map(|line| begin + line + 1);
    let sentence = before[begin..].find(". ").map(|stop| begin + stop + 2);
    let word = || before[begin..].find(char::is_whitespace).map_or(begin, |blank| begin + blank + 1);
    line.or(sentence).unwrap_or_else(|| if begin == 0 { 0 } else { word() })
}

/// Where a passage that begins at `start` ends: before a blank, or in a script without them after a letter.
fn end_after(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let Some((end, _)) = rest.grapheme_indices(true).nth(PASSAGE_CHARS) else { return text.len() };
    let cut = rest[..end].rfind(char::is_whitespace).filter(|blank| *blank > end / 2).unwrap_or(end);
    start + cut
}

/// A stretch of text as HTML: everything escaped, what was met in `<mark>`, "…" where the text goes on.
fn html(text: &str, stretch: Range<usize>, met: &[Met]) -> String {
    let mut out = String::with_capacity(stretch.len() + 64);
    if stretch.start > 0 {
        out.push('…');
    }
    let mut at = stretch.start;
    for marked in merged(met, &stretch) {
        escape_into(&text[at..marked.start], &mut out);
        out.push_str("<mark>");
        escape_into(&text[marked.clone()], &mut out);
        out.push_str("</mark>");
        at = marked.end;
    }
    escape_into(&text[at..stretch.end], &mut out);
    if stretch.end < text.len() {
        out.push('…');
    }
    out
}

/// The marked stretches inside another, those that touch or overlap (the pairs of a Chinese word) as one.
fn merged(met: &[Met], within: &Range<usize>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for met in met.iter().filter(|met| met.at.start >= within.start && met.at.end <= within.end) {
        match merged.last_mut() {
            Some(last) if met.at.start <= last.end => last.end = last.end.max(met.at.end),
            _ => merged.push(met.at.clone()),
        }
    }
    merged
}

/// Appends text with everything escaped that HTML or an attribute could take for its own; a new line is a blank.
pub(crate) fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Marker;
    use crate::language::Language;
    use crate::plan::Marks;

    fn marks(stems: &[&str], whole: &[&str], beginnings: &[&str]) -> Marks {
        Marks {
            stems: stems.iter().map(|stem| ((*stem).to_owned(), 1.0)).collect(),
            whole: whole.iter().map(|word| ((*word).to_owned(), 1.0)).collect(),
            beginnings: beginnings.iter().map(|letters| (*letters).to_owned()).collect(),
        }
    }

    #[test]
    fn words_are_marked_in_every_form_and_the_rest_is_escaped() {
        let check = |marks: &Marks, code: &str, text: &str, expected: &str| {
            assert_eq!(Marker::new(marks).whole(text, Language::of_tag(code)), expected, "{text}");
        };
        let bridge = marks(&["bridg"], &[], &[]);
        check(&bridge, "en", "Bridges & <b>", "<mark>Bridges</mark> &amp; &lt;b&gt;");
        check(&bridge, "en", "\"bridge's\"", "&quot;<mark>bridge&#39;s</mark>&quot;");
        check(
            &marks(&[], &["kayani"], &[]),
            "en",
            "General Kayani’s visit",
            "General <mark>Kayani’s</mark> visit",
        );
        check(&marks(&[], &[], &["harb"]), "en", "A harbour", "A <mark>harbour</mark>");
        check(&marks(&["東京", "京都"], &[], &[]), "ja", "東京都は", "<mark>東京都</mark>は");
        check(&marks(&["متحف"], &[], &[]), "ar", "متحف جديد", "<mark>متحف</mark> جديد");
    }

    #[test]
    fn the_passage_is_where_most_of_the_words_stand() {
        let filler = "Nothing of note was said on that day by anybody in the old town. ".repeat(20);
        let text =
            format!("The toll came up. {filler}\nThen the bridge toll was paid by the harbour. {filler}");
        let marks = marks(&["toll", "bridg", "harbour"], &[], &[]);
        let passage = Marker::new(&marks).passage(&text, Language::of_tag("en")).unwrap();
        assert!(passage.starts_with("…Then the <mark>bridge</mark> <mark>toll</mark> was paid"), "{passage}");
        assert!(passage.contains("<mark>harbour</mark>") && passage.ends_with('…'), "{passage}");
        assert!(passage.chars().count() < 340, "{passage}");
        assert_eq!(Marker::new(&marks).passage("Nothing here.", Language::of_tag("en")), None);
    }

    #[test]
    fn a_passage_without_blanks_is_cut_between_letters() {
        let marks = marks(&["天气"], &[], &[]);
        let text = format!("{}天气{}", "今日无事".repeat(200), "今日无事".repeat(200));
        let passage = Marker::new(&marks).passage(&text, Language::of_tag("zh")).unwrap();
        assert!(passage.contains("<mark>天气</mark>"), "{passage}");
        assert!(passage.chars().count() < 300);
    }
}
