//! Who may comment, and whose comments wait: one rule out of what the site, its sections and the story say.

use crate::{CommentState, Millis, Moderation, Post, PostId, SiteSettings};

const DAY: Millis = 24 * 3_600_000;
/// Rules that a site may have for sections and stories.
const RULES_MAX: usize = 1_000;

/// How readers may comment, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommentPolicy {
    /// Everybody, at once.
    Open,
    /// A comment with a link waits.
    Links,
    /// A comment of a reader who never had one approved waits.
    First,
    /// Every comment waits.
    Held,
    /// Members of the paper alone; readers without an account read along.
    Members,
    /// Nobody.
    Closed,
    /// Nobody, and what was written is not shown either.
    Hidden,
}

crate::comment::stored_words! { CommentPolicy: Open = "open", Links = "links", First = "first", Held = "held",
Members = "members", Closed = "closed", Hidden = "hidden" }

/// Where a rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleScope {
    /// Under every story.
    Site,
    /// Under the stories of a tag, by its slug.
    Tag(String),
    /// Under one story.
    Story(PostId),
}

/// What a section or a story says beside its site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentRule {
    /// Where.
    pub scope: RuleScope,
    /// What.
    pub policy: CommentPolicy,
}

impl CommentRule {
    /// Reads rules, one a line: `site links`, `tag:politics held` or `story:ID closed`. `None` when a line is neither, or when there
    /// are more than a thousand.
    pub fn parse_all(lines: &str) -> Option<Vec<Self>> {
        let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > RULES_MAX {
            return None;
        }
        lines.into_iter().map(Self::parse).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let (scope, word) = line.rsplit_once(char::is_whitespace)?;
        let policy = CommentPolicy::from_word(word)?;
        if scope.trim_end() == "site" {
            return Some(Self { scope: RuleScope::Site, policy });
        }
        let scope = match scope.trim_end().split_once(':')? {
            ("tag", slug) if !slug.is_empty() => RuleScope::Tag(slug.to_owned()),
            ("story", id) => RuleScope::Story(id.parse().ok()?),
            _ => return None,
        };
        Some(Self { scope, policy })
    }

    /// The rule as a line.
    pub fn to_line(&self) -> String {
        match &self.scope {
            RuleScope::Site => format!("site {}", self.policy.as_str()),
            RuleScope::Tag(slug) => format!("tag:{slug} {}", self.policy.as_str()),
            RuleScope::Story(post) => format!("story:{post} {}", self.policy.as_str()),
        }
    }

    fn is_about(&self, post: PostId, tags: &[&str]) -> bool {
        match &self.scope {
            RuleScope::Site => true,
            RuleScope::Tag(slug) => tags.contains(&slug.as_str()),
            RuleScope::Story(id) => *id == post,
        }
    }
}

impl SiteSettings {
    /// How readers may comment under a post with these tags (slugs) at `now`: the strictest of what the site, its
    /// sections, the story and its age say. `house` is what the installation says where the site does not.
    pub fn comment_policy(
        &self,
        house: Moderation,
        post: &Post,
        tags: &[&str],
        now: Millis,
    ) -> CommentPolicy {
        let closed = |is: bool| if is { CommentPolicy::Closed } else { CommentPolicy::Open };
        let waits = match self.moderation.unwrap_or(house) {
            Moderation::Open => CommentPolicy::Open,
            Moderation::First => CommentPolicy::First,
            Moderation::All => CommentPolicy::Held,
        };
        let too_old = self.comments_close_at(post).is_some_and(|close| close <= now);
        let own = [waits, closed(!self.comments_open), closed(!post.comments_open), closed(too_old)];
        let rules = self.comment_rules.iter().filter(|rule| rule.is_about(post.id, tags));
        own.into_iter().chain(rules.map(|rule| rule.policy)).max().unwrap_or(CommentPolicy::Open)
    }

    /// When comments on a public post close for its age; `None` when they never do.
    pub fn comments_close_at(&self, post: &Post) -> Option<Millis> {
        let published_at = post.published_at.filter(|_| self.comment_days > 0)?;
        Some(published_at.saturating_add(self.comment_days.saturating_mul(DAY)))
    }

    /// Whether what readers wrote under a post is kept from readers: only a rule can say so.
    pub fn hides_comments(&self, post: PostId, tags: &[&str]) -> bool {
        let mut hiding = self.comment_rules.iter().filter(|rule| rule.policy == CommentPolicy::Hidden);
        hiding.any(|rule| rule.is_about(post, tags))
    }

    /// Whether comments are kept from readers under any post.
    pub fn hides_any_comments(&self) -> bool {
        self.comment_rules.iter().any(|rule| rule.policy == CommentPolicy::Hidden)
    }

    /// Whether a rule asks for the tags of a post.
    pub fn has_comment_rules_by_tag(&self) -> bool {
        self.comment_rules.iter().any(|rule| matches!(rule.scope, RuleScope::Tag(_)))
    }
}

impl CommentPolicy {
    /// Whether somebody without an account may comment.
    pub fn takes_guests(self) -> bool {
        self < Self::Members
    }

    /// The state of a comment that nothing else holds.
    pub fn first_state(self, has_link: bool, known: bool) -> CommentState {
        let waits = match self {
            Self::Open => false,
            Self::Links => has_link,
            Self::First => !known,
            Self::Held | Self::Members | Self::Closed | Self::Hidden => true,
        };
        if waits { CommentState::Pending } else { CommentState::Approved }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::PostKind;
    use CommentPolicy::{Closed, First, Held, Hidden, Links, Members, Open};

    const NOON: Millis = 1_795_608_000_000;

    /// What the site says, its rules, how long comments stay open, the tags, now, and what comes of it.
    type Case<'c> = (&'c str, String, &'c str, &'c [&'c str], Millis, CommentPolicy);

    #[test]
    fn the_strictest_of_site_section_story_and_age_wins() {
        let mut post = Post::draft(PostKind::Post, NOON);
        post.published_at = Some(NOON);
        let story = |word: &str| format!("story:{} {word}", post.id);
        let (open_story, closed_story) = (story("open"), story("closed"));
        let day = |days: i64| NOON + days * DAY;
        let cases: &[Case<'_>] = &[
            ("", String::new(), "0", &[], NOON, Open),
            ("open", String::new(), "0", &[], NOON, Open),
            ("first", String::new(), "0", &["politics"], NOON, First),
            ("all", String::new(), "0", &[], NOON, Held),
            ("open", "tag:politics held".into(), "0", &["politics"], NOON, Held),
            ("open", "tag:politics held".into(), "0", &["sport"], NOON, Open),
            ("all", "tag:politics links".into(), "0", &["politics"], NOON, Held),
            ("open", "tag:politics links\ntag:law first".into(), "0", &["politics", "law"], NOON, First),
            ("all", open_story, "0", &[], NOON, Held),
            ("open", closed_story, "0", &[], NOON, Closed),
            ("open", "story:5f2b9c0d1e4a7b6c8d9e0f10 closed".into(), "0", &[], NOON, Open),
            ("open", String::new(), "14", &[], day(14) - 1, Open),
            ("open", String::new(), "14", &[], day(14), Closed),
            ("open", "tag:politics links".into(), "14", &["politics"], day(2), Links),
            ("open", "site links".into(), "0", &[], NOON, Links),
            ("open", "site members\ntag:politics held".into(), "0", &["politics"], NOON, Members),
            ("open", "tag:politics hidden".into(), "14", &["politics"], day(15), Hidden),
        ];
        for (moderation, rules, days, tags, now, expected) in cases {
            let mut settings = SiteSettings::default();
            settings.set("moderation", moderation).unwrap();
            settings.set("comment_rules", rules).unwrap();
            settings.set("comment_days", days).unwrap();
            let policy = settings.comment_policy(Moderation::Open, &post, tags, *now);
            assert_eq!(policy, *expected, "{moderation} {rules} {days} {tags:?}");
        }
        let shut = SiteSettings { comments_open: false, ..SiteSettings::default() };
        assert_eq!(shut.comment_policy(Moderation::Open, &post, &[], NOON), Closed);
        post.comments_open = false;
        let house = SiteSettings::default().comment_policy(Moderation::All, &post, &[], NOON);
        assert_eq!(house, Closed);
    }

    #[test]
    fn what_waits_follows_from_the_policy() {
        let waits =
            |policy: CommentPolicy, link, known| policy.first_state(link, known) == CommentState::Pending;
        assert!(!waits(Open, true, false));
        assert!(waits(Links, true, true) && !waits(Links, false, false));
        assert!(waits(First, false, false) && !waits(First, true, true));
        assert!(waits(Held, false, true));
    }

    #[test]
    fn only_a_rule_about_it_hides_what_was_written_under_a_story() {
        let mut settings = SiteSettings::default();
        let (story, other) = (Post::draft(PostKind::Post, NOON).id, Post::draft(PostKind::Post, NOON + 1).id);
        assert!(!settings.hides_any_comments());
        settings
            .set("comment_rules", &format!("story:{story} hidden\ntag:trial hidden\nsite closed"))
            .unwrap();
        assert!(settings.hides_any_comments() && settings.hides_comments(story, &[]));
        assert!(
            settings.hides_comments(other, &["sport", "trial"])
                && !settings.hides_comments(other, &["sport"])
        );
    }

    #[test]
    fn rules_are_lines_and_survive_being_stored() {
        let lines = "site first\ntag:politics held\nstory:5f2b9c0d1e4a7b6c8d9e0f10 closed";
        let rules = CommentRule::parse_all(&format!("\n{lines}\n\n")).unwrap();
        let back: Vec<String> = rules.iter().map(CommentRule::to_line).collect();
        assert_eq!(back.join("\n"), lines);
        for wrong in [
            "politics held",
            "tag: held",
            "tag:politics",
            "tag:politics secret",
            "story:x closed",
            "site:x held",
        ] {
            assert_eq!(CommentRule::parse_all(wrong), None, "{wrong}");
        }
        let many = "tag:a held\n".repeat(RULES_MAX);
        assert_eq!(CommentRule::parse_all(&many).unwrap().len(), RULES_MAX);
        assert_eq!(CommentRule::parse_all(&format!("{many}tag:a held")), None);
    }
}
