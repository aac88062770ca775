//! Exports of Ghost as other tools and other versions write them.

use std::path::Path;

use dateline_transfer::Destination::{Address, Post};
use dateline_transfer::{Limits, PostState, Source};
use serde_json::{Value, json};

use crate::paper::Paper;
use crate::tally::Tally;

fn post(id: &str, more: Value) -> Value {
    let mut post = json!({
        "id": id, "title": format!("T{id}"), "slug": format!("t{id}"), "html": "<p>Fog.</p>", "status": "published",
        "visibility": "public", "type": "post", "published_at": "2020-01-01T00:00:00.000Z",
    });
    for (name, value) in more.as_object().unwrap() {
        post[name.as_str()] = value.clone();
    }
    post
}

fn export(posts: Vec<Value>, mut tables: Value) -> Value {
    tables["posts"] = posts.into();
    json!({"meta": {"exported_on": 1, "version": "5.100.0"}, "data": tables})
}

fn tally(json: &Value) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "site.json", &json.to_string());
    Tally::of(&folder.path().join("site.json"))
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn says(tally: &Tally, part: &str) -> bool {
    tally.problems.iter().any(|problem| problem.message.contains(part))
}

#[test]
fn the_wrapping_of_an_export_does_not_matter() {
    let bare = export(vec![post("1", json!({}))], json!({}));
    for json in [
        bare.clone(),
        json!({"db": [bare.clone()]}),
        json!({"db": bare.clone()}),
        json!({"db": [bare.clone(), bare]}),
    ] {
        assert_eq!(tally(&json).counts(), "posts 1/0/0/0", "{json}");
    }
}

#[test]
fn an_answer_of_ghosts_api_is_read_like_an_export() {
    let answered = json!({
        "id": "1", "uuid": "u", "title": "Fog", "slug": "fog", "html": "<p>Fog.</p>", "visibility": "public",
        "published_at": "2020-01-01T00:00:00.000+01:00", "url": "https://lantern.test/2020/fog/",
        "tags": [{"id": "t", "name": "Sea", "slug": "sea"}], "primary_tag": {"id": "t", "name": "Sea", "slug": "sea"},
        "authors": [{"id": "a", "name": "Ana Reis", "slug": "ana", "website": null}],
    });
    let read = tally(&json!({"posts": [answered], "meta": {"pagination": {"page": 1, "pages": 1}}}));
    assert_eq!((read.format, read.counts().as_str()), ("ghost", "posts 1/0/0/0"), "{:?}", read.problems);
    let story = read.post("1");
    assert_eq!((story.state, story.path.as_deref()), (PostState::Published, Some("/2020/fog/")));
    assert_eq!(
        (story.labels.as_slice(), story.authors[0].name.as_str()),
        (&["Sea".to_owned()][..], "Ana Reis")
    );
    let pages = tally(&json!({"pages": [answered]}));
    assert_eq!((pages.format, pages.counts().as_str()), ("ghost", "pages 1/0"), "{:?}", pages.problems);
}

#[test]
fn json_without_a_story_or_a_comment_is_refused_with_a_word() {
    let refused = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "site.json", text);
        let source = Source::open(&folder.path().join("site.json"), None, Limits::default());
        source.err().map(|error| error.to_string()).unwrap_or_default()
    };
    for text in ["{\"posts\": []}", "[]", "{}", "{\"posts\": [], \"meta\": {}}"] {
        let why = refused(text);
        assert!(why.contains("neither stories nor comments"), "{text}: {why}");
    }
    assert!(refused("").contains("it is empty"), "{}", refused(""));
    assert!(refused("{\"wor").contains("a format that nobody here knows"));
}

#[test]
fn a_row_with_nothing_in_it_is_a_draft() {
    let nothing = ["title", "slug", "html", "status", "visibility", "type", "published_at"];
    let nothing = Value::Object(nothing.iter().map(|name| ((*name).to_owned(), Value::Null)).collect());
    let tally = tally(&export(vec![post("1", nothing), post("2", json!({}))], json!({})));
    assert_eq!((tally.post("1").state, tally.post("2").state), (PostState::Draft, PostState::Published));
}

#[test]
fn a_document_may_be_written_as_itself_and_a_broken_one_is_told() {
    let document = json!({"root": {"type": "root", "children": [{"type": "paragraph", "children": [{"type": "text", "text": "Itself"}]}]}});
    let tally = tally(&export(
        vec![
            post("1", json!({"html": null, "lexical": document})),
            post("2", json!({"html": null, "lexical": "null", "mobiledoc": "{\"sections\":[]}"})),
        ],
        json!({}),
    ));
    assert!(tally.post("1").body.contains("Itself"));
    assert!(tally.post("2").body.contains("sections"));
}

#[test]
fn what_has_no_place_here_is_counted() {
    let tables = json!({"members": [{"id": "m"}, {"id": "n"}], "snippets": [{"id": "s"}], "newsletters": [{"id": "n"}], "comments": [{"id": "c"}]});
    let tally = tally(&export(vec![post("1", json!({}))], tables));
    for part in ["2 members", "1 snippets", "the comment does not say"] {
        assert!(says(&tally, part), "{part}: {:?}", tally.problems);
    }
    assert_eq!(tally.problems.len(), 3, "every site has a newsletter");
}

#[test]
fn routes_give_stories_their_addresses_and_come_along() {
    let tables = json!({
        "tags": [{"id": "t", "name": "Podcast", "slug": "podcast"}],
        "posts_tags": [{"post_id": "2", "tag_id": "t", "sort_order": 0}],
    });
    let json =
        export(vec![post("1", json!({})), post("2", json!({})), post("3", json!({"type": "page"}))], tables);
    let routes = "collections:\n  /podcast/:\n    permalink: /podcast/{slug}/\n    filter: tag:podcast\n  /blog/:\n    permalink: /blog/{year}/{slug}/\ntaxonomies:\n  tag: /topic/{slug}/\n";
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "content/data/site.json", &json.to_string());
    write(folder.path(), "content/settings/routes.yaml", routes);
    let tally = Tally::of(folder.path());
    let path = |id: &str| tally.post(id).path.as_deref();
    assert_eq!(
        (path("1"), path("2"), path("3")),
        (Some("/blog/2020/t1/"), Some("/podcast/t2/"), Some("/t3/"))
    );
    assert_eq!(tally.site.routes.as_deref(), Some(routes));
    write(folder.path(), "content/settings/routes.yaml", "collections:\n  blog: x\n");
    let broken = Tally::of(folder.path());
    assert!(says(&broken, "it was left out") && broken.site.routes.is_none(), "{:?}", broken.problems);
    assert_eq!(broken.post("1").path.as_deref(), Some("/t1/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_site_stays_private() {
    let settings = |password: Option<&str>| {
        let mut rows = vec![json!({"key": "is_private", "value": "true"})];
        rows.extend(password.map(|password| json!({"key": "password", "value": password})));
        json!({"settings": rows})
    };
    let folder = tempfile::tempdir().unwrap();
    for (password, told) in [(Some("harbour"), "asks for the same"), (None, "does not say by which password")]
    {
        let json = export(vec![post("1", json!({}))], settings(password));
        write(folder.path(), "site.json", &json.to_string());
        let paper = Paper::new().await;
        let report = paper.import(&folder.path().join("site.json")).await;
        let now = paper.settings().await.password;
        assert!(report.problems.iter().any(|problem| problem.message.contains(told)), "{report}");
        match password {
            Some(password) => assert_eq!(now, password),
            None => assert!(now.len() >= 20 && report.to_string().contains(&now), "{now}"),
        }
        paper.import(&folder.path().join("site.json")).await;
        assert_eq!(paper.settings().await.password, now, "a second time changes nothing");
    }
    let open = export(
        vec![post("1", json!({}))],
        json!({"settings": [{"key": "is_private", "value": "false"}, {"key": "password", "value": "x"}]}),
    );
    assert!(!tally(&open).site.is_private);
}

#[test]
fn comments_of_members_come_along_where_a_file_has_them() {
    let comment = |id: &str, more: Value| {
        let mut row = json!({"id": id, "post_id": "1", "member_id": "m", "status": "published", "html": "<p>Thick.</p>", "created_at": "2020-02-01T00:00:00.000Z"});
        for (name, value) in more.as_object().unwrap() {
            row[name.as_str()] = value.clone();
        }
        row
    };
    let tables = json!({
        "members": [{"id": "m", "name": "Eva", "email": "eva@gull.example"}],
        "comments": [
            comment("a", json!({})),
            comment("b", json!({"parent_id": "a", "member_id": "gone"})),
            comment("c", json!({"status": "hidden"})),
            comment("d", json!({"created_at": "soon"})),
        ],
    });
    let tally = tally(&export(vec![post("1", json!({}))], tables));
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 2/0/0/1");
    let (first, reply) = (&tally.comments[0], &tally.comments[1]);
    assert_eq!(
        (first.author.name.as_str(), first.author.email.as_deref()),
        ("Eva", Some("eva@gull.example"))
    );
    assert_eq!((reply.author.name.as_str(), reply.parent.as_deref()), ("", Some("a")));
    assert!(says(&tally, "\"soon\" is no date"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_members_saw_of_an_open_story_is_shown_to_nobody() {
    let html = "<p>Fog.</p><!--kg-gated-block:begin nonMember:false memberSegment:\"status:free\" --><p>Secret</p><!--kg-gated-block:end--><!--kg-gated-block:begin nonMember:true memberSegment:\"\" --><p>Open</p><!--kg-gated-block:end-->";
    let card = |visibility: Value| json!({"type": "html", "html": "<p>Card</p>", "visibility": visibility});
    let lexical = json!({"root": {"children": [
        card(json!({"web": {"nonMember": false, "memberSegment": "status:free"}})),
        card(json!({"showOnWeb": false, "showOnEmail": true})),
        {"type": "html", "html": "<p>Seen</p>", "visibility": {"web": {"nonMember": true}}},
    ]}});
    let json = export(
        vec![
            post("1", json!({"html": html})),
            post("2", json!({"html": null, "lexical": lexical.to_string()})),
            post("3", json!({"html": "a<!--kg-gated-block:begin nonMember:false -->b"})),
        ],
        json!({"recommendations": [{"id": "r", "url": "https://owl.example/"}]}),
    );
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "site.json", &json.to_string());
    let paper = Paper::new().await;
    let report = paper.import(&folder.path().join("site.json")).await;
    for (id, html) in [("1", "<p>Fog.</p><p>Open</p>"), ("2", "<p>Seen</p>"), ("3", "a")] {
        assert_eq!(paper.post_of(&format!("ghost:{id}")).await.html, html);
    }
    let told = report.problems.iter().filter(|problem| problem.message.contains("only members saw")).count();
    assert_eq!(told, 3, "{report}");
    assert!(report.problems.iter().any(|problem| problem.message.contains("1 recommendations")), "{report}");
}

#[test]
fn two_stories_of_one_id_are_two() {
    let posts = vec![post("1", json!({})), post("1", json!({"title": "Owls"})), post("1", json!({}))];
    let tally = tally(&export(posts, json!({})));
    assert_eq!(tally.counts(), "posts 2/0/0/0");
    assert!(says(&tally, "another post of the id 1 came before; both were taken"));
}

#[test]
fn a_list_of_stories_with_where_each_was_is_read() {
    let story = |slug: &str| {
        json!({"url": format!("https://lantern.test/2020/{slug}/"), "data": {
            "slug": slug, "title": slug, "html": "<p>Fog.</p>", "status": "published", "published_at": "2020-01-01T00:00:00.000Z",
            "tags": [{"url": "/tag/fog", "data": {"name": "Fog", "slug": "fog"}}],
            "author": {"url": "/author/ana", "data": {"name": "Ana", "slug": "ana"}},
        }})
    };
    let tally = tally(&json!([story("owls"), story(&"x".repeat(60))]));
    assert_eq!((tally.format, tally.counts().as_str()), ("ghost", "posts 2/0/0/0"));
    assert_eq!((tally.posts[0].path.as_deref(), tally.posts[0].id.as_str()), (Some("/2020/owls/"), "owls"));
    assert_eq!((&tally.posts[0].labels[0][..], &tally.posts[0].authors[0].name[..]), ("Fog", "Ana"));
    assert_eq!(tally.problems, []);
}

#[test]
fn a_second_export_in_a_folder_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, id) in [("a.ghost.2024.json", "1"), ("b.ghost.2025.json", "2")] {
        write(folder.path(), name, &export(vec![post(id, json!({}))], json!({})).to_string());
    }
    let tally = Tally::of(folder.path());
    assert_eq!(tally.counts(), "posts 1/0/0/0");
    let told = tally.problems.iter().find(|problem| problem.entry == "b.ghost.2025.json").unwrap();
    assert!(told.message.contains("only a.ghost.2024.json was read"), "{}", told.message);
}

#[tokio::test]
async fn rows_of_redirects_lead_to_their_stories() {
    let rows = json!([
        {"id": "a", "from": "/old-fog/", "post_id": "1"},
        {"id": "b", "from": "/mist/", "to": "/t1/", "post_id": null},
        {"id": "c", "from": "/gone/", "post_id": "99"},
        {"id": "d", "from": "/nowhere/"},
        {"id": "e", "from": "", "post_id": "1"},
    ]);
    // The table stands before the stories.
    let json = export(vec![post("1", json!({}))], json!({"aliases": [], "redirects": rows}));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "site.json", &json.to_string());
    let tally = Tally::of(&folder.path().join("site.json"));
    let led: Vec<_> = tally.redirects.iter().map(|one| (one.from.as_str(), &one.to, one.permanent)).collect();
    let (fog, gone, address) = (Post("1".to_owned()), Post("99".to_owned()), Address("/t1/".to_owned()));
    assert_eq!(led, [("/old-fog/", &fog, true), ("/mist/", &address, true), ("/gone/", &gone, true)]);
    let told: Vec<&str> = tally.problems.iter().map(|problem| problem.entry.as_str()).collect();
    assert_eq!(told, ["/nowhere/", ""], "{:?}", tally.problems);

    let paper = Paper::new().await;
    paper.import(&folder.path().join("site.json")).await;
    let mut read = paper.store.read().await.unwrap();
    for (from, leads) in [("/old-fog/", true), ("/mist/", true), ("/gone/", false)] {
        assert_eq!(read.redirect(paper.site, from).await.unwrap().is_some(), leads, "{from}");
    }
}
