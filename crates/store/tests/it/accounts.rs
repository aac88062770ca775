//! Passwords, signed-in devices, links that work once, and failed attempts.

use dateline_model::{
    Actor, AuditId, AuditLine, KeyId, LinkId, LinkKind, Role, Session, SessionId, SiteId, StaffLink,
    StaffUser, UserId,
};
use dateline_store::{Failures, StoreError};

use crate::paper::{DAY, HOUR, NOON, Paper, store_suite, write};

store_suite!(
    a_password_is_kept_apart_from_its_account,
    a_device_is_known_by_its_token_until_it_is_signed_out,
    a_token_is_exchanged_once,
    devices_that_ended_are_cleared_away,
    a_link_is_used_once_and_goes_with_its_account,
    failures_are_counted_forgiven_and_forgotten,
    an_account_knows_from_where_it_came,
    one_account_signs_as_one_author,
    a_code_is_taken_once_and_goes_with_its_account,
    the_audit_log_is_read_backwards,
);

async fn an_account(paper: &Paper, name: &str) -> StaffUser {
    let (name, email) = (name.to_owned(), format!("{name}@example.org"));
    let user = StaffUser {
        id: UserId::mint(NOON),
        name,
        email,
        role: Role::Editor,
        disabled: false,
        created_at: NOON,
    };
    let (site, stored) = (paper.site, user.clone());
    write!(paper, |tx| tx.save_user(site, &stored)).unwrap();
    user
}

fn a_device(user: &StaffUser, used_at: i64) -> Session {
    Session {
        id: SessionId::mint(used_at),
        user: user.id,
        user_agent: "Lynx".to_owned(),
        network: "192.0.2.0/24".to_owned(),
        created_at: NOON,
        used_at,
        rotated_at: NOON,
        expires_at: NOON + 10 * DAY,
    }
}

async fn a_password_is_kept_apart_from_its_account(paper: Paper) {
    let site = paper.site;
    let user = an_account(&paper, "ana").await;
    assert!(!paper.read().await.has_passwords(site).await.unwrap());
    for digest in ["first", "second"] {
        write!(paper, |tx| tx.save_password(site, user.id, digest, NOON)).unwrap();
        assert_eq!(paper.read().await.password(site, user.id).await.unwrap().as_deref(), Some(digest));
    }
    let mut read = paper.read().await;
    assert!(read.has_passwords(site).await.unwrap());
    assert_eq!(read.user(site, user.id).await.unwrap(), Some(user.clone()));
    assert_eq!(read.user_by_email(site, "ana@example.org").await.unwrap(), Some(user.clone()));
    assert_eq!(read.user_by_email(SiteId::mint(1), "ana@example.org").await.unwrap(), None);
    drop(read);
    assert!(write!(paper, |tx| tx.delete_user(site, user.id)).unwrap());
    assert!(!write!(paper, |tx| tx.delete_user(site, user.id)).unwrap());
    assert!(!paper.read().await.has_passwords(site).await.unwrap());
}

async fn a_device_is_known_by_its_token_until_it_is_signed_out(paper: Paper) {
    let site = paper.site;
    let (ana, eva) = (an_account(&paper, "ana").await, an_account(&paper, "eva").await);
    let (desk, phone, hers) = (a_device(&ana, NOON), a_device(&ana, NOON + HOUR), a_device(&eva, NOON));
    for (device, token) in [(&desk, "desk"), (&phone, "phone"), (&hers, "hers")] {
        let device = device.clone();
        write!(paper, |tx| tx.insert_session(site, &device, token)).unwrap();
    }
    let mut read = paper.read().await;
    assert_eq!(read.session(site, "desk").await.unwrap(), Some(desk.clone()));
    assert_eq!(read.session(SiteId::mint(1), "desk").await.unwrap(), None, "of another site");
    assert_eq!(read.sessions(site, ana.id).await.unwrap(), [phone.clone(), desk.clone()]);
    drop(read);
    write!(paper, |tx| tx.use_session(site, desk.id, NOON + 2 * HOUR)).unwrap();
    assert_eq!(paper.read().await.sessions(site, ana.id).await.unwrap()[0].used_at, NOON + 2 * HOUR);
    assert!(!write!(paper, |tx| tx.delete_session(site, ana.id, hers.id)).unwrap(), "hers, not mine");
    assert!(write!(paper, |tx| tx.delete_session(site, ana.id, desk.id)).unwrap());
    assert_eq!(write!(paper, |tx| tx.delete_sessions(site, ana.id)).unwrap(), 1);
    assert!(paper.read().await.session(site, "hers").await.unwrap().is_some());
}

async fn a_token_is_exchanged_once(paper: Paper) {
    let site = paper.site;
    let device = a_device(&an_account(&paper, "ana").await, NOON);
    let (id, stored) = (device.id, device.clone());
    write!(paper, |tx| tx.insert_session(site, &stored, "old")).unwrap();
    assert!(write!(paper, |tx| tx.rotate_session(site, id, "old", "new", NOON + DAY)).unwrap());
    assert!(!write!(paper, |tx| tx.rotate_session(site, id, "old", "late", NOON + DAY)).unwrap());
    let rotated = Some(Session { rotated_at: NOON + DAY, ..device });
    let mut read = paper.read().await;
    assert_eq!(read.session(site, "new").await.unwrap(), rotated);
    assert_eq!(read.session_by_former_token(site, "old").await.unwrap(), rotated);
    assert_eq!(read.session(site, "old").await.unwrap(), None);
}

async fn devices_that_ended_are_cleared_away(paper: Paper) {
    let site = paper.site;
    let user = an_account(&paper, "ana").await;
    let (idle, used) = (a_device(&user, NOON), a_device(&user, NOON + DAY));
    for (device, token) in [(idle, "idle"), (used.clone(), "used")] {
        write!(paper, |tx| tx.insert_session(site, &device, token)).unwrap();
    }
    write!(paper, |tx| tx.delete_ended_sessions(site, user.id, NOON + 2 * DAY, NOON)).unwrap();
    assert_eq!(paper.read().await.sessions(site, user.id).await.unwrap(), [used]);
    write!(paper, |tx| tx.delete_ended_sessions(site, user.id, NOON + 10 * DAY, NOON)).unwrap();
    assert_eq!(paper.read().await.sessions(site, user.id).await.unwrap(), []);
}

async fn a_link_is_used_once_and_goes_with_its_account(paper: Paper) {
    let site = paper.site;
    let user = an_account(&paper, "ana").await;
    let link = |kind, at| StaffLink {
        id: LinkId::mint(at),
        kind,
        user: (kind == LinkKind::Password).then_some(user.id),
        email: (kind == LinkKind::Invitation).then(|| "eva@example.org".to_owned()),
        role: (kind == LinkKind::Invitation).then_some(Role::Author),
        created_at: at,
        expires_at: at + DAY,
    };
    let links = [
        (link(LinkKind::SetUp, NOON), "set-up"),
        (link(LinkKind::Invitation, NOON), "first"),
        (link(LinkKind::Invitation, NOON + 1), "second"),
        (link(LinkKind::Password, NOON), "password"),
    ];
    for (link, token) in links.clone() {
        write!(paper, |tx| tx.insert_link(site, &link, token)).unwrap();
    }
    let [(set_up, _), (first, _), (second, _), _] = links;
    let mut read = paper.read().await;
    assert_eq!(read.link_by_token(site, "set-up").await.unwrap(), Some(set_up));
    assert_eq!(read.link_by_token(SiteId::mint(1), "set-up").await.unwrap(), None);
    assert_eq!(read.links(site, LinkKind::Invitation, 9).await.unwrap(), [second, first.clone()]);
    drop(read);
    assert!(write!(paper, |tx| tx.delete_link(site, first.id)).unwrap());
    assert!(!write!(paper, |tx| tx.delete_link(site, first.id)).unwrap());
    write!(paper, |tx| tx.delete_links(site, LinkKind::SetUp)).unwrap();
    assert_eq!(paper.read().await.link_by_token(site, "set-up").await.unwrap(), None);
    write!(paper, |tx| tx.delete_links_of_user(site, user.id)).unwrap();
    assert_eq!(paper.read().await.link_by_token(site, "password").await.unwrap(), None);
}

async fn failures_are_counted_forgiven_and_forgotten(paper: Paper) {
    let site = paper.site;
    for at in [NOON, NOON + HOUR] {
        write!(paper, |tx| tx.count_failure(site, "ana", at, at - DAY)).unwrap();
    }
    let of = async || paper.read().await.failures(site, "ana").await.unwrap();
    assert_eq!(of().await, Failures { failures: 2, last_at: NOON + HOUR });
    write!(paper, |tx| tx.forgive_failure(site, "ana")).unwrap();
    assert_eq!(of().await.failures, 1);
    write!(paper, |tx| tx.count_failure(site, "ana", NOON + 3 * DAY, NOON + 2 * DAY)).unwrap();
    assert_eq!(of().await, Failures { failures: 1, last_at: NOON + 3 * DAY }, "long ago is forgotten");
    write!(paper, |tx| tx.forget_old_failures(site, NOON + 3 * DAY)).unwrap();
    assert_eq!(of().await.failures, 1);
    write!(paper, |tx| tx.forget_old_failures(site, NOON + 3 * DAY + 1)).unwrap();
    assert_eq!(of().await, Failures::default());
    write!(paper, |tx| tx.count_failure(site, "ana", NOON, NOON)).unwrap();
    write!(paper, |tx| tx.forget_failures(site, "ana")).unwrap();
    assert_eq!(of().await, Failures::default());
}

async fn an_account_knows_from_where_it_came(paper: Paper) {
    let site = paper.site;
    let user = an_account(&paper, "ana").await.id;
    write!(paper, |tx| tx.save_place(site, user, "home", NOON, NOON - DAY)).unwrap();
    let knows = async |place: &str| paper.read().await.knows_place(site, user, place).await.unwrap();
    assert!(knows("home").await && !knows("abroad").await);
    write!(paper, |tx| tx.save_place(site, user, "abroad", NOON + 2 * DAY, NOON + DAY)).unwrap();
    assert!(!knows("home").await && knows("abroad").await);
}

async fn one_account_signs_as_one_author(paper: Paper) {
    let site = paper.site;
    let (ana, eva) = (an_account(&paper, "ana").await.id, an_account(&paper, "eva").await.id);
    let (first, second) = (paper.author("Ana Reis").await, paper.author("A. Reis").await);
    assert_eq!(paper.read().await.byline_of_user(site, ana).await.unwrap(), None);
    for author in [first, second] {
        write!(paper, |tx| tx.save_byline(site, ana, author)).unwrap();
        assert_eq!(paper.read().await.byline_of_user(site, ana).await.unwrap(), Some(author));
    }
    assert!(!paper.read().await.is_byline_of_user(site, first).await.unwrap());
    assert!(paper.read().await.is_byline_of_user(site, second).await.unwrap());
    let taken = write!(paper, |tx| tx.save_byline(site, eva, second));
    assert!(matches!(taken, Err(StoreError::Taken)), "{taken:?}");
    write!(paper, |tx| tx.delete_user(site, ana)).unwrap();
    assert!(!paper.read().await.is_byline_of_user(site, second).await.unwrap());
}

async fn a_code_is_taken_once_and_goes_with_its_account(paper: Paper) {
    let site = paper.site;
    let user = an_account(&paper, "ana").await.id;
    assert!(!write!(paper, |tx| tx.confirm_second_factor(site, user, NOON)).unwrap(), "there is none");
    for secret in ["FIRST", "SECOND"] {
        assert!(write!(paper, |tx| tx.begin_second_factor(site, user, secret)).unwrap());
    }
    assert!(write!(paper, |tx| tx.confirm_second_factor(site, user, NOON)).unwrap());
    assert!(!write!(paper, |tx| tx.confirm_second_factor(site, user, NOON)).unwrap());
    assert!(!write!(paper, |tx| tx.begin_second_factor(site, user, "THIRD")).unwrap());
    for (step, taken) in [(7, true), (7, false), (6, false), (8, true)] {
        assert_eq!(write!(paper, |tx| tx.take_step(site, user, step)).unwrap(), taken, "{step}");
    }
    let factor = paper.read().await.second_factor(site, user).await.unwrap().unwrap();
    assert_eq!((factor.secret.as_str(), factor.confirmed_at, factor.last_step), ("SECOND", Some(NOON), 8));
    for codes in [&["old"][..], &["a", "b"]] {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        write!(paper, |tx| tx.save_recovery_codes(site, user, &codes)).unwrap();
    }
    for (code, used) in [("old", false), ("a", true), ("a", false)] {
        assert_eq!(write!(paper, |tx| tx.use_recovery_code(site, user, code)).unwrap(), used, "{code}");
    }
    assert_eq!(paper.read().await.recovery_codes(site, user).await.unwrap(), 1);
    write!(paper, |tx| tx.end_second_factor(site, user)).unwrap();
    let mut read = paper.read().await;
    assert_eq!(read.second_factor(site, user).await.unwrap(), None);
    assert_eq!(read.recovery_codes(site, user).await.unwrap(), 0);
}

async fn the_audit_log_is_read_backwards(paper: Paper) {
    let site = paper.site;
    let line = |at, actor, event: &str| AuditLine {
        id: AuditId::mint(at),
        at,
        actor,
        event: event.to_owned(),
        thing: "post".to_owned(),
        thing_id: Some("x".to_owned()),
    };
    let ana = Actor::Person(UserId::mint(NOON), "ana@example.org".to_owned());
    let program = Actor::Program(KeyId::mint(NOON), "mobile app".to_owned());
    let lines =
        [line(NOON, ana.clone(), "added"), line(NOON + 1, program, "edited"), line(NOON + 2, ana, "deleted")];
    for line in lines.clone() {
        write!(paper, |tx| tx.add_audit(site, &line)).unwrap();
    }
    let [first, second, third] = lines;
    let mut read = paper.read().await;
    assert_eq!(read.audit(site, None, 2).await.unwrap(), [third, second.clone()]);
    assert_eq!(read.audit(site, Some(second.id), 2).await.unwrap(), [first]);
    assert_eq!(read.audit(SiteId::mint(1), None, 2).await.unwrap(), []);
}
