//! Sources that say something twice: it is taken once, what differs is taken as well, and the report tells both.

use crate::tally::Tally;

fn tally(name: &str, text: &str) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    Tally::of(&path)
}

fn told(tally: &Tally) -> Vec<&str> {
    tally.problems.iter().map(|problem| problem.message.as_str()).collect()
}

const AGAIN: &str = "stories and comments that the source holds a second time were taken once";

#[test]
fn comments_of_disqus_under_one_number_are_both_taken_unless_they_are_the_same() {
    let thread = |id: &str, path: &str| {
        format!("<thread dsq:id=\"{id}\"><link>https://gull.example{path}</link></thread>\n")
    };
    let post = |id: &str, words: &str| {
        format!(
            "<post dsq:id=\"{id}\"><message>{words}</message><createdAt>2024-03-05T10:00:00Z</createdAt><author><name>Eva</name></author><thread dsq:id=\"1\" /></post>\n"
        )
    };
    let text = [
        "<disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://disqus.com/disqus-internals\">\n".to_owned(),
        thread("1", "/fog/"),
        thread("1", "/fog/"),
        thread("1", "/sun/"),
        post("7", "Thick."),
        post("7", "Thick."),
        post("7", "Thin."),
        "</disqus>".to_owned(),
    ];
    let tally = tally("comments.xml", &text.concat());
    let words: Vec<&str> = tally.comments.iter().map(|comment| comment.html.as_str()).collect();
    assert_eq!(words, ["Thick.", "Thin."]);
    assert!(tally.comments[1].id.starts_with("7-"), "{}", tally.comments[1].id);
    assert_eq!(
        told(&tally),
        [
            "another thread of the id 1 came before, whose address counts; this one leads to https://gull.example/sun/",
            "another comment of the id 7 came before; both were taken",
            &format!("{AGAIN} (1)"),
        ]
    );
}

#[test]
fn a_story_that_two_exports_hold_is_taken_once_with_the_comments_of_both() {
    let comment = |id: &str| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Eva</wp:comment_author><wp:comment_date_gmt>2020-03-02 10:00:00</wp:comment_date_gmt><wp:comment_content>Thick {id}.</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
        )
    };
    let item = |comments: &str| {
        format!(
            "<item><title>Fog</title><link>https://gull.example/fog/</link><content:encoded>It came.</content:encoded><wp:post_id>1</wp:post_id><wp:post_date_gmt>2020-03-01 10:00:00</wp:post_date_gmt><wp:post_name>fog</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{comments}</item>\n"
        )
    };
    let text = format!(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Gull</title><link>https://gull.example</link><wp:wxr_version>1.2</wp:wxr_version>\n{}{}</channel></rss>",
        item(&comment("7")),
        item(&[comment("7"), comment("8")].concat()),
    );
    let tally = tally("export.xml", &text);
    assert_eq!(tally.counts(), "posts 1/0/0/0 comments 2/0/0/0");
    assert!(told(&tally).contains(&&*format!("{AGAIN} (2)")), "{:?}", told(&tally));
}

#[test]
fn pages_of_a_feed_that_overlap_are_taken_once_and_told() {
    let entry = "<entry><id>tag:blogger.com,1999:blog-77.post-1</id><published>2020-01-02T00:00:00Z</published><title>Fog</title><content type='html'>It came.</content><link rel='alternate' href='http://gull.example/2020/01/fog.html'/></entry>\n";
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-77</id><title>Gull</title>\n{entry}{entry}</feed>"
    );
    let tally = tally("feed.xml", &text);
    assert_eq!(tally.counts(), "posts 1/0/0/0");
    assert_eq!(told(&tally), [format!("{AGAIN} (1)")]);
}

#[test]
fn a_file_without_a_comment_is_told() {
    for (name, text) in [
        ("comments.json", "{\"title\":\"Fog\",\"text\":\"Not here\",\"list\":[]}"),
        ("comments.xml", "<disqus xmlns=\"http://disqus.com\"></disqus>"),
    ] {
        assert_eq!(told(&tally(name, text)), ["there is no comment in it"], "{name}");
    }
}
