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
        self.all().find(|paper| paper.id() == id).cloned()
    }

    /// Whether `paper` is what is known of its site, and was not read anew since.
    pub(crate) fn hold(&self, paper: &Arc<Paper>) -> bool {
        self.all().any(|known| Arc::ptr_eq(known, paper))
    }

    /// The site that answers to `host`.
    pub(crate) fn at(&self, host: &HostName) -> Option<Arc<Paper>> {
        self.by_host.get(host.as_str()).or(self.any.as_ref()).cloned()
    }

    fn all(&self) -> impl Iterator<Item = &Arc<Paper>> {
        self.by_host.values().chain(self.any.as_ref())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dateline_model::{Site, SiteSettings};

    use super::*;

    fn papers(hosts: &[&str]) -> Papers {
        let site = |number: i64, host: &str| Site {
            id: SiteId(dateline_model::mint_uuid(number, [0; 6])),
            host: host.to_owned(),
            created_at: 0,
        };
        let paper = |(number, host): (i64, &&str)| Paper::new(site(number, host), SiteSettings::default());
        Papers::new((1..).zip(hosts).map(paper).collect())
    }

    #[test]
    fn a_site_is_found_by_its_name_and_by_its_id_until_it_is_read_anew() {
        let known = papers(&["bell.example", "*"]);
        let bell = known.at(&HostName::parse("bell.example").unwrap()).unwrap();
        let any = known.at(&HostName::parse("gong.example").unwrap()).unwrap();
        assert_ne!(bell.id(), any.id());
        for paper in [&bell, &any] {
            assert!(Arc::ptr_eq(paper, &known.with_id(paper.id()).unwrap()) && known.hold(paper));
        }
        let anew = papers(&["bell.example"]);
        assert!(anew.with_id(bell.id()).is_some() && !anew.hold(&bell));
        assert!(anew.with_id(any.id()).is_none() && !anew.hold(&any));
    }
}
