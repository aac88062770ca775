//! Who may use the APIs: tokens, keys, and every trick with them.

use aws_lc_rs::hmac;
use axum::body::Body;
use axum::http::StatusCode;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use dateline_model::{KeyKind, Role, SiteSettings};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::newspaper::{HOUR, MINUTE, NOON, Page, TestApp, a_post, token};

/// A token with any header and claims, signed with any algorithm of HMAC.
fn forged(head: &Value, claims: &Value, secret_hex: &str, algorithm: hmac::Algorithm) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(head), part(claims));
    let key = hmac::Key::new(algorithm, &HEXLOWER.decode(secret_hex.as_bytes()).unwrap());
    format!("{signed}.{}", BASE64URL_NOPAD.encode(hmac::sign(&key, signed.as_bytes()).as_ref()))
}

fn outcome(page: &Page) -> String {
    let json = page.json();
    let error = &json["errors"][0];
    format!("{} {} {} {}", page.status.as_u16(), error["type"], error["code"], error["message"])
}

#[tokio::test]
async fn tokens_that_are_not_what_they_say_are_refused() {
    let app = TestApp::new().await;
    let key = app.key(KeyKind::Admin).await;
    let (id, secret) = key.key.split_once(':').unwrap();
    let seconds = NOON / 1000;
    let head = |alg: &str| json!({ "alg": alg, "typ": "JWT", "kid": id });
    let claims = json!({ "iat": seconds, "exp": seconds + 300, "aud": "/admin/" });
    let with = |change: Value| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        forged(&head("HS256"), &claims, secret, hmac::HMAC_SHA256)
    };
    let good = token(&key, NOON);
    let unsigned = format!("{}.", good.rsplit_once('.').unwrap().0);
    let cases = [
        ("no algorithm", forged(&head("none"), &claims, secret, hmac::HMAC_SHA256)),
        ("none without a signature", {
            let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
            format!("{}.{}.", part(&head("none")), part(&claims))
        }),
        ("HS384", forged(&head("HS384"), &claims, secret, hmac::HMAC_SHA384)),
        ("HS512", forged(&head("HS512"), &claims, secret, hmac::HMAC_SHA512)),
        ("RS256 with the secret as its key", forged(&head("RS256"), &claims, secret, hmac::HMAC_SHA256)),
        ("hs256 in small letters", forged(&head("hs256"), &claims, secret, hmac::HMAC_SHA256)),
        ("the secret's letters as the key", {
            let letters = HEXLOWER.encode(secret.as_bytes());
            forged(&head("HS256"), &claims, &letters, hmac::HMAC_SHA256)
        }),
        ("an empty key", forged(&head("HS256"), &claims, "", hmac::HMAC_SHA256)),
        ("no signature", unsigned),
        (
            "a path as key id",
            forged(&json!({ "alg": "HS256", "kid": "../../etc/passwd" }), &claims, secret, hmac::HMAC_SHA256),
        ),
        (
            "an unknown key",
            forged(
                &json!({ "alg": "HS256", "kid": "5f2b9c0d1e4a7b6c8d9e0f10" }),
                &claims,
                secret,
                hmac::HMAC_SHA256,
            ),
        ),
        ("no key id", forged(&json!({ "alg": "HS256" }), &claims, secret, hmac::HMAC_SHA256)),
        ("expired", with(json!({ "exp": seconds }))),
        ("issued five minutes ago", with(json!({ "iat": seconds - 300, "exp": seconds + 9_000 }))),
        ("not yet", with(json!({ "nbf": seconds + 1 }))),
        ("no iat", with(json!({ "iat": null }))),
        ("for another API", with(json!({ "aud": "/content/" }))),
        ("for nobody", with(json!({ "aud": null }))),
        ("no token", "x".to_owned()),
        ("a token that never ends", "a".repeat(5_000)),
    ];
    let mut seen = Vec::new();
    for (name, token) in cases {
        let page = app.with_token(&token).get("/ghost/api/admin/posts/").await;
        seen.push(format!("{name}: {}", outcome(&page)));
    }
    seen.push(format!("nothing: {}", outcome(&app.reader().get("/ghost/api/admin/posts/").await)));
    let bearer = app.reader().sending("authorization", &format!("Bearer {good}"));
    seen.push(format!("bearer: {}", outcome(&bearer.get("/ghost/api/admin/posts/").await)));
    let twice = app.with_token(&good).sending("authorization", "Ghost x");
    seen.push(format!("twice: {}", outcome(&twice.get("/ghost/api/admin/posts/").await)));
    assert_snapshot!(seen.join("\n"));
    assert_eq!(app.with_token(&good).get("/ghost/api/admin/posts/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_lives_five_minutes() {
    let app = TestApp::new().await;
    let key = app.key(KeyKind::Admin).await;
    let token = token(&key, NOON);
    app.clock.advance(5 * MINUTE - 1_000);
    assert_eq!(app.with_token(&token).get("/ghost/api/admin/posts/").await.status, StatusCode::OK);
    app.clock.advance(1_000);
    assert_eq!(app.with_token(&token).get("/ghost/api/admin/posts/").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_key_opens_its_own_site_only() {
    let app = TestApp::new().await;
    let ferry = app.newsroom.found_site("ferry.example", SiteSettings::default()).await.unwrap();
    app.app.catch_up().await.unwrap();
    let foreign = app.newsroom.add_key(&ferry, KeyKind::Admin, "ferry").await.unwrap();
    let client = app.with_token(&token(&foreign, NOON));
    assert_eq!(
        client.clone().at("ferry.example").get("/ghost/api/admin/posts/").await.status,
        StatusCode::OK
    );
    assert_eq!(
        outcome(&client.get("/ghost/api/admin/posts/").await),
        "401 \"UnauthorizedError\" \"UNKNOWN_ADMIN_API_KEY\" \"Unknown Admin API Key\""
    );
    let foreign = app.newsroom.add_key(&ferry, KeyKind::Content, "ferry").await.unwrap();
    let path = format!("/ghost/api/content/posts/?key={}", foreign.key);
    assert_eq!(app.reader().at("ferry.example").get(&path).await.status, StatusCode::OK);
    assert_eq!(app.reader().get(&path).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_revoked_key_opens_nothing() {
    let app = TestApp::new().await;
    let (admin, content) = (app.key(KeyKind::Admin).await, app.key(KeyKind::Content).await);
    app.newsroom.revoke_key(&app.paper, admin.id).await.unwrap();
    app.newsroom.revoke_key(&app.paper, content.id).await.unwrap();
    let page = app.with_token(&token(&admin, NOON)).get("/ghost/api/admin/posts/").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let page = app.reader().get(&format!("/ghost/api/content/posts/?key={}", content.key)).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_content_key_reads_and_an_admin_key_is_no_content_key() {
    let app = TestApp::new().await;
    let (admin, content) = (app.key(KeyKind::Admin).await, app.key(KeyKind::Content).await);
    let secret = admin.key.split_once(':').unwrap().1.to_owned();
    let mut seen = Vec::new();
    for (name, query) in [
        ("none", String::new()),
        ("wrong", "?key=0123456789abcdef0123456789".to_owned()),
        ("an admin key's secret", format!("?key={secret}")),
        ("twice", format!("?key={0}&key={0}", content.key)),
        ("empty", "?key=".to_owned()),
    ] {
        let page = app.reader().get(&format!("/ghost/api/content/posts/{query}")).await;
        seen.push(format!("{name}: {}", outcome(&page)));
    }
    let claims = json!({ "iat": NOON / 1000, "exp": NOON / 1000 + 300, "aud": "/admin/" });
    let head = json!({ "alg": "HS256", "kid": content.id.hex() });
    let token = forged(&head, &claims, &content.key, hmac::HMAC_SHA256);
    let page = app.with_token(&token).get("/ghost/api/admin/posts/").await;
    seen.push(format!("a content key's token: {}", outcome(&page)));
    assert_snapshot!(seen.join("\n"));
}

#[tokio::test]
async fn every_spelling_of_an_address_asks_for_the_same_key() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let id = post.id;
    for path in [
        format!("/ghost/api/admin/posts/{id}/"),
        format!("/ghost/api/admin/posts/{id}"),
        format!("/ghost/api/admin//posts/{id}/"),
        format!("/ghost/api/%61dmin/posts/{id}/"),
        format!("/ghost%2Fapi%2Fadmin%2Fposts/{id}/"),
        format!("/GHOST/api/admin/posts/{id}/"),
        format!("/ghost/api/admin/posts;x/{id}/"),
        format!("/ghost/api/v4/admin/posts/{id}/"),
        format!("/ghost/api/canary/admin/posts/{id}/"),
    ] {
        for method in ["GET", "PUT", "DELETE"] {
            let page = app.reader().ask(method, &path, Body::empty()).await;
            let told = String::from_utf8_lossy(&page.bytes).into_owned();
            assert!(!page.status.is_success(), "{method} {path}: {}", page.status);
            assert!(!told.contains("The bridge reopened"), "{method} {path}");
        }
    }
    assert_eq!(app.reader().get("/harbour-bridge-reopens/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn old_addresses_of_the_api_work_and_say_what_is_new() {
    let app = TestApp::new().await;
    let key = app.key(KeyKind::Admin).await;
    let (id, secret) = key.key.split_once(':').unwrap();
    let claims = json!({ "iat": NOON / 1000, "exp": NOON / 1000 + 300, "aud": "/v4/admin/" });
    let token = forged(&json!({ "alg": "HS256", "kid": id }), &claims, secret, hmac::HMAC_SHA256);
    let page = app.with_token(&token).get("/ghost/api/v4/admin/posts/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("deprecation"), "version=\"v4\"");
    assert_eq!(page.header("link"), "<https://bell.example/ghost/api/admin/posts/>; rel=\"latest-version\"");
    let program = app.program().await;
    assert_eq!(program.get("/ghost/api/v4/admin/posts/").await.status, StatusCode::UNAUTHORIZED);
    app.clock.advance(HOUR);
}

#[tokio::test]
async fn a_key_is_made_at_the_desk_told_once_and_revoked_at_once() {
    let app = TestApp::new().await;
    let owner = app.staff(Role::Owner).await;
    let asked = json!({ "keys": [{ "kind": "content", "name": " the reading app " }] });
    let page = owner.send_json("POST", "/ghost/api/admin/keys/", &asked).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.text());
    let made = &page.json()["keys"][0];
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert_eq!((made["name"].as_str(), key.len()), (Some("the reading app"), 26));
    let read = format!("/ghost/api/content/posts/?key={key}");
    assert_eq!(app.reader().get(&read).await.status, StatusCode::OK);

    let list = owner.get("/ghost/api/admin/keys/").await;
    assert!(!list.text().contains(key), "the key is told again");
    assert_eq!(list.json()["keys"][0]["revoked_at"], Value::Null);

    let path = format!("/ghost/api/admin/keys/{id}/");
    assert_eq!(owner.ask("DELETE", &path, Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(app.reader().get(&read).await.status, StatusCode::UNAUTHORIZED);
    assert!(owner.get("/ghost/api/admin/keys/").await.json()["keys"][0]["revoked_at"].is_string());
    assert_eq!(
        owner.ask("DELETE", &path, Body::empty()).await.status,
        StatusCode::NOT_FOUND,
        "revoked twice"
    );
}

#[tokio::test]
async fn a_key_needs_a_name_of_at_most_191_characters_and_a_kind() {
    let app = TestApp::new().await;
    let owner = app.staff(Role::Owner).await;
    let longest = "n".repeat(191);
    for (kind, name, status) in [
        ("admin", longest.as_str(), StatusCode::CREATED),
        ("admin", &format!("{longest}n"), StatusCode::UNPROCESSABLE_ENTITY),
        ("admin", "  ", StatusCode::UNPROCESSABLE_ENTITY),
        ("master", "an app", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let asked = json!({ "keys": [{ "kind": kind, "name": name }] });
        let page = owner.send_json("POST", "/ghost/api/admin/keys/", &asked).await;
        assert_eq!(page.status, status, "{kind} {}: {}", name.len(), page.text());
    }
}
