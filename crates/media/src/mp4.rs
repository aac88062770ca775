//! MPEG-4: where and with what a film was taken stands in boxes of its own, which are emptied where they stand, so that
//! nothing else moves.
//!
//! Spec: ISO 14496-12, section 4.2 (boxes), 8.10.1 (`udta`), 8.11.1 (`meta`).

/// Boxes that hold boxes.
const OUTER: [&[u8; 4]; 3] = [b"moov", b"trak", b"mdia"];
/// What people and devices added: user data, metadata, XMP.
const TOLD: [&[u8; 4]; 3] = [b"udta", b"meta", b"uuid"];
/// Boxes looked at; a film has some hundred.
const BOXES_MAX: usize = 10_000;

/// Empties the boxes that tell on the people behind a film.
pub(crate) fn forget(bytes: &mut [u8]) {
    let mut spans = vec![(0, bytes.len())];
    let mut looked_at = 0;
    while let Some((mut at, end)) = spans.pop() {
        while let Some((head, length)) = bytes.get(at..end).and_then(head).filter(|_| looked_at < BOXES_MAX) {
            looked_at += 1;
            let name = at + 4..at + 8;
            if OUTER.iter().any(|outer| bytes[name.clone()] == outer[..]) {
                spans.push((at + head, at + length));
            } else if TOLD.iter().any(|told| bytes[name.clone()] == told[..]) {
                bytes[name].copy_from_slice(b"free");
                bytes[at + head..at + length].fill(0);
            }
            at += length;
        }
    }
}

/// Bytes of the first box's head and of the whole box; `None` when it does not fit.
fn head(rest: &[u8]) -> Option<(usize, usize)> {
    let short = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
    rest.get(4..8)?;
    let (head, length) = match short {
        0 => (8, rest.len()),
        1 => (16, usize::try_from(u64::from_be_bytes(rest.get(8..16)?.try_into().ok()?)).ok()?),
        length => (8, length as usize),
    };
    (length >= head && length <= rest.len()).then_some((head, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: [u8; 4], body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32 + 8).to_be_bytes()[..], &name, body].concat()
    }

    #[test]
    fn a_film_forgets_where_it_was_taken_and_keeps_its_pictures() {
        let track = boxed(*b"trak", &[boxed(*b"tkhd", b"track"), boxed(*b"udta", b"+52.5+013.4/")].concat());
        let movie = boxed(*b"moov", &[track, boxed(*b"udta", b"+52.5+013.4/")].concat());
        let film = [boxed(*b"ftyp", b"isom"), movie, boxed(*b"mdat", b"+52.5 in a picture")].concat();
        let mut forgotten = film.clone();
        forget(&mut forgotten);
        assert_eq!(forgotten.len(), film.len());
        let text = String::from_utf8_lossy(&forgotten);
        assert!(!text.contains("+013.4") && text.contains("+52.5 in a picture") && text.contains("tkhd"));
    }

    #[test]
    fn boxes_that_lie_about_their_length_are_left() {
        for film in [
            &b"\0\0\0\x01moov"[..],
            b"\0\0\0\x07udta",
            b"\xff\xff\xff\xffmoov\0",
            b"\0\0\0\x01udta\xff\xff\xff\xff\xff\xff\xff\xff",
        ] {
            let mut bytes = film.to_vec();
            forget(&mut bytes);
            assert_eq!(bytes, film);
        }
    }
}
