//! Web addresses in a text, written openly or in disguise.

use std::ops::Range;

/// What a text links to.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Host names in small letters without `www.`, one for each link that leads away from the site.
    pub(crate) hosts: Vec<String>,
    /// Links written as `name . com`, `name[.]com` or `name dot com`.
    pub(crate) disguised: u32,
    /// Where in the text they stand, in order, as byte offsets.
    pub(crate) spans: Vec<Range<usize>>,
    /// Links to the site itself, as byte offsets; they are in `spans` too.
    pub(crate) own: Vec<Range<usize>>,
    /// Addresses for mail.
    pub(crate) mail: u32,
}

/// Endings that are taken for a web address wherever they stand.
const OPEN_ENDINGS: &[&str] = &[
    "com", "net", "org", "info", "biz", "ru", "cn", "de", "uk", "fr", "pl", "nl", "br", "ua", "cz", "eu",
    "gov", "edu", "xyz", "online", "club", "shop", "vip", "app", "dev", "gg", "cc", "io", "tv", "blog",
    "casino", "bet", "icu", "tk", "ga", "ml", "cf", "gq", "ws", "su", "kr", "jp", "id", "co", "ca", "au",
];
/// Endings that are also words or suffixes, and count only with a path behind them: `youtu.be/…`, `t.me/…`.
const ENDINGS_WITH_PATH: &[&str] = &[
    "me", "ly", "be", "to", "us", "it", "is", "so", "gl", "at", "link", "live", "top", "site", "click",
    "store", "fun", "page", "am", "fm", "vn", "la", "pw", "ee", "in", "es", "se", "fi",
];
/// Endings looked for in disguise.
const DISGUISED_ENDINGS: &[&str] = &["com", "net", "org", "biz", "ru", "xyz"];
/// More links than this are counted no further.
const LINKS_MAX: usize = 64;

/// Finds the links of `folded`, a text in one spelling with capitals as typed. `own` are the hosts of the site itself.
pub(crate) fn links(folded: &str, own: &[&str]) -> Links {
    let mut found = Links::default();
    if !folded.contains(['.', '/']) && !folded.contains(" dot ") {
        return found;
    }
    let mut before = [Chunk { text: "", at: 0 }; 2];
    let mut at = 0;
    for text in
        folded.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | ',' | '|'))
    {
        let chunk = Chunk { text, at };
        at += text.len();
        at += folded[at..].chars().next().map_or(0, char::len_utf8);
        if text.is_empty() {
            continue;
        }
        if found.spans.len() < LINKS_MAX {
            visit(chunk, before, own, &mut found);
        }
        before = [before[1], chunk];
    }
    found
}

#[derive(Clone, Copy)]
struct Chunk<'a> {
    text: &'a str,
    at: usize,
}

fn visit(chunk: Chunk<'_>, before: [Chunk<'_>; 2], own: &[&str], found: &mut Links) {
    let Chunk { text, at } = chunk;
    let end = at + text.len();
    let dotted = text.contains('.');
    if let Some(host) = if dotted || behind_scheme(text).is_some() { open_host(text) } else { None } {
        if text.contains('@') && !text.contains("//") {
            found.mail += 1;
        } else {
            found.spans.push(at..end);
            if own.contains(&host.as_str()) {
                found.own.push(at..end);
            } else {
                found.hosts.push(host);
            }
        }
        return;
    }
    // `name . com`, `name. com`, `name .com`, `name dot com`
    let last = before[1].text;
    let alone = last == "." || last.eq_ignore_ascii_case("dot");
    if !(text.starts_with('.') || last.ends_with('.') || alone) {
        return;
    }
    let plain = text.trim_start_matches('.');
    let ending = plain.split(['/', '.', '!', '?', ';', ':']).next().unwrap_or_default();
    let Some(ending) = DISGUISED_ENDINGS.iter().find(|known| known.eq_ignore_ascii_case(ending)) else {
        return;
    };
    let label = if alone { before[0] } else { before[1] };
    let name = label.text.trim_end_matches('.').trim_start_matches("www.");
    let free = found.spans.last().is_none_or(|span| span.end <= label.at);
    // "The .com" is a noun.
    if free && name.len() > 3 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.') {
        found.disguised += 1;
        found.spans.push(label.at..end);
        found.hosts.push(format!("{}.{ending}", name.to_ascii_lowercase()));
    }
}

/// The host of a link that stands open in `chunk`: behind a scheme or `www.`, or by its ending.
fn open_host(chunk: &str) -> Option<String> {
    let with_scheme = behind_scheme(chunk);
    let bare = with_scheme.unwrap_or(chunk);
    let bare = bare.rsplit_once('@').map_or(bare, |(_, host)| host);
    let bare = bare.trim_start_matches(|c: char| !c.is_alphanumeric());
    let part_of_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '[' | ']');
    let (name, behind) = bare.split_at(bare.find(|c: char| !part_of_host(c)).unwrap_or(bare.len()));
    let name = name.trim_end_matches(['.', '-', '[', ']']);
    // Sentences are full of dots; most chunks end here, before anything is copied.
    let ending = name.rsplit(['.', ']']).next().unwrap_or_default();
    if with_scheme.is_none() && ending.len() < 2 {
        return None;
    }
    let name = name.replace("[.]", ".").to_lowercase();
    let named_web = name.starts_with("www.");
    let host = name.strip_prefix("www.").unwrap_or(&name);
    if with_scheme.is_some() || (named_web && host.contains('.')) {
        return (!host.is_empty()).then(|| host.to_owned());
    }
    let (label, ending) = host.rsplit_once('.')?;
    let has_label = label.rsplit('.').next().is_some_and(|last| last.chars().any(char::is_alphabetic));
    let has_path = behind.starts_with('/') && behind.len() > 1;
    let known = OPEN_ENDINGS.contains(&ending) || (has_path && ENDINGS_WITH_PATH.contains(&ending));
    (has_label && known && !label.contains("..")).then(|| host.to_owned())
}

/// What stands behind the first `://`.
fn behind_scheme(chunk: &str) -> Option<&str> {
    chunk.match_indices(':').find_map(|(at, _)| chunk[at..].strip_prefix("://"))
}

/// True if a word of the name, in small letters, stands in the host.
pub(crate) fn host_names(host: &str, name: &str) -> bool {
    let letters: String = host.chars().filter(|c| c.is_alphanumeric()).collect();
    name.split(' ').filter(|word| word.len() >= 3).any(|word| letters.contains(word))
}
