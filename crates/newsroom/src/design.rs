//! What an owner changes around the stories: markup of one's own, and choices among a theme's settings.

use std::collections::BTreeMap;

use dateline_model::{Injection, Paper, PostId, TagId};
use serde_json::Value;

use crate::{Newsroom, NewsroomError};

impl Newsroom {
    /// Sets the markup that a story or a page is printed with. Who may, the caller has asked.
    pub async fn inject_into_post(
        &self,
        paper: &Paper,
        post: PostId,
        injection: Injection,
    ) -> Result<(), NewsroomError> {
        check(&injection)?;
        let site = paper.id();
        self.store
            .write(move |tx| Box::pin(async move { tx.inject_into_post(site, post, &injection).await }))
            .await
            .map_err(|error: dateline_store::StoreError| error.into())
    }

    /// Sets the markup that the pages of a tag are printed with. Who may, the caller has asked.
    pub async fn inject_into_tag(
        &self,
        paper: &Paper,
        tag: TagId,
        injection: Injection,
    ) -> Result<(), NewsroomError> {
        check(&injection)?;
        let site = paper.id();
        self.store
            .write(move |tx| Box::pin(async move { tx.inject_into_tag(site, tag, &injection).await }))
            .await
            .map_err(|error: dateline_store::StoreError| error.into())
    }

    /// Stores choices among the custom settings of a theme, named without its version; what is not named stays. Which
    /// values fit, the theme says, and the caller has asked it.
    pub async fn choose_theme_settings(
        &self,
        paper: &Paper,
        theme: &str,
        choices: BTreeMap<String, Value>,
    ) -> Result<Paper, NewsroomError> {
        let (site, theme) = (paper.site.clone(), theme.to_owned());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut settings = tx.settings(site.id).await?;
                    settings.theme_settings.entry(theme).or_default().extend(choices);
                    // Through the front door, where the limit of a setting stands.
                    let all = serde_json::to_string(&settings.theme_settings).unwrap_or_default();
                    settings.set("theme_settings", &all)?;
                    tx.save_settings(site.id, &settings).await?;
                    Ok(Paper::new(site, settings))
                })
            })
            .await
    }
}

fn check(injection: &Injection) -> Result<(), NewsroomError> {
    let max = Injection::MAX_BYTES;
    match (injection.head.len() > max, injection.foot.len() > max) {
        (true, _) => Err(NewsroomError::TooLong { field: "codeinjection_head", max }),
        (_, true) => Err(NewsroomError::TooLong { field: "codeinjection_foot", max }),
        _ => Ok(()),
    }
}
