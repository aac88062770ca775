//! Which encoding a client takes, and the bytes in it.

use std::cell::RefCell;
use std::io::{Read as _, Write as _};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use libdeflater::{CompressionLvl, Compressor, Decompressor};

/// Smaller bodies are sent as they are: the headers would cost more than is saved.
pub const MIN_BYTES: usize = 256;

/// How hard the encoders try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Effort {
    gzip: i32,
    brotli: i32,
}

/// For an answer that may never be asked for again: a story of the archive costs more to pack than to print. Gzip at 6 is
/// more than twice the work for a twentieth less.
const FOR_ONE: Effort = Effort { gzip: 1, brotli: 4 };

/// For what is kept and sent to many.
const FOR_MANY: Effort = Effort { gzip: 9, brotli: 9 };

/// Windows of 2²² bytes, the largest that every browser must take.
const BROTLI_WINDOW: i32 = 22;

/// Bytes of the room in which answers are packed that a thread keeps for the next one.
const ROOM_KEPT: usize = 256 << 10;

/// Elements of an `Accept-Encoding` list that are read.
const MAX_OFFERS: usize = 16;

/// A content encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// The bytes as they are.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl Encoding {
    /// Our choice for a client: brotli before gzip before none, unless its q-values say otherwise.
    ///
    /// Spec: RFC 9110, section 12.5.3. A client that takes none of the three gets [`Encoding::Identity`].
    pub fn negotiate(headers: &HeaderMap) -> Self {
        Self::of_lines(headers.get_all(header::ACCEPT_ENCODING).iter().map(HeaderValue::as_bytes))
    }

    /// The same for the lines of a request's `Accept-Encoding`.
    pub(crate) fn of_lines<'l>(lines: impl Iterator<Item = &'l [u8]>) -> Self {
        let mut brotli = None;
        let mut gzip = None;
        let mut identity = None;
        let mut any = None;
        let lines = lines.filter_map(|line| std::str::from_utf8(line).ok());
        for offer in lines.flat_map(|line| line.split(',')).take(MAX_OFFERS) {
            let mut parts = offer.split(';');
            let name = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(weight_of).unwrap_or(1000);
            let is = |other| name.eq_ignore_ascii_case(other);
            if is("br") {
                brotli = Some(weight);
            } else if is("gzip") || is("x-gzip") {
                gzip = Some(weight);
            } else if is("identity") {
                identity = Some(weight);
            } else if is("*") {
                any = Some(weight);
            }
        }
        let brotli = brotli.or(any).unwrap_or(0);
        let gzip = gzip.or(any).unwrap_or(0);
        // Unmentioned, it is acceptable, but anything the client asked for comes first.
        let identity = identity.unwrap_or(0);
        if brotli > 0 && brotli >= gzip && brotli >= identity {
            Self::Brotli
        } else if gzip > 0 && gzip >= identity {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// The value of `Content-Encoding`; none for identity.
    pub fn header(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// `body` in this encoding, for one answer.
    pub fn encode(self, body: &Bytes) -> Bytes {
        self.encode_with(body, FOR_ONE)
    }

    /// `body` in this encoding, smaller and made more slowly: for what is kept.
    pub fn encode_to_keep(self, body: &Bytes) -> Bytes {
        self.encode_with(body, FOR_MANY)
    }

    /// What was packed by [`Encoding::encode`], which had so many bytes; nothing when it had not.
    pub(crate) fn decode(self, packed: &Bytes, bytes: usize) -> Option<Bytes> {
        match self {
            Self::Identity => Some(packed.clone()),
            Self::Gzip => {
                let mut plain = vec![0; bytes];
                let length = Decompressor::new().gzip_decompress(packed, &mut plain).ok()?;
                (length == bytes).then(|| plain.into())
            }
            Self::Brotli => {
                let mut plain = Vec::with_capacity(bytes);
                let unpacking = brotli::Decompressor::new(&packed[..], 4096);
                unpacking.take(bytes as u64).read_to_end(&mut plain).ok()?;
                (plain.len() == bytes).then(|| plain.into())
            }
        }
    }

    fn encode_with(self, body: &Bytes, effort: Effort) -> Bytes {
        match self {
            Self::Identity => body.clone(),
            Self::Gzip => gzip(body, effort.gzip).unwrap_or_else(|| body.clone()),
            // What is kept for long must be no larger than it is.
            Self::Brotli => Bytes::from(brotli(body, effort.brotli).into_boxed_slice()),
        }
    }
}

/// The `q` parameter in thousandths; anything unreadable counts as refused.
fn weight_of(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let weight: f32 = value.trim().parse().unwrap_or(0.0);
    Some((weight.clamp(0.0, 1.0) * 1000.0) as u16)
}

/// Whether compressing helps: text, and not so little of it. `content_type` may carry parameters.
pub fn is_worth_it(content_type: &str, bytes: usize) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_text = essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+json")
        || matches!(
            essence.as_str(),
            "application/json" | "application/javascript" | "application/xml" | "application/manifest+json"
        );
    is_text && bytes >= MIN_BYTES
}

/// A packer of gzip with the room it writes into: its tables are larger than most pages, and cost more to make than to clear.
struct Packer {
    effort: i32,
    compressor: Compressor,
    room: Vec<u8>,
}

thread_local! {
    /// The packer that this thread used last.
    static PACKER: RefCell<Option<Packer>> = const { RefCell::new(None) };
}

/// Nothing only if the effort were none that the packer knows.
fn gzip(body: &[u8], effort: i32) -> Option<Bytes> {
    PACKER.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|packer| packer.effort != effort) {
            let compressor = Compressor::new(CompressionLvl::new(effort).ok()?);
            *kept = Some(Packer { effort, compressor, room: Vec::new() });
        }
        let Packer { compressor, room, .. } = kept.as_mut()?;
        room.resize(compressor.gzip_compress_bound(body.len()).max(room.len()), 0);
        let length = compressor.gzip_compress(body, room).ok()?;
        // What is kept for long must be no larger than it is.
        let packed = Bytes::copy_from_slice(&room[..length]);
        if room.len() > ROOM_KEPT {
            *room = Vec::new();
        }
        Some(packed)
    })
}

fn brotli(body: &[u8], effort: i32) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: effort,
        lgwin: BROTLI_WINDOW,
        size_hint: body.len(),
        ..Default::default()
    };
    let mut encoder =
        brotli::CompressorWriter::with_params(Vec::with_capacity(body.len() / 4), 4096, &parameters);
    // A vector takes everything.
    let _ = encoder.write_all(body);
    encoder.into_inner()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(accept: &str, expected: Encoding) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
        assert_eq!(Encoding::negotiate(&headers), expected, "{accept:?}");
    }

    #[test]
    fn a_client_gets_the_best_encoding_it_takes() {
        assert_eq!(Encoding::negotiate(&HeaderMap::new()), Encoding::Identity);
        check("gzip, deflate, br, zstd", Encoding::Brotli);
        check("gzip", Encoding::Gzip);
        check("GZIP;Q=0.5", Encoding::Gzip);
        check("x-gzip", Encoding::Gzip);
        check("*", Encoding::Brotli);
        check("br;q=0, *", Encoding::Gzip);
        check("br;q=0.2, gzip;q=0.9", Encoding::Gzip);
        check("br;q=0, gzip; q=0", Encoding::Identity);
        check("identity, gzip;q=0.5", Encoding::Identity);
        check("gzip;q=oops", Encoding::Identity);
        check("gzip;q=nan", Encoding::Identity);
        check("", Encoding::Identity);
        check("zstd", Encoding::Identity);
        check("identity;q=0", Encoding::Identity);
    }

    #[test]
    fn an_endless_list_of_offers_is_read_to_the_limit() {
        check(&format!("{}br", "x,".repeat(MAX_OFFERS - 1)), Encoding::Brotli);
        check(&format!("{}br", "x,".repeat(MAX_OFFERS)), Encoding::Identity);
    }

    #[test]
    fn what_was_packed_unpacks() {
        let story = Bytes::from("The bridge reopened on Tuesday. ".repeat(100));
        let mut text = String::new();
        let packed = Encoding::Gzip.encode(&story);
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text.as_bytes(), story);
        assert!(packed.len() < story.len() / 10);
        let noise: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for body in [Bytes::from(noise), Bytes::new(), story.clone()] {
            for packed in [Encoding::Gzip.encode(&body), Encoding::Gzip.encode_to_keep(&body)] {
                let mut unpacked = Vec::new();
                flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
                assert_eq!(unpacked, body);
            }
        }

        let packed = Encoding::Brotli.encode(&story);
        let mut text = Vec::new();
        brotli::Decompressor::new(&packed[..], 4096).read_to_end(&mut text).unwrap();
        assert_eq!(text, story);
        assert!(packed.len() < story.len() / 10);
    }

    #[test]
    fn pictures_and_short_texts_are_sent_as_they_are() {
        assert!(is_worth_it("text/html; charset=utf-8", MIN_BYTES));
        assert!(!is_worth_it("text/html", MIN_BYTES - 1));
        assert!(is_worth_it("application/atom+xml", 1000));
        assert!(is_worth_it("image/svg+xml", 1000));
        assert!(!is_worth_it("image/jpeg", 1_000_000));
    }
}
