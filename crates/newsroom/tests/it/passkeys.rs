//! Passkeys, with a device made of software.

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use data_encoding::BASE64URL_NOPAD;
use dateline_model::{Passkey, Role, StaffUser};
use dateline_newsroom::{Device, NewsroomError, PasskeyMade, PasskeySigned, PasskeySite, SignedIn};
use serde_json::json;

use crate::desk::{Desk, MINUTE, newsroom_suite};

newsroom_suite!(
    a_member_of_the_staff_comes_in_by_a_passkey,
    a_passkey_of_another_kind_works_too,
    an_answer_works_once_and_in_its_time,
    an_answer_from_elsewhere_is_refused,
    a_key_whose_counter_goes_back_is_refused,
    a_passkey_is_added_by_the_password_and_taken_away,
    an_account_has_so_many_passkeys_and_no_more,
    who_guesses_keys_must_wait,
    a_shut_account_is_refused_like_a_key_that_nobody_knows,
);

const PASSWORD: &str = "the tide turns at six";
const SITE: PasskeySite<'_> = PasskeySite { origin: "http://elsewhere.example" };
/// Somebody was there, and the device knew who.
const KNOWN: u8 = 0x05;

fn browser() -> Device<'static> {
    Device { address: IpAddr::from([192, 0, 2, 1]), user_agent: "Lynx" }
}

enum Secret {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A device with one key.
struct Authenticator {
    secret: Secret,
    credential: Vec<u8>,
    count: u32,
    host: &'static str,
    origin: &'static str,
    flags: u8,
}

impl Authenticator {
    fn new(secret: Secret) -> Self {
        let credential =
            aws_lc_rs::rand::generate::<[u8; 32]>(&SystemRandom::new()).unwrap().expose().to_vec();
        let (host, origin) = ("bell.example", "https://bell.example");
        Self { secret, credential, count: 0, host, origin, flags: KNOWN }
    }

    fn p256() -> Self {
        Self::new(Secret::P256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()))
    }

    /// The public half as COSE writes it.
    fn cose(&self) -> Vec<u8> {
        match &self.secret {
            Secret::P256(pair) => {
                let point = pair.public_key().as_ref();
                let head = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32];
                [&head[..], &point[1..33], &[0x22, 0x58, 32], &point[33..]].concat()
            }
            Secret::Ed25519(pair) => {
                [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32][..], pair.public_key().as_ref()].concat()
            }
        }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn head(&self, flags: u8) -> Vec<u8> {
        [digest(&SHA256, self.host.as_bytes()).as_ref(), &[flags], &self.count.to_be_bytes()].concat()
    }

    fn make(&self, challenge: &str) -> PasskeyMade {
        let length = u16::try_from(self.credential.len()).unwrap().to_be_bytes();
        let data =
            [&self.head(self.flags | 0x40)[..], &[0; 16], &length, &self.credential, &self.cose()].concat();
        let size = u16::try_from(data.len()).unwrap().to_be_bytes();
        let attestation = [
            &[0xa3, 0x63][..],
            b"fmt",
            &[0x64],
            b"none",
            &[0x67],
            b"attStmt",
            &[0xa0, 0x68],
            b"authData",
            &[0x59],
            &size,
            &data,
        ]
        .concat();
        PasskeyMade { client_data: self.client_data("webauthn.create", challenge), attestation }
    }

    fn sign(&self, challenge: &str, user: &StaffUser) -> PasskeySigned {
        let client_data = self.client_data("webauthn.get", challenge);
        let authenticator_data = self.head(self.flags);
        let message = [&authenticator_data[..], digest(&SHA256, &client_data).as_ref()].concat();
        let signature = match &self.secret {
            Secret::P256(pair) => pair.sign(&SystemRandom::new(), &message).unwrap().as_ref().to_vec(),
            Secret::Ed25519(pair) => pair.sign(&message).as_ref().to_vec(),
        };
        let user = Some(user.id.0.as_bytes().to_vec());
        PasskeySigned {
            credential: self.credential.clone(),
            client_data,
            authenticator_data,
            signature,
            user,
        }
    }
}

impl Desk {
    async fn staff(&mut self) -> StaffUser {
        self.set("url", "https://bell.example").await;
        let (email, name) = ("ana@bell.example", "Ana");
        self.newsroom.add_user_with(&self.paper, email, name, Role::Editor, Some(PASSWORD)).await.unwrap()
    }

    async fn add(&self, user: &StaffUser, device: &Authenticator) -> Result<Passkey, NewsroomError> {
        let begun = self.newsroom.begin_passkey(&self.paper, user, PASSWORD, browser(), SITE).await.unwrap();
        assert_eq!(begun.host, "bell.example");
        let made = device.make(&begun.challenge);
        self.newsroom.add_passkey(&self.paper, user, "My telephone", &made, SITE).await
    }

    async fn come_in(&self, answer: &PasskeySigned) -> Result<SignedIn, NewsroomError> {
        self.newsroom.sign_in_by_passkey(&self.paper, answer, browser(), SITE).await
    }

    fn challenge(&self) -> String {
        self.newsroom.passkey_challenge(&self.paper, SITE).challenge
    }
}

fn is_refused(answer: Result<SignedIn, NewsroomError>) -> bool {
    matches!(answer, Err(NewsroomError::SignInRefused))
}

async fn a_member_of_the_staff_comes_in_by_a_passkey(mut desk: Desk) {
    let user = desk.staff().await;
    let device = Authenticator::p256();
    let key = desk.add(&user, &device).await.unwrap();
    assert_eq!((key.name.as_str(), key.used_at), ("My telephone", None));
    let signed_in = desk.come_in(&device.sign(&desk.challenge(), &user)).await.unwrap();
    assert_eq!(signed_in.user, user);
    assert!(desk.newsroom.present(&desk.paper, &signed_in.token).await.unwrap().is_some());
    assert!(desk.newsroom.passkeys(&desk.paper, user.id).await.unwrap()[0].used_at.is_some());
    // A device need not say whose key it is.
    let silent = PasskeySigned { user: None, ..device.sign(&desk.challenge(), &user) };
    assert!(desk.come_in(&silent).await.is_ok());
}

async fn a_passkey_of_another_kind_works_too(mut desk: Desk) {
    let user = desk.staff().await;
    let device = Authenticator::new(Secret::Ed25519(Ed25519KeyPair::generate().unwrap()));
    desk.add(&user, &device).await.unwrap();
    assert!(desk.come_in(&device.sign(&desk.challenge(), &user)).await.is_ok());
}

async fn an_answer_works_once_and_in_its_time(mut desk: Desk) {
    let user = desk.staff().await;
    let device = Authenticator::p256();
    desk.add(&user, &device).await.unwrap();
    let answer = device.sign(&desk.challenge(), &user);
    assert!(desk.come_in(&answer).await.is_ok());
    assert!(is_refused(desk.come_in(&answer).await), "heard on the way and sent again");
    let other = desk.second_process().await;
    let replayed = other.sign_in_by_passkey(&desk.paper, &answer, browser(), SITE).await;
    assert!(is_refused(replayed), "to another process too");
    let late = desk.challenge();
    desk.clock.advance(5 * MINUTE);
    assert!(is_refused(desk.come_in(&device.sign(&late, &user)).await));
    // A challenge for a new key opens no door.
    let begun = desk.newsroom.begin_passkey(&desk.paper, &user, PASSWORD, browser(), SITE).await.unwrap();
    assert!(is_refused(desk.come_in(&device.sign(&begun.challenge, &user)).await));
    let made_up = BASE64URL_NOPAD.encode(&[7; 46]);
    assert!(is_refused(desk.come_in(&device.sign(&made_up, &user)).await));
}

async fn an_answer_from_elsewhere_is_refused(mut desk: Desk) {
    let user = desk.staff().await;
    let mut device = Authenticator::p256();
    desk.add(&user, &device).await.unwrap();
    for (host, origin, flags) in [
        ("bell.example", "https://be11.example", KNOWN),
        ("bell.example", "http://bell.example", KNOWN),
        ("be11.example", "https://bell.example", KNOWN),
        // Somebody was there, but the device does not know who.
        ("bell.example", "https://bell.example", 0x01),
        ("bell.example", "https://bell.example", 0x04),
    ] {
        (device.host, device.origin, device.flags) = (host, origin, flags);
        assert!(is_refused(desk.come_in(&device.sign(&desk.challenge(), &user)).await), "{host} {origin}");
        let refused = desk
            .add(
                &user,
                &Authenticator {
                    credential: vec![1],
                    secret: Secret::Ed25519(Ed25519KeyPair::generate().unwrap()),
                    ..device
                },
            )
            .await;
        assert!(matches!(refused, Err(NewsroomError::PasskeyRefused)), "{host} {origin}");
        device = Authenticator {
            credential: desk.newsroom.passkeys(&desk.paper, user.id).await.unwrap()[0].credential.clone(),
            ..Authenticator::p256()
        };
        assert!(is_refused(desk.come_in(&device.sign(&desk.challenge(), &user)).await), "another key");
    }
}

async fn a_key_whose_counter_goes_back_is_refused(mut desk: Desk) {
    let user = desk.staff().await;
    let mut device = Authenticator { count: 7, ..Authenticator::p256() };
    desk.add(&user, &device).await.unwrap();
    device.count = 9;
    assert!(desk.come_in(&device.sign(&desk.challenge(), &user)).await.is_ok());
    for count in [9, 8, 0] {
        device.count = count;
        assert!(is_refused(desk.come_in(&device.sign(&desk.challenge(), &user)).await), "{count}");
    }
    device.count = 10;
    assert!(desk.come_in(&device.sign(&desk.challenge(), &user)).await.is_ok());
}

async fn a_passkey_is_added_by_the_password_and_taken_away(mut desk: Desk) {
    let user = desk.staff().await;
    let wrong = desk.newsroom.begin_passkey(&desk.paper, &user, "not the password", browser(), SITE).await;
    assert!(matches!(wrong, Err(NewsroomError::WrongPassword)), "{wrong:?}");
    let device = Authenticator::p256();
    let key = desk.add(&user, &device).await.unwrap();
    assert!(matches!(desk.add(&user, &device).await, Err(NewsroomError::PasskeyRefused)), "twice the same");
    let other = desk.newsroom.add_user(&desk.paper, "eva@bell.example", "Eva", Role::Author).await.unwrap();
    assert!(!desk.newsroom.drop_passkey(&desk.paper, other.id, key.id).await.unwrap());
    assert!(desk.newsroom.drop_passkey(&desk.paper, user.id, key.id).await.unwrap());
    assert!(is_refused(desk.come_in(&device.sign(&desk.challenge(), &user)).await));
}

async fn an_account_has_so_many_passkeys_and_no_more(mut desk: Desk) {
    let user = desk.staff().await;
    for _ in 0..20 {
        desk.add(&user, &Authenticator::p256()).await.unwrap();
    }
    let refused = desk.add(&user, &Authenticator::p256()).await;
    assert!(matches!(refused, Err(NewsroomError::TooMany { what: "passkeys", max: 20 })), "{refused:?}");
}

async fn who_guesses_keys_must_wait(mut desk: Desk) {
    let user = desk.staff().await;
    let stranger = Authenticator::p256();
    let mut tries = 0;
    loop {
        match desk.come_in(&stranger.sign(&desk.challenge(), &user)).await {
            Err(NewsroomError::SignInRefused) => tries += 1,
            Err(NewsroomError::TooManyTries { retry_after_seconds }) => {
                break assert!(retry_after_seconds > 0);
            }
            other => panic!("{other:?}"),
        }
        assert!(tries < 100, "nobody is told to wait");
    }
    assert!(tries >= 30, "a whole office comes in by one network");
}

async fn a_shut_account_is_refused_like_a_key_that_nobody_knows(mut desk: Desk) {
    let user = desk.staff().await;
    let device = Authenticator::p256();
    desk.add(&user, &device).await.unwrap();
    desk.newsroom.change_user(&desk.paper, &user.email, |user| user.disabled = true).await.unwrap();
    let shut = desk.come_in(&device.sign(&desk.challenge(), &user)).await.unwrap_err().to_string();
    let unknown = Authenticator::p256().sign(&desk.challenge(), &user);
    assert_eq!(shut, desk.come_in(&unknown).await.unwrap_err().to_string());
}
