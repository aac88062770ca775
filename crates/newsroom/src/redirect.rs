//! Old addresses that an editor leads somewhere. Those that a moved story left behind are the story's own.

use std::collections::{HashMap, HashSet};

use dateline_model::{EXPRESSIONS_MAX, Paper, PathExpression, Redirect, RedirectTarget};

use crate::{Newsroom, NewsroomError};

/// The most redirects that one list holds; Ghost's file is read as a whole, too.
pub const REDIRECTS_MAX: usize = 10_000;
/// The most bytes of a path and of an address.
const ADDRESS_BYTES_MAX: usize = 2_000;
/// How many are read at once.
const PAGE: i64 = 1_000;

impl Newsroom {
    /// The redirects that editors and imports made, by their path. Those to a story, left when it moved, are not shown.
    pub async fn redirects(&self, paper: &Paper) -> Result<Vec<Redirect>, NewsroomError> {
        let (mut read, mut list, mut after) = (self.store.read().await?, Vec::new(), String::new());
        loop {
            let page = read.redirects_after(paper.id(), &after, PAGE).await?;
            let whole = page.len() as i64 == PAGE;
            after = page.last().map(|last| last.from.clone()).unwrap_or(after);
            list.extend(page.into_iter().filter(|one| matches!(one.to, RedirectTarget::Address(_))));
            if !whole || list.len() > REDIRECTS_MAX {
                return Ok(list);
            }
        }
    }

    /// Puts a list in the place of the one of [`Self::redirects`], all of it or nothing.
    ///
    /// # Errors
    /// [`NewsroomError::BadRedirect`] names the first that cannot be: no path, no address, or the path of a story.
    pub async fn replace_redirects(&self, paper: &Paper, list: Vec<Redirect>) -> Result<(), NewsroomError> {
        if list.len() > REDIRECTS_MAX {
            let reason = "a list has at most 10,000 redirects";
            return Err(NewsroomError::BadRedirect { from: list[REDIRECTS_MAX].from.clone(), reason });
        }
        for redirect in &list {
            check(redirect)?;
        }
        if let Some(beyond) = list.iter().filter(|one| PathExpression::is_one(&one.from)).nth(EXPRESSIONS_MAX)
        {
            let reason = "a list has at most 200 expressions";
            return Err(NewsroomError::BadRedirect { from: beyond.from.clone(), reason });
        }
        let old = self.redirects(paper).await?;
        let wanted: HashSet<&str> = list.iter().map(|new| new.from.as_str()).collect();
        let mut gone: Vec<String> = old.iter().map(|old| old.from.clone()).collect();
        gone.retain(|from| !wanted.contains(from.as_str()));
        let kept: HashMap<&str, &Redirect> = old.iter().map(|old| (old.from.as_str(), old)).collect();
        let fresh: Vec<Redirect> =
            list.iter().filter(|new| kept.get(new.from.as_str()) != Some(new)).cloned().collect();
        let site = paper.id();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    for from in &gone {
                        tx.drop_redirect(site, from).await?;
                    }
                    for redirect in &fresh {
                        if tx.permalink_holder(site, &redirect.from).await?.is_some() {
                            let reason = "a story stands there; move the story first";
                            return Err(NewsroomError::BadRedirect { from: redirect.from.clone(), reason });
                        }
                        tx.add_redirect(site, redirect).await?;
                    }
                    Ok::<_, NewsroomError>(())
                })
            })
            .await
    }
}

fn check(redirect: &Redirect) -> Result<(), NewsroomError> {
    let refuse =
        |reason| Err(NewsroomError::BadRedirect { from: redirect.from.chars().take(100).collect(), reason });
    let RedirectTarget::Address(to) = &redirect.to else { return Ok(()) };
    let is_plain = |text: &str| text.len() <= ADDRESS_BYTES_MAX && !text.chars().any(char::is_control);
    if PathExpression::is_one(&redirect.from) {
        let expression = match PathExpression::parse(&redirect.from) {
            Ok(expression) => expression,
            Err(reason) => return refuse(reason),
        };
        if !is_plain(&redirect.from) || !is_plain(to) || !expression.can_lead_to(to) {
            return refuse(
                "an expression leads to a path or a whole address with $1 to $9 for its groups, not in the host",
            );
        }
        return Ok(());
    }
    if !redirect.from.starts_with('/') || redirect.from.starts_with("//") || redirect.from == "/" {
        return refuse(
            "the old address is a path like /old-story/, without the host, or a folder like /old/* with all below it",
        );
    }
    if !is_plain(&redirect.from) || redirect.from.contains(['?', '#']) {
        return refuse("the old address is a path of at most 2,000 bytes, without ? and #");
    }
    let is_path = to.starts_with('/') && !to.starts_with("//");
    if !is_plain(to) || !(is_path || to.starts_with("https://") || to.starts_with("http://")) {
        return refuse("it leads to a path like /new-story/ or to a whole address of the web");
    }
    if *to == redirect.from {
        return refuse("it leads to itself");
    }
    Ok(())
}
