//! `dateline post`: stories and pages, written elsewhere and published here.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use dateline_markup::Fate;
use dateline_model::{Millis, Paper, Post, PostId, PostKind, PostStatus, RevisionId};
use dateline_newsroom::{Move, PostEdit};
use serde_json::{Value, json};

use crate::front_matter;
use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// The most bytes of a story's file; the newsroom's own limit on a body lies below it.
const FILE_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Characters of a headline that the list shows.
const SHOWN: usize = 60;

/// What to do with stories.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Takes a story from a Markdown or HTML file with front matter; a draft, unless told otherwise
    New {
        /// The file; what ends in .html or .htm is HTML, all else Markdown
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Out now
        #[arg(long, conflicts_with = "at")]
        publish: bool,
        /// Out at this hour, such as 2027-05-04T09:00:00Z
        #[arg(long, value_name = "TIME", value_parser = front_matter::moment)]
        at: Option<Millis>,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Lists stories, last changed first
    List {
        /// draft, scheduled, published or trashed
        #[arg(long, value_parser = status)]
        status: Option<PostStatus>,
        /// Static pages in place of stories
        #[arg(long)]
        pages: bool,
        /// How many at most
        #[arg(long, default_value_t = 50)]
        limit: i64,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Shows a story
    Show {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        report: Json,
    },
    /// Publishes a draft, or takes a story back out of the bin
    Publish {
        #[command(flatten)]
        which: Which,
        /// At this hour instead of now
        #[arg(long, value_name = "TIME", value_parser = front_matter::moment)]
        at: Option<Millis>,
        #[command(flatten)]
        report: Json,
    },
    /// Takes a story back to the desk: readers cannot see it any more
    Unpublish(Which),
    /// Lists the versions that a story had, newest first; with --diff what changed since one of them
    Revisions {
        #[command(flatten)]
        which: Which,
        /// What changed from this revision to the story as it is
        #[arg(long, value_name = "REVISION")]
        diff: Option<RevisionId>,
        #[command(flatten)]
        report: Json,
    },
    /// Brings the words of a revision back; those that they replace become a revision themselves
    Restore {
        #[command(flatten)]
        which: Which,
        /// Its id, as `post revisions` lists it
        #[arg(long, value_name = "REVISION")]
        revision: RevisionId,
        #[command(flatten)]
        report: Json,
    },
    /// Throws a story into the bin, from which `publish` takes it back
    Delete {
        #[command(flatten)]
        which: Which,
        /// Past the bin, with its comments, for good
        #[arg(long)]
        for_good: bool,
    },
}

/// One story or page.
#[derive(Args)]
pub(crate) struct Which {
    /// Its id or its slug
    post: String,
    #[command(flatten)]
    site: OnSite,
}

fn status(word: &str) -> Result<PostStatus, String> {
    PostStatus::from_word(word).ok_or_else(|| "it is draft, scheduled, published or trashed".to_owned())
}

/// Does what was asked.
pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::New { file, publish, at, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let post = new(&house, &paper, &file, publish, at).await?;
            tell(&paper, &post, &report);
        }
        Command::List { status, pages, limit, site, report } => {
            let paper = house.paper(site.host.as_deref()).await?;
            let kind = if pages { PostKind::Page } else { PostKind::Post };
            let posts = house.store.read().await?.desk_posts(paper.id(), kind, status, limit, 0).await?;
            list(&paper, &posts, &report);
        }
        Command::Show { which, report } => {
            let (paper, post) = which.find(&house).await?;
            show(&house, &paper, &post, &report).await?;
        }
        Command::Publish { which, at, report } => {
            let (paper, post) = which.find(&house).await?;
            let post = match at {
                Some(at) => house.newsroom.schedule(&paper, post.id, at).await?,
                None => house.newsroom.publish(&paper, post.id).await?,
            };
            tell(&paper, &post, &report);
        }
        Command::Unpublish(which) => {
            let (paper, post) = which.find(&house).await?;
            house.newsroom.unpublish(&paper, post.id).await?;
            say::note(&format!("\"{}\" is a draft again", say::plain(&post.title)));
        }
        Command::Revisions { which, diff, report } => {
            let (paper, post) = which.find(&house).await?;
            revisions(&house, &paper, &post, diff, &report).await?;
        }
        Command::Restore { which, revision, report } => {
            let (paper, post) = which.find(&house).await?;
            let seen = Some(post.updated_at);
            let post = house.newsroom.restore(&paper, post.id, revision, None, seen).await?;
            tell(&paper, &post, &report);
        }
        Command::Delete { which, for_good } => {
            let (paper, post) = which.find(&house).await?;
            let title = say::plain(&post.title);
            if for_good {
                house.newsroom.delete(&paper, post.id).await?;
                say::note(&format!("\"{title}\" is gone for good, with {} comments", post.comment_count));
            } else {
                house.newsroom.save(&paper, post.id, PostEdit::default(), Move::ToTrash, None).await?;
                say::note(&format!("\"{title}\" is in the bin"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Which {
    async fn find(&self, house: &House) -> Result<(Paper, Post), Trouble> {
        let paper = house.paper(self.site.host.as_deref()).await?;
        let mut read = house.store.read().await?;
        if let Ok(id) = self.post.parse::<PostId>()
            && let Some(post) = read.desk_post(paper.id(), id).await?
        {
            return Ok((paper, post));
        }
        for kind in [PostKind::Post, PostKind::Page] {
            if let Some(post) = read.desk_post_by_slug(paper.id(), kind, &self.post).await? {
                return Ok((paper, post));
            }
        }
        Err(format!("there is no story \"{}\"; `dateline post list` shows ids and slugs", self.post).into())
    }
}

/// Lists versions, or shows what changed since one of them: `-` before what went and `+` before what came.
async fn revisions(
    house: &House,
    paper: &Paper,
    post: &Post,
    diff: Option<RevisionId>,
    report: &Json,
) -> Result<(), Trouble> {
    let Some(id) = diff else {
        let list = house.newsroom.revisions(paper, post.id, None).await?;
        if report.json {
            let one = |one: &dateline_model::RevisionSummary| {
                json!({
                    "id": one.id.to_string(),
                    "title": one.title,
                    "saved_by": one.saved_by,
                    "version": say::moment(one.version),
                    "replaced_at": say::moment(one.replaced_at),
                })
            };
            say::json(&list.iter().map(one).collect::<Vec<_>>());
            return Ok(());
        }
        let row = |one: &dateline_model::RevisionSummary| {
            let (by, at) = (one.saved_by.clone(), say::moment(one.replaced_at));
            [one.id.to_string(), at, by, say::beginning(&one.title, SHOWN)]
        };
        say::table(["ID", "REPLACED", "SAVED BY", "TITLE"], &list.iter().map(row).collect::<Vec<_>>());
        return Ok(());
    };
    let before = house.newsroom.revision(paper, post.id, id).await?.words;
    let changes = dateline_markup::compare(&before.html, &post.html);
    if report.json {
        say::json(&json!({ "html": dateline_markup::compared_html(&changes) }));
        return Ok(());
    }
    if before.title != post.title {
        say::data(&format!("- {}\n+ {}", say::plain(&before.title), say::plain(&post.title)));
    }
    for change in &changes {
        say::data(&told(change));
    }
    Ok(())
}

/// A changed paragraph as lines.
fn told(change: &dateline_markup::Change) -> String {
    use dateline_markup::Change;
    match change {
        Change::Same(text) | Change::Restyled(text) => format!("  {}", say::plain(text)),
        Change::Added(text) => format!("+ {}", say::plain(text)),
        Change::Removed(text) => format!("- {}", say::plain(text)),
        Change::Rewritten(stretches) => {
            let without = |fate: Fate| -> String {
                stretches.iter().filter(|one| one.fate != fate).map(|one| one.text.as_str()).collect()
            };
            format!("- {}\n+ {}", say::plain(&without(Fate::Added)), say::plain(&without(Fate::Removed)))
        }
    }
}

async fn new(
    house: &House,
    paper: &Paper,
    file: &Path,
    publish: bool,
    at: Option<Millis>,
) -> Result<Post, Trouble> {
    let unreadable = |reason: &dyn std::fmt::Display| format!("{} cannot be read: {reason}", file.display());
    if std::fs::metadata(file).map_err(|error| unreadable(&error))?.len() > FILE_BYTES_MAX {
        return Err(unreadable(&"it is longer than 8 MiB").into());
    }
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(&error))?;
    let is_html = file
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    let (matter, body) =
        front_matter::parse(&text, is_html).map_err(|reason| format!("{}: {reason}", file.display()))?;
    let kind = if matter.page { PostKind::Page } else { PostKind::Post };
    let edit = matter.into_edit(body)?;
    let to = match at {
        Some(at) => Move::Schedule(at),
        None if publish => Move::Publish(edit.published_at),
        None => Move::ToDraft,
    };
    Ok(house.newsroom.create(paper, kind, edit, to).await?)
}

fn view(paper: &Paper, post: &Post) -> Value {
    let address = post
        .permalink
        .as_ref()
        .map(|path| format!("{}{}", paper.settings.url, dateline_model::encode_path(path)));
    json!({
        "id": post.id.to_string(),
        "kind": post.kind.as_str(),
        "status": post.status.as_str(),
        "title": post.title,
        "slug": post.slug,
        "url": address,
        "comments": post.comment_count,
        "published_at": post.published_at.map(say::moment),
        "updated_at": say::moment(post.updated_at),
    })
}

/// What became of a story: its id and where readers find it.
fn tell(paper: &Paper, post: &Post, report: &Json) {
    if report.json {
        return say::json(&view(paper, post));
    }
    say::data(&post.id.to_string());
    let title = say::plain(&post.title);
    match (post.status, &post.permalink, post.published_at) {
        (PostStatus::Published, Some(path), _) => say::note(&format!("\"{title}\" is out at {path}")),
        (PostStatus::Scheduled, Some(path), Some(at)) => {
            say::note(&format!("\"{title}\" comes out at {} under {path}", say::moment(at)));
        }
        _ => say::note(&format!("\"{title}\" is a draft")),
    }
}

fn list(paper: &Paper, posts: &[Post], report: &Json) {
    if report.json {
        return say::json(&posts.iter().map(|post| view(paper, post)).collect::<Vec<_>>());
    }
    let row = |post: &Post| {
        [
            post.id.to_string(),
            post.status.as_str().to_owned(),
            post.published_at.map(say::moment).unwrap_or_default(),
            post.comment_count.to_string(),
            post.slug.clone(),
            say::beginning(&post.title, SHOWN),
        ]
    };
    say::table(
        ["ID", "STATUS", "PUBLISHED", "COMMENTS", "SLUG", "TITLE"],
        &posts.iter().map(row).collect::<Vec<_>>(),
    );
}

async fn show(house: &House, paper: &Paper, post: &Post, report: &Json) -> Result<(), Trouble> {
    let mut read = house.store.read().await?;
    let authors: Vec<String> =
        read.bylines(paper.id(), &[post.id]).await?.into_iter().map(|(_, byline)| byline.name).collect();
    let tags: Vec<String> =
        read.tags_of(paper.id(), &[post.id]).await?.into_iter().map(|(_, tag)| tag.name).collect();
    if report.json {
        let mut shown = view(paper, post);
        shown["authors"] = json!(authors);
        shown["tags"] = json!(tags);
        shown["excerpt"] = json!(post.excerpt);
        shown["html"] = json!(post.html);
        shown["markdown"] = json!(post.source);
        say::json(&shown);
        return Ok(());
    }
    let moment = |at: Option<Millis>| at.map(say::moment).unwrap_or_default();
    for (name, value) in [
        ("id", post.id.to_string()),
        ("title", post.title.clone()),
        ("status", post.status.as_str().to_owned()),
        ("published", moment(post.published_at)),
        ("changed", moment(Some(post.updated_at))),
        ("permalink", post.permalink.clone().unwrap_or_default()),
        ("authors", authors.join(", ")),
        ("tags", tags.join(", ")),
        ("words", post.words.to_string()),
        ("comments", post.comment_count.to_string()),
        ("teaser", post.teaser.clone()),
    ] {
        say::data(format!("{name:<9}  {}", say::plain(&value)).trim_end());
    }
    Ok(())
}
