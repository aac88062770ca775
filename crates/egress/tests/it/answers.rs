use std::time::Duration;

use dateline_egress::{EgressError, Limits};

use crate::{egress_to, ok, server};

#[tokio::test]
async fn an_answer_comes_whole_with_its_type() {
    let address = server(|_| ok("picture"), false).await;
    let url = format!("http://{address}/a.png");
    let fetched = egress_to(address).get(&url, &Limits::default()).await.unwrap();
    assert_eq!((&fetched.bytes[..], fetched.media_type.as_str()), (&b"picture"[..], "image/png"));
    assert_eq!(fetched.url.as_str(), url);
}

#[tokio::test]
async fn an_answer_ends_at_its_limit() {
    let address = server(|_| ok("12345678"), false).await;
    let get = async |bytes| {
        let limits = Limits { bytes, ..Limits::default() };
        egress_to(address).get(&format!("http://{address}/"), &limits).await
    };
    assert!(get(8).await.is_ok());
    assert!(matches!(get(7).await, Err(EgressError::TooLarge(7))));
    let endless = server(|_| "HTTP/1.1 200 OK\r\n\r\n".to_owned(), true).await;
    let limits = Limits { bytes: 100_000, ..Limits::default() };
    let cut = egress_to(endless).get(&format!("http://{endless}/"), &limits).await;
    assert!(matches!(cut, Err(EgressError::TooLarge(_))), "{cut:?}");
}

#[tokio::test]
async fn a_server_that_never_answers_is_left() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = Limits { time: Duration::from_millis(20), ..Limits::default() };
    let left = egress_to(address).get(&format!("http://{address}/"), &limits).await;
    assert!(matches!(left, Err(EgressError::TooSlow(_))), "{left:?}");
}

#[tokio::test]
async fn redirects_are_followed_so_often_and_no_more() {
    let address = server(
        |path| {
            let left: usize = path.trim_start_matches('/').parse().unwrap();
            if left == 0 {
                return ok("there");
            }
            format!(
                "HTTP/1.1 302 Found\r\nLocation: /{}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                left - 1
            )
        },
        false,
    )
    .await;
    let get = async |redirects: usize| {
        egress_to(address).get(&format!("http://{address}/{redirects}"), &Limits::default()).await
    };
    assert_eq!(&get(5).await.unwrap().bytes[..], b"there");
    assert!(matches!(get(6).await, Err(EgressError::TooManyRedirects(5))));
}

#[tokio::test]
async fn what_a_server_says_no_to_is_told() {
    for (status, is_passing) in [(404, false), (403, false), (500, true), (503, true), (429, true)] {
        let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let address = server(move |_| answer.clone(), false).await;
        let refused =
            egress_to(address).get(&format!("http://{address}/"), &Limits::default()).await.unwrap_err();
        assert!(matches!(refused, EgressError::Status(told) if told == status));
        assert_eq!(refused.is_passing(), is_passing, "{status}");
    }
}

#[tokio::test]
async fn an_answer_that_unfolds_is_not_unfolded() {
    let packed =
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";
    let address = server(move |_| packed.to_owned(), false).await;
    let refused = egress_to(address).get(&format!("http://{address}/"), &Limits::default()).await;
    assert!(matches!(refused, Err(EgressError::Packed(_))));
}
