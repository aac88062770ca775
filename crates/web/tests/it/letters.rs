//! What leads from a letter back to the paper, and what the desk knows of mail.

use axum::http::StatusCode;
use dateline_model::Role;
use dateline_sink::Postbox;
use serde_json::json;

use crate::newspaper::{TestApp, a_post};

const DIGEST: &str = "/ghost/api/admin/digest/";

/// The path of the first address in a letter that begins so.
fn path_in(text: &str, beginning: &str) -> String {
    let (_, rest) = text.split_once(&format!("https://bell.example{beginning}")).unwrap();
    format!("{beginning}{}", rest.split_whitespace().next().unwrap())
}

#[tokio::test]
async fn a_reader_without_scripts_asks_says_yes_hears_and_stops() {
    let postbox = Postbox::open().await.unwrap();
    let app = TestApp::new().await.mailing(&postbox).await;
    let story = app.publish(a_post().titled("Bridge")).await;
    let page = app.reader().get(story.permalink.as_ref().unwrap()).await.text();
    assert!(page.contains("<input type=\"checkbox\" name=\"subscribe\" value=\"1\""), "{page}");
    let reader = app.reader();
    let wish = [("name", "Marta"), ("email", "marta@reader.example"), ("body", "I was there")];
    assert_eq!(reader.comment_with(&story, &wish).await.status, StatusCode::SEE_OTHER);
    app.post().await;
    let confirm = path_in(&postbox.letters()[0].text(), "/comments/subscription/");
    // A mail program that opens the link changes nothing.
    let asked = reader.get(&confirm).await;
    assert_eq!((asked.status, asked.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(asked.text().contains("Yes, tell me of answers"), "{}", asked.text());
    assert!(reader.get(&format!("{confirm}/stop")).await.text().contains("Stop letters about this story"));
    let yes = reader.post_form(&confirm, &[]).await;
    assert!(yes.text().contains("You will hear of answers by mail."), "{}", yes.text());
    let comment = app.comments(dateline_model::CommentState::Approved).await.pop().unwrap();
    let answer = [("name", "Rui"), ("email", ""), ("body", "So was I"), ("parent", &comment.id.hex())];
    let mut form = app.reader().get(&format!("/comment/{}/{}", story.id, comment.id)).await.form();
    form.fields.retain(|(name, _)| name != "subscribe");
    form.fill(&answer[..3]);
    assert_eq!(app.reader().post_form(&form.action, &form.fields).await.status, StatusCode::SEE_OTHER);
    app.post().await;
    let told = postbox.letters().pop().unwrap();
    assert!(told.text().contains("> So was I"), "{}", told.text());
    // The one click of a mail program, which says nothing of where it comes from.
    let stop = told.header("List-Unsubscribe");
    let stop = stop.trim_matches(['<', '>']).trim_start_matches("https://bell.example");
    let click = [("List-Unsubscribe".to_owned(), "One-Click".to_owned())];
    let stopped = app.reader().post_form(stop, &click).await;
    assert!(stopped.text().contains("your address is forgotten"), "{}", stopped.text());
    assert_eq!(app.reader().get(&confirm).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.reader().post_form(&confirm, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wish_without_an_address_comes_back_with_what_to_do() {
    let postbox = Postbox::open().await.unwrap();
    let app = TestApp::new().await.mailing(&postbox).await;
    let story = app.publish(a_post().titled("Bridge")).await;
    let page = app.reader().comment_with(&story, &[("name", "Marta"), ("body", "I was there")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("Enter an e-mail address.") && page.text().contains(" checked>"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_paper_without_mail_offers_none() {
    let app = TestApp::new().await;
    let story = app.publish(a_post().titled("Bridge")).await;
    let page = app.reader().get(story.permalink.as_ref().unwrap()).await.text();
    assert!(!page.contains("name=\"subscribe\""), "{page}");
    let desk = app.staff(Role::Administrator).await;
    let state = desk.get("/ghost/api/admin/mail/").await.json();
    assert_eq!((&state["mail"][0]["sends"], &state["mail"][0]["sender"]), (&json!(false), &json!(null)));
    let tried = desk.send_json("POST", "/ghost/api/admin/mail/test/", &json!({})).await;
    assert_eq!(tried.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(tried.text().contains("mail.host"), "{}", tried.text());
}

#[tokio::test]
async fn links_with_another_key_lead_nowhere() {
    let postbox = Postbox::open().await.unwrap();
    let app = TestApp::new().await.mailing(&postbox).await;
    let story = app.publish(a_post().titled("Bridge")).await;
    let wish = [("name", "Marta"), ("email", "marta@reader.example"), ("body", "I was there")];
    app.reader().comment_with(&story, &wish).await;
    app.post().await;
    let confirm = path_in(&postbox.letters()[0].text(), "/comments/subscription/");
    let (head, _) = confirm.rsplit_once('/').unwrap();
    for path in [
        format!("{head}/AAAAAAAAAAAAAAAAAAAAAA"),
        format!("{confirm}/other"),
        "/comments/subscription/x/y".to_owned(),
    ] {
        assert_eq!(app.reader().get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(app.reader().post_form(&path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let user = app.newsroom.add_user(&app.paper, "ben@bell.example", "Ben", Role::Moderator).await.unwrap();
    let path = format!("/comments/digest/{}/AAAAAAAAAAAAAAAAAAAAAA", user.id);
    assert_eq!(app.reader().get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.reader().post_form(&path, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_invitation_goes_by_mail_and_a_moderator_chooses_how_often_to_hear() {
    let postbox = Postbox::open().await.unwrap();
    let app = TestApp::new().await.mailing(&postbox).await;
    let desk = app.staff(Role::Administrator).await;
    let invite = json!({ "invites": [{ "email": "eva@bell.example", "role_id": "Author" }] });
    let made = desk.send_json("POST", "/ghost/api/admin/invites/", &invite).await.json();
    assert_eq!(made["invites"][0]["mailed"], true, "{made}");
    app.post().await;
    let text = postbox.letters()[0].text();
    assert!(text.contains(made["invites"][0]["link"].as_str().unwrap()), "{text}");
    assert_eq!(desk.get(DIGEST).await.json()["digest"][0]["every"], "day");
    let choose = |every: &str| json!({ "digest": [{ "every": every }] });
    let chosen = desk.send_json("PUT", DIGEST, &choose("hour")).await;
    assert_eq!(chosen.json()["digest"][0], json!({ "every": "hour", "last_at": null, "sends_mail": true }));
    let refused = desk.send_json("PUT", DIGEST, &choose("always")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let tried = desk.send_json("POST", "/ghost/api/admin/mail/test/", &json!({})).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.text());
    assert_eq!(postbox.letters().pop().unwrap().to, ["administrator@bell.example"]);
}

#[tokio::test]
async fn whether_an_address_has_an_account_is_not_told_by_who_asks_for_a_password() {
    let postbox = Postbox::open().await.unwrap();
    let app = TestApp::new().await.mailing(&postbox).await;
    app.staff(Role::Editor).await;
    let path = "/ghost/api/admin/authentication/password_reset/";
    let ask = |email: &str| json!({ "password_reset": [{ "email": email }] });
    let known = app.browser().send_json("POST", path, &ask("editor@bell.example")).await;
    let unknown = app.browser().send_json("POST", path, &ask("nobody@bell.example")).await;
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
    app.post().await;
    let letters = postbox.letters();
    assert_eq!(letters.len(), 1);
    let token = path_in(&letters[0].text(), "/admin/#/reset/");
    let token = token.rsplit('/').next().unwrap();
    let chosen = json!({ "password_reset": [
        { "token": token, "newPassword": "another good one", "ne2Password": "another good one" }
    ] });
    assert_eq!(app.browser().send_json("PUT", path, &chosen).await.status, StatusCode::OK);
    let mut asked = 0;
    while app.browser().send_json("POST", path, &ask("nobody@bell.example")).await.status == StatusCode::OK {
        asked += 1;
        assert!(asked < 1_000, "no limit");
    }
}
