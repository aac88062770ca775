//! Akismet's wire format.

use dateline_moderation::{
    Error,
    akismet::{AkismetComment, Answer, Question, answer, request},
};

#[test]
fn a_check_sends_the_comment_as_a_form() {
    let comment = AkismetComment {
        home: "https://gazette.example/",
        address: "192.0.2.1",
        name: "Ana & Co",
        body: "Tea = 5 €\n+ cake",
        is_reply: true,
        ..AkismetComment::default()
    };
    let asked = request(Question::CommentCheck, "k3y", &comment);
    assert_eq!(asked.path, "/1.1/comment-check");
    assert_eq!(
        asked.body,
        "api_key=k3y&blog=https%3A%2F%2Fgazette.example%2F&user_ip=192.0.2.1&comment_type=reply&comment_author=Ana%20%26%20Co\
         &comment_content=Tea%20%3D%205%20%E2%82%AC%0A%2B%20cake&blog_charset=UTF-8"
    );
}

#[test]
fn a_key_is_verified_without_a_comment() {
    let comment = AkismetComment { home: "https://a.example", body: "secret", ..AkismetComment::default() };
    assert_eq!(request(Question::VerifyKey, "k", &comment).body, "key=k&blog=https%3A%2F%2Fa.example");
}

#[test]
fn answers_are_read_and_anything_else_is_an_error_that_says_so() {
    let check = |question, body, tip| answer(question, body, tip, None);
    assert_eq!(check(Question::CommentCheck, "true", None).unwrap(), Answer::Spam);
    assert_eq!(check(Question::CommentCheck, "true\n", Some("discard")).unwrap(), Answer::Blatant);
    assert_eq!(check(Question::CommentCheck, "false", Some("discard")).unwrap(), Answer::Fine);
    assert_eq!(check(Question::VerifyKey, "valid", None).unwrap(), Answer::Fine);
    let thanks = "Thanks for making the web a better place.";
    assert_eq!(check(Question::SubmitHam, thanks, None).unwrap(), Answer::Fine);
    assert!(matches!(check(Question::CommentCheck, "invalid", None), Err(Error::Akismet(_))));
    assert!(matches!(check(Question::VerifyKey, "true", None), Err(Error::Akismet(_))));
    let long = "<html>".repeat(1_000);
    let error = answer(Question::CommentCheck, &long, None, Some("Empty \"blog\" value")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Akismet answered \"Empty \"blog\" value\"; check the site's key and home page"
    );
    assert!(check(Question::CommentCheck, &long, None).unwrap_err().to_string().len() < 300);
}
