//! Names in every spelling, and misspelt words.

use dateline_search::SearchRequest;

use crate::paper::{House, a_story, slugs};
use crate::variants::{Name, names};

#[tokio::test]
async fn a_reader_finds_the_general_in_either_spelling() {
    let house = House::new().await;
    house.publish(&a_story("headline").titled("General Kiyani visits")).await;
    house.publish(&a_story("text").titled("The visit").saying("<p>General Ashfaq Kayani said so.</p>")).await;
    house.publish(&a_story("other").titled("Kenyatta visits").saying("<p>The president came.</p>")).await;
    house.catch_up().await;
    // The spelling that was asked for comes first.
    assert_eq!(house.find("kiyani").await, ["headline", "text"]);
    assert_eq!(house.find("Kayani").await, ["text", "headline"]);
    assert_eq!(house.find("general keyani").await.len(), 2);
    let results = house.ask(&SearchRequest::new("kiyani")).await;
    assert!(results.hits[1].snippet.contains("<mark>Kayani</mark>"), "{}", results.hits[1].snippet);
}

#[tokio::test]
async fn a_name_is_found_across_scripts() {
    let house = House::new().await;
    house.publish(&a_story("ru").titled("Хрущёв в Нью-Йорке").in_language("ru")).await;
    house.publish(&a_story("ar").titled("معمر القذافي في طرابلس").in_language("ar")).await;
    house.publish(&a_story("en").titled("Khrushchev in New York")).await;
    house.catch_up().await;
    for query in ["chruschtschow", "khrushchev", "Хрущев"] {
        let mut found = house.find(query).await;
        found.sort();
        assert_eq!(found, ["en", "ru"], "{query}");
    }
    assert_eq!(house.find("gaddafi").await, ["ar"]);
    assert_eq!(house.find("kadhafi").await, ["ar"]);
}

#[tokio::test]
async fn an_everyday_word_is_not_taken_for_a_name() {
    let house = House::new().await;
    for n in 0..4 {
        let html = "<p>The bank said that the bank was open.</p>";
        house.publish(&a_story(&format!("bank{n}")).titled("Money").saying(html)).await;
    }
    house.publish(&a_story("bianca").titled("Bianca sings")).await;
    house.catch_up().await;
    assert_eq!(house.find("bank").await.len(), 4);
}

#[tokio::test]
async fn a_misspelt_word_finds_what_was_meant_and_says_so() {
    let house = House::new().await;
    house
        .publish(&a_story("bridge").titled("Harbour bridge reopens").saying("<p>The bridges are open.</p>"))
        .await;
    house.catch_up().await;
    let results = house.ask(&SearchRequest::new("harbuor bridges")).await;
    assert_eq!(slugs(&results), ["bridge"]);
    assert_eq!(results.did_you_mean.as_deref(), Some("harbour bridges"));
    let results = house.ask(&SearchRequest::new("Brigde")).await;
    assert_eq!(results.did_you_mean.as_deref(), Some("Bridge"));
    assert_eq!(house.ask(&SearchRequest::new("bridge")).await.did_you_mean, None);
    assert_eq!(house.ask(&SearchRequest::new("xyzzyxyz")).await.did_you_mean, None);
}

#[tokio::test]
async fn a_rare_spelling_says_which_one_is_usual() {
    let house = House::new().await;
    for n in 0..25 {
        house.publish(&a_story(&format!("s{n}")).titled("Mikhail Gorbachev speaks")).await;
    }
    house.publish(&a_story("rare").titled("Gorbatschow spricht")).await;
    house.catch_up().await;
    let results = house.ask(&SearchRequest::new("gorbatschow")).await;
    assert_eq!((slugs(&results)[0].as_str(), results.total), ("rare", 26));
}

/// Prints a story for each name in the spelling that `printed` says, asks for all other spellings, and answers how
/// many find their story among the first ten, of how many.
async fn recall(printed: impl Fn(&Name) -> Option<String>) -> (usize, usize) {
    let house = House::new().await;
    let mut stories = Vec::new();
    for name in names() {
        let Some(spelling) = printed(&name) else { continue };
        let slug = format!("n{}", stories.len());
        let html =
            format!("<p>Yesterday {spelling} came to the old harbour and spoke to the workers there.</p>");
        house.publish(&a_story(&slug).titled("A visit").saying(&html).in_language("en")).await;
        let own = Some(name.own).filter(|_| !matches!(name.language, "zh" | "ko"));
        let others = name.spellings.into_iter().chain(own).filter(|other| *other != spelling);
        stories.push((slug, others.collect::<Vec<String>>()));
    }
    house.catch_up().await;
    let (mut met, mut all) = (0, 0);
    for (slug, others) in stories {
        for other in others {
            met += usize::from(house.find(&other).await.contains(&slug));
            all += 1;
        }
    }
    (met, all)
}

#[tokio::test]
async fn names_of_eleven_languages_are_found_in_the_spellings_of_their_transliterations() {
    let (met, all) = recall(|name| name.spellings.first().cloned()).await;
    assert!(all >= 300 && met * 100 >= all * 95, "{met} of {all}");
    let has_script = |name: &Name| !matches!(name.language, "zh" | "ko" | "de");
    let (met, all) = recall(|name| has_script(name).then(|| name.own.clone())).await;
    assert!(all >= 300 && met * 100 >= all * 93, "{met} of {all}");
}
