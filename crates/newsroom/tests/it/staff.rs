//! Accounts and keys.

use dateline_model::{KeyKind, Role};
use dateline_newsroom::NewsroomError;

use crate::desk::Desk;

#[tokio::test]
async fn an_address_has_one_account() {
    let desk = Desk::new().await;
    let add = |email: &'static str, name: &'static str| {
        desk.newsroom.add_user(&desk.paper, email, name, Role::Author)
    };
    let user = add(" Ana@Bell.example ", "Ana Reis").await.unwrap();
    assert_eq!(user.email, "ana@bell.example");
    assert!(matches!(add("ANA@bell.example", "Other").await, Err(NewsroomError::EmailTaken(_))));
    assert!(matches!(add("x@bell.example", " ").await, Err(NewsroomError::Empty("name"))));
    assert!(matches!(
        add("nobody", "Nobody").await,
        Err(NewsroomError::Unknown { what: "e-mail address", .. })
    ));
    let changed =
        desk.newsroom.change_user(&desk.paper, "ana@bell.example", |user| user.role = Role::Editor).await;
    assert_eq!(changed.unwrap().role, Role::Editor);
}

#[tokio::test]
async fn a_key_opens_until_it_is_revoked() {
    let desk = Desk::new().await;
    let new = desk.newsroom.add_key(&desk.paper, KeyKind::Admin, "desk").await.unwrap();
    let (id, secret) = new.key.split_once(':').unwrap();
    assert_eq!((id, secret.len()), (new.id.hex().as_str(), 64));
    let other = desk.newsroom.add_key(&desk.paper, KeyKind::Content, "app").await.unwrap();
    assert_eq!(other.key.len(), 26);
    desk.newsroom.revoke_key(&desk.paper, new.id).await.unwrap();
    let again = desk.newsroom.revoke_key(&desk.paper, new.id).await;
    assert!(matches!(again, Err(NewsroomError::Unknown { what: "key in use", .. })));
    let keys = desk.read().await.keys(desk.paper.id()).await.unwrap();
    let open: Vec<_> = keys.iter().filter(|key| key.revoked_at.is_none()).map(|key| key.id).collect();
    assert_eq!(open, [other.id]);
}
