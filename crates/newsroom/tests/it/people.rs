//! The installation's secret, its sites and settings, staff and keys, and the tags of the desk.

use dateline_model::{ChangeKind, KeyKind, Role, SiteSettings, Thing};
use dateline_newsroom::{Move, NewsroomError, PostEdit, TagEdit, TagRef};
use dateline_store::ListKey;

use crate::desk::{Desk, NOON, newsroom_suite, titled};

newsroom_suite!(
    all_processes_of_an_installation_share_its_secret,
    a_host_name_belongs_to_one_site,
    a_site_moves_to_another_name_and_ends,
    a_change_of_time_zone_counts_the_lists_again,
    a_setting_that_does_not_fit_changes_none,
    an_account_is_found_by_its_address_however_it_is_written,
    a_key_is_seen_once_and_can_be_revoked_once,
    a_section_is_opened_renamed_and_closed,
    a_tags_words_have_limits,
);

async fn all_processes_of_an_installation_share_its_secret(desk: Desk) {
    let (second, third) = tokio::join!(desk.second_process(), desk.second_process());
    let sign = |newsroom: &dateline_newsroom::Newsroom| newsroom.secret().sign("test", &[b"a", b"bc"]);
    assert_eq!(sign(&second), sign(&desk.newsroom));
    assert_eq!(sign(&third), sign(&desk.newsroom));
    let secret = desk.newsroom.secret();
    assert!(secret.verify("test", &[b"a", b"bc"], &sign(&second)));
    assert!(!secret.verify("test", &[b"ab", b"c"], &sign(&second)), "the parts do not run into each other");
    assert!(!secret.verify("other", &[b"a", b"bc"], &sign(&second)));
    assert!(!secret.verify("test", &[b"a", b"bc"], ""));
}

async fn a_host_name_belongs_to_one_site(desk: Desk) {
    let found = |host: &'static str| desk.newsroom.found_site(host, SiteSettings::default());
    let answer = found(" BELL.example ").await;
    assert!(matches!(&answer, Err(NewsroomError::HostTaken(host)) if host == "bell.example"), "{answer:?}");
    for host in [
        "",
        "  ",
        "two words",
        "a/b",
        "http://bell.example",
        "bell.example:80",
        "né.example",
        "[::1",
        "[::g]",
        "a..b",
    ] {
        let answer = found(host).await;
        assert!(matches!(answer, Err(NewsroomError::NotAHost(_))), "{host:?}: {answer:?}");
    }
    let long = "x".repeat(254);
    let answer = desk.newsroom.found_site(&long, SiteSettings::default()).await;
    assert!(matches!(answer, Err(NewsroomError::NotAHost(_))), "{answer:?}");
    found("other.example").await.unwrap();
    found("*").await.unwrap();
    found("xn--n-bga.example").await.unwrap();
    found("[::1]").await.unwrap();
    let hosts: Vec<_> =
        desk.newsroom.papers().await.unwrap().into_iter().map(|paper| paper.site.host).collect();
    assert_eq!(hosts.len(), 5, "{hosts:?}");
}

async fn a_site_moves_to_another_name_and_ends(desk: Desk) {
    let second = desk.newsroom.found_site("horn.example", SiteSettings::default()).await.unwrap();
    let rename = |host: &'static str| desk.newsroom.rename_site(&second, host);
    let answer = rename("bell.example").await;
    assert!(matches!(answer, Err(NewsroomError::HostTaken(_))), "{answer:?}");
    let answer = rename("no host").await;
    assert!(matches!(answer, Err(NewsroomError::NotAHost(_))), "{answer:?}");
    let renamed = rename(" Gong.example").await.unwrap();
    assert_eq!((renamed.site.host.as_str(), renamed.id()), ("gong.example", second.id()));
    let story = desk.published("Bridge").await;
    desk.comment(&story, "Ana", "well said").await;
    desk.newsroom.remove_site(&desk.paper).await.unwrap();
    assert_eq!(desk.stored(story.id).await, None);
    let hosts: Vec<_> =
        desk.newsroom.papers().await.unwrap().into_iter().map(|paper| paper.site.host).collect();
    assert_eq!(hosts, ["gong.example"]);
    let log = desk.log_since(0).await;
    let said: Vec<_> = log.iter().filter(|c| c.site == desk.paper.id()).map(|c| (c.thing, c.kind)).collect();
    assert_eq!(said, [(Thing::Site, ChangeKind::Deleted)], "whoever serves it learns that it is gone");
}

async fn a_change_of_time_zone_counts_the_lists_again(mut desk: Desk) {
    let late = PostEdit { published_at: Some(NOON + 11 * 3_600_000), ..titled("Late in the day") };
    desk.create(late, Move::Publish(Some(NOON + 11 * 3_600_000 + 1))).await.unwrap();
    let month = desk.read().await.archive(desk.paper.id(), ListKey::All).await.unwrap();
    desk.set("timezone", "Pacific/Kiritimati").await;
    let again = desk.read().await.archive(desk.paper.id(), ListKey::All).await.unwrap();
    assert_eq!((month.len(), again.len()), (1, 1));
    assert_eq!(desk.read().await.list_total(desk.paper.id(), ListKey::All).await.unwrap(), 1);
}

async fn a_setting_that_does_not_fit_changes_none(desk: Desk) {
    let changes = [("title".to_owned(), "New".to_owned()), ("posts_per_page".to_owned(), "0".to_owned())];
    let answer = desk.newsroom.change_settings(&desk.paper, &changes).await;
    assert!(matches!(answer, Err(NewsroomError::Setting(_))), "{answer:?}");
    let stored = desk.read().await.settings(desk.paper.id()).await.unwrap();
    assert_eq!(stored, desk.paper.settings);
}

async fn an_account_is_found_by_its_address_however_it_is_written(desk: Desk) {
    let add = |email: &'static str, name: &'static str| {
        desk.newsroom.add_user(&desk.paper, email, name, Role::Editor)
    };
    let ana = add(" Ana@Example.org ", " Ana Reis ").await.unwrap();
    assert_eq!((ana.email.as_str(), ana.name.as_str()), ("ana@example.org", "Ana Reis"));
    let answer = add("ana@example.ORG", "Other").await;
    assert!(
        matches!(&answer, Err(NewsroomError::EmailTaken(email)) if email == "ana@example.org"),
        "{answer:?}"
    );
    for email in ["ana", "", "@example.org", "ana@", "a b@example.org", "a@b@example.org"] {
        let answer = add(email, "Ana").await;
        assert!(matches!(answer, Err(NewsroomError::NotAnAddress(_))), "{email:?}: {answer:?}");
    }
    assert!(matches!(add("x@example.org", " ").await, Err(NewsroomError::Empty("name"))));
    add("bea@example.org", "Bea").await.unwrap();
    let change = |change: fn(&mut dateline_model::StaffUser)| {
        desk.newsroom.change_user(&desk.paper, "ANA@example.org", change)
    };
    assert!(change(|user| user.disabled = true).await.unwrap().disabled);
    let answer = change(|user| "bea@example.org".clone_into(&mut user.email)).await;
    assert!(matches!(answer, Err(NewsroomError::EmailTaken(_))), "{answer:?}");
    let answer = desk.newsroom.change_user(&desk.paper, "nobody@example.org", |_| {}).await;
    assert!(matches!(answer, Err(NewsroomError::Unknown { what: "account", .. })), "{answer:?}");
}

async fn a_key_is_seen_once_and_can_be_revoked_once(desk: Desk) {
    let admin = desk.newsroom.add_key(&desk.paper, KeyKind::Admin, "import").await.unwrap();
    let content = desk.newsroom.add_key(&desk.paper, KeyKind::Content, "theme").await.unwrap();
    let (id, secret) = admin.key.split_once(':').unwrap();
    assert_eq!((id, secret.len(), content.key.len()), (admin.id.hex().as_str(), 64, 26));
    let key = desk.read().await.key(desk.paper.id(), admin.id).await.unwrap().unwrap();
    assert_eq!((key.secret.as_str(), key.revoked_at), (secret, None));
    desk.newsroom.revoke_key(&desk.paper, admin.id).await.unwrap();
    let key = desk.read().await.key(desk.paper.id(), admin.id).await.unwrap().unwrap();
    assert_eq!(key.revoked_at, Some(NOON));
    let answer = desk.newsroom.revoke_key(&desk.paper, admin.id).await;
    assert!(matches!(answer, Err(NewsroomError::Unknown { .. })), "{answer:?}");
}

async fn a_section_is_opened_renamed_and_closed(desk: Desk) {
    let seq = desk.log_end().await;
    let named = |name: &str| TagEdit { name: Some(name.to_owned()), ..TagEdit::default() };
    let tag = desk.newsroom.add_tag(&desk.paper, named(" Harbour News ")).await.unwrap();
    assert_eq!((tag.name.as_str(), tag.slug.as_str()), ("Harbour News", "harbour-news"));
    let other = desk.newsroom.add_tag(&desk.paper, named("Harbour news!")).await.unwrap();
    assert_eq!(other.slug, "harbour-news-2");
    let edit = PostEdit { tags: Some(vec![TagRef::named("Harbour News")]), ..titled("Bridge") };
    let story = desk.create(edit, Move::Publish(None)).await.unwrap();
    let edit = TagEdit {
        description: Some(Some("Ships".to_owned())),
        slug: Some("Sea!".to_owned()),
        ..named("Sea")
    };
    let changed = desk.newsroom.change_tag(&desk.paper, tag.id, edit).await.unwrap();
    assert_eq!((changed.slug.as_str(), changed.post_count), ("sea", 1));
    assert_eq!(desk.read().await.tag(desk.paper.id(), tag.id).await.unwrap(), Some(changed));
    desk.newsroom.delete_tag(&desk.paper, tag.id).await.unwrap();
    assert_eq!(desk.read().await.tags_of(desk.paper.id(), &[story.id]).await.unwrap(), []);
    let gone = desk.newsroom.change_tag(&desk.paper, tag.id, TagEdit::default()).await;
    assert!(matches!(gone, Err(NewsroomError::Unknown { what: "tag", .. })), "{gone:?}");
    assert!(desk.newsroom.delete_tag(&desk.paper, tag.id).await.is_err());
    let log = desk.log_since(seq).await;
    let told: Vec<_> =
        log.iter().filter(|c| c.thing == Thing::Tag && c.id == tag.id.0).map(|c| c.kind).collect();
    assert_eq!(told.last(), Some(&ChangeKind::Deleted));
    assert!(told.len() >= 3, "{told:?}");
}

async fn a_tags_words_have_limits(desk: Desk) {
    let named = |n: usize| TagEdit { name: Some("x".repeat(n)), ..TagEdit::default() };
    let tag = desk.newsroom.add_tag(&desk.paper, named(191)).await.unwrap();
    let described = |n: usize| TagEdit { description: Some(Some("x".repeat(n))), ..TagEdit::default() };
    desk.newsroom.change_tag(&desk.paper, tag.id, described(5_000)).await.unwrap();
    let beyond =
        [named(192), described(5_001), TagEdit { slug: Some("x".repeat(192)), ..TagEdit::default() }];
    for edit in beyond {
        let answer = desk.newsroom.change_tag(&desk.paper, tag.id, edit).await;
        assert!(matches!(answer, Err(NewsroomError::TooLong { .. })), "{answer:?}");
    }
    let answer = desk.newsroom.add_tag(&desk.paper, TagEdit::default()).await;
    assert!(matches!(answer, Err(NewsroomError::Empty("name"))), "{answer:?}");
}
