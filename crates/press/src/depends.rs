//! What a page read: the keys by which it is dropped from a cache when, and only when, something it showed
//! has changed.
//!
//! A key names one thing of one site, so that pages of many sites can lie in one cache. [`keys_of`] says which keys
//! a line of the change log touches; the two together are the whole rule of what is dropped when.

use std::fmt::Write as _;

use dateline_model::{AuthorId, Change, ChangeKind, MediaId, Period, PostId, SiteId, TagId, Thing};
use dateline_store::ListKey;

/// How the key begins of everything that a filter may find.
pub(crate) const LISTED: &str = "listed:";

/// The keys of a page, each once, in the order they were read. A front page has fifty, so they stand in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Depends {
    /// The site's id as the keys write it.
    site: String,
    /// All keys, one behind the other.
    text: String,
    /// Where each key ends, and its digest, which says without reading them that two are not the same.
    ends: Vec<(usize, u64)>,
}

impl Depends {
    /// No keys yet, of a page on this site.
    pub fn on(site: SiteId) -> Self {
        Self { site: site.hex(), ..Self::default() }
    }

    /// The words, bylines and tags of a post.
    pub fn post(&mut self, id: PostId) {
        self.add("post", &id);
    }

    /// The headline and the path of a post, as a link shows them.
    pub fn headline(&mut self, id: PostId) {
        self.add("headline", &id);
    }

    /// The comments under a post, or how many there are.
    pub fn comments(&mut self, id: PostId) {
        self.add("comments", &id);
    }

    /// How many readers like the comments under a post.
    pub fn likes(&mut self, id: PostId) {
        self.add("likes", &id);
    }

    /// Which stories a list holds, and their order.
    pub fn list(&mut self, key: ListKey) {
        match key {
            ListKey::All => self.add_of_site("list"),
            ListKey::Tag(tag) => self.add("list", &tag),
            ListKey::Author(author) => self.add("list", &author),
        }
    }

    /// Which stories a year, a month or a day holds.
    pub fn period(&mut self, period: Period) {
        let key = period_key(&self.site, period.number());
        self.add("period", &key);
    }

    /// The words of a tag.
    pub fn tag(&mut self, id: TagId) {
        self.add("tag", &id);
    }

    /// The words of an author.
    pub fn author(&mut self, id: AuthorId) {
        self.add("author", &id);
    }

    /// How large a picture of the library is, and that it is there.
    pub fn picture(&mut self, id: MediaId) {
        self.add("picture", &id);
    }

    /// That the library does not know some picture yet.
    pub fn new_pictures(&mut self) {
        self.add_of_site("pictures");
    }

    /// Which stories stand before and after one.
    pub fn neighbours(&mut self, id: PostId) {
        self.add("neighbours", &id);
    }

    /// The site's settings and its theme.
    pub fn settings(&mut self) {
        self.add_of_site("settings");
    }

    /// Which static pages there are and what they are called.
    pub fn pages(&mut self) {
        self.add_of_site("pages");
    }

    /// Which stories have the most comments.
    pub fn discussed(&mut self) {
        self.add_of_site("discussed");
    }

    /// The newest comments of the whole site.
    pub fn all_comments(&mut self) {
        self.add_of_site("comments");
    }

    /// Everything that a filter may find: posts, tags and authors with all their words.
    pub fn everything_listed(&mut self) {
        self.add_of_site("listed");
    }

    /// Which paths lead anywhere: what an answer depends on that says "nothing here".
    pub fn paths(&mut self) {
        self.add_of_site("paths");
    }

    /// Everything that something else was made of.
    pub(crate) fn add_all(&mut self, other: &Self) {
        for (key, (_, digest)) in other.keys().zip(&other.ends) {
            let start = self.text.len();
            self.text.push_str(key);
            self.end_digested(start, *digest);
        }
    }

    fn add_of_site(&mut self, kind: &str) {
        let site = std::mem::take(&mut self.site);
        self.add(kind, &site);
        self.site = site;
    }

    fn add(&mut self, kind: &str, id: &impl std::fmt::Display) {
        let start = self.text.len();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{kind}:{id}");
        self.end_key(start);
    }

    /// What was written from `start` on is a key, unless it is known already.
    fn end_key(&mut self, start: usize) {
        self.end_digested(start, fnv(&self.text.as_bytes()[start..]));
    }

    fn end_digested(&mut self, start: usize, digest: u64) {
        let is_known = self.ends.iter().any(|(_, known)| *known == digest)
            && self.keys().any(|key| key == &self.text[start..]);
        if is_known {
            self.text.truncate(start);
        } else {
            self.ends.push((self.text.len(), digest));
        }
    }

    /// The keys as a cache in front of us gets them, `between` each two; see [`short_key`].
    pub fn header(&self, between: char) -> String {
        let mut text = String::with_capacity(self.ends.len() * (SHORT + 1));
        for (_, digest) in &self.ends {
            if !text.is_empty() {
                text.push(between);
            }
            push_short(&mut text, *digest);
        }
        text
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).map(|(start, (end, _))| &self.text[start..*end])
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

#[cfg(test)]
impl<'k> FromIterator<&'k str> for Depends {
    fn from_iter<I: IntoIterator<Item = &'k str>>(keys: I) -> Self {
        let mut depends = Self::default();
        for key in keys {
            let start = depends.text.len();
            depends.text.push_str(key);
            depends.end_key(start);
        }
        depends
    }
}

/// A key as a cache in front of us knows it: 9 letters and figures, the same on every node and for ever. A front page
/// has fifty keys, and each page would otherwise say them in four kilobytes. Two keys that share a short one only
/// cost a page that is dropped too early.
pub fn short_key(key: &str) -> String {
    short_hash(key.as_bytes())
}

/// Nine letters and figures that change with the bytes; not proof against somebody who wants two to be the same.
pub fn short_hash(bytes: &[u8]) -> String {
    let mut short = String::with_capacity(SHORT);
    push_short(&mut short, fnv(bytes));
    short
}

/// Signs of a short key.
const SHORT: usize = 9;

fn push_short(text: &mut String, mut digest: u64) {
    let figures = b"0123456789abcdefghijklmnopqrstuvwxyz";
    for _ in 0..SHORT {
        text.push(char::from(figures[(digest % 36) as usize]));
        digest /= 36;
    }
}

/// FNV-1a of 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

fn period_key(site: &str, number: i64) -> String {
    format!("{site}:{number}")
}

/// The keys that a line of the change log touches.
///
/// A comment touches the "most discussed" of its site even when it changes nothing there: the log does not say how
/// many comments the story has now. That is the one case in which a page is dropped that would come out the same.
pub fn keys_of(change: &Change) -> Vec<String> {
    let site = change.site.hex();
    let id = PostId(change.id).hex();
    match change.thing {
        Thing::Post => {
            let mut keys = vec![format!("post:{id}"), format!("paths:{site}"), format!("listed:{site}")];
            // Its comments come and go with it.
            if matches!(change.kind, ChangeKind::Published | ChangeKind::Retracted | ChangeKind::Deleted) {
                keys.push(format!("comments:{site}"));
            }
            keys
        }
        Thing::Comment => {
            let post = change.post.map(|post| format!("comments:{}", PostId(post)));
            post.into_iter().chain([format!("comments:{site}"), format!("discussed:{site}")]).collect()
        }
        Thing::HeldComment => Vec::new(),
        Thing::Likes => change.post.map(|post| format!("likes:{}", PostId(post))).into_iter().collect(),
        Thing::Tag => vec![format!("tag:{id}"), format!("paths:{site}"), format!("listed:{site}")],
        Thing::Author => vec![format!("author:{id}"), format!("paths:{site}"), format!("listed:{site}")],
        Thing::Site => vec![format!("settings:{site}")],
        Thing::Redirect => vec![format!("paths:{site}")],
        // A list that gains its first story may make a path lead somewhere: a month, a tag.
        Thing::List => vec![format!("list:{id}"), format!("paths:{site}"), format!("discussed:{site}")],
        Thing::Day => {
            let day = change.id.as_u128() as i64;
            [day, day / 100, day / 10_000].map(|n| format!("period:{}", period_key(&site, n))).to_vec()
        }
        Thing::Neighbours => vec![format!("neighbours:{id}")],
        Thing::Headline => vec![format!("headline:{id}")],
        Thing::Pages => vec![format!("pages:{site}")],
        // What is said about a file in the library stands on no page.
        Thing::Media if change.kind == ChangeKind::Updated => Vec::new(),
        Thing::Media => {
            let mut keys = vec![format!("picture:{}", MediaId(change.id))];
            if change.kind == ChangeKind::Created {
                keys.push(format!("pictures:{site}"));
            }
            keys
        }
    }
}
