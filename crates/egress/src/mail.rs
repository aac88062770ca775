//! Handing letters to a mail server.
//!
//! The server is one that whoever runs the house has named, so it may stand on the house's own network; whether the
//! connection is encrypted, and how, is said there too and never given up on the way.

use std::time::Duration;

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::EgressError;

/// How long a mail server may take for one command.
const PATIENCE: Duration = Duration::from_secs(20);
/// Characters of what a mail server says that are kept.
const SAID_CHARS: usize = 200;

/// How the connection to a mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MailSecurity {
    /// From the first byte, usually at port 465.
    #[default]
    Tls,
    /// After a command, usually at port 587; a server that cannot is not spoken to.
    StartTls,
    /// Not at all: for a server on the same machine.
    None,
}

/// A mail server.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port; 0 for the usual one.
    pub port: u16,
    /// How the connection is kept private.
    pub security: MailSecurity,
    /// What the house calls itself there: a host name, or nothing.
    pub hello: String,
    /// The account there; empty for a server that asks for none.
    pub user: String,
    /// The account's password.
    pub password: String,
}

/// A letter with its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel<'a> {
    /// Names the letter in its `Message-ID`, so that one that is sent twice is shown once.
    pub id: &'a str,
    /// Who writes: `news@example.org`, or `The Bell <news@example.org>`.
    pub from: &'a str,
    /// To whom.
    pub to: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// As plain text.
    pub text: &'a str,
    /// As HTML.
    pub html: &'a str,
    /// Where such letters are stopped with one click (RFC 8058), if there is anything to stop.
    pub stop: Option<&'a str>,
}

/// The way to one mail server. Cheap to clone.
#[derive(Clone)]
pub struct Mailer(AsyncSmtpTransport<Tokio1Executor>);

impl Mailer {
    /// Prepares the way; nothing is asked of the server before the first letter.
    ///
    /// # Errors
    /// [`EgressError::MailServer`] when the server's name cannot be one.
    pub fn new(server: &MailServer) -> Result<Self, EgressError> {
        let private = || {
            TlsParameters::new(server.host.clone())
                .map_err(|error| EgressError::MailServer(error.to_string()))
        };
        let (tls, usual_port) = match server.security {
            MailSecurity::Tls => (Tls::Wrapper(private()?), 465),
            MailSecurity::StartTls => (Tls::Required(private()?), 587),
            MailSecurity::None => (Tls::None, 25),
        };
        let hello = match server.hello.as_str() {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        let port = if server.port == 0 { usual_port } else { server.port };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(port)
            .tls(tls)
            .hello_name(hello)
            .timeout(Some(PATIENCE));
        if !server.user.is_empty() {
            builder = builder.credentials(Credentials::new(server.user.clone(), server.password.clone()));
        }
        Ok(Self(builder.build()))
    }

    /// Hands a letter to the server.
    ///
    /// # Errors
    /// [`EgressError::MailAddress`] for what is no address, [`EgressError::MailRefused`] when the server will not take
    /// it at all, [`EgressError::MailLater`] when it may take it another time ([`EgressError::is_passing`]).
    pub async fn send(&self, parcel: &Parcel<'_>) -> Result<(), EgressError> {
        let message = compose(parcel)?;
        let sent = self.0.send(message).await;
        sent.map(|_| ()).map_err(|error| {
            let said: String = chain(&error).chars().filter(|c| !c.is_control()).take(SAID_CHARS).collect();
            let code = error.status().map(u16::from).unwrap_or_default();
            if is_nobody_there(code, &said) {
                EgressError::MailRefused(said)
            } else {
                EgressError::MailLater(said)
            }
        })
    }
}

/// Whether a server's answer says that the mailbox is none, by its own code (RFC 5321) or the finer one (RFC 3463).
/// Everything else, a server that wants a password or dislikes the house's network, may be put right.
fn is_nobody_there(code: u16, said: &str) -> bool {
    let is_fine = |word: &&str| word.len() >= 5 && word.as_bytes()[1] == b'.' && word.starts_with(['4', '5']);
    match said.split_whitespace().find(is_fine) {
        Some(fine) => fine.starts_with("5.1.") || fine == "5.2.1",
        None => matches!(code, 550 | 551 | 553),
    }
}

/// Whether a text can be the sender of a letter.
///
/// # Errors
/// [`EgressError::MailAddress`].
pub fn check_sender(sender: &str) -> Result<(), EgressError> {
    mailbox(sender).map(|_| ())
}

fn compose(parcel: &Parcel<'_>) -> Result<Message, EgressError> {
    let from = mailbox(parcel.from)?;
    let to: Address =
        parcel.to.parse().map_err(|_| EgressError::MailAddress(parcel.to.chars().take(100).collect()))?;
    let id = format!("<{}@{}>", parcel.id, from.email.domain());
    let mut builder = Message::builder()
        .message_id(Some(id))
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(parcel.subject)
        // Machines on holiday answer no machine (RFC 3834).
        .header(AutoSubmitted);
    if let Some(stop) = parcel.stop {
        builder = builder.header(ListUnsubscribe(format!("<{stop}>"))).header(ListUnsubscribePost);
    }
    builder
        .multipart(MultiPart::alternative_plain_html(parcel.text.to_owned(), parcel.html.to_owned()))
        .map_err(|error| EgressError::MailAddress(error.to_string()))
}

fn mailbox(text: &str) -> Result<Mailbox, EgressError> {
    text.parse().map_err(|_| EgressError::MailAddress(text.chars().take(100).collect()))
}

/// An error with its causes, which say what the server said.
fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

type Unread = Box<dyn std::error::Error + Send + Sync>;

macro_rules! header {
    ($(#[$doc:meta])* $name:ident, $says:literal, $value:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        struct $name;

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($says)
            }

            fn parse(_: &str) -> Result<Self, Unread> {
                Ok(Self)
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), $value.to_owned())
            }
        }
    };
}

header! {
    /// RFC 3834.
    AutoSubmitted, "Auto-Submitted", "auto-generated"
}
header! {
    /// RFC 8058, section 3.1.
    ListUnsubscribePost, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
}

/// RFC 2369: where letters like this one are stopped.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(value: &str) -> Result<Self, Unread> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}
