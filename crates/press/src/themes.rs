//! The themes in use, by the names that sites give.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use dateline_theme::{Theme, ThemeError};

/// Reads the theme of a name: its files lie in a folder, an archive or a test. `None` when there is none.
pub type ThemeSource = Arc<dyn Fn(&str) -> Option<Result<Theme, ThemeError>> + Send + Sync>;

/// Reads the theme that somebody is working on, as its files are at this moment.
pub type ThemeInWork = Arc<dyn Fn() -> Result<Theme, ThemeError> + Send + Sync>;

/// Themes that have been read. A name stands for the same files for ever, so none is read twice.
#[derive(Clone)]
pub(crate) struct Themes {
    standard: Arc<Theme>,
    source: Option<ThemeSource>,
    in_work: Option<ThemeInWork>,
    read: Arc<RwLock<HashMap<String, Arc<Theme>>>>,
}

impl Themes {
    pub(crate) fn new(standard: Theme) -> Self {
        Self { standard: Arc::new(standard), source: None, in_work: None, read: Arc::default() }
    }

    pub(crate) fn with_source(self, source: ThemeSource) -> Self {
        Self { source: Some(source), ..self }
    }

    pub(crate) fn with_theme_in_work(self, theme: ThemeInWork) -> Self {
        Self { in_work: Some(theme), ..self }
    }

    /// What is wrong with the theme that somebody is working on.
    pub(crate) fn trouble(&self) -> Option<ThemeError> {
        self.in_work.as_ref().and_then(|theme| theme().err())
    }

    /// Reads a theme anew when it is next asked for: its files were added, or taken away.
    pub(crate) fn forget(&self, name: &str) {
        self.read.write().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// The theme of a name; the standard one for no name, and for one that cannot be read: a broken theme never takes
    /// a site down.
    pub(crate) fn named(&self, name: &str) -> Arc<Theme> {
        if let Some(theme) = &self.in_work {
            return theme().map_or_else(|_| Arc::clone(&self.standard), Arc::new);
        }
        if name.is_empty() {
            return Arc::clone(&self.standard);
        }
        if let Some(theme) = self.read.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Arc::clone(theme);
        }
        let theme = match self.source.as_ref().and_then(|source| source(name)) {
            Some(Ok(theme)) => Arc::new(theme),
            Some(Err(error)) => {
                tracing::error!(theme = name, %error, "the theme {name} cannot be used; the site is printed with the standard theme");
                Arc::clone(&self.standard)
            }
            None => {
                tracing::error!(
                    theme = name,
                    "there is no theme {name}; the site is printed with the standard theme"
                );
                Arc::clone(&self.standard)
            }
        };
        self.read.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), Arc::clone(&theme));
        theme
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn themes() -> Themes {
        let source = |name: &str| match name {
            "plain" => Some(Theme::load([("index.hbs", "plain"), ("post.hbs", "plain")])),
            "broken" => Some(Theme::load([("index.hbs", "{{#if"), ("post.hbs", "")])),
            _ => None,
        };
        Themes::new(Theme::standard().unwrap()).with_source(Arc::new(source))
    }

    #[test]
    fn a_site_is_printed_with_the_theme_it_names() {
        let themes = themes();
        assert!(!Arc::ptr_eq(&themes.named("plain"), &themes.standard));
        assert!(Arc::ptr_eq(&themes.named("plain"), &themes.named("plain")));
        assert!(Arc::ptr_eq(&themes.named(""), &themes.standard));
    }

    #[test]
    fn a_theme_that_is_broken_or_gone_leaves_the_site_readable() {
        let themes = themes();
        assert!(Arc::ptr_eq(&themes.named("broken"), &themes.standard));
        assert!(Arc::ptr_eq(&themes.named("gone"), &themes.standard));
    }
}
