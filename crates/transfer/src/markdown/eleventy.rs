//! What a site of Eleventy's says in its settings. They are a script, of which a few words are looked for and nothing is run.

use serde_json::{Map, Value};

use super::config::ELEVENTYS;
use crate::files::Files;
use crate::problem::OpenError;

/// Copies that one script asks for.
const COPIES_MAX: usize = 200;

/// The name under which the settings have the folder that the site's files lie in.
pub(super) const INPUT: &str = "eleventyInput";

/// The name under which they have the files that are copied as they are: pairs of a folder and its place in addresses.
pub(super) const COPIES: &str = "eleventyCopies";

/// The name under which they have the patterns of files that are passed over.
pub(super) const IGNORES: &str = "eleventyIgnores";

/// Patterns of files to pass over that one site has.
const IGNORES_MAX: usize = 200;

/// What the script and the commands beside it say.
pub(super) fn said(files: &Files, root: &str) -> Result<Map<String, Value>, OpenError> {
    let mut said = Map::new();
    let text = |name: String| {
        if files.names().contains(&name) {
            files.small_text(&name, files.limits().settings_bytes)
        } else {
            Ok(None)
        }
    };
    let mut script = String::new();
    for name in ELEVENTYS {
        if let Some(text) = text(format!("{root}{name}"))? {
            script = uncommented(&text);
            break;
        }
    }
    if let Some(prefix) = valued(&script, "pathPrefix") {
        said.insert("pathPrefix".to_owned(), prefix.into());
    }
    let set = script.split_once("setInputDirectory(").and_then(|(_, rest)| quoted(rest));
    let told = script.split_once("dir").and_then(|(_, rest)| valued(rest, "input"));
    let commands = text(format!("{root}package.json"))?.unwrap_or_default();
    let input = set.map(str::to_owned).or(told).or_else(|| commanded(&commands)).unwrap_or_default();
    let input = bare(&input).to_owned();
    said.insert(COPIES.to_owned(), copies(&script, &input));
    let mut ignored = ignored_by_script(&script);
    let folders =
        if input.is_empty() { vec![String::new()] } else { vec![String::new(), format!("{input}/")] };
    for folder in folders {
        let list = text(format!("{root}{folder}.eleventyignore"))?.unwrap_or_default();
        ignored.extend(ignored_by_list(&list).map(|pattern| format!("{folder}{pattern}")));
    }
    ignored.truncate(IGNORES_MAX);
    said.insert(IGNORES.to_owned(), ignored.into());
    said.insert(INPUT.to_owned(), input.into());
    Ok(said)
}

/// A script without the lines that are remarks.
fn uncommented(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The word that a name is given: `input: "src"`.
fn valued(text: &str, name: &str) -> Option<String> {
    text.match_indices(name).find_map(|(at, word)| {
        let is_whole = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = text[at + word.len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = quoted(rest.strip_prefix([':', '='])?)?;
        is_whole.then(|| value.to_owned())
    })
}

/// The words between the quotation marks that a text begins with.
fn quoted(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let value = text[1..].split(quote).next()?;
    (!value.contains(['$', '\n'])).then_some(value)
}

/// The folder that a command names: `eleventy --input=site`.
fn commanded(commands: &str) -> Option<String> {
    let (_, rest) = commands.split_once("--input")?;
    let rest = rest.strip_prefix(['=', ' '])?;
    let folder = rest.split([' ', '"', '\\', '\'']).find(|word| !word.is_empty())?;
    Some(folder.to_owned())
}

/// What `addPassthroughCopy` names: one place, or several with where each of them goes.
fn copies(script: &str, input: &str) -> Value {
    let mut copies = Vec::new();
    let mut add = |from: &str, to: &str| {
        let (from, to) = (bare(from), bare(to));
        if copies.len() < COPIES_MAX && !from.contains('*') && !from.is_empty() {
            copies.push(Value::from(vec![from, to]));
        }
    };
    for (_, rest) in
        script.match_indices("addPassthroughCopy(").map(|(at, name)| script.split_at(at + name.len()))
    {
        if let Some(place) = quoted(rest) {
            let within = bare(place);
            let to = within.strip_prefix(input).filter(|_| !input.is_empty()).unwrap_or(within);
            add(place, to);
        } else if let Some(pairs) =
            rest.trim_start().strip_prefix('{').and_then(|rest| rest.split('}').next())
        {
            for pair in pairs.split(',') {
                let from = quoted(pair);
                let behind = from.and_then(|from| pair.trim_start().get(from.len() + 2..));
                let to = behind.and_then(|behind| quoted(behind.trim_start().strip_prefix(':')?));
                if let (Some(from), Some(to)) = (from, to) {
                    add(from, to);
                }
            }
        }
    }
    Value::Array(copies)
}

/// The patterns of a file `.eleventyignore`, one in a line.
fn ignored_by_list(list: &str) -> impl Iterator<Item = String> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!']));
    lines.map(|line| line.trim_start_matches("./").trim_start_matches('/').to_owned())
}

/// Those that a script adds: `eleventyConfig.ignores.add("notes/secret.md")`.
fn ignored_by_script(script: &str) -> Vec<String> {
    let added = script.match_indices("ignores.add(").map(|(at, name)| &script[at + name.len()..]);
    added.filter_map(quoted).map(|pattern| pattern.trim_start_matches("./").to_owned()).collect()
}

/// A path without the dot of its own folder and the slashes around it.
fn bare(path: &str) -> &str {
    let path = path.trim();
    path.strip_prefix("./").unwrap_or(path).trim_matches('/').trim_start_matches("../").trim_matches('.')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_script_says_where_its_files_lie() {
        let script = "c.addPassthroughCopy('site/img');\nc.addPassthroughCopy({ './pub/': '/', \"site/f\": \"files\" });\n// c.addPassthroughCopy('no')\nreturn { dir: { output: 'out', \"input\": './site' }, pathPrefix: '/log/' };";
        let script = uncommented(script);
        assert_eq!(copies(&script, "site"), json!([["site/img", "img"], ["pub", ""], ["site/f", "files"]]));
        assert_eq!(valued(&script, "pathPrefix").as_deref(), Some("/log/"));
        assert_eq!(
            valued(script.split_once("dir").unwrap_or_default().1, "input").as_deref(),
            Some("./site")
        );
        assert_eq!(commanded("\"build\": \"eleventy --input=docs --quiet\"").as_deref(), Some("docs"));
        assert_eq!(valued("inputs: 'x', my_input: 'y'", "input"), None);
        assert_eq!(ignored_by_script("c.ignores.add('./notes/secret.md')"), ["notes/secret.md"]);
        let list: Vec<String> = ignored_by_list("# fog\n./a.md\n\n!b.md\n/c/\n").collect();
        assert_eq!(list, ["a.md", "c/"]);
    }
}
