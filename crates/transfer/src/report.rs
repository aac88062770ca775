//! The report of an import, for people and as JSON.

use std::fmt;

use dateline_model::{CommentState, PostKind};
use serde::{Serialize, Serializer};

use crate::problem::{Action, Damage, Problem, for_report};
use crate::record::PostState;

/// Problems that the report lists; the rest are counted.
const PROBLEMS_MAX: usize = 10_000;

/// What an import found and did. Serialises to the JSON of `dateline import --json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// `blogger-classic`, `blogger-takeout` or `blogger-feed`.
    pub format: String,
    /// The host of the site.
    pub site: String,
    /// Stories by their state in the source.
    pub posts: PostCounts,
    /// Pages by their state in the source.
    pub pages: PageCounts,
    /// Comments by their state in the source.
    pub comments: CommentCounts,
    /// Distinct labels.
    pub tags: usize,
    /// Distinct bylines of posts and pages.
    pub authors: usize,
    /// Posts and pages that brought their own path.
    pub permalinks: usize,
    /// Redirects that were taken over.
    pub redirects: usize,
    /// Pictures of posts and pages.
    pub media: MediaCounts,
    /// What could not be taken as it was, in the order of the file.
    pub problems: Vec<Problem>,
    /// Rows that this run wrote; 0 on a second run of the same file.
    pub changed_rows: u64,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// Where the file broke off, which is among the problems too.
    #[serde(skip)]
    pub damage: Option<Damage>,
    /// Problems beyond those listed.
    #[serde(skip)]
    pub more_problems: usize,
}

/// Stories by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PostCounts {
    /// Readers could see them.
    pub published: usize,
    /// Being written.
    pub draft: usize,
    /// To come out later.
    pub scheduled: usize,
    /// Thrown away.
    pub trashed: usize,
}

/// Pages by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PageCounts {
    /// Readers could see them.
    pub published: usize,
    /// All others.
    pub draft: usize,
}

/// Comments by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CommentCounts {
    /// Shown.
    pub approved: usize,
    /// Waiting for a moderator.
    pub pending: usize,
    /// Held as spam.
    pub spam: usize,
    /// Tombstones.
    pub removed: usize,
    /// Of all these, those that answer a comment.
    pub replies: usize,
    /// Besides, pages of other sites that link to a story (pingbacks and trackbacks), which are no comments.
    pub mentions: usize,
}

/// Pictures by where they are now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct MediaCounts {
    /// Fetched by this run.
    pub stored: usize,
    /// Fetched by an earlier one.
    pub already_there: usize,
    /// Still on somebody else's host.
    pub remote: usize,
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Problem", 4)?;
        fields.serialize_field("line", &self.line)?;
        fields.serialize_field("entry", &self.entry)?;
        fields.serialize_field("message", &self.message)?;
        fields.serialize_field("action", self.action.as_str())?;
        fields.end()
    }
}

impl Report {
    /// The report as the one JSON object of the command line.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Whether somebody should read it: the exit code is 1 then, else 0.
    pub fn needs_reading(&self) -> bool {
        !self.problems.is_empty()
    }

    pub(crate) fn add(&mut self, problem: Problem) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }

    /// Notes something that belongs to no single entry.
    pub(crate) fn add_general(&mut self, message: String) {
        self.add(Problem { line: 0, entry: String::new(), message, action: Action::Imported });
    }

    /// Notes a file that stays where it is.
    pub(crate) fn add_media(&mut self, address: &str, reason: &str) {
        let (entry, message) = (for_report(address), format!("it stays where it is: {reason}"));
        self.add(Problem { line: 0, entry, message, action: Action::Kept });
    }

    pub(crate) fn add_damage(&mut self, damage: Damage) {
        let message = format!(
            "{} (column {}); what stands before it has been imported, what follows has not",
            damage.message, damage.column
        );
        self.add(Problem { line: damage.line, entry: String::new(), message, action: Action::Stopped });
        self.damage = Some(damage);
    }

    pub(crate) fn count_post(&mut self, kind: PostKind, state: PostState) {
        let count = match (kind, state) {
            (PostKind::Post, PostState::Published) => &mut self.posts.published,
            (PostKind::Post, PostState::Draft) => &mut self.posts.draft,
            (PostKind::Post, PostState::Scheduled) => &mut self.posts.scheduled,
            (PostKind::Post, PostState::Trashed) => &mut self.posts.trashed,
            (PostKind::Page, PostState::Published) => &mut self.pages.published,
            (PostKind::Page, PostState::Draft | PostState::Scheduled) => &mut self.pages.draft,
            // The report has no place for a page in the bin; it is not public and not a draft.
            (PostKind::Page, PostState::Trashed) => return,
        };
        *count += 1;
    }

    pub(crate) fn count_comment(&mut self, state: CommentState, is_reply: bool) {
        let count = match state {
            CommentState::Approved => &mut self.comments.approved,
            CommentState::Pending => &mut self.comments.pending,
            CommentState::Spam => &mut self.comments.spam,
            CommentState::Trash | CommentState::Removed => &mut self.comments.removed,
        };
        *count += 1;
        self.comments.replies += usize::from(is_reply);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { posts, pages, comments, media, .. } = self;
        writeln!(f, "Imported {} into {}", self.format, self.site)?;
        writeln!(
            f,
            "  posts      {} published, {} drafts, {} scheduled, {} trashed",
            posts.published, posts.draft, posts.scheduled, posts.trashed
        )?;
        writeln!(f, "  pages      {} published, {} drafts", pages.published, pages.draft)?;
        writeln!(
            f,
            "  comments   {} approved, {} pending, {} spam, {} removed; {} of them replies",
            comments.approved, comments.pending, comments.spam, comments.removed, comments.replies
        )?;
        if comments.mentions > 0 {
            writeln!(f, "  mentions   {} by other sites", comments.mentions)?;
        }
        writeln!(f, "  tags       {}", self.tags)?;
        writeln!(f, "  authors    {}", self.authors)?;
        writeln!(f, "  permalinks {} kept, {} redirects", self.permalinks, self.redirects)?;
        writeln!(
            f,
            "  media      {} stored, {} already there, {} on other hosts",
            media.stored, media.already_there, media.remote
        )?;
        writeln!(f, "  {} rows changed in {} ms", self.changed_rows, self.took_ms)?;
        for problem in &self.problems {
            let action = problem.action.as_str();
            match (problem.line, problem.entry.as_str()) {
                (0, "") => writeln!(f, "{action}: {}", problem.message)?,
                (0, entry) => writeln!(f, "{action}: \"{entry}\": {}", problem.message)?,
                (line, "") => writeln!(f, "line {line}: {action}: {}", problem.message)?,
                (line, entry) => writeln!(f, "line {line}: {action}: \"{entry}\": {}", problem.message)?,
            }
        }
        if self.more_problems > 0 {
            writeln!(f, "and {} more problems", self.more_problems)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_the_json_of_the_command_line() {
        let mut report = Report {
            format: "blogger-classic".to_owned(),
            site: "example.org".to_owned(),
            ..Report::default()
        };
        report.count_post(PostKind::Post, PostState::Published);
        report.count_comment(CommentState::Approved, true);
        report.add_damage(Damage { line: 8812, column: 3, message: "the XML is damaged".to_owned() });
        let json = serde_json::to_string(&report).unwrap_or_default();
        assert_eq!(
            json,
            r#"{"format":"blogger-classic","site":"example.org","posts":{"published":1,"draft":0,"scheduled":0,"trashed":0},"pages":{"published":0,"draft":0},"comments":{"approved":1,"pending":0,"spam":0,"removed":0,"replies":1,"mentions":0},"tags":0,"authors":0,"permalinks":0,"redirects":0,"media":{"stored":0,"already_there":0,"remote":0},"problems":[{"line":8812,"entry":"","message":"the XML is damaged (column 3); what stands before it has been imported, what follows has not","action":"stopped"}],"changed_rows":0,"took_ms":0}"#
        );
        assert!(report.to_string().contains("line 8812: stopped: the XML is damaged"));
        assert!(report.needs_reading());
    }

    #[test]
    fn a_flood_of_problems_is_counted_and_not_kept() {
        let mut report = Report::default();
        for _ in 0..PROBLEMS_MAX + 2 {
            report.add_general("x".to_owned());
        }
        assert_eq!((report.problems.len(), report.more_problems), (PROBLEMS_MAX, 2));
        assert!(report.to_string().ends_with("and 2 more problems\n"));
    }
}
