//! How the staff comes in: signed-in devices, and links that open a door once.

use crate::{LinkId, Millis, PasskeyId, Role, SessionId, UserId};

/// A device on which somebody of the staff is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// What the browser calls itself, cut to 200 characters.
    pub user_agent: String,
    /// The network it came from, too coarse to name a household: `192.0.2.0/24`, `2001:db8:1::/48`.
    pub network: String,
    /// When the person signed in.
    pub created_at: Millis,
    /// When it was last used, to a few minutes.
    pub used_at: Millis,
    /// When its token was last exchanged for a new one.
    pub rotated_at: Millis,
    /// When it ends, however much it is used.
    pub expires_at: Millis,
}

/// What a link is for. A link of one kind opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// The first account of a new site.
    SetUp,
    /// A new member of the staff.
    Invitation,
    /// A forgotten password.
    Password,
}

crate::comment::stored_words! { LinkKind: SetUp = "setup", Invitation = "invitation", Password = "password" }

/// A link that works once, until its hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffLink {
    /// Its id.
    pub id: LinkId,
    /// What it is for.
    pub kind: LinkKind,
    /// Whose password it sets; only of a link for a password.
    pub user: Option<UserId>,
    /// Who is invited; only of an invitation.
    pub email: Option<String>,
    /// As what; only of an invitation.
    pub role: Option<Role>,
    /// When it was made.
    pub created_at: Millis,
    /// When it stops working.
    pub expires_at: Millis,
}

/// A key that a device keeps for somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// Whose it is.
    pub user: UserId,
    /// The device's own name for it.
    pub credential: Vec<u8>,
    /// The public half, in COSE's form (RFC 9052).
    pub public_key: Vec<u8>,
    /// The device's counter when it was last used; 0 for a device that does not count.
    pub sign_count: i64,
    /// What its holder calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Millis,
    /// When it was last used.
    pub used_at: Option<Millis>,
}
