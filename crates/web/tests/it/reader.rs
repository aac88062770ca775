//! What a reader does with comments beside writing them, through forms: without scripts, and without an account.

use axum::http::StatusCode;
use dateline_model::{CommentState, Moderation};
use dateline_newsroom::Ruling;

use crate::newspaper::{HOUR, MINUTE, Page, Rules, TestApp, a_post};

const STORY: &str = "/harbour-bridge-reopens/";

/// The address at which the writer of a comment changes it, as the story shows it to its writer.
fn edit_address(story: &Page) -> String {
    let text = story.text();
    let (_, rest) =
        text.split_once("class=\"own\" rel=\"nofollow\" href=\"").expect("no way to an own comment");
    rest.split('"').next().unwrap().replace("&#x3D;", "=").replace("&amp;", "&")
}

#[tokio::test]
async fn a_comment_is_looked_at_before_it_is_published() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let words = "One <b>line</b>\n\nhttps://a.example";
    let fields = [("name", "Marta"), ("email", "m@x.example"), ("body", words), ("preview", "1")];
    let page = app.reader().comment_with(&post, &fields).await;
    assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
    let text = page.text();
    assert!(
        text.contains("id=\"comment-preview\"") && text.contains("One &lt;b&gt;line&lt;/b&gt;"),
        "{text}"
    );
    assert!(!page.headers.contains_key("set-cookie"));
    assert!(app.comments(CommentState::Approved).await.is_empty());
    let form = page.form();
    assert_eq!((form.value("body"), form.value("email")), (words, "m@x.example"));
    app.clock.advance(MINUTE);
    assert_eq!(app.reader().post_form(&form.action, &form.fields).await.status, StatusCode::SEE_OTHER);
    let empty = app.reader().comment_with(&post, &[("name", ""), ("body", "x"), ("preview", "1")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_posted_changes_the_comment_and_nobody_else_is_shown_how() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let posted = app.reader().comment(&post, "I was on that tram.").await;
    let cookie = posted.header("set-cookie").to_owned();
    assert!(
        cookie.contains("; Path=/harbour-bridge-reopens/; Max-Age=900; HttpOnly; SameSite=Lax; Secure"),
        "{cookie}"
    );
    let writer = app.reader().keeping(&posted);
    let mine = writer.get(STORY).await;
    assert_eq!(mine.header("cache-control"), "no-store");
    let address = edit_address(&mine);
    let others = app.reader().get(STORY).await;
    assert!(!others.text().contains("class=\"own\""));
    assert_eq!(others.header("cache-control"), "public, max-age=0, must-revalidate");

    // The link alone is enough: a browser without cookies can keep it.
    let mut form = app.reader().get(&address).await.form();
    assert_eq!(form.value("body"), "I was on that tram.");
    form.fill(&[("body", "I was on that train.")]);
    let answer = app.reader().post_form(&form.action, &form.fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("location").starts_with("/harbour-bridge-reopens/#c"));
    let story = app.reader().get(STORY).await.text();
    assert!(story.contains("I was on that train.") && !story.contains("that tram"));

    app.clock.advance(15 * MINUTE);
    let late = app.reader().post_form(&form.action, &form.fields).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    assert!(late.text().contains("The time in which you could change this comment is over."));
}

#[tokio::test]
async fn a_comment_that_waits_is_shown_to_its_writer_alone() {
    let app = TestApp::ruled(Rules { moderation: Moderation::All, ..Rules::default() }).await;
    let post = app.publish(a_post()).await;
    let posted = app.reader().comment(&post, "I was on that tram.").await;
    let mine = app.reader().keeping(&posted).get(STORY).await.text();
    assert!(
        mine.contains("I was on that tram.") && mine.contains("Your comment is waiting for a moderator.")
    );
    assert!(!app.reader().get(STORY).await.text().contains("I was on that tram."));
    let other = app.reader().comment(&post, "So was I.").await;
    let (name, _) = posted.header("set-cookie").split_once('=').unwrap();
    let (_, value) = other.header("set-cookie").split_once('=').unwrap();
    let forged = format!("{name}={}", value.split(';').next().unwrap());
    assert!(!app.reader().sending("cookie", &forged).get(STORY).await.text().contains("that tram"));
    assert!(!app.reader().keeping(&other).get(STORY).await.text().contains("that tram"));
}

#[tokio::test]
async fn a_deleted_comment_is_gone_from_the_page() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let posted = app.reader().comment(&post, "My number is 555.").await;
    let address = edit_address(&app.reader().keeping(&posted).get(STORY).await);
    let mut form = app.reader().get(&address).await.form();
    form.fill(&[("delete", "1")]);
    let answer = app.reader().post_form(&form.action, &form.fields).await;
    assert!(answer.text().contains("Your comment was deleted."));
    assert!(!app.reader().get(STORY).await.text().contains("555"));
}

#[tokio::test]
async fn a_thread_is_read_in_three_orders() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    for words in ["The first word", "The second word", "The third word"] {
        app.clock.advance(MINUTE);
        app.say(&post, words).await;
    }
    let second = app.comments(CommentState::Approved).await.remove(1);
    let liked = format!("/comments/{}/{}/like", post.id, second.id);
    let answer = app.reader().ask("POST", &liked, axum::body::Body::empty()).await;
    assert_eq!((answer.status, answer.header("location").contains('#')), (StatusCode::SEE_OTHER, true));
    for (query, order) in [
        ("", ["first", "second", "third"]),
        ("?order=newest", ["third", "second", "first"]),
        ("?order=best", ["second", "first", "third"]),
        ("?order=sideways", ["first", "second", "third"]),
    ] {
        let text = app.reader().get(&format!("{STORY}{query}")).await.text();
        let places = order.map(|word| text.find(&format!("The {word} word")).unwrap());
        assert!(places.is_sorted(), "{query}: {places:?}");
        assert!(
            text.contains("rel=\"canonical\" href=\"https://bell.example/harbour-bridge-reopens/\""),
            "{query}"
        );
    }
    // Wherever it stands, its own address leads there.
    let found = app.reader().get(&format!("/comments/{}/{}", post.id, second.id)).await;
    assert_eq!((found.status, found.header("location")), (StatusCode::FOUND, answer.header("location")));
}

#[tokio::test]
async fn a_like_is_counted_once_and_needs_no_cookie() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    app.say(&post, "I was on that tram.").await;
    let comment = app.comments(CommentState::Approved).await.remove(0);
    let address = format!("/comments/{}/{}/like", post.id, comment.id);
    app.reader().get(STORY).await;
    for from in ["192.0.2.7", "192.0.2.7", "192.0.2.8"] {
        let answer = app.reader().from(from).ask("POST", &address, axum::body::Body::empty()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(!answer.headers.contains_key("set-cookie"));
    }
    assert!(app.reader().get(STORY).await.text().contains("<span class=\"likes\">2</span>"));
    let foreign = app.reader().sending("sec-fetch-site", "cross-site");
    assert_eq!(foreign.ask("POST", &address, axum::body::Body::empty()).await.status, StatusCode::FORBIDDEN);
    let nothing = format!("/comments/{}/5f2b9c0d1e4a7b6c8d9e0f10/like", post.id);
    assert_eq!(
        app.reader().ask("POST", &nothing, axum::body::Body::empty()).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn likes_and_reports_of_one_address_are_limited() {
    let app = TestApp::ruled(Rules { per_minute: 1, ..Rules::default() }).await;
    let post = app.publish(a_post()).await;
    app.say(&post, "I was on that tram.").await;
    let comment = app.comments(CommentState::Approved).await.remove(0);
    let like = async || {
        let address = format!("/comments/{}/{}/like", post.id, comment.id);
        app.reader().ask("POST", &address, axum::body::Body::empty()).await
    };
    for _ in 0..5 {
        assert_eq!(like().await.status, StatusCode::SEE_OTHER);
    }
    let limited = like().await;
    assert_eq!((limited.status, limited.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    app.clock.advance(MINUTE);
    assert_eq!(like().await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_reader_reports_a_comment() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    app.say(&post, "The mayor is a fool.").await;
    let comment = app.comments(CommentState::Approved).await.remove(0);
    let address = format!("/comments/{}/{}/report", post.id, comment.id);
    assert!(app.reader().get(STORY).await.text().contains(&format!("href=\"{address}\"")));
    let page = app.reader().get(&address).await;
    assert!(page.text().contains("The mayor is a fool.") && page.header("x-robots-tag") == "noindex");
    let fields = |reason: &str| {
        vec![("reason".to_owned(), reason.to_owned()), ("body".to_owned(), "He is not.".to_owned())]
    };
    let refused = app.reader().post_form(&address, &fields("nonsense")).await;
    assert_eq!(
        (refused.status, refused.form().value("body")),
        (StatusCode::UNPROCESSABLE_ENTITY, "He is not.")
    );
    let thanks = app.reader().post_form(&address, &fields("abuse")).await;
    assert!(thanks.status == StatusCode::OK && thanks.text().contains("A moderator will look at it."));
    let reported =
        app.newsroom.store().read().await.unwrap().reported_comments(app.paper.id(), 10).await.unwrap();
    assert_eq!(reported[0].1[0].words, "He is not.");
}

#[tokio::test]
async fn the_writer_of_a_removed_comment_reads_why_and_objects_once() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let posted = app.reader().comment(&post, "The mayor is a fool.").await;
    let address = edit_address(&app.reader().keeping(&posted).get(STORY).await);
    let comment = app.comments(CommentState::Approved).await.remove(0);
    let why = Ruling { to: CommentState::Removed, who: "Ana Reis".into(), why: "No insults.".into() };
    app.newsroom.moderate(&app.paper, &[comment.id], why).await.unwrap();
    app.clock.advance(48 * HOUR);
    let page = app.reader().get(&address).await;
    let text = page.text();
    assert!(text.contains("A moderator took this comment away.") && text.contains("No insults."), "{text}");
    assert!(!text.contains("Ana Reis"), "who decided is nobody's business");
    let mut form = page.form();
    form.fill(&[("body", "He said so himself.")]);
    let sent = app.reader().post_form(&form.action, &form.fields).await.text();
    assert!(sent.contains("He said so himself.") && sent.contains("A moderator will read it."));
    assert!(app.reader().post_form(&form.action, &form.fields).await.text().contains("was sent before"));
    app.newsroom.answer_appeal(&app.paper, comment.id, true, ("Ana Reis", "So he did.")).await.unwrap();
    let answered = app.reader().get(&address).await.text();
    assert!(answered.contains("the comment is back") && answered.contains("So he did."));
    assert!(app.reader().get(STORY).await.text().contains("The mayor is a fool."));
}

#[tokio::test]
async fn a_hidden_thread_is_shown_nowhere_and_a_members_one_says_so() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    app.say(&post, "I was on that tram.").await;
    let comment = app.comments(CommentState::Approved).await.remove(0);
    let rule = async |word: &str| {
        let change = [("comment_rules".to_owned(), format!("story:{} {word}", post.id))];
        app.newsroom.change_settings(&app.paper, &change).await.unwrap();
        app.app.catch_up().await.unwrap();
    };
    rule("members").await;
    let story = app.reader().get(STORY).await.text();
    assert!(story.contains("I was on that tram.") && story.contains("Only members may comment here."));
    assert!(!story.contains("<textarea"));
    rule("hidden").await;
    for path in [STORY, "/", "/comments/feed", "/feeds/comments/default"] {
        let page = app.reader().get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text().contains("I was on that tram.") && !page.text().contains("1 comment"), "{path}");
    }
    let address = format!("/comments/{}/{}", post.id, comment.id);
    assert_eq!(app.reader().get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_challenge_is_handed_out_where_the_site_asks_for_work() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let address = format!("/comments/{}/challenge", post.id);
    assert_eq!(app.reader().get(&address).await.status, StatusCode::NOT_FOUND);
    assert!(!app.reader().get(STORY).await.text().contains("proof.js"));
    let change = [("proof_of_work".to_owned(), "true".to_owned())];
    app.newsroom.change_settings(&app.paper, &change).await.unwrap();
    app.app.catch_up().await.unwrap();
    let challenge = app.reader().get(&address).await;
    assert_eq!(
        (challenge.json()["algorithm"].as_str(), challenge.header("cache-control")),
        (Some("SHA-256"), "no-store")
    );
    let story = app.reader().get(STORY).await.text();
    assert!(
        story.contains("/public/proof.js?v=") && story.contains(&format!("data-challenge=\"{address}\""))
    );
}

#[tokio::test]
async fn a_form_of_a_story_that_has_closed_since_is_refused_with_its_text() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let mut form = app.reader().get(STORY).await.form();
    form.fill(&[("name", "Marta"), ("body", "Too late?")]);
    let change = [("comment_days".to_owned(), "1".to_owned())];
    app.newsroom.change_settings(&app.paper, &change).await.unwrap();
    app.app.catch_up().await.unwrap();
    app.clock.advance(24 * HOUR);
    let page = app.reader().post_form(&form.action, &form.fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("takes no more comments") && page.text().contains("Too late?"));
    assert!(app.reader().get(STORY).await.text().contains("Comments are closed."));
    assert_eq!(post.comment_count, 0);
}
