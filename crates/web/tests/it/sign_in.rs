//! The staff comes in, stays in and goes out.

use axum::http::StatusCode;
use dateline_model::{Role, SiteSettings};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::newspaper::{Client, HOUR, MINUTE, PASSWORD, Page, TestApp};

const ME: &str = "/ghost/api/admin/users/me/?include=roles";
const DAY: i64 = 24 * HOUR;

fn error_of(page: &Page) -> String {
    let mut json = page.json();
    json["errors"][0]["id"] = "…".into();
    format!("{}\n{}", page.status.as_u16(), serde_json::to_string_pretty(&json).unwrap())
}

async fn is_in(client: &Client<'_>) -> bool {
    client.get(ME).await.status == StatusCode::OK
}

#[tokio::test]
async fn an_editor_signs_in_and_is_known() {
    let app = TestApp::new().await;
    app.newsroom
        .add_user_with(&app.paper, "Ana@Bell.example", "Ana Reis", Role::Editor, Some(PASSWORD))
        .await
        .unwrap();
    let page = app.browser().sign_in("ana@bell.example ", PASSWORD).await;
    assert_eq!((page.status, page.text().as_str()), (StatusCode::CREATED, "Created"));
    let (value, attributes) = page.header("set-cookie").split_once(';').unwrap();
    assert_eq!(value.len(), "ghost-admin-api-session=".len() + 43);
    assert_eq!(attributes, " Max-Age=15724800; Path=/ghost; HttpOnly; SameSite=Lax; Secure");
    let me = app.browser().keeping(&page).get(ME).await;
    assert_eq!(me.header("cache-control"), "no-store");
    assert_snapshot!(me.pretty());
    assert!(!is_in(&app.browser()).await, "without the cookie nobody is in");
}

#[tokio::test]
async fn a_site_without_https_gets_a_cookie_that_works_there() {
    let app = TestApp::new().await;
    let settings = SiteSettings { url: String::new(), ..app.paper.settings.clone() };
    let paper = app.newsroom.found_site("127.0.0.1", settings).await.unwrap();
    app.newsroom.add_user_with(&paper, "ana@bell.example", "Ana", Role::Owner, Some(PASSWORD)).await.unwrap();
    app.app.catch_up().await.unwrap();
    let local = app.reader().at("127.0.0.1:8080").sending("sec-fetch-site", "same-origin");
    let page = local.sign_in("ana@bell.example", PASSWORD).await;
    assert!(page.header("set-cookie").ends_with("SameSite=Lax"), "{}", page.header("set-cookie"));
    assert!(is_in(&local.keeping(&page)).await);
}

#[tokio::test]
async fn why_somebody_was_not_let_in_is_never_told() {
    let app = TestApp::new().await;
    let add = |email: &'static str, password: Option<&'static str>| {
        app.newsroom.add_user_with(&app.paper, email, "Ana", Role::Author, password)
    };
    add("ana@bell.example", Some(PASSWORD)).await.unwrap();
    add("shut@bell.example", Some(PASSWORD)).await.unwrap();
    add("new@bell.example", None).await.unwrap();
    app.newsroom.change_user(&app.paper, "shut@bell.example", |user| user.disabled = true).await.unwrap();
    let browser = app.browser();
    let known = error_of(&browser.sign_in("ana@bell.example", "the tide turns at ten").await);
    for (email, password) in [
        ("nobody@bell.example", PASSWORD),
        ("shut@bell.example", PASSWORD),
        ("new@bell.example", ""),
        ("", ""),
        (&"x".repeat(2_000), PASSWORD),
        ("ana@bell.example", &"x".repeat(8_000)),
    ] {
        let answer = browser.sign_in(email, password).await;
        assert_eq!(error_of(&answer), known);
        assert_eq!(answer.header("set-cookie"), "");
    }
    assert_snapshot!(known);
    let megabyte = browser.sign_in("ana@bell.example", &"x".repeat(1 << 20)).await;
    assert_eq!(megabyte.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn who_guesses_must_wait_and_the_holder_at_home_need_not() {
    let app = TestApp::new().await;
    let home = app.staff(Role::Owner).await;
    let stranger = app.browser().from("198.51.100.9");
    for _ in 0..5 {
        let refused = stranger.sign_in("owner@bell.example", "a wrong password").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let told_to_wait = stranger.sign_in("owner@bell.example", PASSWORD).await;
    assert_eq!(told_to_wait.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(told_to_wait.header("retry-after"), "2");
    assert_snapshot!(error_of(&told_to_wait));
    // Another account from the same network is another matter, and so is the same account from home.
    let other = stranger.sign_in("nobody@bell.example", "a wrong password").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(home.sign_in("owner@bell.example", PASSWORD).await.status, StatusCode::CREATED);
    app.clock.advance(2_000);
    assert_eq!(stranger.sign_in("owner@bell.example", PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn many_guessers_slow_a_stranger_down_and_do_not_shut_the_owner_out() {
    let app = TestApp::new().await;
    let home = app.staff(Role::Owner).await;
    for network in 0..60 {
        let guesser = app.browser().from(&format!("198.51.{network}.9"));
        guesser.sign_in("owner@bell.example", "a wrong password").await;
    }
    let abroad = app.browser().from("203.0.113.5");
    assert_eq!(abroad.sign_in("owner@bell.example", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(home.sign_in("owner@bell.example", PASSWORD).await.status, StatusCode::CREATED);
    app.clock.advance(31_000);
    assert_eq!(abroad.sign_in("owner@bell.example", PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_network_that_guesses_at_many_accounts_waits_for_each() {
    let app = TestApp::new().await;
    let stranger = app.browser().from("198.51.100.9");
    for number in 0..30 {
        stranger.sign_in(&format!("{number}@bell.example"), "a wrong password").await;
    }
    let waits = stranger.sign_in("owner@bell.example", PASSWORD).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_page_of_another_site_can_do_nothing_in_the_editors_name() {
    let app = TestApp::new().await;
    let page = {
        app.staff(Role::Editor).await;
        app.browser().sign_in("editor@bell.example", PASSWORD).await
    };
    let draft = json!({ "posts": [{ "title": "Harbour bridge reopens" }] });
    let with = |name: &str, value: &str| app.reader().keeping(&page).sending(name, value);
    for evil in [
        with("origin", "https://evil.example"),
        with("origin", "null"),
        with("sec-fetch-site", "cross-site"),
        with("sec-fetch-site", "same-site").sending("origin", "https://shop.bell.example"),
    ] {
        let answer = evil.send_json("POST", "/ghost/api/admin/posts/", &draft).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let gone = evil.ask("DELETE", "/ghost/api/admin/session/", axum::body::Body::empty()).await;
        assert_eq!(gone.status, StatusCode::FORBIDDEN);
        assert_eq!(evil.sign_in("editor@bell.example", PASSWORD).await.status, StatusCode::FORBIDDEN);
    }
    let silent = app.reader().keeping(&page);
    let answer = silent.send_json("POST", "/ghost/api/admin/posts/", &draft).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let own = with("sec-fetch-site", "same-origin");
    assert_eq!(own.send_json("POST", "/ghost/api/admin/posts/", &draft).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn signing_out_ends_it_at_once_and_everywhere() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    let phone = app.browser().keeping(&desk.sign_in("editor@bell.example", PASSWORD).await);
    let other = app.another_process().await;
    let path = "/ghost/api/admin/sessions/";
    let list = phone.get(path).await.json();
    let current = |list: &Value, current| {
        let devices = list["sessions"].as_array().unwrap();
        devices.iter().find(|device| device["current"] == current).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let nothing = axum::body::Body::empty;
    let one = phone.ask("DELETE", &format!("{path}{}/", current(&list, false)), nothing()).await;
    assert_eq!(one.status, StatusCode::NO_CONTENT);
    assert!(!is_in(&desk).await, "the desk was signed out from the phone");
    assert!(is_in(&phone).await);
    assert_eq!(phone.ask("DELETE", &format!("{path}x/"), nothing()).await.status, StatusCode::NOT_FOUND);
    let out = phone.ask("DELETE", "/ghost/api/admin/session/", nothing()).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").starts_with("ghost-admin-api-session=; Max-Age=0;"));
    assert!(!is_in(&phone).await);

    let pages = [
        desk.sign_in("editor@bell.example", PASSWORD).await,
        desk.sign_in("editor@bell.example", PASSWORD).await,
    ];
    let [first, second] = pages.each_ref().map(|page| app.browser().keeping(page));
    let elsewhere = other.browser().keeping(&pages[1]);
    assert!(is_in(&elsewhere).await, "another process of the same site knows the device");
    assert_eq!(first.ask("DELETE", path, nothing()).await.status, StatusCode::NO_CONTENT);
    for client in [&first, &second, &elsewhere] {
        assert!(!is_in(client).await);
    }
}

#[tokio::test]
async fn the_list_of_devices_names_no_household() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    app.clock.advance(10 * MINUTE);
    assert_snapshot!(desk.get("/ghost/api/admin/sessions/").await.pretty());
}

#[tokio::test]
async fn a_shut_account_is_out_at_once() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    app.newsroom.change_user(&app.paper, "editor@bell.example", |user| user.disabled = true).await.unwrap();
    assert!(!is_in(&desk).await);
}

#[tokio::test]
async fn a_device_nobody_uses_is_forgotten_and_one_in_use_for_half_a_year_too() {
    let app = TestApp::new().await;
    let idle = app.staff(Role::Editor).await;
    app.clock.advance(30 * DAY - 1);
    let page = idle.sign_in("editor@bell.example", PASSWORD).await;
    assert!(is_in(&app.browser().keeping(&page)).await);
    app.clock.advance(1);
    assert!(!is_in(&idle).await);
    let mut used = app.browser().keeping(&page);
    for day in 0..190 {
        app.clock.advance(DAY);
        let answer = used.get(ME).await;
        if answer.status != StatusCode::OK {
            assert_eq!(day, 181);
            return;
        }
        used = app.browser().keeping(&answer);
    }
    panic!("signed in for ever");
}

#[tokio::test]
async fn a_stolen_token_is_found_out_when_it_is_used_again() {
    let app = TestApp::new().await;
    let thief = app.staff(Role::Editor).await;
    app.clock.advance(DAY);
    let answer = thief.get(ME).await;
    let holder = app.browser().keeping(&answer);
    assert!(answer.header("set-cookie").starts_with("ghost-admin-api-session="));
    assert!(is_in(&thief).await, "a request that was under way still passes");
    assert!(is_in(&holder).await);
    app.clock.advance(MINUTE);
    assert!(!is_in(&thief).await);
    assert!(!is_in(&holder).await, "two held it, so neither does any more");
}

#[tokio::test]
async fn a_cookie_opens_the_site_it_was_made_for_and_no_other() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    app.newsroom.found_site("gull.example", SiteSettings::default()).await.unwrap();
    app.app.catch_up().await.unwrap();
    assert!(is_in(&desk).await);
    assert!(!is_in(&desk.at("gull.example")).await);
}

#[tokio::test]
async fn a_reader_who_is_of_the_staff_gets_the_same_page_as_everybody() {
    let app = TestApp::new().await;
    app.publish(crate::newspaper::a_post()).await;
    let desk = app.staff(Role::Editor).await;
    let (plain, signed_in) = (app.reader().get("/").await, desk.get("/").await);
    assert_eq!(plain, signed_in);
    assert_eq!(plain.header("set-cookie"), "");
}

async fn set_up(client: &Client<'_>, token: &str) -> Page {
    let first = json!({ "setup": [{
        "name": "Ana Reis", "email": "ana@bell.example", "password": PASSWORD, "blogTitle": "The Evening Bell",
        "token": token,
    }] });
    client.send_json("POST", "/ghost/api/admin/authentication/setup/", &first).await
}

#[tokio::test]
async fn a_new_site_is_set_up_by_the_link_and_only_once() {
    let app = TestApp::new().await;
    let browser = app.browser();
    let path = "/ghost/api/admin/authentication/setup/";
    assert_eq!(browser.get(path).await.json()["setup"][0]["status"], false);
    let old = app.newsroom.set_up_link(&app.paper).await.unwrap().unwrap();
    let link = app.newsroom.set_up_link(&app.paper).await.unwrap().unwrap();
    assert!(link.address("https://bell.example").starts_with("https://bell.example/admin/#/setup/"));
    for wrong in [old.token.as_str(), "", "x", &"x".repeat(99)] {
        assert!(set_up(&browser, wrong).await.status.is_client_error());
    }
    let done = set_up(&browser, &link.token).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
    assert_eq!(done.json()["users"][0]["roles"][0]["name"], "Owner");
    assert!(is_in(&app.browser().keeping(&done)).await);
    assert_eq!(set_up(&browser, &link.token).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get(path).await.json()["setup"][0]["status"], true);
    assert!(app.newsroom.set_up_link(&app.paper).await.unwrap().is_none());
    app.app.catch_up().await.unwrap();
    assert_eq!(app.newsroom.papers().await.unwrap()[0].settings.title, "The Evening Bell");
}

#[tokio::test]
async fn a_weak_password_sets_nothing_up_and_the_link_still_works() {
    let app = TestApp::new().await;
    let link = app.newsroom.set_up_link(&app.paper).await.unwrap().unwrap();
    let first = json!({ "setup": [{
        "name": "Ana Reis", "email": "ana@bell.example", "password": "short", "token": link.token,
    }] });
    let path = "/ghost/api/admin/authentication/setup/";
    let refused = app.browser().send_json("POST", path, &first).await;
    assert_snapshot!(error_of(&refused));
    assert_eq!(set_up(&app.browser(), &link.token).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn an_invited_author_joins_within_seven_days() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    let invites = "/ghost/api/admin/invites/";
    let invite = |email: &str, role: &str| json!({ "invites": [{ "email": email, "role_id": role }] });
    let above = desk.send_json("POST", invites, &invite("eva@bell.example", "Administrator")).await;
    assert_eq!(above.status, StatusCode::FORBIDDEN);
    let made = desk.send_json("POST", invites, &invite("Eva@bell.example", "Author")).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let link = made.json()["invites"][0]["link"].as_str().unwrap().to_owned();
    let token = link.rsplit_once('/').unwrap().1.to_owned();
    assert_eq!(desk.get(invites).await.json()["invites"][0]["email"], "eva@bell.example");
    let path = format!("/ghost/api/admin/authentication/invitation/?token={token}");
    assert_snapshot!(app.browser().get(&path).await.pretty());
    let join = json!({ "invitation": [{ "token": token, "name": "Eva Lund", "password": PASSWORD }] });
    let joining = "/ghost/api/admin/authentication/invitation/";
    let joined = app.browser().send_json("POST", joining, &join).await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text());
    let eva = app.browser().keeping(&joined);
    assert_eq!(eva.get(ME).await.json()["users"][0]["roles"][0]["name"], "Author");
    assert_eq!(app.browser().send_json("POST", joining, &join).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.browser().get(&path).await.json()["invitation"][0]["valid"], false);

    let late = desk.send_json("POST", invites, &invite("late@bell.example", "Author")).await;
    let token = late.json()["invites"][0]["link"].as_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
    app.clock.advance(7 * DAY);
    let join = json!({ "invitation": [{ "token": token, "name": "Late", "password": PASSWORD }] });
    assert_eq!(app.browser().send_json("POST", joining, &join).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_a_link_and_every_device_is_out() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    let user = app.newsroom.user_by_email(&app.paper, "editor@bell.example").await.unwrap();
    let path = "/ghost/api/admin/authentication/password_reset/";
    let link = app.newsroom.password_link(&app.paper, user.id).await.unwrap();
    let chosen = |password: &str| {
        json!({ "password_reset": [
            { "token": link.token, "newPassword": password, "ne2Password": password }
        ] })
    };
    let invitation = app.newsroom.invite(&app.paper, "eva@bell.example", Role::Author).await.unwrap();
    let other_purpose = json!({ "password_reset": [
        { "token": invitation.token, "newPassword": "another good one", "ne2Password": "another good one" }
    ] });
    let refused = app.browser().send_json("PUT", path, &other_purpose).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(
        app.browser().send_json("PUT", path, &chosen("another good one")).await.status,
        StatusCode::OK
    );
    assert!(!is_in(&desk).await);
    assert_eq!(desk.sign_in("editor@bell.example", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.sign_in("editor@bell.example", "another good one").await.status, StatusCode::CREATED);
    let again = app.browser().send_json("PUT", path, &chosen("yet another one")).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    let ask = |email: &str| json!({ "password_reset": [{ "email": email }] });
    let known = app.browser().send_json("POST", path, &ask("editor@bell.example")).await;
    let unknown = app.browser().send_json("POST", path, &ask("nobody@bell.example")).await;
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
}

#[tokio::test]
async fn a_changed_password_keeps_this_device_and_no_other() {
    let app = TestApp::new().await;
    let desk = app.staff(Role::Editor).await;
    let phone = app.browser().keeping(&desk.sign_in("editor@bell.example", PASSWORD).await);
    let change = |old: &str, new: &str, again: &str| json!({ "password": [{ "oldPassword": old, "newPassword": new, "ne2Password": again }] });
    let path = "/ghost/api/admin/users/password/";
    for wrong in [
        change("a wrong password", "another good one", "another good one"),
        change(PASSWORD, "another good one", "another good two"),
        change(PASSWORD, "short", "short"),
    ] {
        let answer = desk.send_json("PUT", path, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    }
    let done = desk.send_json("PUT", path, &change(PASSWORD, "another good one", "another good one")).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert!(is_in(&app.browser().keeping(&done)).await);
    assert!(!is_in(&desk).await && !is_in(&phone).await);
}

#[tokio::test]
async fn nobody_rises_by_own_hand_and_the_owner_cannot_be_dismissed() {
    let app = TestApp::new().await;
    let (editor, admin) = (app.staff(Role::Editor).await, app.staff(Role::Administrator).await);
    app.staff(Role::Author).await;
    app.staff(Role::Owner).await;
    let id = async |role: Role| {
        let email = format!("{}@bell.example", role.as_str());
        app.newsroom.user_by_email(&app.paper, &email).await.unwrap().id
    };
    let path = async |role: Role| format!("/ghost/api/admin/users/{}/", id(role).await);
    let role = |name: &str| json!({ "users": [{ "roles": [{ "name": name }] }] });
    for (who, whom, to) in [
        (&editor, Role::Editor, "Administrator"),
        (&editor, Role::Author, "Administrator"),
        (&editor, Role::Administrator, "Author"),
        (&admin, Role::Administrator, "Owner"),
        (&admin, Role::Owner, "Author"),
        (&admin, Role::Editor, "Owner"),
    ] {
        let answer = who.send_json("PUT", &path(whom).await, &role(to)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{whom:?} to {to}: {}", answer.text());
    }
    let nothing = axum::body::Body::empty;
    for (who, whom) in [(&admin, Role::Owner), (&admin, Role::Administrator), (&editor, Role::Administrator)]
    {
        assert_eq!(who.ask("DELETE", &path(whom).await, nothing()).await.status, StatusCode::FORBIDDEN);
    }
    let author = app.browser().keeping(&admin.sign_in("author@bell.example", PASSWORD).await);
    let risen = editor.send_json("PUT", &path(Role::Author).await, &role("Contributor")).await;
    assert_eq!(risen.status, StatusCode::OK, "{}", risen.text());
    assert!(!is_in(&author).await, "another role is another sign-in");
    assert_eq!(
        editor.ask("DELETE", &path(Role::Author).await, nothing()).await.status,
        StatusCode::NO_CONTENT
    );
    let own = json!({ "users": [{ "name": "Ana M. Reis" }] });
    let renamed = editor.send_json("PUT", &path(Role::Editor).await, &own).await;
    assert_eq!(renamed.json()["users"][0]["name"], "Ana M. Reis");
}
