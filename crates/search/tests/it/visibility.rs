//! The one rule of visibility: what a reader may not see is not found, not counted and not suggested.

use dateline_model::{CommentState, PostStatus, Visibility};
use dateline_search::{Audience, SearchRequest, Within};

use crate::paper::{HOUR, House, NOON, a_comment, a_story, a_tag, an_author, found, slugs};

#[tokio::test]
async fn an_embargoed_story_is_findable_at_its_hour_and_not_before() {
    let house = House::new().await;
    let tag = house.tag(&a_tag("Ports")).await;
    house.publish(&a_story("open").titled("Harbour").under(tag)).await;
    let story = house.publish(&a_story("secret").titled("Harbour takeover").under(tag).of(NOON + HOUR)).await;
    house.comment(&a_comment(&story, "a leak")).await;
    house.catch_up().await;
    let request = SearchRequest { facets: true, ..SearchRequest::new("harbour") };
    let before = house.ask_at(&request, NOON + HOUR - 1).await;
    assert_eq!((slugs(&before), before.total), (vec!["open".to_owned()], 1));
    assert_eq!(before.facets.tags[0].1, 1);
    assert_eq!(house.find_at("leak in:comments", NOON + HOUR - 1).await, [""; 0]);
    // Not even as what a misspelling may have meant.
    assert_eq!(house.ask_at(&SearchRequest::new("takeovr"), NOON).await.did_you_mean, None);
    // No change is written at the hour; the hour alone decides.
    let after = house.ask_at(&request, NOON + HOUR).await;
    assert_eq!((after.total, after.facets.tags[0].1), (2, 2));
    assert_eq!(house.find_at("leak in:comments", NOON + HOUR).await, ["secret"]);
    let mended = house.ask_at(&SearchRequest::new("takeovr"), NOON + HOUR).await;
    assert_eq!(mended.did_you_mean.as_deref(), Some("takeover"));
}

#[tokio::test]
async fn drafts_are_found_at_the_desk_alone() {
    let house = House::new().await;
    let draft = a_story("draft").titled("Harbour").with(|post| {
        post.status = PostStatus::Draft;
        post.visibility = Visibility::HIDDEN;
    });
    house.publish(&draft).await;
    house.publish(&a_story("trash").titled("Harbour").with(|post| post.status = PostStatus::Trashed)).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, [""; 0]);
    let desk = SearchRequest { audience: Audience::Desk, ..SearchRequest::new("harbour") };
    assert_eq!(slugs(&house.ask(&desk).await), ["draft"]);
}

#[tokio::test]
async fn a_retracted_story_is_gone_with_its_comments_and_comes_back_with_them() {
    let house = House::new().await;
    let mut story = house.publish(&a_story("bridge").titled("Harbour")).await;
    house.comment(&a_comment(&story, "well said")).await;
    house.catch_up().await;
    assert_eq!(house.find("said in:comments").await, ["bridge"]);
    story.visibility = Visibility::HIDDEN;
    story.status = PostStatus::Draft;
    house.change(&story).await;
    // Even before the index knows.
    assert_eq!(house.find("harbour").await, [""; 0]);
    assert_eq!(house.ask(&SearchRequest::new("harbour")).await.total, 0);
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, [""; 0]);
    assert_eq!(house.find("said in:comments").await, [""; 0]);
    story.visibility = Visibility::public_from(NOON);
    house.change(&story).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, ["bridge"]);
    assert_eq!(house.find("said in:comments").await, ["bridge"]);
}

#[tokio::test]
async fn a_deleted_story_is_gone_with_its_comments() {
    let house = House::new().await;
    let story = house.publish(&a_story("bridge").titled("Harbour")).await;
    house.comment(&a_comment(&story, "well said")).await;
    house.catch_up().await;
    house.delete(&story).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, [""; 0]);
    assert_eq!(house.search.state(house.paper.id()).cards, 0);
}

#[tokio::test]
async fn only_approved_comments_are_found() {
    let house = House::new().await;
    let story = house.publish(&a_story("bridge").titled("Harbour")).await;
    let mut comment = a_comment(&story, "trolleybus");
    comment.state = CommentState::Pending;
    house.comment(&comment).await;
    house.catch_up().await;
    assert_eq!(house.find("trolleybus in:comments").await, [""; 0]);
    house.moderate(&comment, CommentState::Approved).await;
    house.catch_up().await;
    assert_eq!(house.find("trolleybus in:comments").await, ["bridge"]);
    house.moderate(&comment, CommentState::Spam).await;
    assert_eq!(house.find("trolleybus in:comments").await, [""; 0]);
    house.catch_up().await;
    assert_eq!(house.search.state(house.paper.id()).cards, 1);
}

#[tokio::test]
async fn two_papers_never_mix() {
    let mut house = House::new().await;
    house.publish(&a_story("bell").titled("Harbour")).await;
    let bell = house.paper.clone();
    house.paper = found(&house.store, "other.example", &[]).await;
    house.publish(&a_story("other").titled("Harbour")).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, ["other"]);
    house.paper = bell;
    assert_eq!(house.find("harbour").await, ["bell"]);
}

#[tokio::test]
async fn what_is_taken_back_is_in_no_count_before_the_index_has_followed() {
    let house = House::new().await;
    let (ana, ports) = (house.author(&an_author("Ana Reis")).await, house.tag(&a_tag("Ports")).await);
    let mut story = house.publish(&a_story("gone").titled("Zeppelin").by(ana).under(ports)).await;
    house.comment(&a_comment(&story, "a fine zeppelin")).await;
    house.publish(&a_story("stays").titled("Zeppelin over the harbour")).await;
    house.catch_up().await;
    let request = SearchRequest { facets: true, per_page: 1, page: 2, ..SearchRequest::new("zeppelin") };
    assert_eq!(house.ask(&request).await.total, 2);
    story.visibility = Visibility::HIDDEN;
    story.status = PostStatus::Draft;
    house.change(&story).await;
    // Nobody has followed the log: the index still has the story, even for the page that does not show it.
    let results = house.ask(&SearchRequest { page: 1, ..request.clone() }).await;
    assert_eq!((slugs(&results), results.total), (vec!["stays".to_owned()], 1));
    assert!(results.facets.tags.is_empty() && results.facets.authors.is_empty(), "{:?}", results.facets);
    assert_eq!(house.ask(&SearchRequest::new("zeppelin in:comments")).await.total, 0);
    let mut read = house.store.read().await.unwrap();
    let offered = house.search.suggest(&mut read, &house.paper, NOON, "zepp", 5).await.unwrap();
    assert_eq!((offered.total, offered.stories.len()), (1, 1));
}

/// Nothing that readers get says anything of a story with the word "zeppelin": no hit, number, facet, suggestion,
/// correction or related story.
async fn is_silent_about_the_zeppelin(house: &House, beside: &dateline_model::Post) {
    for query in [
        "zeppelin",
        "zeppelin OR harbour",
        "zepp*",
        "tag:airships",
        "author:\"Ada Vane\"",
        "zeppelin in:comments",
    ] {
        let request = SearchRequest { facets: true, ..SearchRequest::new(query) };
        let results = house.ask(&request).await;
        assert!(!slugs(&results).contains(&"secret".to_owned()), "{query}");
        let expected = u64::from(query.contains("harbour"));
        assert_eq!(results.total, expected, "{query}");
        let facets = format!("{:?}", results.facets);
        assert!(!facets.contains("Airships") && !facets.contains("Ada Vane"), "{query}: {facets}");
    }
    for misspelt in ["zepelin", "zeppelni", "Vaen", "airshpis"] {
        let results = house.ask(&SearchRequest::new(misspelt)).await;
        assert_eq!((results.total, results.did_you_mean), (0, None), "{misspelt}");
    }
    let mut read = house.store.read().await.unwrap();
    for typed in ["zep", "air", "ada", "harbour zep"] {
        let offered = house.search.suggest(&mut read, &house.paper, NOON, typed, 5).await.unwrap();
        let said = format!("{:?} {:?} {:?}", offered.stories, offered.tags, offered.authors);
        assert!(
            !said.contains("eppelin") && !said.contains("Airships") && !said.contains("Ada"),
            "{typed}: {said}"
        );
    }
    let tags = read.tags_of(house.paper.id(), &[beside.id]).await.unwrap();
    let tags: Vec<_> = tags.into_iter().map(|(_, tag)| tag).collect();
    let related = house.search.related(&mut read, &house.paper, NOON, (beside, &tags), 5).await.unwrap();
    assert!(related.iter().all(|link| !link.permalink.contains("secret")));
}

#[tokio::test]
async fn an_unpublished_scheduled_or_deleted_story_is_silent_everywhere() {
    let house = House::new().await;
    let (ada, airships) = (house.author(&an_author("Ada Vane")).await, house.tag(&a_tag("Airships")).await);
    let text = "<p>The harbour crane lifted crates of oranges before the storm.</p>";
    let beside = house.publish(&a_story("harbour").titled("The harbour crane").saying(text)).await;
    let secret = a_story("secret")
        .titled("The zeppelin lands")
        .saying("<p>A zeppelin came over the crane and its crates of oranges.</p>")
        .by(ada)
        .under(airships);
    let mut story = house.publish(&secret).await;
    house.comment(&a_comment(&story, "what a zeppelin")).await;
    house.catch_up().await;
    assert_eq!(house.find("zeppelin").await, ["secret"]);
    let (published, hour) = (story.clone(), NOON + HOUR);
    story.status = PostStatus::Scheduled;
    story.visibility = Visibility::public_from(hour);
    story.published_at = Some(hour);
    house.change(&story).await;
    is_silent_about_the_zeppelin(&house, &beside).await;
    house.catch_up().await;
    is_silent_about_the_zeppelin(&house, &beside).await;
    house.change(&published).await;
    house.catch_up().await;
    story = published;
    story.status = PostStatus::Draft;
    story.visibility = Visibility::HIDDEN;
    house.change(&story).await;
    is_silent_about_the_zeppelin(&house, &beside).await;
    house.catch_up().await;
    is_silent_about_the_zeppelin(&house, &beside).await;
    house.delete(&story).await;
    is_silent_about_the_zeppelin(&house, &beside).await;
    house.catch_up().await;
    is_silent_about_the_zeppelin(&house, &beside).await;
}

#[tokio::test]
async fn who_may_read_only_own_stories_finds_only_these() {
    let house = House::new().await;
    let (ana, rui) =
        (house.author(&an_author("Ana Reis")).await, house.author(&an_author("Rui Costa")).await);
    let draft = |slug: &str| {
        a_story(slug).titled("Zeppelin plans").with(|post| {
            post.status = PostStatus::Draft;
            post.visibility = Visibility::HIDDEN;
        })
    };
    house.publish(&draft("ana").by(ana)).await;
    house.publish(&draft("rui").by(rui)).await;
    house.publish(&a_story("open").titled("Zeppelin plans made public").by(rui)).await;
    house.catch_up().await;
    let own = SearchRequest { audience: Audience::Own(ana), facets: true, ..SearchRequest::new("zeppelin") };
    let results = house.ask(&own).await;
    assert_eq!((slugs(&results), results.total), (vec!["ana".to_owned()], 1));
    assert_eq!(results.facets.authors.len(), 1);
    let drafts = Within { status: Some(PostStatus::Draft), ..Within::default() };
    let desk = SearchRequest { audience: Audience::Desk, within: drafts, ..SearchRequest::new("zeppelin") };
    assert_eq!(house.ask(&desk).await.total, 2);
    let misspelt = SearchRequest { text: "zepelin public".to_owned(), ..own };
    assert_eq!(house.ask(&misspelt).await.did_you_mean, None);
}
