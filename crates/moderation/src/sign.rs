//! Signs: what a comment's form and circumstances say before anybody has taught the site anything.
//!
//! Each sign has a stable word, a sentence for the moderator and a prior weight. The weights are judgements about
//! form (a dozen links, letters from three alphabets in one word) and were learnt from no collection of comments.
//! They are log-odds: +0.7 doubles the odds of spam. A site's own decisions move them, see [`Lessons`](crate::Lessons).

/// Log-odds of spam for a comment without any sign: about one in twelve.
pub(crate) const BASE: f32 = -2.4;

macro_rules! signs {
    ($($sign:ident $word:literal $weight:literal $sentence:literal)+) => {
        /// One observation about a comment.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Sign {
            $(#[doc = $sentence] $sign,)+
        }

        impl Sign {
            /// Every sign, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$sign),+];

            /// Its stable word, for logs, exports and the moderators' queue.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$sign => $word),+ }
            }

            /// Log-odds it adds on a site that has taught the filter nothing; below 0 speaks for the comment.
            pub const fn prior(self) -> f32 {
                match self { $(Self::$sign => $weight),+ }
            }

            const fn sentence(self) -> &'static str {
                match self { $(Self::$sign => $sentence),+ }
            }
        }
    };
}

signs! {
    Links1 "links-1" 0.5 "1 link"
    Links2 "links-2" 1.3 "{} links"
    Links4 "links-4" 2.6 "{} links"
    Links10 "links-10" 5.2 "{} links"
    MostlyLinks "mostly-links" 0.9 "hardly anything but links"
    OwnLink "own-link" 0.0 "a link to this site"
    DisguisedLink "disguised-link" 1.6 "a web address in disguise, such as \"name dot com\""
    ForumMarkup "forum-markup" 2.8 "markup of forums, such as [url=…]"
    LinkMarkup "link-markup" 1.0 "a link written as HTML"
    NamePhrase "name-phrase" 1.3 "the name reads like a search phrase"
    NameLink "name-link" 2.4 "the name is a web address"
    WebAddress "web-address" 0.3 "a web address is given"
    ForeignAddress "foreign-address" 0.4 "the web address has nothing of the name"
    MailHost "mail-in-text" 0.8 "an e-mail address in the text"
    Phone "phone" 1.0 "a telephone number"
    Money "money" 0.6 "sums of money"
    Shouting "shouting" 0.3 "written in capitals"
    LoudWord "loud-word" 0.1 "a word in capitals"
    Exclaiming "exclaiming" 0.2 "runs of ! or ?"
    StyledLetters "styled-letters" 2.0 "{} letters from alphabets made for formulas and boxes"
    Decorated "decorated" 1.6 "letters decorated with extra marks"
    MixedScripts "mixed-scripts" 1.6 "a word with letters of two alphabets that look alike"
    Hidden "hidden-characters" 1.8 "invisible characters inside words"
    Override "direction-override" 1.5 "characters that reverse the direction of writing"
    SpelledOut "spelled-out" 1.0 "a word spelled out letter by letter"
    Coded1 "coded-word" 0.2 "a word of letters and figures"
    Coded2 "coded-words" 0.5 "{} words of letters and figures"
    Repeating "repeating" 0.5 "the same words over and over"
    OtherScript "other-script" 0.6 "written in another script than the story"
    OnTopic "on-topic" -0.5 "speaks of what the story is about"
    Known "known-writer" -1.6 "the writer has approved comments"
    Regular "regular-writer" -3.2 "the writer has {} approved comments"
    Trap "trap" 6.5 "the field that people do not see was filled in"
    Hasty "hasty" 1.4 "sent within {} seconds after the form was opened"
    Instant "instant" 2.8 "sent within a second after the form was opened"
    SameText1 "same-text-1" 1.2 "same text {} times in a day"
    SameText3 "same-text-3" 2.8 "same text {} times in a day"
    SameText8 "same-text-8" 5.5 "same text {} times in an hour"
    Network5 "network-5" 0.7 "{} comments from the same address in an hour"
    Network20 "network-20" 2.2 "{} comments from the same address in an hour"
    WideNetwork "network-wide" 1.0 "{} comments from the same network in an hour"
    Campaign4 "campaign-4" 1.6 "the same address or odd word {} times in an hour"
    Campaign12 "campaign-12" 3.0 "the same address or odd word {} times in an hour"
    Empty "no-words" 0.0 "no words at all"
    Short "short" 0.0 "a few words"
    Middling "middling" 0.0 "a sentence or two"
    Long "long" 0.0 "a long comment"
}

impl Sign {
    /// The sign of this word, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|sign| sign.word() == word)
    }

    /// The sentence for a moderator, with the number that was counted.
    pub(crate) fn say(self, count: u32) -> String {
        self.sentence().replace("{}", &count.to_string())
    }

    /// True for lengths, which are learnt about but are no reason to tell.
    pub(crate) fn is_silent(self) -> bool {
        matches!(self, Self::Empty | Self::Short | Self::Middling | Self::Long)
    }
}
