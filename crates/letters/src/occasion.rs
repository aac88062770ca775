//! For what a letter is written, and what stands in it.

use crate::Paper;
use crate::block::Block;
use crate::words::Words;

/// Characters of a comment that a letter quotes.
const QUOTE_CHARS: usize = 2_000;
/// Characters of each comment in a list of several.
const LISTED_CHARS: usize = 240;

/// For what a letter is written. Addresses are whole ones of the paper's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion<'a> {
    /// Whoever runs the paper tries whether mail works.
    Test,
    /// A reader asked to hear of answers, and is asked whether it was really them.
    Confirm {
        /// The story's headline.
        story: &'a str,
        /// Where the question is answered.
        address: &'a str,
    },
    /// Somebody answered a reader's comment.
    Answered {
        /// The story's headline.
        story: &'a str,
        /// Who answered.
        name: &'a str,
        /// The answer as plain text.
        words: &'a str,
        /// Where it stands.
        address: &'a str,
        /// Where such letters are stopped.
        stop: &'a str,
    },
    /// A moderator took a reader's comment away.
    Removed {
        /// The story's headline.
        story: &'a str,
        /// The reader's own words.
        words: &'a str,
        /// The moderator's reason; may be empty.
        why: &'a str,
        /// Where the decision is read and objected to.
        address: &'a str,
        /// Where such letters are stopped.
        stop: &'a str,
    },
    /// Something waits for a moderator.
    Digest {
        /// What.
        waiting: &'a Waiting,
        /// Where it is decided.
        address: &'a str,
        /// Where such letters are stopped.
        stop: &'a str,
    },
    /// Somebody is to join the staff.
    Invitation {
        /// Where.
        address: &'a str,
        /// Until which day the link works.
        until: &'a str,
    },
    /// Somebody of the staff wants a new password.
    Password {
        /// Where it is chosen.
        address: &'a str,
        /// Until when the link works.
        until: &'a str,
    },
}

/// What waits at the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Comments that wait for a decision.
    pub pending: i64,
    /// Comments that readers reported.
    pub reported: i64,
    /// Objections to decisions.
    pub appeals: i64,
    /// The newest of the comments that wait.
    pub newest: Vec<WaitingComment>,
}

/// A comment that waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaitingComment {
    /// Its writer's name.
    pub name: String,
    /// The headline of the story under which it would stand.
    pub story: String,
    /// Its text.
    pub words: String,
}

impl Waiting {
    /// Whether there is nothing to do.
    pub fn is_nothing(&self) -> bool {
        self.pending + self.reported + self.appeals == 0
    }
}

impl Occasion<'_> {
    /// The stable word under which letters of this occasion are kept.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Confirm { .. } => "confirm",
            Self::Answered { .. } => "answered",
            Self::Removed { .. } => "removed",
            Self::Digest { .. } => "digest",
            Self::Invitation { .. } => "invitation",
            Self::Password { .. } => "password",
        }
    }

    /// Where letters of this kind are stopped with one click (RFC 8058); `None` where there is nothing to stop.
    pub fn stop(&self) -> Option<&str> {
        match self {
            Self::Answered { stop, .. } | Self::Removed { stop, .. } | Self::Digest { stop, .. } => {
                Some(stop)
            }
            Self::Test | Self::Confirm { .. } | Self::Invitation { .. } | Self::Password { .. } => None,
        }
    }

    pub(crate) fn subject(&self, words: &Words, paper: &Paper<'_>) -> String {
        let title = ("paper", paper.title);
        match self {
            Self::Test => words.say("A test letter from {paper}", &[title]),
            Self::Confirm { story, .. } => {
                words.say("Please confirm: answers to your comment on “{story}”", &[("story", story)])
            }
            Self::Answered { name, story, .. } => {
                words.say("{name} answered you on “{story}”", &[("name", name), ("story", story)])
            }
            Self::Removed { story, .. } => {
                words.say("Your comment on “{story}” was taken away", &[("story", story)])
            }
            Self::Digest { .. } => words.say("{paper}: what waits at the desk", &[title]),
            Self::Invitation { .. } => words.say("You are invited to join the staff of {paper}", &[title]),
            Self::Password { .. } => words.say("A new password for {paper}", &[title]),
        }
    }

    pub(crate) fn blocks(&self, words: &Words, paper: &Paper<'_>) -> Vec<Block> {
        let title = ("paper", paper.title);
        let line = |key: &str, values: &[(&str, &str)]| Block::Line(words.say(key, values));
        let way = |key: &str, address: &str| Block::Way(words.say(key, &[]), address.to_owned());
        let small = |key: &str, values: &[(&str, &str)]| Block::Small(words.say(key, values));
        let stop = |key: &str, address: &str| Block::SmallWay(words.say(key, &[]), address.to_owned());
        match self {
            Self::Test => vec![line("Mail works: this letter came all the way from {paper}.", &[title])],
            Self::Confirm { story, address } => vec![
                line(
                    "Somebody, most likely you, asked to be told by mail when a comment of theirs on “{story}” is answered.",
                    &[("story", story)],
                ),
                way("Yes, tell me of answers", address),
                small("If it was not you, do nothing: this address is forgotten within a week.", &[]),
            ],
            Self::Answered { story, name, words: said, address, stop: to } => vec![
                line("{name} answered your comment on “{story}”:", &[("name", name), ("story", story)]),
                Block::Quote(String::new(), beginning(said, QUOTE_CHARS)),
                way("Read it on the page", address),
                stop("Stop letters about this story", to),
            ],
            Self::Removed { story, words: said, why, address, stop: to } => {
                let mut blocks = vec![
                    line("A moderator took your comment on “{story}” away:", &[("story", story)]),
                    Block::Quote(String::new(), beginning(said, QUOTE_CHARS)),
                ];
                if !why.is_empty() {
                    blocks.push(line("The reason:", &[]));
                    blocks.push(Block::Quote(String::new(), beginning(why, QUOTE_CHARS)));
                }
                blocks.push(way("Read the decision, or object to it once", address));
                blocks.push(stop("Stop letters about this story", to));
                blocks
            }
            Self::Digest { waiting, address, stop: to } => {
                let mut blocks = Vec::new();
                for (key, count) in [
                    ("Comments that wait for a decision: {count}", waiting.pending),
                    ("Comments that readers reported: {count}", waiting.reported),
                    ("Objections to decisions: {count}", waiting.appeals),
                ] {
                    if count > 0 {
                        blocks.push(line(key, &[("count", &count.to_string())]));
                    }
                }
                for comment in &waiting.newest {
                    let head = format!("{} — {}", comment.name, comment.story);
                    blocks.push(Block::Quote(head, beginning(&comment.words, LISTED_CHARS)));
                }
                blocks.push(way("Open the desk", address));
                blocks.push(stop("Stop these summaries", to));
                blocks
            }
            Self::Invitation { address, until } => vec![
                line("You are invited to join the staff of {paper}.", &[title]),
                way("Accept the invitation", address),
                small("The link works once, until {date}.", &[("date", until)]),
            ],
            Self::Password { address, until } => vec![
                line("Somebody asked for a new password for this address at {paper}.", &[title]),
                way("Choose a new password", address),
                small("The link works once, until {date}.", &[("date", until)]),
                small("If it was not you, do nothing: your password stays as it is.", &[]),
            ],
        }
    }
}

/// The beginning of somebody's words.
fn beginning(words: &str, chars: usize) -> String {
    match words.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.trim_end().to_owned(),
    }
}
