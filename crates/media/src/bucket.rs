//! Files in an object store instead of a folder of this machine.

use std::fmt;
use std::future::Future;
use std::io;
use std::ops::Range;
use std::sync::{Arc, mpsc};
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _, TryStreamExt as _, once};
use object_store::path::Path;
use object_store::{
    Error, GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions,
};
use tokio::runtime::Handle;

use crate::About;

/// A bucket, asked by whoever waits in a thread of its own and by whoever waits as a task.
#[derive(Clone)]
pub(crate) struct Bucket {
    objects: Arc<dyn ObjectStore>,
    runtime: Handle,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.objects.fmt(out)
    }
}

impl Bucket {
    /// `runtime` does the work for those who wait in a thread.
    pub(crate) fn new(objects: Arc<dyn ObjectStore>, runtime: Handle) -> Self {
        Self { objects, runtime }
    }

    /// Puts a new file in its place at once and whole; `false` when another has it.
    pub(crate) fn put_new(&self, path: &str, bytes: &[u8]) -> io::Result<bool> {
        let (objects, path, bytes) =
            (Arc::clone(&self.objects), Path::from(path), Bytes::copy_from_slice(bytes));
        self.wait(async move {
            let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
            match objects.put_opts(&path, bytes.into(), options).await {
                Ok(_) => Ok(true),
                Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(false),
                Err(error) => Err(error),
            }
        })
    }

    /// A file's bytes; `None` when it is not there.
    pub(crate) fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let (objects, path) = (Arc::clone(&self.objects), Path::from(path));
        self.wait(async move {
            match found(objects.get(&path).await)? {
                Some(answer) => Ok(Some(answer.bytes().await?.to_vec())),
                None => Ok(None),
            }
        })
    }

    /// Takes a file away. One that is not there is gone already.
    pub(crate) fn remove(&self, path: &str) -> io::Result<()> {
        let (objects, path) = (Arc::clone(&self.objects), Path::from(path));
        self.wait(async move { found(objects.delete(&path).await).map(|_| ()) })
    }

    /// The paths of all files.
    pub(crate) fn paths(&self) -> io::Result<Vec<String>> {
        let objects = Arc::clone(&self.objects);
        self.wait(
            async move { objects.list(None).map_ok(|meta| meta.location.to_string()).try_collect().await },
        )
    }

    /// What is known of a file; `None` when it is not there.
    pub(crate) async fn about(&self, path: &str) -> io::Result<Option<About>> {
        Ok(found(self.objects.head(&Path::from(path)).await)
            .map_err(io::Error::other)?
            .map(|meta| about(&meta)))
    }

    /// A part of a file, as it comes.
    pub(crate) fn part(self, path: &str, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let path = Path::from(path);
        let asked = async move {
            let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
            let answer = self.objects.get_opts(&path, options).await.map_err(io::Error::other)?;
            Ok::<_, io::Error>(answer.into_stream().map_err(io::Error::other))
        };
        once(asked).try_flatten().boxed()
    }

    /// Waits in this thread for what the runtime does.
    fn wait<T: Send + 'static>(
        &self,
        work: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> io::Result<T> {
        let (done, outcome) = mpsc::sync_channel(1);
        self.runtime.spawn(async move {
            // Whoever waited may be gone by now.
            let _ = done.send(work.await);
        });
        outcome.recv().map_err(io::Error::other)?.map_err(io::Error::other)
    }
}

fn about(meta: &ObjectMeta) -> About {
    About { bytes: meta.size, modified: SystemTime::from(meta.last_modified) }
}

fn found<T>(answer: object_store::Result<T>) -> object_store::Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
