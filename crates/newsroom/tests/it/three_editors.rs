//! A model of three editors at one story: they write, save, take the story from each other, go offline and crash, two
//! thousand times, in an order that a number decides. Whatever was acknowledged can be found afterwards, and nobody's
//! words were replaced by somebody who had not seen them.

use std::collections::BTreeSet;

use dateline_markup::Merged;
use dateline_model::{Millis, Post, PostId};
use dateline_newsroom::{Body, Grip, Move, Newsroom, NewsroomError, PostEdit};

use crate::desk::{Desk, SECOND, newsroom_suite, titled};

newsroom_suite!(three_editors_lose_no_acknowledged_word);

const STEPS: usize = 2_000;
const NAMES: [&str; 3] = ["Ana", "Bo", "Cy"];

/// The chance of the model: xorshift, by a seed that a failure can be repeated with.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// One of them: what the window holds.
#[derive(Default)]
struct Editor {
    /// The version that the window shows or that was merged with, and the text with what was typed since.
    open: Option<(Millis, String)>,
    offline: bool,
}

/// What must be true of the story.
struct Model {
    /// The version that is stored, as its saves were answered.
    version: Millis,
    /// Every text that a save was acknowledged for.
    acknowledged: BTreeSet<String>,
    merges_shown: usize,
    saves: usize,
    take_overs: usize,
}

fn type_into(text: &mut String, dice: &mut Dice, mark: &str) {
    let paragraphs: Vec<&str> = text.split_inclusive("</p>").collect();
    let at = dice.roll(paragraphs.len() as u64 + 1) as usize;
    let mut typed: Vec<String> = paragraphs.iter().map(|one| (*one).to_owned()).collect();
    let new = format!("<p>{mark}</p>");
    match dice.roll(4) {
        // A paragraph is written anew, or goes.
        0 if at < typed.len() => typed[at] = new,
        1 if at < typed.len() && typed.len() > 3 => drop(typed.remove(at)),
        _ => typed.insert(at, new),
    }
    // A story does not grow without end.
    typed.truncate(40);
    *text = typed.concat();
}

/// What somebody makes of a merge screen: both versions of what both had changed.
fn chosen(parts: &[Merged]) -> String {
    let choose = |part: &Merged| match part {
        Merged::Same(html) | Merged::Mine(html) | Merged::Theirs(html) => html.clone(),
        Merged::Conflict { mine, theirs, .. } => format!("{theirs}{mine}"),
    };
    parts.iter().map(choose).collect()
}

async fn three_editors_lose_no_acknowledged_word(desk: Desk) {
    let story = desk.create(titled("Bridge"), Move::ToDraft).await.unwrap();
    let mut newsroom = desk.newsroom.clone();
    let mut dice = Dice(0x5eed_0fa1_1ed1_7025);
    let mut editors: [Editor; 3] = std::array::from_fn(|_| Editor::default());
    let mut model = Model {
        version: story.updated_at,
        acknowledged: BTreeSet::new(),
        merges_shown: 0,
        saves: 0,
        take_overs: 0,
    };
    for step in 0..STEPS {
        desk.clock.advance((dice.roll(40) as Millis) * SECOND);
        let who = dice.roll(3) as usize;
        let editor = &mut editors[who];
        match dice.roll(20) {
            0..=9 => {
                open(&newsroom, &desk, story.id, editor).await;
                if let Some((_, text)) = &mut editor.open {
                    type_into(text, &mut dice, &format!("{} {step}", NAMES[who]));
                }
            }
            10..=15 if !editor.offline => {
                save(&newsroom, &desk, story.id, (who, editor), &mut model).await;
            }
            16 => {
                let take_over = dice.roll(3) == 0;
                let wish = (NAMES[who], None, NAMES[who]);
                let grip = newsroom.hold(&desk.paper, story.id, wish, take_over).await.unwrap();
                assert!(!take_over || matches!(grip, Grip::Mine(_)), "a take-over takes over");
                model.take_overs += usize::from(take_over);
            }
            17 => editor.offline = !editor.offline,
            // The window is gone with what was typed and not saved.
            18 => *editor = Editor::default(),
            // The server is gone, and another process goes on.
            19 if dice.roll(10) == 0 => newsroom = desk.second_process().await,
            _ => {}
        }
    }
    let Model { saves, merges_shown, take_overs, .. } = &model;
    let told = format!("{saves} saves, {merges_shown} merges, {take_overs} take-overs");
    assert!(*saves >= 50 && *merges_shown >= 50 && *take_overs >= 10, "too little came about: {told}");
    nothing_is_missing(&newsroom, &desk, story.id, &model).await;
}

async fn open(newsroom: &Newsroom, desk: &Desk, story: PostId, editor: &mut Editor) {
    // Whoever has typed something and not saved it yet does not reload.
    if editor.offline || editor.open.is_some() {
        return;
    }
    let mut read = newsroom.store().read().await.unwrap();
    let post = read.desk_post(desk.paper.id(), story).await.unwrap().unwrap();
    editor.open = Some((post.updated_at, post.html));
}

async fn save(
    newsroom: &Newsroom,
    desk: &Desk,
    story: PostId,
    (who, editor): (usize, &mut Editor),
    model: &mut Model,
) {
    let Some((seen, text)) = &mut editor.open else { return };
    let edit = PostEdit {
        body: Some(Body::Html(text.clone())),
        by: Some(NAMES[who].to_owned()),
        ..PostEdit::default()
    };
    match newsroom.save(&desk.paper, story, edit, Move::Stay, Some(*seen)).await {
        Ok(saved) => {
            assert_eq!(*seen, model.version, "words were replaced that {} had not seen", NAMES[who]);
            assert!(saved.updated_at > model.version, "two versions are never of one moment");
            model.version = saved.updated_at;
            model.acknowledged.insert(saved.html.clone());
            model.saves += 1;
            (*seen, *text) = (saved.updated_at, saved.html);
        }
        Err(NewsroomError::Conflict) => {
            assert_ne!(*seen, model.version, "who has seen the newest version may save");
            let met = newsroom.collision(&desk.paper, story, *seen).await.unwrap();
            assert_eq!(met.theirs.updated_at, model.version, "the newest version is shown");
            let parts = dateline_markup::merge(&met.ancestor.html, text, &met.theirs.html);
            shows_both(&parts, text, &met.theirs);
            model.merges_shown += 1;
            (*seen, *text) = (met.theirs.updated_at, chosen(&parts));
        }
        Err(error) => panic!("{error}"),
    }
}

/// Every paragraph of either version is on the merge screen, unless one of the two took it away.
fn shows_both(parts: &[Merged], mine: &str, theirs: &Post) {
    let screen: String = parts
        .iter()
        .map(|part| match part {
            Merged::Same(html) | Merged::Mine(html) | Merged::Theirs(html) => html.clone(),
            Merged::Conflict { base, mine, theirs } => format!("{base}{mine}{theirs}"),
        })
        .collect();
    let common = |text: &str, other: &str| -> Vec<String> {
        text.split_inclusive("</p>").filter(|one| other.contains(one)).map(str::to_owned).collect()
    };
    for paragraph in common(mine, &theirs.html) {
        assert!(screen.contains(&paragraph), "{paragraph} of both is not shown");
    }
}

async fn nothing_is_missing(newsroom: &Newsroom, desk: &Desk, story: PostId, model: &Model) {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut before = None;
    loop {
        let page = newsroom.revisions(&desk.paper, story, before).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.version);
        for one in &page {
            found.insert(newsroom.revision(&desk.paper, story, one.id).await.unwrap().words.html);
        }
    }
    found.insert(desk.stored(story).await.unwrap().html);
    let missing: Vec<_> = model.acknowledged.difference(&found).collect();
    assert!(missing.is_empty(), "{} acknowledged texts are in no revision: {missing:?}", missing.len());
}
