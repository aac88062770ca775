//! Permalinks: one address for a story, and a way from every address it had.

use dateline_model::{Redirect, RedirectTarget};
use dateline_newsroom::{AuthorRef, Move, PostEdit, TagRef};

use crate::desk::{DAY, Desk, HOUR, NOON, newsroom_suite, titled};

newsroom_suite!(
    a_moved_story_leaves_one_redirect,
    a_story_that_moves_often_leaves_no_chain,
    an_old_address_never_leads_to_a_strangers_story,
    an_address_of_the_old_site_is_not_taken_by_a_new_story,
    a_renamed_draft_moves_when_it_had_an_address,
    a_draft_follows_its_headline_until_it_is_out,
    a_slug_that_is_taken_gets_a_number,
    a_thousand_untitled_stories_find_their_slugs_quickly,
    an_odd_slug_becomes_one_that_works,
    a_pattern_with_section_and_author_names_the_first_of_each,
    a_permalink_is_fixed_once_it_is_out,
);

fn slugged(slug: &str) -> PostEdit {
    PostEdit { slug: Some(slug.to_owned()), ..PostEdit::default() }
}

impl Desk {
    async fn redirect(&self, from: &str) -> Option<RedirectTarget> {
        self.read().await.redirect(self.paper.id(), from).await.unwrap().map(|redirect| redirect.to)
    }
}

async fn a_moved_story_leaves_one_redirect(desk: Desk) {
    let story = desk.published("Bridge").await;
    let moved = desk.save(&story, slugged("tunnel"), Move::Stay).await.unwrap();
    assert_eq!(moved.permalink.as_deref(), Some("/2026/11/tunnel/"));
    let mut read = desk.read().await;
    let redirect = read.redirect(desk.paper.id(), "/2026/11/bridge/").await.unwrap();
    let (from, to) = ("/2026/11/bridge/".to_owned(), RedirectTarget::Post(story.id));
    assert_eq!(redirect, Some(Redirect { from, to, permanent: true }));
}

async fn a_story_that_moves_often_leaves_no_chain(desk: Desk) {
    let story = desk.published("a").await;
    for slug in ["b", "c", "d"] {
        desk.save(&story, slugged(slug), Move::Stay).await.unwrap();
    }
    for old in ["a", "b", "c"] {
        let target = desk.redirect(&format!("/2026/11/{old}/")).await;
        assert_eq!(target, Some(RedirectTarget::Post(story.id)), "{old} leads to the story, wherever it is");
    }
    let back = desk.save(&story, slugged("a"), Move::Stay).await.unwrap();
    assert_eq!(back.permalink.as_deref(), Some("/2026/11/a/"));
    assert_eq!(desk.redirect("/2026/11/a/").await, None, "a path is a story's or a redirect's");
    assert_eq!(desk.redirect("/2026/11/d/").await, Some(RedirectTarget::Post(story.id)));
}

async fn an_old_address_never_leads_to_a_strangers_story(desk: Desk) {
    let story = desk.published("Bridge").await;
    desk.save(&story, slugged("tunnel"), Move::Stay).await.unwrap();
    let other = desk.published("Bridge").await;
    assert_eq!(other.permalink.as_deref(), Some("/2026/11/bridge-2/"));
    assert_eq!(desk.redirect("/2026/11/bridge/").await, Some(RedirectTarget::Post(story.id)));
    // When the story is deleted its old addresses are free again.
    desk.newsroom.delete(&desk.paper, story.id).await.unwrap();
    let third = desk.published("Bridge").await;
    assert_eq!(third.permalink.as_deref(), Some("/2026/11/bridge/"));
}

async fn an_address_of_the_old_site_is_not_taken_by_a_new_story(desk: Desk) {
    let site = desk.paper.id();
    let to = RedirectTarget::Address("https://elsewhere.example/".to_owned());
    let redirect = Redirect { from: "/2026/11/bridge/".to_owned(), to: to.clone(), permanent: false };
    let store = desk.newsroom.store();
    let added = store.write(move |tx| Box::pin(async move { tx.add_redirect(site, &redirect).await })).await;
    added.unwrap();
    let story = desk.published("Bridge").await;
    assert_eq!(story.permalink.as_deref(), Some("/2026/11/bridge-2/"));
    assert_eq!(desk.redirect("/2026/11/bridge/").await, Some(to));
}

async fn a_renamed_draft_moves_when_it_had_an_address(desk: Desk) {
    let story = desk.published("Bridge").await;
    desk.newsroom.unpublish(&desk.paper, story.id).await.unwrap();
    desk.save(&story, slugged("tunnel"), Move::Stay).await.unwrap();
    let again = desk.newsroom.publish(&desk.paper, story.id).await.unwrap();
    assert_eq!((again.slug.as_str(), again.permalink.as_deref()), ("tunnel", Some("/2026/11/tunnel/")));
    assert_eq!(desk.redirect("/2026/11/bridge/").await, Some(RedirectTarget::Post(story.id)));
}

async fn a_draft_follows_its_headline_until_it_is_out(desk: Desk) {
    let draft = desk.create(PostEdit::default(), Move::Stay).await.unwrap();
    assert_eq!(draft.slug, "untitled");
    let named = desk.save(&draft, titled("Bridge"), Move::Stay).await.unwrap();
    assert_eq!(named.slug, "bridge");
    let renamed = desk.save(&draft, titled("Tunnel"), Move::Stay).await.unwrap();
    assert_eq!(renamed.slug, "bridge", "the first slug with words in it stays");
    let out = desk.create(PostEdit::default(), Move::Publish(None)).await.unwrap();
    let titled_late = desk.save(&out, titled("Ferry"), Move::Stay).await.unwrap();
    assert_eq!(
        titled_late.permalink.as_deref(),
        Some("/2026/11/untitled/"),
        "it is out; it stays where it is"
    );
}

async fn a_slug_that_is_taken_gets_a_number(desk: Desk) {
    for expected in ["bridge", "bridge-2", "bridge-3", "bridge-4", "bridge-5"] {
        assert_eq!(desk.published("Bridge").await.slug, expected);
    }
    // The next month the path would be free, and still each story has a slug of its own.
    desk.clock.advance(30 * DAY);
    let later = desk.published("Bridge").await;
    assert_eq!(later.permalink.as_deref(), Some("/2026/12/bridge-6/"));
    let own = desk.save(&later, slugged("bridge-6"), Move::Stay).await.unwrap();
    assert_eq!(own.slug, "bridge-6", "one's own slug is not taken");
    let taken = desk.save(&later, slugged("bridge-3"), Move::Stay).await.unwrap();
    assert_eq!(taken.slug, "bridge-3-2");
}

async fn a_thousand_untitled_stories_find_their_slugs_quickly(desk: Desk) {
    let mut slugs = std::collections::BTreeSet::new();
    for _ in 0..1_000 {
        slugs.insert(desk.create(PostEdit::default(), Move::Publish(None)).await.unwrap().slug);
    }
    let expected = (2..=1_000).map(|n| format!("untitled-{n}")).chain(["untitled".to_owned()]);
    assert_eq!(slugs, expected.collect());
}

async fn an_odd_slug_becomes_one_that_works(desk: Desk) {
    let cases = [("Ça va?", "ca-va"), ("../../etc/passwd", "etc-passwd"), ("!!!", "odd"), ("", "odd")];
    for (given, expected) in cases {
        let edit = PostEdit { slug: Some(given.to_owned()), ..titled("Odd") };
        let story = desk.create(edit, Move::Publish(None)).await.unwrap();
        assert_eq!(story.slug, expected, "{given:?}");
        desk.newsroom.delete(&desk.paper, story.id).await.unwrap();
    }
    let japanese = desk.published("北京的天气").await;
    assert!(!japanese.slug.is_empty() && japanese.slug.is_ascii(), "{}", japanese.slug);
}

async fn a_pattern_with_section_and_author_names_the_first_of_each(mut desk: Desk) {
    desk.set("permalinks", "/:primary_tag/:primary_author/:slug/").await;
    let edit = PostEdit {
        tags: Some(vec![TagRef::named("Harbour News"), TagRef::named("Tides")]),
        authors: Some(vec![AuthorRef::named("Ana Reis"), AuthorRef::named("Bea")]),
        ..titled("Bridge")
    };
    let story = desk.create(edit, Move::Publish(None)).await.unwrap();
    assert_eq!(story.permalink.as_deref(), Some("/harbour-news/ana-reis/bridge/"));
    assert_eq!(desk.published("Alone").await.permalink.as_deref(), Some("/all/all/alone/"));
}

async fn a_permalink_is_fixed_once_it_is_out(mut desk: Desk) {
    let story = desk.published("Bridge").await;
    desk.set("permalinks", "/:slug/").await;
    desk.clock.advance(HOUR);
    let dated = PostEdit { published_at: Some(NOON - 100 * DAY), ..titled("The bridge") };
    let saved = desk.save(&story, dated, Move::Stay).await.unwrap();
    assert_eq!(saved.permalink, story.permalink);
    assert_eq!(desk.published("Ferry").await.permalink.as_deref(), Some("/ferry/"));
}
