//! HTTPS: the certificate of the house, taken anew when its files are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Why a certificate cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read, or is no PEM file of its kind.
    #[error("{} cannot be read as PEM: {reason}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: pem::Error,
    },
    /// The certificate has no entry.
    #[error("{} holds no certificate; give the whole chain, the site's own first", .0.display())]
    Empty(PathBuf),
    /// The two do not belong together, or the key is of an unknown kind.
    #[error("the certificate and its key cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
}

/// A certificate chain with its key, from two PEM files, and how TLS is spoken with it: 1.2 and 1.3, HTTP/2 and HTTP/1.1.
#[derive(Debug)]
pub struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    config: ArcSwap<ServerConfig>,
}

impl Certificate {
    /// Reads the chain (the site's own certificate first) and its private key.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn open(chain: &Path, key: &Path) -> Result<Self, CertificateError> {
        let config = ArcSwap::from(read(chain, key)?);
        Ok(Self { chain: chain.to_owned(), key: key.to_owned(), config })
    }

    /// Reads the files again. New connections see what they hold now, open ones go on.
    ///
    /// # Errors
    /// [`CertificateError`]; the certificate of before is shown on.
    pub fn renew(&self) -> Result<(), CertificateError> {
        self.config.store(read(&self.chain, &self.key)?);
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.config.load_full())
    }
}

fn read(chain: &Path, key: &Path) -> Result<Arc<ServerConfig>, CertificateError> {
    let unreadable = |file: &Path, reason| CertificateError::Unreadable { file: file.to_owned(), reason };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(|reason| unreadable(chain, reason))?;
    if certificates.is_empty() {
        return Err(CertificateError::Empty(chain.to_owned()));
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|reason| unreadable(key, reason))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates, secret)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
