//! HTTPS without a proxy in front: the certificate, its renewal, and clients that do not shake hands.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dateline_web::server::{Certificate, CertificateError, Server};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_util::sync::CancellationToken;

use crate::door::short;
use crate::newspaper::{TestApp, a_post};

/// A newspaper behind its own certificate, whose files lie in a folder.
struct Strongroom {
    address: std::net::SocketAddr,
    certificate: Arc<Certificate>,
    folder: TempDir,
    stop: CancellationToken,
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/certificates").join(name)
}

fn lay(folder: &Path, name: &str) {
    std::fs::copy(fixture(&format!("{name}.pem")), folder.join("chain.pem")).unwrap();
    std::fs::copy(fixture(&format!("{name}.key.pem")), folder.join("key.pem")).unwrap();
}

impl Strongroom {
    async fn of(bell: &TestApp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        lay(folder.path(), "first");
        let files = ["chain.pem", "key.pem"].map(|name| folder.path().join(name));
        let certificate = Arc::new(Certificate::open(&files[0], &files[1]).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let server = Server::new(listener, bell.app.router(), short())
            .with_at_hand(Arc::new(bell.app.clone()))
            .with_certificate(Arc::clone(&certificate));
        tokio::spawn(server.run(stop.clone()));
        Self { address, certificate, folder, stop }
    }

    /// A reader whose browser trusts this certificate alone.
    async fn reader(&self, trusted: &str, protocol: &str) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        let root = CertificateDer::from_pem_file(fixture(&format!("{trusted}.pem"))).unwrap();
        roots.add(root).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        let socket = TcpStream::connect(self.address).await?;
        let name = ServerName::try_from("bell.example").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, socket).await
    }
}

async fn ask(stream: &mut TlsStream<TcpStream>, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: bell.example\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_reader_comes_over_https_and_hears_of_it_in_no_address() {
    let bell = TestApp::new().await;
    let path = bell.publish(a_post()).await.permalink.unwrap();
    let room = Strongroom::of(&bell).await;
    for _ in 0..2 {
        let mut reader = room.reader("first", "http/1.1").await.unwrap();
        let answer = ask(&mut reader, &path).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("https://bell.example/") && !answer.contains("http://bell.example"));
    }
    let reader = room.reader("first", "h2").await.unwrap();
    assert_eq!(reader.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    room.stop.cancel();
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not() {
    let bell = TestApp::new().await;
    let room = Strongroom::of(&bell).await;
    assert!(room.reader("renewed", "http/1.1").await.is_err(), "not yet");
    lay(room.folder.path(), "renewed");
    room.certificate.renew().unwrap();
    assert!(room.reader("renewed", "http/1.1").await.is_ok());

    std::fs::copy(fixture("first.key.pem"), room.folder.path().join("key.pem")).unwrap();
    assert!(matches!(room.certificate.renew(), Err(CertificateError::Unusable(_))));
    std::fs::write(room.folder.path().join("chain.pem"), "half written").unwrap();
    assert!(matches!(room.certificate.renew(), Err(CertificateError::Empty(_))));
    std::fs::remove_file(room.folder.path().join("chain.pem")).unwrap();
    assert!(matches!(room.certificate.renew(), Err(CertificateError::Unreadable { .. })));
    assert!(room.reader("renewed", "http/1.1").await.is_ok(), "the last good one is shown on");
}

#[tokio::test]
async fn who_does_not_shake_hands_in_time_or_at_all_is_let_go() {
    let bell = TestApp::new().await;
    let room = Strongroom::of(&bell).await;
    for said in ["", "GET / HTTP/1.1\r\nhost: bell.example\r\n\r\n", "\u{16}\u{3}\u{1}"] {
        let mut socket = TcpStream::connect(room.address).await.unwrap();
        socket.write_all(said.as_bytes()).await.unwrap();
        let mut heard = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(10), socket.read_to_end(&mut heard)).await;
        assert!(read.is_ok(), "let go after {said:?}");
        assert!(!heard.starts_with(b"HTTP/"), "nothing is told in the clear");
    }
}
