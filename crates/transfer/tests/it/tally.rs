//! Counts what a source holds, in the words of the import report.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use dateline_model::{CommentState, Millis, PostKind};
use dateline_transfer::{
    AuthorRecord, CommentRecord, Damage, Limits, MentionRecord, PostRecord, PostState, Problem, Record,
    RedirectRecord, SiteRecord, Source, TagRecord, Trouble,
};

/// 2026-11-01.
pub(crate) const NOW: Millis = 1_793_491_200_000;

/// Everything that a small source holds.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) format: &'static str,
    pub(crate) site: SiteRecord,
    pub(crate) sites: usize,
    pub(crate) posts: Vec<PostRecord>,
    pub(crate) comments: Vec<CommentRecord>,
    pub(crate) declared: Vec<AuthorRecord>,
    pub(crate) tags: Vec<TagRecord>,
    pub(crate) media: Vec<String>,
    pub(crate) mentions: Vec<MentionRecord>,
    pub(crate) redirects: Vec<RedirectRecord>,
    pub(crate) keepsakes: Vec<(String, String)>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) damage: Option<Damage>,
}

impl Tally {
    pub(crate) fn of(path: &Path) -> Self {
        Self::within(path, Limits::default())
    }

    pub(crate) fn within(path: &Path, limits: Limits) -> Self {
        let source = Source::open(path, None, limits).unwrap();
        let mut tally = Self { format: source.format().as_str(), ..Self::default() };
        let sink = &mut |item| {
            match item {
                Ok(Record::Site(site)) => {
                    tally.site = *site;
                    tally.sites += 1;
                }
                Ok(Record::Post(post)) => tally.posts.push(*post),
                Ok(Record::Comment(comment)) => tally.comments.push(*comment),
                Ok(Record::Author(author)) => tally.declared.push(*author),
                Ok(Record::Tag(tag)) => tally.tags.push(*tag),
                Ok(Record::Media(address)) => tally.media.push(address),
                Ok(Record::Mention(mention)) => tally.mentions.push(*mention),
                Ok(Record::Redirect(redirect)) => tally.redirects.push(*redirect),
                Ok(Record::Keepsake(name, text)) => tally.keepsakes.push((name, text)),
                Err(Trouble::Problem(problem)) => tally.problems.push(problem),
                Err(Trouble::Damage(damage)) => tally.damage = Some(damage),
            }
            ControlFlow::Continue(())
        };
        source.read(NOW, sink).unwrap();
        tally
    }

    fn state(&self, kind: PostKind, state: PostState) -> usize {
        self.posts.iter().filter(|post| post.kind == kind && post.state == state).count()
    }

    fn comments(&self, state: CommentState) -> usize {
        self.comments.iter().filter(|comment| comment.state == state).count()
    }

    /// `posts 3/1/1/0 pages 1/1 comments 3/0/0/0`, leaving out what is not there.
    pub(crate) fn counts(&self) -> String {
        use CommentState::{Approved, Pending, Removed, Spam};
        use PostState::{Draft, Published, Scheduled, Trashed};
        let posts = [Published, Draft, Scheduled, Trashed].map(|s| self.state(PostKind::Post, s));
        let pages = [self.state(PostKind::Page, Published), self.state(PostKind::Page, Draft)];
        let comments = [Approved, Pending, Spam, Removed].map(|s| self.comments(s));
        let mut words = Vec::new();
        for (name, counts) in [("posts", &posts[..]), ("pages", &pages[..]), ("comments", &comments[..])] {
            if counts.iter().any(|n| *n > 0) {
                let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
                words.push(format!("{name} {}", counts.join("/")));
            }
        }
        words.join(" ")
    }

    pub(crate) fn labels(&self) -> BTreeSet<&str> {
        self.posts.iter().flat_map(|post| &post.labels).map(String::as_str).collect()
    }

    pub(crate) fn authors(&self) -> BTreeSet<(&str, Option<&str>)> {
        let authors = self.posts.iter().flat_map(|post| &post.authors);
        authors.map(|author| (author.name.as_str(), author.url.as_deref())).collect()
    }

    pub(crate) fn post(&self, id: &str) -> &PostRecord {
        self.posts.iter().find(|post| post.id == id).unwrap()
    }

    /// The lines of the problems.
    pub(crate) fn lines(&self) -> Vec<u64> {
        self.problems.iter().map(|problem| problem.line).collect()
    }
}
