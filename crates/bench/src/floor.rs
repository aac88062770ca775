//! The least that a server can do: it looks which page a request begins with, and writes bytes that stand ready.
//!
//! Nothing is parsed, timed, counted or limited, so no web server can be cheaper on the same machine with the same bytes. Beside
//! it one sees what of a hit is the system's work, and what is the server's.

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use clap::Args;
use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
};
use serde_json::{Value, json};

use crate::{BenchError, target::Target};

/// Whose answers, and where.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// The address to give them at
    #[arg(long)]
    listen: SocketAddr,
    /// The pages that it knows; whatever else is asked for ends the connection
    #[arg(required = true)]
    pages: Vec<String>,
    /// `Accept-Encoding` to fetch them with
    #[arg(long, default_value = "gzip")]
    encoding: String,
    /// Threads, each with its own connections
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// Fetches so often before an answer is kept: by then a server has made it as small as it will be.
const FETCHES: usize = 40;
/// Events that are taken at once.
const EVENTS: usize = 256;
/// Bytes of a request that are read.
const REQUEST_BYTES: usize = 8 * 1024;
/// What the listener's events are marked with; connections are numbered from 0.
const DOOR: u64 = u64::MAX;

/// How a request begins, and what it is answered with.
struct Page {
    asked: Vec<u8>,
    answer: Vec<u8>,
}

/// Fetches the pages and serves them until it is ended.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let mut client = subject.client();
    let mut pages = Vec::new();
    for path in &options.pages {
        let mut answer = client.get(path, &options.encoding).await?;
        for _ in 1..FETCHES {
            answer = client.get(path, &options.encoding).await?;
        }
        pages.push(Page { asked: format!("GET {path} ").into_bytes(), answer: answer.whole()? });
    }
    let listener = TcpListener::bind(options.listen)?;
    listener.set_nonblocking(true)?;
    let (listener, pages) = (Arc::new(listener), Arc::new(pages));
    for _ in 1..options.threads {
        let (listener, pages) = (Arc::clone(&listener), Arc::clone(&pages));
        thread::spawn(move || serve(&listener, &pages));
    }
    serve(&listener, &pages)?;
    Ok(json!({}))
}

/// Serves its share of the connections.
fn serve(door: &TcpListener, pages: &[Page]) -> std::io::Result<()> {
    let waiting = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&waiting, door, EventData::new_u64(DOOR), EventFlags::IN)?;
    let mut streams: Vec<Option<TcpStream>> = Vec::new();
    let (mut events, mut request) = (Vec::with_capacity(EVENTS), [0; REQUEST_BYTES]);
    loop {
        epoll::wait(&waiting, spare_capacity(&mut events), None)?;
        for event in events.drain(..) {
            let number = event.data.u64();
            if number == DOOR {
                while let Some(stream) = accepted(door)? {
                    let free = streams.iter().position(Option::is_none).unwrap_or(streams.len());
                    epoll::add(&waiting, &stream, EventData::new_u64(free as u64), EventFlags::IN)?;
                    if free == streams.len() {
                        streams.push(None);
                    }
                    streams[free] = Some(stream);
                }
            } else if let Some(place) = streams.get_mut(number as usize)
                && place.as_mut().is_none_or(|stream| answer(stream, &mut request, pages).is_err())
            {
                *place = None;
            }
        }
    }
}

/// The next connection at the door; none when another thread took it.
fn accepted(door: &TcpListener) -> std::io::Result<Option<TcpStream>> {
    match door.accept() {
        Ok((stream, _)) => {
            stream.set_nonblocking(true)?;
            stream.set_nodelay(true)?;
            Ok(Some(stream))
        }
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

/// Answers one request with one read and one write.
///
/// # Errors
/// The reader is gone, asks for something else, or takes less than an answer at once.
fn answer(stream: &mut TcpStream, request: &mut [u8], pages: &[Page]) -> std::io::Result<()> {
    let length = stream.read(request)?;
    let page = pages.iter().find(|page| request[..length].starts_with(&page.asked));
    let page = page.ok_or(ErrorKind::NotFound)?;
    let written = stream.write(&page.answer)?;
    if written == page.answer.len() { Ok(()) } else { Err(ErrorKind::WriteZero.into()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ask(reader: &mut TcpStream, path: &str) {
        // In one piece, as clients do.
        let request = format!("GET {path} HTTP/1.1\r\nHost: gazette.example\r\n\r\n");
        reader.write_all(request.as_bytes()).unwrap();
    }

    #[test]
    fn every_reader_gets_the_bytes_that_stand_ready_and_no_other_page_is_known() {
        let door = TcpListener::bind("127.0.0.1:0").unwrap();
        door.set_nonblocking(true).unwrap();
        let address = door.local_addr().unwrap();
        let pages = [("/", "front"), ("/a/", "story")];
        let pages: Vec<_> = pages
            .map(|(path, answer)| Page { asked: format!("GET {path} ").into_bytes(), answer: answer.into() })
            .into();
        thread::spawn(move || serve(&door, &pages));
        let mut readers = [TcpStream::connect(address).unwrap(), TcpStream::connect(address).unwrap()];
        for (path, expected) in [("/a/", b"story"), ("/", b"front")] {
            for reader in &mut readers {
                ask(reader, path);
                let mut answer = [0; 5];
                reader.read_exact(&mut answer).unwrap();
                assert_eq!(&answer, expected);
            }
        }
        ask(&mut readers[0], "/b/");
        assert_eq!(readers[0].read(&mut [0; 5]).unwrap(), 0);
    }
}
