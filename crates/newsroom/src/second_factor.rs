//! A second proof beside the password: a code that a telephone makes anew every half minute (RFC 6238), or one of ten
//! codes on paper for the day it is lost.

use data_encoding::{BASE32_NOPAD, BASE32_NOPAD_NOCASE};
use dateline_model::{Millis, Paper, StaffUser};
use dateline_store::StoreError;
use totp_rs::{Builder, Secret, Totp};

use crate::secret::random_bytes;
use crate::sign_in::Device;
use crate::{Newsroom, NewsroomError};

/// Bytes of a secret: as many as SHA-1 gives, as RFC 4226 asks.
const SECRET_BYTES: usize = 20;
/// How many recovery codes there are.
const CODES: usize = 10;
/// Bytes of chance in one: 80 bits, 16 characters.
const CODE_BYTES: usize = 10;
/// The most characters of a code that is looked at.
const CODE_CHARS_MAX: usize = 40;

/// What a telephone must learn to make the codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret in Base32, to type.
    pub secret: String,
    /// The same as an address, to be shown as a picture that the telephone reads.
    pub address: String,
}

/// Whether an account has a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactorState {
    /// Whether a code is asked for.
    pub on: bool,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
}

impl Newsroom {
    /// Whether an account has a second factor.
    pub async fn second_factor(
        &self,
        paper: &Paper,
        user: &StaffUser,
    ) -> Result<SecondFactorState, NewsroomError> {
        let mut read = self.store.read().await?;
        let factor = read.second_factor(paper.id(), user.id).await?;
        let recovery_codes = read.recovery_codes(paper.id(), user.id).await?;
        Ok(SecondFactorState { on: factor.is_some_and(|f| f.confirmed_at.is_some()), recovery_codes })
    }

    /// Begins: the secret for the telephone. Nothing is asked for until [`Self::confirm_second_factor`].
    pub async fn begin_second_factor(
        &self,
        paper: &Paper,
        user: &StaffUser,
    ) -> Result<Enrolment, NewsroomError> {
        let (site, id) = (paper.id(), user.id);
        let secret = BASE32_NOPAD.encode(&random_bytes(SECRET_BYTES));
        let address = totp(&secret, &paper.settings.title, &user.email)
            .and_then(|totp| totp.to_url().ok())
            .ok_or(NewsroomError::SecondFactorWrong)?;
        let stored = secret.clone();
        let begun = self
            .store
            .write(move |tx| Box::pin(async move { tx.begin_second_factor(site, id, &stored).await }));
        match begun.await {
            Ok(true) => Ok(Enrolment { secret, address }),
            Ok(false) => Err(NewsroomError::SecondFactorOn),
            Err(error) => Err(StoreError::into(error)),
        }
    }

    /// Has a code asked for from now on, once the telephone has shown that it makes the right ones. Answers the
    /// recovery codes, which nobody can tell again.
    pub async fn confirm_second_factor(
        &self,
        paper: &Paper,
        user: &StaffUser,
        code: &str,
    ) -> Result<Vec<String>, NewsroomError> {
        let (site, id, now) = (paper.id(), user.id, self.clock.now());
        let factor = self.store.read().await?.second_factor(site, id).await?;
        let step = factor.and_then(|factor| step_of(&factor.secret, code, now));
        let step = step.ok_or(NewsroomError::SecondFactorWrong)?;
        let codes: Vec<String> = (0..CODES).map(|_| recovery_code()).collect();
        let digests: Vec<String> = codes.iter().map(|code| self.code_digest(code)).collect();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    if !tx.confirm_second_factor(site, id, now).await? {
                        return Err(NewsroomError::SecondFactorOn);
                    }
                    if !tx.take_step(site, id, step).await? {
                        return Err(NewsroomError::SecondFactorWrong);
                    }
                    tx.save_recovery_codes(site, id, &digests).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(codes)
    }

    /// Ends the second factor for its holder, who types the password.
    pub async fn end_second_factor(
        &self,
        paper: &Paper,
        user: &StaffUser,
        password: &str,
        device: Device<'_>,
    ) -> Result<(), NewsroomError> {
        match self.prove(paper, &user.email, password, device).await {
            Ok(_) => self.drop_second_factor(paper, user).await,
            Err(NewsroomError::SignInRefused) => Err(NewsroomError::WrongPassword),
            Err(error) => Err(error),
        }
    }

    /// Ends the second factor of an account, as whoever runs the installation may.
    pub async fn drop_second_factor(&self, paper: &Paper, user: &StaffUser) -> Result<(), NewsroomError> {
        let (site, id) = (paper.id(), user.id);
        let ended = self.store.write(move |tx| Box::pin(async move { tx.end_second_factor(site, id).await }));
        ended.await.map_err(|error: StoreError| error.into())
    }

    /// Whether `code` is one that the account's telephone makes now and that was not taken before, or a recovery code,
    /// which is used up.
    pub(crate) async fn takes_code(
        &self,
        paper: &Paper,
        user: &StaffUser,
        secret: &str,
        code: &str,
    ) -> Result<bool, NewsroomError> {
        let (site, id) = (paper.id(), user.id);
        let step = step_of(secret, code, self.clock.now());
        let digest = self.code_digest(code);
        let taken = self.store.write(move |tx| {
            Box::pin(async move {
                match step {
                    Some(step) => tx.take_step(site, id, step).await,
                    None => tx.use_recovery_code(site, id, &digest).await,
                }
            })
        });
        taken.await.map_err(|error: StoreError| error.into())
    }

    /// The digest of a recovery code, however it is typed.
    fn code_digest(&self, code: &str) -> String {
        let plain: String = code.chars().filter(char::is_ascii_alphanumeric).take(CODE_CHARS_MAX).collect();
        let bytes = BASE32_NOPAD_NOCASE.decode(plain.as_bytes()).unwrap_or_default();
        self.secret.sign("recovery code", &[&bytes])
    }
}

/// The step of time for which `code` is right: this half minute, the one before or the one after.
fn step_of(secret: &str, code: &str, now: Millis) -> Option<i64> {
    let digits: String = code.chars().filter(char::is_ascii_digit).take(CODE_CHARS_MAX).collect();
    let seconds = u64::try_from(now / 1_000).ok()?;
    totp(secret, "", "")?.check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
}

fn totp(secret: &str, paper: &str, email: &str) -> Option<Totp> {
    // The address that the telephone reads divides its parts by colons.
    let plain = |text: &str| text.replace(':', " ");
    let secret = Secret::try_from_base32(secret).ok()?;
    let builder = Builder::new().with_secret(secret).with_account_name(plain(email));
    let builder = if paper.is_empty() { builder } else { builder.with_issuer(Some(plain(paper))) };
    builder.build().ok()
}

/// Sixteen letters and digits in groups of four, to be written down.
fn recovery_code() -> String {
    let code = BASE32_NOPAD.encode(&random_bytes(CODE_BYTES)).to_ascii_lowercase();
    let groups: Vec<&str> = (0..4).map(|group| &code[group * 4..group * 4 + 4]).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The secret of the examples in RFC 6238, "12345678901234567890", in Base32.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_standard() {
        // The examples of RFC 6238, appendix B, cut to six digits.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let step = Some(seconds / 30);
            assert_eq!(step_of(SECRET, code, seconds * 1_000), step);
            assert_eq!(step_of(SECRET, code, (seconds + 30) * 1_000), step, "a slow typist");
            assert_eq!(step_of(SECRET, code, (seconds + 90) * 1_000), None);
        }
        for wrong in ["", "000000", "28708", "2870822", "abcdef"] {
            assert_eq!(step_of(SECRET, wrong, 59_000), None, "{wrong}");
        }
        assert_eq!(step_of(SECRET, "287 082", 59_000), Some(1));
    }

    #[test]
    fn a_recovery_code_can_be_written_down() {
        let code = recovery_code();
        assert_eq!((code.len(), code.split('-').count()), (19, 4), "{code}");
        assert_ne!(code, recovery_code());
    }
}
