//! Two versions of a story laid side by side: which paragraphs came, went or changed, and which words of them; and
//! three versions merged.
//!
//! Paragraphs are compared first, then the words of those that changed, each by the shortest way from one to the other
//! (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986). Beyond [`STEPS_MAX`] steps two versions
//! have nothing in common.

use unicode_segmentation::UnicodeSegmentation;

use crate::address::{Image, first_image};
use crate::text::plain_text;
use crate::token::{Token, is_void, push_escaped, push_token, tokens};

/// The most insertions and deletions that are looked for between two versions, in paragraphs or in words.
const STEPS_MAX: usize = 1_500;
/// The most words of a paragraph that are compared one by one.
const WORDS_MAX: usize = 20_000;
/// Two paragraphs in the same place are one that changed when this part of their words is the same, in hundredths.
const ALIKE: usize = 30;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It stands in both versions.
    Kept,
    /// Only in the new one.
    Added,
    /// Only in the old one.
    Removed,
}

impl Fate {
    /// `kept`, `added` or `removed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// A stretch of text, plain, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What became of it.
    pub fate: Fate,
    /// The text.
    pub text: String,
}

/// What happened to a paragraph, a list, a picture: whatever stands by itself in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Same(String),
    /// It came.
    Added(String),
    /// It went.
    Removed(String),
    /// Its words changed.
    Rewritten(Vec<Stretch>),
    /// Its words are the same, and something else of it changed: a link, a heading that was a paragraph.
    Restyled(String),
}

/// A piece of three versions: the one that two people began with, and what each made of it. All of it is HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// Both have it.
    Same(String),
    /// Only the first one changed it.
    Mine(String),
    /// Only the second one changed it.
    Theirs(String),
    /// Both changed it, each in another way: somebody has to choose.
    Conflict {
        /// As both found it.
        base: String,
        /// What the first made of it.
        mine: String,
        /// What the second made of it.
        theirs: String,
    },
}

/// What changed from `old` to `new`, both safe HTML, in the order of a story.
pub fn compare(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (blocks(old), blocks(new));
    let mut changes = Vec::new();
    let (mut at, mut to) = (0, 0);
    let ends = std::iter::once((old.len(), new.len()));
    for (kept_old, kept_new) in matching(&old, &new).into_iter().chain(ends) {
        replaced(&old[at..kept_old], &new[to..kept_new], &mut changes);
        if let Some(same) = old.get(kept_old) {
            changes.push(Change::Same(readable(same)));
        }
        (at, to) = (kept_old + 1, kept_new + 1);
    }
    changes
}

/// The words that changed between two lines of plain text, such as headlines.
pub fn compare_text(old: &str, new: &str) -> Vec<Stretch> {
    stretches(old, new).0
}

/// A comparison as HTML with `<ins>` and `<del>`: safe, since every word of a story is in it as text.
pub fn compared_html(changes: &[Change]) -> String {
    let mut html = String::new();
    for change in changes {
        let (class, stretches) = match change {
            Change::Same(text) => ("same", vec![Stretch { fate: Fate::Kept, text: text.clone() }]),
            Change::Restyled(text) => ("restyled", vec![Stretch { fate: Fate::Kept, text: text.clone() }]),
            Change::Added(text) => ("added", vec![Stretch { fate: Fate::Added, text: text.clone() }]),
            Change::Removed(text) => ("removed", vec![Stretch { fate: Fate::Removed, text: text.clone() }]),
            Change::Rewritten(stretches) => ("rewritten", stretches.clone()),
        };
        html.push_str("<p class=\"");
        html.push_str(class);
        html.push_str("\">");
        for Stretch { fate, text } in stretches {
            let tag = match fate {
                Fate::Kept => None,
                Fate::Added => Some("ins"),
                Fate::Removed => Some("del"),
            };
            if let Some(tag) = tag {
                html.extend(["<", tag, ">"]);
            }
            push_escaped(&mut html, &text);
            if let Some(tag) = tag {
                html.extend(["</", tag, ">"]);
            }
        }
        html.push_str("</p>\n");
    }
    html
}

/// Merges what two people made of `base`, paragraph by paragraph. All three are safe HTML.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Vec<Merged> {
    let (base, mine, theirs) = (blocks(base), blocks(mine), blocks(theirs));
    let in_mine = partners(base.len(), matching(&base, &mine));
    let in_theirs = partners(base.len(), matching(&base, &theirs));
    let mut parts = Vec::new();
    let (mut from, mut from_mine, mut from_theirs) = (0, 0, 0);
    let anchors = (0..base.len()).filter_map(|n| Some((n, in_mine[n]?, in_theirs[n]?)));
    let ends = std::iter::once((base.len(), mine.len(), theirs.len()));
    for (at, at_mine, at_theirs) in anchors.chain(ends) {
        let stretch = (&base[from..at], &mine[from_mine..at_mine], &theirs[from_theirs..at_theirs]);
        settle_stretch(stretch, &mut parts);
        if let Some(same) = base.get(at) {
            match parts.last_mut() {
                Some(Merged::Same(before)) => before.push_str(same),
                _ => parts.push(Merged::Same(same.clone())),
            }
        }
        (from, from_mine, from_theirs) = (at + 1, at_mine + 1, at_theirs + 1);
    }
    parts
}

/// The merged story, when nobody has to choose.
pub fn merged_html(parts: &[Merged]) -> Option<String> {
    let mut html = String::new();
    for part in parts {
        match part {
            Merged::Same(text) | Merged::Mine(text) | Merged::Theirs(text) => html.push_str(text),
            Merged::Conflict { .. } => return None,
        }
    }
    Some(html)
}

/// What became of a stretch that not all three versions have alike. Where each has as many blocks as the others, they are
/// the same ones rewritten, and two people who rewrote neighbours need not choose.
fn settle_stretch((base, mine, theirs): (&[String], &[String], &[String]), parts: &mut Vec<Merged>) {
    if base.len() == mine.len() && base.len() == theirs.len() {
        for ((base, mine), theirs) in base.iter().zip(mine).zip(theirs) {
            parts.push(settled(base, mine, theirs));
        }
    } else {
        parts.push(settled(&base.concat(), &mine.concat(), &theirs.concat()));
    }
}

fn settled(base: &str, mine: &str, theirs: &str) -> Merged {
    if mine == theirs {
        Merged::Same(mine.to_owned())
    } else if base == theirs {
        Merged::Mine(mine.to_owned())
    } else if base == mine {
        Merged::Theirs(theirs.to_owned())
    } else {
        Merged::Conflict { base: base.to_owned(), mine: mine.to_owned(), theirs: theirs.to_owned() }
    }
}

/// For each of `count` things its partner, where it has one.
fn partners(count: usize, pairs: Vec<(usize, usize)>) -> Vec<Option<usize>> {
    let mut partners = vec![None; count];
    for (one, other) in pairs {
        partners[one] = Some(other);
    }
    partners
}

/// What stands by itself in a story, each as HTML: its outermost elements, and the text between them.
fn blocks(html: &str) -> Vec<String> {
    let (mut blocks, mut block, mut depth) = (Vec::new(), String::new(), 0_usize);
    let mut end = |block: &mut String| {
        let ended = std::mem::take(block);
        if !ended.trim().is_empty() {
            blocks.push(ended);
        }
    };
    for token in tokens(html) {
        let opens = depth == 0 && matches!(&token, Token::Start { name, .. } if crate::token::is_block(name));
        if opens || depth == 0 && matches!(token, Token::Comment(_)) {
            end(&mut block);
        }
        push_token(&mut block, &token);
        match &token {
            Token::Start { name, .. } if !is_void(name) => depth += 1,
            Token::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let closes = match &token {
            Token::End(name) | Token::Start { name, .. } => crate::token::is_block(name),
            Token::Comment(_) => true,
            Token::Text(_) => false,
        };
        if depth == 0 && closes {
            end(&mut block);
        }
    }
    end(&mut block);
    blocks
}

/// A block as somebody reads it: its text, or what its picture shows.
fn readable(block: &str) -> String {
    let text = plain_text(block);
    match first_image(block) {
        Some(Image { src, alt, .. }) => {
            let shown = if alt.is_empty() { src } else { alt };
            if text.is_empty() { format!("[{shown}]") } else { format!("[{shown}] {text}") }
        }
        None => text,
    }
}

/// Tells what became of a stretch of blocks that others replaced.
fn replaced(old: &[String], new: &[String], changes: &mut Vec<Change>) {
    let both = old.len().min(new.len());
    for (before, after) in old.iter().zip(new) {
        let (before, after) = (readable(before), readable(after));
        if before == after {
            changes.push(Change::Restyled(after));
            continue;
        }
        match stretches(&before, &after) {
            (stretches, alike) if alike >= ALIKE => changes.push(Change::Rewritten(stretches)),
            _ => changes.extend([Change::Removed(before), Change::Added(after)]),
        }
    }
    changes.extend(old[both..].iter().map(|block| Change::Removed(readable(block))));
    changes.extend(new[both..].iter().map(|block| Change::Added(readable(block))));
}

/// The words of two texts, and how many hundredths of them are the same.
fn stretches(old: &str, new: &str) -> (Vec<Stretch>, usize) {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    let pairs = if old.len().max(new.len()) > WORDS_MAX { Vec::new() } else { matching(&old, &new) };
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    let kept = pairs.iter().filter(|(at, _)| is_word(&old[*at])).count();
    let words =
        old.iter().filter(|word| is_word(word)).count().max(new.iter().filter(|word| is_word(word)).count());
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut push = |fate, words: &[&str]| match stretches.last_mut() {
        _ if words.is_empty() => {}
        Some(last) if last.fate == fate => last.text.push_str(&words.concat()),
        _ => stretches.push(Stretch { fate, text: words.concat() }),
    };
    let (mut at, mut to) = (0, 0);
    for (kept_old, kept_new) in pairs.into_iter().chain(std::iter::once((old.len(), new.len()))) {
        push(Fate::Removed, &old[at..kept_old]);
        push(Fate::Added, &new[to..kept_new]);
        push(Fate::Kept, old.get(kept_old..=kept_old).unwrap_or_default());
        (at, to) = (kept_old + 1, kept_new + 1);
    }
    (stretches, kept * 100 / words.max(1))
}

/// Which things of `a` stand in `b` too, in the same order, as many as can be.
fn matching<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[head..], &b[head..]);
    let tail = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (middle_a, middle_b) = (&rest_a[..rest_a.len() - tail], &rest_b[..rest_b.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|n| (n, n)).collect();
    pairs.extend(shortest_way(middle_a, middle_b).into_iter().map(|(x, y)| (x + head, y + head)));
    pairs.extend((0..tail).map(|n| (a.len() - tail + n, b.len() - tail + n)));
    pairs
}

/// How far each diagonal was reached: `x` by `k = x - y`, for `-d - 1 ..= d + 1`.
struct Reach(Vec<usize>);

impl Reach {
    /// After so many steps from the beginning.
    fn after(steps: usize) -> Self {
        Self(vec![0; 2 * steps + 3])
    }

    fn steps(&self) -> usize {
        (self.0.len() - 3) / 2
    }

    fn at(&self, k: isize) -> usize {
        let index = k + self.steps() as isize + 1;
        usize::try_from(index).ok().and_then(|index| self.0.get(index)).copied().unwrap_or(0)
    }

    fn set(&mut self, k: isize, x: usize) {
        let index = k + self.steps() as isize + 1;
        if let Some(place) = usize::try_from(index).ok().and_then(|index| self.0.get_mut(index)) {
            *place = x;
        }
    }

    /// The diagonal from which step `d` comes to `k`: by an insertion from above, or by a deletion from the left.
    fn before(&self, d: isize, k: isize) -> isize {
        if k == -d || (k != d && self.at(k - 1) < self.at(k + 1)) { k + 1 } else { k - 1 }
    }
}

/// The matches on the shortest way from `old` to `new`; none when it has more than [`STEPS_MAX`] steps.
fn shortest_way<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let mut rounds = vec![Reach::after(0)];
    for steps in 0..=STEPS_MAX.min(old.len() + new.len()) {
        let d = steps as isize;
        let mut reach = Reach::after(steps);
        let last = &rounds[rounds.len() - 1];
        for k in (-d..=d).step_by(2) {
            let from = last.before(d, k);
            let mut x = if from > k { last.at(from) } else { last.at(from) + 1 };
            if steps == 0 {
                x = 0;
            }
            let Ok(mut y) = usize::try_from(x as isize - k) else { continue };
            while x < old.len() && y < new.len() && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach.set(k, x);
            if x >= old.len() && y >= new.len() {
                return way_back(&rounds, old.len(), new.len());
            }
        }
        rounds.push(reach);
    }
    Vec::new()
}

/// Walks from the end to the beginning and notes the matches. `rounds` is what was reached before each step.
fn way_back(rounds: &[Reach], mut x: usize, mut y: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (d, reach) in rounds.iter().enumerate().rev() {
        let k = x as isize - y as isize;
        let (from_x, from_y) = if d == 0 {
            (0, 0)
        } else {
            let from = reach.before(d as isize, k);
            let from_x = reach.at(from);
            (from_x, usize::try_from(from_x as isize - from).unwrap_or(0))
        };
        while x > from_x && y > from_y {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        }
        (x, y) = (from_x, from_y);
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_is_found() {
        let check = |a: &str, b: &str, common: &str| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let pairs = matching(&a, &b);
            assert!(pairs.iter().all(|(x, y)| a[*x] == b[*y]));
            assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
            assert_eq!(pairs.iter().map(|(x, _)| a[*x]).collect::<String>().chars().count(), common.len());
        };
        check("abcabba", "cbabac", "caba");
        check("", "abc", "");
        check("abc", "", "");
        check("abc", "abc", "abc");
        check("xaby", "zabw", "ab");
        check("abcdef", "ghijkl", "");
    }

    #[test]
    fn a_block_is_what_stands_by_itself() {
        let html = "<p>One <em>bridge</em></p>\n<!--more-->\n<ul><li>a</li><li>b</li></ul><figure><img src=\"/a.png\"></figure>loose";
        assert_eq!(blocks(html).len(), 5);
        assert_eq!(blocks(html).concat().replace('\n', ""), html.replace('\n', ""));
    }
}
