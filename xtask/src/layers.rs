//! `cargo xtask layers`: crates depend only downwards, as the block in `ARCHITECTURE.md` says.
//!
//! The block is fenced as `layers`. Each line is one level, the highest first, crates separated by spaces;
//! a crate marked `(tests)` may be used by the tests of any crate and by nothing else. A line
//! `sqlx only in store` keeps a library in one crate. `#` starts a remark.

use std::{collections::BTreeMap, fs};

use crate::step::{Outcome, Workspace};

/// Reads `ARCHITECTURE.md` and the manifest of every crate, and prints each breach.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let read = || -> std::io::Result<(String, Vec<Manifest>)> {
        let document = fs::read_to_string(workspace.root.join("ARCHITECTURE.md"))?;
        let mut manifests = Vec::new();
        for entry in fs::read_dir(workspace.root.join("crates"))? {
            let entry = entry?;
            if let Ok(text) = fs::read_to_string(entry.path().join("Cargo.toml")) {
                manifests.push(Manifest::parse(&entry.file_name().to_string_lossy(), &text));
            }
        }
        Ok((document, manifests))
    };
    match read() {
        Ok((document, manifests)) => Outcome::complaints(&breaches(&document, &manifests)),
        Err(error) => Outcome::broken(&format!("the crates or ARCHITECTURE.md cannot be read: {error}")),
    }
}

/// What a crate's manifest says it uses: other rooms by their folder names, libraries by their own.
struct Manifest {
    room: String,
    uses: Vec<String>,
    tests_use: Vec<String>,
}

impl Manifest {
    fn parse(room: &str, text: &str) -> Self {
        let mut manifest = Self { room: room.to_owned(), uses: Vec::new(), tests_use: Vec::new() };
        let mut section = String::new();
        for line in text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
            if let Some(header) = line.strip_prefix('[') {
                header.trim_end_matches(']').clone_into(&mut section);
                // `[dependencies.sqlx]` names its crate in the header.
                if let Some((kind, name)) = section.split_once("dependencies.") {
                    manifest.add(&format!("{kind}dependencies"), name);
                }
            } else if section.ends_with("dependencies") && !line.is_empty() {
                let key = line.split(['.', '=', ' ']).next().unwrap_or_default();
                let renamed = line.split_once("package = \"").and_then(|(_, rest)| rest.split('"').next());
                manifest.add(&section, renamed.unwrap_or(key));
            }
        }
        manifest
    }

    fn add(&mut self, section: &str, name: &str) {
        let name = name.trim_matches('"');
        let name = name.strip_prefix("dateline-").unwrap_or(name).to_owned();
        let list = if section.ends_with("dev-dependencies") { &mut self.tests_use } else { &mut self.uses };
        list.push(name);
    }
}

/// The block of the document, read.
#[derive(Default)]
struct Plan {
    /// Level of each room, 0 the highest.
    levels: BTreeMap<String, usize>,
    tests_only: Vec<String>,
    /// Library and the one room that may use it.
    reserved: Vec<(String, String)>,
}

impl Plan {
    fn parse(document: &str) -> Option<Self> {
        let block = document.split_once("```layers\n")?.1.split_once("```")?.0;
        let mut plan = Self::default();
        for (level, line) in block.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default();
            if let Some((library, room)) = line.split_once(" only in ") {
                plan.reserved.push((library.trim().to_owned(), room.trim().to_owned()));
                continue;
            }
            for word in line.split_whitespace() {
                let room = word.trim_end_matches("(tests)");
                if room != word {
                    plan.tests_only.push(room.to_owned());
                }
                plan.levels.insert(room.to_owned(), level);
            }
        }
        Some(plan)
    }
}

fn breaches(document: &str, manifests: &[Manifest]) -> Vec<String> {
    let Some(plan) = Plan::parse(document) else {
        return vec!["ARCHITECTURE.md has no block fenced as ```layers".to_owned()];
    };
    let mut complaints = Vec::new();
    for manifest in manifests {
        let Some(level) = plan.levels.get(&manifest.room) else {
            complaints
                .push(format!("crates/{} is missing from the layers in ARCHITECTURE.md", manifest.room));
            continue;
        };
        let everything = manifest.uses.iter().map(|used| (used, false));
        for (used, by_tests) in everything.chain(manifest.tests_use.iter().map(|used| (used, true))) {
            let tests_only = plan.tests_only.contains(used);
            if tests_only && !by_tests {
                complaints.push(format!("{} ships {used}, which is for tests", manifest.room));
            } else if !tests_only && plan.levels.get(used).is_some_and(|below| below <= level) {
                complaints.push(format!("{} uses {used}, which is not below it", manifest.room));
            }
        }
        for (library, room) in &plan.reserved {
            if manifest.uses.contains(library) && *room != manifest.room {
                complaints.push(format!("{} uses {library}, which only {room} may", manifest.room));
            }
        }
    }
    let exists = |room: &String| manifests.iter().any(|manifest| manifest.room == *room);
    for room in plan.levels.keys().filter(|room| !exists(room)) {
        complaints.push(format!("ARCHITECTURE.md names {room}, but there is no crates/{room}"));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::{Manifest, breaches};

    const PLAN: &str =
        "Words.\n```layers\nweb\npress newsroom\nstore probe(tests)\nmodel\nsqlx only in store\n```\n";

    /// A house that follows the plan, with one manifest added or exchanged.
    fn check(room: &str, manifest: &str, expected: &[&str]) {
        let mut house = vec![
            ("web", "[dependencies]\ndateline-press.workspace = true\naxum = \"0.8\"\n"),
            ("press", "[dependencies]\ndateline-store.workspace = true\n"),
            ("newsroom", "[dependencies]\ndateline-model = { path = \"../model\" }\n"),
            (
                "store",
                "[dependencies]\nsqlx.workspace = true\n[dev-dependencies]\ndateline-probe.workspace = true\n",
            ),
            ("probe", "[package]\nname = \"dateline-probe\"\n"),
            ("model", ""),
        ];
        house.retain(|(name, _)| *name != room);
        house.push((room, manifest));
        let manifests: Vec<Manifest> = house.iter().map(|(name, text)| Manifest::parse(name, text)).collect();
        assert_eq!(breaches(PLAN, &manifests), expected);
    }

    #[test]
    fn a_house_built_to_plan_has_no_breach() {
        check("model", "[dependencies]\nserde = \"1\"\n", &[]);
    }

    #[test]
    fn a_crate_does_not_use_one_above_it() {
        check(
            "model",
            "[dependencies]\ndateline-web.workspace = true\n",
            &["model uses web, which is not below it"],
        );
        let under_a_condition = "[target.'cfg(unix)'.dependencies]\ndateline-web = { path = \"../web\" }\n";
        check("model", under_a_condition, &["model uses web, which is not below it"]);
        let in_the_header = "[dependencies.dateline-web]\npath = \"../web\"\n";
        check("model", in_the_header, &["model uses web, which is not below it"]);
        let in_disguise = "[dependencies]\nother = { package = \"dateline-web\", path = \"../web\" }\n";
        check("model", in_disguise, &["model uses web, which is not below it"]);
    }

    #[test]
    fn neighbours_do_not_know_each_other_even_in_tests() {
        let text = "[dev-dependencies]\ndateline-newsroom.workspace = true\n";
        check("press", text, &["press uses newsroom, which is not below it"]);
    }

    #[test]
    fn a_crate_for_tests_does_not_ship() {
        let text = "[dependencies]\ndateline-probe.workspace = true\n";
        check("press", text, &["press ships probe, which is for tests"]);
    }

    #[test]
    fn sql_is_spoken_in_one_room() {
        check("web", "[dependencies]\nsqlx = \"0.9\"\n", &["web uses sqlx, which only store may"]);
    }

    #[test]
    fn the_plan_names_every_crate_and_no_other() {
        check("attic", "", &["crates/attic is missing from the layers in ARCHITECTURE.md"]);
        assert_eq!(breaches("no plan", &[]), ["ARCHITECTURE.md has no block fenced as ```layers"]);
        let gone = breaches("```layers\ncellar\n```", &[]);
        assert_eq!(gone, ["ARCHITECTURE.md names cellar, but there is no crates/cellar"]);
    }
}
