//! An archive with one story for each name, among many about nothing.

use std::error::Error;

use dateline_model::{
    Millis, Paper, Post, PostId, PostKind, PostStatus, Site, SiteId, SiteSettings, Visibility, mint_uuid,
};
use dateline_search::{Search, SearchRequest};
use dateline_store::{Credits, Store, StoreError, Tx};

/// 9 November 2026, 12:00 UTC.
const NOW: Millis = 1_794_225_600_000;

/// A store with its index.
pub(crate) struct Archive {
    store: Store,
    search: Search,
    paper: Paper,
    _folder: tempfile::TempDir,
}

type Work<'t> = std::pin::Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 't>>;

impl Archive {
    /// Prints and indexes a story for each of `names`, and `fillers` others.
    pub(crate) async fn of<'n>(
        names: impl Iterator<Item = &'n str>,
        fillers: usize,
    ) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let store = Store::open_sqlite(&folder.path().join("paper.db")).await?;
        let id = SiteId(mint_uuid(NOW, [0; 6]));
        let paper = Paper::new(Site { id, host: "*".to_owned(), created_at: NOW }, SiteSettings::default());
        let mut stories: Vec<Post> = names.enumerate().map(|(n, name)| about(n, name)).collect();
        let first = stories.len();
        stories.extend((0..fillers).map(|n| about(first + n, &invented(n))));
        let (site, zone) = (paper.site.clone(), paper.zone.clone());
        let work = worked(move |tx| {
            Box::pin(async move {
                tx.insert_site(&site).await?;
                for story in &stories {
                    tx.insert_post(site.id, &zone, story, &Credits::default()).await?;
                }
                Ok(())
            })
        });
        store.write(work).await?;
        let search = Search::open(&folder.path().join("search"))?;
        search.catch_up(&store).await?;
        Ok(Self { store, search, paper, _folder: folder })
    }

    /// Which names the first ten hits are about; `None` for a story about none of them.
    pub(crate) async fn first_ten(&self, query: &str) -> Result<Vec<Option<usize>>, Box<dyn Error>> {
        let mut read = self.store.read().await?;
        let found = self.search.search(&mut read, &self.paper, NOW, &SearchRequest::new(query)).await?;
        Ok(found.hits.iter().map(|hit| hit.post.slug.parse().ok()).collect())
    }
}

fn worked<F>(work: F) -> F
where
    F: for<'t> FnOnce(&'t mut Tx) -> Work<'t> + Send + 'static,
{
    work
}

/// A story about somebody; its slug is its number.
fn about(n: usize, name: &str) -> Post {
    let mut post = Post::draft(PostKind::Post, NOW);
    post.id = PostId(mint_uuid(n as Millis, [3; 6]));
    post.status = PostStatus::Published;
    post.visibility = Visibility::public_from(NOW);
    post.published_at = Some(NOW);
    post.slug = n.to_string();
    "A visit to the town".clone_into(&mut post.title);
    post.html = format!(
        "<p>Yesterday {name} came to the old harbour and spoke to the workers there for an hour.</p>"
    );
    post.lang = Some("en".to_owned());
    post
}

/// A name that nobody has.
fn invented(n: usize) -> String {
    const PARTS: [&str; 25] = [
        "Ba", "Cor", "Del", "Fan", "Gor", "Hal", "Jen", "Kas", "Lor", "Mar", "Nor", "Pel", "Rob", "Sal",
        "Tan", "Vel", "Win", "Zan", "Bren", "Cal", "Dor", "Far", "Gil", "Har", "Lan",
    ];
    const MIDDLES: [&str; 12] = ["a", "o", "i", "en", "ar", "el", "is", "um", "ed", "ow", "il", "an"];
    const ENDS: [&str; 12] =
        ["son", "berg", "ton", "ley", "man", "ski", "ova", "ez", "ini", "ard", "ham", "well"];
    let (first, rest) = (n % PARTS.len(), n / PARTS.len());
    format!("{}{}{}", PARTS[first], MIDDLES[rest % MIDDLES.len()], ENDS[rest / MIDDLES.len() % ENDS.len()])
}
