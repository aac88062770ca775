//! The comment form, without cookies and without scripts.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::{CommentState, Moderation};
use dateline_newsroom::{Move, PostEdit};

use crate::newspaper::{HOUR, MINUTE, Page, Rules, TestApp, a_post};

async fn limited(per_minute: u32) -> TestApp {
    TestApp::ruled(Rules { per_minute, ..Rules::default() }).await
}

async fn moderated() -> TestApp {
    TestApp::ruled(Rules { moderation: Moderation::All, ..Rules::default() }).await
}

/// The comment came back in a form that still holds what the reader wrote.
fn assert_kept(page: &Page, words: &str) {
    let form = page.form();
    assert_eq!((form.value("body"), form.value("name")), (words, "Marta"));
    assert_eq!(page.header("cache-control"), "no-store");
}

async fn a_comment_appears_under_its_story(app: TestApp) {
    let post = app.publish(a_post()).await;
    let answer = app.reader().comment(&post, "I was on that tram.").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let comment = &app.comments(CommentState::Approved).await[0];
    assert_eq!(answer.header("location"), format!("/harbour-bridge-reopens/#c{}", comment.id));
    assert_eq!(answer.header("cache-control"), "no-store");
    let story = app.reader().get("/harbour-bridge-reopens/").await.text();
    assert!(story.contains("I was on that tram.") && story.contains(&format!("id=\"c{}\"", comment.id)));
}

#[tokio::test]
async fn a_comment_appears_under_its_story_on_sqlite() {
    Box::pin(a_comment_appears_under_its_story(TestApp::new().await)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_appears_under_its_story_on_postgres() {
    if let Some(app) = TestApp::on_postgres().await {
        Box::pin(a_comment_appears_under_its_story(app)).await;
    }
}

#[tokio::test]
async fn a_reply_stands_under_what_it_answers() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    app.reader().comment(&post, "I was on that tram.").await;
    let first = app.comments(CommentState::Approved).await.remove(0);
    let form_page = app.reader().get(&format!("/comment/{}/{}", post.id, first.id)).await;
    let mut form = form_page.form();
    assert_eq!(form.value("parent"), first.id.hex());
    form.fill(&[("name", "Ana"), ("body", "So was I.")]);
    assert_eq!(app.reader().post_form(&form.action, &form.fields).await.status, StatusCode::SEE_OTHER);
    let reply = app.comments(CommentState::Approved).await.into_iter().find(|c| c.author_name == "Ana");
    assert_eq!(reply.unwrap().parent, Some(first.id));
}

#[tokio::test]
async fn the_last_comment_of_a_page_and_the_first_of_the_next_are_both_found() {
    let app = TestApp::ruled(Rules { spam_filter: false, ..Rules::default() }).await;
    let post = app.publish(a_post()).await;
    for number in 1..200 {
        app.clock.advance(1_000);
        app.say(&post, &format!("Comment {number}")).await;
    }
    for (words, page) in [("The two hundredth", ""), ("The next one", "?commentPage=2")] {
        app.clock.advance(1_000);
        let answer = app.reader().comment(&post, words).await;
        let (path, anchor) = answer.header("location").split_once('#').unwrap();
        assert_eq!(path, format!("/harbour-bridge-reopens/{page}"));
        let thread = app.reader().get(path).await.text();
        let (_, comment) = thread.split_once(&format!("id=\"{anchor}\"")).unwrap();
        assert!(comment.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_form_sent_twice_is_one_comment() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let mut form = app.reader().get("/harbour-bridge-reopens/").await.form();
    form.fill(&[("name", "Marta"), ("body", "I was on that tram.")]);
    let first = app.reader().post_form(&form.action, &form.fields).await;
    app.clock.advance(30_000);
    let second = app.reader().post_form(&form.action, &form.fields).await;
    assert_eq!((second.status, second.header("location")), (StatusCode::SEE_OTHER, first.header("location")));
    assert_eq!(app.comments(CommentState::Approved).await.len(), 1);
    assert_eq!(post.comment_count, 0);
}

#[tokio::test]
async fn a_held_comment_is_announced_to_its_writer_alone() {
    let app = moderated().await;
    let post = app.publish(a_post()).await;
    let answer = app.reader().comment(&post, "I was on that tram.").await;
    let (status, to) = (answer.status, answer.header("location").to_owned());
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(to.starts_with("/harbour-bridge-reopens/?held=") && to.ends_with("#comment-form"), "{to}");
    assert_eq!(app.comments(CommentState::Pending).await.len(), 1);

    let path = to.split('#').next().unwrap();
    let told = app.reader().get(path).await;
    assert!(told.text().contains("class=\"notice\""));
    assert_eq!((told.header("cache-control"), told.header("x-robots-tag")), ("no-store", "noindex"));

    let others = app.reader().get("/harbour-bridge-reopens/").await;
    assert!(!others.text().contains("class=\"notice\"") && !others.text().contains("that tram"));
    assert_eq!(others.header("cache-control"), "public, max-age=0, must-revalidate");
}

#[tokio::test]
async fn the_notice_cannot_be_forged_moved_or_kept() {
    let app = moderated().await;
    let post = app.publish(a_post()).await;
    app.publish(a_post().titled("Ice house to open")).await;
    let answer = app.reader().comment(&post, "I was on that tram.").await;
    let to = answer.header("location").to_owned();
    let ticket = to.split("held=").nth(1).unwrap().split('#').next().unwrap().to_owned();
    let shows = async |path: String| app.reader().get(&path).await.text().contains("class=\"notice\"");
    assert!(shows(format!("/harbour-bridge-reopens/?held={ticket}")).await);
    assert!(!shows(format!("/ice-house-to-open/?held={ticket}")).await, "the ticket of another story");
    let (until, signature) = ticket.split_once('.').unwrap();
    let later = until.parse::<i64>().unwrap() + HOUR;
    assert!(!shows(format!("/harbour-bridge-reopens/?held={later}.{signature}")).await, "a longer life");
    for forged in ["", ".", "1.x", "x.y", &format!("{until}."), &format!("{until}.{signature}x")] {
        assert!(!shows(format!("/harbour-bridge-reopens/?held={forged}")).await, "{forged}");
    }
    app.clock.advance(10 * MINUTE - 1);
    assert!(shows(format!("/harbour-bridge-reopens/?held={ticket}")).await);
    app.clock.advance(1);
    assert!(!shows(format!("/harbour-bridge-reopens/?held={ticket}")).await, "its ten minutes are over");
}

#[tokio::test]
async fn who_fills_in_what_people_do_not_see_is_told_nothing_and_shown_nowhere() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let fields = [("name", "Bot"), ("body", "Buy now"), ("website", "http://spam.example")];
    let answer = app.reader().comment_with(&post, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(app.comments(CommentState::Spam).await.len(), 1);
    assert!(!app.reader().get("/harbour-bridge-reopens/").await.text().contains("Buy now"));
}

#[tokio::test]
async fn a_comment_without_a_name_comes_back_with_its_text() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let words = "One <b>line</b> & \"quotes\"\n\nand a second paragraph";
    let page = app.reader().comment_with(&post, &[("name", " "), ("body", words)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.form().value("body"), words);
    assert!(page.text().contains("id=\"comment-errors\""));
    assert!(app.comments(CommentState::Approved).await.is_empty());
}

#[tokio::test]
async fn a_text_at_the_limit_is_taken_and_one_letter_more_comes_back_whole() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let longest = "ä".repeat(10_000);
    assert_eq!(app.reader().comment(&post, &longest).await.status, StatusCode::SEE_OTHER);
    let longer = format!("{longest}!");
    let page = app.reader().comment(&post, &longer).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_kept(&page, &longer);
}

#[tokio::test]
async fn a_form_is_read_up_to_its_limits() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let most = "x".repeat(128 * 1024);
    assert_kept(&app.reader().comment(&post, &most).await, &most);
    let more = app.reader().comment(&post, &format!("{most}x")).await;
    assert_eq!(more.status, StatusCode::PAYLOAD_TOO_LARGE);
    let flood = "&a=b".repeat(200 * 1024);
    let client = app.reader().sending("content-type", "application/x-www-form-urlencoded");
    let path = format!("/comments/{}", post.id);
    let answer = client.ask("POST", &path, Body::from(flood)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    for (kind, body, status) in [
        ("application/json", "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("multipart/form-data; boundary=x", "--x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/x-www-form-urlencoded", "body=%ff", StatusCode::BAD_REQUEST),
        ("application/x-www-form-urlencoded", "body=%00", StatusCode::BAD_REQUEST),
    ] {
        let answer = app.reader().sending("content-type", kind).ask("POST", &path, Body::from(body)).await;
        assert_eq!(answer.status, status, "{kind} {body}");
    }
    assert!(app.comments(CommentState::Approved).await.is_empty());
}

#[tokio::test]
async fn an_old_or_forged_form_comes_back_fresh() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    app.publish(a_post().titled("Ice house to open")).await;
    let other = app.reader().get("/ice-house-to-open/").await.form();
    for stamp in ["", "0.x", "999999999999.x", other.value("stamp")] {
        let fields = [("name", "Marta"), ("body", "I was on that tram."), ("stamp", stamp)];
        let page = app.reader().comment_with(&post, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{stamp}");
        assert_kept(&page, "I was on that tram.");
    }
    let mut form = app.reader().get("/harbour-bridge-reopens/").await.form();
    form.fill(&[("name", "Marta"), ("body", "I was on that tram.")]);
    app.clock.advance(8 * 24 * HOUR);
    let page = app.reader().post_form(&form.action, &form.fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = page.form();
    assert_eq!(app.reader().post_form(&again.action, &again.fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_answer_to_a_comment_that_is_gone_becomes_a_comment_of_its_own() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let fields = [("name", "Marta"), ("body", "So was I."), ("parent", "5f2b9c0d1e4a7b6c8d9e0f10")];
    let page = app.reader().comment_with(&post, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = page.form();
    assert_eq!((form.value("body"), form.value("parent")), ("So was I.", ""));
    assert_eq!(app.reader().post_form(&form.action, &form.fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_closed_story_takes_no_comment_and_gives_the_text_back() {
    let app = TestApp::new().await;
    let open = app.publish(a_post()).await;
    let closed = app.publish(a_post().titled("Ice house to open").closed()).await;
    assert!(!app.reader().get("/ice-house-to-open/").await.text().contains("<textarea"));
    let mut form = app.reader().get(open.permalink.as_ref().unwrap()).await.form();
    form.fill(&[("name", "Marta"), ("body", "I <i>object</i>")]);
    let page = app.reader().post_form(&format!("/comments/{}", closed.id), &form.fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("I &lt;i&gt;object&lt;/i&gt;"));
}

#[tokio::test]
async fn a_story_that_is_gone_or_never_was_gives_the_text_back() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let draft = app.draft(a_post().titled("Mayor to resign")).await;
    let mut form = app.reader().get("/harbour-bridge-reopens/").await.form();
    form.fill(&[("name", "Marta"), ("body", "Well said.")]);
    let hour = app.now() + HOUR;
    let scheduled = app.draft(a_post().titled("Embargoed")).await;
    app.newsroom.schedule(&app.paper, scheduled.id, hour).await.unwrap();
    app.newsroom.save(&app.paper, post.id, PostEdit::default(), Move::ToTrash, None).await.unwrap();
    for (id, status) in [
        (post.id.hex(), StatusCode::GONE),
        (draft.id.hex(), StatusCode::NOT_FOUND),
        (scheduled.id.hex(), StatusCode::NOT_FOUND),
        ("5f2b9c0d1e4a7b6c8d9e0f10".to_owned(), StatusCode::NOT_FOUND),
    ] {
        let page = app.reader().post_form(&format!("/comments/{id}"), &form.fields).await;
        assert_eq!(page.status, status, "{id}");
        assert!(page.text().contains("Well said.") && !page.text().contains("Mayor"));
    }
    let nowhere = app.reader().post_form("/comments/nothing", &form.fields).await;
    assert_eq!(nowhere.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_last_comment_of_a_minute_is_taken_and_the_next_waits_with_its_text() {
    let app = limited(3).await;
    let post = app.publish(a_post()).await;
    for number in 0..3 {
        assert_eq!(
            app.reader().comment(&post, &format!("Comment {number}")).await.status,
            StatusCode::SEE_OTHER
        );
        app.clock.advance(1_000);
    }
    let refused = app.reader().comment(&post, "One too many").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "57"));
    assert_kept(&refused, "One too many");
    let neighbour = app.reader().from("192.0.2.8").comment(&post, "From next door").await;
    assert_eq!(neighbour.status, StatusCode::SEE_OTHER);
    app.clock.advance(57_000);
    assert_eq!(app.reader().comment(&post, "One too many").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn in_a_flood_refusals_are_short_and_keep_the_text_all_the_same() {
    let app = limited(1).await;
    let post = app.publish(a_post()).await;
    let flood =
        async |body: &str| app.reader().comment_with(&post, &[("name", "Marta"), ("body", body)]).await;
    assert_eq!(flood("Comment").await.status, StatusCode::SEE_OTHER);
    for number in 0..40 {
        let refused = flood(&format!("One too many, {number}")).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.header("retry-after"), "60");
        assert!(refused.text().contains(&format!("One too many, {number}")));
        let whole = refused.text().contains("Harbour bridge reopens");
        assert_eq!(whole, number < 20, "the story is printed with the first twenty of a second, {number}");
    }
}

#[tokio::test]
async fn no_header_gets_a_stranger_around_the_limit() {
    let app = limited(2).await;
    let post = app.publish(a_post()).await;
    let mut taken = 0;
    for number in 0..20 {
        let address = format!("198.51.100.{number}");
        let client = app
            .reader()
            .sending("x-forwarded-for", &address)
            .sending("x-real-ip", &address)
            .sending("forwarded", &format!("for={address}"))
            .sending("cf-connecting-ip", &address);
        taken += usize::from(
            client.comment(&post, &format!("Spam {number}")).await.status == StatusCode::SEE_OTHER,
        );
    }
    assert_eq!(taken, 2);
    let mut taken = 0;
    for number in 0..20 {
        let home = app.reader().from(&format!("2001:db8:1:2::{number:x}"));
        taken += usize::from(
            home.comment(&post, &format!("From home {number}")).await.status == StatusCode::SEE_OTHER,
        );
    }
    assert_eq!(taken, 2, "a home has a whole network of addresses");
    let mapped = app.reader().from("::ffff:192.0.2.7").comment(&post, "Mapped").await;
    assert_eq!(mapped.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_reader_has_an_own_limit() {
    let rules = Rules { per_minute: 1, trusted_proxies: vec!["10.0.0.0/8".to_owned()], ..Rules::default() };
    let app = TestApp::ruled(rules).await;
    let post = app.publish(a_post()).await;
    let through = |list: &str| app.reader().from("10.0.0.1").sending("x-forwarded-for", list);
    assert_eq!(through("192.0.2.1").comment(&post, "First").await.status, StatusCode::SEE_OTHER);
    assert_eq!(through("192.0.2.2").comment(&post, "Second").await.status, StatusCode::SEE_OTHER);
    let invented = through("203.0.113.9, 192.0.2.1").comment(&post, "Third").await;
    assert_eq!(invented.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_form_on_another_site_cannot_comment_here() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    for (name, value) in
        [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        let page = app.reader().sending(name, value).comment(&post, "Not mine").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(page.text().contains("Not mine"));
    }
    assert!(app.comments(CommentState::Approved).await.is_empty());
    for (name, value) in [("origin", "https://bell.example"), ("sec-fetch-site", "same-origin")] {
        let page = app.reader().sending(name, value).comment(&post, value).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}: {value}");
    }
}

#[tokio::test]
async fn who_comes_back_to_where_a_form_was_sent_gets_the_form() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let back = app.reader().get(&format!("/comments/{}", post.id)).await;
    assert_eq!(back.header("location"), format!("/comment/{}", post.id));
    let form = app.reader().get(back.header("location")).await.form();
    assert_eq!(form.action, format!("/comments/{}", post.id));
}

#[tokio::test]
async fn what_a_stranger_types_stays_words() {
    let app = TestApp::new().await;
    let post = app.publish(a_post()).await;
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> {{@site.title}} {{{x}}}";
    let fields = [("name", hostile.get(..25).unwrap()), ("body", hostile), ("url", "javascript:alert(3)")];
    let refused = app.reader().comment_with(&post, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.form().value("body"), hostile);
    let taken = app.reader().comment_with(&post, &[("name", &hostile[..25]), ("body", hostile)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    for page in [refused, app.reader().get("/harbour-bridge-reopens/").await] {
        let html = page.text();
        assert!(!html.contains("<script>") && !html.contains("<img src=x"), "{html}");
        assert!(html.contains("{{@site.title}}") || html.contains("&#x7B;") || html.contains("{{@site"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_database_is_away_the_text_comes_back_to_be_sent_again() {
    let Some(mut app) = TestApp::on_postgres().await else { return };
    app.publish(a_post()).await;
    let mut form = app.reader().get("/harbour-bridge-reopens/").await.form();
    form.fill(&[("name", "Marta"), ("body", "Keep <this> safe")]);
    app.lose_database().await;
    let page = app.reader().post_form(&form.action, &form.fields).await;
    assert_eq!((page.status, page.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    let text = page.text();
    assert!(
        text.contains("Keep &lt;this&gt; safe")
            && text.contains("name=\"stamp\"")
            && text.contains("value=\"Marta\"")
    );
}
