//! A web server that keeps every request.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};

/// A web server on loopback.
pub struct Counter {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    asked: Vec<Asked>,
    /// Status and body of the next answers; `200` and nothing when there is none left.
    answers: VecDeque<(u16, String)>,
}

/// A request as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// `POST`, `PURGE`, …
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Names in small letters, with their values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Asked {
    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

impl Counter {
    /// Opens one on a free port; it stands as long as the test's runtime.
    pub async fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, kept) = (listener.local_addr()?, Arc::<Mutex<Kept>>::default());
        tokio::spawn({
            let kept = Arc::clone(&kept);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, Arc::clone(&kept)));
                }
            }
        });
        Ok(Self { address, kept })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A whole address on it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Every request, in the order they came.
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.kept).asked.clone()
    }

    /// Answers the next request so; more calls, more requests.
    pub fn answer_next(&self, status: u16, body: &str) {
        lock(&self.kept).answers.push_back((status, body.to_owned()));
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, kept: Arc<Mutex<Kept>>) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let mut parts = line.split_whitespace();
    let (method, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let mut asked = Asked { method: method.to_owned(), path: path.to_owned(), ..Asked::default() };
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        asked.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = asked.header("content-length").parse().unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    asked.body = String::from_utf8_lossy(&body).into_owned();
    let (status, body) = {
        let mut kept = lock(&kept);
        kept.asked.push(asked);
        kept.answers.pop_front().unwrap_or((200, String::new()))
    };
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(answer.as_bytes()).await?;
    stream.flush().await
}
