//! The addresses that WordPress gives out beside its permalinks: numbers and names in the query of the front page, and
//! tails behind a story's or a list's address. Each leads in one step to what stands there now.

use dateline_model::{PostKind, RedirectTarget};
use percent_encoding::percent_decode_str;

use crate::address::Addresses;
use crate::answer::Answer;
use crate::press::{Ask, Asked, PressError, View};
use crate::query::Query;
use crate::route::{PAGE_MAX, Route, TagName};

/// The parameters of the front page that name one thing each by its number. `?p=` is also the short link that
/// WordPress puts into every story's head, and what shares and mails hold.
const NUMBERED: [&str; 5] = ["p", "page_id", "attachment_id", "cat", "author"];
/// The parameters that name one thing each by its slug, or by the slugs that lead to it, as in `pagename=about/contact`.
const NAMED: [&str; 5] = ["name", "pagename", "category_name", "tag", "author_name"];
/// The most digits of a number.
const DIGITS_MAX: usize = 18;
/// The most bytes of a slug: WordPress's columns for them have room for 200 letters.
const SLUG_BYTES_MAX: usize = 800;

/// What the front page's query asks for, where it asks in WordPress's way.
pub(crate) fn front_page(query: &Query) -> Option<Route> {
    if let Some(kind) = query.get("feed") {
        let to = match kind {
            "atom" => "/atom.xml",
            "comments-rss2" | "comments-atom" => "/comments/feed/",
            _ => "/feed/",
        };
        return Some(Route::Moved { to: to.to_owned() });
    }
    let number = |text: &str| (1..=DIGITS_MAX).contains(&text.len()) && all_digits(text);
    for name in NUMBERED {
        if let Some(value) = query.get(name).filter(|value| number(value)) {
            return Some(Route::WordPress { name, value: value.to_owned() });
        }
    }
    for name in NAMED {
        if let Some(value) = query.get(name).filter(|value| is_slug(value)) {
            return Some(Route::WordPress { name, value: value.to_owned() });
        }
    }
    if let Some(to) = query.get("m").and_then(month).or_else(|| day_in_parts(query)) {
        return Some(Route::Moved { to });
    }
    let page = query.number("paged").filter(|page| (2..=PAGE_MAX).contains(page))?;
    Some(Route::Moved { to: Addresses::list_page("/", page) })
}

/// What WordPress may have made of a title. Whatever else stands there, such as a reader's name in a campaign's link, was
/// never a thing of its.
fn is_slug(text: &str) -> bool {
    let fits = |c: char| {
        let is_sign = c.is_ascii_punctuation() && !"-_%/".contains(c);
        !(is_sign || c.is_whitespace() || c.is_control() || c.is_ascii_uppercase())
    };
    (1..=SLUG_BYTES_MAX).contains(&text.len())
        && text.chars().all(fits)
        && text.chars().any(char::is_alphanumeric)
}

/// `year=2012&monthnum=3&day=29`: a year, a month of it or a day of that.
fn day_in_parts(query: &Query) -> Option<String> {
    let year = query.get("year").filter(|year| year.len() == 4)?;
    let two_digits = |name| query.number(name).filter(|n| (1..=31).contains(n)).map(|n| format!("{n:02}"));
    let of_year = query.get("monthnum").map_or(Some(String::new()), |_| two_digits("monthnum"))?;
    let has_day = !of_year.is_empty() && query.get("day").is_some();
    let day = if has_day { two_digits("day")? } else { String::new() };
    month(&format!("{year}{of_year}{day}"))
}

/// `2012`, `201203`, `20120329`. Blogger's `m=1` asks for the phone's page and is noise here.
pub(crate) fn month(text: &str) -> Option<String> {
    let parts: Vec<&str> = match text.len() {
        4 => vec![text],
        6 => vec![text.get(..4)?, text.get(4..)?],
        8 => vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?],
        _ => return None,
    };
    let path = format!("/{}/", parts.join("/"));
    let has_month = parts.get(1).is_none_or(|month| ("01"..="12").contains(month));
    (has_month && is_archive(&path)).then_some(path)
}

fn is_archive(path: &str) -> bool {
    matches!(Route::of(path, &Query::default()), Route::Archive { .. })
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What WordPress puts behind an address.
#[derive(Debug, PartialEq, Eq)]
enum Tail {
    /// The feed of a story's comments, or of a list's stories.
    Feed,
    /// A page of a story's comments, from 1.
    CommentPage(i64),
    /// Another form of the same thing.
    Same,
}

/// A path without its tail. The path keeps its last slash.
fn without_tail(path: &str) -> Option<(String, Tail)> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (kept, tail) = match parts.as_slice() {
        [kept @ .., "feed"] | [kept @ .., "feed", "rss" | "rss2" | "rdf" | "atom"] => (kept, Tail::Feed),
        [kept @ .., "trackback" | "embed" | "amp"] => (kept, Tail::Same),
        [kept @ .., "page", n] if all_digits(n) => (kept, Tail::Same),
        [kept @ .., last] => {
            let page = last.strip_prefix("comment-page-")?;
            (kept, Tail::CommentPage(page.parse().ok().filter(|page| (1..=PAGE_MAX).contains(page))?))
        }
        [] => return None,
    };
    (!kept.is_empty()).then(|| (format!("/{}/", kept.join("/")), tail))
}

/// A path without all `index.php` before it.
fn after_index_php(path: &str) -> &str {
    let mut rest = path;
    while let Some(after) = rest.strip_prefix("/index.php").filter(|after| after.starts_with('/')) {
        rest = after;
    }
    rest
}

impl View<'_> {
    /// What a number or a name stood for. Names are looked up as they are now.
    pub(crate) async fn asked_of_front_page(
        &mut self,
        name: &str,
        value: &str,
    ) -> Result<Option<Answer>, PressError> {
        self.depends.paths();
        // WordPress reads what stands behind the last slash, and keeps letters beyond ASCII as they are encoded.
        let path = percent_decode_str(value.trim_matches('/')).decode_utf8_lossy().into_owned();
        // No database has a name for what is no letter.
        if path.contains(char::is_control) {
            return Ok(None);
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        match name {
            "name" => self.slugged(PostKind::Post, last).await,
            "pagename" => {
                let permalink = format!("/{path}/");
                let page = self.read.public_post_by_permalink(self.paper.id(), self.now, &permalink).await?;
                match page.and_then(|page| page.permalink) {
                    Some(permalink) => Ok(Some(Answer::redirect(Addresses::post(&permalink), true))),
                    None => self.slugged(PostKind::Page, last).await,
                }
            }
            // From no path of a list each of these leads to its list.
            "author_name" => match self.author(last, 1).await? {
                Some(answer) => Ok(Some(answer)),
                None => self.redirected(&format!("/author/{last}/")).await,
            },
            "category_name" => match self.redirected(&format!("/category/{path}/")).await? {
                Some(answer) => Ok(Some(answer)),
                None => self.tag(&TagName::Slug(last.to_owned()), 1).await,
            },
            "tag" => match self.redirected(&format!("/?tag={value}")).await? {
                Some(answer) => Ok(Some(answer)),
                None => match self.tag(&TagName::Slug(last.to_owned()), 1).await? {
                    Some(answer) => Ok(Some(answer)),
                    // Anybody may put `?tag=` behind an address, for a campaign say.
                    None => self.home(1).await,
                },
            },
            _ => self.numbered(name, value).await,
        }
    }

    /// The story, or the page, of a slug.
    async fn slugged(&mut self, kind: PostKind, slug: &str) -> Result<Option<Answer>, PressError> {
        let site = self.paper.id();
        let Some(post) = self.read.desk_post_by_slug(site, kind, slug).await? else { return Ok(None) };
        self.depends.post(post.id);
        let public = self.read.public_post(site, self.now, post.id).await?;
        Ok(public
            .and_then(|post| post.permalink)
            .map(|permalink| Answer::redirect(Addresses::post(&permalink), true)))
    }

    /// What a number stood for: a story that was moved in under it, else what the import noted.
    async fn numbered(&mut self, name: &str, value: &str) -> Result<Option<Answer>, PressError> {
        if matches!(name, "p" | "page_id") {
            let site = self.paper.id();
            let key = format!("wordpress:{value}");
            if let Some(post) = self.read.post_by_import_key(site, &key).await? {
                self.depends.post(post.id);
                let public = self.read.public_post(site, self.now, post.id).await?;
                return Ok(public
                    .and_then(|post| post.permalink)
                    .map(|permalink| Answer::redirect(Addresses::post(&permalink), true)));
            }
        }
        // The short link of a file has the number as a story's has; only the other form is noted.
        let names = if name == "p" { &["p", "attachment_id"][..] } else { &[name] };
        for name in names {
            if let Some(answer) = self.redirected(&format!("/?{name}={value}")).await? {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    /// Where the front page of a WordPress that lay in a folder leads. What its query asks for, such as `/blog/?p=12`, is
    /// what our own front page is asked with it.
    pub(crate) async fn front_page_of_old(
        &mut self,
        query: &Query,
        answer: Answer,
    ) -> Result<Answer, PressError> {
        if answer.location.as_deref() != Some("/") {
            return Ok(answer);
        }
        match front_page(query) {
            Some(Route::Moved { to }) => Ok(Answer::redirect(to, true)),
            Some(Route::WordPress { name, value }) => {
                let found = self.asked_of_front_page(name, &value).await?;
                Ok(found.filter(|found| found.location.is_some()).unwrap_or(answer))
            }
            _ => Ok(answer),
        }
    }

    /// Where a list of a WordPress that lay in a folder, or before whose addresses something stood, is now: `/blog/2012/03/` and
    /// `/archives/date/2012/03/` lead to `/2012/03/`.
    pub(crate) async fn below_front_page_of_old(&mut self, path: &str) -> Result<Option<Answer>, PressError> {
        let Some((folder, below)) = path.trim_start_matches('/').split_once('/') else { return Ok(None) };
        // Where a story's number follows upon the front, `date` stands before days.
        let mut to = format!("/{}", below.strip_prefix("date/").unwrap_or(below));
        let mut route = Route::of(&to, &Query::default());
        if let Route::Moved { to: with_slash } = &route
            && with_slash.strip_suffix('/') == Some(&to)
        {
            to.push('/');
            route = Route::of(&to, &Query::default());
        }
        let is_list = match &route {
            Route::Home { page } => *page > 1,
            Route::Archive { .. } | Route::Feed(_) => true,
            _ => false,
        };
        if !is_list {
            return Ok(None);
        }
        let front = self.read.redirect(self.paper.id(), &format!("/{folder}/")).await?;
        self.depends.paths();
        let is_front = front.is_some_and(|found| found.to == RedirectTarget::Address("/".to_owned()));
        if !is_front {
            return Ok(None);
        }
        // A day without stories leads to its month: one step is enough.
        let printed = self.print(&route).await?;
        Ok(printed.map(|list| Answer::redirect(list.location.unwrap_or(to), true)))
    }

    /// Where the address leads before which `index.php` stands, as WordPress took it before any of its addresses; that
    /// address itself where it leads nowhere else.
    pub(crate) async fn behind_index_php(&mut self, asked: &Asked) -> Result<Option<Answer>, PressError> {
        let path = after_index_php(self.path);
        if path == self.path || path == "/" {
            return Ok(None);
        }
        self.depends.paths();
        if self.read.redirect(self.paper.id(), "/index.php/").await?.is_some() {
            return Ok(None);
        }
        // Only what stands in the key of what is kept may say where it leads.
        let query = asked.query().to_string();
        let asked = Asked::of(&Ask { path, query: &query, ..self.ask });
        let whole = std::mem::replace(&mut self.path, path);
        let found = self.looked_up(&asked).await?;
        self.path = whole;
        let to = |answer: Answer| answer.location.unwrap_or_else(|| dateline_model::encode_path(path));
        Ok(found.map(|answer| Answer::redirect(to(answer), true)))
    }

    /// Where an address with a tail leads: to the story, or the list, that stands without it.
    pub(crate) async fn untailed(&mut self, path: &str) -> Result<Option<Answer>, PressError> {
        let Some((bare, tail)) = without_tail(path) else { return Ok(None) };
        let (site, now) = (self.paper.id(), self.now);
        self.depends.paths();
        for permalink in [bare.as_str(), bare.trim_end_matches('/')] {
            let Some(post) = self.read.public_post_by_permalink(site, now, permalink).await? else {
                continue;
            };
            let address = Addresses::post(permalink);
            let to = match tail {
                Tail::Feed => Addresses::comment_feed(post.id, post.import_key.as_deref()),
                Tail::CommentPage(page) if page > 1 => format!("{address}?commentPage={page}#comments"),
                Tail::CommentPage(_) => format!("{address}#comments"),
                Tail::Same => address,
            };
            return Ok(Some(Answer::redirect(to, true)));
        }
        if tail == Tail::Feed && is_archive(&bare) {
            return Ok(Some(Answer::redirect(self.addresses.feed(), true)));
        }
        match tail {
            Tail::Same => self.redirected(&bare).await,
            // Of a list one form of its feed is known; of a front page that lay in a folder there are all.
            Tail::Feed if bare.matches('/').count() > 2 => self.redirected(&format!("{bare}feed/")).await,
            Tail::Feed | Tail::CommentPage(_) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail(path: &str) -> Option<(String, Tail)> {
        without_tail(path)
    }

    #[test]
    fn a_tail_is_cut_off_and_the_address_before_it_stays() {
        let story = || "/2012/03/harbour/".to_owned();
        assert_eq!(tail("/2012/03/harbour/feed/"), Some((story(), Tail::Feed)));
        assert_eq!(tail("/2012/03/harbour/feed/atom/"), Some((story(), Tail::Feed)));
        assert_eq!(tail("/2012/03/harbour/comment-page-3/"), Some((story(), Tail::CommentPage(3))));
        assert_eq!(tail("/2012/03/harbour/trackback"), Some((story(), Tail::Same)));
        assert_eq!(tail("/category/sea/page/4/"), Some(("/category/sea/".to_owned(), Tail::Same)));
    }

    #[test]
    fn index_php_is_taken_away_however_often_it_stands_there() {
        assert_eq!(after_index_php("/index.php/2012/03/"), "/2012/03/");
        assert_eq!(after_index_php("/index.php/index.php/a"), "/a");
        for path in ["/", "/index.php", "/index.phpx/a", "/a/index.php/b"] {
            assert_eq!(after_index_php(path), path);
        }
    }

    #[test]
    fn what_only_looks_like_a_tail_is_none() {
        for path in
            ["/", "/feed/", "/harbour/", "/harbour/comment-page-0/", "/harbour/comment-page-x/", "/a/page/x/"]
        {
            assert_eq!(tail(path), None, "{path}");
        }
    }
}
