//! A newspaper to test with: an application without a socket, a clock that stands still, and the people who use it.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use dateline_egress::{BucketDoor, MailSecurity, MailServer, Mailer};
use dateline_media::{Darkroom, Folder};
use dateline_model::{
    Comment, CommentState, KeyKind, ManualClock, Millis, Moderation, Paper, Post, PostKind, Role,
    SiteSettings,
};
use dateline_newsroom::{
    AuthorRef, Body as Story, CommentForm, CommentRules, Move, NewKey, Newsroom, PostEdit, PostOffice, Stamp,
    TagRef,
};
use dateline_press::Press;
use dateline_search::Search;
use dateline_sink::{Postbox, Warehouse};
use dateline_store::Store;
use dateline_theme::{Shelf, Theme, read_theme};
use dateline_web::server::PeerAddress;
use dateline_web::{App, AppOptions, jwt};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Handle;
use tower::ServiceExt as _;

/// 24 November 2026, 12:00 UTC.
pub(crate) const NOON: Millis = 1_795_521_600_000;
pub(crate) const MINUTE: Millis = 60_000;
pub(crate) const HOUR: Millis = 60 * MINUTE;
/// The password of everybody on the staff.
pub(crate) const PASSWORD: &str = "the tide turns at six";
/// The host of the newspaper.
pub(crate) const HOST: &str = "bell.example";

/// How the newspaper is run, where a test cares.
pub(crate) struct Rules {
    pub(crate) moderation: Moderation,
    pub(crate) per_minute: u32,
    pub(crate) trusted_proxies: Vec<String>,
    /// Off for a test that sends from one house what no house sends in an hour.
    pub(crate) spam_filter: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { moderation: Moderation::Open, per_minute: 0, trusted_proxies: Vec::new(), spam_filter: true }
    }
}

pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) newsroom: Newsroom,
    pub(crate) paper: Paper,
    pub(crate) folder: TempDir,
    /// The index that its search asks.
    pub(crate) index: Option<Search>,
    router: Router,
    /// The database on a server, dropped after the test.
    server: Option<dateline_pgtest::TestDatabase>,
}

impl TestApp {
    /// The Harbour Bell at `bell.example`, open for comments.
    pub(crate) async fn new() -> Self {
        Self::ruled(Rules::default()).await
    }

    pub(crate) async fn ruled(rules: Rules) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("bell.db").display());
        Self::opened(&address, folder, rules, None).await
    }

    /// The same on PostgreSQL; `None` where there is none.
    pub(crate) async fn on_postgres() -> Option<Self> {
        let server = tokio::task::spawn_blocking(dateline_pgtest::fresh_database).await.unwrap()?;
        let address = server.url.clone();
        Some(Self::opened(&address, tempfile::tempdir().unwrap(), Rules::default(), Some(server)).await)
    }

    async fn opened(
        address: &str,
        folder: TempDir,
        rules: Rules,
        server: Option<dateline_pgtest::TestDatabase>,
    ) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let store = Store::open_with(address, clock.clone()).await.unwrap();
        store.keep_long_threads(1 << 20);
        let Rules { moderation, spam_filter, .. } = rules;
        let comment_rules = CommentRules { moderation, spam_filter, ..CommentRules::default() };
        let newsroom = Newsroom::open(store.clone(), clock.clone(), comment_rules).await.unwrap();
        let content = Folder::new(folder.path().join("content"));
        let renditions = folder.path().join("renditions");
        let newsroom = newsroom.with_darkroom(Darkroom::new(content.clone(), renditions));
        let settings = SiteSettings {
            title: "The Harbour Bell".to_owned(),
            description: "News from the harbour".to_owned(),
            url: format!("https://{HOST}"),
            timezone: "Europe/Lisbon".to_owned(),
            ..SiteSettings::default()
        };
        let paper = newsroom.found_site(HOST, settings).await.unwrap();
        let press = Press::new(store, Theme::standard().unwrap());
        let options = AppOptions {
            per_minute: rules.per_minute,
            trusted_proxies: rules.trusted_proxies,
            content: Some(content),
            ..AppOptions::default()
        };
        let app = App::open(newsroom.clone(), press, options).await.unwrap();
        let router = app.router();
        Self { app, clock, newsroom, paper, folder, index: None, router, server }
    }

    /// The same newspaper, served by another process that has only the database in common with this one.
    pub(crate) async fn another_process(&self) -> Self {
        self.another_process_with(AppOptions::default()).await
    }

    /// The same with other options. It keeps nothing of long threads.
    pub(crate) async fn another_process_with(&self, options: AppOptions) -> Self {
        let address = format!("sqlite:{}", self.folder.path().join("bell.db").display());
        let store = Store::open_with(&address, self.clock.clone()).await.unwrap();
        let newsroom = Newsroom::open(store, self.clock.clone(), CommentRules::default()).await.unwrap();
        self.served(newsroom, options).await
    }

    /// The same newspaper, served beside this application with other options.
    pub(crate) async fn served(&self, newsroom: Newsroom, options: AppOptions) -> Self {
        let press = Press::new(newsroom.store().clone(), Theme::standard().unwrap());
        self.printed(press, newsroom, options).await
    }

    /// The same newspaper, which sends its letters to a mail server.
    pub(crate) async fn mailing(self, postbox: &Postbox) -> Self {
        let server = MailServer {
            host: "127.0.0.1".to_owned(),
            port: postbox.address().port(),
            security: MailSecurity::None,
            ..MailServer::default()
        };
        let office = PostOffice::new(Mailer::new(&server).unwrap(), "news@bell.example", 0).unwrap();
        let newsroom = self.newsroom.clone().with_mail(office);
        newsroom.run_errands().await.unwrap();
        self.replaced(newsroom, AppOptions { per_minute: 60, ..AppOptions::default() }).await
    }

    /// The same newspaper, which keeps its files in an object store.
    pub(crate) async fn in_bucket(self, warehouse: &Warehouse) -> Self {
        let door = BucketDoor {
            endpoint: warehouse.url(),
            region: "us-east-1".to_owned(),
            bucket: "bell".to_owned(),
            prefix: "content".to_owned(),
            access_key: Warehouse::ACCESS_KEY.to_owned(),
            secret_key: Warehouse::SECRET_KEY.to_owned(),
            virtual_host: false,
        };
        let files = Folder::in_bucket(door.open().unwrap(), Handle::current());
        let darkroom = Darkroom::new(files.clone(), self.folder.path().join("renditions"));
        let newsroom = self.newsroom.clone().with_darkroom(darkroom);
        self.replaced(newsroom, AppOptions { content: Some(files), ..AppOptions::default() }).await
    }

    /// The same newspaper in place of this one, with the folder of its database.
    pub(crate) async fn replaced(mut self, newsroom: Newsroom, options: AppOptions) -> Self {
        let mut app = self.served(newsroom, options).await;
        std::mem::swap(&mut app.folder, &mut self.folder);
        app
    }

    /// Has everything written and sent that is due.
    pub(crate) async fn post(&self) {
        self.newsroom.run_errands().await.unwrap();
        self.newsroom.post_letters().await.unwrap();
    }

    /// The same newspaper, whose archive can be searched; the index has caught up.
    pub(crate) async fn searched(&self) -> Self {
        let search = Search::open(&self.folder.path().join("search")).unwrap();
        let store = self.newsroom.store().clone();
        let seq = store.read().await.unwrap().last_seq().await.unwrap();
        tokio::spawn({
            let (search, store) = (search.clone(), store.clone());
            async move { search.follow(store).await }
        });
        search.settled(seq).await;
        let press = Press::new(store, Theme::standard().unwrap()).with_search(search.clone());
        let printed = self.printed(press, self.newsroom.clone(), AppOptions::default()).await;
        Self { index: Some(search), ..printed }
    }

    /// The same newspaper, printed with a theme of these files.
    pub(crate) async fn themed(&self, files: &'static [(&'static str, &'static str)]) -> Self {
        let theme = [("theme".to_owned(), "own".to_owned())];
        self.newsroom.change_settings(&self.paper, &theme).await.unwrap();
        self.with_press(files, AppOptions::default()).await
    }

    /// The same newspaper with a press of its own, whose theme `own` is made of these files.
    pub(crate) async fn with_press(
        &self,
        files: &'static [(&'static str, &'static str)],
        options: AppOptions,
    ) -> Self {
        let source = move |name: &str| (name == "own").then(|| Theme::load(files.iter().copied()));
        let press = Press::new(self.newsroom.store().clone(), Theme::standard().unwrap());
        let press = press.with_source(Arc::new(source));
        self.printed(press, self.newsroom.clone(), options).await
    }

    /// The same newspaper with a folder for themes, and what of it the pages are printed with.
    pub(crate) async fn with_shelf(&self) -> Self {
        let shelf = Shelf::new(self.folder.path().join("themes"));
        let press = Press::new(self.newsroom.store().clone(), Theme::standard().unwrap());
        let press = press.with_source(Arc::new({
            let shelf = shelf.clone();
            move |name: &str| shelf.load(name)
        }));
        let themes = Some(self.folder.path().join("themes"));
        self.printed(press, self.newsroom.clone(), AppOptions { themes, ..AppOptions::default() }).await
    }

    /// The same newspaper for somebody who works on the theme in a folder.
    pub(crate) async fn with_theme_in_work(&self, folder: &Path) -> Self {
        let folder = folder.to_owned();
        let press = Press::new(self.newsroom.store().clone(), Theme::standard().unwrap());
        let press = press.with_theme_in_work(Arc::new(move || Theme::load(read_theme(&folder)?)));
        let options = AppOptions { theme_in_work: true, ..AppOptions::default() };
        self.printed(press, self.newsroom.clone(), options).await
    }

    async fn printed(&self, press: Press, newsroom: Newsroom, options: AppOptions) -> Self {
        let app = App::open(newsroom.clone(), press, options).await.unwrap();
        let router = app.router();
        let (clock, paper, folder) = (self.clock.clone(), self.paper.clone(), tempfile::tempdir().unwrap());
        Self { app, clock, newsroom, paper, folder, index: None, router, server: None }
    }

    /// Publishes a story at once.
    pub(crate) async fn publish(&self, story: StoryBuilder) -> Post {
        self.newsroom.create(&self.paper, story.kind, story.edit, Move::Publish(None)).await.unwrap()
    }

    /// Leaves a story on the desk.
    pub(crate) async fn draft(&self, story: StoryBuilder) -> Post {
        self.newsroom.create(&self.paper, story.kind, story.edit, Move::Stay).await.unwrap()
    }

    pub(crate) async fn key(&self, kind: KeyKind) -> NewKey {
        self.newsroom.add_key(&self.paper, kind, "a program").await.unwrap()
    }

    /// A reader at home.
    pub(crate) fn reader(&self) -> Client<'_> {
        Client {
            app: self,
            from: "192.0.2.7".parse().unwrap(),
            host: HOST.to_owned(),
            headers: HeaderMap::new(),
        }
    }

    /// A program with an admin key of this site.
    pub(crate) async fn program(&self) -> Client<'_> {
        let key = self.key(KeyKind::Admin).await;
        self.with_token(&token(&key, self.now()))
    }

    /// A browser with a page of this site open, where nobody is signed in.
    pub(crate) fn browser(&self) -> Client<'_> {
        self.reader().sending("origin", &format!("https://{HOST}")).sending("user-agent", "Lynx/2.9")
    }

    /// Somebody of the staff, signed in at a browser.
    pub(crate) async fn staff(&self, role: Role) -> Client<'_> {
        let email = format!("{}@{HOST}", role.as_str());
        self.newsroom.add_user_with(&self.paper, &email, "Ana Reis", role, Some(PASSWORD)).await.unwrap();
        let page = self.browser().sign_in(&email, PASSWORD).await;
        assert_eq!(page.status, StatusCode::CREATED, "{}", page.text());
        self.browser().keeping(&page)
    }

    pub(crate) fn with_token(&self, token: &str) -> Client<'_> {
        self.reader().sending("authorization", &format!("Ghost {token}"))
    }

    pub(crate) fn now(&self) -> Millis {
        self.newsroom.clock().now()
    }

    /// A comment that did not come through a form.
    pub(crate) async fn say(&self, post: &Post, body: &str) {
        let form = CommentForm {
            name: "Marta".to_owned(),
            body: body.to_owned(),
            stamp: Stamp::issue(self.newsroom.secret(), &self.paper, post.id, self.now()),
            ..CommentForm::default()
        };
        let from = "192.0.2.9".parse().unwrap();
        self.newsroom.comment(&self.paper, post, form, from).await.unwrap();
    }

    /// All comments in a state, newest first.
    pub(crate) async fn comments(&self, state: CommentState) -> Vec<Comment> {
        let mut read = self.newsroom.store().read().await.unwrap();
        let found = read.desk_comments(self.paper.id(), state, None, 1_000).await.unwrap();
        found.into_iter().map(|found| found.comment).collect()
    }

    /// Takes the database away under the running application; on PostgreSQL only.
    pub(crate) async fn lose_database(&mut self) {
        let server = self.server.take();
        tokio::task::spawn_blocking(|| drop(server)).await.unwrap();
    }

    /// Puts a file under `/content/`.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.path().join("content").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn content(&self) -> &Path {
        self.folder.path()
    }
}

/// The token that a program makes from its key.
pub(crate) fn token(key: &NewKey, now: Millis) -> String {
    let (id, secret) = key.key.split_once(':').unwrap();
    jwt::sign(id, secret, now).unwrap()
}

/// Somebody who asks: where from, under which name, with which headers.
#[derive(Clone)]
pub(crate) struct Client<'a> {
    app: &'a TestApp,
    from: IpAddr,
    host: String,
    headers: HeaderMap,
}

impl Client<'_> {
    /// The same person at another process of the newspaper.
    pub(crate) fn of<'b>(&self, app: &'b TestApp) -> Client<'b> {
        Client { app, from: self.from, host: self.host.clone(), headers: self.headers.clone() }
    }

    pub(crate) fn from(mut self, address: &str) -> Self {
        self.from = address.parse().unwrap();
        self
    }

    pub(crate) fn at(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    pub(crate) fn sending(mut self, name: &str, value: &str) -> Self {
        self.headers.append(name.parse::<header::HeaderName>().unwrap(), value.parse().unwrap());
        self
    }

    /// With the cookies that `page` brought.
    pub(crate) fn keeping(self, page: &Page) -> Self {
        let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
        self.sending("cookie", &cookie)
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Page {
        let typed = json!({ "username": email, "password": password });
        self.send_json("POST", "/ghost/api/admin/session/", &typed).await
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.ask("GET", path, Body::empty()).await
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, body: Body) -> Page {
        let mut request = Request::builder().method(method).uri(path).body(body).unwrap();
        *request.headers_mut() = self.headers.clone();
        if !self.host.is_empty() {
            request.headers_mut().insert(header::HOST, self.host.parse().unwrap());
        }
        request.extensions_mut().insert(PeerAddress(SocketAddr::new(self.from, 4711)));
        let answer = self.app.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Page { status: parts.status, headers: parts.headers, bytes: bytes.to_vec() }
    }

    pub(crate) async fn post_form(&self, path: &str, fields: &[(String, String)]) -> Page {
        let body = fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
        let body = body.collect::<Vec<_>>().join("&");
        let client = self.clone().sending("content-type", "application/x-www-form-urlencoded");
        client.ask("POST", path, Body::from(body)).await
    }

    pub(crate) async fn send_json(&self, method: &str, path: &str, json: &Value) -> Page {
        let client = self.clone().sending("content-type", "application/json");
        client.ask(method, path, Body::from(json.to_string())).await
    }

    /// Fills in the form under a story.
    pub(crate) async fn comment(&self, post: &Post, body: &str) -> Page {
        self.comment_with(post, &[("name", "Marta"), ("body", body)]).await
    }

    /// Fills in the form under a story, field by field.
    pub(crate) async fn comment_with(&self, post: &Post, fields: &[(&str, &str)]) -> Page {
        let mut form = self.get(post.permalink.as_ref().unwrap()).await.form();
        form.fill(fields);
        self.post_form(&form.action, &form.fields).await
    }
}

fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The comment form on this page.
    pub(crate) fn form(&self) -> Form {
        let page = self.text();
        let (_, rest) =
            page.split_once("<form class=\"comment-form\"").unwrap_or_else(|| panic!("no form in {page}"));
        let (form, _) = rest.split_once("</form>").unwrap();
        let action = attribute(form.split('>').next().unwrap(), "action").unwrap();
        let inputs = form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
        let mut fields: Vec<(String, String)> = inputs
            .map(|input| (attribute(input, "name").unwrap(), attribute(input, "value").unwrap_or_default()))
            .collect();
        let (_, area) = form.split_once("<textarea").unwrap();
        let (tag, area) = area.split_once('>').unwrap();
        let text = area.split("</textarea>").next().unwrap();
        fields.push((attribute(tag, "name").unwrap(), unescaped(text.strip_prefix('\n').unwrap_or(text))));
        Form { action, fields }
    }

    /// Status and headers, those that differ from run to run masked.
    pub(crate) fn head(&self) -> String {
        let mut lines: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let value = match name.as_str() {
                    "etag" | "content-length" | "surrogate-key" | "cache-tag" => "…",
                    _ => value.to_str().unwrap(),
                };
                format!("{name}: {value}")
            })
            .collect();
        lines.sort();
        // The digest of the script that a page may run changes with every edit of it.
        let head = format!("{}\n{}", self.status, lines.join("\n"));
        let known = dateline_theme::page_scripts();
        masked(&known.iter().fold(head, |head, script| head.replace(&script.integrity, "sha256-…")))
    }

    /// The body as JSON to read, ids masked.
    pub(crate) fn pretty(&self) -> String {
        masked(&serde_json::to_string_pretty(&self.json()).unwrap())
    }
}

/// A comment form as its page brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Form {
    pub(crate) fn fill(&mut self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            match self.fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, old)) => (*value).clone_into(old),
                None => self.fields.push(((*name).to_owned(), (*value).to_owned())),
            }
        }
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

pub(crate) fn unescaped(text: &str) -> String {
    let names =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&#x3D;", "=")];
    names
        .iter()
        .chain(&[("&#x60;", "`"), ("&amp;", "&")])
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Ids that chance makes, numbered in the order in which they appear.
pub(crate) fn masked(text: &str) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut out = String::new();
    for word in split_words(text) {
        let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
        let is_id = word.len() == 24 && is_hex(word);
        let is_uuid = word.len() == 36 && word.split('-').count() == 5 && is_hex(&word.replace('-', ""));
        if !is_id && !is_uuid {
            out.push_str(word);
            continue;
        }
        let digits = word.replace('-', "");
        let plain = if is_uuid { format!("{}{}", &digits[..12], &digits[20..]) } else { digits };
        let number = known.iter().position(|id| *id == plain).unwrap_or_else(|| {
            known.push(plain);
            known.len() - 1
        });
        let kind = if is_uuid { "uuid" } else { "id" };
        out.extend(["[", kind, " ", &(number + 1).to_string(), "]"]);
    }
    out
}

/// Words of letters, digits and hyphens, and what stands between them.
fn split_words(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let (mut words, mut start, mut was_inside) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if inside(c) != was_inside {
            words.push(&text[start..at]);
            (start, was_inside) = (at, inside(c));
        }
    }
    words.push(&text[start..]);
    words
}

/// A story in the making; only what matters is said.
pub(crate) struct StoryBuilder {
    pub(crate) kind: PostKind,
    pub(crate) edit: PostEdit,
}

pub(crate) fn a_post() -> StoryBuilder {
    let edit = PostEdit {
        title: Some("Harbour bridge reopens".to_owned()),
        body: Some(Story::Html("<p>The bridge reopened on Tuesday.</p>".to_owned())),
        ..PostEdit::default()
    };
    StoryBuilder { kind: PostKind::Post, edit }
}

pub(crate) fn a_page() -> StoryBuilder {
    StoryBuilder { kind: PostKind::Page, ..a_post() }
}

impl StoryBuilder {
    pub(crate) fn titled(mut self, title: &str) -> Self {
        self.edit.title = Some(title.to_owned());
        self
    }

    pub(crate) fn saying(mut self, html: &str) -> Self {
        self.edit.body = Some(Story::Html(html.to_owned()));
        self
    }

    pub(crate) fn tagged(mut self, tags: &[&str]) -> Self {
        self.edit.tags = Some(tags.iter().map(|tag| TagRef::named(tag)).collect());
        self
    }

    pub(crate) fn signed(mut self, authors: &[&str]) -> Self {
        self.edit.authors = Some(authors.iter().map(|author| AuthorRef::named(author)).collect());
        self
    }

    pub(crate) fn closed(mut self) -> Self {
        self.edit.comments_open = Some(false);
        self
    }
}

/// `{"posts":[{…}]}`
pub(crate) fn posts(post: Value) -> Value {
    json!({ "posts": [post] })
}
