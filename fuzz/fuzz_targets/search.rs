//! Asks an empty archive whatever somebody types.
#![no_main]

use std::sync::OnceLock;

use dateline_model::{Paper, Site, SiteId, SiteSettings};
use dateline_search::{Search, SearchRequest};
use dateline_store::{Store, StoreError};
use tokio::runtime::Runtime;

/// A paper with nothing in it.
struct House {
    runtime: Runtime,
    store: Store,
    search: Search,
    paper: Paper,
    _folder: tempfile::TempDir,
}

fn house() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let site = Site { id: SiteId::mint(0), host: "*".to_owned(), created_at: 0 };
        let paper = Paper::new(site.clone(), SiteSettings::default());
        let store = runtime.block_on(async {
            let store = Store::open_sqlite(&folder.path().join("paper.db")).await.expect("a database");
            let added: Result<(), StoreError> =
                store.write(move |tx| Box::pin(async move { tx.insert_site(&site).await })).await;
            added.expect("a site");
            store
        });
        let search = Search::open(&folder.path().join("search")).expect("an index");
        runtime.block_on(search.catch_up(&store)).expect("an index that is whole");
        House { runtime, store, search, paper, _folder: folder }
    })
}

libfuzzer_sys::fuzz_target!(|asked: (&str, bool)| {
    let (text, typing) = asked;
    let house = house();
    let request = SearchRequest { typing, facets: true, ..SearchRequest::new(text.to_owned()) };
    house.runtime.block_on(async {
        let mut read = house.store.read().await.expect("a snapshot");
        house.search.search(&mut read, &house.paper, 0, &request).await.expect("an answer");
    });
});
