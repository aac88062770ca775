#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use dateline_model::Millis;
use tantivy::{Searcher, TantivyDocument};
use tempfile::TempDir;

use super::{Archive, Audience, COUNTED_MAX, Gather, Gathered, Order};
use crate::ask::{Ask, Frame, Sum};
use crate::cutting::PART;
use crate::dictionary::Dictionary;
use crate::effort::Effort;
use crate::schema::{NEVER, STORY, VERSION};
use crate::volume::{Mark, Volume};

const DAY: Millis = 86_400_000;

/// An archive of so many stories, one of each day, the oldest first. `words` says what a story has.
fn archive(stories: u32, words: impl Fn(u32) -> &'static str) -> (TempDir, Volume) {
    archive_at(stories, words, |_| 0)
}

/// The same; `hour` says from when a story is public.
fn archive_at(
    stories: u32,
    words: impl Fn(u32) -> &'static str,
    hour: impl Fn(u32) -> i64,
) -> (TempDir, Volume) {
    let folder = tempfile::tempdir().unwrap();
    let volume = Volume::create(&folder.path().join("index")).unwrap();
    let bulk = volume.bulk().unwrap();
    for n in 0..stories {
        let mut card = TantivyDocument::new();
        card.add_text(volume.fields.kind, STORY);
        card.add_i64(volume.fields.public_from, hour(n));
        card.add_i64(volume.fields.date, i64::from(n) * DAY);
        card.add_text(volume.fields.text, words(n).replace(' ', &PART.to_string()));
        card.add_text(volume.fields.tag, if n % 4 == 0 { "ports" } else { "roads" });
        bulk.add(card).unwrap();
    }
    bulk.finish(&Mark { version: VERSION, seq: 0, about: None, locale: "en".to_owned() }).unwrap();
    let volume = Volume::open(&folder.path().join("index")).unwrap();
    (folder, volume)
}

fn gather() -> Gather {
    Gather {
        audience: Audience::Readers,
        now: NEVER - 1,
        order: Order::Best,
        before: None,
        after: None,
        keep: 10,
        enough: COUNTED_MAX,
        years: Arc::from([]),
    }
}

fn ask(searcher: &Searcher, volume: &Volume, words: &[&str]) -> Ask {
    let dictionary = Dictionary::new(searcher, volume.fields, 0);
    let words = words.iter().map(|word| dictionary.term(volume.fields.text, word).unwrap()).collect();
    Frame::default().around(words, Vec::new(), &Ask::Nothing)
}

fn gathered(volume: &Volume, words: &[&str], gather: &Gather, effort: &Effort) -> Gathered {
    let searcher = volume.searcher();
    let archive = Archive { searcher: &searcher, spans: &volume.spans };
    archive.gather(&ask(&searcher, volume, words), gather, effort).unwrap()
}

/// The days of what comes first.
fn days(found: &Gathered) -> Vec<i64> {
    found.first.iter().map(|card| card.date / DAY).collect()
}

#[test]
fn ten_thousand_hits_are_counted_and_of_more_it_is_said_that_there_are_more() {
    let (_folder, volume) = archive(30_000, |n| if n % 3 == 0 { "harbour" } else { "harbour bridge" });
    let most = COUNTED_MAX as u32;
    let (_other, at_most) = archive(most, |_| "harbour");
    let (_another, beyond) = archive(most + 1, |_| "harbour");
    let count = |volume: &Volume, words: &[&str]| {
        let found = gathered(volume, words, &gather(), &Effort::endless());
        (found.total, found.more)
    };
    assert_eq!(count(&at_most, &["harbour"]), (COUNTED_MAX, false));
    assert_eq!(count(&beyond, &["harbour"]).0, COUNTED_MAX + 1);
    assert_eq!(count(&volume, &["harbour"]), (COUNTED_MAX, true));
    assert_eq!(count(&volume, &["harbour", "bridge"]), (COUNTED_MAX, true));
    assert_eq!(count(&volume, &["harbour", "dragons"]), (0, false));
}

#[test]
fn of_too_many_hits_the_newest_are_weighed() {
    let (_folder, volume) = archive(40_000, |_| "harbour");
    let newest: Vec<i64> = (39_990..40_000).rev().collect();
    let found = gathered(&volume, &["harbour"], &gather(), &Effort::endless());
    assert_eq!((days(&found), found.more), (newest.clone(), true));
    let by_date = Gather { order: Order::Newest, ..gather() };
    assert_eq!(days(&gathered(&volume, &["harbour"], &by_date, &Effort::endless())), newest);
}

#[test]
fn the_newest_come_first_by_date_however_seldom_a_word_is() {
    let (_folder, volume) = archive(40_000, |n| if n % 1_000 == 7 { "harbour ferry" } else { "harbour" });
    let by_date = Gather { order: Order::Newest, keep: 3, ..gather() };
    let found = gathered(&volume, &["harbour", "ferry"], &by_date, &Effort::endless());
    assert_eq!((days(&found), found.total, found.more), (vec![39_007, 38_007, 37_007], 40, false));
    let between = Gather { after: Some(10_000 * DAY), before: Some(12_000 * DAY), ..by_date };
    let found = gathered(&volume, &["harbour", "ferry"], &between, &Effort::endless());
    assert_eq!((days(&found), found.total), (vec![11_007, 10_007], 2));
}

#[test]
fn what_stands_in_the_headline_is_found_behind_ten_thousand_newer_hits() {
    let (_folder, volume) = archive(30_000, |n| if n == 5 { "harbour harbour harbour" } else { "harbour" });
    let searcher = volume.searcher();
    let archive = Archive { searcher: &searcher, spans: &volume.spans };
    let words = ask(&searcher, &volume, &["harbour"]);
    let mut found = archive.gather(&words, &gather(), &Effort::endless()).unwrap();
    assert!(!days(&found).contains(&5));
    let dictionary = Dictionary::new(&searcher, volume.fields, 0);
    // That day alone stands for the headline here.
    let alone = Gather { before: Some(6 * DAY), after: Some(5 * DAY), ..gather() };
    archive
        .add_best(
            &dictionary.term(volume.fields.text, "harbour").unwrap(),
            &alone,
            &Effort::endless(),
            &mut found,
        )
        .unwrap();
    assert_eq!((days(&found)[0], found.first.len(), found.total), (5, 10, COUNTED_MAX));
}

#[test]
fn a_question_costs_no_more_than_its_steps_and_says_where_it_ended() {
    // Two words on every second story that never meet.
    let (_folder, volume) = archive(20_000, |n| if n % 2 == 0 { "even" } else { "odd" });
    let needs = Effort::of(u32::MAX);
    let found = gathered(&volume, &["even", "odd"], &gather(), &needs);
    assert_eq!((found.total, found.more), (0, false));
    let steps = u32::MAX - needs.left();
    assert!(steps > 10_000, "at least one for each story with one of the words: {steps}");
    let found = gathered(&volume, &["even", "odd"], &gather(), &Effort::of(steps + 1));
    assert!(!found.more);
    let found = gathered(&volume, &["even", "odd"], &gather(), &Effort::of(steps));
    assert!(found.more);
    let few = Effort::of(5_000);
    let found = gathered(&volume, &["even"], &gather(), &few);
    assert!(found.more && found.total > 3_000 && found.total < 5_000, "{}", found.total);
    assert!(few.is_spent());
}

#[test]
fn an_archive_ten_times_as_large_makes_a_question_no_more_work() {
    let steps = |stories| {
        let (_folder, volume) = archive(stories, |n| if n % 2 == 0 { "harbour even" } else { "harbour odd" });
        let effort = Effort::of(u32::MAX);
        gathered(&volume, &["harbour", "even"], &gather(), &effort);
        u32::MAX - effort.left()
    };
    let (small, large) = (steps(20_000), steps(100_000));
    assert!(large < small * 2, "{small} {large}");
}

#[test]
fn what_is_kept_out_stays_out_wherever_the_steps_end() {
    let (_folder, volume) = archive_at(
        3_000,
        |n| if n % 3 == 0 { "harbour secret" } else { "harbour" },
        |n| if n % 3 == 1 { NEVER } else { 0 },
    );
    let searcher = volume.searcher();
    let archive = Archive { searcher: &searcher, spans: &volume.spans };
    let dictionary = Dictionary::new(&searcher, volume.fields, 0);
    let term = |word: &str| dictionary.term(volume.fields.text, word).unwrap();
    let frame = Frame { musts: Vec::new(), nots: vec![term("secret")] };
    let ask = frame.around(vec![term("harbour")], Vec::new(), &Ask::Nothing);
    let whole = Gather { keep: 3_000, ..gather() };
    for steps in (1..12_000).step_by(97) {
        let found = archive.gather(&ask, &whole, &Effort::of(steps)).unwrap();
        assert!(days(&found).iter().all(|day| day % 3 == 2), "{steps}");
        assert_eq!(found.total, found.first.len() as u64, "{steps}");
    }
}

#[test]
fn with_most_of_the_words_as_many_as_asked_must_be_met() {
    let (_folder, volume) =
        archive(4, |n| ["harbour bridge ferry", "harbour ferry", "bridge toll", "harbour"][n as usize]);
    let searcher = volume.searcher();
    let archive = Archive { searcher: &searcher, spans: &volume.spans };
    let dictionary = Dictionary::new(&searcher, volume.fields, 0);
    let words = ["harbour", "bridge", "ferry", "toll"];
    let parts: Vec<Ask> =
        words.iter().map(|word| dictionary.fixed(volume.fields.text, word, 1.0).unwrap()).collect();
    for (least, expected) in [(1, 4), (2, 3), (3, 1), (4, 0)] {
        let ask = Ask::Any { parts: parts.clone(), least, sum: Sum::Total };
        assert_eq!(archive.gather(&ask, &gather(), &Effort::endless()).unwrap().total, expected, "{least}");
    }
}

#[test]
fn how_too_many_hits_divide_is_estimated_from_all_of_the_archive() {
    let (_folder, volume) = archive(100_000, |_| "harbour");
    let searcher = volume.searcher();
    let archive = Archive { searcher: &searcher, spans: &volume.spans };
    let years: Vec<Millis> = (0..501).map(|n| (n - 270) * 365 * DAY).collect();
    let gather = Gather { years: years.into(), ..gather() };
    let tally =
        archive.estimate(&ask(&searcher, &volume, &["harbour"]), &gather, &Effort::endless()).unwrap();
    let named = tally.named().unwrap();
    let near = |n: u64, expected: u64| n.abs_diff(expected) * 10 <= expected;
    assert!(near(named.tags["ports"], 25_000) && near(named.tags["roads"], 75_000), "{:?}", named.tags);
    assert!(named.years.len() > 200, "{}", named.years.len());
}
