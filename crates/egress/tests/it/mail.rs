use dateline_egress::{EgressError, MailSecurity, MailServer, Mailer, Parcel, check_sender};
use dateline_sink::Postbox;

fn to(host: String, port: u16) -> Mailer {
    let security = MailSecurity::None;
    Mailer::new(&MailServer { host, port, security, ..MailServer::default() }).unwrap()
}

fn mailer(postbox: &Postbox) -> Mailer {
    to("127.0.0.1".to_owned(), postbox.address().port())
}

const PARCEL: Parcel<'_> = Parcel {
    id: "5f2b9c0d1e4a7b6c8d9e0f10",
    from: "\"The Harbour Bell\" <news@bell.example>",
    to: "marta@reader.example",
    subject: "Ana Reis answered you on “Bridge”",
    text: "Olá\n.\nÀ demain\n",
    html: "<p>Olá</p>",
    stop: Some(
        "https://bell.example/comments/subscription/5f2b9c0d1e4a7b6c8d9e0f10/abcdefghijklmnopqrstuv/stop",
    ),
};

#[tokio::test]
async fn a_letter_arrives_as_it_was_written() {
    let postbox = Postbox::open().await.unwrap();
    mailer(&postbox).send(&PARCEL).await.unwrap();
    let letter = postbox.letters().pop().unwrap();
    assert_eq!(
        (letter.from.as_str(), letter.to.as_slice()),
        ("news@bell.example", &[PARCEL.to.to_owned()][..])
    );
    assert_eq!(letter.header("From"), "\"The Harbour Bell\" <news@bell.example>");
    assert_eq!(letter.header("Subject"), PARCEL.subject);
    assert_eq!(letter.header("Message-ID"), "<5f2b9c0d1e4a7b6c8d9e0f10@bell.example>");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert_eq!(letter.header("List-Unsubscribe"), format!("<{}>", PARCEL.stop.unwrap()));
    assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!((letter.text().trim_end(), letter.html().trim_end()), (PARCEL.text.trim_end(), PARCEL.html));
}

#[tokio::test]
async fn a_letter_without_an_end_has_no_way_to_stop_it() {
    let postbox = Postbox::open().await.unwrap();
    mailer(&postbox).send(&Parcel { stop: None, ..PARCEL }).await.unwrap();
    assert_eq!(postbox.letters()[0].header("List-Unsubscribe"), "");
}

#[tokio::test]
async fn what_a_mail_server_says_no_to_is_told_apart() {
    let postbox = Postbox::open().await.unwrap();
    for (answer, is_dead) in [
        ("550 No such user", true),
        ("550 5.1.1 No such user", true),
        ("550 5.2.1 Mailbox disabled", true),
        ("550 5.7.1 Your network is blocked", false),
        ("552 5.2.2 Mailbox full", false),
        ("450 Greylisted", false),
        ("451 4.7.1 Try again", false),
        ("530 5.7.0 Sign in first", false),
    ] {
        postbox.answer_next(answer);
        let error = mailer(&postbox).send(&PARCEL).await.unwrap_err();
        assert_eq!(matches!(error, EgressError::MailRefused(_)), is_dead, "{answer}: {error}");
        assert_eq!(error.is_passing(), !is_dead, "{answer}");
        assert!(error.to_string().contains(answer.split(' ').next_back().unwrap()), "{error}");
    }
    assert!(postbox.letters().is_empty());
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_may_come_back() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = to("127.0.0.1".to_owned(), port).send(&PARCEL).await.unwrap_err();
    assert!(error.is_passing(), "{error}");
}

#[tokio::test]
async fn no_header_is_smuggled_into_a_letter() {
    let postbox = Postbox::open().await.unwrap();
    let subject = "Bridge\r\nBcc: everybody@reader.example\r\n\r\nHello";
    mailer(&postbox).send(&Parcel { subject, ..PARCEL }).await.unwrap();
    let letter = postbox.letters().pop().unwrap();
    let head = letter.mail.split("\r\n\r\n").next().unwrap();
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    for to in
        ["marta@reader.example\r\nRCPT TO:<x@y.example>", "", "marta", "a@b@c", "<marta@reader.example>"]
    {
        let refused = mailer(&postbox).send(&Parcel { to, ..PARCEL }).await;
        assert!(matches!(refused, Err(EgressError::MailAddress(_))), "{to}: {refused:?}");
    }
    assert_eq!(postbox.letters().len(), 1);
}

#[tokio::test]
async fn a_server_that_cannot_keep_a_secret_is_told_none() {
    let postbox = Postbox::open().await.unwrap();
    let server = MailServer {
        host: "127.0.0.1".to_owned(),
        port: postbox.address().port(),
        security: MailSecurity::StartTls,
        hello: "bell.example".to_owned(),
        user: "bell".to_owned(),
        password: "secret".to_owned(),
    };
    let error = Mailer::new(&server).unwrap().send(&PARCEL).await.unwrap_err();
    assert!(error.is_passing(), "{error}");
    assert!(postbox.letters().is_empty());
}

#[test]
fn a_sender_is_an_address_with_or_without_a_name() {
    for (sender, is_one) in [
        ("news@bell.example", true),
        ("The Harbour Bell <news@bell.example>", true),
        ("The Harbour Bell", false),
        ("", false),
    ] {
        assert_eq!(check_sender(sender).is_ok(), is_one, "{sender}");
    }
}
