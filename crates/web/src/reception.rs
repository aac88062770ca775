//! What every request passes first: which site it asks for, which path, and who answers it.

use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use dateline_model::{Millis, Paper, PostId};
use dateline_newsroom::Stamp;
use dateline_press::{Ask, Query};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use crate::app::App;
use crate::client_address::client_address;
use crate::compress::Encoding;
use crate::host::HostName;
use crate::papers::Papers;
use crate::path::RequestPath;
use crate::server::{PeerAddress, PlainGet, Secure};
use crate::{
    assets, comments, desk, ghost, letters, media, one_comment, own, plain, preview, private, reader,
};

/// The hidden field of a comment form that says when the form was given out.
pub(crate) const STAMP: &str = "stamp";

/// A request whose site and path are known.
pub(crate) struct Visit {
    pub(crate) app: App,
    pub(crate) paper: Arc<Paper>,
    /// Scheme, host and port that the request came to.
    pub(crate) origin: String,
    pub(crate) path: RequestPath,
    /// The path as the house knows it: decoded, with a leading slash.
    pub(crate) decoded: String,
    pub(crate) now: Millis,
    parts: Parts,
}

/// Answers a request.
pub(crate) async fn receive(State(app): State<App>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let is_personal = own::may_be_there(&parts.headers);
    if let Some(page) = reader::at_hand(&app, &parts).filter(|_| !is_personal) {
        return page;
    }
    let answer = match Visit::of(app.clone(), parts) {
        Ok(visit) => show_in(visit, body).await,
        Err(refusal) => *refusal,
    };
    app.tally().answered(answer.status());
    answer
}

async fn show_in(visit: Visit, body: Body) -> Response {
    if !visit.path.is_canonical() && visit.only_reads() {
        return moved(&visit.with_query(visit.path.as_str()));
    }
    if visit.paper.settings.is_private() {
        return Box::pin(private::answer(&visit, body)).await;
    }
    answer(&visit, body).await
}

/// Answers whoever may read the site.
///
/// What takes room to answer is put on the heap when its turn comes: a form that trickles in must not hold all the room that its
/// answer will need.
pub(crate) async fn answer(visit: &Visit, body: Body) -> Response {
    let segments: Vec<&str> = visit.path.segments().iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["ghost", "api", rest @ ..] => Box::pin(ghost::answer(visit, rest, body)).await,
        // Where Ghost has its own desk, and where its writers' bookmarks lead.
        ["ghost", ..] if visit.only_reads() => moved(desk::ADDRESS),
        ["admin", file @ ..] => desk::answer(visit, file),
        ["content", file @ ..] if !file.is_empty() => Box::pin(media::answer(visit, file)).await,
        ["comments", post] => match post.parse() {
            Ok(post) => Box::pin(comments::answer(visit, post, body)).await,
            Err(_) => Box::pin(reader::answer(visit)).await,
        },
        ["comments", "subscription", id, key, below @ ..] => {
            Box::pin(letters::subscription(visit, id, key, below, body)).await
        }
        ["comments", "digest", user, key] => Box::pin(letters::digest(visit, user, key, body)).await,
        ["comments", _, "challenge"] if visit.only_reads() => match one_comment::challenge(visit) {
            Some(challenge) => challenge,
            None => Box::pin(reader::answer(visit)).await,
        },
        ["comments", post, comment, below @ ..] => match (post.parse(), comment.parse()) {
            (Ok(post), Ok(comment)) => Box::pin(one_comment::answer(visit, post, comment, below, body)).await,
            _ => Box::pin(reader::answer(visit)).await,
        },
        ["assets" | "public", ..] => match assets::answer(visit) {
            Some(file) => file,
            // The press makes some files itself.
            None => Box::pin(reader::answer(visit)).await,
        },
        ["p", token] if visit.only_reads() => match Box::pin(preview::answer(visit, token)).await {
            Some(page) => page,
            None => Box::pin(reader::answer(visit)).await,
        },
        _ => Box::pin(reader::answer(visit)).await,
    }
}

/// Whether a request for `target`, as it was sent, is for a page that the press makes, whatever it says in its headers.
/// Spellings that are no page's own address are not looked into.
pub(crate) fn is_for_the_press(target: &str) -> bool {
    const OTHERS: [&str; 7] = ["ghost", "admin", "content", "comments", "assets", "public", "p"];
    let path = target.strip_prefix('/').unwrap_or_default();
    let first = path.split(['/', '?']).next().unwrap_or_default();
    let is_front = first.is_empty() && !path.starts_with('/');
    let is_plain = !first.contains('%') && !target.contains("/.");
    is_front || (!first.is_empty() && is_plain && !OTHERS.contains(&first))
}

impl Visit {
    fn of(app: App, parts: Parts) -> Result<Self, Box<Response>> {
        let refuse = |status, title: &str, text: &str| Box::new(plain::sentence(status, title, text));
        let host = HostName::of_request(&parts)
            .map_err(|error| refuse(StatusCode::BAD_REQUEST, "Unreadable request", &error.to_string()))?;
        let path = RequestPath::parse(parts.uri.path()).map_err(|error| {
            let status = if error.is_too_long() { StatusCode::URI_TOO_LONG } else { StatusCode::BAD_REQUEST };
            refuse(status, "Unreadable address", &error.to_string())
        })?;
        let paper = app.papers().at(&host).ok_or_else(|| {
            let text = format!(
                "Nothing is published here under the name {host}. Check the address; whoever runs this server \
                 can add the site, or give a site this name."
            );
            refuse(StatusCode::MISDIRECTED_REQUEST, "No such site", &text)
        })?;
        let decoded = path.decoded();
        let (origin, now) = (origin(is_secure(&parts), &host.with_port(&parts)), app.clock().now());
        Ok(Self { app, paper, origin, path, decoded, now, parts })
    }

    /// A visit that nobody makes: how the house asks itself what something looks like.
    pub(crate) fn of_ours(app: &App, paper: &Paper) -> Self {
        Self::to_the_front(app, Arc::new(paper.clone()))
    }

    /// The visit of the next who asks for a page of `paper` whose key says this origin and this target; `None` when the target is
    /// no path of ours, or the site asks for a password first.
    pub(crate) fn again(
        app: &App,
        paper: Arc<Paper>,
        origin: &str,
        target: Uri,
        encoding: Option<Encoding>,
    ) -> Option<Self> {
        let path = RequestPath::parse(target.path()).ok()?;
        if paper.settings.is_private() {
            return None;
        }
        let mut visit = Self { decoded: path.decoded(), path, ..Self::to_the_front(app, paper) };
        visit.parts.uri = target;
        if let Some(name) = encoding.and_then(Encoding::header) {
            visit.parts.headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(name));
        }
        // The key names none where the site prints its own address.
        if !origin.is_empty() {
            origin.clone_into(&mut visit.origin);
        }
        Some(visit)
    }

    fn to_the_front(app: &App, paper: Arc<Paper>) -> Self {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = Method::GET;
        Self {
            app: app.clone(),
            origin: format!("https://{}", paper.site.host),
            paper,
            path: RequestPath::front(),
            decoded: "/".to_owned(),
            now: app.clock().now(),
            parts,
        }
    }

    pub(crate) fn method(&self) -> &Method {
        &self.parts.method
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The query as it came, without `?`.
    pub(crate) fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or_default()
    }

    /// Whether the request is a GET or a HEAD.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(*self.method(), Method::GET | Method::HEAD)
    }

    /// `path` with this request's query.
    pub(crate) fn with_query(&self, path: &str) -> String {
        match self.parts.uri.query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }

    /// Whose request it is, as far as trusted proxies say.
    pub(crate) fn client(&self) -> IpAddr {
        let peer = self.parts.extensions.get::<PeerAddress>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        client_address(peer, self.headers(), self.app.trusted())
    }

    /// What a comment form under `post` carries unseen.
    pub(crate) fn hidden(&self, post: PostId) -> Vec<(String, String)> {
        let stamp = Stamp::issue(self.app.newsroom().secret(), &self.paper, post, self.now);
        vec![(STAMP.to_owned(), stamp)]
    }

    /// Whether the site is reached over HTTPS: by its own address, or as the browser says.
    pub(crate) fn is_https(&self) -> bool {
        let origin = self.headers().get(header::ORIGIN).map(HeaderValue::as_bytes);
        is_secure(&self.parts)
            || self.paper.settings.url.starts_with("https://")
            || origin.is_some_and(|o| o.starts_with(b"https://"))
    }

    /// The key of the page that this request asks for, whose query without noise is `query`.
    pub(crate) fn key(&self, query: &Query) -> String {
        let path = self.path.as_str();
        let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        key(&self.paper, || self.origin.clone(), &target)
    }

    /// What the press is asked; `hidden` makes the hidden fields of a form.
    pub(crate) fn ask<'v>(&'v self, hidden: &'v (dyn Fn(PostId) -> Vec<(String, String)> + Sync)) -> Ask<'v> {
        Ask {
            paper: &self.paper,
            path: &self.decoded,
            query: self.query(),
            origin: &self.origin,
            now: self.now,
            hidden,
            form: None,
            notice: None,
            own: &[],
            letters: self.app.newsroom().sends_mail(&self.paper),
        }
    }
}

/// The key under which a page would be kept whose canonical address is exactly what was asked for; `None` when the
/// request names no site of ours, or one that asks for a password first.
pub(crate) fn key_of(app: &App, parts: &Parts) -> Option<String> {
    let host = HostName::of_request(parts).ok()?;
    let paper = app.papers().at(&host).filter(|paper| !paper.settings.is_private())?;
    let target = parts.uri.path_and_query()?.as_str();
    Some(key(&paper, || origin(is_secure(parts), &host.with_port(parts)), target))
}

/// What a plain request's `find` comes to under the same key.
pub(crate) fn by_key_of_plain<T>(
    app: &App,
    asked: &PlainGet<'_>,
    find: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    // Readers of one site ask for it under one name, so the name is read and the key's front written when it is another.
    thread_local!(static LAST: RefCell<(Option<Front>, String)> = const { RefCell::new((None, String::new())) });
    LAST.with_borrow_mut(|(front, key)| {
        let papers = app.papers();
        let is_same = |front: &Front| {
            front.host == asked.host
                && front.is_secure == asked.is_secure
                && Arc::ptr_eq(&front.papers, &papers)
        };
        if !front.as_ref().is_some_and(is_same) {
            *front = Some(Front::of(asked, Arc::clone(&papers))?);
        }
        key.clear();
        key.push_str(&front.as_ref()?.text);
        key.push_str(asked.target);
        find(key)
    })
}

/// What the keys of plain requests begin with that come under one name.
struct Front {
    host: String,
    is_secure: bool,
    /// As the sites were then.
    papers: Arc<Papers>,
    text: String,
}

impl Front {
    /// `None` when the name is none of ours, or that of a site that asks for a password first.
    fn of(asked: &PlainGet<'_>, papers: Arc<Papers>) -> Option<Self> {
        let host = HostName::parse(asked.host).ok()?;
        let paper = papers.at(&host).filter(|paper| !paper.settings.is_private())?;
        let origin = || origin(asked.is_secure, &host.with_port_of(asked.host));
        let text = key(&paper, origin, "");
        Some(Self { host: asked.host.to_owned(), is_secure: asked.is_secure, papers, text })
    }
}

/// Whether a request came over TLS to ourselves.
fn is_secure(parts: &Parts) -> bool {
    parts.extensions.get::<Secure>().is_some()
}

/// Scheme, host and port as the origin of an address is written.
fn origin(is_secure: bool, host: &str) -> String {
    format!("{}://{host}", if is_secure { "https" } else { "http" })
}

/// The key of a page: its site, the origin where the page names it, and its address without noise.
fn key(paper: &Paper, origin: impl FnOnce() -> String, target: &str) -> String {
    // A site that knows its own address prints that one, under whatever name it was asked.
    let origin = if paper.settings.url.is_empty() { origin() } else { String::new() };
    format!("{} {origin} {target}", paper.id())
}

/// 301 to a path of this site.
pub(crate) fn moved(to: &str) -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::MOVED_PERMANENTLY;
    // A path of ours is ASCII; the query is as the client sent it, and was a valid part of a request line.
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    answer.headers_mut().insert(header::LOCATION, to);
    answer
}
