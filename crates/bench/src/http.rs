//! Just enough HTTP/1.1 to load a server: one request at a time on a connection that stays open.

use std::net::{IpAddr, SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream, lookup_host},
};

use crate::BenchError;

/// What an answer may hold, in bytes.
const MAX_HEAD: usize = 64 * 1024;
const MAX_BODY: usize = 64 * 1024 * 1024;

/// `http://HOST:PORT/PATH` in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// What to connect to, `127.0.0.1:8080`.
    pub(crate) authority: String,
    /// With its query; at least `/`.
    pub(crate) path: String,
}

impl Address {
    pub(crate) fn parse(text: &str) -> Result<Self, BenchError> {
        let wrong = || BenchError::Address(text.to_owned());
        let rest = text.strip_prefix("http://").ok_or_else(wrong)?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.is_empty() || text.contains([' ', '\r', '\n']) {
            return Err(wrong());
        }
        let authority =
            if authority.contains(':') { authority.to_owned() } else { format!("{authority}:80") };
        Ok(Self { authority, path: if path.is_empty() { "/".into() } else { path.into() } })
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    head: String,
    /// The server will close the connection.
    closes: bool,
}

impl Answer {
    /// A field of its head; the first of its name.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        field(&self.head, name)
    }

    /// The bytes as they came, of an answer that came in one piece.
    pub(crate) fn whole(&self) -> Result<Vec<u8>, BenchError> {
        if self.status != 200 || self.field("content-length").is_none() {
            return Err(BenchError::Answer("it is no page in one piece"));
        }
        Ok([self.head.as_bytes(), &self.body].concat())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection, opened again when the server has closed it.
pub(crate) struct Client {
    authority: String,
    host: String,
    /// The address it is sent from; `None` leaves it to the system.
    source: Option<IpAddr>,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Client {
    /// `host` is the name sent in the `Host` field, which picks the site.
    pub(crate) fn new(authority: &str, host: &str) -> Self {
        let (authority, host) = (authority.into(), host.into());
        Self { authority, host, source: None, stream: None, buffer: Vec::new() }
    }

    /// The same from one of this machine's addresses.
    pub(crate) fn from(source: IpAddr, authority: &str, host: &str) -> Self {
        Self { source: Some(source), ..Self::new(authority, host) }
    }

    pub(crate) async fn get(&mut self, path: &str, encoding: &str) -> Result<Answer, BenchError> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: dateline-bench\r\nAccept-Encoding: {encoding}\r\n\r\n",
            self.host
        );
        self.exchange(request.as_bytes()).await
    }

    pub(crate) async fn post_form(&mut self, path: &str, body: &str) -> Result<Answer, BenchError> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: dateline-bench\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.exchange(request.as_bytes()).await
    }

    /// A request with fields of its own; `Host` and the length are added.
    pub(crate) async fn send(
        &mut self,
        (method, path): (&str, &str),
        fields: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, BenchError> {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: dateline-bench\r\n{}Content-Length: {}\r\n\r\n{body}",
            self.host,
            fields.concat(),
            body.len()
        );
        self.exchange(request.as_bytes()).await
    }

    /// One request, never sent twice: a comment that may have arrived must not be counted as another.
    async fn exchange(&mut self, request: &[u8]) -> Result<Answer, BenchError> {
        let mut stream = if let Some(stream) = self.stream.take() {
            stream
        } else {
            let stream = self.connected().await?;
            stream.set_nodelay(true)?;
            stream
        };
        stream.write_all(request).await?;
        self.buffer.clear();
        let answer = read_answer(&mut stream, &mut self.buffer).await?;
        if !answer.closes {
            self.stream = Some(stream);
        }
        Ok(answer)
    }
}

impl Client {
    /// Its connection, opened if it has none.
    pub(crate) async fn into_stream(mut self) -> std::io::Result<TcpStream> {
        match self.stream.take() {
            Some(stream) => Ok(stream),
            None => self.connected().await,
        }
    }

    async fn connected(&self) -> std::io::Result<TcpStream> {
        let Some(source) = self.source else { return TcpStream::connect(&self.authority).await };
        let socket = if source.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.bind(SocketAddr::new(source, 0))?;
        let no_address = || std::io::Error::from(std::io::ErrorKind::AddrNotAvailable);
        let to = lookup_host(&self.authority).await?.find(|to| to.is_ipv4() == source.is_ipv4());
        socket.connect(to.ok_or_else(no_address)?).await
    }
}

async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<Answer, BenchError> {
    let head_end = loop {
        if let Some(at) = find(buffer, b"\r\n\r\n") {
            break at + 4;
        }
        if buffer.len() > MAX_HEAD {
            return Err(BenchError::Answer("its head is longer than 64 kB"));
        }
        more(stream, buffer).await?;
    };
    let head = String::from_utf8_lossy(&buffer[..head_end]).into_owned();
    let status = head.get(9..12).and_then(|digits| digits.parse().ok());
    let status: u16 = status.ok_or(BenchError::Answer("its first line has no status"))?;
    let closes = field(&head, "connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    let body = if status == 204 || status == 304 {
        Vec::new()
    } else if field(&head, "transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        read_chunks(stream, buffer, head_end).await?
    } else {
        let length = field(&head, "content-length").and_then(|value| value.parse::<usize>().ok());
        let length = length.ok_or(BenchError::Answer("it does not say how long it is"))?;
        fill(stream, buffer, head_end.saturating_add(length)).await?;
        buffer[head_end..head_end + length].to_vec()
    };
    Ok(Answer { status, body, head, closes })
}

async fn read_chunks(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    mut at: usize,
) -> Result<Vec<u8>, BenchError> {
    let mut body = Vec::new();
    loop {
        let line_end = loop {
            if let Some(end) = find(&buffer[at..], b"\r\n") {
                break at + end;
            }
            more(stream, buffer).await?;
        };
        let line = String::from_utf8_lossy(&buffer[at..line_end]);
        let digits = line.split(';').next().unwrap_or_default().trim();
        let wrong = BenchError::Answer("a chunk has no size");
        let size = usize::from_str_radix(digits, 16).map_err(|_| wrong)?;
        let start = line_end + 2;
        fill(stream, buffer, start.saturating_add(size).saturating_add(2)).await?;
        body.extend_from_slice(&buffer[start..start + size]);
        at = start + size + 2;
        if size == 0 {
            return Ok(body);
        }
    }
}

async fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>, length: usize) -> Result<(), BenchError> {
    if length > MAX_BODY {
        return Err(BenchError::Answer("it is longer than 64 MB"));
    }
    while buffer.len() < length {
        more(stream, buffer).await?;
    }
    Ok(())
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<(), BenchError> {
    if stream.read_buf(buffer).await? == 0 {
        return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
    }
    Ok(())
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Address, Client};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    async fn answered(bytes: &'static str) -> Result<(u16, String), String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            assert!(stream.read(&mut request).await.unwrap() > 0);
            stream.write_all(bytes.as_bytes()).await.unwrap();
        });
        let answer = Client::new(&authority, "gazette.example").get("/", "identity").await;
        server.await.unwrap();
        answer
            .map(|answer| (answer.status, String::from_utf8(answer.body).unwrap()))
            .map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn an_answer_is_read_by_its_length_or_its_chunks() {
        let whole = answered("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc").await;
        assert_eq!(whole, Ok((200, "abc".into())));
        let chunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(answered(chunks).await, Ok((200, "abc0123456789".into())));
        let see_other = answered("HTTP/1.1 303 See Other\r\ncontent-length: 0\r\n\r\n").await;
        assert_eq!(see_other, Ok((303, String::new())));
    }

    #[tokio::test]
    async fn an_answer_that_breaks_off_is_no_answer() {
        assert!(answered("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").await.is_err());
        assert!(answered("HTTP/1.1 303 See").await.is_err());
        let endless = answered("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").await;
        assert!(endless.unwrap_err().contains("64 MB"));
    }

    #[test]
    fn an_address_has_a_host_and_a_path() {
        let address = Address::parse("http://127.0.0.1:8080").unwrap();
        assert_eq!((address.authority.as_str(), address.path.as_str()), ("127.0.0.1:8080", "/"));
        assert_eq!(Address::parse("http://localhost/a?b").unwrap().authority, "localhost:80");
        assert!(Address::parse("https://localhost/").is_err());
    }
}
