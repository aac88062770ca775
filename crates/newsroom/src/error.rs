//! Why the newsroom refused.

use dateline_media::MediaError;
use dateline_model::{PostId, SettingError};
use dateline_routes::RoutesError;
use dateline_store::StoreError;

/// Why a verb could not be done.
#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    /// The post is not there.
    #[error("the post {0} is gone; it may have been deleted in another window, so reload the list")]
    NoSuchPost(PostId),
    /// Somebody else saved first.
    #[error("somebody saved this post after you opened it; reload it and make your change again")]
    Conflict,
    /// A scheduled story needs an hour to come.
    #[error("a story can only be scheduled for an hour to come; choose a later date, or publish it now")]
    NotInFuture,
    /// A story under an embargo cannot come out before it ends.
    #[error("this story is under an embargo; it comes out when that ends, or when you take the embargo away")]
    Embargoed,
    /// An embargo on a story that readers have.
    #[error("readers have this story already; take it back to the desk before you put an embargo on it")]
    OutAlready,
    /// A story that would go before it comes, or at once.
    #[error("a story goes back to the desk at an hour to come and after it came out; choose a later one")]
    EndsTooEarly,
    /// A value that does not fit its field.
    #[error("the {field} does not fit: {reason}")]
    Unfit {
        /// The field.
        field: &'static str,
        /// What would fit.
        reason: &'static str,
    },
    /// A story has more links by which it can be read than the newsroom keeps.
    #[error("this story has {max} preview links; take some back first")]
    TooManyPreviews {
        /// The most.
        max: i64,
    },
    /// Another thing has the name.
    #[error("the name \"{0}\" is taken; choose another one")]
    NameTaken(String),
    /// A value is longer than the newsroom takes.
    #[error("the {field} is too long: at most {max} characters")]
    TooLong {
        /// The field.
        field: &'static str,
        /// The most characters.
        max: usize,
    },
    /// A body is larger than the newsroom takes.
    #[error("the story has {bytes} bytes, and at most {max} are taken; put pictures into files of their own")]
    BodyTooLong {
        /// Its size in bytes.
        bytes: usize,
        /// The most bytes.
        max: usize,
    },
    /// A list is longer than the newsroom takes.
    #[error("a story has at most {max} {what}; take some off and save again")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The most.
        max: usize,
    },
    /// A headline is needed.
    #[error("the {0} is empty; write one and save again")]
    Empty(&'static str),
    /// Another site has the host name.
    #[error("the host name {0} already belongs to another site of this installation")]
    HostTaken(String),
    /// A host name that no request can name.
    #[error(
        "\"{0}\" is no host name; give one like news.example.org, without scheme or port, or * for all others"
    )]
    NotAHost(String),
    /// An e-mail address that is none.
    #[error("\"{0}\" is no e-mail address; give one like name@example.org")]
    NotAnAddress(String),
    /// A web address that is none.
    #[error("\"{0}\" is no web address; give one with https:// in front")]
    NotAWebAddress(String),
    /// Another account has the address.
    #[error("an account with the address {0} exists already")]
    EmailTaken(String),
    /// Address or password are wrong, or the account is shut: it is not said which.
    #[error(
        "the address or the password is wrong; try again, or ask whoever runs the site for a new password"
    )]
    SignInRefused,
    /// Too many attempts to sign in.
    #[error("too many attempts to sign in; try again in {retry_after_seconds} seconds")]
    TooManyTries {
        /// Seconds to wait.
        retry_after_seconds: u64,
    },
    /// More passwords wait to be checked than the machine can check soon.
    #[error("too many people sign in at this moment; try again in a few seconds")]
    Busy,
    /// A password that would be guessed.
    #[error("this password is too weak: {0}; take a longer one, a few words that nobody would put together")]
    WeakPassword(&'static str),
    /// The password that the account has is another one.
    #[error("the present password is another one; type it again")]
    WrongPassword,
    /// A link that does not open, or no more.
    #[error("this link does not work any more: it was used, withdrawn or is too old; ask for a new one")]
    LinkSpent,
    /// More invitations are open than the newsroom keeps.
    #[error("{max} invitations are open; withdraw some of them first")]
    TooManyInvitations {
        /// The most.
        max: i64,
    },
    /// A redirect that cannot be.
    #[error("the redirect from \"{from}\" cannot be made: {reason}")]
    BadRedirect {
        /// The old path.
        from: String,
        /// What would fit.
        reason: &'static str,
    },
    /// A `routes.yaml` that cannot be.
    #[error("routes.yaml, {0}")]
    Routes(#[from] RoutesError),
    /// The password is right, and a code is asked for as well.
    #[error("a code is needed too; read it from the app on your telephone")]
    SecondFactorNeeded,
    /// The code is not one of this moment, or was used.
    #[error("this code is wrong, too old or was used; wait for the next one and type that")]
    SecondFactorWrong,
    /// There is a second factor already.
    #[error("a second factor is on already; turn it off before you set up another")]
    SecondFactorOn,
    /// Somebody who is not theirs to manage.
    #[error("you may not change this account; an administrator can")]
    NotYours,
    /// Another account signs with this byline.
    #[error("somebody else signs as this author; choose another byline")]
    BylineTaken,
    /// The owner cannot be shut out, demoted or deleted.
    #[error("this is the owner of the site; hand the site over to somebody else first")]
    IsOwner,
    /// What was named is not there.
    #[error("there is no {what} \"{name}\"")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A file was not taken.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// A portrait or an icon of another shape.
    #[error("the picture must be square; cut it and send it again")]
    NotSquare,
    /// A file that is still shown.
    #[error("the file is shown in \"{0}\"; take it out there first")]
    InUse(String),
    /// A ban that never ends, or ends before it begins.
    #[error("a ban ends at a moment between now and a year from now; give fewer days")]
    BanTooLong,
    /// A reader cannot be banned by what is not known of them.
    #[error(
        "the {0} of this reader is not known (any more); ban by what is known, or wait for the next comment"
    )]
    NoFingerprint(&'static str),
    /// Two wishes to be told the same.
    #[error("this address is told of this event already")]
    WebhookTaken,
    /// A passkey's answer that proves nothing.
    #[error("the passkey could not be checked; begin again")]
    PasskeyRefused,
    /// No letter can be sent.
    #[error(
        "this site sends no mail; set mail.host and mail.from in dateline.toml, and the site's own address with `dateline site set url=…`"
    )]
    NoMail,
    /// A letter could not be sent.
    #[error(transparent)]
    Mail(#[from] dateline_egress::EgressError),
    /// A list of words to hold or refuse was not taken.
    #[error(transparent)]
    WordList(#[from] dateline_moderation::Error),
    /// A setting was refused.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
