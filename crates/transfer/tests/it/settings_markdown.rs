//! Folders of Markdown whose settings put stories, lists and files elsewhere than most.

use dateline_transfer::Destination::{self, Address, Post, Tag, TagFeed};

use crate::tally::Tally;
use crate::unusual_markdown::{folder, leads, path, says};

/// Checks where old addresses lead.
fn check(tally: &Tally, expected: &[(&str, Destination)]) {
    for (from, to) in expected {
        assert_eq!(leads(tally, from).as_ref(), Some(to), "{from}: {:?}", tally.redirects);
    }
}

fn to(address: &str) -> Destination {
    Address(address.to_owned())
}

fn tag(name: &str) -> Destination {
    Tag(name.to_owned())
}

#[test]
fn octopress_is_jekyll_with_its_files_where_hexo_has_them() {
    let config = "url: http://o.example\nroot: /log/\npermalink: /blog/:year/:month/:day/:title/\nsource: source\ncode_dir: downloads/code\ncategory_dir: blog/categories\nmarkdown: rdiscount\npaginate: 10\npagination_dir: blog\n";
    let tally = folder(&[
        ("_config.yml", config),
        (
            "source/_posts/2012-03-04-fog.markdown",
            "---\ntitle: Fog\ndate: 2012-03-04 10:10\ncategories: [Sea Side]\n---\nText\n",
        ),
        ("source/about/index.markdown", "---\nlayout: page\ntitle: About\n---\nText\n"),
        ("source/atom.xml", "---\nlayout: nil\n---\n<feed/>\n"),
        ("source/img/quay.png", "x"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 1/0");
    assert_eq!(path(&tally, "source/_posts/2012-03-04-fog.markdown"), Some("/log/blog/2012/03/04/fog/"));
    assert_eq!(path(&tally, "source/about/index.markdown"), Some("/log/about/"));
    assert_eq!(tally.media, ["/log/img/quay.png"]);
    check(
        &tally,
        &[
            ("/log/blog/categories/sea-side/", tag("Sea Side")),
            ("/log/blog/categories/sea-side/atom.xml", TagFeed("Sea Side".to_owned())),
            ("/log/blog/page/*", to("/page/*")),
            ("/log/atom.xml", to("/rss/")),
        ],
    );
}

#[test]
fn the_day_in_an_address_of_hugo_is_that_of_the_clock_it_was_written_under() {
    let tally = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/'\n[permalinks]\nposts = '/:year/:month/:day/:slug'\n"),
        ("content/posts/early.md", "+++\ntitle = 'Early'\ndate = 2019-05-02T01:30:00+08:00\n+++\nText\n"),
        ("content/posts/late.md", "+++\ntitle = 'Late'\ndate = 2019-05-02T23:30:00-08:00\n+++\nText\n"),
        ("content/posts/two.md", "+++\ntitle = 'T'\ndate = 2019-05-02\nslug = '/fog/two/'\n+++\nText\n"),
    ]);
    assert_eq!(path(&tally, "content/posts/early.md"), Some("/2019/05/02/early/"));
    assert_eq!(tally.post("content/posts/early.md").published.at, 1_556_731_800_000);
    assert_eq!(path(&tally, "content/posts/late.md"), Some("/2019/05/02/late/"));
    assert_eq!(path(&tally, "content/posts/two.md"), Some("/2019/05/02/fog/two/"));
}

#[test]
fn a_story_of_jekyll_answers_at_the_day_of_its_builder_and_at_that_of_its_author() {
    let story = "---\ntitle: Fog\ndate: 2020-02-02 22:00:00 -0800\n---\nText\n";
    let tally = folder(&[("_config.yml", "title: J\n"), ("_posts/2020-02-02-fog.md", story)]);
    let id = "_posts/2020-02-02-fog.md";
    assert_eq!(path(&tally, id), Some("/2020/02/03/fog.html"));
    check(&tally, &[("/2020/02/02/fog.html", Post(id.to_owned()))]);
    let told = "title: J\ntimezone: America/Los_Angeles\n";
    let tally = folder(&[("_config.yml", told), ("_posts/2020-02-02-fog.md", story)]);
    assert_eq!(
        (path(&tally, id), leads(&tally, "/2020/02/03/fog.html")),
        (Some("/2020/02/02/fog.html"), None)
    );
}

#[test]
fn hugo_takes_the_day_from_the_name_of_a_file_where_it_is_told_so() {
    let config = "baseURL: https://h.example/\nfrontmatter:\n  date: [':filename', 'written', ':default']\npermalinks:\n  posts: /:year/:slug/\n  raw: /r/:contentbasename/\n";
    let tally = folder(&[
        ("hugo.yaml", config),
        ("content/posts/2018-02-22-fog.md", "---\ntitle: Thick fog\n---\nText\n"),
        ("content/posts/2018-02-23-owl/index.md", "---\ntitle: Owls\nslug: owls\n---\nText\n"),
        ("content/raw/2018-02-24-quay.md", "---\ntitle: Quay\n---\nText\n"),
        ("content/notes/2018-02-25-tide.md", "---\ntitle: Tide\nparams:\n  author: Ana\n---\nText\n"),
        ("content/notes/pier.md", "---\ntitle: Pier\nwritten: 2017-01-02\n---\nText\n"),
    ]);
    assert_eq!(path(&tally, "content/posts/2018-02-22-fog.md"), Some("/2018/fog/"));
    assert_eq!(path(&tally, "content/posts/2018-02-23-owl/index.md"), Some("/2018/owls/"));
    assert_eq!(path(&tally, "content/raw/2018-02-24-quay.md"), Some("/r/2018-02-24-quay/"));
    assert_eq!(path(&tally, "content/notes/2018-02-25-tide.md"), Some("/notes/tide/"));
    assert_eq!(tally.post("content/notes/2018-02-25-tide.md").authors[0].name, "Ana");
    assert_eq!(tally.post("content/notes/pier.md").published.at, 1_483_315_200_000);
}

#[test]
fn feeds_and_further_pages_of_hugo_stand_where_its_settings_put_them() {
    let config = "baseURL = 'https://h.example/log/'\npaginatePath = 'p'\n[outputs]\nhome = ['HTML', 'RSS', 'JSON']\n[outputFormats.RSS]\nbaseName = 'feed'\n";
    let tally = folder(&[
        ("hugo.toml", config),
        ("content/harbour/fog.md", "+++\ntitle = 'Fog'\ndate = 2020-01-01\ntags = ['Sea']\n+++\nText\n"),
    ]);
    check(
        &tally,
        &[
            ("/log/feed.xml", to("/rss/")),
            ("/log/index.json", to("/feed.json")),
            ("/log/p/*", to("/page/*")),
            ("/log/harbour/feed.xml", TagFeed("Harbour".to_owned())),
            ("/log/harbour/p/*", tag("Harbour")),
            ("/log/tags/sea/feed.xml", TagFeed("Sea".to_owned())),
            ("/log/tags/sea/p/*", tag("Sea")),
        ],
    );
}

#[test]
fn a_theme_of_hugo_says_what_feeds_are_called_and_ways_of_sorting_where_it_is_asked() {
    let theme = "[outputFormats.rss]\nbaseName = 'feed'\n[taxonomies]\nmood = 'moods'\n";
    let story = "+++\ntitle = 'Fog'\ndate = 2020-01-01\nmoods = ['grey']\n+++\nText\n";
    let read = |config: &str| {
        folder(&[("hugo.toml", config), ("themes/sea/hugo.toml", theme), ("content/posts/fog.md", story)])
    };
    let tally = read("baseURL = 'https://h.example/'\ntheme = 'sea'\n");
    check(&tally, &[("/feed.xml", to("/rss/"))]);
    assert!(tally.post("content/posts/fog.md").labels.is_empty());
    assert!(says(&tally, "not kept: moods (1)"), "{:?}", tally.problems);
    let tally = read("baseURL = 'https://h.example/'\ntheme = ['sea']\n[taxonomies]\n_merge = 'deep'\n");
    assert_eq!(tally.post("content/posts/fog.md").labels, ["grey"]);
}

#[test]
fn pages_of_sections_and_tags_keep_their_other_addresses_and_their_words() {
    let tally = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/log/'\n"),
        ("content/posts/_index.md", "+++\ntitle = 'All'\naliases = ['/journal/']\nurl = '/every/'\n+++\n"),
        (
            "content/posts/fog.md",
            "+++\ntitle = 'Fog'\ndate = 2020-01-01\ntags = ['c++', 'owls']\n+++\nText\n",
        ),
        ("content/archives/_index.md", "+++\ntitle = 'Archive'\nlayout = 'archives'\n+++\n"),
        ("content/later/_index.md", "+++\ntitle = 'Later'\ndraft = true\n+++\n"),
        (
            "content/tags/c++/_index.md",
            "+++\ntitle = 'C plus plus'\ndescription = 'A tongue.'\naliases = ['/cpp/']\n+++\nSpoken *here*.\n",
        ),
    ]);
    assert_eq!(tally.post("content/posts/fog.md").labels, ["C plus plus", "owls"]);
    let told = &tally.tags[0];
    assert_eq!(
        (told.name.as_str(), told.description.as_deref()),
        ("C plus plus", Some("A tongue.\n\nSpoken here."))
    );
    check(
        &tally,
        &[
            ("/log/journal/", to("/")),
            ("/log/every/", to("/")),
            ("/log/archives/", to("/archive/")),
            ("/log/cpp/", tag("C plus plus")),
            ("/log/tags/c++/", tag("C plus plus")),
        ],
    );
    assert_eq!(leads(&tally, "/log/later/"), None);
}

#[test]
fn sections_and_tags_of_zola_say_where_their_further_pages_are() {
    let config = "base_url = 'https://z.example'\ntaxonomies = [{name = 'tags', paginate_path = 'seite'}]\n[slugify]\ntaxonomies = 'safe'\npaths_keep_dates = true\n[languages.de]\ntaxonomies = [{name = 'orte'}]\n";
    let tally = folder(&[
        ("config.toml", config),
        ("content/_index.md", "+++\npaginate_by = 5\npaginate_path = 'blatt'\n+++\n"),
        ("content/blog/_index.md", "+++\ntitle = 'Blog'\npaginate_by = 5\npaginate_path = ''\n+++\n"),
        (
            "content/blog/Über Bord.md",
            "+++\ntitle = 'Ü'\ndate = 2020-01-01\n[taxonomies]\ntags = ['High Water']\norte = ['Faro']\n+++\nText\n",
        ),
        ("content/blog/2020-01-02_fog.md", "+++\ntitle = 'Fog'\n+++\nText\n"),
        ("content/old/_index.md", "+++\ntitle = 'Old'\nredirect_to = 'blog'\n+++\n"),
    ]);
    assert_eq!(path(&tally, "content/blog/Über Bord.md"), Some("/blog/uber-bord/"));
    assert_eq!(path(&tally, "content/blog/2020-01-02_fog.md"), Some("/blog/2020-01-02-fog/"));
    assert_eq!(tally.post("content/blog/Über Bord.md").labels, ["High Water", "Faro"]);
    check(
        &tally,
        &[
            ("/blatt/*", to("/page/*")),
            ("^/blog/([0-9]+)/?$", to("/page/$1/")),
            ("/tags/High Water/", tag("High Water")),
            ("/tags/High Water/seite/*", tag("High Water")),
            ("/old/", to("/blog")),
        ],
    );
}

#[test]
fn of_jekylls_defaults_the_nearest_counts_and_its_plugins_pages_lead_to_ours() {
    let config = "title: J\ntimezone: UTC\ncollections:\n  posts: {permalink: \"/writing/:title/\"}\ndefaults:\n  - scope: {path: \"\"}\n    values: {author: Nobody}\n  - scope: {path: \"\", type: post}\n    values: {author: Ana}\n  - scope: {path: _posts/short}\n    values: {permalink: \"/s/:title/\"}\n  - scope: {path: \"\", type: posts}\n    values: {author: Bo}\nautopages:\n  enabled: true\n  tags: {permalink: \"/topic/:tag\"}\npagination: {enabled: true}\nfeed: {categories: [News], tags: true}\n";
    let tally = folder(&[
        ("_config.yml", config),
        ("_posts/2020-01-01-fog.md", "---\ntitle: Fog\ntags: [High Water]\ncategories: News\n---\nText\n"),
        ("_posts/short/2020-01-02-owl.md", "---\ntitle: Owl\n---\nText\n"),
        ("2018-01-01-old.md", "---\ntitle: Old\nslug: other\n---\nText\n"),
        ("topics/water.md", "---\nlayout: tag_page\ntag: high-water\npermalink: /water/\n---\n"),
        ("feed/index.xml", "---\nlayout: null\n---\n<feed/>\n"),
    ]);
    assert_eq!(tally.counts(), "posts 3/0/0/0");
    assert_eq!(path(&tally, "_posts/2020-01-01-fog.md"), Some("/writing/fog/"));
    assert_eq!(tally.post("_posts/2020-01-01-fog.md").authors[0].name, "Bo");
    assert_eq!(path(&tally, "_posts/short/2020-01-02-owl.md"), Some("/s/owl/"));
    assert_eq!(path(&tally, "2018-01-01-old.md"), Some("/2018-01-01-old.html"));
    check(
        &tally,
        &[
            ("/topic/high-water", tag("High Water")),
            ("/category/news", tag("News")),
            ("/water/", tag("High Water")),
            ("/feed/index.xml", to("/rss/")),
            ("/feed/News.xml", TagFeed("News".to_owned())),
            ("/feed/by_tag/high-water.xml", TagFeed("High Water".to_owned())),
            ("^/page([0-9]+)/?$", to("/page/$1/")),
        ],
    );
    assert!(says(&tally, "files were made for programs: feed/index.xml"), "{:?}", tally.problems);
}

#[test]
fn files_of_eleventy_lie_in_the_folder_that_its_script_names() {
    let script = "module.exports = (c) => {\n  c.addPassthroughCopy('views/img');\n  c.addPassthroughCopy({ './files': '/down' });\n  return { dir: { output: 'docs', input: \"./views\" } };\n};\n";
    let tally = folder(&[
        ("repo/.eleventy.js", script),
        (
            "repo/views/posts/posts.json",
            "{\"tags\": \"posts\", \"eleventyComputed\": {\"permalink\": \"/b/{{ page.fileSlug }}/\"}}",
        ),
        (
            "repo/views/posts/2021-01-02-tide.md",
            "---\ntitle: Tide\nslug: not-this\ntags: [Sea Side]\n---\nText\n",
        ),
        ("repo/views/about.md", "---\ntitle: About\nslug: nor-this\n---\nText\n"),
        (
            "repo/views/topics.njk",
            "---\npagination:\n  data: collections\n  size: 1\n  alias: topic\npermalink: /topics/{{ topic | slug }}/\n---\nx\n",
        ),
        (
            "repo/views/archive.njk",
            "---\npagination: {data: collections.posts, size: 2}\npermalink: \"log/archive/{% if pagination.pageNumber > 0 %}page-{{ pagination.pageNumber }}/{% endif %}\"\n---\nx\n",
        ),
        ("repo/views/feed.njk", "---\npermalink: blog/rss.xml\n---\n<feed/>\n"),
        ("repo/views/img/quay.png", "x"),
        ("repo/files/tides.pdf", "x"),
        ("repo/notes.md", "# To do\n"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 1/0", "{:?}", tally.problems);
    assert_eq!(path(&tally, "views/posts/2021-01-02-tide.md"), Some("/b/tide/"));
    assert_eq!(path(&tally, "views/about.md"), Some("/about/"));
    let mut media = tally.media.clone();
    media.sort();
    assert_eq!(media, ["/down/tides.pdf", "/img/quay.png"]);
    check(
        &tally,
        &[
            ("/topics/sea-side/", tag("Sea Side")),
            ("/blog/rss.xml", to("/rss/")),
            ("/log/archive/", to("/archive/")),
        ],
    );
    assert!(says(&tally, "outside of the folder of contents: repo/notes.md"), "{:?}", tally.problems);
}

#[test]
fn hexo_of_several_languages_keeps_its_files_and_lists_where_it_was_told() {
    let config = "title: H\nurl: https://h.example/log\nroot: /log/\nlanguage: [en, de]\npermalink: :lang/:category/:post_title.html\npermalink_defaults: {lang: en}\nsource_dir: pages\npagination_dir: seite\nindex_generator: {path: news}\n";
    let tally = folder(&[
        ("_config.yml", config),
        ("pages/_posts/fog.md", "---\ntitle: Thick Fog!\ndate: 2020-01-02\ncategories: [Sea]\n---\nText\n"),
        ("pages/_posts/nebel.md", "---\ntitle: Nebel\nlang: de\ndate: 2020-01-03\n---\nText\n"),
    ]);
    assert_eq!(path(&tally, "pages/_posts/fog.md"), Some("/log/en/Sea/thick-fog.html"));
    assert_eq!(path(&tally, "pages/_posts/nebel.md"), Some("/log/de/uncategorized/nebel.html"));
    assert!(tally.site.language.is_some());
    check(
        &tally,
        &[
            ("/log/news/", to("/")),
            ("/log/news/seite/*", to("/page/*")),
            ("/log/categories/Sea/seite/*", tag("Sea")),
        ],
    );
}

#[test]
fn a_site_is_found_two_folders_down_and_its_theme_is_none() {
    let tally = folder(&[
        (
            "web/site/hugo.yaml",
            "baseURL: https://h.example/\ntitle: Log\nstaticDir: [pics, static]\nignoreFiles: ['\\.Rmd$', '_old$']\n",
        ),
        ("web/site/content/posts/fog.Rmd", "---\ntitle: Fog\n---\n"),
        ("web/site/content/posts_old/fog.md", "---\ntitle: Fog\n---\nText\n"),
        ("web/site/content/posts/fog.md", "---\ntitle: Fog\ndate: 2020-01-01\n---\nText\n"),
        ("web/site/pics/quay.png", "x"),
        ("web/themes/sea/hugo.toml", "title = 'Theme'\n"),
        ("README.md", "# Readme\n"),
    ]);
    assert_eq!((tally.site.title.as_deref(), tally.counts().as_str()), (Some("Log"), "posts 1/0/0/0"));
    assert_eq!(path(&tally, "content/posts/fog.md"), Some("/posts/fog/"));
    assert_eq!(tally.media, ["/quay.png"]);
    assert!(says(&tally, "2 files were left out by the settings"), "{:?}", tally.problems);
    let bare = folder(&[
        ("log-main/content/posts/Fog.md", "+++\ntitle = 'Fog'\ndate = 2020-01-01\n+++\nText\n"),
        ("log-main/README.md", "# Readme\n"),
    ]);
    assert_eq!(path(&bare, "content/posts/Fog.md"), Some("/posts/fog/"));
}

#[test]
fn pages_that_nobody_reads_here_are_told() {
    let hexo = folder(&[
        ("_config.yml", "title: H\nnew_post_name: :title.md\n"),
        ("scaffolds/post.md", "---\ntitle: {{ title }}\n---\n"),
        ("source/_posts/fog.md", "---\ntitle: Fog\ndate: 2020-01-01\n---\nText\n"),
        ("source/quay/index.html", "---\ntitle: Quay\n---\n<p>Text</p>\n"),
        ("source/google1.html", "google\n"),
        ("source/about.org", "#+title: About\n"),
    ]);
    assert_eq!(hexo.counts(), "posts 1/0/0/0 pages 1/0");
    assert_eq!(path(&hexo, "source/quay/index.html"), Some("/quay/"));
    for part in
        ["no stories: source/google1.html", "that is not read (org)", "of contents: scaffolds/post.md"]
    {
        assert!(says(&hexo, part), "{part}: {:?}", hexo.problems);
    }
    let hugo = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/'\n"),
        ("content/posts/fog.md", "---\ntitle: Fog\ndate: 2020-01-01\n---\nText\n"),
        ("static/slides/index.html", "<p>Slides</p>\n"),
        ("static/log.css", "a {}\n"),
        ("assets/log.js", "x\n"),
    ]);
    for part in [
        "reads them as stories: static/slides/index.html",
        "1 files are for themes and programs: static/log.css",
    ] {
        assert!(says(&hugo, part), "{part}: {:?}", hugo.problems);
    }
    let plain = folder(&[("fog.md", "Text\n"), ("owl.html", "<p>Owl</p>\n")]);
    assert!(says(&plain, "reads them as stories: owl.html"), "{:?}", plain.problems);
}

#[test]
fn what_is_hidden_or_asked_for_a_password_is_shown_to_nobody() {
    let hexo = folder(&[
        ("_config.yml", "title: H\nnew_post_name: :title.md\n"),
        ("source/_posts/fog.md", "---\ntitle: Fog\ndate: 2020-01-01\npassword: tide\n---\nText\n"),
        ("source/_posts/owl.md", "---\ntitle: Owl\ndate: 2020-01-01\npassword:\n---\nText\n"),
        ("source/_discarded/pier.md", "---\ntitle: Pier\n---\nText\n"),
    ]);
    assert_eq!(hexo.counts(), "posts 1/1/0/0");
    assert!(says(&hexo, "protected by a password, so it is kept as a draft"), "{:?}", hexo.problems);
    let config = "baseURL = 'https://h.example/'\ndefaultContentLanguage = 'en'\n[languages.en]\nweight = 1\n[languages.fr]\ndisabled = true\n";
    let hugo = folder(&[
        ("hugo.toml", config),
        ("content/posts/fog.md", "+++\ntitle = 'Fog'\ndate = 2020-01-01\n+++\nText\n"),
        ("content/posts/fog.fr.md", "+++\ntitle = 'Brume'\ndate = 2020-01-01\n+++\nText\n"),
        ("content/posts/._fog.md", "\u{0}\u{5}\n"),
    ]);
    assert_eq!(hugo.counts(), "posts 1/1/0/0");
    for part in ["did not show its language", "1 files are hidden: content/posts/._fog.md"] {
        assert!(says(&hugo, part), "{part}: {:?}", hugo.problems);
    }
}

#[test]
fn pages_of_tags_of_hugo_are_written_in_the_letters_that_it_is_told() {
    let config = "baseURL = 'https://h.example/'\ndisablePathToLower = true\n[taxonomies]\ntag = 'tags'\nplace = 'places'\n[permalinks.term]\nplaces = '/where/:slug/'\ntags = '/t/:contentbasename/'\n";
    let tally = folder(&[
        ("hugo.toml", config),
        ("content/places/faro/_index.md", "+++\ntitle = 'Faro, Portugal'\n+++\n"),
        (
            "content/posts/fog.md",
            "+++\ntitle = 'Fog'\ndate = 2020-01-01\ntags = ['Sea Side']\nplaces = 'Faro'\n+++\nText\n",
        ),
    ]);
    check(&tally, &[("/t/Sea-Side/", tag("Sea Side")), ("/where/Faro-Portugal/", tag("Faro, Portugal"))]);
}

#[test]
fn a_story_of_eleventy_in_a_folder_with_a_day_goes_without_it_and_each_language_of_zola_has_its_feeds() {
    let eleventy = folder(&[
        (".eleventy.js", "module.exports = {};\n"),
        ("blog/blog.json", "{\"tags\": \"posts\", \"permalink\": \"/b/{{ page.fileSlug }}/\"}"),
        ("blog/2020-01-02-fog/index.md", "---\ntitle: Fog\n---\nText\n"),
    ]);
    assert_eq!(path(&eleventy, "blog/2020-01-02-fog/index.md"), Some("/b/fog/"));
    let config = "base_url = 'https://z.example'\ndefault_language = 'en'\n[languages.fr]\nfeed_filenames = ['flux.xml']\n";
    let zola = folder(&[
        ("config.toml", config),
        (
            "content/brume.fr.md",
            "+++\ntitle = 'Brume'\ndate = 2020-01-01\n[taxonomies]\ntags = ['mer']\n+++\nTexte\n",
        ),
    ]);
    check(&zola, &[("/fr/flux.xml", to("/rss/")), ("/fr/tags/mer/flux.xml", TagFeed("mer".to_owned()))]);
}

#[test]
fn pages_that_a_theme_filled_lead_to_ours_and_keep_their_place_in_the_menu() {
    let hugo = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/'\n"),
        (
            "content/page/archives/index.md",
            "---\ntitle: Archives\ndate: 2019-05-28\nlayout: archives\nmenu: main\n---\n",
        ),
        ("content/page/find.md", "---\ntitle: Find\nlayout: search\naliases: [/seek/]\n---\n"),
        ("content/page/tags.md", "---\ntitle: How we tag\nlayout: tags\n---\nWith care.\n"),
        ("content/page/plain.md", "---\ntitle: Plain\nlayout: wide\n---\n"),
    ]);
    assert_eq!(hugo.counts(), "pages 2/0");
    check(
        &hugo,
        &[("/page/archives/", to("/archive/")), ("/page/find/", to("/search/")), ("/seek/", to("/search/"))],
    );
    assert_eq!(hugo.site.navigation[0].url, "/archive/");
    let hexo = folder(&[
        ("_config.yml", "title: H\nnew_post_name: :title.md\n"),
        ("source/categories/index.md", "---\ntitle: All\ndate: 2020-01-01\ntype: categories\n---\n"),
    ]);
    check(&hexo, &[("/categories/", to("/archive/"))]);
    assert!(says(&hexo, "lists that the old site made of others: source/categories/index.md"));
}

#[test]
fn the_front_page_of_another_language_is_a_page() {
    let hugo = folder(&[
        (
            "hugo.toml",
            "baseURL = 'https://h.example/log/'\ndefaultContentLanguage = 'en'\n[languages.en]\n[languages.de]\n",
        ),
        ("content/_index.md", "---\ntitle: Home\n---\nWelcome\n"),
        ("content/_index.de.md", "---\ntitle: Daheim\n---\nWillkommen\n"),
    ]);
    assert_eq!(hugo.counts(), "pages 1/1");
    assert_eq!(path(&hugo, "content/_index.de.md"), Some("/log/de/"));
    let zola = folder(&[
        ("config.toml", "base_url = 'https://z.example'\ndefault_language = 'en'\n[languages.fr]\n"),
        ("content/_index.fr.md", "+++\ntitle = 'Accueil'\n+++\nBonjour\n"),
    ]);
    assert_eq!((zola.counts().as_str(), path(&zola, "content/_index.fr.md")), ("pages 1/0", Some("/fr/")));
}

#[test]
fn a_file_of_hugo_without_front_matter_is_a_story() {
    let tally = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/'\n"),
        ("content/posts/fog.md", "It came over the quay.\n"),
        ("content/notes/owl.md", "{{< note >}}Heard.{{< /note >}}\n"),
        ("content/notes/raw.html", "<p>Text</p>\n"),
        ("README.md", "# Readme\n"),
    ]);
    assert_eq!(tally.counts(), "posts 1/0/0/0 pages 1/0");
    assert_eq!(tally.post("content/posts/fog.md").title, "fog");
    assert!(says(&tally, "no stories: content/notes/raw.html"), "{:?}", tally.problems);
}

#[test]
fn the_teaser_of_jekyll_ends_where_its_settings_say() {
    let tally = folder(&[
        ("_config.yml", "title: J\nexcerpt_separator: \"<!-- cut -->\"\n"),
        ("_posts/2020-01-01-fog.md", "---\ntitle: Fog\n---\nOne\n\n<!-- cut -->\n\nTwo <!-- cut -->\n"),
    ]);
    assert_eq!(tally.post("_posts/2020-01-01-fog.md").body, "One\n\n<!--more-->\n\nTwo <!-- cut -->\n");
}

#[test]
fn a_zip_from_windows_has_folders_too() {
    use std::io::Write as _;

    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("log.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let files = [
        ("log\\_config.yml", "title: J\n"),
        ("log\\_posts\\2020-01-01-fog.md", "---\ntitle: Fog\n---\nText\n"),
        ("./log/_posts//2020-01-02-owl.md", "---\ntitle: Owl\n---\nText\n"),
    ];
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let tally = Tally::of(&path);
    assert_eq!((tally.site.title.as_deref(), tally.counts().as_str()), (Some("J"), "posts 2/0/0/0"));
    assert_eq!(path_of(&tally, "fog"), Some("/2020/01/01/fog.html"));
    assert_eq!(path_of(&tally, "owl"), Some("/2020/01/02/owl.html"));
}

/// The path of the story in the file of this name.
fn path_of<'t>(tally: &'t Tally, name: &str) -> Option<&'t str> {
    tally.posts.iter().find(|post| post.id.contains(name))?.path.as_deref()
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed_and_told() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("_posts")).unwrap();
    std::fs::write(home.path().join("_config.yml"), "title: J\n").unwrap();
    std::fs::write(home.path().join("_posts/2020-01-01-fog.md"), b"---\ntitle: Caf\xe9\n---\nText\n")
        .unwrap();
    std::os::unix::fs::symlink("/etc/hostname", home.path().join("_posts/2020-01-02-owl.md")).unwrap();
    std::os::unix::fs::symlink("/etc", home.path().join("more")).unwrap();
    let tally = Tally::of(home.path());
    assert_eq!((tally.counts().as_str(), tally.posts[0].title.as_str()), ("posts 1/0/0/0", "Café"));
    assert!(says(&tally, "2 links to other files were not followed: _posts/2020-01-02-owl.md, more"));
    assert!(says(&tally, "some bytes are not UTF-8 and were read as windows-1252"));
}

#[test]
fn files_beyond_the_limit_of_a_folder_are_told() {
    let home = tempfile::tempdir().unwrap();
    for name in ["a.md", "b.md", "c.md"] {
        std::fs::write(home.path().join(name), "Text\n").unwrap();
    }
    let within = |folder_files: usize| {
        Tally::within(home.path(), dateline_transfer::Limits { folder_files, ..Default::default() })
    };
    assert!(!says(&within(3), "beyond the limits"));
    let tally = within(2);
    assert!(
        tally.posts.len() == 2 && says(&tally, "1 files and folders are beyond the limits of what is read")
    );
}

#[test]
fn a_file_among_the_posts_of_jekyll_whose_name_has_no_day_is_a_draft_as_it_was_never_shown() {
    let tally = folder(&[
        ("_config.yml", "title: Quay\n"),
        ("_posts/2020-01-02-out.md", "---\ntitle: Out\n---\nText\n"),
        ("_posts/template.md", "---\ntitle: Fill me in\ndate: 2020-01-03\n---\nText\n"),
        ("_drafts/later.md", "---\ntitle: Later\n---\nText\n"),
    ]);
    assert_eq!(tally.counts(), "posts 1/2/0/0");
    assert_eq!(path(&tally, "_posts/template.md"), None);
    assert!(says(&tally, "does not begin with a day"), "{:?}", tally.problems);
}

#[test]
fn notes_beside_an_index_are_stories_and_bundles_beside_loose_files_too() {
    let notes = folder(&[
        ("index.md", "# The log\n\nHello.\n"),
        ("notes/quay.md", "Quay\n====\n\nBy night.\n"),
        ("2020-01-02 fog.md", "# Fog\n\nThick.\n"),
    ]);
    assert_eq!(notes.counts(), "posts 3/0/0/0");
    assert_eq!(notes.post("notes/quay.md").title, "Quay");
    let bundles = folder(&[
        ("post/fog/index.md", "---\ntitle: Fog\ndate: 2020-01-02\n---\nText\n"),
        ("post/owl.md", "# Owl\n\nNo front matter.\n"),
        ("README.md", "About the folder.\n"),
    ]);
    assert_eq!(bundles.counts(), "posts 2/0/0/0");
    assert!(says(&bundles, "no stories: README.md"), "{:?}", bundles.problems);
}

#[test]
fn what_eleventy_was_told_to_ignore_is_shown_to_nobody() {
    let script = "module.exports = c => {\n  c.ignores.add('src/minutes.md');\n  return { dir: { input: 'src' } };\n};\n";
    let tally = folder(&[
        ("eleventy.config.js", script),
        (".eleventyignore", "# Not yet\nsrc/secret.md\n/src/plans/\n"),
        ("src/.eleventyignore", "later/**\n"),
        ("src/fog.md", "---\ntitle: Fog\n---\nText\n"),
        ("src/secret.md", "---\ntitle: Secret\n---\nText\n"),
        ("src/minutes.md", "---\ntitle: Minutes\n---\nText\n"),
        ("src/plans/pier.md", "---\ntitle: Pier\n---\nText\n"),
        ("src/later/owl.md", "---\ntitle: Owl\n---\nText\n"),
    ]);
    assert_eq!(tally.counts(), "pages 1/0");
    assert!(says(&tally, "4 files were left out by the settings of the old site"), "{:?}", tally.problems);
}

#[test]
fn hugo_lists_the_terms_of_every_way_of_sorting_and_its_lists_may_be_files() {
    let fog = ("content/posts/fog.md", "+++\ntitle = 'Fog'\ndate = 2020-01-01\ntags = ['Sea']\n+++\nText\n");
    let tally = folder(&[("hugo.toml", "baseURL = 'https://h.example/'\n"), fog]);
    check(
        &tally,
        &[
            ("/categories/", to("/archive/")),
            ("/categories/index.xml", to("/rss/")),
            ("/tags/", to("/archive/")),
            ("^/(.+/)?index\\.html$", to("/$1")),
        ],
    );
    assert_eq!(leads(&tally, "/tags.html"), None);
    let tally = folder(&[
        (
            "hugo.toml",
            "baseURL = 'https://h.example/log/'\nuglyURLs = true\n[taxonomies]\nmood = 'moods'\ntag = 'tags'\n",
        ),
        fog,
    ]);
    check(
        &tally,
        &[
            ("/log/tags/sea.html", tag("Sea")),
            ("/log/tags.html", to("/archive/")),
            ("/log/moods.html", to("/archive/")),
            ("/log/posts.html", to("/")),
            ("^/log/(.+/)?index\\.html$", to("/log/$1")),
        ],
    );
    assert_eq!((leads(&tally, "/log/categories/"), leads(&tally, "/log.html")), (None, None));
}

#[test]
fn a_page_of_stories_is_as_long_as_that_of_the_old_site() {
    let pages = |files: &[(&str, &str)]| folder(files).site.posts_per_page;
    let fog = "+++\ntitle = 'Fog'\ndate = 2020-01-01\n+++\nText\n";
    let hugo = |config: &str| pages(&[("hugo.toml", config), ("content/posts/fog.md", fog)]);
    assert_eq!(hugo("baseURL = 'https://h.example/'\n"), Some(10));
    assert_eq!(hugo("baseURL = 'https://h.example/'\n[pagination]\npagerSize = 3\n"), Some(3));
    let zola = |home: &str| {
        let section = "+++\npaginate_by = 4\n+++\n";
        let files =
            [("content/_index.md", home), ("content/blog/_index.md", section), ("content/blog/fog.md", fog)];
        pages(&[&[("zola.toml", "base_url = 'https://z.example'\n")], &files[..]].concat())
    };
    assert_eq!((zola("+++\npaginate_by = 7\n+++\n"), zola("+++\n+++\n")), (Some(7), Some(4)));
    let jekyll = pages(&[("_config.yml", "title: J\n"), ("_posts/2020-01-01-fog.md", "---\n---\nText\n")]);
    assert_eq!(jekyll, None);
}

#[test]
fn a_story_of_jekyll_without_a_title_is_called_as_jekyll_calls_it() {
    let tally = folder(&[
        ("_config.yml", "title: J\ncollections:\n  crew:\n    output: true\n"),
        ("_posts/2020-01-02-fog-AT-sea_level.md", "---\n---\nText\n"),
        ("_crew/ana.md", "---\n---\nText\n"),
        ("old-pier.md", "---\n---\nText\n"),
        ("_posts/2020-01-03-none.md", "---\ntitle: ''\n---\nText\n"),
    ]);
    assert_eq!(tally.post("_posts/2020-01-03-none.md").title, "");
    let title = |name: &str| tally.post(name).title.clone();
    assert_eq!(title("_posts/2020-01-02-fog-AT-sea_level.md"), "Fog At Sea_level");
    assert_eq!((title("_crew/ana.md"), title("old-pier.md")), ("Ana".to_owned(), "old pier".to_owned()));
}

#[test]
fn what_jekyll_includes_and_links_to_from_its_own_files_is_there() {
    let tally = folder(&[
        ("_config.yml", "title: The Tern\nbaseurl: /log\n"),
        ("_includes/note.html", "<div class=\"note\">\n\n{{ include.text }}\n</div>\n"),
        ("_includes/list.html", "{% for post in site.posts %}{{ post.title }}{% endfor %}"),
        ("files/tides.pdf", "%PDF-1.4"),
        (
            "_posts/2020-01-02-fog.md",
            "---\ntitle: Fog\n---\n{% include note.html text=\"Slow at sea\" %}\n\n[Tides]({% link files/tides.pdf %})\n\n{% include list.html %}\n",
        ),
    ]);
    let fog = &tally.post("_posts/2020-01-02-fog.md").body;
    assert!(fog.contains("<div class=\"note\">\nSlow at sea\n</div>"), "{fog}");
    assert!(
        fog.contains("[Tides](/log/files/tides.pdf)") && fog.contains("{% include list.html %}"),
        "{fog}"
    );
    assert!(!says(&tally, "lead nowhere"), "{:?}", tally.problems);
}

#[test]
fn an_alias_of_hugo_may_begin_with_the_folder_above() {
    let tally = folder(&[
        ("hugo.toml", "baseURL = 'https://h.example/'\n[permalinks]\nposts = '/:year/:month/:slug/'\n"),
        (
            "content/posts/fog.md",
            "+++\ntitle = 'Fog'\ndate = 2020-01-02\naliases = ['../mist/', './haze/', '../../../../top/']\n+++\nText\n",
        ),
    ]);
    let fog = || Post("content/posts/fog.md".to_owned());
    check(&tally, &[("/2020/mist/", fog()), ("/2020/01/haze/", fog()), ("/top/", fog())]);
}
