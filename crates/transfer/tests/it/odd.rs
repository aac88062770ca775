//! What files hold that nobody meant to write: taken as far as sense allows, told by line and title, nothing dropped in silence.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use dateline_transfer::{Action, Report};

use crate::paper::Paper;
use crate::tally::Tally;

/// A file with these bytes in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (PathBuf, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (path, home)
}

fn utf_16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

/// One story in the form of each system; what stands in place of its title and its text.
fn story(system: &str, title: &str, text: &str, date: &str) -> (&'static str, String) {
    let date = if system == "wordpress" && date == DAY { "2020-01-02 10:00:00" } else { date };
    let json = |text: &str| serde_json::Value::from(text).to_string();
    match system {
        "blogger" => (
            "blog.xml",
            format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1.archive</id>\n<entry><id>tag:blogger.com,1999:blog-1.post-2</id>\
                 <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>\
                 <title>{title}</title><content type='html'>{text}</content><published>{date}</published></entry></feed>"
            ),
        ),
        "wordpress" => (
            "site.xml",
            format!(
                "<rss xmlns:content='http://purl.org/rss/1.0/modules/content' xmlns:wp='http://wordpress.org/export/1.2/'><channel><wp:wxr_version>1.2</wp:wxr_version>\n<item><title>{title}</title>\
                 <content:encoded>{text}</content:encoded><wp:post_id>2</wp:post_id><wp:post_date_gmt>{date}</wp:post_date_gmt>\
                 <wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>"
            ),
        ),
        "ghost" => (
            "site.json",
            format!(
                "{{\"db\":[{{\"meta\":{{\"exported_on\":1,\"version\":\"5.0.0\"}},\"data\":{{\"posts\":[\n{{\"id\":\"2\",\"title\":{},\"html\":{},\
                 \"slug\":\"a\",\"status\":\"published\",\"published_at\":{}}}]}}}}]}}",
                json(title),
                json(text),
                json(date)
            ),
        ),
        _ => ("a.md", format!("---\ntitle: {}\ndate: {date}\n---\n{text}\n", json(title))),
    }
}

const SYSTEMS: [&str; 4] = ["blogger", "wordpress", "ghost", "markdown"];
const DAY: &str = "2020-01-02T10:00:00Z";

fn only(path: &Path) -> dateline_transfer::PostRecord {
    let mut tally = Tally::of(path);
    assert_eq!(tally.posts.len(), 1, "{}: {:?} {:?}", path.display(), tally.problems, tally.damage);
    tally.posts.remove(0)
}

#[test]
fn letters_of_every_encoding_are_the_same_letters() {
    for system in SYSTEMS {
        let (name, text) = story(system, "São João", "Café à la carte", DAY);
        for bytes in [text.clone().into_bytes(), utf_16(&text, true), utf_16(&text, false), latin_1(&text)] {
            let (path, _home) = file(name, &bytes);
            let post = only(&path);
            assert_eq!(
                (post.title.as_str(), post.body.trim()),
                ("São João", "Café à la carte"),
                "{system} {:?}",
                &bytes[..4]
            );
        }
        let (name, text) = story(system, "東京", "Москва 😀", DAY);
        for bytes in [utf_16(&text, true), utf_16(&text, false), ["\u{feff}", &text].concat().into_bytes()] {
            let (path, _home) = file(name, &bytes);
            assert_eq!(only(&path).title, "東京", "{system}");
        }
    }
}

#[tokio::test]
async fn dates_that_no_calendar_has_leave_the_story() {
    for date in [
        "0000-00-00 00:00:00",
        "0000-01-01T00:00:00Z",
        "-0001-11-30 00:00:00",
        "2020-02-30 25:61:00",
        "99999-01-01",
        "",
        "yesterday",
    ] {
        for system in SYSTEMS {
            let (name, text) = story(system, "Fog", "Seven ships.", date);
            let (path, _home) = file(name, text.as_bytes());
            let paper = Paper::new().await;
            let report = paper.import(&path).await;
            let told = report
                .problems
                .iter()
                .any(|problem| problem.entry.contains("Fog") || problem.entry.contains("a.md"));
            let posts = report.posts.published + report.posts.draft + report.posts.scheduled;
            assert!(posts == 1 || told, "{system} {date:?}: {report}");
            assert!(
                posts == 1 || system == "blogger" || system == "wordpress",
                "{system} {date:?}: {report}"
            );
            assert_eq!(paper.import(&path).await.changed_rows, 0, "{system} {date:?}");
        }
    }
}

#[tokio::test]
async fn a_story_of_eight_megabytes_is_a_story() {
    const LINE: &str = "&lt;p&gt;Seven ships waited for the tide.&lt;/p&gt;\n";
    for system in SYSTEMS {
        let of = |bytes: usize| {
            let text = LINE.repeat(bytes / LINE.len());
            let is_xml = matches!(system, "blogger" | "wordpress");
            let text = if is_xml { text } else { text.replace("&lt;", "<").replace("&gt;", ">") };
            story(system, "Fog", &text, DAY)
        };
        let (name, text) = of(8 << 20);
        let (path, _home) = file(name, text.as_bytes());
        let mut tally = Tally::of(&path);
        assert_eq!((tally.posts.len(), &tally.problems), (1, &vec![]), "{system}");
        assert!(tally.posts.remove(0).body.len() > 5 << 20, "{system}");
        // Cleaned and stored, which takes a while without the compiler's help.
        let (name, text) = of(1 << 19);
        let (path, _home) = file(name, text.as_bytes());
        let report = Paper::new().await.import(&path).await;
        assert_eq!((report.posts.published, &report.problems), (1, &vec![]), "{system}: {report}");
    }
}

/// Many stories of one system, each with what `one` says of it.
fn many(system: &str, count: usize, one: impl Fn(usize) -> (String, String)) -> (&'static str, String) {
    let stories: Vec<(String, String)> = (0..count).map(one).collect();
    match system {
        "blogger" => {
            let entry = |(id, title): &(String, String)| {
                format!(
                    "<entry><id>tag:blogger.com,1999:blog-1.post-{id}</id><category scheme='http://schemas.google.com/g/2005#kind' \
                     term='http://schemas.google.com/blogger/2008/kind#post'/><title>{title}</title><content type='html'>x</content>\
                     <published>{DAY}</published><link rel='alternate' href='http://a.example/2020/01/same.html'/></entry>\n"
                )
            };
            let entries: String = stories.iter().map(entry).collect();
            (
                "blog.xml",
                format!(
                    "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1.archive</id>{entries}</feed>"
                ),
            )
        }
        "wordpress" => {
            let item = |(id, title): &(String, String)| {
                format!(
                    "<item><title>{title}</title><link>http://a.example/same/</link><content:encoded>x</content:encoded><wp:post_id>{id}</wp:post_id>\
                     <wp:post_date_gmt>2020-01-02 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_name>same</wp:post_name>\
                     <wp:post_type>post</wp:post_type></item>\n"
                )
            };
            let items: String = stories.iter().map(item).collect();
            (
                "site.xml",
                format!(
                    "<rss xmlns:content='http://purl.org/rss/1.0/modules/content' xmlns:wp='http://wordpress.org/export/1.2/'><channel><wp:wxr_version>1.2</wp:wxr_version>{items}</channel></rss>"
                ),
            )
        }
        _ => {
            let row = |(id, title): &(String, String)| {
                format!(
                    "{{\"id\":\"{id}\",\"title\":\"{title}\",\"html\":\"x\",\"slug\":\"same\",\"status\":\"published\",\"published_at\":\"{DAY}\"}}"
                )
            };
            let rows = stories.iter().map(row).collect::<Vec<_>>().join(",\n");
            (
                "site.json",
                format!(
                    "{{\"db\":[{{\"meta\":{{\"exported_on\":1,\"version\":\"5.0.0\"}},\"data\":{{\"posts\":[{rows}]}}}}]}}"
                ),
            )
        }
    }
}

/// What was taken and what was told to be left out.
fn taken_and_told(report: &Report) -> (usize, usize) {
    let skipped = report.problems.iter().filter(|problem| problem.action == Action::Skipped).count();
    (report.posts.published, skipped)
}

#[tokio::test]
async fn stories_by_the_hundred_without_titles_under_one_address_are_all_there() {
    for system in ["blogger", "wordpress", "ghost"] {
        let (name, text) = many(system, 300, |n| (format!("{}", n + 1), String::new()));
        let (path, _home) = file(name, text.as_bytes());
        let paper = Paper::new().await;
        let report = paper.import(&path).await;
        let (taken, told) = taken_and_told(&report);
        assert_eq!(taken + told, 300, "{system}: {report}");
        assert_eq!(paper.posts().await as usize, taken, "{system}");
        assert_eq!(paper.import(&path).await.changed_rows, 0, "{system}");
    }
}

#[tokio::test]
async fn stories_of_one_number_are_taken_apart_or_told() {
    for system in ["blogger", "wordpress", "ghost"] {
        let (name, text) = many(system, 20, |n| ("7".to_owned(), format!("Story {n}")));
        let (path, _home) = file(name, text.as_bytes());
        let paper = Paper::new().await;
        let report = paper.import(&path).await;
        assert!(paper.posts().await as usize + report.problems.len() >= 20, "{system}: {report}");
        assert!(report.problems.len() >= 19, "{system}: {report}");
        assert_eq!(paper.import(&path).await.changed_rows, 0, "{system}");
    }
}

#[test]
fn what_is_cut_short_anywhere_gives_what_stands_before() {
    for system in ["blogger", "wordpress", "ghost"] {
        let (name, text) = many(system, 4, |n| (format!("{}", n + 1), format!("Story {n}")));
        let mut last = 0;
        for cut in (text.len() / 3..text.len()).step_by(37) {
            let (path, _home) = file(name, &text.as_bytes()[..cut]);
            let tally = Tally::of(&path);
            assert!(tally.damage.is_some() || !tally.problems.is_empty(), "{system} cut at {cut}");
            assert!(tally.posts.len() >= last, "{system} cut at {cut} lost a story that a shorter one had");
            last = tally.posts.len();
        }
        assert!(last >= 3, "{system}: {last}");
    }
}

#[test]
fn signs_that_no_file_may_hold_cost_no_story() {
    for system in SYSTEMS {
        let (name, text) = story(system, "Fog & gale", "One\u{8} & two\u{c} &nbsp; & <b>three", DAY);
        // JSON writes them as escapes; here they stand as they are, which no parser accepts.
        let text = text.replace("\\b", "\u{8}").replace("\\f", "\u{c}");
        let (path, _home) = file(name, text.as_bytes());
        let tally = Tally::of(&path);
        let is_xml = matches!(system, "blogger" | "wordpress");
        // A tag that never closes ends an XML file; what stands before is told.
        let (name, whole) = story(system, "Fog & gale", "One\u{8} & two\u{c} &nbsp; & three", DAY);
        let whole = whole.replace("\\b", "\u{8}").replace("\\f", "\u{c}");
        assert!(
            !is_xml || tally.posts.len() + tally.problems.len() + usize::from(tally.damage.is_some()) > 0
        );
        let (path, _home) = file(name, whole.as_bytes());
        let post = only(&path);
        assert_eq!(post.title, "Fog & gale", "{system}");
        assert!(post.body.contains("One") && post.body.contains("three"), "{system}: {:?}", post.body);
        // The text of a folder is kept as it was typed.
        assert!(system == "markdown" || !post.body.contains(['\u{8}', '\u{c}']), "{system}: {:?}", post.body);
    }
}

#[test]
fn entities_that_unfold_to_gigabytes_are_not_unfolded() {
    let mut bomb = String::from("<!DOCTYPE lolz [<!ENTITY a0 \"ha\">");
    for n in 1..30 {
        let before = n - 1;
        write!(bomb, "<!ENTITY a{n} \"&a{before};&a{before};\">").unwrap();
    }
    bomb.push_str("]>");
    for system in ["blogger", "wordpress"] {
        let (name, text) = story(system, "Fog", "x &a29; y", DAY);
        let (path, _home) = file(name, format!("{bomb}{text}").as_bytes());
        let tally = Tally::of(&path);
        let bytes: usize = tally.posts.iter().map(|post| post.body.len()).sum();
        assert!(bytes < 1_000, "{system}: {bytes}");
        assert!(tally.posts.len() == 1 || tally.damage.is_some() || !tally.problems.is_empty(), "{system}");
    }
    let yaml = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ntitle: Fog";
    let (path, _home) = file("a.md", format!("---\n{yaml}\n---\nSeven ships.\n").as_bytes());
    assert!(only(&path).body.contains("Seven ships."));
}

/// One story with comments `(id, parent, story)` in the form of each system that has comments.
fn discussed(system: &str, comments: &[(&str, &str, &str)]) -> (&'static str, Vec<(&'static str, String)>) {
    match system {
        "blogger" => {
            let (name, text) = story(system, "Fog", "x", DAY);
            let entry = |(id, parent, story): &(&str, &str, &str)| {
                let above = if parent.is_empty() {
                    String::new()
                } else {
                    format!(
                        "<link rel='related' href='http://www.blogger.com/feeds/1/2/comments/default/{parent}'/>"
                    )
                };
                format!(
                    "<entry><id>tag:blogger.com,1999:blog-1.post-{id}</id><category scheme='http://schemas.google.com/g/2005#kind' \
                     term='http://schemas.google.com/blogger/2008/kind#comment'/><content type='html'>c{id}</content><published>{DAY}</published>\
                     <author><name>Eva</name></author><thr:in-reply-to xmlns:thr='http://purl.org/syndication/thread/1.0' \
                     ref='tag:blogger.com,1999:blog-1.post-{story}'/>{above}</entry>\n"
                )
            };
            let entries: String = comments.iter().map(entry).collect();
            (name, vec![(name, text.replace("</feed>", &format!("{entries}</feed>")))])
        }
        "wordpress" => {
            let (name, text) = story(system, "Fog", "x", DAY);
            // Comments stand in their story, so those of a story that is not there have a file of Disqus's kind.
            let item = |(id, parent, _): &(&str, &str, &str)| {
                format!(
                    "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Eva</wp:comment_author><wp:comment_date_gmt>2020-01-02 10:00:00</wp:comment_date_gmt>\
                     <wp:comment_content>c{id}</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
                )
            };
            let of = |known: bool| {
                comments.iter().filter(|(_, _, story)| (*story == "2") == known).map(item).collect::<String>()
            };
            let lost = of(false);
            let thread = if lost.is_empty() {
                String::new()
            } else {
                format!("<item><title>Gone</title><link>http://a.example/gone/</link>{lost}</item>")
            };
            let text = text.replace("</item>", &format!("{}</item>{thread}", of(true)));
            (name, vec![(name, text)])
        }
        "ghost" => {
            let (name, text) = story(system, "Fog", "x", DAY);
            let row = |(id, parent, story): &(&str, &str, &str)| {
                serde_json::json!({"id": id, "post_id": story, "parent_id": parent, "status": "published", "html": format!("c{id}"), "created_at": DAY})
                    .to_string()
            };
            let rows = comments.iter().map(row).collect::<Vec<_>>().join(",");
            (name, vec![(name, text.replace("}]}}]}", &format!("}}],\"comments\":[{rows}]}}}}]}}")))])
        }
        _ => {
            let entry = |(id, parent, story): &(&str, &str, &str)| {
                let file = if *story == "2" { "a.md".to_owned() } else { format!("{story}.md") };
                serde_json::json!({"id": id, "parent": parent, "file": file, "path": format!("/{story}/"), "author": {"name": "Eva"}, "html": format!("c{id}"), "date": DAY})
                    .to_string()
            };
            let entries = comments.iter().map(entry).collect::<Vec<_>>().join(",");
            let (name, text) = story(system, "Fog", "x", DAY);
            ("", vec![(name, text), ("comments.json", format!("{{\"comments\":[{entries}]}}"))])
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn comments_that_answer_each_other_or_stand_nowhere_are_kept_or_told() {
    let comments = [
        ("11", "12", "2"),
        ("12", "13", "2"),
        ("13", "11", "2"),
        ("14", "14", "2"),
        ("15", "99", "2"),
        ("16", "11", "2"),
        ("17", "", "404"),
    ];
    for system in SYSTEMS {
        let home = tempfile::tempdir().unwrap();
        let (single, files) = discussed(system, &comments);
        for (name, text) in files {
            std::fs::write(home.path().join(name), text).unwrap();
        }
        let path = if single.is_empty() { home.path().to_owned() } else { home.path().join(single) };
        let paper = Paper::new().await;
        let report = paper.import(&path).await;
        assert_eq!(report.posts.published, 1, "{system}: {report}");
        assert_eq!(report.comments.approved, 6, "{system}: {report}");
        assert!(
            report.problems.iter().any(|problem| problem.message.contains("not in the file")
                || problem.message.contains("which is not here")),
            "{system}: {report}"
        );
        assert!(
            report.problems.iter().any(|problem| problem.message.contains("in turn")),
            "{system}: {report}"
        );
        assert_eq!(paper.import(&path).await.changed_rows, 0, "{system}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_by_the_hundred_without_titles_under_one_address_are_all_stories() {
    let home = tempfile::tempdir().unwrap();
    for n in 0..150 {
        let text =
            format!("---\ntitle: \"\"\ndate: 2020-01-02\npermalink: /same/\nslug: same\n---\nShip {n}\n");
        std::fs::write(home.path().join(format!("{n}.md")), text).unwrap();
    }
    let paper = Paper::new().await;
    let report = paper.import(home.path()).await;
    assert_eq!((report.posts.published, paper.posts().await), (150, 150), "{report}");
    let told = report.problems.iter().filter(|problem| problem.message.contains("/same/")).count();
    assert_eq!(told, 149, "{report}");
    assert_eq!(paper.import(home.path()).await.changed_rows, 0);
}

#[test]
fn a_text_that_is_cut_short_anywhere_is_a_story_with_what_is_left() {
    let (name, text) =
        story("markdown", "Fog", "Seven ships waited.\n\n```\ncode\n```\n{{< figure src=\"a.png\" >}}", DAY);
    for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        let (path, _home) = file(name, &text.as_bytes()[..cut]);
        let tally = Tally::of(&path);
        assert!(tally.posts.len() == 1 || !tally.problems.is_empty(), "cut at {cut}");
    }
}
