//! Folders of Markdown as people keep them: slips in the front matter, values that come from elsewhere, links from file to file.

use dateline_model::PostKind;
use dateline_transfer::Destination::{Address, Author, Tag, TagFeed};
use dateline_transfer::PostState;

use crate::tally::Tally;

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> Tally {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Tally::of(home.path())
}

pub(crate) fn path<'t>(tally: &'t Tally, id: &str) -> Option<&'t str> {
    tally.post(id).path.as_deref()
}

pub(crate) fn says(tally: &Tally, part: &str) -> bool {
    tally.problems.iter().any(|problem| problem.message.contains(part))
}

#[test]
fn front_matter_with_slips_is_read_and_told() {
    let tally = folder(&[
        ("_config.yml", "title: J\ntimezone: Europe/Berlin\n"),
        ("_posts/2020-01-01-crlf.md", "\u{feff}---\r\ntitle: \"CRLF\"\r\ntags:\r\n  - a\r\n---\r\nText\r\n"),
        ("_posts/2020-01-02-tabs.md", "---\ntitle:\tTabs\ntags:\n\t- a\n\t- b\n---\nText\n"),
        ("_posts/2020-01-03-colon.md", "---\ntitle: Fog: a ship\n---\nText\n"),
        ("_posts/2020-01-04-anchor.md", "---\nbase: &n Ana\nauthor: *n\ntitle: A\n---\nText\n"),
        ("_posts/2020-01-05-none.md", "---\n---\n"),
    ]);
    assert_eq!(tally.counts(), "posts 5/0/0/0");
    let post = |name: &str| tally.post(&format!("_posts/{name}.md"));
    assert_eq!(post("2020-01-01-crlf").labels, ["a"]);
    assert_eq!((post("2020-01-02-tabs").title.as_str(), post("2020-01-02-tabs").labels.len()), ("Tabs", 2));
    assert_eq!(post("2020-01-03-colon").title, "Fog: a ship");
    assert_eq!(post("2020-01-04-anchor").authors[0].name, "Ana");
    assert_eq!(tally.problems.len(), 3, "{:?}", tally.problems);
    assert!(says(&tally, "have no place here and are not kept: base (1)"));
}

#[test]
fn jekylls_defaults_folders_and_collections_count() {
    let config = "url: https://j.example\nbaseurl: /sub\npermalink: /:categories/:year/:title/\ndefaults:\n  - scope: {path: \"\", type: posts}\n    values: {author: Ana}\n  - scope: {path: sport}\n    values: {tags: [ball]}\ncollections:\n  recipes: {output: true, permalink: \"/:collection/:name/\"}\n  notes: {output: false}\n";
    let tally = folder(&[
        ("_config.yml", config),
        (
            "_posts/2020-01-01-one.md",
            "---\ntitle: One\n---\n[two]({% post_url 2020-01-02-two %}) {% link _recipes/soup.md %}\n",
        ),
        ("sport/_posts/2020-01-02-two.md", "---\ntitle: Two\ncategories: [cup]\n---\nText\n"),
        ("_recipes/soup.md", "---\ntitle: Soup\n---\nText\n"),
        ("_notes/n.md", "---\ntitle: N\n---\nText\n"),
        ("_posts/2020-01-03-old.textile", "h1. Old\n"),
        ("_posts/2020-13-40-never.md", "---\ntitle: Never\n---\nText\n"),
        ("README.md", "# About this folder\n"),
    ]);
    assert_eq!(tally.counts(), "posts 3/0/0/0 pages 1/0");
    assert_eq!(path(&tally, "sport/_posts/2020-01-02-two.md"), Some("/sub/sport/cup/2020/two/"));
    let two = tally.post("sport/_posts/2020-01-02-two.md");
    assert_eq!((two.labels.join(" "), two.authors[0].name.as_str()), ("sport cup ball".to_owned(), "Ana"));
    assert_eq!(path(&tally, "_recipes/soup.md"), Some("/sub/recipes/soup/"));
    let one = tally.post("_posts/2020-01-01-one.md");
    assert_eq!(one.body, "[two](/sub/sport/cup/2020/two/) /sub/recipes/soup/\n");
    assert_eq!(path(&tally, "_posts/2020-13-40-never.md"), None, "an address of a day needs a day");
    for part in ["did not print: _notes/n.md", "that is not read (textile)", "no stories: README.md"] {
        assert!(says(&tally, part), "{part}: {:?}", tally.problems);
    }
}

#[test]
fn hugos_bundles_sections_and_dates_count() {
    let config = "baseURL = \"https://h.example/\"\ndefaultContentLanguage = \"en\"\n[permalinks]\nposts = \"/:year/:slug/\"\n";
    let dated = |more: &str| format!("---\ntitle: T\ndate: 2020-02-03\n{more}---\nText\n");
    let (future, expired, headless) =
        (dated("publishDate: 2099-01-01\n"), dated("expiryDate: 2021-01-01\n"), dated("headless: true\n"));
    let linked = dated("").replace("Text", "[b]({{< relref \"bundle\" >}}) {{< ref \"/posts/gone.md\" >}}");
    let plain = dated("");
    let tally = folder(&[
        ("hugo.toml", config),
        ("content/_index.md", "---\ntitle: Home\n---\nWelcome\n"),
        ("content/guide/_index.md", "---\ntitle: Guide\ncascade:\n  tags: [help]\n---\nHow to\n"),
        ("content/guide/first.md", "---\ntitle: First\n---\nText\n"),
        ("content/posts/_index.md", "---\ntitle: Posts\n---\n"),
        ("content/posts/bundle/index.md", &plain),
        ("content/posts/mehr.de.md", &plain),
        ("content/posts/UPPER File (1).md", &plain),
        ("content/posts/future.md", &future),
        ("content/posts/expired.md", &expired),
        ("content/posts/headless/index.md", &headless),
        ("content/posts/linked.md", &linked),
        ("content/posts/undated.md", "---\ntitle: U\n---\nText\n"),
        ("content/posts/json.md", "{\n \"title\": \"J\",\n \"date\": \"2020-02-03\"\n}\nText\n"),
        ("content/posts/notes.org", "#+title: Org\n"),
    ]);
    assert_eq!(tally.counts(), "posts 6/2/1/0 pages 2/1");
    assert_eq!(path(&tally, "content/guide/_index.md"), Some("/guide/"));
    assert_eq!(tally.post("content/guide/first.md").labels, ["help"]);
    assert_eq!(path(&tally, "content/posts/UPPER File (1).md"), Some("/2020/t/"), "the headline's words");
    assert_eq!(path(&tally, "content/posts/mehr.de.md"), Some("/de/2020/t/"));
    assert_eq!(tally.post("content/posts/linked.md").body, "[b](/2020/t/) {{< ref \"/posts/gone.md\" >}}\n");
    let undated = tally.post("content/posts/undated.md");
    assert_eq!((undated.kind, undated.path.as_deref()), (PostKind::Post, None));
    for part in [
        "its time was over",
        "made no page of it",
        "the text of the old one is kept as a draft",
        "a language that is not read (org)",
    ] {
        assert!(says(&tally, part), "{part}: {:?}", tally.problems);
    }
}

#[test]
fn eleventys_data_comes_from_folders_and_addresses_from_templates() {
    let tally = folder(&[
        (".eleventy.js", "module.exports = {};\n"),
        ("src/_data/metadata.json", "{\"title\":\"E\",\"url\":\"https://e.example\",\"language\":\"en\"}"),
        (
            "src/posts/posts.json",
            "{\"tags\":\"posts\",\"author\":\"Bob\",\"permalink\":\"/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/\"}",
        ),
        ("src/posts/2020-05-02-one.md", "---\ntitle: One\n---\nText\n"),
        (
            "src/posts/two.md",
            "---\ntitle: The two\ndate: 2020-05-03\npermalink: \"/own/{{ title | slugify }}/\"\ntags: [posts, sea]\n---\nText\n",
        ),
        (
            "src/posts/three.md",
            "---\ntitle: Three\ndate: 2020-05-04\npermalink: \"/{{ pkg.name }}/\"\n---\nText\n",
        ),
        ("src/posts/four.md", "---\ntitle: Four\ndate: 2020-05-05\npermalink: false\n---\nText\n"),
        ("src/notes/notes.11tydata.json", "{\"draft\":true}"),
        ("src/notes/n.md", "---\ntitle: N\ndate: 2020-05-04\n---\nText\n"),
        ("src/blog/blog.11tydata.js", "module.exports = async () => ({});"),
        (
            "src/essays/essays.11tydata.js",
            "// Values\nexport default {\n\ttags: [\"posts\", 'essay'],\n\t\"author\": \"Ana\",\n\tpermalink: \"/e/{{ page.fileSlug }}/\",\n};\n",
        ),
        ("src/essays/tide.md", "---\ntitle: Tide\ndate: 2020-05-04\n---\nText\n"),
        ("src/blog/b.md", "---js\n{\n  title: \"B\",\n  date: \"2020-05-06\"\n}\n---\nText\n"),
        ("README.md", "# Readme\n"),
    ]);
    assert_eq!(tally.counts(), "posts 5/2/0/0");
    let tide = tally.post("src/essays/tide.md");
    assert_eq!(
        (path(&tally, "src/essays/tide.md"), tide.labels.join(" ")),
        (Some("/e/tide/"), "essay".to_owned())
    );
    assert_eq!((tally.site.title.as_deref(), tally.site.host.as_deref()), (Some("E"), Some("e.example")));
    assert_eq!(path(&tally, "src/posts/2020-05-02-one.md"), Some("/2020/one/"));
    let two = tally.post("src/posts/two.md");
    assert_eq!(
        (two.path.as_deref(), two.labels.as_slice(), two.authors[0].name.as_str()),
        (Some("/own/the-two/"), &["sea".to_owned()][..], "Bob")
    );
    assert_eq!(path(&tally, "src/posts/three.md"), Some("/posts/three/"));
    assert_eq!(tally.post("src/posts/four.md").state, PostState::Draft);
    assert_eq!(tally.post("src/blog/b.md").title, "B");
    for part in ["is a template (/{{ pkg.name }}/)", "made by a script", "no stories: README.md"] {
        assert!(says(&tally, part), "{part}: {:?}", tally.problems);
    }
}

#[test]
fn hexo_zola_and_plain_folders_are_read_by_their_rules() {
    let hexo = folder(&[
        ("_config.yml", "permalink: :year/:title/\ntimezone: Asia/Shanghai\n"),
        (
            "source/_posts/nested.md",
            "---\ntitle: N\ndate: 2020/4/2 8:5:3\ncategories:\n- [Sports, Baseball]\n- [Play]\n---\n{% post_link semi Read on %}\n",
        ),
        ("source/_posts/semi.md", ";;;\n\"title\": \"Semi\",\n\"date\": \"2020/04/03\"\n;;;\nText\n"),
    ]);
    assert_eq!(hexo.post("source/_posts/nested.md").labels, ["Sports", "Baseball", "Play"]);
    assert_eq!(hexo.post("source/_posts/nested.md").body, "[Read on](/2020/semi/)\n");
    let zola = folder(&[
        ("config.toml", "base_url = \"https://z.example\"\n"),
        (
            "content/blog/one.md",
            "+++\ntitle = \"One\"\ndate = 2020-03-01\naliases = [\"old\"]\n[taxonomies]\ntags = [\"a\"]\n[extra]\ncover = \"c.jpg\"\n+++\n[x](@/blog/two.md#y)\n",
        ),
        ("content/blog/two.md", "+++\ntitle = \"Two\"\ndate = 2020-03-02\n+++\nText\n"),
    ]);
    assert_eq!(
        (zola.post("content/blog/one.md").body.as_str(), zola.post("content/blog/one.md").labels.len()),
        ("[x](/blog/two/#y)\n", 1)
    );
    let plain = folder(&[
        ("Setext.md", "Title here\n==========\n\nText\n"),
        ("2021-03-04 a note.md", "Text\n"),
        ("tagged.md", "---\ntags: \"#x, #y\"\ndate: March 4, 2021 10:00 AM EST\n---\nText\n"),
        ("empty.md", ""),
    ]);
    assert_eq!(plain.counts(), "posts 3/0/0/0");
    assert_eq!(plain.post("Setext.md").title, "Title here");
    assert_eq!(plain.post("2021-03-04 a note.md").published.at, 1_614_816_000_000);
    assert_eq!(
        (plain.post("tagged.md").labels.join(" "), plain.post("tagged.md").published.at),
        ("x y".to_owned(), 1_614_870_000_000)
    );
    assert!(says(&plain, "files are empty: empty.md"), "{:?}", plain.problems);
}

#[test]
fn every_way_of_sorting_gives_tags_and_its_pages_lead_to_theirs() {
    let story = "---\ntitle: One\ndate: 2020-02-03\ntags: [Fog]\nseries: Fog, and after\npeople: [Ana Reis, Bo]\nmood: grey\nweight: 3\n---\nText\n";
    let tally = folder(&[
        ("hugo.toml", "[taxonomies]\ntag = 'tags'\nperson = 'people'\n"),
        ("content/posts/one.md", story),
        ("content/people/bo/_index.md", "---\ntitle: Bo\ndescription: Keeps the light.\n---\n"),
    ]);
    assert_eq!(tally.post("content/posts/one.md").labels, ["Fog", "Ana Reis", "Bo", "Fog, and after"]);
    assert_eq!(tally.tags[0].description.as_deref(), Some("Keeps the light."));
    assert!(
        says(&tally, "whose terms stand among their tags: people (1), series (1)"),
        "{:?}",
        tally.problems
    );
    assert!(says(&tally, "not kept: mood (1), weight (1)"), "{:?}", tally.problems);
    for from in
        ["/index.xml", "/tags/fog/", "/tags/fog/index.xml", "/people/ana-reis/", "/series/fog-and-after/"]
    {
        assert!(
            tally.redirects.iter().any(|redirect| redirect.from == from),
            "{from}: {:?}",
            tally.redirects
        );
    }
    let zola = folder(&[
        ("config.toml", "base_url = 'https://z.example'\ntaxonomies = [{name = 'tags'}, {name = 'ports'}]\n"),
        (
            "content/a.md",
            "+++\ntitle = 'A'\ndate = 2020-01-01\n[taxonomies]\ntags = ['x']\nports = ['Faro']\n+++\nText\n",
        ),
    ]);
    assert_eq!(zola.post("content/a.md").labels, ["x", "Faro"]);
}

#[test]
fn a_cascade_reaches_whom_it_is_meant_for() {
    let list = "---\ntitle: All\ncascade:\n  - _target: {path: \"/posts/old*\"}\n    tags: [archive]\n  - _target: {kind: section}\n    tags: [sections]\n  - author: Ana\n---\n";
    let tally = folder(&[
        ("hugo.toml", "[[cascade]]\nfeatured = true\n[cascade._target]\npath = '/posts/**'\n"),
        ("content/_index.md", list),
        ("content/posts/old-fog.md", "---\ntitle: Old\ndate: 2019-01-01\n---\nText\n"),
        ("content/posts/new.md", "---\ntitle: New\ndate: 2020-01-01\nauthor: Bo\n---\nText\n"),
        ("content/about.md", "---\ntitle: About\n---\nText\n"),
    ]);
    let (old, new) = (tally.post("content/posts/old-fog.md"), tally.post("content/posts/new.md"));
    assert_eq!((&old.labels[..], old.authors[0].name.as_str()), (&["archive".to_owned()][..], "Ana"));
    assert_eq!((new.labels.len(), new.authors[0].name.as_str()), (0, "Bo"));
    assert!(old.featured && new.featured && !tally.post("content/about.md").featured);
}

/// The menu that a folder gives, as words.
fn menu(tally: &Tally) -> Vec<String> {
    tally.site.navigation.iter().map(|item| format!("{} {}", item.label, item.url)).collect()
}

pub(crate) fn leads(tally: &Tally, from: &str) -> Option<dateline_transfer::Destination> {
    tally.redirects.iter().find(|redirect| redirect.from == from).map(|redirect| redirect.to.clone())
}

#[test]
fn a_site_in_a_folder_of_its_host_keeps_that_folder_in_every_address() {
    let story = "---\ntitle: Fog\ndate: 2020-02-03\naliases: [/mist/, haze]\n---\nText\n";
    let own = "---\ntitle: Own\ndate: 2020-02-03\nurl: /own/place\n---\nText\n";
    let hugo = folder(&[
        ("hugo.toml", "baseURL = 'https://a.example/log/'\n"),
        ("content/posts/fog.md", story),
        ("content/posts/own.md", own),
    ]);
    assert_eq!(path(&hugo, "content/posts/fog.md"), Some("/log/posts/fog/"));
    assert_eq!(path(&hugo, "content/posts/own.md"), Some("/log/own/place/"));
    for from in
        ["/log/mist/", "/log/posts/haze", "/log/", "/log/index.xml", "/log/posts/", "/log/posts/index.xml"]
    {
        assert!(leads(&hugo, from).is_some(), "{from}: {:?}", hugo.redirects);
    }
    let zola = folder(&[
        ("config.toml", "base_url = 'https://a.example/log'\n"),
        (
            "content/blog/fog.md",
            "+++\ntitle = 'Fog'\ndate = 2020-01-01\naliases = ['mist', 'haze/index.html', 'index.html']\n+++\nText\n",
        ),
        ("content/blog/own.md", "+++\ntitle = 'Own'\ndate = 2020-01-01\npath = 'own/place'\n+++\nText\n"),
    ]);
    assert_eq!(path(&zola, "content/blog/fog.md"), Some("/log/blog/fog/"));
    assert_eq!(path(&zola, "content/blog/own.md"), Some("/log/own/place/"));
    for from in ["/log/mist", "/log/haze/index.html", "/log/haze/", "/log/rss.xml"] {
        assert!(leads(&zola, from).is_some(), "{from}: {:?}", zola.redirects);
    }
    let hexo = folder(&[
        ("_config.yml", "url: https://a.example/log\nroot: /log/\npermalink: :year/:title/\n"),
        ("source/_posts/fog.md", "---\ntitle: Fog\ndate: 2020-04-02\ntags: [sea]\n---\nText\n"),
        ("source/about/index.md", "---\ntitle: About\n---\nText\n"),
    ]);
    assert_eq!(path(&hexo, "source/_posts/fog.md"), Some("/log/2020/fog/"));
    assert_eq!(path(&hexo, "source/about/index.md"), Some("/log/about/"));
    assert!(leads(&hexo, "/log/tags/sea/").is_some() && leads(&hexo, "/log/archives/").is_some());
    let jekyll = folder(&[
        ("_config.yml", "url: https://a.example\nbaseurl: /log\n"),
        (
            "about.md",
            "---\ntitle: About\npermalink: /about/\nredirect_from: /us/\n---\n[b]({{ '/b/' | relative_url }}) ![p]({{ site.baseurl }}/p.png)\n",
        ),
    ]);
    let about = jekyll.post("about.md");
    assert_eq!(
        (about.path.as_deref(), about.body.as_str()),
        (Some("/log/about/"), "[b](/log/b/) ![p](/log/p.png)\n")
    );
    assert!(leads(&jekyll, "/log/us/").is_some());
    let eleventy = folder(&[
        (".eleventy.js", "module.exports = (c) => ({ dir: {input: 'src'}, pathPrefix: '/log/' });\n"),
        ("src/posts/fog.md", "---\ntitle: Fog\ndate: 2020-04-02\n---\n[b]({{ '/b/' | url }})\n"),
    ]);
    let fog = eleventy.post("src/posts/fog.md");
    assert_eq!((fog.path.as_deref(), fog.body.as_str()), (Some("/log/posts/fog/"), "[b](/log/b/)\n"));
}

#[test]
fn hugos_languages_lie_in_folders_of_their_own_or_in_the_names_of_files() {
    let config = "defaultContentLanguage = 'pt'\n[languages.pt]\ntitle = 'O Farol'\ncontentDir = 'content/portugues'\n[languages.en]\ntitle = 'The Light'\ncontentDir = 'content/english'\n";
    let story = |text: &str| format!("---\ntitle: T\ndate: 2020-02-03\ntags: [Mar]\n---\n{text}\n");
    let (plain, linked) = (story("x"), story("[b]({{< ref \"posts/fog.md\" >}})"));
    let tally = folder(&[
        ("hugo.toml", config),
        ("content/portugues/posts/fog.md", &plain),
        ("content/portugues/posts/quay.md", &linked),
        ("content/english/posts/fog.md", &plain),
        ("content/english/posts/quay.md", &linked),
        ("README.md", "---\ntitle: About this folder\n---\n"),
    ]);
    assert_eq!(tally.counts(), "posts 4/0/0/0");
    assert_eq!((tally.site.title.as_deref(), tally.site.language.as_deref()), (Some("O Farol"), Some("pt")));
    assert_eq!(path(&tally, "content/portugues/posts/fog.md"), Some("/posts/fog/"));
    let english = tally.post("content/english/posts/quay.md");
    assert_eq!((english.path.as_deref(), english.lang.as_deref()), (Some("/en/posts/quay/"), Some("en")));
    assert_eq!(english.body, "[b](/en/posts/fog/)\n", "a file of the same language is meant");
    assert_eq!(tally.post("content/portugues/posts/quay.md").body, "[b](/posts/fog/)\n");
    for from in ["/en/", "/en/index.xml", "/en/tags/mar/", "/en/posts/"] {
        assert!(leads(&tally, from).is_some(), "{from}");
    }
    assert!(says(&tally, "outside of the folder of contents: README.md"));
    let named = folder(&[
        (
            "hugo.toml",
            "defaultContentLanguage = 'en'\ndefaultContentLanguageInSubdir = true\n[languages.en]\n[languages.fr]\n",
        ),
        ("content/posts/fog.md", &plain),
        ("content/posts/fog.fr.md", &plain),
        ("content/posts/node.js.md", &plain),
        ("content/posts/bundle/index.fr.md", &plain),
    ]);
    let paths: Vec<_> = named.posts.iter().filter_map(|post| post.path.as_deref()).collect();
    assert_eq!(paths, ["/fr/posts/bundle/", "/fr/posts/fog/", "/en/posts/fog/", "/en/posts/node.js/"]);
}

#[test]
fn the_menu_of_a_site_comes_along_from_wherever_it_is_written() {
    let page = |more: &str| format!("---\ntitle: About us\n{more}---\nWe\n");
    let about = page("menu:\n  main:\n    name: About\n    weight: 30\n");
    let hugo = folder(&[
        (
            "hugo.toml",
            "baseURL = 'https://a.example/log/'\n[[menus.main]]\nname = 'Home'\nurl = '/'\nweight = 10\n[[menus.main]]\nname = 'Guide'\npageRef = '/guide'\nweight = 20\n[[menus.main]]\nname = 'Code'\nurl = 'https://code.example/'\nparent = 'Guide'\n[[menus.main]]\nname = 'None'\n[[menus.footer]]\nname = 'Imprint'\nurl = '/imprint/'\n[[menus.social]]\nname = 'x'\nurl = 'https://x.example'\n",
        ),
        ("content/guide.md", &page("")),
        ("content/about.md", &about),
    ]);
    assert_eq!(
        menu(&hugo),
        ["Home /", "Guide /log/guide/", "Code https://code.example/", "About /log/about/"]
    );
    assert_eq!(hugo.site.secondary_navigation[0].url, "/log/imprint/");
    for part in [
        "stood below others",
        "lead to nothing here were left out: None",
        "which is \"main\" now; left out: social",
    ] {
        assert!(says(&hugo, part), "{part}: {:?}", hugo.problems);
    }
    let parts = folder(&[
        ("config/_default/hugo.toml", "title = 'Parts'\ndefaultContentLanguage = 'en'\n"),
        ("config/_default/menus.en.toml", "[[main]]\nname = 'News'\nurl = '/news/'\n"),
        ("config/_default/languages.yaml", "en:\n  title: English parts\n"),
        ("config/_default/permalinks.toml", "posts = '/:year/:slug/'\n"),
        ("content/posts/fog.md", "---\ntitle: Fog\ndate: 2020-02-03\n---\nText\n"),
    ]);
    assert_eq!(menu(&parts), ["News /news/"]);
    assert_eq!(parts.site.title.as_deref(), Some("English parts"));
    assert_eq!(path(&parts, "content/posts/fog.md"), Some("/2020/fog/"));
    let jekyll = folder(&[
        ("_config.yml", "title: J\nbaseurl: /log\n"),
        (
            "_data/navigation.yml",
            "main:\n  - title: About\n    url: /about/\n  - title: Files\n    url: https://files.example/\n",
        ),
        ("about.md", "---\ntitle: About\n---\nWe\n"),
    ]);
    assert_eq!(menu(&jekyll), ["About /log/about/", "Files https://files.example/"]);
    let hexo = folder(&[
        ("_config.yml", "theme: next\n"),
        ("_config.next.yml", "menu:\n  Home: / || fa fa-home\n  Archives: /archives/ || fa\n"),
        ("source/_posts/fog.md", "---\ntitle: Fog\ndate: 2020-04-02\n---\nText\n"),
    ]);
    assert_eq!(menu(&hexo), ["Home /", "Archives /archives/"]);
    let zola = folder(&[
        (
            "config.toml",
            "base_url = 'https://z.example'\n[extra]\nmenu_items = [{name = 'Blog', url = '$BASE_URL/blog'}]\n",
        ),
        ("content/a.md", "+++\ntitle = 'A'\n+++\nText\n"),
    ]);
    assert_eq!(menu(&zola), ["Blog /blog"]);
    let eleventy = folder(&[
        ("eleventy.config.js", "export default {};\n"),
        (
            "content/about.md",
            "---\ntitle: All about us\neleventyNavigation:\n  key: About\n  order: 3\n---\nWe\n",
        ),
    ]);
    assert_eq!(menu(&eleventy), ["About /about/"]);
}

#[test]
fn a_section_of_hugo_is_a_tag_of_its_stories_and_its_page_leads_there() {
    let tally = folder(&[
        ("hugo.toml", "title = 'S'\n"),
        ("content/sport/_index.md", "---\ntitle: Sport & Play\n---\n"),
        ("content/sport/cup.md", "---\ntitle: Cup\ndate: 2020-02-03\ncategories: [Football]\n---\nText\n"),
        ("content/news/fog.md", "---\ntitle: Fog\ndate: 2020-02-03\n---\nText\n"),
    ]);
    assert_eq!(tally.post("content/sport/cup.md").labels, ["Football", "Sport & Play"]);
    assert!(tally.post("content/news/fog.md").labels.is_empty());
    let tag = dateline_transfer::Destination::Tag("Sport & Play".to_owned());
    assert_eq!(leads(&tally, "/sport/"), Some(tag));
    assert_eq!(leads(&tally, "/news/"), Some(dateline_transfer::Destination::Address("/".to_owned())));
    assert_eq!(
        leads(&tally, "/categories/"),
        Some(dateline_transfer::Destination::Address("/archive/".to_owned()))
    );
}

#[test]
fn comments_in_files_of_their_own_stand_below_their_stories() {
    let said = |id: &str, more: &str| {
        format!(
            "_id: {id}\nname: Eva\nmessage: 'Thick **fog**.'\ndate: 2020-03-0{}T10:00:00.000Z\n{more}",
            id.len()
        )
    };
    let (first, second, third) =
        (said("a", ""), said("bb", "_parent: fog\nreplying_to: '1'\n"), said("ccc", "_parent: bb\n"));
    let tally = folder(&[
        ("_config.yml", "title: J\npermalink: /:year/:title/\n"),
        ("_posts/2020-03-01-fog.md", "---\ntitle: Fog\n---\nText\n"),
        ("_posts/2020-03-02-owl.md", "---\ntitle: Owl\n---\nText\n"),
        ("_data/comments/fog/entry1.yml", &first),
        ("_data/comments/fog/entry2.yml", &second),
        ("_data/comments/fog/entry3.yml", &third),
        ("_data/comments/owl.json", "[{\"name\":\"Ana\",\"message\":\"Hoo\",\"date\":1583150000}]"),
        ("_data/comments/gone/entry.yml", &said("dddd", "")),
        ("_data/comments/fog/torn.yml", "a: [b"),
    ]);
    assert_eq!(tally.counts(), "posts 2/0/0/0 comments 5/0/0/0");
    let comment = |id: &str| tally.comments.iter().find(|comment| comment.id == id).unwrap();
    let fog = dateline_transfer::Story::Number("_posts/2020-03-01-fog.md".to_owned());
    assert_eq!((&comment("a").post, comment("a").html.trim()), (&fog, "<p>Thick <strong>fog</strong>.</p>"));
    assert_eq!((comment("bb").parent.as_deref(), comment("ccc").parent.as_deref()), (Some("a"), Some("bb")));
    assert_eq!(comment("_data/comments/owl#0").author.name, "Ana");
    assert_eq!(comment("dddd").post, dateline_transfer::Story::Path("/gone".to_owned()));
    assert!(says(&tally, "the comment cannot be read"), "{:?}", tally.problems);
}

#[test]
fn signs_that_print_nothing_are_taken_out_and_told() {
    let tally = folder(&[("fog.md", "---\ntitle: F\u{c}og\ndate: 2020-01-01\n---\nThick\u{0} f\u{1b}og\n")]);
    let fog = tally.post("fog.md");
    assert_eq!((fog.title.as_str(), fog.body.as_str()), ("Fog", "Thick fog\n"));
    assert!(says(&tally, "3 control characters"), "{:?}", tally.problems);
}

#[test]
fn a_draft_is_one_in_whatever_words_it_says_so_and_a_part_of_a_bundle_is_no_page() {
    let dated = |more: &str| format!("---\ntitle: T\ndate: 2020-02-03\n{more}---\nText\n");
    let tally = folder(&[
        ("hugo.toml", "baseURL = \"https://h.example/\"\n"),
        ("content/posts/a.md", &dated("draft: \"true\"\n")),
        ("content/posts/b.md", &dated("draft: yes\n")),
        ("content/posts/c.md", &dated("published: \"no\"\n")),
        ("content/posts/d.md", &dated("draft: \"false\"\nheroImage: /d.jpg\ncomments: \"false\"\n")),
        ("content/posts/e/index.md", &dated("")),
        ("content/posts/e/part.md", &dated("")),
        ("content/posts/e/more/part.md", &dated("")),
        ("content/posts/f/_index.md", &dated("")),
        ("content/posts/f/g.md", &dated("")),
    ]);
    assert_eq!(tally.counts(), "posts 3/5/0/0 pages 1/0");
    let shown = tally.post("content/posts/d.md");
    assert_eq!((shown.image.as_ref().unwrap().url.as_str(), shown.comments_open), ("/d.jpg", Some(false)));
    assert_eq!(tally.post("content/posts/e/part.md").state, PostState::Draft);
    assert!(says(&tally, "made no page of it"));
}

#[test]
fn pages_are_found_where_each_generator_has_them() {
    let tally = folder(&[
        ("_config.yml", "title: J\n"),
        ("_posts/2020-01-01-a.md", "---\nauthor: [ana, Bo]\n---\nx\n"),
        ("_data/authors.yml", "ana:\n  name: Ana Reis\n"),
        ("a/index.html", "---\ntitle: A\n---\n<p><a href=\"{{ site.baseurl }}/x\">x</a></p>\n"),
        ("b/index.md", "---\ntitle: B\n---\nx\n"),
        ("index.html", "---\nlayout: home\n---\n{% for post in site.posts %}{% endfor %}\n"),
        ("_layouts/page.html", "---\nlayout: base\n---\n{{ content }}\n"),
        ("plain.html", "<html></html>\n"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 2/0");
    assert_eq!((path(&tally, "a/index.html"), path(&tally, "b/index.md")), (Some("/a/"), Some("/b/")));
    let post = tally.post("_posts/2020-01-01-a.md");
    assert_eq!(
        post.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>(),
        ["Ana Reis", "Bo"]
    );
    assert!(says(&tally, "templates of the old theme, which filled them with its lists: index.html"));
    assert!(says(&tally, "no stories: plain.html"), "{:?}", tally.problems);

    let tally = folder(&[
        ("source/_posts/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nx\n"),
        ("source/about/index.md", "---\ntitle: B\n---\nx\n"),
        ("source/imprint.md", "---\ntitle: C\n---\nx\n"),
    ]);
    assert_eq!(path(&tally, "source/about/index.md"), Some("/about/"));
    assert_eq!(path(&tally, "source/imprint.md"), Some("/imprint.html"));

    let tally = folder(&[
        ("blog/blog.11tydata.js", "export default {\n\ttags: [\"posts\"],\n};\n"),
        ("_data/metadata.js", "export default {\n\ttitle: \"Log\",\n\turl: \"https://e.example/\",\n};\n"),
        ("blog/fog/fog.md", "---\ntitle: Fog\ndate: 2020-01-01\n---\n![x](x.png)\n"),
        ("404.md", "---js\nconst permalink = \"404.html\";\n---\n# Gone\n"),
    ]);
    assert_eq!(
        (path(&tally, "blog/fog/fog.md"), path(&tally, "404.md")),
        (Some("/blog/fog/"), Some("/404.html"))
    );
    assert_eq!((tally.site.title.as_deref(), tally.site.host.as_deref()), (Some("Log"), Some("e.example")));
}

#[test]
fn what_the_old_site_showed_nobody_is_shown_to_nobody() {
    let zola = folder(&[
        ("config.toml", "base_url = \"https://z.example\"\nignored_content = [\"*/aside.md\"]\n"),
        ("content/secret/_index.md", "+++\ntitle = \"Secret\"\ndraft = true\n+++\n"),
        ("content/secret/page.md", "+++\ntitle = \"Page\"\ndate = 2020-01-01\n+++\nText\n"),
        ("content/secret/deep/more.md", "+++\ntitle = \"More\"\ndate = 2020-01-01\n+++\nText\n"),
        ("content/posts/fog.md", "+++\ntitle = \"Fog\"\ndate = 2020-01-01\n+++\nText\n"),
        ("content/posts/aside.md", "+++\ntitle = \"Aside\"\ndate = 2020-01-01\n+++\nText\n"),
    ]);
    assert_eq!(zola.counts(), "posts 1/2/0/0");
    assert!(says(&zola, "left out by the settings of the old site: content/posts/aside.md"));
    let jekyll = folder(&[
        ("_config.yml", "title: J\nexclude: [private.md, ./notes/, \"*.draft.md\"]\n"),
        ("about.md", "---\ntitle: About\n---\nText\n"),
        ("private.md", "---\ntitle: Private\n---\nText\n"),
        ("notes/a.md", "---\ntitle: A\n---\nText\n"),
        ("b.draft.md", "---\ntitle: B\n---\nText\n"),
    ]);
    assert_eq!(jekyll.counts(), "pages 1/0");
    let eleventy = folder(&[
        ("eleventy.config.js", "export default function(c) {}\n"),
        (
            "blog/fog.md",
            "---js\n{ title: \"Fog\", date: \"2018-05-02\", draft: true, tags: [\"post\"] }\n---\nText\n",
        ),
    ]);
    assert_eq!((eleventy.counts().as_str(), eleventy.posts[0].title.as_str()), ("posts 0/1/0/0", "Fog"));
}

#[test]
fn pages_of_eleventy_that_are_no_markdown_come_along_or_are_named() {
    let tally = folder(&[
        ("eleventy.config.js", "export default function(c) {}\n"),
        ("blog/fog.md", "---\ntitle: Fog\ndate: 2018-05-02\ntags: post\n---\nText\n"),
        ("about.njk", "---\ntitle: About\n---\n<p>By the quay</p>\n"),
        ("imprint/index.html", "---\ntitle: Imprint\n---\n<p>Ana</p>\n"),
        ("archive.njk", "---\ntitle: Archive\n---\n{% for p in collections.post %}{{ p.url }}{% endfor %}\n"),
        (
            "tags.njk",
            "---\npagination:\n  data: collections\n  size: 1\npermalink: /tags/{{ tag }}/\n---\n{{ tag }}\n",
        ),
        ("feed.njk", "---\npermalink: /feed.xml\n---\n<feed/>\n"),
        ("_includes/base.njk", "---\ntitle: x\n---\n<html></html>\n"),
        ("part.html", "<p>no front matter</p>\n"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 2/0");
    assert_eq!(
        (path(&tally, "about.njk"), path(&tally, "imprint/index.html")),
        (Some("/about/"), Some("/imprint/"))
    );
    for part in [
        "filled them with its lists: archive.njk",
        "lists that the old site made of others: tags.njk",
        "files were made for programs: feed.njk",
        "files without front matter are no stories: part.html",
    ] {
        assert!(says(&tally, part), "{part}: {:?}", tally.problems);
    }
}

#[test]
fn hugos_accents_files_and_sections_stand_where_its_settings_put_them() {
    let config = "baseURL = \"https://h.example/\"\nremovePathAccents = true\n[permalinks.page]\nblog = \"/:year/:title/\"\n[permalinks.section]\nblog = \"/journal/\"\n[uglyURLs]\nnotes = true\n[outputs]\nhome = [\"HTML\", \"RSS\", \"JSON\"]\nsection = [\"HTML\"]\n";
    let tally = folder(&[
        ("hugo.toml", config),
        ("content/blog/_index.md", "---\ntitle: Journal\n---\n"),
        ("content/blog/a.md", "---\ntitle: Café\ndate: 2020-02-03\n---\nText\n"),
        ("content/notes/fog.md", "---\ntitle: Fog\ndate: 2020-02-03\n---\nText\n"),
    ]);
    assert_eq!(path(&tally, "content/blog/a.md"), Some("/2020/cafe/"));
    assert_eq!(path(&tally, "content/notes/fog.md"), Some("/notes/fog.html"));
    let journal = Some(dateline_transfer::Destination::Address("/".to_owned()));
    assert_eq!((leads(&tally, "/journal/"), leads(&tally, "/blog/")), (journal, None));
}

#[test]
fn pages_of_jekyll_in_folders_that_it_is_told_to_include_are_pages() {
    let config = "title: J\nbaseurl: /log\ninclude: [_pages]\ncollections:\n  walks: {output: true, permalink: \"/:collection/:path/\"}\n  notes: {output: false}\npermalink: /:categories/:title/\n";
    let tally = folder(&[
        ("_config.yml", config),
        (
            "_posts/2020-01-01-a.md",
            "---\ntitle: A\ntags: fog, owls\nurl: https://x.example/quay\n---\nText\n",
        ),
        ("_pages/about.md", "---\ntitle: About\npermalink: /about/\n---\nText\n"),
        ("_pages/imprint.html", "---\ntitle: Imprint\n---\n<p>Ana</p>\n"),
        (
            "_pages/archive.md",
            "---\ntitle: All\npermalink: /all/\nredirect_from: /every/\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
        ),
        ("_walks/quay.html", "---\ntitle: Quay\n---\n<p>{% if page.x %}Mind{% endif %} the fog</p>\n"),
        ("_notes/n.html", "---\ntitle: N\n---\n<p>x</p>\n"),
        ("front.md", "---\ntitle: Front\npermalink: /\nredirect_from: /home\n---\nWelcome\n"),
        ("gone.md", "---\nredirect_to: https://other.example/gone\n---\n"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 3/1", "{:?}", tally.problems);
    assert_eq!(path(&tally, "_posts/2020-01-01-a.md"), Some("/log/a/"));
    assert_eq!(tally.post("_posts/2020-01-01-a.md").labels, ["fog", "owls"]);
    assert_eq!(path(&tally, "_pages/imprint.html"), Some("/log/_pages/imprint/"));
    assert_eq!(path(&tally, "_walks/quay.html"), Some("/log/walks/quay/"));
    assert_eq!(tally.post("_walks/quay.html").body, "<p>Mind the fog</p>\n");
    let to = |address: &str| Some(dateline_transfer::Destination::Address(address.to_owned()));
    assert_eq!((leads(&tally, "/log/all/"), leads(&tally, "/log/every/")), (to("/"), to("/")));
    assert_eq!(leads(&tally, "/log/gone/"), to("https://other.example/gone"));
    assert_eq!(leads(&tally, "/log/home"), to("/"));
    for part in
        ["with its lists: _pages/archive.md", "only led elsewhere; their addresses do so here too: gone.md"]
    {
        assert!(says(&tally, part), "{part}: {:?}", tally.problems);
    }
}

#[test]
fn pages_of_jekylls_languages_stand_below_the_name_of_the_language() {
    let tally = folder(&[
        ("_config.yml", "title: J\nlanguages: [en, de]\ndefault_lang: en\npermalink: /:year/:title/\n"),
        ("_posts/2020-01-01-fog.md", "---\ntitle: Fog\nlang: en\n---\nText\n"),
        ("_posts/2020-01-01-nebel.md", "---\ntitle: Nebel\nlang: de\npermalink: /2020/fog/\n---\nText\n"),
        ("_i18n/de/_posts/2020-01-02-eule.md", "---\ntitle: Eule\n---\nText\n"),
        ("_i18n/en/_posts/2020-01-02-owl.md", "---\ntitle: Owl\n---\nText\n"),
    ]);
    assert_eq!(path(&tally, "_posts/2020-01-01-fog.md"), Some("/2020/fog/"));
    assert_eq!(path(&tally, "_posts/2020-01-01-nebel.md"), Some("/de/2020/fog/"));
    let owls = (
        path(&tally, "_i18n/en/_posts/2020-01-02-owl.md"),
        path(&tally, "_i18n/de/_posts/2020-01-02-eule.md"),
    );
    assert_eq!(owls, (Some("/2020/owl/"), Some("/de/2020/eule/")));
    assert!(tally.post("_i18n/de/_posts/2020-01-02-eule.md").labels.is_empty());
}

#[test]
fn settings_with_a_slip_are_told_and_read_as_far_as_that_goes() {
    let tally = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/'\ntitle = 'Log'\n[a]\nx = 1\n[a]\n"),
        ("content/posts/fog.md", "---\ntitle: Fog\ndate: 2020-01-01\n---\nText\n"),
        ("content/posts/owl.org", "#+title: Owl\n"),
        ("content/posts/quay.rst", "Quay\n====\n"),
    ]);
    assert_eq!((tally.site.host.as_deref(), tally.counts().as_str()), (Some("h.example"), "posts 1/0/0/0"));
    assert!(says(&tally, "the settings break the rules: duplicate key"), "{:?}", tally.problems);
    let unread = tally.problems.iter().filter(|problem| problem.message.contains("that is not read"));
    assert_eq!(
        unread.map(|problem| problem.entry.as_str()).collect::<Vec<_>>(),
        ["content/posts/owl.org", "content/posts/quay.rst"]
    );
}

#[test]
fn a_link_to_a_draft_leads_nowhere_and_is_told() {
    let tally = folder(&[
        ("_config.yml", "title: J\n"),
        ("_drafts/later.md", "---\ntitle: Later\n---\nText\n"),
        (
            "_posts/2020-01-01-a.md",
            "---\ntitle: A\n---\n[x]({% post_url later %}) [y]({% post_url 2020-01-01-A %})\n",
        ),
    ]);
    assert_eq!(tally.post("_posts/2020-01-01-a.md").body, "[x](#) [y](/2020/01/01/a.html)\n");
    assert!(says(&tally, "not here or not out yet lead nowhere: later"));
}

#[test]
fn hexos_categories_lie_below_each_other_and_its_lists_stand_where_it_was_told() {
    let tally = folder(&[
        (
            "_config.yml",
            "title: X\ntag_dir: topics\ncategory_map:\n  Sea Side: shore\nnew_post_name: :title.md\n",
        ),
        (
            "source/_posts/a.md",
            "---\ntitle: A\ndate: 2020-01-01\ncategories:\n- [Sea Side, Fog Banks]\n- Owls\ntags: [High Water]\n---\nText\n",
        ),
        ("source/_posts/b.md", "---\ntitle: B\ndate: 2020-01-01\ncategories: [Quay, North]\n---\nText\n"),
    ]);
    let tag = |name: &str| Some(dateline_transfer::Destination::Tag(name.to_owned()));
    for (from, name) in [
        ("/categories/shore/", "Sea Side"),
        ("/categories/shore/Fog-Banks/", "Fog Banks"),
        ("/categories/Owls/", "Owls"),
        ("/categories/Quay/North/", "North"),
        ("/categories/Quay/North/page/*", "North"),
        ("/topics/High-Water/", "High Water"),
    ] {
        assert_eq!(leads(&tally, from), tag(name), "{from}");
    }
}

#[test]
fn a_folder_without_settings_is_known_by_its_files() {
    let hexo = folder(&[
        ("_posts/fog.md", "---\ntitle: Fog\ndate: 2016-05-04 10:11:12\n---\nText\n"),
        ("_posts/owl/a.png", "x"),
        ("about/index.md", "---\ntitle: About\ndate: 2016-05-04\n---\nText\n"),
    ]);
    assert_eq!(
        (hexo.counts().as_str(), path(&hexo, "_posts/fog.md")),
        ("posts 1/0/0/0 pages 1/0", Some("/2016/05/04/fog/"))
    );
    let zola = folder(&[
        ("content/2019-01-02_fog.md", "+++\ntitle = \"Fog\"\n[taxonomies]\ntags = [\"sea\"]\n+++\nText\n"),
        ("content/about.md", "+++\ntitle = \"About\"\n+++\nText\n"),
    ]);
    assert_eq!(path(&zola, "content/2019-01-02_fog.md"), Some("/fog/"));
    assert_eq!(zola.counts(), "posts 1/0/0/0 pages 1/0");
    let hugo = folder(&[("content/posts/Fog.md", "+++\ntitle = \"Fog\"\ndate = 2020-01-01\n+++\nText\n")]);
    assert_eq!(path(&hugo, "content/posts/Fog.md"), Some("/posts/fog/"));
}

#[test]
fn lists_of_zola_stand_where_its_settings_put_them() {
    let config = "base_url = \"https://z.example\"\nfeed_filenames = [\"feed.xml\"]\ntaxonomies = [{name = \"podcast_guests\"}, {name = \"authors\"}]\n";
    let tally = folder(&[
        ("zola.toml", config),
        ("content/harbour/_index.md", "+++\ntitle = \"Harbour\"\n+++\n"),
        (
            "content/harbour/Fog@0.md",
            "+++\ntitle = \"Fog\"\npath = \"harbour/2019/09/30/Fog\"\nauthors = [\"Ana Reis\"]\naliases = [\"harbour/2019/09/30/Fog.html\"]\n[taxonomies]\npodcast_guests = [\"Old Ben\"]\n+++\nText\n",
        ),
        ("content/plans/_index.md", "+++\ntitle = \"Plans\"\n+++\n"),
        ("content/plans/pier.md", "+++\ntitle = \"Pier\"\nurl = \"not-this\"\n+++\nText\n"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 1/0");
    let fog = tally.post("content/harbour/Fog@0.md");
    assert_eq!(
        (fog.path.as_deref(), fog.published.at),
        (Some("/harbour/2019/09/30/Fog/"), 1_569_801_600_000)
    );
    assert_eq!(path(&tally, "content/plans/pier.md"), Some("/plans/pier/"));
    for (from, to) in [
        ("/harbour/2019/09/30/Fog.html", dateline_transfer::Destination::Post(fog.id.clone())),
        ("/harbour/", Tag("Harbour".to_owned())),
        ("/harbour/feed.xml", TagFeed("Harbour".to_owned())),
        ("/plans/", Address("/".to_owned())),
        ("/feed.xml", Address("/rss/".to_owned())),
        ("/podcast-guests/old-ben/", Tag("Old Ben".to_owned())),
        ("/podcast-guests/old-ben/feed.xml", TagFeed("Old Ben".to_owned())),
        ("/authors/ana-reis/", Author("Ana Reis".to_owned())),
    ] {
        assert_eq!(leads(&tally, from), Some(to), "{from}");
    }
}

#[test]
fn archives_and_further_pages_of_jekyll_stand_where_its_settings_put_them() {
    let config = "title: J\nbaseurl: /log\npaginate: 5\npaginate_path: /page:num/\nfuture: true\njekyll-archives:\n  enabled: [year, tags, categories]\n  permalinks:\n    year: /blog/:year/\n    tags: /blog/:type/:name/\n    category: /sections/:name/\n";
    let tally = folder(&[
        ("_config.yml", config),
        ("_posts/2020-01-01-a.md", "---\ntitle: A\ntags: [High Water]\ncategories: Quay\n---\nText\n"),
        ("_posts/2199-01-01-b.md", "---\ntitle: B\n---\nText\n"),
    ]);
    for (from, to) in [
        ("/log/blog/2020/", Address("/2020/".to_owned())),
        ("/log/blog/tag/high-water/", Tag("High Water".to_owned())),
        ("/log/sections/quay/", Tag("Quay".to_owned())),
        ("^/log/page([0-9]+)/?$", Address("/page/$1/".to_owned())),
    ] {
        assert_eq!(leads(&tally, from), Some(to), "{from}");
    }
    assert_eq!(tally.counts(), "posts 2/0/0/0");
    assert!(says(&tally, "the old site showed it already; it is dated today"));
}

#[test]
fn sections_of_hugo_stand_where_they_were_told_and_authors_are_called_by_their_pages() {
    let config = "baseURL = 'https://h.example/'\n[taxonomies]\nauthor = 'authors'\n[permalinks.section]\ndocs = '/handbook/:sections[1:]/'\n";
    let tally = folder(&[
        ("hugo.toml", config),
        ("content/docs/_index.md", "---\ntitle: Docs\n---\nText\n"),
        ("content/docs/knots/_index.md", "---\ntitle: Knots\n---\nText\n"),
        (
            "content/docs/knots/bowline.md",
            "---\ntitle: Bowline\nauthors: [ana]\n---\n[up]({{< ref \"/docs/knots\" >}})\n",
        ),
        ("content/authors/ana/_index.md", "---\ntitle: Ana Reis\n---\n"),
        ("content/talks/next.md", "---\ntitle: Next\ndate: 2199-01-01\npublishDate: 2020-01-01\n---\nText\n"),
    ]);
    assert_eq!(path(&tally, "content/docs/_index.md"), Some("/handbook/"));
    assert_eq!(path(&tally, "content/docs/knots/_index.md"), Some("/handbook/knots/"));
    let bowline = tally.post("content/docs/knots/bowline.md");
    assert_eq!(
        (bowline.authors[0].name.as_str(), bowline.body.as_str()),
        ("Ana Reis", "[up](/handbook/knots/)\n")
    );
    let ana = Some(dateline_transfer::Destination::Author("Ana Reis".to_owned()));
    assert_eq!((leads(&tally, "/authors/ana/"), leads(&tally, "/authors/ana-reis/")), (ana.clone(), ana));
    let talk = tally.post("content/talks/next.md");
    assert_eq!((talk.state, talk.published.at), (PostState::Published, 1_577_836_800_000));
}

#[test]
fn the_picture_of_a_bundle_is_found_by_its_name_and_a_word_is_no_picture() {
    let tally = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/'\n"),
        (
            "content/posts/a/index.md",
            "---\ntitle: A\ndate: 2020-01-01\ncover: false\nresources:\n- name: featured-image\n  src: pier.png\n---\nText\n",
        ),
        ("content/posts/b/index.md", "---\ntitle: B\ndate: 2020-01-01\n---\nText\n"),
        ("content/posts/b/featured.jpg", "x"),
        ("content/posts/c/index.md", "---\ntitle: C\ndate: 2020-01-01\npreview: true\n---\nText\n"),
    ]);
    let image = |name: &str| {
        tally.post(&format!("content/posts/{name}/index.md")).image.clone().map(|image| image.url)
    };
    assert_eq!(image("a").as_deref(), Some("pier.png"));
    assert_eq!(image("b").as_deref(), Some("featured.jpg"));
    assert_eq!(image("c"), None);
}

#[test]
fn files_that_no_story_shows_come_along_under_the_addresses_that_readers_know() {
    let media = |files: &[(&str, &str)]| {
        let mut tally = folder(files);
        tally.media.sort();
        (tally.media.join(" "), tally.problems)
    };
    let (hugo, problems) = media(&[
        ("hugo.toml", "baseURL = 'https://h.example/log/'\n"),
        ("content/posts/fog/index.md", "---\ntitle: Fog\ndate: 2020-01-01\nslug: mist\n---\nText\n"),
        ("content/posts/fog/index.de.md", "---\ntitle: Nebel\ndate: 2020-01-01\n---\nText\n"),
        ("content/posts/fog/owl one.jpg", "x"),
        ("content/posts/fog/deep/chart.pdf", "x"),
        ("content/posts/fog/cite.bib", "x"),
        ("content/posts/later/index.md", "---\ntitle: Later\ndraft: true\n---\nText\n"),
        ("content/posts/later/quay.jpg", "x"),
        ("content/posts/loose.png", "x"),
        ("static/img/quay.png", "x"),
        ("static/css/log.css", "x"),
        ("themes/sea/static/logo.png", "x"),
        ("assets/hero.jpg", "x"),
    ]);
    assert_eq!(
        hugo,
        "/log/img/quay.png /log/posts/loose.png /log/posts/mist/deep/chart.pdf /log/posts/mist/owl%20one.jpg"
    );
    let kinds = "1 files are of kinds that are not kept here: content/posts/fog/cite.bib";
    assert!(problems.iter().any(|problem| problem.message == kinds), "{problems:?}");
    let (hexo, _) = media(&[
        ("_config.yml", "title: X\npermalink: :title.html\n"),
        ("source/_posts/fog.md", "---\ntitle: Fog\ndate: 2020-01-01\n---\nText\n"),
        ("source/_posts/fog/owl.jpg", "x"),
        ("source/img/quay.png", "x"),
        ("source/_data/x.png", "x"),
        ("themes/sea/source/logo.png", "x"),
    ]);
    assert_eq!(hexo, "/fog/owl.jpg /img/quay.png");
    let (jekyll, _) = media(&[
        ("_config.yml", "title: J\n"),
        ("_posts/2020-01-01-a.md", "---\ntitle: A\n---\nText\n"),
        ("_includes/x.png", "x"),
        ("files/tides.pdf", "x"),
        (".git/x.png", "x"),
    ]);
    assert_eq!(jekyll, "/files/tides.pdf");
}

#[test]
fn texts_that_a_file_puts_aside_and_notes_that_it_links_to_stand_where_they_are_named() {
    let jekyll = folder(&[
        ("_config.yml", "title: J\n"),
        ("index.html", "---\nlayout: home\n---\n"),
        (
            "_posts/2020-01-01-a.md",
            "---\ntitle: A\n---\n{% capture tide %}\n* low\n{% endcapture %}\n<div>{{ tide | markdownify }}</div>\n",
        ),
    ]);
    assert_eq!(jekyll.post("_posts/2020-01-01-a.md").body, "\n<div>\n\n* low\n\n</div>\n");
    assert!(says(&jekyll, "front pages without a text of their own are made by the site itself: index.html"));
    assert_eq!(jekyll.counts(), "posts 1/0/0/0");
    let vault = folder(&[
        ("Notes/Fog.md", "See [[owl watch#Night|the owls]] and [[Nobody]].\n\n![[owl one.png|300]]\n"),
        ("Notes/Owl watch.md", "# Owl watch\n"),
        ("attachments/owl one.png", "x"),
        ("attachments/quay.png", "x"),
    ]);
    assert_eq!(
        vault.post("Notes/Fog.md").body,
        "See [the owls](/owl-watch/#night) and Nobody.\n\n![](owl%20one.png)\n"
    );
    assert_eq!(vault.media, ["/attachments/quay.png"]);
}

#[test]
fn files_in_collections_of_jekyll_lie_where_their_pages_stand() {
    let config = "title: J\nbaseurl: /log\ncollections_dir: shelf\ncollections:\n  walks: {output: true}\n  soups: {output: true, permalink: \"/kitchen/:name/\"}\n  birds: {output: true, permalink: \"/seen/:title/\"}\n  notes: {output: false}\n";
    let tally = folder(&[
        ("_config.yml", config),
        ("_posts/09-03-29-short.md", "---\ntitle: Short\n---\nText\n"),
        ("_posts/pier.jpg", "x"),
        ("shelf/_walks/quay.md", "---\ntitle: Quay\n---\nText\n"),
        ("shelf/_walks/north/quay.jpg", "x"),
        ("shelf/_walks/_raw/quay.jpg", "x"),
        ("shelf/_soups/fish.jpg", "x"),
        ("shelf/_birds/owl.jpg", "x"),
        ("shelf/_notes/n.jpg", "x"),
        ("img/a.jpg", "x"),
    ]);
    let mut files = tally.media.clone();
    files.sort();
    assert_eq!(
        files,
        ["/log/img/a.jpg", "/log/kitchen/fish.jpg", "/log/owl.jpg", "/log/walks/north/quay.jpg"]
    );
    assert_eq!(path(&tally, "_posts/09-03-29-short.md"), Some("/log/2009/03/29/short.html"));
}

#[test]
fn names_of_emoji_are_letters_where_the_old_site_was_told_to_show_them() {
    let body = |config: (&str, &str), name: &str, front: &str| {
        let story = format!("{front}An :owl: and `:owl:`\n");
        folder(&[config, (name, &story)]).post(name).body.clone()
    };
    let (on, off) = ("An 🦉 and `:owl:`\n", "An :owl: and `:owl:`\n");
    let hugo = "---\ntitle: A\ndate: 2020-01-01\n---\n";
    let zola = "+++\ntitle = 'A'\ndate = 2020-01-01\n+++\n";
    let jekyll = "_posts/2020-01-01-a.md";
    for (config, name, front, expected) in [
        (("hugo.toml", "enableEmoji = true\n"), "content/post/a.md", hugo, on),
        (("hugo.toml", "title = 'x'\n"), "content/post/a.md", hugo, off),
        (
            ("config.toml", "base_url = 'https://a.example'\n[markdown]\nrender_emoji = true\n"),
            "content/a.md",
            zola,
            on,
        ),
        (
            ("config.toml", "base_url = 'https://a.example'\n[markdown]\nrender_emoji = false\n"),
            "content/a.md",
            zola,
            off,
        ),
        (("_config.yml", "title: J\nplugins: [jemoji]\n"), jekyll, hugo, on),
        (("_config.yml", "title: J\nplugins: [jekyll-feed]\n"), jekyll, hugo, off),
    ] {
        assert_eq!(body(config, name, front), expected, "{config:?}");
    }
}
