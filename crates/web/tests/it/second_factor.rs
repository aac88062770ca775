//! A code beside the password.

use aws_lc_rs::hmac;
use axum::http::StatusCode;
use dateline_model::Role;
use serde_json::{Value, json};

use crate::newspaper::{Client, MINUTE, PASSWORD, Page, TestApp};

const FACTOR: &str = "/ghost/api/admin/second_factor/";
const EMAIL: &str = "editor@bell.example";

/// What a telephone shows (RFC 6238): worked out here a second time.
fn code(secret: &str, millis: i64) -> String {
    let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let tag = hmac::sign(&key, &(millis / 30_000).to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes[19] & 15);
    let number = u32::from_be_bytes([bytes[at] & 127, bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

async fn sign_in(client: &Client<'_>, token: &str) -> Page {
    let typed = json!({ "username": EMAIL, "password": PASSWORD, "token": token });
    client.send_json("POST", "/ghost/api/admin/session/", &typed).await
}

fn confirm(token: &str) -> Value {
    json!({ "second_factor": [{ "token": token }] })
}

/// An editor whose telephone makes codes: the desk, the secret and the recovery codes.
async fn with_telephone(app: &TestApp) -> (Client<'_>, String, Vec<String>) {
    let desk = app.staff(Role::Editor).await;
    let begun = desk.send_json("POST", FACTOR, &json!({})).await.json()["second_factor"][0].clone();
    let secret = begun["secret"].as_str().unwrap().to_owned();
    let address = begun["address"].as_str().unwrap();
    assert!(address.starts_with("otpauth://totp/"), "{address}");
    assert!(address.contains("The%20Harbour%20Bell") && address.contains(&secret), "{address}");
    let done = desk.send_json("PUT", FACTOR, &confirm(&code(&secret, app.now()))).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let codes = done.json()["second_factor"][0]["recovery_codes"].as_array().unwrap().clone();
    let codes = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    (desk, secret, codes)
}

#[tokio::test]
async fn nothing_is_asked_for_until_the_telephone_has_shown_that_it_knows() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    desk.send_json("POST", FACTOR, &json!({})).await;
    assert_eq!(desk.sign_in(EMAIL, PASSWORD).await.status, StatusCode::CREATED);
    let wrong = desk.send_json("PUT", FACTOR, &confirm("000000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.get(FACTOR).await.json()["second_factor"][0]["on"], false);
    assert_eq!(desk.sign_in(EMAIL, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_code_opens_once() {
    let app = TestApp::new().await;
    let (desk, secret, _) = with_telephone(&app).await;
    let asked = desk.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(
        (asked.status, asked.json()["errors"][0]["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("2FA_TOKEN_REQUIRED"))
    );
    let used = sign_in(&desk, &code(&secret, app.now())).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "it has confirmed the telephone already");
    app.clock.advance(MINUTE);
    let fresh = code(&secret, app.now());
    assert_eq!(sign_in(&desk, &fresh).await.status, StatusCode::CREATED);
    assert_eq!(sign_in(&desk, &fresh).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        desk.sign_in(EMAIL, "a wrong password").await.json()["errors"][0]["code"],
        "PASSWORD_INCORRECT",
        "whoever does not know the password does not learn that there is a code"
    );
}

#[tokio::test]
async fn who_guesses_at_codes_must_wait() {
    let app = TestApp::new().await;
    let (desk, secret, _) = with_telephone(&app).await;
    for _ in 0..5 {
        assert_eq!(sign_in(&desk, "000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let waits = sign_in(&desk, &code(&secret, app.now() + MINUTE)).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
    app.clock.advance(MINUTE);
    assert_eq!(sign_in(&desk, &code(&secret, app.now())).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_recovery_code_stands_for_a_lost_telephone_once() {
    let app = TestApp::new().await;
    let (desk, _, codes) = with_telephone(&app).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert_eq!(sign_in(&desk, &typed).await.status, StatusCode::CREATED);
    assert_eq!(sign_in(&desk, &codes[3]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.get(FACTOR).await.json()["second_factor"][0]["recovery_codes_left"], 9);
    for nothing in ["", "-", "aaaa-aaaa-aaaa-aaaa"] {
        assert_eq!(sign_in(&desk, nothing).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
    }
}

#[tokio::test]
async fn only_the_password_turns_it_off() {
    let app = TestApp::new().await;
    let (desk, _, _) = with_telephone(&app).await;
    let off = |password: &str| json!({ "second_factor": [{ "password": password }] });
    assert_eq!(desk.send_json("POST", FACTOR, &json!({})).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = desk.send_json("DELETE", FACTOR, &off("a wrong password")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.sign_in(EMAIL, PASSWORD).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.send_json("DELETE", FACTOR, &off(PASSWORD)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.sign_in(EMAIL, PASSWORD).await.status, StatusCode::CREATED);
}
