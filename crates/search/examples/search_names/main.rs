//! How well names are found in other spellings, and what that costs.
//!
//! `cargo run --release -p dateline-search --example search_names [-- STORIES]`
//!
//! Two archives are filled with stories about nothing (STORIES, 2,000 unless said): in one each name of the evaluation
//! stands once in its usual Latin spelling, in the other in its own script. Every other spelling is then asked for.
//! What it costs is how many stories of other names come along when a name is asked for as the archive has it.

mod archive;
mod variants;

use std::collections::BTreeMap;
use std::error::Error;

use archive::Archive;
use variants::{Name, names};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let stories = std::env::args().nth(1).map_or(Ok(2_000), |text| text.parse())?;
    let verbose = std::env::args().nth(2).is_some();
    let names = names();
    let latin = |name: &Name| name.spellings.first().cloned();
    report("in Latin letters", &names, stories, verbose, latin, |name| {
        let own = (!matches!(name.language, "zh" | "ko")).then(|| name.own.clone());
        name.spellings.iter().skip(1).cloned().chain(own).collect()
    })
    .await?;
    let own = |name: &Name| (!matches!(name.language, "zh" | "ko" | "de")).then(|| name.own.clone());
    report("in its own script", &names, stories, verbose, own, |name| name.spellings.clone()).await
}

/// Fills an archive with the spelling that `printed` says and asks for those of `asked`.
async fn report(
    title: &str,
    names: &[Name],
    stories: usize,
    verbose: bool,
    printed: impl Fn(&Name) -> Option<String>,
    asked: impl Fn(&Name) -> Vec<String>,
) -> Result<(), Box<dyn Error>> {
    let in_archive: Vec<(&Name, String)> =
        names.iter().filter_map(|name| Some((name, printed(name)?))).collect();
    let archive = Archive::of(in_archive.iter().map(|(_, spelling)| spelling.as_str()), stories).await?;
    let mut by_language: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut wrong, mut right) = (0, 0);
    for (n, (name, spelling)) in in_archive.iter().enumerate() {
        for query in asked(name) {
            let hits = archive.first_ten(&query).await?;
            let found = hits.contains(&Some(n));
            let (met, all) = by_language.entry(name.language).or_default();
            *met += usize::from(found);
            *all += 1;
            if verbose && !found {
                println!("    {query} does not find {spelling}");
            }
        }
        let hits = archive.first_ten(spelling).await?;
        right += usize::from(hits.contains(&Some(n)));
        wrong += hits.iter().filter(|hit| **hit != Some(n)).count();
        if verbose && hits.first() != Some(&Some(n)) {
            println!("    {spelling} itself is not the first hit");
        }
    }
    let (met, all) = by_language.values().fold((0, 0), |(a, b), (met, all)| (a + met, b + all));
    println!(
        "{title}: {} names, {all} other spellings asked, recall@10 {:.1} %",
        in_archive.len(),
        percent(met, all)
    );
    for (language, (met, all)) in by_language {
        println!("  {language}: {met} of {all}, {:.1} %", percent(met, all));
    }
    println!(
        "  asked as printed: {right} of {} found, and {wrong} stories of other names came along ({:.1} % of the hits)",
        in_archive.len(),
        percent(wrong, wrong + right)
    );
    Ok(())
}

fn percent(part: usize, of: usize) -> f64 {
    part as f64 * 100.0 / of.max(1) as f64
}
