//! Sites: founded, moved, ended.

use dateline_model::{ChangeKind, SiteSettings, Thing};
use dateline_newsroom::NewsroomError;

use crate::desk::Desk;

#[tokio::test]
async fn a_host_name_belongs_to_one_site() {
    let desk = Desk::new().await;
    let taken = desk.newsroom.found_site(" BELL.example ", SiteSettings::default()).await;
    assert!(matches!(taken, Err(NewsroomError::HostTaken(host)) if host == "bell.example"));
    let second = desk.newsroom.found_site("horn.example", SiteSettings::default()).await.unwrap();
    let taken = desk.newsroom.rename_site(&second, "bell.example").await;
    assert!(matches!(taken, Err(NewsroomError::HostTaken(_))));
    let renamed = desk.newsroom.rename_site(&second, "Gong.example").await.unwrap();
    assert_eq!((renamed.site.host.as_str(), renamed.id()), ("gong.example", second.id()));
    let hosts: Vec<_> =
        desk.newsroom.papers().await.unwrap().into_iter().map(|paper| paper.site.host).collect();
    assert_eq!(hosts, ["bell.example", "gong.example"]);
}

#[tokio::test]
async fn a_removed_site_is_gone_and_the_log_says_so() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    desk.published(&story, desk.form(&story, "At last.")).await;
    desk.newsroom.remove_site(&desk.paper).await.unwrap();
    assert!(desk.newsroom.papers().await.unwrap().is_empty());
    assert_eq!(desk.at("/bridge/").await, None);
    let log = desk.read().await.changes_since(0, 100).await.unwrap();
    let said: Vec<_> = log.iter().map(|change| (change.thing, change.kind)).collect();
    assert_eq!(said, [(Thing::Site, ChangeKind::Deleted)]);
}

#[tokio::test]
async fn another_time_zone_moves_stories_to_other_days() {
    let desk = Desk::new().await;
    desk.publish("Bridge").await;
    let change = [("timezone".to_owned(), "Pacific/Kiritimati".to_owned())];
    let paper = desk.newsroom.change_settings(&desk.paper, &change).await.unwrap();
    assert_eq!(desk.read().await.check(paper.id(), &paper.zone).await.unwrap(), []);
    let refused = desk.newsroom.change_settings(&paper, &[("timezone".to_owned(), "Mars".to_owned())]).await;
    assert!(matches!(refused, Err(NewsroomError::Setting(_))));
}
