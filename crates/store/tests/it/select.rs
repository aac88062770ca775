//! Stories, tags and authors by Ghost's filters: on both databases the same as the filter says of each one.

use dateline_model::{Detail, Details, Post, PostKind, PostStatus, Visibility};
use dateline_nql::{Filter, Given};
use dateline_store::{Credits, SelectError, Selection};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::paper::{DAY, HOUR, NOON, Paper, a_page, a_story, store_suite, write};

store_suite!(
    a_filter_finds_in_the_database_what_it_finds_in_memory,
    what_is_not_public_is_found_by_no_filter,
    the_desk_finds_stories_in_every_state,
    a_selection_is_sorted_cut_and_counted,
    tags_and_authors_are_found_by_their_fields,
    what_few_tags_and_authors_have_can_be_asked_for,
    a_field_that_is_not_offered_is_refused,
    signs_of_sql_are_only_text,
);

/// A story with what a filter can ask of it.
struct Known {
    post: Post,
    tags: Vec<&'static str>,
    authors: Vec<&'static str>,
}

impl Known {
    fn values(&self, key: &str) -> Vec<Given> {
        let text = |text: &str| Given::Text(text.to_lowercase());
        let some = |text: &Option<String>| text.iter().map(|t| Given::Text(t.clone())).collect();
        match key {
            "id" => vec![Given::Text(self.post.id.hex())],
            "title" => vec![Given::Text(self.post.title.clone())],
            "slug" => vec![Given::Text(self.post.slug.clone())],
            "featured" => vec![Given::Bool(self.post.featured)],
            "custom_excerpt" => some(&self.post.excerpt),
            "published_at" => self.post.published_at.into_iter().map(Given::Moment).collect(),
            "visibility" => vec![Given::Text("public".to_owned())],
            "tag" | "tags" => self.tags.iter().map(|tag| text(tag)).collect(),
            "tags.name" => self.tags.iter().map(|tag| Given::Text((*tag).to_owned())).collect(),
            "primary_tag" => {
                self.tags.first().filter(|t| !t.starts_with('#')).map(|t| text(t)).into_iter().collect()
            }
            "author" => self.authors.iter().map(|author| text(author)).collect(),
            _ => self.authors.first().map(|author| text(author)).into_iter().collect(),
        }
    }
}

async fn a_shelf(paper: &Paper) -> Vec<Known> {
    let (news, sport, hidden) = (paper.tag("News").await, paper.tag("Sport").await, paper.tag("#Wide").await);
    let (ana, rui) = (paper.author("Ana").await, paper.author("Rui").await);
    let ids = [("News", news), ("Sport", sport), ("#Wide", hidden)];
    let people = [("Ana", ana), ("Rui", rui)];
    let rows: [(&str, &[&'static str], &[&'static str]); 6] = [
        ("bridge", &["News"], &["Ana"]),
        ("50%_off", &["News", "Sport"], &["Ana", "Rui"]),
        ("goalless", &["Sport"], &["Rui"]),
        ("wide", &["#Wide", "News"], &[]),
        ("bare", &[], &["Ana"]),
        ("it's", &["Sport", "#Wide"], &["Rui", "Ana"]),
    ];
    let mut shelf = Vec::new();
    for (n, (slug, tags, authors)) in rows.into_iter().enumerate() {
        let mut post = a_story(slug, NOON - n as i64 * DAY);
        post.featured = n % 2 == 0;
        post.excerpt = (n % 3 == 0).then(|| format!("Excerpt {n}"));
        let find = |name: &str, list: &[(&str, _)]| list.iter().find(|(known, _)| *known == name).unwrap().1;
        let credits = Credits {
            tags: tags.iter().map(|name| find(name, &ids)).collect(),
            authors: authors
                .iter()
                .map(|name| people.iter().find(|(known, _)| known == name).unwrap().1)
                .collect(),
        };
        paper.insert(&post, &credits).await.unwrap();
        shelf.push(Known { post, tags: tags.to_vec(), authors: authors.to_vec() });
    }
    shelf
}

async fn found(paper: &Paper, filter: &str) -> Vec<String> {
    let filter = Filter::parse(filter).unwrap();
    let selection = Selection { filter: Some(&filter), limit: 100, ..Selection::default() };
    let mut read = paper.read().await;
    let (cards, total) = read.public_selection(paper.site, NOON, PostKind::Post, &selection).await.unwrap();
    assert_eq!(cards.len() as i64, total);
    cards.into_iter().map(|card| card.slug).collect()
}

/// Filters over the fields and values of the shelf, of every shape the language has.
fn filters() -> impl Strategy<Value = String> {
    let condition = proptest::sample::select(vec![
        "tag:news",
        "tag:-news",
        "tags:[news,sport]",
        "tags:-[news,sport]",
        "tags:[news+sport]",
        "tag:null",
        "tag:-null",
        "tags.name:News",
        "tags.name:~'ew'",
        "tags.name:-~'ew'",
        "primary_tag:news",
        "primary_tag:-news",
        "primary_tag:null",
        "author:ana",
        "author:-ana",
        "primary_author:rui",
        "featured:true",
        "featured:-true",
        "featured:false",
        "featured:yes",
        "featured:1",
        "featured:-0",
        "custom_excerpt:null",
        "custom_excerpt:-null",
        "custom_excerpt:'Excerpt 0'",
        "custom_excerpt:-'Excerpt 0'",
        "published_at:>now-2d",
        "published_at:<=now-2d",
        "published_at:<'no date'",
        "title:~'ON'",
        "title:~^'on b'",
        "title:~$'%_off'",
        "title:-~'%'",
        "slug:[bridge,bare]",
        "slug:-[bridge,bare]",
        "slug:>c1",
        "id:-000000000000000000000000",
        "id:nonsense",
        "visibility:public",
        "visibility:[paid,members]",
        "slug:'it\\'s'",
    ]);
    condition.prop_map(str::to_owned).prop_recursive(3, 12, 3, |inner| {
        (proptest::collection::vec(inner, 1..4), proptest::sample::select(vec!["+", ","]))
            .prop_map(|(parts, join)| format!("({})", parts.join(join)))
    })
}

async fn a_filter_finds_in_the_database_what_it_finds_in_memory(paper: Paper) {
    let shelf = a_shelf(&paper).await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..300 {
        let text = filters().new_tree(&mut runner).unwrap().current();
        let filter = Filter::parse(&text).unwrap();
        let expected: Vec<_> = shelf
            .iter()
            .filter(|known| filter.matches(&|key| known.values(key), NOON))
            .map(|known| known.post.slug.clone())
            .collect();
        assert_eq!(found(&paper, &text).await, expected, "{text}");
    }
}

async fn what_is_not_public_is_found_by_no_filter(paper: Paper) {
    let mut draft = a_story("draft", NOON);
    (draft.status, draft.visibility) = (PostStatus::Draft, Visibility::HIDDEN);
    let embargoed = Post { visibility: Visibility::public_from(NOON + 1), ..a_story("embargoed", NOON) };
    for post in [&draft, &embargoed, &a_page("about", NOON), &a_story("open", NOON)] {
        paper.insert(post, &Credits::default()).await.unwrap();
    }
    for filter in
        ["status:-x1", "status:draft,status:published", "type:page,type:post", "slug:~'a',slug:~'e'"]
    {
        assert!(found(&paper, filter).await.iter().all(|slug| slug == "open"), "{filter}");
    }
}

async fn the_desk_finds_stories_in_every_state(paper: Paper) {
    let mut draft = a_story("draft", NOON);
    (draft.status, draft.visibility, draft.published_at) = (PostStatus::Draft, Visibility::HIDDEN, None);
    let mut planned = a_story("planned", NOON + DAY);
    (planned.status, planned.visibility) = (PostStatus::Scheduled, Visibility::HIDDEN);
    for post in [&a_story("older", NOON - DAY), &a_story("newer", NOON), &draft, &planned] {
        paper.insert(post, &Credits::default()).await.unwrap();
    }
    let slugs = async |filter: Option<&str>| {
        let filter = filter.map(|text| Filter::parse(text).unwrap());
        let selection = Selection { filter: filter.as_ref(), limit: 9, ..Selection::default() };
        let mut read = paper.read().await;
        let found = read.desk_selection(paper.site, NOON, PostKind::Post, &selection).await.unwrap();
        found.0.into_iter().map(|post| post.slug).collect::<Vec<_>>()
    };
    assert_eq!(slugs(None).await, ["planned", "draft", "newer", "older"]);
    assert_eq!(slugs(Some("status:[draft,scheduled]")).await, ["planned", "draft"]);
    assert_eq!(slugs(Some("published_at:null")).await, ["draft"]);
}

async fn a_selection_is_sorted_cut_and_counted(paper: Paper) {
    a_shelf(&paper).await;
    let slugs = async |order: &[(&str, bool)], limit, offset| {
        let order: Vec<_> = order.iter().map(|(key, falls)| ((*key).to_owned(), *falls)).collect();
        let selection = Selection { order: &order, limit, offset, ..Selection::default() };
        let mut read = paper.read().await;
        let (cards, total) =
            read.public_selection(paper.site, NOON, PostKind::Post, &selection).await.unwrap();
        assert_eq!(total, 6);
        cards.into_iter().map(|card| card.slug).collect::<Vec<_>>()
    };
    assert_eq!(slugs(&[], 2, 0).await, ["bridge", "50%_off"]);
    assert_eq!(slugs(&[], 2, 5).await, ["it's"]);
    assert_eq!(slugs(&[("published_at", false)], 1, 0).await, ["it's"]);
    assert_eq!(slugs(&[("featured", true), ("slug", false)], 3, 0).await, ["bare", "bridge", "goalless"]);
    assert_eq!(slugs(&[("nonsense; DROP TABLE posts", true)], 1, 0).await, ["bridge"]);
    assert_eq!(slugs(&[], -1, -1).await, Vec::<String>::new());
}

async fn tags_and_authors_are_found_by_their_fields(paper: Paper) {
    a_shelf(&paper).await;
    paper.tag("Unused").await;
    let mut read = paper.read().await;
    let filter = Filter::parse("visibility:public+count.posts:>=2").unwrap();
    let selection = Selection { filter: Some(&filter), limit: 9, ..Selection::default() };
    let (tags, total) = read.tag_selection(paper.site, NOON, true, &selection).await.unwrap();
    assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["News", "Sport"]);
    assert_eq!(total, 2);
    let all = Selection { limit: 9, ..Selection::default() };
    assert_eq!(read.tag_selection(paper.site, NOON, false, &all).await.unwrap().1, 4);
    let by_count = [("count.posts".to_owned(), true)];
    let selection = Selection { order: &by_count, limit: 9, ..Selection::default() };
    let (authors, _) = read.author_selection(paper.site, NOON + HOUR, true, &selection).await.unwrap();
    assert_eq!(authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>(), ["Ana", "Rui"]);
}

async fn what_few_tags_and_authors_have_can_be_asked_for(paper: Paper) {
    a_shelf(&paper).await;
    let (site, news) = (paper.site, {
        let mut read = paper.read().await;
        read.tag_by_slug(paper.site, "news").await.unwrap().unwrap().id
    });
    let mut pictured = Details::default();
    pictured.set(Detail::FeatureImage, Some("/content/images/a.png"));
    write!(paper, |tx| tx.set_details_of_tag(site, news, &pictured)).unwrap();
    let mut read = paper.read().await;
    for (filter, slugs) in [
        ("feature_image:-null", &["news"][..]),
        ("feature_image:null+visibility:public+count.posts:>=1", &["sport"]),
        ("feature_image:~'a.png'", &["news"]),
        ("accent_color:-null", &[]),
    ] {
        let filter = Filter::parse(filter).unwrap();
        let selection = Selection { filter: Some(&filter), limit: 9, ..Selection::default() };
        let (tags, _) = read.tag_selection(paper.site, NOON, true, &selection).await.unwrap();
        assert_eq!(tags.iter().map(|tag| tag.slug.as_str()).collect::<Vec<_>>(), slugs);
    }
    for (field, found) in [("profile_image:null", 2), ("location:-null, bio:-null", 0), ("twitter:null", 2)] {
        let filter = Filter::parse(field).unwrap();
        let selection = Selection { filter: Some(&filter), limit: 9, ..Selection::default() };
        let (_, total) = read.author_selection(paper.site, NOON + HOUR, true, &selection).await.unwrap();
        assert_eq!(total, found, "{field}");
    }
    assert_eq!(found(&paper, "canonical_url:-null").await.len(), 0);
    assert_eq!(found(&paper, "custom_template:null").await.len(), 6);
}

async fn a_field_that_is_not_offered_is_refused(paper: Paper) {
    for key in ["password", "authors.email", "secret", "site_id", "p.title"] {
        let filter = Filter::parse(&format!("{key}:x1")).unwrap();
        let selection = Selection { filter: Some(&filter), limit: 1, ..Selection::default() };
        let mut read = paper.read().await;
        let answer = read.public_selection(paper.site, NOON, PostKind::Post, &selection).await;
        assert!(matches!(answer, Err(SelectError::UnknownField(named)) if named == key));
    }
}

async fn signs_of_sql_are_only_text(paper: Paper) {
    a_shelf(&paper).await;
    for text in
        ["x' OR 1=1 --", "$1", "%", "_", "!", "\\", "\u{0}\u{2019}", "'; DROP TABLE posts; --", "NULL", "?1"]
    {
        let quoted = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\0', "");
        for test in ["slug:", "title:~", "tag:", "tags.name:-~"] {
            let found = found(&paper, &format!("{test}'{quoted}'")).await;
            let expected = match (test, text) {
                ("tags.name:-~", _) => 6,
                ("title:~", "%" | "_") => 1,
                _ => 0,
            };
            assert_eq!(found.len(), expected, "{test}{text}");
        }
    }
}
