//! Reading the collections and cutting them into runs.

use std::{fs, path::Path};

use dateline_moderation::{Circumstances, Submission, Traffic};

/// A comment and the truth about it.
#[derive(Clone)]
pub(crate) struct Comment {
    pub(crate) text: String,
    pub(crate) spam: bool,
    /// Host names of the site where it stood.
    pub(crate) own_hosts: &'static [&'static str],
}

impl Comment {
    pub(crate) fn submission(&self) -> Submission<'_> {
        self.submission_in(Traffic::default())
    }

    pub(crate) fn submission_in(&self, traffic: Traffic) -> Submission<'_> {
        let circumstances = Circumstances { traffic, own_hosts: self.own_hosts, ..Circumstances::default() };
        Submission { body: &self.text, circumstances, ..Submission::default() }
    }
}

/// Decisions a site has made, and what its filter then has to judge.
pub(crate) struct Run {
    pub(crate) name: String,
    pub(crate) decided: Vec<Comment>,
    pub(crate) judged: Vec<Comment>,
}

impl Run {
    /// Host names of the site whose comments these are.
    pub(crate) fn own_hosts(&self) -> &'static [&'static str] {
        self.judged.first().map_or(&[], |comment| comment.own_hosts)
    }
}

/// Decisions that are taught.
const DECISIONS: usize = 500;
/// Where the comments of the files named `Youtube…` stood, and where a link to the video itself leads.
const YOUTUBE: &[&str] = &["youtube.com", "youtu.be"];

/// All runs the folder's collections allow. Files named `Youtube…` are one family: judged by time (the beginnings
/// of all files taught, their ends judged) and by file (one judged, the others taught). Every other file is split by
/// time, and judged a second time with its last 500 taught.
pub(crate) fn runs(folder: &Path) -> Vec<Run> {
    let mut family = Vec::new();
    let mut others = Vec::new();
    let mut names: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    names.sort();
    for path in names.iter().filter(|path| path.extension().is_some_and(|ending| ending == "csv")) {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_youtube = name.starts_with("Youtube");
        let comments = read(&text, if is_youtube { YOUTUBE } else { &[] });
        if is_youtube {
            family.push((name, comments));
        } else {
            others.push((name, comments));
        }
    }
    let mut runs = Vec::new();
    if !family.is_empty() {
        let files: Vec<&[Comment]> = family.iter().map(|(_, comments)| comments.as_slice()).collect();
        runs.extend(split("Youtube by time", &by_turns(&files)));
        runs.extend(split("Youtube by time, backwards", &backwards(&by_turns(&files))));
    }
    for (name, judged) in &family {
        let rest: Vec<&[Comment]> = family
            .iter()
            .filter(|(other, _)| other != name)
            .map(|(_, comments)| comments.as_slice())
            .collect();
        let mut decided = by_turns(&rest);
        decided.truncate(DECISIONS);
        if !decided.is_empty() {
            runs.push(Run { name: format!("{name}, others taught"), decided, judged: judged.clone() });
        }
    }
    for (name, comments) in &others {
        runs.extend(split(&format!("{name} by time"), comments));
        runs.extend(split(&format!("{name} by time, backwards"), &backwards(comments)));
    }
    runs
}

fn split(name: &str, comments: &[Comment]) -> Option<Run> {
    let (decided, judged) = comments.split_at_checked(DECISIONS)?;
    Some(Run { name: name.to_owned(), decided: decided.to_vec(), judged: judged.to_vec() })
}

fn backwards(comments: &[Comment]) -> Vec<Comment> {
    comments.iter().rev().cloned().collect()
}

/// One comment of each file after the other, as several stories of one site would bring them.
fn by_turns(files: &[&[Comment]]) -> Vec<Comment> {
    let longest = files.iter().map(|file| file.len()).max().unwrap_or(0);
    (0..longest).flat_map(|at| files.iter().filter_map(move |file| file.get(at)).cloned()).collect()
}

/// Rows of a CSV file with columns named `CONTENT` or `text`, and `CLASS` or `label` (1 or `spam` for spam).
fn read(text: &str, own_hosts: &'static [&'static str]) -> Vec<Comment> {
    let mut rows = rows(text).into_iter();
    let header = rows.next().unwrap_or_default();
    let column = |names: [&str; 2]| {
        header.iter().position(|name| names.contains(&name.trim_start_matches('\u{feff}')))
    };
    let (Some(text), Some(label)) = (column(["CONTENT", "text"]), column(["CLASS", "label"])) else {
        return Vec::new();
    };
    rows.filter_map(|row| {
        let spam = match row.get(label)?.as_str() {
            "1" | "spam" => true,
            "0" | "ham" => false,
            _ => return None,
        };
        Some(Comment { text: row.get(text)?.clone(), spam, own_hosts })
    })
    .collect()
}

/// RFC 4180: quotes round fields with commas and line breaks, two quotes for one.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            _ => field.push(c),
        }
    }
    if !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows
}
