//! Limits of what an editor sends: taken at the limit, refused one beyond it, and nothing is changed.

use dateline_newsroom::{AuthorRef, Body, Move, NewsroomError, PostEdit, TagRef};

use crate::desk::{Desk, newsroom_suite, titled};

newsroom_suite!(
    every_field_is_taken_at_its_limit_and_refused_beyond_it,
    a_body_is_taken_at_four_mebibytes_and_refused_beyond,
    a_story_has_at_most_a_hundred_tags_and_bylines,
    a_refused_save_changes_nothing,
);

type Field = (&'static str, usize, fn(String) -> PostEdit);

async fn every_field_is_taken_at_its_limit_and_refused_beyond_it(desk: Desk) {
    let blank = PostEdit::default;
    let fields: [Field; 13] = [
        ("title", 2_000, |text| PostEdit { title: Some(text), ..PostEdit::default() }),
        ("slug", 191, |text| PostEdit { slug: Some(text), ..PostEdit::default() }),
        ("excerpt", 5_000, |text| PostEdit { excerpt: Some(Some(text)), ..PostEdit::default() }),
        ("image", 5_000, |text| PostEdit { image: Some(Some(text)), ..PostEdit::default() }),
        ("image_alt", 5_000, |text| PostEdit { image_alt: Some(Some(text)), ..PostEdit::default() }),
        ("image_caption", 5_000, |text| PostEdit { image_caption: Some(Some(text)), ..PostEdit::default() }),
        ("meta_title", 5_000, |text| PostEdit { meta_title: Some(Some(text)), ..PostEdit::default() }),
        ("meta_description", 5_000, |text| PostEdit {
            meta_description: Some(Some(text)),
            ..PostEdit::default()
        }),
        ("dateline", 191, |text| PostEdit { dateline: Some(Some(text)), ..PostEdit::default() }),
        ("lang", 191, |text| PostEdit { lang: Some(Some(text)), ..PostEdit::default() }),
        ("tag", 191, |text| PostEdit { tags: Some(vec![TagRef::named(&text)]), ..PostEdit::default() }),
        ("author", 191, |text| PostEdit {
            authors: Some(vec![AuthorRef::named(&text)]),
            ..PostEdit::default()
        }),
        ("tag", 191, |text| PostEdit {
            tags: Some(vec![TagRef { slug: Some(text), ..TagRef::default() }]),
            ..PostEdit::default()
        }),
    ];
    let story = desk.create(blank(), Move::Publish(None)).await.unwrap();
    for (field, limit, edit) in fields {
        // A letter of four bytes, so that bytes and characters are not taken for each other.
        desk.save(&story, edit("\u{1d4d0}".repeat(limit)), Move::Stay).await.unwrap();
        let answer = desk.save(&story, edit("\u{1d4d0}".repeat(limit + 1)), Move::Stay).await;
        let Err(NewsroomError::TooLong { field: named, max }) = answer else { panic!("{field}: {answer:?}") };
        assert_eq!((named, max), (field, limit));
    }
}

async fn a_body_is_taken_at_four_mebibytes_and_refused_beyond(desk: Desk) {
    const LIMIT: usize = 4 * 1024 * 1024;
    let story = desk.published("Bridge").await;
    let body = |bytes: usize| {
        let body = Body::Html(format!("<p>{}</p>", "word ".repeat(bytes / 5) + &"x".repeat(bytes % 5)));
        PostEdit { body: Some(body), ..PostEdit::default() }
    };
    let saved = desk.save(&story, body(LIMIT - 7), Move::Stay).await.unwrap();
    assert_eq!((saved.html.len(), saved.words), (LIMIT, (LIMIT as i64 - 7) / 5 + 1));
    let answer = desk.save(&story, body(LIMIT - 6), Move::Stay).await;
    assert!(
        matches!(answer, Err(NewsroomError::BodyTooLong { bytes, max: LIMIT }) if bytes == LIMIT + 1),
        "{answer:?}"
    );
}

async fn a_story_has_at_most_a_hundred_tags_and_bylines(desk: Desk) {
    let tags = |n: usize| Some((0..n).map(|n| TagRef::named(&format!("t{n}"))).collect());
    let authors = |n: usize| Some((0..n).map(|n| AuthorRef::named(&format!("a{n}"))).collect());
    let edit = PostEdit { tags: tags(100), authors: authors(100), ..titled("Everybody") };
    let story = desk.create(edit, Move::Publish(None)).await.unwrap();
    let credits = desk.read().await.credits(desk.paper.id(), story.id).await.unwrap();
    assert_eq!((credits.tags.len(), credits.authors.len()), (100, 100));
    let too_many = [
        ("tags", PostEdit { tags: tags(101), ..PostEdit::default() }),
        ("authors", PostEdit { authors: authors(101), ..PostEdit::default() }),
    ];
    for (named, edit) in too_many {
        let answer = desk.save(&story, edit, Move::Stay).await;
        assert!(
            matches!(answer, Err(NewsroomError::TooMany { what, max: 100 }) if what == named),
            "{answer:?}"
        );
    }
}

async fn a_refused_save_changes_nothing(desk: Desk) {
    let story = desk.published("Bridge").await;
    let seq = desk.log_end().await;
    let edit = PostEdit {
        tags: Some(vec![TagRef::named("New section")]),
        slug: Some("elsewhere".to_owned()),
        ..titled("Bridge")
    };
    // Refused late, when the tag has been made and the story has moved.
    let answer = desk.save(&story, edit, Move::Schedule(0)).await;
    assert!(matches!(answer, Err(NewsroomError::NotInFuture)), "{answer:?}");
    assert_eq!(desk.stored(story.id).await, Some(story));
    assert_eq!(desk.read().await.tag_count(desk.paper.id()).await.unwrap(), 0);
    assert_eq!(desk.log_since(seq).await, []);
}
