//! Authors, tags, staff and keys.

use dateline_model::{ApiKey, Author, KeyId, KeyKind, Role, StaffUser, Tag, UserId};
use dateline_store::{Credits, ListKey, StoreError};

use crate::paper::{NOON, Paper, a_story, a_tag, an_author, store_suite, write};

store_suite!(
    an_author_is_found_by_each_of_its_names,
    a_tag_is_found_by_each_of_its_names,
    a_slug_belongs_to_one_tag_and_one_author,
    a_deleted_tag_leaves_its_stories_and_no_counts,
    an_account_is_changed_in_place,
    a_key_opens_until_it_is_revoked,
);

async fn an_author_is_found_by_each_of_its_names(paper: Paper) {
    let site = paper.site;
    let mut author = Author {
        bio: Some("Writes about bridges".to_owned()),
        url: Some("https://ana.example".to_owned()),
        profile_image: Some("/ana.jpg".to_owned()),
        import_key: Some("blogger:profile/1".to_owned()),
        ..an_author("Ana Reis")
    };
    let saved = author.clone();
    write!(paper, |tx| tx.save_author(site, &saved)).unwrap();
    paper.author("Zoe").await;
    paper.insert(&a_story("a", NOON), &Credits { authors: vec![author.id], tags: vec![] }).await.unwrap();
    author.post_count = 1;
    let mut read = paper.read().await;
    assert_eq!(read.author_by_slug(site, "ana-reis").await.unwrap(), Some(author.clone()));
    assert_eq!(read.author_by_name(site, "Ana Reis").await.unwrap(), Some(author.clone()));
    assert_eq!(read.author_by_import_key(site, "blogger:profile/1").await.unwrap(), Some(author.clone()));
    assert_eq!(read.author_by_name(site, "ana reis").await.unwrap(), None);
    let names: Vec<_> = read.authors(site, 9).await.unwrap().into_iter().map(|author| author.name).collect();
    assert_eq!(names, ["Ana Reis", "Zoe"]);
    drop(read);
    // New words keep the count and where the author came from.
    "Ana M. Reis".clone_into(&mut author.name);
    author.bio = None;
    let saved = Author { post_count: 77, import_key: None, ..author.clone() };
    write!(paper, |tx| tx.save_author(site, &saved)).unwrap();
    assert_eq!(paper.read().await.author_by_slug(site, "ana-reis").await.unwrap(), Some(author));
}

async fn a_tag_is_found_by_each_of_its_names(paper: Paper) {
    let site = paper.site;
    let tag = Tag {
        description: Some("Ships and gulls".to_owned()),
        import_key: Some("blogger:Harbour".to_owned()),
        ..a_tag("Harbour")
    };
    let saved = tag.clone();
    write!(paper, |tx| tx.save_tag(site, &saved)).unwrap();
    for name in ["Zoo", "art", "Bells"] {
        paper.tag(name).await;
    }
    let mut read = paper.read().await;
    assert_eq!(read.tag(site, tag.id).await.unwrap(), Some(tag.clone()));
    assert_eq!(read.tag_by_slug(site, "harbour").await.unwrap(), Some(tag.clone()));
    assert_eq!(read.tag_by_name(site, "Harbour").await.unwrap(), Some(tag));
    assert_eq!(read.tag_by_name(site, "harbour").await.unwrap(), None, "names differ by case");
    assert_eq!(read.tag_count(site).await.unwrap(), 4);
    let names: Vec<_> = read.tags(site, 2, 1).await.unwrap().into_iter().map(|tag| tag.name).collect();
    assert_eq!(names, ["Harbour", "Zoo"]);
}

async fn a_slug_belongs_to_one_tag_and_one_author(paper: Paper) {
    let site = paper.site;
    paper.tag("Harbour").await;
    paper.author("Harbour").await;
    let tag = a_tag("HARBOUR");
    let answer = write!(paper, |tx| tx.save_tag(site, &tag));
    assert!(matches!(answer, Err(StoreError::Taken)), "{answer:?}");
    let author = an_author("HARBOUR");
    let answer = write!(paper, |tx| tx.save_author(site, &author));
    assert!(matches!(answer, Err(StoreError::Taken)), "{answer:?}");
}

async fn a_deleted_tag_leaves_its_stories_and_no_counts(paper: Paper) {
    let (site, tag, kept) = (paper.site, paper.tag("Harbour").await, paper.tag("Tides").await);
    let story = a_story("bridge", NOON);
    paper.insert(&story, &Credits { authors: vec![], tags: vec![tag, kept] }).await.unwrap();
    write!(paper, |tx| tx.delete_tag(site, tag)).unwrap();
    let mut read = paper.read().await;
    assert_eq!(read.tag(site, tag).await.unwrap(), None);
    assert_eq!(read.credits(site, story.id).await.unwrap().tags, [kept]);
    assert_eq!(read.list_total(site, ListKey::Tag(tag)).await.unwrap(), 0);
    assert_eq!(read.list_total(site, ListKey::Tag(kept)).await.unwrap(), 1);
    drop(read);
    paper.delete(&story).await.unwrap();
    assert_eq!(paper.read().await.list_total(site, ListKey::Tag(kept)).await.unwrap(), 0);
}

async fn an_account_is_changed_in_place(paper: Paper) {
    let site = paper.site;
    let user = |name: &str, role, at| StaffUser {
        id: UserId::mint(at),
        name: name.to_owned(),
        email: format!("{name}@example.org"),
        role,
        disabled: false,
        created_at: at,
    };
    let (owner, mut editor) = (user("owner", Role::Owner, NOON), user("editor", Role::Editor, NOON + 1));
    for user in [editor.clone(), owner.clone()] {
        write!(paper, |tx| tx.save_user(site, &user)).unwrap();
    }
    (editor.disabled, editor.role) = (true, Role::Contributor);
    let saved = editor.clone();
    write!(paper, |tx| tx.save_user(site, &saved)).unwrap();
    assert_eq!(paper.read().await.users(site).await.unwrap(), [owner.clone(), editor]);
    let double = StaffUser { id: UserId::mint(NOON), ..owner };
    let answer = write!(paper, |tx| tx.save_user(site, &double));
    assert!(matches!(answer, Err(StoreError::Taken)), "{answer:?}");
}

async fn a_key_opens_until_it_is_revoked(paper: Paper) {
    let site = paper.site;
    let key = |kind, at| ApiKey {
        id: KeyId::mint(at),
        kind,
        name: "mobile app".to_owned(),
        secret: "ab".repeat(32),
        created_at: at,
        revoked_at: None,
    };
    let (content, mut admin) = (key(KeyKind::Content, NOON), key(KeyKind::Admin, NOON + 1));
    for key in [content.clone(), admin.clone()] {
        write!(paper, |tx| tx.insert_key(site, &key)).unwrap();
    }
    let id = admin.id;
    assert_eq!(paper.read().await.key(site, id).await.unwrap(), Some(admin.clone()));
    assert!(write!(paper, |tx| tx.revoke_key(site, id, NOON + 5)).unwrap());
    assert!(!write!(paper, |tx| tx.revoke_key(site, id, NOON + 9)).unwrap());
    admin.revoked_at = Some(NOON + 5);
    assert_eq!(paper.read().await.keys(site).await.unwrap(), [content, admin]);
    assert_eq!(paper.read().await.key(site, KeyId::mint(1)).await.unwrap(), None);
}
