//! Prints every sample page of a theme in a folder: `cargo run -p dateline-theme --example print_theme -- FOLDER [OUT]`.
//!
//! For designers, and for the laboratory in `tests/themes`. Pages go to OUT as HTML files; problems go to standard error,
//! and the exit code is 1 when there were any.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline_theme::{
    Fetched, GetAnswer, GetRequest, ListView, MAX_ROUNDS, Page, PageView, PaginationView, PostView, Rendered,
    Resource, SiteView, SocialView, StoryView, TagView, Theme,
};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (folder, out) = match arguments.as_slice() {
        [folder] => (folder, None),
        [folder, out] => (folder, Some(out.as_path())),
        _ => {
            eprintln!("usage: print_theme FOLDER [OUT]");
            return ExitCode::from(2);
        }
    };
    match run(folder, out) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(problems) => {
            eprintln!("{problems} problems");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path, out: Option<&Path>) -> Result<usize, Box<dyn Error>> {
    let theme = Theme::load(files(folder, folder)?)?;
    let site = site();
    let mut problems = 0;
    for (name, page) in PageView::samples() {
        let page = with_pictures(page);
        match print(&theme, &site, &page) {
            Ok((html, rounds)) => {
                println!("{name}: {} bytes, {rounds} rounds", html.len());
                for mark in ["{{", "[object Object]", "undefined"] {
                    if html.contains(mark) {
                        eprintln!("{name}: the page contains {mark:?}");
                        problems += 1;
                    }
                }
                if let Some(out) = out {
                    std::fs::create_dir_all(out)?;
                    std::fs::write(out.join(format!("{name}.html")), html)?;
                }
            }
            Err(error) => {
                eprintln!("{name}: {error}");
                problems += 1;
            }
        }
    }
    Ok(problems)
}

/// Prints a page in as many rounds as it needs, with answers made up.
fn print(theme: &Theme, site: &SiteView, page: &PageView) -> Result<(String, usize), Box<dyn Error>> {
    let mut fetched = Fetched::default();
    for round in 1..=MAX_ROUNDS {
        match theme.render_with(site, page, &fetched)? {
            Rendered::Page(page) => return Ok((page.html, round)),
            Rendered::Needs(requests) => {
                for request in requests {
                    let answer = answer(&request);
                    fetched.insert(request, answer);
                }
            }
        }
    }
    Ok((theme.render_settled(site, page, &fetched)?.html, MAX_ROUNDS + 1))
}

fn answer(request: &GetRequest) -> GetAnswer {
    let rows = request.limit as usize;
    let pages =
        PaginationView { limit: u64::from(request.limit), page: Some(1), ..PaginationView::default() };
    match request.resource {
        Resource::Posts | Resource::Pages => {
            let posts = ListView::sample().posts.into_iter().map(pictured).cycle().take(rows).collect();
            GetAnswer::Posts(posts, pages)
        }
        Resource::Tags => GetAnswer::Tags(vec![TagView::sample(); rows.min(5)], pages),
        Resource::Authors => {
            GetAnswer::Authors(vec![dateline_theme::AuthorView::sample(); rows.min(3)], pages)
        }
        Resource::Tiers | Resource::Newsletters => GetAnswer::Nothing,
    }
}

fn site() -> SiteView {
    let social = SocialView {
        facebook: Some("arvelmercury".into()),
        twitter: Some("@arvelmercury".into()),
        mastodon: Some("social.example/@mercury".into()),
        ..SocialView::default()
    };
    SiteView {
        social,
        logo: Some("/content/images/logo.png".into()),
        icon: Some("/content/images/icon.png".into()),
        cover_image: Some("/content/images/cover.jpg".into()),
        ..SiteView::sample()
    }
}

fn pictured(post: PostView) -> PostView {
    PostView {
        feature_image: Some("/content/images/2026/11/bridge.jpg".into()),
        feature_image_alt: Some("The bridge at dawn".into()),
        feature_image_caption: Some("The first tram. <i>Photo: A. Reis</i>".into()),
        feature_image_size: Some((1600, 900)),
        html: PostView::sample().html,
        ..post
    }
}

fn with_pictures(mut page: PageView) -> PageView {
    let list = |list: &mut ListView| {
        list.posts = std::mem::take(&mut list.posts).into_iter().map(pictured).collect();
    };
    let story = |story: &mut StoryView| story.post = pictured(std::mem::take(&mut story.post));
    match &mut page.page {
        Page::Home(of)
        | Page::Tag { list: of, .. }
        | Page::Author { list: of, .. }
        | Page::Period { list: of, .. } => {
            list(of);
        }
        Page::Post(of) | Page::Page(of) => story(of),
        _ => {}
    }
    page
}

/// A file's name in the theme and its content.
type File = (String, Vec<u8>);

/// Names and contents of the files in a folder, links left out.
fn files(root: &Path, folder: &Path) -> Result<Vec<File>, Box<dyn Error>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, path) = (entry.file_type()?, entry.path());
        if kind.is_dir() {
            all.extend(files(root, &path)?);
        } else if kind.is_file() {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            all.push((name, std::fs::read(&path)?));
        }
    }
    Ok(all)
}
