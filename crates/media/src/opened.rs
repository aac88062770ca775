//! A file on its way to somebody who asked for it.

use std::fs::File;
use std::io;
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _, empty, try_unfold};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use crate::bucket::Bucket;

/// Bytes read from a file at a time.
const CHUNK: u64 = 64 * 1024;

/// What is known of a file that nobody has read yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// How many there are.
    pub bytes: u64,
    /// When it came to lie there.
    pub modified: SystemTime,
}

/// A file that can be read, whole or in part.
#[derive(Debug)]
pub struct Opened {
    about: About,
    source: Source,
}

#[derive(Debug)]
enum Source {
    File(File),
    Object(Bucket, String),
}

impl Opened {
    /// An open file of this machine.
    ///
    /// # Errors
    /// The system does not say how large it is.
    pub fn of(file: File) -> io::Result<Self> {
        let known = file.metadata()?;
        let about = About { bytes: known.len(), modified: known.modified()? };
        Ok(Self { about, source: Source::File(file) })
    }

    /// A file of an object store, which is asked for nothing before somebody reads.
    pub(crate) fn in_bucket(bucket: Bucket, path: &str, about: About) -> Self {
        Self { about, source: Source::Object(bucket, path.to_owned()) }
    }

    /// What is known of it.
    pub fn about(&self) -> About {
        self.about
    }

    /// `count` bytes from `first` on, read as fast as they are taken. A file that became shorter meanwhile ends with an
    /// error, so that nobody takes the part for the whole.
    pub fn part(self, first: u64, count: u64) -> BoxStream<'static, io::Result<Bytes>> {
        match self.source {
            _ if count == 0 => empty().boxed(),
            Source::File(file) => part_of_file(file, first, count),
            Source::Object(bucket, path) => bucket.part(&path, first..first + count),
        }
    }
}

fn part_of_file(file: File, first: u64, count: u64) -> BoxStream<'static, io::Result<Bytes>> {
    let start = Some(first).filter(|first| *first > 0);
    let state = (tokio::fs::File::from_std(file), start, count);
    let parts = try_unfold(state, |(mut file, start, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        if let Some(first) = start {
            file.seek(io::SeekFrom::Start(first)).await?;
        }
        let mut chunk = vec![0; left.min(CHUNK) as usize];
        let read = file.read(&mut chunk).await?;
        if read == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        chunk.truncate(read);
        Ok(Some((Bytes::from(chunk), (file, None, left - read as u64))))
    });
    parts.boxed()
}
