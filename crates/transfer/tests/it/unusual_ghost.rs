//! Exports of Ghost as other tools and other versions write them.

use std::path::Path;

use dateline_transfer::PostState;
use serde_json::{Value, json};

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
    for part in ["2 members", "1 snippets", "1 comments of members"] {
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
