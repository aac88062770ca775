//! The index follows the store: at once, through stops and damage, and never twice.

use std::fs;

use dateline_search::{CaughtUp, Search, SearchError, SearchRequest};

use crate::paper::{House, NOON, a_comment, a_story, a_tag, an_author, files_in, found};

#[tokio::test]
async fn what_is_published_is_found_once_the_log_was_read() {
    let house = House::new().await;
    house.catch_up().await;
    let mut story = house.publish(&a_story("bridge").titled("Bridge")).await;
    let caught_up = house.search.catch_up(&house.store).await.unwrap();
    assert_eq!(caught_up.built, 0);
    assert_eq!(house.find("bridge").await, ["bridge"]);
    story.title = "Tunnel".to_owned();
    house.change(&story).await;
    house.catch_up().await;
    assert_eq!(house.find("bridge").await, [""; 0]);
    assert_eq!(house.find("tunnel").await, ["bridge"]);
    assert_eq!(house.search.catch_up(&house.store).await.unwrap(), CaughtUp::default());
}

#[tokio::test]
async fn a_renamed_tag_or_author_is_found_by_the_new_name() {
    let house = House::new().await;
    let (mut tag, mut author) = (a_tag("Ports"), an_author("Ana Reis"));
    let (ports, ana) = (house.tag(&tag).await, house.author(&author).await);
    house.publish(&a_story("bridge").titled("Bridge").under(ports).by(ana)).await;
    house.catch_up().await;
    tag.name = "Docks".to_owned();
    tag.slug = "docks".to_owned();
    author.name = "Ana Lima".to_owned();
    house.tag(&tag).await;
    house.author(&author).await;
    house.catch_up().await;
    for (query, found) in [
        ("docks", true),
        ("tag:docks", true),
        ("lima", true),
        ("author:lima", true),
        ("ports", false),
        ("tag:ports", false),
    ] {
        assert_eq!(!house.find(query).await.is_empty(), found, "{query}");
    }
}

#[tokio::test]
async fn an_index_that_is_not_there_says_so_until_it_is_built() {
    let house = House::new().await;
    house.publish(&a_story("bridge").titled("Bridge")).await;
    let mut read = house.store.read().await.unwrap();
    let asked = house.search.search(&mut read, &house.paper, NOON, &SearchRequest::new("bridge")).await;
    assert!(matches!(asked, Err(SearchError::Building { done: 0 })), "{asked:?}");
    drop(read);
    assert_eq!(house.search.catch_up(&house.store).await.unwrap().built, 1);
    assert_eq!(house.find("bridge").await, ["bridge"]);
    assert_eq!(house.search.state(house.paper.id()).cards, 1);
}

#[tokio::test]
async fn a_restart_goes_on_where_the_index_stands() {
    let mut house = House::new().await;
    house.publish(&a_story("first").titled("Bridge")).await;
    house.catch_up().await;
    house.publish(&a_story("second").titled("Bridge")).await;
    house.search = house.reopened();
    let caught_up = house.search.catch_up(&house.store).await.unwrap();
    assert_eq!(caught_up.built, 0);
    assert!(caught_up.changes > 0);
    assert_eq!(house.ask(&SearchRequest::new("bridge")).await.total, 2);
}

#[tokio::test]
async fn catching_up_that_is_stopped_at_any_step_neither_loses_nor_doubles() {
    let mut house = House::new().await;
    let story = house.publish(&a_story("s0").titled("Bridge")).await;
    house.comment(&a_comment(&story, "bridge")).await;
    for steps in 0..60 {
        house.publish(&a_story(&format!("s{}", steps + 1)).titled("Bridge")).await;
        {
            let mut stopped = Box::pin(house.search.catch_up(&house.store));
            // Polled so many times, each a point at which it waits for the store or the index, and then dropped.
            for _ in 0..steps {
                let waker = std::task::Waker::noop();
                let mut context = std::task::Context::from_waker(waker);
                if stopped.as_mut().poll(&mut context).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        if steps % 3 == 0 {
            house.search = house.reopened();
        }
    }
    house.search = house.reopened();
    house.catch_up().await;
    let results = house.ask(&SearchRequest { per_page: 50, page: 2, ..SearchRequest::new("bridge") }).await;
    assert_eq!((results.total, results.hits.len()), (61, 11));
    assert_eq!(house.search.state(house.paper.id()).cards, 62);
}

#[tokio::test]
async fn a_damaged_index_is_built_anew() {
    for damage in [damage_nothing, damage_by_cutting, damage_by_writing, damage_the_list, damage_by_deleting]
    {
        let mut house = House::new().await;
        house.publish(&a_story("bridge").titled("Bridge")).await;
        house.catch_up().await;
        let whole = damage(&files_in(&house.folder()));
        house.search = house.reopened();
        let _ = house.search.check(house.paper.id()).await;
        let built = house.search.catch_up(&house.store).await.unwrap().built;
        assert_eq!(built, u64::from(!whole));
        assert_eq!(house.find("bridge").await, ["bridge"]);
    }
}

/// Each does something to the files of an index and says whether it is still whole.
fn damage_nothing(_: &[std::path::PathBuf]) -> bool {
    true
}

fn of_a_part(files: &[std::path::PathBuf]) -> &std::path::PathBuf {
    files.iter().find(|file| file.extension().is_some_and(|kind| kind == "idx")).unwrap()
}

fn damage_by_cutting(files: &[std::path::PathBuf]) -> bool {
    let file = of_a_part(files);
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    false
}

fn damage_by_writing(files: &[std::path::PathBuf]) -> bool {
    let file = of_a_part(files);
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(file, bytes).unwrap();
    false
}

fn damage_the_list(files: &[std::path::PathBuf]) -> bool {
    let list = files.iter().find(|file| file.ends_with("meta.json")).unwrap();
    fs::write(list, "{").unwrap();
    false
}

fn damage_by_deleting(files: &[std::path::PathBuf]) -> bool {
    fs::remove_file(of_a_part(files)).unwrap();
    false
}

#[tokio::test]
async fn an_index_of_another_version_is_built_anew() {
    let mut house = House::new().await;
    house.publish(&a_story("bridge").titled("Bridge")).await;
    house.catch_up().await;
    let list = files_in(&house.folder()).into_iter().find(|file| file.ends_with("meta.json")).unwrap();
    let text = fs::read_to_string(&list).unwrap();
    assert!(text.contains("\\\"version\\\":"), "{text}");
    fs::write(&list, text.replacen("\\\"version\\\":", "\\\"version\\\":9", 1)).unwrap();
    house.search = house.reopened();
    assert_eq!(house.search.catch_up(&house.store).await.unwrap().built, 1);
    assert_eq!(house.find("bridge").await, ["bridge"]);
}

#[tokio::test]
async fn an_index_that_is_ahead_of_the_store_is_built_anew() {
    // The database of yesterday was put back, and another story was written since.
    let mut house = House::new().await;
    let other = House::new().await;
    for n in 0..3 {
        house.publish(&a_story(&format!("s{n}")).titled("Bridge")).await;
    }
    house.catch_up().await;
    let from = house.folder().join(house.paper.id().hex());
    let to = other.folder().join(other.paper.id().hex());
    for file in files_in(&from) {
        let place = to.join(file.strip_prefix(&from).unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(&file, place).unwrap();
    }
    house.store = other.store.clone();
    house.paper = other.paper.clone();
    house.search = other.reopened();
    house.publish(&a_story("new").titled("Bridge")).await;
    assert_eq!(house.search.catch_up(&house.store).await.unwrap().built, 1);
    assert_eq!(house.search.catch_up(&house.store).await.unwrap().built, 0);
    assert_eq!(house.find("bridge").await, ["new"]);
}

#[tokio::test]
async fn a_rebuilt_index_replaces_the_old_one_and_its_files() {
    let house = House::new().await;
    house.publish(&a_story("bridge").titled("Bridge")).await;
    house.catch_up().await;
    let before = files_in(&house.folder()).len();
    for _ in 0..3 {
        assert_eq!(house.search.rebuild(&house.store, house.paper.id()).await.unwrap(), Some(1));
        assert_eq!(house.find("bridge").await, ["bridge"]);
    }
    assert_eq!(files_in(&house.folder()).len(), before);
}

#[tokio::test]
async fn an_index_that_another_process_put_in_place_is_taken() {
    let house = House::new().await;
    house.publish(&a_story("bridge").titled("Bridge")).await;
    house.catch_up().await;
    let other = house.reopened();
    other.rebuild(&house.store, house.paper.id()).await.unwrap();
    house.publish(&a_story("second").titled("Bridge")).await;
    assert_eq!(house.search.catch_up(&house.store).await.unwrap().built, 0);
    assert_eq!(house.ask(&SearchRequest::new("bridge")).await.total, 2);
}

#[tokio::test]
async fn a_site_that_changes_its_language_is_indexed_anew() {
    let mut house = House::new().await;
    house.publish(&a_story("bridge").titled("Die Häuser")).await;
    house.catch_up().await;
    let mut settings = house.paper.settings.clone();
    settings.set("locale", "de").unwrap();
    let (site, chosen) = (house.paper.id(), settings.clone());
    house
        .store
        .write(move |tx| Box::pin(async move { tx.save_settings(site, &chosen).await.map(|_| ()) }))
        .await
        .unwrap();
    house.paper.settings = settings;
    assert_eq!(house.find("haus").await, [""; 0]);
    house.catch_up().await;
    assert_eq!(house.find("haus").await, ["bridge"]);
}

#[tokio::test]
async fn a_site_that_is_gone_leaves_nothing_behind() {
    let house = House::new().await;
    let gone = found(&house.store, "gone.example", &[]).await;
    house.catch_up().await;
    assert!(house.folder().join(gone.id().hex()).exists());
    let site = gone.id();
    house.store.write(move |tx| Box::pin(async move { tx.delete_site(site).await })).await.unwrap();
    house.catch_up().await;
    assert!(!house.folder().join(gone.id().hex()).exists());
    assert!(house.folder().join(house.paper.id().hex()).exists());
}

#[tokio::test]
async fn a_follower_takes_in_what_is_written_and_builds_beside_its_work() {
    let house = House::new().await;
    let (search, store) = (house.search.clone(), house.store.clone());
    let follower = tokio::spawn(async move { search.follow(store).await });
    house.publish(&a_story("bridge").titled("Bridge")).await;
    let last = house.store.read().await.unwrap().last_seq().await.unwrap();
    house.search.settled(last).await;
    assert_eq!(house.find("bridge").await, ["bridge"]);
    house.publish(&a_story("second").titled("Bridge")).await;
    let last = house.store.read().await.unwrap().last_seq().await.unwrap();
    house.search.settled(last).await;
    assert_eq!(house.ask(&SearchRequest::new("bridge")).await.total, 2);
    follower.abort();
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let Err(error) = Search::open(&file.path().join("search")) else { panic!("opened") };
    assert!(error.to_string().contains(file.path().to_str().unwrap()), "{error}");
}

#[tokio::test]
async fn a_search_that_is_closed_stops_following_and_answers_on() {
    let house = House::new().await;
    house.publish(&a_story("before").titled("Bridge")).await;
    let follower = tokio::spawn({
        let (search, store) = (house.search.clone(), house.store.clone());
        async move { search.follow(store).await }
    });
    house.search.settled(house.store.read().await.unwrap().last_seq().await.unwrap()).await;
    house.search.close();
    follower.await.unwrap();
    house.publish(&a_story("after").titled("Bridge")).await;
    house.search.follow(house.store.clone()).await;
    assert_eq!(house.find("bridge").await, ["before"]);
}

#[tokio::test]
async fn an_index_is_not_finished_when_the_search_is_closed_meanwhile() {
    let house = House::new().await;
    house.publish(&a_story("bridge").titled("Bridge")).await;
    house.search.close();
    let built = house.search.rebuild(&house.store, house.paper.id()).await;
    assert!(matches!(built, Err(SearchError::Closing)), "{built:?}");
    assert_eq!(files_in(&house.folder()).len(), 0);
    assert_eq!(house.reopened().catch_up(&house.store).await.unwrap().built, 1);
}
