//! Bits as DEFLATE strings them together: the first one in the lowest place of a byte (RFC 1951, section 3.1.1).

/// A string of bits.
#[derive(Debug, Clone, Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// The last bits, fewer than 32.
    held: u64,
    count: u32,
}

impl Bits {
    /// No bits yet, behind whole bytes.
    pub(super) fn behind(bytes: Vec<u8>) -> Self {
        Self { bytes, held: 0, count: 0 }
    }

    /// Adds the lowest `count` bits of `bits`, at most 32, whose others are 0.
    #[inline]
    pub(super) fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// Adds all of another string.
    pub(super) fn append(&mut self, other: &Self) {
        let words = other.bytes.chunks_exact(4);
        for word in words {
            // Each chunk has four bytes, and there is no rest: whole words were put there.
            self.put(word.try_into().map_or(0, u32::from_le_bytes), 32);
        }
        self.put(other.held as u32, other.count);
    }

    /// The bytes, the last one filled with zeros.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        let rest = self.held.to_le_bytes();
        self.bytes.extend_from_slice(&rest[..self.count.div_ceil(8) as usize]);
        self.bytes
    }
}
