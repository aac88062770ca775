//! Letters as sounds: which spellings may stand for the same, and how far two names are apart.

use crate::script::{Class, Script, class};

/// The most keys of one name; a name with more readings than that keeps the likelier ones.
const KEYS_MAX: usize = 9;

/// A sound of a name.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sound {
    /// A vowel as it is mostly said: a, e, i, o, u.
    Vowel(u8),
    /// h, y, w and pauses, which one transliteration writes and another leaves out.
    Faint(u8),
    /// A consonant: its spelling, and the bones it may be; "" means that it may be silent.
    Firm(&'static str, &'static [&'static str]),
}

const S: &[&str] = &["S"];
const P: &[&str] = &["P"];
const T: &[&str] = &["T"];
const K: &[&str] = &["K"];
const N: &[&str] = &["N"];
const L: &[&str] = &["L"];
const R: &[&str] = &["R"];

/// Spellings and their bones, the longer before the shorter. Labials are one bone (Greek β and Hebrew ב are both b
/// and v, Arabic has no p), so are m and n, k and g, t and d, and all that hisses.
const CONSONANTS: [(&str, &[&str]); 62] = [
    ("schtsch", S),
    ("chtch", S),
    ("shtch", S),
    ("shch", S),
    ("stch", S),
    ("tzsch", S),
    ("tsch", S),
    ("dsch", S),
    ("tch", S),
    ("tsh", S),
    ("dzh", S),
    ("dsh", S),
    ("sch", S),
    ("sh", S),
    ("sc", &["SK", "S"]),
    ("sz", S),
    ("zs", S),
    ("zh", S),
    ("cz", S),
    ("cs", S),
    ("ts", S),
    ("tz", S),
    ("dz", S),
    ("dj", S),
    ("ch", &["S", "K", ""]),
    ("kh", &["K", ""]),
    ("gh", &["K", ""]),
    ("ph", P),
    ("bh", P),
    ("th", &["T", "S"]),
    ("dh", &["T", "S"]),
    ("ck", &["K", "SK"]),
    ("cq", K),
    ("cc", &["K", "S"]),
    ("ss", S),
    ("zz", S),
    ("ff", P),
    ("pp", P),
    ("bb", P),
    ("vv", P),
    ("tt", T),
    ("dd", T),
    ("kk", K),
    ("qq", K),
    ("gg", K),
    ("ll", L),
    ("mm", N),
    ("nn", N),
    ("rr", R),
    ("b", P),
    ("p", P),
    ("f", P),
    ("v", P),
    ("t", T),
    ("d", T),
    ("k", K),
    ("l", L),
    ("m", N),
    ("n", N),
    ("r", R),
    ("s", S),
    ("z", S),
];

/// Groups of vowels that are written for one sound.
const VOWELS: [(&str, u8); 12] = [
    ("ee", b'i'),
    ("oo", b'u'),
    ("ou", b'u'),
    ("aa", b'a'),
    ("ai", b'e'),
    ("ei", b'e'),
    ("au", b'o'),
    ("ie", b'i'),
    ("ii", b'i'),
    ("uu", b'u'),
    ("oe", b'o'),
    ("ue", b'u'),
];

/// A name as it is said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spoken {
    sounds: Vec<Sound>,
    /// Whether its script leaves vowels unwritten.
    light: bool,
    /// Whether it was heard through kana, which knows no l and puts vowels between consonants.
    kana: bool,
}

/// The ways to say a folded name: one, and for an Arabic word with an article one without it.
pub(crate) fn spoken(name: &str) -> Vec<Spoken> {
    let mut ways = vec![said(name)];
    if let Some(bare) = name.strip_prefix("ال").filter(|bare| bare.chars().count() >= 3) {
        ways.push(said(bare));
    }
    ways.retain(|way| !way.sounds.is_empty());
    ways
}

/// Between the letters of a script whose letters never join to one sound.
const APART: char = '|';

fn said(name: &str) -> Spoken {
    let is = |script: Script| move |c: char| matches!(class(c), Class::Letter(of) if of == script);
    let light = [Script::Arabic, Script::Hebrew, Script::Devanagari, Script::Tamil, Script::Other]
        .into_iter()
        .any(|script| name.chars().any(is(script)));
    let kana = name.chars().any(|c| matches!(c, '\u{30A1}'..='\u{30FC}'));
    Spoken { sounds: sounds(&romanised(name), light), light, kana }
}

/// The name in letters from a to z, with ' for a pause.
fn romanised(name: &str) -> String {
    let has = |script: Script| name.chars().any(|c| matches!(class(c), Class::Letter(of) if of == script));
    let name = if has(Script::Greek) {
        joined(name, MODERN_GREEK)
    } else if has(Script::Cyrillic) {
        joined(name, &[("дз", "dz"), ("дж", "dzh"), ("тс", "ts")])
    } else {
        name.to_owned()
    };
    let mut letters = String::new();
    for c in name.chars() {
        // Vav is v, o or u; w is what else may be either.
        let latin = if c == 'ו' { "w" } else { any_ascii::any_ascii_char(c) };
        let latin = latin.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() });
        letters.extend(latin.filter(|c| c.is_ascii_lowercase() || *c == '\''));
        if !c.is_ascii() {
            letters.push(APART);
        }
    }
    // Inside a name x is two sounds; at its beginning it is what Pinyin and Portuguese write so.
    let inside = letters.char_indices().nth(1).map_or(letters.len(), |(at, _)| at);
    let rest = letters.split_off(inside).replace('x', "ks");
    letters + &rest
}

/// Greek as it is said today, by ELOT 743: letters that stand together for one sound.
const MODERN_GREEK: &[(&str, &str)] = &[
    ("ου", "u"),
    ("αυ", "av"),
    ("ευ", "ev"),
    ("ηυ", "iv"),
    ("αι", "e"),
    ("ει", "i"),
    ("οι", "i"),
    ("υι", "i"),
    ("γγ", "ng"),
    ("γχ", "nch"),
    ("γκ", "gk"),
    ("μπ", "b"),
    ("ντ", "d"),
    ("τσ", "ts"),
    ("τζ", "dz"),
    ("υ", "i"),
    ("χ", "ch"),
];

/// The name with letters that join to one sound in Latin ones.
fn joined(name: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(name.to_owned(), |name, (letters, latin)| name.replace(letters, latin))
}

/// Where vowels are not written two like letters have one between them, and are two sounds.
fn sounds(letters: &str, light: bool) -> Vec<Sound> {
    let mut sounds: Vec<Sound> = Vec::new();
    let mut rest = letters;
    while let Some(first) = rest.bytes().next() {
        if first == APART as u8 {
            rest = &rest[1..];
            continue;
        }
        let (sound, width) = next_sound(first, rest, sounds.last());
        rest = &rest[width..];
        let doubled = sounds.last() == Some(&sound) && !(light && matches!(sound, Sound::Firm(..)));
        if !doubled {
            sounds.push(sound);
        }
    }
    sounds
}

/// The first sound of `rest`, which comes after `before`, and how many letters spell it.
fn next_sound(first: u8, rest: &str, before: Option<&Sound>) -> (Sound, usize) {
    let follows = rest[1..].bytes().find(|b| *b != APART as u8);
    let vowel_follows = follows.is_some_and(|b| b"aeiou".contains(&b));
    let after_vowel = matches!(before, Some(Sound::Vowel(_)));
    match first {
        // Greek ευ and αυ before a vowel, where the letters are kept.
        b'u' if vowel_follows && matches!(before, Some(Sound::Vowel(b'e' | b'a'))) => (W, 1),
        b'a' | b'e' | b'i' | b'o' | b'u' => {
            let group = VOWELS.iter().find(|(spelling, _)| rest.starts_with(spelling));
            group.map_or((Sound::Vowel(first), 1), |(_, said)| (Sound::Vowel(*said), 2))
        }
        // Between consonants y is a vowel.
        b'y' if before.is_some() && !vowel_follows => (Sound::Vowel(b'i'), 1),
        b'h' | b'y' | b'\'' => (Sound::Faint(first), 1),
        b'w' => (W, 1),
        // After a vowel and before none j is the end of a diphthong.
        b'j' if after_vowel && !vowel_follows => (Sound::Vowel(b'i'), 1),
        b'j' => (Sound::Firm("j", &["S", ""]), 1),
        b'x' => (Sound::Firm("x", S), 1),
        b'q' if follows.is_some_and(|b| b"iu".contains(&b)) => (Sound::Firm("q", &["K", "S"]), 1),
        b'q' => (Sound::Firm("q", K), 1),
        b'm' if before.is_none() && rest.starts_with("mp") => (Sound::Firm("b", P), 2),
        b'n' if before.is_none() && rest.starts_with("nt") => (Sound::Firm("d", T), 2),
        b'n' if rest.starts_with("ng") && !rest[2..].starts_with(['a', 'e', 'i', 'o', 'u', 'y']) => {
            (Sound::Firm("ng", &["NK"]), 2)
        }
        _ => {
            let known = CONSONANTS.iter().find(|(spelling, _)| rest.starts_with(spelling));
            match known {
                Some((spelling, bones)) => (Sound::Firm(one_of_two(spelling), bones), spelling.len()),
                // Without its caron the č of Slavic names is a c before any letter.
                None if first == b'c' => (Sound::Firm("c", &["K", "S"]), 1),
                // Ukrainian г is h, Greek γ before e and i is y.
                None if first == b'g' => (Sound::Firm("g", &["K", "S", ""]), 1),
                None => (Sound::Faint(b'\''), 1),
            }
        }
    }
}

/// A consonant here, a vowel there.
const W: Sound = Sound::Firm("w", &["P", ""]);

/// A doubled consonant is the single one.
fn one_of_two(spelling: &'static str) -> &'static str {
    let bytes = spelling.as_bytes();
    if bytes.len() == 2 && bytes[0] == bytes[1] { &spelling[..1] } else { spelling }
}

impl Spoken {
    /// The bones of the name: its consonants by kind, for each way to read them.
    pub(crate) fn keys(&self) -> Vec<String> {
        // Each with whether the last bone still touches the next one.
        let mut keys = vec![(String::new(), false)];
        for sound in &self.sounds {
            let Sound::Firm(spelling, bones) = sound else {
                for (_, touching) in &mut keys {
                    *touching = false;
                }
                continue;
            };
            let bones: &[&str] = if self.kana && *spelling == "r" { &["R", "L"] } else { bones };
            let room = KEYS_MAX / keys.len();
            let mut longer: Vec<(String, bool)> = Vec::with_capacity(keys.len() * bones.len());
            for bone in bones.iter().take(room.max(1)) {
                longer.extend(
                    keys.iter().map(|(key, touching)| with_bone(key, *touching && !self.light, bone)),
                );
            }
            longer.sort_unstable();
            longer.dedup_by(|a, b| a.0 == b.0);
            keys = longer;
        }
        keys.retain(|(key, _)| !key.is_empty());
        keys.into_iter().map(|(key, _)| key).collect()
    }

    /// How alike two names sound: 1 for the same sounds, 0 for nothing in common.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        let light = self.light || other.light;
        let kana = self.kana || other.kana;
        let longest = self.weight(light).max(other.weight(light));
        if longest == 0.0 {
            return 0.0;
        }
        let drop = |sound: &Sound| cost_of_missing(sound, light, kana);
        let mut above: Vec<f32> = Vec::with_capacity(other.sounds.len() + 1);
        above.push(0.0);
        for sound in &other.sounds {
            above.push(above[above.len() - 1] + drop(sound));
        }
        for mine in &self.sounds {
            let mut row = Vec::with_capacity(above.len());
            row.push(above[0] + drop(mine));
            for (n, theirs) in other.sounds.iter().enumerate() {
                let exchanged = above[n] + cost_of_exchange(mine, theirs, light, kana);
                let dropped = (above[n + 1] + drop(mine)).min(row[n] + drop(theirs));
                row.push(exchanged.min(dropped));
            }
            above = row;
        }
        (1.0 - above[above.len() - 1] / longest).max(0.0)
    }

    /// How much there is to compare: vowels that may be unwritten weigh little.
    fn weight(&self, light: bool) -> f32 {
        let weigh = |sound: &Sound| match sound {
            Sound::Vowel(_) if light => 0.3,
            Sound::Vowel(_) => 0.7,
            Sound::Faint(_) => 0.3,
            Sound::Firm(..) => 1.0,
        };
        self.sounds.iter().map(weigh).sum()
    }
}

/// The key with one more bone; two of a kind that touch are one ("dt", "tz"), but for m and n.
fn with_bone(key: &str, touching: bool, bone: &str) -> (String, bool) {
    let mut longer = key.to_owned();
    for kind in bone.chars() {
        if !(touching && kind != 'N' && longer.ends_with(kind)) {
            longer.push(kind);
        }
    }
    (longer, touching || !bone.is_empty())
}

fn cost_of_missing(sound: &Sound, light: bool, kana: bool) -> f32 {
    match sound {
        Sound::Vowel(_) if light => 0.08,
        Sound::Vowel(_) if kana => 0.15,
        Sound::Vowel(_) => 0.45,
        Sound::Faint(_) => 0.15,
        Sound::Firm("g", _) => 1.0,
        Sound::Firm(_, bones) if bones.contains(&"") => 0.4,
        Sound::Firm(..) => 1.0,
    }
}

fn cost_of_exchange(one: &Sound, other: &Sound, light: bool, kana: bool) -> f32 {
    match (one, other) {
        (Sound::Vowel(a), Sound::Vowel(b)) => cost_of_vowels(*a, *b, light || kana),
        (Sound::Faint(a), Sound::Faint(b)) => f32::from(u8::from(a != b)) * 0.2,
        (Sound::Firm(a, _), Sound::Firm(b, _)) if a == b => 0.0,
        (Sound::Firm(a, kinds), Sound::Firm(b, others)) => {
            let shared = kinds.iter().any(|kind| !kind.is_empty() && others.contains(kind));
            if shared {
                cost_of_neighbours(a, b)
            } else if kana && matches!((*a, *b), ("l", "r") | ("r", "l")) {
                0.1
            } else {
                1.0
            }
        }
        // y and i, w and u are the same sound written by two habits.
        (Sound::Vowel(v), Sound::Faint(f)) | (Sound::Faint(f), Sound::Vowel(v)) => {
            if (*f, *v) == (b'y', b'i') { 0.1 } else { 0.5 }
        }
        (Sound::Vowel(v), Sound::Firm(c, _)) | (Sound::Firm(c, _), Sound::Vowel(v)) => {
            if matches!((*c, *v), ("w", b'u' | b'o') | ("j", b'i')) { 0.1 } else { 1.0 }
        }
        (Sound::Faint(f), Sound::Firm(c, bones)) | (Sound::Firm(c, bones), Sound::Faint(f)) => {
            let near = matches!((*f, *c), (b'y', "j") | (b'h', "kh" | "ch"));
            if near {
                0.1
            } else if matches!((*f, *c), (b'h' | b'y', "g")) {
                0.3
            } else {
                0.3 + f32::from(u8::from(!bones.contains(&""))) * 0.7
            }
        }
    }
}

fn cost_of_vowels(a: u8, b: u8, light: bool) -> f32 {
    if a == b {
        return 0.0;
    }
    let cost = match (a.min(b), a.max(b)) {
        (b'e', b'i') | (b'o', b'u') => 0.2,
        (b'a', b'e') => 0.35,
        // Russian ё, and ö for who leaves its dots out.
        (b'a', b'i' | b'o') | (b'e', b'o') => 0.45,
        (b'a', b'u') => 0.6,
        _ => 0.8,
    };
    if light { cost / 3.0 } else { cost }
}

/// Two consonants of one kind: near ones are the same sound in two spellings, the others are different sounds that
/// some transliteration confuses.
fn cost_of_neighbours(a: &str, b: &str) -> f32 {
    const SAME: [&[&str]; 11] = [
        &["g", "gh"],
        &["ch", "j", "zh", "q", "c"],
        &["k", "q", "c", "ck", "cq", "cc"],
        &["kh", "ch", "gh"],
        &["sh", "sch", "ch", "s", "sz", "cs", "cz", "tch", "tsch", "tsh", "c"],
        &["s", "z", "ts", "tz", "c", "sz", "dz"],
        &["zh", "j", "dzh", "dsch", "dj", "z", "zs", "g", "dz"],
        &["shch", "schtsch", "chtch", "shtch", "stch", "sch", "sh", "sc"],
        &["f", "v", "w", "ph"],
        &["th", "t", "dh", "d"],
        &["b", "v", "p", "bh"],
    ];
    let together = SAME.iter().any(|group| group.contains(&a) && group.contains(&b));
    if together { 0.15 } else { 0.45 }
}
