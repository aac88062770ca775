//! Reading CBOR (RFC 8949), as much of it as an authenticator writes (CTAP2's canonical form): no tags, no floating
//! numbers, nothing of unknown length.

/// Values within each other.
const DEPTH_MAX: u32 = 8;
/// Entries of one list or map.
const ENTRIES_MAX: usize = 64;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cbor<'a> {
    Int(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Cbor<'a>>),
    Map(Vec<(Cbor<'a>, Cbor<'a>)>),
    /// True, false, null.
    Simple(u8),
}

impl<'a> Cbor<'a> {
    /// The first value of `bytes`, and what follows it; `None` when it is none that an authenticator writes.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        read(bytes, 0)
    }

    /// The value under a key of a map.
    pub(super) fn get(&self, key: &Cbor<'_>) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub(super) fn as_bytes(&self) -> Option<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }
}

fn read(bytes: &[u8], depth: u32) -> Option<(Cbor<'_>, &[u8])> {
    if depth > DEPTH_MAX {
        return None;
    }
    let (head, rest) = bytes.split_first()?;
    let (major, short) = (head >> 5, head & 0x1f);
    let (number, rest) = argument(short, rest)?;
    Some(match major {
        0 => (Cbor::Int(i64::try_from(number).ok()?), rest),
        1 => (Cbor::Int(-1 - i64::try_from(number).ok()?), rest),
        2 => {
            let (inner, rest) = cut(rest, number)?;
            (Cbor::Bytes(inner), rest)
        }
        3 => {
            let (inner, rest) = cut(rest, number)?;
            (Cbor::Text(std::str::from_utf8(inner).ok()?), rest)
        }
        4 => {
            let (mut list, mut rest) = (Vec::new(), rest);
            for _ in 0..entries(number)? {
                let (value, after) = read(rest, depth + 1)?;
                list.push(value);
                rest = after;
            }
            (Cbor::List(list), rest)
        }
        5 => {
            let (mut map, mut rest) = (Vec::new(), rest);
            for _ in 0..entries(number)? {
                let (key, after) = read(rest, depth + 1)?;
                let (value, after) = read(after, depth + 1)?;
                map.push((key, value));
                rest = after;
            }
            (Cbor::Map(map), rest)
        }
        7 if (20..=22).contains(&short) => (Cbor::Simple(short), rest),
        _ => return None,
    })
}

/// The number in a value's head: up to 23 in the head itself, else in the bytes behind it.
fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let length = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(length)?;
    Some((digits.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), rest))
}

fn cut(bytes: &[u8], length: u64) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(usize::try_from(length).ok()?)
}

fn entries(number: u64) -> Option<usize> {
    usize::try_from(number).ok().filter(|entries| *entries <= ENTRIES_MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn values_of_the_standard_are_read() {
        for (bytes, value) in [
            (&[0x17][..], Cbor::Int(23)),
            (&[0x19, 0x03, 0xe8], Cbor::Int(1000)),
            (&[0x38, 0x63], Cbor::Int(-100)),
            (&[0x42, 1, 2], Cbor::Bytes(&[1, 2])),
            (&[0x62, b'f', b'm'], Cbor::Text("fm")),
            (&[0x82, 1, 0xf5], Cbor::List(vec![Cbor::Int(1), Cbor::Simple(21)])),
            (&[0xa1, 1, 0x20], Cbor::Map(vec![(Cbor::Int(1), Cbor::Int(-1))])),
        ] {
            assert_eq!(Cbor::read(bytes).unwrap(), (value, &[][..]), "{bytes:?}");
        }
    }

    #[test]
    fn what_no_authenticator_writes_is_refused() {
        let deep = |levels: usize| [vec![0x81; levels], vec![0]].concat();
        assert!(Cbor::read(&deep(8)).is_some() && Cbor::read(&deep(9)).is_none());
        let long = |entries: u8| [vec![0x98, entries], vec![0; entries.into()]].concat();
        assert!(Cbor::read(&long(64)).is_some() && Cbor::read(&long(65)).is_none());
        for bytes in [
            &[][..],
            &[0x19, 1],
            &[0x5f, 0xff],
            &[0x42, 1],
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0xc0, 0],
            &[0xf9, 0, 0],
            &[0x61, 0xff],
        ] {
            assert_eq!(Cbor::read(bytes), None, "{bytes:?}");
        }
    }
}
