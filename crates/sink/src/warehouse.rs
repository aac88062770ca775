//! A store of the kind that speaks S3: keeps what it is sent, and takes nothing that is not signed with its key.
//!
//! Spec of the signature: AWS Signature Version 4, <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::{digest, hmac};
use data_encoding::HEXLOWER;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::{TcpListener, TcpStream};

/// When everything in it was last changed, as headers and as lists write it; nobody looks at a clock here.
const MODIFIED: (&str, &str) = ("Thu, 02 Jan 2020 12:00:00 GMT", "2020-01-02T12:00:00.000Z");

/// A server of buckets on loopback.
#[derive(Clone)]
pub struct Warehouse {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    /// By `/bucket/key`, as addresses write it.
    objects: BTreeMap<String, Vec<u8>>,
    refused: Vec<String>,
    /// Answers that nothing works just now.
    failures: usize,
}

/// A request as far as this server looks at it.
#[derive(Default)]
struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Status, headers and body.
type Answer = (u16, Vec<(&'static str, String)>, Vec<u8>);

impl Warehouse {
    /// Who may come in.
    pub const ACCESS_KEY: &str = "AKIDWAREHOUSE";
    /// What they sign with.
    pub const SECRET_KEY: &str = "warehouse-secret";

    /// Opens one on a free port; it stands as long as the test's runtime.
    ///
    /// # Errors
    /// There is no port.
    pub async fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let warehouse = Self { address: listener.local_addr()?, kept: Arc::default() };
        let kept = Arc::clone(&warehouse.kept);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept)));
            }
        });
        Ok(warehouse)
    }

    /// The address of its door.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What lies in it, by `/bucket/key`.
    pub fn objects(&self) -> Vec<String> {
        lock(&self.kept).objects.keys().cloned().collect()
    }

    /// Throws everything away.
    pub fn empty(&self) {
        lock(&self.kept).objects.clear();
    }

    /// Why requests were turned away.
    pub fn refused(&self) -> Vec<String> {
        lock(&self.kept).refused.clone()
    }

    /// Answers the next requests with 503.
    pub fn fail_next(&self, count: usize) {
        lock(&self.kept).failures = count;
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(stream: TcpStream, kept: Arc<Mutex<Kept>>) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    while let Some(request) = read(&mut stream).await? {
        let (status, headers, body) = {
            let mut kept = lock(&kept);
            let trusted = signed(&request);
            if kept.failures > 0 {
                kept.failures -= 1;
                (503, Vec::new(), Vec::new())
            } else if let Err(why) = trusted {
                kept.refused.push(why.to_owned());
                (403, Vec::new(), Vec::new())
            } else {
                answer(&mut kept.objects, request)
            }
        };
        let mut head = format!("HTTP/1.1 {status} X\r\n");
        let has_length = headers.iter().any(|(name, _)| *name == "Content-Length");
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if !has_length {
            let _ = write!(head, "Content-Length: {}\r\n", body.len());
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).await?;
        stream.write_all(&body).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// The next request on a connection; `None` at its end.
async fn read(stream: &mut BufStream<TcpStream>) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut parts = line.split_whitespace();
    let (method, target) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (method, path, query) = (method.to_owned(), path.to_owned(), query.to_owned());
    let mut request = Request { method, path, query, ..Request::default() };
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    request.body = vec![0; header(&request, "content-length").parse().unwrap_or(0)];
    stream.read_exact(&mut request.body).await?;
    Ok(Some(request))
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    request.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// Whether a request is signed with the key, and its body the one that was signed.
fn signed(request: &Request) -> Result<(), &'static str> {
    let authorization =
        header(request, "authorization").strip_prefix("AWS4-HMAC-SHA256 ").ok_or("not signed")?;
    let part = |name: &str| authorization.split(", ").find_map(|part| part.strip_prefix(name));
    let (Some(credential), Some(names), Some(signature)) =
        (part("Credential="), part("SignedHeaders="), part("Signature="))
    else {
        return Err("the signature lacks a part");
    };
    let (key, scope) = credential.split_once('/').ok_or("the credential has no scope")?;
    if key != Warehouse::ACCESS_KEY {
        return Err("another key");
    }
    let content = header(request, "x-amz-content-sha256");
    if content != "UNSIGNED-PAYLOAD" && content != sha256(&request.body) {
        return Err("another body than was signed");
    }
    let mut query: Vec<String> =
        request.query.split('&').filter(|pair| !pair.is_empty()).map(paired).collect();
    query.sort();
    let mut headers = String::new();
    for name in names.split(';') {
        let _ = writeln!(headers, "{name}:{}", header(request, name));
    }
    let canonical =
        format!("{}\n{}\n{}\n{headers}\n{names}\n{content}", request.method, request.path, query.join("&"));
    let text = format!(
        "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
        header(request, "x-amz-date"),
        sha256(canonical.as_bytes())
    );
    let first = format!("AWS4{}", Warehouse::SECRET_KEY).into_bytes();
    let key = scope.split('/').fold(first, |key, part| mac(&key, part));
    if HEXLOWER.encode(&mac(&key, &text)) == signature { Ok(()) } else { Err("another signature") }
}

/// A pair of a query as it is signed: a name alone has an empty value.
fn paired(pair: &str) -> String {
    if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") }
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn answer(objects: &mut BTreeMap<String, Vec<u8>>, request: Request) -> Answer {
    let nothing = |status| (status, Vec::new(), Vec::new());
    match request.method.as_str() {
        "PUT" if header(&request, "if-none-match") == "*" && objects.contains_key(&request.path) => {
            nothing(412)
        }
        "PUT" => {
            let etag = ("ETag", etag(&request.body));
            objects.insert(request.path, request.body);
            (200, vec![etag], Vec::new())
        }
        "DELETE" => {
            objects.remove(&request.path);
            nothing(204)
        }
        "GET" if request.query.contains("list-type=2") => list(objects, &request),
        "GET" | "HEAD" => {
            objects.get(&request.path).map_or_else(|| nothing(404), |bytes| send(&request, bytes))
        }
        _ => nothing(405),
    }
}

fn etag(bytes: &[u8]) -> String {
    format!("\"{}\"", &sha256(bytes)[..32])
}

/// An object or a part of it, or only what is known of it.
fn send(request: &Request, bytes: &[u8]) -> Answer {
    let range = header(request, "range").strip_prefix("bytes=").and_then(|range| {
        let (first, last) = range.split_once('-')?;
        let (first, last) = (first.parse::<usize>().ok()?, last.parse().unwrap_or(usize::MAX));
        (first < bytes.len()).then(|| (first, last.min(bytes.len() - 1)))
    });
    let (status, part) = match range {
        Some((first, last)) => (206, &bytes[first..=last]),
        None => (200, bytes),
    };
    let mut headers = vec![
        ("ETag", etag(bytes)),
        ("Last-Modified", MODIFIED.0.to_owned()),
        ("Content-Length", part.len().to_string()),
    ];
    if let Some((first, last)) = range {
        headers.push(("Content-Range", format!("bytes {first}-{last}/{}", bytes.len())));
    }
    (status, headers, if request.method == "HEAD" { Vec::new() } else { part.to_vec() })
}

/// Everything below a prefix, in one answer.
fn list(objects: &BTreeMap<String, Vec<u8>>, request: &Request) -> Answer {
    let prefix = request.query.split('&').find_map(|pair| pair.strip_prefix("prefix=")).unwrap_or_default();
    let below = format!("{}/{}", request.path.trim_end_matches('/'), prefix.replace("%2F", "/"));
    let bucket = request.path.trim_matches('/');
    let mut text = format!("<ListBucketResult><Name>{bucket}</Name><IsTruncated>false</IsTruncated>");
    for (path, bytes) in objects.range(below.clone()..).take_while(|(path, _)| path.starts_with(&below)) {
        let key = &path[bucket.len() + 2..];
        let _ = write!(
            text,
            "<Contents><Key>{key}</Key><LastModified>{}</LastModified><ETag>{}</ETag><Size>{}</Size></Contents>",
            MODIFIED.1,
            etag(bytes).replace('"', "&quot;"),
            bytes.len()
        );
    }
    text.push_str("</ListBucketResult>");
    (200, vec![("Content-Type", "application/xml".to_owned())], text.into_bytes())
}
