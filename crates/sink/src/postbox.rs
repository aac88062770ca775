//! A mail server that keeps every letter (RFC 5321, as much as a client speaks to a relay).

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};

use crate::mime;

/// A mail server on loopback, without encryption and without a password.
pub struct Postbox {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    letters: Vec<Received>,
    /// Answers to recipients, in their order; `250 OK` when there is none left.
    answers: VecDeque<String>,
}

/// A letter as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The sender on the envelope.
    pub from: String,
    /// The recipients on the envelope.
    pub to: Vec<String>,
    /// Everything after `DATA`, without the final dot.
    pub mail: String,
}

impl Received {
    /// A header in readable words; empty when it is not there.
    pub fn header(&self, name: &str) -> String {
        let head = self.mail.split("\r\n\r\n").next().unwrap_or_default();
        mime::words(&mime::field(head, name))
    }

    /// The letter as plain text.
    pub fn text(&self) -> String {
        mime::part(&self.mail, "text/plain").replace("\r\n", "\n")
    }

    /// The letter as HTML.
    pub fn html(&self) -> String {
        mime::part(&self.mail, "text/html").replace("\r\n", "\n")
    }
}

impl Postbox {
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

    /// Every letter that it took, in the order they came.
    pub fn letters(&self) -> Vec<Received> {
        lock(&self.kept).letters.clone()
    }

    /// Answers the next recipient so (`550 No such user`); more calls, more recipients.
    pub fn answer_next(&self, answer: &str) {
        lock(&self.kept).answers.push_back(answer.to_owned());
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Speaks with one client until it leaves.
async fn serve(stream: TcpStream, kept: Arc<Mutex<Kept>>) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    say(&mut stream, "220 postbox.test ESMTP").await?;
    let (mut from, mut to) = (String::new(), Vec::new());
    loop {
        let Some(line) = read_line(&mut stream).await? else { return Ok(()) };
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => say(&mut stream, "250-postbox.test\r\n250 8BITMIME").await?,
            "MAIL" => {
                (from, to) = (address_in(&line), Vec::new());
                say(&mut stream, "250 OK").await?;
            }
            "RCPT" => {
                let answer = lock(&kept).answers.pop_front().unwrap_or_else(|| "250 OK".to_owned());
                if answer.starts_with('2') {
                    to.push(address_in(&line));
                }
                say(&mut stream, &answer).await?;
            }
            "DATA" => {
                say(&mut stream, "354 End with a dot").await?;
                let mail = read_mail(&mut stream).await?;
                lock(&kept).letters.push(Received { from: from.clone(), to: to.clone(), mail });
                say(&mut stream, "250 OK").await?;
            }
            "QUIT" => return say(&mut stream, "221 Bye").await,
            "HELO" | "RSET" | "NOOP" => say(&mut stream, "250 OK").await?,
            _ => say(&mut stream, "502 Not here").await?,
        }
    }
}

async fn say(stream: &mut BufStream<TcpStream>, line: &str) -> std::io::Result<()> {
    stream.write_all(line.as_bytes()).await?;
    stream.write_all(b"\r\n").await?;
    stream.flush().await
}

async fn read_line(stream: &mut BufStream<TcpStream>) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

async fn read_mail(stream: &mut BufStream<TcpStream>) -> std::io::Result<String> {
    let mut mail = String::new();
    while let Some(line) = read_line(stream).await? {
        if line == "." {
            break;
        }
        // A line that begins with a dot comes with one more.
        mail.push_str(line.strip_prefix('.').unwrap_or(&line));
        mail.push_str("\r\n");
    }
    Ok(mail)
}

fn address_in(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
