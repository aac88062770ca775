//! What an answer takes of the allocator: a number that no busy machine changes. Whoever makes it grow has to say why, here.

use allocation_counter::{AllocationInfo, measure};
use dateline_web::server::find_at_hand;
use tokio::runtime::{Builder, Runtime};

use crate::newspaper::{TestApp, a_post};

/// Allocations of a page that is at hand, once a reader has asked under the same name.
const AT_HAND: u64 = 0;
/// Allocations of this thread for a story's page that is printed and packed; what the database's thread takes is not counted.
const ANEW: u64 = 640;

/// The same in a theme, whose templates ask for the story's fields, its tags and other stories.
const THEMED: u64 = 670;

const OWN: &[(&str, &str)] = &[
    (
        "default.hbs",
        "<!doctype html><html><head>{{ghost_head}}</head><body>{{{body}}}{{ghost_foot}}</body></html>",
    ),
    (
        "post.hbs",
        r#"{{!< default}}{{#post}}<article class="{{post_class}}"><h1>{{title}}</h1><time>{{date format="D MMMM YYYY"}}</time>
        {{#foreach tags}}<a href="{{url}}">{{name}}</a>{{/foreach}}{{authors}}{{content}}{{reading_time}}
        {{#next_post}}<a href="{{url}}">{{title}}</a>{{/next_post}}{{/post}}
        {{#get "posts" limit="3"}}{{#foreach posts}}<h2>{{title}}</h2>{{excerpt words="12"}}{{/foreach}}{{/get}}"#,
    ),
    ("index.hbs", "{{!< default}}"),
];

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_page_at_hand_takes_nothing_of_the_allocator() {
    let runtime = runtime();
    let bell = runtime.block_on(TestApp::new());
    let path = runtime.block_on(bell.publish(a_post())).permalink.unwrap();
    runtime.block_on(bell.reader().get(&path));
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: bell.example\r\nuser-agent: Lynx/2.9\r\naccept: text/html\r\n\
         accept-encoding: gzip, br\r\naccept-language: en\r\nconnection: keep-alive\r\n\r\n"
    );
    assert!(find_at_hand(request.as_bytes(), false, &bell.app).is_some(), "the page is packed");
    let taken = measure(|| drop(find_at_hand(request.as_bytes(), false, &bell.app)));
    assert_eq!(taken.count_total, AT_HAND, "{taken:?}");
}

#[test]
fn a_story_is_printed_with_no_more_allocations_than_it_is_allowed() {
    let runtime = runtime();
    let bell = runtime.block_on(TestApp::new());
    let taken = taken_by_a_story(&runtime, &bell);
    assert!(taken.count_total <= ANEW, "{taken:?}");
}

#[test]
fn a_story_is_printed_in_a_theme_with_no_more_allocations_than_it_is_allowed() {
    let runtime = runtime();
    let bell = runtime.block_on(async { TestApp::new().await.themed(OWN).await });
    let taken = taken_by_a_story(&runtime, &bell);
    assert!(taken.count_total <= THEMED, "{taken:?}");
}

/// What the third story takes after two others.
fn taken_by_a_story(runtime: &Runtime, bell: &TestApp) -> AllocationInfo {
    let stories =
        ["First", "Second", "Third"].map(|title| runtime.block_on(bell.publish(a_post().titled(title))));
    let [first, second, third] = stories.map(|story| story.permalink.unwrap());
    for warm in [first, second] {
        runtime.block_on(bell.reader().get(&warm));
    }
    measure(|| drop(runtime.block_on(bell.reader().get(&third))))
}
