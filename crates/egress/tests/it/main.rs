//! What is fetched and what is refused, against servers on this machine that a test's policy names.
#![allow(clippy::unwrap_used)]

mod answers;
mod bucket;
mod forbidden;
mod mail;

use std::net::SocketAddr;

use dateline_egress::{Egress, Policy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server that gives every connection the same answer and hangs up; with `endless`, its last bytes for ever.
pub(crate) async fn server(
    answer: impl Fn(&str) -> String + Send + Sync + 'static,
    endless: bool,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let length = socket.read(&mut request).await.unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let answer = answer(request.split(' ').nth(1).unwrap_or("/"));
            let _ = socket.write_all(answer.as_bytes()).await;
            while endless && socket.write_all(&[b'x'; 4096]).await.is_ok() {}
        }
    });
    address
}

pub(crate) fn egress_to(address: SocketAddr) -> Egress {
    Egress::new(Policy::public().and(address)).unwrap()
}

pub(crate) fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: Image/PNG; x=y\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
