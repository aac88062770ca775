//! Observing: from a submission to its signs.

use std::ops::Range;

use crate::{
    Sign, Submission,
    fold::Script,
    links::host_names,
    words::{Kind, Reading, Word},
};

/// A submission as the filter reads it.
#[derive(Debug)]
pub(crate) struct Observed {
    pub(crate) body: Reading,
    pub(crate) name: Reading,
    /// Host of the web address the writer gave, in small letters.
    pub(crate) home: Option<String>,
    /// Host of the e-mail address.
    pub(crate) mail_host: Option<String>,
    /// Signs with what was counted for them.
    pub(crate) signs: Vec<(Sign, u32)>,
}

/// The start of a text that fits into `most` bytes.
pub(crate) fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Shorter words in capitals are abbreviations.
const LOUD_BYTES_MIN: u32 = 5;

/// Bytes of names and addresses that are read.
const FIELD_BYTES_MAX: usize = 1_000;

impl Observed {
    pub(crate) fn of(submission: &Submission<'_>) -> Self {
        let body =
            Reading::at(head(submission.body, crate::BODY_BYTES_MAX), submission.circumstances.own_hosts);
        let name = Reading::of(head(submission.name, FIELD_BYTES_MAX));
        let home = host_of(head(submission.url, FIELD_BYTES_MAX));
        let mail_host =
            head(submission.email, FIELD_BYTES_MAX).rsplit_once('@').map(|(_, host)| host.to_lowercase());
        let mut observed = Self { body, name, home, mail_host, signs: Vec::with_capacity(16) };
        observed.see_links(submission);
        observed.see_name();
        observed.see_letters();
        observed.see_numbers();
        observed.see_story(submission.circumstances.story);
        observed.see_circumstances(submission);
        observed
    }

    fn sign(&mut self, sign: Sign, count: u32) {
        self.signs.push((sign, count));
    }

    fn sign_if(&mut self, holds: bool, sign: Sign) {
        if holds {
            self.sign(sign, 1);
        }
    }

    fn see_links(&mut self, submission: &Submission<'_>) {
        let count = self.body.links.hosts.len() as u32;
        match count {
            0 => {}
            1 => self.sign(Sign::Links1, 1),
            2..=3 => self.sign(Sign::Links2, count),
            4..=9 => self.sign(Sign::Links4, count),
            _ => self.sign(Sign::Links10, count),
        }
        let text = self.body.folded.text.trim();
        let bytes = |spans: &[Range<usize>]| spans.iter().map(ExactSizeIterator::len).sum::<usize>();
        let away = bytes(&self.body.links.spans) - bytes(&self.body.links.own);
        let mostly = count > 0 && away * 5 >= text.len() * 3;
        self.sign_if(!self.body.links.own.is_empty(), Sign::OwnLink);
        self.sign_if(mostly, Sign::MostlyLinks);
        self.sign_if(self.body.links.disguised > 0, Sign::DisguisedLink);
        let raw = head(submission.body, crate::BODY_BYTES_MAX);
        let forum = has_tag(raw, '[', &["url", "link", "img"]);
        let html = has_tag(raw, '<', &["a ", "a\n", "a\t"]);
        self.sign_if(forum, Sign::ForumMarkup);
        self.sign_if(html, Sign::LinkMarkup);
        self.sign_if(self.body.links.mail > 0, Sign::MailHost);
    }

    fn see_name(&mut self) {
        let name_links = !self.name.links.hosts.is_empty();
        self.sign_if(name_links, Sign::NameLink);
        let words = self.name.words.iter().filter(|word| word.kind == Kind::Letters).count();
        let phrase = !name_links
            && words >= 3
            && self.name.capitals == 0
            && self.name.scripts[Script::Latin as usize] > 8;
        self.sign_if(phrase || words >= 6, Sign::NamePhrase);
        if let Some(home) = &self.home {
            let own = host_names(home, &self.name.line);
            self.sign(Sign::WebAddress, 1);
            self.sign_if(!own, Sign::ForeignAddress);
        }
    }

    fn see_letters(&mut self) {
        let (styled, decorated) =
            (self.body.folded.styled + self.name.folded.styled, self.body.folded.decorated);
        if styled >= 3 {
            self.sign(Sign::StyledLetters, styled);
        }
        self.sign_if(decorated >= 2, Sign::Decorated);
        self.sign_if(self.body.mixed + self.name.mixed > 0, Sign::MixedScripts);
        self.sign_if(self.body.folded.hidden + self.name.folded.hidden > 0, Sign::Hidden);
        self.sign_if(self.body.folded.overrides + self.name.folded.overrides > 0, Sign::Override);
        self.sign_if(self.body.spaced > 0, Sign::SpelledOut);
        match self.body.coded {
            0 => {}
            1 => self.sign(Sign::Coded1, 1),
            count => self.sign(Sign::Coded2, count),
        }
        let shouting = self.body.letters() >= 12 && self.body.capitals * 10 >= self.body.letters() * 7;
        self.sign_if(shouting, Sign::Shouting);
        let loud = |word: &Word| word.shape.is_all_capitals() && word.end - word.start >= LOUD_BYTES_MIN;
        self.sign_if(!shouting && self.body.words.iter().any(loud), Sign::LoudWord);
        let exclaims = self
            .body
            .folded
            .text
            .as_bytes()
            .windows(3)
            .any(|run| run.iter().all(|b| matches!(b, b'!' | b'?')));
        self.sign_if(exclaims, Sign::Exclaiming);
        let words = self.body.words.iter().filter(|word| word.kind != Kind::Marks).count();
        self.sign(
            match words {
                0 => Sign::Empty,
                1..=5 => Sign::Short,
                6..=24 => Sign::Middling,
                _ => Sign::Long,
            },
            words as u32,
        );
        self.sign_if(repeats(&self.body), Sign::Repeating);
    }

    fn see_numbers(&mut self) {
        let text = &self.body.folded.text;
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let (mut digits, mut longest, mut money, mut before) = (0, 0, false, ' ');
        for c in text.chars() {
            let currency = is_currency(c);
            money |= (currency && before.is_ascii_digit()) || (c.is_ascii_digit() && is_currency(before));
            if c.is_ascii_digit() {
                digits += 1;
                longest = longest.max(digits);
            } else if !(matches!(c, ' ' | '-' | '.' | '/' | '(' | ')') && digits > 0 && before != c) {
                digits = 0;
            }
            if !c.is_whitespace() || before.is_ascii_digit() {
                before = c;
            }
        }
        self.sign_if((9..=16).contains(&longest), Sign::Phone);
        self.sign_if(money, Sign::Money);
    }

    fn see_story(&mut self, story: &str) {
        /// Enough of a story to know its words.
        const STORY_BYTES_MAX: usize = 4_000;
        /// Shorter words are shared by any two texts of a language.
        const TOPIC_BYTES_MIN: usize = 5;
        if story.is_empty() || self.body.words.is_empty() {
            return;
        }
        let story = Reading::of(head(story, STORY_BYTES_MAX));
        let mut topics: Vec<&str> = story
            .words
            .iter()
            .map(|word| story.word(*word))
            .filter(|word| word.len() >= TOPIC_BYTES_MIN)
            .collect();
        topics.sort_unstable();
        let mut shared: Vec<&str> = self
            .body
            .words
            .iter()
            .map(|word| self.body.word(*word))
            .filter(|word| word.len() >= TOPIC_BYTES_MIN && topics.binary_search(word).is_ok())
            .collect();
        shared.sort_unstable();
        shared.dedup();
        let on_topic = shared.len() >= 2;
        let (ours, theirs) = (self.body.main_script(), story.main_script());
        let foreign = ours != theirs && ours != Script::None && theirs != Script::None;
        self.sign_if(on_topic, Sign::OnTopic);
        self.sign_if(foreign, Sign::OtherScript);
    }

    fn see_circumstances(&mut self, submission: &Submission<'_>) {
        let now = &submission.circumstances;
        self.sign_if(now.trap_filled, Sign::Trap);
        match now.open_for {
            Some(0..1_000) => self.sign(Sign::Instant, 0),
            Some(millis @ 1_000..4_000) => self.sign(Sign::Hasty, (millis / 1_000) as u32 + 1),
            _ => {}
        }
        match now.approved_before {
            0 => {}
            1..=9 => self.sign(Sign::Known, 1),
            count => self.sign(Sign::Regular, count),
        }
        let traffic = now.traffic;
        // Counted are the others; the sentence counts this one too.
        match (traffic.same_text_hour, traffic.same_text_day) {
            (8.., _) => self.sign(Sign::SameText8, traffic.same_text_hour + 1),
            (_, 3..) => self.sign(Sign::SameText3, traffic.same_text_day + 1),
            (_, 1..) => self.sign(Sign::SameText1, traffic.same_text_day + 1),
            _ => {}
        }
        match traffic.network_hour {
            0..5 => {}
            count @ 5..20 => self.sign(Sign::Network5, count + 1),
            count => self.sign(Sign::Network20, count + 1),
        }
        if traffic.wide_network_hour >= 60 {
            self.sign(Sign::WideNetwork, traffic.wide_network_hour + 1);
        }
        match traffic.campaign_hour {
            0..3 => {}
            count @ 3..11 => self.sign(Sign::Campaign4, count + 1),
            count => self.sign(Sign::Campaign12, count + 1),
        }
    }
}

fn host_of(url: &str) -> Option<String> {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next()?.rsplit('@').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.len() > 2 && host.contains('.')).then(|| host.to_owned())
}

/// True if a bracket is followed by one of `names`, in capitals or not.
fn has_tag(text: &str, bracket: char, names: &[&str]) -> bool {
    text.match_indices(bracket).any(|(at, _)| {
        let behind = &text.as_bytes()[at + 1..];
        names.iter().any(|name| {
            behind.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        })
    })
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₿' | '₩' | '₺' | '₫' | '₱')
}

/// At least a dozen words of which fewer than a third are different.
fn repeats(body: &Reading) -> bool {
    const WORDS_MIN: usize = 12;
    let mut words: Vec<&str> =
        body.words.iter().filter(|word| word.kind == Kind::Letters).map(|word| body.word(*word)).collect();
    let all = words.len();
    if all < WORDS_MIN {
        return false;
    }
    words.sort_unstable();
    words.dedup();
    words.len() * 3 < all
}
