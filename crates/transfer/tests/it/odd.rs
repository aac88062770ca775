//! What files hold that nobody meant to write: taken as far as sense allows, told by line and title, nothing dropped in silence.

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
