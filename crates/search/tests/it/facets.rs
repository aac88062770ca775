//! How hits divide by tag, author and year.

use dateline_search::{Facets, SearchRequest};

use crate::paper::{HOUR, House, a_story, a_tag, an_author, found};

#[tokio::test]
async fn hits_divide_by_tag_author_and_year_in_the_newsroom() {
    let mut house = House::new().await;
    house.paper = found(&house.store, "lisbon.example", &[("timezone", "Asia/Tokyo")]).await;
    let (ana, rui) =
        (house.author(&an_author("Ana Reis")).await, house.author(&an_author("Rui Costa")).await);
    let (ports, secret) = (house.tag(&a_tag("Ports")).await, house.tag(&a_tag("#check")).await);
    let new_year_in_tokyo = 1_704_034_800_000; // 31 December 2023, 15:00 UTC
    house.publish(&a_story("a").titled("Bridge").by(ana).by(rui).under(ports).of(new_year_in_tokyo)).await;
    house.publish(&a_story("b").titled("Bridge").by(ana).under(secret).of(new_year_in_tokyo - HOUR)).await;
    house.publish(&a_story("c").titled("Bridge").by(ana)).await;
    house.publish(&a_story("d").titled("Toll").by(rui).under(ports)).await;
    house.catch_up().await;
    let asked = SearchRequest { facets: true, ..SearchRequest::new("bridge") };
    let facets = house.ask(&asked).await.facets;
    let tags: Vec<(&str, u64)> = facets.tags.iter().map(|(tag, n)| (tag.name.as_str(), *n)).collect();
    assert_eq!(tags, [("Ports", 1)]);
    let authors: Vec<(&str, u64)> =
        facets.authors.iter().map(|(author, n)| (author.name.as_str(), *n)).collect();
    assert_eq!(authors, [("Ana Reis", 3), ("Rui Costa", 1)]);
    assert_eq!(facets.years, [(2026, 1), (2024, 1), (2023, 1)]);
    assert_eq!(house.ask(&SearchRequest::new("bridge")).await.facets, Facets::default());
    assert!(house.find("check").await.is_empty(), "a tag of the newsroom's own is no word of the story");
}
