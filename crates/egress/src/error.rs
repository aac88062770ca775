//! Why nothing was fetched or sent.

/// Why nothing was fetched or sent.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    /// Not an address of the web.
    #[error("\"{0}\" is no address that can be fetched; it needs http or https, a host and no password")]
    NotAnAddress(String),
    /// The house's own network, or another that is not public.
    #[error("{0} is not on the public internet and is not asked")]
    NotPublic(String),
    /// The server sends elsewhere and elsewhere again.
    #[error("the server sends from one address to the next, more than {0} times")]
    TooManyRedirects(usize),
    /// The answer is larger than allowed.
    #[error("the answer has more than {0} bytes")]
    TooLarge(usize),
    /// The answer did not come in time.
    #[error("the server did not answer in {0} seconds")]
    TooSlow(u64),
    /// The answer is packed although nobody asked for it.
    #[error("the server packs its answer ({0}), which was not asked for")]
    Packed(String),
    /// The server refused.
    #[error("the server answered {0}")]
    Status(u16),
    /// No connection, or one that broke.
    #[error("the server could not be reached: {0}")]
    Unreachable(String),
    /// A method or a header that no request can have.
    #[error("\"{0}\" cannot stand in a request; look at the method and the headers")]
    NotSendable(String),
    /// What the configuration names as the mail server cannot be one.
    #[error("the mail server cannot be used: {0}; look at the settings mail.host and mail.security")]
    MailServer(String),
    /// Not an address of mail.
    #[error("\"{0}\" is no address to write to or from; one looks like name@example.org")]
    MailAddress(String),
    /// The mail server will never take this letter.
    #[error("the mail server refused the letter: {0}")]
    MailRefused(String),
    /// The mail server could not be reached, or does not take the letter now.
    #[error("the mail server did not take the letter this time: {0}")]
    MailLater(String),
    /// What the configuration names as the bucket cannot be one.
    #[error("the bucket cannot be opened: {0}; look at the settings of [media]")]
    Bucket(String),
    /// The room could not be opened.
    #[error("no requests can be made: {0}")]
    Closed(#[source] reqwest::Error),
}

impl EgressError {
    /// Whether the same may go well another time.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::TooSlow(_) | Self::Unreachable(_) | Self::MailLater(_) => true,
            Self::Status(status) => *status == 429 || *status >= 500,
            _ => false,
        }
    }
}
