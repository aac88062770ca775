//! Who of the staff may do what: the one table of rights.
//!
//! A story is asked about by what is done to it, whose it is and how far it is; everything else is a duty that a
//! role has or has not. Whoever is not in a row may not.

use Role::{Administrator, Author, Contributor, Editor, Moderator, Owner};

use crate::{Post, PostStatus, Role};

/// What somebody does with a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoryVerb {
    /// Reads it at the desk, with what no reader sees.
    Read,
    /// Changes its words, or begins it.
    Write,
    /// Publishes, schedules or retracts it.
    Publish,
    /// Throws it away.
    Delete,
}

/// Whose story it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Theirs who ask: it carries their byline.
    Own,
    /// Somebody else's.
    Foreign,
}

/// How far a story is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nobody but the newsroom knows of it.
    Draft,
    /// It waits for its hour; under an embargo nobody may know of it either.
    Scheduled,
    /// It is out.
    Published,
}

/// What else there is to do at a newspaper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// Looking at the desk at all: who one is, the site's name, the tags, the bylines.
    Look,
    /// Making a tag while writing.
    MakeTags,
    /// Renaming and deleting tags.
    KeepTags,
    /// Adding pictures and files.
    Upload,
    /// Describing and throwing away files, and seeing which stories show them, drafts included.
    KeepMedia,
    /// Reading and deciding about readers' comments.
    Moderate,
    /// Seeing who is on the staff.
    SeeStaff,
    /// Inviting, changing and dismissing members of the staff; whom, [`Role::may_manage`] says.
    KeepStaff,
    /// Changing the site's settings.
    Settings,
    /// Themes, navigation, and what else readers see around the stories.
    Design,
    /// Redirects and routes.
    Addresses,
    /// Keys for programs, and webhooks.
    Programs,
    /// Imports and exports.
    MoveHouse,
    /// Reading who did what.
    Audit,
}

impl StoryVerb {
    /// Every verb.
    pub const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Publish, Self::Delete];
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Scheduled, Self::Published];

    /// How far `post` is. What lies in the bin is a draft again.
    pub fn of(post: &Post) -> Self {
        match post.status {
            PostStatus::Draft | PostStatus::Trashed => Self::Draft,
            PostStatus::Scheduled => Self::Scheduled,
            PostStatus::Published => Self::Published,
        }
    }
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 14] = [
        Self::Look,
        Self::MakeTags,
        Self::KeepTags,
        Self::Upload,
        Self::KeepMedia,
        Self::Moderate,
        Self::SeeStaff,
        Self::KeepStaff,
        Self::Settings,
        Self::Design,
        Self::Addresses,
        Self::Programs,
        Self::MoveHouse,
        Self::Audit,
    ];
}

/// Who writes for the paper.
const WRITERS: &[Role] = &[Contributor, Author, Editor, Administrator, Owner];
/// Who may publish.
const AUTHORS: &[Role] = &[Author, Editor, Administrator, Owner];
/// Who answers for everybody's stories.
const EDITORS: &[Role] = &[Editor, Administrator, Owner];
/// Who runs the site.
const KEEPERS: &[Role] = &[Administrator, Owner];
/// All of the staff.
const EVERYBODY: &[Role] = &[Moderator, Contributor, Author, Editor, Administrator, Owner];

impl Role {
    /// Whether this role may do that to a story.
    #[expect(
        clippy::match_same_arms,
        reason = "one row of the table after the other, in the order of its columns"
    )]
    pub fn may(self, verb: StoryVerb, whose: Whose, stage: Stage) -> bool {
        use Stage::{Draft, Published, Scheduled};
        use StoryVerb::{Delete, Publish, Read, Write};
        use Whose::{Foreign, Own};
        let who = match (verb, whose, stage) {
            (Read, Own, _) => WRITERS,
            // What is out, everybody can read.
            (Read, Foreign, Published) => EVERYBODY,
            (Read, Foreign, Draft | Scheduled) => EDITORS,
            (Write, Own, Draft) => WRITERS,
            (Write, Own, Scheduled | Published) => AUTHORS,
            (Write, Foreign, _) => EDITORS,
            (Publish, Own, _) => AUTHORS,
            (Publish, Foreign, _) => EDITORS,
            (Delete, Own, Draft) => WRITERS,
            (Delete, Own, Scheduled | Published) => AUTHORS,
            (Delete, Foreign, _) => EDITORS,
        };
        who.contains(&self)
    }

    /// Whether this role may do that to any story at all.
    pub fn may_some(self, verb: StoryVerb) -> bool {
        let whose = [Whose::Own, Whose::Foreign];
        whose.into_iter().any(|whose| Stage::ALL.into_iter().any(|stage| self.may(verb, whose, stage)))
    }

    /// Whether this role has that duty.
    pub fn has(self, duty: Duty) -> bool {
        let who = match duty {
            Duty::Look => EVERYBODY,
            Duty::Upload | Duty::SeeStaff => WRITERS,
            Duty::MakeTags => AUTHORS,
            Duty::KeepTags | Duty::KeepMedia | Duty::KeepStaff => EDITORS,
            Duty::Moderate => &[Moderator, Editor, Administrator, Owner],
            Duty::Settings
            | Duty::Design
            | Duty::Addresses
            | Duty::Programs
            | Duty::MoveHouse
            | Duty::Audit => KEEPERS,
        };
        who.contains(&self)
    }

    /// Whether this role may invite, change and dismiss somebody of the role `other`. Nobody manages the owner.
    pub fn may_manage(self, other: Self) -> bool {
        match self {
            Owner | Administrator => other != Owner,
            Editor => matches!(other, Contributor | Author),
            Author | Contributor | Moderator => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contributor_writes_drafts_and_publishes_nothing() {
        for whose in [Whose::Own, Whose::Foreign] {
            for stage in Stage::ALL {
                assert!(!Contributor.may(StoryVerb::Publish, whose, stage));
                let own_draft = whose == Whose::Own && stage == Stage::Draft;
                assert_eq!(Contributor.may(StoryVerb::Write, whose, stage), own_draft);
                assert_eq!(Contributor.may(StoryVerb::Delete, whose, stage), own_draft);
            }
        }
    }

    #[test]
    fn an_embargo_is_kept_from_who_has_no_business_with_the_story() {
        for role in [Moderator, Contributor, Author] {
            assert!(!role.may(StoryVerb::Read, Whose::Foreign, Stage::Draft));
            assert!(!role.may(StoryVerb::Read, Whose::Foreign, Stage::Scheduled));
        }
    }

    #[test]
    fn who_may_do_it_to_a_strangers_story_may_do_it_to_an_own_one() {
        for role in Role::ALL.into_iter().filter(|role| *role != Moderator) {
            for verb in StoryVerb::ALL {
                for stage in Stage::ALL {
                    assert!(role.may(verb, Whose::Own, stage) || !role.may(verb, Whose::Foreign, stage));
                }
            }
        }
    }

    #[test]
    fn the_owner_may_everything_and_is_managed_by_nobody() {
        assert!(Duty::ALL.into_iter().all(|duty| Owner.has(duty)));
        assert!(Role::ALL.into_iter().all(|role| !role.may_manage(Owner)));
        assert!(Role::ALL.into_iter().all(|role| role.has(Duty::Look)));
    }

    #[test]
    fn a_moderator_decides_about_comments_alone() {
        let duties: Vec<Duty> = Duty::ALL.into_iter().filter(|duty| Moderator.has(*duty)).collect();
        assert_eq!(duties, [Duty::Look, Duty::Moderate]);
    }
}
