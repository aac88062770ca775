//! The sample newspaper: its whole history happens again through the newsroom's own verbs.
//!
//! A clock that we hold is moved from event to event, so every story is published and every comment written at
//! its own moment. All of it is moved by whole weeks to end just before today: "on Monday" stays true, and a
//! front page of this week is what a visitor of the demo should see.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use dateline_model::{
    Clock, CommentId, CommentState, ManualClock, Millis, NavigationItem, Paper, Post, PostKind, Role,
    SiteSettings, StaffUser, SystemClock,
};
use dateline_newsroom::{
    CommentForm, CommentOutcome, CommentRules, Move, Newsroom, PostEdit, Ruling, Stamp, fresh_password,
};
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::front_matter;
use crate::house::{House, Trouble};

const WEEK: Millis = 7 * 24 * 3_600_000;

#[derive(RustEmbed)]
#[folder = "demo/"]
struct Sample;

/// `site.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteFile {
    title: String,
    description: String,
    language: String,
    timezone: String,
    accent_color: String,
    icon: String,
    navigation: Vec<NavigationItem>,
    secondary_navigation: Vec<NavigationItem>,
}

/// `comments.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentsFile {
    comment: Vec<CommentEntry>,
}

/// A comment; its story by slug, its parent by number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentEntry {
    story: String,
    id: u32,
    parent: Option<u32>,
    name: String,
    #[serde(default)]
    url: String,
    at: String,
    body: String,
    /// `approved` unless given.
    state: Option<String>,
    #[serde(default)]
    staff: bool,
}

/// Something that happened.
enum Event {
    Story(PostKind, Box<PostEdit>),
    Comment(CommentEntry),
}

/// Who may look at the sample newspaper's desk.
pub(crate) struct Owner {
    pub(crate) email: String,
    pub(crate) password: String,
}

/// Fills a new installation with the sample newspaper.
pub(crate) async fn fill(house: &House) -> Result<Owner, Trouble> {
    write_pictures(house)?;
    let mut events = events()?;
    events.sort_by_key(|(at, _)| *at);
    let (Some((first, _)), Some((last, _))) = (events.first(), events.last()) else {
        return Err("the sample newspaper is empty".into());
    };
    let shift = (SystemClock.now() - last).div_euclid(WEEK) * WEEK;
    let clock = Arc::new(ManualClock::at(first + shift));
    let rules = CommentRules { spam_filter: false, ..CommentRules::default() };
    let newsroom = Newsroom::open(house.store.clone(), clock.clone(), rules).await?;
    let paper = newsroom.found_site("*", settings()?).await?;
    let mut history = History {
        newsroom,
        paper,
        staff: BTreeMap::new(),
        posts: BTreeMap::new(),
        comments: BTreeMap::new(),
    };
    for (at, event) in events {
        clock.advance(at + shift - clock.now());
        match event {
            Event::Story(kind, edit) => history.publish(kind, *edit).await?,
            Event::Comment(entry) => history.comment(entry).await?,
        }
    }
    let owner = Owner { email: "owner@mercury.example".to_owned(), password: fresh_password() };
    let History { newsroom, paper, .. } = &history;
    newsroom.add_user_with(paper, &owner.email, "The Owner", Role::Owner, Some(&owner.password)).await?;
    Ok(owner)
}

fn text_of(path: &str) -> Result<String, Trouble> {
    let file = Sample::get(path).ok_or_else(|| format!("the sample newspaper has no {path}"))?;
    Ok(String::from_utf8(file.data.into_owned())?)
}

fn write_pictures(house: &House) -> Result<(), Trouble> {
    let folder = house.config.content().join("images");
    std::fs::create_dir_all(&folder)?;
    for path in Sample::iter() {
        if let (Some(name), Some(file)) = (path.strip_prefix("images/"), Sample::get(&path)) {
            std::fs::write(folder.join(name), file.data)?;
        }
    }
    Ok(())
}

fn settings() -> Result<SiteSettings, Trouble> {
    let file: SiteFile = toml::from_str(&text_of("site.toml")?)?;
    let mut settings = SiteSettings::default();
    for (name, value) in [
        ("title", &file.title),
        ("description", &file.description),
        ("locale", &file.language),
        ("timezone", &file.timezone),
        ("accent_color", &file.accent_color),
        ("icon", &file.icon),
    ] {
        settings.set(name, value)?;
    }
    settings.navigation = file.navigation;
    settings.secondary_navigation = file.secondary_navigation;
    Ok(settings)
}

/// Stories, pages and comments with their moments.
fn events() -> Result<Vec<(Millis, Event)>, Trouble> {
    let mut events = Vec::new();
    for path in Sample::iter() {
        if !(path.starts_with("stories/") || path.starts_with("pages/")) {
            continue;
        }
        let (matter, body) =
            front_matter::parse(&text_of(&path)?, false).map_err(|error| format!("{path}: {error}"))?;
        let kind = if matter.page { PostKind::Page } else { PostKind::Post };
        let mut edit = matter.into_edit(body)?;
        let at = edit.published_at.take().ok_or_else(|| format!("{path} has no date"))?;
        events.push((at, Event::Story(kind, Box::new(edit))));
    }
    let comments: CommentsFile = toml::from_str(&text_of("comments.toml")?)?;
    for entry in comments.comment {
        events.push((front_matter::moment(&entry.at)?, Event::Comment(entry)));
    }
    Ok(events)
}

/// The newspaper as far as it has happened.
struct History {
    newsroom: Newsroom,
    paper: Paper,
    /// By name.
    staff: BTreeMap<String, StaffUser>,
    /// By slug.
    posts: BTreeMap<String, Post>,
    /// By their number in the file.
    comments: BTreeMap<u32, CommentId>,
}

impl History {
    async fn publish(&mut self, kind: PostKind, edit: PostEdit) -> Result<(), Trouble> {
        let post = self.newsroom.create(&self.paper, kind, edit, Move::Publish(None)).await?;
        self.posts.insert(post.slug.clone(), post);
        Ok(())
    }

    async fn comment(&mut self, entry: CommentEntry) -> Result<(), Trouble> {
        let missing = || format!("comment {} answers what is not there", entry.id);
        let post = self.posts.get(&entry.story).ok_or_else(missing)?.clone();
        let parent = match entry.parent {
            Some(number) => Some(*self.comments.get(&number).ok_or_else(missing)?),
            None => None,
        };
        let id = if entry.staff {
            let user = self.account(&entry.name).await?;
            self.newsroom.comment_as_staff(&self.paper, post.id, &user, parent, &entry.body).await?.id
        } else {
            self.reader(&post, parent, &entry).await?
        };
        if let Some(word) = &entry.state {
            let state =
                CommentState::from_word(word).ok_or_else(|| format!("comment {} is {word}", entry.id))?;
            let ruling = Ruling { to: state, who: "the sample".to_owned(), why: String::new() };
            self.newsroom.moderate(&self.paper, &[id], ruling).await?;
        }
        self.comments.insert(entry.id, id);
        Ok(())
    }

    async fn reader(
        &self,
        post: &Post,
        parent: Option<CommentId>,
        entry: &CommentEntry,
    ) -> Result<CommentId, Trouble> {
        let now = self.newsroom.clock().now();
        let form = CommentForm {
            name: entry.name.clone(),
            email: String::new(),
            url: entry.url.clone(),
            body: entry.body.clone(),
            parent,
            stamp: Stamp::issue(self.newsroom.secret(), &self.paper, post.id, now),
            ..CommentForm::default()
        };
        // Addresses set aside for documentation: nobody has them.
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, (entry.id % 250) as u8));
        let outcome = self.newsroom.comment(&self.paper, post, form, address).await?;
        let (CommentOutcome::Published(comment, _) | CommentOutcome::Held(comment)) = outcome;
        Ok(comment.id)
    }

    async fn account(&mut self, name: &str) -> Result<StaffUser, Trouble> {
        if let Some(user) = self.staff.get(name) {
            return Ok(user.clone());
        }
        let email = format!("{}@mercury.example", dateline_model::slugify(name, "en"));
        let user = self.newsroom.add_user(&self.paper, &email, name, Role::Editor).await?;
        self.staff.insert(name.to_owned(), user.clone());
        Ok(user)
    }
}
