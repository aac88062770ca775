//! Where a word may stand to be found, and what operators narrow.

use dateline_model::Comment;
use dateline_search::{Order, PAGES_MAX, PER_PAGE_MAX, SearchRequest};

use crate::paper::{DAY, House, NOON, a_comment, a_story, a_tag, an_author, slugs};

#[tokio::test]
async fn the_last_word_of_the_last_paragraph_is_found() {
    let house = House::new().await;
    let long = "<p>Nothing of note was said.</p>".repeat(500) + "<p>And then came the hydrofoil.</p>";
    house.publish(&a_story("ferry").titled("A ferry").saying(&long)).await;
    house.publish(&a_story("other").titled("Another").saying("<p>Nothing.</p>")).await;
    house.catch_up().await;
    assert_eq!(house.find("hydrofoil").await, ["ferry"]);
    let results = house.ask(&SearchRequest::new("hydrofoil")).await;
    assert!(results.hits[0].snippet.contains("the <mark>hydrofoil</mark>."), "{}", results.hits[0].snippet);
}

#[tokio::test]
async fn words_around_the_text_are_found() {
    let house = House::new().await;
    let ana = house.author(&an_author("Ana Reis")).await;
    let ports = house.tag(&a_tag("Ports")).await;
    let html =
        "<figure><img src=\"a.jpg\" alt=\"A lighthouse\"><figcaption>Under the gantry</figcaption></figure>";
    let story = a_story("bridge").titled("Bridge reopens").saying(html).by(ana).under(ports).with(|post| {
        post.image_alt = Some("Cormorants".to_owned());
        post.image_caption = Some("Photo: Estevão".to_owned());
        post.excerpt = Some("After nine winters".to_owned());
        post.dateline = Some("LISBON".to_owned());
    });
    house.publish(&story).await;
    house.catch_up().await;
    for word in
        ["lighthouse", "gantry", "cormorants", "estevao", "winters", "lisbon", "reis", "ports", "reopened"]
    {
        assert_eq!(house.find(word).await, ["bridge"], "{word}");
    }
    assert_eq!(house.find("dragons").await, [""; 0]);
}

#[tokio::test]
async fn a_page_is_found_like_a_story() {
    let house = House::new().await;
    house
        .publish(
            &a_story("imprint").titled("Imprint").with(|post| post.kind = dateline_model::PostKind::Page),
        )
        .await;
    house.catch_up().await;
    assert_eq!(house.find("imprint").await, ["imprint"]);
}

#[tokio::test]
async fn a_comment_is_found_only_in_comments() {
    let house = House::new().await;
    let story = house.publish(&a_story("bridge").titled("Bridge reopens")).await;
    let comment =
        Comment { author_name: "Marta".to_owned(), ..a_comment(&story, "What about the <b>trolleybus</b>?") };
    house.comment(&comment).await;
    house.catch_up().await;
    assert_eq!(house.find("trolleybus").await, [""; 0]);
    let results = house.ask(&SearchRequest::new("trolleybus in:comments")).await;
    assert_eq!((slugs(&results), results.total, results.comments), (vec!["bridge".to_owned()], 1, true));
    assert_eq!(results.hits[0].comment.as_ref().map(|found| found.id), Some(comment.id));
    assert_eq!(results.hits[0].snippet, "What about the <mark>trolleybus</mark>?");
    assert_eq!(house.find("in:comments author:marta").await, ["bridge"]);
    assert_eq!(house.find("in:comments reopens").await, [""; 0]);
}

#[tokio::test]
async fn a_query_narrows_as_it_says() {
    let house = House::new().await;
    let (ana, rui) =
        (house.author(&an_author("Ana Reis")).await, house.author(&an_author("Rui Costa")).await);
    let policy = house.tag(&a_tag("Foreign Policy")).await;
    let january = 1_704_067_200_000; // 1 January 2024, 00:00 UTC
    let html = "<p>The long bridge over the river is open.</p>";
    house.publish(&a_story("old").titled("One").saying(html).by(ana).under(policy).of(january - 1)).await;
    house.publish(&a_story("new").titled("Two").saying(html).by(rui).of(january)).await;
    house
        .publish(&a_story("tunnel").titled("Three").saying("<p>The river bridge is no tunnel.</p>").by(rui))
        .await;
    house.catch_up().await;
    let check = async |query: &str, expected: &[&str]| {
        let mut found = house.find(query).await;
        found.sort();
        assert_eq!(found, expected, "{query}");
    };
    check("bridge", &["new", "old", "tunnel"]).await;
    check("bridge river", &["new", "old", "tunnel"]).await;
    check("\"long bridge\"", &["new", "old"]).await;
    check("\"bridge long\"", &[]).await;
    check("\"over the river\"", &["new", "old"]).await;
    check("bridge -tunnel", &["new", "old"]).await;
    check("bridge -\"long bridge\"", &["tunnel"]).await;
    check("tunnel OR one", &["old", "tunnel"]).await;
    check("author:ana-reis", &["old"]).await;
    check("author:\"Rui Costa\" bridge", &["new", "tunnel"]).await;
    check("author:costa", &["new", "tunnel"]).await;
    check("-author:costa", &["old"]).await;
    check("tag:foreign-policy", &["old"]).await;
    check("tag:\"foreign policy\"", &["old"]).await;
    check("tag:policy bridge", &["old"]).await;
    check("tag:nothing", &[]).await;
    check("before:2024", &["old"]).await;
    check("bridge after:2024", &["new", "tunnel"]).await;
    check("bridge after:2024-01-01 before:2024-01-02", &["new"]).await;
    check("tunn*", &["tunnel"]).await;
    check("", &[]).await;
    check("!!!", &[]).await;
}

#[tokio::test]
async fn with_no_story_that_has_all_words_those_with_most_are_shown_and_said_to_be() {
    let house = House::new().await;
    house.publish(&a_story("bridge").titled("Bridge over the river reopens")).await;
    house.publish(&a_story("toll").titled("Toll")).await;
    house.catch_up().await;
    let results = house.ask(&SearchRequest::new("bridge river dragons")).await;
    assert_eq!((slugs(&results), results.relaxed), (vec!["bridge".to_owned()], true));
    let results = house.ask(&SearchRequest::new("bridge river")).await;
    assert!(!results.relaxed);
}

#[tokio::test]
async fn small_words_are_no_hindrance_and_still_make_phrases() {
    let house = House::new().await;
    house.publish(&a_story("hamlet").titled("To be or not to be")).await;
    house.publish(&a_story("bridge").titled("Bridge reopens")).await;
    house.catch_up().await;
    assert_eq!(house.find("the bridge of").await, ["bridge"]);
    assert_eq!(house.find("to be or not to be").await, ["hamlet"]);
    assert_eq!(house.find("\"or not to be\"").await, ["hamlet"]);
    assert_eq!(house.find("\"not or to be\"").await, [""; 0]);
}

#[tokio::test]
async fn results_come_in_pages_and_by_date() {
    let house = House::new().await;
    for n in 0..25 {
        house.publish(&a_story(&format!("s{n:02}")).titled("Bridge").of(NOON - (n + 1) * DAY)).await;
    }
    house.catch_up().await;
    let request = SearchRequest { order: Order::Newest, ..SearchRequest::new("bridge") };
    let page = async |page, per_page| house.ask(&SearchRequest { page, per_page, ..request.clone() }).await;
    let first = page(1, 10).await;
    assert_eq!((first.total, first.pages, first.hits.len()), (25, 3, 10));
    assert_eq!(slugs(&first)[..3], ["s00", "s01", "s02"]);
    assert_eq!(slugs(&page(3, 10).await), ["s20", "s21", "s22", "s23", "s24"]);
    assert_eq!(slugs(&page(4, 10).await), [""; 0]);
    assert_eq!(page(0, 0).await.hits.len(), 1);
    assert_eq!(page(PAGES_MAX + 1, PER_PAGE_MAX + 1).await.hits.len(), 0);
}

#[tokio::test]
async fn headlines_and_passages_are_safe_html() {
    let house = House::new().await;
    let html = "<p>if a &lt; b &amp;&amp; <b>toll</b> &gt; 3 then &lt;script&gt;</p>";
    house.publish(&a_story("toll").titled("<b>Toll</b> & \"more\"").saying(html)).await;
    house.catch_up().await;
    let results = house.ask(&SearchRequest::new("toll")).await;
    let hit = &results.hits[0];
    assert_eq!(hit.title, "&lt;b&gt;<mark>Toll</mark>&lt;/b&gt; &amp; &quot;more&quot;");
    assert_eq!(hit.snippet, "if a &lt; b &amp;&amp; <mark>toll</mark> &gt; 3 then &lt;script&gt;");
}
