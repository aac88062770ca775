//! A site whose owner has written a `routes.yaml`.

use axum::body::Body;
use axum::http::StatusCode;
use dateline_model::Role;

use crate::newspaper::{Client, MINUTE, Page, TestApp, a_page, a_post};

const ADDRESS: &str = "/ghost/api/admin/settings/routes/yaml/";

const FILE: &str = "
routes:
  /about-us/: about
  /harbour/:
    controller: channel
    filter: tag:harbour
    order: published_at asc
    limit: 1
    template: [nowhere, channel]
    data: tag.harbour
    rss: false
  /house/:
    template: house
    data:
      page: page.rules
      latest:
        resource: posts
        type: browse
        limit: 1
  /podcast/rss/:
    template: podcast
    content_type: text/xml
collections:
  /blog/:
    permalink: /blog/{year}/{slug}/
    template: blog
    filter: primary_tag:news
  /:
    permalink: /{slug}/
taxonomies:
  tag: /topic/{slug}/
";

const THEME: &[(&str, &str)] = &[
    (
        "index.hbs",
        "index {{#foreach posts}}[{{title}} {{url}}]{{/foreach}} {{pagination.page}}/{{pagination.pages}}",
    ),
    (
        "post.hbs",
        "{{#post}}{{title}} {{#foreach tags}}{{url}}{{/foreach}}{{#primary_author}}{{url}}{{/primary_author}}{{/post}}",
    ),
    ("tag.hbs", "tag {{tag.name}}"),
    ("about.hbs", "about {{#is \"about-us\"}}is about-us{{/is}} <{{body_class}}>{{ghost_head}}"),
    (
        "channel.hbs",
        "channel {{tag.name}} {{#foreach posts}}[{{title}}]{{/foreach}} {{@config.posts_per_page}} {{#is \"paged\"}}paged{{/is}}{{ghost_head}}",
    ),
    (
        "house.hbs",
        "{{#page}}{{title}}{{/page}}{{#post}} {{{html}}}{{/post}}{{#foreach latest}}{{title}}{{/foreach}} {{#is \"page\"}}is page{{/is}}",
    ),
    ("podcast.hbs", "<?xml version=\"1.0\"?><rss>{{@site.title}}</rss>"),
    ("blog.hbs", "blog {{#foreach posts}}[{{title}} {{url}}]{{/foreach}}{{ghost_head}}"),
];

async fn upload(desk: &Client<'_>, text: &str) -> Page {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"routes\"; filename=\"routes.yaml\"\r\n\
         Content-Type: application/yaml\r\n\r\n{text}\r\n--x--\r\n"
    );
    let desk = desk.clone().sending("content-type", "multipart/form-data; boundary=x");
    desk.ask("POST", ADDRESS, Body::from(body)).await
}

/// The Harbour Bell with its routes, three stories and a page.
async fn routed() -> TestApp {
    let app = TestApp::new().await.themed(THEME).await;
    app.publish(a_post().titled("Election").tagged(&["News", "Harbour"])).await;
    app.clock.advance(MINUTE);
    app.publish(a_post().titled("Regatta").tagged(&["Harbour", "News"])).await;
    app.clock.advance(MINUTE);
    app.publish(a_post().titled("Recipe").signed(&["Ana Reis"])).await;
    app.publish(a_page().titled("Rules").saying("<p>Be kind.</p>")).await;
    let desk = app.staff(Role::Owner).await;
    let done = upload(&desk, FILE).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(done.header("x-cache-invalidate"), "/*");
    app
}

async fn text(app: &TestApp, path: &str) -> String {
    let page = app.reader().get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    page.text()
}

/// Where a path leads.
async fn leads(app: &TestApp, path: &str) -> String {
    let page = app.reader().get(path).await;
    format!("{} {}", page.status.as_u16(), page.header("location"))
}

#[tokio::test]
async fn every_kind_of_route_shows_what_its_line_says() {
    let app = routed().await;
    let about = text(&app, "/about-us/").await;
    assert!(about.starts_with("about is about-us <>"), "{about}");
    assert!(about.contains("<link rel=\"canonical\" href=\"https://bell.example/about-us/\">"), "{about}");
    let channel = text(&app, "/harbour/").await;
    assert!(
        channel.starts_with("channel Harbour [Election] 1 "),
        "the oldest first, one on a page: {channel}"
    );
    assert!(channel.contains("rel=\"next\" href=\"https://bell.example/harbour/page/2/\""), "{channel}");
    assert!(text(&app, "/harbour/page/2/").await.starts_with("channel Harbour [Regatta] 1 paged"));
    assert_eq!(text(&app, "/house/").await, "Rules <p>Be kind.</p>Recipe is page");
    let podcast = app.reader().get("/podcast/rss/").await;
    assert_eq!(podcast.header("content-type"), "text/xml; charset=utf-8");
    assert_eq!(podcast.text(), "<?xml version=\"1.0\"?><rss>The Harbour Bell</rss>");
}

#[tokio::test]
async fn a_story_stands_where_its_collection_says_and_is_listed_there_alone() {
    let app = routed().await;
    let blog = text(&app, "/blog/").await;
    assert!(blog.starts_with("blog [Election /blog/2026/election/]"), "{blog}");
    assert!(blog.contains("/blog/rss/\""), "{blog}");
    let front = text(&app, "/").await;
    assert_eq!(front, "index [Recipe /recipe/][Regatta /regatta/] 1/1");
    assert!(text(&app, "/blog/2026/election/").await.starts_with("Election /topic/news/"));
    let feed = text(&app, "/blog/rss/").await;
    assert!(
        feed.contains("https://bell.example/blog/2026/election/") && !feed.contains("/regatta/"),
        "{feed}"
    );
    assert!(text(&app, "/sitemap.xml?page=1").await.contains("https://bell.example/blog/2026/election/"));
    assert!(text(&app, "/sitemap-pages.xml").await.contains("https://bell.example/about-us/"));
}

#[tokio::test]
async fn old_and_wrong_addresses_lead_to_the_right_one() {
    let app = routed().await;
    for (path, to) in [
        ("/election/", "301 /blog/2026/election/"),
        ("/blog/2019/election/", "301 /blog/2026/election/"),
        ("/blog/2026/regatta/", "301 /regatta/"),
        ("/about-us", "301 /about-us/"),
        ("/Blog/2026/ELECTION/", "301 /blog/2026/election/"),
        ("/Nobody/", "301 /nobody/"),
        ("/nobody/Picture.png", "404 "),
        ("/harbour/page/1/", "301 /harbour/"),
        ("/tag/news/", "301 /topic/news/"),
        ("/topic/harbour/", "301 /harbour/"),
        ("/rules/", "301 /house/"),
        ("/harbour/page/3/", "404 "),
        ("/harbour/rss/", "404 "),
        ("/author/ana-reis/", "404 "),
        ("/blog/2026/nobody/", "404 "),
    ] {
        assert_eq!(leads(&app, path).await, to, "{path}");
    }
    assert_eq!(text(&app, "/topic/news/").await, "tag News");
    assert!(
        text(&app, "/recipe/").await.contains("/404/"),
        "an archive that is off has Ghost's address for it"
    );
}

#[tokio::test]
async fn a_new_story_gets_the_permalink_of_its_collection() {
    let app = routed().await;
    let paper = app.newsroom.papers().await.unwrap().remove(0);
    let edit = a_post().titled("Count").tagged(&["News"]).edit;
    let to = dateline_newsroom::Move::Publish(None);
    let post = app.newsroom.create(&paper, dateline_model::PostKind::Post, edit, to).await.unwrap();
    assert_eq!(post.permalink.as_deref(), Some("/blog/2026/count/"));
}

#[tokio::test]
async fn a_broken_file_is_refused_with_its_line_and_the_last_good_one_goes_on_serving() {
    let app = routed().await;
    let desk = app.staff(Role::Administrator).await;
    for (file, why) in [
        ("routes:\n  /about/: [\n", "Line 3: this is not YAML"),
        ("collections:\n  /x/:\n    permalink: /x/\n", "Line 3: /x/: it needs {slug}"),
        (
            "collections:\n  /x/:\n    permalink: /{slug}/\n    filter: colour:red\n",
            "Line 2: /x/: there is no field \"colour\"",
        ),
    ] {
        let page = upload(&desk, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(&why.replace('"', "\\\"")), "{}", page.text());
    }
    assert!(text(&app, "/blog/").await.starts_with("blog [Election"));
    assert_eq!(desk.get(ADDRESS).await.text().trim(), FILE.trim());
}

#[tokio::test]
async fn without_routes_everything_stands_where_it_always_did() {
    let app = routed().await;
    app.newsroom.set_routes(&app.paper, "").await.unwrap();
    app.app.catch_up().await.unwrap();
    assert_eq!(leads(&app, "/blog/2026/election/").await, "301 /election/");
    assert!(text(&app, "/election/").await.contains("/tag/news/"));
    assert_eq!(leads(&app, "/about-us/").await, "404 ");
    assert_eq!(leads(&app, "/author/ana-reis/").await, "200 ");
    let desk = app.staff(Role::Administrator).await;
    let usual = desk.get(ADDRESS).await;
    assert_eq!(usual.header("content-disposition"), "attachment; filename=\"routes.yaml\"");
    assert!(usual.text().contains("permalink: /{slug}/"), "{}", usual.text());
    assert_eq!(upload(&desk, &usual.text()).await.status, StatusCode::OK, "what is fetched can be sent back");
    assert_eq!(leads(&app, "/election/").await, "200 ");
}
