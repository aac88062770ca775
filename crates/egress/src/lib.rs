//! Asking other servers and handing them letters. The only room of the house that speaks to the outside.
//!
//! An address that a reader, a writer or an import names may point at the house's own network. So every host name is
//! looked up here, every address it has must be public, and the connection goes to exactly what was checked;
//! redirects are followed by hand, each checked anew. Answers end at their limits of bytes and time, and are asked for
//! uncompressed, so that no small answer unfolds into a large one.
//!
//! ```
//! use dateline_egress::{Egress, EgressError, Limits, Policy};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let egress = Egress::new(Policy::public()).unwrap();
//! let refused = egress.get("http://169.254.169.254/latest/meta-data/", &Limits::default()).await;
//! assert!(matches!(refused, Err(EgressError::NotPublic(_))));
//! # });
//! ```

mod address;
mod bucket;
mod error;
mod fetch;
mod mail;
mod policy;
mod resolve;
mod send;

pub use address::is_public;
pub use bucket::BucketDoor;
pub use error::EgressError;
pub use fetch::{Egress, Fetched, Limits};
pub use mail::{MailSecurity, MailServer, Mailer, Parcel, check_sender};
pub use policy::Policy;
pub use send::{Message, Reply};
