//! How well a story is found by its headline, beside SQLite's full-text search and WordPress's `?s=`.
//!
//! `cargo run --release -p dateline-search --example search_ranking -- DATABASE [QUESTIONS]`
//!
//! DATABASE is the SQLite file of a newspaper (`data/dateline.db`). Of its public stories QUESTIONS (500 unless said) are
//! drawn, the same on every run; each is asked for twice, by its headline as it stands and by a headline with the last
//! word missing and the others in another order, as readers remember them. The story itself is the one right answer, so
//! nDCG@10 is 1 where it comes first and 1/log2(1 + place) below. The peers run in the same run on the same texts and
//! questions, by `peers.py` beside this file, which needs Python with FTS5.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dateline_markup::plain_text;
use dateline_model::{Millis, Paper, Post, PostId};
use dateline_search::{Search, SearchRequest};
use dateline_store::Store;

/// Questions unless the command line says otherwise.
const QUESTIONS: usize = 500;
/// Stories read at once.
const STORIES: i64 = 500;
/// The end of the calendar: every story that will ever be public is.
const NOW: Millis = 253_402_300_799_999;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let database = PathBuf::from(arguments.next().ok_or("name the database of a newspaper")?);
    let questions = arguments.next().map_or(Ok(QUESTIONS), |text| text.parse())?;
    let store = Store::open_sqlite(&database).await?;
    let folder = tempfile::tempdir()?;
    let search = Search::open(folder.path())?;
    search.catch_up(&store).await?;
    let site = store.read().await?.sites().await?.into_iter().next().ok_or("it has no site")?;
    let settings = store.read().await?.settings(site.id).await?;
    let paper = Paper::new(site, settings);
    let stories = public_stories(&store, &paper).await?;
    let asked = drawn(&stories, questions);
    println!("{} stories, {} drawn", stories.len(), asked.len());
    for (kind, ask) in [("headline", whole as fn(&str) -> String), ("as remembered", remembered)] {
        let asked: Vec<(&Post, String)> = asked.iter().map(|post| (*post, ask(&post.title))).collect();
        let mut gain = 0.0;
        for (post, query) in &asked {
            gain += gain_of(place(&search, &store, &paper, post.id, query).await?);
        }
        println!("{kind}: nDCG@10 {:.3} Dateline", gain / asked.len() as f64);
        peers(folder.path(), &stories, &asked)?;
    }
    Ok(())
}

/// All stories that readers find, the oldest first.
async fn public_stories(store: &Store, paper: &Paper) -> Result<Vec<Post>, Box<dyn Error>> {
    let (mut stories, mut after) = (Vec::new(), PostId(uuid::Uuid::nil()));
    loop {
        let some = store.read().await?.desk_posts_after(paper.id(), after, STORIES).await?;
        let Some(last) = some.last() else { break };
        after = last.id;
        stories.extend(some.into_iter().filter(|post| post.visibility.is_public(NOW)));
    }
    stories.sort_by_key(|post| post.published_at);
    Ok(stories)
}

/// So many stories, spread over the archive: those with a headline of two words or more that no other story has.
fn drawn(stories: &[Post], questions: usize) -> Vec<&Post> {
    let (mut seen, mut twice) = (HashSet::new(), HashSet::new());
    for post in stories {
        if !seen.insert(post.title.to_lowercase()) {
            twice.insert(post.title.to_lowercase());
        }
    }
    let fits = |post: &&Post| {
        post.title.split_whitespace().count() >= 2 && !twice.contains(&post.title.to_lowercase())
    };
    let fitting: Vec<&Post> = stories.iter().filter(fits).collect();
    let step = (fitting.len() as f64 / questions as f64).max(1.0);
    (0..questions).filter_map(|n| fitting.get((n as f64 * step) as usize).copied()).collect()
}

fn whole(title: &str) -> String {
    title.to_owned()
}

/// The words but the last, those of the second half first.
fn remembered(title: &str) -> String {
    let mut words: Vec<&str> = title.split_whitespace().collect();
    if words.len() > 2 {
        words.pop();
    }
    let middle = words.len() / 2;
    words.rotate_left(middle);
    words.join(" ")
}

/// At which place a story is found, from 1; `None` when it is not among the first ten.
async fn place(
    search: &Search,
    store: &Store,
    paper: &Paper,
    post: PostId,
    query: &str,
) -> Result<Option<usize>, Box<dyn Error>> {
    let mut read = store.read().await?;
    let results = search.search(&mut read, paper, NOW, &SearchRequest::new(query)).await?;
    Ok(results.hits.iter().position(|hit| hit.post.id == post).map(|at| at + 1))
}

fn gain_of(place: Option<usize>) -> f64 {
    place.map_or(0.0, |place| 1.0 / (1.0 + place as f64).log2())
}

/// Has the peers asked the same.
fn peers(folder: &Path, stories: &[Post], asked: &[(&Post, String)]) -> Result<(), Box<dyn Error>> {
    let told: Vec<_> = stories
        .iter()
        .map(|post| {
            let excerpt = post.excerpt.clone().unwrap_or_default();
            let date = post.published_at.unwrap_or_default();
            serde_json::json!([post.id.hex(), post.title, excerpt, plain_text(&post.html), date])
        })
        .collect();
    let questions: Vec<_> =
        asked.iter().map(|(post, query)| serde_json::json!([post.id.hex(), query])).collect();
    let file = folder.join("questions.json");
    fs::write(&file, serde_json::json!({ "stories": told, "questions": questions }).to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/search_ranking/peers.py");
    let status = Command::new("python3").arg(script).arg(&file).status()?;
    if status.success() { Ok(()) } else { Err("the peers could not be asked".into()) }
}
