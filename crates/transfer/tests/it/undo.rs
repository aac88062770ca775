//! An import of the desk that is killed anywhere, goes on, and is taken back: nothing of it is left.

use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use dateline_egress::Policy;
use dateline_model::ManualClock;
use dateline_transfer::{Answer, Asked, Errand, Front, Mover, Rooms};

use crate::fixtures::fixture;
use crate::paper::Paper;
use crate::resume::whole;
use crate::tally::NOW;

/// A site that shows nothing: imports look at none.
struct Closed;

impl Front for Closed {
    async fn ask(&self, _: &str, _: &str) -> Answer {
        Answer { status: 404, content_type: String::new(), location: None, body: Vec::new() }
    }
}

/// A server on the data folder of a paper.
fn server(paper: &Paper) -> Mover {
    let rooms = Rooms::of(paper.data());
    Mover::new(paper.store.clone(), Arc::new(ManualClock::at(NOW)), rooms, Policy::public())
}

/// Lets a server work until it has been polled so often, and is gone then; whether it had done everything.
async fn killed(mover: &Mover, polls: usize) -> bool {
    let mut work = pin!(mover.work_off(&Closed));
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        work.as_mut().poll(context).map(|done| done.is_ok())
    })
    .await
}

/// The files below the data folder that a site may see.
fn files(paper: &Paper) -> Vec<String> {
    fn below(folder: &Path, names: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                below(&entry.path(), names);
            } else {
                names.push(entry.path().display().to_string());
            }
        }
    }
    let mut names = Vec::new();
    below(&paper.data().join("content"), &mut names);
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_was_killed_goes_on_and_can_be_taken_back() {
    for (own, source, polls) in [
        (true, "wordpress/whole-site.xml", 5),
        (true, "wordpress/whole-site.xml", 40),
        (true, "takeout.zip", 12),
        (false, "ghost/whole", 9),
        (false, "markdown/hugo", 60),
        (true, "disqus/disqus.xml", 8),
    ] {
        let paper = Paper::new().await;
        if own {
            // Also what the Disqus comments belong to.
            paper.import(&fixture("ghost/whole")).await;
            paper.import(&fixture("classic/comments-before-posts.xml")).await;
        }
        let (before, files_before) = (whole(&paper).await, files(&paper));
        let inbox = paper.data().join("import");
        std::fs::create_dir_all(&inbox).unwrap();
        let name = source.rsplit('/').next().unwrap();
        copy(&fixture(source), &inbox.join(name));

        let first = server(&paper);
        let id = first.take(paper.site, name).await.unwrap().id;
        first.send(paper.site, id, Errand::Import(Asked::default())).await.unwrap();
        let ended = killed(&first, polls).await;
        let second = server(&paper);
        second.work_off(&Closed).await.unwrap();
        let done = second.one(paper.site, id).await.unwrap();
        assert_eq!(
            (done.state, done.can_undo),
            ("done", true),
            "{source} killed after {polls}: {:?}",
            done.trouble
        );
        assert_ne!(whole(&paper).await, before, "{source}");

        second.send(paper.site, id, Errand::Undo).await.unwrap();
        killed(&second, polls).await;
        server(&paper).work_off(&Closed).await.unwrap();
        let after = whole(&paper).await;
        let differ = before.iter().zip(&after).find(|(a, b)| a != b);
        assert!(after == before, "{source} killed after {polls} (ended: {ended}): {differ:#?}");
        assert_eq!(files(&paper), files_before, "{source}");
        let zone = paper.settings().await.zone();
        let found = paper.store.read().await.unwrap().check(paper.site, &zone).await.unwrap();
        assert_eq!(found, [], "{source}");
    }
}

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        std::fs::copy(from, to).unwrap();
        return;
    }
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
