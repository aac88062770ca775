use std::time::Duration;

use tokio::time::Instant;

use crate::door::{Door, short};

const FRONT_PAGE: &str = "GET / HTTP/1.1\r\nhost: paper.example\r\n\r\n";

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

#[tokio::test]
async fn a_reader_gets_two_pages_on_one_connection() {
    let door = Door::open(short()).await;
    let mut reader = door.knock().await;
    for _ in 0..2 {
        reader.say(FRONT_PAGE).await;
        let answer = reader.until("front page").await;
        assert_eq!(status(&answer), "200");
    }
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let door = Door::open(short()).await;
    let mut reader = door.knock().await;
    reader.say(format!("{FRONT_PAGE}GET /moved HTTP/1.1\r\nhost: paper.example\r\n\r\n{FRONT_PAGE}")).await;
    let all = reader.rest().await;
    let statuses: Vec<&str> = all.matches("HTTP/1.1 ").collect();
    assert_eq!(statuses.len(), 3);
    assert!(all.find("308").unwrap() > all.find("front page").unwrap());
}

#[tokio::test]
async fn a_client_that_says_nothing_is_dropped() {
    let door = Door::open(short()).await;
    let mut silent = door.knock().await;
    assert_eq!(silent.rest().await, "");
}

#[tokio::test]
async fn a_client_that_trickles_its_headers_is_dropped() {
    let door = Door::open(short()).await;
    let mut slow = door.knock().await;
    let started = Instant::now();
    slow.say("GET / HTTP/1.1\r\n").await;
    let (mut reading, mut writing) = slow.0.split();
    let trickle = async {
        use tokio::io::AsyncWriteExt;
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if writing.write_all(b"x: y\r\n").await.is_err() {
                break;
            }
        }
    };
    let closed = async {
        use tokio::io::AsyncReadExt;
        let mut all = Vec::new();
        let _ = reading.read_to_end(&mut all).await;
        all
    };
    let answer = tokio::select! {
        answer = closed => answer,
        () = trickle => Vec::new(),
    };
    assert!(!String::from_utf8_lossy(&answer).contains("200"));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn half_an_http2_greeting_is_dropped() {
    let door = Door::open(short()).await;
    let mut slow = door.knock().await;
    slow.say("PRI * HTTP/2.0\r\n").await;
    assert_eq!(slow.rest().await, "");
}

#[tokio::test]
async fn a_resting_connection_is_closed_without_a_word() {
    let door = Door::open(short()).await;
    let mut reader = door.knock().await;
    reader.say(FRONT_PAGE).await;
    reader.until("front page").await;
    assert_eq!(reader.rest().await, "");
}

#[tokio::test]
async fn a_second_request_that_never_ends_is_dropped() {
    let door = Door::open(short()).await;
    let mut reader = door.knock().await;
    reader.say(FRONT_PAGE).await;
    reader.until("front page").await;
    reader.say("GET / HTTP/1.1\r\nho").await;
    assert_eq!(reader.rest().await, "");
}

#[tokio::test]
async fn a_body_that_trickles_is_answered_408() {
    let door = Door::open(short()).await;
    let mut slow = door.knock().await;
    slow.say("POST /comments HTTP/1.1\r\nhost: paper.example\r\ncontent-length: 1000\r\n\r\nname=").await;
    let answer = slow.rest().await;
    assert_eq!(status(&answer), "408");
    assert!(answer.contains("connection: close"));
}

#[tokio::test]
async fn a_body_at_the_floor_is_accepted_in_several_windows() {
    let door = Door::open(short()).await;
    let mut writer = door.knock().await;
    writer.say("POST /comments HTTP/1.1\r\nhost: paper.example\r\ncontent-length: 1500\r\n\r\n").await;
    for _ in 0..5 {
        // 300 bytes in 100 ms: three times the floor of 200 in a window of 200 ms.
        writer.say([b'x'; 300]).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(status(&writer.until("1500 bytes").await), "200");
}

#[tokio::test]
async fn an_answer_nobody_reads_is_given_up() {
    let door = Door::open(short()).await;
    let mut deaf = door.knock().await;
    deaf.say("GET /long HTTP/1.1\r\nhost: paper.example\r\n\r\n").await;
    deaf.until("\r\n\r\n").await;
    door.begin_to_close();
    assert_eq!(door.closed().await.cut, 0, "the connection ended by itself, before the grace period");
    drop(deaf);
}

#[tokio::test]
async fn a_full_house_says_so_and_has_room_again() {
    let mut limits = short();
    limits.connections = 1;
    limits.idle = Duration::from_secs(30);
    let door = Door::open(limits).await;
    let mut first = door.knock().await;
    first.say(FRONT_PAGE).await;
    first.until("front page").await;

    let mut second = door.knock().await;
    second.say(FRONT_PAGE).await;
    let answer = second.rest().await;
    assert_eq!(status(&answer), "503");
    assert!(answer.contains("retry-after: 5\r\n"));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())));

    drop(first);
    for attempt in 0.. {
        let mut third = door.knock().await;
        third.say(FRONT_PAGE).await;
        if status(&third.until("\r\n\r\n").await) == "200" {
            break;
        }
        assert!(attempt < 1000, "the place of a reader who left is free again");
    }
}

#[tokio::test]
async fn a_stop_lets_the_running_answer_finish_and_closes_the_resting() {
    let mut limits = short();
    limits.idle = Duration::from_secs(30);
    let door = Door::open(limits).await;
    let mut resting = door.knock().await;
    resting.say(FRONT_PAGE).await;
    resting.until("front page").await;
    let mut waiting = door.knock().await;
    waiting.say("GET /slow HTTP/1.1\r\nhost: paper.example\r\n\r\n").await;
    door.somebody_waits().await;

    door.begin_to_close();
    assert_eq!(resting.rest().await, "");
    let address = door.address;
    door.open_gate();
    assert!(waiting.rest().await.ends_with("worth waiting for"));
    drop(resting);
    assert_eq!(door.closed().await.cut, 0);
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_stop_cuts_what_outlasts_the_grace_period() {
    let mut limits = short();
    limits.grace = Duration::from_millis(200);
    let door = Door::open(limits).await;
    let mut waiting = door.knock().await;
    waiting.say("GET /slow HTTP/1.1\r\nhost: paper.example\r\n\r\n").await;
    door.somebody_waits().await;
    door.begin_to_close();
    assert_eq!(door.closed().await.cut, 1);
}

#[tokio::test]
async fn the_last_request_of_a_connection_says_so() {
    let mut limits = short();
    limits.requests_per_connection = 2;
    let door = Door::open(limits).await;
    let mut reader = door.knock().await;
    reader.say(FRONT_PAGE).await;
    assert!(!reader.until("front page").await.contains("connection: close"));
    reader.say(FRONT_PAGE).await;
    assert!(reader.rest().await.contains("connection: close"));
}

async fn check(request: impl AsRef<[u8]>, expected: &str) {
    let door = Door::open(short()).await;
    let mut client = door.knock().await;
    client.say(request).await;
    let answer = client.rest().await;
    assert_eq!(status(&answer), expected, "{answer}");
}

#[tokio::test]
async fn garbage_is_answered_400() {
    check("\u{1}\u{2}\u{3} what is this\r\n\r\n", "400").await;
    check("GET / HTTP/9.9\r\n\r\n", "400").await;
    check("GET / HTTP/1.1\r\nhost paper.example\r\n\r\n", "400").await;
    check("GET / HTTP/1.1\r\nhost: a\0b\r\n\r\n", "400").await;
    check("POST /comments HTTP/1.1\r\nhost: a\r\ncontent-length: +5\r\n\r\nabcde", "400").await;
    check(
        "POST /comments HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
        "400",
    )
    .await;
    check("POST /comments HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip\r\n\r\nabcdef", "400").await;
}

#[tokio::test]
async fn as_many_headers_as_allowed_pass_and_one_more_is_431() {
    for (lines, expected) in [(99, "200"), (100, "431")] {
        let many = "x: y\r\n".repeat(lines);
        check(format!("GET / HTTP/1.1\r\nhost: a\r\n{many}\r\n"), expected).await;
    }
}

#[tokio::test]
async fn headers_beyond_the_size_are_431() {
    check(format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "y".repeat(30_000)), "200").await;
    check(format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "y".repeat(40_000)), "431").await;
}

#[tokio::test]
async fn an_address_at_the_limit_is_looked_up_and_one_byte_more_is_414() {
    check(format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "y".repeat(8191)), "404").await;
    check(format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "y".repeat(8192)), "414").await;
}

#[tokio::test]
async fn a_request_hidden_in_a_body_is_never_answered() {
    let hidden = "GET /moved HTTP/1.1\r\nhost: paper.example\r\n\r\n";
    for (name, headers, body) in [
        (
            "length and chunks",
            "content-length: 5\r\ntransfer-encoding: chunked\r\n",
            format!("0\r\n\r\n{hidden}"),
        ),
        (
            "chunks and length",
            "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
            format!("0\r\n\r\n{hidden}"),
        ),
        ("spelled oddly", "transfer-encoding: xchunked\r\n", format!("0\r\n\r\n{hidden}")),
        ("folded", "transfer-encoding:\r\n chunked\r\n", format!("0\r\n\r\n{hidden}")),
        ("space before the colon", "transfer-encoding : chunked\r\n", format!("0\r\n\r\n{hidden}")),
        ("a sign in the chunk size", "transfer-encoding: chunked\r\n", format!("+0\r\n\r\n{hidden}")),
        (
            "an overflowing chunk size",
            "transfer-encoding: chunked\r\n",
            format!("10000000000000000\r\n\r\n{hidden}"),
        ),
        ("two lengths in one line", "content-length: 0, 5\r\n", hidden.to_owned()),
    ] {
        let door = Door::open(short()).await;
        let mut client = door.knock().await;
        client.say(format!("POST /comments HTTP/1.1\r\nhost: paper.example\r\n{headers}\r\n{body}")).await;
        let answer = client.rest().await;
        assert!(!answer.contains(" 308 "), "{name}: {answer}");
    }
}
