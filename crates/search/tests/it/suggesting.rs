//! What is shown beside a question: suggestions and related stories.

use crate::paper::{HOUR, House, NOON, a_story, a_tag, an_author};

#[tokio::test]
async fn the_beginning_of_a_word_is_enough_while_typing() {
    let house = House::new().await;
    let (ana, ports) =
        (house.author(&an_author("Ana Harding")).await, house.tag(&a_tag("Harbour news")).await);
    house.publish(&a_story("bridge").titled("Harbour bridge").by(ana).under(ports)).await;
    house.publish(&a_story("toll").titled("Toll")).await;
    let empty = house.tag(&a_tag("Harp music")).await;
    house.publish(&a_story("secret").titled("Harpoons").under(empty).of(NOON + HOUR)).await;
    house.catch_up().await;
    let mut read = house.store.read().await.unwrap();
    let mut suggested = async |text: &str| {
        let found = house.search.suggest(&mut read, &house.paper, NOON, text, 5).await.unwrap();
        let stories: Vec<String> = found.stories.iter().map(|hit| hit.post.slug.clone()).collect();
        let names =
            found.tags.iter().map(|tag| tag.name.clone()).chain(found.authors.iter().map(|a| a.name.clone()));
        (stories.join(" "), names.collect::<Vec<String>>().join(", "))
    };
    assert_eq!(suggested("har").await, ("bridge".to_owned(), "Harbour news, Ana Harding".to_owned()));
    assert_eq!(suggested("harbour bri").await, ("bridge".to_owned(), String::new()));
    assert_eq!(suggested("harbour n").await.1, "Harbour news");
    assert_eq!(suggested("harp").await, (String::new(), String::new()));
    assert_eq!(suggested("").await, (String::new(), String::new()));
}

#[tokio::test]
async fn related_stories_share_tags_and_telling_words_and_are_public() {
    let house = House::new().await;
    let ports = house.tag(&a_tag("Ports")).await;
    let bridge = "<p>The swing bridge was repaired by the harbour engineers before the winter.</p>";
    let story =
        house.publish(&a_story("bridge").titled("Swing bridge repaired").saying(bridge).under(ports)).await;
    house.publish(&a_story("again").titled("Swing bridge stuck again").saying(bridge).under(ports)).await;
    house.publish(&a_story("ferry").titled("A new ferry").under(ports)).await;
    house
        .publish(&a_story("cake").titled("How to bake a cake").saying("<p>Flour, eggs and sugar.</p>"))
        .await;
    let embargoed = a_story("secret").titled("Swing bridge sold").saying(bridge).under(ports).of(NOON + HOUR);
    house.publish(&embargoed).await;
    house.catch_up().await;
    let mut read = house.store.read().await.unwrap();
    let tags = read.tags_of(house.paper.id(), &[story.id]).await.unwrap();
    let tags: Vec<_> = tags.into_iter().map(|(_, tag)| tag).collect();
    let related = house.search.related(&mut read, &house.paper, NOON, (&story, &tags), 3).await.unwrap();
    let titles: Vec<&str> = related.iter().map(|link| link.title.as_str()).collect();
    assert_eq!(titles, ["Swing bridge stuck again", "A new ferry"]);
}
