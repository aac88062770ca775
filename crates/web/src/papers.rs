//! The sites of this installation by the host names they answer to.

use std::collections::HashMap;
use std::sync::Arc;

use dateline_model::{Paper, SiteId};

use crate::host::HostName;

/// The host of a site that answers to every name no other site has.
const ANY_HOST: &str = "*";

/// All sites at one moment.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    by_host: HashMap<String, Arc<Paper>>,
    any: Option<Arc<Paper>>,
}

impl Papers {
    /// The sites of `papers`.
    pub(crate) fn new(papers: Vec<Paper>) -> Self {
        let mut all = Self::default();
        for paper in papers.into_iter().map(Arc::new) {
            if paper.site.host == ANY_HOST {
                all.any = Some(paper);
            } else {
                all.by_host.insert(paper.site.host.clone(), paper);
            }
        }
        all
    }

    /// The site with this id.
    pub(crate) fn with_id(&self, id: SiteId) -> Option<Arc<Paper>> {
        self.by_host.values().chain(self.any.as_ref()).find(|paper| paper.id() == id).cloned()
    }

    /// The site that answers to `host`.
    pub(crate) fn at(&self, host: &HostName) -> Option<Arc<Paper>> {
        self.by_host.get(host.as_str()).or(self.any.as_ref()).cloned()
    }
}
