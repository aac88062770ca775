//! The search page without scripts: what a reader types, what the archive answers.

use std::path::{Path, PathBuf};

use dateline_model::{KeyKind, Role};
use dateline_newsroom::{Move, PostEdit};
use dateline_web::AppOptions;
use http::StatusCode;
use serde_json::json;

use crate::newspaper::{Client, MINUTE, TestApp, a_page, a_post, unescaped};

#[tokio::test]
async fn a_reader_finds_a_story_by_a_word_of_its_last_paragraph() {
    let bell = TestApp::new().await;
    bell.publish(a_post().saying("<p>It rained.</p><p>The mayor lost a periscope.</p>")).await;
    bell.publish(a_post().titled("Another day").saying("<p>Nothing happened.</p>")).await;
    let bell = bell.searched().await;
    let page = bell.reader().get("/search/?q=periscope").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Harbour bridge reopens") && !page.text().contains("Another day"));
    assert!(page.text().contains("value=\"periscope\""), "the question stays in its field");
    assert_eq!(page.header("x-robots-tag"), "noindex");
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_name_is_found_in_both_of_its_spellings_and_at_the_addresses_of_old() {
    let bell = TestApp::new().await;
    bell.publish(a_post().titled("General Kiyani speaks").saying("<p>Kayani spoke.</p>")).await;
    let bell = bell.searched().await;
    for path in ["/search?q=kiyani", "/search?q=kayani", "/?s=kayani"] {
        let page = bell.reader().get(path).await;
        let page = page.text().replace("<mark>", "").replace("</mark>", "");
        assert!(page.contains("General Kiyani speaks"), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_out_is_not_found_and_strange_questions_are_answered() {
    let bell = TestApp::new().await;
    bell.draft(a_post().titled("Secret zeppelin")).await;
    let bell = bell.searched().await;
    assert!(!bell.reader().get("/search/?q=zeppelin").await.text().contains("Secret zeppelin"));
    let long = "x".repeat(4_000);
    for words in ["", "%00", "((((", "%22", "-", "tag:", "before:x", "*****", "%F0%9F%9A%8B", long.as_str()] {
        let page = bell.reader().get(&format!("/search/?q={words}")).await;
        assert_eq!(page.status, StatusCode::OK, "{words}");
    }
}

/// A paper with three stories about the bridge, one of them by somebody else and under another tag: the newsroom, which
/// keeps its folder, and the same with an index.
async fn paper_with_bridges() -> (TestApp, TestApp) {
    let bell = TestApp::new().await;
    let first = bell
        .publish(
            a_post()
                .titled("Bridge & ferry")
                .signed(&["Ana Reis"])
                .tagged(&["Ports"])
                .saying("<p>It rained.</p><p>A &lt;script&gt; of the <em>bridge</em> was read aloud.</p>"),
        )
        .await;
    bell.say(&first, "The bridge is too dear.").await;
    bell.clock.advance(MINUTE);
    bell.publish(a_post().titled("Toll on the bridge").signed(&["Ana Reis"]).tagged(&["Money"])).await;
    bell.clock.advance(MINUTE);
    bell.publish(a_post().titled("Night on a bridge").signed(&["Rui Costa"]).tagged(&["Ports"])).await;
    let searched = bell.searched().await;
    (bell, searched)
}

#[tokio::test]
async fn what_was_found_says_why_with_its_words_marked_and_everything_else_escaped() {
    let (_newsroom, bell) = paper_with_bridges().await;
    let page = bell.reader().get("/search/?q=bridge").await.text();
    assert!(page.contains("<mark>Bridge</mark> &amp; ferry"), "{page}");
    assert!(page.contains("A &lt;script&gt; of the <mark>bridge</mark> was read aloud."), "{page}");
    assert!(page.contains("3 results for “bridge”"));
    let hostile = bell.reader().get("/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await.text();
    assert!(!hostile.contains("<script>alert"), "{hostile}");
}

#[tokio::test]
async fn hits_are_narrowed_by_tag_author_and_year_with_links_and_widened_again() {
    let (_newsroom, bell) = paper_with_bridges().await;
    let page = unescaped(&bell.reader().get("/search/?q=bridge").await.text());
    for link in ["q=bridge&tag=ports", "q=bridge&author=ana-reis"] {
        assert!(page.contains(&format!("href=\"/search/?{link}\"")), "{link}: {page}");
    }
    let narrowed = bell.reader().get("/search/?q=bridge&tag=ports&author=ana-reis&year=2026").await;
    let narrowed = unescaped(&narrowed.text());
    assert!(narrowed.contains("1 result for “bridge”") && narrowed.contains("Bridge</mark> & ferry"));
    assert!(narrowed.contains("href=\"/search/?q=bridge&author=ana-reis&year=2026\""), "{narrowed}");
    assert!(narrowed.contains("aria-label=\"Without Ports\""), "{narrowed}");
    let without_words = bell.reader().get("/search/?q=&tag=money").await.text();
    assert!(without_words.contains("Toll on the bridge") && !without_words.contains("ferry"));
    let unknown = bell.reader().get("/search/?q=bridge&tag=%3Cb%3E").await.text();
    assert!(unknown.contains("Nothing found") && !unknown.contains("<b>"), "{unknown}");
}

#[tokio::test]
async fn the_newest_come_first_when_asked_and_comments_are_looked_through_when_chosen() {
    let (_newsroom, bell) = paper_with_bridges().await;
    let page = bell.reader().get("/search/?q=bridge&order=date").await.text();
    let (night, ferry) = (page.find("Night on a").unwrap(), page.find("&amp; ferry").unwrap());
    assert!(night < ferry, "{page}");
    for path in ["/search/?q=dear&in=comments", "/search/?q=dear+in:comments"] {
        let page = bell.reader().get(path).await.text();
        assert!(page.contains("is too <mark>dear</mark>") && page.contains("Comment by Marta"), "{page}");
        assert!(page.contains("#c"), "it leads to the comment");
    }
}

#[tokio::test]
async fn a_reader_who_misspells_is_led_to_what_was_meant_and_who_pages_too_far_to_the_last_page() {
    let (_newsroom, bell) = paper_with_bridges().await;
    let page = unescaped(&bell.reader().get("/search/?q=brigde").await.text());
    assert!(page.contains("<a href=\"/search/?q=bridge\">Did you mean “bridge”?</a>"), "{page}");
    let far = bell.reader().get("/search/?q=bridge&page=7").await;
    assert_eq!((far.status, far.header("location")), (StatusCode::FOUND, "/search/?q=bridge"));
}

#[tokio::test]
async fn a_question_has_a_feed_at_the_addresses_of_blogger_and_wordpress() {
    let (_newsroom, bell) = paper_with_bridges().await;
    for path in ["/feeds/posts/default?q=bridge+tag:ports", "/search/bridge/feed/atom"] {
        let feed = bell.reader().get(path).await;
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8", "{path}");
        assert!(feed.text().contains("Night on a bridge") && feed.text().contains("Bridge &amp; ferry"));
        assert_eq!(feed.header("x-robots-tag"), "noindex");
    }
    for path in ["/?s=bridge&feed=rss2", "/search/bridge/feed/", "/feeds/posts/default?q=bridge&alt=rss"] {
        let feed = bell.reader().get(path).await;
        assert_eq!(feed.header("content-type"), "application/rss+xml; charset=utf-8", "{path}");
    }
    let ports = bell.reader().get("/feeds/posts/default?q=bridge+tag:ports").await.text();
    assert!(!ports.contains("Toll on the bridge"));
    let page = unescaped(&bell.reader().get("/search/?q=bridge").await.text());
    assert!(page.contains("href=\"/feeds/posts/default?q=bridge\""), "{page}");
    let moved = bell.reader().get("/page/2/?s=bridge").await;
    assert_eq!(moved.header("location"), "/search/?q=bridge&page=2");
    assert!(bell.reader().get("/search/bridge/").await.text().contains("3 results"));
}

#[tokio::test]
async fn a_label_with_a_slash_has_a_feed_of_its_own() {
    let bell = TestApp::new().await;
    bell.publish(a_post().titled("Fog").tagged(&["sea/port"])).await;
    bell.publish(a_post().titled("Owl").tagged(&["sea"])).await;
    for path in ["/feeds/posts/default/-/sea/port", "/feeds/posts/default/-/sea%2Fport"] {
        let feed = bell.reader().get(path).await.text();
        assert!(feed.contains("Fog") && !feed.contains("Owl"), "{path}: {feed}");
    }
}

#[tokio::test]
async fn what_readers_say_of_a_matter_has_a_feed_too() {
    let bell = TestApp::new().await;
    let story = bell.publish(a_post().titled("Bridge reopens")).await;
    bell.reader().comment(&story, "I saw a periscope from the bridge").await;
    bell.reader().comment(&story, "Nothing to see here").await;
    let bell = bell.searched().await;
    let page = unescaped(&bell.reader().get("/search/?q=periscope&in=comments").await.text());
    assert!(page.contains("href=\"/feeds/posts/default?q=periscope%20in%3Acomments\""), "{page}");
    let feed = bell.reader().get("/feeds/posts/default?q=periscope%20in%3Acomments").await;
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed = feed.text();
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    assert!(feed.contains("I saw a periscope") && feed.contains("in-reply-to"), "{feed}");
}

#[tokio::test]
async fn who_asks_more_often_than_readers_do_waits() {
    let bell = TestApp::new().await;
    bell.publish(a_post()).await;
    let limited = AppOptions { searches_per_minute: 3, ..AppOptions::default() };
    let bell = bell.served(bell.newsroom.clone(), limited).await;
    for path in ["/search/?q=a", "/search/suggest/?q=ab", "/feeds/posts/default?q=a"] {
        assert_eq!(bell.reader().get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in ["/search/?q=a", "/search/suggest/?q=ab", "/feeds/posts/default?q=a", "/?s=a&feed=rss2"] {
        let refused = bell.reader().get(path).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert_eq!(refused.header("retry-after"), "60");
    }
    assert_eq!(
        bell.reader().get("/feeds/posts/default").await.status,
        StatusCode::OK,
        "a feed is no question"
    );
    bell.clock.advance(MINUTE);
    assert_eq!(bell.reader().get("/search/?q=a").await.status, StatusCode::OK);
}

#[tokio::test]
async fn while_a_reader_types_stories_tags_and_authors_are_offered() {
    let (newsroom, _) = paper_with_bridges().await;
    newsroom.draft(a_post().titled("Bribery at the bridge").tagged(&["Bribes"])).await;
    let bell = newsroom.searched().await;
    let answer = bell.reader().get("/search/suggest/?q=bri").await;
    assert_eq!(answer.header("cache-control"), "private, max-age=60");
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    let json = answer.json();
    assert_eq!(json["said"], "3 results for “bri”");
    assert_eq!(json["all"]["url"], "/search/?q=bri");
    assert_eq!(json["groups"][0]["name"], "Stories");
    assert_eq!(json["groups"][0]["items"].as_array().unwrap().len(), 3);
    assert!(!answer.text().contains("Brib"), "{}", answer.text());
    let author = bell.reader().get("/search/suggest/?q=ana").await.json();
    let groups = author["groups"].as_array().unwrap();
    let item = groups.iter().find(|group| group["name"] == "Authors").unwrap()["items"][0].clone();
    assert_eq!(item, json!({ "title": "Ana Reis", "url": "/author/ana-reis/" }));
    for typed in ["", "b", "%20", &"x".repeat(101)] {
        let json = bell.reader().get(&format!("/search/suggest/?q={typed}")).await.json();
        assert_eq!(json["groups"].as_array().unwrap().len(), 0, "{typed}");
    }
}

#[tokio::test]
async fn programs_find_what_readers_find_and_nothing_else() {
    let (newsroom, _) = paper_with_bridges().await;
    newsroom.draft(a_post().titled("Bridge sold in secret")).await;
    let key = newsroom.key(KeyKind::Content).await.key;
    let bell = newsroom.searched().await;
    let get = async |path: &str| {
        let joint = if path.contains('?') { '&' } else { '?' };
        bell.reader().get(&format!("/ghost/api/content/{path}{joint}key={key}")).await
    };
    assert_eq!(bell.reader().get("/ghost/api/content/search/?q=bridge").await.status, StatusCode::FORBIDDEN);
    let json = get("search/?q=bridge&order=date+desc&limit=2").await.json();
    assert_eq!(json["search"][0]["title"], "Night on a bridge");
    assert_eq!(json["search"][0]["found"]["title_html"], "Night on a <mark>bridge</mark>");
    let pagination = &json["meta"]["pagination"];
    assert_eq!(
        (&pagination["total"], &pagination["pages"], &pagination["next"]),
        (&3.into(), &2.into(), &2.into())
    );
    assert_eq!(json["meta"]["more"], false, "three are all");
    let json = get("search/?q=brigde&status=draft").await.json();
    assert_eq!(
        (json["search"].as_array().unwrap().len(), &json["meta"]["did_you_mean"]),
        (3, &"bridge".into())
    );
    let json = get("search/?q=dear&in=comments").await.json();
    assert!(json["search"][0]["url"].as_str().unwrap().contains("#c"), "{json}");
    for (of, first) in [("posts", "title"), ("authors", "name"), ("tags", "slug")] {
        let page = get(&format!("search-index/{of}/")).await;
        let list = page.json()[of].as_array().unwrap().clone();
        assert!(!list.is_empty() && list.iter().all(|entry| entry[first].is_string()), "{of}: {list:?}");
        assert!(!page.text().contains("secret"));
    }
    assert_eq!(get("search-index/pages/").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn at_the_desk_drafts_are_found_by_those_who_may_read_them() {
    let newsroom = TestApp::new().await;
    newsroom.draft(a_post().titled("Bridge sold in secret").saying("<p>A zeppelin was seen.</p>")).await;
    newsroom.publish(a_page().titled("About the zeppelin")).await;
    let contributor = newsroom.staff(Role::Contributor).await;
    let own = json!({ "posts": [{ "title": "My zeppelin", "html": "<p>Mine.</p>" }] });
    let made = contributor.send_json("POST", "/ghost/api/admin/posts/?source=html", &own).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let bell = newsroom.searched().await;
    let titles = async |client: &Client<'_>, path: &str| -> Vec<String> {
        let page = client.get(&format!("/ghost/api/admin/search/{path}")).await;
        let kind = if path.starts_with("pages") { "pages" } else { "posts" };
        let json = page.json();
        let list = json[kind].as_array().unwrap_or_else(|| panic!("{json}")).clone();
        list.iter().map(|post| post["title"].as_str().unwrap().to_owned()).collect()
    };
    let editor = bell.program().await;
    let mut all = titles(&editor, "posts/?q=zeppelin").await;
    all.sort();
    assert_eq!(all, ["Bridge sold in secret", "My zeppelin"]);
    assert_eq!(titles(&editor, "posts/?q=zeppelin&status=published").await, [""; 0]);
    assert_eq!(titles(&editor, "pages/?q=zeppelin&status=published").await, ["About the zeppelin"]);
    let found = editor.get("/ghost/api/admin/search/posts/?q=seen").await.json();
    assert_eq!(found["posts"][0]["found"]["html"], "A zeppelin was <mark>seen</mark>.");
    // The cookie is of the same database.
    let contributor = contributor.of(&bell);
    assert_eq!(titles(&contributor, "posts/?q=zeppelin").await, ["My zeppelin"]);
    assert_eq!(titles(&contributor, "posts/?q=sold").await, [""; 0]);
    let misspelt = contributor.get("/ghost/api/admin/search/posts/?q=zepelin+seen").await.text();
    assert!(!misspelt.contains("secret"), "{misspelt}");
    let nobody = bell.browser().get("/ghost/api/admin/search/posts/?q=zeppelin").await;
    assert_eq!(nobody.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_story_names_others_on_the_same_matter_until_they_are_taken_back() {
    let newsroom = TestApp::new().await;
    let matter = "<p>The swing bridge was mended by the harbour engineers.</p>";
    newsroom.publish(a_post().titled("Swing bridge mended").saying(matter)).await;
    let near = newsroom.publish(a_post().titled("Swing bridge stuck again").saying(matter)).await;
    newsroom.draft(a_post().titled("Swing bridge sold").saying(matter)).await;
    newsroom.publish(a_post().titled("A cake").saying("<p>Flour and sugar.</p>")).await;
    let bell = newsroom.searched().await;
    let related = async || {
        let page = bell.reader().get("/swing-bridge-mended/").await.text();
        let (_, list) = page
            .split_once("<aside class=\"related\"")
            .map_or(("", String::new()), |(a, b)| (a, b.to_owned()));
        list.split("</aside>").next().unwrap_or_default().to_owned()
    };
    let list = related().await;
    assert!(list.contains("Swing bridge stuck again"), "{list}");
    assert!(!list.contains("cake") && !list.contains("sold"), "{list}");
    newsroom.newsroom.save(&newsroom.paper, near.id, PostEdit::default(), Move::ToDraft, None).await.unwrap();
    bell.app.catch_up().await.unwrap();
    assert!(!related().await.contains("stuck again"));
}

#[tokio::test]
async fn a_kept_story_names_what_was_written_on_its_matter_since_within_an_hour() {
    let newsroom = TestApp::new().await;
    let matter = "<p>The swing bridge was mended by the harbour engineers.</p>";
    let mut paths = Vec::new();
    for number in 0..4 {
        let story = a_post().titled(&format!("Swing bridge, part {number}")).saying(matter);
        paths.push(newsroom.publish(story).await.permalink.unwrap());
    }
    let bell = newsroom.searched().await;
    let names_it = async || {
        let mut named = 0;
        for path in &paths {
            named += usize::from(bell.reader().get(path).await.text().contains("Seven bridges swing"));
        }
        named
    };
    assert_eq!(names_it().await, 0);
    newsroom
        .publish(a_post().titled("Seven bridges swing, swing bridge by swing bridge").saying(matter))
        .await;
    bell.app.catch_up().await.unwrap();
    let seq = newsroom.newsroom.store().read().await.unwrap().last_seq().await.unwrap();
    bell.index.as_ref().unwrap().settled(seq).await;
    let mut ended = Vec::new();
    for _ in 0..12 {
        newsroom.clock.advance(5 * MINUTE);
        ended.push(names_it().await);
    }
    // Not all pages of a paper end at the same moment.
    assert!(ended.is_sorted() && ended[0] < ended[11], "{ended:?}");
    assert_eq!(ended[11], paths.len(), "{ended:?}");
}

/// Writes over every file of an index, as a failing disk does.
fn damage(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            damage(&path);
        } else if path
            .extension()
            .is_some_and(|kind| ["term", "idx", "pos", "fast"].iter().any(|known| kind == *known))
        {
            let length = path.metadata().unwrap().len() as usize;
            let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
            std::io::Write::write_all(&mut file, &vec![0xA5; length]).unwrap();
        }
    }
}

#[tokio::test]
async fn a_damaged_index_is_built_anew_while_the_site_serves_on() {
    let (newsroom, bell) = paper_with_bridges().await;
    damage(&newsroom.folder.path().join("search"));
    // Whatever the index still says, readers get pages, and never an error.
    for path in
        ["/search/?q=bridge", "/search/suggest/?q=bri", "/feeds/posts/default?q=toll", "/toll-on-the-bridge/"]
    {
        assert_eq!(bell.reader().get(path).await.status, StatusCode::OK, "{path}");
    }
    // What is written next is found as soon as the new index is there, and with it everything from before.
    newsroom.publish(a_post().titled("A fourth bridge")).await;
    let index = bell.index.clone().unwrap();
    index.settled(newsroom.newsroom.store().read().await.unwrap().last_seq().await.unwrap()).await;
    assert!(bell.reader().get("/search/?q=bridge").await.text().contains("4 results for “bridge”"));
    assert_eq!(index.check(bell.paper.id()).await.unwrap(), [""; 0].map(PathBuf::from));
}

#[tokio::test]
async fn comments_that_are_kept_from_readers_are_not_found_by_them() {
    let (_newsroom, bell) = paper_with_bridges().await;
    let key = bell.key(dateline_model::KeyKind::Content).await.key;
    let program = format!("/ghost/api/content/search/?key={key}&q=dear&in=comments");
    assert_eq!(bell.reader().get(&program).await.json()["search"].as_array().unwrap().len(), 1);
    let hidden = [("comment_rules".to_owned(), "site hidden".to_owned())];
    bell.newsroom.change_settings(&bell.paper, &hidden).await.unwrap();
    bell.app.catch_up().await.unwrap();
    let page = bell.reader().get("/search/?q=dear&in=comments").await.text();
    assert!(!page.contains("<mark>dear</mark>") && !page.contains("Comment by Marta"), "{page}");
    assert_eq!(bell.reader().get(&program).await.json()["search"], serde_json::json!([]));
}
