//! An export file as Blogger or WordPress writes it, of any size, written as a stream.

mod wordpress;

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    BenchError,
    random::Random,
    words::{Words, capitalised},
};

/// What to write.
#[derive(Args)]
pub(crate) struct Plan {
    /// Stories
    #[arg(long, default_value_t = 1_000)]
    posts: u64,
    /// Comments, spread over the stories in threads
    #[arg(long, default_value_t = 4_000)]
    comments: u64,
    /// Which format: one of Blogger's two, or WordPress's
    #[arg(long, value_enum, default_value_t = Dialect::Classic)]
    dialect: Dialect,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
    /// Also writes the path of every story, one to a line
    #[arg(long)]
    paths: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Dialect {
    Classic,
    Takeout,
    Wordpress,
}

const BLOG: &str = "tag:blogger.com,1999:blog-5005005005005005005";
const SITE: &str = "http://bench.example";
const AUTHORS: [&str; 5] = ["Ana Reis", "Bruno Sá", "Chidi Okafor", "Dagny Holm", "Elif Kaya"];
const LABELS: [&str; 12] = [
    "Politics",
    "Harbour",
    "Sport",
    "Culture",
    "Weather",
    "Schools",
    "Transport",
    "Letters",
    "Science",
    "Food",
    "Courts",
    "Music",
];
const WORDS_PER_STORY: usize = 450;
/// 2010-01-01T00:00:00Z, and fifteen years in seconds.
const FIRST_DAY: i64 = 1_262_304_000;
const YEARS: i64 = 15 * 365 * 86_400;
/// Ids beyond 2^53, as Blogger's are.
const POST_IDS: u64 = 4_000_000_000_000_000_000;
const COMMENT_IDS: u64 = 7_000_000_000_000_000_000;

/// Writes the file and says what it holds.
pub(crate) fn generate(plan: &Plan) -> Result<Value, BenchError> {
    let mut writer = Writer { plan, words: Words::new(), html: String::new(), out: create(&plan.out)? };
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| BenchError::File { path, source }
    };
    writer.whole().map_err(failed(&plan.out))?;
    if let Some(path) = &plan.paths {
        let mut list = create(path)?;
        for number in 0..plan.posts {
            writeln!(list, "{}", writer.story(number).path).map_err(failed(path))?;
        }
        list.flush().map_err(failed(path))?;
    }
    let bytes = std::fs::metadata(&plan.out).map_err(failed(&plan.out))?.len();
    Ok(json!({ "posts": plan.posts, "comments": plan.comments, "bytes": bytes, "file": plan.out }))
}

fn create(path: &Path) -> Result<BufWriter<File>, BenchError> {
    let file = File::create(path).map_err(|source| BenchError::File { path: path.to_owned(), source })?;
    Ok(BufWriter::with_capacity(1 << 20, file))
}

/// The part of a story that follows from its number alone, so that comments can name it again.
struct Story {
    id: u64,
    title: String,
    path: String,
    seconds: i64,
}

struct Writer<'a> {
    plan: &'a Plan,
    words: Words,
    html: String,
    out: BufWriter<File>,
}

impl Writer<'_> {
    fn whole(&mut self) -> std::io::Result<()> {
        if self.plan.dialect == Dialect::Wordpress {
            return self.wxr();
        }
        self.head()?;
        for number in 0..self.plan.posts {
            self.post(number)?;
        }
        let mut number = 0;
        while self.plan.posts > 0 && number < self.plan.comments {
            number += self.thread(number)?;
        }
        writeln!(self.out, "</feed>")?;
        self.out.flush()
    }

    fn head(&mut self) -> std::io::Result<()> {
        let out = &mut self.out;
        writeln!(out, "<?xml version='1.0' encoding='UTF-8'?>")?;
        match self.plan.dialect {
            Dialect::Wordpress => Ok(()),
            Dialect::Classic => writeln!(
                out,
                "<feed xmlns='http://www.w3.org/2005/Atom' \
                 xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' \
                 xmlns:gd='http://schemas.google.com/g/2005' \
                 xmlns:thr='http://purl.org/syndication/thread/1.0'><id>{BLOG}.archive</id>\
                 <updated>2025-01-01T00:00:00.000Z</updated><title type='text'>The Bench Courier</title>\
                 <link rel='alternate' type='text/html' href='{SITE}/'/>\
                 <generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>"
            ),
            Dialect::Takeout => writeln!(
                out,
                "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>\n\
                 <id>{BLOG}</id>\n<title>The Bench Courier</title>"
            ),
        }
    }

    fn story(&self, number: u64) -> Story {
        let mut random = Random::seeded(number ^ 0x5707);
        let (mut title, mut slug) = (String::new(), String::new());
        for index in 0..4 + random.below(5) {
            let word = self.words.word(&mut random);
            if index == 0 {
                capitalised(word, &mut title);
            } else {
                title.push(' ');
                title.push_str(word);
                slug.push('-');
            }
            slug.push_str(word);
        }
        let seconds = FIRST_DAY + YEARS / self.plan.posts.max(1) as i64 * number as i64;
        let month = written(seconds, "%Y/%m");
        Story { id: POST_IDS + number, title, path: format!("/{month}/{slug}-{number}.html"), seconds }
    }

    /// About 450 words in paragraphs; a third of the stories have a jump break.
    fn body(&mut self, random: &mut Random) {
        self.html.clear();
        let (mut words, mut paragraph) = (0, 0);
        while words < WORDS_PER_STORY {
            self.html.push_str("<p>");
            for _ in 0..2 + random.below(4) {
                words += self.words.sentence(random, &mut self.html);
                self.html.push(' ');
            }
            if random.below(4) == 0 {
                self.html.push_str("<a href=\"https://example.org/source\">Source</a> &amp; <em>notes</em>.");
            }
            self.html.push_str("</p>\n");
            if paragraph == 0 && random.below(3) == 0 {
                self.html.push_str("<!--more-->");
            }
            paragraph += 1;
        }
    }

    fn post(&mut self, number: u64) -> std::io::Result<()> {
        let story = self.story(number);
        let mut random = Random::seeded(number);
        self.body(&mut random);
        let author = AUTHORS[random.below(5) as usize];
        let first = random.below(12) as usize;
        let labels = [LABELS[first], LABELS[(first + 1 + random.below(11) as usize) % 12]];
        let time = written(story.seconds, "%Y-%m-%dT%H:%M:%S.000Z");
        let Story { id, title, path, .. } = story;
        let out = &mut self.out;
        match self.plan.dialect {
            // Its stories and comments are written one inside the other.
            Dialect::Wordpress => Ok(()),
            Dialect::Classic => {
                kind_head(out, id, &time, "post")?;
                for label in labels {
                    write!(out, "<category scheme='http://www.blogger.com/atom/ns#' term='{label}'/>")?;
                }
                write!(out, "<title type='text'>{title}</title><content type='html'>")?;
                escaped(out, &self.html)?;
                writeln!(
                    out,
                    "</content><link rel='alternate' type='text/html' href='{SITE}{path}' title='{title}'/>\
                     <author><name>{author}</name><email>noreply@blogger.com</email></author></entry>"
                )
            }
            Dialect::Takeout => {
                type_head(out, id, "POST", author, "BLOGGER")?;
                write!(out, "<title>{title}</title>\n<content type='html'>")?;
                escaped(out, &self.html)?;
                write!(
                    out,
                    "</content>\n<blogger:metaDescription/>\n<blogger:created>{time}</blogger:created>\n\
                     <published>{time}</published>\n<updated>{time}</updated>\n<blogger:location/>\n"
                )?;
                for label in labels {
                    writeln!(out, "<category scheme='{BLOG}' term='{label}'/>")?;
                }
                writeln!(
                    out,
                    "<blogger:filename>{path}</blogger:filename>\n<link/>\n<enclosure/>\n<blogger:trashed/>\n</entry>"
                )
            }
        }
    }

    /// Up to six comments under one story, some answering an earlier one of the six; gives their number.
    fn thread(&mut self, first: u64) -> std::io::Result<u64> {
        let mut random = Random::seeded(first ^ 0xC0_4444);
        let length = (1 + random.below(6)).min(self.plan.comments - first);
        // The product of two draws makes some stories far more talked about than others.
        let posts = self.plan.posts;
        let place = u128::from(random.below(posts)) * u128::from(1 + random.below(posts)) / u128::from(posts);
        let story = self.story(place as u64);
        for index in 0..length {
            let answers = index > 0 && random.below(10) < 4;
            let parent = answers.then(|| COMMENT_IDS + first + random.below(index));
            let seconds = story.seconds + 600 + (first % 86_400) as i64 + index as i64 * 60;
            self.html.clear();
            for _ in 0..=random.below(4) {
                self.words.sentence(&mut random, &mut self.html);
                self.html.push(' ');
            }
            let reader = format!("Reader {}", random.below(20_000));
            self.comment(&story, COMMENT_IDS + first + index, parent, seconds, &reader)?;
        }
        Ok(length)
    }

    fn comment(
        &mut self,
        story: &Story,
        id: u64,
        parent: Option<u64>,
        seconds: i64,
        reader: &str,
    ) -> std::io::Result<()> {
        let time = written(seconds, "%Y-%m-%dT%H:%M:%S.000Z");
        let body = self.html.trim_end();
        let start: String = body.chars().take(40).collect();
        let post = story.id;
        let path = &story.path;
        let out = &mut self.out;
        match self.plan.dialect {
            // Its stories and comments are written one inside the other.
            Dialect::Wordpress => Ok(()),
            Dialect::Classic => {
                kind_head(out, id, &time, "comment")?;
                write!(out, "<title type='text'>{start}...</title><content type='html'>{body}</content>")?;
                if let Some(parent) = parent {
                    write!(
                        out,
                        "<link rel='related' type='application/atom+xml' \
                         href='https://www.blogger.com/feeds/5005005005005005005/{post}/comments/default/{parent}'/>"
                    )?;
                }
                writeln!(
                    out,
                    "<link rel='alternate' type='text/html' href='{SITE}{path}?showComment={seconds}000#c{id}' \
                     title=''/><author><name>{reader}</name><email>noreply@blogger.com</email></author>\
                     <thr:in-reply-to href='{SITE}{path}' ref='{BLOG}.post-{post}' \
                     source='https://www.blogger.com/feeds/5005005005005005005/posts/default/{post}' \
                     type='text/html'/></entry>"
                )
            }
            Dialect::Takeout => {
                type_head(out, id, "COMMENT", reader, "ANONYMOUS")?;
                write!(out, "<title>{start}</title>\n<content type='html'>{body}</content>\n")?;
                write!(out, "<blogger:created>{time}</blogger:created>\n<published>{time}</published>\n")?;
                write!(
                    out,
                    "<updated>{time}</updated>\n<blogger:parent>{BLOG}.post-{post}</blogger:parent>\n"
                )?;
                match parent {
                    Some(parent) => {
                        writeln!(out, "<blogger:inReplyTo>{BLOG}.post-{parent}</blogger:inReplyTo>\n</entry>")
                    }
                    None => writeln!(out, "<blogger:inReplyTo/>\n</entry>"),
                }
            }
        }
    }
}

fn kind_head(out: &mut impl Write, id: u64, time: &str, kind: &str) -> std::io::Result<()> {
    write!(
        out,
        "<entry><id>{BLOG}.post-{id}</id><published>{time}</published><updated>{time}</updated>\
         <category scheme='http://schemas.google.com/g/2005#kind' \
         term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
    )
}

fn type_head(out: &mut impl Write, id: u64, kind: &str, name: &str, account: &str) -> std::io::Result<()> {
    write!(
        out,
        "<entry>\n<id>{BLOG}.post-{id}</id>\n<blogger:type>{kind}</blogger:type>\n\
         <blogger:status>LIVE</blogger:status>\n<author>\n<name>{name}</name>\n<uri></uri>\n\
         <blogger:type>{account}</blogger:type>\n</author>\n"
    )
}

fn written(seconds: i64, format: &str) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).strftime(format).to_string()
}

fn escaped(out: &mut impl Write, html: &str) -> std::io::Result<()> {
    let mut rest = html;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.write_all(&rest.as_bytes()[..at])?;
        out.write_all(match rest.as_bytes()[at] {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            _ => b"&gt;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_all(rest.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Dialect, Plan, generate};
    use quick_xml::{Reader, events::Event};

    fn file(dialect: Dialect, posts: u64, comments: u64) -> String {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("export.xml");
        let plan = Plan { posts, comments, dialect, out: out.clone(), paths: None };
        generate(&plan).unwrap();
        std::fs::read_to_string(out).unwrap()
    }

    fn entries(document: &str) -> usize {
        elements(document, "entry")
    }

    fn elements(document: &str, name: &str) -> usize {
        let mut reader = Reader::from_str(document);
        let mut count = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) if tag.name().as_ref() == name => count += 1,
                Event::Eof => return count,
                _ => {}
            }
        }
    }

    #[test]
    fn both_dialects_hold_what_was_asked_for() {
        for dialect in [Dialect::Classic, Dialect::Takeout] {
            assert_eq!(entries(&file(dialect, 30, 100)), 130);
            assert_eq!(entries(&file(dialect, 1, 0)), 1);
            assert_eq!(entries(&file(dialect, 0, 10)), 0);
        }
    }

    #[test]
    fn wordpress_has_its_comments_inside_its_stories() {
        let document = file(Dialect::Wordpress, 30, 100);
        assert_eq!((elements(&document, "item"), elements(&document, "wp:comment")), (30, 100));
        assert_eq!(elements(&file(Dialect::Wordpress, 0, 10), "wp:comment"), 0);
    }

    #[test]
    fn the_same_numbers_give_the_same_file() {
        assert!(file(Dialect::Classic, 20, 50) == file(Dialect::Classic, 20, 50));
    }

    #[test]
    fn readers_answer_each_other() {
        let answers = file(Dialect::Classic, 20, 300).matches("rel='related'").count();
        assert!((30..150).contains(&answers), "{answers}");
    }
}
