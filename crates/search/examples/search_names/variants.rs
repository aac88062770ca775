//! Names with the spellings that published transliterations give them.
//!
//! Each name stands in its own script, or where that does not write its sounds (Arabic, Chinese, Korean) by its
//! sounds; each system is a table of letters or of sounds. The tables follow the systems' public descriptions: ISO 9,
//! BGN/PCGN, Duden, the French newspapers' habit; ELOT 743 and the older Greek one; the Academy's Hebrew and the
//! Anglo-Saxon, German ones; Hunterian, and IAST without its marks; Pinyin and Wade-Giles; Revised Romanization,
//! McCune-Reischauer; Hepburn, Kunrei and word-processor Japanese; ALA-LC, French and German Arabic.

// By path, because the tests take this file by path too.
#[path = "variants/arabic.rs"]
mod arabic;
#[path = "variants/chinese.rs"]
mod chinese;
#[path = "variants/greek.rs"]
mod greek;
#[path = "variants/hebrew.rs"]
mod hebrew;
#[path = "variants/hindi.rs"]
mod hindi;
#[path = "variants/japanese.rs"]
mod japanese;
#[path = "variants/korean.rs"]
mod korean;
#[path = "variants/latin.rs"]
mod latin;
#[path = "variants/russian.rs"]
mod russian;
#[path = "variants/ukrainian.rs"]
mod ukrainian;

/// A name and its spellings.
pub(crate) struct Name {
    pub(crate) language: &'static str,
    /// As the language itself writes it.
    pub(crate) own: String,
    /// All other spellings, each once.
    pub(crate) spellings: Vec<String>,
}

type Table = &'static [(&'static str, &'static str)];

/// All names of the evaluation.
pub(crate) fn names() -> Vec<Name> {
    let mut names = Vec::new();
    add(&mut names, "ru", russian::NAMES, &[russian::BGN, russian::ISO, russian::GERMAN, russian::FRENCH]);
    add(&mut names, "uk", ukrainian::NAMES, &[ukrainian::NATIONAL, ukrainian::GERMAN, ukrainian::ISO]);
    add(&mut names, "el", greek::NAMES, &[greek::ELOT, greek::OLD]);
    add(&mut names, "he", hebrew::NAMES, &[]);
    add(&mut names, "hi", hindi::NAMES, &[hindi::HUNTERIAN, hindi::IAST, hindi::PAPERS]);
    add_by_sound(
        &mut names,
        "ar",
        arabic::NAMES,
        &[arabic::ALA, arabic::PAPERS, arabic::FRENCH, arabic::GERMAN],
    );
    add_by_sound(&mut names, "ur", arabic::URDU_NAMES, &[arabic::ALA, arabic::PAPERS, arabic::URDU_PAPERS]);
    add_by_sound(&mut names, "zh", chinese::NAMES, &[chinese::PINYIN, chinese::WADE]);
    add_by_sound(&mut names, "ko", korean::NAMES, &[korean::RR, korean::MR, korean::PAPERS]);
    add_by_sound(&mut names, "ja", japanese::NAMES, &[japanese::HEPBURN, japanese::KUNREI, japanese::TYPED]);
    add(&mut names, "de", latin::NAMES, &[latin::BARE, latin::SPELT_OUT]);
    names
}

/// Names written in letters that a system replaces; what it does not name stays.
fn add(names: &mut Vec<Name>, language: &'static str, own: &[&str], systems: &[Table]) {
    for name in own {
        let (own, given) = name.split_once('=').unwrap_or((name, ""));
        let given = given.split(' ').filter(|spelling| !spelling.is_empty()).map(str::to_owned);
        let spellings = given.chain(systems.iter().map(|table| replaced(own, table)));
        push(names, language, capital(own), spellings.collect());
    }
}

/// Names given as `own=sounds`, the sounds parted by dots.
fn add_by_sound(names: &mut Vec<Name>, language: &'static str, given: &[&str], systems: &[Table]) {
    for name in given {
        let Some((own, sounds)) = name.split_once('=') else { continue };
        let spell =
            |table: &Table| sounds.split('.').map(|sound| looked_up(sound, table)).collect::<String>();
        push(names, language, own.to_owned(), systems.iter().map(spell).collect());
    }
}

fn push(names: &mut Vec<Name>, language: &'static str, own: String, all: Vec<String>) {
    let mut spellings: Vec<String> = Vec::new();
    for spelling in all {
        let spelling = capital(&spelling);
        if spelling != own && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    names.push(Name { language, own, spellings });
}

/// The longest entry that fits, letter after letter.
fn replaced(name: &str, table: Table) -> String {
    let (mut out, mut rest) = (String::new(), name);
    while let Some(first) = rest.chars().next() {
        let fits = table
            .iter()
            .filter(|(letters, _)| rest.starts_with(letters))
            .max_by_key(|(letters, _)| letters.len());
        if let Some((letters, latin)) = fits {
            out += latin;
            rest = &rest[letters.len()..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn looked_up<'t>(sound: &'t str, table: &Table) -> &'t str {
    table.iter().find(|(known, _)| *known == sound).map_or(sound, |(_, latin)| latin)
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
