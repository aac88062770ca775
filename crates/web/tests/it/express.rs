//! The express lane answers as everybody else does, only sooner.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use dateline_model::Millis;
use dateline_web::App;
use dateline_web::server::{AtHand, Limits, PlainGet, Ready, Server, Stopped};
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::door::short;
use crate::newspaper::{Rules, TestApp, a_post};

/// Limits under which a reader may be slow: a machine that is busy must not look like one.
fn patient() -> Limits {
    let long = Duration::from_mins(10);
    Limits { first_byte: long, headers: long, idle: long, ..short() }
}

/// Counts what the lane found, beside what it answers.
struct Counted(App, Arc<AtomicUsize>);

impl AtHand for Counted {
    fn find(&self, asked: &PlainGet<'_>) -> Option<Ready> {
        let found = self.0.find(asked)?;
        self.1.fetch_add(1, Ordering::Relaxed);
        Some(found)
    }

    fn prints(&self, asked: &PlainGet<'_>) -> bool {
        self.0.prints(asked)
    }

    fn now(&self) -> Millis {
        AtHand::now(&self.0)
    }
}

/// One server of the newspaper, with or without the lane.
struct Street {
    address: SocketAddr,
    found: Arc<AtomicUsize>,
    stop: CancellationToken,
}

impl Street {
    async fn of(bell: &TestApp, with_lane: bool, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (found, stop) = (Arc::default(), CancellationToken::new());
        let server = Server::new(listener, bell.app.router(), limits);
        let counted = Arc::new(Counted(bell.app.clone(), Arc::clone(&found)));
        let server = if with_lane { server.with_at_hand(counted) } else { server };
        tokio::spawn(server.run(stop.clone()));
        Self { address, found, stop }
    }

    async fn reader(&self) -> Reader {
        Reader(TcpStream::connect(self.address).await.unwrap())
    }

    fn found(&self) -> usize {
        self.found.load(Ordering::Relaxed)
    }
}

struct Reader(TcpStream);

/// Status line, header lines but the date, body.
#[derive(Debug, PartialEq, Eq)]
struct Heard {
    status: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reader {
    async fn ask(&mut self, request: &str) -> Heard {
        self.0.write_all(request.as_bytes()).await.unwrap();
        self.hear().await
    }

    async fn hear(&mut self) -> Heard {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let next = tokio::time::timeout(Duration::from_secs(10), self.0.read_u8()).await;
            head.push(next.expect("the server answers").expect("the answer is whole"));
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap().to_owned();
        let pairs = lines.map(|line| line.split_once(": ").unwrap());
        let mut headers: BTreeMap<String, String> =
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert!(headers.remove("date").is_some_and(|date| date.ends_with(" GMT")), "{head}");
        let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; if status.contains("304") { 0 } else { length }];
        self.0.read_exact(&mut body).await.unwrap();
        Heard { status, headers, body }
    }
}

fn get(target: &str, lines: &[&str]) -> String {
    let mut request = vec![format!("GET {target} HTTP/1.1"), "host: bell.example".to_owned()];
    request.extend(lines.iter().map(|&line| line.to_owned()));
    request.join("\r\n") + "\r\n\r\n"
}

#[tokio::test]
async fn a_page_at_hand_is_the_same_answer_on_every_way_in() {
    let bell = TestApp::new().await;
    let story = bell.publish(a_post()).await;
    let path = story.permalink.clone().unwrap();
    let (lane, plain) = (Street::of(&bell, true, patient()).await, Street::of(&bell, false, patient()).await);
    plain.reader().await.ask(&get(&path, &[])).await;
    let tag = |heard: &Heard| heard.headers["etag"].clone();
    let gzip = tag(&plain.reader().await.ask(&get(&path, &["accept-encoding: gzip"])).await);
    let matching = format!("if-none-match: {gzip}");
    let cases: [&[&str]; 12] = [
        &[],
        &["accept-encoding: gzip"],
        &["Accept-Encoding: BR;q=0.9, gzip;q=0.1"],
        &["accept-encoding: gzip;q=0", "accept-encoding: *"],
        &["accept-encoding: identity"],
        &["accept-encoding: gzip", &matching],
        &["accept-encoding: br", &matching],
        &["if-none-match: *"],
        &["if-modified-since: Fri, 01 Jan 2100 00:00:00 GMT"],
        &["if-modified-since: Thu, 01 Jan 1970 00:00:00 GMT"],
        &["connection: keep-alive", "user-agent: Lynx/2.9", "cookie: a=b", "range: bytes=0-9"],
        &["x-forwarded-for: 203.0.113.9", "x-forwarded-host: elsewhere.example", "accept-language: de"],
    ];
    for lines in cases {
        let before = lane.found();
        let request = get(&path, lines);
        let (express, usual) =
            (lane.reader().await.ask(&request).await, plain.reader().await.ask(&request).await);
        assert_eq!(express, usual, "{request}");
        assert_eq!(lane.found(), before + 1, "the lane answers: {request}");
    }
}

#[tokio::test]
async fn whatever_is_no_plain_request_goes_the_usual_way_on_the_same_connection() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    let (lane, plain) = (Street::of(&bell, true, patient()).await, Street::of(&bell, false, patient()).await);
    plain.reader().await.ask(&get(&path, &[])).await;
    let page = get(&path, &[]);
    let many = format!("GET {path} HTTP/1.1\r\nhost: bell.example\r\n{}\r\n", "x-filler: y\r\n".repeat(60));
    let others = [
        get("/nowhere/", &[]),
        get(&path, &["cookie: dateline-own-1=2.3"]),
        get(&path, &["content-length: 0"]),
        get(&path, &["host: bell.example"]),
        get(&path, &["connection: close"]),
        page.replace("GET", "POST").replace("\r\n\r\n", "\r\ncontent-length: 2\r\n\r\nhi"),
        page.replace("bell.example", "nobody.example/"),
        page.replace(&path, &format!("{path}?utm_source=a")),
        format!("GET {path} HTTP/1.1\r\n\r\n"),
        many,
    ];
    for other in others {
        let mut reader = lane.reader().await;
        let first = reader.ask(&page).await;
        let before = lane.found();
        let express = reader.ask(&other).await;
        assert_eq!(lane.found(), before, "not in the lane: {other}");
        let mut usual = plain.reader().await;
        assert_eq!(first, usual.ask(&page).await);
        assert_eq!(express, usual.ask(&other).await, "{other}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_at_hand_is_the_same_answer_on_every_way_in() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    let (lane, plain) = (Street::of(&bell, true, patient()).await, Street::of(&bell, false, patient()).await);
    // With noise in its query a page is never at hand, and is always the same.
    let noisy = |path: &str| format!("{path}?utm_source=a");
    let targets = [
        noisy(&path),
        noisy("/"),
        noisy("/feed.xml"),
        noisy("/nowhere/"),
        noisy("/search/"),
        noisy("/robots.txt"),
        "//".to_owned(),
        path.replace("/2026/", "/2026//"),
        "/tag".to_owned(),
        "/%E0%A4%A/".to_owned(),
        "/assets/nothing.css".to_owned(),
        "/ghost/".to_owned(),
        "/admin/".to_owned(),
        format!("/{}", "a".repeat(7_000)),
    ];
    let gzip = ["accept-encoding: gzip"];
    let lines: [&[&str]; 4] =
        [&[], &gzip, &["if-none-match: *"], &["if-modified-since: Fri, 01 Jan 2100 00:00:00 GMT"]];
    let (mut express, mut usual) = (lane.reader().await, plain.reader().await);
    for target in &targets {
        for lines in lines {
            let request = get(target, lines);
            assert_eq!(express.ask(&request).await, usual.ask(&request).await, "{request}");
        }
    }
}

#[tokio::test]
async fn requests_in_one_packet_and_a_request_in_two_are_answered_whole_and_in_order() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    let lane = Street::of(&bell, true, patient()).await;
    let mut reader = lane.reader().await;
    let page = get(&path, &[]);
    let whole = reader.ask(&page).await;
    let both = format!("{}{page}", get("/", &[]));
    let front = reader.ask(&both).await;
    assert_ne!(front.body, whole.body);
    assert_eq!(reader.hear().await, whole);

    let mut slow = lane.reader().await;
    let (begin, end) = page.split_at(20);
    slow.0.write_all(begin.as_bytes()).await.unwrap();
    slow.0.flush().await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(slow.ask(end).await, whole);
}

#[tokio::test]
async fn who_read_a_page_that_had_to_be_made_is_back_in_the_lane_with_the_next_one() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    let lane = Street::of(&bell, true, patient()).await;
    let mut reader = lane.reader().await;
    let page = get(&path, &[]);
    let made = reader.ask(&page).await;
    for read in 1..=3 {
        assert_eq!(reader.ask(&page).await, made);
        assert_eq!(lane.found(), read);
        // Not at hand, so somebody else answers in between.
        assert!(reader.ask(&get(&format!("/nowhere-{read}/"), &[])).await.status.contains("404"));
    }
    // The first half of the next request comes with the end of one that is made.
    let (begin, end) = page.split_at(20);
    reader.0.write_all(format!("{}{begin}", get("/nowhere/", &[])).as_bytes()).await.unwrap();
    assert!(reader.hear().await.status.contains("404"));
    assert_eq!(reader.ask(end).await, made);
}

#[tokio::test]
async fn who_has_sent_a_form_stays_where_forms_are_read() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    bell.reader().get(&path).await;
    let lane = Street::of(&bell, true, patient()).await;
    let mut writer = lane.reader().await;
    let page = get(&path, &[]);
    let form = page.replace("GET", "POST").replace("\r\n\r\n", "\r\ncontent-length: 2\r\n\r\nhi");
    assert!(writer.ask(&form).await.status.contains("405"));
    assert!(writer.ask(&form).await.status.contains("405"));
    assert_eq!(lane.found(), 0);
    writer.ask(&page).await;
    writer.ask(&page).await;
    assert_eq!(lane.found(), 1, "reading again");
}

#[tokio::test]
async fn the_requests_of_a_connection_are_counted_on_both_ways() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    let lane = Street::of(&bell, true, Limits { requests_per_connection: 4, ..patient() }).await;
    let mut reader = lane.reader().await;
    for asked in 1..=4 {
        let target = if asked % 2 == 0 { path.clone() } else { format!("/nowhere-{asked}/") };
        let heard = reader.ask(&get(&target, &[])).await;
        assert_eq!(heard.headers.contains_key("connection"), asked == 4, "{asked}");
    }
    assert_eq!(reader.0.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_change_is_in_the_next_answer_of_an_open_connection() {
    let bell = TestApp::ruled(Rules { spam_filter: false, ..Rules::default() }).await;
    let story = bell.publish(a_post()).await;
    let path = story.permalink.clone().unwrap();
    bell.reader().get(&path).await;
    let lane = Street::of(&bell, true, patient()).await;
    let mut reader = lane.reader().await;
    for round in 0..20 {
        bell.say(&story, &format!("Remark {round}")).await;
        // The page is made anew for somebody else, and is at hand for this one.
        bell.reader().get(&path).await;
        let heard = reader.ask(&get(&path, &[])).await;
        assert!(String::from_utf8_lossy(&heard.body).contains(&format!("Remark {round}")));
    }
    assert_eq!(lane.found(), 20);
}

#[tokio::test]
async fn a_connection_of_the_lane_ends_after_its_requests_its_rest_and_with_the_server() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    let page = get(&path, &[]);
    let lane = Street::of(&bell, true, Limits { requests_per_connection: 5, ..short() }).await;
    bell.reader().get(&path).await;
    let mut busy = lane.reader().await;
    for asked in 1..=5 {
        let heard = busy.ask(&page).await;
        assert_eq!(heard.headers.contains_key("connection"), asked == 5, "the last answer says goodbye");
    }
    assert_eq!(busy.0.read(&mut [0]).await.unwrap(), 0);

    let mut resting = lane.reader().await;
    resting.ask(&page).await;
    let gone = tokio::time::timeout(Duration::from_secs(10), resting.0.read(&mut [0])).await;
    assert_eq!(gone.expect("a rest is limited").unwrap(), 0);

    let lane = Street::of(&bell, true, patient()).await;
    let mut open = lane.reader().await;
    open.ask(&page).await;
    lane.stop.cancel();
    let gone = tokio::time::timeout(Duration::from_secs(10), open.0.read(&mut [0])).await;
    assert_eq!(gone.expect("a server that stops closes").unwrap(), 0);
}

/// A house where only the lane has pages: a huge one, a small one, and one that cannot be looked up without a fault.
struct Stock;

/// More than the buffers of two sockets hold.
const HUGE: usize = 32 << 20;

impl AtHand for Stock {
    fn find(&self, asked: &PlainGet<'_>) -> Option<Ready> {
        let body = match asked.target {
            "/huge" => vec![b'x'; HUGE],
            "/small" => b"short news".to_vec(),
            "/fault" => panic!("a look-up went wrong"),
            _ => return None,
        };
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n", body.len()).into();
        let date = *b"date: Tue, 24 Nov 2026 18:20:00 GMT\r\n\r\n";
        Some(Ready { head, date, body: body.into(), holds_until: None })
    }

    fn now(&self) -> Millis {
        0
    }
}

/// A house that makes every page anew, as its router does.
struct Workshop;

impl AtHand for Workshop {
    fn find(&self, _asked: &PlainGet<'_>) -> Option<Ready> {
        None
    }

    fn prints(&self, _asked: &PlainGet<'_>) -> bool {
        true
    }

    fn now(&self) -> Millis {
        0
    }
}

/// A workshop that makes its pages when the gate opens, and tells when it has let one go.
struct Gated {
    address: SocketAddr,
    gate: Arc<Semaphore>,
    begun: Arc<Semaphore>,
    ended: Arc<Semaphore>,
    stop: CancellationToken,
}

/// Counts when it is dropped.
struct Told(Arc<Semaphore>);

impl Drop for Told {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

impl Gated {
    async fn open(limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let [gate, begun, ended] = [(); 3].map(|()| Arc::new(Semaphore::new(0)));
        let make = {
            let (gate, begun, ended) = (Arc::clone(&gate), Arc::clone(&begun), Arc::clone(&ended));
            move |request: Request| {
                let (gate, begun, ended) = (Arc::clone(&gate), Arc::clone(&begun), Told(Arc::clone(&ended)));
                async move {
                    let _ended = ended;
                    begun.add_permits(1);
                    gate.acquire().await.unwrap().forget();
                    let path = request.uri().path().to_owned();
                    match path.as_str() {
                        "/pieces" => {
                            Body::from_stream(stream::iter(["in ", "pieces"].map(Ok::<_, Infallible>)))
                        }
                        "/fault" => panic!("a page went wrong"),
                        _ => Body::from(path),
                    }
                }
            }
        };
        let server =
            Server::new(listener, Router::new().fallback(make), limits).with_at_hand(Arc::new(Workshop));
        let stop = CancellationToken::new();
        tokio::spawn(server.run(stop.clone()));
        Self { address, gate, begun, ended, stop }
    }

    async fn reader(&self) -> Reader {
        Reader(TcpStream::connect(self.address).await.unwrap())
    }

    async fn asks(&self, target: &str) -> Reader {
        let mut reader = self.reader().await;
        reader.0.write_all(get(target, &[]).as_bytes()).await.unwrap();
        self.begun.acquire().await.unwrap().forget();
        reader
    }
}

#[tokio::test]
async fn who_asks_for_more_while_a_page_is_made_hears_both_answers_in_order() {
    let shop = Gated::open(patient()).await;
    let mut reader = shop.asks("/first").await;
    reader.0.write_all(get("/second", &[]).as_bytes()).await.unwrap();
    shop.gate.add_permits(1);
    assert_eq!(reader.hear().await.body, b"/first");
    shop.gate.add_permits(1);
    assert_eq!(reader.hear().await.body, b"/second");
}

#[tokio::test]
async fn a_page_whose_reader_hangs_up_is_made_no_longer() {
    let shop = Gated::open(patient()).await;
    let reader = shop.asks("/never-read").await;
    // Unread bytes make the system reset the connection, as a browser's does whose tab is closed.
    reader.0.set_zero_linger().unwrap();
    drop(reader);
    shop.ended.acquire().await.unwrap().forget();
}

#[tokio::test]
async fn who_has_said_everything_still_hears_a_page_that_is_made() {
    let shop = Gated::open(patient()).await;
    let mut reader = shop.asks("/last").await;
    reader.0.shutdown().await.unwrap();
    shop.gate.add_permits(1);
    assert_eq!(reader.hear().await.body, b"/last");
    assert_eq!(rest(&mut reader.0).await, b"", "and the connection ends");
}

#[tokio::test]
async fn a_page_may_be_made_for_longer_than_a_connection_may_rest() {
    let shop = Gated::open(Limits { idle: Duration::from_millis(60), ..short() }).await;
    let mut patient = shop.asks("/long-read").await;
    // Somebody who says nothing has longer than a rest, and is seen off.
    let mut silent = shop.reader().await;
    assert_eq!(rest(&mut silent.0).await, b"");
    shop.gate.add_permits(1);
    assert_eq!(patient.hear().await.body, b"/long-read");
}

#[tokio::test]
async fn an_answer_in_pieces_and_a_page_that_went_wrong_leave_nobody_waiting() {
    let shop = Gated::open(patient()).await;
    shop.gate.add_permits(3);
    let mut reader = shop.asks("/pieces").await;
    let mut heard = Vec::new();
    while !heard.ends_with(b"\r\n0\r\n\r\n") {
        heard.push(reader.0.read_u8().await.unwrap());
    }
    assert!(String::from_utf8(heard).unwrap().contains("transfer-encoding: chunked"));
    let mut unlucky = shop.asks("/fault").await;
    assert_eq!(rest(&mut unlucky.0).await, b"");
}

#[tokio::test]
async fn a_server_that_stops_hands_over_the_page_that_is_being_made() {
    let shop = Gated::open(patient()).await;
    let mut reader = shop.asks("/late-edition").await;
    shop.stop.cancel();
    shop.gate.add_permits(1);
    assert_eq!(reader.hear().await.body, b"/late-edition");
    assert_eq!(rest(&mut reader.0).await, b"");
}

async fn stock(limits: Limits) -> (SocketAddr, tokio::task::JoinHandle<Stopped>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(|| async { "made for you" });
    let server = Server::new(listener, router, limits).with_at_hand(Arc::new(Stock));
    (address, tokio::spawn(server.run(CancellationToken::new())))
}

/// Everything up to the end of the connection.
async fn rest(reader: &mut TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), reader.read_to_end(&mut all));
    let _ = read.await.expect("the server closes");
    all
}

#[tokio::test]
async fn who_takes_a_page_slowly_gets_all_of_it_and_is_heard_afterwards() {
    let (address, _server) = stock(Limits { write_stall: Duration::from_secs(20), ..patient() }).await;
    let mut reader = Reader(TcpStream::connect(address).await.unwrap());
    reader.0.write_all(get("/huge", &[]).as_bytes()).await.unwrap();
    // It asks for more before it has taken anything of what has begun to come.
    reader.0.peek(&mut [0]).await.unwrap();
    reader.0.write_all(get("/small", &[]).as_bytes()).await.unwrap();
    assert_eq!(reader.hear().await.body, vec![b'x'; HUGE]);
    assert_eq!(reader.hear().await.body, b"short news");
    assert_eq!(reader.ask(&get("/made", &[])).await.body, b"made for you");
    assert_eq!(reader.ask(&get("/small", &[])).await.body, b"short news");
}

#[tokio::test]
async fn who_takes_nothing_of_a_page_loses_it() {
    let (address, _server) = stock(short()).await;
    let mut reader = TcpStream::connect(address).await.unwrap();
    reader.write_all(get("/huge", &[]).as_bytes()).await.unwrap();
    // It looks away until the server has closed, which it learns by being told that its words reach nobody.
    let gone = async {
        while reader.write_all(b"x").await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), gone).await.expect("the server gives up");
}

#[tokio::test]
async fn who_has_said_everything_still_hears_the_answer() {
    let (address, _server) = stock(patient()).await;
    let mut reader = TcpStream::connect(address).await.unwrap();
    reader.write_all(get("/small", &[]).as_bytes()).await.unwrap();
    reader.shutdown().await.unwrap();
    let heard = String::from_utf8(rest(&mut reader).await).unwrap();
    assert!(heard.ends_with("\r\n\r\nshort news"), "{heard}");
}

#[tokio::test]
async fn a_fault_in_one_look_up_takes_no_other_reader_along() {
    let (address, _server) = stock(patient()).await;
    let mut others = Vec::new();
    for _ in 0..4 {
        let mut other = Reader(TcpStream::connect(address).await.unwrap());
        other.ask(&get("/small", &[])).await;
        others.push(other);
    }
    let mut unlucky = TcpStream::connect(address).await.unwrap();
    unlucky.write_all(get("/fault", &[]).as_bytes()).await.unwrap();
    assert_eq!(rest(&mut unlucky).await, b"");
    for mut other in others {
        assert_eq!(other.ask(&get("/small", &[])).await.body, b"short news");
    }
}

#[tokio::test]
async fn a_crowd_that_says_nothing_is_seen_off_to_the_last_one() {
    let (address, _server) = stock(Limits { connections: 64, ..short() }).await;
    let mut crowd = Vec::new();
    for _ in 0..50 {
        crowd.push(TcpStream::connect(address).await.unwrap());
    }
    for silent in &mut crowd {
        assert_eq!(rest(silent).await, b"");
    }
}

#[tokio::test]
async fn who_says_nothing_in_the_lane_is_dropped() {
    let (address, _server) = stock(short()).await;
    let mut silent = TcpStream::connect(address).await.unwrap();
    assert_eq!(rest(&mut silent).await, b"");
}

#[tokio::test]
async fn a_server_that_is_given_up_closes_its_lanes() {
    let (address, server) = stock(patient()).await;
    let mut reader = Reader(TcpStream::connect(address).await.unwrap());
    reader.ask(&get("/small", &[])).await;
    server.abort();
    assert_eq!(rest(&mut reader.0).await, b"");
}

/// How a request may say where its body ends so that two servers disagree, and one that is honest.
const DISPUTED: [&str; 11] = [
    "content-length: 5\r\ntransfer-encoding: chunked\r\n",
    "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
    "content-length: 5\r\ncontent-length: 6\r\n",
    "content-length: 5, 6\r\n",
    "content-length: +5\r\n",
    "content-length: 5\r\n",
    "transfer-encoding: xchunked\r\n",
    "transfer-encoding:\r\n chunked\r\n",
    "transfer-encoding : chunked\r\n",
    "transfer-encoding: chunked, chunked\r\n",
    "expect: 100-continue\r\ncontent-length: 5\r\n",
];

fn disputed(form: &str) -> String {
    format!("GET /small HTTP/1.1\r\nhost: a\r\n{form}\r\n0\r\n\r\n{}", get("/small", &[]))
}

#[tokio::test]
async fn a_request_in_a_body_is_no_request_in_the_lane_either() {
    let (address, _server) = stock(short()).await;
    for form in DISPUTED {
        let mut reader = TcpStream::connect(address).await.unwrap();
        reader.write_all(disputed(form).as_bytes()).await.unwrap();
        reader.shutdown().await.unwrap();
        let heard = String::from_utf8_lossy(&rest(&mut reader).await).into_owned();
        let from_the_lane = heard.matches("short news").count();
        // The five bytes of the honest length are the body, and what follows is a request of its own.
        let honest = form == "content-length: 5\r\n" || form.starts_with("expect");
        assert!(from_the_lane <= usize::from(honest), "{form}: {heard}");
    }
}

/// An nginx in front of a server, which hands all readers' requests over on one connection.
struct InFront(tempfile::TempDir);

impl InFront {
    /// Nothing where there is no nginx. It is back from its start as soon as it can be asked.
    fn of(server: SocketAddr) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().display();
        let kept: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|what| format!("{what}_temp_path {place}/{what};"))
            .concat();
        let rules = format!(
            "master_process off; pid {place}/pid; error_log {place}/errors; events {{}}
             http {{ access_log off; keepalive_timeout 0; {kept} upstream paper {{ server {server}; keepalive 1; }}
             server {{ listen unix:{place}/door; location / {{
             proxy_pass http://paper; proxy_http_version 1.1; proxy_set_header Connection \"\"; }} }} }}"
        );
        std::fs::write(folder.path().join("rules"), rules).unwrap();
        let front = Self(folder);
        front.nginx(&[]).ok()?;
        Some(front)
    }

    fn nginx(&self, words: &[&str]) -> std::io::Result<std::process::ExitStatus> {
        let errors = self.0.path().join("errors");
        std::process::Command::new("nginx")
            .arg("-c")
            .arg(self.0.path().join("rules"))
            .arg("-e")
            .arg(errors)
            .args(words)
            .status()
    }

    async fn hear(&self, request: &str) -> String {
        let mut reader = tokio::net::UnixStream::connect(self.0.path().join("door")).await.unwrap();
        reader.write_all(request.as_bytes()).await.unwrap();
        let mut all = Vec::new();
        reader.read_to_end(&mut all).await.unwrap();
        String::from_utf8_lossy(&all).into_owned()
    }
}

impl Drop for InFront {
    fn drop(&mut self) {
        let _ = self.nginx(&["-s", "stop"]);
    }
}

#[tokio::test]
async fn behind_nginx_the_next_reader_gets_the_page_that_they_asked_for() {
    let (address, _server) = stock(short()).await;
    let Some(front) = InFront::of(address) else {
        eprintln!("skipped: nginx is not installed, so nothing stands in front of the server");
        return;
    };
    for form in DISPUTED {
        front.hear(&disputed(form)).await;
        let next = front.hear(&get("/elsewhere", &[])).await;
        assert!(next.starts_with("HTTP/1.1 200") && next.ends_with("made for you"), "after {form}: {next}");
    }
}

/// A house with one page, which says how often it was looked up, and with editions.
#[derive(Default)]
struct Kiosk {
    edition: AtomicU64,
    looked_up: AtomicUsize,
    given_again: AtomicUsize,
}

/// Bytes of its large page, which is still remembered.
const LARGE: usize = 20 << 10;

impl AtHand for Kiosk {
    fn find(&self, asked: &PlainGet<'_>) -> Option<Ready> {
        let look = self.looked_up.fetch_add(1, Ordering::Relaxed);
        let body = match asked.target {
            "/page" => format!("looked up {look} times before"),
            _ => "x".repeat(LARGE),
        };
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n", body.len()).into();
        let date = *b"date: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n";
        Some(Ready { head, date, body: body.into(), holds_until: Some(1_000) })
    }

    fn edition(&self) -> Option<u64> {
        Some(self.edition.load(Ordering::Relaxed))
    }

    fn is_given_again(&self) {
        self.given_again.fetch_add(1, Ordering::Relaxed);
    }

    fn now(&self) -> Millis {
        0
    }
}

async fn kiosk() -> (Arc<Kiosk>, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (kiosk, router) = (Arc::new(Kiosk::default()), Router::new().fallback(|| async { "made for you" }));
    let limits = Limits { write_stall: Duration::from_mins(10), ..patient() };
    let server = Server::new(listener, router, limits).with_at_hand(Arc::clone(&kiosk) as Arc<dyn AtHand>);
    tokio::spawn(server.run(CancellationToken::new()));
    (kiosk, address)
}

#[tokio::test]
async fn what_is_asked_in_the_same_words_is_looked_up_again_when_something_has_changed() {
    let (kiosk, address) = kiosk().await;
    // One reader: each lane remembers for itself.
    let mut reader = Reader(TcpStream::connect(address).await.unwrap());
    let request = get("/page", &[]);
    let mut bodies = Vec::new();
    for edition in 0..2 {
        kiosk.edition.store(edition, Ordering::Relaxed);
        for _ in 0..4 {
            bodies.push(String::from_utf8(reader.ask(&request).await.body).unwrap());
        }
    }
    let looks = |times: [u32; 4]| times.map(|look| format!("looked up {look} times before"));
    assert_eq!(bodies[..4], looks([0, 1, 1, 1]));
    assert_eq!(bodies[4..], looks([2, 2, 2, 2]), "it is known to be asked for again and again");
    assert_eq!(kiosk.given_again.load(Ordering::Relaxed), 5);
}

#[tokio::test]
async fn what_is_said_again_to_a_slow_reader_arrives_whole() {
    let (kiosk, address) = kiosk().await;
    let mut reader = Reader(TcpStream::connect(address).await.unwrap());
    let request = get("/large", &[]);
    let first = reader.ask(&request).await;
    let given = || kiosk.looked_up.load(Ordering::Relaxed) + kiosk.given_again.load(Ordering::Relaxed);
    // Nothing is read until the system takes no more in the middle of an answer, and the next request is not heard.
    let mut asked = 1;
    let is_heard = async |asked| {
        while given() < asked {
            tokio::task::yield_now().await;
        }
    };
    loop {
        reader.0.write_all(request.as_bytes()).await.unwrap();
        asked += 1;
        if tokio::time::timeout(Duration::from_millis(500), is_heard(asked)).await.is_err() {
            break;
        }
    }
    for _ in 1..asked {
        assert_eq!(reader.hear().await, first);
    }
    assert!(kiosk.given_again.load(Ordering::Relaxed) > 0);
}

#[tokio::test]
async fn who_asks_again_and_again_in_the_same_words_sees_every_change_at_once() {
    let bell = TestApp::ruled(Rules { spam_filter: false, ..Rules::default() }).await;
    let story = bell.publish(a_post()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let at_hand = Arc::new(bell.app.clone());
    let server = Server::new(listener, bell.app.router(), patient()).with_at_hand(at_hand);
    tokio::spawn(server.run(CancellationToken::new()));
    let mut reader = Reader(TcpStream::connect(address).await.unwrap());
    let page = get(story.permalink.as_ref().unwrap(), &[]);
    // The clock of this newspaper stands still, so that all of it happens within one second.
    for round in 0..5 {
        let said = format!("The ferry of round {round} was late");
        let sent = bell.reader().comment(&story, &said).await;
        assert_eq!(sent.status, 303);
        for time in 0..4 {
            let heard = reader.ask(&page).await;
            let body = String::from_utf8(heard.body).unwrap();
            assert!(body.contains(&said), "asked for the {time}. time after the comment of round {round}");
        }
    }
}
