//! What can be wrong with somebody else's file, and how much of it we accept.

use std::path::PathBuf;

/// What was done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The entry was left out.
    Skipped,
    /// The entry was taken, with the change that the message names.
    Imported,
    /// What this site already has was left as it is.
    Kept,
    /// Reading ended here.
    Stopped,
}

impl Action {
    /// The word of the import report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Imported => "imported",
            Self::Kept => "kept",
            Self::Stopped => "stopped",
        }
    }
}

/// One line of the import report: an entry that could not be taken as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the source file where the entry begins, from 1; 0 when it belongs to no line.
    pub line: u64,
    /// The entry's title, else its id, at most 120 characters.
    pub entry: String,
    /// What is wrong, as a sentence for the person who imports.
    pub message: String,
    /// What was done about it.
    pub action: Action,
}

/// Where a file stopped being readable. Everything before it has been handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The line of the source file, from 1.
    pub line: u64,
    /// The byte in that line, from 1, counted in UTF-8.
    pub column: u64,
    /// What was found there.
    pub message: String,
}

/// Something that is not a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// One entry; the next ones follow.
    Problem(Problem),
    /// The end of what can be read.
    Damage(Damage),
}

/// Why a source cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file system refused.
    #[error("{path} cannot be read: {reason}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A file in none of the formats that are read.
    #[error(
        "{path} cannot be imported: {found}; expected an export of Blogger (blog-….xml, or the folder or zip of a Takeout), WordPress (.xml), Ghost (.json) or Disqus (.xml, .json), a folder of Markdown files, or an archive of Dateline"
    )]
    Unknown {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        found: String,
    },
    /// A folder or zip without a site in it.
    #[error(
        "there is nothing to import in {path}: neither a feed.atom (a Takeout of Blogger has Takeout/Blogger/Blogs/<title>/feed.atom; choose \"Blogger\" when you make the Takeout) nor an export of WordPress or Ghost nor a Markdown file"
    )]
    NoBlog {
        /// The folder or zip.
        path: PathBuf,
    },
    /// A file of another system than the one that was asked for.
    #[error("{path} is from {found}, not from {wanted}; leave the choice out, or choose {found}")]
    OtherFamily {
        /// The file, folder or zip.
        path: PathBuf,
        /// What it is.
        found: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// More than one blog, or none of that name.
    #[error("{path} holds several blogs; import one of them by naming its folder or file: {}", blogs.join(", "))]
    SeveralBlogs {
        /// The folder or zip.
        path: PathBuf,
        /// The names of the folders, in order.
        blogs: Vec<String>,
    },
    /// A zip that cannot be used.
    #[error("{path} is not a zip that can be imported: {reason}")]
    Zip {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// An encoding that we do not read.
    #[error("{path} says that it is written in {encoding}; save it as UTF-8 and import it again")]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The encoding that it names.
        encoding: String,
    },
}

/// How much of a foreign file is accepted. The defaults are many times what real exports need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one entry's text and attributes together; a longer entry is skipped. One single piece of
    /// markup or unbroken text that is longer ends the reading.
    pub entry_bytes: usize,
    /// Elements inside elements, counted from the feed; an entry that is nested deeper is skipped.
    pub depth: usize,
    /// Attributes of one element; an entry with more is skipped.
    pub attributes: usize,
    /// Bytes of one file, unpacked; reading ends there.
    pub file_bytes: u64,
    /// Entries of a zip.
    pub zip_entries: u64,
    /// How many times larger than its packed form a file of a zip may become; reading ends there.
    pub zip_ratio: u64,
    /// Bytes of a file that is read whole, such as `settings.csv` or a Markdown story; a longer one is left out.
    pub settings_bytes: u64,
    /// Files of a folder that are looked at.
    pub folder_files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entry_bytes: 16 << 20,
            depth: 64,
            attributes: 64,
            file_bytes: 64 << 30,
            zip_entries: 100_000,
            zip_ratio: 200,
            settings_bytes: 16 << 20,
            folder_files: 1_000_000,
        }
    }
}

/// Shortens what a file calls an entry to what fits a line of the report.
pub(crate) fn for_report(name: &str) -> String {
    const CHARS_MAX: usize = 120;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() <= CHARS_MAX {
        return name;
    }
    name.chars().take(CHARS_MAX - 1).chain(['…']).collect()
}
