//! Whatever is typed is answered.

use dateline_search::{QUERY_CHARS_MAX, SearchRequest};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::hostile_queries::hostile_queries;
use crate::paper::{House, NOON, a_comment, a_story, a_tag};

async fn archive() -> House {
    let house = House::new().await;
    let tag = house.tag(&a_tag("Ports")).await;
    for n in 0..20 {
        let html =
            format!("<p>The harbour bridge number {n} was opened by General Kayani in 東京 and Москва.</p>");
        let story = house.publish(&a_story(&format!("s{n}")).titled("Bridge").saying(&html).under(tag)).await;
        house.comment(&a_comment(&story, "well said")).await;
    }
    house.catch_up().await;
    house
}

#[tokio::test]
async fn a_thousand_hostile_queries_are_answered() {
    let house = archive().await;
    let queries = hostile_queries();
    assert!(queries.len() >= 1_000, "{}", queries.len());
    for query in queries {
        for request in
            [SearchRequest::new(query.clone()), SearchRequest { typing: true, ..SearchRequest::new(query) }]
        {
            let mut read = house.store.read().await.unwrap();
            house.search.search(&mut read, &house.paper, NOON, &request).await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_stands_beyond_the_limit_of_a_query_does_not_narrow_it() {
    let house = archive().await;
    let padded = |chars: usize| format!("bridge{}dragons", " ".repeat(chars - "bridge".len()));
    assert_eq!(house.ask(&SearchRequest::new(padded(QUERY_CHARS_MAX))).await.total, 20);
    let narrowed = house.ask(&SearchRequest::new(padded(QUERY_CHARS_MAX - "dragons".len()))).await;
    assert!(narrowed.relaxed || narrowed.total == 0);
}

#[test]
fn any_text_is_answered() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let house = runtime.block_on(archive());
    let config = ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() };
    let texts = (r#"\PC{0,60}|[a-z"*:() -]{0,40}|[\x00-\x7f]{0,40}"#, any::<bool>());
    let answered = TestRunner::new(config).run(&texts, |(text, typing)| {
        runtime.block_on(async {
            let mut read = house.store.read().await.unwrap();
            let request = SearchRequest { typing, facets: true, ..SearchRequest::new(text) };
            house.search.search(&mut read, &house.paper, NOON, &request).await.unwrap();
        });
        Ok(())
    });
    answered.unwrap();
}
