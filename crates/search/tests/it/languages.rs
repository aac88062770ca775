//! Archives in every script, and in several at once.

use crate::paper::{House, a_story, found};

#[tokio::test]
async fn a_word_is_found_in_its_other_forms() {
    let house = House::new().await;
    let stories = [
        ("en", "en", "Three bridges reopened on the harbour", "bridge reopening"),
        ("de", "de", "Die alten Häuser am Fluss wurden verkauft", "haus fluss"),
        ("fr", "fr", "L’économie française a publié ses chiffres", "economie francaise"),
        ("es", "es", "Las elecciones municipales fueron canceladas", "eleccion municipal"),
        ("pt", "pt-BR", "As eleições foram anuladas em São Paulo", "eleicao sao paulo"),
        ("ru", "ru", "Новые мосты открыты после ремонта", "мост ремонт"),
        ("tr", "tr", "İstanbul'daki köprüler açıldı", "istanbul kopru"),
        ("el", "el", "Οι γέφυρες άνοιξαν ξανά", "γεφυρα"),
        ("ar", "ar", "افتتحت الجسور الجديدة في المدينة", "جسور مدينة"),
        ("he", "he", "הגשרים נפתחו מחדש בעיר", "נפתחו בעיר"),
        ("hi", "hi", "शहर में नए पुल खोले गए", "पुल शहर"),
        ("zh", "zh", "昨天市政府宣布大桥重新开放", "大桥 开放"),
        ("ja", "ja", "昨日、東京都は橋の再開を発表した", "東京都 再開"),
        ("ko", "ko", "어제 서울시는 다리를 다시 열었다", "서울시 다리"),
        ("th", "th", "เมื่อวานสะพานเปิดอีกครั้ง", "สะพาน"),
        ("vi", "vi", "Cây cầu đã được mở lại hôm qua", "cay cau"),
        ("pl", "pl", "Mosty zostały otwarte w Łodzi", "lodzi mosty"),
    ];
    for (slug, lang, title, _) in stories {
        house.publish(&a_story(slug).titled(title).in_language(lang)).await;
    }
    house.catch_up().await;
    for (slug, _, title, query) in stories {
        assert_eq!(house.find(query).await.first().map(String::as_str), Some(slug), "{query} in {title}");
    }
}

#[tokio::test]
async fn a_story_that_names_no_language_is_read_in_its_own() {
    let house = House::new().await;
    let german = "<p>Die Häuser am Fluss wurden gestern von der Stadt verkauft, und die Bürger sind nicht glücklich, \
                  weil sie davon erst aus der Zeitung erfahren haben.</p>";
    house.publish(&a_story("de").titled("Verkauf").saying(german)).await;
    house.publish(&a_story("en").titled("Houses sold by the town, and nobody was asked")).await;
    house.catch_up().await;
    assert_eq!(house.find("haus").await, ["de"]);
    assert_eq!(house.find("house").await, ["en"]);
}

#[tokio::test]
async fn a_single_letter_of_a_script_without_blanks_finds_the_words_it_begins() {
    let mut house = House::new().await;
    house.paper = found(&house.store, "jp.example", &[("locale", "ja")]).await;
    house.publish(&a_story("bridge").titled("橋の再開")).await;
    house.publish(&a_story("road").titled("道の再開")).await;
    house.catch_up().await;
    assert_eq!(house.find("橋").await, ["bridge"]);
    assert_eq!(house.find("再開").await.len(), 2);
}

#[tokio::test]
async fn a_quotation_in_another_script_is_found() {
    let house = House::new().await;
    let html = "<p>The minister said: «мосты открыты», and in Tokyo they said 東京都.</p>";
    house.publish(&a_story("quote").titled("Bridges").saying(html)).await;
    house.catch_up().await;
    assert_eq!(house.find("мост").await, ["quote"]);
    assert_eq!(house.find("東京").await, ["quote"]);
}
