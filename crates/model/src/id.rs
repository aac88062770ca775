//! Identifiers: `UUIDv7` with 48 bits of time and 48 bits of chance.
//!
//! The other free bits are zero, so that an id and the 24 hexadecimal digits that Ghost's API and themes
//! use for one are the same 96 bits written in two ways, and neither needs a second column. See
//! `docs/decisions` for the arithmetic of collisions.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::clock::Millis;

/// Text that is not an id.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not an id; an id is 24 hexadecimal digits or a UUID")]
pub struct IdError(String);

/// A new identifier: `now` in its first 48 bits, `chance` in its last 48.
pub fn mint_uuid(now: Millis, chance: [u8; 6]) -> Uuid {
    let time = now.max(0).to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&time[2..]);
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes[10..].copy_from_slice(&chance);
    Uuid::from_bytes(bytes)
}

fn fresh_uuid(now: Millis) -> Uuid {
    // The uuid crate asks the operating system; its version 4 and variant bits lie outside the six bytes taken.
    let random = Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, 0, 0)).into_bytes();
    let mut chance = [0; 6];
    chance.copy_from_slice(&random[10..]);
    mint_uuid(now, chance)
}

/// Digits of an id.
const DIGITS: usize = 24;

/// An id as it is written. A page writes dozens of them, so it is made where it is needed and not on the heap.
struct Hex([u8; DIGITS]);

impl Hex {
    fn of(id: Uuid) -> Self {
        let bytes = id.as_bytes();
        let mut digits = [0; DIGITS];
        data_encoding::HEXLOWER.encode_mut(&bytes[..6], &mut digits[..12]);
        data_encoding::HEXLOWER.encode_mut(&bytes[10..], &mut digits[12..]);
        Self(digits)
    }

    fn as_str(&self) -> &str {
        // Hexadecimal digits are ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn parse(text: &str) -> Result<Uuid, IdError> {
    let refuse = || IdError(text.chars().take(60).collect());
    if text.len() != DIGITS {
        return Uuid::try_parse(text).map_err(|_| refuse());
    }
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| refuse())?;
    let mut uuid = mint_uuid(0, [0; 6]).into_bytes();
    uuid[..6].copy_from_slice(&bytes[..6]);
    uuid[10..].copy_from_slice(&bytes[6..]);
    Ok(Uuid::from_bytes(uuid))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id for a thing made at `now`.
            pub fn mint(now: Millis) -> Self {
                Self(fresh_uuid(now))
            }

            /// The id as 24 hexadecimal digits, the form of themes and of the API.
            pub fn hex(self) -> String {
                Hex::of(self.0).as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Hex::of(self.0).as_str())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text).map(Self)
            }
        }
    };
}

id! {
    /// Names a site.
    SiteId
}
id! {
    /// Names a post or a page.
    PostId
}
id! {
    /// Names a comment.
    CommentId
}
id! {
    /// Names what a moderator decided in one go.
    BatchId
}
id! {
    /// Names a mention by another site.
    MentionId
}
id! {
    /// Names a tag.
    TagId
}
id! {
    /// Names an author, who need not have an account.
    AuthorId
}
id! {
    /// Names a member of the staff.
    UserId
}
id! {
    /// Names a signed-in device; public, the token in its cookie is another thing.
    SessionId
}
id! {
    /// Names a link that works once; public, the token in its address is another thing.
    LinkId
}
id! {
    /// Names an API key; public, the secret is another thing.
    KeyId
}
id! {
    /// Names a line of the audit log.
    AuditId
}
id! {
    /// Names a media file.
    MediaId
}
id! {
    /// Names a saved version of a post.
    RevisionId
}
id! {
    /// Names a piece that editors put into stories.
    SnippetId
}
id! {
    /// Names a background job.
    JobId
}
id! {
    /// Names a move of a whole site: an import or an export that somebody asked for at the desk.
    MoveId
}
id! {
    /// Names a program's wish to be told.
    WebhookId
}
id! {
    /// Names something that a program is told.
    DeliveryId
}
id! {
    /// Names pages that a network has to forget.
    PurgeId
}
id! {
    /// Names a passkey; the device's own name for it is another thing.
    PasskeyId
}
id! {
    /// Names a letter on its way out.
    LetterId
}
id! {
    /// Names a reader's wish to hear of answers.
    SubscriptionId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_and_its_24_digits_are_the_same_thing() {
        let id = PostId::mint(1_332_979_200_123);
        assert_eq!(id.hex().len(), 24);
        assert_eq!(id.hex().parse::<PostId>().ok(), Some(id));
        assert_eq!(id.0.to_string().parse::<PostId>().ok(), Some(id));
        assert_eq!(id.0.get_version_num(), 7);
    }

    #[test]
    fn later_things_have_larger_ids() {
        assert!(PostId::mint(1_000) < PostId::mint(2_000));
        assert_ne!(PostId::mint(1_000), PostId::mint(1_000));
    }

    #[test]
    fn what_is_not_an_id_is_refused_with_a_sentence() {
        assert!("zzzzzzzzzzzzzzzzzzzzzzzz".parse::<PostId>().is_err());
        assert!("".parse::<PostId>().is_err());
    }
}
