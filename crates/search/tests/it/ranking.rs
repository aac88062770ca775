//! What comes first.

use crate::paper::{DAY, House, NOON, a_story, a_tag, an_author};

#[tokio::test]
async fn a_headline_counts_more_than_a_passing_word() {
    let house = House::new().await;
    let passing =
        "<p>Somebody said bridge once in a long text about the weather and the wind and the rain.</p>";
    house.publish(&a_story("passing").titled("Weather").saying(passing)).await;
    house.publish(&a_story("headline").titled("Bridge reopens").saying("<p>It is open, they say.</p>")).await;
    house.catch_up().await;
    assert_eq!(house.find("bridge").await, ["headline", "passing"]);
}

#[tokio::test]
async fn of_equals_the_newer_comes_first_but_newness_alone_does_not_win() {
    let house = House::new().await;
    house.publish(&a_story("old").titled("Bridge reopens").of(NOON - 3_000 * DAY)).await;
    house.publish(&a_story("new").titled("Bridge reopens").of(NOON - DAY)).await;
    let passing =
        "<p>Somebody said bridge once in a long text about the weather and the wind and the rain.</p>";
    house.publish(&a_story("newest").titled("Weather").saying(passing).of(NOON)).await;
    house.catch_up().await;
    assert_eq!(house.find("bridge").await, ["new", "old", "newest"]);
}

#[tokio::test]
async fn words_side_by_side_count_more_than_words_apart() {
    let house = House::new().await;
    let apart = "<p>The foreign guests came late. Nobody knew the new policy of the hotel.</p>";
    let together = "<p>The guests came late. Nobody knew the foreign policy of the new hotel.</p>";
    house.publish(&a_story("apart").titled("A").saying(apart)).await;
    house.publish(&a_story("together").titled("B").saying(together)).await;
    house.catch_up().await;
    assert_eq!(house.find("foreign policy").await, ["together", "apart"]);
}

#[tokio::test]
async fn who_signed_a_story_comes_before_who_is_named_in_one() {
    let house = House::new().await;
    let ana = house.author(&an_author("Ana Reis")).await;
    let tag = house.tag(&a_tag("Ports")).await;
    house
        .publish(&a_story("named").titled("A").saying("<p>Later Ana Reis spoke of ports and of the sea.</p>"))
        .await;
    house
        .publish(
            &a_story("signed")
                .titled("B")
                .saying("<p>The minister spoke of ships there.</p>")
                .by(ana)
                .under(tag),
        )
        .await;
    house.catch_up().await;
    assert_eq!(house.find("ana reis").await, ["signed", "named"]);
    assert_eq!(house.find("ports").await, ["signed", "named"]);
}
