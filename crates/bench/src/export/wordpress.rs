//! The same newspaper as WordPress writes it: comments stand inside the story they belong to.

use std::io::{Result, Write};

use super::{AUTHORS, LABELS, SITE, Story, Writer, written};
use crate::random::Random;

const TIME: &str = "%Y-%m-%d %H:%M:%S";

impl Writer<'_> {
    /// All of the file.
    pub(super) fn wxr(&mut self) -> Result<()> {
        writeln!(
            self.out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" \
             xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n\
             <title>The Bench Courier</title>\n<link>{SITE}</link>\n<wp:wxr_version>1.2</wp:wxr_version>\n\
             <wp:base_site_url>{SITE}</wp:base_site_url>\n<wp:base_blog_url>{SITE}</wp:base_blog_url>"
        )?;
        for (n, author) in AUTHORS.iter().enumerate() {
            writeln!(
                self.out,
                "<wp:author><wp:author_login><![CDATA[writer{n}]]></wp:author_login>\
                 <wp:author_display_name><![CDATA[{author}]]></wp:author_display_name></wp:author>"
            )?;
        }
        let (posts, comments) = (self.plan.posts, self.plan.comments);
        for number in 0..posts {
            let (from, to) = (comments * number / posts, comments * (number + 1) / posts);
            self.item(number, from..to)?;
        }
        writeln!(self.out, "</channel>\n</rss>")?;
        self.out.flush()
    }

    fn item(&mut self, number: u64, comments: std::ops::Range<u64>) -> Result<()> {
        let story = self.story(number);
        let mut random = Random::seeded(number);
        self.body(&mut random);
        let author = random.below(5);
        let first = random.below(12) as usize;
        let labels = [LABELS[first], LABELS[(first + 1 + random.below(11) as usize) % 12]];
        let Story { title, path, seconds, .. } = &story;
        let (day, time) = (written(*seconds, "%a, %d %b %Y %H:%M:%S +0000"), written(*seconds, TIME));
        let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".html");
        let (out, html, id) = (&mut self.out, &self.html, number + 1);
        writeln!(
            out,
            "<item>\n<title>{title}</title>\n<link>{SITE}{path}</link>\n<pubDate>{day}</pubDate>\n\
             <dc:creator><![CDATA[writer{author}]]></dc:creator>\n<guid isPermaLink=\"false\">{SITE}/?p={id}</guid>\n\
             <description></description>\n<content:encoded><![CDATA[{html}]]></content:encoded>\n\
             <excerpt:encoded><![CDATA[]]></excerpt:encoded>\n<wp:post_id>{id}</wp:post_id>\n\
             <wp:post_date><![CDATA[{time}]]></wp:post_date>\n<wp:post_date_gmt><![CDATA[{time}]]></wp:post_date_gmt>\n\
             <wp:comment_status>open</wp:comment_status>\n<wp:ping_status>closed</wp:ping_status>\n\
             <wp:post_name><![CDATA[{name}]]></wp:post_name>\n<wp:status>publish</wp:status>\n<wp:post_parent>0</wp:post_parent>\n\
             <wp:menu_order>0</wp:menu_order>\n<wp:post_type>post</wp:post_type>\n<wp:post_password></wp:post_password>\n\
             <wp:is_sticky>0</wp:is_sticky>"
        )?;
        for (n, label) in labels.into_iter().enumerate() {
            let domain = if n == 0 { "category" } else { "post_tag" };
            let slug = label.to_lowercase();
            writeln!(
                out,
                "<category domain=\"{domain}\" nicename=\"{slug}\"><![CDATA[{label}]]></category>"
            )?;
        }
        let start = comments.start;
        for comment in comments {
            self.remark(&story, start, comment, &mut random)?;
        }
        writeln!(self.out, "</item>")
    }

    /// A comment; four in ten answer an earlier one under the story.
    fn remark(&mut self, story: &Story, first: u64, number: u64, random: &mut Random) -> Result<()> {
        let answers = number > first && random.below(10) < 4;
        let parent = if answers { 1 + first + random.below(number - first) } else { 0 };
        let time = written(story.seconds + 600 + (number - first) as i64 * 60, TIME);
        let reader = random.below(20_000);
        self.html.clear();
        self.words.sentence(random, &mut self.html);
        let (html, id) = (&self.html, number + 1);
        writeln!(
            self.out,
            "<wp:comment>\n<wp:comment_id>{id}</wp:comment_id>\n<wp:comment_author><![CDATA[Reader {reader}]]></wp:comment_author>\n\
             <wp:comment_author_email>reader{reader}@example.org</wp:comment_author_email>\n<wp:comment_author_url></wp:comment_author_url>\n\
             <wp:comment_date>{time}</wp:comment_date>\n<wp:comment_date_gmt>{time}</wp:comment_date_gmt>\n\
             <wp:comment_content><![CDATA[{html}]]></wp:comment_content>\n<wp:comment_approved>1</wp:comment_approved>\n\
             <wp:comment_type></wp:comment_type>\n<wp:comment_parent>{parent}</wp:comment_parent>\n</wp:comment>"
        )
    }
}
