//! Measures search: how fast an archive is indexed, how large the index is, how long readers wait.
//!
//! `cargo run --release -p dateline-search --example search_speed -- STORIES [COMMENTS] [QUESTIONS] [FOLDER]`
//!
//! The archive is generated, the same on every run. FOLDER keeps store and index for another run; without FOLDER/search
//! the index is built anew. Times are told by the clock and, for a machine that has other things to do, as the work of
//! this process.

mod corpus;
mod hostile_queries;
mod log;
mod parts;
mod random;
#[path = "../../src/script.rs"]
mod script;
#[path = "../../src/words.rs"]
mod words;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dateline_model::{
    Author, AuthorId, Comment, CommentId, CommentState, Millis, Paper, Post, PostId, PostKind, PostStatus,
    Site, SiteId, SiteSettings, Tag, TagId, Visibility, mint_uuid,
};
use dateline_search::{Search, SearchRequest};
use dateline_store::{Credits, Store, StoreError, Tx};

/// 9 November 2026, 12:00 UTC.
const NOW: Millis = 1_794_225_600_000;
/// How far the archive goes back: twenty years.
const AGE: Millis = 20 * 365 * 86_400_000;
/// Stories or comments written at once.
const BATCH: usize = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |n: usize, usual: usize| arguments.get(n).map_or(Ok(usual), |text| text.parse());
    let (stories, comments, questions) = (number(0, 10_000)?, number(1, 0)?, number(2, 2_000)?);
    let temporary = tempfile::tempdir()?;
    let folder = arguments.get(3).map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let store = Store::open_sqlite(&folder.join("paper.db")).await?;
    let paper = archive(&store, stories, comments).await?;
    let search = Search::open(&folder.join("search"))?;
    index(&search, &store, stories, comments, &folder).await?;
    ask(&search, &store, &paper, stories, questions).await?;
    be_hostile(&search, &store, &paper).await?;
    name_related(&search, &store, &paper).await?;
    freshness(&search, &store, &paper).await?;
    parts::tell_parts(stories, &folder)
}

/// The paper with its archive, written unless it is there already.
async fn archive(store: &Store, stories: usize, comments: usize) -> Result<Paper, Box<dyn Error>> {
    let id = SiteId(mint_uuid(NOW, [0; 6]));
    let site = Site { id, host: "measured.example".to_owned(), created_at: NOW };
    let paper = Paper::new(site.clone(), SiteSettings::default());
    if !store.read().await?.sites().await?.is_empty() {
        return Ok(paper);
    }
    let begun = Begun::now();
    let work = worked(move |tx| {
        Box::pin(async move {
            tx.insert_site(&site).await?;
            for n in 0..200 {
                tx.save_tag(id, &tag(n)).await?;
            }
            for n in 0..50 {
                tx.save_author(id, &author(n)).await?;
            }
            Ok(())
        })
    });
    store.write(work).await?;
    for from in (0..stories).step_by(BATCH) {
        let zone = paper.zone.clone();
        let work = worked(move |tx| {
            Box::pin(async move {
                tx.many_stories();
                for n in from..(from + BATCH).min(stories) {
                    let piece = corpus::story(n);
                    let credits =
                        Credits { authors: vec![author(piece.author).id], tags: vec![tag(piece.tag).id] };
                    tx.insert_post(id, &zone, &post(n, stories, piece), &credits).await?;
                }
                Ok(())
            })
        });
        store.write(work).await?;
    }
    for from in (0..comments).step_by(BATCH) {
        let work = worked(move |tx| {
            Box::pin(async move {
                for n in from..(from + BATCH).min(comments) {
                    tx.insert_comment(id, &comment(n, stories)).await?;
                }
                Ok(())
            })
        });
        store.write(work).await?;
    }
    println!("wrote the archive in {:.1} s", begun.took().by_the_clock.as_secs_f64());
    Ok(paper)
}

type Work<'t> = std::pin::Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 't>>;

/// Gives a closure the shape that the store asks for.
fn worked<F>(work: F) -> F
where
    F: for<'t> FnOnce(&'t mut Tx) -> Work<'t> + Send + 'static,
{
    work
}

async fn index(
    search: &Search,
    store: &Store,
    stories: usize,
    comments: usize,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
    let sample = 1_000.min(stories);
    let text: usize = (0..sample).map(|n| corpus::story(n).text.len()).sum();
    let remarks: usize = (0..sample).map(|n| corpus::comment(n).len()).sum();
    let text = (text * stories + remarks * comments) as f64 / sample as f64;
    let (begun, before) = (Instant::now(), worked_in_all());
    let done = search.catch_up(store).await?;
    let (seconds, work) = (begun.elapsed().as_secs_f64(), worked_in_all() - before);
    if done.built > 0 {
        println!(
            "indexed {stories} stories and {comments} comments in {seconds:.1} s: {:.0} stories/s with their comments",
            stories as f64 / seconds
        );
        println!("  {work:.1} s of work, {:.1} µs a story with its comments", work * 1e6 / stories as f64);
    }
    println!("memory after indexing: {}", memory());
    let bytes = size(&folder.join("search"))?;
    println!("index {:.1} MB, text {:.1} MB: {:.1} %", bytes / 1e6, text / 1e6, bytes * 100.0 / text);
    for (kind, bytes) in by_kind(&folder.join("search"))? {
        println!("  {kind:>6} {:>8.1} MB", bytes / 1e6);
    }
    Ok(())
}

async fn ask(
    search: &Search,
    store: &Store,
    paper: &Paper,
    stories: usize,
    questions: usize,
) -> Result<(), Box<dyn Error>> {
    let mut times: BTreeMap<&str, Vec<Took>> = BTreeMap::new();
    let mut found = 0;
    let log: Vec<log::Question> = (0..questions).map(|n| log::question(n, stories)).collect();
    for (n, question) in log.iter().enumerate() {
        let request = SearchRequest {
            typing: question.typing,
            facets: question.kind == "filter",
            ..SearchRequest::new(question.text.as_str())
        };
        let mut read = store.read().await?;
        let begun = Begun::now();
        let results = search.search(&mut read, paper, NOW, &request).await?;
        let took = begun.took();
        found += usize::from(results.total > 0);
        // The first questions find the files cold.
        if n >= questions / 10 {
            times.entry(question.kind).or_default().push(took);
            times.entry("all").or_default().push(took);
        }
    }
    println!("{questions} questions, {:.1} % with an answer", found as f64 * 100.0 / questions as f64);
    for (kind, times) in times {
        tell(kind, times);
    }
    println!("memory after the questions: {}", memory());
    Ok(())
}

/// How long the worst of a thousand hostile questions takes.
async fn be_hostile(search: &Search, store: &Store, paper: &Paper) -> Result<(), Box<dyn Error>> {
    let (mut times, mut slowest) = (Vec::new(), Vec::new());
    for query in hostile_queries::hostile_queries() {
        for typing in [false, true] {
            let request = SearchRequest { typing, facets: true, ..SearchRequest::new(query.as_str()) };
            let mut read = store.read().await?;
            let begun = Begun::now();
            search.search(&mut read, paper, NOW, &request).await?;
            let took = begun.took();
            times.push(took);
            slowest.push((took.at_work, query.chars().take(60).collect::<String>()));
        }
    }
    tell(&format!("{} hostile questions", times.len()), times);
    slowest.sort_unstable();
    for (took, query) in slowest.iter().rev().take(5) {
        println!("    {:.1} ms at work: {query:?}", took.as_secs_f64() * 1e3);
    }
    Ok(())
}

/// How long it takes to find what is related to a story.
async fn name_related(search: &Search, store: &Store, paper: &Paper) -> Result<(), Box<dyn Error>> {
    let stories = store.read().await?.desk_posts_after(paper.id(), PostId(uuid::Uuid::nil()), 200).await?;
    let mut times = Vec::new();
    for story in &stories {
        let mut read = store.read().await?;
        let begun = Begun::now();
        let tags = read.tags_of(paper.id(), &[story.id]).await?;
        let tags: Vec<Tag> = tags.into_iter().map(|(_, tag)| tag).collect();
        search.related(&mut read, paper, NOW, (story, &tags), 4).await?;
        times.push(begun.took());
    }
    tell("related stories", times);
    Ok(())
}

/// When something began, by the clock and by the work of this process.
struct Begun(Instant, Duration);

/// How long it took.
#[derive(Clone, Copy)]
struct Took {
    by_the_clock: Duration,
    /// What the processors worked on it, which on a busy machine is less.
    at_work: Duration,
}

impl Begun {
    fn now() -> Self {
        Self(Instant::now(), at_work())
    }

    fn took(&self) -> Took {
        let by_the_clock = self.0.elapsed();
        Took { by_the_clock, at_work: at_work().saturating_sub(self.1) }
    }
}

/// What the processors have worked for this process so far, where the system tells.
fn at_work() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |path: PathBuf| std::fs::read_to_string(path.join("schedstat")).ok();
    let nanos = threads.filter_map(|thread| of(thread.path())?.split(' ').next()?.parse::<u64>().ok());
    Duration::from_nanos(nanos.sum())
}

/// The same in seconds with the threads that have ended, less exactly: to a hundredth.
fn worked_in_all() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold anything, stand eleven other fields.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Prints how a list of times spreads, by the clock and by the work.
fn tell(kind: &str, times: Vec<Took>) {
    let spread = |what: &str, mut times: Vec<Duration>| {
        times.sort_unstable();
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
        println!(
            "  {what:>24}: p50 {:>7.2} ms  p90 {:>7.2} ms  p99 {:>7.2} ms  max {:>7.2} ms",
            at(0.5),
            at(0.9),
            at(0.99),
            at(1.0)
        );
    };
    spread(kind, times.iter().map(|took| took.by_the_clock).collect());
    spread("at work", times.iter().map(|took| took.at_work).collect());
}

/// How long it takes until a published story is found.
async fn freshness(search: &Search, store: &Store, paper: &Paper) -> Result<(), Box<dyn Error>> {
    let follower = tokio::spawn({
        let (search, store) = (search.clone(), store.clone());
        async move { search.follow(store).await }
    });
    let mut worst = Duration::ZERO;
    for n in 0..20 {
        let word = format!("zyx{n}w{}", std::process::id());
        let mut story = post(n, 20, corpus::story(n));
        story.id = PostId::mint(NOW);
        story.title.clone_from(&word);
        story.permalink = Some(format!("/{word}/"));
        let (site, zone) = (paper.id(), paper.zone.clone());
        let work = worked(move |tx| {
            Box::pin(async move { tx.insert_post(site, &zone, &story, &Credits::default()).await })
        });
        store.write(work).await?;
        let begun = Instant::now();
        let last = store.read().await?.last_seq().await?;
        search.settled(last).await;
        let mut read = store.read().await?;
        let found = search.search(&mut read, paper, NOW, &SearchRequest::new(word.as_str())).await?;
        assert_eq!(found.total, 1, "{word}");
        worst = worst.max(begun.elapsed());
    }
    println!("published to findable, the slowest of 20: {:.0} ms", worst.as_secs_f64() * 1e3);
    follower.abort();
    Ok(())
}

fn tag(n: usize) -> Tag {
    let id = TagId(mint_uuid(n as Millis, [1; 6]));
    let slug = format!("tag-{n}");
    Tag { id, name: format!("Tag {n}"), slug, description: None, post_count: 0, import_key: None }
}

fn author(n: usize) -> Author {
    let id = AuthorId(mint_uuid(n as Millis, [2; 6]));
    let name = format!("{} {}", corpus::name(n), corpus::name(n + 70));
    let slug = format!("author-{n}");
    Author { id, name, slug, bio: None, url: None, profile_image: None, post_count: 0, import_key: None }
}

fn post(n: usize, of: usize, piece: corpus::Piece) -> Post {
    let at = NOW - AGE + AGE / of as Millis * n as Millis;
    let mut post = Post::draft(PostKind::Post, at);
    post.id = PostId(mint_uuid(at, (n as u64).to_be_bytes()[2..].try_into().unwrap_or_default()));
    post.status = PostStatus::Published;
    post.visibility = Visibility::public_from(at);
    post.published_at = Some(at);
    post.slug = format!("story-{n}");
    post.permalink = Some(format!("/story-{n}/"));
    post.title = piece.title;
    post.html = piece.html;
    post.lang = Some("en".to_owned());
    post
}

fn comment(n: usize, stories: usize) -> Comment {
    let chance = |n: usize| -> [u8; 6] { (n as u64).to_be_bytes()[2..].try_into().unwrap_or_default() };
    let id = CommentId(mint_uuid(NOW, chance(n)));
    let story = n % stories;
    let at = NOW - AGE + AGE / stories as Millis * story as Millis;
    let text = corpus::comment(n);
    Comment {
        id,
        post: PostId(mint_uuid(at, chance(story))),
        parent: None,
        root: id,
        thread_at: at,
        depth: 0,
        state: CommentState::Approved,
        author_name: corpus::name(n % 5_000),
        author_email: None,
        author_url: None,
        staff: None,
        html: format!("<p>{text}</p>"),
        text,
        created_at: at,
        updated_at: at,
        address_hash: None,
        address_until: None,
        edited_at: None,
        likes: 0,
        submission: None,
        import_key: None,
        import_hash: None,
    }
}

/// Memory of this process besides the pages of files.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("RssAnon") || line.starts_with("VmHWM"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

fn size(folder: &Path) -> std::io::Result<f64> {
    Ok(by_kind(folder)?.values().sum())
}

fn by_kind(folder: &Path) -> std::io::Result<BTreeMap<String, f64>> {
    let mut kinds = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or("-").to_owned();
            *kinds.entry(kind).or_default() += path.metadata()?.len() as f64;
        }
    }
    Ok(kinds)
}
